"""The ledger: a chain that shows what was changed, removed or slipped in later."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.errors import ConfigError, Text
from relay.store import ledger
from relay.store.database import Database, open_database
from relay.store.ledger import Chain, Event, Head, append, canonical, records, verify

NOW = datetime(2025, 6, 2, 8, 0, 0, 123457, tzinfo=UTC)
LINK = "https://t.me/landkreis_musterland/17"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relay.db"


async def write(database: Database, count: int, *, first: int = 1) -> None:
    async with database.transaction():
        for number in range(first, first + count):
            await append(
                database,
                Event.POSTED,
                release=number,
                channel="main",
                who="relay",
                now=NOW + timedelta(seconds=number),
                link=LINK,
                messages=[number],
            )


def forge(path: Path, *statements: str) -> None:
    """Write past relay, as somebody who has the file may."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TRIGGER IF EXISTS ledger_is_not_changed")
        raw.execute("DROP TRIGGER IF EXISTS ledger_is_not_shortened")
        for statement in statements:
            raw.execute(statement)
        raw.commit()


async def test_an_empty_ledger_is_whole(database: Database) -> None:
    chain = await verify(database)

    assert chain.broken is None
    assert chain.head == Head(0, b"\0" * 32)
    assert (chain.first, chain.last) == (None, None)


async def test_records_that_relay_wrote_are_whole_whatever_the_page(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(database, 10)

    for page in (1, 3, 10, 500):
        monkeypatch.setattr(ledger, "PAGE", page)
        chain = await verify(database)
        assert (chain.broken, chain.head.count) == (None, 10)
    assert chain.first == NOW + timedelta(seconds=1)
    assert chain.last == NOW + timedelta(seconds=10)


async def test_the_digest_is_the_sha_256_of_the_record_without_it(database: Database) -> None:
    """Spelled out here once, so that the rule does not change unnoticed: exports of years ago must still fit."""
    async with database.transaction():
        await append(
            database,
            Event.HELD,
            release=7,
            channel="main",
            who="relay",
            now=datetime(2025, 6, 2, 10, 0, tzinfo=timezone(timedelta(hours=2))),
            title="Brücke „Musterau“ gesperrt",
            reason=Text("too many new releases at once"),
        )

    said = (
        '{"channel":"main","detail":{"reason":"too many new releases at once","title":"Brücke „Musterau“ gesperrt"},'
        '"event":"held","id":1,"prev":"' + "0" * 64 + '","release":7,"time":"2025-06-02T08:00:00.000000+00:00",'
        '"who":"relay"}'
    )
    chain = Chain()
    found = [(record, digest) async for record, digest in records(database, chain)]
    assert canonical(found[0][0].told()) == said
    assert found[0][1] == hashlib.sha256(said.encode()).digest() == chain.head.digest


async def test_details_are_kept_as_what_json_knows(database: Database) -> None:
    async with database.transaction():
        await append(
            database,
            Event.POSTED,
            release=1,
            channel="main",
            who="relay",
            now=NOW,
            link=LINK,
            messages=[17, 18],
            test=False,
            words=b"\x00\xff",
            corrected=NOW,
            reason=None,
            why="half a character: \ud800",
        )

    ((record, _),) = [one async for one in records(database, Chain())]
    assert record.detail == {
        "link": LINK,
        "messages": [17, 18],
        "test": False,
        "words": "00ff",
        "corrected": "2025-06-02T08:00:00.123457+00:00",
        "why": "half a character: ?",
    }


@settings(max_examples=10)  # a database each
@given(st.lists(st.integers(1, 7 * 10**15), min_size=5, max_size=50))
async def test_every_time_comes_back_to_the_microsecond(
    tmp_path_factory: pytest.TempPathFactory, microseconds: list[int]
) -> None:
    times = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=one) for one in microseconds]
    async with open_database(tmp_path_factory.mktemp("ledger") / "relay.db") as database:
        async with database.transaction():
            for now in times:
                await append(database, Event.POSTED, release=1, channel="main", who="relay", now=now)
        chain = Chain()
        found = [datetime.fromisoformat(record.time) async for record, _ in records(database, chain)]
    assert chain.problem is None
    assert found == times


@given(
    st.dictionaries(st.text("abc_", min_size=1), st.text() | st.integers(-(2**53), 2**53) | st.booleans(), max_size=4)
)
def test_what_is_written_is_read_as_the_same(detail: dict[str, str | int | bool]) -> None:
    text = canonical(detail)
    assert canonical(json.loads(text)) == text


async def test_a_transaction_that_is_taken_back_leaves_no_record(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction():
            await append(database, Event.POSTED, release=1, channel="main", who="relay", now=NOW)
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        await fail()
    await write(database, 2)
    assert (await verify(database)).head.count == 2


async def test_relay_itself_cannot_change_or_remove_a_record(database: Database) -> None:
    await write(database, 2)

    for statement in ("UPDATE ledger SET who = 'editors'", "DELETE FROM ledger WHERE id = 2"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            async with database.transaction():
                await database.change(statement)
    assert (await verify(database)).broken is None


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE ledger SET at = at + 0.000001 WHERE id = 3",
        "UPDATE ledger SET at = at + 3600 WHERE id = 3",
        "UPDATE ledger SET at = 9e999 WHERE id = 3",
        "UPDATE ledger SET at = 1e300 WHERE id = 3",
        "UPDATE ledger SET event = 'discarded' WHERE id = 3",
        "UPDATE ledger SET release = 4 WHERE id = 3",
        "UPDATE ledger SET channel = 'other' WHERE id = 3",
        "UPDATE ledger SET who = 'editors' WHERE id = 3",
        """UPDATE ledger SET detail = '{"link":"https://t.me/other/1","messages":[3]}' WHERE id = 3""",
        "UPDATE ledger SET detail = replace(detail, ':', ': ') WHERE id = 3",
        "UPDATE ledger SET detail = '{' WHERE id = 3",
        "UPDATE ledger SET detail = '' WHERE id = 3",
        "UPDATE ledger SET detail = '[1,2]' WHERE id = 3",
        "UPDATE ledger SET detail = CAST(x'ff' AS TEXT) WHERE id = 3",
        "UPDATE ledger SET digest = (SELECT digest FROM ledger WHERE id = 2) WHERE id = 3",
        "UPDATE ledger SET digest = x'' WHERE id = 3",
        "DELETE FROM ledger WHERE id = 3",
        "DELETE FROM ledger WHERE id BETWEEN 3 AND 4",
    ],
)
async def test_a_forged_record_is_named(path: Path, forgery: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PAGE", 2)
    async with open_database(path) as database:
        await write(database, 6)
    forge(path, forgery)

    async with open_database(path, read_only=True) as database:
        chain = await verify(database)
    assert (chain.broken, chain.head.count) == (3, 2)
    assert str(chain.problem).startswith("record 3 ")


async def test_a_first_record_that_is_missing_is_named(path: Path) -> None:
    async with open_database(path) as database:
        await write(database, 3)
    forge(path, "DELETE FROM ledger WHERE id = 1")

    async with open_database(path) as database:
        chain = await verify(database)
    assert str(chain.problem) == "record 1 is missing: 2 comes next"


@pytest.mark.parametrize("place", [-1, 0, 99])
async def test_a_record_that_was_slipped_in_is_named(path: Path, place: int) -> None:
    async with open_database(path) as database:
        await write(database, 3)
    forge(
        path, f"INSERT INTO ledger SELECT {place}, at, event, release, channel, who, detail, digest FROM ledger LIMIT 1"
    )

    async with open_database(path) as database:
        chain = await verify(database)
    assert chain.broken == (4 if place == 99 else 1)


async def test_an_end_that_was_cut_off_shows_by_a_head_that_was_noted(path: Path) -> None:
    async with open_database(path) as database:
        await write(database, 5)
        noted = (await verify(database)).head
    forge(path, "DELETE FROM ledger WHERE id > 3")

    async with open_database(path) as database:
        assert (await verify(database)).broken is None
        chain = await verify(database, noted)
        assert (chain.broken, str(chain.problem)) == (4, "record 4 is missing: there were 5 once")
        await write(database, 4, first=4)
        assert (await verify(database, noted)).broken is None, "the same deeds at the same times make the same chain"


async def test_a_chain_that_was_written_anew_shows_by_a_head_that_was_noted(path: Path) -> None:
    async with open_database(path) as database:
        await write(database, 5)
        noted = (await verify(database)).head
    forge(path, "DELETE FROM ledger WHERE id > 3")

    async with open_database(path) as database:
        await write(database, 4, first=5)
        chain = await verify(database, noted)
    assert (chain.broken, str(chain.problem)) == (5, "record 5 is not the one that was noted")


async def test_a_ledger_that_grew_still_holds_the_head_that_was_noted(database: Database) -> None:
    await write(database, 2)
    noted = (await verify(database)).head
    await write(database, 3, first=3)

    assert (await verify(database, noted)).broken is None
    assert (await verify(database, Head.parse(f"0:{'0' * 64}"))).broken is None


def test_a_head_is_written_and_read() -> None:
    head = Head(12, bytes(range(32)))
    assert Head.parse(str(head)) == head
    assert Head.parse(f" {head}\n") == head


@pytest.mark.parametrize("text", ["", "12", "12:", "12:ab", "x:" + "0" * 64, "-1:" + "0" * 64, "1:" + "g" * 64])
def test_a_head_that_is_none_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match="is not the head of a ledger"):
        Head.parse(text)
