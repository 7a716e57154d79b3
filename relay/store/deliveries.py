"""What relay remembers of deliveries: which are due, who works on them, what may be out, what stands in the channel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from sqlite3 import Row

from relay.delivery.intent import Delivery, Intent
from relay.errors import Text
from relay.model import DeliveryState, Receipt
from relay.state import ChannelState
from relay.store.codec import INTENT, POST, RECEIPT, dump_text, load_text, moment, stamp
from relay.store.database import Database
from relay.store.ledger import Event, Fact, append
from relay.store.pace import count_message
from relay.store.setback import count_from_now

EDITS_MEMORY = timedelta(hours=1)
"""The time over which corrections of one post are counted."""
LATEST = 1000
"""Messages of a chat that are looked up at once: more than anybody posts between two of ours."""


class Deliveries:
    """`relay.ports.DeliveryStore` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def channel_state(self, channel: str) -> ChannelState:
        """How the channel is."""
        async with self._database.turn() as database:
            row = await database.row("SELECT * FROM channels WHERE id = ?", channel)
            sent = await database.rows("SELECT at FROM pace WHERE channel = ? ORDER BY at", channel)
        times = tuple(time for time in (moment(one["at"]) for one in sent) if time)
        if row is None:
            return ChannelState(sent=times)
        return ChannelState(moment(row["wait_until"]), row["failures"], load_text(row["problem"]), times)

    async def claim(
        self,
        channel: str,
        now: datetime,
        lease: float,
        *,
        test: bool = False,
        siblings: Sequence[str] = (),
        astray: bool = False,
    ) -> Delivery | None:
        """The delivery that is next, ours for `lease` seconds; None if nothing is due.

        One that may be out comes first, then news, oldest first, then corrections. `test` says that it goes to the test
        chat; one that stands somewhere, or may, stays where it is. While one of `siblings` (channels in the same chat)
        may be out, nothing is next. `astray` says that nobody works on what was claimed before, its lease aside.
        """
        async with self._database.transaction() as database:
            # Nobody works on these any more; whether one is out, its intent says.
            await database.change(
                "UPDATE deliveries SET state = 'pending', lease = NULL, due = ?, changed = ? "
                "WHERE channel = ? AND state = 'sending' AND (lease < ? OR ?)",
                stamp(now),
                stamp(now),
                channel,
                stamp(now),
                astray,
            )
            if await self._may_be_out(database, siblings) or await self._settles(database, channel, now, test=test):
                return None
            row = await database.row(
                "SELECT deliveries.*, posts.body, posts.revision AS wanted, posts.changed AS corrected FROM deliveries "
                "JOIN posts ON posts.release = deliveries.release "
                "WHERE channel = ? AND state = 'pending' AND due <= ? AND (intent = '' OR test = ?) "
                "ORDER BY intent = '', deliveries.revision IS NOT NULL, deliveries.id LIMIT 1",
                channel,
                stamp(now),
                test,
            )
            if row is None:
                return None
            await database.change(
                "UPDATE deliveries SET state = 'sending', lease = ?, attempts = attempts + 1, changed = ?, "
                "test = CASE WHEN receipt IS NULL THEN ? ELSE test END WHERE id = ?",
                stamp(now + timedelta(seconds=lease)),
                stamp(now),
                test,
                row["id"],
            )
        return _delivery(row, now, test=test)

    async def _may_be_out(self, database: Database, channels: Sequence[str]) -> bool:
        for channel in channels:
            if await database.row("SELECT 1 FROM deliveries WHERE intent <> '' AND channel = ?", channel):
                return True
        return False

    async def _settles(self, database: Database, channel: str, now: datetime, *, test: bool) -> bool:
        """Whether a message may be out, and it is too early to look for it."""
        found = await database.row(
            "SELECT 1 FROM deliveries WHERE intent <> '' AND channel = ? AND test = ? "
            "AND state = 'pending' AND due > ?",
            channel,
            test,
            stamp(now),
        )
        return found is not None

    async def next_due(self, channel: str, *, test: bool = False) -> datetime | None:
        """When the next delivery is due; None if none is pending."""
        async with self._database.turn() as database:
            row = await database.row(
                "SELECT min(due) AS due, max(CASE WHEN intent <> '' THEN due END) AS looked_for FROM deliveries "
                "WHERE channel = ? AND state = 'pending' AND (intent = '' OR test = ?)",
                channel,
                test,
            )
        return moment(row["looked_for"] or row["due"]) if row else None

    async def clock_was_set_back(self, channel: str, now: datetime) -> bool:
        """Whether what waits for the channel was written down in the future; then it waits from now on."""
        async with self._database.transaction() as database:
            return await count_from_now(database, channel, now)

    async def intend(self, delivery: int, intent: Intent, chat: int) -> None:
        """A message of the delivery is about to be sent to this chat (0: its number is not known yet).

        With it goes the last id that is known there: the message will follow it.
        """
        async with self._database.transaction() as database:
            last = await database.row("SELECT max(id) AS id FROM messages WHERE chat = ?", chat) if chat else None
            if last and not intent.after:
                intent = replace(intent, after=last["id"] or 0)
            await database.change("UPDATE deliveries SET intent = ? WHERE id = ?", INTENT.dump(intent), delivery)

    async def absent(self, delivery: int) -> None:
        """The message that was intended is not out."""
        async with self._database.transaction() as database:
            await database.change("UPDATE deliveries SET intent = '' WHERE id = ?", delivery)

    async def messages(self, chat: int) -> dict[int, int | None]:
        """The latest message ids known in a chat, and the delivery that each belongs to (None: not ours)."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT id, delivery FROM messages WHERE chat = ? ORDER BY id DESC LIMIT ?", chat, LATEST
            )
        return {row["id"]: row["delivery"] for row in rows}

    async def foreign(self, chat: int, ids: Sequence[int]) -> None:
        """Messages that other people posted into a chat of ours."""
        async with self._database.transaction() as database:
            for one in ids:
                await database.insert("INSERT OR IGNORE INTO messages (chat, id) VALUES (?, ?)", chat, one)

    async def progress(self, delivery: int, receipt: Receipt, now: datetime) -> None:
        """A message of the delivery stands in the channel, as the receipt says."""
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE deliveries SET receipt = ?, intent = '', changed = ? WHERE id = ?",
                RECEIPT.dump(receipt),
                stamp(now),
                delivery,
            )
            for message in receipt.messages:
                if receipt.chat and message.message_id:
                    await database.insert(
                        "INSERT INTO messages (chat, id, delivery) VALUES (?, ?, ?) "
                        "ON CONFLICT DO UPDATE SET delivery = excluded.delivery",
                        receipt.chat,
                        message.message_id,
                        delivery,
                    )
            await count_message(database, delivery, now)

    async def sent(
        self, delivery: int, revision: int, receipt: Receipt, now: datetime, *, edited: bool = False, summary: str = ""
    ) -> None:
        """The delivery stands in the channel in full, as of this revision of its post; the channel is well.

        A correction that arrived while it was being sent makes it pending again. `edited` says that it was a correction
        that readers can see, `summary` who wrote its short text (`Rendered`).
        """
        async with self._database.transaction() as database:
            before = await database.row("SELECT * FROM deliveries WHERE id = ?", delivery)
            if before is None:
                return
            edits = [at for at in json.loads(before["edits"]) if at > (now - EDITS_MEMORY).timestamp()]
            await database.change(
                "UPDATE deliveries SET receipt = ?, revision = ?, lease = NULL, intent = '', reason = '', "
                "attempts = 0, changed = ?, sent = coalesce(sent, ?), due = ?, edits = ?, "
                "state = CASE WHEN withdraw = 1 OR ? < (SELECT revision FROM posts "
                "WHERE posts.release = deliveries.release) THEN 'pending' ELSE 'sent' END WHERE id = ?",
                RECEIPT.dump(receipt),
                revision,
                stamp(now),
                stamp(now),
                stamp(now),
                json.dumps([*edits, now.timestamp()] if edited else edits),
                revision,
                delivery,
            )
            await database.change("DELETE FROM channels WHERE id = ?", before["channel"])
            if before["revision"] is None or edited:
                event = Event.CORRECTED if before["revision"] is not None else Event.POSTED
                said: dict[str, Fact] = {"summary": summary or None}
                await self._enter(database, event, before, now, receipt=receipt, revision=revision, **said)

    async def withdrawn(self, delivery: int, receipt: Receipt, now: datetime) -> None:
        """The post was withdrawn: what stands there still, if anything, says so."""
        async with self._database.transaction() as database:
            before = await database.row("SELECT * FROM deliveries WHERE id = ?", delivery)
            if before is None:
                return
            await database.change(
                "UPDATE deliveries SET state = 'discarded', withdraw = 2, receipt = ?, lease = NULL, intent = '', "
                "reason = ?, changed = ? WHERE id = ?",
                RECEIPT.dump(receipt),
                dump_text(Text("it was withdrawn")),
                stamp(now),
                delivery,
            )
            await database.change("DELETE FROM channels WHERE id = ?", before["channel"])
            event = Event.WITHDRAWN if receipt.messages else Event.DELETED
            await self._enter(database, event, before, now, receipt=receipt)

    async def defer(self, delivery: int, until: datetime, now: datetime) -> None:
        """A correction waits until then."""
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE deliveries SET state = 'pending', lease = NULL, due = ?, changed = ? WHERE id = ?",
                stamp(until),
                stamp(now),
                delivery,
            )

    async def retry(
        self, delivery: int, channel: str, state: ChannelState, now: datetime, *, uncertain: bool = False
    ) -> None:
        """The delivery is pending again; the channel waits. `uncertain` says that its message may be out."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.PENDING, state.problem, now, uncertain=uncertain)
            await database.insert(
                "INSERT OR REPLACE INTO channels (id, wait_until, failures, problem) VALUES (?, ?, ?, ?)",
                channel,
                stamp(state.wait_until),
                state.failures,
                dump_text(state.problem),
            )

    async def hold(self, delivery: int, reason: Text, now: datetime, *, left: Receipt | None = None) -> None:
        """The delivery waits for a person. `left` is what is left of it in the channel, if somebody took some away."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.HELD, reason, now)
            await self._enter_id(database, Event.HELD, delivery, now, reason=reason)
            if left and left.messages:
                await database.change("UPDATE deliveries SET receipt = ? WHERE id = ?", RECEIPT.dump(left), delivery)
            elif left:
                await database.change("UPDATE deliveries SET receipt = NULL, revision = NULL WHERE id = ?", delivery)

    async def postpone(self, delivery: int, now: datetime) -> None:
        """A correction of what stands in the other chat (test or live) waits until relay is in that mode again."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.SENT, None, now)

    async def skip(self, delivery: int, reason: Text, now: datetime) -> None:
        """The channel cannot take this post by its nature."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.DISCARDED, reason, now)
            await self._enter_id(database, Event.SKIPPED, delivery, now, reason=reason)

    async def start_over(self, now: datetime, settle: float, *, test: bool = False) -> int:
        """What a new relay finds: back-offs are over, as a person may have mended what was wrong (429 is kept).

        Corrections that waited for this mode (`test` or live) are due. Deliveries that the old one left in `sending`
        are pending; those of which a message may be out are looked after in `settle` seconds, when it is there if it
        ever will be. Returns how many of these there are. Only for the holder of the instance lock: then no other relay
        can be at work on them.
        """
        async with self._database.transaction() as database:
            await database.change("UPDATE channels SET wait_until = NULL WHERE failures > 0")
            await database.change(
                "UPDATE deliveries SET state = 'pending', due = ? WHERE state = 'sent' AND test = ? AND (withdraw = 1 "
                "OR coalesce(revision, 0) < (SELECT posts.revision FROM posts WHERE release = deliveries.release))",
                stamp(now),
                test,
            )
            if not test:
                # What may stand in the test chat is of no account when relay goes live.
                await database.change("UPDATE deliveries SET intent = '' WHERE intent <> '' AND test = 1")
            await database.change(
                "UPDATE deliveries SET state = 'pending', lease = NULL, due = ?, changed = ? WHERE state = 'sending'",
                stamp(now),
                stamp(now),
            )
            return await database.change(
                "UPDATE deliveries SET due = ? WHERE state = 'pending' AND intent <> '' AND test = ?",
                stamp(now + timedelta(seconds=settle)),
                test,
            )

    async def close(self, channel: str, problem: Text, until: datetime) -> None:
        """The channel takes nothing any more, as somebody says; not tried before `until`. A known trouble stays."""
        async with self._database.transaction() as database:
            await database.change(
                "INSERT OR IGNORE INTO channels (id, wait_until, failures, problem) VALUES (?, ?, 1, ?)",
                channel,
                stamp(until),
                dump_text(problem),
            )

    async def resume(self, channel: str) -> bool:
        """The channel takes posts again, as somebody says; whether it was paused.

        Where nothing waits it counts as well: nothing would find it out.
        """
        async with self._database.transaction() as database:
            await database.change(
                "DELETE FROM channels WHERE id = ? AND failures > 0 AND NOT EXISTS "
                "(SELECT 1 FROM deliveries WHERE channel = channels.id AND state IN ('pending', 'sending'))",
                channel,
            )
            return bool(
                await database.change(
                    "UPDATE channels SET wait_until = NULL WHERE id = ? AND failures > 0 AND wait_until IS NOT NULL",
                    channel,
                )
            )

    async def _settle(
        self,
        database: Database,
        delivery: int,
        state: DeliveryState,
        reason: Text | None,
        now: datetime,
        *,
        uncertain: bool = False,
    ) -> None:
        await database.change(
            "UPDATE deliveries SET state = ?, reason = ?, lease = NULL, due = ?, changed = ?, "
            "intent = CASE WHEN ? THEN intent ELSE '' END WHERE id = ?",
            state,
            dump_text(reason),
            stamp(now),
            stamp(now),
            uncertain,
            delivery,
        )

    async def _enter_id(self, database: Database, event: Event, delivery: int, now: datetime, *, reason: Text) -> None:
        row = await database.row("SELECT * FROM deliveries WHERE id = ?", delivery)
        if row:
            receipt = RECEIPT.load(row["receipt"]) if row["receipt"] else None
            await self._enter(database, event, row, now, receipt=receipt, reason=str(reason))

    async def _enter(
        self, database: Database, event: Event, delivery: Row, now: datetime, *, receipt: Receipt | None, **more: Fact
    ) -> None:
        """What the ledger says of what stands in a channel."""
        about = await database.row("SELECT title, url FROM releases WHERE id = ?", delivery["release"])
        where: dict[str, Fact] = {}
        if receipt:
            ids = [message.message_id for message in receipt.messages]
            where = {"chat": receipt.chat, "messages": ids, "link": receipt.link}
        if delivery["test"]:
            where["test"] = True
        named: dict[str, Fact] = {"title": about["title"], "url": about["url"]} if about else {}
        await append(
            database,
            event,
            release=delivery["release"],
            channel=delivery["channel"],
            who="relay",
            now=now,
            **named,
            **where,
            **more,
        )


def _delivery(row: Row, now: datetime, *, test: bool) -> Delivery:
    edits = (moment(at) for at in json.loads(row["edits"]))
    return Delivery(
        id=row["id"],
        release=row["release"],
        channel=row["channel"],
        post=POST.load(row["body"]),
        revision=row["wanted"],
        receipt=RECEIPT.load(row["receipt"]) if row["receipt"] else None,
        test=bool(row["test"]) if row["receipt"] or row["intent"] else test,
        intent=INTENT.load(row["intent"]) if row["intent"] else None,
        corrected=moment(row["corrected"]) if row["revision"] is not None else None,
        withdraw=row["withdraw"] == 1,
        edits=tuple(at for at in edits if at and now - EDITS_MEMORY < at <= now),
    )
