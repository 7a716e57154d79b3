"""A year of releases, replayed: how long they wait for our next look, adaptive against fixed, with as many requests.

`make replay` prints the tables of docs/polling.md.

What the generator assumes: an office publishes on working days from eight to six, mostly before noon, less after lunch,
on Fridays till one; not on the holidays that all of Germany has, nor on Christmas Eve and New Year's Eve. One release
in ten is set to the full hour. One in seven is followed by one to three more within a quarter of an hour. An emergency
comes at any minute of the year. What each source does beyond that stands in `KINDS`.

A source's looks are made from one draw of its year, beginning with a feed that was never seen before. The waits are
measured on that draw and on `DRAWS` more of the same habits, from which nothing is learned: so percentiles are steady.
"""

from __future__ import annotations

import statistics
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from relay.feed.rhythm import Rhythm, release_time, remembered
from relay.keys.rhythm import adaptive as adaptive_bounds

ZONE = ZoneInfo("Europe/Berlin")
YEAR = 2027
START, END = (datetime(year, 1, 1, tzinfo=ZONE).timestamp() for year in (YEAR, YEAR + 1))
BUDGETS = (288, 96, 24)
"""Requests a day: every 5 minutes, every quarter of an hour, every hour."""
LISTED = 20
"""Entries that the feed has at first sight; they are from the year before."""
DRAWS = 9
SEED = 1
EASTER = {YEAR - 1: date(2026, 4, 5), YEAR: date(2027, 3, 28)}
_FIXED_HOLIDAYS = {(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)}
_AFTER_EASTER = {-2, 1, 39, 50}
FRIDAY, SATURDAY = 4, 5
HEAD = """
{per_day:g} requests a day

| source, minutes fixed → adaptive | median | ratio | mean | ratio | 95th percentile | ratio | requests a day |
|---|---|---|---|---|---|---|---|
"""

Releases = Callable[[Random, int], Iterator[datetime]]
"""Of a year, by draw."""
Hour = Callable[[Random, date], float]
"""An hour of the day, with its fraction."""


# --- the generator ----------------------------------------------------------------------------------------------------


def office_hour(chance: Random, day: date) -> float:
    """When an office publishes: before noon, or after lunch."""
    while True:
        draw = chance.random()
        before, after = chance.gauss(10.75, 1.2), chance.gauss(14.5, 1.2)
        hour = before if draw < 0.65 else after if draw < 0.93 else chance.uniform(8, 18)
        if 8 <= hour < (13 if day.weekday() == FRIDAY else 18):
            return float(round(hour)) if chance.random() < 0.1 else hour


def between(first: float, last: float) -> Hour:
    """Any hour between two."""
    return lambda chance, _: chance.uniform(first, last)


def is_holiday(day: date) -> bool:
    """Whether no office is open."""
    return (day.month, day.day) in _FIXED_HOLIDAYS or (day - EASTER[day.year]).days in _AFTER_EASTER


def days(year: int) -> Iterator[date]:
    """Of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def at(day: date, hour: float) -> datetime:
    """That hour of the day by the clock on the wall."""
    return (datetime.combine(day, time.min) + timedelta(hours=hour)).replace(tzinfo=ZONE)


def poisson(chance: Random, mean: float) -> int:
    """How many, if so many are expected."""
    count, left = 0, chance.expovariate(1)
    while left < mean:
        count, left = count + 1, left + chance.expovariate(1)
    return count


def office(
    per_day: float,
    *,
    hour: Hour = office_hour,
    weekdays: str = "01234",
    weekend: float = 0.0,
    follow: float = 1 / 7,
    followers: tuple[int, int] = (1, 3),
) -> Releases:
    """Publishes on so many occasions a working day (`weekdays`, 0 is Monday), and a day of the weekend."""

    def releases(chance: Random, year: int) -> Iterator[datetime]:
        for day in days(year):
            works = str(day.weekday()) in weekdays and not is_holiday(day)
            rests = day.weekday() >= SATURDAY
            for _ in range(poisson(chance, per_day if works else weekend if rests else 0)):
                first = at(day, hour(chance, day) if works else chance.uniform(9, 19))
                yield first
                for _ in range(chance.randint(*followers) if chance.random() < follow else 0):
                    yield first + timedelta(minutes=chance.uniform(1, 15))

    return releases


def at_any_time(per_year: float) -> Releases:
    """Any minute of the year is as likely."""

    def releases(chance: Random, year: int) -> Iterator[datetime]:
        start = datetime(year, 1, 1, tzinfo=UTC)
        for _ in range(poisson(chance, per_year)):
            yield start + timedelta(days=365) * chance.random()

    return releases


def both(one: Releases, other: Releases) -> Releases:
    """What two publish."""

    def releases(chance: Random, year: int) -> Iterator[datetime]:
        yield from one(chance, year)
        yield from other(chance, year)

    return releases


def changed(one: Releases, other: Releases) -> Releases:
    """A source that does as another one from July of the year on."""

    def releases(chance: Random, year: int) -> Iterator[datetime]:
        july = datetime(YEAR, 7, 1, tzinfo=ZONE)
        yield from (when for when in one(chance, year) if when < july)
        yield from (when for when in other(chance, year) if when >= july)

    return releases


def in_month(number: int, source: Releases) -> Releases:
    """What a source publishes in one month."""

    def releases(chance: Random, year: int) -> Iterator[datetime]:
        yield from (when for when in source(chance, year) if when.astimezone(ZONE).month == number)

    return releases


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source."""

    name: str
    releases: Releases
    sources: int
    """Of its kind that are replayed."""
    timed: bool = True
    """Whether its feed says the time of day."""
    judged: Releases | None = None
    """Whose waits are measured, if not those of all releases."""


EMERGENCIES = at_any_time(26)
COUNTY = both(office(1.6, weekend=0.1), EMERGENCIES)
MORNINGS = office(1.5, hour=between(7, 10))
LATE = office(1.5, hour=between(15, 19), weekdays="1234")
ANY_TIME = at_any_time(365)

KINDS = (
    Kind("county, 2 a working day and an emergency a fortnight", COUNTY, 4),
    Kind("- its first month alone", COUNTY, 4, judged=in_month(1, COUNTY)),
    Kind("- its emergencies alone", COUNTY, 4, judged=EMERGENCIES),
    Kind("- whose feed says the day alone", COUNTY, 4, timed=False),
    Kind("village, 3 a month", office(0.11), 6),
    Kind("police, 10 a day, weekends and nights too", both(office(7, weekend=4), at_any_time(700)), 2),
    Kind("council, Tuesdays and Thursdays, 3 to 6 together", office(0.8, weekdays="13", follow=1, followers=(2, 5)), 2),
    Kind("mornings till June, late afternoons from July", changed(MORNINGS, LATE), 2),
    Kind("- its July alone", changed(MORNINGS, LATE), 2, judged=in_month(7, LATE)),
    Kind("theatre, evenings from Thursday to Sunday", office(0.8, hour=between(17, 22), weekdays="3456"), 2),
    Kind("at any time, 1 a day", ANY_TIME, 3),
    Kind("- its first month alone", ANY_TIME, 4, judged=in_month(1, ANY_TIME)),
    Kind("at any time, 3 a month", at_any_time(36), 6),
)


# --- the replay -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Waits:
    """Seconds from publication to our look, and how often we looked."""

    waits: list[float] = field(default_factory=list)
    looks: int = 0

    def add(self, looks: Sequence[float], releases: Sequence[float]) -> None:
        """What these looks made of these releases."""
        self.waits += [looks[index] - when for when in releases if (index := bisect_left(looks, when)) < len(looks)]

    @property
    def mean(self) -> float:
        """Of all waits."""
        return statistics.fmean(self.waits)

    def within(self, percent: int) -> float:
        """The wait that so many releases in a hundred do not exceed."""
        return statistics.quantiles(self.waits, n=100)[percent - 1]


def stamps(releases: Iterator[datetime]) -> list[float]:
    """In seconds since 1970, sorted."""
    return sorted(when.timestamp() for when in releases)


def fixed(per_day: float, chance: Random) -> list[float]:
    """Looks at a fixed interval."""
    gap = 86400 / per_day
    first = START + gap * chance.random()
    return [first + gap * number for number in range(int((END - first) // gap) + 1)]


def adaptive(name: str, per_day: float, kind: Kind, chance: Random, releases: Sequence[float]) -> list[float]:
    """Looks as relay decides on them, with the bounds that it has if none are given."""
    gap = 86400 / per_day
    rhythm = Rhythm(name, adaptive_bounds({"interval_min": None, "interval_max": None}, gap, ZONE))
    now = START + gap * chance.random()
    before = stamps(kind.releases(chance, YEAR - 1))[-LISTED:]
    times = remembered(b"", _learned(before, None, now, kind))
    looks: list[float] = []
    seen = bisect_left(releases, now)
    while now < END:
        if seen < len(releases) and releases[seen] < now:
            new = bisect_left(releases, now, seen)
            times = remembered(times, _learned(releases[seen:new], looks[-1], now, kind))
            seen = new
        looks.append(now)
        now += rhythm.gap(datetime.fromtimestamp(now, UTC), times)
    return looks


def _learned(releases: Sequence[float], since: float | None, seen: float, kind: Kind) -> Iterator[datetime]:
    """What a look teaches, by the rule of the product: the feed's own date, or when it was not there yet."""
    asked = None if since is None else datetime.fromtimestamp(since, UTC)
    for release in releases:
        told = datetime.fromtimestamp(release, ZONE)
        if not kind.timed:
            told = datetime.combine(told.date(), time.min, ZONE)
        known = release_time(told, seen=datetime.fromtimestamp(seen, UTC), since=asked, zone=ZONE)
        if known:
            yield known


def compare(kind: Kind, per_day: float, sources: int, draws: int = DRAWS) -> tuple[Waits, Waits]:
    """Fixed and adaptive looks at the same releases."""
    one, other = Waits(), Waits()
    for number in range(sources):
        chance = Random(f"{SEED} {kind.name} {number}")
        releases = stamps(kind.releases(chance, YEAR))
        looks = fixed(per_day, chance), adaptive(str(number), per_day, kind, chance, releases)
        judged = [] if kind.judged else [releases]
        judged += [stamps((kind.judged or kind.releases)(chance, YEAR)) for _ in range(draws)]
        for waits, these in zip((one, other), looks, strict=True):
            waits.looks += len(these)
            for draw in judged:
                waits.add(these, draw)
    return one, other


def row(kind: Kind, per_day: float) -> str:
    """Of the table."""
    one, other = compare(kind, per_day, kind.sources)
    pairs = [(one.within(50), other.within(50)), (one.mean, other.mean), (one.within(95), other.within(95))]
    shown = [f"{a / 60:.1f} → {b / 60:.1f} | {b / a:.2f}" for a, b in pairs]
    a_day = [f"{waits.looks / kind.sources / 365:.1f}" for waits in (one, other)]
    return " | ".join((f"| {kind.name}", *shown, " → ".join(a_day))) + " |"


def main() -> None:
    """Print a table for every budget, in Markdown."""
    budgets = [float(one) for one in sys.argv[1:]] or BUDGETS
    for per_day in budgets:
        sys.stdout.write(HEAD.format(per_day=per_day))
        for kind in KINDS:
            sys.stdout.write(row(kind, per_day) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
