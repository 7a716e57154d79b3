"""Manners towards websites, seen by the website: real servers, a real store, and a clock that is set."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from relay.commands.common import speak
from relay.commands.status import status
from relay.feed.manners import ADOPTED_AFTER, FULL_AFTER, NEXT_LOOK
from relay.feed.mend import kinds
from relay.ingest import Ingest, Polled
from relay.ingestion import corrections
from relay.model import Validators, Verdict
from relay.poller import HOST_AT_ONCE, Poller
from relay.press.notices import Scope, conditions
from relay.settings import SourceSpec
from relay.sources.http import Fetcher
from relay.sources.pauses import Pauses
from relay.sources.robots import PolitePages
from relay.state import SourceState
from relay.store.codec import POST
from relay.store.database import Database, open_database
from relay.store.decisions import Decisions
from relay.store.notices import Notices
from relay.store.sources import Sources
from tests.fakes import Item, SetClock, paragraphs, source
from tests.websites import Answer, Request, Website, fetcher, website

PATH = "/presse.xml"


def feed(*items: Item, more: str = "") -> str:
    inside = "".join(item.xml() for item in items)
    return f'<rss version="2.0"><channel><title>Presse</title>{more}{inside}</channel></rss>'


@dataclass
class Desk:
    """A website and a relay that reads it, started anew before each poll."""

    database: Database
    site: Website
    clock: SetClock = field(default_factory=SetClock)
    obey_hints: bool = True
    spec: SourceSpec = field(default_factory=source)

    def __post_init__(self) -> None:
        self.spec = source(url=self.site.url(PATH))
        self.store = Sources(self.database)

    def item(self, name: str, text: str = "Text.") -> Item:
        return Item(name, f"Meldung {name}", text, link=self.site.url(f"/presse/{name}"))

    def page(self, name: str) -> None:
        body = "".join(f"<p>{one}</p>" for one in paragraphs(name))
        html = f"<!doctype html><html><body><main><article><h1>Meldung {name}</h1>{body}</article></main></body></html>"
        self.site.says(f"/presse/{name}", html, "Content-Type: text/html; charset=utf-8")

    @asynccontextmanager
    async def relay(self) -> AsyncIterator[Ingest]:
        async def keep(*noted: Any) -> None:
            await self.store.pause(*noted)

        pauses = Pauses(self.clock, await self.store.pauses(self.clock()), keep)
        async with fetcher(clock=self.clock, pauses=pauses) as web:
            yield self.ingest(web)

    def ingest(self, web: Fetcher) -> Ingest:
        return Ingest(
            fetcher=web,
            store=self.store,
            clock=self.clock,
            dice=lambda: 0.5,
            zone=UTC,
            obey_hints=self.obey_hints,
            pages=PolitePages(web, self.clock),
        )

    async def poll(self, later: timedelta | float = 60.0, **changed: Any) -> Polled:
        self.clock.pass_by(later if isinstance(later, float | int) else later.total_seconds())
        spec = replace(self.spec, **changed)
        async with self.relay() as ingest:
            return await ingest.poll(spec, await self.state())

    async def state(self) -> SourceState:
        return (await self.store.source_states()).get("presse", SourceState())

    def due(self, state: SourceState) -> float:
        """In how many seconds the source is asked again."""
        ingest: Any = None
        poller = Poller(ingest, [self.spec], {"presse": state}, clock=self.clock, on_due=lambda: None)
        return (poller.due_at("presse") - self.clock()).total_seconds()

    async def told(self) -> dict[str, str]:
        scope = Scope(frozenset({"presse"}), frozenset(), zone=UTC)
        found = conditions(await Notices(self.database).facts(), scope, self.clock())
        return {key: str(one.text) for key, one in found.items()}

    async def words(self) -> list[str]:
        rows = await self.database.rows("SELECT body FROM posts ORDER BY release")
        return ["\n".join(block.text for block in POST.load(row["body"]).blocks) for row in rows]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with website() as site, open_database(tmp_path / "relay.db") as database:
        yield Desk(database, site)


def unless_known(etag: str, body: str, *headers: str) -> Any:
    """A server that sends a body only to those who do not name its ETag."""

    def answer(request: Request) -> Answer:
        if request.headers.get("if-none-match") == etag:
            return Answer(status=304, headers=headers)
        return Answer(body, headers=(f"ETag: {etag}", *headers))

    return answer


# --- what need not be read again --------------------------------------------------------------------------------------


async def test_validators_survive_a_restart_byte_exact_and_a_304_brings_nothing(desk: Desk) -> None:
    etag, changed = 'W/"a,b ä\\-gzip"', "Mon, 2 March 2026 08:00:00 +0000"
    desk.site.says(PATH, feed(desk.item("a")), f"ETag: {etag}", f"Last-Modified: {changed}")
    await desk.poll()
    desk.site.says(PATH, status=304)

    polled = await desk.poll()

    assert desk.site.requests[-1].headers["if-none-match"] == etag
    assert desk.site.requests[-1].headers["if-modified-since"] == changed
    assert (polled.verdicts, polled.state.problem) == ((), None)


async def test_validators_of_a_body_that_could_not_be_read_are_not_kept(desk: Desk) -> None:
    desk.site.says(PATH, feed(desk.item("a")), 'ETag: "gut"')
    await desk.poll()
    desk.site.says(PATH, "<html><title>Wartung</title></html>", 'ETag: "Wartung"')
    await desk.poll()
    await desk.poll()

    assert desk.site.requests[-1].headers["if-none-match"] == '"gut"'
    desk.site.says(PATH, feed(desk.item("a")), 'ETag: "gut"')
    assert (await desk.poll()).state.problem is None


async def test_the_same_body_is_not_parsed_again_and_keeps_the_source_well(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.site.says(PATH, feed(desk.item("a")), 'ETag: "1"')
    await desk.poll()
    monkeypatch.setattr("relay.ingestion.reading.parse_again", None)
    desk.site.says(PATH, feed(desk.item("a")), 'ETag: "2"', "Cache-Control: max-age=600")

    polled = await desk.poll()

    assert polled.state.problem is None
    assert polled.state.success == desk.clock()
    assert polled.state.validators == Validators('"2"')
    assert desk.due(polled.state) == 600


async def test_the_same_body_is_read_again_by_other_settings_and_without_conditions(desk: Desk) -> None:
    desk.site.answers[PATH] = unless_known('"1"', feed(desk.item("a"), desk.item("b")))
    await desk.poll(include=("nichts",))
    await desk.poll(include=("nichts",))
    assert "if-none-match" in desk.site.requests[-1].headers
    await desk.poll(hashtags=("Kreis",))
    assert "if-none-match" not in desk.site.requests[-1].headers
    await desk.poll(hashtags=("Kreis",), interval=30.0)
    assert "if-none-match" in desk.site.requests[-1].headers


async def test_corrections_that_one_poll_leaves_are_made_by_the_next_though_the_body_is_the_same(desk: Desk) -> None:
    items = [desk.item(f"n{number}") for number in range(corrections.AT_ONCE + 2)]
    desk.site.says(PATH, feed())
    await desk.poll()
    for item in items:
        desk.page(item.guid)
    desk.site.says(PATH, feed(*items))
    await desk.poll(flood_limit=50)
    await desk.database.change("UPDATE deliveries SET state = 'sent', sent = 1")
    desk.site.says(PATH, feed(*(replace(item, text="Berichtigt.") for item in items)))

    first, second, third = [await desk.poll(flood_limit=50) for _ in range(3)]
    assert len(first.verdicts) + len(second.verdicts) >= len(items)
    assert third.verdicts == ()
    assert second.verdicts.count(Verdict.CHANGED) == 2


async def test_a_first_sight_that_failed_is_made_good_by_the_same_body(desk: Desk) -> None:
    desk.site.says(PATH, feed(desk.item("a")))
    await desk.poll()
    await desk.database.change("UPDATE sources SET baselined = 0")
    assert (await desk.poll()).state.baselined


async def test_once_a_day_everything_is_asked_for_against_a_server_that_says_304_for_ever(desk: Desk) -> None:
    desk.site.answers[PATH] = unless_known('"für immer"', feed(desk.item("a")))
    await desk.poll()
    desk.page("b")
    desk.site.answers[PATH] = unless_known('"für immer"', feed(desk.item("b"), desk.item("a")))

    for _ in range(3):
        assert (await desk.poll(FULL_AFTER / 4)).verdicts == ()
    assert (await desk.poll(FULL_AFTER / 4)).verdicts == (Verdict.NEW,)
    assert ["if-none-match" in one.headers for one in desk.site.asked(PATH)] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("ahead", "date", "kept"),
    [(-60, None, True), (0, None, True), (1, None, False), (86400, None, False), (-60, -120, False), (60, 120, False)],
)
async def test_a_last_modified_of_the_future_is_not_sent_back(
    desk: Desk, ahead: int, date: int | None, kept: bool
) -> None:
    moment = desk.clock() + timedelta(seconds=60)
    said = [f"Last-Modified: {format_datetime(moment + timedelta(seconds=ahead), usegmt=True)}"]
    if date is not None:
        said.append(f"Date: {format_datetime(moment + timedelta(seconds=date), usegmt=True)}")
    desk.site.says(PATH, feed(desk.item("a")), *said)
    await desk.poll()
    await desk.poll()

    assert ("if-modified-since" in desk.site.requests[-1].headers) is kept


# --- where it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 308])
async def test_a_feed_that_moved_for_good_is_asked_there_after_some_days(desk: Desk, status: int) -> None:
    desk.site.says("/neu.xml", feed(desk.item("a")))
    desk.site.says(PATH, "", "Location: /neu.xml", status=status)
    await desk.poll()
    await desk.poll(ADOPTED_AFTER / 2)
    assert not (await desk.poll(60)).state.address
    polled = await desk.poll(ADOPTED_AFTER / 2)
    assert (polled.state.address, polled.state.url) == (desk.site.url("/neu.xml"), desk.site.url(PATH))

    desk.site.requests.clear()
    await desk.poll()
    assert desk.site.paths == ["/neu.xml"]
    assert not await desk.told()

    desk.site.says("/anders.xml", feed(desk.item("a")))
    moved = await desk.poll(url=desk.site.url("/anders.xml"))
    assert (desk.site.paths[-1], moved.state.address) == ("/anders.xml", "")


async def test_where_a_feed_moved_to_is_forgotten_once_it_is_not_there_any_more(desk: Desk) -> None:
    desk.site.says("/neu.xml", feed(desk.item("a")))
    desk.site.says(PATH, "", "Location: /neu.xml", status=301)
    for _ in range(3):
        await desk.poll(ADOPTED_AFTER)
    del desk.site.answers["/neu.xml"]
    desk.site.says(PATH, feed(desk.item("a")))

    failed = await desk.poll()
    assert (failed.state.address, failed.state.failures) == ("", 1)
    assert (await desk.poll()).state.problem is None
    assert desk.site.paths[-2:] == ["/neu.xml", PATH]


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_feed_that_is_elsewhere_for_now_is_asked_where_it_was(desk: Desk, status: int) -> None:
    desk.site.says("/neu.xml", feed(desk.item("a")))
    desk.site.says(PATH, "", "Location: /neu.xml", status=status)
    for _ in range(5):
        state = (await desk.poll(ADOPTED_AFTER)).state
    assert (state.address, state.moved) == ("", None)
    assert desk.site.paths == [PATH, "/neu.xml"] * 5


async def test_a_move_that_is_not_said_each_time_is_none(desk: Desk) -> None:
    desk.site.says("/neu.xml", feed(desk.item("a")))
    for _ in range(4):
        desk.site.says(PATH, "", "Location: /neu.xml", status=301)
        await desk.poll(ADOPTED_AFTER)
        desk.site.says(PATH, feed(desk.item("a")))
        assert (await desk.poll(ADOPTED_AFTER)).state.address == ""


async def test_a_feed_that_moved_to_another_host_is_followed_and_people_are_told(desk: Desk) -> None:
    async with website() as other:
        other.says("/neu.xml", feed(desk.item("a")))
        desk.site.says(PATH, "", f"Location: {other.url('/neu.xml')}", status=301)
        for _ in range(4):
            state = (await desk.poll(ADOPTED_AFTER)).state
        assert state.address == ""
        assert other.paths == ["/neu.xml"] * 4
        told = await desk.told()
        assert list(told) == ["feed-moved/presse"]
        assert other.url("/neu.xml") in told["feed-moved/presse"]


async def test_a_feed_that_was_removed_for_good_is_asked_once_a_week_and_people_are_told_at_once(desk: Desk) -> None:
    desk.site.says(PATH, feed(desk.item("a")))
    await desk.poll()
    desk.site.says(PATH, status=410)
    gone = await desk.poll()

    assert gone.state.stopped
    assert desk.due(gone.state) == NEXT_LOOK.total_seconds()
    told = await desk.told()
    assert "was removed for good (410)" in told["source/presse"]
    assert "start relay anew" in told["source/presse"]

    desk.clock.pass_by(3600)
    assert desk.due(await desk.state()) < 0
    desk.site.says(PATH, feed(desk.item("a")))
    back = await desk.poll()
    assert (back.state.stopped, back.state.problem, await desk.told()) == (False, None, {})


async def test_a_new_address_in_the_configuration_takes_up_a_source_that_was_stopped(desk: Desk) -> None:
    desk.site.says(PATH, status=410)
    await desk.poll()
    desk.spec = replace(desk.spec, url=desk.site.url("/neu.xml"))
    assert desk.due(await desk.state()) <= 60


# --- when it wants to be asked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["90", "date"])
async def test_a_retry_after_keeps_everybody_from_the_host_also_after_a_restart(
    desk: Desk, status: int, asked: str
) -> None:
    until = desk.clock() + timedelta(seconds=60 + 90)
    value = asked if asked == "90" else format_datetime(until, usegmt=True)
    desk.site.says(PATH, "", f"Retry-After: {value}", status=status)
    failed = await desk.poll()
    assert desk.due(failed.state) == 90

    desk.site.says("/bau.xml", feed())
    other = await desk.poll(30, url=desk.site.url("/bau.xml"))
    assert "asked for a pause" in str(other.state.problem)
    assert desk.site.paths == [PATH]
    assert (await desk.poll(60, url=desk.site.url("/bau.xml"))).state.problem is None


async def test_a_host_that_has_too_many_requests_for_a_page_is_not_asked_for_another(desk: Desk) -> None:
    desk.site.says(PATH, feed())
    await desk.poll()
    items = [desk.item(name) for name in "abc"]
    desk.site.says(PATH, feed(*items))
    for item in items:
        desk.site.says(f"/presse/{item.guid}", "", "Retry-After: 600", status=429)
    began = await desk.poll()
    assert began.verdicts == (Verdict.NEW,) * 3
    pages = [path for path in desk.site.paths if path.startswith("/presse/")]
    assert len(pages) == 1

    desk.clock.pass_by(599)
    async with desk.relay() as ingest:
        await ingest.reread([desk.spec])
    assert [path for path in desk.site.paths if path.startswith("/presse/")] == pages
    for item in items:
        desk.page(item.guid)
    desk.clock.pass_by(2)
    async with desk.relay() as ingest:
        assert await ingest.reread([desk.spec]) == 3
    assert all(paragraphs(item.guid)[0] in text for item, text in zip(items[::-1], await desk.words(), strict=True))


async def test_a_post_does_not_wait_as_long_as_a_host_wants_to_be_left_alone(desk: Desk) -> None:
    desk.site.says(PATH, feed())
    await desk.poll()
    desk.site.says(PATH, feed(desk.item("a")))
    desk.site.says("/presse/a", "", "Retry-After: 86400", status=503)
    await desk.poll()
    row = await desk.database.row("SELECT due FROM deliveries")
    assert row
    assert row["due"] - desk.clock().timestamp() == 90


async def test_without_a_word_of_how_long_a_busy_host_is_left_alone_for_a_minute(desk: Desk) -> None:
    desk.site.says(PATH, status=429)
    await desk.poll()
    await desk.poll(59)
    assert desk.site.paths == [PATH]
    await desk.poll(1)
    assert desk.site.paths == [PATH] * 2


@pytest.mark.parametrize(
    ("header", "more", "pause"),
    [
        ("Cache-Control: max-age=900", "", 900),
        ("Cache-Control: max-age=86400", "", 3600),
        ("Cache-Control: max-age=5", "", 60),
        ("Expires: Mon, 02 Mar 2026 09:21:00 GMT", "", 1200),
        ("Cache-Control: no-cache", "<ttl>10</ttl>", 600),
        ("X: y", "<ttl>10</ttl>", 600),
        ("X: y", '<sy:updatePeriod xmlns:sy="s">hourly</sy:updatePeriod>', 3600),
        ("X: y", "<skipHours><hour>9</hour></skipHours>", 59 * 60),
        ("X: y", "<skipDays><day>Monday</day></skipDays>", (15 * 60 - 1) * 60),
    ],
)
async def test_what_headers_and_feed_wish_is_obeyed_within_limits_and_remembered_over_a_304(
    desk: Desk, header: str, more: str, pause: int
) -> None:
    desk.site.answers[PATH] = unless_known('"1"', feed(desk.item("a"), more=more), header)
    first = await desk.poll()
    assert desk.due(first.state) == pause
    desk.clock.pass_by(-60)
    again = await desk.poll()
    assert "if-none-match" in desk.site.requests[-1].headers
    assert desk.due(await desk.state()) == pause == desk.due(again.state)

    desk.obey_hints = False
    assert desk.due((await desk.poll(FULL_AFTER + timedelta(seconds=60), selector="main")).state) == 60


# --- pages ------------------------------------------------------------------------------------------------------------


async def test_a_page_that_robots_txt_closes_is_not_read_and_the_post_says_what_the_feed_says(desk: Desk) -> None:
    desk.site.says("/robots.txt", "User-agent: relay\nDisallow: /presse/")
    desk.site.says(PATH, feed())
    await desk.poll()
    desk.page("a")
    desk.site.says(PATH, feed(desk.item("a", "Die Brücke ist bis Freitag gesperrt.")))

    polled = await desk.poll()

    assert (polled.verdicts, polled.due) == ((Verdict.NEW,), 1)
    assert await desk.words() == ["Die Brücke ist bis Freitag gesperrt."]
    assert not desk.site.asked("/presse/a")
    told = await desk.told()
    assert list(told) == ["barred/presse"]
    assert desk.site.url("/presse/a") in told["barred/presse"]

    desk.site.says(PATH, feed(desk.item("a", "Die Brücke ist wieder frei.")))
    await desk.poll()
    assert await desk.words() == ["Die Brücke ist wieder frei."]

    desk.site.says("/robots.txt", status=404)
    desk.page("b")
    desk.site.says(PATH, feed(desk.item("b"), desk.item("a", "Die Brücke ist wieder frei.")))
    await desk.poll(86400)
    assert await desk.told() == {}


async def test_while_robots_txt_fails_the_post_waits_no_longer_than_for_a_page(desk: Desk) -> None:
    desk.site.says("/robots.txt", status=500)
    desk.site.says(PATH, feed())
    await desk.poll()
    desk.page("a")
    desk.site.says(PATH, feed(desk.item("a")))
    await desk.poll()
    row = await desk.database.row("SELECT due FROM deliveries")
    assert row
    assert row["due"] - desk.clock().timestamp() == 90
    desk.site.says("/robots.txt", "")
    desk.clock.pass_by(301)
    async with desk.relay() as ingest:
        assert await ingest.reread([desk.spec]) == 1
    assert paragraphs("a")[0] in (await desk.words())[0]


async def test_a_closed_page_that_alone_knows_the_title_puts_the_release_before_a_person(desk: Desk) -> None:
    spec: dict[str, Any] = {"kind": "sitemap", "url": desk.site.url("/sitemap.xml")}
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    desk.site.says("/robots.txt", "User-agent: relay\nDisallow: /presse/")
    desk.site.says("/sitemap.xml", f"{head}<url><loc>{desk.site.url('/presse/alt')}</loc></url></urlset>")
    await desk.poll(**spec)
    loc = f"<url><loc>{desk.site.url('/presse/a')}</loc><lastmod>2026-03-02</lastmod></url></urlset>"
    desk.site.says("/sitemap.xml", f"{head}<url><loc>{desk.site.url('/presse/alt')}</loc></url>{loc}")
    assert (await desk.poll(**spec)).verdicts == (Verdict.NEW,)

    desk.clock.pass_by(10)
    async with desk.relay() as ingest:
        assert await ingest.reread([replace(desk.spec, **spec)]) == 0
    (held,) = await Decisions(desk.database).holds()
    assert "keeps relay from its page" in str(held.reason)
    assert not desk.site.asked("/presse/a")


async def test_a_closed_page_is_no_reason_to_hold_a_post_that_waited_in_grace(desk: Desk) -> None:
    desk.site.says("/robots.txt", "User-agent: relay\nDisallow: /presse/")
    desk.site.says(PATH, feed())
    await desk.poll(grace=60.0)
    desk.site.says(PATH, feed(desk.item("a", "Der Kreistag tagt.")))
    await desk.poll(grace=60.0)
    desk.site.says(PATH, feed())
    await desk.poll(45, grace=60.0)
    desk.clock.pass_by(20)
    async with desk.relay() as ingest:
        assert await ingest.reread([replace(desk.spec, grace=60.0)]) == 1
    assert await desk.words() == ["Der Kreistag tagt."]


async def test_a_feed_is_read_whatever_robots_txt_says(desk: Desk) -> None:
    desk.site.says("/robots.txt", "User-agent: *\nDisallow: /")
    desk.site.says(PATH, feed(desk.item("a")))
    assert (await desk.poll()).state.problem is None
    assert desk.site.paths == [PATH]


# --- one for another --------------------------------------------------------------------------------------------------


async def test_of_fifty_sources_one_that_hangs_delays_none_and_its_host_takes_no_turns_from_others(desk: Desk) -> None:
    desk.site.hangs = {f"/{number}.xml" for number in range(HOST_AT_ONCE + 20)}
    async with website() as other:
        sources = [source(f"h{path}".replace("/", ""), url=desk.site.url(path)) for path in sorted(desk.site.hangs)]
        for number in range(50):
            other.says(f"/{number}.xml", feed())
            sources.append(source(f"s{number}", url=other.url(f"/{number}.xml")))
        async with fetcher(clock=desk.clock) as web:
            poller = Poller(desk.ingest(web), sources, {}, clock=desk.clock, on_due=lambda: None)
            await poller.tick()
            await other.until_asked(50)
            assert len(desk.site.requests) == 1
            await poller.cancel()
    assert all(state.success for name, state in (await desk.store.source_states()).items() if name.startswith("s"))


async def test_a_page_that_hangs_when_it_is_read_again_keeps_no_other_host_waiting(desk: Desk) -> None:
    async with website() as other:
        desk.site.says(PATH, feed())
        await desk.poll()
        hanging = desk.item("a")
        fine = replace(desk.item("b"), link=other.url("/b"))
        desk.site.says(PATH, feed(hanging, fine))
        desk.site.says("/presse/a", status=500)
        other.says("/b", status=500)
        await desk.poll()
        desk.site.hangs = {"/presse/a"}
        desk.clock.pass_by(10)
        async with desk.relay() as ingest:
            rereading = asyncio.create_task(ingest.reread([desk.spec]))
            await other.until_asked(2, "/b")
            rereading.cancel()
            await asyncio.gather(rereading, return_exceptions=True)


# --- health -----------------------------------------------------------------------------------------------------------


async def test_a_source_that_is_quiet_for_much_longer_than_usual_is_told_once_and_its_end_too(desk: Desk) -> None:
    days = [desk.clock() - timedelta(days=number) for number in range(60)]
    items = [replace(desk.item(f"t{number}"), published=day) for number, day in enumerate(days) if day.weekday() < 5]
    desk.site.says(PATH, feed(*items))
    await desk.poll()
    assert await desk.told() == {}
    await desk.poll(timedelta(days=2))
    assert await desk.told() == {}

    await desk.poll(timedelta(days=8))
    told = await desk.told()
    assert list(told) == ["quiet/presse"]
    assert "nothing new since 02.03.2026" in told["quiet/presse"]

    desk.site.says(PATH, status=503)
    await desk.poll()
    assert sorted(await desk.told()) == ["quiet/presse", "source/presse"]

    desk.page("neu")
    desk.site.says(PATH, feed(desk.item("neu"), *items))
    await desk.poll()
    assert await desk.told() == {}


async def test_a_list_page_that_fails_is_not_called_a_feed(desk: Desk) -> None:
    desk.site.says(PATH, status=404)
    await desk.poll(kind="listing", item="li")
    assert "your page with the list of releases answers with the error 404" in (await desk.told())["source/presse"]


async def test_a_failing_source_tells_its_web_team_since_when_and_what_came_instead(desk: Desk) -> None:
    desk.site.says(PATH, feed(desk.item("a")))
    await desk.poll()
    desk.site.says(PATH, "<html><head><title>Wartungsarbeiten</title></head></html>")
    first = await desk.poll(720)
    second = await desk.poll(60)
    assert first.state.failing == second.state.failing == desk.clock() - timedelta(seconds=60)
    told = (await desk.told())["source/presse"]
    assert "For the web team: since 09:13 today your feed delivers HTML instead of XML." in told
    assert "Received: a maintenance page instead of a feed: “Wartungsarbeiten”" in told
    assert desk.site.url(PATH) in told


# --- relay status -----------------------------------------------------------------------------------------------------


CONFIG = """
language = "{language}"
database = "relay.db"
[[source]]
id = "presse"
url = "{url}"
channels = ["main"]
interval = 60
[[channel]]
id = "main"
kind = "telegram"
chat = "@landkreis_musterland"
"""


@dataclass
class Reports:
    """What `relay status` says about the desk's source."""

    desk: Desk
    folder: Path
    capsys: pytest.CaptureFixture[str]

    async def text(self, language: str = "en") -> str:
        speak(language)
        try:
            await asyncio.to_thread(status, self._config(language), as_json=False)
        finally:
            speak("en")
        return " ".join(self.capsys.readouterr().out.split())

    async def json(self) -> dict[str, Any]:
        await asyncio.to_thread(status, self._config("en"), as_json=True)
        (found,) = json.loads(self.capsys.readouterr().out)["sources"]
        return dict(found)

    def _config(self, language: str) -> Path:
        path = self.folder / "config.toml"
        path.write_text(CONFIG.format(language=language, url=self.desk.spec.url), encoding="utf-8")
        return path


@pytest.fixture
def reports(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Reports:
    return Reports(desk, tmp_path, capsys)


async def test_status_tells_the_rhythm_the_silence_and_where_the_feed_is(desk: Desk, reports: Reports) -> None:
    days = [desk.clock() - timedelta(days=number) for number in range(60)]
    items = [replace(desk.item(f"t{number}"), published=day) for number, day in enumerate(days) if day.weekday() < 5]
    desk.site.says("/neu.xml", feed(*items))
    desk.site.says(PATH, "", "Location: /neu.xml", status=301)
    await desk.poll()
    assert "perhaps moved to: " + desk.site.url("/neu.xml") in await reports.text()
    for _ in range(3):
        await desk.poll(timedelta(days=4))

    found = await reports.json()
    assert found["address"] == desk.site.url("/neu.xml")
    assert (found["quiet"], found["last_release"]) == (True, "2026-03-02")
    assert found["usual"]["gap"] == 1.0
    assert "nothing new has appeared in your feed since 02.03.2026" in found["web_team"]
    text = await reports.text("de")
    assert "üblich: etwa 21 Pressemitteilungen im Monat; Tage von einer zur nächsten: 1" in text
    assert "dauerhaft umgezogen, gelesen wird: " + desk.site.url("/neu.xml") in text
    assert "schweigt viel länger als sonst" in text


async def test_status_tells_what_is_wrong_and_what_the_web_team_is_to_be_told(desk: Desk, reports: Reports) -> None:
    assert (await reports.json())["web_team"] is None
    desk.site.says(PATH, feed(desk.item("a")))
    await desk.poll()
    desk.site.says(PATH, status=410)
    await desk.poll()

    found = await reports.json()
    assert (found["stopped"], found["failing_since"]) == (True, "2026-03-02T09:02:00+00:00")
    text = await reports.text("de")
    assert "endgültig entfernt (410): Abfrage einmal in der Woche" in text
    assert "Für das Web-Team: Seit heute, 10:02 Uhr antwortet Ihr Feed mit dem Fehler 410." in text

    desk.spec = replace(desk.spec, url=desk.site.url("/neu.xml"))
    assert (await reports.json())["stopped"] is False


# --- entries that cannot be read --------------------------------------------------------------------------------------


async def test_an_entry_that_cannot_be_read_is_logged_once_and_told_until_it_can(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.site.says(PATH, feed(desk.item("a")))
    await desk.poll()
    assert await desk.told() == {}
    caplog.clear()

    for new in ("b", "c", "d"):  # each in front of it, and each poll after a start
        desk.site.says(PATH, feed(desk.item(new), desk.item("a"), more="<item></item>"))
        await desk.poll()
        await desk.poll()

    assert caplog.text.count("were left out: 1 of 3") == 1
    told = (await desk.told())["lost/presse"]
    assert told.startswith(
        "The source presse can be read, but not all of its entries:\nEntries that say nothing at all"
    )

    desk.site.says(PATH, status=500)
    await desk.poll(9999)
    assert "lost/presse" in await desk.told()  # nobody knows whether it is over

    desk.site.says(PATH, feed(desk.item("d"), desk.item("a")))
    await desk.poll(99999)
    assert await desk.told() == {}
    assert caplog.text.count("left out") == 1


async def test_another_kind_of_entry_that_cannot_be_read_is_logged_too(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def items(*more: object) -> str:
        known = {"id": "a", "url": desk.site.url("/a"), "title": "Brücke gesperrt"}
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [known, *more]})

    desk.site.says(PATH, items())
    await desk.poll()
    caplog.clear()
    for more in (["x"], ["x", 1], ["x", {}], [{}, "x"]):
        desk.site.says(PATH, items(*more))
        await desk.poll()

    assert caplog.text.count("Item 2 is no object and was left out.") == 2
    assert caplog.text.count("left out: 1 of 2") == 1
    state = await desk.state()
    assert kinds(state.lost) == {
        "{item} is no object and was left out.",
        "Entries that say nothing at all and were left out: {count} of {all}.",
    }


async def test_of_many_entries_that_cannot_be_read_three_are_named(desk: Desk) -> None:
    desk.site.says(
        PATH, json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": ["x"] * 9 + [{"id": "a"}]})
    )
    await desk.poll()
    lost = str((await desk.state()).lost)
    assert lost.count("is no object") == 3
    assert lost.endswith("more")


async def test_what_another_address_brought_in_vain_is_not_told_of_the_new_one(desk: Desk) -> None:
    desk.site.says(PATH, feed(desk.item("a"), more="<item></item>"))
    await desk.poll()
    desk.site.says("/neu.rss", status=500)
    await desk.poll(url=desk.spec.url.replace(PATH, "/neu.rss"))
    assert "lost/presse" not in await desk.told()
