"""What an answer means for the next requests: the pure rules. How a website sees them: tests/test_manners.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from relay.errors import SourceError
from relay.feed.manners import (
    ADOPTED_AFTER,
    FULL_AFTER,
    LOOK_ANEW,
    asked_again,
    begun,
    conditions,
    digest,
    due,
    failed,
    same_site,
    stands_for,
    started_anew,
    unchanged,
    well,
)
from relay.model import Fetched, NotModified, Validators
from relay.settings import Adaptive
from relay.state import Moved, Wishes
from tests.fakes import FEED, SITE, START, source, state

SPEC = source()
BODY = Fetched(FEED, b"<rss/>", "text/xml")
NEW = f"{SITE}/neu.xml"


@pytest.mark.parametrize(
    ("url", "to", "same"),
    [
        ("http://www.a.example/f", "https://www.a.example/f", True),
        ("https://a.example/f", "https://www.a.example/g?x=1", True),
        ("https://WWW.a.example/f", "https://A.example/f", True),
        ("https://a.example/f", "https://b.example/f", False),
        ("https://a.example/f", "https://presse.a.example/f", False),
        ("https://a.example/f", "https://a.example.evil.example/f", False),
        ("https://a.example/f", "https://a.example:8443/f", False),
        ("http://a.example:8080/f", "http://a.example:8080/g", True),
        ("https://a.example/f", "https://alias.example/f", True),
    ],
)
def test_a_website_is_the_same_by_its_name_and_port(url: str, to: str, same: bool) -> None:
    assert same_site(url, to, ("alias.example",)) is same


def test_three_sightings_on_one_day_are_not_enough_to_adopt_an_address() -> None:
    seen = state()
    for second in range(5):
        seen = well(SPEC, seen, NotModified(moved=NEW), START + timedelta(seconds=second), obey_hints=True)
    assert (seen.address, seen.moved) == ("", Moved(NEW, START, 5))
    again = well(SPEC, seen, NotModified(moved=NEW), START + ADOPTED_AFTER, obey_hints=True)
    assert (again.address, again.moved) == (NEW, None)
    elsewhere = well(SPEC, seen, NotModified(moved=NEW + "2"), START + ADOPTED_AFTER, obey_hints=True)
    assert elsewhere.moved == Moved(NEW + "2", START + ADOPTED_AFTER, 1)


def test_an_adopted_address_that_leads_back_is_given_up() -> None:
    adopted = state(address=NEW, moved=Moved(FEED, START - ADOPTED_AFTER, 9))
    assert well(SPEC, adopted, NotModified(moved=FEED), START, obey_hints=True).address == ""


def test_another_address_in_the_configuration_forgets_what_the_old_one_said() -> None:
    old = state(
        url=f"{SITE}/alt.xml",
        validators=Validators('"1"'),
        wait_until=START + timedelta(days=5),
        stopped=True,
        address=NEW,
        moved=Moved(NEW, START, 1),
        wishes=Wishes(ttl=60.0),
        barred=NEW,
        digest=b"x" * 24,
    )
    assert begun(SPEC, old, START, "1") == state()
    assert due(SPEC, old, START, interval=60.0) == START + timedelta(seconds=60)


def test_a_digest_tells_body_place_kind_settings_and_reader_apart() -> None:
    first = digest(SPEC, BODY, "1")
    others = [
        digest(SPEC, replace(BODY, body=b"<rss />"), "1"),
        digest(SPEC, replace(BODY, url=NEW), "1"),
        digest(SPEC, replace(BODY, content_type="text/html"), "1"),
        digest(source(exclude=("x",)), BODY, "1"),
        digest(source(channels=("main", "zwei")), BODY, "1"),
        digest(SPEC, BODY, "2"),
    ]
    assert len({first, *others}) == len(others) + 1
    assert all(len(one) == 24 for one in (first, *others))
    rarely = Adaptive(requests=10.0, shortest=60.0, longest=600.0, zone=UTC)
    assert digest(source(interval=5.0, adaptive=rarely), replace(BODY, validators=Validators('"1"')), "1") == first
    assert unchanged(state(digest=first), first)
    assert not unchanged(state(digest=first, baselined=False), first)
    assert not unchanged(state(digest=first[:8]), first[:8])
    assert not unchanged(state(), b"")


def test_an_index_of_sitemaps_is_not_all_that_was_read() -> None:
    sitemap, tagged = source(kind="sitemap"), replace(BODY, validators=Validators('"1"'))
    assert stands_for(SPEC, BODY, Validators())
    assert stands_for(sitemap, tagged, tagged.validators)
    assert not stands_for(sitemap, tagged, Validators())
    assert not stands_for(sitemap, BODY, Validators())


def test_other_settings_ask_without_conditions_also_where_no_body_stands_for_all() -> None:
    known = state(validators=Validators('"1"'), digest=digest(SPEC, BODY, "1")[:8], full=START)
    assert begun(SPEC, known, START, "1").validators == Validators('"1"')
    assert begun(source(path="/presse/"), known, START, "1").validators == Validators()
    assert begun(SPEC, known, START, "2").validators == Validators()


@pytest.mark.parametrize(
    ("age", "sent"), [(timedelta(0), True), (FULL_AFTER - timedelta(seconds=1), True), (FULL_AFTER, False)]
)
def test_conditions_hold_for_a_day(age: timedelta, sent: bool) -> None:
    known = state(validators=Validators('"1"'), full=START - age)
    assert (conditions(known, START) == Validators('"1"')) is sent
    assert conditions(replace(known, full=None), START) == Validators()
    assert conditions(replace(known, full=START + timedelta(seconds=1)), START) == Validators()


def test_a_304_is_no_full_answer() -> None:
    known = state(full=START - timedelta(hours=3))
    assert well(SPEC, known, NotModified(), START, obey_hints=True).full == known.full
    assert well(SPEC, known, BODY, START, obey_hints=True).full == START


def test_failures_are_counted_from_the_first_and_back_off_without_end() -> None:
    now, broken = START, state()
    pauses = []
    for _ in range(40):
        broken = failed(SPEC, broken, SourceError("broken"), now, dice=0.0)
        now = due(SPEC, broken, now, interval=60.0)
        pauses.append((now - (broken.polled or now)).total_seconds())
    assert pauses[:4] == [60.0, 120.0, 240.0, 480.0]
    assert pauses[-1] == max(pauses) == 3600.0
    assert (broken.failing, broken.failures) == (START, 40)
    assert well(SPEC, broken, BODY, now, obey_hints=True).failing is None


def test_a_gone_page_of_an_adopted_address_does_not_stop_the_source() -> None:
    gone = SourceError("{url} was removed for good (410)", permanent=True, gone=True, url=NEW, status=410)
    before = failed(SPEC, state(address=NEW), gone, START, dice=0.0)
    assert (before.stopped, before.address, before.wait_until) == (False, "", None)
    assert failed(SPEC, before, gone, START, dice=0.0).stopped


def test_a_stopped_source_is_looked_at_by_a_relay_that_is_started_anew_but_not_by_one_that_keeps_falling() -> None:
    stopped = state(stopped=True, wait_until=START + timedelta(days=7))
    assert started_anew(stopped, START + LOOK_ANEW / 2).wait_until
    assert started_anew(stopped, START + LOOK_ANEW).wait_until is None
    waits = replace(stopped, stopped=False)
    assert started_anew(waits, START + LOOK_ANEW) == waits


def test_a_post_that_waits_is_looked_after_in_a_skipped_hour_too() -> None:
    skips = state(wishes=Wishes(hours=(9,)), again=START + timedelta(seconds=30))
    assert due(SPEC, skips, START, interval=60.0) == START + timedelta(seconds=30)
    assert due(SPEC, replace(skips, again=None), START, interval=60.0) == START + timedelta(hours=1)


def test_a_wish_is_shortened_by_a_post_that_waits() -> None:
    wishes = state(wait_until=START + timedelta(hours=1), again=START + timedelta(minutes=3))
    assert asked_again(wishes, (), START).wait_until == START + timedelta(minutes=3)
    assert asked_again(wishes, [START + timedelta(minutes=1)], START).again == START + timedelta(minutes=1)
    past = asked_again(replace(wishes, again=START - timedelta(minutes=3)), (), START)
    assert (past.again, past.wait_until) == (None, wishes.wait_until)
