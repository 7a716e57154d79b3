"""What is known of entries is found by key, link and title; two sources that bring one release at once are noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from relay.errors import Overtaken, Text
from relay.model import EntryKeys, Finding, Known, Likeness, Verdict
from relay.settings import SourceSpec
from relay.store.database import Database
from relay.store.decisions import Decisions
from relay.store.sources import Sources
from tests.fakes import SITE, START, finding, key, source, state

PRESSE = source()
BAU = source("bau", url=f"{SITE}/bau.xml")
JUGEND = source("jugend", url=f"{SITE}/jugend.xml", channels=("jugend",))
LIKE = Likeness("Brücke", key("brücke"), published=START, text="Ab Montag.")


@pytest.fixture
def store(database: Database) -> Sources:
    return Sources(database)


def dated(name: str, verdict: Verdict = Verdict.NEW, *, at: datetime | None = START, **more: object) -> Finding:
    """A finding whose entry has a date, and the likeness to go with it."""
    found = finding(name, verdict, title="Brücke", **more)
    looks = replace(LIKE, published=at)
    entry = replace(found.decision.entry, published=at)
    return replace(found, decision=replace(found.decision, entry=entry, likeness=looks))


async def alike(store: Sources, of: SourceSpec, looks: Likeness = LIKE) -> list[int]:
    past = await store.past(of, [looks])
    return [one.release for one in past.alike.get(looks.key or b"", ())]


# --- by title ---------------------------------------------------------------------------------------------------------


async def test_a_release_is_found_by_its_title_with_what_it_is_compared_by(store: Sources) -> None:
    await store.record(PRESSE, state(), [dated("eins")], START)

    past = await store.past(PRESSE, [LIKE, replace(LIKE, title="Wald", key=key("wald"))])

    (one,) = past.alike[key("brücke")]
    assert one == Known(
        release=1,
        digest=None,
        owner=True,
        channels=frozenset({"main"}),
        live=True,
        entry=key("guideins"),
        said=key("eins"),
        likeness=replace(LIKE, url=f"{SITE}/presse/eins"),
    )
    assert past.alike[key("wald")] == ()
    assert (past.newest, past.last, past.links) == (START, 1, (f"{SITE}/presse/eins",))


async def test_it_is_found_in_all_sources_of_a_channel_and_in_no_other_channel(store: Sources) -> None:
    await store.record(PRESSE, state(), [dated("eins"), dated("zwei", Verdict.UNWANTED)], START)

    assert sorted(await alike(store, PRESSE)) == [1, 2]
    assert await alike(store, BAU) == [1]
    assert await alike(store, JUGEND) == []


async def test_what_was_there_before_the_first_sight_is_found_too(store: Sources) -> None:
    await store.record(PRESSE, state(), [dated("eins", Verdict.BASELINE)], START)

    assert await alike(store, PRESSE) == [1]


async def test_those_of_other_days_are_not_looked_at_and_those_without_a_date_always(store: Sources) -> None:
    days = [dated(f"tag{n}", at=START + timedelta(days=n)) for n in range(30)]
    await store.record(PRESSE, state(), [*days, dated("ohne", at=None)], START)

    assert sorted(await alike(store, PRESSE)) == [1, 31]
    assert len(await alike(store, PRESSE, replace(LIKE, published=None))) == 20


async def test_a_release_of_an_older_relay_is_found_by_its_very_title(store: Sources, database: Database) -> None:
    await store.record(PRESSE, state(), [dated("eins")], START)
    await database.change("UPDATE releases SET title_key = NULL, excerpt = '', entry = NULL")

    assert await alike(store, PRESSE) == [1]
    assert await alike(store, PRESSE, replace(LIKE, title="BRÜCKE")) == []


async def test_a_single_date_far_ahead_is_not_the_newest_release(store: Sources) -> None:
    await store.record(PRESSE, state(), [dated("eins"), dated("zwei", at=START + timedelta(days=900))], START)

    assert (await store.past(PRESSE, [LIKE])).newest == START
    assert (await store.past(BAU, [LIKE])).newest is None


# --- by key and link --------------------------------------------------------------------------------------------------


async def test_many_keys_are_looked_up_at_once(store: Sources) -> None:
    many = [finding(f"n{number}", Verdict.BASELINE) for number in range(1203)]
    await store.record(PRESSE, state(), many, START)

    known = await store.known("presse", [one.decision.keys for one in many])

    assert len(known) == 1203


async def test_a_link_is_found_by_another_name_of_its_host(store: Sources) -> None:
    await store.record(PRESSE, state(), [finding("eins", link="alt")], START)
    moved = EntryKeys(key("neu"), key("neuer Host"), (key("ganz alt"), key("alt")))

    known = await store.known("presse", [moved])

    assert known[key("neuer Host")].release == 1


async def test_an_entry_that_is_the_same_as_another_of_its_feed_makes_no_release(
    store: Sources, database: Database
) -> None:
    first, second = finding("eins"), finding("zwei", Verdict.JOINED)
    second = replace(second, decision=replace(second.decision, same_as=first.decision.keys.entry))

    assert await store.record(PRESSE, state(), [first, second], START) == 1

    known = await store.known("presse", [second.decision.keys])
    assert known[second.decision.keys.entry].release == 1
    assert len(await database.rows("SELECT 1 FROM releases")) == 1


# --- overtaken --------------------------------------------------------------------------------------------------------


async def test_what_another_source_recorded_since_the_decision_is_decided_again(
    store: Sources, database: Database
) -> None:
    before = (await store.past(PRESSE, [LIKE])).last
    await store.record(BAU, state(url=BAU.url), [dated("bau")], START)

    with pytest.raises(Overtaken):
        await store.record(PRESSE, state(), [dated("presse")], START, last=before)

    assert len(await database.rows("SELECT 1 FROM releases")) == 1
    assert "presse" not in await store.source_states()
    assert await store.record(PRESSE, state(), [dated("presse", at=START + timedelta(days=3))], START, last=before) == 1


# --- letters ----------------------------------------------------------------------------------------------------------


async def test_a_letter_is_written_with_the_poll_and_not_again_for_a_month(store: Sources, database: Database) -> None:
    letter = Text("{count} entries", {"count": 40})
    for days in (0, 1, 29, 31):
        await store.record(PRESSE, state(), [], START + timedelta(days=days), letter=letter)

    assert len(await database.rows("SELECT 1 FROM letters WHERE told IS NULL")) == 2


# --- of about the same days -------------------------------------------------------------------------------------------


async def near(store: Sources, of: SourceSpec, at: datetime | None = START) -> list[int]:
    past = await store.past(of, [Likeness("Anders", key("anders"), published=at)])
    return sorted(one.release for one in past.near)


async def test_releases_of_about_the_same_days_are_found_in_all_sources_of_a_channel(store: Sources) -> None:
    days = [dated(f"tag{n}", at=START + timedelta(days=n)) for n in range(6)]
    await store.record(PRESSE, state(), [*days, dated("ohne", at=None)], START)

    assert await near(store, PRESSE) == await near(store, BAU) == [1, 2, 3]
    assert await near(store, PRESSE, START + timedelta(days=5)) == [4, 5, 6]
    assert await near(store, JUGEND) == []
    assert await near(store, PRESSE, None) == []


async def test_releases_of_the_feed_as_it_was_before_are_found_whatever_their_day(store: Sources) -> None:
    found = [dated("eins", at=None), dated("zwei", at=START - timedelta(days=99)), dated("drei", at=None)]
    listed = b"".join(one.decision.keys.entry for one in found[:2])
    await store.record(PRESSE, state(listed=listed), found, START)

    assert await near(store, PRESSE) == await near(store, PRESSE, None) == [1, 2]
    assert await near(store, BAU, None) == []


async def test_one_that_was_absorbed_is_not_found_beside_the_release_that_it_is(
    store: Sources, database: Database
) -> None:
    await store.record(PRESSE, state(), [dated("eins")], START)
    second = dated("zwei", Verdict.DOUBTFUL)
    second = replace(second, decision=replace(second.decision, looks_like=1))
    await store.record(PRESSE, state(), [second], START)
    assert await near(store, PRESSE) == sorted(await alike(store, PRESSE)) == [1, 2]

    decisions = Decisions(database)
    (hold,) = await decisions.holds()
    await decisions.discard([hold.id], START, who="editors", absorbed=True)

    assert await near(store, PRESSE) == await alike(store, PRESSE) == [1]
    known = await store.known("presse", [second.decision.keys])
    assert {one.release for one in known.values()} == {1}


async def test_one_that_another_channel_still_waits_for_is_not_absorbed_yet(store: Sources, database: Database) -> None:
    both = source(channels=("main", "jugend"))
    await store.record(both, state(), [dated("eins")], START)
    second = dated("zwei", Verdict.DOUBTFUL)
    await store.record(both, state(), [replace(second, decision=replace(second.decision, looks_like=1))], START)
    decisions = Decisions(database)
    here, there = await decisions.holds()

    await decisions.discard([here.id], START, who="editors", absorbed=True)
    assert await alike(store, both) == [2, 1]
    await decisions.discard([there.id], START, who="editors", absorbed=True)
    assert await alike(store, both) == [1]
