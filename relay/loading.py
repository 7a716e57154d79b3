"""Gets the pictures and the file of a message ready for upload; what cannot be had never stops a post."""

from __future__ import annotations

import logging
from dataclasses import replace

from relay.errors import ParseError, SourceError
from relay.message import Message
from relay.model import MessageReceipt, Picture
from relay.ports import Pictures
from relay.render.media import file_words, retold
from relay.standing import Album, pictures_of
from relay.standing import bare as without_uploads
from relay.uploads import BLANK, PictureFile, Upload

log = logging.getLogger(__name__)

Choice = tuple[Picture, PictureFile | None]
"""A picture that is to stand in a message, and what is uploaded for it; None: it stands there, or is `BLANK`."""


class Loader:
    """For one channel, whose name stands in the log."""

    def __init__(self, name: str, pictures: Pictures) -> None:
        self.name = name
        self._pictures = pictures

    async def load(self, message: Message, *, bare: bool = False) -> tuple[tuple[Upload, ...], Message]:
        """What is to be uploaded, and the message as it can be shown: without what cannot be had, and its credit.

        `bare` says that nothing is: Telegram never answers to it.
        """
        if not (message.file or message.picture):
            return (), message
        if bare and message.picture is not BLANK:
            log.warning("%s: posted without its %s: Telegram never answers to it", self.name, what(message))
            return (), without_uploads(message)
        if message.file:
            return await self._file(message)
        loaded = [(one, file) for one in pictures_of(message) if (file := await self._picture(one))]
        if not loaded:
            return (), without_uploads(message)
        pictures = tuple(picture for picture, _ in loaded)
        shown = replace(retold(message, pictures), picture=pictures[0], more=pictures[1:])
        return tuple(file for _, file in loaded), shown

    async def choose(self, old: Album, pictures: tuple[Picture, ...], *, bare: bool = False) -> tuple[Choice, ...]:
        """Which of the pictures stand in the messages of a post that is corrected, each with what is to be uploaded.

        One that cannot be had keeps its place with `BLANK`, unless another picture needs the place. `bare` says that
        nothing is uploaded: Telegram never answers to it.
        """
        chosen: list[Choice] = []
        for number, picture in enumerate(pictures, 1):
            places = len(old) - len(chosen)
            if not places:
                break
            place = old[len(chosen)]
            if not place.is_text and place.picture == picture.url:
                chosen.append((picture, None))
            elif not bare and (file := await self._picture(picture)):
                chosen.append((picture, file))
            elif len(pictures) - number < places:
                chosen.append((BLANK, None))
        return tuple(chosen)

    async def blank(self) -> PictureFile:
        """What is uploaded for `BLANK`. Raises whatever goes wrong: else the old picture would stay unnoticed."""
        return await self._pictures.load(BLANK)

    async def _picture(self, picture: Picture) -> PictureFile | None:
        try:
            return await self._pictures.load(picture)
        except SourceError as error:
            log.warning("%s: posted without its picture: %s", self.name, error)
        except Exception:
            # A bug that one picture brings to light: the words are what matters.
            log.exception("%s: posted without its picture: relay itself failed", self.name)
        return None

    async def _file(self, message: Message) -> tuple[tuple[Upload, ...], Message]:
        """The file, or a link to it: with its size if that was wrong, without its kind if that was."""
        file = message.file
        assert file is not None  # noqa: S101 - who asks has looked
        try:
            return (await self._pictures.fetch(file),), message
        except SourceError as error:
            log.warning("%s: posted a link instead of a file: %s", self.name, error)
            size = error.text.facts.get("size")
            known = not isinstance(error, ParseError)
            said = replace(file, size=size) if isinstance(size, int) and size else file
            message = replace(message, bare=file_words(said, message.language, known=known))
        except Exception:
            log.exception("%s: posted a link instead of a file: relay itself failed", self.name)
        return (), without_uploads(message)


def shows(old: MessageReceipt, message: Message) -> bool:
    """Whether what stands there shows what the message is to show, so that nothing is to be uploaded for it."""
    if message.file:
        return not old.is_text and old.picture == message.file.url
    return not old.is_text and message.picture is not None and old.picture == message.picture.url


def what(message: Message) -> str:
    """What a message without it is said to lack."""
    return "file" if message.file else "picture"
