"""What a rich message is made of (Bot API, RichMessage, RichBlock and RichText), and how much of it there is.

List items and table rows are blocks of their own here, since the server counts them with the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from .files import Media


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with a meaning: RichTextBold and its sisters."""

    type: str
    text: Text
    value: str = ""
    """Where a link leads, or what a hashtag is."""


Text = str | Span | tuple["str | Span", ...]
"""Bot API, RichText."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Bot API, RichBlockCaption."""

    text: Text
    credit: Text = ""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of one text.

    `type` is ``paragraph``, ``heading``, ``pre``, ``footer``, ``pullquote`` or ``expandable_blockquote``.
    """

    type: str
    text: Text
    credit: Text = ""
    size: int = 0
    """Of a heading: 1 is the largest, 6 the smallest."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Divider:
    """Bot API, RichBlockDivider."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Bot API, RichBlockPhoto."""

    media: Media
    spoiler: bool = False
    caption: Caption | None = None


@dataclass(frozen=True, slots=True)
class Gallery:
    """Several photos side by side: ``collage`` or ``slideshow``."""

    type: str
    photos: tuple[Photo, ...]
    caption: Caption | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Bot API, RichBlockBlockQuotation."""

    blocks: tuple[Block, ...]
    credit: Text = ""


@dataclass(frozen=True, slots=True)
class Details:
    """Bot API, RichBlockDetails."""

    summary: Text
    blocks: tuple[Block, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Bot API, RichBlockListItem; value and type only in ordered lists."""

    label: str
    blocks: tuple[Block, ...]
    value: int | None = None
    type: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """Bot API, RichBlockList."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Bot API, RichBlockTableCell; without text it is not seen."""

    text: Text
    header: bool = False
    align: str = "left"
    valign: str = "top"
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Bot API, RichBlockTable."""

    rows: tuple[Row, ...]
    bordered: bool = False
    striped: bool = False
    caption: Text = ""


Block = TextBlock | Divider | Photo | Gallery | Quote | Details | ItemList | Table
"""What stands by itself."""
Counted = Block | Item | Row
"""What the server counts."""


@dataclass(frozen=True, slots=True)
class RichMessage:
    """Bot API, RichMessage."""

    blocks: tuple[Block, ...]
    rtl: bool = False

    @property
    def photos(self) -> tuple[Media, ...]:
        """The files of all photos, in order."""
        return tuple(block.media for block in walk(self.blocks) if isinstance(block, Photo))

    @property
    def title(self) -> str:
        """What it begins with, in one line."""
        shown = (" ".join(plain(text).split()) for block in walk(self.blocks) for text in texts(block))
        return next(filter(None, shown), "")


def joined(parts: Iterable[Text]) -> Text:
    """One text of several; plain stretches that touch become one, as in the server."""
    pieces = [piece for part in parts for piece in (part if isinstance(part, tuple) else (part,)) if piece]
    kept: list[str | Span] = []
    for plainly, run in groupby(pieces, lambda piece: isinstance(piece, str)):
        together = list(run)
        kept += ["".join(map(plain, together))] if plainly else together
    return "" if not kept else kept[0] if len(kept) == 1 else tuple(kept)


def plain(text: Text) -> str:
    """What a reader reads."""
    if isinstance(text, str):
        return text
    return "".join(map(plain, text)) if isinstance(text, tuple) else plain(text.text)


def texts(block: Counted) -> tuple[Text, ...]:
    """The texts that are a block's own."""
    match block:
        case TextBlock(text=text, credit=credit):
            return text, credit
        case Photo(caption=caption) | Gallery(caption=caption):
            return () if caption is None else (caption.text, caption.credit)
        case Quote(credit=text) | Details(summary=text) | Table(caption=text):
            return (text,)
        case Row(cells=cells):
            return tuple(cell.text for cell in cells)
        case Divider() | ItemList() | Item():
            return ()


def inside(block: Counted) -> tuple[Counted, ...]:
    """The blocks that a block holds."""
    match block:
        case Gallery(photos=photos):
            return photos
        case Quote(blocks=blocks) | Details(blocks=blocks) | Item(blocks=blocks):
            return blocks
        case ItemList(items=items):
            return items
        case Table(rows=rows):
            return rows
        case TextBlock() | Divider() | Photo() | Row():
            return ()


def walk(blocks: Iterable[Counted]) -> Iterator[Counted]:
    """All blocks, each before those that it holds."""
    for block in blocks:
        yield block
        yield from walk(inside(block))


def characters(blocks: Iterable[Counted]) -> int:
    """Code points of all texts, captions and credits too."""
    return sum(len(plain(text)) for block in walk(blocks) for text in texts(block))


def depth(blocks: Iterable[Counted]) -> int:
    """How many blocks and spans stand in each other; a list item and a table row are steps of their own."""
    return max((1 + max([depth(inside(block)), *map(_spans, texts(block))]) for block in blocks), default=0)


def _spans(text: Text) -> int:
    if isinstance(text, str):
        return 0
    return max(map(_spans, text)) if isinstance(text, tuple) else 1 + _spans(text.text)
