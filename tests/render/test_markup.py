"""Text with emphasis and links: whatever it says, Telegram takes it and shows just that."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.emulator.telegram.classic_html import Entity, parse_html, utf16_length
from relay.emulator.telegram.links import LinkRules
from relay.render.markup import (
    Bold,
    Italic,
    Link,
    Markup,
    Quote,
    clean,
    cut,
    length,
    lines,
    to_html,
    to_plain,
    visible,
    wrap,
)

anything = st.text(st.characters(exclude_categories=()))  # lone surrogates included
nasty = st.text(st.sampled_from("ab <>&\"';/=!-\n\t\0\r\u2028\u202e😀👩\u200d\u030aåß&lt;"), max_size=40)
texts = st.one_of(anything, nasty, st.sampled_from(["<b>", "</b>", "&amp;", "&nbsp;", "<!-- x -->", "a < b & c"]))
addresses = st.sampled_from(
    [
        "https://www.landkreis-musterland.example/presse/1",
        'https://www.landkreis-musterland.example/presse?a=1&b=2&lt=3"><b>',
        "https://www.landkreis-musterland.example/größe#'absatz'",
    ]
)


def _around(inner: st.SearchStrategy[Markup]) -> st.SearchStrategy[Markup]:
    return st.one_of(
        st.builds(Bold, inner),
        st.builds(Italic, inner),
        st.builds(Quote, inner),
        st.builds(Link, inner, addresses),
        st.lists(inner, max_size=4).map(tuple),
    )


leaves: st.SearchStrategy[Markup] = texts
markups = st.recursive(leaves, _around, max_leaves=8)


def shown(html: str) -> tuple[str, list[Entity]]:
    """What the strict server makes of it; raises MarkupError for what it refuses."""
    return parse_html(html, LinkRules())


# --- HTML -------------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(markups)
def test_any_text_is_good_html_and_shows_exactly_what_is_plain(markup: Markup) -> None:
    text, _ = shown(to_html(markup))

    assert text == to_plain(markup)


@settings(deadline=None)
@given(texts)
def test_nothing_in_a_text_is_taken_for_markup(text: str) -> None:
    assert shown(to_html(text)) == (clean(text), [])


@settings(deadline=None)
@given(anything, addresses)
def test_a_link_leads_where_it_says(text: str, url: str) -> None:
    _, entities = shown(to_html(Link(f"x{text}", url)))

    assert [(entity.type, entity.url) for entity in entities] == [("text_link", url)]


def test_each_emphasis_has_its_tag() -> None:
    markup = (Bold("Sperrung"), "\n", Italic("ab Montag"), "\n", Quote("Wir bauen."))

    _, entities = shown(to_html(markup))

    assert [(one.type, one.offset, one.length) for one in entities] == [
        ("bold", 0, 8),
        ("italic", 9, 9),
        ("blockquote", 19, 10),
    ]


# --- clean ------------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(anything)
def test_a_clean_text_is_composed_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)

    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode()


def test_a_decomposed_umlaut_is_composed_even_where_a_mark_stands_in_between() -> None:
    assert clean("Gro\u0308ße A\u030akervik") == "Größe Åkervik"
    assert clean("A\u202c\u030akervik") == "Åkervik"


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\v", "\f", "\t", "\x1f"])
def test_what_parts_words_in_a_word_processor_parts_them_here(char: str) -> None:
    assert clean(f"ab Montag{char}Umleitung") == "ab Montag Umleitung"


@pytest.mark.parametrize("char", ["\0", "\r", "\u202e", "\ufeff", "\ud83d", "\x7f"])
def test_controls_direction_marks_and_halves_of_characters_are_dropped(char: str) -> None:
    assert clean(f"Musterland{char}halle") == "Musterlandhalle"


def test_emoji_held_together_by_joiners_stay_whole() -> None:
    assert clean("👩\u200d🚒 im Einsatz") == "👩\u200d🚒 im Einsatz"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200d\ufeff", "\u2800", "\u0333", "\x00\x1b"])
def test_blanks_joiners_and_stray_accents_show_nothing(text: str) -> None:
    assert not visible(text)


@pytest.mark.parametrize("text", ["a", "…", "1", "🎉", "§", "€"])
def test_a_letter_a_sign_or_an_emoji_shows_something(text: str) -> None:
    assert visible(f" {text} ")


# --- length, lines ----------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(markups)
def test_the_length_is_counted_in_utf_16_units_as_telegram_does(markup: Markup) -> None:
    assert length(markup) == utf16_length(to_plain(markup))


def test_an_emoji_counts_twice_and_markup_not_at_all() -> None:
    assert length((Bold("Fest "), Link("🎉", "https://www.landkreis-musterland.example/"))) == 7


def test_paragraphs_without_anything_to_see_leave_no_gap() -> None:
    assert to_plain(lines(("", Bold("Titel"), " ", "Text", Italic(""), "Ende"))) == "Titel\n\nText\n\nEnde"
    assert to_plain(lines(("", " "))) == ""


# --- cut, wrap --------------------------------------------------------------------------------------------------------

words = st.lists(
    st.one_of(st.text("abcäß", min_size=1, max_size=12), st.sampled_from(["🎉", "👩\u200d🚒", "x" * 70])), max_size=40
)


@settings(deadline=None)
@given(anything, st.integers(4, 60))
def test_a_cut_text_is_never_longer_than_allowed(text: str, limit: int) -> None:
    assert length(cut(text, limit)) <= limit


@settings(deadline=None)
@given(words, st.integers(4, 60))
def test_a_text_is_cut_between_two_words(words: list[str], limit: int) -> None:
    text = clean(" ".join(words))
    result = cut(text, limit)

    if result == text:
        return
    kept = result.removesuffix(" …")
    assert result.endswith(" …")
    assert text.startswith(kept)
    if length(words[0]) <= limit - 2:
        assert kept.split(" ") == words[: len(kept.split(" "))]


def test_a_text_that_fits_stays_whole() -> None:
    assert cut("Sperrung in Neukirch", 20) == "Sperrung in Neukirch"
    assert cut("Sperrung in Neukirch", 19) == "Sperrung in …"


def test_no_comma_or_dash_is_left_before_the_ellipsis() -> None:
    assert cut("Sperrung, Umleitung – ab Montag", 12) == "Sperrung …"
    assert cut("Sperrung, Umleitung – ab Montag", 24) == "Sperrung, Umleitung …"


def test_an_endless_word_is_cut_between_two_characters_never_in_one() -> None:
    assert cut("🎉" * 10, 9) == "🎉🎉🎉 …"
    assert cut("x" * 10, 9) == "xxxxxxx …"


@settings(deadline=None)
@given(anything, st.integers(2, 60))
def test_wrapped_text_is_whole_and_no_piece_is_too_long(text: str, limit: int) -> None:
    pieces = list(wrap(text, limit))

    assert all(0 < length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split(" ")) == "".join(clean(text).split(" "))


@settings(deadline=None)
@given(words, st.integers(2, 60))
def test_wrapped_text_is_parted_between_words(words: list[str], limit: int) -> None:
    short = [word for word in words if length(word) <= limit]

    assert [word for piece in wrap(" ".join(short), limit) for word in piece.split(" ")] == short


def test_a_minus_at_the_start_of_a_piece_stays() -> None:
    assert list(wrap("Es wird bis zu -12 Grad kalt, – sagt der Dienst", 15)) == [
        "Es wird bis zu",
        "-12 Grad kalt,",
        "– sagt der",
        "Dienst",
    ]
