"""A copy of the database while relay works with it: of one moment, checked, and there in full or not at all.

SQLite's VACUUM INTO reads in one transaction, so whoever writes meanwhile is neither kept waiting nor seen by half. The
copy is one file without a WAL: it can be read from a disk that cannot be written.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from relay.errors import ConfigError, StoreError, Text
from relay.store.codec import dump_text, moment, stamp
from relay.store.database import BUSY_SECONDS, require_known, translated
from relay.store.ledger import SELECT, Chain, Head
from relay.store.schema import APPLICATION_ID

NAME = re.compile(r"relay-\d{8}-\d{6}\.db")
"""Backups in a folder: those that ``--keep`` counts, and may delete."""
_BESIDE = ("-wal", "-shm", "-journal")
_TARGET_ERRORS = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE}
"""What VACUUM INTO reports of the file that it writes; the other I/O errors are of the one that it reads."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a database of ours holds."""

    version: int
    """Of its tables."""
    releases: int
    head: Head
    """Of its ledger, which is whole."""
    polled: datetime | None
    """When a source was read last: how old its knowledge is."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    file: Path
    size: int
    """Bytes."""
    content: Content
    deleted: tuple[Path, ...]
    """Older ones, of which there were enough."""


def back_up(database: Path, wanted: Path, now: datetime, *, keep: int | None = None) -> Backup:
    """Copy the database to `wanted`, or into that folder; there, keep only the newest `keep`.

    Raises StoreError if it cannot be read or written or the copy is not sound, ConfigError if `keep` makes no sense.
    """
    folder = wanted.is_dir()
    if keep is not None and not folder:
        raise ConfigError("--keep goes with a folder: {file} is none.", file=str(wanted))
    if keep is not None and keep < 1:
        raise ConfigError("--keep: at least one backup is kept.")
    file = wanted / f"relay-{now.astimezone(UTC):%Y%m%d-%H%M%S}.db" if folder else wanted
    # In a folder always the same name: what a backup that was killed left there, the next one clears away.
    with new_file(file, wanted / "relay.db.part" if folder else None) as part:
        with reading(database, live=True) as source:
            _ours(source, database)
            copy(source, database, part)
        with reading(part) as copied:
            content = examine(copied, database)
    deleted = _prune(wanted, file, keep) if keep else ()
    return Backup(file=file, size=file.stat().st_size, content=content, deleted=deleted)


def note(database: Path, now: datetime, problem: Text | None = None) -> None:
    """Remember how the regular backup went: whoever makes one is told when it fails. Raises StoreError."""
    address = f"file:{quote(os.fspath(database))}?mode=rw"
    with (
        translated(database),
        closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as connection,
    ):
        # A database of an older relay has no place for it, and is not to be changed before its backup.
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'backups'").fetchone():
            connection.execute(
                "INSERT INTO backups (one, made, problem) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET "
                "made = coalesce(excluded.made, made), problem = excluded.problem",
                (None if problem else stamp(now), dump_text(problem)),
            )


@contextmanager
def reading(file: Path, *, live: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a database for reading, whoever it is from; `live` says that others may write. Raises StoreError."""
    # Alone it needs no locks and no files beside it, which a disk that cannot be written does not take.
    alone = not live and not any(_beside(file, suffix).exists() for suffix in ("-wal", "-journal"))
    address = f"file:{quote(os.fspath(file))}?mode=ro{'&immutable=1' if alone else ''}"
    with (
        translated(file),
        closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as connection,
    ):
        connection.row_factory = sqlite3.Row
        yield connection


def examine(connection: sqlite3.Connection, file: Path) -> Content:
    """What the database holds, after everything in it was checked. Raises StoreError if it is not sound."""
    version = _ours(connection, file)
    with translated(file):
        damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if damage != "ok":
            raise StoreError("The database {file} is damaged: {why}. Restore a backup.", file=str(file), why=damage)
        head = _ledger(connection, file)
        releases, polled = connection.execute(
            "SELECT (SELECT count(*) FROM releases), (SELECT max(polled) FROM sources)"
        ).fetchone()
    return Content(version=version, releases=releases, head=head, polled=moment(polled))


def copy(source: sqlite3.Connection, file: Path, part: Path) -> None:
    """Copy all of a database (of `file`) into an empty file. Raises StoreError."""
    try:
        with translated(file):
            source.execute("VACUUM INTO ?", (os.fspath(part),))
    except StoreError as error:
        code = getattr(error.__cause__, "sqlite_errorcode", 0)
        if code & 0xFF == sqlite3.SQLITE_FULL:
            raise StoreError("The disk that holds the folder {folder} is full.", folder=str(part.parent)) from error
        if code in _TARGET_ERRORS:
            raise _cannot_write(part, str(error.__cause__)) from error
        raise


@contextmanager
def new_file(file: Path, part: Path | None = None, *, replace: bool = False) -> Iterator[Path]:
    """A file that appears under its name when it is complete and on the disk; until then it is FILE.part.

    Readable for its owner only. Raises StoreError if `file` is there already (unless `replace`) or cannot be written.
    """
    part = part or _beside(file, ".part")
    if not replace:
        _not_there(file)
    with _told(file):
        handle = _take(part, file)
    try:
        _clear_beside(part)
        yield part
        with _told(file):
            os.fsync(handle)
            if not replace:
                _not_there(file)
            part.rename(file)
            sync_folder(file.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        _clear_beside(part)
        raise
    finally:
        # Not earlier: closing it would take SQLite's own locks on the file away (fcntl(2)).
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder outlive a power cut. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _ours(connection: sqlite3.Connection, file: Path) -> int:
    """The version of its tables. Raises StoreError if it is not ours, or a newer relay's."""
    try:
        version, application = connection.execute(
            "SELECT (SELECT * FROM pragma_user_version), (SELECT * FROM pragma_application_id)"
        ).fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
            raise
        version, application = 0, None
    if application != APPLICATION_ID:
        raise StoreError("{file} is not a database of relay.", file=str(file))
    require_known(version, file)
    return int(version)


def _ledger(connection: sqlite3.Connection, file: Path) -> Head:
    chain = Chain()
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'ledger'").fetchone():
        return chain.head
    for row in connection.execute(SELECT + "ORDER BY id"):
        if chain.add(row) is None:
            break
    if chain.problem:
        raise StoreError("The ledger in {file} is broken: {why}.", file=str(file), why=chain.problem)
    return chain.head


def _prune(folder: Path, newest: Path, keep: int) -> tuple[Path, ...]:
    # The new one always stays, even where the clock went back since the others.
    others = sorted(one for one in folder.iterdir() if NAME.fullmatch(one.name) and one != newest and one.is_file())
    deleted = others[: max(0, len(others) - (keep - 1))]
    for one in deleted:
        with _told(one):
            one.unlink()
    return tuple(deleted)


def _take(part: Path, file: Path) -> int:
    """An empty file of which nobody else makes something: the lock goes with its holder, the file stays behind."""
    # A link that somebody put there would lead root, who may write everywhere, somewhere else.
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever held it may just have finished: then this is no longer a part, but the whole.
        taken = not part.exists() or not os.path.samestat(os.fstat(handle), part.stat())
    except BlockingIOError:
        taken = True
    if taken:
        os.close(handle)
        raise StoreError("Another program writes {file} at this moment.", file=str(file))
    os.ftruncate(handle, 0)
    os.fchmod(handle, 0o600)
    return handle


def _not_there(file: Path) -> None:
    if os.path.lexists(file):
        raise StoreError("{file} is already there and is not overwritten.", file=str(file))


def _clear_beside(file: Path) -> None:
    for suffix in _BESIDE:
        _beside(file, suffix).unlink(missing_ok=True)


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Tell what the system says about a file in our words."""
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError("There is no folder {folder}.", folder=str(file.parent)) from error
    except OSError as error:
        raise _cannot_write(file, error.strerror or "?") from error


def _cannot_write(file: Path, why: str) -> StoreError:
    return StoreError("{file} cannot be written: {why}.", file=str(file), why=Text(why))
