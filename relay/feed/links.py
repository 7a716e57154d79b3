"""Web addresses: clean for the reader, comparable for us. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

# Parameters that say who followed a link, never which page is meant.
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|(?:pk|piwik|matomo)_(?:campaign|kwd|keyword|source|medium|content|cid|group|placement)|"
    r"mc_[ce]id|[a-z]{0,2}clid|msclkid|[gw]braid|igshid|phpsessid|jsessionid|aspsessionid\w*|ref_src|wt[_.]z?mc|etcc_\w+",
    re.IGNORECASE,
)
# Parameters that name a session; "sid" is also the name of pages, so the value has to look like one.
_SESSION = re.compile(r"(?:php|asp|j)?sess(?:ion)?_?id|s_?id|cftoken", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=.*\d)[0-9A-Za-z,._-]{16,}")
_PATH_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def clean_link(url: str) -> str:
    """The address without tracking and session parameters; all that is left stays as it was written."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _says_who(pair)]
    path = _PATH_SESSION.sub("", parts.path)
    if kept == pairs and path == parts.path:
        return url
    return urlunsplit((parts.scheme, parts.netloc, path, "&".join(kept), parts.fragment))


def link_identity(url: str) -> str | None:
    """What two addresses of one page have in common; None for an address that names no page of its own.

    http and https, ``www.`` and not, a default port, a slash at the end, the order of parameters, tracking, sessions
    and TYPO3's checksum of the other parameters (``cHash``) make no difference (RFC 3986, 6.2). A fragment does: some
    sites keep all releases on one page.
    """
    parts = _identified(url)
    return "".join(parts) if parts else None


def page_path(url: str) -> str | None:
    """What is left of `link_identity` when a website moves to another host; None where no page is named."""
    parts = _identified(url)
    return parts[1] if parts else None


def in_common(one: str, other: str) -> int:
    """How many parts of two addresses are the same: host, path, and each parameter with its value."""
    return len(_parts(one) & _parts(other))


def parameters(one: str, other: str) -> frozenset[str]:
    """The names of the parameters in which two addresses of one page differ, and in nothing else; else none."""
    (path, *_), (there, *_) = one.split("?"), other.split("?")
    if path != there:
        return frozenset()
    return frozenset(part[1] for part in _parts(one) ^ _parts(other) if part[0] == "parameter")


def other_hosts(url: str, hosts: Iterable[str]) -> tuple[str, ...]:
    """The identities of the same page by other names of its host; none if its host is not among `hosts`."""
    parts = _identified(url)
    names = {host.casefold().removeprefix("www.") for host in hosts}
    if not parts or parts[0] not in names:
        return ()
    return tuple(name + parts[1] for name in sorted(names - {parts[0]}))


def _parts(url: str) -> frozenset[tuple[str, ...]]:
    """What an address consists of; nothing where it cannot be read."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return frozenset()
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    return frozenset([("host", parts.netloc), ("path", parts.path), *(("parameter", *pair) for pair in pairs)])


def host_of(url: str) -> str:
    """The name of an address's host; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _identified(url: str) -> tuple[str, str] | None:
    """Host, and all that follows it."""
    try:
        parts = urlsplit(clean_link(url.strip()))
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return None
    where = host if port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{port}"
    # Older websites escape the bytes of another encoding than UTF-8: they must stay different.
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape"))
    named = [pair for pair in pairs if pair[0] != "cHash"]
    return where, f"{path}?{urlencode(named, errors='surrogateescape')}#{parts.fragment}"


def _says_who(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name, value = unquote_plus(name), unquote_plus(value)
    if _TRACKING.fullmatch(name):
        return True
    return bool(_SESSION.fullmatch(name) and _SESSION_VALUE.fullmatch(value))
