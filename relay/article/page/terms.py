"""Lists of terms: a term and what little is said about it are one item of a list to a reader."""

from __future__ import annotations

from relay.article.clean import clean_text
from relay.article.dom import Element, longer_than, text_of
from relay.article.page.boilerplate import is_sentence

_LONGEST_TERM = 80
_LONGEST_TEXT = 200
"""Characters of what is said about a term beside it; more is a text below its heading."""
_SIGNS = (".", ":", "?", "!", ";", ",", "–", "-", "…")
_FRAMES = frozenset(("p", "div", "span"))
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "div", "ul", "ol", "dl", "table", *_HEADINGS)


def join_terms(root: Element) -> None:
    """Write "Beginn: 8 Uhr" for a term with one short text, in place; one with several stands above them, as a line."""
    for term in list(root.iter("dt")):
        texts = _texts(term)
        if texts and longer_than(term, 0) and not longer_than(term, _LONGEST_TERM):
            _join(term, texts)


def _texts(term: Element) -> list[Element]:
    """What is said about a term: the `dd` behind it, up to the next term; none where two terms share them."""
    before = term.getprevious()
    if before is not None and before.tag == "dt":
        return []
    found = []
    for behind in term.itersiblings():
        if behind.tag != "dd":
            break
        found.append(behind)
    return found


def _join(term: Element, texts: list[Element]) -> None:
    frames = _frames(term)
    if frames is None or (len(texts) > 1 and any(one.tag in _HEADINGS for one in frames)):
        return
    said = clean_text(text_of(term))
    sign = "" if said.endswith(_SIGNS) else ":"
    if len(texts) > 1:
        term.tag = "p"
        _flatten(frames)
        _end(term, sign)
    elif longer_than(texts[0], 0) and not longer_than(texts[0], _LONGEST_TEXT):
        into = _line(texts[0])
        if into is None or (said.endswith("?") and is_sentence(clean_text(text_of(into)))):
            return  # a question is the heading of its answer
        term.attrib.clear()
        term.tag = "span"
        _flatten(frames)
        _end(term, sign)
        term.tail = f" {into.text or ''}"
        into.text = None
        into.insert(0, term)


def _line(text: Element) -> Element | None:
    """The tag that holds the one line of a text; None where there are several."""
    while len(text) == 1 and text[0].tag in _FRAMES and not ((text.text or "") + (text[0].tail or "")).strip():
        text = text[0]
    blocks = next(text.iterdescendants("p", "div", "ul", "ol", "dl", "table", "br"), None)
    return text if blocks is None else None


def _frames(term: Element) -> list[Element] | None:
    """The paragraphs and headings around all that a term says, outermost first; None where it says several things."""
    frames: list[Element] = []
    inner = term
    while len(inner) == 1 and inner[0].tag in (*_FRAMES, *_HEADINGS):
        if ((inner.text or "") + (inner[0].tail or "")).strip():
            break
        inner = inner[0]
        frames.append(inner)
    return None if next(inner.iterdescendants(*_BLOCKS), None) is not None else frames


def _flatten(frames: list[Element]) -> None:
    for frame in frames:
        frame.attrib.clear()
        frame.tag = "span"
        frame.tail = None
        above = frame.getparent()
        if above is not None:
            above.text = None


def _end(term: Element, sign: str) -> None:
    """Write a sign behind the last word of a term, line breaks behind it aside."""
    place = term
    while len(place) and not (place[-1].tail or "").strip():
        last = place[-1]
        if last.tag == "br":
            place.remove(last)
        elif last.tag != "a" and longer_than(last, 0):
            last.tail = None
            place = last
        else:
            break
    if len(place):
        place[-1].tail = (place[-1].tail or "").rstrip() + sign
    else:
        place.text = (place.text or "").rstrip() + sign
