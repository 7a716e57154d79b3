"""A strict Bot API server and a bot that talks to it, for all tests of a file: to close connections takes a while."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from pydantic import SecretStr

from relay.channels.telegram import TelegramBot, telegram_bot
from relay.emulator.telegram.emulator import TelegramEmulator


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator(limits=None) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(server: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with telegram_bot(SecretStr(server.token), server.url) as bot:
        yield bot
