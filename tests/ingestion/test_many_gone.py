"""A website that lost all of its pages at once: editors get one question, and answer it with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC

import pytest

from relay.errors import Text
from relay.press.editors import Editors
from relay.press.telling import Pressed, Update
from relay.store.codec import dump_text
from relay.store.database import Database
from relay.store.decisions import Decisions
from relay.store.withdrawals import VanishedReleases
from tests.pressroom import FakeChat, Pressroom
from tests.store.test_withdrawals import delivery, ledger, release, states

EDITORS = -1001000000002


@dataclass
class Answers:
    """`relay.press.ports.Updates`, as far as answers go."""

    said: list[str] = field(default_factory=list)

    async def updates(self, after: int, seconds: float) -> Sequence[Update]:
        return ()

    async def answer(self, query: str, text: str) -> None:
        self.said.append(text)


@dataclass
class Room(Pressroom):
    """Where editors are told, and press buttons."""

    chat: FakeChat = field(default_factory=FakeChat)
    answers: Answers = field(default_factory=Answers)

    async def hear(self, _: Update) -> None:
        return None

    async def press(self, data: str) -> None:
        editors = Editors(
            self.answers,
            chat=self.chat,
            chat_id=EDITORS,
            store=self.notices,
            decisions=Decisions(self.database),
            withdrawals=VanishedReleases(self.database),
            clock=self.clock,
            language="en",
            zone=UTC,
            turn=self.turn,
            on_rights=self.hear,
            on_foreign=self.hear,
        )
        number = 100 + len(self.chat.said)
        await editors.handle(Pressed(1, "q", EDITORS, "", number, data, self.chat.said[-1]))

    async def lose(self, *numbers: int) -> None:
        """These releases are certainly gone."""
        for number in numbers:
            await release(self.database, number, seen=2)
            await delivery(self.database, number, "sent", f"c{number}", posted=number)
        missing = Text("{url} was removed", {"url": "x"})
        await self.database.change("UPDATE vanished SET reason = ?", dump_text(missing))


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


async def test_one_message_asks_for_all_and_one_press_answers_it(room: Room) -> None:
    await room.lose(*range(1, 11))
    await room.look()
    await room.look(60)

    (said,) = room.chat.said
    assert said.startswith("10 of 10 releases of the source presse that relay looked for are gone from the website.")
    assert "• Meldung 10\n• Meldung 9\n• Meldung 8\n• Meldung 7\n• Meldung 6\nand 5 more" in said
    ((label, data),) = room.chat.choices[0]
    assert label == "Leave all posts"
    assert len(data.encode()) <= 64

    await room.press(data)
    await room.press(data)
    await room.look(60)
    assert room.answers.said == ["posts that stay: 10", "There is nothing to decide here any more."]
    assert len(room.chat.said) == 1
    assert [one.event for one in await ledger(room.database)] == ["kept"] * 10
    assert set((await states(room.database)).values()) == {("sent", 0)}


async def test_a_few_are_asked_about_one_by_one(room: Room) -> None:
    await room.lose(1, 2, 3)
    await room.look()

    assert sorted(said.partition('"')[2].partition('"')[0] for said in room.chat.said) == [
        "Meldung 1",
        "Meldung 2",
        "Meldung 3",
    ]


async def test_when_the_website_is_back_that_is_told_once(room: Room) -> None:
    await room.lose(1, 2, 3, 4, 5)
    await room.look()
    for number in range(1, 6):
        await VanishedReleases(room.database).back(number, None)
    await room.look(60)
    await room.look(60)

    assert room.chat.said[1:] == ["The releases of the source presse are no longer missing from the website."]


@pytest.mark.parametrize("data", ["keep-all|x|00000000", "keep-all|1", "keep-all|-1|00000000"])
async def test_a_button_that_relay_never_made_does_nothing(room: Room, data: str) -> None:
    await room.lose(1, 2, 3, 4)
    await room.look()
    await room.press(data)

    assert room.answers.said == ["relay does not know this button."]
    assert await ledger(room.database) == []
