"""Which runs there are: a deterministic schedule, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from tests.chaos.runs import FAILURES, Run

POINTS = {"short": 68, "picture": 74, "long": 130, "gallery": 104, "correct": 98, "withdraw": 94}
"""Points of one delivery: its awaits, before and after. A test holds them against what a delivery really has."""
MEDIA = {"album": 136, "correct": 82, "withdraw": 116}
"""The same where all pictures are shown and files are sent."""
RICH = {"album": 164, "long": 64, "correct": 70, "withdraw": 60}
"""The same where a release is one rich message, and its file is sent."""
POLL = 96
"""Points of a poll that brings something new."""
RECOVERY = 160
"""Points of the delivery after a death in the middle of one: it is found out what is out."""
STATEMENTS = 90
"""Statements of the database from a poll that brings a release to the end of its delivery."""
STEPS = 10
"""In one run, which is one world; beyond that the channel gets long and looking at it slow."""


def spread(things: Sequence[str], count: int) -> list[str]:
    """So many of them: all of them again and again, and of the last round every so-manyth."""
    whole, rest = divmod(count, len(things))
    return [*things] * whole + [things[index * len(things) // rest] for index in range(rest)]


def runs(kind: str, steps: Sequence[str], seed: int, length: int = STEPS) -> list[Run]:
    """Deal the steps out to runs, so that each has some of everything."""
    count = -(-len(steps) // length)
    return [Run(kind, seed + index, tuple(steps[index::count])) for index in range(count)]


def kill_points() -> list[str]:
    """Every point of every scenario, every other one with a second death in the recovery."""
    deliveries = [f"{name}-d{at}" for name, points in POINTS.items() for at in range(1, points + 1)]
    polls = [f"{name}-p{at}" for name in ("short", "gallery", "correct") for at in range(1, POLL + 1)]
    again = cycle(range(1, RECOVERY + 1, 3))
    return [
        f"{one}+r{next(again)}" if index % 2 and "-d" in one else one for index, one in enumerate([*deliveries, *polls])
    ]


def kills(count: int, seed: int, kind: str = "kill") -> list[Run]:
    """So many deaths, if every one of them comes about."""
    points = kill_points()
    steps = spread(points, count)
    while sum(1 + ("+r" in step) for step in steps) > count:
        steps = spread(points, len(steps) * 19 // 20)
    return runs(kind, steps, seed)


def media_kills(count: int, seed: int, kind: str = "media") -> list[Run]:
    """Deaths on the way of an album and a file, or of a rich message and a file."""
    scenarios = MEDIA if kind == "media" else RICH
    points = [f"{name}-d{at}" for name, points in scenarios.items() for at in range(1, points + 1)]
    # What is corrected and withdrawn has pictures.
    dealt = runs(f"kill-{kind}", spread(points, count), seed)
    return [Run(run.kind, run.seed, ("album-d9999", *run.steps)) for run in dealt]


def media_lost(count: int, seed: int, kind: str = "media") -> list[Run]:
    """Answers that are lost on the way of an album and a file, or of a rich message and a file."""
    steps = [f"{step}={name}" for name in FAILURES for step in ("album/send", "correct/edit", "withdraw/delete")]
    random.Random(seed).shuffle(steps)
    dealt = runs(f"lost-{kind}", list(islice(cycle(steps), count)), seed)
    return [Run(run.kind, run.seed, ("album/send=429", *run.steps)) for run in dealt]


def random_kills(count: int, seed: int) -> list[Run]:
    dice = random.Random(seed)
    scenarios = ("two", "short", "long", "gallery", "correct", "withdraw")
    return runs("random", [f"{dice.choice(scenarios)}-{dice.randrange(900)}" for _ in range(count)], seed)


def _lost() -> Iterator[str]:
    for name in FAILURES:
        yield f"short/send={name}"
        yield f"picture/send={name}"
        yield f"long/send={name}"
        yield f"gallery/send={name}"
        yield f"correct/edit={name}"
        yield f"withdraw/edit={name}"
        yield f"two/send={name}*2"
        # While it is found out what is out.
        yield f"long/send=cut-after/forward={name}"
        yield f"short/send=cut-before/forward={name}"
        yield f"picture/send=half/delete={name}"


def lost_answers(count: int, seed: int, kind: str = "lost") -> list[Run]:
    steps = [step for step in _lost() if kind == "lost" or ("forward" not in step and "delete" not in step)]
    random.Random(seed).shuffle(steps)
    return runs(kind, list(islice(cycle(steps), count)), seed)


def database_failures(count: int, seed: int) -> list[Run]:
    dice = random.Random(seed)
    at = spread([str(one) for one in range(1, STATEMENTS + 1)], count)
    kinds = cycle(("busy", "full", "ioerr", "full~", "ioerr~"))
    scenarios = ("short", "long", "correct", "withdraw", "gallery")
    steps = [f"{dice.choice(scenarios)}-{next(kinds)}{one}x{dice.choice((1, 1, 3, 12))}" for one in at]
    steps[19::20] = [f"long-lock0x{dice.randrange(3, 12)}" for _ in steps[19::20]]
    return runs("database", steps, seed)


def clock_jumps(count: int, seed: int) -> list[Run]:
    dice = random.Random(seed)
    hours = (1, 3, 26, 800, -1, -3, -26)
    scenarios = ("short", "long", "correct", "two")
    steps = [f"{dice.choice(scenarios)}-{dice.choice(hours)}{dice.choice(('', 'r'))}" for _ in range(count)]
    return runs("clock", steps, seed, length=5)


def races(count: int, seed: int) -> list[Run]:
    dice = random.Random(seed)
    steps = [f"{dice.choice(('two', 'long', 'gallery', 'correct'))}-{dice.randrange(1200)}" for _ in range(count)]
    return runs("race", steps, seed)


def plan(count: int, seed: int) -> list[Run]:
    """What `make chaos N=count` does."""
    tenth, less, fewer = (max(count // share, 1) for share in (10, 20, 40))
    return [
        *lost_answers(tenth, seed),
        *kills(less, seed, "kill-alone"),
        *lost_answers(less, seed, "lost-alone"),
        *random_kills(less, seed),
        *database_failures(less, seed),
        *clock_jumps(fewer, seed),
        *races(fewer, seed),
        *media_kills(less, seed),
        *media_lost(less, seed),
        *media_kills(less, seed, "rich"),
        *media_lost(less, seed, "rich"),
        # Some of the second deaths do not come about: there is less to be found out than they wait for.
        *kills(count * 10 // 9, seed),
    ]
