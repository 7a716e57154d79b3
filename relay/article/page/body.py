"""Where on a page the release stands: trafilatura says which text, the tree says which part holds it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from copy import deepcopy
from dataclasses import replace
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from relay.article.clean import clean_text, letters
from relay.article.dom import Element, html_of, longer_than, parse, text_of
from relay.article.page.boilerplate import is_caption, is_date, is_furniture, is_site_line
from relay.article.page.documents import file_names, is_file_line, without_file_mark
from relay.article.page.pieces import HEADINGS, Piece, pieces
from relay.errors import ParseError, Unmatched
from relay.model import BlockKind
from relay.nfc import has_piles

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

_LARGEST = 1_500_000
"""Characters of pruned HTML beyond which trafilatura takes many seconds."""
_MOST_PIECES = 3000
"""Pieces of text beyond which trafilatura takes the square of their number."""
_SHINGLE = 4
_ENOUGH = 0.6
_NEARLY_ALL = 0.9
_ROWS = frozenset(("table", "tbody", "tr"))
_HEAD = 1000
_DEEPEST = 300
_LEAST_TEXT = 60
_LABEL = 60
"""Characters of a line that only leads to what stands below it."""
_ROW = 200
"""Characters of a row of buttons."""
_BESIDE = re.compile(r"\s*(?:\||\]\s?\[)\s*")
"""Between buttons: "Drucken | Nach oben", "[Drucken] [Nach oben]"."""
_MOST_BUTTONS = 20
_BETWEEN = " []()|/·•–-:,»›→"
"""What stands between and around buttons."""
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


def flow(part: Iterable[Piece], url: str) -> list[Piece]:
    """The pieces of a part of a page, but for lines that only name files: those are attachments. `url` is the page's.

    The caption of a table is a heading above it. The label of a list of files goes with the list. A step of a numbered
    list, or an item between others, that names a file is text as well.
    """
    linked: dict[Element, tuple[str, ...]] = {}
    buttons: dict[Element, tuple[str, ...]] = {}
    found: list[Piece] = []
    files: set[int] = set()
    for piece in part:
        if piece.grid is not None:
            found.extend(_caption(piece, piece.grid.caption, found))
        elif piece.tag not in linked:
            linked[piece.tag] = file_names(piece.tag, url)
        if _is_menu(piece.text):
            continue  # zurück | Seite drucken
        if piece.grid is None and len(piece.text) <= _ROW:
            if piece.tag not in buttons:
                buttons[piece.tag] = _buttons(piece.tag, linked[piece.tag])
            if _is_row_of_buttons(piece.text, buttons[piece.tag]):
                continue
        if _names_files(piece.tag, url) if piece.grid else is_file_line(piece.text, linked[piece.tag]):
            files.add(len(found))
        found.append(piece)
    offered = files | {n for n, piece in enumerate(found) if linked.get(piece.tag) and _is_offered(piece)}
    told = _text_items(found, offered) if offered else {}
    steps = {n: step for n in offered if (step := _as_step(found[n], n, told)) is not None}
    files -= steps.keys()
    found = [steps.get(n, piece) for n, piece in enumerate(found)]
    labels = {n for n, piece in enumerate(found) if n + 1 in files and _is_label(piece) and _ends(found, files, n)}
    return [piece for n, piece in enumerate(found) if n not in files and n not in labels]


def _is_menu(text: str) -> bool:
    """Whether it is nothing but the names of buttons, with what stands between them."""
    if "|" not in text and "]" not in text:
        return False
    parts = _BESIDE.split(text.strip(" []|"))
    return len(parts) > 1 and all(map(is_furniture, parts))


def _buttons(block: Element, files: Collection[str]) -> tuple[str, ...]:
    """The words of the links and labels in a block that are lines of the website: "Jetzt teilen", "nach oben".

    `files` are the words of its links to files.
    """
    said = (one for one in islice(block.iter("a", "span"), _MOST_BUTTONS))
    short = (clean_text(text_of(one)) for one in said if not longer_than(one, _LABEL))
    return tuple(one for one in short if one and one not in files and is_site_line(one) and not is_date(one))


def _is_row_of_buttons(text: str, buttons: Iterable[str]) -> bool:
    """Whether a text is nothing but buttons of the website, one beside the other, and what they share."""
    left = text
    for words in buttons:
        left = left.replace(words, " ", 1)
    left = left.strip(_BETWEEN)
    return len(left) < len(text) and (not letters(left) or is_site_line(left))


def _names_files(table: Element, url: str) -> bool:
    """Whether each row of a table, but for its headings, only names a file."""
    if not file_names(table, url):
        return False
    rows = [row for row in table.iterdescendants("tr") if next(row.iterchildren("td"), None) is not None]
    return all(is_file_line(clean_text(text_of(row)), file_names(row, url)) for row in rows)


def _is_offered(piece: Piece) -> bool:
    """Whether an item ends in the type of the file that it links."""
    return piece.kind is BlockKind.ITEM and without_file_mark(piece.text) != piece.text


def _text_items(found: Sequence[Piece], files: Set[int]) -> dict[Element | None, tuple[int, int]]:
    """Of each list, the places of its first and of its last item that names no file."""
    reach: dict[Element | None, tuple[int, int]] = {}
    for n, piece in enumerate(found):
        if piece.place is not None and n not in files:
            around = piece.place.item.getparent()
            reach[around] = (reach.get(around, (n, n))[0], n)
    return reach


def _as_step(piece: Piece, n: int, told: dict[Element | None, tuple[int, int]]) -> Piece | None:
    """An item that names a file as what the text of its list needs to go on: without type and size of the file."""
    if piece.place is None or piece.kind is not BlockKind.ITEM:
        return None
    reach = told.get(piece.place.item.getparent())
    if reach is None or not (reach[0] < n < reach[1] or piece.place.marker.number is not None):
        return None
    return replace(piece, text=without_file_mark(piece.text))


def _caption(table: Piece, caption: str, above: Sequence[Piece]) -> Iterator[Piece]:
    # "Quelle: Kämmerei" is no heading.
    if caption and not is_caption(caption) and not (above and letters(above[-1].text) == letters(caption)):
        yield Piece(BlockKind.HEADING, caption, table.tag)


def _is_label(piece: Piece) -> bool:
    heads = (BlockKind.HEADING, BlockKind.BOX_HEADING)
    return piece.kind in heads or (len(piece.text) <= _LABEL and (piece.bold or piece.text.endswith(":")))


def _ends(found: Sequence[Piece], files: Set[int], label: int) -> bool:
    """Whether nothing but files stands between a label and the next heading."""
    after = next((piece for n, piece in enumerate(found[label + 1 :], label + 1) if n not in files), None)
    return after is None or after.kind in (BlockKind.HEADING, BlockKind.BOX_HEADING) or after.bold


def find_body(root: Element, everything: Sequence[Piece], title: Element | None, wording: str = "") -> Element | None:
    """The smallest part of a pruned page that holds the text of the release; None where there is no text.

    `everything` are the pieces of its `body_of`, `title` is the heading that shows the title, `wording` what that says.
    """
    whole = body_of(root)
    matched = _matched(root, everything, title)
    if sum(len(p.text) for p in matched) >= _LEAST_TEXT:
        holder = _holder(matched, everything, title)
        return _widened(whole if holder is None else _column(holder, wording))
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
        matched = _found_in(everything, _main_text(root, fast=fast))
        if sum(len(p.text) for p in matched) >= wanted:
            break
    return matched


def body_of(root: Element) -> Element:
    """The `<body>` of a page, or the page."""
    body = next(root.iterchildren("body"), None)
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


def _main_text(root: Element, *, fast: bool) -> list[str]:
    """The lines of what trafilatura takes for the main text; none where it finds none or must not be asked."""
    html = html_of(root)
    if len(html) > _LARGEST or has_piles(html):
        return []
    import trafilatura  # noqa: PLC0415 - slow to import, and only this needs it

    try:
        text = trafilatura.extract(deepcopy(root), options=_options(fast=fast))
    except (RecursionError, etree.LxmlError, ValueError, TypeError, AttributeError):
        return []
    return [clean_text(line) for line in (text or "").splitlines()]


@cache
def _options(*, fast: bool) -> Extractor:
    """Made once: trafilatura would read its configuration again for each page."""
    from trafilatura.settings import Extractor  # noqa: PLC0415 - as above

    return Extractor(comments=False, tables=False, recall=True, fast=fast)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    if len(words) < _SHINGLE:
        return [tuple(words)]
    return list(zip(*(words[n:] for n in range(_SHINGLE)), strict=False))


def _found_in(everything: Sequence[Piece], lines: Sequence[str]) -> list[Piece]:
    """The pieces most of whose runs of words stand in the lines: nearly all of them are one of those, as it stands."""
    whole = frozenset(lines)
    others = {p.text: _runs(p.text.split()) for p in everything if len(p.text) > 1 and p.text not in whole}
    sought = frozenset(chain.from_iterable(others.values()))
    found = sought.intersection(chain.from_iterable(_runs(line.split()) for line in lines)) if sought else sought
    shown = {text for text, runs in others.items() if sum(map(found.__contains__, runs)) >= _ENOUGH * len(runs)}
    return [p for p in everything if len(p.text) > 1 and (p.text in whole or p.text in shown)]


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


def _column(holder: Element, wording: str) -> Element:
    """The cell with headline and most of the text, on a page laid out with tables: menus and dates stand beside it."""
    if holder.tag not in _ROWS:
        return holder
    said = list(pieces(holder))
    known = letters(wording)
    first = next((p for p in said if known and p.tag.tag not in HEADINGS and letters(p.text[:_HEAD]) == known), None)
    cell = next((tag for tag in [first.tag, *first.tag.iterancestors()] if tag.tag == "td"), None) if first else None
    if cell is None or 2 * sum(len(p.text) for p in pieces(cell)) < sum(len(p.text) for p in said):
        return holder
    return cell


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
