"""What people are told of a database that cannot be written. Pure.

All else that they are told is written down, so that it is told once; this cannot be, so it is kept in memory.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from relay.errors import Text

PATIENCE = timedelta(minutes=1)
"""How long it must last before it is told: a backup, or another program, may lock the database for a moment."""
REMINDER = timedelta(hours=24)
"""After this time people are told again."""


class Outage:
    """Remembers since when nothing can be written, and what was told of it. Forgotten with the process."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._told: datetime | None = None

    def noted(self, problem: Text | None, now: datetime) -> Text | None:
        """What is to be said now that nothing can be written because of this (None: it can); None: nothing is."""
        if problem is None:
            told, self._since, self._told = self._told, None, None
            return Text("relay can write to its database again. What waited goes out now.") if told else None
        self._since = self._since or now
        if now - self._since < PATIENCE or (self._told and now - self._told < REMINDER):
            return None
        self._told = now
        return Text(
            "relay cannot write anything down: {problem}\nUntil it can, it posts nothing; what the website brings in "
            "the meantime is posted afterwards.",
            {"problem": problem},
        )
