"""`relay preview`: what would be posted, from a page on the web, a saved page, or a saved feed. Posts nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from relay.article.extract import article_from_page, fallback_article, is_whole
from relay.commands.common import console, escaped, print_json, said
from relay.commands.optional import optional
from relay.commands.preview_json import shown
from relay.commands.preview_page import write_page
from relay.commands.preview_reading import fetched_page, host, read_feed, saved_page
from relay.commands.preview_terminal import show
from relay.config import Config
from relay.errors import ConfigError, ParseError
from relay.feed.decide import keys
from relay.model import Article, Entry, Fetched, Post
from relay.render.post import compose, hashtags_of
from relay.settings import Look, SourceSpec, Style


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    address: str
    page: Path | None
    feed: str
    """A file, or a web address."""
    title: str
    url: str
    description: str
    source: str
    channel: str
    style: str
    explain: bool = False
    """Whether to say why each sentence is in the teaser or not."""


def preview(
    option: Path | None, request: Request, *, allow: Sequence[str] = (), html: Path | None = None, as_json: bool
) -> int:
    """Print it; with `html` also write it as a page into that file, and print no more than what is asked for beside it.

    Raises ConfigError, SourceError.
    """
    _require_sense(request)
    config = optional(option, allow)
    look, source = _look(config, request), _source(config, request)
    if request.feed:
        return _preview_feed(config, look, source, request, html=html, as_json=as_json)
    entry = Entry(guid="", url=request.url or request.address, title=request.title, summary=request.description)
    article = _article(config, source, entry, request)
    post = _composed(article, entry, source)
    _write(html, [post], (), look, as_json=as_json)
    one = shown(post, article, look, explain=request.explain)
    if as_json:
        print_json(one)
    elif not html or request.explain:
        show(one)
    return 0


def _require_sense(request: Request) -> None:
    if sum(map(bool, (request.address, request.page, request.feed))) != 1:
        raise ConfigError("Name one thing to look at: a web address, --page FILE or --feed FILE.")
    if request.address and not host(request.address):
        raise ConfigError(
            "{address} is not a web address (https://...). For a saved page there is --page FILE.",
            address=request.address,
        )
    if request.url and not host(request.url):
        raise ConfigError("--url {address}: that is not a web address (https://...).", address=request.url)


def _write(path: Path | None, posts: Sequence[Post], partial: Sequence[bool], look: Look, *, as_json: bool) -> None:
    if path:
        write_page(path, posts, look, partial=partial)
        console(stderr=as_json).print(escaped(said("Written: {file}", file=str(path.resolve()))))


def _look(config: Config, request: Request) -> Look:
    sections = {section.id: section for section in config.channel}
    if request.channel and request.channel not in sections:
        raise ConfigError("There is no channel {id} in the configuration.", id=request.channel)
    section = sections.get(request.channel) or next(iter(sections.values()), None)
    look = section.look(config.language, config.zone) if section else Look(language=config.language, zone=config.zone)
    if not request.style:
        return look
    if request.style not in set(Style):
        raise ConfigError("{style} is not a style: teaser, full or link.", style=request.style)
    return replace(look, style=Style(request.style))


def _source(config: Config, request: Request) -> SourceSpec | None:
    """The source that is named, else one of the same website, else the only one if nothing tells of another."""
    if request.source:
        named = [source for source in config.sources if source.id == request.source]
        if not named:
            raise ConfigError("There is no source {id} in the configuration.", id=request.source)
        return named[0]
    address = request.url or request.address or request.feed
    if not host(address):
        return config.sources[0] if len(config.sources) == 1 else None
    if exact := [source for source in config.sources if source.url == address]:
        return exact[0]
    return next((source for source in config.sources if host(source.url) == host(address)), None)


def _article(config: Config, source: SourceSpec | None, entry: Entry, request: Request) -> Article:
    """What the page says. Raises ParseError, which names the file if the page has no address."""
    fetched = _fetched(config, request)
    try:
        return article_from_page(
            fetched.body,
            url=request.url or fetched.url,
            content_type=fetched.content_type,
            entry=entry,
            selector=source.selector if source else "",
        )
    except ParseError as error:
        facts: dict[str, Any] = {**error.text.facts}
        if facts.get("url") != "":
            raise
        raise ParseError(error.text.message, **{**facts, "url": str(request.page)}) from error


def _fetched(config: Config, request: Request) -> Fetched:
    if request.page:
        return saved_page(request.page, request.url)
    return asyncio.run(fetched_page(config, request.address))


def _preview_feed(
    config: Config, look: Look, source: SourceSpec | None, request: Request, *, html: Path | None, as_json: bool
) -> int:
    feed = asyncio.run(read_feed(config, _as_read(source, request), request.feed, request.url))
    articles = [fallback_article(entry) for entry in feed.entries]
    posts = [_composed(article, entry, source) for article, entry in zip(articles, feed.entries, strict=True)]
    partial = [_needs_page(entry, source) for entry in feed.entries]
    _write(html, posts, partial, look, as_json=as_json)
    entries = [
        {
            "identity": key.entry.hex(),
            "guid": entry.guid,
            "link": entry.url,
            "published": entry.published,
            "updated": entry.updated,
            "categories": entry.categories,
            **shown(post, article, look, explain=request.explain),
            "needs_page": needs,
        }
        for entry, key, post, article, needs in zip(feed.entries, keys(feed), posts, articles, partial, strict=True)
    ]
    if as_json:
        print_json({"title": feed.title, "version": feed.version, "problems": feed.problems, "entries": entries})
        return 0
    for problem in feed.problems:
        console(stderr=True).print(f"[yellow]{escaped(said(problem))}[/]")
    for one in entries if not html or request.explain else ():
        show(one)
    return 0


def _as_read(source: SourceSpec | None, request: Request) -> SourceSpec | None:
    """The source if it is what is read: another page of the same website has other selectors."""
    address = request.feed if host(request.feed) else request.url
    return source if source and (request.source or not address or source.url == address) else None


def _needs_page(entry: Entry, source: SourceSpec | None) -> bool:
    """Whether relay reads the page of a release before it posts it (`relay.ingestion.articles`)."""
    return bool(entry.url) and (bool(source and source.selector) or not is_whole(entry))


def _composed(article: Article, entry: Entry, source: SourceSpec | None) -> Post:
    return compose(article, entry=entry, hashtags=hashtags_of(source, entry) if source else ())
