"""What is done again and again, by APScheduler.

It goes by the system's clock; here it is kept going when that is set: else all would stand still for as long as the
clock was ahead, and every turn of the years that a clock without battery leaps over would be counted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from relay.timing import now

log = logging.getLogger(__name__)

WATCH = 1.0
"""Seconds between two looks at the clock."""
SLACK = timedelta(seconds=1)
"""By how much a clock may be set back without anybody's having to do anything."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done every so many seconds; a turn that comes while it is at work is left out."""

    call: Callable[[], Awaitable[object]]
    seconds: float
    at_once: bool = False
    """Whether its first turn comes now."""


@asynccontextmanager
async def ticking(jobs: Sequence[Job]) -> AsyncIterator[None]:
    """Do the jobs until the end of the block; one that is at work then is cancelled."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    turns = [_Turns(job.call) for job in jobs]
    for job, turn in zip(jobs, turns, strict=True):
        first = {"next_run_time": now()} if job.at_once else {}
        trigger = _Every(seconds=job.seconds)
        # Of turns at the same time our own count is kept: the scheduler would warn of each that is left out.
        scheduler.add_job(turn.take, trigger, coalesce=True, max_instances=1000, misfire_grace_time=None, **first)
    scheduler.start()
    watch = asyncio.create_task(_watch(scheduler), name="clock")
    try:
        yield
    finally:
        watch.cancel()
        # A turn that has begun is handed on, or the scheduler would call its cancellation an error.
        scheduler.pause()
        await asyncio.sleep(0.01)
        scheduler.shutdown(wait=False)
        await asyncio.gather(watch, *(turn.end() for turn in turns), return_exceptions=True)


class _Every(IntervalTrigger):  # type: ignore[misc] # ships no types
    """Leaps over missed turns, where APScheduler's own counts each."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """The time of the next turn, always in the future."""
        following = previous + self.interval if previous else now
        return following if following > now else now + self.interval


class _Turns:
    """The turns of one job."""

    def __init__(self, call: Callable[[], Awaitable[object]]) -> None:
        self._call = call
        self._task: asyncio.Task[None] | None = None

    async def take(self) -> None:
        if self._task is None or self._task.done():
            # A task of its own, so that the scheduler, when it ends, does not call its end an error.
            self._task = asyncio.create_task(self._run(), name="job")

    async def _run(self) -> None:
        try:
            await self._call()
        except Exception:
            log.exception("relay itself failed")

    async def end(self) -> None:
        if self._task:
            self._task.cancel()
            await self._task


async def _watch(scheduler: AsyncIOScheduler) -> None:
    """Let a job have its turn at once whose next one lies too far ahead: the clock was set back."""
    while True:
        await asyncio.sleep(WATCH)
        for job in scheduler.get_jobs():
            if job.next_run_time - now() > job.trigger.interval + SLACK:
                job.modify(next_run_time=now())
