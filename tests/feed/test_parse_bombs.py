"""What takes feedparser the square of its length, or more, is refused at once; what is not read costs nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relay.errors import ParseError
from relay.feed.bombs import MOST_ENTRIES
from relay.feed.parse import parse
from relay.model import Fetched, ParsedFeed
from tests.growth import within

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
HEAD = f'<rss version="2.0" {MEDIA}><channel><title>Presse</title>'
TAIL = "</channel></rss>"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><content type="xhtml">{}</content></entry></feed>'
)
JSON = '{{"version":"https://jsonfeed.org/version/1","items":[{}]}}'
QUICK = 2.0
"""Seconds of processor time, on a slow machine."""


ATTRIBUTES = " ".join(f"a{n}=''" for n in range(20_000))


def item(inner: str) -> str:
    return f"{HEAD}<item><title>a</title>{inner}</item>{TAIL}"


def attempt(text: str) -> ParsedFeed | ParseError:
    body = text.encode()

    def read() -> ParsedFeed | ParseError:
        try:
            return parse(Fetched("https://www.landkreis-musterland.example/feed", body))
        except ParseError as error:
            return error

    return within(QUICK, read)


REFUSED: dict[str, tuple[str, Callable[[], str]]] = {
    "a hundred thousand entries": ("tags", lambda: HEAD + "<item>a</item>" * 100_000 + TAIL),
    "a hundred thousand levels": ("tags", lambda: item("<b>" * 100_000 + "</b>" * 100_000)),
    "entries in entries": ("tags", lambda: HEAD + "<item>" * 100_000),
    "links": ("tags", lambda: item("<link>a</link>" * 70_000)),
    "enclosures": ("tags", lambda: item("<enclosure url='a'/>" * 70_000)),
    "groups of media": ("tags", lambda: item("<media:group><media:content url='a'/></media:group>" * 30_000)),
    "CDATA": ("tags", lambda: ATOM.format("<![CDATA[ ]]>" * 100_000)),
    "tags that a comment hides from one parser only": ("tags", lambda: HEAD + "<!-- " + "<item>" * 70_000),
    "tags that a value hides from one parser only": ("tags", lambda: HEAD + '<a b="<![CDATA[">' + "<item>" * 70_000),
    "entities": ("entities", lambda: item("<description>" + "&amp;" * 400_000 + "</description>")),
    "attributes": ("attributes", lambda: item(f"<a {ATTRIBUTES}/>")),
    "attributes behind a sign": (
        "attributes",
        lambda: item(f"<a b='>' {ATTRIBUTES}/>"),
    ),
    "attributes without values": ("attributes", lambda: item("<a " + "b " * 100_000 + "/>")),
    "attributes behind half a value": ("attributes", lambda: item('<a b=" ' + "c=1 " * 20_000 + "/>")),
    "line breaks": ("line breaks", lambda: item("<description>" + "a\n" * 1_100_000 + "</description>")),
    "a long base": (
        "base addresses",
        lambda: item(f"<a xml:base='https://a.example/{'a/' * 20_000}'>{'<link>b</link>' * 20_000}</a>"),
    ),
    "nested bases": ("base addresses", lambda: item("<a xml:base='aaa/'>" * 5_000 + "<link>b</link>" * 5_000)),
    "categories": ("categories", lambda: item("".join(f"<category>{n}</category>" for n in range(6_000)))),
    "categories by another name": (
        "categories",
        lambda: item("".join(f"<itunes_category text='{n}'/>" for n in range(6_000))),
    ),
    "namespaces": ("namespaces", lambda: item("".join(f"<n{n}:a xmlns:n{n}='u{n}'/>" for n in range(200)))),
    "items of JSON": ("entries", lambda: JSON.format(",".join(["5"] * 100_000))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_by_its_name_and_for_good(name: str) -> None:
    what, text = REFUSED[name]

    error = attempt(text())

    assert isinstance(error, ParseError)
    assert str(error) == f"a feed with too many {what}"
    assert error.permanent


def test_more_entries_than_anybody_can_have_released_are_refused() -> None:
    assert isinstance(attempt(JSON.format(",".join(["{}"] * MOST_ENTRIES))), ParsedFeed)
    assert str(attempt(HEAD + "<item>a" * (MOST_ENTRIES + 1))) == "a feed with too many entries"


READ: dict[str, Callable[[], str]] = {
    "keywords": lambda: item(f"<media:keywords>{','.join(map(str, range(100_000)))}</media:keywords>"),
    "keywords by references": lambda: item(f"<media_keywords>{'&#44;'.join(map(str, range(60_000)))}</media_keywords>"),
    "keywords in pieces": lambda: item(
        f"<itunes:keywords>1,2<x/><![CDATA[</keywords>{','.join(map(str, range(60_000)))}]]></itunes:keywords>"
    ),
    "tags that are words": lambda: item(f"<tags>{','.join(map(str, range(60_000)))}</tags>"),
    "an author": lambda: item(f"<author>{'a.' * 500_000}</author>"),
    "authors of many kinds": lambda: item(
        "".join(
            f"<{name}>{('a.' * 240 + '@') * 300}</{name}>" for name in ("dc_creator", "managingEditor", "webMaster")
        )
    ),
    "an owner": lambda: item(f"<itunes:owner><itunes:name>{('a.' * 240 + '@') * 1000}</itunes:name></itunes:owner>"),
    "white space before the text": lambda: ATOM.format("\n" * 200_000 + "<div>x</div>"),
    "references to white space": lambda: ATOM.format("&#32;&#8195;" * 60_000 + "<div>x</div>"),
    "nested entries with media": lambda: HEAD + ("<item><media:content url='x'/>" * 200 + "</item>" * 200) * 8 + TAIL,
    "a long word": lambda: item(f"<description>{'a' * 1_000_000}</description>"),
    "a long address": lambda: item(f"<link>https://a.example/{'a/' * 1_000_000}</link>"),
    "markup in CDATA": lambda: item(f"<description><![CDATA[{'<div>' * 30_000}]]></description>"),
    "attachments of JSON": lambda: JSON.format('{"id":"1","attachments":[' + '{"url":"/a"},' * 200_000 + "5]}"),
    "items of JSON with nothing right": lambda: JSON.format(",".join(['{"title":5,"url":5}'] * 9_000)),
}


@pytest.mark.parametrize("name", READ)
def test_what_relay_does_not_need_is_not_worked_on(name: str) -> None:
    assert isinstance(attempt(READ[name]()), ParsedFeed)


def test_the_title_beside_a_bomb_is_read() -> None:
    feed = attempt(item(f"<author>{'a.' * 500_000}</author><tags>{'a,' * 9_000}</tags>"))

    assert isinstance(feed, ParsedFeed)
    assert [entry.title for entry in feed.entries] == ["a"]


def test_a_few_keywords_stay_categories() -> None:
    feed = attempt(item("<media:keywords>Kreistag, Schule</media:keywords>"))

    assert isinstance(feed, ParsedFeed)
    assert feed.entries[0].categories == ("Kreistag", "Schule")


def test_of_many_problems_with_items_a_few_are_told_and_the_others_counted() -> None:
    feed = attempt(JSON.format(",".join(['{"id":"1","title":5}'] * 500)))

    assert isinstance(feed, ParsedFeed)
    assert "And 480 more problems with single fields." in [str(problem) for problem in feed.problems]
    assert len(feed.problems) < 30
