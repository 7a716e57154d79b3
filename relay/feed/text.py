"""Text: from the bytes of an answer to characters, from HTML to what a person reads.

The digest of an entry is made from `plain`, so its result must not change with the version of any library; that is
why the markup is taken off by one expression here and not by an HTML parser. Every expression runs in linear time.
"""

from __future__ import annotations

import codecs
import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from relay.errors import Text
from relay.feed.entities import unescaped
from relay.nfc import composed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<", "{" or a line break looks at the start in an encoding with wide characters and without a byte order mark.
_WIDE = (
    (re.compile(rb"[<{\s]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{\s]"), "utf-32-be"),
    (re.compile(rb"[<{\s]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{\s]"), "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
# Python knows codecs that are no encodings of a feed, and some take quadratic time: only these families are tried.
_ENCODINGS = re.compile(
    r"iso-?8859|iso-2022|latin|windows-|cp\d|koi8|big5|gb|euc|shift|sjis|mac|utf[-_]?(16|32)", re.IGNORECASE
)
# Bytes that are not UTF-8, as "surrogateescape" marks them, as what they mean in Windows-1252.
_STRAY = {0xDC00 + byte: bytes([byte]).decode("windows-1252", "replace") for byte in range(0x80, 0x100)}

_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>|[^<>]*+>)
      | <[!?][^<>]*+>""",
    re.DOTALL | re.VERBOSE,
)
_PARTS_NO_WORDS = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark nobr q s samp small span strike strong sub "
    "sup tt u var wbr"
)
_PARTS_WORDS = (
    "address article aside audio blockquote br button center dd div dl dt embed figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr iframe img input label li main nav noscript object ol p picture pre script section source "
    "style svg table tbody td tfoot th thead tr ul video"
)
_INLINE = frozenset(_PARTS_NO_WORDS.split())
_HTML = _INLINE | frozenset(_PARTS_WORDS.split())
_UNREAD = frozenset({"script", "style"})
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|div|br|ul|li|a|b|strong|em|i|h[1-6]|span|img)\b", re.IGNORECASE)
_PLAINLY_HTML = re.compile(r"</(?:p|div|ul|li|a|b|strong|em|i|h[1-6]|span)\s*>|<br\s*/?>|<img\s", re.IGNORECASE)
# Control characters, soft hyphens, zero-width and direction marks, fillers without a shape, and the tags that can hide
# whole sentences; not U+200D, which holds emoji together.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED = re.compile(rf"({_MARKS}{{4}}){_MARKS}+")
"""Accents upon accents, which write over the lines above and below."""
_DOUBLED = re.compile("[ÂÃÅâ][^\x00-\x7f]")
# How the bytes of UTF-8 look that were taken for Windows-1252, back to what they were.
_AS_BYTES = {
    ord(shown): byte
    for byte in range(0x80, 0xA0)
    if (shown := bytes([byte]).decode("windows-1252", "replace")) != "\ufffd"
}
_LONGEST_URL = 8192
"""Characters; servers refuse longer ones, and joining them to a base takes its time."""
_ESCAPED_LAYERS = 3


def decode(body: bytes, content_type: str = "") -> tuple[str, Text | None]:
    """Read the bytes of a feed as text; the second value tells what was wrong, if anything was.

    A byte order mark decides (RFC 7303, 3.3). Then what is valid UTF-8 is UTF-8, whatever is declared: text in another
    encoding practically never is. Then the charset of the Content-Type, then the one of the XML declaration. What is
    left is read as UTF-8 with single bytes of Windows-1252 in it.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _marked(body[len(mark) :], encoding)
    for pattern, encoding in _WIDE:
        if pattern.match(body):
            return body.decode(encoding, "replace"), None
    declared = _declared(body, content_type)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, declared)
    wrong = [name for name in declared if _ENCODINGS.match(name)]
    if wrong and not text.isascii():
        return text, Text("The feed is declared as {encoding}, but it is UTF-8.", {"encoding": wrong[0]})
    return text, None


def _marked(body: bytes, encoding: str) -> tuple[str, Text | None]:
    if encoding != "utf-8":
        return body.decode(encoding, "replace"), None
    try:
        return body.decode("utf-8"), None
    except UnicodeDecodeError:
        return _not_utf8(body, [])


def _declared(body: bytes, content_type: str) -> list[str]:
    charset = _CHARSET.search(content_type)
    names = [charset[1]] if charset else []
    declaration = _XML_ENCODING.match(body)
    if declaration:
        names.append(declaration[1].decode("ascii", "replace"))
    return names


def _not_utf8(body: bytes, declared: list[str]) -> tuple[str, Text | None]:
    for name in declared:
        if not _ENCODINGS.match(name):
            continue
        try:
            return body.decode(name), None
        except (UnicodeDecodeError, LookupError):
            continue
    text = body.decode("utf-8", "surrogateescape").translate(_STRAY)
    return text, Text("The feed is not valid UTF-8 and declares no other encoding that fits; umlauts may be wrong.")


def plain(html: str) -> str:
    """HTML as one line of plain text: scripts and styles dropped, entities resolved, white space folded, NFC."""
    return _fold(unescaped(_untagged(html, every=True)) if "<" in html or "&" in html else html)


def line(text: str) -> str:
    """A title, category or name as plain text, from whatever the feed made of it.

    Feeds escape titles never, once or twice, whatever their format says. So entities are resolved until none is left,
    and only tags that HTML knows are taken off: "<b>Wichtig</b>: 1 < 2" is "Wichtig: 1 < 2".
    """
    for _ in range(_ESCAPED_LAYERS):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return _fold(_untagged(text, every=False))


def as_html(text: str) -> str:
    """Plain text as HTML, paragraphs kept; what plainly is HTML, whatever is declared, stays as it is."""
    if not text or _PLAINLY_HTML.search(text):
        return text
    paragraphs = [part.strip() for part in re.split(r"\n[ \t\r]*\n", text)]
    if len(paragraphs) == 1:
        return escape(text, quote=False)
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs if part)


def once_escaped(html: str) -> str:
    """HTML that was escaped once too often, set right; other HTML as it is."""
    return unescaped(html) if "<" not in html and _ESCAPED_TAG.search(html) else html


def web_url(url: str, base: str = "") -> str:
    """The absolute http or https address of a reference in a document at `base`; empty where it is none.

    White space around it and line breaks in it are dropped, as browsers do (WHATWG URL, 4.4). One with a user name is
    none: "https://www.kreis.example@evil.example/" is made to be mistaken.
    """
    url = _INVISIBLE.sub("", url).strip().replace("\n", "").replace("\r", "").replace("\t", "").replace(" ", "%20")
    if not url or len(url) > _LONGEST_URL:
        return ""
    try:
        absolute = urljoin(base if len(base) <= _LONGEST_URL else "", url)
        parts = urlsplit(absolute)
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    return absolute if usable else ""


def undoubled(text: str) -> str:
    """Text whose UTF-8 was taken for Windows-1252 and encoded again ("fÃ¼r"), set right; other text as it is.

    Only where all of it reads as UTF-8 that way: one right umlaut in it, and nothing is certain.
    """
    if not _DOUBLED.search(text):
        return text
    try:
        return text.translate(_AS_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _untagged(html: str, *, every: bool) -> str:
    """Without its tags: a space for those that part words; `every` takes off unknown ones and what is unread, too."""
    if "<" not in html:
        return html
    pieces: list[str] = []
    position = 0
    unread = ""
    for tag in _TAG.finditer(html):
        name = (tag["name"] or "").lower()
        if name and not every and name not in _HTML:
            continue
        if not unread:
            pieces.append(html[position : tag.start()])
            pieces.append("" if name in _INLINE or not name else " ")
        position = tag.end()
        if not unread and name in _UNREAD and not tag["end"]:
            unread = name
        elif name == unread and tag["end"]:
            unread = ""
    if not unread:
        pieces.append(html[position:])
    return "".join(pieces)


def _fold(text: str) -> str:
    text = " ".join(_INVISIBLE.sub("", text).split())
    if _is_latin(text):
        return text
    return _STACKED.sub(r"\1", composed(text))


def _is_latin(text: str) -> bool:
    """Whether no character combines with another one: all of Latin-1 is in NFC (UAX 15)."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
