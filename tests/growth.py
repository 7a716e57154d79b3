"""That work grows with the length of what is read, and not with the square of it: said the same on every machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

import pytest

TIMES = 8
"""How much larger the second of two inputs is."""
BOUND = 3 * TIMES
"""Linear work is 8 times as much then, quadratic work 64 times."""
TRIES = 5
"""Work is linear if one of them shows it: on a busy machine the others may be disturbed."""

T = TypeVar("T")


def grows_with_length(read: Callable[[str], object], unit: str, count: int) -> None:
    """Fail if eight times the length takes much more than eight times this thread's CPU."""
    ratios = []
    for _ in range(TRIES):
        short = _seconds(lambda: read(unit * (count // TIMES)))
        ratios.append(_seconds(lambda: read(unit * count)) / short)
        if ratios[-1] < BOUND:
            return
    pytest.fail(f"{TIMES} times the length takes so many times as long: {ratios}")


def grows_with_number(read: Callable[[int], object], count: int) -> None:
    """Fail if eight times the number runs much more than eight times the lines of Python."""
    few, many = _lines_run(lambda: read(count // TIMES)), _lines_run(lambda: read(count))
    assert many < BOUND * few, f"{TIMES} times the number takes {many / few:.1f} times the work"


def within(seconds: float, call: Callable[[], T]) -> T:
    """What a call gives; fails if each of some tries takes more of this thread's CPU."""
    for _ in range(TRIES):
        before = time.thread_time()
        given = call()
        taken = time.thread_time() - before
        if taken < seconds:
            return given
    pytest.fail(f"it takes {taken:.1f} seconds")


def _lines_run(call: Callable[[], object]) -> int:
    count = 0

    def tracer(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def _seconds(call: Callable[[], object]) -> float:
    before = time.thread_time()
    call()
    return time.thread_time() - before
