"""The runs: what is done to relay in each, told by a line that repeats it exactly (``kind:seed:steps``)."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from relay.emulator.telegram.emulator import Failure
from tests.chaos.orders import Place
from tests.chaos.world import TORN, Life, World, world_in

SCENARIOS = ("short", "picture", "long", "gallery", "correct", "withdraw", "album")


@dataclass(frozen=True)
class Run:
    """What is to be done."""

    kind: str
    seed: int
    steps: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind}:{self.seed}:{','.join(self.steps)}"

    @classmethod
    def parse(cls, text: str) -> Run:
        kind, seed, steps = text.split(":", 2)
        return cls(kind, int(seed), tuple(steps.split(",")))


@dataclass
class Result:
    """What was done."""

    faults: int = 0
    """Faults that struck: deaths, failures, jumps."""
    places: set[str] = field(default_factory=set)
    """Where."""
    slowest: float = 0.0
    """Seconds from a restart or a fault until all was well, at most."""
    copies: int = 0
    """Left in the editors' chat by a relay that was killed while it looked at a message."""
    passed: dict[str, int] = field(default_factory=dict)
    """Points that a scenario has."""


class Stage:
    """A world, its dice, and what is counted in it."""

    def __init__(self, world: World, run: Run) -> None:
        self.world = world
        self.run = run
        self.dice = random.Random(str(run))
        self.result = Result()

    async def act(self, scenario: str) -> None:
        """Do something that relay has to bring into the channel."""
        room = self.world.newsroom
        standing = [news for news in room.news if not news.withdrawn]
        if self.dice.random() < 0.15:
            self.world.human()
        match scenario:
            case "correct" if standing:
                room.correct(max(standing, key=lambda news: news.parts))
            case "withdraw" if standing:
                await self.world.withdraw(max(standing, key=lambda news: news.parts))
            case "two":
                room.short()
                room.picture()
            case "short" | "picture" | "long" | "gallery" | "album":
                getattr(room, scenario)()
            case _:
                room.long()

    async def well(self) -> None:
        """All is as it has to be; raises Broken if that never comes."""
        began = time.monotonic()
        await self.world.settle()
        self.result.slowest = max(self.result.slowest, time.monotonic() - began)
        await self.world.check()

    async def dies(self, life: Life, patience: float = 10.0) -> bool:
        """Wait for a death on orders; False if relay came through alive."""
        deadline = time.monotonic() + patience
        while life.alive and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
            # The cheap question first: looking at the channel is most of what this costs.
            if not self.world.open_ends() and not self.world.judge():
                await asyncio.sleep(0.1)
                break
        return not life.alive

    async def calm(self) -> None:
        """Nothing comes afterwards either."""
        seen = len(self.world.site.requests)
        await self.world.until(lambda: len(self.world.site.requests) >= seen + 3, "no polls any more")
        await self.world.check()


# --- a. dying at an await ---------------------------------------------------------------------------------------------


async def killed_at_points(stage: Stage) -> None:
    """A step is ``scenario-d17`` (at the 17th point of a delivery), ``scenario-p9`` (of a poll), ``...+r5`` (then
    again at the 5th point of the deliveries after the restart).
    """
    world = stage.world
    life = await world.baseline()
    for step in stage.run.steps:
        point, _, again = step.partition("+r")
        scenario, _, at = point.rpartition("-")
        place = Place.DELIVERY if at[0] == "d" else Place.POLL
        world.orders.arm(place, int(at[1:]))
        await stage.act(scenario)
        life = await _after_death(stage, life, f"{scenario}-{at[0]}")
        if again:
            # Before the new one is at work: it has only just been forked.
            world.orders.arm(Place.DELIVERY, int(again))
            life = await _after_death(stage, life, "recovery")
        await stage.well()
    await stage.calm()
    stage.result.places.update(world.deaths())
    stage.result.faults = len(world.deaths())


async def _after_death(stage: Stage, life: Life, scenario: str) -> Life:
    world = stage.world
    await stage.dies(life)
    passed = int(world.orders.passed)
    stage.result.passed[scenario] = max(passed, stage.result.passed.get(scenario, 0))
    world.orders.disarm()
    await world.end(life)
    return world.start()


# --- b. dying at any time ---------------------------------------------------------------------------------------------


async def killed_at_random(stage: Stage) -> None:
    """A step is ``scenario-MILLISECONDS``: how long after it relay is killed."""
    world = stage.world
    life = await world.baseline()
    for step in stage.run.steps:
        scenario, _, after = step.partition("-")
        await stage.act(scenario)
        await asyncio.sleep(int(after) / 1000)
        await world.end(life)
        life = world.start()
        stage.result.faults += 1
        if stage.dice.random() < 0.3:
            # It is killed while it starts.
            await asyncio.sleep(stage.dice.random() * 0.8)
            await world.end(life)
            life = world.start()
            stage.result.faults += 1
        await stage.well()
    await stage.calm()


# --- c. answers that are lost -----------------------------------------------------------------------------------------

LATE = 1.5
"""Seconds: longer than relay waits for an answer here, and within the time after which it looks for the message."""
FAILURES: Mapping[str, Callable[[], Failure]] = {
    "cut-before": Failure.close,
    "cut-after": lambda: Failure.close(processed=True),
    "torn": lambda: Failure("close", processed=True, description=TORN),
    "half": Failure.cut,
    "late-after": lambda: Failure.delay(LATE, processed=True),
    "late-before": lambda: Failure.delay(LATE),
    "hang-before": Failure.hang,
    "hang-after": lambda: Failure.hang(processed=True),
    "502-before": Failure.gateway,
    "502-after": lambda: Failure.gateway(processed=True),
    "page-before": lambda: Failure.gateway(200),
    "page-after": lambda: Failure.gateway(200, processed=True),
    "500-before": lambda: Failure.refusal(500, "Internal Server Error"),
    "500-after": lambda: Failure.restart(processed=True),
    "429": lambda: Failure.too_many_requests(1),
}
METHODS = {"send": "send*", "edit": "edit*", "delete": "deleteMessage", "forward": "forwardMessage"}


async def answers_lost(stage: Stage) -> None:
    """A step is ``scenario/method=failure*times/...``."""
    world = stage.world
    await world.baseline()
    for step in stage.run.steps:
        scenario, *failures = step.split("/")
        for one in failures:
            method, _, failure = one.partition("=")
            name, _, times = failure.partition("*")
            skip = stage.dice.choice((0, 0, 1)) if scenario in {"long", "gallery", "album"} and method == "send" else 0
            world.telegram.plan(FAILURES[name](), METHODS[method], times=int(times or 1), skip=skip)
        planned = world.telegram.planned
        await stage.act(scenario)
        await stage.well()
        stage.result.faults += planned - world.telegram.planned
        stage.result.places.update(failures)
        world.telegram._plan.planned.clear()
    await stage.calm()


# --- d. the database fails --------------------------------------------------------------------------------------------

CODES = {"busy": sqlite3.SQLITE_BUSY, "full": sqlite3.SQLITE_FULL, "ioerr": sqlite3.SQLITE_IOERR}


async def database_fails(stage: Stage) -> None:
    """A step is ``scenario-full17x3``: the 17th statement fails, and the two after it.

    With ``full~17x3`` they are executed all the same. ``lock0x5``: another program locks the file for half a second.
    """
    world = stage.world
    await world.baseline()
    for step in stage.run.steps:
        scenario, _, fault = step.partition("-")
        name, _, times = fault.rpartition("x")
        kind = name.rstrip("0123456789")
        at = int(name.removeprefix(kind))
        if kind == "lock":
            await stage.act(scenario)
            await _locked(world, int(times) / 10)
        else:
            code = CODES[kind.removesuffix("~")] * (-1 if kind.endswith("~") else 1)
            world.orders.arm(Place.STATEMENT, at, error=code, times=int(times))
            await stage.act(scenario)
            await world.until(lambda: world.orders.passed >= world.orders.at + world.orders.times, "no statements")
            world.orders.disarm()
        await stage.well()
        stage.result.faults += 1
        stage.result.places.add(name)
    await stage.calm()


async def _locked(world: World, seconds: float) -> None:
    with world.database() as connection:
        for _ in range(100):
            with suppress(sqlite3.OperationalError):
                connection.execute("BEGIN IMMEDIATE")
                break
            await asyncio.sleep(0.01)
        await asyncio.sleep(seconds)
        connection.rollback()


# --- e. the clock jumps -----------------------------------------------------------------------------------------------


async def clock_jumps(stage: Stage) -> None:
    """A step is ``scenario-HOURS``, with ``r`` behind it if relay is killed and started again in between.

    The clock jumps by that, and back to the truth when something else was published.
    """
    world = stage.world
    life = await world.baseline()
    for step in stage.run.steps:
        scenario, _, hours = step.partition("-")
        ahead = float(hours.rstrip("r"))
        # By a clock that is behind, what is new is dated in the future, and waits for its date.
        world.dated = world.dated or ahead < 0
        world.orders.clock = ahead * 3600
        await stage.act(scenario)
        await asyncio.sleep(0.2 + stage.dice.random())
        if ahead > 0:
            await stage.well()
        if stage.dice.random() < 0.5:
            # Something waits when the clock is set right.
            failure = stage.dice.choice(("502-before", "cut-after", "429"))
            world.telegram.plan(FAILURES[failure](), "send*", times=2)
        await stage.act("short")
        await asyncio.sleep(0.2 + stage.dice.random())
        if hours.endswith("r"):
            await world.end(life)
        world.orders.clock = 0
        if hours.endswith("r"):
            life = world.start()
        await stage.act("short")
        world.telegram._plan.planned.clear()
        await stage.well()
        stage.result.faults += 2
    await stage.calm()


# --- f. several relays ------------------------------------------------------------------------------------------------


async def several_race(stage: Stage) -> None:
    """A step is ``scenario-MILLISECONDS``: how long after it the one that posts is killed; another takes its place."""
    world = stage.world
    await world.baseline()
    for _ in range(2):
        world.start()
    for step in stage.run.steps:
        scenario, _, after = step.partition("-")
        await stage.act(scenario)
        await asyncio.sleep(int(after) / 1000)
        await world.until(world.leader, "nobody holds the lock")
        leader = world.leader()
        if leader:
            await world.end(leader)
            stage.result.faults += 1
        # Both at once.
        world.start()
        if len(world.lives) < 3:
            world.start()
        await stage.well()
    await stage.calm()


KINDS: Mapping[str, Callable[[Stage], Awaitable[None]]] = {
    "kill": killed_at_points,
    "kill-alone": killed_at_points,
    "random": killed_at_random,
    "kill-media": killed_at_points,
    "kill-rich": killed_at_points,
    "lost": answers_lost,
    "lost-media": answers_lost,
    "lost-rich": answers_lost,
    "lost-alone": answers_lost,
    "database": database_fails,
    "clock": clock_jumps,
    "race": several_race,
}
"""``-alone``: without an editors' chat, where a message may be there twice, but none is lost. ``-media``: all pictures
of a release are shown, as albums without a button, and its files are sent. ``-rich``: they stand in rich messages."""
MORE = {
    "media": 'pictures = "all"\nfiles = "send"',
    "rich": 'rich = true\npictures = "all"\nfiles = "send"',
}


@asynccontextmanager
async def staged(run: Run, folder: Path) -> AsyncIterator[Stage]:
    variant = run.kind.partition("-")[2]
    async with world_in(folder, editors=variant != "alone", more=MORE.get(variant, "")) as world:
        yield Stage(world, run)


async def perform(run: Run, folder: Path) -> Result:
    """Do a run; raises Broken, with relay's log, if a promise does not hold."""
    async with staged(run, folder) as stage:
        await KINDS[run.kind](stage)
        stage.result.copies = len(stage.world.copies())
        return stage.result
