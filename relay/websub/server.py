"""The callback: what hubs call over HTTP (WebSub, 5.3 and 7). The only file of relay that listens to the internet.

Whoever does not know the address of a subscription, 192 random bits, learns nothing here: everything else is 404. What
a message says is not believed, even when it is signed: hubs send thin, cut and reordered feeds, and there shall be one
path only on which releases are recognised and floods are held. Its body is hashed, never kept; it makes its source due.
No access is logged, neither addresses nor what they ask for.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from aiohttp import web

from relay.errors import StoreError
from relay.websub.signature import Signature

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds for the whole body of a message."""
LIFE = 30.0
"""Seconds that a connection may last, whatever happens on it: slow clients take no place for long."""
CONNECTIONS = 100
"""At once; what is more is closed."""
STEP = 65_536

_DEAF = logging.Logger("requests that are not HTTP")
_DEAF.disabled = True
"""aiohttp's own: it would write down what anybody sends, addresses of subscriptions among it."""

_TAKEN, _UNKNOWN, _SLOW, _GONE, _LARGE, _NOT_NOW = 202, 404, 408, 410, 413, 503


class Hubs(Protocol):
    """What the callback tells, and asks, of subscriptions by their id."""

    def secret(self, name: str) -> str | None:
        """That messages are signed with; None if there is no such subscription."""
        ...

    def leaving(self, name: str) -> bool:
        """Whether nothing more is wanted of its hub."""
        ...

    async def verify(self, name: str, mode: str, topic: str, lease: str | None) -> bool:
        """Whether the hub may do what it asks about. Raises StoreError."""
        ...

    async def deny(self, name: str, topic: str, reason: str) -> bool:
        """The hub refuses; whether that was about this subscription. Raises StoreError."""
        ...

    async def told(self, name: str, *, signed: bool) -> None:
        """A message came. Raises StoreError."""
        ...


@asynccontextmanager
async def listening(listen: str, hubs: Hubs, *, limit: int) -> AsyncIterator[tuple[str, int] | None]:
    """Answer hubs at `listen` ("127.0.0.1:8470", "[::1]:8470", "unix:/run/relay/websub.sock") as long as this is open.

    `limit` is the largest message in bytes. Yields host and port, None for a socket of the file system. Raises OSError.
    """
    site = web.Application()
    answers = _Answers(hubs, limit)
    site.router.add_route("GET", "/{path:.*}", partial(_answer, answers.question))
    site.router.add_route("POST", "/{path:.*}", partial(_answer, answers.message))
    runner = web.AppRunner(
        site,
        access_log=None,
        logger=_DEAF,
        auto_decompress=False,  # signatures are of the bytes as sent
        keepalive_timeout=LIFE,
        shutdown_timeout=1.0,
    )
    await runner.setup()
    try:
        server = await _bound(listen, runner)
        try:
            where = server.sockets[0].getsockname()
            yield (where[0], where[1]) if isinstance(where, tuple) else None
        finally:
            server.close()
    finally:
        await runner.cleanup()


async def _bound(listen: str, runner: web.AppRunner) -> asyncio.Server:
    loop = asyncio.get_running_loop()

    def connection() -> asyncio.Protocol:
        if runner.server is None or len(runner.server.connections) >= CONNECTIONS:
            return _Closed()
        handler = runner.server()
        loop.call_later(LIFE, handler.force_close)
        return handler

    if listen.startswith("unix:"):
        path = Path(listen.removeprefix("unix:"))
        server = await loop.create_unix_server(connection, path)
        await asyncio.to_thread(path.chmod, 0o666)  # the proxy is another user; it says what all the world may say
        return server
    host, _, port = listen.rpartition(":")
    return await loop.create_server(connection, host.strip("[]"), int(port))


class _Closed(asyncio.Protocol):
    """One connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


async def _answer(answer: Callable[[web.Request], Awaitable[web.Response]], request: web.Request) -> web.Response:
    try:
        return await answer(request)
    except StoreError as error:
        log.error("%s", error)  # noqa: TRY400 - the text says all
    except Exception:
        log.exception("relay itself failed to answer a hub")
    return web.Response(status=_NOT_NOW)


class _Answers:
    """To every request one, at once."""

    def __init__(self, hubs: Hubs, limit: int) -> None:
        self._hubs = hubs
        self._limit = limit

    async def question(self, request: web.Request) -> web.Response:
        """Verification of intent, or a denial."""
        said, name = request.query, _name(request)
        mode, topic = said.get("hub.mode", ""), said.get("hub.topic", "")
        if mode == "denied":
            agreed, answer = await self._hubs.deny(name, topic, said.get("hub.reason", "")), ""
        else:
            # Looked at first: no answer to a question without a challenge is an agreement.
            answer = said.get("hub.challenge", "")
            agreed = bool(answer) and await self._hubs.verify(name, mode, topic, said.get("hub.lease_seconds"))
        if not agreed:
            return web.Response(status=_UNKNOWN)
        # As text that no browser takes for a page: the words are whoever's.
        return web.Response(text=answer, headers={"X-Content-Type-Options": "nosniff"})

    async def message(self, request: web.Request) -> web.Response:
        """Content distribution. Wrongly signed messages are acknowledged like others, and ignored (WebSub, 7.1.2)."""
        name = _name(request)
        if self._hubs.leaving(name):
            return web.Response(status=_GONE)
        secret = self._hubs.secret(name)
        if secret is None:
            return web.Response(status=_UNKNOWN)
        if (request.content_length or 0) > self._limit:
            return web.Response(status=_LARGE)
        signature = Signature(secret, request.headers.get("X-Hub-Signature", ""))
        try:
            async with asyncio.timeout(PATIENCE):
                whole = await self._hash(request, signature)
        except TimeoutError:
            return web.Response(status=_SLOW)
        except (ConnectionError, web.RequestPayloadError):
            return web.Response(status=400)  # nobody is there to read it
        if not whole:
            return web.Response(status=_LARGE)
        await self._hubs.told(name, signed=signature.right)
        return web.Response(status=_TAKEN)

    async def _hash(self, request: web.Request, signature: Signature) -> bool:
        """Read the body to its end, or to its limit; whether it was all."""
        size = 0
        async for piece in request.content.iter_chunked(STEP):
            size += len(piece)
            if size > self._limit:
                return False
            signature.feed(piece)
        return True


def _name(request: web.Request) -> str:
    """The id in the address. Proxies keep what stands before it, or take it away."""
    return request.path.rpartition("/")[2]
