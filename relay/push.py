"""WebSub's side of a relay that runs: it listens for hubs, and looks after the subscriptions at them."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial

from relay.app import App
from relay.errors import StoreError
from relay.poller import Poller
from relay.store.subscriptions import Subscriptions
from relay.timing import now
from relay.websub.office import Office

log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks at what is due at the hubs."""
TRY_AGAIN = 60.0
"""Seconds until relay tries again to listen where it could not."""
SECRET = 24
"""Random bytes of a subscription's id, and of its secret."""


@asynccontextmanager
async def websub_office(app: App, poller: Poller) -> AsyncIterator[None]:
    """Have hubs tell when sources are worth asking, as long as this is open; nothing at all where that is off.

    Raises StoreError.
    """
    callback = app.config.websub.callback
    if not callback:
        yield
        return
    office = Office(
        app.config.sources,
        callback=callback,
        client=app.fetcher,
        store=Subscriptions(app.store.database),
        clock=now,
        dice=random.random,
        random=partial(secrets.token_urlsafe, SECRET),
        soon=poller.soon,
    )
    await office.load()
    app.ingest.heard = office.heard
    working = asyncio.create_task(_work(app, office), name="websub")
    try:
        yield
    finally:
        app.ingest.heard = None
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def _work(app: App, office: Office) -> None:
    """Listen, then ask hubs to call: where nobody listens they would call in vain. Sources are polled all the same."""
    # Late: only a relay that is called needs a server.
    from relay.websub.server import listening  # noqa: PLC0415 - see above

    section, told = app.config.websub, False
    async with AsyncExitStack() as stack:
        while True:
            try:
                await stack.enter_async_context(listening(section.listen, office, limit=app.config.fetch.max_bytes))
            except OSError as error:
                if not told:
                    log.error("hubs cannot call: nothing can listen at %s: %s", section.listen, error)  # noqa: TRY400
                    told = True
                await asyncio.sleep(TRY_AGAIN)
            else:
                break
        log.info("hubs may call at %s, which leads to %s", section.callback, section.listen)
        stack.push_async_callback(office.cancel)
        await _look(office)


async def _look(office: Office) -> None:
    told = ""
    while True:
        try:
            await office.look()
            told = ""
        except StoreError as error:
            if told != str(error):
                log.error("%s", error)  # noqa: TRY400 - the text says all
            told = str(error)
        except Exception:
            # Polling goes on without it; a bug here must not end the look for good.
            log.exception("relay itself failed to look after its subscriptions")
        await asyncio.sleep(LOOK)
