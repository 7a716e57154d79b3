"""What a test tells a relay that runs in another process: a few numbers in memory that both of them see."""

from __future__ import annotations

import mmap
from enum import IntEnum
from pathlib import Path
from typing import Any


class Place(IntEnum):
    """Where something is to go wrong."""

    NOWHERE = 0
    DELIVERY = 1
    """At an await of `Deliver.deliver_one`: the process dies."""
    POLL = 2
    """At an await of `Ingest.poll` or `Ingest.reread`: the process dies."""
    STATEMENT = 3
    """At a statement of the database: it fails."""


class Number:
    """One of the numbers, as an attribute."""

    def __set_name__(self, owner: type[Orders], name: str) -> None:
        self._index = [key for key, one in vars(owner).items() if isinstance(one, Number)].index(name)

    def __get__(self, orders: Orders, owner: type[Orders]) -> float:
        return float(orders.numbers[self._index])

    def __set__(self, orders: Orders, value: float) -> None:
        orders.numbers[self._index] = float(value)


class Orders:
    """The numbers, in a file that is mapped into memory."""

    place = Number()
    at = Number()
    """The point, counted from 1 since the orders were given; in a poll since it began."""
    passed = Number()
    """Points that were passed so far; in polls of the longest one."""
    times = Number()
    """Statements in a row that fail."""
    error = Number()
    """Of SQLite (result code); negative: the statement is executed, and fails after that."""
    clock = Number()
    """Seconds by which relay's clock is ahead."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            path.write_bytes(bytes(mmap.PAGESIZE))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), mmap.PAGESIZE)
        self.numbers: Any = memoryview(self._memory).cast("d")

    def close(self) -> None:
        self.numbers.release()
        self._memory.close()

    def arm(self, place: Place, at: int, *, error: int = 0, times: int = 1) -> None:
        self.place = Place.NOWHERE
        self.passed, self.at, self.error, self.times = 0, at, error, times
        self.place = place

    def disarm(self) -> None:
        self.place = Place.NOWHERE

    @property
    def deaths(self) -> Path:
        """One line for each death: where it struck."""
        return self.path.with_suffix(".deaths")
