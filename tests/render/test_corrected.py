"""The line that says that a post was corrected, and the fingerprint by which a message is recognised."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.delivery.message import Rendered
from relay.emulator.telegram.classic_html import utf16_length
from relay.emulator.telegram.links import LinkRules
from relay.emulator.telegram.text import read_text
from relay.model import Block, BlockKind, Post
from relay.render.markup import fingerprint, fingerprint_of_text
from relay.render.telegram import CAPTION_LIMIT, TEXT_LIMIT
from relay.render.telegram import render as rendered
from relay.settings import Look, Style
from tests.render.test_posts import CREDITED, LEAD, POST, looks, many, paragraph, posts, read

BERLIN = ZoneInfo("Europe/Berlin")
CORRECTED = datetime(2026, 12, 30, 13, 5, tzinfo=UTC)
SAME_YEAR = replace(POST, published=datetime(2026, 12, 29, 8, tzinfo=UTC), hashtags=("Kreis",))
LINE = "Korrigiert am 30. Dezember, 14:05 Uhr"
LONG = replace(SAME_YEAR, title="Sperrung " * 60, blocks=tuple(paragraph(*[LEAD] * 30) for _ in range(5)))


def texts(post: Post, look: Look, corrected: datetime | None = CORRECTED) -> list[str]:
    made = rendered(post, look, corrected=corrected)
    assert isinstance(made, Rendered)
    return [read(message).text for message in made.messages]


def look(line: str, **more: Any) -> Look:
    return replace(Look(zone=BERLIN, link="text", correction_line=line), **more)


# --- the line ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", Style)
def test_the_first_line_stands_above_the_title(style: Style) -> None:
    (text,) = texts(SAME_YEAR, look("first", style=style))
    assert text.startswith(f"{LINE}\n\nSperrung in Neukirch\n\n")
    assert text.count("Korrigiert") == 1


@pytest.mark.parametrize("style", Style)
def test_the_last_line_stands_below_all_but_the_link(style: Style) -> None:
    (text,) = texts(SAME_YEAR, look("last", style=style))
    assert text.endswith(f"#Kreis\n\n{LINE}\n\nWeiterlesen auf landkreis-musterland.example")
    assert text.startswith("Sperrung in Neukirch")
    assert texts(SAME_YEAR, look("last", style=style, link="button"))[0].endswith(LINE)


def test_the_line_is_in_italics() -> None:
    made = rendered(SAME_YEAR, look("first"), corrected=CORRECTED)
    assert isinstance(made, Rendered)
    assert made.messages[0].html.startswith(f"<i>{LINE}</i>\n\n<b>")


def test_without_a_correction_or_a_wish_for_the_line_there_is_none() -> None:
    for text in (*texts(SAME_YEAR, look("first"), None), *texts(SAME_YEAR, look("off"))):
        assert "Korrigiert" not in text


def test_the_year_is_told_where_it_is_not_that_of_the_post() -> None:
    said = texts(replace(SAME_YEAR, published=datetime(2025, 12, 31, 22, 30, tzinfo=UTC)), look("first"))[0]
    assert said.startswith("Korrigiert am 30. Dezember 2026, 14:05 Uhr\n")
    # Half past eleven in the evening, in UTC, is next year in Berlin.
    said = texts(replace(SAME_YEAR, published=datetime(2025, 12, 31, 23, 30, tzinfo=UTC)), look("first"))[0]
    assert said.startswith(f"{LINE}\n")
    assert texts(replace(SAME_YEAR, published=None), look("first"))[0].startswith(f"{LINE}\n")


def test_the_line_in_english() -> None:
    assert texts(SAME_YEAR, look("first", language="en"))[0].startswith("Corrected on 30 December, 14:05\n")


@pytest.mark.parametrize("line", ["first", "last"])
@pytest.mark.parametrize("style", Style)
def test_room_is_kept_for_the_line_in_a_long_post(line: str, style: Style) -> None:
    for post in (LONG, replace(LONG, pictures=(CREDITED,))):
        parts = texts(post, look(line, style=style, teaser_length=3000))
        assert LINE in (parts[0] if line == "first" else parts[-1])
        assert sum(part.count("Korrigiert") for part in parts) == 1
        assert utf16_length(parts[0]) <= (CAPTION_LIMIT if post.pictures else TEXT_LIMIT)


def test_the_title_stays_with_the_line_above_it() -> None:
    """The title is not taken for a heading that goes with the paragraph on the next page."""
    post = replace(SAME_YEAR, blocks=(paragraph("Wort " * 175), paragraph("Ende.")), pictures=(CREDITED,))
    post = replace(post, title="Lange Überschrift " * 15)
    first = texts(post, look("first", style=Style.FULL))[0]
    assert first.startswith(f"{LINE}\n\nLange Überschrift")


corrections = st.sampled_from(["off", "first", "last"])
published = st.sampled_from([None, datetime(2025, 1, 1, tzinfo=UTC), CORRECTED])


@many
@given(posts, looks, corrections, published)
def test_any_corrected_post_is_taken_by_telegram_and_says_so_once(
    post: Post, look: Look, line: str, at: datetime | None
) -> None:
    made = rendered(replace(post, published=at), replace(look, correction_line=line), corrected=CORRECTED)
    word = {"de": "Korrigiert am 30", "en": "Corrected on 30"}[look.language]

    if not isinstance(made, Rendered):
        return
    shown = [read(message).text for message in made.messages]
    for message, text in zip(made.messages, shown, strict=True):
        limit = CAPTION_LIMIT if message.picture else TEXT_LIMIT
        assert 0 < utf16_length(text) <= limit
        assert 0 < utf16_length(message.plain) <= limit
    assert sum(text.count(word) for text in shown) == (line != "off")


# --- fingerprints -----------------------------------------------------------------------------------------------------


@many
@given(posts, looks, corrections)
def test_the_fingerprint_of_a_message_is_that_of_what_telegram_shows(post: Post, look: Look, line: str) -> None:
    made = rendered(post, replace(look, correction_line=line), corrected=CORRECTED)

    if not isinstance(made, Rendered):
        return
    for message in made.messages:
        assert fingerprint(message.html, message.plain) == fingerprint_of_text(read(message).text)
        plain = read_text(message.plain, "", None, LinkRules()).text
        assert fingerprint("", message.plain) == fingerprint_of_text(plain)


def test_only_letters_and_digits_count() -> None:
    assert fingerprint("<b>Fest &amp; Größe</b> 3 &lt;4&gt;", "") == fingerprint_of_text("fest GRÖSSE\n34!")
    assert fingerprint("", "Fest <3") == fingerprint_of_text("Fest 3")
    assert len(fingerprint("x", "")) == 32


def test_numeric_references_are_resolved_and_once_only() -> None:
    assert fingerprint("&#65;&#x42;&amp;#67;", "") == fingerprint_of_text("AB&#67;")
    assert fingerprint("&#9999999;", "") == fingerprint_of_text("&#9999999;")


@pytest.mark.parametrize("other", ["Die Straße ist bis 8. März gesperrt", "Straße", ""])
def test_other_words_have_another_fingerprint(other: str) -> None:
    assert fingerprint_of_text(other) != fingerprint_of_text("Die Straße ist bis 5. März gesperrt")


def test_a_link_does_not_count_by_its_address() -> None:
    with_link = '<a href="https://www.landkreis-musterland.example/?a=1&amp;b=&lt;2&gt;">Weiterlesen</a>'
    assert fingerprint(with_link, "") == fingerprint_of_text("Weiterlesen")


DROPPED = st.sampled_from("aåéK\u030a\u0333\u033f\u0301\u2028\u202e\t\r")


@given(st.text(st.one_of(st.characters(codec="utf-8"), DROPPED)))
def test_marks_and_accents_that_telegram_drops_change_nothing(text: str) -> None:
    cleaned = read_text(text, "", None, LinkRules()).text
    assert fingerprint_of_text(cleaned) == fingerprint_of_text(text)


def test_a_block_of_any_kind_is_recognised() -> None:
    for kind in BlockKind:
        post = Post("Titel", "", (Block(kind, ("Wir bauen & planen.",)),))
        made = rendered(post, look("off", style=Style.FULL))
        assert isinstance(made, Rendered)
        (message,) = made.messages
        assert fingerprint(message.html, message.plain) == fingerprint_of_text(read(message).text)
