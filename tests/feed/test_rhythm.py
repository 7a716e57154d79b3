"""What a source's release times teach, and when it is looked at because of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relay.feed.rhythm import (
    BLUR,
    CAUTION,
    JITTER,
    KEPT,
    Plan,
    Rhythm,
    plan,
    release_time,
    remembered,
    shares,
)
from relay.keys.rhythm import adaptive
from relay.settings import Adaptive
from tests.bench.rhythm import COUNTY, Kind, at_any_time, compare

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)
SHORT_DAY, LONG_DAY = date(2026, 3, 29), date(2026, 10, 25)
"""On which the clocks in Germany change."""
NOBODY_KNOWS = b""


def berlin(day: date, hour: float) -> datetime:
    return (datetime.combine(day, time.min) + timedelta(hours=hour)).replace(tzinfo=BERLIN)


def every_week(hour: float, *, until: date = MONDAY, weeks: int = 12, times: int = 1) -> list[datetime]:
    """Releases at an hour of each day of so many weeks."""
    days = [until - timedelta(days=number) for number in range(1, 7 * weeks + 1)]
    return [berlin(day, hour) + timedelta(minutes=minute) for day in days for minute in range(times)]


def bounds(interval: float = 300.0, shortest: float | None = None, longest: float | None = None) -> Adaptive:
    return adaptive({"interval_min": shortest, "interval_max": longest}, interval, BERLIN)


def asked(one: Plan) -> float:
    """How many requests a plan makes."""
    edges = pairwise((one.start, *one.ends))
    return sum(rate * (end - start) for rate, (start, end) in zip(one.rates, edges, strict=True))


# --- when a release came out ------------------------------------------------------------------------------------------

SEEN = berlin(MONDAY, 11)
SINCE = berlin(MONDAY, 10)
HALF_WAY = berlin(MONDAY, 10.5)


@pytest.mark.parametrize(
    ("published", "time"),
    [
        (berlin(MONDAY, 10.25), berlin(MONDAY, 10.25)),
        (SINCE - timedelta(seconds=30), SINCE - timedelta(seconds=30)),  # clocks differ
        (berlin(MONDAY, 9), HALF_WAY),  # written at nine, but it was not there at ten
        (berlin(MONDAY, 12), HALF_WAY),  # a date in the future
        (None, HALF_WAY),
    ],
)
def test_a_release_s_own_date_counts_if_it_can_be_true_else_it_came_half_way_between_two_looks(
    published: datetime | None, time: datetime
) -> None:
    assert release_time(published, seen=SEEN, since=SINCE, zone=BERLIN) == time


@pytest.mark.parametrize("midnight", [berlin(MONDAY, 0), berlin(MONDAY, 1)])
def test_midnight_here_or_in_utc_is_the_day_alone(midnight: datetime) -> None:
    since, seen = midnight - timedelta(minutes=10), midnight + timedelta(minutes=30)

    assert release_time(midnight, seen=seen, since=since, zone=BERLIN) == midnight + timedelta(minutes=10)
    assert release_time(midnight, seen=seen, since=None, zone=BERLIN) is None


def test_at_first_sight_dates_with_a_time_of_day_teach_and_nothing_else_does() -> None:
    long_ago = berlin(MONDAY, 9) - timedelta(days=40)

    assert release_time(long_ago, seen=SEEN, since=None, zone=BERLIN) == long_ago
    assert release_time(None, seen=SEEN, since=None, zone=BERLIN) is None


def test_what_came_during_a_long_outage_teaches_only_if_it_says_when() -> None:
    since = SEEN - BLUR - timedelta(minutes=1)

    assert release_time(None, seen=SEEN, since=since, zone=BERLIN) is None
    assert release_time(HALF_WAY, seen=SEEN, since=since, zone=BERLIN) == HALF_WAY


def test_a_clock_that_was_set_back_teaches_nothing() -> None:
    assert release_time(None, seen=SINCE, since=SEEN, zone=BERLIN) is None


# --- what is remembered -----------------------------------------------------------------------------------------------


def test_the_newest_times_are_remembered_in_four_bytes_each_and_several_in_a_minute_are_one() -> None:
    times = [SEEN + timedelta(minutes=number) for number in range(KEPT + 10)]
    packed = remembered(remembered(NOBODY_KNOWS, times[::-1]), [times[-1] + timedelta(seconds=20)])

    assert len(packed) == 4 * KEPT
    assert packed == remembered(NOBODY_KNOWS, times[10:])


def test_a_date_before_1970_is_forgotten() -> None:
    assert remembered(NOBODY_KNOWS, [datetime(1969, 12, 31, 12, tzinfo=UTC)]) == NOBODY_KNOWS


# --- what is learned --------------------------------------------------------------------------------------------------


@given(
    times=st.lists(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)), max_size=60),  # noqa: DTZ001 - hypothesis wants them naive
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
@settings(max_examples=40, deadline=None)
def test_shares_make_a_whole_and_no_hour_is_ever_given_up(times: list[datetime], day: date) -> None:
    found = shares(remembered(NOBODY_KNOWS, times), day, BERLIN)

    assert sum(found) == pytest.approx(1)
    assert min(found) >= CAUTION / 24


def test_a_source_that_nobody_knows_is_expected_to_keep_office_hours() -> None:
    workday, weekend = (shares(NOBODY_KNOWS, day, BERLIN) for day in (MONDAY, SATURDAY))

    assert workday[10] > 2 * workday[3]
    assert workday[10] > weekend[10]


def test_what_a_source_does_outweighs_what_offices_do() -> None:
    found = shares(remembered(NOBODY_KNOWS, every_week(20.5)), MONDAY, BERLIN)

    assert max(found) == found[20]
    assert found[20] > 3 * found[10]


def test_a_weekday_of_its_own_is_told_from_the_others() -> None:
    mornings = [one for one in every_week(8.5, weeks=20, times=4) if one.weekday() == 1]
    evenings = [one for one in every_week(17.5, weeks=20, times=1) if one.weekday() in {0, 2, 3}]
    known = remembered(NOBODY_KNOWS, mornings + evenings)
    monday, tuesday = (shares(known, day, BERLIN) for day in (MONDAY, MONDAY + timedelta(days=1)))

    assert tuesday[8] > tuesday[17]
    assert monday[17] > tuesday[17]


def test_a_working_day_says_nothing_of_the_weekend() -> None:
    workdays = [one for one in every_week(20.5) if one.weekday() < 5]

    assert shares(remembered(NOBODY_KNOWS, workdays), SATURDAY, BERLIN) == shares(NOBODY_KNOWS, SATURDAY, BERLIN)


def test_a_new_habit_replaces_the_old_one_within_weeks() -> None:
    mornings = every_week(8.5, until=MONDAY, weeks=16)
    evenings = every_week(19.5, until=MONDAY + timedelta(weeks=9), weeks=9)
    found = shares(remembered(NOBODY_KNOWS, mornings + evenings), MONDAY + timedelta(weeks=9), BERLIN)

    assert found[19] > 1.5 * found[8]


def test_hours_are_those_of_the_clock_on_the_wall_in_summer_too() -> None:
    winter = remembered(NOBODY_KNOWS, every_week(18.5, until=MONDAY, weeks=6))
    found = shares(winter, MONDAY + timedelta(weeks=5), BERLIN)

    assert max(found) == found[18]


def test_times_noted_while_the_clock_was_years_ahead_teach_nothing() -> None:
    ahead = every_week(20.5, until=date(2031, 3, 3))

    assert shares(remembered(NOBODY_KNOWS, ahead), MONDAY, BERLIN) == shares(NOBODY_KNOWS, MONDAY, BERLIN)


# --- the plan of a day ------------------------------------------------------------------------------------------------

histories = st.lists(
    st.tuples(st.integers(1, 200), st.floats(0, 23.99)).map(
        lambda one: berlin(MONDAY, one[1]) - timedelta(days=one[0])
    ),
    max_size=40,
)
intervals = st.floats(1, 14400)
"""Seconds."""


@given(
    history=histories,
    interval=intervals,
    tighter=st.floats(0.01, 1),
    wider=st.floats(1.05, 50),
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
@example(history=[], interval=300.0, tighter=0.2, wider=2.0, day=SHORT_DAY)
@example(history=[], interval=300.0, tighter=0.2, wider=2.0, day=LONG_DAY)
@example(history=[], interval=300.0, tighter=0.2, wider=1.05, day=LONG_DAY)
@settings(max_examples=60, deadline=None)
def test_a_day_has_its_requests_neither_more_nor_less_and_its_bounds_are_kept(
    history: list[datetime], interval: float, tighter: float, wider: float, day: date
) -> None:
    limits = bounds(interval, interval * tighter, interval * wider)
    one = plan(remembered(NOBODY_KNOWS, history), day, limits)

    seconds = one.ends[-1] - one.start
    possible = min(limits.requests, seconds / limits.shortest)
    assert asked(one) == pytest.approx(max(possible, seconds / limits.longest))
    assert min(one.rates) >= 1 / limits.longest * (1 - 1e-9)
    assert max(one.rates) <= 1 / limits.shortest * (1 + 1e-9)


@pytest.mark.parametrize(("day", "hours"), [(SHORT_DAY, 23), (LONG_DAY, 25), (MONDAY, 24)])
def test_days_on_which_the_clocks_change_have_their_own_number_of_hours(day: date, hours: int) -> None:
    one = plan(NOBODY_KNOWS, day, bounds())

    assert len(one.rates) == hours
    assert one.ends[-1] - one.start == hours * 3600
    assert asked(one) == pytest.approx(288)


def test_where_clocks_are_set_by_half_an_hour_the_day_is_whole_as_well() -> None:
    one = plan(NOBODY_KNOWS, date(2026, 4, 5), Adaptive(288, 60, 600, ZoneInfo("Australia/Lord_Howe")))

    assert one.ends[-1] - one.start == 24.5 * 3600
    assert asked(one) == pytest.approx(288)


def test_four_times_the_releases_make_twice_the_requests() -> None:
    known = remembered(NOBODY_KNOWS, every_week(9.5))
    expected = shares(known, MONDAY, BERLIN)
    rates = plan(known, MONDAY, bounds(shortest=1.0, longest=86400.0)).rates

    for hour in range(24):
        assert rates[hour] / rates[0] == pytest.approx((expected[hour] / expected[0]) ** 0.5)


# --- the next look ----------------------------------------------------------------------------------------------------


@given(
    history=histories,
    interval=st.floats(600, 14400),
    wider=st.floats(1.3, 10),
    day=st.sampled_from([MONDAY, SATURDAY, SHORT_DAY, LONG_DAY]),
    source=st.text(max_size=5),
)
@settings(max_examples=40, deadline=None)
def test_looks_keep_their_bounds_and_a_day_its_budget(
    history: list[datetime], interval: float, wider: float, day: date, source: str
) -> None:
    limits = bounds(interval, longest=interval * wider)
    rhythm, times = Rhythm(source, limits), remembered(NOBODY_KNOWS, history)
    start, end = (berlin(one, 0).timestamp() for one in (day, day + timedelta(days=1)))
    at, looks = start, 0
    while at < end:
        gap = rhythm.gap(datetime.fromtimestamp(at, UTC), times)
        assert limits.shortest <= gap <= limits.longest
        at, looks = at + gap, looks + 1

    assert looks <= max(limits.requests, (end - start) / limits.longest) / (1 - JITTER) + 1
    assert looks >= limits.requests / (1 + JITTER) - 1


@given(at=st.datetimes(datetime(1970, 1, 3), datetime(2100, 1, 1), timezones=st.just(UTC)), history=histories)  # noqa: DTZ001 - hypothesis wants them naive
@settings(max_examples=40, deadline=None)
def test_the_next_look_lies_in_the_future_whatever_the_clock_says(at: datetime, history: list[datetime]) -> None:
    rhythm, times = Rhythm("presse", bounds(60)), remembered(NOBODY_KNOWS, history)
    rhythm.gap(berlin(MONDAY, 9), times)  # before the clock was set

    assert 12 <= rhythm.gap(at, times) <= 120


def test_the_same_look_has_the_same_successor_and_equal_sources_are_not_asked_together() -> None:
    gaps = [Rhythm(source, bounds()).gap(SEEN, NOBODY_KNOWS) for source in ("a", "a", "b", "c")]

    assert gaps[0] == gaps[1]
    assert len(set(gaps)) == 3
    assert max(gaps) / min(gaps) <= (1 + JITTER) / (1 - JITTER)


def test_a_release_changes_the_plan_of_the_same_day() -> None:
    rhythm = Rhythm("presse", bounds())
    before = rhythm.gap(berlin(MONDAY, 20.5), NOBODY_KNOWS)

    assert rhythm.gap(berlin(MONDAY, 20.5), remembered(NOBODY_KNOWS, every_week(20.5))) < 0.7 * before


def test_it_is_asked_more_often_before_noon_than_at_night() -> None:
    rhythm = Rhythm("presse", bounds())

    assert rhythm.gap(berlin(MONDAY, 10.2), NOBODY_KNOWS) < 300 < rhythm.gap(berlin(MONDAY, 3.2), NOBODY_KNOWS)


# --- a year -----------------------------------------------------------------------------------------------------------


def test_over_a_year_the_releases_of_an_office_are_found_sooner_with_as_many_requests() -> None:
    fixed, ours = compare(Kind("county", COUNTY, 1), 24, sources=1, draws=3)

    assert ours.mean < 0.85 * fixed.mean
    assert ours.within(95) < 0.9 * fixed.within(95)
    assert ours.looks <= 1.01 * fixed.looks


def test_over_a_year_a_source_without_habits_is_found_nearly_as_soon() -> None:
    fixed, ours = compare(Kind("any", at_any_time(365), 1), 24, sources=1, draws=5)

    assert ours.mean < 1.06 * fixed.mean
    assert ours.within(95) < 1.1 * fixed.within(95)
