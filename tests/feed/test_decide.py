"""What is new in a feed, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed.decide import decide, digest, keys, link_key, wanted
from relay.model import Decision, Entry, EntryMedia, Known, Verdict
from relay.settings import SourceSpec
from tests.feed.memory import SITE, Memory, watched
from tests.feed.memory import feed_of as feed

SOURCE = SourceSpec("presse", f"{SITE}/presse.rss", ("main",), 120.0)
DAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)


def entry(
    guid: str = "",
    link: str | None = None,
    title: str | None = None,
    day: int | None = 0,
    summary: str = "Die Kreisstraße ist gesperrt.",
) -> Entry:
    """Of a guid come a link and a title of its own, where none is given."""
    return Entry(
        guid=guid,
        url=f"{SITE}/presse/{guid}" if link is None else link,
        title=f"Meldung {guid}" if title is None else title,
        published=None if day is None else DAY + timedelta(days=day),
        summary=summary,
    )


@pytest.fixture
def memory() -> Memory:
    """Of a source that was read before, with nothing in it."""
    return watched(SOURCE)


def verdicts(decisions: Iterable[Decision]) -> list[tuple[Verdict, str]]:
    return [(decision.verdict, decision.entry.title) for decision in decisions]


NEW, CHANGED, JOINED = Verdict.NEW, Verdict.CHANGED, Verdict.JOINED
A, B = entry("a"), entry("b", day=1)


# --- identity: guid ---------------------------------------------------------------------------------------------------


def test_what_was_seen_is_not_decided_again(memory: Memory) -> None:
    assert memory.poll(A) == [(NEW, "Meldung a")]
    assert memory.poll(A) == []


def test_a_guid_stays_the_release_whatever_becomes_of_link_and_title(memory: Memory) -> None:
    memory.poll(A)

    assert memory.poll(replace(A, url=f"{SITE}/neu/a")) == [(CHANGED, "Meldung a")]
    assert memory.poll(replace(A, url=f"{SITE}/neu/a")) == []
    assert memory.poll(replace(A, url=f"{SITE}/neu/a", title="Anders")) == [(CHANGED, "Anders")]


def test_a_new_guid_at_a_known_link_is_the_same_release(memory: Memory) -> None:
    memory.poll(A)

    assert memory.poll(replace(A, guid="a2")) == [(JOINED, "Meldung a")]
    assert memory.poll(replace(A, guid="a2")) == []


def test_two_guids_with_one_link_are_two_releases(memory: Memory) -> None:
    report = f"{SITE}/polizeibericht"
    first, second = replace(A, url=report), replace(B, url=report)

    assert memory.poll(second, first) == [(NEW, "Meldung a"), (NEW, "Meldung b")]
    assert memory.poll(second) == []
    assert memory.poll(first) == []
    assert memory.poll(entry("c", link=report), second, first) == [(NEW, "Meldung c")]


def test_one_guid_at_several_links_is_several_releases(memory: Memory) -> None:
    first, second = replace(A, guid="presse"), replace(B, guid="presse")

    assert memory.poll(second, first) == [(NEW, "Meldung a"), (NEW, "Meldung b")]
    assert memory.poll(first, second) == []


def test_a_guid_that_is_used_again_does_not_bring_the_first_release_back(memory: Memory) -> None:
    first, second = replace(A, guid="presse"), replace(B, guid="presse")
    memory.poll(first)

    assert memory.poll(second, first) == [(JOINED, "Meldung a"), (NEW, "Meldung b")]
    assert memory.poll(second, first) == []


def test_an_entry_that_stands_in_the_feed_twice_is_one(memory: Memory) -> None:
    assert memory.poll(A, B, A) == [(NEW, "Meldung a"), (NEW, "Meldung b")]
    assert memory.poll(A, B) == []


def test_a_known_entry_that_stands_in_the_feed_twice_is_not_posted_again(memory: Memory) -> None:
    memory.poll(A)

    assert memory.poll(A, A) == []


def test_an_entry_that_stands_there_twice_with_different_words_is_not_corrected_for_ever(memory: Memory) -> None:
    other = replace(A, summary="Kurzfassung")
    memory.poll(A, other)

    assert memory.poll(A, other) == []
    assert memory.poll(A, other) == []


# --- identity: link, title, text --------------------------------------------------------------------------------------

BARE = entry(link=f"{SITE}/presse/1", title="Sperrung")


def test_without_a_guid_the_link_says_which_release_it_is(memory: Memory) -> None:
    memory.poll(BARE)

    assert memory.poll(BARE) == []
    assert memory.poll(replace(BARE, title="Sperrung aufgehoben")) == [(CHANGED, "Sperrung aufgehoben")]
    assert memory.poll(replace(BARE, title="Sperrung aufgehoben", summary="Frei.")) == [
        (CHANGED, "Sperrung aufgehoben")
    ]
    assert len(memory.releases) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://www.landkreis-musterland.example/presse/1",
        "https://landkreis-musterland.example/presse/1/",
        f"{SITE}/presse/1?utm_source=rss&utm_medium=feed",
    ],
)
def test_scheme_www_slash_and_tracking_do_not_make_another_release(memory: Memory, url: str) -> None:
    memory.poll(BARE)

    assert memory.poll(replace(BARE, url=url)) == []
    assert memory.poll(replace(BARE, url=url, guid="neu")) == [(JOINED, "Sperrung")]


def test_without_a_guid_entries_with_one_link_are_told_apart_by_their_titles(memory: Memory) -> None:
    other = replace(BARE, title="Umleitung")

    assert memory.poll(BARE, other) == [(NEW, "Umleitung"), (NEW, "Sperrung")]
    assert memory.poll(other, BARE) == []


def test_what_else_stands_at_its_link_does_not_change_what_an_entry_is(memory: Memory) -> None:
    other = replace(BARE, title="Umleitung")

    assert memory.poll(BARE) == [(NEW, "Sperrung")]
    assert memory.poll(other, BARE) == [(NEW, "Umleitung")]
    assert memory.poll(other) == []
    assert memory.poll(BARE) == []


def test_without_a_guid_two_versions_with_one_title_at_one_link_are_one_release(memory: Memory) -> None:
    assert memory.poll(replace(BARE, summary="Montag und Dienstag"), BARE) == [(NEW, "Sperrung")]
    assert memory.poll(replace(BARE, summary="Montag und Dienstag"), BARE) == []


def test_without_guid_and_title_link_and_text_say_which_release_it_is(memory: Memory) -> None:
    monday, tuesday = replace(BARE, title="", summary="Montag"), replace(BARE, title="", summary="Dienstag")

    assert len(memory.poll(tuesday, monday)) == 2
    assert memory.poll(tuesday, monday) == memory.poll(tuesday) == memory.poll(monday) == []


def test_without_guid_and_link_title_and_text_say_which_release_it_is(memory: Memory) -> None:
    bare = entry(link="", title="Sperrung")

    assert memory.poll(bare) == [(NEW, "Sperrung")]
    assert memory.poll(bare) == []
    assert memory.poll(replace(bare, summary="Etwas anderes.", title="Umleitung")) == [(NEW, "Umleitung")]


def test_the_front_page_as_link_tells_nothing_apart(memory: Memory) -> None:
    page = replace(feed(), url=f"{SITE}/presse/")
    home = replace(page, entries=(replace(A, url=f"{SITE}/presse"), replace(B, url=f"{SITE}/presse/")))

    assert [key.link for key in keys(home)] == [None, None]
    assert [key.link for key in keys(replace(home, entries=home.entries[:1]))] == [None]
    assert memory.poll(replace(A, url=f"{SITE}/")) == [(NEW, "Meldung a")]
    assert memory.poll(replace(B, url=f"{SITE}/")) == [(NEW, "Meldung b")]


def test_another_sources_release_is_recognised_by_its_link_not_by_its_guid() -> None:
    (here,), (there,) = keys(feed(A)), keys(feed(replace(A, guid="other")))

    assert here.link == there.link == link_key(A.url) is not None
    assert link_key(f"{SITE}/") is None
    assert here.entry != there.entry


few = st.builds(
    entry,
    guid=st.sampled_from(["", "a", "b"]),
    link=st.sampled_from(["", f"{SITE}/1", f"{SITE}/2", f"{SITE}/"]),
    title=st.sampled_from(["Sperrung", "Umleitung"]),
    day=st.none() | st.integers(0, 3),
    summary=st.sampled_from(["Montag", "Dienstag"]),
)


@settings(deadline=None)
@given(st.lists(few, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_a_feed_does_not_change_who_is_who(entries: list[Entry], random: object) -> None:
    found = dict(zip(entries, keys(feed(*entries)), strict=True))

    assert keys(feed(*reversed(entries))) == tuple(found[one] for one in reversed(entries))


@settings(deadline=None)
@given(st.lists(few, max_size=8))
def test_a_feed_that_stays_as_it_is_never_brings_anything_again(entries: list[Entry]) -> None:
    memory = Memory(replace(SOURCE, flood_limit=100))
    memory.poll()
    memory.poll(*entries)

    assert memory.poll(*entries) == []


# --- first sight, flood -----------------------------------------------------------------------------------------------


def days(count: int, *, dated: bool = True) -> list[Entry]:
    """Newest first."""
    return [entry(str(n), day=n if dated else None) for n in reversed(range(count))]


def test_first_sight_of_a_source_posts_nothing() -> None:
    memory = Memory(SOURCE)

    assert [verdict for verdict, _ in memory.poll(*days(40))] == [Verdict.BASELINE] * 40
    assert memory.poll(*days(40)) == []


@pytest.mark.parametrize("arrange", [list, lambda e: e[::-1], lambda e: e[2:] + e[:2]])
def test_backfill_posts_the_newest_oldest_first_in_whatever_order_they_stand(
    arrange: Callable[[list[Entry]], list[Entry]],
) -> None:
    decided = Memory(replace(SOURCE, backfill=2)).poll(*arrange(days(5)))

    assert decided[-2:] == [(NEW, "Meldung 3"), (NEW, "Meldung 4")]
    assert {verdict for verdict, _ in decided[:-2]} == {Verdict.BASELINE}


def test_without_dates_the_first_in_the_feed_are_the_newest() -> None:
    decided = Memory(replace(SOURCE, backfill=2)).poll(*days(5, dated=False))

    assert decided[-2:] == [(NEW, "Meldung 3"), (NEW, "Meldung 4")]


def test_backfill_of_more_than_there_is_posts_all_there_is_flood_limit_or_not() -> None:
    decided = Memory(replace(SOURCE, backfill=20, flood_limit=1)).poll(*days(3))

    assert decided == [(NEW, "Meldung 0"), (NEW, "Meldung 1"), (NEW, "Meldung 2")]


def test_up_to_the_flood_limit_is_news_one_more_is_a_flood(memory: Memory) -> None:
    other = watched(SOURCE)

    assert {verdict for verdict, _ in memory.poll(*days(5))} == {NEW}
    assert [verdict for verdict, _ in other.poll(*days(6))] == [Verdict.FLOOD] * 6
    assert other.poll(*days(6)) == []


def test_corrections_and_sorted_out_entries_are_no_flood() -> None:
    memory = Memory(replace(SOURCE, flood_limit=1, exclude=("Terminhinweis",)))
    memory.poll(*days(9))
    corrected = [replace(one, summary="Korrigiert.") for one in days(9)]
    sorted_out = [entry(f"t{n}", title="Terminhinweis") for n in range(5)]

    decided = [verdict for verdict, _ in memory.poll(entry("neu", day=20), *sorted_out, *corrected)]

    assert sorted(decided) == sorted([NEW] + [Verdict.UNWANTED] * 5 + [CHANGED] * 9)


# --- include, exclude -------------------------------------------------------------------------------------------------

SPOKEN = replace(A, title="Sperrung in NEUKIRCH", content="<p>Die <b>Stra</b>ße</p>", categories=("Verkehr",))


@pytest.mark.parametrize(
    ("include", "exclude", "passes"),
    [
        ((), (), True),
        (("neukirch",), (), True),
        (("NEUKIRCH", "Birkenau"), (), True),
        (("Birkenau",), (), False),
        (("strasse",), (), True),
        (("verkehr",), (), True),
        ((), ("neukirch",), False),
        ((), ("gesperrt",), False),
        (("verkehr",), ("sperrung",), False),
        ((), ("<b>",), True),  # nobody reads markup
    ],
)
def test_words_of_title_text_and_categories_decide_in_any_case(
    include: tuple[str, ...], exclude: tuple[str, ...], passes: bool
) -> None:
    assert wanted(SPOKEN, replace(SOURCE, include=include, exclude=exclude)) is passes


def test_what_is_sorted_out_is_known_and_never_comes_back() -> None:
    memory = Memory(replace(SOURCE, include=("Sperrung",)))
    memory.poll()

    assert memory.poll(A) == [(Verdict.UNWANTED, "Meldung a")]
    assert memory.poll(A) == []


# --- changed, joined --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "noise",
    [
        {"summary": "<p>Die  Kreisstraße\n ist&nbsp;gesperrt.</p>"},
        {"summary": "<div class='neu'><b>Die</b> Kreisstraße ist gesperrt.<!-- 4711 --></div>"},
        {"summary": "Die Kreis\u00adstraße ist gesperrt."},
        {"url": f"{SITE}/presse/a?utm_source=rss"},
        {"categories": ("Verkehr",)},
        {"published": DAY + timedelta(hours=1)},
    ],
)
def test_markup_blanks_tracking_and_the_date_are_no_correction(memory: Memory, noise: dict[str, object]) -> None:
    memory.poll(A)

    assert memory.poll(replace(A, **noise)) == []  # type: ignore[arg-type]  # by name of the field


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Sperrung verschoben"},
        {"summary": "Die Kreisstraße ist frei."},
        {"content": "<p>Mehr dazu.</p>"},
        {"updated": DAY + timedelta(hours=1)},
        {"media": (EntryMedia(f"{SITE}/brücke.jpg"),)},
    ],
)
def test_another_title_text_picture_or_date_of_change_is_a_correction(memory: Memory, said: dict[str, object]) -> None:
    memory.poll(A)
    corrected = replace(A, **said)  # type: ignore[arg-type]  # by name of the field

    assert memory.poll(corrected) == [(CHANGED, corrected.title)]
    assert memory.poll(corrected) == []
    assert memory.poll(A) == [(CHANGED, "Meldung a")]


def test_a_session_in_the_address_of_a_picture_is_no_correction() -> None:
    pictures = (EntryMedia(f"{SITE}/b.jpg?sid=0123456789abcdef{n}") for n in range(2))

    assert len({digest(replace(A, media=(picture,))) for picture in pictures}) == 1


def test_parts_that_trade_places_are_a_correction() -> None:
    assert digest(entry("a", title="Eins", summary="Zwei")) != digest(entry("a", title="Zwei", summary="Eins"))


def test_a_release_of_another_source_that_stands_in_all_channels_is_joined() -> None:
    (key,) = keys(feed(A))
    assert key.link
    theirs = Known(7, None, owner=False, channels=frozenset({"main", "more"}), live=True)

    (decision,) = decide(feed(A), {key.link: theirs}, SOURCE, baselined=True)

    assert (decision.verdict, decision.known) == (JOINED, theirs)


def test_a_release_that_is_new_to_one_of_the_channels_is_news_that_knows_its_release() -> None:
    (key,) = keys(feed(A))
    assert key.link
    theirs = Known(7, None, owner=False, channels=frozenset({"more"}), live=True)

    (decision,) = decide(feed(A), {key.link: theirs}, SOURCE, baselined=True)

    assert (decision.verdict, decision.known) == (NEW, theirs)


def test_another_sources_release_is_joined_not_corrected_even_without_a_guid() -> None:
    (key,) = keys(feed(BARE))
    assert key.link
    theirs = Known(7, None, owner=False, channels=frozenset({"main"}), live=True)

    assert verdicts(decide(feed(BARE), {key.link: theirs}, SOURCE, baselined=True)) == [(JOINED, "Sperrung")]


# --- order ------------------------------------------------------------------------------------------------------------


def test_the_oldest_is_posted_first_in_whatever_order_they_stand() -> None:
    for entries in permutations(days(3)):
        decided = decide(feed(*entries), {}, SOURCE, baselined=True)
        assert [decision.entry.guid for decision in decided] == ["0", "1", "2"]


def test_entries_of_one_minute_keep_the_order_of_the_feed_which_shows_the_newest_first() -> None:
    decided = decide(feed(*(entry(guid, day=0) for guid in "cba")), {}, SOURCE, baselined=True)

    assert [decision.entry.guid for decision in decided] == ["a", "b", "c"]


def test_where_one_date_is_missing_the_order_of_the_feed_counts() -> None:
    entries = (entry("c", day=0), entry("b", day=None), entry("a", day=5))

    decided = decide(feed(*entries), {}, SOURCE, baselined=True)

    assert [decision.entry.guid for decision in decided] == ["a", "b", "c"]
