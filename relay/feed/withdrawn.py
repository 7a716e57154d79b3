"""Whether the website itself says that a release is withdrawn. Pure."""

from __future__ import annotations

import re

from relay.feed.text import plain
from relay.model import Entry

_SAID = r"(?:zurück\s?gezogen|gelöscht)"
# As a mark: in brackets, before or behind a colon or dash, alone, or in capital letters where a word would have none.
_MARK = re.compile(
    rf"[\[(]\s*({_SAID})\s*[\])]|\A\W*({_SAID})\s*(?:[:!.–—|]|\s-\s|\Z)|(?:[:–—|]|\s-)\s*({_SAID})\W*\Z|"
    rf"\b(?:presse)?(?:mitteilung|meldung|information|nachricht)(?:\s+\w+){{0,3}}\s+({_SAID})\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b(ZURÜCKGEZOGEN|GELÖSCHT)\b|(?<=\w\s)(Zurückgezogen)\b")
_WORD = re.compile(r"\bzurückgezogen\b", re.IGNORECASE)
_BEGINNING = 120
"""Characters of the text in which such a mark is looked for."""


def says_withdrawn(entry: Entry, was: str | None = None) -> str | None:
    """The word that says that the release is withdrawn; None where none does.

    "Kreis hat Klage zurückgezogen" is news, so in a sentence the word counts only if the title, which was `was` before,
    has come by it; None for a release that nobody has seen.
    """
    for text in (entry.title, plain(entry.summary)[:_BEGINNING], plain(entry.content)[:_BEGINNING]):
        found = _MARK.search(text) or _CAPITAL.search(text)
        if found and not (was and text is entry.title and found[0].strip() in was):
            return next(group for group in found.groups() if group)
    word = _WORD.search(entry.title)
    return word[0] if word and was is not None and not _WORD.search(was) else None
