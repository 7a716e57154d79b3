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
    (
        1,
        re.compile(
            r"\b[Aa]nmeldung(?:en)?\b(?:\s[^\s.;]{1,30}){0,8}?\s(?:erforderlich|nötig|notwendig|erwünscht|möglich)\b"
        ),
        ("nmeldung",),
    ),
    (1, re.compile(rf"{_NUMBER}[\d.]{{0,20}}\s[A-ZÄÖÜ][\w-]{{2,}}"), ()),
    (1, re.compile(rf"\b{_SOME}\s[A-ZÄÖÜ]\w+"), _COUNTED),
    (1, re.compile(r"\b(?:K|L|B|A)\s\d+\w?\b"), ("K ", "L ", "B ", "A ")),
    (0.5, re.compile(r"\d(?<![\w.,]\d)[\d.,]*\d\b"), ()),
    (3, re.compile(r"(?<![\w.-])[\w.-]++@[\w.-]+\w"), ("@",)),
    (1, re.compile(r"\bwww\.[\w./-]+\w"), ("www.",)),
    (
        1,
        re.compile(r"(?<![\w.@/-])[a-z0-9-]{2,40}(?:\.[a-z0-9-]{1,40}){0,3}\.(?:de|com|org|net|eu|info|example)\b"),
        _DOMAINS,
    ),
)
"""What a fact weighs, how it is found, and what is in it, one of them, so that it is not looked for elsewhere."""
_DAYS = (0, 1)
"""Which of them find days."""
_HOURS = 2
"""Which of them finds hours."""
_TELEPHONES, _MAILBOXES = (
    next(n for n, rule in enumerate(_WEIGHTS) if rule[2] == inside) for inside in (("0",), ("@",))
)
"""Which of them find whom to call and whom to write to."""
_OTHER_WAY = 1
"""What whom to write to weighs beside whom to call: one way to turn to somebody is enough."""
_RULES = tuple((*rule, r"\d" in rule[1].pattern) for rule in _WEIGHTS)
"""Each with whether it finds digits, so that it is not looked for before the first one."""
_ACCOUNT = re.compile(r"\b(?:IBAN:?\s?)?[A-Z]{2}\d\d(?:\s?[A-Z\d]{4}){3,7}(?:\s?[A-Z\d]{1,3})?\b")
_TO_GIVE = 3
"""What it weighs where to send a donation, in a release that asks for one: it is what there is to do."""
_REFERENCE = re.compile(
    r"\bDE\d\d(?:\s?\d{4}){4}\s?\d\d\b|\bIBAN:?\s?[A-Z]{2}\d\d(?:\s?[A-Z\d]{1,4}){3,8}\b"
    r"|§{1,2}\s?\d+\w?(?:\s(?:Abs\.|Absatz|Satz|Nr\.)\s\d+\w?)*(?:\s[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\b)?"
    r"|\b(?:Abs\.|Absatz|Az\.:?|Aktenzeichen:?|Artikel|Art\.)\s\d[\w./-]*"
    r"|\(?\bStand:?\s(?:vom\s)?\d[^()]{0,30}\)?|\b\d{1,3}\.\sMal\b"
)
"""Where to pay, where to look it up, as of when, how often: numbers that are no news."""
_REFERENCES = ("IBAN", "DE", "§", "Abs", "Az", "Aktenz", "Art", "Stand", "Mal")
"""One of them is in what `_REFERENCE` finds."""
_OF_LAW = re.compile(
    r"(?:[Ss]atzung|[Gg]esetz|[Vv]erordnung|[Rr]ichtlinie|[Bb]eschluss|[Ff]assung|[Ee]rlass|[Vv]ertrag)(?:e?s)?"
    r"\svom\s\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zä]{2,8}\.?)\s?\d{4}\b"
)
"""The day of a law or a decision, with which it is looked up: no news either."""
_DIGIT = re.compile(r"\d")
_PAST = re.compile(
    r"[12](?<!\w[12])(?<!\d[ /-][12])(?:(?<=1)[5-9]\d|(?<=2)0[01])\d\b(?!\s[A-ZÄÖÜ]|[/-]\d)|[Dd]amals\b"
    r"|^(?:Im (?:Vorjahr|(?:vergangenen|vorigen|letzten) Jahr)|Vor (?:einem Jahr|\w+ Jahren))\b"
)
"""Years before 2020, which no release of today announces, and what is told of the year before."""
_OF_PAST = 0.5
"""What was in another age, or is told of the year before, is background: its numbers are worth half."""
_DEADLINE = re.compile(
    r"\b(?:bis|[Ss]pätestens)(?:\s(?:bis|spätestens|einschließlich|zum|am|\w{3,10}(?:tag|abend|woch),?|den|dem)){0,4}\s$"
)
"""What stands before the last day on which something can be done."""
_BEFORE = 60
"""Characters before a day in which that is looked for."""
_OF_DEADLINE = 1
"""What the last day weighs more than another."""
_AGAIN = 0.5
"""What a further hour is worth of the first one in a sentence: there it is a programme's."""


def facts(sentence: str, *, donations: bool = False) -> dict[str, float]:
    """Dates, times, amounts, numbers to call, counted things, roads and addresses, each with its weight.

    To be there in time and whom to call (or to write to, where nobody is to be called) weigh most, as does the last day
    for something, then any other day, whatever its form, and how much; a number among others least. A sentence's
    further hours, and all that was in another age or is told of the year before, count half. References (of accounts,
    laws, files) weigh nothing, but an account as much as whom to call where the release asks for `donations`.
    """
    found: dict[str, float] = {}
    said = sentence[:LONGEST_SENTENCE]
    if donations:
        found.update((match.group(), _TO_GIVE) for match in _ACCOUNT.finditer(said))
    if any(map(said.__contains__, _REFERENCES)):
        said = _REFERENCE.sub(" ", said)
    if " vom " in said:
        said = _OF_LAW.sub(" ", said)
    digit = _DIGIT.search(said)
    # What has a digit begins with it, or with one letter and a space.
    number = max(0, digit.start() - 2) if digit else 0
    called = False
    for rule, (weight, pattern, inside, of_digits) in enumerate(_RULES):
        if (of_digits and not digit) or (inside and not any(map(said.__contains__, inside))):
            continue
        usual = _OTHER_WAY if rule == _MAILBOXES and called else weight
        share = 1.0
        for match in pattern.finditer(said, number if of_digits else 0):
            if not any(match.group() in other for other in found):
                found[match.group()] = (usual + _more(said, match.start(), rule)) * share
                share = _AGAIN if rule == _HOURS else 1
                called = called or rule == _TELEPHONES
    if found and _PAST.search(sentence):
        return {fact: weight * _OF_PAST for fact, weight in found.items()}
    return found


def _more(said: str, start: int, rule: int) -> float:
    """What the last day for something weighs more than any other day."""
    before = said[max(0, start - _BEFORE) : start]
    return _OF_DEADLINE if rule in _DAYS and _DEADLINE.search(before) else 0
