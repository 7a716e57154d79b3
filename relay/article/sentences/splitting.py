"""Sentences of German administrative prose: sentencex, and rules for what it does not know."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import sentencex  # type: ignore[import-untyped] # ships no types

from relay.article.clean import squeeze
from relay.article.german import (
    ARTICLES,
    BEFORE_CARDINAL,
    BEFORE_ORDINAL,
    BINDING,
    BINDING_PAIRS,
    CLIPPED,
    CLIPPED_ENDS,
    COPULAS,
    COUNTS,
    DEGREES,
    LIST_ENDERS,
    MONTHS,
    NO_VOWEL,
    NUMBERED,
    OPENERS,
    ORDINAL_NOUNS,
    SHORT_WEEKDAYS,
    UNITS,
    WEEKDAYS,
    words,
)
from relay.article.sentences.dateline import dateline
from relay.article.sentences.verbs import JOINS, begins_a_clause, has_verb

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
_DAY_MONTH = re.compile(r"^(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])$")
_DAY = re.compile(r"^\d{1,2}\.")
_RANGE = re.compile(r"^.*\.[-–/](?=[^-–/]+$)")
"""The first half of "24./25", "1.–3", "Di.–Fr": what counts is the other one."""
_SPAN = re.compile(r"^\d{1,2}[-–/]\d{1,2}$")
_LAST_DAY = 31
_ROMAN = re.compile(r"^[IVXLC]+$")
_STREET = re.compile(r"(?:straße|strasse|str\.|weg|platz|gasse|ring|allee|haus|hof|markt|damm|ufer)$", re.IGNORECASE)
_SMALL_NAME = re.compile(r"^(?:[a-zäöüß]+-?[A-ZÄÖÜ]|(?:vhs|dm|toom|tegut|ebay)\b|[\w-]{2,}\.\w|[\w-]+@\w)")
"""What opens a sentence in small letters: "iPads", "hessenWARN", "dm-Märkte", "nah.bei", "yoga@lunch"."""
_BEFORE_CARDINAL = BEFORE_CARDINAL | words("RB RE IC ICE S U EG")
_JOINING = JOINS | {":"}
_SHORT_WORDS = words("ab an da um zu")
_PARTS = re.compile(r"[-/:*]")
_VOWEL = re.compile(r"[aeiouyäöü]", re.IGNORECASE)
_ADDRESS = re.compile(r"@|//|^www\.|[a-zäöüß\d-]{3}\.[a-z]{2,}(?:/|$)")
_HOUSE = re.compile(r"^\d+[a-z]$")
_UNSAID = re.compile(
    r"(?<=[a-zäöüß])(?:[bdgkpt][rwvjh]|[fhjlmnrsz][wvj]|[dtgk][mf]|ch[nmw]|[bdgkpt]b|[bdgkpt]l[a-z]|[dgt]d|s[bdgn]|(?:(?<!s)ch|[bgkntzß])l|v|j)$"
)
"""Ends of small letters that no German word has ("Schriftf.", "Landr.", "tatsächl."): the word is cut off there."""
_SHORT_TITLE_WORDS = 6
_LONGEST_NAME = 80
_NAMED = re.compile(r"([^„“”»«]*)[“”«](?: |-(?=\w))([a-zäöüß]+|(?<=-)\w+)")
_WORD_BY_WORD = re.compile(r"(?:[^\s.!?„“”»«]+[.!?] ?){2,9}[“”«]")
_NAMES = words("lautet heißt ist hieß war steht")
_MAY_CLOSE = words("Geb Gegr Gest Verh Ing Med Nat Phil Jur Rer Theol Vet Habil")
"""What leans on what follows, if it does not close a sentence: "geb. Kern", "sie promovierte zum Dr. med."."""
_UNKNOWN_ABBREVIATION = 4
_LONGEST_ABBREVIATION = max(map(len, CLIPPED | BINDING))
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
        before = text[max(begin, match.start() - _LOOK) : match.start()].rsplit(" ", 3)
        self.whole = before[-1].lstrip(_OPENING)
        self.word = _RANGE.sub("", self.whole) if "." in self.whole else self.whole
        self.previous = before[-2].strip(_OPENING + _CLOSING) if len(before) > 1 else ""
        self.earlier = before[-3].strip(_OPENING) if len(before) > 2 else ""
        self.next_raw = text[match.end() : match.end() + 60].split(" ", 1)[0]
        self.next = self.next_raw.strip(_OPENING + _CLOSING + ".,;:!?…")
        head = self.next if self.next.isalpha() else _PARTS.split(self.next, maxsplit=1)[0]
        self.opens = head in OPENERS and not self.next_raw.startswith("So.")
        self.quoted = self.next_raw[:1] in "„»‚"
        self.first = match.start() - begin == len(before[-1]) and len(before) == 1

    @property
    def lower(self) -> bool:
        """Whether the next word begins small, names that do so aside."""
        return self.next[:1].islower()

    @property
    def begins(self) -> bool:
        """Whether a sentence begins behind an abbreviation: with a word that opens one, or with a verb of its own."""
        # A quotation mark may stand before a name: "an der Hst. „Am Anger“".
        return (self.opens and not self.quoted) or self.two_clauses()

    def two_clauses(self, *, within: str = "") -> bool:
        """Whether both sides have a finite verb; a main clause has one. The first after the last of `within`."""
        following = self.text[self.end : self.end + _LOOK // 2].lstrip(_OPENING)
        return begins_a_clause(following) and has_verb(self.text[max(self.begin, self.end - _LOOK) : self.end], within)


def _verdict(place: _Place) -> bool | None:
    """What the rules say; None where none knows."""
    for rule in _RULES:
        verdict = rule(place)
        if verdict is not None:
            return verdict
    return None


def _goes_on(p: _Place) -> bool | None:
    """A dash or a small letter goes on, but for names that are written small behind what is no abbreviation."""
    if not p.next or p.next_raw[0] in "–—,;:)/&+":
        return False
    if not p.lower:
        return None
    if not _SMALL_NAME.match(p.next) or (p.stop != "." and p.closers):
        return False
    version = p.word[-1:].isdigit() and not _ORDINAL.match(p.word) and not _DAY_MONTH.match(p.word)
    return p.stop in "!?" or version or _spelt_out(p) or _outside(p) is True or p.two_clauses()


def _spelt_out(p: _Place) -> bool:
    """Whether the word is none that is cut short: "Sparkasse", "Kreis-vhs", "Schüler*innen"."""
    if p.word in _SHORT_WORDS:
        return True
    *before, last = _PARTS.split(p.word)
    if p.word[:1].isupper() and last.lower().endswith(CLIPPED_ENDS):
        return False
    plain = len(last) > _ABBREVIATION_LIKE and last.isalpha() and all(part.isalpha() or not part for part in before)
    return plain and last[:1].upper() + last[1:] not in CLIPPED


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


def _within_name(p: _Place) -> bool | None:
    """„Stopp! Kein Platz für Gewalt“ is a name where the sentence goes on behind it, and not with a comma as speech."""
    if p.closers:
        return None
    first = max(p.begin, p.end - _LONGEST_NAME)
    opened = max(p.text.rfind("„", first, p.end), p.text.rfind("»", first, p.end))
    if opened < 0:
        return None
    rest = _NAMED.match(p.text, p.end, p.end + _LONGEST_NAME)
    inside = opened > p.begin and p.text[opened - 2] not in ":.!?–—,"
    said = _WORD_BY_WORD.match(p.text, opened + 1, opened + _LONGEST_NAME) if inside else None
    if said and said.end() >= p.end:
        return False
    if rest is None or p.text.count(" ", opened, rest.end(1)) > _SHORT_TITLE_WORDS:
        return None
    return False if inside or rest[2] in _NAMES else None


def _title_with_mark(p: _Place) -> bool | None:
    """„Ab ins Grüne!“ inside a sentence is a name when a word stands right before it and the sentence goes on."""
    if p.stop not in "!?" or _QUOTES.isdisjoint(p.closers):
        return None
    if p.next_raw[0] == "(":
        closed = p.text.find(")", p.end, p.end + _LOOK)
        return p.text[closed - 1] in ".!?…"
    opened = max(p.text.rfind(mark, p.begin, p.end - 2) for mark in '„»"‚')
    if opened <= p.begin or p.text[opened - 2] in ":.!?–—,":
        return True
    short = p.text.count(" ", opened, p.end) <= _SHORT_TITLE_WORDS
    return not short or p.opens or p.two_clauses()


def _mark(p: _Place) -> bool | None:
    return True if p.stop in "!?" else None


def _closed_quotation(p: _Place) -> bool | None:
    return None if _QUOTES.isdisjoint(p.closers) else True


def _common(p: _Place) -> bool | None:
    """Most ends of sentences: a word longer than any abbreviation before one that opens a sentence."""
    return True if p.opens and not p.quoted and len(p.word) > _LONGEST_ABBREVIATION and p.word.isalpha() else None


def _outside(p: _Place) -> bool | None:
    """A stop behind a bracket or a quotation mark is no abbreviation's, and none is behind an address or a unit."""
    if p.word[-1:] and p.word[-1] in _CLOSING + "€":
        return True
    if (
        _ADDRESS.search(p.word)
        or _HOUSE.match(p.word)
        or (p.previous[-1:].isdigit() and UNITS.issuperset(p.word.split("/")))
    ):
        return True
    return None


def _numbers(p: _Place) -> bool:
    """Whether what stands before a number names it: "Zi. 3.07", "Tel. 115", "09999 405"."""
    name = p.previous.rstrip(".").rsplit("-", 1)[-1]
    return name in NUMBERED or (len(p.word) > 1 and name.isdecimal() and (name[0] == "0" or len(name) == len(p.word)))


def _date(p: _Place) -> bool | None:
    """Dates and kings: "am 24.03. um", "Friedrich II. die" go on; "bis 15.08. Danach" ends, and "Zi. 3.07." does."""
    if _DAY_MONTH.match(p.word) and not _numbers(p):
        return p.begins and not p.first
    if (_ROMAN.match(p.word) and len(p.word) > 1) or (p.word in {"I", "V", "X"} and p.previous[-1:] != "."):
        return p.begins and not p.first
    if p.next in _AFTER_ORDINAL and (_SPAN.match(p.word) or (p.previous in ARTICLES and p.word.isdecimal())):
        return False
    return None


def _ordinal(p: _Place) -> bool | None:
    """Ordinals: "am 24. März", "die 21. Sitzung", "3. Wer zahlt?" go on; "der 9. Danach", "bei 118. Die" end."""
    word = p.word
    if not _ORDINAL.match(word):
        return None
    if p.first or p.next in _AFTER_ORDINAL:
        return False
    if p.next[:1].isdigit():
        # "Es gilt Tempo 30. 2025 gab es …" is two, "am 24. 12. 2025 gab es …" is a date.
        return p.next_raw.isdecimal() and not _DAY.match(p.previous) and p.two_clauses()
    if p.previous in _JOINING and p.earlier.isdecimal() and not p.quoted:
        return True  # Ordinals have a dot each: "die 12. und 14. Gruppe", "die Linien 12 und 14", "5 : 4".
    if _numbers(p):
        return True
    if p.previous.rstrip(",") in WEEKDAYS and not p.opens:
        return False
    if p.opens or p.two_clauses(within=", "):
        return True
    if p.previous in BEFORE_ORDINAL or p.previous.endswith(","):
        return False
    if p.previous in _BEFORE_CARDINAL or _STREET.search(p.previous):
        return True
    return p.previous in COPULAS and int(word) > _LAST_DAY


def _number(p: _Place) -> bool | None:
    """Years, amounts, versions, telephone numbers: a dot after them ends."""
    return True if p.word[-1:].isdigit() else None


def _letter(p: _Place) -> bool | None:
    """Initials and abbreviations of single letters, with or without inner spaces."""
    parts = p.word.split(".")
    if not all(len(part) == 1 and part.isalpha() for part in parts):
        return None
    pair = (p.earlier if len(p.earlier) == 2 else "") + p.previous + p.word
    written = [(t + ".").lower() for t in (p.word, p.previous + p.word, pair)]
    if not LIST_ENDERS.isdisjoint(written):
        return True
    if p.word.lower() == "s" and p.next[:1].isdigit():
        return False
    return BINDING_PAIRS.isdisjoint(written) and p.begins


def _abbreviation(p: _Place) -> bool | None:
    last = p.word.rsplit("-", 1)[-1].rsplit(".", 1)[-1].lstrip("(/&")
    name = last[:1].upper() + last[1:]
    if last.lower() + "." in LIST_ENDERS:
        return True
    if p.whole.startswith("Dipl.-") or (p.previous in DEGREES and p.word.islower()) or name in _MAY_CLOSE:
        return p.opens and not p.quoted and p.two_clauses()
    days = name in SHORT_WEEKDAYS and (p.word != p.whole or p.previous == "bis")
    if name in BINDING and not days:
        return False
    if name in COUNTS:
        return p.opens or (p.next != "Euro" and p.two_clauses(within=", "))
    if days or name in CLIPPED or (p.word[:1].isupper() and p.word.lower().endswith(CLIPPED_ENDS)):
        return p.begins
    if last in NO_VOWEL:
        return True
    cut = _UNSAID.search(last) if len(last) > _UNKNOWN_ABBREVIATION else not _VOWEL.search(last)
    return p.begins if cut and last.isalpha() and not last.isupper() else None


def _acronym(p: _Place) -> bool | None:
    """Of capitals alone, as "OG" and "THW": written without a dot (DIN 5008). In a line of capitals all look so."""
    return True if len(p.word) > 1 and p.word.isupper() and not p.next[:2].isupper() else None


def _plain_word(p: _Place) -> bool | None:
    """What no rule knows and can be spoken is a word, and ends a sentence; of a sign sentencex may know."""
    word = p.word.strip(_CLOSING)
    return True if len(word) > _UNKNOWN_ABBREVIATION or p.opens or p.closers or _VOWEL.search(word) else None


_RULES: tuple[Callable[[_Place], bool | None], ...] = (
    _goes_on,
    _ellipsis,
    _bracket,
    _within_name,
    _title_with_mark,
    _mark,
    _closed_quotation,
    _common,
    _outside,
    _date,
    _ordinal,
    _number,
    _letter,
    _abbreviation,
    _acronym,
    _plain_word,
)
