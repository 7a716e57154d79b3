"""From the website to the channel, with the real daemon."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from pathlib import Path

import pytest

from relay import daemon
from relay.config import Config
from relay.delivery import outcome, unanswered
from relay.emulator.site.failures import Replaced, Status, Truncated
from relay.emulator.site.release import Block, Release
from relay.emulator.telegram.emulator import Failure
from tests.end_to_end.conftest import CHAT, World


async def test_a_new_release_is_posted_once_and_never_again(world: World) -> None:
    relay = await world.baseline_inside()
    assert world.posts == [], "what was there before is not posted"

    title, other = world.publish(2)
    await world.until(lambda: len(world.posts) == 2)
    await world.polls(2)
    assert [request.status for request in world.feed_requests[-2:]] == [304, 304]

    finished = await relay.stop()
    assert finished.code == 0
    await world.start_inside()
    await world.polls(2)
    assert world.titles == [title, other]

    post = world.posts[0]
    assert post["buttons"][0]["url"].startswith(world.site.url)
    assert post["buttons"][0]["text"] == "Read on at 127.0.0.1"
    assert not post["silent"]
    assert "k23" in post["buttons"][0]["url"]
    assert post["kind"] == "photo", "the release has a picture"


async def test_a_correction_edits_the_post_in_place(world: World) -> None:
    await world.baseline_inside()
    draft = world.site.drafts[0]
    world.publish()
    await world.until(lambda: world.posts)
    before = world.posts[0]

    world.site.correct(draft.slug, title="Kreisstraße 23 ist ab Montag gesperrt")
    await world.until(lambda: world.titles == ["Kreisstraße 23 ist ab Montag gesperrt"])

    after = world.posts[0]
    assert (after["message_id"], after["kind"], after["buttons"]) == (
        before["message_id"],
        before["kind"],
        before["buttons"],
    )
    assert len(world.sends()) == 1


async def test_a_release_in_two_feeds_is_posted_once_with_the_hashtags_of_both(world: World) -> None:
    world.configure(
        source='hashtags = ["Presse"]',
        more=f"""
[[source]]
id = "aktuelles"
url = "{world.site.second_feed_url}"
channels = ["main"]
hashtags = ["Aktuelles"]
""",
    )
    await world.baseline_inside()
    await world.until(lambda: any(r.path == "/aktuelles.atom" for r in world.site.requests))
    await asyncio.sleep(0.3)
    shared = next(draft for draft in world.site.drafts if draft.highlight)
    world.site.publish(shared)

    await world.until(lambda: world.posts and "#Presse" in str(world.posts) and "#Aktuelles" in str(world.posts))
    await world.polls(2)
    assert len(world.posts) == 1
    assert len(world.sends()) == 1


async def test_what_is_being_sent_when_systemd_stops_relay_is_seen_through(world: World) -> None:
    relay = await world.baseline_inside()
    world.telegram.plan(Failure.delay(1.5, processed=True), "send*")
    (title, _) = world.publish(2)
    await world.until(world.sends)

    finished = await relay.stop()

    assert finished.code == 0
    assert world.titles == [title]
    await world.start_inside()
    await world.until(lambda: len(world.posts) == 2)
    await world.polls(2)
    assert len(set(world.titles)) == 2, "the first was written down, the second was still waiting"


async def test_a_429_is_obeyed_to_the_second_across_a_restart(world: World) -> None:
    relay = await world.baseline()
    world.telegram.plan(Failure.too_many_requests(5), "send*")
    world.publish()
    await world.until(world.sends)
    refused = time.time()
    await relay.until_says("pause of 5 s")
    await relay.kill()

    await world.start()
    await world.until(lambda: world.posts)

    assert len(world.sends()) == 2
    assert world.posts[0]["date"] >= int(refused + 5)


async def test_an_error_of_telegram_and_a_refused_connection_delay_a_post_and_lose_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "BACK_OFF", (0.5, 1.0))
    monkeypatch.setattr(outcome, "SETTLE", 0.5)
    monkeypatch.setattr(unanswered, "PAUSE", 1.0)
    await world.baseline_inside()
    world.telegram.plan(Failure.refusal(500, "Internal Server Error"), "send*")
    first = world.publish()
    await world.until(lambda: world.titles == first)

    port = int(world.telegram.url.rpartition(":")[2])
    await world.telegram.stop()
    second = world.publish()
    await world.polls(2)
    await world.telegram.start(port=port)
    await world.until(lambda: world.titles == first + second)


async def test_a_feed_that_is_broken_for_a_while_loses_nothing(world: World) -> None:
    relay = await world.baseline()
    world.site.plan(Status(500), path="/presse.rss")
    world.site.plan(Replaced(content_type="text/html"), path="/presse.rss")
    title = world.publish()
    await relay.until_says("a maintenance page instead of a feed")
    status = (await world.relay("status", "--json")).json
    await world.until(lambda: world.titles == title)
    await relay.until_says("presse: well again")

    assert status["running"]
    assert status["sources"][0]["id"] == "presse"


async def test_a_feed_cut_off_in_the_middle_brings_what_can_be_read_and_later_the_rest(world: World) -> None:
    await world.baseline_inside()
    world.site.plan(Truncated(keep=2500), path="/presse.rss")
    titles = world.publish(4)
    await world.until(lambda: len(world.posts) == 4)
    await world.polls(2)
    assert sorted(world.titles) == sorted(titles)


async def test_markup_in_a_title_and_a_very_long_release_arrive_whole(world: World) -> None:
    world.configure(channel='style = "full"')
    await world.baseline_inside()
    long = next(draft for draft in world.site.drafts if len(draft.text) > 5000)
    odd = Release(
        slug="markup-im-titel",
        title='Kreis & Städte: "1 < 2"',
        title_html="Kreis &amp; <b>Städte</b>: &quot;1 &lt; 2&quot;",
        blocks=(Block("p", "Der Kreis rechnet. Er rechnet gern."),),
    )
    world.site.publish(long)
    world.site.publish(odd)

    await world.until(lambda: any("rechnet gern" in str(post) for post in world.posts))

    text = " ".join((post.get("text") or post["caption"]) for post in world.posts)
    for block in long.blocks:
        assert block.text.split()[-1] in text
    parts = [post for post in world.posts if "rechnet gern" not in str(post)]
    assert len(parts) > 1
    assert [bool(post["buttons"]) for post in parts] == [False] * (len(parts) - 1) + [True]
    assert [post["silent"] for post in parts] == [False] + [True] * (len(parts) - 1)
    assert 'Kreis & Städte: "1 < 2"' in world.titles


async def test_a_wrong_new_configuration_changes_nothing_and_a_right_one_is_taken_over(world: World) -> None:
    relay = await world.baseline_inside()
    world.config.write_text(world.config.read_text("utf-8").replace("pace", "pase"), "utf-8")
    relay.signal(signal.SIGHUP)
    await relay.until_says('did you mean "pace"?')
    first = world.publish()
    await world.until(lambda: world.titles == first)

    world.configure()
    world.config.write_text('database = "/nowhere/relay.db"\n' + world.config.read_text("utf-8"), "utf-8")
    relay.signal(signal.SIGHUP)
    await relay.until_says("cannot be opened")
    assert relay.running

    for channel, told in (
        ('template_file = "~niemand-dieses-namens/x"', "is not the name of a file"),
        ("template = '{{ title }}{{ text }}{% autoescape false %}{% endautoescape %}'", "{% autoescape %}"),
    ):
        world.configure(channel=channel)
        relay.signal(signal.SIGHUP)
        await relay.until_says(told)
        assert relay.running

    world.configure(channel='style = "link"')
    relay.signal(signal.SIGHUP)
    await relay.until_says("the configuration is reloaded")
    second = world.publish()
    await world.until(lambda: len(world.posts) == 2)

    assert world.titles == first + second
    assert world.posts[1]["caption"] == f"{second[0]}\n\nBild: Irmgard Pohl"  # of its photo
    assert relay.running


async def test_a_bug_in_reading_the_new_configuration_ends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    relay = await world.baseline_inside()

    def fails(path: Path) -> Config:
        raise TypeError(path.name)

    with monkeypatch.context() as patch:
        patch.setattr(daemon, "load_config", fails)
        relay.signal(signal.SIGHUP)
        await relay.until_says("the configuration was not reloaded")
    titles = world.publish()
    await world.until(lambda: world.titles == titles)

    assert relay.running
    assert any(record.exc_info for record in caplog.records if "not reloaded" in record.message)


async def test_a_second_relay_stands_by_and_takes_over_when_the_first_is_killed(world: World) -> None:
    first = await world.baseline()
    second = await world.start(ready=False)
    await second.until_says("Standing by")
    once = await world.relay("once")
    assert once.code == 1
    assert "Another relay" in once.log

    await first.kill()
    await second.until_says("ready:")
    title = world.publish()
    await world.until(lambda: world.titles == title)
    await world.polls(2)
    assert len(world.sends()) == 1


async def test_in_test_mode_everything_goes_to_the_test_chat_and_going_live_sends_nothing_again(world: World) -> None:
    world.telegram.add_channel(-1009, title="Test", type="supergroup")
    world.configure(telegram="test_chat = -1009")
    world.config.write_text('mode = "test"\n' + world.config.read_text("utf-8"), "utf-8")
    relay = await world.baseline_inside()
    world.publish()
    await world.until(lambda: world.telegram.messages(-1009))
    await relay.stop()

    world.configure(telegram="test_chat = -1009")
    await world.start_inside()
    title = world.publish()
    await world.until(lambda: world.posts)
    await world.polls(2)
    assert world.titles == title
    assert len(world.telegram.messages(-1009)) == 1


async def test_systemd_is_told_when_relay_is_ready_alive_reloading_and_stopping(world: World, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.setblocking(False)
        relay = await world.start(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="1000000")
        said = await _hear(listener, "READY=1")
        assert "STATUS=1 source(s), 1 channel(s)" in said
        await _hear(listener, "WATCHDOG=1")
        relay.signal(signal.SIGHUP)
        assert "MONOTONIC_USEC=" in await _hear(listener, "RELOADING=1")
        await _hear(listener, "READY=1")
        relay.signal(signal.SIGTERM)
        await _hear(listener, "STOPPING=1")
        assert (await relay.end()).code == 0


async def _hear(listener: socket.socket, text: str) -> str:
    async with asyncio.timeout(20):
        while True:
            said = (await asyncio.get_running_loop().sock_recv(listener, 4096)).decode()
            if text in said:
                return said


async def test_a_channel_that_throws_the_bot_out_keeps_its_queue_until_the_bot_is_back(world: World) -> None:
    relay = await world.baseline()
    world.telegram.set_membership(CHAT, "kicked")
    titles = world.publish(2)
    await relay.until_says("Telegram refuses the bot")
    # Telegram says by itself that the bot was thrown out, perhaps before the releases are read.
    await world.polls(2)
    status = (await world.relay("status", "--json")).json
    assert status["channels"][0]["pending"] == 2
    assert "Telegram refuses the bot" in status["channels"][0]["problem"]
    await relay.stop()

    world.telegram.set_membership(CHAT, "administrator", {"can_post_messages": True})
    await world.start()
    await world.until(lambda: world.titles == titles)


async def test_a_correction_of_a_live_post_waits_while_relay_is_in_test_mode(world: World) -> None:
    world.telegram.add_channel(-1009, title="Test", type="supergroup")
    relay = await world.baseline_inside()
    draft = world.site.drafts[0]
    title = world.publish()
    await world.until(lambda: world.posts)
    await relay.stop()

    world.configure(telegram="test_chat = -1009")
    world.config.write_text('mode = "test"\n' + world.config.read_text("utf-8"), "utf-8")
    relay = await world.start_inside()
    world.site.correct(draft.slug, title="Berichtigt")
    await world.polls(3)
    assert world.titles == title
    assert world.telegram.messages(-1009) == []
    await relay.stop()

    world.configure()
    await world.start_inside()
    await world.until(lambda: world.titles == ["Berichtigt"])
