"""What the headers of an answer say, and what ours say. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

_LINK = "!#$%&'*+,/:;=?@[]"
"""What stays as it is in a link within a comment; brackets, backslashes and line ends do not."""
_DIRECTIVE = re.compile(r'([^\s,="]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,]*))?')

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


def freshness(headers: Mapping[str, str]) -> float | None:
    """Seconds for which an answer is fresh (RFC 9111, 4.2), less its age; None where it does not say.

    Takes all headers, names in lower case. Needs no clock: Expires counts from the answer's own Date. `s-maxage` is for
    shared caches, which we are not.
    """
    directives = {m[1].lower(): m[2] for m in _DIRECTIVE.finditer(headers.get("cache-control", ""))}
    if "no-cache" in directives or "no-store" in directives:
        return 0.0
    if "max-age" in directives:
        lifetime = _seconds((directives["max-age"] or "").strip('"')) or 0.0
    elif "expires" in headers:
        expires, date = _http_date(headers["expires"]), _http_date(headers.get("date", ""))
        if expires is None:
            return 0.0  # "0" and the like mean the past (RFC 9111, 5.3)
        if date is None:
            return None
        lifetime = (expires - date).total_seconds()
    else:
        return None
    return max(0.0, lifetime - (_seconds(headers.get("age", "")) or 0.0))


def pause_asked(headers: Mapping[str, str]) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110, 10.2.3), a date there counting from the answer's own Date."""
    value = headers.get("retry-after", "")
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    until, date = _http_date(value), _http_date(headers.get("date", ""))
    return None if until is None or date is None else max(0.0, (until - date).total_seconds())


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
