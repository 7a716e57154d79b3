"""Limits of speed, after which the server answers 429.

Telegram publishes no numbers; its FAQ advises about one message a second in a chat, 20 a minute in a group and 30 a
second over all, and channels are seen to stop at 20 a minute too. While a chat is blocked, every further call is
refused with the time that is left.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from .errors import too_many_requests

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a chat takes: `burst` messages at once, then one every `interval` seconds, `per_minute` at most."""

    per_minute: int = 20
    burst: int = 3
    interval: float = 1.0


class Limiter:
    """Counts what goes to the chats. Times are seconds of the emulator's clock."""

    def __init__(self, limits: Limits | None) -> None:
        self.limits = limits
        self._sent: dict[object, deque[float]] = {}
        self._free: dict[object, float] = {}
        """When the bucket of a chat is full again."""
        self._blocked: dict[object, float] = {}

    def take(self, key: object, now: float, count: int = 1) -> None:
        """Count `count` messages, or raise ApiError (429) and block the chat for the time that it names."""
        if self.limits is None:
            return
        self.check(key, now)
        wait = self._wait(self.limits, key, now, count)
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            self._blocked[key] = now + seconds
            raise too_many_requests(seconds)
        self._sent[key].extend([now] * count)
        self._free[key] = max(self._free.get(key, now), now) + count * self.limits.interval

    def check(self, key: object, now: float) -> None:
        """Raise ApiError (429) while the chat is blocked."""
        left = self._blocked.get(key, now) - now
        if left > 0:
            raise too_many_requests(max(1, math.ceil(left)))

    def _wait(self, limits: Limits, key: object, now: float, count: int) -> float:
        """Seconds until `count` messages would be taken. An album may overdraw, but not start in debt."""
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        wait = self._free.get(key, now) - now - (limits.burst - 1) * limits.interval
        over = min(len(sent) + count, len(sent) + limits.per_minute) - limits.per_minute
        if over > 0 and sent:
            wait = max(wait, sent[min(over, len(sent)) - 1] + MINUTE - now)
        return wait
