"""A feed of which only new entries are read says the same as one that is read whole."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.errors import ParseError
from relay.feed.cut import MOST_ENTRIES, cut
from relay.feed.parse import parse, parse_again
from relay.feed.remembered import Reading, Remembered
from relay.model import Fetched, ParsedFeed, Verdict
from relay.state import SourceState
from relay.store.database import open_database
from tests.fakes import source
from tests.office import BRIDGE, FOREST, OLD, Office

CORPUS = Path(__file__).resolve().parents[2] / "../shared/corpus/feeds"
FEEDS = sorted(one for one in CORPUS.rglob("*") if one.is_file())
LARGEST = 60_000
"""Bytes of a feed of the corpus that is tried."""
SITE = "https://www.landkreis-musterland.example"
ENTRY = re.compile(rb"<(item|entry)[\s>].*?</\1>", re.DOTALL)
ROOT = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
HEADS = (
    f"{ROOT}<channel><title>Presse</title><link>{SITE}/</link><lastBuildDate>%s</lastBuildDate>",
    f'<rss version="2.0" xml:base="{SITE}/x/"><channel><title>Presse</title><ttl>%s</ttl>',
    f'<rss version="2.0"><channel><link>{SITE}/%s/</link>',
    '<?xml version="1.0"?><!-- %s --><rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><updated>%s</updated>',
)
TAILS = ("</channel></rss>", "\n</channel>\n</rss>\n", "<title>Später</title></channel></rss>", "</feed>", "")
INSIDE = (
    "<title>Straße gesperrt</title>",
    "<title type='html'>&lt;b&gt;Neu&lt;/b&gt; &amp;amp; gut</title>",
    "<link>/presse/1.php</link>",
    "<link href='2.php' rel='alternate'/>",
    "<guid>7</guid>",
    "<guid isPermaLink='true'>https://www.landkreis-musterland.example/7.php</guid>",
    "<id>urn:7</id>",
    "<pubDate>Mon, 03 Mar 2025 09:00:00 +0100</pubDate>",
    "<pubDate>gestern</pubDate>",
    "<dc:date>2025-03-03T09:00</dc:date>",
    "<description><![CDATA[<p>Ein </item> im <a href='/x'>Text</a></p>]]></description>",
    "<description>kurz &#228; &uuml;</description>",
    "<description type='text/plain'>a &lt; b</description>",
    "<summary>kurz</summary>",
    "<content type='html'>&lt;p&gt;lang&lt;/p&gt;</content>",
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>lang</p></div></content>",
    "<summary mode='base64' type='text/html'>aGFsbG8=</summary>",
    "<!-- <item> -->",
    "<?php echo 1 ?>",
    "<author>presse@musterland.example (Presse)</author>",
    "<author><name>Presse</name></author>",
    "<category>Verkehr</category>",
    "<enclosure url='/bild.jpg' type='image/jpeg' length='1'/>",
    "<media:group><media:content url='/a.jpg'><media:credit>F</media:credit></media:content></media:group>",
    "<media:thumbnail url='/b.jpg'/>",
    "<x:y xmlns:x='http://purl.org/dc/elements/1.1/'>2025</x:y>",
    "<source url='/andere.rss'>Andere</source>",
    "<image><title>Bild</title></image>",
    "<item><title>Innen</title></item>",
    "<title><link>/3.php</link></title>",
    "<ttl>5</ttl>",
    "& <br>",
)
BETWEEN = ("", "\n  ", "<!-- noch einer -->", "<title>Dazwischen</title>", "Text")
ENTRIES = st.lists(st.sampled_from(INSIDE), max_size=4).map("".join)


def read(body: bytes, remembered: Remembered | None = None) -> ParsedFeed | str:
    """By the way of relay, if something is remembered; else by itself."""
    fetched, zone = Fetched(f"{SITE}/presse.rss", body), ZoneInfo("Europe/Berlin")
    try:
        if remembered is None:
            return parse(fetched, zone)
        feed, reading = parse_again(fetched, zone, remembered.of(fetched.url))
    except ParseError as error:
        return str(error)
    remembered.keep(fetched.url, reading)
    return feed


def rss(*names: str, head: str = HEADS[0] % "heute") -> bytes:
    items = "".join(f"<item><guid>{one}</guid><title>Meldung {one}</title></item>" for one in names)
    return f"{head}{items}</channel></rss>".encode()


@pytest.fixture
def given_to_feedparser(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    seen: list[bytes] = []
    whole = feedparser.parse

    def watched(stream: io.BytesIO, **options: object) -> object:
        seen.append(stream.getvalue())
        return whole(stream, **options)

    monkeypatch.setattr(feedparser, "parse", watched)
    return seen


def test_feedparser_gets_the_new_entries_and_one_that_is_known(given_to_feedparser: list[bytes]) -> None:
    remembered = Remembered()
    read(rss("1", "2", "3"), remembered)
    feed = read(rss("4", "1", "2", "3", head=HEADS[0] % "morgen"), remembered)
    assert isinstance(feed, ParsedFeed)
    assert [entry.guid for entry in feed.entries] == ["4", "1", "2", "3"]
    assert [b"<guid>2</guid>" in data for data in given_to_feedparser] == [True, False]
    assert b"<guid>4</guid>" in given_to_feedparser[1]


async def test_a_source_that_changed_has_its_new_entries_read(tmp_path: Path, given_to_feedparser: list[bytes]) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        office = Office(database)
        ingest = office.ingest
        office.site.feed(OLD, FOREST)
        first = await ingest.poll(source(), SourceState())
        office.site.feed(BRIDGE, OLD, FOREST)
        assert (await ingest.poll(source(), first.state)).verdicts == (Verdict.NEW,)
    assert [FOREST.title.encode() in data for data in given_to_feedparser] == [True, False]
    assert BRIDGE.title.encode() in given_to_feedparser[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rss("1", "2"), rss("3", "1", "2", head=HEADS[1] % "60")),
        (rss("1", head=HEADS[2] % "alt"), rss("2", "1", head=HEADS[2] % "neu")),
    ],
    ids=["another beginning", "another website for relative links"],
)
def test_a_feed_that_begins_differently_is_read_whole(
    before: bytes, after: bytes, given_to_feedparser: list[bytes]
) -> None:
    remembered = Remembered()
    read(before, remembered)
    read(after, remembered)
    assert b"<guid>1</guid>" in given_to_feedparser[1]
    assert given_to_feedparser[1].count(b"<item>") == after.count(b"<item>")


def test_a_feed_is_read_whole_where_what_is_known_reads_differently_now(given_to_feedparser: list[bytes]) -> None:
    class Wrong(Remembered):
        def of(self, url: str) -> Reading | None:
            reading = super().of(url)
            other = {mark: replace(one, title="Anders") for mark, one in reading.entries.items()} if reading else {}
            return reading and Reading(reading.context, other)

    remembered, feed = Wrong(), rss("3", "1", "2")
    read(rss("1", "2"), remembered)
    assert read(feed, remembered) == read(feed)
    assert [data.count(b"<item>") for data in given_to_feedparser] == [2, 2, 3, 3]


@settings(max_examples=150, deadline=None)
@given(
    head=st.sampled_from(HEADS),
    tail=st.sampled_from(TAILS),
    pool=st.lists(ENTRIES, min_size=1, max_size=5),
    between=st.sampled_from(BETWEEN) | st.just(""),
    seed=st.integers(0, 999),
)
def test_whatever_stands_in_a_feed_it_says_the_same(
    head: str, tail: str, pool: list[str], between: str, seed: int
) -> None:
    chance, remembered = Random(seed), Remembered()
    name = "entry" if head.startswith("<feed") else "item"
    for turn in range(3):
        chosen = chance.choices(pool, k=chance.randint(1, len(pool) + 1))
        entries = between.join(f"<{name}>{one}</{name}>" for one in chosen)
        body = f"{head % turn}{entries}{tail}".encode()
        assert read(body, remembered) == read(body)


def later(body: bytes, chance: Random) -> bytes:
    """The feed some days later, or earlier: an entry less, another order, other words in one of them."""
    found = list(ENTRY.finditer(body))
    if len(found) < 2:
        return body
    entries = [one[0] for one in found[1:]]
    chance.shuffle(entries)
    entries[0] = entries[0].replace(b"e", b"a", 1) if chance.random() < 0.3 else entries[0]
    return body[: found[0].start()] + b"\n".join(entries) + body[found[-1].end() :]


@pytest.mark.skipif(not FEEDS, reason="the corpus is not beside this repository")
def test_real_feeds_say_the_same() -> None:
    chance, cut_at_all = Random(1), 0
    for path in FEEDS:
        body = path.read_bytes()
        if len(body) > LARGEST or not ENTRY.search(body):
            continue
        remembered = Remembered()
        read(later(body, chance), remembered)
        assert read(body, remembered) == read(body), path.name
        cut_at_all += remembered.of(f"{SITE}/presse.rss") is not None
    assert cut_at_all >= 20


@pytest.mark.skipif(not FEEDS, reason="the corpus is not beside this repository")
def test_a_real_feed_says_the_same_as_it_goes_on() -> None:
    for folder in {path.parent for path in FEEDS if path.parent.name.startswith("sequence")}:
        remembered = Remembered()
        for path in sorted(folder.iterdir()):
            assert read(path.read_bytes(), remembered) == read(path.read_bytes()), path.name


def test_pieces_are_the_feed() -> None:
    data = rss("1", "2", "3")
    pieces = cut(data)
    assert pieces is not None
    assert pieces.only(list(pieces.entries)) == data
    assert len(pieces.entries) == 3


@pytest.mark.parametrize(
    "data",
    [
        rss(),
        rss("1").replace(b"<rss", b"<!DOCTYPE rss><rss", 1),
        rss("1").replace(b"<item>", b'<item xml:base="/x/">'),
        rss("1").replace(b"<item>", b'<item xmlns:x="urn:x">'),
        rss("1").replace(b"</item>", b"</item><item/>"),
        rss("1").replace(b"</item>", b"</item>Text"),
        rss("1").replace(b"</item>", b"</item><!-- -->"),
        rss("1").replace(b"</channel>", b"<ttl>5</ttl></channel>"),
        rss("1").replace(b"<guid>", b"<unknown/><guid>"),
        rss("1").replace(b"</rss>", b""),
        rss(*map(str, range(MOST_ENTRIES + 1))),
    ],
    ids=["empty", "doctype", "base", "namespace", "empty item", "text", "comment", "tail", "unknown", "broken", "many"],
)
def test_nothing_is_cut_where_that_is_not_certain(data: bytes) -> None:
    assert cut(data) is None


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    entry = parse(Fetched(SITE, rss("1"))).entries[0]
    remembered, reading = Remembered(most=4_000), Reading(b"", {b"1": entry})
    for number in range(5):
        remembered.keep(f"{SITE}/{number}", reading)
    assert [bool(remembered.of(f"{SITE}/{number}")) for number in range(5)] == [False, False, False, True, True]
    remembered.of(f"{SITE}/3")
    remembered.keep(f"{SITE}/5", reading)
    assert remembered.of(f"{SITE}/3")
    assert not remembered.of(f"{SITE}/4")
    remembered.keep(f"{SITE}/3", Reading(b"", dict.fromkeys([b"1", b"2", b"3"], entry)))
    assert not remembered.of(f"{SITE}/3")
