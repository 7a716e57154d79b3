"""Where on a page the release stands: trafilatura says which text, the tree says which part holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from bs4 import BeautifulSoup, Tag

from relay.article.clean import clean_text
from relay.article.dom import Piece, pieces
from relay.errors import ParseError

_LARGEST = 1_500_000
"""Characters of pruned HTML beyond which trafilatura takes many seconds."""
_MOST_PIECES = 3000
"""Pieces of text beyond which trafilatura takes the square of their number."""
_SHINGLE = 4
_ENOUGH = 0.6
_NEARLY_ALL = 0.9
_DEEPEST = 300
_LEAST_TEXT = 60
_OUTERMOST = frozenset(("article", "main", "body", "html"))
_KNOWN_PLACES = (
    '[itemprop="articleBody"]',
    "article .entry-content",
    "article",
    "main",
    '[role="main"]',
    "#content",
    "#inhalt",
    "body",
)


def find_body(soup: BeautifulSoup, title: Tag | None) -> Tag | None:
    """The smallest part of a pruned page that holds the text of the release; None where there is no text."""
    root = soup.body or soup
    everything = list(pieces(root))
    found = _main_text(str(soup)) if 0 < len(everything) <= _MOST_PIECES else frozenset()
    matched = [p for p in everything if found and _stands_in(p.text, found)]
    if sum(len(p.text) for p in matched) >= _LEAST_TEXT:
        return _widened(_holder(matched, everything, title) or root)
    for selector in _KNOWN_PLACES:
        for place in soup.select(selector, limit=3):
            if sum(len(p.text) for p in pieces(place)) >= _LEAST_TEXT:
                return place
    return root if everything else None


def select_body(soup: BeautifulSoup, selector: str) -> Tag:
    """The part of a page that a configured CSS selector names. Several matches are read one after the other.

    Raises `ParseError` where it matches nothing or is no selector.
    """
    from soupsieve import SelectorSyntaxError  # noqa: PLC0415 - comes with beautifulsoup4; only needed here

    try:
        places = soup.select(selector)
    except (SelectorSyntaxError, ValueError, NotImplementedError) as problem:
        raise ParseError("the selector {selector!r} cannot be read", selector=selector, permanent=True) from problem
    if not places:
        raise ParseError("the selector {selector!r} matches nothing on the page", selector=selector)
    if len(places) == 1:
        return places[0]
    whole = soup.new_tag("div")
    outermost = [p for p in places if not any(parent in places for parent in _ancestors(p)[1:])]
    for place in outermost:
        whole.append(place.extract())
    (soup.body or soup).append(whole)
    return whole


def _main_text(html: str) -> frozenset[tuple[str, ...]]:
    """Runs of words of what trafilatura takes for the main text; empty where it finds none or must not be asked."""
    if len(html) > _LARGEST:
        return frozenset()
    import trafilatura  # noqa: PLC0415 - slow to import, and only this needs it
    from lxml.etree import LxmlError  # noqa: PLC0415 - what trafilatura lets through

    try:
        text = trafilatura.extract(html, include_comments=False, include_tables=False, favor_recall=True)
    except (RecursionError, LxmlError, ValueError, TypeError, AttributeError):
        return frozenset()
    return frozenset(run for line in (text or "").splitlines() for run in _runs(clean_text(line).split()))


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    if len(words) < _SHINGLE:
        yield tuple(words)
    for i in range(len(words) - _SHINGLE + 1):
        yield tuple(words[i : i + _SHINGLE])


def _stands_in(text: str, found: frozenset[tuple[str, ...]]) -> bool:
    runs = list(_runs(text.split()))
    return len(text) > 1 and sum(run in found for run in runs) >= _ENOUGH * len(runs)


def _holder(matched: Sequence[Piece], everything: Sequence[Piece], title: Tag | None) -> Tag | None:
    """The deepest tag that holds the matched pieces, but for stray ones above the headline or at the end."""
    order = {id(p): n for n, p in enumerate(everything)}
    start = _after_title(everything, title)
    body = [p for p in matched if order[id(p)] >= start] or list(matched)
    chains = [list(reversed(_ancestors(p.tag)))[:_DEEPEST] for p in body]
    total = sum(len(p.text) for p in body)
    holder: Tag | None = None
    for depth in range(min(_DEEPEST, max(map(len, chains)))):
        first = chains[0][depth] if depth < len(chains[0]) else None
        if first is None:
            break
        inside = sum(len(p.text) for p, c in zip(body, chains, strict=True) if depth < len(c) and c[depth] is first)
        if inside < _NEARLY_ALL * total:
            break
        holder = first
    return holder


def _widened(holder: Tag) -> Tag:
    """The tag, or what is around it where it holds one paragraph only: its neighbours may be shorter, not others."""
    while len(list(islice(pieces(holder), 2))) < 2 and holder.parent is not None and holder.name not in _OUTERMOST:
        holder = holder.parent
    return holder


def _after_title(everything: Sequence[Piece], title: Tag | None) -> int:
    if title is None:
        return 0
    places = [n for n, p in enumerate(everything) if p.tag is title]
    return places[-1] + 1 if places else 0


def _ancestors(tag: Tag) -> list[Tag]:
    """The tag, its parent, and so on to the root."""
    return [tag, *(p for p in tag.parents if isinstance(p, Tag))]
