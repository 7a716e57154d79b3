"""What left its feed, or says itself that it is withdrawn, is noted; what comes back is forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from relay.errors import Text
from relay.feed.decide import packed
from relay.model import EntryKeys, Finding, Verdict
from relay.store.codec import load_text
from relay.store.database import Database, open_database
from relay.store.sources import Sources
from relay.store.vanishing import LOOKED_INTO
from tests.fakes import START, finding, key, source, state

SAYS = Text('the website says "{word}"', {"word": "Zurückgezogen"})


@dataclass
class Feed:
    """A source whose feed lists releases, all of them posted."""

    database: Database
    url: str = source().url

    async def lists(self, *names: str, findings: tuple[Finding, ...] = ()) -> None:
        listed = packed(EntryKeys(key(f"guid{name}"), None) for name in names)
        well = state(listed=listed, url=self.url)
        await Sources(self.database).record(source(), well, findings, START)

    async def brings(self, *names: str, sent: bool = True) -> None:
        await self.lists(*names, findings=tuple(finding(name) for name in names))
        if sent:
            await self.database.change("UPDATE deliveries SET state = 'sent'")

    async def vanished(self) -> dict[str, int]:
        rows = await self.database.rows(
            "SELECT title, vanished.seen FROM vanished JOIN releases ON id = release ORDER BY id"
        )
        return {row["title"]: row["seen"] for row in rows}

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.database.rows("SELECT state FROM deliveries ORDER BY id")]


@pytest.fixture
async def feed(tmp_path: Path) -> AsyncIterator[Feed]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Feed(database)


async def test_a_posted_release_that_left_the_feed_is_noted_and_forgotten_when_it_is_back(feed: Feed) -> None:
    await feed.brings("eins", "zwei")
    await feed.lists("eins")
    assert await feed.vanished() == {"zwei": 0}
    (row,) = await feed.database.rows("SELECT * FROM vanished")
    assert (row["source"], row["decided"], row["due"]) == ("presse", 0, START.timestamp())
    assert str(load_text(row["reason"])) == "it is no longer in the feed"

    await feed.lists("eins", "zwei")
    assert await feed.vanished() == {}


async def test_what_a_person_decided_stays_decided(feed: Feed) -> None:
    await feed.brings("eins", "zwei")
    await feed.lists("eins")
    await feed.database.change("UPDATE vanished SET decided = 1, seen = 2")
    await feed.lists("eins", "zwei")
    await feed.lists("eins")

    assert await feed.vanished() == {"zwei": 2}


async def test_what_was_never_posted_cannot_be_withdrawn(feed: Feed) -> None:
    await feed.brings("eins", "zwei", sent=False)
    await feed.lists("eins")

    assert await feed.vanished() == {}


async def test_a_release_that_is_listed_under_another_key_has_not_left(feed: Feed) -> None:
    await feed.brings("eins", "zwei")
    await feed.lists("eins", "neu", findings=(finding("zwei", Verdict.JOINED, guid="neu"),))
    await feed.lists("eins", "neu")

    assert await feed.vanished() == {}


async def test_another_feed_is_not_compared_with_the_one_before(feed: Feed) -> None:
    await feed.brings("eins", "zwei")
    feed.url = "https://www.landkreis-musterland.example/neu.xml"
    await feed.lists("drei")

    assert await feed.vanished() == {}


async def test_a_feed_that_is_empty_for_once_is_looked_into_with_measure_newest_first(feed: Feed) -> None:
    names = [f"n{number:02}" for number in range(LOOKED_INTO + 10)]
    await feed.brings(*names)
    await feed.lists()

    assert list(await feed.vanished()) == names[10:]


async def test_an_entry_that_says_it_is_withdrawn_is_noted_once_and_its_post_is_left_alone(feed: Feed) -> None:
    await feed.brings("eins")
    known = (await Sources(feed.database).known("presse", [finding("eins").decision.keys]))[key("guideins")]
    said = finding("eins", Verdict.CHANGED, title="Zurückgezogen: eins", known=replace(known, owner=False), post=None)
    said = replace(said, decision=replace(said.decision, reason=SAYS))
    await feed.lists("eins", findings=(said,))
    await feed.lists("eins", findings=(said,))

    assert await feed.vanished() == {"eins": 1}
    assert await feed.states() == ["sent"]

    await feed.lists("eins", findings=(finding("eins", Verdict.CHANGED, "Gilt doch.", known=known),))
    assert await feed.vanished() == {}
    assert await feed.states() == ["pending"]


async def test_what_is_withdrawn_before_it_was_posted_waits_for_a_person(feed: Feed) -> None:
    await feed.brings("eins", sent=False)
    known = (await Sources(feed.database).known("presse", [finding("eins").decision.keys]))[key("guideins")]
    said = finding("eins", Verdict.CHANGED, known=replace(known, owner=False), post=None)
    await feed.lists("eins", findings=(replace(said, decision=replace(said.decision, reason=SAYS)),))

    assert await feed.states() == ["held"]
    assert await feed.vanished() == {}
    (row,) = await feed.database.rows("SELECT reason FROM deliveries")
    assert load_text(row["reason"]) == SAYS


async def test_a_page_that_is_gone_at_the_second_reading_holds_what_was_not_posted(feed: Feed) -> None:
    store = Sources(feed.database)
    at = START + timedelta(minutes=3)
    await store.record(source(), state(), [finding("eins", reread_at=at, not_before=at, planned=True)], START)

    assert await store.reread_gone(1, Text("gone"), at) == 1
    assert await feed.states() == ["held"]
    assert await store.rereads(at + timedelta(days=1)) == []
    assert await store.reread_gone(1, Text("gone"), at) == 0
