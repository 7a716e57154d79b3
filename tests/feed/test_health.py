"""How a source is: its rhythm, a silence that is too long, and what its web team is told."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from yarl import URL

from relay.errors import Text
from relay.feed.health import (
    KEPT,
    LEAST_SILENCE,
    for_web_team,
    last_release,
    quiet_for_web_team,
    quiet_from,
    usual,
    with_days,
)
from relay.language import tell
from relay.sources.http_errors import refusal

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


def weekdays(first: datetime, last: datetime, *which: int) -> list[datetime]:
    span = (last - first).days
    days = (first + timedelta(days=day) for day in range(span + 1))
    return [day for day in days if day.weekday() in (which or range(5))]


def known(*dates: datetime) -> bytes:
    return with_days(b"", dates, BERLIN)


# --- the rhythm -------------------------------------------------------------------------------------------------------


def test_the_usual_is_how_many_a_week_and_how_far_apart() -> None:
    found = usual(known(*weekdays(MONDAY, FRIDAY, 0, 3), *weekdays(MONDAY, FRIDAY, 0)))
    assert found
    assert 2.9 < found.a_week < 3.2
    assert found.gap == 3.5 or found.gap in (3.0, 4.0)
    assert found.weekdays[0] > 0.8
    assert found.weekdays[3] > 0.8
    assert found.weekdays[1] == found.weekdays[6] == 0


def test_days_are_those_of_the_readers_and_the_latest_are_remembered() -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert last_release(known(late)) == date(2026, 3, 2)
    assert last_release(b"") is None
    many = with_days(known(*weekdays(MONDAY, FRIDAY)), [FRIDAY] * 2 * KEPT, BERLIN)
    assert len(many) == 2 * KEPT
    assert last_release(many) == FRIDAY.date()


@pytest.mark.parametrize(
    "dates", [[], [MONDAY], weekdays(MONDAY, MONDAY + timedelta(days=20)), weekdays(MONDAY, FRIDAY, 0)[:9]]
)
def test_nothing_is_told_until_enough_is_known(dates: list[datetime]) -> None:
    assert usual(known(*dates)) is None
    assert quiet_from(known(*dates), BERLIN) is None


# --- silence ----------------------------------------------------------------------------------------------------------


def test_a_daily_source_is_too_quiet_within_the_week_and_no_weekend_is() -> None:
    quiet = quiet_from(known(*weekdays(MONDAY, FRIDAY)), BERLIN)
    assert quiet
    silence = quiet - FRIDAY
    assert LEAST_SILENCE < silence <= timedelta(days=7)


def test_a_weekly_source_may_be_quiet_for_weeks() -> None:
    quiet = quiet_from(known(*weekdays(MONDAY, FRIDAY, 0)), BERLIN)
    assert quiet
    assert quiet - FRIDAY > timedelta(days=14)


def test_holidays_and_the_days_between_the_years_are_no_silence() -> None:
    before_christmas = datetime(2025, 12, 22, 9, 0, tzinfo=UTC)
    quiet = quiet_from(known(*weekdays(before_christmas - timedelta(days=77), before_christmas)), BERLIN)
    assert quiet
    assert quiet > datetime(2026, 1, 8, tzinfo=BERLIN)

    before_easter = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
    easter = quiet_from(known(*weekdays(MONDAY, before_easter)), BERLIN)
    assert easter
    assert easter > datetime(2026, 4, 8, tzinfo=BERLIN)  # Good Friday to Easter Monday: 3 to 6 April


def test_a_summer_that_was_quiet_before_may_be_so_again() -> None:
    summer = datetime(2025, 8, 1, 9, 0, tzinfo=UTC)
    dates = [
        *weekdays(summer - timedelta(days=100), summer),
        *weekdays(summer + timedelta(days=20), summer + timedelta(days=120)),
    ]
    quiet = quiet_from(known(*dates), BERLIN)
    assert quiet
    assert quiet - dates[-1] > timedelta(days=29)


def test_several_a_day_are_no_more_regular_than_one() -> None:
    once = weekdays(MONDAY, FRIDAY, 0, 1, 3)
    assert quiet_from(known(*once), BERLIN) == quiet_from(known(*once, *once, *once), BERLIN)


def test_by_chance_a_source_is_called_quiet_hardly_ever() -> None:
    """A year of many sources that release on any working day with the same chance: false alarms are rare."""
    dice = random.Random(4)
    alarms = silences = 0
    for chance in (0.2, 0.4, 0.7):
        for _ in range(6):
            came = [day for day in weekdays(MONDAY, MONDAY + timedelta(days=330)) if dice.random() < chance]
            for end in range(40, len(came) - 1, 3):
                quiet = quiet_from(known(*came[:end]), BERLIN)
                silences += 1
                alarms += bool(quiet and came[end] > quiet)
    assert silences > 300
    assert alarms <= silences * 0.005


def test_a_source_that_brings_something_once_a_month_may_be_quiet_for_half_a_year() -> None:
    dates = [MONDAY + timedelta(days=30 * number) for number in range(12)]
    quiet = quiet_from(known(*dates), BERLIN)
    assert quiet
    assert timedelta(days=150) < quiet - dates[-1] < timedelta(days=366)


def test_easter_is_where_the_calendar_has_it() -> None:
    from relay.feed.health import _easter  # noqa: PLC0415 - the only test that looks at it

    assert [_easter(year) for year in (2025, 2026, 2027, 2038)] == [
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ]


# --- the web team -----------------------------------------------------------------------------------------------------

HTML = Text("{kind} instead of a feed: “{title}”", {"kind": Text("a maintenance page"), "title": "Wartung"})
ASKED = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
FACTS = {
    "kind": "feed",
    "url": "https://www.landkreis-musterland.example/presse.xml",
    "since": datetime(2026, 3, 2, 8, 12, tzinfo=UTC),
    "success": datetime(2026, 3, 1, 22, 5, tzinfo=UTC),
    "asked": ASKED,
    "zone": BERLIN,
}


def test_a_web_team_is_told_in_german_what_is_wrong_since_when_and_what_to_do() -> None:
    text = for_web_team(HTML, **FACTS)  # type: ignore[arg-type]  # one dictionary for all
    assert text
    assert tell(text, "de") == (
        "Für das Web-Team: Seit heute, 09:12 Uhr liefert Ihr Feed HTML statt XML.\n"
        "Adresse: https://www.landkreis-musterland.example/presse.xml\n"
        "Erwartet: Status 200 und ein Feed: XML im Format RSS oder Atom, oder ein JSON Feed\n"
        "Erhalten: eine Wartungsseite statt eines Feeds: „Wartung“\n"
        "Zuletzt nachgesehen: 02.03.2026, 11:30 Uhr; zuletzt in Ordnung: 01.03.2026, 23:05 Uhr\n"
        "Bitte prüfen Sie, was unter dieser Adresse Programme ohne Cookies und JavaScript bekommen."
    )


@pytest.mark.parametrize(
    ("problem", "headline", "advice"),
    [
        (Text("{host} has trouble ({status})", {"host": "a", "status": 503}), "with the error 503", "error log"),
        (Text("x ({status})", {"status": 404}), "with the error 404", "redirect it with status 301"),
        (Text("{url} is empty", {"url": "a", "status": 200}), "is empty", "validator.w3.org"),
        (Text("an HTML page instead of a feed: “{title}”", {"title": "a"}), "HTML instead of XML", "without cookies"),
        (Text("an HTML page instead of a feed", {"title": ""}), "HTML instead of XML", "without cookies"),
        (Text("no sitemap, but <{root}>", {"root": "html"}), "HTML instead of XML", "without cookies"),
        (Text("{kind} instead of a feed", {"kind": Text("a PDF")}), "delivers a PDF instead of XML", "in a browser"),
        (
            Text("{kind} instead of a feed", {"kind": Text("a Cloudflare challenge page")}),
            "HTML instead of XML",
            "from Cloudflare's challenge",
        ),
        (Text("{host} shows an invalid certificate: {reason}", {"host": "a", "reason": "b"}), "cannot", "certificate"),
        (Text("the certificate of {host} has expired", {"host": "a"}), "cannot", "renew the certificate"),
        (Text("{host} asked for a pause, which is not over yet", {"host": "a"}), "cannot", "tell us how often"),
        (Text("{host} takes no connection: {reason}", {"host": "a", "reason": "b"}), "cannot", "a firewall"),
        (Text("a feed that is broken before its first entry ends: {error}", {"error": "x"}), "cannot", "validator"),
    ],
)
def test_the_advice_fits_the_trouble(problem: Text, headline: str, advice: str) -> None:
    told = str(for_web_team(problem, **{**FACTS, "since": None, "success": None}))  # type: ignore[arg-type]
    assert headline in told
    assert advice in told
    assert "last time it was well: never" in told


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_web_team_is_not_told_what_is_for_the_administrator(status: int) -> None:
    error = refusal(URL("https://a.example/feed"), status, {}, ASKED)
    told = str(for_web_team(error.text, **FACTS))  # type: ignore[arg-type]  # one dictionary for all
    assert f"Received: status {status}\n" in told


def test_a_cloudflare_challenge_is_named_and_who_can_lift_it() -> None:
    error = refusal(URL("https://a.example/feed"), 403, {"cf-mitigated": "challenge"}, ASKED)
    told = tell(for_web_team(error.text, **FACTS) or Text(""), "de")  # type: ignore[arg-type]  # one dictionary for all
    assert "ist Ihr Feed nur noch hinter einer Cloudflare-Prüfung erreichbar." in told
    assert "Erhalten: eine Cloudflare-Prüfung (Status 403), die nur Browser bestehen" in told
    assert "von der Cloudflare-Prüfung aus." in told


@pytest.mark.parametrize("kind", ["listing", "sitemap"])
def test_only_a_feed_is_sent_to_the_validator_of_feeds(kind: str) -> None:
    told = str(for_web_team(Text("{url} is no sitemap", {"url": "a"}), **{**FACTS, "kind": kind}))  # type: ignore[arg-type]
    assert "validator" not in told
    assert "in a browser" in told


@pytest.mark.parametrize(
    ("kind", "problem", "received"),
    [
        ("listing", Text("the listing matched nothing today (item = “{selector}”)", {"selector": "li"}), "a page"),
        (
            "sitemap",
            Text("the sitemap lists {count} addresses, but none below {path}: x", {"count": 1, "path": "/"}),
            "a",
        ),
    ],
)
def test_a_website_that_was_rebuilt_is_asked_where_the_releases_are_now(
    kind: str, problem: Text, received: str
) -> None:
    told = str(for_web_team(problem, **{**FACTS, "kind": kind}))  # type: ignore[arg-type]  # one dictionary for all
    assert "no longer has the releases where they were" in told
    assert f"Received: {received}" in told
    assert "matched" not in told
    assert "tell us where the releases are now" in told


@pytest.mark.parametrize(
    "message",
    [
        "relay itself failed ({why}); the log says how",
        "{host} has the address {address}, which is not public",
        "{url} is an index of sitemaps within another one: name it itself as url",
    ],
)
def test_what_a_web_team_cannot_help_with_is_not_forwarded(message: str) -> None:
    assert for_web_team(Text(message), **FACTS) is None  # type: ignore[arg-type]  # one dictionary for all


def test_a_quiet_feed_is_told_with_the_day_of_its_last_release() -> None:
    told = tell(quiet_for_web_team(kind="feed", url="https://a.example/", last=date(2026, 2, 3)), "de")
    assert told.startswith("Für das Web-Team: Seit 03.02.2026 ist in Ihrem Feed nichts Neues erschienen.")


@pytest.mark.parametrize(
    ("kind", "subject", "expected"),
    [("listing", "Ihre Seite mit der Liste", "die HTML-Seite"), ("sitemap", "Ihre Sitemap", "eine Sitemap")],
)
def test_a_source_that_is_no_feed_is_not_called_one(kind: str, subject: str, expected: str) -> None:
    problem = Text("{host} has trouble ({status})", {"host": "a", "status": 503})
    told = tell(for_web_team(problem, **{**FACTS, "kind": kind}) or Text(""), "de")  # type: ignore[arg-type]
    assert f"antwortet {subject}" in told
    assert f"Erwartet: Status 200 und {expected}" in told
