"""Where the items of a page's lists stand, and the numbers that a browser writes before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from relay.article.dom import Element, names
from relay.article.german import MONTHS, words
from relay.article.numerals import ROMAN
from relay.model import BULLET, Marker

_ORDERED = frozenset("1aAiI")
_STYLES = {
    "decimal": "1",
    "decimal-leading-zero": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_STYLE = re.compile(r"(?:^|[;\s])list-style(?:-type)?\s*:\s*(?:(?:inside|outside)\s+)?([a-z-]{1,40})", re.IGNORECASE)
_UNNUMBERED = words("unstyled list-unstyled list-inline list-none no-bullet no-bullets nobullet nobullets")
_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,6})(?![0-9])")
"""HTML, "rules for parsing integers"; longer ones number no list."""
_TYPED = re.compile(
    rf"\(?([0-9]{{1,3}}|[a-zA-Z]|[ivx]{{2,6}}|[IVX]{{2,6}})[.)]\s+(?=\S)(?!(?:{'|'.join(sorted(MONTHS))}|bis|und|oder)\b)"
)
"""What may be a number that was typed: "1. Mai" is a day, and "1. bis 3. Mai" are some."""


@dataclass(frozen=True, slots=True)
class Place:
    """The item that a piece of text stands in."""

    item: Element
    marker: Marker


class Numbering:
    """Walks the lists of a tree, in which lists stand in items (HTML, "The ol element")."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._places: list[Place] = []

    @property
    def place(self) -> Place | None:
        """The innermost item that we are in."""
        return self._places[-1] if self._places else None

    def enter(self, tag: Element) -> None:
        """Come to a tag, before anything in it."""
        if tag.tag in ("ol", "ul"):
            self._lists.append(_List(tag))
        elif tag.tag == "li":
            self._places.append(Place(tag, self._marker(tag)))

    def leave(self, tag: Element) -> None:
        """Go from a tag that was entered."""
        if tag.tag in ("ol", "ul"):
            self._lists.pop()
        elif tag.tag == "li":
            self._places.pop()

    def skip(self, tag: Element) -> None:
        """Pass an item that is not shown here: it has its number on the page."""
        if tag.tag == "li":
            self._marker(tag)

    def _marker(self, item: Element) -> Marker:
        if not self._lists:
            return BULLET
        depth = len(self._lists) - 1
        number = self._lists[-1].number_of(item)
        return Marker(depth=depth) if number is None else Marker(number, self._lists[-1].type, depth)


class _List:
    """A list and the number of its next item."""

    def __init__(self, tag: Element) -> None:
        self.type = _type_of(tag)
        reverse = tag.get("reversed") is not None
        count = sum(child.tag == "li" for child in tag) if reverse and self.type else 1
        start = _integer(tag.get("start"))
        self._next = count if start is None else start
        self._step = -1 if reverse else 1

    def number_of(self, item: Element) -> int | None:
        if not self.type:
            return None
        value = _integer(item.get("value"))
        number = self._next if value is None else value
        self._next = number + self._step
        return number


def markers(texts: Iterable[tuple[str, Place | None]]) -> list[Marker]:
    """Of each text in an item, in the order of reading: only the first one in an item has its number or bullet."""
    found: list[Marker] = []
    seen: set[Element] = set()
    lists: dict[Element | None, list[int]] = {}
    typed: list[dict[str, int]] = []
    for n, (text, place) in enumerate(texts):
        goes_on = place is not None and place.item in seen
        typed.append({} if goes_on else _typed(text))
        if place is None:
            lists.setdefault(None, []).append(n)
            found.append(BULLET)
            continue
        seen.add(place.item)
        found.append(replace(place.marker, goes_on=True, number=None) if goes_on else place.marker)
        if not goes_on:
            lists.setdefault(place.item.getparent(), []).append(n)
    for of, items in lists.items():
        own = [(found[n], typed[n]) for n in items]
        for n, (type_, number) in (_numbered(own) if of is not None else _counted(own)).items():
            found[items[n]] = replace(found[items[n]], number=number, type=type_, typed=True)
    return found


def _typed(text: str) -> dict[str, int]:
    """What a text may have typed before it: by type (`Marker.type`) the number, as "i" is a letter and a numeral."""
    match = _TYPED.match(text)
    if match is None:
        return {}
    said, small = match[1], match[1].lower()
    if said.isdigit():
        return {"1": int(said)}
    upper = said.isupper()
    found = {"A" if upper else "a": ord(small) - ord("a") + 1} if len(said) == 1 else {}
    return found | ({"I" if upper else "i": ROMAN[small]} if small in ROMAN else {})


def _numbered(items: Sequence[tuple[Marker, dict[str, int]]]) -> dict[int, tuple[str, int]]:
    """The items of a list whose typed numbers are its own: most of its items have one, and they count as it does."""
    ordered = items[0][0].number is not None
    offsets: dict[tuple[str, int], list[int]] = {}
    for n, (marker, typed) in enumerate(items):
        for type_, number in typed.items():
            offsets.setdefault((type_, number - (n + 1 if marker.number is None else marker.number)), []).append(n)
    (kind, offset), fitting = max(offsets.items(), key=lambda one: len(one[1]), default=(("", 0), []))
    # One alone says no more than the browser where it is the same; a list that begins with another number has all.
    least = 1 if ordered and offset == 0 else 2
    if len(fitting) < least or (len(fitting) < len(items) and (offset or 2 * len(fitting) <= len(items))):
        return {}
    return {n: (kind, items[n][1][kind]) for n in fitting}


def _counted(items: Sequence[tuple[Marker, dict[str, int]]]) -> dict[int, tuple[str, int]]:
    """Items without a list whose typed numbers go up by one, as those of an item before or behind."""
    found: dict[int, tuple[str, int]] = {}
    for kind in sorted(_ORDERED):
        some = [(n, typed[kind]) for n, (_, typed) in enumerate(items) if kind in typed]
        for (n, number), (m, following) in pairwise(some):
            if following == number + 1:
                found.setdefault(n, (kind, number))
                found.setdefault(m, (kind, following))
    return found


def _type_of(tag: Element) -> str:
    """How a list is numbered; empty for one that is not."""
    if tag.tag != "ol" or (tag.get("class") and names(tag) & _UNNUMBERED):
        return ""
    if styled := _STYLE.search(tag.get("style", "")):
        return _STYLES.get(styled[1].lower(), "")
    given = tag.get("type", "").strip()
    return given if given in _ORDERED else "1"


def _integer(value: str | None) -> int | None:
    found = _NUMBER.match(value or "")
    return int(found[1]) if found else None
