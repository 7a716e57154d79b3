"""A page's tree, and the pieces of text in it in the order of reading."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PreformattedString

from relay.article.clean import clean_text
from relay.article.german import words
from relay.article.prune import longer_than, names
from relay.model import BlockKind

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS = words("li dd dt")
_BLOCKS = (
    HEADINGS
    | _ITEMS
    | words(
        """
        address article aside audio blockquote body caption center dd details div dl dt fieldset figure figcaption
        footer header hr html legend main nav ol p pre section summary table tbody td tfoot th thead tr ul video
        """
    )
)
_SKIP = words("script style template noscript figcaption figure picture video audio head title caption")
_BOX = words("infobox kasten infokasten zusatzinfo factbox faktenbox")
_CAPTIONS = words("caption bildunterschrift bildunterzeile bildtext imagecaption imgcaption bildnachweis copyright")
_DOWNLOADS = words("download downloads downloadbox anlagen attachments dateigroesse")
_PLAYERS = words("audio video podcast player mediaplayer")
_BOLD = frozenset(("b", "strong"))
_BREAK = "\n"
_DECLARATION = re.compile(r"<\?xml\b[^<>]*>?", re.IGNORECASE)
"""Of XHTML: to Beautiful Soup a reason to warn."""
_LINE_END = re.compile(r"[\r\n]+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_DATA_CELL = 160
_PLAYER_TEXT = 160
_SHORT = 600
_MOST_TAGS = 40_000
"""Tags, opening and closing, that are read; real pages have a tenth. What a hostile page has more costs minutes."""
_DEEPEST = 150
"""Levels of nesting; real pages have fewer than 60. Deeper ones would cost the square of their depth."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as it stands in the tree."""

    kind: BlockKind
    text: str
    tag: Tag
    """The block element that holds it."""
    bold: bool = False
    """All of it is bold."""


def parse(html: str) -> BeautifulSoup:
    """A tree of whatever this is; never fails. What is nested deeper than any template nests becomes plain text."""
    html = _DECLARATION.sub("", _up_to(html.replace("\x00", ""), _MOST_TAGS))
    with warnings.catch_warnings():
        # Whatever else the bytes may be, it was asked for as a page.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(html if "<" in html else f"<p>{html}</p>", "lxml")
    for tag in _at_depth(soup, _DEEPEST):
        tag.string = tag.get_text(" ")
    return soup


def _up_to(html: str, tags: int) -> str:
    """The page up to so many tags."""
    if html.count("<") <= tags:
        return html
    end = 0
    for _ in range(tags):
        end = html.find("<", end) + 1
    return html[: end - 1]


def _at_depth(soup: BeautifulSoup, depth: int) -> list[Tag]:
    """All tags at one depth that hold tags."""
    level: list[Tag] = [soup]
    for _ in range(depth):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
    return [tag for tag in level if any(isinstance(child, Tag) for child in tag.children)]


def pieces(root: Tag) -> Iterator[Piece]:
    """The pieces of text below a tag. Paragraphs end at block elements and at two line breaks in a row.

    Without recursion: hostile pages are nested thousands deep. Data tables, figures, captions, download lines and
    players are skipped.
    """
    run = _Run(root)
    stack = [(root, iter(root.children))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield from run.leave(tag)
        elif isinstance(child, Tag):
            if child.name == "br":
                run.add(_BREAK)
            elif child.name == "img":
                continue
            elif is_skipped(child):
                run.add(" ")
            else:
                yield from run.enter(child)
                stack.append((child, iter(child.children)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            run.add(_LINE_END.sub(" ", child))


class _Run:
    """Text between two borders of blocks, and where in the tree we are."""

    def __init__(self, root: Tag) -> None:
        self.root = root
        self.blocks: list[Tag] = [root]
        self.bold = self.boxes = self.quotes = 0
        self.items = self.headings = 0
        self.texts: list[tuple[str, bool]] = []

    def add(self, text: str) -> None:
        self.texts.append((text, self.bold > 0))

    def enter(self, tag: Tag) -> Iterator[Piece]:
        if tag.name in _BLOCKS:
            yield from self.flush()
            self.blocks.append(tag)
        self._count(tag, 1)

    def leave(self, tag: Tag) -> Iterator[Piece]:
        if tag.name in _BLOCKS or tag is self.root:
            yield from self.flush()
            if len(self.blocks) > 1:
                self.blocks.pop()
        self._count(tag, -1)

    def flush(self) -> Iterator[Piece]:
        joined = "".join(text for text, _ in self.texts)
        bold = all(is_bold for text, is_bold in self.texts if text.strip())
        self.texts = []
        for part in _PARAGRAPH.split(joined):
            text = clean_text(part)
            if text:
                yield Piece(self._kind(), text, self.blocks[-1], bold=bold)

    def _count(self, tag: Tag, step: int) -> None:
        self.bold += step * (tag.name in _BOLD)
        self.quotes += step * (tag.name == "blockquote")
        self.items += step * (tag.name in _ITEMS)
        self.headings += step * (tag.name in HEADINGS)
        self.boxes += step * (tag.name in _BLOCKS and tag.has_attr("class") and bool(names(tag) & _BOX))

    def _kind(self) -> BlockKind:
        if self.headings:
            return BlockKind.BOX_HEADING if self.boxes else BlockKind.HEADING
        if self.items:
            return BlockKind.ITEM
        if self.boxes:
            return BlockKind.BOX
        return BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH


def is_skipped(tag: Tag) -> bool:
    """Whether the text of a tag is none of the body: figure, caption, download line, player, data table."""
    if tag.name in _SKIP or (tag.name == "table" and is_data_table(tag)):
        return True
    if tag.has_attr("class") and (tag.name in _BLOCKS or tag.name == "span"):
        own = names(tag)
        if own & _CAPTIONS or own & _DOWNLOADS:
            return not longer_than(tag, _SHORT)
        return bool(own & _PLAYERS) and not longer_than(tag, _PLAYER_TEXT)
    return False


def is_data_table(table: Tag) -> bool:
    """Whether a table shows data. Old pages are laid out with tables: those hold tables, paragraphs or long cells."""
    if table.find(["table", "p", "h1", "h2", "h3"]) is not None:
        return False
    if table.find("th") is not None:
        return True
    return not any(longer_than(cell, _DATA_CELL) for cell in table.find_all("td"))
