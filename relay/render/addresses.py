"""Which addresses Telegram takes for links. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[\w!$&'()*+,;=~-]*\.[\w!$&'()*+,;=~.-]+|[0-9a-f.]*:[0-9a-f:.]+")


def is_web_address(url: str) -> bool:
    """Whether Telegram takes it for a link; a bad one in a button costs the message (TDLib, parse_url)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and url.isprintable() and bool(_HOST.fullmatch(host))
