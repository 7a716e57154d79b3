"""What a teaser may be made of: the sentences of the beginning, and why those before the lead and labels are barred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from relay.article.clean import letters
from relay.article.page.boilerplate import is_caption, is_contact, is_furniture
from relay.article.sentences.dateline import dateline
from relay.article.teaser.instructions import instructs, names_a_rule, shelters, warns
from relay.article.teaser.leaning import (
    Unit,
    goes_on,
    is_name,
    is_talk,
    leans,
    leans_on_heading,
    points_back,
    tells_one_side,
    turns,
)
from relay.errors import Text
from relay.model import Block, BlockKind

WINDOW = 10
"""Units from the first on that are looked at: what stands further down is no teaser."""
_ALARM = 2
"""Paragraphs from the first on that tell whether a release warns."""
_NOTE = re.compile(
    r"(?:Hinweis(?:e)?\s+(?:der|an\s+die)\s+Redaktion(?:en)?|Korrektur(?:hinweis)?|Berichtigung|Richtigstellung|Anmerkung\s+der\s+Redaktion"
    r"|Achtung,?\s+Redaktion(?:en)?)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"(?:Sehr\s+geehrte|Liebe[rs]?\s|Guten\s+Tag|Hallo\b|Meine\s+(?:sehr\s+)?(?:Damen|verehrten))", re.IGNORECASE
)
_TO_READER = re.compile(r"\b(?:Sie|Ihnen|Ihre?[nmrs]?|du|dir|dich|dein\w*|euch)\b")
_LISTED = (BlockKind.ITEM, BlockKind.BOX, BlockKind.QUOTE)
_LONGEST_QUOTATION = 8
"""Sentences after which a quotation that was never closed is given up."""
_LONGEST_HEADING = 200
"""Characters of a heading that are one."""
_GLANCE = 40
"""Characters that tell nearly any sentence from a title."""

_IN_TITLE = Text("it stands in the title already")
_LINE = Text("a line of the site, a caption or a contact, not the release")
_GREETS = Text("a salutation")
_ASKS_READER = Text("a question to the readers before the news")
_QUOTES_FIRST = Text("a quotation before the news")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a teaser may be made of, unless it is barred for a reason."""

    unit: Unit
    barred: Text | None = None
    listed: bool = False
    """It is a line of a list or box, not of a paragraph."""
    orders: bool = False
    """It says what to do or where to go, and the release is a warning."""


def candidates(blocks: Sequence[Block], title: str, length: int) -> list[Candidate]:
    """The units of the beginning, in order; those before the lead are barred, as are labels. `length`: the teaser's."""
    texts = _texts(blocks)
    danger = warns(title, [block.sentences for block in texts[:_ALARM]])
    read = _with_orders(blocks, texts, length) if danger else texts
    found = _labelled(read, letters(title), _headings(blocks), danger=danger)
    if found and all(one.barred for one in found):
        found = _labelled(read, letters(title), {}, danger=danger)
    found = _with_openings(_with_both_sides(found), length)
    units = [one.unit for one in found if one.barred is None]
    waiting = _warm_ups(units)
    return [_settled(one, waiting, danger=danger) for one in found]


def _with_both_sides(found: Sequence[Candidate]) -> list[Candidate]:
    """What tells one side of a matter stands together with the other: "Zwar ... Jedoch ..."; at most one between."""
    usable = [n for n, one in enumerate(found) if one.barred is None]
    made = dict(enumerate(found))
    done = -1
    for at, n in enumerate(usable):
        if n <= done or len(found[n].unit) > 1 or not tells_one_side(found[n].unit[0]):
            continue
        after = [m for m in usable[at + 1 : at + 3] if found[m].listed == found[n].listed]
        if not after:
            continue
        count = 2 if len(after) == 2 and turns(found[after[1]].unit[0]) and not turns(found[after[0]].unit[0]) else 1
        done = after[count - 1]
        both = tuple(sentence for m in (n, *after[:count]) for sentence in found[m].unit)
        made[n] = replace(found[n], unit=both)
        for m in after[:count]:
            del made[m]
    return list(made.values())


def _with_openings(found: list[Candidate], length: int) -> list[Candidate]:
    """Questions and quotations at the beginning stand together with what leans on them; else a run of questions goes.

    "Was kostet das? Wer hilft? Antworten gibt ...", "„Glück auf!“ Mit diesen Worten hat ... Dort werden ..."
    """
    usable = [n for n, one in enumerate(found) if one.barred is None]
    units = [found[n].unit for n in usable]
    asked = next((n for n, unit in enumerate(units) if not unit[-1].endswith("?")), len(units))
    if 0 < asked < len(units) and leans(units[asked]):
        first = next((n for n in range(asked) if _fits(units[n : asked + 1], length)), asked)
        return _joined(found, usable, first, asked)
    if 1 < asked < len(units):
        return _joined(found, usable, asked, asked)
    quoted = len(units) > 2 and units[0][0].startswith("„") and is_talk(" ".join(units[0]))
    if quoted and leans(units[1]) and points_back(units[2]) and _fits(units[:2], length):
        return _joined(found, usable, 0, 1)
    return found


def _fits(units: Sequence[Unit], length: int) -> bool:
    return len(" ".join(sentence for unit in units for sentence in unit)) <= length


def _joined(found: list[Candidate], usable: Sequence[int], first: int, last: int) -> list[Candidate]:
    """With those from `first` to `last` as one, and those before as questions before the news; of the usable ones."""
    made = [replace(found[n], barred=_ASKS_READER) for n in usable[:first]]
    unit = tuple(sentence for n in usable[first : last + 1] for sentence in found[n].unit)
    kept = [one for one in found[: usable[last]] if one.barred is not None]
    return [*kept, *made, replace(found[usable[last]], unit=unit), *found[usable[last] + 1 :]]


def _settled(one: Candidate, waiting: list[Text], *, danger: bool) -> Candidate:
    """With its reason, where it stands before the lead, and with whether it says what to do, in a warning."""
    if one.barred is None and waiting:
        return replace(one, barred=waiting.pop(0))
    acts = danger and any(instructs(sentence) or shelters(sentence) for sentence in one.unit)
    return replace(one, orders=True) if acts else one


def _warm_ups(units: Sequence[Unit]) -> list[Text]:
    """Why those before the lead are none; nothing where there would be no lead left."""
    found: list[Text] = []
    for n, unit in enumerate(units):
        if (objection := _warm_up(unit, units[n + 1 : n + 2])) is None:
            return found
        found.append(objection)
    return []


def _labelled(texts: Sequence[Block], title: str, headings: Mapping[int, str], *, danger: bool) -> list[Candidate]:
    """Those of `texts`, with why they are none, and none beyond the window; `headings` by the `id` of their blocks."""
    found: list[Candidate] = []
    usable, enough = 0, 2 * WINDOW
    parallel = len({heading for heading in headings.values() if is_name(heading)}) > 1
    above = ""
    for block, unit in ((b, u) for b in texts for u in quotations(b.sentences)):
        heading = headings.get(id(block), "")
        # Paragraphs have been looked at as a whole.
        judged = block.kind is BlockKind.PARAGRAPH and unit == block.sentences
        why = _label(unit, title, judged=judged)
        if why is None and heading:
            why = leans_on_heading(heading, unit, first=heading != above, parallel=parallel)
            # What leans on one that leans on the heading does so too.
            why = why or (leans(unit) if heading == above and found[-1].barred else None)
        above = heading
        found.append(Candidate(unit, why, block.kind in _LISTED))
        if why is not None:
            continue
        # What tells one side becomes one with the other.
        usable += not (len(unit) == 1 and tells_one_side(unit[0]))
        # One beyond the window tells that there is more; orders, and what comes before a lead, are looked for further.
        if usable == 1 and not danger and not _may_warm_up(" ".join(unit)):
            enough = WINDOW + 1
        if usable == enough:
            break
    return found


def _headings(blocks: Sequence[Block]) -> dict[int, str]:
    """The heading above each paragraph, by its `id`; of those above the first paragraph none, for they are a title."""
    found: dict[int, str] = {}
    heading = ""
    for block in blocks:
        if block.kind is BlockKind.HEADING and found:
            heading = block.text if len(block.text) <= _LONGEST_HEADING else ""
        elif block.kind is BlockKind.PARAGRAPH:
            found[id(block)] = heading
    return found


def _texts(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs without notes to editors; where a release has none, what else holds sentences."""
    for kinds in ((BlockKind.PARAGRAPH,), (BlockKind.QUOTE, BlockKind.BOX), (BlockKind.ITEM,)):
        found = [b for b in blocks if b.kind in kinds and _speaks(b)]
        lead = next((n for n, b in enumerate(found) if not _NOTE.match(b.text)), 0)
        if found:
            return found[lead:]
    return []


def _with_orders(blocks: Sequence[Block], texts: list[Block], length: int) -> list[Block]:
    """Of a warning whose paragraphs do not say shortly what to do: they, and the lines of lists and boxes that do."""
    beginning = [sentence for block in texts for sentence in block.sentences][:WINDOW]
    if any(instructs(one) and not names_a_rule(one) for one in beginning if len(one) <= length):
        return texts
    chosen = {id(block) for block in texts}
    return [b for b in blocks if id(b) in chosen or (b.kind in _LISTED and any(map(instructs, b.sentences)))]


def _speaks(block: Block) -> bool:
    """Whether a block holds sentences, and is no caption, contact or line of the site."""
    text = block.text
    ended = any(s.endswith((".", "!", "?", "“")) for s in block.sentences)
    return ended and not _is_line(text)


def _is_line(text: str) -> bool:
    return is_furniture(text) or is_caption(text) or is_contact(text)


def quotations(sentences: Sequence[str]) -> Iterator[Unit]:
    """Sentences, those of one quotation together, without a dateline."""
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


def _label(unit: Unit, title: str, *, judged: bool) -> Text | None:
    """Why it is no sentence of the release; `title` in letters only, `judged`: it is no line of the site."""
    text = " ".join(unit)
    if letters(text[:_GLANCE]) in title and letters(text) in title:
        return _IN_TITLE
    if not judged and _is_line(text):
        return _LINE
    greets = _SALUTATION.match(text) and text.endswith((",", "!"))
    return _GREETS if greets and not instructs(text) else None


def _warm_up(unit: Unit, after: Sequence[Unit]) -> Text | None:
    """A question to the reader, or a quotation before the news, is no lead, if what follows stands by itself."""
    text = " ".join(unit)
    if not _may_warm_up(text) or goes_on(unit) or not after or leans(after[0]):
        return None
    if text.endswith("?") and _TO_READER.search(text):
        return _ASKS_READER
    return _QUOTES_FIRST if text.startswith("„") and is_talk(text) and not instructs(text) else None


def _may_warm_up(text: str) -> bool:
    return text.endswith("?") or text.startswith("„")
