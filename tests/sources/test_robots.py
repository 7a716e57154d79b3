"""robots.txt: pages are read as the website wants it, and nobody waits for rules that cannot be read."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.errors import Disallowed, SourceError
from relay.model import Fetched
from relay.sources.http import Fetcher
from relay.sources.robots import KEPT, LONGEST_DELAY, MAX_BYTES, TOKEN, UNREACHABLE, WEBSITES, PolitePages, _parsed
from tests.fakes import SetClock
from tests.websites import Website, fetcher, website

PAGE = "/presse/bruecke.php?id=1"


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with website() as site:
        site.says(PAGE, "<p>Brücke</p>")
        yield site


@pytest.fixture
async def web() -> AsyncIterator[Fetcher]:
    async with fetcher() as web:
        yield web


async def may(pages: PolitePages, url: str) -> bool:
    try:
        await pages.get(url)
    except Disallowed:
        return False
    return True


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /intern/", True),
        ("User-agent: *\nDisallow: /presse/", False),
        ("User-agent: relay\nDisallow: /", False),
        ("User-Agent: RELAY/0.9\nDisallow: /", False),
        ("User-agent: relayer\nDisallow: /", True),
        ("User-agent: rel\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: relay\nDisallow:", True),
        ("User-agent: other\nUser-agent: relay\nDisallow: /presse/", False),
        ("User-agent: other\nDisallow: /presse/", True),
        ("User-agent: *\nDisallow: /presse/\nAllow: /presse/bruecke", True),
        ("User-agent: *\nDisallow: /*.php$", True),
        ("User-agent: *\nDisallow: /*id=", False),
        ("\ufeffUser-agent: *\r\nDisallow: /presse # vorerst", False),
        ("Disallow: /presse/", True),
        ("<!doctype html><html><body>Seite nicht gefunden</body></html>", True),
        ("", True),
    ],
)
async def test_a_page_is_read_if_robots_txt_lets_relay_read_it(
    site: Website, web: Fetcher, rules: str, allowed: bool
) -> None:
    site.says("/robots.txt", rules)

    assert await may(PolitePages(web, SetClock()), site.url(PAGE)) is allowed
    assert site.paths == ["/robots.txt", PAGE] if allowed else ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 204])
async def test_without_a_robots_txt_everything_may_be_read(site: Website, web: Fetcher, status: int) -> None:
    site.says("/robots.txt", status=status)
    pages = PolitePages(web, SetClock())

    assert isinstance(await pages.get(site.url(PAGE)), Fetched)
    assert await may(pages, site.url(PAGE))
    assert site.paths.count("/robots.txt") == 1


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_while_robots_txt_cannot_be_read_no_page_is_and_then_it_is_tried_again(
    site: Website, status: int
) -> None:
    clock = SetClock()
    site.says("/robots.txt", status=status)
    async with fetcher(clock=clock) as web:
        pages = PolitePages(web, clock)
        for _ in range(2):
            with pytest.raises(SourceError) as caught:
                await pages.get(site.url(PAGE))
            assert not caught.value.permanent
            assert caught.value.retry_after == UNREACHABLE.total_seconds()
        assert site.paths == ["/robots.txt"]

        site.says("/robots.txt", "User-agent: *\nDisallow:")
        clock.pass_by(UNREACHABLE.total_seconds())
        assert await may(pages, site.url(PAGE))


async def test_a_retry_after_of_robots_txt_is_obeyed(site: Website) -> None:
    clock = SetClock()
    site.says("/robots.txt", "", "Retry-After: 3600", status=503)
    async with fetcher(clock=clock) as web:
        pages = PolitePages(web, clock)
        for wait in (0, 3500):
            clock.pass_by(wait)
            with pytest.raises(SourceError):
                await pages.get(site.url(PAGE))
    assert site.paths == ["/robots.txt"]


async def test_rules_hold_for_a_day_and_longer_only_while_they_cannot_be_read_again(
    site: Website, web: Fetcher
) -> None:
    clock = SetClock()
    site.says("/robots.txt", "User-agent: *\nDisallow: /intern/")
    pages = PolitePages(web, clock)
    assert await may(pages, site.url(PAGE))

    site.says("/robots.txt", "User-agent: *\nDisallow: /")
    clock.pass_by(KEPT.total_seconds() - 1)
    assert await may(pages, site.url(PAGE))
    clock.pass_by(1)
    assert not await may(pages, site.url(PAGE))

    site.says("/robots.txt", status=500)
    clock.pass_by(KEPT.total_seconds())
    assert not await may(pages, site.url(PAGE))
    site.says("/robots.txt", status=404)
    clock.pass_by(UNREACHABLE.total_seconds())
    assert await may(pages, site.url(PAGE))


async def test_a_clock_that_was_set_back_keeps_no_rules_alive(site: Website, web: Fetcher) -> None:
    clock = SetClock()
    site.says("/robots.txt", "User-agent: *\nDisallow: /")
    pages = PolitePages(web, clock)
    assert not await may(pages, site.url(PAGE))

    site.says("/robots.txt", "")
    clock.pass_by(-7 * 86400)
    assert await may(pages, site.url(PAGE))


async def test_every_hop_of_a_redirect_is_asked_about(site: Website, web: Fetcher) -> None:
    async with website() as other:
        other.says("/robots.txt", "User-agent: *\nDisallow: /")
        site.says("/kurz", "", f"Location: {other.url('/lang')}", status=302)

        assert not await may(PolitePages(web, SetClock()), site.url("/kurz"))
        assert other.paths == ["/robots.txt"]


async def test_robots_txt_may_be_elsewhere_itself(site: Website, web: Fetcher) -> None:
    site.says("/robots.txt", "", "Location: /regeln.txt", status=301)
    site.says("/regeln.txt", "User-agent: *\nDisallow: /presse/")

    assert not await may(PolitePages(web, SetClock()), site.url(PAGE))


async def test_many_pages_at_once_cost_one_look_at_robots_txt(site: Website, web: Fetcher) -> None:
    pages = PolitePages(web, SetClock())
    site.says("/robots.txt", "User-agent: *\nDisallow: /intern/")

    await asyncio.gather(*(pages.get(site.url(PAGE)) for _ in range(5)))
    assert site.paths.count("/robots.txt") == 1


@pytest.mark.parametrize(("before", "allowed"), [(100, False), (400_000, False), (MAX_BYTES, True)])
async def test_of_an_endless_robots_txt_the_beginning_is_obeyed(
    site: Website, web: Fetcher, *, before: int, allowed: bool
) -> None:
    comments = ("#" + "x" * 98 + "\n") * (before // 100)
    site.says("/robots.txt", f"{comments}User-agent: *\nDisallow: /presse/\n" + "# mehr\n" * 500_000)

    assert await may(PolitePages(web, SetClock()), site.url(PAGE)) is allowed


async def test_a_rule_that_is_cut_off_says_nothing(site: Website, web: Fetcher) -> None:
    rules = "User-agent: *\n"
    comment = "#" + "x" * (MAX_BYTES - len(rules) - len("\nDisallow: /"))
    site.says("/robots.txt", f"{rules}#{comment}\nDisallow: /intern/\n")

    assert await may(PolitePages(web, SetClock()), site.url(PAGE))


@pytest.mark.parametrize("status", [429, 503])
async def test_what_robots_txt_asks_for_keeps_no_feed_waiting(site: Website, status: int) -> None:
    site.says("/robots.txt", "", "Retry-After: 86400", status=status)
    site.says("/presse.xml", "<rss/>")
    async with fetcher(clock=SetClock()) as web:
        with pytest.raises(SourceError):
            await PolitePages(web, SetClock()).get(site.url(PAGE))
        fetched = await web.get(site.url("/presse.xml"))
    assert isinstance(fetched, Fetched)
    assert PAGE not in site.paths


@pytest.mark.parametrize(("wanted", "given"), [("3", 3.0), ("86400", LONGEST_DELAY), ("nan", 0.0), ("bald", 0.0)])
async def test_a_crawl_delay_is_kept_up_to_a_limit(site: Website, wanted: str, given: float) -> None:
    site.says("/robots.txt", f"User-agent: relay\nCrawl-delay: {wanted}")
    seconds = SetClock()
    async with fetcher(monotonic=lambda: seconds().timestamp(), sleep=seconds.sleep, limits={"timeout": 60.0}) as web:
        pages = PolitePages(web, SetClock())
        await pages.get(site.url(PAGE))
        before = seconds()
        await pages.get(site.url(PAGE))
    assert seconds() - before == timedelta(seconds=given)


async def test_of_many_websites_only_the_latest_are_remembered(site: Website, web: Fetcher) -> None:
    pages = PolitePages(web, SetClock())
    for number in range(WEBSITES + 5):
        with pytest.raises(SourceError):
            # Nobody listens there: no answer, no rules.
            await pages.get(f"http://127.{number // 250}.{number % 250}.1:1/")
    assert len(pages._rules) == WEBSITES


def test_rules_made_to_exhaust_us_cost_little() -> None:
    """Thousands of names with thousands of rules each, which a parser would multiply."""
    names = "".join(f"User-agent: bot{number}\n" for number in range(9_000))
    body = (names + "Disallow: /a*b*c*d$\n" * 9_000).encode()
    tracemalloc.start()
    try:
        rules = _parsed(body)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert rules.can_fetch("https://www.landkreis-musterland.example/" + "abcd" * 500, TOKEN)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"User-agent: *\nDisallow: {text}".encode()))
def test_any_robots_txt_can_be_read(body: bytes) -> None:
    assert _parsed(body).can_fetch("https://www.landkreis-musterland.example/presse", TOKEN) in (True, False)
