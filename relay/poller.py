"""Which source is asked when: the schedule in memory, one poll a source at a time, a slow one delaying no other."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from relay.errors import StoreError
from relay.feed.manners import due, started_anew
from relay.feed.rhythm import Rhythm
from relay.feed.schedule import ask_again
from relay.ingest import Ingest
from relay.ports import Clock
from relay.settings import SourceSpec
from relay.state import SourceState

log = logging.getLogger(__name__)

AT_ONCE = 128
"""Polls in flight: enough for hosts that hang until their time-out, few enough for memory."""
NEW_AT_ONCE = 128
"""Polls in flight of sources that never answered yet: if they hang, they keep no known one waiting."""
FAILING_AT_ONCE = 16
"""Polls in flight of sources that failed when they were asked last: if they hang, they keep only each other waiting."""
HOST_AT_ONCE = 4
"""Polls in flight of one host, which gets one request at a time: its other sources take no turn from other hosts."""
IN_A_ROW = 50
"""Sources looked at before others have their turn: after a start each one's rhythm is worked out, 0.4 ms at most."""
SOON = 5.0
"""Seconds between two requests to a source, at least, whose hub says that there is something new."""
EARLY = timedelta(seconds=0.25)
"""A source due within this time is asked now rather than a little later."""
AHEAD = timedelta(seconds=1.0)
"""A source due within this time, that of a tick (`relay.daemon.TICK`), is asked when it is due."""

_NO_CROWD = nullcontext()


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
        self._states = {
            name: _taken_up(states.get(name, SourceState()), source, clock()) for name, source in self._sources.items()
        }
        self._rhythms = {one.id: Rhythm(one.id, one.adaptive) for one in sources if one.adaptive}
        self._gaps: dict[str, tuple[datetime, float]] = {}
        """As worked out after the last look at a source, and for which look: asked for at every tick."""
        self._clock = clock
        self._on_due = on_due
        self._called: dict[str, datetime] = {}
        """Sources whose hub says that there is something new, and since when."""
        self._in_vain: dict[str, int] = {}
        """How often in a row that was not so, where it was not."""
        self._running: dict[str, asyncio.Task[None]] = {}
        self._next: dict[str, datetime] = {}
        """When sources are due, as far as nothing has happened to them since that was worked out."""
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        """Those that are due before the next tick."""
        self._rereading: asyncio.Task[None] | None = None
        self._unrecorded: dict[str, str] = {}
        """Why what was read could not be recorded, source by source: told once."""
        self._turns, self._new = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(NEW_AT_ONCE)
        self._failing = asyncio.Semaphore(FAILING_AT_ONCE)
        crowded = (host for host, many in Counter(map(_host, sources)).items() if many > HOST_AT_ONCE)
        self._crowded = {host: asyncio.Semaphore(HOST_AT_ONCE) for host in crowded}
        self.ticked = clock()
        """When `tick` last came to its end."""

    def due_at(self, source: str) -> datetime:
        """When a source is to be asked next."""
        at = due(self._sources[source], self._states[source], self._clock(), interval=self._gap(source))
        called, state = self._called.get(source), self._states[source]
        # A website that fails has its pauses kept, whatever its hub says.
        if called is None or state.failures or state.polled is None:
            return at
        gap = min(SOON * 2.0 ** min(self._in_vain.get(source, 0), 16), self._sources[source].interval)
        return min(at, max(called, state.polled + timedelta(seconds=gap)))

    def soon(self, source: str) -> None:
        """The hub of a source says that there is something new: it is asked as soon as that is polite.

        However often that is said, it is asked once, at most every `SOON` seconds, and more and more seldom (up to its
        interval) while that brings nothing.
        """
        if source in self._sources:
            self._called.setdefault(source, self._clock())
            self._next.pop(source, None)

    def _gap(self, source: str) -> float:
        """Seconds from when a source was asked last to when it is asked next, if nothing else is said."""
        state = self._states[source]
        if source not in self._rhythms or state.polled is None:
            return self._sources[source].interval
        polled, gap = self._gaps.get(source, (None, 0.0))
        if polled != state.polled:
            gap = self._rhythms[source].gap(state.polled, state.times)
            self._gaps[source] = state.polled, gap
        return gap

    @property
    def failing(self) -> tuple[str, ...]:
        """Sources that did not give what was asked for when they were last asked."""
        return tuple(name for name, state in self._states.items() if state.failures)

    async def tick(self) -> None:
        """Start what is due, and see to it that what is due before the next tick starts then; waits for nothing."""
        now, looked = self._clock(), 0
        if now < self.ticked:
            # The clock was set back: nothing that it measured counts.
            self._next.clear()
        for name in self._sources:
            at = self._next.get(name)
            if name in self._running or (at and at > now + AHEAD):
                continue
            looked += 1
            if looked % IN_A_ROW == 0:
                await asyncio.sleep(0)
            self._look(name, now)
        if self._rereading is None or self._rereading.done():
            self._rereading = asyncio.create_task(self._reread(), name="reread")
        self.ticked = self._clock()

    def _look(self, name: str, now: datetime) -> None:
        """Start a source that is due, or wait for that if it is not long."""
        if name in self._running:
            return
        at = self._next[name] = self.due_at(name)
        wait = self._states[name].wait_until
        # What a server wishes is obeyed to the second, and so is the least gap where its hub calls.
        exact = name in self._called or (wait and wait > now)
        if at <= (now if exact else now + EARLY):
            task = asyncio.create_task(self._poll(name), name=f"poll {name}")
            self._running[name] = task
            task.add_done_callback(partial(self._ended, name))
        elif at <= now + AHEAD:
            seconds = (at - now).total_seconds()
            self._wait_no_longer(name)
            self._waiting[name] = asyncio.get_running_loop().call_later(seconds, self._waited, name)

    def _waited(self, name: str) -> None:
        del self._waiting[name]
        # By the clock: a timer may be early, and whatever made it due may be over.
        self._look(name, self._clock())

    def _wait_no_longer(self, *names: str) -> None:
        for name in names:
            if waiting := self._waiting.pop(name, None):
                waiting.cancel()

    def _ended(self, name: str, _: asyncio.Task[None]) -> None:
        del self._running[name]
        self._next.pop(name, None)

    async def settle(self) -> None:
        """Wait for everything that was started; what waits for its time starts at the next tick."""
        self._wait_no_longer(*self._waiting)
        await asyncio.gather(*self._tasks())

    async def cancel(self) -> None:
        """Give up what is running: a poll that was not recorded has not happened."""
        self._wait_no_longer(*self._waiting)
        tasks = self._tasks()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [*self._running.values(), *([self._rereading] if self._rereading else [])]

    async def _poll(self, name: str) -> None:
        # What is said from now on may be about what comes too late for this request.
        called, before = self._called.pop(name, None), self._states[name]
        lane = self._failing if before.failures else self._turns if before.success else self._new
        crowd = self._crowded.get(_host(self._sources[name])) if self._crowded else None
        async with crowd or _NO_CROWD, lane:
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
        if polled.due or polled.state.new != before.new:
            self._in_vain.pop(name, None)
        elif called:
            self._in_vain[name] = self._in_vain.get(name, 0) + 1
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


def _host(source: SourceSpec) -> str:
    return urlsplit(source.url).netloc.lower()


def _taken_up(state: SourceState, source: SourceSpec, now: datetime) -> SourceState:
    """A stored state as this process goes on with it: its feed is asked once more before a post that waits goes out."""
    state = started_anew(state, now)
    if state.again is None:
        return state
    return replace(state, again=ask_again(state.again, first_seen=state.polled or state.again, grace=source.grace))
