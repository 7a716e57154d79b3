"""One poll, from the website to the store: nothing is lost, posted twice, or let loose in a flood."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from relay.errors import SourceError
from relay.ingest import REREAD_AFTER
from relay.ingestion import corrections
from relay.model import Validators, Verdict
from relay.store.decisions import Decisions
from relay.store.sources import Sources
from tests.fakes import FEED, SITE, START, Asked, FakeSite, Item, paragraphs, source
from tests.office import BRIDGE, FOREST, OLD, WHOLE, Office, text

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
    assert len(await Decisions(office.database).holds()) == 6
    assert [asked.url for asked in office.site.asked] == [FEED]


async def test_a_held_release_is_read_when_a_person_lets_it_go(office: Office) -> None:
    flood = [Item(f"n{number}") for number in range(6)]
    await office.first_sight(OLD)
    office.site.feed(*flood)
    await office.poll()
    assert await office.reread(3600) == 0
    held = await Decisions(office.database).holds()
    office.site.page(flood[-1], *paragraphs("den Kreistag"))
    await Decisions(office.database).release([held[0].id], office.clock(), who="editors")

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


async def test_after_a_change_of_templates_the_news_does_not_wait_for_all_the_corrections(office: Office) -> None:
    many = [Item(f"m{number}", f"Meldung {number}") for number in range(12)]
    for item in (*many, BRIDGE):
        office.site.page(item, *paragraphs(item.title))
    await office.first_sight(*many, spec=source(backfill=12))
    await office.send_all()
    changed = [Item(item.guid, f"{item.title} (neu)") for item in many]
    office.site.feed(BRIDGE, *changed)

    assert Counter((await office.poll()).verdicts)[Verdict.CHANGED] == 12
    assert len(await office.due()) == 1 + corrections.AT_ONCE
    assert BRIDGE.title in await office.titles()
    for _ in range(2):
        await office.poll()
    assert sorted(await office.titles()) == sorted(item.title for item in (BRIDGE, *changed))
    assert (await office.poll()).verdicts == ()


async def test_a_change_of_what_was_never_posted_posts_nothing(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(Item("alt", "Was schon da war, neu"))

    assert (await office.poll()).due == 0
    assert not office.site.times(OLD.url)
    assert await office.titles() == []
