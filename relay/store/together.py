"""Polls that brought nothing to post, recorded several in one transaction.

Whoever comes while one is written waits for the next, and goes with it. A call returns when its poll is on the disk, as
if it had been alone there; so nothing is lost by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from relay.settings import SourceSpec
from relay.state import SourceState
from relay.store import vanishing
from relay.store.database import Database
from relay.store.source_rows import keep_states

MOST = 200
"""Polls in one transaction, so that nobody else waits long for a turn."""


@dataclass(eq=False, slots=True)
class _Poll:
    source: SourceSpec
    state: SourceState
    now: datetime
    written: bool = False
    error: Exception | None = None


class Together:
    """Records polls that brought nothing but the state of their source."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[_Poll, None] = {}
        self._turn = asyncio.Lock()

    async def record(self, source: SourceSpec, state: SourceState, now: datetime) -> None:
        """Return when it is recorded. Raises StoreError."""
        poll = _Poll(source, state, now)
        self._waiting[poll] = None
        try:
            async with self._turn:
                if not (poll.written or poll.error):
                    await self._write()
        finally:
            self._waiting.pop(poll, None)
        if poll.error:
            raise poll.error

    async def _write(self) -> None:
        """Record what waits; one that is cancelled in the middle of it leaves that to the next."""
        first: dict[str, _Poll] = {}
        for poll in self._waiting:
            if not (poll.written or poll.error):
                first.setdefault(poll.source.id, poll)
        polls = tuple(islice(first.values(), MOST))
        try:
            await self._write_all(polls)
        except Exception as error:  # noqa: BLE001 - each of them is told
            if len(polls) == 1:
                polls[0].error = error
                return
        else:
            return
        for poll in polls:
            # One that cannot be written costs no other.
            try:
                await self._write_all((poll,))
            except Exception as error:  # noqa: BLE001 - the one is told
                poll.error = error

    async def _write_all(self, polls: Sequence[_Poll]) -> None:
        async with self._database.transaction() as database:
            befores = await keep_states(database, [(poll.source, poll.state) for poll in polls])
            for poll, before in zip(polls, befores, strict=True):
                if poll.state.listed != before:
                    await vanishing.forget_returned(database, poll.source.id, before, poll.state.listed)
                    await vanishing.note_gone(database, poll.source.id, before, poll.state.listed, poll.now)
        for poll in polls:
            poll.written = True
