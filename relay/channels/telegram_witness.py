"""Finding out whether a message stands in a channel: the Bot API has no method that reads one, but one that forwards.

Message ids of a chat are consecutive, so the ids after the last known one are looked at one by one
(`relay.channels.telegram_copies`). A message is recognised by its words, or by the page that its button leads to: a
person may have edited it in the meantime. Words that a person posted by hand count as well, where there is nothing of
ours: readers have them, and shall not have them twice. That is so for messages of which nobody knew before; those that
Telegram told of (`channel_post`) are people's, and not looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

from relay.channels.telegram import TelegramBot, link_of, receipt_of
from relay.channels.telegram_copies import Copies, Copy, Unseen, same_page
from relay.delivery.intent import Intent, Seen
from relay.errors import Blind, hidden
from relay.model import Receipt
from relay.render.markup import fingerprint_of_text

MISSES = 20
"""Ids in a row without a message that are looked at one by one: a deleted album leaves a gap of ten."""
FAR = 100
"""Further ones that are then asked for at once: somebody may have deleted many. Bot API: at most 100."""
FAR_ALONE = 40
"""Of these, where a server only knows how to tell of one at a time."""
FARTHEST = 1 << 24
"""No channel has more messages."""
SURELY = 1 << 12
"""Up to here a gap is looked over when the last message is searched for: old posts may have been deleted."""
REACH = 10_000
"""Ids after the last message that was found, among which there may be one still, when old ones were deleted."""
BACK = 200
"""Messages to look back at most for one whose predecessor is not known."""
OLD = 10
"""Messages in a row, older than what is looked for, after which it is not expected any more."""
SKEW = timedelta(hours=1)
"""How far this machine's clock may differ from Telegram's."""


class TelegramWitness:
    """`relay.ports.Witness` for one chat."""

    def __init__(
        self,
        bot: TelegramBot,
        chat: int | str,
        editors: int | str,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._copies = Copies(bot, chat, editors, sleep)

    async def chat(self) -> int:
        """The number of the channel's chat; raises ChannelError."""
        return await self._copies.chat()

    async def find(self, intent: Intent, *, after: int, known: frozenset[int]) -> Receipt | None:
        """The message that was intended, if it stands in the channel; None if it does not. Raises ChannelError.

        `after` is an id that it certainly follows, 0 if none is known; `known` are ids of other messages. What was seen
        before an error is not looked at again: a pause that Telegram wants does not make the next look start anew.
        """
        try:
            found = await self._find(intent, after, known)
        except Blind:
            self._copies.forget()
            raise
        finally:
            await self._copies.clean_up()
        self._copies.forget()
        return found

    async def beyond(self, after: int, known: frozenset[int]) -> tuple[Seen, ...]:
        """The messages after an id that are not known. Raises ChannelError (Blind where all is hidden)."""
        found: list[Seen] = []
        try:
            async for number, seen in self._walk(after, known):
                if isinstance(seen, Copy):
                    found.append(_seen(number, seen, seen.chat or await self.chat()))
                elif seen is not Unseen.NOTHING:
                    found.append(Seen(number, "", (), by_bot=False, hidden=seen is Unseen.HIDDEN))
        finally:
            await self._copies.clean_up()
        self._copies.forget()
        return tuple(found)

    async def _find(self, intent: Intent, after: int, known: frozenset[int]) -> Receipt | None:
        places = self._walk(after, known) if after else self._walk_back(intent, known)
        by_words: list[tuple[int, Copy]] = []
        secret, empty = False, True
        async for number, seen in places:
            secret = secret or seen is Unseen.HIDDEN
            empty = empty and seen is Unseen.NOTHING
            if not isinstance(seen, Copy) or not _is_intended(seen, intent):
                continue
            if seen.button or not intent.link:
                return await self._whole(intent, number, seen)
            # Without our button: a person's, or one that Telegram tells nothing of the button of.
            by_words.append((number, seen))
        if by_words:
            return await self._whole(intent, *min(by_words, key=lambda one: one[0]))
        if secret:
            raise hidden()
        if empty and not after and not known:
            # Even a new channel has a first message, in which Telegram says that it was made.
            raise Blind(
                "relay finds no message at all in the channel, so it cannot see where its posts begin", lasting=True
            )
        return None

    async def _walk(self, after: int, known: frozenset[int]) -> AsyncIterator[tuple[int, Copy | Unseen]]:
        """What follows an id and is not known, until nothing follows any more."""
        number, misses, secret, most = after, 0, 0, MISSES
        while misses < most:
            number += 1
            if number in known:
                misses, most = 0, MISSES
                continue
            seen = await self._copies.look(number)
            yield number, seen
            misses, most = (misses + 1, most) if seen is Unseen.NOTHING else (0, MISSES)
            secret = secret + 1 if seen is Unseen.HIDDEN else 0
            if secret == MISSES:
                # Some servers refuse it for the whole chat, even for what is not there.
                raise hidden()
            if misses == MISSES:
                most += await self._further(number, known)

    async def _further(self, number: int, known: frozenset[int]) -> int:
        """How many more ids are to be looked at after a gap, as something may stand there."""
        ids = range(number + 1, number + 1 + FAR)
        anything = True if not known.isdisjoint(ids) else await self._copies.any_among(ids)
        return FAR_ALONE if anything is None else FAR if anything else 0

    async def _walk_back(self, intent: Intent, known: frozenset[int]) -> AsyncIterator[tuple[int, Copy | Unseen]]:
        """What stands at the end of the chat, newest first, until it is older than what is looked for."""
        last, old = await self._last(), 0
        earliest = (intent.at - SKEW).timestamp()
        for number in range(last, max(0, last - BACK), -1):
            if number in known:
                continue
            seen = await self._copies.look(number)
            yield number, seen
            if isinstance(seen, Copy):
                old = old + 1 if 0 < seen.date < earliest else 0
            if old == OLD:
                return

    async def _last(self) -> int:
        """An id that is not before the last one of the chat. It is only asked before the first post of a relay.

        Gaps of `REACH` messages and more would mislead it, of `SURELY` where the server only tells of one at a time.
        """
        end = await self._end(0)
        while further := await self._after_gap(end):
            end = await self._end(further)
        return end + MISSES

    async def _end(self, first: int) -> int:
        """The last message after an id: doubled until there is nothing, then halved."""
        low, power = 0, 1
        while power < FARTHEST and (power <= SURELY or low == power // 2):
            low = power if await self._anything(first + power) else low
            power *= 2
        high = max(2 * low, 1)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if await self._anything(first + middle) else (low, middle)
        return first + low

    async def _after_gap(self, end: int) -> int:
        """The id before one of at most `FAR` at which something stands, after what seems to be the end; 0 if none."""
        for first in range(end + MISSES, end + MISSES + REACH, FAR):
            match await self._copies.any_among(range(first, first + FAR)):
                case None:
                    return 0
                case True:
                    return first - 1
        return 0

    async def _anything(self, number: int) -> bool:
        for one in range(number, number + MISSES):
            if await self._copies.look(one) is not Unseen.NOTHING:
                return True
        return False

    async def _whole(self, intent: Intent, number: int, first: Copy) -> Receipt:
        """The receipt; of an album with the pictures that follow the one with the text."""
        kinds = [first.kind]
        for following in range(number + 1, number + intent.parts):
            copy = await self._copies.look(following)
            if not isinstance(copy, Copy) or not copy.ours or copy.text or copy.kind in {"text", "rich"}:
                break
            kinds.append(copy.kind)
        chat = first.chat or await self.chat()
        return receipt_of(chat, first.username, range(number, number + len(kinds)), kinds)


def _seen(number: int, copy: Copy, chat: int) -> Seen:
    return Seen(
        number,
        copy.text,
        copy.links,
        by_bot=copy.button and copy.ours,
        kind=copy.kind,
        buttons=copy.labels,
        here=copy.ours,
        # Of what was forwarded into the channel both would be those of where it came from.
        link=link_of(chat, copy.username, number) if copy.ours else "",
        at=datetime.fromtimestamp(copy.date, UTC) if copy.ours and copy.date else None,
    )


def _is_intended(copy: Copy, intent: Intent) -> bool:
    if not copy.ours:
        return False
    if copy.button and intent.link and any(same_page(link, intent.link) for link in copy.links):
        return True
    return fingerprint_of_text(copy.text) == intent.fingerprint
