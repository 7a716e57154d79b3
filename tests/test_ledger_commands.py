"""`relay ledger` and `relay status --releases`: the proof, for people and for programs that know nothing of relay."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from relay.commands import common
from relay.commands.ledger import export, verify
from relay.commands.releases import releases
from relay.errors import ConfigError, StoreError, Text
from relay.model import MessageReceipt, Receipt
from relay.store.codec import RECEIPT, dump_text
from relay.store.database import open_database
from relay.store.ledger import Event, append
from tests.configs import CONFIG

NOW = datetime(2025, 6, 2, 8, 0, tzinfo=UTC)
LINK = "https://t.me/landkreis_musterland/17"
URL = "https://www.landkreis-musterland.example/1"

Output = Callable[[], str]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A configuration, and nothing else yet."""
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    yield path
    common.speak("en")


@pytest.fixture
def out(capsys: pytest.CaptureFixture[str]) -> Output:
    return lambda: capsys.readouterr().out


@pytest.fixture
def written(config: Path) -> Path:
    """A ledger with three records, of two days."""
    asyncio.run(_write(config.with_name("relay.db"), 3))
    return config


async def _write(path: Path, count: int) -> None:
    async with open_database(path) as database, database.transaction():
        for number in range(count):
            await append(
                database,
                Event.POSTED,
                release=number,
                channel="main",
                who="relay",
                now=NOW + timedelta(days=number),
                title=f"Straße „{number}“ gesperrt\n\x7f\u2028",
                link=LINK,
                messages=[17, 18],
            )


def forge(config: Path, statement: str) -> None:
    with closing(sqlite3.connect(config.with_name("relay.db"))) as raw:
        raw.execute("DROP TRIGGER ledger_is_not_changed")
        raw.execute("DROP TRIGGER ledger_is_not_shortened")
        raw.execute(statement)
        raw.commit()


def independent_check(lines: str) -> tuple[int, str]:
    """What somebody writes who has an export and the rule: how many records fit, and why the next one does not."""
    previous = "0" * 64
    fit = 0
    for line in lines.split("\n")[:-1]:
        record = json.loads(line)
        digest = record.pop("digest")
        if record["id"] != fit + 1:
            return fit, "a record is missing"
        if record["prev"] != previous:
            return fit, "it does not follow on the one before"
        said = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if hashlib.sha256(said.encode("utf-8")).hexdigest() != digest:
            return fit, "it was changed"
        previous = digest
        fit += 1
    return fit, ""


# --- verify -----------------------------------------------------------------------------------------------------------


def test_a_whole_ledger_is_told_with_its_head(written: Path, out: Output) -> None:
    assert verify(written, as_json=True) == 0
    told = json.loads(out())
    assert (told["whole"], told["records"], told["broken"], told["problem"]) == (True, 3, None, None)
    assert (told["first"], told["last"]) == ("2025-06-02T08:00:00+00:00", "2025-06-04T08:00:00+00:00")
    assert told["head"].startswith("3:")

    assert verify(written, as_json=False) == 0
    assert out().splitlines() == [
        "Ledger: 3 records, whole, from 02.06.2025 10:00:00 to 04.06.2025 10:00:00.",
        f"Head: {told['head']}",
    ]
    assert verify(written, head=told["head"], as_json=False) == 0


def test_a_broken_ledger_is_1_and_names_the_record(written: Path, out: Output) -> None:
    forge(written, "UPDATE ledger SET channel = 'other' WHERE id = 2")

    assert verify(written, as_json=False) == 1
    assert out() == "Ledger: record 2 was changed, or one before it. Records that fit before it: 1.\n"
    assert verify(written, as_json=True) == 1
    told = json.loads(out())
    assert (told["whole"], told["broken"], told["problem"]) == (False, 2, "record 2 was changed, or one before it")


def test_an_end_that_was_cut_off_is_1_if_the_head_was_noted(written: Path, out: Output) -> None:
    verify(written, as_json=True)
    head = json.loads(out())["head"]
    forge(written, "DELETE FROM ledger WHERE id = 3")

    assert verify(written, as_json=True) == 0
    assert verify(written, head=head, as_json=True) == 1


def test_an_empty_ledger_is_told(config: Path, out: Output) -> None:
    asyncio.run(_write(config.with_name("relay.db"), 0))
    assert verify(config, as_json=False) == 0
    assert out() == "The ledger is empty.\n"


def test_without_a_database_there_is_nothing_to_verify_or_export(config: Path) -> None:
    with pytest.raises(ConfigError, match="There is no database yet"):
        verify(config, as_json=False)
    with pytest.raises(ConfigError, match="There is no database yet"):
        export(config)


def test_a_head_that_is_none_is_told(written: Path) -> None:
    with pytest.raises(ConfigError, match="is not the head of a ledger"):
        verify(written, head="12:ab…", as_json=False)


# --- export -----------------------------------------------------------------------------------------------------------


def test_an_export_can_be_checked_by_somebody_who_has_only_the_rule(written: Path, out: Output) -> None:
    assert export(written) == 0
    lines = out()
    assert independent_check(lines) == (3, "")
    first = json.loads(lines.split("\n", maxsplit=1)[0])
    assert first.keys() == {"id", "time", "event", "release", "channel", "who", "detail", "prev", "digest"}
    assert (first["time"], first["event"], first["who"]) == ("2025-06-02T08:00:00.000000+00:00", "posted", "relay")
    assert first["detail"]["messages"] == [17, 18]


@pytest.mark.parametrize(
    ("old", "new", "fit"),
    [('"channel":"main"', '"channel":"other"', 0), ("Straße „1“", "Straße „9“", 1), ('"id":3', '"id":4', 2)],
)
def test_an_export_that_was_changed_does_not_pass(written: Path, out: Output, old: str, new: str, fit: int) -> None:
    """As otherwise the check above would prove nothing."""
    export(written)
    lines = out().replace(old, new, 1)
    assert independent_check(lines)[0] == fit
    assert independent_check("\n".join(lines.split("\n")[1:]))[0] == 0


def test_the_head_that_verify_prints_is_the_last_line_of_the_export(written: Path, out: Output) -> None:
    export(written)
    last = json.loads(out().split("\n")[-2])
    verify(written, as_json=True)
    assert json.loads(out())["head"] == f"{last['id']}:{last['digest']}"


def test_an_export_goes_into_a_new_file(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written.with_name("ledger.jsonl")
    assert export(written, file) == 0
    assert capsys.readouterr() == ("", "Records exported: 3\n")
    assert independent_check(file.read_text(encoding="utf-8")) == (3, "")
    with pytest.raises(StoreError, match="is already there"):
        export(written, file)


@pytest.mark.parametrize(
    ("since", "ids"),
    [
        ("2025-06-01", [1, 2, 3]),
        ("2025-06-03", [2, 3]),
        ("2025-06-03T10:00:01", [3]),
        ("2025-06-03T08:00:00Z", [2, 3]),
        ("2025-07-01", []),
    ],
)
def test_an_export_may_begin_at_a_day(written: Path, out: Output, since: str, ids: list[int]) -> None:
    assert export(written, since=since) == 0
    assert [json.loads(line)["id"] for line in out().split("\n")[:-1]] == ids


def test_a_date_that_is_none_is_told(written: Path) -> None:
    with pytest.raises(ConfigError, match="is not a date"):
        export(written, since="yesterday")


def test_a_broken_ledger_is_exported_as_far_as_it_is_whole(written: Path, out: Output) -> None:
    forge(written, "UPDATE ledger SET channel = 'other' WHERE id = 2")
    with pytest.raises(StoreError, match="is broken: record 2 was changed"):
        export(written)
    assert independent_check(out()) == (1, "")

    file = written.with_name("ledger.jsonl")
    with pytest.raises(StoreError, match="is broken"):
        export(written, file)
    assert not file.exists()


# --- status --releases ------------------------------------------------------------------------------------------------


async def _releases(path: Path) -> None:
    receipt = RECEIPT.dump(Receipt(-1001, (MessageReceipt(17, "text", ""),), link=LINK, at=NOW))
    reason = dump_text(Text("too many new releases at once"))
    async with open_database(path) as database, database.transaction():
        for title in ("Brücke [rot] gesperrt", "Museum öffnet", "Neue Busse", "Alte Nachricht"):
            await database.insert(
                "INSERT INTO releases (source, title, url, seen) VALUES ('presse', ?, ?, 0)", title, URL
            )
        for release, state, sent, stands, why, withdraw in (
            (1, "sent", 0, receipt, "", 0),
            (2, "held", None, None, reason, 0),
            (3, "sent", 3600, receipt, "", 2),
            (4, "discarded", None, None, "", 0),
        ):
            await database.insert(
                "INSERT INTO deliveries "
                "(release, channel, state, due, receipt, reason, created, changed, sent, withdraw) "
                "VALUES (?, 'main', ?, 0, ?, ?, ?, 0, ?, ?)",
                release,
                state,
                stands,
                why,
                NOW.timestamp() - 3600 * release,
                None if sent is None else NOW.timestamp() + sent,
                withdraw,
            )
        for release, channel, event, hours in (
            (1, "main", Event.POSTED, 0),
            (1, "main", Event.CORRECTED, 1),
            (1, "main", Event.CORRECTED, 2),
            (1, "other", Event.CORRECTED, 3),
            (2, "main", Event.HELD, 1),
            (3, "main", Event.WITHDRAWN, 5),
        ):
            now = NOW + timedelta(hours=hours)
            await append(database, event, release=release, channel=channel, who="relay", now=now)


@pytest.fixture
def posted(config: Path) -> Path:
    """Releases in every state."""
    asyncio.run(_releases(config.with_name("relay.db")))
    return config


def listed(config: Path, out: Output, limit: int = 20) -> list[dict[str, Any]]:
    assert releases(config, limit=limit, as_json=True) == 0
    found = json.loads(out())["releases"]
    assert isinstance(found, list)
    return found


def test_releases_are_listed_with_link_time_and_edits_newest_first(posted: Path, out: Output) -> None:
    busses, bridge, museum, old = listed(posted, out)
    assert bridge == {
        "release": 1,
        "title": "Brücke [rot] gesperrt",
        "url": URL,
        "channel": "main",
        "state": "sent",
        "test": False,
        "link": LINK,
        "sent": "2025-06-02T08:00:00+00:00",
        "edits": 2,
        "last_edit": "2025-06-02T10:00:00+00:00",
        "withdrawing": False,
        "withdrawn": None,
        "reason": None,
        "summary": "",
    }
    assert (busses["title"], busses["withdrawn"]) == ("Neue Busse", "2025-06-02T13:00:00+00:00")
    assert (museum["state"], museum["sent"], museum["link"]) == ("held", None, "")
    assert museum["reason"] == "too many new releases at once"
    assert (old["state"], old["edits"]) == ("discarded", 0)


def test_only_so_many_releases_are_listed_as_asked_for(posted: Path, out: Output) -> None:
    assert [one["release"] for one in listed(posted, out, limit=2)] == [3, 1]


def test_the_list_of_releases_reads_well_and_cuts_no_link(posted: Path, out: Output) -> None:
    assert releases(posted, as_json=False) == 0
    told = out()
    assert told.split("Brücke")[0] == (
        f"Neue Busse\n    main: withdrawn  02.06.2025 11:00:00  {LINK}\n    withdrawn: 02.06.2025 15:00:00\n    {URL}\n"
    )
    assert (
        "Brücke [rot] gesperrt\n"
        f"    main: posted  02.06.2025 10:00:00  {LINK}\n"
        "    edits: 2, the last one 02.06.2025 12:00:00\n"
        f"    {URL}\n"
    ) in told
    assert "    main: on hold  –\n    too many new releases at once\n" in told


def test_the_list_of_releases_is_german_too(posted: Path, out: Output) -> None:
    posted.write_text(CONFIG.replace('"en"', '"de"'), encoding="utf-8")
    assert releases(posted, as_json=False) == 0
    assert "Korrekturen: 2, zuletzt 02.06.2025 12:00:00" in out()


def test_without_a_database_no_releases_are_listed(config: Path, out: Output) -> None:
    assert listed(config, out) == []
    assert releases(config, as_json=False) == 0
    assert out() == "There is no release yet.\n"
