"""Headers sent back byte by byte: aiohttp writes UTF-8 only, while an ETag may be of any bytes (RFC 9110, 8.8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from asyncio import Transport

    from aiohttp.connector import Connection


class ExactRequest(aiohttp.ClientRequest):
    """A request whose header values with bytes that are no UTF-8 (as surrogates, PEP 383) go out as those bytes.

    Only for requests without a body: their head is written at once.
    """

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Send it; as aiohttp does, unless a value is no UTF-8."""
        if "".join(self.headers.values()).isascii():
            return await super().send(conn)
        exact = {name: raw for name, value in self.headers.items() if (raw := _raw(value)) is not None}
        protocol = conn.protocol
        if not exact or protocol is None or protocol.transport is None:
            return await super().send(conn)
        for name in exact:
            self.headers[name] = ""
        transport = protocol.transport
        protocol.transport = _Filling(transport, exact)  # type: ignore[assignment] # all that a head is written with
        try:
            return await super().send(conn)
        finally:
            protocol.transport = transport


class _Filling:
    """Stands for a transport while the head of a request is written, and puts values in that were left empty."""

    def __init__(self, transport: Transport, values: dict[str, bytes]) -> None:
        self._transport, self._values = transport, values

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def write(self, head: bytes) -> None:
        for name, value in self._values.items():
            empty = f"\r\n{name}: ".encode()
            head = head.replace(empty + b"\r\n", empty + value + b"\r\n", 1)
        self._transport.write(head)


def _raw(value: str) -> bytes | None:
    """The bytes of a header's value, if they are no UTF-8."""
    if value.isascii():
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape")
    return None
