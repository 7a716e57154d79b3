from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from relay.emulator.telegram.emulator import TelegramEmulator
from tests.emulator.telegram_client import CHAT, EDITORS, Bot, Clock, first_call, picture

KEYBOARD = {"inline_keyboard": [[{"text": "Weiterlesen", "url": "https://www.landkreis-musterland.example/1"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    clock = Clock()
    emulator = TelegramEmulator(clock=clock, limits=None)
    emulator.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland", description="Aktuelles")
    emulator.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    async with emulator, ClientSession() as session:
        yield Bot(emulator, session, clock)


# --- requests ---------------------------------------------------------------------------------------------------------


async def test_a_wrong_token_is_unauthorised(bot: Bot) -> None:
    async with bot.session.get(f"{bot.emulator.url}/bot1:x/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    assert await bot.refused("sendChecklist", chat_id=CHAT) == "Not Found"


async def test_parameters_come_by_query_form_json_and_multipart_alike(bot: Bot) -> None:
    url = f"{bot.emulator.url}/bot{bot.emulator.token}/sendmessage"
    async with bot.session.get(url, params={"chat_id": str(CHAT), "text": "A", "disable_notification": "true"}):
        pass
    async with bot.session.post(url, data={"chat_id": str(CHAT), "text": "B"}):
        pass
    async with bot.session.post(url, json={"chat_id": CHAT, "text": "C", "reply_markup": KEYBOARD, "entities": None}):
        pass
    await bot.ok("sendMessage", chat_id=CHAT, text="D", unused=b"file")
    messages = bot.emulator.messages(CHAT)
    assert [m["text"] for m in messages] == ["A", "B", "C", "D"]
    assert [m["silent"] for m in messages] == [True, False, False, False]
    assert messages[2]["buttons"] == KEYBOARD["inline_keyboard"][0]


async def test_calls_are_recorded_with_their_time(bot: Bot) -> None:
    await bot.ok("sendPhoto", chat_id=CHAT, photo=picture(), caption="x")
    method, params, time, files = bot.emulator.calls[-1]
    assert (method, dict(params), time) == ("sendPhoto", {"chat_id": str(CHAT), "caption": "x"}, bot.clock.now)
    assert files == {"photo": len(picture())}


async def test_another_host_name_is_refused(bot: Bot) -> None:
    async with bot.session.get(bot.emulator.url, headers={"Host": "evil.example"}) as response:
        assert response.status == 403


async def test_it_listens_on_this_machine_alone() -> None:
    with pytest.raises(ValueError, match="this machine alone"):
        await TelegramEmulator().start(host="0.0.0.0")


# --- chats and rights -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chat", ["-100999", "@nobody", "nonsense"])
async def test_an_unknown_chat_is_not_found(bot: Bot, chat: str) -> None:
    assert await bot.refused("sendMessage", chat_id=chat, text="x") == "Bad Request: chat not found"


async def test_a_chat_is_found_by_its_name_in_any_case(bot: Bot) -> None:
    chat = await bot.ok("getChat", chat_id="@Landkreis_MUSTERLAND")
    assert (chat["id"], chat["type"], chat["description"]) == (CHAT, "channel", "Aktuelles")


async def test_the_bot_sees_its_rights(bot: Bot) -> None:
    me = await bot.ok("getMe")
    member = await bot.ok("getChatMember", chat_id=CHAT, user_id=me["id"])
    assert (member["status"], member["can_post_messages"], member["can_edit_messages"]) == (
        "administrator",
        True,
        False,
    )
    administrators = await bot.ok("getChatAdministrators", chat_id=CHAT)
    assert [a["status"] for a in administrators] == ["creator", "administrator"]
    assert await bot.ok("getChatMemberCount", chat_id=CHAT) == 2


@pytest.mark.parametrize(
    ("status", "description"),
    [
        ("left", "Forbidden: bot is not a member of the channel chat"),
        ("kicked", "Forbidden: bot was kicked from the channel chat"),
        ("member", "Bad Request: need administrator rights in the channel chat"),
    ],
)
async def test_who_may_not_post_is_told_why(bot: Bot, status: str, description: str) -> None:
    bot.emulator.set_membership(CHAT, status)
    assert await bot.refused("sendMessage", chat_id=CHAT, text="x") == description


async def test_without_the_right_to_post_nothing_of_ones_own_can_be_edited(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="x")
    bot.emulator.set_membership(CHAT, "administrator", {"can_manage_chat": True})
    assert (
        await bot.refused("sendMessage", chat_id=CHAT, text="y")
        == "Bad Request: need administrator rights in the channel chat"
    )
    edit = {"chat_id": CHAT, "message_id": sent["message_id"], "text": "y"}
    assert await bot.refused("editMessageText", **edit) == "Bad Request: message can't be edited"


async def test_a_muted_bot_in_a_group_lacks_the_right(bot: Bot) -> None:
    bot.emulator.set_membership(EDITORS, "member", {"can_send_messages": False})
    assert (
        await bot.refused("sendMessage", chat_id=EDITORS, text="x")
        == "Bad Request: not enough rights to send text messages to the chat"
    )


async def test_a_private_chat_that_blocked_the_bot_is_forbidden(bot: Bot) -> None:
    bot.emulator.add_channel(4711, title="Erika", type="private", status="kicked")
    assert await bot.refused("sendMessage", chat_id=4711, text="x") == "Forbidden: bot was blocked by the user"


# --- sending ----------------------------------------------------------------------------------------------------------


async def test_a_message_says_what_stands_in_the_channel(bot: Bot) -> None:
    sent = await bot.ok(
        "sendMessage",
        chat_id=CHAT,
        text="<b>Radweg</b> fertig",
        parse_mode="html",
        reply_markup=KEYBOARD,
        link_preview_options={"is_disabled": True},
    )
    assert sent == {
        "message_id": 2,
        "date": int(bot.clock.now),
        "chat": {
            "id": CHAT,
            "type": "channel",
            "title": "Landkreis Musterland",
            "username": "landkreis_musterland",
        },
        "sender_chat": sent["chat"],
        "text": "Radweg fertig",
        "entities": [{"type": "bold", "offset": 0, "length": 6}],
        "link_preview_options": {"is_disabled": True},
        "reply_markup": KEYBOARD,
    }


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": "   "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x" * 32_769}, "text is too long"),
        ({"text": "a<br>b", "parse_mode": "HTML"},
         'can\'t parse entities: Unsupported start tag "br" at byte offset 1'),
        ({"text": "x", "parse_mode": "INVALID"}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "link_preview_options": {"is_disabled": "yes"}},
         'field "is_disabled" must be of type Boolean'),
        ({"text": "x", "link_preview_options": {"url": "not-a-url"}}, "WEBPAGE_URL_INVALID"),
    ],
)  # fmt: skip
async def test_a_bad_message_is_refused(bot: Bot, params: dict[str, Any], description: str) -> None:
    assert await bot.refused("sendMessage", chat_id=CHAT, **params) == f"Bad Request: {description}"
    assert bot.emulator.messages(CHAT) == []


async def test_the_length_counts_what_is_left_after_parsing(bot: Bot) -> None:
    await bot.ok("sendMessage", chat_id=CHAT, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "x", "url": "not-a-url"},
         "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
        ({"text": "x", "url": "ftp://kreis.example"},
         "inline keyboard button URL 'ftp://kreis.example' is invalid: Unsupported URL protocol"),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"url": "https://kreis.example"}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": "x", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "pay": True}, "BUTTON_TYPE_INVALID"),
    ],
)  # fmt: skip
async def test_a_bad_button_is_refused(bot: Bot, button: dict[str, Any], description: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert (
        await bot.refused("sendMessage", chat_id=CHAT, text="x", reply_markup=markup) == f"Bad Request: {description}"
    )


# --- pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF"])
async def test_a_picture_is_known_by_its_content(bot: Bot, kind: str) -> None:
    sent = await bot.ok(
        "sendPhoto", chat_id=CHAT, photo=picture(400, 300, kind), caption="<i>Weg</i>", parse_mode="HTML"
    )
    assert (sent["photo"][-1]["width"], sent["photo"][-1]["height"]) == (400, 300)
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("Weg", "italic")
    file = await bot.ok("getFile", file_id=sent["photo"][-1]["file_id"])
    async with bot.session.get(f"{bot.emulator.url}/file/bot{bot.emulator.token}/{file['file_path']}") as response:
        assert await response.read() == picture(400, 300, kind)


@pytest.mark.parametrize(
    ("photo", "description"),
    [
        (picture(40, 40, "WEBP"), "photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp"),
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (b"<html>no picture</html>", "IMAGE_PROCESS_FAILED"),
        (picture(200, 200, "PNG")[:-60], "IMAGE_PROCESS_FAILED"),
    ],
    ids=["webp", "edges", "ratio", "html", "cut"],
)  # fmt: skip
async def test_a_bad_picture_is_refused(bot: Bot, photo: bytes, description: str) -> None:
    assert await bot.refused("sendPhoto", chat_id=CHAT, photo=photo) == f"Bad Request: {description}"


async def test_a_picture_of_more_than_10_mb_is_refused(bot: Bot) -> None:
    too_big = await bot.refused("sendPhoto", chat_id=CHAT, photo=bytes(10 * 1024 * 1024 + 1))
    limit = "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    assert too_big == f"Bad Request: {limit}"


async def test_a_picture_can_be_sent_again_by_its_id_but_not_fetched(bot: Bot) -> None:
    sent = await bot.ok("sendPhoto", chat_id=CHAT, photo=picture())
    again = await bot.ok("sendPhoto", chat_id=CHAT, photo=sent["photo"][-1]["file_id"])
    assert again["photo"] == sent["photo"]
    by_url = await bot.refused("sendPhoto", chat_id=CHAT, photo="https://kreis.example/a.jpg")
    assert by_url == "Bad Request: failed to get HTTP URL content"
    unknown = await bot.refused("sendPhoto", chat_id=CHAT, photo="AgACnonsense")
    assert unknown == "Bad Request: wrong file identifier/HTTP URL specified"
    assert await bot.refused("sendPhoto", chat_id=CHAT) == "Bad Request: there is no photo in the request"


async def test_a_caption_of_1024_characters_is_the_longest(bot: Bot) -> None:
    await bot.ok("sendPhoto", chat_id=CHAT, photo=picture(), caption="x" * 1024)
    too_long = await bot.refused("sendPhoto", chat_id=CHAT, photo=picture(), caption="x" * 1025)
    assert too_long == "Bad Request: message caption is too long"


async def test_a_document_is_kept_as_it_came(bot: Bot) -> None:
    sent = await bot.ok("sendDocument", chat_id=CHAT, document=b"%PDF-1.7", caption="Amtsblatt")
    assert (sent["document"]["file_name"], sent["document"]["file_size"]) == ("document.bin", 8)
    assert bot.emulator.messages(CHAT)[0]["kind"] == "document"


async def test_an_album_is_several_messages_without_a_keyboard(bot: Bot) -> None:
    media = [{"type": "photo", "media": "attach://a", "caption": "Tag"}, {"type": "photo", "media": "attach://b"}]
    sent = await bot.ok(
        "sendMediaGroup", chat_id=CHAT, media=media, a=picture(), b=picture(colour="red"), reply_markup=KEYBOARD
    )
    assert [m["message_id"] for m in sent] == [2, 3]
    assert len({m["media_group_id"] for m in sent}) == 1
    assert not any("reply_markup" in m for m in sent)


@pytest.mark.parametrize(
    ("media", "description"),
    [
        (None, 'parameter "media" is required'),
        ([], "there are no messages to send"),
        ([{"type": "photo", "media": "attach://a"}], "media group must include 2-10 items"),
        ([{"type": "photo", "media": "attach://a"}] * 11, "too many messages to send as an album"),
        ([{"type": "photo", "media": "attach://a"}, {"type": "document", "media": "attach://a"}],
         "document can't be mixed with other media types"),
        ([{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://lost"}],
         'failed to send message #2 with the error message "can\'t parse InputMedia: media not found"'),
    ],
)  # fmt: skip
async def test_a_bad_album_posts_nothing(bot: Bot, media: Any, description: str) -> None:
    params = {} if media is None else {"media": media}
    assert await bot.refused("sendMediaGroup", chat_id=CHAT, a=picture(), **params) == f"Bad Request: {description}"
    assert bot.emulator.messages(CHAT) == []


# --- editing and deleting ---------------------------------------------------------------------------------------------


async def test_an_edit_replaces_text_and_keyboard(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="alt", reply_markup=KEYBOARD)
    bot.clock.now += 90
    edited = await bot.ok("editMessageText", chat_id=CHAT, message_id=sent["message_id"], text="neu")
    assert (edited["text"], edited["date"], edited["edit_date"]) == ("neu", sent["date"], sent["date"] + 90)
    assert "reply_markup" not in edited
    assert bot.emulator.messages(CHAT)[0]["marked"]


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="<b>x</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    same = {"chat_id": CHAT, "message_id": sent["message_id"], "reply_markup": KEYBOARD}
    assert await bot.refused("editMessageText", text="<b>x</b> ", parse_mode="HTML", **same) == NOT_MODIFIED
    assert await bot.refused("editMessageReplyMarkup", **same) == NOT_MODIFIED


async def test_a_new_keyboard_alone_is_not_told_to_readers(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="x")
    await bot.ok("editMessageReplyMarkup", chat_id=CHAT, message_id=sent["message_id"], reply_markup=KEYBOARD)
    message = bot.emulator.messages(CHAT)[0]
    assert (message["marked"], message["buttons"]) == (False, KEYBOARD["inline_keyboard"][0])


async def test_edits_know_what_kind_of_message_they_need(bot: Bot) -> None:
    text = (await bot.ok("sendMessage", chat_id=CHAT, text="x"))["message_id"]
    photo = (await bot.ok("sendPhoto", chat_id=CHAT, photo=picture(), caption="x"))["message_id"]
    at_photo = await bot.refused("editMessageText", chat_id=CHAT, message_id=photo, text="y")
    at_text = await bot.refused("editMessageCaption", chat_id=CHAT, message_id=text, caption="y")
    nowhere = await bot.refused("editMessageText", chat_id=CHAT, message_id=99, text="y")
    unnamed = await bot.refused("editMessageText", chat_id=CHAT, text="y")
    assert [at_photo, at_text, nowhere, unnamed] == [
        "Bad Request: there is no text in the message to edit",
        "Bad Request: there is no caption in the message to edit",
        "Bad Request: message to edit not found",
        "Bad Request: message identifier is not specified",
    ]


async def test_too_long_an_edit_answers_with_a_code(bot: Bot) -> None:
    text = (await bot.ok("sendMessage", chat_id=CHAT, text="x"))["message_id"]
    photo = (await bot.ok("sendPhoto", chat_id=CHAT, photo=picture()))["message_id"]
    long_text = await bot.refused("editMessageText", chat_id=CHAT, message_id=text, text="x" * 4097)
    long_caption = await bot.refused("editMessageCaption", chat_id=CHAT, message_id=photo, caption="x" * 1025)
    assert (long_text, long_caption) == ("Bad Request: MESSAGE_TOO_LONG", "Bad Request: MEDIA_CAPTION_TOO_LONG")


async def test_media_can_be_exchanged_with_its_caption(bot: Bot) -> None:
    sent = await bot.ok("sendPhoto", chat_id=CHAT, photo=picture(), caption="alt", reply_markup=KEYBOARD)
    edited = await bot.ok(
        "editMessageMedia",
        chat_id=CHAT,
        message_id=sent["message_id"],
        media={"type": "photo", "media": "attach://neu", "caption": "<b>neu</b>", "parse_mode": "HTML"},
        neu=picture(80, 80),
        reply_markup=KEYBOARD,
    )
    assert (edited["photo"][-1]["width"], edited["caption"], edited["reply_markup"]) == (80, "neu", KEYBOARD)


async def test_an_album_keeps_its_kind_of_media(bot: Bot) -> None:
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]
    sent = await bot.ok("sendMediaGroup", chat_id=CHAT, media=media, a=picture(), b=picture(colour="red"))
    document = {"type": "document", "media": "attach://c"}
    params = {"chat_id": CHAT, "message_id": sent[0]["message_id"], "media": document, "c": b"x"}
    assert (
        await bot.refused("editMessageMedia", **params)
        == "Bad Request: can't use the media of the specified type in the album"
    )


async def test_a_humans_post_needs_the_right_to_edit_others(bot: Bot) -> None:
    message_id = bot.emulator.post_as_human(CHAT, "von Hand")
    edit = {"chat_id": CHAT, "message_id": message_id, "text": "neu"}
    assert await bot.refused("editMessageText", **edit) == "Bad Request: message can't be edited"
    bot.emulator.set_membership(CHAT, "administrator", {"can_post_messages": True, "can_edit_messages": True})
    assert (await bot.ok("editMessageText", **edit))["text"] == "neu"


async def test_own_posts_can_be_edited_for_ever_but_deleted_for_48_hours(bot: Bot) -> None:
    first = (await bot.ok("sendMessage", chat_id=CHAT, text="x"))["message_id"]
    bot.clock.now += 48 * 3600 + 1
    second = (await bot.ok("sendMessage", chat_id=CHAT, text="y"))["message_id"]
    too_late = await bot.refused("deleteMessage", chat_id=CHAT, message_id=first)
    assert too_late == "Bad Request: message can't be deleted"
    await bot.ok("editMessageText", chat_id=CHAT, message_id=first, text="zurückgezogen")
    assert await bot.ok("deleteMessage", chat_id=CHAT, message_id=second) is True
    gone = await bot.refused("deleteMessage", chat_id=CHAT, message_id=second)
    assert gone == "Bad Request: message to delete not found"
    assert [m["text"] for m in bot.emulator.messages(CHAT)] == ["zurückgezogen"]


# --- numbers and forwarding -------------------------------------------------------------------------------------------


async def test_message_ids_rise_by_one_whoever_writes(bot: Bot) -> None:
    first = (await bot.ok("sendMessage", chat_id=CHAT, text="x"))["message_id"]
    assert bot.emulator.post_as_human(CHAT, "von Hand") == first + 1
    assert bot.emulator.post_service(CHAT, new_chat_title="Kreis") == first + 2
    await bot.ok("deleteMessage", chat_id=CHAT, message_id=first)
    assert (await bot.ok("sendMessage", chat_id=CHAT, text="y"))["message_id"] == first + 3
    assert (await bot.ok("sendMessage", chat_id=EDITORS, text="z"))["message_id"] == 1


async def test_a_forwarded_post_says_where_it_comes_from(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="x", reply_markup=KEYBOARD)
    bot.clock.now += 60
    forwarded = await bot.ok(
        "forwardMessage",
        chat_id=EDITORS,
        from_chat_id=CHAT,
        message_id=sent["message_id"],
        disable_notification=True,
    )
    assert forwarded["forward_origin"] == {
        "type": "channel",
        "date": sent["date"],
        "chat": sent["chat"],
        "message_id": sent["message_id"],
    }
    assert (forwarded["text"], forwarded["reply_markup"], forwarded["message_id"]) == ("x", KEYBOARD, 1)
    assert bot.emulator.messages(EDITORS)[0]["silent"]
    assert await bot.ok("deleteMessage", chat_id=EDITORS, message_id=1)
    assert (
        await bot.refused("editMessageText", chat_id=EDITORS, message_id=1, text="y")
        == "Bad Request: message to edit not found"
    )


async def test_what_cannot_be_forwarded_is_refused(bot: Bot) -> None:
    protected = await bot.ok("sendMessage", chat_id=CHAT, text="x", protect_content=True)
    route = {"chat_id": EDITORS, "from_chat_id": CHAT}
    missing = await bot.refused("forwardMessage", message_id=77, **route)
    guarded = await bot.refused("forwardMessage", message_id=protected["message_id"], **route)
    service = await bot.refused("forwardMessage", message_id=1, **route)
    copy = await bot.refused("copyMessage", message_id=77, **route)
    assert [missing, guarded, service, copy] == [
        "Bad Request: message to forward not found",
        "Bad Request: message has protected content and can't be forwarded",
        "Bad Request: message can't be forwarded",
        "Bad Request: message to copy not found",
    ]


async def test_several_messages_are_forwarded_and_copied_at_once(bot: Bot) -> None:
    ids = [(await bot.ok("sendMessage", chat_id=CHAT, text=text))["message_id"] for text in "ab"]
    route = {"chat_id": EDITORS, "from_chat_id": CHAT, "message_ids": [1, *ids, 99]}
    assert await bot.ok("forwardMessages", **route) == [{"message_id": 1}, {"message_id": 2}]
    assert await bot.ok("copyMessages", **route) == [{"message_id": 3}, {"message_id": 4}]
    stands = bot.emulator.messages(EDITORS)
    assert [("forward_origin" in m, m["text"]) for m in stands] == [
        (True, "a"),
        (True, "b"),
        (False, "a"),
        (False, "b"),
    ]


# --- updates ----------------------------------------------------------------------------------------------------------


async def test_humans_are_heard_and_the_bot_does_not_hear_itself(bot: Bot) -> None:
    await bot.ok("sendMessage", chat_id=CHAT, text="vom Bot")
    bot.emulator.post_as_human(CHAT, "von Hand")
    updates = await bot.ok("getUpdates")
    assert [u["channel_post"]["text"] for u in updates] == ["von Hand"]
    assert await bot.ok("getUpdates", offset=updates[-1]["update_id"] + 1) == []


async def test_allowed_updates_are_remembered_and_looked_at_when_one_comes_into_being(bot: Bot) -> None:
    await bot.ok("getUpdates", allowed_updates=["my_chat_member"])
    bot.emulator.post_as_human(CHAT, "von Hand")
    bot.emulator.set_membership(CHAT, "kicked")
    updates = await bot.ok("getUpdates", allowed_updates=[])
    assert [u["my_chat_member"]["new_chat_member"]["status"] for u in updates] == ["kicked"]


async def test_updates_wait_for_a_day(bot: Bot) -> None:
    bot.emulator.post_as_human(CHAT, "von Hand")
    bot.emulator.advance(24 * 3600 + 1)
    assert await bot.ok("getUpdates") == []


async def test_a_long_poll_ends_with_the_first_update(bot: Bot) -> None:
    poll = asyncio.create_task(bot.ok("getUpdates", timeout=30))
    await first_call(bot.emulator)
    bot.emulator.inject_update("callback_query", {"id": "1"})
    async with asyncio.timeout(5):
        assert [u["callback_query"] for u in await poll] == [{"id": "1"}]


async def test_a_second_poll_ends_the_first_with_a_conflict(bot: Bot) -> None:
    first = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await first_call(bot.emulator)
    await bot.ok("getUpdates")
    async with asyncio.timeout(5):
        answer = await first
    assert answer["error_code"] == 409
    assert "terminated by other getUpdates request" in answer["description"]


async def test_a_pressed_button_is_answered_once(bot: Bot) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Freigeben", "callback_data": "hold:1:ok"}]]}
    sent = await bot.ok("sendMessage", chat_id=EDITORS, text="Halt", reply_markup=keyboard)
    query = bot.emulator.press_button(EDITORS, sent["message_id"], "hold:1:ok")
    update = (await bot.ok("getUpdates"))[0]["callback_query"]
    assert (update["id"], update["data"], update["message"]["message_id"]) == (query, "hold:1:ok", sent["message_id"])
    assert await bot.ok("answerCallbackQuery", callback_query_id=query) is True
    assert (
        await bot.refused("answerCallbackQuery", callback_query_id=query)
        == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_a_humans_edit_is_told_and_a_humans_deletion_is_not(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="x")
    bot.emulator.edit_as_human(CHAT, sent["message_id"], "von Hand geändert")
    bot.emulator.delete_as_human(CHAT, sent["message_id"])
    updates = await bot.ok("getUpdates")
    assert [sorted(u) for u in updates] == [["edited_channel_post", "update_id"]]
    assert bot.emulator.messages(CHAT) == []


async def test_commands_are_kept(bot: Bot) -> None:
    commands = [{"command": "status", "description": "Wie geht es?"}]
    assert await bot.ok("setMyCommands", commands=json.dumps(commands)) is True
    assert await bot.ok("getMyCommands") == commands
