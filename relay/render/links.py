"""The links of a release's own text, as text links. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from relay.model import Block
from relay.render.addresses import is_web_address
from relay.render.markup import Link, Markup, clean, visible

MOST_LINKS = 10
"""In one piece of text: a message has a hundred entities at most."""


def text_links(block: Block, pieces: Iterator[str]) -> Iterator[tuple[str, Markup]]:
    """Each piece of a block's text, plain and with the links that stand in it whole."""
    text = block.text
    # Where cleaning for Telegram changes the text, the places of its links are not known any more.
    links = block.links if clean(text) == text else ()
    end = 0
    for piece in pieces:
        start = text.find(piece, end) if links else -1
        if start < 0:
            yield piece, piece
            continue
        end = start + len(piece)
        inside = [(a - start, b - start, url) for a, b, url in links if start <= a and b <= end]
        yield piece, _marked(piece, inside)


def _marked(text: str, links: list[tuple[int, int, str]]) -> Markup:
    parts: list[Markup] = []
    end = 0
    for start, stop, url in links[:MOST_LINKS]:
        if end <= start < stop and is_web_address(url) and visible(text[start:stop]):
            parts += [text[end:start], Link(text[start:stop], url)]
            end = stop
    return (*parts, text[end:]) if parts else text
