"""Deliveries whose answers were lost, from the store to a strict Bot API server and back: none twice, none lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from relay.channels.telegram import TelegramBot
from relay.channels.telegram_witness import TelegramWitness
from relay.deliver import Deliver
from relay.delivery.findout import PATIENCE, SCHEDULED
from relay.delivery.message import Rendered, Skip
from relay.delivery.uploads import AttachedFile, PictureFile
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.model import Attachment, Picture, Post
from relay.render.telegram import render
from relay.settings import Look
from tests.channels.test_telegram import GREEN
from tests.desk import Desk, open_desk
from tests.fakes import SITE, one_message, post, superseded_notice, withdrawn_notice

CHAT, EDITORS = -1001000000001, -1001000000002
PICTURE = Picture(f"{SITE}/bild.jpg", credit="Foto: Landkreis Musterland")
LOST = Failure.close(processed=True)

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Files:
    """`relay.ports.Pictures`: the same file for every picture."""

    async def load(self, picture: Picture) -> PictureFile:
        return GREEN

    async def fetch(self, attachment: Attachment) -> AttachedFile:
        return AttachedFile(b"%PDF-1.7", "Anlage.pdf", "document")


@pytest.fixture
def emulator(server: TelegramEmulator) -> TelegramEmulator:
    server._world.chats.clear()
    server.calls.clear()
    assert not server.planned
    server.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
    server.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    return server


def look(post: Post, **more: Any) -> Rendered | Skip:
    return render(post, Look(), **more)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(tmp_path: Path, bot: TelegramBot, emulator: TelegramEmulator) -> AsyncIterator[Desk]:
    """With a real channel, and an editors' chat."""
    async with open_desk(tmp_path / "relay.db") as desk:
        desk.deliver = deliver(desk, bot)
        yield desk


def deliver(desk: Desk, bot: TelegramBot) -> Deliver:
    name = "@landkreis_musterland"
    return Deliver(
        "main",
        chat=name,
        channel=bot.channel(name),
        render=look,
        single=one_message,
        notice=withdrawn_notice,
        superseded=superseded_notice,
        pictures=Files(),
        store=desk.store,
        clock=desk.clock,
        manners=desk.manners,
        witness=TelegramWitness(bot, name, EDITORS, sleep=desk.clock.sleep),
        sleep=desk.clock.sleep,
    )


def titles(emulator: TelegramEmulator) -> list[str]:
    return [str(one.get("text") or one["caption"]).partition("\n")[0] for one in emulator.messages(CHAT)]


@pytest.mark.parametrize("failure", [LOST, Failure.cut(), Failure.gateway(processed=True), Failure.restart()])
async def test_posts_whose_answers_were_lost_stand_there_once_the_very_first_one_too(
    desk: Desk, emulator: TelegramEmulator, failure: Failure
) -> None:
    for name in ("eins", "zwei", "drei"):
        emulator.plan(failure, "sendMessage")
        await desk.bring(name)
        await desk.work()
        emulator.post_as_human(CHAT, f"Zu {name}: bitte weitersagen")

    assert [title for title in titles(emulator) if "weitersagen" not in title] == ["eins", "zwei", "drei"]
    assert set((await desk.states()).values()) == {"sent"}
    assert emulator.messages(EDITORS) == []


async def test_requests_that_never_arrived_are_made_again(desk: Desk, emulator: TelegramEmulator) -> None:
    for name in ("eins", "zwei"):
        emulator.plan(Failure.close(), "sendMessage", times=2)
        await desk.bring(name)
        await desk.work()

    assert titles(emulator) == ["eins", "zwei"]


async def test_a_post_found_out_can_be_corrected(desk: Desk, emulator: TelegramEmulator) -> None:
    emulator.plan(LOST, "sendPhoto")
    await desk.bring("eins", post=post("eins", "Erst so.", pictures=(PICTURE,)))
    await desk.work()
    await desk.bring("eins", post=post("eins", "Dann so.", pictures=(PICTURE,)))
    await desk.work()

    (standing,) = emulator.messages(CHAT)
    assert standing["kind"] == "photo"
    assert "Dann so." in standing["caption"]


async def test_what_was_tried_with_less_is_found_out_with_less(desk: Desk, emulator: TelegramEmulator) -> None:
    """The picture is refused, then the markup, and the answer to the plain text is lost."""
    emulator.plan(Failure.refusal(400, "PHOTO_INVALID_DIMENSIONS"), "sendPhoto")
    emulator.plan(Failure.refusal(400, "can't parse entities: unsupported start tag"), "sendMessage")
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins", post=post("eins", "Wort für Wort.", pictures=(PICTURE,)))
    await desk.work()

    (standing,) = emulator.messages(CHAT)
    assert f"{SITE}/presse/eins" in standing["text"]
    assert await desk.states() == {"eins": "sent"}


async def test_a_post_that_an_editor_edited_before_relay_looked_is_not_sent_again(
    desk: Desk, emulator: TelegramEmulator
) -> None:
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins")
    await desk.deliver.deliver_one()
    (standing,) = emulator.messages(CHAT)
    emulator.edit_as_human(CHAT, standing["message_id"], "eins, aber anders")
    await desk.work()

    assert titles(emulator) == ["eins, aber anders"]


async def test_a_post_that_telegram_publishes_later_is_found_when_it_is_there(
    desk: Desk, emulator: TelegramEmulator
) -> None:
    await desk.bring("eins")
    await desk.bring("zwei")
    emulator.schedule()
    await desk.deliver.deliver_one()
    for _ in range(2):
        at = await desk.deliver.ready_at()
        assert at
        desk.clock.at = max(at, desk.clock())
        await desk.deliver.deliver_one()
    assert titles(emulator) == [], "nothing goes out before it is known what became of the first"
    (number,) = emulator.publish_scheduled()
    await desk.work()

    assert titles(emulator) == ["eins", "zwei"]
    assert number in await desk.store.messages(CHAT)


async def test_a_post_that_telegram_never_names_is_taken_for_published_in_the_end(
    desk: Desk, emulator: TelegramEmulator
) -> None:
    await desk.bring("null")
    await desk.work()
    await desk.bring("eins")
    emulator.schedule()
    begun = desk.clock()
    await desk.work()

    assert desk.clock() - begun >= SCHEDULED
    assert await desk.states() == {"null": "sent", "eins": "sent"}
    assert emulator.publish_scheduled()
    assert titles(emulator) == ["null", "eins"]


@pytest.mark.parametrize(("state", "count"), [("sent", 2), ("held", 1)])
async def test_where_nobody_can_look_the_setting_decides(
    desk: Desk, bot: TelegramBot, emulator: TelegramEmulator, state: str, count: int
) -> None:
    desk.uncertain = {"sent": "resend", "held": "hold"}[state]
    desk.deliver = deliver(desk, bot)
    emulator._world.chats[CHAT].protected = True
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins")
    await desk.work()

    assert titles(emulator) == ["eins"] * count
    assert await desk.states() == {"eins": state}


@pytest.mark.parametrize(
    "trouble",
    [
        lambda emulator: emulator.plan(Failure.too_many_requests(30), "forwardMessage"),
        lambda emulator: emulator.plan(Failure.close(processed=True), "forwardMessage"),
        lambda emulator: emulator.plan(Failure.gateway(), "forwardMessage", times=3),
        lambda emulator: emulator.plan(Failure.close(), "getChat", times=2),
        lambda emulator: emulator.plan(Failure.too_many_requests(5), "deleteMessage", times=2),
    ],
)
async def test_what_goes_wrong_while_relay_looks_makes_it_look_again(
    desk: Desk, emulator: TelegramEmulator, trouble: Callable[[TelegramEmulator], None]
) -> None:
    emulator.plan(LOST, "sendMessage")
    trouble(emulator)
    await desk.bring("eins")
    await desk.bring("zwei")
    await desk.work()

    assert titles(emulator) == ["eins", "zwei"]
    assert emulator.messages(EDITORS) == []


async def test_an_editors_chat_that_comes_back_in_time_is_waited_for(desk: Desk, emulator: TelegramEmulator) -> None:
    emulator.set_membership(EDITORS, "kicked")
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins")
    for _ in range(3):
        at = await desk.deliver.ready_at()
        assert at
        desk.clock.at = max(at, desk.clock())
        await desk.deliver.deliver_one()
    assert titles(emulator) == ["eins"]
    emulator.set_membership(EDITORS, "member")
    await desk.work()

    assert titles(emulator) == ["eins"]
    assert await desk.states() == {"eins": "sent"}


async def look_once(desk: Desk) -> None:
    at = await desk.deliver.ready_at()
    assert at
    desk.clock.at = max(at, desk.clock())
    await desk.deliver.deliver_one()


async def test_the_editors_chat_is_waited_for_from_the_first_look_not_from_the_post(
    desk: Desk, bot: TelegramBot, emulator: TelegramEmulator
) -> None:
    """Relay was killed after it had posted, and started again only much later."""
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins")
    await desk.deliver.deliver_one()
    emulator.set_membership(EDITORS, "kicked")
    desk.clock.at += 2 * PATIENCE
    await desk.store.start_over(desk.clock(), 5.0)
    desk.deliver = deliver(desk, bot)
    first = desk.clock()
    while desk.clock() - first < PATIENCE / 2:
        await look_once(desk)
        assert titles(emulator) == ["eins"]
    emulator.set_membership(EDITORS, "member")
    await desk.work()

    assert titles(emulator) == ["eins"]
    assert await desk.states() == {"eins": "sent"}


@pytest.mark.parametrize("uncertain", ["resend", "hold"])
async def test_an_editors_chat_that_stays_out_of_reach_is_not_waited_for_for_ever_across_starts(
    desk: Desk, bot: TelegramBot, emulator: TelegramEmulator, uncertain: str
) -> None:
    """As `relay once` lives for some seconds each time."""
    desk.uncertain = uncertain
    desk.deliver = deliver(desk, bot)
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins")
    await desk.deliver.deliver_one()
    emulator.set_membership(EDITORS, "kicked")
    first, looks = desk.clock(), 0
    while set((await desk.states()).values()) == {"pending"}:
        assert titles(emulator) == ["eins"]
        desk.clock.at += timedelta(minutes=4)
        await desk.store.start_over(desk.clock(), 5.0)
        desk.deliver = deliver(desk, bot)
        await look_once(desk)
        looks += 1

    assert looks == 4
    assert desk.clock() - first > PATIENCE
    assert titles(emulator) == (["eins", "eins"] if uncertain == "resend" else ["eins"])


async def test_a_clock_that_jumps_while_the_editors_chat_is_out_of_reach_decides_nothing(
    desk: Desk, emulator: TelegramEmulator
) -> None:
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins")
    await desk.deliver.deliver_one()
    emulator.set_membership(EDITORS, "kicked")
    await look_once(desk)
    for jump in (timedelta(days=33), timedelta(days=-33)):
        desk.clock.at += jump
        await desk.store.clock_was_set_back("main", desk.clock())
        await look_once(desk)
    emulator.set_membership(EDITORS, "member")
    await desk.work()

    assert titles(emulator) == ["eins"]


async def test_a_channel_in_which_no_message_is_seen_leaves_it_to_the_setting(
    desk: Desk, bot: TelegramBot, emulator: TelegramEmulator
) -> None:
    desk.uncertain = "hold"
    desk.deliver = deliver(desk, bot)
    channel = emulator._world.chats[CHAT]
    channel.messages.clear()
    channel.last_id = 50_000
    emulator.plan(LOST, "sendMessage")
    await desk.bring("eins")
    await desk.work()

    assert titles(emulator) == ["eins"]
    assert await desk.states() == {"eins": "held"}
    assert "no message at all" in (await desk.reasons())[0]
