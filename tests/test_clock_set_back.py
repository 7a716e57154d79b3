"""A clock that was ahead is set right: what was written down meanwhile does not wait for the time that it was ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relay.errors import TryLater, Unavailable, Uncertain
from relay.store.database import Database
from tests.desk import Desk
from tests.fakes import START

AHEAD = timedelta(hours=5)


@pytest.fixture
def desk(database: Database) -> Desk:
    desk = Desk(database, editors=True)
    desk.clock.at = START + AHEAD
    return desk


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (TryLater("a pause of 40 s", after=40.0), 40),
        (Unavailable("no rights"), 60),
        (Uncertain("no answer"), 5),
    ],
)
async def test_what_failed_while_the_clock_was_ahead_is_tried_again_after_the_usual_time(
    desk: Desk, error: TryLater | Unavailable | Uncertain, wait: float
) -> None:
    await desk.bring("eins", "A.")
    desk.channel.script.append(error)
    assert await desk.deliver.deliver_one()

    desk.clock.at = START
    assert await desk.deliver.ready_at() == START + timedelta(seconds=wait)
    await desk.work()

    assert desk.channel.texts == ["<b>eins: A.</b>"]
    assert desk.clock.at <= START + timedelta(seconds=wait + 10)


async def test_what_was_due_while_the_clock_was_ahead_is_due_at_once(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    desk.clock.at = START
    assert await desk.deliver.ready_at() == START


async def test_a_release_that_waits_for_its_own_date_keeps_it(desk: Desk) -> None:
    date = START + timedelta(days=3)
    await desk.bring("eins", "A.", reread_at=date, not_before=date, planned=True)
    desk.clock.at = START
    assert await desk.deliver.ready_at() == date


async def test_a_wait_that_was_written_down_in_the_past_is_waited_for(desk: Desk) -> None:
    desk.clock.at = START
    await desk.bring("eins", "A.")
    desk.channel.script.append(TryLater("a pause of 40 s", after=40.0))
    await desk.deliver.deliver_one()
    desk.clock.at = START + timedelta(seconds=20)
    assert await desk.deliver.ready_at() == START + timedelta(seconds=40)


async def test_corrections_counted_by_a_clock_that_was_ahead_keep_no_later_one_waiting(database: Database) -> None:
    desk = Desk(database, edits_per_hour=1)
    desk.clock.at = START + AHEAD
    await desk.bring("eins", "A.")
    await desk.work()
    await desk.bring("eins", "B.")
    await desk.work()
    desk.clock.at = START
    await desk.bring("eins", "C.")
    assert await desk.deliver.ready_at() == START
    await desk.deliver.deliver_one()
    assert desk.channel.texts == ["<b>eins: C.</b>"]
