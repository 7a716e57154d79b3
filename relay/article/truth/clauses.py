"""Clauses, and which words go with which: what a number is said of, and what is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relay.article.german import WEEKDAYS, words
from relay.article.truth.claims import Claim, Kind, claims, masked
from relay.article.truth.vocabulary import stem, words_of

_CUT = re.compile(r"[,;:](?=\s)|\s[–—-]\s|\s(?:und|sowie|oder|aber|doch|jedoch|während)\s")
NEGATION = re.compile(
    r"(?:nicht|nichts|nie|niemals|niemand\w*|kein(?:e[nrms]?|esfalls|eswegs)?|ohne|weder|kaum)", re.IGNORECASE
)
_LEAST = 4
_EMPTY = frozenset(day.lower() for day in WEEKDAYS) | words(
    "aber alle allem allen aller alles auch außerdem bereits beim bisher dabei damit dann darin darüber davon "
    "dazu dem denen derzeit deren dessen dies diese diesem diesen dieser dieses doch dort durch eine einem einen "
    "einer eines etwa für gegen haben hatte hatten insgesamt jeweils jede jeden jeder kann können mehr nach noch "
    "oder rund schon sehr sein seine seinem seinen seiner seit sich sind sollen sowie statt über unter "
    "voraussichtlich waren weil weiter wenn werden wieder wird wurde wurden zudem zwischen nicht nichts kein "
    "keine keinen keiner keinem ohne weder während"
)
"""Words that say nothing about what is spoken of."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence: its stems, what it states, whether it denies."""

    stems: frozenset[str]
    claims: tuple[Claim, ...]
    denies: bool


def clauses(sentence: str) -> list[Clause]:
    """The parts of a sentence between commas and conjunctions; a part that says nothing goes with the next one."""
    found = claims(sentence)
    left = masked(sentence, found)
    parts: list[Clause] = []
    said: list[str] = []
    start = read = 0
    for end, after in cuts(sentence, found):
        fresh = [word.text for word in words_of(left[read:end])]
        said += fresh
        stems = frozenset(stem(word) for word in fresh if len(word) >= _LEAST and word.lower() not in _EMPTY)
        read = end
        if stems or end == len(sentence):
            stated = tuple(one for one in found if start <= one.start < end)
            parts.append(Clause(stems, stated, denies=any(map(NEGATION.fullmatch, said))))
            start, read, said = after, after, []
    return parts


def cuts(sentence: str, found: Sequence[Claim]) -> list[tuple[int, int]]:
    """Where a sentence falls into parts, but not within what it states, `found`; the last is its end."""
    stated = {place for one in found for place in range(one.start, one.end)}
    places = [cut.span() for cut in _CUT.finditer(sentence) if cut.start() not in stated]
    return [*places, (len(sentence), len(sentence))]


def fits_worse(claim: Claim, clause: Clause, release: Sequence[Clause]) -> bool:
    """Whether the words around what is stated go better with another statement of its kind in the release.

    So it shows that amounts, dates or times changed places.
    """
    if not clause.stems:
        return False
    own = max((len(clause.stems & one.stems) for one in release if any(map(claim.same, one.claims))), default=0)
    for one in release:
        shared = len(clause.stems & one.stems)
        if shared > own and not any(map(claim.same, one.claims)):
            rivals = [other for other in one.claims if other.kind is claim.kind and other.unit == claim.unit]
            if any(not any(mine.same(rival) for mine in clause.claims) for rival in rivals):
                return True
    return False


def of_another(claim: Claim, clause: Clause, release: Sequence[Clause]) -> bool:
    """Whether a word beside a number or a time is one that the release has beside another of its kind only.

    "12 Betriebe in Adorf und drei in Bdorf" are no "12 Betriebe in Bdorf".
    """
    if claim.kind not in (Kind.NUMBER, Kind.TIME):
        return False
    own = [one for one in release if any(map(claim.same, one.claims))]
    others = frozenset[str]().union(*(one.stems for one in release if _rivals(claim, clause, one)))
    return bool(own) and all((clause.stems - one.stems) & others for one in own)


def _rivals(claim: Claim, clause: Clause, release: Clause) -> bool:
    """Whether a clause of the release states another thing of the kind, and not this one."""
    return not any(map(claim.same, release.claims)) and any(
        other.kind is claim.kind and not any(mine.same(other) for mine in clause.claims) for other in release.claims
    )


def negated(clause: Clause, release: Sequence[Clause]) -> bool:
    """Whether a clause denies what the clauses of the release that it resembles most say, or the other way round."""
    most = max((len(clause.stems & one.stems) for one in release), default=0)
    if not most:
        return clause.denies
    return all(one.denies != clause.denies for one in release if len(clause.stems & one.stems) == most)
