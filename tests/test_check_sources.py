"""What `relay check` finds out about sources: the feed, its selector on the newest page, the page for `relay audit`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from relay.commands.check_web import check_sources
from relay.commands.findings import Check
from relay.config import load_config
from tests.websites import Website, website

HTML = "Content-Type: text/html; charset=utf-8"
PAGE = '<html><body><div id="text"><p>Die Brücke über die Muster ist wieder frei.</p></div></body></html>'
LIST = """<html><body><ul><li class="pm"><a href="/a">Brücke frei</a></li>
<li class="pm"><a href="/b">B</a></li></ul></body></html>"""
Checked = Callable[[str], Awaitable[dict[str, Check]]]


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with website() as site:
        site.says("/presse.rss", feed(f"<link>{site.url('/a')}</link>"))
        site.says("/a", PAGE, HTML)
        site.says("/presse/", LIST, HTML)
        yield site


def feed(item: str = "", title: str = "Brücke frei") -> str:
    inside = f"<item><title>{title}</title><guid>1</guid>{item}</item>" if item else ""
    return f'<rss version="2.0"><channel><title>Presse</title>{inside}</channel></rss>'


@pytest.fixture
def checked(site: Website, tmp_path: Path) -> Checked:
    """The checks of a source with these keys, by what they are about."""

    async def check(keys: str) -> dict[str, Check]:
        path = tmp_path / "config.toml"
        url = "" if "url =" in keys else f'url = "{site.url("/presse.rss")}"\n'
        path.write_text(
            '[fetch]\nallow_networks = ["127.0.0.0/8"]\nhost_gap = "0s"\n'
            f'[[source]]\nid = "p"\nchannels = ["main"]\n{url}{keys}\n'
            '[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1001\n',
            encoding="utf-8",
        )
        return {str(one.what): one for one in await check_sources(load_config(path))}

    return check


async def test_without_a_selector_no_page_is_asked_for(site: Website, checked: Checked) -> None:
    assert list(await checked("")) == ["source p"]
    assert not site.asked("/a")


async def test_a_selector_is_tried_on_the_newest_page(site: Website, checked: Checked) -> None:
    found = await checked('selector = "#text"')
    assert found["selector of source p"].well
    assert str(found["selector of source p"].says) == f"it fits {site.url('/a')} (paragraphs: 1)"


async def test_a_page_that_cannot_be_read_now_says_nothing_about_the_selector(site: Website, checked: Checked) -> None:
    site.says("/a", status=503)
    one = (await checked('selector = "#text"'))["selector of source p"]
    assert (one.well, one.warning) == (True, True)
    assert "cannot be read now" in str(one.says)


async def test_a_page_that_robots_txt_closes_is_not_asked_for(site: Website, checked: Checked) -> None:
    site.says("/robots.txt", "User-agent: relay\nDisallow: /a\n")
    one = (await checked('selector = "#text"'))["selector of source p"]
    assert (one.well, one.warning) == (True, True)
    assert "robots.txt" in str(one.says)
    assert not site.asked("/a")


async def test_a_release_without_a_page_is_no_trial(site: Website, checked: Checked) -> None:
    site.says("/presse.rss", feed("<description>Text.</description>"))
    one = (await checked('selector = "#text"'))["selector of source p"]
    assert "has no page" in str(one.says)


async def test_a_feed_without_entries_is_warned_of(site: Website, checked: Checked) -> None:
    site.says("/presse.rss", feed())
    found = await checked('selector = "#text"')
    assert list(found) == ["source p"]
    assert found["source p"].warning


async def test_a_server_that_answers_304_at_once_is_not_well(site: Website, checked: Checked) -> None:
    site.says("/presse.rss", status=304)
    site.says("/presse/", status=304)
    found = await checked(f'audit = "{site.url("/presse/")}"')
    assert [one.well for one in found.values()] == [False, False]
    assert "304" in str(found["source p"].says)


async def test_a_listing_in_which_nothing_matches_is_told_with_its_item(site: Website, checked: Checked) -> None:
    url = f'url = "{site.url("/presse/")}"\nkind = "listing"\n'
    assert (await checked(f'{url}item = "li.pm"'))["source p"].well
    one = (await checked(f'{url}item = "li.nix"'))["source p"]
    assert not one.well
    assert str(one.place).endswith("line 9: [[source]] 1, item")


async def test_the_page_for_audit_is_told_with_what_it_lists(site: Website, checked: Checked) -> None:
    audit = f'audit = "{site.url("/presse/")}"\n'
    one = (await checked(f'{audit}item = "li.pm"'))["audit of source p"]
    assert str(one.says) == "the page lists 2 releases, on top: Brücke frei"
    one = (await checked(f'{audit}item = "li.nix"'))["audit of source p"]
    assert not one.well
    assert str(one.place).endswith(": [[source]] 1, item")
    site.says("/presse/", status=404)
    one = (await checked(audit))["audit of source p"]
    assert not one.well
    assert str(one.place).endswith(": [[source]] 1, audit")
