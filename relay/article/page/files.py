"""Pictures and files of a release: which of those on its page belong to it, and what is said about them.

The page's preview picture (og:image) does not count: it is made for sharing, on many websites the same for every page,
and it comes without a credit. Where it is the release's own picture, that stands on the page as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from relay.article.clean import clean_text, letters
from relay.article.dom import Element, attribute, longer_than, names, parent, text_of
from relay.article.german import words
from relay.article.page.boilerplate import is_caption, split_credit
from relay.article.page.documents import PICTURE_ENDS, TYPES, ending, file_type, title_and_size
from relay.article.page.players import VIDEO, video_page
from relay.article.page.srcset import best_candidate
from relay.feed.links import posted_link
from relay.feed.picture_links import picture_identity
from relay.model import Attachment, EntryMedia, Picture

_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|icon|favicon|sprite|pixel|spacer|blank|placeholder|platzhalter|avatar|gravatar|wappen|button|btn"
    r"|share|facebook|twitter|whatsapp|instagram|linkedin|xing|arrow|pfeil|bullet|loading|loader|transparent|1x1|clear"
    r"|kopfbild|kopfgrafik|keyvisual|kopf(?=\.)|badge|banner|tracking|count|zaehler|emoji|smiley)s?(?=[/_.?-]|\d|$)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|tiff?|bmp|svg|avif)|(?:IMG|DSC|DSCF|DSCN|PXL|P|Foto|Bild|image|csm)[_-]?\d{2,}\S*|\d[\d_-]{5,}",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[\d_-]")
"""What file names have and words have not: an alt text "Kreishaus" of kreishaus.jpg is one."""
_CAPTION_NAMES = words("caption bildunterschrift bildunterzeile bildtext bildnachweis copyright figcaption")
_ICON_NAMES = words("logo icon emoji wappen avatar smiley pixel")
_LABEL = re.compile(r"(?:Bild|Foto)(?:nachweis|rechte|quelle|unterschrift)?e?s?:?|Copyright:?|Rechte:?", re.IGNORECASE)
"""Of a field that holds the credit."""
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


def page_pictures(
    region: Element, url: str, captions: Sequence[str] = (), texts: Sequence[Element] = ()
) -> Iterator[Picture]:
    """Pictures below a tag, in order.

    `captions` are texts that follow a picture in the flow, `texts` the tags of the release's blocks, both in order.
    """
    loose = list(captions)
    for image, below in _images(region, texts):
        address, other = _addresses(image, url)
        if not address or _is_icon(image, address):
            continue
        said = _caption(image, region)
        if not said and loose and parent(image, "figure") is None:
            said = loose.pop(0)
        caption, credit = split_credit(said)
        yield Picture(address, _alt(image, address), "" if _LABEL.fullmatch(caption) else caption, credit, below, other)


def _images(region: Element, texts: Sequence[Element]) -> Iterator[tuple[Element, int]]:
    """The images below a tag, and how many of the blocks stand above each."""
    blocks = Counter(texts)
    above = 0
    for tag in region.iter():
        if tag.tag == "img":
            yield tag, above
        elif tag in blocks:
            above += blocks[tag]


def entry_pictures(media: Iterable[EntryMedia], url: str) -> Iterator[Picture]:
    """Pictures that the feed names."""
    for item in media:
        address = absolute(item.url, url)
        if not address or _NO_PICTURE.search(urlsplit(address).path):
            continue
        if item.type.startswith("image/") or (not item.type and ending(address) in PICTURE_ENDS):
            caption, credit = split_credit(clean_text(item.description))
            yield Picture(address, "", _no_file_name(caption), clean_text(item.credit) or credit)


def entry_attachments(media: Iterable[EntryMedia], url: str) -> Iterator[Attachment]:
    """Files that the feed names and that are no pictures."""
    for item in media:
        address = absolute(item.url, url)
        kind = item.type or TYPES.get(ending(address), "")
        if (video := video_page(address))[0]:
            yield Attachment(video[0], clean_text(item.description) or video[1], VIDEO)
        elif address and kind and not kind.startswith("image/") and ending(address) not in PICTURE_ENDS:
            yield Attachment(address, clean_text(item.description) or _name(address), kind)


def page_attachments(region: Element, url: str) -> Iterator[Attachment]:
    """Files that are linked or played below a tag, in order; a video of another website is one, by its page there."""
    for tag in region.iter("a", "source", "audio", "video"):
        address = absolute(attribute(tag, "href" if tag.tag == "a" else "src"), url)
        if not address:
            continue
        kind, title, size = _file(tag, url) if tag.tag == "a" else (_played_type(address), _player_title(tag), 0)
        if kind is not None:
            yield Attachment(address, title or _name(address), kind, size)


def _file(link: Element, url: str) -> tuple[str | None, str, int]:
    kind = file_type(link, url)
    return (None, "", 0) if kind is None else (kind, *title_and_size(link))


def _played_type(address: str) -> str | None:
    return VIDEO if video_page(address)[0] else TYPES.get(ending(address))


def unique_pictures(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Each picture once, by a clean address, with all that was said about it at any of its places."""
    out: dict[str, Picture] = {}
    for new in pictures:
        key = picture_identity(new.url)
        old = out.get(key, replace(new, url=posted_link(new.url)))
        if key in out or len(out) < _MOST:
            alt, caption, credit = old.alt or new.alt, old.caption or new.caption, old.credit or new.credit
            out[key] = Picture(old.url, alt, caption, credit, old.below or new.below, old.other or new.other)
    return tuple(out.values())


def unique_attachments(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Each file once, by a clean address, with its title and size if those are said anywhere.

    Often a picture of a file is linked as well.
    """
    out: dict[str, Attachment] = {}
    for item in attachments:
        url = posted_link(item.url)
        old = out.get(url, replace(item, url=url))
        title = item.title if old.title == _name(old.url) else old.title
        out[url] = replace(old, title=title, size=old.size or item.size)
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


def _addresses(image: Element, url: str) -> tuple[str, str]:
    """Of the best file, and of the one that a browser without choice shows, if that is another one."""
    plain = next((a for name in _LAZY if (a := _absolute(attribute(image, name), url))), "")
    best = _absolute(best_candidate(image), url)
    link = parent(image, "a")
    if not best and link is not None and ending(whole := _absolute(attribute(link, "href"), url)) in PICTURE_ENDS:
        best = whole
    is_choice = best not in ("", plain) and not _NO_PICTURE.search(urlsplit(plain).path)
    return best or plain, plain if is_choice else ""


def _absolute(address: str, url: str) -> str:
    """Without a mark behind it, in which some systems keep notes of their own."""
    return absolute(address, url).partition("#")[0]


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
    return bool(_NO_PICTURE.search(path) or ending(address) == "svg" or own & _ICON_NAMES)


def _caption(image: Element, region: Element) -> str:
    """What stands as caption in the figure, or in the box around the picture, or beside it."""
    if found := _boxed_caption(image, region) or _framed_caption(image):
        return found
    link = parent(image, "a")
    for said in (
        attribute(image, "title"),
        attribute(link, "title") if link is not None else "",
        attribute(image, "alt"),
    ):
        if is_caption(text := clean_text(said)):
            return text
    return ""


def _boxed_caption(image: Element, region: Element) -> str:
    """What the box around a picture calls its caption; that of another figure is none of it."""
    holder, figure = image, parent(image, "figure")
    for _ in range(_LEVELS):
        above = holder.getparent()
        if above is None or holder is region:
            break
        holder = above
        if len(list(islice(holder.iter("img"), 2))) > 1:
            break
        for tag in islice(holder.iter("figcaption", "p", "span", "div", "small", "em", "td"), 30):
            if parent(tag, "figure") is figure and (tag.tag == "figcaption" or names(tag) & _CAPTION_NAMES):
                text = clean_text(text_of(tag))
                if text and len(text) <= _CAPTION:
                    return text
    return ""


def _framed_caption(image: Element) -> str:
    """What stands below a picture in a table that frames the two, as hand-made pages have it."""
    frame = parent(image, "table")
    if frame is None or longer_than(frame, _CAPTION) or len(list(islice(frame.iter("img"), 2))) > 1:
        return ""
    rows = list(islice(frame.iterdescendants("tr"), _LEVELS + 1))
    if len(rows) > _LEVELS or any(len(list(islice(row.iterchildren("td", "th"), 2))) > 1 for row in rows):
        return ""
    return clean_text(text_of(frame))


def _alt(image: Element, address: str) -> str:
    alt = _no_file_name(attribute(image, "alt"))
    if " " in alt or not _NO_WORD.search(alt):
        return alt
    return "" if letters(alt) == letters(_name(address).rpartition(".")[0]) else alt


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


def _name(address: str) -> str:
    return clean_text(unquote(urlsplit(address).path.rsplit("/", 1)[-1]))
