"""What was found on a website, how good each of it is, and which of it to take. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from relay.article.clean import letters
from relay.discover.places import Place
from relay.discover.propose import Proposal
from relay.discover.words import names_press, press_points
from relay.feed.links import link_identity
from relay.feed.listing import Selectors
from relay.model import Entry, ParsedFeed

FRESH, OLD = timedelta(days=60), timedelta(days=400)
SURE = 14.0
"""Points from which on a proposal is right as far as can be told."""
_GOOD_FEED = 7
_SOME = 0.2
_SAME = 0.5
"""Share of a feed's entries that stand in the list of press releases when it is their feed."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that can be read."""

    place: Place
    feed: ParsedFeed
    listed: float = 0.0
    """Share of its entries that stand in the website's list of press releases."""

    @property
    def newest(self) -> datetime | None:
        """When its newest entry was published."""
        return max((at for one in self.feed.entries if (at := one.published or one.updated)), default=None)

    @property
    def names_press(self) -> bool:
        """Whether it says of itself that it brings press releases."""
        return names_press(f"{self.feed.title} {self.place.text} {self.place.url}")

    def points(self, now: datetime) -> float:
        """How sure it is that these are the press releases."""
        points = self.place.points + press_points(self.feed.title) + 10 * self.listed
        if not self.feed.entries:
            return points - 8
        points -= 1 if len(self.feed.entries) < 3 else 0
        age = now - self.newest if self.newest else None
        if age is not None:
            points += 3 if age < FRESH else -4 if age > OLD else 0
        return points


@dataclass(frozen=True, slots=True)
class FoundListing:
    """A page that lists releases."""

    url: str
    proposal: Proposal
    title: str
    wanted: bool = False
    """It is the very page that was asked about."""

    @property
    def names_press(self) -> bool:
        """Whether the page says of itself that it lists press releases."""
        return names_press(f"{self.title} {urlsplit(self.url).path}") or press_points(self.title, self.url) > 1


@dataclass(frozen=True, slots=True)
class FoundSitemap:
    """A sitemap that lists releases among others."""

    url: str
    path: str
    feed: ParsedFeed
    """Only what is below `path`."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What to write into the configuration."""

    kind: str
    url: str
    entries: tuple[Entry, ...]
    selectors: Selectors | None = None
    path: str = ""
    audit: str = ""
    """The page that lists the releases, where another one is read."""
    sure: bool = True


def ranked(feeds: Iterable[FoundFeed], now: datetime) -> list[FoundFeed]:
    """The best first; those that bring the same entries once."""
    best: dict[frozenset[str], FoundFeed] = {}
    for one in sorted(feeds, key=lambda one: (-one.points(now), -len(one.feed.entries), len(one.place.url))):
        same = frozenset(entry.url or entry.guid for entry in one.feed.entries) or frozenset({one.place.url})
        best.setdefault(same, one)
    return list(best.values())


def share_listed(feed: ParsedFeed, proposal: Proposal | None) -> float:
    """Share of a feed's entries that stand in a list, by link or by title."""
    if proposal is None or not feed.entries:
        return 0.0
    links = {row.entry.guid for row in proposal.rows}
    titles = {letters(row.entry.title) for row in proposal.rows}
    newest = feed.entries[: max(1, len(proposal.rows))]
    listed = sum((link_identity(one.url) or one.url) in links or letters(one.title) in titles for one in newest)
    return listed / len(newest)


def choose(
    feeds: Sequence[FoundFeed], listings: Sequence[FoundListing], sitemaps: Sequence[FoundSitemap], now: datetime
) -> Offer | None:
    """What to take: a feed of the press releases, else the page that lists them, else whatever there is."""
    listing = max(
        filter(_is_likely, listings), key=lambda one: (one.names_press, one.wanted, one.proposal.points), default=None
    )
    best = next((one for one in feeds if one.feed.entries), None)
    if best and _is_press_feed(best, listing, now):
        return _feed_offer(best, listing, sure=best.listed >= _SAME or best.names_press)
    if listing and (listing.names_press or listing.wanted):
        return _listing_offer(listing)
    news = next((one for one in sitemaps if one.feed.version == "sitemap-news" or one.path), None)
    if best and best.points(now) > 2:
        return _feed_offer(best, listing, sure=False)
    if listing:
        return _listing_offer(listing)
    if news:
        return Offer("sitemap", news.url, news.feed.entries, path=news.path, sure=bool(news.path))
    return _feed_offer(best, None, sure=False) if best else None


def _is_likely(listing: FoundListing) -> bool:
    """Whether a list may be one of releases: tiles and topics have no dates."""
    proposal = listing.proposal
    return listing.names_press or 2 * proposal.dated >= len(proposal.rows)


def _is_press_feed(one: FoundFeed, listing: FoundListing | None, now: datetime) -> bool:
    if one.newest and now - one.newest > OLD:
        return False
    if one.listed >= _SAME:
        return True
    if listing and listing.names_press and len(listing.proposal.rows) > 2:
        # It brings other things than the list of press releases shows, or many others.
        return one.names_press and one.listed > _SOME
    return one.names_press or one.points(now) >= _GOOD_FEED


def _feed_offer(one: FoundFeed, listing: FoundListing | None, *, sure: bool) -> Offer:
    audit = listing.url if listing and one.listed >= _SAME else ""
    return Offer("feed", one.place.url, newest_first(one.feed.entries), audit=audit, sure=sure)


def _listing_offer(one: FoundListing) -> Offer:
    proposal = one.proposal
    sure = proposal.points >= SURE and proposal.dated == len(proposal.rows)
    return Offer("listing", one.url, tuple(row.entry for row in proposal.rows), selectors=proposal.selectors, sure=sure)


def newest_first(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """By date where every entry has one, else as they stand there."""
    if not all(entry.published for entry in entries):
        return entries
    return tuple(sorted(entries, key=lambda one: one.published.timestamp() if one.published else 0.0, reverse=True))


def press_path(feed: ParsedFeed) -> str:
    """The folder in which a sitemap's press releases are; empty where none is named after them."""
    folders: Counter[str] = Counter()
    for entry in feed.entries:
        parts = unquote(urlsplit(entry.url).path).strip("/").split("/")
        for depth in range(1, min(len(parts), 5)):
            folders["/" + "/".join(parts[:depth]) + "/"] += 1
    named = [(name, count) for name, count in folders.items() if count >= 3 and press_points(name) > 1]
    return max(named, key=lambda one: (press_points(one[0]), one[1], -len(one[0])), default=("", 0))[0]
