"""The editors' chat and the bot's updates, by real HTTP against a strict server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiogram.exceptions import TelegramMigrateToChat
from pydantic import SecretStr

from relay.channels.telegram import telegram_bot
from relay.channels.telegram_editors import KINDS, TelegramEditors, read
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.errors import ChannelError, Rejected, TryLater, Unavailable, Uncertain
from relay.press.telling import NothingToRead, Other, Posted, Pressed, ReadElsewhere, Rights

CHANNEL, EDITORS = -1001000000001, -1001000000002
CHOICES = [("Veröffentlichen", "release|1|9|1a2b3c4d"), ("Verwerfen", "discard|1|9|1a2b3c4d")]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editors(server: TelegramEmulator) -> AsyncIterator[TelegramEditors]:
    async with telegram_bot(SecretStr(server.token), server.url) as bot:
        yield TelegramEditors(bot.api, EDITORS)


@pytest.fixture
def emulator(server: TelegramEmulator) -> TelegramEmulator:
    """The server with nothing in it but a channel and the editors' chat."""
    server._world.chats.clear()
    server._updates._queue.clear()
    server.calls.clear()
    assert not server.planned
    server.add_channel(CHANNEL, title="Landkreis Musterland", username="landkreis_musterland")
    server.add_channel(EDITORS, title="Redaktion", type="supergroup")
    return server


# --- what is said -----------------------------------------------------------------------------------------------------


async def test_a_notice_stands_in_the_chat_as_plain_text_with_its_buttons(
    editors: TelegramEditors, emulator: TelegramEmulator
) -> None:
    text = "Es wartet <b>etwas</b> & _mehr_: https://www.landkreis-musterland.example/"
    number = await editors.say(text, CHOICES)
    (said,) = emulator.messages(EDITORS)
    assert (said["message_id"], said["text"]) == (number, text)
    assert said["buttons"] == [{"text": label, "callback_data": data} for label, data in CHOICES]
    assert said["link_preview_options"] == {"is_disabled": True}
    assert not said["silent"]


async def test_a_notice_without_buttons_has_none(editors: TelegramEditors, emulator: TelegramEmulator) -> None:
    await editors.say("Alles gut.", ())
    assert emulator.messages(EDITORS)[0]["buttons"] == []


async def test_a_settled_notice_has_another_text_and_no_buttons(
    editors: TelegramEditors, emulator: TelegramEmulator
) -> None:
    number = await editors.say("Frage", CHOICES)
    for _ in range(2):
        await editors.settle(number, "Frage\n\nEntschieden")
        (said,) = emulator.messages(EDITORS)
        assert (said["text"], said["buttons"]) == ("Frage\n\nEntschieden", [])


async def test_buttons_can_go_while_the_text_stays(editors: TelegramEditors, emulator: TelegramEmulator) -> None:
    number = await editors.say("Frage", CHOICES)
    for _ in range(2):
        await editors.settle(number, None)
        (said,) = emulator.messages(EDITORS)
        assert (said["text"], said["buttons"]) == ("Frage", [])


async def test_a_message_that_is_gone_cannot_be_settled(editors: TelegramEditors, emulator: TelegramEmulator) -> None:
    assert not emulator.messages(EDITORS)
    with pytest.raises(Rejected):
        await editors.settle(4711, "x")


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Failure("error", status=429, description="Too Many Requests: retry after 7", retry_after=7), TryLater),
        (Failure("error", status=403, description="Forbidden: bot was kicked from the supergroup chat"), Unavailable),
        (Failure("error", status=400, description="Bad Request: message text is empty"), Rejected),
        (Failure("gateway", status=502), Uncertain),
        (Failure("close"), Uncertain),
    ],
)
async def test_errors_are_sorted_as_those_of_a_channel(
    editors: TelegramEditors, emulator: TelegramEmulator, failure: Failure, expected: type[ChannelError]
) -> None:
    emulator.plan(failure, "sendMessage")
    with pytest.raises(expected) as caught:
        await editors.say("x", ())
    assert emulator.token not in str(caught.value)
    assert caught.value.__cause__ is None


# --- what comes back --------------------------------------------------------------------------------------------------


async def test_a_pressed_button_comes_back_with_what_it_stands_under(
    editors: TelegramEditors, emulator: TelegramEmulator
) -> None:
    number = await editors.say("Frage", CHOICES)
    query = emulator.press_button(EDITORS, number, CHOICES[0][1])
    (pressed,) = await editors.updates(0, 0)
    assert pressed == Pressed(pressed.update, query, EDITORS, "", number, CHOICES[0][1], "Frage")
    assert await editors.updates(pressed.update + 1, 0) == []

    await editors.answer(query, "x" * 300)
    with pytest.raises(ChannelError):
        await editors.answer(query, "zu spät")


async def test_posts_of_others_and_changes_of_rights_come_back(
    editors: TelegramEditors, emulator: TelegramEmulator
) -> None:
    await editors.updates(0, 0)
    number = emulator.post_as_human(CHANNEL, "Von Hand.")
    emulator.set_membership(CHANNEL, "kicked")
    emulator.set_membership(CHANNEL, "administrator", {"can_manage_chat": True})
    emulator.set_membership(CHANNEL, "administrator", {"can_manage_chat": True, "can_post_messages": True})
    emulator.set_membership(EDITORS, "member")

    posted, *rights = await editors.updates(0, 0)

    name = "@landkreis_musterland"
    assert posted == Posted(posted.update, CHANNEL, name, number)
    assert [(one.chat, one.name, one.may_post) for one in rights if isinstance(one, Rights)] == [
        (CHANNEL, name, False),
        (CHANNEL, name, False),
        (CHANNEL, name, True),
        (EDITORS, "", True),
    ]


async def test_only_what_is_acted_on_is_asked_for(editors: TelegramEditors, emulator: TelegramEmulator) -> None:
    await editors.updates(0, 0)
    assert emulator._updates.allowed == KINDS
    assert emulator.inject_update("message", {}) is None


async def test_an_update_that_aiogram_cannot_read_does_not_hide_the_others(
    editors: TelegramEditors, emulator: TelegramEmulator
) -> None:
    await editors.updates(0, 0)
    emulator.inject_update("callback_query", {"id": "1", "something": "new"})
    emulator.post_as_human(CHANNEL, "Von Hand.")
    odd, posted = await editors.updates(0, 0)
    assert isinstance(odd, Other)
    assert isinstance(posted, Posted)


async def test_a_second_reader_and_a_server_without_updates_are_told_apart(
    editors: TelegramEditors, emulator: TelegramEmulator
) -> None:
    webhook = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
    emulator.plan(Failure("error", status=409, description=webhook), "getUpdates")
    emulator.plan(Failure("error", status=404, description="Not Found"), "getUpdates")
    emulator.plan(Failure("error", status=401, description="Unauthorized"), "getUpdates")
    with pytest.raises(ReadElsewhere, match="webhook is active"):
        await editors.updates(0, 0)
    with pytest.raises(NothingToRead):
        await editors.updates(0, 0)
    with pytest.raises(Unavailable):
        await editors.updates(0, 0)


async def test_a_chat_that_became_a_supergroup_is_followed_but_only_where_it_is_certain_which_one_moved(
    server: TelegramEmulator, emulator: TelegramEmulator
) -> None:
    new = -1001000000009
    emulator.add_channel(new, title="Redaktion", type="supergroup")
    number = emulator.post_as_human(CHANNEL, "Von Hand.")
    moved = Failure(
        "error", status=400, description="group chat was upgraded to a supergroup chat", migrate_to_chat_id=new
    )
    async with telegram_bot(SecretStr(server.token), server.url, follow=EDITORS) as bot:
        emulator.plan(moved, "forwardMessage")
        with pytest.raises(TelegramMigrateToChat):
            await bot.api.forward_message(EDITORS, CHANNEL, number)
        assert bot.moved == {}, "it may be the channel that moved"
        emulator.plan(moved, "sendMessage")
        with pytest.raises(TelegramMigrateToChat):
            await bot.api.send_message(CHANNEL, "x")
        assert bot.moved == {}, "a channel is not followed"

        emulator.plan(moved, "sendMessage")
        await TelegramEditors(bot.api, EDITORS).say("Frage", CHOICES)
        assert bot.moved == {EDITORS: new}
        await bot.api.forward_message(EDITORS, CHANNEL, number)
    assert emulator.messages(EDITORS) == []
    assert len(emulator.messages(new)) == 2


PERSON = {"id": 4711, "is_bot": False, "first_name": "Erika", "username": "erika_m"}
GROUP = {"id": EDITORS, "type": "supergroup", "title": "Redaktion"}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"update_id": 1}, Other(1)),
        ({"update_id": 1, "callback_query": {"id": "q", "from": PERSON, "game_short_name": "x"}}, Other(1)),
        (
            {"update_id": 1, "callback_query": {"id": "q", "from": PERSON, "data": "d", "inline_message_id": "x"}},
            Pressed(1, "q", 0, "", 0, "d", ""),
        ),
        (
            {
                "update_id": 1,
                "callback_query": {"id": "q", "data": "d", "message": {"message_id": 5, "date": 0, "chat": GROUP}},
            },
            Pressed(1, "q", EDITORS, "", 5, "d", ""),
        ),
        (
            {"update_id": 1, "my_chat_member": {"chat": GROUP, "new_chat_member": {"status": "left"}}},
            Rights(1, EDITORS, "", may_post=False),
        ),
        (
            {
                "update_id": 1,
                "my_chat_member": {
                    "chat": GROUP,
                    "new_chat_member": {"status": "restricted", "can_send_messages": True},
                },
            },
            Rights(1, EDITORS, "", may_post=True),
        ),
    ],
)
async def test_of_an_update_only_what_relay_needs_is_read_and_never_a_person(
    update: dict[str, Any], expected: object
) -> None:
    assert read(update) == expected
    assert "erika" not in repr(expected).lower()
