"""Whether a database could be written, tried without leaving anything, and without disturbing a relay that works."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from relay.errors import StoreError, Text
from relay.store.database import BUSY_SECONDS, translated

NEEDED = 1 << 16
"""Bytes that a write may need at least: the database's and its log's, with some to spare."""


def try_out(path: Path) -> None:
    """Write to a file without a name beside the database, and take the lock for a moment. Raises StoreError.

    SQLite would need no space for a change that is taken back, so that it could not show that the disk is full. What is
    locked for longer than `BUSY_SECONDS` is locked.
    """
    try:
        with tempfile.TemporaryFile(dir=path.parent) as file:
            file.write(bytes(NEEDED))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreError("The disk that holds the database {file} is full.", file=str(path)) from error
        raise StoreError(
            "Nothing can be written beside the database {file}: {why}.",
            file=str(path),
            why=Text(error.strerror or "?"),
        ) from error
    address = f"file:{quote(os.fspath(path))}?mode=rw"
    with (
        translated(path),
        closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as connection,
    ):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
