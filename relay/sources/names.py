"""Names of hosts, looked up by the system without keeping anything else waiting."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

AT_ONCE = 32
"""Names that are looked up at once. One that nobody answers keeps its thread for half a minute."""


class Names(AbstractResolver):
    """DNS by the system's `getaddrinfo` (hosts file and all), in threads of its own.

    aiohttp's own resolver shares a handful of threads with whatever is computed beside the event loop: a few names that
    nobody answers for would stop all reading.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name; raises OSError."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads,
            lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG),
        )
        return [
            ResolveResult(
                hostname=host,
                host=_address(where),
                port=int(where[1]),
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, proto, _, where in found
        ]

    async def close(self) -> None:
        """Wait for nobody: a thread that hangs ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _address(where: tuple[object, ...]) -> str:
    """Write an address with its scope, if it has one: the guard refuses those."""
    scope = where[3] if len(where) > 3 else 0
    return f"{where[0]}%{scope}" if scope else str(where[0])
