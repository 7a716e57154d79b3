"""From the website to the store: entries with other names at each poll, and corrections that take turns."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from relay.ingest import Polled
from relay.ingestion import corrections
from relay.ingestion.corrections import FIRST_PAUSE
from relay.model import Known, Validators, Verdict
from relay.state import SourceState
from relay.store.codec import load_text
from relay.store.database import open_database
from relay.store.decisions import Decisions
from relay.store.moves import MOST_LINKS, MOST_NAMES
from tests.fakes import FEED, SITE, START, Item, finding, paragraphs, source
from tests.office import Office

TOPICS = ("Straße", "Brücke", "Schule", "Museum", "Wald", "Messe", "Abfall", "Impfung", "Kreistag", "Bus")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_database(tmp_path / "relay.db") as database:
        await database.rows("PRAGMA synchronous = OFF")
        yield Office(database)


_numbers = count()


def item(number: int) -> Item:
    """Its link is another one each time, and it has neither guid nor date."""
    topic = TOPICS[number]
    return Item("", f"Neues zum Thema {topic}", f"{topic} ab sofort.", f"{SITE}/m/{number}?ts={next(_numbers)}")


async def shown(office: Office, *items: Item) -> tuple[Verdict, ...]:
    office.site.feed(*items)
    for one in items:
        office.site.page(one, *paragraphs(one.title))
    return (await office.poll()).verdicts


async def rows(office: Office, table: str) -> int:
    return len(await office.database.rows(f"SELECT 1 FROM {table}"))


async def test_a_feed_with_other_links_each_time_holds_nothing_grows_by_nothing_and_posts_what_is_new(
    office: Office,
) -> None:
    await shown(office, *(item(n) for n in range(3, -1, -1)))
    for _ in range(MOST_NAMES + 4):
        assert await shown(office, *(item(n) for n in range(3, -1, -1))) == (Verdict.JOINED,) * 4
    before = [await rows(office, table) for table in ("entries", "links", "releases")]
    assert before == [4 * MOST_NAMES, 4 * MOST_LINKS, 4]

    for _ in range(3):
        await shown(office, *(item(n) for n in range(3, -1, -1)))
    assert [await rows(office, table) for table in ("entries", "links", "releases")] == before

    for newest in (4, 5, 6):
        assert (await shown(office, *(item(n) for n in range(newest, -1, -1)))).count(Verdict.NEW) == 1
        assert set(await shown(office, *(item(n) for n in range(newest, -1, -1)))) == {Verdict.JOINED}
    assert [post.title for post in await office.posts()] == [f"Neues zum Thema {TOPICS[n]}" for n in (4, 5, 6)]
    assert await Decisions(office.database).holds() == []
    told = [str(load_text(row["text"])) for row in await office.database.rows("SELECT text FROM letters")]
    assert sum("the parameter ts changes" in one for one in told) == 1
    assert len(told) == 2
    assert await office.database.rows("SELECT 1 FROM vanished") == []


@pytest.mark.parametrize("decided", ["absorb", "release", "discard"])
async def test_what_a_person_decided_about_is_not_asked_again_under_the_next_name(office: Office, decided: str) -> None:
    """Of two entries only, it is not certain at first that they are the ones that were there before."""
    await shown(office, item(1), item(0))
    assert set(await shown(office, item(1), item(0))) == {Verdict.DOUBTFUL}
    for _ in range(2):
        assert set(await shown(office, item(1), item(0))) == {Verdict.JOINED}
    decisions, now = Decisions(office.database), office.clock()
    ids = [hold.id for hold in await decisions.holds()]
    assert len(ids) == 2

    if decided == "release":
        await decisions.release(ids, now, who="editors")
    else:
        await decisions.discard(ids, now, who="editors", absorbed=decided == "absorb")

    for _ in range(4):
        assert set(await shown(office, item(1), item(0))) == {Verdict.JOINED}
    assert await decisions.holds() == []


# --- corrections ------------------------------------------------------------------------------------------------------


class Watched:
    """An office whose ingest lives as long as a daemon's."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._ingest = office.ingest

    async def poll(self, *items: Item, etag: str | None = None, after: float = 60.0) -> Polled:
        self.office.site.feed(*items, etag=etag)
        self.office.clock.pass_by(after)
        states = await self.office.store.source_states()
        return await self._ingest.poll(source(backfill=20), states.get("presse", SourceState()))

    def asked(self, one: Item) -> int:
        return self.office.site.times(one.url)


def counted(number: int, views: int, title: str = "") -> Item:
    """Its text has a counter in it."""
    return Item(f"g{number}", title or f"Neues zum Thema {TOPICS[number]}", f"Schon {views} Aufrufe.")


async def test_where_all_entries_change_at_each_poll_each_has_its_turn(office: Office) -> None:
    watched = Watched(office)
    for number in range(9):
        office.site.page(counted(number, 0), *paragraphs(TOPICS[number]))
    await watched.poll(*(counted(number, 0) for number in range(9)))
    await office.send_all()
    office.site.asked.clear()

    for views in (1, 2):
        await watched.poll(*(counted(number, views) for number in range(9)))

    times = [watched.asked(counted(number, 0)) for number in range(9)]
    assert sum(times) == 2 * corrections.AT_ONCE
    assert min(times) == 1


async def test_what_was_read_for_nothing_is_left_alone_and_the_validators_are_kept_until_it_is_read_again(
    office: Office,
) -> None:
    watched = Watched(office)
    office.site.page(counted(0, 0), *paragraphs("die Straße"))
    for views in range(3):
        await watched.poll(counted(0, views), etag=f'"{views}"')
        await office.send_all()
    read = watched.asked(counted(0, 0))
    assert read == 3

    last = await watched.poll(counted(0, 3), etag='"3"')
    assert (watched.asked(counted(0, 0)), last.verdicts) == (read, (Verdict.CHANGED,))
    assert last.state.validators == Validators('"3"')
    await watched.poll(counted(0, 3), etag='"3"')
    assert office.site.asked[-1].validators == Validators('"3"')

    office.site.page(counted(0, 0), *paragraphs("die Straße, berichtigt"))
    polled = await watched.poll(counted(0, 3), etag='"3"', after=FIRST_PAUSE.total_seconds())

    assert [one.validators for one in office.site.asked if one.url == FEED][-1] == Validators()
    assert (watched.asked(counted(0, 0)), polled.due) == (read + 1, 1)
    assert (await watched.poll(counted(0, 3), etag='"3"')).verdicts == ()


async def test_a_correction_of_the_title_waits_for_no_pause(office: Office) -> None:
    watched = Watched(office)
    office.site.page(counted(0, 0), *paragraphs("die Straße"))
    for views in range(4):
        await watched.poll(counted(0, views))
        await office.send_all()
    fixed = counted(0, 4, "Straße doch frei")
    office.site.page(fixed, *paragraphs("die Straße"))

    assert (await watched.poll(fixed)).due == 1


async def test_an_entry_that_goes_to_and_fro_between_two_titles_is_not_read_at_each_poll(office: Office) -> None:
    watched = Watched(office)
    titles = ("Straße frei", "Straße wieder frei")
    for number in range(8):
        one = counted(0, 0, titles[number % 2])
        office.site.page(one, *paragraphs(one.title), heading=one.title)
        await watched.poll(one)
        await office.send_all()

    assert watched.asked(one) == 4  # when it was new, then each version once, and the first of them again


def test_pauses_double_up_to_the_longest_and_what_is_forgotten_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Known(1, b"", owner=True, live=True)
    read = [finding(name, Verdict.CHANGED, "Text.", known=known) for name in ("a", "b")]
    remembered, now = corrections.Corrections(), START

    pauses = []
    for _ in range(8):
        remembered.done("presse", read[:1], now)
        rested = remembered.turns("presse", [read[0].decision], now).rested
        pauses.append(rested - now if rested else timedelta(0))
        now += corrections.LONGEST_PAUSE
    assert pauses[:4] == [timedelta(0), FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == corrections.LONGEST_PAUSE

    monkeypatch.setattr(corrections, "MOST", 1)
    now -= corrections.LONGEST_PAUSE
    assert remembered.turns("presse", [read[0].decision], now).later == (read[0].decision,)
    remembered.done("presse", read[1:], now)
    assert remembered.turns("presse", [read[0].decision], now).later == ()
