"""A thousand websites in a process of their own, so that their work does not count; all names lead to this machine."""

from __future__ import annotations

import asyncio
import ipaddress
import multiprocessing
import socket
import time
from collections import defaultdict
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.bench.reading import feed_of

ETAG = '"musterland"'
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
RSS = "application/rss+xml; charset=utf-8"


class Here(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """127.0.0.1."""
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=flags)]

    async def close(self) -> None:
        """Nothing is open."""


class Websites:
    """`/feed.rss` has an ETag and answers 304; `/same.rss` sends the same 30 KB every time; `/asked` tells when."""

    def __enter__(self) -> Self:
        ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs,), daemon=True)
        self._process.start()
        self.port: int = ours.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join()

    def url(self, number: int, path: str) -> str:
        """An address at the website of that number."""
        return f"http://ort{number}.musterland.example:{self.port}/{path}"


def _run(ready: Connection) -> None:
    asyncio.run(_serve(ready))


async def _serve(ready: Connection) -> None:
    asked: dict[str, list[float]] = defaultdict(list)
    body = feed_of(range(20))

    async def feed(request: web.Request) -> web.Response:
        asked[request.host].append(time.time())
        if request.headers.get("If-None-Match") == ETAG:
            return web.Response(status=304, headers={"ETag": ETAG})
        return web.Response(body=body, headers={"ETag": ETAG, "Content-Type": RSS})

    async def same(_: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": RSS})

    async def times(_: web.Request) -> web.Response:
        return web.json_response(asked)

    app = web.Application()
    app.router.add_get("/feed.rss", feed)
    app.router.add_get("/same.rss", same)
    app.router.add_get("/asked", times)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=4096).start()
    ready.send(runner.addresses[0][1])
    await asyncio.Event().wait()
