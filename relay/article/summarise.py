"""The teaser of a release: its lead, and the sentences near it that carry most, in their order, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from relay.article.boilerplate import is_caption, is_contact, is_furniture
from relay.article.clean import letters
from relay.article.dateline import dateline
from relay.article.facts import facts
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


def teaser(blocks: Sequence[Block], *, title: str, length: int) -> Teaser:
    """Whole sentences of the release, in order, in at most `length` characters as the reader sees them.

    Begins with the lead and goes on with what adds most facts near it; deterministic. Where not even one sentence
    fits, the first is cut between clauses, with " …". No text, no teaser.
    """
    units = list(_units(blocks, title))
    if not units:
        return Teaser("", ())
    chosen = _choose(units, title, length)
    if not chosen:
        whole = " ".join(units[0])
        if len(whole) <= length:
            # Nothing opens as a lead should, but the beginning of the release is better than half a sentence of it.
            return Teaser(whole, tuple(units[0]))
        cut = _cut(units[0][0], length)
        return Teaser(cut, (cut,) if cut else ())
    sentences = tuple(s for n in chosen for s in units[n])
    return Teaser(" ".join(sentences), sentences)


def _choose(units: Sequence[Unit], title: str, length: int) -> list[int]:
    """Numbers of the units that make the teaser."""
    window = range(min(_WINDOW, len(units)))
    lead = next((n for n in window if _opens(units[n]) and _size(units, [n]) <= length), None)
    if lead is None:
        return []
    whole = list(range(lead, len(units)))
    if len(units) <= _WINDOW and _size(units, whole) <= length and all(_goes_with(units, n, whole) for n in whole[1:]):
        return whole
    chosen = [lead]
    while True:
        shown = letters(title + " " + " ".join(s for n in chosen for s in units[n]))
        worth = {
            n: _worth(units[n], n - lead, shown)
            for n in window
            if n > lead and n not in chosen and _goes_with(units, n, chosen) and _size(units, [*chosen, n]) <= length
        }
        best = max(worth, key=lambda n: (worth[n], -n), default=None)
        if best is None or worth[best] <= 0:
            return chosen
        chosen = sorted([*chosen, best])


def _worth(unit: Unit, distance: int, shown: str) -> float:
    new = sum(weight for fact, weight in facts(" ".join(unit)).items() if letters(fact) not in shown)
    return _BASE + new - _DISTANCE * distance


def _opens(unit: Unit) -> bool:
    """Whether a teaser may begin with it: it leans on nothing before it, and leads to something."""
    return not (_LEANING.match(unit[0]) or unit[-1].endswith((":", "…", "...")))


def _goes_with(units: Sequence[Unit], n: int, chosen: Sequence[int]) -> bool:
    """Whether a unit may follow: no quotation without the talk around it, nothing that leans on what is left out."""
    first, last = units[n][0], units[n][-1]
    if last.endswith((":", "?", "…", "...")) or first.startswith(("„", "»", '"')):
        return False
    return n - 1 in chosen or not _LEANING.match(first)


def _size(units: Sequence[Unit], chosen: Sequence[int]) -> int:
    return len(" ".join(s for n in chosen for s in units[n]))


def _units(blocks: Sequence[Block], title: str) -> Iterator[Unit]:
    """What a teaser may be made of, from the lead on."""
    quotations = (unit for block in _texts(blocks) for unit in _quotations(block.sentences))
    units = list(islice((unit for unit in quotations if not _is_label(unit, title)), 2 * _WINDOW))
    start = next((n for n, unit in enumerate(units) if not _is_warm_up(unit, units[n + 1 : n + 2])), 0)
    yield from units[start:]


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


def _is_label(unit: Unit, title: str) -> bool:
    text = " ".join(unit)
    return (
        letters(text) in letters(title)
        or is_furniture(text)
        or is_caption(text)
        or is_contact(text)
        or bool(_SALUTATION.match(text) and text.endswith((",", "!")))
    )


def _is_warm_up(unit: Unit, after: Sequence[Unit]) -> bool:
    """A question to the reader, or a quotation before the news, is no lead, if what follows stands by itself."""
    text = " ".join(unit)
    question = text.endswith("?") and bool(_TO_READER.search(text))
    quotation = text.startswith("„")
    return (question or quotation) and bool(after) and not _LEANING.match(after[0][0])


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
            if _balanced(head[:place]):
                return head[:place].rstrip(" ,;:–—") + _MORE
    return ""


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("„") <= text.count("“") + text.count("”")
