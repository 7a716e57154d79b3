"""Albums and files in a Telegram channel, against a strict server; and found out when an answer was lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from relay.channels.telegram import TelegramBot, TelegramChannel
from relay.delivery.message import Message
from relay.delivery.uploads import BLANK, AttachedFile, PictureFile, digest_of
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.errors import Rejected, StoreError, Uncertain
from relay.model import Attachment, Picture
from relay.settings import Look, Style
from tests.channels.conftest import CHAT, EDITORS
from tests.channels.test_telegram import photo
from tests.desk import Desk
from tests.fakes import SITE, post
from tests.media import M4A, MP3, MP4, OPUS, PDF

A, B, C, D = (Picture(f"{SITE}/{name}.jpg", credit=f"Foto: {name}") for name in "abcd")
FILES = {A.url: photo("red"), B.url: photo("green"), C.url: photo("blue"), D.url: photo("white")}
PLAN = Attachment(f"{SITE}/plan.pdf", "Lageplan", "application/pdf")
ALBUM = Message(html="<b>Sperrung</b>", plain="Sperrung", picture=A, more=(B, C))

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Website:
    """`relay.ports.Pictures`."""

    async def load(self, picture: Picture) -> PictureFile:
        return FILES[picture.url] if picture != BLANK else PictureFile(photo("grey").data, "bild.jpg", 80, 60)

    async def fetch(self, attachment: Attachment) -> AttachedFile:
        return AttachedFile(PDF, f"{attachment.title}.pdf", "document")


@pytest.fixture
def look() -> Look:
    return Look(pictures="all", link="text", files="send", style=Style.FULL)


@pytest.fixture
def pictures() -> Website:
    return Website()


async def bring(desk: Desk, name: str = "eins", text: str = "Text.", **more: Any) -> None:
    given: dict[str, Any] = {"pictures": (A, B, C), "attachments": (PLAN,), **more}
    await desk.bring(name, post=post(name, text, **given))
    await desk.work()


def standing(emulator: TelegramEmulator) -> list[tuple[str, str]]:
    """Kind and first words of what stands in the channel."""
    return [
        (one["kind"], str(one.get("text") or one.get("caption") or "").partition("\n")[0])
        for one in emulator.messages(CHAT)
    ]


# --- the calls --------------------------------------------------------------------------------------------------------


async def test_an_album_is_one_call_and_the_words_stand_below_its_first_picture(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    receipt = await channel.publish(replace(ALBUM, silent=True), FILES[A.url], (FILES[B.url], FILES[C.url]))

    messages = emulator.messages(CHAT)
    assert [call.method for call in emulator.calls] == ["sendMediaGroup"]
    assert standing(emulator) == [("photo", "Sperrung"), ("photo", ""), ("photo", "")]
    assert len({one["media_group_id"] for one in messages}) == 1
    assert all(one["silent"] for one in messages)
    assert [one.message_id for one in receipt.messages] == [one["message_id"] for one in messages]
    assert {one.kind for one in receipt.messages} == {"photo"}
    assert receipt.link == f"https://t.me/landkreis_musterland/{messages[0]['message_id']}"


@pytest.mark.parametrize(
    ("data", "kind"), [(PDF, "document"), (MP4, "video"), (MP3, "audio"), (M4A, "audio"), (OPUS, "voice")]
)
async def test_a_file_is_sent_as_what_it_is_and_its_caption_can_be_corrected(
    channel: TelegramChannel, emulator: TelegramEmulator, data: bytes, kind: str
) -> None:
    message = Message(html="Anlage: Plan", plain="Anlage: Plan", silent=True, file=PLAN)
    receipt = await channel.publish(message, AttachedFile(data, "Plan.bin", kind))

    assert [call.method.lower() for call in emulator.calls] == [f"send{kind}"]
    assert [one.kind for one in receipt.messages] == [kind]
    old = replace(receipt.messages[0], picture=PLAN.url)
    new = await channel.edit(CHAT, old, replace(message, html="Anlage: Lageplan"), None)
    assert standing(emulator) == [(kind, "Anlage: Lageplan")]
    assert new.kind == kind


@pytest.mark.parametrize("kind", ["document", "video", "audio"])
async def test_a_link_becomes_the_file_when_it_can_be_had_and_a_file_can_be_blanked(
    channel: TelegramChannel, emulator: TelegramEmulator, kind: str
) -> None:
    (old,) = (await channel.publish(Message(html="Link", plain="Link"), None)).messages
    message = Message(html="Anlage", plain="Anlage", file=PLAN)
    new = await channel.edit(CHAT, old, message, AttachedFile(PDF, "Plan.pdf", kind))

    assert (new.kind, standing(emulator)) == (kind, [(kind, "Anlage")])
    blank = Message(html="Weg", plain="Weg", picture=BLANK)
    assert (await channel.edit(CHAT, new, blank, FILES[A.url])).kind == "photo"
    assert standing(emulator) == [("photo", "Weg")]


async def test_a_link_cannot_become_a_voice_message_and_stays_a_link(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    (old,) = (await channel.publish(Message(html="Link", plain="Link"), None)).messages
    new = await channel.edit(
        CHAT, old, Message(html="Anders", plain="Anders", file=PLAN), AttachedFile(OPUS, "x.ogg", "voice")
    )

    assert (new.kind, standing(emulator)) == ("text", [("text", "Anders")])


async def test_an_album_of_which_one_picture_is_refused_may_be_out(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    broken = PictureFile(b"no picture", "bild.jpg", 80, 60)
    with pytest.raises(Uncertain, match="failed to send message #2"):
        await channel.publish(ALBUM, FILES[A.url], (broken, FILES[C.url]))


async def test_an_album_that_is_refused_as_a_whole_is_not_out(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    emulator.plan(Failure.refusal(400, "message caption is too long"), "sendMediaGroup")
    with pytest.raises(Rejected):
        await channel.publish(ALBUM, FILES[A.url], (FILES[B.url],))


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ({"ok": True, "result": [{"message_id": 7, "chat": {"id": CHAT}}, {"message_id": 8}]}, [7, 8]),
        ({"ok": True, "result": {"message_id": 7}}, [7]),
        ({"ok": True, "result": [{"message_id": 7}, {}]}, None),
        ({"ok": True, "result": []}, None),
        ({"ok": True, "result": [7]}, None),
        ({"ok": True, "result": True}, None),
        ("<html>502</html>", None),
    ],
)
async def test_an_answer_of_a_newer_server_is_read_as_far_as_it_names_every_message(
    channel: TelegramChannel, data: object, ids: list[int] | None
) -> None:
    receipt = channel._unreadable(data, ["photo", "photo"])

    assert (receipt and [one.message_id for one in receipt.messages]) == ids


# --- found out --------------------------------------------------------------------------------------------------------

LOST = Failure.close(processed=True)
NEVER = Failure.close()


async def test_an_album_with_its_text_and_its_files_stands_there(desk: Desk, emulator: TelegramEmulator) -> None:
    await bring(desk)

    first = emulator.messages(CHAT)[0]
    assert standing(emulator) == [
        ("photo", "eins"),
        ("photo", ""),
        ("photo", ""),
        ("document", "Anlage: Lageplan"),
    ]
    assert "Fotos: a, b, c\n\nWeiterlesen auf" in first["caption"]


@pytest.mark.parametrize("failure", [LOST, Failure.cut(), Failure.gateway(processed=True), Failure.restart(), NEVER])
@pytest.mark.parametrize("method", ["sendMediaGroup", "sendDocument"])
async def test_albums_and_files_whose_answers_were_lost_stand_there_once(
    desk: Desk, emulator: TelegramEmulator, failure: Failure, method: str
) -> None:
    for name in ("eins", "zwei"):
        emulator.plan(failure, method)
        await bring(desk, name)
        emulator.post_as_human(CHAT, "Bitte weitersagen")

    once = [("photo", ""), ("photo", ""), ("document", "Anlage: Lageplan"), ("text", "Bitte weitersagen")]
    assert standing(emulator) == [("photo", "eins"), *once, ("photo", "zwei"), *once]
    assert set((await desk.states()).values()) == {"sent"}
    assert emulator.messages(EDITORS) == []


async def test_an_album_found_out_can_be_corrected_in_every_message(desk: Desk, emulator: TelegramEmulator) -> None:
    emulator.plan(LOST, "sendMediaGroup")
    await bring(desk)
    before = emulator.messages(CHAT)
    await bring(desk, text="Neu.", pictures=(A, D))

    assert standing(emulator) == [("photo", "eins"), ("photo", ""), ("document", "Anlage: Lageplan")]
    after = emulator.messages(CHAT)
    assert "Neu." in after[0]["caption"]
    assert after[1]["photo"] != before[1]["photo"]


async def test_an_album_below_a_long_text_is_found_out_by_its_own_words(desk: Desk, emulator: TelegramEmulator) -> None:
    emulator.plan(LOST, "sendMediaGroup")
    await bring(desk, text="Ein langer Satz über die Sperrung. " * 60)

    assert standing(emulator) == [
        ("text", "eins"),
        ("photo", "Bilder zu: eins"),
        ("photo", ""),
        ("photo", ""),
        ("document", "Anlage: Lageplan"),
    ]


async def test_an_album_that_telegram_never_takes_goes_as_a_text(desk: Desk, emulator: TelegramEmulator) -> None:
    emulator.plan(Failure.refusal(400, "failed to send message #1 with the error message"), "sendMediaGroup", times=3)
    await bring(desk)

    assert standing(emulator) == [("text", "eins"), ("text", "Anlage: Lageplan (PDF)")]
    assert "Foto:" not in emulator.messages(CHAT)[0]["text"]


async def test_an_album_is_withdrawn_whole(desk: Desk, emulator: TelegramEmulator) -> None:
    await bring(desk)
    await desk.database.change("UPDATE deliveries SET withdraw = 1, state = 'pending'")
    await desk.work()

    ((kind, words),) = standing(emulator)
    assert (kind, words) == ("photo", "eins")
    assert "zurückgezogen" in emulator.messages(CHAT)[0]["caption"]


async def test_after_two_days_what_cannot_be_deleted_is_blank_with_a_notice(
    desk: Desk, emulator: TelegramEmulator
) -> None:
    await bring(desk)
    before = {one["message_id"]: one.get("photo") for one in emulator.messages(CHAT)}
    emulator.advance(49 * 3600)
    await desk.database.change("UPDATE deliveries SET withdraw = 1, state = 'pending'")
    await desk.work()

    assert standing(emulator) == [("photo", "eins"), ("photo", ""), ("photo", ""), ("photo", "eins")]
    assert all(one["photo"] != before[one["message_id"]] for one in emulator.messages(CHAT))


# --- sent again by its id ---------------------------------------------------------------------------------------------


class Memory:
    """`relay.delivery.uploads.KnownFiles`; the database fails if it is told to."""

    def __init__(self) -> None:
        self.ids: dict[tuple[bytes, str], str] = {}
        self.fails = False

    def _check(self) -> None:
        if self.fails:
            raise StoreError("the disk is full")

    async def known(self, digest: bytes, kind: str) -> str:
        self._check()
        return self.ids.get((digest, kind), "")

    async def keep(self, digest: bytes, kind: str, file_id: str) -> None:
        self._check()
        self.ids[digest, kind] = file_id

    async def forget(self, digest: bytes) -> None:
        self._check()
        self.ids = {known: file_id for known, file_id in self.ids.items() if known[0] != digest}


@pytest.fixture
def memory() -> Memory:
    return Memory()


def uploaded(emulator: TelegramEmulator, method: str) -> list[bool]:
    """Of each call whether bytes were sent."""
    return ["attach://" in str(call.params) or bool(call.files) for call in emulator.calls if call.method == method]


async def test_what_was_uploaded_once_is_sent_by_its_id_to_every_chat(
    bot: TelegramBot, emulator: TelegramEmulator, memory: Memory
) -> None:
    message, file = Message(html="Anlage", plain="Anlage", file=PLAN), AttachedFile(PDF, "Plan.pdf", "document")
    for chat in (CHAT, EDITORS, CHAT):
        await bot.channel(chat, memory).publish(message, file)
        await bot.channel(chat, memory).publish(ALBUM, FILES[A.url], (FILES[B.url],))

    assert uploaded(emulator, "sendDocument") == [True, False, False]
    assert uploaded(emulator, "sendMediaGroup") == [True, False, False]
    assert standing(emulator) == [("document", "Anlage"), ("photo", "Sperrung"), ("photo", "")] * 2


async def test_what_was_uploaded_once_takes_the_place_of_another_picture_by_its_id(
    bot: TelegramBot, emulator: TelegramEmulator, memory: Memory
) -> None:
    channel, blank = bot.channel(CHAT, memory), Message(html="Weg", plain="Weg", picture=BLANK)
    for _ in range(2):
        (old,) = (await channel.publish(replace(ALBUM, more=()), FILES[A.url])).messages
        assert (await channel.edit(CHAT, old, blank, FILES[B.url])).kind == "photo"

    assert uploaded(emulator, "editMessageMedia") == [True, False]
    memory.ids = dict.fromkeys(memory.ids, "AgACofanotherbot")
    await channel.edit(CHAT, old, replace(ALBUM, more=()), FILES[A.url])
    assert uploaded(emulator, "editMessageMedia") == [True, False, False, True]
    assert memory.ids[digest_of(FILES[A.url]), "photo"] != "AgACofanotherbot"
    assert standing(emulator) == [("photo", "Weg"), ("photo", "Sperrung")]


async def test_the_id_of_another_bot_is_refused_and_the_file_uploaded(
    bot: TelegramBot, emulator: TelegramEmulator, memory: Memory
) -> None:
    memory.ids[digest_of(FILES[A.url]), "photo"] = "AgACofanotherbot"
    receipt = await bot.channel(CHAT, memory).publish(replace(ALBUM, more=()), FILES[A.url])

    assert len(receipt.messages) == 1
    assert standing(emulator) == [("photo", "Sperrung")]
    assert uploaded(emulator, "sendPhoto") == [False, True]
    assert memory.ids[digest_of(FILES[A.url]), "photo"] != "AgACofanotherbot"


async def test_another_refusal_of_what_was_sent_by_its_id_stays_one(
    bot: TelegramBot, emulator: TelegramEmulator, memory: Memory
) -> None:
    channel = bot.channel(CHAT, memory)
    await channel.publish(replace(ALBUM, more=()), FILES[A.url])
    emulator.plan(Failure.refusal(400, "message caption is too long"), "sendPhoto")
    with pytest.raises(Rejected, match="too long"):
        await channel.publish(replace(ALBUM, more=()), FILES[A.url])

    assert len(memory.ids) == 1


async def test_an_id_that_is_refused_within_an_album_is_forgotten_and_the_album_may_be_out(
    bot: TelegramBot, emulator: TelegramEmulator, memory: Memory
) -> None:
    memory.ids[digest_of(FILES[B.url]), "photo"] = "AgACofanotherbot"
    channel = bot.channel(CHAT, memory)
    with pytest.raises(Uncertain):
        await channel.publish(ALBUM, FILES[A.url], (FILES[B.url],))
    await channel.publish(ALBUM, FILES[A.url], (FILES[B.url],))

    assert standing(emulator) == [("photo", "Sperrung"), ("photo", "")]


async def test_a_database_that_fails_costs_an_upload_and_nothing_else(
    bot: TelegramBot, emulator: TelegramEmulator, memory: Memory
) -> None:
    memory.fails = True
    for _ in range(2):
        await bot.channel(CHAT, memory).publish(ALBUM, FILES[A.url], (FILES[B.url],))

    assert uploaded(emulator, "sendMediaGroup") == [True, True]
