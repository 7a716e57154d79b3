"""Pages, feeds and disks that fail: a release is posted all the same, once, with the best words to be had."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from relay import ingest as module
from relay.article.extract import article_from_page
from relay.errors import SourceError, StoreError
from relay.ingest import REREAD_AFTER
from relay.ingestion import articles, reading
from relay.model import Validators, Verdict
from relay.store.sources import Sources
from tests.fakes import FEED, Item, paragraphs
from tests.office import BRIDGE, FOREST, OLD, Office, text

# --- pages that cannot be read ----------------------------------------------------------------------------------------


async def new_with_broken_page(office: Office, error: SourceError) -> None:
    await office.first_sight(OLD)
    office.site.feed(Item("bruecke", "Brücke gesperrt", "Kurzer Text."), OLD)
    office.site.answers[BRIDGE.url] = error
    await office.poll()


async def test_a_release_whose_page_is_broken_waits_and_is_posted_when_it_can_be_read(office: Office) -> None:
    await new_with_broken_page(office, SourceError("{url} answers 500", url=BRIDGE.url))
    assert await office.titles() == []
    assert await office.reread(1) == 0
    assert await office.reread(REREAD_AFTER[0]) == 0
    office.site.page(BRIDGE, *paragraphs("die Brücke"))

    assert await office.reread(REREAD_AFTER[1]) == 1
    assert [text(post) for post in await office.due()] == ["\n".join(paragraphs("die Brücke"))]
    assert await office.reread(9999) == 0


async def test_a_page_that_stays_broken_does_not_keep_the_release_from_being_posted(office: Office) -> None:
    await new_with_broken_page(office, SourceError("{url} answers 500", url=BRIDGE.url))
    office.clock.pass_by(REREAD_AFTER[0] + module.PAGE_PATIENCE.total_seconds())

    assert [text(post) for post in await office.due()] == ["Kurzer Text."]


async def test_a_page_that_stays_broken_is_given_up_after_some_hours(office: Office) -> None:
    await new_with_broken_page(office, SourceError("{url} answers 500", url=BRIDGE.url))
    for pause in REREAD_AFTER:
        await office.reread(pause)
    before = office.site.times(BRIDGE.url)
    assert before == 1 + len(REREAD_AFTER)

    assert await office.reread(86400) == 0
    assert office.site.times(BRIDGE.url) == before
    assert await office.titles() == ["Brücke gesperrt"]


async def test_a_page_that_is_not_there_is_not_waited_for(office: Office) -> None:
    await new_with_broken_page(office, SourceError("{url} answers 404", permanent=True, url=BRIDGE.url))

    assert [text(post) for post in await office.due()] == ["Kurzer Text."]


async def test_a_page_that_is_a_pdf_is_posted_with_what_the_feed_says(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(Item("bruecke", "Brücke gesperrt", "Kurzer Text."), OLD)
    office.site.serve(BRIDGE.url, b"%PDF-1.7 ...", "application/pdf")
    await office.poll()

    assert [text(post) for post in await office.due()] == ["Kurzer Text."]


async def test_a_page_whose_text_cannot_be_stored_as_it_is_does_not_stop_the_source(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(BRIDGE, OLD)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    good = office.site.answers[BRIDGE.url]
    assert not isinstance(good, Exception)
    body = getattr(good, "body", b"").replace(b"Absatz", b"&#xD83D;&#0;&#xDCE4; Absatz")
    office.site.serve(BRIDGE.url, body, "text/html")

    assert (await office.poll()).due == 1


async def test_a_bug_that_one_page_brings_to_light_costs_neither_its_release_nor_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.first_sight(OLD)
    office.site.feed(Item("bruecke", "Brücke gesperrt", "Kurzer Text."), FOREST, OLD)
    office.site.page(FOREST, *paragraphs("den Wald"))
    office.site.serve(BRIDGE.url, b"<p>poison</p>", "text/html")

    def poisoned(html: bytes, **more: object) -> object:
        if b"poison" in html:
            raise RecursionError
        return article_from_page(html, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(articles, "article_from_page", poisoned)

    polled = await office.poll()
    assert polled.verdicts == (Verdict.NEW, Verdict.NEW)
    assert polled.state.problem is None
    assert await office.titles() == ["Waldbrandgefahr"]
    for pause in REREAD_AFTER:
        await office.reread(pause)
    assert await office.titles() == ["Waldbrandgefahr", "Brücke gesperrt"]


@pytest.mark.parametrize(("bug", "left"), [("is_whole", "Kurzer Text."), ("fallback_article", "")])
async def test_a_bug_that_the_feeds_own_text_brings_to_light_leaves_what_can_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, bug: str, left: str
) -> None:
    def broken(*_: object) -> bool:
        raise RecursionError

    await office.first_sight(OLD)
    office.site.feed(Item("bruecke", "Brücke gesperrt", "Kurzer Text."), OLD)
    monkeypatch.setattr(articles, bug, broken)
    await office.poll()
    office.clock.pass_by(9999)

    assert [(post.title, text(post)) for post in await office.due()] == [("Brücke gesperrt", left)]


async def test_a_source_that_is_no_longer_configured_leaves_its_release_with_the_feeds_words(office: Office) -> None:
    await new_with_broken_page(office, SourceError("{url} answers 500", url=BRIDGE.url))
    office.clock.pass_by(10)

    assert await office.ingest.reread([]) == 1
    assert await office.titles() == ["Brücke gesperrt"]


# --- feeds that cannot be read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", ["<!doctype html><html><body>Wartung</body></html>", "", "<rss><channel><item><title>a", "Hallo"]
)
async def test_an_answer_that_is_no_feed_is_a_problem_and_loses_nothing(office: Office, body: str) -> None:
    office.site.feed(OLD, etag='"1"')
    await office.poll()
    office.site.serve(FEED, body, "text/html", etag='"2"')
    polled = await office.poll()

    assert (polled.state.failures, polled.due) == (1, 0)
    assert polled.state.problem
    assert polled.state.validators == Validators('"1"')
    office.site.feed(BRIDGE, OLD, etag='"3"')
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    well = await office.poll()
    assert (well.state.failures, well.state.problem, well.verdicts) == (0, None, (Verdict.NEW,))


async def test_a_source_that_failed_at_first_has_its_first_sight_later(office: Office) -> None:
    office.site.answers[FEED] = SourceError("{url} answers 500", url=FEED)
    await office.poll()
    await office.first_sight(OLD, BRIDGE)

    assert await office.titles() == []


async def test_a_failing_source_is_asked_less_often_and_never_given_up(office: Office) -> None:
    office.site.answers[FEED] = SourceError("{url} answers 500", url=FEED)
    waits = []
    for _ in range(12):
        state = (await office.poll()).state
        waits.append((state.wait_until - office.clock()).total_seconds() if state.wait_until else 0)

    assert waits[0] == 0
    assert waits[1] == pytest.approx(120 * 0.95)
    assert waits == sorted(waits)
    assert max(waits) <= 3600


async def test_a_retry_after_is_obeyed(office: Office) -> None:
    office.site.answers[FEED] = SourceError("{url} answers 503", url=FEED, retry_after=777)
    state = (await office.poll()).state

    assert state.wait_until == office.clock() + timedelta(seconds=777)
    assert (await Sources(office.database).source_states())["presse"] == state


@pytest.mark.parametrize(("obey", "wait"), [(True, 900), (False, None)])
async def test_the_longest_hint_of_the_server_is_obeyed_if_configured(
    office: Office, *, obey: bool, wait: float | None
) -> None:
    office.obey_hints = obey
    office.site.feed(OLD, max_age=300, more="<ttl>15</ttl>")
    state = (await office.poll()).state

    assert state.wait_until == (office.clock() + timedelta(seconds=wait) if wait else None)


async def test_a_hint_shorter_than_the_interval_changes_nothing(office: Office) -> None:
    office.site.feed(OLD, max_age=5, etag='"1"')
    assert (await office.poll()).state.wait_until is None
    assert (await office.poll()).state.wait_until is None


async def test_a_bug_that_one_feed_brings_to_light_is_that_sources_problem(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reading, "parse_again", broken)
    office.site.feed(OLD)
    polled = await office.poll()

    assert "relay itself failed (RecursionError)" in str(polled.state.problem)
    assert polled.state.failures == 1


# --- a store that fails -----------------------------------------------------------------------------------------------


async def test_if_it_cannot_be_recorded_nothing_has_happened_and_the_next_poll_brings_it(office: Office) -> None:
    office.site.feed(OLD, etag='"1"')
    await office.poll()
    office.site.feed(BRIDGE, OLD, etag='"2"')
    office.site.page(BRIDGE, *paragraphs("die Brücke", 60))
    pages = (await office.database.rows("PRAGMA page_count"))[0][0]
    await office.database.rows(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreError, match="full"):
        await office.poll()
    assert (await Sources(office.database).source_states())["presse"].validators == Validators('"1"')

    await office.database.rows("PRAGMA max_page_count = 100000")
    assert (await office.poll()).verdicts == (Verdict.NEW,)
    assert await office.titles() == ["Brücke gesperrt"]


async def test_a_poll_cut_off_before_it_was_recorded_has_not_happened(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(BRIDGE, OLD, etag='"2"')
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    office.site.hang(BRIDGE.url)
    task = asyncio.create_task(office.poll())
    await office.site.reached[BRIDGE.url].wait()
    task.cancel()
    await asyncio.wait([task])
    office.site.gates.clear()

    assert (await office.poll()).verdicts == (Verdict.NEW,)
