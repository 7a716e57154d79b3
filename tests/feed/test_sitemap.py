"""Sitemaps, read like a feed."""

# ruff: noqa: E501 - markup as websites write it

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from relay.errors import ParseError
from relay.feed import sitemap
from relay.feed.mend import losses
from relay.feed.sitemap import Child, SitemapIndex, below, chosen, is_sitemap, merged, read_sitemap
from relay.model import Fetched, ParsedFeed

SITE = "https://www.landkreis-musterland.example"
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*urls: str, namespaces: str = "") -> bytes:
    inside = "".join(f"<url>{one}</url>" for one in urls)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {namespaces}>{inside}</urlset>'.encode()


def loc(path: str, lastmod: str = "") -> str:
    return f"<loc>{SITE}{escape(path)}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")


def read(body: bytes) -> ParsedFeed:
    found = read_sitemap(Fetched(f"{SITE}/sitemap.xml", body))
    assert isinstance(found, ParsedFeed)
    return found


def paths(feed: ParsedFeed) -> list[str]:
    return [entry.url.removeprefix(SITE) for entry in feed.entries]


def test_lastmod_is_when_the_page_was_changed_and_not_when_it_was_published() -> None:
    (entry,) = read(urlset(loc("/presse/1", "2026-11-23T10:00:00+01:00"))).entries
    assert (entry.updated, entry.published, entry.title) == (datetime(2026, 11, 23, 9, tzinfo=UTC), None, "")


def test_a_news_sitemap_knows_title_and_publication() -> None:
    news = f"{loc('/presse/1')}<news:news><news:publication_date>2026-11-23</news:publication_date><news:title>Brücke &amp; Weg</news:title></news:news>"
    feed = read(urlset(news, namespaces=NEWS))
    (entry,) = feed.entries
    assert (entry.title, entry.published, feed.version) == (
        "Brücke & Weg",
        datetime(2026, 11, 23, tzinfo=UTC),
        "sitemap-news",
    )


def test_the_newest_comes_first_where_the_sitemap_says_when() -> None:
    feed = read(urlset(loc("/1", "2026-01-01"), loc("/3", "2026-03-01"), loc("/2", "2026-02-01")))
    assert paths(feed) == ["/3", "/2", "/1"]
    assert paths(read(urlset(loc("/b"), loc("/a")))) == ["/b", "/a"]


def test_a_lastmod_that_all_pages_share_says_nothing() -> None:
    feed = read(urlset(*(loc(f"/{n}", f"2026-11-23T10:00:0{n}Z") for n in range(6))))
    assert {entry.updated for entry in feed.entries} == {None}
    assert "which therefore says nothing" in str(feed.problems[0])


def test_only_pages_below_the_path_count_and_not_its_own() -> None:
    feed = read(
        urlset(*(loc(path) for path in ("/presse/", "/presse/index.php", "/presse/1", "/termine/2", "/Presse/3")))
    )
    assert paths(below(feed, "/presse/")) == ["/presse/1", "/Presse/3"]
    assert below(feed, "") is feed


def test_a_star_in_the_path_stands_for_anything() -> None:
    feed = read(
        urlset(loc("/kreis/2026/meldung-1.php"), loc("/kreis/2026/termin-1.php"), loc("/x/kreis/2026/meldung-2"))
    )
    assert paths(below(feed, "/kreis/*/meldung-")) == ["/kreis/2026/meldung-1.php"]


def test_a_sitemap_with_nothing_below_the_path_is_an_error() -> None:
    with pytest.raises(ParseError, match="lists 1 addresses, but none below /presse/"):
        below(read(urlset(loc("/termine/1"))), "/presse/")


def test_it_may_be_packed_in_several_pieces() -> None:
    body = urlset(loc("/presse/1"))
    assert paths(read(gzip.compress(body))) == ["/presse/1"]
    assert paths(read(gzip.compress(body[:40]) + gzip.compress(body[40:]))) == ["/presse/1"]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LARGEST", 10_000)
    with pytest.raises(ParseError, match="larger than the 10000 bytes"):
        read(gzip.compress(b" " * 1_000_000))


@pytest.mark.parametrize(
    "body", [gzip.compress(urlset(loc("/1")))[:30], b"\x1f\x8bxxxxxxxxxxxx"], ids=["cut off", "no gzip"]
)
def test_a_damaged_file_is_named(body: bytes) -> None:
    with pytest.raises(ParseError, match="cannot be unpacked"):
        read(body)


def test_entities_are_not_resolved() -> None:
    bomb = (
        b'<!DOCTYPE u [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        + urlset("<loc>https://a.example/&b;</loc>")[21:]
    )
    assert [entry.url for entry in read(bomb).entries] == ["https://a.example/"]


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"<html><p>x</p></html>", "<html>"), (b"", "no sitemap"), (b"Not found", "no sitemap"), (b"<", "no sitemap")],
)
def test_what_is_no_sitemap_is_named(body: bytes, why: str) -> None:
    with pytest.raises(ParseError, match=why):
        read(body)


def test_a_list_of_addresses_is_a_sitemap_too() -> None:
    assert paths(read(f"{SITE}/1\n{SITE}/2\n".encode())) == ["/1", "/2"]


def test_broken_xml_is_used_as_far_as_it_goes() -> None:
    assert paths(read(urlset(loc("/1"), loc("/2"))[:-9])) == ["/1", "/2"]


@pytest.mark.parametrize("missing", [3, 9, 11, 20, 30])
def test_a_sitemap_that_breaks_off_is_told_and_brings_no_half_address(missing: int) -> None:
    feed = read(urlset(loc("/presse/eins"), loc("/presse/zweitens"))[:-missing])

    assert set(paths(feed)) <= {"/presse/eins", "/presse/zweitens"}
    assert paths(feed)[0] == "/presse/eins"
    assert losses(feed.problems)
    assert losses(read(urlset(loc("/presse/eins"))).problems) is None


@pytest.mark.parametrize("body", [urlset(), urlset().replace(b"></urlset>", b"/>"), b"<urlset>", urlset()[:-4]])
def test_a_sitemap_without_addresses_is_an_error(body: bytes) -> None:
    with pytest.raises(ParseError):
        read(body)


def test_of_the_news_of_two_days_there_may_be_none() -> None:
    assert read(urlset(namespaces=NEWS)).entries == ()


def test_an_index_names_its_sitemaps() -> None:
    body = f"<sitemapindex xmlns='x'><sitemap><loc>/a.xml</loc><lastmod>2026-11-23</lastmod></sitemap><sitemap><loc>{SITE}/b.xml</loc></sitemap></sitemapindex>"
    found = read_sitemap(Fetched(f"{SITE}/sitemap.xml", body.encode()))
    assert found == SitemapIndex(
        (Child(f"{SITE}/a.xml", datetime(2026, 11, 23, tzinfo=UTC)), Child(f"{SITE}/b.xml", None))
    )


def test_of_an_index_the_sitemaps_of_news_are_read_and_few() -> None:
    names = ("page", "category", "news", "image", "post-1", "post-2", "a", "b", "c")
    index = SitemapIndex(tuple(Child(f"{SITE}/{name}.xml", None) for name in names))
    assert [one.url.removeprefix(SITE) for one in chosen(index)][:3] == ["/post-2.xml", "/post-1.xml", "/news.xml"]
    assert len(chosen(index)) == sitemap.CHILDREN
    assert (
        chosen(SitemapIndex((*index.children, Child(f"{SITE}/kreis.xml", None))), "/kreis/")[0].url
        == f"{SITE}/kreis.xml"
    )


def test_several_sitemaps_are_one_without_what_stands_twice() -> None:
    one, two = read(urlset(loc("/1", "2026-01-01"))), read(urlset(loc("/2", "2026-02-01"), loc("/1", "2026-01-01")))
    assert paths(merged([one, two], SITE)) == ["/2", "/1"]


def test_sitemaps_are_told_from_other_xml() -> None:
    assert is_sitemap(urlset(loc("/1")))
    assert is_sitemap(gzip.compress(b"x"))
    assert not is_sitemap(b"<?xml version='1.0'?><rss><urlset/></rss>")
