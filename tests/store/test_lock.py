"""One relay a database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from relay.errors import StoreError
from relay.store.lock import Taken, holder, instance_lock

_HOLD = """
import sys, time
from pathlib import Path
from relay.store.lock import instance_lock
with instance_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relay.db"


def test_a_second_relay_is_refused_and_told_who_the_first_is(path: Path) -> None:
    with (
        instance_lock(path),
        pytest.raises(Taken, match=rf"Another relay \(process {os.getpid()}\)"),
        instance_lock(path),
    ):
        raise AssertionError("both hold it")


def test_the_lock_is_free_afterwards_whatever_happened(path: Path) -> None:
    with pytest.raises(KeyError), instance_lock(path):
        raise KeyError

    with instance_lock(path):
        assert holder(path) == str(os.getpid())
    assert holder(path) is None


def test_nobody_holds_a_lock_that_was_never_taken(path: Path) -> None:
    assert holder(path) is None
    assert not list(path.parent.iterdir())


def test_another_process_is_refused_and_takes_over_when_the_holder_is_killed(path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            assert holder(path) == str(other.pid)
            with pytest.raises(Taken, match=rf"process {other.pid}\b"), instance_lock(path):
                raise AssertionError("both hold it")
        finally:
            other.send_signal(signal.SIGKILL)
        other.wait()

        assert holder(path) is None
        with instance_lock(path):
            assert holder(path) == str(os.getpid())


def test_a_shorter_process_number_leaves_nothing_of_a_longer_one(path: Path) -> None:
    path.with_name("relay.db.lock").write_text("12345678901234567890\n")

    with instance_lock(path):
        assert holder(path) == str(os.getpid())


def test_two_names_of_one_database_are_one_lock(tmp_path: Path, path: Path) -> None:
    path.touch()
    other = tmp_path / "andere" / "presse.db"
    other.parent.mkdir()
    other.symlink_to(path)

    with instance_lock(path), pytest.raises(Taken), instance_lock(other):
        raise AssertionError("both hold it")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"), instance_lock(tmp_path / "nirgends" / "relay.db"):
        raise AssertionError("held")


def test_a_full_disk_is_told_and_leaves_the_lock_free(path: Path) -> None:
    lock = path.with_name("relay.db.lock")
    lock.symlink_to("/dev/full")
    with pytest.raises(StoreError), instance_lock(path):
        raise AssertionError("held")
    lock.unlink()

    with instance_lock(path):
        assert holder(path) == str(os.getpid())
