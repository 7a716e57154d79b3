"""Drives the deliveries of one channel, from the store to the channel.

    delivery <- store.claim(channel)                     pending -> sending, leased; one that may be out comes first
    found    <- findout(delivery.intent)                 is it out? only if its answer was lost, or relay was killed
    rendered <- render(delivery.post)                    Skip: discarded, with the reason
    for each message of it (`relay.delivery.posting`):
        store.intend(intent)                             so that it can be found out
        receipt  <- channel.publish | channel.edit       what stands there already is corrected, not repeated
        store.progress(receipt)
    store.sent(...)

What an error means is decided by one pure rule (`relay.delivery.outcome`): TryLater and Unavailable make the channel
wait, with the delivery first in line; Rejected is tried with less (no picture, no markup), then held, and the queue
goes on; Uncertain is found out before anything else goes to that chat. One that is never answered, while Telegram
answers other things, goes with less, then is held (`relay.delivery.unanswered`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from relay.delivery.findout import Absent, Found, Undecided, find_out
from relay.delivery.form import Form
from relay.delivery.intent import TWICE, UNSEEN, Delivery, Intent
from relay.delivery.manners import Manners
from relay.delivery.message import Rendered, Skip
from relay.delivery.outcome import HoldIt, after
from relay.delivery.pacing import next_edit, next_slot
from relay.delivery.posting import Poster, RichRefused, TakenAway, Unmade
from relay.delivery.unanswered import Unanswered
from relay.errors import ChannelError, Rejected, StoreError, TakenOver, Text, TryLater, Uncertain
from relay.model import Post, Receipt
from relay.ports import Channel, Clock, DeliveryStore, Notice, Pictures, Renderer, Superseded, Witness
from relay.state import ChannelState

T = TypeVar("T")

log = logging.getLogger(__name__)

LEASE = 900.0
"""Seconds a claim lasts: longer than any message takes, its pictures and their time-outs included."""
INSIST = 2.0
"""Seconds between two tries to write down that something was posted."""
LAST_TRIES = 5
"""Of these, when relay is to stop: what is open then is found out at the next start."""


class Deliver:
    """Works off one channel's queue, one message at a time.

    `chat` is the chat's number or name. `turn` is shared by all channels that post into the same chat, and `siblings`
    are the names of the others: while one of theirs may be out, nothing is sent. `witness` finds out what is out; None
    where there is no editors' chat. `single` renders a post as one classic message. `answers` asks whether Telegram
    answers at all; it raises ChannelError if not. `on_posted` hears of every post that stands there for the first time,
    `on_lacking` of what a message of one lacks that it was to have.
    """

    def __init__(
        self,
        name: str,
        *,
        chat: int | str,
        channel: Channel,
        render: Renderer,
        single: Renderer,
        notice: Notice,
        superseded: Superseded,
        pictures: Pictures,
        store: DeliveryStore,
        clock: Clock,
        manners: Manners,
        witness: Witness | None = None,
        answers: Callable[[], Awaitable[object]] | None = None,
        siblings: Sequence[str] = (),
        turn: asyncio.Lock | None = None,
        on_posted: Callable[[Post, Rendered], Awaitable[None]] | None = None,
        on_lacking: Callable[[Post, Sequence[Text]], Awaitable[None]] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.name = name
        self.chat = chat if isinstance(chat, int) else 0
        """The chat's number; 0 until it is known."""
        self.witness = witness
        self._answers = answers
        self._unanswered = Unanswered()
        self._form = Form(render, single)
        self._notice = notice
        self._store = store
        self._clock = clock
        self._manners = manners
        self._siblings = tuple(siblings)
        self._turn = turn or asyncio.Lock()
        self._on_posted = on_posted
        self._on_lacking = on_lacking
        self._sleep = sleep
        self._poster = Poster(
            name,
            channel=channel,
            pictures=pictures,
            superseded=superseded,
            intend=self._intend,
            write_down=self._write_down,
            tell_lacks=self._tell_lacks,
            wait_for_slot=self._wait_for_slot,
        )
        self._astray = False
        """Whether a delivery may have been claimed without our knowing: the database failed after it had done it."""
        self.ending = False
        """Set when relay is to stop: then a post in several messages ends after the one it is at, and goes on later."""
        self.held = 0
        """Deliveries that an error put on hold since the start."""

    def shares_chat(self, others: Sequence[Deliver]) -> None:
        """These post into the same chat, as was found out: they take turns, and while one is unsure all wait."""
        for one in others:
            one._siblings = tuple(dict.fromkeys((*one._siblings, self.name)))  # noqa: SLF001 - of the same class
            self._siblings = tuple(dict.fromkeys((*self._siblings, one.name)))
            self._turn = one._turn  # noqa: SLF001 - of the same class

    async def ready_at(self) -> datetime | None:
        """When there is something to do; None if nothing is pending."""
        if self._astray:
            return self._clock()
        at = await self._ready_at()
        if at and at > self._clock() and await self._store.clock_was_set_back(self.name, self._clock()):
            at = await self._ready_at()
        return at

    async def _ready_at(self) -> datetime | None:
        due = await self._store.next_due(self.name, test=self._manners.test)
        if due is None:
            return None
        state = await self._store.channel_state(self.name)
        slot = self._slot(state)
        return max(due, slot, state.wait_until or slot)

    async def deliver_one(self) -> bool:
        """Claim one delivery and see it through; False if none was due. Raises StoreError before anything was sent."""
        async with self._turn:
            delivery = await self._claim()
            if delivery is None:
                return False
            try:
                await self._see_through(delivery)
            except ChannelError as error:
                if isinstance(error, Unmade) and await self._is_hopeless(delivery, looked=False):
                    await self._give_up(delivery, error)
                else:
                    await self._settle_error(delivery, error)
            except StoreError:
                # Taken over, or relay is to stop while the database can't be written: the intent says what is open.
                raise
            except Exception:
                # A bug must not cost the rest of the queue; the post waits for a person, as nobody knows how far it
                # came.
                log.exception("%s: %s: relay itself failed", self.name, delivery.post.title)
                await self._hold(delivery, Text("relay itself failed; the log says how"))
            return True

    async def _claim(self) -> Delivery | None:
        astray, self._astray = self._astray, True
        delivery = await self._store.claim(
            self.name, self._clock(), LEASE, test=self._manners.test, siblings=self._siblings, astray=astray
        )
        self._astray = False
        return delivery

    async def _see_through(self, delivery: Delivery) -> None:
        if delivery.intent:
            found_out = await self._find_out(delivery, delivery.intent)
            if found_out is None:
                return
            delivery = found_out
        if delivery.test != self._manners.test:
            await self._insist(lambda: self._store.postpone(delivery.id, self._clock()))
        elif delivery.withdraw:
            await self._withdraw(delivery)
        elif delivery.receipt and (until := next_edit(delivery.edits, self._manners.edits_per_hour, self._clock())):
            await self._insist(lambda: self._store.defer(delivery.id, until, self._clock()))
        else:
            await self._show(delivery)

    async def _show(self, delivery: Delivery, *, refused: Text | None = None) -> None:
        """`refused` says why it is not to be a rich message."""
        less = self._unanswered.less(delivery.id)
        delivery, rendered = self._form.of(delivery, classic=refused is not None or less)
        if isinstance(rendered, Skip):
            log.info("%s: %s: skipped: %s", self.name, delivery.post.title, rendered.reason)
            await self._insist(lambda: self._store.skip(delivery.id, rendered.reason, self._clock()))
            return
        try:
            lacks = [Text("in classic messages instead of a rich one ({why})", {"why": refused})] if refused else []
            receipt = await self._poster.bring(delivery, rendered, bare=less, lacks=lacks)
        except RichRefused as error:
            log.warning("%s: %s: shown without rich formatting: %s", self.name, delivery.post.title, error)
            await self._show(delivery, refused=error.text)
            return
        await self._say_well()
        self._unanswered.forget(delivery.id)
        edited = delivery.receipt is not None and receipt.messages != delivery.receipt.messages
        await self._insist(
            lambda: self._store.sent(
                delivery.id, delivery.revision, receipt, self._clock(), edited=edited, summary=rendered.summary
            )
        )
        if (on_posted := self._on_posted) and delivery.receipt is None:
            await self._insist(lambda: on_posted(delivery.post, rendered))
        done = "corrected" if delivery.corrected else "posted"
        log.info("%s: %s: %s %s", self.name, done, delivery.post.title, receipt.link)

    async def _tell_lacks(self, delivery: Delivery, lacks: Sequence[Text]) -> None:
        if on_lacking := self._on_lacking:
            await self._insist(lambda: on_lacking(delivery.post, lacks))

    async def _withdraw(self, delivery: Delivery) -> None:
        if delivery.receipt is None:
            receipt = Receipt(self.chat, ())
        elif self._manners.withdrawal == "delete":
            receipt = await self._poster.take_away(delivery, self._notice(delivery.post, at=self._clock()))
        else:
            receipt = await self._poster.replace_all(delivery, self._notice(delivery.post, at=self._clock()))
        if delivery.unseen or receipt.unseen:
            await self._write_down(delivery, replace(receipt, unseen=False))
            await self._hold(delivery, UNSEEN)
            return
        await self._say_well()
        await self._insist(lambda: self._store.withdrawn(delivery.id, receipt, self._clock()))
        log.info("%s: withdrawn: %s %s", self.name, delivery.post.title, receipt.link)

    async def _find_out(self, delivery: Delivery, intent: Intent) -> Delivery | None:
        """The delivery as it is, now that it is known whether its message is out; None if that is not known yet."""
        try:
            outcome = await find_out(
                intent,
                witness=self.witness,
                messages=lambda chat: self._insist(lambda: self._store.messages(chat)),
                delivery=delivery,
                blind=lambda still: self._insist(lambda: self._store.intend(delivery.id, still, 0)),
                now=self._clock(),
                uncertain=self._manners.uncertain,
            )
        except ChannelError as error:
            await self._settle_error(delivery, error, uncertain=True)
            return None
        match outcome:
            case Found(receipt=receipt):
                log.warning("%s: %s: it is out after all: %s", self.name, delivery.post.title, receipt.link)
                await self._write_down(delivery, receipt)
                return replace(delivery, intent=None, receipt=receipt)
            case Absent(why=why, looked=looked):
                if looked and await self._is_hopeless(delivery, looked=True):
                    await self._give_up(delivery)
                    return None
                if not (looked or delivery.withdraw or await self._may_be_sent_again(delivery, intent)):
                    return None
                log.warning("%s: %s: %s", self.name, delivery.post.title, why)
                await self._insist(lambda: self._store.absent(delivery.id))
                return replace(delivery, intent=None, unseen=not looked)
            case Undecided(reason=reason):
                await self._hold(delivery, reason)
                return None

    async def _intend(self, delivery: Delivery, intent: Intent) -> None:
        when = replace(intent, at=self._clock())
        await self._insist(lambda: self._store.intend(delivery.id, when, self.chat))

    async def _write_down(self, delivery: Delivery, receipt: Receipt) -> None:
        self.chat = receipt.chat or self.chat
        self._unanswered.passed(delivery.id)
        await self._insist(lambda: self._store.progress(delivery.id, receipt, self._clock()))

    async def _wait_for_slot(self) -> None:
        while not self.ending:
            slot = self._slot(await self._state())
            now = self._clock()
            if slot <= now:
                return
            await self._sleep(min((slot - now).total_seconds(), 1.0))
        raise TryLater("relay is stopping; the rest follows when it is back")

    def _slot(self, state: ChannelState) -> datetime:
        return next_slot(state.sent, pace=self._manners.pace, per_minute=self._manners.per_minute, now=self._clock())

    async def _hold(self, delivery: Delivery, reason: Text, *, left: Receipt | None = None) -> None:
        """`left` is what is left of what stood in the channel, if somebody took some of it away."""
        self.held += 1
        self._unanswered.forget(delivery.id)
        await self._insist(lambda: self._store.hold(delivery.id, reason, self._clock(), left=left))
        log.error("%s: %s: held: %s", self.name, delivery.post.title, reason)

    async def _may_be_sent_again(self, delivery: Delivery, intent: Intent) -> bool:
        """Whether a message that may be out is sent once more, unseen: once Telegram answers, and not a third time."""
        wait = self._unanswered.pause(delivery.id, intent.at, self._clock())
        try:
            if wait > 0:
                raise TryLater("Telegram did not answer; relay waits before it sends the message once more", after=wait)
            if self._answers:
                await self._answers()
        except ChannelError as error:
            if wait <= 0:
                self._unanswered.outage(delivery.id)
            await self._settle_error(delivery, error, uncertain=True)
            return False
        if self._unanswered.spent(delivery.id):
            await self._hold(delivery, TWICE)
            return False
        return True

    async def _is_hopeless(self, delivery: Delivery, *, looked: bool) -> bool:
        """Whether a delivery that got no answer is to wait for a person. `looked` says that the channel was seen."""
        if not looked and not await self._telegram_answers():
            return False
        self._unanswered.again(delivery.id)
        return self._unanswered.hopeless(delivery.id, sure=looked)

    async def _telegram_answers(self) -> bool:
        if self._answers is None:
            return False
        try:
            await self._answers()
        except ChannelError:
            return False
        return True

    async def _give_up(self, delivery: Delivery, error: ChannelError | None = None) -> None:
        why = error.text if error else (await self._state()).problem or Text("Telegram did not answer")
        await self._hold(delivery, Text("Telegram answers, but never to this post: {why}", {"why": why}))
        self._unanswered.give_up(delivery.id)
        await self._insist(lambda: self._store.resume(self.name))

    async def _settle_error(self, delivery: Delivery, error: ChannelError, *, uncertain: bool = False) -> None:
        """`uncertain` says that it is still to be found out whether a message is out."""
        if uncertain and isinstance(error, Rejected):
            # Of the editors' chat; it says nothing about the message that is looked for.
            error = TryLater(error.text.message, after=None, **error.text.facts)
        outcome = after(error, await self._state(), now=self._clock())
        if isinstance(outcome, HoldIt):
            await self._hold(delivery, outcome.reason, left=error.left if isinstance(error, TakenAway) else None)
            return
        if isinstance(error, Uncertain) and not uncertain:
            self._unanswered.silent(delivery.id)
            uncertain = True
        await self._insist(
            lambda: self._store.retry(delivery.id, self.name, outcome.state, self._clock(), uncertain=uncertain)
        )
        log.warning("%s: %s: %s", self.name, delivery.post.title, error)

    async def _say_well(self) -> None:
        if (await self._state()).problem:
            log.info("%s: well again", self.name)

    async def _state(self) -> ChannelState:
        """How the channel is, asked in the middle of a delivery, which must come to its end."""
        return await self._insist(lambda: self._store.channel_state(self.name))

    async def _insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Write down what cannot be undone: while the disk is full the channel waits, it does not forget."""
        tries = 0
        while True:
            try:
                return await call()
            except TakenOver:
                raise
            except StoreError as error:
                tries += 1
                if self.ending and tries > LAST_TRIES:
                    raise
                log.error("%s: %s Trying again.", self.name, error)  # noqa: TRY400 - the text says all
                await self._sleep(INSIST)
