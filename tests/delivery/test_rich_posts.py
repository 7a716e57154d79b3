"""Rich messages in a channel: one message for a whole release, corrected in place, and classic where it will not do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from relay.delivery.message import Message, RichPart, picture_id
from relay.delivery.uploads import Upload
from relay.errors import Rejected, TryLater, Uncertain
from relay.model import Attachment, Picture, Receipt
from relay.render.single import single
from relay.render.telegram import render
from relay.settings import Look, Style
from relay.store.codec import RECEIPT
from relay.store.withdrawals import withdraw
from tests.desk import Desk, open_desk
from tests.fakes import SITE, Lost, post

A, B = (Picture(f"{SITE}/{name}.jpg", credit=f"Foto: {name.upper()}. Beispiel") for name in "ab")
PLAN = Attachment(f"{SITE}/plan.pdf", "Plan", "application/pdf")
RICH = Look(style=Style.FULL, rich=True)
CLASSIC = Look(style=Style.FULL)
LOST = Uncertain("Telegram did not answer ({why})", why="TimeoutError")


def show_as(desk: Desk, look: Look) -> None:
    desk.render = partial(render, look=look)
    desk.single = partial(single, look=look)
    desk.deliver = desk.new_deliver()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path / "relay.db", editors=True) as desk:
        show_as(desk, RICH)
        yield desk


async def bring(
    desk: Desk, *texts: str, pictures: tuple[Picture, ...] = (), files: tuple[Attachment, ...] = ()
) -> None:
    await desk.bring("Eins", post=post("Eins", *texts or ("Text.",), pictures=pictures, attachments=files))
    await desk.work()


async def kinds(desk: Desk) -> list[str]:
    (row,) = await desk.database.rows("SELECT receipt FROM deliveries")
    receipt: Receipt = RECEIPT.load(row[0])
    return [one.kind for one in receipt.messages]


def standing(desk: Desk) -> Message:
    (message,) = desk.channel.standing.values()
    return message


def refuse_rich(call: str, message: Message | None, _upload: Upload | None) -> Rejected | None:
    return Rejected("it is too deep", part="markup") if message and message.rich else None


async def test_a_release_with_its_pictures_is_one_message(desk: Desk) -> None:
    show_as(desk, Look(style=Style.FULL, rich=True, pictures="all"))
    await bring(desk, "Erstens.", "Zweitens.", pictures=(A, B))

    assert desk.channel.done == ["publish"]
    assert await kinds(desk) == ["rich"]
    assert standing(desk).html.startswith(f'<h3>Eins</h3><figure><img src="tg://photo?id={picture_id(A)}"/>')
    assert "<p>Erstens.</p><p>Zweitens.</p>" in standing(desk).html
    assert picture_id(B) in standing(desk).html


async def test_a_picture_that_cannot_be_had_is_left_out_with_its_credit(desk: Desk) -> None:
    show_as(desk, Look(style=Style.FULL, rich=True, pictures="all"))
    desk.pictures.missing = {A.url}
    await bring(desk, pictures=(A, B))

    assert standing(desk).picture == B
    assert "A. Beispiel" not in standing(desk).html
    assert "B. Beispiel" in standing(desk).html


async def test_a_correction_takes_the_place_of_the_old_message(desk: Desk) -> None:
    await bring(desk, pictures=(A,))
    await bring(desk, "Neu.", pictures=(A,))

    assert desk.channel.done == ["publish", "edit"]
    assert await kinds(desk) == ["rich"]
    assert "<p>Neu.</p>" in standing(desk).html
    assert picture_id(A) in standing(desk).html


async def test_a_picture_that_cannot_be_had_any_more_stays_in_a_corrected_message(desk: Desk) -> None:
    await bring(desk, pictures=(A,))
    desk.pictures.missing = {A.url}
    await bring(desk, "Neu.", pictures=(A,))

    assert "<p>Neu.</p>" in standing(desk).html
    assert picture_id(A) in standing(desk).html


async def test_a_correction_that_changes_nothing_is_not_made(desk: Desk) -> None:
    await bring(desk, pictures=(A,))
    await bring(desk, pictures=(A,))

    assert desk.channel.done == ["publish"]


async def test_what_is_refused_is_shown_in_a_classic_message_and_stays_so(desk: Desk) -> None:
    desk.channel.rule = refuse_rich
    await bring(desk, pictures=(A,))

    assert await kinds(desk) == ["photo"]
    assert "<b>Eins</b>" in standing(desk).html

    desk.channel.rule = lambda *_: None
    await bring(desk, "Neu.", pictures=(A,))

    assert await kinds(desk) == ["photo"]
    assert "Neu." in standing(desk).html
    assert not standing(desk).rich
    assert await desk.states() == {"Eins": "sent"}


async def test_a_correction_that_is_refused_turns_the_message_into_a_classic_one(desk: Desk) -> None:
    await bring(desk, pictures=(A,))
    desk.channel.rule = refuse_rich
    await bring(desk, "Neu.", pictures=(A,))

    assert await kinds(desk) == ["photo"]
    assert "<b>Eins</b>\n\nNeu." in standing(desk).html


async def test_a_refused_button_becomes_an_address_in_the_words(desk: Desk) -> None:
    desk.channel.rule = lambda _call, message, _upload: (
        Rejected("no", part="button") if message and message.button else None
    )
    await bring(desk, pictures=(A,))

    assert await kinds(desk) == ["rich"]
    assert standing(desk).html.endswith(f"<p>{SITE}/presse/Eins</p>")
    assert standing(desk).button is None


async def test_a_post_stays_as_it_is_when_the_channel_begins_with_rich_messages(desk: Desk) -> None:
    show_as(desk, CLASSIC)
    await bring(desk, pictures=(A,))
    show_as(desk, RICH)
    await bring(desk, "Neu.", pictures=(A,))

    assert await kinds(desk) == ["photo"]
    assert "<b>Eins</b>" in standing(desk).html


async def test_nor_is_a_rich_post_changed_when_the_channel_has_no_rich_messages_any_more(desk: Desk) -> None:
    await bring(desk, pictures=(A,))
    show_as(desk, CLASSIC)
    await bring(desk, "Neu.", pictures=(A,))

    assert desk.channel.done == ["publish", "edit"]
    assert await kinds(desk) == ["rich"]
    assert "<p>Neu.</p>" in standing(desk).html


LONG = tuple(f"Absatz {number} des Haushaltsplans." for number in range(600))


async def test_a_correction_that_outgrows_its_rich_message_is_one_classic_message_that_leads_on(desk: Desk) -> None:
    await bring(desk)
    await desk.bring("Zwei", post=post("Zwei", "Text."))
    await desk.work()
    for text in ("Neu.", "Noch neuer."):
        await bring(desk, text, *LONG)

        assert len(desk.channel.standing) == 2
        first, _ = desk.channel.standing.values()
        assert not first.rich
        assert text in first.html
        assert first.button
        assert first.button.url == f"{SITE}/presse/Eins"
        assert len(first.plain) <= 4096


async def test_what_leads_on_is_a_button_also_where_posts_have_their_link_in_the_text(desk: Desk) -> None:
    show_as(desk, Look(style=Style.FULL, rich=True, link="text", pictures="all"))
    await bring(desk, pictures=(A, B))
    await bring(desk, *LONG, pictures=(A, B))

    assert desk.channel.done == ["publish", "edit"]
    assert standing(desk).button


async def test_a_refused_correction_of_a_long_post_is_one_message_as_well(desk: Desk) -> None:
    await bring(desk, *LONG[:200])
    desk.channel.rule = refuse_rich
    await bring(desk, "Neu.", *LONG[:200])

    assert desk.channel.done == ["publish", "edit"]
    assert await kinds(desk) == ["text"]


async def test_rich_messages_that_are_never_answered_are_shown_as_classic_ones(desk: Desk) -> None:
    desk.channel.rule = lambda _call, message, _upload: LOST if message and message.rich else None
    await bring(desk, *LONG[:200])

    assert set(await kinds(desk)) == {"text"}
    assert desk.channel.texts[-1].endswith("Absatz 199 des Haushaltsplans.")
    assert await desk.states() == {"Eins": "sent"}


async def test_where_nobody_can_look_the_one_that_is_sent_anew_is_classic(tmp_path: Path) -> None:
    async def fine() -> None:
        """Telegram answers."""

    async with open_desk(tmp_path / "alone.db", answers=fine) as desk:
        show_as(desk, RICH)
        desk.channel.rule = lambda _call, message, _upload: LOST if message and message.rich else None
        await bring(desk)

        assert await kinds(desk) == ["text"]
        assert desk.channel.tried == 2


async def test_what_does_not_fit_into_one_message_is_shown_in_classic_ones(desk: Desk) -> None:
    await bring(desk, *(f"Absatz {number} des Haushaltsplans." for number in range(600)))

    assert set(await kinds(desk)) == {"text"}
    assert desk.channel.texts[-1].endswith("Absatz 599 des Haushaltsplans.")


async def test_files_are_messages_of_their_own_below_it(desk: Desk) -> None:
    show_as(desk, Look(style=Style.FULL, rich=True, files="send"))
    await bring(desk, files=(PLAN,))
    await bring(desk, "Neu.", files=(PLAN,))

    assert await kinds(desk) == ["rich", "document"]
    assert desk.channel.done == ["publish", "publish", "edit"]


async def test_a_lost_answer_is_found_out_and_nothing_is_posted_twice(desk: Desk) -> None:
    desk.channel.script.append(Lost(LOST))
    await bring(desk, pictures=(A,))

    assert desk.channel.done == ["publish"]
    assert await desk.states() == {"Eins": "sent"}


async def test_a_correction_whose_answer_is_lost_is_made_again(desk: Desk) -> None:
    await bring(desk)
    desk.channel.script.append(Lost(LOST))
    await bring(desk, "Neu.")

    assert desk.channel.done == ["publish", "edit", "edit"]
    assert "<p>Neu.</p>" in standing(desk).html


async def test_a_pause_that_telegram_wants_is_no_refusal(desk: Desk) -> None:
    desk.channel.script.append(TryLater("a pause", after=30.0))
    await bring(desk)

    assert await kinds(desk) == ["rich"]


async def test_a_message_that_a_person_took_away_is_not_posted_anew_by_itself(desk: Desk) -> None:
    await bring(desk)
    desk.channel.rule = lambda call, *_: Rejected("message to edit not found", part="gone") if call == "edit" else None
    await bring(desk, "Neu.")

    assert await desk.states() == {"Eins": "held"}


async def test_a_withdrawn_release_leaves_a_notice_without_its_picture(desk: Desk) -> None:
    await bring(desk, pictures=(A,))
    await withdraw(desk.database, 1, desk.clock(), "administrator")
    await desk.work()

    assert "withdrawn" in standing(desk).html
    assert not standing(desk).rich


def test_a_piece_is_left_out_with_the_picture_that_it_shows() -> None:
    parts = (RichPart("<p>x</p>", "x"), RichPart("<figure>a</figure>", "a", A), RichPart("<figure>b</figure>", "b", B))
    message = Message("", "", rich=parts).with_pictures((B,))

    assert message.html == "<p>x</p><figure>b</figure>"
    assert message.plain == "x\n\nb"
    assert (message.picture, message.more) == (B, ())
