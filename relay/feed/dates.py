"""Dates as feeds write them, in German and in English, as moments in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

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
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?(?:\s*Uhr)?|\s*Uhr)"
)
_ZONE = r"\s*(?:(?P<name>[a-z]+)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?(?:\s*\([^)]*\))?)"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:(?:T|\s+){_CLOCK})?{_ZONE}", re.IGNORECASE
)
_WRITTEN = re.compile(
    r"(?:[^\W\d]{2,}\.?,?\s*(?:den\s+)?)?"  # the day of the week, which is often wrong and never needed
    r"(?P<day>\d{1,2})(?:\.\s*|-|\s+)(?P<month>[^\W\d]{3,}|\d{1,2})(?:\.\s*|-|\s+)(?P<year>\d{4}|\d{2})"
    rf"(?:(?:\s*[,|-]\s*|\s+)(?:um\s+)?{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"
    rf"(?:,?\s+(?:at\s+)?{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"[a-z]{{3}}\s+(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})", re.IGNORECASE
)
_FORMS = (_ISO, _WRITTEN, _MONTH_FIRST, _ASCTIME)
_LONGEST = 80
_TURN = 70
_FIRST_YEAR = 1900


def parse_date(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The moment in UTC; None where the text cannot be read as a date.

    Knows RFC 822 (with German names, too: "Mi, 20 Okt 2010 10:00:00 +0200"), RFC 3339, asctime, "20.10.2010",
    "20. Oktober 2010, 10 Uhr" and "Oct 20, 2010". feedparser is not asked: it reads 99:99 as a time and every date
    without a zone as UTC. A date without a zone is meant in `zone`, one without a time at its midnight there.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    found = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if not found:
        return None
    year = _year(found["year"])
    month = _month(found["month"])
    if not month or year < _FIRST_YEAR:
        return None
    try:
        local = datetime(
            year,
            month,
            int(found["day"]),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            min(int(found["second"] or 0), 59),  # a leap second
            int(f"{found['fraction'] or 0:0<6}"[:6]),
            tzinfo=_zone(found["name"], found["offset"], zone),
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


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
    hours_east = _ZONES.get((name or "").lower())
    return otherwise if hours_east is None else timezone(timedelta(hours=hours_east))
