"""The page that `relay preview --html` writes: what the channel would show, in all styles side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

from relay.commands.common import said
from relay.errors import ConfigError, Text
from relay.message import Message, Skip, picture_id
from relay.model import Picture, Post
from relay.render.accessibility import lint
from relay.render.markup import length
from relay.render.telegram import render
from relay.settings import Look, Style

UNDESCRIBED = "picture without description"
_TAG = re.compile(r"<[^>]*>")
_AFTER_QUOTE = re.compile(r"</blockquote>\n")
"""A quotation ends its line by itself, in Telegram as in a browser."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One way in which a channel can show releases."""

    keys: str
    """That say so in the configuration."""
    style: Style
    rich: bool = False

    def look(self, look: Look) -> Look:
        """The channel's look, shown this way."""
        return replace(look, style=self.style, rich=self.rich)


_COLUMNS = (
    _Column('style = "teaser"', Style.TEASER),
    _Column('style = "full"', Style.FULL),
    _Column('style = "full", rich = true', Style.FULL, rich=True),
    _Column('style = "link"', Style.LINK),
)
_NAMES = {
    'style = "teaser"': "Teaser and link",
    'style = "full"': "Full text",
    'style = "full", rich = true': "Full text, rich",
    'style = "link"': "Title and link",
}
"""By the keys of the column."""


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
        words={
            "title": said("Preview"),
            "about": said("This is how it would look in the channel. Nothing of it has been posted."),
            "configured": said("as configured"),
            "problems": said("Not easy to read for everybody:"),
            "undescribed": said(UNDESCRIBED),
        },
        releases=[_release(post, look) for post in posts],
    )


def _release(post: Post, look: Look) -> dict[str, Any]:
    return {
        "title": post.title or post.url,
        "url": post.url,
        "link": _leads_somewhere(post.url),
        "styles": [_style(post, look, column) for column in _COLUMNS],
    }


def _style(post: Post, configured: Look, column: _Column) -> dict[str, Any]:
    look = column.look(configured)
    rendered = render(post, look)
    messages = () if isinstance(rendered, Skip) else rendered.messages
    units = sum(length(unescape(_TAG.sub("", message.html))) for message in messages)
    return {
        "name": said(_NAMES[column.keys]),
        "written": column.keys,
        "configured": look == configured,
        "skipped": said("Nothing would be posted: {why}", why=rendered.reason) if isinstance(rendered, Skip) else "",
        "messages": [_message(message) for message in messages],
        "count": said("Messages: {count}; characters: {units}", count=len(messages), units=units),
        "problems": [said(problem) for problem in lint(post, look, rendered)],
    }


def _message(message: Message) -> dict[str, Any]:
    shown = [picture for picture in (message.picture, *message.more) if picture and _leads_somewhere(picture.url)]
    button = message.button if message.button and _leads_somewhere(message.button.url) else None
    html = _with_images(message, shown) if message.rich else _AFTER_QUOTE.sub("</blockquote>", message.html)
    return {
        "html": html,
        "rich": bool(message.rich),
        "pictures": [] if message.rich else [{"url": picture.url, "alt": picture.alt} for picture in shown],
        "file": {"name": message.file.title or message.file.url, "url": message.file.url} if message.file else None,
        "button": {"text": button.text, "url": button.url} if button else None,
    }


def _with_images(message: Message, shown: Sequence[Picture]) -> str:
    """The HTML of a rich message for a browser, which fetches its pictures from the website."""
    html = message.with_pictures(tuple(shown)).html
    for one in shown:
        alt = escape(one.alt or said(UNDESCRIBED))
        image = f'<img src="{escape(one.url)}" alt="{alt}" referrerpolicy="no-referrer">'
        html = html.replace(f'<img src="tg://photo?id={picture_id(one)}"/>', image)
    return html


def _leads_somewhere(url: str) -> bool:
    """Whether a browser may follow it: not what a page made up ("javascript:")."""
    return url.lower().startswith(("https://", "http://"))
