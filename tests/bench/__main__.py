"""Runs the measurements and prints one table: `make bench`, or some parts of it: `make bench ARGS="a b"`.

With `--long`, part d takes the real interval of five minutes, and eleven minutes.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tests.bench import articles, many, memory, polling, reading, storage
from tests.bench.table import Row, show


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help="a, b, c, d, e or f; all of them if none is named")
    parser.add_argument("--long", action="store_true", help="sources of part d are asked every five minutes")
    chosen = parser.parse_args()
    parts: Mapping[str, Callable[[], Iterator[Row]]] = {
        "a": polling.rows,
        "b": reading.rows,
        "c": memory.rows,
        "d": partial(many.rows, long=chosen.long),
        "e": storage.rows,
        "f": articles.rows,
    }
    if unknown := set(chosen.parts) - set(parts):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    began, rows = time.monotonic(), list[Row]()
    for name in chosen.parts or parts:
        rows += parts[name]()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    show(rows, f"{os.cpu_count()} cores, load {load} at the end, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
