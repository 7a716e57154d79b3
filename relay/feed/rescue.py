"""The entries of a feed that is not well-formed, each cut out by itself. Pure.

A tag that one entry does not close swallows all entries behind it; alone it costs only its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from relay.feed.bombs import NO_MARKUP

START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_MOST_WORK = 20_000_000
"""Characters to read in all."""


def cut_out(text: str) -> Iterator[str]:
    """For each whole entry, a feed that holds it alone; nothing where that would be too much work."""
    seen = NO_MARKUP.sub(lambda hidden: "-" * len(hidden[0]), text)  # what is quoted in an entry is none
    starts = [start.start() for start in START.finditer(seen)]
    if not starts or starts[0] * len(starts) + len(text) > _MOST_WORK:
        return
    for begin, end in pairwise([*starts, len(text)]):
        closed = END.search(seen, begin, end)
        if closed:
            yield text[: starts[0]] + text[begin : closed.end()]


def unclosed(text: str) -> bool:
    """Whether a feed stops behind an entry, where others may have followed: it lacks more than the tags around them."""
    ends = [found.end() for found in END.finditer(text)]
    rest = text[ends[-1] :].strip() if ends else "</"
    return not rest.startswith("</") and not _CLOSED.search(rest)
