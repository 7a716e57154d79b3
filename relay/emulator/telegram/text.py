"""What the server makes of a text: parsed, cleaned, trimmed, its entities sorted and found.

Source: TDLib, MessageEntity.cpp (`get_formatted_text`, `fix_formatted_text`) and misc.cpp (`clean_input_string`,
`strip_empty_characters`); Bot API, "Formatting options" and MessageEntity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from .classic_html import Entity, MarkupError, parse_html, utf16_length
from .errors import bad_request
from .links import LinkError, LinkRules

MAX_TEXT = 4096
"""Bot API, sendMessage: "1-4096 characters after entities parsing"."""
MAX_CAPTION = 1024
"""Bot API, sendPhoto: "0-1024 characters after entities parsing"."""
MAX_RAW = 1 << 15
"""Bytes of a text before it is parsed (Client.cpp, `get_formatted_text`)."""
MAX_ENTITIES = 100
"""TDLib sends so many entities of the user's on and drops the rest."""

_FOUND = {"url", "hashtag", "mention", "email", "phone_number", "cashtag", "bot_command", "bank_card_number"}
_MADE = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "custom_emoji",
}
DROPPED = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")
"""Characters that the server takes out of every text."""
EMPTY = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0020-\U000e007f]*"
)
"""A text in which nothing is seen."""
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\"'.,:;!?)\]]", re.IGNORECASE)
HASHTAG = re.compile(r"(?<![\w#/&@])#(?=\w*[^\W\d])\w{1,256}")


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text as it stands in a message."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def entities_json(self) -> list[dict[str, object]]:
        """As the Bot API shows them."""
        return [entity.as_json() for entity in self.entities]


def read_text(raw: str, parse_mode: str, entities: Any, links: LinkRules) -> FormattedText:
    """Make a text of what a request says; empty if nothing visible is left. Raises ApiError.

    `entities` is the decoded JSON of the parameter; it counts only where no parse mode is given.
    """
    try:
        size = len(raw.encode())
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    if size > MAX_RAW:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    if mode == "html":
        try:
            text, made = parse_html(raw, links)
        except MarkupError as exc:
            raise bad_request(f"can't parse entities: {exc}") from exc
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request("this emulator does not know Markdown")
    elif mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    else:
        text, made = raw, _read_entities(entities, utf16_length(raw), links)
    return _finish(text, made)


def _read_entities(value: Any, length: int, links: LinkRules) -> list[Entity]:
    """Read the parameter ``entities``; a bad link is an error here, unlike in HTML."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise bad_request("can't parse entities JSON object")
    return [_read_entity(item, length, links) for item in value if item.get("type") not in _FOUND]


def _read_entity(item: dict[str, Any], length: int, links: LinkRules) -> Entity:
    kind, offset, size = item.get("type"), item.get("offset"), item.get("length")
    if kind not in _MADE:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if not isinstance(offset, int) or not isinstance(size, int):
        raise bad_request("can't parse MessageEntity: Can't find field \"offset\"")
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if size < 0:
        raise bad_request(f"receive an entity with incorrect length {size}")
    if offset > length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + size > length:
        beyond = f"ends after the end of the text at UTF-16 offset {offset + size}"
        raise bad_request(f"entity beginning at UTF-16 offset {offset} {beyond}")
    entity = Entity(str(kind), offset, size, language=str(item.get("language", "")))
    if kind == "text_link":
        if "url" not in item:
            raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
        return replace(entity, url=checked_link("entity URL", str(item["url"]), links))
    if kind == "custom_emoji":
        return replace(entity, custom_emoji_id=str(item.get("custom_emoji_id", "")))
    return entity


def checked_link(what: str, url: str, links: LinkRules) -> str:
    """Return the link as the server keeps it. Raises ApiError in the words of TDLib's `check_link`."""
    try:
        return links.check(url)
    except LinkError as exc:
        raise bad_request(f"{what} '{url}' is invalid: {exc}") from exc


def _finish(text: str, made: list[Entity]) -> FormattedText:
    text, made = _clean(text, made)
    if EMPTY.fullmatch(text):
        return FormattedText()
    made = [entity for entity in made if entity.length > 0]
    made.sort(key=lambda e: (e.offset, -e.length))
    made = made[:MAX_ENTITIES]
    entities = sorted([*made, *_find(text, made)], key=lambda e: (e.offset, -e.length))
    return FormattedText(text, tuple(entities))


def _clean(text: str, made: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop and replace characters, trim, and move the entities along."""
    kept: list[str] = []
    moved: list[int] = []  # old offset in UTF-16 units -> new one
    at = 0
    for char in text:
        moved += [at] * (1 + (char > "\uffff"))
        if DROPPED.match(char):
            continue
        kept.append(" " if char < " " and char != "\n" else char)
        at += 1 + (char > "\uffff")
    moved.append(at)
    cleaned = "".join(kept)
    left = len(cleaned) - len(cleaned.lstrip(" \n"))
    cleaned = cleaned.strip(" \n")
    end = utf16_length(cleaned)

    def place(offset: int) -> int:
        return min(max(moved[offset] - left, 0), end)

    return cleaned, [replace(e, offset=place(e.offset), length=place(e.end) - place(e.offset)) for e in made]


def _find(text: str, made: list[Entity]) -> list[Entity]:
    """Find web addresses and hashtags, as the server does where the sender has not said otherwise."""
    taken = [(e.offset, e.end) for e in made if e.type in {"text_link", "code", "pre", "custom_emoji"}]
    found: list[Entity] = []
    for kind, pattern in (("url", URL), ("hashtag", HASHTAG)):
        for match in pattern.finditer(text):
            entity = Entity(kind, utf16_length(text[: match.start()]), utf16_length(match[0]))
            if all(entity.end <= start or end <= entity.offset for start, end in taken):
                found.append(entity)
                taken.append((entity.offset, entity.end))
    return found
