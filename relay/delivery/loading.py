"""Gets the pictures and the file of a message ready for upload; what cannot be had never stops a post."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import replace

from relay.delivery.message import Message
from relay.delivery.standing import Album, is_same, pictures_of
from relay.delivery.standing import bare as without_uploads
from relay.delivery.uploads import BLANK, PictureFile, Upload
from relay.errors import ParseError, SourceError, Text
from relay.model import MessageReceipt, Picture
from relay.ports import Pictures
from relay.render.markup import cut
from relay.render.media import file_words, retold

log = logging.getLogger(__name__)

HAD_BYTES = 16_000_000
"""Of the pictures of rich messages that are kept in memory: some dozens."""
_BUG = Text("relay itself failed; the log says how")
_TITLE = 100
"""Characters of a message that the log names it by."""

Choice = tuple[Picture, PictureFile | None]
"""A picture that is to stand in a message, and what is uploaded for it; None: it stands there, or is `BLANK`."""


class Loader:
    """For one channel, whose name stands in the log."""

    def __init__(self, name: str, pictures: Pictures) -> None:
        self.name = name
        self.lacks: list[Text] = []
        """What could not be had since somebody emptied it."""
        self._pictures = pictures
        self._had: OrderedDict[Picture, PictureFile] = OrderedDict()
        """What was uploaded for rich messages, the latest last; by all that is said of it, as addresses are reused."""

    async def load(
        self, message: Message, *, bare: bool = False, again: bool = False
    ) -> tuple[tuple[Upload, ...], Message]:
        """What is to be uploaded, and the message as it can be shown: without what cannot be had, and its credit.

        `bare` says that nothing is: Telegram never answers to it. `again` says that the message stands there and is
        corrected, which names all pictures of a rich message anew: one that cannot be had now stays as it was posted.
        """
        if not (message.file or message.picture):
            return (), message
        if bare and message.picture is not BLANK:
            log.warning(
                '%s: "%s" is posted without its %s: Telegram never answers to it',
                self.name,
                _title(message),
                what(message),
            )
            self.lacks.append(lacking(message, Text("Telegram never answers to it")))
            return (), without_uploads(message)
        if message.file:
            return await self._file(message)
        loaded: list[tuple[Picture, PictureFile]] = []
        for one in pictures_of(message):
            file = await self._picture(one, _title(message), self._had.get(one) if again else None)
            if file:
                loaded.append((one, file))
                if message.rich:
                    self._keep(one, file)
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
            if not place.is_text and is_same(place.picture, picture.url):
                chosen.append((picture, None))
            elif not bare and (file := await self._picture(picture, f"#{place.message_id}")):
                chosen.append((picture, file))
            elif len(pictures) - number < places:
                chosen.append((BLANK, None))
        return tuple(chosen)

    async def blank(self) -> PictureFile:
        """What is uploaded for `BLANK`. Raises whatever goes wrong: else the old picture would stay unnoticed."""
        return await self._pictures.load(BLANK)

    async def _picture(self, picture: Picture, title: str, had: PictureFile | None = None) -> PictureFile | None:
        """The picture, or what its address had before (`had`); None if there is neither."""
        instead = "keeps its picture as it was" if had else "is posted without its picture"
        try:
            return await self._pictures.load(picture)
        except SourceError as error:
            log.warning('%s: "%s" %s %s: %s', self.name, title, instead, picture.url, error)
            why = error.text
        except Exception:
            # A bug that one picture brings to light: the words are what matters.
            log.exception('%s: "%s" %s %s: relay itself failed', self.name, title, instead, picture.url)
            why = _BUG
        if not had:
            self.lacks.append(Text("without a picture ({why})", {"why": _named(picture.url, why)}))
        return had

    def _keep(self, picture: Picture, file: PictureFile) -> None:
        self._had[picture] = file
        self._had.move_to_end(picture)
        size = sum(len(one.data) for one in self._had.values())
        while size > HAD_BYTES:
            size -= len(self._had.popitem(last=False)[1].data)

    async def _file(self, message: Message) -> tuple[tuple[Upload, ...], Message]:
        """The file, or a link to it: with its size if that was wrong, without its kind if that was."""
        file = message.file
        assert file is not None  # noqa: S101 - who asks has looked
        try:
            return (await self._pictures.fetch(file),), message
        except SourceError as error:
            log.warning('%s: posted a link instead of the file "%s" %s: %s', self.name, file.title, file.url, error)
            size = error.text.facts.get("size")
            known = not isinstance(error, ParseError)
            said = replace(file, size=size) if isinstance(size, int) and size else file
            message = replace(message, bare=file_words(said, message.language, known=known))
            why = error.text
        except Exception:
            log.exception('%s: posted a link instead of the file "%s": relay itself failed', self.name, file.url)
            why = _BUG
        self.lacks.append(Text("with a link instead of a file ({why})", {"why": _named(file.url, why)}))
        return (), without_uploads(message)


def shows(old: MessageReceipt, message: Message) -> bool:
    """Whether what stands there shows what the message is to show, so that nothing is to be uploaded for it."""
    if message.file:
        return not old.is_text and is_same(old.picture, message.file.url)
    return not old.is_text and message.picture is not None and is_same(old.picture, message.picture.url)


def what(message: Message) -> str:
    """What a message without it is said to lack."""
    return "file" if message.file else "picture"


def lacking(message: Message, why: Text) -> Text:
    """What is told of a message without its file or its picture."""
    return Text("without its file ({why})" if message.file else "without its picture ({why})", {"why": why})


def _named(url: str, why: Text) -> Text:
    """The reason with the address, unless it names that."""
    return why if "url" in why.facts else Text("{url}: {why}", {"url": url, "why": why})


def _title(message: Message) -> str:
    """How a message begins: that is the title of its release."""
    return cut(message.plain.strip().partition("\n")[0], _TITLE)
