"""Whether a channel has posts that the database knows nothing of: then it is an older copy, and would post them again.

Looked at before the first post of every start, by `relay check`, and taken over by `relay adopt`. What people and other
bots post is no sign. What counts is a message in the words in which only relay leads to the website or says that a post
was withdrawn, and a bot's button that leads to a release. What else reads like a post that waits, makes that one wait.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial

from relay.app import App, Store, chat_of
from relay.config import Config
from relay.deliver import Deliver
from relay.delivery.intent import Seen
from relay.delivery.message import Message, Rendered, Skip
from relay.delivery.outcome import Wait, after
from relay.errors import Blind, ChannelError, ConfigError, Text, TryLater, hidden
from relay.feed.decide import link_key
from relay.feed.links import host_of
from relay.model import Post
from relay.ports import Witness
from relay.render.markup import fingerprint, fingerprint_of_text, visible
from relay.render.signs import folder, is_notice, page_of, says_ours
from relay.render.telegram import render
from relay.store.adoption import Adopted, Found, adopt, doubtful, hold_everything, pages, pause, stands, waiting
from relay.store.instance import cleared, restored
from relay.timing import now

log = logging.getLogger(__name__)

ALIKE = Text("the channel has a message that reads the same, and relay does not know who posted it")
PATIENCE = 30.0
"""Seconds for which a start waits to see what the channels have; then they are looked at before their first post."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What one channel has beyond the database."""

    channel: str
    chat: int
    ours: tuple[Seen, ...]
    """Posts of a relay."""
    others: tuple[Seen, ...]
    """What people posted, and messages of a post before its last."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of what the channels have."""

    adopted: tuple[Adopted, ...]
    unseen: tuple[str, ...]
    """Channels into which nobody can look: what waited there is held."""


async def look(channel: str, witness: Witness, store: Store, config: Config) -> Ahead | None:
    """What a channel has beyond the database; None where there is no place to begin at, as no post of it is known.

    Raises ChannelError, StoreError.
    """
    chat = await witness.chat()
    known = await store.deliveries.messages(chat)
    last = max((one for one, owner in known.items() if owner is not None), default=0)
    if not last:
        return None
    seen = await witness.beyond(last, frozenset(known))
    # Asked once more: `relay check` looks while another relay may post.
    known = await store.deliveries.messages(chat)
    doubts = await doubtful(store.database)
    looks = await _Signs.of(store, config)
    # Whether what was being sent at the end is out, is found out by who sends it again.
    seen = [one for one in seen if one.message_id not in known and fingerprint_of_text(one.text) not in doubts]
    ours = tuple([one for one in seen if await looks.are_of_a_relay(one)])
    if not ours and any(one.hidden for one in seen):
        raise hidden()
    return Ahead(channel, chat, ours, tuple(one for one in seen if one not in ours))


class Looks:
    """Lets a channel's posts go out once it was seen that the channel has none that the database knows nothing of."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._seen: set[str] = set()
        self._strange: dict[str, frozenset[str]] = {}
        """Fingerprints of what others posted, as it seems, by the channel."""
        self._compared: set[int] = set()
        """Deliveries that were compared with them."""

    async def first(self) -> None:
        """Look at all channels; what Telegram does not say now is asked again before the first post.

        Raises ConfigError if a channel is ahead of the database, or if nobody can see whether it is and the database is
        a backup that was brought back; StoreError.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                for deliver in self._app.delivers:
                    try:
                        await self._look(deliver)
                    except ChannelError as error:
                        log.warning("%s: what the channel has cannot be seen now: %s", deliver.name, error)
        except TimeoutError:
            log.warning("to see what the channels have takes long")

    async def sure(self, deliver: Deliver) -> bool:
        """Whether its posts may go out. If Telegram does not say now, the channel waits, with the reason.

        Raises ConfigError, StoreError.
        """
        try:
            if deliver.name not in self._seen:
                await self._look(deliver)
        except ChannelError as error:
            store = self._app.store
            asked_again = TryLater("{why}", after=getattr(error, "after", None), why=error.text)
            outcome = after(asked_again, await store.deliveries.channel_state(deliver.name), now=now())
            if isinstance(outcome, Wait):
                await pause(store.database, deliver.name, outcome.state)
            log.warning("%s: nothing is posted before it is seen what the channel has: %s", deliver.name, error)
            return False
        await self._compare(deliver)
        return True

    async def _compare(self, deliver: Deliver) -> None:
        """Hold what reads like a message of which nobody knows who posted it: it may be the very post."""
        strange, store = self._strange.get(deliver.name), self._app.store
        if not strange:
            return
        section = next(one for one in self._app.config.channel if one.id == deliver.name)
        look = section.look(self._app.config.language, self._app.config.zone)
        for delivery, post in await waiting(store.database, deliver.name):
            rendered = None if delivery in self._compared else render(post, look=look)
            self._compared.add(delivery)
            if isinstance(rendered, Rendered) and not strange.isdisjoint(_fingerprints(rendered.messages[0])):
                log.error("%s: %s: held: %s", deliver.name, post.title, ALIKE)
                await store.deliveries.hold(delivery, ALIKE, now())

    async def _look(self, deliver: Deliver) -> None:
        store, config = self._app.store, self._app.config
        is_restored = await restored(store.database)
        if deliver.witness:
            deliver.chat = await deliver.witness.chat()
            # The configuration may name one chat in two ways.
            deliver.shares_chat([one for one in self._app.delivers if one is not deliver and one.chat == deliver.chat])
        found = await checked(deliver.name, deliver.witness, store, config)
        if found:
            texts = [one.text for one in found.others if one.here and visible(one.text)]
            self._strange[deliver.name] = frozenset(map(fingerprint_of_text, texts))
            await store.deliveries.foreign(found.chat, [one.message_id for one in found.others])
        self._seen.add(deliver.name)
        if is_restored and self._seen >= {one.name for one in self._app.delivers}:
            await cleared(store.database)


async def checked(channel: str, witness: Witness | None, store: Store, config: Config) -> Ahead | None:
    """What people have posted into a channel since the last post that is known; None if nobody can see it.

    Raises ConfigError if the channel is ahead of the database, or if nobody can see whether it is and the database is a
    backup that was brought back; ChannelError if Telegram does not say now; StoreError.
    """
    is_restored, file = await restored(store.database), str(config.database_path())
    if witness is None:
        if is_restored:
            raise ConfigError(
                "The database {file} is a backup that was brought back, and without [telegram] editors_chat relay "
                "cannot see what was posted since. Run `relay adopt`: what is new on the website then waits for you "
                "(`relay holds`).",
                file=file,
            )
        return None
    why = Text("it knows no post of the channel yet")
    try:
        found = await look(channel, witness, store, config)
    except Blind as error:
        if not is_restored:
            log.warning("%s: what the channel has cannot be seen: %s", channel, error)
            return None
        if not error.lasting:
            raise
        found, why = None, error.text
    if found is None and is_restored:
        raise ConfigError("{why}", why=unseen(channel, file, why))
    if found and found.ours:
        raise ConfigError("{why}", why=behind(found, config))
    return found


def behind(found: Ahead, config: Config) -> Text:
    """What to tell a person whose database is behind."""
    facts: dict[str, object] = {
        "channel": found.channel,
        "count": len(found.ours),
        "file": str(config.database_path()),
        "title": found.ours[0].text.partition("\n")[0],
    }
    if len(found.ours) == 1:
        return Text(
            "The channel {channel} has a post that the database {file} knows nothing of: {title}. It is an older copy; "
            "relay posts nothing, or it would be there twice. Bring back the newest database, or run `relay adopt`: it "
            "takes what the channel has for posted.",
            facts,
        )
    return Text(
        "The channel {channel} has {count} posts that the database {file} knows nothing of, the first of them: "
        "{title}. It is an older copy; relay posts nothing, or they would be there twice. Bring back the newest "
        "database, or run `relay adopt`: it takes what the channel has for posted.",
        facts,
    )


def unseen(channel: str, file: str, why: Text) -> Text:
    """What to tell a person who brought a backup back where nobody can see what is missing in it."""
    return Text(
        "The database {file} is a backup that was brought back, and relay cannot see what was posted since into the "
        "channel {channel}: {why}. Run `relay adopt`: what is new on the website then waits for you (`relay holds`).",
        {"file": file, "channel": channel, "why": why},
    )


async def take_over(app: App) -> Adoption:
    """Take what the channels have for posted; hold what waits where nobody can tell whether it was posted.

    The website was read before, so that as many posts as possible belong to a release that is known. Raises
    ChannelError, StoreError.
    """
    by_chat: dict[int | str, list[Deliver]] = {}
    chats = {section.id: chat_of(section, app.config) for section in app.config.channel}
    for deliver in app.delivers:
        chat = await deliver.witness.chat() if deliver.witness else chats[deliver.name]
        by_chat.setdefault(chat, []).append(deliver)
    done: list[Adopted] = []
    unknown: list[str] = []
    for delivers in by_chat.values():
        adopted = await _take_chat(app, delivers)
        if adopted is None:
            unknown += [deliver.name for deliver in delivers]
            await hold_everything(app.store.database, [deliver.name for deliver in delivers], now())
        else:
            done += adopted
    return Adoption(tuple(done), tuple(unknown))


async def _take_chat(app: App, delivers: list[Deliver]) -> list[Adopted] | None:
    """Of one chat; None if nobody can look into it."""
    first, names = delivers[0], [deliver.name for deliver in delivers]
    if first.witness is None:
        return None
    try:
        ahead = await look(first.name, first.witness, app.store, app.config)
    except Blind as error:
        if not error.lasting:
            raise
        ahead = None
    if ahead is None:
        return None
    found = [Found(one, page_of(one), link_key(page_of(one)), withdrawn=is_notice(one)) for one in ahead.ours]
    adopted, taken = await adopt(
        app.store.database,
        names,
        ahead.chat,
        found,
        parts={one.message_id: one for one in ahead.others},
        length=partial(_length, app.config),
        now=now(),
        test=app.config.mode == "test",
    )
    others = [one.message_id for one in ahead.others if one.message_id not in taken]
    await app.store.deliveries.foreign(ahead.chat, others)
    if not all(one.matched for one in adopted):
        why = Text("the channel has posts whose release relay does not know: it may be one of them")
        await hold_everything(app.store.database, names, now(), why)
    return adopted


def _length(config: Config, channel: str, post: Post) -> int:
    """How many messages a post makes in a channel; 0 where these cannot be told: pictures of albums have no words."""
    section = next(one for one in config.channel if one.id == channel)
    rendered = render(post, look=section.look(config.language, config.zone))
    if isinstance(rendered, Skip) or any(one.more or one.place for one in rendered.messages):
        return 0
    return len(rendered.messages)


def _fingerprints(message: Message) -> set[str]:
    return {fingerprint(message.html, message.plain), fingerprint("", message.plain)}


@dataclass(frozen=True, slots=True)
class _Signs:
    """What a relay's posts are known by."""

    store: Store
    hosts: frozenset[str]
    """Of the website, without ``www.``."""
    folders: frozenset[str | None]
    """Of its releases."""

    @classmethod
    async def of(cls, store: Store, config: Config) -> _Signs:
        urls = await pages(store.database)
        hosts = {_host(url) for url in urls} | {_host(source.url) for source in config.sources}
        hosts |= {name.casefold().removeprefix("www.") for source in config.sources for name in source.host_aliases}
        return cls(store, frozenset(hosts), frozenset(map(folder, urls)) - {None})

    async def are_of_a_relay(self, message: Seen) -> bool:
        """Whether a message was posted by a relay."""
        if not message.here:
            return False
        if is_notice(message) or says_ours(message, self.hosts):
            return True
        page = page_of(message)
        if not message.by_bot or _host(page) not in self.hosts:
            return False
        key = link_key(page)
        known = await stands(self.store.database, key) if key else None
        # Another bot may lead to what relay has posted already.
        return folder(page) in self.folders if known is None else not known


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")
