"""Dates as German and English feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed.dates import parse_date

BERLIN = ZoneInfo("Europe/Berlin")
EIGHT = datetime(2010, 10, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 20 Oct 2010 08:00:00 GMT",
        "Wed, 20 Oct 2010 10:00:00 +0200",
        "20 Oct 10 10:00 +02:00",
        "Wed, 20 Oct 2010 04:00:00 EDT",
        "Tue, 20 Oct 2010 10:00:00 GMT+02:00",
        "Wed, 20 Oct 2010 10:00:00 +0200 (CEST)",
        "Mi, 20 Okt 2010 10:00:00 +0200",
        "Mi., 20. Okt. 2010 10:00",
        "Mittwoch, den 20. Oktober 2010 um 10:00 Uhr",
        "20. Oktober 2010 10:00 Uhr",
        "20. Oktober 2010, 10 Uhr",
        "20.10.2010 10:00",
        "20.10.2010 - 10.00 Uhr",
        "20.10.10 10:00:00 MESZ",
        "2010-10-20T10:00:00+02:00",
        "2010-10-20T08:00:00Z",
        "2010-10-20 10:00:00",
        "2010-10-20 10:00:00 +0200",
        "20-Oct-2010 10:00:00",
        "Oct 20, 2010 10:00",
        "Wednesday, October 20, 2010 at 10:00",
        "Wed Oct 20 10:00:00 2010",
        "Wed Oct 20 08:00:00 UTC 2010",
        " 20.10.2010\n10:00 ",
    ],
)
def test_all_these_are_the_same_moment_in_germany(text: str) -> None:
    assert parse_date(text, BERLIN) == EIGHT


@pytest.mark.parametrize("text", ["20.10.2010", "20. Oktober 2010", "Mi, 20 Okt 2010", "2010-10-20"])
def test_a_date_without_a_time_is_midnight_there(text: str) -> None:
    assert parse_date(text, BERLIN) == datetime(2010, 10, 19, 22, tzinfo=UTC)
    assert parse_date(text) == datetime(2010, 10, 20, tzinfo=UTC)


GERMAN = "Jänner Februar März April Mai Juni Juli August September Oktober November Dezember"


@pytest.mark.parametrize(("number", "month"), list(enumerate(GERMAN.split(), start=1)))
def test_german_months_are_known(number: int, month: str) -> None:
    assert parse_date(f"1. {month} 2025") == datetime(2025, number, 1, tzinfo=UTC)
    assert parse_date(f"1. {month[:3]}. 2025") == datetime(2025, number, 1, tzinfo=UTC)


def test_winter_and_summer_time_are_told_apart() -> None:
    assert parse_date("01.03.2025 12:00", BERLIN) == datetime(2025, 3, 1, 11, tzinfo=UTC)
    assert parse_date("01.07.2025 12:00", BERLIN) == datetime(2025, 7, 1, 10, tzinfo=UTC)


def test_parts_of_a_second_and_leap_seconds_are_read() -> None:
    assert parse_date("2025-01-01T00:00:00.1234567Z") == datetime(2025, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)
    assert parse_date("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "demnächst", "31.02.2020", "Mon, 30 Nov -0001 00:00:00 +0000", "0001-01-01T00:00:00Z", "20.13.2010",
        "25:00", "9999-12-31T23:59:59-05:00", "20. Quark 2010", "2010-10-20T99:99:99Z",
        "1. 2. 3. 4.", "2010-10-20T10:00:00+99:99", "1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, BERLIN) is None


@settings(deadline=None)  # a busy machine is no bug
@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(9998, 1, 1)))  # noqa: DTZ001 - made aware below
def test_every_moment_written_by_rfc_3339_comes_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)

    assert parse_date(aware.isoformat(), BERLIN) == aware


@settings(deadline=None)  # a busy machine is no bug
@given(st.text(max_size=60) | st.from_regex(r"\A\d{1,4}[-. ]\w{1,4}[-. ]\d{1,4}( \d\d:\d\d)?( ?[+-]\d{1,4})?\Z"))
def test_no_text_makes_it_fail(text: str) -> None:
    moment = parse_date(text, BERLIN)

    assert moment is None or moment.tzinfo is UTC
