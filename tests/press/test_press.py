"""The press office's side as a whole: a real file, a Bot API over real HTTP, alert addresses on this machine."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from relay.app import App, open_app, open_store
from relay.config import load_config
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.emulator.telegram.state import HUMAN
from relay.errors import Text
from relay.model import Verdict
from relay.press import editors as editors_module
from relay.press.notices import ANEW
from relay.press.office import Press, press_office
from relay.store.sources import Sources
from relay.timing import now
from tests.fakes import finding, source, state

CHANNEL, EDITORS, OTHERS = -1001000000001, -1001000000002, -1001000000003
FACT = Text("the identifiers of {count} of {entries} entries are new", {"count": 40, "entries": 40})
FLOOD = Text(
    "too many new releases at once: {count} of {entries} entries\n{facts}",
    {"count": 40, "entries": 40, "facts": (FACT,)},
)
PASSWORD = "geheim-4711"


@dataclass
class Hook:
    """An alert address on this machine."""

    told: list[str] = field(default_factory=list)
    status: int = 200
    url: str = ""
    gate: asyncio.Event | None = None

    async def take(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        if self.gate:
            await self.gate.wait()
        if self.status == 200:
            self.told.append(body["message"])
        return web.Response(status=self.status)


@asynccontextmanager
async def hooks(count: int) -> AsyncIterator[list[Hook]]:
    found = []
    async with AsyncExitStack() as stack:
        for _ in range(count):
            hook = Hook()
            site = web.Application()
            site.router.add_post("/", hook.take)
            runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            hook.url = f"json://relay:{PASSWORD}@127.0.0.1:{runner.addresses[0][1]}/"
            found.append(hook)
        yield found


@dataclass
class Room:
    """A relay without its clockwork: it looks and delivers when it is told to, and hears by itself."""

    folder: Path
    emulator: TelegramEmulator
    stack: AsyncExitStack
    urls: tuple[str, ...] = ()
    language: str = "en"
    due: asyncio.Event = field(default_factory=asyncio.Event)
    app: App = field(init=False)
    press: Press = field(init=False)

    async def open(self) -> None:
        path = self.folder / "config.toml"
        urls = ", ".join(f'"{one}"' for one in self.urls)
        path.write_text(
            f"""
language = "{self.language}"
[telegram]
api_base = "{self.emulator.url}"
editors_chat = {EDITORS}
[alerts]
urls = [{urls}]
[[source]]
id = "presse"
url = "http://127.0.0.1:9/presse.rss"
channels = ["main"]
[[channel]]
id = "main"
kind = "telegram"
chat = "@landkreis_musterland"
pace = "0s"
""",
            "utf-8",
        )
        config = load_config(path)
        store = await self.stack.enter_async_context(open_store(config.database_path()))
        self.app = await self.stack.enter_async_context(open_app(config, SecretStr(self.emulator.token), store))
        self.press = await self.stack.enter_async_context(press_office(self.app, self.due.set))
        # The server remembers what is to be told from the first question on.
        await self.until(lambda: self.emulator._updates.allowed)

    async def bring(self, *names: str, verdict: Verdict = Verdict.NEW, reason: Text | None = None) -> None:
        """Releases come from the website."""
        found = [finding(name, verdict, title=f"Meldung {name}") for name in names]
        if reason:
            for one in found:
                object.__setattr__(one.decision, "reason", reason)
        await Sources(self.app.store.database).record(source(), state(), found, now())

    async def flood(self, count: int = 40) -> None:
        await self.bring(*(f"{number:02}" for number in range(1, count + 1)), verdict=Verdict.FLOOD, reason=FLOOD)

    async def deliver(self) -> None:
        """Send whatever can be sent now."""
        (one,) = self.app.delivers
        while (at := await one.ready_at()) is not None and at <= now():
            await one.deliver_one()

    async def look(self) -> None:
        await self.press.notifier.look()

    async def until(self, reached: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not reached():  # noqa: ASYNC110 - what changes is on the other side of the wire
                await asyncio.sleep(0.01)

    async def until_channel_is(self, *, well: bool) -> None:
        async with asyncio.timeout(20):
            while ((await self.app.store.deliveries.channel_state("main")).problem is None) is not well:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def seconds_pass(self, seconds: float) -> None:
        """What is waited for is over sooner than planned."""
        async with self.app.store.database.transaction() as database:
            await database.change("UPDATE channels SET wait_until = wait_until - ?", seconds)
            await database.change("UPDATE notices SET since = since - ?, told = told - ?", seconds, seconds)

    # --- what people see and do ---------------------------------------------------------------------------------------

    @property
    def said(self) -> list[str]:
        """In the editors' chat."""
        return [one["text"] for one in self.emulator.messages(EDITORS)]

    @property
    def titles(self) -> list[str]:
        """In the channel."""
        return [one["text"].partition("\n")[0] for one in self.emulator.messages(CHANNEL)]

    def buttons(self, message: int = 0) -> dict[str, str]:
        return {one["text"]: one["callback_data"] for one in self.emulator.messages(EDITORS)[message]["buttons"]}

    def push(self, data: str, message: int = 0) -> None:
        self.emulator.press_button(EDITORS, self.emulator.messages(EDITORS)[message]["message_id"], data)

    def answers(self) -> list[str]:
        return [one.params["text"] for one in self.emulator.calls if one.method.lower() == "answercallbackquery"]


@pytest.fixture
async def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    # A server that waits with its answer also waits with its end.
    monkeypatch.setattr(editors_module, "BREATH", 0.02)
    monkeypatch.setattr(editors_module, "POLL", 0.0)
    monkeypatch.setattr(editors_module, "ELSEWHERE", (0.05, 0.1))
    monkeypatch.setattr(editors_module, "BACK_OFF", (0.05, 0.1))
    async with AsyncExitStack() as stack, TelegramEmulator(limits=None, allow_local_links=True) as emulator:
        emulator.add_channel(CHANNEL, title="Landkreis Musterland", username="landkreis_musterland")
        emulator.add_channel(EDITORS, title="Redaktion", type="supergroup")
        emulator.add_channel(OTHERS, title="Andere", type="supergroup")

        async def room(*urls: str, language: str = "en") -> Room:
            made = Room(tmp_path, emulator, stack, urls, language)
            await made.open()
            return made

        yield room


@pytest.fixture
async def room(make: Any) -> Room:
    made: Room = await make()
    return made


# --- a flood ----------------------------------------------------------------------------------------------------------


async def test_a_flood_of_forty_is_asked_about_once_and_the_newest_are_posted_once(room: Room) -> None:
    await room.flood()
    for _ in range(3):
        await room.deliver()
        await room.look()
    (asked,) = room.said
    assert asked.startswith("40 releases of the source presse wait for you: too many new releases at once: 40 of 40")
    assert list(room.buttons()) == ["Absorb as known", "Publish these 40", "Publish the newest 3"]
    assert room.titles == []

    newest = room.buttons()["Publish the newest 3"]
    # Two people at once, one of them twice; and one who means something else.
    for data in (newest, newest, newest, room.buttons()["Publish these 40"]):
        room.push(data)
    await room.until(lambda: len(room.answers()) == 4)
    await room.until(lambda: not room.buttons())
    await room.deliver()
    await room.look()

    assert room.answers() == ["to be posted: 3; absorbed as known: 37", *["already decided"] * 3]
    assert room.titles == ["Meldung 38", "Meldung 39", "Meldung 40"]
    (settled,) = room.said
    question, _, decided = settled.rpartition("\n\n")
    assert question == asked
    assert decided.endswith("by the editors: to be posted: 3; absorbed as known: 37")
    assert decided.startswith("Decided on ")


async def test_a_decision_at_the_command_line_takes_the_buttons_away_and_says_who_decided(make: Any) -> None:
    room = await make(language="de")
    await room.flood(6)
    await room.look()
    held = [hold.id for hold in await room.app.store.decisions.holds()]
    stale = room.buttons()["Als bekannt übernehmen"]
    # As `relay holds` does it.
    await room.app.store.decisions.release(held[4:], now(), who="administrator")
    await room.look()
    assert room.buttons(), "four still wait"
    await room.app.store.decisions.discard(held[:4], now(), who="administrator")
    await room.look()
    await room.look()

    assert room.buttons() == {}
    settled, over = room.said
    assert settled.splitlines()[-1].startswith("Entschieden am ")
    assert settled.splitlines()[-1].endswith("durch die Administration: zur Veröffentlichung: 2; verworfen: 4")
    assert over.startswith("Von der Quelle presse wartet nichts mehr auf Sie: ")
    assert over.splitlines()[-1] == settled.splitlines()[-1]
    # Who sees the buttons still presses in vain, and changes no word.
    room.push(stale)
    await room.until(room.answers)
    assert room.answers() == ["bereits entschieden"]
    assert room.said == [settled, over]


async def test_a_press_in_another_chat_decides_nothing(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    await room.flood(6)
    await room.look()
    elsewhere = room.emulator.post_as_human(OTHERS, "Weitergeleitet")
    room.emulator.press_button(OTHERS, elsewhere, room.buttons()["Publish these 6"])
    await room.until(room.answers)
    assert room.answers() == ["This is not allowed here."]
    assert len(await room.app.store.decisions.holds()) == 6
    assert room.buttons()
    assert "outside of the editors' chat" in caplog.text


async def test_nobody_who_pressed_is_remembered(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "relay")
    await room.flood(6)
    await room.look()
    room.push(room.buttons()["Absorb as known"])
    await room.until(lambda: not room.buttons())
    with closing(sqlite3.connect(room.folder / "relay.db")) as connection:
        dump = "\n".join(connection.iterdump())
    for said in (dump, caplog.text, "\n".join(room.said)):
        assert str(HUMAN["id"]) not in said
        assert HUMAN["first_name"] not in said
    assert "editors" in dump


async def test_a_reminder_has_the_buttons_and_the_message_before_has_them_no_more(room: Room) -> None:
    await room.flood(6)
    await room.look()
    await room.seconds_pass(86_400)
    await room.look()
    first, second = room.said
    assert second == f"Still so:\n{first}"
    assert room.buttons(0) == {}
    room.push(room.buttons(1)["Absorb as known"], 1)
    await room.until(lambda: not room.buttons(1))
    assert "by the editors: absorbed as known: 6" in room.said[1]


async def test_more_of_the_same_flood_is_asked_about_in_a_new_message(room: Room) -> None:
    await room.flood(6)
    await room.look()
    await room.bring("neu", verdict=Verdict.FLOOD, reason=FLOOD)
    await room.seconds_pass(ANEW.total_seconds())
    await room.look()
    assert [said.partition(" ")[0] for said in room.said] == ["6", "7"]
    assert room.buttons(0) == {}
    assert "Publish these 7" in room.buttons(1)


# --- channels that take nothing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "refusal",
    [
        Failure.refusal(403, "bot was kicked from the channel chat"),
        Failure.refusal(400, "chat not found"),
        Failure.refusal(400, "not enough rights to send text messages to the chat"),
        Failure.refusal(401, "Unauthorized"),
    ],
)
async def test_a_channel_that_takes_nothing_is_told_once_and_tried_again_until_it_does(
    room: Room, refusal: Failure
) -> None:
    await room.bring("1", "2")
    room.emulator.plan(refusal, "sendMessage", times=1)
    await room.deliver()
    for _ in range(3):
        await room.look()
    (told,) = room.said
    assert told.startswith("The channel main takes no posts: ")
    assert "waiting to go out: 2" in told
    assert ("Make the bot an administrator" in told) is (refusal.status != 401)
    assert room.titles == []

    await room.seconds_pass(61)
    await room.deliver()
    for _ in range(3):
        await room.look()
    assert room.titles == ["Meldung 1", "Meldung 2"]
    assert room.said[1:] == ["The channel main takes posts again; waiting to go out: 0"]


async def test_a_bot_that_is_made_administrator_again_posts_at_once(room: Room) -> None:
    room.emulator.set_membership(CHANNEL, "kicked")
    await room.bring("1", "2")
    await room.deliver()
    await room.look()
    room.due.clear()
    room.emulator.set_membership(CHANNEL, "administrator", {"can_manage_chat": True, "can_post_messages": True})
    await asyncio.wait_for(room.due.wait(), 10)
    await room.deliver()
    await room.look()
    await room.look()
    assert room.titles == ["Meldung 1", "Meldung 2"]
    assert [said.partition(":")[0] for said in room.said] == [
        "The channel main takes no posts",
        "The channel main takes posts again; waiting to go out",
    ]


async def test_rights_that_are_lost_while_nothing_waits_are_told_before_the_next_post_needs_them(room: Room) -> None:
    room.emulator.set_membership(CHANNEL, "administrator", {"can_manage_chat": True})
    await room.until_channel_is(well=False)
    await room.look()
    await room.look()
    assert [said.partition("\n")[0] for said in room.said] == [
        "The channel main takes no posts: Telegram refuses the bot: it may not post there any more"
    ]
    room.emulator.set_membership(CHANNEL, "administrator", {"can_manage_chat": True, "can_post_messages": True})
    await room.until_channel_is(well=True)
    await room.look()
    assert room.said[1:] == ["The channel main takes posts again; waiting to go out: 0"]


async def test_the_log_tells_the_number_of_a_group_that_the_bot_was_added_to_and_never_that_of_a_person(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "relay.press.office")
    room.emulator.inject_update("my_chat_member", {"chat": {"id": 4711}, "new_chat_member": {"status": "member"}})
    room.emulator.inject_update("my_chat_member", {"chat": {"id": -4712}, "new_chat_member": {"status": "member"}})
    room.emulator.set_membership(CHANNEL, "administrator", {"can_manage_chat": True})
    await room.until_channel_is(well=False)
    numbers = [-4712, CHANNEL]
    assert [one.getMessage() for one in caplog.records if "chat" in one.message] == [
        f"the bot's place in the chat {number} has changed" for number in numbers
    ]


async def test_a_post_that_is_refused_goes_with_less_or_waits_for_a_person_and_the_others_go_on(room: Room) -> None:
    await room.bring("1", "2", "3")
    # The first is taken as plain text; the second is not taken at all.
    room.emulator.plan(Failure.refusal(400, "can't parse entities"), "sendMessage", times=1)
    room.emulator.plan(Failure.refusal(400, "message is nonsense"), "sendMessage", times=2, skip=1)
    await room.deliver()
    for _ in range(3):
        await room.look()
    assert room.titles == ["Meldung 1", "Meldung 3"]
    assert len(room.said) == 2
    (less,) = (one for one in room.said if "Meldung 1" in one)
    assert 'Posted otherwise than meant: "Meldung 1": without bold words and links (Telegram refuses' in less
    (told,) = (one for one in room.said if "Meldung 2" in one)
    assert "A release of the source presse waits for you: Telegram refuses the message" in told
    room.push(room.buttons()["Publish"])
    await room.until(room.answers)
    await room.deliver()
    assert room.titles == ["Meldung 1", "Meldung 3", "Meldung 2"]


# --- what keeps relay from hearing ------------------------------------------------------------------------------------


async def test_another_reader_of_the_updates_is_told_once_posting_goes_on_and_so_do_the_buttons_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    room.emulator.plan(Failure.refusal(409, webhook), "getUpdates", times=1000)
    # The long poll that is under way ends by itself.
    await room.until(lambda: sum(one.method.lower() == "getupdates" for one in room.emulator.calls) > 3)
    await room.look()
    assert room.said == [], "another relay that is just being stopped is no news"
    await room.seconds_pass(61)
    await room.bring("1")
    for _ in range(3):
        await room.deliver()
        await room.look()
    (told,) = room.said
    assert told.startswith("The buttons in the editors' chat do nothing: ")
    assert "webhook is active" in told
    assert room.titles == ["Meldung 1"]

    room.emulator._plan.planned.clear()
    await room.flood(6)
    await room.look()
    room.push(room.buttons(1)["Absorb as known"], 1)
    await room.until(room.answers)
    await room.look()
    assert [said.partition("\n")[0] for said in room.said[2:]] == ["The buttons in the editors' chat work again."]


async def test_a_restart_does_not_say_that_it_hears_before_it_does(room: Room) -> None:
    conflict = Failure.refusal(409, "terminated by other getUpdates request")
    room.emulator.plan(conflict, "getUpdates", times=1000)
    await room.until(lambda: sum(one.method.lower() == "getupdates" for one in room.emulator.calls) > 3)
    await room.look()
    await room.seconds_pass(61)
    await room.look()
    assert len(room.said) == 1
    async with press_office(room.app, room.due.set) as again:
        await again.notifier.look()
        await room.until(lambda: sum(one.method.lower() == "getupdates" for one in room.emulator.calls) > 20)
        await again.notifier.look()
    assert len(room.said) == 1


async def test_an_editors_chat_that_becomes_a_supergroup_is_followed_and_the_new_number_is_told(room: Room) -> None:
    new = -1001000000009
    room.emulator.add_channel(new, title="Redaktion", type="supergroup")
    moved = Failure(
        "error", status=400, description="group chat was upgraded to a supergroup chat", migrate_to_chat_id=new
    )
    room.emulator.plan(moved, "sendMessage", times=1)
    await room.flood(6)
    for _ in range(3):
        await room.look()
    asked, told = room.emulator.messages(new)
    assert asked["text"].startswith("6 releases")
    assert told["text"].startswith(f"The group {EDITORS} became a supergroup and has the number {new} now.")
    assert room.said == []
    (data,) = [one["callback_data"] for one in asked["buttons"] if one["text"] == "Absorb as known"]
    room.emulator.press_button(new, asked["message_id"], data)
    await room.until(room.answers)
    assert room.answers() == ["absorbed as known: 6"]


async def test_a_channel_is_not_followed_to_another_number(room: Room) -> None:
    moved = Failure("error", status=400, description="group chat was upgraded", migrate_to_chat_id=OTHERS)
    room.emulator.plan(moved, "sendMessage", times=2)
    await room.bring("1")
    await room.deliver()
    assert room.emulator.messages(OTHERS) == []


# --- alert addresses --------------------------------------------------------------------------------------------------


async def test_each_change_reaches_chat_and_address_once_and_nothing_the_channel(
    make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "relay")
    async with hooks(1) as (hook,):
        room = await make(hook.url)
        room.emulator.plan(Failure.refusal(403, "bot was kicked from the channel chat"), "sendMessage", times=1)
        await room.bring("1")
        await room.deliver()
        await room.look()
        await room.look()
        assert hook.told == room.said
        await room.seconds_pass(61)
        await room.deliver()
        await room.look()
        await room.look()
    assert hook.told[1:] == room.said[1:] == ["The channel main takes posts again; waiting to go out: 0"]
    assert room.titles == ["Meldung 1"]
    said = caplog.text + "\n".join([*room.said, *hook.told])
    assert PASSWORD not in said
    assert room.emulator.token not in said


async def test_an_address_that_hangs_keeps_neither_posts_nor_buttons_waiting(make: Any) -> None:
    async with hooks(1) as (hook,):
        hook.gate = asyncio.Event()
        room = await make(hook.url)
        await room.flood(6)
        looking = asyncio.create_task(room.look())
        await room.until(lambda: room.said)
        await room.bring("1")
        await room.deliver()
        assert room.titles == ["Meldung 1"]
        room.push(room.buttons()["Absorb as known"])
        await room.until(room.answers)
        assert not looking.done()
        assert hook.told == []
        hook.gate.set()
        await looking
    assert len(hook.told) == 1
