"""`relay backup` and `relay restore`, as a person and as a script see them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relay.cli import app
from relay.commands import common
from relay.commands.backup import backup, restore
from relay.errors import ConfigError, StoreError
from relay.store.database import open_database
from relay.store.lock import instance_lock

CONFIG = 'language = "{language}"\ndatabase = "relay.db"\n'
POLLED = datetime(2025, 6, 2, 8, 0, tzinfo=UTC)
Output = Callable[[], str]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A configuration and a database with a release."""
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(language="en"), encoding="utf-8")
    asyncio.run(_fill(tmp_path / "relay.db", "Brücke gesperrt"))
    yield path
    common.speak("en")


@pytest.fixture
def out(capsys: pytest.CaptureFixture[str]) -> Output:
    return lambda: capsys.readouterr().out


async def _fill(path: Path, title: str) -> None:
    async with open_database(path) as database, database.transaction():
        await database.insert("INSERT INTO releases (source, title, url, seen) VALUES ('presse', ?, '', 0)", title)
        await database.insert(
            "INSERT OR REPLACE INTO sources (id, url, polled) VALUES ('presse', '', ?)", POLLED.timestamp()
        )


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        found: int = raw.execute("SELECT count(*) FROM releases").fetchone()[0]
        return found


def test_a_backup_is_told_with_its_size_and_what_is_in_it(config: Path, out: Output) -> None:
    file = config.with_name("backup [1].db")
    assert backup(config, file, as_json=False) == 0
    size = -(-file.stat().st_size // 1000)
    assert out() == f"Backup: {file} ({size} KB, releases: 1).\n"


def test_a_backup_as_json(config: Path, out: Output) -> None:
    folder = config.with_name("backups")
    folder.mkdir()
    (folder / "relay-20200101-000000.db").touch()
    assert backup(config, folder, keep=1, as_json=True) == 0
    told = json.loads(out())
    file = Path(told["file"])
    assert told == {
        "file": str(file),
        "bytes": file.stat().st_size,
        "releases": 1,
        "polled": "2025-06-02T08:00:00+00:00",
        "ledger": "0:" + "0" * 64,
        "deleted": [str(folder / "relay-20200101-000000.db")],
    }
    assert [one.name for one in folder.iterdir()] == [file.name]


def test_without_a_database_there_is_nothing_to_back_up(config: Path, tmp_path: Path) -> None:
    (tmp_path / "relay.db").unlink()
    with pytest.raises(ConfigError, match="There is no database yet"):
        backup(config, tmp_path / "backup.db", as_json=False)
    assert not (tmp_path / "backup.db").exists()


def test_a_restored_backup_says_what_comes_next(config: Path, tmp_path: Path, out: Output) -> None:
    backup(config, tmp_path / "backup.db", as_json=False)
    asyncio.run(_fill(tmp_path / "relay.db", "Museum öffnet"))
    out()

    assert restore(config, tmp_path / "backup.db", as_json=False) == 0
    first, second, third = out().split("\n", maxsplit=2)
    assert first == f"Restored: {tmp_path / 'relay.db'} (releases: 1, as of 02.06.2025 10:00:00)."
    assert second.startswith(f"The database of before is kept: {tmp_path / 'relay.db.before-restore-'}")
    assert " ".join(third.split()).startswith("The first start looks whether messages are in the channel")
    assert count(tmp_path / "relay.db") == 1
    assert count(Path(second.partition(": ")[2])) == 2


def test_a_restored_backup_as_json(config: Path, tmp_path: Path, out: Output) -> None:
    config.write_text(CONFIG.format(language="de"), encoding="utf-8")
    backup(config, tmp_path / "backup.db", as_json=False)
    (tmp_path / "relay.db").write_bytes(b"\xff" * 5000)
    out()

    assert restore(config, tmp_path / "backup.db", as_json=True) == 0
    told = json.loads(out())
    assert told.keys() == {"database", "releases", "polled", "aside", "damage", "next"}
    assert (told["releases"], told["polled"]) == (1, "2025-06-02T08:00:00+00:00")
    assert Path(told["aside"]).read_bytes() == b"\xff" * 5000
    assert told["damage"] == "file is not a database"
    assert told["next"].startswith("Der erste Start sieht nach")


def test_a_database_that_could_not_be_read_is_told(config: Path, tmp_path: Path, out: Output) -> None:
    backup(config, tmp_path / "backup.db", as_json=False)
    (tmp_path / "relay.db").write_bytes(b"\xff" * 5000)
    assert restore(config, tmp_path / "backup.db", as_json=False) == 0
    assert "It could not be read (file is not a database)" in out()


def test_nothing_is_restored_while_relay_runs(config: Path, tmp_path: Path) -> None:
    backup(config, tmp_path / "backup.db", as_json=False)
    with instance_lock(tmp_path / "relay.db"), pytest.raises(StoreError) as caught:
        restore(config, tmp_path / "backup.db", as_json=False)
    assert "Another relay (process" in common.said(caught.value)
    assert common.said(caught.value).endswith("Stop it first: systemctl stop relay")


def remembered(path: Path) -> tuple[bool, str] | None:
    with closing(sqlite3.connect(path)) as raw:
        row = raw.execute("SELECT made IS NOT NULL, problem FROM backups").fetchone()
    return (bool(row[0]), row[1]) if row else None


def test_only_the_regular_backup_is_missed_when_it_is_not_made(config: Path, tmp_path: Path) -> None:
    backup(config, tmp_path / "once.db", as_json=False)
    assert remembered(tmp_path / "relay.db") is None
    (tmp_path / "backups").mkdir()
    backup(config, tmp_path / "backups", keep=3, as_json=False)
    assert remembered(tmp_path / "relay.db") == (True, "")


def test_a_regular_backup_that_fails_is_remembered_with_the_reason(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "relay.db.part").symlink_to(tmp_path / "precious")
    with pytest.raises(StoreError, match="cannot be written"):
        backup(config, folder, keep=3, as_json=False)
    made, problem = remembered(tmp_path / "relay.db") or (None, "")
    assert made is False
    assert "cannot be written" in problem


def test_a_backup_that_cannot_be_noted_was_made_all_the_same(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from relay.store import backup as making  # noqa: PLC0415 - to have it wait less long

    monkeypatch.setattr(making, "BUSY_SECONDS", 0.05)
    (tmp_path / "backups").mkdir()
    with closing(sqlite3.connect(tmp_path / "relay.db", isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        assert backup(config, tmp_path / "backups", keep=3, as_json=False) == 0
        with pytest.raises(StoreError, match="locked"):
            making.note(tmp_path / "relay.db", POLLED)
    assert "relay cannot be told of it" in " ".join(capsys.readouterr().err.split())
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_folder_that_is_missing_is_no_file(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nix"
    with pytest.raises(SystemExit) as end:
        app(["backup", f"{missing}/", "--config", str(config)], prog_name="relay")
    assert end.value.code == 2
    assert f"There is no folder {missing}/" in capsys.readouterr().err
    assert not missing.exists()
    missing.mkdir()
    assert backup(config, f"{missing}/", as_json=False) == 0
    assert len(list(missing.iterdir())) == 1
