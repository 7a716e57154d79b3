"""What the headers of an answer say, and what ours say. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from relay.model import Validators

_LINK = "!#$%&'*+,/:;=?@[]"
"""What stays as it is in a link within a comment; brackets, backslashes and line ends do not."""
_DIRECTIVE = re.compile(r'([^\s,="]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,]*))?')
_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
"""What no value of a header has (RFC 9110, 5.5)."""

_FOR_EVER = 2**31
"""Seconds; what is longer counts as this (RFC 9111, 1.2.2)."""


def user_agent(version: str, contact: str) -> str:
    """Who asks, and whom to tell when we are a burden: `relay/0.1 (+mailto:presse@musterland.example)`.

    `contact` is an e-mail address or a URL. What could end the header or the comment is percent-encoded.
    """
    product = f"relay/{quote(version.strip(), safe='+')}"
    contact = contact.strip()
    if not contact:
        return product
    link = contact if contact.startswith(("http://", "https://", "mailto:")) else f"mailto:{contact}"
    return f"{product} (+{quote(link, safe=_LINK)})"


def validators_of(etag: str, last_modified: str, *, date: str, now: datetime) -> Validators:
    """What is sent back at the next request, byte-exact; what is empty or holds control characters is left out.

    `etag` and `last_modified` are headers as aiohttp reads them: bytes that are not UTF-8 are surrogates.

    So is a Last-Modified of the future: what is published until then would be "not modified since". A server may send
    none that is later than its Date (RFC 9110, 8.8.2.1), but its Date may be wrong as well.
    """
    told, asked = _http_date(last_modified), _http_date(date)
    if told and told > min(asked or now, now):
        last_modified = ""
    return Validators(_kept(etag), _kept(last_modified))


def _kept(value: str) -> str | None:
    raw = value.encode("utf-8", "surrogateescape")
    return raw.decode("latin-1") if raw and not _CONTROLS.search(raw) else None


def as_sent(value: str) -> str:
    """A validator (`relay.model.Validators`) as aiohttp takes it: bytes that are not UTF-8 are surrogates."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value  # stored by a relay before this one, as text


def freshness(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds for which an answer is fresh (RFC 9111, 4.2), less its age; None where it does not say.

    Takes all headers, names in lower case. Expires counts from the answer's own Date, from `now` where there is none.
    `s-maxage` is for shared caches, which we are not.
    """
    directives: dict[str, str | None] = {}
    for found in _DIRECTIVE.finditer(headers.get("cache-control", "")):
        directives.setdefault(found[1].lower(), found[2])  # of several the first (RFC 9111, 4.2.1)
    # With an argument, no-cache is about single headers (RFC 9111, 5.2.2.4).
    if directives.get("no-cache", "") is None or "no-store" in directives:
        return 0.0
    if "max-age" in directives:
        lifetime = _seconds((directives["max-age"] or "").strip('"')) or 0.0
    elif "expires" in headers:
        expires, date = _http_date(headers["expires"]), _http_date(headers.get("date", "")) or now
        if expires is None:
            return 0.0  # "0" and the like mean the past (RFC 9111, 5.3)
        if date is None:
            return None
        lifetime = (expires - date).total_seconds()
    else:
        return None
    return max(0.0, lifetime - (_seconds(headers.get("age", "")) or 0.0))


def pause_asked(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110, 10.2.3); None where it does not.

    A date there counts from the answer's own Date, so that a server whose clock is wrong is understood; from `now`
    where there is none.
    """
    value = headers.get("retry-after", "").strip()
    # Some send it twice, which makes a list of it, or with fractions.
    number = re.match(r"(\d+)(?:\.\d+)?(?=\s*(?:,|;|$))", value, re.ASCII)
    if number:
        return _seconds(number[1])
    until = _http_date(value)
    return None if until is None else max(0.0, (until - (_http_date(headers.get("date", "")) or now)).total_seconds())


def _seconds(text: str) -> float | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return float(min(int(text[:11]), _FOR_EVER))


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
