"""What was measured, as one table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

RUNS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    relay: str
    floor: str
    floor_is: str
    result: str
    goal: str
    met: bool | None


def shown(values: Sequence[float]) -> str:
    """Median, and from where to where."""
    return f"{statistics.median(values):.3g} ({min(values):.3g} to {max(values):.3g})"


def against(what: str, relay: Sequence[float], floor: Sequence[float], floor_is: str, goal: float | None) -> Row:
    """A line that compares medians of CPU milliseconds."""
    ratio = statistics.median(relay) / statistics.median(floor)
    met = None if goal is None else ratio <= goal
    return Row(f"{what}, ms", shown(relay), shown(floor), floor_is, f"{ratio:.2f}x", f"<= {goal}x" if goal else "", met)


def measure(relay: Callable[[], float], floor: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Take turns, so that both meet the same weather; the first of each warms up."""
    relay(), floor()
    pairs = [(relay(), floor()) for _ in range(RUNS)]
    return [one for one, _ in pairs], [other for _, other in pairs]


def show(rows: Sequence[Row], note: str = "") -> None:
    """Print them."""
    table = Table(title=f"median (min to max) of {RUNS} runs, where nothing else is said", caption=note)
    for column in ("what", "relay", "floor", "floor is", "result", "goal", "met"):
        table.add_column(column, justify="left" if column in ("what", "floor is") else "right")
    for row in rows:
        met = "" if row.met is None else "yes" if row.met else "NO"
        table.add_row(row.what, row.relay, row.floor, row.floor_is, row.result, row.goal, met)
    Console(width=150).print(table)
