"""Lists in a channel: numbers, letters and lists within lists, in classic messages and in rich ones."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.delivery.message import Rendered
from relay.model import BULLET, Block, BlockKind, Marker, Post
from relay.render.lists import LONGEST_LABEL, label
from relay.render.telegram import render
from relay.settings import Look, Style
from tests.render.test_posts import URL
from tests.render.test_rich import shown


def item(text: str, marker: Marker = BULLET) -> Block:
    return Block(BlockKind.ITEM, (text,), marker=marker)


STEPS = (
    item("Anrufen.", Marker(3)),
    item("Wählen:", Marker(4)),
    item("mit Rad", Marker(1, "a", depth=1)),
    item("ohne Rad", Marker(2, "a", depth=1)),
    item("Danach warten.", Marker(goes_on=True)),
    item("Kommen.", Marker(5)),
)


def classic(*blocks: Block) -> list[str]:
    rendered = render(Post("Sperrung", URL, blocks), Look(style=Style.FULL))
    assert isinstance(rendered, Rendered)
    return [message.html for message in rendered.messages]


def tree(block: dict[str, Any]) -> list[Any]:
    """A list as the server tells of it: labels, paragraphs, and lists within."""
    return [
        (one["label"], *(tree(b) if b["type"] == "list" else b["text"] for b in one["blocks"]))
        for one in block["items"]
    ]


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        (BULLET, "• "),
        (Marker(12), "12. "),
        (Marker(0), "0. "),
        (Marker(3, "a"), "c. "),
        (Marker(26, "A"), "Z. "),
        (Marker(27, "a"), "aa. "),
        (Marker(702, "a"), "zz. "),
        (Marker(703, "a"), "aaa. "),
        (Marker(0, "a"), "0. "),
        (Marker(1994, "I"), "MCMXCIV. "),
        (Marker(4, "i"), "iv. "),
        (Marker(4000, "i"), "4000. "),
        (Marker(-2, "I"), "-2. "),
        (Marker(depth=2), "      • "),
        (Marker(depth=900), "         • "),
        (Marker(goes_on=True, depth=1), "      "),
        (Marker(3, typed=True), ""),
        (Marker(3, "a", depth=1, typed=True), "   "),
    ],
)
def test_a_line_begins_as_it_does_in_a_browser(marker: Marker, expected: str) -> None:
    assert label(marker) == expected
    assert len(label(marker)) <= LONGEST_LABEL


@given(number=st.integers(-999_999, 999_999), kind=st.sampled_from("1aAiI"), depth=st.integers(0, 99))
def test_no_label_is_longer_than_the_longest(number: int, kind: str, depth: int) -> None:
    assert len(label(Marker(number, kind, depth))) <= LONGEST_LABEL


def test_a_classic_message_shows_numbers_and_depth_by_the_beginnings_of_lines() -> None:
    assert classic(*STEPS)[0].partition("\n\n")[2] == (
        "3. Anrufen.\n4. Wählen:\n   a. mit Rad\n   b. ohne Rad\n   Danach warten.\n5. Kommen."
    )


def test_a_long_item_that_is_parted_has_one_number() -> None:
    sentences = tuple(f"Das ist der {n}. lange Satz über die Brücke in Ahrenfels." for n in range(40))
    text = "\n".join(classic(Block(BlockKind.ITEM, sentences, marker=Marker(7))))
    assert text.count("7. Das") == 1
    assert text.count("• ") == 0


def test_a_table_and_a_list_below_it_are_not_one() -> None:
    table = Block(BlockKind.TABLE, (), head=("Tag", "Zeit"), rows=(("Montag", "8 Uhr"), ("Freitag", "9 Uhr")))
    assert classic(item("Oben."), table, item("Unten."))[0].partition("\n\n")[2] == (
        "• Oben.\n\n• Tag: Montag; Zeit: 8 Uhr\n• Tag: Freitag; Zeit: 9 Uhr\n\n• Unten."
    )


def test_a_rich_message_has_lists_within_the_items_of_lists() -> None:
    (found,) = shown(*STEPS)
    assert tree(found) == [
        ("3.", "Anrufen."),
        ("4.", "Wählen:", [("a.", "mit Rad"), ("b.", "ohne Rad")], "Danach warten."),
        ("5.", "Kommen."),
    ]


TYPED = (
    item("1. Anrufen.", Marker(1, typed=True)),
    item("a) mit Rad", Marker(1, "a", depth=1, typed=True)),
    item("b. ohne Rad", Marker(2, "a", depth=1, typed=True)),
    item("2. 3. Rate zahlen.", Marker(2, typed=True)),
)


def test_a_typed_number_is_told_once_in_a_classic_message() -> None:
    assert classic(*TYPED)[0].partition("\n\n")[2] == ("1. Anrufen.\n   a) mit Rad\n   b. ohne Rad\n2. 3. Rate zahlen.")


def test_a_typed_number_is_told_once_in_a_rich_message() -> None:
    (found,) = shown(*TYPED)
    assert tree(found) == [
        ("1.", "Anrufen.", [("•", "a) mit Rad")], [("b.", "ohne Rad")]),
        ("2.", "3. Rate zahlen."),
    ]


def test_a_typed_number_that_is_part_of_a_link_stays_in_it() -> None:
    link = Block(BlockKind.ITEM, ("1. Formular",), links=((0, 11, f"{URL}/formular"),), marker=Marker(1, typed=True))
    ((label, text),) = tree(shown(link)[0])
    assert label == "•"
    assert "1. Formular" in str(text)


def test_an_ordered_list_below_bullets_is_a_list_of_its_own() -> None:
    first, second = shown(item("Punkt"), item("Schritt", Marker(1)))
    assert (tree(first), tree(second)) == ([("•", "Punkt")], [("1.", "Schritt")])


def test_items_whose_outer_item_is_missing_stand_side_by_side() -> None:
    (found,) = shown(item("tief", Marker(depth=2)), item("weniger tief", Marker(depth=1)))
    assert tree(found) == [("•", "tief"), ("•", "weniger tief")]


MARKERS = st.builds(
    Marker,
    st.none() | st.integers(-5, 4000),
    st.sampled_from("1aAiI"),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(MARKERS, min_size=1, max_size=12))
def test_however_lists_lie_in_each_other_the_server_takes_them_and_shows_all_in_order(given: list[Marker]) -> None:
    found = shown(*(item(f"Zeile{n}", marker) for n, marker in enumerate(given)))
    assert re.findall(r"Zeile(\d+)", str([tree(one) for one in found])) == [str(n) for n in range(len(given))]
