"""From what a source answered to its entries, by the kind of the source.

A feed and a listing page are one answer. A sitemap may be an index: then the sitemaps that it names are fetched, one
after the other and few (`relay.feed.sitemap.chosen`), and are read as one.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import tzinfo

from relay.errors import SourceError, Text
from relay.feed.listing import parse_listing, selectors_of
from relay.feed.mend import EMPTY, emptied, kinds, losses
from relay.feed.parse import parse_again
from relay.feed.remembered import Remembered
from relay.feed.sitemap import Child, SitemapIndex, below, chosen, merged, read_sitemap
from relay.model import Fetched, NotModified, ParsedFeed, Validators
from relay.ports import Fetcher
from relay.settings import SourceSpec
from relay.state import SourceState

log = logging.getLogger(__name__)

SITEMAP_ACCEPT = "application/xml, text/xml;q=0.9, application/gzip;q=0.8, text/plain;q=0.5, */*;q=0.1"


async def read_source(
    fetcher: Fetcher,
    source: SourceSpec,
    fetched: Fetched,
    timezone: tzinfo,
    remembered: Remembered | None = None,
) -> tuple[ParsedFeed, Validators]:
    """The entries of a source, and the validators that stand for them. Raises SourceError.

    An index of sitemaps has validators only if it says of every sitemap when that was changed: else it may stay as it
    is while they do not.
    """
    match source.kind:
        case "listing":
            feed = await asyncio.to_thread(parse_listing, fetched, selectors_of(source), timezone)
        case "sitemap":
            return await _sitemap(fetcher, source, fetched, timezone)
        case _:
            before = remembered.of(fetched.url) if remembered else None
            feed, reading = await asyncio.to_thread(parse_again, fetched, timezone, before)
            if remembered:
                remembered.keep(fetched.url, reading)
    return feed, fetched.validators


def log_problems(source: SourceSpec, state: SourceState, feed: ParsedFeed) -> Text | None:
    """Write down what is wrong with a feed, once; returns which of its entries are lost by it (`SourceState.lost`).

    At first sight that is everything; later only what costs entries, where nothing of that kind did before.
    """
    lost = losses(feed.problems)
    # Google's news sitemaps list two days only, and are empty after each quiet weekend.
    if not feed.entries and feed.version != "sitemap-news" and (state.listed or emptied(state.lost)):
        lost = Text("{problems}", {"problems": (EMPTY,)})
    if not state.baselined:
        for problem in feed.problems:
            log.warning("%s: %s", source.id, problem)
    elif lost and not kinds(lost) <= kinds(state.lost):
        log.warning("%s: %s", source.id, lost)
    elif state.lost and not lost:
        log.info("%s: all of its entries can be read again", source.id)
    return lost


async def _sitemap(
    fetcher: Fetcher, source: SourceSpec, fetched: Fetched, timezone: tzinfo
) -> tuple[ParsedFeed, Validators]:
    found = await asyncio.to_thread(read_sitemap, fetched, timezone)
    if isinstance(found, ParsedFeed):
        return below(found, source.path), fetched.validators
    children = chosen(found, source.path)
    feeds = [await _child(fetcher, child, timezone) for child in children]
    whole = await asyncio.to_thread(merged, feeds, fetched.url)
    dated = children and all(child.changed for child in children)
    return below(whole, source.path), fetched.validators if dated else Validators()


async def _child(fetcher: Fetcher, child: Child, timezone: tzinfo) -> ParsedFeed:
    answer = await fetcher.get(child.url, accept=SITEMAP_ACCEPT)
    if isinstance(answer, NotModified):
        raise SourceError("{url} answers 304 although nothing was known of it", url=child.url)
    found = await asyncio.to_thread(read_sitemap, answer, timezone)
    if isinstance(found, SitemapIndex):
        raise SourceError("{url} is an index of sitemaps within another one: name it itself as url", url=child.url)
    return replace(found, url=answer.url)
