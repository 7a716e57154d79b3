"""Posts that wait on purpose: early mistakes go unseen, dates ahead are kept, and what is gone is not posted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.errors import SourceError
from relay.feed.schedule import HEADSTART
from relay.ingest import PAGE_PATIENCE, REREAD_AFTER, Polled
from relay.language import tell
from relay.model import Verdict
from relay.settings import SourceSpec
from relay.store.database import open_database
from relay.store.decisions import Decisions
from relay.store.notices import Notices
from tests.fakes import Item, paragraphs, source
from tests.office import BRIDGE, FOREST, OLD, WHOLE, Office, text

GRACE = 180.0
PATIENT = source(grace=GRACE)
GONE = SourceError("{url} answers 404", permanent=True, gone=True, url=BRIDGE.url)


@dataclass
class Waiting(Office):
    """An office whose source has a time of grace."""

    spec: SourceSpec = PATIENT

    async def see(self, item: Item = BRIDGE) -> Polled:
        """The item comes into the feed, whose first sight was before."""
        await self.first_sight(OLD, spec=self.spec)
        self.site.feed(item, OLD)
        return await self.poll(self.spec)

    async def after(self, seconds: float) -> int:
        self.clock.pass_by(seconds)
        return await self.ingest.reread([self.spec])

    async def held(self) -> list[str]:
        return [str(hold.reason) for hold in await Decisions(self.database).holds()]

    async def waits_until(self) -> datetime:
        (row,) = await self.database.rows("SELECT due FROM deliveries WHERE state = 'pending'")
        return datetime.fromtimestamp(row["due"], self.clock().tzinfo)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Waiting]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Waiting(database)


# --- grace ------------------------------------------------------------------------------------------------------------


async def test_a_release_is_posted_when_its_page_was_read_again_after_the_time_of_grace(office: Waiting) -> None:
    office.site.page(BRIDGE, *paragraphs("die Brüke"))
    assert (await office.see()).verdicts == (Verdict.NEW,)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))

    assert await office.after(GRACE - 1) == 0
    assert await office.titles() == []
    assert await office.after(1) == 1
    assert [text(post) for post in await office.due()] == ["\n".join(paragraphs("die Brücke"))]
    assert await office.after(9999) == 0


async def test_without_grace_it_is_posted_at_once(office: Waiting) -> None:
    office.spec = source()
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.see()

    assert await office.titles() == ["Brücke gesperrt"]


async def test_what_is_corrected_in_the_feed_meanwhile_is_posted_right_and_not_sooner(office: Waiting) -> None:
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.see(replace(BRIDGE, title="Brüke gesperrt"))
    office.site.feed(BRIDGE, OLD)
    assert (await office.poll(office.spec)).verdicts == (Verdict.CHANGED,)
    assert await office.titles() == []

    await office.after(GRACE - 60)
    assert await office.titles() == ["Brücke gesperrt"]
    assert len(await office.database.rows("SELECT 1 FROM posts")) == 1


async def test_a_page_that_was_being_read_again_while_a_correction_came_does_not_undo_it(office: Waiting) -> None:
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.see(replace(BRIDGE, title="Brüke gesperrt"))
    office.clock.pass_by(GRACE)
    (reread,) = await office.store.rereads(office.clock())
    wrong = (await office.posts())[0]
    office.site.feed(BRIDGE, OLD)
    await office.ingest.poll(office.spec, (await office.store.source_states())["presse"])

    await office.store.reread_done(reread.release, wrong, office.clock())

    assert [post.title for post in await office.posts()] == ["Brücke gesperrt"]
    assert await office.after(10) == 1
    assert await office.titles() == ["Brücke gesperrt"]


@pytest.mark.parametrize("listed", [True, False])
async def test_what_is_gone_when_it_is_read_again_waits_for_a_person(office: Waiting, *, listed: bool) -> None:
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.see()
    office.site.feed(*([BRIDGE] if listed else []), OLD)
    await office.poll(office.spec)
    office.site.answers[BRIDGE.url] = GONE

    assert await office.after(GRACE) == 0
    assert await office.held() == ["its page was gone before it was posted"]
    office.clock.pass_by(9999)
    assert await office.titles() == []


async def test_a_person_may_still_post_what_was_gone(office: Waiting) -> None:
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.see()
    office.site.answers[BRIDGE.url] = GONE
    await office.after(GRACE)
    await Decisions(office.database).release([2], office.clock(), who="editors")

    assert [text(post) for post in await office.due()] == ["\n".join(paragraphs("die Brücke"))]


@pytest.mark.parametrize("whole", ["", WHOLE])
async def test_what_was_taken_off_while_it_waited_for_a_person_is_not_posted_before_the_person_hears_of_it(
    office: Waiting, whole: str
) -> None:
    office.spec = source(flood_limit=1)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    office.site.page(FOREST, *paragraphs("den Wald"))
    await office.first_sight(OLD, spec=office.spec)
    office.site.feed(replace(BRIDGE, text=whole), FOREST, OLD)
    await office.poll(office.spec)
    office.site.answers[BRIDGE.url] = GONE
    office.site.feed(FOREST, OLD)
    await office.poll(office.spec)
    decisions = Decisions(office.database)
    await decisions.release([one.id for one in await decisions.holds()], office.clock(), who="administrator")

    assert await office.after(60) == 1
    office.clock.pass_by(9999)
    assert await office.titles() == [FOREST.title]
    assert await office.held() == ["its page was gone before it was posted"]
    await decisions.release([one.id for one in await decisions.holds()], office.clock(), who="administrator")
    assert sorted(await office.titles()) == [BRIDGE.title, FOREST.title]


async def test_a_whole_text_is_posted_without_its_page_unless_it_left_the_feed_and_its_page_is_gone(
    office: Waiting,
) -> None:
    office.site.answers[BRIDGE.url] = GONE
    await office.see(Item("bruecke", "Brücke gesperrt", WHOLE))

    assert await office.after(GRACE) == 1
    assert await office.titles() == ["Brücke gesperrt"]
    assert not office.site.times(BRIDGE.url)


@pytest.mark.parametrize("gone", [True, False])
async def test_that_an_entry_left_the_feed_means_nothing_while_its_page_is_there(
    office: Waiting, *, gone: bool
) -> None:
    office.site.answers[BRIDGE.url] = GONE
    await office.see(Item("bruecke", "Brücke gesperrt", WHOLE))
    office.site.feed(OLD)
    await office.poll(office.spec)
    if not gone:
        office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.after(GRACE)

    assert await office.titles() == ([] if gone else ["Brücke gesperrt"])
    assert len(await office.held()) == gone


async def test_a_page_that_fails_when_it_is_read_again_does_not_keep_the_post_for_ever(office: Waiting) -> None:
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.see()
    office.site.answers[BRIDGE.url] = SourceError("{url} answers 500", url=BRIDGE.url)

    assert await office.after(GRACE) == 0
    assert await office.after(REREAD_AFTER[0]) == 0
    assert await office.titles() == []
    office.clock.pass_by(PAGE_PATIENCE.total_seconds())
    assert [text(post) for post in await office.due()] == ["\n".join(paragraphs("die Brücke"))]


async def test_the_feed_wants_to_be_asked_again_before_the_post_goes_out(office: Waiting) -> None:
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    polled = await office.see()

    again = polled.state.again
    assert again == office.clock() + timedelta(seconds=GRACE - HEADSTART)
    office.clock.at = again
    assert (await office.ingest.poll(office.spec, polled.state)).state.again is None


async def test_a_wish_of_the_server_to_be_left_alone_is_shortened_its_retry_after_is_not(office: Waiting) -> None:
    await office.first_sight(OLD, spec=office.spec)
    office.site.feed(BRIDGE, OLD, max_age=3000)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    polled = await office.poll(office.spec)
    assert polled.state.wait_until == polled.state.again

    office.site.answers[office.spec.url] = SourceError("{url} answers 503", url="x", retry_after=777)
    failed = (await office.ingest.poll(office.spec, polled.state)).state
    assert failed.wait_until == office.clock() + timedelta(seconds=777)


async def test_baseline_and_backfill_know_no_grace(office: Waiting) -> None:
    office.spec = replace(PATIENT, backfill=1)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    await office.first_sight(BRIDGE, OLD, spec=office.spec)

    assert await office.titles() == ["Brücke gesperrt"]


# --- embargo ----------------------------------------------------------------------------------------------------------


async def dated(office: Waiting, ahead: timedelta) -> tuple[Item, datetime]:
    office.spec = source()
    date = (office.clock() + ahead).replace(microsecond=0)
    item = replace(BRIDGE, published=date)
    office.site.page(item, *paragraphs("die Brücke"))
    await office.see(item)
    return item, date


async def test_a_date_in_the_future_waits_and_goes_out_by_itself(office: Waiting) -> None:
    _, date = await dated(office, timedelta(days=3))
    assert await office.held() == []
    assert await office.waits_until() == date + PAGE_PATIENCE

    office.clock.at = date - timedelta(seconds=1)
    assert await office.after(0) == 0
    assert await office.titles() == []
    assert await office.after(1) == 1
    assert await office.titles() == ["Brücke gesperrt"]


@pytest.mark.parametrize("ahead", [timedelta(seconds=50), timedelta(hours=1), timedelta(hours=2, seconds=30)])
async def test_a_date_up_to_two_hours_ahead_is_local_time_that_is_called_gmt(office: Waiting, ahead: timedelta) -> None:
    await dated(office, timedelta(seconds=120) + ahead)

    assert await office.titles() == ["Brücke gesperrt"]
    assert await Notices(office.database).letters() == []


async def test_editors_and_log_are_told_once_what_waits_for_its_date(
    office: Waiting, caplog: pytest.LogCaptureFixture
) -> None:
    item, date = await dated(office, timedelta(days=3))

    (letter,) = await Notices(office.database).letters()
    assert tell(letter.text, "de") == (
        "Diese Pressemitteilungen der Quelle presse tragen ein Datum in der Zukunft und werden erst dann "
        f"veröffentlicht:\n• Brücke gesperrt: {date.astimezone(UTC):%d.%m.%Y, %H:%M} Uhr"
    )
    assert "Brücke gesperrt" in caplog.text
    office.site.feed(item, OLD)
    await office.poll(office.spec)
    assert len(await Notices(office.database).letters()) == 1


async def test_a_date_that_is_more_than_a_month_ahead_waits_for_a_person(office: Waiting) -> None:
    await dated(office, timedelta(days=40))

    assert [reason.partition(":")[0] for reason in await office.held()] == ["its date lies in the future"]
    await Decisions(office.database).release([2], office.clock(), who="editors")
    assert await office.after(0) == 1
    assert await office.titles() == ["Brücke gesperrt"]


async def test_grace_and_embargo_both_count(office: Waiting) -> None:
    office.spec = source(grace=GRACE)
    date = (office.clock() + timedelta(hours=3)).replace(microsecond=0)
    item = replace(BRIDGE, published=date)
    office.site.page(item, *paragraphs("die Brücke"))
    await office.see(item)

    assert await office.waits_until() == date + PAGE_PATIENCE
