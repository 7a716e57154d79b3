"""Which hub a source names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.model import Fetched
from relay.websub.discovery import Topic, topic_of
from tests.growth import grows_with_length

FEED = "https://www.landkreis-musterland.example/presse.rss"
HUB, OTHER = "https://hub.example/", "https://anderer-hub.example/"


def topic(body: str | bytes = "<rss/>", link: str = "") -> Topic | None:
    return topic_of(Fetched(FEED, body.encode() if isinstance(body, str) else body, link=link))


RSS = (
    '<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="hub" href="https://hub.example/"/>'
    "<link>https://www.landkreis-musterland.example/</link><atom:link href='?a=1&amp;b=2' type=\"x\" rel='self'/>"
    "<item><title>Eins</title></item></channel></rss>"
)


def test_an_rss_feed_names_its_hub_and_itself() -> None:
    assert topic(RSS) == Topic(f"{FEED}?a=1&b=2", (HUB,))


@pytest.mark.parametrize(
    "body",
    [
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://hub.example/"/><entry/></feed>',
        "<html><head><link href=https://hub.example/ rel=hub></head><body><p>Presse</p></body></html>",
        "<RSS><CHANNEL><ATOM10:LINK REL='hub' HREF='https://hub.example/'></ATOM10:LINK></CHANNEL></RSS>",
        '\ufeff{"hubs": [{"type": "rssCloud", "url": "https://x.example/"}, {"type": "WebSub", "url": "https://hub.example/"}]}',
        '<rss><item><link rel="hub" href="/x"/></item><a:link rel="hub" href="https://hub.example/"/></rss>',
    ],
)
def test_each_format_names_its_hub_in_its_own_way(body: str) -> None:
    assert topic(body) == Topic(FEED, (HUB,))


def test_a_json_feed_names_itself() -> None:
    body = '{"feed_url": "https://a.example/feed.json", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}]}'
    assert topic(body) == Topic("https://a.example/feed.json", (HUB,))


@pytest.mark.parametrize(
    "body",
    [
        "<rss/>",
        "",
        "{hub",
        "[" * 100_000 + "hub",
        '{"hubs": "hub"}',
        '{"hubs": [1, {"type": "WebSub"}, {"type": "WebSub", "url": 5}]}',
        '<rss><!-- <link rel="hub" href="https://hub.example/"/> --></rss>',
        '<rss><title><![CDATA[<link rel="hub" href="https://hub.example/"/>]]></title></rss>',
        '<rss><item><link rel="hub" href="https://hub.example/"/></item></rss>',
        '<html><head></head><body><link rel="hub" href="https://hub.example/"></body></html>',
        '<feed><link rel="hub" href="javascript:alert(1)"/><link rel="hub" href=""/><link rel="hub"/></feed>',
        '<feed><link rel="hub" href="https://[/"/></feed>',
        '<feed><link rel="hubs" href="https://hub.example/"/></feed>',
        f'<feed><link rel="hub" href="https://hub.example/{"a" * 3000}"/></feed>',
        f'<feed><link rel="hub" href="https://hub.example/&#{"1" * 5000};"/></feed>',
    ],
)
def test_what_names_no_hub_of_the_feed_has_none(body: str) -> None:
    assert topic(body) is None


def test_headers_come_before_what_the_body_says() -> None:
    link = f'<{OTHER}>; rel="hub", <https://www.landkreis-musterland.example/presse>; rel=self'
    assert topic(RSS, link) == Topic("https://www.landkreis-musterland.example/presse", (OTHER, HUB))


@pytest.mark.parametrize(
    ("link", "hubs"),
    [
        ('</a>; rel="next", <https://hub.example/>;rel=HUB', (HUB,)),
        ('<https://hub.example/>; title="a, <b>; rel=\\"self\\""; rel="preconnect hub"', (HUB,)),
        ("<https://hub.example/>; rel=hub; rel=self", (HUB,)),
        ("<http://hub.example/>; rel=hub, <https://hub.example/>; rel=hub", (HUB, "http://hub.example/")),
        ("</hub>; rel=hub", ("https://www.landkreis-musterland.example/hub",)),
        ("<https://hub.example/>; rel=hub; anchor='/x'", ()),
        ("https://hub.example/; rel=hub", ()),
        ("<https://hub.example/>", ()),
        ('<https://hub.example/>; rel="hub', ()),
    ],
)
def test_link_headers_are_read_as_rfc_8288_has_them(link: str, hubs: tuple[str, ...]) -> None:
    assert topic(link=link) == (Topic(FEED, hubs) if hubs else None)


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("<link hub", 100_000),
        ("<item", 200_000),
        ('<link rel="hub', 60_000),
        ("<!--hub", 100_000),
        ("<!---->", 200_000),
        ("<a:", 300_000),
    ],
)
def test_a_long_body_takes_no_more_than_its_length(unit: str, count: int) -> None:
    def read(text: str) -> None:
        body = f"{text}hub"
        topic(body)
        topic(link=body)
        topic(link=body.replace("<link", '<a>;x="'))

    grows_with_length(read, unit, count)


MARKS = st.sampled_from(
    [
        "<",
        ">",
        '"',
        "'",
        "link ",
        "rel=hub ",
        "rel=self ",
        "href=",
        "https://",
        "[",
        "]",
        "{",
        "hub",
        "=",
        ";",
        ",",
        "<!--",
        "\\",
    ]
)


@given(st.lists(st.text(max_size=8) | MARKS, max_size=40), st.lists(st.text(max_size=8) | MARKS, max_size=20))
def test_whatever_a_website_sends_is_a_topic_of_web_addresses_or_none(body: list[str], link: list[str]) -> None:
    found = topic("".join(body).encode("utf-8", "replace"), "".join(link))
    assert found is None or all(one.startswith(("http://", "https://")) for one in (found.url, *found.hubs))
