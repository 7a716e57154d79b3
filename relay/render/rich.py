"""A whole release in one rich message: headings, lists, tables, quotes, boxes and pictures in their places. Pure.

Bot API, sendRichMessage and "Rich message formatting options" (since 10.1). Old apps show a request to update instead,
so a channel has to ask for it; what does not fit into one is shown in classic messages (`relay.render.telegram`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from relay.delivery.message import Message, RichPart, picture_id
from relay.model import Block, BlockKind, Picture, Post
from relay.render.addresses import is_web_address
from relay.render.layout import Sheet
from relay.render.links import text_links
from relay.render.lists import rich_lists
from relay.render.markup import Bold, Italic, Link, Markup, Quote, length, split_lines, to_html, to_plain, visible
from relay.render.media import file_line, linked, said_of
from relay.render.parts import Parts
from relay.render.tables import ORIGINAL
from relay.settings import Look

CHARACTERS = 32_768
"""Of a message, as the reader sees it (Bot API, "Rich message limits"); counted in UTF-16 units, never too few."""
BYTES = 34_996
"""Of the HTML in UTF-8: what is beyond is cut off without a word (TDLib, clean_input_string)."""
BLOCKS = 500
"""Of a message: list items, table rows, and what stands within quotations and details count."""
COLUMNS = 20
_BLOCK = re.compile(r"<(?:h[1-6]|p|ul|ol|li|table|tr|figure|blockquote|details|footer)[ >]")
_WHOLE = (
    (BlockKind.ITEM, BlockKind.ITEM),
    (BlockKind.QUOTE, BlockKind.QUOTE),
    (BlockKind.BOX_HEADING, BlockKind.BOX),
    (BlockKind.BOX, BlockKind.BOX),
)
"""What is not parted by a picture, one below the other."""
_Group = tuple[BlockKind, bool]


_TALL = (None, 60, 20, 8)
"""Rows of the largest table that is shown, where a message has too many blocks with larger ones."""


def rich_message(post: Post, look: Look, parts: Parts, sheet: Sheet, pictures: tuple[Picture, ...]) -> Message | None:
    """The post in one message, without button; None if it is too long for it. Too tall tables are left out first."""
    first, others = pictures[:1], _in_order(post.blocks, pictures[1:])
    for tallest in _TALL:
        made = (
            *_head(parts, look, sheet),
            *(_figure(one, look) for one in first),
            *_text_with(others, post, look, tallest),
            *_files(post, look),
            *_tail(look, sheet),
        )
        shown = (*first, *(one for _, one in others))
        message = Message("", "", silent=look.silent, language=look.language, rich=made).with_pictures(shown)
        if _fits(message):
            return message
    return None


def _fits(message: Message) -> bool:
    # No fewer than Telegram counts: it makes a paragraph of the words of an item.
    blocks = len(_BLOCK.findall(message.html)) + message.html.count("<li")
    size = len(message.html.encode("utf-8"))
    return length(message.plain) <= CHARACTERS and size <= BYTES and blocks <= BLOCKS


def _head(parts: Parts, look: Look, sheet: Sheet) -> Iterator[RichPart]:
    if look.template:
        yield from _lines(sheet.head)
        return
    if look.correction_line == "first":
        yield from _lines(Italic(parts.corrected))
    yield from _of("h3", parts.title)


def _tail(look: Look, sheet: Sheet) -> Iterator[RichPart]:
    for part in sheet.tail:
        yield from _lines(part, "p" if look.template else "footer")


def _lines(markup: Markup, tag: str = "p") -> Iterator[RichPart]:
    for line in split_lines(markup):
        yield from _of(tag, line)


def _of(tag: str, markup: Markup) -> Iterator[RichPart]:
    """A block, if there is anything to see in it; a quotation within it is a block of its own."""
    for quoted, parts in groupby(_flat(markup), key=_is_quotation):
        line = tuple(parts)
        plain = to_plain(line).strip()
        if visible(plain):
            html = "".join(to_html(one.content if isinstance(one, Quote) else one) for one in line)
            yield RichPart(f"<blockquote><p>{html}</p></blockquote>" if quoted else f"<{tag}>{html}</{tag}>", plain)


def _flat(markup: Markup) -> Iterator[Markup]:
    if isinstance(markup, tuple):
        for part in markup:
            yield from _flat(part)
    elif markup:
        yield markup


def _is_quotation(markup: Markup) -> bool:
    return isinstance(markup, Quote)


def _figure(picture: Picture, look: Look) -> RichPart:
    """With the picture's own caption, or what it shows if that is wanted, and its credit."""
    said, credit = said_of(picture, look)
    # A caption has to have a text (Bot API, RichBlockCaption).
    cite = f"<cite>{to_html(credit)}</cite>" if said and credit else ""
    caption = f"<figcaption>{to_html(said or credit)}{cite}</figcaption>" if said or credit else ""
    image = f'<img src="tg://photo?id={picture_id(picture)}"/>'
    return RichPart(f"<figure>{image}{caption}</figure>", "\n".join(filter(None, (said, credit))), picture)


def _in_order(blocks: Sequence[Block], pictures: Sequence[Picture]) -> list[tuple[int, Picture]]:
    """Below how many blocks each is shown, in this order: where it stands on the page, if anybody knows."""
    places = [(_border(blocks, one.below) if one.below else len(blocks), one) for one in pictures]
    return sorted(places, key=lambda one: one[0])


def _border(blocks: Sequence[Block], place: int) -> int:
    """The first place from there on that is not within a list, a quotation or a box."""
    kinds = [block.kind for block in blocks]
    while place < len(kinds) and (kinds[place - 1], kinds[place]) in _WHOLE:
        place += 1
    return min(place, len(kinds))


def _text_with(
    pictures: Sequence[tuple[int, Picture]], post: Post, look: Look, tallest: int | None
) -> Iterator[RichPart]:
    start = 0
    for place, picture in pictures:
        yield from _body(post.blocks[start:place], post, look, tallest)
        yield _figure(picture, look)
        start = place
    yield from _body(post.blocks[start:], post, look, tallest)


def _body(blocks: tuple[Block, ...], post: Post, look: Look, tallest: int | None) -> Iterator[RichPart]:
    for kind, group in groupby(_grouped(blocks), key=lambda one: one[0]):
        some = [block for _, block in group]
        match kind:
            case BlockKind.ITEM, _:
                said = ((block.marker, _text(block)) for block in some)
                yield from rich_lists([(one, RichPart(to_html(text), to_plain(text).strip())) for one, text in said])
            case BlockKind.QUOTE, _:
                yield _joined("blockquote", [part for block in some for part in _of("p", _text(block))])
            case BlockKind.BOX, _:
                yield from _box(some)
            case BlockKind.HEADING, _:
                for block in some:
                    yield from _of("h4", _text(block))
            case BlockKind.TABLE, _:
                for block in some:
                    yield _table(block, post, look, tallest)
            case _:
                for block in some:
                    yield from _of("p", _text(block))


def _grouped(blocks: tuple[Block, ...]) -> Iterator[tuple[_Group, Block]]:
    """Blocks with what tells groups apart: their kind, and of boxes every other one, as a heading opens a new one."""
    other = False
    for block in blocks:
        if block.kind is BlockKind.BOX_HEADING:
            other = not other
        if block.kind is BlockKind.TABLE or visible(block.text):
            kind = BlockKind.BOX if block.kind is BlockKind.BOX_HEADING else block.kind
            yield (kind, other if kind is BlockKind.BOX else False), block


def _box(blocks: list[Block]) -> Iterator[RichPart]:
    """A box that can be closed where it has a heading; its words set off where it has none."""
    heading = _text(blocks[0]) if blocks[0].kind is BlockKind.BOX_HEADING else ""
    if not heading or len(blocks) == 1:
        for block in blocks:
            yield from _of("p", (Bold if heading else Italic)(_text(block)))
        return
    inside = [part for block in blocks[1:] for part in _of("p", _text(block))]
    html = "".join(one.html for one in inside)
    plain = "\n".join((to_plain(heading), *(one.plain for one in inside)))
    yield RichPart(f"<details open><summary>{to_html(heading)}</summary>{html}</details>", plain)


def _text(block: Block) -> Markup:
    return next((markup for _, markup in text_links(block, iter((block.text,)))), "")


def _joined(tag: str, inside: list[RichPart]) -> RichPart:
    return RichPart(f"<{tag}>{''.join(one.html for one in inside)}</{tag}>", "\n".join(one.plain for one in inside))


def _table(table: Block, post: Post, look: Look, tallest: int | None) -> RichPart:
    """The table; where it is to be found, if it is too large."""
    width = max(map(len, (table.head, *table.rows)), default=0)
    if not table.rows or width > COLUMNS or len(table.rows) > (tallest or BLOCKS):
        said = ORIGINAL[look.language]
        link = Italic(Link(said, post.url) if is_web_address(post.url) else said)
        return next(_of("p", link))
    head = [_row(table.head, "th", width)] if any(table.head) else []
    rows = [_row(row, "th" if len(row) < width else "td", width) for row in table.rows]
    html = "".join(one.html for one in (*head, *rows))
    return RichPart(f"<table bordered striped>{html}</table>", "\n".join(one.plain for one in (*head, *rows)))


def _row(cells: tuple[str, ...], tag: str, width: int) -> RichPart:
    """A row; one cell alone is a heading of the rows below it, as wide as the table."""
    wide = f' colspan="{width}"' if len(cells) == 1 < width else ""
    html = "".join(f"<{tag}{wide}>{to_html(cell)}</{tag}>" for cell in cells)
    return RichPart(f"<tr>{html}</tr>", to_plain(" | ".join(cells)))


def _files(post: Post, look: Look) -> Iterator[RichPart]:
    files = linked(post, look)
    if len(files) == 1:
        yield from _of("p", file_line(files[0], look.language))
    elif files:
        yield _joined("ul", [part for one in files for part in _of("li", file_line(one, look.language))])
