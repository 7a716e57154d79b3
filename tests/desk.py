"""A store with a channel and what delivers from the one to the other, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relay.deliver import Deliver
from relay.errors import Text
from relay.model import DeliveryState, Verdict
from relay.ports import Renderer
from relay.store.database import Database, open_database
from relay.store.deliveries import Deliveries
from relay.store.sources import Sources
from tests.fakes import (
    FakeChannel,
    FakePictures,
    Fuse,
    Fused,
    SetClock,
    finding,
    key,
    one_message_a_block,
    source,
    state,
)


@dataclass
class Desk:
    """Everything around one channel's queue."""

    database: Database
    channel: FakeChannel = field(default_factory=FakeChannel)
    pictures: FakePictures = field(default_factory=FakePictures)
    clock: SetClock = field(default_factory=SetClock)
    uncertain: str = "resend"
    render: Renderer = one_message_a_block
    pace: float = 0.0
    per_minute: int = 20
    test: bool = False
    fuse: Fuse = field(default_factory=Fuse)

    def __post_init__(self) -> None:
        self.store = Deliveries(self.database)
        self.sources = Sources(self.database)
        self.deliver = self.new_deliver()

    def new_deliver(self) -> Deliver:
        """As a relay that was just started has one; a fuse that was lit burns at its calls of store and channel."""
        store: Any = Fused(self.store, self.fuse)
        channel: Any = Fused(self.channel, self.fuse)
        return Deliver(
            "main",
            channel=channel,
            render=self.render,
            pictures=self.pictures,
            store=store,
            clock=self.clock,
            pace=self.pace,
            per_minute=self.per_minute,
            uncertain=self.uncertain,
            test=self.test,
            sleep=self.clock.sleep,
        )

    async def bring(self, name: str, *texts: str, verdict: Verdict = Verdict.NEW, **more: Any) -> None:
        """A release, or a correction of one, comes from the website."""
        one = finding(name, verdict, *texts, **more)
        known = (await self.sources.known("presse", [one.decision.keys])).get(key("guid" + name))
        verdict = Verdict.CHANGED if known and verdict is Verdict.NEW else verdict
        one = finding(name, verdict, *texts, known=known, **more)
        await self.sources.record(source(), state(), [one], self.clock())

    async def work(self, limit: int = 100) -> None:
        """Deliver what is due, and wait for what is to be waited for, until nothing is pending."""
        for _ in range(limit):
            at = await self.deliver.ready_at()
            if at is None:
                return
            self.clock.at = max(self.clock.at, at)
            await self.deliver.deliver_one()
        raise AssertionError("the queue does not come to its end")

    async def start_over(self) -> int:
        """Start relay anew after it was cut off."""
        self.fuse.at = None
        self.deliver = self.new_deliver()
        after = DeliveryState.HELD if self.uncertain == "hold" else DeliveryState.PENDING
        return await self.store.start_over(self.clock(), after, Text("cut off"), test=self.test)

    async def states(self) -> dict[str, str]:
        rows = await self.database.rows(
            "SELECT title, state FROM deliveries JOIN releases ON releases.id = release ORDER BY deliveries.id"
        )
        return {row["title"]: row["state"] for row in rows}

    async def reasons(self) -> list[str]:
        return [str(hold.reason) for hold in await self.store.holds()]


@asynccontextmanager
async def open_desk(path: Path, **more: Any) -> AsyncIterator[Desk]:
    """A desk whose database is a file."""
    async with open_database(path) as database:
        yield Desk(database, **more)
