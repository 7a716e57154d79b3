"""The sample website behaves like a well-kept one: addresses, feeds, validators, corrections."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape

import aiohttp
import pytest
from aiohttp import ClientSession
from PIL import Image

from relay.emulator.site.emulator import SiteEmulator

START = datetime(2025, 3, 14, 8, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def site(clock: Clock) -> AsyncIterator[SiteEmulator]:
    emulator = SiteEmulator(clock=clock)
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest.fixture
async def web() -> AsyncIterator[ClientSession]:
    async with ClientSession(auto_decompress=True, headers={"Accept-Encoding": "identity"}) as session:
        yield session


async def text(web: ClientSession, url: str) -> str:
    async with web.get(url) as response:
        assert response.status == 200
        return await response.text()


async def rss_items(site: SiteEmulator, web: ClientSession) -> list[ET.Element]:
    return ET.fromstring(await text(web, site.feed_url)).findall("channel/item")


async def atom_entries(site: SiteEmulator, web: ClientSession) -> list[ET.Element]:
    return ET.fromstring(await text(web, site.second_feed_url)).findall(f"{ATOM}entry")


# --- feeds ------------------------------------------------------------------------------------------------------------


async def test_the_feed_lists_the_stock_newest_first(site: SiteEmulator, web: ClientSession) -> None:
    items = await rss_items(site, web)
    assert [item.findtext("title") for item in items] == [release.title for release in site.releases]
    assert len(items) == 6
    assert [release.date for release in site.releases] == sorted((r.date for r in site.releases), reverse=True)
    assert all(release.date < START for release in site.releases)


async def test_a_published_draft_stands_first_in_the_feed_with_the_time_of_the_clock(
    site: SiteEmulator, web: ClientSession, clock: Clock
) -> None:
    clock.pass_(60)
    draft = site.drafts[0]
    release = site.publish(draft)
    first = (await rss_items(site, web))[0]
    assert first.findtext("link") == f"{site.url}/presse/{draft.slug}.html"
    assert first.findtext("pubDate") == "Fri, 14 Mar 2025 08:31:00 +0000"
    assert release.label == "071/2025"
    assert draft.slug not in {left.slug for left in site.drafts}


async def test_a_description_is_cut_so_that_the_page_must_be_read(site: SiteEmulator, web: ClientSession) -> None:
    for item, release in zip(await rss_items(site, web), site.releases, strict=True):
        description = item.findtext("description") or ""
        assert description.endswith("...")
        assert release.lead.startswith(description.removesuffix("..."))
        assert description.removesuffix("...") != release.lead


async def test_both_feeds_show_a_highlight_under_different_ids_and_links(
    site: SiteEmulator, web: ClientSession
) -> None:
    highlight = next(draft for draft in site.drafts if draft.highlight)
    site.publish(highlight)
    item, entry = (await rss_items(site, web))[0], (await atom_entries(site, web))[0]
    link = entry.find(f"{ATOM}link[@rel='alternate']")
    assert link is not None
    page, _, query = link.attrib["href"].partition("?")
    assert page == item.findtext("link")
    assert "utm_source=" in query
    assert entry.findtext(f"{ATOM}id") != item.findtext("guid")
    async with web.get(link.attrib["href"]) as response:
        assert response.status == 200


async def test_the_second_feed_holds_highlights_alone(site: SiteEmulator, web: ClientSession) -> None:
    site.publish(next(draft for draft in site.drafts if not draft.highlight))
    entries = await atom_entries(site, web)
    assert len(entries) == sum(release.highlight for release in site.releases) < len(site.releases)


async def test_a_title_with_markup_reaches_each_feed_as_its_format_wants_it(
    site: SiteEmulator, web: ClientSession
) -> None:
    site.publish(next(draft for draft in site.drafts if draft.title_html))
    title = (await rss_items(site, web))[0].findtext("title") or ""
    assert title.startswith("Kunst <b>&amp;</b> Handwerk")
    in_atom = (await atom_entries(site, web))[0].find(f"{ATOM}title")
    assert in_atom is not None
    assert in_atom.attrib["type"] == "html"
    assert in_atom.text == title
    feed = json.loads(await text(web, site.json_feed_url))
    assert feed["items"][0]["title"].startswith("Kunst & Handwerk")


async def test_the_json_feed_brings_the_whole_text(site: SiteEmulator, web: ClientSession) -> None:
    feed = json.loads(await text(web, site.json_feed_url))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for item, release in zip(feed["items"], site.releases, strict=True):
        plain = unescape(re.sub(r"<span.*?</span>|<[^>]+>", "", item["content_html"])).replace("\xa0", " ")
        assert all(block.text in plain for block in release.blocks)
        assert item["id"] == item["url"] == site.url + release.path


# --- corrections ------------------------------------------------------------------------------------------------------


async def test_a_correction_reaches_page_and_feed_and_keeps_identity(
    site: SiteEmulator, web: ClientSession, clock: Clock
) -> None:
    release = site.publish(site.drafts[0])
    before = (await rss_items(site, web))[0]
    clock.pass_(600)
    changed = site.correct(release.slug, old="23. März", new="24. März")
    after = (await rss_items(site, web))[0]
    assert changed.updated == clock.now
    assert changed.date == release.date
    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("pubDate") == before.findtext("pubDate")
    assert "24. März" in (after.findtext("description") or "")
    page = await text(web, site.url + release.path)
    assert "23. März" not in page
    assert "Letzte Aktualisierung: 14.03.2025, 09:40 Uhr" in page


async def test_a_correction_that_changes_nothing_is_refused(site: SiteEmulator) -> None:
    slug = site.releases[0].slug
    for change in ({"old": "Mondlandung", "new": "x"}, {}, {"old": "Musterland"}, {"title": site.releases[0].title}):
        with pytest.raises(ValueError, match=r"change|together"):
            site.correct(slug, **change)
    with pytest.raises(LookupError, match="no release is called"):
        site.correct("unbekannt", title="x")


async def test_a_withdrawn_release_leaves_the_feeds_and_its_page_is_gone(
    site: SiteEmulator, web: ClientSession
) -> None:
    slug = site.releases[0].slug
    site.withdraw(slug)
    assert all(slug not in (item.findtext("link") or "") for item in await rss_items(site, web))
    async with web.get(f"{site.url}/presse/{slug}.html") as response:
        assert response.status == 410
    with pytest.raises(LookupError):
        site.withdraw(slug)


async def test_nothing_is_published_twice(site: SiteEmulator) -> None:
    with pytest.raises(ValueError, match="already"):
        site.publish(site.releases[0])


# --- pages and pictures -----------------------------------------------------------------------------------------------


async def test_a_page_carries_all_that_a_county_page_carries(site: SiteEmulator, web: ClientSession) -> None:
    release = site.publish(site.drafts[0])
    page = await text(web, site.url + release.path)
    for furniture in (
        'class="skip"',
        'role="alert"',
        'class="cookie-banner"',
        "Pressemitteilung 071/2025",
        '<time datetime="2025-03-14T09:30:00+01:00">14.03.2025</time>',
        f"<h1>{release.title}</h1>",
        '<figcaption>Die Fahrbahn der K 23 wird auf ganzer Breite erneuert. <span class="credit">Foto: Landkreis',
        "<p>Musterland – Die Kreisstraße (K) 23",
        "<h2>Schulbusse fahren früher</h2>",
        "Ansprechpartner für die Presse",
        "Zurück zur Übersicht",
        "Seite teilen",
        "Weitere Pressemitteilungen",
        "Am Kreishaus 1",
    ):
        assert furniture in page
    assert "d.&nbsp;h. um 6.48 Uhr" in page


async def test_a_person_can_click_from_the_start_page_to_every_page(site: SiteEmulator, web: ClientSession) -> None:
    for draft in site.drafts:
        site.publish(draft)
    seen, left = set(), ["/"]
    while left:
        path = left.pop()
        seen.add(path)
        async with web.get(site.url + path) as response:
            assert response.status == 200, path
            if response.content_type == "text/html" and not path.startswith("/bilder/"):
                links = re.findall(r'(?:href|src)=["\'](/[^"\'#]*)["\']', await response.text())
                left += [link for link in set(links) - seen - set(left) if not link.startswith("/bilder/")]
    assert {release.path for release in site.releases} <= seen


async def test_pages_ask_no_other_host_for_anything(site: SiteEmulator, web: ClientSession) -> None:
    for path in ("/", "/presse/", site.releases[1].path):
        page = await text(web, site.url + path)
        assert re.findall(r'(?:src|srcset|rel="stylesheet" href)="(?!/)', page) == []
    assert "url(" not in await text(web, f"{site.url}/site.css")


@pytest.mark.parametrize(
    ("wanted", "mode"), [("jpeg", "RGB"), ("png", "RGBA"), ("webp", "RGB")], ids=["jpeg", "png", "webp"]
)
async def test_pictures_are_what_they_claim_to_be(
    site: SiteEmulator, web: ClientSession, wanted: str, mode: str
) -> None:
    draft = next(draft for draft in site.drafts if draft.picture and draft.picture.format == wanted)
    release = site.publish(draft)
    async with web.get(site.url + release.picture_path) as response:
        assert response.content_type == f"image/{wanted}"
        image = Image.open(io.BytesIO(await response.read()))
    assert (image.format, image.size, image.mode) == (wanted.upper(), (1200, 800), mode)
    if mode == "RGBA":
        assert image.getpixel((5, 5)) == (0, 0, 0, 0)


# --- HTTP -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["identity", "gzip"])
async def test_what_did_not_change_is_not_sent_again(
    site: SiteEmulator, web: ClientSession, clock: Clock, coding: str
) -> None:
    ask = {"Accept-Encoding": coding}
    async with web.get(site.feed_url, headers=ask) as response:
        etag, modified = response.headers["ETag"], response.headers["Last-Modified"]
    assert etag.startswith('"')
    for known in ({"If-None-Match": etag}, {"If-Modified-Since": modified}, {"If-None-Match": f'"x", W/{etag}'}):
        async with web.get(site.feed_url, headers=ask | known) as response:
            assert response.status == 304
            assert response.headers["ETag"] == etag
            assert await response.read() == b""
    clock.pass_(5)
    site.publish(site.drafts[0])
    async with web.get(site.feed_url, headers={"If-None-Match": etag, "If-Modified-Since": modified}) as response:
        assert response.status == 200
        assert response.headers["ETag"] != etag
        assert response.headers["Last-Modified"] == "Fri, 14 Mar 2025 08:30:05 GMT"


async def test_an_unknown_etag_outweighs_a_date(site: SiteEmulator, web: ClientSession) -> None:
    later = {"If-None-Match": '"old"', "If-Modified-Since": "Fri, 01 Jan 2027 00:00:00 GMT"}
    async with web.get(site.feed_url, headers=later) as response:
        assert response.status == 200


async def test_gzip_is_sent_where_it_is_asked_for_and_has_its_own_etag(site: SiteEmulator, web: ClientSession) -> None:
    async with web.get(site.feed_url) as plain:
        expected = await plain.read()
        assert "Content-Encoding" not in plain.headers
    async with web.get(site.feed_url, headers={"Accept-Encoding": "br, gzip;q=0.8"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] != plain.headers["ETag"]
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert await packed.read() == expected
    async with web.get(site.feed_url, headers={"Accept-Encoding": "gzip;q=0"}) as refused:
        assert "Content-Encoding" not in refused.headers


async def test_head_tells_the_same_as_get_without_a_body(site: SiteEmulator, web: ClientSession) -> None:
    for path in ("/presse.rss", "/presse/", site.releases[1].picture_path):
        async with web.get(site.url + path) as whole, web.head(site.url + path) as head:
            assert dict(head.headers) == dict(whole.headers)
            assert await head.read() == b""


async def test_content_types_name_their_charset(site: SiteEmulator, web: ClientSession) -> None:
    expected = {
        site.feed_url: "application/rss+xml; charset=utf-8",
        site.second_feed_url: "application/atom+xml; charset=utf-8",
        site.json_feed_url: "application/feed+json; charset=utf-8",
        site.url + "/presse/": "text/html; charset=utf-8",
    }
    for url, kind in expected.items():
        async with web.get(url) as response:
            assert response.headers["Content-Type"] == kind
            assert response.headers["Date"] == "Fri, 14 Mar 2025 08:30:00 GMT"


async def test_other_methods_and_addresses_are_answered_politely(site: SiteEmulator, web: ClientSession) -> None:
    async with web.post(site.feed_url) as response:
        assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")
    async with web.get(f"{site.url}/presse", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (301, "/presse/")
    for missing in ("/presse/gibt-es-nicht.html", "/bilder/nichts.jpg", "/wp-login.php"):
        async with web.get(site.url + missing) as response:
            assert response.status == 404


async def test_requests_are_recorded_with_their_headers_and_status(site: SiteEmulator, web: ClientSession) -> None:
    async with web.get(f"{site.feed_url}?a=1", headers={"User-Agent": "relay"}):
        pass
    async with web.get(f"{site.url}/nichts"):
        pass
    first, second = site.requests
    assert (first.method, first.path, first.query, first.status) == ("GET", "/presse.rss", "a=1", 200)
    assert first.headers["user-agent"] == "relay"
    assert first.at == START
    assert (second.path, second.status) == ("/nichts", 404)


async def test_the_site_can_be_stopped_and_started_again_at_the_same_address(
    site: SiteEmulator, web: ClientSession
) -> None:
    site.publish(site.drafts[0])
    url, port = site.url, int(site.url.rsplit(":", 1)[1])
    await site.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await web.get(url)
    await site.start(port=port)
    assert site.url == url
    assert len(await rss_items(site, web)) == 7
    with pytest.raises(RuntimeError, match="already"):
        await site.start()


async def test_a_port_that_is_taken_is_an_error_and_leaves_nothing_behind(site: SiteEmulator, clock: Clock) -> None:
    other = SiteEmulator(clock=clock)
    with pytest.raises(OSError, match="in use"):
        await other.start(port=int(site.url.rsplit(":", 1)[1]))
    await other.start()
    await other.stop()
    await other.stop()


def test_a_site_that_was_not_started_has_no_address(clock: Clock) -> None:
    with pytest.raises(RuntimeError, match="not started"):
        _ = SiteEmulator(clock=clock).url
