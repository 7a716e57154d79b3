"""Lists of a page: each item keeps the number that a browser shows before it, and its depth."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.article.page.lists import markers as markers_of
from relay.model import BULLET, Block, BlockKind, Entry, Marker
from tests.growth import grows_with_length, grows_with_number

URL = "https://www.musterland.example/presse/a"
LEAD = "Die Brücke in Ahrenfels ist ab Montag, 3. Juni 2024, für zwei Wochen gesperrt. Der Bus hält in Birkenau."


def items(lists: str) -> list[Block]:
    page = f"<body><main><h1>Brücke gesperrt</h1><p>{LEAD}</p>{lists}<p>{LEAD[::-1].capitalize()}.</p></main>"
    entry = Entry("a", URL, "Brücke gesperrt")
    article = article_from_page(page.encode(), url=URL, content_type="text/html", entry=entry, title="Brücke gesperrt")
    return [block for block in article.blocks if block.kind is BlockKind.ITEM]


def markers(lists: str) -> list[Marker]:
    return [block.marker for block in items(lists)]


def numbers(lists: str) -> list[int | None]:
    return [marker.number for marker in markers(lists)]


def li(*texts: str) -> str:
    return "".join(f"<li>{text}</li>" for text in texts)


TWO = li("Melden Sie sich an.", "Kommen Sie in das Kreishaus.")


def test_items_of_an_ordered_list_have_their_numbers_and_others_have_none() -> None:
    assert markers(f"<ol>{TWO}</ol>") == [Marker(1), Marker(2)]
    assert markers(f"<ul>{TWO}</ul>") == [BULLET, BULLET]
    assert [block.text for block in items(f"<ol>{TWO}</ol>")] == ["Melden Sie sich an.", "Kommen Sie in das Kreishaus."]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("<ol start=5>", [5, 6]),
        ("<ol start='-1'>", [-1, 0]),
        ("<ol start='zwei'>", [1, 2]),
        ("<ol start='99999999999999999999'>", [1, 2]),
        ("<ol reversed>", [2, 1]),
        ("<ol reversed start=10>", [10, 9]),
        ("<ol class=list-unstyled>", [None, None]),
        ("<ol style='list-style-type: none'>", [None, None]),
        ("<ol style='margin: 0; list-style: disc'>", [None, None]),
        ("<ul type=1>", [None, None]),
    ],
)
def test_a_list_counts_as_it_does_in_a_browser(start: str, expected: list[int | None]) -> None:
    assert numbers(f"{start}{TWO}</{start[1:3]}>") == expected


def test_an_item_with_a_number_of_its_own_is_counted_on_from() -> None:
    assert numbers(f"<ol><li value=4>Erstens anmelden.</li>{TWO}</ol>") == [4, 5, 6]


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("type=a", "a"),
        ("type=I", "I"),
        ("type=x", "1"),
        ("style='list-style-type:lower-roman'", "i"),
        ("style='list-style: inside upper-alpha'", "A"),
    ],
)
def test_numbers_are_written_as_the_list_wants_them(attribute: str, expected: str) -> None:
    assert {marker.type for marker in markers(f"<ol {attribute}>{TWO}</ol>")} == {expected}


def test_lists_within_lists_lie_deeper_and_the_outer_one_counts_on() -> None:
    inner = f"Wählen Sie:<ul>{TWO}</ul>Dann ist es geschafft."
    assert markers(f"<ol>{li('Rufen Sie an.', inner, 'Warten Sie.')}</ol>") == [
        Marker(1),
        Marker(2),
        Marker(depth=1),
        Marker(depth=1),
        Marker(goes_on=True),
        Marker(3),
    ]


def test_only_the_first_paragraph_of_an_item_has_its_number() -> None:
    assert markers(f"<ol>{li('<p>Rufen Sie an.</p><p>Das kostet nichts.</p>', 'Warten Sie.')}</ol>") == [
        Marker(1),
        Marker(goes_on=True),
        Marker(2),
    ]


def test_an_item_that_is_not_shown_has_its_number_on_the_page() -> None:
    download = "<li class=download><a href=/a.pdf>Merkblatt (PDF)</a></li>"
    assert numbers(f"<ol>{li('Rufen Sie an.')}{download}{li('Warten Sie.')}</ol>") == [1, 3]


def test_an_item_whose_first_paragraph_is_none_of_the_release_keeps_its_number() -> None:
    printed = "<p>Seite drucken</p><p>Warten Sie.</p>"
    assert markers(f"<ol>{li('Rufen Sie an.', printed)}</ol>") == [Marker(1), Marker(2)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            ("1. Rufen Sie an.", "2. Warten Sie.", "Erledigt."),
            [Marker(1, typed=True), Marker(2, typed=True), Marker(3)],
        ),
        (("3) Rufen Sie an.", "4) Warten Sie."), [Marker(3, typed=True), Marker(4, typed=True)]),
        (("(a) Rufen Sie an.", "(b) Warten Sie."), [Marker(1, "a", typed=True), Marker(2, "a", typed=True)]),
        (("I. Rufen Sie an.", "II. Warten Sie."), [Marker(1, "I", typed=True), Marker(2, "I", typed=True)]),
        (("h) Bad", "i) Halle", "j) Markt"), [Marker(n, "a", typed=True) for n in (8, 9, 10)]),
        (("1. Satzung zur Änderung der Gebühren",), [Marker(1, typed=True)]),
    ],
    ids=lambda value: str(value[0]),
)
def test_a_number_that_was_typed_is_known_as_one(texts: tuple[str, ...], expected: list[Marker]) -> None:
    assert markers(f"<ol>{li(*texts)}</ol>") == expected


@pytest.mark.parametrize(
    "texts",
    [
        ("Bericht des Ausschusses", "Wahlen", "2. Satzung zur Änderung der Gebühren", "Verschiedenes"),
        ("Wahlen", "Haushalt", "3. Satzung zur Änderung der Gebühren", "Verschiedenes"),
        ("1. Satzung über den Markt", "1. Satzung über das Bad", "2. Satzung über Hunde"),
        ("20. April bis 12. Juni: Markt bis Kirche", "15. Juni bis 14. August: Kirche bis Bach"),
        ("1. Mai: Fest", "2. Mai: Abbau", "3. Mai: Pause"),
        ("1. und 2. Klasse", "2. und 3. Klasse"),
        ("1. bis 3. Lauf", "2. bis 4. Lauf"),
        ("A. Kern", "K. Ott", "J. F. Muster"),
        ("1. Rufen Sie an.", "b) Warten Sie.", "Erledigt."),
        ("2. Rate überweisen.",),
    ],
    ids=lambda texts: str(texts[0]),
)
def test_an_ordinal_a_day_or_an_initial_is_no_typed_number(texts: tuple[str, ...]) -> None:
    assert markers(f"<ol>{li(*texts)}</ol>") == [Marker(n) for n in range(1, len(texts) + 1)]
    assert markers(f"<ul>{li(*texts)}</ul>") == [BULLET] * len(texts)


def test_a_bulleted_list_may_have_typed_numbers_and_each_list_is_looked_at_alone() -> None:
    inner = f"Wählen Sie:<ul>{li('1. Rufen Sie an.', '2. Warten Sie.')}</ul>"
    assert markers(f"<ul>{li('Lesen Sie.', inner, '3. Rate überweisen.')}</ul>") == [
        BULLET,
        BULLET,
        Marker(1, depth=1, typed=True),
        Marker(2, depth=1, typed=True),
        BULLET,
    ]


def test_a_further_paragraph_of_an_item_has_no_typed_number() -> None:
    assert markers(f"<ol>{li('<p>1. Rufen Sie an.</p><p>2. Rate folgt.</p>', '2. Warten Sie.')}</ol>") == [
        Marker(1, typed=True),
        Marker(goes_on=True),
        Marker(2, typed=True),
    ]


def test_numbered_headings_are_no_items() -> None:
    below = "<h2>1. Verkehr</h2><p>Autos fahren über Talheim.</p><h2>2. Busse</h2><p>Der Bus hält am Markt.</p>"
    page = f"<body><main><h1>Brücke gesperrt</h1><p>{LEAD}</p>{below}</main>"
    entry = Entry("a", URL, "Brücke gesperrt")
    article = article_from_page(page.encode(), url=URL, content_type="text/html", entry=entry, title=entry.title)
    headings = [block for block in article.blocks if block.kind is BlockKind.HEADING]
    assert [(block.text, block.marker) for block in headings] == [("1. Verkehr", BULLET), ("2. Busse", BULLET)]


def test_typed_numbers_of_items_without_a_list_go_up_by_one() -> None:
    def without_list(*texts: str) -> list[Marker]:
        return markers_of((text, None) for text in texts)

    assert without_list("1. Anrufen.", "2. Warten.", "Ende.", "1. Kommen.", "2. Gehen.") == [
        Marker(1, typed=True),
        Marker(2, typed=True),
        BULLET,
        Marker(1, typed=True),
        Marker(2, typed=True),
    ]
    assert without_list("2. Satzung zur Änderung", "7. Nachtrag", "Ende.") == [BULLET, BULLET, BULLET]


def test_terms_and_typed_dashes_have_no_numbers() -> None:
    assert markers("<dl><dt>Beginn</dt><dd>8 Uhr am Montag.</dd></dl>") == [BULLET]
    assert markers("<p>- Rufen Sie an.<br>- Warten Sie.</p>") == [BULLET, BULLET]


def test_an_item_without_a_list_is_a_bullet() -> None:
    assert markers("<li>Rufen Sie an.</li>") == [BULLET]


@pytest.mark.parametrize(
    "unit", ["<ol><li>x", "<ol>", "<li>1. x", "<ol><li>1. a<li>b) c</ol>", "<li>Text", "<ol reversed><li>Text"]
)
def test_lists_nested_deeply_take_no_more_than_their_length(unit: str) -> None:
    grows_with_length(lambda text: items(f"<ol>{text}"), unit, 4000)


def test_a_list_that_counts_backwards_takes_no_more_than_its_length() -> None:
    grows_with_number(lambda count: items(f"<ol reversed>{li(*['Text'] * count)}</ol>"), 800)
