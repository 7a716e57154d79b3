"""Keeps the subscriptions: makes, renews and ends them at the hubs, and answers for them at the callback.

    heard(source, answer)   which hub the source names now               from each poll that brought a body
    look()                  asks hubs for what is due                    every few seconds
    verify, deny, told      what hubs ask and tell                       from `relay.websub.server`

The hub's address stands in the feed, so it is asked through the guarded Fetcher. A message makes its source due, and
nothing else. Whatever goes wrong here costs nothing but time: the sources are polled as ever.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

from relay.errors import SourceError, StoreError
from relay.model import Fetched
from relay.ports import Clock, Dice
from relay.settings import SourceSpec
from relay.websub.discovery import Topic, topic_of
from relay.websub.subscription import (
    UNSIGNED,
    Phase,
    Subscription,
    asking,
    denied,
    form,
    left,
    message_came,
    over,
    refused,
    verified,
)

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Hubs that are asked at the same time."""

Change = Callable[[Subscription], Subscription | None]
"""What becomes of a subscription; None: it is forgotten."""


class HubClient(Protocol):
    """The web, for hubs."""

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form; raises SourceError unless it was taken."""
        ...


class SubscriptionStore(Protocol):
    """What is remembered of subscriptions at hubs."""

    async def all(self) -> Sequence[Subscription]:
        """Every one, those to be left included."""
        ...

    async def save(self, one: Subscription) -> None:
        """A new one, or how it is now."""
        ...

    async def forget(self, one: Subscription) -> None:
        """It is over."""
        ...


class Office:
    """`relay.websub.server.Hubs`, and what has to be done every now and then."""

    def __init__(
        self,
        sources: Iterable[SourceSpec],
        *,
        callback: str,
        client: HubClient,
        store: SubscriptionStore,
        clock: Clock,
        dice: Dice,
        random: Callable[[], str],
        soon: Callable[[str], None],
    ) -> None:
        """`random` makes what nobody can guess, `soon` makes a source due."""
        self._wanted = frozenset(source.id for source in sources if source.websub)
        self._callback = callback
        self._client = client
        self._store = store
        self._clock = clock
        self._dice = dice
        self._random = random
        self._soon = soon
        self._subscriptions: dict[str, Subscription] = {}
        self._topics: dict[str, Topic | None] = {}
        """What the sources name, as far as they were read since the start."""
        self._turn = asyncio.Lock()
        """One change at a time, so that what is written down is what is known."""
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._unwritten = ""
        """Why nothing can be written down at present: told once."""

    async def load(self) -> None:
        """Take up what was written down; to be called once, before anything else. Raises StoreError."""
        self._subscriptions = {one.id: one for one in await self._store.all()}

    # --- from the sources ---------------------------------------------------------------------------------------------

    def heard(self, source: SourceSpec, fetched: Fetched) -> None:
        """A source was read."""
        if source.id in self._wanted:
            self._topics[source.id] = topic_of(fetched)

    # --- to the hubs --------------------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Do what is due; returns without waiting for hubs. Raises StoreError."""
        await self._sort()
        now = self._clock()
        for one in list(self._subscriptions.values()):
            if one.due <= now and one.id not in self._running:
                task = asyncio.create_task(self._ask(one.id), name=f"hub of {one.source}")
                self._running[one.id] = task
                task.add_done_callback(partial(self._asked, one.id))

    def _asked(self, name: str, _: asyncio.Task[None]) -> None:
        del self._running[name]

    async def settle(self) -> None:
        """Wait for every hub that is being asked."""
        await asyncio.gather(*self._running.values())

    async def cancel(self) -> None:
        """Give up what is running: it is done again when it is due."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _sort(self) -> None:
        """Leave what is wanted no longer, forget what is over, begin what is new."""
        for one in list(self._subscriptions.values()):
            if one.callback != self._callback:
                # Nobody answers at the old address any more, not even to say goodbye.
                await self._change(one.id, lambda _: None)
            elif one.source not in self._wanted or (one.due <= self._clock() and self._outdated(one)):
                await self._change(one.id, self._leave)
            elif one.due <= self._clock():
                await self._change(one.id, self._unless_over)
        taken = {one.source for one in self._subscriptions.values() if one.phase is not Phase.LEAVING}
        for source, topic in self._topics.items():
            if topic and source not in taken:
                await self._begin(source, topic)

    def _outdated(self, one: Subscription) -> bool:
        """Whether the source names another hub now, or none, or is called otherwise."""
        if one.source not in self._topics or one.phase is Phase.LEAVING:
            return False
        topic = self._topics[one.source]
        return topic is None or topic.url != one.topic or one.hub not in topic.hubs

    def _leave(self, one: Subscription) -> Subscription | None:
        return self._unless_over(left(one, self._clock()))

    def _unless_over(self, one: Subscription) -> Subscription | None:
        return None if over(one, self._clock()) else one

    async def _begin(self, source: str, topic: Topic) -> None:
        one = Subscription(
            id=self._random(),
            secret=self._random(),
            source=source,
            callback=self._callback,
            topic=topic.url,
            hub=topic.hubs[0],
            due=self._clock(),
        )
        async with self._turn:
            await self._store.save(one)
            self._subscriptions[one.id] = one

    async def _ask(self, name: str) -> None:
        try:
            async with self._turns:
                # Written down before it is told, as the hub may ask back at once.
                one = await self._change(name, lambda one: asking(one, self._clock()))
                if one:
                    await self._post(one)
            self._unwritten = ""
        except StoreError as error:
            if self._unwritten != str(error):
                log.error("%s", error)  # noqa: TRY400 - the text says all
            self._unwritten = str(error)

    async def _post(self, one: Subscription) -> None:
        try:
            await self._client.post(one.hub, form(one))
        except SourceError as error:
            if one.problem != error.text:
                log.warning("%s: its hub: %s", one.source, error)
            problem, wait = error.text, error.retry_after
            dice = self._dice()
            await self._change(one.id, lambda now: refused(now, problem, self._clock(), dice=dice, retry_after=wait))

    async def _change(self, name: str, change: Change) -> Subscription | None:
        """Change a subscription, write that down, return what it is now. Raises StoreError: then it is as it was."""
        async with self._turn:
            one = self._subscriptions.get(name)
            new = change(one) if one else None
            if one is None or new == one:
                return new
            if new is None:
                await self._store.forget(one)
                del self._subscriptions[name]
            else:
                await self._store.save(new)
                self._subscriptions[name] = new
            return new

    # --- from the hubs ------------------------------------------------------------------------------------------------

    def secret(self, name: str) -> str | None:
        """That messages for a subscription are signed with; None if there is none of that id."""
        one = self._subscriptions.get(name)
        return one.secret if one else None

    def leaving(self, name: str) -> bool:
        """Whether nothing more is wanted of its hub."""
        one = self._subscriptions.get(name)
        return one is not None and one.phase is Phase.LEAVING

    async def verify(self, name: str, mode: str, topic: str, lease: str | None) -> bool:
        """Whether the hub may do what it asks about. Raises StoreError: then it may not yet."""
        agreed = False

        def change(one: Subscription) -> Subscription | None:
            nonlocal agreed
            agreed, new = verified(one, mode, topic, lease, self._clock())
            if new and new.active(self._clock()) and not one.active(self._clock()):
                log.info("%s: its hub tells relay from now on what is new", one.source)
            return new

        await self._change(name, change)
        return agreed

    async def deny(self, name: str, topic: str, reason: str) -> bool:
        """The hub refuses; whether that was about this subscription. Raises StoreError."""
        about = False

        def change(one: Subscription) -> Subscription:
            nonlocal about
            new = denied(one, topic, reason, self._clock())
            about = new is not None
            if new:
                log.warning("%s: %s", one.source, new.problem)
            return new or one

        await self._change(name, change)
        return about

    async def told(self, name: str, *, signed: bool) -> None:
        """A message came; what it says is not read. One without the right signature counts for nothing.

        Raises StoreError.
        """
        one = self._subscriptions.get(name)
        if one is None:
            return
        if signed:
            self._soon(one.source)
        elif one.problem != UNSIGNED:
            log.warning("%s: a message that its hub did not sign is ignored", one.source)
        await self._change(name, partial(message_came, signed=signed))
