"""Entries of feeds as they were read last, so that only what is new in a feed need be read again.

It is kept in memory, and no more of it than `MOST`: what is not remembered is read.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from relay.model import Entry

MOST = 8_000_000
"""Bytes, about: some hundred feeds."""
_OVERHEAD = 1_500
"""Bytes of an entry besides its texts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the entries of a feed said."""

    context: bytes
    """Digest of what decides how an entry reads, besides the entry."""
    entries: Mapping[bytes, Entry]
    """By the digest of their bytes."""

    @property
    def size(self) -> int:
        """Bytes, about."""
        return sum(_OVERHEAD + 2 * (len(one.summary) + len(one.content)) for one in self.entries.values())


class Remembered:
    """The latest readings of feeds, by their address."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._feeds: OrderedDict[str, tuple[Reading, int]] = OrderedDict()

    def of(self, url: str) -> Reading | None:
        """How a feed read last."""
        if url not in self._feeds:
            return None
        self._feeds.move_to_end(url)
        return self._feeds[url][0]

    def keep(self, url: str, reading: Reading | None) -> None:
        """Remember how a feed reads now; those that were not read for longest are forgotten."""
        self._size -= self._feeds.pop(url, (None, 0))[1]
        if reading is None or (size := reading.size) > self._most:
            return
        self._feeds[url] = reading, size
        self._size += size
        while self._size > self._most:
            self._size -= self._feeds.popitem(last=False)[1][1]


def digest(*parts: bytes) -> bytes:
    """Of bytes that were read."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()
