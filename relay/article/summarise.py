"""The teaser of a release: its lead, and the sentences near it that carry most, in their order, word for word."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relay.article.boilerplate import is_caption, is_contact, is_furniture
from relay.article.clean import letters
from relay.article.dateline import dateline
from relay.article.facts import facts
from relay.errors import Text
from relay.model import Block, BlockKind, Teaser

Unit = tuple[str, ...]
"""Sentences that only make sense together: those of one quotation."""

_WINDOW = 10
"""Units from the first on that are looked at: what stands further down is no teaser."""
_BASE = 1.5
"""What a sentence is worth by itself."""
_DISTANCE = 0.8
"""What each sentence between it and the lead costs: a date (2) is worth going four sentences down for."""
_LEANING = re.compile(
    r"(?:Er|Sie|Es|Dies\w*|Jene\w*|Dabei|Dafür|Dagegen|Dazu|Damit|Darum|Deshalb|Deswegen|Daher|Dann|Danach|Dadurch|Daran|Darauf"
    r"|Darin|Darüber|Darunter|Davon|Davor|Demnach|Dort|Hier|Außerdem|Zudem|Auch|Ebenso|Ebenfalls|Ferner|Zusätzlich|Aber|Doch"
    r"|Denn|Jedoch|Allerdings|Dennoch|Trotzdem|Hingegen|Beide\w*|Solche\w*|Seine?[nmrs]?|Ihre?[nmrs]?|Deren|Dessen|Weitere"
    r"|Anschließend|Schließlich|Später|So|Somit|Also|Und|Oder|Letzterer?s?|Ersterer?s?|Gleiches|Ansonsten|Sonst|Nur so"
    r"|Wichtiger|Umso|Antworten? )\b"
)
_NOTE = re.compile(
    r"(?:Hinweis(?:e)?\s+(?:der|an\s+die)\s+Redaktion(?:en)?|Korrektur(?:hinweis)?|Berichtigung|Richtigstellung|Anmerkung\s+der\s+Redaktion"
    r"|Achtung,?\s+Redaktion(?:en)?)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"(?:Sehr\s+geehrte|Liebe[rs]?\s|Guten\s+Tag|Hallo\b|Meine\s+(?:sehr\s+)?(?:Damen|verehrten))", re.IGNORECASE
)
_TO_READER = re.compile(r"\b(?:Sie|Ihnen|Ihre?[nmrs]?|du|dir|dich|dein\w*|euch)\b")
_CLAUSE = re.compile(r"(?<![\d(„\"])[,;:](?= (?!\d))|(?= [–—] )")
_WEEKDAY_BEFORE = re.compile(r"(?:tag|abend|Mittwoch|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\.)$")
_NO_CUT_AFTER = re.compile(
    r"(?:\.|\d|^(?:der|die|das|den|dem|des|ein\w*|und|oder|am|im|in|zu|zum|zur|von|vom|mit|bei|für|auf)$|-)$",
    re.IGNORECASE,
)
_MORE = " …"
_LONGEST_QUOTATION = 8
"""Sentences after which a quotation that was never closed is given up."""
_LEAST_CLAUSE = 0.4
_GLANCE = 40
"""Characters that tell nearly any sentence from a title."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of sentences that only make sense together."""

    sentences: Unit
    taken: bool
    reason: Text


_BEGINNING = Text("the beginning")
_ALL = Text("all of the text fits")
_ONLY = Text("none of the first sentences opens as a teaser should; this is the beginning all the same")
_CUT_SHORT = Text("no sentence fits; this one is cut")
_LEANS = Text("it leans on a sentence that is missing")
_ANNOUNCES = Text("it announces what does not follow")
_BREAKS_OFF = Text("the sentence breaks off")
_ASKS = Text("a question")
_NO_SPEAKER = Text("a quotation whose speaker is missing")
_TOO_LITTLE = Text("it brings too little for how far down it stands")
_IN_TITLE = Text("it stands in the title already")
_LINE = Text("a line of the site, a caption or a contact, not the release")
_GREETS = Text("a salutation")
_ASKS_READER = Text("a question to the readers before the news")
_QUOTES_FIRST = Text("a quotation before the news")


def teaser(blocks: Sequence[Block], *, title: str, length: int) -> Teaser:
    """Whole sentences of the release, in order, in at most `length` characters as the reader sees them.

    Begins with the lead and goes on with what adds most facts near it; deterministic. Where not even one sentence
    fits, the first is cut between clauses, with " …". No text, no teaser.
    """
    return _judged(blocks, title, length)[0]


def explained(blocks: Sequence[Block], *, title: str, length: int) -> tuple[Judgement, ...]:
    """Why each sentence of the beginning was taken for that teaser, or left, in order; none of those further down."""
    return _judged(blocks, title, length)[1]


def _judged(blocks: Sequence[Block], title: str, length: int) -> tuple[Teaser, tuple[Judgement, ...]]:
    candidates = list(_candidates(blocks, title))
    units = [c.unit for c in candidates if c.barred is None]
    if not units:
        return Teaser("", ()), tuple(Judgement(c.unit, False, c.barred) for c in candidates if c.barred)
    taken, left = _choose(units, title, length)
    made = Teaser(
        " ".join(s for n in sorted(taken) for s in units[n]), tuple(s for n in sorted(taken) for s in units[n])
    )
    if not taken:
        made = _beginning(units[0], length)
        if made.text:
            taken = {0: _ONLY if made.sentences == units[0] else _CUT_SHORT}
    return made, tuple(_judgements(candidates, taken, left))


def _beginning(unit: Unit, length: int) -> Teaser:
    """Where nothing opens as a lead should: the beginning of the release, else what fits of its first sentence."""
    whole = " ".join(unit)
    if len(whole) <= length:
        return Teaser(whole, unit)
    cut = _cut(unit[0], length)
    return Teaser(cut, (cut,) if cut else ())


def _judgements(
    candidates: Sequence[_Candidate], taken: Mapping[int, Text], left: Mapping[int, Text]
) -> Iterator[Judgement]:
    number = 0
    for candidate in candidates:
        if candidate.barred is not None:
            yield Judgement(candidate.unit, False, candidate.barred)
            continue
        reason = taken.get(number) or left.get(number)
        if reason is None:
            return
        yield Judgement(candidate.unit, number in taken, reason)
        number += 1


def _choose(units: Sequence[Unit], title: str, length: int) -> tuple[dict[int, Text], dict[int, Text]]:
    """The numbers of the units that make the teaser, and of those of the window that do not, each with its reason."""
    window = range(min(_WINDOW, len(units)))
    before: dict[int, Text] = {}
    for lead in window:
        objection = _no_opening(units[lead]) or _too_long(units, [lead], length)
        if objection is None:
            break
        before[lead] = objection
    else:
        return {}, before
    whole = range(lead, len(units))
    if len(units) <= _WINDOW and _size(units, whole) <= length and not any(_alone(units, n, whole) for n in whole[1:]):
        return dict.fromkeys(whole, _ALL), before
    taken, later = {lead: _BEGINNING}, window[lead + 1 :]
    brings: dict[int, list[tuple[str, str, float]]] = {}
    while True:
        shown = letters(title + " " + " ".join(s for n in sorted(taken) for s in units[n]))
        left = {n: _alone(units, n, taken) or _too_long(units, [*taken, n], length) for n in later if n not in taken}
        fit = [n for n, objection in left.items() if objection is None]
        for n in fit:
            if n not in brings:
                brings[n] = [(letters(fact), fact, weight) for fact, weight in facts(" ".join(units[n])).items()]
        new = {n: [(fact, weight) for own, fact, weight in brings[n] if own not in shown] for n in fit}
        worth = {n: _BASE + sum(weight for _, weight in new[n]) - _DISTANCE * (n - lead) for n in fit}
        best = max(fit, key=lambda n: (worth[n], -n), default=None)
        if best is None or worth[best] <= 0:
            return taken, {**before, **{n: objection or _TOO_LITTLE for n, objection in left.items()}}
        taken[best] = _brought(units[best], [fact for fact, _ in new[best]])


def _brought(unit: Unit, new: Sequence[str]) -> Text:
    text = " ".join(unit)
    if not new:
        return Text("it follows closely")
    return Text("it brings {facts}", {"facts": ", ".join(sorted(new, key=text.find))})


def _no_opening(unit: Unit) -> Text | None:
    """Why a teaser may not begin with it: it leans on something before it, or leads to nothing."""
    if _LEANING.match(unit[0]):
        return _LEANS
    return _leads_on(unit)


def _alone(units: Sequence[Unit], n: int, chosen: Container[int]) -> Text | None:
    """Why a unit may not follow: a quotation without the talk around it, or it leans on what is left out."""
    first, last = units[n][0], units[n][-1]
    if last.endswith("?"):
        return _ASKS
    if first.startswith(("„", "»", '"')):
        return _NO_SPEAKER
    return _leads_on(units[n]) or (_LEANS if n - 1 not in chosen and _LEANING.match(first) else None)


def _leads_on(unit: Unit) -> Text | None:
    if unit[-1].endswith(("…", "...")):
        return _BREAKS_OFF
    return _ANNOUNCES if unit[-1].endswith(":") else None


def _too_long(units: Sequence[Unit], chosen: Sequence[int], length: int) -> Text | None:
    """Why the last of the chosen does not fit beside the others."""
    if _size(units, chosen) <= length:
        return None
    others = _size(units, chosen[:-1])
    return Text("too long: {left} characters are left", {"left": max(0, length - others - (1 if others else 0))})


def _size(units: Sequence[Unit], chosen: Iterable[int]) -> int:
    return len(" ".join(s for n in chosen for s in units[n]))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What a teaser may be made of, unless it is barred for a reason."""

    unit: Unit
    barred: Text | None = None


def _candidates(blocks: Sequence[Block], title: str) -> Iterator[_Candidate]:
    """The units of the beginning; those before the lead are barred, as are labels."""
    known = letters(title)
    found: list[_Candidate] = []
    units: list[Unit] = []
    for unit in (unit for block in _texts(blocks) for unit in _quotations(block.sentences)):
        label = _label(unit, known)
        found.append(_Candidate(unit, label))
        units += [] if label else [unit]
        if len(units) == 2 * _WINDOW:
            break
    warm_ups = [_warm_up(unit, units[n + 1 : n + 2]) for n, unit in enumerate(units)]
    waiting = warm_ups[: warm_ups.index(None)] if None in warm_ups else []
    for candidate in found:
        if candidate.barred is None and waiting:
            yield _Candidate(candidate.unit, waiting.pop(0))
        else:
            yield candidate


def _texts(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs without notes to editors; where a release has none, what else holds sentences."""
    for kinds in ((BlockKind.PARAGRAPH,), (BlockKind.QUOTE, BlockKind.BOX), (BlockKind.ITEM,)):
        found = [b for b in blocks if b.kind in kinds and _speaks(b)]
        lead = next((n for n, b in enumerate(found) if not _NOTE.match(b.text)), 0)
        if found:
            return found[lead:]
    return []


def _speaks(block: Block) -> bool:
    """Whether a block holds sentences, and is no caption, contact or line of the site."""
    text = block.text
    ended = any(s.endswith((".", "!", "?", "“")) for s in block.sentences)
    return ended and not (is_furniture(text) or is_caption(text) or is_contact(text))


def _quotations(sentences: Sequence[str]) -> Iterator[Unit]:
    unit: list[str] = []
    opened = 0
    for sentence in sentences:
        unit.append(sentence if unit else sentence[len(dateline(sentence)) :])
        opened += sentence.count("„") - sentence.count("“") - sentence.count("”")
        if opened <= 0 or len(unit) == _LONGEST_QUOTATION:
            yield tuple(unit)
            unit, opened = [], 0
    if unit:
        yield tuple(unit)


def _label(unit: Unit, title: str) -> Text | None:
    """Why it is no sentence of the release; `title` in letters only."""
    text = " ".join(unit)
    if letters(text[:_GLANCE]) in title and letters(text) in title:
        return _IN_TITLE
    if is_furniture(text) or is_caption(text) or is_contact(text):
        return _LINE
    return _GREETS if _SALUTATION.match(text) and text.endswith((",", "!")) else None


def _warm_up(unit: Unit, after: Sequence[Unit]) -> Text | None:
    """A question to the reader, or a quotation before the news, is no lead, if what follows stands by itself."""
    if not after or _LEANING.match(after[0][0]):
        return None
    text = " ".join(unit)
    if text.endswith("?") and _TO_READER.search(text):
        return _ASKS_READER
    return _QUOTES_FIRST if text.startswith("„") else None


def _cut(sentence: str, length: int) -> str:
    """A sentence cut between two clauses, else between two words; never in a number, date, bracket or quotation."""
    room = length - len(_MORE)
    if room <= 0:
        return ""
    head = sentence[: room + 1]
    places = [m.start() for m in _CLAUSE.finditer(head) if m.start() <= room]
    clauses = [n for n in places if n >= _LEAST_CLAUSE * room and not _WEEKDAY_BEFORE.search(head[:n])]
    words = [n for n, c in enumerate(head) if c == " " and not head[n + 1 : n + 2].isdigit()]
    words = [n for n in words if not _NO_CUT_AFTER.search(head[:n].split(" ")[-1].rstrip(",;:"))]
    for places in (clauses, words):
        for place in reversed(places):
            kept = head[:place].rstrip(" ,;:–—")
            if kept and _balanced(kept):
                return kept + _MORE
    return ""


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("„") <= text.count("“") + text.count("”")
