"""A store with a channel and what delivers from the one to the other, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relay.deliver import Deliver
from relay.delivery.manners import Manners
from relay.delivery.message import Rendered
from relay.delivery.outcome import SETTLE
from relay.errors import Text
from relay.model import Post, Verdict
from relay.ports import Renderer
from relay.store.database import Database, open_database
from relay.store.decisions import Decisions
from relay.store.deliveries import Deliveries
from relay.store.sources import Sources
from tests.fakes import (
    CHAT,
    FakeChannel,
    FakePictures,
    FakeWitness,
    Fuse,
    Fused,
    SetClock,
    finding,
    key,
    one_message,
    one_message_a_block,
    source,
    state,
    superseded_notice,
    withdrawn_notice,
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
    single: Renderer = one_message
    pace: float = 0.0
    per_minute: int = 20
    test: bool = False
    editors: bool = False
    """Whether there is an editors' chat to find out with what is out."""
    answers: Callable[[], Awaitable[object]] | None = None
    """Asks whether Telegram answers at all."""
    withdrawal: str = "notice"
    edits_per_hour: int = 1000
    on_posted: Callable[[Post, Rendered], Awaitable[None]] | None = None
    on_lacking: Callable[[Post, Sequence[Text]], Awaitable[None]] | None = None
    fuse: Fuse = field(default_factory=Fuse)

    def __post_init__(self) -> None:
        self.store = Deliveries(self.database)
        self.decisions = Decisions(self.database)
        self.witness = FakeWitness(self.channel)
        self.sources = Sources(self.database)
        self.deliver = self.new_deliver()

    def new_deliver(self) -> Deliver:
        """As a relay that was just started has one; a fuse that was lit burns at its calls of store and channel."""
        store: Any = Fused(self.store, self.fuse)
        channel: Any = Fused(self.channel, self.fuse)
        return Deliver(
            "main",
            chat=CHAT,
            channel=channel,
            render=self.render,
            single=self.single,
            notice=withdrawn_notice,
            superseded=superseded_notice,
            pictures=self.pictures,
            store=store,
            clock=self.clock,
            manners=self.manners,
            witness=self.witness if self.editors else None,
            answers=self.answers,
            on_posted=self.on_posted,
            on_lacking=self.on_lacking,
            sleep=self.clock.sleep,
        )

    @property
    def manners(self) -> Manners:
        return Manners(
            pace=self.pace,
            per_minute=self.per_minute,
            edits_per_hour=self.edits_per_hour,
            uncertain=self.uncertain,
            withdrawal=self.withdrawal,
            test=self.test,
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
        return await self.store.start_over(self.clock(), SETTLE, test=self.test)

    async def states(self) -> dict[str, str]:
        rows = await self.database.rows(
            "SELECT title, state FROM deliveries JOIN releases ON releases.id = release ORDER BY deliveries.id"
        )
        return {row["title"]: row["state"] for row in rows}

    async def reasons(self) -> list[str]:
        return [str(hold.reason) for hold in await self.decisions.holds()]


@asynccontextmanager
async def open_desk(path: Path, **more: Any) -> AsyncIterator[Desk]:
    """A desk whose database is a file; that it need not reach the disk spares a thousand waits for it."""
    async with open_database(path) as database:
        await database.rows("PRAGMA synchronous = OFF")
        yield Desk(database, **more)


@contextmanager
def at_once(database: Database, before: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Statements run here and now, after `before`, not in a thread: for tests with thousands and nothing beside them.

    The way into the thread and back takes ten times as long as a statement.
    """
    connection: Any = database._connection
    real = connection._execute

    async def execute(statement: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        before()
        return statement(*args, **kwargs)

    connection._execute = execute
    try:
        yield
    finally:
        connection._execute = real
