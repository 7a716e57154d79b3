"""`make chaos N=2000 SEED=1`: breaks relay in every way we know, and says how often a promise did not hold.

`ONLY=kind` does the runs of one kind; `ONLY=kind:seed:steps`, as a failing run prints it, does just that one again.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.plans import plan
from tests.chaos.runs import KINDS, Result, Run, perform
from tests.chaos.world import Broken

WORLDS = 5
"""At a time: they mostly wait."""


@dataclass
class Row:
    """What came of one kind of run."""

    steps: int = 0
    faults: int = 0
    places: set[str] = field(default_factory=set)
    lost: int = 0
    doubled: int = 0
    swapped: int = 0
    other: int = 0
    copies: int = 0
    slowest: float = 0.0
    seconds: float = 0.0

    def add(self, result: Result) -> None:
        self.faults += result.faults
        self.places |= result.places
        self.copies += result.copies
        self.slowest = max(self.slowest, result.slowest)

    def broken(self, error: Exception) -> None:
        judgement = error.judgement if isinstance(error, Broken) else None
        self.lost += bool(judgement and judgement.lost)
        self.doubled += bool(judgement and judgement.doubled)
        self.swapped += bool(judgement and judgement.swapped)
        self.other += not judgement or bool(judgement.strange)


HEAD = ("kind", "steps", "faults", "places", "lost", "doubled", "disordered", "other", "copies", "slowest s", "time s")


def table(rows: dict[str, Row]) -> str:
    cells: list[Sequence[str]] = [HEAD]
    for kind, row in rows.items():
        counts = (row.steps, row.faults, len(row.places), row.lost, row.doubled, row.swapped, row.other, row.copies)
        cells.append((kind, *map(str, counts), f"{row.slowest:.1f}", f"{row.seconds:.0f}"))
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    return "\n".join(
        "| " + " | ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    )


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - what the command is for


async def do(
    runs: Sequence[Run], folder: Path, *, worlds: int, verbose: bool, minutes: float
) -> tuple[dict[str, Row], int]:
    """All runs, several at a time, begun within so many minutes; the table, and how many failed."""
    end = time.monotonic() + minutes * 60
    rows: dict[str, Row] = {}
    failed = 0
    waiting = list(enumerate(runs))

    async def work() -> None:
        nonlocal failed
        while waiting and time.monotonic() < end:
            index, run = waiting.pop(0)
            row = rows.setdefault(run.kind, Row())
            began = time.monotonic()
            place = folder / str(index)
            try:
                row.add(await perform(run, place))
            except Exception as error:  # noqa: BLE001 - one run that fails is told, the others go on
                failed += 1
                row.broken(error)
                first, _, more = (str(error) or repr(error)).partition("\n")
                say(f"BROKEN {type(error).__name__}: {first}\n    again: make chaos ONLY='{run}'")
                if verbose:
                    say(more)
            finally:
                shutil.rmtree(place, ignore_errors=True)
            row.steps += len(run.steps)
            row.seconds += time.monotonic() - began
            if index % 20 == 19:
                say(f"{index + 1} of {len(runs)} runs, {failed} failed")

    await asyncio.gather(*(work() for _ in range(worlds)))
    if waiting:
        say(f"{len(waiting)} runs were not begun")
    return {kind: rows[kind] for kind in KINDS if kind in rows}, failed


def chosen(arguments: argparse.Namespace) -> list[Run]:
    if ":" in arguments.only:
        return [Run.parse(arguments.only)] * arguments.times
    return [run for run in plan(arguments.n, arguments.seed) if arguments.only in {"", run.kind}]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--only", default="")
    parser.add_argument("--times", type=int, default=1, help="how often a single run is repeated")
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--minutes", type=float, default=600.0, help="no run begins after this time")
    parser.add_argument("--verbose", action="store_true", help="relay's log of a run that failed")
    arguments = parser.parse_args()
    runs = chosen(arguments)
    say(f"seed {arguments.seed}: {len(runs)} runs with {sum(len(run.steps) for run in runs)} steps")
    # In memory, where there is such a place: a process that dies loses nothing of what it wrote, a disk is but slower.
    memory = Path("/dev/shm")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="relay-chaos-", dir=memory if memory.is_dir() else None) as folder:
        verbose = arguments.verbose or ":" in arguments.only
        rows, failed = asyncio.run(
            do(runs, Path(folder), worlds=arguments.worlds, verbose=verbose, minutes=arguments.minutes)
        )
    say(table(rows))
    say(f"{failed} runs failed, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
