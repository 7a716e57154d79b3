"""The composition root: from a configuration to parts that work together. The only place that knows which is which.

Slow imports (aiogram: seconds) stand inside the functions that need them, so that no other command pays for them.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from relay.config import ChannelSection, Config
from relay.deliver import Deliver
from relay.errors import Text
from relay.ingest import Ingest
from relay.model import DeliveryState
from relay.render.telegram import render
from relay.sources.guard import AddressGuard
from relay.sources.headers import user_agent
from relay.sources.http import Fetcher, FetchLimits
from relay.sources.pictures import WebPictures
from relay.store.database import Database, open_database
from relay.store.deliveries import Deliveries
from relay.store.sources import Sources
from relay.timing import now

if TYPE_CHECKING:
    from relay.channels.telegram import TelegramBot


@dataclass(frozen=True, slots=True)
class Store:
    """What relay remembers."""

    database: Database
    sources: Sources
    deliveries: Deliveries


@dataclass(frozen=True, slots=True)
class App:
    """Everything that polls and posts."""

    config: Config
    store: Store
    ingest: Ingest
    delivers: tuple[Deliver, ...]
    bot: TelegramBot


@asynccontextmanager
async def open_app(config: Config, token: SecretStr, store: Store) -> AsyncIterator[App]:
    """The parts of a relay that runs. The caller holds the instance lock of the store's database."""
    from relay.channels.telegram import telegram_bot  # noqa: PLC0415 - seconds, so only when something is to be posted

    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(web(config))
        bot = await stack.enter_async_context(telegram_bot(token, config.telegram.api_base))
        pictures = WebPictures(fetcher)
        ingest = Ingest(
            fetcher=fetcher,
            store=store.sources,
            clock=now,
            dice=random.random,
            zone=config.zone,
            obey_hints=config.fetch.obey_hints,
        )
        delivers = tuple(
            Deliver(
                section.id,
                channel=bot.channel(chat_of(section, config)),
                render=partial(render, look=section.look(config.language)),
                pictures=pictures,
                store=store.deliveries,
                clock=now,
                pace=section.pace,
                per_minute=section.per_minute,
                uncertain=config.telegram.uncertain,
                test=config.mode == "test",
            )
            for section in config.channel
        )
        yield App(config, store, ingest, delivers, bot)


def chat_of(section: ChannelSection, config: Config) -> int | str:
    """Where a channel's posts go: to the test chat while relay is on trial."""
    if config.mode == "test" and config.telegram.test_chat is not None:
        return config.telegram.test_chat
    return section.chat


@asynccontextmanager
async def open_store(path: Path, *, read_only: bool = False) -> AsyncIterator[Store]:
    """The database and what is in it; raises StoreError."""
    async with open_database(path, read_only=read_only) as database:
        yield Store(database, Sources(database), Deliveries(database))


async def start_over(store: Store, config: Config) -> int:
    """Decide about deliveries that a relay which was killed had begun; returns how many there were."""
    state = DeliveryState.HELD if config.telegram.uncertain == "hold" else DeliveryState.PENDING
    reason = Text("relay was cut off while it was being sent")
    return await store.deliveries.start_over(now(), state, reason, test=config.mode == "test")


def web(config: Config) -> Fetcher:
    """The guarded web, with the manners that the configuration wants."""
    return Fetcher(
        guard=AddressGuard(config.fetch.allow_networks),
        limits=FetchLimits(
            timeout=config.fetch.timeout, max_bytes=config.fetch.max_bytes, host_gap=config.fetch.host_gap
        ),
        user_agent=user_agent(version("relay"), config.fetch.contact),
    )
