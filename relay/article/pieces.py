"""The pieces of text in a page's tree, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relay.article.clean import clean_text
from relay.article.dom import Element, longer_than, names
from relay.article.german import words
from relay.article.tables import Grid, is_data_table, read_table
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
_BREAK = "\0"
"""Stands for a line break; the tree has no such character."""
_PARAGRAPH = re.compile(r"\0\s*\0[\s\0]*")
_PLAYER_TEXT = 160
_SHORT = 600


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as it stands in the tree."""

    kind: BlockKind
    text: str
    tag: Element
    """The block element that holds it."""
    bold: bool = False
    """All of it is bold."""
    grid: Grid | None = None
    """Of a table, which has no text."""


def pieces(root: Element) -> Iterator[Piece]:
    """The pieces of text below a tag. Paragraphs end at block elements and at two line breaks in a row.

    Without recursion: hostile pages are nested thousands deep. Figures, captions, download lines and players are
    skipped; tables of data are pieces of their own.
    """
    run = _Run(root)
    run.add("", root.text)
    stack = [(root, iter(root))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield from run.leave(tag)
            if stack:
                run.add("", tag.tail)
        elif child.tag == "br":
            run.add(_BREAK, child.tail)
        elif child.tag == "img":
            run.add("", child.tail)
        elif child.tag == "table" and is_data_table(child):
            if (grid := read_table(child)) is not None:
                yield from run.flush()
                yield Piece(BlockKind.TABLE, "", child, grid=grid)
            run.add(" ", child.tail)
        elif is_skipped(child):
            run.add(" ", child.tail)
        else:
            yield from run.enter(child)
            run.add("", child.text)
            stack.append((child, iter(child)))


class _Run:
    """Text between two borders of blocks, and where in the tree we are."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.blocks: list[Element] = [root]
        self.bold = self.boxes = self.quotes = 0
        self.items = self.headings = 0
        self.texts: list[tuple[str, bool]] = []

    def add(self, ours: str, theirs: str | None) -> None:
        """A mark of ours, and text of the page."""
        text = ours + theirs if theirs else ours
        if text:
            self.texts.append((text, self.bold > 0))

    def enter(self, tag: Element) -> Iterator[Piece]:
        if tag.tag in _BLOCKS:
            yield from self.flush()
            self.blocks.append(tag)
        self._count(tag, 1)

    def leave(self, tag: Element) -> Iterator[Piece]:
        if tag.tag in _BLOCKS or tag is self.root:
            yield from self.flush()
            if len(self.blocks) > 1:
                self.blocks.pop()
        self._count(tag, -1)

    def flush(self) -> Iterator[Piece]:
        if not self.texts:
            return
        joined = "".join(text for text, _ in self.texts)
        bold = all(is_bold for text, is_bold in self.texts if text.strip())
        self.texts = []
        for part in _PARAGRAPH.split(joined):
            text = clean_text(part.replace(_BREAK, " "))
            if text:
                yield Piece(self._kind(), text, self.blocks[-1], bold=bold)

    def _count(self, tag: Element, step: int) -> None:
        self.bold += step * (tag.tag in _BOLD)
        self.quotes += step * (tag.tag == "blockquote")
        self.items += step * (tag.tag in _ITEMS)
        self.headings += step * (tag.tag in HEADINGS)
        self.boxes += step * (tag.tag in _BLOCKS and bool(tag.get("class")) and bool(names(tag) & _BOX))

    def _kind(self) -> BlockKind:
        if self.headings:
            return BlockKind.BOX_HEADING if self.boxes else BlockKind.HEADING
        if self.items:
            return BlockKind.ITEM
        if self.boxes:
            return BlockKind.BOX
        return BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH


def is_skipped(tag: Element) -> bool:
    """Whether the text of a tag is none of the body: figure, caption, download line, player."""
    if tag.tag in _SKIP:
        return True
    if tag.get("class") and (tag.tag in _BLOCKS or tag.tag == "span"):
        own = names(tag)
        if own & _CAPTIONS or own & _DOWNLOADS:
            return not longer_than(tag, _SHORT)
        return bool(own & _PLAYERS) and not longer_than(tag, _PLAYER_TEXT)
    return False
