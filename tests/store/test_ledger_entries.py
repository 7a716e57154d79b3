"""What the ledger says of holds and of the first sight of a source: why, once, and whole."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from relay.errors import Text
from relay.model import Finding, Verdict
from relay.store.database import open_database
from relay.store.decisions import Decisions
from relay.store.ledger import Chain, Record, records, verify
from relay.store.sources import Sources
from tests.desk import Desk
from tests.fakes import FEED, SITE, START, finding, source, state

FLOOD = Text("too many new releases at once: {count} of {entries} entries\n{facts}", {"count": 9, "entries": 9})


async def told(desk: Desk) -> list[Record]:
    assert (await verify(desk.database)).broken is None
    return [record async for record, _ in records(desk.database, Chain())]


def held(name: str, verdict: Verdict = Verdict.FLOOD, reason: Text = FLOOD) -> Finding:
    one = finding(name, verdict)
    reason = replace(reason, facts={**reason.facts, "facts": "all of them"}) if reason is FLOOD else reason
    return replace(one, decision=replace(one.decision, reason=reason))


async def test_what_a_poll_holds_is_entered_for_each_release_and_channel_with_the_reason(desk: Desk) -> None:
    spec = source(channels=("main", "jugend"))
    doubt = Text("it may be the release {title}, which is known already", {"title": "Brücke"})
    await desk.sources.record(spec, state(), [held("eins"), held("zwei", Verdict.DOUBTFUL, doubt)], START)

    entries = await told(desk)
    assert [(one.event, one.release, one.channel, one.who) for one in entries] == [
        ("held", 1, "main", "relay"),
        ("held", 1, "jugend", "relay"),
        ("held", 2, "main", "relay"),
        ("held", 2, "jugend", "relay"),
    ]
    assert entries[0].detail["reason"] == "too many new releases at once: 9 of 9 entries\nall of them"
    assert entries[2].detail == {
        "title": "zwei",
        "url": f"{SITE}/presse/zwei",
        "reason": "it may be the release Brücke, which is known already",
    }


async def test_a_hold_and_the_decision_about_it_stand_one_after_the_other(desk: Desk) -> None:
    await desk.sources.record(source(), state(), [held("eins"), held("zwei"), held("drei")], START)
    one, two, three = (hold.id for hold in await desk.decisions.holds())
    await desk.decisions.release([one, 99], START, who="editors")
    await desk.decisions.discard([two], START, who="administrator")
    await desk.decisions.discard([three], START, who="editors", absorbed=True)
    await desk.decisions.release([one, two, three], START, who="editors")
    await desk.work()

    assert [(entry.event, entry.release, entry.who) for entry in await told(desk)] == [
        ("held", 1, "relay"),
        ("held", 2, "relay"),
        ("held", 3, "relay"),
        ("released", 1, "editors"),
        ("discarded", 2, "administrator"),
        ("absorbed", 3, "editors"),
        ("posted", 1, "relay"),
    ]


async def test_what_is_withdrawn_before_it_was_posted_is_entered_as_held(desk: Desk) -> None:
    await desk.bring("eins")
    reason = Text("its page was gone before it was posted")
    assert await desk.sources.reread_gone(1, reason, START) == 1
    assert await desk.sources.reread_gone(1, reason, START) == 0

    (entry,) = await told(desk)
    assert (entry.event, entry.channel, entry.detail["reason"]) == ("held", "main", str(reason))


async def test_hundreds_of_releases_at_first_sight_are_one_entry(desk: Desk) -> None:
    first = [finding(f"n{number}", Verdict.BASELINE) for number in range(300)]
    await desk.sources.record(source(), state(), first, START)
    await desk.sources.record(source(), state(), [], START)

    (entry,) = await told(desk)
    assert (entry.event, entry.release, entry.channel, entry.who) == ("baseline", 0, "", "relay")
    assert entry.detail == {"source": "presse", "url": FEED, "count": 300}


async def test_a_poll_that_is_taken_back_leaves_no_entry(desk: Desk) -> None:
    await desk.database.change(
        "CREATE TRIGGER full BEFORE INSERT ON deliveries WHEN (SELECT count(*) FROM deliveries) = 1 "
        "BEGIN SELECT raise(ABORT, 'full'); END"
    )
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        await desk.sources.record(source(), state(), [held("eins"), held("zwei")], START)

    assert await told(desk) == []


async def test_records_that_were_put_in_another_order_are_named(tmp_path: Path) -> None:
    path = tmp_path / "relay.db"
    async with open_database(path) as database:
        await Sources(database).record(source(), state(), [held(name) for name in ("eins", "zwei", "drei")], START)
        ids = [hold.id for hold in await Decisions(database).holds()]
        await Decisions(database).release(ids, START, who="editors")
    with sqlite3.connect(path) as forger:
        forger.execute("DROP TRIGGER ledger_is_not_changed")
        for one, other in ((3, 99), (4, 3), (99, 4)):
            forger.execute("UPDATE ledger SET id = ? WHERE id = ?", (other, one))
    forger.close()

    async with open_database(path) as database:
        chain = await verify(database)
    assert (chain.broken, str(chain.problem)) == (3, "record 3 was changed, or one before it")
