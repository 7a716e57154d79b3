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


LAST_CUT = Text("The feed breaks off in the middle of its last entry, which was left out.")
FEED_CUT = Text("The feed breaks off before its end; what would follow was left out.")
SITEMAP_CUT = Text("The sitemap breaks off before its end; what would follow was left out.")
_FAILED = "Entry {number} was left out, because relay itself failed on it ({why})."
_NO_OBJECT = "{item} is no object and was left out."
_SILENT = "Entries that say nothing at all and were left out: {count} of {all}."
_UNLINKED = "Entries of the listing without a link were left out: {count} of {all}."
_LOSSES = frozenset({LAST_CUT.message, FEED_CUT.message, SITEMAP_CUT.message, _FAILED, _NO_OBJECT, _SILENT, _UNLINKED})
"""The messages of all problems that cost entries."""


def failed(number: int, error: Exception) -> Text:
    """The problem of an entry (counted from 1) on which relay itself failed."""
    return Text(_FAILED, {"number": number, "why": type(error).__name__})


def no_object(item: Text) -> Text:
    """The problem of an item of a JSON Feed that is something else."""
    return Text(_NO_OBJECT, {"item": item})


def silent(count: int, shown: int) -> Text:
    """The problem of a feed that shows so many entries, some of which say nothing."""
    return Text(_SILENT, {"count": count, "all": shown})


def unlinked(count: int, shown: int) -> Text:
    """The problem of a listing that shows so many entries, some of which lead nowhere."""
    return Text(_UNLINKED, {"count": count, "all": shown})


def losses(problems: Iterable[Text]) -> Text | None:
    """Of the problems of a feed, those that cost entries, as one text; None where none does."""
    lost = [one for one in problems if one.message in _LOSSES]
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
