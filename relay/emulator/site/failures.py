"""What can go wrong with a website, on demand. Each failure is a value that answers one request in its own way."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from aiohttp import web

from relay.emulator.site.http import HTML, Content, http_date, respond
from relay.emulator.site.pages import message_page

CHUNK = 64 * 1024
"""Bytes written at a time."""


class Failure(Protocol):
    """A way in which a website fails."""

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Answer the request, which would otherwise have got `usual`."""
        ...


@dataclass(frozen=True, slots=True)
class Status:
    """Another status than 200, with headers of its own: 503 with Retry-After, 404, 410, 429."""

    code: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send a short page that names the status."""
        page = message_page(f"Fehler {self.code}", "Die Seite kann derzeit nicht angezeigt werden.")
        return respond(request, Content(page.encode(), status=self.code, headers=self.headers), now)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirection to another path or address."""

    to: str = "/"
    code: int = 301

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send the status with a Location."""
        return await Status(self.code, {"Location": self.to}).answer(request, usual, now)


@dataclass(frozen=True, slots=True)
class Hang:
    """The request is read and never answered, until the client or the site goes away."""

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Wait to be cancelled."""
        await asyncio.Event().wait()
        raise AssertionError


@dataclass(frozen=True, slots=True)
class Close:
    """The connection is closed without an answer."""

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Drop the connection."""
        _drop(request)
        return web.Response()


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is closed within the body: fewer bytes arrive than Content-Length names."""

    keep: float = 0.5
    """Share of the body that is sent."""

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send the beginning and drop the connection."""
        response = web.StreamResponse(headers=_headers(usual, now, length=len(usual.body)))
        await response.prepare(request)
        await response.write(usual.body[: int(len(usual.body) * self.keep)])
        _drop(request)
        return response


@dataclass(frozen=True, slots=True)
class Delay:
    """The usual answer, but late."""

    seconds: float = 1.0

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Wait and answer."""
        await asyncio.sleep(self.seconds)
        return respond(request, usual, now)


@dataclass(frozen=True, slots=True)
class Replaced:
    """Something else in the place of what was asked for, with status 200."""

    body: str = ""
    content_type: str = HTML

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send the other body; without one, a page about maintenance: HTML instead of a feed."""
        page = self.body or message_page("Wartungsarbeiten", "Unser Internetauftritt wird gerade gewartet.")
        content = Content(page.encode(), content_type=self.content_type, modified=usual.modified)
        return respond(request, content, now)


@dataclass(frozen=True, slots=True)
class Truncated:
    """The beginning of the usual body as if it were all of it: XML that is never closed."""

    keep: float = 0.5
    """Share of the body that is sent."""

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send a complete answer with half a body."""
        return respond(request, replace(usual, body=usual.body[: int(len(usual.body) * self.keep)]), now)


@dataclass(frozen=True, slots=True)
class Big:
    """The usual body, followed by blanks up to `size` bytes."""

    size: int = 20_000_000
    declared: bool = True
    """Whether Content-Length names the size; otherwise it has to be counted."""

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send it for as long as the client listens."""
        response = web.StreamResponse(headers=_headers(usual, now, length=self.size if self.declared else None))
        await response.prepare(request)
        await response.write(usual.body[: self.size])
        left = self.size - len(usual.body)
        while left > 0:
            await response.write(b" " * min(CHUNK, left))
            left -= CHUNK
        await response.write_eof()
        return response


@dataclass(frozen=True, slots=True)
class GzipBomb:
    """A small body that grows to `size` bytes when it is decompressed, whether or not gzip was asked for."""

    size: int = 200_000_000

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send the bomb."""
        bomb = await asyncio.to_thread(_bomb, self.size)
        headers = _headers(usual, now, length=len(bomb)) | {"Content-Encoding": "gzip"}
        return web.Response(body=b"" if request.method == "HEAD" else bomb, headers=headers)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF instead of a page."""

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Send the smallest document that is one."""
        return respond(request, Content(_PDF, content_type="application/pdf", modified=usual.modified), now)


@dataclass(frozen=True, slots=True)
class WrongCharset:
    """The text is sent in one charset and declared in another; what `actual` cannot write becomes a question mark."""

    actual: str = "cp1252"
    declared: str = "utf-8"

    async def answer(self, request: web.Request, usual: Content, now: datetime) -> web.StreamResponse:
        """Encode the text anew."""
        body = usual.body.decode("utf-8").encode(self.actual, errors="replace")
        kind = usual.content_type.partition(";")[0]
        return respond(request, replace(usual, body=body, content_type=f"{kind}; charset={self.declared}"), now)


KINDS: Mapping[str, type[Any]] = {
    "status": Status,
    "redirect": Redirect,
    "hang": Hang,
    "close": Close,
    "cut": Cut,
    "delay": Delay,
    "html": Replaced,
    "truncated": Truncated,
    "big": Big,
    "gzip-bomb": GzipBomb,
    "pdf": Pdf,
    "charset": WrongCharset,
}
"""The names by which the control address calls them."""


def failure_from_json(kind: str, options: Mapping[str, Any]) -> Failure:
    """Build a failure from its name and its fields; raises ValueError where one is unknown or of the wrong type."""
    if kind not in KINDS:
        raise ValueError(f"unknown failure {kind!r}, known are: {', '.join(KINDS)}")
    types: dict[str, Any] = {"int": int, "float": (int, float), "str": str, "bool": bool, "Mapping[str, str]": dict}
    known = {entry.name: types[str(entry.type)] for entry in fields(KINDS[kind])}
    for name, value in options.items():
        if name not in known or not isinstance(value, known[name]):
            raise ValueError(f"{name}={value!r} does not fit the failure {kind!r}, which has: {', '.join(known)}")
    if not all(isinstance(value, str) for value in options.get("headers", {}).values()):
        raise ValueError("the values of headers are strings")
    failure: Failure = KINDS[kind](**options)
    return failure


@dataclass(frozen=True, slots=True)
class Planned:
    """A failure that waits for its requests."""

    failure: Failure
    path: str | None
    """None: any path."""
    times: int


class FailurePlan:
    """The failures that are still to come, in the order in which they were planned."""

    def __init__(self) -> None:
        self._plans: list[Planned] = []

    @property
    def planned(self) -> Sequence[Planned]:
        """What is left."""
        return tuple(self._plans)

    def add(self, failure: Failure, *, path: str | None, times: int) -> None:
        """Plan a failure; raises ValueError for less than one time."""
        if times < 1:
            raise ValueError("times starts at 1")
        self._plans.append(Planned(failure, path, times))

    def clear(self) -> None:
        """Forget all of them."""
        self._plans.clear()

    def take(self, path: str) -> Failure | None:
        """Use up the first failure that is meant for `path`."""
        for index, plan in enumerate(self._plans):
            if plan.path in {None, path}:
                self._plans[index : index + 1] = [replace(plan, times=plan.times - 1)] if plan.times > 1 else []
                return plan.failure
        return None


@cache
def _bomb(size: int) -> bytes:
    """Return `size` blanks as a gzip stream, made piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    pieces = [packer.compress(b" " * min(1_000_000, size - at)) for at in range(0, size, 1_000_000)]
    return b"".join([*pieces, packer.flush()])


def _headers(usual: Content, now: datetime, *, length: int | None) -> dict[str, str]:
    headers = {"Date": http_date(now), "Content-Type": usual.content_type}
    return headers if length is None else headers | {"Content-Length": str(length)}


def _drop(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()


_PDF = (
    b"%PDF-1.4\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)
