"""Paragraphs that are items of a list: an editor, or a text processor, typed a sign or a number before each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from relay.article.dom import names
from relay.article.pieces import Piece
from relay.article.typed import is_dashed, number, sign_end
from relay.model import BlockKind

_OF_LIST = "list-paragraph"
_OF_FONT = re.compile(r"[o§Øü]\s+(?=\S)")
"""What signs of a text processor's own fonts become, in paragraphs that it calls those of a list."""
_OPEN = (BlockKind.PARAGRAPH, BlockKind.BOX)


def listed(found: Sequence[Piece]) -> list[Piece]:
    """The pieces, those with a typed sign or number as items. A dash or a number alone makes no list."""
    ends = [_sign_end(piece) for piece in found]
    counted = set(_counted(found))
    items: list[Piece] = []
    for n, piece in enumerate(found):
        beside = (n > 0 and ends[n - 1]) or (n + 1 < len(found) and ends[n + 1])
        if n in counted or (ends[n] and (beside or not is_dashed(piece.text))):
            items.append(replace(piece, kind=BlockKind.ITEM, text=piece.text[ends[n] :]))
        else:
            items.append(piece)
    return items


def _sign_end(piece: Piece) -> int:
    if not _is_open(piece):
        return 0
    end = sign_end(piece.text)
    if not end and _OF_LIST in names(piece.tag) and (found := _OF_FONT.match(piece.text)):
        end = found.end()
    return end


def _is_open(piece: Piece) -> bool:
    return piece.kind in _OPEN and not piece.bold


def _counted(found: Sequence[Piece]) -> Iterator[int]:
    """Places of neighbours whose typed numbers go up from 1."""
    run: list[int] = []
    for n, piece in enumerate(found):
        typed = number(piece.text) if _is_open(piece) else 0
        if typed != len(run) + 1:
            yield from run[: len(run) * (len(run) > 1)]
            run = []
        if typed == len(run) + 1:
            run.append(n)
    yield from run[: len(run) * (len(run) > 1)]
