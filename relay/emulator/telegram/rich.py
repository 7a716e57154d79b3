"""InputRichMessage: the content of sendRichMessage and of editMessageText (Bot API, "Rich messages").

The wording of refusals is that of the real server where it is known (RICH_MESSAGE_...).
"""

from __future__ import annotations

import re
from typing import Any

from .access import Server, writable_chat
from .errors import bad_request
from .files import Media
from .request import Params
from .rich_blocks import Block, RichMessage, characters, depth, walk
from .rich_content import read_blocks
from .rich_html import RichError
from .rich_text import TextRules
from .send import input_media, keyboard_of, new_message, post
from .text import FormattedText

Json = dict[str, Any]

MAX_CHARACTERS = 32_768
"""Code points of all texts (Bot API, "Rich message limits")."""
MAX_HTML = 34_996
"""Bytes of the HTML itself. TDLib cuts what is longer without a word (misc.cpp, `clean_input_string`: 35000)."""
MAX_BLOCKS = 500
MAX_DEPTH = 16
MAX_MEDIA = 50

_SOURCES = ("html", "markdown", "blocks")
_FLAGS = ("is_rtl", "skip_entity_detection")
_FIELDS = frozenset({*_SOURCES, *_FLAGS, "media"})
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def send_rich_message(server: Server, params: Params) -> Json:
    """Bot API, sendRichMessage."""
    chat = writable_chat(server, params)
    keyboard = keyboard_of(server, params)
    rich = await rich_message_of(server, params)
    message = new_message(server, params, FormattedText(), rich=rich, keyboard=keyboard)
    return server.world.message_json(chat, post(server, chat, [message])[0])


async def rich_message_of(server: Server, params: Params) -> RichMessage:
    """The ``rich_message`` of a call. Raises ApiError."""
    value = params.json("rich_message", "rich message")
    _check_fields(value)
    html = _html(value)
    photos = {key: await _photo(server, params, item) for key, item in _media(value.get("media")).items()}
    rules = TextRules(server.links, detect=not value.get("skip_entity_detection"))
    try:
        blocks, used = read_blocks(html, photos, rules)
    except RichError as exc:
        raise bad_request(str(exc)) from exc
    if lost := photos.keys() - used:
        raise bad_request(f'media "{min(lost)}" isn\'t used in the rich message')
    check_limits(blocks)
    return RichMessage(blocks, bool(value.get("is_rtl")))


def check_limits(blocks: tuple[Block, ...]) -> None:
    """Raise ApiError for a message that is too much. Everything counts: items, rows, and the paragraphs in items."""
    if characters(blocks) > MAX_CHARACTERS:
        raise bad_request("RICH_MESSAGE_TEXT_TOO_LONG")
    if sum(1 for _ in walk(blocks)) > MAX_BLOCKS:
        raise bad_request("RICH_MESSAGE_BLOCKS_TOO_MANY")
    if depth(blocks) > MAX_DEPTH:
        raise bad_request("RICH_MESSAGE_DEPTH_INVALID")
    if len(RichMessage(blocks).photos) > MAX_MEDIA:
        raise bad_request("RICH_MESSAGE_MEDIA_TOO_MANY")


def _check_fields(value: Any) -> None:
    """Raise ApiError unless it is an InputRichMessage."""
    if value is None:
        raise bad_request('parameter "rich_message" is required')
    if not isinstance(value, dict):
        raise bad_request("can't parse InputRichMessage: expected an Object")
    if unknown := value.keys() - _FIELDS:
        raise bad_request(f'can\'t parse InputRichMessage: unknown field "{min(unknown)}"')
    for name in _FLAGS:
        if name in value and not isinstance(value[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')


def _html(value: Json) -> str:
    """The HTML of an InputRichMessage, the one source that is known here. Raises ApiError."""
    given = [name for name in _SOURCES if value.get(name) is not None]
    if len(given) != 1:
        raise bad_request("can't parse InputRichMessage: exactly one of html, markdown and blocks must be used")
    if given != ["html"]:
        raise bad_request(f"{given[0]} of a rich message is not supported by the emulator")
    html = value["html"]
    if not isinstance(html, str):
        raise bad_request('field "html" must be of type String')
    if not html.strip():
        raise bad_request("rich message must be non-empty")
    if len(html.encode(errors="replace")) > MAX_HTML:
        raise bad_request(f"html of a rich message is cut after {MAX_HTML} bytes")
    return html


def _media(items: Any) -> dict[str, Json]:
    """The InputMedia of the list ``media`` by their ids."""
    if items is None:
        return {}
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse InputRichMessageMedia: expected an Array of Objects")
    if len(items) > MAX_MEDIA:
        raise bad_request("RICH_MESSAGE_MEDIA_TOO_MANY")
    found: dict[str, Json] = {}
    for item in items:
        key, media = item.get("id"), item.get("media")
        if not isinstance(key, str) or not _ID.fullmatch(key):
            raise bad_request("can't parse InputRichMessageMedia: invalid identifier specified")
        if key in found:
            raise bad_request(f'can\'t parse InputRichMessageMedia: identifier "{key}" is used twice')
        if not isinstance(media, dict):
            raise bad_request("can't parse InputRichMessageMedia: Can't find field \"media\"")
        found[key] = media
    return found


async def _photo(server: Server, params: Params, item: Json) -> Media:
    """The file of an InputMediaPhoto; what else it says, such as a caption, is passed over by the server."""
    kind, value = item.get("type"), item.get("media")
    if kind != "photo":
        raise bad_request(f"media of type {kind} in a rich message is not supported by the emulator")
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        # one picture that cannot be fetched is the end of the whole message
        raise bad_request("RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND")
    return await input_media(server, params, item)
