"""When the next message may go to a channel. Pure.

Telegram publishes no exact numbers: about one message a second in a chat and twenty a minute; steady posting at one a
second meets the second limit after twenty seconds (Bot FAQ, "My bot is hitting limits").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta


def next_slot(sent: Sequence[datetime], *, pace: float, per_minute: int, now: datetime) -> datetime:
    """The earliest time from now on that keeps `pace` seconds since the last message and `per_minute` in any minute.

    `sent` are the times of messages, oldest first; pace 0 switches the whole of it off. Times in the future (the clock
    was set back) do not count.
    """
    past = [at for at in sent if at <= now]
    if not pace or not past:
        return now
    slot = max(now, past[-1] + timedelta(seconds=pace))
    if len(past) >= per_minute:
        slot = max(slot, past[-per_minute] + timedelta(minutes=1))
    return slot


def next_edit(edits: Sequence[datetime], per_hour: int, now: datetime) -> datetime | None:
    """When a post that was corrected too often within the hour may be corrected again; None: now.

    `edits` are the times of its corrections, oldest first. What comes until then is made in one.
    """
    if len(edits) < per_hour:
        return None
    until = edits[-per_hour] + timedelta(hours=1)
    return until if until > now else None
