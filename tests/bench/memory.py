"""Memory of the idle daemon, as a process of its own, against one that only imports the prescribed packages."""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from relay.app import open_store
from relay.config import load_config
from relay.emulator.telegram.emulator import TelegramEmulator
from tests.bench.polling import read_before
from tests.bench.table import Row, shown
from tests.bench.website import ETAG, Websites

CHAT = -1001234567890
MANY = {1: None, 100: 10.0, 1_000: None, 10_000: 150.0}
"""How many sources, and the megabytes over the imports that they may take."""
RUNS, FEW = 3, 100
SETTLED = 3.0
"""Seconds after the last source was asked."""
PATIENCE = 180.0
PACKAGES = (
    "aiogram aiohttp aiosqlite apprise apscheduler.schedulers.asyncio bs4 feedparser lxml.html PIL.Image protego "
    "pydantic rapidfuzz rich sentencex trafilatura typer yarl"
)
_IMPORTS = f"import {', '.join(PACKAGES.split())}, time; print('ready', flush=True); time.sleep(600)"


def resident(pid: int) -> float:
    """Megabytes that a process holds, with its share of what it holds together with others."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    raise AssertionError(pid)


@contextlib.contextmanager
def process(*arguments: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """A Python that runs until the end of the block."""
    started = subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()
        if started.stdout:
            started.stdout.close()


def imports() -> float:
    """The floor."""
    with process("-c", _IMPORTS) as idle:
        assert idle.stdout
        assert idle.stdout.readline() == "ready\n"
        return resident(idle.pid)


def daemon(many: int) -> float:
    """A relay that has asked each of so many sources once, and has nothing to do."""
    with tempfile.TemporaryDirectory() as folder, Websites() as websites:
        return asyncio.run(_daemon(Path(folder), websites, many))


async def _daemon(folder: Path, websites: Websites, many: int) -> float:
    async with TelegramEmulator(limits=None) as telegram:
        telegram.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
        config = folder / "config.toml"
        config.write_text(_config(telegram.url, websites.port, many), "utf-8")
        async with open_store(load_config(config).database_path()) as store:
            await read_before(store, load_config(config).sources, etag=ETAG)
        with process("-m", "relay", "run", "--config", str(config), RELAY_TELEGRAM_TOKEN=telegram.token) as relay:
            began = time.monotonic()
            while await asked(websites) < many:
                assert relay.poll() is None
                assert time.monotonic() < began + PATIENCE
                await asyncio.sleep(0.5)
            await asyncio.sleep(SETTLED)
            return resident(relay.pid)


def _config(telegram: str, port: int, many: int) -> str:
    head = f"""
[fetch]
interval = "1h"
host_gap = "0s"
allow_networks = ["127.0.0.0/8"]
[telegram]
api_base = "{telegram}"
[[channel]]
id = "main"
kind = "telegram"
chat = {CHAT}
"""
    source = '[[source]]\nid = "ort{n}"\nurl = "http://127.0.0.1:{port}/feed.rss?{n}"\nchannels = ["main"]\n'
    return head + "".join(source.format(n=n, port=port) for n in range(many))


async def asked(websites: Websites) -> int:
    """How many requests there were."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{websites.port}/asked") as answer:
        return sum(len(times) for times in (await answer.json()).values())


def rows() -> Iterator[Row]:
    """Part c."""
    floor = [imports() for _ in range(RUNS)]
    for many, goal in MANY.items():
        held = [daemon(many) for _ in range(RUNS if many <= FEW else 1)]
        over = statistics.median(held) - statistics.median(floor)
        yield Row(
            f"(c) idle daemon, sources: {many}, MB ({len(held)}x)",
            shown(held),
            shown(floor),
            "imports of the packages",
            f"{over:+.1f} MB",
            f"<= {goal:g} MB" if goal else "",
            over <= goal if goal else None,
        )
