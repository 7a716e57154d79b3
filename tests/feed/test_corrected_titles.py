"""A title that was corrected, and with it guid and link: the release that it was, or one for a person to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from relay.feed.alike import Alike, likeness, resembles
from relay.model import Entry, Verdict
from relay.settings import SourceSpec
from tests.feed.memory import SITE, Memory, counts, feed_of, watched
from tests.feed.test_alike import BRIDGE, FOREST
from tests.feed.test_relaunch import item, items, reasons

SOURCE = SourceSpec("presse", f"{SITE}/presse.rss", ("main",), 120.0)
DAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
NEW, JOINED, DOUBTFUL = Verdict.NEW, Verdict.JOINED, Verdict.DOUBTFUL
LONG = BRIDGE
WRONG = "Kreisstraße 23 wird voll gespert"


def named(title: str, *, said: str = LONG, day: float = 9) -> Entry:
    """As a website shows it that makes guid and link of the title."""
    slug = title.lower().replace(" ", "-")
    return Entry(slug, f"{SITE}/presse/{slug}", title, published=DAY + timedelta(days=day), summary=said)


def after(first: Entry, second: Entry, *, stays: bool = False) -> tuple[Memory, list[tuple[Verdict, str]]]:
    """What is decided of the second when the first was posted, and has left the feed, or stays."""
    memory = watched(SOURCE, *items(8))
    assert memory.poll(first, *items(8)) == [(NEW, first.title)]
    feed = (second, first, *items(8)) if stays else (second, *items(8))
    decided = memory.poll(*feed)
    assert memory.poll(*feed) == []
    return memory, decided


@pytest.mark.parametrize(
    "title",
    [
        "Kreisstraße 23 wird voll gesperrt",
        "Kreisstraße 23 wird vol gespert",
        f"{WRONG} (Update)",
        f"PM: {WRONG}",
        f"{WRONG} - neuer Termin",
    ],
)
@pytest.mark.parametrize("day", [9, 10.5])
@pytest.mark.parametrize("said", [LONG, LONG.replace("voraussichtlich", "vorausichtlich"), f"{LONG} Stand: heute."])
def test_a_long_text_that_is_the_same_under_a_corrected_title_is_a_correction(
    title: str, day: float, said: str
) -> None:
    memory, decided = after(named(WRONG), named(title, said=said, day=day))

    assert decided == [(JOINED, title)]
    assert memory.texts == {8: [WRONG, title]}
    assert memory.poll(named(f"{title} bald", said=said, day=day), *items(8)) == [(JOINED, f"{title} bald")]


@pytest.mark.parametrize(
    "second",
    [
        named("Kreisstraße 24 wird voll gesperrt"),
        named("Vollsperrung zwischen Ahrenfels und Birkenau"),
        named(f"{WRONG} 2"),
        named("Kreisstraße 23 wird voll gesperrt", said="Ab Montag."),
        named("Kreisstraße 23 wird voll gesperrt", said=LONG.replace("Linie 35", "Linie 36")),
    ],
)
def test_what_only_looks_like_it_is_held_with_its_name(second: Entry) -> None:
    memory = watched(SOURCE, *items(8))
    memory.poll(named(WRONG), *items(8))

    (decision,) = memory.decide(feed_of(second, *items(8)))

    assert (decision.verdict, decision.looks_like) == (DOUBTFUL, 8)
    assert str(decision.reason) == f"it may be the release that was posted as {WRONG} on 01.04.2026"
    assert len(memory.releases) == 10


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (named("Sperrung K23", said="Ab Montag."), named("Sperrung K23 bleibt", said="Ab Montag.", day=12)),
        (named("Sperrung K23", said="Ab Montag."), named("Sperrung K24", said="Ab Montag.")),
        (named("Sperrung K23"), named("Sperrung K23 bleibt", day=12)),
        (named("Sperrung K23"), named("Sperrung K23 bleibt", said=FOREST)),
        (named("Sperrung K23", said="Kurz."), named("Blutspende in Altdorf", said="Kurz.")),
    ],
)
def test_what_is_like_it_in_one_thing_only_is_posted(first: Entry, second: Entry) -> None:
    _, decided = after(first, second)

    assert decided == [(NEW, second.title)]


def test_two_of_one_title_on_different_days_are_both_posted_though_the_first_has_left() -> None:
    for said in ("Ab Montag.", LONG):
        first = replace(named("Sperrung K23", said=said), guid="1", url=f"{SITE}/1")
        second = replace(named("Sperrung K23", said=said, day=10), guid="2", url=f"{SITE}/2")
        assert after(first, second)[1] == [(NEW, "Sperrung K23")]


def test_two_that_stand_in_one_feed_are_two_unless_hardly_the_title_differs() -> None:
    assert after(named(WRONG), named("Blutspende in Altdorf"), stays=True)[1] == [(NEW, "Blutspende in Altdorf")]
    assert after(named(WRONG), named("Kreisstraße 24 wird voll gespert"), stays=True)[1][0][0] is NEW
    assert after(named(WRONG), named(f"PM: {WRONG}"), stays=True)[1] == [(DOUBTFUL, f"PM: {WRONG}")]


def test_a_short_text_is_not_looked_for_among_what_left_the_feed_long_ago() -> None:
    memory, _ = after(named(WRONG, said="Kurz."), item(20, day=9))

    title = "Kreisstraße 23 wird voll gesperrt"
    assert memory.poll(named(title, said="Kurz."), *items(8)) == [(NEW, title)]


def test_a_text_that_several_releases_have_tells_none_of_them() -> None:
    memory = watched(SOURCE, *items(8))
    memory.poll(named("Blutspende in Altdorf"), named("Blutspende in Neustadt"), *items(8))

    assert memory.poll(named("Blutspende in Altdorff"), named("Blutspende in Neustadt"), *items(8)) == [
        (DOUBTFUL, "Blutspende in Altdorff")
    ]


def test_the_same_text_in_another_source_of_the_channel_under_a_title_with_a_prefix_is_held() -> None:
    memory = watched(SOURCE)
    memory.poll(named(WRONG))
    other = memory.beside(replace(SOURCE, id="bau", url=f"{SITE}/bau.rss"))
    other.poll()

    assert other.poll(replace(named(f"PM: {WRONG}"), guid="b", url=f"{SITE}/bau/1")) == [(DOUBTFUL, f"PM: {WRONG}")]


def test_without_a_date_only_what_left_the_feed_just_now_is_compared() -> None:
    first, second = named(WRONG), named(f"{WRONG} (Update)")

    def found(*, left: bool) -> Alike:
        one, other = (likeness(replace(entry, published=None)) for entry in (second, first))
        return resembles(one, other, UTC, absent=True, left=left)

    assert (found(left=True), found(left=False)) == (Alike.SAME, Alike.OTHER)


def test_a_title_of_marks_only_is_nobodys_correction() -> None:
    one, other = likeness(named("...", said=LONG)), likeness(named("Sperrung", said=LONG))

    assert resembles(one, other, UTC, absent=True, left=True) is Alike.DOUBT


# --- relaunches -------------------------------------------------------------------------------------------------------


def relaunched(prefix: str = "PM: ", *, said: str | None = None) -> list[Entry]:
    return [
        replace(
            one, guid=f"q{one.guid}", url=f"{SITE}/n/{n}", title=f"{prefix}{one.title}", summary=said or one.summary
        )
        for n, one in enumerate(items(14))
    ]


def test_a_relaunch_that_puts_something_before_all_titles_is_absorbed_without_edits() -> None:
    memory = watched(replace(SOURCE, backfill=14), *items(14))
    before = dict(memory.texts)

    assert counts(memory.decide(feed_of(*relaunched()))) == {"joined": 14}
    assert memory.texts == before


def test_a_relaunch_that_rewrites_all_titles_is_held_and_the_editors_read_how_many_are_known() -> None:
    memory = watched(SOURCE, *items(14))

    decisions = memory.decide(feed_of(*relaunched("Ganz neu formuliert, aber so richtig: ")))

    assert counts(decisions) == {"flood": 14}
    assert "known already, as far as can be seen: 14" in reasons(decisions).pop()
    assert {d.looks_like for d in decisions} == set(range(14))
