"""Which links lead to files, and what is said about those: their title, type and size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from relay.article.clean import clean_text
from relay.article.dom import Element, attribute, longer_than, names, text_of
from relay.article.page.boilerplate import is_sentence

TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "zip": "application/zip",
    "ics": "text/calendar",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
PICTURE_ENDS = frozenset(("jpg", "jpeg", "png", "webp", "gif", "avif", "tif", "tiff", "bmp"))
FILE_BOXES = frozenset(
    ("downloads", "download", "documents", "dokumente", "files", "dateien", "anlagen", "attachments")
)
"""Words in the names of boxes that hold files."""
_LINES = ("li", "p", "dd", "tr", "article")
_ALL_FORMATS = frozenset((*TYPES, "jpg", "jpeg", "png", "tif", "tiff"))
_FORMATS = "|".join((*TYPES, "jpe?g", "png", "tiff?"))
_AMOUNT = r"(\d{1,6}(?:[.,]\d{1,3})?)\s?([kKMG]i?B|Bytes?|MByte|KByte)\b"
_COUNT = re.compile(_AMOUNT)
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_UNITS = {"B": 1, "K": 1000, "M": 1000**2, "G": 1000**3}
_SAYS_FILE = re.compile(rf"\b({_FORMATS})\b|\bDatei|{_AMOUNT}|\bbarrierefrei\b", re.IGNORECASE)
_MARKED = re.compile(
    rf"[(\[]\s*(?:\w+[\s,;-]{{1,2}}){{0,3}}?({_FORMATS})\b[^()\[\]]{{0,60}}[)\]]"
    rf"|\b({_FORMATS})[\s,;|·:–-]{{1,4}}{_AMOUNT}"
    rf"|{_AMOUNT}[\s,;|·:–-]{{1,4}}({_FORMATS})\b"
    rf"|\b({_FORMATS})-(?:Datei|Dokument|Download)\b|\b(?:Dateityp|Format)\s?:\s?({_FORMATS})\b",
    re.IGNORECASE,
)
"""How a website says in words that a link leads to a file: "(PDF, 1,2 MB)", "PDF 840 KB", "PDF-Datei"."""
_OF_PAGE = re.compile(
    r"(?:(?:diese|die|den|dieser|diesen)?\s?(?:Seite|Artikel|Meldung|Beitrag)\s)(?:als\s)?(?:PDF|Druck)\b.{0,40}"
    r"|als\sPDF\s(?:drucken|speichern|erzeugen|ausgeben|exportieren)|(?:PDF|Druck)-?\s?(?:Version|Ansicht|Ausgabe).{0,40}",
    re.IGNORECASE,
)
"""A tool of the page, which is no file of the release. (Of a link with a file's ending this is not asked.)"""
_FIRST = re.compile(
    rf"(?:(?:Download|Herunterladen|Datei|Dokument|Anlage|Anhang|Video|Audio|{_FORMATS})\s?(?:[:|]|[–-](?=\s))\s?"
    rf"|(?:Öffnet|Lädt|Download\sder|Download)\s(?:die\s|das\s)?(?:(?:{_FORMATS})[\s-])?(?:Datei|Dokument)\s?:?\s?"
    rf"|(?:{_FORMATS})[\s-](?:Datei|Dokument|Download)\s?:?\s?|Download\s(?=\S))",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?:^|[\s,|:;–-]+)(?:(?:(?:jetzt|hier|bitte|als|im|zum|Datei|Dokument|{_FORMATS})[\s-]){{0,4}}"
    rf"(?:herunterladen|downloaden|Downloads?|öffnen|ansehen|anhören|anzeigen)"
    rf"|(?:als\s|im\s)?(?:{_FORMATS})(?:[\s-]?(?:Datei|Dokument|Download|Format))?"
    rf"|(?:(?:{_FORMATS})[\s,;|·:–-]{{1,4}})?{_AMOUNT}(?:[\s,;|·:–-]{{1,4}}(?:{_FORMATS})\b)?)[\s.,:;|–-]*$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\W_]+")
_ONE_LABEL = re.compile(r"\w[\w-]{0,30}(?:\s\d{1,2})?:?")
"""Before the name of a file: "Audio:", "Anlage 2:"."""
_TAIL = 80
_ROUNDS = 4
_LONGEST_LINE = 300
_LONGEST_TITLE = 150
_LEVELS = 3
_MOST_LINKS = 60


def ending(address: str) -> str:
    """The ending of a file's name in an address, in small letters, without the dot; empty where there is none."""
    try:
        name = urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return ""
    return name.rpartition(".")[2].strip().casefold() if "." in name else ""


def file_type(link: Element, url: str = "") -> str | None:
    """Media type of the file that a link leads to, empty where it is not known; None where it leads to no file.

    `url` is the page's: a link to the same page with other parameters shows that page in another form.
    """
    href = attribute(link, "href").strip()
    if not href or href.startswith("#") or ending(href) in PICTURE_ENDS:
        return None
    if kind := TYPES.get(ending(href)) or _type_in_query(href):
        return kind
    scheme, colon, _ = href.partition(":")
    if (colon and scheme.isalpha() and scheme.casefold() not in {"http", "https"}) or _is_tool(link, href, url):
        return None
    return _declared(link)


def title_and_size(link: Element) -> tuple[str, int]:
    """What the file is called, without its type, its size and "Download", and its size in bytes (0: not said).

    The title is empty where the page has no words for the file.
    """
    said = clean_text(text_of(link))
    title, rest = _without_marks(said)
    hints = [clean_text(attribute(link, name)) for name in ("title", "aria-label")]
    hints += [clean_text(attribute(image, "alt")) for image in islice(link.iterdescendants("img"), 1)]
    line, other = _beside(link, said)
    others = (*hints, *([other] if other and _is_title(line) else []))
    title = title or next((own for one in others if len(one) <= _LONGEST_TITLE and (own := _without_marks(one)[0])), "")
    behind = _behind(link)
    sizes = (rest, behind if _says_only_marks(behind) else "", *(one for one in hints if len(one) <= _LONGEST_TITLE))
    aside = other if _says_only_marks(other) else ""
    return title, next((size for one in (*sizes, aside) if (size := _bytes(one))), 0)


def _is_title(line: Element) -> bool:
    return not longer_than(line, _LONGEST_TITLE) and not is_sentence(clean_text(text_of(line)))


def file_names(block: Element, url: str) -> tuple[str, ...]:
    """The words of the links to files in a block; none for one of very many links. `url` is the page's."""
    links = list(islice(block.iter("a"), _MOST_LINKS + 1))
    if len(links) > _MOST_LINKS:
        return ()
    found = (clean_text(text_of(link)) for link in links if file_type(link, url) is not None)
    return tuple(words for words in found if words)


def is_file_line(text: str, linked: Iterable[str]) -> bool:
    """Whether a text is nothing but names of files, with their types and sizes; `linked` are the words of the links."""
    left = text
    for words in linked if len(text) <= _LONGEST_LINE else ():
        left = left.replace(words, " ", 1)
    return len(left) < len(text) and _says_only_marks(left)


def without_file_mark(text: str) -> str:
    """A text without the type and size of a file in brackets at its end: "Formular ausfüllen (PDF, 120 KB)"."""
    opened = max(text.rfind("("), text.rfind("["))
    marked = text.endswith((")", "]")) and len(text) - opened <= _TAIL and _SAYS_FILE.search(text, opened)
    return text[:opened].rstrip() if marked and opened > 0 else text


def line_of(link: Element, box: Element) -> Element:
    """The line of a list or of a table in which a link stands in a box; the link where it has none of its own."""
    for above in link.iterancestors():
        if above is box:
            break
        if above.tag in _LINES:
            return link if longer_than(above, _LONGEST_LINE) else above
    return link


def _type_in_query(href: str) -> str:
    """Of "download.php?file=plan.pdf"."""
    try:
        pairs = parse_qsl(urlsplit(href).query[:2000], max_num_fields=50)
    except ValueError:
        return ""
    # A link that hands on another address, as those for sharing do, leads to no file.
    return next((kind for _, value in pairs if "//" not in value and (kind := TYPES.get(ending(value)))), "")


def _is_tool(link: Element, href: str, url: str) -> bool:
    """Whether a link shows the page itself in another form. Some websites have one path for all pages."""
    try:
        whole, own = urlsplit(urljoin(url, href)), urlsplit(url)
        if not urlsplit(href).path or (url and not own.query and (whole.netloc, whole.path) == (own.netloc, own.path)):
            return True
    except ValueError:
        return True
    return bool(_OF_PAGE.fullmatch(clean_text(text_of(link))[:_TAIL]))


def _declared(link: Element) -> str | None:
    """The type that a link's attributes, its words or those right behind it name."""
    declared = attribute(link, "type").partition(";")[0].strip().casefold()
    if declared in TYPES.values():
        return declared
    said = clean_text(f"{text_of(link)} {attribute(link, 'aria-label')} {attribute(link, 'title')}")
    for found in (_MARKED.search(said[:_LONGEST_LINE]), _MARKED.match(_behind(link))):
        if found:
            kind = next(one for one in found.groups() if one and one.casefold() in _ALL_FORMATS)
            return TYPES.get(kind.casefold())
    own = sorted(names(link) & TYPES.keys())
    if own:
        return TYPES[own[0]]
    if link.get("download") is None:
        return None
    return TYPES.get(ending(attribute(link, "download")), "")


def _behind(link: Element) -> str:
    """What stands right behind a link, up to the next one."""
    parts = [link.tail or ""]
    for neighbour in islice(link.itersiblings(), 2):
        if neighbour.tag in {"a", "br"} or next(neighbour.iterdescendants("a"), None) is not None:
            break
        parts += ["" if longer_than(neighbour, _TAIL) else text_of(neighbour), neighbour.tail or ""]
    return clean_text(" ".join(parts)[: 2 * _TAIL])[:_TAIL]


def _beside(link: Element, said: str) -> tuple[Element, str]:
    """The nearest box around a link that says more than the link, and what that is."""
    around = link
    for around in islice(link.iterancestors(), _LEVELS):
        if len(list(islice(around.iterdescendants("a"), 2))) > 1 or longer_than(around, _LONGEST_LINE):
            break
        other = clean_text(clean_text(text_of(around)).replace(said, " ", 1))
        if other:
            return around, other
    return around, ""


def _without_marks(text: str) -> tuple[str, str]:
    """A title without type, size and "Download", and what was left out of it."""
    left_out: list[str] = []
    for _ in range(_ROUNDS):
        before = text
        opened = max(text.rfind("("), text.rfind("["))
        if text.endswith((")", "]")) and len(text) - opened <= _TAIL and _SAYS_FILE.search(text, opened):
            left_out.append(text[opened:])
            text = text[:opened].rstrip()
        if found := _LAST.search(text[-_TAIL:]):
            start = len(text) - len(text[-_TAIL:]) + found.start()
            left_out.append(text[start:])
            text = text[:start].rstrip()
        if first := _FIRST.match(text):
            text = text[first.end() :]
        if text == before:
            break
    return text.strip(" ,;:|–-"), " ".join(left_out)


def _says_only_marks(text: str) -> bool:
    """Whether nothing is left of a text without types, sizes, dates of files and signs."""
    if len(text) > _LONGEST_LINE:
        return False
    said = _without_marks(clean_text(text))[0]
    return not _MARKS.sub("", said) or bool(_ONE_LABEL.fullmatch(said) and text.rstrip().endswith(":"))


def _bytes(text: str) -> int:
    found = _COUNT.search(text)
    if found is None:
        return 0
    number = found[1].replace(".", "") if _THOUSANDS.fullmatch(found[1]) else found[1].replace(",", ".")
    return round(float(number) * _UNITS[found[2][0].upper()])


def file_links(box: Element) -> Iterator[tuple[Element, bool]]:
    """The links of a box that lead away from it, each with whether it leads to a file."""
    for link in box.iter("a"):
        href = attribute(link, "href").strip()
        if href and not href.startswith("#"):
            yield link, file_type(link) is not None
