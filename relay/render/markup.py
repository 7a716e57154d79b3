"""Text with emphasis and links as a tree, written out once: as Telegram's HTML, as plain text, or counted. Pure.

Telegram's classic HTML knows few tags and only the entities lt, gt, amp and quot (Bot API, "HTML style"); everything
else in it is an error that costs the message. So nothing is escaped anywhere but here.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from relay.nfc import composed, decomposed


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
_STRIPPED = re.compile("[\u0000-\u0008\r\u000e-\u001b\u007f\u202a-\u202e\ufeff\ud800-\udfff]")
# These part words, as in text pasted from a word processor.
_SPACES = re.compile("[\t\u000b\u000c\u001c-\u001f\u2028\u2029]")
_LOOK_EMPTY = "\u2800\ufffc"
_TAG = re.compile("<[^>]*>")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#x([0-9a-f]{1,6}));", re.IGNORECASE)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


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


def marks(markup: Markup) -> int:
    """How many entities it makes of a message (Bot API, MessageEntity)."""
    match markup:
        case str():
            return 0
        case tuple():
            return sum(map(marks, markup))
        case _:
            return 1 + marks(markup.content)


def lines(paragraphs: Iterable[Markup], *, between: str = "\n\n") -> Markup:
    """Paragraphs with what separates them; empty ones are left out."""
    kept = [paragraph for paragraph in paragraphs if visible(to_plain(paragraph))]
    return tuple(part for paragraph in kept for part in (between, paragraph))[1:]


def split_lines(markup: Markup) -> list[Markup]:
    """The lines of a text, each with the emphasis and the link that it stands in; at least one."""
    match markup:
        case str():
            return list(markup.split("\n"))
        case tuple():
            found: list[Markup] = [""]
            for part in markup:
                first, *rest = split_lines(part)
                found[-1] = (found[-1], first)
                found += rest
            return found
        case _:
            return [replace(markup, content=line) for line in split_lines(markup.content)]


def clean(text: str) -> str:
    """Text as Telegram will take it: composed (NFC), without controls and direction marks."""
    return composed(_STRIPPED.sub("", _SPACES.sub(" ", text)))


def visible(text: str) -> bool:
    """Whether a reader sees anything of it; Telegram refuses a message of blanks and joiners as empty."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _LOOK_EMPTY for char in text)


def cut(text: str, limit: int) -> str:
    """Text of at most `limit` (4 or more) UTF-16 units, cut between words with an ellipsis if need be."""
    text = clean(text)
    if length(text) <= limit:
        return text
    return next(wrap(text, limit - 2), "").rstrip(" ,;:–-") + " …"


def wrap(text: str, limit: int) -> Iterator[str]:
    """The whole text in pieces of at most `limit` (2 or more) UTF-16 units.

    It is parted between words, and only where a word is longer than that, within it.
    """
    words: list[str] = []
    size = -1
    for word in (part for one in clean(text).split(" ") for part in _parts(one, limit)):
        if words and size + 1 + length(word) > limit:
            if any(words):
                yield " ".join(words)
            words, size = [], -1
        words.append(word)
        size += 1 + length(word)
    if any(words):
        yield " ".join(words)


def fingerprint(html: str, plain: str) -> str:
    """By what a message is recognised in a chat: the digest (hex) of the letters and digits that it shows.

    Of `html` as written by `to_html`, or of `plain` where that is empty, as then the message is sent without markup.
    """
    return fingerprint_of_text(_REFERENCE.sub(_resolved, _TAG.sub("", html)) if html else plain)


def fingerprint_of_text(text: str) -> str:
    """The same of a text or caption as Telegram reports it.

    Letters are taken without their accents: Telegram drops some of the marks that would be composed with a letter.
    """
    said = "".join(char for char in decomposed(text) if char.isalnum()).casefold()
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _resolved(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _NAMED[name.lower()]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= sys.maxunicode else found[0]


def _parts(word: str, limit: int) -> Iterator[str]:
    units, size, start = word.encode("utf-16-le"), 2 * max(limit, 2), 0
    while len(units) - start > size:
        # A character of two units that would be cut is left for the next part.
        part = units[start : start + size].decode("utf-16-le", "ignore")
        yield part
        start += len(part.encode("utf-16-le"))
    yield units[start:].decode("utf-16-le")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
