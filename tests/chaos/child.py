"""What is done to a relay in its own process before it starts: it hurries, and dies or fails on orders.

The product has no hooks for this: everything here wraps it from outside.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Generator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import aiosqlite
import apscheduler.schedulers.base
import apscheduler.triggers.interval

import relay.app
import relay.channels.telegram
import relay.channels.telegram_witness
import relay.daemon
import relay.deliver
import relay.delivery.outcome
import relay.delivery.unanswered
import relay.poller
import relay.store.database
import relay.ticking
import relay.timing
from relay.cli import app
from relay.deliver import Deliver
from relay.ingest import Ingest
from tests.chaos.orders import Orders, Place

TIMEOUT = 1.0
"""Seconds that relay waits for Telegram here."""
SETTLE = 1.0
"""Seconds after which relay looks for a message whose answer was lost. A server that is stuck for longer than this (on
a machine that has too much to do) and sends after that what it was asked for before, makes a double: that is no more
promised than with the five seconds of the product."""

_NAMES = {
    sqlite3.SQLITE_BUSY: "database is locked",
    sqlite3.SQLITE_FULL: "database or disk is full",
    sqlite3.SQLITE_IOERR: "disk I/O error",
}


def live(arguments: list[str], environ: dict[str, str], log: Path, orders: Path) -> None:
    """What the console script does, in the process that was forked for it."""
    with log.open("ab", buffering=0) as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.update(environ)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    board = Orders(orders)
    hurry()
    die_on_orders(board)
    fail_on_orders(board)
    shift_clock(board)
    sabotage(os.environ.get("CHAOS_SABOTAGE", ""))
    app(arguments)


def _end_with_parent() -> None:
    """Nobody is left behind when a run is broken off."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


def hurry() -> None:
    """Shorten every wait, so that a life of relay takes a second."""
    wired: Any = relay.app
    wired.SETTLE = relay.delivery.outcome.SETTLE = SETTLE
    relay.delivery.outcome.BACK_OFF = (0.1, 0.4)
    relay.delivery.unanswered.PAUSE = 1.0
    relay.delivery.outcome.CLOSED = relay.deliver.INSIST = 0.1
    relay.daemon.TICK = 0.3
    relay.daemon.LOOK = relay.daemon.STANDBY = relay.daemon.BREATHER = 0.15
    relay.daemon.NOTICE = 1.0
    relay.ticking.WATCH = 0.05
    # Every tick polls: the configuration takes no interval below a second.
    relay.poller.EARLY = timedelta(seconds=2)
    relay.channels.telegram.TIMEOUT = TIMEOUT
    relay.store.database.BUSY_SECONDS = 0.1
    # Nobody deletes more here.
    relay.channels.telegram_witness.MISSES = 4


class Counted:
    """Awaits a coroutine; every step of it, before and after, is a point."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], point: Callable[[str, object], None]) -> None:
        self._coroutine = coroutine
        self._point = point

    def __await__(self) -> Generator[Any, Any, Any]:
        sent: Any = None
        error: BaseException | None = None
        while True:
            self._point("before", self._coroutine)
            try:
                waited_for = self._coroutine.send(sent) if error is None else self._coroutine.throw(error)
            except StopIteration as end:
                self._point("after", self._coroutine)
                return end.value
            self._point("after", self._coroutine)
            sent, error = None, None
            try:
                sent = yield waited_for
            except GeneratorExit:
                self._coroutine.close()
                raise
            except BaseException as thrown:  # noqa: BLE001 - it is the coroutine's
                error = thrown


def die_on_orders(orders: Orders) -> None:
    """Make every await of a delivery and of a poll a point to die at."""

    def wrapped(real: Callable[..., Coroutine[Any, Any, Any]], place: Place) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **kwargs: Any) -> Any:
            passed = 0

            def point(when: str, coroutine: object) -> None:
                nonlocal passed
                if orders.place != place:
                    return
                passed = passed + 1 if place is Place.POLL else int(orders.passed) + 1
                orders.passed = max(orders.passed, passed)
                if passed == orders.at:
                    die(orders, f"{when} {where(coroutine)}")

            return await Counted(real(*args, **kwargs), point)

        return call

    deliver: Any = Deliver
    ingest: Any = Ingest
    deliver.deliver_one = wrapped(deliver.deliver_one, Place.DELIVERY)
    ingest.poll = wrapped(ingest.poll, Place.POLL)
    ingest.reread = wrapped(ingest.reread, Place.POLL)


def die(orders: Orders, place: str) -> None:
    """At once, without any clean-up."""
    with orders.deaths.open("a", encoding="utf-8") as file:
        file.write(place + "\n")
    os.kill(os.getpid(), signal.SIGKILL)


def where(coroutine: object) -> str:
    """The lines of relay at which a coroutine waits, from the outermost to the innermost."""
    lines: list[str] = []
    while coroutine is not None:
        frame: Any = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        code = frame.f_code if frame else None
        if code and "/relay/" in code.co_filename:
            lines.append(f"{code.co_filename.rpartition('/relay/')[2]}:{frame.f_lineno}")
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)
    return " ".join(lines)


def fail_on_orders(orders: Orders) -> None:
    """Make every statement of the database a point to fail at."""
    connection: Any = aiosqlite.Connection
    real = connection._execute

    def due() -> bool:
        if orders.place != Place.STATEMENT:
            return False
        orders.passed += 1
        return orders.at <= orders.passed < orders.at + orders.times

    async def execute(self: Any, function: Any, *args: Any, **kwargs: Any) -> Any:
        if not (args and isinstance(args[0], str) and due()):
            return await real(self, function, *args, **kwargs)
        code = int(orders.error)
        if code < 0:
            await real(self, function, *args, **kwargs)
        error = sqlite3.OperationalError(_NAMES[abs(code)])
        error.sqlite_errorcode = abs(code)
        raise error

    connection._execute = execute


def shift_clock(orders: Orders) -> None:
    """Let the system's clock be ahead of the true time, or behind it, for relay and its scheduler."""

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=orders.clock)

    # What asks for the time: relay in one place, and APScheduler.
    clocks: list[Any] = [relay.timing, apscheduler.schedulers.base, apscheduler.triggers.interval]
    for clock in clocks:
        clock.datetime = Shifted


def sabotage(how: str) -> None:
    """Take a part of what keeps the promises away, so that it is seen that the tests notice.

    ``no-intent``: what is about to be sent is not written down. ``no-check``: what may be out is taken to be absent.
    """

    async def nothing(*_: object, **__: object) -> None:
        return None

    deliver: Any = Deliver
    witness: Any = relay.channels.telegram_witness.TelegramWitness
    if how == "no-intent":
        deliver._intend = nothing
    elif how == "no-check":
        witness.find = nothing
    elif how:
        raise ValueError(f"no such sabotage: {how}")
