"""Settings that stages need, as plain values, without the file they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum

PAGE_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
"""What is asked for when the page of a release is asked for."""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """One configured source."""

    id: str
    url: str
    channels: tuple[str, ...]
    interval: float
    """Seconds."""
    backfill: int = 0
    flood_limit: int = 5
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    grace: float = 0.0
    """Seconds between first sight and post, in which early corrections go unseen."""
    host_aliases: tuple[str, ...] = ()
    """Further names of the website's host: addresses that differ only in these are one."""
    selector: str = ""
    """CSS selector of the article on its page; empty: found by itself."""


class Style(StrEnum):
    """How much of a release a channel brings."""

    TEASER = "teaser"
    FULL = "full"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Look:
    """How posts look in one channel."""

    style: Style = Style.TEASER
    teaser_length: int = 350
    """Characters the reader sees."""
    link: str = "button"
    """``button`` below the message or ``text`` at its end."""
    media: str = "on"
    """``on``, ``credited`` (no picture without its credit) or ``off``."""
    silent: bool = False
    language: str = "de"
    zone: tzinfo = UTC
    """Of the readers."""
    correction_line: str = "off"
    """``first`` or ``last``: a corrected post says so in its first or last line; ``off``: it does not."""
