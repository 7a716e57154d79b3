"""Politeness towards hosts: one request at a time, and a pause after each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0


class Turns:
    """One request to a host at a time, and a pause after each. Hosts do not wait for each other."""

    def __init__(self, gap: float, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[object]]) -> None:
        self._gap, self._monotonic, self._sleep = gap, monotonic, sleep
        self._turns: dict[str, _Turn] = {}
        """In the order in which they were last free."""
        self._slow: dict[str, float] = {}
        """Pauses of hosts that want longer ones, in seconds."""

    def slow(self, host: str, gap: float) -> None:
        """Leave a host alone for so many seconds after each request, if that is longer than others are; 0 ends it."""
        self._slow.pop(host, None)
        if gap > self._gap:
            self._slow[host] = gap

    @asynccontextmanager
    async def take(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn, and have it until the end of the block."""
        now = self._monotonic()
        self._forget(now)
        turn = self._turns.setdefault(host, _Turn(free_at=now))
        turn.users += 1
        try:
            async with turn.lock:
                while (wait := turn.free_at - self._monotonic()) > 0:
                    await self._sleep(wait)
                try:
                    yield
                finally:
                    turn.free_at = self._monotonic() + self._slow.get(host, self._gap)
        finally:
            turn.users -= 1
            self._turns[host] = self._turns.pop(host)

    def _forget(self, now: float) -> None:
        """Drop those that no pause is due to any more; one in front of them that is at work keeps them a little."""
        while self._turns:
            host, turn = next(iter(self._turns.items()))
            if turn.users or turn.free_at > now:
                return
            del self._turns[host]
