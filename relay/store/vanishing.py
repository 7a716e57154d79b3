"""Releases that may have been withdrawn from the website: noted while a poll is recorded, looked into later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from relay.errors import Text
from relay.store.codec import dump_text, stamp
from relay.store.database import Database
from relay.store.ledger import enter_holds

THERE = -1
"""In the column `seen`: its page was looked at once, and is there; one less with each look that finds it there."""
KEY = 16
"""Bytes of a key."""
LOOKED_INTO = 20
"""Releases that one poll may note: a feed that is empty for once is no wave of withdrawals."""

_STANDS = (
    "EXISTS (SELECT 1 FROM deliveries WHERE deliveries.release = releases.id AND withdraw = 0 "
    "AND (state = 'sent' OR receipt IS NOT NULL) AND state <> 'discarded')"
)


async def forget_returned(database: Database, source: str, before: bytes, listed: bytes) -> None:
    """What came back to the feed is not withdrawn; lists are keys of entries, one after the other."""
    for key in set(_split(listed)) - set(_split(before)):
        await database.change(
            "DELETE FROM vanished WHERE decided = 0 AND release = (SELECT release FROM entries "
            "WHERE entries.source = ? AND key = ?)",
            source,
            key,
        )


async def note_gone(database: Database, source: str, before: bytes, listed: bytes, now: datetime) -> None:
    """Note what left the feed, when its new entries are recorded: it may be listed under another key.

    That an entry is gone means nothing by itself: feeds end somewhere. So its page is to be looked at.
    """
    new = set(_split(listed))
    gone = [await _release(database, source, key) for key in set(_split(before)) - new]
    for release in sorted({one for one in gone if one is not None}, reverse=True)[:LOOKED_INTO]:
        keys = await database.rows("SELECT key FROM entries WHERE source = ? AND release = ?", source, release)
        if not new.intersection(row["key"] for row in keys):
            await note(database, source, release, Text("it is no longer in the feed"), seen=0, now=now)


async def note(database: Database, source: str, release: int, reason: Text, *, seen: int, now: datetime) -> None:
    """A release of the source that was posted may be withdrawn; `seen` is how often that was found."""
    await database.change(
        "INSERT INTO vanished (release, source, url, reason, seen, due) "  # noqa: S608 - ours
        f"SELECT id, source, url, ?, ?, ? FROM releases WHERE id = ? AND source = ? AND {_STANDS} "
        "ON CONFLICT (release) DO UPDATE SET reason = excluded.reason, seen = excluded.seen, due = excluded.due "
        f"WHERE seen <= {THERE} AND decided = 0",
        dump_text(reason),
        seen,
        stamp(now),
        release,
        source,
    )


async def hold_unsent(database: Database, release: int, reason: Text, now: datetime) -> int:
    """What was not posted yet waits for a person; returns how many deliveries."""
    unsent = await database.rows(
        "SELECT id, channel FROM deliveries "
        "WHERE release = ? AND state = 'pending' AND receipt IS NULL AND revision IS NULL AND intent = '' ORDER BY id",
        release,
    )
    for row in unsent:
        await database.change(
            "UPDATE deliveries SET state = 'held', reason = ?, changed = ? WHERE id = ?",
            dump_text(reason),
            stamp(now),
            row["id"],
        )
    await enter_holds(database, release, [row["channel"] for row in unsent], reason, now)
    return len(unsent)


async def forget(database: Database, release: int) -> None:
    """The website shows the release as it should be."""
    await database.change("DELETE FROM vanished WHERE release = ? AND decided = 0", release)


async def _release(database: Database, source: str, key: bytes) -> int | None:
    row = await database.row(
        "SELECT releases.id FROM entries JOIN releases ON releases.id = entries.release "  # noqa: S608 - ours
        f"WHERE entries.source = ? AND key = ? AND releases.source = entries.source AND url <> '' AND {_STANDS}",
        source,
        key,
    )
    return int(row["id"]) if row else None


def _split(keys: bytes) -> Iterator[bytes]:
    for start in range(0, len(keys), KEY):
        yield keys[start : start + KEY]
