"""Text with emphasis and links as a tree, written out once: as Telegram's HTML, as plain text, or counted. Pure.

Telegram's classic HTML knows few tags and only the entities lt, gt, amp and quot (Bot API, "HTML style"); everything
else in it is an error that costs the message. So nothing is escaped anywhere but here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bold:
    """Strong text."""

    content: Markup


@dataclass(frozen=True, slots=True)
class Italic:
    """Emphasised text."""

    content: Markup


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, set off."""

    content: Markup


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an absolute http(s) address."""

    content: Markup
    url: str


Markup = str | Bold | Italic | Quote | Link | tuple["Markup", ...]

# Telegram strips these (TDLib, clean_input_string); U+030A, U+0333 and U+033F go with NFC, or not at all.
_STRIPPED = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u2028-\u202e\ufeff\ud800-\udfff]")


def to_html(markup: Markup) -> str:
    """Telegram's classic HTML."""
    match markup:
        case str():
            return _escape(clean(markup))
        case Bold(content):
            return f"<b>{to_html(content)}</b>"
        case Italic(content):
            return f"<i>{to_html(content)}</i>"
        case Quote(content):
            return f"<blockquote>{to_html(content)}</blockquote>"
        case Link(content, url):
            return f'<a href="{_escape(url)}">{to_html(content)}</a>'
        case _:
            return "".join(map(to_html, markup))


def to_plain(markup: Markup) -> str:
    """What a reader sees."""
    match markup:
        case str():
            return clean(markup)
        case tuple():
            return "".join(map(to_plain, markup))
        case _:
            return to_plain(markup.content)


def length(markup: Markup | str) -> int:
    """UTF-16 code units of what a reader sees: how Telegram counts, at most (TDLib counts code points)."""
    return len(to_plain(markup).encode("utf-16-le")) // 2


def lines(paragraphs: Iterable[Markup], *, between: str = "\n\n") -> Markup:
    """Paragraphs with what separates them; empty ones are left out."""
    kept = [paragraph for paragraph in paragraphs if to_plain(paragraph)]
    return tuple(part for paragraph in kept for part in (between, paragraph))[1:]


def clean(text: str) -> str:
    """Text as Telegram will take it: composed (NFC), without controls and direction marks."""
    return _STRIPPED.sub("", unicodedata.normalize("NFC", text))


def cut(text: str, limit: int) -> str:
    """Text of at most `limit` UTF-16 units, cut between words with an ellipsis if need be."""
    text = clean(text)
    if length(text) <= limit:
        return text
    kept = ""
    for word in text.split(" "):
        longer = f"{kept} {word}" if kept else word
        if length(longer) > limit - 2:
            break
        kept = longer
    if not kept:
        # One endless word.
        kept = text.encode("utf-16-le")[: 2 * (limit - 2)].decode("utf-16-le", "ignore")
    return kept.rstrip(" ,;:–-") + " …"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
