"""Titles of releases that come in series, as "21. Sitzung" and "Fallzahlen 3. Mai": they differ in a number alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from relay.article.clean import squeeze

_THOUSANDS = re.compile(r"(?<=\d)[.\u202f ](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan",
            "februar feber feb",
            "märz mär",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        1,
    )
    for name in names.split()
}
_STEM = 6
_HEAD = 500
_SAME = 0.8
"""Share of the shorter title's words that the other one has, where both are of one series."""
_HALF = 0.5


def is_of_another_number(title: str, *headlines: Iterable[str]) -> bool:
    """Whether a page calls itself as a release, but for a number: each has one that the other lacks.

    `headlines` are what it calls itself, then what it calls its parts: these count where no other says the same. One
    with the right number, or without any, is enough. Months are numbers ("3. Mai" is "03.05.").
    """
    words, numbers = _parts(title)
    for group in headlines:
        alike = [found for words_there, found in map(_parts, group) if _say_same(words, words_there)]
        if alike:
            return all(numbers - found and found - numbers for found in alike)
    return False


def _say_same(words: frozenset[str], others: frozenset[str]) -> bool:
    common = len(words & others)
    return common > 0 and common >= _SAME * min(len(words), len(others)) and common >= _HALF * len(words)


def lacks_number(headline: str, title: str) -> bool:
    """Whether a number of the title does not stand in a headline as a number of its own."""
    return not _parts(title)[1] <= _parts(headline)[1]


def _parts(title: str) -> tuple[frozenset[str], frozenset[int]]:
    """The beginnings of a title's words, and its numbers."""
    tokens = _TOKEN.findall(_THOUSANDS.sub("", squeeze(title[:_HEAD]).casefold()))
    numbers = [_MONTH_NUMBERS.get(token) or (int(token) if token.isdecimal() else 0) for token in tokens]
    words = (token[:_STEM] for token, number in zip(tokens, numbers, strict=True) if not number and token.isalpha())
    return frozenset(words), frozenset(number for number in numbers if number)
