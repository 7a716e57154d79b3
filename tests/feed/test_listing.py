"""A page that lists releases, read like a feed."""

# ruff: noqa: E501 - markup as websites write it

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.errors import ParseError
from relay.feed.finddate import find_date, leading_date, says_when
from relay.feed.listing import Selectors, parse_listing
from relay.model import Entry, Fetched, ParsedFeed

BERLIN = ZoneInfo("Europe/Berlin")
URL = "https://www.landkreis-musterland.example/presse/liste.php?seite=1"
ITEM = Selectors("li.n")


def read(body: str, selectors: Selectors = ITEM, *, head: str = "", url: str = URL) -> ParsedFeed:
    html = f"<html><head><title>Presse</title>{head}</head><body>{body}</body></html>"
    return parse_listing(Fetched(url, html.encode(), "text/html; charset=utf-8"), selectors, BERLIN)


def only(body: str, selectors: Selectors = ITEM, *, head: str = "") -> Entry:
    (entry,) = read(f'<li class="n">{body}</li>', selectors, head=head).entries
    return entry


def day(year: int, month: int, number: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, number, hour, minute, tzinfo=BERLIN).astimezone(UTC)


# --- link -------------------------------------------------------------------------------------------------------------


def test_links_are_relative_to_the_final_address() -> None:
    assert (
        only('<a href="a/1.php">Brücke gesperrt</a>').url == "https://www.landkreis-musterland.example/presse/a/1.php"
    )


def test_links_are_relative_to_the_base_that_the_page_names() -> None:
    entry = only('<a href="a/1.php">Brücke gesperrt</a>', head='<base href="/kreis/">')
    assert entry.url == "https://www.landkreis-musterland.example/kreis/a/1.php"


def test_an_entry_is_known_by_its_link_without_tracking_whatever_its_title() -> None:
    first = only('<a href="/1?utm_source=liste">Brücke gesperrt</a>')
    second = only('<a href="/1">Brücke wieder frei</a>')
    assert first.guid == second.guid
    assert first.url == "https://www.landkreis-musterland.example/1"


def test_the_link_of_the_heading_wins_over_others() -> None:
    entry = only('<a href="/thema/strassen">Straßen und Verkehr im Kreis</a><h3><a href="/1">Sperrung</a></h3>')
    assert (entry.url[-2:], entry.title) == ("/1", "Sperrung")


def test_a_link_that_several_items_share_is_not_the_one_to_the_release() -> None:
    one = '<li class="n"><a href="/thema/verkehr">Verkehr und Mobilität im Kreis</a> <a href="/{}">Titel {} des Tages</a></li>'
    feed = read(one.format(1, 1) + one.format(2, 2))
    assert [entry.title for entry in feed.entries] == ["Titel 1 des Tages", "Titel 2 des Tages"]


def test_links_that_lead_to_no_page_are_not_followed() -> None:
    entry = only(
        '<a href="#top">nach oben</a><a href="mailto:a@b.example">Mail</a><a href="javascript:x()">x</a><a href="/1">Titel</a>'
    )
    assert entry.url.endswith("/1")


def test_an_item_that_is_a_link_itself() -> None:
    (entry,) = read(
        '<a class="n" href="/1"><time datetime="2026-11-23">x</time><h4>Titel der Karte</h4></a>', Selectors("a.n")
    ).entries
    assert (entry.title, entry.published) == ("Titel der Karte", day(2026, 11, 23))


def test_the_same_link_twice_is_one_entry_with_the_title_of_either() -> None:
    feed = read('<li class="n"><a href="/1"><img src="x"></a></li><li class="n"><a href="/1">Brücke gesperrt</a></li>')
    assert [entry.title for entry in feed.entries] == ["Brücke gesperrt"]


def test_navigation_within_an_item_is_passed_over() -> None:
    entry = only('<nav><a href="/a">Alle Meldungen aus diesem Bereich</a></nav><a href="/1">Titel</a>')
    assert entry.url.endswith("/1")


# --- title ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '<h3><a href="/1">Brücke gesperrt</a></h3><a href="/1">mehr</a>',
        '<h3>Brücke gesperrt</h3><p>Text. <a href="/1">Weiterlesen …</a></p>',
        '<a href="/1">mehr</a> <a href="/1">Brücke gesperrt</a>',
        '<p>Text</p><a href="/1" title="Weiterlesen: Brücke gesperrt">» mehr</a>',
        '<a href="/1" aria-label="Mehr zu: Brücke gesperrt"><img src="x"></a>',
        '<a href="/1"><img src="x" alt="Brücke gesperrt"></a>',
        '<a href="/1"><span class="date">23.11.2026</span><span class="headline">Brücke gesperrt</span><p>Text</p></a>',
        '<b>Brücke gesperrt</b> <a href="/1">Zur Pressemitteilung</a>',
        '<h3><span class="kicker">Verkehr</span> <a href="/1">Brücke gesperrt</a></h3>',
        '<a href="/1"><h3><span class="dachzeile">Verkehr</span> Brücke gesperrt</h3></a>',
        '<a href="/1">23.11.2026: Brücke gesperrt</a>',
        '<a href="/1">Pressemitteilung Nr. 7/2026 vom 23.11.2026 – Brücke gesperrt</a>',
        '<a href="/1">Brücke gesperrt (Öffnet in einem neuen Tab)</a>',
    ],
)
def test_the_title_is_what_a_reader_takes_for_it_and_never_mehr(body: str) -> None:
    assert only(body).title == "Brücke gesperrt"


def test_a_title_selector_wins() -> None:
    assert only('<h3><a href="/1">Verkehr</a></h3><em>Brücke</em>', Selectors("li.n", title="em")).title == "Brücke"


# --- date -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ('<time datetime="2026-11-23T09:30:00+01:00">heute</time>', day(2026, 11, 23, 9, 30)),
        ('<time datetime="2026-11-23">heute</time>', day(2026, 11, 23)),
        ('<meta itemprop="datePublished" content="2026-11-23">', day(2026, 11, 23)),
        ("<p>Montag, 23. November 2026</p>", day(2026, 11, 23)),
        ("<p>Pressemitteilung vom 3. März 2026</p>", day(2026, 3, 3)),
        ("<span>Presse | 23.11.2026 | 10:15 Uhr</span>", day(2026, 11, 23, 10, 15)),
        ("<span>Veröffentlicht am 23.11.26 von der Pressestelle</span>", day(2026, 11, 23)),
        ("<span>23</span><span>Nov.</span><span>2026</span>", None),
        ("<div><span>23</span><span>Nov.</span><span>2026</span></div>", day(2026, 11, 23)),
        ("23.11.2026 – ", day(2026, 11, 23)),
        ("<p>Die Blutspende am 24.12.2026 fällt aus.</p>", None),
        ("<p>Am 24.12.2026 ist das Kreishaus zu.</p>", None),
        ("<p>24.12.2026 bis 26.12.2026</p>", None),
        ("<p>99.99.2026</p>", None),
    ],
)
def test_the_date_is_the_one_of_the_entry_and_not_of_what_it_announces(body: str, at: datetime | None) -> None:
    assert only(f'{body}<a href="/1">Titel der Meldung</a>').published == at


def test_a_date_selector_takes_any_date_in_what_it_names() -> None:
    selectors = Selectors("li.n", date=".d")
    assert only(
        '<p class="d">Ausgabe 12 (Redaktionsschluss 23.11.2026 im Haus)</p><a href="/1">T</a>', selectors
    ).published


def test_dates_between_the_items_belong_to_what_follows_them() -> None:
    body = "".join(f'<h2>{n}. November 2026</h2><p class="n"><a href="/{n}">Titel {n}</a></p>' for n in (23, 22))
    assert [one.published for one in read(body, Selectors("p.n")).entries] == [day(2026, 11, 23), day(2026, 11, 22)]


def test_dates_between_the_items_belong_to_what_is_above_them_where_none_is_above_the_first() -> None:
    body = "".join(f'<h2><a href="/{n}">Titel {n}</a></h2><p>{n}.11.2026</p>' for n in (23, 22))
    assert [one.published for one in read(body, Selectors("h2")).entries] == [day(2026, 11, 23), day(2026, 11, 22)]


def test_the_state_of_the_page_is_no_date_of_its_entries() -> None:
    body = '<p>Stand: 1. Januar 2026</p><ul><li class="n"><a href="/1">Titel</a></li></ul>'
    assert read(body).entries[0].published is None


# --- what is wrong ----------------------------------------------------------------------------------------------------


def test_a_listing_that_matches_nothing_is_an_error_and_no_empty_feed() -> None:
    with pytest.raises(ParseError, match=r"matched nothing today \(item = “li.n”\).*titled “Presse”"):
        read("<p>Wir bauen um.</p>")
    with pytest.raises(ParseError, match="has the website been rebuilt"):
        parse_listing(Fetched(URL, b"<p>Wartung</p>"), ITEM)


def test_a_listing_whose_entries_have_no_links_is_an_error() -> None:
    with pytest.raises(ParseError, match=r"matched 2 entries today .* none of them has a link"):
        read('<li class="n">a</li><li class="n">b</li>')


def test_an_answer_that_is_no_page_is_an_error() -> None:
    with pytest.raises(ParseError, match="no HTML page"):
        parse_listing(Fetched(URL, b"%PDF-1.7"), ITEM)


def test_it_is_told_when_the_dates_have_gone() -> None:
    feed = read('<li class="n"><a href="/1">Titel</a></li>', Selectors("li.n", date="time"))
    assert [str(one) for one in feed.problems] == [
        "The listing shows no dates any more (date = “time”): has the website been rebuilt?"
    ]


def test_it_is_told_what_some_entries_lack() -> None:
    feed = read(
        '<li class="n">x</li><li class="n"><a href="/1"></a></li><li class="n"><b>1.2.2026</b><a href="/2">Ein Titel</a></li>'
    )
    assert [str(one) for one in feed.problems] == [
        "Entries of the listing without a link were left out: 1 of 3.",
        "Entries without a date: 1 of 2.",
        "Entries without a title: 1 of 2.",
    ]


def test_a_summary_is_read_only_where_a_selector_names_it() -> None:
    body = '<a href="/1">Titel</a><p class="t">Kurz <b>gesagt</b></p>'
    assert only(body).summary == ""
    assert only(body, Selectors("li.n", summary=".t")).summary == "Kurz <b>gesagt</b>"


def test_a_link_selector_that_names_a_box_takes_the_link_in_it() -> None:
    body = '<a href="/a">Eine ganz andere Überschrift</a><p class="to"><a href="/1">Titel</a></p>'
    assert only(body, Selectors("li.n", link=".to")).url.endswith("/1")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/abhliptme\"'= .n1", max_size=300))
def test_no_page_brings_it_down(html: str) -> None:
    try:
        feed = parse_listing(Fetched(URL, f'<li class="n">{html}<a href="/1">Titel</a>'.encode()), ITEM)
    except ParseError:
        return
    assert all(entry.url for entry in feed.entries)


@pytest.mark.parametrize("text", ["Heute", "12.13.2026", "Version 1.2.3.4", "", "31. Foo 2026"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_date(text) is None
    assert says_when(text) is None
    assert leading_date(text) is None
