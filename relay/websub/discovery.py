"""Which hub a source names, and by which name the hub knows it (WebSub, 4). Pure.

The Link headers of the answer are read first (RFC 8288), then what the body says of itself: `atom:link` in RSS, `link`
in Atom and in the head of a page, `hubs` in JSON Feed. Never raises, whatever a website sends; every expression runs in
linear time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from relay.model import Fetched

LONGEST = 2000
"""Characters of an address that is believed."""

_HEADERS = 16_384
"""Characters of all Link headers together that are read."""
_LINK_VALUE = re.compile(r"""<([^<>]*)>((?:[^",]|"(?:[^"\\]|\\.)*+")*+)""")
_PARAMETER = re.compile(r""";\s*([\w!#$&+.^`|~*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*)))?""")
_INSIDE = re.compile(r"<(?:[\w.-]+:)?(?:item|entry|body)[\s>/]", re.IGNORECASE)
_AFTER = re.compile(r"</(?:[\w.-]+:)?(?:item|entry|body)\s*>", re.IGNORECASE)
_LINK = re.compile(r"""<(?:[\w.-]+:)?link\s((?:[^"'<>]|"[^"<]*"|'[^'<]*')*+)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w.:-])([\w.:-]++)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HIDDEN = (("<!--", "-->"), ("<![CDATA[", "]]>"))


@dataclass(frozen=True, slots=True)
class Topic:
    """A source as its hub knows it."""

    url: str
    """rel=self: what is subscribed to, byte for byte."""
    hubs: tuple[str, ...]
    """rel=hub, https before http, as the secret of a subscription goes there."""


def topic_of(fetched: Fetched) -> Topic | None:
    """What the answer names; None if it names no hub.

    A source that names a hub, but not itself, is called by the address that it came from.
    """
    found = [*_of_header(fetched.link[:_HEADERS])]
    if b"hub" in fetched.body:
        found += _of_body(fetched.body)
    hubs = dict.fromkeys(hub for rel, to in found if rel == "hub" and (hub := _absolute(fetched.url, to)))
    if not hubs:
        return None
    selves = (own for rel, to in found if rel == "self" and (own := _absolute(fetched.url, to)))
    return Topic(next(selves, fetched.url), tuple(sorted(hubs, key=lambda hub: urlsplit(hub).scheme != "https")))


def _of_header(header: str) -> Iterator[tuple[str, str]]:
    """Relation and target of each link of a header; `rel` counts once, and not where the link is about another page.

    RFC 8288, 3.2 and 3.3.
    """
    for found in _LINK_VALUE.finditer(header):
        given: dict[str, str] = {}
        for name, quoted, token in _PARAMETER.findall(found[2]):
            given.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", quoted) or token)
        if "anchor" not in given:
            yield from ((rel, found[1]) for rel in given.get("rel", "").lower().split())


def _of_body(body: bytes) -> Iterator[tuple[str, str]]:
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _of_json(body)
        return
    text = body.decode("utf-8", "replace")
    for start, end in _HIDDEN:
        text = _without(text, start, end)
    for link in _LINK.finditer(_outside(text)):
        given = {
            name.lower(): unescape(value)
            for name, *quoted in _ATTRIBUTE.findall(link[1])
            if len(value := "".join(quoted)) <= LONGEST
        }
        yield from ((rel, given.get("href", "")) for rel in given.get("rel", "").lower().split())


def _of_json(body: bytes) -> Iterator[tuple[str, str]]:
    """JSON Feed 1.1: `hubs` are objects with type and url, `feed_url` is the feed's own address."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return
    if isinstance(feed.get("feed_url"), str):
        yield "self", feed["feed_url"]
    hubs = feed.get("hubs")
    for hub in hubs if isinstance(hubs, list) else ():
        if isinstance(hub, dict) and str(hub.get("type")).lower() == "websub" and isinstance(hub.get("url"), str):
            yield "hub", hub["url"]


def _outside(text: str) -> str:
    """The text without its entries, or the body of a page: the links there are about other things."""
    first = _INSIDE.search(text)
    if first is None:
        return text
    last = max((found.end() for found in _AFTER.finditer(text, first.end())), default=len(text))
    return text[: first.start()] + text[last:]


def _without(text: str, start: str, end: str) -> str:
    """The text without what stands between two marks; to the end where one is not closed."""
    kept, at = [], 0
    while (begin := text.find(start, at)) >= 0:
        kept.append(text[at:begin])
        close = text.find(end, begin + len(start))
        at = close + len(end) if close >= 0 else len(text)
    return "".join((*kept, text[at:]))


def _absolute(base: str, to: str) -> str:
    """The address that a link leads to; empty for what is no web address. Whether it may be asked, the guard says."""
    try:
        url = urljoin(base, to.strip()) if to.strip() else ""
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= LONGEST
    except ValueError:
        return ""
    return url if good and url.isprintable() else ""
