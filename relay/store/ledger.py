"""The ledger: what was published, corrected, withdrawn and decided, in an append-only chain of records.

The rule, for those who check an export without relay: every line is a JSON object. Take ``digest`` out of it and write
the rest in the canonical form of RFC 8785 (keys sorted, no white space, UTF-8; relay puts no fractions into it, so that
`jq -cS 'del(.digest)'` and `json.dumps(..., sort_keys=True, separators=(",", ":"), ensure_ascii=False)` do): its
SHA-256 in hexadecimal is ``digest``. ``prev`` is the digest of the line before, 64 zeros in the first. ``id`` counts
from 1 without gaps.

So a record that was changed, removed or slipped in later shows. Whoever can write the file can write the whole chain
anew, or cut its end off: that is why the head (count and digest of the last record) or an export belongs elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from relay.errors import ConfigError, Text
from relay.store.database import Database

START = b"\0" * 32
"""What stands before the first record."""
PAGE = 500
"""Records read at a time: the ledger of many years is not held in memory."""
SELECT = (
    "SELECT id, at, CAST(event AS BLOB) AS event, release, CAST(channel AS BLOB) AS channel, CAST(who AS BLOB) AS who, "
    "CAST(detail AS BLOB) AS detail, digest FROM ledger "
)
"""Rows as `Chain` takes them: bytes, as a text that somebody damaged may be no UTF-8."""

Fact: TypeAlias = str | int | bool | datetime | bytes | Text | Sequence[str] | Sequence[int] | None
"""What a detail may be. No fractions: their canonical form differs between languages."""


class Event(StrEnum):
    """What happened."""

    POSTED = "posted"
    CORRECTED = "corrected"
    TO_WITHDRAW = "to-withdraw"
    """A person decided that the posts of the release are withdrawn."""
    KEPT = "kept"
    """A person decided that the posts stay, although the release is gone from the website."""
    WITHDRAWN = "withdrawn"
    """The post says that it no longer holds."""
    DELETED = "deleted"
    """The post is no longer in the channel."""
    HELD = "held"
    RELEASED = "released"
    DISCARDED = "discarded"
    ABSORBED = "absorbed"
    """It is known already, under another name, and not posted again."""
    SKIPPED = "skipped"
    """The channel cannot take it by its nature."""
    UNCERTAIN = "uncertain"
    """Nobody knows whether it was posted."""
    FOUND = "found"
    """An uncertain message is in the channel."""
    RESTORED = "restored"
    """A backup was brought back: what the replaced database knew beyond it is in that one only."""
    BASELINE = "baseline"
    """So many releases were there before relay first read the source: they are known and not posted."""


@dataclass(frozen=True, slots=True)
class Head:
    """How long the ledger was at some time, and the digest of its last record. Written ``COUNT:HEX``."""

    count: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.count}:{self.digest.hex()}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head back again. Raises ConfigError."""
        count, _, digest = text.strip().partition(":")
        try:
            head = cls(int(count), bytes.fromhex(digest))
        except ValueError:
            head = cls(-1, b"")
        if head.count < 0 or len(head.digest) != len(START):
            raise ConfigError(
                "{text} is not the head of a ledger: it has to read COUNT:DIGEST, as `relay ledger verify` shows it.",
                text=text,
            )
        return head


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the ledger, as it is exported."""

    id: int
    time: str
    """ISO 8601 in UTC, with microseconds."""
    event: str
    release: int
    """0 where it is about none."""
    channel: str
    who: str
    detail: Mapping[str, Any]
    """Links, message ids, revision, reason, digest of the words: what there is to say."""
    prev: str
    """Digest of the record before it, hexadecimal."""

    def told(self) -> dict[str, Any]:
        """All but the digest, by name."""
        return {name: getattr(self, name) for name in self.__slots__}

    def digest(self) -> bytes:
        """What the next record and `verify` hold it against."""
        return hashlib.sha256(canonical(self.told()).encode()).digest()


def canonical(value: Mapping[str, Any]) -> str:
    """RFC 8785, for values without fractions and keys in ASCII."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(slots=True)
class Chain:
    """The records as they come, each held against the one before it. Stops at the first that does not fit."""

    head: Head = Head(0, START)
    """Of those that fit."""
    first: datetime | None = None
    last: datetime | None = None
    problem: Text | None = None
    expected: Head | None = None
    """The head as it was noted once: records up to there must still be the same ones."""

    def add(self, row: sqlite3.Row) -> Record | None:
        """The next row of the table; None, and a `problem`, if it does not fit."""
        if self.problem is not None:
            return None
        number = self.head.count + 1
        if row["id"] != number:
            self.problem = Text("record {number} is missing: {next} comes next", {"number": number, "next": row["id"]})
            return None
        record = _read(row, self.head.digest)
        if record is None or record.digest() != row["digest"]:
            self.problem = Text("record {number} was changed, or one before it", {"number": number})
            return None
        if self.expected and self.expected.count == number and self.expected.digest != row["digest"]:
            self.problem = Text("record {number} is not the one that was noted", {"number": number})
            return None
        self.last = datetime.fromisoformat(record.time)
        self.first = self.first or self.last
        self.head = Head(number, row["digest"])
        return record

    def end(self) -> None:
        """There are no more rows."""
        if self.problem is None and self.expected and self.expected.count > self.head.count:
            facts = {"number": self.head.count + 1, "count": self.expected.count}
            self.problem = Text("record {number} is missing: there were {count} once", facts)

    @property
    def broken(self) -> int | None:
        """Number of the first record that does not fit; None if all do."""
        return None if self.problem is None else self.head.count + 1


async def append(
    database: Database, event: Event, *, release: int, channel: str, who: str, now: datetime, **detail: Fact
) -> None:
    """Add a record inside the caller's transaction, so that deed and record are one.

    `who` is a role, never a name: ``relay``, ``administrator`` (at the command line), ``editors`` (in their chat).
    Details that are None are left out. Raises StoreError.
    """
    last = await database.row("SELECT id, digest FROM ledger ORDER BY id DESC LIMIT 1")
    before = Head(last["id"], last["digest"]) if last else Head(0, START)
    facts = {name: _plain(fact) for name, fact in detail.items() if fact is not None}
    time = now.astimezone(UTC)
    record = Record(
        id=before.count + 1,
        time=_iso(time),
        event=event.value,
        release=release,
        channel=channel,
        who=who,
        detail=facts,
        prev=before.digest.hex(),
    )
    await database.insert(
        "INSERT INTO ledger (id, at, event, release, channel, who, detail, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        record.id,
        time.timestamp(),
        record.event,
        record.release,
        record.channel,
        record.who,
        canonical(facts),
        record.digest(),
    )


async def enter_holds(
    database: Database, release: int, channels: Sequence[str], reason: Text | None, now: datetime
) -> None:
    """What relay holds back before it was posted, and why: one record a channel. Raises StoreError."""
    about = await database.row("SELECT title, url FROM releases WHERE id = ?", release)
    named: dict[str, Fact] = {"title": about["title"], "url": about["url"]} if about else {}
    for channel in channels:
        await append(
            database, Event.HELD, release=release, channel=channel, who="relay", now=now, reason=reason, **named
        )


async def records(database: Database, chain: Chain) -> AsyncIterator[tuple[Record, bytes]]:
    """All records with their digests, oldest first, until one does not fit the chain. Raises StoreError."""
    # The least there is: a record below the first one is one too many.
    start = -(2**63)
    while True:
        async with database.turn():
            rows = await database.rows(SELECT + "WHERE id >= ? ORDER BY id LIMIT ?", start, PAGE)
        for row in rows:
            record = chain.add(row)
            if record is None:
                return
            yield record, row["digest"]
        if len(rows) < PAGE:
            chain.end()
            return
        start = chain.head.count + 1


async def verify(database: Database, expected: Head | None = None) -> Chain:
    """Hold every record against the one before it. Raises StoreError."""
    chain = Chain(expected=expected)
    async for _ in records(database, chain):
        pass
    return chain


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="microseconds")


def _plain(fact: Fact) -> object:
    match fact:
        case Text():
            return _clean(str(fact))
        case datetime():
            return _iso(fact.astimezone(UTC))
        case bytes():
            return fact.hex()
        case str():
            return _clean(fact)
        case int():
            return fact
        case Sequence():
            return [_plain(one) for one in fact]
        case _:
            raise TypeError(f"not a fact for the ledger: {fact!r}")


def _clean(text: str) -> str:
    """Without halves of characters, which have no UTF-8: what a server said may hold some."""
    return text.encode("utf-8", "replace").decode()


def _read(row: sqlite3.Row, previous: bytes) -> Record | None:
    """The record of a row; None if no relay wrote it so."""
    try:
        time = datetime.fromtimestamp(row["at"], UTC)
        texts = {name: row[name].decode() for name in ("event", "channel", "who", "detail")}
        detail = json.loads(texts.pop("detail"))
        # The digest is over what they mean: another spelling of the same would not show.
        if time.timestamp() != row["at"] or canonical(detail).encode() != row["detail"]:
            return None
    except (ValueError, OverflowError, OSError, RecursionError):
        return None
    return Record(id=row["id"], time=_iso(time), release=row["release"], detail=detail, prev=previous.hex(), **texts)
