"""What the drivers need of the edges. Each is as narrow as its use, so that a fake is a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from relay.delivery.intent import Delivery, Intent, Seen
from relay.delivery.message import Message, Rendered, Skip
from relay.delivery.uploads import AttachedFile, PictureFile, Upload
from relay.errors import Text
from relay.model import (
    Attachment,
    EntryKeys,
    Fetched,
    Finding,
    Known,
    Likeness,
    MessageReceipt,
    NotModified,
    Picture,
    Post,
    Receipt,
    Validators,
)
from relay.settings import SourceSpec
from relay.state import ChannelState, Past, Reread, SourceState


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


class Web(Fetcher, Protocol):
    """`relay.sources.http.Fetcher` as those need it who ask before they read: robots.txt, and a search of a website."""

    async def get(
        self,
        url: str,
        *,
        validators: Validators = ...,
        accept: str = ...,
        max_bytes: int | None = ...,
        admit: Callable[[str], Awaitable[None]] | None = ...,
        beginning: bool = ...,
    ) -> Fetched | NotModified:
        """As of `Fetcher`. `admit` is asked first, also about each redirection, and raises what keeps relay away.

        `beginning` says that the beginning of a body that is too long will do.
        """
        ...

    def slow(self, url: str, seconds: float) -> None:
        """Let so much time pass after each request to the host of an address."""
        ...


class SourceStore(Protocol):
    """What ingest needs to remember."""

    async def source_states(self) -> Mapping[str, SourceState]:
        """Of every source that was ever asked."""
        ...

    async def known(self, source: str, keys: Sequence[EntryKeys]) -> Mapping[bytes, Known]:
        """The known ones among these entry keys, and of the others among their links."""
        ...

    async def past(self, source: SourceSpec, strangers: Sequence[Likeness]) -> Past:
        """What else the entries may be that neither key nor link tells."""
        ...

    async def record(
        self,
        source: SourceSpec,
        state: SourceState,
        findings: Sequence[Finding],
        now: datetime,
        *,
        last: int | None = ...,
        letter: Text | None = ...,
    ) -> int:
        """Everything that one poll brought, in one transaction; returns how many deliveries became due.

        Raises Overtaken if what may be one of the new releases was recorded after the release `last`.
        """
        ...

    async def rereads(self, now: datetime) -> Sequence[Reread]:
        """Releases whose pages are to be read again by now."""
        ...

    async def reread_done(self, release: int, post: Post | None, now: datetime) -> None:
        """The page was read (`post`), or is given up (None): the delivery waits no longer."""
        ...

    async def reread_gone(self, release: int, reason: Text, now: datetime) -> int:
        """The page is gone: what was not posted yet waits for a person; returns how many deliveries."""
        ...

    async def reread_failed(self, release: int, next_try: datetime) -> None:
        """Not this time either."""
        ...


class DeliveryStore(Protocol):
    """What deliver needs to remember."""

    async def channel_state(self, channel: str) -> ChannelState:
        """How the channel is."""
        ...

    async def claim(
        self,
        channel: str,
        now: datetime,
        lease: float,
        *,
        test: bool = ...,
        siblings: Sequence[str] = ...,
        astray: bool = ...,
    ) -> Delivery | None:
        """The delivery that is next, ours for `lease` seconds; None if nothing is due.

        One that may be out comes first. While one of a sibling (a channel in the same chat) may be out, there is none.
        `astray` says that nobody works on what was claimed before, its lease aside.
        """
        ...

    async def intend(self, delivery: int, intent: Intent, chat: int) -> None:
        """A message of the delivery is about to be sent to this chat (0: its number is not known yet)."""
        ...

    async def absent(self, delivery: int) -> None:
        """The message that was intended is not out."""
        ...

    async def messages(self, chat: int) -> Mapping[int, int | None]:
        """The latest message ids known in a chat, and the delivery that each belongs to (None: not ours)."""
        ...

    async def defer(self, delivery: int, until: datetime, now: datetime) -> None:
        """A correction waits until then."""
        ...

    async def withdrawn(self, delivery: int, receipt: Receipt, now: datetime) -> None:
        """The post was withdrawn: what stands there still, if anything, says so."""
        ...

    async def clock_was_set_back(self, channel: str, now: datetime) -> bool:
        """Whether what waits for the channel was written down in the future; then it waits from now on."""
        ...

    async def next_due(self, channel: str, *, test: bool = ...) -> datetime | None:
        """When the next delivery is due; None if none is pending."""
        ...

    async def progress(self, delivery: int, receipt: Receipt, now: datetime) -> None:
        """A message of the delivery stands in the channel."""
        ...

    async def sent(
        self, delivery: int, revision: int, receipt: Receipt, now: datetime, *, edited: bool = ..., summary: str = ...
    ) -> None:
        """The delivery stands in the channel in full, as of this revision of its post; the channel is well."""
        ...

    async def retry(
        self, delivery: int, channel: str, state: ChannelState, now: datetime, *, uncertain: bool = ...
    ) -> None:
        """The delivery is pending again; the channel waits. `uncertain` says that its message may be out."""
        ...

    async def resume(self, channel: str) -> bool:
        """The channel takes posts again, as somebody says; whether it was paused."""
        ...

    async def hold(self, delivery: int, reason: Text, now: datetime, *, left: Receipt | None = ...) -> None:
        """The delivery waits for a person. `left` is what is left of it in the channel, if somebody took some away."""
        ...

    async def postpone(self, delivery: int, now: datetime) -> None:
        """A correction of what stands in the other chat (test or live) waits until relay is in that mode again."""
        ...

    async def skip(self, delivery: int, reason: Text, now: datetime) -> None:
        """The channel cannot take this post by its nature."""
        ...


class Channel(Protocol):
    """A place where messages appear."""

    async def publish(self, message: Message, upload: Upload | None, more: Sequence[PictureFile] = ...) -> Receipt:
        """Post one message, or an album, whose further pictures are `more`; raises ChannelError."""
        ...

    async def edit(
        self,
        chat: int,
        old: MessageReceipt,
        message: Message,
        upload: Upload | None,
        more: Sequence[PictureFile] = ...,
    ) -> MessageReceipt:
        """Correct one message in place; `more` are the further pictures of a rich one. Raises ChannelError."""
        ...

    async def delete(self, chat: int, old: MessageReceipt) -> None:
        """Take one message away; raises ChannelError."""
        ...


class Witness(Protocol):
    """Finds out what stands in a channel's chat."""

    async def chat(self) -> int:
        """The chat's number; raises ChannelError."""
        ...

    async def find(self, intent: Intent, *, after: int, known: frozenset[int]) -> Receipt | None:
        """The message that was intended, or None if it certainly does not stand there; raises ChannelError (Blind)."""
        ...

    async def beyond(self, after: int, known: frozenset[int]) -> Sequence[Seen]:
        """The messages after an id that are not known; raises ChannelError (Blind)."""
        ...


class Renderer(Protocol):
    """What a post looks like in one channel."""

    def __call__(self, post: Post, *, corrected: datetime | None = None, classic: bool | None = ...) -> Rendered | Skip:
        """Pure. `corrected` is when it was corrected, if it was; `classic` says whether rich messages will not do.

        None: as is configured.
        """
        ...


class Notice(Protocol):
    """What stands in a channel instead of a post that was withdrawn."""

    def __call__(self, post: Post, *, at: datetime) -> Rendered:
        """Pure."""
        ...


class Superseded(Protocol):
    """What stands in a channel instead of a message that a correction made needless."""

    def __call__(self, *, link: str) -> Message:
        """Pure. `link` leads to where the post stands; empty where there is no such link."""
        ...


class Pictures(Protocol):
    """Pictures and files ready for upload."""

    async def load(self, picture: Picture) -> PictureFile:
        """Fetch and prepare a picture; raises SourceError."""
        ...

    async def fetch(self, attachment: Attachment) -> AttachedFile:
        """Fetch a file that can be sent; raises SourceError, with its `size` in bytes where that is known."""
        ...
