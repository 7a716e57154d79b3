"""Which files Telegram has: by content and kind, for a while after their last use."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from relay.errors import StoreError
from relay.store.database import open_database
from relay.store.files import KEPT, Files
from tests.fakes import SetClock, key


async def test_an_id_is_known_by_content_and_kind_until_it_is_refused(tmp_path: Path) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        files = Files(database, SetClock())
        await files.keep(key("a"), "photo", "AgAC1")
        await files.keep(key("a"), "photo", "AgAC2")

        assert await files.known(key("a"), "photo") == "AgAC2"
        assert await files.known(key("a"), "document") == ""
        assert await files.known(key("b"), "photo") == ""
        await files.forget(key("a"))
        assert await files.known(key("a"), "photo") == ""


async def test_what_was_not_used_for_long_is_forgotten(tmp_path: Path) -> None:
    async with open_database(tmp_path / "relay.db") as database:
        clock = SetClock()
        files = Files(database, clock)
        await files.keep(key("old"), "photo", "AgAC1")
        clock.pass_by(KEPT.total_seconds() + 1)
        await files.keep(key("new"), "photo", "AgAC2")

        assert await files.known(key("old"), "photo") == ""
        assert await files.known(key("new"), "photo") == "AgAC2"


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR])
async def test_a_database_in_trouble_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    async def fail(*_given: object) -> object:
        error = sqlite3.OperationalError("trouble")
        error.sqlite_errorcode = code
        raise error

    async with open_database(tmp_path / "relay.db") as database:
        monkeypatch.setattr(database, "rows", fail)

        with pytest.raises(StoreError):
            await Files(database, SetClock()).known(key("a"), "photo")
