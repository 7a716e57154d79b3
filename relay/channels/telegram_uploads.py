"""Messages with pictures and files, as the Bot API takes them. Imports aiogram: import it late.

Bot API: sendPhoto, sendDocument, sendVideo, sendAudio, sendVoice; sendMediaGroup for albums, which have no buttons.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    InputRichMessage,
    InputRichMessageMedia,
)
from aiogram.types import Message as Sent

from relay.channels.telegram_rich import photos_of
from relay.delivery.message import Message, picture_id
from relay.delivery.uploads import AttachedFile, KnownFiles, PictureFile, Upload, digest_of
from relay.errors import StoreError, Uncertain

log = logging.getLogger(__name__)

T = TypeVar("T")
File = str | BufferedInputFile
"""A file by its id, or with its bytes."""

_UNKNOWN = ("wrong file", "wrong remote file", "file_reference", "file is temporarily unavailable", "no_media_found")
"""How an id is refused that is another bot's, or too old."""
_ONE_OF_ALBUM = "failed to send message #"
SPEED = 500_000
"""Bytes a second that an upload is given time for, beyond what any request is."""
_EDITABLE: Mapping[str, Any] = {
    "photo": InputMediaPhoto,
    "document": InputMediaDocument,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
}
"""What a message can be changed into (Bot API, editMessageMedia): not a voice message."""


def can_replace(upload: Upload | None) -> bool:
    """Whether it can take the place of what a message shows."""
    return kind_of(upload) in _EDITABLE


def kind_of(upload: Upload | None) -> str:
    """What kind of message it makes."""
    if upload is None:
        return "text"
    return upload.kind if isinstance(upload, AttachedFile) else "photo"


def pictures_in(upload: Upload | None, more: Sequence[PictureFile]) -> list[PictureFile]:
    """Those of a message, which has no other files."""
    return [one for one in (upload, *more) if isinstance(one, PictureFile)]


class Sender:
    """Posts pictures, files and albums; what was uploaded before is sent by its id, if `files` remembers it."""

    def __init__(self, bot: Bot, files: KnownFiles | None) -> None:
        self._bot = bot
        self._files = files

    async def send(
        self, chat: int | str, upload: Upload, more: Sequence[PictureFile], *, patience: float, **words: Any
    ) -> list[Sent] | Sent:
        """Post a picture, a file or an album, with `words` as sendPhoto takes them; raises what aiogram raises.

        `patience` is how many seconds a small one may take. Raises Uncertain for an album that was refused because of
        one picture: the others may stand there.
        """
        uploads = (upload, *more)

        async def call(files: list[File], seconds: int) -> list[Sent] | Sent:
            return await self._call(chat, uploads, files, {**words, "request_timeout": seconds})

        sent = await self._uploaded(uploads, patience, call)
        messages = sent if isinstance(sent, list) else [sent]
        await self._keep(uploads, [_file_id(one, kind_of(up)) for up, one in zip(uploads, messages, strict=False)])
        return sent

    async def rich(
        self,
        uploads: Sequence[PictureFile],
        call: Callable[[list[File], int], Awaitable[Sent | bool]],
        *,
        patience: float,
    ) -> Sent | bool:
        """Make a call that takes the files of pictures and the seconds it may last; raises what aiogram raises."""
        sent = await self._uploaded(uploads, patience, call)
        if isinstance(sent, Sent) and sent.rich_message:
            # What is not set may be a default of aiogram's, which has no JSON.
            shown = sent.rich_message.model_dump(mode="json", exclude_unset=True)
            await self._keep(uploads, list(photos_of(shown)))
        return sent

    async def exchange(self, upload: Upload, where: Mapping[str, Any], *, patience: float, **words: Any) -> None:
        """Show it in a message that stands there, with `words` as InputMediaPhoto takes them.

        Bot API, editMessageMedia: only what `can_replace`. Raises what aiogram raises.
        """
        kind = _EDITABLE[kind_of(upload)]

        async def call(files: list[File], seconds: int) -> Sent | bool:
            media = kind(media=files[0], **words)
            return await self._bot.edit_message_media(media=media, request_timeout=seconds, **where)

        sent = await self._uploaded((upload,), patience, call)
        await self._keep((upload,), [_file_id(sent, kind_of(upload))])

    async def _uploaded(
        self, uploads: Sequence[Upload], patience: float, call: Callable[[list[File], int], Awaitable[T]]
    ) -> T:
        """What a call with these files answers: those that are known go by their ids, if these are still good."""
        ids = [await self._known(one) for one in uploads]
        try:
            return await call(*_files(uploads, ids, patience))
        except TelegramBadRequest as error:
            if not any(ids) or not any(sign in error.message.lower() for sign in _UNKNOWN):
                raise
            await self._forget(uploads)
            return await call(*_files(uploads, [""] * len(ids), patience))

    async def _call(
        self, chat: int | str, uploads: Sequence[Upload], files: list[File], words: dict[str, Any]
    ) -> list[Sent] | Sent:
        if len(files) == 1:
            sent: Sent = await getattr(self._bot, f"send_{kind_of(uploads[0])}")(chat, files[0], **words)
            return sent
        caption = {name: words[name] for name in ("caption", "parse_mode")}
        common = {name: words[name] for name in ("disable_notification", "request_timeout")}
        media: list[Any] = [InputMediaPhoto(media=one, **({} if at else caption)) for at, one in enumerate(files)]
        try:
            return await self._bot.send_media_group(chat, media, **common)
        except TelegramBadRequest as error:
            if _ONE_OF_ALBUM not in error.message.lower():
                raise
            await self._forget(uploads)
            raise Uncertain("Telegram refuses a picture of an album: {why}", why=error.message) from None

    async def _known(self, upload: Upload) -> str:
        if self._files is not None:
            with logged():
                return await self._files.known(digest_of(upload), kind_of(upload))
        return ""

    async def _keep(self, uploads: Sequence[Upload], file_ids: Sequence[str]) -> None:
        """What cannot be written down is uploaded again: the message is out, and that matters more."""
        for upload, file_id in zip(uploads, file_ids, strict=False):
            if self._files is None or not file_id or file_id == await self._known(upload):
                continue
            with logged():
                await self._files.keep(digest_of(upload), kind_of(upload), file_id)

    async def _forget(self, uploads: Sequence[Upload]) -> None:
        for upload in uploads:
            if self._files is not None:
                with logged():
                    await self._files.forget(digest_of(upload))


@contextmanager
def logged() -> Iterator[None]:
    """A database that fails here costs an upload, nothing else."""
    try:
        yield
    except StoreError as error:
        log.warning("%s", error)


def _file_id(message: object, kind: str) -> str:
    """Of what a message shows; empty where Telegram made something else of it."""
    found = getattr(message, kind, None)
    largest = found[-1] if isinstance(found, list) and found else found
    return str(getattr(largest, "file_id", "") or "")


def input_of(message: Message, files: Sequence[File]) -> InputRichMessage:
    """A rich message with its pictures, which its HTML names (Bot API, InputRichMessageMedia)."""
    pictures = [one for one in (message.picture, *message.more) if one]
    media = [
        InputRichMessageMedia(id=picture_id(picture), media=InputMediaPhoto(media=file))
        for picture, file in zip(pictures, files, strict=True)
    ]
    return InputRichMessage(html=message.html, media=media or None)


def _files(uploads: Sequence[Upload], ids: Sequence[str], patience: float) -> tuple[list[File], int]:
    """What stands for each upload in a call, and the seconds that the call may last."""
    pairs = list(zip(uploads, ids, strict=True))
    size = sum(len(one.data) for one, known in pairs if not known)
    return [known or _file(one) for one, known in pairs], int(patience + size / SPEED)


def _file(upload: Upload) -> BufferedInputFile:
    return BufferedInputFile(upload.data, upload.name)
