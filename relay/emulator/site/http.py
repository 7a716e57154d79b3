"""How the sample website answers: strong validators, 304, gzip, and a charset on everything that is text."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"

_GZIP_FROM = 500
"""Bytes below which compression is not worth it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands at an address."""

    body: bytes
    content_type: str = HTML
    modified: datetime | None = None
    """Last change, for Last-Modified; None where there is no telling."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether compression helps."""
        return "charset=" in self.content_type or "svg" in self.content_type


def respond(request: web.Request, content: Content, now: datetime) -> web.Response:
    """Answer a GET or HEAD with `content`, or with 304 where the client has it already (RFC 9110, 13.2.2)."""
    headers = {
        "Date": http_date(now),
        "Server": "Musterland-CMS",
        "Content-Type": content.content_type,
        "Cache-Control": "no-cache",
        **content.headers,
    }
    body = content.body
    compress = content.is_text and len(body) >= _GZIP_FROM
    if compress:
        headers["Vary"] = "Accept-Encoding"
        if _accepts_gzip(request.headers.get("Accept-Encoding", "")):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
    if content.status != web.HTTPOk.status_code:
        return web.Response(status=content.status, body=body, headers=headers)
    # Of the bytes as sent: a strong validator differs between codings (RFC 9110, 8.8.3.3).
    headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    if content.modified is not None:
        headers["Last-Modified"] = http_date(content.modified)
    if _is_known(request, headers["ETag"], content.modified):
        for name in ("Content-Type", "Content-Encoding"):
            headers.pop(name, None)
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers)


def http_date(moment: datetime) -> str:
    """Format a time as HTTP wants it (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _is_known(request: web.Request, etag: str, modified: datetime | None) -> bool:
    if "If-None-Match" in request.headers:  # then If-Modified-Since does not count (RFC 9110, 13.1.3)
        tags = {tag.strip().removeprefix("W/") for tag in request.headers["If-None-Match"].split(",")}
        return etag in tags or "*" in tags
    since = request.if_modified_since
    return since is not None and modified is not None and modified.replace(microsecond=0) <= since


def _accepts_gzip(header: str) -> bool:
    for coding in header.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
