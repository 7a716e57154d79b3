"""What Telegram says of a message that is gone already, as after a deletion whose answer was lost."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from relay.channels.telegram import telegram_bot
from relay.delivery.message import Message
from relay.emulator.telegram.emulator import TelegramEmulator
from relay.errors import Rejected

CHAT = -1001


async def test_a_message_that_is_deleted_twice_or_edited_after_that_is_said_to_be_gone() -> None:
    server = TelegramEmulator(limits=None)
    server.add_channel(CHAT, title="Landkreis Musterland")
    async with server, telegram_bot(SecretStr(server.token), server.url) as bot:
        channel = bot.channel(CHAT)
        message = Message(html="<b>Brücke</b>", plain="Brücke")
        (posted,) = (await channel.publish(message, None)).messages
        await channel.delete(CHAT, posted)
        for call in (channel.delete(CHAT, posted), channel.edit(CHAT, posted, message, None)):
            with pytest.raises(Rejected) as caught:
                await call
            assert caught.value.part == "gone"
