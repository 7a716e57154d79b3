"""The web pages that show the chats: a list at /, each chat at /c/<name>, kept up to date by Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from . import channel_page as page
from .state import Channel, Message, World

Json = dict[str, Any]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: nothing inline, nothing from elsewhere."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_ASSETS = {
    "channel_page.css": "text/css",
    "channel_page.js": "text/javascript",
    "channel_paper.svg": "image/svg+xml",
}
_BEAT = 15.0
"""Seconds between two signs of life to a reader."""


@dataclass(slots=True, eq=False)
class _Reader:
    chat: int
    events: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)


class ChannelPages:
    """The pages and those who look at them."""

    def __init__(self, world: World, stopping: asyncio.Event) -> None:
        self._world = world
        self._stopping = stopping
        self._readers: set[_Reader] = set()
        world.listeners.append(self._changed)

    def add_routes(self, app: web.Application) -> None:
        """Put the pages into an application."""
        app.router.add_get("/", self._list)
        app.router.add_get("/c/{chat}", self._channel)
        app.router.add_get("/c/{chat}/events", self._events)
        app.router.add_get("/c/{chat}/photo/{photo}", self._photo)
        app.router.add_get("/page/{name}", self._asset)
        app.router.add_get("/favicon.ico", self._no_icon)

    async def _list(self, request: web.Request) -> web.Response:
        return _html(page.render_chats(list(self._world.chats.values())))

    async def _channel(self, request: web.Request) -> web.Response:
        return _html(page.render_channel(self._chat(request), self._world.now()))

    async def _photo(self, request: web.Request) -> web.Response:
        wanted = request.match_info["photo"]
        for message in self._chat(request).messages.values():
            for photo in message.photos:
                if photo.unique_id == wanted:
                    return web.Response(body=photo.data, content_type=photo.type, headers=_HEADERS)
        raise web.HTTPNotFound

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in _ASSETS:
            raise web.HTTPNotFound
        return web.Response(text=page.asset(name), content_type=_ASSETS[name], headers=_HEADERS)

    async def _no_icon(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Tell one reader what changes, until it goes or the emulator stops."""
        reader = _Reader(self._chat(request).id)
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        self._readers.add(reader)
        try:
            await response.write(b"retry: 1000\n\n")
            while not self._stopping.is_set():
                await response.write(await self._next_event(reader))
        except ConnectionError:
            return response  # the reader has gone
        finally:
            self._readers.discard(reader)
        return response

    async def _next_event(self, reader: _Reader) -> bytes:
        event = asyncio.ensure_future(reader.events.get())
        stop = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({event, stop}, timeout=_BEAT, return_when=asyncio.FIRST_COMPLETED)
            if event.done():
                return b"data: " + json.dumps(event.result()).encode() + b"\n\n"
            return b": still here\n\n"
        finally:
            event.cancel()
            stop.cancel()

    def _changed(self, change: str, chat: Channel, message: Message) -> None:
        if message.service is not None:
            return
        readers = [reader for reader in self._readers if reader.chat == chat.id]
        if readers:
            event = self._event(chat, message)
            for reader in readers:
                reader.events.put_nowait(event)

    def _event(self, chat: Channel, message: Message) -> Json:
        """What a page needs to know: the bubble as it is now, or only its id when it is gone."""
        bubble = page.bubble_of(chat, message)
        now = self._world.now()
        return {
            "id": f"post-{page.bubble_id(bubble or [message])}",
            "html": page.render_bubble(chat, bubble, now) if bubble else "",
            "day": page.render_day(bubble, now) if bubble else "",
            "subtitle": page.count_label(len(page.bubbles(chat))),
        }

    def _chat(self, request: web.Request) -> Channel:
        name = request.match_info["chat"]
        chat = self._world.find(name) or self._world.find(f"@{name}")
        if chat is None:
            raise web.HTTPNotFound
        return chat


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", headers=_HEADERS)
