"""People are told once, by whatever reaches them, and nothing is lost in between: with a real file."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from relay.errors import Rejected, StoreError, TakenOver, Text, TryLater, Unavailable, Uncertain
from relay.press.notices import ANEW
from relay.press.notifier import LIMIT, OWED
from relay.press.telling import AlertError
from relay.store.database import open_database
from tests.fakes import Crash, Fuse, Fused
from tests.pressroom import FakeAlerts, FakeChat, Pressroom

DOWN = Text("{host} answers 503", {"host": "a.example"})
KICKED = Text("Telegram refuses the bot: {why}", {"why": "kicked"})


@dataclass
class Room(Pressroom):
    """With fakes, named as such."""

    @property
    def says(self) -> FakeChat:
        assert isinstance(self.chat, FakeChat)
        return self.chat

    @property
    def mails(self) -> FakeAlerts:
        assert isinstance(self.alerts, FakeAlerts)
        return self.alerts


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Where there is an editors' chat, and an alert address."""
    async with open_database(tmp_path / "relay.db") as database:
        yield Room(database, chat=FakeChat(), alerts=FakeAlerts())


@pytest.fixture
async def by_mail(tmp_path: Path) -> AsyncIterator[Room]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Room(database, alerts=FakeAlerts())


@pytest.fixture
async def in_chat(tmp_path: Path) -> AsyncIterator[Room]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Room(database, chat=FakeChat())


# --- once -------------------------------------------------------------------------------------------------------------


async def test_a_flood_is_told_once_in_the_chat_with_buttons_and_once_by_mail(room: Room) -> None:
    await room.flood(8)
    for _ in range(5):
        await room.look(60)

    assert len(room.says.said) == len(room.mails.told) == 1
    assert "8 releases of the source presse wait for you" in room.says.said[0]
    assert [data.split("|")[0] for _, data in room.says.choices[0]] == ["absorb", "release", "newest"]
    assert room.mails.told[0][0].startswith("relay: 8 releases of the source presse")
    assert room.mails.bodies == room.says.said


async def test_it_is_told_in_the_language_of_the_configuration(tmp_path: Path) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        room = Room(database, chat=FakeChat(), language="de")
        await room.hold("Sperrung")
        await room.look()
    assert room.says.said[0].startswith("Eine Pressemitteilung der Quelle presse wartet auf Sie")
    assert [label for label, _ in room.says.choices[0]] == ["Veröffentlichen", "Verwerfen"]


async def test_a_source_that_recovers_is_told_once_to_have_recovered(room: Room) -> None:
    await room.source_fails(DOWN)
    await room.look()
    assert not room.says.said
    await room.look(900)
    assert "a.example answers 503" in room.says.said[0]
    await room.source_is_well()
    for _ in range(3):
        await room.look(60)
    assert room.says.said[1:] == ["The source presse can be read again."]
    assert room.mails.bodies == room.says.said
    assert await room.notices.told() == {}


async def test_a_source_that_hiccups_is_never_told(room: Room) -> None:
    for _ in range(10):
        await room.source_fails(DOWN)
        await room.look(300)
        await room.source_is_well()
        await room.look(300)
    assert not room.says.said
    assert not room.mails.told


async def test_a_channel_that_lost_its_rights_is_told_and_so_is_its_return(room: Room) -> None:
    await room.pend("eins")
    await room.channel_fails(KICKED, wait=60)
    await room.look()
    await room.channel_fails(KICKED, failures=2, wait=60)
    await room.look(60)
    await room.channel_is_well()
    await room.look(5)
    assert len(room.says.said) == 2
    assert "The channel main takes no posts: Telegram refuses the bot: kicked" in room.says.said[0]
    assert room.says.said[1] == "The channel main takes posts again; waiting to go out: 1"


async def test_a_short_pause_of_the_channel_is_never_told(room: Room) -> None:
    await room.pend("eins")
    for _ in range(10):
        await room.channel_fails(Text("Telegram wants a pause"), failures=0, wait=40)
        await room.look(10)
        await room.channel_is_well()
        await room.look(60)
    assert not room.says.said


async def test_what_still_waits_is_told_again_once_a_day(room: Room) -> None:
    await room.flood(8)
    await room.look()
    for _ in range(3 * 24):
        await room.look(3600)
    assert [said.partition("\n")[0] for said in room.says.said[1:]] == ["Still so:"] * 3
    assert [bool(buttons) for buttons in room.says.choices] == [False] * 3 + [True], "the last message has the buttons"
    assert len(room.mails.told) == 4


async def test_more_that_waits_is_told_once_more(room: Room) -> None:
    await room.flood(8)
    await room.look()
    await room.hold("noch eine")
    await room.look(30)
    assert len(room.says.said) == 1
    await room.look(ANEW.total_seconds())
    await room.look(ANEW.total_seconds())
    assert [said.partition(" ")[0] for said in room.says.said] == ["8", "9"]


async def test_a_decision_at_the_command_line_is_confirmed(room: Room) -> None:
    held = await room.flood(8)
    await room.look()
    await room.decide(*held)
    await room.look(10)
    await room.look(10)
    assert room.says.said[1:] == ["Nothing of the source presse waits for you any more: too many new releases at once"]


# --- letters ----------------------------------------------------------------------------------------------------------


async def test_letters_of_one_look_are_told_in_one_message_in_order_once(room: Room) -> None:
    await room.write(Text("eins"))
    await room.write(Text("zwei {n}", {"n": 2}))
    await room.look()
    await room.look()
    assert room.says.said == ["eins\n\nzwei 2"]
    assert room.mails.bodies == ["eins\n\nzwei 2"]
    assert await room.notices.letters() == []


async def test_letters_too_long_for_one_message_follow_in_the_next(room: Room) -> None:
    texts = [f"{n}" * 1500 for n in range(1, 6)]
    for text in texts:
        await room.write(Text(text))
    await room.look()
    assert "\n\n".join(room.says.said) == "\n\n".join(texts)
    assert all(len(said) <= LIMIT for said in room.says.said)
    assert len(room.says.said) == 3


async def test_a_letter_longer_than_a_message_is_told_in_pieces(room: Room) -> None:
    await room.write(Text("\n".join(["vorher nachher"] * 600)))
    await room.look()
    assert len(room.says.said) == 3
    assert "\n".join(room.says.said) == "\n".join(["vorher nachher"] * 600)
    assert await room.notices.letters() == []


async def test_very_many_letters_are_spread_over_several_looks(room: Room) -> None:
    for n in range(30):
        await room.write(Text(f"{n:02}" * 1000))
    await room.look()
    assert len(room.says.said) < 10
    for _ in range(6):
        await room.look(10)
    assert [said[:2] for said in room.says.said] == [f"{n:02}" for n in range(30)]
    assert sum(body.count("2929") > 0 for body in room.mails.bodies) == 1


# --- targets that fail ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        TryLater("Telegram wants a pause of {seconds:g} s", after=5.0, seconds=5.0),
        Unavailable("Telegram refuses the bot: {why}", why="kicked"),
        Uncertain("Telegram did not answer ({why})", why="time-out"),
    ],
)
async def test_a_chat_that_fails_hears_of_it_later_and_the_mail_is_not_sent_twice(room: Room, error: Exception) -> None:
    await room.flood(8)
    room.says.script = deque([error, error])
    for _ in range(10):
        await room.look(15)
    assert len(room.says.said) == 1
    assert len(room.says.choices[0]) == 3
    assert len(room.mails.told) == 1


async def test_a_chat_that_fails_hears_of_it_even_after_a_restart_and_the_mail_is_not_sent_twice(room: Room) -> None:
    await room.flood(8)
    room.says.script = deque([Unavailable("Telegram refuses the bot: {why}", why="kicked")])
    await room.look()
    assert (len(room.says.said), len(room.mails.told)) == (0, 1)
    room.notifier = room.new_notifier()
    await room.look()
    assert (len(room.says.said), len(room.mails.told)) == (1, 1)


async def test_while_telegram_is_away_the_mail_tells_of_it_and_of_its_return(room: Room) -> None:
    """The chat is where the channel is: what cannot take a post can take no notice of it either."""
    await room.pend("eins")
    room.says.script = deque([TryLater("Telegram cannot be reached ({why})", why="x")] * 20)
    for failures in range(2, 12):
        await room.channel_fails(Text("Telegram cannot be reached"), failures=failures, wait=20)
        await room.look(20)
    await room.channel_is_well()
    room.says.script.clear()
    await room.look(600)
    assert [body.partition(":")[0] for body in room.mails.bodies] == [
        "The channel main takes no posts",
        "The channel main takes posts again; waiting to go out",
    ]
    assert room.says.said == ["The channel main takes posts again; waiting to go out: 1"]


async def test_a_chat_that_refuses_one_message_gets_the_others(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    await room.hold("eins")
    await room.hold("zwei", reason=Text("another reason"))
    room.says.script = deque([Rejected("Telegram refuses the message: {why}", why="x")])
    await room.look()
    assert len(room.says.said) == 1
    assert "eins" in caplog.text
    await room.look(7200)
    assert len(room.says.said) == 2


async def test_mail_that_fails_is_sent_later_and_the_chat_is_not_told_twice(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await room.flood(8)
    room.mails.script = deque([AlertError("no alert address took the message")] * 3)
    for _ in range(40):
        await room.look(10)
    assert len(room.says.said) == len(room.mails.told) == 1
    assert room.mails.bodies == room.says.said
    assert caplog.text.count("no alert address took the message") == 1


async def test_a_failing_target_is_not_asked_at_every_look(room: Room) -> None:
    await room.flood(8)
    room.mails.script = deque([AlertError("no alert address took the message")] * 100)
    for _ in range(360):
        await room.look(10)
    assert 5 < 100 - len(room.mails.script) < 20


async def test_without_a_chat_the_mail_counts(by_mail: Room) -> None:
    await by_mail.flood(8)
    await by_mail.write(Text("ein Brief"))
    by_mail.mails.script = deque([AlertError("no alert address took the message")])
    await by_mail.look()
    assert await by_mail.notices.letters()
    await by_mail.look(60)
    await by_mail.look(60)
    assert len(by_mail.mails.told) == 1
    assert "8 releases" in by_mail.mails.bodies[0]
    assert "ein Brief" in by_mail.mails.bodies[0]
    assert by_mail.mails.told[0][0] == "relay: 2 notices"
    assert not await by_mail.notices.letters()


async def test_without_anybody_to_tell_the_log_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        room = Room(database)
        await room.flood(8)
        await room.write(Text("ein Brief"))
        for _ in range(3):
            await room.look(60)
        held = list(await room.states())
        await room.decide(*held)
        await room.look(60)
    assert [record.getMessage().partition("\n")[0] for record in caplog.records] == [
        "8 releases of the source presse wait for you: too many new releases at once",
        "ein Brief",
        "Nothing of the source presse waits for you any more: too many new releases at once",
    ]


async def test_a_store_that_cannot_be_used_stops_nothing(in_chat: Room, caplog: pytest.LogCaptureFixture) -> None:
    class Full:
        def __getattr__(self, name: str) -> Any:
            raise StoreError("The disk that holds the database {file} is full.", file="relay.db")

    await in_chat.new_notifier(Full()).look()
    assert "is full" in caplog.text


def no_space(room: Room, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The disk is full, but for small changes, which find room in the log; returns what makes it well again."""
    full = StoreError("The disk that holds the database {file} is full.", file="relay.db")
    room.database.problem = full.text

    def tried_out(_path: Path) -> None:
        if full.args:
            raise full

    monkeypatch.setattr("relay.store.notices.try_out", tried_out)
    return lambda: setattr(full, "args", ())


async def test_a_full_disk_is_told_once_after_a_minute_and_so_is_that_it_is_over(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = no_space(room, monkeypatch)
    await room.hold("eins")
    await room.look()
    await room.look(55)
    assert not room.says.said
    for _ in range(10):
        await room.look(5)
    (said,) = room.says.said
    assert said.startswith("relay cannot write anything down: The disk that holds the database relay.db is full.\n")
    assert room.mails.bodies == [said]
    well()
    for _ in range(3):
        await room.look(5)

    assert len(room.says.said) == len(room.mails.told) == 3
    assert "A release of the source presse waits for you" in room.says.said[1]
    assert room.says.said[2] == "relay can write to its database again. What waited goes out now."
    assert room.database.problem is None


async def test_a_full_disk_that_is_over_at_once_is_never_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    well = no_space(room, monkeypatch)
    await room.look()
    well()
    await room.look(60)
    assert not room.says.said


async def test_a_full_disk_is_told_again_once_a_day_in_the_language_of_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        room = Room(database, chat=FakeChat(), language="de")
        no_space(room, monkeypatch)
        for _ in range(26):
            await room.look(3600)
    assert len(room.says.said) == 2
    assert room.says.said[0].startswith("relay kann nichts mehr aufschreiben: ")


async def test_whoever_cannot_be_reached_hears_of_a_full_disk_later(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    well = no_space(room, monkeypatch)
    room.says.script.extend([TryLater("unreachable"), TryLater("429", after=30)])
    room.mails.script.append(AlertError("no mail"))
    await room.look()
    for _ in range(6):
        await room.look(60)
    assert len(room.says.said) == len(room.mails.told) == 1
    assert caplog.text.count("the editors' chat could not be told") == 1
    room.says.script.append(Rejected("too rude"))
    well()
    await room.look(5)
    assert "refuses a message" in caplog.text
    assert len(room.mails.told) == 2
    await room.look(5)
    assert len(room.says.said) == 1


async def test_without_anybody_to_tell_the_log_is_told_of_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        room = Room(database)
        no_space(room, monkeypatch)
        for _ in range(5):
            await room.look(30)
    assert caplog.text.count("relay cannot write anything down") == 1


async def test_a_database_that_cannot_even_be_read_is_told(in_chat: Room) -> None:
    class Broken:
        async def trouble(self) -> None:
            return None

        def __getattr__(self, name: str) -> Any:
            raise StoreError("The disk that holds the database {file} reports an error.", file="relay.db")

    in_chat.notifier = in_chat.new_notifier(Broken())
    for _ in range(5):
        await in_chat.look(30)
    assert len(in_chat.says.said) == 1
    assert "reports an error" in in_chat.says.said[0]


async def test_a_relay_that_was_replaced_tells_nobody_of_its_database(in_chat: Room) -> None:
    class Taken:
        async def trouble(self) -> None:
            raise TakenOver("Another relay has taken over.")

    in_chat.notifier = in_chat.new_notifier(Taken())
    for _ in range(5):
        await in_chat.look(30)
    assert not in_chat.says.said


# --- crashes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chat", [True, False])
async def test_wherever_relay_is_killed_a_notice_may_be_repeated_but_is_never_lost(tmp_path: Path, chat: bool) -> None:
    point, crashed = 0, True
    while crashed:
        point += 1
        async with open_database(tmp_path / f"{point}.db") as database:
            room = Room(database, chat=FakeChat() if chat else None, alerts=FakeAlerts())
            await room.flood(8)
            await room.write(Text("ein Brief"))
            try:
                await room.new_notifier(Fused(room.notices, Fuse(at=point))).look()
                crashed = False
            except Crash:
                pass
            room.notifier = room.new_notifier()
            await room.look()
            await room.look()
            said = room.says.said if chat else room.mails.bodies
            assert 1 <= sum("8 releases" in one for one in said) <= 2
            assert 1 <= sum("ein Brief" in one for one in said) <= 2
            assert len(room.mails.told) <= 2
    assert point > 10


# --- several addresses ------------------------------------------------------------------------------------------------


async def test_an_address_that_fails_hears_it_later_and_the_others_once(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = FakeAlerts(), FakeAlerts(deque([AlertError("the alert address no. 2 took nothing")] * 3))
    room.notifier = room.new_notifier(alerts=[good, bad])
    await room.flood(8)
    await room.look()
    await room.write(Text("ein Brief"))
    for _ in range(20):
        await room.look(10)
    assert [len(good.told), len(room.says.said)] == [2, 2]
    (late,) = bad.bodies
    assert late == "\n\n".join(good.bodies)
    assert caplog.text.count("the alert address no. 2 took nothing") == 1


async def test_an_address_that_fails_for_days_is_owed_the_latest_only(room: Room) -> None:
    bad = FakeAlerts(deque([AlertError("the alert address no. 1 took nothing")] * 1000))
    room.notifier = room.new_notifier(alerts=[bad])
    for number in range(OWED + 10):
        await room.write(Text(f"Brief {number}"))
        await room.look(3600)
    bad.script.clear()
    await room.look(3600)
    (body,) = bad.bodies
    assert body.split("\n\n") == [f"Brief {number}" for number in range(10, OWED + 10)]


async def test_a_message_that_was_deleted_has_no_buttons_to_take_away(room: Room) -> None:
    held = await room.flood(8)
    await room.look()
    room.says.unsettled = Rejected("Telegram refuses the message: {why}", part="gone", why="message to edit not found")
    await room.decide(*held)
    await room.look(10)
    assert room.says.said[1:] == ["Nothing of the source presse waits for you any more: too many new releases at once"]


async def test_a_question_that_is_over_without_a_decision_says_so(room: Room) -> None:
    held = await room.flood(8)
    await room.look()
    asked = room.says.said[0]
    await room.decide(*held)
    await room.look(10)
    assert room.says.choices[0] == []
    assert room.says.said[0] == f"{asked}\n\nThere is nothing to decide here any more."
