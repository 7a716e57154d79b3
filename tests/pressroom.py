"""A store in which something waits or is wrong, and who is told of it, for tests."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from relay.errors import Text
from relay.press.notices import Scope
from relay.press.notifier import Notifier
from relay.press.ports import Alerts, EditorsChat
from relay.store.codec import dump_text, stamp
from relay.store.database import Database
from relay.store.notices import Notices
from tests.fakes import SITE, START, SetClock

FLOOD = Text("too many new releases at once")
SCOPE = Scope(frozenset({"presse"}), frozenset({"main"}), after=900.0, zone=UTC)


@dataclass
class FakeChat:
    """`relay.press.ports.EditorsChat`: remembers what was said; fails as scripted, None is success."""

    script: deque[Exception | None] = field(default_factory=deque)
    said: list[str] = field(default_factory=list)
    choices: list[list[tuple[str, str]]] = field(default_factory=list)
    silent: list[bool] = field(default_factory=list)
    unsettled: Exception | None = None
    """What becomes of taking buttons away; None is success."""

    async def say(self, text: str, choices: Sequence[tuple[str, str]], *, silent: bool = False) -> int:
        if error := self.script.popleft() if self.script else None:
            raise error
        self.said.append(text)
        self.silent.append(silent)
        self.choices.append(list(choices))
        return 100 + len(self.said)

    async def settle(self, message: int, text: str | None) -> None:
        if self.unsettled:
            raise self.unsettled
        self.said[message - 101] = text or self.said[message - 101]
        self.choices[message - 101] = []


@dataclass
class FakeAlerts:
    """`relay.press.ports.Alerts`: remembers what was told; fails as scripted, None is success."""

    script: deque[Exception | None] = field(default_factory=deque)
    told: list[tuple[str, str]] = field(default_factory=list)

    async def tell(self, title: str, body: str) -> None:
        if error := self.script.popleft() if self.script else None:
            raise error
        self.told.append((title, body))

    @property
    def bodies(self) -> list[str]:
        return [body for _, body in self.told]


@dataclass
class Pressroom:
    """A store, and what tells people of it."""

    database: Database
    clock: SetClock = field(default_factory=SetClock)
    chat: EditorsChat | None = None
    alerts: Alerts | None = None
    language: str = "en"
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.notices = Notices(self.database)
        self.notifier = self.new_notifier()

    def new_notifier(self, store: Any = None, *, alerts: Sequence[Alerts] | None = None) -> Notifier:
        """As a relay that was just started has one."""
        return Notifier(
            store or self.notices,
            chat=self.chat,
            alerts=([self.alerts] if self.alerts else []) if alerts is None else alerts,
            clock=self.clock,
            language=self.language,
            scope=SCOPE,
            turn=self.turn,
        )

    async def look(self, after: float = 0.0) -> None:
        """Have a look, some seconds after the last one."""
        self.clock.pass_by(after)
        await self.notifier.look()

    # --- what is so ---------------------------------------------------------------------------------------------------

    async def hold(
        self,
        title: str,
        *,
        reason: Text = FLOOD,
        source: str = "presse",
        channels: Sequence[str] = ("main",),
        published: datetime | None = None,
    ) -> list[int]:
        """A new release waits for a person; returns the numbers of its deliveries."""
        async with self.database.transaction() as database:
            release = await database.insert(
                "INSERT INTO releases (source, title, url, published, seen) VALUES (?, ?, ?, ?, ?)",
                source,
                title,
                f"{SITE}/{title}",
                stamp(published),
                stamp(START),
            )
            await database.insert("INSERT INTO posts (release, revision, body) VALUES (?, 1, '{}')", release)
            return [
                await database.insert(
                    "INSERT INTO deliveries (release, channel, state, due, reason, created, changed) "
                    "VALUES (?, ?, 'held', 0, ?, 0, 0)",
                    release,
                    channel,
                    dump_text(reason),
                )
                for channel in channels
            ]

    async def flood(self, count: int) -> list[int]:
        """So many releases wait, a day apart; returns the numbers of their deliveries, oldest first."""
        days = [START - timedelta(days=count - number) for number in range(count)]
        return [(await self.hold(f"Meldung {n}", published=day))[0] for n, day in enumerate(days)]

    async def source_fails(self, problem: Text, source: str = "presse") -> None:
        async with self.database.transaction() as database:
            await database.insert(
                "INSERT OR REPLACE INTO sources (id, url, failures, success, problem) VALUES (?, ?, 1, ?, ?)",
                source,
                SITE,
                stamp(START),
                dump_text(problem),
            )

    async def source_is_well(self, source: str = "presse") -> None:
        async with self.database.transaction() as database:
            await database.change("UPDATE sources SET problem = '', failures = 0 WHERE id = ?", source)

    async def channel_fails(
        self, problem: Text, *, failures: int = 1, wait: float = 2.0, channel: str = "main"
    ) -> None:
        """It takes nothing, and is tried again so many seconds from now."""
        async with self.database.transaction() as database:
            await database.insert(
                "INSERT OR REPLACE INTO channels (id, wait_until, failures, problem) VALUES (?, ?, ?, ?)",
                channel,
                stamp(self.clock() + timedelta(seconds=wait)),
                failures,
                dump_text(problem),
            )

    async def channel_is_well(self) -> None:
        async with self.database.transaction() as database:
            await database.change("DELETE FROM channels")

    async def pend(self, title: str) -> None:
        """A release waits to go out."""
        (delivery,) = await self.hold(title)
        async with self.database.transaction() as database:
            await database.change("UPDATE deliveries SET state = 'pending', reason = '' WHERE id = ?", delivery)

    async def decide(self, *deliveries: int) -> None:
        """A person decides at the command line."""
        async with self.database.transaction() as database:
            for one in deliveries:
                await database.change("UPDATE deliveries SET state = 'discarded', reason = '' WHERE id = ?", one)

    async def write(self, text: Text) -> None:
        """A letter to the editors."""
        async with self.database.transaction() as database:
            await database.insert("INSERT INTO letters (text, at) VALUES (?, ?)", dump_text(text), stamp(self.clock()))

    async def states(self) -> dict[int, str]:
        async with self.database.turn() as database:
            rows = await database.rows("SELECT id, state FROM deliveries ORDER BY id")
        return {row["id"]: row["state"] for row in rows}
