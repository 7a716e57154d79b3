"""One poll, from the website to the store: nothing is lost, posted twice, or let loose in a flood."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from relay import ingest as module
from relay.article.extract import article_from_page
from relay.errors import SourceError, StoreError
from relay.ingest import REREAD_AFTER, Ingest, Polled
from relay.model import Post, SourceSpec, SourceState, Validators, Verdict
from relay.store.codec import POST
from relay.store.database import Database, open_database
from relay.store.deliveries import Deliveries
from relay.store.sources import Sources
from tests.fakes import FEED, SITE, START, Asked, FakeSite, Item, SetClock, paragraphs, source

OLD = Item("alt", "Was schon da war")
BRIDGE = Item("bruecke", "Brücke gesperrt")
FOREST = Item("wald", "Waldbrandgefahr")
WHOLE = "".join(f"<p>{one}</p>" for one in paragraphs("die Brücke", 12))


@dataclass
class Office:
    """A website, a store, and what polls the one into the other."""

    database: Database
    site: FakeSite = field(default_factory=FakeSite)
    clock: SetClock = field(default_factory=SetClock)
    obey_hints: bool = True

    @property
    def ingest(self) -> Ingest:
        """A new one each time: it holds no state of its own."""
        return Ingest(
            fetcher=self.site,
            store=Sources(self.database),
            clock=self.clock,
            dice=lambda: 0.5,
            zone=UTC,
            obey_hints=self.obey_hints,
        )

    async def poll(self, spec: SourceSpec | None = None) -> Polled:
        """Poll as a relay does that was just started."""
        spec = spec or source()
        states = await Sources(self.database).source_states()
        self.clock.pass_by(60)
        return await self.ingest.poll(spec, states.get(spec.id, SourceState()))

    async def reread(self, seconds: float) -> int:
        self.clock.pass_by(seconds)
        return await self.ingest.reread([source()])

    async def due(self) -> list[Post]:
        """What would be posted now, in order."""
        rows = await self.database.rows(
            "SELECT body FROM deliveries JOIN posts USING (release) WHERE state = 'pending' AND due <= ? "
            "ORDER BY deliveries.id",
            self.clock().timestamp(),
        )
        return [POST.load(row["body"]) for row in rows]

    async def titles(self) -> list[str]:
        return [post.title for post in await self.due()]

    async def send_all(self) -> None:
        await self.database.change("UPDATE deliveries SET state = 'sent', sent = 1 WHERE state = 'pending'")

    async def first_sight(self, *items: Item, spec: SourceSpec | None = None) -> None:
        self.site.feed(*items)
        await self.poll(spec)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Office(database)


def text(post: Post) -> str:
    return "\n".join(block.text for block in post.blocks)


# --- what is new ------------------------------------------------------------------------------------------------------


async def test_first_sight_of_a_feed_posts_nothing_and_reads_no_page(office: Office) -> None:
    office.site.feed(BRIDGE, OLD)

    polled = await office.poll()

    assert polled.verdicts == (Verdict.BASELINE, Verdict.BASELINE)
    assert polled.due == 0
    assert await office.titles() == []
    assert [asked.url for asked in office.site.asked] == [FEED]


async def test_what_comes_later_is_posted_with_what_its_page_says(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(BRIDGE, OLD)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))

    polled = await office.poll(source(hashtags=("#Verkehr",)))

    assert (polled.verdicts, polled.due) == ((Verdict.NEW,), 1)
    (post,) = await office.due()
    assert (post.title, post.url, post.hashtags) == ("Brücke gesperrt", BRIDGE.url, ("Verkehr",))
    assert text(post) == "\n".join(paragraphs("die Brücke"))
    assert polled.state.new == polled.state.success == office.clock()


async def test_an_empty_feed_at_first_sight_makes_everything_later_new(office: Office) -> None:
    await office.first_sight()
    office.site.feed(BRIDGE)

    assert (await office.poll()).verdicts == (Verdict.NEW,)


async def test_a_backfill_posts_the_newest_oldest_first(office: Office) -> None:
    items = [Item(str(day), f"Tag {day}", published=START - timedelta(days=10 - day)) for day in range(1, 6)]
    await office.first_sight(*items[::-1], spec=source(backfill=2))

    office.clock.pass_by(3600)
    assert await office.titles() == ["Tag 4", "Tag 5"]


async def test_several_new_ones_are_posted_oldest_first_even_without_dates(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(FOREST, BRIDGE, OLD)
    office.site.page(FOREST, *paragraphs("den Wald"))
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.poll()

    assert await office.titles() == ["Brücke gesperrt", "Waldbrandgefahr"]


async def test_more_new_ones_than_the_limit_are_held_unread_and_kept(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(*(Item(f"n{number}") for number in range(6)))
    office.site.asked.clear()

    polled = await office.poll()

    assert set(polled.verdicts) == {Verdict.FLOOD}
    assert await office.titles() == []
    assert len(await Deliveries(office.database).holds()) == 6
    assert [asked.url for asked in office.site.asked] == [FEED]


async def test_a_held_release_is_read_when_a_person_lets_it_go(office: Office) -> None:
    flood = [Item(f"n{number}") for number in range(6)]
    await office.first_sight(OLD)
    office.site.feed(*flood)
    await office.poll()
    assert await office.reread(3600) == 0
    held = await Deliveries(office.database).holds()
    office.site.page(flood[-1], *paragraphs("den Kreistag"))
    await Deliveries(office.database).release([held[0].id], office.clock())

    assert await office.reread(0) == 1
    assert [text(post) for post in await office.due()] == ["\n".join(paragraphs("den Kreistag"))]


async def test_include_and_exclude_words_sort_out_for_good(office: Office) -> None:
    spec = source(include=("brücke",), exclude=("gesperrt",))
    await office.first_sight(OLD, spec=spec)
    items = [BRIDGE, FOREST, Item("neu", "Neue Brücke"), OLD]
    office.site.feed(*items)
    office.site.page(items[2], *paragraphs("die neue Brücke"))

    polled = await office.poll(spec)
    assert sorted(polled.verdicts) == [Verdict.NEW, Verdict.UNWANTED, Verdict.UNWANTED]
    assert await office.titles() == ["Neue Brücke"]
    assert (await office.poll(source())).verdicts == ()


async def test_an_entry_without_a_link_is_posted_with_what_the_feed_says(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(Item("ohne", "Ohne Adresse", "Das Kreishaus bleibt am Freitag geschlossen.", link=""), OLD)
    await office.poll()

    (post,) = await office.due()
    assert (post.title, post.url, text(post)) == ("Ohne Adresse", "", "Das Kreishaus bleibt am Freitag geschlossen.")


async def test_a_feed_that_brings_the_whole_text_needs_no_page(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(Item("bruecke", "Brücke gesperrt", WHOLE), OLD)
    await office.poll()

    (post,) = await office.due()
    assert len(post.blocks) == 12
    assert not office.site.times(BRIDGE.url)


async def test_a_very_long_release_is_kept_whole(office: Office) -> None:
    long = paragraphs("den Haushalt", 40)
    await office.first_sight(OLD)
    office.site.feed(BRIDGE, OLD)
    office.site.page(BRIDGE, *long)
    await office.poll()

    (post,) = await office.due()
    assert len(text(post)) > 5000
    assert text(post) == "\n".join(long)


async def test_the_same_release_in_two_sources_is_posted_once_with_the_hashtags_of_both(office: Office) -> None:
    other = source("bau", url=f"{SITE}/bau.xml", hashtags=("Bau",))
    office.site.feed(OLD)
    office.site.feed(OLD, url=other.url)
    await office.poll()
    await office.poll(other)
    office.site.feed(BRIDGE, OLD)
    office.site.feed(Item("bau-7", BRIDGE.title, link=BRIDGE.url + "?utm_source=bau"), OLD, url=other.url)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    office.site.hang(BRIDGE.url)
    states = await Sources(office.database).source_states()

    presse = asyncio.create_task(office.ingest.poll(source(hashtags=("Presse",)), states["presse"]))
    await office.site.reached[BRIDGE.url].wait()
    site, office.site = office.site, FakeSite()
    office.site.answers = site.answers | {BRIDGE.url + "?utm_source=bau": site.answers[BRIDGE.url]}
    bau = await office.poll(other)
    site.gates[BRIDGE.url].set()

    assert (bau.verdicts, (await presse).verdicts) == ((Verdict.NEW,), (Verdict.NEW,))
    (post,) = await office.due()
    assert post.hashtags == ("Bau", "Presse")


# --- what is known already --------------------------------------------------------------------------------------------


async def test_a_feed_that_did_not_change_is_asked_for_with_its_validators(office: Office) -> None:
    office.site.feed(OLD, etag='W/"1"')
    await office.poll()
    polled = await office.poll()

    assert office.site.asked[-1].validators == Validators('W/"1"')
    assert (polled.verdicts, polled.due, polled.state.validators) == ((), 0, Validators('W/"1"'))
    assert polled.state.success == office.clock()


async def test_a_feed_sent_again_unchanged_does_nothing(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(BRIDGE, OLD)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.poll()
    again = await office.poll()

    assert (again.verdicts, again.due) == ((), 0)
    assert office.site.times(BRIDGE.url) == 1
    assert len(await office.due()) == 1


async def test_a_release_that_left_the_feed_and_comes_back_is_known(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(FOREST)
    office.site.page(FOREST, *paragraphs("den Wald"))
    await office.poll()
    office.clock.pass_by(5 * 365 * 86400)
    office.site.feed(OLD)

    assert (await office.poll()).verdicts == ()


async def test_validators_of_another_address_are_not_sent(office: Office) -> None:
    office.site.feed(OLD, etag='"1"')
    await office.poll()
    moved = source(url=f"{SITE}/neu.xml")
    office.site.feed(BRIDGE, OLD, url=moved.url)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))

    polled = await office.poll(moved)

    assert office.site.asked[1] == Asked(moved.url, Validators())
    assert (polled.verdicts, polled.state.url) == ((Verdict.NEW,), moved.url)


# --- corrections ------------------------------------------------------------------------------------------------------


async def posted(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(BRIDGE, OLD)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.poll()
    await office.send_all()


async def test_a_correction_on_the_website_makes_the_post_due_again(office: Office) -> None:
    await posted(office)
    fixed = Item("bruecke", "Brücke doch frei")
    office.site.feed(fixed, OLD)
    office.site.page(fixed, *paragraphs("die freie Brücke"))

    polled = await office.poll()

    assert (polled.verdicts, polled.due) == ((Verdict.CHANGED,), 1)
    (post,) = await office.due()
    assert (post.title, text(post)) == (fixed.title, "\n".join(paragraphs("die freie Brücke")))


@pytest.mark.parametrize("permanent", [True, False])
async def test_a_correction_whose_page_fails_does_not_replace_what_stands_in_the_channel(
    office: Office, *, permanent: bool
) -> None:
    await posted(office)
    office.site.feed(Item("bruecke", "Brücke doch frei"), OLD)
    office.site.answers[BRIDGE.url] = SourceError("no", permanent=permanent)

    assert (await office.poll()).due == 0
    assert await office.due() == []


async def test_a_correction_whose_page_fails_at_first_is_made_when_it_is_there(office: Office) -> None:
    await posted(office)
    fixed = Item("bruecke", "Brücke doch frei")
    office.site.feed(fixed, OLD)
    office.site.answers[BRIDGE.url] = SourceError("{url} answers 500", url=BRIDGE.url)
    await office.poll()
    office.site.page(fixed, *paragraphs("die freie Brücke"))

    assert await office.reread(REREAD_AFTER[0]) == 1
    assert await office.titles() == ["Brücke doch frei"]


async def test_a_change_of_what_was_never_posted_posts_nothing(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(Item("alt", "Was schon da war, neu"))

    assert (await office.poll()).due == 0
    assert not office.site.times(OLD.url)
    assert await office.titles() == []


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

    monkeypatch.setattr(module, "article_from_page", poisoned)

    polled = await office.poll()
    assert polled.verdicts == (Verdict.NEW, Verdict.NEW)
    assert polled.state.problem is None
    assert await office.titles() == ["Waldbrandgefahr"]
    for pause in REREAD_AFTER:
        await office.reread(pause)
    assert await office.titles() == ["Waldbrandgefahr", "Brücke gesperrt"]


async def test_a_bug_that_the_feeds_own_text_brings_to_light_leaves_the_title(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RecursionError

    await office.first_sight(OLD)
    office.site.feed(Item("bruecke", "Brücke gesperrt", "Kurzer Text."), OLD)
    monkeypatch.setattr(module, "is_whole", broken)
    await office.poll()
    office.clock.pass_by(9999)

    assert [(post.title, post.blocks) for post in await office.due()] == [("Brücke gesperrt", ())]


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

    monkeypatch.setattr(module, "parse", broken)
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
