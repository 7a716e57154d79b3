"""The process dies at every point at which it waits for the channel or for a statement of the store, one after another.

Afterwards a new relay starts on the same file: nothing is lost, and nothing stands there twice but what may.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from relay.deliver import Deliver
from relay.ingest import Ingest
from relay.state import SourceState
from relay.store.database import Database, open_database
from relay.store.sources import Sources
from tests.desk import Desk, at_once
from tests.fakes import (
    CHAT,
    Crash,
    FakeChannel,
    FakeSite,
    Fuse,
    Fused,
    Item,
    SetClock,
    one_message,
    paragraphs,
    source,
    superseded_notice,
    withdrawn_notice,
)

LONG = ("eins", "A.", "B.", "C.")
TEXTS = ["<b>eins: A.</b>", "<b>B.</b>", "<b>C.</b>", "<b>zwei: D.</b>"]


@asynccontextmanager
async def opened(path: Path, fuse: Fuse) -> AsyncIterator[Database]:
    """A database whose every statement is a point to die at."""
    async with open_database(path) as database:
        # Without a power cut the file need not reach the disk: many runs, little time.
        await database.rows("PRAGMA synchronous = OFF")
        # To die after a statement is to die before the next one.
        with at_once(database, before=fuse.point):
            yield database


def fuses(*, first: int, step: int) -> list[Fuse]:
    """Fuses for points `first`, `first` + `step`, ...: more than any scenario here passes."""
    return [Fuse(at) for at in range(first, 2000, step)]


class FusedDesk(Desk):
    """A desk whose store's statements and channel's calls are points to die at."""

    def new_deliver(self) -> Deliver:
        channel: Any = Fused(self.channel, self.fuse)
        return Deliver(
            "main",
            chat=CHAT,
            channel=channel,
            render=self.render,
            single=one_message,
            notice=withdrawn_notice,
            superseded=superseded_notice,
            pictures=self.pictures,
            store=self.store,
            clock=self.clock,
            manners=self.manners,
            witness=self.witness if self.editors else None,
            sleep=self.clock.sleep,
        )


@dataclass(frozen=True)
class Begun:
    """What a relay that is to be cut off begins with; each run has a copy of it, as to bring it about takes longer."""

    path: Path
    channel: FakeChannel
    at: datetime
    uncertain: str
    editors: bool

    @classmethod
    async def by(cls, path: Path, uncertain: str, *corrected: str, editors: bool = False) -> Begun:
        """Two releases wait; or one that was posted with the other waits to be corrected."""
        channel = FakeChannel()
        async with opened(path, Fuse()) as database:
            desk = FusedDesk(database, channel=channel, uncertain=uncertain, editors=editors)
            await desk.bring(*LONG)
            await desk.bring("zwei", "D.")
            if corrected:
                await desk.work()
                await desk.bring("eins", *corrected)
        return cls(path, channel, desk.clock(), uncertain, editors)


async def cut_off(begun: Begun, fuse: Fuse) -> FakeChannel | None:
    """Deliver until the fuse burns, then start anew on the same file; None if it never burned."""
    path = Path(shutil.copy(begun.path, begun.path.with_name(f"{fuse.at}.db")))
    channel, uncertain, editors = deepcopy(begun.channel), begun.uncertain, begun.editors
    at, fuse.at = fuse.at, None
    async with opened(path, fuse) as database:
        clock = SetClock(begun.at)
        desk = FusedDesk(database, channel=channel, clock=clock, uncertain=uncertain, fuse=fuse, editors=editors)
        fuse.at, fuse.passed = at, 0
        try:
            await desk.work()
        except Crash:
            pass
        else:
            return None
        fuse.at = None
    async with opened(path, fuse) as database:
        again = FusedDesk(database, channel=channel, uncertain=uncertain, fuse=fuse, editors=editors)
        await again.start_over()
        await again.work()
        states = await again.states()
        assert set(states.values()) <= ({"sent", "held"} if uncertain == "hold" else {"sent"})
        assert len(states) == 2
        if uncertain == "hold":
            assert list(states.values()).count("held") <= 1
    return channel


@pytest.fixture
async def shards(tmp_path: Path) -> Callable[[int], Path]:
    """Databases that are copies of one: to make each anew takes longer than what is tried on it."""
    empty = tmp_path / "empty.db"
    async with open_database(empty):
        pass
    return lambda at: Path(shutil.copy(empty, tmp_path / f"{at}.db"))


SHARDS = 3
shard = pytest.mark.parametrize("first", range(1, SHARDS + 1))


@shard
async def test_where_what_is_uncertain_is_resent_nothing_is_lost_and_one_message_at_most_is_there_twice(
    tmp_path: Path, first: int
) -> None:
    begun = await Begun.by(tmp_path / "begun.db", "resend")
    for fuse in fuses(first=first, step=SHARDS):
        channel = await cut_off(begun, fuse)
        if channel is None:
            break
        assert list(dict.fromkeys(channel.texts)) == TEXTS
        assert len(channel.texts) <= len(TEXTS) + 1
    assert fuse.at
    assert fuse.at > 40


@shard
async def test_where_it_can_be_found_out_everything_is_there_exactly_once_and_in_order(
    tmp_path: Path, first: int
) -> None:
    begun = await Begun.by(tmp_path / "begun.db", "resend", editors=True)
    for fuse in fuses(first=first, step=SHARDS):
        channel = await cut_off(begun, fuse)
        if channel is None:
            break
        assert channel.texts == TEXTS
    assert fuse.at
    assert fuse.at > 40


@shard
async def test_where_what_is_uncertain_is_held_nothing_is_ever_there_twice(tmp_path: Path, first: int) -> None:
    begun = await Begun.by(tmp_path / "begun.db", "hold")
    for fuse in fuses(first=first, step=SHARDS):
        channel = await cut_off(begun, fuse)
        if channel is None:
            break
        assert len(channel.texts) == len(set(channel.texts))
        assert channel.texts == [text for text in TEXTS if text in channel.texts]


@shard
async def test_a_correction_that_was_cut_off_is_made_in_full_and_nothing_is_posted_for_it(
    tmp_path: Path, first: int
) -> None:
    begun = await Begun.by(tmp_path / "begun.db", "resend", "Neu.", "B.")
    for fuse in fuses(first=first, step=SHARDS):
        channel = await cut_off(begun, fuse)
        if channel is None:
            break
        assert channel.texts == ["<b>eins: Neu.</b>", "<b>B.</b>", "<b>zwei: D.</b>"]
        assert channel.done.count("publish") == len(TEXTS)


async def test_a_poll_that_was_cut_off_anywhere_brings_its_releases_once_afterwards(
    shards: Callable[[int], Path],
) -> None:
    old, new = Item("alt"), Item("neu", "Brücke gesperrt")
    site, clock = FakeSite(), SetClock()
    site.page(new, *paragraphs("die Brücke"))

    async def poll(database: Database, fuse: Fuse) -> None:
        fused: Any = Fused(site, fuse)
        states = await Sources(database).source_states()
        ingest = Ingest(fetcher=fused, store=Sources(database), clock=clock, dice=lambda: 0, zone=UTC, obey_hints=True)
        await ingest.poll(source(), states.get("presse", SourceState()))

    burned = True
    for at in range(1, 2000):
        path, fuse = shards(at), Fuse()
        async with opened(path, fuse) as database:
            site.feed(old, etag='"1"')
            await poll(database, fuse)
            site.feed(new, old, etag='"2"')
            fuse.at, fuse.passed = at, 0
            try:
                await poll(database, fuse)
            except Crash:
                pass
            else:
                burned = False
        async with opened(path, Fuse()) as database:
            await poll(database, Fuse())
            found = await database.rows(
                "SELECT title, state FROM releases JOIN deliveries ON release = releases.id ORDER BY releases.id"
            )
            assert [tuple(row) for row in found] == [("Meldung alt", "discarded"), ("Brücke gesperrt", "pending")]
        if not burned:
            break
    assert at > 15
    assert not burned
