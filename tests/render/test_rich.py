"""A release as one rich message, judged by a strict server: its structure is kept, its limits hold, nothing is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.delivery.message import Message, Rendered, picture_id
from relay.emulator.telegram.files import Media
from relay.emulator.telegram.links import LinkRules
from relay.emulator.telegram.rich import check_limits
from relay.emulator.telegram.rich_blocks import RichMessage, characters
from relay.emulator.telegram.rich_content import read_blocks
from relay.emulator.telegram.rich_json import message_json
from relay.emulator.telegram.rich_text import TextRules
from relay.model import Attachment, Block, BlockKind, Picture, Post
from relay.render.markup import Bold, Link, clean, split_lines, to_html
from relay.render.telegram import render
from relay.settings import Look, Style
from tests.render.test_posts import CREDITED, HOST, LEAD, MORE, UNCREDITED, URL, many, paragraph, posts

RICH = Look(style=Style.FULL, rich=True, pictures="all", source_line="Quelle: Landkreis Musterland")
PLAN = Attachment(f"https://{HOST}/plan.pdf", "Lageplan", "application/pdf")
TABLE = Block(BlockKind.TABLE, (), head=("Tag", "Zeit"), rows=(("Montag", "8 Uhr"), ("Herbst",), ("Dienstag", "")))
A_PHOTO = Media("photo", b"", "", "image/jpeg", 800, 600)


def message(post: Post, look: Look = RICH, **more: Any) -> Message:
    rendered = render(post, look, **more)
    assert isinstance(rendered, Rendered)
    first = rendered.messages[0]
    assert first.rich
    return first


def read(message: Message) -> RichMessage:
    """As the server keeps it; raises what it answers where it refuses it."""
    pictures = [one for one in (message.picture, *message.more) if one]
    found, used = read_blocks(
        message.html, {picture_id(one): A_PHOTO for one in pictures}, TextRules(LinkRules(), detect=False)
    )
    check_limits(found)
    assert used == {picture_id(one) for one in pictures}
    return RichMessage(found)


def told(message: Message) -> list[dict[str, Any]]:
    """The blocks as the server tells of them."""
    blocks: list[dict[str, Any]] = message_json(read(message))["blocks"]
    return blocks


def shown(*blocks: Block, look: Look = RICH, **more: Any) -> list[dict[str, Any]]:
    """The blocks between title and source."""
    said = told(message(Post("Sperrung", URL, blocks, **more), look))
    assert said[0] == {"type": "heading", "text": "Sperrung", "size": 3}
    assert said[-1] == {"type": "footer", "text": "Quelle: Landkreis Musterland"}
    return said[1:-1]


def test_a_heading_stays_a_heading_and_items_stay_a_list() -> None:
    found = shown(
        paragraph(LEAD, MORE),
        Block(BlockKind.HEADING, ("Umleitung",)),
        Block(BlockKind.ITEM, ("Über Ahrenfels",)),
        Block(BlockKind.ITEM, ("Über Birkenau",)),
        paragraph(MORE),
    )

    assert [one["type"] for one in found] == ["paragraph", "heading", "list", "paragraph"]
    assert found[0]["text"] == f"{LEAD} {MORE}"
    assert [item["blocks"][0]["text"] for item in found[2]["items"]] == ["Über Ahrenfels", "Über Birkenau"]


def test_a_table_stays_a_table_with_its_headings() -> None:
    (table,) = shown(TABLE)

    assert [[(cell.get("text"), cell.get("is_header", False)) for cell in row] for row in table["cells"]] == [
        [("Tag", True), ("Zeit", True)],
        [("Montag", False), ("8 Uhr", False)],
        [("Herbst", True)],
        [("Dienstag", False), (None, False)],
    ]
    assert table["cells"][2][0]["colspan"] == 2


@pytest.mark.parametrize(
    "table",
    [
        Block(BlockKind.TABLE, ()),
        replace(TABLE, head=(), rows=(tuple(map(str, range(21))),)),
        replace(TABLE, head=tuple(map(str, range(21))), rows=(("Nur eine Zelle",),)),
    ],
)
def test_a_table_that_cannot_be_shown_says_where_it_is(table: Block) -> None:
    (found,) = shown(table)

    assert found == {
        "type": "paragraph",
        "text": {"type": "italic", "text": {"type": "url", "text": "Tabelle im Original", "url": URL}},
    }


def test_a_wide_and_tall_table_is_shown_whole() -> None:
    (table,) = shown(Block(BlockKind.TABLE, (), head=tuple("abcdefgh"), rows=(tuple("12345678"),) * 60))
    assert len(table["cells"]) == 61


def test_where_all_of_it_is_too_much_the_tallest_tables_give_way() -> None:
    tall = Block(BlockKind.TABLE, (), head=("a", "b"), rows=(("1", "2"),) * 460)
    found = shown(*(paragraph(f"Absatz {number}.") for number in range(60)), tall, TABLE)

    assert [one["type"] for one in found[-2:]] == ["paragraph", "table"]
    assert found[-2]["text"]["text"]["text"] == "Tabelle im Original"


def test_a_quotation_of_a_template_is_a_block_of_its_own() -> None:
    look = replace(RICH, template="<blockquote>{{ title }}</blockquote>Neu: {{ source }}\n{{ text }}")
    found = told(message(Post("Sperrung", URL, (paragraph(LEAD),)), look))

    assert [one["type"] for one in found] == ["blockquote", "paragraph", "paragraph"]
    assert found[0]["blocks"][0]["text"] == "Sperrung"


@pytest.mark.parametrize(
    "url",
    ["https://name:wort@landkreis-musterland.example/", "http://..example/", "http://[::1]/", "https://a..b.example/"],
)
def test_a_link_for_which_a_message_would_be_refused_is_none(url: str) -> None:
    linked = Block(BlockKind.PARAGRAPH, (LEAD,), links=((0, 15, url),))
    assert shown(linked) == [{"type": "paragraph", "text": LEAD}]


def test_a_rich_message_can_be_asked_for_where_it_is_not_configured() -> None:
    assert message(Post("Sperrung", URL, (paragraph(LEAD),)), replace(RICH, rich=False), classic=False).rich


def test_without_a_page_it_still_says_that_there_is_one() -> None:
    post = Post("Sperrung", "", (Block(BlockKind.TABLE, ()),))
    assert "<p><i>Tabelle im Original</i></p>" in message(post).html


def test_a_box_with_a_heading_can_be_closed_and_each_heading_opens_a_new_one() -> None:
    found = shown(
        Block(BlockKind.BOX_HEADING, ("Kontakt",)),
        Block(BlockKind.BOX, ("Rathaus",)),
        Block(BlockKind.BOX_HEADING, ("Termine",)),
        Block(BlockKind.BOX, ("Montag",)),
        Block(BlockKind.BOX, ("Dienstag",)),
    )

    assert [(one["type"], one["summary"], one["is_open"]) for one in found] == [
        ("details", "Kontakt", True),
        ("details", "Termine", True),
    ]
    assert [inside["text"] for inside in found[1]["blocks"]] == ["Montag", "Dienstag"]


def test_a_box_without_a_heading_is_set_off_and_a_heading_without_a_box_is_bold() -> None:
    assert shown(Block(BlockKind.BOX, ("Rathaus",))) == [
        {"type": "paragraph", "text": {"type": "italic", "text": "Rathaus"}}
    ]
    assert shown(Block(BlockKind.BOX_HEADING, ("Kontakt",))) == [
        {"type": "paragraph", "text": {"type": "bold", "text": "Kontakt"}}
    ]


def test_a_quotation_stays_one() -> None:
    (found,) = shown(Block(BlockKind.QUOTE, ("„Das wird eng.“",)), Block(BlockKind.QUOTE, ("„Sehr eng.“",)))

    assert found["type"] == "blockquote"
    assert [one["text"] for one in found["blocks"]] == ["„Das wird eng.“", "„Sehr eng.“"]


def test_the_first_picture_stands_at_the_top_and_the_others_below_the_text() -> None:
    first = replace(CREDITED, caption="Die Brücke von Norden")
    found = shown(paragraph(LEAD), pictures=(first, UNCREDITED))

    assert [one["type"] for one in found] == ["photo", "paragraph", "photo"]
    assert found[0]["caption"] == {"text": "Die Brücke von Norden", "credit": "Foto: Landkreis Musterland"}
    assert "caption" not in found[2]


def test_further_pictures_stand_where_they_stand_on_the_page_and_part_no_list() -> None:
    items = [Block(BlockKind.ITEM, (f"Punkt {n}",)) for n in range(3)]
    box = Block(BlockKind.BOX_HEADING, ("Kosten",)), Block(BlockKind.BOX, ("Zwei Euro.",))
    pictures = tuple(Picture(f"https://{HOST}/{n}.jpg", below=below) for n, below in enumerate((3, 6, 2, 1, 0, 99)))
    post = Post("Sperrung", URL, (paragraph(LEAD), *items, paragraph(MORE), *box), pictures=pictures)
    found = message(post)

    kinds = [one["type"] for one in told(found)]
    assert kinds == [
        "heading", "photo", "paragraph", "photo", "list", "photo", "paragraph", "details", "photo", "photo", "photo",
        "footer",
    ]  # fmt: skip
    shown = [found.picture, *found.more]
    assert [one.url[-5] for one in shown if one] == ["0", "3", "2", "1", "4", "5"]
    assert re.findall(r"photo\?id=(\w+)", found.html) == [picture_id(one) for one in shown if one]


@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.sampled_from(list(BlockKind)), min_size=1, max_size=8))
def test_wherever_pictures_stand_the_text_stays_in_order(places: list[int], kinds: list[BlockKind]) -> None:
    blocks = tuple(
        replace(TABLE, rows=((f"Wort{n}", ""),)) if kind is BlockKind.TABLE else Block(kind, (f"Wort{n}.",))
        for n, kind in enumerate(kinds)
    )
    pictures = tuple(Picture(f"https://{HOST}/{n}.jpg", below=below) for n, below in enumerate(places))
    found = message(Post("Sperrung", URL, blocks, pictures=pictures))

    read(found)
    assert re.findall(r"Wort(\d)", found.plain) == [str(n) for n in range(len(kinds))]
    assert found.html.count("<figure>") == len(places)


def test_a_picture_is_described_where_that_is_wanted() -> None:
    look = replace(RICH, picture_description=True)
    pictures = (replace(CREDITED, caption="Von Norden"), UNCREDITED)
    found = shown(paragraph(LEAD), look=look, pictures=pictures)

    assert found[0]["caption"]["text"] == "Von Norden (Bild: Die Brücke)"
    assert found[2]["caption"]["text"] == "Bild: Die Baustelle"


def test_a_picture_without_a_credit_is_left_out_where_only_credited_ones_are_wanted() -> None:
    look = replace(RICH, media="credited")
    assert message(Post("Sperrung", URL, (paragraph(LEAD),), pictures=(UNCREDITED, CREDITED)), look).picture == CREDITED


def test_links_of_the_text_and_of_files_lead_where_they_led() -> None:
    linked = Block(BlockKind.PARAGRAPH, (LEAD,), links=((0, 15, f"https://{HOST}/karte"),))
    first, file = shown(linked, attachments=(PLAN,))

    assert first["text"][0] == {"type": "url", "text": LEAD[:15], "url": f"https://{HOST}/karte"}
    assert file["text"] == [
        "Anlage: ",
        {"type": "url", "text": "Lageplan", "url": PLAN.url},
        " (PDF)",
    ]


def test_several_files_are_a_list() -> None:
    (files,) = shown(attachments=(PLAN, replace(PLAN, url=f"https://{HOST}/karte.pdf", title="Karte")))
    assert len(files["items"]) == 2


def test_the_button_stands_below_and_hashtags_correction_and_source_at_the_end() -> None:
    look = replace(RICH, correction_line="last")
    corrected = datetime(2026, 6, 3, 12, 5, tzinfo=UTC)
    post = Post("Sperrung", URL, (paragraph(LEAD),), hashtags=("Verkehr",), published=corrected)
    made = message(post, look, corrected=corrected)

    assert made.button
    assert made.button.url == URL
    assert [one["text"] for one in told(made)[2:]] == [
        "#Verkehr",
        "Quelle: Landkreis Musterland",
        {"type": "italic", "text": "Korrigiert am 3. Juni, 12:05 Uhr"},
    ]


def test_a_correction_can_be_told_first() -> None:
    look = replace(RICH, correction_line="first")
    made = message(Post("Sperrung", URL, (paragraph(LEAD),)), look, corrected=datetime(2026, 6, 3, tzinfo=UTC))

    assert made.html.startswith("<p><i>Korrigiert am")


def test_a_link_in_the_words_is_the_last_line() -> None:
    last = told(message(Post("Sperrung", URL, (paragraph(LEAD),)), replace(RICH, link="text")))[-1]
    assert last["text"] == {"type": "url", "text": f"Weiterlesen auf {HOST.removeprefix('www.')}", "url": URL}


def test_a_template_gives_the_order_of_all_but_the_text() -> None:
    look = replace(RICH, template="Neu: <b>{{ title }}</b>\n\n{{ text }}\n\n{{ hashtags }}\n<i>{{ source }}</i>")
    post = Post("Sperrung", URL, (paragraph(LEAD),), hashtags=("Verkehr",))

    assert [one["text"] for one in told(message(post, look))] == [
        ["Neu: ", {"type": "bold", "text": "Sperrung"}],
        LEAD,
        "#Verkehr",
        {"type": "italic", "text": "Quelle: Landkreis Musterland"},
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        tuple(paragraph(f"Absatz {number}.") for number in range(500)),
        tuple(Block(BlockKind.ITEM, (f"Punkt {number}",)) for number in range(260)),
        (*(paragraph("x") for _ in range(495)), replace(TABLE, rows=(("a", "b"),) * 5)),
        (paragraph("Ein Satz mit vielen Worten. " * 1200),),
        (paragraph("Größe & Maß <ä>. " * 1200),),
    ],
)
def test_what_does_not_fit_is_shown_in_classic_messages(blocks: tuple[Block, ...]) -> None:
    rendered = render(Post("Haushalt", URL, blocks), RICH)

    assert isinstance(rendered, Rendered)
    assert rendered.messages
    assert not any(one.rich for one in rendered.messages)


def test_a_channel_gets_classic_messages_where_it_asks_for_them() -> None:
    rendered = render(Post("Sperrung", URL, (paragraph(LEAD),)), RICH, classic=True)

    assert rendered == render(Post("Sperrung", URL, (paragraph(LEAD),)), replace(RICH, rich=False))


@pytest.mark.parametrize("style", [Style.TEASER, Style.LINK])
def test_only_a_full_text_is_a_rich_message(style: Style) -> None:
    rendered = render(Post("Sperrung", URL, (paragraph(LEAD),)), replace(RICH, style=style))

    assert isinstance(rendered, Rendered)
    assert not rendered.messages[0].rich


def test_emphasis_that_goes_over_several_lines_stands_in_each() -> None:
    link = Link(("b\n", Bold("c\nd")), URL)
    lines = split_lines(("a", link, "\n"))

    assert [to_html(line) for line in lines] == [
        f'a<a href="{URL}">b</a>',
        f'<a href="{URL}"><b>c</b></a>',
        f'<a href="{URL}"><b>d</b></a>',
        "",
    ]


cells = st.text("aÄ <&|🎉\n", max_size=12)
tables = st.integers(1, 24).flatmap(
    lambda width: st.builds(
        lambda head, rows: Block(BlockKind.TABLE, (), head=head, rows=tuple(rows)),
        st.one_of(st.just(()), st.lists(cells, min_size=width, max_size=width).map(tuple)),
        st.lists(st.one_of(st.lists(cells, min_size=width, max_size=width).map(tuple), st.tuples(cells)), max_size=6),
    )
)


@many
@given(posts, st.lists(tables, max_size=2), st.sampled_from(["button", "text"]), st.booleans())
def test_of_any_post_the_server_takes_what_is_made(post: Post, more: list[Block], link: str, described: bool) -> None:
    look = replace(RICH, link=link, picture_description=described)
    rendered = render(replace(post, blocks=(*post.blocks, *more)), look)
    if not isinstance(rendered, Rendered) or not rendered.messages[0].rich:
        return
    first = rendered.messages[0]
    assert characters(read(first).blocks) <= 32_768
    said = re.sub(r"\W", "", clean(" ".join(block.text for block in post.blocks)))
    rest = iter(re.sub(r"\W", "", first.plain))
    assert all(char in rest for char in said), "something of the text is missing, or stands in another order"


def test_a_picture_is_named_as_telegram_allows() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", picture_id(Picture("https://grüße.example/\ud800 bild.jpg")))
