"""Rich messages over real HTTP: sent, corrected, told of, found out; and servers that do not know them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from relay.channels.telegram import TelegramChannel
from relay.channels.telegram_rich import links_of, photos_of, words_of
from relay.delivery.message import Message, Rendered
from relay.delivery.uploads import AttachedFile, PictureFile
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.errors import Rejected, Unavailable
from relay.model import Attachment, Block, BlockKind, MessageReceipt, Picture, Post
from relay.render.telegram import render
from relay.settings import Look, Style
from tests.channels.conftest import CHAT, EDITORS
from tests.channels.test_telegram import BLUE, GREEN
from tests.desk import Desk
from tests.fakes import SITE

A, B = (Picture(f"{SITE}/{name}.jpg", caption=f"Bild {name}", credit="Foto: Landkreis Musterland") for name in "ab")
LOOK = Look(style=Style.FULL, rich=True, pictures="all", source_line="Quelle: Landkreis Musterland")

pytestmark = pytest.mark.asyncio(loop_scope="module")


def release(text: str = "Die Brücke ist gesperrt.", pictures: tuple[Picture, ...] = (A, B)) -> Post:
    blocks = (
        Block(
            BlockKind.PARAGRAPH,
            (text, "Die Umleitung steht auf der Karte."),
            links=((len(text) + 1, len(text) + 14, f"{SITE}/k"),),
        ),
        Block(BlockKind.HEADING, ("Zeiten",)),
        Block(BlockKind.TABLE, (), head=("Tag", "Zeit"), rows=(("Montag", "8 Uhr"),)),
        Block(BlockKind.ITEM, ("Über Ahrenfels",)),
        Block(BlockKind.QUOTE, ("„Das wird eng.“",)),
        Block(BlockKind.BOX_HEADING, ("Kontakt",)),
        Block(BlockKind.BOX, ("Rathaus",)),
    )
    return Post("Sperrung in Neukirch", f"{SITE}/presse/1", blocks, pictures=pictures, hashtags=("Verkehr",))


def rich(post: Post) -> Message:
    rendered = render(post, LOOK)
    assert isinstance(rendered, Rendered)
    (message,) = rendered.messages
    return message


class Album:
    """`relay.ports.Pictures`: green for one, blue for the others."""

    async def load(self, picture: Picture) -> PictureFile:
        return GREEN if picture == A else BLUE

    async def fetch(self, attachment: Attachment) -> AttachedFile:
        raise AssertionError(attachment)


@pytest.fixture
def look() -> Look:
    return LOOK


@pytest.fixture
def pictures() -> Album:
    return Album()


def standing(emulator: TelegramEmulator) -> dict[str, Any]:
    (message,) = emulator.messages(CHAT)
    return message


async def test_what_is_sent_stands_in_the_channel_word_for_word(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    message = rich(release())
    receipt = await channel.publish(message, GREEN, (BLUE,))

    shown = standing(emulator)
    assert words_of(shown["rich_message"]).split("\n") == [
        "Sperrung in Neukirch",
        "Bild a",
        "Foto: Landkreis Musterland",
        "Die Brücke ist gesperrt. Die Umleitung steht auf der Karte.",
        "Zeiten",
        "Tag",
        "Zeit",
        "Montag",
        "8 Uhr",
        "Über Ahrenfels",
        "„Das wird eng.“",
        "Kontakt",
        "Rathaus",
        "Bild b",
        "Foto: Landkreis Musterland",
        "#Verkehr",
        "Quelle: Landkreis Musterland",
    ]
    assert list(links_of(shown["rich_message"])) == [f"{SITE}/k"]
    assert len(set(photos_of(shown["rich_message"]))) == 2
    assert shown["buttons"][0]["url"] == f"{SITE}/presse/1"
    assert receipt.messages == (MessageReceipt(shown["message_id"], "rich", ""),)


async def test_a_correction_takes_its_place_with_other_pictures(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    receipt = await channel.publish(rich(release()), GREEN, (BLUE,))
    new = await channel.edit(CHAT, receipt.messages[0], rich(release("Die Brücke ist frei.", (B,))), BLUE)

    assert new.kind == "rich"
    assert "Die Brücke ist frei." in words_of(standing(emulator)["rich_message"])
    assert len(list(photos_of(standing(emulator)["rich_message"]))) == 1
    # The same once more changes nothing, and is no error.
    assert (await channel.edit(CHAT, new, rich(release("Die Brücke ist frei.", (B,))), BLUE)).kind == "rich"


async def test_a_rich_message_becomes_a_classic_one_and_a_classic_one_rich(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    receipt = await channel.publish(rich(release()), GREEN, (BLUE,))
    text = await channel.edit(CHAT, receipt.messages[0], Message("<b>Zurückgezogen</b>", ""), None)
    assert (text.kind, standing(emulator)["text"]) == ("text", "Zurückgezogen")

    again = await channel.edit(CHAT, text, rich(release()), GREEN, (BLUE,))
    assert (again.kind, standing(emulator).get("text")) == ("rich", None)

    photo = await channel.edit(CHAT, again, Message("Foto", "", picture=A), GREEN)
    assert (photo.kind, standing(emulator)["caption"]) == ("photo", "Foto")


async def test_a_server_that_does_not_know_them_refuses_the_message_and_not_the_bot(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    emulator.plan(Failure.refusal(404, "Not Found"), "sendRichMessage")
    with pytest.raises(Rejected):
        await channel.publish(rich(release()), GREEN, (BLUE,))

    emulator.plan(Failure.refusal(404, "Not Found"), "*", times=2)
    with pytest.raises(Unavailable):
        await channel.publish(rich(release()), GREEN, (BLUE,))


@pytest.mark.parametrize("edited", [False, True])
async def test_a_bot_that_may_post_anything_else_is_not_shut_out(
    channel: TelegramChannel, emulator: TelegramEmulator, *, edited: bool
) -> None:
    (old,) = (await channel.publish(rich(release()), GREEN, (BLUE,))).messages
    emulator.plan(Failure.refusal(403, "Forbidden: RICH_MESSAGES_NOT_ALLOWED"), "*", times=1)
    new = rich(release("Neu."))
    with pytest.raises(Rejected) as refused:
        await (channel.edit(CHAT, old, new, GREEN, (BLUE,)) if edited else channel.publish(new, GREEN, (BLUE,)))

    assert refused.value.part == "rich"


async def test_a_bot_that_was_shut_out_is_not_taken_for_one_that_only_lacks_rich_messages(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    emulator.set_membership(CHAT, "administrator", {"can_post_messages": False})
    emulator.plan(Failure.refusal(403, "Forbidden: not enough rights"), "sendRichMessage")
    try:
        with pytest.raises(Unavailable):
            await channel.publish(rich(release()), GREEN, (BLUE,))
    finally:
        emulator.set_membership(CHAT, "administrator", {"can_post_messages": True})


async def test_what_a_server_does_not_take_is_shown_in_classic_messages(desk: Desk, emulator: TelegramEmulator) -> None:
    emulator.plan(Failure.refusal(400, "Bad Request: RICH_MESSAGE_DEPTH_INVALID"), "sendRichMessage")
    await desk.bring("eins", post=release())
    await desk.work()

    assert await desk.states() == {"eins": "sent"}
    first, *rest = emulator.messages(CHAT)
    assert "Sperrung in Neukirch" in str(first.get("text") or first.get("caption"))
    assert all("rich_message" not in one for one in (first, *rest))


@pytest.mark.parametrize("processed", [True, False])
async def test_a_lost_answer_is_found_out_by_the_words(desk: Desk, emulator: TelegramEmulator, processed: bool) -> None:
    emulator.plan(Failure.close(processed=processed), "sendRichMessage")
    await desk.bring("eins", post=replace(release(), url=""))
    await desk.work()

    assert await desk.states() == {"eins": "sent"}
    assert len(emulator.messages(CHAT)) == 1
    assert emulator.messages(EDITORS) == []


async def test_pictures_that_were_uploaded_once_are_known_from_then_on(desk: Desk, emulator: TelegramEmulator) -> None:
    await desk.bring("eins", post=release())
    await desk.work()
    before = len(list(photos_of(standing(emulator)["rich_message"])))
    await desk.bring("eins", post=release("Die Brücke ist frei."))
    await desk.work()

    edit = [call for call in emulator.calls if call.method == "editMessageText"][-1]
    assert before == 2
    assert not edit.files
    assert len(list(photos_of(standing(emulator)["rich_message"]))) == 2


async def test_a_picture_whose_id_telegram_does_not_know_any_more_is_uploaded_again(
    desk: Desk, emulator: TelegramEmulator
) -> None:
    await desk.bring("eins", post=release())
    await desk.work()
    emulator._world.files.clear()
    await desk.bring("zwei", post=release("Die Brücke ist frei."))
    await desk.work()

    assert await desk.states() == {"eins": "sent", "zwei": "sent"}
    assert [one["kind"] for one in emulator.messages(CHAT)] == ["rich", "rich"]


async def test_a_message_that_is_not_rich_has_no_such_words() -> None:
    assert words_of(None) == ""
    assert list(links_of(None)) == []


async def test_a_table_a_quotation_and_a_closed_box_are_read_from_top_to_bottom() -> None:
    bold = {"type": "bold", "text": ["Ta", "g"]}
    said = {
        "blocks": [
            {"type": "table", "caption": ["Wann: ", bold], "cells": [[{"text": bold}, {"align": "left"}]]},
            {"type": "blockquote", "credit": "Landrat", "blocks": [{"type": "paragraph", "text": "Eng."}]},
            {"type": "details", "summary": "Mehr", "blocks": [{"type": "divider"}]},
        ]
    }
    assert words_of(said).split("\n") == ["Wann: Tag", "Tag", "Eng.", "Landrat", "Mehr"]
