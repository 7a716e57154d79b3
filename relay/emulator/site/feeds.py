"""The three feeds of the sample website, each as its format wants it and as county websites fill it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from relay.emulator.site.pages import body_html, headline_html
from relay.emulator.site.release import Release

TEASER_LENGTH = 180
"""Characters after which the RSS feed cuts the text."""
FEED_LENGTH = 25
"""Releases that a feed lists."""
TRACKING = "utm_source=atom&utm_medium=feed&utm_campaign=aktuelles"

_MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def teaser(release: Release) -> str:
    """The beginning of the text, cut at a word and marked with three dots, as content management systems do it."""
    lead = release.lead
    if len(lead) <= TEASER_LENGTH:
        return lead
    return lead[: TEASER_LENGTH + 1].rsplit(" ", 1)[0].rstrip(",.;:–") + "..."


def rss(url: str, releases: Sequence[Release], changed: datetime) -> str:
    """RSS 2.0 (https://www.rssboard.org/rss-specification): number as guid, cut description, no picture."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Landkreis Musterland: Pressemitteilungen</title>
<link>{escape(url)}/presse/</link>
<description>Die Pressemitteilungen des Landkreises Musterland</description>
<language>de-de</language>
<lastBuildDate>{format_datetime(changed)}</lastBuildDate>
<atom:link href="{escape(url)}/presse.rss" rel="self" type="application/rss+xml"/>
{"".join(_rss_item(url, release) for release in releases[:FEED_LENGTH])}</channel>
</rss>
"""


def _rss_item(url: str, release: Release) -> str:
    # A title with markup goes in as the editor typed it: the reader has to resolve it twice.
    title = escape(headline_html(release)) if release.title_html else escape(release.title)
    categories = "".join(f"<category>{escape(name)}</category>\n" for name in release.categories)
    return f"""<item>
<title>{title}</title>
<link>{escape(url + release.path)}</link>
<description>{escape(teaser(release))}</description>
{categories}<pubDate>{format_datetime(release.date)}</pubDate>
<guid isPermaLink="false">musterland-presse-{release.date.year}-{release.number:03d}</guid>
</item>
"""


def atom(url: str, releases: Sequence[Release], changed: datetime) -> str:
    """Atom (RFC 4287) of the highlights: other ids than the RSS feed, and links that carry tracking parameters."""
    highlights = [release for release in releases if release.highlight]
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title>Landkreis Musterland: Aktuelles</title>
<id>tag:landkreis-musterland.example,2025:aktuelles</id>
<updated>{_rfc3339(changed)}</updated>
<author><name>Landkreis Musterland</name></author>
<link rel="alternate" type="text/html" href="{escape(url)}/"/>
<link rel="self" type="application/atom+xml" href="{escape(url)}/aktuelles.atom"/>
{"".join(_atom_entry(url, release) for release in highlights[:FEED_LENGTH])}</feed>
"""


def _atom_entry(url: str, release: Release) -> str:
    picture = ""
    if release.picture:
        address = escape(url + release.picture_path)
        picture = f'<link rel="enclosure" type="{_MEDIA_TYPES[release.picture.format]}" href="{address}"/>\n'
    categories = "".join(f'<category term="{escape(name)}"/>\n' for name in release.categories)
    return f"""<entry>
<title type="html">{escape(headline_html(release))}</title>
<id>tag:landkreis-musterland.example,2025:aktuelles/{4000 + release.number}</id>
<link rel="alternate" type="text/html" href="{escape(f"{url}{release.path}?{TRACKING}")}"/>
{picture}{categories}<published>{_rfc3339(release.date)}</published>
<updated>{_rfc3339(release.changed)}</updated>
<summary>{escape(release.lead)}</summary>
</entry>
"""


def json_feed(url: str, releases: Sequence[Release]) -> str:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) with the whole text."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Landkreis Musterland",
        "home_page_url": f"{url}/",
        "feed_url": f"{url}/feed.json",
        "language": "de-DE",
        "authors": [{"name": "Pressestelle des Landkreises Musterland"}],
        "items": [_json_item(url, release) for release in releases[:FEED_LENGTH]],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(url: str, release: Release) -> dict[str, object]:
    item: dict[str, object] = {
        "id": url + release.path,
        "url": url + release.path,
        "title": release.title,
        "content_html": body_html(release),
        "summary": release.lead,
        "date_published": _rfc3339(release.date),
        "tags": list(release.categories),
    }
    if release.updated:
        item["date_modified"] = _rfc3339(release.updated)
    if release.picture:
        item["image"] = url + release.picture_path
    return item


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
