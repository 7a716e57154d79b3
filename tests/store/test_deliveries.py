"""Who works on which delivery, and what is remembered of channels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from relay.delivery.intent import Delivery, Intent
from relay.errors import Text
from relay.model import DeliveryState, MessageReceipt, Receipt, Verdict
from relay.state import ChannelState
from relay.store.database import Database, open_database
from relay.store.decisions import Decisions
from relay.store.deliveries import Deliveries
from relay.store.overview import channel_overview
from relay.store.sources import Sources
from tests.fakes import START, finding, source, state

WHY = Text("because of {what}", {"what": "rain"})
RECEIPT = Receipt(
    -1001, (MessageReceipt(7, "text", "d", "p"), MessageReceipt(8, "photo", "e")), "https://t.example/7", START
)

INTENT = Intent("f", 0, START, digest="d")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Deliveries]:
    async with open_database(path) as database:
        yield Deliveries(database)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relay.db"


@pytest.fixture
async def store(database: Database) -> Deliveries:
    """Three releases for ``main``, the first of which is for ``jugend`` too."""
    sources = Sources(database)
    await sources.record(source(channels=("main", "jugend")), state(), [finding("eins")], START)
    await sources.record(source(), state(), [finding("zwei"), finding("drei")], START)
    return Deliveries(database)


async def claim(store: Deliveries, seconds: float = 0, channel: str = "main") -> Delivery:
    delivery = await store.claim(channel, at(seconds), 60)
    assert delivery
    return delivery


async def titles(store: Deliveries, seconds: float = 0) -> list[str]:
    """What can be claimed, in order."""
    found = []
    while delivery := await store.claim("main", at(seconds), 60):
        found.append(delivery.post.title)
    return found


async def states(database: Database) -> dict[str, str]:
    rows = await database.rows(
        "SELECT title, state FROM deliveries JOIN releases ON releases.id = release WHERE channel = 'main'"
    )
    return {row["title"]: row["state"] for row in rows}


# --- claims -----------------------------------------------------------------------------------------------------------


async def test_deliveries_are_claimed_in_order_each_once(store: Deliveries) -> None:
    assert await titles(store) == ["eins", "zwei", "drei"]


async def test_channels_do_not_wait_for_each_other(store: Deliveries) -> None:
    await titles(store)

    assert (await claim(store, channel="jugend")).post.title == "eins"
    assert await store.claim("andere", START, 60) is None


async def test_nothing_is_claimed_before_it_is_due(store: Deliveries) -> None:
    assert await store.claim("main", at(-0.001), 60) is None
    assert await store.next_due("main") == START
    assert await store.next_due("andere") is None


async def test_a_claim_counts_as_an_attempt(store: Deliveries, database: Database) -> None:
    first = await claim(store)
    await store.retry(first.id, "main", ChannelState(), START)
    again = await claim(store)

    row = await database.row("SELECT attempts FROM deliveries WHERE id = ?", first.id)
    assert row
    assert row["attempts"] == 2
    assert again.id == first.id


async def test_two_tasks_never_get_the_same_delivery(store: Deliveries) -> None:
    claimed = await asyncio.gather(*(store.claim("main", START, 60) for _ in range(6)))

    assert sorted(one.post.title for one in claimed if one) == ["drei", "eins", "zwei"]


async def test_two_programs_never_get_the_same_delivery(store: Deliveries, path: Path) -> None:
    async with opened(path) as other:
        claimed = await asyncio.gather(*(one.claim("main", START, 60) for one in (store, other) * 3))

    assert sorted(one.post.title for one in claimed if one) == ["drei", "eins", "zwei"]


async def test_a_claim_whose_lease_has_ended_is_up_again_with_what_may_be_out_of_it(store: Deliveries) -> None:
    first = await claim(store)
    await store.intend(first.id, INTENT, -1001)

    again = await claim(store, seconds=3600)
    assert again.id == first.id
    assert again.intent == INTENT


# --- how a delivery ends ----------------------------------------------------------------------------------------------


async def test_a_retry_stays_first_in_line(store: Deliveries) -> None:
    await store.retry((await claim(store)).id, "main", ChannelState(at(30), 1, WHY), at(1))

    assert await titles(store, 1) == ["eins", "zwei", "drei"]


async def test_a_hold_does_not_block_and_keeps_its_place(store: Deliveries, database: Database) -> None:
    decisions = Decisions(database)
    held = await claim(store)
    await store.hold(held.id, WHY, START)
    assert (await claim(store)).post.title == "zwei"
    (hold,) = await decisions.holds()
    assert (hold.id, hold.channel, hold.state, hold.title, hold.reason, hold.since) == (
        held.id, "main", DeliveryState.HELD, "eins", WHY, START,
    )  # fmt: skip

    assert await decisions.release([held.id, 99], START, who="editors") == [held.id]
    assert await decisions.holds() == []
    assert await titles(store) == ["eins", "drei"]


async def test_a_discarded_hold_is_never_posted_and_what_is_not_held_cannot_be_decided(
    store: Deliveries, database: Database
) -> None:
    decisions = Decisions(database)
    held = await claim(store)
    await store.hold(held.id, WHY, START)
    assert await decisions.discard([held.id], START, who="editors") == [held.id]

    assert await decisions.release([held.id], START, who="editors") == []
    assert await decisions.discard([held.id, (await claim(store)).id], START, who="editors") == []
    assert await titles(store) == ["drei"]


async def test_a_skipped_delivery_is_over(store: Deliveries, database: Database) -> None:
    decisions = Decisions(database)
    await store.skip((await claim(store)).id, WHY, START)

    assert await titles(store, 999) == ["zwei", "drei"]
    assert await decisions.holds() == []
    assert (await states(database))["eins"] == "discarded"


async def test_progress_is_there_when_the_delivery_is_claimed_again(store: Deliveries) -> None:
    delivery = await claim(store)
    assert delivery.receipt is None
    await store.progress(delivery.id, RECEIPT, START)
    await store.retry(delivery.id, "main", ChannelState(), START)

    assert (await claim(store)).receipt == RECEIPT


async def test_what_was_sent_is_not_claimed_again(store: Deliveries, database: Database) -> None:
    delivery = await claim(store)
    await store.sent(delivery.id, delivery.revision, RECEIPT, at(5))

    assert await titles(store, 999) == ["zwei", "drei"]
    overview = await channel_overview(database, "main")
    assert (overview.sent, overview.last_sent, overview.last_title, overview.last_link) == (
        1,
        at(5),
        "eins",
        RECEIPT.link,
    )


async def test_a_correction_does_not_make_a_post_younger(store: Deliveries, database: Database) -> None:
    delivery = await claim(store)
    await store.sent(delivery.id, delivery.revision, RECEIPT, at(5))
    await store.sent(delivery.id, delivery.revision, RECEIPT, at(500))

    assert (await channel_overview(database, "main")).last_sent == at(5)


# --- what may be out --------------------------------------------------------------------------------------------------


async def test_an_intent_knows_the_last_message_of_the_chat(store: Deliveries) -> None:
    first = await claim(store)
    await store.progress(first.id, RECEIPT, START)
    await store.foreign(-1001, [9])
    await store.foreign(-1002, [99])
    second = await claim(store)
    await store.intend(second.id, INTENT, -1001)
    await store.retry(second.id, "main", ChannelState(), START, uncertain=True)

    assert (await claim(store)).intent == replace(INTENT, after=9)
    assert await store.messages(-1001) == {9: None, 8: first.id, 7: first.id}


async def test_what_may_be_out_comes_first_and_nothing_goes_before_it(store: Deliveries, database: Database) -> None:
    await claim(store)
    second = await claim(store)
    await store.intend(second.id, INTENT, -1001)
    assert await store.start_over(at(1), 5) == 1

    assert await store.next_due("main") == at(6)
    assert await store.claim("main", at(5.9), 60) is None
    assert [(await claim(store, 6)).id, (await claim(store, 6)).post.title] == [second.id, "eins"]


async def test_nothing_goes_to_a_chat_while_a_message_of_its_other_channel_may_be_out(store: Deliveries) -> None:
    first = await claim(store)
    await store.intend(first.id, INTENT, -1001)
    assert await store.claim("jugend", START, 60, siblings=["main"]) is None

    await store.absent(first.id)
    assert await store.claim("jugend", START, 60, siblings=["main"]) is not None


@pytest.mark.parametrize("ends", ["progress", "sent", "retry", "hold", "skip"])
async def test_whatever_is_certain_ends_an_intent(store: Deliveries, database: Database, ends: str) -> None:
    first = await claim(store)
    await store.intend(first.id, INTENT, -1001)
    match ends:
        case "progress":
            await store.progress(first.id, RECEIPT, START)
        case "sent":
            await store.sent(first.id, 1, RECEIPT, START)
        case "retry":
            await store.retry(first.id, "main", ChannelState(), START)
        case "hold":
            await store.hold(first.id, WHY, START)
        case "skip":
            await store.skip(first.id, WHY, START)

    assert not await database.rows("SELECT 1 FROM deliveries WHERE intent <> ''")


async def test_what_may_be_out_in_the_test_chat_waits_for_the_test_and_is_of_no_account_when_relay_goes_live(
    store: Deliveries,
) -> None:
    first = await store.claim("main", START, 60, test=True)
    assert first
    await store.intend(first.id, INTENT, -1001)
    await store.start_over(START, 0, test=True)
    assert (await claim(store)).post.title == "zwei"

    await store.start_over(START, 0, test=False)
    again = await claim(store)
    assert (again.id, again.intent, again.test) == (first.id, None, False)


async def test_corrections_of_the_last_hour_are_counted(store: Deliveries, database: Database) -> None:
    first = await claim(store)
    await store.sent(first.id, 1, RECEIPT, START)
    for seconds in (10, 20, 3700):
        await store.sent(first.id, 1, RECEIPT, at(seconds), edited=True)
    await store.defer(first.id, at(4000), at(3700))

    assert await store.claim("main", at(3999), 60, test=True) is not None, "another one"
    await titles(store, 3999)
    assert (await claim(store, 4000)).edits == (at(3700),)


async def test_a_withdrawn_post_is_over_and_the_ledger_says_so(store: Deliveries, database: Database) -> None:
    first = await claim(store)
    await store.sent(first.id, 1, RECEIPT, START)
    await store.withdrawn(first.id, RECEIPT, at(60))
    second = await claim(store)
    await store.withdrawn(second.id, replace(RECEIPT, messages=()), at(61))

    assert [row["event"] for row in await database.rows("SELECT event FROM ledger ORDER BY id")] == [
        "posted",
        "withdrawn",
        "deleted",
    ]
    assert await titles(store, 999) == ["drei"]


# --- channels ---------------------------------------------------------------------------------------------------------


async def test_what_a_channel_waits_for_survives_the_end_of_the_program(store: Deliveries, path: Path) -> None:
    problem = Text("Telegram wants a pause of {seconds:g} s", {"seconds": 33})
    delivery = await claim(store)
    await store.progress(delivery.id, RECEIPT, at(1))
    await store.retry(delivery.id, "main", ChannelState(at(33.25), 4, problem), START)

    async with opened(path) as again:
        assert await again.channel_state("main") == ChannelState(at(33.25), 4, problem, (at(1),))
        assert await again.channel_state("jugend") == ChannelState()
        await again.sent(delivery.id, delivery.revision, RECEIPT, at(50))
        assert await again.channel_state("main") == ChannelState(sent=(at(1),))


async def test_messages_of_the_last_minute_are_remembered(store: Deliveries) -> None:
    delivery = await claim(store)
    for seconds in (0, 1, 30, 61):
        await store.progress(delivery.id, RECEIPT, at(seconds))

    assert (await store.channel_state("main")).sent == (at(1), at(30), at(61))


async def test_a_busy_channel_does_not_make_a_quiet_one_forget_its_last_message(store: Deliveries) -> None:
    await store.progress((await claim(store, channel="jugend")).id, RECEIPT, START)
    await store.progress((await claim(store)).id, RECEIPT, at(600))

    assert (await store.channel_state("jugend")).sent == (START,)


# --- a new relay after an old one -------------------------------------------------------------------------------------


async def test_what_a_relay_that_was_cut_off_had_only_begun_is_up_again_at_once(store: Deliveries) -> None:
    await claim(store)
    await claim(store)

    assert await store.start_over(at(9), 5) == 0
    assert await titles(store, 9) == ["eins", "zwei", "drei"]


async def test_starting_over_decides_nothing_else(store: Deliveries, database: Database) -> None:
    await store.hold((await claim(store)).id, WHY, START)
    sent = await claim(store)
    await store.sent(sent.id, sent.revision, RECEIPT, START)

    assert await store.start_over(at(9), 5) == 0
    assert await states(database) == {"eins": "held", "zwei": "sent", "drei": "pending"}


async def test_a_new_relay_waits_for_the_channels_own_wish_but_not_for_a_back_off(store: Deliveries) -> None:
    await store.retry((await claim(store)).id, "main", ChannelState(at(60), 0, WHY), START)
    await store.retry((await claim(store, channel="jugend")).id, "jugend", ChannelState(at(60), 3, WHY), START)
    await store.start_over(at(1), 5)

    assert (await store.channel_state("main")).wait_until == at(60)
    assert (await store.channel_state("jugend")).wait_until is None


async def test_the_overview_tells_what_waits(store: Deliveries, database: Database) -> None:
    await Sources(database).record(source(), state(), [finding("vier", Verdict.FLOOD)], START)
    await store.retry((await claim(store)).id, "main", ChannelState(at(60), 1, WHY), START)
    overview = await channel_overview(database, "main")

    assert (overview.pending, overview.held, overview.sent, overview.last_sent) == (3, 1, 0, None)
    assert (overview.wait_until, overview.problem) == (at(60), WHY)
