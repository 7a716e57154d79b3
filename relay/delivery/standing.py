"""What stands in a channel of a post, and which of its messages belongs to which that is to stand there. Pure.

An album is several messages for Telegram and one for us: the first has the words, the others are parts of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from relay.delivery.message import Message
from relay.feed.links import posted_link
from relay.model import MessageReceipt, Picture, Receipt

Album = tuple[MessageReceipt, ...]
"""One message, and the parts that follow it if it is an album."""


def albums(messages: Iterable[MessageReceipt]) -> tuple[Album, ...]:
    """The messages of a receipt, each with its parts."""
    found: list[Album] = []
    for one in messages:
        if one.part and found:
            found[-1] = (*found[-1], one)
        else:
            found.append((one,))
    return tuple(found)


def assigned(messages: Sequence[Message], standing: Sequence[Album]) -> list[int | None]:
    """For each message the number of what stands there in its place; None for one that is missing.

    Messages of the text take their places in order; a file and an album below the text are known by what they are: a
    text that has become longer must not take their place. What relay posted before it cleaned addresses is known, too.
    """
    words = iter([index for index, album in enumerate(standing) if not album[0].place])
    others = {posted_link(album[0].place): index for index, album in enumerate(standing) if album[0].place}
    places = (posted_link(message.place) for message in messages)
    return [others.pop(place, None) if place else next(words, None) for place in places]


def is_same(one: str, other: str) -> bool:
    """Whether two addresses lead to the same picture or file: in what was posted long ago there may be a session."""
    return posted_link(one) == posted_link(other)


def pictures_of(message: Message) -> tuple[Picture, ...]:
    """All that a message shows."""
    return (message.picture, *message.more) if message.picture else ()


def stands_as_classic(receipt: Receipt | None) -> bool | None:
    """Whether the text of a post stands there in classic messages, or in a rich one; None: nothing of it does.

    It stays what it is: a photo cannot become a rich message, nor a rich one several that other posts do not part.
    """
    words = [one for one in receipt.messages if not (one.part or one.place)] if receipt else []
    return words[0].kind != "rich" if words else None


def without(receipt: Receipt, message: MessageReceipt) -> Receipt:
    """The receipt after a message was taken away."""
    left = tuple(one for one in receipt.messages if one != message)
    link = receipt.link
    if link and left and left[0] != receipt.messages[0]:
        link = f"{link.rpartition('/')[0]}/{left[0].message_id}"
    return replace(receipt, messages=left, link=link)


def exchanged(receipt: Receipt, old: Album, new: Album) -> Receipt:
    """The receipt with a corrected message, or album, in the place of the old one."""
    at = receipt.messages.index(old[0])
    return replace(receipt, messages=(*receipt.messages[:at], *new, *receipt.messages[at + len(old) :]))


def bare(message: Message) -> Message:
    """The message without its pictures or its file, and without the words that go with them."""
    if message.rich:
        return message.with_pictures(())
    html, plain = message.bare or (message.html, message.plain)
    return replace(message, html=html if message.html else "", plain=plain, picture=None, more=(), file=None, bare=None)


def digest(message: Message) -> str:
    """Of what a message says, so that an edit that changes nothing is not made."""
    picture = message.picture.url if message.picture else ""
    button = f"{message.button.text}\x1f{message.button.url}" if message.button else ""
    said = [message.html or message.plain, picture, button]
    said += [one.url for one in message.more]
    said += [message.file.url] if message.file else []
    return hashlib.blake2b("\x1e".join(said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def signed(receipts: Sequence[MessageReceipt], wanted: Message, sent: Message) -> Album:
    """The receipts with what was to be said, so that it is said once, and the pictures that are really shown."""
    shown = [sent.file.url] if sent.file else [one.url for one in pictures_of(sent)]
    return tuple(
        replace(
            one,
            digest="" if index else digest(wanted),
            picture=shown[index] if index < len(shown) else "",
            place=wanted.place,
            part=index > 0,
        )
        for index, one in enumerate(receipts)
    )
