from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from relay.emulator.telegram.channel_page import render_text
from relay.emulator.telegram.classic_html import Entity, utf16_length
from relay.emulator.telegram.emulator import TelegramEmulator
from relay.emulator.telegram.links import LinkRules
from relay.emulator.telegram.text import FormattedText, read_text
from tests.emulator.telegram_client import CHAT, Bot, Clock, picture

KEYBOARD = {"inline_keyboard": [[{"text": "Weiterlesen", "url": "https://www.landkreis-musterland.example/1?a=1&b=2"}]]}


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    clock = Clock()
    clock.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC).timestamp()
    emulator = TelegramEmulator(clock=clock, limits=None)
    emulator.add_channel(CHAT, title="Landkreis <Musterland>", username="landkreis_musterland", description="Aktuelles")
    async with emulator, ClientSession() as session:
        yield Bot(emulator, session, clock)


async def page(bot: Bot) -> BeautifulSoup:
    async with bot.session.get(bot.emulator.page_url(CHAT)) as response:
        assert response.status == 200
        return BeautifulSoup(await response.text(), "lxml")


def shown(raw: str) -> str:
    return render_text(read_text(raw, "HTML", None, LinkRules()))


async def test_a_post_shows_all_that_was_sent(bot: Bot) -> None:
    await bot.ok(
        "sendPhoto",
        chat_id=CHAT,
        photo=picture(120, 80),
        caption="<b>Radweg fertig</b>\n\n1 &lt; 2",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        disable_notification=True,
    )
    post = (await page(bot)).select_one("#posts > .post")
    assert post is not None
    image, text, button = post.select_one("img"), post.select_one(".text"), post.select_one(".buttons a")
    assert image is not None and text is not None and button is not None  # noqa: PT018 -- for the type checker
    assert (image["width"], image["height"], image["alt"]) == ("120", "80", "Bild zur Mitteilung: Radweg fertig")
    assert text.get_text() == "Radweg fertig\n\n1 < 2"
    assert [b.get_text() for b in text.select("b")] == ["Radweg fertig"]
    assert (button.get_text(), button["href"]) == ("Weiterlesen", KEYBOARD["inline_keyboard"][0][0]["url"])
    assert post.select_one('svg[aria-label="ohne Ton gesendet"]')
    async with bot.session.get(f"{bot.emulator.url}{image['src']}") as response:
        assert await response.read() == picture(120, 80)


async def test_times_and_days_are_those_of_berlin(bot: Bot) -> None:
    await bot.ok("sendMessage", chat_id=CHAT, text="nach Mitternacht")
    bot.clock.now += 40 * 24 * 3600
    await bot.ok("sendMessage", chat_id=CHAT, text="im neuen Jahr")
    soup = await page(bot)
    assert [d.get_text() for d in soup.select(".day")] == ["23. November 2026", "2. Januar"]
    assert [t.get_text() for t in soup.select(".meta time")] == ["00:30", "00:30"]


async def test_the_head_counts_what_readers_see(bot: Bot) -> None:
    assert "Noch keine Mitteilungen" in (await page(bot)).text
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b", "caption": "Tag"}]
    await bot.ok("sendMediaGroup", chat_id=CHAT, media=media, a=picture(), b=picture(colour="red"))
    soup = await page(bot)
    assert [p.get_text() for p in soup.select("#subtitle")] == ["1 Mitteilung"]
    assert len(soup.select(".post img")) == 2
    assert [h.get_text() for h in soup.select("h1")] == ["Landkreis <Musterland>"]


async def test_an_edit_is_marked_and_a_forward_names_its_source(bot: Bot) -> None:
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="alt")
    await bot.ok("editMessageText", chat_id=CHAT, message_id=sent["message_id"], text="neu")
    await bot.ok("forwardMessage", chat_id=CHAT, from_chat_id=CHAT, message_id=sent["message_id"])
    first, second = (await page(bot)).select(".post")
    assert "bearbeitet" in first.get_text()
    assert "Weitergeleitet von Landkreis <Musterland>" in second.get_text()


async def test_a_document_shows_its_name_and_size(bot: Bot) -> None:
    await bot.ok("sendDocument", chat_id=CHAT, document=bytes(1_260_000))
    file = (await page(bot)).select_one(".file")
    assert file is not None
    assert file.get_text() == "document.bin1,3 MB"


RICH = """<h3>Radweg &lt;fertig&gt;</h3>
<figure><img src="tg://photo?id=p0"/>
<figcaption>Der neue  Weg<cite>Foto: Landkreis Musterland</cite></figcaption></figure>
<p>Mehr <b>steht</b> <a href="https://kreis.example/?a=1&amp;b=2">hier</a> &amp;
<a href="mailto:a@kreis.example">da</a></p>
<ol><li>eins<ul><li>zwei</li></ul></li></ol><hr/><h6>klein</h6>
<table bordered striped><caption>Kosten</caption><tr><th>K</th></tr><tr><td align="right">1</td></tr></table>
<blockquote><p>Zitat</p><cite>Wer</cite></blockquote><aside>Spruch</aside>
<details><summary>Mehr</summary><pre>x</pre></details><details open><summary>Offen</summary>y</details>
<tg-collage><img src="tg://photo?id=p0"/><img src="tg://photo?id=p0" tg-spoiler/></tg-collage>
<tg-slideshow><img src="tg://photo?id=p0"/></tg-slideshow><footer>Quelle</footer>"""


async def rich_post(bot: Bot, html: str = RICH, **flags: bool) -> Tag:
    media = [{"id": "p0", "media": {"type": "photo", "media": "attach://a"}}] if "p0" in html else []
    rich = {"html": html, "media": media, **flags}
    await bot.ok("sendRichMessage", chat_id=CHAT, rich_message=rich, reply_markup=KEYBOARD, a=picture(120, 80))
    shown = (await page(bot)).select_one(".bubble .rich")
    assert shown is not None
    return shown


async def test_a_rich_message_shows_all_its_blocks(bot: Bot) -> None:
    shown = await rich_post(bot)
    names = " ".join(child.name for child in shown.find_all(recursive=False))
    assert names == "h4 figure p ul hr h6 div blockquote aside details details figure figure p"
    assert [h.get_text() for h in shown.select("h4, h6.size6")] == ["Radweg <fertig>", "klein"]
    assert [c.get_text() for c in shown.select("cite")] == ["Foto: Landkreis Musterland", "Wer"]
    assert [a["href"] for a in shown.select("p a")] == ["https://kreis.example/?a=1&b=2", "mailto:a@kreis.example"]
    assert [label.get_text() for label in shown.select(".items .label")] == ["1.", "•"]
    assert ["open" in details.attrs for details in shown.select("details")] == [False, True]
    assert [p.get_text() for p in shown.select(".source")] == ["Quelle"]
    assert (await page(bot)).select_one(".buttons a")


async def test_pictures_of_a_rich_message_are_described_and_can_be_loaded(bot: Bot) -> None:
    images = (await rich_post(bot)).select("img")
    assert [image["alt"] for image in images] == ["Der neue Weg"] + ["Bild zur Mitteilung: Radweg <fertig>"] * 3
    assert [image.get("class") for image in images] == [None, None, ["covered"], None]
    async with bot.session.get(f"{bot.emulator.url}{images[0]['src']}") as response:
        assert await response.read() == picture(120, 80)


async def test_a_wide_table_scrolls_by_itself_and_has_a_name(bot: Bot) -> None:
    wide = (await rich_post(bot)).select_one(".wide")
    assert wide is not None
    assert (wide["role"], wide["aria-label"], wide["tabindex"]) == ("region", "Tabelle: Kosten", "0")
    assert [td["class"] for td in wide.select("table.bordered.striped td")] == [["right", "top"]]


async def test_a_rich_message_may_run_from_right_to_left(bot: Bot) -> None:
    shown = await rich_post(bot, "<table><tr><td>a</td></tr></table>", is_rtl=True)
    assert shown["dir"] == "rtl"
    assert [region["aria-label"] for region in shown.select(".wide")] == ["Tabelle"]


async def test_the_list_of_chats_shows_how_a_rich_message_begins(bot: Bot) -> None:
    await rich_post(bot)
    async with bot.session.get(bot.emulator.url) as response:
        assert "Radweg <fertig>" in BeautifulSoup(await response.text(), "lxml").select(".preview")[0].get_text()


async def test_nothing_is_loaded_from_elsewhere(bot: Bot) -> None:
    table = '<table><tr><td align="right">a</td></tr></table>'
    await bot.ok("sendRichMessage", chat_id=CHAT, rich_message={"html": table})
    async with bot.session.get(bot.emulator.page_url(CHAT)) as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        html = await response.text()
    assert " style=" not in html
    loaded = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert loaded
    assert all(url.startswith("/") for url in loaded)
    for url in [url for url in loaded if url != "/"] + ["/page/channel_paper.svg"]:
        async with bot.session.get(bot.emulator.url + url) as response:
            assert response.status == 200
            assert "http" not in (await response.text()).replace("http://www.w3.org/2000/svg", "")


async def test_the_first_page_lists_the_chats(bot: Bot) -> None:
    await bot.ok("sendMessage", chat_id=CHAT, text="Das Neueste")
    async with bot.session.get(bot.emulator.url) as response:
        soup = BeautifulSoup(await response.text(), "lxml")
    link = soup.select_one(".list a")
    assert link is not None
    assert link["href"] == "/c/landkreis_musterland"
    assert "Das Neueste" in link.get_text()


async def test_only_what_is_there_can_be_looked_at(bot: Bot) -> None:
    for path in ("/c/nobody", f"/c/{CHAT}/photo/AQADxxx", "/page/telegram.py", "/page/..%2ftelegram.py"):
        async with bot.session.get(bot.emulator.url + path) as response:
            assert response.status == 404
    with pytest.raises(KeyError):
        bot.emulator.page_url("@nobody")


# --- live -------------------------------------------------------------------------------------------------------------


async def next_event(stream: ClientResponse) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while True:
            line = await stream.content.readline()
            if line.startswith(b"data: "):
                event: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return event


async def test_a_reader_sees_posts_edits_and_deletions_as_they_happen(bot: Bot) -> None:
    async with bot.session.get(f"{bot.emulator.url}/c/{CHAT}/events") as stream:
        await stream.content.readline()
        sent = await bot.ok("sendMessage", chat_id=CHAT, text="alt")
        new = await next_event(stream)
        await bot.ok("editMessageText", chat_id=CHAT, message_id=sent["message_id"], text="neu")
        edited = await next_event(stream)
        await bot.ok("deleteMessage", chat_id=CHAT, message_id=sent["message_id"])
        gone = await next_event(stream)
    assert new["id"] == edited["id"] == gone["id"] == f"post-{sent['message_id']}"
    assert ("alt" in new["html"], "neu" in edited["html"], gone["html"]) == (True, True, "")
    assert (new["subtitle"], gone["subtitle"]) == ("1 Mitteilung", "Noch keine Mitteilungen")
    assert "23. November" in new["day"]


async def test_stopping_ends_the_stream(bot: Bot) -> None:
    async with bot.session.get(f"{bot.emulator.url}/c/{CHAT}/events") as stream:
        await stream.content.readline()
        async with asyncio.timeout(5):
            await bot.emulator.stop()
            await stream.content.read()


# --- text -------------------------------------------------------------------------------------------------------------


def test_markup_in_a_text_stays_text() -> None:
    assert shown("&lt;script&gt;alert(1)&lt;/script&gt;") == "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert shown('<a href="https://x.example/&quot;onclick=1">x</a>').startswith(
        '<a href="https://x.example/&quot;onclick=1" target='
    )


def test_an_address_in_a_text_is_escaped_once() -> None:
    link = 'target="_blank" rel="noopener noreferrer nofollow">'
    assert shown("www.x.example/?a=1&amp;b=2") == (
        f'<a href="https://www.x.example/?a=1&amp;b=2" {link}www.x.example/?a=1&amp;b=2</a>'
    )


def test_entities_become_elements_in_their_order() -> None:
    assert shown("<b>a<i>b</i></b> 🚲 <u>c</u>") == "<b>a<i>b</i></b> 🚲 <u>c</u>"


def test_entities_that_cross_are_cut() -> None:
    body = FormattedText("abcd", (Entity("bold", 0, 3), Entity("italic", 1, 3)))
    assert render_text(body) == "<b>a<i>bc</i></b><i>d</i>"


def test_the_line_break_after_a_quote_is_the_quotes_own() -> None:
    assert shown("<blockquote>a</blockquote>\n\nb") == "<blockquote>a</blockquote>\nb"


@given(st.text(), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), max_size=6))
def test_whatever_the_entities_the_page_shows_the_text(text: str, places: list[tuple[int, int]]) -> None:
    kinds = ["bold", "italic", "underline", "spoiler", "code", "strikethrough"]
    text = text.encode(errors="ignore").decode().replace("\r", "").replace("\0", "")
    length = utf16_length(text)
    entities = [
        Entity(kind, offset, min(size, length - offset))
        for kind, (offset, size) in zip(kinds, places, strict=False)
        if offset < length and max(text) <= "\uffff"
    ]
    soup = BeautifulSoup(f"<div>{render_text(FormattedText(text, tuple(entities)))}</div>", "html.parser")
    assert soup.get_text() == text
