"""What `relay check` finds wrong comes with its place in the configuration, and with what to do."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from relay.commands import common
from relay.commands.common import indented
from relay.store.lock import instance_lock
from tests.end_to_end.conftest import World

GROUP = -1001234567892


async def checked(world: World, *, code: int) -> dict[str, dict[str, Any]]:
    """The findings, by what they are about."""
    ended = await world.relay("check", "--json")
    assert ended.code == code, ended.out
    return {one["what"]: one for one in ended.json["findings"]}


def place(world: World, line: str, key: str) -> str:
    """Of the line that begins so."""
    lines = world.config.read_text("utf-8").splitlines()
    number = next(number for number, one in enumerate(lines, start=1) if one.startswith(line))
    return f"{world.config}, line {number}: {key}"


def replaced(world: World, old: str, new: str) -> None:
    text = world.config.read_text("utf-8")
    assert old in text
    world.config.write_text(text.replace(old, new), encoding="utf-8")


# --- the websites -----------------------------------------------------------------------------------------------------


async def test_a_selector_that_matches_nothing_is_found_on_the_newest_page(world: World) -> None:
    world.configure(source='selector = ".gibt-es-nicht"')
    found = await checked(world, code=1)
    assert found["source presse"]["well"]
    wrong = found["selector of source presse"]
    assert not wrong["well"]
    assert "the selector '.gibt-es-nicht' matches nothing on" in wrong["says"]
    assert "correct the selector, or remove it" in wrong["says"]
    assert wrong["place"] == place(world, "selector", "[[source]] 1, selector")

    replaced(world, 'language = "en"', 'language = "de"')
    ended = await world.relay("check")
    assert "Selektor der Quelle presse: der Selektor '.gibt-es-nicht' trifft auf" in ended.out
    assert "→ " + place(world, "selector", "[[source]] 1, selector").replace("line", "Zeile") in ended.out


async def test_a_selector_that_fits_is_well(world: World) -> None:
    world.configure(source='selector = "main"')
    found = (await checked(world, code=0))["selector of source presse"]
    assert found["well"]
    assert "it fits" in found["says"]


async def test_the_page_for_audit_is_tried_with_its_selectors(world: World) -> None:
    world.configure(source=f'audit = "{world.site.url}/"\nitem = ".gibt-es-nicht"')
    wrong = (await checked(world, code=1))["audit of source presse"]
    assert ".gibt-es-nicht" in wrong["says"]
    assert wrong["place"] == place(world, "item", "[[source]] 1, item")

    world.configure(source=f'audit = "{world.site.url}/gibt-es-nicht"')
    wrong = (await checked(world, code=1))["audit of source presse"]
    assert "404" in wrong["says"]
    assert wrong["place"] == place(world, "audit", "[[source]] 1, audit")


async def test_a_page_in_place_of_a_feed_leads_to_discover(world: World) -> None:
    replaced(world, world.site.feed_url, f"{world.site.url}/")
    wrong = (await checked(world, code=1))["source presse"]
    assert f"relay discover {world.site.url}/ looks for the feed" in wrong["says"]
    assert 'kind = "listing"' in wrong["says"]
    assert wrong["place"] == place(world, "url", "[[source]] 1, url")


# --- Telegram ---------------------------------------------------------------------------------------------------------


async def test_a_chat_that_is_not_found_is_told_with_its_place_and_what_to_do(world: World) -> None:
    replaced(world, "chat = -1001234567890", 'chat = "@gibt_es_nicht"')
    wrong = (await checked(world, code=1))["channel main"]
    assert "administrator of the channel, with the right to post messages" in wrong["says"]
    assert "https://web.telegram.org/a/" in wrong["says"]
    assert wrong["place"] == place(world, "chat", "[[channel]] 1, chat")


async def test_on_trial_it_is_the_test_chat_that_is_named(world: World) -> None:
    world.configure(telegram="test_chat = -1009999999999")
    world.config.write_text(f'mode = "test"\n{world.config.read_text("utf-8")}', encoding="utf-8")
    wrong = (await checked(world, code=1))["channel main"]
    assert wrong["place"] == place(world, "test_chat", "[telegram] test_chat")


async def test_a_channel_is_no_editors_chat(world: World) -> None:
    world.telegram.add_channel(GROUP, title="Pressestelle intern")
    world.configure(telegram=f"editors_chat = {GROUP}")
    wrong = (await checked(world, code=1))["editors' chat"]
    assert "is a channel, not a group" in wrong["says"]
    assert "Make a private group" in wrong["says"]
    assert wrong["place"] == place(world, "editors_chat", "[telegram] editors_chat")


async def test_a_server_that_cannot_be_reached_is_told_with_api_base(world: World) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        replaced(world, world.telegram.url, f"http://127.0.0.1:{closed.getsockname()[1]}")
        wrong = (await checked(world, code=1))["token"]
    assert "cannot be reached" in wrong["says"]
    assert wrong["place"] == place(world, "api_base", "[telegram] api_base")


async def test_a_token_that_is_none_is_told_with_its_file(world: World) -> None:
    (world.folder / "token").write_text("nichts", encoding="utf-8")
    world.configure(telegram='token_file = "token"')
    wrong = (await checked(world, code=1))["token"]
    assert wrong["place"] == place(world, "token_file", "[telegram] token_file")


# --- the callback -----------------------------------------------------------------------------------------------------


async def test_where_hubs_are_led_to_somebody_answers_if_relay_runs(world: World) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    callback = "https://www.landkreis-musterland.example/websub"
    world.configure(more=f'[websub]\ncallback = "{callback}"\nlisten = "127.0.0.1:{port}"')
    assert "as soon as it runs" in (await checked(world, code=0))["push"]["says"]

    with instance_lock(world.folder / "relay.db"):
        assert f"relay answers at 127.0.0.1:{port}" in (await checked(world, code=0))["push"]["says"]
        server.close()
        await server.wait_closed()
        wrong = (await checked(world, code=1))["push"]
    assert "nothing answers at" in wrong["says"]
    assert wrong["place"] == place(world, "listen", "[websub] listen")


async def test_a_socket_of_the_file_system_is_asked_too(world: World, tmp_path: Path) -> None:
    where = tmp_path / "websub.sock"
    server = await asyncio.start_unix_server(lambda _, writer: writer.close(), where)
    world.configure(more=f'[websub]\ncallback = "https://a.example/websub"\nlisten = "unix:{where}"')
    with instance_lock(world.folder / "relay.db"):
        assert (await checked(world, code=0))["push"]["well"]
    server.close()


# --- how it looks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("terminal", [True, False])
def test_long_lines_are_indented_on_a_terminal_and_left_alone_in_a_file(
    terminal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = common.console()
    out.soft_wrap = not terminal
    indented(out, "[green]✓[/]", "eine Zeile, die länger ist als das, was in vierzig Spalten passt", "→ hier")
    lines = capsys.readouterr().out.splitlines()
    if terminal:
        assert [line[:2] for line in lines] == ["✓ ", "  ", "  "]
        assert all(len(line) <= 40 for line in lines)
    else:
        assert lines == ["✓ eine Zeile, die länger ist als das, was in vierzig Spalten passt", "  → hier"]
