"""Who posts from this database: one relay at a time, known by a number that rises with every take-over.

The kernel's lock (`relay.store.lock`) says so at once on one machine. The lease in the database says so where two
machines reach the same file, or the lock file was lost: it has to run out before another machine takes over, and from
then on the one with the older number can write nothing (`Database.fence`).
"""

from __future__ import annotations

import hashlib
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relay.store.codec import stamp
from relay.store.database import Database

LEASE = timedelta(seconds=30)
"""How long a relay that is not heard of may still be alive on another machine."""


@dataclass(frozen=True, slots=True)
class Instance:
    """The relay that posts."""

    number: int
    restored: bool
    """Whether the database is a backup that was brought back, from which nothing was posted yet."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A relay on another machine posts."""

    holder: str


async def take(database: Database, now: datetime, *, last_number: int = 0) -> Instance | Elsewhere:
    """Become the relay that posts. The caller holds the instance lock. Raises StoreError.

    `last_number` is what the lock file remembers: a database whose own number is lower is an older copy.
    """
    host = this_host()
    async with database.transaction():
        row = await database.row("SELECT * FROM instance")
        if row and row["host"] != host and now < _end(row["until"]) <= now + LEASE:
            return Elsewhere(row["holder"])
        number = max(row["number"], last_number) + 1 if row else last_number + 1
        older = bool(row and (row["restored"] or row["number"] < last_number))
        await database.insert(
            "INSERT OR REPLACE INTO instance (one, number, holder, host, until, restored) VALUES (1, ?, ?, ?, ?, ?)",
            number,
            f"{socket.gethostname()} (process {os.getpid()})",
            host,
            stamp(now + LEASE),
            older,
        )
    database.fence = number
    return Instance(number, older)


async def renew(database: Database, now: datetime) -> None:
    """Say that this relay is alive; raises StoreError (TakenOver if another one has taken over)."""
    async with database.transaction():
        await database.change("UPDATE instance SET until = ?", stamp(now + LEASE))


async def give_up(database: Database, now: datetime) -> None:
    """Let another relay take over at once; raises StoreError."""
    async with database.transaction():
        await database.change("UPDATE instance SET until = ?", stamp(now))


async def cleared(database: Database) -> None:
    """The database is up to date again: what the channel has is known; raises StoreError."""
    async with database.transaction():
        await database.change("UPDATE instance SET restored = 0")


async def restored(database: Database) -> bool:
    """Whether this is a backup that was brought back, from which nothing was posted yet; raises StoreError."""
    async with database.turn():
        row = await database.row("SELECT restored FROM instance")
    return bool(row and row["restored"])


def this_host() -> str:
    """This machine, without telling which: a hash over machine-id(5) and the host's name."""
    try:
        machine = Path("/etc/machine-id").read_text("ascii").strip()
    except OSError:
        machine = ""
    return hashlib.sha256(f"relay\x1f{machine}\x1f{socket.gethostname()}".encode()).hexdigest()[:16]


def _end(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
