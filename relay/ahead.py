"""Whether a channel has posts that the database knows nothing of: then it is an older copy, and would post them again.

Looked at by every start, by `relay check`, and taken over by `relay adopt`. Human posts are no sign: what counts is a
message with a button, or the link below a text, that leads to a page of the website.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from relay.app import App
from relay.config import Config
from relay.deliver import Deliver
from relay.delivery import Seen
from relay.errors import ChannelError, ConfigError, Text
from relay.feed.decide import link_key
from relay.store.adoption import Adopted, adopt
from relay.store.instance import cleared, restored
from relay.timing import now

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What one channel has beyond the database."""

    channel: str
    chat: int
    ours: tuple[Seen, ...]
    """Posts of a relay."""
    others: tuple[Seen, ...]
    """What people posted."""


async def look(deliver: Deliver, app: App) -> Ahead | None:
    """What a channel has beyond the database; None where that can't be seen. Raises ChannelError, StoreError."""
    if deliver.witness is None:
        return None
    chat = await deliver.witness.chat()
    deliver.chat = chat
    known = await app.store.deliveries.messages(chat)
    # Where nothing of ours is known there is no place to begin at; nor anything that could have been forgotten.
    last = max((one for one, owner in known.items() if owner is not None), default=0)
    if not last:
        return Ahead(deliver.name, chat, (), ())
    seen = await deliver.witness.beyond(last, frozenset(known))
    hosts = frozenset(_hosts(app.config))
    ours = tuple(one for one in seen if _is_ours(one, hosts))
    return Ahead(deliver.name, chat, ours, tuple(one for one in seen if one not in ours))


async def before_the_first_post(app: App) -> None:
    """Make sure that no channel is ahead of the database.

    Raises ConfigError if one is, or if a backup was brought back and there is no way to see; ChannelError if Telegram
    does not say now; StoreError.
    """
    is_restored = await restored(app.store.database)
    if is_restored and any(deliver.witness is None for deliver in app.delivers):
        raise ConfigError(
            "The database {file} is a backup that was brought back, and without [telegram] editors_chat relay cannot "
            "see what was posted since. Run `relay adopt`: what is new on the website then waits for you "
            "(`relay holds`).",
            file=str(app.config.database_path()),
        )
    for deliver in app.delivers:
        found = await look(deliver, app)
        if found and found.ours:
            raise ConfigError("{why}", why=behind(found, app.config))
        if found:
            await app.store.deliveries.foreign(found.chat, [one.message_id for one in found.others])
    if is_restored:
        await cleared(app.store.database)


async def make_sure(app: App) -> bool:
    """The same, but for a Telegram that does not say now: False if it is to be asked again.

    Only a backup that was brought back has to wait for the answer. Raises ConfigError, StoreError.
    """
    try:
        await before_the_first_post(app)
    except ChannelError as error:
        log.warning("what the channels have cannot be seen now: %s", error)
        return not await restored(app.store.database)
    return True


def behind(found: Ahead, config: Config) -> Text:
    """What to tell a person whose database is behind."""
    return Text(
        "The channel {channel} has {count} posts that the database {file} knows nothing of, the first of them: "
        "{title}. It is an older copy; relay posts nothing, or they would be there twice. Bring back the newest "
        "database, or run `relay adopt`: it takes what the channel has for posted.",
        {
            "channel": found.channel,
            "count": len(found.ours),
            "file": str(config.database_path()),
            "title": found.ours[0].text.partition("\n")[0],
        },
    )


async def take_over(app: App) -> list[Adopted]:
    """Take what the channels have for posted; raises ChannelError, StoreError."""
    done: list[Adopted] = []
    for deliver in app.delivers:
        found = await look(deliver, app)
        if found is None:
            continue
        done += await adopt(app.store.database, found.channel, found.chat, _pages(found.ours), now())
        await app.store.deliveries.foreign(found.chat, [one.message_id for one in found.others])
    await cleared(app.store.database)
    return done


def _pages(seen: Sequence[Seen]) -> list[tuple[Seen, tuple[bytes, ...]]]:
    return [(one, tuple(filter(None, map(link_key, one.links)))) for one in seen]


def _hosts(config: Config) -> Iterable[str]:
    for source in config.sources:
        yield _host(source.url)
        yield from source.host_aliases


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_ours(message: Seen, hosts: frozenset[str]) -> bool:
    return message.by_bot and any(_host(link) in hosts for link in message.links)
