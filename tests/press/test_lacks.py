"""The press office hears what a post lacks that it was to have, once it stands in the channel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from relay.app import lacks
from relay.config import load_config
from relay.delivery.message import Message
from relay.errors import Rejected, Text, TryLater
from relay.language import tell
from relay.model import Picture, Post, Verdict
from relay.press.lacks import Lacks
from relay.render.telegram import render
from relay.settings import Look, Style
from relay.store.notices import Notices
from tests.configs import CONFIG
from tests.desk import Desk
from tests.fakes import SITE, post
from tests.pressroom import FakeAlerts, FakeChat, Pressroom

A, B = Picture(f"{SITE}/a.jpg"), Picture(f"{SITE}/b.jpg")


@pytest.fixture
def told(desk: Desk) -> list[str]:
    """What is told of the desk's posts."""
    heard: list[str] = []

    async def hear(about: Post, lacking: Sequence[Text]) -> None:
        heard.append(f"{about.title}: {', '.join(map(str, lacking))}")

    desk.on_lacking = hear
    desk.deliver = desk.new_deliver()
    return heard


async def pictured(desk: Desk, name: str, *pictures: Picture, verdict: Verdict = Verdict.NEW) -> None:
    await desk.bring(name, "Text.", verdict=verdict, post=post(name, "Text.", pictures=pictures))
    await desk.work()


async def test_a_post_that_has_all_is_not_spoken_of(desk: Desk, told: list[str]) -> None:
    await pictured(desk, "a", A)

    assert told == []


async def test_a_picture_that_cannot_be_had_is_told(desk: Desk, told: list[str]) -> None:
    desk.pictures.missing = {A.url}
    await pictured(desk, "a", A)
    await pictured(desk, "b", B)

    assert told == [f"a: without a picture ({A.url} answers 404)"]


async def test_a_picture_that_telegram_refuses_is_told(desk: Desk, told: list[str]) -> None:
    desk.channel.script.append(Rejected("Telegram says: {why}", part="picture", why="IMAGE_PROCESS_FAILED"))
    await pictured(desk, "a", A)

    assert told == ["a: without its picture (Telegram says: IMAGE_PROCESS_FAILED)"]


async def test_what_came_into_order_before_the_post_was_out_is_not_told(desk: Desk, told: list[str]) -> None:
    desk.pictures.missing = {A.url}
    desk.channel.script.append(TryLater("later"))
    await desk.bring("a", "Text.", post=post("a", "Text.", pictures=(A,)))
    await desk.deliver.deliver_one()
    desk.pictures.missing = set()
    await desk.work()

    assert told == []


async def test_what_one_message_lacks_is_told_though_the_next_one_has_to_wait(desk: Desk, told: list[str]) -> None:
    desk.pictures.missing = {A.url}
    desk.channel.script.extend([None, TryLater("later")])
    await desk.bring("a", "Eins.", "Zwei.", post=post("a", "Eins.", "Zwei.", pictures=(A,)))
    await desk.work()

    assert len(desk.channel.standing) == 2
    assert told == [f"a: without a picture ({A.url} answers 404)"]


async def test_what_was_told_of_one_message_is_not_told_of_what_came_into_order_since(
    desk: Desk, told: list[str]
) -> None:
    desk.pictures.missing = {A.url}
    desk.channel.script.extend([None, TryLater("later")])
    await desk.bring("a", "Eins.", "Zwei.", post=post("a", "Eins.", "Zwei.", pictures=(A,)))
    await desk.deliver.deliver_one()
    assert told == [f"a: without a picture ({A.url} answers 404)"]
    desk.pictures.missing = set()
    await desk.bring("a", "Neu.", "Zwei.", verdict=Verdict.CHANGED, post=post("a", "Neu.", "Zwei.", pictures=(A,)))
    await desk.work()

    assert len(told) == 1


async def test_pictures_that_an_album_has_no_place_for_are_told(desk: Desk, told: list[str]) -> None:
    def rendered(one: Post, **how: object) -> object:
        return render(one, Look(pictures="all"), **how)  # type: ignore[arg-type]  # as the port has it

    desk.render = rendered  # type: ignore[assignment]  # as above
    desk.deliver = desk.new_deliver()
    await pictured(desk, "a", A)
    await pictured(desk, "a", A, B, verdict=Verdict.CHANGED)

    assert told == ["a: without pictures that came later (1)"]


async def test_a_correction_that_cannot_show_its_new_picture_is_told(desk: Desk, told: list[str]) -> None:
    await pictured(desk, "a", A)
    desk.pictures.missing = {B.url}
    await pictured(desk, "a", B, verdict=Verdict.CHANGED)

    assert told == [f"a: without a picture ({B.url} answers 404)"]


async def test_a_rich_message_that_becomes_classic_ones_is_told(desk: Desk, told: list[str]) -> None:
    def refuse(call: str, message: Message | None, upload: object) -> Exception | None:
        return Rejected("Telegram knows no rich messages", part="rich") if message and message.rich else None

    def rendered(one: Post, **how: object) -> object:
        return render(one, Look(style=Style.FULL, rich=True), **how)  # type: ignore[arg-type]  # as the port has it

    desk.channel.rule = refuse
    desk.render = rendered  # type: ignore[assignment]  # as above
    desk.deliver = desk.new_deliver()
    await pictured(desk, "a")

    assert told == ["a: in classic messages instead of a rich one (Telegram knows no rich messages)"]


async def test_editors_are_told_in_one_silent_line_and_nobody_else(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{CONFIG}\n[telegram]\neditors_chat = -1002\n", encoding="utf-8")
    tellers = lacks(load_config(path), desk.database)
    assert tellers
    for _ in range(2):
        lacking = Text("without a picture ({why})", {"why": Text("b")})
        await tellers(post("Sperrung"), [lacking, Text("c"), lacking])

    (letter,) = await Notices(desk.database).letters()
    assert str(letter.text) == 'Posted otherwise than meant: "Sperrung": without a picture (b); c'
    assert tell(letter.text, "de") == "Anders veröffentlicht als vorgesehen: „Sperrung“: ohne ein Bild (b); c"
    chat, mailbox = FakeChat(), FakeAlerts()
    await Pressroom(desk.database, chat=chat, alerts=mailbox).look()
    assert (chat.said, chat.silent, mailbox.told) == ([str(letter.text)], [True], [])


def test_without_an_editors_chat_nobody_is_told(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")

    assert lacks(load_config(path), desk.database) is None


async def test_a_title_without_end_is_cut() -> None:
    kept: list[Text] = []

    async def keep(letter: Text) -> None:
        kept.append(letter)

    await Lacks(keep)(post("Wort " * 500), [Text("a")])

    assert len(str(kept[0])) < 200
