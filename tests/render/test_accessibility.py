"""What in a post people cannot see, hear or read well is named, and what they can is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relay.delivery.message import Skip
from relay.language import tell
from relay.model import Block, BlockKind, Picture, Post
from relay.render.accessibility import lint
from relay.render.telegram import render
from relay.settings import Look, Style
from tests.render.test_posts import CREDITED, POST, paragraph

FULL = Look(style=Style.FULL)


def problems(post: Post, look: Look = FULL) -> list[str]:
    found = lint(post, look, render(post, look))
    assert all(tell(one, "de") != str(one) for one in found)
    return [str(one) for one in found]


def saying(*sentences: str) -> Post:
    return replace(POST, blocks=(paragraph(*sentences),))


@pytest.mark.parametrize("look", [Look(), FULL, Look(link="text"), Look(style=Style.LINK)])
def test_a_post_as_it_should_be_has_no_problems(look: Look) -> None:
    good = replace(
        POST,
        blocks=(
            Block(BlockKind.HEADING, ("Was gilt?",)),
            paragraph("Näheres unter https://www.landkreis-musterland.example/seite#landkreismusterland."),
            Block(BlockKind.ITEM, ("Das THW hilft.",)),
            Block(BlockKind.ITEM, ("Bis 12 Uhr – oder später … 🎉",)),
        ),
        pictures=(CREDITED,),
        hashtags=("Landkreis Musterland", "Verkehr", "thw"),
    )
    assert problems(good, look) == []


def test_what_is_not_posted_has_no_problems() -> None:
    empty = Post("", "", ())
    assert isinstance(render(empty, FULL), Skip)
    assert problems(empty) == []


@pytest.mark.parametrize("tag", ["landkreismusterland", "LANDKREISMUSTERLAND"])
def test_a_long_hashtag_in_letters_of_one_kind_is_named(tag: str) -> None:
    (said,) = problems(saying(f"Mehr dazu unter #{tag}."))
    assert said.startswith(f"#{tag} is read aloud as one word")


@pytest.mark.parametrize("tag", ["kreistag", "Kreistag", "Digitalisierungsstrategie", "LandkreisMusterland"])
def test_a_hashtag_of_one_word_or_with_capitals_is_not_named(tag: str) -> None:
    assert problems(saying(f"Mehr dazu unter #{tag}.")) == []


def test_one_capital_at_its_front_does_not_part_the_words_of_a_very_long_hashtag() -> None:
    (said,) = problems(replace(POST, hashtags=("landkreismusterlandverkehrsmeldungen",)))
    assert said.startswith("#Landkreismusterlandverkehrsmeldungen is read aloud as one word")


@pytest.mark.parametrize(
    "text",
    [
        "Der Anschluss #12345678901 ist gestört, ebenso #1, #2, #3, #4, #5 und #6.",
        "Es geht um Nr. #5 und um Vorgang #A_1234567890.",
        "Näheres unter https://www.landkreis-musterland.example/#/;#landkreismusterland.",
        "Näheres unter www.landkreis-musterland.example/-#landkreismusterland",
        "#東京都庁新宿区西新宿 ist Partnerstadt.",
    ],
    ids=["numbers", "headings", "anchors", "an address without scheme", "script without capitals"],
)
def test_what_is_no_hashtag_is_none(text: str) -> None:
    assert problems(saying(text)) == []
    assert problems(Post(text, "", (Block(BlockKind.HEADING, ("Nr. #5",)), paragraph(text)))) == []


def test_many_hashtags_are_counted() -> None:
    assert problems(replace(POST, hashtags=tuple("ABCDEF"))) == ["there are 6 hashtags, and each is read aloud"]


def test_many_emoji_are_counted_and_a_family_is_one() -> None:
    assert problems(saying("Es ist Fest! 🎉🎉👨‍👩‍👧")) == []
    assert problems(saying("Es ist Fest! 🇩🇪🇫🇷🏴󠁧󠁢󠁿")) == []
    (said,) = problems(saying("Es ist Fest! 🎉🎉🎉👍🏽"))
    assert said.startswith("there are 4 emoji")


@pytest.mark.parametrize(
    "text", ["🚧 Die Brücke ist gesperrt.", "Die Brücke ☎️ ist gesperrt.", "‼ Achtung", "ℹ️ Näheres", "1️⃣ Wann"]
)
def test_emoji_before_words_are_named(text: str) -> None:
    (said,) = problems(saying(text))
    assert said.startswith("emoji stand before or between words")


def test_keys_are_counted_as_emoji() -> None:
    (said,) = problems(saying("Es ist Fest! 1️⃣2️⃣3️⃣#️⃣"))
    assert said.startswith("there are 4 emoji")


@pytest.mark.parametrize("text", ["In C♯ und B♭ singt der Chor.", "Kreis → Stadt", "Marke™ und © 2026 Landkreis"])
def test_signs_of_a_text_are_no_emoji(text: str) -> None:
    assert problems(saying(text)) == []


@pytest.mark.parametrize(
    ("faux", "plain"),
    [("𝗪𝗶𝗰𝗵𝘁𝗶𝗴", "Wichtig"), ("ＮＥＵ", "NEU"), ("Ⓝⓔⓤ", "Neu"), ("ᴡɪᴄʜᴛɪɢ", "wichtig"), ("w̶i̶c̶h̶", "wich")],
)
def test_signs_that_only_look_like_letters_are_named_with_what_they_mean(faux: str, plain: str) -> None:
    assert problems(saying(f"{faux}: Die Brücke ist gesperrt.")) == [
        f'"{faux}" are signs that only look like letters; write "{plain}"'
    ]


@pytest.mark.parametrize(
    "text", ["Die Ⓢ-Bahn hält nicht.", "Für jedes 𝑥 und jedes 𝑦 gilt das.", "Am 2ⁿᵈ May kommt die Partnerstadt."]
)
def test_a_letter_that_is_a_sign_of_its_own_is_not_named(text: str) -> None:
    assert problems(saying(text)) == []


@pytest.mark.parametrize(("spaced", "plain"), [("W I C H T I G", "WICHTIG"), ("ö f f n e t", "öffnet")])
def test_letters_with_spaces_between_them_are_named(spaced: str, plain: str) -> None:
    assert problems(saying(f"{spaced}: Die Brücke ist gesperrt.")) == [
        f'the letters "{spaced}" are read aloud one by one; write "{plain}"'
    ]


@pytest.mark.parametrize("text", ["Es geht um die Klassen A B C D und E.", "Es ist z. B. a b c offen."])
def test_a_list_of_letters_is_not_named(text: str) -> None:
    assert problems(saying(text)) == []


def test_a_picture_without_a_description_is_named_if_it_is_shown() -> None:
    blind = replace(POST, pictures=(Picture("https://www.landkreis-musterland.example/a.jpg", alt=" "),))

    assert problems(blind) == ["the picture has no description (alt) on the website"]
    assert problems(blind, Look(media="off")) == []
    both = replace(blind, pictures=(*blind.pictures, CREDITED))
    assert problems(both, Look(pictures="all", link="text")) == [
        "pictures without a description (alt) on the website: 1 of 2"
    ]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "hier",
            "Mehr …",
            "<b>Klicken Sie hier</b>",
            "read more »",
            "Mehr Infos",
            "mehr dazu",
            "weitere Infos",
            "Infos",
        ),
        *("Details", "hier lesen", "hier!", "»hier«", "[hier]", "Download", "zum Download", "PDF", "dieser Link"),
        *("unter diesem Link", "diese Seite", "zur Website", "Bitte hier klicken", "(mehr)"),
    ],
)
def test_a_link_that_does_not_say_where_it_leads_is_named(words: str) -> None:
    own = Look(template=f'{{{{ title }}}} {{{{ text }}}} <a href="https://a.example/">{words}</a>')

    (said,) = problems(POST, own)
    assert said.endswith("does not say where it leads")


@pytest.mark.parametrize("words", ["Infos zur Brücke", "PDF der Karte", "Die Seite der Kreisstraßenmeisterei"])
def test_a_link_that_says_where_it_leads_is_not_named(words: str) -> None:
    own = Look(template=f'{{{{ title }}}} {{{{ text }}}} <a href="https://a.example/">{words}</a>')
    assert problems(POST, own) == []


def test_a_title_in_capitals_is_named_but_no_abbreviation() -> None:
    (said,) = problems(replace(POST, title="STRASSE GESPERRT"))
    assert said.startswith("the title is written in capitals")
    for title in ("THW-OV", "DRK, DLRG & THW", "Übung von THW, DRK und DLRG"):
        assert problems(replace(POST, title=title)) == []


def test_one_long_word_in_capitals_is_a_title_in_capitals() -> None:
    (said,) = problems(replace(POST, title="HOCHWASSERWARNUNG"))
    assert said.startswith("the title is written in capitals")
    assert problems(replace(POST, title="BAFÖG")) == []


@pytest.mark.parametrize("text", ["Es gilt ABSOLUTES Halteverbot.", "EILMELDUNG: Die Brücke ist gesperrt."])
def test_a_long_word_in_capitals_is_named(text: str) -> None:
    (said,) = problems(saying(text))
    assert said.endswith("is written in capitals, which are hard to read")


def test_what_is_in_the_title_is_named_once() -> None:
    (said,) = problems(replace(POST, title="HOCHWASSERWARNUNG FÜR MUSTERHAUSEN UND NEUKIRCH"))
    assert said.startswith("the title is written in capitals")


def test_whole_passages_in_capitals_are_named() -> None:
    (said,) = problems(saying("Die Brücke ist zu. BITTE MEIDEN SIE DEN UFERBEREICH. Danke."))
    assert said.startswith("whole passages are written in capitals")


@pytest.mark.parametrize(
    "text",
    [
        "Es helfen DRK, DLRG, THW, ASB und die JUH.",
        "Spenden: IBAN DE02 1203 0000 0000 2020 51, BIC GENODEFF.",
        "Näheres unter www.landkreis-musterland.example/HOCHWASSERWARNUNG",
        "Das Förderprogramm KSTRFNDSB läuft aus.",
        "Aktenzeichen VERKEHRSRECHT2026 und DIN EN ISO 9001",
    ],
)
def test_abbreviations_codes_and_addresses_may_have_capitals(text: str) -> None:
    assert problems(saying(text)) == []


ALBUM = Look(pictures="all", link="text", picture_description=True)


@pytest.mark.parametrize(
    "alt",
    [
        *("Bild", "image", "Bild 1", "Foto 2 von 5", "Symbolbild", "Platzhalter", "Ein Bild", "Foto: Max Muster"),
        *(
            "Foto: Landkreis Musterland / E. Beispiel",
            "© Max Muster",
            POST.title,
            f"Bild: {POST.title}",
            "Erika Muster",
        ),
    ],
)
def test_a_description_that_does_not_describe_is_named_and_is_no_line_of_the_post(alt: str) -> None:
    picture = Picture("https://www.landkreis-musterland.example/a.jpg", alt=alt, credit="Foto: Erika Muster")
    post = replace(POST, pictures=(picture,))

    assert problems(post, ALBUM) == [f'"{alt}" does not say what the picture shows']
    for look in (ALBUM, replace(FULL, rich=True, picture_description=True)):
        rendered = render(post, look)
        assert not isinstance(rendered, Skip)
        credit = "Foto: Erika Muster"
        assert [line for line in rendered.messages[0].plain.split("\n") if "Muster" in line and "#" not in line] == [
            credit
        ]


@pytest.mark.parametrize(
    "alt",
    [
        *("Die Brücke", "Foto: Die gesperrte Brücke", "Bild: Landrätin Erika Muster", "Das Foto zeigt die Brücke"),
        *("Bilderrahmen", "Karte der Umleitung", "Foto: Blick auf Musterhausen", "Luftbild", "Gruppenbild"),
    ],
)
def test_a_description_that_describes_is_kept(alt: str) -> None:
    picture = Picture("https://www.landkreis-musterland.example/a.jpg", alt=alt, credit="Foto: Max Beispiel")
    post = replace(POST, pictures=(picture,))
    rendered = render(post, ALBUM)

    assert problems(post, ALBUM) == []
    assert not isinstance(rendered, Skip)
    assert alt in rendered.messages[0].plain


@pytest.mark.parametrize("line", ["-----", "* * *", "=~=~=~", "______"])
def test_a_line_of_ornament_is_named(line: str) -> None:
    (said,) = problems(replace(POST, blocks=(*POST.blocks, paragraph(line), *POST.blocks)))
    assert said == f'the line "{line}" is ornament, which is read aloud sign by sign'


@pytest.mark.parametrize("line", ["[...]", "(…)", "...", "[…].", "„…“", "»…«", '"..."'])
def test_a_mark_that_something_is_left_out_is_no_ornament(line: str) -> None:
    assert problems(replace(POST, blocks=(*POST.blocks, paragraph(line), *POST.blocks))) == []


@pytest.mark.parametrize("line", ["+++ Eilmeldung +++", "*** Achtung: Die Straße ist zu.", "Die Straße ist zu ====="])
def test_ornament_beside_words_is_named(line: str) -> None:
    (said,) = problems(replace(POST, blocks=(*POST.blocks, paragraph(line), *POST.blocks)))
    assert said.endswith("are ornament, which is read aloud sign by sign")


@pytest.mark.parametrize("text", ["Kenntnisse in C++ sind gefragt.", "Von 8 – 12 Uhr.", "www.a.example/x--- und mehr"])
def test_signs_that_mean_something_are_no_ornament(text: str) -> None:
    assert problems(saying(text)) == []


def test_a_template_that_does_not_fit_is_named() -> None:
    (said,) = problems(
        POST, Look(template="{{ title }}{{ text }}{% if title|length == 20 %}{{ title > 1 }}{% endif %}")
    )
    assert said.startswith("the channel's template does not fit")


@pytest.mark.parametrize(
    "text",
    [
        "- " * 50000 + "x",
        "🎉x" * 20000,
        "#" + "a" * 100000,
        "-" * 100000 + "x",
        "a " * 50000 + "bb",
        "A" * 100000 + "1",
        "A B" * 30000,
        "ᴡ" * 100000,
        "w̶" * 50000,
        "a" * 100000,
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    assert problems(saying(text)) is not None
