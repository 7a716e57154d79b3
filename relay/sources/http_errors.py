"""What goes wrong between relay and a website, told in relay's words: statuses, and the errors of aiohttp's client."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType

import aiohttp
from yarl import URL

from relay.errors import SourceError, Text
from relay.sources.guard import AddressRefused, PortRefused, shown, shown_host
from relay.sources.headers import pause_asked

_TOO_MANY, _SERVER_ERROR = 429, 500
_GONE = {
    401: "{url} asks for a password (401): use an address that is open to the public",
    403: "{url} is closed to relay (403): ask the website's operator to let its User-Agent in",
    404: "{url} does not exist (404): look up on the website whether it was moved or withdrawn",
    410: "{url} was removed for good (410): look up its new address on the website",
}
"""Statuses that stay until a person acts."""
_CERTIFICATES = {
    9: "the certificate of {host} is not valid yet, or this machine's clock is wrong",
    10: "the certificate of {host} has expired",
    18: "the certificate of {host} is self-signed: no authority known here vouches for it",
    19: "the certificate of {host} is self-signed: no authority known here vouches for it",
    20: "the certificate of {host} has an unknown issuer: an intermediate certificate is not sent with it, or nobody "
    "knows who made it",
    21: "the certificate of {host} has an unknown issuer: an intermediate certificate is not sent with it, or nobody "
    "knows who made it",
    62: "the certificate of {host} is one for other names",
    64: "the certificate of {host} is one for other names",
}
"""By OpenSSL's numbers (openssl-verification-options(1), X509_STORE_CTX_get_error(3))."""


def refusal(url: URL, status: int, headers: Mapping[str, str], now: datetime) -> SourceError:
    """Tell a status that brings no content."""
    asked, permanent = None, status in _GONE
    if headers.get("cf-mitigated") == "challenge":  # Cloudflare's sign for programs
        permanent = True
        message = "{url} is behind a Cloudflare challenge, which only browsers pass: ask the operator to exempt it"
    elif status in _GONE:
        message = _GONE[status]
    elif status == _TOO_MANY or status >= _SERVER_ERROR:
        message = "{host} asks for fewer requests (429)" if status == _TOO_MANY else "{host} has trouble ({status})"
        asked = pause_asked(headers, now)
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


class translated:  # noqa: N801 - used as a function; as a generator it would cost every request twice as much
    """Turn aiohttp's errors within a block into ours, about `url`; raises SourceError."""

    __slots__ = ("_url",)

    def __init__(self, url: URL) -> None:
        self._url = url

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, aiohttp.ClientError) and (told := _told(self._url, error)):
            # "from None", because several of them quote the URL with its query.
            raise told from None


def _told(url: URL, error: aiohttp.ClientError) -> SourceError | None:
    match error:
        case aiohttp.ClientConnectorError():
            return _no_connection(url, error)
        case aiohttp.InvalidURL():
            return SourceError("{url} is not an address that can be asked", permanent=True, url=shown(url))
        case aiohttp.ClientResponseError():
            return SourceError("{host} answers with headers that are too long or not HTTP", host=shown_host(url))
        case aiohttp.ClientPayloadError():
            return SourceError("{host} broke off in the middle of its answer", host=shown_host(url))
        case aiohttp.ClientOSError() | aiohttp.ServerDisconnectedError():
            return SourceError("{host} broke off the connection without an answer", host=shown_host(url))
        case _:
            return None


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
        message = _CERTIFICATES.get(why.verify_code, "{host} shows an invalid certificate: {reason}")
        return SourceError(message, host=host, reason=why.verify_message)
    if isinstance(why, ssl.SSLError):
        given = why.reason.replace("_", " ").lower() if why.reason else Text("no reason given")
        return SourceError("{host} does not manage an encrypted connection: {reason}", host=host, reason=given)
    if isinstance(exc, aiohttp.ClientConnectorDNSError):
        return SourceError("the name {host} leads nowhere: DNS knows no address for it", host=url.host)
    reason = Text(os.strerror(why.errno)) if why.errno else Text("none of its addresses answers")
    return SourceError("{host} takes no connection: {reason}", host=host, reason=reason)


async def only_once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Translate errors before aiohttp sees them, for it would ask a second time after a broken connection."""
    with translated(request.url):
        return await handler(request)
