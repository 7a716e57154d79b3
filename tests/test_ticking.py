"""What is done again and again keeps its pace, whatever the system's clock says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base
from apscheduler.triggers import interval

from relay import ticking, timing
from relay.ticking import Job


class Wrong:
    """A system's clock that can be set."""

    by = timedelta(0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Wrong:
    wrong = Wrong()

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + wrong.by

    for module in (timing, base, interval):
        monkeypatch.setattr(module, "datetime", Shifted)
    monkeypatch.setattr(ticking, "WATCH", 0.02)
    return wrong


async def until(reached: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110 - nobody tells when a list grows
            await asyncio.sleep(0.005)


def counting(times: list[datetime], *, fail_at: int = 0) -> Callable[[], Awaitable[None]]:
    async def job() -> None:
        times.append(datetime.now(UTC))
        if len(times) == fail_at:
            raise ValueError("a bug")

    return job


async def test_a_job_that_is_wanted_at_once_does_not_wait_for_its_first_turn() -> None:
    times: list[datetime] = []
    others: list[datetime] = []
    async with ticking.ticking([Job(counting(times), 600, at_once=True), Job(counting(others), 600)]):
        await until(lambda: times)
    assert (len(times), others) == (1, [])


async def test_a_job_that_fails_is_logged_and_done_again(caplog: pytest.LogCaptureFixture) -> None:
    times: list[datetime] = []
    with caplog.at_level(logging.ERROR):
        async with ticking.ticking([Job(counting(times, fail_at=2), 0.02)]):
            await until(lambda: len(times) > 3)
    assert "relay itself failed" in caplog.text


@pytest.mark.parametrize("hours", [-30, -2, 2, 500_000])
async def test_a_clock_that_is_set_does_not_stop_the_schedule(clock: Wrong, hours: int) -> None:
    times: list[datetime] = []
    async with ticking.ticking([Job(counting(times), 0.05)]):
        await until(lambda: times)
        clock.by = timedelta(hours=hours)
        seen = len(times)
        await until(lambda: len(times) > seen + 2)


async def test_a_clock_that_is_set_forward_and_back_between_two_looks_does_not_stop_it(clock: Wrong) -> None:
    times: list[datetime] = []

    async def job() -> None:
        times.append(datetime.now(UTC))
        # Only while the scheduler counts on to the next turn is the clock wrong.
        clock.by = timedelta(hours=2) if len(times) == 1 else timedelta(0)
        asyncio.get_running_loop().call_later(0.06, setattr, clock, "by", timedelta(0))

    async with ticking.ticking([Job(job, 0.05)]):
        await until(lambda: len(times) > 2)


async def test_a_turn_that_comes_while_the_job_is_at_work_is_left_out_without_a_word(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, at_work, most = 0, 0, 0

    async def slow() -> None:
        nonlocal begun, at_work, most
        begun += 1
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0.1)
        at_work -= 1

    async with ticking.ticking([Job(slow, 0.01)]):
        await until(lambda: begun == 3)
    assert most == 1
    assert caplog.text == ""


async def test_a_job_that_is_at_work_in_the_end_is_cancelled_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with ticking.ticking([Job(long, 600, at_once=True)]):
        await begun.wait()
    assert ended.is_set()
    assert caplog.text == ""
