"""What a part of a page that is taken for furniture tells readers in sentences."""

from __future__ import annotations

from itertools import islice

from relay.article.clean import clean_text
from relay.article.dom import Element, attribute, longer_than, text_of
from relay.article.page.boilerplate import tells_readers

_MUCH = 4000
"""Characters of a part without paragraphs that are looked at."""
_MOST = 40
"""Paragraphs of a part that are counted: no more are needed to tell."""
_TEXT = 150
"""Characters of sentences that are more than a hint above a field."""
_PRESSED = frozenset(("hidden", "submit", "button", "image", "reset"))
"""Kinds of `<input>` into which nobody writes."""


def told_in(part: Element) -> int:
    """Characters of the sentences for readers below a tag: of its paragraphs, or of all its text where it has none."""
    said = sum(map(_told, islice(part.iter("p"), _MOST)))
    return said if said or longer_than(part, _MUCH) else _told(part)


def open_forms(root: Element) -> None:
    """A form into which nobody can write is none: some systems put one around a text, in place."""
    for form in list(root.iter("form")):
        fields = (attribute(field, "type").casefold() for field in form.iter("input"))
        asks = any(kind not in _PRESSED for kind in fields) or next(form.iter("textarea", "select"), None) is not None
        if not asks and told_in(form) >= _TEXT:
            form.tag = "div"


def _told(tag: Element) -> int:
    text = clean_text(text_of(tag))
    if not tells_readers(text) or 2 * sum(len(text_of(link)) for link in tag.iter("a")) > len(text):
        return 0
    return len(text)
