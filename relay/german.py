"""German for what people read."""

from __future__ import annotations

GERMAN: dict[str, str] = {}
