"""`relay discover` as it is typed, over real HTTP, on whole websites."""

# ruff: noqa: E501 - markup as websites write it

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from relay.article.extract import article_from_page
from relay.cli import app
from relay.commands import common
from relay.discover import search
from relay.discover.asking import REQUESTS
from relay.model import Article
from relay.sources import http
from relay.sources.turns import Turns
from tests.discover.county import LISTINGS, RELEASES, Listing
from tests.discover.sites import HTML, RSS, XML, feed, home, release_page, site_of, sitemap
from tests.discover.web import Site, serving

BY_NAME = {one.name: one for one in LISTINGS}
SITEPARK, TYPO3, DRUPAL = BY_NAME["Sitepark"], BY_NAME["TYPO3"], BY_NAME["Drupal"]
CONFIG = """\
language = "{language}"

[fetch]
host_gap = "0s"
allow_networks = ["127.0.0.0/8"]
contact = "presse@landkreis-musterland.example"
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, and a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("RELAY_CONFIG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    common.speak("en")


def discover(url: str, *options: str, language: str = "en", config: bool = True) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    if config:
        assert not Path("relay").exists(), "not in a folder of its own"
        Path("config.toml").write_text(CONFIG.format(language=language), encoding="utf-8")
    result = CliRunner().invoke(app, ["discover", url, *options])
    return result.exit_code, result.stdout, result.stderr


def found(url: str) -> dict[str, Any]:
    code, out, _ = discover(url, "--json")
    shown: dict[str, Any] = json.loads(out)
    assert code == (0 if shown["offer"] else 1)
    return shown


def with_feeds(listing: Listing) -> Site:
    """A website with a feed of its releases in the footer, and one of events in its head."""
    site = site_of(listing)
    site.pages["/rss/presse.xml"] = (RSS, feed(listing.links))
    site.pages["/rss/termine.xml"] = (
        RSS,
        feed(("/v/1", "/v/2"), title="Veranstaltungen", titles=("Konzert", "Kirmes")),
    )
    tag = '<link rel="alternate" type="application/rss+xml" title="Termine" href="/rss/termine.xml"></head>'
    html = listing.html.replace("</head>", tag).replace("<footer>", '<footer><a href="/rss/presse.xml">RSS-Feed</a>')
    site.pages[listing.path] = (HTML, html)
    return site


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_of_several_feeds_the_one_with_the_releases_of_the_page_is_taken() -> None:
    with serving(with_feeds(TYPO3)) as site:
        shown = found(site.url + TYPO3.path)
    assert shown["offer"]["kind"] == "feed"
    assert shown["offer"]["url"] == f"{site.url}/rss/presse.xml"
    assert shown["offer"]["audit"] == site.url + TYPO3.path
    assert [one["url"] for one in shown["feeds"]] == [f"{site.url}/rss/presse.xml", f"{site.url}/rss/termine.xml"]
    assert shown["feeds"][0]["points"] > shown["feeds"][1]["points"]
    assert tomllib.loads(shown["toml"])["source"][0]["url"] == shown["offer"]["url"]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("Sitepark", "{path}?sp%3Aout=rss"),
        ("TYPO3", "{path}?type=9818"),
        ("Plone", "{path}/RSS"),
        ("WordPress", "{path}feed/"),
        ("Drupal", "/rss.xml"),
        ("Joomla", "{path}?format=feed&type=rss"),
        ("iKISS", "/media/rss/Pressemitteilungen.xml"),
        ("NOLIS", "/rss/meldungen.rss"),
        ("GSB", "/SiteGlobals/Functions/RSSFeed/DE/RSSNewsfeed/RSSPressemitteilungen.xml"),
    ],
)
def test_a_feed_that_no_page_names_is_found_where_its_system_has_it(name: str, where: str) -> None:
    listing = BY_NAME[name]
    site = site_of(listing)
    where = where.format(path=listing.path)
    traces = {"Plone": "portal-column", "Joomla": "/media/jui/", "GSB": "SharedDocs", "Drupal": "data-drupal-x"}
    site.pages[listing.path] = (HTML, listing.html.replace("</head>", f"<!-- {traces.get(name, name)} --></head>"))
    for path in (where, where.replace("%3A", ":")):
        site.pages[path] = (RSS, feed(listing.links))
    with serving(site):
        shown = found(site.url + listing.path)
        assert shown["offer"]["kind"] == "feed"
        assert shown["offer"]["url"].replace("%3A", ":") == site.url + where.replace("%3A", ":")


def test_a_page_that_lists_the_feeds_is_looked_at() -> None:
    site = site_of(DRUPAL)
    html = DRUPAL.html.replace("<footer>", '<footer><a href="/service/rss-feeds">RSS-Feeds</a>')
    site.pages[DRUPAL.path] = (HTML, html)
    site.pages["/service/rss-feeds"] = (HTML, home('<a href="/x/pm.xml?feed=rss">RSS Pressemitteilungen</a>'))
    site.pages["/x/pm.xml?feed=rss"] = (RSS, feed(DRUPAL.links))
    with serving(site):
        assert found(site.url + DRUPAL.path)["offer"]["url"] == f"{site.url}/x/pm.xml?feed=rss"


def test_a_feed_that_is_not_that_of_the_press_is_not_taken_for_it() -> None:
    site = with_feeds(SITEPARK)
    del site.pages["/rss/presse.xml"]
    with serving(site):
        shown = found(site.url + SITEPARK.path)
    assert (shown["offer"]["kind"], shown["offer"]["item"]) == ("listing", "article.SP-Teaser")
    assert f"{site.url}/rss/presse.xml does not exist" in shown["hindrances"][0]


def test_the_address_of_a_feed_is_taken_as_it_is_without_any_configuration() -> None:
    text = f"<p>{'Der Landkreis Musterland baut einen Radweg nach Hohenbach und eröffnet ihn bald. ' * 6}</p>" * 3
    rss = f'<rss version="2.0"><channel><title>Presse</title><item><title>Radweg</title><description><![CDATA[{text}]]></description></item></channel></rss>'
    with serving(Site({"/feed": (RSS, rss)})) as site:
        code, out, err = discover(
            f"{site.url}/feed", "--allow-network", "127.0.0.0/8", "--contact", "a@b.example", config=False
        )
    assert (code, err) == (0, "")
    assert f'url = "{site.url}/feed"' in out
    assert "Der Landkreis Musterland baut einen Radweg" in out
    assert "mailto:a@b.example" in next(iter(site.agents))


# --- list pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["/", SITEPARK.path])
def test_from_the_home_page_the_press_page_is_found_and_shown_as_it_would_be_posted(start: str) -> None:
    with serving(site_of(SITEPARK)) as site:
        shown = found(site.url + start)
    offer = shown["offer"]
    assert (offer["kind"], offer["url"], offer["sure"]) == ("listing", site.url + SITEPARK.path, True)
    assert [one["title"] for one in offer["entries"]] == [one.title for one in RELEASES]
    assert [one["title"] for one in shown["samples"]] == [one.title for one in RELEASES[:5]]
    assert all(one["teaser"].startswith("Der Landkreis Musterland hat dazu") for one in shown["samples"])
    assert shown["requests"] == len(site.asked) <= REQUESTS
    assert len(set(site.asked)) == len(site.asked)
    source = tomllib.loads(shown["toml"])["source"][0]
    assert (source["id"], source["kind"], source["item"], source["date"]) == (
        "presse",
        "listing",
        "article.SP-Teaser",
        ".SP-Date",
    )


def test_a_person_reads_what_was_found_in_german() -> None:
    with serving(site_of(SITEPARK)) as site:
        code, out, err = discover(site.url + SITEPARK.path, language="de")
    assert (code, err) == (0, "Konfiguration: config.toml\n")
    assert "erstellt mit Sitepark; Anfragen:" in out
    assert "Einträge: 6, mit Datum: 6, jeder davon „article.SP-Teaser“" in out
    assert "So sähen die neuesten Pressemitteilungen aus" in out
    assert "Kreis eröffnet den neuen Radweg nach Hohenbach (23.11.2026)" in out
    assert '[[source]]\nid = "presse"\nkind = "listing"\n' in out
    assert tomllib.loads(out[out.index("[[source]]") :])["source"][0]["item"] == "article.SP-Teaser"


def test_an_unsure_offer_says_so_in_a_comment() -> None:
    listing = BY_NAME["no dates"]
    with serving(site_of(listing)) as site:
        code, out, _ = discover(site.url + listing.path)
    assert code == 0
    assert "# look at the releases above: relay is not sure" in out
    assert "# no dates were found" in out


def test_a_page_whose_releases_cannot_be_read_says_why() -> None:
    site = site_of(DRUPAL)
    for link in DRUPAL.links:
        del site.pages[link]
    with serving(site):
        code, out, _ = discover(site.url + DRUPAL.path)
    assert code == 0
    assert out.count("does not exist (404)") == 5


# --- sitemaps ---------------------------------------------------------------------------------------------------------


def only_a_sitemap(index: bool) -> Site:
    links = tuple(f"/presse/{one.slug}" for one in RELEASES)
    pages: dict[str, tuple[str, str | bytes]] = {"/": (HTML, "<html><body><p>Willkommen</p></body></html>")}
    pages |= {link: (HTML, release_page(one)) for one, link in zip(RELEASES, links, strict=True)}
    pages["/robots.txt"] = ("text/plain", "User-agent: *\nDisallow: /x\nSitemap: http://HOST/karte.xml\n")
    pages["/teil.xml" if index else "/karte.xml"] = (XML, sitemap((*links, "/kontakt")))
    if index:
        child = "<sitemap><loc>http://HOST/teil.xml</loc></sitemap>"
        pages["/karte.xml"] = (XML, f"<sitemapindex>{child}</sitemapindex>")
    return Site(pages)


@pytest.mark.parametrize("index", [False, True])
def test_where_there_is_nothing_else_the_sitemap_of_robots_txt_is_taken(index: bool) -> None:
    with serving(only_a_sitemap(index)) as site:
        shown = found(f"{site.url}/")
        code, out, _ = discover(f"{site.url}/")
    assert shown["offer"]["kind"] == "sitemap"
    assert shown["offer"]["url"] == f"{site.url}/{'teil' if index else 'karte'}.xml"
    assert shown["offer"]["path"] == "/presse/"
    assert shown["samples"][0]["title"] == RELEASES[0].title
    assert (code, 'path = "/presse/"' in out) == (0, True)


def test_the_address_of_a_sitemap_is_taken_as_it_is() -> None:
    with serving(only_a_sitemap(index=False)) as site:
        assert found(f"{site.url}/karte.xml")["offer"]["path"] == "/presse/"


# --- nothing ----------------------------------------------------------------------------------------------------------


def test_where_nothing_is_found_it_is_said_what_to_do() -> None:
    site = Site({"/": (HTML, home("<p>Willkommen</p>")), "/robots.txt": ("text/plain", "Sitemap: http://HOST/weg.xml")})
    with serving(site):
        code, out, err = discover(f"{site.url}/")
        assert (code, out) == (1, "")
        assert "Nothing was found on" in err
        assert "relay discover ADDRESS" in err.replace("\n", " ")
        assert "weg.xml does not exist" in err.replace("\n", " ")
        assert found(f"{site.url}/")["offer"] is None
    assert site.asked.count("/") == 2


def test_an_address_that_gives_nothing_is_an_error_without_a_traceback() -> None:
    with serving(Site()) as site:
        code, _, err = discover(f"{site.url}/presse")
    assert (code, err.count("\n")) == (1, err.count("\n"))
    assert "does not exist (404)" in err
    assert "Traceback" not in err


def test_an_address_without_its_beginning_is_tried_encrypted_first() -> None:
    with serving(site_of(DRUPAL)) as site:
        code, out, _ = discover(f"{site.host}{DRUPAL.path}")
    assert code == 0
    assert f'url = "{site.url}{DRUPAL.path}"' in out


def test_private_addresses_are_refused_unless_allowed() -> None:
    with serving(site_of(DRUPAL)) as site:
        code, _, err = discover(site.url, config=False)
    assert (code, site.asked) == (1, [])
    assert "which is not public" in err
    assert "To ask there this once: --allow-network" in err


# --- robots.txt -------------------------------------------------------------------------------------------------------


def test_pages_that_robots_txt_closes_are_not_looked_at_and_told_of() -> None:
    site = site_of(SITEPARK)
    site.pages["/robots.txt"] = ("text/plain", f"User-agent: *\nDisallow: {SITEPARK.path}\n")
    with serving(site):
        code, _, err = discover(f"{site.url}/")
        shown = found(f"{site.url}/")
    assert SITEPARK.path not in site.asked
    assert site.asked.count("/robots.txt") == 2
    told = f"{site.url}{SITEPARK.path} was not looked at: the robots.txt of {site.url} keeps relay from its page"
    assert told in err.replace("\n", " ")
    assert told in shown["hindrances"]
    assert len([one for one in shown["hindrances"] if SITEPARK.path in one and "not looked at" in one]) <= 2
    assert code in {0, 1}


def test_the_address_that_a_person_names_is_looked_at_whatever_robots_txt_says() -> None:
    site = site_of(SITEPARK)
    site.pages["/robots.txt"] = ("text/plain", "User-agent: *\nDisallow: /\n")
    with serving(site):
        shown = found(site.url + SITEPARK.path)
    assert shown["offer"]["kind"] == "listing"
    assert set(site.asked) == {SITEPARK.path, "/robots.txt"}
    assert all("was not looked at" in one["problem"] for one in shown["samples"])
    assert shown["requests"] == 2


def test_a_page_that_brings_a_bug_to_light_costs_its_sample_alone_and_the_bug_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = RELEASES[1].title

    def read(*given: Any, **more: Any) -> Article:
        if more["entry"].title == bad:
            raise ValueError("a bug")
        return article_from_page(*given, **more)

    monkeypatch.setattr(search, "article_from_page", read)
    with serving(site_of(SITEPARK)) as site:
        shown = found(site.url + SITEPARK.path)

    assert shown["offer"]["kind"] == "listing"
    assert len(shown["samples"]) == search.SAMPLES
    (failed,) = [one for one in shown["samples"] if one["problem"]]
    assert (failed["title"], failed["teaser"]) == (bad, "")
    assert "relay itself failed (ValueError)" in failed["problem"]
    (record,) = [one for one in caplog.records if one.exc_info]
    assert "relay itself failed" in record.getMessage()


# --- the configuration ------------------------------------------------------------------------------------------------


def test_a_broken_configuration_is_told_of_and_gone_on_without(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without one relay leaves a second between two requests, for which there is no time here.
    monkeypatch.setattr(http, "Turns", lambda _gap, monotonic, sleep: Turns(0.0, monotonic, sleep))
    (place / "config.toml").write_text('language = "de"\n[fetch]\nintervall = "5m"\n', encoding="utf-8")
    with serving(site_of(SITEPARK)) as site:
        code, out, err = discover(site.url + SITEPARK.path, "--allow-network", "127.0.0.0/8", config=False)
        assert "Dies braucht keine Konfiguration" in err
        assert "config.toml, Zeile 3: [fetch] intervall" in err
        assert (code, "Für config.toml" in out) == (0, True)
        named = discover(site.url + SITEPARK.path, "--config", "config.toml", config=False)
    assert (named[0], named[1]) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ftp://www.example.de",), "is not a web address"),
        (("https://[",), "is not a web address"),
        (("https://a.example", "--allow-network", "hier"), "is not a network"),
        (("https://a.example", "--contact", "a\nb"), "must be one line of text"),
        (("https://a.example", "--config", "nirgends.toml"), "cannot be read"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app, ["discover", *arguments])
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_a_name_that_is_taken_in_the_configuration_is_not_proposed_again(place: Path) -> None:
    more = '[[source]]\nid = "presse"\nurl = "https://a.example/rss"\nchannels = ["kanal"]\n[[channel]]\nid = "kanal"\nkind = "telegram"\nchat = -1\n'
    (place / "config.toml").write_text(CONFIG.format(language="en") + more, encoding="utf-8")
    with serving(site_of(DRUPAL)) as site:
        _, out, _ = discover(site.url + DRUPAL.path, config=False)
    assert 'id = "presse-2"' in out
    assert 'channels = ["kanal"]' in out


def test_the_way_may_lead_over_two_pages() -> None:
    site = site_of(SITEPARK)
    site.pages["/"] = (HTML, home('<a href="/aktuelles/">Aktuelles</a>'))
    site.pages["/aktuelles/"] = (HTML, home(f'<h2>Aktuelles</h2><a href="{SITEPARK.path}">Pressemitteilungen</a>'))
    with serving(site):
        shown = found(f"{site.url}/")
    assert shown["offer"]["url"] == site.url + SITEPARK.path
    assert len(shown["pages"]) == 3


def test_a_feed_of_everything_is_not_taken_where_the_press_page_is_known() -> None:
    site = site_of(SITEPARK)
    links = (*SITEPARK.links[:2], *(f"/termin/{n}" for n in range(4)))
    site.pages["/alles.rss"] = (RSS, feed(links, title="Aktuelles", titles=(*[r.title for r in RELEASES[:2]], *"abcd")))
    html = SITEPARK.html.replace(
        "</head>", '<link rel="alternate" type="application/rss+xml" href="/alles.rss"></head>'
    )
    site.pages[SITEPARK.path] = (HTML, html)
    with serving(site):
        shown = found(site.url + SITEPARK.path)
    assert shown["feeds"][0]["listed"] == 0.33
    assert shown["offer"]["kind"] == "listing"


def test_a_feed_that_nobody_feeds_any_more_is_not_taken() -> None:
    site = with_feeds(SITEPARK)
    kind, old = site.pages["/rss/presse.xml"]
    assert isinstance(old, str)
    site.pages["/rss/presse.xml"] = (kind, old.replace(" 2026 ", " 2023 "))
    with serving(site):
        assert found(site.url + SITEPARK.path)["offer"]["kind"] == "listing"


def test_tiles_without_dates_are_not_taken_for_releases() -> None:
    tiles = "".join(
        f'<div class="tile"><a href="/dienst/{n}"><h3>Online-Dienst Nummer {n}</h3></a></div>' for n in range(9)
    )
    with serving(Site({"/": (HTML, home(tiles))})) as site:
        assert found(f"{site.url}/")["offer"] is None


def test_a_website_is_asked_no_more_than_it_is_said() -> None:
    site = site_of(BY_NAME["home page"])
    kind, html = site.pages["/"]
    assert isinstance(html, str)
    feeds = "".join(f'<a href="/rss/{n}.xml">RSS {n}</a>' for n in range(40))
    more = "".join(f'<a href="/x/{n}.rss">RSS</a>' for n in range(40))
    site.pages["/"] = (kind, html.replace("<footer>", f"<footer>{feeds}"))
    site.pages["/rss/0.xml"] = (HTML, home(more))
    with serving(site):
        shown = found(f"{site.url}/")
    assert shown["requests"] == len(site.asked) <= REQUESTS
