"""The one place that asks the system for the time. Everything else is told."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)
