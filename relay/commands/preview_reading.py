"""What `relay preview` looks at: a page or a feed, out of a file or from the web."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from relay.commands.optional import advising
from relay.config import Config
from relay.errors import ConfigError, ParseError, SourceError, Text
from relay.model import Fetched, NotModified, ParsedFeed
from relay.settings import PAGE_ACCEPT, SourceSpec

if TYPE_CHECKING:
    from relay.ports import Fetcher

_HEAD = 4096
"""Bytes by which it is told what a file is."""
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]|https?://jsonfeed\.org/version/")
_MARKUP = re.compile(rb"<(?:!doctype html|html|body)[\s>]", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""Marks at the beginning (RFC 2781, 3.2); every other byte of such a page may be NUL."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FEW = 0.01
"""Share of control characters: of random bytes they are a tenth, and a page has none but by mistake."""


def host(address: str) -> str:
    """The host of a web address; empty if it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in {"http", "https"} else ""


def saved_page(path: Path, url: str) -> Fetched:
    """Raises ConfigError if the file cannot be read or is a feed, ParseError if it is empty or no page."""
    page = _saved(path, url)
    head = page.body[:_HEAD]
    if not page.body.strip():
        raise ParseError("{url} is empty", url=str(path))
    if b"%PDF-" in head[:1024]:
        raise ParseError("{url} is a PDF, not a page", url=str(path))
    if _is_binary(head):
        raise ParseError("{file} is no page: it has signs in it that no text has", file=str(path))
    return _no_feed(page, str(path))


async def fetched_page(config: Config, address: str) -> Fetched:
    """Raises SourceError, and ConfigError for a feed."""
    from relay.app import web  # noqa: PLC0415 - brings the network code

    with advising():
        async with web(config) as fetcher:
            return _no_feed(_full(address, await fetcher.get(address, accept=PAGE_ACCEPT)), address)


async def read_feed(config: Config, source: SourceSpec | None, what: str, url: str) -> ParsedFeed:
    """The entries of a feed, or of the listing page or sitemap that a source is; `what` is a file or an address.

    Raises ConfigError if the file cannot be read, SourceError.
    """
    address = what if host(what) else url
    # If it is no source, it is read as the feed that it is meant to be.
    source = source or SourceSpec(id="", url=address, channels=(), interval=0.0)
    if not host(what):
        page = await asyncio.to_thread(_saved, Path(what), address or source.url)
        return await _read(_Offline(), source, page, config)
    from relay.app import web  # noqa: PLC0415 - brings the network code

    with advising():
        async with web(config) as fetcher:
            return await _read(fetcher, source, _full(what, await fetcher.get(what)), config)


def _saved(path: Path, url: str) -> Fetched:
    try:
        return Fetched(url=url, body=path.read_bytes())
    except OSError as error:
        raise ConfigError("{file} cannot be read: {why}.", file=str(path), why=Text(error.strerror or "?")) from error


def _is_binary(head: bytes) -> bool:
    return not head.startswith(_UTF_16) and len(_CONTROLS.findall(head)) > _FEW * len(head)


def _no_feed(page: Fetched, name: str) -> Fetched:
    head = page.body[:_HEAD]
    if not _MARKUP.search(head) and _FEED.search(head):
        raise ConfigError("{what} is a feed: what it brings is shown by --feed {what}", what=name)
    return page


def _full(url: str, answer: Fetched | NotModified) -> Fetched:
    if isinstance(answer, NotModified):
        raise SourceError("{url} answers 304 although nothing was known of it", url=url)
    return answer


async def _read(fetcher: Fetcher, source: SourceSpec, fetched: Fetched, config: Config) -> ParsedFeed:
    from relay.ingestion.reading import read_source  # noqa: PLC0415 - feedparser

    try:
        feed, _ = await read_source(fetcher, source, fetched, config.zone)
    except ParseError as error:
        if source.kind != "feed":
            raise
        raise ParseError(
            "{why}. For the page of one release there is --page FILE, for a page that lists releases relay discover "
            "URL",
            why=error.text,
        ) from error
    return feed


class _Offline:
    """The web of somebody who only looks at a file."""

    async def get(self, url: str, **_: object) -> Fetched:
        raise SourceError("{url} is not asked, as only a saved file is looked at", url=url)
