"""The composition root: from a configuration to parts that work together. The only place that knows which is which.

Slow imports (aiogram: seconds) stand inside the functions that need them, so that no other command pays for them.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from relay.config import ChannelSection, Config
from relay.deliver import Deliver
from relay.delivery.manners import Manners
from relay.delivery.outcome import SETTLE
from relay.errors import StoreError, TakenOver, Text
from relay.ingest import Ingest
from relay.ingestion.summaries import Summaries, shortest
from relay.keys.summary import summary_key
from relay.ports import Pictures, Witness
from relay.press.hints import Hints
from relay.press.lacks import Lacks
from relay.render.single import single
from relay.render.superseded import superseded
from relay.render.telegram import render
from relay.render.withdrawn import notice
from relay.settings import Style
from relay.sources.guard import AddressGuard
from relay.sources.headers import user_agent
from relay.sources.http import Fetcher, FetchLimits
from relay.sources.pauses import Pauses
from relay.sources.pictures import WebPictures
from relay.sources.robots import PolitePages
from relay.store.database import Database, open_database
from relay.store.decisions import Decisions
from relay.store.deliveries import Deliveries
from relay.store.files import Files
from relay.store.instance import BETWEEN, RENEWAL, Elsewhere, Lease, Watch, take
from relay.store.letters import write
from relay.store.lock import Lock, Taken, instance_lock
from relay.store.sources import Sources
from relay.summary.client import Endpoint, language_model
from relay.timing import now

if TYPE_CHECKING:
    from relay.channels.telegram import TelegramBot

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """What relay remembers."""

    database: Database
    sources: Sources
    deliveries: Deliveries
    decisions: Decisions
    lease: Lease | None = None
    """None for one that does not post."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything that polls and posts."""

    config: Config
    store: Store
    ingest: Ingest
    delivers: tuple[Deliver, ...]
    bot: TelegramBot
    fetcher: Fetcher
    pages: PolitePages
    """The same web, for pages of releases."""


@asynccontextmanager
async def open_app(config: Config, token: SecretStr, store: Store) -> AsyncIterator[App]:
    """The parts of a relay that runs. The caller holds the instance lock of the store's database."""
    from relay.channels.telegram import telegram_bot  # noqa: PLC0415 - seconds, so only when something is to be posted

    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(web(config, await pauses(store)))
        pages = PolitePages(fetcher, now)
        follow = config.telegram.editors_chat
        bot = await stack.enter_async_context(telegram_bot(token, config.telegram.api_base, follow=follow))
        pictures = WebPictures(fetcher)
        ingest = Ingest(
            fetcher=fetcher,
            store=store.sources,
            clock=now,
            dice=random.random,
            zone=config.zone,
            obey_hints=config.fetch.obey_hints,
            pages=pages,
            summaries=await stack.enter_async_context(summaries(config)),
        )
        turns: dict[int | str, asyncio.Lock] = {}
        delivers = tuple(_deliver(one, config, bot, store, pictures=pictures, turns=turns) for one in config.channel)
        yield App(config, store, ingest, delivers, bot, fetcher, pages)


def _deliver(
    section: ChannelSection,
    config: Config,
    bot: TelegramBot,
    store: Store,
    *,
    pictures: Pictures,
    turns: dict[int | str, asyncio.Lock],
) -> Deliver:
    """What works off a channel's queue; those that post into one chat take turns."""
    chat, look = chat_of(section, config), section.look(config.language, config.zone)
    return Deliver(
        section.id,
        chat=chat,
        channel=bot.channel(chat, Files(store.database, now)),
        render=partial(render, look=look),
        single=partial(single, look=look),
        notice=partial(notice, look=look),
        superseded=partial(superseded, look),
        pictures=pictures,
        store=store.deliveries,
        clock=now,
        manners=manners(section, config),
        witness=witness(bot, chat, config),
        answers=bot.name,
        siblings=siblings(section, config),
        turn=turns.setdefault(chat, asyncio.Lock()),
        on_posted=hints(section, config, store.database),
        on_lacking=lacks(config, store.database),
    )


@asynccontextmanager
async def summaries(config: Config) -> AsyncIterator[Summaries | None]:
    """Who sums releases up; None if nobody does. Raises ConfigError if the language model's key cannot be read."""
    place = endpoint(config)
    if place is None:
        yield None
        return
    async with language_model(place) as model:
        yield Summaries(model.summarise, lengths=teasers(config), timeout=config.summary.timeout, clock=now)


def endpoint(config: Config) -> Endpoint | None:
    """Where the language model is; None where none is wanted. Raises ConfigError if its key cannot be read."""
    if config.summary.kind != "llm":
        return None
    key = summary_key(config.summary, config.path.parent)
    return Endpoint(config.summary.base_url, config.summary.model, key)


def teasers(config: Config) -> dict[str, int]:
    """How long a teaser may be, by source: as long as the shortest of its channels' (characters)."""
    lengths = {section.id: section.teaser_length for section in config.channel if section.style is Style.TEASER}
    return shortest([(one.id, lengths[name]) for one in config.source for name in one.channels if name in lengths])


async def pauses(store: Store) -> Pauses:
    """Those that hosts have asked for."""
    return Pauses(now, await store.sources.pauses(now()), store.sources.pause)


def chat_of(section: ChannelSection, config: Config) -> int | str:
    """Where a channel's posts go: to the test chat while relay is on trial."""
    if config.mode == "test" and config.telegram.test_chat is not None:
        return config.telegram.test_chat
    return section.chat


def hints(section: ChannelSection, config: Config, database: Database) -> Hints | None:
    """Who tells the editors what in a channel's posts is hard to read; None where nobody is to be told."""
    if not section.lint or config.telegram.editors_chat is None:
        return None
    return Hints(section.look(config.language, config.zone), partial(keep, database))


def lacks(config: Config, database: Database) -> Lacks | None:
    """Who tells the editors what a post lacks that it was to have; None where nobody is to be told."""
    return Lacks(partial(keep, database)) if config.telegram.editors_chat is not None else None


async def keep(database: Database, letter: Text) -> None:
    """Write a letter to the editors down."""
    async with database.transaction() as inner:
        await write(inner, letter, now())


def siblings(section: ChannelSection, config: Config) -> tuple[str, ...]:
    """The other channels that post into the same chat, as all do while relay is on trial."""
    chat = chat_of(section, config)
    return tuple(one.id for one in config.channel if one.id != section.id and chat_of(one, config) == chat)


def manners(section: ChannelSection, config: Config) -> Manners:
    """How a channel is to be treated."""
    return Manners(
        pace=section.pace,
        per_minute=section.per_minute,
        edits_per_hour=section.edits_per_hour,
        uncertain=config.telegram.uncertain,
        withdrawal=section.withdrawal,
        test=config.mode == "test",
    )


def witness(bot: TelegramBot, chat: int | str, config: Config) -> Witness | None:
    """Who finds out what stands in a chat: the editors' chat takes the copies. None where there is none."""
    from relay.channels.telegram_witness import TelegramWitness  # noqa: PLC0415 - brings aiogram

    editors = config.telegram.editors_chat
    return TelegramWitness(bot, chat, editors) if editors is not None else None


@asynccontextmanager
async def open_store(path: Path, *, read_only: bool = False) -> AsyncIterator[Store]:
    """The database and what is in it; raises StoreError."""
    async with open_database(path, read_only=read_only) as database:
        yield Store(database, Sources(database), Deliveries(database), Decisions(database))


@asynccontextmanager
async def holding(config: Config, watch: Watch | None = None) -> AsyncIterator[Store]:
    """The database, for the one that posts from it; raises StoreError (Taken) if another relay does.

    Whoever tries again and again hands over its `watch`, and renews the lease. Without one, this takes as long as it
    takes to know whether a relay on another machine that holds the lease is alive, and renews it.
    """
    path = config.database_path()
    with instance_lock(path) as lock:
        async with open_store(path) as store:
            number = await _number(store.database, lock, watch)
            lock.sign(number, 0)
            lease = Lease(store.database, number, lock.sign)
            if open_ends := await start_over(store, config):
                log.warning("%d messages may be out without relay knowing: it finds out", open_ends)
            try:
                async with nullcontext() if watch else _renewing(lease):
                    yield replace(store, lease=lease)
            finally:
                try:
                    await lease.give_up()
                except TakenOver:
                    log.info("there is no lease to give up: another relay has it")
                except StoreError as error:
                    log.warning("%s", error)


@asynccontextmanager
async def _renewing(lease: Lease) -> AsyncIterator[None]:
    """Keep the lease while a command works; if another relay has taken over, its next write finds out."""

    async def renew() -> None:
        while True:
            await asyncio.sleep(RENEWAL)
            try:
                await lease.renew(now())
            except StoreError as error:
                log.warning("%s", error)

    task = asyncio.create_task(renew(), name="lease")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _number(database: Database, lock: Lock, watch: Watch | None) -> int:
    """The number under which this relay takes over. Raises StoreError (Taken)."""
    look = watch or Watch()
    while isinstance(taken := await take(database, now(), last=lock.last, watch=look), Elsewhere):
        if watch or taken.alive:
            raise Taken(
                "Another relay, {holder}, works with the database {file}.",
                holder=taken.holder,
                file=str(database.path),
            )
        await asyncio.sleep(BETWEEN)
    return taken.number


async def start_over(store: Store, config: Config) -> int:
    """Take up what a relay that was killed had begun; returns how many messages may be out without its knowing."""
    return await store.deliveries.start_over(now(), SETTLE, test=config.mode == "test")


def web(config: Config, pauses: Pauses | None = None) -> Fetcher:
    """The guarded web, with the manners that the configuration wants, and the pauses that hosts have asked for."""
    return Fetcher(
        guard=AddressGuard(config.fetch.allow_networks),
        limits=FetchLimits(
            timeout=config.fetch.timeout, max_bytes=config.fetch.max_bytes, host_gap=config.fetch.host_gap
        ),
        user_agent=user_agent(version("relay"), config.fetch.contact),
        pauses=pauses,
    )
