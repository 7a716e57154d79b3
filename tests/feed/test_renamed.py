"""Feeds whose entries have other names whenever they are read, and lists that show old entries behind the known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from relay.feed import flood
from relay.model import Entry, Verdict
from relay.settings import SourceSpec
from tests.feed.memory import SITE, Memory, counts, feed_of, watched

SOURCE = SourceSpec("presse", f"{SITE}/presse.rss", ("main",), 120.0)
DAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
TOPICS = ("Straße", "Brücke", "Schule", "Museum", "Wald", "Messe", "Abfall", "Impfung", "Kreistag", "Bus", "Ehrenamt")
NEW, CHANGED, JOINED = Verdict.NEW, Verdict.CHANGED, Verdict.JOINED
DOUBTFUL, FLOOD = Verdict.DOUBTFUL, Verdict.FLOOD

_numbers = count()


def chance() -> str:
    return f"{next(_numbers) * 7919 + 104729:x}"


def entry(number: int, *, dated: bool = False) -> Entry:
    topic = TOPICS[number]
    day = DAY + timedelta(days=number) if dated else None
    return Entry(f"g{number}", f"{SITE}/m/{number}", f"Neues zum Thema {topic}", day, None, f"{topic} ab sofort.")


def by_parameter(one: Entry) -> Entry:
    return replace(one, guid="", url=f"{one.url}?ts={chance()}")


def by_guid(one: Entry) -> Entry:
    return replace(one, guid=chance(), url="")


def by_both(one: Entry) -> Entry:
    return replace(one, guid=chance(), url=f"{one.url}?r={chance()}")


def by_path(one: Entry) -> Entry:
    return replace(one, guid="", url=f"{SITE}/{chance()}/")


RENAMED = (by_parameter, by_guid, by_both, by_path)
Rename = Callable[[Entry], Entry]


def shown(rename: Rename, newest: int, *, dated: bool = False, oldest: int = 0) -> list[Entry]:
    return [rename(entry(number, dated=dated)) for number in range(newest, oldest - 1, -1)]


def verdicts(memory: Memory, entries: Sequence[Entry]) -> dict[str, int]:
    return counts(memory.decide(feed_of(*entries)))


# --- other names each time --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("rename", RENAMED)
def test_entries_with_other_names_each_time_are_known_and_each_new_one_is_posted(
    rename: Rename, *, dated: bool
) -> None:
    memory = watched(SOURCE, *shown(rename, 3, dated=dated))
    for _ in range(4):
        assert verdicts(memory, shown(rename, 3, dated=dated)) == {"joined": 4}

    for newest in range(4, 9):
        assert verdicts(memory, shown(rename, newest, dated=dated)) == {"joined": newest, "new": 1}
        assert verdicts(memory, shown(rename, newest, dated=dated)) == {"joined": newest + 1}
    assert len(memory.releases) == 9


def test_new_guids_at_stable_links_hold_back_no_new_release() -> None:
    memory = watched(SOURCE, *shown(lambda one: replace(one, guid=chance()), 3, dated=True))

    for newest in range(4, 7):
        (*known, new) = memory.decide(feed_of(*shown(lambda one: replace(one, guid=chance()), newest, dated=True)))
        assert {one.verdict for one in known} == {JOINED}
        assert (new.verdict, new.reason) == (NEW, None)


def test_the_first_time_only_what_is_newer_than_all_known_ones_is_certainly_new() -> None:
    for dated, verdict in ((True, NEW), (False, FLOOD)):
        memory = watched(SOURCE, *shown(by_both, 5, dated=dated))
        *_, last = memory.decide(feed_of(*shown(by_both, 6, dated=dated)))
        assert last.verdict is verdict
    assert str(last.reason).startswith("most entries have new addresses or identifiers, and these were not recognised")


def test_people_are_told_once_that_a_feed_gives_other_names_and_by_which_parameter() -> None:
    memory = watched(SOURCE, *shown(by_parameter, 3))

    letters = [str(flood.letter(memory.decide(feed_of(*shown(by_parameter, 3))), SOURCE)) for _ in range(6)]

    assert letters[0].startswith("4 entries of presse have new addresses or identifiers.")
    assert "other addresses each time it is read: the parameter ts changes" in letters[1]
    assert letters[2:] == ["None"] * 4


def test_people_are_told_of_other_guids_without_the_name_of_a_parameter() -> None:
    memory = watched(SOURCE, *shown(by_guid, 3))

    letters = [str(flood.letter(memory.decide(feed_of(*shown(by_guid, 3))), SOURCE)) for _ in range(2)]

    assert "other identifiers or addresses each time" in letters[1]


def test_a_recurring_title_with_few_words_is_held_when_only_the_last_one_went() -> None:
    def listing(*numbers: int) -> list[Entry]:
        return [replace(entry(0), guid="", url=f"{SITE}/d.php?id={n}", title="Bekanntmachung") for n in numbers]

    memory = watched(SOURCE, *listing(5, 4, 3, 2, 1))

    assert memory.poll(*listing(6, 5, 4, 3, 2)) == [(DOUBTFUL, "Bekanntmachung")]


def test_what_waits_for_a_person_is_not_held_a_second_time_under_another_name() -> None:
    memory = watched(SOURCE, by_path(entry(1)), by_path(entry(0)))

    assert verdicts(memory, shown(by_path, 1)) == {"doubtful": 2}
    for _ in range(5):
        assert verdicts(memory, shown(by_path, 1)) == {"joined": 2}
    for release in memory.releases:
        release.waits = False
    assert verdicts(memory, shown(by_path, 1)) == {"joined": 2}
    assert len(memory.releases) == 4


def test_of_several_that_say_the_same_each_is_the_one_at_the_most_similar_address() -> None:
    def page(number: int) -> Entry:
        return Entry("", f"{SITE}/d.php?id={number}&ts={chance()}", "Öffentliche Bekanntmachung")

    memory = watched(SOURCE, *(page(number) for number in range(4)))

    decisions = memory.decide(feed_of(*(page(number) for number in (2, 0, 3, 1))))

    pairs = [
        (d.entry.url.split("&")[0], d.known.likeness.url.split("&")[0])
        for d in decisions
        if d.known and d.known.likeness
    ]
    assert [one for one, _ in pairs] == [other for _, other in pairs]
    assert len(pairs) == 4


# --- the time of an update --------------------------------------------------------------------------------------------


def updated(entries: Sequence[Entry], minute: int) -> list[Entry]:
    return [replace(one, updated=DAY + timedelta(days=30, minutes=minute)) for one in entries]


def test_where_all_were_updated_at_once_only_what_reads_otherwise_is_a_correction() -> None:
    entries = [entry(number, dated=True) for number in range(9, -1, -1)]
    memory = watched(replace(SOURCE, backfill=10), *updated(entries, 0))
    corrected = [*entries[:-1], replace(entries[-1], title="Korrektur: Straße frei")]

    heard = [d.entry.title for d in memory.decide(feed_of(*updated(corrected, 1))) if d.known and d.known.owner]

    assert heard == ["Korrektur: Straße frei"]
    assert memory.poll(*updated(corrected, 1)) == []


def test_a_single_update_is_a_hint_that_its_page_may_read_otherwise() -> None:
    entries = [entry(number, dated=True) for number in range(4, -1, -1)]
    memory = watched(replace(SOURCE, backfill=10), *entries)

    (decision,) = memory.decide(feed_of(*updated(entries[:1], 1), *entries[1:]))

    assert decision.verdict is CHANGED
    assert decision.known
    assert decision.known.owner


# --- lists that go on -------------------------------------------------------------------------------------------------


def listed(*numbers: int) -> list[Entry]:
    return [entry(number) for number in numbers]


def test_an_old_entry_that_slides_in_behind_the_known_ones_waits_for_a_person() -> None:
    memory = watched(SOURCE, *listed(9, 8, 7, 6, 5))

    (decision,) = memory.decide(feed_of(*listed(9, 8, 6, 5, 4)))

    assert decision.verdict is DOUBTFUL
    assert "it has no date, and came into sight behind older ones" in str(decision.reason)
    assert memory.poll(*listed(10, 9, 8, 6, 5)) == [(NEW, entry(10).title)]
    assert memory.poll(*listed(10, 9, 8, 6, 5, 4)) == []
    assert memory.poll(*listed(10, 9, 6, 5, 4, 3)) == [(DOUBTFUL, entry(3).title)]


def test_a_list_that_was_seen_to_grow_at_its_end_goes_on_there() -> None:
    memory = watched(SOURCE, *listed(1, 2, 3))
    assert memory.poll(*listed(1, 2, 3, 4)) == [(NEW, entry(4).title)]

    assert memory.poll(*listed(2, 3, 4, 5)) == [(NEW, entry(5).title)]


def test_in_a_sitemap_and_with_a_date_the_end_of_a_list_means_nothing() -> None:
    memory = watched(replace(SOURCE, kind="sitemap"), *listed(9, 8, 7))
    assert memory.poll(*listed(9, 8, 4)) == [(NEW, entry(4).title)]

    memory = watched(SOURCE, *listed(9, 8, 7))
    assert memory.poll(*listed(9, 8), entry(10, dated=True)) == [(NEW, entry(10).title)]


# --- nothing left -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dated", [True, False])
def test_one_entry_where_all_the_known_ones_went_at_once_waits_for_a_person(*, dated: bool) -> None:
    known = [entry(number, dated=dated) for number in (3, 2, 1)]
    memory = watched(SOURCE, *known)

    (decision,) = memory.decide(feed_of(entry(5, dated=dated)))

    assert decision.verdict is FLOOD
    assert str(decision.reason).startswith("nothing is left in the feed of what was there before; new: 1 of 1 entries")
    assert memory.poll(*known) == []


def test_after_an_empty_feed_news_are_news() -> None:
    memory = watched(SOURCE, *listed(3, 2, 1))
    memory.poll()

    assert memory.poll(*listed(4)) == [(NEW, entry(4).title)]
