"""Taking what a channel has for posted, after the database was lost or an older copy of it was brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from relay.delivery import Seen
from relay.errors import Text
from relay.model import DeliveryState, MessageReceipt, Post, Receipt
from relay.state import ChannelState
from relay.store.codec import INTENT, POST, RECEIPT, dump_text, stamp
from relay.store.database import Database
from relay.store.ledger import Event, append

SINCE = Text("it waited when the backup was made that was brought back: it may have been posted since")
Length = Callable[[str, Post], int]
"""How many messages a post makes in a channel."""


@dataclass(frozen=True, slots=True)
class Found:
    """A post that stands in a chat: its last message, which has the button, with the link keys of its pages."""

    seen: Seen
    keys: tuple[bytes, ...]


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
            release, post = await _release(database, one, now)
            channel, delivery = await _free(database, channels, release)
            messages = _messages(one.seen, length(channel, POST.load(post["body"])) if post else 0, parts)
            taken |= {message.message_id for message in messages or ()}
            receipt = Receipt(chat, messages or (_message(one.seen),), at=now)
            if delivery is None or delivery["receipt"] is None:
                revision = post["revision"] if post and messages else None
                delivery = await _settle(database, release, channel, receipt, revision=revision, test=test)
            await _note_messages(database, delivery["id"], receipt)
            title = parts[messages[0].message_id].text if messages and len(messages) > 1 else one.seen.text
            adopted = Adopted(
                channel, one.seen.message_id, title.partition("\n")[0], one.seen.links[0], matched=post is not None
            )
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
    database: Database, release: int, channel: str, receipt: Receipt, *, revision: int | None, test: bool
) -> Row:
    """The delivery stands in the channel; without a revision it can't be corrected: what belongs to it is not known."""
    state = DeliveryState.DISCARDED if revision is None else DeliveryState.SENT
    at = stamp(receipt.at)
    await database.insert(
        "INSERT INTO deliveries "
        "(release, channel, state, due, reason, receipt, revision, test, created, changed, sent) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (release, channel) DO UPDATE SET "
        "state = excluded.state, reason = excluded.reason, receipt = excluded.receipt, revision = excluded.revision, "
        "test = excluded.test, changed = excluded.changed, sent = excluded.sent, lease = NULL, intent = '', "
        "attempts = 0",
        release,
        channel,
        state,
        at,
        dump_text(Text("it stood in the channel already") if revision is None else None),
        RECEIPT.dump(receipt),
        revision,
        test,
        at,
        at,
        at,
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


async def _release(database: Database, found: Found, now: datetime) -> tuple[int, Row | None]:
    """The release that a post leads to, and its words if they are known; a new one where none is known."""
    for key in found.keys:
        if row := await database.row("SELECT release FROM links WHERE key = ?", key):
            post = await database.row("SELECT revision, body FROM posts WHERE release = ?", row["release"])
            return row["release"], post
    release = await database.insert(
        "INSERT INTO releases (source, title, url, seen) VALUES ('', ?, ?, ?)",
        found.seen.text.partition("\n")[0],
        found.seen.links[0],
        stamp(now),
    )
    for key in found.keys:
        await database.insert("INSERT OR IGNORE INTO links (key, release) VALUES (?, ?)", key, release)
    return release, None
