"""What a post says of its pictures and files: credits, descriptions, links, and which messages they become."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from relay.delivery.message import Message, Rendered
from relay.emulator.telegram.links import LinkRules
from relay.emulator.telegram.text import read_text
from relay.model import Attachment, Block, BlockKind, Picture, Post
from relay.render.markup import to_plain
from relay.render.media import FILES, VIDEO_PAGE, file_lines, size_of
from relay.render.telegram import CAPTION_LIMIT, render
from relay.settings import Look, Style

HOST = "https://www.landkreis-musterland.example"
LEAD = "Die Kreisstraße zwischen Ahrenfels und Birkenau ist ab Montag, 23. März, gesperrt."
BRIDGE = Picture(f"{HOST}/bruecke.jpg", alt="Die Brücke bei Ahrenfels", credit="Foto: Landkreis Musterland")
SITE = Picture(f"{HOST}/baustelle.jpg", alt="Bagger auf der Fahrbahn", credit="Foto: E. Beispiel")
PLAIN = Picture(f"{HOST}/plan.jpg")
BUDGET = Attachment(f"{HOST}/haushalt.pdf", "Haushaltsplan", "application/pdf", 62_000_000)
FLYER = Attachment(f"{HOST}/flyer.pdf", "Flyer", "application/pdf")
FILM = Attachment(f"{HOST}/film.mp4", "Die Sperrung im Film", "video/mp4")
WATCHED = Attachment("https://vimeo.com/123456", "Die Sperrung im Film", VIDEO_PAGE)
POST = Post("Sperrung in Neukirch", f"{HOST}/presse/sperrung", (Block(BlockKind.PARAGRAPH, (LEAD,)),))
LONG = tuple(Block(BlockKind.PARAGRAPH, (LEAD,) * 8) for _ in range(4))


def messages(look: Look = Look(), **more: Any) -> tuple[Message, ...]:  # noqa: B008 - frozen
    rendered = render(replace(POST, **more), look)
    assert isinstance(rendered, Rendered)
    return rendered.messages


def read(html: str) -> str:
    return read_text(html, "HTML", None, LinkRules()).text


def text(look: Look = Look(), **more: Any) -> str:  # noqa: B008 - frozen
    (message,) = messages(look, **more)
    return read(message.html)


# --- credit and description -------------------------------------------------------------------------------------------


def test_the_credit_is_the_last_line_of_the_text_before_the_link() -> None:
    assert text(Look(link="text"), pictures=(BRIDGE,)).endswith(
        f"{LEAD}\n\nFoto: Landkreis Musterland\n\nWeiterlesen auf landkreis-musterland.example"
    )


def test_the_credit_goes_with_the_picture() -> None:
    (message,) = messages(pictures=(BRIDGE,))

    assert message.bare is not None
    assert "Foto:" not in "".join(message.bare)
    assert read(message.bare[0]) == f"Sperrung in Neukirch\n\n{LEAD}"
    assert "Foto:" not in text(Look(media="off"), pictures=(BRIDGE,))


def test_a_credit_that_only_names_somebody_says_that_it_is_one() -> None:
    assert "\n\nFoto: E. Beispiel" in text(pictures=(replace(SITE, credit="E. Beispiel"),))
    assert "\n\n© E. Beispiel" in text(pictures=(replace(SITE, credit="© E. Beispiel"),))


def test_a_picture_without_credit_or_description_has_no_line() -> None:
    (message,) = messages(Look(picture_description=True), pictures=(PLAIN,))

    assert read(message.html) == f"Sperrung in Neukirch\n\n{LEAD}"
    assert message.bare is None


def test_where_it_is_wanted_a_line_says_what_the_picture_shows() -> None:
    said = text(Look(picture_description=True), pictures=(BRIDGE,))

    assert said.endswith("\n\nBild: Die Brücke bei Ahrenfels\nFoto: Landkreis Musterland")
    assert "Bild:" not in text(pictures=(BRIDGE,))
    for alt in ("Das Foto zeigt die Brücke", "Luftbild der Brücke", "Auf dem Bild ist die Brücke zu sehen"):
        said = text(Look(picture_description=True), pictures=(replace(BRIDGE, alt=alt),))
        assert f"{LEAD}\n\n{alt}\nFoto: Landkreis Musterland" in said


@pytest.mark.parametrize("style", list(Style))
def test_a_credit_is_never_lost_however_long_the_rest_is(style: Style) -> None:
    look = Look(style=style, teaser_length=3500, link="text", source_line="Quelle: " + "x" * 90, date=True)
    first = messages(
        look,
        title="Titel " * 100,
        blocks=LONG * 3,
        hashtags=("Musterland" * 19,),
        pictures=(replace(BRIDGE, alt="Die Brücke " * 50),),
        attachments=(BUDGET, FLYER) * 9,
    )[0]

    assert "Foto: Landkreis Musterland" in read(first.html)
    assert len(read(first.html)) <= CAPTION_LIMIT


@pytest.mark.parametrize("style", list(Style))
def test_a_credit_is_never_cut(style: Style) -> None:
    credit = "Foto: " + ", ".join(f"Vorname Nachname-Beispiel{n}" for n in range(8)) + " / Landkreis Musterland"
    said = text(Look(style=style), pictures=(replace(BRIDGE, credit=credit),))

    assert len(credit) > 200
    assert f"\n\n{credit}" in said
    assert LEAD in said or style is Style.LINK


@pytest.mark.parametrize("rich", [True, False])
@pytest.mark.parametrize("style", list(Style))
def test_a_picture_whose_credit_has_no_room_is_not_shown(style: Style, rich: bool) -> None:
    endless = replace(BRIDGE, credit="Foto: " + "Beispiel " * 4000)
    (message,) = messages(Look(style=style, rich=rich), pictures=(endless,))

    assert message.picture is None
    assert "Foto:" not in message.html


def test_a_picture_whose_credit_has_room_takes_the_place_of_one_whose_has_none() -> None:
    endless = replace(BRIDGE, credit="Foto: " + "Beispiel " * 200)
    (message,) = messages(pictures=(endless, SITE))

    assert message.picture is SITE
    assert "Foto: E. Beispiel" in read(message.html)


def test_in_full_style_the_credit_stands_below_the_picture_not_at_the_end() -> None:
    first, *rest = messages(Look(style=Style.FULL), blocks=LONG, pictures=(BRIDGE,))

    assert read(first.html).endswith("\n\nFoto: Landkreis Musterland")
    assert first.picture is BRIDGE
    assert rest
    assert all("Foto:" not in one.html for one in rest)


def test_credited_means_that_somebody_is_named() -> None:
    nobody = replace(PLAIN, credit="Symbolfoto")

    assert messages(Look(media="credited"), pictures=(PLAIN, nobody))[0].picture is None
    assert messages(Look(media="credited"), pictures=(PLAIN, nobody, SITE))[0].picture is SITE
    assert messages(Look(media="on"), pictures=(nobody,))[0].picture is nobody


# --- several pictures -------------------------------------------------------------------------------------------------

ALL = Look(pictures="all", link="text")


def test_by_default_one_picture_is_shown() -> None:
    (message,) = messages(pictures=(BRIDGE, SITE))

    assert (message.picture, message.more) == (BRIDGE, ())


def test_all_pictures_make_an_album_with_the_text_and_each_credit_once() -> None:
    (message,) = messages(ALL, pictures=(BRIDGE, SITE, PLAIN, replace(BRIDGE, url=f"{HOST}/2.jpg")))

    assert message.picture is BRIDGE
    assert len(message.more) == 3
    assert "Fotos: Landkreis Musterland, E. Beispiel\n\nWeiterlesen" in read(message.html)
    assert message.button is None


def test_an_album_has_ten_pictures_at_most() -> None:
    (message,) = messages(ALL, pictures=tuple(replace(PLAIN, url=f"{HOST}/{n}.jpg") for n in range(14)))

    assert len(message.more) == 9


def credited(count: int, size: int) -> tuple[Picture, ...]:
    """So many pictures, each by somebody else with a name of this length."""
    return tuple(replace(PLAIN, url=f"{HOST}/{n}.jpg", credit=f"Foto: {f'Person {n} ':x<{size}}") for n in range(count))


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("blocks", [LONG[:1], LONG])
@pytest.mark.parametrize("size", [25, 80, 140])
def test_everybody_whose_picture_an_album_shows_is_named_in_full(
    style: Style, blocks: tuple[Block, ...], size: int
) -> None:
    pictures = credited(10, size)
    look = replace(ALL, style=style, picture_description=True)
    posted = messages(look, blocks=blocks, pictures=pictures, attachments=(BUDGET,), title="Titel " * 30)
    (album,) = (one for one in posted if one.picture)
    assert album.picture is not None
    shown = (album.picture, *album.more)

    assert len(read(album.html)) <= CAPTION_LIMIT
    assert [one for one in pictures if one.credit[6:] in read(album.html)] == list(shown)
    assert all(one.credit[6:] in album.plain for one in shown)
    assert len(album.plain) <= CAPTION_LIMIT
    assert len(shown) == 10 if size == 25 else 1 < len(shown) < 10 or size == 80
    assert posted[0].html.startswith("<b>Titel")


def test_the_teaser_gives_way_to_the_credits_but_not_altogether() -> None:
    sentences = tuple(
        f"Am {day}. März ist die Straße zwischen Ahrenfels und Birkenau gesperrt." for day in range(9, 32)
    )
    look, blocks = replace(ALL, teaser_length=800), (Block(BlockKind.PARAGRAPH, sentences),)
    many = text(look, blocks=blocks, pictures=credited(10, 60))
    few = text(look, blocks=blocks, pictures=credited(1, 60))

    assert len(many) <= CAPTION_LIMIT
    assert 0 < many.count("gesperrt.") < few.count("gesperrt.")


def test_a_text_that_is_too_long_for_a_caption_comes_first_and_the_album_after_it() -> None:
    look = replace(ALL, style=Style.FULL)
    first, album = messages(look, blocks=LONG[:2], pictures=(BRIDGE, SITE))

    assert (first.picture, first.place) == (None, "")
    assert "Foto:" not in first.html
    assert (album.picture, album.more, album.place, album.silent) == (BRIDGE, (SITE,), "pictures", True)
    assert read(album.html) == "Bilder zu: Sperrung in Neukirch\n\nFotos: Landkreis Musterland, E. Beispiel"
    assert album.bare is not None
    assert "Foto:" not in album.bare[1]


def test_a_whole_text_that_fits_is_the_caption_of_its_album() -> None:
    (message,) = messages(replace(ALL, style=Style.FULL), pictures=(BRIDGE, SITE))

    assert message.more == (SITE,)


# --- files ------------------------------------------------------------------------------------------------------------


def test_by_default_a_file_is_a_line_with_a_link_type_and_size() -> None:
    (message,) = messages(attachments=(BUDGET, FILM))

    assert read(message.html).endswith(
        f"{LEAD}\n\nAnlage: Haushaltsplan (PDF, 62 MB)\nVideo: Die Sperrung im Film (MP4)"
    )
    assert f'<a href="{BUDGET.url}">Haushaltsplan</a>' in message.html


def test_files_that_can_be_sent_follow_the_text_in_silence() -> None:
    first, flyer, film = messages(Look(files="send"), attachments=(BUDGET, FLYER, FILM))

    assert "Anlage: Haushaltsplan (PDF, 62 MB)" in read(first.html)  # more than a bot may upload
    assert "Flyer" not in first.html
    assert [(one.file, one.place, one.silent) for one in (flyer, film)] == [
        (FLYER, FLYER.url, True),
        (FILM, FILM.url, True),
    ]
    assert read(flyer.html) == "Anlage: Flyer"
    assert flyer.bare == (f'Anlage: <a href="{FLYER.url}">Flyer</a> (PDF)', f"Anlage: Flyer (PDF)\n{FLYER.url}")


def test_what_telegram_cannot_show_stays_a_link() -> None:
    word = Attachment(f"{HOST}/antrag.docx", "Antrag", "application/msword")

    (message,) = messages(Look(files="send"), attachments=(word,))

    assert "Anlage: Antrag (Word)" in read(message.html)


def test_more_files_than_a_post_may_send_are_linked() -> None:
    many = tuple(replace(FLYER, url=f"{HOST}/{n}.pdf", title=f"Plan {n}") for n in range(FILES + 2))

    first, *rest = messages(Look(files="send"), attachments=many)

    assert len(rest) == FILES
    assert "Plan 5 (PDF)\nAnlage: Plan 6 (PDF)" in read(first.html)


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("language", ["de", "en"])
def test_of_every_file_that_is_not_sent_the_post_says_at_least_that_there_is_one(style: Style, language: str) -> None:
    many = tuple(replace(FLYER, url=f"{HOST}/{n}.pdf", title="Plan " * 40) for n in range(FILES + 7))
    look = Look(style=style, files="send", language=language, link="text", source_line="Q" * 99, date=True)
    said = {"title": "Titel " * 60, "hashtags": ("Musterland" * 19,), "pictures": (replace(BRIDGE, credit="E" * 200),)}

    shown = [one for one in messages(look, **said, attachments=many) if not one.file]
    assert (
        sum(len(one.html.split(".pdf")) - 1 for one in shown)
        + sum(int(found) for one in shown for found in re.findall(r"(?:der Seite|the page): (\d+)", one.html))
        == 7
    )
    assert len(read(shown[0].html)) <= CAPTION_LIMIT


@pytest.mark.parametrize("room", [0, 20, 33, 40])
def test_in_the_smallest_room_it_is_said_how_many_files_there_are(room: int) -> None:
    assert to_plain(file_lines((BUDGET, FLYER), "de", room)) == "Weitere Anlagen auf der Seite: 2"


def test_a_file_without_a_name_is_told_by_where_it_is() -> None:
    nameless = Attachment("https://www.download.example/?id=5", " ", "application/pdf")

    assert text(attachments=(nameless,)).endswith("\n\nAnlage: download.example (PDF)")


def test_the_name_of_a_program_is_no_kind_of_file() -> None:
    handed = Attachment(f"{HOST}/download.PHP?id=5", "Antrag")

    assert text(attachments=(handed,)).endswith("\n\nAnlage: Antrag")
    assert text(attachments=(replace(handed, url=f"{HOST}/antrag.rtf"),)).endswith("\n\nAnlage: Antrag (RTF)")


def test_files_can_be_left_out_and_pages_are_none() -> None:
    page = Attachment(f"{HOST}/film", "Film", "text/html")
    flash = Attachment(f"{HOST}/film.swf", "Film", "application/x-shockwave-flash")

    assert text(Look(files="off"), attachments=(FLYER, WATCHED)) == text()
    assert text(attachments=(page, flash)) == text()


@pytest.mark.parametrize("files", ["link", "send"])
@pytest.mark.parametrize("style", list(Style))
def test_a_video_on_another_page_is_a_line_with_a_link_and_no_file(files: str, style: Style) -> None:
    look = Look(style=style, files=files)
    players = (WATCHED, replace(WATCHED, url="https://www.youtube.com/embed/abc", title="Teil 2", type="text/html"))
    first, *sent = messages(look, attachments=(*(replace(FLYER, url=f"{HOST}/{n}.pdf") for n in range(5)), *players))

    assert "Video: Die Sperrung im Film\nVideo: Teil 2" in read(first.html)
    assert f'<a href="{WATCHED.url}">Die Sperrung im Film</a>' in first.html
    assert len(sent) == (5 if files == "send" else 0)
    assert "Video: vimeo.com" in text(Look(style=style, language="en"), attachments=(replace(WATCHED, title=""),))


def test_lines_that_do_not_fit_are_counted() -> None:
    many = tuple(replace(FLYER, url=f"{HOST}/{n}.pdf", title=f"Plan {n} " + "x" * 80) for n in range(12))

    assert "Weitere Anlagen auf der Seite: 7" in text(attachments=many)


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 KB"), (840_200, "840 KB"), (1_240_000, "1,2 MB"), (2_000_000, "2 MB"), (62_400_000, "62 MB")],
)
def test_sizes_are_said_as_people_say_them(count: int, said: str) -> None:
    assert size_of(count, "de") == said
    assert size_of(count, "en") == said.replace(",", ".")
