"""Dates as feeds write them, in German and in English, as moments in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan jän",
            "feb",
            "mar mär mae mrz",
            "apr",
            "mai may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        start=1,
    )
    for name in names.split()
}
# RFC 822, 5.1, and the names used in Germany. A name that is not here counts as no zone.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wez": 0, "wet": 0,
    "mez": 1, "cet": 1, "met": 1, "mesz": 2, "cest": 2, "mest": 2,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_BERLIN = ZoneInfo("Europe/Berlin")
_LIKE_BERLIN = frozenset({"europe/berlin", "europe/vienna", "europe/zurich"})
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?|(?=\s*(?:Uhr|[ap]\.?m))"
    r")(?:\s*(?:Uhr|h)\b|\s*(?P<half>[ap])\.?m\b\.?)?"
)
_ZONE = r"\s*(?:(?P<name>[a-z]+(?:/[a-z_]+)?)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?(?:\s*\([^)]*\)|\s*\[[^\]]*\])?)"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?P<mark>[-/])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?:(?:T|\s+){_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:T(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?(?P<fraction>)(?P<half>)?{_ZONE})?",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"(?P<seconds>[1-9]\d{9})(?:\d{3})?(?:\.\d+)?")
_WRITTEN = re.compile(
    r"(?:Stand:?\s+|veröffentlicht:?\s+)?"
    r"(?:[^\W\d]{2,}\.?,?\s*(?:den\s+)?)?"  # the day of the week, which is often wrong and never needed
    r"(?P<day>\d{1,2})(?:\.\s*|-|\s+)(?P<month>[^\W\d]{3,}|\d{1,2})(?:\.\s*|-|\s+)(?P<year>\d{4}|\d{2})"
    rf"(?:(?:\s*[,|-]\s*|\s+)(?:um\s+)?{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"
    rf"(?:(?:,?\s+(?:at\s+)?|\s+[|-]\s+){_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?:[^\W\d]{2,}\.?,?\s*)?(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
    rf"(?:(?:,?\s+|\s+[|-]\s+){_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"[a-z]{{3}}\s+(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})", re.IGNORECASE
)
_FORMS = (_ISO, _COMPACT, _WRITTEN, _MONTH_FIRST, _ASCTIME, _SLASHED)
_LONGEST = 80
_TURN = 70
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Beyond them stand dates that were never set ("0001-01-01") or never shall come ("9999-12-31")."""
_NOON = _MONTHS_A_YEAR = 12
_MIDNIGHT = 24


def parse_date(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The moment in UTC; None where the text cannot be read as a date.

    Knows RFC 822 (with German names, too: "Mi, 20 Okt 2010 10:00:00 +0200"), RFC 3339, asctime, "20.10.2010",
    "20. Oktober 2010, 10 Uhr", "Oct 20, 2010", "20/10/2010" (and "10/20/2010", but not "10/11/2010", which may be
    either) and seconds (or milliseconds) since 1970. feedparser is not asked: it reads 99:99 as a time and every date
    without a zone as UTC. A date without a zone is meant in `zone`, one without a time at its midnight there.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    if seconds := _SECONDS.fullmatch(text):
        return _in_range(datetime.fromtimestamp(int(seconds["seconds"]), UTC))
    found = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    month = _month(found["month"]) if found else 0
    if not found or not month:
        return None
    day = int(found["day"])
    if found.re is _SLASHED and max(day, month) <= _MONTHS_A_YEAR and day != month:
        return None  # nobody can tell which is which
    if found.re is _SLASHED and month > _MONTHS_A_YEAR:
        day, month = month, day
    try:
        hour, minute, second = _clock(found)
        ends = (hour, minute, second) == (_MIDNIGHT, 0, 0)
        local = datetime(
            _year(found["year"]),
            month,
            day,
            0 if ends else hour,
            minute,
            min(second, 59),  # a leap second
            int(f"{found['fraction'] or 0:0<6}"[:6]),
            tzinfo=_zone(found["name"], found["offset"], zone),
        )
        return _in_range((local + timedelta(days=ends)).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _in_range(moment: datetime) -> datetime | None:
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    """Hour (24 is the end of the day: ISO 8601, 5.3.2), minute, second."""
    hour = int(found["hour"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= _NOON:
            raise ValueError(hour)
        hour = hour % _NOON + (_NOON if half in "pP" else 0)
    return hour, int(found["minute"] or 0), int(found["second"] or 0)


def _year(text: str) -> int:
    year = int(text)
    if len(text) > len("99"):
        return year
    return year + (2000 if year < _TURN else _FIRST_YEAR)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text[:3].lower(), 0)


def _zone(name: str | None, offset: str | None, otherwise: tzinfo) -> tzinfo:
    if offset:
        digits = offset[1:].replace(":", "")
        hours, minutes = int(digits[:2]), int(digits[2:] or 0)
        delta = timedelta(hours=hours, minutes=minutes)
        return timezone(-delta if offset[0] == "-" else delta)
    if (name or "").lower() in _LIKE_BERLIN:
        return _BERLIN
    hours_east = _ZONES.get((name or "").lower())
    return otherwise if hours_east is None else timezone(timedelta(hours=hours_east))
