"""A website, a Bot API server and lives of the real daemon between them; and what is looked at after each."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiohttp import web

from relay.channels.telegram_rich import words_of
from relay.delivery.intent import TWICE, UNSEEN
from relay.emulator.site.emulator import SiteEmulator
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.emulator.telegram.http import BotApi
from relay.store.database import open_database
from relay.store.decisions import Decisions
from relay.store.ledger import Event, verify
from relay.store.withdrawals import find_release, withdraw
from relay.timing import now
from tests.chaos.child import live
from tests.chaos.newsroom import News, Newsroom, mark
from tests.chaos.oracle import Judgement, judge
from tests.chaos.orders import Orders
from tests.forks import FORKS

CHAT, EDITORS = -1001234567890, -1009876543210
HUMAN = "Mensch"
"""How a message begins that a person wrote into the channel."""
PATIENCE = 45.0
"""Seconds after which what does not stand in the channel is lost: waits are tenths of seconds here."""
TORN = "torn"
"""A failure's description: the connection ends in the middle of the answer's body."""


class Broken(AssertionError):
    """A promise does not hold."""

    def __init__(self, judgement: Judgement, more: str, log: str) -> None:
        super().__init__(f"{judgement}{'; ' if more else ''}{more}\n{log}")
        self.judgement = judgement
        self.more = more


class Life:
    """relay, from its start to its death."""

    def __init__(self, world: World) -> None:
        environ = {"RELAY_TELEGRAM_TOKEN": world.telegram.token, **world.environ}
        arguments = ["run", "--config", str(world.config)]
        self._process = FORKS.Process(target=live, args=(arguments, environ, world.log, world.orders.path))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def code(self) -> int | None:
        return self._process.exitcode

    async def kill(self) -> None:
        """With SIGKILL: nothing is tidied up."""
        self._process.kill()
        await asyncio.to_thread(self._process.join)
        self._process.close()


class World:
    """One county, and one relay at a time (or several, that race)."""

    def __init__(self, folder: Path, *, editors: bool = True, more: str = "") -> None:
        self.folder = folder
        self.editors = editors
        self.doubles = not editors
        """Whether a message may stand there twice."""
        self.dated = False
        """Whether relay took a date for one in the future: then what came later does not wait for it."""
        self.orders = Orders(folder / "orders")
        self.log = folder / "relay.log"
        self.config = folder / "config.toml"
        self.lives: list[Life] = []
        self.killed = 0
        """Lives that were ended. Each may leave one copy: nobody hears of a message that was just being forwarded."""
        self.environ: dict[str, str] = {}
        """Of the lives that follow."""
        self.site = SiteEmulator()
        self.telegram = TelegramEmulator(allow_local_links=True, limits=None)
        self.newsroom = Newsroom(self.site)
        self.humans = 0
        self._more = more

    async def open(self) -> None:
        self.log.touch()
        self.telegram.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
        self.telegram.add_channel(EDITORS, title="Redaktion", type="supergroup")
        await self.site.start()
        await self.telegram.start()
        self.config.write_text(
            f"""language = "en"
[fetch]
interval = "1s"
host_gap = "0s"
timeout = "10s"
obey_hints = false
contact = "presse@landkreis-musterland.example"
allow_networks = ["127.0.0.0/8"]
[telegram]
api_base = "{self.telegram.url}"
{f"editors_chat = {EDITORS}" if self.editors else ""}
[[source]]
id = "presse"
url = "{self.site.feed_url}"
channels = ["main"]
[[channel]]
id = "main"
kind = "telegram"
chat = {CHAT}
style = "full"
pace = "0s"
edits_per_hour = 1000
{self._more}
""",
            encoding="utf-8",
        )

    async def close(self) -> None:
        for life in list(self.lives):
            await self.end(life)
        await self.telegram.stop()
        await self.site.stop()
        self.orders.close()

    # --- lives --------------------------------------------------------------------------------------------------------

    def start(self) -> Life:
        life = Life(self)
        self.lives.append(life)
        return life

    async def end(self, life: Life) -> None:
        self.killed += 1
        self.lives.remove(life)
        await life.kill()

    async def baseline(self) -> Life:
        """A relay that has seen the website once: what stands there is not posted."""
        life = self.start()
        await self.until(lambda: self._ask("SELECT count(*) FROM sources WHERE baselined = 1") == 1, "no first sight")
        return life

    # --- what people do -----------------------------------------------------------------------------------------------

    def human(self) -> None:
        self.humans += 1
        self.telegram.post_as_human(CHAT, f"{HUMAN} {self.humans}")

    async def withdraw(self, news: News) -> None:
        """As `relay withdraw` does it."""
        async with open_database(self.folder / "relay.db") as database:
            release = await find_release(database, f"{self.site.url}/presse/{news.slug}.html")
            assert release is not None
            await withdraw(database, release, now(), "administrator")
        news.withdrawn = True

    async def somebody_looks(self) -> None:
        """Without an editors' chat relay leaves to a person what it sent twice unseen, or cannot be sure to withdraw.

        That person deletes by hand what was withdrawn, and lets all of it go out.
        """
        if self.editors or not self._ask("SELECT count(*) FROM deliveries WHERE state = 'held'"):
            return
        async with open_database(self.folder / "relay.db") as database:
            decisions = Decisions(database)
            holds = [one for one in await decisions.holds() if one.reason in (TWICE, UNSEEN)]
            for news in self.newsroom.news:
                if news.withdrawn and any(mark(news.number, 0, news.version) in one.title for one in holds):
                    self._delete_by_hand(news)
            await decisions.release([one.id for one in holds], now(), who="administrator")

    def _delete_by_hand(self, news: News) -> None:
        for message in self.telegram.messages(CHAT):
            if f"Z{news.number}-" in self._text(message):
                self.telegram.delete_as_human(CHAT, message["message_id"])
        news.removed = True

    # --- what is seen -------------------------------------------------------------------------------------------------

    @property
    def texts(self) -> list[str]:
        """Of what stands in the channel, but for what people wrote, and further pictures of albums."""
        standing = self.telegram.messages(CHAT)
        found = [self._text(one) for one in standing if self._text(one) or "media_group_id" not in one]
        return [text for text in found if not text.startswith(HUMAN)]

    def torn_albums(self) -> list[str]:
        """Albums that have not as many pictures as they are to have: one, when they were withdrawn."""
        found = Counter(one["media_group_id"] for one in self.telegram.messages(CHAT) if "media_group_id" in one)
        usual = {news.pictures for news in self.newsroom.news}
        return [f"{album}: {count}" for album, count in found.items() if count != 1 and count not in usual]

    def judge(self) -> Judgement:
        found = judge([one.marks for one in self.newsroom.news], self.texts)
        if self.doubles:
            return Judgement(lost=found.lost)
        return replace(found, swapped=()) if self.dated else found

    def copies(self) -> list[str]:
        """What relay forwarded to the editors' chat and left there."""
        return [str(one["message_id"]) for one in self.telegram.messages(EDITORS) if one.get("forward_origin")]

    async def settle(self, patience: float = PATIENCE) -> None:
        """Wait until the channel shows what it has to and nothing is under way; raises Broken if that never comes."""
        deadline = time.monotonic() + patience
        await self.somebody_looks()
        while (judgement := self.judge()) or (open_ends := self.open_ends()):
            if judgement.doubled or time.monotonic() > deadline or not any(life.alive for life in self.lives):
                raise self.broken(judgement, "" if judgement else open_ends)
            await asyncio.sleep(0.1)
            await self.somebody_looks()

    def open_ends(self) -> str:
        """What relay itself believes to be unfinished."""
        return str(
            self._ask(
                "SELECT coalesce(group_concat(id || ' ' || state || ' ' || (intent <> '') || ' ' || reason), '') "
                "FROM deliveries WHERE state NOT IN ('sent', 'discarded') OR intent <> ''"
            )
        )

    async def check(self) -> None:
        """What has to hold whenever everything is settled; raises Broken."""
        if judgement := self.judge():
            raise self.broken(judgement)
        if torn := self.torn_albums():
            raise self.broken(judgement, f"albums without all of their pictures: {', '.join(torn)}")
        if len(copies := self.copies()) > self.killed:
            raise self.broken(judgement, f"copies left in the editors' chat: {', '.join(copies)}")
        async with open_database(self.folder / "relay.db", read_only=True) as database:
            chain = await verify(database)
            posted = await database.rows(
                "SELECT release, count(*) FROM ledger WHERE event = ? GROUP BY release", Event.POSTED
            )
        if chain.problem:
            raise self.broken(judgement, f"ledger broken: {chain.problem}")
        if sorted(row[1] for row in posted) != [1] * len(self.newsroom.news):
            raise self.broken(judgement, f"ledger broken: posted {[tuple(row) for row in posted]}")

    def broken(self, judgement: Judgement, more: str = "") -> Broken:
        calls = "\n".join(
            f"{call.time:.2f} {call.method} {json.dumps(dict(call.params))[:150]}" for call in self.telegram.calls[-25:]
        )
        channel = "\n".join(f"{one['message_id']} {self._text(one)[:60]!r}" for one in self.telegram.messages(CHAT))
        log = "\n".join(self.log.read_text("utf-8").splitlines()[-60:])
        return Broken(judgement, more, f"--- log\n{log}\n--- calls\n{calls}\n--- channel\n{channel}")

    @staticmethod
    def _text(message: dict[str, Any]) -> str:
        return str(message.get("text") or message.get("caption") or words_of(message.get("rich_message")))

    async def until(self, reached: Callable[[], object], why: str, patience: float = PATIENCE) -> None:
        deadline = time.monotonic() + patience
        while not reached():
            if time.monotonic() > deadline:
                raise self.broken(self.judge(), why)
            await asyncio.sleep(0.05)

    def _ask(self, sql: str) -> Any:
        """One value of relay's database; None while that is not there or locked."""
        try:
            with self.database(read_only=True) as connection:
                return connection.execute(sql).fetchone()[0]
        except sqlite3.OperationalError:
            return None

    @contextmanager
    def database(self, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
        path = self.folder / "relay.db"
        connection = sqlite3.connect(f"file:{path}?mode={'ro' if read_only else 'rw'}", uri=True, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()

    def leader(self) -> Life | None:
        """The one that holds the lock, by what stands in its file."""
        words = (self.folder / "relay.db.lock").read_text("ascii").split()
        return next((life for life in self.lives if words and life.pid == int(words[0]) and life.alive), None)

    def deaths(self) -> list[str]:
        """Where relay died on orders."""
        return self.orders.deaths.read_text("utf-8").splitlines() if self.orders.deaths.exists() else []


_usual = BotApi._fail


async def _fail(self: BotApi, failure: Failure, request: web.Request, method: str, params: Any) -> web.StreamResponse:
    """Also end a connection in the middle of an answer's body."""
    if failure.description != TORN:
        return await _usual(self, failure, request, method, params)
    answer = await self._answer(method, params)
    body = answer.body if isinstance(answer.body, bytes) else b""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


BotApi._fail = _fail  # type: ignore[method-assign, assignment]


@asynccontextmanager
async def world_in(folder: Path, *, editors: bool = True, more: str = "") -> AsyncIterator[World]:
    """A world that is open; its relays are killed in the end."""
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - before anything runs
    world = World(folder, editors=editors, more=more)
    await world.open()
    try:
        yield world
    finally:
        await world.close()
