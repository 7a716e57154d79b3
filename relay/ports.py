"""What the drivers need of the edges. Each is as narrow as its use, so that a fake is a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from relay.errors import Text
from relay.model import (
    Delivery,
    EntryKeys,
    Fetched,
    Finding,
    Known,
    Message,
    MessageReceipt,
    NotModified,
    Picture,
    PictureFile,
    Post,
    Receipt,
    Rendered,
    Skip,
    Validators,
)
from relay.settings import SourceSpec
from relay.state import ChannelState, Reread, SourceState


class Clock(Protocol):
    """The time."""

    def __call__(self) -> datetime:
        """Now, aware, in UTC."""
        ...


class Dice(Protocol):
    """Chance."""

    def __call__(self) -> float:
        """A number in [0, 1)."""
        ...


class Fetcher(Protocol):
    """The web: feeds, pages, pictures."""

    async def get(
        self, url: str, *, validators: Validators = ..., accept: str = ..., max_bytes: int | None = ...
    ) -> Fetched | NotModified:
        """The body behind an address; raises SourceError."""
        ...


class SourceStore(Protocol):
    """What ingest needs to remember."""

    async def source_states(self) -> Mapping[str, SourceState]:
        """Of every source that was ever asked."""
        ...

    async def known(self, source: str, keys: Sequence[EntryKeys]) -> Mapping[bytes, Known]:
        """The known ones among these entry and link keys."""
        ...

    async def record(self, source: SourceSpec, state: SourceState, findings: Sequence[Finding], now: datetime) -> int:
        """Everything that one poll brought, in one transaction; returns how many deliveries became due."""
        ...

    async def rereads(self, now: datetime) -> Sequence[Reread]:
        """Releases whose pages are to be read again by now."""
        ...

    async def reread_done(self, release: int, post: Post | None, now: datetime) -> None:
        """The page was read (`post`), or is given up (None): the delivery waits no longer."""
        ...

    async def reread_failed(self, release: int, next_try: datetime) -> None:
        """Not this time either."""
        ...


class DeliveryStore(Protocol):
    """What deliver needs to remember."""

    async def channel_state(self, channel: str) -> ChannelState:
        """How the channel is."""
        ...

    async def claim(self, channel: str, now: datetime, lease: float, *, test: bool = ...) -> Delivery | None:
        """The oldest delivery that is due, ours for `lease` seconds; None if nothing is due."""
        ...

    async def next_due(self, channel: str) -> datetime | None:
        """When the next delivery is due; None if none is pending."""
        ...

    async def progress(self, delivery: int, receipt: Receipt, now: datetime) -> None:
        """A message of the delivery stands in the channel."""
        ...

    async def sent(self, delivery: int, revision: int, receipt: Receipt, now: datetime) -> None:
        """The delivery stands in the channel in full, as of this revision of its post."""
        ...

    async def retry(self, delivery: int, channel: str, state: ChannelState, now: datetime) -> None:
        """The delivery is pending again; the channel waits."""
        ...

    async def hold(self, delivery: int, reason: Text, now: datetime) -> None:
        """The delivery waits for a person."""
        ...

    async def postpone(self, delivery: int, now: datetime) -> None:
        """A correction of what stands in the other chat (test or live) waits until relay is in that mode again."""
        ...

    async def skip(self, delivery: int, reason: Text, now: datetime) -> None:
        """The channel cannot take this post by its nature."""
        ...

    async def channel_well(self, channel: str) -> None:
        """Whatever was wrong with the channel is over."""
        ...


class Channel(Protocol):
    """A place where messages appear."""

    async def publish(self, message: Message, picture: PictureFile | None) -> Receipt:
        """Post one message; raises ChannelError."""
        ...

    async def edit(
        self, chat: int, old: MessageReceipt, message: Message, picture: PictureFile | None
    ) -> MessageReceipt:
        """Correct one message in place; raises ChannelError."""
        ...

    async def delete(self, chat: int, old: MessageReceipt) -> None:
        """Take one message away; raises ChannelError."""
        ...


class Renderer(Protocol):
    """What a post looks like in one channel."""

    def __call__(self, post: Post) -> Rendered | Skip:
        """Pure."""
        ...


class Pictures(Protocol):
    """Pictures ready for upload."""

    async def load(self, picture: Picture) -> PictureFile:
        """Fetch and prepare; raises SourceError."""
        ...
