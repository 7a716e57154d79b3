"""`relay once`: poll what is due, deliver, wait until nothing is pending or it can't go on. For cron and scripts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from relay.ahead import Looks
from relay.app import App, holding, open_app
from relay.config import Config, telegram_token
from relay.deliver import Deliver
from relay.poller import Poller
from relay.timing import now

PATIENCE = timedelta(minutes=10)
"""How long a wait that somebody named (429, a page that is read again) may be; longer ones are for the next run.

A channel that wants a longer one can't go on; a post that is to wait (embargo, grace, its page) does so by plan.
"""
TRIES = 3
"""How often in a row a channel may fail before it counts as "can't go on"."""
BACK_OFF = timedelta(seconds=10)
"""Longer than this is only waited for where somebody named the time."""
BETWEEN = 0.5
"""Seconds between two looks at what became due, at most."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `once` came to."""

    failing: tuple[str, ...]
    """Sources that could not be read."""
    stuck: tuple[str, ...]
    """Channels with deliveries that could not be sent now."""
    held: int
    """Deliveries that an error put on hold."""

    @property
    def well(self) -> bool:
        """Whether all that was due is done."""
        return not (self.failing or self.stuck or self.held)


async def once(config: Config) -> Outcome:
    """One round. Raises ConfigError, or StoreError if another relay has the database or it cannot be used."""
    token = telegram_token(config)
    async with holding(config) as store, open_app(config, token, store) as app:
        looks = Looks(app)
        await looks.first()
        states = await store.sources.source_states()
        poller = Poller(app.ingest, config.sources, states, clock=now, on_due=lambda: None)
        await poller.tick()
        await poller.settle()
        stuck = await _deliver_all(app, looks)
        return Outcome(poller.failing, stuck, sum(deliver.held for deliver in app.delivers))


async def _deliver_all(app: App, looks: Looks) -> tuple[str, ...]:
    """Deliver and read pages again until nothing is left or it can't go on; the channels that can't."""
    while True:
        await app.ingest.reread(app.config.sources)
        left = await asyncio.gather(*(_work_off(deliver, app, looks) for deliver in app.delivers))
        stuck = tuple(deliver.name for deliver, reason in zip(app.delivers, left, strict=True) if reason == "stuck")
        if "waiting" not in left:
            return stuck
        await asyncio.sleep(await _until_ready(app))


async def _until_ready(app: App) -> float:
    """Seconds until the next channel may go on. One that could, but must wait for another, is looked at in between."""
    waits = [(at - now()).total_seconds() for deliver in app.delivers if (at := await deliver.ready_at())]
    return min([BETWEEN, *(wait for wait in waits if wait > 0)])


async def _work_off(deliver: Deliver, app: App, looks: Looks) -> str:
    """Send what can be sent now: ``done`` for this time, ``waiting`` for a time that will come, or ``stuck``."""
    while (at := await deliver.ready_at()) is not None:
        wait = at - now()
        if wait <= timedelta(0):
            if not await looks.sure(deliver) or await deliver.deliver_one():
                continue
            return "waiting"
        channel = await app.store.deliveries.channel_state(deliver.name)
        closed = channel.wait_until is not None and channel.wait_until - now() > PATIENCE
        if closed or channel.failures >= TRIES or (channel.failures and wait > BACK_OFF):
            return "stuck"
        return "waiting" if wait <= PATIENCE else "done"
    return "done"
