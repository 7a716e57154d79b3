"""What in a post people cannot see, hear or read well, in words for the press office. Pure.

The rules are those of the German federal office for accessibility (Bundesfachstelle Barrierefreiheit) for public bodies
on others' platforms. Nothing is changed: these are the release's words, and the release is where they are mended.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from relay.errors import Text
from relay.message import Rendered, Skip
from relay.model import Post
from relay.render.layout import sheet_of
from relay.render.markup import cut
from relay.render.parts import parts_of
from relay.settings import Look

MOST_HASHTAGS = 5
MOST_EMOJI = 3
_LONG_TAG = 10
"""Letters from which a tag in small letters is taken for several words; of a number each digit is read anyway."""
_SHOWN = 60
_HASHTAG = re.compile(r"(?<![\w/&#=?])#(\w+)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
"""In which # leads to a place on the page."""
_SIGN = (
    "[\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001f12f\U0001f18e-\U0001faff]"
    "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
)
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{_SIGN}(?:\u200d{_SIGN})*")
"""What is read as one: joined signs make one, and two letters a flag (Unicode UTS #51)."""
_FAUX = re.compile(
    "[\U0001d400-\U0001d7ff\u24b6-\u24e9\uff21-\uff3a\uff41-\uff5a\U0001f130-\U0001f149\U0001f150-\U0001f169"
    "\U0001f170-\U0001f189]"
)
"""Letters that only look bold, cursive, circled or wide: readers aloud spell or drop them."""
_LINK = re.compile(r'<a href="[^"]*">(.*?)</a>', re.DOTALL)
_SAYS_NOTHING = re.compile(
    r"(?:bitte )?(?:hier|mehr|weiter|link|zum link|weiterlesen|weitere informationen|mehr informationen|mehr erfahren"
    r"|mehr lesen|klicken sie hier|hier klicken|here|click here|more|read more|read on|learn more)",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"(?:[^\w\s]\s?){3,}|_{3,}")
_LEFT_OUT = re.compile(r"[(\[]?(?:\.{3}|…)[)\]]?\.?")
_CAPITALS = 0.9
_LEAST_CAPITALS = 8
_LONG_WORD = 5
"""Letters from which a word in capitals is no abbreviation."""


def lint(post: Post, look: Look, rendered: Rendered | Skip) -> tuple[Text, ...]:
    """One sentence for each problem of the post as it was rendered in this look; none if all is well."""
    if isinstance(rendered, Skip):
        return ()
    text = "\n".join(message.plain for message in rendered.messages)
    found = (
        *_template(post, look),
        *_hashtags(text),
        *_emoji(text),
        *_letters(text),
        *_pictures(rendered),
        *_links(rendered),
        *_title(post.title),
        *_decoration(text),
    )
    return tuple(found)


def _template(post: Post, look: Look) -> Iterator[Text]:
    _, wrong = sheet_of(parts_of(post, look, None), look)
    if wrong:
        yield Text("the channel's template does not fit, so the post looks as usual: {why}", {"why": wrong})


def _hashtags(text: str) -> Iterator[Text]:
    found = dict.fromkeys(_HASHTAG.findall(_ADDRESS.sub(" ", text)))
    # A number is no hashtag, for Telegram neither: "Nr. #5".
    tags = [tag for tag in found if any(char.isalpha() for char in tag)]
    for tag in tags:
        cased = sum(char.lower() != char.upper() for char in tag)
        if cased >= _LONG_TAG and tag in {tag.lower(), tag.upper()}:
            yield Text(
                "#{tag} is read aloud as one word: begin each of its words with a capital (#LandkreisMusterland)",
                {"tag": tag},
            )
    if len(tags) > MOST_HASHTAGS:
        yield Text("there are {count} hashtags, and each is read aloud", {"count": len(tags)})


def _emoji(text: str) -> Iterator[Text]:
    count = len(_EMOJI.findall(text))
    if count > MOST_EMOJI:
        yield Text("there are {count} emoji, and the name of each is read aloud", {"count": count})
    if any(
        any(char.isalnum() for char in line[one.end() :]) for line in text.split("\n") for one in _first_emoji(line)
    ):
        yield Text("emoji stand before or between words, where they are read aloud: put them at the end")


def _first_emoji(line: str) -> Iterator[re.Match[str]]:
    found = _EMOJI.search(line)
    if found:
        yield found


def _letters(text: str) -> Iterator[Text]:
    found = "".join(_FAUX.findall(text))
    if found:
        facts = {"letters": cut(found, _SHOWN), "plain": cut(unicodedata.normalize("NFKC", found), _SHOWN)}
        yield Text('"{letters}" are signs that only look like letters; write "{plain}"', facts)


def _pictures(rendered: Rendered) -> Iterator[Text]:
    shown = [picture for message in rendered.messages for picture in (message.picture, *message.more) if picture]
    blind = sum(not picture.alt.strip() for picture in shown)
    if blind and len(shown) > 1:
        facts = {"count": blind, "all": len(shown)}
        yield Text("pictures without a description (alt) on the website: {count} of {all}", facts)
    elif blind:
        yield Text("the picture has no description (alt) on the website")


def _links(rendered: Rendered) -> Iterator[Text]:
    said = [html.unescape(re.sub("<[^>]*>", "", one)) for m in rendered.messages for one in _LINK.findall(m.html)]
    said += [message.button.text for message in rendered.messages if message.button]
    for one in dict.fromkeys(said):
        if _SAYS_NOTHING.fullmatch(one.strip(" \n.:…>»→")):
            yield Text('the link "{text}" does not say where it leads', {"text": cut(one, _SHOWN)})


def _title(title: str) -> Iterator[Text]:
    letters = [char for char in title if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    longest = max(map(len, re.findall(r"[^\W\d_]+", title)), default=0)
    if (
        " " in title.strip()
        and longest >= _LONG_WORD
        and len(letters) >= _LEAST_CAPITALS
        and capitals >= _CAPITALS * len(letters)
    ):
        yield Text("the title is written in capitals, which are hard to read and may be spelled out")


def _decoration(text: str) -> Iterator[Text]:
    lines = [line for one in text.split("\n") if (line := one.strip()) and not _LEFT_OUT.fullmatch(line)]
    found = next((line for line in lines if _DECORATION.fullmatch(line) and not _EMOJI.search(line)), "")
    if found:
        yield Text('the line "{text}" is ornament, which is read aloud sign by sign', {"text": cut(found, 20)})
