"""Which addresses Telegram takes for links. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[\w~-]+\.)+[\w~-]+\.?")
"""Without empty parts, and no address of IPv6: a rich message is refused for one of these."""


def is_web_address(url: str) -> bool:
    """Whether Telegram takes it for a link; a bad one in a button costs the message (TDLib, parse_url)."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc and url.isprintable()
    return plain and bool(_HOST.fullmatch(host))
