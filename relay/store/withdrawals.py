"""What relay remembers of releases that may have been withdrawn, and what a person decides about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row

from relay.delivery.intent import TWICE, UNSEEN, unknown
from relay.errors import Text
from relay.feed.links import link_identity
from relay.model import DeliveryState
from relay.state import CERTAIN, Confirmed, ManyGone, Vanished
from relay.store.codec import RECEIPT, dump_text, load_text, moment, stamp
from relay.store.database import Database
from relay.store.ledger import Event, append
from relay.store.vanishing import THERE

A_FEW = 3
"""Releases of one source that may be gone at once without looking like a move of the website."""
TITLES = 5
"""Titles shown of many releases that are gone."""
SAYS = ('the website says "{word}"', "its page says that it was withdrawn")
"""Reasons that leave no doubt, however many releases there are: somebody wrote them."""


class VanishedReleases:
    """`relay.press.ports.WithdrawalStore` on SQLite, and what people are shown of it."""

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
        return [
            Vanished(row["release"], row["source"], row["url"], max(row["seen"], 0), max(-row["seen"], 0))
            for row in rows
        ]

    async def gone(self, release: int, reason: Text, next_look: datetime) -> None:
        """It was found gone, once more."""
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE vanished SET seen = min(max(seen, 0) + 1, ?), reason = ?, due = ? WHERE release = ?",
                CERTAIN,
                dump_text(reason),
                stamp(next_look),
                release,
            )

    async def look_again(self, release: int, next_look: datetime) -> None:
        """Nobody knows; ask the page again then."""
        async with self._database.transaction() as database:
            await database.change("UPDATE vanished SET due = ? WHERE release = ?", stamp(next_look), release)

    async def back(self, release: int, next_look: datetime | None) -> None:
        """Its page is there, and is looked at again then; None: it is forgotten. What a person has decided stays."""
        async with self._database.transaction() as database:
            if next_look is None:
                await database.change("DELETE FROM vanished WHERE release = ? AND decided = 0", release)
                return
            await database.change(
                "UPDATE vanished SET seen = min(seen, 0) + ?, due = ? WHERE release = ? AND decided = 0",
                THERE,
                stamp(next_look),
                release,
            )

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

    async def to_ask(self) -> tuple[list[Confirmed], list[ManyGone]]:
        """Releases that a person is asked about one by one, and sources of which too many are gone for that.

        A website that was moved, or is being worked on, answers 404 for all of them: more than `A_FEW`, and more than
        half of those that were looked at.
        """
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT vanished.*, title FROM vanished JOIN releases ON releases.id = vanished.release "
                "WHERE decided = 0 AND vanished.seen <> 0 ORDER BY vanished.release DESC"
            )
        confirmed = await self.confirmed()
        certain = {one.release for one in confirmed}
        many, missing = [], set()
        for source in dict.fromkeys(row["source"] for row in rows):
            looked_at = [row for row in rows if row["source"] == source]
            gone = [row for row in looked_at if _is_missing(row)]
            if len(gone) > A_FEW and len(gone) * 2 > len(looked_at):
                missing |= {row["release"] for row in gone}
                if certain.intersection(missing):
                    many.append(_many_gone(source, gone, len(looked_at)))
        return [one for one in confirmed if one.release not in missing], many

    async def keep_all(self, mark: str, last: int, now: datetime, *, who: str) -> int:
        """Decide that it was no withdrawal, of all releases of a source that are gone, up to the number `last`.

        Returns how many. Should one of them come back to the feed and leave it again, that is news.
        """
        async with self._database.transaction() as database:
            rows = await database.rows(
                "SELECT release, source, seen, reason FROM vanished WHERE decided = 0 AND release <= ?", last
            )
            kept = [row["release"] for row in rows if _mark(row["source"]) == mark and _is_missing(row)]
            for release in kept:
                await _enter(database, Event.KEPT, release, now, who)
                await database.change("DELETE FROM vanished WHERE release = ?", release)
        return len(kept)

    async def withdraw(self, release: int, now: datetime, *, who: str) -> bool:
        """Decide that its posts are withdrawn (see the function); False if a person has decided already."""
        async with self._database.transaction() as database:
            if not await _is_asked(database, release):
                return False
            await _withdraw(database, release, now, who)
            return True

    async def keep(self, release: int, now: datetime, *, who: str) -> bool:
        """Decide that its posts stay; False if there is nothing to decide (any more)."""
        async with self._database.transaction() as database:
            return await _is_asked(database, release) and await _keep(database, release, now, who)


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


async def keep(database: Database, release: int, now: datetime, who: str) -> None:
    """Decide that the posts of a release stay, although it is gone from the website. `who` is a role."""
    async with database.transaction():
        await _keep(database, release, now, who)


async def _keep(database: Database, release: int, now: datetime, who: str) -> bool:
    """False if a person has decided already."""
    if await _is_decided(database, release):
        return False
    await _enter(database, Event.KEPT, release, now, who)
    await _decided(database, release, now)
    return True


async def _withdraw(database: Database, release: int, now: datetime, who: str) -> int:
    unseen = await _unseen(database, release)
    posts = await database.change(
        "UPDATE deliveries SET withdraw = 1 WHERE release = ? AND withdraw = 0 "
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
    for one in unseen:
        await database.change(
            "UPDATE deliveries SET state = 'held', withdraw = 1, reason = ?, changed = ? WHERE id = ?",
            dump_text(UNSEEN),
            stamp(now),
            one,
        )
    await database.change(
        "UPDATE deliveries SET state = ?, reason = ?, changed = ? "
        "WHERE release = ? AND withdraw = 0 AND state IN ('pending', 'held')",
        DeliveryState.DISCARDED,
        dump_text(Text("the release was withdrawn ({who})", {"who": who})),
        stamp(now),
        release,
    )
    if posts or not await _is_decided(database, release):
        await _enter(database, Event.TO_WITHDRAW, release, now, who)
    await _decided(database, release, now)
    return posts


async def _unseen(database: Database, release: int) -> list[int]:
    """Deliveries that wait because nobody knows whether they were posted: only a person can take them away."""
    rows = await database.rows(
        "SELECT id, reason FROM deliveries WHERE release = ? AND state = 'held' AND withdraw = 0 AND receipt IS NULL",
        release,
    )
    known = {unknown(TWICE).message, TWICE.message}
    reasons = ((row["id"], load_text(row["reason"])) for row in rows)
    return [number for number, reason in reasons if reason and reason.message in known]


async def _enter(database: Database, event: Event, release: int, now: datetime, who: str) -> None:
    """What a person decided, of which release, and where its posts stand."""
    about = await database.row(
        "SELECT releases.title, releases.url, vanished.reason FROM releases "
        "LEFT JOIN vanished ON vanished.release = releases.id WHERE releases.id = ?",
        release,
    )
    if about is None:
        return
    links, _ = await _posts(database, release)
    await append(
        database,
        event,
        release=release,
        channel="",
        who=who,
        now=now,
        title=about["title"],
        url=about["url"],
        reason=load_text(about["reason"] or ""),
        links=links,
    )


async def _is_asked(database: Database, release: int) -> bool:
    """Whether the release may be gone, and nobody has decided: what a button says is anybody's."""
    return await database.row("SELECT 1 FROM vanished WHERE release = ? AND decided = 0", release) is not None


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


def _is_missing(row: Row) -> bool:
    """Whether a page was found gone, without anybody having written why."""
    reason = load_text(row["reason"])
    return row["seen"] > 0 and (reason is None or reason.message not in SAYS)


def _many_gone(source: str, gone: Sequence[Row], looked_at: int) -> ManyGone:
    titles = tuple(row["title"] for row in gone[:TITLES])
    return ManyGone(source, _mark(source), len(gone), looked_at, gone[0]["release"], titles)


def _mark(source: str) -> str:
    """Short enough for the data of a button, which has 64 bytes; the same after a restart."""
    return hashlib.blake2b(source.encode(), digest_size=4).hexdigest()
