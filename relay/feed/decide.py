"""What is new in a feed, and what is to be done about it. Pure: it sees entries and what is known, nothing else.

Identity, strongest first:

1. the guid, within its source; a guid that stands at several links counts together with the link (one that stands
   twice at the same link is one entry, RFC 4287, 4.1.1);
2. without a guid the link and title, without one of them the text as well;
3. across sources, and when a guid or title has changed, the link (`relay.feed.links`), unless several entries share it.

What else is in the feed must not change what an entry is: the other entry at its link comes and goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from relay.feed.links import clean_link, link_identity
from relay.feed.text import plain
from relay.model import Decision, Entry, EntryKeys, Known, ParsedFeed, Verdict
from relay.settings import SourceSpec


def keys(feed: ParsedFeed) -> tuple[EntryKeys, ...]:
    """How each entry of the feed is recognised again, in the feed's order."""
    entries = feed.entries
    links = [link_identity(entry.url) if entry.url else None for entry in entries]
    wandering = _ambiguous((entry.guid, link) for entry, link in zip(entries, links, strict=True))
    identities = [_identity(e, link, e.guid in wandering) for e, link in zip(entries, links, strict=True)]
    shared = _ambiguous(zip(links, identities, strict=True))
    home = link_identity(feed.url) if feed.url else None
    return tuple(
        EntryKeys(_hash(*identity), _hash("link", link) if link and link != home and link not in shared else None)
        for identity, link in zip(identities, links, strict=True)
    )


def _identity(entry: Entry, link: str | None, guid_wanders: bool) -> tuple[str, ...]:
    if entry.guid:
        return ("guid", entry.guid, link or "") if guid_wanders else ("guid", entry.guid)
    if link and entry.title:
        return ("title", link, entry.title)
    return ("text", link or "", entry.title, plain(entry.summary or entry.content))


def _ambiguous(pairs: Iterable[tuple[Hashable, Hashable]]) -> set[Hashable]:
    """Those on the left that go with more than one on the right."""
    first: dict[Hashable, Hashable] = {}
    return {left for left, right in pairs if first.setdefault(left, right) != right}


def digest(entry: Entry) -> bytes:
    """What an entry says, without markup, white space, and parameters that only track readers."""
    media = (clean_link(medium.url) for medium in entry.media)
    updated = entry.updated.isoformat() if entry.updated else ""
    return _hash(entry.title, plain(entry.summary), plain(entry.content), updated, *media)


def decide(
    feed: ParsedFeed, known: Mapping[bytes, Known], source: SourceSpec, *, baselined: bool
) -> tuple[Decision, ...]:
    """What to do, in the order in which it is to be posted: oldest first.

    `known` maps the entry and link keys of this feed to the releases they belong to. `baselined` says that the source
    was read before: at first sight everything is known and nothing is posted, but for the newest `backfill`.
    """
    # An entry that stands there twice is decided once, by its first words: else the two would correct each other.
    distinct: dict[bytes, tuple[Entry, EntryKeys]] = {}
    for entry, key in zip(feed.entries, keys(feed), strict=True):
        distinct.setdefault(key.entry, (entry, key))
    found = (_decide_one(entry, key, known, source) for entry, key in distinct.values())
    decisions = _oldest_first(tuple(decision for decision in found if decision))
    new = [d for d in decisions if d.verdict is Verdict.NEW]
    if not baselined:
        posted = {d.keys.entry for d in new[-source.backfill :]} if source.backfill else set()
        return _as(decisions, Verdict.BASELINE, lambda d: d.keys.entry not in posted)
    if len(new) > source.flood_limit:
        return _as(decisions, Verdict.FLOOD, lambda _: True)
    return decisions


def _decide_one(entry: Entry, key: EntryKeys, known: Mapping[bytes, Known], source: SourceSpec) -> Decision | None:
    says = digest(entry)
    here = known.get(key.entry)
    if here:
        return Decision(Verdict.CHANGED, entry, key, says, here) if here.digest != says else None
    elsewhere = known.get(key.link) if key.link else None
    if elsewhere and elsewhere.channels.issuperset(source.channels):
        verdict = Verdict.JOINED if entry.guid or not elsewhere.owner else Verdict.CHANGED
        return Decision(verdict, entry, key, says, elsewhere)
    return Decision(Verdict.NEW if wanted(entry, source) else Verdict.UNWANTED, entry, key, says, elsewhere)


def wanted(entry: Entry, source: SourceSpec) -> bool:
    """Whether the source's include and exclude words (whole or part, any case) let an entry pass."""
    text = " ".join((entry.title, plain(entry.summary), plain(entry.content), *entry.categories)).casefold()
    if source.include and not _any(source.include, text):
        return False
    return not _any(source.exclude, text)


def _any(words: Iterable[str], text: str) -> bool:
    return any(word.casefold() in text for word in words)


def _as(decisions: Sequence[Decision], verdict: Verdict, which: Callable[[Decision], bool]) -> tuple[Decision, ...]:
    return tuple(replace(d, verdict=verdict) if d.verdict is Verdict.NEW and which(d) else d for d in decisions)


def _oldest_first(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """By date where every entry has one, else the feed's order reversed: feeds show the newest first."""
    backwards = decisions[::-1]
    if any(d.entry.published is None for d in decisions):
        return backwards
    return tuple(sorted(backwards, key=lambda d: d.entry.published or datetime.min.replace(tzinfo=UTC)))


def _hash(*parts: str) -> bytes:
    joined = "\x1f".join(parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()
