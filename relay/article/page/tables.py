"""Tables of data on a page: their headings and rows, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from relay.article.clean import clean_text
from relay.article.dom import Element, attribute, longer_than, names, text_of
from relay.article.german import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, words
from relay.article.page.boilerplate import tells_readers

_LONGEST_CELL = 160
_MOST_ROWS = 100
_MOST_COLUMNS = 20
"""Beyond these it is only known that there is a table: nobody reads more in a message (and 20 are Telegram's limit)."""
_MOST_CELLS = 4000
_LINKED = 0.5
"""Share of the cells that are links from which on a table without headings is a menu."""
_HEAD_NAMES = words("head header heading kopf kopfzeile tabellenkopf tablehead tableheader thead ueberschrift")
_BOLD = ("b", "strong")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_MOST_HEADS = 3
"""Rows of headings; further ones are rows of the table."""

_LEAST_BELOW = 2
_PAIR = 2
"""Columns of a table that may as well be one of rows: "Ort" beside "Kreishaus"."""
_LONGEST_HEAD = 40
_STOPS = (".", ":", "!", "?", ";")
_YEAR = re.compile(r"(?:19|20)\d\d\*?")
_HEAD_WORDS = re.compile(rf"(?!(?:{'|'.join(sorted(WEEKDAYS | SHORT_WEEKDAYS | MONTHS))})\b)[A-ZÄÖÜ%€][^\d]*")
"""A noun; days and months are what stands below "Tag" and "Monat"."""
_FIGURES = words(
    """
    Alter Anteil Anzahl Betrag Datum Einwohner Fläche Gebühr Höhe Jahr Kosten Länge Monat Nummer Nr Preis Prozent
    Stimmen Strecke Tag Termin Uhrzeit Wann Wert Zeit Zeitraum
    """
)
"""What columns of figures are called."""
_COLUMNS = _FIGURES | words(
    """
    Art Bereich Bezeichnung Bezirk Gebiet Gemeinde Kategorie Kommune Kreis Kurs Linie Name Ort Ortsteil Partei Region
    Schule Stadt Stadtteil Standort Station Straße Thema Treffpunkt Veranstaltung Was Wer Wo Zone
    """
)
"""What columns are called."""
_LABELS = _COLUMNS | words(
    """
    Abfahrt Adresse Anmeldung Ankunft Anschrift Beginn Dauer Einlass Eintritt Ende Leitung Telefon Veranstalter
    Veranstaltungsort Zielgruppe
    """
)
"""What the rows of a table are called that stands on its side: "Ort" beside "Kreishaus", above "Datum"."""

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: spanned cells are repeated, so that all rows are as wide as the headings."""

    head: Cells = ()
    """Headings of the columns; empty where there are none."""
    rows: tuple[Cells, ...] = ()
    """Empty for a table that is too large. A row of one cell is a heading of those below it."""
    caption: str = ""
    """What the table is called, by itself or in a row of its own above all others."""

    @property
    def text(self) -> str:
        """All cells, one after the other."""
        return " ".join(cell for row in (self.head, *self.rows) for cell in row if cell)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Cells
    headings: bool
    """Whether each of its cells is one of headings, by its tag or by where it stands."""
    looks_so: bool
    """Whether all of it is bold, or its name says that it holds headings."""
    labelled: bool
    """Whether its first cell is bold or a heading."""


def is_data_table(table: Element) -> bool:
    """Whether a table shows data.

    Old pages are laid out with tables: those hold tables, headlines, long cells, or all of their text in one column or
    row. Editors put paragraphs into cells of data as well.
    """
    if next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None:
        return False
    headed = next(table.iterdescendants("th"), None) is not None
    with_paragraphs = next(table.iterdescendants("p"), None) is not None
    if (with_paragraphs or not headed) and any(longer_than(cell, _LONGEST_CELL) for cell in table.iter("td")):
        return False
    return headed or not _frames_text(table)


def _frames_text(table: Element) -> bool:
    """Whether a table is but a frame around sentences: one cell wide or high."""
    rows = list(islice(table.iterdescendants("tr"), _MOST_ROWS + 1))
    widest = max((len(list(islice(row.iterchildren("th", "td"), 2))) for row in rows), default=0)
    if widest > 1 and len(rows) > 1:
        return False
    return any(tells_readers(clean_text(text_of(cell))) for cell in islice(table.iterdescendants("td"), _MOST_ROWS))


def read_table(table: Element) -> Grid | None:
    """What a data table says; None for one that is none for a reader: empty, one cell wide or high, or of links."""
    tags = list(islice(table.iterdescendants("tr"), _MOST_ROWS + 2))
    cells = list(islice(table.iterdescendants("th", "td"), _MOST_CELLS))
    headed = any(cell.tag == "th" for cell in cells)
    links = sum(next(cell.iterdescendants("a"), None) is not None for cell in cells)
    if not headed and links >= _LINKED * len(cells):
        return None
    caption = next((clean_text(text_of(one)) for one in table.iterchildren("caption")), "")
    if len(tags) > _MOST_ROWS + 1 or len(cells) == _MOST_CELLS:
        return Grid(caption=caption)
    lines = [row for row in _spread(tags) if any(row.cells)]
    width = max((len(row.cells) for row in lines), default=0)
    if width > _MOST_COLUMNS:
        return Grid(caption=caption)
    if width < 2 or len(lines) < 2:
        return None
    first = next(n for n, row in enumerate(lines) if len(row.cells) > 1)
    heads = _heads(lines[first:])
    above, below = lines[:first], lines[first + len(heads) :]
    if not caption and len(above) == 1 and all(len(row.cells) > 1 for row in below):
        caption, above = above[0].cells[0], []
    rows = [row.cells if len(row.cells) == 1 else _filled(row.cells, width) for row in (*above, *below)]
    return Grid(_joined(heads, width), tuple(rows), caption)


def _heads(lines: Sequence[_Row]) -> list[Cells]:
    """The rows of headings at the top: those marked so, else one that looks so, if not all do."""
    marked = list(takewhile(lambda row: row.headings and len(row.cells) > 1, lines))
    if not marked and not all(row.looks_so for row in lines):
        marked = list(takewhile(lambda row: row.looks_so, lines))
        # A second row that only looks so is one where the first one has columns of its own in common.
        marked = marked[: 2 if marked and len(set(marked[0].cells)) < len(marked[0].cells) else 1]
    if not marked and _heads_figures(lines):
        marked = [lines[0]]
    # A table of nothing but headings is one all the same: its first row says what the others are.
    return [row.cells for row in marked[: _MOST_HEADS if len(marked) < len(lines) else 1]]


def _heads_figures(lines: Sequence[_Row]) -> bool:
    """Whether the first row, which nothing marks, names what the figures below it are: "Ort, Tag, Uhrzeit", years.

    In doubt it does not: a heading that is none makes each row a false statement.
    """
    head, below = lines[0].cells, [row.cells for row in lines[1:]]
    if len(below) < _LEAST_BELOW or any(len(cells) != len(head) for cells in below) or len(set(head)) < len(head):
        return False
    corner, *others = head
    years = [bool(_YEAR.fullmatch(cell)) for cell in others]
    if not all(year or cell in _COLUMNS for cell, year in zip(others, years, strict=True)):
        return False
    if corner:
        if len(corner) > _LONGEST_HEAD or corner.endswith(_STOPS) or not _HEAD_WORDS.fullmatch(corner):
            return False
        # "Baujahr, 2019", "Träger, Kreis": a row of data as well.
        if corner not in _COLUMNS and (any(years) or len(head) == _PAIR):
            return False
        if (any(years) and len(head) == _PAIR) or _stands_on_side(lines[1:]):
            return False
    columns = list(zip(*below, strict=True))
    figures = [n for n, column in enumerate(columns) if _are_figures(column, below_year=n > 0 and years[n - 1])]
    named = [n for n in figures if head[n] in _FIGURES or (n > 0 and years[n - 1])]
    return bool(named) and all(n == 0 or n in named for n in figures)


def _stands_on_side(rows: Sequence[_Row]) -> bool:
    """Whether the first column is one of headings."""
    return any(
        row.cells[0].rstrip(": ") in _LABELS
        or row.cells[0].endswith(":")
        or (row.labelled and bool(row.cells[0]) and not row.looks_so)
        for row in rows
    )


def _are_figures(cells: Sequence[str], *, below_year: bool) -> bool:
    """Whether each cell of a column has a digit; a year below a year is one more of a list of years."""
    said = [cell for cell in cells if cell]
    if below_year and any(map(_YEAR.fullmatch, said)):
        return False
    return bool(said) and all(any(map(str.isdigit, cell)) for cell in said)


def _joined(heads: Sequence[Cells], width: int) -> Cells:
    """One heading for each column: "2025" above "Plan" is "2025 Plan"; a heading that reaches down is said once."""
    wide = [_filled(row, width) for row in heads]
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*wide, strict=True))


def _filled(cells: Cells, width: int) -> Cells:
    return (*cells, *[""] * (width - len(cells)))


def _spread(tags: list[Element]) -> Iterator[_Row]:
    """The rows; cells that span columns or rows are repeated.

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
        in_head = (above_it := tag.getparent()) is not None and above_it.tag == "thead"
        yield _Row(
            whole,
            bool(cells) and (in_head or all(cell.tag == "th" for cell in cells)),
            _looks_headed(tag, cells),
            bool(cells) and _is_heading_cell(cells[0]),
        )


def _looks_headed(tag: Element, cells: Sequence[Element]) -> bool:
    return bool(cells) and (
        bool(names(tag) & _HEAD_NAMES or _BOLD_STYLE.search(attribute(tag, "style")[:_LONGEST_CELL]))
        or all(map(_is_heading_cell, cells))
    )


def _is_heading_cell(cell: Element) -> bool:
    """Whether all text of a cell is bold, or it is marked as a heading; an empty corner is as its neighbours are."""
    if cell.tag == "th" or names(cell) & _HEAD_NAMES or _BOLD_STYLE.search(attribute(cell, "style")[:_LONGEST_CELL]):
        return True
    bold = "".join("".join(one.itertext()) for one in cell.iterdescendants(*_BOLD) if _is_outermost(one))
    return "".join(bold.split()) == "".join("".join(cell.itertext()).split())


def _is_outermost(bold: Element) -> bool:
    return next(bold.iterancestors(*_BOLD), None) is None


def _span(cell: Element, name: str) -> int:
    said = attribute(cell, name).strip()
    return max(1, min(int(said), _MOST_ROWS)) if said.isdecimal() and said.isascii() and len(said) < 6 else 1
