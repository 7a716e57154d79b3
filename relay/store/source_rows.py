"""The state of a source, to and from its row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from sqlite3 import Row

from relay.errors import Text
from relay.model import Validators
from relay.settings import SourceSpec
from relay.state import NO_WISHES, SourceState
from relay.store.codec import MOVED, WISHES, dump_text, load_text, moment, stamp
from relay.store.database import Database

_COLUMNS = (
    *("url", "etag", "last_modified", "baselined", "failures", "polled", "wait_until", "success", "new", "problem"),
    *("failing", "stopped", "address", "moved", "wishes", "barred", "digest", "full", "days", "quiet_from"),
    *("kind", "lost"),
)
_KEEP_STATE = (
    f"INSERT INTO sources (id, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)}) "  # noqa: S608 - our own names
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)
"""What a poll changes; what it seldom changes, and is long, is written apart."""


def state_of(row: Row) -> SourceState:
    """The state in a row of `sources`; `planned` is when the first of its posts that wait is due."""
    return SourceState(
        url=row["url"],
        validators=Validators(row["etag"], row["last_modified"]),
        baselined=bool(row["baselined"]),
        failures=row["failures"],
        polled=moment(row["polled"]),
        wait_until=moment(row["wait_until"]),
        success=moment(row["success"]),
        new=moment(row["new"]),
        problem=load_text(row["problem"]),
        failing=moment(row["failing"]),
        lost=load_text(row["lost"]),
        stopped=bool(row["stopped"]),
        address=row["address"],
        moved=MOVED.load(row["moved"]) if row["moved"] else None,
        wishes=WISHES.load(row["wishes"]) if row["wishes"] else NO_WISHES,
        barred=row["barred"],
        digest=row["digest"] or b"",
        full=moment(row["full"]),
        days=row["days"] or b"",
        quiet_from=moment(row["quiet_from"]),
        listed=row["listed"] or b"",
        times=row["times"] or b"",
        again=moment(row["planned"]),
    )


def columns_of(state: SourceState, kind: str) -> tuple[str | int | float | bytes | None, ...]:
    """Values of `_COLUMNS`."""
    return (
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
        stamp(state.failing),
        state.stopped,
        state.address,
        MOVED.dump(state.moved) if state.moved else "",
        WISHES.dump(state.wishes) if state.wishes != NO_WISHES else "",
        state.barred,
        state.digest,
        stamp(state.full),
        state.days,
        stamp(state.quiet_from),
        kind,
        dump_text(state.lost),
    )


async def keep_states(database: Database, polls: Sequence[tuple[SourceSpec, SourceState]]) -> list[bytes]:
    """Write the states of sources; returns what the same feed of each listed before."""
    rows = await database.rows(
        "SELECT id, url, listed, times, unmatched FROM sources WHERE id IN (SELECT value FROM json_each(?))",
        json.dumps([source.id for source, _ in polls]),
    )
    stored = {row["id"]: (row["url"], row["listed"] or b"", row["times"] or b"") for row in rows}
    wrong = {row["id"]: load_text(row["unmatched"]) for row in rows}
    await database.insert_many(_KEEP_STATE, [(source.id, *columns_of(state, source.kind)) for source, state in polls])
    before = []
    for source, state in polls:
        url, listed, times = stored.get(source.id, ("", b"", b""))
        if (state.listed, state.times) != (listed, times):
            await database.change(
                "UPDATE sources SET listed = ?, times = ? WHERE id = ?", state.listed, state.times, source.id
            )
        if (unmatched := wrong.get(source.id)) and unmatched.facts.get("selector") != source.selector:
            # It was corrected: whether the new one fits is not known yet.
            await note_unmatched(database, source.id, None)
        before.append(listed if url == state.url else b"")
    return before


async def note_unmatched(database: Database, source: str, why: Text | None) -> None:
    """Remember that a source's selector matches nothing, or (None) that it does.

    Not a part of `SourceState`: a page that is read again, between two polls, decides it too.
    """
    stored = dump_text(why)
    await database.change("UPDATE sources SET unmatched = ? WHERE id = ? AND unmatched <> ?", stored, source, stored)


async def unmatched(database: Database) -> dict[str, Text]:
    """What is wrong with the selectors of sources, by source. Raises StoreError."""
    async with database.turn():
        rows = await database.rows("SELECT id, unmatched FROM sources WHERE unmatched <> ''")
    return {row["id"]: text for row in rows if (text := load_text(row["unmatched"]))}
