"""Addresses of pictures: what in them says which picture is meant, and what only how it is handed out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, unquote_plus, urlsplit, urlunsplit

from relay.feed.links import clean_link, posted_link

_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp)$", re.IGNORECASE)
_BUSTS = re.compile(r"_|cb|cachebust(?:er)?|nocache|itok|ts|timestamp", re.IGNORECASE)
# At a file these tell its age; at a script they may tell which picture is meant.
_BUSTS_FILE = re.compile(
    r"v|t|m|ver|version|rev|revision|hash|time|mtime|lastmod(?:ified)?|modified|\d+", re.IGNORECASE
)
# In which size the server is to make it; what it is to cut off (crop) is not among them.
_SIZE = re.compile(
    r"(?:w|h|mw|mh|width|height|max[_-]?(?:w|h|width|height)|size|scale|dpr|q|quality)=\d[\dx.,]*", re.IGNORECASE
)
# "h" is a digest as well.
_HASH = re.compile(r"h=(?=\w*[a-f])[0-9a-f]{6,}", re.IGNORECASE)
# What else only tells how a picture file is to look.
_LOOK = re.compile(r"crop|fit|mode|auto|fm|format|resize|scale(?:mode)?|anchor|gravity|ext", re.IGNORECASE)
# At a script, where a short number may be that of a picture.
_SIZE_OF_SCRIPT = re.compile(
    r"(?:w|h|mw|mh|width|height|max[_-]?(?:w|h|width|height))=\d{3,4}(?:px)?|(?:q|quality)=\d{2,3}"
    r"|(?:format|fm)=(?:jpe?g|png|gif|webp|avif|auto)",
    re.IGNORECASE,
)


def picture_address(url: str) -> str:
    """The address of a picture, without tracking, its size, and what keeps caches from showing an older one."""
    try:
        parts = urlsplit(clean_link(url))
    except ValueError:
        return url
    is_file = bool(_FILE.search(parts.path))
    return urlunsplit(parts._replace(query=_kept(parts, lambda pair: _busts(pair, is_file=is_file))))


def picture_identity(url: str) -> str:
    """What addresses of one picture have in common, in whatever size, format or cut they show it.

    Everything that may tell pictures apart stays (``?eID=dumpFile&f=11``, ``?id=1``): two pictures taken for one would
    name the wrong photographer. http and https make no difference, nor does a fragment.
    """
    try:
        parts = urlsplit(picture_address(posted_link(url)))
    except ValueError:
        return url
    if _FILE.search(parts.path):
        query = _kept(parts, lambda pair: bool(_LOOK.fullmatch(_name(pair))))
    else:
        query = _kept(parts, lambda pair: bool(_SIZE_OF_SCRIPT.fullmatch(pair)))
        if not (query or re.search(r"\d", parts.path.rpartition("/")[2])):
            # Nothing else would say which picture it is.
            query = parts.query
    return urlunsplit(("", parts.netloc, parts.path, query, ""))


def _kept(parts: SplitResult, is_noise: Callable[[str], bool]) -> str:
    return "&".join(pair for pair in parts.query.split("&") if not is_noise(pair))


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def _busts(pair: str, *, is_file: bool) -> bool:
    name = _name(pair)
    if _BUSTS.fullmatch(name):
        return True
    return is_file and bool(_BUSTS_FILE.fullmatch(name) or _SIZE.fullmatch(pair) or _HASH.fullmatch(pair))
