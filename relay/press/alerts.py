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
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from relay.errors import ConfigError, Text
from relay.keys.problems import at
from relay.press.telling import AlertError

TOOK = b"took"
"""What the process answers once the address took it."""
TIMEOUT = 30.0
"""Seconds."""
TELL, CHECK = "tell", "check"
"""What the process is asked to do."""
_IMPORTED_FROM = Path(__file__).parents[2]
"""The folder that the package stands in: in the package itself its modules would pass for those of others."""


class AppriseAlerts:
    """`relay.press.ports.Alerts` for an address as apprise writes it: ``mailtos://user:password@host?to=...``.

    `place` (from 1) names it among the others: the address itself holds a password.
    """

    def __init__(self, url: SecretStr, place: int = 1, *, timeout: float = TIMEOUT) -> None:
        self._url = url
        self._place = place
        self._timeout = timeout

    async def tell(self, title: str, body: str) -> None:
        """Tell the address; raises AlertError if it did not take it in time."""
        request = json.dumps({"url": self._url.get_secret_value(), "title": title, "body": body})
        if not await self._tell(request):
            raise AlertError("the alert address no. {place} took nothing", place=self._place)

    async def _tell(self, request: str) -> bool:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "relay.press.alerts", TELL),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_IMPORTED_FROM,
            env=_without_proxies(os.environ),
        )
        assert process.stdin and process.stdout  # noqa: S101, PT018 - both are pipes
        try:
            with suppress(TimeoutError, ConnectionError):
                async with asyncio.timeout(self._timeout):
                    process.stdin.write(request.encode())
                    process.stdin.close()
                    return await process.stdout.read() == TOOK
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return False


def require_addresses(config: Path, urls: Sequence[SecretStr]) -> None:
    """Raise ConfigError if apprise does not understand one of the alert addresses of the configuration at this path.

    Asks a process of its own, for a second: apprise stays in memory otherwise. Does not tell anybody anything.
    """
    if not urls:
        return
    process = subprocess.run(  # noqa: S603 - this module, by this Python
        [sys.executable, "-m", "relay.press.alerts", CHECK],
        input=json.dumps([url.get_secret_value() for url in urls]).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_IMPORTED_FROM,
        env=_without_proxies(os.environ),
        check=True,
    )
    text = config.read_text("utf-8-sig")
    what = "the address no. {place} is none that apprise understands (it is not shown, as it may hold a password)"
    problems = tuple(
        at(config, text, ("alerts", "urls"), Text(what, {"place": place + 1})) for place in json.loads(process.stdout)
    )
    if problems:
        raise ConfigError("{problems}", problems=problems)


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


def _tell_it() -> None:
    """Tell the address on standard input; answer once it took it."""
    from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415 - only the process needs it

    request = json.load(sys.stdin)
    service = Apprise(asset=AppriseAsset(app_id="relay", app_desc="relay", app_url=""))
    if service.add(request["url"]) and service.notify(
        request["body"], title=request["title"], body_format=NotifyFormat.TEXT
    ):
        sys.stdout.buffer.write(TOOK)


def _check_them() -> None:
    """Answer the places of the addresses on standard input that are none."""
    json.dump(check_addresses([SecretStr(url) for url in json.load(sys.stdin)]), sys.stdout)


if __name__ == "__main__":
    {TELL: _tell_it, CHECK: _check_them}[sys.argv[1]]()
