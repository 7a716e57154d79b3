"""A county's website, a Bot API server, and relay itself as a process between them."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from relay import daemon
from relay.cli import app
from relay.config import load_config
from relay.emulator.site.emulator import SiteEmulator
from relay.emulator.telegram.emulator import TelegramEmulator
from relay.logs import Redacting
from tests.forks import FORKS

CHAT = -1001234567890
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PATIENCE = 40.0
"""Seconds: aiogram alone takes several to load on a busy machine."""


@dataclass
class World:
    """Everything that relay meets, and what the administrator sees of relay."""

    folder: Path
    site: SiteEmulator
    telegram: TelegramEmulator
    processes: list[Process | Inside] = field(default_factory=list)

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(self, *, channel: str = "", source: str = "", telegram: str = "", more: str = "") -> None:
        """Write the configuration; the arguments are further lines of its sections."""
        self.config.write_text(
            f"""
language = "en"
[fetch]
interval = "1s"
host_gap = "0s"
timeout = "5s"
contact = "presse@landkreis-musterland.example"
allow_networks = ["127.0.0.0/8"]
[telegram]
api_base = "{self.telegram.url}"
{telegram}
[[source]]
id = "presse"
url = "{self.site.feed_url}"
channels = ["main"]
{source}
[[channel]]
id = "main"
kind = "telegram"
chat = {CHAT}
pace = "0s"
{channel}
{more}
""",
            encoding="utf-8",
        )

    @property
    def posts(self) -> list[dict[str, Any]]:
        """What stands in the channel, oldest first."""
        return self.telegram.messages(CHAT)

    @property
    def titles(self) -> list[str]:
        return [(one.get("text") or one["caption"]).partition("\n")[0] for one in self.posts]

    def sends(self) -> list[Any]:
        """The calls that post something."""
        return [call for call in self.telegram.calls if call.method.lower().startswith("send")]

    async def start(self, *arguments: str, ready: bool = True, **environ: str) -> Process:
        """Start `relay run` (or another command) and wait until it says that it is ready."""
        process = Process(self, arguments or ("run",), environ)
        self.processes.append(process)
        if ready:
            await process.until_says("ready:")
        return process

    async def start_inside(self) -> Inside:
        """Start the daemon in the test's own process, which sees every line of it that is run."""
        inside = Inside(self)
        self.processes.append(inside)
        await inside.until_says("ready:")
        return inside

    async def relay(self, *arguments: str, **environ: str) -> Finished:
        """Run a command to its end, in this process: loading aiogram anew for each would take minutes."""
        if arguments[0] == "once":
            # `once` polls what is due, and a source is due a second after it was asked.
            last = max((asked.at for asked in self.site.requests), default=LONG_AGO)
            await asyncio.sleep(max(0.0, 1.1 - (datetime.now(UTC) - last).total_seconds()))
        return await asyncio.to_thread(_invoke, [*arguments, "--config", str(self.config)], self.environ | environ)

    @property
    def environ(self) -> dict[str, str]:
        return {"RELAY_TELEGRAM_TOKEN": self.telegram.token}

    async def baseline(self) -> Process:
        """A relay that runs and has seen the website once."""
        process = await self.start()
        await self._read_once()
        return process

    async def baseline_inside(self) -> Inside:
        """The same in the test's own process."""
        inside = await self.start_inside()
        await self._read_once()
        return inside

    async def _read_once(self) -> None:
        await self.until(lambda: any(r.path == "/presse.rss" and r.status == 200 for r in self.site.requests))
        await asyncio.sleep(0.3)

    def publish(self, count: int = 1) -> list[str]:
        """Publish drafts; their titles."""
        return [self.site.publish(draft).title for draft in self.site.drafts[:count]]

    async def until(self, reached: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait for something to come true."""
        deadline = time.monotonic() + patience
        while not reached():
            if time.monotonic() > deadline:
                logs = "\n".join("\n".join(process.lines[-15:]) for process in self.processes)
                pytest.fail(f"it never came true; posts: {self.titles}\n{logs}")
            await asyncio.sleep(0.05)

    async def polls(self, count: int = 2) -> None:
        """Wait until the feed was asked so many more times."""
        seen = len(self.feed_requests)
        await self.until(lambda: len(self.feed_requests) >= seen + count)

    @property
    def feed_requests(self) -> list[Any]:
        return [request for request in self.site.requests if request.path == "/presse.rss"]


@dataclass
class Finished:
    code: int
    out: str
    log: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def _invoke(arguments: list[str], environ: dict[str, str]) -> Finished:
    out, log = io.StringIO(), io.StringIO()
    with mock.patch.dict(os.environ, environ), redirect_stdout(out), redirect_stderr(log):
        try:
            app(arguments)
        except SystemExit as end:
            code = end.code
    return Finished(int(code or 0), out.getvalue(), log.getvalue())


def _main(arguments: list[str], environ: dict[str, str], log: Path) -> None:
    """What the console script does, in the process that was forked for it."""
    with log.open("ab", buffering=0) as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.update(environ)
    app(arguments)


class Process:
    """relay, as the administrator starts it."""

    def __init__(self, world: World, arguments: tuple[str, ...], environ: dict[str, str]) -> None:
        self._log = world.folder / f"relay-{len(world.processes)}.log"
        self._log.touch()
        told = [*arguments, "--config", str(world.config)]
        self._process = FORKS.Process(target=_main, args=(told, world.environ | environ, self._log))
        self._process.start()

    @property
    def lines(self) -> list[str]:
        return self._log.read_text("utf-8").splitlines()

    async def until_says(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not any(text in line for line in self.lines):
            if time.monotonic() > deadline or not self.running:
                pytest.fail(f"relay never said {text!r}:\n" + "\n".join(self.lines[-20:]))
            await asyncio.sleep(0.02)

    def signal(self, number: signal.Signals) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    @property
    def running(self) -> bool:
        return self._process.is_alive()

    async def stop(self) -> Finished:
        """As systemd does it."""
        self.signal(signal.SIGTERM)
        return await self.end()

    async def kill(self) -> Finished:
        self.signal(signal.SIGKILL)
        return await self.end()

    async def end(self) -> Finished:
        await asyncio.to_thread(self._process.join, PATIENCE)
        assert not self.running, "relay did not come to its end"
        return Finished(self._process.exitcode or 0, "", "\n".join(self.lines))


class Inside:
    """The daemon in the test's own process and loop: signals and log as ever, but it can't be killed."""

    def __init__(self, world: World) -> None:
        self.lines: list[str] = []
        self._log = logging.getLogger("relay")
        self._handler = _Lines(self.lines)
        self._log.addHandler(self._handler)
        self._level = self._log.level
        self._log.setLevel(logging.INFO)
        self._environ = mock.patch.dict(os.environ, world.environ)
        self._environ.start()
        self._tick = mock.patch.object(daemon, "TICK", 0.2)
        self._tick.start()
        config = load_config(world.config)
        often = config.model_copy(update={"fetch": config.fetch.model_copy(update={"interval": 0.3})})
        self._task = asyncio.create_task(daemon.run(often))
        self._task.add_done_callback(self._restore)

    def _restore(self, _: object) -> None:
        self._environ.stop()
        self._tick.stop()
        self._log.removeHandler(self._handler)
        self._log.setLevel(self._level)

    async def until_says(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not any(text in line for line in self.lines):
            if not self.running:
                self._task.result()
            if time.monotonic() > deadline or not self.running:
                pytest.fail(f"relay never said {text!r}:\n" + "\n".join(self.lines[-20:]))
            await asyncio.sleep(0.02)

    def signal(self, number: signal.Signals) -> None:
        assert self.running, "nobody would catch it"
        os.kill(os.getpid(), number)

    @property
    def running(self) -> bool:
        return not self._task.done()

    async def stop(self) -> Finished:
        """As systemd does it."""
        self.signal(signal.SIGTERM)
        return await self.end()

    async def kill(self) -> Finished:
        """At the end of a test: as politely as `stop`."""
        return await self.stop()

    async def end(self) -> Finished:
        await asyncio.wait_for(self._task, PATIENCE)
        return Finished(0, "", "\n".join(self.lines))


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines
        self.setFormatter(Redacting(journal=False))

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


async def _close(session: Any) -> None:
    """Without the quarter of a second that aiogram gives connections with TLS, of which there are none here."""
    if session._session is not None:
        await session._session.close()


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415 - takes seconds

    monkeypatch.setattr(AiohttpSession, "close", _close)
    site, telegram = SiteEmulator(), TelegramEmulator(allow_local_links=True, limits=None)
    telegram.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
    await site.start()
    await telegram.start()
    world = World(tmp_path, site, telegram)
    world.configure()
    yield world
    for process in world.processes:
        if process.running:
            await process.kill()
    await telegram.stop()
    await site.stop()
