"""The database file: opened, checked, brought up to date, and what is said when it cannot be used."""

# ruff: noqa: ASYNC240 - nothing else runs on these tests' event loops

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from relay.errors import StoreError
from relay.store import database as module
from relay.store.database import Database, open_database
from relay.store.schema import APPLICATION_ID, STEPS
from tests import quick

TABLES = {"sources", "releases", "entries", "links", "posts", "rereads", "deliveries", "channels", "pace"}


@pytest.fixture(autouse=True)
def _nothing_is_ready_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_opened", quick.real_opened)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relay.db"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)


async def refusal(path: Path, *, read_only: bool = False) -> str:
    with pytest.raises(StoreError) as caught:
        async with open_database(path, read_only=read_only):
            raise AssertionError("opened")
    return str(caught.value)


async def fill(database: Database, *names: str) -> None:
    async with database.transaction():
        for name in names:
            await database.insert("INSERT INTO channels (id) VALUES (?)", name)


async def names(database: Database) -> list[str]:
    async with database.turn():
        return [row["id"] for row in await database.rows("SELECT id FROM channels ORDER BY id")]


async def made(path: Path) -> Path:
    async with open_database(path) as database:
        await fill(database, "main")
    return path


# --- migrations -------------------------------------------------------------------------------------------------------


async def test_a_new_file_gets_the_current_tables_and_is_marked_as_ours(path: Path) -> None:
    await made(path)

    with closing(sqlite3.connect(path)) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert tables >= TABLES
        assert raw.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


async def test_opening_again_keeps_what_is_in_it(path: Path) -> None:
    await made(path)

    async with open_database(path) as database:
        assert await names(database) == ["main"]


async def test_an_older_database_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await made(path)
    more = ("ALTER TABLE channels ADD COLUMN note TEXT;", "CREATE TABLE later (id INTEGER) STRICT;")
    monkeypatch.setattr(module, "STEPS", STEPS + more)

    async with open_database(path) as database:
        assert await names(database) == ["main"]
        assert (await database.rows("SELECT note FROM channels"))[0]["note"] is None
        assert (await database.rows("PRAGMA user_version"))[0][0] == len(STEPS) + 2


async def test_a_step_that_fails_leaves_the_version_before_it_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await made(path)
    broken = "CREATE TABLE half (id INTEGER);\nINSERT INTO nowhere VALUES (1);"
    monkeypatch.setattr(module, "STEPS", (*STEPS, broken))

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        async with open_database(path):
            raise AssertionError("opened")

    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert not raw.execute("SELECT name FROM sqlite_schema WHERE name = 'half'").fetchall()


async def test_a_step_that_breaks_references_is_taken_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_database(path) as database, database.transaction():
        await database.insert("INSERT INTO releases (source, title, url, seen) VALUES ('presse', 'T', '', 0)")
        await database.insert("INSERT INTO links VALUES (x'00', 1)")
    step = "CREATE TABLE new_links (key BLOB, release INTEGER REFERENCES releases (id));\n"
    step += "INSERT INTO new_links SELECT key, release + 1 FROM links;"
    monkeypatch.setattr(module, "STEPS", (*STEPS, "PRAGMA defer_foreign_keys = ON;\n" + step))

    assert "broken references" in await refusal(path)

    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (len(STEPS),)


async def test_no_statement_of_a_step_is_left_out() -> None:
    for step in STEPS:
        assert "".join(module._statements(step)).strip() == step.strip()


async def test_several_programs_may_open_a_new_file_at_once(path: Path) -> None:
    async def open_it(name: str) -> None:
        async with open_database(path) as database:
            await fill(database, name)

    await asyncio.gather(*(open_it(f"c{number}") for number in range(6)))

    async with open_database(path) as database:
        assert len(await names(database)) == 6


# --- files that are not for us ----------------------------------------------------------------------------------------


async def test_a_database_of_a_newer_relay_is_refused_and_left_alone(path: Path) -> None:
    await made(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {len(STEPS) + 1}")

    assert f"made by a newer relay (version {len(STEPS) + 1}, this one knows {len(STEPS)})" in await refusal(path)
    assert "newer relay" in await refusal(path, read_only=True)


async def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE recipes (name TEXT)")
        raw.commit()
    before = path.read_bytes()

    assert f"{path} belongs to another program" in await refusal(path)
    assert path.read_bytes() == before


async def test_a_text_file_is_refused_and_left_alone(path: Path) -> None:
    text = "Sehr geehrte Damen und Herren,\n" * 100
    path.write_text(text, encoding="utf-8")

    assert f"{path} is not a database" in await refusal(path)
    assert path.read_text(encoding="utf-8") == text


async def test_a_damaged_file_is_named(path: Path) -> None:
    await made(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))

    async def use() -> None:
        async with open_database(path) as database:
            await names(database)

    with pytest.raises(StoreError, match="is damaged") as caught:
        await use()
    assert str(path) in str(caught.value)


async def test_a_folder_in_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir()

    assert f"{path} cannot be opened" in await refusal(path)


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "check that its folder is there" in await refusal(tmp_path / "nirgends" / "relay.db")


async def test_reading_makes_no_file(path: Path) -> None:
    assert f"{path} cannot be opened" in await refusal(path, read_only=True)
    assert not path.exists()


async def test_reading_sets_nothing_up(path: Path) -> None:
    path.touch()

    assert "not set up yet" in await refusal(path, read_only=True)
    assert path.stat().st_size == 0


async def test_a_reader_cannot_write(path: Path) -> None:
    await made(path)

    async with open_database(path, read_only=True) as database:
        assert await names(database) == ["main"]
        with pytest.raises(StoreError, match="cannot be written"):
            await fill(database, "other")


async def test_a_name_with_special_characters_is_that_file(tmp_path: Path) -> None:
    path = await made(tmp_path / "relay ä?mode=memory&x#%20.db")

    assert path.stat().st_size
    async with open_database(path) as database:
        assert await names(database) == ["main"]


# --- trouble while working --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("impatient")
async def test_a_database_locked_by_another_program_is_told_after_a_while_and_works_again(path: Path) -> None:
    async with open_database(path) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="is locked by another program"):
                await fill(database, "main")
            assert await names(database) == []
            other.execute("COMMIT")
        await fill(database, "main")
        assert await names(database) == ["main"]


@pytest.mark.usefixtures("impatient")
async def test_a_locked_database_cannot_be_opened_for_the_first_time(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        assert "is locked by another program" in await refusal(path)


async def test_a_full_disk_is_told_and_nothing_is_half_written(path: Path) -> None:
    async with open_database(path) as database:
        pages = (await database.rows("PRAGMA page_count"))[0][0]
        await database.rows(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(StoreError, match="is full"):
            await fill(database, *(f"{number:04}" * 50 for number in range(200)))

        assert await names(database) == []
        await database.rows("PRAGMA max_page_count = 100000")
        await fill(database, "main")
        assert await names(database) == ["main"]


async def test_a_bug_in_our_sql_is_not_told_as_trouble_with_the_database(path: Path) -> None:
    async with open_database(path) as database:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            async with database.transaction():
                await database.rows("SELECT * FROM nirgends")
        with pytest.raises(sqlite3.IntegrityError):
            await fill(database, "main", "main")
        assert await names(database) == []


# --- transactions -----------------------------------------------------------------------------------------------------


async def test_commits_outlive_a_power_cut(path: Path) -> None:
    async with open_database(path) as database:
        assert (await database.rows("PRAGMA journal_mode"))[0][0] == "wal"
        assert (await database.rows("PRAGMA synchronous"))[0][0] == 2  # FULL
        assert (await database.rows("PRAGMA foreign_keys"))[0][0] == 1


async def test_an_exception_takes_everything_back(path: Path) -> None:
    async with open_database(path) as database:

        async def fail() -> None:
            async with database.transaction():
                await database.insert("INSERT INTO channels (id) VALUES ('main')")
                raise RuntimeError("halfway")

        with pytest.raises(RuntimeError, match="halfway"):
            await fail()
        assert await names(database) == []


async def test_a_task_cancelled_between_two_statements_takes_everything_back(path: Path) -> None:
    async with open_database(path) as database:
        halfway = asyncio.Event()

        async def write() -> None:
            async with database.transaction():
                await database.insert("INSERT INTO channels (id) VALUES ('main')")
                halfway.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(write())
        await halfway.wait()
        task.cancel()
        await asyncio.wait([task])

        assert await names(database) == []
        await fill(database, "other")
        assert await names(database) == ["other"]


async def test_a_task_cancelled_anywhere_leaves_no_transaction_open(path: Path) -> None:
    """Statements run in a thread: a cancelled task may have begun a transaction without knowing it."""
    async with open_database(path) as database:
        for steps in range(12):
            task = asyncio.create_task(fill(database, f"a{steps}", f"b{steps}"))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            await fill(database, f"c{steps}")

            found = await names(database)
            assert (f"a{steps}" in found) == (f"b{steps}" in found)
            assert f"c{steps}" in found


async def test_a_task_cancelled_while_it_waits_for_a_lock_leaves_no_transaction_open(path: Path) -> None:
    async with open_database(path) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            task = asyncio.create_task(fill(database, "main"))
            await asyncio.sleep(0.01)
            task.cancel()
            other.execute("COMMIT")
            await asyncio.wait([task])

        await fill(database, "other")
        assert await names(database) == ["other"]


async def test_transactions_of_two_tasks_do_not_mix(path: Path) -> None:
    async with open_database(path) as database:
        begun = asyncio.Event()

        async def fail_late() -> None:
            async with database.transaction():
                await database.insert("INSERT INTO channels (id) VALUES ('lost')")
                begun.set()
                await asyncio.sleep(0.01)
                raise RuntimeError("too late")

        task = asyncio.create_task(fail_late())
        await begun.wait()
        await fill(database, "kept")
        await asyncio.wait([task])

        assert isinstance(task.exception(), RuntimeError)
        assert await names(database) == ["kept"]


async def test_a_reader_does_not_see_half_a_transaction_of_another_task(path: Path) -> None:
    async with open_database(path) as database:
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def write() -> None:
            async with database.transaction():
                await database.insert("INSERT INTO channels (id) VALUES ('first')")
                begun.set()
                await go_on.wait()
                await database.insert("INSERT INTO channels (id) VALUES ('second')")

        task = asyncio.create_task(write())
        await begun.wait()
        reading = asyncio.create_task(names(database))
        await asyncio.sleep(0.01)
        assert not reading.done()
        go_on.set()

        assert await reading == ["first", "second"]
        await task


async def test_another_program_reads_while_we_write(path: Path) -> None:
    async with open_database(path) as writer, open_database(path, read_only=True) as reader:
        async with writer.transaction():
            await writer.insert("INSERT INTO channels (id) VALUES ('main')")
            assert await names(reader) == []
        assert await names(reader) == ["main"]


async def test_two_programs_write_in_turn(path: Path) -> None:
    async with open_database(path) as one, open_database(path) as other:
        await asyncio.gather(
            *(fill(one, f"one{number}") for number in range(5)), *(fill(other, f"other{number}") for number in range(5))
        )

        assert len(await names(one)) == 10


_DIE = """
import os, sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN IMMEDIATE")
raw.execute("INSERT INTO channels (id) VALUES ('half')")
os.kill(os.getpid(), 9)
"""


async def test_a_program_killed_in_the_middle_leaves_nothing_of_its_transaction(path: Path) -> None:
    await made(path)
    await (await asyncio.create_subprocess_exec(sys.executable, "-c", _DIE, str(path))).wait()

    async with open_database(path) as database:
        assert await names(database) == ["main"]


async def test_the_database_shows_that_it_answers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_database(path) as database:
        await database.ping()

        async def broken(*_: object) -> list[sqlite3.Row]:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error

        monkeypatch.setattr(database, "rows", broken)
        with pytest.raises(StoreError, match="reports an error"):
            await database.ping()
