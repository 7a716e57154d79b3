"""CPU of polling a source that has not changed. The website is another process, so that its work does not count."""

from __future__ import annotations

import asyncio
import ipaddress
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web

from relay.app import open_store
from relay.ingest import Ingest
from relay.model import Validators
from relay.settings import SourceSpec
from relay.sources.guard import AddressGuard
from relay.sources.http import Fetcher, FetchLimits
from relay.state import SourceState

POLLS = 200
ETAG = '"musterland"'


async def _serve(ready: Connection) -> None:
    async def unchanged(request: web.Request) -> web.Response:
        assert request.headers["If-None-Match"] == ETAG
        return web.Response(status=304, headers={"ETag": ETAG})

    app = web.Application()
    app.router.add_get("/presse.rss", unchanged)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready.send(runner.addresses[0][1])
    await asyncio.Event().wait()


def _run(ready: Connection) -> None:
    asyncio.run(_serve(ready))


class Web:
    """A website in a process of its own."""

    def __enter__(self) -> Self:
        ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs,), daemon=True)
        self._process.start()
        self.url = f"http://127.0.0.1:{ours.recv()}/presse.rss"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join()


def bare(website: Web) -> Callable[[], float]:
    """The floor: ask again and again, and remember nothing."""

    async def ask() -> float:
        async with aiohttp.ClientSession() as session:
            began = time.process_time()
            for _ in range(POLLS):
                async with session.get(website.url, headers={"If-None-Match": ETAG}) as response:
                    await response.read()
            return (time.process_time() - began) * 1000 / POLLS

    return lambda: asyncio.run(ask())


def relay(website: Web) -> Callable[[], float]:
    """The same through guard, manners, schedule and store."""
    source = SourceSpec(id="presse", url=website.url, channels=("main",), interval=60.0)

    async def poll() -> float:
        guard = AddressGuard((ipaddress.ip_network("127.0.0.0/8"),))
        with tempfile.TemporaryDirectory() as folder:
            async with (
                Fetcher(guard=guard, limits=FetchLimits(host_gap=0.0), user_agent="relay/bench") as fetcher,
                open_store(Path(folder) / "relay.db") as store,
            ):
                ingest = Ingest(
                    fetcher=fetcher,
                    store=store.sources,
                    clock=lambda: datetime.now(UTC),
                    dice=lambda: 0.0,
                    zone=ZoneInfo("Europe/Berlin"),
                    obey_hints=True,
                )
                state = SourceState(url=website.url, validators=Validators(etag=ETAG), baselined=True)
                began = time.process_time()
                for _ in range(POLLS):
                    state = (await ingest.poll(source, state)).state
                return (time.process_time() - began) * 1000 / POLLS

    return lambda: asyncio.run(poll())
