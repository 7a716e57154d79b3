"""A page's tree: Beautiful Soup's for CSS selectors, lxml's, ten times as fast, for all that our own rules read.

lxml makes the elements of a tree anew whenever nobody holds them: they are compared with ``is``, never by ``id()``.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from lxml import etree
from lxml.html import HtmlElement

Element: TypeAlias = HtmlElement

_DECLARATION = re.compile(r"<\?xml\b[^<>]*>?", re.IGNORECASE)
"""Of XHTML: to Beautiful Soup a reason to warn, to lxml one to refuse."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_TAGS = 40_000
"""Tags, opening and closing, that are read; real pages have a tenth. What a hostile page has more costs minutes."""
_DEEPEST = 150
"""Levels of nesting; real pages have fewer than 60. Deeper ones would cost the square of their depth."""
_TOKENS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zäöüß]+|\d+")
_LONGEST_NAMES = 500
_GONE = "relay-gone"
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""Elements as trafilatura wants them, without `lxml.html`'s call of Python for each to find a class of its own."""


def parse(html: str) -> BeautifulSoup:
    """A tree of whatever this is; never fails. What is nested deeper than any template nests becomes plain text."""
    with warnings.catch_warnings():
        # Whatever else the bytes may be, it was asked for as a page.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(_bounded(html).encode("utf-8", "replace").decode(), "lxml")
    for tag in _at_depth(soup, _DEEPEST):
        tag.string = tag.get_text(" ")
    return soup


def tree(html: str) -> Element:
    """The same as `parse`, as lxml's tree without comments."""
    root, whole = _lxml_tree(_bounded(html))
    if not whole:  # nested deeper than lxml reads: Beautiful Soup makes it flat
        root, _ = _lxml_tree(str(parse(html)))
    level, depth = [root], 0
    while level and depth < _DEEPEST:
        level, depth = [child for tag in level for child in tag], depth + 1
    for tag in level:
        if len(tag):
            # References (&#1;) bring what may stand in no XML (2.2), and lxml then refuses to be told.
            text, tail = _NO_TEXT.sub(" ", text_of(tag)), _NO_TEXT.sub(" ", tag.tail or "")
            tag.clear()
            tag.text, tag.tail = text, tail
    return root


def _lxml_tree(html: str) -> tuple[Element, bool]:
    """A tree, and whether all of the page is in it."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(_ELEMENTS)
    root = etree.fromstring(html.encode("utf-8", errors="replace"), parser)
    limits = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    if root is None:  # nothing but a comment, for example
        root = etree.fromstring(b"<p></p>", parser)
    return root, all(error.type != limits for error in parser.error_log)


def html_of(root: Element) -> str:
    """A tree as HTML."""
    html: str = etree.tostring(root, encoding="unicode")
    return html


def text_of(tag: Element) -> str:
    """All text below a tag, a space where a tag stands."""
    return " ".join(tag.itertext())


def longer_than(tag: Element, limit: int) -> bool:
    """Whether a tag holds more than so many characters; stops counting there."""
    length = 0
    for text in tag.itertext():
        length += len(text.strip())
        if length > limit:
            return True
    return False


def stands_below(tag: Element, other: Element) -> bool:
    """Whether a tag is another one or stands in it."""
    return tag is other or any(one is other for one in tag.iterancestors())


def remove(tag: Element) -> None:
    """Take a tag out, but for the text behind it. What it was made of stays in the tree until `sweep`, empty."""
    # Moving the text behind it right away would cost the square of their number.
    tag.clear(keep_tail=True)
    tag.tag = _GONE


def is_removed(tag: Element) -> bool:
    """Whether a tag was taken out that `sweep` has not yet swept."""
    return bool(tag.tag == _GONE)


def sweep(root: Element, *names: str) -> None:
    """Take out what was removed, and all tags of these names; the text behind them stays."""
    etree.strip_elements(root, _GONE, *names, with_tail=False)


def parent(tag: Element, *names: str) -> Element | None:
    """The nearest tag of one of these names that a tag stands in."""
    return next(tag.iterancestors(*names), None)


def meta(root: Element, name: str) -> Element | None:
    """The first `<meta>` of this name or property."""
    return next((m for m in root.iter("meta") if name in (m.get("property"), m.get("name"))), None)


def attribute(tag: Element, name: str) -> str:
    """An attribute as text; empty where there is none."""
    said: str = tag.get(name) or ""
    return said


def names(tag: Element) -> frozenset[str]:
    """The words in a tag's class and id, split at hyphens and capitals, in pairs, and each name without hyphens."""
    said = _said_names(tag)
    return _all_words(said) if said else frozenset()


def class_names(tag: Element) -> list[str]:
    """A tag's classes and its id."""
    return _said_names(tag).split()


def _said_names(tag: Element) -> str:
    return " ".join(filter(None, (tag.get("class"), tag.get("id"))))[:_LONGEST_NAMES]


@lru_cache(maxsize=1024)
def _all_words(said: str) -> frozenset[str]:
    """The words in the names of a tag. A template uses the same few for all its pages."""
    return frozenset().union(*map(name_words, said.split()))


def name_words(name: str) -> frozenset[str]:
    """The words in one name."""
    parts = [part.casefold() for part in _TOKENS.findall(name)]
    return frozenset([*parts, "".join(parts), *("-".join(pair) for pair in pairwise(parts))])


def _bounded(html: str) -> str:
    html = _up_to(html.replace("\x00", ""), _MOST_TAGS)
    html = _DECLARATION.sub("", html) if "<?" in html else html
    return html if "<" in html else f"<p>{html}</p>"


def _up_to(html: str, tags: int) -> str:
    """The page up to so many tags."""
    if html.count("<") <= tags:
        return html
    end = 0
    for _ in range(tags):
        end = html.find("<", end) + 1
    return html[: end - 1]


def _at_depth(soup: BeautifulSoup, depth: int) -> list[Tag]:
    """All tags at one depth that hold tags."""
    level: list[Tag] = [soup]
    for _ in range(depth):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
    return [tag for tag in level if any(isinstance(child, Tag) for child in tag.children)]
