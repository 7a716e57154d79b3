"""The classic HTML of messages ("HTML style" in the Bot API, "Formatting options").

Source of rules and wording: TDLib, MessageEntity.cpp (`parse_html`, `decode_html_entity`). Offsets in errors count
bytes of UTF-8, offsets of entities count UTF-16 units. Attributes that mean nothing to the server are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .links import LinkError, LinkRules

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
"""Every tag the server knows, and the type of entity it makes."""

_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACE = b" \t\r\n\v\0"
_TOKEN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"
_MAX_REFERENCE = 9
_MAX_CODE_POINT = 0x10FFFF
_MAX_INT64 = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning (Bot API, MessageEntity). Offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    custom_emoji_id: str = ""
    unix_time: int | None = None

    @property
    def end(self) -> int:
        """First unit that is no longer part of it."""
        return self.offset + self.length

    def as_json(self) -> dict[str, object]:
        """As the Bot API shows it: optional fields only where they say something."""
        body: dict[str, object] = {"type": self.type, "offset": self.offset, "length": self.length}
        for name in ("url", "language", "custom_emoji_id"):
            if value := getattr(self, name):
                body[name] = value
        if self.unix_time is not None:
            body["unix_time"] = self.unix_time
        return body


class MarkupError(ValueError):
    """HTML that the server refuses; its text is the server's reason."""


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int
    """Where its text begins in the result, in characters."""


def utf16_length(text: str) -> int:
    """Length of a text as Telegram counts offsets."""
    return len(text) + sum(c > "\uffff" for c in text)


def parse_html(raw: str, links: LinkRules) -> tuple[str, list[Entity]]:
    """Return the text and its entities, in the order in which they ended. Raises MarkupError."""
    return _Parser(raw, links).parse()


def decode_reference(data: bytes, at: int) -> tuple[str, int]:
    """Read the character reference at `at`; the semicolon may be missing.

    Returns the character and the place after it, or an empty string and `at` for what stays visible as it is.
    """
    end = at + 1
    if data[end : end + 1] == b"#":
        hexadecimal = data[end + 1 : end + 2] == b"x"
        start = end = end + (2 if hexadecimal else 1)
        digits = b"0123456789abcdefABCDEF" if hexadecimal else b"0123456789"
        while end < len(data) and data[end] in digits:
            end += 1
        code = int(data[start:end] or b"0", 16 if hexadecimal else 10)
        if not 0 < code < _MAX_CODE_POINT or end - at > _MAX_REFERENCE:
            return "", at
        char = chr(code)
    else:
        while end < len(data) and data[end : end + 1].isalpha():
            end += 1
        char = _NAMED.get(data[at + 1 : end], "")
        if not char:
            return "", at
    return char, end + 1 if data[end : end + 1] == b";" else end


class _Parser:
    """One pass over the bytes of a text."""

    def __init__(self, raw: str, links: LinkRules) -> None:
        self._data = raw.encode()
        self._links = links
        self._at = 0
        self._text: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._data):
            if self._data[self._at : self._at + 2] == b"</":
                self._end_tag()
            elif self._peek() == ord("<"):
                self._start_tag()
            else:
                self._characters()
        if self._open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        text = "".join(self._text)
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        return text, [replace(e, language="") if e.type == "code" else e for e in self._entities]

    def _characters(self) -> None:
        if self._peek() == ord("&"):
            char, after = decode_reference(self._data, self._at)
            if char:
                self._at = after
                self._append(char)
                return
        end = self._at + 1
        while end < len(self._data) and self._data[end] not in b"<&":
            end += 1
        self._append(self._data[self._at : end].decode())
        self._at = end

    def _append(self, text: str) -> None:
        self._text.append(text)
        self._offset += utf16_length(text)

    def _peek(self) -> int:
        """The byte here; zero at the end, which counts as white space, as in the server."""
        return self._data[self._at] if self._at < len(self._data) else 0

    def _take(self, stop: bytes) -> str:
        """Read up to white space or a byte of `stop`."""
        start = self._at
        while self._peek() not in _SPACE and self._peek() not in stop:
            self._at += 1
        return self._data[start : self._at].decode()

    def _skip_space(self) -> None:
        while self._at < len(self._data) and self._peek() in _SPACE:
            self._at += 1

    # --- start tags ---------------------------------------------------------------------------------------------------

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._take(b">").lower()
        if self._at >= len(self._data):
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if tag not in KINDS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while self._peek() != ord(">"):
            self._skip_space()
            if self._peek() != ord(">"):
                name, value = self._attribute(tag, begin)
                attributes[name] = value
        self._at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_Open(tag, attributes, self._offset, len(self._text)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._take(b"=>")
        if not name:
            if self._at >= len(self._data):
                raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self._peek() != ord("="):
            return name, ""
        self._at += 1
        self._skip_space()
        if self._at >= len(self._data):
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._peek() in b"'\"" else self._name_token()
        if self._at >= len(self._data):
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _name_token(self) -> str:
        start = self._at
        while self._peek() and self._peek() in _TOKEN:
            self._at += 1
        if self._peek() not in _SPACE and self._peek() != ord(">"):
            raise MarkupError(f"Unexpected end of name token at byte offset {start}")
        return self._data[start : self._at].decode().lower()

    def _quoted(self) -> str:
        quote = self._peek()
        self._at += 1
        value = bytearray()
        while self._at < len(self._data) and self._peek() != quote:
            if self._peek() == ord("&"):
                char, after = decode_reference(self._data, self._at)
                if char:
                    value += char.encode(errors="replace")
                    self._at = after
                    continue
            value.append(self._peek())
            self._at += 1
        self._at += 1
        return value.decode()

    # --- end tags -----------------------------------------------------------------------------------------------------

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        found = self._take(b">").lower()
        self._skip_space()
        if self._peek() != ord(">"):
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        opened = self._open.pop()
        if found not in {"", opened.tag}:
            raise MarkupError(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{found}>"'
            )
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = Entity(KINDS[opened.tag], opened.offset, self._offset - opened.offset)
        match opened.tag:
            case "a":
                self._close_link(opened, entity)
            case "pre" | "code":
                self._close_code(opened, entity)
            case "blockquote":
                kind = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
                self._entities.append(replace(entity, type=kind))
            case "tg-emoji":
                self._close_emoji(opened, entity)
            case "tg-time":
                self._close_time(opened, entity)
            case _:
                self._entities.append(entity)

    def _close_link(self, opened: _Open, entity: Entity) -> None:
        url = opened.attributes.get("href") or "".join(self._text[opened.begin :])
        if url.lower().startswith("tg://user?id="):
            return  # a mention of a person whom the bot has not met is dropped
        try:
            self._entities.append(replace(entity, url=self._links.check(url)))
        except LinkError:
            return  # a bad link loses its entity, not its text, and without a word

    def _close_code(self, opened: _Open, entity: Entity) -> None:
        """``pre`` and ``code`` around the same text are one entity if the code names its language."""
        language = opened.attributes.get("class", "")
        language = language.removeprefix("language-") if language.startswith("language-") else ""
        last = self._entities[-1] if self._entities else None
        partner = "pre" if opened.tag == "code" else "code"
        if last and last.type == partner and (last.offset, last.length) == (entity.offset, entity.length):
            language = language if opened.tag == "code" else last.language
            if language:
                self._entities[-1] = replace(last, type="pre", language=language)
                return
            language = ""
        self._entities.append(replace(entity, language=language if opened.tag == "code" else ""))

    def _close_emoji(self, opened: _Open, entity: Entity) -> None:
        identifier = opened.attributes.get("emoji-id", "")
        if not (identifier.isascii() and identifier.isdigit() and 0 < int(identifier) <= _MAX_INT64):
            raise MarkupError("Invalid custom emoji identifier specified")
        self._entities.append(replace(entity, custom_emoji_id=identifier))

    def _close_time(self, opened: _Open, entity: Entity) -> None:
        moment = opened.attributes.get("unix", "")
        if not (moment.isascii() and moment.isdigit()):
            raise MarkupError("Invalid date specified")
        self._entities.append(replace(entity, unix_time=int(moment)))
