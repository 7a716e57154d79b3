"""The Bot API over HTTP: methods at /bot<token>/<method>, files at /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web
from aiohttp.typedefs import Handler

from .access import Server
from .api import call, check_token
from .errors import ApiError
from .failures import Failure, FailurePlan
from .request import Params, read_params

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names by which this machine may be addressed."""

_GATEWAY_PAGE = (
    "<html>\r\n<head><title>{0} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>{0} Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


class Call(NamedTuple):
    """A call that reached the server."""

    method: str
    params: Mapping[str, str]
    time: float
    """Of the emulator's clock."""
    files: Mapping[str, int]
    """Sizes of the files that came with it, by name of the part."""


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what was addressed to another name: a web page elsewhere could point its own name at this machine."""
    name, colon, port = request.host.rpartition(":")
    if (name if colon and port.isdigit() else request.host) not in LOCAL_NAMES:
        raise web.HTTPForbidden(text="only for this machine")
    return await handler(request)


@dataclass(slots=True)
class BotApi:
    """Answers calls, or fails as planned."""

    server: Server
    plan: FailurePlan
    stopping: asyncio.Event
    calls: list[Call] = field(default_factory=list)

    def add_routes(self, app: web.Application) -> None:
        """Put the API into an application."""
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            check_token(self.server.world, request.match_info["token"])
            params = await read_params(request)
        except ApiError as exc:
            return _refusal(exc)
        sizes = {name: len(upload.data) for name, upload in params.files.items()}
        self.calls.append(Call(method, dict(params.values), self.server.world.now(), sizes))
        failure = self.plan.next_for(method)
        if failure is None:
            return await self._answer(method, params)
        return await self._fail(failure, request, method, params)

    async def _answer(self, method: str, params: Params) -> web.Response:
        try:
            return _json({"ok": True, "result": await call(self.server, method, params)})
        except ApiError as exc:
            return _refusal(exc)

    async def _fail(self, failure: Failure, request: web.Request, method: str, params: Params) -> web.Response:
        if failure.kind == "delay":
            return await self._delayed(failure, method, params)
        answer = await self._answer(method, params) if failure.processed else web.Response()
        match failure.kind:
            case "error":
                return _refusal(failure.error())
            case "gateway":
                page = _GATEWAY_PAGE.format(failure.status)
                return web.Response(status=failure.status, text=page, content_type="text/html")
            case "cut":
                body = answer.body if isinstance(answer.body, bytes) else b""
                return web.Response(body=body[: len(body) // 2], content_type="application/json")
            case "hang":
                await self.stopping.wait()
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    async def _delayed(self, failure: Failure, method: str, params: Params) -> web.Response:
        if failure.processed:
            answer = await self._answer(method, params)
            await self._pause(failure.seconds)
            return answer
        await self._pause(failure.seconds)
        return await self._answer(method, params)

    async def _pause(self, seconds: float) -> None:
        """Let real time pass, but not longer than the emulator lives."""
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            return

    async def _file(self, request: web.Request) -> web.Response:
        try:
            check_token(self.server.world, request.match_info["token"])
        except ApiError as exc:
            return _refusal(exc)
        path = request.match_info["path"]
        media = next((m for m in self.server.world.files.values() if m.path == path), None)
        if media is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=media.data, content_type="application/octet-stream")


def _json(body: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")


def _refusal(error: ApiError) -> web.Response:
    response = _json(error.as_json(), error.status)
    if "retry_after" in error.parameters:
        response.headers["Retry-After"] = str(error.parameters["retry_after"])
    return response
