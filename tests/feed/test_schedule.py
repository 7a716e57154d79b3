"""When a source is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed.schedule import (
    BACK_OFF_LIMIT,
    HEADSTART,
    HINT_LIMIT,
    PATIENCE,
    after_failure,
    after_success,
    ask_again,
    next_poll,
    waits_until,
)

NOW = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


# --- after success ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hints", "wait"),
    [
        ((), None),
        ((None, None), None),
        ((0.0, None), None),
        ((-1.0,), None),
        ((120.0, 60.0), None),  # the interval says as much
        ((300.0, None), 300.0),
        ((None, 600.0), 600.0),
        ((300.0, 600.0), 600.0),
        ((7 * 86400.0,), HINT_LIMIT),
    ],
)
def test_hints_lengthen_the_interval_and_never_starve_the_reader(
    hints: tuple[float | None, ...], wait: float | None
) -> None:
    assert after_success(NOW, interval=120.0, hints=hints) == (None if wait is None else later(wait))


# --- after failure ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failures", "pause"), [(1, None), (2, 240.0), (3, 480.0), (4, 960.0), (6, BACK_OFF_LIMIT), (10**6, BACK_OFF_LIMIT)]
)
def test_the_first_failure_costs_nothing_and_each_further_one_doubles_the_pause(
    failures: int, pause: float | None
) -> None:
    due = after_failure(NOW, interval=120.0, failures=failures, retry_after=None, dice=0.0)

    assert due == (None if pause is None else later(pause))


@settings(deadline=None)
@given(st.integers(2, 10**9), st.integers(1, 86400), st.floats(0, 1, exclude_max=True))
def test_sources_that_failed_together_are_spread_and_never_given_up(failures: int, interval: int, dice: float) -> None:
    due = after_failure(NOW, interval=interval, failures=failures, retry_after=None, dice=dice)

    assert due is not None
    assert 0 < (due - NOW).total_seconds() <= max(BACK_OFF_LIMIT, interval)


@pytest.mark.parametrize("failures", [1, 5])
@pytest.mark.parametrize(("wish", "wait"), [(4000.0, 4000.0), (7200.0, 7200.0), (1e12, 86400.0)])
def test_a_retry_after_is_obeyed_to_the_second_for_a_day_at_most(failures: int, wish: float, wait: float) -> None:
    assert after_failure(NOW, interval=120.0, failures=failures, retry_after=wish, dice=0.9) == later(wait)


@pytest.mark.parametrize("wish", [0.0, 30.0, 479.0])
def test_a_retry_after_that_is_shorter_than_the_back_off_does_not_end_it(wish: float) -> None:
    assert after_failure(NOW, interval=120.0, failures=3, retry_after=wish, dice=0.0) == later(480.0)
    assert after_failure(NOW, interval=120.0, failures=1, retry_after=wish, dice=0.0) == (later(wish) if wish else None)


# --- next poll --------------------------------------------------------------------------------------------------------


def due(polled: datetime | None, wait_until: datetime | None = None, interval: float = 120.0) -> datetime:
    return next_poll(polled=polled, interval=interval, wait_until=wait_until, now=NOW)


def test_a_source_that_was_never_asked_is_due_now() -> None:
    assert due(None) == NOW


def test_a_source_is_due_an_interval_after_it_was_asked() -> None:
    assert due(later(-100)) == later(20)
    assert due(later(-1000)) == later(-880)


def test_a_wish_to_wait_is_kept_if_it_is_longer_than_the_interval() -> None:
    assert due(later(-10), wait_until=later(300)) == later(300)
    assert due(later(-10), wait_until=later(50)) == later(110)


def test_a_stored_wish_keeps_no_source_waiting_for_longer_than_a_day() -> None:
    assert due(later(-10), wait_until=later(31 * 86400)) == later(PATIENCE - 10)


def test_a_clock_that_was_set_back_keeps_no_source_waiting() -> None:
    assert due(later(86400)) == NOW
    assert due(later(86400), wait_until=later(90000)) == NOW


# --- what waits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grace", "published", "until"),
    [
        (0.0, None, None),
        (0.0, -3600.0, None),
        (0.0, 60.0, None),  # clocks differ
        (0.0, 3600.0, None),  # local time that is called GMT, in winter
        (0.0, 7200.0, None),  # and in summer
        (0.0, 7500.0, None),
        (0.0, 7501.0, 7501.0),
        (180.0, None, 180.0),
        (180.0, 3600.0, 180.0),
        (180.0, 7501.0, 7501.0),
        (9000.0, 7501.0, 9000.0),
    ],
)
def test_a_release_waits_for_its_grace_and_for_its_date(
    grace: float, published: float | None, until: float | None
) -> None:
    date = None if published is None else later(published)

    assert waits_until(NOW, grace=grace, published=date) == (None if until is None else later(until))


def test_the_feed_is_asked_again_shortly_before_the_post_and_never_before_it_was_asked_first() -> None:
    assert ask_again(later(180), first_seen=NOW, grace=180) == later(180 - HEADSTART)
    assert ask_again(later(10), first_seen=NOW, grace=10) == later(5)
    assert ask_again(later(3600), first_seen=NOW, grace=0) == later(3600 - HEADSTART)
    assert ask_again(later(5), first_seen=NOW, grace=0) == NOW


def test_what_waits_for_a_source_shortens_its_interval_but_not_the_wish_of_the_server() -> None:
    def due(again: float, wait: float | None = None) -> datetime:
        until = None if wait is None else later(wait)
        return next_poll(polled=NOW, interval=3600, wait_until=until, now=NOW, again=later(again))

    assert due(165) == later(165)
    assert due(9999) == later(3600)
    assert due(165, 600) == later(600)
    assert due(-5) == due(0) == later(3600)
