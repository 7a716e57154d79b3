"""Who posts from this database: one relay at a time, known by a number that rises with every take-over.

The kernel's lock (`relay.store.lock`) says so at once on one machine. The lease in the database says so where two
machines reach the same file, or each has a lock file of its own (a container): its holder gives a sign of life, a
beat, every few seconds, and whoever waits takes over when it has seen none for `LEASE` seconds on its own clock; no two
clocks are compared. From then on the one with the older number can write nothing (`Database.fence`).

The lock file remembers the last beat: a database that is behind it is an older copy that was put in its place.
"""

from __future__ import annotations

import hashlib
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from relay.store.codec import stamp
from relay.store.database import Database

LEASE = 30.0
"""Seconds for which a relay that is not heard of may still be alive on another machine."""
RENEWAL = LEASE / 3
"""Seconds between two signs of life."""
BETWEEN = 1.0
"""Seconds between two looks for one."""


@dataclass(frozen=True, slots=True)
class Instance:
    """The relay that posts."""

    number: int
    restored: bool
    """Whether the database is a backup that was brought back, from which nothing was posted yet."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A relay on another machine holds the lease."""

    holder: str
    alive: bool
    """Whether it gave a sign of life since one looks."""


class Watch:
    """What one who waits has seen of the relay that holds the lease.

    `wary` is for one that was taken over from: it does not believe that whoever has its own host's name is dead.
    `clock` counts seconds and never jumps.
    """

    def __init__(self, *, wary: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self.wary = wary
        self.alive = False
        self._clock = clock
        self._seen: tuple[int, int] | None = None
        self._since = 0.0

    def silent(self, number: int, beat: int) -> bool:
        """Whether the holder has given no sign of life for as long as a lease lasts."""
        if self._seen != (number, beat):
            self.alive = self._seen is not None
            self._seen, self._since = (number, beat), self._clock()
        return self._clock() - self._since >= LEASE


class Lease:
    """The right to post from a database, for as long as it is renewed. `sign` writes the last beat down elsewhere."""

    def __init__(self, database: Database, number: int, sign: Callable[[int, int], None]) -> None:
        self._database = database
        self._number = number
        self._sign = sign

    async def renew(self, now: datetime) -> None:
        """Say that this relay is alive; raises StoreError (TakenOver if another one has taken over)."""
        await self._beat(stamp(now + timedelta(seconds=LEASE)) or 0.0)

    async def give_up(self) -> None:
        """Let another relay take over at once; raises StoreError (TakenOver)."""
        await self._beat(0.0)

    async def _beat(self, until: float) -> None:
        async with self._database.transaction() as database:
            await database.change("UPDATE instance SET until = ?, beat = beat + 1", until)
            row = await database.row("SELECT beat FROM instance")
        self._sign(self._number, row["beat"] if row else 0)


async def take(
    database: Database, now: datetime, *, last: tuple[int, int] = (0, 0), watch: Watch | None = None
) -> Instance | Elsewhere:
    """Become the relay that posts. The caller holds the instance lock. Raises StoreError.

    `last` are number and beat that the lock file remembers: a database that is behind them is an older copy. `watch` is
    what was seen of another machine's relay at the tries before this one.
    """
    host, watch = this_host(), watch or Watch()
    async with database.transaction():
        row = await database.row("SELECT * FROM instance")
        held = row is not None and row["until"] > 0 and (watch.wary or row["host"] != host)
        if row and held and not watch.silent(row["number"], row["beat"]):
            return Elsewhere(row["holder"], watch.alive)
        number = max(row["number"] if row else 0, last[0]) + 1
        older = await _is_older(database, last)
        await database.insert(
            "INSERT OR REPLACE INTO instance (one, number, holder, host, until, restored) VALUES (1, ?, ?, ?, ?, ?)",
            number,
            f"{socket.gethostname()} (process {os.getpid()})",
            host,
            stamp(now + timedelta(seconds=LEASE)),
            older,
        )
    database.fence = number
    return Instance(number, older)


async def _is_older(database: Database, last: tuple[int, int]) -> bool:
    row = await database.row("SELECT number, beat, restored FROM instance")
    if row is None:
        # Of a relay that knew of no numbers yet, unless it is new.
        return last > (0, 0) and await database.row("SELECT 1 FROM releases LIMIT 1") is not None
    return bool(row["restored"]) or (row["number"], row["beat"]) < last


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
