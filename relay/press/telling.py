"""The values of telling people: what a look at the store finds, what is said about it, and what the editors answer.

Frozen and without behaviour, as those of `relay.model`. Times are aware, in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from relay.errors import ChannelError, RelayError, Text
from relay.state import Confirmed, ManyGone, Moved


class AlertError(RelayError):
    """No alert address took a message."""


ANSWERED = 0
"""Of `Told.message`: the editors decided there, and need no word that it is over."""


QUIET = "quiet"
"""Fact of a letter that is for the editors' chat alone, and makes no sound there."""


REFUSED = "Telegram refuses the bot: {why}"
"""What is wrong with a channel (`relay.channels.telegram_errors`) until somebody gives the bot its rights."""


class ReadElsewhere(ChannelError):
    """Somebody else reads the bot's updates: a second reader, or a webhook (Bot API, getUpdates: 409)."""


class NothingToRead(ChannelError):
    """The server has no updates for anybody: it does not know the method (404)."""


# --- what is ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceTrouble:
    """A source that cannot be read at present."""

    id: str
    problem: Text
    success: datetime | None
    """When it was last read; None if it never was."""
    url: str = ""
    kind: str = "feed"
    """As of `relay.settings.SourceSpec`."""
    since: datetime | None = None
    """When it failed first."""
    asked: datetime | None = None
    """When it was asked last."""
    stopped: bool = False
    """It was removed for good (410)."""


@dataclass(frozen=True, slots=True)
class SourceRemark:
    """Something that people should know about a source that can be read."""

    id: str
    url: str
    kind: str = "feed"
    """As of `relay.settings.SourceSpec`."""
    moved: Moved | None = None
    barred: str = ""
    """As of `relay.state.SourceState`, as are the days."""
    unmatched: Text | None = None
    """Its selector matched nothing on the page of its latest release."""
    lost: Text | None = None
    """Which of its entries could not be read, though it could."""
    quiet: bool = False
    """It is quiet for longer than by chance."""
    days: bytes = b""


@dataclass(frozen=True, slots=True)
class HubTrouble:
    """A hub (WebSub) that does not tell what is new in a source."""

    id: str
    """The source's."""
    hub: str
    callback: str
    """Where the addresses begin at which relay wants to be told."""
    problem: Text


@dataclass(frozen=True, slots=True)
class ChannelTrouble:
    """A channel that takes nothing at present."""

    id: str
    problem: Text
    failures: int
    """In a row; 0 where the channel asked for a pause itself (429)."""
    wait_until: datetime | None


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Deliveries that wait for a person, of one source and for one reason."""

    source: str
    reason: Text | None
    mark: str
    """Names source and reason, in eight characters."""
    releases: int
    first: int
    """Number of the first delivery."""
    last: int
    titles: tuple[str, ...]
    """Of the newest releases."""


@dataclass(frozen=True, slots=True)
class Backups:
    """How the regular backup is (``relay backup --keep``)."""

    made: datetime | None
    """When the last one came to its end; None if none ever did."""
    problem: Text | None
    """Why the last try failed."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that may have to be told, as of one moment."""

    sources: tuple[SourceTrouble, ...] = ()
    remarks: tuple[SourceRemark, ...] = ()
    hubs: tuple[HubTrouble, ...] = ()
    channels: tuple[ChannelTrouble, ...] = ()
    held: tuple[HeldGroup, ...] = ()
    gone: tuple[Confirmed, ...] = ()
    """Releases that were taken off the website, while their posts stand."""
    many_gone: tuple[ManyGone, ...] = ()
    """Sources of which so many are gone that nobody is asked about each."""
    waiting: Mapping[str, int] = field(default_factory=dict)
    """Deliveries that wait to go out, by channel."""
    backups: Backups | None = None
    """None where nobody makes regular ones."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is remembered of something that is wrong or waits."""

    key: str
    text: Text
    since: datetime
    """When it was first seen."""
    told: datetime | None
    """When it was last told; None if it never was: it may have been a hiccup."""
    message: int | None
    """In the editors' chat; `ANSWERED` once a button below it was pressed."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people of one role decided about deliveries that waited."""

    who: str
    """The role: ``editors``, ``administrator``."""
    event: str
    """As the ledger calls it: ``released``, ``discarded``, ``absorbed``."""
    releases: int
    at: datetime
    """The last time."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Something that is told once."""

    id: int
    text: Text


@dataclass(frozen=True, slots=True)
class HeldOne:
    """A delivery that waits for a person."""

    id: int
    release: int


# --- what is said -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A button below a message in the editors' chat."""

    label: Text
    data: str
    """What comes back when it is pressed, 1 to 64 bytes (Bot API, InlineKeyboardButton)."""


# --- what comes back --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button. Who, is neither kept nor shown."""

    update: int
    query: str
    """To be answered."""
    chat: int
    """0 where it was not in a chat."""
    name: str
    """@name of the chat; empty where it has none."""
    message: int
    data: str
    text: str
    """Of the message; empty where it is too old to be shown (Bot API, InaccessibleMessage)."""


@dataclass(frozen=True, slots=True)
class Rights:
    """The bot's place in a chat changed (Bot API, my_chat_member)."""

    update: int
    chat: int
    name: str
    """@name of the chat; empty where it has none."""
    may_post: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """Something new stands in a channel that is not of this bot: bots do not hear of their own posts."""

    update: int
    chat: int
    name: str
    """@name of the chat; empty where it has none."""
    message: int


@dataclass(frozen=True, slots=True)
class Other:
    """An update that says nothing to relay."""

    update: int


Update = Pressed | Rights | Posted | Other
