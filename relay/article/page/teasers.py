"""Teasers of other releases that a template sets below a text, without a heading that says so."""

from __future__ import annotations

import re
from itertools import chain, islice

from relay.article.clean import clean_text
from relay.article.dom import Element, longer_than, remove, sweep, text_of

_READ_ON = re.compile(
    r"(?:Weiterlesen|Weiter\s+lesen|Mehr\s+lesen|(?:Zum|Zur|Ganzen)\s+(?:Artikel|Beitrag|Meldung|Pressemitteilung)"
    r"|(?:Artikel|Beitrag|Meldung)\s+lesen)\s?[.…»›→>]{0,3}",
    re.IGNORECASE,
)
"""What leads to the rest of a text; "mehr erfahren" also leads to what a release is about."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LONGEST_LINK = 40
_LONGEST = 700
_LEVELS = 4
_MOST = 200
"""Links of a page that are looked at."""


def remove_teasers(root: Element) -> None:
    """Take out, in place, what stands beside its like: a linked heading, a few words and a link to read on."""
    found: list[Element] = []
    for link in islice((a for a in root.iter("a") if not longer_than(a, _LONGEST_LINK)), 10 * _MOST):
        if _READ_ON.fullmatch(clean_text(text_of(link))) and (one := _teaser(link)) is not None:
            found.append(one)
            if len(found) == _MOST:
                break
    boxes = [one.getparent() for one in found]
    for one, box in zip(found, boxes, strict=True):
        if sum(other is box for other in boxes) > 1:
            remove(one)
    if found:
        sweep(root)


def _teaser(link: Element) -> Element | None:
    """The tag that holds the link and the linked heading above it, and is no longer than a teaser."""
    for around in islice(link.iterancestors("div", "li", "article", "section"), _LEVELS):
        heading = next(around.iterdescendants(*_HEADINGS), None)
        if heading is not None:
            short = not longer_than(around, _LONGEST) and next(around.iterdescendants("h1"), None) is None
            return around if short and _is_linked(heading) else None
    return None


def _is_linked(heading: Element) -> bool:
    said = clean_text(text_of(heading))
    linked = next(chain(heading.iterdescendants("a"), heading.iterancestors("a")), None)
    return linked is not None and said in clean_text(text_of(linked))
