"""Brings a channel from what stands there to what a post is to look like, message by message."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

from relay.delivery import Delivery, Intent
from relay.errors import Rejected, SourceError, TryLater, Uncertain
from relay.model import BLANK, Message, MessageReceipt, PictureFile, Receipt, Rendered
from relay.ports import Channel, Pictures
from relay.render.markup import fingerprint, to_html, to_plain

log = logging.getLogger(__name__)

_LATER = datetime.fromtimestamp(0, UTC)
"""The time of an intent is written in by who writes it down."""


class Unmade(TryLater):
    """An edit or a deletion whose answer was lost. It is made again: the same correction twice is one correction."""


class TakenAway(Rejected):
    """A message that is to be corrected is not there any more, or is not ours to change."""

    def __init__(self, message: str, *, left: Receipt, **facts: object) -> None:
        super().__init__(message, part="gone", **facts)
        self.left = left
        """What stands there still."""


class Poster:
    """Posts, corrects and takes away the messages of one channel; writes each step down.

    `intend` is called before a message is sent, `write_down` after anything changed in the channel.
    """

    def __init__(
        self,
        name: str,
        *,
        channel: Channel,
        pictures: Pictures,
        intend: Callable[[Delivery, Intent], Awaitable[None]],
        write_down: Callable[[Delivery, Receipt], Awaitable[None]],
        wait_for_slot: Callable[[], Awaitable[None]],
    ) -> None:
        self.name = name
        self._channel = channel
        self._pictures = pictures
        self._intend = intend
        self._write_down = write_down
        self._wait_for_slot = wait_for_slot

    async def bring(self, delivery: Delivery, rendered: Rendered, *, bare: bool = False) -> Receipt:
        """Correct what stands there, post what is missing, remove what is too much; raises ChannelError.

        `bare` says that pictures are left out.
        """
        receipt = delivery.receipt
        standing = receipt.messages if receipt else ()
        for index, message in enumerate(rendered.messages):
            if receipt and index < len(standing):
                if receipt.messages[index].digest == digest(message):
                    continue
                try:
                    receipt = await self._correct(receipt, index, message, bare=bare)
                except Rejected as error:
                    if error.part != "gone":
                        raise
                    raise _taken_away(error, _without(receipt, receipt.messages[index])) from error
            else:
                if index or receipt:
                    await self._wait_for_slot()
                quiet = replace(message, silent=message.silent or index > 0)
                posted = await self._publish(delivery, quiet, bare=bare)
                receipt = replace(receipt, messages=receipt.messages + posted.messages) if receipt else posted
            await self._write_down(delivery, receipt)
        assert receipt is not None  # noqa: S101 - a renderer makes at least one message, or says Skip
        for surplus in standing[len(rendered.messages) :]:
            if await self._remove(receipt.chat, surplus):
                receipt = _without(receipt, surplus)
                await self._write_down(delivery, receipt)
        return receipt

    async def replace_all(self, delivery: Delivery, notice: Rendered) -> Receipt:
        """Put the notice in the place of the first message; take the others away, or put it there as well."""
        receipt = delivery.receipt
        assert receipt is not None  # noqa: S101 - else nothing is to be replaced
        for index, old in enumerate(receipt.messages):
            if index and await self._remove(receipt.chat, old):
                receipt = _without(receipt, old)
            else:
                receipt = await self._give_notice(receipt, old, notice)
            await self._write_down(delivery, receipt)
        return receipt

    async def take_away(self, delivery: Delivery, notice: Rendered) -> Receipt:
        """Delete all messages; the notice stands in the place of those that are too old for it (48 hours)."""
        receipt = delivery.receipt
        assert receipt is not None  # noqa: S101 - else nothing is to be taken away
        for old in receipt.messages:
            if await self._remove(receipt.chat, old):
                receipt = _without(receipt, old)
            else:
                receipt = await self._give_notice(receipt, old, notice)
            await self._write_down(delivery, receipt)
        return receipt

    async def _give_notice(self, receipt: Receipt, old: MessageReceipt, notice: Rendered) -> Receipt:
        """Put the notice in the place of a message, unless it stands there, or somebody took the message away."""
        if old.digest == digest(notice.messages[0]):
            return receipt
        try:
            return await self._correct(receipt, receipt.messages.index(old), notice.messages[0])
        except Rejected as error:
            if error.part != "gone":
                raise
            log.warning("%s: a message to withdraw is not there any more: %s", self.name, error)
            return _without(receipt, old)

    async def _publish(self, delivery: Delivery, message: Message, *, bare: bool) -> Receipt:
        """Post one message, with less of it where the channel refuses a part."""
        wanted = message
        picture, message = await self._picture(message, bare=bare)
        while True:
            intent = Intent(
                fingerprint=fingerprint(message.html, message.plain),
                after=0,
                at=_LATER,
                digest=digest(wanted),
                picture=message.picture.url if message.picture else "",
                link=message.button.url if message.button else "",
            )
            await self._intend(delivery, intent)
            try:
                receipt = await self._channel.publish(message, picture)
            except Rejected as error:
                picture, message = self._less(error, picture, message)
                continue
            if not receipt.messages[0].message_id:
                await self._intend(delivery, replace(intent, scheduled=True))
                raise Uncertain("Telegram took it, and will publish it later")
            return replace(receipt, messages=tuple(_signed(one, wanted, message) for one in receipt.messages))

    async def _correct(self, receipt: Receipt, index: int, message: Message, *, bare: bool = False) -> Receipt:
        old = receipt.messages[index]
        wanted = message
        if old.kind == "photo" and not message.picture:
            # The photo was taken back, perhaps for the sake of who is in it; the message has to keep a picture.
            message = replace(message, picture=BLANK)
        picture, message = await self._picture(message, bare=bare)
        while True:
            try:
                new = await self._channel.edit(receipt.chat, old, message, picture)
            except Rejected as error:
                if error.part == "gone":
                    raise
                picture, message = self._less(error, picture, message)
                continue
            except Uncertain as error:
                raise _harmless(error) from error
            break
        messages = (*receipt.messages[:index], _signed(new, wanted, message), *receipt.messages[index + 1 :])
        return replace(receipt, messages=messages)

    def _less(
        self, error: Rejected, picture: PictureFile | None, message: Message
    ) -> tuple[PictureFile | None, Message]:
        """What is left of a message without what was refused, or may have been: the picture, then the markup.

        Raises the error if nothing can be left out.
        """
        if error.part == "button" and message.button:
            return picture, self._buttonless(error, message)
        if message.picture is BLANK and (error.part == "picture" or not message.html):
            # Without it, the photo would stay where it is, and nobody would hear of it.
            raise error
        if picture and message.picture is not BLANK and not (error.part == "markup" and message.html):
            log.warning("%s: posted without its picture: %s", self.name, error)
            return None, replace(message, picture=None)
        if message.html:
            log.warning("%s: posted without markup: %s", self.name, error)
            return picture, replace(message, html="")
        raise error

    def _buttonless(self, error: Rejected, message: Message) -> Message:
        """With the address in the words, where Telegram refuses the button."""
        assert message.button is not None  # noqa: S101 - who asks has looked
        log.warning("%s: posted without its button: %s", self.name, error)
        url = message.button.url
        html = f"{message.html}\n\n{to_html(url)}" if message.html else ""
        return replace(message, html=html, plain=f"{message.plain}\n\n{to_plain(url)}", button=None)

    async def _picture(self, message: Message, *, bare: bool) -> tuple[PictureFile | None, Message]:
        """The picture's file; a picture that cannot be had never stops a post, nor does one that is never answered."""
        if message.picture is None:
            return None, message
        if bare and message.picture is not BLANK:
            log.warning("%s: posted without its picture: Telegram never answers to it", self.name)
            return None, replace(message, picture=None)
        try:
            return await self._pictures.load(message.picture), message
        except SourceError as error:
            log.warning("%s: posted without its picture: %s", self.name, error)
        except Exception:
            # A bug that one picture brings to light: the words are what matters.
            log.exception("%s: posted without its picture: relay itself failed", self.name)
        return None, replace(message, picture=None)

    async def _remove(self, chat: int, old: MessageReceipt) -> bool:
        """Delete a message; False if it can't be: it is too old for that."""
        try:
            await self._channel.delete(chat, old)
        except Uncertain as error:
            raise _harmless(error) from error
        except Rejected as error:
            if error.part == "gone":
                return True
            log.warning("%s: a message cannot be deleted: %s", self.name, error)
            return False
        return True


def _taken_away(error: Rejected, left: Receipt) -> TakenAway:
    return TakenAway(
        "it is to be corrected, but a message of it is not in the channel any more, or cannot be changed: somebody may "
        "have deleted it ({why}). If you publish it, what is missing is posted anew",
        left=left,
        why=error.text,
    )


def _without(receipt: Receipt, message: MessageReceipt) -> Receipt:
    left = tuple(one for one in receipt.messages if one != message)
    link = receipt.link
    if link and left and left[0] != receipt.messages[0]:
        link = f"{link.rpartition('/')[0]}/{left[0].message_id}"
    return replace(receipt, messages=left, link=link)


def _harmless(error: Uncertain) -> Unmade:
    return Unmade(error.text.message, after=None, **error.text.facts)


def digest(message: Message) -> str:
    """Of what a message says, so that an edit that changes nothing is not made."""
    picture = message.picture.url if message.picture else ""
    button = f"{message.button.text}\x1f{message.button.url}" if message.button else ""
    said = "\x1e".join((message.html or message.plain, picture, button))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _signed(receipt: MessageReceipt, wanted: Message, sent: Message) -> MessageReceipt:
    """The receipt with what was to be said, so that it is said once, and the picture that is really shown."""
    return replace(receipt, digest=digest(wanted), picture=sent.picture.url if sent.picture else "")
