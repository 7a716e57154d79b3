"""Structure that editors type and no tag says: headings before a line break, lists, terms, heads of tables, names."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.model import Block, BlockKind, Entry
from tests.growth import grows_with_length

URL = "https://www.musterland.example/presse/a"
TITLE = "Kurz gemeldet"
LEAD = "Der Landkreis Musterland erneuert ab Montag, 3. Juni 2024, die Brücke in Ahrenfels."
LAST = "Die Umleitung führt über Hohenbach und ist in beide Richtungen ausgeschildert."
P, LI, H, QUOTE, TABLE = (
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.HEADING,
    BlockKind.QUOTE,
    BlockKind.TABLE,
)
WORD = "<p class=MsoListParagraph>{0}<span>&nbsp;&nbsp;</span>{1}</p>"
BEGIN_END = ["Beginn: 8 Uhr", "Ende: 9 Uhr"]


def blocks(inner: str) -> tuple[Block, ...]:
    page = f"<body><main><h1>{TITLE}</h1>{inner}</main></body>"
    return article_from_page(page.encode(), url=URL, entry=Entry("a", URL, TITLE), title=TITLE).blocks


def told(inner: str) -> list[tuple[BlockKind, str]]:
    """What is read between two paragraphs of a release."""
    found = [(block.kind, block.text) for block in blocks(f"<p>{LEAD}</p>{inner}<p>{LAST}</p>")]
    assert (found[0], found[-1]) == ((P, LEAD), (P, LAST))
    return found[1:-1]


def test_a_bold_line_begins_each_paragraph_that_ends_at_two_breaks() -> None:
    flow = f"<b>Brücke</b><br>{LEAD}<br><br><b>Umleitung</b><br>{LAST}<br><br>\n<b>Busse</b><br>Der Bus fährt.<br><br>"
    for inner in (f"<div>{flow}</div>", f"<p>{flow}</p>"):
        assert [(block.kind, block.text) for block in blocks(inner)] == [
            (H, "Brücke"),
            (P, LEAD),
            (H, "Umleitung"),
            (P, LAST),
            (H, "Busse"),
            (P, "Der Bus fährt."),
        ]


def test_a_bold_line_between_two_pairs_of_breaks_is_a_heading() -> None:
    flow = f"<div>{LEAD}<br><br><b>Umleitung</b><br><br>{LAST}</div>"
    assert [(block.kind, block.text) for block in blocks(flow)] == [(P, LEAD), (H, "Umleitung"), (P, LAST)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "<b>Der Landkreis</b><br>baut im Mai.",
        "<b>Eva Muster</b> sagt:<br>Das ist gut.",
        "Am <b>Montag</b><br>Baut der Kreis.",
        "<b>Wann:</b><br>Am Montag wird gebaut.",
    ],
)
def test_bold_words_that_the_sentence_goes_on_from_are_no_heading(paragraph: str) -> None:
    assert H not in [kind for kind, _ in told(f"<p>{LEAD[::-1].capitalize()}.<br><br>{paragraph}</p>")]


def test_the_first_of_several_bold_lines_is_a_heading_as_they_are() -> None:
    parts = f"<p><b>Brücke</b></p><p>{LEAD}</p><p><b>Umleitung</b></p><p>{LAST}</p>"
    assert [block.text for block in blocks(parts)] == ["Brücke", LEAD, "Umleitung", LAST]


def test_a_bold_line_above_all_others_is_a_subtitle() -> None:
    assert [block.text for block in blocks(f"<p><b>Was gebaut wird</b></p><p>{LEAD}</p><p>{LAST}</p>")] == [LEAD, LAST]


@pytest.mark.parametrize(
    ("inner", "items"),
    [
        (
            "<p>1. Rufen Sie an.<br>2. Warten Sie.<br>3. Fertig.</p>",
            ["1. Rufen Sie an.", "2. Warten Sie.", "3. Fertig."],
        ),
        ("<p>1) Rufen Sie<br>an.<br>2) Warten Sie.</p>", ["1) Rufen Sie an.", "2) Warten Sie."]),
        ("<p>1. Rufen Sie an.</p><p>2. Warten Sie.</p>", ["1. Rufen Sie an.", "2. Warten Sie."]),
        ("<p>• Montag in Ahrenfels</p><p>• Dienstag in Birkenau</p>", ["Montag in Ahrenfels", "Dienstag in Birkenau"]),
        ("<p>- Montag in Ahrenfels</p><p>- Dienstag in Birkenau</p>", ["Montag in Ahrenfels", "Dienstag in Birkenau"]),
        ("<p>• Nur am Montag</p>", ["Nur am Montag"]),
        ("<p class=MsoListParagraph><span>·<span>&nbsp;&nbsp; </span></span>Am Montag</p>", ["Am Montag"]),
        (f"{WORD.format('§', 'Am Montag')}{WORD.format('§', 'Am Dienstag')}", ["Am Montag", "Am Dienstag"]),
        (f"{WORD.format('·', 'Am Montag')}{WORD.format('o', 'um 8 Uhr')}", ["Am Montag", "um 8 Uhr"]),
        ("<p>►Montag<br>►Dienstag</p>", ["Montag", "Dienstag"]),
    ],
)
def test_typed_signs_and_numbers_make_items(inner: str, items: list[str]) -> None:
    assert told(inner) == [(LI, item) for item in items]


def test_the_law_of_a_paragraph_keeps_its_sign_beside_others_of_a_list() -> None:
    inner = f"{WORD.format('§', '3 gilt ab Mai.')}{WORD.format('§', '4 gilt ab Juni.')}{WORD.format('·', 'Am Montag')}"
    assert told(inner) == [(P, "§ 3 gilt ab Mai."), (P, "§ 4 gilt ab Juni."), (LI, "Am Montag")]


def test_what_stands_around_a_typed_list_is_none_of_its_items() -> None:
    found = told("<p>So geht es:<br>1. Anrufen<br>2. Warten<br>Das Amt meldet sich bei Ihnen.</p>")
    assert found == [(P, "So geht es:"), (LI, "1. Anrufen"), (LI, "2. Warten"), (P, "Das Amt meldet sich bei Ihnen.")]


@pytest.mark.parametrize(
    "inner",
    [
        "<p>1. Mai: Kundgebung in Ahrenfels<br>2. Mai: Markt in Birkenau</p>",
        "<p>Montag in Ahrenfels<br>Dienstag in Birkenau</p>",
        "<p>2. Preis: Eva Muster<br>3. Preis: Max Muster</p>",
        "<p>- Am Montag wird gebaut.</p>",
        "<p>1. Preis ist ein Rad.</p>",
        "<p>§ 3 der Satzung gilt.</p>",
        "<p class=MsoListParagraph>§ 3 der Satzung gilt.</p>",
        "<p class=MsoListParagraph>§ der Satzung gilt.</p>",
        "<p class=MsoListParagraph>Ø Verbrauch: 3 Liter am Tag.</p>",
        "<p>Es gilt: 1. Anrufen 2. Warten</p>",
    ],
)
def test_numbers_and_dashes_alone_make_no_list(inner: str) -> None:
    assert [kind for kind, _ in told(inner)] == [P]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (
            "<dl><dt>Temperatur</dt><dd>24 °C</dd><dt>Becken:</dt><dd><p>50 m</p></dd></dl>",
            ["Temperatur: 24 °C", "Becken: 50 m"],
        ),
        ("<dl><div><dt><b>Beginn</b></dt><dd>8 Uhr</dd></div></dl>", ["Beginn: 8 Uhr"]),
        ("<dl><dt><p>Beginn</p></dt><dd>8 Uhr</dd><dt>\n<div>Ende</div>\n</dt><dd><p>9 Uhr</p></dd></dl>", BEGIN_END),
        ("<dl><dt><h3>Beginn</h3></dt><dd>8 Uhr</dd><dt><div><p>Ende </p></div></dt><dd>9 Uhr</dd></dl>", BEGIN_END),
        ("<dl><dt>Beginn<br></dt><dd>8 Uhr</dd><dt><b>Ende<br> <br></b></dt><dd>9 Uhr</dd></dl>", BEGIN_END),
        ("<dl><dt><p>Beginn</p><p>Einlass</p></dt><dd>8 Uhr</dd></dl>", ["Beginn", "Einlass", "8 Uhr"]),
        ("<dl><dt><p>Orte</p></dt><dd>Ahrenfels</dd><dd>Birkenau</dd></dl>", ["Orte:", "Ahrenfels", "Birkenau"]),
        ("<dl><dt>Orte</dt><dd>Ahrenfels</dd><dd>Birkenau</dd></dl>", ["Orte:", "Ahrenfels", "Birkenau"]),
        ("<dl><dt>Wer baut?</dt><dd>Das Amt baut die Brücke.</dd></dl>", ["Wer baut?", "Das Amt baut die Brücke."]),
        ("<dl><dt>Wann?</dt><dd>Am Montag</dd></dl>", ["Wann? Am Montag"]),
        ("<dl><dt>Montag</dt><dt>Dienstag</dt><dd>8 Uhr</dd></dl>", ["Montag", "Dienstag", "8 Uhr"]),
        (f"<dl><dt>Ablauf</dt><dd>{LEAD * 3}</dd></dl>", ["Ablauf", LEAD * 3]),
        ("<dl><dt>Ablauf</dt><dd><p>Erst dies.</p><p>Dann das.</p></dd></dl>", ["Ablauf", "Erst dies.", "Dann das."]),
    ],
)
def test_a_term_and_its_one_short_text_are_one_item(inner: str, expected: list[str]) -> None:
    found = told(inner)
    assert [text for _, text in found] == expected
    assert all(kind is LI or text.endswith(":") for kind, text in found)


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def head(*rows: tuple[str, ...]) -> tuple[str, ...]:
    inner = "".join(row(*cells) for cells in rows)
    found = blocks(f"<p>{LEAD}</p><table>{inner}</table><p>{LAST}</p>")
    (table,) = (block for block in found if block.kind is TABLE)
    return table.head


@pytest.mark.parametrize(
    "rows",
    [
        (("Kommune", "2023", "2024"), ("Ahrenfels", "41.280", "41.655"), ("Birkenau", "18.904", "18.870")),
        (("Tag", "Ort", "Zeit"), ("Mo., 3.6.", "Ahrenfels", "9 Uhr"), ("Di., 4.6.", "Birkenau", "10 Uhr")),
        (("Ort", "Uhrzeit"), ("Ahrenfels", "9 Uhr"), ("Birkenau", "10 Uhr")),
        (("", "2023", "2024"), ("Geburten", "41", "40"), ("Sterbefälle", "18", "19")),
        (("", "2023", "2024"), ("Einwohner", "41", "40"), ("Fläche", "18", "19")),
        (("", "2024"), ("Geburten", "41"), ("Sterbefälle", "18")),
        (("Vortrag", "Ort", "Termin"), ("Wald", "Ahrenfels", "3. Mai"), ("Moor", "Birkenau", "4. Mai")),
    ],
)
def test_a_first_row_that_names_the_figures_below_is_the_head(rows: tuple[tuple[str, ...], ...]) -> None:
    assert head(*rows) == rows[0]


@pytest.mark.parametrize(
    "rows",
    [
        (("Ahrenfels", "9 Uhr"), ("Birkenau", "10 Uhr"), ("Hohenbach", "11 Uhr")),
        (("Ahrenfels", "geschlossen"), ("Birkenau", "10 Uhr"), ("Hohenbach", "11 Uhr")),
        (("Montag", "Ruhetag"), ("Dienstag", "9 bis 18 Uhr"), ("Mittwoch", "9 bis 18 Uhr")),
        (("Hallenbad", "Ruhetag", "Ruhetag"), ("Freibad", "9 Uhr", "10 Uhr"), ("Sauna", "11 Uhr", "12 Uhr")),
        (("Telefon:", "Auskunft"), ("Fax:", "09999 1"), ("Zimmer:", "3")),
        (("Ort", "Uhrzeit"), ("Ahrenfels", "9 Uhr")),
        (("2022", "2023"), ("2024", "2025"), ("2026", "2027")),
        (("Ort", "Kreishaus"), ("Datum", "3. Mai"), ("Uhrzeit", "19 Uhr")),
        (("Veranstaltung", "Konzert"), ("Datum", "3. Mai"), ("Uhrzeit", "19 Uhr"), ("Preis", "5 Euro")),
        (("Treffpunkt", "Marktplatz"), ("Termin", "3. Mai, 15 Uhr"), ("Kosten", "5 Euro")),
        (("Preis", "Frei"), ("Dauer", "90 Minuten"), ("Beginn", "15 Uhr")),
        (("Träger", "Kreis"), ("Plätze", "40"), ("Gruppen", "3")),
        (("Art", "Schule"), ("Kinder", "300"), ("Klassen", "12")),
        (("Baujahr", "2019"), ("Höhe", "30 m"), ("Stufen", "120")),
        (("Jahr", "2019"), ("Räume", "30"), ("Stufen", "120")),
        (("Baujahr", "2019", "2021"), ("Brücken", "3", "4"), ("Tunnel", "1", "2")),
        (("Einwohner", "Angaben geschätzt"), ("Ahrenfels", "18.870"), ("Birkenau", "23.402")),
        (("Kinder", "Frei", "Frei mit Karte"), ("Jugendliche", "3 Euro", "2 Euro"), ("Paare", "5 Euro", "4 Euro")),
        (("Bürgerbüro", "Nach Vereinbarung", "Geschlossen"), ("Kasse", "8–12 Uhr", "13–15 Uhr"), ("Bad", "9", "14")),
        (("Ort", "Datum"), ("<b>Ahrenfels</b>", "3. Mai"), ("<b>Birkenau</b>", "4. Mai")),
        (("Ort", "Datum"), ("Ahrenfels:", "3. Mai"), ("Birkenau:", "4. Mai")),
        (("Ort", "Leitung"), ("Ahrenfels", "Eva Muster"), ("Birkenau", "Max Muster")),
    ],
)
def test_a_first_row_of_data_is_none(rows: tuple[tuple[str, ...], ...]) -> None:
    assert head(*rows) == ()


@pytest.mark.parametrize("cell", ["<th>{0}</th>", "<th scope=row>{0}</th>", "<td><b>{0}</b></td>", "<td>{0}</td>"])
def test_a_table_that_stands_on_its_side_has_no_head(cell: str) -> None:
    rows = [("Ort", "Kreishaus"), ("Datum", "3. Mai"), ("Uhrzeit", "19 Uhr")]
    inner = "".join(f"<tr>{cell.format(name)}<td>{value}</td></tr>" for name, value in rows)
    (table,) = (b for b in blocks(f"<p>{LEAD}</p><table>{inner}</table><p>{LAST}</p>") if b.kind is TABLE)
    assert (table.head, table.rows) == ((), tuple(rows))


def test_a_table_of_whom_to_ask_stays_among_sentences_and_goes_below_them() -> None:
    table = f"<table>{row('Telefon:', '09999 405-1010')}{row('Anschrift:', 'Am Bad 3, Ahrenfels')}</table>"
    assert [kind for kind, _ in told(table)] == [TABLE]
    assert [block.text for block in blocks(f"<p>{LEAD}</p><p>{LAST}</p>{table}")] == [LEAD, LAST]
    assert told(f"<p>Pressekontakt:</p>{table}") == []


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("„Wir bauen.“<br><cite>Eva Muster</cite>", "„Wir bauen.“ – Eva Muster"),
        ("„Wir bauen.“ <cite>– Eva Muster</cite>", "„Wir bauen.“ – Eva Muster"),
        ("„Wie in <cite>Faust</cite> bauen wir.“", "„Wie in Faust bauen wir.“"),
        ("Wir lesen den <cite>Faust</cite>", "Wir lesen den Faust"),
    ],
)
def test_a_dash_stands_between_a_quotation_and_its_speaker(quote: str, said: str) -> None:
    assert told(f"<blockquote>{quote}</blockquote>") == [(QUOTE, said)]


@pytest.mark.parametrize(
    "unit",
    [
        "<b>Bus</b><br>Der Bus fährt.<br><br>",
        "1. Bus<br>2. Bahn<br>",
        "<p>• Bus</p>",
        "<dl><dt>Bus</dt><dd>Bahn</dd></dl>",
        "<blockquote>„Ja.“ <i><cite>Bus</cite></i></blockquote>",
        "<i><cite>Bus</cite></i>",
        "<dt>Bus",
        "<dd>Bus",
    ],
)
def test_typed_structure_takes_no_more_than_its_length(unit: str) -> None:
    grows_with_length(lambda inner: blocks(f"<p>{LEAD}</p><blockquote>{inner}"), unit, 800)
