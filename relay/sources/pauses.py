"""Hosts that asked to be left alone for a while, whatever is wanted of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from relay.ports import Clock

LONGEST = timedelta(days=1)
"""For which one answer keeps all of a host's feeds, pages and pictures waiting. What was asked for itself waits as long
as it was told to."""
UNTOLD = 60.0
"""Seconds that are left to a host which asks for fewer requests (429) and does not say how long."""

Keep = Callable[[str, datetime, datetime], Awaitable[None]]
"""Remembers until when a host (the name) is left alone, also for a relay that is started anew; the last is now."""


class Pauses:
    """Until when hosts are left alone (429 and 503 with Retry-After; RFC 6585, 4; RFC 9110, 10.2.3)."""

    def __init__(self, clock: Clock, known: Mapping[str, datetime] | None = None, keep: Keep | None = None) -> None:
        self._clock = clock
        self._until = dict(known or {})
        self._keep = keep

    def left(self, host: str) -> float:
        """Seconds for which a host is left alone still; 0 if it may be asked."""
        until = self._until.get(host)
        if until is None:
            return 0.0
        left = until - self._clock()
        # One that is longer than any was noted by a clock that was ahead.
        return max(0.0, left.total_seconds()) if left <= LONGEST else 0.0

    async def note(self, host: str, seconds: float) -> None:
        """The host asked for a pause. May raise what `keep` raises; the pause holds all the same."""
        now = self._clock()
        self._until = {name: until for name, until in self._until.items() if until > now}
        self._until[host] = now + min(timedelta(seconds=seconds), LONGEST)
        if self._keep:
            await self._keep(host, self._until[host], now)
