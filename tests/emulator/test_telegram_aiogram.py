"""The answers, read by a client library that checks every field. Its import takes seconds: it stays in this file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberBanned,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputRichMessage,
    InputRichMessageMedia,
    LinkPreviewOptions,
    Message,
    MessageOriginChannel,
    RichBlock,
    RichBlockCollage,
    RichBlockDetails,
    RichBlockList,
    RichBlockParagraph,
    RichBlockPhoto,
    RichBlockSectionHeading,
    RichBlockTable,
    RichMessage,
    RichTextUrl,
)

from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from tests.emulator.telegram_client import CHAT, EDITORS, picture

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Weiterlesen", url="https://www.landkreis-musterland.example/1")]]
)


@pytest.fixture
async def emulator() -> AsyncIterator[TelegramEmulator]:
    emulator = TelegramEmulator(limits=None)
    emulator.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
    emulator.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    async with emulator:
        yield emulator


@pytest.fixture
async def bot(emulator: TelegramEmulator) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url), timeout=5)
    async with Bot(emulator.token, session) as bot:
        yield bot


def photo(colour: str = "green") -> BufferedInputFile:
    return BufferedInputFile(picture(colour=colour), "bild.jpg")


async def test_what_is_asked_about_the_chat(bot: Bot, emulator: TelegramEmulator) -> None:
    me = await bot.get_me()
    chat = await bot.get_chat("@landkreis_musterland")
    member = await bot.get_chat_member(CHAT, me.id)
    assert isinstance(chat, ChatFullInfo)
    assert isinstance(member, ChatMemberAdministrator)
    assert (chat.id, chat.type, member.can_post_messages) == (CHAT, "channel", True)
    assert len(await bot.get_chat_administrators(CHAT)) == 2
    assert await bot.get_chat_member_count(CHAT) == 2
    assert await bot.set_my_commands([BotCommand(command="status", description="Wie geht es?")])


async def test_a_text_is_sent_edited_forwarded_and_deleted(bot: Bot, emulator: TelegramEmulator) -> None:
    sent = await bot.send_message(
        CHAT,
        "<b>Radweg</b> fertig",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
    )
    edited = await bot.edit_message_text("neu", chat_id=CHAT, message_id=sent.message_id, reply_markup=KEYBOARD)
    forwarded = await bot.forward_message(EDITORS, CHAT, sent.message_id)
    assert isinstance(edited, Message)
    assert (sent.html_text, edited.text, edited.edit_date is not None) == ("<b>Radweg</b> fertig", "neu", True)
    assert isinstance(forwarded.forward_origin, MessageOriginChannel)
    assert (forwarded.forward_origin.message_id, forwarded.forward_origin.date) == (sent.message_id, sent.date)
    assert await bot.delete_message(EDITORS, forwarded.message_id)
    assert (await bot.copy_message(EDITORS, CHAT, sent.message_id)).message_id == forwarded.message_id + 1
    assert emulator.messages(CHAT)[0]["buttons"][0]["text"] == "Weiterlesen"


async def test_pictures_are_sent_and_exchanged(bot: Bot, emulator: TelegramEmulator) -> None:
    sent = await bot.send_photo(CHAT, photo(), caption="<i>Weg</i>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert (sent.photo or [])[-1].width == 60
    await bot.edit_message_caption(chat_id=CHAT, message_id=sent.message_id, caption="neu")
    media = InputMediaPhoto(media=photo("red"), caption="anders")
    await bot.edit_message_media(media, chat_id=CHAT, message_id=sent.message_id)
    album = await bot.send_media_group(CHAT, [InputMediaPhoto(media=photo()), InputMediaPhoto(media=photo("blue"))])
    assert len({m.media_group_id for m in album}) == 1
    await bot.send_document(CHAT, BufferedInputFile(b"%PDF", "amtsblatt.pdf"))
    await bot.send_audio(CHAT, BufferedInputFile(b"ID3", "ton.mp3"))
    await bot.send_voice(CHAT, BufferedInputFile(b"OggS", "ton.ogg"))
    await bot.send_video(CHAT, BufferedInputFile(b"ftyp", "film.mp4"))
    await bot.send_animation(CHAT, BufferedInputFile(b"GIF", "film.gif"))
    kinds = [m["kind"] for m in emulator.messages(CHAT)]
    assert kinds == ["photo", "photo", "photo", "document", "audio", "voice", "video", "animation"]
    file = await bot.get_file((sent.photo or [])[-1].file_id)
    downloaded = await bot.download_file(file.file_path or "")
    assert downloaded is not None
    assert downloaded.read() == picture()


RICH = """<h3>Radweg</h3>
<figure><img src="tg://photo?id=p0"/><figcaption>Weg<cite>Foto: Muster</cite></figcaption></figure>
<p>Mehr <a href="https://www.landkreis-musterland.example/1">hier</a>, <b>auch <i>morgen</i></b>, <code>x</code>,
<u>a</u> <s>b</s> <mark>c</mark> <sub>d</sub> <sup>e</sup> <tg-spoiler>f</tg-spoiler> #Radweg
<a href="mailto:presse@kreis.example">Post</a> <a href="tel:+49000">Telefon</a></p>
<ul><li>a</li></ul><ol type="i"><li>b</li></ol>
<table bordered striped><caption>T</caption><tr><th colspan="2">K</th></tr><tr><td>W</td><td></td></tr></table>
<blockquote>Zitat<cite>Wer</cite></blockquote><blockquote collapsed>lang</blockquote><aside>Spruch</aside>
<details><summary>Mehr</summary><hr/><pre><code class="language-toml">x</code></pre></details>
<tg-collage><img src="tg://photo?id=p0"/></tg-collage><footer>Quelle</footer>"""


def content(message: Message | bool) -> list[RichBlock]:
    """The blocks of a rich message."""
    assert isinstance(message, Message)
    assert isinstance(message.rich_message, RichMessage)
    assert (message.content_type, message.text) == ("rich_message", None)
    return list(message.rich_message.blocks)


async def test_every_block_of_a_rich_message_is_read(bot: Bot) -> None:
    media = InputRichMessageMedia(id="p0", media=InputMediaPhoto(media=photo()))
    sent = await bot.send_rich_message(CHAT, InputRichMessage(html=RICH, media=[media]), reply_markup=KEYBOARD)
    blocks = content(sent)
    kinds = "heading photo paragraph list list table blockquote expandable_blockquote pullquote details collage footer"
    assert [getattr(block, "type", "") for block in blocks] == kinds.split()
    heading, figure, paragraph, _, numbered, table, *_, details, collage, _ = blocks
    assert isinstance(heading, RichBlockSectionHeading)
    assert isinstance(figure, RichBlockPhoto)
    assert isinstance(numbered, RichBlockList)
    assert isinstance(table, RichBlockTable)
    assert isinstance(details, RichBlockDetails)
    assert isinstance(collage, RichBlockCollage)
    assert (heading.size, figure.caption and figure.caption.credit, table.is_striped) == (3, "Foto: Muster", True)
    assert (numbered.items[0].label, table.cells[0][0].colspan, table.cells[1][1].text) == ("i.", 2, None)
    assert isinstance(paragraph, RichBlockParagraph)
    assert isinstance(paragraph.text, list)
    assert isinstance(paragraph.text[1], RichTextUrl)
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].url == KEYBOARD.inline_keyboard[0][0].url


async def test_a_rich_message_is_edited_and_forwarded(bot: Bot) -> None:
    first = await bot.send_rich_message(CHAT, InputRichMessage(html="<p>alt</p>"))
    media = InputRichMessageMedia(id="p0", media=InputMediaPhoto(media=photo()))
    rich = InputRichMessage(html=RICH, media=[media])
    edited = await bot.edit_message_text(chat_id=CHAT, message_id=first.message_id, rich_message=rich)
    forwarded = await bot.forward_message(EDITORS, CHAT, first.message_id)
    assert content(edited) == content(forwarded)
    assert isinstance(forwarded.forward_origin, MessageOriginChannel)


async def test_updates_of_all_kinds_are_read(bot: Bot, emulator: TelegramEmulator) -> None:
    post = emulator.post_as_human(CHAT, "von Hand")
    emulator.edit_as_human(CHAT, post, "geändert")
    emulator.post_as_human(EDITORS, "/status")
    emulator.press_button(EDITORS, 1, "hold:1:ok")
    emulator.set_membership(CHAT, "kicked")
    updates = await bot.get_updates(allowed_updates=["channel_post", "my_chat_member", "callback_query", "message"])
    assert [u.event_type for u in updates] == [
        "channel_post",
        "edited_channel_post",
        "message",
        "callback_query",
        "my_chat_member",
    ]
    assert updates[3].callback_query is not None
    assert updates[4].my_chat_member is not None
    assert isinstance(updates[4].my_chat_member.new_chat_member, ChatMemberBanned)
    assert await bot.answer_callback_query(updates[3].callback_query.id)


FAILURES: list[tuple[Failure, type[Exception]]] = [
    (Failure.refusal(400, "group send failed"), TelegramBadRequest),
    (Failure.refusal(401, "Unauthorized"), TelegramUnauthorizedError),
    (Failure.refusal(403, "bot was kicked from the channel chat"), TelegramForbiddenError),
    (Failure.refusal(409, "terminated by other getUpdates request"), TelegramConflictError),
    (Failure.refusal(413, "Request Entity Too Large"), TelegramEntityTooLarge),
    (Failure.too_many_requests(9), TelegramRetryAfter),
    (Failure.restart(), TelegramServerError),
    (Failure.close(processed=True), TelegramNetworkError),
    (Failure.gateway(502, processed=True), ClientDecodeError),
    (Failure.cut(), ClientDecodeError),
]


async def test_every_failure_is_met_as_its_error(bot: Bot, emulator: TelegramEmulator) -> None:
    for failure, error in FAILURES:
        before = len(emulator.messages(CHAT))
        emulator.plan(failure, method="sendMessage")
        with pytest.raises(error):
            await bot.send_message(CHAT, "x")
        assert len(emulator.messages(CHAT)) - before == int(failure.processed), failure


REFUSALS: list[tuple[Callable[[Bot], Awaitable[object]], type[Exception]]] = [
    (lambda bot: bot.send_message(CHAT, "a<br>b", parse_mode="HTML"), TelegramBadRequest),
    (lambda bot: bot.send_message(-1, "x"), TelegramBadRequest),
    (lambda bot: bot.send_rich_message(CHAT, InputRichMessage(html="x")), TelegramBadRequest),
    (lambda bot: bot.send_dice(CHAT), TelegramNotFound),
]


async def test_refusals_are_met_as_their_error(bot: Bot) -> None:
    for call, error in REFUSALS:
        with pytest.raises(error):
            await call(bot)
