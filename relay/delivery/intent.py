"""One post to one channel: what is claimed, what may be out of it, and what else stands in the channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from relay.errors import Text
from relay.model import Post, Receipt

TWICE = Text(
    "it was sent twice, Telegram answered neither time, and relay cannot look whether it is there: it may stand in the "
    "channel twice. Look there: discard this if it does, publish it if it does not"
)
"""Of a message that must not be sent a third time."""
UNSEEN = Text(
    "the release was withdrawn, but nobody knows where all of it stands: Telegram did not answer when it was posted. "
    "Look in the channel and delete by hand what you find of it, then publish this here: nothing is posted"
)
"""Of a withdrawal that relay cannot see to its end."""


def unknown(why: Text) -> Text:
    """Of a message that may be out, and is not to be sent again."""
    return Text("nobody knows whether it was posted: {why}", {"why": why})


@dataclass(frozen=True, slots=True)
class Intent:
    """A message that is about to be sent, written down before: whoever finds it finds out whether it is out."""

    fingerprint: str
    """Of its visible text (`relay.render.markup.fingerprint`)."""
    after: int
    """The last message id known in the chat; 0 where none is."""
    at: datetime
    digest: str = ""
    """As its receipt is to have it."""
    picture: str = ""
    """Address of the picture it shows."""
    link: str = ""
    """Address that its button leads to; empty for one without a button."""
    parts: int = 1
    """Messages that it makes: an album has several."""
    place: str = ""
    """As of the message."""
    scheduled: bool = False
    """Telegram took it, but will name its id only later (``message_id`` 0: a video in a big channel)."""
    blind: float = 0.0
    """Seconds for which nobody could look whether it is out, counted from the first look that failed."""
    looked: datetime | None = None
    """The last look that failed for want of the editors' chat."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post to one channel, claimed by the caller until its lease ends."""

    id: int
    release: int
    channel: str
    post: Post
    revision: int
    """Of the post; rises with every correction."""
    receipt: Receipt | None = None
    """What stands in the channel already: then this is a correction, or the rest of a post in several messages."""
    test: bool = False
    """Whether that is the test chat, or is to be."""
    intent: Intent | None = None
    """A message of it that may be out without our knowing its id."""
    corrected: datetime | None = None
    """When the release was corrected, if what is to be shown is a correction."""
    withdraw: bool = False
    """A person decided that the post is to be withdrawn."""
    edits: tuple[datetime, ...] = ()
    """When it was corrected within the last hour, oldest first."""
    unseen: bool = False
    """Whether its message was sent before, and nobody could look whether it is out."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that stands in a channel and is not known to us."""

    message_id: int
    text: str
    """Empty for one that cannot be read."""
    links: tuple[str, ...]
    """That its buttons lead to, then those of its words."""
    by_bot: bool
    """Whether it has a button, which people cannot give a message."""
    kind: str = "text"
    """``text``, ``photo``, ...: what kinds of edit it takes."""
    buttons: tuple[str, ...] = ()
    """What stands on its buttons that lead somewhere."""
    here: bool = True
    """Whether it was written in the channel itself, not forwarded into it."""
    hidden: bool = False
    """Whether it cannot be read, and may be ours."""
    link: str = ""
    """Where a person can look at it; empty where that is not known, or the chat has no links."""
    at: datetime | None = None
    """When it was posted, where Telegram says so."""
