"""What the keys of adaptive polling mean together: `interval` is the mean, with a bound on either side of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from relay.errors import Text
from relay.keys.problems import span
from relay.settings import Adaptive

BOUNDS = ("interval_min", "interval_max")
"""Keys of a source that only adaptive polling has."""
SHORTEST, LONGEST = 0.2, 2.0
"""The bounds, where none are given, in intervals: at night a source is asked half as often as it would be else."""
DAY = 86400.0


def adaptive(source: Mapping[str, Any], interval: float, zone: ZoneInfo) -> Adaptive:
    """The bounds of a source that is polled adaptively, as often a day as at `interval` (seconds)."""
    return Adaptive(
        requests=DAY / interval,
        shortest=source["interval_min"] or min(interval, max(1.0, interval * SHORTEST)),
        longest=source["interval_max"] or interval * LONGEST,
        zone=zone,
    )


def contradictions(source: Mapping[str, Any], interval: float, *, wanted: bool) -> Iterator[tuple[str, Text]]:
    """Keys of a source that have no effect, or cannot all be kept, and what to say about them.

    `wanted` is whether the source is polled adaptively, `interval` what holds for it, in seconds.
    """
    for key in BOUNDS:
        if source[key] and not wanted:
            yield key, Text("{key} needs adaptive = true, here or in [fetch]", {"key": key})
    if (source["interval_min"] or 0) > interval:
        yield "interval_min", Text("this is longer than interval, the mean ({span})", {"span": span(interval)})
    if (source["interval_max"] or interval) < interval:
        yield "interval_max", Text("this is shorter than interval, the mean ({span})", {"span": span(interval)})
