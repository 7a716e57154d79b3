"""Whole websites of Landkreis Musterland: a listing page, its releases, feeds, a home page, sitemaps."""

# ruff: noqa: E501 - pages as systems write them

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from tests.discover.county import RELEASES, TITLES, Listing, Release, page
from tests.discover.web import HTML, RSS, XML, Site


def release_page(release: Release) -> str:
    """The page of one release, with more around it than it needs."""
    return page(
        f"""<article><h1>{escape(release.title)}</h1><p class="date">{release.long}</p>
<p><strong>{release.teaser}</strong></p>
<p>Die Verwaltung des Kreises hat am Montag in Hohenbach darüber berichtet. Viele Menschen waren dabei.</p>
<p>Weitere Schritte folgen im kommenden Jahr. Der Kreistag hat dem Vorhaben bereits im Sommer zugestimmt.</p></article>""",
        title=f"{release.title} | Landkreis Musterland",
    ).replace("<h1>Pressemitteilungen</h1>", "")


def feed(links: tuple[str, ...], *, title: str = "Pressemitteilungen", titles: tuple[str, ...] = TITLES) -> str:
    items = "".join(
        f"<item><title>{escape(name)}</title><link>{escape('http://HOST' + link)}</link>"
        f"<pubDate>{r.day:%a, %d %b %Y} 09:00:00 +0100</pubDate><description>{r.teaser}</description></item>"
        for r, name, link in zip(RELEASES, titles, links, strict=False)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>http://HOST/</link><description>Landkreis</description>{items}</channel></rss>"
    )


def site_of(listing: Listing) -> Site:
    """The website of a listing page, without a feed."""
    pages: dict[str, tuple[str, str | bytes]] = {listing.path: (HTML, listing.html)}
    for release, link in zip(RELEASES, listing.links, strict=True):
        pages[link] = (HTML, release_page(release))
    if urlsplit(listing.path).path != "/":
        pages["/"] = (HTML, home(f'<p>Willkommen. <a href="{listing.path}">Pressemitteilungen</a></p>'))
    return Site(pages)


def home(body: str, head: str = "") -> str:
    return page(body, head=head, title="Landkreis Musterland").replace(
        "<h1>Pressemitteilungen</h1>", "<h1>Willkommen</h1>"
    )


def sitemap(links: tuple[str, ...], *, lastmod: bool = True) -> str:
    urls = "".join(
        f"<url><loc>http://HOST{escape(link)}</loc>"
        + (f"<lastmod>{r.day.isoformat()}</lastmod>" if lastmod else "")
        + "</url>"
        for r, link in zip(RELEASES, links, strict=False)
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


__all__ = ["HTML", "RSS", "XML", "feed", "home", "release_page", "site_of", "sitemap"]
