"""Feeds that want to do harm, and bytes that are nothing at all."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.errors import ParseError
from relay.feed.parse import parse
from relay.model import Fetched, ParsedFeed
from tests.growth import within

FEEDS = Path(__file__).resolve().parents[1] / "data" / "feeds"
SAMPLES = {path.name: path.read_bytes() for path in sorted(FEEDS.iterdir())}
HEAD = '<rss version="2.0"><channel><item><title>'
TAIL = "</title></item></channel></rss>"
SIZE = 300_000
BUDGET = 5.0
"""Seconds of processor time; without the limits each of these takes minutes."""

BOMBS = {
    "billion laughs": '<!DOCTYPE r [<!ENTITY a "hahaha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + f"]>{HEAD}&j;{TAIL}",
    "quadratic blowup": f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>{HEAD}{"&a;" * 20_000}{TAIL}',
    "hidden entities": f'<!DOCTYPE r SYSTEM ">" [<!ENTITY a "x">]>{HEAD}&a;{TAIL}',
    "line breaks": "<!-- -->" + "\n" * SIZE + HEAD,
    "instruction": "<?x " + 'encoding="' * (SIZE // 10),
    "author": f'<rss version="2.0"><channel><item><author>{"a." * (SIZE // 2)}</author></item></channel></rss>',
    "namespaces": HEAD + "".join(f'<n{i}:a xmlns:n{i}="u{i}"/>' for i in range(SIZE // 25)),
    "categories": HEAD + "".join(f"<category>{i}</category>" for i in range(SIZE // 20)),
    "keywords": f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><media:keywords>'
    f"{','.join(map(str, range(SIZE // 6)))}</media:keywords></item></channel></rss>",
    "base addresses": HEAD + '<a xml:base="a/">' * (SIZE // 18),
    "tags": HEAD + "<a>" * 400_000,
    "entities": HEAD + "&" * 3_000_000,
    "comment in a title": f"{HEAD}{'&lt;!--' * (SIZE // 6)}{TAIL}",
    "quotes in a title": f"{HEAD}{'&lt;a &quot;' * (SIZE // 10)}{TAIL}",
    "unclosed scripts": f"{HEAD}{'&lt;script&gt;' * (SIZE // 14)}{TAIL}",
}


def attempt(body: bytes, content_type: str = "") -> ParsedFeed | ParseError:
    try:
        return parse(Fetched("https://www.landkreis-musterland.example/feed", body, content_type))
    except ParseError as error:
        return error


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_in_time(name: str) -> None:
    bomb = BOMBS[name].encode()
    within(BUDGET, lambda: attempt(bomb))


def test_entities_are_not_expanded() -> None:
    result = attempt(BOMBS["billion laughs"].encode())

    assert isinstance(result, ParsedFeed)
    assert "haha" not in result.entries[0].title


def test_entities_in_a_form_that_is_not_understood_are_refused() -> None:
    error = attempt(f'<!DOCTYPE r SYSTEM "<" [<!ENTITY a "x">]>{HEAD}&a;{TAIL}'.encode())

    assert str(error) == "a feed that declares XML entities"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r [<!ENTITY x SYSTEM "{}">]>',
        '<!DOCTYPE r SYSTEM "{}">',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "{}"> %x;]>',
    ],
)
@pytest.mark.parametrize("media", ["", ' xmlns:media="http://search.yahoo.com/mrss/"'])
def test_nothing_outside_the_answer_is_ever_read(
    doctype: str, media: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "geheim"
    secret.write_text("GEHEIM")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("the network was asked"))
    for address in (secret.as_uri(), str(secret), "http://127.0.0.1:9/x"):
        body = doctype.format(address) + HEAD.replace('"2.0"', f'"2.0"{media}') + "a&x;b" + TAIL

        assert "GEHEIM" not in repr(attempt(body.encode()))


@pytest.mark.parametrize("body", [b"http://127.0.0.1:9/feed", b"file:///etc/passwd", b"/etc/passwd"])
def test_an_answer_that_is_an_address_or_a_path_is_only_text(body: bytes) -> None:
    error = attempt(body)

    assert str(error) == f"neither XML nor JSON, but “{body.decode()}”"


def test_deep_nesting_is_read() -> None:
    depth = 5_000
    body = f'<rss version="2.0"><channel><item><title>a</title>{"<x>" * depth}{"</x>" * depth}</item></channel></rss>'

    result = attempt(body.encode())

    assert isinstance(result, ParsedFeed)
    assert result.entries[0].title == "a"


@settings(deadline=None)  # a busy machine is no bug
@given(st.binary(max_size=2000), st.text(max_size=60))
def test_any_bytes_are_a_feed_or_a_parse_error(body: bytes, content_type: str) -> None:
    assert isinstance(attempt(body, content_type), ParsedFeed | ParseError)


MARKUP = """
<rss version='2.0'> <channel> </channel> <item> </item> <entry> <feed xmlns='http://www.w3.org/2005/Atom'> <title>
</title> <link> </link> <link/> <guid> </guid> <content type='xhtml'> </content> <description> <![CDATA[ ]]> <!-- -->
&amp; & &#x; &#xD800; &nbsp; <!DOCTYPE <!ENTITY [ ]> <?xml ?> <svg> </svg> <div> </div> < > <a:b> xmlns:a='b'
<media:content url='http://[' <pubDate> </pubDate> <source> </source> <image> </image> <textinput> <ttl> </ttl> 9 ä {
"""


@settings(deadline=None)  # a busy machine is no bug
@given(st.lists(st.sampled_from(MARKUP.split()), max_size=40))
def test_any_soup_of_markup_is_a_feed_or_a_parse_error(pieces: list[str]) -> None:
    assert isinstance(attempt("".join(pieces).encode()), ParsedFeed | ParseError)


@settings(deadline=None)  # a busy machine is no bug
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=8)), min_size=1, max_size=6),
)
def test_any_damaged_feed_is_a_feed_or_a_parse_error(name: str, cuts: list[tuple[float, int, bytes]]) -> None:
    body = SAMPLES[name]
    for place, length, instead in cuts:
        at = int(place * len(body))
        body = body[:at] + instead + body[at + length :]

    result = attempt(body)

    assert isinstance(result, ParsedFeed | ParseError)
    if isinstance(result, ParsedFeed):
        repr(result).encode()  # no half characters, which no database takes


@pytest.mark.parametrize("name", SAMPLES)
def test_a_feed_that_breaks_off_anywhere_never_shows_half_an_identity(name: str) -> None:
    whole = attempt(SAMPLES[name])
    assert isinstance(whole, ParsedFeed)
    known = {(entry.guid, entry.url, entry.title) for entry in whole.entries}
    for end in range(0, len(SAMPLES[name]), 31):
        part = attempt(SAMPLES[name][:end])
        if isinstance(part, ParsedFeed):
            assert {(entry.guid, entry.url, entry.title) for entry in part.entries} <= known
