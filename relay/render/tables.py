"""A table in words: a line for each row, or the line that says where the table is. Pure."""

from __future__ import annotations

from relay.model import Block

_MOST_ROWS = 12
_MOST_COLUMNS = 6
_LONGEST_CELL = 60
_ENDS = (":", "?", "!")
ORIGINAL = {"de": "Tabelle im Original", "en": "Table in the original"}


def is_readable(table: Block) -> bool:
    """Whether a table can be read as lines: few rows and columns, and short cells."""
    cells = [cell for row in (table.head, *table.rows) for cell in row]
    return (
        0 < len(table.rows) <= _MOST_ROWS
        and max(map(len, table.rows)) <= _MOST_COLUMNS
        and max(map(len, cells)) <= _LONGEST_CELL
    )


def row_lines(table: Block) -> tuple[str, ...]:
    """Each row as "Kopf: Wert; Kopf: Wert"; without headings the first cell is one, for the others.

    A row without a heading of its first column begins with that cell: "Bäume – 2024: 12; 2025: 40".
    """
    below = (*table.rows[1:], ())
    return tuple(line for row, after in zip(table.rows, below, strict=True) if (line := _line(table.head, row, after)))


def _line(head: tuple[str, ...], row: tuple[str, ...], after: tuple[str, ...]) -> str:
    if len(row) == 1:
        # A heading of the rows below it, or a note below them.
        return _named(row[0]) if len(after) > 1 and not row[0].endswith(".") else row[0]
    if not any(head):
        first, rest = row[0], ", ".join(filter(None, row[1:]))
        return f"{_named(first)} {rest}" if first and rest else first or rest
    said = [f"{_named(name)} {cell}" if name else cell for name, cell in zip(head, row, strict=True) if cell]
    if head[0] or not row[0]:
        return "; ".join(said)
    return f"{said[0]} – {'; '.join(said[1:])}" if len(said) > 1 else said[0]


def _named(name: str) -> str:
    """A name with its colon, unless it ends with a sign of its own ("Wann?")."""
    return name if not name or name.endswith(_ENDS) else f"{name}:"
