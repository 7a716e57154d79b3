"""Items of lists: what stands before them, and lists within lists in the HTML of rich messages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from relay.delivery.message import RichPart
from relay.model import Marker

_INDENT = "   "
_DEEPEST = 3
"""Lists within lists that are still told apart: a telephone is not wide."""
LONGEST_LABEL = len(_INDENT) * _DEEPEST + 16
"""Characters."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10),
    ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
)  # fmt: skip
_MOST_ROMAN = 3999
Line = tuple[Marker, RichPart]
"""A paragraph of an item, as inline HTML."""


def label(marker: Marker) -> str:
    """What a line of a list begins with in a classic message, which knows no lists."""
    indent = _INDENT * min(marker.depth, _DEEPEST)
    if marker.goes_on:
        return indent + _INDENT
    if marker.typed:
        return indent
    return f"{indent}{'•' if marker.number is None else _number(marker.number, marker.type)} "


def _number(number: int, kind: str) -> str:
    """As a browser shows it: what letters and numerals cannot say stands in digits (CSS Counter Styles, section 6)."""
    if kind in "aA" and number > 0:
        said = _in_letters(number)
    elif kind in "iI" and 0 < number <= _MOST_ROMAN:
        said = _in_numerals(number)
    else:
        said = str(number)
    return f"{said.upper() if kind.isupper() else said}."


def _in_letters(number: int) -> str:
    before, last = divmod(number - 1, len(_LETTERS))
    return (_in_letters(before) if before else "") + _LETTERS[last]


def _in_numerals(number: int) -> str:
    said = ""
    for numeral, value in _ROMAN:
        times, number = divmod(number, value)
        said += numeral * times
    return said


def rich_lists(lines: Sequence[Line]) -> Iterator[RichPart]:
    """Lines one below the other as lists; what lies deeper is a list within the item above it."""
    lines = [_told_once(line) for line in lines]
    depth = min((_depth(line) for line in lines), default=0)
    for (ordered, kind), items in groupby(_items(lines, depth), key=_sort):
        inside = [_item(item, depth) for item in items]
        tag, attribute = ("ol", f' type="{kind}"') if ordered else ("ul", "")
        yield _around(f"<{tag}{attribute}>", inside, f"</{tag}>")


def _told_once(line: Line) -> Line:
    """A typed number as that of the list where the server writes it the same; otherwise it stays in the text."""
    marker, part = line
    if not marker.typed:
        return line
    said = f"{_number(marker.number, marker.type)} " if marker.number is not None else ""
    if said and part.html.startswith(said) and part.plain.startswith(said):
        return replace(marker, typed=False), RichPart(part.html.removeprefix(said), part.plain.removeprefix(said))
    return replace(marker, typed=False, number=None), part


def _items(lines: Sequence[Line], depth: int) -> Iterator[list[Line]]:
    """Each with what belongs to it: further paragraphs, and what lies deeper."""
    item: list[Line] = []
    for line in lines:
        if item and not line[0].goes_on and _depth(line) == depth:
            yield item
            item = []
        item.append(line)
    if item:
        yield item


def _item(lines: Sequence[Line], depth: int) -> RichPart:
    number = lines[0][0].number
    start = "<li>" if number is None else f'<li value="{number}">'
    return _around(start, list(_inside(lines, depth)) if len(lines) > 1 else [lines[0][1]], "</li>")


def _inside(lines: Sequence[Line], depth: int) -> Iterator[RichPart]:
    """The paragraphs of an item, and the lists between them."""
    yield _around("<p>", [lines[0][1]], "</p>")
    for deeper, group in groupby(lines[1:], key=lambda line: _depth(line) > depth):
        if deeper:
            yield from rich_lists(list(group))
        else:
            yield from (_around("<p>", [part], "</p>") for _, part in group)


def _around(start: str, inside: Sequence[RichPart], end: str) -> RichPart:
    return RichPart(f"{start}{''.join(one.html for one in inside)}{end}", "\n".join(one.plain for one in inside))


def _sort(item: Sequence[Line]) -> tuple[bool, str]:
    """What tells one list from the next: ordered or not, and how."""
    marker = item[0][0]
    return (False, "") if marker.number is None else (True, marker.type)


def _depth(line: Line) -> int:
    return min(line[0].depth, _DEEPEST)
