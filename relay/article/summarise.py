"""The teaser of a release: its lead, and the sentences near it that carry most, in their order, word for word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relay.article.clean import letters
from relay.article.page.boilerplate import is_sentence
from relay.article.teaser.candidates import WINDOW, Candidate, candidates
from relay.article.teaser.facts import facts
from relay.article.teaser.instructions import advises, answers, calls, names_a_rule, shelters, warns
from relay.article.teaser.leaning import Unit, is_talk, leans, no_news, no_opening
from relay.errors import Text
from relay.model import Block, Teaser

_ORDER = 5
"""What it is worth in a warning that a sentence says what to do: as much as a date and an hour; each further, half."""
_ADVICE = 2.5
"""What it is worth elsewhere that it advises readers, or asks something of them, once: half an order."""
_NEAR = 2
"""Sentences below the lead in which that is part of the news, unless the title says that there is advice."""
_BASE = 1.5
"""What a sentence is worth by itself."""
_DISTANCE = 0.8
"""What each sentence between its last and the lead's first costs, half of it where readers are told what to do.

A date (2) is worth going four sentences down for.
"""
_CLAUSE = re.compile(r"(?<![\d(„\"])[,;:](?= (?!\d))|(?= [–—] )")
_WEEKDAY_BEFORE = re.compile(r"(?:tag|abend|Mittwoch|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\.)$")
_NO_CUT_AFTER = re.compile(
    r"(?:\.|\d|^(?:der|die|das|den|dem|des|ein\w*|und|oder|am|im|in|zu|zum|zur|von|vom|mit|bei|für|auf)$|-)$",
    re.IGNORECASE,
)
_MORE = " …"
_LEAST_CLAUSE = 0.4
_GIVING = "spende"
"""What is in the title of a release that asks for donations, in letters only."""
_GLIMPSE = 60
"""Characters by which a sentence is known again."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which units make the teaser, by their numbers."""

    taken: dict[int, Text]
    """With their reasons."""
    before: dict[int, Text]
    """Those above the lead, with why they are none."""
    later: range = range(0)
    """Those below the lead that were looked at."""


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
_RUNS_ON = Text("without a full stop between them two sentences would run into each other")
_ASKS = Text("a question")
_TOO_LITTLE = Text("it brings too little for how far down it stands")
_ORDERS = Text("it says what to do")
_NO_ROOM_TO_ACT = Text("it leaves no room for what to do")


def teaser(blocks: Sequence[Block], *, title: str, length: int) -> Teaser:
    """Whole sentences of the release, in order, in at most `length` characters as the reader sees them.

    Begins with the lead and goes on with what adds most facts near it; deterministic. Where not even one sentence
    fits, the first is cut between clauses, with " …". No text, no teaser.
    """
    _, units, orders = _usable(blocks, title, length)
    return _made(units, _choose(units, title, length, orders).taken, length) if units else Teaser("", ())


def explained(blocks: Sequence[Block], *, title: str, length: int) -> tuple[Judgement, ...]:
    """Why each sentence of the beginning was taken for that teaser, or left, in order; none of those further down."""
    found, units, orders = _usable(blocks, title, length)
    if not units:
        return tuple(Judgement(one.unit, False, one.barred) for one in found if one.barred)
    choice = _choose(units, title, length, orders)
    taken = choice.taken
    if not taken and (made := _beginning(units[0], length)).text:
        taken = {0: _ONLY if made.sentences == units[0] else _CUT_SHORT}
    return tuple(_judgements(found, taken, {**choice.before, **_left(units, choice, length)}))


def _usable(blocks: Sequence[Block], title: str, length: int) -> tuple[list[Candidate], list[Unit], dict[int, bool]]:
    """All candidates, the units of those that are not barred, and which of these are orders, as `_choose` wants it."""
    found = candidates(blocks, title, length)
    usable = [one for one in found if one.barred is None]
    orders = {n: one.listed for n, one in enumerate(usable) if one.orders and (n < WINDOW or not is_talk(one.unit[0]))}
    return found, [one.unit for one in usable], orders


def _made(units: Sequence[Unit], taken: Collection[int], length: int) -> Teaser:
    if not taken:
        return _beginning(units[0], length)
    sentences = tuple(s for n in sorted(taken) for s in units[n])
    return Teaser(" ".join(sentences), sentences)


def _left(units: Sequence[Unit], choice: _Choice, length: int) -> dict[int, Text]:
    """Why those that stand below the lead were not chosen as well."""
    return {n: _why_not(units, n, list(choice.taken), length) for n in choice.later if n not in choice.taken}


def _why_not(units: Sequence[Unit], n: int, taken: Sequence[int], length: int) -> Text:
    """Why a unit was not chosen as well; `taken` in the order of choice, the lead first."""
    if wrong := _alone(units, n, taken) or _too_long(units, [taken[0], n], length):
        return wrong
    for count, winner in enumerate(taken[1:], 2):
        if _size(units, [*taken[:count], n]) > length:
            return Text("no room beside {sentence}, which counts for more", {"sentence": _shortly(units[winner])})
    return _TOO_LITTLE


def _shortly(unit: Unit) -> str:
    first = unit[0]
    return f"„{first if len(first) <= _GLIMPSE else first[: first.rfind(' ', 0, _GLIMPSE)] + _MORE}“"


def _beginning(unit: Unit, length: int) -> Teaser:
    """Where nothing opens as a lead should: the beginning of the release, else what fits of its first sentence."""
    whole = " ".join(unit)
    if len(whole) <= length:
        return Teaser(whole, unit)
    cut = _cut(unit[0], length)
    return Teaser(cut, (cut,) if cut else ())


def _judgements(found: Sequence[Candidate], taken: Mapping[int, Text], left: Mapping[int, Text]) -> Iterator[Judgement]:
    number = 0
    for candidate in found:
        if candidate.barred is not None:
            yield Judgement(candidate.unit, False, candidate.barred)
            continue
        reason = taken.get(number) or left.get(number)
        if reason is None:
            return
        yield Judgement(candidate.unit, number in taken, reason)
        number += 1


def _choose(units: Sequence[Unit], title: str, length: int, orders: Mapping[int, bool]) -> _Choice:
    """The numbers of the units that make the teaser.

    `orders` are the numbers of those that say what to do, in a warning, and whether they are lines of a list.
    """
    window = range(min(WINDOW * (2 if orders else 1), len(units)))
    taken, before = _first(units, window, length, orders, danger_is_named=bool(orders) and warns(title))
    if not taken:
        return _Choice({}, before)
    lead = min(taken)
    whole = range(lead, len(units))
    fits = len(units) <= WINDOW and _size(units, whole) <= length
    if fits and not any(_alone(units, n, whole) for n in whole[1:]):
        return _Choice(dict.fromkeys(whole, _ALL), before)
    longer = len(units[lead]) - 1
    later = window[lead + 1 :]
    sizes = {n: _size(units, [n]) for n in later}
    said = {n: letters(" ".join(units[n])) for n in taken}
    known = letters(title)
    brings: dict[int, list[tuple[str, str, float]]] = {}
    open_ones = [n for n in later if sizes[n] < length - _size(units, taken) and _may_stand(units[n])]
    leaning = {n for n in open_ones if leans(units[n])}
    advice = frozenset() if orders else _advice(units, open_ones, lead, title)
    while True:
        shown = known + "".join(said[n] for n in sorted(taken))
        room = length - _size(units, taken) - 1
        fit = [n for n in open_ones if n not in taken and sizes[n] <= room and (n - 1 in taken or n not in leaning)]
        fit = [n for n in fit if not _runs_on(units, n, taken)]
        for n in fit:
            if n not in brings:
                brings[n] = [(letters(fact), fact, weight) for fact, weight in _facts(units[n], known).items()]
        new = {n: [(fact, weight) for own, fact, weight in brings[n] if own not in shown] for n in fit}
        down = {n: (n - lead + longer + len(units[n]) - 1) / (2 if n in advice else 1) for n in fit}
        worth = {n: _BASE + sum(weight for _, weight in new[n]) - _DISTANCE * down[n] for n in fit}
        acts = _to_act(fit, taken, orders, advice)
        worth.update({n: worth[n] + more for n, more in acts.items()})
        best = max(fit, key=lambda n: (worth[n], -n), default=None)
        if best is None or worth[best] <= 0:
            return _Choice(taken, before, later)
        said[best] = letters(" ".join(units[best]))
        taken[best] = _ORDERS if best in acts else _brought(units[best], [fact for fact, _ in new[best]])


def _to_act(
    fit: Iterable[int], taken: Collection[int], orders: Collection[int], advice: Collection[int]
) -> dict[int, float]:
    """What those of the fitting that say what to do are worth more, where others are taken already."""
    order = _ORDER / 2 if any(n in orders for n in taken) else _ORDER
    said = any(n in advice for n in taken)
    return {n: order if n in orders else _ADVICE for n in fit if n in orders or (n in advice and not said)}


def _advice(units: Sequence[Unit], open_ones: Iterable[int], lead: int, title: str) -> frozenset[int]:
    """Which are advice that is near the lead or told of by the title, or answer what the title calls for."""
    far, called = advises(title), calls(title)
    first = {n: units[n][0] for n in open_ones}
    near = (n for n in first if (far or n - lead <= _NEAR) and advises(first[n]) and not is_talk(first[n]))
    return frozenset([*near, *(n for n in first if called and answers(first[n]))])


def _facts(unit: Unit, title: str) -> dict[str, float]:
    return facts(" ".join(unit), donations=_GIVING in title)


def _first(
    units: Sequence[Unit], window: Sequence[int], length: int, orders: Mapping[int, bool], *, danger_is_named: bool
) -> tuple[dict[int, Text], dict[int, Text]]:
    """The lead, and what it needs: a warning that does not say what to do is followed by the first sentence that does.

    Where both do not fit, that sentence stands alone, for the title names the danger. So it does where only then there
    is room for where to go.
    """
    before: dict[int, Text] = {}
    for lead in window[:WINDOW]:
        objection = no_opening(units, lead) or _too_long(units, [lead], length)
        if objection is None:
            break
        before[lead] = objection
    else:
        return {}, before
    taken = {lead: _BEGINNING}
    if lead in orders and not names_a_rule(" ".join(units[lead])):
        return taken, before
    later = [n for n in orders if n > lead and not orders[n]]
    beside = [n for n in later if not (_alone(units, n, taken) or _too_long(units, [lead, n], length))]
    near = [n for n in later if n < WINDOW and not is_talk(units[n][0])]
    alone = (n for n in near if not (_alone(units, n, ()) or no_opening(units, n) or _too_long(units, [n], length)))
    order = next(alone, None)
    orders_first = danger_is_named and order is not None and _leaves_out_shelter(units, [lead, order], near, length)
    if beside and not orders_first:
        return {**taken, beside[0]: _ORDERS}, before
    if order is not None:
        return {order: _ORDERS}, {**before, **dict.fromkeys(range(lead, order), _NO_ROOM_TO_ACT)}
    return taken, before


def _leaves_out_shelter(units: Sequence[Unit], chosen: Sequence[int], orders: Sequence[int], length: int) -> bool:
    """Whether there is room for where to go beside what to do, the last of the chosen, but not beside all of them."""
    order = chosen[-1]
    where = (n for n in orders if n > order and shelters(" ".join(units[n])) and not _alone(units, n, (order,)))
    return any(_size(units, [order, n]) <= length < _size(units, [*chosen, n]) for n in where)


def _brought(unit: Unit, new: Sequence[str]) -> Text:
    text = " ".join(unit)
    if not new:
        return Text("it follows closely")
    return Text("it brings {facts}", {"facts": ", ".join(sorted(new, key=text.find))})


def _alone(units: Sequence[Unit], n: int, chosen: Collection[int]) -> Text | None:
    """Why a unit may not stand with the chosen: a quotation without its speaker, or it leans on what is left out."""
    if units[n][-1].endswith("?"):
        return _ASKS
    if _runs_on(units, n, chosen):
        return _RUNS_ON
    return no_news(units[n]) or (None if n - 1 in chosen else leans(units[n]))


def _runs_on(units: Sequence[Unit], n: int, chosen: Collection[int]) -> bool:
    last = max((n, *chosen))
    return any(m < last and not is_sentence(units[m][-1]) for m in (n, *chosen))


def _may_stand(unit: Unit) -> bool:
    """Whether a unit may stand in a teaser at all, beside whatever it needs."""
    return not unit[-1].endswith("?") and no_news(unit) is None


def _too_long(units: Sequence[Unit], chosen: Sequence[int], length: int) -> Text | None:
    """Why the last of the chosen does not fit beside the others."""
    if _size(units, chosen) <= length:
        return None
    others = _size(units, chosen[:-1])
    return Text("too long: {left} characters are left", {"left": max(0, length - others - (1 if others else 0))})


def _size(units: Sequence[Unit], chosen: Iterable[int]) -> int:
    return len(" ".join(s for n in chosen for s in units[n]))


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
