"""CPU of polling a thousand sources that have not changed, each at a website of its own."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp

from relay.app import Store, open_store
from relay.feed import manners
from relay.ingest import Ingest
from relay.model import Fetched, Validators
from relay.poller import Poller
from relay.settings import SourceSpec
from relay.sources.guard import AddressGuard
from relay.sources.http import Fetcher, FetchLimits
from relay.state import SourceState
from relay.timing import now
from tests.bench.reading import feed_of
from tests.bench.table import RUNS, Row, against
from tests.bench.website import ETAG, LOOPBACK, RSS, Here, Websites

SOURCES = 1000
ZONE = ZoneInfo("Europe/Berlin")
AT_FIRST = datetime.now(UTC)


def sources(websites: Websites, path: str, many: int = SOURCES, interval: float = 300.0) -> list[SourceSpec]:
    """Sources at so many websites."""
    return [
        SourceSpec(id=f"ort{n}", url=websites.url(n, path), channels=("main",), interval=interval) for n in range(many)
    ]


async def read_before(
    store: Store, specs: Sequence[SourceSpec], *, etag: str | None, spread: float = 0.0
) -> dict[str, SourceState]:
    """The states of sources that were read once, and are stored: `spread` seconds ago at most, evenly, or long ago."""
    body, states = feed_of(range(20)), {}
    for number, spec in enumerate(specs):
        fetched = Fetched(url=spec.url, body=body, content_type=RSS)
        states[spec.id] = SourceState(
            url=spec.url,
            validators=Validators(etag=etag),
            baselined=True,
            digest=manners.digest(spec, fetched, f"{version('relay')} {ZONE}"),
            full=AT_FIRST,
            polled=now() - timedelta(seconds=spread * number / len(specs)) if spread else None,
            listed=bytes(16 * 20),
        )
    for start in range(0, len(specs), 100):
        await asyncio.gather(*(store.sources.record(one, states[one.id], (), AT_FIRST) for one in specs[start:][:100]))
    return states


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = AT_FIRST

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def polling(
    specs: Sequence[SourceSpec], *, etag: str | None, clock: Callable[[], datetime], spread: float = 0.0
) -> AsyncIterator[Poller]:
    """All parts of relay that polling takes, with a database in a file; the clock is ours, so that all are due."""
    guard = AddressGuard(LOOPBACK)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Fetcher(guard=guard, limits=FetchLimits(), user_agent="relay/bench", resolver=Here()) as fetcher,
            open_store(Path(folder) / "relay.db") as store,
        ):
            ingest = Ingest(
                fetcher=fetcher, store=store.sources, clock=clock, dice=lambda: 0.0, zone=ZONE, obey_hints=True
            )
            states = await read_before(store, specs, etag=etag, spread=spread)
            yield Poller(ingest, specs, states, clock=clock, on_due=lambda: None)


async def ask(session: aiohttp.ClientSession, specs: Sequence[SourceSpec], etag: str | None) -> None:
    """The floor: ask one after the other, read what comes, remember nothing."""
    headers = {"If-None-Match": etag} if etag else {}
    for spec in specs:
        async with session.get(spec.url, headers=headers) as response:
            await response.read()


async def rounds(websites: Websites, path: str, etag: str | None, runs: int = RUNS) -> dict[str, list[float]]:
    """CPU milliseconds per source, in turns, so that all meet the same weather."""
    specs, clock = sources(websites, path), Clock()
    one_host = [specs[0]] * SOURCES
    taken: dict[str, list[float]] = {"relay": [], "bare": [], "kept": []}
    async with (
        polling(specs, etag=etag, clock=clock) as poller,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=Here(), force_close=True)) as anew,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=Here())) as kept,
    ):

        async def relay() -> None:
            clock.now += timedelta(minutes=10)
            await poller.tick()
            await poller.settle()
            assert not poller.failing

        ways = {"bare": lambda: ask(anew, specs, etag), "kept": lambda: ask(kept, one_host, etag), "relay": relay}
        for number in range(runs + 1):
            for name, way in ways.items():
                began = time.process_time()
                await way()
                if number:  # the first round warms up
                    taken[name].append((time.process_time() - began) * 1000 / SOURCES)
    return taken


def rows() -> Iterator[Row]:
    """Part a."""
    with Websites() as websites:
        yield from _rows(websites)


def _rows(websites: Websites) -> Iterator[Row]:
    for what, path, etag, goal in (("304", "feed.rss", ETAG, 1.6), ("200, identical body", "same.rss", None, 2.0)):
        taken = asyncio.run(rounds(websites, path, etag))
        yield against(
            f"(a) unchanged source, {what}", taken["relay"], taken["bare"], "aiohttp, a connection each", goal
        )
        yield against("(a) the same", taken["relay"], taken["kept"], "aiohttp, one connection for all", goal)
