"""A post that Telegram never answers keeps the others waiting for a moment only; an outage makes no post poorer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from relay.delivery.message import Message
from relay.delivery.unanswered import PAUSE, ROUNDS
from relay.delivery.uploads import Upload
from relay.errors import ChannelError, TryLater, Uncertain
from relay.model import Picture
from relay.store.withdrawals import withdraw
from tests.desk import Desk, open_desk
from tests.fakes import START, Lost, Rule, post

PICTURE = Picture("https://www.landkreis-musterland.example/bild.jpg")
SILENCE = Uncertain("Telegram reports an error of its own: {why}", why="Internal Server Error")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Where there is an editors' chat."""
    async with open_desk(tmp_path / "relay.db", editors=True) as desk:
        yield desk


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Desk]:
    """Where there is none."""
    async with open_desk(tmp_path / "relay.db") as desk:
        yield desk


async def fine() -> None:
    """Telegram answers."""


def no_pictures(call: str, _message: Message | None, picture: Upload | None) -> ChannelError | None:
    return SILENCE if picture and call == "publish" else None


def nothing_of(*words: str) -> Rule:
    def rule(_call: str, message: Message | None, _picture: Upload | None) -> ChannelError | None:
        return SILENCE if message and any(word in message.plain for word in words) else None

    return rule


async def bring(desk: Desk, *names: str, says: str = "A.") -> None:
    for name in names:
        await desk.bring(name, post=post(name, says, pictures=(PICTURE,)))


def shown(desk: Desk) -> dict[str, bool]:
    """What stands in the channel, and whether with its picture."""
    return {message.plain: bool(desk.channel.pictures[number]) for number, message in desk.channel.standing.items()}


async def test_a_picture_that_is_never_answered_is_left_out_after_three_rounds(desk: Desk) -> None:
    desk.channel.rule = no_pictures
    await bring(desk, "eins")
    await desk.work()

    assert shown(desk) == {"eins: A.": False}
    assert desk.channel.tried == ROUNDS + 1
    assert desk.clock() - START < timedelta(minutes=1)
    await bring(desk, "eins")
    await desk.work()
    assert desk.channel.done == ["publish"]


async def test_a_text_that_is_never_answered_is_held_and_the_others_go_on(desk: Desk) -> None:
    desk.channel.rule = nothing_of("eins")
    await bring(desk, "eins", "zwei")
    await desk.work()

    assert shown(desk) == {"zwei: A.": True}
    assert await desk.states() == {"eins": "held", "zwei": "sent"}
    assert await desk.reasons() == [
        "Telegram answers, but never to this post: Telegram reports an error of its own: Internal Server Error"
    ]
    assert (await desk.store.channel_state("main")).problem is None
    assert desk.clock() - START < timedelta(minutes=5)


async def test_two_such_posts_one_after_the_other_are_both_held(desk: Desk) -> None:
    desk.channel.rule = nothing_of("eins", "zwei")
    await bring(desk, "eins", "zwei", "drei")
    await desk.work()

    assert await desk.states() == {"eins": "held", "zwei": "held", "drei": "sent"}


async def test_a_post_that_was_held_for_silence_and_is_let_go_has_its_picture_again(desk: Desk) -> None:
    desk.channel.rule = nothing_of("eins")
    await bring(desk, "eins")
    await desk.work()
    desk.channel.rule = lambda *_: None
    await desk.decisions.release([1], desk.clock(), who="editors")
    await desk.work()

    assert shown(desk) == {"eins: A.": True}


async def test_an_outage_takes_no_picture_away_and_holds_nothing(desk: Desk) -> None:
    over = START + timedelta(hours=6)
    desk.channel.rule = lambda *_: SILENCE if desk.clock() < over else None
    desk.witness.script.extend([SILENCE] * 1000)
    await bring(desk, "eins", "zwei")
    while desk.clock() < over:
        at = await desk.deliver.ready_at()
        assert at
        desk.clock.at = max(desk.clock.at, at)
        await desk.deliver.deliver_one()
    desk.witness.script.clear()
    await desk.work()

    assert shown(desk) == {"eins: A.": True, "zwei: A.": True}


async def test_an_outage_does_the_same_where_there_is_no_editors_chat(alone: Desk) -> None:
    over = START + timedelta(hours=6)

    async def until_it_is_over() -> None:
        if alone.clock() < over:
            raise TryLater("Telegram cannot be reached")

    alone.answers = until_it_is_over
    alone.deliver = alone.new_deliver()
    alone.channel.rule = lambda *_: SILENCE if alone.clock() < over else None
    await bring(alone, "eins", "zwei")
    await alone.work(200)

    assert shown(alone) == {"eins: A.": True, "zwei: A.": True}
    assert alone.channel.tried == 3


async def test_without_an_editors_chat_a_picture_is_left_out_if_telegram_answers_otherwise(alone: Desk) -> None:
    alone.answers, alone.channel.rule = fine, no_pictures
    alone.deliver = alone.new_deliver()
    await bring(alone, "eins")
    await alone.work()

    assert shown(alone) == {"eins: A.": False}


async def test_without_an_editors_chat_nothing_is_sent_a_third_time(alone: Desk) -> None:
    """As when Telegram posts all of it, and answers 500 each time."""
    alone.answers = fine
    alone.deliver = alone.new_deliver()
    alone.channel.script.extend([Lost(SILENCE)] * 4)
    await bring(alone, "eins", "zwei", "drei")
    await alone.work()

    assert await alone.states() == {"eins": "held", "zwei": "held", "drei": "sent"}
    assert [message.plain for message in alone.channel.standing.values()] == [
        "eins: A.",
        "eins: A.",
        "zwei: A.",
        "zwei: A.",
        "drei: A.",
    ]
    assert {reason.partition(",")[0] for reason in await alone.reasons()} == {"it was sent twice"}


async def test_the_second_time_comes_a_minute_later_so_that_a_bad_moment_of_telegram_passes(alone: Desk) -> None:
    alone.answers = fine
    alone.deliver = alone.new_deliver()
    alone.channel.script.append(Lost(SILENCE))
    await bring(alone, "eins")
    before = alone.clock()
    await alone.work()

    assert alone.channel.done == ["publish", "publish"]
    assert (alone.clock() - before).total_seconds() >= PAUSE


async def test_a_post_that_was_sent_twice_and_is_let_go_is_sent_again(alone: Desk) -> None:
    alone.answers, alone.channel.rule = fine, nothing_of("eins")
    alone.deliver = alone.new_deliver()
    await bring(alone, "eins")
    await alone.work()
    alone.channel.rule = lambda *_: None
    await alone.decisions.release([1], alone.clock(), who="editors")
    await alone.work()

    assert shown(alone) == {"eins: A.": True}


async def test_every_message_of_a_post_may_be_sent_twice(alone: Desk) -> None:
    alone.answers = fine
    alone.deliver = alone.new_deliver()
    alone.channel.script.extend([Lost(SILENCE), None, Lost(SILENCE), None])
    await alone.bring("eins", "A.", "B.")
    await alone.work()

    assert await alone.states() == {"eins": "sent"}
    assert alone.channel.done == ["publish"] * 4


async def test_a_post_that_may_stand_there_unseen_is_not_said_to_be_withdrawn(alone: Desk) -> None:
    alone.answers = fine
    alone.deliver = alone.new_deliver()
    alone.channel.script.append(Lost(SILENCE))
    await bring(alone, "eins")
    await alone.work()
    assert await alone.states() == {"eins": "sent"}
    await withdraw(alone.database, 1, alone.clock(), "editors")
    await alone.work()

    assert list(shown(alone)) == ["eins: A.", "eins withdrawn"]
    assert await alone.states() == {"eins": "held"}
    assert "nobody knows where all of it stands" in (await alone.reasons())[0]
    await alone.decisions.release([1], alone.clock(), who="editors")
    await alone.work()
    assert await alone.states() == {"eins": "discarded"}


@pytest.mark.parametrize("uncertain", ["resend", "hold"])
async def test_nor_is_one_whose_answer_was_lost(alone: Desk, uncertain: str) -> None:
    alone.answers, alone.uncertain = fine, uncertain
    alone.deliver = alone.new_deliver()
    alone.channel.script.append(Lost(SILENCE))
    await bring(alone, "eins")
    await alone.deliver.deliver_one()
    if uncertain == "hold":
        await alone.work()
        assert await alone.states() == {"eins": "held"}
    await withdraw(alone.database, 1, alone.clock(), "editors")
    await alone.work()

    assert alone.channel.done == ["publish"]
    assert await alone.states() == {"eins": "held"}
    assert "nobody knows where all of it stands" in (await alone.reasons())[0]
    await alone.decisions.release([1], alone.clock(), who="editors")
    await alone.work()
    assert await alone.states() == {"eins": "discarded"}
    assert alone.channel.done == ["publish"]


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_a_correction_that_is_never_answered_keeps_no_other_waiting_for_ever(
    alone: Desk, *, withdrawn: bool
) -> None:
    alone.answers = fine
    alone.deliver = alone.new_deliver()
    await bring(alone, "eins", "zwei")
    await alone.work()
    alone.channel.rule = nothing_of("eins")
    await bring(alone, "eins", says="B.")
    if withdrawn:
        await withdraw(alone.database, 1, alone.clock(), "editors")
    await bring(alone, "zwei", says="B.")
    await alone.work()

    assert await alone.states() == {"eins": "held", "zwei": "sent"}
    assert list(shown(alone)) == ["eins: A.", "zwei: B."]
    alone.channel.rule = lambda *_: None
    await alone.decisions.release([1], alone.clock(), who="editors")
    await alone.work()
    assert "eins: A." not in shown(alone)


async def test_a_correction_whose_new_picture_is_never_answered_is_made_without_it(alone: Desk) -> None:
    alone.answers = fine
    alone.deliver = alone.new_deliver()
    await alone.bring("eins", post=post("eins", "A."))
    await alone.work()
    alone.channel.rule = lambda _call, _message, picture: SILENCE if picture else None
    await bring(alone, "eins", says="B.")
    await alone.work()

    assert shown(alone) == {"eins: B.": False}
    assert await alone.states() == {"eins": "sent"}
