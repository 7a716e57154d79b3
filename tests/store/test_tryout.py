"""Whether a database can be written is seen on a real disk, and nothing is left of the look."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from relay.errors import StoreError
from relay.store import tryout
from relay.store.database import open_database, translated
from relay.store.notices import Notices
from relay.store.tryout import NEEDED, try_out


def sizes(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in folder.iterdir()}


async def test_trying_leaves_nothing_and_disturbs_no_relay_that_works(tmp_path: Path) -> None:
    async with open_database(path := tmp_path / "relay.db") as database:
        before = sizes(tmp_path)
        try_out(path)
        assert sizes(tmp_path) == before
        await database.insert("INSERT INTO updates (one, next) VALUES (1, 1)")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, r"relay\.db is full"),
        (errno.EDQUOT, r"relay\.db is full"),
        (errno.EROFS, r"relay\.db: Read-only file system"),
    ],
)
async def test_a_disk_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None: ...

        def write(self, data: bytes) -> None:
            assert len(data) == NEEDED
            raise OSError(code, os.strerror(code))

    async with open_database(path := tmp_path / "relay.db"):
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
        with pytest.raises(StoreError, match=said):
            try_out(path)


async def test_a_database_that_another_program_keeps_locked_is_said_to_be_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tryout, "BUSY_SECONDS", 0.01)
    async with open_database(path := tmp_path / "relay.db"):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="locked by another program"):
                try_out(path)


async def test_what_could_not_be_written_is_trouble_until_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tryout, "BUSY_SECONDS", 0.01)
    async with open_database(path := tmp_path / "relay.db") as database:
        notices: Any = Notices(database)
        assert await notices.trouble() is None
        await database.rows("PRAGMA busy_timeout = 10")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError):
                await notices.forget("x")
            assert "locked" in str(await notices.trouble())
        assert await notices.trouble() is None
        assert database.problem is None
        assert await database.rows("SELECT * FROM notices") == []


async def test_a_bug_is_no_trouble_of_the_disk(tmp_path: Path) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        with pytest.raises(StoreError, match="mine"):
            async with database.transaction():
                raise StoreError("mine")
        assert database.problem is None


@pytest.mark.parametrize("code", [sqlite3.SQLITE_READONLY_DIRECTORY, sqlite3.SQLITE_CANTOPEN])
@pytest.mark.parametrize("read_only", [True, False])
def test_whoever_only_reads_is_not_told_that_nothing_can_be_written(tmp_path: Path, code: int, read_only: bool) -> None:
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = code  # as SQLite sets it
    with (
        pytest.raises(StoreError, match="belongs to another user" if read_only else "check") as caught,
        translated(tmp_path, read_only=read_only),
    ):
        raise error
    assert ("cannot be" in str(caught.value)) is not read_only
