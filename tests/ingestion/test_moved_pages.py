"""A release whose page moved: its post leads to the new address, silently, once, and never in a flood."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.model import MessageReceipt, Receipt, Verdict
from relay.render.telegram import render
from relay.settings import Look
from relay.store.codec import RECEIPT, stamp
from relay.store.database import open_database
from relay.store.moves import MOST_LINKS, RECENT
from relay.store.sources import Sources
from tests.desk import Desk
from tests.fakes import SITE, Item, paragraphs, source
from tests.office import OLD, Office


def look(post: object, **more: object) -> object:
    return render(post, Look(correction_line="first"), **more)  # type: ignore[arg-type]


@dataclass
class Case:
    """A website whose releases stand in a channel."""

    office: Office
    desk: Desk

    async def sees(self, *items: Item) -> tuple[Verdict, ...]:
        """What the feed lists now; what is due because of it is delivered."""
        self.office.site.feed(*items, OLD)
        for one in items:
            self.office.site.page(one, *paragraphs("die Brücke"))
        polled = await self.office.poll(source(flood_limit=99))
        self.desk.clock.at = max(self.desk.clock.at, self.office.clock.at)
        await self.desk.work()
        self.office.clock.at = self.desk.clock.at
        return polled.verdicts

    @property
    def links(self) -> list[str]:
        """Where the buttons in the channel lead, without the host."""
        standing = self.desk.channel.standing.values()
        return [message.button.url.removeprefix(SITE) for message in standing if message.button]

    @property
    def edits(self) -> int:
        return self.desk.channel.done.count("edit")

    async def letters(self) -> int:
        return len(await self.desk.database.rows("SELECT 1 FROM letters"))


@pytest.fixture
async def case(tmp_path: Path) -> AsyncIterator[Case]:
    async with open_database(tmp_path / "relay.db") as database:
        case = Case(Office(database), Desk(database, render=look))  # type: ignore[arg-type]
        await case.sees()
        yield case


def item(number: int, folder: str = "presse", end: str = "") -> Item:
    return Item(f"g{number}", f"Meldung {number}", f"Nummer {number}.", f"{SITE}/{folder}/{number}{end}")


ORDINARY = tuple(item(number) for number in range(2, 6))
"""So that one that moves is not most of the feed."""


async def test_the_button_follows_the_page_without_a_word_of_correction_or_a_letter(case: Case) -> None:
    await case.sees(item(1), *ORDINARY)
    assert await case.sees(item(1, "aktuelles"), *ORDINARY) == (Verdict.CHANGED,)

    assert "/aktuelles/1" in case.links
    assert "/presse/1" not in case.links
    assert case.edits == 1
    assert all("Korrigiert" not in message.plain for message in case.desk.channel.standing.values())
    assert await case.letters() == 0
    assert [asked.url for asked in case.office.site.asked[-1:]] == [source().url]  # no page was read
    assert await case.sees(item(1, "aktuelles"), *ORDINARY) == ()


@pytest.mark.parametrize("end", ["?utm_source=rss", "/", "?PHPSESSID=0a1b2c3d4e5f6a7b8c9d", "?cHash=0a1b2c"])
async def test_tracking_and_sessions_are_no_move(case: Case, end: str) -> None:
    await case.sees(item(1), *ORDINARY)
    assert await case.sees(item(1, end=end), *ORDINARY) == ()
    assert case.edits == 0


async def test_another_name_of_the_websites_host_is_no_move(case: Case) -> None:
    spec = source(host_aliases=("presse.musterland.example",))
    await case.sees(item(1), *ORDINARY)
    other = replace(item(1), link="https://presse.musterland.example/presse/1")
    case.office.site.feed(other, *ORDINARY, OLD)
    assert (await case.office.poll(spec)).verdicts == ()


async def test_an_address_that_goes_back_and_forth_is_followed_once(case: Case) -> None:
    await case.sees(item(1), *ORDINARY)
    for folder in ("aktuelles", "presse") * 5:
        await case.sees(item(1, folder), *ORDINARY)

    assert case.edits == 1
    assert "/aktuelles/1" in case.links


async def test_two_entries_of_one_release_that_take_turns_edit_once(case: Case) -> None:
    text = paragraphs("Nummer 1")[0]
    one = replace(item(1), text=text, published=datetime(2026, 3, 1, tzinfo=UTC))
    other = replace(one, guid="anders", link=f"{SITE}/thema/1")
    await case.sees(one, *ORDINARY)
    for entry in (other, one) * 4:
        await case.sees(entry, *ORDINARY)
        await case.sees(entry, *ORDINARY)

    assert len(case.desk.channel.standing) == 5
    assert case.edits == 1


async def test_an_address_that_is_another_each_time_is_followed_and_kept_a_few_times_only(case: Case) -> None:
    await case.sees(item(1), *ORDINARY)
    for turn in range(20):
        await case.sees(item(1, end=f"?x={turn}"), *ORDINARY)

    assert case.edits == MOST_LINKS - 1
    assert len(await case.desk.database.rows("SELECT 1 FROM links")) == 1 + 4 + MOST_LINKS


async def test_where_all_addresses_are_others_each_time_corrections_are_made_all_the_same(case: Case) -> None:
    async def sees(turn: int, title: str) -> None:
        shown = [replace(one, link=f"{one.url}?x={turn}") for one in (item(1), *ORDINARY)]
        await case.sees(replace(shown[0], title=title), *shown[1:])

    for turn in range(10):
        await sees(turn, "Meldung 1")
    assert (case.edits, await case.letters()) == (0, 1)
    await sees(10, "Meldung 1, berichtigt")

    assert case.edits == 1
    assert any("berichtigt" in message.plain for message in case.desk.channel.standing.values())


async def test_an_old_post_is_left_to_the_websites_redirects_even_after_a_restart(case: Case) -> None:
    await case.sees(item(1), *ORDINARY)
    case.office.clock.pass_by(RECENT.total_seconds() + 60)
    await case.sees(item(1, "aktuelles"), *ORDINARY)
    await case.desk.start_over()
    await case.desk.work()

    assert case.edits == 0
    assert "/presse/1" in case.links


async def test_a_website_that_moves_all_of_its_pages_edits_nothing_and_editors_hear_of_it_once(case: Case) -> None:
    await case.sees(item(1), *ORDINARY)
    after = [item(number, "aktuelles") for number in range(1, 6)]
    asked = len(case.office.site.asked)
    assert await case.sees(*after) == (Verdict.CHANGED,) * 5
    assert await case.sees(*after) == ()

    assert (case.edits, await case.letters()) == (0, 1)
    assert {one.url for one in case.office.site.asked[asked:]} == {source().url}


async def test_what_waits_to_be_posted_goes_out_with_the_address_of_today(case: Case) -> None:
    case.office.site.feed(*ORDINARY, item(1), OLD)
    for one in (*ORDINARY, item(1), item(1, "aktuelles")):
        case.office.site.page(one, *paragraphs("die Brücke"))
    spec = source(grace=600.0, flood_limit=99)
    await case.office.poll(spec)
    case.office.site.feed(*ORDINARY, item(1, "aktuelles"), OLD)
    await case.office.poll(spec)

    (reread,) = [
        one
        for one in await Sources(case.office.database).rereads(case.office.clock() + timedelta(hours=1))
        if one.entry.guid == "g1"
    ]
    assert reread.entry.url == f"{SITE}/aktuelles/1"
    assert f"{SITE}/aktuelles/1" in [post.url for post in await case.office.posts()]


async def test_what_was_never_posted_has_no_link_to_follow(case: Case) -> None:
    moved = replace(OLD, link=f"{SITE}/aktuelles/alt")
    case.office.site.feed(moved, *ORDINARY)
    await case.office.poll(source(flood_limit=99))

    assert await case.office.database.rows("SELECT 1 FROM deliveries WHERE state = 'pending' AND release = 1") == []


async def test_of_a_post_in_two_channels_the_older_one_decides(case: Case) -> None:
    await case.sees(item(1), *ORDINARY)
    receipt = RECEIPT.dump(Receipt(-1001, (MessageReceipt(99, "text", ""),), ""))
    await case.desk.database.change(
        "INSERT INTO deliveries (release, channel, state, due, receipt, created, changed, sent) "
        "SELECT id, 'jugend', 'sent', 0, ?, 0, 0, ? FROM releases WHERE title = 'Meldung 1'",
        receipt,
        stamp(case.office.clock() - RECENT - timedelta(days=1)),
    )
    await case.sees(item(1, "aktuelles"), *ORDINARY)

    assert case.edits == 0
