"""What relay remembers of releases that may have been withdrawn, and what a person decides about them."""

from __future__ import annotations

from datetime import datetime

from relay.errors import Text
from relay.feed.links import link_identity
from relay.model import DeliveryState
from relay.state import CERTAIN, Confirmed, Vanished
from relay.store.codec import RECEIPT, dump_text, load_text, moment, stamp
from relay.store.database import Database


class VanishedReleases:
    """`relay.ports.WithdrawalStore` on SQLite, and what people are shown of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vanished(self, now: datetime, limit: int) -> list[Vanished]:
        """Releases whose pages are to be looked at by now, longest due first, at most `limit`."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT release, source, url, seen FROM vanished WHERE decided = 0 AND due <= ? ORDER BY due LIMIT ?",
                stamp(now),
                limit,
            )
        return [Vanished(row["release"], row["source"], row["url"], row["seen"]) for row in rows]

    async def gone(self, release: int, reason: Text, next_look: datetime) -> None:
        """It was found gone, once more."""
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE vanished SET seen = min(seen + 1, ?), reason = ?, due = ? WHERE release = ?",
                CERTAIN,
                dump_text(reason),
                stamp(next_look),
                release,
            )

    async def look_again(self, release: int, next_look: datetime) -> None:
        """Nobody knows; ask the page again then."""
        async with self._database.transaction() as database:
            await database.change("UPDATE vanished SET due = ? WHERE release = ?", stamp(next_look), release)

    async def back(self, release: int) -> None:
        """Its page is there; unless a person has decided in the meantime, nothing is remembered of it."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM vanished WHERE release = ? AND decided = 0", release)

    async def confirmed(self) -> list[Confirmed]:
        """Releases that are certainly gone and of which a person has to decide, oldest first."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT vanished.release, releases.title, vanished.url, vanished.reason FROM vanished "
                "JOIN releases ON releases.id = vanished.release WHERE vanished.seen >= ? AND decided = 0 "
                "AND EXISTS (SELECT 1 FROM deliveries WHERE deliveries.release = vanished.release "
                "AND withdraw < 2 AND (state <> 'discarded' OR receipt IS NOT NULL)) ORDER BY vanished.release",
                CERTAIN,
            )
            posts = {row["release"]: await _posts(database, row["release"]) for row in rows}
        return [
            Confirmed(row["release"], row["title"], row["url"], load_text(row["reason"]), *posts[row["release"]])
            for row in rows
        ]

    async def withdraw(self, release: int, now: datetime, *, who: str) -> bool:
        """Decide that its posts are withdrawn (see the function); False if a person has decided already."""
        async with self._database.transaction() as database:
            if await _is_decided(database, release):
                return False
            await _withdraw(database, release, now, who)
            return True

    async def keep(self, release: int, now: datetime, *, who: str) -> bool:
        """Decide that its posts stay; False if a person has decided already."""
        async with self._database.transaction() as database:
            if await _is_decided(database, release):
                return False
            await _decided(database, release, now)
            return True


async def find_release(database: Database, what: str) -> int | None:
    """The release with this number, page address, or address of one of its posts; None if there is none.

    Of several with one address, the newest.
    """
    what = what.strip()
    async with database.turn():
        if what.isascii() and what.isdigit():
            row = await database.row("SELECT id FROM releases WHERE id = CAST(? AS INTEGER)", what[:18])
            return int(row["id"]) if row else None
        row = await database.row(
            "SELECT release FROM deliveries WHERE json_extract(receipt, '$.link') = ? ORDER BY id DESC", what
        )
        if row:
            return int(row["release"])
        identity = link_identity(what)
        for row in await database.rows("SELECT id, url FROM releases ORDER BY id DESC"):
            if row["url"] == what or (identity and link_identity(row["url"]) == identity):
                return int(row["id"])
    return None


async def channels_of(database: Database, release: int) -> list[str]:
    """The channels in which posts of a release stand, or may, that were not withdrawn."""
    async with database.turn():
        rows = await database.rows(
            "SELECT channel FROM deliveries WHERE release = ? AND withdraw < 2 "
            "AND (receipt IS NOT NULL OR intent <> '' OR state = 'sending') ORDER BY id",
            release,
        )
    return [row["channel"] for row in rows]


async def withdraw(database: Database, release: int, now: datetime, who: str) -> int:
    """Decide that the posts of a release are withdrawn, and that none follows; returns how many posts that are.

    `who` is the role of the person. What is being sent at this moment, or may be out without our knowing, counts: it
    is withdrawn as soon as that is known.
    """
    async with database.transaction():
        return await _withdraw(database, release, now, who)


async def keep(database: Database, release: int, now: datetime) -> None:
    """Decide that the posts of a release stay, although it is gone from the website."""
    async with database.transaction():
        await _decided(database, release, now)


async def _withdraw(database: Database, release: int, now: datetime, who: str) -> int:
    posts = await database.change(
        "UPDATE deliveries SET withdraw = 1 WHERE release = ? AND withdraw < 2 "
        "AND (receipt IS NOT NULL OR intent <> '' OR state = 'sending')",
        release,
    )
    await database.change(
        "UPDATE deliveries SET state = ?, due = ?, attempts = 0, reason = '', changed = ? "
        "WHERE release = ? AND withdraw = 1 AND state <> 'sending'",
        DeliveryState.PENDING,
        stamp(now),
        stamp(now),
        release,
    )
    await database.change(
        "UPDATE deliveries SET state = ?, reason = ?, changed = ? "
        "WHERE release = ? AND withdraw = 0 AND state IN ('pending', 'held')",
        DeliveryState.DISCARDED,
        dump_text(Text("the release was withdrawn ({who})", {"who": who})),
        stamp(now),
        release,
    )
    await _decided(database, release, now)
    return posts


async def _is_decided(database: Database, release: int) -> bool:
    return await database.row("SELECT 1 FROM vanished WHERE release = ? AND decided = 1", release) is not None


async def _decided(database: Database, release: int, now: datetime) -> None:
    """Also of a release that nobody had asked about: it is not asked about later."""
    await database.change(
        "INSERT INTO vanished (release, source, url, decided, due) SELECT id, source, url, 1, ? FROM releases "
        "WHERE id = ? ON CONFLICT (release) DO UPDATE SET decided = 1",
        stamp(now),
        release,
    )


async def _posts(database: Database, release: int) -> tuple[tuple[str, ...], datetime | None]:
    """Where the posts of a release stand, and when the first one came."""
    rows = await database.rows("SELECT receipt, sent FROM deliveries WHERE release = ? ORDER BY id", release)
    links = [RECEIPT.load(row["receipt"]).link for row in rows if row["receipt"]]
    first = min((row["sent"] for row in rows if row["sent"] is not None), default=None)
    return tuple(filter(None, links)), moment(first)
