"""Tables of data on a release's page."""

from __future__ import annotations

import pytest

from relay.article.dom import tree
from relay.article.extract import article_from_entry, article_from_page, is_whole
from relay.article.tables import Grid, read_table
from relay.errors import ParseError
from relay.model import Block, BlockKind, Entry

URL = "https://www.landkreis-musterland.example/presse/zeiten.html"
TITLE = "Neue Sprechzeiten"
LEAD = "Der Landkreis Musterland ändert ab Montag, 24. März, die Sprechzeiten seiner Zulassungsstelle in Ahrenfels."
MORE = "Grund ist die Umstellung auf ein neues Verfahren, die bis Ende des Monats abgeschlossen sein soll."
TIMES = "<tr><th>Tag</th><th>Zeit</th></tr><tr><td>Montag</td><td>8&nbsp;bis 12 Uhr</td></tr>"


def read(body: str) -> tuple[Block, ...]:
    html = f"<html><body><main><h1>{TITLE}</h1>{body}</main></body></html>".encode()
    return article_from_page(html, url=URL, title=TITLE).blocks


def grid(rows: str) -> Grid | None:
    return read_table(next(tree(f"<table>{rows}</table>").iter("table")))


def test_a_table_stands_where_it_stood_and_is_none_of_the_sentences() -> None:
    found = read(f"<p>{LEAD}</p><h2>Die Zeiten</h2><table>{TIMES}</table><p>{MORE}</p>")
    assert [b.kind.value for b in found] == ["p", "h", "table", "p"]
    assert found[2] == Block(BlockKind.TABLE, (), ("Tag", "Zeit"), (("Montag", "8 bis 12 Uhr"),))
    assert found[2].text == ""


def test_a_heading_above_a_table_at_the_end_stays() -> None:
    assert [b.text for b in read(f"<p>{LEAD}</p><p>{MORE}</p><h2>Die Zeiten</h2><table>{TIMES}</table>")][-2:] == [
        "Die Zeiten",
        "",
    ]


def test_the_dateline_behind_a_table_goes_all_the_same() -> None:
    assert read(f"<table>{TIMES}</table><p>Ahrenfels – {LEAD}</p><p>{MORE}</p>")[1].text == LEAD


def test_a_page_of_nothing_but_a_table_has_no_text() -> None:
    with pytest.raises(ParseError, match="no text"):
        read(f"<table>{TIMES}</table>")


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "<tr><td></td><td></td></tr>",
        "<tr><td>Nur eine Zelle</td></tr><tr><td>und noch eine</td></tr>",
        "<tr><td>eine Zeile</td><td>ist keine Tabelle</td></tr>",
        "<tr><td><a href=/a>Start</a></td><td><a href=/b>Bad</a></td></tr><tr><td><a href=/c>X</a></td><td>|</td></tr>",
    ],
)
def test_what_is_a_table_only_to_lay_a_page_out_is_none(rows: str) -> None:
    assert grid(rows) is None


def test_a_table_of_contacts_is_the_press_offices() -> None:
    rows = "<tr><td>Kathrin Beil</td><td>Tel. 09999 405-1010</td></tr><tr><td>Pressestelle</td><td></td></tr>"
    assert [b.kind.value for b in read(f"<p>{LEAD}</p><p>{MORE}</p><table>{rows}</table>")] == ["p", "p"]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            "<tr><td>Eintritt</td><td>5 Euro</td></tr><tr><td>Kinder</td><td>frei</td></tr>",
            ((), 2, ("Eintritt", "5 Euro")),
        ),
        ("<caption>Zeiten</caption>" + TIMES, (("Tag", "Zeit"), 2, ("Zeiten",))),
        (
            "<tr><th colspan=2>März</th></tr>" + TIMES,
            (("Tag", "Zeit"), 2, ("März",)),
        ),
        (
            "<tr><th>Ort<th>Tag<th>Zeit</tr><tr><td rowspan=2>Hohenbach<td colspan=2>immer</tr><tr><td>Mo</tr>",
            (("Ort", "Tag", "Zeit"), 2, ("Hohenbach", "immer", "immer")),
        ),
        ("<tr><td>A</td><td>B</td></tr><tr><td colspan=x rowspan=-1>C</td><td>D</td></tr>", ((), 2, ("A", "B"))),
    ],
)
def test_headings_spans_and_captions_are_read(rows: str, wanted: tuple[object, int, object]) -> None:
    found = grid(rows)
    assert found is not None
    assert (found.head, len(found.rows), found.rows[0]) == wanted
    widths = {len(row) for row in found.rows} - {1}
    assert len(widths) <= 1


def test_a_cell_that_reaches_down_is_repeated_and_short_rows_are_filled() -> None:
    found = grid(
        "<tr><td rowspan=3>A</td><td>1</td><td>x</td></tr><tr><td>2</td><td>y</td></tr><tr><td>3</td></tr>"
        "<tr><td>B</td><td>4</td></tr>"
    )
    assert found is not None
    assert found.rows == (("A", "1", "x"), ("A", "2", "y"), ("A", "3", ""), ("B", "4", ""))


@pytest.mark.parametrize(
    "rows",
    [
        TIMES + "<tr><td>Montag</td><td>8 Uhr</td></tr>" * 150,
        TIMES + f"<tr>{'<td>x</td>' * 30}</tr>",
        f"<tr>{'<th>x</th>' * 5000}</tr>",
        "<tr><th>A</th><th>B</th></tr>" + "<tr><td colspan=1000 rowspan=65000>x</td><td>y</td></tr>" * 900,
    ],
)
def test_of_a_huge_table_only_that_it_is_there_is_kept(rows: str) -> None:
    assert grid(rows) == Grid()


def test_a_feed_that_ends_in_a_table_is_not_cut() -> None:
    content = f"<p>{LEAD * 4}</p><p>{MORE * 4}</p><table>{TIMES}</table>"
    entry = Entry("1", URL, TITLE, content=content)
    assert is_whole(entry)
    article = article_from_entry(entry)
    assert article is not None
    assert article.blocks[-1].kind is BlockKind.TABLE
