"""Pictures and files of a release: which of those on its page belong to it, and what is said about them.

The page's preview picture (og:image) does not count: it is made for sharing, on many websites the same for every page,
and it comes without a credit. Where it is the release's own picture, that stands on the page as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from relay.article.boilerplate import is_caption, split_credit
from relay.article.clean import clean_text, letters
from relay.article.dom import Element, attribute, names, parent, text_of
from relay.article.german import words
from relay.article.srcset import best_candidate
from relay.model import Attachment, EntryMedia, Picture

_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
    "ics": "text/calendar",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
_PICTURE_ENDS = frozenset(("jpg", "jpeg", "png", "webp", "gif", "avif", "tif", "tiff", "bmp"))
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|icon|favicon|sprite|pixel|spacer|blank|placeholder|platzhalter|avatar|gravatar|wappen|button|btn"
    r"|share|facebook|twitter|whatsapp|instagram|linkedin|xing|arrow|pfeil|bullet|loading|loader|transparent|1x1|clear"
    r"|badge|banner|tracking|count|zaehler|emoji|smiley)s?(?=[/_.?-]|\d|$)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|tiff?|bmp|svg|avif)|(?:IMG|DSC|DSCF|DSCN|PXL|P|Foto|Bild|image|csm)[_-]?\d{2,}\S*|\d[\d_-]{5,}",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[\d_-]")
"""What file names have and words have not: an alt text "Kreishaus" of kreishaus.jpg is one."""
_SIZE = re.compile(r"\s*[(\[]\s*(?:PDF|DOCX?|XLSX?|ODT|ZIP|MP3|MP4)?\b[^()\[\]]{0,30}[)\]]\s*$", re.IGNORECASE)
_BYTES = re.compile(
    r"(?<![\s,|–-])[\s,|–-]*+(?:PDF|DOCX?)?[\s,]*+\d{1,12}(?:[.,]\d{1,12})?\s?(?:[kKMG]i?B|Bytes?|MByte|KByte)\s*$"
)
_COUNT = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s?([kKMG]i?B|Bytes?|MByte|KByte)\b")
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_UNITS = {"B": 1, "K": 1000, "M": 1000**2, "G": 1000**3}
_CAPTION_NAMES = words("caption bildunterschrift bildunterzeile bildtext bildnachweis copyright figcaption")
_ICON_NAMES = words("logo icon emoji wappen avatar smiley pixel")
_LAZY = ("data-src", "data-original", "data-lazy-src", "src")
_EMOJI = re.compile(r"[^\w\s]{1,8}")
_INVISIBLE = re.compile(
    r"display:none|visibility:hidden|(?:^|;)(?:width|height):[01](?:px)?(?:;|$)",
    re.IGNORECASE,
)
_SMALLEST = 80
"""Pixels a side below which a picture is an icon."""
_MOST = 10
_CAPTION = 600
_LEVELS = 3


def page_pictures(region: Element, url: str, captions: Sequence[str] = ()) -> Iterator[Picture]:
    """Pictures below a tag, in order. `captions` are texts that follow a picture in the flow, in order."""
    loose = list(captions)
    for image in region.iter("img"):
        address = _address(image, url)
        if not address or _is_icon(image, address):
            continue
        said = _caption(image, region)
        if not said and loose and parent(image, "figure") is None:
            said = loose.pop(0)
        caption, credit = split_credit(said)
        yield Picture(address, _alt(image, address), caption, credit)


def entry_pictures(media: Iterable[EntryMedia], url: str) -> Iterator[Picture]:
    """Pictures that the feed names."""
    for item in media:
        address = absolute(item.url, url)
        if not address or _NO_PICTURE.search(urlsplit(address).path):
            continue
        if item.type.startswith("image/") or (not item.type and _ending(address) in _PICTURE_ENDS):
            caption, credit = split_credit(clean_text(item.description))
            yield Picture(address, "", _no_file_name(caption), clean_text(item.credit) or credit)


def entry_attachments(media: Iterable[EntryMedia], url: str) -> Iterator[Attachment]:
    """Files that the feed names and that are no pictures."""
    for item in media:
        address = absolute(item.url, url)
        kind = item.type or _TYPES.get(_ending(address), "")
        if address and kind and not kind.startswith("image/") and _ending(address) not in _PICTURE_ENDS:
            yield Attachment(address, clean_text(item.description) or _name(address), kind)


def page_attachments(region: Element, url: str) -> Iterator[Attachment]:
    """Files that are linked or played below a tag, in order."""
    for tag in region.iter("a", "source", "audio", "video"):
        address = absolute(attribute(tag, "href" if tag.tag == "a" else "src"), url)
        kind = _TYPES.get(_ending(address), "")
        if not kind:
            continue
        title = clean_text(text_of(tag)) if tag.tag == "a" else _player_title(tag)
        short = _BYTES.sub("", _SIZE.sub("", title)).strip()
        yield Attachment(address, short or _name(address), kind, _bytes(title[len(short) :]))


def unique_pictures(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Each picture once, with all that was said about it at any of its places."""
    out: dict[str, Picture] = {}
    for new in pictures:
        key = urlsplit(new.url)._replace(query="", fragment="", scheme="").geturl()
        old = out.get(key)
        if old is not None:
            new = Picture(  # noqa: PLW2901 - the same picture, better known
                old.url, old.alt or new.alt, old.caption or new.caption, old.credit or new.credit
            )
        if old is not None or len(out) < _MOST:
            out[key] = new
    return tuple(out.values())


def unique_attachments(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Each file once, with its size if that is said anywhere."""
    out: dict[str, Attachment] = {}
    for item in attachments:
        old = out.setdefault(item.url, item)
        out[item.url] = replace(old, size=old.size or item.size)
    return tuple(out.values())


def absolute(address: str, base: str) -> str:
    """An http or https address, absolute; empty where it is none."""
    address = address.strip()
    try:
        whole = urljoin(base, address) if address else ""
        parts = urlsplit(whole)
        host = parts.hostname
    except ValueError:
        return ""
    return whole.replace(" ", "%20") if parts.scheme in {"http", "https"} and host else ""


def _address(image: Element, url: str) -> str:
    if best := absolute(best_candidate(image), url):
        return best
    link = parent(image, "a")
    if link is not None and _ending(whole := absolute(attribute(link, "href"), url)) in _PICTURE_ENDS:
        return whole
    return next((a for name in _LAZY if (a := absolute(attribute(image, name), url))), "")


def _is_icon(image: Element, address: str) -> bool:
    sides = [attribute(image, side).removesuffix("px") for side in ("width", "height")]
    if any(side.isdecimal() and len(side) < 6 and int(side) < _SMALLEST for side in sides):
        return True
    if _EMOJI.fullmatch(attribute(image, "alt").strip()):
        return True
    if _INVISIBLE.search(re.sub(r"\s", "", attribute(image, "style")[:500])):
        return True
    path = urlsplit(address).path
    own = names(image)
    return bool(_NO_PICTURE.search(path) or _ending(address) == "svg" or own & _ICON_NAMES)


def _caption(image: Element, region: Element) -> str:
    """What stands as caption in the figure, or in the box around the picture, or beside it."""
    holder = image
    for _ in range(_LEVELS):
        above = holder.getparent()
        if above is None or holder is region:
            break
        holder = above
        if len(list(islice(holder.iter("img"), 2))) > 1:
            break
        for tag in islice(holder.iter("figcaption", "p", "span", "div", "small", "em", "td"), 30):
            if tag.tag == "figcaption" or (tag.get("class") and names(tag) & _CAPTION_NAMES):
                text = clean_text(text_of(tag))
                if text and len(text) <= _CAPTION:
                    return text
    link = parent(image, "a")
    for said in (
        attribute(image, "title"),
        attribute(link, "title") if link is not None else "",
        attribute(image, "alt"),
    ):
        if is_caption(text := clean_text(said)):
            return text
    return ""


def _alt(image: Element, address: str) -> str:
    alt = _no_file_name(attribute(image, "alt"))
    name = _name(address).rpartition(".")[0]
    return "" if letters(alt) == letters(name) and _NO_WORD.search(alt) and " " not in alt else alt


def _no_file_name(text: str) -> str:
    text = clean_text(text)[:1000]
    return "" if _FILE_NAME.fullmatch(text) or (" " not in text and "_" in text) else text


def _player_title(tag: Element) -> str:
    """The label of a player: the short text of the box around it, or its title."""
    around = parent(tag, "audio", "video")
    player = tag if around is None else around
    own = attribute(player, "title") or attribute(player, "aria-label")
    box = player.getparent()
    inside = letters(text_of(player))
    label = clean_text(text_of(box)) if box is not None and not own else own
    if inside and letters(label).endswith(inside):
        label = clean_text(" ".join(t for t in box.itertext() if letters(t) not in inside)) if box is not None else ""
    return label if len(label) <= 150 else ""


def _bytes(text: str) -> int:
    """How large the page says that a file is: "(PDF, 1,2 MB)"; 0 where it does not say."""
    found = _COUNT.search(text)
    if found is None:
        return 0
    number = found[1].replace(".", "") if _THOUSANDS.fullmatch(found[1]) else found[1].replace(",", ".")
    return round(float(number) * _UNITS[found[2][0].upper()])


def _ending(address: str) -> str:
    path = urlsplit(address).path
    return path.rsplit(".", 1)[-1].casefold() if "." in path.rsplit("/", 1)[-1] else ""


def _name(address: str) -> str:
    return clean_text(unquote(urlsplit(address).path.rsplit("/", 1)[-1]))
