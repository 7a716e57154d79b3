"""What holds for all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than cores: many tests wait for a server, a clock or a process, and to load aiogram takes seconds."""
    return 1 + (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the tests with a daemon, which take seconds, evenly over the workers."""
    slow = [item for item in items if "end_to_end" in item.nodeid or "test_chaos" in item.nodeid]
    quick = [item for item in items if item not in slow]
    if not slow or not quick:
        return
    step = len(quick) / len(slow)
    for index, item in enumerate(slow):
        quick.insert(round(index * step) + index, item)
    items[:] = quick
