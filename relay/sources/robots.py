"""What a website's robots.txt says about its pages (RFC 9309). The only file that knows protego.

Feeds, and the sitemaps and listing pages that are configured, are read whatever it says: they were named to relay by
the website's owner. Pages of releases are found by relay itself, so it asks.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from relay.errors import Disallowed, SourceError, Text
from relay.model import Fetched, NotModified, Validators
from relay.ports import Clock, Web

TOKEN = "relay"  # noqa: S105 - the name under which robots.txt may speak to us (RFC 9309, 2.2.1)
KEPT = timedelta(days=1)
"""After this time a robots.txt is read again (RFC 9309, 2.4)."""
UNREACHABLE = timedelta(minutes=5)
"""For which no page is read of a website whose robots.txt could not be (RFC 9309, 2.3.1.4); then it is tried again."""
LONGEST_DELAY = 10.0
"""Seconds of a Crawl-delay that are obeyed: it is no part of RFC 9309, and a warning must not wait for minutes."""
MAX_BYTES = 500 * 1024
"""That are read; what stands behind them is not obeyed (RFC 9309, 2.5)."""
WEBSITES = 256
"""Whose rules are remembered."""

_TOO_MANY, _SERVER_ERROR = 429, 500
_AGENT = re.compile(r"\s*user[ -]?agent\s*:?\s*([^#]*)", re.IGNORECASE)
_NAME = re.compile(r"[a-z_-]+", re.IGNORECASE)


@dataclass(slots=True)
class _Rules:
    """Of one website."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    said: Protego | None = None
    """None: there are none, or they were never read."""
    until: datetime | None = None
    """When they are read again."""
    problem: Text | None = None
    """Why they are not known, so that nothing may be read."""


class PolitePages:
    """`relay.ports.Fetcher` for pages: reads what robots.txt lets relay read, as slowly as it wants."""

    def __init__(self, web: Web, clock: Clock) -> None:
        self._web = web
        self._clock = clock
        self._rules: OrderedDict[str, _Rules] = OrderedDict()

    async def get(
        self,
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        accept: str = "*/*",
        max_bytes: int | None = None,
    ) -> Fetched | NotModified:
        """Fetch a page, as `relay.sources.http.Fetcher.get`; raises Disallowed too."""
        return await self._web.get(url, validators=validators, accept=accept, max_bytes=max_bytes, admit=self._admit)

    async def _admit(self, url: str) -> None:
        """Raise Disallowed for what robots.txt keeps us from, SourceError where nobody knows what it says."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = self._of(origin)
        async with rules.lock:
            if rules.until is None or not self._clock() < rules.until <= self._clock() + KEPT:
                await self._read(origin, rules)
        if rules.problem and rules.until:
            raise SourceError(
                "the robots.txt of {website} cannot be read, so its pages are not read for now: {why}",
                retry_after=(rules.until - self._clock()).total_seconds(),
                website=origin,
                why=rules.problem,
            )
        if rules.said and not rules.said.can_fetch(url, TOKEN):
            raise Disallowed("the robots.txt of {website} keeps relay from its page", permanent=True, website=origin)

    def _of(self, origin: str) -> _Rules:
        rules = self._rules.pop(origin, None) or _Rules()
        self._rules[origin] = rules
        while len(self._rules) > WEBSITES:
            self._rules.popitem(last=False)
        return rules

    async def _read(self, origin: str, rules: _Rules) -> None:
        address, now, pause = f"{origin}/robots.txt", self._clock(), KEPT
        rules.problem = None
        try:
            found = await self._web.get(address, accept="text/plain, */*;q=0.1", max_bytes=MAX_BYTES, beginning=True)
        except SourceError as error:
            if _unavailable(error):
                rules.said = None
                self._web.slow(origin, 0.0)
            else:
                pause = timedelta(seconds=min(max(error.retry_after or 0.0, UNREACHABLE.total_seconds()), 86400.0))
                # What it said before holds for as long as it cannot be asked (RFC 9309, 2.4).
                rules.problem = None if rules.said else error.text
        else:
            body = found.body if isinstance(found, Fetched) else b""
            rules.said = await asyncio.to_thread(_parsed, body)
            self._web.slow(origin, min(rules.said.crawl_delay(TOKEN) or 0.0, LONGEST_DELAY))
        rules.until = now + pause


def _unavailable(error: SourceError) -> bool:
    """Whether there are no rules to be obeyed (RFC 9309, 2.3.1.3): 4xx, an empty file, redirects without end.

    What relay refuses to ask for itself it will refuse again when the page is asked for.
    """
    if error.status is None:
        return error.permanent
    return error.status < _SERVER_ERROR and error.status != _TOO_MANY


def _parsed(body: bytes) -> Protego:
    if len(body) >= MAX_BYTES:
        body = body[: body.rfind(b"\n") + 1]  # a rule that is cut off would say something else
    return Protego.parse("\n".join(_ours(body.decode("utf-8-sig", "replace").splitlines())))


def _ours(lines: list[str]) -> list[str]:
    """The lines with the groups of others under one name.

    protego takes the beginning of a name for the name, and its work grows with the number of names times that of rules.
    """
    return [f"User-agent: {_name(agent[1])}" if (agent := _AGENT.match(line)) else line for line in lines]


def _name(agent: str) -> str:
    if agent.strip().startswith("*"):
        return "*"
    name = _NAME.match(agent.strip())
    return TOKEN if name and name[0].lower() == TOKEN else "others"
