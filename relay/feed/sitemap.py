"""Sitemaps (https://www.sitemaps.org/protocol.html) and news sitemaps, read like a feed. Pure.

A plain sitemap knows addresses only: the title comes from the page. Its `lastmod` says when the page was changed, never
when the release was published, and where all of them are the same it says nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from relay.errors import ParseError, Text
from relay.feed.dates import parse_date
from relay.feed.links import clean_link, link_identity
from relay.feed.mend import SITEMAP_CUT
from relay.feed.text import line, web_url
from relay.model import Entry, Fetched, ParsedFeed

LARGEST = 20_000_000
"""Bytes of a sitemap when it is unpacked; the protocol allows 50 MB, which no county has."""
CHILDREN = 5
"""Sitemaps of an index that are read at most."""
_LISTED = re.compile(rb"</(?:[\w.-]+:)?url\s*>")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?urlset\s*>")
_EMPTY = re.compile(rb"<(?:[\w.-]+:)?urlset\b[^<>]*/>")
_TAIL = 4096
_GZIP = b"\x1f\x8b"
_SAME = timedelta(minutes=2)
_SAID_ALIKE = 5
_NEVER = datetime.min.replace(tzinfo=UTC)
_PRESS = re.compile(r"press|news|aktuell|meldung|nachricht|medien|mitteilung|artikel|article|post", re.IGNORECASE)
_NOT_PRESS = re.compile(r"image|video|bild|categor|kategor|tag[s_-]|author|user|event|termin|job|stelle", re.IGNORECASE)
_ROOT = re.compile(rb"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names."""

    url: str
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class SitemapIndex:
    """A sitemap of sitemaps."""

    children: tuple[Child, ...]


def read_sitemap(fetched: Fetched, timezone: tzinfo = UTC) -> ParsedFeed | SitemapIndex:
    """Read a sitemap (XML, plain text, packed with gzip or not) or an index of sitemaps; entries newest first.

    Raises ParseError for what is none of them.
    """
    body = _unpacked(fetched)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _from_text(body, fetched.url)
    root = _tree(body, fetched.url)
    name = etree.QName(root).localname if isinstance(root.tag, str) else ""
    if name == "sitemapindex":
        children = (
            Child(url, _moment(one, "lastmod", timezone))
            for one in root.iterchildren("{*}sitemap")
            if (url := web_url(_said(one, "loc"), fetched.url))
        )
        return SitemapIndex(tuple(children))
    if name != "urlset":
        raise ParseError("no sitemap, but <{root}>", root=name[:40])
    if not (whole := _is_whole(body)):
        # The address that it breaks off in is no page's.
        root = _tree(body[: max((found.end() for found in _LISTED.finditer(body)), default=0)], fetched.url)
    entries = [entry for one in root.iterchildren("{*}url") if (entry := _entry(one, fetched.url, timezone))]
    is_news = b"schemas/sitemap-news" in body
    if not entries and not is_news:
        # The protocol knows no empty one; of the news of two days there may be none.
        raise ParseError("the sitemap lists no address")
    feed = _sitemap(entries, fetched.url, is_news=is_news)
    return feed if whole else replace(feed, problems=(*feed.problems, SITEMAP_CUT))


def below(feed: ParsedFeed, path: str) -> ParsedFeed:
    """The entries whose path begins with `path`, in which `*` stands for anything, but not the page `path` itself.

    Raises ParseError where none does: a website that was rebuilt must not look like one without news.
    """
    if not path:
        return feed
    first, *parts = map(re.escape, path.split("*"))
    # The first place of each part but the last will do: to try all of them would take a power of the length.
    between = "".join(f"(?>.*?{part})" for part in parts[:-1])
    pattern = re.compile(first + between + "".join(f".*{part}" for part in parts[-1:]), re.IGNORECASE)
    kept = tuple(
        one for one in feed.entries if (found := pattern.match(_path(one.url))) and _goes_on(one.url, found.end())
    )
    if not kept:
        raise ParseError(
            "the sitemap lists {count} addresses, but none below {path}: has the website been rebuilt?",
            count=len(feed.entries),
            path=path,
        )
    return replace(feed, entries=kept)


def chosen(index: SitemapIndex, path: str = "") -> tuple[Child, ...]:
    """The sitemaps of an index that may list releases: by their names, then the latest changed; at most `CHILDREN`."""
    words = [word for word in re.split(r"[^a-zäöü]+", path.casefold()) if len(word) > 3]

    def rank(child: Child) -> tuple[bool, bool, float]:
        name = unquote(urlsplit(child.url).path + "?" + urlsplit(child.url).query)
        named = bool(_PRESS.search(name)) or any(word in name.casefold() for word in words)
        age = -child.changed.timestamp() if child.changed else 0.0
        return bool(_NOT_PRESS.search(name)), not named, age

    # WordPress numbers its sitemaps, the newest addresses stand in the last.
    backwards = index.children[::-1]
    return tuple(sorted(backwards, key=rank)[:CHILDREN])


def merged(feeds: Sequence[ParsedFeed], url: str) -> ParsedFeed:
    """Several sitemaps as one; an address counts once."""
    entries = {entry.guid: entry for feed in feeds for entry in feed.entries}
    problems = {str(one): one for feed in feeds for one in feed.problems}
    return ParsedFeed(_newest_first(entries.values()), url=url, version="sitemap", problems=tuple(problems.values()))


def _sitemap(entries: list[Entry], url: str, *, is_news: bool) -> ParsedFeed:
    entries = list({entry.guid: entry for entry in entries}.values())
    problems: list[Text] = []
    if _says_nothing([entry.updated for entry in entries if entry.updated]):
        entries = [replace(entry, updated=None) for entry in entries]
        problems.append(Text("The sitemap gives all pages the same lastmod, which therefore says nothing."))
    version = "sitemap-news" if is_news else "sitemap"
    return ParsedFeed(_newest_first(entries), url=_home(url), version=version, problems=tuple(problems))


def _says_nothing(times: list[datetime]) -> bool:
    """Whether all times are those of the sitemap itself: written anew, it would make every page look changed."""
    return len(times) >= _SAID_ALIKE and max(times) - min(times) < _SAME


def _newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By date where they have one; else as they stand there, which is all that is known of their order."""
    known = list(entries)
    times = [entry.published or entry.updated for entry in known]
    if not all(times):
        return tuple(known)
    if all(first >= second for first, second in pairwise(times) if first and second):
        return tuple(known)
    return tuple(sorted(known, key=lambda one: one.published or one.updated or _NEVER, reverse=True))


def _entry(one: Any, base: str, zone: tzinfo) -> Entry | None:
    url = web_url(_said(one, "loc"), base)
    if not url:
        return None
    news = one.find("{*}news")
    published = _moment(news, "publication_date", zone) if news is not None else None
    return Entry(
        guid=link_identity(url) or url,
        url=clean_link(url),
        title=line(_said(news, "title")) if news is not None else "",
        published=published,
        updated=_moment(one, "lastmod", zone),
    )


def _said(tag: Any, name: str) -> str:
    return " ".join((tag.findtext("{*}" + name) or "").split())


def _moment(tag: Any, name: str, zone: tzinfo) -> datetime | None:
    return parse_date(_said(tag, name), zone)


def _is_whole(body: bytes) -> bool:
    """Whether it comes to its end; that is not looked for in UTF-16."""
    return b"\0" in body[:4] or bool(_CLOSED.search(body, max(0, len(body) - _TAIL)) or _EMPTY.search(body))


def _tree(body: bytes, url: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ParseError("{url} is no sitemap", url=url)
    return root


def _unpacked(fetched: Fetched) -> bytes:
    """The body, unpacked if it is a .gz file. Raises ParseError where that is damaged or too large."""
    body, pieces, size = fetched.body, [], 0
    while body.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            pieces.append(unpacker.decompress(body, LARGEST - size + 1))
        except zlib.error:
            raise ParseError("{url} is damaged: it cannot be unpacked", url=fetched.url) from None
        size += len(pieces[-1])
        if size > LARGEST:
            break
        if not unpacker.eof:
            raise ParseError("{url} is damaged: it cannot be unpacked", url=fetched.url)
        body = unpacker.unused_data
    whole = b"".join(pieces) if pieces else body
    if len(whole) > LARGEST:
        message = "{url} is larger than the {limit} bytes that are allowed"
        raise ParseError(message, url=fetched.url, limit=LARGEST, permanent=True)
    return whole


def _from_text(body: bytes, url: str) -> ParsedFeed:
    """One address a line."""
    lines = [text.strip() for text in body.decode("utf-8-sig", "replace").splitlines() if text.strip()]
    addresses = [text for text in lines if text.startswith(("http://", "https://")) and web_url(text)]
    if not addresses or len(addresses) * 2 < len(lines):
        raise ParseError("{url} is no sitemap", url=url)
    entries = [Entry(guid=link_identity(one) or one, url=clean_link(one), title="") for one in addresses]
    return _sitemap(entries, url, is_news=False)


def _home(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _path(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")


def _goes_on(url: str, end: int) -> bool:
    """Whether something follows the path that was asked for, so that it is not its own page."""
    return bool(_path(url)[end:].strip("/")) and not re.fullmatch(r"/?(?:index|default)\.\w{2,5}", _path(url)[end:])


def is_sitemap(body: bytes) -> bool:
    """Whether these bytes look like a sitemap, or an index of some."""
    if body.startswith(_GZIP):
        return True
    roots = _ROOT.search(body[:4096])
    return bool(roots and roots[1] in (b"urlset", b"sitemapindex"))
