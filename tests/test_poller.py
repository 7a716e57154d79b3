"""Which source is asked when."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from relay.errors import SourceError, StoreError
from relay.ingest import Ingest, Polled
from relay.poller import AT_ONCE, FAILING_AT_ONCE, HOST_AT_ONCE, NEW_AT_ONCE, Poller
from relay.settings import SourceSpec
from relay.state import SourceState
from relay.store.database import open_database
from relay.store.sources import Sources
from tests.fakes import START, FakeSite, SetClock, finding, source, state


class FakeIngest:
    """Polls by remembering who was asked; hangs, fails or brings something as told."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.polls: list[str] = []
        self.at_once: list[str] = []
        self.most_at_once = 0
        self.gates: dict[str, asyncio.Event] = {}
        self.errors: dict[str, Exception] = {}
        self.due: dict[str, int] = {}
        self.reread_result: int | Exception = 0
        self.rereads = 0

    async def poll(self, one: SourceSpec, state: SourceState) -> Polled:
        self.polls.append(one.id)
        self.at_once.append(one.id)
        self.most_at_once = max(self.most_at_once, len(self.at_once))
        try:
            await asyncio.sleep(0)
            if one.id in self.gates:
                await self.gates[one.id].wait()
        finally:
            self.at_once.remove(one.id)
        if error := self.errors.get(one.id):
            raise error
        return Polled(SourceState(url=one.url, baselined=True, polled=self.clock()), self.due.get(one.id, 0))

    async def reread(self, _: object) -> int:
        self.rereads += 1
        if isinstance(self.reread_result, Exception):
            raise self.reread_result
        return self.reread_result


class Desk:
    """A poller of sources a, b, ... and what it does."""

    def __init__(self, *sources: SourceSpec, states: dict[str, SourceState] | None = None) -> None:
        self.clock = SetClock()
        self.ingest = FakeIngest(self.clock)
        self.woken = 0
        ingest: Any = self.ingest
        self.poller = Poller(ingest, sources, states or {}, clock=self.clock, on_due=self.wake)

    def wake(self) -> None:
        self.woken += 1

    async def tick(self, seconds: float = 0) -> list[str]:
        """Who was asked by a tick so much later."""
        self.clock.pass_by(seconds)
        self.ingest.polls.clear()
        await self.poller.tick()
        for _ in range(10):
            await asyncio.sleep(0)
        return list(self.ingest.polls)


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110 - it is time itself that is waited for
            await asyncio.sleep(0.01)


A, B = source("a", url="https://a.example/"), source("b", url="https://b.example/", interval=10.0)


async def test_every_source_is_asked_at_the_start_and_then_at_its_own_interval() -> None:
    desk = Desk(A, B)

    assert await desk.tick() == ["a", "b"]
    assert await desk.tick(9) == []
    assert await desk.tick(1) == ["b"]
    assert await desk.tick(10) == ["b"]
    assert await desk.tick(40) == ["a", "b"]


async def test_a_source_that_is_almost_due_is_asked_now_rather_than_a_tick_later() -> None:
    desk = Desk(B)
    await desk.tick()

    assert await desk.tick(9.8) == ["b"]


async def test_a_source_that_is_due_before_the_next_tick_is_asked_when_it_is_due() -> None:
    desk = Desk(B)
    await desk.tick()
    assert await desk.tick(9.6) == []

    desk.clock.pass_by(0.4)
    await until(lambda: desk.ingest.polls == ["b"])


async def test_a_source_that_waits_for_its_time_is_asked_once_and_by_the_clock() -> None:
    desk = Desk(B)
    await desk.tick()
    for _ in range(3):
        assert await desk.tick(3.2) == []
    assert await desk.tick(0.4) == ["b"]  # a tick was faster

    assert await desk.tick(9.7) == []
    first = desk.poller._waiting["b"]
    await until(lambda: desk.poller._waiting["b"] is not first)
    assert desk.ingest.polls == [], "the clock stands still"
    assert await desk.tick(0.3) == ["b"]


@pytest.mark.parametrize("ending", ["cancel", "settle"])
async def test_at_the_end_nothing_waits_for_its_time_any_more(ending: str) -> None:
    desk = Desk(B)
    await desk.tick()
    assert await desk.tick(9.74) == []
    (timer,) = desk.poller._waiting.values()

    await getattr(desk.poller, ending)()

    assert timer.cancelled()
    assert not desk.poller._waiting


async def test_an_interval_is_from_one_request_to_the_next_however_long_the_answer_took() -> None:
    slow = SourceState(url=B.url, success=START - timedelta(seconds=4), polled=START)
    assert await Desk(B, states={"b": slow}).tick(5.7) == []
    assert await Desk(B, states={"b": slow}).tick(6) == ["b"]


async def test_a_server_that_takes_as_long_as_its_interval_rests_for_half_of_it() -> None:
    slow = SourceState(url=B.url, success=START - timedelta(seconds=20), polled=START)
    assert await Desk(B, states={"b": slow}).tick(4.7) == []
    assert await Desk(B, states={"b": slow}).tick(5) == ["b"]


async def test_a_source_that_failed_rests_from_when_that_was_known() -> None:
    failed = SourceState(url=B.url, success=START - timedelta(seconds=60), polled=START, failures=1)
    assert await Desk(B, states={"b": failed}).tick(9.7) == []
    assert await Desk(B, states={"b": failed}).tick(10) == ["b"]


async def test_after_a_restart_a_source_is_asked_when_it_is_due() -> None:
    states = {"a": SourceState(url=A.url, polled=START), "b": SourceState(url=B.url, polled=START)}
    desk = Desk(A, B, states=states)

    assert await desk.tick(10) == ["b"]


async def test_a_wait_is_obeyed_but_not_by_another_address() -> None:
    later = SetClock().pass_by(3600)
    states = {
        "a": SourceState(url=A.url, polled=START, wait_until=later),
        "b": SourceState(url="https://alt.example/", polled=START, wait_until=later),
    }
    desk = Desk(A, B, states=states)

    assert await desk.tick(60) == ["b"]
    assert await desk.tick(3540) == ["a", "b"]


async def test_a_clock_that_was_set_back_stops_nothing_for_longer_than_the_interval() -> None:
    desk = Desk(B)
    await desk.tick()
    await desk.tick(-86400)

    assert await desk.tick(10) == ["b"]


async def test_a_source_that_a_post_waits_for_is_asked_sooner_once() -> None:
    slow = source("a", url="https://a.example/", interval=3600.0)
    # What the store knows is when the post goes out: the feed is asked before that.
    waits = SourceState(url=slow.url, polled=START, again=START + timedelta(seconds=180))
    desk = Desk(slow, states={"a": waits})

    assert await desk.tick(160) == []
    assert await desk.tick(5) == ["a"]
    assert await desk.tick(3500) == []


async def test_a_slow_source_delays_no_other_and_is_never_asked_twice_at_once() -> None:
    desk = Desk(A, B)
    desk.ingest.gates["a"] = asyncio.Event()

    assert await desk.tick() == ["a", "b"]
    assert await desk.tick(600) == ["b"]
    assert await desk.tick(600) == ["b"]
    desk.ingest.gates["a"].set()
    await desk.poller.settle()
    assert await desk.tick(60) == ["a", "b"]


async def test_many_slow_sources_are_asked_in_turns() -> None:
    many = [source(f"s{number}", url=f"https://s{number}.example/") for number in range(AT_ONCE * 2)]
    desk = Desk(*many)
    for one in many:
        desk.ingest.gates[one.id] = asyncio.Event()

    assert len(await desk.tick()) == AT_ONCE
    for gate in desk.ingest.gates.values():
        gate.set()
    await desk.poller.settle()
    assert desk.ingest.most_at_once == AT_ONCE
    assert len(desk.ingest.polls) == len(many)


async def test_what_became_due_wakes_the_channels() -> None:
    desk = Desk(A, B)
    desk.ingest.due["a"] = 2
    await desk.tick()
    assert desk.woken == 1

    desk.ingest.due.clear()
    await desk.tick(600)
    assert desk.woken == 1
    desk.ingest.reread_result = 1
    await desk.tick()
    assert desk.woken == 2


@pytest.mark.parametrize("error", [StoreError("The disk is full."), ZeroDivisionError()])
async def test_a_poll_that_could_not_be_recorded_is_made_again_after_the_interval(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(A, B)
    desk.ingest.errors["b"] = error
    with caplog.at_level(logging.ERROR):
        await desk.tick()

    assert caplog.records
    assert list(desk.poller.failing) == ["b"]
    assert await desk.tick(1) == []
    desk.ingest.errors.clear()
    assert await desk.tick(9) == ["b"]
    assert list(desk.poller.failing) == []


@pytest.mark.parametrize("error", [StoreError("The disk is full."), ZeroDivisionError()])
async def test_pages_that_could_not_be_read_again_now_are_at_the_next_tick(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(A)
    desk.ingest.reread_result = error
    with caplog.at_level(logging.ERROR):
        await desk.tick()
        await desk.poller.settle()
    assert caplog.records

    await desk.tick(1)
    assert desk.ingest.rereads == 2


async def test_giving_up_ends_what_is_running() -> None:
    desk = Desk(A)
    desk.ingest.gates["a"] = asyncio.Event()
    await desk.tick()
    assert desk.ingest.at_once == ["a"]

    await desk.poller.cancel()
    assert desk.ingest.at_once == []


async def test_a_tick_tells_that_it_came_to_its_end() -> None:
    desk = Desk(A)
    await desk.tick(5)

    assert desk.poller.ticked == desk.clock()


async def test_a_failing_source_is_asked_again_as_ingest_says(make_store: Callable[[], Any]) -> None:
    clock, site = SetClock(), FakeSite()
    site.answers[A.url] = SourceError("{url} answers 503", url=A.url, retry_after=1000)
    ingest = Ingest(fetcher=site, store=make_store(), clock=clock, dice=lambda: 0, zone=UTC, obey_hints=True)
    poller = Poller(ingest, [A], {}, clock=clock, on_due=lambda: None)
    for seconds in (0, 60, 900, 41):
        clock.pass_by(seconds)
        await poller.tick()
        await poller.settle()

    assert site.times(A.url) == 2


@pytest.fixture
def make_store() -> Callable[[], Any]:
    class Remembering:
        """A store that has nothing to remember."""

        async def record(self, *_: object) -> int:
            return 0

        async def rereads(self, _: object) -> list[object]:
            return []

    return Remembering


async def test_a_feed_is_asked_once_more_before_a_post_that_waits_also_by_a_relay_that_was_started_anew(
    tmp_path: Path,
) -> None:
    """Early typing errors never go out: not even if relay is restarted during the time of grace."""
    slow = source("presse", interval=3600.0, grace=180.0)
    due = START + timedelta(seconds=180)
    async with open_database(tmp_path / "relay.db") as database:
        one = finding("bruecke", reread_at=due, not_before=due + timedelta(seconds=60), planned=True)
        other = finding("wald", reread_at=START + timedelta(seconds=30))
        await Sources(database).record(slow, state(), [one, other], START)
        states = await Sources(database).source_states()
    desk = Desk(slow, states=states)

    assert await desk.tick(164) == []
    assert await desk.tick(1) == ["presse"]
    assert await desk.tick(1000) == []


async def test_a_feed_that_nobody_asked_while_its_post_waited_is_asked_at_once(tmp_path: Path) -> None:
    slow = source("presse", interval=3600.0, grace=180.0)
    due = START + timedelta(seconds=180)
    async with open_database(tmp_path / "relay.db") as database:
        await Sources(database).record(slow, state(), [finding("wald", reread_at=due, planned=True)], START)
        states = await Sources(database).source_states()
    desk = Desk(slow, states=states)

    assert await desk.tick(600) == ["presse"]
    assert await desk.tick(1) == []


# --- manners ----------------------------------------------------------------------------------------------------------


async def test_what_a_server_wishes_is_not_cut_short_by_a_quarter_of_a_second() -> None:
    waits = SourceState(url=B.url, polled=START, wait_until=START + timedelta(seconds=30))
    desk = Desk(B, states={"b": waits})

    assert await desk.tick(29.9) == []
    assert await desk.tick(0.1) == ["b"]


async def test_sources_that_failed_and_hang_keep_no_others_waiting() -> None:
    failing = [source(f"f{number}", url=f"https://f{number}.example/") for number in range(AT_ONCE + FAILING_AT_ONCE)]
    broken = SourceState(polled=START - timedelta(days=1), failures=3)
    desk = Desk(*failing, A, states={one.id: replace(broken, url=one.url) for one in failing})
    for one in failing:
        desk.ingest.gates[one.id] = asyncio.Event()

    asked = await desk.tick()
    assert "a" in asked
    assert len(asked) == FAILING_AT_ONCE + 1
    await desk.poller.cancel()


async def test_sources_that_never_answered_and_hang_keep_no_known_one_waiting() -> None:
    new = [source(f"n{number}", url=f"https://n{number}.example/") for number in range(NEW_AT_ONCE + 7)]
    known = SourceState(url=A.url, polled=START - timedelta(days=1), success=START - timedelta(days=1))
    desk = Desk(*new, A, states={"a": known})
    for one in new:
        desk.ingest.gates[one.id] = asyncio.Event()

    asked = await desk.tick()
    assert "a" in asked
    assert len(asked) == NEW_AT_ONCE + 1
    await desk.poller.cancel()


async def test_sources_of_one_host_take_no_turns_from_other_hosts() -> None:
    crowd = [source(f"c{number}", url=f"https://www.land.example/{number}.xml") for number in range(AT_ONCE * 2)]
    desk = Desk(*crowd, A)
    for one in crowd:
        desk.ingest.gates[one.id] = asyncio.Event()

    asked = await desk.tick()
    assert "a" in asked
    assert len(asked) == HOST_AT_ONCE + 1
    for gate in desk.ingest.gates.values():
        gate.set()
    await desk.poller.settle()
    assert len(desk.ingest.polls) == len(crowd) + 1
