"""Messages with pictures and files, as the Bot API takes them. Imports aiogram: import it late.

Bot API: sendPhoto, sendDocument, sendVideo, sendAudio, sendVoice; sendMediaGroup for albums, which have no buttons.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from aiogram.types import Message as Sent

from relay.errors import StoreError, Uncertain
from relay.uploads import AttachedFile, KnownFiles, PictureFile, Upload, digest_of

log = logging.getLogger(__name__)

_UNKNOWN = ("wrong file", "wrong remote file", "file_reference", "file is temporarily unavailable")
"""How an id is refused that is another bot's, or too old."""
_ONE_OF_ALBUM = "failed to send message #"
SPEED = 500_000
"""Bytes a second that an upload is given time for, beyond what any request is."""
_EDITABLE = {
    "photo": InputMediaPhoto,
    "document": InputMediaDocument,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
}
"""What a message can be changed into (Bot API, editMessageMedia): not a voice message."""


def kind_of(upload: Upload | None) -> str:
    """What kind of message it makes."""
    if upload is None:
        return "text"
    return upload.kind if isinstance(upload, AttachedFile) else "photo"


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
        ids = [await self._known(one) for one in uploads]
        try:
            sent = await self._call(chat, uploads, ids, patience, words)
        except TelegramBadRequest as error:
            if not any(ids) or not any(sign in error.message.lower() for sign in _UNKNOWN):
                raise
            await self._forget(uploads)
            sent = await self._call(chat, uploads, [""] * len(ids), patience, words)
        await self._keep(uploads, ids, sent if isinstance(sent, list) else [sent])
        return sent

    async def _call(
        self, chat: int | str, uploads: Sequence[Upload], ids: Sequence[str], patience: float, words: dict[str, Any]
    ) -> list[Sent] | Sent:
        size = sum(len(one.data) for one, known in zip(uploads, ids, strict=True) if not known)
        common: dict[str, Any] = {"request_timeout": int(patience + size / SPEED)}
        files = [known or _file(one) for one, known in zip(uploads, ids, strict=True)]
        if len(files) == 1:
            sent: Sent = await getattr(self._bot, f"send_{kind_of(uploads[0])}")(chat, files[0], **words, **common)
            return sent
        caption = {name: words[name] for name in ("caption", "parse_mode")}
        media: list[Any] = [InputMediaPhoto(media=one, **({} if at else caption)) for at, one in enumerate(files)]
        try:
            return await self._bot.send_media_group(
                chat, media, disable_notification=words["disable_notification"], **common
            )
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

    async def _keep(self, uploads: Sequence[Upload], ids: Sequence[str], sent: Sequence[Sent]) -> None:
        """What cannot be written down is uploaded again: the message is out, and that matters more."""
        for upload, known, message in zip(uploads, ids, sent, strict=False):
            file_id = _file_id(message, kind_of(upload))
            if self._files is None or not file_id or file_id == known:
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


def media_of(
    upload: Upload | None, **words: Any
) -> InputMediaPhoto | InputMediaDocument | InputMediaVideo | InputMediaAudio | None:
    """What is to take the place of what a message shows; None where Telegram knows no such change."""
    kind = _EDITABLE.get(kind_of(upload))
    return kind(media=_file(upload), **words) if upload and kind else None


def _file(upload: Upload) -> BufferedInputFile:
    return BufferedInputFile(upload.data, upload.name)
