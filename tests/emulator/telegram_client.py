"""A small client for the emulator's tests: knows HTTP and nothing of the Bot API."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, FormData
from PIL import Image

from relay.emulator.telegram.emulator import TelegramEmulator

CHAT = -1001000000001
EDITORS = -1001000000002


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Bot:
    """Calls methods and returns the decoded answers."""

    emulator: TelegramEmulator
    session: ClientSession
    clock: Clock

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer. Bytes are sent as files, anything that is not a string as JSON."""
        form = FormData(default_to_multipart=any(isinstance(value, bytes) for value in params.values()))
        for name, value in params.items():
            if isinstance(value, bytes):
                form.add_field(name, io.BytesIO(value), filename=f"{name}.bin")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        async with self.session.post(f"{self.emulator.url}/bot{self.emulator.token}/{method}", data=form) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that has to succeed."""
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that has to be refused."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])


async def first_call(emulator: TelegramEmulator) -> None:
    """Wait until a call has reached the server."""
    while not emulator.calls:  # noqa: ASYNC110 -- the emulator has no event for it, and needs none
        await asyncio.sleep(0.01)


def picture(width: int = 60, height: int = 40, kind: str = "JPEG", colour: str = "green") -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()
