"""When the language model is left alone: after failures in a row, and when it has had its time. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

FAILURES = 3
"""In a row, after which it is left alone."""
PAUSE = timedelta(minutes=10)
"""For so long; then one question shows whether it is well."""
WINDOW = timedelta(minutes=1)


class Circuit:
    """Counts failures in a row."""

    def __init__(self) -> None:
        self._failures = 0
        self._until: datetime | None = None

    def closed(self, now: datetime) -> bool:
        """Whether it may be asked."""
        if self._until and self._until - now > PAUSE:
            # The clock was set back.
            self._until = now + PAUSE
        return self._until is None or now >= self._until

    def failed(self, now: datetime) -> bool:
        """It failed; whether it is left alone from now on."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._until = now + PAUSE
            return True
        return False

    def well(self) -> bool:
        """It answered; whether it had failed before."""
        ill, self._failures, self._until = self._failures > 0, 0, None
        return ill


class Budget:
    """What the releases of one source may spend on waiting within a minute: so many new ones come no later than one."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: datetime | None = None
        self._spent = 0.0

    def left(self, now: datetime) -> bool:
        """Whether there is time for one more."""
        if self._since is None or not timedelta(0) <= now - self._since < WINDOW:
            self._since, self._spent = now, 0.0
        return self._spent < self._seconds

    def spend(self, seconds: float) -> None:
        """One was waited for, so long."""
        self._spent += max(0.0, seconds)
