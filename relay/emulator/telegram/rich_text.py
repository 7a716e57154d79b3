"""The text of a block of rich HTML: white space, styles, links, and what the server finds by itself.

White space is one space, as in HTML, and none at the ends. Web addresses and hashtags are found within one stretch
of plain text; what the real server finds beyond that (e-mail addresses, numbers of phones and cards, cashtags, names
and commands) stays plain here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .links import LinkError, LinkRules
from .rich_blocks import Span, Text, joined
from .rich_html import INLINE, Element, RichError, refused
from .text import HASHTAG, URL

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "mark": "marked",
    "sub": "subscript",
    "sup": "superscript",
    "tg-spoiler": "spoiler",
}
"""Tags and the types of text that they make."""

_SPACE = re.compile(r"[ \n]+")
_WEB = re.compile(r"https?://\S+")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_PHONE = re.compile(r"\+?[0-9]{3,15}")
_FOUND = re.compile(f"(?P<url>{URL.pattern})|(?P<hashtag>{HASHTAG.pattern})", URL.flags)

Nodes = Sequence[Element | str]


@dataclass(frozen=True, slots=True)
class TextRules:
    """How a message wants its texts read: `detect` finds links and hashtags that are not marked as such."""

    links: LinkRules
    detect: bool = True


def is_blank(node: Element | str) -> bool:
    """Whether it is only the white space between two tags."""
    return isinstance(node, str) and not node.strip(" \n")


def read_line(nodes: Nodes, rules: TextRules, *, breaks: bool = False) -> Text:
    """The text of some nodes, empty if they hold none; `breaks` allows ``br``. Raises RichError."""
    leaves = _normal(list(_leaves(nodes, breaks)))
    return _Line(rules, iter(leaves)).text(nodes, marked=False)


def _leaves(nodes: Nodes, breaks: bool) -> Iterator[str | None]:
    """The plain texts in order, None for a line break."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag not in INLINE or (node.tag == "br" and not breaks):
            raise refused(f'Tag "{node.tag}" isn\'t allowed in this text')
        elif node.tag == "br":
            yield None
        else:
            yield from _leaves(node.children, breaks)


def _normal(leaves: list[str | None]) -> list[str]:
    """White space as a browser shows it: one space, none at the ends of lines, no line breaks at the ends."""
    shown, before = [], "\n"
    for leaf in leaves:
        text = "\n" if leaf is None else _SPACE.sub(" ", leaf)
        if before[-1] in " \n":
            text = text.lstrip(" ")
        shown.append(text)
        before = text or before
    after = "\n"
    for place in range(len(shown) - 1, -1, -1):
        if after[0] == "\n":
            shown[place] = shown[place].rstrip(" ")
        after = shown[place] or after
    return shown


class _Line:
    """Builds a text; takes its plain parts in the order in which they were collected."""

    def __init__(self, rules: TextRules, leaves: Iterator[str]) -> None:
        self._rules = rules
        self._leaves = leaves

    def text(self, nodes: Nodes, *, marked: bool) -> Text:
        """`marked`: it stands in a link or in code, where nothing is looked for."""
        return joined([self._part(node, marked) for node in nodes])

    def _part(self, node: Element | str, marked: bool) -> Text:
        if isinstance(node, str):
            leaf = next(self._leaves)
            return leaf if marked or not self._rules.detect else joined(_found(leaf, self._rules.links))
        if node.tag == "br":
            return next(self._leaves)
        if node.tag == "code" and any(not isinstance(child, str) for child in node.children):
            raise refused('Tag "code" must not contain other tags')
        if node.tag == "code" and node.attributes:
            raise refused('Tag "code" names a language only in "pre"')
        if node.tag == "a" and marked:
            raise refused('Tag "a" must not stand in another one')
        text = self.text(node.children, marked=marked or node.tag in {"a", "code"})
        if not text:
            raise RichError("RICH_MESSAGE_CONTENT_REQUIRED")
        if node.tag == "a":
            return read_link(node.attributes.get("href", ""), text, self._rules.links)
        return Span(STYLES[node.tag], text)


def read_link(href: str, text: Text, links: LinkRules) -> Span:
    """The link to an address of the web, of e-mail or of a phone. Raises RichError for any other."""
    scheme, _, rest = href.partition(":")
    if scheme == "mailto":
        if not _MAIL.fullmatch(rest):
            raise RichError("RICH_MESSAGE_EMAIL_INVALID")
        return Span("email_address", text, rest)
    if scheme == "tel":
        if not _PHONE.fullmatch(rest):
            raise RichError("RICH_MESSAGE_PHONE_INVALID")
        return Span("phone_number", text, rest)
    if not _WEB.fullmatch(href):
        raise RichError("RICH_MESSAGE_URL_INVALID")
    try:
        return Span("url", text, links.check(href))
    except LinkError as exc:
        raise RichError("RICH_MESSAGE_URL_INVALID") from exc


def _found(leaf: str, links: LinkRules) -> Iterator[Text]:
    at = 0
    for match in _FOUND.finditer(leaf):
        yield leaf[at : match.start()]
        yield _detected(match, links)
        at = match.end()
    yield leaf[at:]


def _detected(match: re.Match[str], links: LinkRules) -> Text:
    if match.lastgroup == "hashtag":
        return Span("hashtag", match[0], match[0].removeprefix("#"))
    try:
        return Span("url", match[0], links.check(match[0]))
    except LinkError:
        return match[0]
