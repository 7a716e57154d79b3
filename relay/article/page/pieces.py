"""The pieces of text in a page's tree, in the order of reading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from relay.article.clean import clean_text
from relay.article.dom import Element, longer_than, names
from relay.article.german import words
from relay.article.page.lists import Numbering, Place
from relay.article.page.tables import Grid, is_data_table, read_table
from relay.article.page.typed import typed_items
from relay.model import BlockKind

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS = words("li dd dt")
_BLOCKS = (
    HEADINGS
    | _ITEMS
    | words(
        """
        address article aside audio blockquote body caption center dd details div dl dt fieldset figure figcaption
        footer header hr html legend main nav ol p pre section summary table tbody td tfoot th thead tr ul video
        """
    )
)
_SKIP = words("script style template noscript figcaption figure picture video audio head title caption")
_BOX = words("infobox kasten infokasten zusatzinfo factbox faktenbox")
_CAPTIONS = words("caption bildunterschrift bildunterzeile bildtext imagecaption imgcaption bildnachweis copyright")
_DOWNLOADS = words("download downloads downloadbox anlagen attachments dateigroesse")
_PLAYERS = words("audio video podcast player mediaplayer")
_BOLD = frozenset(("b", "strong"))
_BREAK = "\0"
"""Stands for a line break; the tree has no such character."""
_SPACE = " \t\r\n\f"
_PARAGRAPH = re.compile(r"\0\s*\0[\s\0]*")
_DIVIDED = re.compile(r"(?<=[^\W\d_])-\s*\0\s*(?=[a-zäöüß])(?!(?:und|oder|bzw|sowie|bis|noch|wie)\b)")
_COMPOUND = re.compile(r"(?<=\w)-\0\s*(?=[A-ZÄÖÜ\d])")
"""A hyphen at the end of a line: a divided word, and a compound that has one anyway."""
_BLOCK_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*block\b", re.IGNORECASE)
_HEADING_LONGEST = 80
_LEADS_ON = frozenset(".,;:!?–-…")
_OPEN_END = words(
    "der die das dem den des ein eine einen einem einer und oder sowie mit in im am an auf für von zum zur"
)
_SAID = frozenset('.!?…“”"«»‘’')
"""How the words of a quotation end."""
_LAST_TEXTS = 4
_PLAYER_TEXT = 160
_SHORT = 600


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as it stands in the tree."""

    kind: BlockKind
    text: str
    tag: Element
    """The block element that holds it."""
    bold: bool = False
    """All of it is bold."""
    grid: Grid | None = None
    """Of a table, which has no text."""
    place: Place | None = None
    """In a list."""


def pieces(root: Element) -> Iterator[Piece]:
    """The pieces of text below a tag. Paragraphs end at block elements and at two line breaks in a row.

    Without recursion: hostile pages are nested thousands deep. Figures, captions, download lines and players are
    skipped; tables of data are pieces of their own.
    """
    run = _Run(root)
    run.add("", root.text)
    stack = [(root, iter(root))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield from run.leave(tag)
            if stack:
                run.add(_border(tag) if tag.tag == "span" else "", tag.tail)
        elif child.tag == "br":
            run.add(_BREAK, child.tail)
        elif child.tag == "img":
            run.add("", child.tail)
        elif child.tag == "table" and is_data_table(child):
            if (grid := read_table(child)) is not None:
                yield from run.flush()
                yield Piece(BlockKind.TABLE, "", child, grid=grid)
            run.add(" ", child.tail)
        elif is_skipped(child):
            run.lists.skip(child)
            run.add(" ", child.tail)
        else:
            yield from run.enter(child)
            run.add(_border(child) if child.tag == "span" else run.dash_before(child), child.text)
            stack.append((child, iter(child)))


def within(part: Element, found: Sequence[Piece]) -> list[Piece]:
    """The pieces below a tag, as `pieces` has them, out of those of the page, `found`, where they are the same."""
    # Seen from without, a table of data is one piece, seen from within it is text.
    if part.tag in _BLOCKS and part.tag != "table" and not any(map(_says_kind, (part, *part.iterancestors()))):
        inside = set(part.iter())
        if same := [piece for piece in found if piece.tag in inside]:
            return same
    return list(pieces(part))


def _border(span: Element) -> str:
    """What stands where a span begins and ends: it may be shown as a paragraph."""
    return _BREAK * 2 if _BLOCK_STYLE.search(span.get("style", "")) else ""


def _says_kind(tag: Element) -> bool:
    """Whether what stands in a tag is of another kind for that."""
    name = tag.tag
    return name in _BOLD or name in _ITEMS or name in HEADINGS or name == "blockquote" or _is_box(tag, name)


def _is_box(tag: Element, name: str) -> bool:
    return name in _BLOCKS and bool(tag.get("class")) and bool(names(tag) & _BOX)


class _Run:
    """Text between two borders of blocks, and where in the tree we are."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.blocks: list[Element] = [root]
        self.bold = self.boxes = self.quotes = 0
        self.items = self.headings = 0
        self.lists = Numbering()
        self.lists.enter(root)
        self.texts: list[tuple[str, bool]] = []

    def add(self, ours: str, theirs: str | None) -> None:
        """A mark of ours, and text of the page."""
        text = ours + theirs if theirs else ours
        if text:
            self.texts.append((text, self.bold > 0))

    def enter(self, tag: Element) -> Sequence[Piece]:
        name = tag.tag
        done: Sequence[Piece] = ()
        if name in _BLOCKS:
            done = self.flush()
            self.blocks.append(tag)
            self.lists.enter(tag)
        self._count(tag, name, 1)
        return done

    def leave(self, tag: Element) -> Sequence[Piece]:
        name = tag.tag
        done: Sequence[Piece] = ()
        if name in _BLOCKS or tag is self.root:
            done = self.flush()
            if len(self.blocks) > 1:
                self.blocks.pop()
                self.lists.leave(tag)
        self._count(tag, name, -1)
        return done

    def dash_before(self, tag: Element) -> str:
        """What stands between the words of a quotation and the name of who said them."""
        if tag.tag != "cite" or not self.quotes or (tag.tail or "").strip() or tag.getnext() is not None:
            return ""
        above = "".join(text for text, _ in self.texts[-_LAST_TEXTS:]).rstrip(_SPACE + _BREAK)
        named = (tag.text or "").lstrip()
        return "– " if (not above or above[-1] in _SAID) and named and named[0].isalnum() else ""

    def flush(self) -> Sequence[Piece]:
        texts, self.texts = self.texts, []
        joined = "".join([text for text, _ in texts])
        if not joined or joined.isspace():
            return ()
        if _BREAK not in joined:
            text = clean_text(joined)
            bold = _is_bold(texts)
            return [Piece(self._kind(), text, self.blocks[-1], bold=bold, place=self.lists.place)] if text else ()
        return [piece for part in _paragraphs(texts, joined) for piece in self._paragraph(part)]

    def _paragraph(self, texts: Sequence[tuple[str, bool]]) -> Iterator[Piece]:
        text, bold = "".join(text for text, _ in texts), _is_bold(texts)
        if not bold and (heading := _bold_line(texts)):
            yield from self._pieces(heading, bold=True)
            text = text.lstrip(_SPACE).removeprefix(heading)
        yield from self._pieces(text, bold=bold)

    def _pieces(self, part: str, *, bold: bool) -> Iterator[Piece]:
        kind, tag = self._kind(), self.blocks[-1]
        for lines, listed in typed_items([line.strip() for line in part.split(_BREAK)]):
            if text := clean_text(_joined(lines)):
                place = None if listed else self.lists.place
                yield Piece(BlockKind.ITEM if listed else kind, text, tag, bold=bold, place=place)

    def _count(self, tag: Element, name: str, step: int) -> None:
        if name in _BOLD:
            self.bold += step
        elif name in _BLOCKS:
            self.quotes += step * (name == "blockquote")
            self.items += step * (name in _ITEMS)
            self.headings += step * (name in HEADINGS)
            self.boxes += step * _is_box(tag, name)

    def _kind(self) -> BlockKind:
        if self.headings:
            return BlockKind.BOX_HEADING if self.boxes else BlockKind.HEADING
        if self.items:
            return BlockKind.ITEM
        if self.boxes:
            return BlockKind.BOX
        return BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH


def _paragraphs(texts: Sequence[tuple[str, bool]], joined: str) -> Iterator[list[tuple[str, bool]]]:
    """The texts of each paragraph between two breaks in a row. `joined` are all texts as one."""
    starts = [0, *accumulate(len(text) for text, _ in texts)]
    told = 0
    for border in (*(found.span() for found in _PARAGRAPH.finditer(joined)), (len(joined), len(joined))):
        part = []
        for n in range(bisect_right(starts, told) - 1, len(texts)):
            if starts[n] >= border[0]:
                break
            text, is_bold = texts[n]
            part.append((text[max(0, told - starts[n]) : border[0] - starts[n]], is_bold))
        yield part
        told = border[1]


def _is_bold(texts: Iterable[tuple[str, bool]]) -> bool:
    return all(is_bold for text, is_bold in texts if text.strip(_SPACE + _BREAK))


def _joined(lines: Sequence[str]) -> str:
    text = _BREAK.join(lines)
    return _COMPOUND.sub("-", _DIVIDED.sub("", text)).replace(_BREAK, " ") if f"-{_BREAK}" in text else " ".join(lines)


def _bold_line(texts: Sequence[tuple[str, bool]]) -> str:
    """The first line of a text, where it alone is bold and the text does not go on from it; otherwise nothing."""
    line = ""
    for n, (text, is_bold) in enumerate(texts):
        if text.startswith(_BREAK) and line.strip():
            following = "".join(text for text, _ in texts[n : n + 3]).strip(_SPACE + _BREAK)
            fits = len(line.strip()) <= _HEADING_LONGEST and following[:1].isupper()
            open_end = line.strip()[-1] in _LEADS_ON or line.rsplit(maxsplit=1)[-1].lower() in _OPEN_END
            goes_on = any(bold for text, bold in texts[n : n + 3] if text.strip(_SPACE + _BREAK))
            return line.strip(_SPACE) if fits and not open_end and not goes_on else ""
        if text.strip(_SPACE) and not is_bold:
            return ""
        line += text
    return ""


def is_skipped(tag: Element) -> bool:
    """Whether the text of a tag is none of the body: figure, caption, download line, player."""
    if tag.tag in _SKIP:
        return True
    if tag.get("class") and (tag.tag in _BLOCKS or tag.tag == "span"):
        own = names(tag)
        if own & _CAPTIONS or own & _DOWNLOADS:
            return not longer_than(tag, _SHORT)
        return bool(own & _PLAYERS) and not longer_than(tag, _PLAYER_TEXT)
    return False
