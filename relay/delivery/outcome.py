"""What an error means for a delivery and its channel: wait, or hold. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from relay.errors import ChannelError, Rejected, Text, TryLater, Unavailable, Uncertain
from relay.state import ChannelState

BACK_OFF = (2.0, 300.0)
"""Seconds to wait after the first failure of a channel, doubled with each, and at most."""
CLOSED = 60.0
"""Seconds after which a channel that takes nothing (rights, token) is tried again."""
SETTLE = 5.0
"""Seconds after which a message whose answer was lost is there, if it ever will be."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The channel waits; the delivery stays first in line."""

    state: ChannelState


@dataclass(frozen=True, slots=True)
class HoldIt:
    """The delivery waits for a person; the queue goes on."""

    reason: Text


def after(error: ChannelError, state: ChannelState, *, now: datetime) -> Wait | HoldIt:
    """What an error means for a delivery and its channel. Pure. A 429's time is obeyed to the second."""
    failures = state.failures + 1
    pause = min(BACK_OFF[0] * 2.0 ** min(failures - 1, 16), BACK_OFF[1])
    if isinstance(error, TryLater) and error.after is not None:
        # Its own wish is no failure, but a sign of life.
        pause, failures = error.after, 0
    elif isinstance(error, Unavailable):
        pause = CLOSED
    elif isinstance(error, Uncertain):
        pause = max(pause, SETTLE)
    elif isinstance(error, Rejected):
        return HoldIt(error.text)
    return Wait(ChannelState(now + timedelta(seconds=pause), failures, error.text, state.sent))
