"""A post as one channel takes it: its messages, in the channel's own dialect. Frozen, between render and channel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from relay.errors import Text
from relay.model import Attachment, Picture


@dataclass(frozen=True, slots=True)
class Button:
    """A link below a message."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class RichPart:
    """A piece of a rich message: one block, or several that belong together."""

    html: str
    plain: str
    picture: Picture | None = None
    """The one that it shows: where that cannot be shown, the piece is left out."""


def picture_id(picture: Picture) -> str:
    """By what the HTML of a rich message names a picture (Bot API, InputRichMessageMedia: at most 64 characters)."""
    return hashlib.blake2b(picture.url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


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
    rich: tuple[RichPart, ...] = ()
    """A rich message: `html` and `plain` are made of these; it has no classic form of its own."""

    def with_pictures(self, pictures: tuple[Picture, ...]) -> Message:
        """The rich message with these of its pictures alone."""
        kept = tuple(part for part in self.rich if part.picture is None or part.picture in pictures)
        return replace(
            self,
            html="".join(part.html for part in kept),
            plain="\n\n".join(part.plain for part in kept if part.plain),
            picture=pictures[0] if pictures else None,
            more=pictures[1:],
            rich=kept,
        )


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post as a channel takes it: one message, or several in order."""

    messages: tuple[Message, ...]
    summary: str = ""
    """Who wrote its short text: ``llm`` or ``extractive``; empty for a look that has none."""
    teaser: str = ""
    """That short text, as it stands in the post."""
    teaser_length: int = 0
    """Characters for which it was made of the release's sentences, as much as the rest of the post leaves."""


@dataclass(frozen=True, slots=True)
class Skip:
    """A post that a channel cannot take, and why."""

    reason: Text
