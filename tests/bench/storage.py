"""A store that knows a million releases: what a poll takes there, and how much room a release takes."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from relay.app import Store, open_store
from relay.article.extract import article_from_entry
from relay.feed import decide as rules
from relay.feed.parse import parse
from relay.model import Decision, Fetched, Finding, ParsedFeed, Post, Verdict
from relay.render.post import compose
from relay.settings import SourceSpec
from relay.state import SourceState
from tests.bench.reading import SITE, SOURCE, feed_of
from tests.bench.table import Row, against

RELEASES, REAL, SOURCES = 1_000_000, 1_000, 100
POLLS = 60
"""With one new release each, in turns in both stores."""
ROOM = 1024
"""Bytes of a release that is known, at most."""
GOAL = 1.2
ZONE = ZoneInfo("Europe/Berlin")
EPOCH = datetime(2025, 3, 1, 9, tzinfo=UTC)
ARCHIVE = SourceSpec(id="ort0", url=f"{SITE}/archiv.rss", channels=("main",), interval=60)

# All that is known was recorded once as relay records it; here it is written down again under other keys.
_MORE = f"WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {RELEASES // REAL - 1}) "
_OTHERS = f"id + n * {REAL}"
_FILL = (
    f"""{_MORE} INSERT INTO releases (id, source, title, url, published, seen, title_key, excerpt, entry)
    SELECT {_OTHERS}, 'ort' || ((id + n) % {SOURCES}), 'Der Landkreis Musterland erneuert ab Montag die Kreisstraße ' ||
           ({_OTHERS}), url || '/pressemitteilungen/2025/maerz/meldung-' || ({_OTHERS}), published + n, seen,
           randomblob(16), excerpt, randomblob(16) FROM releases, k""",
    f"""INSERT INTO entries (source, key, release, digest) SELECT source, entry, id, randomblob(16) FROM releases
    WHERE id > {REAL} ORDER BY source, entry""",
    f"INSERT INTO links (key, release) SELECT randomblob(16) AS key, id FROM releases WHERE id > {REAL} ORDER BY key",
    f"""{_MORE} INSERT INTO deliveries (release, channel, state, due, reason, created, changed)
    SELECT release + n * {REAL}, channel, state, due, reason, created, changed FROM deliveries, k""",
)


async def poll(store: Store, spec: SourceSpec, feed: ParsedFeed, *, baselined: bool = True) -> None:
    """Decide what a feed brings, and record it."""
    state = SourceState(url=spec.url, baselined=True)
    keys = rules.keys(feed, spec)
    known = await store.sources.known(spec.id, keys)
    strangers = rules.strangers(feed, known, spec)
    past = await store.sources.past(spec, strangers)
    listed = frozenset(key.entry for key in keys[:-1]) if baselined else frozenset()
    decisions = rules.decide(feed, known, spec, baselined=baselined, past=past, listed=listed, zone=ZONE, now=EPOCH)
    assert {one.verdict for one in decisions} == {Verdict.NEW if baselined else Verdict.BASELINE}
    findings = [Finding(one, post=_post(one) if baselined else None) for one in decisions]
    well = replace(state, listed=rules.packed(keys))
    assert await store.sources.record(spec, well, findings, EPOCH, last=past.last) == int(baselined)


def _post(decision: Decision) -> Post:
    article = article_from_entry(decision.entry)
    assert article
    return compose(article, entry=decision.entry, hashtags=())


def feed(first: int, many: int = 20) -> ParsedFeed:
    """Of so many entries."""
    return parse(Fetched(url=SOURCE.url, body=feed_of(range(first, first + many))))


async def _fill(store: Store) -> float:
    """A million releases, most of them copied; returns how many bytes each takes."""
    await poll(store, ARCHIVE, feed(1_000_000, REAL), baselined=False)
    connection = store.database
    async with connection.transaction():
        for statement in _FILL:
            await connection.change(statement)
    async with connection.turn():
        (found,) = await connection.rows("SELECT count(*) AS many FROM releases")
        await connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found["many"] == RELEASES
    return connection.path.stat().st_size / RELEASES


async def _measure() -> tuple[dict[str, dict[str, list[float]]], float]:
    """Milliseconds of a poll, in both stores, on the clock and of the processor; and bytes of a release."""
    taken: dict[str, dict[str, list[float]]] = {name: {"wall": [], "cpu": []} for name in ("full", "empty")}
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "full.db") as full, open_store(Path(folder) / "empty.db") as empty:
            size = await _fill(full)
            stores = {"full": full, "empty": empty}
            for store in stores.values():
                await poll(store, SOURCE, feed(0), baselined=False)
            for number in range(1, POLLS + 5):
                shown = feed(number)
                for name, store in stores.items():
                    began, used = time.perf_counter(), time.process_time()
                    await poll(store, SOURCE, shown)
                    if number >= 5:  # the first ones warm up
                        taken[name]["wall"].append((time.perf_counter() - began) * 1000)
                        taken[name]["cpu"].append((time.process_time() - used) * 1000)
    return taken, size


def rows() -> Iterator[Row]:
    """Part e."""
    taken, size = asyncio.run(_measure())
    full, empty = taken["full"], taken["empty"]
    what = f"(e) decide and record, {RELEASES} releases known, {POLLS} polls"
    yield against(f"{what}, on the clock", full["wall"], empty["wall"], "an empty store", GOAL)
    yield against(f"{what}, CPU", full["cpu"], empty["cpu"], "an empty store", GOAL)
    yield Row("(e) bytes of a release that is known", "", "", "the whole file", f"{size:.0f}", f"< {ROOM}", size < ROOM)
