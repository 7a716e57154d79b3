"""What a text states that can be checked: dates, times, roads, numbers with their units, each in one form.

"24. März", "24.03." and "24.3." are one date, "19 Uhr", "19:00 Uhr" and "19.00 Uhr" one time, "drei" and "3" one
number, "2,7 Mio. Euro" and "2,7 Millionen Euro" one amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from relay.article.german import MONTHS, WEEKDAYS
from relay.article.numerals import number_in_digits, number_in_words, scaled


class Kind(StrEnum):
    """What is stated."""

    DATE = "date"
    TIME = "time"
    ROAD = "road"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is stated, and where."""

    kind: Kind
    value: str
    """In one form: ``24.3``, ``19:00``, ``K 17``, ``2700000``."""
    start: int
    end: int
    unit: str = ""
    """Of a number, in one form; "-köpfi" of "24-köpfige"; empty where none of those known stands behind it."""
    year: str = ""
    """Of a date; empty where it has none."""
    weekday: str = ""
    """Of a date, where it stands right before it; the first two letters."""
    bound: str = ""
    """``low`` (from, at least), ``high`` (until, at most), ``before``, ``after``; empty: the thing itself."""

    def same(self, other: Claim) -> bool:
        """Whether both state the same thing, bounds and weekdays aside."""
        year = not self.year or self.year == other.year
        return self.kind is other.kind and self.value == other.value and year and self.unit == other.unit


_MONTH_NUMBERS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mrz": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip
_LAST_DAY, _LAST_MONTH, _LAST_HOUR, _LAST_MINUTE = 31, 12, 24, 59
_TO = r"\s?(?:bis(?:\szum)?|und|oder|/|–|-)\s?"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_MOST_LISTED = 30
"""Further days of one month, or hours of one day, in one list: in "1/1/1/..." no end of it is looked for."""
_WRITTEN = re.compile(
    rf"(?<![\d.,])(?P<days>\d{{1,2}}\.(?:{_TO}\d{{1,2}}\.){{0,{_MOST_LISTED}}})\s?(?P<month>{_MONTH})\b\.?(?:\s(?P<year>\d{{4}})\b)?"
)
_NUMERIC = re.compile(r"(?<![\d.,])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d\d)\b(?![.,:]\d))?")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_HOUR = r"(?:\d{1,2}(?:[.:]\d\d)?)"
_CLOCK = re.compile(
    rf"(?<![\d.,])(?P<hours>{_HOUR}(?:(?:\s?Uhr)?{_TO}{_HOUR}){{0,{_MOST_LISTED}}})\s?Uhr\b|(?<![\d.,])(?P<bare>\d{{1,2}}:\d\d)\b"
)
_ROADS = {"Kreisstraße": "K", "Landesstraße": "L", "Landstraße": "L", "Bundesstraße": "B", "Autobahn": "A"}
_ROAD = re.compile(
    rf"\b(?:(?P<name>{'|'.join(_ROADS)})\s(?:\(?[ABKL]\)?\s)?|(?P<letter>[ABKL])\s?)(?P<number>\d{{1,4}}(?:\s?[a-z])?)\b"
)
_UNITS = {
    "Euro": r"Euros?|€|EUR", "Cent": "Cent", "Prozent": r"Prozent|%", "km/h": r"km/h|Stundenkilometern?",
    "km": r"Kilometern?|km", "m": r"Metern?|m", "cm": r"Zentimetern?|cm", "mm": r"Millimetern?|mm",
    "m²": r"Quadratmetern?|m²|qm",
    "t": r"Tonnen?|t", "l": r"Litern?|l", "kg": r"Kilogramm|Kilo|kg", "ha": r"Hektar|ha", "°C": r"Grad(?: Celsius)?|°C",
    "Jahre": r"Jahren?", "Monate": r"Monaten?", "Wochen": r"Wochen?", "Tage": r"Tagen?", "Stunden": r"Stunden?",
    "Minuten": r"Minuten?|Min\.",
}  # fmt: skip
_UNIT = "|".join(f"(?P<u{n}>{forms})" for n, forms in enumerate(_UNITS.values()))
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?(?![\d.,]*\d)|\d+(?:[.,]\d+)*)(?!\w)"
    rf"(?:\s?(?P<scale>Mio\.|Mrd\.|Tsd\.|(?:Million|Milliarde)(?:en|n)?\b|[Tt]ausend\b))?(?:-(?P<joined>[^\W\d_]+)|\s?(?:{_UNIT})(?!\w))?"
)
_WORD = re.compile(
    rf"(?<![\w-])(?P<word>[^\W\d_]{{3,}})(?![\w-])(?P<more>\s?(?P<scale>Mio\.|Mrd\.|(?:Million|Milliarde)(?:en|n)?\b))?(?:\s(?:{_UNIT})(?!\w))?"
)
_COMPOUND = re.compile(
    r"(?<![\w-])(?P<word>[^\W\d_]{3,40}?)(?P<what>köpfig|tägig|wöchig|monatig|jährig|stündig|minütig|stöckig|geschossig"
    r"|spurig|teilig|stellig|prozentig|fach|mal)(?:e[nmrs]?)?(?![\w-])"
)
_JOINED = 5
_BETWEEN = re.compile(r"\s?(?:bis(?:\szu)?|und|oder|–|-)\s?")

_FILLERS = {"dem", "den", "der", "zum", "zur", "zu", "etwa", "rund", "ca.", "circa", "voraussichtlich", "spätestens"}
_FILLERS |= {"einschließlich", "um", "gegen", "knapp", "fast", "gut", "jeweils", "je", "insgesamt"}
_BOUNDS = {"ab": "low", "seit": "low", "bis": "high", "vor": "before", "nach": "after"}
_OF_TIMES = {"von": "low", "vom": "low", "zwischen": "low"}
_OF_NUMBERS = {"mindestens": "low", "über": "low", "höchstens": "high", "maximal": "high", "unter": "high"}
_COMPARED = {"mehr": "low", "weniger": "high"}
_WEEKDAY = re.compile(
    rf"\b(?P<day>{'|'.join(sorted(WEEKDAYS))}|Mo|Di|Mi|Do|Fr|Sa|So)(?:s?(?:früh|morgen|mittag|nachmittag|abend))?\.?,?\s?\(?(?:de[nmr]\s)?$"
)
_LOOK = 60


def claims(text: str) -> list[Claim]:
    """What a text states, in order. Pure; a place is read once: the 24 of a date is no number as well."""
    left, found = text, list[Claim]()
    for read in (_times, _dates, _roads, _digits, _compounds, _words):
        fresh = list(read(left))
        found += fresh
        left = masked(left, fresh)
    found.sort(key=lambda one: (one.start, one.end))
    return [_placed(one, text) for one in _with_units(found, text)]


def masked(text: str, found: list[Claim]) -> str:
    """The text without what it states, every letter else at its place."""
    left = list(text)
    for one in found:
        left[one.start : one.end] = " " * (one.end - one.start)
    return "".join(left)


def _dates(text: str) -> Iterator[Claim]:
    for match in _WRITTEN.finditer(text):
        month = _MONTH_NUMBERS[match["month"].casefold()[:3]]
        days = list(re.finditer(r"\d+", match["days"]))
        places = [match.start() + day.start() for day in days]
        for day, (place, end) in zip(days, pairwise([*places, match.end()]), strict=True):
            yield Claim(Kind.DATE, f"{int(day[0])}.{month}", place, end, year=match["year"] or "")
    for match in _NUMERIC.finditer(text):
        number, year = int(match[2]), match[3] or ""
        if 1 <= int(match[1]) <= _LAST_DAY and 1 <= number <= _LAST_MONTH:
            long = f"20{year}" if len(year) == 2 else year
            yield Claim(Kind.DATE, f"{int(match[1])}.{number}", *match.span(), year=long)
    for match in _ISO.finditer(text):
        yield Claim(Kind.DATE, f"{int(match[3])}.{int(match[2])}", *match.span(), year=match[1])


def _times(text: str) -> Iterator[Claim]:
    for match in _CLOCK.finditer(text):
        hours = list(re.finditer(r"(\d{1,2})(?:[.:](\d\d))?", match["hours"] or match["bare"]))
        for n, hour in enumerate(hours):
            if int(hour[1]) <= _LAST_HOUR and int(hour[2] or 0) <= _LAST_MINUTE:
                start = match.start() + hour.start()
                end = match.start() + hours[n + 1].start() if n + 1 < len(hours) else match.end()
                yield Claim(Kind.TIME, f"{int(hour[1])}:{hour[2] or '00'}", start, end)


def _roads(text: str) -> Iterator[Claim]:
    for match in _ROAD.finditer(text):
        letter = match["letter"] or _ROADS[match["name"]]
        yield Claim(Kind.ROAD, f"{letter} {match['number'].replace(' ', '')}", *match.span())


def _digits(text: str) -> Iterator[Claim]:
    for match in _NUMBER.finditer(text):
        value = scaled(number_in_digits(match["number"]), match["scale"] or "")
        yield Claim(Kind.NUMBER, value, *match.span(), unit=_unit(match))


def _words(text: str) -> Iterator[Claim]:
    for match in _WORD.finditer(text):
        value = number_in_words(match["word"])
        if value:
            yield Claim(Kind.NUMBER, scaled(value, match["scale"] or ""), *match.span(), unit=_unit(match))


def _compounds(text: str) -> Iterator[Claim]:
    """In "dreitägig" it is the 3 that counts, as in "3-tägig"."""
    for match in _COMPOUND.finditer(text):
        if value := number_in_words(match["word"]):
            yield Claim(Kind.NUMBER, value, *match.span(), unit=_joined(match["what"]))


def _joined(what: str) -> str:
    return f"-{what.casefold()[:_JOINED]}"


def _unit(match: re.Match[str]) -> str:
    if joined := match.groupdict().get("joined"):
        return _joined(joined)
    return next((name for n, name in enumerate(_UNITS) if match[f"u{n}"]), "")


def _with_units(found: list[Claim], text: str) -> Iterator[Claim]:
    """In "10 bis 20 Euro" both are Euro."""
    for one, after in pairwise([*found, None]):
        assert one is not None  # noqa: S101 - None stands at the end only
        together = after and _BETWEEN.fullmatch(text, one.end, max(one.end, after.start))
        if after and together and one.kind is after.kind is Kind.NUMBER and not one.unit:
            one = replace(one, unit=after.unit)  # noqa: PLW2901 - as it is meant
        yield one


def bound_of_day(before: str) -> str:
    """The bound that the words before a weekday without a date make of it, as `Claim.bound`."""
    return _bound_of_time(_without_fillers(before))


def _placed(claim: Claim, text: str) -> Claim:
    """With what stands before it: a bound, and the weekday of a date."""
    before = text[max(0, claim.start - _LOOK) : claim.start]
    weekday = ""
    if claim.kind is Kind.DATE and (found := _WEEKDAY.search(before)):
        weekday, before = found["day"][:2], before[: found.start()]
    return replace(claim, weekday=weekday, bound=_BOUND_OF[claim.kind](_without_fillers(before)))


def _without_fillers(before: str) -> list[str]:
    """The words before a thing, up to the one that may make a bound of it."""
    words = [word.strip("(„").lower() for word in before.split()]
    while words and words[-1] in _FILLERS:
        words.pop()
    return words


def _bound_of_time(words: list[str]) -> str:
    return {**_BOUNDS, **_OF_TIMES}.get(words[-1], "") if words else ""


def _bound_of_number(words: list[str]) -> str:
    if words[-1:] == ["als"] and len(words) > 1:
        return _COMPARED.get(words[-2], "")
    return {**_BOUNDS, **_OF_NUMBERS}.get(words[-1], "") if words else ""


_BOUND_OF: dict[Kind, Callable[[list[str]], str]] = {
    Kind.DATE: _bound_of_time,
    Kind.TIME: _bound_of_time,
    Kind.ROAD: lambda _: "",
    Kind.NUMBER: _bound_of_number,
}
