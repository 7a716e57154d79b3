"""`relay once`, `check` and `preview` against real servers, and the bad days of a server's life."""

from __future__ import annotations

import shutil
import sqlite3

from relay.emulator.site.failures import Pdf, Status
from relay.emulator.telegram.emulator import Failure
from tests.end_to_end.conftest import CHAT, World


async def test_once_posts_what_is_new_and_says_how_it_went(world: World) -> None:
    first = await world.relay("once")
    assert (first.code, world.posts) == (0, [])

    titles = world.publish(2)
    # The first is not written down when the answer says 429; `once` waits as long as it is told to.
    world.telegram.plan(Failure.too_many_requests(1), "send*")
    assert (await world.relay("once")).code == 0
    assert world.titles == titles

    world.site.plan(Status(500), path="/presse.rss", times=3)
    third = await world.relay("once")
    assert third.code == 1
    assert "presse" in third.log


async def test_once_that_cannot_post_keeps_the_post_and_ends(world: World) -> None:
    await world.relay("once")
    title = world.publish()
    world.telegram.set_membership(CHAT, "administrator", {"can_post_messages": False})
    failed = await world.relay("once")
    assert failed.code == 1
    assert "administrator rights" in failed.log

    world.telegram.set_membership(CHAT, "administrator", {"can_post_messages": True})
    assert (await world.relay("once")).code == 0
    assert world.titles == title


async def test_a_post_that_waits_by_plan_is_no_failure(world: World) -> None:
    world.configure(source='grace = "30m"')
    await world.relay("once")
    world.publish()
    waiting = await world.relay("once")
    assert (waiting.code, world.posts) == (0, [])
    assert (await world.relay("holds", "--json")).json["holds"] == []


async def test_a_page_that_is_a_pdf_leaves_the_words_of_the_feed(world: World) -> None:
    await world.relay("once")
    draft = world.site.drafts[0]
    world.site.plan(Pdf(), path=draft.path)
    world.publish()
    finished = await world.relay("once")
    assert finished.code == 0
    assert "PDF" in finished.log
    assert world.titles == [draft.title]


async def test_a_flood_waits_for_a_person(world: World) -> None:
    world.configure(source="flood_limit = 3")
    await world.relay("once")
    titles = world.publish(4)
    assert (await world.relay("once")).code == 0
    assert world.posts == []

    holds = (await world.relay("holds", "--json")).json["holds"]
    assert [hold["title"] for hold in holds] == titles
    assert holds[0]["reason"].startswith("too many new releases at once")

    assert (await world.relay("holds", "discard", str(holds[0]["id"]))).code == 0
    assert (await world.relay("holds", "release", "--all")).code == 0
    assert (await world.relay("once")).code == 0
    assert world.titles == titles[1:]
    assert all(len(str(post)) > 300 for post in world.posts), "the pages were read when they were let go"


async def test_check_tells_what_is_well_and_what_is_not(world: World) -> None:
    well = await world.relay("check", "--json")
    assert well.code == 0
    assert {finding["what"]: finding["well"] for finding in well.json["findings"]} == {
        "configuration": True,
        "database": True,
        "alerts": True,
        "source presse": True,
        "lost answers": True,
        "token": True,
        "channel main": True,
    }
    assert world.sends() == []

    world.telegram.set_membership(CHAT, "administrator", {"can_post_messages": False})
    world.site.plan(Status(404), path="/presse.rss")
    wrong = await world.relay("check", "--json")
    assert wrong.code == 1
    said = {finding["what"]: finding["says"] for finding in wrong.json["findings"] if not finding["well"]}
    assert "administrator" in said["channel main"]
    assert "404" in said["source presse"]


async def test_a_wrong_token_is_named_and_never_shown(world: World) -> None:
    token = "123456789:AAwrongwrongwrongwrongwrongwrongwrong"
    checked = await world.relay("check", RELAY_TELEGRAM_TOKEN=token)
    once = await world.relay("once", RELAY_TELEGRAM_TOKEN=token)
    assert checked.code == 1
    assert "@BotFather" in checked.out
    assert token not in checked.out + checked.log + once.out + once.log
    assert token.partition(":")[2] not in checked.out + checked.log + once.log


async def test_preview_of_a_page_on_the_web_shows_what_would_be_posted(world: World) -> None:
    release = world.site.releases[0]
    shown = await world.relay("preview", f"{world.site.url}{release.path}", "--json")
    assert shown.code == 0
    assert shown.json["title"] == release.title
    assert shown.json["telegram"]["messages"][0]["button"]["url"] == f"{world.site.url}{release.path}"
    assert world.telegram.calls == []


async def test_databases_that_cannot_be_used_are_named(world: World) -> None:
    database = world.folder / "relay.db"
    assert (await world.relay("once")).code == 0
    kept = world.folder / "kept.db"
    shutil.copy(database, kept)

    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 99")
    newer = await world.relay("once")
    assert (newer.code, "newer relay" in newer.log) == (1, True)

    for name in database.parent.glob("relay.db-*"):
        name.unlink()
    database.write_bytes(b"this is a text file " * 1000)
    foreign = await world.relay("once")
    assert (foreign.code, "is not a database" in foreign.log) == (1, True)

    shutil.copy(kept, database)
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    damaged = await world.relay("once")
    assert (damaged.code, "damaged" in damaged.log) == (1, True), damaged.log

    database.unlink()
    world.config.write_text('database = "/nowhere/relay.db"\n' + world.config.read_text("utf-8"), "utf-8")
    nowhere = await world.relay("once")
    assert (nowhere.code, "folder" in nowhere.log) == (1, True)
    assert "Traceback" not in newer.log + foreign.log + damaged.log + nowhere.log
