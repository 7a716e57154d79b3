"""What a post looks like in a Telegram channel, judged by a strict server."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.delivery.message import Button, Message, Rendered, Skip
from relay.emulator.telegram.classic_html import utf16_length
from relay.emulator.telegram.links import LinkError, LinkRules
from relay.emulator.telegram.markup import read_keyboard
from relay.emulator.telegram.text import FormattedText, read_text
from relay.model import Attachment, Block, BlockKind, Picture, Post
from relay.render.markup import clean, visible
from relay.render.parts import TITLE_LIMIT
from relay.render.telegram import CAPTION_LIMIT, TEXT_LIMIT, render
from relay.settings import Look, Style

HOST = "www.landkreis-musterland.example"
URL = f"https://{HOST}/presse/2026/sperrung"
CREDITED = Picture(f"https://{HOST}/brücke.jpg", alt="Die Brücke", credit="Foto: Landkreis Musterland")
UNCREDITED = Picture(f"https://{HOST}/baustelle.jpg", alt="Die Baustelle")
LEAD = "Die Kreisstraße zwischen Ahrenfels und Birkenau ist ab Montag, 23. März, gesperrt."
MORE = "Eine Umleitung über Neukirch ist ausgeschildert."
WORDS = Look(link="text")
FULL = Look(style=Style.FULL)


def paragraph(*sentences: str) -> Block:
    return Block(BlockKind.PARAGRAPH, sentences)


POST = Post("Sperrung in Neukirch", URL, (paragraph(LEAD, MORE),))


def posted(post: Post, look: Look = WORDS) -> tuple[Message, ...]:
    rendered = render(post, look)
    assert isinstance(rendered, Rendered)
    return rendered.messages


def read(message: Message) -> FormattedText:
    """What a reader gets to see; raises ApiError where the server refuses it."""
    return read_text(message.html, "HTML", None, LinkRules())


def text(post: Post, look: Look = WORDS) -> str:
    (message,) = posted(post, look)
    return read(message).text


def emphasis(message: Message) -> list[tuple[str, str]]:
    """Type of each entity and the text that it covers."""
    body = read(message)
    units = body.text.encode("utf-16-le")
    return [(e.type, units[2 * e.offset : 2 * e.end].decode("utf-16-le")) for e in body.entities]


# --- any post ---------------------------------------------------------------------------------------------------------

anything = st.text(st.characters(exclude_categories=()), max_size=30)
endless = st.builds(
    lambda part, times: part * times, st.sampled_from(["Ä", "🎉", "x<", "—", '"&']), st.integers(1, 1500)
)
some_words = st.lists(
    st.one_of(st.sampled_from(["Kreis", "<b>", "&amp;", "am", "23.", "🎉", '"', "größer"]), anything), max_size=8
).map(" ".join)
sentence = st.one_of(
    some_words, endless, st.builds(lambda one, times: f"{one} " * times, some_words, st.integers(1, 150))
)
blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(sorted({*BlockKind} - {BlockKind.TABLE})),
        st.lists(sentence, min_size=1, max_size=4).map(tuple),
    ),
    max_size=12,
)
addresses = st.one_of(
    st.just(URL),
    st.sampled_from(
        [
            "",
            "/presse/1",
            "javascript:alert(1)",
            "mailto:presse@landkreis-musterland.example",
            "https://intranet/presse/1",
            f"https://{HOST}:99999/",
            "https://[kein-host/",
            f"https://{HOST}/?a=1&b=<2>&c=\"'",
            f"https://{HOST}/" + "x" * 5000,
            "https://" + "a" * 300 + ".example/",
            "https://grüße.example/",
            "https://.../",
            f"https://{HOST}/\x00",
        ]
    ),
    anything.map(lambda part: f"https://{part}.example/"),
    anything.map(lambda part: f"https://{HOST}/{part}"),
)
posts = st.builds(
    Post,
    title=st.one_of(some_words, endless, anything),
    url=addresses,
    blocks=blocks.map(tuple),
    pictures=st.sampled_from([(), (CREDITED,), (UNCREDITED,), (UNCREDITED, CREDITED)]),
    hashtags=st.lists(st.one_of(some_words, endless), max_size=4).map(tuple),
    attachments=st.lists(
        st.builds(Attachment, addresses, st.one_of(some_words, endless), st.sampled_from(["", "application/pdf"])),
        max_size=4,
    ).map(tuple),
)
looks = st.builds(
    Look,
    style=st.sampled_from(Style),
    teaser_length=st.integers(1, 3000),
    link=st.sampled_from(["button", "text"]),
    media=st.sampled_from(["on", "credited", "off"]),
    pictures=st.sampled_from(["first", "all"]),
    picture_description=st.booleans(),
    files=st.sampled_from(["link", "send", "off"]),
    language=st.sampled_from(["de", "en"]),
)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(posts, looks)
def test_any_post_in_any_look_is_taken_by_telegram(post: Post, look: Look) -> None:
    rendered = render(post, look)

    if isinstance(rendered, Skip):
        assert not visible(post.title + "".join(block.text for block in post.blocks))
        return
    assert rendered.messages
    for message in rendered.messages:
        limit = CAPTION_LIMIT if message.picture else TEXT_LIMIT
        assert visible(read(message).text)
        assert utf16_length(read(message).text) <= limit
        assert 0 < utf16_length(message.plain) <= limit
        assert visible(message.plain)
        if message.bare:
            html, plain = message.bare
            assert 0 < utf16_length(read(replace(message, html=html)).text) <= TEXT_LIMIT
            assert utf16_length(plain) > 0
        if message.button:
            button = {"text": message.button.text, "url": message.button.url}
            assert read_keyboard({"inline_keyboard": [[button]]}, LinkRules())


@many
@given(posts, st.sampled_from(["on", "off"]))
def test_in_full_style_nothing_of_the_text_is_lost(post: Post, media: str) -> None:
    pictures = tuple(replace(picture, credit="") for picture in post.pictures)
    post = replace(post, title="Titel", hashtags=(), pictures=pictures, attachments=())
    shown = "".join(message.plain for message in posted(replace(post, url=""), replace(FULL, media=media)))
    said = post.title + "".join(block.text for block in post.blocks)

    # Blanks are where it is parted, and the dots of lists are not said.
    assert squeezed(shown) == squeezed(said)


def squeezed(text: str) -> str:
    return "".join(char for char in clean(text) if visible(char) and char != "•")


# --- teaser -----------------------------------------------------------------------------------------------------------


def test_a_teaser_is_title_text_and_a_button_to_the_page() -> None:
    (message,) = posted(POST, Look())

    assert read(message).text == f"Sperrung in Neukirch\n\n{LEAD} {MORE}"
    assert emphasis(message) == [("bold", "Sperrung in Neukirch")]
    assert message.button == Button("Weiterlesen auf landkreis-musterland.example", URL)
    assert message.picture is None
    assert not message.silent


def test_a_link_in_the_text_stands_at_its_end_instead_of_the_button() -> None:
    (message,) = posted(POST, replace(WORDS, language="en"))

    assert read(message).text.endswith("\n\nRead on at landkreis-musterland.example")
    assert ("text_link", "Read on at landkreis-musterland.example") in emphasis(message)
    assert message.button is None


def test_a_channel_that_refuses_the_markup_gets_the_address_in_words() -> None:
    (message,) = posted(POST, Look())

    assert message.plain == f"Sperrung in Neukirch\n\n{LEAD} {MORE}\n\n{URL}"


def test_the_plain_text_of_a_caption_is_cut_so_that_the_address_fits() -> None:
    long = Post("Titel", URL, tuple(paragraph(f"{'Wort ' * 60}Ende.") for _ in range(3)), pictures=(CREDITED,))
    first, *_ = posted(replace(long, blocks=long.blocks[:3]), FULL)

    assert utf16_length(first.plain) <= CAPTION_LIMIT
    assert first.plain.endswith(URL)


def test_the_teaser_is_no_longer_than_wanted() -> None:
    assert text(POST, Look(teaser_length=len(LEAD))) == f"Sperrung in Neukirch\n\n{LEAD}"


def test_link_style_is_the_title_and_the_link() -> None:
    assert text(POST, Look(style=Style.LINK)) == "Sperrung in Neukirch"


def test_silence_is_handed_on_to_every_message() -> None:
    long = replace(POST, blocks=tuple(paragraph(f"{'Wort ' * 100}Ende.") for _ in range(20)))

    assert {message.silent for message in posted(long, replace(FULL, silent=True))} == {True}


# --- title ------------------------------------------------------------------------------------------------------------


def test_markup_in_a_title_is_shown_not_obeyed() -> None:
    (message,) = posted(replace(POST, title='A < B & "C" <b>fett</b> &nbsp;'), Look(style=Style.LINK))

    assert read(message).text == 'A < B & "C" <b>fett</b> &nbsp;'


def test_an_endless_title_is_cut_and_leaves_room_for_the_text() -> None:
    shown = text(replace(POST, title="Sperrung " * 200), Look())

    assert shown.split("\n\n")[0].endswith("Sperrung …")
    assert utf16_length(shown.split("\n\n")[0]) <= TITLE_LIMIT
    assert shown.endswith(f"{LEAD} {MORE}")


def test_without_a_title_the_text_stands_alone() -> None:
    assert text(replace(POST, title=" "), Look()) == f"{LEAD} {MORE}"
    assert text(replace(POST, title=""), FULL) == f"{LEAD} {MORE}"


def test_only_a_title_is_a_post() -> None:
    for style in Style:
        assert text(Post("Kreishaus geschlossen", "", ()), Look(style=style)) == "Kreishaus geschlossen"


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("nothing", ["", " \n", "\u200b", "\u2800"])
def test_a_post_that_says_nothing_is_skipped(style: Style, nothing: str) -> None:
    empty = Post(nothing, URL, (paragraph(nothing),), (CREDITED,), hashtags=("Presse",))

    assert isinstance(render(empty, Look(style=style)), Skip)
    assert isinstance(render(replace(empty, blocks=()), Look(style=style)), Skip)


def test_without_a_title_and_a_sentence_the_first_words_stand_for_both() -> None:
    untitled = Post("", URL, (Block(BlockKind.HEADING, ("Kreishaus geschlossen",)), paragraph("geöffnet ab 8")))

    assert text(untitled, Look()) == text(untitled, Look(style=Style.LINK)) == "Kreishaus geschlossen"


# --- link -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["", "/presse/1", "mailto:a@b.example", "javascript:alert(1)", "https://[x/", "https://intranet/1"]
)
@pytest.mark.parametrize("link", ["button", "text"])
def test_what_telegram_takes_for_no_link_is_left_out(url: str, link: str) -> None:
    (message,) = posted(replace(POST, url=url), Look(link=link))

    assert message.button is None
    assert read(message).text == message.plain == f"Sperrung in Neukirch\n\n{LEAD} {MORE}"


@settings(deadline=None)
@given(anything)
def test_no_button_has_an_address_that_telegram_refuses(part: str) -> None:
    (message,) = posted(replace(POST, url=f"https://{part}/"), Look())
    if message.button:
        try:
            LinkRules().check(message.button.url)
        except LinkError as error:
            pytest.fail(str(error))


def test_an_address_with_ampersands_and_quotes_arrives_unchanged() -> None:
    url = f'https://{HOST}/index.php?id=12&cHash=abc&lt=3&q="x"\''
    (message,) = posted(replace(POST, url=url), WORDS)

    assert [e.url for e in read(message).entities if e.type == "text_link"] == [url]


# --- picture ----------------------------------------------------------------------------------------------------------


def test_the_first_picture_goes_with_the_first_message() -> None:
    pictured = replace(POST, pictures=(UNCREDITED, CREDITED))

    assert posted(pictured, Look())[0].picture is UNCREDITED
    assert posted(pictured, replace(FULL, media="on"))[0].picture is UNCREDITED


def test_credited_means_no_picture_without_its_credit() -> None:
    assert posted(replace(POST, pictures=(UNCREDITED, CREDITED)), Look(media="credited"))[0].picture is CREDITED
    assert posted(replace(POST, pictures=(UNCREDITED,)), Look(media="credited"))[0].picture is None


def test_off_means_no_picture() -> None:
    assert posted(replace(POST, pictures=(CREDITED,)), Look(media="off"))[0].picture is None


def test_with_a_picture_a_long_teaser_is_kept_to_a_caption() -> None:
    dated = (f"Am {n}. März {'wird die Straße nach Ahrenfels ' * 12}gesperrt." for n in range(10, 20))
    long = replace(POST, blocks=tuple(map(paragraph, dated)))
    look = Look(teaser_length=3000)

    with_picture, without = text(replace(long, pictures=(CREDITED,)), look), text(long, look)

    assert utf16_length(with_picture) <= CAPTION_LIMIT < utf16_length(without) <= TEXT_LIMIT


def test_a_teaser_of_emoji_fits_a_caption_although_each_counts_twice() -> None:
    party = replace(POST, blocks=(paragraph(f"{'🎉 ' * 450}Ende."),), pictures=(CREDITED,))

    assert utf16_length(text(party, Look(teaser_length=1000))) <= CAPTION_LIMIT


# --- full -------------------------------------------------------------------------------------------------------------


def test_a_long_release_is_split_between_paragraphs_with_the_button_on_the_last() -> None:
    paragraphs = tuple(paragraph(*(f"Absatz {n} sagt in Satz {m} etwas Neues." for m in range(12))) for n in range(12))
    first, second = posted(replace(POST, blocks=paragraphs, hashtags=("Verkehr",)), FULL)

    assert sum(len(block.text) for block in paragraphs) > 5000
    assert read(first).text.split("\n\n") + read(second).text.split("\n\n") == [
        "Sperrung in Neukirch",
        *(block.text for block in paragraphs),
        "#Verkehr",
    ]
    assert len(read(first).text) > TEXT_LIMIT / 2
    assert (first.button, second.button) == (None, Button("Weiterlesen auf landkreis-musterland.example", URL))


def test_an_endless_paragraph_is_split_between_sentences() -> None:
    sentences = tuple(f"Satz {n} sagt dem Kreis etwas Neues." for n in range(300))
    messages = posted(replace(POST, blocks=(paragraph(*sentences),), pictures=(UNCREDITED,)), FULL)

    pieces = [piece for message in messages for piece in read(message).text.split("\n\n")][1:]
    assert " ".join(pieces) == " ".join(sentences)
    assert all(piece.endswith("Neues.") and piece.startswith("Satz") for piece in pieces)
    assert [bool(message.picture) for message in messages] == [True] + [False] * (len(messages) - 1)


def test_an_endless_sentence_is_split_between_words_and_keeps_every_sign() -> None:
    endless = " ".join(f"bis zu -{n} Grad, –" for n in range(400))
    messages = posted(replace(POST, blocks=(paragraph(endless),)), FULL)

    assert " ".join(piece for m in messages for piece in read(m).text.split("\n\n")[m is messages[0] :]) == endless


def test_list_items_stand_line_by_line_with_dots() -> None:
    items = tuple(Block(BlockKind.ITEM, (f"Punkt {n}",)) for n in range(3))

    shown = text(replace(POST, blocks=(paragraph("Es gilt:"), *items, paragraph("Ende."))), FULL)

    assert shown == "Sperrung in Neukirch\n\nEs gilt:\n\n• Punkt 0\n• Punkt 1\n• Punkt 2\n\nEnde."


def test_a_list_of_a_thousand_short_items_is_no_strain() -> None:
    items = tuple(Block(BlockKind.ITEM, (str(n % 10),)) for n in range(2000))

    messages = posted(replace(POST, blocks=items), FULL)

    assert sum(read(message).text.count("•") for message in messages) == 2000


def test_headings_are_bold_quotes_set_off_and_boxes_in_italics() -> None:
    (message,) = posted(
        replace(
            POST,
            blocks=(
                Block(BlockKind.HEADING, ("Umleitung",)),
                Block(BlockKind.QUOTE, ("„Wir bauen.“",)),
                Block(BlockKind.BOX_HEADING, ("Zahlen",)),
                Block(BlockKind.BOX, ("3 km",)),
            ),
        ),
        FULL,
    )

    assert emphasis(message) == [
        ("bold", "Sperrung in Neukirch"),
        ("bold", "Umleitung"),
        ("blockquote", "„Wir bauen.“"),
        ("bold", "Zahlen"),
        ("italic", "3 km"),
    ]


def test_a_heading_is_not_left_behind_by_what_stands_below_it() -> None:
    filler = tuple(paragraph(f"{'Wort ' * 150}Ende.") for _ in range(5))
    below = (Block(BlockKind.HEADING, ("Umleitung",)), paragraph(f"{'Neu ' * 150}Ende."))

    first, second = posted(replace(POST, blocks=(*filler, *below)), FULL)

    assert read(first).text.endswith("Wort Ende.")
    assert read(second).text.startswith("Umleitung\n\nNeu ")


def test_a_list_is_not_parted_by_the_end_of_a_caption_and_what_leads_on_to_it_goes_with_it() -> None:
    text = paragraph(f"{'Wort ' * 120}Ende.")
    items = tuple(Block(BlockKind.ITEM, (f"Punkt {n}: {'Neu ' * 20}Ende.",)) for n in range(6))
    below = (Block(BlockKind.HEADING, ("Umleitung",)), paragraph("So kommen Sie ans Ziel:"), *items)

    first, second = posted(replace(POST, blocks=(text, *below), pictures=(CREDITED,)), FULL)

    assert "Umleitung" not in read(first).text
    assert read(second).text.startswith("Umleitung\n\nSo kommen Sie ans Ziel:\n\n• Punkt 0:")
    assert read(second).text.count("\n• Punkt") == 6


def test_a_list_that_is_longer_than_a_message_is_parted_where_that_is_full() -> None:
    items = tuple(Block(BlockKind.ITEM, (f"Punkt {n}: {'Neu ' * 40}Ende.",)) for n in range(60))
    below = (paragraph("Das sind die Punkte:"), *items)

    messages = [read(one).text for one in posted(replace(POST, blocks=(paragraph("Vorab."), *below)), FULL)]

    assert [messages[0].count("• Punkt") > 15, len(messages)] == [True, 3]
    assert sum(text.count("• Punkt") for text in messages) == 60


def test_hashtags_never_stand_alone_in_a_message() -> None:
    for size in range(3880, 4100, 20):
        filler = tuple(paragraph("x" * (size // 5)) for _ in range(5))
        *_, last = posted(replace(POST, blocks=filler, hashtags=("Verkehr", "Kreistag")), FULL)

        assert "x" in read(last).text
        assert read(last).text.endswith("#Verkehr #Kreistag")


def test_the_link_at_the_end_is_among_the_hundred_entities_that_telegram_keeps() -> None:
    boxes = tuple(Block(BlockKind.BOX, (f"Nr. {n}",)) for n in range(150))

    *_, last = posted(replace(POST, blocks=boxes), replace(FULL, link="text"))

    assert emphasis(last)[-1] == ("text_link", "Weiterlesen auf landkreis-musterland.example")


# --- hashtags ---------------------------------------------------------------------------------------------------------


def test_hashtags_are_joined_in_camel_case_so_that_they_can_be_read_aloud() -> None:
    tagged = replace(POST, hashtags=("Verkehr", "öffentlicher nahverkehr", "ÖPNV-Ticket", "kreis_tag"))

    assert text(tagged, Look()).endswith("\n\n#Verkehr #ÖffentlicherNahverkehr #ÖPNVTicket #Kreis_tag")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("verkehr", "Verkehr"),
        ("straße", "Straße"),
        ("ämter", "Ämter"),
        ("THW", "THW"),
        ("DRK Musterland", "DRKMusterland"),
        ("UNESCO-Welterbe", "UNESCOWelterbe"),
        ("STRASSENVERKEHR", "Strassenverkehr"),
        ("LANDKREIS MUSTERLAND", "LandkreisMusterland"),
        ("LANDKREIS Musterland", "LandkreisMusterland"),
        ("TAG DER OFFENEN TÜR", "TagDerOffenenTür"),
        ("THW UND DRK", "THWUndDRK"),
        ("eGovernment", "EGovernment"),
        ("ehrenamt 2026", "Ehrenamt2026"),
    ],
)
def test_each_word_of_a_hashtag_begins_with_a_capital_and_is_not_shouted(said: str, shown: str) -> None:
    assert text(replace(POST, hashtags=(said,)), Look()).endswith(f"\n\n#{shown}")


def test_what_telegram_would_not_link_is_no_hashtag() -> None:
    assert text(replace(POST, hashtags=("2026", "--", "___", "Presse2026")), Look()).endswith("\n\n#Presse2026")


def test_the_same_hashtag_twice_is_shown_once() -> None:
    assert text(replace(POST, hashtags=("Kreis Tag", "KreisTag")), Look()).endswith("\n\n#KreisTag")


def test_hashtags_without_end_leave_room_for_the_text() -> None:
    shown = text(replace(POST, hashtags=tuple(f"Stichwort{n}" for n in range(500))), Look())

    assert LEAD in shown
    assert len(shown.split("\n\n")[-1]) <= 200
