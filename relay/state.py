"""What is remembered between two polls of a source, or two posts to a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from relay.errors import Text
from relay.model import DeliveryState, Entry, Known, Validators


@dataclass(frozen=True, slots=True)
class Wishes:
    """When a feed itself wants to be left alone, as it says between its entries."""

    ttl: float | None = None
    """Seconds after each request."""
    hours: tuple[int, ...] = ()
    """Of the day, GMT, 0 to 23."""
    days: tuple[int, ...] = ()
    """Of the week, GMT, 0 is Monday."""
    period: float | None = None
    """Seconds between two of its updates."""
    base: datetime | None = None
    """When one of these was, or will be."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A feed is said to have moved for good (301, 308), in every answer so far."""

    to: str
    since: datetime
    """When that was seen first."""
    seen: int
    """How often."""


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known about a source between two polls."""

    url: str = ""
    """That was polled; validators of another one are not sent."""
    validators: Validators = field(default_factory=Validators)
    baselined: bool = False
    """Whether it was read successfully once."""
    failures: int = 0
    """In a row."""
    polled: datetime | None = None
    """When it was last asked."""
    wait_until: datetime | None = None
    """Not before this time: the server's wish, or the back-off after errors."""
    success: datetime | None = None
    """When it was last asked with success: what the website had then is known."""
    new: datetime | None = None
    """When it last brought a release."""
    problem: Text | None = None
    """What is wrong at present, for a person."""
    failing: datetime | None = None
    """Since when something is wrong."""
    lost: Text | None = None
    """Which of the entries that it showed last could not be read (`relay.feed.mend.losses`)."""
    stopped: bool = False
    """Its feed was removed for good (410): it is hardly asked any more."""
    address: str = ""
    """Where its feed has moved for good: asked instead of `url`, which stays what the configuration says."""
    moved: Moved | None = None
    """Where it may have moved; not followed for good, or not yet."""
    wishes: Wishes = NO_WISHES
    barred: str = ""
    """Address of a page that its website's robots.txt keeps programs away from; empty: none lately."""
    digest: bytes = b""
    """Of the settings it was read with, and of what was read (`relay.feed.manners`)."""
    full: datetime | None = None
    """When the website last sent all of it, and not that nothing changed."""
    days: bytes = b""
    """On which days its releases came out, as `relay.feed.health` packs it."""
    quiet_from: datetime | None = None
    """If nothing new came out until then, it is quiet for too long; None: nobody can tell yet."""
    listed: bytes = b""
    """Keys of the entries that it showed last, 16 bytes each, sorted."""
    times: bytes = b""
    """When its latest releases came out, as `relay.feed.rhythm` packs it."""
    again: datetime | None = None
    """Asked again by then, whatever its interval: a post waits for it (grace).

    Of a state that was stored: when the first of its posts that wait is due (`relay.poller` makes one of the other).
    """


@dataclass(frozen=True, slots=True)
class Past:
    """What is known beyond an entry's own keys: asked for only when a feed shows something unseen."""

    alike: Mapping[bytes, tuple[Known, ...]] = field(default_factory=dict)
    """By the key of their title: releases in the source, or in one of its channels."""
    near: tuple[Known, ...] = ()
    """Of about the same days, or in the feed as it was before: one may be an entry whose title was corrected."""
    newest: datetime | None = None
    """Publication of the source's newest release."""
    links: tuple[str, ...] = ()
    """Of the source's latest releases."""
    last: int = 0
    """The last release that anybody had recorded."""

    @property
    def releases(self) -> tuple[Known, ...]:
        """All that may be one of the entries."""
        return (*self.near, *(one for some in self.alike.values() for one in some))


@dataclass(frozen=True, slots=True)
class Reread:
    """A release whose page could not be read yet."""

    release: int
    source: str
    entry: Entry
    tries: int
    """That have failed so far; 0 where the page is read once more before the release is posted."""
    listed: bool = True
    """Whether the entry stood in its feed when that was read last."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What is known about a channel between two posts."""

    wait_until: datetime | None = None
    """Nothing is sent before: the channel's own wish (429), or the back-off after errors."""
    failures: int = 0
    """In a row."""
    problem: Text | None = None
    """What is wrong at present, for a person."""
    sent: tuple[datetime, ...] = ()
    """When messages were sent within the last minute, oldest first."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A delivery that waits for a person."""

    id: int
    channel: str
    state: DeliveryState
    title: str
    url: str
    reason: Text | None
    since: datetime


CERTAIN = 2
"""How often a release must have been found to be gone before anybody is asked."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """A release that may have been withdrawn from the website."""

    release: int
    source: str
    url: str
    """Of its page."""
    seen: int
    """How often it was found to be gone so far."""
    there: int = 0
    """How often its page was found to be there, lately."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A release that is certainly gone from the website, and of which a person has to decide."""

    release: int
    title: str
    url: str
    reason: Text | None
    """What speaks for it."""
    links: tuple[str, ...]
    """Of its posts."""
    posted: datetime | None
    """When the first of these came."""


@dataclass(frozen=True, slots=True)
class ManyGone:
    """So many releases of a source are gone from the website at once that it looks like a move of the website."""

    source: str
    mark: str
    """Names the source, in eight characters."""
    gone: int
    looked_at: int
    """Of how many pages that is, within a day."""
    last: int
    """The highest number of these releases."""
    titles: tuple[str, ...]
    """Of the newest ones."""
