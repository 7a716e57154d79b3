"""Tables of rich HTML: cells hold lines of text alone, and the grid has to be whole."""

from __future__ import annotations

from collections.abc import Sequence

from .rich_blocks import Cell, Row, Table, Text
from .rich_html import Element, RichError, refused
from .rich_text import TextRules, is_blank, read_line

MAX_COLUMNS = 20
MAX_SPAN = 500
"""No row can stretch over more blocks than a message has."""
_CHOICES = {"align": ("left", "center", "right"), "valign": ("top", "middle", "bottom")}


def read_table(element: Element, rows: Sequence[Element], caption: Text, rules: TextRules) -> Table:
    """The table of some ``tr``. Raises RichError."""
    read = tuple(Row(tuple(_cell(cell, rules) for cell in _cells(row))) for row in rows)
    _check_grid(read)
    return Table(read, "bordered" in element.attributes, "striped" in element.attributes, caption)


def _cells(row: Element) -> list[Element]:
    cells = [node for node in row.children if not is_blank(node)]
    found = [cell for cell in cells if isinstance(cell, Element) and cell.tag in {"td", "th"}]
    if len(found) < len(cells):
        raise refused('Only "td" and "th" are allowed in the tag "tr"')
    if not found:
        raise RichError("RICH_MESSAGE_CONTENT_REQUIRED")
    return found


def _cell(element: Element, rules: TextRules) -> Cell:
    header = element.tag == "th"
    return Cell(
        read_line(element.children, rules),
        header,
        # a header stands in the middle of its column where nothing else is said
        _choice(element, "align", "center" if header else "left"),
        _choice(element, "valign", "top"),
        _span(element, "colspan"),
        _span(element, "rowspan"),
    )


def _choice(element: Element, name: str, usual: str) -> str:
    value = element.attributes.get(name, usual)
    if value not in _CHOICES[name]:
        raise refused(f'Invalid value of the attribute "{name}" in the tag "{element.tag}"')
    return value


def _span(element: Element, name: str) -> int:
    value = element.attributes.get(name, "1")
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(MAX_SPAN)) and 1 <= int(value) <= MAX_SPAN):
        raise refused(f'Invalid value of the attribute "{name}" in the tag "{element.tag}"')
    return int(value)


def _check_grid(rows: Sequence[Row]) -> None:
    """Raise RichError for more columns than allowed, and for cells that overlap or reach below the last row."""
    taken: list[int] = []
    """Of each column: how many rows from here on are taken by a cell that began further up."""
    for row in rows:
        place = 0
        for cell in row.cells:
            while place < len(taken) and taken[place]:
                place += 1
            end = place + cell.colspan
            if end > MAX_COLUMNS:
                raise RichError("RICH_MESSAGE_TABLE_COLS_TOO_MANY")
            taken += [0] * (end - len(taken))
            if any(taken[place:end]):
                raise refused("Cells of a table overlap")
            taken[place:end] = [cell.rowspan] * cell.colspan
            place = end
        taken = [max(left - 1, 0) for left in taken]
    if any(taken):
        raise refused("A cell reaches below its table")
