"""Dates within other text, as websites write them beside their headlines. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from relay.feed.dates import parse_date

_MONTH = r"(?:jan|feb|mär|mrz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|jän)[a-zä]{0,7}"
_DAY = (
    r"(?<![\d.,/-])(?:\d{4}-\d{2}-\d{2}(?![\d-])"
    r"|\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})(?![\d.])"
    rf"|\d{{1,2}}\.?\s{{0,3}}{_MONTH}\.?\s{{1,3}}\d{{4}}(?!\d)"
    rf"|{_MONTH}\.?\s{{1,3}}\d{{1,2}},\s{{0,3}}\d{{4}}(?!\d))"
)
_CLOCK = (
    r"(?:\s{0,3}(?:T|[,|–-]|um)?\s{0,3}(?:um\s)?"
    r"(?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?(?![\d.])|\d{1,2}(?=\s?Uhr))(?:\s?Uhr)?)?"
)
_FOUND = re.compile(rf"(?P<day>{_DAY}){_CLOCK}", re.IGNORECASE)
_LABEL = re.compile(
    r"""\W*(?:
        (?:[^\W\d]{2,10}\.?,?\s*)?(?:den\s+)?                            # Montag, den
      | .{0,40}?\b(?:vom|datum|stand|date|seit|veröffentlichung|publish(?:ed)?(?:\s+on)?)\W{0,3}
      | .{0,30}\b(?:veröffentlicht|erstellt|eingestellt|publiziert|aktualisiert|geändert)\s{1,3}(?:am\s{1,3})?
      | .{0,30}?[|:·•]\s*(?:[^\W\d]{2,10},?\s+)?                          # Presse |
      | [^\W\d][\w .()/-]{1,28},\s{0,2}(?:den\s{1,2})?                   # Musterstadt, den
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGINS = re.compile(
    r"[\s(\[]*(?:[^\W\d]{0,12}-?(?:mitteilung|information|meldung|nachricht)\s{0,2}"
    r"(?:(?:nr\.?\s?)?[\d/]{1,9},?\s)?(?:vom\s)?)?",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s)\]]*(?:$|[|:·•–—,/-].{0,60}$|(?:von|durch|by)\s.{0,60}$)")
_LEADS = re.compile(r"[\s)\]]*[|:·•–—-]\s*|\s*$")
_YEAR = re.compile(r"\d\d")
_RANGE = re.compile(r"\s*(?:-|–|—|bis|to)\s*", re.IGNORECASE)
_LONGEST = 400
_TITLE_WORDS = 3


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, and where it stands there."""

    at: datetime
    """In UTC."""
    start: int
    end: int


def find_date(text: str, zone: tzinfo = UTC, *, start: int = 0) -> FoundDate | None:
    """The first date in a text from `start` on; None where there is none that can be read."""
    if not _YEAR.search(text):
        return None
    for found in _FOUND.finditer(text[:_LONGEST], start):
        clock = found["clock"] or ""
        clock = f"{clock}:00" if clock.isdigit() else clock
        day = " ".join(found["day"].split())
        at = parse_date(f"{day} {clock}".strip(), zone) or parse_date(day, zone)
        if at:
            return FoundDate(at, found.start(), found.end())
    return None


def says_when(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The date of a text that says nothing else ("Pressemitteilung vom 23.11.2026"); None for one that does.

    "Blutspende am 24.12.2026" is such another one: the date of what is announced, not of the announcement.
    """
    found = find_date(text, zone)
    until = find_date(text, zone, start=found.end) if found else None
    if found and until and _RANGE.fullmatch(text, found.end, until.start):
        return None  # an event
    if found and _LABEL.fullmatch(text, 0, found.start) and _AFTER.match(text, found.end):
        return found.at
    return None


def says_only_when(text: str) -> bool:
    """Whether a text is a date with its label or a word beside it, and no title."""
    found = find_date(text)
    return bool(found and says_when(text) and len(text[found.end :].split()) < _TITLE_WORDS)


def leading_date(text: str, zone: tzinfo = UTC) -> FoundDate | None:
    """The date that a text begins with, set apart from the rest ("23.11.2026: Radweg eröffnet"); None without it.

    Its `end` is where the rest begins.
    """
    found = find_date(text, zone)
    if not found or not _BEGINS.fullmatch(text, 0, found.start) or not (mark := _LEADS.match(text, found.end)):
        return None
    return FoundDate(found.at, found.start, mark.end())
