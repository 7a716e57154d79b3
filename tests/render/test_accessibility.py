"""What in a post people cannot see, hear or read well is named, and what they can is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relay.language import tell
from relay.message import Skip
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
    (said,) = problems(replace(POST, hashtags=(tag,)))
    assert said.startswith(f"#{tag} is read aloud as one word")


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


@pytest.mark.parametrize("text", ["🚧 Die Brücke ist gesperrt.", "Die Brücke ☎️ ist gesperrt."])
def test_emoji_before_words_are_named(text: str) -> None:
    (said,) = problems(saying(text))
    assert said.startswith("emoji stand before or between words")


@pytest.mark.parametrize(("faux", "plain"), [("𝗪𝗶𝗰𝗵𝘁𝗶𝗴", "Wichtig"), ("ＮＥＵ", "NEU"), ("ⓘ", "i")])
def test_signs_that_only_look_like_letters_are_named_with_what_they_mean(faux: str, plain: str) -> None:
    assert problems(saying(f"{faux}: Die Brücke ist gesperrt.")) == [
        f'"{faux}" are signs that only look like letters; write "{plain}"'
    ]


def test_a_picture_without_a_description_is_named_if_it_is_shown() -> None:
    blind = replace(POST, pictures=(Picture("https://www.landkreis-musterland.example/a.jpg", alt=" "),))

    assert problems(blind) == ["the picture has no description (alt) on the website"]
    assert problems(blind, Look(media="off")) == []
    both = replace(blind, pictures=(*blind.pictures, CREDITED))
    assert problems(both, Look(pictures="all", link="text")) == [
        "pictures without a description (alt) on the website: 1 of 2"
    ]


@pytest.mark.parametrize("words", ["hier", "Mehr …", "<b>Klicken Sie hier</b>", "read more »"])
def test_a_link_that_does_not_say_where_it_leads_is_named(words: str) -> None:
    own = Look(template=f'{{{{ title }}}} {{{{ text }}}} <a href="https://a.example/">{words}</a>')

    (said,) = problems(POST, own)
    assert said.endswith("does not say where it leads")


def test_a_title_in_capitals_is_named_but_no_abbreviation() -> None:
    (said,) = problems(replace(POST, title="STRASSE GESPERRT"))
    assert said.startswith("the title is written in capitals")
    for title in ("THW-OV", "DRK, DLRG & THW", "Übung von THW, DRK und DLRG"):
        assert problems(replace(POST, title=title)) == []


@pytest.mark.parametrize("line", ["-----", "* * *", "=~=~=~", "______"])
def test_a_line_of_ornament_is_named(line: str) -> None:
    (said,) = problems(replace(POST, blocks=(*POST.blocks, paragraph(line), *POST.blocks)))
    assert said == f'the line "{line}" is ornament, which is read aloud sign by sign'


@pytest.mark.parametrize("line", ["[...]", "(…)", "...", "[…]."])
def test_a_mark_that_something_is_left_out_is_no_ornament(line: str) -> None:
    assert problems(replace(POST, blocks=(*POST.blocks, paragraph(line), *POST.blocks))) == []


def test_a_template_that_does_not_fit_is_named() -> None:
    (said,) = problems(
        POST, Look(template="{{ title }}{{ text }}{% if title|length == 20 %}{{ title > 1 }}{% endif %}")
    )
    assert said.startswith("the channel's template does not fit")


@pytest.mark.parametrize("text", ["- " * 50000 + "x", "🎉x" * 20000, "#" + "a" * 100000])
def test_hostile_text_takes_no_time(text: str) -> None:
    assert problems(saying(text)) is not None
