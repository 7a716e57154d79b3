"""The endpoint of a language model: ``POST {base_url}/chat/completions``, as OpenAI's and most others understand it.

The administrator names it, so it may be in a private network; what it answers is trusted no more than any website:
redirects are not followed, since the release and the key would go elsewhere, and an answer has a size.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
from pydantic import SecretStr

from relay.errors import SummaryError, Text
from relay.model import Block
from relay.sources.headers import pause_asked
from relay.summary.answer import MOST_BYTES, text_of
from relay.summary.prompt import messages, tiny
from relay.timing import now

LONGEST_PAUSE = 10.0
"""Seconds that the endpoint may ask for before the one retry."""
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500
_REDIRECTS = range(300, 400)
_STEP = 16 * 1024
_TINY = 16
_HINTS = {
    401: "the language model does not accept the key (401): check [summary] key_file",
    403: "the language model does not accept the key (403): check [summary] key_file",
    404: "the language model is not there (404): check [summary] base_url and model",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the language model is."""

    base_url: str
    """Without a slash at its end."""
    model: str
    key: SecretStr | None = field(default=None, repr=False)


class _Busy(SummaryError):
    """It wants a pause that is short enough to be waited for."""

    def __init__(self, message: str, *, pause: float, **facts: object) -> None:
        super().__init__(message, **facts)
        self.pause = pause


class LanguageModel:
    """One model at one endpoint. Use `language_model`. Sets no limit of time: who asks does."""

    def __init__(
        self,
        endpoint: Endpoint,
        session: aiohttp.ClientSession,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._endpoint = endpoint
        self._session = session
        self._clock = clock
        self._sleep = sleep

    async def summarise(self, title: str, blocks: Sequence[Block], length: int) -> str:
        """What the model makes of a release, in about `length` characters; raises SummaryError."""
        # A token is a few letters; what is cut off is refused, so there is room for a model that thinks aloud first.
        return await self._ask(messages(title, blocks, length=length), most=max(512, 2 * length))

    async def try_out(self) -> None:
        """Raise SummaryError if it does not answer a tiny question."""
        await self._ask(tiny(), most=_TINY, whole=False)

    async def _ask(self, said_so_far: list[dict[str, str]], *, most: int, whole: bool = True) -> str:
        wanted = {"model": self._endpoint.model, "messages": said_so_far, "temperature": 0, "max_tokens": most}
        body = json.dumps(wanted).encode()
        try:
            answer = await self._once(body)
        except _Busy as busy:
            await self._sleep(busy.pause)
            answer = await self._once(body)
        return text_of(answer, whole=whole)

    async def _once(self, body: bytes) -> bytes:
        """One request. What aiohttp says may quote the address or the answer, so it is told in other words."""
        url = f"{self._endpoint.base_url}/chat/completions"
        try:
            async with self._session.post(
                url, data=body, headers=self._headers(), allow_redirects=False, auto_decompress=False
            ) as response:
                self._check(response)
                return await _read(response)
        except aiohttp.ClientConnectorError as error:
            why = Text(os.strerror(error.os_error.errno)) if error.os_error.errno else Text("no connection")
            raise SummaryError("the language model cannot be reached: {why}", why=why) from None
        except (aiohttp.ClientError, ValueError):
            raise SummaryError("the language model broke off, or answered what is no HTTP") from None

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key.get_secret_value()}"
        return headers

    def _check(self, response: aiohttp.ClientResponse) -> None:
        status = response.status
        if status == _OK and response.headers.get("Content-Encoding", "identity").lower() == "identity":
            return
        if status in _REDIRECTS:
            message = "the language model redirects elsewhere ({status}), which is not followed"
            raise SummaryError(message, status=status)
        if status == _TOO_MANY or status >= _SERVER_ERROR:
            headers = {name.lower(): value for name, value in response.headers.items()}
            pause = pause_asked(headers, self._clock())
            message = "the language model has trouble ({status})"
            if pause is not None and pause <= LONGEST_PAUSE:
                raise _Busy(message, pause=pause, status=status)
            raise SummaryError(message, status=status)
        raise SummaryError(_HINTS.get(status, "the language model gives no answer, but status {status}"), status=status)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(_STEP):
        body += chunk
        if len(body) > MOST_BYTES:
            raise SummaryError("the language model's answer is larger than {limit} bytes", limit=MOST_BYTES)
    return bytes(body)


@asynccontextmanager
async def language_model(
    endpoint: Endpoint,
    *,
    clock: Callable[[], datetime] = now,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> AsyncIterator[LanguageModel]:
    """The model, with its connections. No proxy of the environment is used, and no cookie is kept."""
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(),
        connector=aiohttp.TCPConnector(force_close=True),
        trust_env=False,
    ) as session:
        yield LanguageModel(endpoint, session, clock, sleep)
