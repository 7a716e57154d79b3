"""What may have to be told to people, what they were told, and what was read of the bot's updates."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from sqlite3 import Row

from relay.errors import StoreError, TakenOver, Text
from relay.press.telling import (
    ANSWERED,
    Backups,
    ChannelTrouble,
    Decided,
    Facts,
    HeldGroup,
    HeldOne,
    HubTrouble,
    Letter,
    SourceRemark,
    SourceTrouble,
    Told,
)
from relay.store.codec import MOVED, dump_text, load_text, moment, stamp
from relay.store.database import Database
from relay.store.tryout import try_out
from relay.store.withdrawals import VanishedReleases

TITLES = 5
"""Titles shown of many releases that wait."""


class Notices:
    """`relay.press.ports.NoticeStore` and `relay.press.ports.PressStore` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def facts(self) -> Facts:
        """Everything that may have to be told."""
        gone, many_gone = await VanishedReleases(self._database).to_ask()
        async with self._database.turn() as database:
            sources = await database.rows(
                "SELECT * FROM sources WHERE problem <> '' OR moved <> '' OR barred <> '' OR unmatched <> '' "
                "OR lost <> '' OR quiet_from <= success ORDER BY id"
            )
            channels = await database.rows("SELECT * FROM channels WHERE problem <> '' ORDER BY id")
            held = await database.rows(f"{_HELD} ORDER BY deliveries.id")
            waiting = await database.rows(
                "SELECT channel, count(*) AS count FROM deliveries WHERE state IN ('pending', 'sending') "
                "GROUP BY channel"
            )
            backups = await database.row("SELECT made, problem FROM backups")
            hubs = await database.rows(
                "SELECT source, hub, callback, problem FROM subscriptions WHERE problem <> '' AND phase <> 'leaving' "
                "ORDER BY source, due"
            )
        return Facts(
            sources=tuple(_trouble(row) for row in sources if row["problem"]),
            remarks=tuple(_remark(row) for row in sources if _remarkable(row)),
            channels=tuple(
                ChannelTrouble(row["id"], _text(row["problem"]), row["failures"], moment(row["wait_until"]))
                for row in channels
            ),
            hubs=tuple(HubTrouble(row["source"], row["hub"], row["callback"], _text(row["problem"])) for row in hubs),
            held=_groups(held),
            gone=tuple(gone),
            many_gone=tuple(many_gone),
            waiting={row["channel"]: row["count"] for row in waiting},
            backups=Backups(moment(backups["made"]), load_text(backups["problem"])) if backups else None,
        )

    async def trouble(self) -> Text | None:
        """Why nothing can be written at present; None if it can, or if nobody has met with trouble. Raises TakenOver.

        Where somebody has, it is tried: small changes may still find room in SQLite's log when the disk is full.
        """
        if self._database.problem is None:
            return None
        try:
            await asyncio.to_thread(try_out, self._database.path)
            async with self._database.transaction() as database:
                await database.insert("INSERT OR REPLACE INTO notices (key, text, since) VALUES ('', '', 0)")
                await database.change("DELETE FROM notices WHERE key = ''")
        except TakenOver:
            raise
        except StoreError as error:
            return error.text
        self._database.problem = None
        return None

    async def told(self) -> dict[str, Told]:
        """What is remembered of conditions, by key."""
        async with self._database.turn() as database:
            rows = await database.rows("SELECT * FROM notices ORDER BY since, key")
        return {
            row["key"]: Told(
                row["key"],
                _text(row["text"]),
                datetime.fromtimestamp(row["since"], UTC),
                moment(row["told"]),
                row["message"],
            )
            for row in rows
        }

    async def remember(self, told: Told) -> None:
        """Keep what is known of a condition, in the place of what was known."""
        async with self._database.transaction() as database:
            await database.insert(
                "INSERT OR REPLACE INTO notices (key, text, since, told, message) VALUES (?, ?, ?, ?, ?)",
                told.key,
                dump_text(told.text),
                stamp(told.since),
                stamp(told.told),
                told.message,
            )

    async def forget(self, key: str) -> None:
        """The condition is over."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM notices WHERE key = ?", key)

    async def answered(self, message: int) -> None:
        """Whatever the message asked was decided: the editors need not be told that it is over."""
        async with self._database.transaction() as database:
            await database.change("UPDATE notices SET message = ? WHERE message = ?", ANSWERED, message)

    async def letters(self) -> list[Letter]:
        """Those that nobody was told of yet, oldest first."""
        async with self._database.turn() as database:
            rows = await database.rows("SELECT id, text FROM letters WHERE told IS NULL ORDER BY id")
        return [Letter(row["id"], _text(row["text"])) for row in rows]

    async def letter_told(self, letter: int, now: datetime) -> None:
        """A letter was told."""
        async with self._database.transaction() as database:
            await database.change("UPDATE letters SET told = ? WHERE id = ?", stamp(now), letter)

    async def held(self, first: int, last: int, mark: str) -> list[HeldOne]:
        """Those of a group that still wait, the oldest release first."""
        async with self._database.turn() as database:
            rows = await database.rows(f"{_HELD} AND deliveries.id BETWEEN ? AND ? ORDER BY {_AGE}", first, last)
        return [HeldOne(row["id"], row["release"]) for row in rows if _mark(row["source"], row["reason"]) == mark]

    async def decided(self, first: int, last: int) -> list[Decided]:
        """What people decided last about the deliveries of a group, from its first to its last, by the ledger."""
        async with self._database.turn() as database:
            rows = await database.rows(_DECIDED, first, last, first)
        return [
            Decided(row["who"], row["event"], row["releases"], datetime.fromtimestamp(row["at"], UTC)) for row in rows
        ]

    async def next_update(self) -> int:
        """The number of the first update that was not dealt with; 0 before the first."""
        async with self._database.turn() as database:
            row = await database.row("SELECT next FROM updates")
        return row["next"] if row else 0

    async def dealt_with(self, update: int) -> None:
        """An update was dealt with, as were those before it."""
        async with self._database.transaction() as database:
            await database.insert("INSERT OR REPLACE INTO updates (one, next) VALUES (1, ?)", update + 1)

    async def all_confirmed(self) -> None:
        """The server knows what was dealt with: the next update is the first that it has, whatever its number."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM updates")


_HELD = (
    "SELECT deliveries.id, deliveries.release, releases.source, title, reason, coalesce(published, seen) AS age "
    "FROM deliveries JOIN releases ON releases.id = deliveries.release WHERE state = 'held'"
)
_AGE = "age, deliveries.release, deliveries.id"
_DECIDED = """
    SELECT who, event, count(DISTINCT release) AS releases, max(at) AS at FROM (
        SELECT ledger.release, who, event, max(ledger.id), at FROM deliveries
        JOIN ledger ON ledger.release = deliveries.release AND ledger.channel = deliveries.channel
        JOIN releases ON releases.id = deliveries.release
        WHERE deliveries.id BETWEEN ? AND ? AND event IN ('released', 'absorbed', 'discarded') AND source =
            (SELECT source FROM deliveries JOIN releases ON releases.id = deliveries.release WHERE deliveries.id = ?)
        GROUP BY deliveries.id
    ) GROUP BY who, event ORDER BY event DESC
"""
"""Of each delivery the latest decision: it may have been held again, for another reason."""


def _trouble(row: Row) -> SourceTrouble:
    return SourceTrouble(
        row["id"],
        _text(row["problem"]),
        moment(row["success"]),
        url=row["address"] or row["url"],
        kind=row["kind"],
        since=moment(row["failing"]),
        asked=moment(row["polled"]),
        stopped=bool(row["stopped"]),
    )


def _remarkable(row: Row) -> bool:
    return bool(row["moved"] or row["barred"] or row["unmatched"] or row["lost"] or _quiet(row))


def _quiet(row: Row) -> bool:
    """Also while it fails: nothing came since."""
    quiet_from, success = row["quiet_from"], row["success"]
    return quiet_from is not None and success is not None and quiet_from <= success


def _remark(row: Row) -> SourceRemark:
    return SourceRemark(
        row["id"],
        row["url"],
        kind=row["kind"],
        moved=MOVED.load(row["moved"]) if row["moved"] else None,
        barred=row["barred"],
        unmatched=load_text(row["unmatched"]),
        lost=load_text(row["lost"]),
        quiet=_quiet(row),
        days=row["days"] or b"",
    )


def _groups(rows: Iterable[Row]) -> tuple[HeldGroup, ...]:
    """Held deliveries, oldest first, as people think of them: what came together, for one reason."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(_mark(row["source"], row["reason"]), []).append(row)
    return tuple(_group(mark, of_one) for mark, of_one in groups.items())


def _group(mark: str, rows: list[Row]) -> HeldGroup:
    titles = {row["release"]: row["title"] for row in sorted(rows, key=lambda row: (-row["age"], -row["release"]))}
    return HeldGroup(
        source=rows[0]["source"],
        reason=load_text(rows[0]["reason"]),
        mark=mark,
        releases=len(titles),
        first=rows[0]["id"],
        last=rows[-1]["id"],
        titles=tuple(titles.values())[:TITLES],
    )


def _mark(source: str, reason: str) -> str:
    """Short enough for the data of a button, which has 64 bytes; the same after a restart."""
    return hashlib.blake2b(f"{source}\n{reason}".encode(), digest_size=4).hexdigest()


def _text(stored: str) -> Text:
    """Of a column that is never empty where this asks."""
    return load_text(stored) or Text("")
