"""What is remembered of releases that may have been withdrawn, and what a person decides about them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from relay.errors import Text
from relay.model import MessageReceipt, Receipt
from relay.state import Confirmed, Vanished
from relay.store.codec import RECEIPT, dump_text
from relay.store.database import Database
from relay.store.ledger import Chain, Record, records
from relay.store.vanishing import THERE, note
from relay.store.withdrawals import VanishedReleases, channels_of, find_release, keep, withdraw
from tests.fakes import SITE, START

DAY = 86400.0
MISSING = Text("{url} was removed", {"url": "x"})
WHY = Text("its page says that it was withdrawn")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


async def release(database: Database, number: int, url: str = "", *, seen: int | None = None, due: float = 0) -> None:
    """A release; `seen` says that it has vanished."""
    url = url or f"{SITE}/presse/{number}"
    await database.change(
        "INSERT INTO releases (id, source, title, url, seen) VALUES (?, 'presse', ?, ?, 0)",
        number,
        f"Meldung {number}",
        url,
    )
    if seen is not None:
        await database.change(
            "INSERT INTO vanished (release, source, url, reason, seen, due) VALUES (?, 'presse', ?, ?, ?, ?)",
            number,
            url,
            dump_text(WHY),
            seen,
            at(due).timestamp(),
        )


async def delivery(
    database: Database, number: int, state: str, channel: str = "main", *, posted: int = 0, intent: str = ""
) -> None:
    """A delivery of a release; `posted` is the id of its message."""
    link = f"https://t.example/{channel}/{posted}"
    receipt = RECEIPT.dump(Receipt(-1001, (MessageReceipt(posted, "text", "d"),), link)) if posted else None
    await database.change(
        "INSERT INTO deliveries (release, channel, state, due, receipt, intent, created, changed, sent, reason) "
        "VALUES (?, ?, ?, 0, ?, ?, 0, 0, ?, ?)",
        number,
        channel,
        state,
        receipt,
        intent,
        START.timestamp() + posted if posted else None,
        dump_text(Text("too many")),
    )


async def states(database: Database) -> dict[str, tuple[str, int]]:
    rows = await database.rows("SELECT channel, state, withdraw FROM deliveries ORDER BY id")
    return {row["channel"]: (row["state"], row["withdraw"]) for row in rows}


# --- looking ----------------------------------------------------------------------------------------------------------


async def test_releases_are_looked_at_when_they_are_due_longest_first(database: Database) -> None:
    for number, due in ((1, 60), (2, 30), (3, 90)):
        await release(database, number, seen=0, due=due)
    store = VanishedReleases(database)

    assert [one.release for one in await store.vanished(at(60), 10)] == [2, 1]
    assert await store.vanished(at(60), 1) == [Vanished(2, "presse", f"{SITE}/presse/2", 0)]


async def test_what_was_found_gone_is_counted_up_to_certainty(database: Database) -> None:
    await release(database, 1, seen=0)
    store = VanishedReleases(database)
    for seen in (0, 1, 2, 2):
        (one,) = await store.vanished(at(1000), 10)
        assert one.seen == seen
        await store.gone(1, WHY, at(500))
    assert await store.vanished(at(499), 10) == []


async def test_how_often_a_page_was_there_is_counted_until_it_is_forgotten_or_gone(database: Database) -> None:
    store = VanishedReleases(database)
    for number in (1, 2, 3):
        await release(database, number, seen=1)
    await keep(database, 2, at(0), "administrator")
    for number in (1, 2, 3):
        await store.back(number, at(500))
    assert [(one.release, one.seen, one.there) for one in await store.vanished(at(500), 10)] == [(1, 0, 1), (3, 0, 1)]
    assert await store.vanished(at(499), 10) == []
    await store.back(1, at(600))
    await store.gone(3, WHY, at(601))
    assert [(one.release, one.seen, one.there) for one in await store.vanished(at(1000), 10)] == [(1, 0, 2), (3, 1, 0)]
    for number in (1, 2, 3):
        await store.back(number, None)
    assert [tuple(row) for row in await database.rows("SELECT release, decided FROM vanished")] == [(2, 1)]


async def test_what_nobody_knows_is_asked_later_without_being_counted(database: Database) -> None:
    await release(database, 1, seen=1)
    store = VanishedReleases(database)
    await store.look_again(1, at(60))
    assert await store.vanished(at(59), 10) == []
    assert (await store.vanished(at(60), 10))[0].seen == 1


async def test_a_decided_release_is_looked_at_no_more(database: Database) -> None:
    await release(database, 1, seen=1)
    await keep(database, 1, at(0), "administrator")
    assert await VanishedReleases(database).vanished(at(1000), 10) == []


# --- asking -----------------------------------------------------------------------------------------------------------


async def test_a_confirmed_release_comes_with_its_posts(database: Database) -> None:
    await release(database, 1, seen=2)
    await delivery(database, 1, "sent", posted=7)
    await delivery(database, 1, "sent", "jugend", posted=5)
    await delivery(database, 1, "discarded", "mirror")

    links = ("https://t.example/main/7", "https://t.example/jugend/5")
    expected = Confirmed(1, "Meldung 1", f"{SITE}/presse/1", WHY, links, at(5))
    assert await VanishedReleases(database).confirmed() == [expected]


async def test_nobody_is_asked_before_it_is_certain_nor_after_a_decision_nor_where_nothing_stands(
    database: Database,
) -> None:
    for number, seen in ((1, 1), (2, 2), (3, 2), (4, 2)):
        await release(database, number, seen=seen)
        await delivery(database, number, "discarded" if number == 4 else "sent", posted=0 if number == 4 else number)
    await keep(database, 2, at(0), "administrator")
    assert [one.release for one in await VanishedReleases(database).confirmed()] == [3]


# --- deciding ---------------------------------------------------------------------------------------------------------


async def test_withdrawing_makes_due_what_stands_and_discards_what_never_went_out(database: Database) -> None:
    await release(database, 1, seen=2)
    await delivery(database, 1, "sent", "sent", posted=1)
    await delivery(database, 1, "pending", "corrected", posted=2)
    await delivery(database, 1, "held", "refused", posted=3)
    await delivery(database, 1, "discarded", "skipped", posted=4)
    await delivery(database, 1, "sending", "sending")
    await delivery(database, 1, "held", "uncertain", intent="{}")
    await delivery(database, 1, "pending", "new")
    await delivery(database, 1, "held", "waits")
    await delivery(database, 1, "discarded", "never")
    await release(database, 2)
    await delivery(database, 2, "sent", "other", posted=9)

    standing = ["sent", "corrected", "refused", "skipped", "sending", "uncertain"]
    assert await channels_of(database, 1) == standing
    assert await withdraw(database, 1, at(100), "editors") == 6
    assert await states(database) == {
        **dict.fromkeys(standing, ("pending", 1)),
        "sending": ("sending", 1),  # whoever sends it is not disturbed
        **dict.fromkeys(["new", "waits", "never"], ("discarded", 0)),
        "other": ("sent", 0),
    }
    due = await database.rows("SELECT DISTINCT due, attempts, reason FROM deliveries WHERE state = 'pending'")
    assert [tuple(row) for row in due] == [(at(100).timestamp(), 0, "")]
    (reason,) = await database.rows("SELECT reason FROM deliveries WHERE channel = 'new'")
    assert reason["reason"] == dump_text(Text("the release was withdrawn ({who})", {"who": "editors"}))


async def test_what_was_withdrawn_is_not_withdrawn_again(database: Database) -> None:
    await release(database, 1)
    await delivery(database, 1, "sent", posted=1)
    await withdraw(database, 1, at(0), "editors")
    await database.change("UPDATE deliveries SET state = 'discarded', withdraw = 2")
    assert await withdraw(database, 1, at(0), "editors") == 0
    assert await channels_of(database, 1) == []
    assert await states(database) == {"main": ("discarded", 2)}


async def test_a_release_that_relay_did_not_miss_may_be_withdrawn_and_is_not_asked_about_later(
    database: Database,
) -> None:
    await release(database, 1)
    await delivery(database, 1, "sent", posted=1)
    assert await withdraw(database, 1, at(0), "administrator") == 1
    (row,) = await database.rows("SELECT * FROM vanished")
    assert (row["release"], row["source"], row["url"], row["decided"]) == (1, "presse", f"{SITE}/presse/1", 1)


async def test_keeping_changes_no_delivery(database: Database) -> None:
    await release(database, 1, seen=2)
    await delivery(database, 1, "sent", posted=1)
    await keep(database, 1, at(0), "administrator")
    assert await states(database) == {"main": ("sent", 0)}
    assert await VanishedReleases(database).confirmed() == []


async def test_the_button_that_is_pressed_second_decides_nothing(database: Database) -> None:
    store = VanishedReleases(database)
    for number in (1, 2):
        await release(database, number, seen=2)
        await delivery(database, number, "sent", f"c{number}", posted=number)
    assert await store.keep(1, at(0), who="editors")
    assert not await store.withdraw(1, at(0), who="editors")
    assert await store.withdraw(2, at(0), who="editors")
    assert not await store.keep(2, at(0), who="editors")
    assert await states(database) == {"c1": ("sent", 0), "c2": ("pending", 1)}


async def ledger(database: Database) -> list[Record]:
    return [record async for record, _ in records(database, Chain())]


async def test_what_a_person_decides_is_in_the_ledger_once_with_role_and_posts(database: Database) -> None:
    for number in (1, 2):
        await release(database, number, seen=2)
        await delivery(database, number, "sent", posted=number)
    for _ in range(2):
        await withdraw(database, 1, at(0), "administrator")
        await keep(database, 2, at(1), "editors")
    await database.change("UPDATE deliveries SET withdraw = 2")
    await withdraw(database, 1, at(2), "administrator")

    told = [(one.event, one.release, one.who) for one in await ledger(database)]
    assert told == [("to-withdraw", 1, "administrator"), ("kept", 2, "editors")]
    (first, *_) = await ledger(database)
    assert first.detail == {
        "title": "Meldung 1",
        "url": f"{SITE}/presse/1",
        "reason": "its page says that it was withdrawn",
        "links": ["https://t.example/main/1"],
    }


# --- many at once -----------------------------------------------------------------------------------------------------


async def look(database: Database, gone: int, there: int, *, why: Text = MISSING, seen: int = 2) -> None:
    """Of so many releases that left the feed, so many pages are gone."""
    for number in range(1, gone + there + 1):
        await release(database, number, seen=seen if number <= gone else THERE)
        await delivery(database, number, "sent", posted=number)
    await database.change("UPDATE vanished SET reason = ?", dump_text(why))


@pytest.mark.parametrize(("gone", "there"), [(3, 0), (4, 4), (20, 20)])
async def test_a_few_or_the_smaller_part_are_asked_about_one_by_one(database: Database, gone: int, there: int) -> None:
    await look(database, gone, there)
    one_by_one, many = await VanishedReleases(database).to_ask()
    assert (len(one_by_one), many) == (gone, [])


@pytest.mark.parametrize(("gone", "there"), [(4, 0), (4, 3), (40, 2)])
async def test_when_most_are_gone_at_once_there_is_one_question_for_all(
    database: Database, gone: int, there: int
) -> None:
    await look(database, gone, there)
    one_by_one, (many,) = await VanishedReleases(database).to_ask()
    assert one_by_one == []
    assert (many.source, many.gone, many.looked_at, many.last) == ("presse", gone, gone + there, gone)
    assert many.titles[0] == f"Meldung {gone}"


async def test_the_question_comes_when_the_first_of_them_is_certain_and_for_all(database: Database) -> None:
    await look(database, 6, 0, seen=1)
    assert await VanishedReleases(database).to_ask() == ([], [])
    await database.change("UPDATE vanished SET seen = 2 WHERE release = 1")
    one_by_one, (many,) = await VanishedReleases(database).to_ask()
    assert (one_by_one, many.gone) == ([], 6)


@pytest.mark.parametrize("why", [WHY, Text('the website says "{word}"', {"word": "Zurückgezogen"})])
async def test_what_somebody_wrote_is_a_withdrawal_however_many_there_are(database: Database, why: Text) -> None:
    await look(database, 6, 0, why=why)
    one_by_one, many = await VanishedReleases(database).to_ask()
    assert (len(one_by_one), many) == (6, [])


async def test_one_press_leaves_all_where_they_are_as_the_ledger_knows_and_later_ones_are_asked_about(
    database: Database,
) -> None:
    await look(database, 5, 1)
    store = VanishedReleases(database)
    _, (many,) = await store.to_ask()
    await release(database, 7, seen=2)
    await delivery(database, 7, "sent", "jugend", posted=7)

    assert await store.keep_all("00000000", many.last, at(0), who="editors") == 0
    assert await store.keep_all(many.mark, many.last, at(0), who="editors") == 5
    assert await store.keep_all(many.mark, many.last, at(0), who="editors") == 0
    one_by_one, none = await store.to_ask()
    assert ([one.release for one in one_by_one], none) == ([7], [])
    assert [(one.event, one.who) for one in await ledger(database)] == [("kept", "editors")] * 5
    assert set((await states(database)).values()) == {("sent", 0)}


async def test_what_was_there_at_the_last_look_may_leave_the_feed_again(database: Database) -> None:
    await look(database, 0, 1)
    async with database.transaction():
        await note(database, "presse", 1, MISSING, seen=0, now=at(60))
    assert [one.release for one in await VanishedReleases(database).vanished(at(60), 10)] == [1]


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "what",
    [
        "2",
        " 2 ",
        f"{SITE}/presse/zwei",
        f"{SITE}/presse/zwei/".replace("https://www.", "http://"),
        f"{SITE}/presse/zwei?utm_source=telegram",
        "https://t.example/main/7",
    ],
)
async def test_a_release_is_found_by_number_page_or_post(database: Database, what: str) -> None:
    await release(database, 1)
    await release(database, 2, f"{SITE}/presse/zwei")
    await delivery(database, 2, "sent", posted=7)
    assert await find_release(database, what) == 2


@pytest.mark.parametrize("what", ["", "3", "99999999999999999999999", "²", f"{SITE}/presse/drei", "https://[", "zwei"])
async def test_what_is_no_release_is_not_found(database: Database, what: str) -> None:
    await release(database, 1)
    await delivery(database, 1, "held")
    assert await find_release(database, what) is None


async def test_an_address_that_names_no_page_of_its_own_is_found_as_it_is_written(database: Database) -> None:
    await release(database, 1, f"{SITE}/")
    await release(database, 2, f"{SITE}/")
    assert await find_release(database, f"{SITE}/") == 2
    assert await find_release(database, SITE) is None
