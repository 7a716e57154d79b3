"""CPU of reading: a feed of which one entry is new, and a page down to its teaser."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache, partial
from random import Random

import feedparser
import trafilatura

from relay.article.extract import article_from_page
from relay.article.german import words
from relay.article.summarise import teaser
from relay.emulator.site.emulator import SiteEmulator
from relay.emulator.site.pages import article_page
from relay.feed import decide
from relay.feed.parse import parse_again
from relay.model import Fetched, Known
from relay.settings import SourceSpec
from tests.bench.table import Row, against, measure

REPEAT = 10
EPOCH = datetime(2025, 3, 1, 9, tzinfo=UTC)
SITE = "https://www.landkreis-musterland.example"
SOURCE = SourceSpec(id="presse", url=f"{SITE}/presse.rss", channels=("main",), interval=60)
WORDS = sorted(
    words(
        """
        Straße Brücke Schule Haushalt Kreistag Radweg Museum Impfung Feuerwehr Ausbildung Lesung Wahl Abfall Bücherei
        Wald Pflege Denkmal Musik Zulassung Spielplatz Trinkwasser Klima Ehrenamt Breitband Turnhalle Bus Rathaus
        """
    )
)


def _text(number: int) -> str:
    """Of a release, 1.2 KB; no two are alike."""
    said = Random(number)
    return "".join(f"<p>Der Landkreis teilt mit: {' und '.join(said.sample(WORDS, 4))} ab März.</p>" for _ in range(14))


def feed_of(numbers: Iterable[int]) -> bytes:
    """A feed with these releases, 1.5 KB each."""
    items = "".join(
        f"<item><guid>{n}</guid><title>Meldung {n}</title><link>{SITE}/{n}.php</link>"
        f"<pubDate>{format_datetime(EPOCH + timedelta(minutes=n))}</pubDate>"
        f"<description><![CDATA[{_text(n)}]]></description></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Presse</title>{items}</channel></rss>'.encode()


@cache
def _feed() -> bytes:
    """About 30 KB, 20 entries."""
    return feed_of(range(20))


def feed_bare() -> float:
    """The floor: feedparser as it comes."""
    began = time.process_time()
    for _ in range(REPEAT):
        feedparser.parse(_feed())
    return (time.process_time() - began) * 1000 / REPEAT


def feed_relay(*, restarted: bool = False) -> float:
    """Parse and decide, 19 of the 20 entries being known; a relay that was `restarted` has to read them once more."""
    fetched, earlier = (Fetched(SOURCE.url, feed_of(range(n, n + 20)), "application/rss+xml") for n in (1, 0))
    before, reading = parse_again(earlier, UTC, None)
    known = {
        key.entry: Known(n, decide.digest(entry), owner=True)
        for n, (entry, key) in enumerate(zip(before.entries, decide.keys(before), strict=True))
    }
    began = time.process_time()
    for _ in range(REPEAT):
        feed, _ = parse_again(fetched, UTC, None if restarted else reading)
        decisions = decide.decide(feed, known, SOURCE, baselined=True)
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


def rows() -> Iterator[Row]:
    """Part b, and what a page takes."""
    relay, bare = measure(feed_relay, feed_bare)
    yield against(
        "(b) 30 KB feed, one of 20 entries new: parse, decide", relay, bare, "feedparser.parse, defaults", 0.35
    )
    relay, bare = measure(partial(feed_relay, restarted=True), feed_bare)
    yield against("(b) the same, the first time after a start", relay, bare, "feedparser.parse, defaults", None)
    relay, bare = measure(page_relay, page_bare)
    yield against("a page to its teaser", relay, bare, "trafilatura.extract", None)
