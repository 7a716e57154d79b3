"""When a source is asked again. Pure: the time and the dice are handed in."""

from __future__ import annotations

from datetime import datetime, timedelta

HINT_LIMIT = 3600.0
"""Seconds; a feed that asks for more (ttl, max-age) would starve its readers, so it is asked after this time."""
BACK_OFF_LIMIT = 3600.0
"""Seconds between two tries of a source that fails, at most: it never gives up."""
PATIENCE = 86400.0
"""Seconds that a Retry-After may name: what a server wishes for longer is looked at again after a day."""
EMBARGO = timedelta(hours=2, minutes=5)
"""How far ahead a date must lie to be meant: websites write their local time as GMT (Germany is up to two hours ahead),
and clocks differ."""
HEADSTART = 15.0
"""Seconds before a post goes out in which its feed is asked once more."""


def after_success(now: datetime, *, interval: float, hints: tuple[float | None, ...] = ()) -> datetime | None:
    """The time before which a server does not want to be asked again; None if the interval is all there is to it.

    `hints` are seconds that the server or the feed named: max-age, ttl.
    """
    wish = min(max((hint for hint in hints if hint is not None), default=0.0), HINT_LIMIT)
    return now + timedelta(seconds=wish) if wish > interval else None


def after_failure(
    now: datetime, *, interval: float, failures: int, retry_after: float | None, dice: float
) -> datetime | None:
    """The time before which a failing source is not asked again; None for the interval alone.

    The first failure costs nothing, each further one doubles the pause. `failures` counts this one, `dice` is in
    [0, 1) and spreads sources that failed together. A Retry-After (RFC 9110, 10.2.3) is obeyed to the second where it
    is longer; where it is shorter it says when one may ask, not that one must.
    """
    asked = min(retry_after or 0.0, PATIENCE)
    pause = min(interval * 2.0 ** min(failures - 1, 16), max(BACK_OFF_LIMIT, interval)) if failures > 1 else 0.0
    longest = max(asked, pause * (1 - 0.1 * dice))
    return now + timedelta(seconds=longest) if longest else None


def waits_until(now: datetime, *, grace: float, published: datetime | None) -> datetime | None:
    """When a release that is seen now may be posted: after its time of grace, and not before its own date (embargo).

    None if that is now. `grace` is in seconds.
    """
    until = now + timedelta(seconds=grace)
    if published and published > now + EMBARGO:
        until = max(until, published)
    return until if until > now else None


def ask_again(posted: datetime, *, first_seen: datetime, grace: float) -> datetime:
    """When a feed is to be asked again for what is to be posted at `posted`: in time to correct it, and late.

    `grace` is in seconds.
    """
    before = min(HEADSTART, grace / 2) if grace else HEADSTART
    return max(first_seen, posted - timedelta(seconds=before))


def next_poll(
    *,
    polled: datetime | None,
    interval: float,
    wait_until: datetime | None,
    now: datetime,
    again: datetime | None = None,
    patience: float = PATIENCE,
) -> datetime:
    """When a source is due: after its interval, or what it was told to wait, counted from when it was asked last.

    Now, if that was never, or lies in the future: then the clock was set back, and nothing it measured counts. `again`
    is when something waits for it at the latest, `patience` how many seconds a stored wish may keep it waiting.
    """
    if polled is None or polled > now:
        return now
    due = polled + timedelta(seconds=interval)
    if again and again > polled:
        due = min(due, again)
    return max(due, min(wait_until, polled + timedelta(seconds=patience))) if wait_until else due
