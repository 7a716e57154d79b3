"""What people are told, and when: the pure rules."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.errors import Text
from relay.press.notices import (
    ANEW,
    LISTENING,
    REMINDER,
    Condition,
    Due,
    Kind,
    conditions,
    due,
    moved,
    pieces,
    read_elsewhere,
    together,
    verdicts,
)
from relay.press.telling import ANSWERED, ChannelTrouble, Decided, Facts, HeldGroup, SourceTrouble, Told
from relay.state import Confirmed
from tests.fakes import START
from tests.pressroom import FLOOD, SCOPE

SOURCE = SourceTrouble("presse", Text("{host} answers 503", {"host": "a.example"}), START)
CLOSED = Text("Telegram refuses the bot: {why}", {"why": "kicked"})


def group(releases: int, last: int = 100) -> HeldGroup:
    titles = tuple(f"Meldung {n}" for n in range(min(releases, 5)))
    return HeldGroup("presse", FLOOD, "1a2b3c4d", releases, 7, last, titles)


def channel(*, failures: int = 1, wait: float = 2.0) -> ChannelTrouble:
    return ChannelTrouble("main", CLOSED, failures, START + timedelta(seconds=wait))


def look(facts: Facts, told: dict[str, Told] | None = None, *, at: datetime = START, **scope: Any) -> Due:
    where = replace(SCOPE, **scope)
    return due(conditions(facts, where, at), told or {}, facts, where, at)


def kinds(found: Due) -> list[Kind]:
    return [one.kind for one in found.sayings]


def as_told(facts: Facts, *, message: int | None = 7) -> dict[str, Told]:
    """What is remembered when all of it was told at the start."""
    found = conditions(facts, SCOPE, START)
    return {key: Told(key, one.text, START, START, message) for key, one in found.items()}


# --- sources ----------------------------------------------------------------------------------------------------------


def test_a_source_that_fails_is_seen_at_once_and_told_when_it_lasted() -> None:
    first = look(Facts(sources=(SOURCE,)))
    assert not first.sayings
    (seen,) = first.seen
    assert (seen.key, seen.since, seen.told) == ("source/presse", START, None)

    before = START + timedelta(seconds=SCOPE.after - 1)
    assert not look(Facts(sources=(SOURCE,)), {seen.key: seen}, at=before).sayings
    told = look(Facts(sources=(SOURCE,)), {seen.key: seen}, at=START + timedelta(seconds=SCOPE.after))
    (saying,) = told.sayings
    assert saying.kind is Kind.NEW
    assert str(saying.text) == ("The source presse cannot be read: a.example answers 503\nLast read: 02.03.2026 09:00")


def test_a_source_that_was_never_read_says_so() -> None:
    found = conditions(Facts(sources=(replace(SOURCE, success=None),)), SCOPE, START)
    assert str(found["source/presse"].text).endswith("Last read: never")


def test_a_hiccup_is_forgotten_without_a_word() -> None:
    (seen,) = look(Facts(sources=(SOURCE,))).seen
    over = look(Facts(), {seen.key: seen}, at=START + timedelta(seconds=30))
    assert (over.sayings, over.forgotten) == ((), ("source/presse",))


def test_what_was_told_is_told_to_be_over() -> None:
    over = look(Facts(), as_told(Facts(sources=(SOURCE,))))
    (saying,) = over.sayings
    assert (saying.kind, str(saying.text)) == (Kind.OVER, "The source presse can be read again.")


def test_what_is_no_longer_configured_is_forgotten_without_a_word() -> None:
    facts = Facts(sources=(SOURCE,), channels=(channel(wait=60),), waiting={"main": 1})
    found = look(facts, as_told(facts), sources=frozenset(), channels=frozenset())
    assert not found.sayings
    assert set(found.forgotten) == {"source/presse", "channel/main"}


# --- channels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "waiting", "patience"),
    [
        (channel(failures=1, wait=60), 1, 0.0),  # closed: rights, token
        (channel(failures=6, wait=64), 1, 0.0),  # failed six times in a row
        (channel(failures=1, wait=2), 1, 900.0),  # once
        (channel(failures=2, wait=4), 1, 60.0),
        (channel(failures=0, wait=20), 1, 900.0),  # a 429
        (channel(failures=0, wait=1000), 1, 0.0),  # a long one
        (channel(failures=1, wait=60), 0, 0.0),  # the bot was told that it lost its rights
        (channel(failures=1, wait=0), 0, math.inf),
    ],
)
def test_a_channel_is_given_time_by_how_it_fails(trouble: ChannelTrouble, waiting: int, patience: float) -> None:
    found = conditions(Facts(channels=(trouble,), waiting={"main": waiting}), SCOPE, START)
    assert found["channel/main"].patience == patience


def test_a_channel_that_lost_its_rights_is_told_at_once_and_once() -> None:
    facts = Facts(channels=(channel(wait=60),), waiting={"main": 3})
    (saying,) = look(facts).sayings
    assert str(saying.text).startswith(
        "The channel main takes no posts: Telegram refuses the bot: kicked\nNothing is lost; waiting to go out: 3\n"
        "Make the bot an administrator of the channel"
    )
    later = START + timedelta(hours=2)
    assert not look(replace(facts, waiting={"main": 9}), as_told(facts), at=later).sayings


def test_a_channel_that_is_well_again_says_how_much_waits() -> None:
    facts = Facts(channels=(channel(wait=60),), waiting={"main": 3})
    (saying,) = look(Facts(waiting={"main": 3}), as_told(facts)).sayings
    assert str(saying.text) == "The channel main takes posts again; waiting to go out: 3"


def test_a_channel_for_which_nothing_waits_reminds_nobody() -> None:
    facts = Facts(channels=(channel(wait=60),), waiting={"main": 3})
    assert not look(replace(facts, waiting={}), as_told(facts), at=START + REMINDER).sayings


# --- what waits -------------------------------------------------------------------------------------------------------


def test_a_flood_is_told_with_its_facts_and_three_ways_out() -> None:
    (saying,) = look(Facts(held=(group(40),))).sayings
    assert str(saying.text) == (
        "40 releases of the source presse wait for you: too many new releases at once\n\n"
        "• Meldung 0\n• Meldung 1\n• Meldung 2\n• Meldung 3\n• Meldung 4\nand 35 more\n\n"
        "On the command line: relay holds"
    )
    assert [(str(one.label), one.data) for one in saying.choices] == [
        ("Absorb as known", "absorb|7|100|1a2b3c4d"),
        ("Publish these 40", "release|7|100|1a2b3c4d"),
        ("Publish the newest 3", "newest|3|7|100|1a2b3c4d"),
    ]


def test_of_three_the_newest_three_are_not_offered_apart() -> None:
    (saying,) = look(Facts(held=(group(3),))).sayings
    assert [one.data.split("|")[0] for one in saying.choices] == ["absorb", "release"]
    assert "more" not in str(saying.text)


def test_a_single_hold_is_published_or_discarded() -> None:
    (saying,) = look(Facts(held=(group(1),))).sayings
    assert "A release of the source presse waits for you: too many new releases at once\n\nMeldung 0" in str(
        saying.text
    )
    assert [one.data.split("|")[0] for one in saying.choices] == ["release", "discard"]


@given(st.integers(1, 10**12), st.integers(1, 10**12), st.integers(1, 10**6))
def test_the_data_of_a_button_fits_whatever_the_numbers(first: int, last: int, releases: int) -> None:
    """Bot API, InlineKeyboardButton: 1 to 64 bytes."""
    one = replace(group(releases), first=first, last=last)
    gone = Confirmed(last, "t", "u", None, (), None)
    found = conditions(Facts(held=(one,), gone=(gone,)), SCOPE, START)
    assert all(0 < len(choice.data.encode()) <= 64 for each in found.values() for choice in each.choices)


def test_more_that_waits_is_told_again_but_not_at_every_poll() -> None:
    told = as_told(Facts(held=(group(40),)))
    more = Facts(held=(group(45, last=120),))
    assert not look(more, told, at=START + ANEW - timedelta(seconds=1)).sayings
    assert kinds(look(more, told, at=START + ANEW)) == [Kind.MORE]


def test_new_ones_are_told_even_if_fewer_wait_than_before() -> None:
    told = as_told(Facts(held=(group(40),)))
    assert kinds(look(Facts(held=(group(6, last=120),)), told, at=START + ANEW)) == [Kind.MORE]


def test_less_that_waits_is_not_told() -> None:
    told = as_told(Facts(held=(group(40),)))
    assert not look(Facts(held=(group(2),)), told, at=START + ANEW).sayings


def test_nothing_that_waits_any_more_is_told() -> None:
    (saying,) = look(Facts(), as_told(Facts(held=(group(40),)))).sayings
    assert str(saying.text) == ("Nothing of the source presse waits for you any more: too many new releases at once")
    assert not saying.choices


def test_a_release_that_was_taken_off_the_website_is_asked_about() -> None:
    gone = Confirmed(5, "Sperrung", "https://a.example/5", Text("404"), ("https://t.me/c/1/2",), START)
    facts = Facts(gone=(gone,))
    (saying,) = look(facts).sayings
    assert str(saying.text) == (
        'The release "Sperrung" is no longer on the website: 404\nhttps://a.example/5\n\n'
        "Its posts still stand:\nhttps://t.me/c/1/2"
    )
    assert [one.data for one in saying.choices] == ["withdraw|5", "keep|5"]
    (over,) = look(Facts(), as_told(facts)).sayings
    assert 'release "Sperrung"' in str(over.text)


# --- when -------------------------------------------------------------------------------------------------------------


def test_what_still_waits_after_a_day_is_told_again_and_then_the_next_day() -> None:
    facts = Facts(held=(group(40),))
    told = as_told(facts)
    assert not look(facts, told, at=START + REMINDER - timedelta(seconds=1)).sayings
    (saying,) = look(facts, told, at=START + REMINDER).sayings
    assert (saying.kind, saying.told.told, saying.told.since) == (Kind.REMINDER, START + REMINDER, START)
    assert saying.choices
    again = {saying.told.key: saying.told}
    assert not look(facts, again, at=START + REMINDER + timedelta(hours=23)).sayings


def test_what_the_chat_has_not_heard_of_is_owed_to_it() -> None:
    facts = Facts(held=(group(40),))
    told = as_told(facts, message=None)
    assert kinds(look(facts, told, chat=True)) == [Kind.OWED]
    assert not look(facts, told, chat=False).sayings


@given(st.lists(st.floats(1, 4e5), max_size=12), st.booleans())
def test_however_often_one_looks_a_lasting_condition_is_told_once_a_day(gaps: list[float], patient: bool) -> None:
    found = {"held/x": Condition(Text("x"), patience=900.0 if patient else 0.0)}
    told: dict[str, Told] = {}
    at, days = START, []
    for gap in [0.0, *gaps]:
        at += timedelta(seconds=gap)
        result = due(found, told, Facts(), SCOPE, at)
        assert len(result.sayings) + len(result.seen) <= 1
        days += [at] * len(result.sayings)
        told |= {one.key: one for one in (*result.seen, *(saying.told for saying in result.sayings))}
    assert all(later - earlier >= REMINDER for earlier, later in pairwise(days))


# --- in how many messages ---------------------------------------------------------------------------------------------


@given(st.text(alphabet="ab\n", max_size=200), st.integers(1, 50))
def test_pieces_are_short_and_lose_nothing_but_ends_of_lines(text: str, limit: int) -> None:
    cut = pieces(text, limit)
    assert all(len(one) <= limit for one in cut)
    assert "".join(cut).replace("\n", "") == text.replace("\n", "")


def test_a_text_is_cut_at_the_end_of_a_line() -> None:
    assert pieces("eins\nzwei\ndrei", 10) == ["eins\nzwei", "drei"]
    assert pieces("einszweidrei", 4) == ["eins", "zwei", "drei"]


@given(st.lists(st.text(max_size=30), max_size=20), st.integers(5, 60))
def test_all_texts_go_out_in_as_few_messages_as_fit(texts: list[str], limit: int) -> None:
    counts = together(texts, limit)
    assert sum(counts) == len(texts)
    start = 0
    for count in counts:
        said = "\n\n".join(texts[start : start + count])
        assert count == 1 or len(said) <= limit
        start += count


# --- what was decided -------------------------------------------------------------------------------------------------


def test_decisions_are_told_by_role_with_their_last_time() -> None:
    later = START + timedelta(hours=1)
    lines = verdicts(
        [
            Decided("editors", "released", 3, START),
            Decided("administrator", "discarded", 1, START),
            Decided("editors", "absorbed", 36, later),
        ],
        UTC,
    )
    assert [str(line) for line in lines] == [
        "Decided on 02.03.2026 at 10:00 by the editors: to be posted: 3; absorbed as known: 36",
        "Decided on 02.03.2026 at 09:00 by the administrator: discarded: 1",
    ]
    assert verdicts([], UTC) == ()


def test_what_the_editors_decided_is_over_for_the_others_and_more_of_it_is_asked_anew() -> None:
    facts = Facts(held=(group(8),))
    told = as_told(facts, message=ANSWERED)
    assert kinds(look(Facts(), told)) == [Kind.ANSWERED]
    assert kinds(look(facts, told)) == [Kind.NEW]


def test_a_group_that_moved_is_no_news_when_relay_starts_anew() -> None:
    key, condition = moved(-5, -1005)
    told = {key: Told(key, condition.text, START, START, 7)}
    assert look(Facts(), told) == Due(forgotten=(key,))


def test_the_buttons_that_do_nothing_are_told_when_they_work_again() -> None:
    told = {LISTENING: Told(LISTENING, read_elsewhere(Text("x")).text, START, START, 7)}
    (over,) = look(Facts(), told).sayings
    assert str(over.text) == "The buttons in the editors' chat work again."
    assert over.before is None, "that message has no buttons"
