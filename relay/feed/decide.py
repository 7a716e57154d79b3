"""What is new in a feed, and what is to be done about it. Pure: it sees entries and what is known, nothing else.

Identity, strongest first:

1. the guid, within its source; a guid that stands at several links counts together with the link (one that stands
   twice at the same link is one entry, RFC 4287, 4.1.1);
2. without a guid the link and title, without one of them the text as well;
3. across sources, and when a guid or title has changed, the link (`relay.feed.links`), unless several entries share it,
   or its page was plainly given to another release;
4. when both have changed, title, day and text (`relay.feed.alike`), where they leave no doubt, or where the entry that
   said the same has gone in the same moment (`relay.feed.renamed`).

What else is in the feed must not change what an entry is: the other entry at its link comes and goes. But of several
entries of one release only one is heard: the one whose words are posted, for as long as it stands in the feed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from relay.errors import Text
from relay.feed.alike import Alike, compare, likeness, reads_alike, replaced, resembles
from relay.feed.flood import RELAUNCH, guard, quiet
from relay.feed.links import clean_link, host_of, link_identity, other_names
from relay.feed.order import slid_in
from relay.feed.renamed import Gone, gone
from relay.feed.text import plain
from relay.feed.withdrawn import says_withdrawn
from relay.model import Decision, Entry, EntryKeys, Known, Likeness, ParsedFeed, Verdict
from relay.settings import SourceSpec
from relay.state import Past

FAR_AHEAD = timedelta(days=30)
"""A release dated further ahead is more likely an error than an embargo."""

KEY = 16
"""Bytes of a key, and of the words in a digest."""
HINT = 8
"""Bytes of a digest that say when the website says that the entry was updated."""
CANDIDATES = 20
"""New entries of one title that another one is compared with: those before it."""
NOTHING_PAST = Past()
NOTHING_GONE = Gone({}, UTC, most=False)
NO_DOUBTS: Mapping[bytes, Text] = {}

_OF_KNOWN = {Verdict.CHANGED, Verdict.JOINED}
_UNSEEN = {Verdict.NEW, Verdict.DOUBTFUL}


def keys(feed: ParsedFeed, source: SourceSpec | None = None) -> tuple[EntryKeys, ...]:
    """How each entry of the feed is recognised again, in the feed's order."""
    entries = feed.entries
    links = [link_identity(entry.url) if entry.url else None for entry in entries]
    wandering = _ambiguous((entry.guid, link) for entry, link in zip(entries, links, strict=True))
    identities = [_identity(e, link, e.guid in wandering) for e, link in zip(entries, links, strict=True)]
    shared = _ambiguous(zip(links, identities, strict=True))
    home = link_identity(feed.url) if feed.url else None
    hosts = (host_of(source.url), *source.host_aliases) if source and source.host_aliases else ()
    return tuple(
        _keys(identity, link if link != home and link not in shared else None, entry.url, hosts)
        for entry, identity, link in zip(entries, identities, links, strict=True)
    )


def link_key(url: str) -> bytes | None:
    """How a page is recognised across sources; None for an address that names no page of its own."""
    link = link_identity(url)
    return _hash("link", link) if link else None


def _keys(identity: tuple[str, ...], link: str | None, url: str, hosts: tuple[str, ...]) -> EntryKeys:
    if not link:
        return EntryKeys(_hash(*identity), None)
    also = tuple(_hash("link", other) for other in other_names(url, hosts))
    return EntryKeys(_hash(*identity), _hash("link", link), also)


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
    """What an entry says, without markup, white space, and parameters that only track readers.

    What follows the first `KEY` bytes is a hint only: when the website says that it was updated.
    """
    media = (clean_link(medium.url) for medium in entry.media)
    says = _hash(entry.title, plain(entry.summary), plain(entry.content), *media)
    return says + _hash(entry.updated.isoformat())[:HINT] if entry.updated else says


def packed(keys: Iterable[EntryKeys]) -> bytes:
    """The entry keys of a feed, to be kept until it is read again."""
    return b"".join(sorted({key.entry for key in keys}))


def unpacked(listed: bytes) -> frozenset[bytes]:
    """The entry keys back again."""
    return frozenset(listed[start : start + KEY] for start in range(0, len(listed), KEY))


def strangers(feed: ParsedFeed, known: Mapping[bytes, Known], source: SourceSpec) -> tuple[Likeness, ...]:
    """What the entries look like that neither their own key nor their link tells: `decide` needs their `Past`."""
    return tuple(
        likeness(entry, own_page=key.link is not None)
        for entry, key in zip(feed.entries, keys(feed, source), strict=True)
        if key.entry not in known and not _looks_known(entry, known.get(key.link) if key.link else None)
    )


def _looks_known(entry: Entry, elsewhere: Known | None) -> bool:
    """Whether an entry's link tells which release it is: its page was not given to another one."""
    return elsewhere is not None and (elsewhere.likeness is None or elsewhere.likeness.title == entry.title)


def decide(
    feed: ParsedFeed,
    known: Mapping[bytes, Known],
    source: SourceSpec,
    *,
    baselined: bool,
    past: Past = NOTHING_PAST,
    listed: frozenset[bytes] = frozenset(),
    doubts: Mapping[bytes, Text] = NO_DOUBTS,
    zone: tzinfo = UTC,
    now: datetime | None = None,
) -> tuple[Decision, ...]:
    """What to do, in the order in which it is to be posted: oldest first.

    `known` maps the entry and link keys of this feed to the releases they belong to; `past` holds what else may be the
    release of one that is not among them. `listed` are the entry keys of the feed as it was before; `doubts` tell, by
    the key of an entry, why it may be known all the same (`relay.feed.reuse`). The source's days begin in the time zone
    `zone`. `baselined` says that the source was read before: at first sight everything is known and nothing is posted,
    but for the newest `backfill`.
    """
    # An entry that stands there twice is decided once, by its first words: else the two would correct each other.
    distinct: dict[bytes, tuple[Entry, EntryKeys]] = {}
    for entry, key in zip(feed.entries, keys(feed, source), strict=True):
        distinct.setdefault(key.entry, (entry, key))
    standing, left = frozenset(distinct), listed - distinct.keys()
    again = gone(strangers(feed, known, source), past.releases, left, listed, zone) if left else NOTHING_GONE
    judge = _Judge(known, source, past, zone, standing=standing, left=left, doubts=doubts, gone=again)
    open_ones = [(entry, key, digest(entry)) for entry, key in distinct.values()]
    open_ones = _oldest_first([one for one in open_ones if not judge.is_settled(*one)])
    decisions = [judge.decide(entry, key, says) for entry, key, says in open_ones]
    if not baselined:
        return _first_sight(decisions, source)
    decisions = [_for_later(decision, now, zone) for decision in decisions]
    vanished = bool(listed) and len(left) * 2 >= len(listed)
    places = _places(distinct, known, decisions) if source.kind != "sitemap" else []
    in_order = slid_in(decisions, places, vanished=bool(left))
    emptied = len(listed) >= RELAUNCH and not judge.taken
    decided = guard(in_order, feed, source, past, vanished=vanished, emptied=emptied, zone=zone)
    return quiet(_without_hints(decided, feed), feed)


def _without_hints(decisions: tuple[Decision, ...], feed: ParsedFeed) -> tuple[Decision, ...]:
    """Where most of a feed was updated at once, as it says, but reads as before, nothing was: it only was made anew."""
    hinted = sum(map(_only_hints, decisions))
    if hinted < RELAUNCH or hinted * 2 <= len(feed.entries):
        return decisions
    return tuple(
        replace(d, known=replace(d.known, owner=False)) if d.known and _only_hints(d) else d for d in decisions
    )


def _only_hints(decision: Decision) -> bool:
    """Whether an entry reads as before, and only says that it was updated."""
    before = decision.known.digest if decision.known else None
    return bool(before) and not _reads_otherwise(before, decision.digest)


def _reads_otherwise(before: bytes | None, says: bytes) -> bool:
    """Whether the words of an entry differ, not only the time of its update."""
    return before is None or before[:KEY] != says[:KEY]


def _places(
    keys: Iterable[bytes], known: Mapping[bytes, Known], decisions: Sequence[Decision]
) -> list[tuple[bytes, Known | None]]:
    """The entries of a feed, each with the release that it is unless it is new."""
    found = {d.keys.entry: d.known for d in decisions if d.verdict in _OF_KNOWN}
    return [(key, known.get(key) or found.get(key)) for key in keys]


def _first_sight(decisions: Sequence[Decision], source: SourceSpec) -> tuple[Decision, ...]:
    new = [d.keys.entry for d in decisions if d.verdict in _UNSEEN]
    known = set(new[: -source.backfill] if source.backfill else new)

    def is_baseline(decision: Decision) -> bool:
        return decision.keys.entry in known or decision.same_as is not None

    return tuple(replace(d, verdict=Verdict.BASELINE, reason=None) if is_baseline(d) else d for d in decisions)


def _for_later(decision: Decision, now: datetime | None, zone: tzinfo) -> Decision:
    """One whose date lies so far ahead that it can hardly be meant is held."""
    published = decision.entry.published
    if decision.verdict is not Verdict.NEW or not published or not now or published <= now + FAR_AHEAD:
        return decision
    reason = Text("its date lies in the future: {day}", {"day": _day(published, zone)})
    return replace(decision, verdict=Verdict.DOUBTFUL, reason=reason)


def _has_moved(key: EntryKeys, known: Known) -> bool:
    """Whether an entry shows the release's page at another address than before."""
    before = link_key(known.likeness.url) if known.likeness and known.likeness.url else None
    return bool(before and key.link) and before not in (key.link, *key.also)


class _Judge:
    """Decides the entries of one feed one by one; those that it has called new are known from then on."""

    def __init__(
        self,
        known: Mapping[bytes, Known],
        source: SourceSpec,
        past: Past,
        zone: tzinfo,
        *,
        standing: frozenset[bytes],
        left: frozenset[bytes],
        doubts: Mapping[bytes, Text],
        gone: Gone,
    ) -> None:
        """`standing` are the keys of the entries of this feed, `left` those that it has lost since the last poll."""
        self.gone = gone
        self.known = known
        self.source = source
        self.past = past
        self.standing = standing
        self.left = left
        self.doubts = doubts
        self.zone = zone
        self.releases = {known[key].release for key in standing if key in known}
        """That stand in this feed under a key that was known."""
        self.heard: set[int] = set()
        """Releases of which an entry of this feed was heard already."""
        self.taken = {one.release for key, one in known.items() if key in standing or one.digest is None}
        """Releases that stand in this feed, under whatever key or link."""
        self.met: dict[bytes, list[tuple[Likeness, EntryKeys]]] = {}
        """Entries that were called new, by the key of their title."""

    def is_settled(self, entry: Entry, key: EntryKeys, says: bytes) -> bool:
        """Whether there is nothing to decide: the entry is known and says what it said, at the same address."""
        here = self.known.get(key.entry)
        if here is None or here.digest != says:
            return False
        return not (self._is_back(entry, key, says, here) or (self._is_heard(key, here) and _has_moved(key, here)))

    def _is_back(self, entry: Entry, key: EntryKeys, says: bytes, here: Known) -> bool:
        """Whether an entry without guid has its former title again, under which it was another entry."""
        moved = not entry.guid and here.entry not in (None, key.entry)
        return moved and here.said is not None and _reads_otherwise(here.said, says) and self._is_heard(key, here)

    def _is_heard(self, key: EntryKeys, known: Known) -> bool:
        return known.owner and (known.entry in (None, key.entry) or known.entry not in self.standing)

    def decide(self, entry: Entry, key: EntryKeys, says: bytes) -> Decision:
        looks = likeness(entry, own_page=key.link is not None)
        blank = Decision(Verdict.NEW, entry, key, says, likeness=looks)
        if here := self.known.get(key.entry):
            return self._of_known(replace(blank, verdict=Verdict.CHANGED), here)
        elsewhere = self.known.get(key.link) if key.link else None
        if elsewhere and elsewhere.likeness and replaced(elsewhere.likeness, looks, self.zone):
            # What stands in the channel keeps its words; what is at its address now is for a person.
            alone = replace(blank, keys=EntryKeys(key.entry, None), likeness=replace(looks, url=""))
            message = "it stands at the address of another release, {title}, but reads quite differently"
            return self._stranger(replace(alone, reason=Text(message, {"title": elsewhere.likeness.title})), looks)
        if elsewhere and elsewhere.channels.issuperset(self.source.channels):
            verdict = Verdict.JOINED if entry.guid or not elsewhere.owner else Verdict.CHANGED
            return self._of_known(replace(blank, verdict=verdict), elsewhere)
        if elsewhere:
            return self._unseen(replace(blank, known=elsewhere))
        return self._stranger(replace(blank, reason=self.doubts.get(key.entry)), looks)

    def _of_known(self, decision: Decision, known: Known) -> Decision:
        heard = self._is_heard(decision.keys, known) and known.release not in self.heard
        self.taken.add(known.release)
        if heard:
            self.heard.add(known.release)
        # The same words under another identity, or at another address, are no correction.
        hint = decision.verdict is Verdict.CHANGED
        speaks = heard and (known.said != decision.digest if hint else _reads_otherwise(known.said, decision.digest))
        moves = heard and (known.entry != decision.keys.entry or not speaks)
        moved = heard and _has_moved(decision.keys, known)
        decision = replace(decision, known=replace(known, owner=speaks), adopts=moves, moved=moved)
        word = says_withdrawn(decision.entry, known.likeness.title if known.likeness else "") if speaks else None
        if word is None:
            return decision
        reason = Text('the website says "{word}"', {"word": word})
        return replace(decision, known=replace(known, owner=False), adopts=False, moved=False, reason=reason)

    def _stranger(self, blank: Decision, looks: Likeness) -> Decision:
        """One that neither guid nor link tells."""
        if blank.reason is None and (again := self.gone.again(looks, self.taken)):
            return self._of_known(replace(blank, verdict=Verdict.JOINED), again)
        same, doubtful = self._among_known(looks)
        if same and (same.owner or same.channels.issuperset(self.source.channels)):
            return self._of_known(replace(blank, verdict=Verdict.JOINED, reason=None), same)
        if same:
            return self._unseen(replace(blank, known=same, reason=None))
        doubt = self._doubt(doubtful.likeness, live=doubtful.live) if doubtful and doubtful.likeness else None
        for met, key in self.met.get(looks.key, [])[-CANDIDATES:] if looks.key else ():
            found = compare(looks, met, self.zone, together=True)
            if found is Alike.SAME:
                return replace(blank, verdict=Verdict.JOINED, same_as=key.entry, reason=None)
            doubt = doubt or (self._doubt(met, live=True) if found is Alike.DOUBT else None)
        if looks.key:
            self.met.setdefault(looks.key, []).append((looks, blank.keys))
        release = doubtful.release if doubtful else None
        return self._unseen(replace(blank, reason=doubt or blank.reason, looks_like=release))

    def _among_known(self, looks: Likeness) -> tuple[Known | None, Known | None]:
        """The release that an entry is with certainty, and one that it may be."""
        judged = [(one, self._compare(looks, one)) for one in self.past.alike.get(looks.key or b"", ())]
        # Addresses alone, as those of a sitemap, resemble nothing, and there may be thousands of them.
        speaks = looks.key or looks.text
        near = [one for one in self.past.near if speaks and one.likeness and one.likeness.key != looks.key]
        judged += [(one, self._resembles(looks, one)) for one in near]
        same = [one for one, found in judged if found is Alike.SAME]
        doubtful = [one for one, found in judged if found is Alike.DOUBT]
        if same and same[0] in near and self._is_formula(looks, near):
            return None, same[0]
        return next(iter(same), None), next(iter(doubtful), None)

    def _compare(self, looks: Likeness, other: Known) -> Alike:
        if other.likeness is None:
            return Alike.OTHER
        return compare(looks, other.likeness, self.zone, together=other.release in self.releases)

    def _resembles(self, looks: Likeness, other: Known) -> Alike:
        """Whether an entry is another one whose title was corrected, and with it guid and link."""
        if other.likeness is None:
            return Alike.OTHER
        absent = other.owner and other.release not in self.taken
        left = absent and other.entry in self.left
        return resembles(looks, other.likeness, self.zone, absent=absent, left=left)

    def _is_formula(self, looks: Likeness, near: Sequence[Known]) -> bool:
        """Whether several releases have a text: it tells none of them."""
        return sum(one.likeness is not None and reads_alike(looks, one.likeness) for one in near) > 1

    def _doubt(self, other: Likeness, *, live: bool) -> Text:
        facts = {"title": other.title, "day": _day(other.published, self.zone)}
        if live and other.published:
            return Text("it may be the release that was posted as {title} on {day}", facts)
        return Text("it may be the release {title}, which is known already", {"title": other.title})

    def _unseen(self, decision: Decision) -> Decision:
        """One to be posted, unless the source's words or its own speak against it."""
        if not wanted(decision.entry, self.source):
            return replace(decision, verdict=Verdict.UNWANTED, reason=None)
        if word := says_withdrawn(decision.entry):
            decision = replace(decision, reason=Text('the website says "{word}"', {"word": word}))
        return replace(decision, verdict=Verdict.DOUBTFUL if decision.reason else Verdict.NEW)


def wanted(entry: Entry, source: SourceSpec) -> bool:
    """Whether the source's include and exclude words (whole or part, any case) let an entry pass."""
    text = " ".join((entry.title, plain(entry.summary), plain(entry.content), *entry.categories)).casefold()
    if source.include and not _any(source.include, text):
        return False
    return not _any(source.exclude, text)


def _any(words: Iterable[str], text: str) -> bool:
    return any(word.casefold() in text for word in words)


def _oldest_first(
    entries: Sequence[tuple[Entry, EntryKeys, bytes]],
) -> list[tuple[Entry, EntryKeys, bytes]]:
    """By date where every entry has one, else the feed's order reversed: feeds show the newest first."""
    backwards = list(entries[::-1])
    if any(entry.published is None for entry, _, _ in entries):
        return backwards
    return sorted(backwards, key=lambda one: one[0].published or datetime.min.replace(tzinfo=UTC))


def _day(time: datetime | None, zone: tzinfo) -> str:
    return f"{time.astimezone(zone):%d.%m.%Y}" if time else ""


def _hash(*parts: str) -> bytes:
    joined = "\x1f".join(parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=KEY).digest()
