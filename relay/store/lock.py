"""One relay a database: a lock that the kernel takes back when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relay.errors import StoreError, Text


class Taken(StoreError):
    """Another relay works with this database."""


class Lock:
    """The lock file while it is ours. It remembers the number of the relay that held it (`relay.store.instance`)."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        words = os.pread(handle, 64, 0).decode("ascii", "replace").split()
        self.last_number = int(words[1]) if len(words) > 1 and words[1].isdecimal() else 0
        """Of the relay that held it last; 0 if that is not known."""

    def sign(self, number: int) -> None:
        """Write down who holds it; raises OSError."""
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()} {number}\n".encode(), 0)


@contextmanager
def instance_lock(database: Path) -> Iterator[Lock]:
    """Be the only relay that posts from this database.

    Raises Taken if another one does, StoreError if the lock file cannot be made or written.
    """
    path = _path(database)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            "The database {file} cannot be opened: check that its folder is there and belongs to the user that relay "
            "runs as.",
            file=str(database),
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock = Lock(handle)
            lock.sign(lock.last_number)
        except BlockingIOError as error:
            raise Taken(
                "Another relay (process {process}) works with the database {file}.",
                process=_holder(handle),
                file=str(database),
            ) from error
        except OSError as error:
            raise StoreError(
                "The disk that holds the database {file} reports an error: {why}.",
                file=str(database),
                why=Text(error.strerror or "?"),
            ) from error
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


def _path(database: Path) -> Path:
    """Beside the file itself: a database that is reached by two names has one lock."""
    real = database.resolve()
    return real.with_name(real.name + ".lock")


def _holder(handle: int) -> str:
    return next(iter(os.pread(handle, 32, 0).decode("ascii", "replace").split()), "?")
