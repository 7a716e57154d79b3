"""Updates that wait for the bot (Bot API, "Getting updates").

Which kinds are wanted is remembered from the last getUpdates that said so, and it is looked at when an update comes
into being. Updates are kept for 24 hours. A bot never hears of its own messages.
"""

from __future__ import annotations

import asyncio
from typing import Any

from .errors import ApiError

Json = dict[str, Any]

KEPT = 24 * 3600.0
"""Seconds for which an update waits."""
MAX_TIMEOUT = 50
"""Seconds of a long poll at most (Client.cpp)."""
MAX_LIMIT = 100
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that only come if asked for by name (Bot API, getUpdates)."""


class Updates:
    """The queue of one bot."""

    def __init__(self) -> None:
        self.allowed: list[str] = []
        """As asked for; empty means all but ON_REQUEST."""
        self._queue: list[tuple[float, Json]] = []
        self._next_id = 846_000_001
        self._changed = asyncio.Event()
        self._poll = 0

    def add(self, kind: str, payload: Json, now: float) -> int | None:
        """Queue an update; returns its id, None if the bot does not want to hear of this kind."""
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return None
        number = self._next_id
        self._next_id += 1
        self._queue.append((now, {"update_id": number, kind: payload}))
        self._changed.set()
        return number

    async def poll(self, offset: int, limit: int, seconds: int, now: float) -> list[Json]:
        """Answer one getUpdates; waits up to `seconds` of real time. A second poll ends the first with a 409."""
        self._poll += 1
        mine = self._poll
        self._changed.set()
        self._confirm(offset, now)
        deadline = asyncio.get_running_loop().time() + min(max(seconds, 0), MAX_TIMEOUT)
        limit = limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT
        while not self._queue:
            self._changed.clear()
            try:
                async with asyncio.timeout_at(deadline):
                    await self._changed.wait()
            except TimeoutError:
                return []
            if mine != self._poll:
                raise ApiError(
                    409, "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
        return [update for _, update in self._queue[:limit]]

    def _confirm(self, offset: int, now: float) -> None:
        """Forget what is older than the offset or a day; a negative offset counts from the end of the queue."""
        self._queue = [(at, update) for at, update in self._queue if at > now - KEPT]
        if offset < 0:
            self._queue = self._queue[offset:]
        elif offset > 0:
            self._queue = [(at, update) for at, update in self._queue if update["update_id"] >= offset]
