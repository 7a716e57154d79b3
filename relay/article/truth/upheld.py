"""Whether one sentence of a release says all that a summary's sentence says, and says it so. Pure.

A sentence falls into parts at commas, semicolons, dashes and conjunctions, where both sides have a word of their own
in small letters (a verb, mostly). A sentence is upheld by one sentence of the release that upholds each of its parts
with a part of its own, under the same conditions and on the same authority. So no cause, speaker or contrast can be
made of two sentences. A part upholds another that

- has only its words, adjectives and nouns inflected at most (articles, some prepositions, "und" are free), and what it
  states, with the same bounds;
- is meant alike: with each form of "sein", "haben", "werden", each "soll" or "könne", each "weil", "dass", "sagte",
  "voraussichtlich", "nur", "nicht", and its last verb (`_manner`);
- gives each noun and number its part (`relay.article.truth.roles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from relay.article.german import WEEKDAYS, words
from relay.article.truth.claims import Claim, bound_of_day, claims, masked
from relay.article.truth.clauses import NEGATION, cuts
from relay.article.truth.roles import Role, keeps_roles, roles
from relay.article.truth.vocabulary import Vocabulary, Word, words_of

_FREE = words(
    "der die das den dem des ein eine einen einem einer eines und sowie zum zu zur im in ins am an auf aus bei beim "
    "mit von vom für um ab bis über sich"
)
_LIKE = {"dafür": "für", "davon": "von", "dazu": "zu"}
_FORMS = """
ist sind, sei seien, war waren, wäre wären, wird werden, werde, wurde wurden, würde würden, worden, hat haben, habe,
hatte hatten, hätte hätten, bleibt bleiben, bleibe, blieb blieben, muss müssen, müsse, musste mussten, müsste müssten,
darf dürfen, dürfe, durfte durften, dürfte dürften, kann können, könne, konnte konnten, könnte könnten, soll sollen,
solle, sollte sollten, will wollen, wolle, wollte wollten, mag mögen, möchte möchten
"""
_AUXILIARIES = {form: forms.split()[0] for forms in _FORMS.split(",") for form in forms.split()}
"""Singular and plural are one; time and mood are not: on them depends whether a thing is, was, or is said to be."""
_CONDITIONS = words(
    "wenn falls sofern soweit außer ausgenommen oder entweder ob statt sondern vorbehalt bedingung voraussetzung"
)
"""What makes another sentence of the whole, where it is left out."""
_REPORTED = re.compile(
    r"(?:laut|lt|gemäß|zufolge|angaben|ansicht|meinung|einschätzung|aussage|auskunft"
    r"|(?:an|vor|mit|aus|unter|ver|be|ge)?(?:ge)?(?:sag|erklär|erläuter|beton|bericht|versicher|kündig|kündigt|forder|mein"
    r"|behaupt|vermut|schätz|erwart|rechn|hoff|glaub|warn|beton|lob|kritisier|nenn|nann|find|fand|mitteil|teil|äußer|plan"
    r"|beabsichtig|versprech|versprich|versprach|empfehl|empfiehl|bitt|appellier|rat|rät|fürcht|prüf|zweifel|streit"
    r"|bestreit|dementier)(?:e|t|te|en|ten|st)?)"
)
"""On whose authority, or how surely: who says, hopes or plans it, by the stem of the verb."""
_MANNER = words(
    """
    nur lediglich ausschließlich allein teilweise halbseitig zeitweise vorerst zunächst grundsätzlich weil da denn damit
    dass bevor nachdem während obwohl obgleich indem sodass solange sobald als deshalb deswegen daher darum dadurch
    demnach somit ursache grund hintergrund aber doch jedoch trotzdem dennoch
    voraussichtlich wohl vermutlich möglicherweise vielleicht eventuell evtl gegebenenfalls ggf angeblich mutmaßlich
    offenbar scheinbar anscheinend etwa rund circa ca fast beinahe knapp mindestens höchstens maximal je pro jeweils
    """
)
_MANNER_OF = re.compile(
    r"(?:ehemalig|stellvertretend|geplant|früher|künftig|zukünftig|möglich|sogenannt|vorläufig)e?[nmrs]?"
)
"""What says how a part is meant: why, how surely, of whom alone, since when no longer."""
_EXACT = words(
    "heute morgen gestern übermorgen vorgestern sofort immer nie frei offen erst schon noch nur mehr wieder vor nach "
    "gegen ohne außer statt seit auch wer wenn falls oder sie er es ihn ihm ihr gesperrt geschlossen geöffnet erlaubt "
    "verboten zulässig untersagt gefährlich unbedenklich bedenklich sicher"
)
"""Words that are not compared by their stems, nor with nouns: "morgen" is no "Morgen", "geschlossen"
is not "in geschlossenen Ställen"."""
_ENDINGS = frozenset({"", *words("e en er es em n")})
"""Of adjectives; a verb in another form is another time or mood."""
_RELATIVE = re.compile(
    r"(?:der|die|das|den|dem|denen)\s(?:ab|am|an|auf|aus|bei|beim|bis|durch|für|im|in|mit|nach|seit|sich|von|vom|zu|zum|zur)\b"
)
"""A clause that speaks of the noun before it: "Arbeiten, die bis zum 11. April dauern"."""
_ABOUT = words("voraussichtlich etwa spätestens einschließlich jeweils mo di mi do fr sa so")
_LEAST = 3
_BARE = re.compile(
    rf"\b(?P<day>{'|'.join(sorted(WEEKDAYS))})s?(?!\w)(?!(?:früh|morgen|mittag|nachmittag|abend)?s?,?\s?\(?(?:de[nmr]\s)?\d{{1,2}}\.)"
)
_QUOTE = re.compile(r"[„“”\"»«]")


@dataclass(frozen=True)
class Part:
    """A part of a sentence that says something by itself."""

    text: str
    claims: tuple[Claim, ...]
    words: tuple[Word, ...]
    roles: tuple[Role, ...]

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

    @cached_property
    def manner(self) -> frozenset[str]:
        """How it is meant: its time and mood, what it denies or narrows, why, how surely."""
        meant = {word for word in self.small if word in _MANNER or _MANNER_OF.fullmatch(word)}
        moods = {word for word in self.small if word in _AUXILIARIES}
        return frozenset(meant | moods | {"nicht" for word in self.small if NEGATION.fullmatch(word)})

    @cached_property
    def last(self) -> str:
        """The word at its end, if it is a small one: the verb, or half of it ("fällt ... aus"), which must stay."""
        end = self.words[-1] if self.words else None
        if end is None or end.capital or any(one.start > end.start for one in self.claims):
            return ""
        return _one(end.text)


@dataclass(frozen=True)
class Sentence:
    """A sentence in its parts."""

    text: str
    parts: tuple[Part, ...]

    @cached_property
    def terms(self) -> frozenset[str]:
        """Under what conditions it is said, on whose authority, as a question, or as a quotation."""
        said = {word.text.lower() for word in words_of(self.text)}
        found = {word for word in said if word in _CONDITIONS or _REPORTED.fullmatch(word)}
        asks = {"?"} if self.text.endswith("?") else set()
        return frozenset(found | asks | ({"„"} if _QUOTE.search(self.text) else set()))


def sentence_of(text: str) -> Sentence:
    """A sentence as it is compared."""
    return Sentence(text, tuple(parts(text)))


def parts(sentence: str) -> list[Part]:
    """The parts of a sentence; none without words."""
    found = claims(sentence)
    left = masked(sentence, found)
    spans = list[tuple[int, int]]()
    start, dates = 0, False
    for end, after in cuts(sentence, found):
        before, dates = dates, _dates_only(left[start:end])
        if spans and (before or dates or not _splits(left, spans[-1], (start, end))):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        start = after
    return [_part(sentence, left, found, span) for span in spans]


def _part(sentence: str, left: str, found: Sequence[Claim], span: tuple[int, int]) -> Part:
    start, end = span
    own = tuple(one for one in found if start <= one.start < end)
    said = tuple(Word(one.text, start + one.start, opens=one.opens and not start) for one in words_of(left[start:end]))
    return Part(sentence[start:end].strip(" ,;:"), own, said, tuple(roles(left, said, own)))


def unheld(sentence: str, release: Sequence[Sentence]) -> Iterator[str]:
    """The parts of a summary's sentence that not one sentence of the release upholds, with all the others."""
    said = sentence_of(sentence)
    best: list[str] | None = None
    for one in release:
        alike = said.terms == one.terms
        missing = [
            part.text for part in said.parts if not (alike and any(_upholds(other, part) for other in one.parts))
        ]
        if best is None or len(missing) < len(best):
            best = missing
    yield from [sentence] if best is None else best


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
    return any(_one(word.text) not in _FREE for word in words_of(text) if not word.capital)


def _upholds(release: Part, part: Part) -> bool:
    if not all(any(claim.same(one) and claim.bound == one.bound for one in release.claims) for claim in part.claims):
        return False
    if part.manner != release.manner or not part.days <= release.days:
        return False
    if release.last and not any(_related(release.last, word) for word in part.small):
        return False
    if not all(_has(release, word) for word in part.words if word.text.lower() not in _FREE):
        return False
    return keeps_roles(part.roles, release.roles)


def _has(release: Part, word: Word) -> bool:
    if word.text in WEEKDAYS:
        return bool({word.text.lower(), word.text[:2].lower()} & release.small)
    if word.capital and not word.opens and release.vocabulary.has(word):
        return True
    small = _one(word.text)
    if small in release.small or (NEGATION.fullmatch(small) and any(map(NEGATION.fullmatch, release.small))):
        return True
    if small in _EXACT or small in _AUXILIARIES:
        return False
    if word.capital and release.vocabulary.has(Word(word.text, word.start)):
        return True
    return any(_related(small, other) for other in release.small if other not in _EXACT)


def _one(word: str) -> str:
    """Of all forms of a word that says how something is meant, one."""
    small = word.lower()
    small = _AUXILIARIES.get(small, small)
    return _LIKE.get(small, small)


def _related(one: str, other: str) -> bool:
    """Whether two words differ in the endings of an adjective only."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if short.endswith("t") and long.startswith(f"{short}e"):
        return False  # "öffnet", "öffnete"
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return any(one[n:] in _ENDINGS and other[n:] in _ENDINGS for n in range(_LEAST, same + 1))
