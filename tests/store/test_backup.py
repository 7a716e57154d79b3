"""A backup is of one moment, sound, and there in full or not at all; brought back, it never posts by itself."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relay.errors import ConfigError, RelayError, StoreError, Text
from relay.press.telling import Backups
from relay.store import database as opening
from relay.store import instance as leasing
from relay.store import restore as restoring
from relay.store.backup import back_up, examine, new_file, note, reading
from relay.store.database import open_database
from relay.store.instance import this_host
from relay.store.ledger import Event, append, verify
from relay.store.lock import instance_lock
from relay.store.notices import Notices
from relay.store.restore import Restored, restore
from relay.store.schema import STEPS

NOW = datetime(2025, 6, 2, 8, 0, 0, tzinfo=UTC)
WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("PRAGMA synchronous = OFF")
print("writes", flush=True)
number = 0
while True:
    number += 1
    connection.execute("BEGIN IMMEDIATE")
    release = connection.execute(
        "INSERT INTO releases (source, title, url, seen) VALUES ('presse', ?, '', 0)", (f"{number}" * 50,)
    ).lastrowid
    connection.execute("INSERT INTO posts (release, revision, body) VALUES (?, 1, ?)", (release, "x" * 3000))
    connection.execute("COMMIT")
"""
SLOW = """
import asyncio, sys, time
from datetime import UTC, datetime
from pathlib import Path
from relay.store import backup
from relay.store.database import open_database

def then_wait(*arguments):
    copy(*arguments)
    print("half done", flush=True)
    time.sleep(60)

copy, backup.copy = backup.copy, then_wait
backup.back_up(Path(sys.argv[1]), Path(sys.argv[2]), datetime.now(UTC))
"""
HALTED = """
import asyncio, sys, time
from datetime import UTC, datetime
from pathlib import Path
from relay.store import restore

def then_wait(*arguments, **named):
    done = step(*arguments, **named)
    if asyncio.iscoroutine(done):
        return and_wait(done)
    print(sys.argv[1], flush=True)
    time.sleep(60)

async def and_wait(done):
    await done
    print(sys.argv[1], flush=True)
    time.sleep(60)

step = getattr(restore, sys.argv[1])
setattr(restore, sys.argv[1], then_wait)
asyncio.run(restore.restore(Path(sys.argv[2]), Path(sys.argv[3]), datetime(2025, 6, 1, tzinfo=UTC)))
"""


async def fill(path: Path, *titles: str, number: int | None = None) -> None:
    """A database with these releases, each in the ledger, that a relay took over `number` times."""
    async with open_database(path) as database, database.transaction():
        for title in titles:
            release = await database.insert(
                "INSERT INTO releases (source, title, url, seen) VALUES ('presse', ?, '', 0)", title
            )
            await append(database, Event.POSTED, release=release, channel="main", who="relay", now=NOW, title=title)
        if number is not None:
            await database.insert(
                "INSERT OR REPLACE INTO instance (one, number, holder, host, until) VALUES (1, ?, 'a (1)', ?, ?)",
                number,
                this_host(),
                (NOW + timedelta(days=1)).timestamp(),
            )


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return [title for (title,) in raw.execute("SELECT title FROM releases ORDER BY id")]


def instance(path: Path) -> tuple[int, str, float, int]:
    with closing(sqlite3.connect(path)) as raw:
        found: tuple[int, str, float, int] = raw.execute(
            "SELECT number, holder, until, restored FROM instance"
        ).fetchone()
        return found


def forge(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        for trigger in ("ledger_is_not_changed", "ledger_is_not_shortened"):
            raw.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        raw.execute(statement)
        raw.commit()


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def put_back(file: Path, path: Path, now: datetime = NOW) -> Restored:
    return asyncio.run(restore(file, path, now))


def kept(path: Path) -> set[str]:
    """What is beside the database, without what is there while somebody reads it."""
    return names(path.parent) - {path.name + suffix for suffix in ("-wal", "-shm", ".lock")}


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(RelayError) as caught:
        call()
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one release."""
    (tmp_path / "state").mkdir()
    path = tmp_path / "state" / "relay.db"
    asyncio.run(fill(path, "Brücke gesperrt", number=3))
    return path


@pytest.fixture
def file(tmp_path: Path, path: Path) -> Path:
    """A backup of it."""
    return back_up(path, tmp_path / "backup.db", NOW).file


# --- backup -----------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_whole_database_in_one_file(tmp_path: Path, path: Path) -> None:
    made = back_up(path, tmp_path / "backup.db", NOW)

    assert made.file.stat().st_mode & 0o777 == 0o600
    assert made.size == made.file.stat().st_size
    assert (made.content.version, made.content.releases, made.content.head.count) == (len(STEPS), 1, 1)
    assert titles(made.file) == ["Brücke gesperrt"]
    assert names(tmp_path) == {"state", "backup.db"}


async def test_what_was_just_written_by_a_relay_that_runs_is_in_it(tmp_path: Path, path: Path) -> None:
    async with open_database(path) as database:
        async with database.transaction():
            await database.insert("INSERT INTO channels (id) VALUES ('main')")
        async with database.transaction():
            await database.insert("INSERT INTO channels (id) VALUES ('half done')")
            made = await asyncio.to_thread(back_up, path, tmp_path / "backup.db", NOW)

    with closing(sqlite3.connect(made.file)) as raw:
        assert raw.execute("SELECT id FROM channels").fetchall() == [("main",)]


def test_a_backup_in_the_middle_of_another_programs_writes_is_of_one_moment(tmp_path: Path, path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout
            assert writer.stdout.readline() == "writes\n"
            counts = []
            for number in range(4):
                made = back_up(path, tmp_path / f"{number}.db", NOW)
                with closing(sqlite3.connect(made.file)) as raw:
                    (releases,) = raw.execute("SELECT count(*) FROM releases").fetchone()
                    assert raw.execute("SELECT count(*) FROM posts").fetchone() == (releases - 1,)
                    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
                counts.append(made.content.releases)
                while back_up(path, tmp_path / f"{number}b.db", NOW).content.releases == counts[-1]:
                    (tmp_path / f"{number}b.db").unlink()
            assert counts == sorted(set(counts)), "it wrote all the while"
        finally:
            writer.kill()


def test_a_backup_that_is_killed_leaves_nothing_under_its_name_and_the_next_one_clears_up(
    tmp_path: Path, path: Path
) -> None:
    wanted = tmp_path / "backup.db"
    with subprocess.Popen([sys.executable, "-c", SLOW, path, wanted], stdout=subprocess.PIPE, text=True) as slow:
        assert slow.stdout
        assert slow.stdout.readline() == "half done\n"
        assert "Another program writes" in refusal(lambda: back_up(path, wanted, NOW))
        slow.send_signal(signal.SIGKILL)
    assert not wanted.exists()

    back_up(path, wanted, NOW)
    assert titles(wanted) == ["Brücke gesperrt"]
    assert names(tmp_path) == {"state", "backup.db"}


def test_in_a_folder_a_killed_backup_is_cleared_up_too(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "relay.db.part").write_bytes(b"half")
    (folder / "relay.db.part-journal").write_bytes(b"half")

    made = back_up(path, folder, NOW)
    assert names(folder) == {"relay-20250602-080000.db"} == {made.file.name}


def test_nothing_is_overwritten(tmp_path: Path, path: Path, file: Path) -> None:
    before = file.read_bytes()
    assert f"{file} is already there and is not overwritten" in refusal(lambda: back_up(path, file, NOW))
    assert "is already there" in refusal(lambda: back_up(path, path, NOW))
    (tmp_path / "link.db").symlink_to(tmp_path / "nirgends")
    assert "is already there" in refusal(lambda: back_up(path, tmp_path / "link.db", NOW))
    assert file.read_bytes() == before


def test_a_link_in_the_place_of_the_part_is_not_followed(tmp_path: Path, path: Path) -> None:
    (tmp_path / "backup.db.part").symlink_to(tmp_path / "precious")
    assert "cannot be written" in refusal(lambda: back_up(path, tmp_path / "backup.db", NOW))
    assert not (tmp_path / "precious").exists()


def test_of_the_backups_in_a_folder_the_newest_are_kept_and_nothing_else_is_touched(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = {"relay-1.db", "relay-20250101-000000.db.txt", "relay.db", "my relay-20250101-000000.db"}
    for name in others:
        (folder / name).touch()
    (folder / "relay-20250101-000000.db").mkdir()

    made = [back_up(path, folder, NOW + timedelta(days=day), keep=2) for day in range(4)]

    assert names(folder) == {
        *others,
        "relay-20250101-000000.db",
        "relay-20250604-080000.db",
        "relay-20250605-080000.db",
    }
    assert [[old.name for old in one.deleted] for one in made] == [
        [],
        [],
        ["relay-20250602-080000.db"],
        ["relay-20250603-080000.db"],
    ]


def test_the_new_backup_is_kept_though_the_clock_went_back(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(path, folder, NOW)
    back_up(path, folder, NOW - timedelta(days=400), keep=1)

    assert names(folder) == {"relay-20240428-080000.db"}


@pytest.mark.parametrize(("keep", "says"), [(0, "at least one"), (2, "goes with a folder")])
def test_a_number_to_keep_that_makes_no_sense_is_told(tmp_path: Path, path: Path, keep: int, says: str) -> None:
    wanted = tmp_path / "backup.db" if keep else tmp_path
    with pytest.raises(ConfigError, match=says):
        back_up(path, wanted, NOW, keep=keep)
    assert names(tmp_path) == {"state"}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, path: Path) -> None:
    assert refusal(lambda: back_up(path, tmp_path / "nirgends" / "b.db", NOW)) == (
        f"There is no folder {tmp_path / 'nirgends'}."
    )


def test_another_programs_database_is_not_backed_up(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as raw:
        raw.execute("CREATE TABLE recipes (name TEXT)")
    assert "is not a database of relay" in refusal(lambda: back_up(tmp_path / "other.db", tmp_path / "b.db", NOW))
    assert names(tmp_path) == {"other.db"}


def test_a_database_with_a_broken_ledger_is_not_taken_for_a_backup(tmp_path: Path, path: Path) -> None:
    forge(path, "UPDATE ledger SET who = 'editors'")
    assert f"The ledger in {path} is broken: record 1 was changed" in refusal(
        lambda: back_up(path, tmp_path / "b.db", NOW)
    )
    assert names(tmp_path) == {"state"}


def test_a_database_of_an_older_relay_is_backed_up_as_it_is(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before an update: so that the older relay can have it back."""
    monkeypatch.setattr(opening, "STEPS", (*STEPS, "CREATE TABLE later (id INTEGER);"))
    assert back_up(path, tmp_path / "backup.db", NOW).content.version == len(STEPS)


_FULL = """
set -e
mount -t tmpfs -o size=200k none "$1"
exec "$2" -c '
import sys
from datetime import UTC, datetime
from pathlib import Path
from relay.errors import StoreError
from relay.store.backup import back_up
folder = Path(sys.argv[1])
try:
    back_up(Path(sys.argv[2]), folder / "b.db", datetime.now(UTC))
except StoreError as error:
    print(error, [one.name for one in folder.iterdir()])
' "$1" "$3"
"""


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(small)]
    if not shutil.which("unshare") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount anything")
    asyncio.run(fill(path, *("x" * 1000 for _ in range(400))))

    command = ["unshare", "-rm", "sh", "-c", _FULL, "sh", str(small), sys.executable, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout == f"The disk that holds the folder {small} is full. []\n", ended.stderr


def test_a_new_file_is_there_when_it_is_complete(tmp_path: Path) -> None:
    with new_file(tmp_path / "a") as part:
        part.write_text("whole")
        assert names(tmp_path) == {"a.part"}
    assert names(tmp_path) == {"a"}

    def fail() -> None:
        with new_file(tmp_path / "b") as part:
            part.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(tmp_path) == {"a"}


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="already there"), new_file(tmp_path / "a"):
        (tmp_path / "a").write_text("other")
    assert (tmp_path / "a").read_text() == "other"
    assert names(tmp_path) == {"a"}


# --- restore ----------------------------------------------------------------------------------------------------------


async def test_a_restored_backup_is_in_the_place_of_the_database_and_knows_what_it_is(path: Path, file: Path) -> None:
    await fill(path, "Museum öffnet", number=5)
    async with open_database(path) as database:
        replaced = (await verify(database)).head

    restored = await restore(file, path, NOW)

    assert titles(path) == ["Brücke gesperrt"]
    assert instance(path) == (6, "", 0.0, 1)
    assert restored.aside == path.with_name("relay.db.before-restore-20250602-080000")
    assert titles(restored.aside) == ["Brücke gesperrt", "Museum öffnet"]
    assert restored.content.releases == 1
    assert names(path.parent) == {"relay.db", "relay.db.lock", restored.aside.name}
    async with open_database(path) as database:
        assert (await verify(database)).head.count == 2
        last = await database.row("SELECT event, who, detail FROM ledger ORDER BY id DESC")
    assert last
    assert tuple(last) == ("restored", "administrator", f'{{"backup":"backup.db","replaced":"{replaced}"}}')


@pytest.mark.parametrize(
    ("backup", "old", "new"), [(3, 9, 10), (9, 3, 10), (None, 4, 5), (4, None, 5), (None, None, 1)]
)
async def test_the_number_of_the_instance_never_falls(
    tmp_path: Path, backup: int | None, old: int | None, new: int
) -> None:
    path = tmp_path / "relay.db"
    await fill(tmp_path / "source.db", "a", number=backup)
    file = (await asyncio.to_thread(back_up, tmp_path / "source.db", tmp_path / "backup.db", NOW)).file
    await fill(path, "b", number=old)

    await restore(file, path, NOW)
    assert instance(path)[0] == new


async def test_a_backup_is_restored_where_nothing_was(tmp_path: Path, file: Path) -> None:
    (tmp_path / "new").mkdir()
    path = tmp_path / "new" / "relay.db"

    restored = await restore(file, path, NOW)
    assert (restored.aside, titles(path), instance(path)) == (None, ["Brücke gesperrt"], (4, "", 0.0, 1))
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_was_in_the_wal_of_the_old_database_is_kept_aside_with_it(path: Path, file: Path) -> None:
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        "c.execute(\"INSERT INTO releases (source, title, url, seen) VALUES ('', 'late', '', 0)\"); "
        "c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True)
    assert path.with_name("relay.db-wal").stat().st_size

    restored = put_back(file, path, NOW)
    assert restored.aside
    assert names(path.parent) == {"relay.db", "relay.db.lock", restored.aside.name}
    assert titles(restored.aside) == ["Brücke gesperrt", "late"]
    assert titles(path) == ["Brücke gesperrt"]


@pytest.mark.parametrize("damage", ["header", "pages"])
def test_a_damaged_database_is_replaced_and_kept_with_its_wal(path: Path, file: Path, damage: str) -> None:
    asyncio.run(fill(path, *("x" * 1000 for _ in range(100))))
    with path.open("r+b") as old:
        old.seek(0 if damage == "header" else 4096)
        old.write(b"\xff" * (path.stat().st_size - 4096))
    path.with_name("relay.db-wal").write_bytes(b"\xff" * 5000)
    broken = path.read_bytes()

    restored = put_back(file, path, NOW)
    assert restored.damage
    assert restored.aside
    assert restored.aside.read_bytes() == broken
    assert restored.aside.with_name(restored.aside.name + "-wal").stat().st_size == 5000
    assert titles(path) == ["Brücke gesperrt"]
    assert not path.with_name("relay.db-wal").exists()


async def test_a_backup_of_an_older_relay_is_brought_up_to_date(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as first:
        first.setattr(opening, "STEPS", STEPS[:1])
        async with open_database(tmp_path / "old.db") as database, database.transaction():
            await database.insert("INSERT INTO releases (source, title, url, seen) VALUES ('', 'old', '', 0)")
    file = (await asyncio.to_thread(back_up, tmp_path / "old.db", tmp_path / "b.db", NOW)).file

    await restore(file, path, NOW)
    assert (titles(path), instance(path)[0]) == (["old"], 4)
    async with open_database(path, read_only=True) as database:
        assert (await verify(database)).head.count == 1


def garbage(file: Path) -> None:
    file.write_bytes(b"Sehr geehrte Damen und Herren,\n" * 200)


def nothing(file: Path) -> None:
    file.write_bytes(b"")


def other(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE recipes (name TEXT)")


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA user_version = {len(STEPS) + 1}")


def forged(file: Path) -> None:
    forge(file, "UPDATE ledger SET who = 'editors'")


def damaged(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 8192)


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (garbage, "is not a database of relay"),
        (nothing, "is not a database of relay"),
        (other, "is not a database of relay"),
        (newer, "made by a newer relay"),
        (forged, "is broken: record 1 was changed"),
        (damaged, "is damaged"),
        (gone, "There is no backup"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_nothing_changes(
    path: Path, file: Path, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(file)
    before = path.read_bytes()

    with pytest.raises(RelayError, match=says):
        put_back(file, path, NOW)
    assert path.read_bytes() == before
    assert kept(path) == {"relay.db"}
    assert instance(path)[0] == 3


def test_nothing_is_restored_while_relay_runs(path: Path, file: Path) -> None:
    with instance_lock(path), pytest.raises(StoreError, match="Stop it first: systemctl stop relay"):
        put_back(file, path, NOW)
    assert kept(path) == {"relay.db"}


@pytest.mark.parametrize("alive", [True, False])
async def test_nothing_is_restored_while_a_relay_on_another_machine_gives_signs_of_life(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, alive: bool
) -> None:
    monkeypatch.setattr(restoring, "BETWEEN", 0.02)
    monkeypatch.setattr(leasing, "LEASE", 0.4)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE instance SET host = 'elsewhere'")
        raw.commit()

    async def beat() -> None:
        while alive:
            await asyncio.sleep(0.05)
            with closing(sqlite3.connect(path)) as raw:
                raw.execute("UPDATE instance SET beat = beat + 1")
                raw.commit()

    beating = asyncio.create_task(beat())
    if alive:
        with pytest.raises(StoreError, match=r"Another relay, a \(1\), works with .* Stop it first"):
            await restore(file, path, NOW)
        assert kept(path) == {"relay.db"}
    else:
        await restore(file, path, NOW)
        assert instance(path) == (4, "", 0.0, 1)
    beating.cancel()


async def test_how_the_regular_backup_goes_is_remembered_and_a_restored_one_is_not_too_old(
    path: Path, tmp_path: Path
) -> None:
    async def remembered() -> Backups | None:
        async with open_database(path) as database:
            return (await Notices(database).facts()).backups

    assert await remembered() is None
    note(path, NOW)
    file = (await asyncio.to_thread(back_up, path, tmp_path / "b.db", NOW)).file
    note(path, NOW + timedelta(days=1), Text("the disk is full"))
    assert await remembered() == Backups(NOW, Text("the disk is full"))
    note(path, NOW + timedelta(days=2))
    assert await remembered() == Backups(NOW + timedelta(days=2), None)

    await restore(file, path, NOW + timedelta(days=30))
    assert await remembered() == Backups(NOW + timedelta(days=30), None)


def test_a_database_of_an_older_relay_is_not_changed_by_its_backup(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as raw:
        raw.executescript(STEPS[0])
    before = old.read_bytes()
    note(old, NOW)
    assert old.read_bytes() == before


def test_a_database_that_cannot_be_kept_aside_is_not_replaced(path: Path, file: Path) -> None:
    aside = path.with_name("relay.db.before-restore-20250602-080000")
    aside.touch()
    with pytest.raises(StoreError, match="cannot be kept as"):
        put_back(file, path)
    assert kept(path) == {"relay.db", aside.name}
    assert (titles(path), instance(path)[0]) == (["Brücke gesperrt"], 3)


@pytest.mark.parametrize("step", ["_fill", "_put_to_rest", "_mark", "_keep", "sync_folder"])
def test_a_restore_that_is_killed_leaves_a_database_and_the_next_one_clears_up(
    path: Path, file: Path, step: str
) -> None:
    asyncio.run(fill(path, "Museum öffnet"))
    with subprocess.Popen(
        [sys.executable, "-c", HALTED, step, file, path], stdout=subprocess.PIPE, text=True
    ) as halted:
        assert halted.stdout
        assert halted.stdout.readline() == f"{step}\n"
        halted.send_signal(signal.SIGKILL)
    assert titles(path) == ["Brücke gesperrt", "Museum öffnet"]

    put_back(file, path)
    assert titles(path) == ["Brücke gesperrt"]
    assert all(name == "relay.db" or "before-restore" in name for name in kept(path))


async def test_nothing_is_restored_while_another_program_has_the_database_open(path: Path, file: Path) -> None:
    async with open_database(path) as database:
        async with database.turn():
            await database.rows("SELECT * FROM releases")
        with pytest.raises(StoreError, match="is locked by another program"):
            await restore(file, path, NOW)
    assert "relay.db.part" not in names(path.parent)


async def test_the_database_is_no_backup_of_itself(tmp_path: Path, path: Path) -> None:
    (tmp_path / "link.db").symlink_to(path)
    for file in (path, tmp_path / "link.db"):
        with pytest.raises(ConfigError, match="is the database itself"):
            await restore(file, path, NOW)


def test_another_programs_database_is_not_replaced(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "recipes.db"
    path.touch()
    other(path)
    before = path.read_bytes()

    with pytest.raises(StoreError, match="belongs to another program"):
        put_back(file, path, NOW)
    assert path.read_bytes() == before


async def test_a_link_to_the_database_stays_a_link(tmp_path: Path, path: Path, file: Path) -> None:
    link = tmp_path / "relay.db"
    link.symlink_to(path)
    await fill(path, "Museum öffnet")

    await restore(file, link, NOW)
    assert link.is_symlink()
    assert titles(path) == ["Brücke gesperrt"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_root_leaves_the_files_to_whom_they_belonged(tmp_path: Path, path: Path, file: Path) -> None:
    for one in (path, path.parent):
        os.chown(one, 61234, 61235)
    path.chmod(0o640)
    put_back(file, path, NOW)
    for name in ("relay.db", "relay.db.lock"):
        found = path.with_name(name).stat()
        assert (found.st_uid, found.st_gid) == (61234, 61235), name
    assert path.stat().st_mode & 0o777 == 0o640

    path.unlink()
    put_back(file, path, NOW + timedelta(seconds=1))
    assert (path.stat().st_uid, path.stat().st_mode & 0o777) == (61234, 0o600)


async def test_a_folder_without_which_nothing_can_be_restored_is_told(tmp_path: Path, file: Path) -> None:
    with pytest.raises(StoreError, match="There is no folder"):
        await restore(file, tmp_path / "nirgends" / "relay.db", NOW)


def test_a_backup_can_be_read_where_nothing_can_be_written(tmp_path: Path, file: Path) -> None:
    before = names(tmp_path)
    with reading(file) as connection:
        assert examine(connection, file).releases == 1
        assert names(tmp_path) == before
