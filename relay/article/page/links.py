"""Where in the text of a release its own links stand, and which address its page calls its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import SplitResult, unquote_plus, urlsplit

from relay.article.clean import clean_text
from relay.article.dom import Element, attribute
from relay.article.page.files import absolute
from relay.article.page.pieces import Piece
from relay.feed.links import posted_link
from relay.model import Block

_MOST = 20
"""Links of a paragraph; one with more is an index, no text."""
_LONGEST = 20_000
"""Characters of a paragraph that is looked at."""
_MOST_LINK_TAGS = 200
_NOISE = re.compile(
    r"(?:cms|at)_\w+|\w{0,10}sess(?:ion)?_?id|chash|no_cache|l|ref|referr?er|back|backurl|returnurl|highlight"
    r"|sword(?:_list)?(?:\[\])?|mobile|amp|contrast|kontrast|fontsize|schriftgroesse|rss|feed",
    re.IGNORECASE,
)
"""Parameters that may be left out if the page itself names its address without them; tracking goes in any case."""
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class _Anchor:
    words: str
    before: str
    """All text of the paragraph above it, as it stands in the tree."""
    url: str


def with_links(blocks: Sequence[Block], pieces: Iterable[Piece], url: str) -> tuple[Block, ...]:
    """The blocks with the http(s) links of the pieces that they were made of. `url` is the page's.

    A link is left out rather than guessed: its words must stand in the block where they stand in the tree.
    """
    open_ones = [piece for piece in pieces if piece.text]
    found = []
    for block in blocks:
        # Of the first piece, the dateline may be missing.
        place = next((n for n, one in enumerate(open_ones) if block.text and one.text.endswith(block.text)), None)
        if place is None:
            found.append(block)
            continue
        links = tuple(_links(block.text, open_ones[place].tag, url))
        found.append(replace(block, links=links) if links else block)
        del open_ones[: place + 1]
    return tuple(found)


def canonical_link(root: Element, url: str, link: str = "") -> str:
    """The address that a page names as its own (RFC 6596), if it is that of the release; empty where it is not.

    `url` is where the page came from, `link` what the feed says (empty: as `url`). Websites name their home page, a
    list or another host there as well: what is named may differ from the feed's link only in http or https, ``www.``, a
    slash at the end, and parameters for tracking, sessions and looks. A link to a part of a page stays as it is.
    """
    tags = [tag for tag in islice(root.iter("link"), _MOST_LINK_TAGS) if _is_canonical(tag)]
    named = {posted_link(absolute(attribute(tag, "href"), url).partition("#")[0]) for tag in tags}
    if len(named) != 1:
        return ""
    try:
        there, asked = urlsplit(named.pop()), urlsplit(posted_link(link or url))
        same_host = _host(there) == _host(asked)
    except ValueError:
        return ""
    if not (same_host and there.netloc and asked.scheme in _PORTS) or asked.fragment or _path(there) != _path(asked):
        return ""
    if "@" in there.netloc:  # whoever may log in there is nobody's business (RFC 3986, 3.2.1)
        return ""
    kept, had = _parameters(there), _parameters(asked)
    if kept - had or any(not _is_noise(one) for one in had - kept):
        return ""
    # Behind TLS, many a website is told nothing of it.
    scheme = "https" if asked.scheme == "https" else there.scheme
    return there._replace(scheme=scheme, netloc=there.netloc.lower()).geturl()


def _is_canonical(tag: Element) -> bool:
    return "canonical" in attribute(tag, "rel").casefold().split()


def _host(parts: SplitResult) -> tuple[str, int | None]:
    port = parts.port
    return (parts.hostname or "").removeprefix("www."), None if port == _PORTS.get(parts.scheme) else port


def _path(parts: SplitResult) -> str:
    return parts.path.rstrip("/")


def _parameters(parts: SplitResult) -> frozenset[str]:
    return frozenset(unquote_plus(pair) for pair in parts.query.split("&") if pair)


def _is_noise(pair: str) -> bool:
    return bool(_NOISE.fullmatch(pair.partition("=")[0]))


def _links(text: str, tag: Element, url: str) -> Iterator[tuple[int, int, str]]:
    if next(tag.iter("a"), None) is None:
        return
    raw, anchors = _read(tag, url)
    if not anchors or len(anchors) > _MOST or len(raw) > _LONGEST:
        return
    whole = clean_text(raw)
    begin = whole.find(text)
    if begin < 0 or whole.count(text) > 1:
        return
    end = 0
    for anchor in anchors:
        # With a letter behind it, as white space at the end goes.
        start = len(clean_text(anchor.before + "x")) - 1
        if not whole.startswith(anchor.words, start):
            if whole.count(anchor.words) != 1:
                continue
            start = whole.index(anchor.words)
        start -= begin
        if end <= start and start + len(anchor.words) <= len(text):
            end = start + len(anchor.words)
            yield start, end, anchor.url


def _read(tag: Element, url: str) -> tuple[str, list[_Anchor]]:
    """All text below a tag, and the links in it, without recursion: hostile pages are nested deep."""
    texts: list[str] = [tag.text or ""]
    anchors: list[_Anchor] = []
    stack = [(tag, iter(tag), 0)]
    while stack:
        element, children, began = stack[-1]
        child = next(children, None)
        if child is not None:
            stack.append((child, iter(child), len(texts)))
            texts.append(" " if child.tag == "br" else child.text or "")
            continue
        stack.pop()
        if element.tag == "a" and len(anchors) <= _MOST:
            words, leads = clean_text("".join(texts[began:])), _address(element, url)
            if words and leads:
                anchors.append(_Anchor(words, "".join(texts[:began]), leads))
        if stack:
            texts.append(element.tail or "")
    return "".join(texts), anchors


def _address(anchor: Element, url: str) -> str:
    """Empty for what leads nowhere else: a mark on the same page, mail, telephone, script."""
    href = (anchor.get("href") or "").strip()
    leads = absolute(href, url) if href and not href.startswith("#") else ""
    return leads if leads.partition("#")[0] != url.partition("#")[0] else ""
