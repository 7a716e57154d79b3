"""The words of a release, and whether another text may use a word because the release does, inflected or shortened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from relay.article.german import OPENERS, WEEKDAYS, words

_WORD = re.compile(r"(?<![^\W_])[^\W_]*[^\W\d_][^\W_]*(?:[-’'][^\W_]+)*(?:[*:_]in(?:nen)?\b)?")
_GENDERED = re.compile(r"(.+?)[*:_](in(?:nen)?)")
_FORMAL = words("Sie Ihnen Ihr Ihre Ihrer Ihren Ihrem Ihres")
_ENDINGS: tuple[tuple[int, frozenset[str]], ...] = (
    (4, frozenset({"s", "n", "es", "'s", "’s", "innen", "nen"})),
    (3, frozenset({"e"})),
    (5, frozenset({"er"})),
)
"""What may stand behind a word of at least so many letters without making it another one."""
_TAKES_EN = re.compile(
    r"(?:ung|heit|keit|schaft|ion|tät|zeit|arbeit|ent|ant|ist|frau|person|uhr|zahl|fahrt|schrift|tür|or|enz|anz|ik|tat)$"
)
"""Words with a plural in -en. Others might be names: Neukirchen is not Neukirch."""
_ADJECTIVE = re.compile(r"(.*(?:isch|lich|ig|sch|al|iv|ell|är|bar|sam|haft|t|neu|alt|groß|klein|jung|hoh))e[nrms]?$")
_PLURALS = frozenset({"", "e", "er", "ern", "n", "en"})
_UMLAUTS = str.maketrans("äöü", "aou")
_HEAD = re.compile(
    r"(?:.*(?:ung|heit|keit|schaft|tion|tät|ment)(?:en)?|(?:bauten?|arbeit|verkehr|sperrung|schule|straße|brücke|verwaltung|amt"
    r"|bahn|betrieb|dienst|fest|feier|gebäude|haus|halle|konzert|markt|plan|platz|programm|stelle|tag|verein|weg|wehr"
    r"|stadt|gemeinde|kreis|schutz|preis|kosten|mittel|gelder|plätze|kurse|zentrum|woche|warnung)(?:e?[ns]|e)?)$"
)
"""What may stand by itself where the release has it as the last part of a compound: common nouns, no places."""
_LEAST_FRONT = 3
_STEM = 5
_MOST_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word, where it stands, and whether it opens the sentence."""

    text: str
    start: int
    opens: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is written as a noun or a name."""
        return self.text[0].isupper()


def words_of(sentence: str) -> list[Word]:
    """The words of a sentence; a hyphenated one is one."""
    first = next((place for place, char in enumerate(sentence) if char.isalnum()), 0)
    return [Word(one.group(), one.start(), opens=one.start() <= first) for one in _WORD.finditer(sentence)]


def stem(word: str) -> str:
    """How a word is compared where its form is of no account."""
    return word.casefold().translate(_UMLAUTS)[:_STEM]


@dataclass(frozen=True)
class Vocabulary:
    """What a release has words for; `sentences` without what `relay.article.truth.claims` finds in them."""

    sentences: Sequence[str]

    @cached_property
    def _runs(self) -> list[list[str]]:
        return [[word.text for word in words_of(sentence)] for sentence in self.sentences]

    @cached_property
    def _nouns(self) -> frozenset[str]:
        found = {form for run in self._runs for word in run if word[0].isupper() for form in _forms(word)}
        days = {day for day in WEEKDAYS if day in found or day[:2] in found}
        return frozenset(found | days | {day[:2] for day in days})

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(word.lower() for run in self._runs for word in run)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of all words."""
        return frozenset(stem(form) for run in self._runs for word in run for form in _forms(word))

    def has(self, word: Word) -> bool:
        """Whether a capitalised word is one of the release's, or, at the beginning, one that may open a sentence."""
        if word.text in _FORMAL or (word.opens and (word.text in OPENERS or word.text.lower() in self._small)):
            return True
        return all(form in self._nouns or any(_akin(form, noun) for noun in self._nouns) for form in _forms(word.text))

    def knows(self, word: str) -> bool:
        """Whether the release has the very word, however it is written."""
        return word.lower() in self._small

    def pairs(self, first: str, second: str) -> bool:
        """Whether two capitalised words stand side by side in the release, with a title or a name between at most."""
        for run in self._runs:
            for n, word in enumerate(run):
                if not _is(first, word):
                    continue
                for other in run[n + 1 : n + 2 + _MOST_BETWEEN]:
                    if _is(second, other):
                        return True
                    if not other[0].isupper():
                        break
        return False


def _forms(word: str) -> Iterator[str]:
    """Of "Bürger*innen" these are "Bürger" and "Bürgerinnen"."""
    if found := _GENDERED.fullmatch(word):
        yield found[1]
        yield found[1] + found[2]
    else:
        yield word


def _is(word: str, other: str) -> bool:
    return word == other or _inflected(word.casefold(), other.casefold())


def _akin(word: str, noun: str) -> bool:
    """Whether a word is a form of a noun of the release, or the last part of it."""
    small, known = word.casefold(), noun.casefold()
    if _inflected(small, known):
        return True
    return len(known) - len(small) >= _LEAST_FRONT and known.endswith(small) and bool(_HEAD.match(word.lower()))


def _inflected(one: str, other: str) -> bool:
    """Whether two words, in small letters, differ in an ending only."""
    if one[:2].translate(_UMLAUTS) != other[:2].translate(_UMLAUTS):
        return False
    adjectives = _ADJECTIVE.match(one), _ADJECTIVE.match(other)
    if adjectives[0] and adjectives[1] and adjectives[0][1] == adjectives[1][1]:
        return True
    short, long = sorted((one, other), key=len)
    ending = long[len(short) :]
    if long.startswith(short):
        if any(len(short) >= least and ending in endings for least, endings in _ENDINGS):
            return True
        return ending == "en" and bool(_TAKES_EN.search(short))
    # "Häuser", "Städte": only the longer one has the umlaut.
    folded = long.translate(_UMLAUTS)
    return len(short) >= _LEAST_FRONT and folded.startswith(short) and folded[len(short) :] in _PLURALS
