"""What in a post people cannot see, hear or read well, in words for the press office. Pure.

The rules are those of the German federal office for accessibility (Bundesfachstelle Barrierefreiheit) for public bodies
on others' platforms. Nothing is changed: these are the release's words, and the release is where they are mended.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from relay.delivery.message import Rendered, Skip
from relay.errors import Text
from relay.model import Post
from relay.render.layout import sheet_of
from relay.render.lettering import capitals_in, letters_of
from relay.render.markup import clean, cut, visible
from relay.render.parts import parts_of
from relay.settings import Look

MOST_HASHTAGS = 5
MOST_EMOJI = 3
_LONG_TAG = 10
"""Letters from which a tag in small letters is taken for several words; of a number each digit is read anyway."""
_LONGEST_WORD = 26
"""And in one that begins with a capital: "Digitalisierungsstrategie" has 25, and few German words have more."""
_SHOWN = 60
HASHTAG = re.compile(r"(?<![\w/&#=?])#(\w+)")
"""In a text, with its word; a number is none, for Telegram neither."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
"""In which # leads to a place on the page."""
_VARIANTS = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_SIGN = (
    "(?:[\u203c\u2049\u2139\u231a\u231b\u23e9-\u23fa\u2600-\u2668\u2670-\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    f"\U0001f000-\U0001f12f\U0001f18e-\U0001faff]{_VARIANTS}"
    "|[\u00a9\u00ae\u2122\u2194-\u21aa\u24c2\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299]\ufe0f)"
)
"""Without the notes of music (C♯); the second kind is text unless a variation selector makes it a picture."""
_EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_SIGN}(?:\u200d{_SIGN})*")
"""What is read as one: joined signs make one, two letters a flag, a digit a key (Unicode UTS #51)."""
_LINK = re.compile(r'<a href="[^"]*">(.*?)</a>', re.DOTALL)
_PLEASE = re.compile(r"(?:bitte|jetzt|please) ")
_SAYS_NOTHING = re.compile(
    "hier|mehr|weiter|link|zum link|dieser link|diesem link|unter diesem link|unter folgendem link|"
    "über diesen link|weiterlesen|hier lesen|hier weiterlesen|lesen|mehr lesen|mehr dazu|mehr hierzu|"
    "mehr erfahren|hier mehr|infos|info|informationen|mehr infos|mehr info|mehr informationen|"
    "weitere infos|weitere informationen|zusätzliche informationen|details|mehr details|weitere details|"
    "einzelheiten|ansehen|anzeigen|öffnen|hier klicken|klicken sie hier|klick hier|klick|download|"
    "zum download|hier herunterladen|herunterladen|pdf|pdf-datei|als pdf|pdf-download|pdf herunterladen|"
    "datei|dokument|anhang|seite|website|webseite|homepage|diese seite|dieser seite|auf dieser seite|"
    "unserer seite|zur seite|zur website|zur webseite|zur homepage|zur internetseite|internetseite|"
    "website besuchen|here|click here|more|more info|more information|read more|read on|read here|"
    "learn more|this link|this page|this website|view|open|document|file"
)
"""Which of a page's links it is, those who jump from link to link do not hear (WCAG 2.2, 2.4.9)."""
_ENDS_OF_A_LINK = " \n.:!?…<>«»›‹→()[]{}\"'„“”‚‘’–-"
_DECORATION = re.compile(r"(?:[^\w\s]\s?){3,}|_{3,}")
_FRINGE = re.compile(r"(?<!\S)([+*=~#|<>•·–—-])\1{2,}+|(?<![+*=~#|<>•·–—-])([+*=~#|<>•·–—-])\2{2,}+(?!\S)")
"""Beside words: "+++ Eilmeldung +++"."""
_LEFT_OUT = re.compile(r"[(\[„“”\"»«›‹‚‘'’]?(?:\.{3}|…)[)\]„“”\"»«›‹‚‘'’]?\.?")


def lint(post: Post, look: Look, rendered: Rendered | Skip) -> tuple[Text, ...]:
    """One sentence for each problem of the post as it was rendered in this look; none if all is well."""
    if isinstance(rendered, Skip):
        return ()
    text = "\n".join(message.plain for message in rendered.messages)
    found = (
        *_template(post, look),
        *_hashtags(text),
        *_emoji(text),
        *letters_of(text),
        *_pictures(post, rendered),
        *_links(rendered),
        *capitals_in(post.title, text),
        *_decoration(text),
    )
    return tuple(found)


def _template(post: Post, look: Look) -> Iterator[Text]:
    _, wrong = sheet_of(parts_of(post, look, None), look)
    if wrong:
        yield Text("the channel's template does not fit, so the post looks as usual: {why}", {"why": wrong})


def _hashtags(text: str) -> Iterator[Text]:
    found = dict.fromkeys(HASHTAG.findall(_ADDRESS.sub(" ", text)))
    # A number is no hashtag, for Telegram neither: "Nr. #5".
    tags = [tag for tag in found if any(char.isalpha() for char in tag)]
    for tag in tags:
        cased = sum(char.lower() != char.upper() for char in tag)
        even = tag in {tag.lower(), tag.upper()}
        if cased >= (_LONG_TAG if even else _LONGEST_WORD) and (even or tag[1:] == tag[1:].lower()):
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
    if any(any(map(str.isalnum, "".join(_EMOJI.split(line)[1:]))) for line in text.split("\n")):
        yield Text("emoji stand before or between words, where they are read aloud: put them at the end")


def _pictures(post: Post, rendered: Rendered) -> Iterator[Text]:
    shown = [picture for message in rendered.messages for picture in (message.picture, *message.more) if picture]
    said = {one.url: clean(one.alt).strip() for one in post.pictures}
    blank = [said.get(picture.url, "") for picture in shown if not picture.alt.strip()]
    for words in dict.fromkeys(filter(visible, blank)):
        yield Text('"{words}" does not say what the picture shows', {"words": cut(words, _SHOWN)})
    blind = sum(not visible(words) for words in blank)
    if blind and len(shown) > 1:
        facts = {"count": blind, "all": len(shown)}
        yield Text("pictures without a description (alt) on the website: {count} of {all}", facts)
    elif blind:
        yield Text("the picture has no description (alt) on the website")


def _links(rendered: Rendered) -> Iterator[Text]:
    said = [html.unescape(re.sub("<[^>]*>", "", one)) for m in rendered.messages for one in _LINK.findall(m.html)]
    said += [message.button.text for message in rendered.messages if message.button]
    for one in dict.fromkeys(said):
        words = " ".join(one.split()).strip(_ENDS_OF_A_LINK).casefold()
        if _SAYS_NOTHING.fullmatch(_PLEASE.sub("", words, count=1)):
            yield Text('the link "{text}" does not say where it leads', {"text": cut(one, _SHOWN)})


def _decoration(text: str) -> Iterator[Text]:
    lines = [line for one in text.split("\n") if (line := one.strip()) and not _LEFT_OUT.fullmatch(line)]
    found = next((line for line in lines if _DECORATION.fullmatch(line) and not _EMOJI.search(line)), "")
    if found:
        yield Text('the line "{text}" is ornament, which is read aloud sign by sign', {"text": cut(found, 20)})
    with_words = [_ADDRESS.sub(" ", line) for line in lines if not _DECORATION.fullmatch(line)]
    beside = next(filter(None, map(_FRINGE.search, with_words)), None)
    if beside:
        yield Text('the signs "{text}" are ornament, which is read aloud sign by sign', {"text": cut(beside[0], 20)})
