"""The editors' chat, and what the bot is told of, by the Bot API. Imports aiogram: import it late.

Updates are read leniently: one that this aiogram cannot read must not hide those after it for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramConflictError, TelegramNotFound
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from relay.channels.telegram_errors import sorted_errors
from relay.errors import Uncertain
from relay.press.telling import NothingToRead, Other, Posted, Pressed, ReadElsewhere, Rights, Update

KINDS = ["callback_query", "my_chat_member", "channel_post"]
"""Of updates (Bot API, getUpdates, allowed_updates); the server remembers it."""
SPARE = 15
"""Seconds that a long poll may take longer than it was asked to."""
MAX_ANSWER = 200
"""Characters (Bot API, answerCallbackQuery)."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramEditors:
    """`relay.press.ports.EditorsChat` and `relay.press.ports.Updates` for one bot and one chat."""

    def __init__(self, bot: Bot, chat: int | str | None) -> None:
        """`chat` is None where there is no editors' chat: then nothing can be said."""
        self._bot = bot
        self._chat = chat

    async def say(self, text: str, choices: Sequence[tuple[str, str]], *, silent: bool = False) -> int:
        """Write plain text with a row for each button (Bot API: sendMessage); raises ChannelError."""
        assert self._chat is not None  # noqa: S101 - nobody says anything where there is no chat
        rows = [[InlineKeyboardButton(text=label, callback_data=data)] for label, data in choices]
        with sorted_errors():
            try:
                sent = await self._bot.send_message(
                    self._chat,
                    text,
                    parse_mode=None,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=InlineKeyboardMarkup(inline_keyboard=rows) if rows else None,
                    disable_notification=silent,
                )
            except ClientDecodeError as error:
                # Written, but described in a way that this aiogram cannot read: a newer Bot API.
                match error.data:
                    case {"ok": True, "result": {"message_id": int(message)}}:
                        return message
                raise
        if not isinstance(getattr(sent, "message_id", None), int):
            raise Uncertain("Telegram's answer cannot be read ({why})", why="no message")
        return sent.message_id

    async def settle(self, message: int, text: str | None) -> None:
        """Take the buttons away, and put another text there (Bot API: editMessageText, editMessageReplyMarkup).

        Raises ChannelError.
        """
        assert self._chat is not None  # noqa: S101 - without a chat there are no buttons
        with _done_is_done():
            if text is None:
                await self._bot.edit_message_reply_markup(chat_id=self._chat, message_id=message, reply_markup=None)
            else:
                await self._bot.edit_message_text(
                    text, chat_id=self._chat, message_id=message, parse_mode=None, link_preview_options=NO_PREVIEW
                )

    async def updates(self, after: int, seconds: float) -> list[Update]:
        """Updates from the number `after` on (Bot API: getUpdates, a long poll).

        Raises ChannelError: ReadElsewhere for 409, NothingToRead for 404.
        """
        with sorted_errors():
            try:
                found = await self._bot.get_updates(
                    offset=after or None,
                    timeout=int(seconds),
                    allowed_updates=KINDS,
                    request_timeout=int(seconds) + SPARE,
                )
                raw = [one.model_dump(mode="json", by_alias=True, exclude_unset=True) for one in found]
            except ClientDecodeError as error:
                match error.data:
                    case {"ok": True, "result": list(updates)}:
                        raw = [one for one in updates if isinstance(one, dict)]
                    case _:
                        raise
            except TelegramConflictError as error:
                raise ReadElsewhere("somebody else reads what the bot is told of: {why}", why=error.message) from None
            except TelegramNotFound:
                raise NothingToRead("Telegram does not tell the bot anything: it does not know getUpdates") from None
        return [read(one) for one in raw if isinstance(one.get("update_id"), int)]

    async def answer(self, query: str, text: str) -> None:
        """Show a short text to the person who pressed a button (Bot API: answerCallbackQuery); raises ChannelError."""
        with _done_is_done():
            await self._bot.answer_callback_query(query, text=text[:MAX_ANSWER])


@contextmanager
def _done_is_done() -> Iterator[None]:
    """Of a call that may be made twice: nothing changed is good, an answer that cannot be read is, too."""
    with sorted_errors():
        try:
            yield
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message.lower():
                raise
        except ClientDecodeError as error:
            if not (isinstance(error.data, dict) and error.data.get("ok") is True):
                raise


def read(raw: dict[str, Any]) -> Update:
    """What an update (Bot API, Update, as JSON) says to relay."""
    number = raw["update_id"]
    match raw:
        case {"callback_query": {"id": str(query), "data": str(data), **more}}:
            return _pressed(number, query, data, more.get("message"))
        case {"my_chat_member": {"chat": {"id": int(chat_id)} as chat, "new_chat_member": dict(member)}}:
            return Rights(number, chat_id, _name(chat), _may_post(chat, member))
        case {"channel_post": {"message_id": int(message_id), "chat": {"id": int(chat_id)} as chat}}:
            return Posted(number, chat_id, _name(chat), message_id)
        case _:
            return Other(number)


def _pressed(update: int, query: str, data: str, message: object) -> Pressed:
    match message:
        case {"message_id": int(message_id), "chat": {"id": int(chat_id)} as chat, **more}:
            return Pressed(update, query, chat_id, _name(chat), message_id, data, str(more.get("text") or ""))
        case _:
            return Pressed(update, query, 0, "", 0, data, "")


def _name(chat: dict[str, Any]) -> str:
    return f"@{chat['username']}" if chat.get("username") else ""


def _may_post(chat: dict[str, Any], member: dict[str, Any]) -> bool:
    """Bot API, ChatMember: in a channel administrators may post if they were given that right."""
    status = member.get("status")
    if chat.get("type") == "channel":
        return status == "creator" or (status == "administrator" and member.get("can_post_messages") is True)
    return status in {"creator", "administrator", "member"} or member.get("can_send_messages") is True
