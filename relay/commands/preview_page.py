"""The page that `relay preview --html` writes: what the channel would show, in all styles side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from importlib.resources import files
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from relay.commands.common import said
from relay.commands.preview_terminal import without_page
from relay.delivery.message import Message, Skip, picture_id
from relay.errors import ConfigError, Text
from relay.model import Picture, Post
from relay.render.accessibility import HASHTAG, lint
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


def write_page(path: Path, posts: Sequence[Post], look: Look, *, partial: Sequence[bool] = ()) -> None:
    """Write the page into a file. Raises ConfigError if it cannot be written.

    `partial` says of each post whether relay will read a page before it posts it, which was not done for this.

    The pictures are not in it: a browser fetches them from the website, without telling it where it comes from.
    """
    try:
        path.write_text(page(posts, look, partial=partial), "utf-8")
    except OSError as error:
        raise ConfigError(
            "{file} cannot be written: {why}.", file=str(path), why=Text(error.strerror or "?")
        ) from error


def page(posts: Iterable[Post], look: Look, *, partial: Sequence[bool] = ()) -> str:
    """The page of some posts, in HTML. What stands in them is escaped. `partial`: see `write_page`."""
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
            "partial": without_page(),
        },
        releases=[_release(*one, look) for one in zip(posts, chain(partial, repeat(False)), strict=False)],
    )


def page_below(message: Message) -> str:
    """Address of the page of which Telegram shows a preview below the message; empty: of none."""
    return "" if message.rich or message.picture or message.file else message.preview


def _release(post: Post, partial: bool, look: Look) -> dict[str, Any]:
    return {
        "title": post.title or post.url,
        "url": post.url,
        "link": _leads_somewhere(post.url),
        "partial": partial,
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
        "html": _with_tags(html),
        "rich": bool(message.rich),
        "pictures": [] if message.rich else [{"url": picture.url, "alt": picture.alt} for picture in shown],
        "file": {"name": message.file.title or message.file.url, "url": message.file.url} if message.file else None,
        "preview": said("Preview of the page {url}", url=page_below(message)) if page_below(message) else "",
        "button": {"text": button.text, "url": button.url} if button else None,
    }


def _with_tags(html: str) -> str:
    """With the hashtags of the words marked, which Telegram shows as links."""
    pieces = re.split(r"(<a [^>]*>.*?</a>|<[^>]*>)", html, flags=re.DOTALL)
    return "".join(one if number % 2 else HASHTAG.sub(_mark_tag, one) for number, one in enumerate(pieces))


def _mark_tag(found: re.Match[str]) -> str:
    return f'<span class="tag">{found[0]}</span>' if any(map(str.isalpha, found[1])) else found[0]


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
