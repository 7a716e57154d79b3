"""Drives the deliveries of one channel, from the store to the channel.

    delivery <- store.claim(channel)                     pending -> sending, leased
    rendered <- render(delivery.post)                    Skip: discarded, with the reason
    for each message of it:
        receipt  <- channel.publish | channel.edit       what stands there already is corrected, not repeated
        store.progress(receipt)
    store.sent(...)

What an error means is decided by one pure rule (`after`): TryLater and Unavailable make the channel wait, with the
delivery first in line; Rejected is tried with less (no picture, no markup), then held, and the queue goes on;
Uncertain is resent or held, as configured.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from relay.errors import ChannelError, Rejected, SourceError, StoreError, Text, TryLater, Unavailable, Uncertain
from relay.model import Delivery, Message, MessageReceipt, PictureFile, Receipt, Rendered, Skip
from relay.pacing import next_slot
from relay.ports import Channel, Clock, DeliveryStore, Pictures, Renderer
from relay.state import ChannelState

T = TypeVar("T")

log = logging.getLogger(__name__)

LEASE = 900.0
"""Seconds a claim lasts: longer than any message takes, its pictures and their time-outs included."""
BACK_OFF = (2.0, 300.0)
"""Seconds to wait after the first failure of a channel, doubled with each, and at most."""
CLOSED = 60.0
"""Seconds after which a channel that takes nothing (rights, token) is tried again."""
INSIST = 2.0
"""Seconds between two tries to write down that something was posted."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The channel waits; the delivery stays first in line."""

    state: ChannelState


@dataclass(frozen=True, slots=True)
class HoldIt:
    """The delivery waits for a person; the queue goes on."""

    reason: Text


def after(error: ChannelError, state: ChannelState, *, now: datetime, uncertain: str) -> Wait | HoldIt:
    """What an error means for a delivery and its channel. Pure.

    `uncertain` is ``resend`` or ``hold``. A 429's time is obeyed to the second.
    """
    failures = state.failures + 1
    pause = min(BACK_OFF[0] * 2.0 ** min(failures - 1, 16), BACK_OFF[1])
    if isinstance(error, TryLater) and error.after is not None:
        # Its own wish is no failure, but a sign of life.
        pause, failures = error.after, 0
    elif isinstance(error, Unavailable):
        pause = CLOSED
    elif isinstance(error, Rejected):
        return HoldIt(error.text)
    elif isinstance(error, Uncertain) and uncertain == "hold":
        return HoldIt(Text("nobody knows whether it was posted: {why}", {"why": error.text}))
    return Wait(ChannelState(now + timedelta(seconds=pause), failures, error.text, state.sent))


class Deliver:
    """Works off one channel's queue, one message at a time."""

    def __init__(
        self,
        name: str,
        *,
        channel: Channel,
        render: Renderer,
        pictures: Pictures,
        store: DeliveryStore,
        clock: Clock,
        pace: float,
        per_minute: int,
        uncertain: str,
        test: bool = False,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.name = name
        self._channel = channel
        self._render = render
        self._pictures = pictures
        self._store = store
        self._clock = clock
        self._pace = pace
        self._per_minute = per_minute
        self._uncertain = uncertain
        self._test = test
        self._sleep = sleep
        self.ending = False
        """Set when relay is to stop: then a post in several messages ends after the one it is at, and goes on later."""
        self.held = 0
        """Deliveries that an error put on hold since the start."""

    async def ready_at(self) -> datetime | None:
        """When there is something to do; None if nothing is pending."""
        due = await self._store.next_due(self.name)
        if due is None:
            return None
        state = await self._store.channel_state(self.name)
        slot = next_slot(state.sent, pace=self._pace, per_minute=self._per_minute, now=self._clock())
        return max(due, slot, state.wait_until or slot)

    async def deliver_one(self) -> bool:
        """Claim one delivery and see it through; False if none was due. Raises StoreError before anything was sent."""
        delivery = await self._store.claim(self.name, self._clock(), LEASE, test=self._test)
        if delivery is None:
            return False
        try:
            await self._see_through(delivery)
        except ChannelError as error:
            await self._settle_error(delivery, error)
        except Exception:
            # A bug must not cost the rest of the queue; the post waits for a person, as nobody knows how far it came.
            log.exception("%s: %s: relay itself failed", self.name, delivery.post.title)
            reason = Text("relay itself failed; the log says how")
            self.held += 1
            await self._insist(lambda: self._store.hold(delivery.id, reason, self._clock()))
        return True

    async def _see_through(self, delivery: Delivery) -> None:
        if delivery.test != self._test:
            await self._insist(lambda: self._store.postpone(delivery.id, self._clock()))
            return
        rendered = self._render(delivery.post)
        if isinstance(rendered, Skip):
            log.info("%s: %s: skipped: %s", self.name, delivery.post.title, rendered.reason)
            await self._insist(lambda: self._store.skip(delivery.id, rendered.reason, self._clock()))
            return
        receipt = await self._send(delivery, rendered)
        await self._insist(lambda: self._store.sent(delivery.id, delivery.revision, receipt, self._clock()))
        if (await self._state()).problem:
            log.info("%s: well again", self.name)
        await self._insist(lambda: self._store.channel_well(self.name))
        done = "corrected" if delivery.receipt else "posted"
        log.info("%s: %s: %s %s", self.name, done, delivery.post.title, receipt.link)

    async def _send(self, delivery: Delivery, rendered: Rendered) -> Receipt:
        """Bring the channel from what stands there to what is rendered, message by message."""
        receipt = delivery.receipt
        standing = receipt.messages if receipt else ()
        for index, message in enumerate(rendered.messages):
            if index < len(standing):
                assert receipt is not None  # noqa: S101 - otherwise nothing stands there
                if receipt.messages[index].digest == _digest(message):
                    continue
                receipt = await self._correct(receipt, index, message)
            else:
                if index or receipt:
                    await self._wait_for_slot()
                quiet = replace(message, silent=message.silent or index > 0)
                posted = await self._publish(quiet)
                receipt = replace(receipt, messages=receipt.messages + posted.messages) if receipt else posted
            await self._write_down(delivery, receipt)
        assert receipt is not None  # noqa: S101 - a renderer makes at least one message, or says Skip
        for surplus in standing[len(rendered.messages) :]:
            await self._remove(receipt.chat, surplus)
            receipt = replace(receipt, messages=tuple(one for one in receipt.messages if one != surplus))
            await self._write_down(delivery, receipt)
        return receipt

    async def _publish(self, message: Message) -> Receipt:
        """Post one message, with less of it where the channel refuses a part."""
        wanted = message
        picture, message = await self._picture(message)
        while True:
            try:
                receipt = await self._channel.publish(message, picture)
            except Rejected as error:
                picture, message = self._less(error, picture, message)
                continue
            return replace(receipt, messages=tuple(_signed(one, wanted, message) for one in receipt.messages))

    async def _correct(self, receipt: Receipt, index: int, message: Message) -> Receipt:
        old = receipt.messages[index]
        wanted = message
        picture, message = await self._picture(message) if message.picture else (None, message)
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
        """What is left of a message without the part that was refused; raises the error if nothing can be left out."""
        if error.part == "picture" and picture:
            log.warning("%s: posted without its picture: %s", self.name, error)
            return None, replace(message, picture=None)
        if error.part == "markup" and message.html:
            log.warning("%s: posted without markup: %s", self.name, error)
            return picture, replace(message, html="")
        raise error

    async def _picture(self, message: Message) -> tuple[PictureFile | None, Message]:
        """The picture's file; a picture that cannot be had never stops a post."""
        if message.picture is None:
            return None, message
        try:
            return await self._pictures.load(message.picture), message
        except SourceError as error:
            log.warning("%s: posted without its picture: %s", self.name, error)
            return None, replace(message, picture=None)

    async def _remove(self, chat: int, old: MessageReceipt) -> None:
        try:
            await self._channel.delete(chat, old)
        except Uncertain as error:
            raise _harmless(error) from error
        except Rejected as error:
            # Too old to be deleted, or deleted by a person already: then it stays, or is gone.
            log.warning("%s: a message that is too much stays: %s", self.name, error)

    async def _wait_for_slot(self) -> None:
        while not self.ending:
            state = await self._state()
            now = self._clock()
            slot = next_slot(state.sent, pace=self._pace, per_minute=self._per_minute, now=now)
            if slot <= now:
                return
            await self._sleep(min((slot - now).total_seconds(), 1.0))
        raise TryLater("relay is stopping; the rest follows when it is back")

    async def _write_down(self, delivery: Delivery, receipt: Receipt) -> None:
        await self._insist(lambda: self._store.progress(delivery.id, receipt, self._clock()))

    async def _settle_error(self, delivery: Delivery, error: ChannelError) -> None:
        state = await self._state()
        outcome = after(error, state, now=self._clock(), uncertain=self._uncertain)
        if isinstance(outcome, HoldIt):
            self.held += 1
            await self._insist(lambda: self._store.hold(delivery.id, outcome.reason, self._clock()))
            log.error("%s: %s: held: %s", self.name, delivery.post.title, outcome.reason)
            return
        await self._insist(lambda: self._store.retry(delivery.id, self.name, outcome.state, self._clock()))
        log.warning("%s: %s: %s", self.name, delivery.post.title, error)

    async def _state(self) -> ChannelState:
        """How the channel is, asked in the middle of a delivery, which must come to its end."""
        return await self._insist(lambda: self._store.channel_state(self.name))

    async def _insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Write down what cannot be undone: while the disk is full the channel waits, it does not forget."""
        while True:
            try:
                return await call()
            except StoreError as error:
                log.error("%s: %s Trying again.", self.name, error)  # noqa: TRY400 - the text says all
                await self._sleep(INSIST)


def _harmless(error: Uncertain) -> TryLater:
    """Of an edit or a deletion whose answer was lost: the same correction twice is one correction."""
    return TryLater(error.text.message, after=None, **error.text.facts)


def _digest(message: Message) -> str:
    picture = message.picture.url if message.picture else ""
    button = f"{message.button.text}\x1f{message.button.url}" if message.button else ""
    said = "\x1e".join((message.html or message.plain, picture, button))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _signed(receipt: MessageReceipt, wanted: Message, sent: Message) -> MessageReceipt:
    """The receipt with what was to be said, so that it is said once, and the picture that is really shown."""
    return replace(receipt, digest=_digest(wanted), picture=sent.picture.url if sent.picture else "")
