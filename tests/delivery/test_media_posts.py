"""Albums and files in a channel: posted once, corrected in place, taken back whole, whatever happens on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relay.ahead import _length
from relay.article.filetype import identified
from relay.config import Config
from relay.delivery.message import Message, Rendered
from relay.delivery.uploads import BLANK, AttachedFile, PictureFile
from relay.errors import ChannelError, Rejected, TryLater, Uncertain
from relay.model import Attachment, Picture, Post, Receipt, Verdict
from relay.render.media import file_message
from relay.store.codec import RECEIPT
from tests.desk import Desk, open_desk
from tests.fakes import SITE, Crash, Fuse, Lost, post

A, B, C, D = (Picture(f"{SITE}/{name}.jpg", credit="Foto: E. Beispiel") for name in "abcd")
PLAN = Attachment(f"{SITE}/plan.pdf", "Plan", "application/pdf")
FILM = Attachment(f"{SITE}/film.mp4", "Film", "video/mp4")
LOST = Uncertain("Telegram did not answer ({why})", why="TimeoutError")


def look(post: Post, **_: Any) -> Rendered:
    """An album with the text, further texts, and the files."""
    first, *rest = (block.text for block in post.blocks)
    shown = post.pictures
    album = Message(
        html=f"<b>{first}</b> Foto",
        plain=f"{first} Foto",
        picture=shown[0] if shown else None,
        more=shown[1:],
        bare=(f"<b>{first}</b>", first),
    )
    texts = (Message(html=text, plain=text) for text in rest)
    return Rendered((album, *texts, *(file_message(one, "de") for one in post.attachments)))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path / "relay.db") as desk:
        yield with_media(desk)


def with_media(desk: Desk) -> Desk:
    desk.render = look
    desk.editors = True
    desk.deliver = desk.new_deliver()
    return desk


async def bring(
    desk: Desk, *texts: str, pictures: tuple[Picture, ...] = (A, B), files: tuple[Attachment, ...] = ()
) -> None:
    await desk.bring("eins", post=post("eins", *texts or ("Text.",), pictures=pictures, attachments=files))
    await desk.work()


async def receipt(desk: Desk) -> Receipt:
    (row,) = await desk.database.rows("SELECT receipt FROM deliveries")
    return RECEIPT.load(row[0])


async def shown(desk: Desk) -> list[tuple[int, str, bool]]:
    """Of each message in the receipt: its id, what it shows, and whether it is a part of an album."""
    return [(one.message_id, one.picture.rpartition("/")[2], one.part) for one in (await receipt(desk)).messages]


# --- albums -----------------------------------------------------------------------------------------------------------


async def test_an_album_is_one_post_whose_receipt_has_every_message(desk: Desk) -> None:
    await bring(desk, pictures=(A, B, C))

    assert desk.channel.done == ["publish"]
    assert desk.channel.texts == ["<b>Text.</b> Foto", "", ""]
    assert await shown(desk) == [(101, "a.jpg", False), (102, "b.jpg", True), (103, "c.jpg", True)]
    assert {row[0] for row in await desk.database.rows("SELECT id FROM messages")} == {101, 102, 103}


async def test_a_picture_that_cannot_be_had_is_left_out_of_the_album(desk: Desk) -> None:
    desk.pictures.missing = {B.url}
    await bring(desk, pictures=(A, B, C))

    assert await shown(desk) == [(101, "a.jpg", False), (102, "c.jpg", True)]


async def test_an_album_without_any_picture_becomes_a_text_without_their_credits(desk: Desk) -> None:
    desk.pictures.missing = {A.url, B.url}
    await bring(desk)

    assert desk.channel.texts == ["<b>Text.</b>"]
    assert await shown(desk) == [(101, "", False)]


async def test_an_album_that_telegram_refuses_becomes_a_text(desk: Desk) -> None:
    desk.channel.rule = lambda _call, _message, upload: Rejected("no", part="picture") if upload else None
    await bring(desk)

    assert desk.channel.texts == ["<b>Text.</b>"]


async def test_an_album_whose_answer_is_lost_is_found_out_with_all_its_messages(desk: Desk) -> None:
    desk.channel.script.append(Lost(LOST))
    await bring(desk, "Text.", "Mehr.", pictures=(A, B, C))

    assert desk.channel.texts == ["<b>Text.</b> Foto", "", "", "Mehr."]
    assert [(number, part) for number, _, part in await shown(desk)] == [
        (101, False),
        (102, True),
        (103, True),
        (104, False),
    ]


async def test_a_correction_of_the_text_changes_the_caption_and_uploads_nothing(desk: Desk) -> None:
    await bring(desk)
    desk.pictures.missing = {A.url, B.url}  # nobody is to ask for them
    await bring(desk, "Neu.")

    assert desk.channel.done == ["publish", "edit"]
    assert desk.channel.texts == ["<b>Neu.</b> Foto", ""]
    assert await shown(desk) == [(101, "a.jpg", False), (102, "b.jpg", True)]


async def test_pictures_are_exchanged_where_their_number_stays(desk: Desk) -> None:
    await bring(desk, pictures=(A, B, C))
    await bring(desk, pictures=(A, D, C))

    assert desk.channel.done == ["publish", "edit", "edit"]
    assert await shown(desk) == [(101, "a.jpg", False), (102, "d.jpg", True), (103, "c.jpg", True)]


async def test_pictures_that_are_gone_are_deleted(desk: Desk) -> None:
    await bring(desk, pictures=(A, B, C))
    await bring(desk, pictures=(C,))

    assert await shown(desk) == [(101, "c.jpg", False)]
    assert sorted(desk.channel.standing) == [101]


async def test_pictures_that_are_too_old_to_be_deleted_become_blank(desk: Desk) -> None:
    await bring(desk, pictures=(A, B, C))
    desk.channel.rule = lambda call, _message, _upload: Rejected("too old") if call == "delete" else None
    await bring(desk, pictures=())

    assert [one.picture for one in (await receipt(desk)).messages] == [BLANK.url] * 3
    assert [one.picture for one in desk.channel.standing.values()] == [BLANK] * 3


async def test_an_album_cannot_grow_and_stays_valid(desk: Desk) -> None:
    await bring(desk, pictures=(A, B))
    await bring(desk, "Neu.", pictures=(A, B, C))
    await desk.work()

    assert desk.channel.done == ["publish", "edit"]
    assert await shown(desk) == [(101, "a.jpg", False), (102, "b.jpg", True)]


async def test_a_single_picture_stays_single_when_more_come(desk: Desk) -> None:
    await bring(desk, pictures=(A,))
    await bring(desk, pictures=(B, C))

    assert await shown(desk) == [(101, "b.jpg", False)]


async def test_a_picture_that_somebody_deleted_is_not_missed(desk: Desk) -> None:
    await bring(desk, pictures=(A, B, C))

    def rule(call: str, message: Message | None, _upload: object) -> Rejected | None:
        gone = call == "edit" and message is not None and message.picture == D
        return Rejected("message to edit not found", part="gone") if gone else None

    desk.channel.rule = rule
    await bring(desk, "Neu.", pictures=(A, D, C))

    assert await shown(desk) == [(101, "a.jpg", False), (103, "c.jpg", True)]


async def test_a_text_that_grows_does_not_take_the_place_of_its_files(desk: Desk) -> None:
    await bring(desk, files=(PLAN,))
    await bring(desk, "Text.", "Mehr.", files=(PLAN,))

    assert [desk.channel.standing[number].plain for number, _, _ in await shown(desk)] == [
        "Text. Foto",
        "",
        "Anlage: Plan",
        "Mehr.",
    ]


# --- files ------------------------------------------------------------------------------------------------------------


async def test_files_follow_the_text_silently_as_what_they_are(desk: Desk) -> None:
    await bring(desk, files=(PLAN, FILM), pictures=())

    assert [type(one) for one in desk.channel.pictures.values()] == [type(None), AttachedFile, AttachedFile]
    assert [one.silent for one in desk.channel.standing.values()] == [False, True, True]
    assert [one.kind for one in (await receipt(desk)).messages][1] == "document"


async def test_a_file_that_is_too_large_becomes_a_link_with_its_size_and_the_rest_goes_on(desk: Desk) -> None:
    desk.pictures.missing = {PLAN.url}
    await bring(desk, files=(PLAN, FILM), pictures=())

    texts = [one.plain for one in desk.channel.standing.values()]
    assert texts[1] == f"Anlage: Plan (PDF, 62 MB)\n{PLAN.url}"
    assert texts[2] == "Anlage: Film"
    assert await desk.states() == {"eins": "sent"}


async def test_of_a_file_that_is_none_it_is_not_said_that_it_is_a_pdf(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch(attachment: Attachment) -> AttachedFile:
        return identified(b"<!doctype html><title>Anmeldung</title>", attachment)

    monkeypatch.setattr(desk.pictures, "fetch", fetch)
    await bring(desk, files=(PLAN, replace(FILM, size=2_000_000)), pictures=())

    assert [one.plain for one in desk.channel.standing.values()][1:] == [
        f"Anlage: Plan\n{PLAN.url}",
        f"Video: Film (2 MB)\n{FILM.url}",
    ]


async def test_a_file_that_is_of_another_kind_than_its_name_tells_is_sent_without_that_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch(attachment: Attachment) -> AttachedFile:
        return identified(b"ID3" + b"\0" * 40, attachment)

    monkeypatch.setattr(desk.pictures, "fetch", fetch)
    await bring(desk, files=(PLAN,), pictures=())

    assert [one.plain for one in desk.channel.standing.values()] == ["Text. Foto", "Anlage: Plan"]
    assert [one.name for one in desk.channel.pictures.values() if one] == ["Plan.mp3"]


async def test_a_file_that_telegram_refuses_becomes_a_link(desk: Desk) -> None:
    desk.channel.rule = lambda _call, _message, upload: Rejected("no") if upload else None
    await bring(desk, files=(PLAN,), pictures=())

    assert [one.plain for one in desk.channel.standing.values()][1] == f"Anlage: Plan (PDF)\n{PLAN.url}"


async def test_a_bug_that_a_file_brings_to_light_costs_the_file_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch(_: Attachment) -> AttachedFile:
        raise ZeroDivisionError

    async def load(_: Picture) -> PictureFile:
        raise ZeroDivisionError

    monkeypatch.setattr(desk.pictures, "fetch", fetch)
    monkeypatch.setattr(desk.pictures, "load", load)
    await bring(desk, files=(PLAN,))

    assert [one.plain for one in desk.channel.standing.values()] == ["Text.", f"Anlage: Plan (PDF)\n{PLAN.url}"]


async def test_another_title_changes_the_caption_and_does_not_fetch_the_file_again(desk: Desk) -> None:
    await bring(desk, files=(PLAN,), pictures=())
    desk.pictures.missing = {PLAN.url}
    await bring(desk, files=(replace(PLAN, title="Lageplan"),), pictures=())

    assert [one.plain for one in desk.channel.standing.values()] == ["Text. Foto", "Anlage: Lageplan"]
    assert [one.kind for one in (await receipt(desk)).messages] == ["text", "document"]


async def test_a_file_that_is_gone_is_deleted_and_a_new_one_is_posted(desk: Desk) -> None:
    await bring(desk, files=(PLAN,), pictures=())
    await bring(desk, files=(FILM,), pictures=())

    assert [one.plain for one in desk.channel.standing.values()] == ["Text. Foto", "Anlage: Film"]


# --- withdrawn --------------------------------------------------------------------------------------------------------


async def withdrawn(desk: Desk) -> None:
    await desk.database.change("UPDATE deliveries SET withdraw = 1, state = 'pending'")
    await desk.work()


@pytest.mark.parametrize("how", ["notice", "delete"])
async def test_a_withdrawn_post_leaves_no_picture_and_no_file(desk: Desk, how: str) -> None:
    desk.withdrawal = how
    desk.deliver = desk.new_deliver()
    await bring(desk, pictures=(A, B, C), files=(PLAN,))
    await withdrawn(desk)

    assert [one.plain for one in desk.channel.standing.values()] == (["eins withdrawn"] if how == "notice" else [])


async def test_what_is_too_old_to_be_deleted_shows_nothing_any_more(desk: Desk) -> None:
    await bring(desk, pictures=(A, B), files=(PLAN,))
    desk.channel.rule = lambda call, _message, _upload: Rejected("too old") if call == "delete" else None
    await withdrawn(desk)

    assert [(one.plain, one.picture) for one in desk.channel.standing.values()] == [
        ("eins withdrawn", BLANK),
        ("", BLANK),
        ("eins withdrawn", BLANK),
    ]


# --- cut off anywhere -------------------------------------------------------------------------------------------------


async def test_cut_off_at_any_point_albums_and_files_are_there_exactly_once_and_in_order(tmp_path: Path) -> None:
    expected = ["<b>Text.</b> Foto", "", "", "Mehr.", "Anlage: Plan"]
    at = 0
    while True:
        at += 1
        async with open_desk(tmp_path / f"{at}.db") as desk:
            with_media(desk)
            await desk.bring("eins", post=post("eins", "Text.", "Mehr.", pictures=(A, B, C), attachments=(PLAN,)))
            desk.fuse.at, desk.fuse.passed = at, 0
            try:
                await desk.work()
            except Crash:
                pass
            else:
                break
            desk.fuse = Fuse()
            desk.deliver = desk.new_deliver()
            await desk.start_over()
            await desk.work()
            assert desk.channel.texts == expected, at
            assert [part for _, _, part in await shown(desk)] == [False, True, True, False, False], at
    assert at > 20


async def test_a_release_of_an_older_relay_without_albums_is_corrected_as_ever(desk: Desk) -> None:
    await desk.bring("eins", "Alt.", verdict=Verdict.NEW)
    await desk.work()
    await bring(desk, "Neu.", pictures=())

    assert desk.channel.texts == ["<b>Neu.</b> Foto"]


# --- after a backup was brought back ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "more", "length"),
    [
        ({}, {"pictures": (A, B), "attachments": (PLAN,)}, 1),
        ({"pictures": "all"}, {"pictures": (A,)}, 1),
        ({"pictures": "all"}, {"pictures": (A, B)}, 0),
        ({"files": "send"}, {"attachments": (PLAN,)}, 0),
    ],
)
def test_of_a_post_that_was_found_again_albums_and_files_are_never_guessed(
    keys: dict[str, Any], more: dict[str, Any], length: int
) -> None:
    """What stands there is taken for posted, and is not corrected: so nothing of it is posted anew."""
    channel = {"id": "main", "kind": "telegram", "chat": -1001, **keys}

    assert _length(Config.model_validate({"channel": [channel]}), "main", post("eins", **more)) == length


def too_old(call: str, _message: Message | None, _upload: object) -> Rejected | None:
    return Rejected("too old") if call == "delete" else None


async def spoken(_: Attachment) -> AttachedFile:
    return AttachedFile(b"OggS", "Gruß.ogg", "voice")


@pytest.mark.parametrize("withdrawal", [True, False])
async def test_a_voice_message_that_is_too_old_to_be_deleted_gets_the_notice_and_waits_for_a_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, withdrawal: bool
) -> None:
    """Bot API, editMessageMedia: what a voice message says cannot be exchanged."""
    monkeypatch.setattr(desk.pictures, "fetch", spoken)
    await bring(desk, files=(PLAN,), pictures=())
    desk.channel.rule = too_old
    await (withdrawn(desk) if withdrawal else bring(desk, files=(), pictures=()))

    assert [one.kind for one in (await receipt(desk)).messages] == ["text", "voice"]
    words = [one.plain for one in desk.channel.standing.values()]
    assert words[-1] == ("eins withdrawn" if withdrawal else "see https://t.example/101")
    assert await desk.states() == {"eins": "held"}
    (reason,) = await desk.reasons()
    assert "what a voice message says cannot be replaced" in reason

    desk.channel.rule = lambda *_: None
    await desk.decisions.release([1], desk.clock(), who="editors")
    await desk.work()
    assert await desk.states() == {"eins": "discarded" if withdrawal else "sent"}
    assert [one.kind for one in (await receipt(desk)).messages] == ["text"]


async def test_a_file_that_a_correction_drops_is_replaced_where_it_is_too_old_to_be_deleted(desk: Desk) -> None:
    await bring(desk, files=(PLAN,), pictures=())
    desk.channel.rule = too_old
    await bring(desk, files=(), pictures=())

    assert [one.kind for one in (await receipt(desk)).messages] == ["text", "photo"]
    *_, last = desk.channel.standing.values()
    assert (last.plain, last.picture) == ("see https://t.example/101", BLANK)
    tried = desk.channel.tried
    await bring(desk, files=(), pictures=())
    assert desk.channel.tried == tried

    await bring(desk, files=(PLAN,), pictures=())
    assert [one.kind for one in (await receipt(desk)).messages] == ["text", "document"]


async def test_a_withdrawal_goes_on_where_a_message_of_it_was_taken_away(desk: Desk) -> None:
    await bring(desk, pictures=(A, B))

    def rule(call: str, message: Message | None, _upload: object) -> Rejected | None:
        if call == "delete":
            return Rejected("too old")
        return Rejected("gone", part="gone") if message and not message.plain else None

    desk.channel.rule = rule
    await withdrawn(desk)

    assert [number for number, _, _ in await shown(desk)] == [101]


async def test_a_correction_whose_first_message_was_taken_away_waits_for_a_person(desk: Desk) -> None:
    await bring(desk, pictures=(A, B))
    desk.channel.rule = lambda call, _message, _upload: Rejected("gone", part="gone") if call == "edit" else None
    await bring(desk, "Neu.", pictures=(A, B))

    assert await desk.states() == {"eins": "held"}


@pytest.mark.parametrize("error", [LOST, TryLater("Telegram wants a pause", after=3.0)])
async def test_a_correction_of_an_album_whose_answer_was_lost_is_made_again(desk: Desk, error: ChannelError) -> None:
    await bring(desk, pictures=(A, B))
    desk.channel.script.extend([None, Lost(error)])
    await bring(desk, "Neu.", pictures=(C, D))

    assert await shown(desk) == [(101, "c.jpg", False), (102, "d.jpg", True)]
    assert desk.channel.done.count("publish") == 1
