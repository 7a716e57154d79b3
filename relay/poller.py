"""Which source is asked when: the schedule in memory, one poll a source at a time, a slow one delaying no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from relay.errors import StoreError
from relay.feed.schedule import next_poll
from relay.ingest import Ingest
from relay.ports import Clock
from relay.settings import SourceSpec
from relay.state import SourceState

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Polls in flight: enough for hosts that hang until their time-out, few enough for memory."""
EARLY = timedelta(seconds=0.25)
"""A source due within this time is asked now rather than a tick later."""


class Poller:
    """Polls the configured sources when they are due."""

    def __init__(
        self,
        ingest: Ingest,
        sources: Sequence[SourceSpec],
        states: Mapping[str, SourceState],
        *,
        clock: Clock,
        on_due: Callable[[], None],
    ) -> None:
        self._ingest = ingest
        self._sources = {source.id: source for source in sources}
        self._states = {name: states.get(name, SourceState()) for name in self._sources}
        self._clock = clock
        self._on_due = on_due
        self._running: dict[str, asyncio.Task[None]] = {}
        self._rereading: asyncio.Task[None] | None = None
        self._unrecorded: dict[str, str] = {}
        """Why what was read could not be recorded, source by source: told once."""
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.ticked = clock()
        """When `tick` last came to its end."""

    def due_at(self, source: str) -> datetime:
        """When a source is to be asked next."""
        state = self._states[source]
        return next_poll(
            polled=state.polled,
            interval=self._sources[source].interval,
            wait_until=state.wait_until if state.url == self._sources[source].url else None,
            now=self._clock(),
            again=state.again,
        )

    @property
    def failing(self) -> tuple[str, ...]:
        """Sources that did not give what was asked for when they were last asked."""
        return tuple(name for name, state in self._states.items() if state.failures)

    async def tick(self) -> None:
        """Start what is due; returns without waiting for it."""
        horizon = self._clock() + EARLY
        for name in self._sources:
            if name not in self._running and self.due_at(name) <= horizon:
                task = asyncio.create_task(self._poll(name), name=f"poll {name}")
                self._running[name] = task
                task.add_done_callback(partial(self._ended, name))
        if self._rereading is None or self._rereading.done():
            self._rereading = asyncio.create_task(self._reread(), name="reread")
        self.ticked = self._clock()

    def _ended(self, name: str, _: asyncio.Task[None]) -> None:
        del self._running[name]

    async def settle(self) -> None:
        """Wait for everything that was started."""
        await asyncio.gather(*self._tasks())

    async def cancel(self) -> None:
        """Give up what is running: a poll that was not recorded has not happened."""
        tasks = self._tasks()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [*self._running.values(), *([self._rereading] if self._rereading else [])]

    async def _poll(self, name: str) -> None:
        async with self._turns:
            try:
                polled = await self._ingest.poll(self._sources[name], self._states[name])
            except StoreError as error:
                if self._unrecorded.get(name) != str(error):
                    log.error("%s: %s Nothing is lost: it will be read again.", name, error)  # noqa: TRY400 - says all
                    self._unrecorded[name] = str(error)
                self._not_recorded(name)
                return
            except Exception:
                # Without this a bug would have the website asked again at every tick.
                log.exception("%s: relay itself failed", name)
                self._not_recorded(name)
                return
        self._states[name] = polled.state
        if self._unrecorded.pop(name, None):
            log.info("%s: can be recorded again", name)
        if polled.due:
            self._on_due()

    def _not_recorded(self, name: str) -> None:
        self._states[name] = replace(self._states[name], polled=self._clock(), failures=1)

    async def _reread(self) -> None:
        try:
            if await self._ingest.reread(tuple(self._sources.values())):
                self._on_due()
        except StoreError as error:
            log.error("%s", error)  # noqa: TRY400 - the text says all
        except Exception:
            log.exception("relay itself failed to read pages again")
