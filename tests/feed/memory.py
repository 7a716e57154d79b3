"""What a store does between two polls, in a page: for tests of the pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from relay.feed.decide import decide, keys, strangers
from relay.feed.reuse import suspected, told_apart
from relay.model import Decision, Entry, Known, Likeness, ParsedFeed, Verdict
from relay.settings import SourceSpec
from relay.state import Past

SITE = "https://www.landkreis-musterland.example"


def feed_of(*entries: Entry) -> ParsedFeed:
    return ParsedFeed(entries, url=f"{SITE}/")


@dataclass
class Release:
    """A release as it is known."""

    number: int
    entry: bytes
    source: str
    likeness: Likeness | None
    channels: frozenset[str]
    live: bool = False
    waits: bool = False


@dataclass
class Memory:
    """Of one source; several may share `releases`, `entries` and `links`."""

    source: SourceSpec
    releases: list[Release] = field(default_factory=list)
    entries: dict[tuple[str, bytes], tuple[Release, bytes]] = field(default_factory=dict)
    links: dict[bytes, Release] = field(default_factory=dict)
    baselined: bool = False
    listed: frozenset[bytes] = frozenset()
    zone: tzinfo = UTC
    now: datetime | None = None
    texts: dict[int, list[str]] = field(default_factory=dict)
    """Titles under which each release was posted and corrected."""

    def beside(self, source: SourceSpec) -> Memory:
        """Another source of the same store."""
        return Memory(source, self.releases, self.entries, self.links, texts=self.texts, zone=self.zone)

    def poll(self, *entries: Entry) -> list[tuple[Verdict, str]]:
        return [(decision.verdict, decision.entry.title) for decision in self.decide(feed_of(*entries))]

    def decide(self, feed: ParsedFeed) -> tuple[Decision, ...]:
        """Decide and remember."""
        known = self._known(feed)
        named = keys(feed, self.source)
        if bare := suspected(feed, named, known):
            known |= self._known(bare)
        told = told_apart(feed, named, known, self.source, self.zone)
        feed = told.feed
        decisions = decide(
            feed,
            known,
            self.source,
            baselined=self.baselined,
            past=self._past(strangers(feed, known, self.source)),
            listed=self.listed - told.guids,
            doubts=told.doubts,
            zone=self.zone,
            now=self.now,
        )
        self.baselined = True
        self.listed = frozenset(key.entry for key in told.keys)
        for decision in decisions:
            self._record(decision)
        return decisions

    def _known(self, feed: ParsedFeed) -> dict[bytes, Known]:
        found: dict[bytes, Known] = {}
        for key in keys(feed, self.source):
            if here := self.entries.get((self.source.id, key.entry)):
                found[key.entry] = self._look(here[0], here[1])
            elif key.link:
                links = (self.links.get(link) for link in (key.link, *key.also))
                for release in (release for release in links if release):
                    found[key.link] = self._look(release, None)
        return found

    def _look(self, release: Release, digest: bytes | None) -> Known:
        own = self.entries.get((release.source, release.entry))
        return Known(
            release=release.number,
            digest=digest,
            owner=release.source == self.source.id,
            channels=release.channels,
            live=release.live,
            entry=release.entry,
            said=own[1] if own else None,
            likeness=release.likeness,
            names=sum(one is release for one, _ in self.entries.values()),
            waits=release.waits,
        )

    def _past(self, looks: Sequence[Likeness]) -> Past:
        alike = {
            look.key: tuple(self._look(r, None) for r in self.releases if r.likeness and r.likeness.key == look.key)
            for look in looks
            if look.key
        }
        own = [r.likeness for r in self.releases if r.source == self.source.id and r.likeness]
        dates = [one.published for one in own if one.published]
        near = tuple(self._look(r, None) for r in self.releases if r.likeness)
        links = tuple(one.url for one in own[-20:] if one.url)
        return Past(alike, near, max(dates, default=None), links)

    def _record(self, decision: Decision) -> None:
        if decision.same_as:
            release = self.entries[(self.source.id, decision.same_as)][0]
        elif decision.known:
            release = self.releases[decision.known.release]
        else:
            number = len(self.releases)
            release = Release(number, decision.keys.entry, self.source.id, decision.likeness, frozenset())
            self.releases.append(release)
        speaks = decision.verdict is Verdict.NEW or (decision.known is not None and decision.known.owner)
        if decision.verdict is not Verdict.UNWANTED:
            release.channels |= frozenset(self.source.channels)
        release.live = release.live or decision.verdict in {Verdict.NEW, Verdict.FLOOD, Verdict.DOUBTFUL}
        if decision.adopts:
            release.entry, release.likeness = decision.keys.entry, decision.likeness
        if not decision.known:
            release.waits = decision.verdict in {Verdict.FLOOD, Verdict.DOUBTFUL}
        if speaks and release.live:
            said = self.texts.setdefault(release.number, [])
            said += [decision.entry.title] if said[-1:] != [decision.entry.title] else []
        self.entries[(self.source.id, decision.keys.entry)] = (release, decision.digest)
        if decision.keys.link:
            self.links.setdefault(decision.keys.link, release)


def watched(source: SourceSpec, *entries: Entry) -> Memory:
    """A source that was read before, with these entries in it."""
    memory = Memory(source)
    memory.decide(feed_of(*entries))
    return memory


def counts(decisions: Iterable[Decision]) -> dict[str, int]:
    """How many there are of each verdict."""
    found: dict[str, int] = {}
    for decision in decisions:
        found[decision.verdict.value] = found.get(decision.verdict.value, 0) + 1
    return found


def rewritten(entry: Entry, number: int) -> Entry:
    """As a relaunched website shows it: another guid, another address."""
    return replace(entry, guid=f"urn:neu:{number}", url=f"{SITE}/aktuelles/{number}.html")
