"""A Telegram channel, driven by real HTTP against a strict server. The only tests that import aiogram with relay."""

from __future__ import annotations

import io
import json
import socket
import ssl
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError
from aiogram.methods import GetMe
from aiohttp import ClientConnectorCertificateError, ClientConnectorDNSError, web
from aiohttp.client_reqrep import ConnectionKey
from PIL import Image
from pydantic import SecretStr

from relay.article.media import prepare
from relay.channels import telegram
from relay.channels.telegram import Standing, TelegramBot, TelegramChannel, telegram_bot
from relay.channels.telegram_errors import sort
from relay.delivery.message import Button, Message
from relay.delivery.uploads import PictureFile
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.errors import ChannelError, Rejected, TryLater, Unavailable, Uncertain
from relay.model import MessageReceipt, Picture

CHAT = -1001000000001
SITE = "https://www.landkreis-musterland.example"
BUTTON = Button("Weiterlesen auf landkreis-musterland.example", f"{SITE}/presse/1")
TEXT = Message(
    html="<b>Sperrung in Neukirch</b>\n\nAb Montag &lt;23. März&gt;.",
    plain=f"Sperrung in Neukirch\n\nAb Montag <23. März>.\n\n{SITE}/presse/1",
    button=BUTTON,
)
OTHER = Message(html="<b>Sperrung in Neukirch</b>\n\nAb Dienstag.", plain="Sperrung\n\nAb Dienstag.", button=BUTTON)


def photo(colour: str) -> PictureFile:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, "PNG")
    return prepare(out.getvalue())


BRIDGE, SITE_PHOTO = Picture(f"{SITE}/brücke.jpg"), Picture(f"{SITE}/baustelle.jpg")
GREEN, BLUE = photo("green"), photo("blue")
PHOTO = Message(html=TEXT.html, plain=TEXT.plain, button=BUTTON, picture=BRIDGE)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(server: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with telegram_bot(SecretStr(server.token), server.url + "/") as bot:
        yield bot


@pytest.fixture
def emulator(server: TelegramEmulator) -> TelegramEmulator:
    """The server with nothing in it but one channel."""
    server._world.chats.clear()
    server.calls.clear()
    assert not server.planned
    server.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
    return server


@pytest.fixture
def channel(bot: TelegramBot, emulator: TelegramEmulator) -> TelegramChannel:
    return bot.channel("@landkreis_musterland")


def standing(emulator: TelegramEmulator) -> list[dict[str, Any]]:
    return emulator.messages(CHAT)


# --- publish ----------------------------------------------------------------------------------------------------------


async def test_a_text_stands_in_the_channel_with_its_button_and_the_receipt_says_where(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    receipt = await channel.publish(TEXT, None)

    (posted,) = standing(emulator)
    assert posted["text"] == "Sperrung in Neukirch\n\nAb Montag <23. März>."
    assert [entity["type"] for entity in posted["entities"]] == ["bold"]
    assert posted["buttons"] == [{"text": BUTTON.text, "url": BUTTON.url}]
    assert posted["link_preview_options"] == {"is_disabled": True}
    assert not posted["silent"]
    assert receipt.chat == CHAT
    assert receipt.messages == (MessageReceipt(posted["message_id"], "text", digest=""),)
    assert receipt.link == f"https://t.me/landkreis_musterland/{posted['message_id']}"
    assert receipt.at
    assert abs(datetime.now(UTC) - receipt.at) < timedelta(minutes=5)


async def test_a_preview_is_of_the_page_that_is_named_also_when_the_text_is_corrected(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    message = replace(TEXT, preview="https://www.landkreis-musterland.example/presse/1")
    receipt = await channel.publish(message, None)
    (posted,) = standing(emulator)
    assert posted["link_preview_options"] == {"url": message.preview}

    await channel.edit(CHAT, receipt.messages[0], replace(message, html="<b>Anders</b>"), None)
    (corrected,) = standing(emulator)
    assert corrected["link_preview_options"] == {"url": message.preview}

    await channel.edit(CHAT, receipt.messages[0], replace(TEXT, html="<b>Ohne</b>"), None)
    (corrected,) = standing(emulator)
    assert corrected["link_preview_options"] == {"is_disabled": True}


async def test_a_picture_is_uploaded_with_the_text_as_its_caption(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    receipt = await channel.publish(PHOTO, GREEN)

    (posted,) = standing(emulator)
    assert posted["kind"] == receipt.messages[0].kind == "photo"
    assert posted["caption"] == "Sperrung in Neukirch\n\nAb Montag <23. März>."
    assert posted["buttons"]
    assert (posted["photo"][-1]["width"], posted["photo"][-1]["height"]) == (80, 60)
    assert list(emulator.calls[-1].files.values()) == [len(GREEN.data)]


async def test_a_silent_message_makes_no_sound(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    await channel.publish(Message(html="Nachts", plain="Nachts", silent=True), None)
    await channel.publish(Message(html="Nachts", plain="Nachts", silent=True, picture=BRIDGE), GREEN)

    assert [posted["silent"] for posted in standing(emulator)] == [True, True]


async def test_without_html_the_plain_text_is_sent_as_it_is(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    await channel.publish(Message(html="", plain="a < b & <b>c</b>"), None)

    (posted,) = standing(emulator)
    assert posted["text"] == "a < b & <b>c</b>"
    assert not posted["buttons"]


async def test_in_a_chat_without_a_name_the_link_is_for_members(bot: TelegramBot, emulator: TelegramEmulator) -> None:
    emulator.add_channel(-1001000000002, title="Testkanal")
    emulator.add_channel(4711, title="Erika Beispiel", type="private")

    receipt = await bot.channel(-1001000000002).publish(TEXT, None)

    assert receipt.link == f"https://t.me/c/1000000002/{receipt.messages[0].message_id}"
    assert (await bot.channel(4711).publish(TEXT, None)).link == ""


# --- edit -------------------------------------------------------------------------------------------------------------


async def test_a_text_is_corrected_in_place_and_keeps_its_button(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    (old,) = (await channel.publish(TEXT, None)).messages

    new = await channel.edit(CHAT, old, OTHER, None)

    (posted,) = standing(emulator)
    assert (posted["message_id"], posted["text"]) == (old.message_id, "Sperrung in Neukirch\n\nAb Dienstag.")
    assert posted["buttons"]
    assert posted["link_preview_options"] == {"is_disabled": True}
    assert (new.message_id, new.kind) == (old.message_id, "text")


async def test_a_caption_is_corrected_in_place_and_keeps_picture_and_button(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    (old,) = (await channel.publish(PHOTO, GREEN)).messages
    before = standing(emulator)[0]["photo"]

    new = await channel.edit(CHAT, old, OTHER, None)

    (posted,) = standing(emulator)
    assert posted["caption"] == "Sperrung in Neukirch\n\nAb Dienstag."
    assert posted["photo"] == before
    assert posted["buttons"]
    assert new.kind == "photo"


async def test_the_same_picture_is_not_uploaded_again(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    (old,) = (await channel.publish(PHOTO, GREEN)).messages
    shown = MessageReceipt(old.message_id, "photo", digest="", picture=BRIDGE.url)

    await channel.edit(CHAT, shown, Message(html="Neu", plain="Neu", picture=BRIDGE), GREEN)

    assert standing(emulator)[0]["caption"] == "Neu"
    assert emulator.calls[-1].method == "editMessageCaption"


async def test_another_picture_takes_the_place_of_the_first(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    (old,) = (await channel.publish(PHOTO, GREEN)).messages
    shown = MessageReceipt(old.message_id, "photo", digest="", picture=BRIDGE.url)
    before = standing(emulator)[0]["photo"]

    wanted = Message(html="Neu", plain="Neu", picture=SITE_PHOTO, button=BUTTON)
    new = await channel.edit(CHAT, shown, wanted, BLUE)

    (posted,) = standing(emulator)
    assert posted["caption"] == "Neu"
    assert posted["photo"] != before
    assert posted["buttons"]
    assert new.kind == "photo"


async def test_a_picture_is_added_to_a_text(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    (old,) = (await channel.publish(TEXT, None)).messages

    new = await channel.edit(CHAT, old, PHOTO, GREEN)

    (posted,) = standing(emulator)
    assert (posted["kind"], posted["message_id"], new.kind) == ("photo", old.message_id, "photo")
    assert posted["caption"].startswith("Sperrung in Neukirch")


@pytest.mark.parametrize("picture", [None, GREEN])
async def test_what_reads_like_that_already_is_well(channel: TelegramChannel, picture: PictureFile | None) -> None:
    (old,) = (await channel.publish(TEXT, picture)).messages

    assert (await channel.edit(CHAT, old, TEXT, None)).message_id == old.message_id


async def test_a_message_that_a_person_deleted_is_gone(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    (old,) = (await channel.publish(TEXT, None)).messages
    emulator.delete_as_human(CHAT, old.message_id)

    with pytest.raises(Rejected) as caught:
        await channel.edit(CHAT, old, OTHER, None)

    assert caught.value.part == "gone"


async def test_a_persons_message_cannot_be_corrected(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    theirs = MessageReceipt(emulator.post_as_human(CHAT, "Von Hand"), "text", digest="")

    with pytest.raises(Rejected) as caught:
        await channel.edit(CHAT, theirs, OTHER, None)

    assert caught.value.part == "gone"
    assert standing(emulator)[0]["text"] == "Von Hand"


# --- delete -----------------------------------------------------------------------------------------------------------


async def test_a_message_is_taken_away_once(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    (old,) = (await channel.publish(TEXT, None)).messages

    await channel.delete(CHAT, old)

    assert standing(emulator) == []
    with pytest.raises(Rejected, match="not found"):
        await channel.delete(CHAT, old)


async def test_after_two_days_it_stays(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    (old,) = (await channel.publish(TEXT, None)).messages
    emulator.advance(49 * 3600)

    with pytest.raises(Rejected, match="can't be deleted"):
        await channel.delete(CHAT, old)


# --- how the bot stands -----------------------------------------------------------------------------------------------


async def test_the_bot_knows_its_name_and_what_it_may_do(bot: TelegramBot, emulator: TelegramEmulator) -> None:
    assert (await bot.name()).startswith("@")
    assert await bot.standing("@landkreis_musterland") == Standing(
        CHAT, "Landkreis Musterland", may_post=True, discussion=False, public=True, kind="channel"
    )

    emulator.set_membership(CHAT, "administrator", {"can_manage_chat": True})
    assert not (await bot.standing(CHAT)).may_post


async def test_in_a_group_a_member_may_post(bot: TelegramBot, emulator: TelegramEmulator) -> None:
    emulator.add_channel(-1001000000003, title="Pressestelle", type="supergroup", protected=True)

    assert (await bot.standing(-1001000000003)).may_post


async def test_a_server_that_tells_less_than_the_library_wants_is_understood(
    future: FutureChannel,
) -> None:
    api, channel = future
    api.says({"ok": True, "result": {"id": 4711, "type": "channel", "title": "Kreis", "status": "administrator"}})
    other = TelegramBot(channel._bot)

    assert await other.name() == "4711"
    assert not (await other.standing(CHAT)).may_post


# --- what goes wrong --------------------------------------------------------------------------------------------------


def assert_says_no_token(error: BaseException, token: str) -> None:
    """Neither itself nor anything that a traceback shows."""
    told = "".join(traceback.format_exception(error))
    secret = token.partition(":")[2]
    for text in (str(error), repr(error), repr(error.args), told, repr(vars(error))):
        assert secret not in text
    assert error.__cause__ is None or secret not in repr(error.__cause__)


async def refused(channel: TelegramChannel, emulator: TelegramEmulator) -> ChannelError:
    """What publishing says when it fails, which never is the token."""
    with pytest.raises(ChannelError) as caught:
        await channel.publish(TEXT, None)
    assert_says_no_token(caught.value, emulator.token)
    return caught.value


@pytest.mark.parametrize(
    "failure",
    [
        Failure.close(processed=True),
        Failure.close(),
        Failure.gateway(502, processed=True),
        Failure.gateway(504),
        Failure.cut(),
        Failure.refusal(500, "Internal Server Error", processed=True),
        Failure.restart(),
    ],
    ids=["lost", "closed", "502-processed", "504", "cut", "500", "restart"],
)
async def test_between_the_request_and_a_readable_answer_nobody_knows(
    channel: TelegramChannel, emulator: TelegramEmulator, failure: Failure
) -> None:
    emulator.plan(failure, "send*")

    error = await refused(channel, emulator)

    assert isinstance(error, Uncertain)
    assert len(standing(emulator)) == int(failure.processed)
    assert len(emulator.calls) == 1  # nobody has tried again on their own


async def test_a_time_out_is_uncertain(emulator: TelegramEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "TIMEOUT", 0.3)
    emulator.plan(Failure.hang(processed=True))
    async with telegram_bot(SecretStr(emulator.token), emulator.url) as bot:
        error = await refused(bot.channel(CHAT), emulator)

    assert isinstance(error, Uncertain)
    assert len(standing(emulator)) == 1


async def test_a_refused_connection_means_that_it_was_not_sent(emulator: TelegramEmulator) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # and never listens
        async with telegram_bot(SecretStr(emulator.token), f"http://127.0.0.1:{deaf.getsockname()[1]}") as bot:
            error = await refused(bot.channel(CHAT), emulator)

    assert isinstance(error, TryLater)
    assert error.after is None
    assert "Telegram cannot be reached" in str(error)


KEY = ConnectionKey("api.telegram.example", 443, True, True, None, None, None)


async def test_a_name_that_nobody_knows_means_that_it_was_not_sent() -> None:
    error = TelegramNetworkError(GetMe(), "https://api.telegram.example/bot1:secret/getMe")
    error.__cause__ = ClientConnectorDNSError(KEY, OSError(-2, "Name or service not known"))

    sorted_out = sort(error)

    assert isinstance(sorted_out, TryLater)
    assert "secret" not in str(sorted_out)


async def test_a_certificate_that_does_not_fit_means_that_it_was_not_sent() -> None:
    error = TelegramNetworkError(GetMe(), "https://api.telegram.example/bot1:secret/getMe")
    error.__cause__ = ClientConnectorCertificateError(KEY, ssl.SSLCertVerificationError(1, "self-signed"))

    assert isinstance(sort(error), TryLater)


async def test_a_pause_that_telegram_names_is_handed_on(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    emulator.plan(Failure.too_many_requests(17))

    error = await refused(channel, emulator)

    assert isinstance(error, TryLater)
    assert error.after == 17
    assert str(error) == "Telegram wants a pause of 17 s"


async def test_a_pause_without_its_seconds_is_a_pause(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    emulator.plan(Failure.refusal(400, "Too Many Requests: retry later"))
    error = await refused(channel, emulator)

    assert isinstance(error, TryLater)
    assert error.after is None


@pytest.mark.parametrize(
    "failure",
    [
        Failure.refusal(401, "Unauthorized"),
        Failure.refusal(403, "bot is not a member of the channel chat"),
        Failure.refusal(403, "bot was kicked from the channel chat"),
        Failure.refusal(400, "chat not found"),
        Failure.refusal(400, "not enough rights to send photos to the chat"),
        Failure.refusal(400, "need administrator rights in the channel chat"),
        Failure.refusal(400, "have no write access to the chat"),
        Failure.refusal(400, "CHAT_WRITE_FORBIDDEN"),
    ],
    ids=lambda failure: f"{failure.status} {failure.description}",
)
async def test_lost_rights_close_the_channel(
    channel: TelegramChannel, emulator: TelegramEmulator, failure: Failure
) -> None:
    emulator.plan(failure)

    assert isinstance(await refused(channel, emulator), Unavailable)


async def test_a_chat_that_is_not_there_and_rights_that_were_taken_close_the_channel(
    bot: TelegramBot, emulator: TelegramEmulator
) -> None:
    assert isinstance(await refused(bot.channel("@nirgends_in_musterland"), emulator), Unavailable)

    emulator.set_membership(CHAT, "administrator", {"can_manage_chat": True})
    assert isinstance(await refused(bot.channel(CHAT), emulator), Unavailable)

    emulator.set_membership(CHAT, "left")
    assert isinstance(await refused(bot.channel(CHAT), emulator), Unavailable)


async def test_a_token_that_was_revoked_is_named_without_being_shown(emulator: TelegramEmulator) -> None:
    revoked = "7000000001:AAOfSomebodyElseWhoMustNotBeShown00"
    async with telegram_bot(SecretStr(revoked), emulator.url) as bot:
        for asked in (bot.name(), bot.standing(CHAT), bot.channel(CHAT).publish(TEXT, None)):
            with pytest.raises(Unavailable, match="token") as caught:
                await asked
            assert_says_no_token(caught.value, revoked)


@pytest.mark.parametrize(
    ("description", "part"),
    [
        ('can\'t parse entities: Unsupported start tag "x" at byte offset 0', "markup"),
        ("PHOTO_INVALID_DIMENSIONS", "picture"),
        ("IMAGE_PROCESS_FAILED", "picture"),
        ("wrong file identifier/HTTP URL specified", "picture"),
        ("failed to get HTTP URL content", "picture"),
        ("message is too long", ""),
        ("message caption is too long", ""),
        ("inline keyboard button URL 'x' is invalid: Wrong HTTP URL", "button"),
        ("BUTTON_URL_INVALID", "button"),
    ],
)
async def test_a_message_that_is_refused_says_which_part_is_to_blame(
    channel: TelegramChannel, emulator: TelegramEmulator, description: str, part: str
) -> None:
    emulator.plan(Failure.refusal(400, description))

    error = await refused(channel, emulator)

    assert isinstance(error, Rejected)
    assert error.part == part
    assert description in str(error)


async def test_what_the_server_really_refuses_is_sorted_too(channel: TelegramChannel) -> None:
    with pytest.raises(Rejected) as markup:
        await channel.publish(Message(html="a < b", plain="a < b"), None)
    with pytest.raises(Rejected) as picture:
        await channel.publish(PHOTO, PictureFile(b"GIF89a", "bild.jpg", 1, 1))

    assert (markup.value.part, picture.value.part) == ("markup", "picture")


async def test_too_large_an_upload_is_the_pictures_fault(channel: TelegramChannel, emulator: TelegramEmulator) -> None:
    emulator.plan(Failure.refusal(413, "Request Entity Too Large"))
    error = await refused(channel, emulator)

    assert isinstance(error, Rejected)
    assert error.part == "picture"


async def test_what_is_unheard_of_is_a_refusal_that_says_why(
    channel: TelegramChannel, emulator: TelegramEmulator
) -> None:
    emulator.plan(Failure.refusal(418, "I am a teapot"))
    error = await refused(channel, emulator)

    assert type(error) is Rejected
    assert "teapot" in str(error)


async def test_every_error_of_aiogram_becomes_one_of_ours() -> None:
    def subclasses(kind: type[Exception]) -> set[type[Exception]]:
        return {kind}.union(*(subclasses(one) for one in kind.__subclasses__()))

    for kind in subclasses(TelegramAPIError):
        error = kind.__new__(kind)
        vars(error).update(message="why", method=GetMe(), retry_after=3, migrate_to_chat_id=1, label="x")
        assert isinstance(sort(error), ChannelError), kind


# --- an answer from the future ----------------------------------------------------------------------------------------


class Future:
    """A Bot API that gives one answer to everything."""

    def __init__(self) -> None:
        self.body = b""
        self.status = 200

    def says(self, answer: dict[str, Any] | bytes, status: int = 200) -> None:
        self.body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.status = status

    async def handle(self, request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=self.body, status=self.status, content_type="application/json", charset="utf-8")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def future() -> AsyncIterator[tuple[Future, TelegramChannel]]:
    future = Future()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", future.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with telegram_bot(SecretStr("7000000000:AAOfLandkreisMusterland"), url) as bot:
            yield future, bot.channel("@landkreis_musterland")
    finally:
        await runner.cleanup()


FutureChannel = tuple[Future, TelegramChannel]

NEWER: dict[str, Any] = {
    "ok": True,
    "result": {"message_id": 42, "chat": {"id": CHAT, "type": "agora", "username": "landkreis_musterland"}},
}


@pytest.mark.parametrize("picture", [None, GREEN])
async def test_a_post_that_is_confirmed_in_words_nobody_knows_yet_counts_as_sent(
    future: FutureChannel, picture: PictureFile | None
) -> None:
    api, channel = future
    api.says(NEWER)

    receipt = await channel.publish(TEXT, picture)

    assert receipt.chat == CHAT
    assert receipt.messages == (MessageReceipt(42, "photo" if picture else "text", digest=""),)
    assert receipt.link == "https://t.me/landkreis_musterland/42"


async def test_so_does_a_correction_and_a_removal(future: FutureChannel) -> None:
    api, channel = future
    old = MessageReceipt(42, "text", digest="")

    api.says(NEWER)
    assert (await channel.edit(CHAT, old, OTHER, None)).message_id == 42
    assert (await channel.edit(CHAT, old, PHOTO, GREEN)).kind == "photo"
    api.says({"ok": True, "result": {"done": "yes"}})
    await channel.delete(CHAT, old)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe\xfd",
        b'{"ok": true',
        b'{"ok": true}',
        b'{"ok": true, "result": true}',
        b'{"ok": true, "result": {"message_id": "?", "chat": 1}}',
        b'{"ok": "so to speak", "result": {}}',
    ],
)
async def test_a_confirmation_without_a_number_is_uncertain(future: FutureChannel, answer: bytes) -> None:
    api, channel = future
    api.says(answer)

    with pytest.raises(Uncertain):
        await channel.publish(TEXT, None)


@pytest.mark.parametrize(
    ("answer", "status", "meaning"),
    [
        ({"description": "Bad Request: chat not found", "parameters": 5}, 400, Unavailable),
        ({"error_code": "429", "description": "Too Many Requests: retry later"}, 429, TryLater),
        ({"error_code": 500, "description": "Internal Server Error", "parameters": 5}, 500, Uncertain),
    ],
)
async def test_a_refusal_in_a_shape_nobody_knows_yet_means_what_it_says(
    future: FutureChannel, answer: dict[str, Any], status: int, meaning: type[ChannelError]
) -> None:
    api, channel = future
    api.says({"ok": False, **answer}, status)

    with pytest.raises(meaning):
        await channel.publish(TEXT, None)


@pytest.mark.parametrize(
    ("answer", "status", "meaning"),
    [({}, 400, Rejected), ({}, 403, Unavailable), ({"description": None}, 400, Rejected)],
)
async def test_a_refusal_without_a_reason_is_a_refusal(
    future: FutureChannel, answer: dict[str, Any], status: int, meaning: type[ChannelError]
) -> None:
    api, channel = future
    api.says({"ok": False, **answer}, status)

    with pytest.raises(meaning, match="no reason"):
        await channel.publish(TEXT, None)


@pytest.mark.parametrize(
    "description", ["Too Many Requests: retry after 7", "Bad Request: FLOOD_WAIT_7", "Bad Request: flood_wait_7"]
)
async def test_a_pause_that_hides_in_the_words_is_obeyed(future: FutureChannel, description: str) -> None:
    api, channel = future
    api.says({"ok": False, "error_code": 400, "description": description}, 400)

    with pytest.raises(TryLater) as caught:
        await channel.publish(TEXT, None)
    assert caught.value.after == 7


async def test_a_post_that_is_confirmed_with_its_number_alone_counts_as_sent(future: FutureChannel) -> None:
    api, channel = future
    api.says({"ok": True, "result": {"message_id": 101}})

    receipt = await channel.publish(TEXT, None)
    assert [message.message_id for message in receipt.messages] == [101]
