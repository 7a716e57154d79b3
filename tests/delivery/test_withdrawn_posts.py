"""A withdrawn release leaves neither its words nor its photo in the channel, wherever relay is cut off meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from relay.delivery.uploads import BLANK
from relay.errors import Rejected
from relay.model import Picture
from relay.store.ledger import Chain, records
from relay.store.withdrawals import withdraw
from tests.desk import Desk, open_desk
from tests.fakes import SITE, Crash, post

PHOTO = Picture(f"{SITE}/bild.jpg")
NOTICE = "<b>eins</b> withdrawn"


def shown(desk: Desk) -> list[tuple[str, str]]:
    """What stands in the channel: words, and the address of the picture."""
    return [(one.html, one.picture.url if one.picture else "") for one in desk.channel.standing.values()]


async def events(desk: Desk) -> list[str]:
    return [record.event async for record, _ in records(desk.database, Chain())]


async def posted(desk: Desk) -> None:
    await desk.bring("eins", post=post("eins", "A.", pictures=(PHOTO,)))
    await desk.work()
    assert shown(desk) == [("<b>eins: A.</b>", PHOTO.url)]


@pytest.mark.parametrize("withdrawal", ["notice", "delete"])
async def test_a_withdrawal_that_is_cut_off_anywhere_is_made_again(tmp_path: Path, withdrawal: str) -> None:
    cuts = 0
    while True:
        cuts += 1
        async with open_desk(tmp_path / f"{cuts}.db", withdrawal=withdrawal) as desk:
            await posted(desk)
            await withdraw(desk.database, 1, desk.clock(), "administrator")
            desk.fuse.passed, desk.fuse.at = 0, cuts
            try:
                await desk.work()
                cut = False
            except Crash:
                cut = True
                await desk.start_over()
                await desk.work()

            assert shown(desk) == ([(NOTICE, BLANK.url)] if withdrawal == "notice" else [])
            assert await events(desk) == ["posted", "to-withdraw", "withdrawn" if withdrawal == "notice" else "deleted"]
            assert await desk.states() == {"eins": "discarded"}
        if not cut:
            break
    assert cuts > 8


async def test_a_photo_that_telegram_will_not_replace_is_held_for_a_person(desk: Desk) -> None:
    await posted(desk)
    await withdraw(desk.database, 1, desk.clock(), "administrator")
    desk.channel.rule = lambda call, *_: Rejected("no", part="picture") if call == "edit" else None
    await desk.work()

    assert await desk.states() == {"eins": "held"}
    desk.channel.rule = lambda *_: None
    (hold,) = await desk.decisions.holds()
    await desk.decisions.release([hold.id], desk.clock(), who="editors")
    await desk.work()
    assert shown(desk) == [(NOTICE, BLANK.url)]
    assert await events(desk) == ["posted", "to-withdraw", "held", "released", "withdrawn"]


@pytest.mark.parametrize("withdrawal", ["notice", "delete"])
async def test_what_a_person_took_away_needs_no_notice_any_more(tmp_path: Path, withdrawal: str) -> None:
    def rule(call: str, *_: object) -> Rejected | None:
        too_old = Rejected("message can't be deleted for everyone")
        gone = Rejected("message to edit not found", part="gone")
        return {"edit": gone, "delete": too_old}.get(call)

    async with open_desk(tmp_path / "relay.db", withdrawal=withdrawal) as desk:
        await posted(desk)
        await withdraw(desk.database, 1, desk.clock(), "administrator")
        desk.channel.rule = rule
        await desk.work()

        assert await desk.states() == {"eins": "discarded"}
        assert await events(desk) == ["posted", "to-withdraw", "deleted"]


async def test_a_correction_without_the_photo_takes_it_away_as_well(desk: Desk) -> None:
    await posted(desk)
    await desk.bring("eins", post=post("eins", "A."))
    await desk.work()
    assert shown(desk) == [("<b>eins: A.</b>", BLANK.url)]

    await desk.bring("eins", post=post("eins", "B.", pictures=(PHOTO,)))
    await desk.work()
    assert shown(desk) == [("<b>eins: B.</b>", PHOTO.url)]
