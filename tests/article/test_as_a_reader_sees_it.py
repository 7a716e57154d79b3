"""Text of a page as a reader sees it: line breaks, link hints, ligatures, paragraphs nobody marked as such."""

from __future__ import annotations

import unicodedata

import pytest

from relay.article.clean import clean_text, squeeze
from relay.article.dom import tree
from relay.article.extract import article_from_page
from relay.article.page.pieces import pieces
from relay.model import BlockKind


def texts(html: str) -> list[str]:
    return [piece.text for piece in pieces(tree(f"<body>{html}</body>"))]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ﬂächendeckende Netze", "flächendeckende Netze"),
        ("vom Land ﬁnanziert", "vom Land finanziert"),
        ("Oﬀenes Büro, Geschäft im Griﬀ, Eﬃzienz, Waﬄe", "Offenes Büro, Geschäft im Griff, Effizienz, Waffle"),
        ("Fe\ufb06 und Ko\ufb05en", "Fest und Kosten"),
    ],
)
def test_a_ligature_is_its_letters(written: str, seen: str) -> None:
    assert squeeze(written) == seen


def test_of_a_pile_of_marks_upon_one_letter_only_so_many_are_kept() -> None:
    assert squeeze(f"Caf{'e' + chr(0x301) * 500} am Markt") == f"Caf{'é' + chr(0x301) * 29} am Markt"


@pytest.mark.parametrize("text", ["–" * 99, "жизнь" * 20, "👩\u200d👩\u200d👧" * 20, "e\u0301" * 99])
def test_what_many_letters_have_is_no_pile(text: str) -> None:
    assert squeeze(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Mehr auf der Seite des Landes – Link öffnet in neuem Tab.", "Mehr auf der Seite des Landes."),
        ("Mehr auf der Seite des LandesÖffnet externe Seite in neuem Fenster.", "Mehr auf der Seite des Landes."),
        ("Zum Antrag Öffnet in einem neuen Tab", "Zum Antrag"),
        ("Zum Antrag - externer Link, öffnet sich in einem neuen Fenster, steht bereit.", "Zum Antrag steht bereit."),
        ("Zur Seite, Link öffnet sich in einem neuen Browserfenster.", "Zur Seite."),
        ("Hilfe beim Land (externer Link) und beim Bund.", "Hilfe beim Land und beim Bund."),
        ("Die Seite des Landes .", "Die Seite des Landes."),
        ("Beim Land . Der Bund zahlt .", "Beim Land. Der Bund zahlt."),
    ],
)
def test_what_a_website_adds_to_a_link_is_gone(written: str, seen: str) -> None:
    assert clean_text(written) == seen


@pytest.mark.parametrize(
    "text",
    [
        "Das Museum öffnet in neuem Glanz.",
        "Das Kino öffnet im Mai in neuen Räumen.",
        "Öffnet das Bad in einem neuen Gebäude?",
        "Der Link öffnet die Karte.",
        "„Bienvenue !“ rief sie.",
        "Die Datei endet auf .pdf und .docx.",
        "Warten Sie ... Gleich geht es weiter.",
    ],
)
def test_what_only_looks_like_that_stays(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Die Kreis-<br>straße ist zu.", "Die Kreisstraße ist zu."),
        ("Die Kreis-<br/>\n  straße ist zu.", "Die Kreisstraße ist zu."),
        ("Die E-Mail-<br>Adresse ist neu.", "Die E-Mail-Adresse ist neu."),
        ("Der Landkreis Rhein-<br>Orle hilft.", "Der Landkreis Rhein-Orle hilft."),
        ("Die Hin-<br>und Rückfahrt ist frei.", "Die Hin- und Rückfahrt ist frei."),
        ("Ein- <br>bzw. Auszahlungen ruhen.", "Ein- bzw. Auszahlungen ruhen."),
        ("Es kam –<br>endlich – Regen.", "Es kam – endlich – Regen."),
        ("Es kam -<br>endlich - Regen.", "Es kam - endlich - Regen."),
        ("Tel. 405-<br>12 hilft.", "Tel. 405-12 hilft."),
        ("Landkreis<br>Musterland", "Landkreis Musterland"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_one(html: str, text: str) -> None:
    assert texts(f"<p>{html}</p>") == [text]


@pytest.mark.parametrize("style", ["display:block", "display: block;", "margin:0; DISPLAY:Block !important"])
def test_a_span_that_is_shown_as_a_block_is_a_paragraph(style: str) -> None:
    spans = f'<span style="{style}">Das gilt im Land.</span><span style="{style}">Anwohner parken.</span>'
    html = f"<div>Davor.{spans}Dann.</div>"
    assert texts(html) == ["Davor.", "Das gilt im Land.", "Anwohner parken.", "Dann."]


def test_another_span_is_none() -> None:
    assert texts(
        '<p>Das <span style="color:red">gilt</span> im <span style="display:inline-block">Land</span>.</p>'
    ) == ["Das gilt im Land."]


@pytest.mark.parametrize(
    "bold", ["<b>Baubeginn</b>", "<strong>Baubeginn</strong> ", "<strong><span>Baubeginn</span></strong>"]
)
def test_a_bold_line_above_a_text_is_its_heading(bold: str) -> None:
    found = list(pieces(tree(f"<body><p>{bold}<br>Der Landkreis baut ab Mai.<br>Er hat Geld.</p></body>")))
    assert [(piece.text, piece.bold) for piece in found] == [
        ("Baubeginn", True),
        ("Der Landkreis baut ab Mai. Er hat Geld.", False),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<b>Wichtig:</b><br>Der Landkreis baut.",
        "<b>Der Landkreis</b><br>baut ab Mai.",
        "<b>Landrätin Ott</b> und<br>Herr Kern bauen.",
        "<b>Der Landkreis baut ab dem Frühjahr des nächsten Jahres in ganz Ahrenfels und bald auch</b><br>Talheim um.",
        "Der Bau<br><b>beginnt</b><br>Im Mai.",
        "<b>Eins</b><br><b>Zwei</b>",
        "<b>Gemeinsam mit dem</b><br>Landkreis wird gebaut.",
    ],
)
def test_a_bold_line_that_the_text_goes_on_from_is_none(html: str) -> None:
    assert len(texts(f"<p>{html}</p>")) == 1


def test_lines_with_a_dash_or_a_dot_each_are_the_items_of_a_list() -> None:
    found = list(pieces(tree("<body><p>Mitzubringen sind:<br>- Ausweis<br>- ein Foto<br>• 10 Euro</p></body>")))
    assert [(piece.text, piece.kind) for piece in found] == [
        ("Mitzubringen sind:", BlockKind.PARAGRAPH),
        ("Ausweis", BlockKind.ITEM),
        ("ein Foto", BlockKind.ITEM),
        ("10 Euro", BlockKind.ITEM),
    ]


def test_a_list_of_lines_ends_where_a_line_has_no_dash() -> None:
    html = "<p>- Ausweis<br>- ein Foto<br>Der Eintritt<br>ist frei.</p>"
    assert texts(html) == ["Ausweis", "ein Foto", "Der Eintritt ist frei."]


@pytest.mark.parametrize(
    "html", ["Es kam der Regen<br>– endlich –<br>nach Ahrenfels.", "Die Fahrt Talheim<br>- Steinau ist neu."]
)
def test_one_dash_at_the_beginning_of_a_line_makes_no_list(html: str) -> None:
    assert len(texts(f"<p>{html}</p>")) == 1


def test_a_page_written_with_breaks_alone_has_its_sentences() -> None:
    html = """<html><body><main><h1>Neue Wege im Orletal</h1>
    <p><b>Baubeginn</b><br>Der Landkreis baut ab Mai den Radweg an der Kreis-<br>straße 12 ﬂächendeckend aus. Er zahlt
    640.000 Euro dafür, und das Land gibt noch einmal so viel.</p>
    <p>Gefördert werden:<br>- Radwege an Straßen<br>- Brücken über die Wetsch</p></main></body></html>"""
    article = article_from_page(html.encode(), url="https://www.landkreis-musterland.example/a")
    assert article.sentences[0] == "Der Landkreis baut ab Mai den Radweg an der Kreisstraße 12 flächendeckend aus."
    assert article.sentences[-2:] == ("Radwege an Straßen", "Brücken über die Wetsch")
