"""One SQLite file: opened, checked, brought up to date; one transaction at a time; its errors told in our words.

WAL and synchronous=FULL: what was committed outlives a power cut, and readers (`relay status`) never wait.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

import aiosqlite

from relay.errors import StoreError, TakenOver, Text
from relay.store.schema import APPLICATION_ID, STEPS

BUSY_SECONDS = 5.0
"""How long to wait for another process that writes."""

_MESSAGES: dict[int, str] = {
    sqlite3.SQLITE_BUSY: "The database {file} is locked by another program.",
    sqlite3.SQLITE_LOCKED: "The database {file} is locked by another program.",
    sqlite3.SQLITE_READONLY: "The database {file} cannot be written: check its owner and its folder's.",
    sqlite3.SQLITE_PERM: "The database {file} cannot be written: check its owner and its folder's.",
    sqlite3.SQLITE_CANTOPEN: "The database {file} cannot be opened: check that its folder is there and belongs to the "
    "user that relay runs as.",
    sqlite3.SQLITE_FULL: "The disk that holds the database {file} is full.",
    sqlite3.SQLITE_IOERR: "The disk that holds the database {file} reports an error, or the file is damaged: {why}.",
    sqlite3.SQLITE_CORRUPT: "The database {file} is damaged: {why}. Restore a backup.",
    sqlite3.SQLITE_NOTADB: "{file} is not a database. Restore a backup, or name another file in the configuration.",
}


_DENIED = {
    sqlite3.SQLITE_READONLY_DIRECTORY,
    sqlite3.SQLITE_READONLY_CANTINIT,
    sqlite3.SQLITE_READONLY_CANTLOCK,
    sqlite3.SQLITE_READONLY_RECOVERY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CANTOPEN,
}
"""What a reader meets with who may not make the files beside a database that it needs (SQLite, "Write-Ahead Logging",
8)."""
_NOT_OURS = "The database {file} belongs to another user: run relay as root, or as that user."


class NotSetUp(StoreError):
    """The tables are not there yet, or are those of an older relay: the next start makes them."""


class Database:
    """An open database file. Use `open_database`."""

    def __init__(self, path: Path, connection: aiosqlite.Connection, *, read_only: bool = False) -> None:
        self.path = path
        self._read_only = read_only
        self._connection = connection
        self._turn = asyncio.Lock()
        self.fence: int | None = None
        """The number under which this relay took over (`relay.store.instance`); None for one that posts nothing."""
        self.problem: Text | None = None
        """Why something could not be written, until whoever tells people of it has seen that it can be."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Self]:
        """All or nothing; waits its turn. Raises StoreError."""
        try:
            async with self._transaction():
                yield self
        except StoreError as error:
            if isinstance(error.__cause__, sqlite3.Error):
                self.problem = error.text
            raise

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Self]:
        async with self.turn():
            try:
                # Inside, because a task that is cancelled here may have begun: the statement runs in a thread.
                await self._connection.execute("BEGIN IMMEDIATE")
                await self._check_fence()
                yield self
                await self._connection.execute("COMMIT")
            except BaseException:
                # Without an open transaction, as after a commit that was cancelled too late, this does nothing.
                await self._connection.rollback()
                raise

    async def _check_fence(self) -> None:
        if self.fence is None:
            return
        row = await self.row("SELECT number, holder FROM instance")
        if row is None or row["number"] != self.fence:
            raise TakenOver(
                "Another relay, {holder}, has taken over the database {file}.",
                holder=row["holder"] if row else "?",
                file=str(self.path),
            )

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Self]:
        """Read while nobody is in the middle of a transaction: there is only one connection. Raises StoreError."""
        async with self._turn:
            with translated(self.path, read_only=self._read_only):
                yield self

    async def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """What a query finds."""
        return list(await self._connection.execute_fetchall(sql, values))

    async def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row that a query finds, or None."""
        found = await self.rows(sql, *values)
        return found[0] if found else None

    async def insert(self, sql: str, *values: object) -> int:
        """Insert a row and return its id."""
        # Nothing is left to read of it that closing the cursor would end: a way into the thread and back less.
        return (await self._connection.execute(sql, values)).lastrowid or 0

    async def insert_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert several rows by one statement."""
        await self._connection.executemany(sql, rows)

    async def change(self, sql: str, *values: object) -> int:
        """Change or delete rows and return how many."""
        return (await self._connection.execute(sql, values)).rowcount

    async def damage(self) -> str:
        """What is wrong inside the file, as SQLite puts it; empty if nothing is. Reads all of it."""
        async with self.turn():
            found = await self.row("PRAGMA quick_check(1)")
        return "" if found is None or found[0] == "ok" else str(found[0])

    async def ping(self) -> None:
        """Show that the database answers, and is still ours to post from. Raises StoreError (TakenOver)."""
        async with self.turn():
            await self.rows("SELECT 1")
            await self._check_fence()


@asynccontextmanager
async def open_database(path: Path, *, read_only: bool = False) -> AsyncIterator[Database]:
    """Open the file (make it, unless `read_only`), check it, bring it up to date.

    Raises StoreError if it cannot be used: locked, read-only, damaged, another program's, from a newer relay.
    """
    with translated(path, read_only=read_only):
        # Opened before aiosqlite's thread is started, which would outlive the event loop if this failed; and made in
        # one go, as a new file's statements take a tenth of the time of as many ways into that thread and back.
        opened = await asyncio.to_thread(_opened, path, read_only=read_only)
    connection = await aiosqlite.Connection(lambda: opened, iter_chunk_size=64)
    try:
        yield Database(path, connection, read_only=read_only)
    finally:
        await connection.close()


def _opened(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Opened, checked and brought up to date."""
    address = f"file:{quote(os.fspath(path))}?mode={'ro' if read_only else 'rwc'}"
    raw = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        raw.row_factory = sqlite3.Row
        _prepare(raw, path, read_only=read_only)
    except BaseException:
        raw.close()
        raise
    return raw


def _prepare(raw: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    version, application, tables = raw.execute(
        "SELECT (SELECT * FROM pragma_user_version), (SELECT * FROM pragma_application_id), count(*) FROM sqlite_schema"
    ).fetchone()
    if application != APPLICATION_ID and tables:
        raise StoreError("{file} belongs to another program. Name another file in the configuration.", file=str(path))
    require_known(version, path)
    raw.execute("PRAGMA foreign_keys = ON")
    if read_only:
        if version < len(STEPS):
            raise NotSetUp("The database {file} is not set up yet: start relay once.", file=str(path))
        return
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    while version < len(STEPS):
        version = _stepped(raw, path)


def require_known(version: int, path: Path) -> None:
    """Raise StoreError for tables of a version that a newer relay made."""
    if version > len(STEPS):
        raise StoreError(
            "The database {file} was made by a newer relay (version {version}, this one knows {known}). "
            "Install that relay again, or restore an older backup.",
            file=str(path),
            version=version,
            known=len(STEPS),
        )


def _stepped(raw: sqlite3.Connection, path: Path) -> int:
    """The version after one more step, made in a transaction of its own: a crash leaves some version, not none."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another process may have been faster.
        version: int = raw.execute("PRAGMA user_version").fetchone()[0]
        if version < len(STEPS):
            _step(raw, path, version)
            version += 1
        raw.execute("COMMIT")
    except BaseException:
        raw.rollback()
        raise
    return version


def _step(raw: sqlite3.Connection, path: Path, version: int) -> None:
    for statement in _statements(STEPS[version]):
        raw.execute(statement)
    if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
        raise StoreError(
            "The database {file} is damaged: {why}. Restore a backup.",
            file=str(path),
            why=Text("{count} broken references", {"count": len(broken)}),
        )
    raw.execute(f"PRAGMA user_version = {version + 1}")
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: executescript() would commit before it starts."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def translated(path: Path, *, read_only: bool = False) -> Iterator[None]:
    """Tell SQLite's errors in our words; let bugs (wrong SQL, wrong types) through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or code & 0xFF not in _MESSAGES:
            raise
        denied = read_only and code in _DENIED and os.path.lexists(path)
        message = _NOT_OURS if denied else _MESSAGES[code & 0xFF]
        raise StoreError(message, file=str(path), why=str(error)) from error
