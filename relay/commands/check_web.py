"""What `relay check` asks of the websites: sources, their selectors, the pages for `relay audit`, and the callback."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from relay.commands.findings import Check, place_of
from relay.config import Config
from relay.errors import Disallowed, ParseError, RelayError, SourceError, Text, Unmatched
from relay.model import Entry, Fetched, NotModified, ParsedFeed
from relay.settings import PAGE_ACCEPT, SourceSpec
from relay.store.lock import holder
from relay.timing import now

if TYPE_CHECKING:
    from relay.ports import Fetcher

PUSH = Text("push")
SOON = 5.0
"""Seconds within which relay answers on its own machine."""
_PAGE = "an HTML page instead of a feed"


async def check_sources(config: Config) -> list[Check]:
    """Whether the sources can be read, their selectors fit, and their pages for `relay audit` list anything."""
    from relay.app import web  # noqa: PLC0415 - brings the network code
    from relay.sources.robots import PolitePages  # noqa: PLC0415 - as above

    async with web(config) as fetcher:
        pages = PolitePages(fetcher, now)
        looks = [_Look(config, index, source, fetcher, pages) for index, source in enumerate(config.sources)]
        return list(chain.from_iterable(await asyncio.gather(*(look.all() for look in looks))))


async def check_push(config: Config) -> list[Check]:
    """Whether relay, if it runs, answers where hubs are led to (WebSub)."""
    listen = config.websub.listen
    if not config.websub.callback:
        return []
    facts: dict[str, object] = {"listen": listen, "callback": config.websub.callback}
    if not holder(config.database_path()):
        says = Text("{callback} leads to {listen}, where relay answers as soon as it runs", facts)
        return [Check(PUSH, well=True, says=says)]
    try:
        async with asyncio.timeout(SOON):
            await _connect(listen)
    except OSError as error:
        # A timeout is one too.
        facts["why"] = "timeout" if isinstance(error, TimeoutError) else Text(error.strerror or "?")
        says = Text("relay runs, but nothing answers at {listen} ({why}): hubs call {callback} in vain", facts)
        return [Check(PUSH, well=False, says=says, place=place_of(config, "websub", "listen"))]
    return [Check(PUSH, well=True, says=Text("relay answers at {listen}, where {callback} has to lead", facts))]


async def _connect(listen: str) -> None:
    if listen.startswith("unix:"):
        _, writer = await asyncio.open_unix_connection(listen.removeprefix("unix:"))
    else:
        host, _, port = listen.rpartition(":")
        _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


class _Look:
    """At one source."""

    def __init__(self, config: Config, index: int, source: SourceSpec, fetcher: Fetcher, pages: Fetcher) -> None:
        self._config, self._index, self._source = config, index, source
        self._fetcher, self._pages = fetcher, pages

    async def all(self) -> list[Check]:
        """Everything about it."""
        read, feed = await self._read()
        checks = [read]
        if feed and feed.entries and self._source.selector:
            checks.append(await self._selector(feed.entries[0]))
        if self._source.audit:
            checks.append(await self._audit())
        return checks

    async def _read(self) -> tuple[Check, ParsedFeed | None]:
        from relay.ingestion.reading import read_source  # noqa: PLC0415 - feedparser

        what, source = Text("source {id}", {"id": self._source.id}), self._source
        fetched = None
        try:
            fetched = _full(await self._fetcher.get(source.url))
            feed, _ = await read_source(self._fetcher, source, fetched, self._config.zone)
        except RelayError as error:
            key = "item" if source.kind == "listing" and fetched else "url"
            return Check(what, well=False, says=_advised(error, source.url), place=self._place(key)), None
        if not feed.entries:
            return Check(what, well=True, warning=True, says=Text("a feed without entries, at present")), feed
        facts = {"count": len(feed.entries), "title": feed.entries[0].title, "version": feed.version}
        says = Text("{count} entries ({version}), on top: {title}", facts)
        if feed.problems:
            says = Text("{says}. It could be read, but:\n{problems}", {"says": says, "problems": feed.problems})
        return Check(what, well=True, warning=bool(feed.problems), says=says), feed

    async def _selector(self, entry: Entry) -> Check:
        from relay.article.extract import article_from_page  # noqa: PLC0415 - Beautiful Soup

        source = self._source
        check = Check(Text("selector of source {id}", {"id": source.id}), well=True, says=Text(""))
        facts: dict[str, object] = {"selector": source.selector, "url": entry.url}
        if not entry.url:
            return replace(check, says=Text("the newest release has no page on which it could be tried"))
        try:
            page = _full(await self._pages.get(entry.url, accept=PAGE_ACCEPT))
            article = await asyncio.to_thread(
                article_from_page,
                page.body,
                url=page.url,
                content_type=page.content_type,
                entry=entry,
                selector=source.selector,
            )
        except (Disallowed, Unmatched, ParseError) as error:
            barred = isinstance(error, Disallowed)
            says = error.text
            if not barred:
                says = Text(
                    "{why}. So each post comes late, and says only what the feed says: correct the selector, or remove "
                    "it, and relay finds the text by itself",
                    {"why": error.text},
                )
            return replace(check, well=barred, warning=barred, says=says, place=self._place("selector"))
        except SourceError as error:
            says = Text("the page of the newest release cannot be read now: {why}", {"why": error.text})
            return replace(check, warning=True, says=says)
        facts["count"] = len(article.blocks)
        return replace(check, says=Text("it fits {url} (paragraphs: {count})", facts))

    async def _audit(self) -> Check:
        from relay.commands.audit import listed  # noqa: PLC0415 - Beautiful Soup

        source, page = self._source, None
        what = Text("audit of source {id}", {"id": source.id})
        try:
            page = _full(await self._fetcher.get(source.audit, accept=PAGE_ACCEPT))
            feed = await asyncio.to_thread(listed, page, source, self._config)
        except RelayError as error:
            key = "item" if page and source.item else "audit"
            return Check(what, well=False, says=error.text, place=self._place(key))
        facts = {"count": len(feed.entries), "title": feed.entries[0].title if feed.entries else "–"}
        return Check(what, well=True, says=Text("the page lists {count} releases, on top: {title}", facts))

    def _place(self, key: str) -> Text | None:
        return place_of(self._config, "source", self._index, key)


def _full(answer: Fetched | NotModified) -> Fetched:
    if isinstance(answer, NotModified):
        raise SourceError("it answers 304 to a first question")
    return answer


def _advised(error: RelayError, url: str) -> Text:
    """What is wrong, and for a page in place of a feed how the feed is found."""
    if not error.text.message.startswith(_PAGE):
        return error.text
    return Text(
        "{why}. relay discover {url} looks for the feed; where there is none, it says how relay reads the page itself "
        '(kind = "listing")',
        {"why": error.text, "url": url},
    )
