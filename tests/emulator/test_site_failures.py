"""Failures on demand: each does on the wire what its name says, as often and where it was planned."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession, ClientTimeout

from relay.emulator.site import failures
from relay.emulator.site.emulator import SiteEmulator


@pytest.fixture
async def site() -> AsyncIterator[SiteEmulator]:
    emulator = SiteEmulator()
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest.fixture
async def web() -> AsyncIterator[ClientSession]:
    async with ClientSession(
        headers={"Accept-Encoding": "identity"}, timeout=ClientTimeout(total=20), auto_decompress=False
    ) as session:
        yield session


async def get(web: ClientSession, url: str, **options: Any) -> tuple[int, dict[str, str], bytes]:
    async with web.get(url, **options) as response:
        return response.status, dict(response.headers), await response.read()


async def test_a_status_comes_with_its_headers_and_then_all_is_well(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Status(503, {"Retry-After": "120"}), times=2)
    for _ in range(2):
        status, headers, _ = await get(web, site.feed_url)
        assert (status, headers["Retry-After"]) == (503, "120")
        assert "ETag" not in headers
    assert (await get(web, site.feed_url))[0] == 200
    assert [request.status for request in site.requests] == [503, 503, 200]


async def test_a_failure_keeps_to_its_path(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Status(404), path="/presse.rss")
    assert (await get(web, site.second_feed_url))[0] == 200
    assert (await get(web, site.feed_url))[0] == 404
    assert (await get(web, site.feed_url))[0] == 200


async def test_plans_are_used_up_in_order_and_can_be_forgotten(site: SiteEmulator, web: ClientSession) -> None:
    for code in (500, 502, 504):
        site.plan(failures.Status(code))
    assert [(await get(web, site.feed_url))[0] for _ in range(2)] == [500, 502]
    assert len(site.planned) == 1
    site.heal()
    assert (await get(web, site.feed_url))[0] == 200
    with pytest.raises(ValueError, match="times"):
        site.plan(failures.Close(), times=0)


async def test_a_redirect_names_its_target(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Redirect("/aktuelles.atom", 308))
    status, headers, _ = await get(web, site.feed_url, allow_redirects=False)
    assert (status, headers["Location"]) == (308, "/aktuelles.atom")


async def test_a_hanging_request_is_recorded_without_a_status(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Hang())
    with pytest.raises(TimeoutError):
        await get(web, site.feed_url, timeout=ClientTimeout(total=0.2))
    assert [request.status for request in site.requests] == [None]


async def test_the_site_stops_although_a_request_hangs(web: ClientSession) -> None:
    arrived = asyncio.Event()

    def clock() -> datetime:
        arrived.set()
        return datetime.now(UTC)

    site = SiteEmulator(clock=clock)
    await site.start()
    site.plan(failures.Hang())
    arrived.clear()
    asking = asyncio.ensure_future(get(web, site.feed_url))
    await arrived.wait()
    begun = time.monotonic()
    await site.stop()
    assert time.monotonic() - begun < 5
    with pytest.raises(aiohttp.ClientConnectionError):
        await asking


async def test_a_connection_is_closed_without_an_answer(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Close(), times=2)  # the client asks once more by itself on a connection that it used before
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await get(web, site.feed_url)
    assert site.requests[0].status is None


async def test_a_connection_is_cut_within_the_body(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Cut(0.5))
    with pytest.raises(aiohttp.ClientPayloadError):
        await get(web, site.feed_url)


async def test_a_delay_comes_before_the_usual_answer(site: SiteEmulator, web: ClientSession) -> None:
    usual = await get(web, site.feed_url)
    site.plan(failures.Delay(0.15))
    begun = time.monotonic()
    assert (await get(web, site.feed_url))[2] == usual[2]
    assert time.monotonic() - begun >= 0.15


async def test_html_stands_where_a_feed_was(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Replaced())
    status, headers, body = await get(web, site.feed_url)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Wartungsarbeiten" in body.decode()


async def test_half_a_feed_arrives_as_if_it_were_whole(site: SiteEmulator, web: ClientSession) -> None:
    whole = (await get(web, site.feed_url))[2]
    site.plan(failures.Truncated(0.5))
    status, headers, body = await get(web, site.feed_url)
    assert status == 200
    assert body == whole[: len(whole) // 2]
    assert int(headers["Content-Length"]) == len(body)


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_grows_to_any_size(site: SiteEmulator, web: ClientSession, declared: bool) -> None:
    site.plan(failures.Big(3_000_000, declared=declared))
    _, headers, body = await get(web, site.feed_url)
    assert len(body) == 3_000_000
    assert body.startswith(b"<?xml")
    assert ("Content-Length" in headers) is declared


async def test_a_client_may_leave_in_the_middle_of_a_big_body(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Big(2_000_000_000))
    async with web.get(site.feed_url) as response:
        await response.content.readexactly(1000)
        response.close()
    assert (await get(web, site.feed_url))[0] == 200


async def test_a_gzip_bomb_is_small_until_it_is_opened(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.GzipBomb(5_500_000))
    _, headers, body = await get(web, site.feed_url)
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < 20_000
    assert len(zlib.decompress(body, wbits=31)) == 5_500_000


async def test_a_pdf_stands_where_a_page_was(site: SiteEmulator, web: ClientSession) -> None:
    site.plan(failures.Pdf())
    _, headers, body = await get(web, site.url + site.releases[0].path)
    assert headers["Content-Type"] == "application/pdf"
    assert body.startswith(b"%PDF-")


async def test_the_declared_charset_is_not_the_one_that_was_used(site: SiteEmulator, web: ClientSession) -> None:
    usual = (await get(web, site.feed_url))[2]
    site.plan(failures.WrongCharset())
    _, headers, body = await get(web, site.feed_url)
    assert headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert body.decode("cp1252") == usual.decode()
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_failures_are_built_from_json() -> None:
    build = failures.failure_from_json
    assert build("status", {"code": 503, "headers": {"Retry-After": "9"}}) == failures.Status(503, {"Retry-After": "9"})
    assert build("delay", {"seconds": 2}) == failures.Delay(2)
    assert [type(build(kind, {})) for kind in failures.KINDS] == list(failures.KINDS.values())


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("earthquake", {}),
        ("status", {"code": "503"}),
        ("hang", {"seconds": 1}),
        ("status", {"headers": {"Retry-After": 7}}),
    ],
    ids=str,
)
def test_an_unknown_failure_is_refused(kind: str, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown|does not fit|are strings"):
        failures.failure_from_json(kind, options)
