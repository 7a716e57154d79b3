"""Taking what a channel has for posted, after the database was lost or an older copy of it was brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from relay.delivery.intent import Seen
from relay.errors import Text
from relay.model import DeliveryState, MessageReceipt, Post, Receipt
from relay.render.markup import clean
from relay.state import ChannelState
from relay.store.codec import INTENT, POST, RECEIPT, dump_text, stamp
from relay.store.database import Database
from relay.store.ledger import Event, append

SINCE = Text("it waited when the backup was made that was brought back: it may have been posted since")
LATEST = 1000
"""Releases that show where the website has its releases."""
Length = Callable[[str, Post], int]
"""How many messages a post makes in a channel."""


@dataclass(frozen=True, slots=True)
class Found:
    """A post that stands in a chat."""

    seen: Seen
    """Its last message, which leads to its page."""
    url: str
    """Of that page; empty where it leads nowhere."""
    key: bytes | None
    """How that page is recognised."""
    withdrawn: bool = False
    """Whether it was withdrawn: then only its title tells the release."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A post that is known from now on."""

    channel: str
    message_id: int
    title: str
    url: str
    matched: bool
    """Whether its release was known; otherwise it is from now on, but the post cannot be corrected."""


async def adopt(
    database: Database,
    channels: Sequence[str],
    chat: int,
    found: Sequence[Found],
    *,
    parts: Mapping[int, Seen],
    length: Length,
    now: datetime,
    test: bool = False,
) -> tuple[list[Adopted], set[int]]:
    """Note the posts of a chat as deliveries of the releases that they lead to. Raises StoreError.

    `channels` are those that post into it; `parts` are its other messages that nobody knows, among them those of a post
    before its last. Returns what was found, and the ids of all messages that belong to it.
    """
    done: list[Adopted] = []
    taken: set[int] = set()
    async with database.transaction():
        for one in found:
            release, post = await _release(database, one, channels, now)
            channel, delivery = await _free(database, channels, release)
            count = length(channel, POST.load(post["body"])) if post and not one.withdrawn else int(one.withdrawn)
            messages = _messages(one.seen, count, parts)
            taken |= {message.message_id for message in messages or ()}
            first = parts[messages[0].message_id] if messages and len(messages) > 1 else one.seen
            receipt = Receipt(chat, messages or (_message(one.seen),), first.link, first.at or now)
            if delivery is None or delivery["receipt"] is None:
                revision = post["revision"] if post and messages and not one.withdrawn else None
                delivery = await _settle(
                    database, release, channel, receipt, revision=revision, test=test, withdrawn=one.withdrawn, now=now
                )
            await _note_messages(database, delivery["id"], receipt)
            title = first.text.partition("\n")[0]
            adopted = Adopted(channel, one.seen.message_id, title, one.url, matched=post is not None)
            await _enter(database, adopted, receipt, release=release, now=now)
            done.append(adopted)
    return done, taken


async def hold_everything(database: Database, channels: Sequence[str], now: datetime, reason: Text = SINCE) -> int:
    """Hold what waits to go out into these channels; returns how many. Raises StoreError."""
    async with database.transaction():
        return sum(
            [
                await database.change(
                    "UPDATE deliveries SET state = 'held', reason = ?, lease = NULL, intent = '', changed = ? "
                    "WHERE state IN ('pending', 'sending') AND receipt IS NULL AND channel = ?",
                    dump_text(reason),
                    stamp(now),
                    channel,
                )
                for channel in channels
            ]
        )


async def doubtful(database: Database) -> frozenset[str]:
    """Fingerprints of the messages that may be out, and are found out before anything else. Raises StoreError."""
    async with database.turn():
        rows = await database.rows("SELECT intent FROM deliveries WHERE intent <> ''")
    return frozenset(INTENT.load(row["intent"]).fingerprint for row in rows)


async def waiting(database: Database, channel: str) -> list[tuple[int, Post]]:
    """What waits to go out into a channel and surely is not out, with its words. Raises StoreError."""
    async with database.turn():
        rows = await database.rows(
            "SELECT deliveries.id, body FROM deliveries JOIN posts ON posts.release = deliveries.release "
            "WHERE channel = ? AND state = 'pending' AND receipt IS NULL AND intent = ''",
            channel,
        )
    return [(row["id"], POST.load(row["body"])) for row in rows]


async def pages(database: Database) -> list[str]:
    """Addresses of the latest releases. Raises StoreError."""
    async with database.turn():
        rows = await database.rows("SELECT url FROM releases WHERE url <> '' ORDER BY id DESC LIMIT ?", LATEST)
    return [row["url"] for row in rows]


async def stands(database: Database, key: bytes) -> bool | None:
    """Whether the release at a page has a post that is known; None if there is no such release. Raises StoreError."""
    async with database.turn():
        row = await database.row(
            "SELECT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.release = links.release "
            "AND receipt IS NOT NULL) AS stands FROM links WHERE key = ?",
            key,
        )
    return bool(row["stands"]) if row else None


async def pause(database: Database, channel: str, state: ChannelState) -> None:
    """Nothing goes out into the channel for a while. Raises StoreError."""
    async with database.transaction():
        await database.insert(
            "INSERT OR REPLACE INTO channels (id, wait_until, failures, problem) VALUES (?, ?, ?, ?)",
            channel,
            stamp(state.wait_until),
            state.failures,
            dump_text(state.problem),
        )


async def _free(database: Database, channels: Sequence[str], release: int) -> tuple[str, Row | None]:
    """The first of the channels in which the release does not stand yet, and its delivery there."""
    deliveries = {
        row["channel"]: row for row in await database.rows("SELECT * FROM deliveries WHERE release = ?", release)
    }
    waiting = [one for one in channels if one in deliveries and deliveries[one]["receipt"] is None]
    missing = [one for one in channels if one not in deliveries]
    channel = [*waiting, *missing, *channels][0]
    return channel, deliveries.get(channel)


def _message(seen: Seen) -> MessageReceipt:
    return MessageReceipt(seen.message_id, seen.kind, "")


def _messages(last: Seen, length: int, parts: Mapping[int, Seen]) -> tuple[MessageReceipt, ...]:
    """All messages of a post that ends with this one; none if they cannot be told."""
    before = range(last.message_id - length + 1, last.message_id)
    if not length or any(number not in parts for number in before):
        return ()
    return (*(_message(parts[number]) for number in before), _message(last))


async def _settle(
    database: Database,
    release: int,
    channel: str,
    receipt: Receipt,
    *,
    revision: int | None,
    test: bool,
    withdrawn: bool,
    now: datetime,
) -> Row:
    """The delivery stands in the channel; without a revision it can't be corrected: what belongs to it is not known."""
    state = DeliveryState.DISCARDED if revision is None else DeliveryState.SENT
    reason = Text("it was withdrawn") if withdrawn else Text("it stood in the channel already")
    at = stamp(now)
    await database.insert(
        "INSERT INTO deliveries "
        "(release, channel, state, due, reason, receipt, revision, test, withdraw, created, changed, sent) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (release, channel) DO UPDATE SET "
        "state = excluded.state, reason = excluded.reason, receipt = excluded.receipt, revision = excluded.revision, "
        "test = excluded.test, withdraw = excluded.withdraw, changed = excluded.changed, sent = excluded.sent, "
        "lease = NULL, intent = '', attempts = 0",
        release,
        channel,
        state,
        at,
        dump_text(reason if revision is None else None),
        RECEIPT.dump(receipt),
        revision,
        test,
        2 if withdrawn else 0,
        at,
        at,
        stamp(receipt.at),
    )
    delivery = await database.row("SELECT * FROM deliveries WHERE release = ? AND channel = ?", release, channel)
    assert delivery is not None  # noqa: S101 - it was just written
    return delivery


async def _note_messages(database: Database, delivery: int, receipt: Receipt) -> None:
    for message in receipt.messages:
        await database.insert(
            "INSERT OR REPLACE INTO messages (chat, id, delivery) VALUES (?, ?, ?)",
            receipt.chat,
            message.message_id,
            delivery,
        )


async def _enter(database: Database, adopted: Adopted, receipt: Receipt, *, release: int, now: datetime) -> None:
    await append(
        database,
        Event.FOUND,
        release=release,
        channel=adopted.channel,
        who="administrator",
        now=now,
        title=adopted.title,
        url=adopted.url,
        chat=receipt.chat,
        messages=[message.message_id for message in receipt.messages],
    )


async def _release(database: Database, found: Found, channels: Sequence[str], now: datetime) -> tuple[int, Row | None]:
    """The release that a post belongs to, and its words if they are known; a new one where none is known."""
    title = found.seen.text.strip().partition("\n")[0]
    known = await _titled(database, title, channels) if found.withdrawn else None
    if found.key and (row := await database.row("SELECT release FROM links WHERE key = ?", found.key)):
        known = row["release"]
    if known is not None:
        return known, await database.row("SELECT revision, body FROM posts WHERE release = ?", known)
    release = await database.insert(
        "INSERT INTO releases (source, title, url, seen) VALUES ('', ?, ?, ?)", title, found.url, stamp(now)
    )
    if found.key:
        await database.insert("INSERT OR IGNORE INTO links (key, release) VALUES (?, ?)", found.key, release)
    return release, None


async def _titled(database: Database, title: str, channels: Sequence[str]) -> int | None:
    """The oldest release of a title that stands nowhere yet, as far as is known."""
    for channel in channels:
        for row in await database.rows(
            "SELECT release, title FROM deliveries JOIN releases ON releases.id = release "
            "WHERE channel = ? AND receipt IS NULL ORDER BY release",
            channel,
        ):
            # A long one was cut, with an ellipsis.
            said = clean(row["title"]).strip()
            if said == title or (title.endswith(" …") and said.startswith(title.removesuffix(" …"))):
                return int(row["release"])
    return None
