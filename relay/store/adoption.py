"""Taking what a channel has for posted, after the database was lost or an older copy of it was brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relay.delivery import Seen
from relay.errors import Text
from relay.model import DeliveryState, MessageReceipt, Receipt
from relay.store.codec import RECEIPT, dump_text, stamp
from relay.store.database import Database
from relay.store.ledger import Event, append


@dataclass(frozen=True, slots=True)
class Adopted:
    """A message that is known from now on."""

    channel: str
    message_id: int
    title: str
    url: str


async def adopt(
    database: Database,
    channel: str,
    chat: int,
    messages: Sequence[tuple[Seen, tuple[bytes, ...]]],
    now: datetime,
) -> list[Adopted]:
    """Note the posts of a channel, each with the link keys of its pages, as releases that are known. Raises StoreError.

    They are not corrected any more: what they say is not known.
    """
    done = []
    async with database.transaction():
        for message, keys in messages:
            title, url = message.text.partition("\n")[0], message.links[0]
            release = await _release(database, keys, title, url, now)
            receipt = Receipt(chat, (MessageReceipt(message.message_id, "text", ""),), at=now)
            await database.insert(
                "INSERT INTO deliveries (release, channel, state, due, reason, receipt, created, changed, sent) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (release, channel) DO UPDATE SET "
                "state = excluded.state, reason = excluded.reason, receipt = excluded.receipt, intent = ''",
                release,
                channel,
                DeliveryState.DISCARDED,
                stamp(now),
                dump_text(Text("it stood in the channel already")),
                RECEIPT.dump(receipt),
                stamp(now),
                stamp(now),
                stamp(now),
            )
            delivery = await database.row(
                "SELECT id FROM deliveries WHERE release = ? AND channel = ?", release, channel
            )
            await database.insert(
                "INSERT OR REPLACE INTO messages (chat, id, delivery) VALUES (?, ?, ?)",
                chat,
                message.message_id,
                delivery["id"] if delivery else None,
            )
            await _enter(database, message, release=release, channel=channel, chat=chat, now=now)
            done.append(Adopted(channel, message.message_id, title, url))
    return done


async def _enter(database: Database, message: Seen, *, release: int, channel: str, chat: int, now: datetime) -> None:
    await append(
        database,
        Event.FOUND,
        release=release,
        channel=channel,
        who="administrator",
        now=now,
        title=message.text.partition("\n")[0],
        url=message.links[0],
        chat=chat,
        messages=[message.message_id],
    )


async def hold_everything(database: Database, now: datetime) -> int:
    """Hold what was to go out when the backup was made: it may have been posted since. Raises StoreError."""
    reason = Text("it waited when the backup was made that was brought back: it may have been posted since")
    async with database.transaction():
        return await database.change(
            "UPDATE deliveries SET state = 'held', reason = ?, lease = NULL, intent = '', changed = ? "
            "WHERE state IN ('pending', 'sending') AND receipt IS NULL",
            dump_text(reason),
            stamp(now),
        )


async def _release(database: Database, keys: Sequence[bytes], title: str, url: str, now: datetime) -> int:
    for key in keys:
        if row := await database.row("SELECT release FROM links WHERE key = ?", key):
            return int(row["release"])
    release = await database.insert(
        "INSERT INTO releases (source, title, url, seen) VALUES ('', ?, ?, ?)", title, url, stamp(now)
    )
    for key in keys:
        await database.insert("INSERT OR IGNORE INTO links (key, release) VALUES (?, ?)", key, release)
    return release
