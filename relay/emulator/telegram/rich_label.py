"""What stands before the items of a list (Bot API, RichBlockListItem)."""

from __future__ import annotations

LABELS = frozenset({"1", "a", "A", "i", "I"})
"""Types of an ordered list: decimal numbers, letters, Roman numerals."""
_BULLET = "•"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 3999


def label(number: int | None = None, kind: str = "1") -> str:
    """``•`` without a number, else the number in the kind of the list with a full stop, such as ``iv.``."""
    if number is None:
        return _BULLET
    if kind in {"a", "A"} and number > 0:
        text = _letters(number)
    elif kind in {"i", "I"} and 0 < number <= _MAX_ROMAN:
        text = _roman(number)
    else:
        # what letters and numerals cannot say stands in digits, as in HTML
        text = str(number)
    return f"{text.upper() if kind.isupper() else text}."


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text
