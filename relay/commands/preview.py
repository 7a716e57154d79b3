"""`relay preview`: what would be posted, from a page on the web, a saved page, or a saved feed. Posts nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from relay.article.extract import article_from_page, fallback_article, is_whole
from relay.article.summarise import teaser
from relay.commands.common import console, escaped, load, print_json, said
from relay.config import Config, NotConfigured
from relay.errors import ConfigError, SourceError, Text
from relay.feed.decide import keys
from relay.feed.parse import parse
from relay.model import Article, Entry, Fetched, NotModified, Post, Rendered, Skip
from relay.render.markup import length
from relay.render.post import compose
from relay.render.telegram import render
from relay.settings import PAGE_ACCEPT, Look, SourceSpec, Style

if TYPE_CHECKING:
    from rich.text import Text as Styled


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    address: str
    page: Path | None
    feed: Path | None
    title: str
    url: str
    description: str
    source: str
    channel: str
    style: str


def preview(option: Path | None, request: Request, *, as_json: bool) -> int:
    """Print it. Raises ConfigError, SourceError."""
    if sum(map(bool, (request.address, request.page, request.feed))) != 1:
        raise ConfigError("Name one thing to look at: a web address, --page FILE or --feed FILE.")
    if request.address and not _host(request.address):
        raise ConfigError(
            "{address} is not a web address (https://...). For a saved page there is --page FILE.",
            address=request.address,
        )
    config = _config(option)
    look, source = _look(config, request), _source(config, request)
    if request.feed:
        return _preview_feed(config, look, source, request, as_json=as_json)
    fetched = _saved(request.page, request.url) if request.page else asyncio.run(_fetched(config, request.address))
    entry = Entry(guid="", url=request.url or request.address, title=request.title, summary=request.description)
    article = article_from_page(
        fetched.body,
        url=request.url or fetched.url,
        content_type=fetched.content_type,
        entry=entry,
        title=request.title,
        selector=source.selector if source else "",
    )
    shown = _shown(article, entry, look, source)
    if as_json:
        print_json(shown)
    else:
        _show(shown)
    return 0


def _config(option: Path | None) -> Config:
    """The configuration if there is one; a preview needs none."""
    try:
        return load(option)
    except NotConfigured:
        return Config()


def _look(config: Config, request: Request) -> Look:
    sections = {section.id: section for section in config.channel}
    if request.channel and request.channel not in sections:
        raise ConfigError("There is no channel {id} in the configuration.", id=request.channel)
    section = sections.get(request.channel) or next(iter(sections.values()), None)
    look = section.look(config.language, config.zone) if section else Look(language=config.language)
    if not request.style:
        return look
    if request.style not in set(Style):
        raise ConfigError("{style} is not a style: teaser, full or link.", style=request.style)
    return replace(look, style=Style(request.style))


def _source(config: Config, request: Request) -> SourceSpec | None:
    """The source that is named, else one of the same website."""
    if request.source:
        named = [source for source in config.sources if source.id == request.source]
        if not named:
            raise ConfigError("There is no source {id} in the configuration.", id=request.source)
        return named[0]
    host = _host(request.url or request.address)
    return next((source for source in config.sources if host and _host(source.url) == host), None)


def _host(address: str) -> str:
    """The host of a web address; empty if it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in {"http", "https"} else ""


def _saved(path: Path, url: str) -> Fetched:
    try:
        return Fetched(url=url, body=path.read_bytes())
    except OSError as error:
        raise ConfigError("{file} cannot be read: {why}.", file=str(path), why=Text(error.strerror or "?")) from error


async def _fetched(config: Config, address: str) -> Fetched:
    from relay.app import web  # noqa: PLC0415 - brings the network code

    async with web(config) as fetcher:
        fetched = await fetcher.get(address, accept=PAGE_ACCEPT)
    if isinstance(fetched, NotModified):
        raise SourceError("{url} answers 304 although nothing was known of it", url=address)
    return fetched


def _preview_feed(config: Config, look: Look, source: SourceSpec | None, request: Request, *, as_json: bool) -> int:
    assert request.feed is not None  # noqa: S101 - asked before
    feed = parse(_saved(request.feed, request.url), timezone=config.zone)
    entries = [
        {
            "identity": key.entry.hex(),
            "guid": entry.guid,
            "link": entry.url,
            "published": entry.published,
            "updated": entry.updated,
            "categories": entry.categories,
            **_shown(fallback_article(entry), entry, look, source),
            "needs_page": bool(source and source.selector) or not is_whole(entry),
        }
        for entry, key in zip(feed.entries, keys(feed), strict=True)
    ]
    if as_json:
        print_json({"title": feed.title, "version": feed.version, "problems": feed.problems, "entries": entries})
        return 0
    for problem in feed.problems:
        console(stderr=True).print(f"[yellow]{escaped(said(problem))}[/]")
    for one in entries:
        _show(one)
    return 0


def _shown(article: Article, entry: Entry, look: Look, source: SourceSpec | None) -> dict[str, Any]:
    post = compose(article, entry=entry, hashtags=source.hashtags if source else ())
    short = teaser(article.blocks, title=post.title, length=look.teaser_length)
    return {
        "title": post.title,
        "url": post.url,
        "teaser": short.text,
        "sentences": article.sentences,
        "paragraphs": [block.text for block in article.blocks],
        "media": [
            *(
                {"kind": "picture", "url": p.url, "alt": p.alt, "caption": p.caption, "credit": p.credit}
                for p in post.pictures
            ),
            *({"kind": "file", "url": a.url, "title": a.title, "type": a.type} for a in post.attachments),
        ],
        "telegram": _telegram(post, look),
    }


def _telegram(post: Post, look: Look) -> dict[str, Any]:
    rendered: Rendered | Skip = render(post, look)
    if isinstance(rendered, Skip):
        return {"messages": [], "skipped": rendered.reason}
    return {
        "style": look.style,
        "messages": [
            {
                "html": message.html,
                "text": message.plain,
                "picture": message.picture.url if message.picture else None,
                "button": {"text": message.button.text, "url": message.button.url} if message.button else None,
                "silent": message.silent,
            }
            for message in rendered.messages
        ],
    }


def _show(shown: dict[str, Any]) -> None:
    from rich.panel import Panel  # noqa: PLC0415 - not for --json

    out = console()
    if "skipped" in shown["telegram"]:
        out.print(escaped(said("Nothing would be posted: {why}", why=shown["telegram"]["skipped"])))
    for message in shown["telegram"]["messages"]:
        if out.soft_wrap:
            # Into a file or a pipe: a frame would cut the lines.
            out.print(_body(message, with_address=True), end="\n\n")
        else:
            out.print(Panel(_body(message), width=min(out.width, 64), title_align="left", title="Telegram"))
    if not shown["teaser"] or shown["telegram"].get("style") != Style.TEASER:
        return
    out.print(
        said(
            "Teaser: {used} characters; text: {sentences} sentences, {units} characters",
            used=len(shown["teaser"]),
            sentences=len(shown["sentences"]),
            units=length("\n".join(shown["paragraphs"])),
        ),
        style="dim",
    )


def _body(message: dict[str, Any], *, with_address: bool = False) -> Styled:
    """A message as the reader sees it; the button with its address if there is nothing to click on."""
    from rich.text import Text as Styled  # noqa: PLC0415 - not for --json

    body, button = Styled(), message["button"]
    if message["picture"]:
        body.append(f"▣ {message['picture']}\n\n", style="cyan")
    head, _, rest = _visible(message).partition("\n\n")
    body.append(head, style="bold").append(f"\n\n{rest}" if rest else "")
    if button:
        address = f" {button['url']}" if with_address else ""
        body.append(f"\n\n[ {button['text']} ↗ ]{address}", style="blue")
    return body


def _visible(message: dict[str, Any]) -> str:
    text: str = message["text"]
    return text.rpartition("\n\n")[0] if message["button"] and text.endswith(message["button"]["url"]) else text
