"""Who may do what in which chat.

Source: Client.cpp (`check_chat_access` for the 403 texts), TDLib, MessagesManager.cpp (`can_send_message`,
`can_edit_message`, `can_delete_message`); Bot API, ChatAdministratorRights: can_post_messages covers posting, editing
and deleting one's own, can_edit_messages others' posts, can_delete_messages any.
"""

from __future__ import annotations

from dataclasses import dataclass

from .errors import ApiError, bad_request
from .limits import Limiter
from .links import LinkRules
from .request import Params
from .state import Channel, Message, World
from .updates import Updates

DELETE_WITHIN = 48 * 3600.0
"""Seconds after which a message stays (Bot API, deleteMessage)."""


@dataclass(frozen=True, slots=True)
class Server:
    """What the methods work on."""

    world: World
    links: LinkRules
    limiter: Limiter
    updates: Updates


def chat_of(server: Server, params: Params, name: str = "chat_id") -> Channel:
    """The chat that a call names, if the bot knows it and was not thrown out. Raises ApiError."""
    value = params.text(name)
    if not value:
        raise bad_request(f"{name} is empty")
    chat = server.world.find(value)
    if chat is None:
        raise bad_request("chat not found")
    if chat.bot_status == "kicked":
        if chat.type == "private":
            raise ApiError(403, "bot was blocked by the user")
        raise ApiError(403, f"bot was kicked from the {chat.type} chat")
    if chat.upgraded_to is not None:
        # Client.cpp, check_chat_access, for groups
        raise ApiError(400, "group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.upgraded_to})
    return chat


def joined_chat(server: Server, params: Params, name: str = "chat_id") -> Channel:
    """The same, and the bot is in it. A private chat that it has left is not even found. Raises ApiError."""
    chat = chat_of(server, params, name)
    if chat.bot_status == "left":
        raise ApiError(403, f"bot is not a member of the {chat.type} chat")
    return chat


def writable_chat(server: Server, params: Params, kind: str = "text") -> Channel:
    """The chat, if the bot may write there. Raises ApiError."""
    chat = joined_chat(server, params)
    if chat.is_channel:
        if not chat.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif chat.rights.get("can_send_messages") is False:
        what = "text messages" if kind == "text" else f"{kind}s"
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def message_of(chat: Channel, params: Params, verb: str) -> Message:
    """The message that a call names. Raises ApiError: "message to <verb> not found"."""
    number = params.integer("message_id")
    if not number and verb == "edit":
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def check_editable(chat: Channel, message: Message) -> None:
    """Raise ApiError unless the bot may edit the message. Its own posts may be edited for ever."""
    own = message.by_bot and (not chat.is_channel or chat.may("can_post_messages"))
    foreign = not message.by_bot and chat.is_channel and chat.may("can_edit_messages")
    if message.service is not None or message.origin is not None or not (own or foreign):
        raise bad_request("message can't be edited")


def check_deletable(chat: Channel, message: Message, now: float) -> None:
    """Raise ApiError unless the bot may delete the message."""
    own = message.by_bot and (not chat.is_channel or chat.may("can_post_messages"))
    allowed = own or chat.may("can_delete_messages")
    if not allowed or now - message.date > DELETE_WITHIN or message.kind == "service":
        raise bad_request("message can't be deleted")


def check_forwardable(chat: Channel, message: Message, verb: str) -> None:
    """Raise ApiError unless the message may leave its chat."""
    if message.protected or chat.protected:
        raise bad_request(f"message has protected content and can't be {verb}")
    if message.service is not None:
        raise bad_request(f"message can't be {verb}")
