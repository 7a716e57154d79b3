"""What an error of aiogram means for a message, sorted by one question: may it be out.

Refused connections and 429 say no, answers say what they say, and everything that happens between the request and a
readable answer is `Uncertain` (time-outs, cut connections, 5xx, a gateway's HTML page).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ClientError

from relay.errors import ChannelError, Rejected, Text, TryLater, Unavailable, Uncertain

_CLOSED = (
    "chat not found",
    "not enough rights",
    "have no write access",
    "need administrator rights",
    "chat_write_forbidden",
)
_PICTURE = ("photo", "image", "wrong type of the web page content", "failed to get http url content", "wrong file")
_MARKUP = ("can't parse entities", "unsupported start tag", "entity")
_BUTTON = ("button_", "inline keyboard")
_PAUSE = re.compile(r"(?:retry after |flood_wait_)(\d{1,6})")
_GONE = (
    "message to edit not found",
    # As after a deletion whose answer was lost.
    "message to delete not found",
    "message can't be edited",
    "message_id_invalid",
)


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
        case (
            TelegramUnauthorizedError() | TelegramNotFound() | TelegramForbiddenError() | TelegramMigrateToChat() as no
        ):
            return _closed(no)
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


def _closed(error: TelegramAPIError) -> Unavailable:
    match error:
        case TelegramUnauthorizedError():
            return Unavailable("Telegram does not know the token (any more): get a new one from @BotFather")
        case TelegramNotFound():
            # What the Bot API answers to a token that is no token, and to methods that an old server does not have.
            return Unavailable("Telegram does not know the token or the method: check the token and api_base")
        case TelegramMigrateToChat(migrate_to_chat_id=number):
            return Unavailable(
                "the group has become a supergroup, with a new number: write {chat} in the configuration", chat=number
            )
        case _:
            return Unavailable("Telegram refuses the bot: {why}", why=error.message or Text("it gives no reason"))


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
    parts = (("button", _BUTTON), ("markup", _MARKUP), ("gone", _GONE), ("picture", _PICTURE))
    part = next((name for name, signs in parts if any(sign in said for sign in signs)), "")
    return Rejected("Telegram refuses the message: {why}", part=part, why=why)
