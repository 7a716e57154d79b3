"""The methods of the Bot API that the emulator knows, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from . import edit, forward, read, rich, send
from .access import Server
from .errors import ApiError, bad_request
from .files import KINDS
from .request import Params
from .state import World

Method = Callable[[Server, Params], Awaitable[Any]]


async def answer_callback_query(server: Server, params: Params) -> bool:
    """Bot API, answerCallbackQuery: each query once."""
    try:
        server.world.queries.remove(params.text("callback_query_id"))
    except KeyError:
        raise bad_request("query is too old and response timeout expired or query ID is invalid") from None
    return True


METHODS: Mapping[str, Method] = {
    name.lower(): method
    for name, method in {
        "getMe": read.get_me,
        "getChat": read.get_chat,
        "getChatMember": read.get_chat_member,
        "getChatAdministrators": read.get_chat_administrators,
        "getChatMemberCount": read.get_chat_member_count,
        "getFile": read.get_file,
        "getUpdates": read.get_updates,
        "setMyCommands": read.set_my_commands,
        "getMyCommands": read.get_my_commands,
        "answerCallbackQuery": answer_callback_query,
        "sendMessage": send.send_message,
        "sendRichMessage": rich.send_rich_message,
        "sendMediaGroup": send.send_media_group,
        **{f"send{kind.capitalize()}": send.sender(kind) for kind in KINDS},
        "editMessageText": edit.edit_text,
        "editMessageCaption": edit.edit_caption,
        "editMessageMedia": edit.edit_media,
        "editMessageReplyMarkup": edit.edit_keyboard,
        "deleteMessage": edit.delete_message,
        "deleteMessages": edit.delete_messages,
        "forwardMessage": forward.forward_message,
        "forwardMessages": forward.forward_messages,
        "copyMessage": forward.copy_message,
        "copyMessages": forward.copy_messages,
    }.items()
}
"""By name in lower case: the server does not mind how a method is written."""


async def call(server: Server, method: str, params: Params) -> Any:
    """Do what a method asks for and return its result. Raises ApiError; 404 for a method that is not known."""
    known = METHODS.get(method.lower())
    if known is None:
        raise ApiError(404, "Not Found")
    return await known(server, params)


def check_token(world: World, token: str) -> None:
    """Raise ApiError for a token that is not the bot's: 401, or 404 where it does not even look like one."""
    if token == world.token:
        return
    number, colon, secret = token.partition(":")
    if number.isdigit() and colon and secret:
        raise ApiError(401, "Unauthorized")
    raise ApiError(404, "Not Found")
