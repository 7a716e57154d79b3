"""Which of the files that a page offers of one picture is the best for us (HTML, 4.8.4: srcset, picture, source)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relay.article.dom import Element, attribute, parent

WIDEST = 2560
"""Pixels a side that Telegram makes of a photo at most; more is not needed."""
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LONGEST = 5000
"""Characters of a srcset that are read."""
_CANDIDATE = re.compile(r"([^\s,]\S*?)(?:(?<!,),++(?=\s|$)|\s+([^,]*)(?:,|$)|$)")
"""An address, which may hold commas but not at its ends, and its descriptors (HTML, 4.8.4.2.2, "parse a srcset")."""
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([wx])")
_UNREADABLE = ("image/svg", "image/heic", "image/heif", "image/jxl", "image/jp2", "image/jpx")
"""How the types begin that Pillow does not read, or that hold no pixels."""
_OTHER_READERS = ("prefers-color-scheme:dark", "print")
"""In the media condition of a source: not what most people see."""


def best_candidate(image: Element) -> str:
    """The address, as written, of the widest file that is not wider than needed; empty where there is no choice."""
    found = [one for text in _sets(image) for one in _candidates(text)]
    fitting = [one for one in found if one[0] <= WIDEST]
    if fitting:
        return max(fitting, key=lambda one: one[0])[1]
    return min(found, key=lambda one: one[0])[1] if found else ""


def _sets(image: Element) -> Iterator[str]:
    picture = parent(image, "picture")
    for source in picture.iter("source") if picture is not None else ():
        condition = re.sub(r"\s", "", attribute(source, "media")[:200]).casefold()
        if attribute(source, "type").strip().casefold().startswith(_UNREADABLE):
            continue
        if not any(one in condition for one in _OTHER_READERS):
            yield from (attribute(source, name) for name in _SETS)
    yield from (attribute(image, name) for name in _SETS)


def _candidates(srcset: str) -> Iterator[tuple[float, str]]:
    """Width in pixels (a density counts as that many thousand) and address of each candidate of a srcset."""
    for address, descriptors in _CANDIDATE.findall(srcset[:_LONGEST]):
        if address.startswith("data:"):
            continue
        size = _SIZE.fullmatch(next(iter(descriptors.split()), ""))
        yield (float(size[1]) * (1 if size[2] == "w" else 1000) if size else 1.0), address
