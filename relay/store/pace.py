"""When messages went to a channel, so that its pace is kept over a restart."""

from __future__ import annotations

from datetime import datetime, timedelta

from relay.store.codec import stamp
from relay.store.database import Database

PACE_MEMORY = timedelta(minutes=1)
"""The longest time over which posts are counted (``per_minute``)."""


async def count_message(database: Database, delivery: int, now: datetime) -> None:
    """A message of the delivery went out. Within a transaction."""
    await database.insert(
        "INSERT INTO pace (channel, at) SELECT channel, ? FROM deliveries WHERE id = ?", stamp(now), delivery
    )
    # Of this channel only: another one may keep a pace of more than a minute.
    await database.change(
        "DELETE FROM pace WHERE at < ? AND channel = (SELECT channel FROM deliveries WHERE id = ?)",
        stamp(now - PACE_MEMORY),
        delivery,
    )
