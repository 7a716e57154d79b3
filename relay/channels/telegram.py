"""A Telegram channel, by the Bot API. The only file that imports aiogram, which costs seconds: import it late.

Nothing in the Bot API is idempotent, so every error is sorted by one question: may the message be out? Refused
connections and 429 say no, answers say what they say, and everything that happens between the request and a readable
answer is `Uncertain` (time-outs, cut connections, 5xx, a gateway's HTML page).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from pydantic import BaseModel, SecretStr

from relay.channels.telegram_errors import sorted_errors
from relay.channels.telegram_moved import Moves
from relay.channels.telegram_uploads import File, Sender, can_replace, input_of, kind_of, pictures_in
from relay.delivery.message import Button, Message
from relay.delivery.uploads import KnownFiles, PictureFile, Upload
from relay.errors import Rejected, Uncertain
from relay.model import MessageReceipt, Receipt

TIMEOUT = 60.0
"""Seconds for one request, the upload of a photo included; files have more (`relay.channels.telegram_uploads`)."""

_NOWHERE: Mapping[int, int] = {}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""The picture of a post is the release's; what Telegram would find on the page is anybody's."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the Bot API says of a channel and our place in it."""

    chat: int
    title: str
    may_post: bool
    discussion: bool
    """Whether a group for comments is linked: a press office would have to watch it."""
    protected: bool = False
    """Whether it forbids forwarding: then nobody can look up what stands there."""
    public: bool = False
    """Whether anybody can read it."""
    kind: str = ""
    """``private``, ``group``, ``supergroup`` or ``channel`` (Bot API, ChatFullInfo)."""


class TelegramBot:
    """One bot at one Bot API server. Use `telegram_bot`."""

    def __init__(self, bot: Bot, moved: Mapping[int, int] = _NOWHERE) -> None:
        self._bot = bot
        self.moved = moved
        """The new number of a group that became a supergroup, as soon as it is known."""

    @property
    def api(self) -> Bot:
        """For the other files of this folder."""
        return self._bot

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
        elif status == "restricted":
            may_post = bool(member.get("is_member")) and bool(member.get("can_send_messages"))
        else:
            everybody = (full.get("permissions") or {}).get("can_send_messages", True)
            may_post = status in {"creator", "administrator"} or (status == "member" and everybody)
        return Standing(
            chat=full["id"],
            title=str(full.get("title") or full.get("first_name") or full["id"]),
            may_post=may_post,
            discussion=full.get("linked_chat_id") is not None,
            protected=bool(full.get("has_protected_content")),
            public=bool(full.get("username")) and full.get("type") != "private",
            kind=str(full.get("type") or ""),
        )

    async def _read(self, call: Awaitable[BaseModel]) -> dict[str, Any]:
        """What the server says; also of one that is older or newer than this aiogram, which insists on every field."""
        with sorted_errors():
            try:
                # What is not set may be a default of aiogram's, which has no JSON.
                return (await call).model_dump(mode="json", exclude_unset=True)
            except ClientDecodeError as error:
                match error.data:
                    case {"ok": True, "result": {"id": int()} | {"status": str()} as result}:
                        return dict(result)
                raise

    def channel(self, chat: int | str, files: KnownFiles | None = None) -> TelegramChannel:
        """The channel behind a number or an @name; `files` remembers what was uploaded."""
        return TelegramChannel(self._bot, chat, files)


class TelegramChannel:
    """`relay.ports.Channel` for one chat."""

    def __init__(self, bot: Bot, chat: int | str, files: KnownFiles | None = None) -> None:
        self._bot = bot
        self._chat = chat
        self._sender = Sender(bot, files)

    async def publish(self, message: Message, upload: Upload | None, more: Sequence[PictureFile] = ()) -> Receipt:
        """Post one message, or an album of the upload and `more` (Bot API: sendMessage, sendPhoto and its sisters).

        Raises ChannelError.
        """
        text, mode = _text(message)
        common: dict[str, Any] = {
            "parse_mode": mode,
            "reply_markup": _keyboard(message.button),
            "disable_notification": message.silent,
        }
        kinds = ["rich"] if message.rich else [kind_of(one) for one in (upload, *more)]
        with sorted_errors():
            try:
                if message.rich:
                    sent: Any = await self._send_rich(message, pictures_in(upload, more))
                elif upload:
                    sent = await self._sender.send(self._chat, upload, more, patience=TIMEOUT, caption=text, **common)
                else:
                    sent = await self._bot.send_message(
                        self._chat, text, link_preview_options=_preview(message), **common
                    )
            except ClientDecodeError as error:
                # Posted, but described in a way that this aiogram cannot read: a newer Bot API.
                if receipt := self._unreadable(error.data, kinds):
                    return receipt
                raise
        messages = sent if isinstance(sent, list) else [sent]
        if not messages or not all(isinstance(one, types.Message) for one in messages):
            # aiogram hands on a confirmation without the message.
            raise Uncertain("Telegram's answer cannot be read ({why})", why="no message")
        chat = messages[0].chat
        ids = [one.message_id for one in messages]
        return receipt_of(chat.id, chat.username, ids, kinds[: len(ids)])

    async def _send_rich(self, message: Message, pictures: Sequence[PictureFile]) -> types.Message | bool:
        async def call(files: list[File], seconds: int) -> types.Message:
            return await self._bot.send_rich_message(
                self._chat,
                input_of(message, files),
                reply_markup=_keyboard(message.button),
                disable_notification=message.silent,
                request_timeout=seconds,
            )

        return await self._rich(pictures, call)

    async def _rich(
        self, pictures: Sequence[PictureFile], call: Callable[[list[File], int], Awaitable[types.Message | bool]]
    ) -> types.Message | bool:
        """Make a call with a rich message; raises Rejected if it is those alone that the server refuses."""
        try:
            return await self._sender.rich(pictures, call, patience=TIMEOUT)
        except TelegramNotFound as error:
            # The answer of a server that is too old for them, as to a wrong token.
            await self._bot.get_me()
            raise Rejected("the Bot API server does not know rich messages", part="rich") from error
        except TelegramForbiddenError as error:
            if not (await TelegramBot(self._bot).standing(self._chat)).may_post:
                raise
            raise Rejected("Telegram refuses rich messages: {why}", part="rich", why=error.message) from error

    def _unreadable(self, data: Any, kinds: Sequence[str]) -> Receipt | None:
        """The receipt of an answer that aiogram cannot read, if it says that the message is out and which it is."""
        match data:
            case {"ok": True, "result": list(sent)}:
                pass
            case {"ok": True, "result": dict(one)}:
                sent = [one]
            case _:
                return None
        ids = [one["message_id"] for one in sent if isinstance(one, dict) and isinstance(one.get("message_id"), int)]
        if not ids or len(ids) < len(sent):
            return None
        match sent[0]:
            case {"chat": {"id": int(chat), **more}}:
                return receipt_of(chat, str(more.get("username") or ""), ids, kinds[: len(ids)])
        name = self._chat.removeprefix("@") if isinstance(self._chat, str) else ""
        return receipt_of(0 if name else int(self._chat), name, ids, kinds[: len(ids)])

    async def edit(
        self,
        chat: int,
        old: MessageReceipt,
        message: Message,
        upload: Upload | None,
        more: Sequence[PictureFile] = (),
    ) -> MessageReceipt:
        """Correct one message in place; a photo stays a photo, a text can become one. Raises ChannelError.

        `more` are the further pictures of a rich message. The keyboard is sent along, as an edit without one removes it
        (Bot API: editMessageText, editMessageCaption, editMessageMedia).
        """
        text, mode = _text(message)
        where: dict[str, Any] = {
            "chat_id": chat or self._chat,
            "message_id": old.message_id,
            "reply_markup": _keyboard(message.button),
        }
        kind = "text" if old.is_text else old.kind
        another = old.is_text or _shows_another(message, old)
        with sorted_errors():
            try:
                if message.rich:
                    kind = "rich"
                    await self._edit_rich(message, pictures_in(upload, more), where)
                elif upload and another and can_replace(upload):
                    kind = kind_of(upload)
                    await self._sender.exchange(upload, where, patience=TIMEOUT, caption=text, parse_mode=mode)
                elif not old.is_text:
                    await self._bot.edit_message_caption(caption=text, parse_mode=mode, **where)
                else:
                    await self._bot.edit_message_text(
                        text=text, parse_mode=mode, link_preview_options=_preview(message), **where
                    )
            except TelegramBadRequest as error:
                if "message is not modified" not in error.message.lower():
                    raise
            except ClientDecodeError as error:
                if not _is_done(error):
                    raise
        return MessageReceipt(old.message_id, kind, digest="")

    async def _edit_rich(self, message: Message, pictures: Sequence[PictureFile], where: dict[str, Any]) -> None:
        async def call(files: list[File], seconds: int) -> types.Message | bool:
            rich = input_of(message, files)
            return await self._bot.edit_message_text(rich_message=rich, request_timeout=seconds, **where)

        await self._rich(pictures, call)

    async def delete(self, chat: int, old: MessageReceipt) -> None:
        """Take one message away (Bot API: deleteMessage, within 48 hours); raises ChannelError."""
        with sorted_errors():
            try:
                await self._bot.delete_message(chat or self._chat, old.message_id)
            except ClientDecodeError as error:
                if not _is_done(error):
                    raise


@asynccontextmanager
async def telegram_bot(
    token: SecretStr, api_base: str, *, follow: int | str | None = None
) -> AsyncIterator[TelegramBot]:
    """A bot at a Bot API server, and its connections, which are closed in the end.

    `follow` is a group that may become a supergroup: the bot goes along (`relay.channels.telegram_moved`).
    """
    server = TelegramAPIServer.from_base(api_base.rstrip("/"))
    session = AiohttpSession(api=server, timeout=TIMEOUT)
    session.middleware(moves := Moves(follow))
    try:
        yield TelegramBot(Bot(token.get_secret_value(), session=session), moves.known)
    finally:
        await session.close()


def _is_done(error: ClientDecodeError) -> bool:
    """Whether Telegram did it and said so in a way that this aiogram cannot read: a newer Bot API."""
    return isinstance(error.data, dict) and error.data.get("ok") is True


def _text(message: Message) -> tuple[str, str | None]:
    return (message.html, "HTML") if message.html else (message.plain, None)


def _preview(message: Message) -> LinkPreviewOptions:
    """Of the page that is named and no other one, so that an edit does not change it (Bot API, LinkPreviewOptions)."""
    return LinkPreviewOptions(url=message.preview) if message.preview else NO_PREVIEW


def _keyboard(button: Button | None) -> InlineKeyboardMarkup | None:
    if button is None:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=button.text, url=button.url)]])


def _shows_another(message: Message, old: MessageReceipt) -> bool:
    shown = message.file or message.picture
    return shown is not None and shown.url != old.picture


def receipt_of(chat: int, username: str | None, ids: Sequence[int], kinds: Sequence[str]) -> Receipt:
    """The receipt of messages that stand in a chat; its link leads to the first of them."""
    messages = tuple(MessageReceipt(one, kind, digest="") for one, kind in zip(ids, kinds, strict=True))
    return Receipt(chat, messages, link_of(chat, username, ids[0]), datetime.now(UTC))


def link_of(chat: int, username: str | None, number: int) -> str:
    """Where a person can look at a message: anybody, or members of a private chat; empty where there is no such link.

    https://core.telegram.org/api/links#message-links
    """
    if not number:
        return ""
    if username:
        return f"https://t.me/{username}/{number}"
    return f"https://t.me/c/{str(chat)[4:]}/{number}" if str(chat).startswith("-100") else ""
