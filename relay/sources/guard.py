"""What may be asked for: which URLs, ports and addresses. Every URL in a feed is hostile until proven otherwise.

A URL is read here (`web_url`, `next_url`), and the address that its host has in the end is judged where the socket is
made (`AddressGuard.socket`): every connection passes there, so neither a redirect, nor a name that changes its address
between two questions (DNS rebinding), nor an address written as a number gets around it.
"""

from __future__ import annotations

import errno
import re
import socket as sockets
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from yarl import URL

from relay.errors import SourceError

PORTS = frozenset({80, 443, 8080, 8443})
"""Where websites live; other ports are open only in allowed networks, so that a feed cannot make us speak to a mail
server or a database."""

AddrInfo = tuple[int | sockets.AddressFamily, int | sockets.SocketKind, int, str, tuple[Any, ...]]
"""What `socket.getaddrinfo` says of one address."""

_UNICAST = IPv6Network("2000::/3")
"""All that IANA gives out as global unicast (RFC 4291, 2.4)."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""How a network without IPv4 names the IPv4 internet (RFC 6052, 2.1)."""

_SPECIAL: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("192.0.0.0/24"),  # IETF protocols (RFC 6890)
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, given up (RFC 7526)
    IPv6Network("2001::/23"),  # IETF protocols, Teredo among them (RFC 2928, RFC 4380)
    IPv6Network("2001:db8::/32"),  # documentation (RFC 3849)
    IPv6Network("2002::/16"),  # 6to4: any IPv4 address may hide in it (RFC 3056)
    IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)
"""Not for websites, though some versions of Python call them global."""

_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SURROGATE = re.compile("[\udc80-\udcff]")
_JUDGED = 1000
"""Addresses that are remembered."""
_SHOWN = 200
"""Characters of a path that a message shows."""


class AddressRefused(OSError):
    """The address is not one that may be asked.

    All of them read the same, so that a name with several refused addresses gives this error and not a mixture.
    """

    def __init__(self, address: str, port: int) -> None:
        super().__init__(errno.EACCES, "address refused")
        self.address = address
        self.port = port


class PortRefused(AddressRefused):
    """The address may be asked, but not at this port."""


class AddressGuard:
    """Lets connections pass to the public internet and to `allow_networks`, and to nothing else."""

    def __init__(self, allow_networks: Sequence[IPv4Network | IPv6Network] = ()) -> None:
        self._allowed = tuple(allow_networks)
        self._judged: dict[str, tuple[bool, bool]] = {}
        """Addresses, in the spelling that was asked about: nothing else decides, and it never changes."""

    def permits(self, address: str) -> bool:
        """Whether the address may be asked: global unicast, or in an allowed network.

        An IPv4 address in IPv6 clothes (RFC 4291, 2.5.5.2; RFC 6052) is judged as itself. What is no address in its
        one canonical spelling is refused, and so are addresses with a scope.
        """
        return any(self._judge(address))

    def _judge(self, address: str) -> tuple[bool, bool]:
        """Whether the address is in an allowed network, and whether it is public."""
        if address not in self._judged:
            if len(self._judged) >= _JUDGED:
                self._judged.clear()
            try:
                ip = ip_address(address)
            except ValueError:
                return False, False
            self._judged[address] = self._allows(ip), _is_public(ip)
        return self._judged[address]

    def socket(self, addr_info: AddrInfo) -> sockets.socket:
        """Make the socket for one address, as aiohttp's `TCPConnector(socket_factory=...)` asks for it.

        Raises AddressRefused or PortRefused before anything is sent.
        """
        family, kind, proto, _, where = addr_info
        address, port = str(where[0]), int(where[1])
        if family == sockets.AF_INET6 and where[3] and "%" not in address:
            address = f"{address}%{where[3]}"
        if not self.permits(address):
            raise AddressRefused(address, port)
        allowed, _ = self._judge(address)
        if port not in PORTS and not allowed:
            raise PortRefused(address, port)
        return sockets.socket(family, kind, proto)

    def _allows(self, ip: IPv4Address | IPv6Address) -> bool:
        return any(ip in network or _plain(ip) in network for network in self._allowed)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and ip.scope_id is not None:
        return False
    ip = _plain(ip)
    if isinstance(ip, IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _SPECIAL)


def _plain(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Undress an IPv4 address."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip


def web_url(text: str) -> URL:
    """Read a URL that is to be fetched; white space around it and its fragment do not count.

    Names may be international (RFC 5890), paths may have any letter. Raises SourceError (permanent) for everything
    but http and https, for user names and passwords, and for hosts that are neither a name nor a canonical address.
    """
    try:
        url = URL(text.strip()).with_fragment(None)
    except ValueError:  # "from None": its text may quote a secret
        raise SourceError("the address is not a URL", permanent=True) from None
    return _checked(url)


def next_url(current: URL, location: str) -> URL:
    """Where a redirect leads (RFC 9110, 10.2.2), by the same rules as `web_url`.

    `location` is the header as aiohttp reads it: bytes that are not UTF-8 are surrogates. Raises SourceError
    (permanent) also for a step from https down to http: what comes from there, anybody on the way can write.
    """
    text = _SURROGATE.sub(lambda byte: f"%{ord(byte[0]) & 0xFF:02X}", location.strip())
    try:
        url = current.join(URL(text)).with_fragment(None)
    except ValueError:  # "from None": its text may quote a secret
        raise SourceError(
            "{url} redirects to something that is not a URL", permanent=True, url=shown(current)
        ) from None
    _checked(url)
    if current.scheme == "https" and url.scheme == "http":
        raise SourceError(
            "{url} redirects from https to unprotected http ({target}), which is not followed",
            permanent=True,
            url=shown(current),
            target=shown(url),
        )
    return url


def shown(url: URL) -> str:
    """A URL for people: scheme, host and path, for query and user may be secret."""
    return f"{url.scheme}://{shown_host(url)}{url.raw_path[:_SHOWN]}"


def shown_host(url: URL) -> str:
    """The host of a URL for people, with its port where that is not the usual one."""
    host = url.host or ""
    if not host.isprintable():
        host = url.raw_host or ""
    name = f"[{host}]" if ":" in host else host
    return name if url.is_default_port() else f"{name}:{url.port}"


def _checked(url: URL) -> URL:
    if url.scheme not in ("http", "https"):
        raise SourceError("only addresses that begin with http:// or https:// are fetched", permanent=True)
    host = url.raw_host
    if host and "xn--" in host:
        try:
            host = url.host and host
        except UnicodeError:  # xn--, and then something that no name becomes
            host = None
    if not host or not _is_host(host):
        raise SourceError("the address has no host that could be asked", permanent=True)
    if url.raw_user is not None or url.raw_password is not None:
        raise SourceError(
            "the address of {host} contains a user name or password, which are not sent: use a public address",
            permanent=True,
            host=shown_host(url),
        )
    return url


def _is_host(host: str) -> bool:
    """Whether it is an address, or a name that a resolver takes (RFC 1035, 2.3.4).

    A host that ends in a number is an address (URL Standard, "ends in a number"): 127.1 and 0x7f.1 are refused here,
    because systems differ in what they read from them.
    """
    labels = host.removesuffix(".").split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        try:
            ip_address(host)
        except ValueError:
            return False
        return "%" not in host  # scopes mean something on one machine only
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
