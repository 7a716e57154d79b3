"""Unicode's composed form (NFC) of what strangers write, in a time that grows with its length. Pure."""

from __future__ import annotations

import re
import unicodedata

_MOST_MARKS = 30
"""Upon one letter, as no language has more (Unicode Standard Annex 15, 13): to sort them costs their square."""
_FAR_UP = re.compile(rf"[\u0300-\U0010ffff]{{{_MOST_MARKS + 1},}}")
"""In what every pile of them stands, if in other things as well: the search for a range is quick."""


def composed(text: str) -> str:
    """Text in NFC, without the marks beyond those that somebody may have meant; what is in NFC stays as it is."""
    # To ask first is quick, as text mostly is, and linear whatever it is.
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", without_piles(text))


def decomposed(text: str) -> str:
    """The same in NFD: letters apart from their marks."""
    return unicodedata.normalize("NFD", without_piles(text))


def has_piles(text: str) -> bool:
    """Whether so many marks stand upon one letter that whoever composes the text is long at it."""
    return any(_without_pile(found) != found[0] for found in _FAR_UP.finditer(text))


def without_piles(text: str) -> str:
    """Text with no more marks upon a letter than any language has."""
    return text if len(text) <= _MOST_MARKS or text.isascii() else _FAR_UP.sub(_without_pile, text)


def _without_pile(found: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in found[0]:
        # Three marks of Tibetan are two at once, and do not combine by themselves.
        marks = marks + 1 if unicodedata.combining(unicodedata.normalize("NFD", char)[0]) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)
