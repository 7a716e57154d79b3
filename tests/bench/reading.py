"""CPU of reading: a feed of which one entry is new, and a page down to its teaser."""

from __future__ import annotations

import time
from functools import cache

import feedparser
import trafilatura

from relay.article.extract import article_from_page
from relay.article.summarise import teaser
from relay.emulator.site.emulator import SiteEmulator
from relay.emulator.site.pages import article_page
from relay.feed import decide
from relay.feed.parse import parse
from relay.model import Fetched, Known
from relay.settings import SourceSpec

REPEAT = 10
SITE = "https://www.landkreis-musterland.example"
SOURCE = SourceSpec(id="presse", url=f"{SITE}/presse.rss", channels=("main",), interval=60)
TEXT = "<p>Der Landkreis Musterland teilt mit: Die Straße ist ab Montag, 24. März, gesperrt.</p>" * 14


@cache
def _feed() -> bytes:
    """About 30 KB, 20 entries."""
    items = "".join(
        f"<item><guid>{n}</guid><title>Meldung {n}</title><link>{SITE}/{n}.php</link>"
        f"<pubDate>Mon, {n + 1:02} Mar 2025 09:00:00 +0100</pubDate>"
        f"<description><![CDATA[{TEXT}]]></description></item>"
        for n in range(20)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Presse</title>{items}</channel></rss>'.encode()


def feed_bare() -> float:
    """The floor: feedparser as it comes."""
    began = time.process_time()
    for _ in range(REPEAT):
        feedparser.parse(_feed())
    return (time.process_time() - began) * 1000 / REPEAT


def feed_relay() -> float:
    """Parse and decide, 19 of the 20 entries being known."""
    fetched = Fetched(url=SOURCE.url, body=_feed(), content_type="application/rss+xml")
    feed = parse(fetched)
    known = {
        key.entry: Known(n, decide.digest(entry), owner=True)
        for n, (entry, key) in enumerate(zip(feed.entries[1:], decide.keys(feed)[1:], strict=True))
    }
    began = time.process_time()
    for _ in range(REPEAT):
        decisions = decide.decide(parse(fetched), known, SOURCE, baselined=True)
        assert len(decisions) == 1
    return (time.process_time() - began) * 1000 / REPEAT


@cache
def _pages() -> tuple[str, ...]:
    """The sample website's releases, as a browser gets them."""
    releases = SiteEmulator().releases
    return tuple(article_page(SITE, one, releases[:3]) for one in releases)


def page_bare() -> float:
    """The floor: trafilatura as it comes."""
    began = time.process_time()
    for page in _pages():
        assert trafilatura.extract(page)
    return (time.process_time() - began) * 1000 / len(_pages())


def page_relay() -> float:
    """The article, its sentences, pictures, and teaser."""
    began = time.process_time()
    for page in _pages():
        article = article_from_page(page.encode(), url=f"{SITE}/presse/1.php")
        assert teaser(article.blocks, title=article.title, length=350).text
    return (time.process_time() - began) * 1000 / len(_pages())
