from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession, ClientTimeout

from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from tests.emulator.telegram_client import CHAT, Bot, Clock, first_call


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    clock = Clock()
    emulator = TelegramEmulator(clock=clock, limits=None)
    emulator.add_channel(CHAT, title="Landkreis Musterland")
    async with emulator, ClientSession() as session:
        yield Bot(emulator, session, clock)


async def raw(bot: Bot, seconds: float = 5) -> tuple[int, bytes]:
    url = f"{bot.emulator.url}/bot{bot.emulator.token}/sendMessage"
    body = {"chat_id": CHAT, "text": "x"}
    async with bot.session.post(url, json=body, timeout=ClientTimeout(seconds)) as response:
        return response.status, await response.read()


def posted(bot: Bot) -> int:
    return len(bot.emulator.messages(CHAT))


async def test_an_error_is_answered_as_often_as_planned(bot: Bot) -> None:
    bot.emulator.plan(Failure.too_many_requests(7), method="sendMessage", times=2)
    answers = [await bot.call("sendMessage", chat_id=CHAT, text="x") for _ in range(3)]
    assert [a.get("parameters") for a in answers] == [{"retry_after": 7}, {"retry_after": 7}, None]
    assert answers[0]["description"] == "Too Many Requests: retry after 7"
    assert posted(bot) == 1
    assert bot.emulator.planned == 0


@pytest.mark.parametrize(
    ("failure", "description"),
    [
        (
            Failure.refusal(403, "bot was kicked from the channel chat"),
            "Forbidden: bot was kicked from the channel chat",
        ),
        (Failure.refusal(400, "group send failed"), "Bad Request: group send failed"),
        (Failure.restart(processed=False), "Internal Server Error: restart"),
    ],
)
async def test_any_refusal_can_be_planned(bot: Bot, failure: Failure, description: str) -> None:
    bot.emulator.plan(failure)
    assert await bot.refused("sendMessage", chat_id=CHAT, text="x") == description
    assert posted(bot) == 0


async def test_an_error_can_hide_a_message_that_was_posted(bot: Bot) -> None:
    bot.emulator.plan(Failure.restart(), method="sendMessage")
    assert await bot.refused("sendMessage", chat_id=CHAT, text="x") == "Internal Server Error: restart"
    assert posted(bot) == 1


@pytest.mark.parametrize("processed", [False, True])
async def test_the_connection_can_end_before_or_after_the_work(bot: Bot, processed: bool) -> None:
    bot.emulator.plan(Failure.close(processed=processed))
    with pytest.raises(ClientConnectionError):
        await raw(bot)
    assert posted(bot) == int(processed)


@pytest.mark.parametrize("processed", [False, True])
async def test_a_proxy_can_answer_in_html_before_or_after_the_work(bot: Bot, processed: bool) -> None:
    bot.emulator.plan(Failure.gateway(502, processed=processed))
    status, body = await raw(bot)
    assert status == 502
    assert body.startswith(b"<html>")
    assert posted(bot) == int(processed)


@pytest.mark.parametrize("processed", [False, True])
async def test_a_call_can_hang_before_or_after_the_work(bot: Bot, processed: bool) -> None:
    bot.emulator.plan(Failure.hang(processed=processed))
    with pytest.raises(TimeoutError):
        await raw(bot, seconds=0.3)
    assert posted(bot) == int(processed)


async def test_stopping_ends_calls_that_hang(bot: Bot) -> None:
    bot.emulator.plan(Failure.hang())
    call = asyncio.create_task(raw(bot, seconds=30))
    await first_call(bot.emulator)
    async with asyncio.timeout(5):
        await bot.emulator.stop()
        with pytest.raises(ClientConnectionError):
            await call


async def test_an_answer_can_be_cut(bot: Bot) -> None:
    bot.emulator.plan(Failure.cut())
    status, body = await raw(bot)
    assert status == 200
    assert body.startswith(b'{"ok": true')
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert posted(bot) == 1


def test_an_answer_that_does_not_exist_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="processed"):
        Failure("cut")


async def test_an_answer_can_be_late(bot: Bot) -> None:
    bot.emulator.plan(Failure.delay(0.2))
    started = asyncio.get_running_loop().time()
    await bot.ok("sendMessage", chat_id=CHAT, text="x")
    assert asyncio.get_running_loop().time() - started >= 0.2


async def test_failures_wait_for_their_method_and_their_turn(bot: Bot) -> None:
    bot.emulator.plan(Failure.refusal(500, "late"), method="send*", skip=1)
    assert (await bot.ok("getMe"))["is_bot"]
    assert [(await bot.call("sendMessage", chat_id=CHAT, text=text))["ok"] for text in "abc"] == [True, False, True]


# --- control over HTTP ------------------------------------------------------------------------------------------------


async def control(bot: Bot, path: str, **body: Any) -> Any:
    async with bot.session.post(f"{bot.emulator.url}/_control/{path}", json=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def test_everything_can_be_controlled_over_http(bot: Bot) -> None:
    page = await control(bot, "chats", chat_id=-100200, title="Test", username="test_kanal")
    assert page["page"] == f"{bot.emulator.url}/c/test_kanal"
    await control(bot, "failures", kind="error", status=429, description="retry after 3", retry_after=3, times=1)
    assert await bot.refused("sendMessage", chat_id=-100200, text="x") == "Too Many Requests: retry after 3"
    posted_id = (await control(bot, "posts", chat_id=-100200, text="von Hand"))["message_id"]
    await control(bot, "updates", kind="callback_query", payload={"id": "1"})
    await control(bot, "membership", chat_id=-100200, status="kicked")
    assert (await control(bot, "clock", advance=60))["now"] == bot.clock.now + 60
    async with bot.session.get(f"{bot.emulator.url}/_control/messages?chat_id=-100200") as response:
        messages = (await response.json())["messages"]
    assert [(m["message_id"], m["text"], m["by_bot"]) for m in messages] == [(posted_id, "von Hand", False)]
    kinds = [next(k for k in u if k != "update_id") for u in await bot.ok("getUpdates")]
    assert kinds == ["channel_post", "callback_query", "my_chat_member"]
    async with bot.session.get(f"{bot.emulator.url}/_control/calls") as response:
        assert [c["method"] for c in (await response.json())["calls"]] == ["sendMessage", "getUpdates"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("failures", {"kind": "cut"}),
        ("failures", {"kind": "error", "colour": "red"}),
        ("posts", {"chat_id": 5, "text": "x"}),
        ("chats", {"title": "x"}),
        ("membership", {"chat_id": CHAT, "status": "boss"}),
    ],
)
async def test_nonsense_is_refused_by_the_control(bot: Bot, path: str, body: dict[str, Any]) -> None:
    async with bot.session.post(f"{bot.emulator.url}/_control/{path}", json=body) as response:
        assert response.status == 400


async def test_a_form_of_a_web_page_cannot_control(bot: Bot) -> None:
    async with bot.session.post(f"{bot.emulator.url}/_control/clock", data={"advance": "1"}) as response:
        assert response.status == 415


async def test_it_runs_as_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "relay.emulator.telegram.main", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    async with ClientSession() as session, session.get(f"{told['url']}/bot{told['token']}/getMe") as response:
        assert (await response.json())["ok"]
    process.terminate()
    assert await process.wait() == 0
