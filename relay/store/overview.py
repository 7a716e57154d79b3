"""What stands in the database, for `relay status`: nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from relay.errors import Text
from relay.model import DeliveryState
from relay.store.codec import RECEIPT, load_text, moment, stamp
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
    later: int = 0
    """Of the pending ones, those that wait for their time (their own date, grace, their page)."""
    next_at: datetime | None = None
    """When the first of these is to be posted."""
    next_title: str = ""


async def channel_overview(database: Database, channel: str, now: datetime | None = None) -> ChannelOverview:
    """How one channel is. What waits for its time is looked for where `now` is told. Raises StoreError."""
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
        # Until then its page is read again; the delivery itself is due a little later.
        later = await database.row(
            "SELECT count(*) AS later, min(coalesce(rereads.due, deliveries.due)) AS due, title FROM deliveries "
            "JOIN releases ON releases.id = deliveries.release "
            "LEFT JOIN rereads ON rereads.release = deliveries.release "
            "WHERE channel = ? AND state = 'pending' AND deliveries.due > ?",
            channel,
            stamp(now),  # compared with NULL, nothing is later
        )
    return ChannelOverview(
        pending=int(counts["pending"]) if counts else 0,
        held=int(counts["held"]) if counts else 0,
        sent=int(counts["sent"]) if counts else 0,
        last_sent=moment(last["sent"]) if last else None,
        last_title=last["title"] if last else "",
        last_link=RECEIPT.load(last["receipt"]).link if last and last["receipt"] else "",
        wait_until=moment(state["wait_until"]) if state else None,
        problem=load_text(state["problem"]) if state else None,
        later=int(later["later"]) if later else 0,
        next_at=moment(later["due"]) if later else None,
        next_title=(later["title"] or "") if later else "",
    )


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release in one channel: what became of it."""

    release: int
    title: str
    url: str
    channel: str
    state: DeliveryState
    test: bool
    """It stands in the test chat."""
    link: str
    """Empty where it was not posted, or the chat has no links."""
    sent: datetime | None
    edits: int
    """Corrections of the post, by the ledger."""
    last_edit: datetime | None
    withdrawing: bool
    """A person decided that it is to be withdrawn."""
    withdrawn: datetime | None
    reason: Text | None
    """Why it waits, or is not posted."""
    summary: str = ""
    """Who wrote its short text, by the ledger: ``llm`` or ``extractive``; empty for one that has none."""


async def release_lines(database: Database, limit: int) -> list[ReleaseLine]:
    """Releases by channel, newest first, at most `limit`. Raises StoreError."""
    async with database.turn():
        rows = await database.rows(
            # The ledger is read once, not once a line.
            "WITH shown AS (SELECT * FROM deliveries ORDER BY coalesce(sent, created) DESC, id DESC LIMIT ?), "
            "told AS (SELECT release, channel, total(event = 'corrected') AS corrections, "
            "max(CASE event WHEN 'corrected' THEN at END) AS last_edit, "
            "max(CASE WHEN event IN ('withdrawn', 'deleted') THEN at END) AS withdrawn FROM ledger "
            "WHERE event IN ('corrected', 'withdrawn', 'deleted') AND release IN (SELECT release FROM shown) "
            "GROUP BY release, channel), "
            # A bare column is that of the row with the maximum (https://sqlite.org/lang_select.html#bareagg).
            "wrote AS (SELECT release, channel, max(id), CASE WHEN json_valid(detail) "
            "THEN json_extract(detail, '$.summary') END AS summary FROM ledger "
            "WHERE event IN ('posted', 'corrected') AND release IN (SELECT release FROM shown) "
            "GROUP BY release, channel) "
            "SELECT shown.*, title, url, corrections, last_edit, withdrawn, summary FROM shown "
            "JOIN releases ON releases.id = shown.release "
            "LEFT JOIN told ON told.release = shown.release AND told.channel = shown.channel "
            "LEFT JOIN wrote ON wrote.release = shown.release AND wrote.channel = shown.channel "
            "ORDER BY coalesce(sent, created) DESC, shown.id DESC",
            limit,
        )
    return [
        ReleaseLine(
            release=row["release"],
            title=row["title"],
            url=row["url"],
            channel=row["channel"],
            state=DeliveryState(row["state"]),
            test=bool(row["test"]),
            link=RECEIPT.load(row["receipt"]).link if row["receipt"] else "",
            sent=moment(row["sent"]),
            edits=int(row["corrections"] or 0),
            last_edit=moment(row["last_edit"]),
            withdrawing=row["withdraw"] == 1,
            withdrawn=moment(row["withdrawn"]),
            reason=load_text(row["reason"]),
            summary=row["summary"] or "",
        )
        for row in rows
    ]
