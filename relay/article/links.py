"""Where in the text of a release its own links stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from relay.article.clean import clean_text
from relay.article.dom import Element
from relay.article.files import absolute
from relay.article.pieces import Piece
from relay.model import Block

_MOST = 20
"""Links of a paragraph; one with more is an index, no text."""
_LONGEST = 20_000
"""Characters of a paragraph that is looked at."""


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
        found.append(replace(block, links=tuple(_links(block.text, open_ones[place].tag, url))))
        del open_ones[: place + 1]
    return tuple(found)


def _links(text: str, tag: Element, url: str) -> Iterator[tuple[int, int, str]]:
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
