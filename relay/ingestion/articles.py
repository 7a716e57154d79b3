"""What a release says: by its page, or by the feed where that brings the whole text or the page cannot be had."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from relay.article.extract import article_from_page, fallback_article, is_whole
from relay.errors import Disallowed, SourceError
from relay.ingestion.summaries import Summaries
from relay.model import Article, Entry, Fetched, NotModified
from relay.ports import Fetcher
from relay.settings import PAGE_ACCEPT, SourceSpec

log = logging.getLogger(__name__)


class Articles:
    """Reads what releases say. Holds no state of its own."""

    def __init__(self, pages: Fetcher, summaries: Summaries | None = None) -> None:
        self._pages = pages
        self._summaries = summaries

    async def read(self, source: SourceSpec, entry: Entry) -> tuple[Article, str]:
        """What a release says, and the address of its page if robots.txt keeps us from that: then the feed says it.

        Raises SourceError if the page is needed and cannot be read.
        """
        try:
            article = await self._read(source, entry)
        except Disallowed as error:
            if not entry.title:
                raise
            log.info("%s: %s: %s", source.id, entry.url, error)
            return await own_text(entry), entry.url
        except SourceError:
            raise
        except Exception as error:
            # A bug that one page brings to light must not cost the source's other releases.
            log.exception("%s: %s: relay itself failed", source.id, entry.url or entry.title)
            raise own_failure(error) from error
        if self._summaries:
            summary = await self._summaries.of(source.id, article, entry.title or article.title)
            article = replace(article, summary=summary)
        return article, ""

    async def look_for(self, entry: Entry) -> None:
        """Raise SourceError if the page of a release is not there, as far as relay may look."""
        try:
            await self._page(entry)
        except Disallowed as error:
            log.info("%s: %s", entry.url, error)

    async def _read(self, source: SourceSpec, entry: Entry) -> Article:
        if not source.selector and await asyncio.to_thread(is_whole, entry):
            return await asyncio.to_thread(fallback_article, entry)
        if not entry.url:
            return await own_text(entry)
        page = await self._page(entry)
        return await asyncio.to_thread(
            article_from_page,
            page.body,
            url=page.url,
            content_type=page.content_type,
            entry=entry,
            selector=source.selector,
        )

    async def _page(self, entry: Entry) -> Fetched:
        page = await self._pages.get(entry.url, accept=PAGE_ACCEPT)
        if isinstance(page, NotModified):
            raise SourceError("{url} answers 304 although nothing was known of it", url=entry.url)
        return page


async def own_text(entry: Entry) -> Article:
    """What the feed says; its title if relay itself cannot read more: that can always be posted."""
    try:
        return await asyncio.to_thread(fallback_article, entry)
    except Exception:
        log.exception("%s: relay itself failed", entry.url or entry.title)
        return Article(entry.title, entry.url, ())


def own_failure(error: Exception) -> SourceError:
    """A bug of relay's own, told as a trouble of the source that brought it to light."""
    return SourceError("relay itself failed ({why}); the log says how", why=type(error).__name__)
