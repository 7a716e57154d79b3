"""Brings a channel from what stands there to what a post is to look like, message by message."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest

from relay.delivery.intent import Delivery, Intent
from relay.delivery.loading import Choice, Loader, lacking, shows, what
from relay.delivery.message import Message, Rendered, RichPart
from relay.delivery.standing import Album, albums, assigned, digest, exchanged, pictures_of, signed, without
from relay.delivery.standing import bare as without_uploads
from relay.delivery.uploads import BLANK, PictureFile, Upload
from relay.errors import Rejected, Text, TryLater, Uncertain
from relay.model import MessageReceipt, Picture, Receipt
from relay.ports import Channel, Pictures, Superseded
from relay.render.markup import fingerprint, to_html, to_plain
from relay.render.media import retold

log = logging.getLogger(__name__)

NOTHING = Message(html="", plain="", picture=BLANK)
"""What one more picture of an album becomes when it is taken back and cannot be deleted any more."""
_LASTING = {"voice"}
"""Kinds of messages that cannot be changed into anything else (Bot API, editMessageMedia)."""
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


class StillThere(Rejected):
    """What is to be seen no more can be neither deleted nor replaced."""


class RichRefused(Rejected):
    """The channel does not take a rich message: it is to be shown as classic ones."""


class Poster:
    """Posts, corrects and takes away the messages of one channel; writes each step down.

    `intend` is called before a message is sent, `write_down` after anything changed in the channel, then `tell_lacks`
    with what a message lacks that it was to have.
    """

    def __init__(
        self,
        name: str,
        *,
        channel: Channel,
        pictures: Pictures,
        superseded: Superseded,
        intend: Callable[[Delivery, Intent], Awaitable[None]],
        write_down: Callable[[Delivery, Receipt], Awaitable[None]],
        tell_lacks: Callable[[Delivery, Sequence[Text]], Awaitable[None]],
        wait_for_slot: Callable[[], Awaitable[None]],
    ) -> None:
        self.name = name
        self._channel = channel
        self._loader = Loader(name, pictures)
        self._superseded = superseded
        self._intend = intend
        self._write_down = write_down
        self._tell_lacks = tell_lacks
        self._wait_for_slot = wait_for_slot

    async def bring(
        self, delivery: Delivery, rendered: Rendered, *, bare: bool = False, lacks: Sequence[Text] = ()
    ) -> Receipt:
        """Correct what stands there, post what is missing, remove what is too much; raises ChannelError.

        `bare` says that pictures and files are left out, `lacks` what all of the post lacks.
        """
        receipt = delivery.receipt
        standing = albums(receipt.messages) if receipt else ()
        places = assigned(rendered.messages, standing)
        for index, (message, place) in enumerate(zip(rendered.messages, places, strict=True)):
            self._loader.lacks = []
            if receipt and place is not None:
                album = albums(receipt.messages)[place]
                if album[0].digest == digest(message):
                    continue
                receipt = await self._correct(receipt, album, message, bare=bare)
            else:
                if index or receipt:
                    await self._wait_for_slot()
                quiet = replace(message, silent=message.silent or index > 0)
                posted = await self._publish(delivery, quiet, bare=bare)
                receipt = _joined(receipt, posted) if receipt else posted
            await self._write_down(delivery, receipt)
            if lacks := (*lacks, *self._loader.lacks):
                await self._tell_lacks(delivery, lacks)
                lacks = ()
        assert receipt is not None  # noqa: S101 - a renderer makes at least one message, or says Skip
        surplus = [one for at, album in enumerate(standing) if at not in places for one in album]
        return await self._supersede(delivery, receipt, surplus)

    async def _supersede(self, delivery: Delivery, receipt: Receipt, surplus: Sequence[MessageReceipt]) -> Receipt:
        """Take away what a correction made needless; what is too old for that (48 hours) says where the post stands."""
        instead = Rendered((self._superseded(link=receipt.link),))
        ids = {one.message_id for one in surplus}
        for old in surplus:
            if old.digest == digest(_wanted(old, instead)) and old.kind not in _LASTING:
                continue
            if await self._remove(receipt.chat, old):
                receipt = without(receipt, old)
            else:
                receipt = await self._give_notice(receipt, old, instead)
            await self._write_down(delivery, receipt)
        _complain([one for one in receipt.messages if one.message_id in ids])
        return receipt

    async def replace_all(self, delivery: Delivery, notice: Rendered) -> Receipt:
        """Put the notice in the place of the first message; take the others away, or put it there as well."""
        receipt = delivery.receipt
        assert receipt is not None  # noqa: S101 - else nothing is to be replaced
        for index, old in enumerate(receipt.messages):
            if index and await self._remove(receipt.chat, old):
                receipt = without(receipt, old)
            else:
                receipt = await self._give_notice(receipt, old, notice)
            await self._write_down(delivery, receipt)
        _complain(receipt.messages)
        return receipt

    async def take_away(self, delivery: Delivery, notice: Rendered) -> Receipt:
        """Delete all messages; the notice stands in the place of those that are too old for it (48 hours)."""
        receipt = delivery.receipt
        assert receipt is not None  # noqa: S101 - else nothing is to be taken away
        for old in receipt.messages:
            if await self._remove(receipt.chat, old):
                receipt = without(receipt, old)
            else:
                receipt = await self._give_notice(receipt, old, notice)
            await self._write_down(delivery, receipt)
        _complain(receipt.messages)
        return receipt

    async def _give_notice(self, receipt: Receipt, old: MessageReceipt, notice: Rendered) -> Receipt:
        """Put the notice in the place of a message, unless it stands there, or somebody took the message away."""
        wanted = _wanted(old, notice)
        if old.digest == digest(wanted):
            return receipt
        try:
            return exchanged(receipt, (old,), (await self._correct_one(receipt.chat, old, wanted, wanted),))
        except Rejected as error:
            if error.part != "gone":
                raise _stuck(error.text) from error
            log.warning("%s: a message to withdraw is not there any more: %s", self.name, error)
            return without(receipt, old)

    async def _publish(self, delivery: Delivery, message: Message, *, bare: bool) -> Receipt:
        """Post one message, or an album, with less of it where the channel refuses a part."""
        wanted = message
        uploads, message = await self._loader.load(message, bare=bare)
        while True:
            intent = Intent(
                fingerprint=fingerprint(message.html, message.plain),
                after=0,
                at=_LATER,
                digest=digest(wanted),
                picture=message.picture.url if message.picture else message.file.url if message.file else "",
                link=message.button.url if message.button else "",
                parts=1 if message.rich else max(1, len(uploads)),
                place=message.place,
            )
            await self._intend(delivery, intent)
            try:
                receipt = await self._channel.publish(message, *_first_and_more(uploads))
            except Rejected as error:
                uploads, message = self._less(error, uploads, message)
                continue
            if not receipt.messages[0].message_id:
                await self._intend(delivery, replace(intent, scheduled=True))
                raise Uncertain("Telegram took it, and will publish it later")
            return replace(receipt, messages=signed(receipt.messages, wanted, message), unseen=delivery.unseen)

    async def _correct(self, receipt: Receipt, old: Album, message: Message, *, bare: bool) -> Receipt:
        """Correct a message, or an album: it cannot grow, so pictures beyond those that it has are not shown.

        The words come last: by then it is known whose pictures are shown.
        """
        if message.rich:
            return await self._correct_rich(receipt, old, message, bare=bare)
        pictures = pictures_of(message)
        if len(pictures) > len(old):
            count = len(pictures) - len(old)
            log.warning("%s: an album cannot grow: %d pictures are not shown", self.name, count)
            self._loader.lacks.append(Text("without pictures that came later ({count})", {"count": count}))
        choice = await self._loader.choose(old, pictures, bare=bare)
        new: list[MessageReceipt] = []
        for part, chosen in zip_longest(old[1:], choice[1:]):
            new += await self._correct_part(receipt.chat, part, chosen)
        standing = {one.picture for one in new}
        shown = tuple(picture for picture, _ in choice[1:] if picture is not BLANK and picture.url in standing)
        upload: Upload | None = None
        if message.file and not shows(old[0], message):
            uploads, said = await self._loader.load(message, bare=bare)
            upload = uploads[0] if uploads else None
        elif message.file:
            said = message
        else:
            said, upload = _with_first(message, choice[0] if choice else (BLANK, None), shown)
        try:
            first = await self._correct_one(receipt.chat, old[0], said, message, upload)
        except Rejected as error:
            if error.part != "gone":
                raise
            raise _taken_away(error, without(exchanged(receipt, old, (old[0], *new)), old[0])) from error
        return exchanged(receipt, old, (first, *new))

    async def _correct_rich(self, receipt: Receipt, old: Album, wanted: Message, *, bare: bool) -> Receipt:
        """All of its pictures are named again, as the new message takes the place of the old one."""
        uploads, message = await self._loader.load(wanted, bare=bare, again=True)
        while True:
            try:
                new = await self._channel.edit(receipt.chat, old[0], message, *_first_and_more(uploads))
            except Rejected as error:
                if error.part == "gone":
                    raise _taken_away(error, without(receipt, old[0])) from error
                uploads, message = self._less(error, uploads, message)
                continue
            except Uncertain as error:
                raise _harmless(error) from error
            return exchanged(receipt, old[:1], signed((new,), wanted, message))

    async def _correct_part(self, chat: int, old: MessageReceipt, chosen: Choice | None) -> list[MessageReceipt]:
        """Show another picture in an album, or none; returns what stands there then, if anything."""
        if chosen is None and await self._remove(chat, old):
            return []
        picture, upload = chosen or (BLANK, None)
        if old.picture == picture.url:
            return [old]
        wanted = replace(NOTHING, picture=picture)
        try:
            return [await self._correct_one(chat, old, wanted, wanted, upload)]
        except Rejected as error:
            if error.part != "gone":
                raise
            log.warning("%s: a picture is not there any more: %s", self.name, error)
            return []

    async def _correct_one(
        self, chat: int, old: MessageReceipt, message: Message, wanted: Message, upload: Upload | None = None
    ) -> MessageReceipt:
        while True:
            if not (upload or shows(old, message)):
                upload, message = await self._without_old(old, message)
            try:
                new = await self._channel.edit(chat, old, message, upload)
            except Rejected as error:
                if error.part == "gone":
                    raise
                left, message = self._less(error, (upload,) if upload else (), message)
                upload = left[0] if left else None
                continue
            except Uncertain as error:
                raise _harmless(error) from error
            (receipt,) = signed((new,), wanted, message)
            return replace(receipt, part=old.part, place=old.place)

    async def _without_old(self, old: MessageReceipt, message: Message) -> tuple[Upload | None, Message]:
        """What is to be said and uploaded where what stands there is not to be shown any more, nor anything else.

        It was taken back, perhaps for the sake of who is in it; a photo message has to keep a picture.
        """
        if message.picture or message.file:
            message = without_uploads(message)
        if old.is_text or old.kind == "voice":
            return None, message
        message = replace(message, picture=BLANK)
        if shows(old, message):
            return None, message
        log.warning("%s: a blank picture takes the place of an old one", self.name)
        return await self._loader.blank(), message

    def _less(
        self, error: Rejected, uploads: tuple[Upload, ...], message: Message
    ) -> tuple[tuple[Upload, ...], Message]:
        """What is left of a message without what was refused, or may have been: pictures or file, then the markup.

        Raises the error if nothing can be left out.
        """
        if error.part == "button" and message.button:
            return uploads, self._buttonless(error, message)
        if message.rich:
            raise RichRefused(error.text.message, part="rich", **error.text.facts) from error
        if message.picture is BLANK and (error.part == "picture" or not message.html):
            # Without it, the photo would stay where it is, and nobody would hear of it.
            raise error
        if uploads and message.picture is not BLANK and not (error.part == "markup" and message.html):
            log.warning("%s: posted without its %s: %s", self.name, what(message), error)
            self._loader.lacks.append(lacking(message, error.text))
            return (), without_uploads(message)
        if message.html:
            log.warning("%s: posted without markup: %s", self.name, error)
            self._loader.lacks.append(Text("without bold words and links ({why})", {"why": error.text}))
            return uploads, replace(message, html="")
        raise error

    def _buttonless(self, error: Rejected, message: Message) -> Message:
        """With the address in the words, where Telegram refuses the button."""
        assert message.button is not None  # noqa: S101 - who asks has looked
        log.warning("%s: posted without its button: %s", self.name, error)
        self._loader.lacks.append(Text("without its button ({why})", {"why": error.text}))
        url = message.button.url
        if message.rich:
            part = RichPart(f"<p>{to_html(url)}</p>", to_plain(url))
            longer = replace(message, rich=(*message.rich, part), button=None)
            return longer.with_pictures(pictures_of(message))
        html = f"{message.html}\n\n{to_html(url)}" if message.html else ""
        return replace(message, html=html, plain=f"{message.plain}\n\n{to_plain(url)}", button=None)

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


def _wanted(old: MessageReceipt, notice: Rendered) -> Message:
    """What takes a message's place: the notice of an album stands below its first picture."""
    return NOTHING if old.part else notice.messages[0]


def _joined(receipt: Receipt, posted: Receipt) -> Receipt:
    return replace(receipt, messages=receipt.messages + posted.messages, unseen=receipt.unseen or posted.unseen)


def _complain(left: Sequence[MessageReceipt]) -> None:
    """Raise StillThere if there is anything left that a person has to delete."""
    if any(one.kind in _LASTING for one in left):
        raise _stuck(Text("what a voice message says cannot be replaced"))


def _stuck(why: Text) -> StillThere:
    return StillThere(
        "a message of it is to be seen no more, but Telegram neither deletes nor replaces it ({why}). Delete it by "
        "hand in the channel, then publish this here: nothing is posted twice",
        why=why,
    )


def _with_first(message: Message, first: Choice, others: tuple[Picture, ...]) -> tuple[Message, Upload | None]:
    """The first message of what is corrected, with words about the pictures that are shown, and what is uploaded."""
    if not message.picture:
        return message, None
    alone = retold(message, others) if others else without_uploads(message)
    alone = replace(alone, picture=None, more=(), bare=None)
    picture, upload = first
    if picture is BLANK:
        return alone, None
    both = retold(message, (picture, *others))
    return replace(both, picture=picture, more=(), bare=(alone.html, alone.plain)), upload


def _harmless(error: Uncertain) -> Unmade:
    return Unmade(error.text.message, after=None, **error.text.facts)


def _first_and_more(uploads: tuple[Upload, ...]) -> tuple[Upload | None, tuple[PictureFile, ...]]:
    more = tuple(one for one in uploads[1:] if isinstance(one, PictureFile))
    return uploads[0] if uploads else None, more
