"""Processes of relay for tests: each is forked from a process that has loaded everything, as aiogram takes seconds."""

from __future__ import annotations

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "relay.daemon",
        "relay.channels.telegram",
        "relay.channels.telegram_editors",
        "relay.channels.telegram_witness",
        "relay.press.office",
        "relay.commands.running",
        "trafilatura",
        "tests.chaos.child",
    ]
)
