"""Several relays on one database, suspended and killed ones among them: one leads, the others stand by."""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
import time
from pathlib import Path
from unittest import mock

import pytest

from relay import daemon
from relay.config import load_config
from relay.emulator.telegram.emulator import Failure
from relay.errors import ConfigError
from tests.end_to_end.conftest import CHAT, World

EDITORS = -1009


def edited(world: World) -> None:
    """Give the press office a chat."""
    world.telegram.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    world.configure(telegram=f"editors_chat = {EDITORS}")


async def test_of_two_started_at_one_instant_one_leads_and_the_other_stands_by_until_it_is_needed(
    world: World, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)
        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "60000000"}
        both = await asyncio.gather(*(world.start("run", ready=False, **told) for _ in range(2)))
        await world.until(lambda: any("ready:" in line for one in both for line in one.lines))
        await world.until(lambda: any("Standing by" in line for one in both for line in one.lines))
        (leader,) = (one for one in both if any("ready:" in line for line in one.lines))
        (waiting,) = (one for one in both if one is not leader)
        assert not any("ready:" in line for line in waiting.lines)
        assert not any("Standing by" in line for line in leader.lines)
        heard = await _hear(systemd, "WATCHDOG=1")
        assert any("READY=1" in one and "standing by" in one for one in heard), "systemd is not to wait for it"

    stopped = time.monotonic()
    assert (await waiting.stop()).code == 0
    assert time.monotonic() - stopped < 10, "at once, on a machine that is not busy"

    waiting = await world.start(ready=False)
    await waiting.until_says("Standing by")
    killed = time.monotonic()
    await leader.kill()
    await waiting.until_says("ready:")
    assert daemon.STANDBY <= 2
    assert time.monotonic() - killed < 20, "two seconds until the next try, the rest for a busy machine"


async def _hear(listener: socket.socket, text: str) -> list[str]:
    heard: list[str] = []
    async with asyncio.timeout(20):
        while not any(text in one for one in heard):
            heard.append((await asyncio.get_running_loop().sock_recv(listener, 4096)).decode())
    return heard


async def test_a_suspended_relay_that_was_taken_over_from_posts_nothing_and_stands_by(world: World) -> None:
    """As in a container with a lock file of its own, or where the lock does not reach."""
    first = await world.baseline()
    first.signal(signal.SIGSTOP)
    (world.folder / "relay.db.lock").unlink()
    second = await world.start()
    titles = world.publish()
    await world.until(lambda: world.titles == titles)

    titles += world.publish()
    first.signal(signal.SIGCONT)
    await first.until_says("has taken over the database")
    await first.until_says("Standing by")
    await world.until(lambda: world.titles == titles)
    await world.polls(2)
    assert world.titles == titles
    assert len(world.sends()) == len(titles)
    assert first.running

    assert (await second.stop()).code == 0
    await world.until(lambda: sum("ready:" in line for line in first.lines) == 2)
    titles += world.publish()
    await world.until(lambda: world.titles == titles)


async def test_a_relay_that_was_killed_in_the_middle_of_a_post_is_not_taken_for_an_older_copy(world: World) -> None:
    edited(world)
    first = await world.baseline()
    before = world.publish()
    await world.until(lambda: world.titles == before)
    world.telegram.plan(Failure.delay(30, processed=True), "send*")
    titles = before + world.publish()
    await world.until(lambda: world.titles == titles)
    await first.kill()

    second = await world.start()
    await second.until_says("it is out after all")
    titles += world.publish()
    await world.until(lambda: world.titles == titles)
    assert len(world.sends()) == len(titles)


async def test_a_daemon_with_an_older_copy_ends_and_tells_the_editors_once(world: World) -> None:
    edited(world)
    relay = await world.baseline_inside()
    titles = world.publish()
    await world.until(lambda: world.titles == titles)
    await relay.stop()
    shutil.copy(world.folder / "relay.db", world.folder / "kept.db")
    relay = await world.start_inside()
    titles += world.publish()
    await world.until(lambda: world.titles == titles)
    await relay.stop()
    shutil.copy(world.folder / "kept.db", world.folder / "relay.db")

    asked = len(world.feed_requests)
    with mock.patch.dict("os.environ", world.environ):
        for _ in range(2):
            with pytest.raises(ConfigError, match="knows nothing of"):
                await daemon.run(load_config(world.config))
    (told,) = world.telegram.messages(EDITORS)
    assert "run `relay adopt`" in told["text"]
    assert world.titles == titles
    assert len(world.feed_requests) == asked


async def test_a_person_decides_on_one_machine_and_the_relay_on_another_posts(world: World) -> None:
    """`relay holds` needs no lease, `relay once` does."""
    world.configure(source="flood_limit = 1")
    with mock.patch("relay.daemon.RENEWAL", 0.5):
        relay = await world.baseline_inside()
    titles = world.publish(2)
    await world.polls(2)
    assert world.posts == []
    (world.folder / "relay.db.lock").unlink()
    with mock.patch("relay.store.instance.this_host", return_value="another"):
        waiting = asyncio.create_task(asyncio.to_thread(_once, world))
        await world.until((world.folder / "relay.db.lock").exists)
        assert (await world.relay("holds", "release", "--all")).code == 0
        await world.until(lambda: sorted(world.titles) == sorted(titles))
        code, log = await waiting
    assert code == 1
    assert "Another relay" in log
    assert relay.running
    assert len(world.sends()) == 2


def _once(world: World) -> tuple[int, str]:
    from tests.end_to_end.conftest import _invoke  # noqa: PLC0415 - without its pause

    ended = _invoke(["once", "--config", str(world.config)], world.environ)
    return ended.code, ended.log


async def test_a_daemon_that_is_taken_over_from_stands_by_and_comes_back(world: World) -> None:
    """The same in the test's own process."""
    with mock.patch("relay.daemon.RENEWAL", 0.2), mock.patch("relay.daemon.STANDBY", 0.2):
        relay = await world.baseline_inside()
        from relay.store.database import open_database  # noqa: PLC0415 - as another machine has it
        from relay.store.instance import Instance, Lease, take  # noqa: PLC0415 - the same
        from relay.timing import now  # noqa: PLC0415 - the same

        async with open_database(world.folder / "relay.db") as database:
            taken = await take(database, now())
            assert isinstance(taken, Instance)
            await relay.until_says("has taken over the database")
            await relay.until_says("Standing by")
            title = world.publish()
            assert world.posts == []
            await Lease(database, taken.number, lambda number, beat: None).give_up()
        await world.until(lambda: world.titles == title)
        assert world.telegram.messages(CHAT) == world.posts
