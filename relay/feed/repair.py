"""XML that can be parsed: what needlessly stops a parser is taken out, what would keep it busy for ever is refused.

Every expression runs in linear time.
"""

from __future__ import annotations

import re

from relay.errors import ParseError, Text
from relay.feed.text import plain

_FEED_START = re.compile(r"<(?:\?xml\s|!DOCTYPE\s|(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>])", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml\s[^>]*>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:(?P<decimal>[0-9]+)|[xX](?P<hex>[0-9a-fA-F]+));?")
_INTERNAL_SUBSET = re.compile(
    r"""<!DOCTYPE[^\[>"']*+(?:"[^"<]*"[^\[>"']*+|'[^'<]*'[^\[>"']*+)*+\[.*?(?:\]\s*>|\Z)""", re.DOTALL
)
_LINK = re.compile(r"<link\s*/>|<link>([^<]*)</link>")
_VAST_SPACE = re.compile(r"(?<!\s)\s{500,}+")
_ROOT_START = re.compile(r"<\w")
_WORD = re.compile(r"[A-Za-z0-9_.+-]+")
_LONG_WORD = 500
_ENDLESS_WORD = re.compile(rf"([A-Za-z0-9_.+-]{{{2 * _LONG_WORD}}})")
_NAMESPACE = re.compile(r"xmlns:([\w.-]+)")
_TAGGED = re.compile(
    r"<(?:[\w.-]+:)?(?:category|subject|keywords|tags)\b[^<>]*+>?(?:\s*<!\[CDATA\[)?([^<]*+)", re.IGNORECASE
)
_RELATIVE_BASE = re.compile(r"""base\s*=\s*["'](?!https?:)([^"']*)""")
_MOST = {
    "tags": 300_000,
    "entities": 2_000_000,
    "namespaces": 100,
    "categories": 10_000,
    "endless words": 500,
    "base addresses": 10_000_000,
}


def repaired(text: str) -> tuple[str, list[Text]]:
    """The XML of a feed without what needlessly stops a parser or makes it work for ever, and what was wrong.

    Entity declarations are dropped; HTML's own names are known to feedparser. Raises ParseError for bombs.
    """
    problems: list[Text] = []
    start = _FEED_START.search(text)
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
    root = _ROOT_START.search(text)
    before = root.start() if root else len(text)
    text = _VAST_SPACE.sub("\n", text[:before]) + text[before:]  # where feedparser looks for a DOCTYPE
    _refuse_bombs(text)
    return _ENDLESS_WORD.sub(r"\1 ", text) if _long_words(text) else text, problems


def _possible(reference: re.Match[str]) -> str:
    """The reference to a character, or nothing where XML has no such character (XML 1.0, 2.2)."""
    digits = (reference["decimal"] or reference["hex"]).lstrip("0")
    number = int(digits or "0", 10 if reference["decimal"] else 16) if len(digits) < len("12345678") else 0
    possible = number in {0x9, 0xA, 0xD} or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
    return reference[0] if possible or 0x10000 <= number < 0x110000 else ""


def _usable_link(link: re.Match[str]) -> str:
    """No empty link, which would hide a guid that is one, and none that is escaped twice, which feedparser damages."""
    address = (link[1] or "").strip()
    return f"<link>{address.replace('&amp;amp;', '&amp;')}</link>" if address else ""


def _long_words(text: str) -> int:
    """How many pieces of 500 letters are nothing but a word: none that has a thousand letters escapes.

    feedparser looks for e-mail addresses in them, which takes time by the square of their length.
    """
    return sum(1 for at in range(0, len(text), _LONG_WORD) if _WORD.fullmatch(text, at, at + _LONG_WORD))


def _refuse_bombs(text: str) -> None:
    """Raise ParseError for what would keep feedparser busy for minutes; the limits are far above any real feed."""
    bases = _RELATIVE_BASE.findall(text)
    counts = {
        "tags": text.count("<"),
        "entities": text.count("&"),
        "namespaces": len(set(_NAMESPACE.findall(text))),
        "categories": sum(1 + tagged[1].count(",") for tagged in _TAGGED.finditer(text)),
        "endless words": _long_words(text),
        "base addresses": len(bases) * sum(map(len, bases)),  # nested, each is as long as all before it
    }
    for what, count in counts.items():
        if count > _MOST[what]:
            raise ParseError("a feed with too many {what}", what=Text(what), permanent=True)
    if "<!ENTITY" in text and "<!DOCTYPE" in text:
        raise ParseError("a feed that declares XML entities", permanent=True)
