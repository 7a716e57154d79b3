"""What is done about times that a clock wrote down that was ahead: they would be waited for."""

from __future__ import annotations

from datetime import datetime, timedelta

from relay.store.codec import stamp
from relay.store.database import Database

NOTICED = timedelta(seconds=1)
"""A clock that is set back by less makes nobody wait."""
RELATIVE = timedelta(hours=1)
"""The longest wait that was counted from when it was written down; longer ones are for a date."""


async def count_from_now(database: Database, channel: str, now: datetime) -> bool:
    """Let what waits for a channel wait from now on, if it was written down in the future; whether anything was.

    A release that waits for its own date keeps it. Within a transaction.
    """
    found = await database.row(
        "SELECT max(changed) AS changed FROM deliveries WHERE channel = ? AND state = 'pending'", channel
    )
    if found is None or found["changed"] is None or found["changed"] <= stamp(now + NOTICED):
        return False
    await database.change(
        "UPDATE channels SET wait_until = ? + max(0, wait_until - ?) WHERE id = ? AND wait_until > ?",
        stamp(now),
        found["changed"],
        channel,
        stamp(now),
    )
    await database.change(
        "UPDATE deliveries SET due = ? + max(0, due - changed) WHERE channel = ? AND state = 'pending' AND changed > ? "
        "AND due <= changed + ? AND NOT EXISTS "
        "(SELECT 1 FROM rereads WHERE rereads.release = deliveries.release AND rereads.tries = 0)",
        stamp(now),
        channel,
        stamp(now),
        RELATIVE.total_seconds(),
    )
    await database.change(
        "UPDATE deliveries SET changed = ? WHERE channel = ? AND state = 'pending' AND changed > ?",
        stamp(now),
        channel,
        stamp(now),
    )
    return True
