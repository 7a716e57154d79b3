"""Polite, guarded fetching over HTTP, for feeds, article pages and pictures alike.

    get(url): web_url -> for each hop: wait for the host's turn -> ask -> Fetched | NotModified | next_url

Redirects are followed here and not by aiohttp, so that each hop waits its turn and obeys the rules of `guard`. The
only file that knows aiohttp's client; its errors are translated here, once.
"""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import aiohttp
from yarl import URL

from relay.errors import SourceError
from relay.model import Fetched, NotModified, Validators
from relay.sources.guard import AddressGuard, AddressRefused, PortRefused, next_url, shown, shown_host, web_url

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

FEED_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml, */*;q=0.1"
PICTURE_ACCEPT = "image/jpeg, image/png, image/webp, image/*;q=0.8, */*;q=0.1"

_STEP = 64 * 1024
"""Bytes that are read, and at most decompressed, at once."""
_HEADER = 16 * 1024
"""Bytes of one header: some policies (Content-Security-Policy) are longer than aiohttp's 8 KiB."""
_MEMBERS = 16
"""Parts of one gzip body; a bomb of many small ones costs time instead of memory."""
_FOR_EVER = 2**31
"""Seconds; what is longer counts as this (RFC 9111, 1.2.2)."""

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

_LINK = "!#$%&'*+,/:;=?@[]"
"""What stays as it is in a link within a comment; brackets, backslashes and line ends do not."""
_DIRECTIVE = re.compile(r'([^\s,="]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,]*))?')


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


def user_agent(version: str, contact: str) -> str:
    """Who asks, and whom to tell when we are a burden: `relay/0.1 (+mailto:presse@musterland.example)`.

    `contact` is an e-mail address or a URL. What could end the header or the comment is percent-encoded.
    """
    product = f"relay/{quote(version.strip(), safe='+')}"
    contact = contact.strip()
    if not contact:
        return product
    link = contact if contact.startswith(("http://", "https://", "mailto:")) else f"mailto:{contact}"
    return f"{product} (+{quote(link, safe=_LINK)})"


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
        self._turns = _Turns(limits.host_gap, monotonic, sleep)
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


# --- politeness -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0


class _Turns:
    """One request to a host at a time, and a pause after each. Hosts do not wait for each other.

    A host is a name and a port: two services on one machine are two hosts, as for the same-origin policy.
    """

    def __init__(self, gap: float, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[object]]) -> None:
        self._gap, self._monotonic, self._sleep = gap, monotonic, sleep
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def take(self, host: str) -> AsyncIterator[None]:
        now = self._monotonic()
        self._turns = {key: turn for key, turn in self._turns.items() if turn.users or turn.free_at > now}
        turn = self._turns.setdefault(host, _Turn(free_at=now))
        turn.users += 1
        try:
            async with turn.lock:
                while (wait := turn.free_at - self._monotonic()) > 0:
                    await self._sleep(wait)
                try:
                    yield
                finally:
                    turn.free_at = self._monotonic() + self._gap
        finally:
            turn.users -= 1


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
    decoder = _Decoder(_coding(response, url))
    body, received = bytearray(), 0
    try:
        async for chunk in response.content.iter_chunked(_STEP):
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


class _Decoder:
    """Undoes a content coding (RFC 9110, 8.4.1) in small steps, so that a bomb unfolds no further than the limit.

    Its methods raise zlib.error for what is damaged or cut short.
    """

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._stream: zlib._Decompress | None = None
        self._members = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what the data becomes, at most 64 KiB at a time."""
        if not self._coding:
            yield data
            return
        while data:
            if self._stream is None:
                # several gzip members are one body (RFC 1952, 2.2); servers pad and overrun, which is ignored
                if self._members and (self._coding != "gzip" or data[0] != 0x1F):
                    return
                self._stream = self._open(data[0])
            data = yield from self._inflate(self._stream, data)

    def close(self) -> None:
        """Say that nothing follows."""
        if self._coding and (self._stream is not None or not self._members):
            raise zlib.error("cut short")

    def _open(self, first: int) -> zlib._Decompress:
        self._members += 1
        if self._members > _MEMBERS:
            raise zlib.error("too many members")
        if self._coding == "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # "deflate" means the zlib format, but some servers send it bare (RFC 9110, 8.4.1.2)
        return zlib.decompressobj(zlib.MAX_WBITS if first & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS)

    def _inflate(self, stream: zlib._Decompress, data: bytes) -> Generator[bytes, None, bytes]:
        while True:
            piece = stream.decompress(data, _STEP)
            data = stream.unconsumed_tail
            if piece:
                yield piece
            if stream.eof:
                self._stream = None
                return stream.unused_data
            if not data and len(piece) < _STEP:
                return b""


# --- what the headers say ---------------------------------------------------------------------------------------------


def freshness(headers: Mapping[str, str]) -> float | None:
    """Seconds for which an answer is fresh (RFC 9111, 4.2), less its age; None where it does not say.

    Takes all headers, names in lower case. Needs no clock: Expires counts from the answer's own Date. `s-maxage` is for
    shared caches, which we are not.
    """
    directives = {m[1].lower(): m[2] for m in _DIRECTIVE.finditer(headers.get("cache-control", ""))}
    if "no-cache" in directives or "no-store" in directives:
        return 0.0
    if "max-age" in directives:
        lifetime = _seconds((directives["max-age"] or "").strip('"')) or 0.0
    elif "expires" in headers:
        expires, date = _http_date(headers["expires"]), _http_date(headers.get("date", ""))
        if expires is None:
            return 0.0  # "0" and the like mean the past (RFC 9111, 5.3)
        if date is None:
            return None
        lifetime = (expires - date).total_seconds()
    else:
        return None
    return max(0.0, lifetime - (_seconds(headers.get("age", "")) or 0.0))


def pause_asked(headers: Mapping[str, str]) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110, 10.2.3), a date there counting from the answer's own Date."""
    value = headers.get("retry-after", "")
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    until, date = _http_date(value), _http_date(headers.get("date", ""))
    return None if until is None or date is None else max(0.0, (until - date).total_seconds())


def _seconds(text: str) -> float | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return float(min(int(text[:11]), _FOR_EVER))


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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
        message, retry_after=asked, permanent=permanent, url=shown(url), host=shown_host(url), status=status
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
        reason = (why.reason or "no reason given").replace("_", " ").lower()
        return SourceError("{host} does not manage an encrypted connection: {reason}", host=host, reason=reason)
    if isinstance(exc, aiohttp.ClientConnectorDNSError):
        return SourceError("the name {host} leads nowhere: DNS knows no address for it", host=url.host)
    reason = os.strerror(why.errno) if why.errno else "none of its addresses answers"
    return SourceError("{host} takes no connection: {reason}", host=host, reason=reason)


async def _only_once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Translate errors before aiohttp sees them, for it would ask a second time after a broken connection."""
    with _translated(request.url):
        return await handler(request)
