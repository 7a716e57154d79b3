"""Whether the language model that is configured answers, for `relay check`."""

from __future__ import annotations

import asyncio
import ipaddress
from urllib.parse import urlsplit

from relay.errors import SummaryError, Text
from relay.summary.client import Endpoint, language_model

SUMMARY = Text("summary")
"""What `relay check` calls it."""


async def tried_out(endpoint: Endpoint, *, seconds: float) -> tuple[Text, bool]:
    """What to say of an endpoint that answers within so many seconds, and whether a person should know.

    Asks it one tiny question; no release is sent. Raises SummaryError.
    """
    try:
        async with asyncio.timeout(seconds), language_model(endpoint) as model:
            await model.try_out()
    except TimeoutError:
        message = "the language model does not answer within {seconds:g} s"
        raise SummaryError(message, seconds=seconds) from None
    facts = {"model": endpoint.model, "url": endpoint.base_url}
    if _open_to_all(endpoint.base_url):
        message = "the language model {model} answers at {url}, but everybody on the way can read along: use https"
        return Text(message, facts), True
    return Text("the language model {model} answers at {url}", facts), False


def _open_to_all(url: str) -> bool:
    """Whether a question goes through a network unencrypted, and the key with it."""
    parts = urlsplit(url)
    try:
        here = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        here = parts.hostname == "localhost"
    return parts.scheme == "http" and not here
