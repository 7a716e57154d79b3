"""Character references of HTML, whoever wrote them. Pure."""

from __future__ import annotations

import re
from html import unescape

_LONG_NUMBER = re.compile(r"&#([0-9]{8,})")
"""No character has so high a number; with many digits Python reads none at all, but raises ValueError."""


def unescaped(html: str) -> str:
    """HTML with its references resolved, whatever number they have (HTML, 13.2.5.80: U+FFFD for one that is none)."""
    return unescape(_LONG_NUMBER.sub(lambda number: f"&#{number[1].lstrip('0')[:8] or 0}", html))
