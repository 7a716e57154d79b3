"""What goes wrong between relay and a website, told in relay's words: statuses, and the errors of aiohttp's client."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

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


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn aiohttp's errors into ours. `from None`, because several of them quote the URL with its query."""
    try:
        yield
    except aiohttp.ClientConnectorError as exc:
        raise _no_connection(url, exc) from None
    except aiohttp.InvalidURL:
        raise SourceError("{url} is not an address that can be asked", permanent=True, url=shown(url)) from None
    except aiohttp.ClientResponseError:
        raise SourceError("{host} answers with headers that are too long or not HTTP", host=shown_host(url)) from None
    except aiohttp.ClientPayloadError:
        raise SourceError("{host} broke off in the middle of its answer", host=shown_host(url)) from None
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        raise SourceError("{host} broke off the connection without an answer", host=shown_host(url)) from None


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


async def only_once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Translate errors before aiohttp sees them, for it would ask a second time after a broken connection."""
    with translated(request.url):
        return await handler(request)
