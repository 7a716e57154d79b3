"""`relay demo` as a process: what it prints, how it ends, and that nothing of it stays behind."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from relay.commands.demo import _end_on_signals
from relay.commands.demo import demo as run_demo

PATIENCE = 90.0
"""Seconds: aiogram alone takes several to load on a busy machine."""


@contextmanager
def demo(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The demo, with its temporary files in this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RELAY_", "LC_", "LANG"))}
    running = subprocess.Popen(
        [sys.executable, "-m", "relay", "demo", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**kept, "PYTHONUTF8": "1", "TMPDIR": str(folder)},
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            # Politely, as it would leave its daemon behind otherwise.
            running.terminate()
        running.communicate(timeout=PATIENCE)


def read_until(running: subprocess.Popen[bytes], text: str) -> str:
    """What it tells, up to a text in it."""
    assert running.stderr is not None
    seen, end = b"", time.monotonic() + PATIENCE
    while text.encode() not in seen:
        ready, _, _ = select.select([running.stderr], [], [], end - time.monotonic())
        piece = os.read(running.stderr.fileno(), 65536) if ready else b""
        assert piece, f"no {text!r} in {seen.decode()}"
        seen += piece
    return seen.decode()


def daemons(folder: Path) -> list[str]:
    """Command lines of the processes that work with files in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue  # it has ended in the meantime
        if f"{folder}/relay-demo-" in line:
            found.append(line)
    return found


def test_the_fixed_scenario_brings_four_posts_one_of_them_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = run_demo(once=True, as_json=True, port=0)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    posts = json.loads(out)["posts"]
    assert len(posts) == 4
    (corrected,) = (post for post in posts if post["corrected"])
    assert "24. März" in corrected["text"]
    assert daemons(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_signal_ends_the_demo_and_its_daemon(tmp_path: Path) -> None:
    with demo(tmp_path, "--port", "0") as running:
        read_until(running, "A new release every")
        assert len(daemons(tmp_path)) == 1
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (0, b"")
    assert b"The end. Nothing is left behind." in err
    assert b"Traceback" not in err
    assert daemons(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_each_signal_that_ends_a_program_cancels_the_demo_once(number: signal.Signals) -> None:
    caught: list[int] = []

    async def wait() -> None:
        _end_on_signals(caught)
        os.kill(os.getpid(), number)
        try:
            await asyncio.Event().wait()
        finally:
            # Tidying up is not disturbed by an impatient second one.
            os.kill(os.getpid(), number)
            await asyncio.sleep(0.01)

    task = asyncio.create_task(wait())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert caught == [number, number]


def test_a_fixed_scenario_that_is_interrupted_ends_with_130_even_while_the_daemon_starts(tmp_path: Path) -> None:
    with demo(tmp_path, "--once", "--port", "0") as running:
        read_until(running, "is starting")
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert daemons(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with demo(tmp_path, "--port", str(port)) as running:
            _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert err.decode().startswith(f"Error: Port {port} is taken")
    assert list(tmp_path.iterdir()) == []
