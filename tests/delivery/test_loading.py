"""What of the pictures of a message is uploaded, when it cannot be had, and what the log says of it."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from relay.delivery import loading
from relay.delivery.loading import Loader, shows
from relay.delivery.message import Message, Rendered
from relay.delivery.standing import albums, assigned
from relay.delivery.uploads import PictureFile
from relay.model import Attachment, Block, BlockKind, MessageReceipt, Picture, Post
from relay.render.telegram import render
from relay.settings import Look, Style
from tests.fakes import SITE, FakePictures

A, B = (Picture(f"{SITE}/{name}.jpg", alt=f"Das Amt {name}", credit=f"Foto: {name.upper()}. Muster") for name in "ab")
POST = Post("Sperrung", f"{SITE}/1", (Block(BlockKind.PARAGRAPH, ("Die Straße ist gesperrt.",)),))
RICH = Look(style=Style.FULL, rich=True, pictures="all")
ALBUM = Look(pictures="all", link="text", picture_description=True)
SESSION = "?PHPSESSID=0123456789abcdef0123"


def message(look: Look, *pictures: Picture, **more: object) -> Message:
    rendered = render(replace(POST, pictures=pictures, **more), look)  # type: ignore[arg-type]  # any field
    assert isinstance(rendered, Rendered)
    return rendered.messages[-1]


@pytest.mark.parametrize("alt", ["Amt im Schnee", "Das Amt im Schnee, gesehen von der Brücke über die Muster aus"])
@pytest.mark.parametrize("pictures", ["first", "all"])
async def test_of_a_message_that_lacks_nothing_the_words_stay_as_they_were_rendered(alt: str, pictures: str) -> None:
    wanted = message(replace(ALBUM, pictures=pictures), replace(A, alt=alt), B)
    _, shown = await Loader("main", FakePictures()).load(wanted)

    assert shown == wanted
    assert f"Bild: {alt}" in shown.html


async def test_a_short_description_stays_where_another_picture_is_left_out() -> None:
    _, shown = await Loader("main", FakePictures([B.url])).load(message(ALBUM, A, B))

    assert "Bild: Das Amt a" in shown.html
    assert "Foto: A. Muster" in shown.html
    assert "B. Muster" not in shown.html


async def test_a_picture_of_a_rich_message_stays_in_its_correction_though_its_address_answers_no_more() -> None:
    pictures = FakePictures()
    loader = Loader("main", pictures)
    (first, _), _ = await loader.load(message(RICH, A, B))
    pictures.missing = {A.url}
    uploads, shown = await loader.load(message(RICH, A, B), again=True)

    assert (uploads[0], len(uploads)) == (first, 2)
    assert (shown.picture, shown.more) == (A, (B,))


async def test_what_another_release_showed_at_an_address_is_never_posted_for_it() -> None:
    pictures = FakePictures()
    loader = Loader("main", pictures)
    await loader.load(message(RICH, A))
    pictures.missing = {A.url}

    assert (await loader.load(message(RICH, A)))[0] == ()
    assert (await loader.load(message(RICH, replace(A, alt="Das Bad")), again=True))[0] == ()


async def test_only_some_pictures_are_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "HAD_BYTES", len(b"jpeg"))
    pictures = FakePictures()
    loader = Loader("main", pictures)
    await loader.load(message(RICH, A, B))
    pictures.missing = {A.url, B.url}
    uploads, shown = await loader.load(message(RICH, A, B), again=True)

    assert [type(one) for one in uploads] == [PictureFile]
    assert (shown.picture, shown.more) == (B, ())


async def test_the_log_names_the_release_and_the_address_of_what_is_missing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    plan = Attachment(f"{SITE}/plan.pdf", "Haushaltsplan", "application/pdf")
    loader = Loader("main", FakePictures([A.url, plan.url]))
    await loader.load(message(Look(), A))
    await loader.load(message(Look(files="send"), attachments=(plan,)))

    assert f'main: "Sperrung" is posted without its picture {A.url}: ' in caplog.text
    assert f'"Haushaltsplan" {plan.url}: ' in caplog.text


async def test_what_stands_there_under_an_address_with_a_session_is_not_sent_again() -> None:
    plan = Attachment(f"{SITE}/plan.pdf", "Plan", "application/pdf")
    file = message(Look(files="send"), attachments=(plan,))
    old = MessageReceipt(2, "document", "", picture=f"{plan.url}{SESSION}", place=f"{plan.url}{SESSION}")
    photo = MessageReceipt(1, "photo", "", picture=f"{A.url}{SESSION}")

    assert assigned([message(Look(), A), file], albums([photo, old])) == [0, 1]
    assert assigned([file, file], albums([old])) == [0, None]
    assert shows(old, file)
    assert shows(photo, message(Look(), A))
    assert await Loader("main", FakePictures([A.url])).choose((photo,), (A,)) == ((A, None),)
