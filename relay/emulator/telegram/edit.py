"""The methods that edit and delete.

Source: Bot API, "Updating messages"; Client.cpp for the texts. An edit takes the place of all that it can say: without
reply_markup the keyboard goes. Too long a text answers with the code of the server behind (MESSAGE_TOO_LONG,
MEDIA_CAPTION_TOO_LONG), unlike a message that is sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .access import Server, check_deletable, check_editable, joined_chat, message_of
from .errors import ApiError, bad_request
from .request import Params
from .rich import rich_message_of
from .send import checked_caption, input_media, keyboard_of, preview_of, text_of
from .state import Channel, Message
from .text import MAX_CAPTION, MAX_TEXT, FormattedText, read_text

Json = dict[str, Any]

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_ALBUM_GROUPS = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
_FIXED = ("voice",)
"""Bot API, editMessageMedia: "animation, audio, document, live photo, photo, or video messages", text and rich ones."""
MAX_DELETED = 100
"""Messages in one deleteMessages."""


async def edit_text(server: Server, params: Params) -> Json:
    """Bot API, editMessageText: a text takes the place of a text or a rich message, and so does a rich message."""
    if "rich_message" in params.values:
        return await _edit_rich(server, params)
    body = text_of(server, params)
    chat, message = _target(server, params)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    if len(body.text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    keyboard, preview = keyboard_of(server, params), preview_of(server, params)
    return _store(server, chat, message, replace(message, body=body, rich=None, keyboard=keyboard, preview=preview))


async def _edit_rich(server: Server, params: Params) -> Json:
    """The rich message takes the place of all that stood there: a picture that is to stay is sent again by its id."""
    if params.text("text"):
        raise bad_request("exactly one of the parameters text and rich_message must be specified")
    chat, message = _target(server, params)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    keyboard = keyboard_of(server, params)
    rich = await rich_message_of(server, params)
    edited = replace(message, body=FormattedText(), rich=rich, keyboard=keyboard, preview={})
    return _store(server, chat, message, edited)


async def edit_caption(server: Server, params: Params) -> Json:
    """Bot API, editMessageCaption."""
    entities = params.json("caption_entities", "caption entities")
    caption = read_text(params.text("caption"), params.text("parse_mode"), entities, server.links)
    chat, message = _target(server, params)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    if len(caption.text) > MAX_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    above = params.flag("show_caption_above_media")
    edited = replace(message, body=caption, keyboard=keyboard_of(server, params), caption_above=above)
    return _store(server, chat, message, edited)


async def edit_media(server: Server, params: Params) -> Json:
    """Bot API, editMessageMedia. The caption that comes with the file replaces the old one; none removes it."""
    item = params.json("media", "media")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    caption = checked_caption(
        read_text(
            str(item.get("caption") or ""),
            str(item.get("parse_mode") or ""),
            item.get("caption_entities"),
            server.links,
        )
    )
    chat, message = _target(server, params)
    keyboard = keyboard_of(server, params)
    media = await input_media(server, params, item)
    if message.kind in _FIXED:
        raise bad_request("message can't be edited")
    if message.album and message.media and _ALBUM_GROUPS.get(media.kind) != _ALBUM_GROUPS[message.media.kind]:
        raise bad_request("Can't use the media of the specified type in the album")
    above = bool(item.get("show_caption_above_media"))
    edited = replace(message, body=caption, media=media, rich=None, keyboard=keyboard, caption_above=above, preview={})
    return _store(server, chat, message, edited)


async def edit_keyboard(server: Server, params: Params) -> Json:
    """Bot API, editMessageReplyMarkup."""
    chat, message = _target(server, params)
    return _store(server, chat, message, replace(message, keyboard=keyboard_of(server, params)))


def _target(server: Server, params: Params) -> tuple[Channel, Message]:
    chat = joined_chat(server, params)
    message = message_of(chat, params, "edit")
    check_editable(chat, message)
    return chat, message


def _store(server: Server, chat: Channel, before: Message, after: Message) -> Json:
    if after == before:
        raise bad_request(_NOT_MODIFIED)
    now = server.world.now()
    server.limiter.take((chat.id, "edit"), now)
    seen = _seen(after) != _seen(before)
    stored = server.world.put(chat, replace(after, edited=now, marked=before.marked or seen))
    return server.world.message_json(chat, stored)


def _seen(message: Message) -> tuple[object, ...]:
    """What readers are told of when it changes."""
    return message.body, message.media, message.rich, message.caption_above


async def delete_message(server: Server, params: Params) -> bool:
    """Bot API, deleteMessage."""
    chat = joined_chat(server, params)
    message = message_of(chat, params, "delete")
    check_deletable(chat, message, server.world.now())
    server.world.remove(chat, message)
    return True


async def delete_messages(server: Server, params: Params) -> bool:
    """Bot API, deleteMessages: what is not there or cannot go is passed over."""
    chat = joined_chat(server, params)
    numbers = params.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MAX_DELETED:
        raise bad_request("message identifiers are not specified")
    for message in [chat.messages[n] for n in numbers if n in chat.messages]:
        try:
            check_deletable(chat, message, server.world.now())
        except ApiError:
            continue
        server.world.remove(chat, message)
    return True
