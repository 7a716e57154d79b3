"""What a message is made of beside its text: title, hashtags, lines about source, date and correction, link. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from relay.model import Post
from relay.render.addresses import is_web_address
from relay.render.dates import day, moment
from relay.render.lettering import VOWELS
from relay.render.markup import clean, cut, length
from relay.settings import Look

TITLE_LIMIT = 300
"""A headline longer than this is none; it would leave a caption no room."""
TAGS_LIMIT = 200
HOST_LIMIT = 100
SOURCE_LIMIT = 100

_LONGEST_ABBREVIATION = 6
"""Letters: UNESCO, LEADER."""

MORE = {"de": "Weiterlesen auf {host}", "en": "Read on at {host}"}
_CORRECTED = {"de": "Korrigiert am {moment}", "en": "Corrected on {moment}"}


@dataclass(frozen=True, slots=True)
class Parts:
    """Plain text, each in one line; empty where there is nothing to say. A template knows them by these names."""

    title: str = ""
    hashtags: str = ""
    """"#Verkehr #LandkreisMusterland"."""
    link: str = ""
    """Address of the release's page."""
    host: str = ""
    """Of the page, without ``www.``."""
    more: str = ""
    """"Weiterlesen auf landkreis-musterland.example"."""
    source: str = ""
    """What `source_line` says."""
    date: str = ""
    """When the release was published: "3. Juni 2026"."""
    corrected: str = ""
    """"Korrigiert am 3. Juni, 14:05 Uhr"; empty for what was not corrected, or if `correction_line` is off."""


def parts_of(post: Post, look: Look, corrected: datetime | None) -> Parts:
    """Those of a post."""
    link = post.url if is_web_address(post.url) else ""
    return Parts(
        title=cut(_one_line(post.title), TITLE_LIMIT),
        hashtags=_hashtags(post.hashtags),
        link=link,
        host=_host(post.url) if link else "",
        more=more(post.url, look.language) if link else "",
        source=cut(_one_line(look.source_line), SOURCE_LIMIT),
        date=day(post.published, look) if post.published else "",
        corrected=_corrected(post, look, corrected),
    )


def more(url: str, language: str) -> str:
    """What stands on the link to a page."""
    return MORE[language].format(host=_host(url))


def hashtag(text: str) -> str:
    """A tag as Telegram links it: letters, digits and _, words joined in CamelCase so that they can be read aloud."""
    words = re.findall(r"\w+", clean(text))
    shouted = len(words) > 1 and all(word.isupper() for word in words)
    joined = "".join(_begun(word, shouted=shouted) for word in words)
    return joined if any(char.isalpha() for char in joined) else ""


def _begun(word: str, *, shouted: bool) -> str:
    """The word with a capital in front; capitals stay where they are an abbreviation (THW, ÖPNV-Ticket), not a shout.

    Nobody can tell TAG from EU for sure: where all words are capitals, those that can be spoken count as words.
    """
    speakable = len(word) > 2 and not VOWELS.isdisjoint(word)
    if word.isupper() and (speakable if shouted else len(word) > _LONGEST_ABBREVIATION):
        word = word.lower()
    return word[:1].title() + word[1:]


def _hashtags(texts: tuple[str, ...]) -> str:
    tags = ""
    for tag in dict.fromkeys(map(hashtag, texts)):
        if tag and length(longer := f"{tags} #{tag}".lstrip()) <= TAGS_LIMIT:
            tags = longer
    return tags


def _corrected(post: Post, look: Look, corrected: datetime | None) -> str:
    """That the post was corrected, and when: with the year if it is not the one in which it was published."""
    if corrected is None or look.correction_line == "off":
        return ""
    published = (post.published or corrected).astimezone(look.zone)
    year = published.year != corrected.astimezone(look.zone).year
    return _CORRECTED[look.language].format(moment=moment(corrected, look, year=year))


def _one_line(text: str) -> str:
    return re.sub(r"[ \n]+", " ", clean(text)).strip(" ")


def _host(url: str) -> str:
    return cut((urlsplit(url).hostname or "").removeprefix("www."), HOST_LIMIT)
