"""What a post looks like in a Telegram channel. Pure; knows no token, no chat, no network.

Limits are Telegram's own (Bot API: sendMessage 1-4096, sendPhoto caption 0-1024, both after entities parsing; 100
entities a message), counted in UTF-16 units, which is never too little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from relay.delivery.message import Button, Message, Rendered, Skip
from relay.errors import Text
from relay.model import BULLET, Block, BlockKind, Marker, Picture, Post
from relay.render.addresses import is_web_address
from relay.render.layout import Sheet, sheet_of
from relay.render.links import text_links
from relay.render.lists import LONGEST_LABEL, label
from relay.render.markup import (
    Bold,
    Italic,
    Link,
    Markup,
    Quote,
    clean,
    cut,
    length,
    lines,
    marks,
    to_html,
    to_plain,
    visible,
    wrap,
)
from relay.render.media import ALBUM_TITLE, about, album_message, file_lines, file_message, linked, sent, shown, told
from relay.render.parts import TITLE_LIMIT, parts_of
from relay.render.rich import rich_message
from relay.render.short import Short, short_text
from relay.render.tables import ORIGINAL, is_readable, row_lines
from relay.settings import Look, Style

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_FILES = 600
_PIECE = 900
"""UTF-16 units of the longest paragraph that is not parted."""
_LEAST = 130
"""UTF-16 units that the teaser is left, and the credits before it, however much there is to be said of the other."""
_LIST = TEXT_LIMIT // 2
"""UTF-16 units of the longest beginning of a list that moves to the next message rather than being parted."""
MOST_PARAGRAPHS = 90
"""In one message: each may be an entity, and the link at the end is to be among the first hundred."""


def render(
    post: Post, look: Look, *, corrected: datetime | None = None, classic: bool | None = None
) -> Rendered | Skip:
    """The post as messages of this look; Skip for a post that says nothing.

    `corrected` is when the release was corrected, which the look may want to be seen (`correction_line`). `classic`
    says that there is to be no rich message though the look wants one, or one though it does not (False).
    """
    post = visible_part(post)
    if not (post.title or any(block.text for block in post.blocks)):
        return Skip(Text("it has neither a title nor a text"))
    pictures = shown(post, look)
    parts = parts_of(post, look, corrected)
    sheet, _ = sheet_of(parts, look)
    button = Button(parts.more, parts.link) if look.link == "button" and parts.link else None
    files = tuple(file_message(one, look.language) for one in sent(post, look))
    wanted = look.rich and look.style is Style.FULL if classic is None else not classic
    if wanted and (rich := rich_message(post, look, parts, sheet, pictures)):
        return Rendered((replace(rich, button=button), *files))
    pictures = shown(post, look, _room_for_credits(post, look, sheet))
    texts, short = _texts(post, look, sheet, pictures)
    below = len(pictures) > 1 and len(texts) > 1
    if below:
        texts, _ = _texts(post, look, sheet, ())
    first = () if below else pictures
    last = len(texts) - 1
    messages = [
        Message(
            html=to_html(text),
            plain=_plain(text, post, _limit(first if index == 0 else ()), last=index == last, small=small),
            picture=first[0] if first and index == 0 else None,
            more=first[1:] if index == 0 else (),
            bare=(to_html(bare), _plain(bare, post, TEXT_LIMIT, last=index == last)) if bare != text else None,
            button=button if index == last else None,
            silent=look.silent,
            preview=parts.link if look.link_preview == "on" and index == last else "",
            language=look.language,
            about=told(small, look),
        )
        for index, (text, bare, small) in enumerate(texts)
    ]
    albums = [album_message(post, shown(post, look, CAPTION_LIMIT - ALBUM_TITLE), look)] if below else []
    return Rendered((*messages, *albums, *files), short.by, short.text, short.length)


def visible_part(post: Post) -> Post:
    """The post without what nobody would see of its title and its text."""
    said = tuple(block for block in post.blocks if visible(block.text) or block.kind is BlockKind.TABLE)
    return replace(post, title=clean(post.title).strip() if visible(post.title) else "", blocks=said)


_Words = tuple[Markup, Markup, Markup]
"""Of a message: with its pictures, and without, and what they say about the pictures."""


def _texts(post: Post, look: Look, sheet: Sheet, pictures: tuple[Picture, ...]) -> tuple[list[_Words], Short]:
    match look.style:
        case Style.FULL:
            return _full(post, look, sheet, pictures), Short()
        case Style.TEASER:
            words, short = _short(post, look, sheet, pictures)
            return [words], short
        case Style.LINK:
            words, _ = _short(post, replace(look, teaser_length=0), sheet, pictures)
            return [words], Short()


def _limit(pictures: tuple[Picture, ...]) -> int:
    return CAPTION_LIMIT if pictures else TEXT_LIMIT


def _room_for_credits(post: Post, look: Look, sheet: Sheet) -> int:
    """UTF-16 units of a caption that what is said about its pictures may take."""
    if look.style is Style.FULL:
        # There is a text even if the pictures cannot be had.
        return CAPTION_LIMIT - (_size(sheet.head) or _PIECE + LONGEST_LABEL + _GAP)
    files = file_lines(linked(post, look), look.language, 0)
    room = CAPTION_LIMIT - length(sheet.around("x")) + 1 - _GAP - _size(files)
    least = 0 if post.title and look.style is Style.LINK else _LEAST
    return max(room - least, min(room, _LEAST))


def _short(post: Post, look: Look, sheet: Sheet, pictures: tuple[Picture, ...]) -> tuple[_Words, Short]:
    """Title, teaser, files, credit, hashtags, link in one message; the teaser has what room the others leave."""
    room = _limit(pictures) - length(sheet.around("x")) + 1
    small = about(pictures, look, room // 2)
    room -= _size(small)
    files = file_lines(linked(post, look), look.language, room // 3)
    room -= _size(files)
    short = short_text(post, look.teaser_length, room)
    text = short.text
    if not (post.title or text):
        # It has to say something: no title, and no sentence that makes a teaser.
        text = cut(next(block.text for block in post.blocks if block.text), min(TITLE_LIMIT, room))
    text = cut(text, room)
    words = sheet.around(lines((text, files, small))), sheet.around(lines((text, files))), small
    return words, replace(short, text=text)


def _full(post: Post, look: Look, sheet: Sheet, pictures: tuple[Picture, ...]) -> list[_Words]:
    """Title and all of the text, in as few messages as it takes, split between paragraphs, then sentences.

    The credit stands in the first one, as the pictures do.
    """
    small = about(pictures, look, _room_for_credits(post, look, sheet))
    pages = [_Page(_limit(pictures) - _size(small))]
    pages[0].add(sheet.head)
    files = file_lines(linked(post, look), look.language, _FILES)
    for paragraph, in_list in (*_paragraphs(post, look), (files, False)):
        if not pages[-1].fits(paragraph):
            pages.append(_following(pages[-1], paragraph, in_list=in_list))
        pages[-1].add(paragraph, in_list=in_list)
    last = pages[-1]
    if not last.fits(*sheet.tail):
        # Nor do hashtags stand alone.
        pages.append(_Page(TEXT_LIMIT, *last.take(1 if len(last.parts) > 1 else 0)))
        if not pages[-1].fits(*sheet.tail):
            pages.append(_Page(TEXT_LIMIT))
    end = len(pages[0].parts)
    for part in sheet.tail:
        pages[-1].add(part)
    bare = [lines(page.parts) for page in pages]
    pages[0].parts.insert(end, small)
    said = (small, *("" for _ in pages[1:]))
    return [(lines(page.parts), without, what) for page, without, what in zip(pages, bare, said, strict=True)]


class _Page:
    """A message that is being filled."""

    def __init__(self, limit: int, *first: Markup) -> None:
        self.parts: list[Markup] = []
        self._limit = limit
        self._size = 0
        """Units of the parts, each with its gap: at least what the message will have."""
        self._marks = 0
        for part in first:
            self.add(part)

    def fits(self, *parts: Markup) -> bool:
        size = self._size + sum(map(_size, parts))
        # A paragraph without a mark may become one, and one may have several.
        count = max(len(self.parts) + len(parts), self._marks + sum(map(marks, parts)))
        return count <= MOST_PARAGRAPHS and size - _GAP <= self._limit

    def add(self, part: Markup, *, in_list: bool = False) -> None:
        """`in_list`: a line of the list that the last part is, if that stands here."""
        self._size += _size(part)
        self._marks += marks(part)
        above = self.parts[-1] if in_list and self.parts else ""
        if isinstance(above, tuple):
            self.parts[-1] = (*above, "\n", part)
        elif part:
            self.parts.append(part)

    def bound(self, *, in_list: bool) -> int:
        """How many of the last parts go with what did not fit: what leads on to it, the list that it goes on."""
        end = len(self.parts)
        if in_list and end > 1 and isinstance(self.parts[-1], tuple) and _size(self.parts[-1]) <= _LIST:
            end -= 1
        elif in_list:
            return 0
        while end > 1 and _leads_on(self.parts[end - 1]):
            end -= 1
        return len(self.parts) - end

    def take(self, count: int) -> list[Markup]:
        """Take off so many of the last parts."""
        at = len(self.parts) - count
        taken, self.parts = self.parts[at:], self.parts[:at]
        self._size, self._marks = sum(map(_size, self.parts)), sum(map(marks, self.parts))
        return taken


def _following(page: _Page, paragraph: Markup, *, in_list: bool) -> _Page:
    """The next page, with what goes with a paragraph that has no room here."""
    bound = page.bound(in_list=in_list)
    following = _Page(TEXT_LIMIT, *page.parts[len(page.parts) - bound :])
    if not following.fits(paragraph):
        return _Page(TEXT_LIMIT)
    page.take(bound)
    return following


def _leads_on(part: Markup) -> bool:
    """Whether it says nothing without what stands below it: a heading, or a text that ends in a colon."""
    return isinstance(part, Bold) or to_plain(part).endswith(":")


_GAP = 2


def _size(part: Markup) -> int:
    return length(part) + _GAP if part else 0


def _paragraphs(post: Post, look: Look) -> Iterator[tuple[Markup, bool]]:
    """The blocks in pieces of which any fits into a message by itself, and whether it is one more line of a list."""
    above = BlockKind.PARAGRAPH
    for block in post.blocks:
        listed = block.kind is above is BlockKind.ITEM
        for piece in _block(block, post, look):
            yield piece, listed
            above = block.kind
            listed = above in (BlockKind.ITEM, BlockKind.TABLE)


def _block(block: Block, post: Post, look: Look) -> Iterator[Markup]:
    if block.kind is BlockKind.TABLE and not is_readable(block):
        yield _elsewhere(post, look)
    elif block.kind is BlockKind.TABLE:
        yield from ((label(BULLET), line) for line in row_lines(block))
    marker = block.marker
    for text, markup in text_links(block, _pieces(block.sentences)):
        if visible(text):
            yield _paragraph(block.kind, marker, markup)
            marker = replace(marker, goes_on=True)


def _pieces(sentences: tuple[str, ...], limit: int = _PIECE) -> Iterator[str]:
    """A paragraph, whole if it is short, else cut between sentences, an endless sentence between words."""
    piece = ""
    for sentence in (part for one in sentences for part in wrap(one, limit)):
        longer = f"{piece} {sentence}" if piece else sentence
        if piece and length(longer) > limit:
            yield piece
            longer = sentence
        piece = longer
    if piece:
        yield piece


def _paragraph(kind: BlockKind, marker: Marker, text: Markup) -> Markup:
    match kind:
        case BlockKind.HEADING | BlockKind.BOX_HEADING:
            return Bold(text)
        case BlockKind.ITEM:
            return (label(marker), text)
        case BlockKind.QUOTE:
            return Quote(text)
        case BlockKind.BOX:
            return Italic(text)
        case BlockKind.PARAGRAPH | BlockKind.TABLE:
            return text


def _elsewhere(post: Post, look: Look) -> Markup:
    """Where the table is that cannot be shown."""
    said = ORIGINAL[look.language]
    return Italic(Link(said, post.url) if is_web_address(post.url) else said)


def _plain(text: Markup, post: Post, limit: int, *, last: bool, small: Markup = "") -> str:
    """For a channel that refuses the markup: the address in words, as there may be no button either.

    What is cut for it stands above `small`, what is said of the pictures.
    """
    if not last:
        return to_plain(text)
    address = f"\n\n{post.url}"
    room = limit - length(address)
    above, said, below = to_plain(text).rpartition(to_plain(small)) if small else (to_plain(text), "", "")
    room -= length(said + below)
    if not is_web_address(post.url) or room < 4 + _GAP:
        return to_plain(text)
    if length(above) > room:
        above = cut(above, room - _GAP) + ("\n\n" if said else "")
    return above + said + below + address
