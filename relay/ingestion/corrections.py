"""Which corrections of a poll are read now. Each costs a page of the website; most feeds bring one now and then.

Some bring all their entries as changed whenever they are asked: a counter in the text, the time of the request as that
of an update. So those take turns, and one whose page said the same as the last time is left alone for longer each time;
but not once it has a title that it never had. What waits is not recorded, so that it is seen again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from relay.feed import manners
from relay.model import Decision, Finding, Validators, Verdict
from relay.state import SourceState

AT_ONCE = 5
"""Corrections that one poll takes: after a change of the website's templates every entry reads differently, and reading
all of their pages first would keep the news waiting."""
FIRST_PAUSE = timedelta(minutes=10)
"""How long an entry that was read for nothing is not read again; twice as long each time."""
LONGEST_PAUSE = timedelta(hours=2)
VERSIONS = 4
"""Of an entry, that are remembered: some go to and fro between two."""
MOST = 20_000
"""Entries that are remembered: those that were read last. One that is forgotten is read."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of reading an entry's page."""

    at: datetime
    says: tuple[bytes, ...] = ()
    """Digests of the entry, the latest ones that were read."""
    posts: tuple[int, ...] = ()
    """Hashes of what was made of these."""
    fruitless: int = 0
    """How often in a row that was nothing new."""

    @property
    def rests_until(self) -> datetime:
        if not self.fruitless:
            return self.at
        doubled: int = 2 ** min(self.fruitless - 1, 10)
        return self.at + min(LONGEST_PAUSE, FIRST_PAUSE * doubled)


@dataclass(frozen=True, slots=True)
class Turns:
    """Corrections that wait."""

    later: tuple[Decision, ...] = ()
    """All of them."""
    waiting: bool = False
    """Whether some only wait for their turn: the next poll takes them."""
    rested: datetime | None = None
    """When the first of those that were read for nothing may be read again; None: there are none."""

    def kept(self, state: SourceState) -> SourceState:
        """The state with which the website shows again what waits."""
        if self.waiting:
            return replace(state, validators=Validators(), digest=b"")
        if self.rested:
            # Until then "not modified" is all that need be said.
            return replace(state, full=self.rested - manners.FULL_AFTER, digest=b"")
        return state


class Corrections:
    """Remembers what was read, in memory: after a start each entry is read once more."""

    def __init__(self) -> None:
        self._read: OrderedDict[tuple[str, bytes], _Read] = OrderedDict()

    def turns(self, source: str, decisions: Sequence[Decision], now: datetime) -> Turns:
        """Which of the corrections among the decisions, oldest first, wait."""
        decisions = [one for one in decisions if is_correction(one)]
        rests = {d.keys.entry: until for d in decisions if (until := self._rests_until(source, d)) and until > now}
        awake = [d for d in reversed(decisions) if d.keys.entry not in rests]
        awake.sort(key=lambda d: self._last(source, d))
        chosen = {d.keys.entry for d in awake[:AT_ONCE]}
        later = tuple(d for d in decisions if d.keys.entry not in chosen)
        return Turns(later, len(awake) > AT_ONCE, min(rests.values(), default=None))

    def done(self, source: str, findings: Sequence[Finding], now: datetime) -> None:
        """What was read of these is recorded."""
        for finding in findings:
            if finding.post is None or not is_correction(finding.decision):
                continue
            key = source, finding.decision.keys.entry
            before, post = self._read.pop(key, _Read(_NEVER)), hash(finding.post)
            self._read[key] = _Read(
                now,
                (*before.says, finding.decision.digest)[-VERSIONS:],
                (*before.posts, post)[-VERSIONS:],
                before.fruitless + 1 if post in before.posts else 0,
            )
        while len(self._read) > MOST:
            self._read.popitem(last=False)

    def _last(self, source: str, decision: Decision) -> datetime:
        read = self._read.get((source, decision.keys.entry))
        return read.at if read else _NEVER

    def _rests_until(self, source: str, decision: Decision) -> datetime | None:
        known = decision.known.likeness if decision.known else None
        read = self._read.get((source, decision.keys.entry))
        if read is None:
            return None
        titled = known is not None and decision.entry.title not in ("", known.title)
        return None if titled and decision.digest not in read.says else read.rests_until


def is_correction(decision: Decision) -> bool:
    """Whether words that stand in a channel, or are to, may be others now, and this source is the one to say them."""
    known = decision.known
    return decision.verdict in {Verdict.CHANGED, Verdict.JOINED} and known is not None and known.owner and known.live
