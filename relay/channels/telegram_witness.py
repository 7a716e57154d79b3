"""Finding out whether a message stands in a channel: the Bot API has no method that reads one, but one that forwards.

Message ids of a chat are consecutive, so the ids after the last known one are forwarded silently to the editors' chat,
one by one; the copy names its origin and its text, and is deleted at once (Bot API: forwardMessage, MessageOrigin,
deleteMessage).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError

from relay.channels.telegram import TelegramBot, receipt_of
from relay.channels.telegram_errors import sorted_errors
from relay.delivery import Intent, Seen
from relay.errors import Blind, ChannelError, Rejected, Unavailable
from relay.model import Receipt
from relay.render.markup import fingerprint_of_text

log = logging.getLogger(__name__)

MISSES = 10
"""Ids in a row without a message after which no more are expected: what people deleted leaves gaps."""
FARTHEST = 1 << 24
"""No channel has more messages."""
_KINDS = ("photo", "video", "animation", "audio", "document", "voice")
BACK = 200
"""Messages to look back for one whose predecessor is not known."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """What a forwarded message says of the one it was made from."""

    text: str
    kind: str
    chat: int
    username: str
    links: tuple[str, ...]
    button: bool
    ours: bool
    """Whether it was written in the channel itself, by us or in the channel's name."""


class TelegramWitness:
    """`relay.ports.Witness` for one chat."""

    def __init__(self, bot: TelegramBot, chat: int | str, editors: int | str) -> None:
        self._bot: Bot = bot.api
        self._telegram = bot
        self._chat = chat
        self._editors = editors
        self._number = chat if isinstance(chat, int) else 0
        self._copies: list[int] = []
        """In the editors' chat, still to be deleted."""

    async def chat(self) -> int:
        """The number of the channel's chat; raises ChannelError."""
        if not self._number:
            self._number = (await self._telegram.standing(self._chat)).chat
        return self._number

    async def find(self, intent: Intent, *, after: int, known: frozenset[int]) -> Receipt | None:
        """The message that was intended, if it stands in the channel; None if it does not. Raises ChannelError.

        `after` is an id that it certainly follows, 0 if none is known; `known` are ids of other messages.
        """
        try:
            if after:
                return await self._forwards(intent, after, known)
            return await self._backwards(intent, await self._last(), known)
        finally:
            await self._clean_up()

    async def beyond(self, after: int, known: frozenset[int]) -> tuple[Seen, ...]:
        """The messages after an id that are not known. Raises ChannelError."""
        found: list[Seen] = []
        number, misses = after, 0
        try:
            while misses < MISSES:
                number += 1
                if number in known:
                    misses = 0
                    continue
                copy = await self._look(number)
                misses = 0 if copy else misses + 1
                if isinstance(copy, _Copy):
                    found.append(Seen(number, copy.text, copy.links, by_bot=copy.button))
                elif copy:
                    found.append(Seen(number, "", (), by_bot=False))
        finally:
            await self._clean_up()
        return tuple(found)

    async def _forwards(self, intent: Intent, after: int, known: frozenset[int]) -> Receipt | None:
        number, misses = after, 0
        while misses < MISSES:
            number += 1
            if number in known:
                misses = 0
                continue
            copy = await self._look(number)
            if isinstance(copy, _Copy) and _is_intended(copy, intent):
                return await self._whole(intent, number, copy)
            misses = 0 if copy else misses + 1
        return None

    async def _backwards(self, intent: Intent, last: int, known: frozenset[int]) -> Receipt | None:
        for number in range(last, max(0, last - BACK), -1):
            copy = None if number in known else await self._look(number)
            if isinstance(copy, _Copy) and _is_intended(copy, intent):
                return await self._whole(intent, number, copy)
        return None

    async def _last(self) -> int:
        """The highest id of the chat: doubled until there is nothing, then halved.

        Gaps that are longer than `MISSES` messages would mislead it; it is only asked before the first post of a relay.
        """
        low, high = 0, 1
        while high < FARTHEST and await self._anything(high):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if await self._anything(middle) else (low, middle)
        return low + MISSES

    async def _anything(self, number: int) -> bool:
        for one in range(number, number + MISSES):
            if await self._look(one):
                return True
        return False

    async def _whole(self, intent: Intent, number: int, first: _Copy) -> Receipt:
        """The receipt; of an album with the pictures that follow the one with the text."""
        kinds = [first.kind]
        for following in range(number + 1, number + intent.parts):
            copy = await self._look(following)
            if not isinstance(copy, _Copy) or copy.text or copy.kind == "text":
                break
            kinds.append(copy.kind)
        chat = first.chat or await self.chat()
        return receipt_of(chat, first.username, range(number, number + len(kinds)), kinds)

    async def _look(self, number: int) -> _Copy | bool:
        """What stands there: a copy, True for something that cannot be forwarded, False for nothing."""
        with sorted_errors():
            try:
                sent = await self._bot.forward_message(self._editors, self._chat, number, disable_notification=True)
            except ClientDecodeError as error:
                match error.data:
                    case {"ok": True, "result": {"message_id": int(message_id)} as result}:
                        self._copies.append(message_id)
                        return self._copy(result, number)
                raise
            except TelegramAPIError as error:
                return await self._refused(error)
        self._copies.append(sent.message_id)
        return self._copy(sent.model_dump(mode="json"), number)

    async def _refused(self, error: TelegramAPIError) -> bool:
        """What a refusal says: False for no message, True for one that nobody can forward; raises ChannelError."""
        said = error.message.lower()
        if "not found" in said and "chat" not in said:
            return False
        if "protected content" in said:
            raise Blind("the channel forbids forwarding, so relay cannot see what stands there", lasting=True)
        if "can't be forwarded" in said:
            return True
        try:
            with sorted_errors():
                raise error
        except (Unavailable, Rejected) as sorted_error:
            if not await self._editors_answer():
                raise Blind("the editors' chat cannot be reached: {why}", why=sorted_error.text) from error
            raise Unavailable("{why}", why=sorted_error.text) from error

    async def _editors_answer(self) -> bool:
        try:
            return (await self._telegram.standing(self._editors)).may_post
        except ChannelError:
            return False

    def _copy(self, sent: dict[str, Any], number: int) -> _Copy:
        origin = sent.get("forward_origin") or {}
        chat = origin.get("chat") or {}
        if origin.get("type") == "channel":
            # What a person forwarded into the channel names the channel, and the id, that it came from.
            named = f"@{chat.get('username')}".lower() == str(self._chat).lower()
            same = chat.get("id") == self._number if self._number else named
            ours = same and origin.get("message_id") == number
        else:
            ours = bool((origin.get("sender_user") or {}).get("is_bot"))
        return _Copy(
            text=str(sent.get("text") or sent.get("caption") or ""),
            kind=next((kind for kind in _KINDS if sent.get(kind)), "text"),
            chat=int(chat.get("id") or 0) if ours else 0,
            username=str(chat.get("username") or ""),
            links=tuple(_links(sent)),
            button=bool(sent.get("reply_markup")),
            ours=ours,
        )

    async def _clean_up(self) -> None:
        """Delete the copies; what cannot be deleted now is tried after the next look."""
        for number in tuple(self._copies):
            try:
                with sorted_errors():
                    await self._bot.delete_message(self._editors, number)
            except Rejected:
                self._copies.remove(number)
            except ChannelError as error:
                log.warning("a copy in the editors' chat cannot be deleted now: %s", error)
                return
            else:
                self._copies.remove(number)


def _is_intended(copy: _Copy, intent: Intent) -> bool:
    return copy.ours and fingerprint_of_text(copy.text) == intent.fingerprint


def _links(sent: dict[str, Any]) -> Iterator[str]:
    for row in (sent.get("reply_markup") or {}).get("inline_keyboard") or ():
        yield from (button["url"] for button in row if button.get("url"))
    for entity in sent.get("entities") or sent.get("caption_entities") or ():
        if entity.get("url"):
            yield str(entity["url"])
