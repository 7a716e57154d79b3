"""`relay preview`: what would be posted, from a page on the web, a saved page, or a saved feed. Posts nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from relay.article.extract import article_from_page, fallback_article, is_whole
from relay.article.summarise import explained, teaser
from relay.commands.common import console, escaped, print_json, said
from relay.commands.optional import advising, optional
from relay.config import Config
from relay.errors import ConfigError, ParseError, SourceError, Text
from relay.feed.decide import keys
from relay.message import Rendered, Skip
from relay.model import Article, BlockKind, Entry, Fetched, NotModified, ParsedFeed, Post
from relay.render.accessibility import lint
from relay.render.markup import length
from relay.render.media import VIDEO_PAGE
from relay.render.post import compose, hashtags_of
from relay.render.telegram import render
from relay.settings import PAGE_ACCEPT, Look, SourceSpec, Style

if TYPE_CHECKING:
    from rich.text import Text as Styled

    from relay.ports import Fetcher


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
    """Print it, or write it as a page into the file `html`. Raises ConfigError, SourceError."""
    if sum(map(bool, (request.address, request.page, request.feed))) != 1:
        raise ConfigError("Name one thing to look at: a web address, --page FILE or --feed FILE.")
    if request.address and not _host(request.address):
        raise ConfigError(
            "{address} is not a web address (https://...). For a saved page there is --page FILE.",
            address=request.address,
        )
    config = optional(option, allow)
    look, source = _look(config, request), _source(config, request)
    if request.feed:
        return _preview_feed(config, look, source, request, html=html, as_json=as_json)
    if request.page:
        fetched = _saved(request.page, request.url)
    else:
        with advising():
            fetched = asyncio.run(_fetched(config, request.address))
    entry = Entry(guid="", url=request.url or request.address, title=request.title, summary=request.description)
    article = article_from_page(
        fetched.body,
        url=request.url or fetched.url,
        content_type=fetched.content_type,
        entry=entry,
        selector=source.selector if source else "",
    )
    post = _composed(article, entry, source)
    if html:
        return _written(html, [post], look)
    shown = _shown(post, article, look, explain=request.explain)
    if as_json:
        print_json(shown)
    else:
        _show(shown)
    return 0


def _written(path: Path, posts: Sequence[Post], look: Look) -> int:
    from relay.commands.preview_page import write_page  # noqa: PLC0415 - brings jinja2

    write_page(path, posts, look)
    console().print(escaped(said("Written: {file}", file=str(path.resolve()))))
    return 0


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
    address = request.url or request.address or request.feed
    if exact := [source for source in config.sources if source.url == address]:
        return exact[0]
    host = _host(address)
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
        return _full(address, await fetcher.get(address, accept=PAGE_ACCEPT))


def _full(url: str, answer: Fetched | NotModified) -> Fetched:
    if isinstance(answer, NotModified):
        raise SourceError("{url} answers 304 although nothing was known of it", url=url)
    return answer


async def _feed(config: Config, source: SourceSpec | None, request: Request) -> ParsedFeed:
    """The entries of a feed, or of the listing page or sitemap that a source is configured as."""
    address = request.feed if _host(request.feed) else request.url
    if source is None or not (request.source or source.url == address):
        # As the feed that it is meant to be: another page of the same website has other selectors.
        source = SourceSpec(id="", url=address, channels=(), interval=0.0)
    if not _host(request.feed):
        return await _read(_Offline(), source, _saved(Path(request.feed), request.url), config)
    from relay.app import web  # noqa: PLC0415 - brings the network code

    async with web(config) as fetcher:
        return await _read(fetcher, source, _full(request.feed, await fetcher.get(request.feed)), config)


async def _read(fetcher: Fetcher, source: SourceSpec, fetched: Fetched, config: Config) -> ParsedFeed:
    from relay.reading import read_source  # noqa: PLC0415 - feedparser

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


def _preview_feed(
    config: Config, look: Look, source: SourceSpec | None, request: Request, *, html: Path | None, as_json: bool
) -> int:
    with advising():
        feed = asyncio.run(_feed(config, source, request))
    articles = [fallback_article(entry) for entry in feed.entries]
    posts = [_composed(article, entry, source) for article, entry in zip(articles, feed.entries, strict=True)]
    if html:
        return _written(html, posts, look)
    entries = [
        {
            "identity": key.entry.hex(),
            "guid": entry.guid,
            "link": entry.url,
            "published": entry.published,
            "updated": entry.updated,
            "categories": entry.categories,
            **_shown(post, article, look, explain=request.explain),
            "needs_page": bool(source and source.selector) or not is_whole(entry),
        }
        for entry, key, post, article in zip(feed.entries, keys(feed), posts, articles, strict=True)
    ]
    if as_json:
        print_json({"title": feed.title, "version": feed.version, "problems": feed.problems, "entries": entries})
        return 0
    for problem in feed.problems:
        console(stderr=True).print(f"[yellow]{escaped(said(problem))}[/]")
    for one in entries:
        _show(one)
    return 0


def _composed(article: Article, entry: Entry, source: SourceSpec | None) -> Post:
    return compose(article, entry=entry, hashtags=hashtags_of(source, entry) if source else ())


def _shown(post: Post, article: Article, look: Look, *, explain: bool) -> dict[str, Any]:
    short = teaser(article.blocks, title=post.title, length=look.teaser_length)
    judged = explained(article.blocks, title=post.title, length=look.teaser_length) if explain else ()
    return {
        "title": post.title,
        "url": post.url,
        "teaser": short.text,
        **(
            {"explained": [{"sentences": one.sentences, "taken": one.taken, "reason": one.reason} for one in judged]}
            if explain
            else {}
        ),
        "sentences": article.sentences,
        "paragraphs": [block.text for block in article.blocks if block.kind is not BlockKind.TABLE],
        "tables": [{"head": b.head, "rows": b.rows} for b in article.blocks if b.kind is BlockKind.TABLE],
        "media": [
            *(
                {"kind": "picture", "url": p.url, "alt": p.alt, "caption": p.caption, "credit": p.credit}
                for p in post.pictures
            ),
            *(
                {"kind": "video" if a.type == VIDEO_PAGE else "file", "url": a.url, "title": a.title, "type": a.type}
                for a in post.attachments
            ),
        ],
        "telegram": _telegram(post, look),
    }


def _telegram(post: Post, look: Look) -> dict[str, Any]:
    rendered: Rendered | Skip = render(post, look)
    if isinstance(rendered, Skip):
        return {"messages": [], "skipped": rendered.reason, "accessibility": ()}
    return {
        "style": look.style,
        "accessibility": lint(post, look, rendered),
        "messages": [
            {
                "html": message.html,
                "rich": bool(message.rich),
                "text": message.plain,
                "picture": message.picture.url if message.picture else None,
                "more_pictures": [picture.url for picture in message.more],
                "file": message.file.url if message.file else None,
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
            out.print(_body(message, shown["url"], with_address=True), end="\n\n")
        else:
            out.print(
                Panel(_body(message, shown["url"]), width=min(out.width, 64), title_align="left", title="Telegram")
            )
    for problem in shown["telegram"]["accessibility"]:
        out.print(f"[yellow]! {escaped(said(problem))}[/]")
    if shown["teaser"] and shown["telegram"].get("style") == Style.TEASER:
        out.print(_measured(shown), style="dim")
    for one in shown.get("explained", ()):
        told = "taken ({why}): {sentence}" if one["taken"] else "left out ({why}): {sentence}"
        out.print(escaped(said(told, why=one["reason"], sentence=" ".join(one["sentences"]))))


def _measured(shown: dict[str, Any]) -> str:
    return said(
        "Teaser: {used} characters; text: {sentences} sentences, {units} characters",
        used=len(shown["teaser"]),
        sentences=len(shown["sentences"]),
        units=length("\n".join(shown["paragraphs"])),
    )


def _body(message: dict[str, Any], url: str, *, with_address: bool = False) -> Styled:
    """A message as the reader sees it; with the address of the page if there is nothing to click on."""
    from rich.text import Text as Styled  # noqa: PLC0415 - not for --json

    body, button = Styled(), message["button"]
    if message["picture"]:
        shown = "\n".join(f"▣ {url}" for url in (message["picture"], *message["more_pictures"]))
        body.append(f"{shown}\n\n", style="cyan")
    if message["file"]:
        body.append(f"▤ {message['file']}\n\n", style="cyan")
    head, _, rest = _visible(message, url, with_address=with_address).partition("\n\n")
    body.append(head, style="bold").append(f"\n\n{rest}" if rest else "")
    if button:
        address = f" {button['url']}" if with_address else ""
        body.append(f"\n\n[ {button['text']} ↗ ]{address}", style="blue")
    return body


def _visible(message: dict[str, Any], url: str, *, with_address: bool) -> str:
    """The words without the address that is below them for a channel that refuses markup."""
    text: str = message["text"]
    return text.removesuffix(f"\n\n{url}") if message["button"] or not with_address else text
