"""Runs all measurements and prints one table."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.bench import polling, reading

RUNS = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU milliseconds of relay and of the floor, run by run."""

    relay: list[float]
    floor: list[float]


def measure(relay: Callable[[], float], floor: Callable[[], float]) -> Measured:
    """Take turns, so that both meet the same weather."""
    relay(), floor()
    measured = Measured([], [])
    for _ in range(RUNS):
        measured.floor.append(floor())
        measured.relay.append(relay())
    return measured


def main() -> None:
    """Measure and print."""
    table = Table(title=f"CPU milliseconds, median (min to max) of {RUNS} runs")
    for column in ("what", "relay", "floor", "floor is", "ratio"):
        table.add_column(column, justify="left" if column.startswith(("what", "floor is")) else "right")
    with polling.Web() as web:
        rows = {
            "an unchanged source (304), recorded": (polling.relay(web), polling.bare(web), "aiohttp conditional GET"),
            "a feed of 20 entries, one new": (reading.feed_relay, reading.feed_bare, "feedparser.parse, defaults"),
            "a page to its teaser": (reading.page_relay, reading.page_bare, "trafilatura.extract"),
        }
        for what, (relay, floor, name) in rows.items():
            measured = measure(relay, floor)
            ratio = statistics.median(measured.relay) / statistics.median(measured.floor)
            table.add_row(what, _shown(measured.relay), _shown(measured.floor), name, f"{ratio:.2f}")
    Console(width=110).print(table)


def _shown(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


main()
