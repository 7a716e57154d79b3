"""What became of the releases that a listing page shows, for `relay audit`: nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relay.errors import Text
from relay.model import DeliveryState
from relay.store.codec import RECEIPT, load_text, moment
from relay.store.database import Database


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of one release in one channel."""

    release: int
    channel: str
    """Empty where no channel was meant to have it: the source's words sorted it out."""
    state: DeliveryState | None
    reason: Text | None
    """Why it waits, or is not posted."""
    posted: datetime | None
    """When it first came into the channel; None if it never did."""
    link: str


async def traces(database: Database, source: str, links: Sequence[bytes], title: bytes | None) -> list[Trace]:
    """Of the release whose page has one of these link keys, else of the source's one with this key of its title.

    Empty if relay has never seen it. Raises StoreError.
    """
    async with database.turn():
        release = await _by_link(database, links) or await _by_title(database, source, title)
        if release is None:
            return []
        rows = await database.rows("SELECT * FROM deliveries WHERE release = ? ORDER BY channel", release)
    if not rows:
        return [Trace(release, "", None, None, None, "")]
    return [
        Trace(
            release=release,
            channel=row["channel"],
            state=DeliveryState(row["state"]),
            reason=load_text(row["reason"]),
            posted=moment(row["sent"]),
            link=RECEIPT.load(row["receipt"]).link if row["receipt"] else "",
        )
        for row in rows
    ]


async def _by_link(database: Database, links: Sequence[bytes]) -> int | None:
    marks = ", ".join("?" * len(links))
    row = await database.row(f"SELECT release FROM links WHERE key IN ({marks}) LIMIT 1", *links)  # noqa: S608 - question marks
    return int(row["release"]) if row else None


async def _by_title(database: Database, source: str, title: bytes | None) -> int | None:
    row = await database.row(
        "SELECT id FROM releases WHERE title_key = ? AND source = ? ORDER BY id DESC LIMIT 1", title, source
    )
    return int(row["id"]) if row else None
