"""Tables of data on a release's page."""

from __future__ import annotations

import pytest

from relay.article.dom import tree
from relay.article.extract import article_from_entry, article_from_page, is_whole
from relay.article.page.tables import Grid, read_table
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
        ("<caption>Zeiten</caption>" + TIMES, (("Tag", "Zeit"), 1, ("Montag", "8 bis 12 Uhr"))),
        (
            "<tr><th colspan=2>März</th></tr>" + TIMES,
            (("Tag", "Zeit"), 1, ("Montag", "8 bis 12 Uhr")),
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


PLAN = (
    "<tr><td>Straßen</td><td>1,2</td><td>1,1</td><td>1,4</td></tr><tr><td>Bau</td><td>2</td><td>3</td><td>4</td></tr>"
)
TWO_HEADS = (
    "<tr><{0} rowspan=2>Bereich</{0}><{0} colspan=2>2025</{0}><{0}>2026</{0}></tr>"
    "<tr><{0}>Plan</{0}><{0}>Ist</{0}><{0}>Plan</{0}></tr>"
)


@pytest.mark.parametrize(
    "rows",
    [
        f"<thead>{TWO_HEADS.format('th')}</thead><tbody>{PLAN}</tbody>",
        f"<thead>{TWO_HEADS.format('td')}</thead><tbody>{PLAN}</tbody>",
        TWO_HEADS.format("th") + PLAN,
        TWO_HEADS.format("td class=kopf").replace("/td class=kopf", "/td") + PLAN,
        (
            "<tr><td></td><td colspan=2><b>2025</b></td><td><b>2026</b></td></tr>"
            f"<tr><td><b>Bereich</b></td><td><b>Plan</b></td><td><b>Ist</b></td><td><b>Plan</b></td></tr>{PLAN}"
        ),
        (
            "<thead><tr><th></th><th colspan=2>2025</th><th>2026</th></tr>"
            f"<tr><th>Bereich</th><th>Plan</th><th>Ist</th><th>Plan</th></tr></thead>{PLAN}"
        ),
    ],
)
def test_two_rows_of_headings_are_one_heading_for_each_column(rows: str) -> None:
    found = grid(rows)
    assert found is not None
    assert found.head == ("Bereich", "2025 Plan", "2025 Ist", "2026 Plan")
    assert [row[0] for row in found.rows] == ["Straßen", "Bau"]


@pytest.mark.parametrize(
    "first",
    [
        "<tr><td><b>Tag</b></td><td><strong>Zeit</strong></td></tr>",
        "<tr><td><p><strong>Tag</strong></p></td><td><p><b> <b>Zeit</b></b></p></td></tr>",
        "<tr class=head><td>Tag</td><td>Zeit</td></tr>",
        "<tr class='ce-table-header-row'><td>Tag</td><td>Zeit</td></tr>",
        "<tr><td class=tableHead>Tag</td><td class=tableHead>Zeit</td></tr>",
        "<thead><tr><td>Tag</td><td>Zeit</td></tr></thead>",
        "<tr><th>Tag</th><td><b>Zeit</b></td></tr>",
        "<tr><td style='font-weight:bold'>Tag</td><td style='font-weight: 700'>Zeit</td></tr>",
        "<tr style='FONT-WEIGHT: bold'><td>Tag</td><td>Zeit</td></tr>",
        "<tr class=table-header><td>Tag</td><td><span>Zeit</span></td></tr>",
    ],
)
def test_a_first_row_that_looks_like_headings_is_one_of_headings(first: str) -> None:
    found = grid(f"{first}<tr><td>Montag</td><td>8 Uhr</td></tr><tr><td>Dienstag</td><td>9 Uhr</td></tr>")
    assert found == Grid(("Tag", "Zeit"), (("Montag", "8 Uhr"), ("Dienstag", "9 Uhr")))


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td><b>Eintritt</b></td><td>5 Euro</td></tr><tr><td><b>Kinder</b></td><td>frei</td></tr>",
        "<tr><td><b>Eintritt</b></td><td><b>5 Euro</b></td></tr><tr><td><b>Kinder</b></td><td><b>frei</b></td></tr>",
    ],
)
def test_bold_print_of_the_first_column_or_of_all_makes_no_headings(rows: str) -> None:
    assert grid(rows) == Grid((), (("Eintritt", "5 Euro"), ("Kinder", "frei")))


@pytest.mark.parametrize("caption", ["Die Zeiten im Überblick", "<p><strong>Die Zeiten</strong> im Überblick</p>"])
def test_the_caption_of_a_table_is_its_heading(caption: str) -> None:
    found = read(f"<p>{LEAD}</p><table><caption>{caption}</caption>{TIMES}</table><p>{MORE}</p>")
    assert [b.kind.value for b in found] == ["p", "h", "table", "p"]
    assert found[1].text == "Die Zeiten im Überblick"
    assert found[2].rows == (("Montag", "8 bis 12 Uhr"),)


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th colspan=2>Die Zeiten im Überblick</th></tr>" + TIMES,
        f"<thead><tr><td colspan=2>Die Zeiten im Überblick</td></tr></thead>{TIMES}",
        "<tr><td colspan=2><b>Die Zeiten im Überblick</b></td></tr><tr><td>A<td>1</tr><tr><td>B<td>2</tr>",
    ],
)
def test_a_first_row_that_is_one_cell_is_the_heading_of_the_table(rows: str) -> None:
    found = read(f"<p>{LEAD}</p><table>{rows}</table><p>{MORE}</p>")
    assert [b.kind.value for b in found] == ["p", "h", "table", "p"]
    assert found[1].text == "Die Zeiten im Überblick"


def test_rows_of_one_cell_among_the_others_are_headings_of_what_is_below_them() -> None:
    row = "<tr><td>A</td><td>1</td></tr>"
    found = grid(f"<tr><td colspan=2>März</td></tr>{row}<tr><td colspan=2>April</td></tr>{row}")
    assert found == Grid((), (("März",), ("A", "1"), ("April",), ("A", "1")))


def test_a_caption_that_repeats_the_heading_above_is_said_once() -> None:
    found = read(f"<p>{LEAD}</p><h3>Die Zeiten</h3><table><caption>Die Zeiten</caption>{TIMES}</table><p>{MORE}</p>")
    assert [b.kind.value for b in found] == ["p", "h", "table", "p"]


def test_the_source_of_a_table_is_no_heading_and_no_credit_of_a_picture() -> None:
    html = f"<main><h1>{TITLE}</h1><p>{LEAD}</p><img src=a.jpg><table><caption>Quelle: Bauamt</caption>{TIMES}</table>"
    article = article_from_page(html.encode(), url=URL, title=TITLE)
    assert [b.kind.value for b in article.blocks] == ["p", "table"]
    assert article.pictures[0].credit == ""


def test_cells_that_hold_paragraphs_are_cells_all_the_same() -> None:
    rows = "<tr><td><p>Montag</p></td><td><p>8 Uhr</p></td></tr><tr><td><p>Dienstag</p></td><td><p>9 Uhr</p></td></tr>"
    assert read(f"<p>{LEAD}</p><p>{MORE}</p><table>{rows}</table>")[2].rows == (
        ("Montag", "8 Uhr"),
        ("Dienstag", "9 Uhr"),
    )


@pytest.mark.parametrize(
    "box",
    [
        "<table><tr><td>{0}</td></tr></table>",
        "<table class=kasten><tr><td><p>{0}</p></td></tr></table>",
        "<table><tr><td>Achtung</td><td>{0}</td></tr></table>",
        "<table><tr><td><b>Achtung</b></td></tr><tr><td>{0}</td></tr></table>",
    ],
)
def test_a_table_that_is_but_a_frame_around_sentences_loses_none(box: str) -> None:
    said = "Wer einen Termin hat, kommt bitte zehn Minuten früher zum Haupteingang."
    assert said in [b.text for b in read(f"<p>{LEAD}</p>{box.format(said)}<p>{MORE}</p>")]


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
