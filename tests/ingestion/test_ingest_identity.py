"""From the website to the store: a release is known again whatever a CMS makes of its guid, link and title."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta

from relay.ingest import Ingest
from relay.model import Likeness, Verdict
from relay.settings import SourceSpec
from relay.state import Past
from relay.store.codec import load_text
from relay.store.decisions import Decisions
from relay.store.sources import Sources
from tests.fakes import FEED, SITE, START, FakeSite, Item, paragraphs, source
from tests.office import OLD, Office, text

BAU = source("bau", url=f"{SITE}/bau.xml", hashtags=("Bau",))


def item(number: int, *, link: str = "presse", guid: str = "") -> Item:
    """A release of its own day, with a text that can be told apart."""
    return Item(
        guid or f"g{number}",
        f"Meldung {number}",
        paragraphs(f"Nummer {number}")[0],
        f"{SITE}/{link}/{number}.html",
        START - timedelta(days=30 - number),
    )


async def posted(office: Office, *items: Item) -> None:
    """These come and are posted."""
    office.site.feed(OLD)
    await office.poll()
    office.site.feed(*items, OLD)
    for one in items:
        office.site.page(one, *paragraphs(one.title))
    await office.poll(source(flood_limit=99))
    await office.send_all()


async def letters(office: Office) -> list[str]:
    return [str(load_text(row["text"])) for row in await office.database.rows("SELECT text FROM letters")]


async def reasons(office: Office) -> list[str]:
    return [str(hold.reason) for hold in await Decisions(office.database).holds()]


async def test_a_relaunch_is_absorbed_without_a_page_a_post_or_a_hold_and_one_letter_tells_of_it(
    office: Office,
) -> None:
    items = [item(number) for number in range(10, 0, -1)]
    await posted(office, *items)
    office.site.asked.clear()
    office.site.feed(*(item(n, link="aktuelles", guid=f"urn:{n}") for n in range(10, 0, -1)))

    polled = await office.poll()

    assert (set(polled.verdicts), polled.due) == ({Verdict.JOINED}, 0)
    assert [asked.url for asked in office.site.asked] == [FEED]
    assert (await office.poll()).verdicts == ()
    (told,) = await letters(office)
    assert told == (
        "10 entries of presse have new addresses or identifiers. They were recognised as known: "
        "none of them was posted again."
    )
    assert await reasons(office) == []
    assert await office.database.rows("SELECT 1 FROM vanished") == []


async def test_after_a_relaunch_corrections_reach_their_posts(office: Office) -> None:
    await posted(office, *(item(number) for number in range(10, 0, -1)))
    after = [item(n, link="aktuelles", guid=f"urn:{n}") for n in range(10, 0, -1)]
    office.site.feed(*after)
    await office.poll()
    fixed = replace(after[0], title="Meldung 10, korrigiert")
    office.site.feed(fixed, *after[1:])
    office.site.page(fixed, *paragraphs("die Korrektur"))

    assert (await office.poll()).due == 1
    (post,) = await office.due()
    assert (post.title, post.url, text(post)) == (fixed.title, fixed.url, "\n".join(paragraphs("die Korrektur")))


async def test_an_entry_whose_guid_and_link_changed_is_not_posted_again_but_its_correction_is_made(
    office: Office,
) -> None:
    await posted(office, item(3), item(2), item(1))
    moved = replace(item(3, link="neu", guid="neu-3"), text=item(3).text + " Stand: heute.")
    office.site.feed(moved, item(2), item(1), OLD)
    office.site.page(moved, *paragraphs("Meldung 3, Stand heute"))

    assert (await office.poll()).verdicts == (Verdict.JOINED,)
    assert [(post.title, post.url) for post in await office.due()] == [("Meldung 3", moved.url)]
    assert (await office.poll()).verdicts == ()
    assert await letters(office) == []


async def test_a_relaunch_that_is_not_recognised_is_held_for_one_reason_with_the_facts(office: Office) -> None:
    await posted(office, *(item(number) for number in range(10, 0, -1)))
    office.site.feed(*(replace(item(n, link="aktuelles", guid=f"u{n}"), text="Kurz.") for n in range(10, 0, -1)))
    office.site.asked.clear()

    assert (await office.poll()).due == 0
    assert len(set(await reasons(office))) == 1
    assert len(await reasons(office)) == 10
    assert (await reasons(office))[0].startswith("too many new releases at once: 10 of 10 entries\n")
    assert "known already, as far as can be seen: 10" in (await reasons(office))[0]
    assert [asked.url for asked in office.site.asked] == [FEED]
    assert await letters(office) == []


async def test_an_address_that_was_given_to_another_release_leaves_the_old_post_as_it_is(office: Office) -> None:
    await posted(office, item(3))
    other = Item("anders", "Blutspende im Kreishaus", paragraphs("Blut")[0], item(3).url, START)
    office.site.feed(other, OLD)

    polled = await office.poll()

    assert (polled.verdicts, polled.due) == ((Verdict.DOUBTFUL,), 0)
    assert "at the address of another release, Meldung 3" in (await reasons(office))[0]
    office.site.feed(replace(other, text="Korrigiert."), OLD)
    await office.poll()
    titles = [row["title"] for row in await office.database.rows("SELECT title FROM releases ORDER BY id")]
    assert titles[1:] == ["Meldung 3", "Blutspende im Kreishaus"]
    assert await office.due() == []


async def test_two_sources_that_bring_one_release_under_other_names_at_the_same_time_post_it_once(
    office: Office,
) -> None:
    office.site.feed(OLD)
    office.site.feed(OLD, url=BAU.url)
    await office.poll()
    await office.poll(BAU)
    theirs = item(5, link="bau", guid="bau-5")
    office.site.feed(item(5), OLD)
    office.site.feed(theirs, OLD, url=BAU.url)
    for one in (item(5), theirs):
        office.site.page(one, *paragraphs("Meldung 5"))
    office.site.hang(item(5).url)
    states = await Sources(office.database).source_states()

    presse = asyncio.create_task(office.ingest.poll(source(hashtags=("Presse",)), states["presse"]))
    await office.site.reached[item(5).url].wait()
    site, office.site = office.site, FakeSite()
    office.site.answers = site.answers
    bau = await office.poll(BAU)
    site.gates[item(5).url].set()

    assert (bau.verdicts, (await presse).verdicts) == ((Verdict.NEW,), (Verdict.JOINED,))
    (post,) = await office.due()
    assert post.hashtags == ("Bau", "Presse")


async def test_a_release_that_the_website_withdraws_in_its_title_keeps_its_post_and_is_noted(office: Office) -> None:
    await posted(office, item(3))
    office.site.feed(replace(item(3), title="Zurückgezogen: Meldung 3"), OLD)

    assert (await office.poll()).due == 0
    rows = await office.database.rows("SELECT release, seen, reason FROM vanished")
    assert [(row["seen"], str(load_text(row["reason"]))) for row in rows] == [(1, 'the website says "Zurückgezogen"')]
    assert await office.due() == []


async def test_what_left_the_feed_is_noted_and_what_only_moved_is_not(office: Office) -> None:
    await posted(office, item(3), item(2))
    office.site.feed(item(3, link="neu", guid="neu"), OLD)
    await office.poll()

    rows = await office.database.rows("SELECT title FROM vanished JOIN releases ON id = release")
    assert [row["title"] for row in rows] == ["Meldung 2"]


async def test_a_database_of_an_older_relay_recognises_a_relaunch_by_titles_and_times(office: Office) -> None:
    await posted(office, item(3), item(2), item(1))
    await office.database.change("UPDATE releases SET title_key = NULL, excerpt = '', entry = NULL")
    await office.database.change("UPDATE sources SET listed = NULL")
    office.site.feed(*(item(n, link="aktuelles", guid=f"urn:{n}") for n in (3, 2, 1)), OLD)

    assert (await office.poll()).verdicts == (Verdict.JOINED,) * 3
    assert await office.due() == []


async def test_an_unchanged_feed_asks_for_nothing_but_its_keys(office: Office) -> None:
    await posted(office, item(3), item(2), item(1))
    asked: list[str] = []

    class Counted(Sources):
        async def past(self, source: SourceSpec, strangers: Sequence[Likeness]) -> Past:
            asked.extend(one.title for one in strangers)
            return await super().past(source, strangers)

    ingest = Ingest(
        fetcher=office.site,
        store=Counted(office.database),
        clock=office.clock,
        dice=lambda: 0.5,
        zone=UTC,
        obey_hints=True,
    )
    state = (await office.store.source_states())["presse"]
    await ingest.poll(source(), state)
    assert asked == []

    office.site.feed(item(4), item(3), item(2), item(1), OLD)
    office.site.page(item(4), *paragraphs("Meldung 4"))
    await ingest.poll(source(), state)
    assert asked == ["Meldung 4"]
