"""The tree of rich HTML as blocks (Bot API, "Rich HTML style"): what may stand in what.

Where the documentation shows a text without a paragraph around it (in list items, quotations and details), it makes a
paragraph. It shows that at the top level too; here a text outside of a block is refused, since nobody means it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from .files import Media
from .rich_blocks import Block, Caption, Details, Divider, Gallery, Item, ItemList, Photo, Quote, Text, TextBlock, plain
from .rich_html import INLINE, Element, RichError, parse_tree, refused
from .rich_label import LABELS, label
from .rich_table import read_table
from .rich_text import Nodes, TextRules, is_blank, read_line
from .text import EMPTY

_PHOTO = re.compile(r"tg://photo\?id=([A-Za-z0-9_-]{1,64})")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_LANGUAGE = re.compile(r"language-([A-Za-z0-9+#._-]{1,32})")


class _Read(Protocol):
    def __call__(self, element: Element, /) -> Block: ...


def read_blocks(raw: str, photos: Mapping[str, Media], rules: TextRules) -> tuple[tuple[Block, ...], frozenset[str]]:
    """The blocks of rich HTML, and which of `photos` (by their ids) stand in it. Raises RichError alone."""
    content = _Content(photos, rules)
    blocks = content.blocks(parse_tree(raw).children, loose=False)
    return blocks, frozenset(content.used)


def required(text: Text) -> Text:
    """The text, in which something has to be seen. Raises RichError."""
    if EMPTY.fullmatch(plain(text)):
        raise RichError("RICH_MESSAGE_CONTENT_REQUIRED")
    return text


class _Content:
    """Builds blocks."""

    def __init__(self, photos: Mapping[str, Media], rules: TextRules) -> None:
        self._photos = photos
        self._rules = rules
        self.used: set[str] = set()
        self._readers: dict[str, _Read] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(("tg-collage", "tg-slideshow"), self._gallery),
            **dict.fromkeys(("ul", "ol"), self._list),
            "p": self._paragraph,
            "pre": self._pre,
            "footer": self._footer,
            "hr": self._divider,
            "blockquote": self._quote,
            "aside": self._aside,
            "details": self._details,
            "table": self._table,
            "figure": self._figure,
            "img": self._image,
        }

    def blocks(self, nodes: Nodes, *, loose: bool = True) -> tuple[Block, ...]:
        """At least one block; `loose` makes paragraphs of the text between them."""
        built: list[Block] = []
        run: list[Element | str] = []
        for node in nodes:
            if isinstance(node, str) or node.tag in INLINE:
                run.append(node)
                continue
            built += self._loose(run, loose)
            run = []
            built.append(self._block(node))
        built += self._loose(run, loose)
        if not built:
            raise RichError("RICH_MESSAGE_CONTENT_REQUIRED")
        return tuple(built)

    def _loose(self, run: Nodes, allowed: bool) -> list[Block]:
        if all(map(is_blank, run)):
            return []
        if not allowed:
            raise refused("Text outside of a block")
        return [TextBlock("paragraph", self._line(run, breaks=True))]

    def _block(self, element: Element) -> Block:
        read = self._readers.get(element.tag)
        if read is None:
            raise refused(f'Tag "{element.tag}" isn\'t allowed here')
        return read(element)

    def _line(self, nodes: Nodes, *, breaks: bool = False) -> Text:
        return required(read_line(nodes, self._rules, breaks=breaks))

    # --- texts --------------------------------------------------------------------------------------------------------

    def _heading(self, element: Element) -> Block:
        return TextBlock("heading", self._line(element.children), size=int(element.tag[1]))

    def _paragraph(self, element: Element) -> Block:
        return TextBlock("paragraph", self._line(element.children, breaks=True))

    def _footer(self, element: Element) -> Block:
        return TextBlock("footer", self._line(element.children, breaks=True))

    def _divider(self, _: Element) -> Block:
        return Divider()

    def _pre(self, element: Element) -> Block:
        """Text as it stands, or one ``code`` around it that may name the language."""
        nodes, language = element.children, ""
        if len(nodes) == 1 and isinstance(code := nodes[0], Element) and code.tag == "code":
            named = _LANGUAGE.fullmatch(code.attributes.get("class", "language-text"))
            if named is None:
                raise refused('Tag "code" must have a class "language-..."')
            language = named[1] if code.attributes else ""
            nodes = code.children
        lines = [node for node in nodes if isinstance(node, str)]
        if len(lines) < len(nodes):
            raise refused('Tag "pre" must not contain other tags than one "code"')
        text = "".join(lines)
        return TextBlock("pre", required(text), language=language)

    # --- quotations and details ---------------------------------------------------------------------------------------

    def _quote(self, element: Element) -> Block:
        nodes, credit = self._credited(element)
        if "collapsed" in element.attributes:
            return TextBlock("expandable_blockquote", self._line(nodes, breaks=True), credit)
        return Quote(self.blocks(nodes), credit)

    def _aside(self, element: Element) -> Block:
        nodes, credit = self._credited(element)
        return TextBlock("pullquote", self._line(nodes, breaks=True), credit)

    def _details(self, element: Element) -> Block:
        nodes = [node for node in element.children if not is_blank(node)]
        if not nodes or not isinstance(summary := nodes[0], Element) or summary.tag != "summary":
            raise refused('Tag "details" must begin with a "summary"')
        rest = element.children[element.children.index(summary) + 1 :]
        return Details(self._line(summary.children), self.blocks(rest), "open" in element.attributes)

    def _credited(self, element: Element) -> tuple[Nodes, Text]:
        """What stands in an element, and the ``cite`` at its end."""
        nodes = list(element.children)
        while nodes and is_blank(nodes[-1]):
            nodes.pop()
        if nodes and isinstance(last := nodes[-1], Element) and last.tag == "cite":
            return nodes[:-1], self._line(last.children)
        return nodes, ""

    # --- lists and tables ---------------------------------------------------------------------------------------------

    def _list(self, element: Element) -> Block:
        items = _only(element, "li")
        if element.tag == "ul":
            if any(item.attributes for item in items):
                raise refused('Tag "li" has attributes only in "ol"')
            return ItemList(tuple(Item(label(), self.blocks(item.children)) for item in items))
        backwards = "reversed" in element.attributes
        number = _number(element, "start", len(items) if backwards else 1)
        numbered = []
        for item in items:
            number = _number(item, "value", number)
            kind = item.attributes.get("type", element.attributes.get("type", "1"))
            if kind not in LABELS:
                raise refused(f'Invalid value of the attribute "type" in the tag "{element.tag}"')
            numbered.append(Item(label(number, kind), self.blocks(item.children), number, kind))
            number += -1 if backwards else 1
        return ItemList(tuple(numbered))

    def _table(self, element: Element) -> Block:
        nodes = [node for node in element.children if not is_blank(node)]
        caption: Text = ""
        if nodes and isinstance(first := nodes[0], Element) and first.tag == "caption":
            caption = self._line(first.children)
            nodes = nodes[1:]
        return read_table(element, _all(nodes, "tr", "table"), caption, self._rules)

    # --- pictures -----------------------------------------------------------------------------------------------------

    def _image(self, element: Element, caption: Caption | None = None) -> Photo:
        source = element.attributes.get("src", "")
        if source.startswith(("http://", "https://")):
            # nothing can be fetched from here
            raise RichError("RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND")
        found = _PHOTO.fullmatch(source)
        if found is None:
            raise refused(f'Invalid source "{source}" of the tag "img"')
        if found[1] not in self._photos:
            raise refused(f'Media "{found[1]}" isn\'t specified')
        self.used.add(found[1])
        return Photo(self._photos[found[1]], "tg-spoiler" in element.attributes, caption)

    def _figure(self, element: Element) -> Block:
        nodes, caption = self._captioned(element)
        images = _all(nodes, "img", "figure")
        if len(images) != 1:
            raise refused('Tag "figure" must contain one "img"')
        return self._image(images[0], caption)

    def _gallery(self, element: Element) -> Block:
        nodes, caption = self._captioned(element)
        photos = tuple(self._image(image) for image in _all(nodes, "img", element.tag))
        return Gallery(element.tag.removeprefix("tg-"), photos, caption)

    def _captioned(self, element: Element) -> tuple[Nodes, Caption | None]:
        """What stands in an element, and the ``figcaption`` at its end. A credit needs a caption."""
        nodes = [node for node in element.children if not is_blank(node)]
        if nodes and isinstance(last := nodes[-1], Element) and last.tag == "figcaption":
            text, credit = self._credited(last)
            return nodes[:-1], Caption(self._line(text, breaks=True), credit)
        return nodes, None


def _only(element: Element, tag: str) -> list[Element]:
    return _all([node for node in element.children if not is_blank(node)], tag, element.tag)


def _all(nodes: Nodes, tag: str, parent: str) -> list[Element]:
    """The nodes, all of them elements of one name, and at least one."""
    elements = [node for node in nodes if isinstance(node, Element) and node.tag == tag]
    if len(elements) < len(nodes):
        raise refused(f'Only "{tag}" is allowed in the tag "{parent}"')
    if not elements:
        raise RichError("RICH_MESSAGE_CONTENT_REQUIRED")
    return elements


def _number(element: Element, name: str, usual: int) -> int:
    value = element.attributes.get(name)
    if value is None:
        return usual
    if not _NUMBER.fullmatch(value):
        raise refused(f'Invalid value of the attribute "{name}" in the tag "{element.tag}"')
    return int(value)
