"""Where feeds are: what a page links, and the usual places of the systems that German administrations use. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag

from relay.discover.words import press_points
from relay.feed.row import attribute, text_of
from relay.feed.text import web_url

LINKED, NAMED, PLACE = "linked", "named", "place"
"""How a place was found: by a link tag of the page, by a link that reads like a feed, by what systems do."""
_FEED_TYPES = re.compile(
    r"application/(?:rss|atom|rdf)\+xml|application/feed\+json|(?:text|application)/xml", re.IGNORECASE
)
_FEED_ADDRESS = re.compile(
    r"(?:^|[/._?=&-])(?:rss\d?|atom|feeds?|rdf|newsfeed|rssfeed|rss-?feeds?|rss2)(?:$|[/._?=&-])|\.(?:rss|atom|rdf)(?:$|\?)|type=9818|"
    r"sp(?::|%3A)out=rss|format=feed|feed=rss",
    re.IGNORECASE,
)
_FEED_TEXT = re.compile(r"\b(?:rss|atom|newsfeed|rss-?feeds?)\b", re.IGNORECASE)
_ROBOTS_SITEMAP = re.compile(r"^[^\S\n]*sitemap[^\S\n]*:[^\S\n]*(\S+)", re.IGNORECASE | re.MULTILINE)
MOST_LINKED = 12
_SIGNS = (
    ("Sitepark", r"sitepark|[\"' ]SP-[A-Z]|/WEB-IES/|infosite|data-sp-"),
    ("TYPO3", r"typo3|/fileadmin/|/typo3temp/|/typo3conf/|tx_news|tx-news"),
    ("iKISS", r"ikiss|/kiss/|index\.php\?[^\"']*(?:NavID|ModID|object=tx)|kmisc/"),
    ("NOLIS", r"nolis|/portal/(?:meldungen|seiten)/"),
    ("Advantic", r"advantic|/index\.phtml\?|\.phtml"),
    ("Plone", r"plone|/@@|portal-column|Products\.CMFPlone|content-core"),
    ("WordPress", r"wp-content|wp-includes|wordpress|wp-json"),
    ("Drupal", r"drupal|/sites/default/files|data-drupal-|views-row"),
    ("Joomla", r"joomla|/media/jui/|option=com_|/components/com_"),
    ("Liferay", r"liferay|/o/[\w-]+-theme|p_p_id=|/web/guest"),
    ("Government Site Builder", r"SharedDocs|SiteGlobals|GSB|govsitebuilder"),
)
_SYSTEMS = tuple((name, re.compile(pattern, re.IGNORECASE if name != "Sitepark" else 0)) for name, pattern in _SIGNS)


@dataclass(frozen=True, slots=True)
class Place:
    """An address at which there may be a feed."""

    url: str
    how: str
    """`LINKED`, `NAMED` or `PLACE`."""
    text: str = ""
    """What the link says of it."""

    @property
    def points(self) -> int:
        """How much speaks for it before it is asked."""
        sure = {LINKED: 4, NAMED: 3, PLACE: 0}[self.how]
        return sure + press_points(self.text, urlsplit(self.url).path.replace("-", " "), urlsplit(self.url).query)


def system_of(html: str) -> str:
    """The content management system that made a page, by the traces it leaves; empty where none is known."""
    counts = {name: len(pattern.findall(html)) for name, pattern in _SYSTEMS}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def feeds_on(soup: BeautifulSoup, base: str) -> list[Place]:
    """The feeds that a page names, the likeliest for press releases first."""
    places: dict[str, Place] = {}
    for place in (*_by_tag(soup, base), *_by_link(soup, base)):
        places.setdefault(place.url, place)
    return sorted(places.values(), key=lambda one: -one.points)[:MOST_LINKED]


def _by_tag(soup: BeautifulSoup, base: str) -> Iterator[Place]:
    for tag in soup.find_all("link", href=True):
        rel = attribute(tag, "rel").casefold().split()
        if "alternate" in rel and _FEED_TYPES.search(attribute(tag, "type")) and not tag.has_attr("hreflang"):
            if url := web_url(attribute(tag, "href"), base):
                yield Place(url, LINKED, attribute(tag, "title"))
        elif "feed" in rel and (url := web_url(attribute(tag, "href"), base)):
            yield Place(url, LINKED, attribute(tag, "title"))


def _by_link(soup: BeautifulSoup, base: str) -> Iterator[Place]:
    for link in soup.find_all("a", href=True):
        if not isinstance(link, Tag):
            continue
        text = " ".join((text_of(link), attribute(link, "title"), attribute(link, "aria-label")))
        url = web_url(attribute(link, "href"), base)
        if not url or not (_FEED_ADDRESS.search(_after_host(url)) or _FEED_TEXT.search(text)):
            continue
        if attribute(link, "type") and not _FEED_TYPES.search(attribute(link, "type")):
            continue
        yield Place(url, NAMED, text.strip())


def well_known(system: str, page: str) -> list[Place]:
    """Where the systems put the feed of a page, and that of the whole site; `page` is the address of the page."""
    parts = urlsplit(page)
    root, slashed = f"{parts.scheme}://{parts.netloc}/", urlunsplit((*parts[:3], "", "")).rstrip("/") + "/"
    usual = (f"{slashed}rss.xml", f"{slashed}feed/", f"{root}rss.xml", f"{root}feed/", f"{root}feed.xml", f"{root}rss")
    # Below "presse.php/" nothing is.
    no_folder = slashed if "." in parts.path.rsplit("/", 1)[-1] else "\n"
    places = dict.fromkeys((*_of_system(system, page), *usual))
    return [Place(url, PLACE) for url in places if not url.startswith(no_folder)]


def _of_system(system: str, page: str) -> tuple[str, ...]:
    parts = urlsplit(page)
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = urljoin(page, ".") if not parts.path.endswith("/") else urlunsplit((*parts[:2], parts.path, "", ""))
    bare = urlunsplit((*parts[:3], "", ""))
    slashed = bare.rstrip("/") + "/"
    named: dict[str, tuple[str, ...]] = {
        "Sitepark": (_asked(page, "sp:out", "rss"), f"{folder}index.rss", f"{folder}rss.php", f"{root}rss.php"),
        "TYPO3": (
            _asked(bare, "type", "9818"),
            f"{slashed}rss.xml",
            f"{slashed}feed.rss",
            f"{slashed}feed.xml",
            f"{root}rss.xml",
            f"{root}?type=9818",
        ),
        "iKISS": (
            f"{root}media/rss/presse.xml",
            f"{root}rss/rss.xml",
            f"{root}media/rss/Pressemitteilungen.xml",
            f"{root}rss.xml",
        ),
        "NOLIS": (
            f"{root}portal/rss.xml",
            f"{root}rss/meldungen.rss",
            f"{root}portal/meldungen/rss.xml",
            f"{root}rss.xml",
        ),
        "Advantic": (f"{root}rss.xml", f"{root}output/rss.php", f"{root}media/rss/news.xml"),
        "Plone": (f"{slashed}RSS", f"{slashed}rss.xml", f"{slashed}atom.xml", f"{slashed}@@search_rss", f"{root}RSS"),
        "WordPress": (f"{slashed}feed/", f"{root}feed/", f"{root}?feed=rss2"),
        "Drupal": (f"{slashed}rss.xml", f"{slashed}feed", f"{root}rss.xml"),
        "Joomla": (_asked(page, "format", "feed", "type", "rss"), f"{root}?format=feed&type=rss"),
        "Liferay": (f"{slashed}-/asset_publisher/rss", f"{slashed}rss"),
        "Government Site Builder": (
            f"{root}SiteGlobals/Functions/RSSFeed/DE/RSSNewsfeed/RSSPressemitteilungen.xml",
            f"{root}SiteGlobals/Functions/RSSFeed/DE/RSSNewsfeed/RSSNewsfeed.xml",
            f"{root}SiteGlobals/Functions/RSSNewsfeed/RSSNewsfeed.xml",
        ),
    }
    return named.get(system, ())


def press_pages(soup: BeautifulSoup, base: str) -> list[Place]:
    """Links that lead to a page with press releases, the likeliest first; on the same host only."""
    host = urlsplit(base).hostname
    found: dict[str, Place] = {}
    for link in soup.find_all("a", href=True):
        text, url = text_of(link), web_url(attribute(link, "href"), base).partition("#")[0]
        if not url or urlsplit(url).hostname != host or len(text) > 60 or url == base.partition("#")[0]:
            continue
        if re.search(r"\.(?:pdf|jpe?g|png|zip|docx?|xml|rss)$", urlsplit(url).path, re.IGNORECASE):
            continue
        place = Place(url, NAMED, text)
        if (
            press_points(text) > 0
            and press_points(text, urlsplit(url).path) > 0
            and not _FEED_ADDRESS.search(_after_host(url))
        ):
            found.setdefault(url, place)
    return sorted(
        found.values(), key=lambda one: (-press_points(one.text, urlsplit(one.url).path), len(one.text), len(one.url))
    )


def sitemaps_in(robots: str, base: str) -> list[str]:
    """The sitemaps that a robots.txt names (https://www.sitemaps.org/protocol.html#submit_robots)."""
    urls = (web_url(found[1], base) for found in _ROBOTS_SITEMAP.finditer(robots[:500_000]))
    return list(dict.fromkeys(url for url in urls if url))


def _asked(page: str, *pairs: str) -> str:
    """The page with more parameters."""
    parts = urlsplit(page)
    more = urlencode(list(zip(pairs[::2], pairs[1::2], strict=True)), safe=":")
    return urlunsplit((*parts[:3], f"{parts.query}&{more}" if parts.query else more, ""))


def _after_host(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
