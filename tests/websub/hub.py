"""A publisher and its hub on 127.0.0.1, playing all roles of WebSub: well, badly, or with ill intent."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

RSS = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Presse</title>{links}'
    "<item><title>Neue Buslinie</title><link>https://www.landkreis-musterland.example/1</link>"
    '<atom:link rel="hub" href="https://fremd.example/"/></item></channel></rss>'
)


@dataclass
class Hub:
    """Asks back, signs, denies as it is told to."""

    session: aiohttp.ClientSession
    base: str = ""
    asks_back: str = "later"
    """``first`` (before it answers), ``later`` or ``never``."""
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    lease: str | None = "864000"
    challenge: str = "Wörter&<b>?=%20+"
    requests: list[dict[str, str]] = field(default_factory=list)
    """Forms that came, oldest first."""
    answers: list[tuple[int, str]] = field(default_factory=list)
    """To what it asked back."""
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    feed_headers: dict[str, str] = field(default_factory=dict)
    feed: str = ""

    @property
    def url(self) -> str:
        return f"{self.base}/hub"

    @property
    def topic(self) -> str:
        return f"{self.base}/presse.xml?von=alle"

    async def subscription(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.requests.append(form)
        if self.asks_back == "first":
            await self.ask_back(form)
        elif self.asks_back == "later" and self.status in range(200, 300):
            self.tasks.append(asyncio.create_task(self.ask_back(form)))
        return web.Response(status=self.status, headers=self.headers)

    async def ask_back(self, form: dict[str, str] | None = None, **changed: str | None) -> tuple[int, str]:
        """Verification of intent for a request (the latest one), with what is `changed`; None: left out."""
        form = form or self.requests[-1]
        query: dict[str, str | None] = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": self.challenge,
            "hub.lease_seconds": self.lease,
        }
        query |= {f"hub.{name}": value for name, value in changed.items()}
        given = {name: value for name, value in query.items() if value is not None}
        async with self.session.get(form["hub.callback"], params=given) as response:
            self.answers.append((response.status, await response.text()))
        return self.answers[-1]

    async def deny(self, reason: str | None = None, **changed: str) -> int:
        topic = changed.get("topic", self.requests[-1]["hub.topic"])
        answer = await self.ask_back(mode="denied", challenge=None, lease_seconds=None, reason=reason, topic=topic)
        return answer[0]

    async def distribute(
        self,
        body: bytes = b"<rss/>",
        *,
        method: str = "sha256",
        secret: str | None = None,
        signature: str | None = None,
    ) -> int:
        """Content distribution, signed unless `signature` says otherwise (empty: without)."""
        form = next(form for form in reversed(self.requests) if "hub.secret" in form)
        key = form["hub.secret"] if secret is None else secret
        right = f"{method}={hmac.new(key.encode(), body, getattr(hashlib, method)).hexdigest()}"
        said = right if signature is None else signature
        headers = {"X-Hub-Signature": said} if said else {}
        async with self.session.post(form["hub.callback"], data=body, headers=headers) as response:
            return response.status

    async def done(self) -> None:
        """All that it asks back later was asked."""
        await asyncio.gather(*self.tasks)
        self.tasks.clear()

    async def serve_feed(self, request: web.Request) -> web.Response:
        return web.Response(body=self.feed.encode(), content_type="application/rss+xml", headers=self.feed_headers)

    def publish(self, links: str = "") -> None:
        """Put up a feed; without `links` it names this hub and itself."""
        own = f'<atom:link rel="hub" href="{self.url}"/><atom:link rel="self" href="{self.topic}"/>'
        self.feed = RSS.format(links=links or own)


@asynccontextmanager
async def open_hub() -> AsyncIterator[Hub]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session:
        hub = Hub(session)
        site = web.Application()
        site.router.add_post("/hub", hub.subscription)
        site.router.add_get("/presse.xml", hub.serve_feed)

        async def sent_on(request: web.Request) -> web.Response:
            status = int(request.match_info["status"])
            return web.Response(status=status, headers={"Location": request.query["to"]})

        async def circle(request: web.Request) -> web.Response:
            return web.Response(status=307, headers={"Location": request.path})

        site.router.add_route("*", "/sent-on/{status}", sent_on)
        site.router.add_route("*", "/circle", circle)
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        hub.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        hub.publish()
        try:
            yield hub
        finally:
            await hub.done()
            await runner.cleanup()
