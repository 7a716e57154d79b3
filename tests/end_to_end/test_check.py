"""`relay check` against real servers: what it says of lost answers, the editors' chat, alerts and older databases."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from relay.emulator.telegram.emulator import Failure
from relay.errors import StoreError
from relay.store.database import open_database
from relay.store.lock import instance_lock
from tests.end_to_end.conftest import CHAT, World

EDITORS = -1001234567892
GROUP = f"editors_chat = {EDITORS}"


@pytest.fixture
def press_office(world: World) -> World:
    """With an editors' chat."""
    world.telegram.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    world.configure(telegram=GROUP)
    return world


async def checked(world: World, *arguments: str, code: int = 0) -> dict[str, dict[str, Any]]:
    """The findings of `relay check --json`, by what they are about."""
    ended = await world.relay("check", "--json", *arguments)
    assert ended.code == code, ended.out
    assert ended.json["well"] is (code == 0)
    assert world.telegram.messages(CHAT) == world.posts
    return {one["what"]: one for one in ended.json["findings"]}


def in_german(world: World) -> None:
    text = world.config.read_text("utf-8")
    world.config.write_text(text.replace('language = "en"', 'language = "de"'), encoding="utf-8")


def content(database: Path) -> list[str]:
    """All that is in the database."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


# --- lost answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "english", "german"),
    [
        ("resend", "sent again, and may then stand in the channel twice", "kann dann doppelt im Kanal stehen"),
        ("hold", "waits for a person (`relay holds`)", "wartet, bis jemand entscheidet (`relay holds`)"),
    ],
)
async def test_without_an_editors_chat_it_warns_of_what_happens_when_an_answer_is_lost(
    world: World, setting: str, english: str, german: str
) -> None:
    world.configure(telegram=f'uncertain = "{setting}"')
    found = (await checked(world))["lost answers"]
    assert found["warning"]
    assert "there is no [telegram] editors_chat" in found["says"]
    assert f'uncertain = "{setting}" decides: ' in found["says"]
    assert english in found["says"]

    in_german(world)
    found = (await checked(world))["lost answers"]
    assert german in found["says"]
    assert "Mit einem Chat der Redaktion fände relay es heraus" in found["says"]


async def test_with_an_editors_chat_it_says_that_what_is_lost_is_found_out(press_office: World) -> None:
    found = await checked(press_office)
    assert not found["lost answers"]["warning"]
    assert "none is lost, and none stands there twice" in found["lost answers"]["says"]
    assert found["editors' chat"]["says"] == f"Pressestelle ({EDITORS}), the bot may write"
    assert press_office.sends() == []
    assert "alerts" not in found


async def test_a_channel_that_forbids_forwarding_is_warned_of(press_office: World) -> None:
    press_office.telegram._world.chats[CHAT].protected = True
    found = (await checked(press_office))["channel main"]
    assert found["warning"]
    assert "forbids forwarding" in found["says"]
    assert 'uncertain = "resend" decides then' in found["says"]

    press_office.configure()
    assert not (await checked(press_office))["channel main"]["warning"]


async def test_a_group_for_comments_is_told_of(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = world.telegram._world.chats[CHAT]
    as_json = type(channel).as_json
    monkeypatch.setattr(type(channel), "as_json", lambda one: as_json(one) | {"linked_chat_id": -1007})
    found = (await checked(world))["channel main"]
    assert found["warning"]
    assert "somebody has to watch" in found["says"]


# --- the editors' chat ------------------------------------------------------------------------------------------------


async def test_an_editors_chat_that_is_not_there_is_not_well(world: World) -> None:
    world.configure(telegram=GROUP)
    found = (await checked(world, code=1))["editors' chat"]
    assert not found["well"]
    assert "chat not found). Make the bot a member of the group" in found["says"]
    assert found["place"].endswith(": [telegram] editors_chat")


async def test_an_editors_chat_that_threw_the_bot_out_is_not_well(press_office: World) -> None:
    press_office.telegram.set_membership(EDITORS, "kicked")
    in_german(press_office)
    found = (await checked(press_office, code=1))["editors' chat"]
    assert "kicked from the supergroup chat" in found["says"]
    assert "prüfen Sie [telegram] editors_chat" in found["says"]


async def test_an_editors_chat_in_which_the_bot_may_not_write_is_not_well(press_office: World) -> None:
    press_office.telegram._world.chats[EDITORS].rights["can_send_messages"] = False
    found = (await checked(press_office, code=1))["editors' chat"]
    assert found["says"] == "the bot may not write in Pressestelle: let it"


async def test_the_channel_itself_is_no_editors_chat_by_whatever_name(world: World) -> None:
    world.configure(telegram='editors_chat = "@landkreis_musterland"')
    found = (await checked(world, code=1))["editors' chat"]
    assert "it is the channel main itself" in found["says"]


async def test_on_trial_the_posts_may_go_to_the_editors_chat(press_office: World) -> None:
    press_office.configure(telegram=f"{GROUP}\ntest_chat = {EDITORS}")
    text = press_office.config.read_text("utf-8")
    press_office.config.write_text(f'mode = "test"\n{text}', encoding="utf-8")
    assert (await checked(press_office))["editors' chat"]["well"]


async def test_a_public_editors_chat_is_warned_of(world: World) -> None:
    world.telegram.add_channel(EDITORS, title="Pressestelle", type="supergroup", username="pressestelle_musterland")
    world.configure(telegram=GROUP)
    found = (await checked(world))["editors' chat"]
    assert found["warning"]
    assert "anybody can read" in found["says"]


async def test_an_editors_group_that_became_a_supergroup_is_told_with_its_new_number(world: World) -> None:
    world.telegram.add_channel(-4711, title="Pressestelle", type="group")
    world.telegram.upgrade_group(-4711, EDITORS)
    world.configure(telegram="editors_chat = -4711")
    found = (await checked(world, code=1))["editors' chat"]
    assert f"write {EDITORS} in the configuration" in found["says"]


# --- alerts -----------------------------------------------------------------------------------------------------------


async def test_a_wrong_alert_address_is_not_well_and_never_shown_even_offline(world: World) -> None:
    world.configure(more='[alerts]\nurls = ["json://127.0.0.1:1/", "mailtoo://erika:geheim@musterland.example"]')
    for arguments in ((), ("--offline",)):
        ended = await world.relay("check", *arguments)
        assert ended.code == 1
        assert "by their place: 2." in ended.out
        assert "geheim" not in ended.out + ended.log
        assert "erika" not in ended.out + ended.log


async def test_good_alert_addresses_are_counted_and_nothing_is_sent_to_them(world: World) -> None:
    world.configure(more=f'[alerts]\nurls = ["json://{world.site.url.removeprefix("http://")}/"]')
    found = (await checked(world))["alerts"]
    assert found["says"] == "1 addresses (nothing was sent to them)"
    assert {request.method for request in world.site.requests} <= {"GET"}


async def test_nobody_to_tell_is_warned_of(world: World) -> None:
    found = (await checked(world))["alerts"]
    assert found["warning"]
    assert "nobody is told" in found["says"]


# --- the database -----------------------------------------------------------------------------------------------------


async def test_a_database_that_is_behind_its_channel_is_not_well_and_nothing_is_changed(press_office: World) -> None:
    world, database = press_office, press_office.folder / "relay.db"
    await world.relay("once")
    _, title = world.publish(2)
    assert (await world.relay("once")).code == 0
    said = "nothing is in the channel that the database does not know"
    assert (await checked(world))["database and channel main"]["says"] == said

    with closing(sqlite3.connect(database)) as connection, connection:
        # An older copy of it knows the first post only.
        connection.execute("DELETE FROM messages WHERE id = (SELECT max(id) FROM messages)")
    world.telegram.plan(Failure.refusal(500, "Internal Server Error"), "forwardMessage")
    found = (await checked(world, code=1))["database and channel main"]
    assert "Internal Server Error" in found["says"]

    before = content(database)
    # As a relay that runs holds it.
    with instance_lock(database), closing(sqlite3.connect(database, isolation_level=None)) as daemon:
        daemon.execute("BEGIN IMMEDIATE")
        found = (await checked(world, code=1))["database and channel main"]
        daemon.execute("ROLLBACK")
    assert not found["well"]
    assert f"a post that the database {database} knows nothing of: {title}" in found["says"]
    assert "relay adopt" in found["says"]
    assert content(database) == before
    assert world.telegram.messages(EDITORS) == []

    in_german(world)
    found = (await checked(world, code=1))["database and channel main"]
    assert "Sie ist eine ältere Kopie" in found["says"]


async def test_a_backup_that_was_brought_back_is_not_well_where_nobody_can_see_what_is_missing(world: World) -> None:
    await world.relay("once")
    with closing(sqlite3.connect(world.folder / "relay.db")) as connection, connection:
        connection.execute("UPDATE instance SET restored = 1")
    found = (await checked(world, code=1))["database and channel main"]
    assert "is a backup that was brought back" in found["says"]


async def test_a_database_of_an_older_relay_is_left_as_it_is(press_office: World) -> None:
    database = press_office.folder / "relay.db"
    sqlite3.connect(database).close()
    found = (await checked(press_office))["database"]
    assert found["warning"]
    assert found["says"] == f"the next start of relay brings {database} up to date"
    assert database.stat().st_size == 0


async def test_a_full_disk_is_not_well(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_database(world.folder / "relay.db"):
        pass

    def full(path: Path) -> None:
        raise StoreError("The disk that holds the database {file} is full.", file=str(path))

    monkeypatch.setattr("relay.store.tryout.try_out", full)
    found = (await checked(world, code=1))["database"]
    assert found["says"] == f"The disk that holds the database {world.folder / 'relay.db'} is full."


async def test_a_database_that_cannot_be_written_is_not_well(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of the system, as this test may run as root, who may write everything."""
    (world.folder / "relay.db").touch()
    asked = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: asked(path, mode) and not str(path).endswith(".db"))
    found = (await checked(world, code=1))["database"]
    assert "cannot be written" in found["says"]
