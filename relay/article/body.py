"""Where on a page the release stands: trafilatura says which text, the tree says which part holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import islice

from lxml import etree

from relay.article.clean import clean_text
from relay.article.dom import Element, parse
from relay.article.pieces import Piece, pieces
from relay.errors import ParseError, Unmatched

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
    './/*[@itemprop="articleBody"]',
    './/article//*[contains(concat(" ", normalize-space(@class), " "), " entry-content ")]',
    ".//article",
    ".//main",
    './/*[@role="main"]',
    './/*[@id="content"]',
    './/*[@id="inhalt"]',
    ".//body",
)


def find_body(root: Element, everything: Sequence[Piece], title: Element | None) -> Element | None:
    """The smallest part of a pruned page that holds the text of the release; None where there is no text.

    `everything` are the pieces of its `body_of`.
    """
    whole = body_of(root)
    matched = _matched(root, everything, title)
    if sum(len(p.text) for p in matched) >= _LEAST_TEXT:
        holder = _holder(matched, everything, title)
        return _widened(whole if holder is None else holder)
    for path in _KNOWN_PLACES:
        for place in root.xpath(path)[:3]:
            if sum(len(p.text) for p in pieces(place)) >= _LEAST_TEXT:
                return place
    return whole if everything else None


def _matched(root: Element, everything: Sequence[Piece], title: Element | None) -> list[Piece]:
    """The pieces that trafilatura takes for the main text.

    Its second and third opinion (readability, jusText) cost as much again and are only asked for where the first leaves
    out more than a little of what stands below the headline.
    """
    if not 0 < len(everything) <= _MOST_PIECES:
        return []
    wanted = _NEARLY_ALL * sum(len(p.text) for p in everything[_after_title(everything, title) :])
    matched: list[Piece] = []
    for fast in (True, False):
        found = _main_text(root, fast=fast)
        matched = [p for p in everything if found and _stands_in(p.text, found)]
        if sum(len(p.text) for p in matched) >= wanted:
            break
    return matched


def body_of(root: Element) -> Element:
    """The `<body>` of a page, or the page."""
    body = root.find("body")
    return root if body is None else body


def marked_body(html: str, selector: str, url: str) -> tuple[str, str]:
    """A page with a mark on the parts that a configured CSS selector names, and the name of the marking attribute.

    `url` is the page's. Raises `Unmatched` where it matches nothing, `ParseError` where it is no selector.
    """
    from soupsieve import SelectorSyntaxError  # noqa: PLC0415 - comes with beautifulsoup4; only needed here

    soup = parse(html)
    try:
        places = soup.select(selector)
    except (SelectorSyntaxError, ValueError, NotImplementedError) as problem:
        raise ParseError("the selector {selector!r} cannot be read", selector=selector, permanent=True) from problem
    if not places:
        raise Unmatched("the selector {selector!r} matches nothing on {url}", selector=selector, url=url)
    mark = "data-relay"
    while mark in html:
        mark += "-x"
    for place in places:
        place[mark] = ""
    return str(soup), mark


def take_marked(root: Element, mark: str) -> Element | None:
    """The marked part of a page. Several are read one after the other, as one."""
    places = root.xpath(f"//*[@{mark}][not(ancestor::*[@{mark}])]")
    if len(places) < 2:
        return places[0] if places else None
    whole = root.makeelement("div")
    body_of(root).append(whole)
    for place in places:
        place.tail = None
        whole.append(place)
    return whole


def _main_text(root: Element, *, fast: bool) -> frozenset[tuple[str, ...]]:
    """Runs of words of what trafilatura takes for the main text; empty where it finds none or must not be asked."""
    if len(etree.tostring(root, encoding="unicode")) > _LARGEST:
        return frozenset()
    import trafilatura  # noqa: PLC0415 - slow to import, and only this needs it

    try:
        text = trafilatura.extract(
            deepcopy(root), include_comments=False, include_tables=False, favor_recall=True, fast=fast
        )
    except (RecursionError, etree.LxmlError, ValueError, TypeError, AttributeError):
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


def _holder(matched: Sequence[Piece], everything: Sequence[Piece], title: Element | None) -> Element | None:
    """The deepest tag that holds the matched pieces, but for stray ones above the headline or at the end."""
    order = {id(p): n for n, p in enumerate(everything)}
    start = _after_title(everything, title)
    body = [p for p in matched if order[id(p)] >= start] or list(matched)
    chains = [[*reversed([*p.tag.iterancestors()]), p.tag][:_DEEPEST] for p in body]
    total = sum(len(p.text) for p in body)
    holder: Element | None = None
    for depth in range(min(_DEEPEST, max(map(len, chains)))):
        first = chains[0][depth] if depth < len(chains[0]) else None
        if first is None:
            break
        inside = sum(len(p.text) for p, c in zip(body, chains, strict=True) if depth < len(c) and c[depth] is first)
        if inside < _NEARLY_ALL * total:
            break
        holder = first
    return holder


def _widened(holder: Element) -> Element:
    """The tag, or what is around it where it holds one paragraph only: its neighbours may be shorter, not others."""
    while holder.tag not in _OUTERMOST and len(list(islice(pieces(holder), 2))) < 2:
        above = holder.getparent()
        if above is None:
            break
        holder = above
    return holder


def _after_title(everything: Sequence[Piece], title: Element | None) -> int:
    if title is None:
        return 0
    places = [n for n, p in enumerate(everything) if p.tag is title]
    return places[-1] + 1 if places else 0
