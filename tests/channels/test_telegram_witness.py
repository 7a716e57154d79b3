"""Finding out what stands in a channel, by real HTTP against a strict server."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiogram.types import BufferedInputFile, InputMediaPhoto
from aiohttp import web
from pydantic import SecretStr

from relay.channels import telegram_witness
from relay.channels.telegram import TelegramBot, telegram_bot
from relay.channels.telegram_copies import same_page
from relay.channels.telegram_witness import BACK, FAR_ALONE, MISSES, TelegramWitness
from relay.delivery.intent import Intent, Seen
from relay.delivery.message import Button, Message
from relay.emulator.telegram.emulator import Failure, Limits, TelegramEmulator
from relay.errors import Blind, ChannelError, TryLater, Unavailable, Uncertain
from relay.model import MessageReceipt, Picture, Receipt
from relay.render.markup import fingerprint
from tests.channels.conftest import CHAT, EDITORS
from tests.channels.test_telegram import GREEN

OTHER = -1001000000003
NAME = "landkreis_musterland"
SITE = "https://www.landkreis-musterland.example"
BUTTON = Button("Weiterlesen auf landkreis-musterland.example", f"{SITE}/presse/1")
OURS = Message(
    html="<b>Sperrung in Neukirch</b>\n\nAb Montag &amp; bis 23. März.",
    plain=f"Sperrung in Neukirch\n\nAb Montag & bis 23. März.\n\n{SITE}/presse/1",
    button=BUTTON,
)
WORDS = "Sperrung in Neukirch\n\nAb Montag & bis 23. März."

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def witness(bot: TelegramBot, emulator: TelegramEmulator) -> TelegramWitness:
    return TelegramWitness(bot, f"@{NAME}", EDITORS)


def intent_of(message: Message, **more: Any) -> Intent:
    link = message.button.url if message.button else ""
    return Intent(fingerprint(message.html, message.plain), after=0, at=datetime.now(UTC), link=link, **more)


async def post(bot: TelegramBot, message: Message = OURS, chat: int = CHAT, picture: Any = None) -> int:
    """Post as relay does, and lose the receipt; returns the id."""
    receipt = await bot.channel(chat).publish(message, picture)
    return receipt.messages[0].message_id


async def find(
    witness: TelegramWitness, intent: Intent | None = None, after: int = 1, known: tuple[int, ...] = ()
) -> Receipt | None:
    await witness.chat()
    return await witness.find(intent or intent_of(OURS), after=after, known=frozenset(known))


def ids(receipt: Receipt | None) -> list[int]:
    return [message.message_id for message in receipt.messages] if receipt else []


def copies(emulator: TelegramEmulator) -> list[dict[str, Any]]:
    """What was left in the editors' chat."""
    return emulator.messages(EDITORS)


def forwards(emulator: TelegramEmulator) -> list[int]:
    """The messages of the channel that were looked at, in order."""
    return [
        int(call.params["message_id"])
        for call in emulator.calls
        if call.method == "forwardMessage" and call.params["from_chat_id"] != str(EDITORS)
    ]


# --- what stands there ------------------------------------------------------------------------------------------------


async def test_our_message_is_found_among_those_of_people_and_of_telegram(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    emulator.post_service(CHAT, new_chat_title="Landkreis Musterland")
    number = await post(bot)
    emulator.post_as_human(CHAT, "Morgen auch.")

    found = await find(witness)

    assert found
    assert (found.chat, found.link) == (CHAT, f"https://t.me/{NAME}/{number}")
    assert found.messages == (MessageReceipt(number, "text", digest=""),)


async def test_what_is_not_there_is_not_found(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    await post(bot, replace(OURS, html="<b>Etwas anderes</b>", button=replace(BUTTON, url=f"{SITE}/presse/2")))

    assert await find(witness) is None


async def test_copies_make_no_sound_and_none_is_left(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    await post(bot)
    heard: list[bool] = []
    emulator._world.listeners.append(
        lambda change, chat, one: heard.append(one.silent) if (chat.id, change) == (EDITORS, "post") else None
    )
    await find(witness)
    emulator._world.listeners.clear()

    assert heard == [True, True]
    assert copies(emulator) == []
    methods = [call.method for call in emulator.calls if call.method in {"forwardMessage", "deleteMessage"}]
    assert methods == ["forwardMessage", "deleteMessage"] * 2, "each copy goes before the next one comes"


async def test_deleted_messages_leave_a_gap_as_long_as_an_album_that_is_looked_over(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    deleted = [emulator.post_as_human(CHAT, f"Bild {number}") for number in range(MISSES - 1)]
    number = await post(bot)
    for one in deleted:
        emulator.delete_as_human(CHAT, one)

    assert ids(await find(witness)) == [number]


async def test_known_messages_are_not_looked_at(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    before = await post(bot)
    human = emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    number = await post(bot)

    assert ids(await find(witness, known=(before, human))) == [number]
    assert forwards(emulator) == [number]


async def test_what_stands_before_the_last_known_message_is_another_one(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    earlier = await post(bot)
    assert await find(witness, after=earlier) is None


async def test_many_messages_that_people_deleted_again_do_not_hide_ours(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    """Nobody told relay of them: it was not running."""
    deleted = [emulator.post_as_human(CHAT, f"Entwurf {number}") for number in range(MISSES + 60)]
    number = await post(bot)
    for one in deleted:
        emulator.delete_as_human(CHAT, one)

    assert ids(await find(witness)) == [number]
    assert copies(emulator) == []


async def test_after_a_gap_what_is_known_to_stand_further_on_is_looked_past(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    deleted = [emulator.post_as_human(CHAT, f"Entwurf {number}") for number in range(MISSES + 5)]
    known = emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    number = await post(bot)
    for one in deleted:
        emulator.delete_as_human(CHAT, one)

    assert ids(await find(witness, known=(known,))) == [number]
    assert "forwardMessages" not in {call.method for call in emulator.calls}


async def test_what_is_not_there_costs_few_calls(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    assert await find(witness) is None
    assert len(forwards(emulator)) == MISSES
    assert [call.method for call in emulator.calls].count("forwardMessages") == 1


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure.too_many_requests(7), TryLater),
        (Failure.close(), Uncertain),
        (Failure.gateway(), Uncertain),
        (Failure.refusal(400, "CHAT_FORWARDS_RESTRICTED"), Blind),
    ],
)
async def test_a_gap_that_telegram_does_not_tell_of_now_is_looked_at_again(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness, failure: Failure, error: type[ChannelError]
) -> None:
    await witness.chat()
    emulator.plan(failure, "forwardMessages")
    with pytest.raises(error):
        await find(witness)
    assert await find(witness) is None


# --- whose is it ------------------------------------------------------------------------------------------------------


async def test_of_several_with_the_same_words_ours_is_the_one_with_the_button(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    emulator.post_as_human(CHAT, WORDS)
    number = await post(bot)
    emulator.post_as_human(CHAT, WORDS)

    assert ids(await find(witness)) == [number]


async def test_the_same_words_by_hand_count_where_there_is_nothing_of_ours(
    emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    """Readers have them, and shall not have them twice."""
    first = emulator.post_as_human(CHAT, WORDS)
    emulator.post_as_human(CHAT, WORDS)

    assert ids(await find(witness)) == [first]


async def test_of_several_without_a_button_the_first_is_ours(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    """A part of a long post has no button; who writes the same by hand has read it before."""
    part = replace(OURS, button=None)
    number = await post(bot, part)
    emulator.post_as_human(CHAT, WORDS)

    assert ids(await find(witness, intent_of(part))) == [number]


async def test_a_post_of_another_channel_with_the_same_words_is_not_ours(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    emulator.add_channel(OTHER, title="Testkanal")
    elsewhere = await post(bot, chat=OTHER)
    await bot.api.forward_message(CHAT, OTHER, elsewhere)

    assert await find(witness) is None


async def test_an_old_post_of_ours_that_a_person_forwarded_into_the_channel_is_not_the_new_one(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    old = await post(bot)
    await bot.api.forward_message(CHAT, CHAT, old)

    assert await find(witness, after=old) is None


async def test_in_a_test_group_it_counts_who_wrote_a_message(bot: TelegramBot, emulator: TelegramEmulator) -> None:
    emulator.add_channel(OTHER, title="Probe", type="supergroup")
    emulator.post_as_human(OTHER, WORDS)
    in_group = TelegramWitness(bot, OTHER, EDITORS)
    assert await find(in_group, after=0) is None

    number = await post(bot, chat=OTHER)
    assert ids(await find(in_group, after=0)) == [number]


# --- changed words ----------------------------------------------------------------------------------------------------


async def test_a_post_that_a_person_edited_meanwhile_is_known_by_its_button(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    number = await post(bot)
    emulator.edit_as_human(CHAT, number, "Sperrung in Neukirch erst ab Dienstag")

    assert ids(await find(witness)) == [number]


@pytest.mark.parametrize(
    "html",
    [
        "  <b>Sperrung in Neukirch</b>\n\n\n  Ab Montag &amp; bis 23. März. \n",
        '<b>Sperrung</b> in <a href="http://www.musterland.example">Neukirch</a>\n\nAb Montag &#38; bis 23. März.',
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji> Sperrung in Neukirch: ab Montag &amp; bis 23. März.',
        "Sperrung in Neukirch\n\nAb Montag &amp; bis 23. Ma\u0308rz.",
        "Sperrung\u202e in\ufeff Neukirch\u2028Ab Montag bis 23. März.",
    ],
)
async def test_what_telegram_makes_of_white_space_and_marks_does_not_matter(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness, html: str
) -> None:
    number = await post(bot, replace(OURS, html=html, button=None))
    assert ids(await find(witness)) == [number]


async def test_the_text_below_a_picture_is_found_and_the_kind_is_told(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    number = await post(bot, replace(OURS, picture=Picture(f"{SITE}/bild.jpg")), picture=GREEN)

    found = await find(witness)

    assert found
    assert found.messages == (MessageReceipt(number, "photo", digest=""),)


async def test_a_post_that_went_out_without_markup_is_found_by_its_plain_words(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    plain = replace(OURS, html="", button=None)
    number = await post(bot, plain)
    assert ids(await find(witness, intent_of(plain))) == [number]


async def test_an_album_is_found_with_all_its_pictures_and_nothing_that_follows(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    media: list[Any] = [
        InputMediaPhoto(media=BufferedInputFile(GREEN.data, f"{number}.jpg"), caption=None if number else WORDS)
        for number in range(3)
    ]
    emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    sent = [one.message_id for one in await bot.api.send_media_group(CHAT, media)]
    emulator.post_as_human(CHAT, "Morgen auch.")
    album = intent_of(replace(OURS, button=None))

    found = await find(witness, replace(album, parts=3))
    assert ids(found) == sent
    assert found
    assert {message.kind for message in found.messages} == {"photo"}
    assert ids(await find(witness, replace(album, parts=4))) == sent, "a text is no part of an album"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.Musterland.example", "https://www.musterland.example/"),
        ("https://www.musterland.example/stra%C3%9Fe", "https://www.musterland.example/straße"),
        ("https://müsterland.example/a", "https://xn--msterland-q9a.example/a"),
    ],
)
async def test_an_address_is_the_same_however_telegram_writes_it(one: str, other: str) -> None:
    assert same_page(one, other)
    assert not same_page(one, other + "x")


# --- nothing known of the channel -------------------------------------------------------------------------------------


async def test_the_first_post_ever_is_found_in_a_new_channel(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    assert await find(witness, after=0) is None
    number = await post(bot)
    assert ids(await find(witness, after=0)) == [number]


async def test_in_a_channel_of_thousands_the_end_is_found_with_few_looks(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    yesterday = emulator.now() - 86400
    channel = emulator._world.chats[CHAT]
    emulator.post_as_human(CHAT, "Vorlage")
    template = channel.messages[channel.last_id]
    for number in range(channel.last_id + 1, 5000):
        channel.messages[number] = replace(template, id=number, date=yesterday)
    channel.last_id = 4999
    number = await post(bot)
    for _ in range(5):
        emulator.post_as_human(CHAT, "Und noch etwas.")

    assert ids(await find(witness, after=0)) == [number]
    assert len(forwards(emulator)) <= 220

    emulator.delete_as_human(CHAT, number)
    emulator.calls.clear()
    assert await find(witness, after=0) is None
    looked = [one for one in forwards(emulator) if one in channel.messages]
    assert len(looked) <= 50, "what is older than the post is not looked through"
    assert len(forwards(emulator)) <= 240
    assert copies(emulator) == []


async def test_deleted_posts_at_the_beginning_of_a_channel_do_not_hide_its_end(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    deleted = [emulator.post_as_human(CHAT, f"Probe {number}") for number in range(60)]
    number = await post(bot)
    for one in deleted:
        emulator.delete_as_human(CHAT, one)
    for _ in range(70):
        emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")

    assert ids(await find(witness, after=0)) == [number]


async def test_looking_back_has_an_end_even_on_a_clock_that_is_wrong(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_witness, "BACK", 40)
    number = await post(bot)
    for _ in range(9):
        emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert ids(await find(witness, replace(intent_of(OURS), at=tomorrow), after=0)) == [number]

    last_year = datetime.now(UTC) - timedelta(days=365)
    for _ in range(40):
        emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    assert await find(witness, replace(intent_of(OURS), at=last_year), after=0) is None
    assert BACK > 40


@pytest.mark.parametrize("gone", [4116, 9000])
async def test_ours_is_found_in_a_channel_whose_old_messages_are_all_gone(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness, gone: int
) -> None:
    channel = emulator._world.chats[CHAT]
    channel.messages.clear()
    channel.last_id = gone
    for _ in range(3):
        emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    number = await post(bot)

    assert ids(await find(witness, after=0)) == [number]
    assert copies(emulator) == []


async def test_where_no_message_at_all_is_seen_nobody_knows_whether_ours_is_out(
    emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    """It may be further on; a new channel has a message of Telegram's."""
    emulator._world.chats[CHAT].messages.clear()
    with pytest.raises(Blind, match="no message at all") as error:
        await find(witness, after=0)
    assert error.value.lasting


# --- what cannot be seen ----------------------------------------------------------------------------------------------


async def test_a_channel_that_forbids_forwarding_cannot_be_looked_into(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    await post(bot)
    emulator._world.chats[CHAT].protected = True

    with pytest.raises(Blind, match="forbids forwarding") as error:
        await find(witness)
    assert error.value.lasting
    assert [one.hidden for one in await witness.beyond(1, frozenset())] == [True]


async def test_a_channel_that_forbids_forwarding_and_has_nothing_new_has_nothing_of_ours(
    emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    emulator._world.chats[CHAT].protected = True
    assert await find(witness) is None


async def test_a_server_that_refuses_to_forward_anything_is_not_asked_for_ever(
    emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    refusal = Failure.refusal(400, "CHAT_FORWARDS_RESTRICTED")
    emulator.plan(refusal, "forwardMessage", times=MISSES)
    with pytest.raises(Blind) as error:
        await find(witness)
    assert error.value.lasting


async def test_one_protected_message_does_not_hide_ours(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    await bot.api.send_message(CHAT, "Nicht weitergeben", protect_content=True)
    with pytest.raises(Blind):
        await find(witness)
    number = await post(bot)
    assert ids(await find(witness)) == [number]
    assert [one.by_bot for one in await witness.beyond(1, frozenset())] == [False, True]


@pytest.mark.parametrize("description", ["message to forward not found", "MESSAGE_ID_INVALID", "message not found"])
async def test_a_missing_message_is_missing_in_whatever_words(
    emulator: TelegramEmulator, witness: TelegramWitness, description: str
) -> None:
    emulator.plan(Failure.refusal(400, description), "forwardMessage", times=MISSES)
    assert await find(witness) is None


# --- the editors' chat ------------------------------------------------------------------------------------------------


async def test_an_editors_chat_that_is_not_there_leaves_relay_blind_for_now(
    bot: TelegramBot, emulator: TelegramEmulator
) -> None:
    await post(bot)
    with pytest.raises(Blind, match="chat not found") as error:
        await find(TelegramWitness(bot, CHAT, OTHER))
    assert not error.value.lasting


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_an_editors_chat_that_threw_the_bot_out_leaves_relay_blind_for_now(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness, status: str
) -> None:
    number = await post(bot)
    emulator.set_membership(EDITORS, status)
    with pytest.raises(Blind, match="the editors' chat cannot be reached") as error:
        await find(witness)
    assert not error.value.lasting

    emulator.set_membership(EDITORS, "member")
    assert ids(await find(witness)) == [number]


async def test_an_editors_chat_in_which_the_bot_may_not_write_leaves_relay_blind_for_now(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    await post(bot)
    emulator._world.chats[EDITORS].rights["can_send_messages"] = False
    with pytest.raises(Blind, match="not enough rights"):
        await find(witness)


async def test_a_channel_that_threw_the_bot_out_is_the_channels_trouble(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    """Then nothing is to be decided: nothing could be sent anyway."""
    await post(bot)
    await witness.chat()
    for chat in (CHAT, EDITORS):
        emulator.set_membership(chat, "kicked")
        with pytest.raises(Unavailable, match="kicked from the channel"):
            await find(witness)


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure.refusal(401, "Unauthorized"), Unavailable),
        (Failure.refusal(404, "Not Found"), Unavailable),
        (Failure.refusal(500, "Internal Server Error"), Uncertain),
        (Failure.too_many_requests(7), TryLater),
        (Failure.refusal(400, "Too Many Requests: retry after 7"), TryLater),
    ],
)
async def test_a_refusal_that_is_no_word_on_the_message_ends_the_look(
    emulator: TelegramEmulator, witness: TelegramWitness, failure: Failure, error: type[ChannelError]
) -> None:
    await witness.chat()
    emulator.plan(failure, "forwardMessage")
    with pytest.raises(error) as found:
        await find(witness)
    assert not isinstance(found.value, Blind)
    if isinstance(found.value, TryLater):
        assert found.value.after == 7


async def test_a_refusal_nobody_knows_makes_that_message_a_hidden_one(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    human = emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    number = await post(bot)
    emulator.plan(Failure.refusal(400, "SOMETHING_NEW"), "forwardMessage")
    assert ids(await find(witness)) == [number]
    emulator.plan(Failure.refusal(400, "SOMETHING_NEW"), "forwardMessage")
    with pytest.raises(Blind):
        await find(witness, after=human)


async def test_a_network_that_goes_down_while_it_is_asked_whose_fault_it_is_blinds_nobody(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    await witness.chat()
    emulator.set_membership(EDITORS, "kicked")
    emulator.plan(Failure.close(), "getChat")
    with pytest.raises(Uncertain):
        await find(witness)


async def test_an_editors_group_that_became_a_supergroup_is_found_again(emulator: TelegramEmulator) -> None:
    emulator.add_channel(-4711, title="Pressestelle", type="group")
    async with telegram_bot(SecretStr(emulator.token), emulator.url, follow=-4711) as bot:
        number = await post(bot)
        emulator.upgrade_group(-4711, OTHER)

        assert ids(await find(TelegramWitness(bot, CHAT, -4711))) == [number]
    assert emulator.messages(OTHER) == []


async def test_a_test_chat_that_became_a_supergroup_is_named_with_its_new_number(
    bot: TelegramBot, emulator: TelegramEmulator
) -> None:
    emulator.add_channel(-4711, title="Probe", type="group")
    emulator.upgrade_group(-4711, OTHER)
    with pytest.raises(Unavailable, match=str(OTHER)):
        await find(TelegramWitness(bot, -4711, EDITORS))


async def test_a_new_number_that_leads_nowhere_is_told(emulator: TelegramEmulator, witness: TelegramWitness) -> None:
    await witness.chat()
    gone = Failure("error", status=400, description="group chat was upgraded", migrate_to_chat_id=OTHER)
    emulator.plan(gone, "forwardMessage")
    with pytest.raises(Unavailable, match=str(OTHER)):
        await find(witness)


# --- pauses and lost answers ------------------------------------------------------------------------------------------


async def test_a_pause_that_telegram_wants_does_not_make_the_look_start_anew(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    """As otherwise a channel with more news than a minute's forwards would never be looked through."""
    for number in range(30):
        emulator.post_as_human(CHAT, f"Meldung {number}")
    number = await post(bot)
    await witness.chat()
    emulator._server.limiter.limits = Limits(per_minute=20, burst=20, interval=0.0)
    try:
        with pytest.raises(TryLater) as error:
            await find(witness)
        assert error.value.after
        assert len(set(forwards(emulator))) == 21
        emulator.advance(error.value.after)
        emulator.calls.clear()
        assert ids(await find(witness)) == [number]
        assert len(forwards(emulator)) == 11
    finally:
        emulator._server.limiter.limits = None
    assert copies(emulator) == []


async def test_what_was_looked_through_to_the_end_is_looked_at_anew_the_next_time(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    """What Telegram took without naming an id may be there then."""
    emulator.schedule()
    assert await post(bot) == 0
    assert await find(witness) is None
    (number,) = emulator.publish_scheduled()
    assert ids(await find(witness)) == [number]


@pytest.mark.parametrize("failure", [Failure.close(processed=True), Failure.gateway(processed=True), Failure.cut()])
async def test_a_copy_whose_answer_was_lost_is_found_and_deleted(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness, failure: Failure
) -> None:
    notice = (await bot.api.send_message(EDITORS, "Es wartet etwas auf Sie.")).message_id
    emulator.post_as_human(CHAT, "Heute tagt der Kreistag.")
    number = await post(bot)
    await witness.chat()
    emulator.plan(failure, "forwardMessage", skip=1)
    with pytest.raises(Uncertain):
        await find(witness)
    assert len(copies(emulator)) == 2
    said = emulator.post_as_human(EDITORS, "Was ist das?")

    assert ids(await find(witness)) == [number]
    assert [one["message_id"] for one in copies(emulator)] == [notice, said]


async def test_a_search_for_a_lost_copy_that_finds_none_deletes_nothing(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    number = await post(bot)
    await witness.chat()
    kept = [emulator.post_as_human(EDITORS, "Guten Morgen.")]
    kept.append((await bot.api.forward_message(EDITORS, CHAT, 1 + 1)).message_id)
    emulator.add_channel(OTHER, title="Kreistag")
    elsewhere = await post(bot, chat=OTHER)
    kept.append((await bot.api.forward_message(EDITORS, OTHER, elsewhere)).message_id)
    human = emulator._world.chats[EDITORS].messages[kept[1]]
    emulator._world.chats[EDITORS].messages[kept[1]] = replace(human, by_bot=False)
    emulator.plan(Failure.close(), "forwardMessage")
    with pytest.raises(Uncertain):
        await find(witness)

    assert ids(await find(witness)) == [number]
    assert [one["message_id"] for one in copies(emulator)] == kept


async def test_copies_that_cannot_be_deleted_now_are_deleted_after_the_pause_that_telegram_wants(
    bot: TelegramBot, emulator: TelegramEmulator
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    patient = TelegramWitness(bot, CHAT, EDITORS, sleep=sleep)
    number = await post(bot)
    emulator.plan(Failure.too_many_requests(9), "deleteMessage", times=2)

    assert ids(await find(patient)) == [number]
    assert slept == [9]
    assert copies(emulator) == []


async def test_copies_that_cannot_be_deleted_at_all_are_told_in_the_log_and_tried_next_time(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness, caplog: pytest.LogCaptureFixture
) -> None:
    number = await post(bot)
    await witness.chat()
    for failure in (Failure.too_many_requests(3600), Failure.refusal(500, "Internal Server Error")):
        emulator.plan(failure, "deleteMessage", times=2)
        with caplog.at_level(logging.WARNING):
            assert ids(await find(witness)) == [number]
        assert "cannot be deleted now" in caplog.text
        assert len(copies(emulator)) == 1
        caplog.clear()
        assert ids(await find(witness)) == [number]
        assert copies(emulator) == []


async def test_a_copy_that_somebody_else_deleted_is_gone(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    number = await post(bot)
    await witness.chat()
    for description in ("message to delete not found", "message can't be deleted"):
        emulator.plan(Failure.refusal(400, description, processed=True), "deleteMessage")
        assert ids(await find(witness)) == [number]
    assert copies(emulator) == []


# --- servers that say less, or more ----------------------------------------------------------------------------------


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def odd_server() -> AsyncIterator[OddServer]:
    async with OddServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def odd_bot(odd_server: OddServer, server: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with telegram_bot(SecretStr(server.token), odd_server.url) as bot:
        yield bot


class OddServer:
    """An old Bot API that has one message, number 2, and answers as it is told to."""

    def __init__(self) -> None:
        self.copy: Any = {}
        self.deleted: list[str] = []
        self.number = "2"
        self.looked: list[int] = []
        self.several = 0
        self.url = ""

    async def __aenter__(self) -> OddServer:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        params = await request.post()
        if request.match_info["method"] == "deleteMessage":
            self.deleted.append(str(params["message_id"]))
            return web.json_response({"ok": True, "result": {"new": "kind of answer"}})
        if request.match_info["method"] == "forwardMessages":
            self.several += 1
            refusal = {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
            return web.json_response(refusal, status=404)
        self.looked.append(int(str(params["message_id"])))
        if params["message_id"] != self.number:
            refusal = {"ok": False, "error_code": 400, "description": "Bad Request: message to forward not found"}
            return web.json_response(refusal, status=400)
        return web.json_response({"ok": True, "result": self.copy})


COPY = {"message_id": 7, "date": 1, "chat": {"id": EDITORS, "type": "supergroup", "title": "x"}, "text": WORDS}
CHANNEL = {"id": CHAT, "type": "channel", "title": "x", "username": NAME}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, True),
        ({"forward_origin": {"type": "channel", "date": 1, "message_id": 2, "chat": CHANNEL}}, True),
        ({"forward_origin": {"type": "channel", "date": 1, "message_id": 3, "chat": CHANNEL}}, False),
        ({"forward_origin": {"type": "channel", "date": 1, "message_id": 2, "chat": CHANNEL | {"id": OTHER}}}, False),
        ({"forward_origin": {"type": "chat", "date": 1, "sender_chat": CHANNEL}}, True),
        ({"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Erika"}}, False),
        ({"forward_origin": {"type": "something_new", "date": 1}}, True),
        ({"link_preview_options": {"is_disabled": True}}, True),
        ({"new_field": {"a": 1}, "chat": {"id": EDITORS, "type": "new_type"}}, True),
        ({"text": "Etwas anderes"}, False),
    ],
)
async def test_a_copy_is_read_whatever_else_it_says(
    odd_server: OddServer, odd_bot: TelegramBot, more: dict[str, Any], found: bool
) -> None:
    odd_server.copy, odd_server.deleted = COPY | more, []
    receipt = await TelegramWitness(odd_bot, CHAT, EDITORS).find(intent_of(OURS), after=1, known=frozenset())

    assert ids(receipt) == ([2] if found else [])
    assert odd_server.deleted == ["7"]


async def test_a_copy_that_has_no_number_yet_is_read_all_the_same(odd_server: OddServer, odd_bot: TelegramBot) -> None:
    """A video, forwarded to a big chat: there is nothing that could be deleted."""
    odd_server.copy, odd_server.deleted = COPY | {"message_id": 0}, []
    found = await TelegramWitness(odd_bot, CHAT, EDITORS).find(intent_of(OURS), after=1, known=frozenset())
    assert ids(found) == [2]
    assert odd_server.deleted == []


@pytest.mark.parametrize(("number", "found"), [("50", [50]), ("200", [])])
async def test_a_server_that_only_tells_of_one_message_at_a_time_is_asked_for_some_more(
    odd_server: OddServer, odd_bot: TelegramBot, number: str, found: list[int]
) -> None:
    odd_server.copy, odd_server.number = COPY, number
    odd_server.looked.clear()
    try:
        receipt = await TelegramWitness(odd_bot, CHAT, EDITORS).find(intent_of(OURS), after=1, known=frozenset())
    finally:
        odd_server.number = "2"
    assert ids(receipt) == found
    after = int(number) if found else 1
    assert max(odd_server.looked) == after + MISSES + FAR_ALONE


async def test_a_server_that_only_tells_of_one_message_at_a_time_has_an_end_to_be_found(
    odd_server: OddServer, odd_bot: TelegramBot
) -> None:
    odd_server.copy = COPY
    now = datetime.now(UTC)
    receipt = await TelegramWitness(odd_bot, CHAT, EDITORS).find(
        replace(intent_of(OURS), at=now), after=0, known=frozenset()
    )
    assert ids(receipt) == [2]


async def test_a_link_without_a_scheme_is_read_as_people_read_it(odd_server: OddServer, odd_bot: TelegramBot) -> None:
    words = "👍 landkreis-musterland.example/presse"
    odd_server.copy = COPY | {"text": words, "entities": [{"type": "url", "offset": 3, "length": len(words) - 2}]}
    (seen,) = await TelegramWitness(odd_bot, CHAT, EDITORS).beyond(1, frozenset())
    assert seen.links == ("https://landkreis-musterland.example/presse",)


@pytest.mark.parametrize("result", [True, None, {"chat": "no id"}, "nonsense"])
async def test_an_answer_without_a_copy_is_no_answer(
    odd_server: OddServer, odd_bot: TelegramBot, result: object
) -> None:
    odd_server.copy = result
    with pytest.raises(Uncertain):
        await TelegramWitness(odd_bot, CHAT, EDITORS).find(intent_of(OURS), after=1, known=frozenset())


# --- beyond -----------------------------------------------------------------------------------------------------------


async def test_what_stands_beyond_a_message_is_told_with_its_links_and_whether_a_relay_posted_it(
    bot: TelegramBot, emulator: TelegramEmulator, witness: TelegramWitness
) -> None:
    human = emulator.post_as_human(CHAT, f'<a href="{SITE}/b">Hier</a>', parse_mode="HTML")
    service = emulator.post_service(CHAT, new_chat_title="Landkreis Musterland")
    known = emulator.post_as_human(CHAT, "Bekannt")
    number = await post(bot)
    emulator.add_channel(OTHER, title="Testkanal")
    elsewhere = await post(bot, chat=OTHER)
    forwarded = (await bot.api.forward_message(CHAT, OTHER, elsewhere)).message_id
    await witness.chat()

    found = await witness.beyond(1, frozenset({known}))
    assert [(one.link, one.at is not None) for one in found] == [
        (f"https://t.me/{NAME}/{human}", True),
        ("", False),
        (f"https://t.me/{NAME}/{number}", True),
        ("", False),
    ], "what was forwarded into the channel has those of where it came from"
    times = [message["date"] for message in emulator.messages(CHAT) if message["message_id"] in {human, number}]
    assert [int(one.at.timestamp()) for one in found if one.at] == times
    assert tuple(replace(one, link="", at=None) for one in found) == (
        Seen(human, "Hier", (f"{SITE}/b",), by_bot=False),
        Seen(service, "", (), by_bot=False),
        Seen(number, WORDS, (BUTTON.url,), by_bot=True, buttons=(BUTTON.text,)),
        Seen(forwarded, WORDS, (BUTTON.url,), by_bot=False, buttons=(BUTTON.text,), here=False),
    )
    assert copies(emulator) == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"Näheres 👍 steht auf\n{SITE}/presse/1", (f"{SITE}/presse/1",)),
        (f'<a href="{SITE}/b">Hier</a> und da: {SITE}/c', (f"{SITE}/b", f"{SITE}/c")),
    ],
)
async def test_links_in_the_words_are_told_too(
    emulator: TelegramEmulator, witness: TelegramWitness, text: str, links: tuple[str, ...]
) -> None:
    emulator.post_as_human(CHAT, text, parse_mode="HTML")
    assert [one.links for one in await witness.beyond(1, frozenset())] == [links]


async def test_copies_that_may_not_be_deleted_for_a_while_again_and_again_are_deleted_in_the_end(
    bot: TelegramBot, emulator: TelegramEmulator
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    patient = TelegramWitness(bot, CHAT, EDITORS, sleep=sleep)
    number = await post(bot)
    emulator.plan(Failure.too_many_requests(7), "deleteMessage", times=4)

    assert ids(await find(patient)) == [number]
    assert slept == [7, 7, 7]
    assert copies(emulator) == []
