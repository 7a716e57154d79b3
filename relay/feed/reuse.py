"""Guids that were given to another release: used again, or positions in the feed ("item-1" is the newest). Pure.

An entry under such a guid counts as one without a guid: its link and title say what it is. It does so for as long as
the guid's first release is known, so nothing needs to be remembered of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from relay.errors import Text
from relay.feed.alike import Alike, likeness, title_key, used_again
from relay.feed.decide import digest, keys, link_key
from relay.model import Entry, EntryKeys, Known, Likeness, ParsedFeed
from relay.settings import SourceSpec

POSITIONS = 2
"""Guids that must have been given to others before the guids of a feed count as positions."""


@dataclass(frozen=True, slots=True)
class Told:
    """A feed without the guids that tell nothing."""

    feed: ParsedFeed
    keys: tuple[EntryKeys, ...]
    doubts: Mapping[bytes, Text] = field(default_factory=dict)
    """By the key of an entry: why it cannot be told whether it is the release that had its guid."""
    guids: frozenset[bytes] = frozenset()
    """The keys of the entries whose guids were left out, as they were with them."""


def suspected(feed: ParsedFeed, named: Sequence[EntryKeys], known: Mapping[bytes, Known]) -> ParsedFeed | None:
    """The feed, without the guids of entries that look different from what is known of them; None if there are none.

    `named` are the keys of the feed. What is known by the keys of what is returned is needed to tell them apart.
    """
    suspects = _suspects(feed, named, known)
    return _without(feed, suspects) if suspects else None


def told_apart(
    feed: ParsedFeed, named: tuple[EntryKeys, ...], known: Mapping[bytes, Known], source: SourceSpec, zone: tzinfo
) -> Told:
    """The feed without the guids of other releases; days are those of the time zone `zone`."""
    suspects = _suspects(feed, named, known)
    if not suspects:
        return Told(feed, named)
    bare = keys(_without(feed, suspects), source)
    judge = _Judge(known, feed, named, zone)
    found = {n: judge.use(feed.entries[n], named[n], bare[n]) for n in suspects}
    others = {n for n, use in found.items() if use is Alike.OTHER}
    if len(others) >= POSITIONS and len(others) * 2 > len(suspects):
        others = set(suspects)
    doubted = {n for n, use in found.items() if use is Alike.DOUBT} - others
    if not (others or doubted):
        return Told(feed, named)
    plain = _without(feed, others | doubted)
    after = keys(plain, source)
    doubts = {after[n].entry: _doubt(known[named[n].entry]) for n in doubted}
    return Told(plain, after, doubts, frozenset(named[n].entry for n in others | doubted))


class _Judge:
    """Tells whether entries are the releases that had their guids."""

    def __init__(
        self, known: Mapping[bytes, Known], feed: ParsedFeed, named: tuple[EntryKeys, ...], zone: tzinfo
    ) -> None:
        self._known = known
        self._zone = zone
        self._links = {link for key in named if key.link for link in (key.link, *key.also)}
        self._looks = {_looks(likeness(entry)) for entry in feed.entries}

    def use(self, entry: Entry, named: EntryKeys, bare: EntryKeys) -> Alike:
        """`named` and `bare` are the keys of the entry with its guid and without it."""
        here, without = self._known[named.entry], self._known.get(bare.entry)
        if here.likeness is None:
            return Alike.SAME
        if without and without.release != here.release:
            return Alike.OTHER
        page = _page(here.likeness, named)
        looks = likeness(entry, own_page=named.link is not None)
        if page is not True and self._stands_besides(here.likeness, looks, moved=page is False):
            return Alike.OTHER
        return used_again(here.likeness, looks, self._zone, page=page)

    def _stands_besides(self, old: Likeness, new: Likeness, *, moved: bool) -> bool:
        """Whether the release that had the guid of an entry stands in the feed besides it."""
        if moved and link_key(old.url) in self._links:
            return True
        before = _looks(old)
        return all(before) and before != _looks(new) and before in self._looks


def _looks(likeness: Likeness) -> tuple[bytes | None, datetime | str]:
    """Title and day; without a day, title and text."""
    return title_key(likeness.title), likeness.published or likeness.text


def _suspects(feed: ParsedFeed, named: Sequence[EntryKeys], known: Mapping[bytes, Known]) -> list[int]:
    """The numbers of the entries that have a known guid, but say something else than before."""
    found, seen = [], set()
    for number, (entry, key) in enumerate(zip(feed.entries, named, strict=True)):
        here = known.get(key.entry) if entry.guid else None
        if here is None or here.likeness is None or key.entry in seen:
            continue
        # One that stands there twice is heard by its first words only.
        seen.add(key.entry)
        elsewhere = entry.url != here.likeness.url and _page(here.likeness, key) is False
        if (elsewhere or entry.title != here.likeness.title) and digest(entry) != here.digest:
            found.append(number)
    return found


def _page(old: Likeness, key: EntryKeys) -> bool | None:
    """Whether an entry stands at the page of a release; None if that cannot be told."""
    before = link_key(old.url) if old.url else None
    return before in (key.link, *key.also) if before and key.link else None


def _without(feed: ParsedFeed, numbers: set[int] | list[int]) -> ParsedFeed:
    bare = set(numbers)
    return replace(
        feed,
        entries=tuple(replace(one, guid="") if number in bare else one for number, one in enumerate(feed.entries)),
    )


def _doubt(known: Known) -> Text:
    return Text(
        "it has the identifier of another release, {title}, but reads quite differently",
        {"title": known.likeness.title if known.likeness else ""},
    )
