"""Tells alert addresses (e-mail and a hundred other services) what is wrong, by apprise, in a process of its own.

The process ends what hangs, gives back apprise's memory, and is started without the environment's proxies, which
apprise would obey. It is handed the addresses on standard input, as they hold passwords; what it logs is not kept, as
it may name them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from relay.telling import AlertError

log = logging.getLogger(__name__)

TIMEOUT = 30.0
"""Seconds for all addresses together: they are told side by side."""


class AppriseAlerts:
    """`relay.ports.Alerts` for addresses as apprise writes them: ``mailtos://user:password@host?to=...``."""

    def __init__(self, urls: Sequence[SecretStr], *, timeout: float = TIMEOUT) -> None:
        self._urls = [url.get_secret_value() for url in urls]
        self._timeout = timeout
        self._failing: list[int] = []
        """Places of addresses that took nothing the last time."""

    async def tell(self, title: str, body: str) -> None:
        """Tell all addresses; raises AlertError if none took it. Which failed is logged by number when it changes."""
        took = await self._tell(json.dumps({"urls": self._urls, "title": title, "body": body}))
        failing = [place for place in range(len(self._urls)) if place not in took]
        if not took:
            raise AlertError("no alert address took the message")
        if failing and failing != self._failing:
            log.warning("alert addresses that took nothing, by their place: %s", ", ".join(str(n + 1) for n in failing))
        self._failing = failing

    async def _tell(self, request: str) -> set[int]:
        """The places of the addresses that took it in time."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "relay.alerts"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=Path(__file__).parents[1],
            env=_without_proxies(os.environ),
        )
        assert process.stdin and process.stdout  # noqa: S101, PT018 - both are pipes
        took: set[int] = set()
        try:
            with suppress(TimeoutError, ConnectionError):
                async with asyncio.timeout(self._timeout):
                    process.stdin.write(request.encode())
                    process.stdin.close()
                    async for line in process.stdout:
                        took.add(int(line))
                    await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return took


def check_addresses(urls: Sequence[SecretStr]) -> list[int]:
    """The places (from 0) of the addresses that apprise does not understand. Does not tell anybody anything."""
    from apprise import Apprise  # noqa: PLC0415 - half a second, and nobody needs it who has no addresses

    # It would log the address that it does not understand.
    logging.getLogger("apprise").disabled = True
    with warnings.catch_warnings():
        # Of modules that apprise imports.
        warnings.simplefilter("ignore")
        return [place for place, url in enumerate(urls) if Apprise.instantiate(url.get_secret_value()) is None]


def _without_proxies(environ: Mapping[str, str]) -> dict[str, str]:
    """Nor systemd's socket: the process has nothing to say to it."""
    unwanted = {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy", "notify_socket", "watchdog_usec"}
    return {name: value for name, value in environ.items() if name.lower() not in unwanted}


def _main() -> None:
    """Tell the addresses on standard input; answer the place of each that took it, as soon as it did."""
    from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415 - only the process needs it

    request = json.load(sys.stdin)
    asset = AppriseAsset(app_id="relay", app_desc="relay", app_url="")

    def tell(place: int) -> None:
        service = Apprise(asset=asset)
        added = service.add(request["urls"][place])
        if added and service.notify(request["body"], title=request["title"], body_format=NotifyFormat.TEXT):
            print(place, flush=True)  # noqa: T201 - this is what the process is asked for

    with ThreadPoolExecutor(len(request["urls"])) as pool:
        list(pool.map(tell, range(len(request["urls"]))))


if __name__ == "__main__":
    _main()
