"""Whether one sentence of a release has all that a part of a summary's sentence says. Pure.

A sentence falls into parts at commas, semicolons, dashes and conjunctions, where both sides have a word of their own
in small letters (a verb, mostly). A part is upheld by a part of the release that has each of its words, inflected at
most, and each thing it states; only articles, a few prepositions and "sein", "werden", "bleiben", "haben" are free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from relay.article.claims import Claim, bound_of_day, claims, masked
from relay.article.clauses import CUT
from relay.article.german import WEEKDAYS, words
from relay.article.vocabulary import Vocabulary, Word, words_of

_FREE = words(
    "der die das den dem des ein eine einen einem einer eines und sowie dass weil da denn zu zum zur im in ins am an "
    "auf aus bei beim mit von vom für um durch wegen ab bis über sich ist sind sei seien war waren wird werden wurde "
    "wurden worden werde hat haben hatte hatten habe bleibt bleiben blieb sagt sagte nannte nennt"
)
_LIKE = {"dafür": "für", "davon": "von", "dazu": "zu", "damit": "mit"}
_MODALS = {
    **dict.fromkeys(words("muss müssen müsse musste mussten"), "müssen"),
    **dict.fromkeys(words("darf dürfen dürfe durfte durften"), "dürfen"),
    **dict.fromkeys(words("kann können könne konnte konnten"), "können"),
    **dict.fromkeys(words("soll sollen solle sollte sollten"), "sollen"),
    **dict.fromkeys(words("will wollen wolle wollte wollten"), "wollen"),
}
_NO = re.compile(r"(?:nicht|nichts|nie|niemals|niemand\w*|kein(?:e[nrms]?|esfalls|eswegs)?|weder|kaum|ohne)")
_LIMITS = words(
    "nur lediglich ausschließlich allein außer ausgenommen teilweise halbseitig zeitweise sofern falls wenn"
)
"""What makes another sentence of one, where it is left out."""
_EXACT = words(
    "heute morgen gestern übermorgen vorgestern sofort immer nie frei offen erst schon noch nur mehr wieder vor nach "
    "gegen ohne außer statt seit auch wer wenn falls oder sie er es ihn ihm ihr gesperrt geschlossen geöffnet erlaubt "
    "verboten zulässig untersagt gefährlich unbedenklich bedenklich sicher"
)
"""Words that are not compared by their stems, nor with nouns: "morgen" is no "Morgen", "geschlossen"
is not "in geschlossenen Ställen"."""
_VERB = re.compile(r"ist|sind|sei|war|waren|wird|werden|wurden?|hat|haben|hatten?|bleibt|bleiben|blieb|sagte?|nann?te?")
_TAILS = frozenset({"", *words("e en er es em n s t te ten tet et st est end ende enden ung ungen nen innen in")})
_RELATIVE = re.compile(
    r"(?:der|die|das|den|dem|denen)\s(?:ab|am|an|auf|aus|bei|beim|bis|durch|für|im|in|mit|nach|seit|sich|von|vom|zu|zum|zur)\b"
)
"""A clause that speaks of the noun before it: "Arbeiten, die bis zum 11. April dauern"."""
_ABOUT = words("voraussichtlich etwa spätestens einschließlich jeweils mo di mi do fr sa so")
_LEAST = 3
_BARE = re.compile(
    rf"\b(?P<day>{'|'.join(sorted(WEEKDAYS))})s?(?!\w)(?!(?:früh|morgen|mittag|nachmittag|abend)?s?,?\s?\(?(?:de[nmr]\s)?\d{{1,2}}\.)"
)


@dataclass(frozen=True)
class Part:
    """A part of a sentence that says something by itself."""

    text: str
    claims: tuple[Claim, ...]
    words: tuple[Word, ...]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """For its nouns."""
        return Vocabulary([" ".join(word.text for word in self.words)])

    @cached_property
    def small(self) -> frozenset[str]:
        """Its words as they are compared."""
        return frozenset(_one(word.text) for word in self.words)

    @cached_property
    def days(self) -> frozenset[tuple[str, str]]:
        """Weekdays without a date, with their bounds."""
        return frozenset((one["day"], bound_of_day(self.text[: one.start()])) for one in _BARE.finditer(self.text))

    @property
    def narrowed(self) -> frozenset[str]:
        """What it denies or narrows."""
        denied = {"nicht"} if any(map(_NO.fullmatch, self.small)) else set[str]()
        return frozenset(denied | (self.small & _LIMITS))


def parts(sentence: str) -> list[Part]:
    """The parts of a sentence; none without words."""
    found = claims(sentence)
    left = masked(sentence, found)
    cuts = [cut for cut in CUT.finditer(sentence) if not any(one.start <= cut.start() < one.end for one in found)]
    spans = list[tuple[int, int]]()
    start, dates = 0, False
    ends = [*((cut.start(), cut.end()) for cut in cuts), (len(sentence), len(sentence))]
    for end, after in ends:
        before, dates = dates, _dates_only(left[start:end])
        if spans and (before or dates or not _splits(left, spans[-1], (start, end))):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        start = after
    return [
        Part(
            sentence[start:end].strip(" ,;:"),
            tuple(one for one in found if start <= one.start < end),
            tuple(Word(one.text, one.start, opens=one.opens and not start) for one in words_of(left[start:end])),
        )
        for start, end in spans
    ]


def unheld(sentence: str, release: Sequence[Part]) -> Iterator[str]:
    """The parts of a summary's sentence that no part of the release upholds."""
    for part in parts(sentence):
        if not any(_upholds(one, part) for one in release):
            yield part.text


def _splits(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether both sides of a cut have a verb, as far as that can be seen; "Neuhof und Altendorf" is one thing."""
    before, after, gap = text[slice(*one)], text[slice(*other)], text[one[1] : other[0]]
    if gap.startswith(":") or _RELATIVE.match(after.lstrip()):
        return False
    last, first = before.split()[-1:], after.split()[:1]
    if "," not in gap and ";" not in gap and last and first and last[0][0].isupper() and first[0][0].isupper():
        return False
    return _acts(before) and _acts(after)


def _dates_only(text: str) -> bool:
    """Whether nothing but a day stands between two cuts: the sentence goes on behind it."""
    said = [word.text for word in words_of(text)]
    return all(word in WEEKDAYS or word.lower() in _FREE or word.lower() in _ABOUT for word in said)


def _acts(text: str) -> bool:
    small = [word.text for word in words_of(text) if not word.capital]
    return any(_VERB.fullmatch(word) or _one(word) not in _FREE for word in small)


def _upholds(release: Part, part: Part) -> bool:
    if not all(any(claim.same(one) for one in release.claims) for claim in part.claims):
        return False
    if part.narrowed != release.narrowed or not part.days <= release.days:
        return False
    return all(_has(release, word) for word in part.words if word.text.lower() not in _FREE)


def _has(release: Part, word: Word) -> bool:
    if word.text in WEEKDAYS:
        return bool({word.text.lower(), word.text[:2].lower()} & release.small)
    if word.capital and not word.opens and release.vocabulary.has(word):
        return True
    small = _one(word.text)
    if small in release.small or (_NO.fullmatch(small) and any(map(_NO.fullmatch, release.small))):
        return True
    if small in _EXACT:
        return False
    if word.capital and release.vocabulary.has(Word(word.text, word.start)):
        return True
    return any(_related(small, other) for other in release.small if other not in _EXACT)


def _one(word: str) -> str:
    """Of all forms of a word that says how something is meant, one."""
    small = word.lower()
    small = _MODALS.get(small, small)
    return _LIKE.get(small, small)


def _related(one: str, other: str) -> bool:
    """Whether two words differ in their endings only."""
    one, other = (word.translate(str.maketrans("äöü", "aou")) for word in (one, other))
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return any(one[n:] in _TAILS and other[n:] in _TAILS for n in range(_LEAST, same + 1))
