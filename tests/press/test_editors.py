"""Editors decide by buttons: with a real file, and a Bot API over real HTTP."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from relay.channels.telegram import telegram_bot
from relay.channels.telegram_editors import TelegramEditors
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.errors import StoreError, Text, TryLater, Uncertain
from relay.press import editors as editors_module
from relay.press.editors import BACK_OFF, ELSEWHERE, Editors
from relay.press.telling import NothingToRead, Other, Posted, Pressed, ReadElsewhere, Rights, Update
from relay.store.codec import stamp
from relay.store.database import open_database
from relay.store.decisions import Decisions
from relay.store.withdrawals import VanishedReleases
from tests.fakes import START, Crash, Fuse, Fused
from tests.pressroom import FakeAlerts, FakeChat, Pressroom

CHANNEL, EDITORS, OTHERS = -1001000000001, -1001000000002, -1001000000003

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Room(Pressroom):
    """With an editors' chat at a Bot API."""

    emulator: TelegramEmulator = field(default_factory=TelegramEmulator)
    heard: list[Update] = field(default_factory=list)

    def new_editors(self, *, decisions: Any = None, store: Any = None, chat: int | str | None = EDITORS) -> Editors:
        """As a relay that was just started has them."""

        async def hear(update: Update) -> None:
            self.heard.append(update)

        withdrawals = VanishedReleases(self.database)
        assert isinstance(self.chat, TelegramEditors)
        return Editors(
            self.chat,
            chat=self.chat,
            chat_id=chat,
            store=store or self.notices,
            decisions=decisions or Decisions(self.database),
            withdrawals=withdrawals,
            clock=self.clock,
            language="en",
            zone=UTC,
            turn=self.turn,
            on_rights=hear,
            on_foreign=hear,
        )

    def messages(self, chat: int = EDITORS) -> list[dict[str, Any]]:
        return self.emulator.messages(chat)

    def press(self, label: str, message: int = -1) -> str:
        """Somebody presses the button below a message."""
        said = self.messages()[message]
        (data,) = [one["callback_data"] for one in said["buttons"] if one["text"] == label]
        return self.emulator.press_button(EDITORS, said["message_id"], data)

    def answers(self) -> list[str]:
        """What people who pressed a button were shown."""
        return [one.params["text"] for one in self.emulator.calls if one.method.lower() == "answercallbackquery"]

    async def read(self, editors: Editors | None = None) -> None:
        """What listening does once."""
        await (editors or self.new_editors())._read()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[TelegramEmulator]:
    """One for all tests, as is what talks to it: to close its connections takes a quarter of a second."""
    async with TelegramEmulator(limits=None) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(server: TelegramEmulator) -> AsyncIterator[TelegramEditors]:
    async with telegram_bot(SecretStr(server.token), server.url) as bot:
        chat = TelegramEditors(bot.api, EDITORS)
        # So that the server knows what is to be told.
        await chat.updates(0, 0)
        yield chat


@pytest_asyncio.fixture(loop_scope="module")
async def room(server: TelegramEmulator, chat: TelegramEditors, tmp_path: Path) -> AsyncIterator[Room]:
    emulator = server
    emulator._world.chats.clear()
    emulator._updates._queue.clear()
    emulator.calls.clear()
    assert not emulator.planned
    async with open_database(tmp_path / "relay.db") as database:
        emulator.add_channel(CHANNEL, title="Landkreis Musterland", username="landkreis_musterland")
        emulator.add_channel(EDITORS, title="Redaktion", type="supergroup")
        emulator.add_channel(OTHERS, title="Andere", type="supergroup")
        yield Room(database, chat=chat, alerts=FakeAlerts(), emulator=emulator)
        # Whatever happened: nothing was said anywhere else.
        assert not emulator.messages(CHANNEL)
        assert not emulator.messages(OTHERS)
        chats = {one.params["chat_id"] for one in emulator.calls if "chat_id" in one.params}
        assert chats <= {str(EDITORS), EDITORS}


async def state_of(room: Room, *deliveries: int) -> list[str]:
    states = await room.states()
    return [states[one] for one in deliveries]


# --- what the buttons do ----------------------------------------------------------------------------------------------


async def test_publish_these_lets_exactly_these_go_and_a_second_press_changes_nothing(room: Room) -> None:
    flood = await room.flood(6)
    other = await room.hold("andere", reason=Text("refused"))
    await room.look()
    later = await room.hold("später")

    room.press("Publish these 6", 0)
    room.press("Absorb as known", 0)
    await room.read()

    assert await state_of(room, *flood) == ["pending"] * 6
    assert await state_of(room, *other, *later) == ["held", "held"]
    assert room.answers() == ["to be posted: 6", "already decided"]
    said = room.messages()[0]
    assert said["buttons"] == []
    assert said["text"].endswith(
        "On the command line: relay holds\n\nDecided on 02.03.2026 at 09:00 by the editors: to be posted: 6"
    )


async def test_what_was_decided_by_a_button_needs_no_further_word(room: Room) -> None:
    await room.flood(6)
    await room.look()
    room.press("Publish these 6")
    await room.read()
    await room.look(10)
    await room.look(3600)
    assert len(room.messages()) == 1


async def test_what_came_after_the_message_is_asked_about_anew(room: Room) -> None:
    await room.flood(6)
    await room.look()
    later = await room.hold("später")
    room.press("Absorb as known")
    await room.read()
    await room.look(5)
    assert await state_of(room, *later) == ["held"]
    assert "später" in room.messages()[-1]["text"]
    assert [one["text"] for one in room.messages()[-1]["buttons"]] == ["Publish", "Discard"]


async def test_absorbed_releases_are_known_and_the_ledger_says_that_editors_decided(room: Room) -> None:
    flood = await room.flood(6)
    await room.look()
    room.press("Absorb as known")
    await room.read()
    assert await state_of(room, *flood) == ["discarded"] * 6
    async with room.database.turn() as database:
        rows = await database.rows("SELECT DISTINCT event, who FROM ledger")
        people = [row["detail"] for row in await database.rows("SELECT detail FROM ledger")]
    assert [tuple(row) for row in rows] == [("absorbed", "editors")]
    assert not [one for one in people if "first_name" in one or "username" in one]


async def test_the_newest_are_published_and_the_others_absorbed(room: Room) -> None:
    flood = await room.flood(6)
    await room.look()
    room.press("Publish the newest 3")
    await room.read()
    assert await state_of(room, *flood) == ["discarded"] * 3 + ["pending"] * 3
    assert room.answers() == ["to be posted: 3; absorbed as known: 3"]


async def test_the_newest_are_releases_in_however_many_channels(room: Room) -> None:
    held = [
        await room.hold(f"M{n}", channels=("main", "jugend"), published=START - timedelta(days=n)) for n in range(5)
    ]
    await room.look()
    room.press("Publish the newest 3")
    await room.read()
    states = [await state_of(room, *both) for both in held]
    assert states == [["pending"] * 2] * 3 + [["discarded"] * 2] * 2
    assert room.answers() == ["to be posted: 3; absorbed as known: 2"]


@pytest.mark.parametrize(("label", "state"), [("Publish", "pending"), ("Discard", "discarded")])
async def test_a_single_hold_is_decided(room: Room, label: str, state: str) -> None:
    held = await room.hold("eins")
    await room.look()
    room.press(label)
    await room.read()
    assert await state_of(room, *held) == [state]


@pytest.mark.parametrize(
    ("label", "withdraw", "answer"),
    [("Withdraw the post", 1, "the post is withdrawn"), ("Leave it", 0, "the post stays")],
)
async def test_a_release_that_is_gone_is_withdrawn_or_left(room: Room, label: str, withdraw: int, answer: str) -> None:
    (delivery,) = await room.hold("eins")
    async with room.database.transaction() as database:
        receipt = '{"chat": 1, "messages": [], "link": "https://t.me/c/1/2"}'
        await database.change("UPDATE deliveries SET state = 'sent', sent = 1, receipt = ?", receipt)
        await database.insert(
            "INSERT INTO vanished (release, source, url, seen, due) SELECT id, source, url, 2, ? FROM releases",
            stamp(START),
        )
    await room.look()
    assert "https://t.me/c/1/2" in room.messages()[0]["text"]
    room.press(label)
    room.press("Leave it")
    await room.read()
    assert room.answers() == [answer, "There is nothing to decide here any more."]
    async with room.database.turn() as database:
        row = await database.row("SELECT withdraw FROM deliveries WHERE id = ?", delivery)
    assert row is not None
    assert row["withdraw"] == withdraw
    await room.look(10)
    assert len(room.messages()) == 1


async def test_what_was_decided_at_the_command_line_is_not_decided_again(room: Room) -> None:
    flood = await room.flood(6)
    await room.look()
    await room.decide(*flood)
    room.press("Publish these 6")
    await room.read()
    assert await state_of(room, *flood) == ["discarded"] * 6
    assert room.answers() == ["There is nothing to decide here any more."]
    assert room.messages()[0]["buttons"] == []


# --- who may press ----------------------------------------------------------------------------------------------------


def pressed(chat: int, data: str, name: str = "") -> Pressed:
    return Pressed(1, "q", chat, name, 5, data, "Text")


@pytest.mark.parametrize(
    ("chat_id", "press_chat", "name", "allowed"),
    [
        (EDITORS, EDITORS, "", True),
        (EDITORS, OTHERS, "", False),
        (EDITORS, 0, "", False),
        ("@redaktion_ml", OTHERS, "@Redaktion_ML", True),
        ("@redaktion_ml", OTHERS, "@andere", False),
        ("@redaktion_ml", OTHERS, "", False),
        (None, EDITORS, "", False),
        (None, 0, "", False),
    ],
)
async def test_only_presses_in_the_editors_chat_count(
    room: Room, chat_id: int | str | None, press_chat: int, name: str, allowed: bool
) -> None:
    (held,) = await room.hold("eins")
    mark = (await room.notices.facts()).held[0].mark
    await room.new_editors(chat=chat_id).handle(pressed(press_chat, f"release|{held}|{held}|{mark}", name))
    assert await state_of(room, held) == (["pending"] if allowed else ["held"])
    assert room.answers() == ["to be posted: 1" if allowed else "This is not allowed here."]


@pytest.mark.parametrize(
    "data",
    [
        *("", "|", "release", "release|1|2", "rm|1|2|m", "withdraw|", "withdraw|1;DROP"),
        *("release|1|x|m", "release|-1|9|m", f"release|1|{'9' * 40}|m", "newest|0x3|1|2|m"),
        *("release|١|٢|m", "release|²|³|m"),
    ],
)
async def test_a_button_that_relay_never_made_does_nothing(room: Room, data: str) -> None:
    (held,) = await room.hold("eins")
    await room.new_editors().handle(pressed(EDITORS, data))
    assert await state_of(room, held) == ["held"]
    assert room.answers() == ["relay does not know this button."]


@pytest.mark.parametrize("verb", ["withdraw", "keep"])
async def test_a_button_about_a_release_that_nobody_asked_about_decides_nothing(room: Room, verb: str) -> None:
    (held,) = await room.hold("eins")
    async with room.database.transaction() as database:
        await database.change("UPDATE deliveries SET state = 'sent', receipt = '{}'")
    for release in (1, 999999):
        await room.new_editors().handle(pressed(EDITORS, f"{verb}|{release}"))
    assert await state_of(room, held) == ["sent"]
    assert room.answers() == ["There is nothing to decide here any more."] * 2
    assert await room.database.rows("SELECT * FROM ledger") == []


async def test_zero_newest_publish_nothing(room: Room) -> None:
    held = [(await room.hold(f"M{n}"))[0] for n in range(2)]
    mark = (await room.notices.facts()).held[0].mark
    await room.new_editors().handle(pressed(EDITORS, f"newest|0|{held[0]}|{held[1]}|{mark}"))
    assert "pending" not in await state_of(room, *held)


# --- what else is heard of --------------------------------------------------------------------------------------------


async def test_rights_that_come_back_and_posts_of_others_are_handed_on(room: Room) -> None:
    room.emulator.set_membership(CHANNEL, "administrator", {"can_manage_chat": True})
    room.emulator.set_membership(CHANNEL, "administrator", {"can_post_messages": True})
    number = room.emulator.post_as_human(CHANNEL, "Von Hand.")
    await room.read()
    lost, rights, posted = room.heard
    assert isinstance(lost, Rights)
    assert isinstance(rights, Rights)
    assert (lost.chat, lost.may_post, rights.chat, rights.may_post) == (CHANNEL, False, CHANNEL, True)
    assert isinstance(posted, Posted)
    assert (posted.chat, posted.message) == (CHANNEL, number)
    room.emulator.delete_as_human(CHANNEL, number)


# --- crashes and failures ---------------------------------------------------------------------------------------------


async def test_wherever_relay_is_killed_a_press_is_carried_out_once(tmp_path: Path) -> None:
    """The newest three of six: were it carried out twice, there would be six."""
    point, crashed = 0, True
    while crashed:
        point += 1
        async with open_database(tmp_path / f"{point}.db") as database:
            room = Pressroom(database, chat=FakeChat())
            flood = await room.flood(6)
            await room.look()
            assert isinstance(room.chat, FakeChat)
            data = dict(room.chat.choices[0])["Publish the newest 3"]
            press = Pressed(7, "q", EDITORS, "", 101, data, room.chat.said[0])
            fuse = Fuse(at=point)
            script = Script([[press], [press]], answered=[])
            decisions, store = Decisions(database), room.notices
            try:
                await listener(script, room, decisions=Fused(decisions, fuse), store=Fused(store, fuse))._read()
                crashed = False
            except Crash:
                await listener(script, room, decisions=decisions, store=store)._read()
            states = await room.states()
            assert [states[one] for one in flood] == ["discarded"] * 3 + ["pending"] * 3
            # 0: the server was told so far, and has no more.
            assert await room.notices.next_update() in {0, 8}
    assert point > 8


async def test_a_lost_edit_and_a_late_answer_undo_no_decision(room: Room) -> None:
    flood = await room.flood(6)
    await room.look()
    room.press("Publish these 6")
    room.emulator.plan(Failure("error", status=400, description="Bad Request: query is too old"), "answerCallbackQuery")
    room.emulator.plan(Failure("gateway", status=502), "editMessageText")
    await room.read()
    assert await state_of(room, *flood) == ["pending"] * 6
    assert await room.notices.next_update()
    room.press("Publish these 6")
    await room.read()
    assert room.answers()[-1] == "already decided"
    assert room.messages()[0]["buttons"] == []


async def test_an_update_that_relay_fails_at_does_not_come_for_ever(room: Room) -> None:
    class Broken:
        async def release(self, *_: object, **__: object) -> list[int]:
            raise RuntimeError("a bug")

    await room.hold("eins")
    await room.look()
    room.press("Publish")
    await room.read(room.new_editors(decisions=Broken()))
    assert await room.notices.next_update()


# --- listening --------------------------------------------------------------------------------------------------------


class Over(Exception):
    """Ends the listening."""


@dataclass
class Script:
    """`relay.press.ports.Updates`: what each poll brings, and then the end."""

    polls: Sequence[Sequence[Update] | Exception]
    answered: list[str] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = deque(self.polls)

    async def updates(self, after: int, _seconds: float) -> Sequence[Update]:
        self.asked.append(after)
        if not self._left:
            raise Over
        poll = self._left.popleft()
        if isinstance(poll, Exception):
            raise poll
        return [one for one in poll if one.update >= after]

    async def answer(self, _query: str, text: str) -> None:
        self.answered.append(text)


def listener(script: Script, room: Pressroom, *, decisions: Any = None, store: Any = None, **more: Any) -> Editors:
    async def nothing(_: object) -> None:
        pass

    return Editors(
        script,
        chat=room.chat,
        chat_id=EDITORS,
        store=store or room.notices,
        decisions=decisions or Decisions(room.database),
        withdrawals=VanishedReleases(room.database),
        clock=lambda: datetime(2026, 3, 2, tzinfo=UTC),
        language="en",
        zone=UTC,
        turn=room.turn,
        on_rights=more.pop("on_rights", nothing),
        on_foreign=nothing,
        **more,
    )


async def pauses_after(script: Script, path: Path, **more: Any) -> list[float]:
    """The pauses that listening makes until its script ends."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(round(seconds, 1))

    async with open_database(path) as database:
        room = Pressroom(database, chat=FakeChat())
        with pytest.raises(Over):
            await listener(script, room, sleep=sleep, **more).listen()
    return pauses


async def test_a_network_that_is_away_is_asked_ever_less_often_and_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away: list[Sequence[Update] | Exception] = [TryLater("Telegram cannot be reached ({why})", why="x")] * 9
    pauses = await pauses_after(Script([*away, []]), tmp_path / "relay.db")
    assert pauses == [1, 2, 4, 8, 16, 32, BACK_OFF[1], BACK_OFF[1], BACK_OFF[1], 1]
    assert caplog.text.count("cannot be reached") == 1


async def test_a_second_reader_is_asked_ever_less_often_and_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    taken: list[Sequence[Update] | Exception] = [ReadElsewhere("somebody else reads")] * 7
    assert await pauses_after(Script(taken), tmp_path / "relay.db") == [10, 20, 40, 80, 160, *[ELSEWHERE[1]] * 2]
    assert caplog.text.count("somebody else") == 1


async def test_a_pause_that_telegram_wants_is_made(tmp_path: Path) -> None:
    script = Script([TryLater("Telegram wants a pause", after=33.0), Uncertain("Telegram did not answer")])
    assert await pauses_after(script, tmp_path / "relay.db") == [33, 2]


async def test_a_server_that_does_not_wait_is_not_asked_without_end(tmp_path: Path) -> None:
    assert await pauses_after(Script([[], [], []]), tmp_path / "relay.db") == [1, 1, 1]


async def test_a_server_that_does_not_know_updates_is_not_asked_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        script = Script([NothingToRead("Telegram does not tell the bot anything")])
        await listener(script, Pressroom(database)).listen()
    assert len(script.asked) == 1
    assert len(caplog.records) == 1


async def test_updates_that_could_not_be_dealt_with_come_again(tmp_path: Path) -> None:
    tries = 0

    async def full(_: object) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise StoreError("The disk that holds the database {file} is full.", file="relay.db")

    rights = Rights(8, CHANNEL, "", may_post=True)
    script = Script([[Other(7), rights]] * 3)
    assert await pauses_after(script, tmp_path / "relay.db", on_rights=full) == [1, 2, 1]
    assert script.asked == [0, 8, 8, 9]


async def test_a_press_is_answered_while_relay_listens(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editors_module, "BREATH", 0.0)
    monkeypatch.setattr(editors_module, "POLL", 1.0)
    held = await room.hold("eins")
    await room.look()
    listening = asyncio.create_task(room.new_editors().listen())
    await asyncio.sleep(0.05)
    room.press("Publish")
    async with asyncio.timeout(10):
        while room.messages()[0]["buttons"]:  # noqa: ASYNC110 - what changes is on the other side of the wire
            await asyncio.sleep(0.02)
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    assert await state_of(room, *held) == ["pending"]


async def test_alert_addresses_hear_once_what_was_decided_by_a_button(room: Room) -> None:
    await room.flood(6)
    await room.look()
    room.press("Absorb as known")
    await room.read()
    await room.look(10)
    await room.look(10)
    assert isinstance(room.alerts, FakeAlerts)
    _, over = room.alerts.bodies
    assert over == (
        "Nothing of the source presse waits for you any more: too many new releases at once\n"
        "Decided on 02.03.2026 at 09:00 by the editors: absorbed as known: 6"
    )
    assert len(room.messages()) == 1, "the editors know"


async def test_a_press_that_comes_again_after_a_crash_writes_down_who_decided_all_the_same(room: Room) -> None:
    """Killed between the decision and the words: the update comes again, and finds nothing left to decide."""
    await room.flood(6)
    await room.look()
    room.press("Publish the newest 3")
    with pytest.raises(Crash):
        await room.read(room.new_editors(store=Fused(room.notices, Fuse(at=7))))
    assert room.messages()[0]["buttons"]
    await room.read()
    assert room.messages()[0]["buttons"] == []
    assert room.messages()[0]["text"].endswith("by the editors: to be posted: 3; absorbed as known: 3")
    await room.look(10)
    assert len(room.messages()) == 1


async def test_an_update_is_heard_of_though_its_number_is_lower_than_those_before_a_quiet_week(tmp_path: Path) -> None:
    """Bot API, Update: after a week without updates the next number is chosen at random."""
    heard: list[int] = []

    async def hear(update: Update) -> None:
        heard.append(update.update)

    rights = [[Rights(one, CHANNEL, "", may_post=True)] for one in (100, 101, 7)]
    script = Script([rights[0], rights[1], [], [], rights[2]])
    await pauses_after(script, tmp_path / "relay.db", on_rights=hear)
    assert script.asked == [0, 101, 102, 0, 0, 8]
    assert heard == [100, 101, 7]
