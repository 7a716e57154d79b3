"""How well a source is: its usual rhythm, since when it is quiet for too long, what its web team is to be told. Pure.

Days are what counts here, not hours: most feeds of administrations say the day alone, and several releases that come
together say no more about the rhythm than one.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from statistics import median

from relay.errors import Text
from relay.feed.pages import PAGES

KEPT = 256
"""Releases whose days are remembered, 2 bytes each."""
WINDOW = timedelta(days=366)
"""What is older says little about the present."""
FEWEST_DAYS, SHORTEST_SPAN = 10, timedelta(days=28)
"""How many days with releases, over how long a time, must be known before a source can be too quiet."""
CHANCE = 0.001
"""How probable a silence may be by chance for it not to be told."""
LEAST_SILENCE = timedelta(days=4)
"""Whatever the numbers say: a long weekend is nothing to tell anybody about."""
LONGER = 1.5
"""By how much a silence must be longer than the longest one that is known: summer holidays come every year."""
_EPOCH = date(1970, 1, 1)
_HORIZON = 366


@dataclass(frozen=True, slots=True)
class Usual:
    """What a source usually does."""

    a_week: float
    """Releases."""
    gap: float
    """Days between two days with releases: the median."""
    weekdays: tuple[float, ...]
    """How often something comes on a Monday, Tuesday, ...: shares, 0 to 1."""


def with_days(known: bytes, released: Iterable[datetime], zone: tzinfo) -> bytes:
    """The days of the latest releases, with some more: as days since 1970, sorted, several a day where there were."""
    more = ((one.astimezone(zone).date() - _EPOCH).days for one in released)
    days = sorted([*_unpacked(known), *(day for day in more if 0 <= day < 1 << 16)])
    return array("H", days[-KEPT:]).tobytes()


def last_release(known: bytes) -> date | None:
    """The day of the last release; None if there is none."""
    days = _unpacked(known)
    return _EPOCH + timedelta(days=days[-1]) if days else None


def usual(known: bytes) -> Usual | None:
    """What a source usually does; None while too little is known."""
    days = _recent(known)
    distinct = sorted(set(days))
    if not _enough(distinct):
        return None
    span = (distinct[-1] - distinct[0]).days + 1
    gaps = [(after - before).days for before, after in pairwise(distinct)]
    return Usual(len(days) / span * 7, float(median(gaps)), _shares(distinct))


def quiet_from(known: bytes, zone: tzinfo) -> datetime | None:
    """From when on a source is quiet for too long, if nothing comes until then; None while too little is known.

    Each day counts as often as something came on that weekday; public holidays, the days between the years and the
    bridges do not count. Silence is too long when it would come by chance in one of a thousand cases, and longer than
    any that is known.
    """
    distinct = sorted(set(_recent(known)))
    if not _enough(distinct):
        return None
    shares = _shares(distinct)
    longest = max((after - before).days for before, after in pairwise(distinct))
    least = max(LEAST_SILENCE, timedelta(days=math.ceil(longest * LONGER)))
    chance, last = 1.0, distinct[-1]
    for after in range(1, _HORIZON):
        day = last + timedelta(days=after)
        if not _holiday(day):
            chance *= 1 - shares[day.weekday()]
        if chance < CHANCE and timedelta(days=after) >= least:
            return datetime.combine(day + timedelta(days=1), time.min, zone)
    return None


def _unpacked(known: bytes) -> array[int]:
    days = array("H")
    days.frombytes(known)
    return days


def _recent(known: bytes) -> list[date]:
    days = [_EPOCH + timedelta(days=day) for day in _unpacked(known)]
    return [day for day in days if day > days[-1] - WINDOW]


def _enough(distinct: list[date]) -> bool:
    return len(distinct) >= FEWEST_DAYS and distinct[-1] - distinct[0] >= SHORTEST_SPAN


def _shares(distinct: list[date]) -> tuple[float, ...]:
    """How often something comes on each weekday, rather too low than too high: one day more had none."""
    came, were = [0] * 7, [1] * 7
    releases = set(distinct)
    for after in range((distinct[-1] - distinct[0]).days + 1):
        day = distinct[0] + timedelta(days=after)
        if not _holiday(day):
            were[day.weekday()] += 1
            came[day.weekday()] += day in releases
    return tuple(some / of_all for some, of_all in zip(came, were, strict=True))


# --- days on which nobody works ---------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _moving(year: int) -> frozenset[date]:
    """Holidays that move with Easter, anywhere in Germany, and the Fridays behind the Thursdays among them."""
    easter = _easter(year)
    return frozenset(easter + timedelta(days=days) for days in (-2, 0, 1, 39, 40, 49, 50, 60, 61))


def _holiday(day: date) -> bool:
    fixed = {(5, 1), (10, 3), (10, 31), (11, 1)}
    between_the_years = (day.month == 12 and day.day >= 24) or (day.month == 1 and day.day <= 6)
    return between_the_years or (day.month, day.day) in fixed or day in _moving(day.year)


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, before = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, before + 1)


# --- what the web team is told ----------------------------------------------------------------------------------------

_SUBJECTS = {
    "feed": Text("your feed"),
    "listing": Text("your page with the list of releases"),
    "sitemap": Text("your sitemap"),
}
_PLACES = {
    "feed": Text("in your feed"),
    "listing": Text("on your page with the list of releases"),
    "sitemap": Text("in your sitemap"),
}
_EXPECTED = {
    "feed": Text("status 200 and a feed: XML in the format RSS or Atom, or a JSON Feed"),
    "listing": Text("status 200 and the HTML page that lists the releases"),
    "sitemap": Text("status 200 and a sitemap: XML as sitemaps.org describes it"),
}
_NOT_THEIRS = (
    "relay itself failed",
    "other sources bring",
    "{host} has the address",
    "port {port} of",
    "only addresses that begin with",
    "the address ",
    "{url} is not an address",
    "{url} is an index of sitemaps within another one",
)
"""How problems begin that no web team can help with."""
_UNLISTED = ("the listing matched ", "the sitemap lists {count} addresses, but none below")
"""How problems begin where the website is well, but no longer has the releases where relay was told to look."""
_CLOUDFLARE = "{url} is behind a Cloudflare challenge"
_CERTIFICATE = ("{host} shows an invalid certificate", "the certificate of {host}")
_NO_ANSWER = ("{host} takes no connection", "the name {host} leads", "{host} does not answer", "{host} broke off")
_ADVICE = {
    401: Text("Please make the address public: it asks for a password."),
    403: Text("Please let the User-Agent that begins with relay/ pass the firewall and the protection against bots."),
    404: Text("Please restore the address, redirect it with status 301 to the new one, or tell us the new one."),
    410: Text("Please tell us the new address, if there is one, or redirect the old one with status 301."),
    429: Text("Please allow one request every few minutes from this User-Agent, or tell us how often is fine."),
}
_OPEN = {
    "feed": Text(
        "Please open the address in a browser without being logged in, and check it at validator.w3.org/feed."
    ),
    "listing": Text("Please open the address in a browser without being logged in."),
    "sitemap": Text("Please open the address in a browser without being logged in: the XML should be whole."),
}
_SERVER_ERROR = 500


def for_web_team(
    problem: Text,
    *,
    kind: str,
    url: str,
    since: datetime | None,
    success: datetime | None,
    asked: datetime | None,
    zone: tzinfo | None,
) -> Text | None:
    """What can be forwarded to those who run the website as it is; None where it is not theirs to mend.

    `since` is when the trouble began, `success` when all was well last, `asked` when it was looked at last.
    """
    if problem.message.startswith(_NOT_THEIRS):
        return None
    return Text(
        "For the web team: {what}\nAddress: {url}\nExpected: {expected}\nReceived: {received}\n"
        "Last looked at: {asked}; last time it was well: {success}\n{advice}",
        {
            "what": _headline(problem, _SUBJECTS.get(kind, _SUBJECTS["feed"]), _moment(since or asked, asked, zone)),
            "url": url,
            "expected": _EXPECTED.get(kind, _EXPECTED["feed"]),
            "received": _received(problem, kind),
            "asked": _moment(asked, None, zone),
            "success": _moment(success, None, zone),
            "advice": _advice(problem, kind),
        },
    )


def quiet_for_web_team(*, kind: str, url: str, last: date) -> Text:
    """What can be forwarded where a feed is well but brings nothing."""
    return Text(
        "For the web team: nothing new has appeared {where} since {day}.\nAddress: {url}\nPlease check whether "
        "new press releases still reach it: a full cache, an expired job, a category that was renamed.",
        {"where": _PLACES.get(kind, _PLACES["feed"]), "day": f"{last:%d.%m.%Y}", "url": url},
    )


def empty_for_web_team(*, kind: str, url: str) -> Text:
    """What can be forwarded where a feed is well, but has no entries any more."""
    return Text(
        "For the web team: there are no entries any more {where}, though there were some.\nAddress: {url}\nPlease "
        "check where it takes its press releases from: an empty cache, a database that does not answer, a category "
        "that was renamed.",
        {"where": _PLACES.get(kind, _PLACES["feed"]), "url": url},
    )


def _page(problem: Text) -> str:
    """What the HTML page is that came instead, as `relay.feed.pages` calls it; empty where none did."""
    kind = problem.facts.get("kind")
    name = kind.message if isinstance(kind, Text) else ""
    if problem.message.startswith("{kind} instead of a feed"):
        return name if name in PAGES.values() else ""
    is_page = problem.message.startswith("an HTML page instead of a feed") or problem.facts.get("root") == "html"
    return "an HTML page" if is_page else ""


def _status(problem: Text) -> int:
    """The status that says what is wrong; 0 where none does."""
    status = problem.facts.get("status")
    return status if isinstance(status, int) and status >= 300 else 0


def _received(problem: Text, kind: str) -> Text:
    """The problem without what is said to relay's administrator."""
    if problem.message.startswith(_CLOUDFLARE):
        return Text("a Cloudflare challenge (status {status}), which only browsers pass", problem.facts)
    if status := _status(problem):
        return Text("status {status}", {"status": status})
    if problem.message.startswith(_UNLISTED):
        return Text("a sitemap without them") if kind == "sitemap" else Text("a page without them")
    return problem


def _headline(problem: Text, subject: Text, since: Text | str) -> Text:
    facts = {"subject": subject, "since": since}
    kind = problem.facts.get("kind")
    if _page(problem):
        return Text("since {since} {subject} delivers HTML instead of XML.", facts)
    if problem.message.startswith(_CLOUDFLARE):
        return Text("since {since} {subject} is behind a Cloudflare challenge.", facts)
    if status := _status(problem):
        return Text("since {since} {subject} answers with the error {status}.", {**facts, "status": status})
    if problem.message.startswith("{kind} instead of a feed"):
        return Text("since {since} {subject} delivers {kind} instead of XML.", {**facts, "kind": kind})
    if problem.message.startswith(("{url} is empty", "an empty answer")):
        return Text("since {since} {subject} is empty.", facts)
    if problem.message.startswith(_UNLISTED):
        return Text("since {since} {subject} no longer has the releases where they were.", facts)
    return Text("since {since} {subject} cannot be read.", facts)


def _advice(problem: Text, kind: str) -> Text:
    if problem.message.startswith(_CLOUDFLARE) or _page(problem) == PAGES["cloudflare"]:
        return Text(
            "Please exempt this address, or the User-Agent that begins with relay/, from Cloudflare's challenge."
        )
    if status := _status(problem):
        by_status = Text("Please look into the server's error log at that time.") if status >= _SERVER_ERROR else None
        return by_status or _ADVICE.get(status) or _OPEN.get(kind, _OPEN["feed"])
    if problem.message.startswith("{host} asked for a pause"):
        return _ADVICE[429]
    if problem.message.startswith(_NO_ANSWER):
        return Text("Please check whether the server is up, and whether a firewall keeps relay's address out.")
    if problem.message.startswith(_CERTIFICATE):
        return Text("Please renew the certificate, and send the intermediate certificates with it.")
    if _page(problem):
        return Text("Please check what is delivered at this address to programs without cookies and JavaScript.")
    if problem.message.startswith(_UNLISTED):
        return Text("Was the website rebuilt? Then please tell us where the releases are now.")
    return _OPEN.get(kind, _OPEN["feed"])


def _moment(moment: datetime | None, near: datetime | None, zone: tzinfo | None) -> Text | str:
    """A time as people say it; without the day where that is the day of `near`."""
    if moment is None:
        return Text("never")
    local = moment.astimezone(zone)
    if near and near.astimezone(zone).date() == local.date():
        return Text("{time} today", {"time": f"{local:%H:%M}"})
    return Text("{day}, {time}", {"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}"})
