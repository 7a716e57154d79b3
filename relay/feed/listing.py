"""A page that lists releases, read like a feed: CSS selectors say where its entries stand. Pure.

An entry has no text of its own, for the release's page has it. It is recognised by its link, so that another wording of
its title in the list is a correction and no other release.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from bs4 import BeautifulSoup, Tag

from relay.article.clean import clean_text, decode_html
from relay.article.dom import parse as parse_html
from relay.errors import ParseError, Text
from relay.feed.finddate import leading_date
from relay.feed.links import clean_link, link_identity
from relay.feed.mend import unlinked
from relay.feed.row import attribute, between, date_within, links_in, own_link, own_title, text_of
from relay.feed.text import web_url
from relay.model import Entry, Fetched, ParsedFeed
from relay.settings import SourceSpec

LARGEST = 4_000_000
"""Bytes of a page that are read."""
MOST = 1000
"""Entries that are read of one page."""
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where things stand on a listing page; all but `item` may be empty: then they are found by themselves."""

    item: str
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, and the part of the page that it was read from."""

    entry: Entry
    tag: Tag


def selectors_of(source: SourceSpec) -> Selectors:
    """The selectors of a configured source."""
    return Selectors(source.item, source.link, source.title, source.date, source.summary)


def parse_listing(fetched: Fetched, selectors: Selectors, timezone: tzinfo = UTC) -> ParsedFeed:
    """Read a listing page, newest first as it stands there. Dates are meant in `timezone`.

    Raises ParseError where nothing matches or nothing that matches has a link: a website that was rebuilt must not
    look like one without news.
    """
    soup = page_tree(fetched)
    items = [one for one in soup.select(selectors.item, limit=MOST) if isinstance(one, Tag)]
    if not items:
        raise _rebuilt(soup, selectors.item)
    rows = list(read_rows(items, selectors, base=base_of(soup, fetched.url), page=fetched.url, zone=timezone))
    if not rows:
        raise ParseError(
            "the listing matched {count} entries today (item = “{selector}”), but none of them has a link: has the "
            "website been rebuilt?",
            count=len(items),
            selector=selectors.item,
        )
    entries = _distinct(row.entry for row in rows)
    return ParsedFeed(
        entries=entries,
        title=_page_title(soup),
        url=fetched.url,
        version="listing",
        problems=tuple(_problems(entries, selectors, len(items) - len(rows), len(items))),
    )


def page_tree(fetched: Fetched) -> BeautifulSoup:
    """The tree of a page. Raises ParseError for what is none."""
    text = decode_html(fetched.body[:LARGEST], fetched.content_type)
    if "<" not in text:
        raise ParseError("{url} is no HTML page", url=fetched.url)
    return parse_html(text)


def base_of(soup: BeautifulSoup, url: str) -> str:
    """What the page's links are relative to (HTML, 4.2.3)."""
    base = soup.find("base", href=True)
    return (web_url(attribute(base, "href"), url) if isinstance(base, Tag) else "") or url


def read_rows(
    items: Sequence[Tag], selectors: Selectors, *, base: str, page: str, zone: tzinfo, beside: bool = True
) -> Iterator[Row]:
    """The entries that stand in these parts of a page; those without a link are left out.

    A link that several items have (a topic, an author) is not the one to a release. `beside` says that dates may stand
    between the items.
    """
    linked = [(item, _links(item, selectors, base, page)) for item in items]
    counts = Counter(url for _, links in linked for url in {url for _, url in links})
    found: list[tuple[Tag, Entry]] = []
    for item, links in linked:
        if links:
            own = [(tag, url) for tag, url in links if counts[url] == 1] or links
            found.append((item, _entry(item, own, selectors, zone)))
    within = selectors.date or not beside or any(e.published for _, e in found)
    nearby = {} if within else between([tag for tag, _ in found], zone)
    for item, entry in found:
        at = nearby.get(id(item))
        yield Row(replace(entry, published=at) if at else entry, item)


def _entry(item: Tag, links: Sequence[tuple[Tag, str]], selectors: Selectors, zone: tzinfo) -> Entry:
    link = links[0][0] if selectors.link else own_link(item, [tag for tag, _ in links]) or links[0][0]
    url = next(url for tag, url in links if tag is link)
    title, published = _title(item, link, selectors), _date(item, selectors, zone)
    if (dated := leading_date(title, zone)) and title[dated.end :].strip():
        title, published = title[dated.end :].strip(), published or dated.at
    return Entry(
        guid=link_identity(url) or url,
        url=clean_link(url),
        title=title,
        published=published,
        summary=_summary(item, selectors),
    )


def _links(item: Tag, selectors: Selectors, base: str, page: str) -> list[tuple[Tag, str]]:
    if not selectors.link:
        return links_in(item, base, page)
    return [one for found in _matches(item, selectors.link) for one in links_in(found, base, page)]


def _title(item: Tag, link: Tag, selectors: Selectors) -> str:
    if not selectors.title:
        return own_title(item, link)
    return next((text for one in _matches(item, selectors.title) if (text := text_of(one))), "")


def _date(item: Tag, selectors: Selectors, zone: tzinfo) -> datetime | None:
    if not selectors.date:
        return date_within(item, zone)
    found = (date_within(one, zone, sure=True) for one in _matches(item, selectors.date))
    return next((at for at in found if at), None)


def _summary(item: Tag, selectors: Selectors) -> str:
    if not selectors.summary:
        return ""
    return " ".join(one.decode_contents() for one in _matches(item, selectors.summary))


def _matches(item: Tag, selector: str) -> list[Tag]:
    """What a selector names in an item, or the item itself."""
    found = [one for one in item.select(selector) if isinstance(one, Tag)]
    return found or ([item] if item.css.match(selector) else [])


def _distinct(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    """One entry a link, where it stands first; with the title and the date of the other one if it has none."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        first = kept.setdefault(entry.guid, entry)
        if first is not entry and (not first.title or not first.published):
            published = first.published or entry.published
            kept[entry.guid] = replace(first, title=first.title or entry.title, published=published)
    return tuple(kept.values())


def _problems(entries: Sequence[Entry], selectors: Selectors, nowhere: int, shown: int) -> Iterator[Text]:
    if nowhere:
        yield unlinked(nowhere, shown)
    undated = sum(entry.published is None for entry in entries)
    if selectors.date and undated == len(entries):
        message = "The listing shows no dates any more (date = “{selector}”): has the website been rebuilt?"
        yield Text(message, {"selector": selectors.date})
    elif undated:
        yield Text("Entries without a date: {count} of {all}.", _of(undated, len(entries)))
    if untitled := sum(not entry.title for entry in entries):
        yield Text("Entries without a title: {count} of {all}.", _of(untitled, len(entries)))


def _of(count: int, whole: int) -> dict[str, int]:
    return {"count": count, "all": whole}


def _rebuilt(soup: BeautifulSoup, selector: str) -> ParseError:
    title = _page_title(soup)[:_SHOWN]
    if title:
        return ParseError(
            "the listing matched nothing today (item = “{selector}”): has the website been rebuilt? The page is titled "
            "“{title}”",
            selector=selector,
            title=title,
        )
    message = "the listing matched nothing today (item = “{selector}”): has the website been rebuilt?"
    return ParseError(message, selector=selector)


def _page_title(soup: BeautifulSoup) -> str:
    return clean_text(soup.title.get_text(" ")) if soup.title else ""
