"""What relay remembers of sources: their state, every entry they ever showed, and the releases these belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from relay.errors import Overtaken, Text
from relay.model import Decision, DeliveryState, EntryKeys, Finding, Known, Likeness, Post, Verdict
from relay.settings import SourceSpec
from relay.state import Past, Reread, SourceState
from relay.store import letters, moves, posts, recognise, vanishing
from relay.store.codec import ENTRY, POST, dump_text, stamp
from relay.store.database import Database
from relay.store.ledger import Event, append, enter_holds
from relay.store.source_rows import keep_states, note_unmatched, state_of
from relay.store.together import Together

_STATES: Mapping[Verdict, tuple[DeliveryState, Text | None]] = {
    Verdict.NEW: (DeliveryState.PENDING, None),
    Verdict.BASELINE: (DeliveryState.DISCARDED, Text("it was there before relay first read the source")),
    Verdict.FLOOD: (DeliveryState.HELD, Text("too many new releases at once")),
    Verdict.DOUBTFUL: (DeliveryState.HELD, Text("it is doubtful whether it is to be posted")),
}
"""What becomes of the deliveries that a verdict makes, and why, where the decision does not say.

UNWANTED makes none: another source may want the release."""

SETTLES = timedelta(seconds=10)
"""After a correction during the time of grace the page is read again at the earliest after this time."""


class Sources:
    """`relay.ports.SourceStore` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(database)

    async def source_states(self) -> dict[str, SourceState]:
        """Of every source that was ever asked."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT sources.*, (SELECT min(due) FROM rereads WHERE rereads.source = sources.id AND tries = 0) "
                "AS planned FROM sources"
            )
        return {row["id"]: state_of(row) for row in rows}

    async def pauses(self, now: datetime) -> dict[str, datetime]:
        """Until when hosts are left alone that asked for it (`relay.sources.pauses`)."""
        async with self._database.turn() as database:
            rows = await database.rows("SELECT host, until FROM pauses WHERE until > ?", stamp(now))
        return {row["host"]: datetime.fromtimestamp(row["until"], UTC) for row in rows}

    async def pause(self, host: str, until: datetime, now: datetime) -> None:
        """A host is left alone until then."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM pauses WHERE until <= ?", stamp(now))
            await database.insert("INSERT OR REPLACE INTO pauses (host, until) VALUES (?, ?)", host, stamp(until))

    async def known(self, source: str, keys: Sequence[EntryKeys]) -> dict[bytes, Known]:
        """The known ones among these entry keys, and of the others among their links."""
        async with self._database.turn() as database:
            return await recognise.known(database, source, keys)

    async def past(self, source: SourceSpec, strangers: Sequence[Likeness]) -> Past:
        """What else the entries may be that neither key nor link tells."""
        async with self._database.turn() as database:
            return await recognise.past(database, source, strangers)

    async def record(
        self,
        source: SourceSpec,
        state: SourceState,
        findings: Sequence[Finding],
        now: datetime,
        *,
        last: int | None = None,
        letter: Text | None = None,
    ) -> int:
        """Everything that one poll brought, in one transaction; returns how many deliveries became due.

        `last` is `Past.last` as the decisions saw it. Raises Overtaken if another source has recorded since then what
        may be one of the new releases: then nothing was recorded. `letter` is what editors are to be told once. Polls
        that bring nothing to post share a transaction with others that end at the same time.
        """
        if not findings and letter is None:
            await self._together.record(source, state, now)
            return 0
        async with self._database.transaction() as database:
            (before,) = await keep_states(database, [(source, state)])
            await vanishing.forget_returned(database, source.id, before, state.listed)
            due = sum([await self._record_one(database, source, finding, now, last) for finding in findings])
            await vanishing.note_gone(database, source.id, before, state.listed, now)
            await _enter_baseline(database, source, findings, now)
            if letter:
                await letters.write(database, letter, now)
            return due

    async def _record_one(
        self, database: Database, source: SourceSpec, finding: Finding, now: datetime, last: int | None
    ) -> int:
        decision = finding.decision
        release, heard = await self._release(database, source, finding, now, last)
        await database.insert(
            "INSERT OR REPLACE INTO entries (source, key, release, digest) VALUES (?, ?, ?, ?)",
            source.id,
            decision.keys.entry,
            release,
            decision.digest,
        )
        new_link = await moves.keep_link(database, decision, release)
        if decision.verdict in {Verdict.CHANGED, Verdict.JOINED}:
            await _look_for_withdrawal(database, source, release, decision, heard=heard, now=now)
        if finding.unmatched or _was_read(finding):
            await note_unmatched(database, source.id, finding.unmatched)
        if decision.adopts or decision.verdict is Verdict.JOINED:
            await moves.keep_names(database, source, release)
        due = 0
        if post := await _words(database, source, release, finding, heard=heard):
            due += await posts.save(database, release, post, now)
        if heard and new_link and decision.moved:
            due += await moves.follow(database, source, release, decision.entry, now)
        if decision.verdict in _STATES:
            due += await _add_deliveries(database, source, release, finding, now)
        return due + await self._plan_reread(database, source, release, finding, now)

    async def _plan_reread(
        self, database: Database, source: SourceSpec, release: int, finding: Finding, now: datetime
    ) -> int:
        """Note that the page is to be read again, or that it need not be; returns how many deliveries became due.

        Only for the source whose words are posted: another one's page would replace them.
        """
        if not await database.row("SELECT 1 FROM releases WHERE id = ? AND source = ?", release, source.id):
            return 0
        if finding.reread_at:
            await database.insert(
                "INSERT OR REPLACE INTO rereads (release, source, entry, tries, due) VALUES (?, ?, ?, ?, ?)",
                release,
                source.id,
                ENTRY.dump(finding.decision.entry),
                0 if finding.planned else 1,
                stamp(finding.reread_at),
            )
            return 0
        if not finding.post:
            return 0
        # One that is under way now was begun with the words before.
        kept = await database.change(
            "UPDATE rereads SET entry = ?, due = max(due, ?) WHERE release = ? AND tries = 0",
            ENTRY.dump(finding.decision.entry),
            stamp(now + SETTLES),
            release,
        )
        return 0 if kept else await _page_read(database, release, now)

    async def _release(
        self, database: Database, source: SourceSpec, finding: Finding, now: datetime, last: int | None
    ) -> tuple[int, bool]:
        """The release an entry belongs to, and whether it has the word there.

        It is looked up again, as another source may have been faster.
        """
        decision = finding.decision
        row = await _find(database, source, decision)
        if row is None:
            looks = decision.likeness or Likeness(decision.entry.title, published=decision.entry.published)
            if last is not None and await recognise.overtaken(database, last, looks.key, looks.published):
                raise Overtaken("another source recorded {title} in the meantime", title=decision.entry.title)
            return await _add_release(database, source, decision, now), True
        release, entry = int(row["release"]), row["entry"]
        if decision.known and decision.known.release == release:
            heard = decision.known.owner or decision.adopts
        else:
            heard = row["source"] == source.id and entry in (None, decision.keys.entry)
        if heard and row["source"] == source.id:
            await _describe(database, source, release, decision)
        return release, heard

    async def rereads(self, now: datetime) -> list[Reread]:
        """Releases whose pages are to be read again by now; those that wait for a person wait with it."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT rereads.*, instr(coalesce(sources.listed, x''), releases.entry) > 0 AS listed "
                "FROM rereads JOIN releases ON releases.id = rereads.release "
                "LEFT JOIN sources ON sources.id = rereads.source WHERE due <= ? AND EXISTS (SELECT 1 FROM deliveries "
                "WHERE deliveries.release = rereads.release AND state NOT IN ('held', 'discarded')) ORDER BY due",
                stamp(now),
            )
        return [
            Reread(row["release"], row["source"], ENTRY.load(row["entry"]), row["tries"], listed=row["listed"] != 0)
            for row in rows
        ]

    async def reread_done(self, release: int, post: Post | None, now: datetime) -> None:
        """The page was read (`post`), or is given up (None): the delivery waits no longer.

        Words that came too late, because the source's next poll has read the page already, are dropped.
        """
        async with self._database.transaction() as database:
            row = await database.row("SELECT source, due FROM rereads WHERE release = ?", release)
            if row and row["due"] > now.timestamp():
                return
            if post and row:
                await posts.save(database, release, post, now)
                await note_unmatched(database, row["source"], None)
            await _page_read(database, release, now)

    async def reread_gone(self, release: int, reason: Text, now: datetime) -> int:
        """The page is gone: what was not posted yet waits for a person; returns how many deliveries."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM rereads WHERE release = ?", release)
            return await vanishing.hold_unsent(database, release, reason, now)

    async def reread_failed(self, release: int, next_try: datetime) -> None:
        """Not this time either."""
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE rereads SET tries = tries + 1, due = ? WHERE release = ?", stamp(next_try), release
            )


async def _find(database: Database, source: SourceSpec, decision: Decision) -> sqlite3.Row | None:
    """The release of an entry that is known by now."""
    keys = decision.keys
    links = (keys.link, *keys.also) if keys.link else ()
    of_entry = "SELECT {rank} AS rank, release FROM entries WHERE source = ? AND key = ?"
    ways = (
        of_entry.format(rank=1),
        f"SELECT 2, release FROM links WHERE key IN ({', '.join('?' * len(links))})",  # noqa: S608 - question marks
        of_entry.format(rank=3),
        "SELECT 4, ?",
    )
    return await database.row(
        "SELECT releases.id AS release, releases.source AS source, releases.entry AS entry FROM releases "  # noqa: S608
        f"JOIN ({' UNION ALL '.join(ways)}) AS found ON found.release = releases.id ORDER BY rank LIMIT 1",
        source.id,
        keys.entry,
        *links,
        source.id,
        decision.same_as,
        decision.known.release if decision.known else None,
    )


async def _add_release(database: Database, source: SourceSpec, decision: Decision, now: datetime) -> int:
    looks = decision.likeness or Likeness(decision.entry.title)
    return await database.insert(
        "INSERT INTO releases (source, title, url, published, seen, title_key, excerpt, entry, looks_like) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        source.id,
        decision.entry.title,
        decision.entry.url,
        stamp(decision.entry.published),
        stamp(now),
        looks.key,
        looks.text,
        decision.keys.entry,
        decision.looks_like,
    )


async def _describe(database: Database, source: SourceSpec, release: int, decision: Decision) -> None:
    """The release looks as the entry does that has the word."""
    looks = decision.likeness or Likeness(decision.entry.title)
    await database.change(
        "UPDATE releases SET title = ?, url = ?, published = ?, title_key = ?, excerpt = ?, entry = ? "
        "WHERE id = ? AND source = ?",
        decision.entry.title,
        decision.entry.url,
        stamp(decision.entry.published),
        looks.key,
        looks.text,
        decision.keys.entry,
        release,
        source.id,
    )


async def _look_for_withdrawal(
    database: Database, source: SourceSpec, release: int, decision: Decision, *, heard: bool, now: datetime
) -> None:
    """Note that the website itself says of a release that it is withdrawn, or says so no longer."""
    if decision.reason:
        await vanishing.hold_unsent(database, release, decision.reason, now)
        await vanishing.note(database, source.id, release, decision.reason, seen=1, now=now)
    elif heard:
        await vanishing.forget(database, release)


async def _words(database: Database, source: SourceSpec, release: int, finding: Finding, *, heard: bool) -> Post | None:
    """The post as it is to be: the owner's words; another source adds its hashtags only."""
    row = await database.row(
        "SELECT source, body FROM releases LEFT JOIN posts ON posts.release = releases.id WHERE id = ?", release
    )
    if row is None or row["body"] is None:
        if finding.post:
            # It was baseline, or unwanted, in the source that showed it first.
            await database.change("UPDATE releases SET source = ? WHERE id = ?", source.id, release)
            await _describe(database, source, release, finding.decision)
        return finding.post
    if finding.post and heard and row["source"] == source.id:
        return finding.post
    return replace(POST.load(row["body"]), hashtags=finding.hashtags)


def _was_read(finding: Finding) -> bool:
    """Whether the release's page was read, as far as a person can tell from the post."""
    held = finding.decision.verdict in {Verdict.FLOOD, Verdict.DOUBTFUL}
    return (
        finding.post is not None and not held and (finding.reread_at is None or finding.planned) and not finding.barred
    )


async def _page_read(database: Database, release: int, now: datetime) -> int:
    """No delivery waits for the page any longer; returns how many did."""
    if not await database.change("DELETE FROM rereads WHERE release = ?", release):
        return 0
    return await database.change(
        "UPDATE deliveries SET due = ? WHERE release = ? AND state = 'pending' AND due > ?",
        stamp(now),
        release,
        stamp(now),
    )


async def _add_deliveries(database: Database, source: SourceSpec, release: int, finding: Finding, now: datetime) -> int:
    state, reason = _STATES[finding.decision.verdict]
    reason = finding.decision.reason or reason
    made = []
    for channel in source.channels:
        made += [channel] * await database.change(
            "INSERT OR IGNORE INTO deliveries (release, channel, state, due, reason, created, changed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            release,
            channel,
            state,
            stamp(finding.not_before or now),
            dump_text(reason),
            stamp(now),
            stamp(now),
        )
    if state is DeliveryState.HELD:
        await enter_holds(database, release, made, reason, now)
    return len(made) if state is DeliveryState.PENDING else 0


async def _enter_baseline(database: Database, source: SourceSpec, findings: Sequence[Finding], now: datetime) -> None:
    """One record for all that a source had at first sight: nothing of it is posted, by nobody's decision."""
    if count := sum(finding.decision.verdict is Verdict.BASELINE for finding in findings):
        await append(
            database,
            Event.BASELINE,
            release=0,
            channel="",
            who="relay",
            now=now,
            source=source.id,
            url=source.url,
            count=count,
        )
