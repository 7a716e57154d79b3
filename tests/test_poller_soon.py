"""What a hub may have a poller do: ask once, soon, and ever more seldom if that is in vain."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

from relay.errors import StoreError
from relay.poller import SOON
from relay.state import SourceState
from tests.fakes import START, source
from tests.test_poller import Desk

SLOW = source("a", url="https://a.example/", interval=3600.0)


async def asked(seconds: float = 0.0, **more: object) -> Desk:
    """A desk whose source was asked so many seconds ago."""
    before = START - timedelta(seconds=seconds)
    return Desk(SLOW, states={"a": SourceState(url=SLOW.url, polled=before, **more)})  # type: ignore[arg-type]


async def test_a_source_whose_hub_calls_is_asked_at_the_next_tick() -> None:
    desk = await asked(60)
    assert await desk.tick() == []
    desk.poller.soon("a")
    assert await desk.tick() == ["a"]
    assert await desk.tick(60) == []


async def test_however_often_a_hub_calls_a_source_is_asked_once_and_not_at_once_again() -> None:
    desk = await asked(60)
    for _ in range(100):
        desk.poller.soon("a")
    assert await desk.tick() == ["a"]
    desk.ingest.due["a"] = 1
    desk.poller.soon("a")
    assert await desk.tick(SOON - 1) == []


async def test_calls_that_bring_something_are_answered_every_five_seconds_at_most() -> None:
    desk = await asked(60)
    desk.ingest.due["a"] = 1
    times = []
    for second in range(30):
        desk.poller.soon("a")
        if await desk.tick(1):
            times.append(second)
    assert times == [0, 5, 10, 15, 20, 25]


async def test_a_hub_that_calls_in_vain_is_listened_to_ever_more_seldom_up_to_the_interval() -> None:
    desk = await asked(60)
    times = []
    for step in range(2 * 3600):
        desk.poller.soon("a")
        if await desk.tick(1):
            times.append(step)
    gaps = [later - before for before, later in pairwise(times)]
    assert gaps[:4] == [10, 20, 40, 80]
    assert max(gaps) <= 3600
    assert len(times) < 15
    desk.ingest.due["a"] = 1
    assert await desk.tick(3600) == ["a"]
    desk.poller.soon("a")
    assert await desk.tick(SOON) == ["a"], "what brought something counts anew"


async def test_a_call_while_a_source_is_being_asked_has_it_asked_once_more() -> None:
    desk = await asked(60)
    desk.ingest.gates["a"] = asyncio.Event()
    desk.ingest.due["a"] = 1
    desk.poller.soon("a")
    assert await desk.tick() == ["a"]
    desk.poller.soon("a")
    assert await desk.tick(30) == []
    desk.ingest.gates["a"].set()
    await desk.poller.settle()
    assert await desk.tick(SOON) == ["a"]


async def test_a_website_that_fails_or_wants_a_pause_is_left_alone_whatever_its_hub_says() -> None:
    desk = await asked(60, failures=2, wait_until=START + timedelta(seconds=600))
    desk.poller.soon("a")
    assert await desk.tick(599) == []
    assert desk.poller.due_at("a") > desk.clock()


async def test_what_a_feed_wishes_by_its_ttl_does_not_outweigh_what_its_hub_says() -> None:
    desk = await asked(60, wait_until=START + timedelta(seconds=600))
    desk.poller.soon("a")
    assert await desk.tick() == ["a"]


async def test_a_call_that_could_not_be_recorded_is_tried_again_with_the_source() -> None:
    desk = await asked(60)
    desk.ingest.errors["a"] = StoreError("The disk is full.")
    desk.poller.soon("a")
    assert await desk.tick() == ["a"]
    del desk.ingest.errors["a"]
    assert await desk.tick(3600) == ["a"]


async def test_calls_for_a_source_that_is_not_there_are_nothing() -> None:
    desk = await asked()
    desk.poller.soon("b")
    assert await desk.tick() == []


async def test_the_least_gap_is_kept_to_the_second() -> None:
    desk = await asked(60)
    desk.ingest.due["a"] = 1
    desk.poller.soon("a")
    assert await desk.tick() == ["a"]
    desk.poller.soon("a")
    assert await desk.tick(SOON - 0.1) == []
    assert await desk.tick(0.1) == ["a"]
