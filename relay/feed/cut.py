"""Where the entries of a feed begin and end, told only where that is certain. Pure.

An entry that was cut out reads as it did in the whole feed if nothing of its meaning stands elsewhere but before the
first entry, and nothing in another entry can reach it. So only well-formed RSS 2.0 and Atom without a DOCTYPE is cut,
with nothing but white space between the entries and behind them, with flat entries of known elements alone, without
namespaces (or anything but text) of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

MOST_ENTRIES = 1_000

_ATOM = "http://www.w3.org/2005/Atom"
_MEDIA_RSS = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_WAYS = (("rss", "channel", "item"), (f"{_ATOM} feed", f"{_ATOM} entry"))
"""From the root to an entry."""
_DEEPEST = max(map(len, _WAYS))
_DC = "http://purl.org/dc/elements/1.1/"
_RSS_HAS = ("title", "link", "description", "pubDate", "guid", "category", "comments", "enclosure", "unread-author")
_ATOM_HAS = ("id", "title", "link", "updated", "published", "summary", "content", "category", "rights")
_MEDIA_HAVE = ("content", "thumbnail", "title", "description", "credit")
_FLAT = frozenset(
    (
        *_RSS_HAS,
        *(f"{_ATOM} {name}" for name in _ATOM_HAS),
        *(f"{_DC} {name}" for name in ("unread-creator", "date", "subject")),
        *(f"{space} {name}" for space in _MEDIA_RSS for name in _MEDIA_HAVE),
        "http://purl.org/rss/1.0/modules/content/ encoded",
        "http://purl.org/rss/1.0/modules/slash/ comments",
        "http://wellformedweb.org/CommentAPI/ commentRss",
    )
)
"""What may stand in an entry, as `relay.feed.bombs` leaves it: feedparser keeps nothing of them beyond their end."""
_DEEP = {
    f"{_ATOM} unread-author": frozenset(f"{_ATOM} {name}" for name in ("name", "email", "uri")),
    **{
        f"{space} {holder}": frozenset(f"{space} {name}" for name in _MEDIA_HAVE)
        for space in _MEDIA_RSS
        for holder in ("content", "group")
    },
}
"""What may stand in what else may stand in an entry."""
_END = rb"\s*</channel\s*>\s*</rss\s*>\s*|\s*</(?:[\w.-]+:)?feed\s*>\s*"
_TAIL = re.compile(_END)
_CHANGING = re.compile(rb"<(lastBuildDate|pubDate|updated|dc:date)>[^<]*</\1>")
"""What changes with every new entry, and says nothing about any."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A feed in pieces; one behind the other they are the feed, but for white space."""

    head: bytes
    entries: tuple[bytes, ...]
    tail: bytes

    @property
    def context(self) -> bytes:
        """All that decides how an entry reads, besides the entry."""
        return _CHANGING.sub(b"", self.head) + b"\0" + self.tail

    def only(self, entries: Iterable[bytes]) -> bytes:
        """The feed as it would be with these entries alone."""
        return b"".join((self.head, *entries, self.tail))


class _UncertainError(Exception):
    """It is not certain that entries can be cut out."""


def cut(data: bytes) -> Cut | None:
    """The pieces of a feed in UTF-8 without an XML declaration; None where it is not certain that it can be cut."""
    scan = _Scan()
    try:
        scan.parser.Parse(data, True)
    except (expat.ExpatError, _UncertainError):
        return None
    spans = scan.spans
    if not 0 < len(spans) <= MOST_ENTRIES:
        return None
    ends = [data.index(b">", end) + 1 for _, end in spans]
    between = b"".join(data[end:start] for end, (start, _) in zip(ends, spans[1:], strict=False))
    tail = data[ends[-1] :]
    if between.strip() or not _TAIL.fullmatch(tail):
        return None
    entries = tuple(data[start:end] for (start, _), end in zip(spans, ends, strict=True))
    return Cut(data[: spans[0][0]], entries, tail) if all(map(_is_closed, entries)) else None


def _is_closed(entry: bytes) -> bool:
    return entry.endswith(b">") and b"</" in entry


class _Scan:
    """Notes where entries are, and stops at whatever makes that uncertain."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []
        """From the first byte of an entry to that of its end tag."""
        self._path: list[str] = []
        self._start = 0
        self._entry = 0
        """How deep it is; 0 while none is open."""
        self._declares = False
        """Whether the next element declares a namespace."""
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._opened
        self.parser.EndElementHandler = self._closed
        self.parser.StartNamespaceDeclHandler = self._declared
        self.parser.CommentHandler = self._odd
        self.parser.ProcessingInstructionHandler = self._odd
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        begins = not self._entry and len(self._path) <= _DEEPEST and tuple(self._path) in _WAYS
        # With a space: xml:base, xml:lang, and who knows.
        if (self._entry or begins) and (self._declares or any(" " in one for one in attributes)):
            raise _UncertainError(name)
        if begins:
            self._entry, self._start = len(self._path), self.parser.CurrentByteIndex
        elif self._entry:
            self._inside(name)
        self._declares = False

    def _inside(self, name: str) -> None:
        deep = len(self._path) - self._entry
        flat = deep == 1 and (name in _FLAT or name in _DEEP)
        if not flat and name not in _DEEP.get(self._path[-2], ()):
            raise _UncertainError(name)

    def _closed(self, _: str) -> None:
        if len(self._path) == self._entry:
            self.spans.append((self._start, self.parser.CurrentByteIndex))
            self._entry = 0
        self._path.pop()

    def _declared(self, *_: object) -> None:
        self._declares = True

    def _odd(self, *_: object) -> None:
        if self._entry or self.spans:
            raise _UncertainError

    def _refuse(self, *_: object) -> None:
        raise _UncertainError
