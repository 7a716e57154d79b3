"""When a source publishes, learned from its releases, and when it is therefore asked. Pure.

Releases come as a Poisson process whose rate changes with weekday and hour. One that comes while a source is asked `n`
times an hour waits 1/(2n) hours on average, so the sum of all waits is the integral of rate / (2n). Under a fixed
number of requests it is least where rate / n^2 is the same at all times (Lagrange), that is where `n` rises with the
square root of the rate: four times the releases, twice the requests. (The same root shares requests out among feeds in
Sia, Cho and Cho, "Efficient Monitoring Algorithm for Fast News Alerts", IEEE TKDE 19, 2007.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from struct import Struct
from zlib import crc32

from relay.settings import Adaptive

KEPT = 256
"""Release times remembered of a source, 4 bytes each: months of most, weeks of the busiest."""
HALF_LIFE = 42 * 86400.0
"""Seconds after which a release counts half: a new habit outweighs the old one in six weeks."""
EXPONENT = 0.5
"""Of the rate: see above."""
BLUR = timedelta(hours=6)
"""How long a source may have been out of sight before a release that tells no time of its own teaches nothing."""
CLOCKS = timedelta(minutes=1)
"""By how much a website's clock may be wrong."""
CAUTION = 0.4
"""Share of the releases that is expected at any hour of the day alike, whatever was learned. Far more than there are:
the few that come at night are the ones that cannot wait. docs/polling.md has what this costs and saves."""
JITTER = 0.1
"""By how much of itself a gap varies, so that sources with the same habits are not asked at the same time."""
TRUST_PRIOR, TRUST_ALIKE = 6.0, 30.0
"""How many releases of a source weigh as much as the habit of all offices, and how many of one weekday as much as that
of all working days."""

_MINUTE = Struct("<I")
_SATURDAY = 5
_LONGEST_DAY = 25 * 3600
_WORKDAY = (2, 2, 2, 2, 2, 3, 4, 6, 9, 11, 12, 12, 11, 9, 8, 7, 6, 5, 4, 4, 3, 3, 2, 2)
_WEEKEND = (2, 2, 2, 2, 2, 2, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 2, 2)
_PRIORS = tuple(tuple(one / sum(hours) for one in hours) for hours in (_WORKDAY, _WEEKEND))
"""What is expected of a German administration before it is known: shares of a day's releases by the hour."""
_KERNEL = (0.06, 0.12, 0.2, 0.24, 0.2, 0.12, 0.06)
"""How a release speaks for the hours around its own."""


def release_time(
    published: datetime | None, *, seen: datetime, since: datetime | None, zone: tzinfo
) -> datetime | None:
    """When a release came out, as nearly as is known; None if that would be a guess.

    `seen` is when it was seen first, `since` when the source was last asked without its being there, None for what was
    there at first sight. A date counts if it says a time of day and fits between the two; many feeds of administrations
    say the day alone, as midnight here or in UTC. Else it came half-way between.
    """
    told = published if published and not _day_only(published, zone) else None
    if told and told <= seen and (since is None or told >= since - CLOCKS):
        return told
    if since is None or not timedelta(0) <= seen - since <= BLUR:
        return None
    return since + (seen - since) / 2


def _day_only(published: datetime, zone: tzinfo) -> bool:
    return any(published.astimezone(one).time() == time.min for one in (zone, UTC))


def remembered(times: bytes, more: Iterable[datetime]) -> bytes:
    """The release times of a source with some more: sorted, in minutes since 1970, the newest `KEPT`.

    Several in a minute are one: what is learned is when somebody publishes, not how much.
    """
    minutes = {*_unpacked(times), *(int(one.timestamp() // 60) for one in more)}
    return b"".join(_MINUTE.pack(one) for one in sorted(minutes)[-KEPT:] if one >= 0)


def _unpacked(times: bytes) -> Iterator[int]:
    return (minute for (minute,) in _MINUTE.iter_unpack(times))


def shares(times: bytes, day: date, zone: tzinfo) -> tuple[float, ...]:
    """What share of a day's releases is expected in each of its 24 hours, from what is remembered: their sum is 1.

    The day's weekday leans on all working days (or on the weekend), and these on the prior, the more the less they are.
    """
    own, alike = _counts(times, day, zone)
    kind = _leaning(alike, _PRIORS[day.weekday() >= _SATURDAY], TRUST_PRIOR)
    return tuple((1 - CAUTION) * share + CAUTION / 24 for share in _leaning(own, kind, TRUST_ALIKE))


def _counts(times: bytes, day: date, zone: tzinfo) -> tuple[list[float], list[float]]:
    """Releases by the hour, the older the less: of the weekday, and of all weekdays like it."""
    own, alike = [0.0] * 24, [0.0] * 24
    now, weekday = datetime.combine(day, time.min, zone).timestamp(), day.weekday()
    for minute in _unpacked(times):
        at = datetime.fromtimestamp(minute * 60, zone)
        when, age = at.weekday(), now - minute * 60
        # One of the future was noted while the clock was wrong.
        if (when >= _SATURDAY) is (weekday >= _SATURDAY) and age > -_LONGEST_DAY:
            weight = 0.5 ** (max(0.0, age) / HALF_LIFE)
            alike[at.hour] += weight
            if when == weekday:
                own[at.hour] += weight
    return _blurred(own), _blurred(alike)


def _blurred(counts: Sequence[float]) -> list[float]:
    reach = len(_KERNEL) // 2
    return [sum(part * counts[(hour + shift - reach) % 24] for shift, part in enumerate(_KERNEL)) for hour in range(24)]


def _leaning(counts: Sequence[float], on: Sequence[float], trust: float) -> list[float]:
    total = sum(counts) + trust
    return [(count + trust * share) / total for count, share in zip(counts, on, strict=True)]


@dataclass(frozen=True, slots=True)
class Plan:
    """How often a source is asked on one day."""

    start: float
    """Of the day, in seconds since 1970."""
    ends: tuple[float, ...]
    """Of its hours, 23 to 25 of them."""
    rates: tuple[float, ...]
    """Requests a second."""


@lru_cache(maxsize=32)
def _hours(day: date, zone: tzinfo) -> tuple[tuple[float, float, int], ...]:
    """Beginning and end of every hour that a day has, in seconds since 1970, and what the clocks call it."""
    start, end = (datetime.combine(one, time.min, zone).timestamp() for one in (day, day + timedelta(days=1)))
    edges = [start + 3600 * hour for hour in range(int((end - start) // 3600) + 1)]
    edges += [end] if edges[-1] < end else []
    return tuple((a, b, datetime.fromtimestamp(a, zone).hour) for a, b in pairwise(edges))


def plan(times: bytes, day: date, adaptive: Adaptive) -> Plan:
    """The day's requests, shared out by the square root of the releases that are expected, within the bounds.

    `times` are the source's, as `remembered`.
    """
    hours = _hours(day, adaptive.zone)
    expected = shares(times, day, adaptive.zone)
    weights = [expected[name] ** EXPONENT for _, _, name in hours]
    lengths = [end - start for start, end, _ in hours]
    rates = _within(weights, lengths, adaptive.requests, low=1 / adaptive.longest, high=1 / adaptive.shortest)
    return Plan(hours[0][0], tuple(end for _, end, _ in hours), rates)


def _within(
    weights: Sequence[float], lengths: Sequence[float], total: float, *, low: float, high: float
) -> tuple[float, ...]:
    """Rates like the weights, none beyond the bounds, that make `total` over the lengths, or as near as bounds let it.

    What a bound takes or gives is shared out among the others, until nothing is beyond.
    """
    fixed: dict[int, float] = {}
    while True:
        left = total - sum(rate * lengths[i] for i, rate in fixed.items())
        free = [i for i in range(len(weights)) if i not in fixed]
        area = sum(weights[i] * lengths[i] for i in free)
        rates = {i: max(0.0, left) * weights[i] / area for i in free}
        under = {i: low for i in free if rates[i] < low}
        over = {i: high for i in free if rates[i] > high}
        lacking = sum((low - rates[i]) * lengths[i] for i in under)
        surplus = sum((rates[i] - high) * lengths[i] for i in over)
        # The side that weighs more stays beyond its bound whatever becomes of the other.
        beyond = under if lacking >= surplus else over
        if not beyond:
            return tuple(fixed.get(i, rates.get(i, low)) for i in range(len(weights)))
        fixed |= beyond


class Rhythm:
    """When to look at one source. Keeps the plan of the day that it worked out last."""

    __slots__ = ("_adaptive", "_plan", "_source", "_times")

    def __init__(self, source: str, adaptive: Adaptive) -> None:
        self._source = source
        self._adaptive = adaptive
        self._times = b""
        self._plan = Plan(0.0, (0.0,), ())

    def gap(self, polled: datetime, times: bytes) -> float:
        """Seconds from the last look at `polled` to the next one; `times` are the source's, as `remembered`.

        The rates are followed until they make one whole request, give or take the jitter, which is the same for the
        same look.
        """
        now = polled.timestamp()
        dice = crc32(f"{self._source} {now}".encode()) / 2**32
        left = 1 + JITTER * (2 * dice - 1)
        at = now
        while at - now < self._adaptive.longest:
            end, rate = self._rate(at, times)
            if left <= rate * (end - at):
                at += left / rate
                break
            left -= rate * (end - at)
            at = end
        return min(max(at - now, self._adaptive.shortest), self._adaptive.longest)

    def _rate(self, at: float, times: bytes) -> tuple[float, float]:
        """Until when which rate holds, of requests a second."""
        if times != self._times or not self._plan.start <= at < self._plan.ends[-1]:
            self._plan = plan(times, datetime.fromtimestamp(at, self._adaptive.zone).date(), self._adaptive)
            self._times = times
        hour = bisect_right(self._plan.ends, at)
        return self._plan.ends[hour], self._plan.rates[hour]
