"""Store and deliver against a plain model: whatever happens in whatever order, each release is accounted for."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from relay.delivery.message import Message
from relay.delivery.unanswered import BLIND, PAUSE
from relay.errors import Rejected, TryLater, Unavailable, Uncertain
from relay.model import Verdict
from tests.desk import Desk, open_desk
from tests.fakes import Crash, FakeChannel, Lost, SetClock

STEPS: dict[str, Callable[[], BaseException | Lost | None]] = {
    "fine": lambda: None,
    "try later": lambda: TryLater("unreachable"),
    "try later, named": lambda: TryLater("429", after=30),
    "closed": lambda: Unavailable("kicked"),
    "refused": lambda: Rejected("too rude"),
    "uncertain, not done": lambda: Uncertain("no answer"),
    "uncertain, done": lambda: Lost(Uncertain("no answer")),
    "crash before": Crash,
    "crash after": lambda: Lost(Crash()),
}


@dataclass
class Expected:
    """What must be true of one release."""

    parts: int
    state: str
    version: int = 1
    copies: int = 1
    """How often its messages may stand in the channel: once, and once more for each lost answer that was resent."""
    lost: int = 0
    """Messages that may stand there without anybody knowing."""
    open: bool = False
    """Whether a message may be out, which is to be found out before anything else."""
    was_held: bool = False
    complete: bool = False
    """Whether it stood in the channel in full once: what comes then is a correction, which lets news go first."""

    @property
    def texts(self) -> list[str]:
        return [f"Fassung {self.version}.", "Teil 2."][: self.parts]

    def hold(self) -> None:
        self.state, self.was_held = "held", True

    def arrive(self) -> None:
        self.state, self.complete = "sent", True

    def queue_again(self) -> None:
        """It goes out again, and with it what may stand there already."""
        self.state = "pending"
        self.copies += self.lost
        self.lost = 0


class Deliveries(RuleBasedStateMachine):
    """A website that brings releases, a channel that fails, a process that dies, and a person who decides."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.channel, self.clock = FakeChannel(), SetClock()
        self.channel.rule = self.note
        self.calls: list[str] = []
        self.first_posted: list[str] = []
        self.expected: dict[str, Expected] = {}
        self.unanswered: tuple[str, int] = ("", 0)
        """The release whose message got no answer last, and how often."""

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(what)

    def note(self, call: str, message: Message | None, _: object) -> None:
        self.calls.append(call)
        name = message.html[3:].split(":")[0] if message and "Fassung" in message.html else ""
        if call == "publish" and name and name not in self.first_posted:
            self.first_posted.append(name)

    @initialize(uncertain=st.sampled_from(["resend", "hold", "found out"]))
    def start(self, uncertain: str) -> None:
        self.uncertain = uncertain
        self.run(self.open())

    async def open(self) -> None:
        self.stack = AsyncExitStack()
        path = Path(self.folder.name) / "relay.db"
        editors = self.uncertain == "found out"
        desk = open_desk(path, channel=self.channel, clock=self.clock, uncertain=self.uncertain, editors=editors)
        self.desk: Desk = await self.stack.enter_async_context(desk)
        await self.desk.database.rows("PRAGMA synchronous = OFF")

    async def restart(self) -> int:
        await self.stack.aclose()
        self.unanswered = ("", 0)
        await self.open()
        return await self.desk.start_over()

    def in_state(self, *states: str) -> list[str]:
        return [name for name, one in self.expected.items() if one.state in states]

    # --- the website --------------------------------------------------------------------------------------------------

    @rule(flood=st.booleans(), parts=st.integers(1, 2))
    def a_release_comes(self, *, flood: bool, parts: int) -> None:
        name = f"r{len(self.expected)}"
        one = self.expected[name] = Expected(parts, "pending")
        if flood:
            one.hold()
        self.run(self.desk.bring(name, *one.texts, verdict=Verdict.FLOOD if flood else Verdict.NEW))

    @precondition(lambda self: self.expected)
    @rule(data=st.data(), parts=st.integers(1, 2))
    def a_release_is_corrected(self, data: st.DataObject, parts: int) -> None:
        name = data.draw(st.sampled_from(sorted(self.expected)))
        one = self.expected[name]
        if one.state == "discarded":
            self.run(self.desk.bring(name, "egal", post=None))
            return
        one.version, one.parts = one.version + 1, parts
        if one.state == "sent":
            one.state = "pending"
        self.run(self.desk.bring(name, *one.texts))

    @precondition(lambda self: self.expected)
    @rule(data=st.data())
    def a_release_is_polled_again_unchanged(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.expected)))
        one = self.expected[name]
        more: dict[str, Any] = {"post": None} if one.state == "discarded" else {}
        self.run(self.desk.bring(name, *one.texts, **more))

    # --- the channel --------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.in_state("pending"))
    @rule(step=st.sampled_from(sorted(STEPS)))
    def the_next_delivery_is_seen_through(self, step: str) -> None:
        name = min(self.in_state("pending"), key=lambda one: (not self.expected[one].open, self.expected[one].complete))
        self.calls.clear()
        # What is refused is tried once more, without markup.
        self.channel.script.extend(STEPS[step]() for _ in range(2 if step == "refused" else 1))
        at = self.run(self.desk.deliver.ready_at())
        # The time for which a message that may be out is left alone has passed.
        waits = timedelta(seconds=PAUSE if self.expected[name].open else 0)
        self.clock.at = max(self.clock.at, at) + waits
        try:
            assert self.run(self.desk.deliver.deliver_one())
        except Crash:
            assert self.run(self.restart()) == self.calls.count("publish")
        self.channel.script.clear()
        self.expect(self.expected[name], step, self.silences(name, step))

    def silences(self, name: str, step: str) -> int:
        """How often the release got no answer to its message before this step."""
        about, before = self.unanswered
        before = before if about == name else 0
        if self.calls and step.startswith("uncertain") and self.calls[0] == "publish":
            self.unanswered = (name, before + 1)
        elif about == name and (not self.calls or step in {"fine", "refused"}):
            self.unanswered = ("", 0)
        return before

    def expect(self, one: Expected, step: str, silences: int) -> None:
        if one.open:
            one.open = False
            if self.uncertain == "hold" or (self.uncertain == "resend" and silences == BLIND):
                assert not self.calls
                self.unanswered = ("", 0)
                one.hold()
                return
            one.copies += one.lost if self.uncertain == "resend" else 0
            one.lost = 0
        if not self.calls or step == "fine":
            one.arrive()
        elif step == "refused":
            one.arrive() if self.calls[0] == "delete" else one.hold()
        elif self.calls[0] == "publish":
            one.lost += step in {"uncertain, done", "crash after"}
            one.open = step.startswith(("uncertain", "crash"))

    @rule()
    def relay_is_restarted(self) -> None:
        assert self.run(self.restart()) == sum(one.open for one in self.expected.values())

    # --- a person -----------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.in_state("held"))
    @rule(data=st.data(), release=st.booleans())
    def a_person_decides(self, data: st.DataObject, *, release: bool) -> None:
        name = data.draw(st.sampled_from(self.in_state("held")))
        (hold,) = [hold for hold in self.run(self.desk.decisions.holds()) if hold.title == name]
        decide = self.desk.decisions.release if release else self.desk.decisions.discard
        assert self.run(decide([hold.id], self.clock(), who="editors")) == [hold.id]
        if release:
            self.expected[name].queue_again()
        else:
            self.expected[name].state = "discarded"

    # --- what always holds --------------------------------------------------------------------------------------------

    @invariant()
    def each_release_is_accounted_for(self) -> None:
        if hasattr(self, "desk"):
            assert self.run(self.desk.states()) == {name: one.state for name, one in self.expected.items()}

    @invariant()
    def no_message_is_there_more_often_than_lost_answers_explain(self) -> None:
        parts = Counter(text.split(":")[0] for text in self.channel.texts if "Fassung" in text)
        for name, one in self.expected.items():
            assert parts[f"<b>{name}"] <= one.copies + one.lost

    @invariant()
    def what_was_never_held_is_posted_in_order(self) -> None:
        posted = [name for name in self.first_posted if not self.expected[name].was_held]
        assert posted == sorted(posted, key=list(self.expected).index)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.run(self.finish())
        self.runner.close()
        self.folder.cleanup()

    async def finish(self) -> None:
        """In the end a person lets everything go, the channel is well, and all of it stands there as it should."""
        for one in self.expected.values():
            one.copies += one.lost if one.open and self.uncertain == "resend" else 0
        await self.desk.work()
        for hold in await self.desk.decisions.holds():
            await self.desk.decisions.release([hold.id], self.clock(), who="editors")
            self.expected[hold.title].queue_again()
        await self.desk.work()
        for name, one in self.expected.items():
            texts = [text for text in self.channel.texts if text.startswith(f"<b>{name}:")]
            if one.state != "discarded":
                assert texts[-1] == f"<b>{name}: {one.texts[0]}</b>"
                assert len(texts) <= one.copies
        await self.stack.aclose()


TestDeliveries = Deliveries.TestCase
TestDeliveries.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
