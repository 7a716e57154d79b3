"""What is done about a single entry that is wrong, so that it never costs its neighbours. Pure."""

from __future__ import annotations

from dataclasses import replace

from relay.errors import Text
from relay.feed.text import undoubled
from relay.model import Entry

LONGEST_TITLE = 500
"""Characters; the longest of a real release has 250."""
LONGEST_TEXT = 400_000
"""Characters; the longest of a real release has 90,000."""


def left_out(number: int, error: Exception) -> Text:
    """The problem of an entry (counted from 1) on which relay itself failed."""
    facts = {"number": number, "why": type(error).__name__}
    return Text("Entry {number} was left out, because relay itself failed on it ({why}).", facts)


def mended(entry: Entry) -> Entry:
    """The entry as a person would read it: no endless title, and words that were encoded twice set right."""
    right = replace(
        entry,
        title=_cut(undoubled(entry.title)),
        summary=undoubled(entry.summary[:LONGEST_TEXT]),
        content=undoubled(entry.content[:LONGEST_TEXT]),
        categories=tuple(map(undoubled, entry.categories)),
    )
    return entry if right == entry else right


def _cut(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    start = title[:LONGEST_TITLE]
    return f"{start.rpartition(' ')[0] or start} …"
