"""Which repeated parts of a page are its releases, and the selector that names them and nothing else. Pure.

Every element that holds a link is described by the selectors that could name it; each selector is judged by all that it
matches on the page: whether every match has a link of its own, a title and a date, whether their addresses look alike,
whether it leaves out none of its kind, and whether it stands where a page has its content.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag

from relay.article.german import words
from relay.discover.steps import niceness, own_steps, selectors_for
from relay.discover.words import press_points
from relay.feed.finddate import says_when
from relay.feed.listing import Row, Selectors, base_of, read_rows
from relay.feed.row import HEADINGS, attribute, says_more, text_of, usable

LEAST = 3
"""Entries that a list has at least; with dates two are enough."""
_MOST_LINKS = 15
"""Links within one entry."""
_MOST = 1000
_FUTURE = timedelta(days=2)
_OUTSIDE = words(
    """
    nav navi navigation menu menue breadcrumb breadcrumbs brotkrumen pagination pager pagebrowser footer fusszeile
    sidebar social share sharing cookie consent toolbar skip skiplinks tagcloud marginal marginalspalte servicebar
    metanav mainnav subnav topnav related seitenleiste quicklinks
    """
)
_NEVER = frozenset(("nav", "footer"))
_OUTER_TAGS = frozenset(("nav", "footer", "aside"))
_ROLES = frozenset(("navigation", "contentinfo", "banner", "complementary", "search"))
_WORDS = re.compile(r"[A-Z]?[a-zäöü]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Selectors for a page, and what they find there."""

    selectors: Selectors
    rows: tuple[Row, ...]
    points: float
    """How sure it is that these are the releases; from about 10 on it is."""

    @property
    def dated(self) -> int:
        """How many of the entries have a date."""
        return sum(row.entry.published is not None for row in self.rows)


@dataclass(slots=True)
class _Page:
    """A page while it is looked at."""

    soup: BeautifulSoup
    url: str
    base: str
    zone: tzinfo
    now: datetime
    rows: dict[int, Row | None] = field(default_factory=dict)
    outside: set[int] = field(default_factory=set)

    def row(self, tag: Tag) -> Row | None:
        """What the element says as an entry; None where it is none."""
        key = id(tag)
        if key not in self.rows:
            found = self.read([tag])
            self.rows[key] = found[0] if found else None
        return self.rows[key]

    def read(self, tags: Sequence[Tag], selectors: Selectors = Selectors("*"), *, beside: bool = False) -> list[Row]:  # noqa: B008 - frozen
        """What the elements say together, those without a title left out."""
        rows = read_rows(tags, selectors, base=self.base, page=self.url, zone=self.zone, beside=beside)
        return [row for row in rows if row.entry.title]


@dataclass(slots=True)
class _Group:
    """What one selector matches."""

    selector: str
    tags: list[Tag]
    rows: list[Row] = field(default_factory=list)
    points: float = 0.0


def propose(soup: BeautifulSoup, url: str, *, zone: tzinfo, now: datetime) -> Proposal | None:
    """The best proposal for the page at `url`; None where nothing on it looks like a list of releases."""
    for strict in (True, False):
        page = _Page(soup, url, base_of(soup, url), zone, now)
        page.outside = _outside(soup, strict=strict)
        groups = [group for group in _groups(page) if _is_list(page, group)]
        for group in groups:
            group.points = _judge(page, group)
        groups = sorted(groups, key=lambda one: -one.points)[:12]
        for group in groups:
            group.points += _dates_between(page, group)
        best = max(groups, key=lambda one: (round(one.points, 1), niceness(one.selector)), default=None)
        # In a sidebar only what has dates can be a list of releases.
        if best is not None and best.points > 6 and (strict or any(row.entry.published for row in best.rows)):
            return _proposal(page, _with_leftovers(page, best))
    return None


def _groups(page: _Page) -> list[_Group]:
    """What the selectors match, a set of elements once, by the best of its selectors."""
    tags = _candidates(page)
    kinds = {tag.name for tag in tags}
    matched: dict[str, list[Tag]] = defaultdict(list)
    wanted = {selector for tag in tags for selector in selectors_for(tag)}
    for tag in page.soup.find_all(sorted(kinds)):
        for selector in dict.fromkeys(selectors_for(tag)):
            if selector in wanted:
                matched[selector].append(tag)
    best: dict[tuple[int, ...], _Group] = {}
    for selector, found in matched.items():
        if 2 <= len(found) <= _MOST:
            key = tuple(map(id, found))
            if key not in best or niceness(selector) > niceness(best[key].selector):
                best[key] = _Group(selector, found)
    return list(best.values())


def _candidates(page: _Page) -> list[Tag]:
    """Elements that hold a few links and stand where a page has its content."""
    counts: Counter[int] = Counter()
    tags: dict[int, Tag] = {}
    for link in page.soup.find_all("a", href=True):
        if id(link) in page.outside or not usable(link, page.base, page.url):
            continue
        for tag in (link, *link.parents):
            if tag.name in {"body", "html", "main", "[document]"}:
                break
            counts[id(tag)] += 1
            tags[id(tag)] = tag
    return [tag for key, tag in tags.items() if counts[key] <= _MOST_LINKS and key not in page.outside]


def _is_list(page: _Page, group: _Group) -> bool:
    ids = {id(tag) for tag in group.tags}
    if any(id(above) in ids for tag in group.tags for above in tag.parents):
        return False
    if sum(id(tag) in page.outside for tag in group.tags) * 2 > len(group.tags):
        return False
    group.rows = page.read([tag for tag in group.tags if id(tag) not in page.outside])
    distinct = len({row.entry.guid for row in group.rows})
    dated = sum(row.entry.published is not None for row in group.rows)
    return distinct >= LEAST or (distinct == 2 and dated == 2)


def _judge(page: _Page, group: _Group) -> float:
    rows, whole = group.rows, len(group.tags)
    links = [row.entry.guid for row in rows]
    count = len(set(links))
    shapes = Counter(shape(row.entry.url) for row in rows)
    common, alike = shapes.most_common(1)[0]
    dated = [row for row in rows if row.entry.published]
    ahead = sum(bool(row.entry.published and row.entry.published > page.now + _FUTURE) for row in rows)
    alone = sum(_is_alone(page, row, common) for row in rows)
    worded = sum(min(1.0, len(row.entry.title.split()) / 4) for row in rows)
    points = 5.0 * len(dated) / whole + 4.0 * alone / len(rows) + 4.0 * alike / len(rows) + 2.0 * worded / len(rows)
    points += 1.2 * math.log2(min(count, 32))
    points += max(-3.0, min(3.0, 0.5 * press_points(common.replace("-", " "), _heading_above(group.tags[0]))))
    points -= 8.0 * ahead / len(rows) + 4.0 * (whole - len(rows)) / whole + 3.0 * (len(links) - count) / len(links)
    return points - 5.0 * _left_out(page, group)


def _is_alone(page: _Page, row: Row, common: str) -> bool:
    """Whether an element holds one entry only: no second link to a page of the same kind."""
    links = row.tag.find_all("a", href=True) if row.tag.name != "a" else []
    others = {
        url
        for link in links
        if (url := usable(link, page.base, page.url)) and not says_more(text_of(link)) and shape(url) == common
    }
    own = shape(row.entry.url)
    return (
        len({url for url in others if url.partition("#")[0] != row.entry.url.partition("#")[0]}) == 0 or own != common
    )


def _left_out(page: _Page, group: _Group) -> float:
    """Share of the elements beside the matched ones that are entries as well."""
    own = {id(tag) for tag in group.tags}
    parents = {id(tag.parent): tag.parent for tag in group.tags if tag.parent is not None}
    kinds = {tag.name for tag in group.tags}
    has_dates = any(row.entry.published for row in group.rows)
    missed = 0
    for parent in parents.values():
        for tag in parent.find_all(sorted(kinds), recursive=False):
            if id(tag) in own or id(tag) in page.outside or not tag.find("a", href=True):
                continue
            row = page.row(tag)
            missed += bool(row and (row.entry.published or not has_dates))
    return missed / (missed + len(group.rows))


def _dates_between(page: _Page, group: _Group) -> float:
    """What dates add that stand between the entries rather than in them."""
    if any(row.entry.published for row in group.rows):
        return 0.0
    rows = page.read([row.tag for row in group.rows], beside=True)
    dated = [row for row in rows if row.entry.published]
    group.rows = rows
    ahead = sum(bool(row.entry.published and row.entry.published > page.now + _FUTURE) for row in rows)
    return (3.5 * len(dated) - 8.0 * ahead) / max(1, len(rows))


def _with_leftovers(page: _Page, best: _Group) -> _Group:
    """With what looks like another kind of entry of the same list: the first one, shown large."""
    dated = [row for row in best.rows if row.entry.published]
    if len(dated) < len(best.rows):
        return best
    known = {row.entry.guid for row in best.rows}
    common = Counter(shape(row.entry.url) for row in best.rows).most_common(1)[0][0]
    inside = {id(one) for tag in best.tags for one in (tag, *tag.parents, *tag.find_all(True))}
    left = [tag for tag in _candidates(page) if id(tag) not in inside and _fits(page, tag, common, known)]
    left = [tag for tag in left if tag.find("a", href=True) and _is_alone_in(page, tag, common)]
    outermost = [tag for tag in left if not any(above in left for above in tag.parents)]
    for tag in outermost:
        for selector in sorted(own_steps(tag)[1:], key=niceness, reverse=True):
            found = [one for one in page.soup.select(selector) if isinstance(one, Tag)]
            if found and all(one in outermost for one in found):
                rows = [*best.rows, *(row for one in found if (row := page.row(one)))]
                return _Group(f"{best.selector}, {selector}", [*best.tags, *found], rows, best.points)
    return best


def _fits(page: _Page, tag: Tag, common: str, known: set[str]) -> bool:
    row = page.row(tag)
    if row is None or row.entry.guid in known or row.entry.published is None:
        return False
    return shape(row.entry.url) == common and row.entry.published <= page.now + _FUTURE


def _is_alone_in(page: _Page, tag: Tag, common: str) -> bool:
    row = page.row(tag)
    return row is not None and _is_alone(page, row, common)


def _proposal(page: _Page, group: _Group) -> Proposal:
    selectors = Selectors(_without_strays(group))
    tags = [tag for tag in page.soup.select(selectors.item) if isinstance(tag, Tag)]

    def read(wanted: Selectors) -> list[Row]:
        found = page.read(tags, wanted, beside=True)
        return list({row.entry.guid: row for row in reversed(found)}.values())[::-1]

    rows = read(selectors)
    for date in _date_selectors(page, rows):
        dated = replace(selectors, date=date)
        if [row.entry.published for row in read(dated)] == [row.entry.published for row in rows]:
            selectors = dated
            break
    return Proposal(selectors, tuple(rows), group.points)


def _without_strays(group: _Group) -> str:
    """The selector, narrowed by what only the entries hold that have a date, where nearly all have one."""
    dated = [row.tag for row in group.rows if row.entry.published]
    strays = [row.tag for row in group.rows if not row.entry.published]
    if not strays or len(dated) < 2 * len(strays) or "," in group.selector:
        return group.selector
    steps = {step for tag in dated[0].find_all(True, limit=60) for step in own_steps(tag)}
    for step in sorted(steps, key=lambda one: (-niceness(one), one)):
        if all(tag.select_one(step) for tag in dated) and not any(tag.select_one(step) for tag in strays):
            return f"{group.selector}:has({step})"
    return group.selector


def _date_selectors(page: _Page, rows: Sequence[Row]) -> Iterable[str]:
    """Selectors within an entry that may name its date."""
    if not rows or any(row.entry.published is None for row in rows):
        return []
    found: Counter[str] = Counter()
    for row in rows:
        steps: Counter[str] = Counter()
        for tag in row.tag.find_all(True):
            if tag.name not in HEADINGS and (
                tag.name == "time" or (tag.get("class") and says_when(text_of(tag), page.zone))
            ):
                steps.update({f".{one.partition('.')[2]}" for one in own_steps(tag)[1:]})
                steps.update({"time"} if tag.name == "time" else ())
        found.update(one for one in steps if len(row.tag.select(one, limit=2)) == 1)
    common = [one for one, count in found.items() if count == len(rows)]
    return sorted(common, key=lambda one: (one != "time", not re.search(r"dat|time|tag", one, re.IGNORECASE), len(one)))


def shape(url: str) -> str:
    """What addresses of one kind of page have in common: host and folder without numbers, names of parameters."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    folder = re.sub(r"\d+", "N", folder)
    ending = last.rpartition(".")[2] if "." in last else ""
    names = ",".join(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{(parts.hostname or '').removeprefix('www.')}{folder}/*{'.' + ending if ending else ''}?{names}"


def _heading_above(tag: Tag) -> str:
    heading = tag.find_previous(["h1", "h2"])
    return text_of(heading)[:80] if isinstance(heading, Tag) else ""


def _outside(soup: BeautifulSoup, *, strict: bool) -> set[int]:
    """Everything that stands in navigation and footers; `strict`: in sidebars and the like as well."""
    whole = len(soup.find_all("a", href=True))
    found: set[int] = set()
    for tag in soup.find_all(True):
        if id(tag) in found or tag.name in {"html", "body", "main", "article", "li", "a"}:
            continue
        if not (_is_outside(tag) if strict else tag.name in _NEVER or attribute(tag, "role") == "navigation"):
            continue
        inside = tag.find_all(True)
        # A frame around the whole page may be named after what stands beside it ("with-sidebar").
        if tag.find("main") is None and (tag.name in _OUTER_TAGS or len(tag.find_all("a", href=True)) * 5 <= whole * 4):
            found.update(map(id, (tag, *inside)))
    return found


def _is_outside(tag: Tag) -> bool:
    if tag.name in _OUTER_TAGS or attribute(tag, "role") in _ROLES:
        return True
    if tag.name == "header":
        return tag.find_parent(["article", "main", "section", "li"]) is None
    names = f"{attribute(tag, 'id')} {attribute(tag, 'class')}"
    if names == " ":
        return False
    return any(word.casefold() in _OUTSIDE for word in _WORDS.findall(names)[:12])
