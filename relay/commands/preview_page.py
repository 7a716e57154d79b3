"""The page that `relay preview --html` writes: what the channel would show, in all styles side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

from relay.commands.common import said
from relay.errors import ConfigError, Text
from relay.message import Message, Skip
from relay.model import Post
from relay.render.accessibility import lint
from relay.render.markup import length
from relay.render.telegram import render
from relay.settings import Look, Style

_NAMES = {Style.TEASER: "Teaser and link", Style.FULL: "Full text", Style.LINK: "Title and link"}
_TAG = re.compile(r"<[^>]*>")


def write_page(path: Path, posts: Sequence[Post], look: Look) -> None:
    """Write the page into a file. Raises ConfigError if it cannot be written.

    The pictures are not in it: a browser fetches them from the website, without telling it where it comes from.
    """
    try:
        path.write_text(page(posts, look), "utf-8")
    except OSError as error:
        raise ConfigError(
            "{file} cannot be written: {why}.", file=str(path), why=Text(error.strerror or "?")
        ) from error


def page(posts: Iterable[Post], look: Look) -> str:
    """The page of some posts, in HTML. What stands in them is escaped."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only this option pays for it

    source = files(__package__).joinpath("preview_page.html").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source).render(
        language=look.language,
        words={"title": said("Preview"), "undescribed": said("picture without description")},
        releases=[_release(post, look) for post in posts],
    )


def _release(post: Post, look: Look) -> dict[str, Any]:
    return {
        "title": post.title or post.url,
        "url": post.url,
        "link": _leads_somewhere(post.url),
        "styles": [_style(post, replace(look, style=style)) for style in Style],
    }


def _style(post: Post, look: Look) -> dict[str, Any]:
    rendered = render(post, look)
    messages = () if isinstance(rendered, Skip) else rendered.messages
    units = sum(length(unescape(_TAG.sub("", message.html))) for message in messages)
    return {
        "name": said(_NAMES[look.style]),
        "key": look.style.value,
        "skipped": said("Nothing would be posted: {why}", why=rendered.reason) if isinstance(rendered, Skip) else "",
        "messages": [_message(message) for message in messages],
        "count": said("Messages: {count}; characters: {units}", count=len(messages), units=units),
        "problems": [said(problem) for problem in lint(post, look, rendered)],
    }


def _message(message: Message) -> dict[str, Any]:
    shown = [picture for picture in (message.picture, *message.more) if picture and _leads_somewhere(picture.url)]
    button = message.button if message.button and _leads_somewhere(message.button.url) else None
    return {
        "html": message.html,
        "pictures": [{"url": picture.url, "alt": picture.alt} for picture in shown],
        "file": (message.file.title or message.file.url) if message.file else "",
        "button": {"text": button.text, "url": button.url} if button else None,
    }


def _leads_somewhere(url: str) -> bool:
    """Whether a browser may follow it: not what a page made up ("javascript:")."""
    return url.lower().startswith(("https://", "http://"))
