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
    """One request to a host at a time, and a pause after each. Hosts do not wait for each other.

    A host is a name and a port: two services on one machine are two hosts, as for the same-origin policy.
    """

    def __init__(self, gap: float, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[object]]) -> None:
        self._gap, self._monotonic, self._sleep = gap, monotonic, sleep
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def take(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn, and have it until the end of the block."""
        now = self._monotonic()
        self._turns = {key: turn for key, turn in self._turns.items() if turn.users or turn.free_at > now}
        turn = self._turns.setdefault(host, _Turn(free_at=now))
        turn.users += 1
        try:
            async with turn.lock:
                while (wait := turn.free_at - self._monotonic()) > 0:
                    await self._sleep(wait)
                try:
                    yield
                finally:
                    turn.free_at = self._monotonic() + self._gap
        finally:
            turn.users -= 1
