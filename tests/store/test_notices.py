"""What may have to be told, read from a real file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from relay.errors import Text
from relay.press.telling import ANSWERED, ChannelTrouble, Decided, HeldGroup, SourceTrouble, Told
from relay.store.database import open_database
from relay.store.decisions import Decisions
from relay.store.notices import TITLES, Notices
from tests.fakes import SITE, START
from tests.pressroom import FLOOD, Pressroom


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Pressroom]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Pressroom(database)


async def group(room: Pressroom) -> HeldGroup:
    (one,) = (await room.notices.facts()).held
    return one


async def test_a_fresh_store_has_nothing_to_tell(room: Pressroom) -> None:
    facts = await room.notices.facts()
    assert (facts.sources, facts.channels, facts.held, facts.gone, facts.waiting) == ((), (), (), (), {})
    assert await room.notices.told() == {}
    assert await room.notices.letters() == []
    assert await room.notices.next_update() == 0


async def test_sources_and_channels_in_trouble_are_found_with_what_is_wrong(room: Pressroom) -> None:
    await room.source_fails(Text("{host} answers 503", {"host": "a"}))
    await room.channel_fails(Text("closed"), failures=3, wait=60)
    await room.pend("eins")

    facts = await room.notices.facts()

    assert facts.sources == (SourceTrouble("presse", Text("{host} answers 503", {"host": "a"}), START, url=SITE),)
    assert facts.channels == (ChannelTrouble("main", Text("closed"), 3, START + timedelta(seconds=60)),)
    assert facts.waiting == {"main": 1}


async def test_what_waits_is_grouped_by_source_and_reason(room: Pressroom) -> None:
    first = await room.hold("eins")
    await room.hold("zwei", reason=Text("Telegram refuses the message: {why}", {"why": "x"}))
    await room.hold("drei", source="amtsblatt")
    last = await room.hold("vier")

    groups = {(one.source, str(one.reason)): one for one in (await room.notices.facts()).held}

    assert len(groups) == 3
    flood = groups["presse", str(FLOOD)]
    assert (flood.releases, flood.first, flood.last) == (2, first[0], last[0])
    assert len({one.mark for one in groups.values()}) == 3


async def test_a_release_that_waits_in_two_channels_is_one_release(room: Pressroom) -> None:
    first, last = await room.hold("eins", channels=("main", "jugend"))
    found = await group(room)
    assert (found.releases, found.first, found.last, found.titles) == (1, first, last, ("eins",))


async def test_the_titles_of_the_newest_are_shown(room: Pressroom) -> None:
    await room.flood(TITLES + 3)
    found = await group(room)
    assert found.releases == TITLES + 3
    assert found.titles == tuple(f"Meldung {n}" for n in range(TITLES + 2, 2, -1))


async def test_the_held_ones_of_a_group_are_found_again_oldest_first(room: Pressroom) -> None:
    new = await room.hold("neu", published=START)
    other = await room.hold("anders", reason=Text("refused"))
    old = await room.hold("alt", published=START - timedelta(days=9))
    found = next(one for one in (await room.notices.facts()).held if one.reason == FLOOD)

    held = await room.notices.held(found.first, found.last, found.mark)

    assert [one.id for one in held] == [*old, *new]
    assert other[0] not in [one.id for one in held]
    assert await room.notices.held(found.first, found.first, found.mark) == [one for one in held if one.id == new[0]]
    await room.decide(*old, *new)
    assert await room.notices.held(found.first, found.last, found.mark) == []


async def test_what_people_were_told_is_remembered_until_it_is_forgotten(room: Pressroom) -> None:
    told = Told("source/presse", Text("{a} b", {"a": Text("c")}), START, None, None)
    await room.notices.remember(told)
    assert await room.notices.told() == {"source/presse": told}
    later = Told("source/presse", Text("more"), START, START + timedelta(seconds=1), 7)
    await room.notices.remember(later)
    assert await room.notices.told() == {"source/presse": later}
    await room.notices.forget("source/presse")
    assert await room.notices.told() == {}


async def test_an_answer_marks_what_its_message_asked(room: Pressroom) -> None:
    for key, message in (("held/a", 7), ("held/b", 8), ("source/c", None)):
        await room.notices.remember(Told(key, Text("x"), START, START, message))
    await room.notices.answered(7)
    told = await room.notices.told()
    assert {key: one.message for key, one in told.items()} == {"held/a": ANSWERED, "held/b": 8, "source/c": None}


async def test_letters_are_open_until_they_are_told(room: Pressroom) -> None:
    await room.write(Text("one"))
    await room.write(Text("two"))
    first, second = await room.notices.letters()
    assert (first.text, second.text) == (Text("one"), Text("two"))
    await room.notices.letter_told(first.id, START)
    assert await room.notices.letters() == [second]


async def test_updates_are_counted_on_across_restarts(room: Pressroom) -> None:
    await room.notices.dealt_with(41)
    await room.notices.dealt_with(42)
    assert await Notices(room.database).next_update() == 43


async def test_who_decided_what_is_counted_by_releases_and_the_last_word_counts(room: Pressroom) -> None:
    decisions = Decisions(room.database)
    both = await room.hold("in zwei Kanälen", channels=("main", "jugend"))
    again = await room.hold("noch einmal zurückgehalten")
    foreign = await room.hold("andere Quelle", source="amtsblatt")
    last = await room.hold("zuletzt")
    await decisions.release([*both, *again], START, who="editors")
    async with room.database.transaction() as database:
        await database.change("UPDATE deliveries SET state = 'held' WHERE id = ?", again[0])
    later = START + timedelta(minutes=5)
    await decisions.discard([*again, *foreign, *last], later, who="administrator")

    decided = await room.notices.decided(both[0], last[0])

    assert decided == [Decided("editors", "released", 1, START), Decided("administrator", "discarded", 2, later)]
    assert await room.notices.decided(999, 1000) == []
