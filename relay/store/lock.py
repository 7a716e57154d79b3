"""One relay a database: a lock that the kernel takes back when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relay.errors import StoreError, Text

_LENGTH = 64
_NUMBERS = 2


class Taken(StoreError):
    """Another relay works with this database."""


class Lock:
    """The lock file while it is ours. It remembers how far its last holder came (`relay.store.instance`)."""

    def __init__(self, handle: int, database: Path) -> None:
        self._handle = handle
        self._database = database
        numbers = os.pread(handle, _LENGTH, 0).decode("ascii", "replace").split()[1:3]
        self.last = (int(numbers[0]), int(numbers[1])) if len(numbers) == _NUMBERS and _all_decimal(numbers) else (0, 0)
        """Number and beat of the relay that held it last; zeros if that is not known."""

    def sign(self, number: int, beat: int) -> None:
        """Write down who holds it, and how far it came; raises StoreError."""
        # In one piece and of one length: whoever is killed in between leaves the old line or the new one.
        line = f"{os.getpid()} {number} {beat}".ljust(_LENGTH - 1) + "\n"
        try:
            os.pwrite(self._handle, line.encode(), 0)
        except OSError as error:
            raise _disk_error(self._database, error) from error


@contextmanager
def instance_lock(database: Path) -> Iterator[Lock]:
    """Be the only relay that posts from this database.

    Raises Taken if another one does, StoreError if the lock file cannot be made or written.
    """
    try:
        handle = _open(_path(database), database)
    except OSError as error:
        raise StoreError(
            "The database {file} cannot be opened: check that its folder is there and belongs to the user that relay "
            "runs as.",
            file=str(database),
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock = Lock(handle, database)
            lock.sign(*lock.last)
        except BlockingIOError as error:
            raise Taken(
                "Another relay (process {process}) works with the database {file}.",
                process=_holder(handle),
                file=str(database),
            ) from error
        except OSError as error:
            raise _disk_error(database, error) from error
        yield lock
    finally:
        os.close(handle)


def holder(database: Path) -> str | None:
    """The process that holds the lock; None if nobody does, or this user may not know."""
    try:
        handle = os.open(_path(database), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(handle)
    finally:
        os.close(handle)
    return None


def _open(path: Path, database: Path) -> int:
    flags = os.O_RDWR | os.O_CLOEXEC
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        handle = os.open(path, flags | os.O_CREAT, 0o600)
    if os.geteuid() == 0:
        # Else a file that root made would keep relay's own user out.
        owner = (database if database.exists() else path.parent).stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)
    return handle


def _disk_error(database: Path, error: OSError) -> StoreError:
    return StoreError(
        "The disk that holds the database {file} reports an error: {why}.",
        file=str(database),
        why=Text(error.strerror or "?"),
    )


def _all_decimal(words: list[str]) -> bool:
    return all(word.isdecimal() for word in words)


def _path(database: Path) -> Path:
    """Beside the file itself: a database that is reached by two names has one lock."""
    real = database.resolve()
    return real.with_name(real.name + ".lock")


def _holder(handle: int) -> str:
    return next(iter(os.pread(handle, 32, 0).decode("ascii", "replace").split()), "?")
