"""What stands in the database, for `relay status`: nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from relay.errors import Text
from relay.store.codec import RECEIPT, load_text, moment
from relay.store.database import Database


@dataclass(frozen=True, slots=True)
class ChannelOverview:
    """One channel's deliveries."""

    pending: int
    """Being sent included."""
    held: int
    sent: int
    last_sent: datetime | None
    last_title: str
    last_link: str
    wait_until: datetime | None
    problem: Text | None


async def channel_overview(database: Database, channel: str) -> ChannelOverview:
    """How one channel is. Raises StoreError."""
    async with database.turn():
        counts = await database.row(
            "SELECT total(state IN ('pending', 'sending')) AS pending, total(state = 'held') AS held, "
            "total(sent IS NOT NULL) AS sent FROM deliveries WHERE channel = ?",
            channel,
        )
        last = await database.row(
            "SELECT deliveries.sent, receipt, title FROM deliveries JOIN releases ON releases.id = deliveries.release "
            "WHERE channel = ? AND deliveries.sent IS NOT NULL ORDER BY deliveries.sent DESC LIMIT 1",
            channel,
        )
        state = await database.row("SELECT * FROM channels WHERE id = ?", channel)
    return ChannelOverview(
        pending=int(counts["pending"]) if counts else 0,
        held=int(counts["held"]) if counts else 0,
        sent=int(counts["sent"]) if counts else 0,
        last_sent=moment(last["sent"]) if last else None,
        last_title=last["title"] if last else "",
        last_link=RECEIPT.load(last["receipt"]).link if last and last["receipt"] else "",
        wait_until=moment(state["wait_until"]) if state else None,
        problem=load_text(state["problem"]) if state else None,
    )
