"""What a correction changes, in a few lines for the people who wrote the release. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest
from urllib.parse import unquote, urlsplit

from relay.article.clean import squeeze
from relay.errors import Text
from relay.feed.links import clean_link
from relay.feed.picture_links import picture_address
from relay.model import Attachment, Picture, Post
from relay.render.markup import cut
from relay.render.noise import same, telling

MOST_CHANGES = 8
MOST_CHARACTERS = 200
"""Of one sentence, as Telegram counts them."""
_MOST_SENTENCES = 1000
"""That are compared from the first difference on: comparing takes the square of it at worst."""
_BEFORE = 60
"""Characters that are shown before a difference far back in a long sentence."""

_Change = tuple[Text, ...]


def changes(old: Post, new: Post) -> tuple[Text, ...]:
    """One line for each sentence, title, picture, file or address that is gone, and one for each that is new.

    At most `MOST_CHANGES` are told, then how many more there are. Noise (`relay.render.noise`) and hashtags are left
    out; nothing is told where nothing else changed.
    """
    found = [*_title(old, new), *_sentences(old, new), *_pictures(old, new), *_files(old, new), *_address(old, new)]
    told = [line for change in found[:MOST_CHANGES] for line in change]
    if len(found) > MOST_CHANGES:
        told.append(Text("… further changes: {count}", {"count": len(found) - MOST_CHANGES}))
    return tuple(told)


def _title(old: Post, new: Post) -> Iterator[_Change]:
    before, now = squeeze(old.title), squeeze(new.title)
    if same(before) != same(now):
        gone, come = _excerpts(before, now)
        yield (
            Text("Headline so far: {text}", {"text": gone}),
            Text("Headline now: {text}", {"text": come}),
        )


def _sentences(old: Post, new: Post) -> Iterator[_Change]:
    blocks = telling(old.blocks), telling(new.blocks)
    found = list(_reworded(*([one for block in some for one in block.sentences] for some in blocks)))
    paragraphs = [[(block.kind, same(block.text)) for block in some] for some in blocks]
    if not found and paragraphs[0] != paragraphs[1]:
        found = [(Text("The text is divided into other paragraphs."),)]
    yield from found


def _reworded(before: Sequence[str], now: Sequence[str]) -> Iterator[_Change]:
    start = _alike(before, now)
    before, now = before[start : start + _MOST_SENTENCES], now[start : start + _MOST_SENTENCES]
    compared = SequenceMatcher(None, [*map(same, before)], [*map(same, now)], autojunk=False)
    for kind, a, b, c, d in compared.get_opcodes():
        if kind != "equal":
            yield from (_replaced(*pair) for pair in zip_longest(before[a:b], now[c:d], fillvalue=""))


def _replaced(gone: str, come: str) -> _Change:
    gone, come = _excerpts(gone, come)
    lines = (Text("− {text}", {"text": gone}) if gone else None, Text("+ {text}", {"text": come}) if come else None)
    return tuple(line for line in lines if line)


def _excerpts(gone: str, come: str) -> tuple[str, str]:
    """Both texts, cut so that where they part is seen."""
    parted = _alike(gone, come)
    start = gone.rfind(" ", 0, parted - _BEFORE) + 1 if parted > MOST_CHARACTERS // 2 else 0
    return _excerpt(gone, start), _excerpt(come, start)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How much both have in common from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _excerpt(text: str, start: int) -> str:
    if len(text) <= MOST_CHARACTERS or not start:
        return cut(text, MOST_CHARACTERS)
    return cut(f"… {text[start:]}", MOST_CHARACTERS)


def _pictures(old: Post, new: Post) -> Iterator[_Change]:
    before, now = ({picture_address(one.url): one for one in post.pictures} for post in (old, new))
    for address, picture in before.items():
        if address not in now:
            yield (Text("Picture removed: {name}", {"name": _picture_name(picture)}),)
    for address, picture in now.items():
        if address not in before:
            yield (Text("New picture: {name}", {"name": _picture_name(picture)}),)
        elif _words(before[address]) != _words(picture):
            yield (Text("Picture with another description or credit: {name}", {"name": _picture_name(picture)}),)
    if before.keys() == now.keys() and list(before) != list(now):
        yield (Text("The pictures are in another order."),)


def _files(old: Post, new: Post) -> Iterator[_Change]:
    before, now = ({(clean_link(one.url), same(one.title)): one for one in post.attachments} for post in (old, new))
    for key, file in before.items():
        if key not in now:
            yield (Text("File removed: {name}", {"name": _file_name(file)}),)
    for key, file in now.items():
        if key not in before:
            yield (Text("New file: {name}", {"name": _file_name(file)}),)


def _address(old: Post, new: Post) -> Iterator[_Change]:
    if old.url != new.url:
        yield (Text("New address: {url}", {"url": new.url}),)


def _words(picture: Picture) -> tuple[str, ...]:
    return same(picture.alt), same(picture.caption), same(picture.credit)


def _picture_name(picture: Picture) -> str:
    words = [one for one in (squeeze(picture.caption) or squeeze(picture.alt), squeeze(picture.credit)) if one]
    return cut(" – ".join(words) or _last_part(picture.url), MOST_CHARACTERS)


def _file_name(file: Attachment) -> str:
    return cut(squeeze(file.title) or _last_part(file.url), MOST_CHARACTERS)


def _last_part(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2] or url
    except ValueError:
        return url
