"""Sentences of German administrative prose: sentencex, and rules for what it does not know."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import sentencex  # type: ignore[import-untyped] # ships no types

from relay.article.clean import squeeze
from relay.article.dateline import dateline
from relay.article.german import (
    BEFORE_CARDINAL,
    BEFORE_ORDINAL,
    BINDING,
    BINDING_PAIRS,
    CLIPPED,
    MONTHS,
    OPENERS,
    ORDINAL_NOUNS,
    WEEKDAYS,
)

_CANDIDATE = re.compile(r"([.!?…])([)\]\"“”’‘»«›‹*]{0,4}) ")
_OPENING = '„“"»«‚‘›‹([*–—'
_CLOSING = ')]"“”’‘»«›‹*'
_BRACKETS = frozenset(")]")
_QUOTES = frozenset('“”"’‘»«')
_LOOK = 400
_LONG = 20_000
"""Characters beyond which sentencex is not asked: open quotation marks cost it the square of the length."""
_LONGEST = 200_000
"""Characters beyond which a paragraph is no prose, and every stop is an end."""
_ORDINAL = re.compile(r"^\d{1,3}$")
_AFTER_ORDINAL = MONTHS | ORDINAL_NOUNS
_DAY_MONTH = re.compile(r"^\d{1,2}\.\d{1,2}$")
_ROMAN = re.compile(r"^[IVXLC]+$")
_STREET = re.compile(r"(?:straße|strasse|str\.|weg|platz|gasse|ring|allee|haus|hof|markt|damm|ufer)$", re.IGNORECASE)
_CAMEL = re.compile(r"^(?:[a-zäöü]{1,2}[A-ZÄÖÜ]|vhs\b|\w+\.\w)")
_PARTS = re.compile(r"[-/:*]")
_VOWEL = re.compile(r"[aeiouyäöü]", re.IGNORECASE)
_SHORT_TITLE_WORDS = 6
_UNKNOWN_ABBREVIATION = 4
_ABBREVIATION_LIKE = 2


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph; joined with one space they equal `squeeze(text)`.

    A boundary lies only at a space after a stop. For each the rules are asked in order; the first that knows decides
    (abbreviations, ordinals, brackets, titles with "!", ...), and where none does, sentencex.
    """
    text = squeeze(text)
    if not text:
        return ()
    known: frozenset[int] | None = None
    start = len(dateline(text))
    cuts = [0]
    for match in _CANDIDATE.finditer(text):
        if match.end() <= start:
            continue
        ends = _verdict(_Place(text, cuts[-1], match)) if len(text) <= _LONGEST else True
        if ends is None:
            known = _known_boundaries(text) if known is None else known
            ends = match.end() in known
        if ends:
            cuts.append(match.end())
    return tuple(text[a:b].strip() for a, b in pairwise([*cuts, len(text)]))


def _known_boundaries(text: str) -> frozenset[int]:
    """Where sentencex ends a sentence, as far as a space stands there."""
    if len(text) > _LONG:
        return frozenset()
    ends, position = [], 0
    for piece in sentencex.segment("de", text):
        position += len(piece)
        if piece.endswith(" "):
            ends.append(position)
    return frozenset(ends)


class _Place:
    """A place where a sentence might end."""

    def __init__(self, text: str, begin: int, match: re.Match[str]) -> None:
        self.text, self.begin, self.end = text, begin, match.end()
        self.stop, self.closers = match.group(1), match.group(2)
        before = text[max(begin, match.start() - _LOOK) : match.start()].split(" ")
        self.word = before[-1].lstrip(_OPENING)
        self.previous = before[-2].strip(_OPENING + _CLOSING) if len(before) > 1 else ""
        self.earlier = before[-3].strip(_OPENING) if len(before) > 2 else ""
        self.next_raw = text[match.end() : match.end() + 60].split(" ", 1)[0]
        self.next = self.next_raw.strip(_OPENING + _CLOSING + ".,;:!?…")
        self.opens = _PARTS.split(self.next, maxsplit=1)[0] in OPENERS
        self.first = match.start() - begin == len(before[-1]) and len(before) == 1

    @property
    def lower(self) -> bool:
        """Whether the next word begins small, names that do so aside."""
        return self.next[:1].islower()


def _verdict(place: _Place) -> bool | None:
    """What the rules say; None where none knows."""
    for rule in _RULES:
        verdict = rule(place)
        if verdict is not None:
            return verdict
    return None


def _goes_on(p: _Place) -> bool | None:
    """A dash or a small letter goes on; "vhs-Kurse", "iPads", "nah.bei" may open a sentence."""
    if not p.next or p.next_raw[0] in "–—,;:)":
        return False
    if not p.lower:
        return None
    plain = len(p.word) > _ABBREVIATION_LIKE and p.word.isalpha() and p.word[:1].upper() + p.word[1:] not in CLIPPED
    return bool(plain and p.stop == "." and _CAMEL.match(p.next))


def _ellipsis(p: _Place) -> bool | None:
    """An ellipsis: "das ist … wie" goes on, "sie wartete … Dann" is two."""
    if p.stop == "…" or p.word.endswith(".."):
        return p.opens or bool(p.word.strip(".")) or bool(p.closers)
    return None


def _bracket(p: _Place) -> bool | None:
    """A bracket that holds a whole sentence ends one, "(bitte anmelden!)" does not."""
    if _BRACKETS.isdisjoint(p.closers):
        return None
    opened = max(p.text.rfind("(", p.begin, p.end), p.text.rfind("[", p.begin, p.end))
    return opened == p.begin


def _title_with_mark(p: _Place) -> bool | None:
    """„Ab ins Grüne!“ inside a sentence is a name when a word stands right before it and the sentence goes on."""
    if p.stop not in "!?" or _QUOTES.isdisjoint(p.closers):
        return None
    opened = max(p.text.rfind(mark, p.begin, p.end - 2) for mark in '„»"‚')
    if opened <= p.begin or p.text[opened - 2] in ":.!?–—,":
        return True
    short = p.text.count(" ", opened, p.end) <= _SHORT_TITLE_WORDS
    return not short or p.opens


def _mark(p: _Place) -> bool | None:
    return True if p.stop in "!?" else None


def _closed_quotation(p: _Place) -> bool | None:
    return None if _QUOTES.isdisjoint(p.closers) else True


def _ordinal(p: _Place) -> bool | None:
    """Ordinals: "am 24. März", "die 21. Sitzung", "3. Wer zahlt?" go on; "der 9. Danach", "bei 118. Die" end."""
    word = p.word
    if _DAY_MONTH.match(word) or (_ROMAN.match(word) and len(word) > 1) or word in {"I", "V", "X"}:
        return p.opens and not p.first
    if not _ORDINAL.match(word):
        return None
    if p.first or p.next in _AFTER_ORDINAL or (p.next and p.next[0].isdigit()):
        return False
    if p.previous.rstrip(",") in WEEKDAYS and not p.opens:
        return False
    if p.opens:
        return True
    if p.previous in BEFORE_ORDINAL or p.previous.endswith(","):
        return False
    return p.previous in BEFORE_CARDINAL or bool(_STREET.search(p.previous))


def _number(p: _Place) -> bool | None:
    """Years, amounts, versions, telephone numbers: a dot after them ends."""
    return True if p.word[-1:].isdigit() else None


def _letter(p: _Place) -> bool | None:
    """Initials and abbreviations of single letters, with or without inner spaces."""
    parts = p.word.split(".")
    if not all(len(part) == 1 and part.isalpha() for part in parts):
        return None
    pair = (p.earlier if len(p.earlier) == 2 else "") + p.previous + p.word
    binding = any((t + ".").lower() in BINDING_PAIRS for t in (p.word, p.previous + p.word, pair))
    if p.word.lower() == "s" and p.next[:1].isdigit():
        return False
    return p.opens and not binding


def _abbreviation(p: _Place) -> bool | None:
    last = p.word.rsplit("-", 1)[-1].rsplit(".", 1)[-1].lstrip("(/&")
    name = last[:1].upper() + last[1:]
    if name in BINDING:
        return False
    if name in CLIPPED or re.search(r"(?:^|[a-zß-])[sS]tr$", p.word):
        return p.opens
    return None


def _plain_word(p: _Place) -> bool | None:
    """What no rule knows and can be spoken is a word, and ends a sentence; of "Kdt." sentencex may know."""
    word = p.word.strip(_CLOSING)
    return True if len(word) > _UNKNOWN_ABBREVIATION or p.opens or p.closers or _VOWEL.search(word) else None


_RULES: tuple[Callable[[_Place], bool | None], ...] = (
    _goes_on,
    _ellipsis,
    _bracket,
    _title_with_mark,
    _mark,
    _closed_quotation,
    _ordinal,
    _number,
    _letter,
    _abbreviation,
    _plain_word,
)
