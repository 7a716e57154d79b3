"""The proposed selectors find all releases of a page and nothing else, on pages of many makes."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest

from relay.discover.propose import Proposal, propose
from relay.discover.steps import lasting_classes, niceness
from relay.feed.listing import page_tree, parse_listing
from relay.model import Fetched
from tests.discover.county import LISTINGS, RELEASES, Listing, each, page

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SITE = "https://www.landkreis-musterland.example"


def fetched(html: str, path: str = "/presse/") -> Fetched:
    return Fetched(SITE + path, html.replace("http://HOST", SITE).encode(), "text/html; charset=utf-8")


def proposed(answer: Fetched) -> Proposal | None:
    return propose(page_tree(answer), answer.url, zone=BERLIN, now=NOW)


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda one: one.name)
def test_the_selectors_find_all_releases_with_title_and_date_and_nothing_else(listing: Listing) -> None:
    answer = fetched(listing.html, listing.path)
    proposal = proposed(answer)
    assert proposal

    found = parse_listing(answer, proposal.selectors, BERLIN).entries

    wanted = [urljoin(SITE, link) for link in listing.links]
    # A first release that is shown large has a selector of its own, but stands where it stood.
    assert [entry.url for entry in found] == wanted
    assert [entry.title for entry in found] == [one.title for one in RELEASES[: len(wanted)]]
    days = [RELEASES[n // 2 * 2 if listing.pairs else n].day for n in range(len(wanted))]
    dates = [entry.published.astimezone(BERLIN).date() if entry.published else None for entry in found]
    assert dates == (days if listing.dates else [None] * len(wanted))


def test_there_are_pages_of_many_makes() -> None:
    assert len(LISTINGS) > 35
    assert len({listing.html for listing in LISTINGS}) == len(LISTINGS)


def test_a_page_without_a_list_has_no_proposal() -> None:
    assert proposed(fetched(page("<p>Sie erreichen die Pressestelle unter 06421 1234.</p>"))) is None
    assert proposed(fetched("<p>nichts</p>")) is None


def test_events_to_come_are_not_taken_for_releases() -> None:
    events = each(
        lambda r: f'<div class="ev"><b>{r.number % 9 + 1}.12.2026</b> <a href="/t/{r.number}">{r.title}</a></div>'
    )
    news = each(lambda r: f'<div class="pm"><b>{r.short}</b> <a href="/p/{r.number}">{r.title}</a></div>', RELEASES[:3])
    proposal = proposed(fetched(page(events + news)))
    assert proposal
    assert [row.entry.url for row in proposal.rows] == [f"{SITE}/p/{one.number}" for one in RELEASES[:3]]


def test_a_list_in_a_sidebar_is_taken_where_there_is_no_other() -> None:
    news = each(lambda r: f'<li><span>{r.short}</span> <a href="/p/{r.number}">{r.title}</a></li>')
    proposal = proposed(fetched(f"<body><main><p>Willkommen</p></main><aside><ul>{news}</ul></aside></body>"))
    assert proposal
    assert len(proposal.rows) == len(RELEASES)


def test_a_list_too_long_for_one_page_is_read_whole() -> None:
    rows = "".join(
        f'<div class="n"><time datetime="2026-{n % 11 + 1:02}-01"></time><a href="/p/{n}">Meldung Nummer {n}</a></div>'
        for n in range(60)
    )
    proposal = proposed(fetched(page(rows)))
    assert proposal
    assert len(proposal.rows) == 60


@pytest.mark.parametrize(
    "name",
    ["post-123", "odd", "first", "item-last", "css-1a2b3c", "sc-bdVaJa", "elementor-element-7d8f", "category-kreis"],
)
def test_classes_of_one_entry_or_one_build_are_not_relied_on(name: str) -> None:
    tag = page_tree(fetched(f'<p class="{name} teaser">x</p>')).p
    assert tag is not None
    assert lasting_classes(tag) == ["teaser"]


def test_selectors_that_say_what_is_there_are_preferred_to_layout() -> None:
    assert niceness("article.news-item") > niceness("div.col-md-6") > niceness("div.row div.col-md-6")
    assert niceness("li.teaser") > niceness("#content ul > li") > niceness("ul li")


def test_the_first_release_may_stand_apart_from_the_others() -> None:
    """Shown large, in another frame with other names: both selectors are proposed together."""
    first, *others = RELEASES
    large = (
        f'<div class="top-story"><h2><a href="/presse/{first.slug}">{first.title}</a></h2><i>{first.short}</i></div>'
    )
    rows = each(
        lambda r: f'<li class="pm"><i>{r.short}</i> <a href="/presse/{r.slug}">{r.title}</a></li>', tuple(others)
    )
    proposal = proposed(fetched(page(f'<section class="stage">{large}</section><ul class="pms">{rows}</ul>')))
    assert proposal
    assert proposal.selectors.item == "li.pm, section.stage"
    assert [row.entry.title for row in proposal.rows] == [one.title for one in RELEASES]
