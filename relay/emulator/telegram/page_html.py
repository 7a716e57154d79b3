"""What both kinds of text have in common on the page: elements for styles, and links that leave it."""

from __future__ import annotations

from html import escape

TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler" tabindex="0">', "</span>"),
    "code": ("<code>", "</code>"),
    "hashtag": ('<span class="tag">', "</span>"),
    "marked": ("<mark>", "</mark>"),
    "subscript": ("<sub>", "</sub>"),
    "superscript": ("<sup>", "</sup>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
}
"""Types of entities and of rich texts, and what stands before and after them."""

_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")


def link(url: str) -> str:
    """The beginning of a link; to nowhere where the address is of another kind."""
    target = escape(url if url.lower().startswith(_SCHEMES) else "#")
    return f'<a href="{target}" target="_blank" rel="noopener noreferrer nofollow">'
