"""A post as one channel takes it: its messages, in the channel's own dialect. Frozen, between render and channel."""

from __future__ import annotations

from dataclasses import dataclass

from relay.errors import Text
from relay.model import Attachment, Picture


@dataclass(frozen=True, slots=True)
class Button:
    """A link below a message."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel takes it: in its own dialect, escaped, and the same if it refuses the markup."""

    html: str
    plain: str
    picture: Picture | None = None
    button: Button | None = None
    silent: bool = False
    preview: str = ""
    """Address of the page of which a preview is shown below a message without picture; empty: of none."""
    more: tuple[Picture, ...] = ()
    """Further pictures: an album with the first one."""
    file: Attachment | None = None
    """Sent instead of a picture, with the words as its caption."""
    bare: tuple[str, str] | None = None
    """The words (html, plain) where its pictures or its file cannot be shown; None: the same."""
    place: str = ""
    """Where it belongs if not to the text: ``pictures``, or the address of its file."""
    language: str = ""
    about: tuple[str, str, bool] | None = None
    """What the words (html, plain) say of its pictures, and whether the first is to be described; None: nothing."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post as a channel takes it: one message, or several in order; its `summary` is by ``llm`` or ``extractive``."""

    messages: tuple[Message, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """A post that a channel cannot take, and why."""

    reason: Text
