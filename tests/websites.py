"""Small web servers on this machine, which answer by path and remember what they were asked, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

from relay.sources.guard import AddressGuard
from relay.sources.http import Fetcher, FetchLimits

AGENT = "relay/0.1 (+mailto:presse@musterland.example)"


@dataclass(frozen=True)
class Request:
    """What reached a server."""

    path: str
    headers: dict[str, str]
    """Names in lower case, values as sent."""


@dataclass(frozen=True)
class Answer:
    """What a server says."""

    body: str = ""
    status: int = 200
    headers: tuple[str, ...] = ()

    def raw(self) -> bytes:
        body = self.body.encode()
        lines = [f"HTTP/1.1 {self.status} Said", f"Content-Length: {len(body)}", *self.headers, "", ""]
        return "\r\n".join(lines).encode() + body


@dataclass
class Website:
    """A server that answers by path; what it has no answer for is not there (404)."""

    port: int = 0
    answers: dict[str, Answer | Callable[[Request], Answer]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    hangs: set[str] = field(default_factory=set)
    """Paths that are not answered."""
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def says(self, path: str, body: str = "", *headers: str, status: int = 200) -> None:
        self.answers[path] = Answer(body, status, headers)

    def asked(self, path: str) -> list[Request]:
        """The requests for a path."""
        return [one for one in self.requests if one.path == path]

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.requests]

    async def until_asked(self, times: int, path: str = "") -> None:
        """Wait until so many requests came, of a path if one is named."""
        async with asyncio.timeout(10):
            while len(self.asked(path) if path else self.requests) < times:
                self.came.clear()
                await self.came.wait()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape")
            first, *lines = head.rstrip("\r\n").split("\r\n")
            pairs = (line.partition(": ") for line in lines)
            request = Request(first.split(" ")[1], {name.lower(): value for name, _, value in pairs})
            self.requests.append(request)
            self.came.set()
            if request.path in self.hangs:
                await reader.read()
                return
            answer = self.answers.get(request.path, Answer("not here", 404))
            writer.write((answer if isinstance(answer, Answer) else answer(request)).raw())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client had enough
        finally:
            writer.close()


@asynccontextmanager
async def website() -> AsyncIterator[Website]:
    """A server at a port of its own, which counts as a host of its own."""
    site = Website()
    server = await asyncio.start_server(site.talk, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()


def fetcher(**more: Any) -> Fetcher:
    """One that may ask this machine, without pauses."""
    limits = FetchLimits(**{"timeout": 5.0, "host_gap": 0.0, **more.pop("limits", {})})
    return Fetcher(guard=AddressGuard([ip_network("127.0.0.0/8")]), limits=limits, user_agent=AGENT, **more)
