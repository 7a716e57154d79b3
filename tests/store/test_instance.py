"""One relay posts from a database, wherever it runs and whatever the clocks say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from relay.config import Config, load_config
from relay.errors import StoreError, TakenOver
from relay.store import instance as module
from relay.store.database import Database, open_database
from relay.store.instance import LEASE, Elsewhere, Instance, Lease, Watch, cleared, restored, take
from relay.store.lock import Taken, instance_lock
from relay.timing import now
from tests.fakes import START


class Seconds:
    """A clock that never jumps."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@contextmanager
def on(host: str) -> Iterator[None]:
    """Be another machine for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "this_host", lambda: host)
        yield


@pytest.fixture
async def other(database: Database) -> AsyncIterator[Database]:
    """The same file, as another machine has it open."""
    async with open_database(database.path) as opened:
        yield opened


async def lease(database: Database, host: str) -> Lease:
    with on(host):
        taken = await take(database, START)
    assert isinstance(taken, Instance)
    return Lease(database, taken.number, lambda number, beat: None)


async def test_a_relay_elsewhere_is_named_and_not_taken_over_while_it_gives_signs_of_life(
    database: Database, other: Database
) -> None:
    first = await lease(database, "a")
    seconds = Seconds()
    watch = Watch(clock=seconds)
    with on("b"):
        found = await take(other, START, watch=watch)
        assert isinstance(found, Elsewhere)
        assert "process" in found.holder
        assert not found.alive, "nobody knows yet"
        for _ in range(10):
            seconds.at += LEASE / 2
            await first.renew(START)
            assert isinstance(found := await take(other, START, watch=watch), Elsewhere)
            assert found.alive


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(minutes=7), timedelta(minutes=-7), timedelta(days=400)])
async def test_a_relay_elsewhere_that_is_silent_for_a_lease_is_taken_over_whatever_its_clock_said(
    database: Database, other: Database, ahead: timedelta
) -> None:
    with on("a"):
        await take(database, START + ahead)
    seconds = Seconds()
    watch = Watch(clock=seconds)
    with on("b"):
        assert isinstance(await take(other, START, watch=watch), Elsewhere)
        seconds.at += LEASE - 1
        assert isinstance(await take(other, START, watch=watch), Elsewhere)
        seconds.at += 1
        assert await take(other, START, watch=watch) == Instance(2, restored=False)


@pytest.mark.parametrize("ahead", [timedelta(minutes=7), timedelta(minutes=-7)])
async def test_two_machines_whose_clocks_differ_do_not_take_over_from_each_other_in_turn(
    database: Database, other: Database, ahead: timedelta
) -> None:
    first = await lease(database, "a")
    seconds = Seconds()
    watch = Watch(clock=seconds)
    for _ in range(5):
        await first.renew(START + ahead)
        seconds.at += LEASE / 3
        with on("b"):
            assert isinstance(await take(other, START, watch=watch), Elsewhere)


async def test_a_relay_that_gave_up_its_lease_is_followed_at_once(database: Database, other: Database) -> None:
    await (await lease(database, "a")).give_up()
    with on("b"):
        assert await take(other, START) == Instance(2, restored=False)


async def test_of_two_that_wait_only_one_takes_over(database: Database, other: Database) -> None:
    await lease(database, "a")
    seconds = Seconds()
    watches = Watch(clock=seconds), Watch(clock=seconds)
    with on("b"):
        for watch in watches:
            await take(other, START, watch=watch)
        seconds.at += LEASE
        assert isinstance(await take(other, START, watch=watches[0]), Instance)
    database.fence = None
    with on("c"):
        assert isinstance(await take(database, START, watch=watches[1]), Elsewhere)


async def test_on_one_machine_the_lock_is_enough_but_not_for_one_that_was_taken_over_from(
    database: Database, other: Database
) -> None:
    """As two containers may have one name, and a lock file each."""
    await lease(database, "a")
    with on("a"):
        assert isinstance(await take(other, START), Instance)
        database.fence = None
        assert isinstance(await take(database, START, watch=Watch(wary=True)), Elsewhere)


async def test_a_relay_that_was_taken_over_from_can_write_nothing_any_more(database: Database, other: Database) -> None:
    first = await lease(database, "a")
    await database.ping()
    seconds = Seconds()
    watch = Watch(clock=seconds)
    with on("b"):
        await take(other, START, watch=watch)
        seconds.at += LEASE
        await take(other, START, watch=watch)

    with pytest.raises(TakenOver, match="has taken over the database"):
        async with database.transaction():
            await database.insert("INSERT INTO releases (source, title, url, seen) VALUES ('', '', '', 0)")
    for call in (first.renew(START), first.give_up(), cleared(database), database.ping()):
        with pytest.raises(TakenOver):
            await call
    assert await other.rows("SELECT * FROM releases") == []
    async with other.transaction():
        await other.insert("INSERT INTO releases (source, title, url, seen) VALUES ('', '', '', 0)")


async def test_a_database_that_is_behind_the_lock_file_is_an_older_copy(database: Database) -> None:
    noted: list[tuple[int, int]] = []
    taken = await take(database, START)
    assert isinstance(taken, Instance)
    first = Lease(database, taken.number, lambda number, beat: noted.append((number, beat)))
    await first.renew(START)
    await first.give_up()
    assert noted == [(1, 1), (1, 2)]

    assert await take(database, START, last=(1, 2)) == Instance(2, restored=False)
    assert not await restored(database)
    assert await take(database, START, last=(2, 1)) == Instance(3, restored=True)
    assert await restored(database)
    assert await take(database, START, last=(3, 0)) == Instance(4, restored=True), "until somebody has looked"
    await cleared(database)
    assert await take(database, START, last=(9, 0)) == Instance(10, restored=True)


async def test_a_new_database_beside_an_old_lock_file_is_no_older_copy_but_one_with_releases_is(
    database: Database,
) -> None:
    assert await take(database, START, last=(7, 3)) == Instance(8, restored=False)
    async with database.transaction():
        await database.change("DELETE FROM instance")
        await database.insert("INSERT INTO releases (source, title, url, seen) VALUES ('', '', '', 0)")
        database.fence = None
    assert await take(database, START, last=(8, 3)) == Instance(9, restored=True)


# --- with the lock file -----------------------------------------------------------------------------------------------


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(
        'language = "en"\n[fetch]\ncontact = "a@b.example"\n[[source]]\nid = "a"\nchannels = ["main"]\n'
        'url = "https://www.landkreis-musterland.example/a.rss"\n'
        '[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1001\n',
        encoding="utf-8",
    )
    return load_config(path)


async def test_the_lock_file_remembers_how_far_a_relay_came(config: Config, tmp_path: Path) -> None:
    from relay.app import holding  # noqa: PLC0415 - after the fixtures that need nothing of it

    async with holding(config) as store:
        assert store.lease
        await store.lease.renew(now())
        copy = (tmp_path / "relay.db").read_bytes(), (tmp_path / "relay.db-wal").read_bytes()
        await store.lease.renew(now())
    with instance_lock(config.database_path()) as lock:
        assert lock.last == (1, 3)

    for file, content in zip(("relay.db", "relay.db-wal"), copy, strict=True):
        (tmp_path / file).write_bytes(content)
    async with holding(config) as store:
        assert await restored(store.database), "it was copied while relay ran, and put back"


async def test_whoever_has_no_watch_waits_until_it_knows_whether_the_other_machine_lives(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relay import app  # noqa: PLC0415 - as above

    monkeypatch.setattr(app, "BETWEEN", 0.02)
    monkeypatch.setattr(module, "LEASE", 0.3)
    async with open_database(config.database_path()) as database:
        first = await lease(database, "elsewhere")
        with pytest.raises(Taken, match=r"Another relay, .* works with the database"):
            async with app.holding(config, Watch()):
                pass
        beating = asyncio.create_task(_beat(first))
        with pytest.raises(Taken, match="Another relay"):
            async with app.holding(config):
                pass
        beating.cancel()
        async with app.holding(config) as store:
            assert store.database.fence == 2
            with pytest.raises(TakenOver):
                await first.renew(now())


async def _beat(held: Lease) -> None:
    while True:
        await asyncio.sleep(0.05)
        await held.renew(now())


async def test_a_command_that_takes_long_gives_signs_of_life_and_notices_when_it_was_taken_over_from(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relay import app  # noqa: PLC0415 - as above

    monkeypatch.setattr(app, "RENEWAL", 0.02)
    async with app.holding(config) as store, open_database(config.database_path()) as other:

        async def beat() -> int:
            row = await other.row("SELECT beat FROM instance")
            assert row
            return int(row["beat"])

        async with asyncio.timeout(10):
            while await beat() < 3:  # noqa: ASYNC110 - it is a row that changes
                await asyncio.sleep(0.01)
        await take(other, now())
        await asyncio.sleep(0.1)
        assert await beat() == 0
        with pytest.raises(TakenOver):
            await store.database.ping()


async def test_one_that_was_taken_over_from_leaves_without_complaint(config: Config) -> None:
    from relay.app import holding  # noqa: PLC0415 - as above

    async with holding(config) as store, open_database(config.database_path()) as other:
        await take(other, now())
        with pytest.raises(TakenOver):
            async with store.database.transaction():
                pass


async def test_what_cannot_be_written_into_the_lock_file_is_told(config: Config) -> None:
    from relay.app import holding  # noqa: PLC0415 - as above

    lock = config.database_path().with_name("relay.db.lock")
    lock.symlink_to("/dev/full")
    with pytest.raises(StoreError, match="reports an error"):
        async with holding(config):
            pass
