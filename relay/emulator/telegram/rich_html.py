"""Rich HTML as a tree (Bot API, "Rich HTML style").

The real server passes over much of what it does not know: a tag, an attribute, a part of the text is gone and nobody
is told. Here all of that is refused, and so is what its documentation leaves open: names in capitals, attributes
without double quotes, flags with a value, an ampersand that begins no reference. Offsets in errors count bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .text import DROPPED

_NONE: frozenset[str] = frozenset()
INLINE: dict[str, frozenset[str]] = {
    **dict.fromkeys(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del"], _NONE),
    **dict.fromkeys(["mark", "sub", "sup", "tg-spoiler", "br"], _NONE),
    "a": frozenset({"href"}),
    "code": frozenset({"class"}),
}
"""What may stand in a line of text, and its attributes."""
BLOCKS: dict[str, frozenset[str]] = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "footer", "hr", "ul", "aside"], _NONE),
    **dict.fromkeys(["figure", "tg-collage", "tg-slideshow"], _NONE),
    "ol": frozenset({"start", "type", "reversed"}),
    "blockquote": frozenset({"collapsed"}),
    "details": frozenset({"open"}),
    "table": frozenset({"bordered", "striped"}),
    "img": frozenset({"src", "tg-spoiler"}),
}
_CELL = frozenset({"colspan", "rowspan", "align", "valign"})
_PARTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(["cite", "summary", "caption", "tr", "figcaption"], _NONE),
    "li": frozenset({"value", "type"}),
    "th": _CELL,
    "td": _CELL,
}
_TAGS = INLINE | BLOCKS | _PARTS
_VOID = frozenset({"br", "hr", "img"})
_FLAGS = frozenset({"reversed", "collapsed", "open", "bordered", "striped", "tg-spoiler"})
_ELSEWHERE = frozenset(
    {"audio", "input", "tg-button-row", "tg-document", "tg-emoji", "tg-map", "tg-math", "tg-math-block"}
    | {"tg-reference", "tg-time", "video"}
)
"""Tags of the real server that nobody here has needed."""
_NAMED = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
    "hellip": "…",
    "mdash": "—",
    "ndash": "–",
    "lsquo": "\u2018",
    "rsquo": "\u2019",
    "ldquo": "\u201c",
    "rdquo": "\u201d",
}
MAX_OPEN = 64
"""Elements in each other at which reading ends; far more than the depth that a message may have."""
_MAX_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)

_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([A-Za-z]{1,8}));")
_START = re.compile(r"<([a-z][a-z0-9-]*+)")
_END = re.compile(r"</([a-z][a-z0-9-]*+)>")
_ATTRIBUTE = re.compile(r'[ \n]++([a-z][a-z-]*+)(?:="([^"<>]*+)")?')
_CLOSE = re.compile(r"[ \n]*+(/?)>")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class RichError(ValueError):
    """A rich message that the server refuses; its text is the server's reason."""


@dataclass(slots=True)
class Element:
    """A tag with what stands in it. A flag has an empty value."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)


def refused(reason: str) -> RichError:
    """HTML that cannot be read."""
    return RichError(f"can't parse rich message: {reason}")


def parse_tree(raw: str) -> Element:
    """Read rich HTML; the element that is returned has no name and holds the rest. Raises RichError."""
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise RichError("strings must be encoded in UTF-8") from None
    return _Reader(raw).read()


class _Reader:
    """One pass over a text."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._at = 0
        self._open = [Element("")]

    def read(self) -> Element:
        while self._at < len(self._raw):
            if self._raw[self._at] != "<":
                self._text()
            elif found := _END.match(self._raw, self._at):
                self._end(found)
            else:
                self._start()
        if len(self._open) > 1:
            raise refused(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return self._open[0]

    def _text(self) -> None:
        """Read up to the next tag."""
        end = self._raw.find("<", self._at)
        end = end if end >= 0 else len(self._raw)
        text = self._decoded(self._raw[self._at : end], self._at)
        self._open[-1].children.append(_CONTROL.sub(" ", DROPPED.sub("", text)))
        self._at = end

    def _refused(self, reason: str, at: int) -> RichError:
        return refused(f"{reason} at byte offset {len(self._raw[:at].encode())}")

    def _reference(self, text: str, at: int, base: int) -> tuple[str, int]:
        """The character of the reference at `at` and the place after it; the text itself begins at `base`."""
        found = _REFERENCE.match(text, at)
        if found is None:
            raise self._refused("Unescaped ampersand", base + at)
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            if name not in _NAMED:
                raise self._refused(f'Unsupported named entity "{name}"', base + at)
            return _NAMED[name], found.end()
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        if not 0 < code <= _MAX_CODE_POINT or code in _SURROGATES:
            raise self._refused("Invalid numeric entity", base + at)
        return chr(code), found.end()

    def _start(self) -> None:
        begin = self._at
        found = _START.match(self._raw, begin)
        tag = found[1] if found else ""
        if tag in _ELSEWHERE:
            raise self._refused(f'Tag "{tag}" is not supported by the emulator', begin)
        if found is None or tag not in _TAGS:
            raise self._refused(f'Unsupported start tag "{tag}"', begin)
        element = Element(tag)
        self._at = found.end()
        while attribute := _ATTRIBUTE.match(self._raw, self._at):
            self._attribute(element, attribute, begin)
        closed = _CLOSE.match(self._raw, self._at)
        if closed is None or (closed[1] and tag not in _VOID):
            raise self._refused(f'Unclosed start tag "{tag}"', begin)
        self._at = closed.end()
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)
        if len(self._open) > MAX_OPEN:
            raise RichError("RICH_MESSAGE_DEPTH_INVALID")

    def _attribute(self, element: Element, found: re.Match[str], begin: int) -> None:
        name, value = found.groups()
        if name not in _TAGS[element.tag] or name in element.attributes:
            raise self._refused(f'Unsupported attribute "{name}" in the tag "{element.tag}"', begin)
        if (name in _FLAGS) != (value is None):
            raise self._refused(f'Invalid value of the attribute "{name}" in the tag "{element.tag}"', begin)
        element.attributes[name] = "" if value is None else self._decoded(value, found.start(2))
        self._at = found.end()

    def _decoded(self, value: str, begin: int) -> str:
        parts, at = [], 0
        while (ampersand := value.find("&", at)) >= 0:
            char, after = self._reference(value, ampersand, begin)
            parts += [value[at:ampersand], char]
            at = after
        return "".join([*parts, value[at:]])

    def _end(self, found: re.Match[str]) -> None:
        if len(self._open) == 1:
            raise self._refused("Unexpected end tag", self._at)
        opened = self._open.pop()
        if found[1] != opened.tag:
            expected = f'Unmatched end tag, expected "</{opened.tag}>", found "</{found[1]}>"'
            raise self._refused(expected, self._at)
        self._at = found.end()
