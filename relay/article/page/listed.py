"""Paragraphs that are items of a list: an editor, or a text processor, typed a sign or a number before each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from relay.article.dom import names
from relay.article.page.pieces import Piece
from relay.article.page.typed import is_dashed, number, sign_end
from relay.model import BlockKind

_OF_LIST = "list-paragraph"
_OF_FONT = re.compile(r"([o§Øü])\s+(?=[^\s\d])")
"""What signs of a text processor's own fonts become, in paragraphs that it calls those of a list; "§ 5" is a law's."""
_NO_WORD = "o"
"""Of these the one that no German sentence begins with: it is a sign below any other."""
_OPEN = (BlockKind.PARAGRAPH, BlockKind.BOX)


def listed(found: Sequence[Piece]) -> list[Piece]:
    """The pieces, those with a typed sign or number as items. A dash or a number alone makes no list."""
    if not any(map(_may_be_typed, found)):
        return list(found)
    ends = _sign_ends(found)
    counted = set(_counted(found))
    items: list[Piece] = []
    for n, piece in enumerate(found):
        beside = any(ends[m] for m in _beside(n, found))
        if n in counted or (ends[n] and (beside or not is_dashed(piece.text))):
            items.append(replace(piece, kind=BlockKind.ITEM, text=piece.text[ends[n] :]))
        else:
            items.append(piece)
    return items


def _may_be_typed(piece: Piece) -> bool:
    """Whether a text begins otherwise than with a word."""
    return not piece.text[:2].isalpha()


def _sign_ends(found: Sequence[Piece]) -> list[int]:
    """Where the text behind the sign of each piece begins; 0 where there is none."""
    typed = [sign_end(piece.text) if _is_open(piece) else 0 for piece in found]
    fonts = [
        _OF_FONT.match(piece.text) if _is_open(piece) and _OF_LIST in names(piece.tag) else None for piece in found
    ]
    ends = list(typed)
    for n, sign in enumerate(fonts):
        for m in _beside(n, found) if sign else ():
            other = fonts[m]
            if (other and sign and other[1] == sign[1]) or (typed[m] and sign and sign[1] == _NO_WORD):
                ends[n] = sign.end()
    return ends


def _beside(n: int, found: Sequence[Piece]) -> Iterator[int]:
    return (m for m in (n - 1, n + 1) if 0 <= m < len(found))


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
