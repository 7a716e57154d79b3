"""Which releases entries belong to: by their own key, by their link, and what else they may be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from relay.model import EntryKeys, Known, Likeness
from relay.settings import SourceSpec
from relay.state import Past
from relay.store.codec import moment, stamp
from relay.store.database import Database

AT_ONCE = 500
"""Values in one query; SQLite takes 32766 (SQLITE_MAX_VARIABLE_NUMBER)."""
CANDIDATES = 20
"""Releases of one title that an entry is compared with: those nearest in time."""
LATEST = 20
"""Releases whose addresses show where a website keeps them."""
NEAR = timedelta(days=1)
"""How far apart two moments of one day are at most, wherever it begins."""
AROUND = timedelta(days=2)
"""How far apart the dates of two versions of one release are at most (`relay.feed.alike`)."""
MOST_AROUND = 500
"""Releases of about the days of a feed that its entries are compared with: the latest."""
KEY = 16
"""Bytes of a key."""


async def known(database: Database, source: str, keys: Sequence[EntryKeys]) -> dict[bytes, Known]:
    """The known ones among these entry keys, and of the others among their links."""
    found: dict[bytes, Known] = {}
    for some in _in_turns([key.entry for key in keys]):
        marks = ", ".join("?" * len(some))
        for row in await database.rows(_BY_ENTRY.format(marks=marks), source, source, *some):
            found[row["key"]] = _known(row)
    for key in keys:
        if key.link and key.entry not in found:
            links = (key.link, *key.also)
            marks = ", ".join("?" * len(links))
            rows = await database.rows(_BY_LINK.format(marks=marks), source, *links)
            by_key = {row["key"]: row for row in rows}
            if first := next((by_key[link] for link in links if link in by_key), None):
                found[key.link] = _known(first)
    return found


async def past(database: Database, source: SourceSpec, strangers: Sequence[Likeness]) -> Past:
    """What else the entries may be that neither key nor link tells."""
    by_title: dict[bytes, list[Likeness]] = {}
    for one in strangers:
        if one.key is not None:
            by_title.setdefault(one.key, []).append(one)
    alike = {}
    for key, near in by_title.items():
        found = [row for one in near for row in await _alike(database, source, one)]
        alike[key] = tuple({row["release"]: _known(row) for row in found}.values())
    newest = await database.row(
        # One dated ahead of its time would make all others old.
        "SELECT published FROM releases WHERE source = ? AND published <= seen + 86400 ORDER BY published DESC LIMIT 1",
        source.id,
    )
    row = await database.row("SELECT max(id) AS last FROM releases")
    links = await database.rows(
        "SELECT url FROM releases WHERE source = ? AND url <> '' ORDER BY published DESC, id DESC LIMIT ?",
        source.id,
        LATEST,
    )
    return Past(
        alike=alike,
        near=await _near(database, source, strangers),
        newest=moment(newest["published"]) if newest else None,
        links=tuple(one["url"] for one in links),
        last=(row["last"] or 0) if row else 0,
    )


async def _alike(database: Database, source: SourceSpec, looks: Likeness) -> list[sqlite3.Row]:
    day = stamp(looks.published)
    return await database.rows(
        _BY_TITLE.format(channels=", ".join("?" * len(source.channels))),
        source.id,
        looks.key,
        looks.title,
        day,
        day,
        NEAR.total_seconds(),
        source.id,
        *source.channels,
        CANDIDATES,
    )


async def _near(database: Database, source: SourceSpec, strangers: Sequence[Likeness]) -> tuple[Known, ...]:
    """Releases of about the same days in the source or its channels, and those in the feed as it was before."""
    found: dict[int, Known] = {}
    row = await database.row("SELECT listed FROM sources WHERE id = ?", source.id)
    listed = (row["listed"] if row else None) or b""
    for some in _in_turns([listed[start : start + KEY] for start in range(0, len(listed), KEY)]):
        for one in await database.rows(_LISTED.format(marks=", ".join("?" * len(some))), source.id, source.id, *some):
            found[one["release"]] = _known(one)
    days = [one.published for one in strangers if one.published]
    if days:
        rows = await database.rows(
            _BY_DAY.format(channels=", ".join("?" * len(source.channels))),
            source.id,
            stamp(min(days) - AROUND),
            stamp(max(days) + AROUND),
            source.id,
            *source.channels,
            MOST_AROUND,
        )
        found |= {one["release"]: _known(one) for one in rows}
    return tuple(found.values())


async def overtaken(database: Database, last: int, key: bytes | None, published: datetime | None) -> bool:
    """Whether a release of this title and about this time was recorded after `last`."""
    if key is None:
        return False
    row = await database.row(
        "SELECT 1 FROM releases WHERE id > ? AND title_key = ? "
        "AND (published IS NULL OR ? IS NULL OR abs(published - ?) < ?)",
        last,
        key,
        stamp(published),
        stamp(published),
        NEAR.total_seconds(),
    )
    return row is not None


def _in_turns(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _known(row: sqlite3.Row) -> Known:
    return Known(
        release=row["release"],
        digest=row["digest"],
        owner=bool(row["owner"]),
        channels=frozenset((row["channels"] or "").split("\n")) - {""},
        live=bool(row["live"]),
        entry=row["entry"],
        said=row["said"],
        likeness=Likeness(row["title"], row["title_key"], row["url"], moment(row["published"]), row["excerpt"]),
        names=row["names"],
        waits=bool(row["waits"]),
    )


_LOOK = """
SELECT {found}, releases.id AS release, releases.source = ? AS owner, releases.entry AS entry, own.digest AS said,
       title, title_key, url, published, excerpt,
       (SELECT group_concat(channel, char(10)) FROM deliveries WHERE release = releases.id) AS channels,
       EXISTS (SELECT 1 FROM deliveries WHERE release = releases.id AND state <> 'discarded') AS live,
       (SELECT count(*) FROM entries WHERE release = releases.id AND source = releases.source) AS names,
       (SELECT min(state = 'held') FROM deliveries WHERE release = releases.id AND state <> 'discarded') AS waits
  FROM {tables} LEFT JOIN entries AS own ON own.source = releases.source AND own.key = releases.entry
 WHERE {which}
"""
_BY_ENTRY = _LOOK.format(
    found="found.key AS key, found.digest AS digest",
    tables="entries AS found JOIN releases ON releases.id = found.release",
    which="found.source = ? AND found.key IN ({marks})",
)
_BY_LINK = _LOOK.format(
    found="found.key AS key, NULL AS digest",
    tables="links AS found JOIN releases ON releases.id = found.release",
    which="found.key IN ({marks})",
)
# One that was absorbed is another release: its entry belongs to that now.
_ITSELF = """(releases.looks_like IS NULL OR EXISTS (
    SELECT 1 FROM entries WHERE source = releases.source AND key = releases.entry AND release = releases.id))"""
_REACHED = """(releases.source = ? OR EXISTS (SELECT 1 FROM deliveries WHERE release = releases.id
                                       AND channel IN ({channels})))"""
# An older relay kept no key of the title.
_BY_TITLE = _LOOK.format(
    found="NULL AS digest",
    tables="releases",
    which=f"""(title_key = ? OR (title_key IS NULL AND title = ?))
   AND (published IS NULL OR ? IS NULL OR abs(published - ?) < ?)
   AND {_REACHED} AND {_ITSELF}
 ORDER BY releases.id DESC LIMIT ?""",
)
_BY_DAY = _LOOK.format(
    found="NULL AS digest",
    tables="releases",
    which=f"published BETWEEN ? AND ? AND {_REACHED} AND {_ITSELF} ORDER BY releases.id DESC LIMIT ?",
)
_LISTED = _LOOK.format(
    found="NULL AS digest",
    tables="entries AS found JOIN releases ON releases.id = found.release",
    which="found.source = ? AND found.key IN ({marks})",
)
