"""Whether the page of a release says that the release was withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from relay.article.clean import clean_text, decode_html
from relay.article.dom import parse

_LARGEST = 400_000
"""Bytes of a page that are read: its head and first paragraph stand before."""
_HEAD = 400
_LEAST_WORDS = 3
"""Of a first paragraph: a date or the name of a press office is none."""

_RELEASE = (
    r"(?:(?:Presse|Medien)?(?:mitteilung|meldung)|(?:Presse|Medien)(?:information|bericht)|Artikel|Beitrag"
    r"|Veröffentlichung)"
)
# As a mark before or behind the headline, or said of the release. "Antrag zurückgezogen" is news.
_SAYS = re.compile(
    r"^\W*zurückgezogen\W*$|^\W*zurückgezogen\s?[:–—|!-]|[(\[]\s?zurückgezogen\s?[)\]]|\s[–—|-]\szurückgezogen\W*$"
    rf"|\bzurückgezogene[rn]?\s{_RELEASE}\b|\b{_RELEASE}\b(?:[^.!?]|(?<=\d)\.|(?<=Nr)\.){{0,200}}\bzurückgezogen\b",
    re.IGNORECASE,
)


def says_withdrawn(html: bytes, *, content_type: str = "") -> bool:
    """Whether title, headline or first paragraph of a page say "zurückgezogen" of the release itself.

    `content_type` is the header as sent.
    """
    soup = parse(decode_html(html[:_LARGEST], content_type))
    return any(_SAYS.search(clean_text(text[: 2 * _HEAD])[:_HEAD]) for text in _places(soup))


def _places(soup: BeautifulSoup) -> Iterator[str]:
    if soup.title:
        yield soup.title.get_text(" ")
    headings = [tag for tag in soup.find_all("h1", limit=5) if isinstance(tag, Tag)]
    for heading in headings:
        yield heading.get_text(" ")
    paragraphs = headings[0].find_all_next("p", limit=10) if headings else soup.find_all("p", limit=10)
    for paragraph in paragraphs:
        text = paragraph.get_text(" ")
        if len(text.split()) >= _LEAST_WORDS:
            yield text
            return
