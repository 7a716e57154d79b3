"""What relay remembers of deliveries: which are due, who works on them, what stands in the channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from relay.errors import Text
from relay.model import Delivery, DeliveryState, Receipt
from relay.state import ChannelState, Hold
from relay.store.codec import POST, RECEIPT, dump_text, load_text, moment, stamp
from relay.store.database import Database

PACE_MEMORY = timedelta(minutes=1)
"""The longest time over which posts are counted (``per_minute``)."""

PAGE_SECONDS = 120.0
"""How long a delivery that a person let go waits for its page to be read."""


class Deliveries:
    """`relay.ports.DeliveryStore` on SQLite, and what the command line needs."""

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

    async def claim(self, channel: str, now: datetime, lease: float, *, test: bool = False) -> Delivery | None:
        """The oldest delivery that is due, news before corrections, ours for `lease` seconds; None if nothing is due.

        `test` says that it goes to the test chat; one that stands somewhere stays where it is. One whose lease ran out
        without a word waits for a person.
        """
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE deliveries SET state = 'held', reason = ?, lease = NULL, changed = ? "
                "WHERE channel = ? AND state = 'sending' AND lease < ?",
                dump_text(Text("nobody knows whether it was posted: its sending never came to an end")),
                stamp(now),
                channel,
                stamp(now),
            )
            row = await database.row(
                "SELECT deliveries.*, posts.body, posts.revision AS wanted FROM deliveries "
                "JOIN posts ON posts.release = deliveries.release "
                "WHERE channel = ? AND state = 'pending' AND due <= ? "
                "ORDER BY deliveries.revision IS NOT NULL, deliveries.id LIMIT 1",
                channel,
                stamp(now),
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
        return Delivery(
            id=row["id"],
            release=row["release"],
            channel=channel,
            post=POST.load(row["body"]),
            revision=row["wanted"],
            attempts=row["attempts"] + 1,
            receipt=RECEIPT.load(row["receipt"]) if row["receipt"] else None,
            test=bool(row["test"]) if row["receipt"] else test,
        )

    async def next_due(self, channel: str) -> datetime | None:
        """When the next delivery is due; None if none is pending."""
        async with self._database.turn() as database:
            row = await database.row(
                "SELECT min(due) AS due FROM deliveries WHERE channel = ? AND state = 'pending'", channel
            )
        return moment(row["due"]) if row else None

    async def progress(self, delivery: int, receipt: Receipt, now: datetime) -> None:
        """A message of the delivery stands in the channel."""
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE deliveries SET receipt = ?, changed = ? WHERE id = ?",
                RECEIPT.dump(receipt),
                stamp(now),
                delivery,
            )
            await self._count_message(database, delivery, now)

    async def sent(self, delivery: int, revision: int, receipt: Receipt, now: datetime) -> None:
        """The delivery stands in the channel in full, as of this revision of its post.

        A correction that arrived while it was being sent makes it pending again.
        """
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE deliveries SET receipt = ?, revision = ?, lease = NULL, reason = '', attempts = 0, "
                "changed = ?, sent = coalesce(sent, ?), due = ?, state = CASE WHEN ? < (SELECT revision FROM posts "
                "WHERE posts.release = deliveries.release) THEN 'pending' ELSE 'sent' END WHERE id = ?",
                RECEIPT.dump(receipt),
                revision,
                stamp(now),
                stamp(now),
                stamp(now),
                revision,
                delivery,
            )

    async def retry(self, delivery: int, channel: str, state: ChannelState, now: datetime) -> None:
        """The delivery is pending again; the channel waits."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.PENDING, state.problem, now)
            await database.insert(
                "INSERT OR REPLACE INTO channels (id, wait_until, failures, problem) VALUES (?, ?, ?, ?)",
                channel,
                stamp(state.wait_until),
                state.failures,
                dump_text(state.problem),
            )

    async def hold(self, delivery: int, reason: Text, now: datetime) -> None:
        """The delivery waits for a person."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.HELD, reason, now)

    async def postpone(self, delivery: int, now: datetime) -> None:
        """A correction of what stands in the other chat (test or live) waits until relay is in that mode again."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.SENT, None, now)

    async def skip(self, delivery: int, reason: Text, now: datetime) -> None:
        """The channel cannot take this post by its nature."""
        async with self._database.transaction() as database:
            await self._settle(database, delivery, DeliveryState.DISCARDED, reason, now)

    async def channel_well(self, channel: str) -> None:
        """Whatever was wrong with the channel is over."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM channels WHERE id = ?", channel)

    async def start_over(self, now: datetime, uncertain: DeliveryState, reason: Text, *, test: bool = False) -> int:
        """What a new relay finds: back-offs are over, as a person may have mended what was wrong (429 is kept).

        Corrections that waited for this mode (`test` or live) are due.

        Deliveries that the old one left in `sending`, of which nobody knows whether they were posted, become
        `uncertain` (pending or held), corrections pending, as they can be made twice; returns how many there were.
        Only for the holder of the instance lock: then no other relay can be at work on them.
        """
        async with self._database.transaction() as database:
            await database.change("UPDATE channels SET wait_until = NULL WHERE failures > 0")
            await database.change(
                "UPDATE deliveries SET state = 'pending', due = ? WHERE state = 'sent' AND test = ? "
                "AND coalesce(revision, 0) < (SELECT posts.revision FROM posts WHERE release = deliveries.release)",
                stamp(now),
                test,
            )
            return await database.change(
                "UPDATE deliveries SET state = CASE WHEN revision IS NULL THEN ? ELSE 'pending' END, reason = ?, "
                "lease = NULL, due = ?, changed = ? WHERE state = 'sending'",
                uncertain,
                dump_text(reason),
                stamp(now),
                stamp(now),
            )

    async def holds(self) -> list[Hold]:
        """Deliveries that wait for a person, oldest first."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT deliveries.id, channel, state, title, url, reason, changed FROM deliveries "
                "JOIN releases ON releases.id = deliveries.release WHERE state = 'held' "
                "ORDER BY deliveries.id"
            )
        return [
            Hold(
                id=row["id"],
                channel=row["channel"],
                state=DeliveryState(row["state"]),
                title=row["title"],
                url=row["url"],
                reason=load_text(row["reason"]),
                since=datetime.fromtimestamp(row["changed"], UTC),
            )
            for row in rows
        ]

    async def release(self, ids: Sequence[int], now: datetime) -> list[int]:
        """Let held deliveries go out; returns those that were held.

        One whose page was never read waits a moment for it.
        """
        return await self._decide(ids, DeliveryState.PENDING, now)

    async def discard(self, ids: Sequence[int], now: datetime) -> list[int]:
        """Decide that held deliveries are not posted; returns those that were held."""
        return await self._decide(ids, DeliveryState.DISCARDED, now)

    async def _decide(self, ids: Sequence[int], state: DeliveryState, now: datetime) -> list[int]:
        async with self._database.transaction() as database:
            return [
                one
                for one in ids
                if await database.change(
                    "UPDATE deliveries SET state = ?, changed = ?, attempts = 0, reason = ?, due = ? + "
                    "? * EXISTS (SELECT 1 FROM rereads WHERE rereads.release = deliveries.release) "
                    "WHERE id = ? AND state = 'held'",
                    state,
                    stamp(now),
                    dump_text(Text("a person decided so") if state is DeliveryState.DISCARDED else None),
                    stamp(now),
                    PAGE_SECONDS,
                    one,
                )
            ]

    async def _settle(
        self, database: Database, delivery: int, state: DeliveryState, reason: Text | None, now: datetime
    ) -> None:
        await database.change(
            "UPDATE deliveries SET state = ?, reason = ?, lease = NULL, due = ?, changed = ? WHERE id = ?",
            state,
            dump_text(reason),
            stamp(now),
            stamp(now),
            delivery,
        )

    async def _count_message(self, database: Database, delivery: int, now: datetime) -> None:
        await database.insert(
            "INSERT INTO pace (channel, at) SELECT channel, ? FROM deliveries WHERE id = ?", stamp(now), delivery
        )
        # Of this channel only: another one may keep a pace of more than a minute.
        await database.change(
            "DELETE FROM pace WHERE at < ? AND channel = (SELECT channel FROM deliveries WHERE id = ?)",
            stamp(now - PACE_MEMORY),
            delivery,
        )
