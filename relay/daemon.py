"""The life of the process: what is started in which order, and stopped in the reverse one.

Start: instance lock, database, web and bot, a look at what the channels have, one task a channel, the tick; then READY.
Stop (SIGTERM, SIGINT): no new polls, a post that is being sent is seen through, then everything closes.
Reload (SIGHUP): the same, then up again with the new configuration, if it is a right one; else nothing happens.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial

from relay import systemd
from relay.ahead import Looks
from relay.app import App, Store, endpoint, holding, open_app, open_store
from relay.config import Config, load_config, require_work, telegram_token
from relay.deliver import Deliver
from relay.errors import ChannelError, ConfigError, StoreError, TakenOver
from relay.poller import Poller
from relay.press.alerts import require_addresses
from relay.press.office import Press, press_office
from relay.push import websub_office
from relay.store.instance import RENEWAL, Watch
from relay.store.letters import write
from relay.store.lock import Taken
from relay.ticking import Job, ticking
from relay.timing import now

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two looks at the schedule: the shortest interval a source may have."""
LOOK = 2.0
"""Seconds after which a channel's queue is looked at unasked: `relay holds` is another process."""
STANDBY = 2.0
"""Seconds between two tries to take over from another relay."""
STUCK = 60.0
"""Seconds without a tick after which systemd is no longer told that all is well."""
GREETING = 10.0
"""Seconds to wait for Telegram at the start."""
NOTICE = 5.0
"""Seconds between two looks at what people are to be told."""
VANISHED = 20.0
"""Seconds between two looks at releases that may have been withdrawn."""
BREATHER = 5.0
"""Seconds to wait after the database failed."""


class Signals:
    """What the world wants of us."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.reload = asyncio.Event()
        self.either = asyncio.Event()

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Listen: SIGTERM and SIGINT stop, SIGHUP reloads."""
        for number, event in ((signal.SIGTERM, self.stop), (signal.SIGINT, self.stop), (signal.SIGHUP, self.reload)):
            loop.add_signal_handler(number, self._raise, event)

    def _raise(self, event: asyncio.Event) -> None:
        event.set()
        self.either.set()

    def reloaded(self) -> None:
        """The wish to reload was dealt with."""
        self.reload.clear()
        if not self.stop.is_set():
            self.either.clear()


async def run(config: Config) -> None:
    """Relay until told to stop. Raises ConfigError or StoreError if it cannot even start."""
    signals = Signals()
    signals.install(asyncio.get_running_loop())
    require_work(config)
    telegram_token(config)
    endpoint(config)
    await asyncio.to_thread(require_addresses, config.path, config.alerts.urls)
    wary = False
    while not signals.stop.is_set():
        try:
            config = await serve(config, signals, wary=wary)
            wary = False
        except TakenOver as error:
            log.error("%s", error)  # noqa: TRY400 - the text says all
            systemd.ready(f"standing by: {error}")
            signals.reloaded()
            wary = True
            await _wait(signals.stop, STANDBY)
    log.info("stopped")


async def serve(config: Config, signals: Signals, *, wary: bool = False) -> Config:
    """One life with one configuration; returns the one to go on with. `wary` says that another one has taken over."""
    async with AsyncExitStack() as stack:
        store = await _own(config, stack, signals, Watch(wary=wary))
        if store is None:
            return config
        app = await stack.enter_async_context(open_app(config, telegram_token(config), store))
        await _greet(app)
        wake = asyncio.Event()
        press = await stack.enter_async_context(press_office(app, on_due=wake.set))
        gate = Gate(app, press)
        await gate.first()
        poller = await stack.enter_async_context(_polling(app, on_due=wake.set))
        await stack.enter_async_context(websub_office(app, poller))
        workers = await stack.enter_async_context(_working(app, wake, signals, gate))
        await stack.enter_async_context(_scheduled(poller, workers, store, press))
        systemd.ready(_status(config))
        log.info("ready: %s", _status(config))
        config = await _until_told(config, signals)
        if signals.stop.is_set():
            systemd.stopping()
            log.info("stopping: what is being sent is seen through")
    return config


async def _own(config: Config, stack: AsyncExitStack, signals: Signals, watch: Watch) -> Store | None:
    """Become the only relay that posts from this database; None if told to stop before that."""
    waiting = False
    while not signals.stop.is_set():
        try:
            return await stack.enter_async_context(holding(config, watch))
        except Taken as error:
            if not waiting:
                log.warning("%s Standing by.", error)
                systemd.ready(f"standing by: {error}")
                waiting = True
            # To wait is all that is to be done: nobody has to restart it for that.
            systemd.alive()
            await _wait(signals.stop, STANDBY)
    return None


class Gate:
    """Lets nothing out into a channel that is ahead of the database; the press office is told why relay ends."""

    def __init__(self, app: App, press: Press) -> None:
        self._app = app
        self._press = press
        self._looks = Looks(app)

    async def first(self) -> None:
        """Look at all channels. Raises ConfigError, StoreError."""
        try:
            await self._looks.first()
        except ConfigError as error:
            await self._tell(error)
            raise

    async def sure(self, deliver: Deliver) -> bool:
        """Whether a channel's posts may go out now. Raises ConfigError, StoreError."""
        try:
            return await self._looks.sure(deliver)
        except ConfigError as error:
            await self._tell(error)
            raise

    async def _tell(self, error: ConfigError) -> None:
        async with self._app.store.database.transaction() as database:
            await write(database, error.text, now())
        await self._press.notifier.look()


async def _greet(app: App) -> None:
    """Say who we are; a Telegram that does not answer is no reason not to start."""
    try:
        async with asyncio.timeout(GREETING):
            log.info("this is %s", await app.bot.name())
    except ChannelError as error:
        log.warning("%s", error)
    except TimeoutError:
        log.warning("Telegram does not answer; trying on")


@asynccontextmanager
async def _polling(app: App, on_due: Callable[[], None]) -> AsyncIterator[Poller]:
    states = await app.store.sources.source_states()
    poller = Poller(app.ingest, app.config.sources, states, clock=now, on_due=on_due)
    try:
        yield poller
    finally:
        await poller.cancel()


@asynccontextmanager
async def _working(
    app: App, wake: asyncio.Event, signals: Signals, gate: Gate
) -> AsyncIterator[list[asyncio.Task[None]]]:
    """One task a channel, and one for the lease; in the end each finishes the message it is at."""
    stop = asyncio.Event()
    workers = [
        asyncio.create_task(work(deliver, wake, stop, gate.sure), name=f"deliver {deliver.name}")
        for deliver in app.delivers
    ]
    workers.append(asyncio.create_task(keep(app.store, stop), name="lease"))
    for worker in workers:
        worker.add_done_callback(lambda task: _died(task, signals))
    try:
        yield workers
    finally:
        stop.set()
        wake.set()
        for deliver in app.delivers:
            deliver.ending = True
        # All of them come to their end before the first error is told: they work with what is closed then.
        for ended in await asyncio.gather(*workers, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended


def _died(worker: asyncio.Task[None], signals: Signals) -> None:
    """A worker that dies of a bug takes the process with it: systemd restarts it, and nobody waits in vain."""
    if not worker.cancelled() and worker.exception():
        signals.either.set()


async def work(
    deliver: Deliver, wake: asyncio.Event, stop: asyncio.Event, sure: Callable[[Deliver], Awaitable[bool]]
) -> None:
    """Work off one channel's queue until told to stop, never in the middle of a delivery.

    `sure` says whether its posts may go out now.
    """
    while not stop.is_set():
        wake.clear()
        try:
            at = await deliver.ready_at()
            pause = LOOK if at is None else (at - now()).total_seconds()
            if pause <= 0 and await sure(deliver) and await deliver.deliver_one():
                continue
        except TakenOver:
            raise
        except StoreError as error:
            log.error("%s: %s", deliver.name, error)  # noqa: TRY400 - the text says all
            pause = BREATHER
        await _wait(wake, min(pause, LOOK) if pause > 0 else LOOK)


@asynccontextmanager
async def _scheduled(
    poller: Poller, workers: list[asyncio.Task[None]], store: Store, press: Press
) -> AsyncIterator[None]:
    """The tick, what people are told, and the watchdog."""
    jobs = [
        Job(poller.tick, TICK, at_once=True),
        Job(partial(_tell, press, store), NOTICE),
        Job(partial(_look_after, press), VANISHED),
    ]
    if (seconds := systemd.watchdog_interval()) is not None:
        jobs.append(Job(partial(_watchdog, poller, workers, store), seconds))
    async with ticking(jobs):
        yield


async def keep(store: Store, stop: asyncio.Event) -> None:
    """Say to other machines that this relay is alive; raises TakenOver when another one has taken over."""
    while store.lease and not await _wait(stop, RENEWAL):
        try:
            await store.lease.renew(now())
        except TakenOver:
            raise
        except StoreError as error:
            log.error("%s", error)  # noqa: TRY400 - the text says all


async def _tell(press: Press, store: Store) -> None:
    """Tell people what is due, unless another relay has taken over while this one was suspended: then that one does."""
    try:
        await store.database.ping()
    except StoreError as error:
        log.error("%s", error)  # noqa: TRY400 - the text says all
        if isinstance(error, TakenOver):
            return
    await press.notifier.look()


async def _look_after(press: Press) -> None:
    """Look at the pages of releases that may have been withdrawn."""
    try:
        await press.withdrawals.look()
    except StoreError as error:
        log.error("%s", error)  # noqa: TRY400 - the text says all


async def _watchdog(poller: Poller, workers: list[asyncio.Task[None]], store: Store) -> None:
    """Tell systemd that we work, if we do: the database answers, the schedule ticks, no channel's task is dead."""
    if now() - poller.ticked > timedelta(seconds=STUCK) or any(worker.done() for worker in workers):
        log.error("the schedule stands still or a channel's task is dead: systemd will restart relay")
        return
    try:
        await store.database.ping()
    except StoreError as error:
        log.error("%s", error)  # noqa: TRY400 - the text says all
    else:
        systemd.alive()


async def _until_told(config: Config, signals: Signals) -> Config:
    """Wait for the next life, or the end; a wrong new configuration changes nothing."""
    while True:
        await signals.either.wait()
        if signals.stop.is_set() or not signals.reload.is_set():
            return config
        signals.reloaded()
        systemd.reloading()
        try:
            new = load_config(config.path)
            require_work(new)
            telegram_token(new)
            endpoint(new)
            await asyncio.to_thread(require_addresses, new.path, new.alerts.urls)
            async with open_store(new.database_path()):
                pass
        except (ConfigError, StoreError) as error:
            log.error("the configuration was not reloaded, the old one stays: %s", error)  # noqa: TRY400 - says all
            systemd.ready(_status(config))
        except Exception:  # a bug of ours, and no reason for a service that works to end
            log.exception("the configuration was not reloaded, the old one stays")
            systemd.ready(_status(config))
        else:
            log.info("the configuration is reloaded")
            return new


def _status(config: Config) -> str:
    test = ", test: all posts go to the test chat" if config.mode == "test" else ""
    return f"{len(config.source)} source(s), {len(config.channel)} channel(s){test}"


async def _wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event; whether it came."""
    try:
        async with asyncio.timeout(max(0.0, seconds)):
            await event.wait()
    except TimeoutError:
        pass
    return event.is_set()
