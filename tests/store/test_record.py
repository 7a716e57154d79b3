"""What one poll brings is recorded whole or not at all, and each release once."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from relay.delivery.intent import Delivery
from relay.errors import Text
from relay.model import EntryKeys, Finding, Known, Likeness, Receipt, Validators, Verdict
from relay.settings import SourceSpec
from relay.state import SourceState
from relay.store.database import Database, open_database
from relay.store.decisions import Decisions
from relay.store.deliveries import Deliveries
from relay.store.sources import Sources
from tests.fakes import FEED, SITE, START, finding, key, post, source, state

LATER = START + timedelta(minutes=5)
PRESSE = source()
BAU = source("bau", url=f"{SITE}/bau.xml")


@dataclass
class Store:
    database: Database
    sources: Sources
    deliveries: Deliveries
    decisions: Decisions

    async def record(
        self, *findings: Finding, of: SourceSpec = PRESSE, well: SourceState | None = None, late: bool = False
    ) -> int:
        return await self.sources.record(of, well or state(url=of.url), findings, LATER if late else START)

    async def known(self, name: str, of: SourceSpec = PRESSE, guid: str = "") -> Known | None:
        """What is known of an entry as `finding` makes it: by itself, else by its link."""
        keys = EntryKeys(key("guid" + (guid or name)), key(f"{SITE}/presse/{name}"))
        found = await self.sources.known(of.id, [keys])
        return found.get(keys.entry) or found.get(key(f"{SITE}/presse/{name}"))

    async def states(self, channel: str = "main") -> list[tuple[str, str]]:
        rows = await self.database.rows(
            "SELECT title, state FROM deliveries JOIN releases ON releases.id = release WHERE channel = ? "
            "ORDER BY deliveries.id",
            channel,
        )
        return [(row["title"], row["state"]) for row in rows]

    async def count(self, table: str) -> int:
        return int((await self.database.rows(f"SELECT count(*) FROM {table}"))[0][0])

    async def claim(self, channel: str = "main") -> Delivery:
        delivery = await self.deliveries.claim(channel, LATER + timedelta(days=1), 60)
        assert delivery
        return delivery

    async def send(self, channel: str = "main") -> Delivery:
        delivery = await self.claim(channel)
        await self.deliveries.sent(delivery.id, delivery.revision, delivery.receipt or Receipt(-1, ()), LATER)
        return delivery


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Store(database, Sources(database), Deliveries(database), Decisions(database))


# --- one transaction --------------------------------------------------------------------------------------------------


async def test_the_state_of_a_source_comes_back_as_it_was(store: Store) -> None:
    well = SourceState(
        url=FEED,
        validators=Validators('W/"ä\\"x', "Mon, 02 Mar 2026 08:00:00 GMT"),
        baselined=True,
        failures=3,
        polled=START,
        wait_until=LATER,
        success=START - timedelta(microseconds=1),
        new=None,
        listed=key("eins") + key("zwei"),
        problem=Text("{why} of {many}", {"why": Text("a {b}", {"b": "\udce4"}), "many": (1, "zwei", 3.5)}),
    )
    await store.record(well=well)

    assert await store.sources.source_states() == {"presse": well}


async def test_a_new_release_is_known_and_due_afterwards(store: Store) -> None:
    assert await store.record(finding("Brücke")) == 1

    known = await store.known("Brücke")
    assert known == Known(
        release=1,
        digest=key("Brücke"),
        owner=True,
        channels=frozenset({"main"}),
        live=True,
        entry=key("guidBrücke"),
        said=key("Brücke"),
        likeness=Likeness("Brücke", url=f"{SITE}/presse/Brücke"),
    )
    assert await store.states() == [("Brücke", "pending")]


async def test_another_source_knows_it_by_its_link_only(store: Store) -> None:
    await store.record(finding("Brücke"))

    known = await store.known("Brücke", of=BAU)
    assert known
    assert (known.release, known.digest, known.owner, known.live) == (1, None, False, True)
    assert (known.channels, known.said) == (frozenset({"main"}), key("Brücke"))


@pytest.mark.parametrize("table", ["entries", "links", "posts", "deliveries", "rereads"])
async def test_if_one_statement_fails_nothing_of_the_poll_is_there_not_even_the_validators(
    store: Store, table: str
) -> None:
    await store.record(well=state(validators=Validators('"old"')))
    await store.database.change(
        f"CREATE TRIGGER fail BEFORE INSERT ON {table} WHEN (SELECT count(*) FROM {table}) >= 1 "
        "BEGIN SELECT raise(ABORT, 'no'); END"
    )
    both = [finding(name, reread_at=LATER) for name in ("Brücke", "Wald")]

    with pytest.raises(sqlite3.IntegrityError, match="no"):
        await store.record(*both, well=state(validators=Validators('"new"')))

    assert (await store.sources.source_states())["presse"].validators == Validators('"old"')
    for one in ("releases", "entries", "links", "posts", "deliveries", "rereads"):
        assert await store.count(one) == 0

    await store.database.change("DROP TRIGGER fail")
    assert await store.record(*both, well=state(validators=Validators('"new"'))) == 2


async def test_releases_are_due_in_the_order_of_the_findings(store: Store) -> None:
    await store.record(finding("eins"), finding("zwei"))
    await store.record(finding("drei"))

    assert [(await store.send()).post.title for _ in range(3)] == ["eins", "zwei", "drei"]


# --- verdicts ---------------------------------------------------------------------------------------------------------


async def test_baseline_entries_are_known_and_never_due(store: Store) -> None:
    assert await store.record(finding("alt", Verdict.BASELINE)) == 0

    known = await store.known("alt")
    assert known
    assert not known.live
    assert await store.deliveries.claim("main", LATER, 60) is None
    assert await store.decisions.holds() == []


async def test_a_flood_is_held_for_a_person_with_its_reason(store: Store) -> None:
    assert await store.record(*(finding(f"n{number}", Verdict.FLOOD) for number in range(3))) == 0

    assert await store.deliveries.claim("main", LATER, 60) is None
    assert [str(hold.reason) for hold in await store.decisions.holds()] == ["too many new releases at once"] * 3


async def test_a_release_goes_to_each_channel_of_its_source_once(store: Store) -> None:
    both = source(channels=("main", "jugend"))

    assert await store.record(finding("Brücke"), of=both) == 2
    assert await store.record(finding("Brücke", Verdict.CHANGED), of=both) == 0
    assert await store.states("main") == await store.states("jugend") == [("Brücke", "pending")]


async def test_what_one_sources_words_sort_out_another_source_may_still_post(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.UNWANTED))

    known = await store.known("Brücke", of=BAU)
    assert known
    assert "main" not in known.channels
    assert await store.record(finding("Brücke", known=known), of=BAU) == 1
    assert await store.states() == [("Brücke", "pending")]


# --- the same release in several sources ------------------------------------------------------------------------------


async def test_a_release_that_joins_from_another_source_is_not_due_again(store: Store) -> None:
    await store.record(finding("Brücke"))
    joined = finding("Brücke", Verdict.JOINED, guid="bau-1", known=await store.known("Brücke", of=BAU))

    assert await store.record(joined, of=BAU) == 0
    assert await store.count("deliveries") == await store.count("releases") == 1
    known = await store.known("Brücke", of=BAU, guid="bau-1")
    assert known
    assert known.digest


async def test_two_polls_that_both_found_a_release_new_post_it_once(store: Store) -> None:
    """Both asked what is known before either had recorded."""
    assert await store.record(finding("Brücke", hashtags=("Presse",))) == 1
    assert await store.record(finding("Brücke", title="Brücke!", guid="x", hashtags=("Bau",)), of=BAU) == 0

    delivery = await store.send()
    assert (delivery.post.title, delivery.post.hashtags) == ("Brücke", ("Presse", "Bau"))
    assert await store.deliveries.claim("main", LATER, 60) is None


async def test_hashtags_of_a_source_that_comes_later_are_added_to_what_stands_there(store: Store) -> None:
    await store.record(finding("Brücke", hashtags=("Presse",)))
    await store.send()
    known = await store.known("Brücke", of=BAU)

    assert await store.record(finding("Brücke", Verdict.JOINED, known=known, hashtags=("Bau",)), of=BAU) == 1
    assert (await store.send()).post.hashtags == ("Presse", "Bau")
    changed = finding("Brücke", Verdict.CHANGED, "Neu.", hashtags=("Presse",), known=await store.known("Brücke"))
    assert await store.record(changed) == 1
    assert (await store.send()).post.hashtags == ("Presse", "Bau")


async def test_another_sources_words_do_not_replace_the_owners(store: Store) -> None:
    await store.record(finding("Brücke"))
    known = await store.known("Brücke", of=BAU)
    await store.record(finding("Brücke", Verdict.CHANGED, "Ganz anders.", known=known, guid="x"), of=BAU)

    assert (await store.claim()).post == post("Brücke")


async def test_a_page_that_another_source_reads_again_does_not_replace_the_owners_words(store: Store) -> None:
    await store.record(finding("Brücke"))
    await store.record(finding("Brücke", title="Bau: Brücke", guid="x", reread_at=START), of=BAU)

    for reread in await store.sources.rereads(LATER):
        await store.sources.reread_done(reread.release, post("Bau: Brücke"), LATER)

    assert (await store.claim()).post.title == "Brücke"


async def test_whoever_posts_a_release_that_was_baseline_elsewhere_owns_its_words(store: Store) -> None:
    jugend = source("jugend", url=f"{SITE}/jugend.xml", channels=("jugend",))
    await store.record(finding("Ausbildung", Verdict.BASELINE))
    await store.record(finding("Ausbildung", known=await store.known("Ausbildung", of=jugend)), of=jugend)

    known = await store.known("Ausbildung", of=jugend)
    assert known
    assert known.owner
    assert await store.record(finding("Ausbildung", Verdict.CHANGED, "Neu.", known=known), of=jugend) == 0
    assert (await store.claim("jugend")).post == post("Ausbildung", "Neu.")


async def test_an_entry_with_another_guid_at_the_same_link_is_the_same_release(store: Store) -> None:
    await store.record(finding("Brücke"))
    assert await store.record(finding("Brücke", guid="neu")) == 0

    assert await store.count("releases") == 1


async def test_an_entry_without_a_link_is_known_by_itself(store: Store) -> None:
    assert await store.record(finding("eins", link=""), finding("zwei", link="")) == 2
    assert await store.record(finding("eins", link="")) == 0
    assert await store.count("links") == 0


# --- corrections ------------------------------------------------------------------------------------------------------


async def change(store: Store, text: str, **more: object) -> int:
    return await store.record(finding("Brücke", Verdict.CHANGED, text, known=await store.known("Brücke"), **more))


async def test_a_changed_post_makes_what_was_sent_due_again_as_a_correction(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.NEW, "Alt."))
    first = await store.send()

    assert await change(store, "Neu.") == 1
    again = await store.claim()
    assert (again.id, again.post.blocks[0].text) == (first.id, "Neu.")
    assert again.revision > first.revision
    assert again.receipt


async def test_a_pending_post_just_gets_the_new_words(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.NEW, "Alt."))

    assert await change(store, "Neu.") == 0
    assert (await store.send()).post.blocks[0].text == "Neu."
    assert await store.deliveries.claim("main", LATER, 60) is None


async def test_a_correction_that_arrives_while_a_delivery_is_being_sent_is_not_lost(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.NEW, "Alt."))
    being_sent = await store.claim()
    await change(store, "Neu.")
    assert await store.states() == [("Brücke", "sending")]

    await store.deliveries.sent(being_sent.id, being_sent.revision, Receipt(-1, ()), LATER)

    again = await store.claim()
    assert (again.id, again.post.blocks[0].text) == (being_sent.id, "Neu.")


async def test_a_held_post_stays_held_with_the_new_words(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.FLOOD, "Alt."))
    await change(store, "Neu.")

    assert await store.states() == [("Brücke", "held")]
    await store.decisions.release([1], START, who="administrator")
    assert (await store.claim()).post.blocks[0].text == "Neu."


async def test_a_change_that_says_the_same_changes_nothing_but_what_is_known(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.NEW, "Alt."))
    await store.send()

    assert await change(store, "Alt.", says="Alt, aber anders ausgezeichnet") == 0
    assert await store.states() == [("Brücke", "sent")]
    known = await store.known("Brücke")
    assert known
    assert known.digest == key("Alt, aber anders ausgezeichnet")


async def test_a_change_without_new_words_leaves_the_words(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.NEW, "Alt."))
    await store.send()
    known = await store.known("Brücke")

    assert await store.record(finding("Brücke", Verdict.CHANGED, says="x", known=known, post=None)) == 0
    assert await store.states() == [("Brücke", "sent")]


# --- pages to be read again -------------------------------------------------------------------------------------------


async def test_a_delivery_waits_for_its_page_and_goes_out_when_it_is_read(store: Store) -> None:
    await store.record(finding("Brücke", reread_at=START + timedelta(seconds=10), not_before=LATER))
    assert await store.sources.rereads(START) == []
    assert await store.deliveries.claim("main", START + timedelta(minutes=1), 60) is None

    (reread,) = await store.sources.rereads(START + timedelta(seconds=10))
    assert (reread.release, reread.source, reread.entry.title, reread.tries) == (1, "presse", "Brücke", 1)
    await store.sources.reread_done(1, post("Brücke", "Der ganze Text."), START + timedelta(seconds=11))

    delivery = await store.deliveries.claim("main", START + timedelta(seconds=11), 60)
    assert delivery
    assert delivery.post.blocks[0].text == "Der ganze Text."
    assert await store.count("rereads") == 0


async def test_a_page_that_is_given_up_leaves_the_words_of_the_feed(store: Store) -> None:
    await store.record(finding("Brücke", reread_at=START, not_before=LATER))
    await store.sources.reread_failed(1, START + timedelta(seconds=20))
    assert [one.tries for one in await store.sources.rereads(LATER)] == [2]

    await store.sources.reread_done(1, None, START + timedelta(seconds=21))
    delivery = await store.deliveries.claim("main", START + timedelta(seconds=21), 60)
    assert delivery
    assert delivery.post == post("Brücke")


async def test_a_page_read_after_the_post_went_out_corrects_it(store: Store) -> None:
    await store.record(finding("Brücke", reread_at=START))
    await store.send()
    await store.sources.reread_done(1, post("Brücke", "Der ganze Text."), LATER)

    assert (await store.claim()).post.blocks[0].text == "Der ganze Text."


async def test_pages_of_held_releases_are_read_when_a_person_lets_them_go(store: Store) -> None:
    await store.record(finding("Brücke", Verdict.FLOOD, reread_at=START))
    assert await store.sources.rereads(LATER) == []

    await store.decisions.release([1], LATER, who="administrator")

    assert len(await store.sources.rereads(LATER)) == 1
    assert await store.deliveries.claim("main", LATER, 60) is None
    assert await store.deliveries.claim("main", LATER + timedelta(minutes=2), 60)


async def test_a_correction_whose_page_was_read_is_not_undone_by_an_earlier_reread(store: Store) -> None:
    await store.record(finding("Brücke", title="Brücke gespert", reread_at=START, not_before=LATER))
    await change(store, "Neu.", title="Brücke gesperrt")

    assert await store.sources.rereads(LATER) == []
    delivery = await store.deliveries.claim("main", START, 60)
    assert delivery
    assert delivery.post.title == "Brücke gesperrt"


async def test_a_reread_that_was_under_way_when_a_correction_came_does_not_undo_it(store: Store) -> None:
    await store.record(finding("Brücke", title="Brücke gespert", reread_at=START, not_before=LATER))
    (reread,) = await store.sources.rereads(START)
    await change(store, "Neu.", title="Brücke gesperrt")
    await store.sources.reread_done(reread.release, post("Brücke gespert", "Alt."), LATER)

    assert (await store.claim()).post.title == "Brücke gesperrt"
