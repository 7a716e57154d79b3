"""A strict Telegram Bot API on this machine, for the demo and the tests.

It refuses what Telegram refuses, in Telegram's words, keeps what was posted, shows it as a web page, and fails on
demand. It imports nothing of relay: what relay believes about Telegram is tested here, so it must not come from there.
Rules and their sources stand in the modules beside this one: access, send, edit, forward, read, text, classic_html,
rich and its parts, links, markup, files, limits, updates.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from .access import Server
from .control import Control
from .errors import ApiError
from .failures import Failure, FailurePlan
from .files import MAX_UPLOAD
from .http import BotApi, Call, loopback_only
from .limits import Limiter, Limits
from .links import LinkRules
from .page import ChannelPages
from .state import HUMAN, Channel, Message, World
from .text import FormattedText, read_text
from .updates import Updates

__all__ = ["ApiError", "Call", "Channel", "Failure", "Limits", "TelegramEmulator"]

Json = dict[str, Any]

TOKEN = "7000000000:AAEmulatorOfLandkreisMusterland0000"  # noqa: S105 -- opens nothing but the emulator
STATUSES = ("administrator", "member", "left", "kicked")
_TYPES = ("channel", "supergroup", "group", "private")


class TelegramEmulator:
    """The Bot API for one bot.

    `clock` gives Unix seconds. `limits` are the limits of speed, None for none. `allow_local_links` takes links to
    hosts without a dot (localhost) for good ones.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
        limits: Limits | None = Limits(),  # noqa: B008 -- frozen
        allow_local_links: bool = False,
    ) -> None:
        self.token = token
        self.url = ""
        """Where it listens, such as ``http://127.0.0.1:40123``; empty before `start`."""
        self._clock = clock
        self._ahead = 0.0
        self._world = World(token, self.now)
        self._updates = Updates()
        self._server = Server(self._world, LinkRules(allow_local_links), Limiter(limits), self._updates)
        self._plan = FailurePlan()
        self._stopping = asyncio.Event()
        self._api = BotApi(self._server, self._plan, self._stopping)
        self._pages = ChannelPages(self._world, self._stopping)
        self._runner: web.AppRunner | None = None

    # --- life ---------------------------------------------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen, on a free port if 0. Raises ValueError for an address other machines can reach, OSError if taken."""
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the emulator is for this machine alone, not for {host}")
        app = web.Application(middlewares=[loopback_only], client_max_size=MAX_UPLOAD + (1 << 20))
        self._api.add_routes(app)
        self._pages.add_routes(app)
        Control(self).add_routes(app)
        self._stopping.clear()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self.stop()
            raise
        bound = self._runner.addresses[0][1]
        self.url = f"http://[{host}]:{bound}" if ":" in host else f"http://{host}:{bound}"

    async def stop(self) -> None:
        """End all connections, hanging ones too, and stop listening. What was posted stays readable."""
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> TelegramEmulator:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # --- time ---------------------------------------------------------------------------------------------------------

    def now(self) -> float:
        """Unix seconds of the emulator's clock."""
        return self._clock() + self._ahead

    def advance(self, advance: float) -> float:
        """Move the clock on by so many seconds and return its time."""
        self._ahead += advance
        return self.now()

    # --- chats --------------------------------------------------------------------------------------------------------

    def add_channel(
        self,
        chat_id: int,
        *,
        title: str,
        username: str = "",
        description: str = "",
        rights: Mapping[str, bool] | None = None,
        type: str = "channel",  # noqa: A002 -- the Bot API's word
        protected: bool = False,
        status: str | None = None,
    ) -> Channel:
        """Add a chat that the bot is in.

        In a channel it is an administrator who may post and nothing more; `rights` changes or adds to that. In a
        group or a private chat it is a member, or an administrator with the `rights` given. Message 1 of a channel
        is the service message of its creation. Raises ValueError.
        """
        if chat_id in self._world.chats:
            raise ValueError(f"chat {chat_id} exists")
        if type not in _TYPES:
            raise ValueError(f"no such type of chat: {type}")
        given = dict(rights or {})
        if type == "channel":
            given = {"can_manage_chat": True, "can_post_messages": True} | given
        usual = "administrator" if given and type != "private" else "member"
        chat = Channel(chat_id, type, title, username.removeprefix("@"), description, given, protected)
        chat.bot_status = _checked_status(status or usual)
        self._world.chats[chat_id] = chat
        if type == "channel":
            self.post_service(chat_id, channel_chat_created=True)
        return chat

    def set_membership(self, chat_id: int, status: str, rights: Mapping[str, bool] | None = None) -> None:
        """Change the bot's place in a chat, and tell it (my_chat_member). `rights` replace the ones it had."""
        chat = self._world.chats[chat_id]
        before = self._world.member_json(chat)
        chat.bot_status = _checked_status(status)
        if rights is not None:
            chat.rights = dict(rights)
        change = {
            "chat": chat.as_json(),
            "from": HUMAN,
            "date": int(self.now()),
            "old_chat_member": before,
            "new_chat_member": self._world.member_json(chat),
        }
        self.inject_update("my_chat_member", change)

    def upgrade_group(self, chat_id: int, supergroup_id: int) -> Channel:
        """Make a supergroup of a group, as Telegram does by itself; the old number is refused from now on."""
        group = self._world.chats[chat_id]
        upgraded = self.add_channel(
            supergroup_id, title=group.title, type="supergroup", rights=group.rights, status=group.bot_status
        )
        group.upgraded_to = supergroup_id
        return upgraded

    def schedule(self, times: int = 1) -> None:
        """Let the next calls that send be answered with ``message_id`` 0: taken, and published later."""
        self._world.scheduling += times

    def publish_scheduled(self) -> list[int]:
        """Publish what was taken for later, in order. Returns the message ids."""
        waiting, self._world.scheduled = self._world.scheduled, []
        return [self._world.put(chat, replace(one, id=chat.next_id())).id for chat, one in waiting]

    def page_url(self, chat: int | str | Channel) -> str:
        """The web page that shows a chat, given by id, @name or itself. Raises KeyError."""
        found = chat if isinstance(chat, Channel) else self._world.find(str(chat))
        if found is None:
            raise KeyError(chat)
        return f"{self.url}/c/{found.username or found.id}"

    # --- what stands there --------------------------------------------------------------------------------------------

    @property
    def calls(self) -> list[Call]:
        """The calls so far, failed ones included."""
        return self._api.calls

    def messages(self, chat_id: int, *, service: bool = False) -> list[Json]:
        """What stands in a chat now, oldest first; service messages only on request. Raises KeyError.

        Each is the Message of the Bot API with ``kind`` (``text``, ``rich``, ``photo``, ...), ``silent``, ``by_bot``,
        ``marked`` (readers see that it was edited) and ``buttons``, all of them in one list.
        """
        chat = self._world.chats[chat_id]
        return [
            self._world.message_json(chat, message)
            | {
                "kind": message.kind,
                "silent": message.silent,
                "by_bot": message.by_bot,
                "marked": message.marked,
                "buttons": [dict(button) for row in message.keyboard for button in row],
            }
            for message in chat.messages.values()
            if service or message.service is None
        ]

    # --- what humans do -----------------------------------------------------------------------------------------------

    def post_as_human(self, chat_id: int, text: str, *, parse_mode: str = "") -> int:
        """Let a human post; the bot gets the update. Returns the message id."""
        chat = self._world.chats[chat_id]
        body = read_text(text, parse_mode, None, self._server.links)
        message = self._world.put(chat, Message(chat.next_id(), self.now(), by_bot=False, body=body))
        self.inject_update("channel_post" if chat.is_channel else "message", self._world.message_json(chat, message))
        return message.id

    def edit_as_human(self, chat_id: int, message_id: int, text: str) -> None:
        """Let a human edit any message; the bot gets the update. Raises KeyError."""
        chat = self._world.chats[chat_id]
        body = read_text(text, "", None, self._server.links)
        edited = replace(chat.messages[message_id], body=body, rich=None, edited=self.now(), marked=True)
        self._world.put(chat, edited)
        kind = "edited_channel_post" if chat.is_channel else "edited_message"
        self.inject_update(kind, self._world.message_json(chat, edited))

    def delete_as_human(self, chat_id: int, message_id: int) -> None:
        """Let a human delete a message. No update tells of it (Bot API, Update has none). Raises KeyError."""
        chat = self._world.chats[chat_id]
        self._world.remove(chat, chat.messages[message_id])

    def post_service(self, chat_id: int, **content: Any) -> int:
        """Post a service message, such as ``new_chat_title="..."``; it takes a message id like any other."""
        chat = self._world.chats[chat_id]
        message = Message(chat.next_id(), self.now(), by_bot=False, body=FormattedText(), service=content)
        return self._world.put(chat, message).id

    def press_button(self, chat_id: int, message_id: int, data: str) -> str:
        """Let a human press a callback button; the bot gets the update. Returns the id of the query."""
        chat = self._world.chats[chat_id]
        query = str(4_000_000_000_000_000_000 + len(self._world.queries) + int(self.now() * 1000))
        self._world.queries.add(query)
        message = self._world.message_json(chat, chat.messages[message_id])
        payload = {"id": query, "from": HUMAN, "message": message, "chat_instance": str(chat_id), "data": data}
        self.inject_update("callback_query", payload)
        return query

    def inject_update(self, kind: str, payload: Json) -> int | None:
        """Queue an update. Returns its id, None if the bot has said that it does not want this kind."""
        return self._updates.add(kind, payload, self.now())

    # --- what goes wrong ----------------------------------------------------------------------------------------------

    def plan(self, failure: Failure, method: str | None = None, times: int = 1, skip: int = 0) -> None:
        """Let the next `times` calls of a method fail, after `skip` good ones; None and ``send*`` take several.

        Plans are kept in order; a call meets the first that fits.
        """
        self._plan.add(failure, method, times, skip)

    @property
    def planned(self) -> int:
        """How many plans have not been used up."""
        return len(self._plan.planned)


def _checked_status(status: str) -> str:
    if status not in STATUSES:
        raise ValueError(f"no such status: {status}")
    return status
