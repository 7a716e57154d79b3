"""``[websub]``: where hubs reach relay, and where it listens for them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from relay.errors import Text

_LISTEN = re.compile(r"(?:(localhost|[0-9.]+)|\[([0-9A-Fa-f:.]+)\]):(\d{1,5})", re.ASCII)
_LAST_PORT = 65535


def callback_address(value: object) -> object:
    """A public address that others can begin with: https, or http on this machine; raises PydanticCustomError."""
    try:
        parts = urlsplit(str(value).strip())
        good = _is_public(parts) or (parts.scheme == "http" and _is_here(parts.hostname or ""))
        good = good and not (parts.query or parts.fragment or parts.username or parts.password) and parts.port != 0
    except ValueError:
        good = False
    if value != "" and not good:
        raise PydanticCustomError("callback", "")
    return str(value).strip()


def listening_place(value: object) -> object:
    """``127.0.0.1:8470``, ``[::1]:8470`` or ``unix:/run/relay/websub.sock``; raises PydanticCustomError."""
    said = str(value).strip()
    found = _LISTEN.fullmatch(said)
    if not said.startswith("unix:/") and not (found and 0 < int(found[3]) <= _LAST_PORT and _is_address(found)):
        raise PydanticCustomError("listen", "")
    return said


class WebsubSection(BaseModel):
    """``[websub]``: hubs tell relay when a source has something new; off without a callback."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    callback: Annotated[str, BeforeValidator(callback_address)] = ""
    listen: Annotated[str, BeforeValidator(listening_place)] = "127.0.0.1:8470"


def idle(section: WebsubSection, sources: tuple[Any, ...]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Keys that have no effect without a callback, and what to say about them."""
    if section.callback:
        return
    message = Text("this needs [websub] callback, the address at which hubs reach relay")
    if "listen" in section.model_fields_set:
        yield ("websub", "listen"), message
    for index, source in enumerate(sources):
        if source.websub:
            yield ("source", index, "websub"), message


def _is_public(parts: SplitResult) -> bool:
    return parts.scheme == "https" and bool(parts.hostname)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(found: re.Match[str]) -> bool:
    try:
        ipaddress.ip_address(found[1] or found[2])
    except ValueError:
        return found[1] == "localhost"
    return True
