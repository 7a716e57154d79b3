"""What an item of a listing page says where no selector tells: its link, its title, its date. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from urllib.parse import urldefrag

from bs4 import Tag
from bs4.element import NavigableString

from relay.article.clean import clean_text, letters
from relay.feed.dates import parse_date
from relay.feed.finddate import find_date, leading_date, says_only_when, says_when
from relay.feed.text import web_url

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINK, _NAV = frozenset(("a",)), frozenset(("nav",))
_BLOCKS, _PARTS = frozenset(("p", "div", "article")), frozenset(("p", "div", "span", "time", "br"))
_DATED = frozenset(("time", "meta", "span", "div", "p"))
_BOLD, _PICTURE = frozenset(("strong", "b", "summary", "button")), frozenset(("img",))
_MORE = re.compile(
    r"""(?:bitte\s+)?(?:hier\s+)?(?:klicken\s+)?(?:
        (?:jetzt\s+)?(?:mehr|weiter|weiterlesen|weitere|lesen|details?|detailansicht|anzeigen|ansehen|hier|link|öffnen|more|read\s+more)
        (?:\s+(?:lesen|erfahren|dazu|hier|infos?|informationen|details|anzeigen|zum\s+thema|auf\s+dieser\s+seite|more))*
      | (?:(?:den|die|das|zum|zur|ganzen?|vollständigen?|komplette[nr]?)\s+)+
        (?:artikel|meldung|beitrag|pressemitteilung|mitteilung|text|nachricht|seite|detailseite)(?:\s+(?:lesen|anzeigen|ansehen))?
      | (?:artikel|meldung|beitrag|pressemitteilung|mitteilung)\s+(?:lesen|anzeigen|ansehen|öffnen)
    )[\s.…›»→>]*""",
    re.IGNORECASE | re.VERBOSE,
)
_MORE_ON = re.compile(
    r"(?:mehr|weiterlesen|(?:mehr|weitere)\s+informationen|details|read\s+more)\s*(?:zu[rm]?\b|über|about|:|–|-)\s*:?\s*"
    r"|zu[rm]\s+(?:artikel|meldung|beitrag|pressemitteilung)\s*:?\s*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""^[„“"»'](.*)[“”"«']$""")
_TITLED = re.compile(r"(?<![a-z])(?:head(?:line|ing)|title|titel|überschrift|ueberschrift)", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"sub-?(?:title|line|headline)|untertitel|image|bild|dachzeile|kicker|roof|topline|overline|spitzmarke|rubrik|categor|"
    r"kategorie|label|badge|date|datum|(?:^|[-_])time|sr-only|visually-?hidden|hide-accessible|invisible|aural",
    re.IGNORECASE,
)
_LONG_WORDS, _LONG = 3, 20
_SHORT_TEXT = 90
_LONGEST_TITLE = 300
_LEVELS = 4
_NOWHERE = ("#", "mailto:", "tel:", "javascript:", "data:")


def attribute(tag: Tag, name: str) -> str:
    """The value of an attribute; empty where it has none."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or ())


def within(tag: Tag, names: frozenset[str]) -> list[Tag]:
    """The tags of these names in a tag. Beautiful Soup's own search takes ten times as long."""
    return [one for one in tag.descendants if isinstance(one, Tag) and one.name in names]


def holds(tag: Tag, names: frozenset[str]) -> bool:
    """Whether there is a tag of these names in a tag."""
    return any(isinstance(one, Tag) and one.name in names for one in tag.descendants)


def around(tag: Tag, names: frozenset[str]) -> Tag | None:
    """The nearest tag of these names around a tag."""
    return next((one for one in tag.parents if one.name in names), None)


def text_of(tag: Tag) -> str:
    """What a reader sees of a tag."""
    return clean_text(tag.get_text(" "))


def usable(link: Tag, base: str, page: str) -> str:
    """The absolute address that a link leads to; empty where that is no other page."""
    href = attribute(link, "href").strip()
    if not href or href.casefold().startswith(_NOWHERE):
        return ""
    url = web_url(href, base)
    return "" if urldefrag(url)[0] == urldefrag(page)[0] else url


def says_more(text: str) -> bool:
    """Whether a link's text says only that there is more: "weiterlesen", "mehr erfahren"."""
    return not letters(text) or bool(_MORE.fullmatch(text.strip(" »›→>+…[]()·–-")))


def links_in(item: Tag, base: str, page: str) -> list[tuple[Tag, str]]:
    """The links of an item to other pages, with their addresses."""
    tags = [item] if item.name == "a" else within(item, _LINK)
    links = [(one, url) for one in tags if (url := usable(one, base, page))]
    return [one for one in links if around(one[0], _NAV) is None] or links


def own_link(item: Tag, links: Sequence[Tag]) -> Tag | None:
    """The link of an item to its release: the one of its heading, else the first that is worded like one."""

    def is_headed(link: Tag) -> bool:
        above = around(link, HEADINGS)
        return holds(link, HEADINGS) or (above is not None and (item is above or item in above.parents))

    for rule in (is_headed, _spans, _is_worded_link, _points):
        if found := next((one for one in links if rule(one)), None):
            return found
    return links[0] if links else None


def _spans(link: Tag) -> bool:
    """Whether a link spans a whole card."""
    return holds(link, _BLOCKS) and _is_worded(text_of(link))


def _is_worded_link(link: Tag) -> bool:
    return _is_worded(text_of(link))


def _points(link: Tag) -> bool:
    text = text_of(link)
    return bool(text) and (says_more(text) or bool(_MORE_ON.match(text)))


def _is_worded(text: str) -> bool:
    return not says_more(text) and (len(text) >= _LONG or len(text.split()) >= _LONG_WORDS) and not says_only_when(text)


def own_title(item: Tag, link: Tag) -> str:
    """The title of an item: its heading, else the words of its link; never "weiterlesen"."""
    found = (_worded(text) for text in _wordings(item, link))
    return next((title for title in found if title), "")


def _wordings(item: Tag, link: Tag) -> Iterator[str]:
    """What may be the title, the likeliest first."""
    inside = [item] if item.name in HEADINGS else within(item, HEADINGS)
    if any(one in link.parents for one in inside) and not says_more(text_of(link)):
        yield _headline(link)
    for one in sorted(inside, key=lambda one: link not in one.parents):
        yield _headline(one)
    for part in item.descendants:
        names = attribute(part, "class") if isinstance(part, Tag) else ""
        if isinstance(part, Tag) and _TITLED.search(names) and not _NO_TITLE.search(names):
            yield _headline(part)
    href = attribute(link, "href")
    same = [one for one in within(item, _LINK) if attribute(one, "href") == href] if item.name != "a" else []
    yield from sorted((_line_of(one) for one in (*same, link)), key=_is_worded, reverse=True)
    yield from (attribute(one, name) for one in (link, *same) for name in ("aria-label", "title"))
    yield from (text_of(one) for one in within(item, _BOLD))
    yield from (attribute(one, "alt") for one in within(link, _PICTURE))


def _headline(tag: Tag) -> str:
    """The words of a headline without the line above it that names a topic or a day."""
    parts = [one for one in tag.descendants if isinstance(one, Tag)]
    besides = [one for one in parts if _NO_TITLE.search(attribute(one, "class"))]
    if not besides:
        return text_of(tag)
    left_out = {id(part) for one in besides for part in one.descendants}
    words = " ".join(
        str(part) for part in tag.descendants if type(part) is NavigableString and id(part) not in left_out
    )
    return clean_text(words) or text_of(tag)


def _line_of(link: Tag) -> str:
    """The words of a link: of one that spans a whole card the first line that is no date."""
    if not holds(link, _PARTS):
        return text_of(link)
    lines = [clean_text(str(one)) for one in link.stripped_strings]
    said = [one for one in lines if len(one) > 3 and not says_more(one) and find_date(one) is None]
    longer = [one for one in said if _is_worded(one)]
    return (longer or said or [text_of(link)])[0]


def _worded(text: str) -> str:
    """A title without what only says that there is more; empty where nothing else is said."""
    text = (
        clean_text(_MORE_ON.sub("", clean_text(text), count=1))
        if _MORE_ON.match(clean_text(text))
        else clean_text(text)
    )
    if quoted := _QUOTED.match(text):
        text = quoted[1] if not any(mark in quoted[1] for mark in '„“”»«"') else text
    if says_more(text) or says_only_when(text) or len(text) > _LONGEST_TITLE:
        return ""
    return text


def date_within(item: Tag, zone: tzinfo, *, sure: bool = False) -> datetime | None:
    """The date that an item says of itself. `sure` says that a selector named it: any date in it counts."""
    for tag in (item, *within(item, _DATED)):
        if at := _for_machines(tag, zone):
            return at
    if sure:
        found = find_date(text_of(item), zone)
        return found.at if found else None
    if item.name not in HEADINGS and (at := _in_words(item, zone)):
        return at
    begins = leading_date(text_of(item), zone)
    return begins.at if begins else None


def _for_machines(tag: Tag, zone: tzinfo) -> datetime | None:
    if tag.name == "time" and tag.has_attr("datetime"):
        return parse_date(attribute(tag, "datetime"), zone)
    if attribute(tag, "itemprop") in {"datePublished", "dateCreated"}:
        return parse_date(attribute(tag, "content") or attribute(tag, "datetime") or text_of(tag), zone)
    return None


def _in_words(item: Tag, zone: tzinfo) -> datetime | None:
    """The first short text within an item that says a date and nothing else."""
    for part in item.descendants:
        if isinstance(part, Tag):
            if part.name in HEADINGS or _is_deep(part):
                continue
            text = text_of(part)
        elif type(part) is NavigableString:
            text = clean_text(part)
        else:
            continue
        if 6 <= len(text) <= _SHORT_TEXT and (at := says_when(text, zone)):
            return at
    return None


def _is_deep(part: Tag) -> bool:
    """Whether a part holds so much that its text need not be looked at."""
    return len(part.contents) > 12 or holds(part, HEADINGS)


def between(items: Sequence[Tag], zone: tzinfo) -> dict[int, datetime]:
    """Dates that stand between items rather than in them, by the `id` of the item that each belongs to.

    On a page without a frame around each item they stand all above or all below their items: the first one tells. A
    date above holds for all items up to the next date ("<h2>23. November 2026</h2>").
    """
    own = {id(one) for one in items}
    above = {id(one): _beside(one, own, zone, forward=False) for one in items}
    if items and above[id(items[0])]:
        dates: dict[int, datetime] = {}
        last: datetime | None = None
        for one in items:
            last = above[id(one)] or last
            if last:
                dates[id(one)] = last
        return dates
    below = {id(one): _beside(one, own, zone, forward=True) for one in items}
    return {key: at for key, at in below.items() if at}


def _beside(item: Tag, own: set[int], zone: tzinfo, *, forward: bool) -> datetime | None:
    """The nearest date beside an item, or beside the list that it begins, up to the next item."""
    tag = item
    for level in range(_LEVELS):
        for sibling in tag.next_siblings if forward else tag.previous_siblings:
            if isinstance(sibling, Tag) and _holds(sibling, own):
                return None
            if level and not (isinstance(sibling, Tag) and sibling.name in HEADINGS):
                continue  # "Stand: 1. Januar 2026" above a list is not the date of what it lists
            text = text_of(sibling) if isinstance(sibling, Tag) else clean_text(str(sibling))
            if len(text) <= _SHORT_TEXT and (at := says_when(text, zone)):
                return at
        if tag.parent is None or tag.parent.name in {"body", "main", "[document]"} or forward:
            return None
        tag = tag.parent
    return None


def _holds(tag: Tag, own: set[int]) -> bool:
    return id(tag) in own or any(id(one) in own for one in tag.descendants)
