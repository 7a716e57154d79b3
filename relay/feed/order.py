"""Old entries without a date that come into sight when another one is taken away: a list shows its latest ten. Pure.

They stand at the end, behind all that is known. Nobody wants old news; but a list may as well have its newest at the
end, and show it first when its oldest goes. So a person decides, once: what was posted from there says how the list
goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relay.errors import Text
from relay.model import Decision, Known, Verdict

ENOUGH = 2
"""Known entries before it from which on the end of a list is one."""


def slid_in(
    decisions: Sequence[Decision], places: Sequence[tuple[bytes, Known | None]], *, vanished: bool
) -> tuple[Decision, ...]:
    """The decisions, with what came into sight behind all that is known held.

    `places` are the keys of the feed's entries, in its order, and the releases that they are; `vanished` says that an
    entry has gone since the feed was read before.
    """
    above = [number for number, (_, known) in enumerate(places) if known]
    if not vanished or len(above) < ENOUGH or _grows_at_its_end([known for _, known in places if known]):
        return tuple(decisions)
    behind = {key for key, _ in places[above[-1] + 1 :]}
    reason = Text("it has no date, and came into sight behind older ones when another entry went: it may be old")
    return tuple(
        replace(d, verdict=Verdict.DOUBTFUL, reason=reason)
        if d.verdict is Verdict.NEW and d.entry.published is None and d.keys.entry in behind
        else d
        for d in decisions
    )


def _grows_at_its_end(shown: Sequence[Known]) -> bool:
    """Whether what was posted stands below what was known before it, rather than above that."""
    below = above = 0
    for place, one in enumerate(shown):
        if one.owner and one.live and not one.waits:
            below += sum(other.release < one.release for other in shown[:place])
            above += sum(other.release < one.release for other in shown[place + 1 :])
    return below > above
