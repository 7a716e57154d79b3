"""What `relay preview` is told and what it says: which source it takes, what it refuses, what it does not know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from relay.cli import app
from relay.commands import common
from relay.commands.preview_reading import host
from tests.discover.web import Site, serving

HOST = "https://www.landkreis-musterland.example"
TEXT = "Die Brücke über die Muster ist ab Montag gesperrt. Grund sind Arbeiten am Geländer."
PAGE = f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Brücke gesperrt</title></head>
<body><main><article><h1>Brücke gesperrt</h1><p>{TEXT}</p></article></main></body></html>"""
ITEM = (
    f"<item><title>Brücke gesperrt</title><link>{HOST}/1</link><guid>1</guid>"
    "<pubDate>Mon, 02 Jun 2025 10:00:00 +0200</pubDate><description>Die Brücke ist gesperrt.</description></item>"
)
RSS = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Presse</title>{ITEM}</channel></rss>'
UNREAD = "relay will read the page for this one"
SOURCE = '[[source]]\nid = "{id}"\nurl = "{url}"\nchannels = ["main"]\nhashtags = ["{id}"]\n'
CHANNEL = '[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1001\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """With a saved page and a saved feed, and without a configuration."""
    monkeypatch.chdir(tmp_path)
    for name in ("RELAY_CONFIG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "feed.xml").write_text(RSS, "utf-8")
    common.speak("en")
    yield tmp_path
    common.speak("en")


def preview(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    result = CliRunner().invoke(app, ["preview", *arguments])
    return result.exit_code, result.stdout, result.stderr


def as_json(*arguments: str) -> dict[str, Any]:
    code, out, err = preview(*arguments, "--json")
    assert code == 0, err
    shown: dict[str, Any] = json.loads(out)
    return shown


def configured(*sources: str) -> None:
    written = [SOURCE.format(id=f"quelle{number}", url=url) for number, url in enumerate(sources)]
    Path("config.toml").write_text('language = "en"\n' + "".join(written) + CHANNEL, "utf-8")


# --- what is not known without the page ---


def test_the_terminal_says_of_an_entry_that_its_page_was_not_read() -> None:
    code, out, _ = preview("--feed", "feed.xml")
    assert (code, out.count(UNREAD)) == (0, 1)
    assert out.index(UNREAD) < out.index("Die Brücke ist gesperrt.")
    assert as_json("--feed", "feed.xml")["entries"][0]["needs_page"] is True


def test_of_an_entry_that_brings_its_text_or_has_no_page_it_says_nothing(folder: Path) -> None:
    said = "Der Landkreis sperrt die Brücke {n} am {n}. März, weil Arbeiten am Geländer {n} nötig sind. " * 4
    text = "".join(f"&lt;p&gt;{said.format(n=n)}&lt;/p&gt;" for n in range(1, 7))
    whole = RSS.replace("Die Brücke ist gesperrt.", text)
    pageless = RSS.replace(f"<link>{HOST}/1</link>", "")
    for feed in (whole, pageless):
        (folder / "feed.xml").write_text(feed, "utf-8")
        assert UNREAD not in preview("--feed", "feed.xml")[1]
        assert as_json("--feed", "feed.xml")["entries"][0]["needs_page"] is False


def test_the_html_page_says_so_too(folder: Path) -> None:
    code, out, _ = preview("--feed", "feed.xml", "--html", "out.html")
    assert (code, UNREAD in (folder / "out.html").read_text("utf-8")) == (0, True)
    assert "Die Brücke" not in out


# --- options together ---


def test_a_page_is_written_and_json_printed_at_once(folder: Path) -> None:
    code, out, err = preview("--page", "page.html", "--html", "out.html", "--json")
    assert (code, json.loads(out)["title"]) == (0, "Brücke gesperrt")
    assert "out.html" in err
    assert "Brücke gesperrt" in (folder / "out.html").read_text("utf-8")


def test_a_page_is_written_and_the_teaser_explained_at_once(folder: Path) -> None:
    for what in (("--page", "page.html"), ("--feed", "feed.xml")):
        code, out, _ = preview(*what, "--html", "out.html", "--explain")
        assert (code, "taken (" in out) == (0, True)
        (folder / "out.html").unlink()


def test_of_several_messages_each_has_its_number(folder: Path) -> None:
    assert "---" not in preview("--page", "page.html", "--style", "full")[1]
    text = "".join(f"<p>Abschnitt {n}: {'Die Brücke ist gesperrt. ' * 30}</p>" for n in range(9))
    (folder / "long.html").write_text(f"<main><h1>Brücke gesperrt</h1>{text}</main>", encoding="utf-8")
    _, out, _ = preview("--page", "long.html", "--style", "full")
    assert [line for line in out.splitlines() if "---" in line] == ["--- Telegram 1/2 ---", "--- Telegram 2/2 ---"]


@pytest.mark.parametrize("style", ["full", "link"])
def test_of_a_style_without_a_teaser_it_is_said_that_there_is_nothing_to_explain(style: str) -> None:
    code, out, _ = preview("--page", "page.html", "--style", style, "--explain")
    assert code == 0
    assert f'style = "{style}" has no teaser, so there is nothing to explain' in out
    assert "taken (" not in out


# --- which source ---


def test_the_only_source_is_used_where_nothing_tells_of_another() -> None:
    configured(f"{HOST}/presse.rss")
    assert "#Quelle0" in preview("--page", "page.html")[1]
    assert "#Quelle0" in preview("--feed", "feed.xml")[1]
    assert "#Quelle0" not in preview("--page", "page.html", "--url", "https://elsewhere.example/1")[1]


def test_of_several_sources_none_is_guessed() -> None:
    configured(f"{HOST}/presse.rss", f"{HOST}/verkehr.rss")
    assert "#Quelle" not in preview("--page", "page.html")[1]


def test_the_only_source_is_read_as_what_it_is(folder: Path) -> None:
    (folder / "list.html").write_text(
        '<html><body><ul><li class="pm"><a href="/1">Brücke gesperrt</a> 02.06.2025</li></ul></body></html>', "utf-8"
    )
    source = (
        f'[[source]]\nid = "liste"\nkind = "listing"\nurl = "{HOST}/presse/"\nitem = "li.pm"\nchannels = ["main"]\n'
    )
    (folder / "config.toml").write_text(source + CHANNEL, "utf-8")
    (entry,) = as_json("--feed", "list.html")["entries"]
    assert (entry["title"], entry["link"]) == ("Brücke gesperrt", f"{HOST}/1")


@pytest.mark.parametrize("language", ["en_GB.UTF-8", "de_DE.UTF-8"])
def test_without_a_configuration_posts_are_in_german_whatever_the_terminal_speaks(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", language)
    common.speak(language[:2])
    _, out, _ = preview("--page", "page.html", "--url", f"{HOST}/1")
    assert "Weiterlesen auf landkreis-musterland.example" in out
    assert ("text: 2 sentences" in out) == (language == "en_GB.UTF-8")


# --- what is refused ---


@pytest.mark.parametrize("what", [("--page", "page.html"), ("--feed", "feed.xml")])
@pytest.mark.parametrize("url", ["notaurl", "ftp://www.landkreis-musterland.example/", "http://["])
def test_an_address_that_is_none_is_refused(what: tuple[str, str], url: str) -> None:
    code, out, err = preview(*what, "--url", url)
    assert (code, out) == (2, "")
    assert f"--url {url}: that is not a web address" in err
    assert not host(url)


CONTROLS = bytes(range(256)) * 200
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 1, "odd.html is empty"),
        (b" \n\n", 1, "odd.html is empty"),
        (b"%PDF-1.7\n1 0 obj", 1, "odd.html is a PDF, not a page"),
        (CONTROLS, 1, "odd.html is no page: it has signs in it that no text has"),
        (b"PK\x03\x04" + b"\0\0abcdefg" * 90, 1, "odd.html is no page: it has signs in it that no text has"),
        (b"Nur Text ohne Auszeichnung.", 1, "odd.html is no HTML page"),
        (b"<html><body></body></html>", 1, "no text of a release was found on odd.html"),
        (RSS.encode(), 2, "odd.html is a feed: what it brings is shown by --feed odd.html"),
        (JSON_FEED, 2, "odd.html is a feed: what it brings is shown by --feed odd.html"),
    ],
    ids=["nothing", "white space", "PDF", "every byte", "archive", "text", "no words", "RSS", "JSON Feed"],
)
def test_a_file_that_is_no_page_is_named_with_what_it_is(folder: Path, content: bytes, code: int, said: str) -> None:
    (folder / "odd.html").write_bytes(content)
    ended, out, err = preview("--page", "odd.html")
    assert (ended, out) == (code, "")
    assert said in err.replace("\n", " ")


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252", "utf-8-sig"])
def test_a_page_in_another_encoding_is_no_binary_file(folder: Path, encoding: str) -> None:
    page = PAGE.replace("utf-8", "utf-16" if encoding == "utf-16" else encoding.removesuffix("-sig"))
    (folder / "page.html").write_bytes(page.encode(encoding))
    assert as_json("--page", "page.html")["teaser"] == TEXT


def test_a_page_that_quotes_a_feed_is_a_page(folder: Path) -> None:
    (folder / "page.html").write_text(PAGE.replace("<main>", "<main><!-- <rss > -->"), "utf-8")
    assert as_json("--page", "page.html")["teaser"] == TEXT


def test_a_feed_on_the_web_is_told_from_a_page() -> None:
    with serving(Site({"/presse.rss": ("application/rss+xml", RSS)})) as site:
        code, out, err = preview(f"{site.url}/presse.rss", "--allow-network", "127.0.0.0/8")
    assert (code, out) == (2, "")
    assert f"is a feed: what it brings is shown by --feed {site.url}/presse.rss" in err.replace("\n", " ")
