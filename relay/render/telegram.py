"""What a post looks like in a Telegram channel. Pure; knows no token, no chat, no network.

Limits are Telegram's own (Bot API: sendMessage 1-4096, sendPhoto caption 0-1024, both after entities parsing; 100
entities a message), counted in UTF-16 units, which is never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from relay.article.summarise import teaser
from relay.errors import Text
from relay.model import Block, BlockKind, Button, Look, Message, Picture, Post, Rendered, Skip, Style
from relay.render.markup import Bold, Italic, Link, Markup, Quote, clean, cut, length, lines, to_html, to_plain

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TITLE_LIMIT = 300
"""A headline longer than this is none; it would leave a caption no room."""

_MORE = {"de": "Weiterlesen auf {host}", "en": "Read on at {host}"}


def render(post: Post, look: Look) -> Rendered | Skip:
    """The post as messages of this look; Skip for a post that says nothing."""
    if not (post.title or post.blocks):
        return Skip(Text("it has neither a title nor a text"))
    picture = _picture(post, look)
    match look.style:
        case Style.FULL:
            texts = _full(post, look, with_picture=picture is not None)
        case Style.TEASER:
            texts = [_short(post, look, CAPTION_LIMIT if picture else TEXT_LIMIT, look.teaser_length)]
        case Style.LINK:
            texts = [_short(post, look, CAPTION_LIMIT, 0)]
    button = Button(_more(post, look), post.url) if look.link == "button" and _is_web_address(post.url) else None
    last = len(texts) - 1
    return Rendered(
        tuple(
            Message(
                html=to_html(text),
                plain=_plain(text, post, last=index == last),
                picture=picture if index == 0 else None,
                button=button if index == last else None,
                silent=look.silent,
            )
            for index, text in enumerate(texts)
        )
    )


def _short(post: Post, look: Look, limit: int, teaser_length: int) -> Markup:
    """Title, teaser, hashtags, link in one message."""
    title = Bold(cut(post.title, TITLE_LIMIT))
    tail = _tail(post, look)
    room = limit - length(lines((title, "x", *tail))) + 1
    # The room is in UTF-16 units and the teaser's length in characters: emoji count twice, so it is halved if need be.
    text = ""
    for wanted in (min(teaser_length, room), min(teaser_length, room // 2)):
        text = teaser(post.blocks, title=post.title, length=wanted).text if wanted > 0 else ""
        if length(text) <= room:
            break
    return lines((title, text, *tail))


def _full(post: Post, look: Look, *, with_picture: bool) -> list[Markup]:
    """Title and all of the text, in as few messages as it takes, split between paragraphs, then sentences."""
    tail = _tail(post, look)
    messages: list[list[Markup]] = [[Bold(cut(post.title, TITLE_LIMIT))]]
    for kind, paragraph in _paragraphs(post.blocks):
        limit = CAPTION_LIMIT if with_picture and len(messages) == 1 else TEXT_LIMIT
        if length(lines((*messages[-1], paragraph))) > limit:
            messages.append([])
        elif kind is BlockKind.ITEM and _is_item(messages[-1][-1]):
            messages[-1][-1] = (messages[-1][-1], "\n", paragraph)
            continue
        messages[-1].append(paragraph)
    if length(lines((*messages[-1], *tail))) > (CAPTION_LIMIT if with_picture and len(messages) == 1 else TEXT_LIMIT):
        messages.append([])
    messages[-1].extend(tail)
    return [lines(one) for one in messages]


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[tuple[BlockKind, Markup]]:
    """The blocks in pieces of which any fits into a message by itself."""
    for block in blocks:
        for text in _pieces(block.sentences):
            yield block.kind, _paragraph(block.kind, text)


def _pieces(sentences: tuple[str, ...], limit: int = 900) -> Iterator[str]:
    """A paragraph, whole if it is short, else cut between sentences, an endless sentence between words."""
    piece = ""
    for sentence in (part for one in sentences for part in _words(clean(one), limit)):
        longer = f"{piece} {sentence}" if piece else sentence
        if piece and length(longer) > limit:
            yield piece
            longer = sentence
        piece = longer
    if piece:
        yield piece


def _words(sentence: str, limit: int) -> Iterator[str]:
    while length(sentence) > limit:
        head = cut(sentence, limit).removesuffix(" …")
        yield head
        sentence = sentence[len(head) :].lstrip(" ,;:–-")
    yield sentence


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


def _is_item(markup: Markup) -> bool:
    return isinstance(markup, tuple) and bool(markup) and (markup[0] == ITEM or _is_item(markup[0]))


def _tail(post: Post, look: Look) -> tuple[Markup, ...]:
    tags = " ".join(f"#{tag}" for tag in map(_hashtag, post.hashtags) if tag)
    link = Link(_more(post, look), post.url) if look.link == "text" and _is_web_address(post.url) else ""
    return (tags, link)


def _hashtag(text: str) -> str:
    """A tag as Telegram links it: letters, digits and _, words joined in CamelCase so that they can be read aloud."""
    words = re.findall(r"\w+", clean(text))
    joined = words[0] if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words)
    return "" if joined.isdigit() else joined


def _more(post: Post, look: Look) -> str:
    host = (urlsplit(post.url).hostname or "").removeprefix("www.")
    return _MORE[look.language].format(host=host)


def _plain(text: Markup, post: Post, *, last: bool) -> str:
    """For a channel that refuses the markup: the address in words, as there may be no button either."""
    return to_plain(lines((text, post.url))) if last else to_plain(text)


def _picture(post: Post, look: Look) -> Picture | None:
    if look.media == "off":
        return None
    return next((p for p in post.pictures if p.credit or look.media != "credited"), None)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
