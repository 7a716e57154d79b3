"""What relay remembers of sources: their state, every entry they ever showed, and the releases these belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from relay.errors import Text
from relay.model import DeliveryState, EntryKeys, Finding, Known, Post, Validators, Verdict
from relay.settings import SourceSpec
from relay.state import Reread, SourceState
from relay.store.codec import ENTRY, POST, dump_text, load_text, moment, stamp
from relay.store.database import Database

_STATES: Mapping[Verdict, tuple[DeliveryState, Text | None]] = {
    Verdict.NEW: (DeliveryState.PENDING, None),
    Verdict.BASELINE: (DeliveryState.DISCARDED, Text("it was there before relay first read the source")),
    Verdict.FLOOD: (DeliveryState.HELD, Text("too many new releases at once")),
}
"""What becomes of the deliveries that a verdict makes. UNWANTED makes none: another source may want the release."""


class Sources:
    """`relay.ports.SourceStore` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def source_states(self) -> dict[str, SourceState]:
        """Of every source that was ever asked."""
        async with self._database.turn() as database:
            rows = await database.rows("SELECT * FROM sources")
        return {
            row["id"]: SourceState(
                url=row["url"],
                validators=Validators(row["etag"], row["last_modified"]),
                baselined=bool(row["baselined"]),
                failures=row["failures"],
                polled=moment(row["polled"]),
                wait_until=moment(row["wait_until"]),
                success=moment(row["success"]),
                new=moment(row["new"]),
                problem=load_text(row["problem"]),
            )
            for row in rows
        }

    async def known(self, source: str, keys: Sequence[EntryKeys]) -> dict[bytes, Known]:
        """The known ones among these entry and link keys."""
        found: dict[bytes, Known] = {}
        async with self._database.turn() as database:
            for key in keys:
                for sql, values, name in (
                    (_BY_LINK, (source, key.link), key.link),
                    (_BY_ENTRY, (source, source, key.entry), key.entry),
                ):
                    row = await database.row(sql, *values) if name else None
                    if row and name:
                        found[name] = Known(
                            release=row["release"],
                            digest=row["digest"],
                            owner=bool(row["owner"]),
                            channels=frozenset((row["channels"] or "").split("\n")) - {""},
                            live=bool(row["live"]),
                        )
        return found

    async def record(self, source: SourceSpec, state: SourceState, findings: Sequence[Finding], now: datetime) -> int:
        """Everything that one poll brought, in one transaction; returns how many deliveries became due."""
        async with self._database.transaction() as database:
            await database.insert(
                "INSERT OR REPLACE INTO sources (id, url, etag, last_modified, baselined, failures, polled, "
                "wait_until, success, new, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                source.id,
                state.url,
                state.validators.etag,
                state.validators.last_modified,
                state.baselined,
                state.failures,
                stamp(state.polled),
                stamp(state.wait_until),
                stamp(state.success),
                stamp(state.new),
                dump_text(state.problem),
            )
            return sum([await self._record_one(database, source, finding, now) for finding in findings])

    async def _record_one(self, database: Database, source: SourceSpec, finding: Finding, now: datetime) -> int:
        decision = finding.decision
        release = await self._release(database, source, finding, now)
        await database.insert(
            "INSERT OR REPLACE INTO entries (source, key, release, digest) VALUES (?, ?, ?, ?)",
            source.id,
            decision.keys.entry,
            release,
            decision.digest,
        )
        if decision.keys.link:
            await database.insert(
                "INSERT OR IGNORE INTO links (key, release) VALUES (?, ?)", decision.keys.link, release
            )
        due = 0
        if post := await _words(database, source, release, finding):
            due += await _save_post(database, release, post, now)
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
                "INSERT OR REPLACE INTO rereads (release, source, entry, tries, due) VALUES (?, ?, ?, 1, ?)",
                release,
                source.id,
                ENTRY.dump(finding.decision.entry),
                stamp(finding.reread_at),
            )
            return 0
        return await _page_read(database, release, now) if finding.post else 0

    async def _release(self, database: Database, source: SourceSpec, finding: Finding, now: datetime) -> int:
        """The release an entry belongs to; looked up again, as another source may have been faster."""
        keys, entry = finding.decision.keys, finding.decision.entry
        row = await database.row(
            "SELECT release FROM entries WHERE source = ? AND key = ? "
            "UNION ALL SELECT release FROM links WHERE key = ?",
            source.id,
            keys.entry,
            keys.link,
        )
        if row is None and finding.decision.known:
            return finding.decision.known.release
        if row is not None:
            await database.change(
                "UPDATE releases SET title = ?, url = ? WHERE id = ? AND source = ?",
                entry.title,
                entry.url,
                row["release"],
                source.id,
            )
            return int(row["release"])
        return await database.insert(
            "INSERT INTO releases (source, title, url, published, seen) VALUES (?, ?, ?, ?, ?)",
            source.id,
            entry.title,
            entry.url,
            stamp(entry.published),
            stamp(now),
        )

    async def rereads(self, now: datetime) -> list[Reread]:
        """Releases whose pages are to be read again by now; those that wait for a person wait with it."""
        async with self._database.turn() as database:
            rows = await database.rows(
                "SELECT * FROM rereads WHERE due <= ? AND EXISTS (SELECT 1 FROM deliveries "
                "WHERE deliveries.release = rereads.release AND state NOT IN ('held', 'discarded')) ORDER BY due",
                stamp(now),
            )
        return [Reread(row["release"], row["source"], ENTRY.load(row["entry"]), row["tries"]) for row in rows]

    async def reread_done(self, release: int, post: Post | None, now: datetime) -> None:
        """The page was read (`post`), or is given up (None): the delivery waits no longer.

        Words that came too late, because the source's next poll has read the page already, are dropped.
        """
        async with self._database.transaction() as database:
            if post and await database.row("SELECT 1 FROM rereads WHERE release = ?", release):
                await _save_post(database, release, post, now)
            await _page_read(database, release, now)

    async def reread_failed(self, release: int, next_try: datetime) -> None:
        """Not this time either."""
        async with self._database.transaction() as database:
            await database.change(
                "UPDATE rereads SET tries = tries + 1, due = ? WHERE release = ?", stamp(next_try), release
            )


async def _words(database: Database, source: SourceSpec, release: int, finding: Finding) -> Post | None:
    """The post as it is to be: the owner's words; another source adds its hashtags only."""
    row = await database.row(
        "SELECT source, body FROM releases LEFT JOIN posts ON posts.release = releases.id WHERE id = ?", release
    )
    if row is None or row["body"] is None:
        if finding.post:
            # It was baseline, or unwanted, in the source that showed it first.
            await database.change("UPDATE releases SET source = ? WHERE id = ?", source.id, release)
        return finding.post
    if finding.post and row["source"] == source.id:
        return finding.post
    return replace(POST.load(row["body"]), hashtags=finding.hashtags)


async def _save_post(database: Database, release: int, post: Post, now: datetime) -> int:
    """A post that reads differently makes its sent deliveries due again, as corrections; returns how many."""
    row = await database.row("SELECT revision, body FROM posts WHERE release = ?", release)
    if row:
        post = replace(post, hashtags=tuple(dict.fromkeys((*POST.load(row["body"]).hashtags, *post.hashtags))))
    body = POST.dump(post)
    if row and row["body"] == body:
        return 0
    await database.insert(
        "INSERT OR REPLACE INTO posts (release, revision, body) VALUES (?, ?, ?)",
        release,
        row["revision"] + 1 if row else 1,
        body,
    )
    return await database.change(
        "UPDATE deliveries SET state = 'pending', due = ?, attempts = 0, changed = ? "
        "WHERE release = ? AND state = 'sent'",
        stamp(now),
        stamp(now),
        release,
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
    made = 0
    for channel in source.channels:
        made += await database.change(
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
    return made if state is DeliveryState.PENDING else 0


_LOOK = """
SELECT found.release AS release, found.digest AS digest, releases.source = ? AS owner,
       (SELECT group_concat(channel, char(10)) FROM deliveries WHERE release = found.release) AS channels,
       EXISTS (SELECT 1 FROM deliveries WHERE release = found.release AND state <> 'discarded') AS live
  FROM {found} AS found JOIN releases ON releases.id = found.release
"""
_BY_ENTRY = _LOOK.format(found="(SELECT release, digest FROM entries WHERE source = ? AND key = ?)")
_BY_LINK = _LOOK.format(found="(SELECT release, NULL AS digest FROM links WHERE key = ?)")
