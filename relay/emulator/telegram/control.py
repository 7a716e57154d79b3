"""Control over HTTP, for scripts and for tests against the emulator as a process of its own.

All under /_control, JSON in and out. A POST must say that it is JSON, which no form of a web page can.

========  ==============  ==============================================================================
method    path            does
========  ==============  ==============================================================================
GET       messages        what stands in ``?chat_id=``
GET       calls           the calls so far, with their time
POST      chats           adds a chat: ``chat_id``, ``title`` and what `TelegramEmulator.add_channel` takes
POST      failures        plans one: the fields of `Failure`, and ``method``, ``times``, ``skip``
POST      posts           a human posts: ``chat_id``, ``text``
POST      updates         queues an update: ``kind``, ``payload``
POST      membership      changes the bot's place: ``chat_id``, ``status``, ``rights``
POST      clock           moves the clock on by ``advance`` seconds
========  ==============  ==============================================================================
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .failures import Failure

if TYPE_CHECKING:
    from .emulator import TelegramEmulator

Json = dict[str, Any]

_FAILURE_FIELDS = {field.name for field in fields(Failure)}


class Control:
    """The routes under /_control."""

    def __init__(self, emulator: TelegramEmulator) -> None:
        self._emulator = emulator

    def add_routes(self, app: web.Application) -> None:
        """Put the control into an application."""
        app.router.add_get("/_control/messages", self._messages)
        app.router.add_get("/_control/calls", self._calls)
        for name, action in {
            "chats": self._chat,
            "failures": self._failure,
            "posts": self._post,
            "updates": self._update,
            "membership": self._membership,
            "clock": self._clock,
        }.items():
            app.router.add_post(f"/_control/{name}", _json_handler(action))

    async def _messages(self, request: web.Request) -> web.Response:
        try:
            chat_id = int(request.query.get("chat_id", ""))
            return web.json_response({"messages": self._emulator.messages(chat_id)})
        except (ValueError, KeyError) as exc:
            raise web.HTTPBadRequest(text=f"no such chat: {exc}") from exc

    async def _calls(self, request: web.Request) -> web.Response:
        return web.json_response({"calls": [call._asdict() for call in self._emulator.calls]})

    async def _chat(self, body: Json) -> Json:
        chat = self._emulator.add_channel(body.pop("chat_id"), **body)
        return {"page": self._emulator.page_url(chat.id)}

    async def _failure(self, body: Json) -> Json:
        failure = Failure(**{name: body.pop(name) for name in list(body) if name in _FAILURE_FIELDS})
        self._emulator.plan(failure, **body)
        return {}

    async def _post(self, body: Json) -> Json:
        return {"message_id": self._emulator.post_as_human(**body)}

    async def _update(self, body: Json) -> Json:
        return {"update_id": self._emulator.inject_update(**body)}

    async def _membership(self, body: Json) -> Json:
        self._emulator.set_membership(**body)
        return {}

    async def _clock(self, body: Json) -> Json:
        return {"now": self._emulator.advance(**body)}


def _json_handler(action: Callable[[Json], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="JSON only")
        try:
            return web.json_response(await action(await request.json()))
        except (TypeError, ValueError, KeyError, AttributeError) as exc:
            raise web.HTTPBadRequest(text=f"{type(exc).__name__}: {exc}") from exc

    return handle
