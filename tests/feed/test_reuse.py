"""Guids that were given to another release: positions in the feed, and guids that are used again."""

from __future__ import annotations

import random as chance
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.model import Entry, Verdict
from relay.settings import SourceSpec
from tests.feed.memory import SITE, Memory, feed_of, watched
from tests.feed.test_relaunch import text

SOURCE = SourceSpec("presse", f"{SITE}/presse.rss", ("main",), 120.0)
FEED = feed_of()
DAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
NEW, CHANGED, JOINED, DOUBTFUL = Verdict.NEW, Verdict.CHANGED, Verdict.JOINED, Verdict.DOUBTFUL
TITLES = (
    "Neue Radwege im Nordkreis eröffnet",
    "Kreishaushalt beschlossen",
    "Blutspende am Samstag",
    "Impfaktion im Herbst",
    "Musikschule lädt zum Konzert",
    "Straßensperrung in Altdorf",
    "Waldbrandgefahr steigt",
    "Jobmesse in der Stadthalle",
    "Neue Landrätin im Amt",
    "Tierheim sucht Helfer",
)


def release(number: int, *, hours: int = 20, said: str | None = None, title: str = "") -> Entry:
    return Entry(
        guid=f"g{number}",
        url=f"{SITE}/presse/{number}",
        title=title or TITLES[number],
        published=DAY + timedelta(hours=hours * number),
        summary=text(number) if said is None else said,
    )


def placed(entries: Sequence[Entry]) -> list[Entry]:
    """With their places as guids, newest first."""
    return [replace(one, guid=f"item-{place}") for place, one in enumerate(entries, 1)]


def window(newest: int, size: int = 6, **more: int | str) -> list[Entry]:
    return [release(n, **more) for n in range(newest, newest - size, -1)]  # type: ignore[arg-type]  # by name


def happened(memory: Memory, *entries: Entry) -> list[tuple[Verdict, str]]:
    """What is posted, corrected or held."""
    known = {Verdict.JOINED, Verdict.CHANGED}
    return [
        (d.verdict, d.entry.title)
        for d in memory.decide(replace(FEED, entries=entries))
        if d.verdict not in known or (d.known and d.known.owner)
    ]


# --- places -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [20, 0, 1])
@pytest.mark.parametrize("said", [None, "Mehr auf der Website.", ""])
def test_where_guids_are_places_each_new_release_is_posted_and_no_other_one_is_changed(
    hours: int, said: str | None
) -> None:
    memory = watched(replace(SOURCE, backfill=6), *placed(window(5, hours=hours, said=said)))  # type: ignore[arg-type]  # None too
    before = dict(memory.texts)

    for newest in (6, 7, 8, 9):
        feed = placed(window(newest, hours=hours, said=said))  # type: ignore[arg-type]  # None too
        assert happened(memory, *feed) == [(NEW, TITLES[newest])]
        assert memory.poll(*feed) == []
    assert memory.texts == before | {n: [TITLES[n]] for n in (6, 7, 8, 9)}


def test_several_new_ones_at_once_push_the_places_further() -> None:
    memory = watched(SOURCE, *placed(window(5)))

    assert happened(memory, *placed(window(8))) == [(NEW, TITLES[n]) for n in (6, 7, 8)]


def test_titles_that_are_nearly_the_same_do_not_hide_that_guids_are_places() -> None:
    def feed(newest: int) -> list[Entry]:
        return placed([release(n, title=f"Polizeibericht {n}", said="Mehr.") for n in range(newest, newest - 5, -1)])

    memory = watched(SOURCE, *feed(5))

    for newest in (6, 7, 8):
        assert happened(memory, *feed(newest)) == [(NEW, f"Polizeibericht {newest}")]
    assert memory.texts == {n - 1: [f"Polizeibericht {n}"] for n in (6, 7, 8)}


def test_a_correction_is_made_where_guids_are_places() -> None:
    memory = watched(SOURCE, *placed(window(5)))
    happened(memory, *placed(window(6)))
    fixed = [release(6, title="Waldbrandgefahr sinkt"), *window(5, 5)]

    assert happened(memory, *placed(fixed)) == [(CHANGED, "Waldbrandgefahr sinkt")]
    assert happened(memory, *placed([release(7), *fixed[:-1]])) == [(NEW, TITLES[7])]
    assert memory.texts == {6: [TITLES[6], "Waldbrandgefahr sinkt"], 7: [TITLES[7]]}


def test_places_without_links_are_told_apart_by_title_and_day() -> None:
    def bare(newest: int) -> list[Entry]:
        return [replace(one, url="") for one in placed(window(newest))]

    memory = watched(SOURCE, *bare(5))

    for newest in (6, 7, 8):
        assert happened(memory, *bare(newest)) == [(NEW, TITLES[newest])]
    assert memory.texts == {n: [TITLES[n]] for n in (6, 7, 8)}


def test_places_without_link_and_date_are_held_when_they_first_move_and_then_told_apart_by_their_texts() -> None:
    def bare(newest: int) -> list[Entry]:
        return [replace(one, url="", published=None) for one in placed(window(newest, 5))]

    memory = watched(SOURCE, *bare(5))

    first = happened(memory, *bare(6))
    assert {verdict for verdict, _ in first} <= {NEW, DOUBTFUL}
    assert (NEW, TITLES[6]) in first
    for newest in (7, 8, 9):
        assert happened(memory, *bare(newest)) == [(NEW, TITLES[newest])]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.sampled_from([0, 1, 20]))
def test_in_whatever_steps_places_move_everything_is_posted_once(steps: list[int], hours: int) -> None:
    memory = Memory(replace(SOURCE, flood_limit=9))
    memory.decide(replace(FEED, entries=tuple(placed(named(12, hours)))))
    newest, came = 12, []
    for step in steps:
        newest += step
        came += happened(memory, *placed(named(newest, hours)))

    assert came == [(NEW, f"Titel {chance.Random(n).random()}") for n in range(13, newest + 1)]


def named(newest: int, hours: int) -> list[Entry]:
    return [release(n, title=f"Titel {chance.Random(n).random()}", hours=hours) for n in range(newest, newest - 10, -1)]


# --- one that is used again -------------------------------------------------------------------------------------------


@pytest.fixture
def memory() -> Memory:
    """Of a source in which one release was posted."""
    memory = watched(SOURCE, *window(5, 5))
    assert happened(memory, release(6), *window(5, 5)) == [(NEW, TITLES[6])]
    return memory


@pytest.mark.parametrize("days", [0, 3])
def test_a_guid_that_another_release_has_now_posts_that_one_and_leaves_the_first_as_it_is(
    memory: Memory, days: int
) -> None:
    at = (release(6).published or DAY) + timedelta(days=days, minutes=7)
    other = replace(release(8), guid="g6", published=at)

    assert happened(memory, other, *window(5, 5)) == [(NEW, TITLES[8])]
    assert memory.poll(other, *window(5, 5)) == []
    assert memory.texts == {5: [TITLES[6]], 6: [TITLES[8]]}
    corrected = replace(other, title="Jobmesse verschoben", summary=f"{text(8)} Neu.")
    assert happened(memory, corrected, *window(5, 5)) == [(CHANGED, "Jobmesse verschoben")]
    assert memory.texts == {5: [TITLES[6]], 6: [TITLES[8], "Jobmesse verschoben"]}


def test_where_nobody_can_tell_it_is_held_with_the_reason(memory: Memory) -> None:
    other = replace(release(8), guid="g6", published=release(6).published)

    (decision,) = memory.decide(replace(FEED, entries=(other, *window(5, 5))))

    assert (decision.verdict, str(decision.reason)) == (
        DOUBTFUL,
        f"it has the identifier of another release, {TITLES[6]}, but reads quite differently",
    )
    assert memory.poll(other, *window(5, 5)) == []
    assert memory.texts[5] == [TITLES[6]]


def test_a_release_that_is_written_anew_under_its_guid_and_link_is_a_correction(memory: Memory) -> None:
    anew = replace(release(6), title="Entwarnung im ganzen Kreis", summary=text(99))

    assert happened(memory, anew, *window(5, 5)) == [(CHANGED, "Entwarnung im ganzen Kreis")]


@pytest.mark.parametrize(
    "said",
    [{"title": "Entwarnung im ganzen Kreis"}, {"summary": text(99)}, {"published": DAY + timedelta(days=30)}],
)
def test_with_the_link_one_of_title_text_and_day_may_be_another(memory: Memory, said: dict[str, object]) -> None:
    moved = replace(release(6), url=f"{SITE}/neu/6", **said)  # type: ignore[arg-type]  # by name of the field

    assert {verdict for verdict, _ in happened(memory, moved, *window(5, 5))} <= {CHANGED}
    assert len(memory.releases) == 6


def test_the_same_words_at_another_link_are_a_move(memory: Memory) -> None:
    (decision,) = memory.decide(replace(FEED, entries=(replace(release(6), url=f"{SITE}/neu/6"), *window(5, 5))))

    assert (decision.verdict, decision.moved) == (CHANGED, True)


@pytest.mark.parametrize("said", [text(8), "Am Montag gelten neue Regeln für Besuche in Heimen."])
def test_a_page_that_tells_of_something_quite_different_another_day_is_held(said: str) -> None:
    page = replace(release(6, said="Heute wurden 14 weitere Fälle gemeldet."), url=f"{SITE}/aktuell")
    memory = watched(SOURCE)
    happened(memory, page)
    other = replace(page, title="Besuche wieder erlaubt", summary=said, published=DAY + timedelta(days=9))

    (decision,) = memory.decide(replace(FEED, entries=(other,)))

    assert decision.verdict is DOUBTFUL
    assert f"at the address of another release, {TITLES[6]}" in str(decision.reason)
    assert memory.poll(other) == []
    assert memory.poll(page) == []
    assert memory.poll(other) == []
    assert memory.texts[0] == [TITLES[6]]


def test_two_that_take_turns_under_one_guid_at_one_page_are_not_held_again_and_again() -> None:
    page = replace(release(6), url=f"{SITE}/aktuell")
    other = replace(release(8), guid=page.guid, url=page.url, published=DAY + timedelta(days=40))
    memory = watched(SOURCE)
    happened(memory, page)
    happened(memory, other)

    for _ in range(3):
        assert memory.poll(page, other) == memory.poll(other, page) == memory.poll(page) == memory.poll(other) == []
    fixed = replace(other, title=f"{other.title} (neu)")
    assert [verdict for verdict, _ in memory.poll(fixed)] == [JOINED]
    assert len(memory.releases) == 2
