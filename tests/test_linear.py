"""What strangers write is read with work that grows with its length, and not with the square of that."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

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

TIMES = 8
"""How much larger the second of two inputs is."""
BOUND = 3 * TIMES
"""A quadratic reader takes 64 times as long over it, a linear one 8 times."""
TRIES = 5
"""A reader is linear if one of them shows it: on a busy machine the others may be disturbed."""
ENTRY = Entry(guid="a", url="https://www.musterland.example/a", title="Brücke gesperrt")


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of Python a call runs: the same on every machine, however busy."""
    count = 0

    def tracer(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def seconds(call: Callable[[], object]) -> float:
    """Of this thread's CPU: what lines do not tell, as in a regular expression."""
    before = time.thread_time()
    call()
    return time.thread_time() - before


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


def after(start: str) -> Callable[[str], None]:
    def address(text: str) -> None:
        posted = posted_link(f"{SITE}/a{start}{text}")
        assert posted_link(posted) == posted
        assert not other_names(posted, ())

    return address


def many(count: int, title: str, *, baselined: bool) -> None:
    entries = tuple(
        Entry(guid=str(number), url=f"{ENTRY.url}/{number}", title=title.format(number)) for number in range(count)
    )
    gone = frozenset({b"gone"})
    decided = decide(ParsedFeed(entries), {}, source(), baselined=baselined, listed=gone, now=START)
    assert {one.verdict for one in decided} == {Verdict.FLOOD if baselined else Verdict.BASELINE}


def moved(count: int, title: str) -> None:
    before, after = (
        ParsedFeed(
            tuple(
                Entry(guid=f"{year}/{number}", url=f"{SITE}/{year}/{number}", title=title.format(number))
                for number in range(count)
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
    sitemap, past = source(kind="sitemap"), Past(near=known)
    decided = decide(after, {}, sitemap, baselined=True, past=past, listed=listed, now=START)
    assert {one.verdict for one in decided} == {Verdict.JOINED if title else Verdict.FLOOD}


@pytest.mark.parametrize("baselined", [False, True])
@pytest.mark.parametrize("title", ["Meldung {}", "Öffentliche Bekanntmachung"])
def test_a_feed_of_many_new_entries_takes_no_more_than_their_number(title: str, *, baselined: bool) -> None:
    few = lines_run(lambda: many(100, title, baselined=baselined))
    assert lines_run(lambda: many(100 * TIMES, title, baselined=baselined)) < BOUND * few


@pytest.mark.parametrize("title", ["", "Meldung {}"])
def test_a_list_whose_addresses_are_all_others_takes_no_more_than_its_length(title: str) -> None:
    short = lines_run(lambda: moved(100, title))
    assert lines_run(lambda: moved(100 * TIMES, title)) < BOUND * short


@pytest.mark.parametrize(
    ("read", "unit", "count"),
    [
        (link_named, ", ", 15_000),
        (link_named, "1", 30_000),
        (link_named, "– | ", 8_000),
        (hub_in, "a", 50_000),
        (hub_in, "a.-:", 12_000),
        (sentence, "12.12.", 10_000),
        (sentence, "1,", 30_000),
        (sentence, "a-", 30_000),
        (declared, "<?xml ", 20_000),
        (after("?"), "amp;", 15_000),
        (after(""), "/(S(a)", 10_000),
        (after(";sid="), "0", 60_000),
        (after("?session="), "a", 60_000),
        (after("#"), "sid=1&", 5_000),
    ],
)
def test_a_long_text_takes_no_more_than_its_length(read: Callable[[str], None], unit: str, count: int) -> None:
    ratios = []
    for _ in range(TRIES):
        short = seconds(lambda: read(unit * (count // TIMES)))
        ratios.append(seconds(lambda: read(unit * count)) / short)
        if ratios[-1] < BOUND:
            return
    pytest.fail(f"{TIMES} times the length takes so many times as long: {ratios}")
