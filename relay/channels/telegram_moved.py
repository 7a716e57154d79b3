"""Goes along with an editors' chat that becomes a supergroup: it gets another number, which the Bot API names.

A channel is not followed so: its message ids begin anew, and what stands there could not be found out any more.

Bot API, ResponseParameters: "migrate_to_chat_id: The group has been migrated to a supergroup with the specified
identifier". Imports aiogram: import it late.
"""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

FIELDS = ("chat_id", "from_chat_id")
"""Of all methods that relay calls."""


class Moves(BaseRequestMiddleware):
    """Sends what is for one group to where it is now, as long as this process lives."""

    def __init__(self, follow: int | str | None) -> None:
        self._follow = follow
        self.known: dict[int, int] = {}
        """New numbers by the old ones."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the request; once more where the answer names a new number: the first one had no effect."""
        method = self._redirected(method)
        try:
            return await make_request(bot, method)
        except TelegramMigrateToChat as error:
            chat = getattr(method, "chat_id", None)
            # Of two chats it is not said which one has moved.
            if not isinstance(chat, int) or chat != self._follow or hasattr(method, "from_chat_id"):
                raise
            self.known[chat] = error.migrate_to_chat_id
            return await make_request(bot, self._redirected(method))

    def _redirected(self, method: TelegramMethod[TelegramType]) -> TelegramMethod[TelegramType]:
        new = {name: self.known[chat] for name in FIELDS if (chat := getattr(method, name, None)) in self.known}
        return method.model_copy(update=new) if new else method
