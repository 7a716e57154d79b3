"""What becomes of a subscription, whatever hub and source do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.errors import Text
from relay.websub import subscription as rules
from relay.websub.subscription import LEASE, Phase, Subscription, asking, denied, form, left, over, refused, verified
from tests.fakes import START

TOPIC = "https://www.landkreis-musterland.example/presse.rss"
NEW = Subscription("kennung", "geheim", "presse", "https://relay.example/websub/", TOPIC, "https://hub.example/", START)


def active(lease: str | None = "864000") -> Subscription:
    _, one = verified(asking(NEW, START), "subscribe", TOPIC, lease, START)
    assert one
    return one


def test_neither_id_nor_secret_is_in_what_is_written_of_it() -> None:
    assert "geheim" not in repr(NEW)
    assert "kennung" not in repr(NEW)


def test_a_subscription_is_asked_for_with_lease_and_secret_and_ended_without() -> None:
    assert form(asking(NEW, START)) == {
        "hub.callback": "https://relay.example/websub/kennung",
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.lease_seconds": "864000",
        "hub.secret": "geheim",
    }
    assert form(left(active(), START))["hub.mode"] == "unsubscribe"
    assert "hub.secret" not in form(left(active(), START))


@pytest.mark.parametrize(
    ("lease", "until", "renewed"),
    [
        ("864000", timedelta(days=10), timedelta(days=10) * 2 / 3),
        ("90", timedelta(seconds=90), timedelta(minutes=5)),
        (None, timedelta(days=1), timedelta(hours=16)),
        ("0", timedelta(days=1), timedelta(hours=16)),
        ("-5", timedelta(days=1), timedelta(hours=16)),
        ("für immer", timedelta(days=1), timedelta(hours=16)),
        ("9" * 5000, timedelta(days=30), timedelta(days=20)),
    ],
)
def test_the_hub_says_how_long_a_subscription_lasts(lease: str | None, until: timedelta, renewed: timedelta) -> None:
    one = active(lease)
    assert (one.until, one.due) == (START + until, START + renewed)


def test_a_subscription_stays_active_while_it_is_renewed() -> None:
    one = active()
    again = asking(one, one.due)
    assert again.active(one.due)
    assert not again.active(START + LEASE)
    assert asking(again, START + LEASE).phase is Phase.ASKED


def test_a_hub_that_asks_back_twice_gets_the_same_answer_and_no_longer_lease() -> None:
    one = active()
    assert verified(one, "subscribe", TOPIC, "99999999", START + timedelta(days=3)) == (True, one)


def test_what_was_denied_is_not_verified_later() -> None:
    no = denied(asking(NEW, START), TOPIC, "Zeile\n" + "x" * 500, START)
    assert no
    assert str(no.problem).startswith('the hub refuses: "Zeile xxx')
    assert len(str(no.problem)) < 250
    assert verified(no, "subscribe", TOPIC, "60", START) == (False, no)
    assert asking(no, no.due).phase is Phase.ASKED


def test_the_pause_before_a_hub_is_asked_again_grows_to_a_day_and_keeps_to_what_it_wishes() -> None:
    one, pauses, at = NEW, [], START
    for _ in range(14):
        one = refused(asking(one, at), Text("es geht nicht"), at, dice=0.0)
        pauses.append((one.due - at).total_seconds())
        at = one.due
    assert pauses[:4] == [60, 120, 240, 480]
    assert pauses[-1] == 86400
    wished = refused(asking(NEW, START), Text("später"), START, dice=0.0, retry_after=7200)
    assert wished.due == START + timedelta(hours=2)


def test_a_hub_that_never_asks_back_is_asked_ever_more_seldom_and_that_is_told() -> None:
    one = asking(NEW, START)
    assert (one.due - START, one.problem) == (timedelta(hours=1), None)
    again = asking(one, one.due)
    assert (again.due - one.due, again.problem) == (timedelta(hours=2), Text("the hub does not ask back"))


def test_an_answer_that_was_lost_does_not_end_what_was_verified() -> None:
    assert refused(active(), Text("es geht nicht"), START, dice=0.5) == active()


def test_a_hub_that_does_not_take_the_farewell_is_forgotten() -> None:
    one, at = left(active(), START), START
    while not over(one, at):
        one = refused(asking(one, at), Text("es geht nicht"), at, dice=0.0)
        assert one.tries <= rules.FAREWELLS
        at = one.due
    assert one.tries == rules.FAREWELLS


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "refuse", "yes", "bye", "deny", "leave"]),
        st.integers(0, 20 * 86400),
        st.sampled_from([None, "0", "1", "600", "864000", "99999999999"]),
    ),
    max_size=30,
)


def after(event: str, one: Subscription, lease: str | None, at: datetime) -> Subscription | None:
    match event:
        case "ask":
            return asking(one, at)
        case "refuse":
            return refused(one, Text("nein"), at, dice=0.9)
        case "yes":
            return verified(one, "subscribe", TOPIC, lease, at)[1]
        case "bye":
            return verified(one, "unsubscribe", TOPIC, lease, at)[1]
        case "deny":
            return denied(one, TOPIC, "", at) or one
        case _:
            return left(one, at)


@given(EVENTS)
def test_whatever_happens_it_is_active_only_by_a_yes_to_what_was_asked(
    events: list[tuple[str, int, str | None]],
) -> None:
    one, at = NEW, START
    for event, seconds, lease in events:
        at += timedelta(seconds=seconds)
        assert verified(one, "subscribe", TOPIC + "#", lease, at) == (False, one)
        assert denied(one, TOPIC + "#", "", at) is None
        new = after(event, one, lease, at)
        if new is None:
            assert (event, one.phase) == ("bye", Phase.LEAVING)
            assert one.asked
            return
        if new.active(at) and not one.active(at):
            assert event == "yes"
            assert one.asked
        if one.phase is Phase.LEAVING:
            assert new.phase is Phase.LEAVING
        if event in {"ask", "refuse"} and new != one:
            assert new.due > at
        one = new
