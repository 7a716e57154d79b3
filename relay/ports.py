"""What the drivers need of the edges. Each is as narrow as its use, so that a fake is a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from relay.delivery import Delivery, Intent, Seen
from relay.errors import Text
from relay.message import Message, Rendered, Skip
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
from relay.state import ChannelState, Past, Reread, SourceState, Vanished
from relay.telling import Decided, Facts, HeldOne, Letter, Told, Update
from relay.uploads import AttachedFile, PictureFile, Upload


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

    async def edit(self, chat: int, old: MessageReceipt, message: Message, upload: Upload | None) -> MessageReceipt:
        """Correct one message in place; raises ChannelError."""
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

    def __call__(self, post: Post, *, corrected: datetime | None = None) -> Rendered | Skip:
        """Pure. `corrected` is when it was corrected, if it was."""
        ...


class Notice(Protocol):
    """What stands in a channel instead of a post that was withdrawn."""

    def __call__(self, post: Post, *, at: datetime) -> Rendered:
        """Pure."""
        ...


class Pictures(Protocol):
    """Pictures and files ready for upload."""

    async def load(self, picture: Picture) -> PictureFile:
        """Fetch and prepare a picture; raises SourceError."""
        ...

    async def fetch(self, attachment: Attachment) -> AttachedFile:
        """Fetch a file that can be sent; raises SourceError, with its `size` in bytes where that is known."""
        ...


class EditorsChat(Protocol):
    """The private chat of the press office."""

    async def say(self, text: str, choices: Sequence[tuple[str, str]], *, silent: bool = ...) -> int:
        """Write plain text with buttons (label, data) below it, and return the message's id; raises ChannelError."""
        ...

    async def settle(self, message: int, text: str | None) -> None:
        """Take the buttons of a message away, and put another text in its place, if one is given.

        Raises ChannelError.
        """
        ...


class Updates(Protocol):
    """What the bot is told of."""

    async def updates(self, after: int, seconds: float) -> Sequence[Update]:
        """Those from the number `after` on, oldest first, as soon as there are any, at most `seconds` later.

        Raises ChannelError: ReadElsewhere and NothingToRead among them.
        """
        ...

    async def answer(self, query: str, text: str) -> None:
        """Tell the person who pressed a button what became of it; raises ChannelError."""
        ...


class Alerts(Protocol):
    """The addresses that hear of what is wrong, beside the editors' chat."""

    async def tell(self, title: str, body: str) -> None:
        """Tell all of them; raises AlertError if none took it."""
        ...


class NoticeStore(Protocol):
    """What the notifier needs to remember."""

    async def trouble(self) -> Text | None:
        """Why nothing can be written at present; None if it can, as far as anybody knows. Raises TakenOver."""
        ...

    async def facts(self) -> Facts:
        """Everything that may have to be told."""
        ...

    async def told(self) -> Mapping[str, Told]:
        """What is remembered of conditions, by key."""
        ...

    async def remember(self, told: Told) -> None:
        """Keep what is known of a condition, in the place of what was known."""
        ...

    async def forget(self, key: str) -> None:
        """The condition is over."""
        ...

    async def letters(self) -> Sequence[Letter]:
        """Those that nobody was told of yet, oldest first."""
        ...

    async def letter_told(self, letter: int, now: datetime) -> None:
        """A letter was told."""
        ...

    async def decided(self, first: int, last: int) -> Sequence[Decided]:
        """What people decided last about the deliveries of a group, from its first to its last."""
        ...


class PressStore(Protocol):
    """What the editors' buttons need to remember."""

    async def next_update(self) -> int:
        """The number of the first update that was not dealt with; 0 before the first."""
        ...

    async def dealt_with(self, update: int) -> None:
        """An update was dealt with, as were those before it."""
        ...

    async def all_confirmed(self) -> None:
        """The server knows what was dealt with: the next update is the first that it has, whatever its number."""
        ...

    async def held(self, first: int, last: int, mark: str) -> Sequence[HeldOne]:
        """Those of a group that still wait, the oldest release first."""
        ...

    async def answered(self, message: int) -> None:
        """Whatever the message asked was decided: the editors need not be told that it is over."""
        ...

    async def decided(self, first: int, last: int) -> Sequence[Decided]:
        """What people decided last about the deliveries of a group, from its first to its last."""
        ...


class Decisions(Protocol):
    """What a person may decide about deliveries that wait. `who` is a role, never a name."""

    async def release(self, ids: Sequence[int], now: datetime, *, who: str) -> list[int]:
        """Let them go out; returns those that were held."""
        ...

    async def discard(self, ids: Sequence[int], now: datetime, *, who: str, absorbed: bool = ...) -> list[int]:
        """Do not post them; returns those that were held. `absorbed` says that they count as known."""
        ...


class WithdrawalStore(Protocol):
    """What is remembered of releases that may have been withdrawn."""

    async def vanished(self, now: datetime, limit: int) -> Sequence[Vanished]:
        """Those whose pages are to be looked at by now, longest due first, at most `limit`."""
        ...

    async def gone(self, release: int, reason: Text, next_look: datetime) -> None:
        """It was found gone, once more."""
        ...

    async def look_again(self, release: int, next_look: datetime) -> None:
        """Nobody knows; ask the page again then."""
        ...

    async def back(self, release: int, next_look: datetime | None) -> None:
        """Its page is there, and is looked at again then; None: it was not withdrawn."""
        ...


class Withdrawals(Protocol):
    """What a person may decide about the post of a release that was taken off the website. `who` is a role."""

    async def withdraw(self, release: int, now: datetime, *, who: str) -> bool:
        """Withdraw the post; False if there is nothing to decide (any more)."""
        ...

    async def keep(self, release: int, now: datetime, *, who: str) -> bool:
        """Leave it where it stands; False if there is nothing to decide (any more)."""
        ...

    async def keep_all(self, mark: str, last: int, now: datetime, *, who: str) -> int:
        """Leave all where they stand, of a source of which many are gone, up to this release; returns how many."""
        ...
