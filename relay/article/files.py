"""Pictures and files of a release: which of those on its page belong to it, and what is said about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from relay.article.boilerplate import is_caption, split_credit
from relay.article.clean import clean_text, letters
from relay.article.german import words
from relay.article.prune import attribute, names
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
_SIZE = re.compile(r"\s*[(\[]\s*(?:PDF|DOCX?|XLSX?|ODT|ZIP|MP3|MP4)?\b[^()\[\]]{0,30}[)\]]\s*$", re.IGNORECASE)
_BYTES = re.compile(r"[\s,|–-]*(?:PDF|DOCX?)?[\s,]*\d+(?:[.,]\d+)?\s?(?:[kKMG]i?B|Bytes?|MByte|KByte)\s*$")
_CAPTION_NAMES = words("caption bildunterschrift bildunterzeile bildtext bildnachweis copyright figcaption")
_LAZY = ("data-src", "data-original", "data-lazy-src", "src")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_SMALLEST = 80
"""Pixels a side below which a picture is an icon."""
_WIDEST = 2560
"""Pixels a side that Telegram makes of a photo at most; more is not needed."""
_MOST = 10
_CAPTION = 600
_LEVELS = 3


def page_pictures(region: Tag, url: str, captions: Sequence[str] = ()) -> Iterator[Picture]:
    """Pictures below a tag, in order. `captions` are texts that follow a picture in the flow, in order."""
    loose = list(captions)
    for image in region.find_all("img"):
        address = _address(image, url)
        if not address or _is_icon(image, address):
            continue
        said = _caption(image, region)
        if not said and loose and image.find_parent("figure") is None:
            said = loose.pop(0)
        caption, credit = split_credit(said)
        yield Picture(address, _alt(image), caption, credit)


def open_graph_picture(soup: BeautifulSoup, url: str) -> Iterator[Picture]:
    """The page's own preview picture, unless it is the site's logo."""
    tag = soup.find("meta", attrs={"property": "og:image"}) or soup.find("meta", attrs={"name": "twitter:image"})
    if tag is None:
        return
    address = absolute(attribute(tag, "content"), url)
    if address and not _NO_PICTURE.search(urlsplit(address).path):
        alt = soup.find("meta", attrs={"property": "og:image:alt"})
        yield Picture(address, _no_file_name(attribute(alt, "content") if alt else ""))


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


def page_attachments(region: Tag, url: str) -> Iterator[Attachment]:
    """Files that are linked or played below a tag, in order."""
    for tag in region.find_all(["a", "source", "audio", "video"]):
        address = absolute(attribute(tag, "href" if tag.name == "a" else "src"), url)
        kind = _TYPES.get(_ending(address), "")
        if not kind:
            continue
        title = clean_text(tag.get_text(" ")) if tag.name == "a" else _player_title(tag)
        yield Attachment(address, _BYTES.sub("", _SIZE.sub("", title)).strip() or _name(address), kind)


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
    """Each file once."""
    out: dict[str, Attachment] = {}
    for item in attachments:
        out.setdefault(item.url, item)
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


def _address(image: Tag, url: str) -> str:
    sets = [attribute(image, name) for name in _LAZY_SETS]
    picture = image.find_parent("picture")
    if picture is not None:
        sets += [attribute(source, name) for source in picture.find_all("source") for name in _LAZY_SETS]
    candidates = [c for text in sets for c in _candidates(text)]
    fitting = [c for c in candidates if c[0] <= _WIDEST] or candidates[:1]
    if fitting and (best := absolute(max(fitting)[1], url)):
        return best
    link = image.find_parent("a")
    if link is not None and _ending(whole := absolute(attribute(link, "href"), url)) in _PICTURE_ENDS:
        return whole
    return next((a for name in _LAZY if (a := absolute(attribute(image, name), url))), "")


def _candidates(srcset: str) -> Iterator[tuple[float, str]]:
    """Width in pixels (a density counts as that many thousand) and address of each candidate of a srcset."""
    for part in re.split(r",\s+", srcset[:5000]):
        said = part.strip(" ,").split()
        if not said:
            continue
        size = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([wx])", said[-1]) if len(said) > 1 else None
        yield (float(size.group(1)) * (1 if size.group(2) == "w" else 1000) if size else 1.0), said[0]


def _is_icon(image: Tag, address: str) -> bool:
    sides = [attribute(image, side).removesuffix("px") for side in ("width", "height")]
    if any(side.isdecimal() and len(side) < 6 and int(side) < _SMALLEST for side in sides):
        return True
    path = urlsplit(address).path
    own = names(image) if image.has_attr("class") else frozenset()
    return bool(
        _NO_PICTURE.search(path) or _ending(address) == "svg" or own & {"logo", "icon", "emoji", "wappen", "avatar"}
    )


def _caption(image: Tag, region: Tag) -> str:
    """What stands as caption in the figure, or in the box around the picture, or beside it."""
    holder = image
    for _ in range(_LEVELS):
        if holder.parent is None or holder is region:
            break
        holder = holder.parent
        if len(holder.find_all("img", limit=2)) > 1:
            break
        for tag in holder.find_all(["figcaption", "p", "span", "div", "small", "em", "td"], limit=30):
            if tag.name == "figcaption" or (tag.has_attr("class") and names(tag) & _CAPTION_NAMES):
                text = clean_text(tag.get_text(" "))
                if text and len(text) <= _CAPTION:
                    return text
    link = image.find_parent("a")
    for said in (attribute(image, "title"), attribute(link, "title") if link else "", attribute(image, "alt")):
        if is_caption(text := clean_text(said)):
            return text
    return ""


def _alt(image: Tag) -> str:
    return _no_file_name(attribute(image, "alt"))


def _no_file_name(text: str) -> str:
    text = clean_text(text)[:1000]
    return "" if _FILE_NAME.fullmatch(text) else text


def _player_title(tag: Tag) -> str:
    """The label of a player: the short text of the box around it, or its title."""
    player = tag.find_parent(["audio", "video"]) or tag
    own = attribute(player, "title") or attribute(player, "aria-label")
    box = player.parent
    inside = letters(player.get_text(" "))
    label = clean_text(box.get_text(" ")) if box is not None and not own else own
    if inside and letters(label).endswith(inside):
        label = clean_text(" ".join(t for t in box.stripped_strings if letters(t) not in inside)) if box else ""
    return label if len(label) <= 150 else ""


def _ending(address: str) -> str:
    path = urlsplit(address).path
    return path.rsplit(".", 1)[-1].casefold() if "." in path.rsplit("/", 1)[-1] else ""


def _name(address: str) -> str:
    return clean_text(unquote(urlsplit(address).path.rsplit("/", 1)[-1]))
