"""The emulator as a process of its own: ``python -m relay.emulator.telegram.main``, then control over /_control.

Prints one line of JSON with its address, its token and the page of its channel, and runs until it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from .emulator import TOKEN, TelegramEmulator


async def _run(arguments: argparse.Namespace) -> None:
    emulator = TelegramEmulator(token=arguments.token, allow_local_links=True)
    emulator.add_channel(arguments.chat, title=arguments.title, username=arguments.username)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await emulator.start(port=arguments.port)
    told = {"url": emulator.url, "token": emulator.token, "page": emulator.page_url(arguments.chat)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await ended.wait()
    await emulator.stop()


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description="A strict Telegram Bot API on this machine.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--chat", type=int, default=-1001000000001)
    parser.add_argument("--title", default="Landkreis Musterland")
    parser.add_argument("--username", default="landkreis_musterland")
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
