"""A picture and its credit stay together, whatever becomes of the pictures of a release, and are corrected together."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from relay.delivery.message import Message, Rendered, Skip
from relay.delivery.uploads import BLANK, PictureFile
from relay.errors import Rejected, SourceError
from relay.model import Attachment, Picture, Post, Receipt
from relay.render.media import retold
from relay.render.telegram import render
from relay.settings import Look, Style
from relay.store.codec import RECEIPT
from tests.desk import Desk, open_desk
from tests.fakes import SITE, Crash, Fuse, post

A, B, C, D = (
    Picture(f"{SITE}/{name.lower()}.jpg", alt=f"Zu sehen ist {name}", credit=name)
    for name in ("Adam", "Berta", "Cäsar", "Dora")
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path / "relay.db") as desk:
        yield dressed(desk)


def dressed(desk: Desk, **keys: Any) -> Desk:
    look = Look(**{"pictures": "all", "link": "text", **keys})

    def look_at(post: Post, **more: Any) -> Rendered | Skip:
        return render(post, look, **more)

    desk.render = look_at
    desk.editors = True
    desk.deliver = desk.new_deliver()
    return desk


async def bring(desk: Desk, text: str, *pictures: Picture, missing: tuple[Picture, ...] = (), **more: Any) -> None:
    desk.pictures.missing = {one.url for one in missing}
    await desk.bring("eins", post=post("eins", text, pictures=pictures, **more))
    await desk.work()
    assert await desk.states() == {"eins": "sent"}


async def standing(desk: Desk) -> list[str]:
    """What each message shows, as its receipt says."""
    (row,) = await desk.database.rows("SELECT receipt FROM deliveries")
    receipt: Receipt = RECEIPT.load(row[0])
    return [one.picture.rpartition("/")[2].removesuffix(".jpg") for one in receipt.messages]


def named(desk: Desk) -> list[str]:
    """Who is named in what a reader sees; the words for a channel that refuses the markup name the same."""
    seen = [
        re.findall(r"Fotos?: (\w+(?:, \w+)*)", words) for one in desk.channel.standing.values() for words in _words(one)
    ]
    assert seen[::2] == seen[1::2]
    return [name for lines in seen[::2] for names in lines for name in names.split(", ")]


def _words(message: Message) -> tuple[str, str]:
    return (message.html, message.plain) if message.html else (message.plain, message.plain)


# --- corrections ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pictures", ["first", "all"])
@pytest.mark.parametrize("style", list(Style))
async def test_a_picture_whose_successor_cannot_be_had_goes_with_its_credit(
    desk: Desk, style: Style, pictures: str
) -> None:
    dressed(desk, style=style, pictures=pictures)
    await bring(desk, "Alt.", A)
    await bring(desk, "Neu.", B, missing=(B,))

    assert await standing(desk) == [BLANK.url]
    assert isinstance(desk.channel.pictures[101], PictureFile)
    assert desk.channel.standing[101].picture is BLANK
    assert named(desk) == []


async def test_the_successor_is_shown_by_the_next_correction_and_nothing_is_edited_until_then(desk: Desk) -> None:
    await bring(desk, "Alt.", A)
    await bring(desk, "Neu.", B, missing=(B,))
    await bring(desk, "Neu.", B)
    assert desk.channel.done == ["publish", "edit"]

    await bring(desk, "Neuer.", B)
    assert (await standing(desk), named(desk)) == (["berta"], ["Berta"])


async def test_a_blank_that_stands_there_is_not_uploaded_again(desk: Desk) -> None:
    await bring(desk, "Alt.", A)
    await bring(desk, "Neu.", B, missing=(B,))
    desk.channel.pictures.clear()
    await bring(desk, "Neuer.", B, missing=(B,))

    assert (await standing(desk), desk.channel.pictures) == ([BLANK.url], {})


async def test_a_picture_that_telegram_refuses_in_a_correction_leaves_the_old_one_nowhere(desk: Desk) -> None:
    await bring(desk, "Alt.", A)
    desk.channel.rule = lambda _call, message, upload: (
        Rejected("no", part="picture") if upload and message and message.picture == B else None
    )
    await bring(desk, "Neu.", B)

    assert (await standing(desk), named(desk)) == ([BLANK.url], [])


async def test_a_post_that_never_had_a_picture_stays_a_text(desk: Desk) -> None:
    await bring(desk, "Alt.", A, missing=(A,))
    await bring(desk, "Neu.", A, missing=(A,))

    assert (await standing(desk), named(desk)) == ([""], [])


async def test_a_post_whose_blank_cannot_be_made_waits_for_a_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring(desk, "Alt.", A)

    async def load(picture: Picture) -> PictureFile:
        raise SourceError("{url} answers 404", permanent=True, url=picture.url)

    monkeypatch.setattr(desk.pictures, "load", load)
    await desk.bring("eins", post=post("eins", "Neu.", pictures=(B,)))
    await desk.work()

    assert await desk.states() == {"eins": "held"}
    assert (await standing(desk), named(desk)) == (["adam"], ["Adam"])


# --- albums -----------------------------------------------------------------------------------------------------------


async def test_an_album_names_those_only_whose_pictures_are_shown(desk: Desk) -> None:
    await bring(desk, "Text.", A, B, C, missing=(B,))

    assert (await standing(desk), named(desk)) == (["adam", "cäsar"], ["Adam", "Cäsar"])


async def test_the_description_is_that_of_the_first_picture_that_is_shown(desk: Desk) -> None:
    dressed(desk, picture_description=True)
    described = [
        Picture(one.url, f"{one.alt}, von vorn gesehen, an einem Tag im Mai", one.caption, one.credit) for one in (A, B)
    ]
    await bring(desk, "Text.", *described, missing=(A,))

    assert "Zu sehen ist Berta" in desk.channel.texts[0]
    assert "Adam" not in desk.channel.texts[0]


async def test_an_album_below_a_long_text_names_those_only_whose_pictures_are_shown(desk: Desk) -> None:
    dressed(desk, style=Style.FULL)
    await bring(desk, "Ein Satz. " * 200, A, B, C, missing=(A,))

    assert await standing(desk) == ["", "berta", "cäsar"]
    assert named(desk) == ["Berta", "Cäsar"]


async def test_what_an_album_cannot_show_is_not_credited(desk: Desk) -> None:
    await bring(desk, "Alt.", A, B, C)
    await bring(desk, "Neu.", C)
    await bring(desk, "Neuer.", A, B, C, D)

    assert (await standing(desk), named(desk)) == (["adam"], ["Adam"])


async def test_a_gap_in_an_album_is_not_filled_with_a_blank_while_the_others_stand_there(desk: Desk) -> None:
    await bring(desk, "Alt.", A, B, C, missing=(B,))
    await bring(desk, "Neu.", A, B, C, missing=(A, B, C))

    assert (await standing(desk), named(desk)) == (["adam", "cäsar"], ["Adam", "Cäsar"])
    assert desk.channel.done == ["publish", "edit"]


@pytest.mark.parametrize(
    ("pictures", "missing", "shown", "names"),
    [
        ((D, B, C), D, [BLANK.url, "berta", "cäsar"], ["Berta", "Cäsar"]),
        ((A, D, C), D, ["adam", BLANK.url, "cäsar"], ["Adam", "Cäsar"]),
        ((A, D), D, ["adam", BLANK.url], ["Adam"]),
    ],
)
async def test_in_an_album_a_blank_takes_the_place_of_what_the_release_has_no_longer(
    desk: Desk, pictures: tuple[Picture, ...], missing: Picture, shown: list[str], names: list[str]
) -> None:
    await bring(desk, "Alt.", A, B, C)
    await bring(desk, "Neu.", *pictures, missing=(missing,))
    assert (await standing(desk), named(desk)) == (shown, names)

    await bring(desk, "Neuer.", *pictures)
    assert named(desk) == [one.credit for one in pictures]


@pytest.mark.parametrize("refused", [B, D])
async def test_a_picture_of_an_album_that_telegram_refuses_in_a_correction_is_not_credited(
    desk: Desk, refused: Picture
) -> None:
    await bring(desk, "Alt.", A, C)
    desk.channel.rule = lambda _call, message, upload: (
        Rejected("no", part="picture") if upload and message and message.picture == refused else None
    )
    await bring(desk, "Neu.", B, D)

    kept = {B: ([BLANK.url, "dora"], ["Dora"]), D: (["berta", BLANK.url], ["Berta"])}
    assert (await standing(desk), named(desk)) == kept[refused]


async def test_cut_off_at_any_point_an_album_ends_with_the_credits_of_what_it_shows(tmp_path: Path) -> None:
    at = 0
    while True:
        at += 1
        async with open_desk(tmp_path / f"{at}.db") as desk:
            dressed(desk)
            await bring(desk, "Alt.", A, B, C)
            desk.pictures.missing = {B.url}
            await desk.bring("eins", post=post("eins", "Neu.", pictures=(D, B)))
            desk.fuse.at, desk.fuse.passed = at, 0
            try:
                await desk.work()
            except Crash:
                desk.fuse = Fuse()
                desk.deliver = desk.new_deliver()
                await desk.start_over()
                await desk.work()
            else:
                break
            assert (await standing(desk), named(desk)) == (["dora", "berta"], ["Dora", "Berta"]), at
    assert at > 5


# --- files ------------------------------------------------------------------------------------------------------------


async def test_a_file_that_was_a_link_is_sent_by_the_correction_that_can_have_it(desk: Desk) -> None:
    dressed(desk, files="send")
    plan = Attachment(f"{SITE}/plan.pdf", "Plan", "application/pdf")
    desk.pictures.missing = {plan.url}
    await desk.bring("eins", post=post("eins", "Text.", attachments=(plan,)))
    await desk.work()
    again = Attachment(plan.url, "Lageplan", plan.type)
    await desk.bring("eins", post=post("eins", "Text.", attachments=(again,)))
    await desk.work()
    assert await standing(desk) == ["", ""]

    await bring(desk, "Text.", attachments=(plan,))
    assert await standing(desk) == ["", "plan.pdf"]


# --- words ------------------------------------------------------------------------------------------------------------


def test_the_words_are_told_anew_within_the_room_that_they_had() -> None:
    names = [Picture(f"{SITE}/{n}.jpg", credit="Foto: " + f"Name{n} " * 12) for n in range(4)]
    rendered = render(post("eins", "Text.", pictures=tuple(names)), Look(pictures="all", link="text"))
    assert isinstance(rendered, Rendered)
    (message,) = rendered.messages

    told = retold(message, tuple(names[1:]))
    assert "Name0" not in told.plain
    assert "Name1" in told.html
    assert len(told.plain) <= len(message.plain)


def test_a_message_that_says_nothing_of_its_pictures_stays_as_it_is() -> None:
    message = Message(html="<b>Text</b>", plain="Text", picture=A, more=(B,))

    assert retold(message, (B,)) == message


def test_words_that_name_nobody_any_more_leave_no_gap() -> None:
    nobody = Picture(f"{SITE}/n.jpg")
    rendered = render(post("eins", "Text.", pictures=(A, nobody)), Look(pictures="all", link="text"))
    assert isinstance(rendered, Rendered)

    told = retold(rendered.messages[0], (nobody,))
    assert "\n\n\n" not in told.plain + told.html
    assert "Adam" not in told.plain + told.html
