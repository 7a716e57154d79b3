"""Editors decide, and channels come back, with the real daemon."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from relay import daemon
from tests.end_to_end.conftest import CHAT, World

EDITORS = -1001234567899


@pytest.fixture
def office(world: World) -> World:
    """A world with an editors' chat, in which four new releases are a flood."""
    world.telegram.add_channel(EDITORS, title="Redaktion", type="supergroup")
    world.configure(source="flood_limit = 3", telegram=f"editors_chat = {EDITORS}")
    return world


def said(world: World) -> list[dict[str, Any]]:
    """What stands in the editors' chat, without copies of what was looked for in the channel."""
    return [one for one in world.telegram.messages(EDITORS) if "forward_origin" not in one]


def press(world: World, label: str) -> None:
    message = said(world)[0]
    (data,) = [one["callback_data"] for one in message["buttons"] if one["text"] == label]
    world.telegram.press_button(EDITORS, message["message_id"], data)


async def test_a_press_before_a_kill_is_carried_out_once(office: World) -> None:
    relay = await office.baseline()
    titles = office.publish(5)
    await office.until(lambda: said(office))
    assert said(office)[0]["text"].startswith("5 releases of the source presse wait for you")
    assert [one["text"] for one in said(office)[0]["buttons"]] == [
        "Absorb as known",
        "Publish these 5",
        "Publish the newest 3",
    ]

    press(office, "Publish the newest 3")
    press(office, "Publish the newest 3")
    await relay.kill()
    again = await office.start()
    await office.until(lambda: len(office.posts) == 3)
    await office.until(lambda: not said(office)[0]["buttons"])
    await again.stop()

    assert office.titles == titles[2:]
    (settled,) = said(office)
    assert settled["text"].endswith("by the editors: to be posted: 3; absorbed as known: 2")
    assert (await office.relay("holds", "--json")).json["holds"] == []
    assert (await office.relay("ledger", "verify")).code == 0


async def test_a_decision_at_the_command_line_is_seen_in_the_chat(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "NOTICE", 0.2)
    await office.baseline_inside()
    titles = office.publish(4)
    await office.until(lambda: said(office))
    assert (await office.relay("holds", "release", "--all")).code == 0
    await office.until(lambda: len(said(office)) == 2)
    await office.until(lambda: len(office.posts) == 4)
    settled, over = said(office)
    assert settled["buttons"] == []
    assert settled["text"].endswith("by the administrator: to be posted: 4")
    assert over["text"].startswith("Nothing of the source presse waits for you any more")
    assert office.titles == titles


async def test_a_bot_that_was_thrown_out_posts_within_seconds_when_it_is_back(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "NOTICE", 0.2)
    relay = await office.baseline_inside()
    office.telegram.set_membership(CHAT, "kicked")
    titles = office.publish(2)
    await relay.until_says("main: Telegram refuses the bot")
    await office.until(lambda: said(office))
    office.telegram.set_membership(CHAT, "administrator", {"can_manage_chat": True, "can_post_messages": True})
    # The periodic try would come after a minute.
    await office.until(lambda: len(office.posts) == 2, patience=15)
    await office.until(lambda: len(said(office)) == 2)
    lost, back = said(office)
    assert lost["text"].startswith("The channel main takes no posts: Telegram refuses the bot")
    assert back["text"].startswith("The channel main takes posts again")
    assert office.titles == titles


async def test_a_wrong_alert_address_is_told_at_the_start_and_its_password_is_not(office: World) -> None:
    office.configure(more='[alerts]\nurls = ["mialto://relay:geheim-4711@mail.musterland.example"]')
    relay = await office.start(ready=False)
    finished = await relay.end()
    assert finished.code == 2
    assert "[alerts] urls: the address no. 1 is none that apprise understands" in finished.log
    assert "geheim" not in finished.log
    assert f"{office.config}, line " in finished.log


async def test_a_reload_with_a_wrong_alert_address_changes_nothing(office: World) -> None:
    relay = await office.baseline_inside()
    office.configure(more='[alerts]\nurls = ["mialto://relay:geheim-4711@mail.musterland.example"]')
    relay.signal(signal.SIGHUP)
    await relay.until_says("the configuration was not reloaded")
    titles = office.publish()
    await office.until(lambda: office.titles == titles)
