"""Looking at one message of a channel: it is forwarded silently to the editors' chat, read, and the copy deleted.

Bot API: forwardMessage (its answer is the copy, with `forward_origin`), deleteMessage. An answer that was lost leaves a
copy whose id nobody knows: it stands right before the next one, and is looked for there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import unquote, urlsplit

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import Message

from relay.channels.telegram import TelegramBot
from relay.channels.telegram_errors import sort, sorted_errors
from relay.channels.telegram_rich import links_of, words_of
from relay.errors import Blind, ChannelError, Rejected, TryLater, Unavailable, Uncertain, hidden

log = logging.getLogger(__name__)

REACH = 5
"""Messages before a copy among which those may be whose answers were lost."""
PATIENCE = 60.0
"""Seconds that Telegram may want to wait, in all, before the copies are deleted."""
_KINDS = ("photo", "video", "animation", "audio", "document", "voice")
_NO_MESSAGE = ("message_id_invalid", "there are no messages to forward")
_PROTECTED = ("protected content", "chat_forwards_restricted")


class Unseen(Enum):
    """A message id behind which there is nothing to read."""

    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    """No message of ours: one that Telegram itself wrote, such as "channel created"."""
    HIDDEN = "hidden"
    """A message that may not be forwarded; it may be ours."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a forwarded message says of the one it was made from."""

    text: str
    kind: str
    chat: int
    username: str
    links: tuple[str, ...]
    """Of its buttons, then of its words."""
    button: bool
    labels: tuple[str, ...]
    """What stands on the buttons that lead somewhere."""
    ours: bool
    """Whether it was written in the channel itself, by us or in the channel's name."""
    date: int = 0
    """When it was written, in Unix seconds; 0 where Telegram does not say."""


class Copies:
    """Looks at the messages of one chat. What was seen is remembered until `forget`, as a look may be cut short."""

    def __init__(
        self,
        bot: TelegramBot,
        chat: int | str,
        editors: int | str,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._telegram = bot
        self._chat = chat
        self._editors = editors
        self._sleep = sleep
        self._number = chat if isinstance(chat, int) else 0
        self._seen: dict[int, Copy | Unseen] = {}
        self._copies: list[int] = []
        """In the editors' chat, still to be deleted."""
        self._lost: set[int] = set()
        """Messages of which there may be a copy that we do not know."""
        self._lost_before = 0
        """The first copy made after that."""

    async def chat(self) -> int:
        """The number of the channel's chat; raises ChannelError."""
        if not self._number:
            self._number = (await self._telegram.standing(self._chat)).chat
        return self._number

    async def look(self, number: int) -> Copy | Unseen:
        """What stands there; raises ChannelError."""
        if number not in self._seen:
            self._seen[number] = await self._forward(number)
        return self._seen[number]

    async def any_among(self, numbers: Sequence[int]) -> bool | None:
        """Whether any of at most 100 messages is there, in one call; None if the server does not know how to say it.

        Bot API, forwardMessages: what cannot be forwarded is passed over; if that is all, it is an error. Raises
        ChannelError.
        """
        try:
            made = await self._telegram.api.forward_messages(
                self._editors, self._chat, list(numbers), disable_notification=True
            )
        except TelegramNotFound:
            return None
        except TelegramBadRequest as error:
            if any(sign in error.message.lower() for sign in _PROTECTED):
                raise hidden() from None
            return False
        except (TelegramAPIError, ClientDecodeError, UnicodeDecodeError, OSError) as error:
            raise sort(error) from None
        self._copies += [one.message_id for one in made if one.message_id]
        with suppress(ChannelError):
            # `clean_up` tries again, and says so.
            await self._delete_all()
        return True

    def forget(self) -> None:
        """Look anew from now on."""
        self._seen.clear()

    async def clean_up(self) -> None:
        """Delete the copies; what cannot be deleted now is tried after the next look."""
        patience = PATIENCE
        while True:
            try:
                await self._delete_all()
                await self._sweep()
                await self._delete_all()
            except TryLater as error:
                if error.after is not None and 0 < error.after <= patience:
                    patience -= error.after
                    await self._sleep(error.after)
                    continue
                log.warning("a copy in the editors' chat cannot be deleted now: %s", error)
            except ChannelError as error:
                log.warning("a copy in the editors' chat cannot be deleted now: %s", error)
            return

    async def _forward(self, number: int) -> Copy | Unseen:
        try:
            raw = await self._copied(self._chat, number)
        except TelegramMigrateToChat as error:
            known = error.migrate_to_chat_id in self._telegram.moved.values()
            # It is not said which of the two has moved: each is asked; the editors' chat is gone along with.
            for chat in (self._editors, self._chat):
                await self._telegram.standing(chat)
            if known or error.migrate_to_chat_id not in self._telegram.moved.values():
                raise sort(error) from None
            return await self._forward(number)
        except TelegramAPIError as error:
            found = sort(error)
            if isinstance(found, Uncertain):
                self._lost.add(number)
                self._lost_before = 0
            return await self._refused(error, found)
        except Uncertain:
            self._lost.add(number)
            self._lost_before = 0
            raise
        self._lost_before = self._lost_before or int(raw["message_id"])
        if len(self._copies) == 1:
            # At once, so that a relay that is killed leaves next to nothing; `clean_up` tries again, and says so.
            with suppress(ChannelError):
                await self._delete_all()
        return self._copy(raw, number)

    async def _copied(self, source: int | str, number: int) -> dict[str, Any]:
        """The copy that was made. Raises TelegramAPIError for a refusal, Uncertain for an answer that says nothing."""
        try:
            sent: object = await self._telegram.api.forward_message(
                self._editors, source, number, disable_notification=True
            )
        except ClientDecodeError as error:
            match error.data:
                case {"ok": True, "result": {"message_id": int()} as result}:
                    raw: dict[str, Any] = dict(result)
                case _:
                    raise sort(error) from None
        except (UnicodeDecodeError, OSError) as error:
            raise sort(error) from None
        else:
            if not isinstance(sent, Message):
                raise Uncertain("Telegram's answer cannot be read ({why})", why="no message")
            # What is not set may be a default of aiogram's, which has no JSON.
            raw = sent.model_dump(mode="json", exclude_unset=True)
        if raw["message_id"]:
            self._copies.append(raw["message_id"])
        return raw

    async def _refused(self, error: TelegramAPIError, found: ChannelError) -> Unseen:
        """What a refusal says of a message; raises ChannelError where it says something of a chat."""
        said = error.message.lower()
        if isinstance(error, TelegramBadRequest):
            if ("message" in said and "not found" in said) or any(sign in said for sign in _NO_MESSAGE):
                return Unseen.NOTHING
            if any(sign in said for sign in _PROTECTED):
                return Unseen.HIDDEN
            if "can't be forwarded" in said:
                return Unseen.UNREADABLE
        of_the_bot = isinstance(error, TelegramUnauthorizedError | TelegramNotFound)
        if of_the_bot or not isinstance(found, Unavailable | Rejected):
            raise found from None
        # It is the channel's, if that refuses the bot too.
        await self._telegram.standing(self._chat)
        if isinstance(found, Rejected) and await self._editors_answer():
            return Unseen.HIDDEN
        raise Blind("the editors' chat cannot be reached: {why}", why=found.text) from None

    async def _editors_answer(self) -> bool:
        try:
            return (await self._telegram.standing(self._editors)).may_post
        except (Unavailable, Rejected):
            return False

    def _copy(self, sent: dict[str, Any], number: int) -> Copy:
        origin = sent.get("forward_origin") or {}
        chat = origin.get("chat") or origin.get("sender_chat") or {}
        ours = self._is_ours(origin, chat, number)
        return Copy(
            text=str(sent.get("text") or sent.get("caption") or words_of(sent.get("rich_message"))),
            kind=next((kind for kind in _KINDS if sent.get(kind)), "rich" if sent.get("rich_message") else "text"),
            chat=int(chat.get("id") or 0) if ours else 0,
            username=str(chat.get("username") or "") if ours else "",
            links=tuple(_links(sent)),
            button=bool(sent.get("reply_markup")),
            labels=tuple(str(button.get("text") or "") for button in _buttons(sent)),
            ours=ours,
            date=int(origin.get("date") or 0),
        )

    def _is_ours(self, origin: dict[str, Any], chat: dict[str, Any], number: int) -> bool:
        """Whether a message was written in the channel: what a person forwarded into it names where it came from."""
        named = f"@{chat.get('username')}".lower() == str(self._chat).lower()
        same = chat.get("id") == self._number if self._number else named
        match origin.get("type"):
            case "channel":
                return same and origin.get("message_id") == number
            case "chat":
                return same
            case "user":
                return bool((origin.get("sender_user") or {}).get("is_bot"))
            case "hidden_user":
                return False
            case _:
                # A server that does not say: then the words decide.
                return True

    async def _delete_all(self) -> None:
        while self._copies:
            await self._delete(self._copies[0])
            del self._copies[0]

    async def _delete(self, number: int) -> None:
        """Delete a message of the editors' chat, if Telegram allows it; raises ChannelError."""
        try:
            with sorted_errors():
                try:
                    await self._telegram.api.delete_message(self._editors, number)
                except ClientDecodeError as error:
                    if not (isinstance(error.data, dict) and error.data.get("ok") is True):
                        raise
        except Rejected as error:
            log.info("a copy in the editors' chat is not deleted: %s", error)

    async def _sweep(self) -> None:
        """Delete the copies whose answers were lost: a copy of a copy still names the first origin."""
        if not (self._lost and self._lost_before):
            return
        lost, before = self._lost, self._lost_before
        self._lost, self._lost_before = set(), 0
        for number in range(before - 1, max(0, before - 1 - REACH), -1):
            try:
                raw = await self._copied(self._editors, number)
            except TelegramAPIError as error:
                found = sort(error)
                if not isinstance(found, Rejected):
                    raise found from None
                continue
            origin = raw.get("forward_origin") or {}
            if (origin.get("chat") or {}).get("id") == self._number and origin.get("message_id") in lost:
                await self._delete(number)


def same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to the same page, as Telegram may write one otherwise than it was given."""
    return _page(one) == _page(other)


def _page(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return host, unquote(parts.path).rstrip("/"), unquote(parts.query)


def _buttons(sent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in (sent.get("reply_markup") or {}).get("inline_keyboard") or ():
        yield from (button for button in row if button.get("url"))


def _links(sent: dict[str, Any]) -> Iterator[str]:
    """Of the buttons, then of the words: behind them (``text_link``), or to be read there (``url``)."""
    yield from (str(button["url"]) for button in _buttons(sent))
    yield from links_of(sent.get("rich_message"))
    units = str(sent.get("text") or sent.get("caption") or "").encode("utf-16-le")
    for entity in sent.get("entities") or sent.get("caption_entities") or ():
        if entity.get("url"):
            yield str(entity["url"])
        elif entity.get("type") == "url":
            # Offsets are in UTF-16 units (Bot API, MessageEntity).
            start, size = 2 * int(entity.get("offset") or 0), 2 * int(entity.get("length") or 0)
            said = units[start : start + size].decode("utf-16-le", "ignore")
            yield said if "://" in said else f"https://{said}"
