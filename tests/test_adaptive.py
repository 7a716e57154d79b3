"""Adaptive polling from the configuration to the schedule: asked for, bounded, learned, kept, and never in a hurry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from relay.config import load_config
from relay.errors import ConfigError, SourceError
from relay.feed.rhythm import remembered
from relay.ingest import Ingest
from relay.language import tell
from relay.poller import IN_A_ROW, Poller
from relay.settings import Adaptive, SourceSpec
from relay.state import Past, SourceState
from relay.store.sources import Sources
from tests.fakes import FEED, START, FakeSite, Item, SetClock, source
from tests.office import OLD, Office

BERLIN = ZoneInfo("Europe/Berlin")
FIVE_MINUTES = Adaptive(requests=288, shortest=60, longest=600, zone=BERLIN)
PRESSE = source(interval=300.0, adaptive=FIVE_MINUTES)
NIGHT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)

CHANNEL = '[[channel]]\nid = "main"\nkind = "telegram"\nchat = "@landkreis_musterland"\n'
SOURCE = '[[source]]\nid = "presse"\nurl = "https://www.landkreis-musterland.example/rss"\nchannels = ["main"]\n'


def configured(folder: Path, source: str = "", fetch: str = "") -> SourceSpec:
    path = folder / "config.toml"
    path.write_text(f"[fetch]\n{fetch}\n{SOURCE}{source}\n{CHANNEL}", encoding="utf-8")
    return load_config(path).sources[0]


# --- asked for --------------------------------------------------------------------------------------------------------


def test_without_being_asked_for_the_interval_is_obeyed_as_given(tmp_path: Path) -> None:
    spec = configured(tmp_path, 'interval = "2m"')

    assert (spec.adaptive, spec.interval, spec.shortest) == (None, 120.0, 120.0)


@pytest.mark.parametrize(
    ("fetch", "own", "bounds"),
    [
        ("adaptive = true", "", (288.0, 60.0, 600.0)),
        ("adaptive = true", 'interval = "1m"', (1440.0, 12.0, 120.0)),
        ("adaptive = true", "adaptive = false", None),
        ("", 'adaptive = true\ninterval_min = "30s"\ninterval_max = "1h"', (288.0, 30.0, 3600.0)),
        ("", 'adaptive = true\ninterval = "2s"', (43200.0, 1.0, 4.0)),
        ("", 'adaptive = true\ninterval = "5m"\ninterval_min = "5m"\ninterval_max = "5m"', (288.0, 300.0, 300.0)),
    ],
)
def test_it_is_asked_for_for_all_sources_or_for_one_and_the_interval_is_the_mean(
    tmp_path: Path, fetch: str, own: str, bounds: tuple[float, float, float] | None
) -> None:
    spec = configured(tmp_path, own, fetch)

    if bounds is None:
        assert spec.adaptive is None
    else:
        assert spec.adaptive == Adaptive(*bounds, BERLIN)
        assert spec.shortest == bounds[1]


@pytest.mark.parametrize(
    ("own", "key", "german"),
    [
        ('interval_min = "1m"', "interval_min", "interval_min setzt adaptive = true voraus, hier oder in [fetch]"),
        ('interval_max = "1h"', "interval_max", "interval_max setzt adaptive = true voraus, hier oder in [fetch]"),
        (
            'adaptive = true\ninterval_min = "6m"',
            "interval_min",
            "das ist länger als interval, der mittlere Abstand (5m)",
        ),
        (
            'adaptive = true\ninterval = "1h"\ninterval_max = "30m"',
            "interval_max",
            "das ist kürzer als interval, der mittlere Abstand (1h)",
        ),
    ],
)
def test_bounds_that_contradict_or_have_no_effect_are_told(tmp_path: Path, own: str, key: str, german: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(tmp_path, own)

    assert tell(caught.value.text, "de").endswith(f"[[source]] 1, {key}: {german}")


# --- learned and kept -------------------------------------------------------------------------------------------------


async def test_what_the_feed_says_of_its_past_is_learned_at_first_sight(office: Office) -> None:
    yesterday = START - timedelta(hours=20)
    office.site.feed(replace(OLD, published=yesterday), Item("tag", published=datetime(2026, 3, 1, tzinfo=UTC)))

    polled = await office.poll()

    assert polled.state.times == remembered(b"", [yesterday])


async def test_a_release_without_a_date_came_between_two_looks_and_that_outlives_a_restart(office: Office) -> None:
    await office.first_sight(OLD)
    looked = office.clock()
    office.site.feed(Item("neu", "Ganz neu", link=""), OLD)

    polled = await office.poll()
    kept = (await Sources(office.database).source_states())[source().id]

    assert polled.state.times == remembered(b"", [looked + (office.clock() - looked) / 2])
    assert kept.times == polled.state.times


async def test_an_unchanged_feed_and_an_error_forget_nothing(office: Office) -> None:
    office.site.feed(replace(OLD, published=START - timedelta(hours=20)), etag='"1"')
    learned = (await office.poll()).state.times

    assert learned
    assert (await office.poll()).state.times == learned
    office.site.answers[FEED] = SourceError("down")
    assert (await office.poll()).state.times == learned


async def test_a_flood_is_no_habit(office: Office) -> None:
    await office.first_sight(OLD)
    office.site.feed(*(Item(f"neu-{number}", f"Umzug {number}") for number in range(40)), OLD)

    assert (await office.poll()).state.times == b""


async def test_a_server_s_wish_for_less_is_obeyed_where_most_requests_are_made(office: Office) -> None:
    office.site.feed(OLD, max_age=120)

    polled = await office.poll(PRESSE)
    assert polled.state.wait_until == office.clock() + timedelta(seconds=120)
    assert (await office.poll(replace(PRESSE, adaptive=None))).state.wait_until is None


# --- the schedule -----------------------------------------------------------------------------------------------------


class Desk:
    """A poller of sources on a clock that is set, against a website that never changes."""

    def __init__(self, *sources: SourceSpec, at: datetime, states: dict[str, SourceState] | None = None) -> None:
        self.clock = SetClock(at)
        self.site = FakeSite()
        for one in sources:
            self.site.feed(OLD, url=one.url)
        store: Any = Unwritten()
        ingest = Ingest(
            fetcher=self.site, store=store, clock=self.clock, dice=lambda: 0.5, zone=BERLIN, obey_hints=True
        )
        self.poller = Poller(ingest, sources, states or {}, clock=self.clock, on_due=lambda: None)

    async def looks(self, url: str = FEED) -> int:
        """How often a source was asked by now, after a tick."""
        await self.poller.tick()
        await self.poller.settle()
        return self.site.times(url)


class Unwritten:
    """A store that knows everything and keeps nothing."""

    async def known(self, *_: object) -> dict[bytes, Any]:
        return {}

    async def past(self, *_: object) -> Past:
        return Past()

    async def record(self, *_: object, **__: object) -> int:
        return 0

    async def rereads(self, *_: object) -> list[Any]:
        return []


def asked(at: datetime) -> dict[str, SourceState]:
    return {PRESSE.id: SourceState(url=FEED, baselined=True, polled=at)}


async def test_a_source_is_asked_more_often_before_noon_than_at_night() -> None:
    gaps = {}
    for at in (START, NIGHT):
        desk = Desk(PRESSE, at=at, states=asked(at))
        gaps[at] = (desk.poller.due_at(PRESSE.id) - at).total_seconds()
        assert desk.poller.due_at(PRESSE.id) == at + timedelta(seconds=gaps[at]), "it is the same at every tick"

    assert 60 <= gaps[START] < 300 < gaps[NIGHT] <= 600


async def test_a_day_has_about_as_many_looks_as_the_interval_would_make() -> None:
    desk = Desk(PRESSE, at=NIGHT)
    for _ in range(6 * 60 * 24):
        due = desk.poller.due_at(PRESSE.id)
        desk.clock.pass_by(10)
        if due <= desk.clock():
            await desk.looks()

    assert 265 <= await desk.looks() <= 292


async def test_after_a_long_stop_a_source_is_asked_once_and_then_goes_on_as_usual() -> None:
    desk = Desk(PRESSE, at=START, states=asked(START - timedelta(days=3)))

    assert await desk.looks() == 1
    assert await desk.looks() == 1
    assert desk.poller.due_at(PRESSE.id) >= START + timedelta(seconds=60)


async def test_a_clock_that_was_set_back_neither_starves_a_source_nor_makes_it_hurry() -> None:
    desk = Desk(PRESSE, at=START, states=asked(START + timedelta(days=300)))

    assert await desk.looks() == 1
    assert START + timedelta(seconds=60) <= desk.poller.due_at(PRESSE.id) <= START + timedelta(seconds=600)
    assert await desk.looks() == 1


async def test_a_wait_that_the_server_asked_for_holds() -> None:
    until = START + timedelta(hours=2)
    desk = Desk(PRESSE, at=START, states={PRESSE.id: replace(asked(START)[PRESSE.id], wait_until=until)})

    assert desk.poller.due_at(PRESSE.id) == until


async def test_of_many_sources_every_one_is_asked() -> None:
    sources = [source(f"s{number}", url=f"{FEED}?{number}", adaptive=FIVE_MINUTES) for number in range(2 * IN_A_ROW)]
    desk = Desk(*sources, at=START)

    await desk.looks()

    assert len(desk.site.asked) == len(sources)
