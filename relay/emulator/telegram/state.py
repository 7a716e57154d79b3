"""What the emulated server knows: chats, their messages, the people, and the updates that wait for the bot."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import rich_json
from .files import Media
from .rich_blocks import RichMessage
from .text import FormattedText

Json = dict[str, Any]

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_post_messages",
    "can_edit_messages",
    "can_send_welcome_messages",
)
"""Rights of an administrator (Bot API, ChatMemberAdministrator)."""

HUMAN: Json = {"id": 7_000_001, "is_bot": False, "first_name": "Erika", "last_name": "Muster", "language_code": "de"}
"""The person who owns every chat and does what a test lets a human do."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Times are Unix seconds."""

    id: int
    date: float
    by_bot: bool
    body: FormattedText = FormattedText()  # noqa: RUF009 -- frozen
    media: Media | None = None
    rich: RichMessage | None = None
    """Content of a rich message, which has neither text nor file."""
    keyboard: tuple[tuple[Json, ...], ...] = ()
    preview: Mapping[str, Any] = field(default_factory=dict)
    silent: bool = False
    protected: bool = False
    caption_above: bool = False
    edited: float | None = None
    """When it was edited last, in any way."""
    marked: bool = False
    """Whether readers see that it was edited: a new keyboard alone is not told."""
    origin: Json | None = None
    """MessageOrigin of a forwarded message."""
    album: str = ""
    service: Json | None = None
    """The field that makes it a service message, such as ``{"new_chat_title": ...}``."""

    @property
    def kind(self) -> str:
        """``text``, ``rich``, ``service`` or the kind of its file."""
        if self.service is not None:
            return "service"
        if self.rich is not None:
            return "rich"
        return self.media.kind if self.media else "text"

    @property
    def photos(self) -> tuple[Media, ...]:
        """All pictures in it."""
        if self.rich is not None:
            return self.rich.photos
        return (self.media,) if self.media and self.media.kind == "photo" else ()


@dataclass(slots=True)
class Channel:
    """A chat, most often a channel, and the bot's place in it."""

    id: int
    type: str
    title: str
    username: str
    description: str
    rights: dict[str, bool]
    protected: bool = False
    members: int = 2
    bot_status: str = "administrator"
    """``administrator``, ``member``, ``left`` or ``kicked``."""
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    upgraded_to: int | None = None
    """The supergroup that a group became."""

    @property
    def is_channel(self) -> bool:
        """Whether only administrators speak here, in the name of the chat."""
        return self.type == "channel"

    def may(self, right: str) -> bool:
        """Whether the bot has a right here."""
        return self.bot_status == "administrator" and self.rights.get(right, False)

    def next_id(self) -> int:
        """The next message id: they rise by one, whoever writes (TDLib: server message ids are per channel)."""
        self.last_id += 1
        return self.last_id

    def as_json(self) -> Json:
        """Bot API, Chat."""
        if self.type == "private":
            body: Json = {"id": self.id, "type": "private", "first_name": self.title}
        else:
            body = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            body["username"] = self.username
        return body


class World:
    """Everything the server remembers, and who wants to hear of changes."""

    def __init__(self, token: str, now: Callable[[], float]) -> None:
        self.token = token
        self.now = now
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Pressestelle",
            "username": "musterland_presse_bot",
        }
        self.chats: dict[int, Channel] = {}
        self.files: dict[str, Media] = {}
        self.commands: list[Json] = []
        self.queries: set[str] = set()
        """Callback queries that wait for an answer."""
        self.albums: Iterator[int] = itertools.count(13_900_000_000_000_001)
        self.listeners: list[Callable[[str, Channel, Message], None]] = []
        self.scheduling = 0
        """How many of the next messages are taken, but published later."""
        self.scheduled: list[tuple[Channel, Message]] = []

    def find(self, name: str) -> Channel | None:
        """The chat of an id or an @name; None if there is none."""
        if name.startswith("@"):
            wanted = name[1:].lower()
            return next((c for c in self.chats.values() if c.username and c.username.lower() == wanted), None)
        try:
            return self.chats.get(int(name))
        except ValueError:
            return None

    def keep(self, media: Media) -> Media:
        """Remember a file, so that it can be sent again by its id."""
        self.files.setdefault(media.file_id, media)
        return media

    def put(self, chat: Channel, message: Message) -> Message:
        """Store a message, new or changed, and tell the listeners."""
        change = "edit" if message.id in chat.messages else "post"
        chat.messages[message.id] = message
        self._tell(change, chat, message)
        return message

    def remove(self, chat: Channel, message: Message) -> None:
        """Delete a message; its id is not given again."""
        del chat.messages[message.id]
        self._tell("delete", chat, message)

    def _tell(self, change: str, chat: Channel, message: Message) -> None:
        for listener in tuple(self.listeners):
            listener(change, chat, message)

    def member_json(self, chat: Channel) -> Json:
        """The bot as a member of a chat (Bot API, ChatMember)."""
        body: Json = {"user": self.bot, "status": chat.bot_status}
        if chat.bot_status == "administrator":
            body |= {"can_be_edited": False, "is_anonymous": False}
            body |= {right: chat.rights.get(right, False) for right in ADMIN_RIGHTS}
        elif chat.bot_status == "kicked":
            body["until_date"] = 0
        return body

    def message_json(self, chat: Channel, message: Message) -> Json:
        """Bot API, Message."""
        body: Json = {"message_id": message.id, "date": int(message.date), "chat": chat.as_json()}
        if chat.is_channel:
            body["sender_chat"] = chat.as_json()
        else:
            body["from"] = self.bot if message.by_bot else HUMAN
        if message.edited is not None:
            body["edit_date"] = int(message.edited)
        if message.protected or chat.protected:
            body["has_protected_content"] = True
        if message.album:
            body["media_group_id"] = message.album
        if message.keyboard:
            body["reply_markup"] = {"inline_keyboard": [list(row) for row in message.keyboard]}
        return body | _origin_json(message.origin) | (message.service or _content_json(message))


def _content_json(message: Message) -> Json:
    if message.rich is not None:
        return {"rich_message": rich_json.message_json(message.rich)}
    if message.media is None:
        body: Json = {"text": message.body.text}
        if message.body.entities:
            body["entities"] = message.body.entities_json()
        if message.preview:
            body["link_preview_options"] = dict(message.preview)
        return body
    body = {message.media.kind: message.media.as_json()}
    if message.media.kind == "animation":
        body["document"] = body["animation"]
    if message.body.text:
        body["caption"] = message.body.text
        if message.body.entities:
            body["caption_entities"] = message.body.entities_json()
        if message.caption_above:
            body["show_caption_above_media"] = True
    return body


def _origin_json(origin: Json | None) -> Json:
    """``forward_origin`` and the older fields that the server still sends beside it."""
    if origin is None:
        return {}
    body: Json = {"forward_origin": origin, "forward_date": origin["date"]}
    if origin["type"] == "channel":
        body |= {"forward_from_chat": origin["chat"], "forward_from_message_id": origin["message_id"]}
    return body
