"""What is wrong with a source though its feed can be read: people hear of it, and posts come all the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from relay.commands.common import speak
from relay.commands.status import status
from relay.feed.manners import SIGHTINGS
from relay.press.source_notices import about_sources, over
from relay.press.telling import Facts, SourceRemark
from relay.state import Moved
from relay.store.database import open_database
from tests.fakes import START
from tests.test_manners import PATH, Desk, feed
from tests.websites import website

NEW_PAGE = '<html><body><div id="neu"><p>Die Brücke ist wieder frei, und alle freuen sich.</p></div></body></html>'
WRONG, RIGHT = ".gibt-es-nicht", "article"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with website() as site, open_database(tmp_path / "relay.db") as database:
        yield Desk(database, site)


async def bring(desk: Desk, *names: str, selector: str = WRONG) -> None:
    """The website lists these releases, and relay reads it."""
    for name in names:
        desk.page(name)
    desk.site.says(PATH, feed(*(desk.item(name, f"Text von {name}.") for name in names)))
    await desk.poll(selector=selector)


async def test_people_are_told_that_it_matches_nothing_and_where(desk: Desk) -> None:
    await bring(desk)
    assert await desk.told() == {}
    await bring(desk, "a")
    told = await desk.told()
    assert list(told) == ["unmatched/presse"]
    assert f"the selector '{WRONG}' matches nothing on {desk.site.url('/presse/a')}" in told["unmatched/presse"]
    assert await desk.words() == ["Text von a."]

    # The next release says nothing new, and a poll that brings none leaves it as it is.
    await bring(desk, "b", "a")
    await desk.poll(selector=WRONG)
    assert list(await desk.told()) == ["unmatched/presse"]


async def test_a_corrected_selector_ends_it_at_the_next_poll(desk: Desk) -> None:
    await bring(desk)
    await bring(desk, "a")
    await desk.poll(selector=RIGHT)
    assert await desk.told() == {}


async def test_a_page_that_fits_again_ends_it(desk: Desk) -> None:
    await bring(desk, selector="#neu")
    await bring(desk, "a", selector="#neu")
    assert list(await desk.told()) == ["unmatched/presse"]
    desk.site.says(
        "/presse/b",
        NEW_PAGE,
        "Content-Type: text/html",
    )
    desk.site.says(PATH, feed(desk.item("b", "Kurz."), desk.item("a", "Text von a.")))
    await desk.poll(selector="#neu")
    assert await desk.told() == {}


async def test_a_page_that_was_not_complete_at_first_is_no_trouble_once_it_is_read(desk: Desk) -> None:
    await bring(desk, selector="#neu")
    await bring(desk, "a", selector="#neu")
    desk.site.says(
        "/presse/a",
        NEW_PAGE,
        "Content-Type: text/html",
    )
    desk.clock.pass_by(11)
    desk.spec = replace(desk.spec, selector="#neu")
    async with desk.relay() as ingest:
        assert await ingest.reread([desk.spec]) == 1
    assert await desk.words() == ["Die Brücke ist wieder frei, und alle freuen sich."]
    assert await desk.told() == {}


async def test_another_trouble_of_a_page_says_nothing_about_the_selector(desk: Desk) -> None:
    await bring(desk)
    await bring(desk, "a")
    desk.site.says(PATH, feed(desk.item("b", "Kurz."), desk.item("a", "Text von a.")))
    desk.site.says("/presse/b", status=500)
    await desk.poll(selector=WRONG)
    assert list(await desk.told()) == ["unmatched/presse"]


async def test_people_are_told_that_a_feed_is_empty_that_was_not_and_when_it_no_longer_is(desk: Desk) -> None:
    await bring(desk, selector="")
    await desk.poll(selector="")
    assert await desk.told() == {}  # it may always have been
    await bring(desk, "a", selector="")
    for says in (feed(), feed() + "<!-- anders -->", feed()):
        desk.site.says(PATH, says)
        await desk.poll(selector="")
        told = await desk.told()
        assert list(told) == ["empty/presse"]
        assert "it had entries, and has none any more" in told["empty/presse"]
        assert "For the web team: there are no entries any more in your feed" in told["empty/presse"]

    await bring(desk, "a", selector="")
    assert await desk.told() == {}
    assert str(over("empty", "presse")) == "The source presse has entries again."


async def test_status_says_that_a_feed_is_empty_and_what_the_web_team_may_look_at(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await bring(desk, "a", selector="")
    desk.site.says(PATH, feed())
    await desk.poll(selector="")
    config = tmp_path / "config.toml"
    config.write_text(
        f'language = "de"\n[[source]]\nid = "presse"\nurl = "{desk.site.url(PATH)}"\nchannels = ["main"]\n'
        '[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1001\n',
        encoding="utf-8",
    )
    assert await _status(config) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Problem: Sie hat keine Einträge mehr, obwohl sie welche hatte." in out
    assert "Für das Web-Team: Es steht in Ihrem Feed kein Eintrag mehr" in out
    speak("en")


def test_a_move_to_another_name_of_the_same_website_is_nothing_to_tell() -> None:
    moved = Moved("https://landkreis-musterland.example/neu.xml", START, seen=SIGHTINGS)
    facts = Facts(remarks=(SourceRemark("presse", "https://www.musterland.example/alt.xml", moved=moved),))

    def told(*aliases: str) -> list[str]:
        return [one.key for one in about_sources(facts, frozenset({"presse"}), None, {"presse": aliases})]

    assert told() == ["feed-moved/presse"]
    assert told("landkreis-musterland.example") == []


@pytest.mark.parametrize("language", ["de", "en"])
async def test_status_says_so_until_the_configuration_has_another_selector(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    await bring(desk)
    await bring(desk, "a")
    text = (
        f'language = "{language}"\n[[source]]\nid = "presse"\nurl = "{desk.site.url(PATH)}"\nchannels = ["main"]\n'
        f'selector = "SELECTOR"\n[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1001\n'
    )
    config = tmp_path / "config.toml"
    config.write_text(text.replace("SELECTOR", WRONG), encoding="utf-8")
    assert await _status(config) == 0
    out = capsys.readouterr().out
    said = "trifft auf" if language == "de" else "matches nothing on"
    assert said in out

    config.write_text(text.replace("SELECTOR", RIGHT), encoding="utf-8")
    assert await _status(config, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["selector"] is None
    speak("en")


async def _status(config: Path, *, as_json: bool = False) -> int:
    return await asyncio.to_thread(status, config, as_json=as_json)


async def test_status_says_that_a_feed_has_entries_that_cannot_be_read(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.site.says(PATH, feed(desk.item("a"), more="<item></item>"))
    await desk.poll()
    config = tmp_path / "config.toml"
    config.write_text(
        f'language = "en"\n[[source]]\nid = "presse"\nurl = "{desk.site.url(PATH)}"\nchannels = ["main"]\n'
        '[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1001\n',
        encoding="utf-8",
    )
    assert await _status(config) == 0
    assert "not all of its entries can be read: Entries that say nothing at all" in " ".join(
        capsys.readouterr().out.split()
    )
