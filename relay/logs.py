"""The log: one line an event, to stderr, without secrets, in the form that its reader (journald, a person) wants."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Mapping

# From the first digit on only, and never back: long numbers are to take no long time.
_TOKEN = re.compile(r"(?<!\d)\d{5,}+(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}


def masked(text: str) -> str:
    """The text without what looks like a bot's token, as in ``https://.../bot123456789:ABC.../sendMessage``."""
    return _TOKEN.sub("<token>", text)


class Redacting(logging.Formatter):
    """Leaves out whatever looks like a bot's token: the Bot API has it in every address."""

    def __init__(self, *, journal: bool) -> None:
        form = "%(message)s" if journal else "%(asctime)s %(levelname)-7s %(message)s"
        super().__init__(form, datefmt="%H:%M:%S")
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        """The event as a line, in the journal with its priority (sd-daemon(3))."""
        said = masked(super().format(record))
        if not self._journal:
            return said
        prefix = f"<{_PRIORITIES.get(record.levelno, 6)}>"
        return "\n".join(prefix + line for line in said.splitlines())


def set_up(*, verbose: bool = False, environ: Mapping[str, str] = os.environ) -> None:
    """Send the log to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(journal=bool(environ.get("JOURNAL_STREAM"))))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True)
    # Libraries speak up when something is wrong, not about their daily work.
    for name in (
        "apscheduler",
        "aiogram",
        "aiosqlite",
        "asyncio",
        "trafilatura",
        "htmldate",
        "PIL",
        "charset_normalizer",
    ):
        logging.getLogger(name).setLevel(logging.ERROR if name == "trafilatura" else logging.WARNING)
