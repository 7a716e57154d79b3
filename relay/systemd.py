"""What systemd wants to hear: one datagram each, to the socket it names (sd_notify(3)). Silent without systemd."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping


def notify(message: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Say something (``READY=1``, ``STATUS=...``); False if there is nobody to hear it, which is no error."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        # A leading @ stands for the zero byte of the abstract namespace (unix(7)).
        where = "\0" + address[1:] if address.startswith("@") else address
        try:
            channel.sendto(message.encode(), where)
        except OSError:
            # The variable was handed down, the socket was not: a container, a shell within a service.
            return False
    return True


def ready(status: str) -> bool:
    """Everything is set up."""
    return notify(f"READY=1\nSTATUS={_line(status)}")


def reloading() -> bool:
    """The configuration is being read again; newer systemd wants the time with it (sd_notify(3), RELOADING=1)."""
    return notify(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def stopping() -> bool:
    """The end has begun."""
    return notify("STOPPING=1")


def alive() -> bool:
    """Whatever has to work, works."""
    return notify("WATCHDOG=1")


def watchdog_interval(environ: Mapping[str, str] = os.environ) -> float | None:
    """Seconds after which `alive` has to be said (half of what systemd allows); None if it does not watch us."""
    usec, pid = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
    if not usec.isdecimal() or (pid and pid != str(os.getpid())):
        return None
    return int(usec) / 2_000_000 or None


def _line(text: str) -> str:
    return " ".join(text.split())
