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
        "Mi., 20.10.2010 10:00 Uhr",
        "Stand: 20.10.2010, 10:00 Uhr",
        "20.10.2010 10:00 h",
        "2010/10/20 10:00",
        "20101020T080000Z",
        "2010-10-20T10:00:00+0200",
        "2010-10-20T10:00:00+02:00[Europe/Berlin]",
        "Oct 20, 2010 10:00 AM",
        "Wed, 20 Oct 2010 10:00 a.m.",
        "Wednesday, October 20, 2010 - 10:00",
        "Wed, 10/20/2010 - 10:00",
        "Mittwoch, 20. Oktober 2010 - 10:00",
        "20/10/2010 10:00",
        "20/10/2010, 10:00 Uhr",
        "10/20/2010 10:00 AM",
        "20.10.2010 10:00 Europe/Berlin",
        "2010-10-20T10:00:00 Europe/Berlin",
        "Wed, 20 Oct 2010 10:00:00 Europe/Vienna",
        "20.10.2010 10h00",
        "20. Oktober 2010, 10h00",
        "1287561600",
        "1287561600000",
        "1287561600.0",
    ],
)
def test_all_these_are_the_same_moment_in_germany(text: str) -> None:
    assert parse_date(text, BERLIN) == EIGHT


@pytest.mark.parametrize("text", ["20.10.2010", "20. Oktober 2010", "Mi, 20 Okt 2010", "2010-10-20"])
def test_a_date_without_a_time_is_midnight_there(text: str) -> None:
    assert parse_date(text, BERLIN) == datetime(2010, 10, 19, 22, tzinfo=UTC)
    assert parse_date(text) == datetime(2010, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mo, 4. Jänner 2021 14:05 Uhr", datetime(2021, 1, 4, 13, 5, tzinfo=UTC)),
        ("Mo, 4. Feber 2021", datetime(2021, 2, 3, 23, tzinfo=UTC)),
        ("30.12.20", datetime(2020, 12, 29, 23, tzinfo=UTC)),
        ("30.12.99", datetime(1999, 12, 29, 23, tzinfo=UTC)),
        ("31.12.2020 24:00", datetime(2020, 12, 31, 23, tzinfo=UTC)),
        ("2020-12-31T24:00:00Z", datetime(2021, 1, 1, tzinfo=UTC)),
        ("2020-12-30T14:05:00+0100", datetime(2020, 12, 30, 13, 5, tzinfo=UTC)),
        ("Dec 30, 2020 2:05 PM", datetime(2020, 12, 30, 13, 5, tzinfo=UTC)),
        ("Dec 30, 2020 12:05 AM", datetime(2020, 12, 29, 23, 5, tzinfo=UTC)),
        ("30/12/2020", datetime(2020, 12, 29, 23, tzinfo=UTC)),
        ("12/30/2020", datetime(2020, 12, 29, 23, tzinfo=UTC)),
        ("05/05/2020", datetime(2020, 5, 4, 22, tzinfo=UTC)),
        ("Oct 20, 2010 -07:00", datetime(2010, 10, 20, 7, tzinfo=UTC)),
        ("20201230", datetime(2020, 12, 29, 23, tzinfo=UTC)),
    ],
)
def test_odd_dates_are_read_as_they_are_meant(text: str, moment: datetime) -> None:
    assert parse_date(text, BERLIN) == moment


@settings(deadline=None)  # a busy machine is no bug
@given(st.text("0123456789-./:TZ+ ", max_size=40))
def test_what_is_read_can_be_told_in_any_time_zone(text: str) -> None:
    """As 9999-12-31 cannot: a date that nobody meant would make relay fail later."""
    moment = parse_date(text, BERLIN)

    for zone in ("Pacific/Kiritimati", "Pacific/Niue", "Europe/Berlin"):
        assert moment is None or moment.astimezone(ZoneInfo(zone)).year in range(1899, 2201)


GERMAN = "Jänner Februar März April Mai Juni Juli August September Oktober November Dezember"


@pytest.mark.parametrize(("number", "month"), list(enumerate(GERMAN.split(), start=1)))
def test_german_months_are_known(number: int, month: str) -> None:
    assert parse_date(f"1. {month} 2025") == datetime(2025, number, 1, tzinfo=UTC)
    assert parse_date(f"1. {month[:3]}. 2025") == datetime(2025, number, 1, tzinfo=UTC)


def test_winter_and_summer_time_are_told_apart() -> None:
    assert parse_date("01.03.2025 12:00", BERLIN) == datetime(2025, 3, 1, 11, tzinfo=UTC)
    assert parse_date("01.07.2025 12:00", BERLIN) == datetime(2025, 7, 1, 10, tzinfo=UTC)
    assert parse_date("01.03.2025 12:00 Europe/Berlin", UTC) == datetime(2025, 3, 1, 11, tzinfo=UTC)
    assert parse_date("01.07.2025 12:00 Europe/Vienna", UTC) == datetime(2025, 7, 1, 10, tzinfo=UTC)


def test_parts_of_a_second_and_leap_seconds_are_read() -> None:
    assert parse_date("2025-01-01T00:00:00.1234567Z") == datetime(2025, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)
    assert parse_date("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "demnächst", "31.02.2020", "Mon, 30 Nov -0001 00:00:00 +0000", "0001-01-01T00:00:00Z", "20.13.2010",
        "25:00",
        "9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59Z", "2200-01-02", "24:00",
        "20.10.2010 24:30", "20.10.2010 25:00", "Oct 20, 2010 13:00 PM", "0000000001", "9999999999",
        "-1", "20. Quark 2010", "2010-10-20T99:99:99Z",
        "05/06/2026", "13/13/2026", "0/20/2026", "20/10/10",
        "1. 2. 3. 4.", "2010-10-20T10:00:00+99:99", "1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, BERLIN) is None


@settings(deadline=None)  # a busy machine is no bug
@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2199, 12, 30)))  # noqa: DTZ001 - made aware below
def test_every_moment_written_by_rfc_3339_comes_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)

    assert parse_date(aware.isoformat(), BERLIN) == aware


@settings(deadline=None)  # a busy machine is no bug
@given(st.text(max_size=60) | st.from_regex(r"\A\d{1,4}[-. ]\w{1,4}[-. ]\d{1,4}( \d\d:\d\d)?( ?[+-]\d{1,4})?\Z"))
def test_no_text_makes_it_fail(text: str) -> None:
    moment = parse_date(text, BERLIN)

    assert moment is None or moment.tzinfo is UTC
