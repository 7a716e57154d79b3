"""What holds for all tests of the web: they ask this machine only."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address

import pytest


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the guard is broken."""
    connect = asyncio.SelectorEventLoop.sock_connect

    async def connect_here(loop: asyncio.SelectorEventLoop, sock: socket.socket, address: tuple[str, int]) -> None:
        assert ip_address(address[0]).is_loopback, f"a connection to {address[0]}"
        await connect(loop, sock, address)

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", connect_here)
