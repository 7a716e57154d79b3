"""From the queue to the channel: in order, once, whatever the channel says."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from relay.delivery.message import Button, Message, Rendered, Skip
from relay.delivery.outcome import BACK_OFF, CLOSED, SETTLE, HoldIt, Wait, after
from relay.delivery.uploads import Upload
from relay.errors import ChannelError, Rejected, Text, TryLater, Unavailable, Uncertain
from relay.model import Picture, Post, Verdict
from relay.state import ChannelState
from tests.desk import Desk, open_desk
from tests.fakes import START, Lost, SetClock, one_message_a_block, post

PICTURE = Picture("https://www.landkreis-musterland.example/bild.jpg")


def refuse(part: str) -> ChannelError:
    return Rejected(f"no {part}", part=part)


# --- what an error means ----------------------------------------------------------------------------------------------


def test_a_pause_that_the_channel_names_is_obeyed_to_the_second_and_is_no_failure() -> None:
    error = TryLater("429", after=33.5)
    outcome = after(error, ChannelState(failures=4), now=START)

    assert outcome == Wait(ChannelState(START + timedelta(seconds=33.5), 0, error.text))


def test_without_a_named_pause_each_failure_doubles_it_up_to_a_limit() -> None:
    state, pauses = ChannelState(), []
    for _ in range(50):
        outcome = after(TryLater("unreachable"), state, now=START)
        assert isinstance(outcome, Wait)
        assert outcome.state.wait_until
        state = outcome.state
        pauses.append((outcome.state.wait_until - START).total_seconds())

    assert pauses[:3] == [2, 4, 8]
    assert pauses[-1] == max(pauses) == BACK_OFF[1]


def test_a_closed_channel_is_tried_again_every_minute() -> None:
    error = Unavailable("kicked")
    for failures in (0, 99):
        outcome = after(error, ChannelState(failures=failures), now=START)
        assert outcome == Wait(ChannelState(START + timedelta(seconds=CLOSED), failures + 1, error.text))


def test_what_is_refused_is_held_and_what_is_uncertain_is_looked_after_when_it_is_there_if_it_ever_will_be() -> None:
    refused, uncertain = Rejected("too rude"), Uncertain("no answer")

    assert after(refused, ChannelState(), now=START) == HoldIt(refused.text)
    outcome = after(uncertain, ChannelState(), now=START)
    assert outcome == Wait(ChannelState(START + timedelta(seconds=SETTLE), 1, uncertain.text))


# --- the queue --------------------------------------------------------------------------------------------------------


async def test_posts_go_out_in_order_each_once(desk: Desk) -> None:
    for name in ("eins", "zwei", "drei"):
        await desk.bring(name, "Text.")
    await desk.work()

    assert desk.channel.texts == ["<b>eins: Text.</b>", "<b>zwei: Text.</b>", "<b>drei: Text.</b>"]
    assert await desk.deliver.deliver_one() is False


async def test_a_channel_that_wants_a_pause_gets_it_and_the_order_is_kept(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    await desk.bring("zwei", "B.")
    desk.channel.script.extend([TryLater("429", after=120), TryLater("unreachable")])

    assert await desk.deliver.deliver_one()
    assert await desk.deliver.ready_at() == START + timedelta(seconds=120)
    await desk.work()

    assert desk.channel.texts == ["<b>eins: A.</b>", "<b>zwei: B.</b>"]
    assert desk.clock() == START + timedelta(seconds=120 + BACK_OFF[0])


async def test_an_outage_of_hours_loses_nothing_and_is_over_when_it_is_over(desk: Desk) -> None:
    over = START + timedelta(hours=6)
    desk.channel.rule = lambda *_: TryLater("unreachable") if desk.clock() < over else None
    for number in range(5):
        await desk.bring(str(number))
    await desk.work()

    assert [text[3] for text in desk.channel.texts] == list("01234")
    assert desk.clock() - over <= timedelta(seconds=BACK_OFF[1])
    assert (await desk.store.channel_state("main")).problem is None


async def test_the_problem_of_a_channel_is_there_while_it_lasts(desk: Desk) -> None:
    await desk.bring("eins")
    desk.channel.script.append(Unavailable("kicked"))
    await desk.deliver.deliver_one()
    assert (await desk.store.channel_state("main")).problem == Text("kicked")

    await desk.work()
    assert (await desk.store.channel_state("main")).problem is None


async def test_a_refused_post_is_held_and_the_queue_goes_on(desk: Desk) -> None:
    await desk.bring("eins")
    await desk.bring("zwei", "B.")
    desk.channel.script.extend([Rejected("too rude"), Rejected("too rude")])
    await desk.work()

    assert desk.channel.texts == ["<b>zwei: B.</b>"]
    assert await desk.reasons() == ["too rude"]
    assert desk.deliver.held == 1


async def test_a_post_that_says_nothing_is_skipped(desk: Desk) -> None:
    desk.render = lambda post, **_: Skip(Text("nothing to say")) if post.title == "leer" else one_message_a_block(post)
    desk.deliver = desk.new_deliver()
    await desk.bring("leer")
    await desk.bring("zwei", "B.")
    await desk.work()

    assert desk.channel.texts == ["<b>zwei: B.</b>"]
    assert await desk.states() == {"leer": "discarded", "zwei": "sent"}


async def test_a_bug_in_a_renderer_holds_that_post_and_the_queue_goes_on(desk: Desk) -> None:
    def render(post: Post, **_: object) -> Rendered:
        if post.title == "giftig":
            raise ZeroDivisionError
        return one_message_a_block(post)

    desk.render = render
    desk.deliver = desk.new_deliver()
    await desk.bring("giftig")
    await desk.bring("zwei", "B.")
    await desk.work()

    assert desk.channel.texts == ["<b>zwei: B.</b>"]
    assert await desk.reasons() == ["relay itself failed; the log says how"]


async def test_the_pace_is_kept_between_posts_and_between_parts(desk: Desk) -> None:
    desk.pace, desk.per_minute = 3, 5
    desk.deliver = desk.new_deliver()
    times = []
    desk.channel.rule = lambda *_: times.append((desk.clock() - START).total_seconds())
    await desk.bring("eins", "A.", "B.", "C.")
    for name in ("zwei", "drei", "vier"):
        await desk.bring(name)
    await desk.work()

    assert times == [0, 3, 6, 9, 12, 60]


async def test_a_held_flood_goes_out_in_order_when_it_is_let_go(desk: Desk) -> None:
    for name in "abc":
        await desk.bring(name, verdict=Verdict.FLOOD)
    await desk.work()
    assert desk.channel.texts == []
    await desk.decisions.release([hold.id for hold in await desk.decisions.holds()], desk.clock(), who="editors")
    await desk.work()

    assert [text[3] for text in desk.channel.texts] == list("abc")


# --- lost answers -----------------------------------------------------------------------------------------------------


async def test_a_lost_answer_is_resent_where_configured(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    desk.channel.script.append(Lost(Uncertain("no answer")))
    await desk.work()

    assert desk.channel.texts == ["<b>eins: A.</b>"] * 2
    assert await desk.states() == {"eins": "sent"}


async def test_a_lost_answer_is_held_where_configured_and_the_queue_goes_on(desk: Desk) -> None:
    desk.uncertain = "hold"
    desk.deliver = desk.new_deliver()
    await desk.bring("eins", "A.")
    await desk.bring("zwei", "B.")
    desk.channel.script.append(Lost(Uncertain("no answer")))
    await desk.work()

    assert desk.channel.texts == ["<b>eins: A.</b>", "<b>zwei: B.</b>"]
    assert await desk.reasons() == ["nobody knows whether it was posted: there is no editors' chat to find it out with"]


@pytest.mark.parametrize("call", ["edit", "delete"])
async def test_a_correction_whose_answer_was_lost_is_made_again_even_where_posts_are_held(
    desk: Desk, call: str
) -> None:
    """The same correction twice is one correction."""
    desk.uncertain = "hold"
    desk.deliver = desk.new_deliver()
    await desk.bring("eins", "A.", "B.")
    await desk.work()
    await desk.bring("eins", *(["Neu.", "B."] if call == "edit" else ["A."]))
    desk.channel.script.append(Lost(Uncertain("no answer")))
    await desk.work()

    assert await desk.states() == {"eins": "sent"}
    assert desk.channel.texts == (["<b>eins: Neu.</b>", "<b>B.</b>"] if call == "edit" else ["<b>eins: A.</b>"])
    assert desk.channel.done.count(call) == 2


# --- less of a message ------------------------------------------------------------------------------------------------


async def test_a_post_whose_picture_cannot_be_had_goes_out_without_it(desk: Desk) -> None:
    desk.pictures.missing.add(PICTURE.url)
    await desk.bring("eins", post=post("eins", "A.", pictures=(PICTURE,)))
    await desk.work()

    assert desk.channel.texts == ["<b>eins: A.</b>"]
    assert list(desk.channel.pictures.values()) == [None]


async def test_a_refused_picture_is_left_out_and_then_refused_markup_too(desk: Desk) -> None:
    def rule(_: str, message: Message | None, picture: Upload | None) -> ChannelError | None:
        if picture:
            return refuse("picture")
        return refuse("markup") if message and message.html else None

    desk.channel.rule = rule
    await desk.bring("eins", post=post("eins", "A.", pictures=(PICTURE,)))
    await desk.work()

    assert desk.channel.texts == ["eins: A."]
    assert desk.channel.tried == 3
    assert await desk.states() == {"eins": "sent"}


@pytest.mark.parametrize("plain", [False, True])
async def test_a_refused_button_becomes_an_address_in_the_words(desk: Desk, *, plain: bool) -> None:
    def render(post: Post, **_: object) -> Rendered:
        (message,) = one_message_a_block(post).messages
        return Rendered((replace(message, button=Button("Mehr", "https://www.example/a?b=1&c=2")),))

    def rule(_: str, message: Message | None, _picture: object) -> ChannelError | None:
        if plain and message and message.html:
            return refuse("markup")
        return refuse("button") if message and message.button else None

    desk.render, desk.channel.rule = render, rule
    desk.deliver = desk.new_deliver()
    await desk.bring("eins", "A.")
    await desk.work()

    whole = "eins: A.\n\nhttps://www.example/a?b=1&c=2"
    assert desk.channel.texts == [whole if plain else "<b>eins: A.</b>\n\nhttps://www.example/a?b=1&amp;c=2"]
    assert await desk.states() == {"eins": "sent"}


@pytest.mark.parametrize("part", ["picture", "markup", "gone", "button", ""])
async def test_a_post_of_which_nothing_is_left_to_leave_out_is_held(desk: Desk, part: str) -> None:
    desk.channel.rule = lambda *_: refuse(part)
    await desk.bring("eins", post=post("eins", "A.", pictures=(PICTURE,)))
    await desk.work()

    assert await desk.states() == {"eins": "held"}
    assert desk.channel.tried == 3


async def test_what_was_posted_with_less_is_not_corrected_for_ever(desk: Desk) -> None:
    desk.channel.rule = lambda _call, message, _: refuse("markup") if message and message.html else None
    await desk.bring("eins", "A.")
    await desk.work()
    await desk.bring("eins", post=replace(post("eins", "A."), published=START))
    await desk.work()

    assert desk.channel.done == ["publish"]


class RunningClock(SetClock):
    """A clock that goes on between two looks at it."""

    def __call__(self) -> datetime:
        return self.pass_by(0.001)


async def test_the_parts_of_a_post_follow_each_other_on_a_clock_that_never_stands_still(tmp_path: Path) -> None:
    async with open_desk(tmp_path / "relay.db", clock=RunningClock()) as desk:
        await desk.bring("eins", "A.", "B.")
        async with asyncio.timeout(10):
            await desk.work()

        assert desk.channel.texts == ["<b>eins: A.</b>", "<b>B.</b>"]
