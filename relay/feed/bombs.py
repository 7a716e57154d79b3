"""Feeds that would keep feedparser busy for minutes, or for ever: refused before it sees them. Pure.

The limits are ten times what any of two hundred real feeds has, and low enough for some seconds at most. Every
expression runs in linear time.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from relay.errors import ParseError, Text

MOST_ENTRIES = 10_000

_NAMESPACE = re.compile(r"xmlns:([\w.-]+)")
NO_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
"""What looks like tags and is none: comments, CDATA, instructions."""
_START_TAG = re.compile(r"""<[\w:.-]+((?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+)""")
# feedparser finds "dc:creator" in a tag of the name "dc_creator", too.
_CATEGORY = re.compile(r"<[\w.:-]*(?:category|subject)(?=[\s/>])", re.IGNORECASE)
_KEYWORDS = re.compile(r"(</?[\w.:-]*)(keywords|tags)(?=[\s/>])", re.IGNORECASE)
_AUTHORS = re.compile(
    r"(</?[\w.:-]*)(author|creator|managingeditor|webmaster|publisher|contributor|owner)(?=[\s/>])", re.IGNORECASE
)
_BASE = re.compile(r"""base\s*=\s*["']([^"']*)""")
_VAST_SPACE = re.compile(r"(?<!\s)\s{500,}+")
_BLOCK = 250
"""Characters: space of twice as many has one block in it that is nothing else, and most feeds have none."""
_MOST_KEYWORDS = 5_000
_MOST_MARKUP = 60_000
"""Tags from which on it is looked at which of them a parser takes for one."""
_MOST = {
    "tags": 60_000,
    "entities": 300_000,
    "line breaks": 1_000_000,
    "attributes": 10_000_000,
    "namespaces": 100,
    "categories": 5_000,
    "base addresses": 30_000_000,
}


def refuse_bombs(text: str) -> None:
    """Raise ParseError for XML that takes feedparser the square of its length, or is far too much of it."""
    if "<!ENTITY" in text and "<!DOCTYPE" in text:
        raise ParseError("a feed that declares XML entities", permanent=True)
    markup = _markup(text)
    tags = markup.count("<") + text.count("<![CDATA[")
    bases = _BASE.findall(text)
    counts = {
        "tags": tags,
        "entities": markup.count("&"),
        "line breaks": text.count("\n"),  # each is a piece of text of its own
        # xml.sax looks for the name of each attribute in a list of all
        "attributes": sum(max(tag.count("="), len(tag.split())) ** 2 for tag in _START_TAG.findall(markup)),
        "namespaces": len(set(_NAMESPACE.findall(text))),
        "categories": len(_CATEGORY.findall(text)),
        # each link is joined to one; relative ones, nested, are each as long as all before
        "base addresses": tags
        * max(max(map(len, bases), default=0), sum(len(base) for base in bases if "://" not in base)),
    }
    for what, count in counts.items():
        if count > _MOST[what]:
            raise ParseError("a feed with too many {what}", what=Text(what), permanent=True)


def refuse_too_many(entries: int) -> None:
    """Raise ParseError for more entries than anybody can have released."""
    if entries > MOST_ENTRIES:
        raise ParseError("a feed with too many {what}", what=Text("entries"), permanent=True)


def defused(text: str) -> str:
    """The feed without what relay does not read, and feedparser takes too long for.

    In the names of authors it looks for e-mail addresses, which takes the square of their length; of keywords it
    compares each with all before it; white space it takes off the front piece by piece.
    """
    if any(text[start : start + _BLOCK].isspace() for start in range(0, len(text), _BLOCK)):
        text = _VAST_SPACE.sub("\n", text)
    text = _AUTHORS.sub(r"\1unread-\2", text)
    if text.count(",") + text.count("&#") <= _MOST_KEYWORDS:
        return text
    return _KEYWORDS.sub(r"\1unread-\2", text)


def _markup(text: str) -> str:
    """The feed without what only looks like tags (CDATA, comments), where all parsers agree on what that is."""
    if text.count("<") <= _MOST_MARKUP and text.count("&") <= _MOST["entities"]:
        return text
    return NO_MARKUP.sub("", text) if _is_well_formed(text) else text


def _is_well_formed(text: str) -> bool:
    try:
        expat.ParserCreate("utf-8").Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return False
    return True
