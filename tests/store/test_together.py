"""Polls that bring nothing to post are recorded several at a time, and each as if it were alone."""

from __future__ import annotations

import asyncio
import sqlite3

from relay.errors import StoreError, TakenOver
from relay.model import Validators
from relay.settings import SourceSpec
from relay.state import SourceState
from relay.store.database import Database
from relay.store.sources import Sources
from tests.fakes import SITE, START, source, state

NAMES = [f"ort{number}" for number in range(20)]


def spec(name: str) -> SourceSpec:
    return source(name, url=f"{SITE}/{name}.xml")


def well(name: str, etag: str = '"1"') -> SourceState:
    return state(url=spec(name).url, validators=Validators(etag=etag))


async def record(sources: Sources, name: str, etag: str = '"1"') -> int:
    return await sources.record(spec(name), well(name, etag), (), START)


def commits(database: Database) -> list[str]:
    """The statements that end a transaction, as they come."""
    seen: list[str] = []
    connection = database._connection._conn
    connection.set_trace_callback(lambda sql: seen.append(sql) if sql in ("COMMIT", "ROLLBACK") else None)
    return seen


async def test_polls_that_end_at_the_same_time_share_a_transaction(database: Database) -> None:
    sources, seen = Sources(database), commits(database)
    await asyncio.gather(*(record(sources, name) for name in NAMES))
    assert set(await sources.source_states()) == set(NAMES)
    assert len(seen) <= 3


async def test_a_poll_is_on_the_disk_when_its_call_returns(database: Database) -> None:
    sources, read = Sources(database), []

    async def check(name: str) -> None:
        await record(sources, name)
        with sqlite3.connect(database.path) as other:
            read.append(other.execute("SELECT count(*) FROM sources WHERE id = ?", (name,)).fetchone()[0])
        other.close()

    await asyncio.gather(*map(check, NAMES))
    assert read == [1] * len(NAMES)


async def test_one_that_cannot_be_written_costs_no_other(database: Database) -> None:
    sources = Sources(database)
    polls = [record(sources, name, "\udcff" if name == "ort7" else '"1"') for name in NAMES]
    done = await asyncio.gather(*polls, return_exceptions=True)
    assert [name for name, result in zip(NAMES, done, strict=True) if result] == ["ort7"]
    assert isinstance(done[7], UnicodeEncodeError)
    assert set(await sources.source_states()) == set(NAMES) - {"ort7"}


async def test_each_is_told_when_none_can_be_written(database: Database) -> None:
    sources = Sources(database)
    await record(sources, "ort0")
    await database.insert("INSERT INTO instance (one, number, holder, host, until) VALUES (1, 2, 'other', '', 0)")
    database.fence = 1
    done = await asyncio.gather(*(record(sources, name) for name in NAMES), return_exceptions=True)
    assert {type(one) for one in done} == {TakenOver}
    assert issubclass(TakenOver, StoreError)
    database.fence = None
    assert set(await sources.source_states()) == {"ort0"}


async def test_one_that_is_cancelled_while_it_writes_leaves_the_others_to_the_next(database: Database) -> None:
    sources = Sources(database)
    async with database.turn():
        polls = [asyncio.create_task(record(sources, name)) for name in NAMES]
        await asyncio.sleep(0)
        polls[0].cancel()
        await asyncio.sleep(0)
    done = await asyncio.gather(*polls, return_exceptions=True)
    assert isinstance(done[0], asyncio.CancelledError)
    assert done[1:] == [0] * (len(NAMES) - 1)
    assert set(await sources.source_states()) == set(NAMES[1:])


async def test_of_two_polls_of_one_source_the_later_one_stands(database: Database) -> None:
    sources = Sources(database)
    await asyncio.gather(record(sources, "ort1"), record(sources, "ort1", '"2"'), record(sources, "ort1", '"3"'))
    assert (await sources.source_states())["ort1"].validators.etag == '"3"'
