"""Drives what is to be told from the store to people: the editors' chat and the alert addresses.

    facts, told <- store                     relay.press.notices says what is due
    editors' chat <- saying, buttons         then store.remember: a crash between may repeat a notice, never lose one
    alert addresses <- all of it in one

What one of them took counts as told. The chat gets what it missed as soon as it can be reached, even after a restart;
an alert address gets it as long as this process lives. Without either, the log is told. Nothing here stops relay.

While nothing can be written (a full disk), people are told that, and nothing else: it would be told again and again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relay.errors import ChannelError, Rejected, StoreError, TakenOver, Text, TryLater
from relay.language import tell
from relay.ports import Clock
from relay.press.notices import Kind, Own, Saying, Scope, conditions, due, pieces, together, verdicts
from relay.press.outage import Outage
from relay.press.ports import Alerts, EditorsChat, NoticeStore
from relay.press.telling import QUIET, AlertError, Letter

log = logging.getLogger(__name__)

LIMIT = 3500
"""Characters of a message: Telegram takes 4096 (Bot API, sendMessage), and a decision is added to it."""
AT_ONCE = 5
"""Messages to the editors' chat in one look; the rest follows in the next: a group takes 20 a minute."""
BACK_OFF = (10.0, 600.0)
"""Seconds to wait after a target failed first, doubled with each time, and at most."""
REFUSED = timedelta(hours=1)
"""When a message that the editors' chat refuses is tried again; the others are not kept waiting."""
MESSAGE = 4096
"""Characters (Bot API, editMessageText)."""
OWED = 50
"""What is kept for an alert address that fails; what is older was told elsewhere alone."""
SUBJECT = 100
"""Characters."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to tell, and how to remember that it was told."""

    sign: tuple[str, str]
    """The same as long as it is due."""
    text: str
    done: Callable[[int | None], Awaitable[None]]
    """Remembers it, with the message in the editors' chat."""
    choices: tuple[tuple[str, str], ...] = ()
    before: int | None = None
    """The message in the editors' chat that told of it before, with buttons."""
    settled: str | None = None
    """What that message says now that it is over; None: what it said."""

    @property
    def letter(self) -> bool:
        """Whether it is told once, and never asked about again."""
        return self.sign[0] in {"letter", QUIET}

    @property
    def quiet(self) -> bool:
        """Whether it is for the editors' chat alone, and makes no sound there."""
        return self.sign[0] == QUIET


class Target:
    """What is known of a place to tell things."""

    def __init__(self) -> None:
        self._failures = 0
        self._wait_until: datetime | None = None

    def ready(self, now: datetime) -> bool:
        """Whether it is worth a try."""
        return self._wait_until is None or self._wait_until <= now

    def failed(self, now: datetime, pause: float | None = None) -> bool:
        """Not before the pause (None: one that grows with every failure); returns whether the failure is news."""
        self._failures += 1
        growing = min(BACK_OFF[0] * 2.0 ** min(self._failures - 1, 16), BACK_OFF[1])
        self._wait_until = now + timedelta(seconds=growing if pause is None else pause)
        return self._failures == 1

    def well(self) -> None:
        """It took something."""
        self._failures, self._wait_until = 0, None


class Mailbox:
    """An alert address, and what it did not take yet."""

    def __init__(self, alerts: Alerts) -> None:
        self._alerts = alerts
        self._state = Target()
        self._owed: list[str] = []

    async def bring(self, texts: Sequence[str], language: str, clock: Clock) -> bool:
        """Tell it; whether it took all of it, and what it was owed. Raises nothing of ours."""
        texts = [*self._owed, *texts]
        if not texts or not self._state.ready(clock()):
            return not texts
        try:
            await self._alerts.tell(tell(_subject(texts), language), "\n\n".join(texts))
        except AlertError as error:
            if self._state.failed(clock()):
                log.warning("%s", error)
            return False
        self._state.well()
        self._owed = []
        return True

    def owe(self, texts: Sequence[str]) -> None:
        """What it did not take, and nobody else will be asked to tell again."""
        self._owed = [*self._owed, *texts][-OWED:]


class Notifier:
    """Tells people what is wrong, what waits, and what they are to know."""

    def __init__(
        self,
        store: NoticeStore,
        *,
        chat: EditorsChat | None,
        alerts: Sequence[Alerts],
        clock: Clock,
        language: str,
        scope: Scope,
        turn: asyncio.Lock,
        own: Callable[[], Own] = Own,
    ) -> None:
        """`turn` is shared with `relay.press.editors.Editors`, so that no decision falls between a look and its words.

        `own` says what is wrong with the process itself.
        """
        self._store = store
        self._chat = chat
        self._mailboxes = [Mailbox(one) for one in alerts]
        self._clock = clock
        self._language = language
        self._scope = replace(scope, chat=chat is not None)
        self._turn = turn
        self._own = own
        self._chat_state = Target()
        self._refused: dict[tuple[str, str], datetime] = {}
        self._outage = Outage()
        self._unsaid: list[str] = []
        """Of the outage, what the editors' chat could not be told yet."""
        self._alerted: set[tuple[str, str]] = set()
        """Letters that alert addresses took and the chat did not."""

    async def look(self) -> None:
        """Tell what is due. Raises nothing of ours: what cannot be told now is due again at the next look."""
        try:
            problem = await self._store.trouble()
            if problem is None:
                await self._look()
        except StoreError as error:
            log.error("nobody could be told: %s", error)  # noqa: TRY400 - the text says all
            if isinstance(error, TakenOver):
                return
            problem = error.text
        await self._tell_from_memory(self._outage.noted(problem, self._clock()))

    async def _look(self) -> None:
        async with self._turn:
            items = await self._due()
            told = await self._tell_chat(items)
        # Outside of the turn: a slow mail server is not to keep the editors' buttons waiting.
        await self._tell_alerts(items, told)

    # --- what cannot be written down ----------------------------------------------------------------------------------

    async def _tell_from_memory(self, text: Text | None) -> None:
        """Tell everybody, now or as soon as they can be reached."""
        texts = [tell(text, self._language)] if text else []
        if texts and self._chat is None and not self._mailboxes:
            log.warning("%s", texts[0])
        self._unsaid += texts if self._chat else []
        await self._say_unsaid()
        took = await asyncio.gather(*(one.bring(texts, self._language, self._clock) for one in self._mailboxes))
        for mailbox, taken in zip(self._mailboxes, took, strict=True):
            if not taken:
                mailbox.owe(texts)

    async def _say_unsaid(self) -> None:
        try:
            while self._chat and self._unsaid and self._chat_state.ready(self._clock()):
                try:
                    await self._chat.say(self._unsaid[0], ())
                except Rejected as error:
                    log.error("the editors' chat refuses a message: %s", error)  # noqa: TRY400 - the text says all
                self._unsaid.pop(0)
        except ChannelError as error:
            if self._chat_state.failed(self._clock(), error.after if isinstance(error, TryLater) else None):
                log.warning("the editors' chat could not be told: %s", error)

    # --- what is due --------------------------------------------------------------------------------------------------

    async def _due(self) -> list[Item]:
        now = self._clock()
        facts, told, own = await self._store.facts(), await self._store.told(), self._own()
        told = {key: one for key, one in told.items() if key not in own.unknown}
        found = due({**conditions(facts, self._scope, now), **own.conditions}, told, facts, self._scope, now)
        for one in found.seen:
            await self._store.remember(one)
        for key in found.forgotten:
            await self._store.forget(key)
        items = [*[await self._saying(one) for one in found.sayings], *await self._letters()]
        signs = {item.sign for item in items}
        self._alerted &= signs
        self._refused = {sign: until for sign, until in self._refused.items() if sign in signs and until > now}
        return items

    async def _saying(self, saying: Saying) -> Item:
        over = saying.kind in {Kind.OVER, Kind.ANSWERED}

        async def done(message: int | None) -> None:
            if over:
                await self._store.forget(saying.told.key)
            else:
                await self._store.remember(replace(saying.told, message=message))

        text = saying.text if saying.kind is not Kind.REMINDER else Text("Still so:\n{text}", {"text": saying.text})
        said, settled = tell(text, self._language), None
        if over:
            decided = await self._store.decided(*saying.group) if saying.group else ()
            lines = verdicts(decided, self._scope.zone)
            said = "\n".join([said, *(tell(line, self._language) for line in lines)])
            settled = self._settled(saying.told.text, lines)
        choices = tuple((tell(one.label, self._language), one.data) for one in saying.choices)
        return Item((saying.kind, saying.told.key), said, done, choices, saying.before, settled)

    def _settled(self, asked: Text, lines: Sequence[Text]) -> str | None:
        """What a message says once there is nothing to decide any more; None where that does not fit."""
        below = lines or [Text("There is nothing to decide here any more.")]
        said = "\n".join([tell(asked, self._language), "", *(tell(line, self._language) for line in below)])
        return said if len(said) <= MESSAGE else None

    async def _letters(self) -> list[Item]:
        items = [self._letter(one) for one in await self._store.letters()]
        if self._chat is not None:
            return items
        for item in items:
            if item.quiet:
                # There was an editors' chat when it was written.
                await item.done(None)
        return [item for item in items if not item.quiet]

    def _letter(self, letter: Letter) -> Item:
        async def done(_message: int | None) -> None:
            await self._store.letter_told(letter.id, self._clock())

        kind = QUIET if letter.text.facts.get(QUIET) else "letter"
        return Item((kind, str(letter.id)), tell(letter.text, self._language), done)

    # --- the editors' chat --------------------------------------------------------------------------------------------

    async def _tell_chat(self, items: Sequence[Item]) -> list[Item]:
        """Tell the editors; returns what they were told."""
        told: list[Item] = []
        if self._chat is None or not self._chat_state.ready(self._clock()):
            return told
        try:
            here = [item for item in items if item.sign[0] != Kind.ANSWERED and item.sign not in self._refused]
            for bundle in _bundles(here)[:AT_ONCE]:
                if not await self._say(self._chat, bundle):
                    continue
                told += bundle
        except ChannelError as error:
            pause = error.after if isinstance(error, TryLater) else None
            if self._chat_state.failed(self._clock(), pause):
                log.warning("the editors' chat could not be told: %s", error)
        return told

    async def _say(self, chat: EditorsChat, bundle: Sequence[Item]) -> bool:
        """One message, or as many as it takes; False if the chat refuses it. Raises ChannelError if nothing passes."""
        silent = all(item.quiet for item in bundle)
        *before, last = pieces("\n\n".join(item.text for item in bundle), LIMIT)
        # What is over loses its buttons before the words, or a relay that is killed in between would leave them there.
        # What is told anew keeps them until then: there must always be some.
        await self._settle(chat, [item for item in bundle if item.settled])
        try:
            for piece in before:
                await chat.say(piece, (), silent=silent)
            message = await chat.say(last, bundle[0].choices, silent=silent)
        except Rejected as error:
            log.error("the editors' chat refuses a message: %s: %s", error, last)  # noqa: TRY400 - the text says all
            self._refused |= {item.sign: self._clock() + REFUSED for item in bundle}
            return False
        self._chat_state.well()
        for item in bundle:
            await item.done(message)
        await self._settle(chat, [item for item in bundle if not item.settled])
        return True

    async def _settle(self, chat: EditorsChat, bundle: Sequence[Item]) -> None:
        """Take the buttons of earlier messages away, which this one replaces. Raises ChannelError if nothing passes."""
        for item in bundle:
            try:
                if item.before:
                    await chat.settle(item.before, item.settled)
            except Rejected as error:
                # Somebody deleted it.
                log.info("a message in the editors' chat keeps its buttons: %s", error)

    # --- the alert addresses ------------------------------------------------------------------------------------------

    async def _tell_alerts(self, items: Sequence[Item], told: Sequence[Item]) -> None:
        """Tell the alert addresses, and remember what only they were told."""
        new = [item for item in items if item.sign[0] not in {Kind.OWED, QUIET} and item.sign not in self._alerted]
        texts = [item.text for item in new]
        if not self._mailboxes:
            for item in new:
                if self._chat is None:
                    log.warning("%s", item.text)
                if self._chat is None or item.sign[0] == Kind.ANSWERED:
                    await item.done(None)
            return
        took = await asyncio.gather(*(one.bring(texts, self._language, self._clock) for one in self._mailboxes))
        for mailbox, taken in zip(self._mailboxes, took, strict=True):
            if not taken:
                # What nobody took is due again at the next look.
                mailbox.owe(texts if any(took) else [item.text for item in new if item in told])
        for item in new if any(took) else ():
            if item in told:
                continue
            if item.letter and self._chat is not None:
                self._alerted.add(item.sign)
            else:
                await item.done(None)


def _subject(texts: Sequence[str]) -> Text:
    if len(texts) > 1:
        return Text("relay: {count} notices", {"count": len(texts)})
    first = texts[0].partition("\n")[0]
    return Text("relay: {what}", {"what": first if len(first) <= SUBJECT else first[:SUBJECT] + "…"})


def _bundles(items: Sequence[Item]) -> list[list[Item]]:
    """What goes into one message each: what has buttons alone, letters and the rest in order, as many as fit."""
    bundles = [[item] for item in items if not item.letter]
    letters = [item for item in items if item.letter]
    start = 0
    for count in together([item.text for item in letters], LIMIT):
        bundles.append(letters[start : start + count])
        start += count
    return bundles
