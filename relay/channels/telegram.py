"""A Telegram channel, by the Bot API. The only file that imports aiogram, which costs seconds: import it late.

Nothing in the Bot API is idempotent, so every error is sorted by one question: may the message be out? Refused
connections and 429 say no, answers say what they say, and everything that happens between the request and a readable
answer is `Uncertain` (time-outs, cut connections, 5xx, a gateway's HTML page).
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from aiohttp import ClientConnectorError, ClientError
from pydantic import BaseModel, SecretStr

from relay.errors import ChannelError, Rejected, Text, TryLater, Unavailable, Uncertain
from relay.model import Button, Message, MessageReceipt, PictureFile, Receipt

TIMEOUT = 60.0
"""Seconds for one request, upload included."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""The picture of a post is the release's; what Telegram would find on the page is anybody's."""

_CLOSED = (
    "chat not found",
    "not enough rights",
    "have no write access",
    "need administrator rights",
    "chat_write_forbidden",
)
_PICTURE = ("photo", "image", "wrong type of the web page content", "failed to get http url content", "wrong file")
_MARKUP = ("can't parse entities", "unsupported start tag", "entity")
_PAUSE = re.compile(r"(?:retry after |flood_wait_)(\d{1,6})")
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the Bot API says of a channel and our place in it."""

    chat: int
    title: str
    may_post: bool
    discussion: bool
    """Whether a group for comments is linked: a press office would have to watch it."""


class TelegramBot:
    """One bot at one Bot API server. Use `telegram_bot`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def name(self) -> str:
        """The bot's @name; raises ChannelError (Unavailable if the token is not valid)."""
        me = await self._read(self._bot.get_me())
        return f"@{me['username']}" if me.get("username") else str(me.get("first_name") or me.get("id"))

    async def standing(self, chat: int | str) -> Standing:
        """How the bot stands in a chat; raises ChannelError."""
        full = await self._read(self._bot.get_chat(chat))
        me = await self._read(self._bot.get_me())
        member = await self._read(self._bot.get_chat_member(full["id"], me["id"]))
        status = str(member.get("status"))
        if full.get("type") == "channel":
            may_post = status == "creator" or (status == "administrator" and bool(member.get("can_post_messages")))
        else:
            may_post = status in {"creator", "administrator", "member"}
        return Standing(
            chat=full["id"],
            title=str(full.get("title") or full.get("first_name") or full["id"]),
            may_post=may_post,
            discussion=full.get("linked_chat_id") is not None,
        )

    async def _read(self, call: Awaitable[BaseModel]) -> dict[str, Any]:
        """What the server says; also of one that is older or newer than this aiogram, which insists on every field."""
        with sorted_errors():
            try:
                return (await call).model_dump(mode="json")
            except ClientDecodeError as error:
                match error.data:
                    case {"ok": True, "result": {"id": int()} | {"status": str()} as result}:
                        return dict(result)
                raise

    def channel(self, chat: int | str) -> TelegramChannel:
        """The channel behind a number or an @name."""
        return TelegramChannel(self._bot, chat)


class TelegramChannel:
    """`relay.ports.Channel` for one chat."""

    def __init__(self, bot: Bot, chat: int | str) -> None:
        self._bot = bot
        self._chat = chat

    async def publish(self, message: Message, picture: PictureFile | None) -> Receipt:
        """Post one message (Bot API: sendMessage, sendPhoto); raises ChannelError."""
        text, mode = _text(message)
        common: dict[str, Any] = {
            "parse_mode": mode,
            "reply_markup": _keyboard(message.button),
            "disable_notification": message.silent,
        }
        with sorted_errors():
            try:
                if picture:
                    photo = BufferedInputFile(picture.data, picture.name)
                    sent = await self._bot.send_photo(self._chat, photo, caption=text, **common)
                else:
                    sent = await self._bot.send_message(self._chat, text, link_preview_options=NO_PREVIEW, **common)
            except ClientDecodeError as error:
                # Posted, but described in a way that this aiogram cannot read: a newer Bot API.
                match error.data:
                    case {"ok": True, "result": {"message_id": int(message_id), "chat": {"id": int(chat), **more}}}:
                        return _receipt(chat, str(more.get("username") or ""), message_id, picture)
                    case {"ok": True, "result": {"message_id": int(message_id)}}:
                        name = self._chat.removeprefix("@") if isinstance(self._chat, str) else ""
                        return _receipt(0 if name else int(self._chat), name, message_id, picture)
                raise
        if not isinstance(sent, types.Message):
            # aiogram hands on a confirmation without the message.
            raise Uncertain("Telegram's answer cannot be read ({why})", why="no message")
        return _receipt(sent.chat.id, sent.chat.username, sent.message_id, picture)

    async def edit(
        self, chat: int, old: MessageReceipt, message: Message, picture: PictureFile | None
    ) -> MessageReceipt:
        """Correct one message in place; a text stays a text, a photo stays a photo. Raises ChannelError.

        The keyboard is sent along, as an edit without one removes it (Bot API: editMessageText, editMessageCaption,
        editMessageMedia).
        """
        text, mode = _text(message)
        where: dict[str, Any] = {
            "chat_id": chat or self._chat,
            "message_id": old.message_id,
            "reply_markup": _keyboard(message.button),
        }
        kind = old.kind
        with sorted_errors():
            try:
                if picture and (old.kind == "text" or _shows_another(message, old)):
                    kind = "photo"
                    photo = BufferedInputFile(picture.data, picture.name)
                    media = InputMediaPhoto(media=photo, caption=text, parse_mode=mode)
                    await self._bot.edit_message_media(media=media, **where)
                elif old.kind == "photo":
                    await self._bot.edit_message_caption(caption=text, parse_mode=mode, **where)
                else:
                    await self._bot.edit_message_text(
                        text=text, parse_mode=mode, link_preview_options=NO_PREVIEW, **where
                    )
            except TelegramBadRequest as error:
                if "message is not modified" not in error.message.lower():
                    raise
            except ClientDecodeError as error:
                if not _is_done(error):
                    raise
        return MessageReceipt(old.message_id, kind, digest="")

    async def delete(self, chat: int, old: MessageReceipt) -> None:
        """Take one message away (Bot API: deleteMessage, within 48 hours); raises ChannelError."""
        with sorted_errors():
            try:
                await self._bot.delete_message(chat or self._chat, old.message_id)
            except ClientDecodeError as error:
                if not _is_done(error):
                    raise


@asynccontextmanager
async def telegram_bot(token: SecretStr, api_base: str) -> AsyncIterator[TelegramBot]:
    """A bot at a Bot API server, and its connections, which are closed in the end."""
    server = TelegramAPIServer.from_base(api_base.rstrip("/"))
    session = AiohttpSession(api=server, timeout=TIMEOUT)
    try:
        yield TelegramBot(Bot(token.get_secret_value(), session=session))
    finally:
        await session.close()


@contextmanager
def sorted_errors() -> Iterator[None]:
    """Tell aiogram's errors in our words. Its network errors name the URL, and the URL holds the token: not shown."""
    try:
        yield
    except (TelegramAPIError, ClientDecodeError, UnicodeDecodeError, OSError, ClientError) as error:
        raise sort(error) from None


def sort(error: Exception) -> ChannelError:
    """What an error of aiogram means for the message."""
    match error:
        case TelegramRetryAfter(retry_after=pause):
            return TryLater("Telegram wants a pause of {seconds:g} s", after=pause, seconds=pause)
        case TelegramUnauthorizedError():
            return Unavailable("Telegram does not know the token (any more): get a new one from @BotFather")
        case TelegramNotFound():
            # What the Bot API answers to a token that is no token, and to methods that an old server does not have.
            return Unavailable("Telegram does not know the token or the method: check the token and api_base")
        case TelegramForbiddenError(message=why):
            return Unavailable("Telegram refuses the bot: {why}", why=why or Text("it gives no reason"))
        case TelegramEntityTooLarge():
            return Rejected("Telegram finds the message too large", part="picture")
        case TelegramServerError(message=why):
            return Uncertain("Telegram reports an error of its own: {why}", why=why)
        case TelegramNetworkError():
            return _network(error)
        case TelegramAPIError(message=why):
            return _refusal(why)
        case ClientDecodeError(data={"ok": False} as data):
            return _odd_refusal(data)
        case _:
            # While the answer was read: the request was out.
            return Uncertain("Telegram's answer cannot be read ({why})", why=type(error).__name__)


def _network(error: TelegramNetworkError) -> ChannelError:
    cause = error.__cause__
    if isinstance(cause, ClientConnectorError):
        return TryLater("Telegram cannot be reached ({why})", why=_system(cause.os_error) or type(cause).__name__)
    return Uncertain("Telegram did not answer ({why})", why=type(cause or error).__name__)


def _system(error: OSError) -> Text | str | None:
    """What the operating system says: asyncio adds the address to it. Below 0 are the errors of getaddrinfo(3)."""
    return Text(os.strerror(error.errno)) if error.errno and error.errno > 0 else error.strerror


def _odd_refusal(data: dict[str, Any]) -> ChannelError:
    """A "no" that this aiogram cannot read."""
    code, why = data.get("error_code"), str(data.get("description") or "")
    if isinstance(code, int) and code >= 500:
        return Uncertain("Telegram reports an error of its own: {why}", why=why)
    return _refusal(why)


def _refusal(message: str | None) -> ChannelError:
    why: object = message or Text("it gives no reason")
    said = (message or "").lower()
    if any(one in said for one in _CLOSED):
        return Unavailable("Telegram refuses the bot: {why}", why=why)
    if "too many requests" in said or "flood_wait" in said:
        # A 429 can hide in a 400, and its time in the text.
        named = _PAUSE.search(said)
        return TryLater("Telegram wants a pause: {why}", after=float(named[1]) if named else None, why=why)
    parts = (("markup", _MARKUP), ("gone", _GONE), ("picture", _PICTURE))
    part = next((name for name, signs in parts if any(sign in said for sign in signs)), "")
    return Rejected("Telegram refuses the message: {why}", part=part, why=why)


def _is_done(error: ClientDecodeError) -> bool:
    """Whether Telegram did it and said so in a way that this aiogram cannot read: a newer Bot API."""
    return isinstance(error.data, dict) and error.data.get("ok") is True


def _text(message: Message) -> tuple[str, str | None]:
    return (message.html, "HTML") if message.html else (message.plain, None)


def _keyboard(button: Button | None) -> InlineKeyboardMarkup | None:
    if button is None:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=button.text, url=button.url)]])


def _shows_another(message: Message, old: MessageReceipt) -> bool:
    return message.picture is not None and message.picture.url != old.picture


def _receipt(chat: int, username: str | None, message_id: int, picture: PictureFile | None) -> Receipt:
    if username:
        link = f"https://t.me/{username}/{message_id}"
    elif str(chat).startswith("-100"):
        link = f"https://t.me/c/{str(chat)[4:]}/{message_id}"
    else:
        link = ""
    message = MessageReceipt(message_id, "photo" if picture else "text", digest="")
    return Receipt(chat, (message,), link, datetime.now(UTC))
