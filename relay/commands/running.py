"""`relay run` and `relay once`."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from relay import logs
from relay.commands.common import load
from relay.config import require_work

log = logging.getLogger(__name__)


def run(option: Path | None, *, verbose: bool) -> int:
    """The daemon."""
    logs.set_up(verbose=verbose)
    config = load(option)
    from relay import daemon  # noqa: PLC0415 - after the configuration is known to be right: it takes a while

    asyncio.run(daemon.run(config))
    return 0


def once(option: Path | None, *, verbose: bool) -> int:
    """One round."""
    logs.set_up(verbose=verbose)
    config = load(option)
    from relay import once as round_  # noqa: PLC0415 - the same

    require_work(config)
    outcome = asyncio.run(round_.once(config))
    for name in outcome.failing:
        log.error("%s: could not be read", name)
    for name in outcome.stuck:
        log.error("%s: posts wait, as they could not be sent now", name)
    if outcome.held:
        log.error("%d posts are on hold: see `relay holds`", outcome.held)
    return 0 if outcome.well else 1
