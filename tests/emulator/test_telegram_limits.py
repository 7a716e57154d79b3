from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from relay.emulator.telegram.emulator import Limits, TelegramEmulator
from tests.emulator.telegram_client import CHAT, EDITORS, Bot, Clock, picture


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    clock = Clock()
    emulator = TelegramEmulator(clock=clock)
    emulator.add_channel(CHAT, title="Landkreis Musterland")
    emulator.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    async with emulator, ClientSession() as session:
        yield Bot(emulator, session, clock)


async def send(bot: Bot, chat: int = CHAT) -> int:
    """Send a message; the seconds to wait, 0 if it was taken."""
    answer = await bot.call("sendMessage", chat_id=chat, text="x")
    if answer["ok"]:
        return 0
    wait = int(answer["parameters"]["retry_after"])
    assert answer["description"] == f"Too Many Requests: retry after {wait}"
    return wait


async def test_three_at_once_and_then_one_a_second(bot: Bot) -> None:
    assert [await send(bot) for _ in range(4)] == [0, 0, 0, 1]
    bot.clock.now += 1
    assert [await send(bot) for _ in range(2)] == [0, 1]


async def test_twenty_in_a_minute_are_the_most(bot: Bot) -> None:
    for _ in range(20):
        assert await send(bot) == 0
        bot.clock.now += 1.5
    assert await send(bot) == 30
    assert len(bot.emulator.messages(CHAT)) == 20


async def test_while_a_chat_is_blocked_every_call_is_refused_with_the_time_that_is_left(bot: Bot) -> None:
    for _ in range(20):
        await send(bot)
        bot.clock.now += 1
    assert await send(bot) == 40
    bot.clock.now += 10
    assert await send(bot) == 30
    assert await send(bot, EDITORS) == 0
    bot.clock.now += 30
    assert await send(bot) == 0


async def test_every_picture_of_an_album_counts(bot: Bot) -> None:
    media = [{"type": "photo", "media": "attach://a"}] * 5
    await bot.ok("sendMediaGroup", chat_id=CHAT, media=media, a=picture())
    assert await send(bot) == 3


async def test_edits_are_limited_by_themselves(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="x")
    answers = [
        await bot.call("editMessageText", chat_id=CHAT, message_id=sent["message_id"], text=text) for text in "abcd"
    ]
    assert [answer["ok"] for answer in answers] == [True, True, True, False]
    assert await send(bot) == 0


async def test_what_is_refused_for_another_reason_does_not_count(bot: Bot) -> None:
    for _ in range(10):
        await bot.refused("sendMessage", chat_id=CHAT, text="<br>", parse_mode="HTML")
    assert await send(bot) == 0


async def test_the_header_says_when_to_come_back(bot: Bot) -> None:
    for _ in range(3):
        await send(bot)
    url = f"{bot.emulator.url}/bot{bot.emulator.token}/sendMessage"
    async with bot.session.post(url, data={"chat_id": str(CHAT), "text": "x"}) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "1")


async def test_limits_can_be_set_and_switched_off() -> None:
    for limits, expected in ((None, [0] * 6), (Limits(per_minute=2, burst=2), [0, 0, 60, 60, 60, 60])):
        clock = Clock()
        emulator = TelegramEmulator(clock=clock, limits=limits)
        emulator.add_channel(CHAT, title="Landkreis Musterland")
        async with emulator, ClientSession() as session:
            assert [await send(Bot(emulator, session, clock)) for _ in range(6)] == expected
