"""Which links Telegram takes, and what it makes of them.

Source: TDLib, LinkManager.cpp (`check_link_impl`) and tdutils HttpUrl.cpp (`parse_url`). A link without a scheme is
taken for http, so ``index.php?id=1`` becomes a link to the host index.php; a host without a dot is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

_OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
_OWN_HOST = re.compile(r"[A-Za-z0-9_-]*")
_HOST = re.compile(r"(?:[a-z0-9._\-!$,~*'();&+=\u0080-\U0010ffff]|%[0-9a-f]{2})+")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_MAX_PORT = 65535


class LinkError(ValueError):
    """A link that Telegram refuses; its text is the server's reason."""


@dataclass(frozen=True, slots=True)
class LinkRules:
    """The server's rules for links.

    `allow_local` lifts the one rule that stands in the way of a website on this machine: hosts without a dot,
    such as localhost. Numeric addresses such as 127.0.0.1 pass the real server's check as they are.
    """

    allow_local: bool = False

    def check(self, link: str) -> str:
        """Return the link as the server will show it. Raises LinkError."""
        own = _OWN_SCHEME.match(link)
        if own:
            return _own_link(own[1].lower(), link[own.end() :])
        return self._http_link(link)

    def _http_link(self, link: str) -> str:
        scheme, separator, rest = link.partition("://")
        # a colon that comes first belongs to something else: a port, or mailto:, which is taken for a user's name
        if not separator or ":" in scheme or "/" in scheme:
            scheme, rest = "http", link
        scheme = scheme.lower()
        if scheme not in {"http", "https"}:
            raise LinkError("Unsupported URL protocol")
        authority, query = _split(rest)
        userinfo, at, host = authority.rpartition("@")
        host, port = _split_port(host)
        self._check_host(host)
        return f"{scheme}://{userinfo}{at}{host}{port}{query}"

    def _check_host(self, host: str) -> None:
        if host in {"", "."}:
            raise LinkError("URL host is empty")
        if _IPV6.fullmatch(host):
            return
        if not _HOST.fullmatch(host):
            raise LinkError("Disallowed character in URL host")
        if "." not in host and not self.allow_local:
            raise LinkError("Wrong HTTP URL")


def _split(rest: str) -> tuple[str, str]:
    """Split into what stands before the path and the rest, which always begins with a slash."""
    end = next((i for i, c in enumerate(rest) if c in "/?#"), len(rest))
    query = rest[end:]
    if not query.startswith("/"):
        query = "/" + query
    # white space and control characters cannot stand in an address: the server escapes them
    return rest[:end], "".join(quote(c) if c <= " " else c for c in query)


def _split_port(host: str) -> tuple[str, str]:
    """Return the host in lower case and ``:port``, or an empty string where none is named."""
    host = host.lower()
    if host.startswith("[") and host.endswith("]"):
        return host, ""
    name, colon, port = host.rpartition(":")
    if not colon:
        return host, ""
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= _MAX_PORT):
        raise LinkError("Wrong port number specified in the URL")
    return name, f":{int(port)}"


def _own_link(scheme: str, rest: str) -> str:
    host, query = _split(rest)
    if not host:
        raise LinkError("URL host is empty")
    if not _OWN_HOST.fullmatch(host):
        raise LinkError("Unallowed characters in URL host")
    return f"{scheme}://{host.lower()}{query.removeprefix('/') if query.startswith('/?') else query}"
