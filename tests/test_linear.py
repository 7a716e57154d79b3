"""What strangers write is read with work that grows with its length, and not with the square of that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relay.article.extract import article_from_page
from relay.article.page.boilerplate import leads_somewhere
from relay.article.teaser.facts import facts
from relay.article.truth.claims import claims
from relay.article.truth.clauses import clauses
from relay.feed.alike import likeness
from relay.feed.decide import decide, keys
from relay.feed.links import other_names, posted_link
from relay.feed.repair import repaired
from relay.feed.text import plain
from relay.model import Block, BlockKind, Entry, Fetched, Known, ParsedFeed, Verdict
from relay.render.markup import clean, fingerprint_of_text
from relay.render.noise import telling
from relay.render.tags import pieces
from relay.state import Past
from relay.websub.discovery import topic_of
from tests.fakes import SITE, START, source
from tests.growth import grows_with_length, grows_with_number

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


def stamped(text: str) -> None:
    said = tuple(text.split())
    (block,) = telling((Block(BlockKind.PARAGRAPH, (*said, "Stand: 1.1.2026")),))
    assert block.sentences == said


def templated(blanks: str) -> None:
    assert pieces(f"a{blanks}b")[0].content == (f"a{blanks}b",)


def stated(text: str) -> None:
    claims(text)
    clauses(text)


def accented(marks: str) -> None:
    page = f"<h1>Titel</h1><p>Die Brücke ist ab Montag für zwei Wochen gesperrt.</p><p>Das e{marks} steht dort.</p>"
    article = article_from_page(page.encode(), url=ENTRY.url)
    assert [block.text[:7] for block in article.blocks] == ["Die Brü", "Das è\u0316\u0316"]


def titled(marks: str) -> None:
    assert plain(f"<b>e{marks}</b>")[0] == "è"
    assert clean(f"e{marks}")[0] == "è"
    assert fingerprint_of_text(f"e{marks}") == fingerprint_of_text("e")


def pictured(candidates: str) -> None:
    page = f"<h1>Titel</h1><p>Die Brücke ist gesperrt.</p>{f'<img src=a.jpg srcset={candidates!r}>' * 20}"
    assert article_from_page(page.encode(), url=ENTRY.url).pictures


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
    grows_with_number(lambda count: many(count, title, baselined=baselined), 800)


@pytest.mark.parametrize("title", ["", "Meldung {}"])
def test_a_list_whose_addresses_are_all_others_takes_no_more_than_its_length(title: str) -> None:
    grows_with_number(lambda count: moved(count, title), 800)


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
        (stamped, "Ja. ", 16_000),
        (templated, " ", 20_000),
        (stated, "1/", 20_000),
        (stated, ", ", 20_000),
        (stated, "und ", 15_000),
        (stated, "1. und ", 5000),
        (leads_somewhere, "a.", 20_000),
        (accented, "\u0300\u0316", 12_000),
        (titled, "\u0300\u0316", 12_000),
        (pictured, " ", 4800),
        (pictured, ",", 4800),
        (declared, "<?xml ", 20_000),
        (after("?"), "amp;", 15_000),
        (after(""), "/(S(a)", 10_000),
        (after(";sid="), "0", 60_000),
        (after("?session="), "a", 60_000),
        (after("#"), "sid=1&", 5_000),
    ],
)
def test_a_long_text_takes_no_more_than_its_length(read: Callable[[str], None], unit: str, count: int) -> None:
    grows_with_length(read, unit, count)
