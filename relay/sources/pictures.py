"""Pictures and files of releases: fetched like everything else, made ready for upload, never through a third party."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

from relay.article.filetype import identified
from relay.article.media import blank, prepare
from relay.delivery.uploads import BLANK, AttachedFile, PictureFile
from relay.errors import ParseError, SourceError
from relay.model import Attachment, Fetched, NotModified, Picture
from relay.ports import Fetcher

ACCEPT = "image/avif,image/webp,image/jpeg,image/png,image/*;q=0.8"
MAX_BYTES = 30_000_000
"""Of a picture before it is scaled; press photos of 20 MB are common."""
FILE_BYTES = 50_000_000
"""Of a file: more a bot may not upload (Bot API, "Sending files")."""
STAND_IN = 200
"""Pixels: a smaller file is no picture but shown until that is loaded, and blurred."""
REMEMBERED = 4
"""Pictures kept for the next channel that wants the same one."""
KEPT = 600.0
"""Seconds; then it is fetched again, as some websites show each new picture at the same address."""
PAUSES = (2.0, 5.0)
"""Seconds before what could not be had is asked for again: a post is sent once, and then without its picture."""
PATIENCE = 30.0
"""Seconds after the first request in which it is asked for again: the post is not to wait for minutes."""
TIRED = 60.0
"""Seconds in which nothing else of a host is asked for twice after it was given up: an album has ten pictures."""


class WebPictures:
    """`relay.ports.Pictures` over HTTP. `seconds` is a clock that only runs on."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._seconds = seconds
        self._sleep = sleep
        self._tired: dict[str, float] = {}
        """Hosts, each with the time until which it is not asked twice."""
        self._recent: OrderedDict[str, tuple[float, PictureFile]] = OrderedDict()
        self._made: OrderedDict[bytes, PictureFile] = OrderedDict()
        """By digest of what it was made from: the same photo may have several addresses."""

    async def load(self, picture: Picture) -> PictureFile:
        """Fetch and prepare a picture; raises SourceError. The blank one is made here, and cannot fail."""
        if picture.url == BLANK.url:
            return await asyncio.to_thread(blank)
        until, ready = self._recent.get(picture.url, (0.0, None))
        if ready and self._seconds() < until:
            return ready
        ready = await self._best(picture)
        self._recent.pop(picture.url, None)
        self._recent[picture.url] = self._seconds() + KEPT, ready
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        return ready

    async def fetch(self, attachment: Attachment) -> AttachedFile:
        """Fetch a file and look at what it is; raises SourceError.

        Of one that is too large not a byte is read if the server says how large it is: the error's facts have its size.
        """
        body = await self._body(attachment.url, "*/*", FILE_BYTES)
        return await asyncio.to_thread(identified, body, attachment)

    async def _best(self, picture: Picture) -> PictureFile:
        """Or the other file of it, where the best one is not there, or none that can be shown."""
        try:
            return await self._at(picture.url)
        except SourceError as error:
            if not (picture.other and error.permanent):
                raise
            with suppress(SourceError):
                if max((other := await self._at(picture.other)).width, other.height) >= STAND_IN:
                    return other
            raise

    async def _at(self, url: str) -> PictureFile:
        return await self._prepared(await self._body(url, ACCEPT, MAX_BYTES))

    async def _prepared(self, body: bytes) -> PictureFile:
        key = hashlib.blake2b(body, digest_size=16).digest()
        if (made := self._made.get(key)) is None:
            made = self._made[key] = await asyncio.to_thread(prepare, body)
        self._made.move_to_end(key)
        while len(self._made) > REMEMBERED:
            self._made.popitem(last=False)
        return made

    async def _body(self, url: str, accept: str, max_bytes: int) -> bytes:
        fetched = await self._fetched(url, accept, max_bytes)
        if isinstance(fetched, NotModified):
            raise ParseError("the server answers 304 although nothing was known of the picture")
        return fetched.body

    async def _fetched(self, url: str, accept: str, max_bytes: int) -> Fetched | NotModified:
        """Asks again where that may help: the server had trouble, the line broke, nobody answered."""
        host, end = urlsplit(url).netloc, self._seconds() + PATIENCE
        self._tired = {one: until for one, until in self._tired.items() if self._seconds() < until}
        for pause in () if host in self._tired else PAUSES:
            try:
                return await self._fetcher.get(url, accept=accept, max_bytes=max_bytes)
            except SourceError as error:
                wait = max(pause, error.retry_after or 0.0)
                if error.permanent or self._seconds() + wait > end:
                    self._give_up(host, error)
                    raise
            await self._sleep(wait)
        try:
            return await self._fetcher.get(url, accept=accept, max_bytes=max_bytes)
        except SourceError as error:
            self._give_up(host, error)
            raise

    def _give_up(self, host: str, error: SourceError) -> None:
        if not error.permanent:
            self._tired[host] = self._seconds() + TIRED
