"""A post that Telegram never answers keeps the others waiting for a moment only; an outage makes no post poorer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from relay.errors import ChannelError, TryLater, Uncertain
from relay.message import Message
from relay.model import Picture
from relay.store.withdrawals import withdraw
from relay.unanswered import ROUNDS
from relay.uploads import Upload
from tests.desk import Desk, open_desk
from tests.fakes import START, Rule, post

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


async def silent() -> None:
    raise TryLater("Telegram cannot be reached")


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


@pytest.mark.parametrize("answers", [None, silent])
async def test_an_outage_does_the_same_where_there_is_no_editors_chat(alone: Desk, answers: object) -> None:
    alone.answers = answers  # type: ignore[assignment]  # either of the two above
    alone.deliver = alone.new_deliver()
    over = START + timedelta(hours=6)
    alone.channel.rule = lambda *_: SILENCE if alone.clock() < over else None
    await bring(alone, "eins", "zwei")
    await alone.work(200)

    assert shown(alone) == {"eins: A.": True, "zwei: A.": True}


async def test_without_an_editors_chat_a_picture_is_left_out_if_telegram_answers_otherwise(alone: Desk) -> None:
    alone.answers, alone.channel.rule = fine, no_pictures
    alone.deliver = alone.new_deliver()
    await bring(alone, "eins")
    await alone.work()

    assert shown(alone) == {"eins: A.": False}


async def test_without_an_editors_chat_no_second_post_is_given_up_before_one_has_passed(alone: Desk) -> None:
    """As when Telegram answers, but takes no messages from anybody."""
    over = START + timedelta(hours=6)
    alone.answers, alone.channel.rule = fine, lambda *_: SILENCE if alone.clock() < over else None
    alone.deliver = alone.new_deliver()
    await bring(alone, "eins", "zwei", "drei")
    await alone.work(300)

    assert await alone.states() == {"eins": "held", "zwei": "sent", "drei": "sent"}


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
