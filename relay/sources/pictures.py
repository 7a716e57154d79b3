"""Pictures of releases: fetched like everything else, prepared for upload, never through a third party."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from relay.article.media import blank, prepare
from relay.errors import ParseError
from relay.model import BLANK, NotModified, Picture, PictureFile
from relay.ports import Fetcher

ACCEPT = "image/avif,image/webp,image/jpeg,image/png,image/*;q=0.8"
MAX_BYTES = 30_000_000
"""Before it is scaled; press photos of 20 MB are common."""
REMEMBERED = 4
"""Pictures kept for the next channel that wants the same one."""
KEPT = 600.0
"""Seconds; then it is fetched again, as some websites show each new picture at the same address."""


class WebPictures:
    """`relay.ports.Pictures` over HTTP. `seconds` is a clock that only runs on."""

    def __init__(self, fetcher: Fetcher, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._fetcher = fetcher
        self._seconds = seconds
        self._recent: OrderedDict[str, tuple[float, PictureFile]] = OrderedDict()

    async def load(self, picture: Picture) -> PictureFile:
        """Fetch and prepare a picture; raises SourceError. The blank one is made here, and cannot fail."""
        if picture.url == BLANK.url:
            return await asyncio.to_thread(blank)
        until, ready = self._recent.get(picture.url, (0.0, None))
        if ready and self._seconds() < until:
            return ready
        fetched = await self._fetcher.get(picture.url, accept=ACCEPT, max_bytes=MAX_BYTES)
        if isinstance(fetched, NotModified):
            raise ParseError("the server answers 304 although nothing was known of the picture")
        ready = await asyncio.to_thread(prepare, fetched.body)
        self._recent.pop(picture.url, None)
        self._recent[picture.url] = self._seconds() + KEPT, ready
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        return ready
