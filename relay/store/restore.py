"""A backup takes the place of the database, in one step, and knows that it is one.

What was posted since the backup is in the channel, but not in it: so it is marked (`instance.restored`), and the first
start looks before it posts. The number of the instance only rises, so that no relay of before may write to it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from relay.errors import ConfigError, StoreError, Text
from relay.store.backup import Content, copy, examine, new_file, reading, sync_folder
from relay.store.database import open_database, translated
from relay.store.instance import BETWEEN, Watch, this_host
from relay.store.ledger import Event, Head, append
from relay.store.lock import Taken, instance_lock
from relay.store.schema import APPLICATION_ID

_HOPELESS = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_ERROR}
"""What SQLite says of a database that is past reading: the very reason to restore a backup."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was brought back."""

    database: Path
    content: Content
    """Of the backup."""
    aside: Path | None
    """Where the database of before is; None if there was none."""
    damage: str
    """Why that one could not be read, as SQLite puts it; empty if it could."""


@dataclass(frozen=True, slots=True)
class _Old:
    """What is known of the database that is replaced."""

    number: int = 0
    head: str = ""
    damage: str = ""


async def restore(file: Path, database: Path, now: datetime) -> Restored:
    """Put the backup `file` in the place of the database, which is kept aside.

    Raises StoreError if the backup is not sound, a relay works with the database, or something cannot be written.
    """
    target = _target(file, database)
    with _alone(target):
        await _nobody_elsewhere(target)
        return await _replace(file, target, database, now)


async def _replace(file: Path, target: Path, database: Path, now: datetime) -> Restored:
    with new_file(target, replace=True) as part:
        content = await asyncio.to_thread(_fill, part, file, target)
        old = await asyncio.to_thread(_put_to_rest, target)
        await _mark(part, old, file.name, now)
        aside = await asyncio.to_thread(_keep, target, now)
    return Restored(database=database, content=content, aside=aside, damage=old.damage)


def _target(file: Path, database: Path) -> Path:
    """The file itself, if the configuration names a link to it. Raises ConfigError, StoreError."""
    target = database.resolve()
    if not file.is_file():
        raise ConfigError("There is no backup {file}.", file=str(file))
    if target.exists() and target.samefile(file):
        raise ConfigError("{file} is the database itself: name a backup of it.", file=str(file))
    if not target.parent.is_dir():
        raise StoreError(
            "There is no folder {folder}: start relay once and stop it again, then restore the backup.",
            folder=str(target.parent),
        )
    return target


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """No relay works with the database, nor begins to. Raises StoreError."""
    try:
        with instance_lock(target):
            # The lock file may be new: made by root, it would keep relay out.
            _give(target.with_name(target.name + ".lock"), like=target)
            yield
    except Taken as error:
        raise StoreError("{why} Stop it first: systemctl stop relay", why=error.text) from error


async def _nobody_elsewhere(target: Path) -> None:
    """No relay on another machine works with the database: takes as long as it takes to know. Raises StoreError."""
    watch = Watch()
    while held := await asyncio.to_thread(_held_elsewhere, target):
        holder, number, beat = held
        if watch.silent(number, beat):
            return
        if watch.alive:
            raise StoreError(
                "{why} Stop it first: systemctl stop relay",
                why=Text(
                    "Another relay, {holder}, works with the database {file}.", {"holder": holder, "file": str(target)}
                ),
            )
        await asyncio.sleep(BETWEEN)


def _held_elsewhere(target: Path) -> tuple[str, int, int] | None:
    """Holder, number and beat of a lease that another machine may hold; None if there is none, or it is not legible."""
    if not target.exists():
        return None
    try:
        with reading(target, live=True) as connection:
            row = connection.execute("SELECT holder, number, beat, host, until FROM instance").fetchone()
    except (sqlite3.Error, StoreError):
        # What keeps it from being read is told by who replaces it; a damaged one is replaced.
        return None
    held = row and row["until"] and row["host"] != this_host()
    return (row["holder"], row["number"], row["beat"]) if held else None


def _fill(part: Path, file: Path, target: Path) -> Content:
    """Copy the backup, after everything in it was checked, for the same user as the database that it replaces."""
    with reading(file) as source:
        content = examine(source, file)
        copy(source, file, part)
    _give(part, like=target)
    part.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600)
    return content


def _give(file: Path, *, like: Path) -> None:
    """Let the file belong to whom the other one, or its folder, belongs to."""
    owner, own = (like if like.exists() else like.parent).stat(), file.stat()
    if os.geteuid() == 0:
        os.chown(file, owner.st_uid, owner.st_gid)
    elif owner.st_uid != own.st_uid:
        raise StoreError(
            "The database {file} belongs to another user: run relay as root, or as that user.", file=str(like)
        )


def _put_to_rest(target: Path) -> _Old:
    """Read what the new one must know, and take everything into the one file; what is past reading stays as it is."""
    old, address = _Old(), f"file:{quote(os.fspath(target))}?mode=rw"
    if not target.exists():
        return old
    with translated(target):
        try:
            # Only reading at first: of a damaged database, SQLite throws the WAL away when it has it open for writing.
            with reading(target, live=True) as connection:
                old = _last_words(connection, target)
            with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=1)) as connection:
                # Fails while anybody else has it open.
                connection.execute("PRAGMA journal_mode = DELETE")
        except (sqlite3.Error, StoreError) as error:
            cause = error.__cause__ if isinstance(error, StoreError) else error
            if getattr(cause, "sqlite_errorcode", 0) & 0xFF not in _HOPELESS:
                raise
            return replace(old, damage=str(cause))
    return old


def _last_words(connection: sqlite3.Connection, target: Path) -> _Old:
    application, tables = connection.execute(
        "SELECT (SELECT * FROM pragma_application_id), count(*) FROM sqlite_schema"
    ).fetchone()
    if tables and application != APPLICATION_ID:
        raise StoreError("{file} belongs to another program. Name another file in the configuration.", file=str(target))
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'instance'").fetchone():
        return _Old()
    (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM instance").fetchone()
    last = connection.execute("SELECT id, digest FROM ledger ORDER BY id DESC LIMIT 1").fetchone()
    return _Old(number=number, head=str(Head(*last)) if last else "")


async def _mark(part: Path, old: _Old, name: str, now: datetime) -> None:
    """Bring the copy up to date, and write into it that it is one, and of what."""
    async with open_database(part) as database:
        async with database.transaction():
            await database.change(
                "INSERT INTO instance (one, number, holder, host, until, restored) VALUES (1, ? + 1, '', '', 0, 1) "
                "ON CONFLICT (one) DO UPDATE SET number = max(number, ?) + 1, holder = '', until = 0, restored = 1",
                old.number,
                old.number,
            )
            # It is as good as one that was made now.
            await database.change("UPDATE backups SET made = ?, problem = ''", now.timestamp())
            await append(
                database,
                Event.RESTORED,
                release=0,
                channel="",
                who="administrator",
                now=now,
                backup=name,
                replaced=old.head or None,
            )
        async with database.turn():
            # One file again, to be renamed; the next start returns to WAL.
            await database.rows("PRAGMA journal_mode = DELETE")


def _keep(target: Path, now: datetime) -> Path | None:
    """Give the old database, if there is one, a second name; the new one then takes the first from it in one step."""
    if not target.exists():
        return None
    aside = target.with_name(f"{target.name}.before-restore-{now.astimezone(UTC):%Y%m%d-%H%M%S}")
    try:
        aside.hardlink_to(target)
        # Of a database that could not be put to rest: SQLite would read it as the new one's.
        for suffix in ("-wal", "-journal"):
            left = target.with_name(target.name + suffix)
            if left.exists():
                left.rename(aside.with_name(aside.name + suffix))
        target.with_name(target.name + "-shm").unlink(missing_ok=True)
        sync_folder(target.parent)
    except OSError as error:
        raise StoreError(
            "{file} cannot be kept as {aside}: {why}.",
            file=str(target),
            aside=str(aside),
            why=Text(error.strerror or "?"),
        ) from error
    return aside
