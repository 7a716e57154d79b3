"""Hypothesis on what `make fuzz` runs atheris on: a short look in every run of the tests."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, fuzz_article, fuzz_decode, fuzz_parse, fuzz_url

DATA = Path(__file__).resolve().parents[1] / "data"
SAMPLES = [path.read_bytes()[:20_000] for path in sorted((DATA / "feeds").iterdir())]
WORDS = """
<rss version="2.0"> <channel> </channel> <item> </item> <entry> </entry> <feed xmlns="http://www.w3.org/2005/Atom">
<title> </title> <title type="html"> <link> </link> <link href="a"/> <guid> </guid> <pubDate> </pubDate> &a; &amp; &#0;
<description> </description> <content type="xhtml"> </content> <![CDATA[ ]]> <!-- --> <!DOCTYPE [ ]> <!ENTITY a "b">
&#10; <?xml encoding="utf-16"?> xml:base="b/" xmlns:media="http://search.yahoo.com/mrss/" <media:content url="x">
<div> </div> {"version":"https://jsonfeed.org/version/1","items":[ {"id":1} , ]} "date_published":1287561600 Ã¼
31.12.9999 24:00 ä https://a@b.example/ javascript: //[ <p> </p> <table> <script> </script> <a href="x.pdf">
<img src="data:,"> z.&nbsp;B. „ “
"""
soup = st.lists(st.sampled_from(WORDS.split()) | st.text(max_size=5), max_size=40).map(
    lambda pieces: "".join(pieces).encode("utf-8", "replace")
)
quick = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no bug


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real feed with pieces cut out, doubled, and put elsewhere."""
    body = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 5))):
        start, length, to = (draw(st.integers(0, limit)) for limit in (len(body), 200, len(body)))
        piece = body[start : start + length]
        body = body[:to] + piece + body[to + draw(st.integers(0, 200)) :]
    return body


@quick
@given(
    soup | damaged() | st.binary(max_size=500), st.sampled_from([b"", b"text/xml; charset=utf-16", b"x; charset=\xff"])
)
def test_any_feed_is_read_or_refused(body: bytes, kind: bytes) -> None:
    fuzz_parse(kind + b"\n" + body)


@quick
@given(soup | st.binary(max_size=500))
def test_any_page_is_read_or_refused(body: bytes) -> None:
    fuzz_article(body)


@quick
@given(
    st.binary(max_size=200),
    st.sampled_from([gzip.compress, zlib.compress, bytes]),
    st.integers(0, 2),
    st.integers(0, 40),
)
def test_any_bytes_unfold_or_are_damaged(body: bytes, pack: type[bytes], coding: int, cut: int) -> None:
    packed = pack(body)
    fuzz_decode(bytes([coding]) + packed[: len(packed) - cut])


@quick
@given(st.text(max_size=60).map(str.encode) | st.from_regex(rb"\Ahttps?://[^/]{0,20}(:\d{0,6})?/.{0,10}\Z"))
def test_any_text_is_an_address_or_refused(text: bytes) -> None:
    fuzz_url(text)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_at_all_harms_nothing(name: str) -> None:
    TARGETS[name](b"")
