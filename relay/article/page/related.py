"""Other releases that a page leads on to, below a heading that says so: none of them is this one."""

from __future__ import annotations

import re
from itertools import islice

from relay.article.clean import clean_text
from relay.article.dom import Element, attribute, is_removed, longer_than, stands_below, text_of
from relay.article.page.boilerplate import is_date, is_related_heading, is_sentence, is_site_line, tells_readers
from relay.article.page.removal import HEADING_LIKE, HEADING_TEXT, take_out

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LISTS = frozenset(("ul", "ol", "dl"))
_APART = frozenset(("br", "hr"))
_KEEP = frozenset(("html", "body", "main", "article", "td"))
_CELLS = frozenset(("td", "th"))
_LEVELS = 3
_MOST_REMOVED = 50
"""Neighbours that were removed, one after the other, beyond which a hostile page is not looked at any further."""
_MOST = 60
"""Teasers, and lines of them, below a heading."""
_MOST_BEHIND = 400
"""Tags behind the teasers of the last heading that are looked at."""
_TEXTS = frozenset(("p", "li", "dd", "blockquote"))
_TEASER = 600
"""Characters of a teaser, heading and all."""
_SEVERAL = 2
_LABEL = 40
"""Characters of a topic or a place above the linked heading of a teaser."""
_TOLD = 150
"""Characters above a heading that are a text, where no heading shows the title."""
_MAY_LEAD = re.compile(
    r"(?:Aktuelles|Neuigkeiten|Neues|News|Nachrichten|Meldungen|Pressemitteilungen|Top-?Themen|Auch lesenswert)"
    r"(?: (?:aus|im|vom) .{1,60})?:?|Mehr (?:aus|von) .{2,60}",
    re.IGNORECASE,
)
"""Headings of other releases only where nothing but teasers follows: a release may have such a heading as well."""
_OF_LINKS = re.compile(r"\b(?:Links|Informationen)\b", re.IGNORECASE)
"""What a release itself leads to: only a list of links below such a heading is the website's."""
_ABOVE = re.compile(r"[\W\d_]*(?:[A-ZÄÖÜ][\w-]{2,30}(?:(?: (?:und|&)|,)? [A-ZÄÖÜ][\w-]{2,30}){0,3})?[\W\d_]*")
"""Date and topic above what leads on."""
_NO_TEXT = re.compile(r"[\W\d_]*")


def cut_related(root: Element, title: Element | None) -> None:
    """Take out, in place, headings such as "Das könnte Sie auch interessieren" and the teasers below them.

    `title` is the heading that shows the title of the release: what stands above that may lead to the release itself.
    """
    told = 0
    if title is not None and not stands_below(title, root):
        title = None
    # Where the title is known, nothing else needs to be counted.
    for tag in list(root.iter() if title is None else root.iter(title.tag, *HEADING_LIKE)):
        if tag is title:
            told = _TOLD
        if told < _TOLD and title is None and not is_removed(tag):
            told += len((tag.text or "").strip()) + len((tag.tail or "").strip())
        if tag.tag in HEADING_LIKE and (said := _heading_text(tag)):
            if is_related_heading(said):
                _cut_from(tag, leads=told >= _TOLD and not _OF_LINKS.search(said))
            elif told >= _TOLD and _MAY_LEAD.fullmatch(said):
                _cut_last(tag)


def _heading_text(tag: Element) -> str:
    if longer_than(tag, HEADING_TEXT) or next(tag.iterdescendants("h1"), None) is not None:
        return ""
    # What was cut out with something around it is not in the tree any more, and does no harm to be looked at.
    return clean_text(text_of(tag))


def _cut_from(heading: Element, *, leads: bool) -> None:
    """`leads`: teasers below the heading are those of other releases."""
    part = _widest(heading)
    follower = _neighbour(part, before=False)
    if follower is not None and follower.tag in _LISTS:
        take_out(follower, related=True)
    elif leads:
        for teaser in _teasers(_row(part)):
            take_out(teaser, related=True)
    take_out(part, related=True)


def _cut_last(heading: Element) -> None:
    """Cut out a heading that has nothing but several teasers below it, up to the end."""
    part = heading
    while (above := part.getparent()) is not None and above.tag not in _KEEP and not _says_more(above, heading):
        part = above
    part = _row(part)
    teasers = _teasers(part)
    if sum(len(list(one.iter("a"))) for one in teasers) < _SEVERAL:
        return
    beside = islice(teasers[-1].itersiblings(), _MOST)
    if not any(longer_than(behind, 0) for behind in beside) and not _goes_on(teasers[-1]):
        for one in (*teasers, part):
            take_out(one, related=True)


def _goes_on(last: Element) -> bool:
    """Whether sentences follow behind a teaser, and behind all that it stands in; on a hostile page they may."""
    passed = 0
    for around in (last, *last.iterancestors()):
        if around.tag in _KEEP:
            break
        for behind in around.itersiblings():
            for one in behind.iter():
                passed += 1
                if passed > _MOST_BEHIND or _tells(one) or (one.tag == "br" and _is_told(one.tail)):
                    return True
            if _is_told(behind.tail):
                return True
    return False


def _tells(tag: Element) -> bool:
    """Whether a tag holds a sentence that is no teaser of another release."""
    if is_removed(tag):
        return False
    said = (tag.text or "") if tag.tag not in _TEXTS else "".join(islice(tag.itertext(), _MOST))
    if not _is_told(said):
        return False
    before = _neighbour(tag, before=True)
    teased = before is not None and before.tag in _HEADINGS and _is_linked(before)
    return not teased and next(tag.iterancestors("a"), None) is None


def _is_told(text: str | None) -> bool:
    return text is not None and tells_readers(clean_text(text[:_TEASER]))


def _says_more(around: Element, heading: Element) -> bool:
    return longer_than(around, sum(len(text.strip()) for text in heading.itertext()))


def _widest(heading: Element) -> Element:
    """The heading, or what is around it and begins with it."""
    part = heading
    for _ in range(_LEVELS):
        parent = part.getparent()
        if parent is None or parent.tag in _KEEP or _neighbour(part, before=True) is not None:
            break
        if next(parent.iterdescendants("h1"), None) is not None:
            break
        part = parent
    return part


def _row(part: Element) -> Element:
    """The row of a table that holds nothing but a heading."""
    cell = part.getparent()
    row = cell.getparent() if cell is not None and cell.tag in _CELLS else None
    if row is None or row.tag != "tr":
        return part
    return part if _says_more(row, part) else row


def _teasers(heading: Element) -> list[Element]:
    """What stands beside a heading and leads on, up to the first neighbour that does not."""
    found: list[Element] = []
    headed = False
    if (heading.tail or "").strip():
        return found
    for neighbour in islice(heading.itersiblings(), _MOST):
        if is_removed(neighbour) or neighbour.tag in _APART or not longer_than(neighbour, 0):
            pass
        elif _leads_on(neighbour):
            found.append(neighbour)
            headed = neighbour.tag in _HEADINGS
        elif headed and _is_teased(neighbour):
            found.append(neighbour)
            headed = is_date(clean_text(text_of(neighbour)))
        else:
            break
        if not _NO_TEXT.fullmatch(neighbour.tail or ""):
            break
    return found


def _is_teased(tag: Element) -> bool:
    """Whether a paragraph may be what a linked heading above it is about."""
    return tag.tag in {"p", "div", "span", "time", "small"} and not (
        longer_than(tag, _TEASER) or next(tag.iterdescendants(*_HEADINGS, "h1", "p"), None) is not None
    )


def _leads_on(tag: Element) -> bool:
    """Whether a tag holds nothing but linked headings or lines, each with a few words about what they lead to."""
    links = [link for link in islice(tag.iter("a"), _MOST) if attribute(link, "href") and longer_than(link, 0)]
    if not links or longer_than(tag, _TEASER * len(links)) or next(tag.iterdescendants("h1"), None) is not None:
        return False
    headings = [one for one in tag.iter(*_HEADINGS) if longer_than(one, 0)]
    read_on = sum(is_site_line(clean_text(text_of(link))) for link in links)
    open_ones = sum(not _is_linked(one) for one in headings)
    if open_ones > read_on:
        return False
    return bool(headings) or _is_line(tag, links[0])


def _is_linked(heading: Element) -> bool:
    """Whether a heading is a link, or one of other releases itself."""
    linked = next(heading.iterdescendants("a"), None) is not None or next(heading.iterancestors("a"), None) is not None
    return linked or is_related_heading(clean_text(text_of(heading)))


def _is_line(tag: Element, link: Element) -> bool:
    """Whether a tag begins with its first link, the date of what that leads to aside, and no sentence goes on in it."""
    before = clean_text(_text_before(tag, link))
    if len(before) > _LABEL or is_sentence(before):
        return False
    # In a paragraph, a word before a link is one of a sentence.
    if not (is_date(before) or (_NO_TEXT if tag.tag == "p" else _ABOVE).fullmatch(before)):
        return False
    behind = (link.tail or "").strip()
    return not behind[:1].isalnum()


def _text_before(tag: Element, link: Element) -> str:
    """All text of a tag up to a link in it, as far as a label reaches."""
    found, length = [], 0
    for one in tag.iter():
        if one is link or length > 2 * _LABEL:
            break
        # What stands behind a tag stands before the link where the tag holds none.
        for text in (one.text, "" if len(one) or one is tag else one.tail):
            found.append(text or "")
            length += len(found[-1].strip())
    return " ".join(found)


def _neighbour(tag: Element, *, before: bool) -> Element | None:
    """The tag before or behind one, what was removed aside."""
    for neighbour in islice(tag.itersiblings(preceding=before), _MOST_REMOVED):
        if not is_removed(neighbour):
            return neighbour
    return None
