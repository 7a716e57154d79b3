"""The look of a rich message as HTML, made from its blocks alone: all that stands in it is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .page_html import TAGS, link
from .rich_blocks import (
    Block,
    Caption,
    Cell,
    Details,
    Divider,
    Gallery,
    Item,
    ItemList,
    Photo,
    Quote,
    RichMessage,
    Table,
    Text,
    TextBlock,
    plain,
)

_SCHEMES = {"url": "", "email_address": "mailto:", "phone_number": "tel:"}
_LOWEST = 6
_TEXTS = {
    "paragraph": ("<p>", "</p>"),
    "pre": ("<pre>", "</pre>"),
    "footer": ('<p class="source">', "</p>"),
    "pullquote": ('<aside class="pull">', "</aside>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
}


def render_rich(chat_id: int, rich: RichMessage) -> str:
    """The message as it stands in a bubble of a chat."""
    direction = ' dir="rtl"' if rich.rtl else ""
    return f'<div class="rich"{direction}>{_Page(chat_id, rich.title).blocks(rich.blocks)}</div>'


def render_line(text: Text) -> str:
    """A text with its styles and links."""
    if isinstance(text, str):
        return escape(text)
    if isinstance(text, tuple):
        return "".join(map(render_line, text))
    inner = render_line(text.text)
    if text.type in _SCHEMES:
        return f"{link(_SCHEMES[text.type] + text.value)}{inner}</a>"
    before, after = TAGS[text.type]
    return before + inner + after


class _Page:
    """Renders the blocks of one message."""

    def __init__(self, chat_id: int, title: str) -> None:
        self._photos = f"/c/{chat_id}/photo"
        self._title = title

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        match block:
            case TextBlock():
                return _text_block(block)
            case Divider():
                return "<hr>"
            case Photo():
                return f"<figure>{self._image(block)}{_caption(block.caption)}</figure>"
            case Gallery():
                return self._gallery(block)
            case Quote(blocks, credit):
                return f"<blockquote>{self.blocks(blocks)}{_credit(credit)}</blockquote>"
            case Details(summary, blocks, is_open):
                opened = " open" if is_open else ""
                return f"<details{opened}><summary>{render_line(summary)}</summary>{self.blocks(blocks)}</details>"
            case ItemList(items):
                return f'<ul role="list" class="items">{"".join(map(self._item, items))}</ul>'
            case Table():
                return _table(block)

    def _item(self, item: Item) -> str:
        return f'<li><span class="label">{escape(item.label)}</span><div>{self.blocks(item.blocks)}</div></li>'

    def _image(self, photo: Photo) -> str:
        media = photo.media
        described = " ".join(plain(photo.caption.text).split()) if photo.caption else ""
        alt = described or f"Bild zur Mitteilung: {self._title}"
        covered = ' class="covered" tabindex="0"' if photo.spoiler else ""
        return (
            f'<img{covered} src="{self._photos}/{media.unique_id}" alt="{escape(alt)}" '
            f'width="{media.width}" height="{media.height}">'
        )

    def _gallery(self, gallery: Gallery) -> str:
        images = "".join(map(self._image, gallery.photos))
        if gallery.type == "collage":
            shown = f'<div class="collage n{min(len(gallery.photos), 4)}">{images}</div>'
        else:
            named = f'role="group" aria-label="Bilderfolge, {len(gallery.photos)} Bilder"'
            shown = f'<div class="slides" tabindex="0" {named}>{images}</div>'
        return f"<figure>{shown}{_caption(gallery.caption)}</figure>"


def _text_block(block: TextBlock) -> str:
    inner = render_line(block.text) + _credit(block.credit)
    if block.type == "heading":
        # the title of the page is its h1
        level = min(block.size + 1, _LOWEST)
        return f'<h{level} class="size{block.size}">{inner}</h{level}>'
    before, after = _TEXTS[block.type]
    return before + inner + after


def _credit(credit: Text) -> str:
    return f"<cite>{render_line(credit)}</cite>" if credit else ""


def _caption(caption: Caption | None) -> str:
    if caption is None:
        return ""
    return f"<figcaption>{render_line(caption.text)}{_credit(caption.credit)}</figcaption>"


def _table(table: Table) -> str:
    classes = "".join([" bordered" if table.bordered else "", " striped" if table.striped else ""])
    title = escape(f"Tabelle: {plain(table.caption)}" if table.caption else "Tabelle")
    caption = f"<caption>{render_line(table.caption)}</caption>" if table.caption else ""
    rows = "".join(f"<tr>{''.join(map(_cell, row.cells))}</tr>" for row in table.rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="grid{classes}">{caption}<tbody>{rows}</tbody></table></div>'
    )


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = "".join(f' {name}="{size}"' for name in ("colspan", "rowspan") if (size := getattr(cell, name)) > 1)
    return f'<{tag}{spans} class="{cell.align} {cell.valign}">{render_line(cell.text)}</{tag}>'
