"""When a feed wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.feed.hints import LONGEST_SKIP, not_skipped, pauses, wishes_of
from relay.state import NO_WISHES, Wishes
from tests.growth import grows_with_length

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ITEM = "<item><title>Brücke</title><ttl>5</ttl><skipHours><hour>9</hour></skipHours></item>"
SY = "http://purl.org/rss/1.0/modules/syndication/"


def rss(said: str, after: str = "") -> bytes:
    return (
        f'<rss version="2.0" xmlns:sy="{SY}"><channel><title>Presse</title>{said}{ITEM}{after}</channel></rss>'.encode()
    )


def test_all_hours_and_days_are_read_and_those_of_entries_are_not() -> None:
    said = (
        "<ttl>60</ttl><skipHours><hour>0</hour><hour> 1 </hour><hour>23</hour></skipHours>"
        "<skipDays><day>Saturday</day><day>sunday</day></skipDays>"
    )
    assert wishes_of(rss(said)) == Wishes(ttl=3600.0, hours=(0, 1, 23), days=(5, 6))
    assert wishes_of(rss("", after=said)) == Wishes(ttl=3600.0, hours=(0, 1, 23), days=(5, 6))
    assert wishes_of(rss("")) == NO_WISHES


@pytest.mark.parametrize(
    "said",
    [
        "<ttl>bald</ttl>",
        "<ttl>-5</ttl>",
        "<!-- <ttl>60</ttl> <skipHours><hour>9</hour></skipHours> -->",
        "<description><![CDATA[<ttl>60</ttl>]]></description>",
        "<!-- offen <ttl>60</ttl>",
        "<skipHours><hour>25</hour><hour>neun</hour><hour>²</hour></skipHours>",
        f"<skipHours><hour>{'1' * 5000}</hour></skipHours>",
        "<skipDays><day>Samstag</day></skipDays>",
        "<hour>9</hour>",
        "<sy:updatePeriod>bisweilen</sy:updatePeriod>",
    ],
)
def test_what_cannot_be_read_is_no_wish(said: str) -> None:
    assert wishes_of(rss(said)) == NO_WISHES


def test_a_feed_that_skips_everything_says_nothing() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(1, 25))
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    days = "".join(f"<day>{day}</day>" for day in names)
    assert wishes_of(rss(f"<skipHours>{hours}</skipHours><skipDays>{days}</skipDays>")) == NO_WISHES


def test_hour_24_of_old_feeds_is_midnight_and_a_value_may_stand_in_cdata() -> None:
    assert wishes_of(rss("<skipHours><hour>24</hour></skipHours>")).hours == (0,)
    assert wishes_of(rss("<ttl><![CDATA[ 30 ]]></ttl>")).ttl == 1800.0


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "utf-16"])
def test_the_charset_does_not_matter(charset: str) -> None:
    assert wishes_of(rss("<ttl>30</ttl>").decode().encode(charset)).ttl == 1800.0


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21600.0),
        ("<sy:updatePeriod> hourly </sy:updatePeriod>", 3600.0),
        ("<sy:updateFrequency>24</sy:updateFrequency>", 3600.0),
        ("<x:updatePeriod xmlns:x='s'>weekly</x:updatePeriod>", 604800.0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>99999</sy:updateFrequency>", 1.0),
    ],
)
def test_the_syndication_module_is_read(said: str, period: float | None) -> None:
    assert wishes_of(rss(said)).period == period


def test_what_every_wordpress_says_is_nobodys_wish() -> None:
    said = "<sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>"
    generator = "<generator>https://wordpress.org/?v=6.8</generator>"
    assert wishes_of(rss(said)).period == 3600.0
    assert wishes_of(rss(said + generator)) == NO_WISHES
    assert wishes_of(rss(said.replace(">1<", ">2<") + generator)).period == 1800.0


def test_a_schedule_with_a_base_ends_with_its_next_update() -> None:
    said = "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateBase>2026-03-01T12:10+00:00</sy:updateBase>"
    wishes = wishes_of(rss(said))
    assert pauses(wishes, MONDAY) == (None, 40 * 60.0)
    assert pauses(Wishes(ttl=60.0, period=900.0), MONDAY) == (60.0, 900.0)
    assert pauses(NO_WISHES, MONDAY) == (None, None)


def test_a_skipped_hour_is_over_with_the_next_that_is_not() -> None:
    assert not_skipped(MONDAY, Wishes(hours=(9, 10)), MONDAY) == MONDAY.replace(hour=11, minute=0)
    assert not_skipped(MONDAY, Wishes(hours=(8, 10)), MONDAY) == MONDAY


def test_hours_are_those_of_greenwich() -> None:
    berlin = MONDAY.astimezone(datetime.fromisoformat("2026-03-02T10:30+01:00").tzinfo)
    assert not_skipped(berlin, Wishes(hours=(10,)), berlin) == MONDAY


def test_a_skipped_day_is_over_at_midnight_but_no_feed_is_left_alone_for_more_than_a_day() -> None:
    assert not_skipped(MONDAY, Wishes(days=(0,)), MONDAY) == datetime(2026, 3, 3, tzinfo=UTC)
    assert not_skipped(MONDAY, Wishes(days=(0, 1, 2)), MONDAY) == MONDAY + LONGEST_SKIP


@given(st.binary(max_size=200) | st.text(alphabet="<>/!-[]CDATAtlskipHour s1\n", max_size=200).map(str.encode))
def test_anything_can_be_read(body: bytes) -> None:
    wishes_of(b"<ttl>5</ttl><skipHours>" + body)


@given(
    st.integers(0, 5_000_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)
def test_a_skip_is_never_early_and_never_endless(at: datetime, hours: frozenset[int], days: frozenset[int]) -> None:
    due = not_skipped(at, Wishes(hours=tuple(hours), days=tuple(days)), at)
    assert at <= due <= at + LONGEST_SKIP
    if due < at + LONGEST_SKIP:
        assert due.hour not in hours
        assert due.weekday() not in days


@pytest.mark.parametrize("part", ["<!--", "<ttl>", "<![CDATA[", "<skipHours>", "<ttl ", "<item", "<sy:updateBase>\t"])
def test_feeds_made_to_take_long_take_no_more_than_their_length(part: str) -> None:
    def read(text: str) -> None:
        wishes_of(f"<ttl>5</ttl>{text}{' ' * 1000}".encode())

    grows_with_length(read, part, 300_000 // len(part))
