"""The press office hears once, without a sound, what in a post is hard to read, and nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from relay.app import hints
from relay.config import Config, load_config
from relay.delivery.message import Rendered
from relay.errors import Text
from relay.language import tell
from relay.model import Picture, Post, Verdict
from relay.press.hints import Hints
from relay.render.telegram import render
from relay.settings import Look
from relay.store.letters import write
from relay.store.notices import Notices
from tests.configs import CONFIG
from tests.desk import Desk
from tests.pressroom import FakeAlerts, FakeChat, Pressroom
from tests.render.test_posts import POST

LOUD = Post("STRASSE GESPERRT", POST.url, POST.blocks, pictures=(Picture("https://a.example/a.jpg"),))
LINE = (
    'Not easy to read for everybody: "STRASSE GESPERRT": the picture has no description (alt) on the website; '
    "the title is written in capitals, which are hard to read and may be spelled out"
)


class Kept:
    def __init__(self) -> None:
        self.letters: list[Text] = []

    async def __call__(self, letter: Text) -> None:
        self.letters.append(letter)


async def heard(post: Post, look: Look) -> list[Text]:
    kept = Kept()
    rendered = render(post, look)
    assert isinstance(rendered, Rendered)
    await Hints(look, kept)(post, rendered)
    return kept.letters


async def test_all_that_is_hard_to_read_in_a_post_is_one_line() -> None:
    (letter,) = await heard(LOUD, Look())

    assert str(letter) == LINE
    assert tell(letter, "de").startswith("Nicht für alle gut zu lesen: „STRASSE GESPERRT“: das Bild hat")


async def test_a_post_that_is_well_is_not_spoken_of() -> None:
    assert await heard(POST, Look()) == []


async def test_a_bug_in_the_search_keeps_no_post_waiting(caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept()
    await Hints(Look(), kept)(POST, "no rendered post")  # type: ignore[arg-type]  # what a bug is like

    assert kept.letters == []
    assert "relay itself failed to look" in caplog.text


async def test_a_post_is_heard_of_once_however_often_it_is_corrected(desk: Desk) -> None:
    heard: list[str] = []

    async def on_posted(post: Post, _rendered: Rendered) -> None:
        heard.append(post.title)

    desk.on_posted = on_posted
    desk.deliver = desk.new_deliver()
    await desk.bring("a", "A.")
    await desk.work()
    await desk.bring("a", "B.", verdict=Verdict.CHANGED)
    await desk.work()

    assert desk.channel.done == ["publish", "edit"]
    assert heard == ["a"]


def configured(path: Path, editors: str = "editors_chat = -1002", lint: str = "") -> Config:
    path.write_text(f"{CONFIG}{lint}\n[telegram]\n{editors}\n", encoding="utf-8")
    return load_config(path)


async def test_a_channel_s_posts_are_looked_at_where_there_is_an_editors_chat(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"

    for config in (configured(path, editors=""), configured(path, lint="lint = false")):
        assert hints(config.channel[0], config, desk.database) is None
    config = configured(path)
    found = hints(config.channel[0], config, desk.database)
    assert found
    rendered = render(LOUD, Look())
    assert isinstance(rendered, Rendered)
    for _ in range(2):
        await found(LOUD, rendered)
    assert [str(letter.text) for letter in await Notices(desk.database).letters()] == [LINE]


@pytest.mark.parametrize("chat", [True, False])
async def test_only_the_editors_chat_is_told_and_silently(desk: Desk, chat: bool) -> None:
    (letter,) = await heard(LOUD, Look())
    editors, mailbox = FakeChat(), FakeAlerts()
    room = Pressroom(desk.database, chat=editors if chat else None, alerts=mailbox)
    async with desk.database.transaction() as database:
        await write(database, letter, room.clock())

    await room.look()
    await room.look()

    assert editors.said == ([LINE] if chat else [])
    assert editors.silent == ([True] if chat else [])
    assert mailbox.told == []
    assert await Notices(desk.database).letters() == []


async def test_what_is_told_with_other_news_is_heard(desk: Desk) -> None:
    editors = FakeChat()
    room = Pressroom(desk.database, chat=editors)
    for letter in (*await heard(LOUD, Look()), Text("Corrected")):
        await room.write(letter)

    await room.look()

    assert editors.silent == [False]
