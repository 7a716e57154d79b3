"""Feeds whose entries have another guid or address whenever they are read: what was there is there. Pure.

An entry that says what another one said, which has gone in the same moment, is that one under another name. For a
single one with few words that would be rash: the new "Öffentliche Bekanntmachung" may come as the old one goes. But it
is certain where the text is long enough to be told apart, where most of a feed does so at once, where the release had
several names before, and where it still waits for a person: nobody decides twice about one release.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from relay.errors import Text
from relay.feed.alike import reads_alike, says_the_same, title_key
from relay.feed.links import in_common, parameters
from relay.model import Decision, Known, Likeness
from relay.settings import SourceSpec

SEVERAL = 3
"""Entries that must have other names at once before that can be the way of a feed; and names of one release."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What has left a feed since it was read before."""

    releases: Mapping[bytes | None, Sequence[Known]]
    """Of the source, by the key of their title, the oldest first."""
    zone: tzinfo
    most: bool
    """Whether most of the feed has gone and is back in the same words."""

    def again(self, looks: Likeness, taken: set[int]) -> Known | None:
        """The release that an entry is under another name; None where that is not certain.

        `taken` are the releases that stand in the feed.
        """
        same = [
            one
            for one in self.releases.get(title_key(looks.title), ())
            if one.release not in taken and one.likeness and says_the_same(looks, one.likeness, self.zone)
        ]
        sure = [one for one in same if self._is_certain(looks, one)]
        # Of several that say the same, the one whose address has most in common with that of the entry.
        return max(sure, key=lambda one: in_common(looks.url, one.likeness.url if one.likeness else ""), default=None)

    def _is_certain(self, looks: Likeness, one: Known) -> bool:
        long = one.likeness is not None and reads_alike(looks, one.likeness)
        return long or self.most or one.waits or one.names >= SEVERAL


def gone(
    strangers: Sequence[Likeness],
    known: Iterable[Known],
    left: frozenset[bytes],
    listed: frozenset[bytes],
    zone: tzinfo,
) -> Gone:
    """What has gone, of the releases `known`.

    `strangers` are the entries whose names are not known, `listed` the keys of the feed as it was before, and `left`
    those of them that it has no longer.
    """
    releases = {one.release: one for one in known if one.owner and one.entry in left and one.likeness}
    before = Counter(_words(one.likeness) for one in releases.values() if one.likeness)
    back = sum((before & Counter(map(_words, strangers))).values())
    by_title: dict[bytes | None, list[Known]] = {}
    for _, one in sorted(releases.items()):
        by_title.setdefault(title_key(one.likeness.title) if one.likeness else None, []).append(one)
    return Gone(by_title, zone, back >= SEVERAL and back * 2 > len(listed))


def fleeting(decisions: Sequence[Decision], moved: Sequence[Decision], source: SourceSpec) -> Text | None:
    """What is told when a feed is seen to give its entries other names whenever it is read; `moved` have another now.

    At the third name: the first may have been a relaunch, the second its repair.
    """
    third = [one for one in moved if one.known and one.known.names == SEVERAL - 1]
    if len(third) < SEVERAL or len(third) * 2 <= len(decisions):
        return None
    found = [parameters(one.entry.url, one.known.likeness.url) for one in third if one.known and one.known.likeness]
    names = sorted(frozenset.intersection(*found)) if found else []
    message = (
        "The entries of {source} have other identifiers or addresses each time it is read. relay tells them by title, "
        "day and text, so nothing is lost. For the web team: an entry needs a guid (id) that stays."
    )
    if not names:
        return Text(message, {"source": source.id})
    message = (
        "The entries of {source} have other addresses each time it is read: the parameter {names} changes. relay tells "
        "them by title, day and text, so nothing is lost. For the web team: an entry needs a guid (id) that stays."
    )
    return Text(message, {"source": source.id, "names": ", ".join(names)})


def is_usual(moved: Sequence[Decision]) -> bool:
    """Whether it is the way of a feed that these have another name: most had several before."""
    return bool(moved) and sum(one.known is not None and one.known.names > 1 for one in moved) * 2 > len(moved)


def _words(looks: Likeness) -> tuple[bytes | None, datetime | None, str]:
    return title_key(looks.title), looks.published, looks.text
