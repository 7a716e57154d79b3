"""What is remembered between two polls of a source, or two posts to a channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from relay.errors import Text
from relay.model import DeliveryState, Entry, Validators


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
    new: datetime | None = None
    """When it last brought a release."""
    problem: Text | None = None
    """What is wrong at present, for a person."""


@dataclass(frozen=True, slots=True)
class Reread:
    """A release whose page could not be read yet."""

    release: int
    source: str
    entry: Entry
    tries: int
    """That have failed so far."""


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
