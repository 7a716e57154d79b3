"""The page that shows how a release would look in the channel: all styles, readable, and harmless to open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from relay import cli
from relay.commands import common, preview_json
from relay.commands.preview_page import page
from relay.commands.preview_terminal import body
from relay.model import Article, Attachment, Block, BlockKind, Picture, Post
from relay.render.media import VIDEO_PAGE
from relay.settings import Look, Style

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
TEXT = "Die Brücke ist ab Montag, 24. März, gesperrt. Grund sind Risse an zwei Trägern."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    common.speak("en")
    yield
    common.speak("en")


def post(title: str = "Brücke gesperrt", url: str = "https://www.landkreis-musterland.example/1.php") -> Post:
    picture = Picture("https://www.landkreis-musterland.example/b.jpg", alt="Die Brücke", credit="Foto: Landkreis")
    return Post(title, url, (Block(BlockKind.PARAGRAPH, (TEXT,)),), (picture,))


def test_all_styles_stand_side_by_side_with_picture_and_button() -> None:
    soup = BeautifulSoup(page([post()], Look()), "lxml")
    assert [span.text for span in soup.select("h2 span:first-child")] == [
        'style = "teaser"',
        'style = "full"',
        'style = "full", rich = true',
        'style = "link"',
    ]
    for section in soup.select("section"):
        image = section.find("img")
        assert image is not None
        assert image["alt"] == "Die Brücke"
        assert section.select("a.button")[0]["href"] == "https://www.landkreis-musterland.example/1.php"
        assert "Brücke gesperrt" in section.text


@pytest.mark.parametrize("style", list(Style))
def test_the_style_of_the_channel_is_marked(style: Style) -> None:
    soup = BeautifulSoup(page([post()], Look(style=style)), "lxml")

    (marked,) = soup.select("h2:has(.configured)")
    assert f'style = "{style.value}"' in marked.text


def test_a_rich_text_has_its_headings_tables_and_pictures_in_their_places() -> None:
    blocks = (
        Block(BlockKind.HEADING, ("Zeiten",)),
        Block(BlockKind.TABLE, (), head=("Tag", "Zeit"), rows=(("Montag", "8 Uhr"),)),
    )
    blind = Picture('https://www.landkreis-musterland.example/c.jpg?"><script>')
    lost = Picture("javascript:alert(1)")
    full = replace(post(), blocks=blocks, pictures=(*post().pictures, blind, lost))
    look = Look(style=Style.FULL, rich=True, pictures="all")
    soup = BeautifulSoup(page([full], look), "lxml")

    (rich,) = soup.select(".rich")
    assert [one.text for one in rich.select("h3, h4, th")] == ["Brücke gesperrt", "Zeiten", "Tag", "Zeit"]
    assert [(one["src"], one["alt"]) for one in rich.select("figure img")] == [
        (full.pictures[0].url, "Die Brücke"),
        (blind.url, "picture without description"),
    ]
    assert rich.select("figcaption")[0].text == "Foto: Landkreis"
    assert not soup.select("script")
    (marked,) = soup.select("h2:has(.configured)")
    assert "rich = true" in marked.text


def test_albums_files_and_videos_are_shown_and_a_quotation_leaves_one_empty_line() -> None:
    blocks = (*post().blocks, Block(BlockKind.QUOTE, ("Die Sicherheit geht vor.",)), *post().blocks)
    plan = Attachment("https://www.landkreis-musterland.example/plan.pdf", "Lageplan", "application/pdf")
    film = Attachment("https://vimeo.com/123456", "Die Brücke im Film", VIDEO_PAGE)
    blind = Picture("https://www.landkreis-musterland.example/c.jpg")
    full = replace(post(), blocks=blocks, attachments=(plan, film), pictures=(*post().pictures, blind))
    soup = BeautifulSoup(page([full], Look(pictures="all", link="text", files="send")), "lxml")

    for section in soup.select("section:not(:has(.rich))"):
        assert [one["alt"] for one in section.select(".album img")] == ["Die Brücke", "picture without description"]
        (file,) = section.select(".file a")
        assert (file.text, file["href"]) == ("Lageplan", plan.url)
        assert section.select(f'.text a[href="{film.url}"]')
        assert section.select(".problems li")
    assert "geht vor.</blockquote>\nDie Brücke" in page([full], Look())


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


def test_the_terminal_shows_all_pictures_and_every_file_of_a_post(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, saved = tmp_path / "config.toml", tmp_path / "page.html"
    config.write_text(
        '[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1\npictures = "all"\nfiles = "send"\n', encoding="utf-8"
    )
    pictures = "".join(f'<img src="/{name}.jpg" alt="Bild {name}" width="900" height="600">' for name in "ab")
    files = '<p><a href="/plan.pdf">Lageplan (PDF)</a></p>'
    saved.write_text(
        f"<html><body><article><h1>Brücke gesperrt</h1><p>{TEXT}</p>{pictures}{files}</article></body></html>", "utf-8"
    )
    with pytest.raises(SystemExit):
        cli.app(["--config", str(config), "preview", "--page", str(saved), "--url", post().url])

    host = "https://www.landkreis-musterland.example"
    shown = capsys.readouterr().out
    assert f"▣ {host}/a.jpg\n▣ {host}/b.jpg\n\nBrücke gesperrt" in shown
    assert f"Weiterlesen auf landkreis-musterland.example\n\n{post().url}" in shown
    assert f"▤ {host}/plan.pdf\n\nAnlage: Lageplan\n" in shown


@pytest.mark.parametrize(("with_address", "below"), [(False, ""), (True, "https://a.example/1")])
def test_where_links_can_be_clicked_no_address_stands_below_them(with_address: bool, below: str) -> None:
    message: dict[str, Any] = {
        "html": "<b>Titel</b>\n\nText",
        "rich": False,
        "text": "Titel\n\nText\n\nhttps://a.example/1",
        "preview": None,
        "picture": None,
        "more_pictures": [],
        "file": None,
        "button": None,
    }

    shown = body(message, "https://a.example/1", with_address=with_address)
    assert shown.plain == f"Titel\n\nText\n\n{below}".rstrip()


def test_the_terminal_has_bold_what_is_bold_in_the_channel() -> None:
    plain = Look(template="{{ text }}\n\n<i>{{ title }}</i> &amp; <b>mehr</b>")
    box = (Block(BlockKind.HEADING, ("Zeiten & Orte",)), *post().blocks)
    for look, bold in (
        (Look(), ["Brücke gesperrt"]),
        (plain, ["mehr"]),
        (Look(style=Style.FULL, rich=True), ["Brücke gesperrt", "Zeiten & Orte"]),
    ):
        one = replace(post(), blocks=box)
        (message,) = preview_json.shown(one, Article("", "", box), look, explain=False)["telegram"]["messages"]
        told = body(message, one.url)
        assert [told.plain[run.start : run.end] for run in told.spans if run.style == "bold"] == bold
        assert "Brücke gesperrt" in told.plain
        assert "&amp;" not in told.plain


def test_a_hashtag_has_the_colour_of_a_link_and_what_is_none_has_not() -> None:
    text = "Es geht um Nr. #5 &c. und https://www.landkreis-musterland.example/#seite."
    one = replace(post(), blocks=(Block(BlockKind.PARAGRAPH, (text,)),), hashtags=("Verkehr",))
    soup = BeautifulSoup(page([one], Look()), "lxml")

    assert [len(section.select("span.tag")) for section in soup.select("section")] == [1, 1, 1, 1]
    assert {tag.text for tag in soup.select("span.tag")} == {"#Verkehr"}
    assert text in soup.text


def test_a_preview_of_the_page_is_shown_where_telegram_shows_one() -> None:
    look = Look(link_preview="on")
    bare = replace(post(), pictures=())
    said = f"Preview of the page {bare.url}"

    assert not BeautifulSoup(page([post()], look), "lxml").select(".page")
    assert not BeautifulSoup(page([bare], Look()), "lxml").select(".page")
    sections = BeautifulSoup(page([bare], look), "lxml").select("section")
    assert [[one.text for one in section.select(".page")] for section in sections] == [[said], [said], [], [said]]
    for one, address in ((bare, bare.url), (post(), None)):
        (message,) = preview_json.shown(one, Article("", "", ()), look, explain=False)["telegram"]["messages"]
        assert message["preview"] == address
        assert (said in body(message, one.url).plain) == bool(address)


def test_a_release_whose_page_relay_will_read_says_so() -> None:
    soup = BeautifulSoup(page([post(), post()], Look(), partial=[False, True]), "lxml")
    said = [[one.text for one in article.select(".partial")] for article in soup.select("article")]
    assert said == [[], ["relay will read the page for this one; without it, it would look like this"]]


OPEN = "Am {n}. März öffnet das Museum {n} in Musterhausen um {n} Uhr seine Türen für alle, die sehen wollen, "
LONG = tuple(
    Block(BlockKind.PARAGRAPH, (f"{OPEN.format(n=n)}wie die Menschen früher gelebt, gearbeitet und gefeiert haben.",))
    for n in range(1, 15)
)


@pytest.mark.parametrize("pictures", [0, 1])
def test_the_teaser_that_is_told_and_explained_is_the_one_that_is_posted(pictures: int) -> None:
    one = replace(post(), blocks=LONG, pictures=post().pictures[:pictures])
    found = preview_json.shown(one, Article("", "", LONG), Look(teaser_length=2000), explain=True)
    (message,) = found["telegram"]["messages"]

    assert (len(message["html"]) < 1100) == bool(pictures)
    assert f"</b>\n\n{found['teaser']}" in message["html"]
    taken = [sentence for judged in found["explained"] if judged["taken"] for sentence in judged["sentences"]]
    assert " ".join(taken) == found["teaser"]


@pytest.mark.parametrize("style", [Style.FULL, Style.LINK])
def test_a_style_without_a_teaser_explains_none(style: Style) -> None:
    found = preview_json.shown(post(), Article("", "", post().blocks), Look(style=style), explain=True)
    assert (found["teaser"], found["explained"]) == ("", [])


def test_what_is_not_posted_has_no_teaser_and_nothing_to_explain() -> None:
    found = preview_json.shown(Post("", "", ()), Article("", "", ()), Look(), explain=True)
    assert (found["teaser"], found["explained"]) == ("", [])
    assert found["telegram"]["skipped"]
