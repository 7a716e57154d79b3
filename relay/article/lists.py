"""Where the items of a page's lists stand, and the numbers that a browser writes before them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from relay.article.dom import Element, names
from relay.article.german import words
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
_OWN = re.compile(r"\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s")
"""A number that was typed: a list with one is not shown with another."""


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
    for text, place in texts:
        if place is None:
            found.append(BULLET)
            continue
        known = place.item in seen
        seen.add(place.item)
        marker = replace(place.marker, goes_on=known)
        found.append(replace(marker, number=None) if known or _OWN.match(text) else marker)
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
