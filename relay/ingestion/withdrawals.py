"""Finds out whether releases that may have been withdrawn really were, by their pages.

    vanished <- store.vanished(now)                      what is not in the feed any more, or says so itself
    page     <- fetcher.get(vanished.url)
    404, 410, or "zurückgezogen" on it:  store.gone      twice is certain: then the editors are asked
    anything else on it:                 store.back      it is there; still so a day later, nothing was withdrawn
    cannot be known now:                 store.look_again

Nothing is withdrawn here: that is decided by a person.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from relay.article.withdrawn import says_withdrawn
from relay.errors import SourceError, StoreError, Text
from relay.model import NotModified
from relay.ports import Clock, Fetcher
from relay.press.ports import WithdrawalStore
from relay.settings import PAGE_ACCEPT
from relay.state import CERTAIN, Vanished

log = logging.getLogger(__name__)

CONFIRM_AFTER = timedelta(minutes=10)
"""Between two looks at a page that is gone: a website that is being worked on is back by then."""
THERE_AGAIN = (timedelta(minutes=10), timedelta(hours=1), timedelta(days=1))
"""Between the looks at a page that is still there: a cache may show it for a while after it was taken off."""
TROUBLE_AFTER = timedelta(minutes=30)
"""Before the next look at a page that could not be read."""
WATCH_EVERY = timedelta(days=1)
"""Between two looks at a page that is gone for certain: it may come back before somebody has decided."""
AT_ONCE = 10
"""Pages that are read in one go: a website that was rebuilt has lost all of them, and the news must not wait."""

_GONE = {
    404: Text("its page is not there any more (404)"),
    410: Text("its page was removed for good (410)"),
}


class Withdrawals:
    """Looks at the pages of releases that may have been withdrawn. Holds no state of its own."""

    def __init__(self, *, fetcher: Fetcher, store: WithdrawalStore, clock: Clock) -> None:
        self._fetcher = fetcher
        self._store = store
        self._clock = clock

    async def look(self) -> int:
        """Look at the pages that are due; returns how many releases are certainly gone now. Raises StoreError."""
        due = await self._store.vanished(self._clock(), AT_ONCE)
        return sum([await self._look_at(one) for one in due])

    async def _look_at(self, one: Vanished) -> bool:
        """Whether the release became certain."""
        try:
            reason = await self._reason(one.url)
        except SourceError as error:
            log.info("%s: %s: cannot be looked at: %s", one.source, one.url, error)
            await self._look_again(one)
            return False
        except StoreError:
            raise
        except Exception:
            # A bug that one page brings to light must not keep the others from being looked at.
            log.exception("%s: %s: relay itself failed", one.source, one.url)
            await self._look_again(one)
            return False
        if reason is None:
            await self._there(one)
            return False
        return await self._gone(one, reason)

    async def _there(self, one: Vanished) -> None:
        log.info("%s: %s: is there", one.source, one.url)
        pause = THERE_AGAIN[one.there] if one.there < len(THERE_AGAIN) else None
        await self._store.back(one.release, self._clock() + pause if pause else None)

    async def _gone(self, one: Vanished, reason: Text) -> bool:
        certain = one.seen + 1 >= CERTAIN
        pause = WATCH_EVERY if certain else CONFIRM_AFTER
        await self._store.gone(one.release, reason, self._clock() + pause)
        if not certain or one.seen >= CERTAIN:
            return False
        log.warning("%s: %s: seems to be withdrawn; editors decide: see `relay withdraw`", one.source, one.url)
        return True

    async def _look_again(self, one: Vanished) -> None:
        pause = WATCH_EVERY if one.seen >= CERTAIN else TROUBLE_AFTER
        await self._store.look_again(one.release, self._clock() + pause)

    async def _reason(self, url: str) -> Text | None:
        """What speaks for a withdrawal; None if the page is there as ever. Raises SourceError if nobody knows."""
        try:
            page = await self._fetcher.get(url, accept=PAGE_ACCEPT)
        except SourceError as error:
            if error.gone:
                return _GONE.get(error.status or 0, error.text)
            raise
        if isinstance(page, NotModified):
            return None
        withdrawn = await asyncio.to_thread(says_withdrawn, page.body, content_type=page.content_type)
        return Text("its page says that it was withdrawn") if withdrawn else None
