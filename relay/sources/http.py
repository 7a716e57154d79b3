"""Polite, guarded fetching over HTTP, for feeds, article pages and pictures alike.

    get(url): web_url -> for each hop: is it admitted? does its host want a pause? wait for the host's turn -> ask
              -> Fetched | NotModified | next_url

Redirects are followed here and not by aiohttp, so that each hop waits its turn and obeys the rules of `guard`. The
only file that knows aiohttp's client; its errors are translated once, in `http_errors`.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import aiohttp
from yarl import URL

from relay.errors import SourceError, StoreError
from relay.model import Fetched, NotModified, Validators
from relay.ports import Clock
from relay.sources.decode import STEP, Decoder
from relay.sources.guard import AddressGuard, next_url, shown, shown_host, web_url
from relay.sources.headers import as_sent, freshness, validators_of
from relay.sources.http_errors import only_once, refusal, translated
from relay.sources.http_exact import ExactRequest
from relay.sources.http_surplus import SurplusConnector
from relay.sources.names import Names
from relay.sources.pauses import UNTOLD, Pauses
from relay.sources.turns import Turns
from relay.timing import now

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

log = logging.getLogger(__name__)

FEED_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)

_HEADER = 16 * 1024
"""Bytes of one header: some policies (Content-Security-Policy) are longer than aiohttp's 8 KiB."""
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_DEFAULT_PORTS = (80, 443)
_GOOD = (200, 203)
_SENT_ON = (307, 308)
_TAKEN = range(200, 300)
_NOT_MODIFIED, _TOO_MANY = 304, 429
_BUSY = (429, 503)
_ROBOTS = "/robots.txt"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long, how much, how often."""

    timeout: float = 20.0
    """Seconds for everything from the first connection to the last byte, without waiting for the host's turn."""
    max_bytes: int = 10_000_000
    """Of a body, after decompression."""
    redirects: int = 5
    host_gap: float = 1.0
    """Seconds between the end of one request to a host and the start of the next."""


@dataclass(frozen=True, slots=True)
class _Redirect:
    """An answer that says to ask elsewhere."""

    to: URL
    for_good: bool


Admit = Callable[[str], Awaitable[None]]
"""Raises SourceError for an address that is not to be asked."""


class Fetcher:
    """Fetches what is public, politely. An async context manager that owns its connections.

    `monotonic` and `sleep` serve the pause between requests; `resolver` and `tls` replace the system's own. `pauses`
    are those that hosts have asked for; without them they are forgotten at the end.
    """

    def __init__(
        self,
        *,
        guard: AddressGuard,
        limits: FetchLimits,
        user_agent: str,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Clock = now,
        pauses: Pauses | None = None,
    ) -> None:
        self._guard = guard
        self._clock = clock
        self._pauses = pauses or Pauses(clock)
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}
        self._monotonic = monotonic
        self._turns = Turns(limits.host_gap, monotonic, sleep)
        self._resolver = resolver
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._names = Names()
        # With a pause between two requests, a kept connection is mostly a dead one: each is for one request.
        connector = SurplusConnector(
            socket_factory=self._guard.socket,
            resolver=self._resolver or self._names,
            ssl=True if self._tls is None else self._tls,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(),  # ours spans all hops
            auto_decompress=False,  # aiohttp takes a gzip body that was cut short for a whole one
            trust_env=False,
            request_class=ExactRequest,
            max_line_size=_HEADER,
            max_field_size=_HEADER,
            middlewares=(only_once,),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            await self._names.close()
            self._session = None

    def slow(self, url: str, seconds: float) -> None:
        """Let so many seconds pass after each request to the host of an address, if that is more than usual."""
        self._turns.slow(_host(web_url(url)), seconds)

    async def get(
        self,
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        accept: str = FEED_ACCEPT,
        max_bytes: int | None = None,
        admit: Admit | None = None,
        beginning: bool = False,
    ) -> Fetched | NotModified:
        """Fetch a URL, following redirects; of a body that is larger than `max_bytes` its `beginning`, if that will do.

        The validators go to every hop: the answer that gave them came from the end of this same chain, whose URL is
        not known before, and a server that redirects has no use for them. `admit` is asked about every hop. Raises
        SourceError for all that can go wrong outside of relay; `retry_after` is set where the server names a time
        (RFC 9110, 10.2.3; RFC 6585, 4): until then nothing of its host is asked for.
        """
        headers = _conditions(validators) | {"Accept": accept}
        limit = self._limits.max_bytes if max_bytes is None else max_bytes
        asked = moved = hop = web_url(url)
        seen, left = set[URL](), self._limits.timeout
        while len(seen) <= self._limits.redirects:
            seen.add(hop)
            if admit:
                await admit(str(hop))
            answer, taken = await self._turn(hop, partial(self._ask, hop, headers, limit, beginning), left)
            left -= taken
            if not isinstance(answer, _Redirect):
                return replace(answer, moved=str(moved)) if moved != asked else answer
            if answer.to in seen:
                raise SourceError("{url} redirects in a circle", permanent=True, url=shown(hop))
            moved = answer.to if answer.for_good and moved == hop else moved
            hop = answer.to
        raise self._endless(url)

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form to an address, and to where that sends it on (307, 308); what is answered is not read.

        Raises SourceError for all that can go wrong outside of relay, as `get`, and for every status but 2xx.
        """
        hop, left = web_url(url), self._limits.timeout
        for _ in range(self._limits.redirects + 1):
            to, taken = await self._turn(hop, partial(self._send, hop, form), left)
            if to is None:
                return
            hop, left = to, left - taken
        raise self._endless(url)

    def _endless(self, url: str) -> SourceError:
        message = "{url} redirects more than {redirects} times"
        return SourceError(message, permanent=True, url=shown(web_url(url)), redirects=self._limits.redirects)

    async def _turn(self, hop: URL, ask: Callable[[], Awaitable[T]], left: float) -> tuple[T, float]:
        """Make one request when it is the host's turn; also returns how many seconds it took."""
        host = _host(hop)
        async with self._turns.take(host):
            if pause := self._pauses.left(host):
                message = "{host} asked for a pause, which is not over yet"
                raise SourceError(message, retry_after=pause, host=shown_host(hop))
            started = self._monotonic()
            try:
                async with asyncio.timeout(left):
                    answer = await ask()
            except TimeoutError:
                message = "{host} does not answer in full within {seconds:g} s"
                raise SourceError(message, host=shown_host(hop), seconds=self._limits.timeout) from None
            except SourceError as error:
                if hop.path != _ROBOTS:  # its own matter: only pages wait for it (`relay.sources.robots`)
                    await self._obey(host, error)
                raise
        return answer, self._monotonic() - started

    async def _obey(self, host: str, error: SourceError) -> None:
        """Note the pause that a host asks for."""
        pause = UNTOLD if error.retry_after is None and error.status == _TOO_MANY else error.retry_after
        if pause is None or error.status not in _BUSY:
            return
        try:
            await self._pauses.note(host, pause)
        except StoreError as problem:
            log.warning("%s", problem)

    async def _ask(
        self, url: URL, headers: Mapping[str, str], limit: int, beginning: bool
    ) -> Fetched | NotModified | _Redirect:
        """Make one request."""
        if self._session is None:
            raise RuntimeError("the Fetcher is not open")
        with translated(url):
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                said = _folded(response)
                if response.status in _REDIRECTS and response.headers.get("Location"):
                    return _Redirect(next_url(url, response.headers["Location"]), response.status in _FOR_GOOD)
                if response.status == _NOT_MODIFIED and {"If-None-Match", "If-Modified-Since"} & headers.keys():
                    return NotModified(freshness(said, self._clock()))
                if response.status not in _GOOD:
                    raise refusal(url, response.status, said, self._clock())
                return Fetched(
                    url=str(url),
                    body=await (_beginning if beginning else _body)(response, url, limit),
                    content_type=_header(response, "Content-Type"),
                    validators=validators_of(
                        _header(response, "ETag"),
                        _header(response, "Last-Modified"),
                        date=said.get("date", ""),
                        now=self._clock(),
                    ),
                    max_age=freshness(said, self._clock()),
                    link=said.get("link", ""),
                )

    async def _send(self, url: URL, form: Mapping[str, str]) -> URL | None:
        """Send a form; returns where it is to be sent instead."""
        if self._session is None:
            raise RuntimeError("the Fetcher is not open")
        with translated(url):
            async with self._session.post(url, data=form, allow_redirects=False) as response:
                if response.status in _SENT_ON and response.headers.get("Location"):
                    return next_url(url, response.headers["Location"])
                if response.status not in _TAKEN:
                    raise refusal(url, response.status, _folded(response), self._clock())
                return None


def _host(url: URL) -> str:
    """What has one turn: a name, with its port unless that is the usual one of http or https.

    Two services on one machine are two hosts, as for the same-origin policy.
    """
    return str(url.raw_host) if url.port in _DEFAULT_PORTS else f"{url.raw_host}:{url.port}"


# --- reading an answer ------------------------------------------------------------------------------------------------


def _conditions(validators: Validators) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, 13.1)."""
    both = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: as_sent(value) for name, value in both.items() if value}


def _header(response: aiohttp.ClientResponse, name: str) -> str:
    """Read a header as sent; empty where there is none."""
    return response.headers.get(name, "")


def _folded(response: aiohttp.ClientResponse) -> dict[str, str]:
    """All headers, names in lower case, repeated ones as one list (RFC 9110, 5.3)."""
    folded: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        folded[key] = f"{folded[key]}, {value}" if key in folded else value
    return folded


async def _body(response: aiohttp.ClientResponse, url: URL, limit: int) -> bytes:
    """Read a body to its end. Raises SourceError where it is empty, damaged, cut short or larger than `limit` bytes."""
    announced = response.content_length or 0

    def check(size: int) -> None:
        if size > limit:
            message = "{url} is larger than the {limit} bytes that are allowed"
            raise SourceError(message, permanent=True, url=shown(url), limit=limit, size=announced)

    check(announced)
    decoder = Decoder(_coding(response, url))
    body, received = bytearray(), 0
    try:
        async for chunk in response.content.iter_chunked(STEP):
            received += len(chunk)
            check(received)
            for piece in decoder.feed(chunk):
                body += piece
                check(len(body))
        if received:
            decoder.close()
    except zlib.error:
        raise _damaged(url) from None
    if not body:
        raise SourceError("{url} is empty", url=shown(url), status=response.status)
    return bytes(body)


async def _beginning(response: aiohttp.ClientResponse, url: URL, limit: int) -> bytes:
    """Read the first bytes of a body, at most `limit`. Raises SourceError where they are damaged."""
    decoder, body = Decoder(_coding(response, url)), bytearray()
    try:
        async for chunk in response.content.iter_chunked(STEP):
            for piece in decoder.feed(chunk):
                body += piece
                if len(body) >= limit:
                    return bytes(body[:limit])
    except zlib.error:
        raise _damaged(url) from None
    return bytes(body)


def _damaged(url: URL) -> SourceError:
    return SourceError("{url} arrives damaged: it cannot be decompressed", url=shown(url))


def _coding(response: aiohttp.ClientResponse, url: URL) -> str:
    """Read how the body is compressed: "gzip", "deflate", or "" for names that stand for nothing, such as "utf-8"."""
    coding = _folded(response).get("content-encoding", "").strip().lower().removeprefix("x-")
    if coding in ("gzip", "deflate"):
        return coding
    if "," in coding or coding in ("br", "zstd", "compress", "dcb", "dcz"):
        message = '{url} is compressed with "{coding}", which was not asked for'
        raise SourceError(message, url=shown(url), coding=coding[:40])
    return ""
