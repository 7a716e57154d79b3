"""What waits for a person, and what the person decides: in the ledger, with the role of who decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from relay.errors import Text
from relay.model import DeliveryState
from relay.state import Hold
from relay.store.absorbing import absorb
from relay.store.codec import dump_text, load_text, stamp
from relay.store.database import Database
from relay.store.ledger import Event, append

PAGE_SECONDS = 120.0
"""How long a delivery that a person let go waits for its page to be read."""

_REASONS = {
    Event.DISCARDED: Text("a person decided so"),
    Event.ABSORBED: Text("a person decided that it is known already"),
}


class Decisions:
    """`relay.press.ports.Decisions` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def holds(self) -> list[Hold]:
        """Deliveries that wait for a person, oldest first."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT deliveries.id, channel, state, title, url, reason, changed FROM deliveries "
                "JOIN releases ON releases.id = deliveries.release WHERE state = 'held' "
                "ORDER BY deliveries.id"
            )
        return [
            Hold(
                id=row["id"],
                channel=row["channel"],
                state=DeliveryState(row["state"]),
                title=row["title"],
                url=row["url"],
                reason=load_text(row["reason"]),
                since=datetime.fromtimestamp(row["changed"], UTC),
            )
            for row in rows
        ]

    async def release(self, ids: Sequence[int], now: datetime, *, who: str) -> list[int]:
        """Let held deliveries go out; returns those that were held.

        One whose page was never read waits a moment for it. `who` is the role of the person: ``administrator`` at the
        command line, ``editors`` in the editors' chat.
        """
        return await self._decide(ids, Event.RELEASED, now, who)

    async def discard(self, ids: Sequence[int], now: datetime, *, who: str, absorbed: bool = False) -> list[int]:
        """Decide that held deliveries are not posted; returns those that were held.

        `absorbed` says why: they are known already, as the website only shows them under new names. What is known then
        speaks for the release that it looks like, if there is one: corrections reach the posts of that.
        """
        return await self._decide(ids, Event.ABSORBED if absorbed else Event.DISCARDED, now, who)

    async def _decide(self, ids: Sequence[int], event: Event, now: datetime, who: str) -> list[int]:
        state = DeliveryState.PENDING if event is Event.RELEASED else DeliveryState.DISCARDED
        decided = []
        async with self._database.transaction() as database:
            for one in ids:
                if await database.change(
                    "UPDATE deliveries SET state = ?, changed = ?, attempts = 0, reason = ?, due = ? + "
                    "? * EXISTS (SELECT 1 FROM rereads WHERE rereads.release = deliveries.release) "
                    "WHERE id = ? AND state = 'held'",
                    state,
                    stamp(now),
                    dump_text(_REASONS.get(event)),
                    stamp(now),
                    PAGE_SECONDS,
                    one,
                ):
                    decided.append(one)
                    await _enter(database, event, one, now, who)
                    if event is Event.ABSORBED:
                        await absorb(database, one)
        return decided


async def _enter(database: Database, event: Event, delivery: int, now: datetime, who: str) -> None:
    row = await database.row(
        "SELECT release, channel, title, url FROM deliveries JOIN releases ON releases.id = release "
        "WHERE deliveries.id = ?",
        delivery,
    )
    if row:
        await append(
            database,
            event,
            release=row["release"],
            channel=row["channel"],
            who=who,
            now=now,
            title=row["title"],
            url=row["url"],
        )
