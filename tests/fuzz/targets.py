"""What is fuzzed: each takes any bytes, and may raise nothing but what its callers expect. Nothing here does I/O."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from zoneinfo import ZoneInfo

from yarl import URL

from relay.article.extract import article_from_page, fallback_article
from relay.errors import ParseError, SourceError
from relay.feed.decide import digest, keys
from relay.feed.parse import parse
from relay.feed.text import decode
from relay.model import Entry, Fetched
from relay.sources.decode import STEP, Decoder
from relay.sources.guard import next_url, web_url

BERLIN = ZoneInfo("Europe/Berlin")
URL_OF_ALL = "https://www.landkreis-musterland.example/presse/feed.rss"


def fuzz_parse(data: bytes) -> None:
    """Any bytes are a feed or a ParseError; what is read can be stored, recognised again and told in any zone."""
    kind, _, body = data.partition(b"\n")
    try:
        feed = parse(Fetched(URL_OF_ALL, body, kind.decode("latin-1")), timezone=BERLIN)
    except ParseError as error:
        str(error).encode("utf-8", "surrogatepass")
        return
    repr(feed).encode()
    assert len(keys(feed)) == len(feed.entries)
    for entry in feed.entries:
        digest(entry)
        assert entry.url == "" or entry.url.startswith(("http://", "https://"))
        for moment in (entry.published, entry.updated):
            assert moment is None or moment.astimezone(BERLIN)


def fuzz_decode(data: bytes) -> None:
    """Any bytes are text; any compressed bytes unfold in small steps, or are damaged."""
    text, _ = decode(data[1:], data[:40].decode("latin-1"))
    assert isinstance(text, str)
    decoder = Decoder(("", "gzip", "deflate")[data[0] % 3] if data else "")
    try:
        for piece in decoder.feed(data[1:]):
            assert len(piece) <= max(STEP, len(data))
        decoder.close()
    except zlib.error:
        return


def fuzz_article(data: bytes) -> None:
    """Any page is an article or a ParseError; any text of a feed is an article."""
    entry = Entry("1", URL_OF_ALL, "Titel", content=data.decode("utf-8", "replace"))
    repr(fallback_article(entry)).encode()
    try:
        article = article_from_page(data, url=URL_OF_ALL, entry=entry)
    except ParseError:
        return
    repr(article).encode()
    assert article.blocks


def fuzz_url(data: bytes) -> None:
    """Any text is a URL with a host and of the web, or a SourceError."""
    text = data.decode("utf-8", "surrogateescape")
    for read in (web_url, lambda location: next_url(URL(URL_OF_ALL), location)):
        try:
            url = read(text)
        except SourceError:
            continue
        assert url.scheme in {"http", "https"}
        assert url.raw_host
        str(url).encode("ascii")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "parse": fuzz_parse,
    "decode": fuzz_decode,
    "article": fuzz_article,
    "url": fuzz_url,
}
