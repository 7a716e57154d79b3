"""Which parts of a page no reader ever sees, by their own attributes and style: only visible words are published."""

from __future__ import annotations

import re

from relay.article.dom import Element, attribute, longer_than

_HIDDEN_STYLE = re.compile(r"display:none|visibility:hidden|mso-hide:all")
"""Of a style without white space, as the following."""
_NEVER_SHOWN = re.compile(r"display:none|mso-hide:all")
_TINY = re.compile(r"font-size:(?:0(?![.\d])|0?\.0)|font:0(?![.\d])")
_FAINT = re.compile(r"(?:^|;)opacity:(?:0|0?\.0\d?|0%)(?:;|!|$)|(?:^|;)color:transparent")
_MOVES = re.compile(r"transition|animat|transform:translate|\b(?:aos|wow|fade|reveal|scroll)")
_PLACED = re.compile(r"position:(?:absolute|fixed)|text-indent:-")
_OFF_SCREEN = re.compile(r"(?:left|top|right|text-indent|margin-left):-\d{3,}(?:\.\d+)?(?:px|em|rem|%|vw)")
_CLIPPED = re.compile(r"clip:rect\((?:0|1)(?:px)?[, ]?(?:0|1)(?:px)?|clip-path:inset\((?:50|100)%|transform:scale\(0\)")
_NO_SIZE = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01](?:px)?(?:;|!|$)")
_CUT_OFF = re.compile(r"overflow:hidden|overflow-[xy]:hidden")
_LONGEST_STYLE = 500
_FRAMES = frozenset(("html", "body", "main", "article"))
_MUCH_TEXT = 1500
"""Characters beyond which a part is shown by a script, whatever its style says at first."""


def is_hidden(tag: Element) -> bool:
    """Whether a reader never sees the tag, by its attributes and its own style."""
    if tag.get("hidden") is not None or attribute(tag, "aria-hidden").casefold() == "true":
        return True
    style = "".join(attribute(tag, "style").casefold().split())[:_LONGEST_STYLE] if tag.get("style") else ""
    if not style:
        return False
    # What is faint at first and moves comes into sight when the reader gets there.
    tiny = bool(_TINY.search(style)) and not tag.xpath('boolean(.//*[contains(@style, "font")])')
    faint = bool(_FAINT.search(style)) and not _MOVES.search(f"{style} {attribute(tag, 'class').casefold()}")
    return bool(_HIDDEN_STYLE.search(style)) or ((tiny or faint or _is_clipped(style)) and not _holds_text(tag))


def may_appear(tag: Element) -> bool:
    """Whether a hidden tag may be seen all the same: hidden from ears alone, or until a script shows it."""
    style = "".join(attribute(tag, "style").casefold().split())[:_LONGEST_STYLE]
    gone = any(rule.search(style) for rule in (_NEVER_SHOWN, _TINY)) or _is_clipped(style)
    return tag.get("hidden") is None and not gone


def _is_clipped(style: str) -> bool:
    out = bool(_OFF_SCREEN.search(style)) and bool(_PLACED.search(style))
    return out or bool(_CLIPPED.search(style)) or bool(_NO_SIZE.search(style) and _CUT_OFF.search(style))


def _holds_text(tag: Element) -> bool:
    return tag.tag in _FRAMES or next(tag.iterdescendants("h1"), None) is not None or longer_than(tag, _MUCH_TEXT)
