"""Which of the things found on a website is taken, and how its lines for the configuration read."""

# ruff: noqa: E501 - markup as websites write it

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from relay.discover.places import LINKED, Place, feeds_on, press_pages, sitemaps_in, system_of, well_known
from relay.discover.rank import FoundFeed, FoundSitemap, Offer, choose, press_path, ranked, share_listed
from relay.discover.toml import section
from relay.discover.words import names_press, press_points
from relay.feed.listing import Selectors, page_tree
from relay.model import Entry, Fetched, ParsedFeed

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SITE = "https://www.landkreis-musterland.example"


def feed(*days: int, title: str = "", path: str = "/x") -> ParsedFeed:
    """A feed with an entry so many days old each."""
    made = (Entry(f"{path}/{n}", f"{SITE}{path}/{n}", f"Titel {n}", NOW - timedelta(days=n)) for n in days)
    return ParsedFeed(tuple(made), title=title)


def found(url: str, one: ParsedFeed, listed: float = 0.0) -> FoundFeed:
    return FoundFeed(Place(SITE + url, LINKED), one, listed)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Pressemitteilungen", "Aktuelles"),
        ("Aktuelle Meldungen", "Veranstaltungen"),
        ("Medieninformationen", "Stellenangebote"),
        ("Presse", "Kommentare zu: Presse"),
        ("Presse", "Bekanntmachungen"),
        ("News", "Newsletter"),
    ],
)
def test_words_tell_press_releases_from_the_rest(better: str, worse: str) -> None:
    assert press_points(better) > press_points(worse)


def test_the_president_is_no_press() -> None:
    assert not names_press("Kreispräsident")
    assert names_press("/presse/")
    assert names_press("Presse-Mitteilungen")


def test_the_better_feed_comes_first_and_the_same_one_once() -> None:
    events, press = found("/termine.rss", feed(1, 2, 3)), found("/presse.rss", feed(1, 2, 3, path="/p"))
    again = found("/presse/lang/feed.rss", feed(1, 2, 3, path="/p"))
    assert ranked([events, again, press], NOW) == [press, events]


def test_a_feed_without_entries_or_without_news_counts_less() -> None:
    fresh, old, empty = (found("/presse.rss", feed(*days)) for days in ((1, 2, 3), (500, 501, 502), ()))
    assert fresh.points(NOW) > old.points(NOW) > empty.points(NOW)
    assert empty.newest is None


def test_where_only_a_poor_feed_is_found_it_is_offered_with_doubts() -> None:
    offer = choose([found("/feed", feed(1, 2))], [], [], NOW)
    assert offer is not None
    assert (offer.kind, offer.sure) == ("feed", False)
    old = choose([found("/alt", feed(900))], [], [], NOW)
    assert old is not None
    assert not old.sure
    assert choose([found("/leer", feed())], [], [], NOW) is None


def test_a_news_sitemap_needs_no_path() -> None:
    news = FoundSitemap(f"{SITE}/news.xml", "", ParsedFeed(feed(1).entries, version="sitemap-news"))
    offer = choose([], [], [news], NOW)
    assert offer is not None
    text = [str(line) for line in section(offer, "presse", ("main",))]
    assert 'path = "/presse/" would take only the pages below that path' in text


def test_the_folder_of_the_releases_is_known_by_its_name() -> None:
    paths = (*(f"/kreis/{n}" for n in range(20)), *(f"/aktuelles/presse/2026/{n}" for n in range(4)), "/presse")
    entries = tuple(Entry(path, SITE + path, "") for path in paths)
    assert press_path(ParsedFeed(entries)) == "/aktuelles/presse/"
    assert press_path(ParsedFeed(entries[:20])) == ""


def test_nothing_is_listed_where_there_is_no_list() -> None:
    assert share_listed(feed(1), None) == 0.0


def test_the_lines_are_toml_whatever_is_in_them() -> None:
    selectors = Selectors('a[title="x\\y"]', link="a", title="h3")
    offer = Offer("listing", "http://a.example/?q=ä", (Entry("1", "http://a.example/1", "T"),), selectors, sure=False)
    lines = section(offer, "presse", ("main", "zwei"))
    text = "\n".join(line if isinstance(line, str) else f"# {line}" for line in lines)
    (source,) = tomllib.loads(text)["source"]
    assert (source["item"], source["link"], source["title"]) == ('a[title="x\\y"]', "a", "h3")
    assert source["channels"] == ["main", "zwei"]
    assert "not encrypted" in text


def test_feeds_are_found_by_tags_and_by_links_and_other_languages_are_not() -> None:
    html = """<head><link rel="alternate" type="application/rss+xml" title="Presse" href="/a">
    <link rel="alternate" type="application/rss+xml" hreflang="en" href="/en"><link rel="feed" href="/b">
    <link rel="alternate" type="text/html" href="/print"><link rel="stylesheet" href="/rss.css"></head>
    <a href="/feed.pdf" type="application/pdf">x</a><a href="/c.rss">Abonnieren</a><a href="/d">RSS-Feed</a>
    <a href="/feedback">Feedback</a><a href="/e?format=feed&type=rss">x</a><a href="mailto:rss@a.example">RSS</a>"""
    places = feeds_on(page_tree(Fetched(SITE, html.encode())), f"{SITE}/")
    assert {one.url.removeprefix(SITE) for one in places} == {"/a", "/b", "/c.rss", "/d", "/e?format=feed&type=rss"}
    assert places[0].text == "Presse"


def test_the_press_page_is_known_by_its_link() -> None:
    html = """<a href="/termine">Termine</a><a href="/presse.pdf">Presse</a><a href="https://b.example/presse">Presse</a>
    <a href="/aktuelles">Aktuelles</a><a href="/p/">Pressemitteilungen</a><a href="/p/#top">Presse</a><a href="/">Presse</a>"""
    pages = press_pages(page_tree(Fetched(SITE, html.encode())), f"{SITE}/")
    assert [one.url.removeprefix(SITE) for one in pages] == ["/p/", "/aktuelles"]


@pytest.mark.parametrize(
    ("html", "system"),
    [
        ('<div class="SP-Grid">', "Sitepark"),
        ('<script src="/typo3temp/a.js">', "TYPO3"),
        ('<link href="/wp-content/x.css">', "WordPress"),
        ('<img src="/sites/default/files/x.png">', "Drupal"),
        ('<a href="/index.phtml?mNavID=1">', "Advantic"),
        ('<a href="/SharedDocs/x.html">', "Government Site Builder"),
        ("<p>", ""),
    ],
)
def test_a_system_is_known_by_its_traces(html: str, system: str) -> None:
    assert system_of(html) == system


def test_below_the_address_of_a_file_no_feed_is_looked_for() -> None:
    urls = [one.url for one in well_known("Sitepark", f"{SITE}/a/presse.php?x=1")]
    assert f"{SITE}/a/presse.php?x=1&sp:out=rss" in urls
    assert f"{SITE}/a/index.rss" in urls
    assert not any("presse.php/" in url for url in urls)
    assert f"{SITE}/presse/feed/" in [one.url for one in well_known("", f"{SITE}/presse")]


def test_the_sitemaps_of_robots_txt() -> None:
    robots = "User-agent: *\nDisallow:\nsitemap : /a.xml # x\nSITEMAP: https://b.example/b.xml\nSitemap:\n"
    assert sitemaps_in(robots, f"{SITE}/") == [f"{SITE}/a.xml", "https://b.example/b.xml"]
