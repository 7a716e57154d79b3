"""Bytes to characters, and characters to what a reader sees."""

from __future__ import annotations

import codecs
import re

from relay.nfc import composed

_SIGN = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    f"|(?<![{_SIGN}\ufe0f])\u200d|\u200d(?![{_SIGN}])"
)
"""A joiner between two emoji makes one of them, and stays (Unicode Technical Standard 51, 2.3)."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd\ufffc]")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_TEXT_CODEC = re.compile(r"utf-(8|16|32)|iso8859|cp125|koi8|mac|gb|big5|shift_jis|euc_", re.IGNORECASE)
_META_WITHIN = 4096
_RESIDUE = re.compile(
    r"""\s*[(\[]\s*(?:
        (?:öffnet|öffnen|link\s+öffnet)\s+(?:sich\s+)?(?:in\s+)?(?:einem\s+|ein\s+)?neue[nms]?\s+(?:tab|fenster|seite)
      | externer\s+link | interner\s+link | opens?\s+in\s+(?:a\s+)?new\s+(?:tab|window)
    )[^()\[\]]{0,40}[)\]]""",
    re.IGNORECASE | re.VERBOSE,
)
_BARE_RESIDUE = re.compile(
    r"""(?:
        (?:[ ]?[–—|,-][ ]?(?i:externe[rn]?[ ]|interne[rn]?[ ])?|(?<=[a-zäöüß]))Link,?[ ](?:wird[ ]ge)?öffnet
      | (?:[ ]?[–—|,-])?[ ]?\bÖffnet | (?<=\w)Öffnet
    )
    (?:[ ](?:sich|eine|externe|externen|interne|Seite|Link|Website|Webseite|Datei|PDF|Dokument)){0,3}
    [ ](?:in|im)(?:[ ]einem)?[ ]neue[nmr][ ](?:Browser-?[ ]?)?(?i:tab|fenster|browserfenster|browsertab)\b,?""",
    re.VERBOSE,
)
"""The same without brackets, behind a dash, a comma or glued to the last word."""
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
"""What a text processor makes of letters side by side (Unicode, Alphabetic Presentation Forms)."""
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LINK_LABEL = re.compile(r"\b(?:Externer|Interner) Link:\s*")
_LETTERS = re.compile(r"[^\W_]+")
_BEFORE_STOP = re.compile(r"(?<=[\w)“”\"»]) (?=[,;.](?:\s|$))")


def squeeze(text: str) -> str:
    """Text as a reader sees it: NFC, nothing invisible (soft hyphens, zero width, controls), single spaces."""
    if text.isascii():
        text = " ".join(text.split())
        return text if text.isprintable() else " ".join(_CONTROL.sub("", text).split())
    text = " ".join(composed(text).split())
    if _LIGATURE.search(text):
        text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
    if text.isprintable() and "\ufffd" not in text and "\ufffc" not in text:
        return text
    return " ".join(_CONTROL.sub("", _INVISIBLE.sub("", text)).split())


def clean_text(text: str) -> str:
    """Squeezed text without what a CMS adds to links ("(Öffnet in einem neuen Tab)", "Externer Link:")."""
    text = squeeze(text)
    if ("(" in text or "[" in text) and _may_open(text.casefold()):
        text = _RESIDUE.sub("", text)
    if "ffnet" in text and " neue" in text:
        text = _BARE_RESIDUE.sub("", text)
    if "Link:" in text:
        text = _LINK_LABEL.sub("", text)
    if " ," in text or " ;" in text or " ." in text:
        text = _BEFORE_STOP.sub("", text)
    return text.strip()


def _may_open(small: str) -> bool:
    # The search for a residue is slow, and each has one of these words.
    return "ffne" in small or "link" in small or "open" in small


def letters(text: str) -> str:
    """Only letters and digits, case folded: to tell whether two texts say the same."""
    return "".join(_LETTERS.findall(composed(text).casefold()))


def decode_html(html: bytes, content_type: str = "") -> str:
    """The characters of a page.

    Order: byte order mark, valid UTF-8 (text in another encoding is never that by accident), the charset of the HTTP
    header, that of `<meta>`, at last Windows-1252. ISO-8859-1 is read as Windows-1252 (WHATWG Encoding Standard,
    4.2): pages that declare it carry „…“ and – in its bytes.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if html.startswith(mark):
            return html.decode(encoding, errors="replace").lstrip("\ufeff")
    declared = _HEADER_CHARSET.search(content_type)
    meta = _CHARSET.search(html[:_META_WITHIN])
    labels = [declared.group(1)] if declared else []
    labels += [meta.group(1).decode("ascii", errors="replace")] if meta else []
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        encodings = [e for e in map(_codec, labels) if e]
    return html.decode(encodings[0] if encodings else "cp1252", errors="replace")


def _codec(label: str) -> str:
    """Python's name of a declared encoding; empty where it is none for text."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    if name in {"iso8859-1", "ascii"}:
        return "cp1252"
    return name if _TEXT_CODEC.match(name) else ""
