"""Who works on which delivery, and what is remembered of channels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from relay.errors import Text
from relay.model import Delivery, DeliveryState, MessageReceipt, Receipt, Verdict
from relay.state import ChannelState
from relay.store.database import Database, open_database
from relay.store.deliveries import Deliveries
from relay.store.overview import channel_overview
from relay.store.sources import Sources
from tests.fakes import START, finding, source, state

WHY = Text("because of {what}", {"what": "rain"})
RECEIPT = Receipt(
    -1001, (MessageReceipt(7, "text", "d", "p"), MessageReceipt(8, "photo", "e")), "https://t.example/7", START
)


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
async def database(path: Path) -> AsyncIterator[Database]:
    async with open_database(path) as database:
        yield database


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


async def test_a_claim_counts_as_an_attempt(store: Deliveries) -> None:
    first = await claim(store)
    await store.retry(first.id, "main", ChannelState(), START)
    again = await claim(store)

    assert (first.attempts, again.attempts) == (1, 2)
    assert again.id == first.id


async def test_two_tasks_never_get_the_same_delivery(store: Deliveries) -> None:
    claimed = await asyncio.gather(*(store.claim("main", START, 60) for _ in range(6)))

    assert sorted(one.post.title for one in claimed if one) == ["drei", "eins", "zwei"]


async def test_two_programs_never_get_the_same_delivery(store: Deliveries, path: Path) -> None:
    async with opened(path) as other:
        claimed = await asyncio.gather(*(one.claim("main", START, 60) for one in (store, other) * 3))

    assert sorted(one.post.title for one in claimed if one) == ["drei", "eins", "zwei"]


async def test_a_lease_that_has_ended_gives_nothing_away_while_its_holder_lives(store: Deliveries) -> None:
    """Only the next relay, which has the instance lock, may decide about what this one has begun."""
    first = await claim(store)

    assert (await claim(store, seconds=3600)).id != first.id


# --- how a delivery ends ----------------------------------------------------------------------------------------------


async def test_a_retry_stays_first_in_line(store: Deliveries) -> None:
    await store.retry((await claim(store)).id, "main", ChannelState(at(30), 1, WHY), at(1))

    assert await titles(store, 1) == ["eins", "zwei", "drei"]


async def test_a_hold_does_not_block_and_keeps_its_place(store: Deliveries, database: Database) -> None:
    held = await claim(store)
    await store.hold(held.id, WHY, START)
    assert (await claim(store)).post.title == "zwei"
    (hold,) = await store.holds()
    assert (hold.id, hold.channel, hold.state, hold.title, hold.reason, hold.since) == (
        held.id, "main", DeliveryState.HELD, "eins", WHY, START,
    )  # fmt: skip

    assert await store.release([held.id, 99], START) == [held.id]
    assert await store.holds() == []
    assert await titles(store) == ["eins", "drei"]


async def test_a_discarded_hold_is_never_posted_and_what_is_not_held_cannot_be_decided(
    store: Deliveries, database: Database
) -> None:
    held = await claim(store)
    await store.hold(held.id, WHY, START)
    assert await store.discard([held.id], START) == [held.id]

    assert await store.release([held.id], START) == []
    assert await store.discard([held.id, (await claim(store)).id], START) == []
    assert await titles(store) == ["drei"]


async def test_a_skipped_delivery_is_over(store: Deliveries, database: Database) -> None:
    await store.skip((await claim(store)).id, WHY, START)

    assert await titles(store, 999) == ["zwei", "drei"]
    assert await store.holds() == []
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


async def test_one_whose_sending_never_came_to_an_end_waits_for_a_person(store: Deliveries) -> None:
    first = await claim(store)
    assert await store.claim("main", START + timedelta(seconds=59), 60) is not None, "its lease has not run out"
    await store.claim("main", START + timedelta(seconds=61), 60)
    assert [hold.id for hold in await store.holds()] == [first.id]


# --- channels ---------------------------------------------------------------------------------------------------------


async def test_what_a_channel_waits_for_survives_the_end_of_the_program(store: Deliveries, path: Path) -> None:
    problem = Text("Telegram wants a pause of {seconds:g} s", {"seconds": 33})
    delivery = await claim(store)
    await store.progress(delivery.id, RECEIPT, at(1))
    await store.retry(delivery.id, "main", ChannelState(at(33.25), 4, problem), START)

    async with opened(path) as again:
        assert await again.channel_state("main") == ChannelState(at(33.25), 4, problem, (at(1),))
        assert await again.channel_state("jugend") == ChannelState()
        await again.channel_well("main")
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


async def test_a_relay_that_was_cut_off_left_what_it_was_sending_to_be_resent(store: Deliveries) -> None:
    await claim(store)
    await claim(store)

    assert await store.start_over(at(9), DeliveryState.PENDING, WHY) == 2
    assert await titles(store, 9) == ["eins", "zwei", "drei"]


async def test_a_relay_that_was_cut_off_left_what_it_was_sending_to_be_held(store: Deliveries) -> None:
    await claim(store)

    assert await store.start_over(at(9), DeliveryState.HELD, WHY) == 1
    assert [(hold.title, hold.reason) for hold in await store.holds()] == [("eins", WHY)]
    assert await titles(store, 9) == ["zwei", "drei"]


async def test_starting_over_decides_nothing_else(store: Deliveries, database: Database) -> None:
    await store.hold((await claim(store)).id, WHY, START)
    sent = await claim(store)
    await store.sent(sent.id, sent.revision, RECEIPT, START)

    assert await store.start_over(at(9), DeliveryState.PENDING, WHY) == 0
    assert await states(database) == {"eins": "held", "zwei": "sent", "drei": "pending"}


async def test_a_new_relay_waits_for_the_channels_own_wish_but_not_for_a_back_off(store: Deliveries) -> None:
    await store.retry((await claim(store)).id, "main", ChannelState(at(60), 0, WHY), START)
    await store.retry((await claim(store, channel="jugend")).id, "jugend", ChannelState(at(60), 3, WHY), START)
    await store.start_over(at(1), DeliveryState.PENDING, WHY)

    assert (await store.channel_state("main")).wait_until == at(60)
    assert (await store.channel_state("jugend")).wait_until is None


async def test_the_overview_tells_what_waits(store: Deliveries, database: Database) -> None:
    await Sources(database).record(source(), state(), [finding("vier", Verdict.FLOOD)], START)
    await store.retry((await claim(store)).id, "main", ChannelState(at(60), 1, WHY), START)
    overview = await channel_overview(database, "main")

    assert (overview.pending, overview.held, overview.sent, overview.last_sent) == (3, 1, 0, None)
    assert (overview.wait_until, overview.problem) == (at(60), WHY)
