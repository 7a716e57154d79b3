"""Polite, guarded fetching over HTTP, for feeds, article pages and pictures alike.

    get(url): web_url -> for each hop: wait for the host's turn -> ask -> Fetched | NotModified | next_url

Redirects are followed here and not by aiohttp, so that each hop waits its turn and obeys the rules of `guard`. The
only file that knows aiohttp's client; its errors are translated here, once.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

import aiohttp
from yarl import URL

from relay.errors import SourceError, Text
from relay.model import Fetched, NotModified, Validators
from relay.sources.decode import STEP, Decoder
from relay.sources.guard import AddressGuard, AddressRefused, PortRefused, next_url, shown, shown_host, web_url
from relay.sources.headers import freshness, pause_asked
from relay.sources.turns import Turns

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

FEED_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)

_HEADER = 16 * 1024
"""Bytes of one header: some policies (Content-Security-Policy) are longer than aiohttp's 8 KiB."""
_REDIRECTS = (301, 302, 303, 307, 308)
_GOOD = (200, 203)
_NOT_MODIFIED, _TOO_MANY, _SERVER_ERROR = 304, 429, 500

_GONE = {
    401: "{url} asks for a password (401): use an address that is open to the public",
    403: "{url} is closed to relay (403): ask the website's operator to let its User-Agent in",
    404: "{url} does not exist (404): look up on the website whether it was moved or withdrawn",
    410: "{url} was removed for good (410): look up its new address on the website",
}
"""Statuses that stay until a person acts."""


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


class Fetcher:
    """Fetches what is public, politely. An async context manager that owns its connections.

    `monotonic` and `sleep` serve the pause between requests; `resolver` and `tls` replace the system's own.
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
    ) -> None:
        self._guard = guard
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}
        self._monotonic = monotonic
        self._turns = Turns(limits.host_gap, monotonic, sleep)
        self._resolver = resolver
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            socket_factory=self._guard.socket,
            resolver=self._resolver,
            ssl=True if self._tls is None else self._tls,
            force_close=True,  # with a pause between two requests, a kept connection is mostly a dead one
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(),  # ours spans all hops
            auto_decompress=False,  # aiohttp takes a gzip body that was cut short for a whole one
            trust_env=False,
            max_line_size=_HEADER,
            max_field_size=_HEADER,
            middlewares=(_only_once,),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self,
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        accept: str = FEED_ACCEPT,
        max_bytes: int | None = None,
    ) -> Fetched | NotModified:
        """Fetch a URL, following redirects.

        The validators go to every hop: the answer that gave them came from the end of this same chain, whose URL is
        not known before, and a server that redirects has no use for them. Raises SourceError for all that can go
        wrong outside of relay; `retry_after` is set where the server names a time (RFC 9110, 10.2.3; RFC 6585, 4).
        """
        headers = _conditions(validators) | {"Accept": accept}
        limit = self._limits.max_bytes if max_bytes is None else max_bytes
        hop, seen, left = web_url(url), set[URL](), self._limits.timeout
        while len(seen) <= self._limits.redirects:
            seen.add(hop)
            async with self._turns.take(f"{hop.raw_host}:{hop.port}"):
                started = self._monotonic()
                try:
                    async with asyncio.timeout(left):
                        answer = await self._ask(hop, headers, limit)
                except TimeoutError:
                    message = "{host} does not answer in full within {seconds:g} s"
                    raise SourceError(message, host=shown_host(hop), seconds=self._limits.timeout) from None
                left -= self._monotonic() - started
            if not isinstance(answer, URL):
                return answer
            if answer in seen:
                raise SourceError("{url} redirects in a circle", permanent=True, url=shown(hop))
            hop = answer
        raise SourceError(
            "{url} redirects more than {redirects} times",
            permanent=True,
            url=shown(web_url(url)),
            redirects=self._limits.redirects,
        )

    async def _ask(self, url: URL, headers: Mapping[str, str], limit: int) -> Fetched | NotModified | URL:
        """Make one request."""
        if self._session is None:
            raise RuntimeError("the Fetcher is not open")
        with _translated(url):
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status in _REDIRECTS and response.headers.get("Location"):
                    return next_url(url, response.headers["Location"])
                if response.status == _NOT_MODIFIED and {"If-None-Match", "If-Modified-Since"} & headers.keys():
                    return NotModified(freshness(_folded(response)))
                if response.status not in _GOOD:
                    raise _refusal(url, response.status, _folded(response))
                return Fetched(
                    url=str(url),
                    body=await _body(response, url, limit),
                    content_type=_header(response, "Content-Type") or "",
                    validators=Validators(_header(response, "ETag"), _header(response, "Last-Modified")),
                    max_age=freshness(_folded(response)),
                )


# --- reading an answer ------------------------------------------------------------------------------------------------


def _conditions(validators: Validators) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, 13.1)."""
    both = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in both.items() if value}


def _header(response: aiohttp.ClientResponse, name: str) -> str | None:
    """Read a header as sent; None where it is empty, or holds bytes that could be neither stored nor sent back."""
    value = response.headers.get(name, "")
    return value if value and value.isprintable() else None


def _folded(response: aiohttp.ClientResponse) -> dict[str, str]:
    """All headers, names in lower case, repeated ones as one list (RFC 9110, 5.3)."""
    return {name.lower(): ", ".join(response.headers.getall(name)) for name in response.headers}


async def _body(response: aiohttp.ClientResponse, url: URL, limit: int) -> bytes:
    """Read a body to its end. Raises SourceError where it is empty, damaged, cut short or larger than `limit` bytes."""

    def check(size: int) -> None:
        if size > limit:
            message = "{url} is larger than the {limit} bytes that are allowed"
            raise SourceError(message, permanent=True, url=shown(url), limit=limit)

    check(response.content_length or 0)
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
        raise SourceError("{url} arrives damaged: it cannot be decompressed", url=shown(url)) from None
    if not body:
        raise SourceError("{url} is empty", url=shown(url))
    return bytes(body)


def _coding(response: aiohttp.ClientResponse, url: URL) -> str:
    """Read how the body is compressed: "gzip", "deflate", or "" for names that stand for nothing, such as "utf-8"."""
    coding = _folded(response).get("content-encoding", "").strip().lower().removeprefix("x-")
    if coding in ("gzip", "deflate"):
        return coding
    if "," in coding or coding in ("br", "zstd", "compress", "dcb", "dcz"):
        message = '{url} is compressed with "{coding}", which was not asked for'
        raise SourceError(message, url=shown(url), coding=coding[:40])
    return ""


# --- what went wrong --------------------------------------------------------------------------------------------------


def _refusal(url: URL, status: int, headers: Mapping[str, str]) -> SourceError:
    """Tell a status that brings no content."""
    asked, permanent = None, status in _GONE
    if headers.get("cf-mitigated") == "challenge":  # Cloudflare's sign for programs
        permanent = True
        message = "{url} is behind a Cloudflare challenge, which only browsers pass: ask the operator to exempt it"
    elif status in _GONE:
        message = _GONE[status]
    elif status == _TOO_MANY or status >= _SERVER_ERROR:
        message = "{host} asks for fewer requests (429)" if status == _TOO_MANY else "{host} has trouble ({status})"
        asked = pause_asked(headers)
    else:
        message = "{url} gives no content, but status {status}"
    return SourceError(
        message,
        retry_after=asked,
        permanent=permanent,
        gone=message in (_GONE[404], _GONE[410]),
        url=shown(url),
        host=shown_host(url),
        status=status,
    )


@contextmanager
def _translated(url: URL) -> Iterator[None]:
    """Turn aiohttp's errors into ours. `from None`, because several of them quote the URL with its query."""
    host = shown_host(url)
    try:
        yield
    except aiohttp.ClientConnectorError as exc:
        raise _no_connection(url, exc) from None
    except aiohttp.InvalidURL:
        raise SourceError("{url} is not an address that can be asked", permanent=True, url=shown(url)) from None
    except aiohttp.ClientResponseError:
        raise SourceError("{host} answers with headers that are too long or not HTTP", host=host) from None
    except aiohttp.ClientPayloadError:
        raise SourceError("{host} broke off in the middle of its answer", host=host) from None
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        raise SourceError("{host} broke off the connection without an answer", host=host) from None


def _no_connection(url: URL, exc: aiohttp.ClientConnectorError) -> SourceError:
    """Tell why a connection could not be made."""
    host, why = shown_host(url), exc.os_error
    if isinstance(why, PortRefused):
        message = "port {port} of {host} is not one that websites use (exceptions: fetch.allow_networks)"
        return SourceError(message, permanent=True, host=url.host, port=why.port)
    if isinstance(why, AddressRefused):
        message = "{host} has the address {address}, which is not public (exceptions: fetch.allow_networks)"
        return SourceError(message, permanent=True, host=host, address=why.address)
    if isinstance(why, ssl.SSLCertVerificationError):
        return SourceError("{host} shows an invalid certificate: {reason}", host=host, reason=why.verify_message)
    if isinstance(why, ssl.SSLError):
        given = why.reason.replace("_", " ").lower() if why.reason else Text("no reason given")
        return SourceError("{host} does not manage an encrypted connection: {reason}", host=host, reason=given)
    if isinstance(exc, aiohttp.ClientConnectorDNSError):
        return SourceError("the name {host} leads nowhere: DNS knows no address for it", host=url.host)
    reason = Text(os.strerror(why.errno)) if why.errno else Text("none of its addresses answers")
    return SourceError("{host} takes no connection: {reason}", host=host, reason=reason)


async def _only_once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Translate errors before aiohttp sees them, for it would ask a second time after a broken connection."""
    with _translated(request.url):
        return await handler(request)
