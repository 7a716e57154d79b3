"""Whether a channel shows what it has to, by what stands in it alone. Pure: relay's own records are not asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MARK = re.compile(r"Z\d+-\d+-\d+")


@dataclass(frozen=True)
class Judgement:
    """What is wrong with a channel; all empty if nothing is."""

    lost: tuple[str, ...] = ()
    """Marks that are missing."""
    doubled: tuple[str, ...] = ()
    """Marks that stand there more than once."""
    swapped: tuple[str, ...] = ()
    """Marks before which something later stands."""
    strange: tuple[str, ...] = ()
    """Marks that ought not to be there (an old version, a part of what was withdrawn), and messages without one."""

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.swapped or self.strange)

    def __str__(self) -> str:
        named = {"lost": self.lost, "doubled": self.doubled, "out of order": self.swapped, "strange": self.strange}
        return "; ".join(f"{name}: {', '.join(marks[:8])}" for name, marks in named.items() if marks) or "all is well"


def judge(expected: Iterable[Sequence[str]], texts: Iterable[str]) -> Judgement:
    """Compare the marks of each release, oldest first, with the texts of the channel's messages, oldest first."""
    wanted = [mark for marks in expected for mark in marks]
    place = {mark: index for index, mark in enumerate(wanted)}
    found: list[str] = []
    strange: list[str] = []
    for text in texts:
        marks = _MARK.findall(text)
        found += marks
        strange += [mark for mark in marks if mark not in place]
        if not marks:
            strange.append(repr(text[:40]))
    counted = Counter(found)
    first_of = list(dict.fromkeys(mark for mark in found if mark in place))
    swapped, highest = [], -1
    for mark in first_of:
        if place[mark] < highest:
            swapped.append(mark)
        highest = max(highest, place[mark])
    return Judgement(
        lost=tuple(mark for mark in wanted if mark not in counted),
        doubled=tuple(mark for mark, count in counted.items() if count > 1),
        swapped=tuple(swapped),
        strange=tuple(strange),
    )
