"""XML that can be parsed: what needlessly stops a parser is taken out, what would keep it busy for ever is refused.

Every expression runs in linear time.
"""

from __future__ import annotations

import re

from relay.errors import Text
from relay.feed.bombs import defused, refuse_bombs
from relay.feed.pages import FEED_START
from relay.feed.text import plain

_DECLARATION = re.compile(r"<\?xml\s[^<>]*+>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:(?P<decimal>[0-9]+)|[xX](?P<hex>[0-9a-fA-F]+));?")
_INTERNAL_SUBSET = re.compile(
    r"""<!DOCTYPE[^\[<>"']*+(?:"[^"<]*"[^\[<>"']*+|'[^'<]*'[^\[<>"']*+)*+\[.*?(?:\]\s*>|\Z)""", re.DOTALL
)
_LINK = re.compile(r"<link\s*/>|<link>([^<]*)</link>")


def repaired(text: str) -> tuple[str, list[Text]]:
    """The XML of a feed without what needlessly stops a parser or makes it work for ever, and what was wrong.

    Entity declarations are dropped; HTML's own names are known to feedparser. Raises ParseError for bombs.
    """
    problems: list[Text] = []
    start = FEED_START.search(text)
    if start and start.start():
        skipped, text = text[: start.start()], text[start.start() :]
        if shown := plain(skipped)[:80]:
            problems.append(Text("There is text before the feed, which was skipped: “{text}”.", {"text": shown}))
    text = _DECLARATION.sub("", text, count=1) if text.startswith("<?xml") else text
    text = _NOT_IN_XML.sub("", text)
    if "&#" in text:
        text = _REFERENCE.sub(_possible, text)
    if "<!ENTITY" in text:
        text = _INTERNAL_SUBSET.sub("", text)
    text = _LINK.sub(_usable_link, text).lstrip()
    refuse_bombs(text)
    return defused(text), problems


def _possible(reference: re.Match[str]) -> str:
    """The reference to a character, or nothing where XML has no such character (XML 1.0, 2.2).

    White space is written out: feedparser takes each reference to it off the front one by one, moving all the others.
    """
    digits = (reference["decimal"] or reference["hex"]).lstrip("0")
    number = int(digits or "0", 10 if reference["decimal"] else 16) if len(digits) < len("12345678") else 0
    possible = number in {0x9, 0xA, 0xD} or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
    if possible and chr(number).isspace():
        return chr(number)
    return reference[0] if possible or 0x10000 <= number < 0x110000 else ""


def _usable_link(link: re.Match[str]) -> str:
    """No empty link, which would hide a guid that is one, and none that is escaped twice, which feedparser damages."""
    address = (link[1] or "").strip()
    return f"<link>{address.replace('&amp;amp;', '&amp;')}</link>" if address else ""
