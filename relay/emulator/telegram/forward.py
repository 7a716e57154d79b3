"""forwardMessage, copyMessage and their plurals (Bot API)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .access import Server, check_forwardable, joined_chat, message_of, writable_chat
from .errors import ApiError, bad_request
from .request import Params
from .send import caption_of, keyboard_of, post
from .state import HUMAN, Channel, Message

Json = dict[str, Any]

MAX_AT_ONCE = 100


async def forward_message(server: Server, params: Params) -> Json:
    """Bot API, forwardMessage: the copy says where it comes from."""
    chat, source = writable_chat(server, params), joined_chat(server, params, "from_chat_id")
    message = message_of(source, params, "forward")
    check_forwardable(source, message, "forwarded")
    forwarded = post(server, chat, [_forwarded(server, source, message, params)])[0]
    return server.world.message_json(chat, forwarded)


async def forward_messages(server: Server, params: Params) -> list[Json]:
    """Bot API, forwardMessages: what cannot be forwarded is passed over."""
    chat, source = writable_chat(server, params), joined_chat(server, params, "from_chat_id")
    found = _several(source, params, "forwarded")
    forwarded = post(server, chat, [_forwarded(server, source, message, params) for message in found])
    return [{"message_id": message.id} for message in forwarded]


async def copy_message(server: Server, params: Params) -> Json:
    """Bot API, copyMessage: like a message of one's own, with a caption of one's own if one is given."""
    chat, source = writable_chat(server, params), joined_chat(server, params, "from_chat_id")
    message = message_of(source, params, "copy")
    check_forwardable(source, message, "copied")
    copied = replace(_copied(server, message, params), keyboard=keyboard_of(server, params))
    if message.media is not None and "caption" in params.values:
        copied = replace(copied, body=caption_of(server, params))
    return {"message_id": post(server, chat, [copied])[0].id}


async def copy_messages(server: Server, params: Params) -> list[Json]:
    """Bot API, copyMessages."""
    chat, source = writable_chat(server, params), joined_chat(server, params, "from_chat_id")
    found = _several(source, params, "copied")
    return [{"message_id": m.id} for m in post(server, chat, [_copied(server, m, params) for m in found])]


def _several(source: Channel, params: Params, verb: str) -> list[Message]:
    numbers = params.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MAX_AT_ONCE:
        raise bad_request("message identifiers are not specified")
    if sorted(set(numbers)) != numbers:
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = []
    for message in [source.messages[n] for n in numbers if n in source.messages]:
        try:
            check_forwardable(source, message, verb)
        except ApiError:
            continue
        found.append(message)
    if not found:
        raise bad_request(f"there are no messages to {'forward' if verb == 'forwarded' else 'copy'}")
    return found


def _copied(server: Server, message: Message, params: Params) -> Message:
    return replace(
        message,
        date=server.world.now(),
        by_bot=True,
        silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"),
        keyboard=(),
        edited=None,
        marked=False,
        origin=None,
        album="",
    )


def _forwarded(server: Server, source: Channel, message: Message, params: Params) -> Message:
    links_only = all("url" in button for row in message.keyboard for button in row)
    return replace(
        _copied(server, message, params),
        origin=message.origin or _origin(server, source, message),
        # links stay below a forwarded message, buttons that would call a bot do not
        keyboard=message.keyboard if links_only else (),
    )


def _origin(server: Server, source: Channel, message: Message) -> Json:
    """Bot API, MessageOriginChannel for a post, MessageOriginUser for anything else."""
    if source.is_channel:
        return {
            "type": "channel",
            "date": int(message.date),
            "chat": source.as_json(),
            "message_id": message.id,
        }
    sender = server.world.bot if message.by_bot else HUMAN
    return {"type": "user", "date": int(message.date), "sender_user": sender}
