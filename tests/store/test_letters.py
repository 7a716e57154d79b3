"""Editors are told what a correction changes in their channel: in words, once, and not of noise."""

from __future__ import annotations

from dataclasses import replace

from relay.language import tell
from relay.model import Picture, Verdict
from relay.render.noise import essence
from relay.store.letters import NEWS
from relay.store.notices import Notices
from tests.desk import Desk
from tests.fakes import post

LINK = "https://t.example/101"


async def letters(desk: Desk, language: str = "en") -> list[str]:
    return [tell(letter.text, language) for letter in await Notices(desk.database).letters()]


async def posted(desk: Desk, *texts: str) -> None:
    await desk.bring("eins", *texts)
    await desk.work()


async def test_a_correction_of_what_stands_in_the_channel_is_told_with_its_words_and_the_post(desk: Desk) -> None:
    await posted(desk, "Gesperrt bis 5. März.")
    await desk.bring("eins", "Gesperrt bis 8. März.")

    assert await letters(desk) == [f"Corrected: eins\n{LINK}\n\n− Gesperrt bis 5. März.\n+ Gesperrt bis 8. März."]
    assert (await letters(desk, "de"))[0].startswith(f"Korrigiert: eins\n{LINK}\n\n− Gesperrt")


async def test_what_is_corrected_before_it_was_posted_is_no_news(desk: Desk) -> None:
    await desk.bring("eins", "A.")
    await desk.bring("eins", "B.")
    await desk.bring("alt", "C.", verdict=Verdict.BASELINE, post=None)

    assert await letters(desk) == []


async def test_a_post_that_may_be_out_counts_as_one_that_is(desk: Desk) -> None:
    await posted(desk, "A.")
    await desk.database.change("UPDATE deliveries SET receipt = NULL, intent = '{}'")
    await desk.bring("eins", "B.")

    assert len(await letters(desk)) == 1


async def test_a_burst_of_corrections_is_one_letter_from_the_first_words_to_the_last(desk: Desk) -> None:
    await posted(desk, "A.")
    for text in ("B.", "C.", "D."):
        await desk.bring("eins", text)

    (letter,) = await letters(desk)
    assert letter.endswith("\n\n− A.\n+ D.")


async def test_a_correction_that_was_taken_back_before_anybody_heard_of_it_is_not_told(desk: Desk) -> None:
    await posted(desk, "A.")
    await desk.bring("eins", "B.")
    await desk.bring("eins", "A.")

    assert await letters(desk) == []


async def test_after_a_letter_was_told_the_next_one_begins_where_it_ended(desk: Desk) -> None:
    await posted(desk, "A.")
    await desk.bring("eins", "B.")
    notices = Notices(desk.database)
    (first,) = await notices.letters()
    await notices.letter_told(first.id, desk.clock())
    await desk.bring("eins", "C.")

    (letter,) = await letters(desk)
    assert letter.endswith("\n\n− B.\n+ C.")


async def test_a_correction_that_comes_while_the_letter_is_being_told_is_not_lost_with_it(desk: Desk) -> None:
    await posted(desk, "A.")
    await desk.bring("eins", "B.")
    notices = Notices(desk.database)
    (first,) = await notices.letters()
    await desk.bring("eins", "C.")
    await notices.letter_told(first.id, desk.clock())

    (letter,) = await letters(desk)
    assert letter.endswith("\n\n− A.\n+ C.")


async def test_noise_and_hashtags_write_no_letter_and_edit_nothing_that_readers_see_as_corrected(desk: Desk) -> None:
    plain = post("eins", "A.")
    noisy = post("eins", "A.", "Aufrufe: 17", hashtags=("Kreis",))
    await desk.bring("eins", post=replace(plain, essence=essence(plain)))
    await desk.work()
    await desk.bring("eins", post=replace(noisy, essence=essence(noisy)))

    assert await letters(desk) == []
    assert [row["changed"] for row in await desk.database.rows("SELECT changed FROM posts")] == [None]


async def test_hashtags_in_another_order_edit_nothing(desk: Desk) -> None:
    await desk.bring("eins", "A.", hashtags=("Kreis", "Verkehr"))
    await desk.work()
    await desk.bring("eins", "A.", hashtags=("Verkehr", "Kreis"), says="anders")
    await desk.work()

    assert desk.channel.done == ["publish"]
    assert await letters(desk) == []


async def test_what_changes_beside_the_words_is_named(desk: Desk) -> None:
    await posted(desk, "A.")
    await desk.bring("eins", post=replace(post("eins", "A."), pictures=(Picture("https://x.example/bild.jpg"),)))

    (letter,) = await letters(desk)
    assert letter.endswith("\n\nNew picture: bild.jpg")


async def test_letters_of_corrections_do_not_pile_up_where_nobody_reads_them(desk: Desk) -> None:
    await posted(desk, "A.")
    await desk.bring("zwei", "A.")
    await desk.work()
    await desk.bring("eins", "B.")
    desk.clock.pass_by(NEWS.total_seconds() + 1)
    await desk.bring("zwei", "B.")

    (letter,) = await letters(desk)
    assert letter.startswith("Corrected: zwei\n")
