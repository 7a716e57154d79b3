"""What a person absorbs as known: its entries belong to the release that it looks like from then on."""

from __future__ import annotations

import sqlite3

from relay.store.database import Database


async def absorb(database: Database, delivery: int) -> None:
    """Join the release of a delivery to the one that it looks like, unless it has none, or is posted somewhere.

    Nothing is corrected by it: what the website says now is what it said before. The next correction reaches the posts.
    """
    found = await database.row(
        "SELECT releases.* FROM releases JOIN deliveries ON deliveries.release = releases.id WHERE deliveries.id = ? "
        "AND NOT EXISTS (SELECT 1 FROM deliveries AS others "
        "WHERE others.release = releases.id AND others.state <> 'discarded')",
        delivery,
    )
    known = await _looks_like(database, found) if found else None
    if found is None or known is None or known["id"] == found["id"]:
        return
    await database.change("UPDATE entries SET release = ? WHERE release = ?", known["id"], found["id"])
    await database.change("UPDATE links SET release = ? WHERE release = ?", known["id"], found["id"])
    await database.change("DELETE FROM rereads WHERE release = ?", found["id"])
    await database.change("DELETE FROM vanished WHERE release = ? AND decided = 0", known["id"])
    await database.change(
        # An entry that is still in the feed keeps the word.
        "UPDATE releases SET (title, url, published, title_key, excerpt, entry) = "
        "(SELECT title, url, published, title_key, excerpt, entry FROM releases WHERE id = ?) "
        "WHERE id = ? AND source = ? AND instr((SELECT coalesce(listed, x'') FROM sources WHERE id = ?), entry) = 0",
        found["id"],
        known["id"],
        found["source"],
        found["source"],
    )


async def _looks_like(database: Database, release: sqlite3.Row) -> sqlite3.Row | None:
    """The release that one looks like; or, if that was absorbed too, the one it belongs to now."""
    return await database.row(
        "SELECT releases.* FROM releases AS other JOIN releases ON releases.id = "
        "coalesce((SELECT release FROM entries WHERE source = other.source AND key = other.entry), other.id) "
        "WHERE other.id = ?",
        release["looks_like"],
    )
