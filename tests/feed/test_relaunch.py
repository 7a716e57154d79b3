"""A website that was moved, relaunched or restored: what is known is known, the rest waits for a person."""

from __future__ import annotations

import random as chance
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed import flood
from relay.model import Decision, Entry, Verdict
from relay.settings import SourceSpec
from tests.feed.memory import SITE, Memory, counts, feed_of, rewritten, watched

SOURCE = SourceSpec("presse", f"{SITE}/presse.rss", ("main",), 120.0)
DAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
NEW, CHANGED, JOINED = Verdict.NEW, Verdict.CHANGED, Verdict.JOINED
DOUBTFUL, FLOOD = Verdict.DOUBTFUL, Verdict.FLOOD
WORDS = "Landkreis Straße Brücke Montag Sperrung Umleitung Feuerwehr Wald Gefahr Schule Kinder Bus Linie Markt Haushalt"


def text(seed: int, length: int = 45) -> str:
    """Of its own for each seed."""
    dice, words = chance.Random(seed), WORDS.split()
    return " ".join(f"{dice.choice(words)}{seed}{dice.choice('abcdef')}" for _ in range(length))


def item(number: int, *, day: int | None = None, title: str = "", said: str | None = None) -> Entry:
    return Entry(
        guid=f"guid-{number}",
        url=f"{SITE}/presse/{number}",
        title=title or f"Meldung {number}",
        published=DAY + timedelta(days=number if day is None else day),
        summary=text(number) if said is None else said,
    )


def items(number: int) -> list[Entry]:
    """Newest first."""
    return [item(one) for one in reversed(range(number))]


def moved(entries: Sequence[Entry]) -> list[Entry]:
    return [rewritten(entry, number) for number, entry in enumerate(entries)]


def posted(memory: Memory, *entries: Entry) -> None:
    """These come one by one and are posted."""
    for number in range(len(entries)):
        memory.poll(*entries[-number - 1 :])


# --- any feed ---------------------------------------------------------------------------------------------------------

feeds = st.lists(
    st.builds(
        lambda day, title, length, seed: (day, title, length, seed),
        st.integers(0, 20),
        st.sampled_from(["Blutspendetermine", "Sperrung", "Kreistag", "Haushalt"]),
        st.integers(30, 50),
        st.integers(0, 10**6),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[3],
).map(
    lambda rows: [
        replace(item(n, day=day, title=f"{title} {day}"), summary=text(seed, length))
        for n, (day, title, length, seed) in enumerate(rows)
    ]
)


@settings(deadline=None)
@given(feeds, st.randoms(use_true_random=False))
def test_nothing_is_new_in_a_feed_whose_entries_trade_places(entries: list[Entry], random: chance.Random) -> None:
    memory = watched(SOURCE, *entries)
    random.shuffle(entries)

    assert memory.poll(*entries) == []


@settings(deadline=None)
@given(feeds, st.integers(0, 20))
def test_nothing_is_posted_or_corrected_after_any_relaunch(entries: list[Entry], backfill: int) -> None:
    memory = watched(replace(SOURCE, backfill=backfill), *entries)

    decided = counts(memory.decide(feed_of(*moved(entries))))

    assert decided.keys() <= {"joined"}
    assert memory.poll(*moved(entries)) == []


@settings(deadline=None)
@given(feeds, st.sets(st.integers(0, 11)))
def test_corrected_titles_are_no_flood(entries: list[Entry], which: set[int]) -> None:
    memory = watched(SOURCE, *entries)
    corrected = [replace(one, title=f"{one.title}!?x") if n in which else one for n, one in enumerate(entries)]

    assert counts(memory.decide(feed_of(*corrected))).keys() <= {"changed"}


@settings(deadline=None)
@given(feeds)
def test_releases_with_texts_of_their_own_are_never_merged(entries: list[Entry]) -> None:
    memory = watched(replace(SOURCE, flood_limit=100))

    assert counts(memory.decide(feed_of(*entries))) == {"new": len(entries)}
    assert len(memory.releases) == len(entries)


# --- one entry under another identity ---------------------------------------------------------------------------------


def test_one_entry_whose_guid_and_link_changed_together_is_recognised_and_corrections_still_flow() -> None:
    memory = watched(SOURCE, *items(5))
    news = item(9)
    memory.poll(news, *items(5))
    again = rewritten(news, 9)

    assert memory.poll(again, *items(5)) == [(JOINED, "Meldung 9")]
    assert memory.poll(replace(again, title="Meldung 9 (neu)"), *items(5)) == [(CHANGED, "Meldung 9 (neu)")]
    assert memory.texts == {5: ["Meldung 9", "Meldung 9 (neu)"]}


def test_another_entry_of_a_release_is_not_heard_while_the_first_one_stands_in_the_feed() -> None:
    memory = watched(SOURCE)
    first = item(1)
    other = rewritten(first, 1)
    memory.poll(first)
    memory.poll(first, other)

    for turn in range(4):
        memory.poll(first, replace(other, title=f"Meldung 1 anders {turn}"))
        memory.poll(replace(other, title=f"Meldung 1 anders {turn}"), first)
    assert memory.texts == {0: ["Meldung 1"]}

    memory.poll(replace(other, title="Meldung 1 als einzige"))
    assert memory.texts == {0: ["Meldung 1", "Meldung 1 als einzige"]}
    memory.poll(replace(other, title="Meldung 1 als einzige"), replace(first, title="Nicht mehr"))
    assert memory.texts == {0: ["Meldung 1", "Meldung 1 als einzige"]}


def test_without_a_guid_a_title_is_followed_there_and_back() -> None:
    memory = watched(SOURCE)
    bare = replace(item(1), guid="")
    for title in ("A", "B", "A", "B", "A"):
        memory.poll(replace(bare, title=title))
        assert memory.poll(replace(bare, title=title)) == []

    assert memory.texts == {0: ["A", "B", "A", "B", "A"]}


def test_a_release_that_stands_in_the_feed_twice_is_posted_once() -> None:
    memory = watched(SOURCE)
    first = item(1)

    assert memory.poll(first, rewritten(first, 1)) == [(NEW, "Meldung 1"), (JOINED, "Meldung 1")]
    assert memory.poll(first, rewritten(first, 1)) == []
    assert len(memory.releases) == 1


def test_two_of_one_title_and_day_are_two_if_their_long_texts_differ_and_doubtful_if_they_are_short() -> None:
    first = item(1, title="Sperrung")
    memory = watched(SOURCE)
    assert memory.poll(item(2, title="Sperrung", day=1), first) == [(NEW, "Sperrung")] * 2

    memory = watched(SOURCE)
    brief = replace(first, summary="Ab Montag.")
    (posted, held) = memory.decide(feed_of(item(2, title="Sperrung", day=1, said="Ab Dienstag."), brief))
    assert (posted.verdict, held.verdict) == (NEW, DOUBTFUL)
    assert str(held.reason) == "it may be the release that was posted as Sperrung on 24.03.2026"


def test_what_may_be_known_is_held_with_the_name_of_the_other_and_never_merged() -> None:
    memory = watched(SOURCE)
    memory.poll(item(1, said="Kurz."))

    (decision,) = memory.decide(feed_of(rewritten(item(1, said="Ein anderer Text."), 1)))

    assert decision.verdict is DOUBTFUL
    assert str(decision.reason) == "it may be the release that was posted as Meldung 1 on 24.03.2026"
    assert len(memory.releases) == 2


def test_what_may_be_known_from_before_the_first_sight_is_not_said_to_be_posted() -> None:
    memory = watched(SOURCE, item(1, said="Kurz."))

    (decision,) = memory.decide(feed_of(rewritten(item(1, said="Ein anderer Text."), 1)))

    assert str(decision.reason) == "it may be the release Meldung 1, which is known already"


def test_recurring_titles_on_other_days_are_posted() -> None:
    memory = watched(SOURCE)
    for week in range(4):
        entry = item(week, day=7 * week, title="Blutspendetermine", said="Mehr auf der Website.")
        assert memory.poll(entry) == [(NEW, "Blutspendetermine")]


def test_a_release_in_two_sources_of_a_channel_is_one_whatever_its_links() -> None:
    memory = watched(SOURCE)
    memory.poll(item(1))
    other = memory.beside(replace(SOURCE, id="bau", url=f"{SITE}/bau.rss"))
    other.poll()

    assert other.poll(rewritten(item(1), 1)) == [(JOINED, "Meldung 1")]
    assert other.poll(replace(rewritten(item(1), 1), title="Anders")) == [(CHANGED, "Anders")]
    assert memory.texts == {0: ["Meldung 1"]}


def test_a_page_that_was_given_to_another_release_is_held_and_the_old_post_is_left_alone() -> None:
    memory = watched(SOURCE)
    memory.poll(item(1, title="Hochwasser"))
    reused = replace(item(9, title="Blutspende im Kreishaus"), url=item(1).url)

    (decision,) = memory.decide(feed_of(reused))

    assert decision.verdict is DOUBTFUL
    assert "stands at the address of another release, Hochwasser" in str(decision.reason)
    assert (len(memory.releases), memory.texts[0]) == (2, ["Hochwasser"])
    assert memory.poll(replace(reused, summary="Korrigiert.")) == [(CHANGED, reused.title)]
    assert memory.texts[0] == ["Hochwasser"]


def test_other_names_of_the_host_are_the_same_website_if_configured() -> None:
    spec = replace(SOURCE, url="https://www.kreis-neu.example/rss", host_aliases=("WWW.Landkreis-Musterland.example",))
    memory = watched(SOURCE)
    memory.poll(item(1))
    memory.source = spec
    there = replace(item(1), guid="x", url="https://kreis-neu.example/presse/1", title="Meldung 1, korrigiert")

    assert memory.poll(there) == [(JOINED, "Meldung 1, korrigiert")]
    assert memory.texts == {0: ["Meldung 1", "Meldung 1, korrigiert"]}


# --- floods -----------------------------------------------------------------------------------------------------------


def reasons(decisions: Sequence[Decision]) -> set[str]:
    return {str(decision.reason) for decision in decisions if decision.verdict is FLOOD}


def test_a_relaunch_that_is_recognised_in_full_is_absorbed_and_told_in_one_letter() -> None:
    entries = items(12)
    memory = watched(replace(SOURCE, backfill=12), *entries)
    feed = feed_of(*moved(entries))

    decisions = memory.decide(feed)

    assert counts(decisions) == {"joined": 12}
    assert not any(d.known and d.known.owner for d in decisions)  # no page is read, no post corrected
    letter = flood.letter(decisions, SOURCE)
    assert str(letter).startswith("12 entries of presse have new addresses or identifiers.")
    assert flood.letter(memory.decide(feed), SOURCE) is None


def test_corrections_go_on_after_a_relaunch() -> None:
    entries = items(12)
    memory = watched(replace(SOURCE, backfill=12), *entries)
    after = moved(entries)
    memory.poll(*after)

    assert memory.poll(replace(after[0], summary="Korrigiert."), *after[1:]) == [(CHANGED, "Meldung 11")]
    assert sum(map(len, memory.texts.values())) == 12
    (decision,) = memory.decide(feed_of(replace(after[0], title="Neu"), *after[1:]))
    assert decision.known
    assert decision.known.owner


def test_a_relaunch_that_is_not_recognised_in_full_is_held_whole_with_the_facts() -> None:
    entries = [replace(one, summary="Kurz.") for one in items(40)]
    memory = watched(SOURCE, *entries)
    after = [replace(one, summary="Kürzer.") for one in moved(entries)]

    decisions = memory.decide(feed_of(*after))

    assert counts(decisions) == {"flood": 40}
    assert reasons(decisions) == {
        "\n".join(
            (
                "too many new releases at once: 40 of 40 entries",
                "the identifiers of 40 of 40 entries are new",
                f"their addresses moved from {SITE[8:]}/presse/ to {SITE[8:]}/aktuelles/",
                "known already, as far as can be seen: 40",
            )
        )
    }
    assert memory.poll(*after) == []


def test_in_a_relaunch_what_is_recognised_is_known_and_only_the_rest_is_held() -> None:
    entries = items(12)
    memory = watched(SOURCE, *entries)
    after = moved(entries)
    after[0] = replace(after[0], title="Ganz anders", summary=text(99))
    feed = feed_of(*after)

    decisions = memory.decide(feed)

    assert counts(decisions) == {"joined": 11, "flood": 1}
    assert "known already, as far as can be seen: 11" in reasons(decisions).pop()
    assert flood.letter(decisions, SOURCE) is None


def test_ordinary_days_of_a_small_feed_are_posted() -> None:
    for known, news in ((1, 3), (2, 5), (3, 4), (3, 5)):
        memory = watched(SOURCE, *items(known))
        fresh = [item(number) for number in reversed(range(10, 10 + news))]
        assert counts(memory.decide(feed_of(*fresh, *items(known)))) == {"new": news}, (known, news)


def test_a_short_feed_that_one_or_two_new_ones_fill_is_posted() -> None:
    for news in (1, 2):
        memory = watched(SOURCE, *items(2))
        fresh = [item(number) for number in range(10, 10 + news)]
        assert counts(memory.decide(feed_of(*fresh))) == {"new": news}


def test_most_of_a_feed_that_is_new_while_half_of_the_old_is_gone_is_held() -> None:
    memory = watched(SOURCE, *items(4))
    fresh = [item(number) for number in (12, 11, 10)]

    assert counts(memory.decide(feed_of(*fresh, item(3)))) == {"flood": 3}


def test_only_what_is_much_older_than_the_newest_is_held_and_the_fresh_goes_out() -> None:
    memory = watched(SOURCE, *items(30))
    old, fresh = item(100, day=20), item(101, day=30)

    decisions = memory.decide(feed_of(fresh, *items(30), old))

    assert [(d.verdict, d.entry.guid) for d in decisions] == [(FLOOD, "guid-100"), (NEW, "guid-101")]
    assert reasons(decisions) == {"much older than the newest release, of 21.04.2026; new entries: 1"}


def test_one_that_is_a_few_days_older_than_the_newest_is_news() -> None:
    memory = watched(SOURCE, *items(30))

    assert memory.poll(*items(30), item(100, day=23)) == [(NEW, "Meldung 100")]


def test_a_feed_whose_guids_are_others_every_time_is_known_by_its_links() -> None:
    memory = watched(SOURCE, *items(5))
    numbers = count()
    for _ in range(3):
        entries = [replace(one, guid=f"neu-{next(numbers)}") for one in items(5)]
        decisions = memory.decide(feed_of(*entries))
        assert counts(decisions) == {"joined": 5}
        assert not any(d.known and d.known.owner for d in decisions)


def test_three_corrections_that_bring_new_guids_are_corrections() -> None:
    entries = items(10)
    memory = watched(replace(SOURCE, backfill=10), *entries)
    edited = [replace(one, guid=f"{one.guid}-2", title=f"{one.title} neu") for one in entries[:3]]

    decisions = memory.decide(feed_of(*edited, *entries[3:]))

    assert [d.known.owner for d in decisions if d.known] == [True] * 3


# --- withdrawn, dated ahead -------------------------------------------------------------------------------------------


def test_a_release_that_is_marked_as_withdrawn_is_not_corrected_into_that() -> None:
    memory = watched(SOURCE)
    memory.poll(item(1))
    marked = replace(item(1), title="Zurückgezogen: Meldung 1")

    (decision,) = memory.decide(feed_of(marked))

    assert (decision.verdict, str(decision.reason)) == (CHANGED, 'the website says "Zurückgezogen"')
    assert memory.texts == {0: ["Meldung 1"]}
    assert memory.poll(marked) == []
    assert memory.poll(replace(item(1), title="Meldung 1 gilt")) == [(CHANGED, "Meldung 1 gilt")]
    assert memory.texts == {0: ["Meldung 1", "Meldung 1 gilt"]}


def test_a_release_that_is_withdrawn_at_first_sight_is_held() -> None:
    memory = watched(SOURCE)

    (decision,) = memory.decide(feed_of(item(1, title="[GELÖSCHT] Meldung 1")))

    assert (decision.verdict, str(decision.reason)) == (DOUBTFUL, 'the website says "GELÖSCHT"')


def test_a_date_far_ahead_is_held_one_that_may_be_an_embargo_is_not() -> None:
    for days, verdict in ((0, NEW), (29, NEW), (31, DOUBTFUL)):
        memory = watched(SOURCE)
        memory.now = DAY
        (decision,) = memory.decide(feed_of(item(1, day=days)))
        assert decision.verdict is verdict
    assert str(decision.reason) == "its date lies in the future: 23.04.2026"
