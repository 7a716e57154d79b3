"""Web addresses: clean for the reader, comparable for us."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed.decide import keys, link_key
from relay.feed.links import clean_link, in_common, link_identity, other_names, page_path, parameters, posted_link
from relay.model import Entry, ParsedFeed

SITE = "https://www.landkreis-musterland.example"

TRACKED = [
    "utm_source=rss",
    "UTM_Medium=feed&utm_campaign=presse&utm_content=1",
    "mtm_campaign=rss",
    "pk_campaign=feed&piwik_kwd=1&matomo_source=x",
    "fbclid=IwAR0abc&gclid=1&msclkid=2&wbraid=3",
    "mc_cid=1&mc_eid=2",
    "wt.mc=rss&wt_mc=rss&wt_zmc=rss",
    "etcc_cmp=newsletter&etcc_med=email",
    "PHPSESSID=0123456789abcdef0123",
    "sid=a1b2c3d4e5f6a7b8c9",
    "utm%5Fsource=rss",
]


@pytest.mark.parametrize("tracking", TRACKED)
def test_parameters_that_only_say_who_followed_a_link_are_dropped(tracking: str) -> None:
    assert clean_link(f"{SITE}/presse?{tracking}") == f"{SITE}/presse"
    assert clean_link(f"{SITE}/presse?id=12&{tracking}#oben") == f"{SITE}/presse?id=12#oben"
    assert clean_link(f"{SITE}/presse?{tracking}&id=12") == f"{SITE}/presse?id=12"


@pytest.mark.parametrize(
    "query",
    [
        "id=12&cHash=abc",
        "tx_news_pi1%5Baction%5D=detail&tx_news_pi1%5Bnews%5D=4711&cHash=0123456789abcdef0123456789abcdef",
        "12345",
        "a=&b",
        "sid=42",
        "titel=M%FCller",
        "q=a+b%20c&q=d",
        "ref=42",
        "&&a==b",
    ],
)
def test_what_names_the_page_is_kept_as_it_was_written(query: str) -> None:
    assert clean_link(f"{SITE}/presse?{query}") == f"{SITE}/presse?{query}"
    assert clean_link(f"{SITE}/presse?{query}&utm_source=rss") == f"{SITE}/presse?{query}"


MORE = [
    "at_medium=rss&at_campaign=presse",
    "xtor=RSS-1",
    "_ga=2.1.3.4-5&_gl=1*x",
    "ref=rss",
    "source=rss",
    "sessionid=a1b2c3",
    "mkt_tok=abc",
    "_hsenc=p2&_hsmi=3&__hstc=4&__hssc=5&__hsfp=6",
    "fb_action_ids=1&fb_action_types=2",
    "igsh=abc==",
    "srsltid=AfmBOo",
    "li_fat_id=0a1b",
    "utm-source=rss",
    "s_cid=rss&cmpid=1",
    "session=0123456789abcdef0123",
    "CFID=1234&CFTOKEN=56789012",
    "CFID=1234&CFTOKEN=0a1b2c3d4e5f60718293",
    "PHPSESSID[]=0123456789abcdef0123",
    "amp;utm_source=rss&amp;amp;utm_medium=feed",
]


@pytest.mark.parametrize("tracking", [*TRACKED, *MORE])
def test_what_is_posted_is_without_all_that_tracks_readers(tracking: str) -> None:
    assert posted_link(f"{SITE}/presse?{tracking}") == f"{SITE}/presse"
    assert posted_link(f"{SITE}/presse?id=12&{tracking}#oben") == f"{SITE}/presse?id=12#oben"
    assert posted_link(f"{SITE}/presse?{tracking}&id=12") == f"{SITE}/presse?id=12"


@pytest.mark.parametrize("tracking", MORE)
def test_releases_are_recognised_as_they_always_were(tracking: str) -> None:
    """With another identity, all releases that are known would be new."""
    url = f"{SITE}/presse/1?{tracking}"

    assert link_identity(url) != link_identity(posted_link(url))
    assert clean_link(f"{SITE}/presse/1?xtor=RSS-1") == f"{SITE}/presse/1?xtor=RSS-1"


def test_a_release_is_also_recognised_by_its_address_as_it_was_posted() -> None:
    url = f"{SITE}/presse/1?xtor=RSS-1"
    (key,) = keys(ParsedFeed((Entry("1", url, "Titel"),), url=SITE))

    assert key.link == link_key(url)
    assert key.also == (link_key(posted_link(url)),)
    assert other_names(f"{SITE}/presse/1?utm_source=rss", ()) == ()


@pytest.mark.parametrize(
    ("url", "posted"),
    [
        (";sid=0123456789abcdef0123", ""),
        (";jsessionid=0A.node1;sid=0123456789abcdef0123?id=1", "?id=1"),
        ("/(S(lit3py55t21z5v55vlm25s55))/artikel.aspx", "/artikel.aspx"),
        ("/(X(1)S(lit3py55t21z5v55vlm25s55))/artikel.aspx", "/artikel.aspx"),
        ("#utm_source=rss", ""),
        ("#xtor=RSS-1&utm_medium=feed", ""),
        ("#id=1&xtor=RSS-1", "#id=1"),
        (";sid=42", ";sid=42"),
        ("/(S)/a", "/(S)/a"),
        ("?ref=42&source=amt", "?ref=42&source=amt"),
        ("?session=12", "?session=12"),
        ("?CFID=12", "?CFID=12"),
        ("?amp;id=12", "?amp;id=12"),
        ("?at_home=1", "?at_home=1"),
        ("#rss", "#rss"),
    ],
)
def test_what_is_posted_keeps_what_may_name_the_page(url: str, posted: str) -> None:
    assert posted_link(f"{SITE}/presse{url}") == f"{SITE}/presse{posted}"


def test_a_session_in_the_path_is_dropped() -> None:
    assert clean_link(f"{SITE}/presse;jsessionid=1A2B.node1?id=3") == f"{SITE}/presse?id=3"


SAME = [
    f"{SITE}/presse/1",
    "http://www.landkreis-musterland.example/presse/1",
    "https://landkreis-musterland.example/presse/1",
    "https://WWW.Landkreis-Musterland.example/presse/1",
    f"{SITE}/presse/1/",
    f"{SITE}:443/presse/1",
    "http://www.landkreis-musterland.example:80/presse/1",
    f"{SITE}/presse/1?utm_source=rss&utm_medium=feed",
    f"{SITE}/presse/1?",
    f" {SITE}/presse/1\n",
    f"{SITE}/presse/1;jsessionid=0123",
]


@pytest.mark.parametrize("url", SAME)
def test_ways_to_write_the_address_of_one_page_are_one_identity(url: str) -> None:
    assert link_identity(url) == link_identity(SAME[0]) is not None


DIFFERENT = [
    f"{SITE}/presse/1",
    f"{SITE}/presse/2",
    f"{SITE}/Presse/1",
    f"{SITE}/presse?id=1",
    f"{SITE}/presse?id=2",
    f"{SITE}/presse?12345",
    f"{SITE}/presse?name=M%FCller",
    f"{SITE}/presse?name=M%E4ller",
    f"{SITE}/?id=1",
    f"{SITE}/presse#1",
    f"{SITE}/presse#2",
    f"{SITE}:8080/presse/1",
    "https://amt.landkreis-musterland.example/presse/1",
    f"{SITE}/presse?a=1%262",
    f"{SITE}/presse?a=1&2",
]


def test_different_pages_are_different_identities() -> None:
    assert len({link_identity(url) for url in DIFFERENT}) == len(DIFFERENT)


def test_the_order_of_parameters_makes_no_difference() -> None:
    assert link_identity(f"{SITE}/p?id=12&cHash=abc") == link_identity(f"{SITE}/p?cHash=abc&utm_source=x&id=12")


def test_the_checksum_of_the_other_parameters_is_no_part_of_the_address() -> None:
    assert link_identity(f"{SITE}/p?id=12&cHash=abc") == link_identity(f"{SITE}/p?id=12&cHash=def")
    assert link_identity(f"{SITE}/p?id=12&cHash=abc") == link_identity(f"{SITE}/p?id=12")
    assert link_identity(f"{SITE}/p?id=12&cHash=abc") != link_identity(f"{SITE}/p?id=13&cHash=abc")


def test_an_address_has_the_identities_of_all_names_of_its_host_but_its_own() -> None:
    hosts = ("www.Landkreis-Musterland.example", "kreis-neu.example", "alt.example")

    assert other_names(f"{SITE}/presse/1", hosts) == (
        link_identity("https://www.alt.example/presse/1"),
        link_identity("https://kreis-neu.example/presse/1/"),
    )
    assert other_names("https://fremd.example/presse/1", hosts) == ()
    assert other_names(f"{SITE}/", hosts) == ()
    assert other_names("mailto:a", hosts) == ()


def test_what_is_left_when_a_website_moves_is_path_query_and_fragment() -> None:
    assert page_path(f"{SITE}/p/1?b=2&a=1#x") == page_path("http://neu.example/p/1/?a=1&b=2&utm_source=y#x") is not None
    assert page_path(f"{SITE}/") is None


def test_a_query_without_names_is_tracked_like_any_other() -> None:
    assert link_identity(f"{SITE}/news.php?12345&utm_source=rss") == link_identity(f"{SITE}/news.php?12345")


@pytest.mark.parametrize(
    "url",
    ["", SITE, f"{SITE}/", f"{SITE}/?utm_source=rss", "presse/1", "mailto:a@b.example", "https://", "https://[x/1"],
)
def test_what_names_no_page_has_no_identity(url: str) -> None:
    assert link_identity(url) is None


# --- any address ------------------------------------------------------------------------------------------------------

anything = st.text(st.characters(exclude_categories=()))
pieces = st.lists(
    st.sampled_from(
        [
            "https://",
            "www.",
            "x.example",
            "/",
            "?",
            "&",
            "=",
            "#",
            ";",
            "jsessionid=",
            "utm_source=",
            "xtor=1",
            "sid=0123456789abcdef",
            "/(S(a))/",
            "amp;",
            "cfid=",
            "CFTOKEN=",
            "id=1",
            "%FC",
            "[",
            ":",
            "@",
        ]
    )
).map("".join)
addresses = st.one_of(
    anything, pieces, anything.map(lambda part: f"{SITE}/{part}"), pieces.map(lambda p: f"{SITE}/{p}")
)


@settings(deadline=None)
@given(addresses)
def test_cleaning_twice_is_cleaning_once_and_nothing_raises(url: str) -> None:
    for clean in (clean_link, posted_link):
        cleaned = clean(url)

        assert clean(cleaned) == cleaned
        assert len(cleaned) <= len(url)


@settings(deadline=None)
@given(addresses)
def test_a_clean_address_names_the_same_page(url: str) -> None:
    assert link_identity(clean_link(url)) == link_identity(url)


@settings(deadline=None)
@given(st.text("abcäöü0123%&=+/", min_size=1), st.sampled_from(TRACKED))
def test_tracking_never_makes_another_page(path: str, tracking: str) -> None:
    url = f"{SITE}/presse/{path.replace('?', '')}"

    assert link_identity(f"{url}?{tracking}") == link_identity(url)


def test_what_two_addresses_have_in_common_is_counted_by_their_parts() -> None:
    page = "https://kreis.example/d.php?id=5&ts=1"
    assert in_common(page, "https://kreis.example/d.php?id=5&ts=2") == 3
    assert in_common(page, "https://kreis.example/d.php?id=6&ts=2") == 2
    assert in_common(page, "https://stadt.example/") == 0
    assert in_common(page, "https://[kaputt/") == 0


def test_parameters_are_named_in_which_two_addresses_of_one_page_differ() -> None:
    page = "https://kreis.example/d.php?id=5&ts=1"
    assert parameters(page, "https://kreis.example/d.php?id=5&ts=2&r=3") == {"ts", "r"}
    assert parameters(page, page) == frozenset()
    assert parameters(page, "https://kreis.example/e.php?id=5&ts=2") == frozenset()
