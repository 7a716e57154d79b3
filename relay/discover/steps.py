"""CSS selectors that may name an element of a page and those like it, and how well each will last. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from relay.feed.row import attribute

_NAME = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]*")
_UNSTABLE = re.compile(
    r"\d{2,}|[a-z]\d+[a-z]|(?:^|[-_])(?:first|last|odd|even|active|current|new|open|closed|hidden|visible|lazy|loaded|"
    r"clearfix|cf|js|no-js|aos|fade|animated|hentry|sticky|type-\w+|status-\w+|format-\w+|category-.+|tag-.+)(?:$|[-_]\w*$)|^sc-|^css-|^jsx-",
    re.IGNORECASE,
)
_UTILITY = re.compile(
    r"(?:(?:xs|sm|md|lg|xl|xxl|small|medium|large):?-?)?(?:uk-|u-|is-|has-)?(?:col(?:umns?)?|cell|row|d|m[tblrxyse]?|p[tblrxyse]?|g[xy]?|gap|w|h|text|font|"
    r"bg|border|rounded|shadow|flex|grid|float|pull|left|right|center|container|wrapper|inner|outer|clear|align|justify|order|offset|"
    r"block|inline|position|relative|overflow|list-unstyled|width|auto|box|item|col|panel|default|frame)(?:$|[-_:].*|\d)",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"press|news|meldung|mitteil|aktuell|teaser|article|artikel|entry|post|result|treffer|list|beitrag|nachricht|card",
    re.IGNORECASE,
)
_SEMANTIC = frozenset(("main", "article", "section", "ul", "ol", "dl", "table", "tbody"))
_CONTENT = frozenset(("main", "#content", "#main", "#inhalt", "#main-content", "#maincontent", "#page-content"))
_HIGHEST = 14
"""How many levels above an element are looked at."""


def own_steps(tag: Tag) -> list[str]:
    """The tag, with each of its lasting classes and with none."""
    return [tag.name, *(f"{tag.name}.{name}" for name in lasting_classes(tag))]


def selectors_for(tag: Tag) -> Iterator[str]:
    """Selectors that name the element, with or without something around it."""
    own = own_steps(tag)
    yield from own[1:]
    parent = tag.parent
    for level, above in enumerate(tag.parents):
        if level >= _HIGHEST or above.name in {"body", "html", "[document]"}:
            return
        for around in _around(above):
            for step in own:
                yield f"{around} {step}"
                if level == 0:
                    yield f"{around} > {step}"
            if level and parent is not None and above is not parent and parent.name != "div":
                yield f"{around} {parent.name} > {tag.name}"


def lasting_classes(tag: Tag) -> list[str]:
    """Classes that a template gives, not a state or a number."""
    names = attribute(tag, "class").split()
    return [name for name in names if _NAME.fullmatch(name) and not _UNSTABLE.search(name)][:6]


def niceness(selector: str) -> float:
    """How well a selector reads and will last: short, by words that say what is there, not by layout or nesting."""
    points = -0.04 * len(selector)
    parts = re.findall(r"[^\s>,]+", selector)
    points -= 0.5 * (len(parts) - 1) - 0.05 * selector.count(">")
    names = re.findall(r"[.#]([\w-]+)", selector)
    points -= 1.0 * sum(bool(_UTILITY.fullmatch(name)) for name in names)
    points += 0.7 * min(2, sum(bool(_SAYING.search(name)) for name in names))
    last = parts[-1] if parts else ""
    points += 1.0 if "." in last else 0.0
    points -= 1.5 if not names else 0.0
    points += 0.4 if parts and parts[0] in _CONTENT else 0.0
    return points - (0.4 if last.split(".")[0] in {"div", "a", "span"} and "." not in last else 0.0)


def _around(tag: Tag) -> Iterator[str]:
    ident = attribute(tag, "id")
    if ident and _NAME.fullmatch(ident) and not re.search(r"\d", ident):
        yield f"#{ident}"
    for name in lasting_classes(tag)[:3]:
        yield f".{name}"
    if tag.name in _SEMANTIC:
        yield tag.name
