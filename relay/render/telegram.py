"""What a post looks like in a Telegram channel. Pure; knows no token, no chat, no network.

Limits are Telegram's own (Bot API: sendMessage 1-4096, sendPhoto caption 0-1024, both after entities parsing; 100
entities a message), counted in UTF-16 units, which is never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeGuard
from urllib.parse import urlsplit

from relay.article.summarise import teaser
from relay.errors import Text
from relay.model import Block, BlockKind, Button, Message, Picture, Post, Rendered, Skip
from relay.render.dates import moment
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
    to_html,
    to_plain,
    visible,
    wrap,
)
from relay.settings import Look, Style

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TITLE_LIMIT = 300
"""A headline longer than this is none; it would leave a caption no room."""
TAGS_LIMIT = 200
HOST_LIMIT = 100
MOST_PARAGRAPHS = 90
"""In one message: each may be an entity, and the link at the end is to be among the first hundred."""

_HOST = re.compile(r"[\w!$&'()*+,;=~-]*\.[\w!$&'()*+,;=~.-]+|[0-9a-f.]*:[0-9a-f:.]+")
MORE = {"de": "Weiterlesen auf {host}", "en": "Read on at {host}"}
_CORRECTED = {"de": "Korrigiert am {moment}", "en": "Corrected on {moment}"}


def render(post: Post, look: Look, *, corrected: datetime | None = None) -> Rendered | Skip:
    """The post as messages of this look; Skip for a post that says nothing.

    `corrected` is when the release was corrected, which the look may want to be seen (`correction_line`).
    """
    said = tuple(block for block in post.blocks if visible(block.text))
    post = replace(post, title=clean(post.title).strip() if visible(post.title) else "", blocks=said)
    if not (post.title or post.blocks):
        return Skip(Text("it has neither a title nor a text"))
    picture = _picture(post, look)
    limits = (CAPTION_LIMIT if picture else TEXT_LIMIT, TEXT_LIMIT)
    note = _note(post, look, corrected)
    match look.style:
        case Style.FULL:
            texts = _full(post, look, limits, note)
        case Style.TEASER:
            texts = [_short(post, look, limits[0], look.teaser_length, note)]
        case Style.LINK:
            texts = [_short(post, look, CAPTION_LIMIT, 0, note)]
    button = Button(_more(post, look), post.url) if look.link == "button" and _is_web_address(post.url) else None
    last = len(texts) - 1
    return Rendered(
        tuple(
            Message(
                html=to_html(text),
                plain=_plain(text, post, limits[index > 0]) if index == last else to_plain(text),
                picture=picture if index == 0 else None,
                button=button if index == last else None,
                silent=look.silent,
            )
            for index, text in enumerate(texts)
        )
    )


def _short(post: Post, look: Look, limit: int, teaser_length: int, note: Markup) -> Markup:
    """Title, teaser, hashtags, link in one message."""
    title = _head(post, look, note)
    tail = _tail(post, look, note)
    room = limit - length(lines((title, "x", *tail))) + 1
    # The room is in UTF-16 units and the teaser's length in characters: emoji count twice, so it is halved if need be.
    text = ""
    for wanted in (min(teaser_length, room), min(teaser_length, room // 2)):
        text = teaser(post.blocks, title=post.title, length=wanted).text if wanted > 0 else ""
        if length(text) <= room:
            break
    if not (post.title or text):
        # It has to say something: no title, and no sentence that makes a teaser.
        text = cut(post.blocks[0].text, min(TITLE_LIMIT, room))
    return lines((title, cut(text, room), *tail))


def _full(post: Post, look: Look, limits: tuple[int, int], note: Markup) -> list[Markup]:
    """Title and all of the text, in as few messages as it takes, split between paragraphs, then sentences.

    `limits` are those of the first message and of any other.
    """
    pages = [_Page(limits[0])]
    pages[0].add(_head(post, look, note))
    for kind, paragraph in _paragraphs(post.blocks):
        last = pages[-1]
        if not last.fits(paragraph):
            # A heading goes with what stands below it.
            pages.append(_Page(limits[1], last.take() if last.ends_with_heading else ""))
        pages[-1].add(paragraph, in_list=kind is BlockKind.ITEM)
    last, tail = pages[-1], _tail(post, look, note)
    if not last.fits(*tail):
        # Nor do hashtags stand alone.
        pages.append(_Page(limits[1], last.take() if len(last.parts) > 1 else ""))
        if not pages[-1].fits(*tail):
            pages.append(_Page(limits[1]))
    for part in tail:
        pages[-1].add(part)
    return [lines(page.parts) for page in pages]


class _Page:
    """A message that is being filled."""

    def __init__(self, limit: int, first: Markup = "") -> None:
        self.parts: list[Markup] = []
        self._limit = limit
        self._size = 0
        """Units of the parts, each with its gap: at least what the message will have."""
        self.add(first)

    def fits(self, *parts: Markup) -> bool:
        size = self._size + sum(map(_size, parts))
        return len(self.parts) + len(parts) <= MOST_PARAGRAPHS and size - _GAP <= self._limit

    def add(self, part: Markup, *, in_list: bool = False) -> None:
        self._size += _size(part)
        if in_list and self.parts and _is_item(self.parts[-1]):
            self.parts[-1] = (*self.parts[-1], "\n", part)
        elif part:
            self.parts.append(part)

    @property
    def ends_with_heading(self) -> bool:
        return len(self.parts) > 1 and isinstance(self.parts[-1], Bold)

    def take(self) -> Markup:
        part = self.parts.pop()
        self._size -= _size(part)
        return part


_GAP = 2


def _size(part: Markup) -> int:
    return length(part) + _GAP if part else 0


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[tuple[BlockKind, Markup]]:
    """The blocks in pieces of which any fits into a message by itself."""
    for block in blocks:
        for text in _pieces(block.sentences):
            if visible(text):
                yield block.kind, _paragraph(block.kind, text)


def _pieces(sentences: tuple[str, ...], limit: int = 900) -> Iterator[str]:
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


def _paragraph(kind: BlockKind, text: str) -> Markup:
    match kind:
        case BlockKind.HEADING | BlockKind.BOX_HEADING:
            return Bold(text)
        case BlockKind.ITEM:
            return (ITEM, text)
        case BlockKind.QUOTE:
            return Quote(text)
        case BlockKind.BOX:
            return Italic(text)
        case BlockKind.PARAGRAPH:
            return text


ITEM = "• "


def _is_item(markup: Markup) -> TypeGuard[tuple[Markup, ...]]:
    return isinstance(markup, tuple) and markup[:1] == (ITEM,)


def _note(post: Post, look: Look, corrected: datetime | None) -> Markup:
    """That the post was corrected, and when: with the year if it is not the one in which it was published."""
    if corrected is None or look.correction_line == "off":
        return ""
    published = (post.published or corrected).astimezone(look.zone)
    year = published.year != corrected.astimezone(look.zone).year
    return Italic(_CORRECTED[look.language].format(moment=moment(corrected, look, year=year)))


def _head(post: Post, look: Look, note: Markup) -> Markup:
    """What stands on top and stays together: the title, below the note if that is to be first."""
    return lines((note if look.correction_line == "first" else "", Bold(cut(post.title, TITLE_LIMIT))))


def _tail(post: Post, look: Look, note: Markup) -> tuple[Markup, ...]:
    tags = ""
    for tag in dict.fromkeys(map(_hashtag, post.hashtags)):
        if tag and length(longer := f"{tags} #{tag}".lstrip()) <= TAGS_LIMIT:
            tags = longer
    link = Link(_more(post, look), post.url) if look.link == "text" and _is_web_address(post.url) else ""
    return (tags, note if look.correction_line == "last" else "", link)


def _hashtag(text: str) -> str:
    """A tag as Telegram links it: letters, digits and _, words joined in CamelCase so that they can be read aloud."""
    words = re.findall(r"\w+", clean(text))
    joined = words[0] if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words)
    return joined if any(char.isalpha() for char in joined) else ""


def _more(post: Post, look: Look) -> str:
    return more(post.url, look.language)


def more(url: str, language: str) -> str:
    """What stands on the link to a page."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return MORE[language].format(host=cut(host, HOST_LIMIT))


def _plain(text: Markup, post: Post, limit: int) -> str:
    """For a channel that refuses the markup: the address in words, as there may be no button either."""
    address = f"\n\n{post.url}"
    room = limit - length(address)
    return cut(to_plain(text), room) + address if _is_web_address(post.url) and room >= 4 else to_plain(text)


def _picture(post: Post, look: Look) -> Picture | None:
    if look.media == "off":
        return None
    return next((p for p in post.pictures if p.credit or look.media != "credited"), None)


def _is_web_address(url: str) -> bool:
    """Whether Telegram takes it for a link; a bad one in a button costs the message (TDLib, parse_url)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and url.isprintable() and bool(_HOST.fullmatch(host))
