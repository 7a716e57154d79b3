"""When `relay once` goes on, and when it gives up."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from relay.errors import Text
from relay.once import BACK_OFF, BETWEEN, PATIENCE, TRIES, Outcome, _until_ready, _work_off
from relay.state import ChannelState
from relay.store.codec import dump_text, stamp
from relay.store.database import Database
from relay.store.deliveries import Deliveries
from relay.timing import now


class Waiting:
    """`relay.deliver.Deliver` with something to do at a time."""

    name = "main"

    def __init__(self, at: datetime | None) -> None:
        self.at = at
        self.delivered = 0

    async def ready_at(self) -> datetime | None:
        return self.at

    async def deliver_one(self) -> bool:
        self.delivered += 1
        self.at = None
        return True


class Sure:
    """`relay.ahead.Looks` where nothing is in doubt."""

    async def sure(self, _deliver: object) -> bool:
        return True


async def worked_off(database: Database, at: datetime | None, state: ChannelState | None = None) -> str:
    if state:
        async with database.transaction() as inside:
            await inside.insert(
                "INSERT INTO channels (id, wait_until, failures, problem) VALUES ('main', ?, ?, ?)",
                stamp(state.wait_until),
                state.failures,
                dump_text(Text("closed")),
            )
    app: Any = SimpleNamespace(store=SimpleNamespace(deliveries=Deliveries(database)))
    deliver: Any = Waiting(at)
    looks: Any = Sure()
    return await _work_off(deliver, app, looks)


async def test_what_is_due_is_sent(database: Database) -> None:
    assert await worked_off(database, now() - timedelta(seconds=1)) == "done"
    assert await worked_off(database, None) == "done"


async def test_an_embargo_of_days_is_for_a_later_run_and_one_of_minutes_is_waited_for(database: Database) -> None:
    assert await worked_off(database, now() + timedelta(days=3)) == "done"
    assert await worked_off(database, now() + PATIENCE / 2) == "waiting"


@pytest.mark.parametrize(
    ("wait", "failures", "left"),
    [
        (PATIENCE / 2, 0, "waiting"),
        (PATIENCE * 2, 0, "stuck"),
        (BACK_OFF / 2, 1, "waiting"),
        (BACK_OFF * 2, 1, "stuck"),
        (BACK_OFF / 2, TRIES, "stuck"),
    ],
)
async def test_a_channel_is_given_up_when_it_asks_for_too_much(
    database: Database, wait: timedelta, failures: int, left: str
) -> None:
    until = now() + wait
    assert await worked_off(database, until, ChannelState(until, failures)) == left


async def test_an_embargo_hides_no_channel_that_asks_for_an_hour(database: Database) -> None:
    hour = ChannelState(now() + timedelta(hours=1))
    assert await worked_off(database, now() + timedelta(days=3), hour) == "stuck"


@pytest.mark.parametrize(
    ("times", "least", "most"),
    [
        ([0.2], 0.0, 0.2),  # as its pace wants
        ([None, 5.0, 0.2], 0.0, 0.2),
        ([5.0], BETWEEN, BETWEEN),  # a page may be read again before
        ([-5.0], BETWEEN, BETWEEN),  # it waits for another channel
        ([None], BETWEEN, BETWEEN),
    ],
)
async def test_it_goes_on_as_soon_as_a_channel_may(times: list[float | None], least: float, most: float) -> None:
    delivers = [Waiting(None if wait is None else now() + timedelta(seconds=wait)) for wait in times]
    app: Any = SimpleNamespace(delivers=delivers)
    assert least <= await _until_ready(app) <= most


@pytest.mark.parametrize(
    ("outcome", "well"),
    [
        (Outcome((), (), 0), True),
        (Outcome(("presse",), (), 0), False),
        (Outcome((), ("main",), 0), False),
        (Outcome((), (), 1), False),
    ],
)
def test_a_round_is_well_when_all_that_was_due_is_done(outcome: Outcome, well: bool) -> None:
    assert outcome.well is well
