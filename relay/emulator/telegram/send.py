"""sendMessage, the methods that send a file, and sendMediaGroup; sendRichMessage stands in rich."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from .access import Server, writable_chat
from .errors import ApiError, bad_request
from .files import Media, Upload, read_file, read_photo
from .markup import read_keyboard, read_preview
from .request import Params
from .rich_blocks import RichMessage
from .state import Channel, Message
from .text import MAX_CAPTION, MAX_TEXT, FormattedText, read_text

Json = dict[str, Any]
Keyboard = tuple[tuple[Json, ...], ...]

ALBUM = range(2, 11)
"""Bot API, sendMediaGroup: "must include 2-10 items"; the real server lets a single one pass as a plain message."""
_ALONE = ("document", "audio")
"""Bot API, sendMediaGroup: "can be only grouped in an album with messages of the same type"."""


async def send_message(server: Server, params: Params) -> Json:
    """Bot API, sendMessage."""
    body = text_of(server, params)
    chat = writable_chat(server, params)
    if len(body.text) > MAX_TEXT:
        raise bad_request("message is too long")
    message = new_message(
        server, params, body, keyboard=keyboard_of(server, params), preview=preview_of(server, params)
    )
    return _post(server, chat, [message])[0]


def sender(kind: str) -> Callable[[Server, Params], Awaitable[Json]]:
    """The method that sends a file of one kind: sendPhoto and its sisters (Bot API)."""

    async def send_file(server: Server, params: Params) -> Json:
        caption = caption_of(server, params)
        chat = writable_chat(server, params, kind)
        keyboard = keyboard_of(server, params)
        media = await media_of(server, kind, params.text(kind), params.upload(kind))
        return _post(server, chat, [new_message(server, params, caption, media=media, keyboard=keyboard)])[0]

    return send_file


async def send_media_group(server: Server, params: Params) -> list[Json]:
    """Bot API, sendMediaGroup. It knows no reply_markup: one that is sent is passed over."""
    items = _album_items(params.json("media", "media"))
    chat = writable_chat(server, params, "photo")
    album = str(next(server.world.albums))
    messages = []
    for number, item in enumerate(items, 1):
        caption = _item_caption(server, item)
        try:
            media = await input_media(server, params, item)
        except ApiError as exc:
            reason = exc.description.removeprefix("Bad Request: ")
            raise bad_request(f'failed to send message #{number} with the error message "{reason}"') from exc
        messages.append(new_message(server, params, caption, media=media, album=album))
    return _post(server, chat, messages)


def _album_items(items: Any) -> list[Json]:
    if items is None:
        raise bad_request('parameter "media" is required')
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse InputMedia: expected an Array of Objects")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) >= ALBUM.stop:
        raise bad_request("too many messages to send as an album")
    if len(items) not in ALBUM:
        raise bad_request("media group must include 2-10 items")
    kinds = {str(item.get("type")) for item in items}
    for kind in _ALONE:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    if foreign := kinds - {"photo", "video", *_ALONE}:
        raise bad_request(f"can't parse InputMedia: type {min(foreign)} can't be used in sendMediaGroup")
    return items


async def input_media(server: Server, params: Params, item: Json) -> Media:
    """The file of an InputMedia. Raises ApiError."""
    kind, value = str(item.get("type")), item.get("media")
    if kind not in {"photo", "video", "document", "audio", "animation"}:
        raise bad_request("can't parse InputMedia: type is unsupported")
    if not isinstance(value, str):
        raise bad_request("can't parse InputMedia: Can't find field \"media\"")
    upload = params.attached(value)
    if value.startswith("attach://") and upload is None:
        raise bad_request("can't parse InputMedia: media not found")
    return await media_of(server, kind, value, upload)


def _item_caption(server: Server, item: Json) -> FormattedText:
    raw, mode = str(item.get("caption") or ""), str(item.get("parse_mode") or "")
    return checked_caption(read_text(raw, mode, item.get("caption_entities"), server.links))


async def media_of(server: Server, kind: str, value: str, upload: Upload | None) -> Media:
    """The file to send: uploaded, or known by its id. Raises ApiError.

    By address nothing is fetched: from here no address can be reached, and that is what the server says then.
    """
    if upload is not None:
        return server.world.keep(
            await asyncio.to_thread(read_photo, upload) if kind == "photo" else read_file(kind, upload)
        )
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    media = server.world.files.get(value)
    if media is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if media.kind != kind:
        raise bad_request(f"can't use file of type {media.kind.capitalize()} as {kind.capitalize()}")
    return media


def text_of(server: Server, params: Params) -> FormattedText:
    """The ``text`` of a call, not empty. Raises ApiError."""
    raw = params.text("text")
    if not raw:
        raise bad_request("message text is empty")
    entities = params.json("entities", "entities")
    body = read_text(raw, params.text("parse_mode"), entities, server.links)
    if not body.text:
        raise bad_request("text must be non-empty")
    return body


def caption_of(server: Server, params: Params) -> FormattedText:
    """The ``caption`` of a call, not too long. Raises ApiError."""
    entities = params.json("caption_entities", "caption entities")
    return checked_caption(read_text(params.text("caption"), params.text("parse_mode"), entities, server.links))


def checked_caption(caption: FormattedText) -> FormattedText:
    """The caption, if it is not too long for sending. Raises ApiError."""
    if len(caption.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return caption


def keyboard_of(server: Server, params: Params) -> Keyboard:
    """The inline keyboard of a call. Raises ApiError."""
    return read_keyboard(params.json("reply_markup", "reply keyboard markup"), server.links)


def preview_of(server: Server, params: Params) -> Json:
    """The link preview options of a call. Raises ApiError."""
    return read_preview(params.json("link_preview_options", "link preview options"), server.links)


def new_message(
    server: Server,
    params: Params,
    body: FormattedText,
    *,
    media: Media | None = None,
    rich: RichMessage | None = None,
    keyboard: Keyboard = (),
    preview: Json | None = None,
    album: str = "",
) -> Message:
    """A message of the bot that has no number yet."""
    return Message(
        0,
        server.world.now(),
        by_bot=True,
        body=body,
        media=media,
        rich=rich,
        keyboard=keyboard,
        preview=preview or {},
        silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"),
        caption_above=params.flag("show_caption_above_media"),
        album=album,
    )


def _post(server: Server, chat: Channel, messages: list[Message]) -> list[Json]:
    """Post messages, if the chat is not too busy. Raises ApiError."""
    return [server.world.message_json(chat, message) for message in post(server, chat, messages)]


def post(server: Server, chat: Channel, messages: list[Message]) -> list[Message]:
    """Number and store messages, if the chat is not too busy. Raises ApiError (429)."""
    server.limiter.take(chat.id, server.world.now(), len(messages))
    if server.world.scheduling:
        # Bot API, Message: message_id is 0 for a message that the server publishes later
        server.world.scheduling -= 1
        server.world.scheduled += [(chat, message) for message in messages]
        return messages
    return [server.world.put(chat, replace(message, id=chat.next_id())) for message in messages]
