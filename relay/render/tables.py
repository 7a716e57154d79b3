"""A table in words: a line for each row, or the line that says where the table is. Pure."""

from __future__ import annotations

from relay.model import Block

_MOST_ROWS = 12
_MOST_COLUMNS = 6
_LONGEST_CELL = 60
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
    """Each row as "Kopf: Wert, Kopf: Wert"; without headings the first cell is one, for the others."""
    return tuple(line for row in table.rows if (line := _line(table.head, row)))


def _line(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    if len(row) == 1:
        return row[0]
    if not any(head):
        first, rest = row[0], ", ".join(filter(None, row[1:]))
        return f"{first}: {rest}" if first and rest else first or rest
    said = [f"{name}: {cell}" if name else cell for name, cell in zip(head, row, strict=True) if cell]
    if head[0] or not row[0]:
        return "; ".join(said)
    return f"{said[0]} – {'; '.join(said[1:])}" if len(said) > 1 else said[0]
