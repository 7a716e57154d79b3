"""The methods that tell, and those that only have to be answered."""

from __future__ import annotations

from typing import Any

from .access import Server, chat_of, joined_chat
from .errors import bad_request
from .files import MAX_DOWNLOAD
from .request import Params
from .state import HUMAN

Json = dict[str, Any]

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_me(server: Server, params: Params) -> Json:
    """Bot API, getMe."""
    return server.world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_chat(server: Server, params: Params) -> Json:
    """Bot API, getChat. A public channel can be looked at without being in it."""
    chat = chat_of(server, params)
    if not chat.username:
        chat = joined_chat(server, params)
    body = chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.username:
        body["active_usernames"] = [chat.username]
    if chat.description:
        body["description"] = chat.description
    if chat.protected:
        body["has_protected_content"] = True
    if chat.type in {"group", "supergroup"}:
        body["permissions"] = {"can_send_messages": chat.rights.get("can_send_messages", True)}
    return body


async def get_chat_member(server: Server, params: Params) -> Json:
    """Bot API, getChatMember: knows the bot itself and the owner."""
    chat = joined_chat(server, params)
    user = params.integer("user_id")
    if user == server.world.bot["id"]:
        return server.world.member_json(chat)
    if user == HUMAN["id"]:
        return {"user": HUMAN, "status": "creator", "is_anonymous": False}
    raise bad_request("PARTICIPANT_ID_INVALID" if user else "invalid user_id specified")


async def get_chat_administrators(server: Server, params: Params) -> list[Json]:
    """Bot API, getChatAdministrators; other bots than the caller are left out."""
    chat = joined_chat(server, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    owner = {"user": HUMAN, "status": "creator", "is_anonymous": False}
    return [owner, server.world.member_json(chat)] if chat.bot_status == "administrator" else [owner]


async def get_chat_member_count(server: Server, params: Params) -> int:
    """Bot API, getChatMemberCount."""
    return chat_of(server, params).members


async def get_file(server: Server, params: Params) -> Json:
    """Bot API, getFile."""
    media = server.world.files.get(params.text("file_id"))
    if media is None:
        raise bad_request("invalid file_id")
    if len(media.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": media.file_id,
        "file_unique_id": media.unique_id,
        "file_size": len(media.data),
        "file_path": media.path,
    }


async def get_updates(server: Server, params: Params) -> list[Json]:
    """Bot API, getUpdates. ``allowed_updates`` is remembered, an empty list brings back the usual kinds."""
    if "allowed_updates" in params.values:
        wanted = params.json("allowed_updates", "allowed updates")
        # Client.cpp passes over what is not a list of strings
        if isinstance(wanted, list) and all(isinstance(kind, str) for kind in wanted):
            server.updates.allowed = wanted
    limit = params.integer("limit") if "limit" in params.values else 100
    return await server.updates.poll(params.integer("offset"), limit, params.integer("timeout"), server.world.now())


async def set_my_commands(server: Server, params: Params) -> bool:
    """Bot API, setMyCommands."""
    commands = params.json("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    server.world.commands = commands
    return True


async def get_my_commands(server: Server, params: Params) -> list[Json]:
    """Bot API, getMyCommands."""
    return server.world.commands
