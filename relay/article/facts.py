"""What a reader must not miss in a sentence: when, how much, where to turn."""

from __future__ import annotations

import re

from relay.article.german import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_UNIT = (
    r"(?:Euro|€|Cent|Prozent|%|Kilometern?|km(?:/h)?|Metern?|cm|mm|m²?|Tonnen|Litern?|Hektar|ha|Grad|°C|Kilo|kg|t|l|"
    r"Jahren?|Monaten?|Wochen?|Tagen?|Stunden?|Minuten?)\b"
)
_COUNTED = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_SOME = rf"(?:{'|'.join(_COUNTED)})"
_LONGEST = 1000
"""Characters of a sentence that are looked at: longer ones are none that a person wrote."""
_WEIGHTS: tuple[tuple[float, re.Pattern[str], tuple[str, ...]], ...] = (
    (2, re.compile(rf"\b\d{{1,2}}\.\s(?:(?:bis|und)\s\d{{1,2}}\.\s)?(?:{_MONTH})\b\.?(?:\s\d{{4}})?"), (". ",)),
    (3, re.compile(r"\b\d{1,2}(?:[.:]\d\d)?(?:\s(?:bis|und)\s\d{1,2}(?:[.:]\d\d)?)?\sUhr\b"), ("Uhr",)),
    (1.5, re.compile(rf"\b\d[\d.,]{{0,20}}(?:\s(?:Mio\.|Mrd\.|Millionen|Milliarden))?\s{_UNIT}"), ()),
    (2, re.compile(r"\b0\d{2,5}[ /]\d[\d -]{2,15}\d"), ("0",)),
    (2, re.compile(rf"\b(?:Anfang|Mitte|Ende)\s(?:{_MONTH})\b"), ("Anfang", "Mitte", "Ende")),
    (
        1,
        re.compile(r"\b(?:kosten(?:los|frei)|gebührenfrei|(?:Eintritt|Teilnahme)(?:\s\w+){0,3}\sfrei)\b"),
        ("kosten", "frei"),
    ),
    (1, re.compile(r"\b\d[\d.]{0,20}\s[A-ZÄÖÜ][\w-]{2,}"), ()),
    (1, re.compile(rf"\b{_SOME}\s[A-ZÄÖÜ]\w+"), _COUNTED),
    (1, re.compile(r"\b(?:K|L|B|A)\s\d+\w?\b"), ("K ", "L ", "B ", "A ")),
    (1, re.compile(r"(?<![\w.,])\d[\d.,]*\d\b"), ()),
    (1, re.compile(r"(?<![\w.-])[\w.-]++@[\w.-]+\w|\bwww\.[\w./-]+\w"), ("@", "www.")),
)
"""What a fact weighs, how it is found, and what is in it, one of them, so that it is not looked for elsewhere."""
_RULES = tuple((*rule, r"\d" in rule[1].pattern) for rule in _WEIGHTS)
"""Each with whether it finds digits, so that it is not looked for before the first one."""
_DIGIT = re.compile(r"\d")
_PAST = re.compile(r"\b1[5-9]\d\d\b(?!\s[A-ZÄÖÜ])|\b[Dd]amals\b")
_OF_PAST = 0.5
"""What was in another age (years of the last centuries) is background: its numbers are worth half."""


def facts(sentence: str) -> dict[str, float]:
    """Dates, times, amounts, numbers to call, counted things, roads and addresses, each with its weight.

    To be there in time weighs most, a number among others least, what was in another age half of that.
    """
    found: dict[str, float] = {}
    said = sentence[:_LONGEST]
    digit = _DIGIT.search(said)
    # What has a digit begins with it, or with one letter and a space.
    number = max(0, digit.start() - 2) if digit else 0
    for weight, pattern, inside, of_digits in _RULES:
        if (of_digits and not digit) or (inside and not any(map(said.__contains__, inside))):
            continue
        for match in pattern.finditer(said, number if of_digits else 0):
            if not any(match.group() in other for other in found):
                found[match.group()] = weight
    if found and _PAST.search(sentence):
        return {fact: weight * _OF_PAST for fact, weight in found.items()}
    return found
