"""The pieces of text in a page's tree, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


def within(part: Element, found: Sequence[Piece]) -> list[Piece]:
    """The pieces below a tag, as `pieces` has them, out of those of the page, `found`, where they are the same."""
    # Seen from without, a table of data is one piece, seen from within it is text.
    if part.tag in _BLOCKS and part.tag != "table" and not any(map(_says_kind, (part, *part.iterancestors()))):
        inside = set(part.iter())
        if same := [piece for piece in found if piece.tag in inside]:
            return same
    return list(pieces(part))


def _says_kind(tag: Element) -> bool:
    """Whether what stands in a tag is of another kind for that."""
    name = tag.tag
    return name in _BOLD or name in _ITEMS or name in HEADINGS or name == "blockquote" or _is_box(tag, name)


def _is_box(tag: Element, name: str) -> bool:
    return name in _BLOCKS and bool(tag.get("class")) and bool(names(tag) & _BOX)


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

    def enter(self, tag: Element) -> Sequence[Piece]:
        name = tag.tag
        done: Sequence[Piece] = ()
        if name in _BLOCKS:
            done = self.flush()
            self.blocks.append(tag)
        self._count(tag, name, 1)
        return done

    def leave(self, tag: Element) -> Sequence[Piece]:
        name = tag.tag
        done: Sequence[Piece] = ()
        if name in _BLOCKS or tag is self.root:
            done = self.flush()
            if len(self.blocks) > 1:
                self.blocks.pop()
        self._count(tag, name, -1)
        return done

    def flush(self) -> Sequence[Piece]:
        texts, self.texts = self.texts, []
        joined = "".join([text for text, _ in texts])
        if not joined or joined.isspace():
            return ()
        bold = all(is_bold for text, is_bold in texts if text.strip())
        parts = _PARAGRAPH.split(joined) if _BREAK in joined else (joined,)
        cleaned = (clean_text(part.replace(_BREAK, " ")) for part in parts)
        return [Piece(self._kind(), text, self.blocks[-1], bold=bold) for text in cleaned if text]

    def _count(self, tag: Element, name: str, step: int) -> None:
        if name in _BOLD:
            self.bold += step
        elif name in _BLOCKS:
            self.quotes += step * (name == "blockquote")
            self.items += step * (name in _ITEMS)
            self.headings += step * (name in HEADINGS)
            self.boxes += step * _is_box(tag, name)

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
