"""Web addresses: clean for the reader, comparable for us. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

# Releases are recognised by what these three leave of their addresses (`link_identity`): with one parameter more, known
# ones would be new, and posted twice. What else only tracks readers is taken out of posts alone (`posted_link`).
# The first: who followed a link, never which page is meant.
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|(?:pk|piwik|matomo)_(?:campaign|kwd|keyword|source|medium|content|cid|group|placement)|"
    r"mc_[ce]id|[a-z]{0,2}clid|msclkid|[gw]braid|igshid|phpsessid|jsessionid|aspsessionid\w*|ref_src|wt[_.]z?mc|etcc_\w+",
    re.IGNORECASE,
)
# Parameters that name a session; "sid" is also the name of pages, so the value has to look like one.
_SESSION = re.compile(r"(?:php|asp|j)?sess(?:ion)?_?id|s_?id|cftoken", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=.*\d)[0-9A-Za-z,._-]{16,}")
_PATH_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_MORE_TRACKING = re.compile(
    # Google, Analytics, AT Internet, Adobe, Facebook, Instagram, LinkedIn, Marketo, HubSpot, Mailchimp, Brevo, Yandex
    r"utm[_-][\w-]+|(?:mtm|pk|piwik|matomo|etcc)_\w+|_g(?:a|l|ac)|_ga_\w+|srsltid|gad_\w+|"
    r"at_(?:medium|campaign|creation|channel|variant|network|platform|format|source|link\w*|custom\d+|recipient\w*|"
    r"general_placement|detail_placement|emailtype|send_date|term|identifier|type|ptr_\w+)|xtor|s_k?w?cid|cm_?p_?id|"
    r"fb_(?:action_ids|action_types|ref|source)|igsh(?:id)?|li_fat_id|mkt_tok|__?hs(?:enc|mi|tc|sc|fp)|hsctatracking|"
    r"(?:mc|ml|oly|vero)_[ce]?id|sc_cid|wickedid|rb_clickid|yclid|epik|sessionid|asp\.net_sessionid|cftoken",
    re.IGNORECASE,
)
_NAMED_BY = re.compile(r"ref|source|from|src", re.IGNORECASE)
_NAMES_A_WAY = re.compile(
    r"rss(?:[_-]?feed)?|(?:atom|news)?feed|newsletter|e?-?mail|social(?:[_-]?media)?|share|facebook|fb|twitter|x|"
    r"instagram|telegram|whatsapp|linkedin|xing|mastodon|google",
    re.IGNORECASE,
)
"""Values of such a parameter that say by which way somebody came."""
_SESSION_TOO = re.compile(r"session|sess|sap-sessionid", re.IGNORECASE)
_ESCAPED = re.compile(r"\A(?:amp;)+", re.IGNORECASE)
"""What is left where an & was escaped more often than it should be."""
_MAY_TRACK = re.compile(r"[?#;(]")
_HEX = re.compile(r"[0-9a-f]{16,}", re.IGNORECASE)
_PATH_SESSIONS = re.compile(
    # Java and PHP behind a semicolon; ASP.NET without cookies: /(S(...))/, also with (A(...)), (F(...)) and (X(...))
    r";(?:jsessionid|phpsessid)=[^/?#;]*|;s_?id=[0-9a-f]{16,}(?=[/?#;]|$)|/\((?:[AFSX]\([\w-]{1,400}\)){1,4}\)(?=/)",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def clean_link(url: str) -> str:
    """The address without the parameters that make no difference to `link_identity`; the rest stays as it was written.

    For readers, see `posted_link`.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path, query = _PATH_SESSION.sub("", parts.path), _without(parts.query, _says_who)
    if (path, query) == (parts.path, parts.query):
        return url
    return urlunsplit((parts.scheme, parts.netloc, path, query, parts.fragment))


def posted_link(url: str) -> str:
    """The address as readers get it: without anything that only tracks them or names a session of somebody else."""
    if not _MAY_TRACK.search(url):
        return url
    cleaned = clean_link(url)
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return cleaned
    if parts.scheme not in _DEFAULT_PORTS or not parts.netloc:
        return cleaned
    path, query = _PATH_SESSIONS.sub("", parts.path), _without(parts.query, is_tracking)
    if "cftoken=" in url.lower():
        # ColdFusion's number of a visitor; alone it may be that of a page.
        query = _without(query, lambda pair: pair.lower().startswith("cfid="))
    fragment = _without(parts.fragment, is_tracking) if "=" in parts.fragment else parts.fragment
    if (path, query, fragment) == (parts.path, parts.query, parts.fragment):
        return cleaned
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def is_tracking(pair: str) -> bool:
    """Whether a parameter (``name=value``) never says which page is meant: it tracks readers, or names a session."""
    name, _, value = _ESCAPED.sub("", pair).partition("=")
    name, value = unquote_plus(name).removesuffix("[]"), unquote_plus(value)
    if _says_who(f"{name}={value}") or _MORE_TRACKING.fullmatch(name):
        return True
    if _NAMED_BY.fullmatch(name):
        return bool(_NAMES_A_WAY.fullmatch(value))
    return bool(_SESSION_TOO.fullmatch(name) and _HEX.fullmatch(value))


def _without(query: str, is_noise: Callable[[str], bool]) -> str:
    """A query without some of its parameters."""
    return "&".join(pair for pair in query.split("&") if not is_noise(pair))


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


def other_names(url: str, hosts: Iterable[str]) -> tuple[str, ...]:
    """Further identities of the same page: by other names of its host, if that is one of `hosts`, and as it is posted.

    The latter is what a channel knows of a release that the database has lost.
    """
    posted = posted_link(url)
    named = link_identity(posted) if posted != url else None
    return (*_other_hosts(url, hosts), *((named,) if named and named != link_identity(url) else ()))


def _other_hosts(url: str, hosts: Iterable[str]) -> tuple[str, ...]:
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
