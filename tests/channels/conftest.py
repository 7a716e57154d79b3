"""A strict Bot API server and a bot that talks to it, for all tests of a file: to close connections takes a while."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from relay.channels.telegram import TelegramBot, TelegramChannel, telegram_bot
from relay.channels.telegram_witness import TelegramWitness
from relay.deliver import Deliver
from relay.emulator.telegram.emulator import TelegramEmulator
from relay.ports import Pictures
from relay.render.single import single
from relay.render.telegram import render
from relay.render.withdrawn import notice
from relay.settings import Look
from relay.store.files import Files
from tests.desk import Desk, open_desk
from tests.fakes import superseded_notice

CHAT, EDITORS = -1001000000001, -1009000000001
NAME = "@landkreis_musterland"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator(limits=None) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(server: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with telegram_bot(SecretStr(server.token), server.url) as bot:
        yield bot


@pytest.fixture
def emulator(server: TelegramEmulator) -> TelegramEmulator:
    """The server with nothing in it but a channel and the editors' chat."""
    server._world.chats.clear()
    server.calls.clear()
    assert not server.planned
    server.add_channel(CHAT, title="Landkreis Musterland", username=NAME)
    server.add_channel(EDITORS, title="Redaktion", type="supergroup")
    return server


@pytest.fixture
def channel(bot: TelegramBot, emulator: TelegramEmulator) -> TelegramChannel:
    return bot.channel(NAME)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(
    tmp_path: Path, bot: TelegramBot, emulator: TelegramEmulator, look: Look, pictures: Pictures
) -> AsyncIterator[Desk]:
    """With a real channel and an editors' chat; the `look` and the website's `pictures` are the file's own fixtures."""
    async with open_desk(tmp_path / "relay.db") as desk:
        desk.deliver = Deliver(
            "main",
            chat=NAME,
            channel=bot.channel(NAME, Files(desk.database, desk.clock)),
            render=partial(render, look=look),
            single=partial(single, look=look),
            notice=partial(notice, look=look),
            superseded=superseded_notice,
            pictures=pictures,
            store=desk.store,
            clock=desk.clock,
            manners=desk.manners,
            witness=TelegramWitness(bot, NAME, EDITORS, sleep=desk.clock.sleep),
            sleep=desk.clock.sleep,
        )
        yield desk
