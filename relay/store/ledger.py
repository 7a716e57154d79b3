"""The ledger: what was published, corrected, withdrawn and decided, in an append-only chain.

Each record holds the digest of the one before it, so a record that was changed, removed or slipped in later shows
(`verify`). Whoever can write the file can write the chain anew; that is why an exported copy belongs elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from relay.store.codec import stamp
from relay.store.database import Database

START = b"\0" * 32
"""What stands before the first record."""
PAGE = 500
"""Records read at a time."""


class Event(StrEnum):
    """What happened."""

    POSTED = "posted"
    CORRECTED = "corrected"
    HELD = "held"
    RELEASED = "released"
    DISCARDED = "discarded"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the ledger."""

    id: int
    at: float
    """Seconds since 1970, UTC."""
    event: str
    channel: str
    release: int
    who: str
    """``relay``, or the role of the person who decided (``administrator``, ``editors``); never a name."""
    detail: str
    """JSON: link and message ids, revision, reason, the digest of the words."""

    def digest(self, previous: bytes) -> bytes:
        """What ties this record to the one before it: SHA-256 over both."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(previous + said.encode()).digest()


async def append(
    database: Database, event: Event, *, delivery: int, who: str, now: datetime, detail: dict[str, object]
) -> None:
    """Add a record about a delivery, inside the caller's transaction, so that deed and record are one."""
    last = await database.row("SELECT id, digest FROM ledger ORDER BY id DESC LIMIT 1")
    about = await database.row("SELECT release, channel FROM deliveries WHERE id = ?", delivery)
    if about is None:
        return
    record = Record(
        id=last["id"] + 1 if last else 1,
        at=stamp(now) or 0.0,
        event=event,
        channel=about["channel"],
        release=about["release"],
        who=who,
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
    )
    await database.insert(
        "INSERT INTO ledger (id, at, event, channel, release, who, detail, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        record.id,
        record.at,
        record.event,
        record.channel,
        record.release,
        record.who,
        record.detail,
        record.digest(last["digest"] if last else START),
    )


async def records(database: Database) -> AsyncIterator[tuple[Record, bytes]]:
    """All records with their digests, oldest first. Raises StoreError."""
    last = 0
    while True:
        async with database.turn():
            rows = await database.rows("SELECT * FROM ledger WHERE id > ? ORDER BY id LIMIT ?", last, PAGE)
        for row in rows:
            values = dict(row)
            digest = values.pop("digest")
            yield Record(**values), digest
        if len(rows) < PAGE:
            return
        last = rows[-1]["id"]


async def verify(database: Database) -> tuple[int, int | None]:
    """How many records there are, and the id of the first that does not fit the chain (None: all do)."""
    previous, count = START, 0
    async for record, digest in records(database):
        count += 1
        if record.id != count or record.digest(previous) != digest:
            return count, record.id
        previous = digest
    return count, None
