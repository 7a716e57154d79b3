from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession

from relay.emulator.telegram.emulator import Failure, Limits, TelegramEmulator
from tests.emulator.telegram_client import CHAT, EDITORS, Bot, Clock, picture

KEYBOARD = {"inline_keyboard": [[{"text": "Weiterlesen", "url": "https://www.landkreis-musterland.example/1"}]]}
PHOTO = {"id": "p0", "media": {"type": "photo", "media": "attach://a", "caption": "wird übergangen"}}
HTML = (
    '<h3>Radweg</h3><figure><img src="tg://photo?id=p0"/><figcaption>Weg<cite>Foto: Muster</cite></figcaption></figure>'
)
PLAIN = {"html": "<p>Radweg fertig</p>"}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    clock = Clock()
    emulator = TelegramEmulator(clock=clock, limits=None)
    emulator.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
    emulator.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    async with emulator, ClientSession() as session:
        yield Bot(emulator, session, clock)


async def send(bot: Bot, **params: Any) -> dict[str, Any]:
    """Send a rich message; the message."""
    sent: dict[str, Any] = await bot.ok("sendRichMessage", **{"chat_id": CHAT, "rich_message": PLAIN} | params)
    return sent


async def refused(bot: Bot, rich: Any, **params: Any) -> str:
    """The reason for which a rich message is refused."""
    said = await bot.refused("sendRichMessage", chat_id=CHAT, rich_message=rich, **params)
    assert bot.emulator.messages(CHAT) == []
    return said.removeprefix("Bad Request: ")


def paragraphs(*texts: str) -> dict[str, str]:
    return {"html": "".join(f"<p>{text}</p>" for text in texts)}


# --- sending ----------------------------------------------------------------------------------------------------------


async def test_a_rich_message_says_what_stands_in_the_channel(bot: Bot) -> None:
    sent = await send(
        bot,
        rich_message={"html": HTML, "media": [PHOTO]},
        reply_markup=KEYBOARD,
        disable_notification=True,
        protect_content=True,
        a=picture(400, 300),
    )
    heading, photo = sent.pop("rich_message")["blocks"]
    assert heading == {"type": "heading", "text": "Radweg", "size": 3}
    assert (photo["photo"][-1]["width"], photo["caption"]) == (400, {"text": "Weg", "credit": "Foto: Muster"})
    assert sent == {
        "message_id": 2,
        "date": int(bot.clock.now),
        "chat": sent["chat"],
        "sender_chat": sent["chat"],
        "has_protected_content": True,
        "reply_markup": KEYBOARD,
    }
    stands = bot.emulator.messages(CHAT)[0]
    assert (stands["kind"], stands["silent"], stands["buttons"]) == ("rich", True, KEYBOARD["inline_keyboard"][0])


async def test_flags_of_the_message_are_heeded(bot: Bot) -> None:
    rich = {"html": "<p>#Radweg</p>", "is_rtl": True, "skip_entity_detection": True, "markdown": None}
    sent = await send(bot, rich_message=rich)
    assert sent["rich_message"] == {"blocks": [{"type": "paragraph", "text": "#Radweg"}], "is_rtl": True}


async def test_pictures_can_be_sent_again_by_their_ids(bot: Bot) -> None:
    sent = await send(bot, rich_message={"html": HTML, "media": [PHOTO]}, a=picture())
    sizes = sent["rich_message"]["blocks"][1]["photo"]
    again = await bot.ok("sendPhoto", chat_id=CHAT, photo=sizes[-1]["file_id"])
    assert again["photo"] == sizes
    known = {"id": "p0", "media": {"type": "photo", "media": again["photo"][-1]["file_id"]}}
    third = await send(bot, rich_message={"html": HTML, "media": [known]})
    assert third["rich_message"] == sent["rich_message"]
    file = await bot.ok("getFile", file_id=sizes[-1]["file_id"])
    async with bot.session.get(f"{bot.emulator.url}/file/bot{bot.emulator.token}/{file['file_path']}") as response:
        assert await response.read() == picture()


@pytest.mark.parametrize(
    ("rich", "reason"),
    [
        ("{", "can't parse rich message JSON object"),
        ([], "can't parse InputRichMessage: expected an Object"),
        ({}, "can't parse InputRichMessage: exactly one of html, markdown and blocks must be used"),
        (PLAIN | {"markdown": "a"},
         "can't parse InputRichMessage: exactly one of html, markdown and blocks must be used"),
        ({"markdown": "a"}, "markdown of a rich message is not supported by the emulator"),
        ({"blocks": []}, "blocks of a rich message is not supported by the emulator"),
        (PLAIN | {"link_preview": {}}, 'can\'t parse InputRichMessage: unknown field "link_preview"'),
        (PLAIN | {"is_rtl": "yes"}, 'field "is_rtl" must be of type Boolean'),
        ({"html": 1}, 'field "html" must be of type String'),
        ({"html": " \n"}, "rich message must be non-empty"),
        ({"html": "<p></p>"}, "RICH_MESSAGE_CONTENT_REQUIRED"),
        ({"html": "<div>a</div>"}, 'can\'t parse rich message: Unsupported start tag "div" at byte offset 0'),
        (PLAIN | {"media": {}}, "can't parse InputRichMessageMedia: expected an Array of Objects"),
        (PLAIN | {"media": [PHOTO | {"id": "ä"}]}, "can't parse InputRichMessageMedia: invalid identifier specified"),
        (PLAIN | {"media": [PHOTO | {"id": "a" * 65}]},
         "can't parse InputRichMessageMedia: invalid identifier specified"),
        (PLAIN | {"media": [PHOTO, PHOTO]}, 'can\'t parse InputRichMessageMedia: identifier "p0" is used twice'),
        (PLAIN | {"media": [{"id": "p0"}]}, "can't parse InputRichMessageMedia: Can't find field \"media\""),
        (PLAIN | {"media": [PHOTO] * 51}, "RICH_MESSAGE_MEDIA_TOO_MANY"),
        (PLAIN | {"media": [PHOTO]}, 'media "p0" isn\'t used in the rich message'),
        ({"html": HTML}, 'can\'t parse rich message: Media "p0" isn\'t specified'),
    ],
)  # fmt: skip
async def test_a_bad_rich_message_is_refused(bot: Bot, rich: Any, reason: str) -> None:
    assert await refused(bot, rich, a=picture()) == reason


async def test_a_rich_message_has_to_be_there(bot: Bot) -> None:
    assert await bot.refused("sendRichMessage", chat_id=CHAT) == 'Bad Request: parameter "rich_message" is required'


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ({"type": "video", "media": "attach://a"},
         "media of type video in a rich message is not supported by the emulator"),
        ({"type": "photo"}, "can't parse InputMedia: Can't find field \"media\""),
        ({"type": "photo", "media": "attach://lost"}, "can't parse InputMedia: media not found"),
        ({"type": "photo", "media": "AgACnonsense"}, "wrong file identifier/HTTP URL specified"),
        ({"type": "photo", "media": "https://kreis.example/a.jpg"}, "RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"),
        ({"type": "photo", "media": "attach://a"}, "PHOTO_INVALID_DIMENSIONS"),
    ],
)  # fmt: skip
async def test_one_bad_picture_is_the_end_of_the_whole_message(bot: Bot, media: dict[str, str], reason: str) -> None:
    rich = {"html": HTML, "media": [{"id": "p0", "media": media}]}
    assert await refused(bot, rich, a=picture(210, 10)) == reason


@pytest.mark.parametrize(
    ("most", "too_much", "reason"),
    [
        (paragraphs("x" * 32_767, "ä"), paragraphs("x" * 32_768, "y"), "RICH_MESSAGE_TEXT_TOO_LONG"),
        (paragraphs("🚲" * 8_747), paragraphs("🚲" * 8_748), "html of a rich message is cut after 34996 bytes"),
        (paragraphs(*["a"] * 500), paragraphs(*["a"] * 501), "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        ({"html": f"<ul>{'<li>a</li>' * 249}</ul>"}, {"html": f"<ul>{'<li>a</li>' * 250}</ul>"},
         "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        ({"html": "<blockquote>" * 15 + "a" + "</blockquote>" * 15},
         {"html": "<blockquote>" * 15 + "<b>a</b>" + "</blockquote>" * 15}, "RICH_MESSAGE_DEPTH_INVALID"),
    ],
    ids=["characters", "bytes", "blocks", "items", "depth"],
)  # fmt: skip
async def test_a_message_has_its_limits(bot: Bot, most: Any, too_much: Any, reason: str) -> None:
    assert await refused(bot, too_much) == reason
    await send(bot, rich_message=most)


async def test_a_picture_that_stands_there_often_counts_as_often(bot: Bot) -> None:
    rich = {"html": '<img src="tg://photo?id=p0"/>' * 51, "media": [PHOTO]}
    assert await refused(bot, rich, a=picture()) == "RICH_MESSAGE_MEDIA_TOO_MANY"


async def test_who_may_not_post_may_not_post_richly(bot: Bot) -> None:
    bot.emulator.set_membership(CHAT, "kicked")
    said = await bot.refused("sendRichMessage", chat_id=CHAT, rich_message=PLAIN)
    assert said == "Forbidden: bot was kicked from the channel chat"


# --- what goes wrong, and when ----------------------------------------------------------------------------------------


async def test_an_answer_can_be_lost_after_the_message_was_posted(bot: Bot) -> None:
    bot.emulator.plan(Failure.close(processed=True), method="send*")
    with pytest.raises(ClientConnectionError):
        await send(bot)
    assert [m["kind"] for m in bot.emulator.messages(CHAT)] == ["rich"]


async def test_it_counts_as_one_message(bot: Bot) -> None:
    clock = Clock()
    emulator = TelegramEmulator(clock=clock, limits=Limits(burst=1))
    emulator.add_channel(CHAT, title="Landkreis Musterland")
    async with emulator, ClientSession() as session:
        slow = Bot(emulator, session, clock)
        await send(slow)
        answer = await slow.call("sendRichMessage", chat_id=CHAT, rich_message=PLAIN)
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})


async def test_it_can_be_taken_for_later(bot: Bot) -> None:
    bot.emulator.schedule()
    sent = await send(bot)
    assert (sent["message_id"], bot.emulator.messages(CHAT)) == (0, [])
    assert bot.emulator.publish_scheduled() == [2]
    assert bot.emulator.messages(CHAT)[0]["rich_message"] == sent["rich_message"]


# --- editing ----------------------------------------------------------------------------------------------------------


async def test_text_and_rich_message_take_each_others_place(bot: Bot) -> None:
    target = {"chat_id": CHAT, "message_id": (await send(bot, reply_markup=KEYBOARD))["message_id"]}
    other = await bot.ok("editMessageText", rich_message=paragraphs("neu"), reply_markup=KEYBOARD, **target)
    assert (other["rich_message"]["blocks"][0]["text"], other["reply_markup"]) == ("neu", KEYBOARD)
    text = await bot.ok("editMessageText", text="nur Text", **target)
    assert (text["text"], "rich_message" in text, "reply_markup" in text) == ("nur Text", False, False)
    rich = await bot.ok("editMessageText", rich_message=paragraphs("neu"), **target)
    assert ("text" in rich, rich["rich_message"]["blocks"][0]["text"]) == (False, "neu")
    assert bot.emulator.messages(CHAT)[0]["marked"]


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    rich = {"html": HTML, "media": [PHOTO]}
    sent = await send(bot, rich_message=rich, reply_markup=KEYBOARD, a=picture())
    same = {"chat_id": CHAT, "message_id": sent["message_id"], "reply_markup": KEYBOARD, "a": picture()}
    assert await bot.refused("editMessageText", rich_message=rich, **same) == NOT_MODIFIED
    other = same | {"a": picture(colour="red")}
    edited = await bot.ok("editMessageText", rich_message=rich, **other)
    assert edited["rich_message"] != sent["rich_message"]


async def test_a_new_keyboard_alone_is_not_told_to_readers(bot: Bot) -> None:
    sent = await send(bot)
    await bot.ok("editMessageReplyMarkup", chat_id=CHAT, message_id=sent["message_id"], reply_markup=KEYBOARD)
    assert not bot.emulator.messages(CHAT)[0]["marked"]


async def test_edits_know_what_kind_of_message_they_need(bot: Bot) -> None:
    photo = (await bot.ok("sendPhoto", chat_id=CHAT, photo=picture()))["message_id"]
    rich = (await send(bot))["message_id"]
    at_photo = await bot.refused("editMessageText", chat_id=CHAT, message_id=photo, rich_message=PLAIN)
    caption = await bot.refused("editMessageCaption", chat_id=CHAT, message_id=rich, caption="x")
    both = await bot.refused("editMessageText", chat_id=CHAT, message_id=rich, text="x", rich_message=PLAIN)
    assert [at_photo, caption, both] == [
        "Bad Request: there is no text in the message to edit",
        "Bad Request: there is no caption in the message to edit",
        "Bad Request: exactly one of the parameters text and rich_message must be specified",
    ]


async def test_media_can_take_the_place_of_a_rich_message(bot: Bot) -> None:
    sent = await send(bot)
    media = {"type": "photo", "media": "attach://neu", "caption": "neu"}
    target = {"chat_id": CHAT, "message_id": sent["message_id"]}
    edited = await bot.ok("editMessageMedia", media=media, neu=picture(), **target)
    assert (edited["caption"], "rich_message" in edited) == ("neu", False)
    assert [m["kind"] for m in bot.emulator.messages(CHAT)] == ["photo"]


async def test_a_humans_edit_makes_a_text_of_it(bot: Bot) -> None:
    bot.emulator.edit_as_human(CHAT, (await send(bot))["message_id"], "von Hand")
    stands = bot.emulator.messages(CHAT)[0]
    assert (stands["kind"], stands["text"]) == ("text", "von Hand")


# --- forwarding and deleting ------------------------------------------------------------------------------------------


async def test_a_forwarded_rich_message_keeps_its_content_and_its_buttons(bot: Bot) -> None:
    sent = await send(bot, rich_message={"html": HTML, "media": [PHOTO]}, reply_markup=KEYBOARD, a=picture())
    route = {"chat_id": EDITORS, "from_chat_id": CHAT}
    forwarded = await bot.ok("forwardMessage", message_id=sent["message_id"], **route)
    assert (forwarded["rich_message"], forwarded["reply_markup"]) == (sent["rich_message"], KEYBOARD)
    assert forwarded["forward_origin"]["message_id"] == sent["message_id"]
    await bot.ok("copyMessage", message_id=sent["message_id"], caption="wird übergangen", **route)
    await bot.ok("forwardMessages", message_ids=[sent["message_id"]], **route)
    await bot.ok("copyMessages", message_ids=[sent["message_id"]], **route)
    stands = bot.emulator.messages(EDITORS)
    assert [m["rich_message"] == sent["rich_message"] for m in stands] == [True] * 4
    assert [("forward_origin" in m, bool(m["buttons"])) for m in stands] == [(True, True), (False, False)] * 2


async def test_a_rich_message_is_deleted_like_any_other(bot: Bot) -> None:
    assert await bot.ok("deleteMessage", chat_id=CHAT, message_id=(await send(bot))["message_id"]) is True
    assert bot.emulator.messages(CHAT) == []


async def test_a_refusal_leaves_the_order_of_messages_alone(bot: Bot) -> None:
    sent = await asyncio.gather(*(send(bot, rich_message=paragraphs(text)) for text in "abc"))
    assert await bot.refused("sendRichMessage", chat_id=CHAT, rich_message={"html": "a"})
    assert sorted(m["message_id"] for m in sent) == [2, 3, 4]
    assert (await send(bot))["message_id"] == 5
