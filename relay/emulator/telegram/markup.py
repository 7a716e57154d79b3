"""Inline keyboards and link previews of a request (Bot API, InlineKeyboardMarkup and LinkPreviewOptions)."""

from __future__ import annotations

from typing import Any

from .errors import bad_request
from .links import LinkError, LinkRules
from .text import checked_link

Json = dict[str, Any]

MAX_CALLBACK_DATA = 64
"""Bytes (Bot API, InlineKeyboardButton: "1-64 bytes")."""
MAX_COPY_TEXT = 256
"""Characters (Bot API, CopyTextButton: "1-256 characters")."""
MAX_BUTTONS = 100
_STYLES = {"primary", "success", "danger"}
_BUTTON = "can't parse inline keyboard button: "
_PREVIEW_FLAGS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


def read_keyboard(value: Any, links: LinkRules) -> tuple[tuple[Json, ...], ...]:
    """Return the rows of buttons; empty where there is none. Raises ApiError.

    `value` is the decoded JSON of ``reply_markup``. Other markups than inline keyboards have no place in channels.
    """
    if value is None or value == {}:
        return ()
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in value:
        raise bad_request("inline keyboard expected")
    rows = value["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    keyboard = tuple(tuple(_button(button, links) for button in row) for row in rows if row)
    if sum(map(len, keyboard)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def _button(button: Any, links: LinkRules) -> Json:
    if not isinstance(button, dict):
        raise bad_request(_BUTTON + "Expected an Object")
    if "text" not in button:
        raise bad_request(_BUTTON + 'Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(_BUTTON + 'Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    made: Json = {"text": button["text"], **_action(button, links)}
    if style := button.get("style"):
        if style not in _STYLES:
            raise bad_request(_BUTTON + "Invalid button style specified")
        made["style"] = style
    return made


def _action(button: Json, links: LinkRules) -> Json:
    """What the button does; only what a bot may put below a channel post."""
    if url := button.get("url"):
        return {"url": checked_link("inline keyboard button URL", str(url), links)}
    if data := button.get("callback_data"):
        if len(str(data).encode()) > MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": str(data)}
    if "copy_text" in button:
        copied = (button["copy_text"] or {}).get("text", "")
        if not 1 <= len(copied) <= MAX_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": {"text": copied}}
    if {"web_app", "pay", "callback_game", "login_url"} & button.keys():
        raise bad_request("BUTTON_TYPE_INVALID")
    raise bad_request(_BUTTON + "Text buttons are unallowed in the inline keyboard")


def read_preview(value: Any, links: LinkRules) -> Json:
    """Return the options that were set. Raises ApiError."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad_request("object expected as link preview options")
    for name in _PREVIEW_FLAGS:
        if name in value and not isinstance(value[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    preview: Json = {name: True for name in _PREVIEW_FLAGS if value.get(name)}
    if url := value.get("url"):
        try:
            preview["url"] = links.check(str(url))
        except LinkError as exc:
            raise bad_request("WEBPAGE_URL_INVALID") from exc
    return preview
