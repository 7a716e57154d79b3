"""The page that shows how a release would look in the channel: all styles, readable, and harmless to open."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from relay import cli
from relay.commands.preview_page import page
from relay.model import Block, BlockKind, Picture, Post
from relay.settings import Look, Style

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
TEXT = "Die Brücke ist ab Montag, 24. März, gesperrt. Grund sind Risse an zwei Trägern."


def post(title: str = "Brücke gesperrt", url: str = "https://www.landkreis-musterland.example/1.php") -> Post:
    picture = Picture("https://www.landkreis-musterland.example/b.jpg", alt="Die Brücke", credit="Foto: Landkreis")
    return Post(title, url, (Block(BlockKind.PARAGRAPH, (TEXT,)),), (picture,))


def test_all_styles_stand_side_by_side_with_picture_and_button() -> None:
    soup = BeautifulSoup(page([post()], Look()), "lxml")
    assert [span.text for span in soup.select("h2 span")] == [f'style = "{style.value}"' for style in Style]
    for section in soup.select("section"):
        image = section.find("img")
        assert image is not None
        assert image["alt"] == "Die Brücke"
        assert section.select("a.button")[0]["href"] == "https://www.landkreis-musterland.example/1.php"
        assert "Brücke gesperrt" in section.text


def test_what_a_website_says_cannot_run_in_the_page() -> None:
    html = page([post(EVIL, "javascript:alert(1)")], Look())
    soup = BeautifulSoup(html, "lxml")
    assert not soup.find_all("script")
    assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not [a for a in soup.find_all("a") if not str(a["href"]).startswith("https://")]
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert "default-src 'none'" in str(policy["content"])


def test_the_command_writes_the_file_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(f"<html><body><article><h1>Brücke gesperrt</h1><p>{TEXT}</p></article></body></html>", "utf-8")
    out = tmp_path / "preview.html"
    url = "https://www.landkreis-musterland.example/1.php"
    with pytest.raises(SystemExit) as ended:
        cli.app(["preview", "--page", str(saved), "--url", url, "--html", str(out)])
    assert ended.value.code == 0
    assert str(out) in capsys.readouterr().out
    assert "Risse an zwei Trägern" in out.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_an_error_of_the_caller(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(f"<html><body><article><h1>Brücke gesperrt</h1><p>{TEXT}</p></article></body></html>", "utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.app(["preview", "--page", str(saved), "--html", str(tmp_path / "nowhere" / "out.html")])
    assert ended.value.code == 2
    assert "nowhere" in capsys.readouterr().err


def test_the_terminal_names_what_not_everybody_can_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(f"<html><body><article><h1>BRÜCKE GESPERRT</h1><p>{TEXT}</p></article></body></html>", "utf-8")
    for option, shown in (([], "! "), (["--json"], '"accessibility": [\n')):
        with pytest.raises(SystemExit) as ended:
            cli.app(["preview", "--page", str(saved), "--title", "BRÜCKE GESPERRT", *option])
        assert ended.value.code == 0
        assert shown in capsys.readouterr().out
