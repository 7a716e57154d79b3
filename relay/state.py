"""What is remembered between two polls of a source, or two posts to a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from relay.errors import Text
from relay.model import DeliveryState, Entry, Known, Validators


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
    listed: bytes = b""
    """Keys of the entries that it showed last, 16 bytes each, sorted."""
    again: datetime | None = None
    """Asked again by then, whatever its interval: a post waits for it (grace). Not kept over a restart."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known beyond an entry's own keys: asked for only when a feed shows something unseen."""

    alike: Mapping[bytes, tuple[Known, ...]] = field(default_factory=dict)
    """By the key of their title: releases in the source, or in one of its channels."""
    newest: datetime | None = None
    """Publication of the source's newest release."""
    links: tuple[str, ...] = ()
    """Of the source's latest releases."""
    last: int = 0
    """The last release that anybody had recorded."""


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
