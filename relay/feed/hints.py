"""When a feed itself wants to be left alone: ttl, skipHours, skipDays (RSS 2.0) and the syndication module. Pure.

Read here and not by feedparser, which keeps only the last of several hours or days. What is read stands outside of the
entries, and every expression runs in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from relay.feed.dates import parse_date
from relay.state import Wishes

LONGEST_SKIP = timedelta(days=1)
"""A feed that skips more hours or days in a row than this is asked all the same, once: what came out on Friday evening
must not wait for Monday because of a rule that nobody remembers."""

_ANY = re.compile(rb"skip(?:Hours|Days)|ttl\s*>|update(?:Period|Frequency|Base)", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_LAST = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_WORDPRESS = re.compile(r"<generator>\s*https?://(?:www\.)?wordpress\.org/", re.IGNORECASE)
_VALUE = r"<(?:[\w.-]+:)?{name}(?:\s[^<>]*)?>([^<>]*)</"
_PERIODS = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0, "yearly": 31536000.0}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 7 * 86400.0
_ALL_HOURS, _ALL_DAYS = 24, 7


def wishes_of(body: bytes) -> Wishes:
    """What a feed says of how often it is to be asked. Never raises: what cannot be read is no wish."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = body.decode("utf-16", "replace").encode()
    if not _ANY.search(body):
        return Wishes()
    # Whatever the charset, these names and values are ASCII.
    head = _outside(body.decode("latin-1"))
    said = [one for one in _inside(head, "skipHours", "hour") if one.isdecimal() and len(one) <= 2]
    hours = {int(one) % 24 for one in said if int(one) <= 24}
    days = {_DAYS.index(one.lower()) for one in _inside(head, "skipDays", "day") if one.lower() in _DAYS}
    period, base = _syndication(head)
    return Wishes(
        ttl=_minutes(_value(head, "ttl")),
        # A feed that skips everything says nothing.
        hours=tuple(sorted(hours)) if len(hours) < _ALL_HOURS else (),
        days=tuple(sorted(days)) if len(days) < _ALL_DAYS else (),
        period=period,
        base=base,
    )


def pauses(wishes: Wishes, now: datetime) -> tuple[float | None, float | None]:
    """Seconds for which a feed that was just read wants to be left alone: by its ttl, and by its own schedule.

    The schedule (RDF Site Summary 1.0, module Syndication) starts at its base, if it has one.
    """
    if wishes.period is None or wishes.base is None:
        return wishes.ttl, wishes.period
    since = (now - wishes.base).total_seconds()
    return wishes.ttl, wishes.period - since % wishes.period


def not_skipped(due: datetime, wishes: Wishes, since: datetime) -> datetime:
    """When a feed that is due may be asked: after the hours and days it skips, all in GMT (RSS 2.0).

    `since` is when it was asked last: not later than `LONGEST_SKIP` after that.
    """
    if not wishes.hours and not wishes.days:
        return due
    limit = max(due, since + LONGEST_SKIP)
    at = due.astimezone(UTC)
    while at < limit and (at.hour in wishes.hours or at.weekday() in wishes.days):
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(at, limit)


def _outside(text: str) -> str:
    """The feed without its entries and comments; what is in CDATA is text and no markup."""
    first = _ENTRY.search(text)
    if first:
        text = text[: first.start()] + text[_behind_entries(text) :]
    return _without(_without(text, "<!--", "-->"), "<![CDATA[", "]]>", quoted=True)


def _behind_entries(text: str) -> int:
    """Where the last entry ends; the end of the text if none does."""
    last = max(text.rfind("item>"), text.rfind("entry>"))
    start = text.rfind("<", 0, max(last, 0))
    if start >= 0 and (found := _LAST.match(text, start)):
        return found.end()
    return max((found.end() for found in _LAST.finditer(text)), default=len(text))


def _without(text: str, start: str, end: str, *, quoted: bool = False) -> str:
    """The text without what stands between two marks, or with it as mere text; to the end where one is not closed."""
    parts, at = [], 0
    while (begin := text.find(start, at)) >= 0:
        close = text.find(end, begin + len(start))
        stop = close if close >= 0 else len(text)
        parts.append(text[at:begin])
        parts.append(text[begin + len(start) : stop].replace("<", "&lt;") if quoted else "")
        at = stop + len(end)
    return "".join((*parts, text[at:]))


def _value(head: str, name: str) -> str:
    found = re.search(_VALUE.format(name=name), head, re.IGNORECASE)
    return found[1].strip() if found else ""


def _inside(head: str, outer: str, inner: str) -> Iterator[str]:
    """The values of all elements of a name within all elements of another."""
    for block in re.split(rf"<{outer}[\s>]", head, flags=re.IGNORECASE)[1:]:
        end = re.search(rf"</{outer}\s*>", block, re.IGNORECASE)
        for found in re.finditer(_VALUE.format(name=inner), block[: end.start()] if end else "", re.IGNORECASE):
            yield found[1].strip()


def _minutes(value: str) -> float | None:
    if not (value.isascii() and value.isdigit() and len(value) <= 5):
        return None
    return min(int(value) * 60.0, _LONGEST)


def _syndication(head: str) -> tuple[float | None, datetime | None]:
    """Seconds between two updates, and when one of them was."""
    period, often = _value(head, "updatePeriod").lower(), _value(head, "updateFrequency")
    if not (period or often):
        return None, None
    if _WORDPRESS.search(head) and (period, often) == ("hourly", "1"):
        return None, None  # every WordPress says so, and no person ever decided it
    times = int(often) if often.isascii() and often.isdigit() and len(often) <= 6 else 1
    seconds = _PERIODS.get(period or "daily")
    if seconds is None or times < 1:
        return None, None
    return max(seconds / times, 1.0), parse_date(_value(head, "updateBase"), UTC)
