"""What strangers write is read in a time that grows with its length, and not with the square of that."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from relay.article.extract import article_from_page
from relay.article.facts import facts
from relay.feed.alike import likeness
from relay.feed.decide import decide, keys
from relay.feed.links import other_names, posted_link
from relay.feed.repair import repaired
from relay.model import Entry, Fetched, Known, ParsedFeed, Verdict
from relay.state import Past
from relay.websub.discovery import topic_of
from tests.fakes import SITE, START, source

LIMIT = 1.0
"""Seconds of this thread's CPU; each takes a fraction of that, and took many times as much when it was quadratic."""
ENTRY = Entry(guid="a", url="https://www.musterland.example/a", title="Brücke gesperrt")


def link_named(name: str) -> None:
    page = f"<h1>Titel</h1><p>Die Brücke ist ab Montag für zwei Wochen gesperrt.</p><p><a href='a.pdf'>{name}</a></p>"
    article = article_from_page(
        page.encode(), url=ENTRY.url, content_type="text/html", entry=ENTRY, title="Brücke gesperrt"
    )
    assert article.attachments


def hub_in(attributes: str) -> None:
    assert topic_of(Fetched(ENTRY.url, f"<feed><link {attributes}></feed>".encode())) is None


def sentence(text: str) -> None:
    assert facts(text) == facts(text[:1000])


def declared(text: str) -> None:
    assert repaired(text)[0]


def address(text: str) -> None:
    posted = posted_link(f"{SITE}/a{text}")
    assert posted_link(posted) == posted
    assert not other_names(posted, ())


@pytest.mark.parametrize("baselined", [False, True])
@pytest.mark.parametrize(("title", "count"), [("Meldung {}", 2000), ("Öffentliche Bekanntmachung", 1000)])
def test_a_feed_of_many_new_entries_takes_no_longer_than_their_number(
    title: str, count: int, *, baselined: bool
) -> None:
    entries = tuple(
        Entry(guid=str(number), url=f"{ENTRY.url}/{number}", title=title.format(number)) for number in range(count)
    )
    before = time.thread_time()
    decided = decide(ParsedFeed(entries), {}, source(), baselined=baselined, listed=frozenset({b"gone"}), now=START)
    assert time.thread_time() - before < LIMIT
    assert {one.verdict for one in decided} == {Verdict.FLOOD if baselined else Verdict.BASELINE}


@pytest.mark.parametrize("title", ["", "Meldung {}"])
def test_a_list_whose_addresses_are_all_others_takes_no_longer_than_its_length(title: str) -> None:
    before, after = (
        ParsedFeed(
            tuple(
                Entry(guid=f"{year}/{number}", url=f"{SITE}/{year}/{number}", title=title.format(number))
                for number in range(1000)
            )
        )
        for year in (2025, 2026)
    )
    known = tuple(
        Known(
            number,
            None,
            owner=True,
            live=True,
            entry=key.entry,
            likeness=likeness(Entry("", f"{SITE}/{number}", f"Meldung {number}")),
            names=3,
        )
        for number, key in enumerate(keys(before))
    )
    listed = frozenset(key.entry for key in keys(before))
    began = time.thread_time()
    decided = decide(after, {}, source(kind="sitemap"), baselined=True, past=Past(near=known), listed=listed, now=START)
    assert time.thread_time() - began < LIMIT
    assert {one.verdict for one in decided} == {Verdict.JOINED if title else Verdict.FLOOD}


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (link_named, ", " * 15_000),
        (link_named, "1" * 30_000),
        (link_named, "– | " * 8_000),
        (hub_in, "a" * 50_000),
        (hub_in, "a.-:" * 12_000),
        (sentence, "12.12." * 10_000),
        (sentence, "1," * 30_000),
        (sentence, "a-" * 30_000),
        (declared, "<?xml " * 20_000),
        (address, "?" + "amp;" * 15_000),
        (address, "/(S(a)" * 10_000),
        (address, ";sid=" + "0" * 60_000),
        (address, "?session=" + "a" * 60_000),
        (address, "#" + "sid=1&" * 5_000),
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(read: Callable[[str], None], text: str) -> None:
    before = time.thread_time()
    read(text)
    assert time.thread_time() - before < LIMIT
