"""What rich messages say, as the Bot API tells of them (RichMessage, RichBlock and RichText, as JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_BLOCKS = ("blocks", "items", "cells")
_IN_ORDER = ("summary", "text", "caption", *_BLOCKS, "credit")
"""Where there are words, as a reader comes upon them: a table's caption stands above it, who was quoted below."""


def words_of(rich: Any) -> str:
    """All words of a rich message, in order, a line for each text; empty where there is no such message."""
    return "\n".join(_lines(rich)) if isinstance(rich, dict) else ""


def links_of(rich: Any) -> Iterator[str]:
    """Where its words lead, in order."""
    return (str(one["url"]) for one in _objects(rich) if one.get("type") == "url" and one.get("url"))


def photos_of(rich: Any) -> Iterator[str]:
    """The ids of its photos in their largest size, in order."""
    return (str(one["photo"][-1]["file_id"]) for one in _objects(rich) if one.get("type") == "photo")


def _lines(block: dict[str, Any]) -> Iterator[str]:
    """Of a message, a block, an item, a cell or a picture's caption."""
    for name in _IN_ORDER:
        value = block.get(name)
        if name in _BLOCKS or (isinstance(value, dict) and "type" not in value):
            for part in _flat(value):
                yield from _lines(part)
        elif value:
            yield "".join(part for part in _walk(value) if isinstance(part, str))


def _flat(value: Any) -> Iterator[dict[str, Any]]:
    """Of nested lists: a table has a list for each row."""
    if isinstance(value, list):
        for one in value:
            yield from _flat(one)
    elif isinstance(value, dict):
        yield value


def _objects(rich: Any) -> Iterator[dict[str, Any]]:
    return (one for one in _walk(rich) if isinstance(one, dict))


def _walk(value: Any) -> Iterator[Any]:
    """A text, or a block with all that stands in it, in order."""
    yield value
    if isinstance(value, dict):
        for name in _IN_ORDER:
            if name in value:
                yield from _walk(value[name])
    elif isinstance(value, list):
        for one in value:
            yield from _walk(one)
