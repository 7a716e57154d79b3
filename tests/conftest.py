"""What holds for all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from relay.store.database import Database, open_database
from tests.desk import Desk, open_desk
from tests.office import Office
from tests.quick import ready_made

settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


gc.disable()  # until all is loaded: there is nothing to free in it


def pytest_collection_finish() -> None:
    """What is loaded stays: no collection needs to look through it again."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _ready_made() -> Iterator[None]:
    with ready_made():
        yield


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A new one."""
    async with open_database(tmp_path / "relay.db") as opened:
        yield opened


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Where there is no editors' chat."""
    async with open_desk(tmp_path / "relay.db") as opened:
        yield opened


@pytest.fixture
def office(database: Database) -> Office:
    """Over a new database."""
    return Office(database)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than cores: many tests wait for a server, a clock or a process, and to load aiogram takes seconds."""
    return 1 + (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give every worker its part of the tests with a daemon, which wait for seconds, and none of them last."""
    slow = [item for item in items if "end_to_end" in item.nodeid or "test_chaos" in item.nodeid]
    quick = [item for item in items if item not in set(slow)]
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = [item for number in range(workers) for item in _mixed(slow[number::workers], quick[number::workers])]


def _mixed(slow: list[pytest.Item], quick: list[pytest.Item]) -> list[pytest.Item]:
    mixed = list(quick)
    for number, item in enumerate(slow):
        mixed.insert(number + round(number * 0.7 * len(quick) / len(slow)), item)
    return mixed
