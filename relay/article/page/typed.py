"""Lists that an editor typed, a sign or a number before each line: signs go, a number stays as it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from relay.article.german import MONTHS

_SIGN = re.compile(r"[•▪►●◦■‣➢]\s*(?=\S)|·\s+(?=\S)")
"""Before nothing but an item."""
_DASH = re.compile(r"[-–*]\s+(?=\S)")
"""Before an item where another line has one too."""
_NUMBER = re.compile(rf"(\d{{1,2}})[.)]\s+(?=\S)(?!(?:{'|'.join(sorted(MONTHS))})\b)")
"""Before an item; "1. Mai" is a day."""
_LEAST = 2
"""Lines with a dash or a number that make a list."""


def sign_end(line: str) -> int:
    """Where the text behind the sign of an item begins; 0 where there is none."""
    found = _SIGN.match(line) or _DASH.match(line)
    return found.end() if found else 0


def is_dashed(line: str) -> bool:
    """Whether the sign of an item may as well be a dash."""
    return _DASH.match(line) is not None


def number(line: str) -> int:
    """The number typed before an item; 0 where there is none."""
    found = _NUMBER.match(line)
    return int(found[1]) if found else 0


def typed_items(lines: Sequence[str]) -> Iterator[tuple[Sequence[str], bool]]:
    """The lines of a paragraph: those of each item of a list by themselves, and whether they are an item."""
    ends = [sign_end(line) for line in lines]
    signed = [n for n, end in enumerate(ends) if end]
    if len(signed) >= _LEAST or (signed and not is_dashed(lines[signed[0]])):
        items = [(n, n + 1) for n in signed]
    else:
        items = list(_spans(list(_counted(lines)), len(lines)))
    told = 0
    for start, end in items:
        yield lines[told:start], False
        yield [lines[start][ends[start] :], *lines[start + 1 : end]], True
        told = end
    yield lines[told:], False


def _counted(lines: Iterable[str]) -> Iterator[int]:
    """Places of the lines whose typed numbers go up from 1."""
    expected = 1
    for n, line in enumerate(lines):
        if number(line) == expected:
            expected += 1
            yield n


def _spans(starts: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """From where to where the items reach: lines between two belong to the first; to the last, if others have such."""
    if len(starts) < _LEAST:
        return
    yield from pairwise(starts)
    alone = starts[-1] - starts[0] < len(starts)
    yield starts[-1], starts[-1] + 1 if alone else count
