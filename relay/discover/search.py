"""Looks for the releases of a website: which pages are asked, in which order, and when it is enough.

the page -> the press page that it links -> feeds that these name -> well-known places -> robots.txt, sitemaps
-> the best of it -> its latest releases, as they would look
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from relay.article.clean import decode_html
from relay.article.extract import article_from_page, fallback_article, is_whole
from relay.article.summarise import teaser
from relay.discover.asking import Asking
from relay.discover.places import PLACE, Place, feeds_on, press_pages, sitemaps_in, system_of, well_known
from relay.discover.propose import propose
from relay.discover.rank import (
    FoundFeed,
    FoundListing,
    FoundSitemap,
    Offer,
    choose,
    press_path,
    ranked,
    share_listed,
)
from relay.discover.words import press_points
from relay.errors import Disallowed, ParseError, SourceError, Text
from relay.feed.listing import base_of, page_tree
from relay.feed.parse import parse
from relay.feed.row import text_of
from relay.feed.sitemap import SitemapIndex, below, chosen, is_sitemap, read_sitemap
from relay.ingestion.articles import own_failure
from relay.model import Entry, Fetched, NotModified, ParsedFeed
from relay.ports import Fetcher
from relay.settings import PAGE_ACCEPT

log = logging.getLogger(__name__)

SAMPLES = 5
_HOPS = 3
_FEEDS, _PLACES, _SITEMAPS = 8, 8, 4
_ANY = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Sample:
    """A release as it would look."""

    entry: Entry
    title: str
    teaser: str
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found."""

    url: str
    system: str
    pages: tuple[str, ...]
    """That were looked at."""
    feeds: tuple[FoundFeed, ...]
    """The best first."""
    listings: tuple[FoundListing, ...]
    sitemaps: tuple[FoundSitemap, ...]
    offer: Offer | None
    samples: tuple[Sample, ...]
    requests: int
    hindrances: tuple[Text, ...] = ()
    """What could not be read although the website names it."""


@dataclass(slots=True)
class _Found:
    """What is known so far."""

    url: str
    system: str = ""
    pages: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    feeds: list[FoundFeed] = field(default_factory=list)
    listings: list[FoundListing] = field(default_factory=list)
    sitemaps: list[FoundSitemap] = field(default_factory=list)
    hindrances: list[Text] = field(default_factory=list)


class Search:
    """One search on one website."""

    def __init__(self, asking: Asking, pages: Fetcher, *, zone: tzinfo, now: datetime, length: int) -> None:
        """`pages` is the same web, as far as robots.txt allows; `length` is how many characters a teaser has."""
        self._asking = asking
        self._pages = pages
        self._zone = zone
        self._now = now
        self._length = length
        self._barred: dict[str, Text] = {}

    async def run(self, url: str) -> Report:
        """Look for the releases behind an address. Raises SourceError if not even that can be read."""
        # What a person names is asked for whatever robots.txt says, as a browser would.
        answer = _full(url, await self._asking.get(url, accept=_ANY))
        found = _Found(answer.url)
        if not await self._is_itself(answer, found):
            await self._walk(answer, found)
            await self._try([one for one in _by_points(found) if one.how != PLACE][:_FEEDS], found)
            if not self._has_good_feed(found):
                await self._try_places(found)
            if not self._has_good_feed(found):
                await self._read_sitemaps(found)
        feeds = ranked(found.feeds, self._now)
        offer = choose(feeds, found.listings, found.sitemaps, self._now)
        return Report(
            url=found.url,
            system=found.system,
            pages=tuple(found.pages),
            feeds=tuple(feeds),
            listings=tuple(found.listings),
            sitemaps=tuple(found.sitemaps),
            offer=offer,
            samples=await self._samples(offer) if offer else (),
            requests=self._asking.count,
            hindrances=(*found.hindrances, *self._barred.values()),
        )

    # --- the pages ---

    async def _is_itself(self, answer: Fetched, found: _Found) -> bool:
        """Whether the address is that of a feed or a sitemap."""
        if is_sitemap(answer.body):
            await self._read_sitemap(answer, found)
            return True
        feed = await self._parsed(answer)
        if feed is None:
            return False
        found.feeds.append(FoundFeed(Place(answer.url, "named", feed.title), feed))
        return True

    async def _walk(self, answer: Fetched, found: _Found) -> None:
        """From the page to the one with the press releases, as a person would go."""
        tried: set[str] = set()
        for hop in range(_HOPS + 1):
            soup = await asyncio.to_thread(page_tree, answer)
            title = await self._look(answer, soup, found, wanted=hop == 0)
            here = press_points(title, urlsplit(answer.url).path)
            tried |= {answer.url}
            links = press_pages(soup, base_of(soup, answer.url))
            ahead = [one.url for one in links if one.url not in tried and _worth(one, here, found)][:_HOPS]
            tried.update(ahead)
            following = await self._first_page(ahead, found) if hop < _HOPS else None
            if following is None:
                return
            answer = following

    async def _first_page(self, urls: list[str], found: _Found) -> Fetched | None:
        """The first of these pages that there is."""
        for url in urls:
            try:
                answer = await self._get(url, accept=PAGE_ACCEPT)
            except Disallowed:
                continue
            except SourceError as error:
                found.hindrances.append(error.text)
                continue
            if await self._parsed(answer) is None and not is_sitemap(answer.body):
                return answer
        return None

    async def _look(self, answer: Fetched, soup: BeautifulSoup, found: _Found, *, wanted: bool) -> str:
        """Note what a page names and lists; returns its title."""
        html = decode_html(answer.body[:500_000], answer.content_type)
        found.system = found.system or system_of(html)
        found.pages.append(answer.url)
        heading = soup.find("h1")
        head = text_of(soup.title) if soup.title else ""
        title = f"{text_of(heading)} | {head}" if heading is not None else head
        for place in feeds_on(soup, base_of(soup, answer.url)):
            found.places.setdefault(place.url, place)
        proposal = await asyncio.to_thread(propose, soup, answer.url, zone=self._zone, now=self._now)
        if proposal:
            found.listings.append(FoundListing(answer.url, proposal, title[:200], wanted=wanted))
        return title

    # --- feeds ---

    async def _try(self, places: list[Place], found: _Found) -> None:
        for place in places:
            try:
                answer = await self._get(place.url)
            except SourceError as error:
                if place.how != PLACE and not isinstance(error, Disallowed):
                    found.hindrances.append(error.text)
                continue
            feed = await self._parsed(answer)
            if feed is not None:
                self._add(place, feed, found)
            elif place.how != PLACE and place.url not in found.pages and not is_sitemap(answer.body):
                await self._overview(answer, found)

    async def _overview(self, answer: Fetched, found: _Found) -> None:
        """A page that lists the website's feeds; once."""
        found.pages.append(answer.url)
        soup = await asyncio.to_thread(page_tree, answer)
        new = [one for one in feeds_on(soup, base_of(soup, answer.url)) if one.url not in found.places]
        for place in new:
            found.places[place.url] = place
        for place in new[: _FEEDS // 2]:
            try:
                feed = await self._parsed(await self._get(place.url))
            except SourceError:
                continue
            if feed is not None:
                self._add(place, feed, found)

    def _add(self, place: Place, feed: ParsedFeed, found: _Found) -> None:
        press = [one for one in found.listings if one.names_press or one.wanted]
        listed = max((share_listed(feed, one.proposal) for one in press), default=0.0)
        found.feeds.append(FoundFeed(place, feed, listed))

    async def _try_places(self, found: _Found) -> None:
        page = found.listings[-1].url if found.listings else found.pages[-1]
        unknown = [one for one in well_known(found.system, page) if one.url not in found.places]
        for place in unknown[:_PLACES]:
            await self._try([place], found)
            if self._has_good_feed(found):
                return

    def _has_good_feed(self, found: _Found) -> bool:
        feeds = ranked(found.feeds, self._now)
        offer = choose(feeds, found.listings, (), self._now)
        return offer is not None and offer.kind == "feed" and offer.sure

    # --- sitemaps ---

    async def _read_sitemaps(self, found: _Found) -> None:
        root = urljoin(found.url, "/")
        named: list[str] = []
        with suppress(SourceError):
            robots = _full(root, await self._asking.get(urljoin(root, "robots.txt"), accept="text/plain, */*;q=0.1"))
            named = sitemaps_in(robots.body.decode("utf-8", "replace"), root)
        for url in (named or [urljoin(root, "sitemap.xml")])[:2]:
            try:
                await self._read_sitemap(await self._get(url), found)
            except SourceError as error:
                if named and not isinstance(error, Disallowed):
                    found.hindrances.append(error.text)

    async def _read_sitemap(self, answer: Fetched, found: _Found) -> None:
        """Note a sitemap, or the ones that an index names. Raises SourceError."""
        read = await asyncio.to_thread(read_sitemap, answer, self._zone)
        if isinstance(read, ParsedFeed):
            self._note_sitemap(answer.url, read, found)
            return
        for child in chosen(read)[:_SITEMAPS]:
            one = await self._get(child.url)
            inside = await asyncio.to_thread(read_sitemap, one, self._zone)
            if not isinstance(inside, SitemapIndex):
                self._note_sitemap(one.url, inside, found)

    def _note_sitemap(self, url: str, feed: ParsedFeed, found: _Found) -> None:
        path = "" if feed.version == "sitemap-news" else press_path(feed)
        if path or feed.version == "sitemap-news":
            found.sitemaps.append(FoundSitemap(url, path, below(feed, path)))

    # --- how it would look ---

    async def _samples(self, offer: Offer) -> tuple[Sample, ...]:
        return tuple([await self._sample(entry) for entry in offer.entries[:SAMPLES]])

    async def _sample(self, entry: Entry) -> Sample:
        try:
            if not entry.url or await asyncio.to_thread(is_whole, entry):
                article = await asyncio.to_thread(fallback_article, entry)
            else:
                page = await self._get(entry.url, accept=PAGE_ACCEPT)
                article = await asyncio.to_thread(
                    article_from_page, page.body, url=page.url, content_type=page.content_type, entry=entry
                )
            title = entry.title or article.title
            short = await asyncio.to_thread(teaser, article.blocks, title=title, length=self._length)
        except SourceError as error:
            return Sample(entry, entry.title, "", error.text)
        except Exception as error:
            # A bug that one page brings to light must not cost all that was found.
            log.exception("%s: relay itself failed", entry.url or entry.title)
            return Sample(entry, entry.title, "", own_failure(error).text)
        return Sample(entry, title, short.text)

    # --- the web ---

    async def _parsed(self, answer: Fetched) -> ParsedFeed | None:
        try:
            feed = await asyncio.to_thread(parse, answer, timezone=self._zone)
        except ParseError:
            return None
        return replace(feed, url=feed.url or answer.url)

    async def _get(self, url: str, *, accept: str = "*/*") -> Fetched:
        """One page that the search came to by itself. Raises SourceError, also when enough was asked."""
        try:
            return _full(url, await self._pages.get(url, accept=accept))
        except Disallowed as error:
            self._barred[url] = error.text
            raise


def _full(url: str, answer: Fetched | NotModified) -> Fetched:
    if isinstance(answer, NotModified):
        raise SourceError("{url} answers 304 although nothing was known of it", url=url)
    return answer


def _by_points(found: _Found) -> list[Place]:
    return sorted(found.places.values(), key=lambda one: -one.points)


def _worth(place: Place, here: int, found: _Found) -> bool:
    """Whether a page is worth going to: it speaks of press releases more than this one does, or lists any at all."""
    points = press_points(place.text, urlsplit(place.url).path)
    return points > here or (points >= here > 0 and not found.listings)
