"""What stands in the channel is corrected, never repeated; neither a full disk nor a trial changes that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from relay.delivery.message import Message
from relay.delivery.uploads import PictureFile, Upload
from relay.errors import ChannelError, Rejected, StoreError, TryLater
from relay.model import MessageReceipt, Picture, Receipt
from relay.store.ledger import Chain, records
from tests.desk import Desk
from tests.fakes import START, FakeChannel, post

PICTURE = Picture("https://www.landkreis-musterland.example/bild.jpg")


def refuse(part: str) -> ChannelError:
    return Rejected(f"no {part}", part=part)


# --- corrections ------------------------------------------------------------------------------------------------------


async def test_a_correction_edits_only_the_messages_that_read_differently(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.", "C.")
    await desk.work()
    await desk.bring("eins", "A.", "Neu.", "C.")
    await desk.work()

    assert desk.channel.texts == ["<b>eins: A.</b>", "<b>Neu.</b>", "<b>C.</b>"]
    assert desk.channel.done == ["publish"] * 3 + ["edit"]


async def test_news_goes_out_before_corrections_of_what_is_older(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    await desk.bring("zwei", "B.")
    await desk.work()
    await desk.bring("eins", "Neu.")
    await desk.bring("zwei", "Neu.")
    await desk.bring("drei", "C.")
    await desk.work()
    assert desk.channel.done == ["publish", "publish", "publish", "edit", "edit"]


async def test_a_correction_that_was_cut_off_is_made_again_and_never_held(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    await desk.work()
    await desk.bring("eins", "Neu.")
    assert await desk.store.claim("main", desk.clock(), 60)
    await desk.start_over()
    await desk.work()
    assert desk.channel.texts == ["<b>eins: Neu.</b>"]


async def test_a_correction_made_with_less_is_not_made_again(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    await desk.work()
    desk.channel.rule = lambda _call, message, _: refuse("markup") if message and message.html else None
    await desk.bring("eins", "Neu.")
    await desk.work()
    await desk.bring("eins", post=replace(post("eins", "Neu."), published=START))
    await desk.work()

    assert desk.channel.texts == ["eins: Neu."]
    assert desk.channel.done == ["publish", "edit"]


async def test_messages_that_stay_as_they_are_do_not_count_against_the_pace(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.", "C.")
    await desk.work()
    desk.clock.pass_by(3600)
    await desk.bring("eins", "A.", "B.", "Neu.")
    await desk.work()

    assert (await desk.store.channel_state("main")).sent == (desk.clock(),)


async def test_a_correction_that_is_shorter_takes_surplus_messages_away(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.", "C.")
    await desk.work()
    await desk.bring("eins", "A.")
    await desk.work()
    assert desk.channel.texts == ["<b>eins: A.</b>"]

    await desk.bring("eins", "A.", "Wieder.")
    await desk.work()
    assert desk.channel.texts == ["<b>eins: A.</b>", "<b>Wieder.</b>"]


def too_old(call: str, *_: object) -> Rejected | None:
    return Rejected("message can't be deleted for everyone") if call == "delete" else None


async def test_a_surplus_message_that_is_too_old_to_be_deleted_says_where_the_post_stands(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.", "C.")
    await desk.work()
    desk.channel.rule = too_old
    await desk.bring("eins", "Neu.")
    await desk.work()

    notice = "<i>see https://t.example/101</i>"
    assert desk.channel.texts == ["<b>eins: Neu.</b>", notice, notice]
    assert await desk.states() == {"eins": "sent"}


async def test_that_is_said_once_and_taken_back_when_the_post_grows_again(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.")
    await desk.work()
    desk.channel.rule = too_old
    await desk.bring("eins", "Neu.")
    await desk.work()
    tried = desk.channel.tried
    await desk.bring("eins", "Noch neuer.")
    await desk.work()
    assert desk.channel.tried == tried + 1

    await desk.bring("eins", "Noch neuer.", "Wieder.")
    await desk.work()
    assert desk.channel.texts == ["<b>eins: Noch neuer.</b>", "<b>Wieder.</b>"]


async def test_a_surplus_message_that_can_be_neither_deleted_nor_replaced_is_held_for_a_person(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.")
    await desk.work()
    desk.channel.rule = lambda *_: Rejected("no") if _[0] == "delete" or (_[1] and "see" in _[1].plain) else None
    await desk.bring("eins", "Neu.")
    await desk.work()

    assert await desk.states() == {"eins": "held"}
    (reason,) = await desk.reasons()
    assert "neither deletes nor replaces it (no)" in reason
    desk.channel.rule = lambda *_: None
    await desk.decisions.release([1], desk.clock(), who="editors")
    await desk.work()
    assert desk.channel.texts == ["<b>eins: Neu.</b>"]
    assert await desk.states() == {"eins": "sent"}


async def events(desk: Desk) -> list[str]:
    return [record.event async for record, _ in records(desk.database, Chain())]


def deleted_by_hand(desk: Desk, *numbers: int) -> None:
    """A person deletes messages in Telegram."""
    for number in numbers:
        del desk.channel.standing[number]

    async def edit(
        chat: int, old: MessageReceipt, message: Message, upload: Upload | None, more: Sequence[PictureFile] = ()
    ) -> MessageReceipt:
        if old.message_id not in desk.channel.standing:
            raise Rejected("message to edit not found", part="gone")
        return await FakeChannel.edit(desk.channel, chat, old, message, upload)

    desk.channel.edit = edit  # type: ignore[method-assign]  # of this one channel


async def test_a_correction_of_a_message_that_a_person_took_away_is_held_and_posted_anew_if_a_person_says_so(
    desk: Desk,
) -> None:
    await desk.bring("eins", "A.")
    await desk.work()
    deleted_by_hand(desk, 101)
    await desk.bring("eins", "Neu.")
    await desk.work()

    assert desk.channel.texts == []
    (reason,) = await desk.reasons()
    assert "may have deleted it (message to edit not found)" in reason
    (hold,) = await desk.decisions.holds()
    await desk.decisions.release([hold.id], desk.clock(), who="editors")
    await desk.work()

    assert desk.channel.texts == ["<b>eins: Neu.</b>"]
    assert await desk.states() == {"eins": "sent"}
    assert await events(desk) == ["posted", "held", "released", "posted"]
    await desk.bring("eins", "Noch neuer.")
    await desk.work()
    assert desk.channel.texts == ["<b>eins: Noch neuer.</b>"]


async def test_of_a_post_in_parts_only_what_a_person_took_away_is_posted_anew(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.", "C.")
    await desk.work()
    deleted_by_hand(desk, 101)
    await desk.bring("eins", "Neu.", "B.", "C.")
    await desk.work()
    await desk.decisions.release([1], desk.clock(), who="editors")
    await desk.work()

    assert desk.channel.texts == ["<b>eins: Neu.</b>", "<b>B.</b>", "<b>C.</b>"]
    row = await desk.database.row("SELECT receipt FROM deliveries")
    assert row
    assert "https://t.example/102" in row["receipt"]


async def test_a_post_that_a_person_took_away_and_discards_is_left_alone(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    await desk.work()
    deleted_by_hand(desk, 101)
    await desk.bring("eins", "Neu.")
    await desk.work()
    await desk.decisions.discard([1], desk.clock(), who="editors")
    await desk.bring("eins", "Noch neuer.")
    await desk.work()

    assert desk.channel.texts == []
    assert await desk.states() == {"eins": "discarded"}


async def test_a_correction_that_comes_while_the_post_is_being_sent_follows_it(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    arrived = asyncio.Event()

    def rule(*_: object) -> None:
        arrived.set()

    desk.channel.rule = rule
    sending = asyncio.create_task(desk.deliver.deliver_one())
    await arrived.wait()
    await desk.bring("eins", "Neu.")
    await sending
    await desk.work()

    assert desk.channel.texts == ["<b>eins: Neu.</b>"]
    assert await desk.states() == {"eins": "sent"}


async def test_the_rest_of_a_post_is_posted_silently(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.")
    await desk.work()

    assert [message.silent for message in desk.channel.standing.values()] == [False, True]


# --- test mode --------------------------------------------------------------------------------------------------------


async def switch(desk: Desk, *, test: bool) -> None:
    desk.test = test
    await desk.start_over()


async def test_what_was_posted_on_trial_is_not_posted_again_when_relay_goes_live(desk: Desk) -> None:
    await switch(desk, test=True)
    await desk.bring("eins", "A.")
    await desk.work()
    await switch(desk, test=False)
    await desk.bring("zwei", "B.")
    await desk.work()

    assert desk.channel.texts == ["<b>eins: A.</b>", "<b>zwei: B.</b>"]


async def test_a_live_post_is_not_touched_on_trial_and_its_correction_follows_when_relay_is_live_again(
    desk: Desk,
) -> None:
    await desk.bring("eins", "A.")
    await desk.work()
    await switch(desk, test=True)
    await desk.bring("eins", "Neu.")
    await desk.work()
    assert desk.channel.done == ["publish"]

    await switch(desk, test=False)
    await desk.work()
    assert desk.channel.texts == ["<b>eins: Neu.</b>"]


async def test_the_rest_of_a_post_that_a_trial_interrupted_follows_when_relay_is_live_again(desk: Desk) -> None:
    await desk.bring("eins", "A.", "B.")
    desk.channel.script.extend([None, TryLater("429", after=9)])
    await desk.deliver.deliver_one()
    await switch(desk, test=True)
    await desk.work()
    assert desk.channel.texts == ["<b>eins: A.</b>"]

    await switch(desk, test=False)
    await desk.work()
    assert desk.channel.texts == ["<b>eins: A.</b>", "<b>B.</b>"]


# --- a store that fails -----------------------------------------------------------------------------------------------


FULL = StoreError("The disk is full.")


class FailingStore:
    """A store that fails some times at each call of some methods."""

    def __init__(self, desk: Desk, *names: str, times: int = 3) -> None:
        self._store = desk.store
        self._left = dict.fromkeys(names, times)

    def __getattr__(self, name: str) -> object:
        call = getattr(self._store, name)

        async def called(*args: object, **kwargs: object) -> object:
            if self._left.get(name):
                self._left[name] -= 1
                raise FULL
            return await call(*args, **kwargs)

        return called


CALLS = ("progress", "sent", "retry", "hold", "skip", "intend", "absent", "channel_state")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", [None, TryLater("429", after=1), Rejected("no")])
async def test_while_the_disk_is_full_it_insists_until_what_was_posted_is_written_down(
    desk: Desk, call: str, error: ChannelError | None
) -> None:
    desk.store = FailingStore(desk, call)  # type: ignore[assignment]  # as far as deliver uses it
    desk.deliver = desk.new_deliver()
    await desk.bring("eins", "A.", "B.")
    await desk.bring("zwei", "C.")
    desk.channel.script.extend([error, error] if isinstance(error, Rejected) else [error])
    while await desk.deliver.deliver_one():
        desk.clock.pass_by(60)

    held = isinstance(error, Rejected)
    assert desk.channel.texts == ([] if held else ["<b>eins: A.</b>", "<b>B.</b>"]) + ["<b>zwei: C.</b>"]
    assert await desk.states() == {"eins": "held" if held else "sent", "zwei": "sent"}


async def test_a_store_that_cannot_even_hand_out_work_is_told_of_before_anything_is_posted(desk: Desk) -> None:
    desk.store = FailingStore(desk, "claim")  # type: ignore[assignment]  # as far as deliver uses it
    desk.deliver = desk.new_deliver()
    await desk.bring("eins")

    with pytest.raises(StoreError):
        await desk.deliver.deliver_one()
    assert not desk.channel.tried


async def test_the_receipt_names_what_stands_where(desk: Desk) -> None:
    await desk.bring("eins", "A.", post=post("eins", "A.", pictures=(PICTURE,)))
    await desk.work()
    await desk.bring("eins", "Neu.")
    delivery = await desk.store.claim("main", desk.clock(), 60)

    assert delivery
    assert isinstance(delivery.receipt, Receipt)
    (message,) = delivery.receipt.messages
    assert (delivery.receipt.chat, message.kind, message.picture) == (-1001, "photo", PICTURE.url)
