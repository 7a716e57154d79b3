"""What a reader must not miss in a sentence: when, how much, where to turn."""

from __future__ import annotations

import re

from relay.article.german import LONGEST_SENTENCE, MONTHS

_CUT_SHORT = {one for one in MONTHS if any(other != one and other.startswith(one) for other in MONTHS)}
"""Months that are written with a dot; of the others it is the end of the sentence."""
_MONTH = "|".join(rf"{one}\b\.?" if one in _CUT_SHORT else rf"{one}\b" for one in sorted(MONTHS))
_TO = r"(?:\s(?:bis|und)\s|\s?[–-]\s?)"
_CLOCK = r"\d{1,2}(?:[.:]\d\d)?"
_SEASON = r"(?:Frühjahr|Frühling|Frühsommer|Sommer|Spätsommer|Herbst|Winter|Jahresanfang|Jahresende)"
_UNIT = (
    r"(?:Euro|€|Cent|Prozent|%|Kilometern?|km(?:/h)?|Metern?|cm|mm|m²?|Tonnen|Litern?|Hektar|ha|Grad|°C|Kilo|kg|t|l|"
    r"Jahren?|Monaten?|Wochen?|Tagen?|Stunden?|Minuten?|Min\.)(?!\w)"
)
_COUNTED = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_SOME = rf"(?:{'|'.join(_COUNTED)})"
_NUMBER = r"\d(?<!\w\d)"
"""A digit that begins a number. The search for a digit is quick, and that for the border of a word is not."""
_DOMAINS = (".de", ".com", ".org", ".net", ".eu", ".info", ".example")
_WEIGHTS: tuple[tuple[float, re.Pattern[str], tuple[str, ...]], ...] = (
    (2, re.compile(rf"{_NUMBER}\d?\.(?:{_TO}\d{{1,2}}\.)?\s(?:{_MONTH})(?:\s\d{{4}}\b)?"), (". ",)),
    (
        2,
        re.compile(
            r"\b(?=\d\d?\.\s?\d\d?\.)(?<![.,])(?<!Raum )(?<!Zimmer )(?<!Zi\. )(?<!Nr\. )"
            r"(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?(?:\d{4}|\d\d)\b)?(?!\d)"
        ),
        (".",),
    ),
    (3, re.compile(rf"(?<![\d.,]){_CLOCK}(?:{_TO}{_CLOCK})?\sUhr\b"), ("Uhr",)),
    (2, re.compile(rf"{_NUMBER}[\d.,]{{0,20}}[–-]{{0,2}}(?:\s(?:Mio\.|Mrd\.|Millionen|Milliarden))?\s{_UNIT}"), ()),
    (2, re.compile(rf"\b{_SOME}\s{_UNIT}"), _COUNTED),
    (3, re.compile(r"0(?<!\w0)\d{2,5}[ /]\d[\d -]{2,15}\d"), ("0",)),
    (
        2,
        re.compile(
            rf"\b(?:Anfang|Mitte|Ende)\s(?:(?:{_MONTH})(?:\s[0-9]{{4}}\b)?|[0-9]{{4}}\b)|\b{_SEASON}\s[0-9]{{4}}\b"
        ),
        ("Anfang", "anfang", "Mitte", "Ende", "ende", "ahr", "ommer", "inter", "erbst", "ühling"),
    ),
    (
        1,
        re.compile(r"\b(?:kosten(?:los|frei)|gebührenfrei|(?:Eintritt|Teilnahme)(?:\s\w+){0,3}\sfrei)\b"),
        ("kosten", "frei"),
    ),
    (1, re.compile(rf"{_NUMBER}[\d.]{{0,20}}\s[A-ZÄÖÜ][\w-]{{2,}}"), ()),
    (1, re.compile(rf"\b{_SOME}\s[A-ZÄÖÜ]\w+"), _COUNTED),
    (1, re.compile(r"\b(?:K|L|B|A)\s\d+\w?\b"), ("K ", "L ", "B ", "A ")),
    (0.5, re.compile(r"\d(?<![\w.,]\d)[\d.,]*\d\b"), ()),
    (1, re.compile(r"(?<![\w.-])[\w.-]++@[\w.-]+\w|\bwww\.[\w./-]+\w"), ("@", "www.")),
    (
        1,
        re.compile(r"(?<![\w.@/-])[a-z0-9-]{2,40}(?:\.[a-z0-9-]{1,40}){0,3}\.(?:de|com|org|net|eu|info|example)\b"),
        _DOMAINS,
    ),
)
"""What a fact weighs, how it is found, and what is in it, one of them, so that it is not looked for elsewhere."""
_RULES = tuple((*rule, r"\d" in rule[1].pattern) for rule in _WEIGHTS)
"""Each with whether it finds digits, so that it is not looked for before the first one."""
_REFERENCE = re.compile(
    r"\bIBAN:?\s?[A-Z]{2}\d\d(?:\s?[A-Z\d]{1,4}){3,8}\b"
    r"|§{1,2}\s?\d+\w?(?:\s(?:Abs\.|Absatz|Satz|Nr\.)\s\d+\w?)*(?:\s[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\b)?"
    r"|\b(?:Abs\.|Absatz|Az\.:?|Aktenzeichen:?|Artikel|Art\.)\s\d[\w./-]*"
    r"|\(?\bStand:?\s(?:vom\s)?\d[^()]{0,30}\)?|\b\d{1,3}\.\sMal\b"
)
"""Where to pay, where to look it up, as of when, how often: numbers that are no news."""
_REFERENCES = ("IBAN", "§", "Abs", "Az", "Aktenz", "Art", "Stand", "Mal")
"""One of them is in what `_REFERENCE` finds."""
_DIGIT = re.compile(r"\d")
_PAST = re.compile(r"\b1[5-9]\d\d\b(?!\s[A-ZÄÖÜ])|\b[Dd]amals\b")
_OF_PAST = 0.5
"""What was in another age (years of the last centuries) is background: its numbers are worth half."""


def facts(sentence: str) -> dict[str, float]:
    """Dates, times, amounts, numbers to call, counted things, roads and addresses, each with its weight.

    To be there in time and whom to call weigh most, then the day, whatever its form, and how much; a number among
    others least, what was in another age half of that. References (of accounts, laws, files) weigh nothing.
    """
    found: dict[str, float] = {}
    said = sentence[:LONGEST_SENTENCE]
    if any(map(said.__contains__, _REFERENCES)):
        said = _REFERENCE.sub(" ", said)
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
