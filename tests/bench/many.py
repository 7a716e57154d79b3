"""Ten thousand sources in one process: is each asked within its interval, and does anything keep the event loop?"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import aiohttp

from relay.timing import now
from tests.bench.polling import polling, sources
from tests.bench.table import Row
from tests.bench.website import ETAG, Here, Websites

SOURCES = 10_000
SHORT, LONG = 60.0, 300.0
"""Seconds of an interval: the short one asks five times as often, so what holds for it holds for the long one."""
INTERVALS = 2.2
"""For how many intervals relay polls; at the beginning the sources are due one after the other, as in any relay that
runs: each one's time is kept, also over a restart."""
TICK = 1.0
"""Seconds between two looks at the schedule (`relay.daemon.TICK`): as much later a source may be asked."""
LAG = 0.05
TICKER = 0.005


async def _ticker(lags: list[float]) -> None:
    """Note by how many seconds the event loop wakes it too late."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICKER)
        lags.append(time.perf_counter() - began - TICKER)


async def _poll(websites: Websites, interval: float) -> tuple[Sequence[float], float]:
    """Lags in seconds, and the share of one core that was used."""
    specs, lags = sources(websites, "feed.rss", SOURCES, interval), list[float]()
    async with polling(specs, etag=ETAG, clock=now, spread=interval) as poller:
        ticker = asyncio.create_task(_ticker(lags))
        began, used = time.perf_counter(), time.process_time()
        for turn in range(int(INTERVALS * interval / TICK)):
            await poller.tick()
            await asyncio.sleep(max(0.0, began + (turn + 1) * TICK - time.perf_counter()))
        share = (time.process_time() - used) / (time.perf_counter() - began)
        ticker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticker
        await poller.settle()
        assert not poller.failing
    return lags, share


async def _asked(websites: Websites) -> Mapping[str, list[float]]:
    """When each website was asked."""
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=Here())) as session,
        session.get(websites.url(0, "asked")) as answer,
    ):
        found: dict[str, list[float]] = await answer.json()
    return found


def rows(*, long: bool) -> Iterator[Row]:
    """Part d."""
    interval = LONG if long else SHORT
    with Websites() as websites:
        lags, share = asyncio.run(_poll(websites, interval))
        asked = asyncio.run(_asked(websites))
    gaps = [later - before for times in asked.values() for before, later in pairwise(times)]
    seldom = SOURCES - sum(len(times) >= int(INTERVALS) for times in asked.values())
    late = sum(gap > interval + 2 * TICK for gap in gaps) + seldom
    yield Row(
        f"(d) {SOURCES} sources every {interval:g} s, seconds between two requests ({INTERVALS} intervals, once)",
        f"median {statistics.median(gaps):.1f}, most {max(gaps):.1f}; {share:.0%} of a core",
        "",
        "the interval, and 2 looks at the schedule",
        f"{late} late of {len(gaps)}",
        "0",
        late == 0,
    )
    ordered = sorted(lags)
    p99 = ordered[len(ordered) * 99 // 100]
    yield Row(
        "(d) event-loop lag meanwhile, ms",
        f"median {1000 * statistics.median(lags):.1f}, most {1000 * ordered[-1]:.0f}",
        "",
        f"{len(lags)} looks {1000 * TICKER:g} ms apart",
        f"p99 {1000 * p99:.1f}",
        f"< {1000 * LAG:g}",
        p99 < LAG,
    )
