"""Tables of data on a page: their headings and rows, as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from relay.article.clean import clean_text
from relay.article.dom import Element, attribute, longer_than, text_of

_LONGEST_CELL = 160
_MOST_ROWS = 100
_MOST_COLUMNS = 20
"""Beyond these it is only known that there is a table: nobody reads more in a message (and 20 are Telegram's limit)."""
_MOST_CELLS = 4000
_LINKED = 0.5
"""Share of the cells that are links from which on a table without headings is a menu."""

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: spanned cells are repeated, so that all rows are as wide as the headings."""

    head: Cells = ()
    """Headings of the columns; empty where there are none."""
    rows: tuple[Cells, ...] = ()
    """Empty for a table that is too large. A row of one cell is a heading of those below it."""

    @property
    def text(self) -> str:
        """All cells, one after the other."""
        return " ".join(cell for row in (self.head, *self.rows) for cell in row if cell)


def is_data_table(table: Element) -> bool:
    """Whether a table shows data. Old pages are laid out with tables: those hold tables, paragraphs or long cells."""
    if next(table.iterdescendants("table", "p", "h1", "h2", "h3"), None) is not None:
        return False
    if next(table.iterdescendants("th"), None) is not None:
        return True
    return not any(longer_than(cell, _LONGEST_CELL) for cell in table.iterdescendants("td"))


def read_table(table: Element) -> Grid | None:
    """What a data table says; None for one that is none for a reader: empty, one cell wide or high, or of links."""
    tags = list(islice(table.iterdescendants("tr"), _MOST_ROWS + 2))
    cells = list(islice(table.iterdescendants("th", "td"), _MOST_CELLS))
    headed = any(cell.tag == "th" for cell in cells)
    links = sum(next(cell.iterdescendants("a"), None) is not None for cell in cells)
    if not headed and links >= _LINKED * len(cells):
        return None
    if len(tags) > _MOST_ROWS + 1 or len(cells) == _MOST_CELLS:
        return Grid()
    lines = [(row, is_head) for row, is_head in _spread(tags) if any(row)]
    width = max((len(row) for row, _ in lines), default=0)
    if width > _MOST_COLUMNS:
        return Grid()
    if width < 2 or len(lines) < 2:
        return None
    first = next(n for n, (row, _) in enumerate(lines) if len(row) > 1)
    head = lines.pop(first)[0] if lines[first][1] else ()
    rows = [row if len(row) == 1 else (*row, *[""] * (width - len(row))) for row, _ in lines]
    captions = (clean_text(text_of(one)) for one in islice(table.iterchildren("caption"), 1))
    return Grid(head, (*((caption,) for caption in captions if caption), *rows))


def _spread(tags: list[Element]) -> Iterator[tuple[Cells, bool]]:
    """The rows, each with whether it is one of headings; cells that span columns or rows are repeated.

    A row that is one cell, however wide, stays one cell. (HTML, 4.9.12: forming a table.)
    """
    above: dict[int, tuple[str, int]] = {}
    """By column, what reaches down into this row, and how many rows further than it."""
    for tag in tags:
        row: list[str] = []
        reaching: dict[int, tuple[str, int]] = {}
        cells = list(tag.iterchildren("th", "td"))
        waiting = iter(cells)
        while len(row) <= _MOST_COLUMNS:
            columns = 1
            if len(row) in above:
                text, further = above[len(row)]
            elif (cell := next(waiting, None)) is not None:
                text = clean_text(text_of(cell))
                columns, further = min(_span(cell, "colspan"), _MOST_COLUMNS), _span(cell, "rowspan") - 1
            else:
                break
            for _ in range(columns):
                if further:
                    reaching[len(row)] = (text, further - 1)
                row.append(text)
        whole = tuple(row[:1]) if len(cells) == 1 and not above else tuple(row)
        above = reaching
        yield whole, bool(cells) and all(cell.tag == "th" for cell in cells)


def _span(cell: Element, name: str) -> int:
    said = attribute(cell, name).strip()
    return max(1, min(int(said), _MOST_ROWS)) if said.isdecimal() and said.isascii() and len(said) < 6 else 1
