"""What is done about a single entry that is wrong, so that it never costs its neighbours. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from relay.errors import Text
from relay.feed.text import undoubled
from relay.model import Entry

SHOWN_LOSSES = 3
LONGEST_TITLE = 500
"""Characters; the longest of a real release has 250."""
LONGEST_TEXT = 400_000
"""Characters; the longest of a real release has 90,000."""


def left_out(number: int, error: Exception) -> Text:
    """The problem of an entry (counted from 1) on which relay itself failed."""
    facts = {"number": number, "why": type(error).__name__}
    return Text("Entry {number} was left out, because relay itself failed on it ({why}).", facts)


def losses(problems: Iterable[Text]) -> Text | None:
    """Of the problems of a feed, those that cost entries, as one text; None where none does."""
    lost = [one for one in problems if "left out" in one.message]
    more = [Text("and {count} more", {"count": len(lost) - SHOWN_LOSSES})] if len(lost) > SHOWN_LOSSES else []
    return Text("{problems}", {"problems": (*lost[:SHOWN_LOSSES], *more)}) if lost else None


EMPTY = Text("It has no entries any more, though it had some.")
"""What a source has lost that shows nothing."""


def emptied(lost: Text | None) -> bool:
    """Whether a source has lost all of its entries (`relay.state.SourceState.lost`)."""
    return EMPTY.message in kinds(lost)


def kinds(lost: Text | None) -> frozenset[str]:
    """What tells losses apart: not which entry it was, as others come before it."""
    problems = lost.facts["problems"] if lost else ()
    return (
        frozenset(one.message for one in problems if isinstance(one, Text))
        if isinstance(problems, tuple)
        else frozenset()
    )


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
