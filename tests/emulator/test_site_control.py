"""The control address drives the sample website from another process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from relay.emulator.site.emulator import SiteEmulator


@pytest.fixture
async def site() -> AsyncIterator[SiteEmulator]:
    emulator = SiteEmulator()
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest.fixture
async def web(site: SiteEmulator) -> AsyncIterator[ClientSession]:
    async with ClientSession(f"{site.url}/") as session:
        yield session


async def order(web: ClientSession, verb: str, **options: Any) -> tuple[int, dict[str, Any]]:
    async with web.post(f"_control/{verb}", json=options) as response:
        return response.status, json.loads(await response.text())


async def test_the_state_names_feeds_releases_and_drafts(site: SiteEmulator, web: ClientSession) -> None:
    async with web.get("_control") as response:
        state = json.loads(await response.text())
    assert state["feeds"] == [site.feed_url, site.second_feed_url, site.json_feed_url]
    assert [release["slug"] for release in state["published"]] == [release.slug for release in site.releases]
    assert state["drafts"] == [draft.slug for draft in site.drafts]


async def test_drafts_are_published_one_after_the_other_or_by_name(site: SiteEmulator, web: ClientSession) -> None:
    first, *others = [draft.slug for draft in site.drafts]
    status, told = await order(web, "publish")
    assert (status, told["slug"]) == (200, first)
    status, told = await order(web, "publish", slug=others[-1], highlight=True)
    assert (status, told["slug"], told["highlight"]) == (200, others[-1], True)
    assert site.releases[0].slug == others[-1]
    assert (await order(web, "publish", slug=first))[0] == 404


async def test_when_all_drafts_are_published_it_says_so(site: SiteEmulator, web: ClientSession) -> None:
    for _ in site.drafts:
        assert (await order(web, "publish"))[0] == 200
    assert await order(web, "publish") == (404, {"error": "no draft is left"})


async def test_releases_are_corrected_and_withdrawn(site: SiteEmulator, web: ClientSession) -> None:
    slug = site.releases[0].slug
    status, told = await order(web, "correct", slug=slug, title="Ein anderer Titel")
    assert (status, told["title"]) == (200, "Ein anderer Titel")
    assert told["updated"] is not None
    assert (await order(web, "withdraw", slug=slug, status=404))[0] == 200
    assert slug not in {release.slug for release in site.releases}
    assert (await order(web, "correct", slug=slug, title="x"))[0] == 404


async def test_failures_are_planned_and_forgotten(site: SiteEmulator, web: ClientSession) -> None:
    plan = {"kind": "status", "code": 503, "headers": {"Retry-After": "7"}, "path": "/presse.rss", "times": 2}
    status, told = await order(web, "plan", **plan)
    assert (status, told["planned"][0]["times"]) == (200, 2)
    async with web.get("presse.rss") as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "7")
    assert (await order(web, "heal"))[1]["planned"] == []
    async with web.get("presse.rss") as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("plan", {"kind": "earthquake"}),
        ("plan", {"kind": "status", "times": "twice"}),
        ("plan", {"kind": "status", "times": 0}),
        ("publish", {"sulg": "x"}),
        ("correct", {"slug": "muellabfuhr-ostern"}),
        ("heal", {"now": True}),
    ],
    ids=str,
)
async def test_an_order_that_is_not_understood_changes_nothing(
    site: SiteEmulator, web: ClientSession, verb: str, options: dict[str, Any]
) -> None:
    before = (site.releases, site.drafts, site.planned)
    status, told = await order(web, verb, **options)
    assert status == 400
    assert told["error"]
    assert (site.releases, site.drafts, site.planned) == before


async def test_only_json_is_listened_to_so_that_no_other_web_page_can_give_orders(
    site: SiteEmulator, web: ClientSession
) -> None:
    for body in ({"data": "{}"}, {"data": {"slug": "x"}}):
        async with web.post("_control/publish", **body) as response:
            assert response.status == 415
    for broken in ("{", "[]"):
        async with web.post("_control/publish", data=broken, headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400
    assert len(site.releases) == 6


async def test_orders_are_neither_recorded_nor_hit_by_failures(site: SiteEmulator, web: ClientSession) -> None:
    await order(web, "plan", kind="close", times=9)
    assert (await order(web, "publish"))[0] == 200
    assert site.requests == []
