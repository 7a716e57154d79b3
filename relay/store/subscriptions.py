"""Subscriptions at hubs (WebSub), as `relay.websub.subscription` knows them."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Row

from relay.store.codec import dump_text, load_text, moment, stamp
from relay.store.database import Database
from relay.websub.subscription import Phase, Subscription


class Subscriptions:
    """`relay.websub.office.SubscriptionStore` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Subscription]:
        """Every one, those to be left included."""
        async with self._database.turn() as database:
            rows = await database.rows("SELECT * FROM subscriptions ORDER BY source, due")
        return [_read(row) for row in rows]

    async def save(self, one: Subscription) -> None:
        """A new one, or how it is now."""
        async with self._database.transaction() as database:
            await database.change(
                "INSERT OR REPLACE INTO subscriptions (id, secret, source, callback, topic, hub, phase, due, asked, "
                "verified, until, tries, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                one.id,
                one.secret,
                one.source,
                one.callback,
                one.topic,
                one.hub,
                one.phase.value,
                stamp(one.due),
                stamp(one.asked),
                stamp(one.verified),
                stamp(one.until),
                one.tries,
                dump_text(one.problem),
            )

    async def forget(self, one: Subscription) -> None:
        """It is over."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM subscriptions WHERE id = ?", one.id)


def _read(row: Row) -> Subscription:
    due = moment(row["due"])
    assert due is not None  # noqa: S101 - NOT NULL in the table
    return Subscription(
        id=row["id"],
        secret=row["secret"],
        source=row["source"],
        callback=row["callback"],
        topic=row["topic"],
        hub=row["hub"],
        due=due,
        phase=Phase(row["phase"]),
        asked=moment(row["asked"]),
        verified=moment(row["verified"]),
        until=moment(row["until"]),
        tries=row["tries"],
        problem=load_text(row["problem"]),
    )
