"""A rich message as the Bot API shows it: optional fields only where they say something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
)

Json = dict[str, Any]

_VALUES = frozenset({"url", "email_address", "phone_number", "hashtag"})
"""Types of Span that say a value in a field of the same name."""


def message_json(rich: RichMessage) -> Json:
    """Bot API, RichMessage."""
    return {"blocks": _blocks(rich.blocks)} | ({"is_rtl": True} if rich.rtl else {})


def text_json(text: Text) -> Any:
    """Bot API, RichText."""
    if isinstance(text, str):
        return text
    if isinstance(text, tuple):
        return [text_json(part) for part in text]
    body: Json = {"type": text.type, "text": text_json(text.text)}
    return body | ({text.type: text.value} if text.type in _VALUES else {})


def _blocks(blocks: Iterable[Block]) -> list[Json]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> Json:
    match block:
        case TextBlock(kind, text, credit, size, language):
            body = {"type": kind, "text": text_json(text), **_optional("credit", credit)}
            return body | ({"size": size} if size else {}) | ({"language": language} if language else {})
        case Divider():
            return {"type": "divider"}
        case Photo(media, spoiler, caption):
            return {"type": "photo", "photo": media.as_json()} | _flag("has_spoiler", spoiler) | _caption(caption)
        case Gallery(kind, photos, caption):
            return {"type": kind, "blocks": _blocks(photos)} | _caption(caption)
        case Quote(blocks, credit):
            return {"type": "blockquote", "blocks": _blocks(blocks), **_optional("credit", credit)}
        case Details(summary, blocks, is_open):
            body = {"type": "details", "summary": text_json(summary), "blocks": _blocks(blocks)}
            return body | _flag("is_open", is_open)
        case ItemList(items):
            return {"type": "list", "items": [_item(item) for item in items]}
        case Table(rows, bordered, striped, title):
            body = {"type": "table", "cells": [[_cell(cell) for cell in row.cells] for row in rows]}
            return body | _flag("is_bordered", bordered) | _flag("is_striped", striped) | _optional("caption", title)


def _flag(name: str, value: bool) -> Json:
    return {name: True} if value else {}


def _optional(name: str, text: Text) -> Json:
    return {name: text_json(text)} if text else {}


def _caption(caption: Caption | None) -> Json:
    if caption is None:
        return {}
    return {"caption": {"text": text_json(caption.text), **_optional("credit", caption.credit)}}


def _item(item: Item) -> Json:
    body: Json = {"label": item.label, "blocks": _blocks(item.blocks)}
    return body if item.value is None else body | {"value": item.value, "type": item.type}


def _cell(cell: Cell) -> Json:
    body = {"align": cell.align, "valign": cell.valign, **_optional("text", cell.text)}
    body |= _flag("is_header", cell.header)
    return body | {name: size for name in ("colspan", "rowspan") if (size := getattr(cell, name)) > 1}
