"""Web addresses: clean for the reader, comparable for us. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that say who followed a link, never which page is meant.
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|(?:pk|piwik|matomo)_(?:campaign|kwd|keyword|source|medium|content|cid|group|placement)|"
    r"mc_[ce]id|[a-z]{0,2}clid|igshid|ref_src|wt[_.]mc",
    re.IGNORECASE,
)
# Parameters that name a session; "sid" is also the name of pages, so the value has to look like one.
_SESSION = re.compile(r"(?:php|asp|j)?sess(?:ion)?_?id|s_?id|cftoken", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=.*\d)[0-9A-Za-z,._-]{16,}")
_PATH_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def clean_link(url: str) -> str:
    """The address without tracking and session parameters; as it is where nothing of the kind is in it."""
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        return url
    kept = [(name, value) for name, value in pairs if not _says_who(name, value)]
    path = _PATH_SESSION.sub("", parts.path)
    if kept == pairs and path == parts.path:
        return url
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), parts.fragment))


def link_identity(url: str) -> str | None:
    """What two addresses of one page have in common; None for an address that names no page of its own.

    http and https, ``www.`` and not, a default port, a slash at the end, the order of parameters, tracking and
    sessions make no difference (RFC 3986, 6.2). A fragment does: some sites keep all releases on one page.
    """
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
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True))) or parts.query * ("=" not in parts.query)
    return f"{where}{path}?{query}#{parts.fragment}"


def _says_who(name: str, value: str) -> bool:
    if _TRACKING.fullmatch(name):
        return True
    return bool(_SESSION.fullmatch(name) and _SESSION_VALUE.fullmatch(value))
