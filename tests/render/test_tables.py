"""Tables of a release, in the channel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.delivery.message import Rendered
from relay.model import Block, BlockKind, Post
from relay.render.changes import changes
from relay.render.noise import essence
from relay.render.tables import is_readable, row_lines
from relay.render.telegram import render
from relay.settings import Look, Style
from relay.store.codec import POST

URL = "https://www.landkreis-musterland.example/presse/zeiten"
FULL = Look(style=Style.FULL)
HEAD = ("Tag", "Ahrenfels", "Hohenbach")
ROWS = (("Montag", "8 bis 12 Uhr", "geschlossen"), ("Dienstag", "geschlossen", "14 bis 17 Uhr"))
TABLE = Block(BlockKind.TABLE, (), HEAD, ROWS)
POSTED = Post(
    "Neue Sprechzeiten",
    URL,
    (
        Block(BlockKind.PARAGRAPH, ("Ab Mai gelten neue Sprechzeiten.",)),
        TABLE,
        Block(BlockKind.PARAGRAPH, ("Das teilt der Landkreis Musterland mit.",)),
    ),
)


def table(rows: tuple[tuple[str, ...], ...], head: tuple[str, ...] = ()) -> Block:
    return Block(BlockKind.TABLE, (), head, rows)


def html(post: Post, look: Look = FULL) -> str:
    rendered = render(post, look)
    assert isinstance(rendered, Rendered)
    return "\n\n".join(message.html for message in rendered.messages)


def test_a_small_table_is_a_line_for_each_row_between_the_paragraphs_around_it() -> None:
    assert (
        "neue Sprechzeiten.\n\n• Tag: Montag; Ahrenfels: 8 bis 12 Uhr; Hohenbach: geschlossen\n"
        "• Tag: Dienstag; Ahrenfels: geschlossen; Hohenbach: 14 bis 17 Uhr\n\nDas teilt"
    ) in html(POSTED)


def test_a_table_does_not_go_on_with_the_list_above_it() -> None:
    listed = replace(POSTED, blocks=(Block(BlockKind.ITEM, ("Pkw",)), Block(BlockKind.ITEM, ("Lkw",)), TABLE))

    assert "• Pkw\n• Lkw\n\n• Tag: Montag; " in html(listed)
    assert "geschlossen\n• Tag: Dienstag; " in html(listed)


@pytest.mark.parametrize(
    ("head", "rows", "lines"),
    [
        ((), (("Eintritt", "5 Euro"), ("Kinder", "frei")), ("Eintritt: 5 Euro", "Kinder: frei")),
        (("", "2024", "2025"), (("Bäume", "12", "40"),), ("Bäume – 2024: 12; 2025: 40",)),
        (("", "2024", "2025"), (("Bäume", "", ""), ("", "1", "2")), ("Bäume", "2024: 1; 2025: 2")),
        (("Ort", "Zeit"), (("Vormittags",), ("Ahrenfels", "")), ("Vormittags:", "Ort: Ahrenfels")),
        (
            ("Ort", "Zeit"),
            (("Vormittags",), ("Ab Mai",), ("A", "8 Uhr")),
            ("Vormittags", "Ab Mai:", "Ort: A; Zeit: 8 Uhr"),
        ),
        (("Ort:", "Wann?"), (("A", "8 Uhr"), ("Ohne Gewähr",)), ("Ort: A; Wann? 8 Uhr", "Ohne Gewähr")),
        (("", "2025 Plan", "2025 Ist"), (("Bäume", "40", "12"),), ("Bäume – 2025 Plan: 40; 2025 Ist: 12",)),
        (("Nr.", "Ort"), (("Es gilt dies.",), ("5", "A")), ("Es gilt dies.", "Nr.: 5; Ort: A")),
        ((), (("Eintritt:", "5 Euro"),), ("Eintritt: 5 Euro",)),
        ((), (("", "5 Euro"), ("Kinder", ""), ("", "")), ("5 Euro", "Kinder")),
        ((), (("A", "B", "C"),), ("A: B, C",)),
    ],
)
def test_a_row_says_each_value_with_its_heading(
    head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], lines: tuple[str, ...]
) -> None:
    assert row_lines(table(rows, head)) == lines


@pytest.mark.parametrize(
    "large",
    [
        table(ROWS * 7, HEAD),
        table((("Tag", *("8 Uhr",) * 6),)),
        table((("Tag", "x" * 61),)),
        table((("Tag", "8 Uhr"),), ("Wann", "x" * 61)),
        table(()),
    ],
)
def test_a_large_table_is_never_lost_in_silence(large: Block) -> None:
    assert not is_readable(large)
    post = replace(POSTED, blocks=(POSTED.blocks[0], large))
    assert f'<i><a href="{URL}">Tabelle im Original</a></i>' in html(post)
    assert "Table in the original" in html(post, replace(FULL, language="en"))
    assert "<i>Tabelle im Original</i>" in html(replace(post, url=""))


@pytest.mark.parametrize("style", [Style.TEASER, Style.LINK])
def test_no_teaser_has_a_table(style: Style) -> None:
    shown = html(POSTED, Look(style=style))
    assert "Montag" not in shown
    assert "Tabelle" not in shown


def test_a_post_that_begins_with_a_table_and_has_no_title_says_its_first_text() -> None:
    bare = Post("", URL, (TABLE, Block(BlockKind.HEADING, ("Kreishaus geschlossen",))))
    assert "Kreishaus geschlossen" in html(bare, Look())


def test_another_time_in_a_table_is_another_text_and_is_told() -> None:
    corrected = replace(POSTED, blocks=(POSTED.blocks[0], table((ROWS[0], (*ROWS[1][:2], "15 Uhr")), HEAD)))
    assert essence(corrected) != essence(POSTED)
    assert any("15 Uhr" in str(line) for line in changes(POSTED, corrected))


def test_tables_are_stored_and_rows_without_them_are_still_read() -> None:
    assert POST.load(POST.dump(POSTED)) == POSTED
    old = '{"title": "T", "url": "", "blocks": [{"kind": "p", "sentences": ["Ein Satz."]}]}'
    assert POST.load(old).blocks == (Block(BlockKind.PARAGRAPH, ("Ein Satz.",)),)


cells = st.text(st.characters(codec="utf-8"), max_size=60)


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.tuples(
            st.one_of(st.just(()), st.tuples(*[cells] * width)),
            st.lists(st.one_of(st.tuples(cells), st.tuples(*[cells] * width)), min_size=1, max_size=12).map(tuple),
        )
    )
)
def test_every_cell_of_any_small_table_stands_in_its_lines(
    said: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]],
) -> None:
    head, rows = said
    shown = "\n".join(row_lines(table(rows, head)))
    assert all(cell in shown for row in rows for cell in row)
