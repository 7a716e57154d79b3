"""When the next message may go out."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relay.delivery.pacing import next_slot
from tests.fakes import START


def slot(*sent: float, now: float, pace: float = 3.0, per_minute: int = 20) -> float:
    times = [START + timedelta(seconds=one) for one in sent]
    at = next_slot(times, pace=pace, per_minute=per_minute, now=START + timedelta(seconds=now))
    return (at - START).total_seconds()


def test_the_first_message_goes_out_at_once() -> None:
    assert slot(now=5) == 5


def test_the_second_waits_for_the_pace() -> None:
    assert slot(10, now=11) == 13


def test_a_pace_that_is_kept_already_costs_nothing() -> None:
    assert slot(10, now=13) == 13
    assert slot(10, now=99) == 99


def test_the_twenty_first_message_of_a_minute_waits_for_the_minute() -> None:
    assert slot(*range(20), now=20, pace=1) == 60


def test_pace_zero_switches_the_limit_of_the_minute_off_too() -> None:
    assert slot(*range(50), now=50, pace=0) == 50


def test_messages_from_a_future_that_was_taken_back_do_not_count() -> None:
    assert slot(0, 3600, now=10) == 10


@given(
    gaps=st.lists(st.floats(0, 30), min_size=1, max_size=80),
    pace=st.floats(0.1, 10),
    per_minute=st.integers(1, 30),
)
def test_whatever_comes_pace_and_minute_are_kept(gaps: list[float], pace: float, per_minute: int) -> None:
    sent: list[datetime] = []
    now = START
    for gap in gaps:
        now = next_slot(sent, pace=pace, per_minute=per_minute, now=now + timedelta(seconds=gap))
        sent.append(now)

    rounding = timedelta(microseconds=2)
    assert all(later - earlier >= timedelta(seconds=pace) - rounding for earlier, later in pairwise(sent))
    assert all(later - earlier >= timedelta(minutes=1) for earlier, later in zip(sent, sent[per_minute:], strict=False))
