"""What looks like furniture and stands inside a release: dates, warning boxes, hours, sentences with a label."""

from __future__ import annotations

import time

import pytest

from relay.article.extract import article_from_page
from relay.model import BlockKind

URL = "https://www.landkreis-musterland.example/presse/lage.html"
TITLE = "Neues vom Landkreis zur Lage in Ahrenfels"
LEAD = "Bei Bauarbeiten in Ahrenfels wurde am Montag eine Bombe gefunden. Rund 3.000 Menschen sind betroffen."
LAST = "Die Entschärfung ist für 16 Uhr geplant. Busse fahren bis dahin nicht, teilt der Landkreis mit."
WARNING = "Bitte verlassen Sie das Gebiet bis 14 Uhr und meiden Sie die Innenstadt."


def texts(inner: str, *, around: str = "") -> list[str]:
    html = (
        f"<!DOCTYPE html><html lang=de><head><meta charset=utf-8><title>{TITLE}</title></head><body>"
        f"<nav><a href=/>Start</a></nav><main><h1>{TITLE}</h1>{inner}</main>{around}"
        "<footer>Impressum</footer></body></html>"
    )
    return [b.text for b in article_from_page(html.encode(), url=URL, title=TITLE).blocks]


def test_dates_as_headings_stand_above_what_happens_on_them() -> None:
    days = "".join(
        f"<h3>{day}</h3><p>{what}</p>"
        for day, what in [
            ("Dienstag, 1. Dezember 2026", "Der Ausschuss für Umwelt tagt im Kreishaus um 17 Uhr."),
            ("Mittwoch, 9. Dezember 2026", "Der Ausschuss für Soziales tagt im Rathaus um 18 Uhr."),
        ]
    )
    assert "Dienstag, 1. Dezember 2026" in texts(f"<p>{LEAD}</p>{days}")
    assert "Mittwoch, 9. Dezember 2026" in texts(f"<p>{LEAD}</p>{days}")
    assert texts(days)[0] == "Dienstag, 1. Dezember 2026"


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        ("<dl><dt>Dienstag, 1. Dezember</dt><dd>Hohenbach</dd><dt>3. Dezember 2026</dt><dd>Lindengrund</dd></dl>", 2),
        ("<ul><li>5. Dezember 2026</li><li>06.12.2026</li></ul>", 2),
        ("<p>Zusätzlich kommt der Bus am</p><p>12. Mai 2026</p>", 2),
        ("<p class=date>Dienstag, 1. Dezember 2026</p>", 1),
        ("<h4 class=termin-datum>Dienstag, 1. Dezember 2026</h4>", 1),
        ("<p>Stand: 3. Mai 2026, 12 Uhr</p>", 1),
        ("<p>Thema: Wie wir im Jahr 2030 wohnen wollen</p>", 1),
    ],
)
def test_a_date_between_paragraphs_is_content(inner: str, kept: int) -> None:
    found = texts(f"<p>{LEAD}</p>{inner}<p>{LAST}</p>")
    assert (found[0], found[-1], len(found)) == (LEAD, LAST, kept + 2)


def test_dates_in_a_list_at_the_end_are_content() -> None:
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p><ul><li>5. Mai 2026</li><li>6. Mai 2026</li></ul>")[2:] == [
        "5. Mai 2026",
        "6. Mai 2026",
    ]
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p><p>Anmeldeschluss:</p><p>30. April 2026</p>")[3:] == ["30. April 2026"]


@pytest.mark.parametrize(
    "line",
    [
        "<p>14.03.2025</p>",
        "<p class=date>14.03.2025</p>",
        "<h3>Freitag, 14. März 2025</h3>",
        "<p>Stand: 3. Mai 2026</p>",
    ],
)
def test_a_date_next_to_the_headline_or_below_the_text_is_none(line: str) -> None:
    assert texts(f"{line}<p>{LEAD}</p><p>{LAST}</p>") == [LEAD, LAST]
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p>{line}") == [LEAD, LAST]
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p>{line}<p>Pressekontakt:</p><p>Tel. 09999 405-1010</p>") == [LEAD, LAST]


BOXES = [
    "<div class='alert alert-danger' role=alert><p>{}</p></div>",
    "<div class='alert alert-warning' role=alert>{}</div>",
    "<div class=notice>{}</div>",
    "<div class='notice banner'>{}</div>",
    "<aside class=infobox>{}</aside>",
    "<aside>{}</aside>",
    "<div role=complementary>{}</div>",
    "<div class='ce-box hinweis'>{}</div>",
    "<div class=warnung role=alert>{}</div>",
    "<div class=accordion><h3><button>Was tun?</button></h3><div class=collapse aria-hidden=true>{}</div></div>",
    "<div role=tabpanel class=tab-pane>{}</div>",
    "<div class=meta>{}</div>",
    "<div class=kontakt>{}</div>",
    "<div class=infospalte>{}</div>",
    "<p class=subline>{}</p>",
    "<p class=subtitle>{}</p>",
]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_with_whole_sentences_between_the_paragraphs_is_content(box: str) -> None:
    assert texts(f"<p>{LEAD}</p>{box.format(WARNING)}<p>{LAST}</p>") == [LEAD, WARNING, LAST]


@pytest.mark.parametrize("box", BOXES[:3] + BOXES[4:5])
def test_a_warning_right_below_the_headline_or_the_text_is_content(box: str) -> None:
    assert texts(f"{box.format(WARNING)}<p>{LEAD}</p><p>{LAST}</p>") == [WARNING, LEAD, LAST]
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p>{box.format(WARNING)}") == [LEAD, LAST, WARNING]


def test_a_warning_may_name_a_number_to_call_and_be_long() -> None:
    call = "Das Bürgertelefon ist unter Telefon 09999 405-1001 rund um die Uhr für alle zu erreichen."
    assert texts(f"<p>{LEAD}</p><div role=alert><p>{WARNING}</p><p>{call}</p></div><p>{LAST}</p>")[1:3] == [
        WARNING,
        call,
    ]
    many = [f"{n} Straßen sind ab sofort für den Verkehr gesperrt, bitte meiden Sie sie." for n in range(30)]
    box = "".join(f"<p>{line}</p>" for line in many)
    assert texts(f"<p>{LEAD}</p><div role=alert>{box}</div><p>{LAST}</p>") == [LEAD, *many, LAST]


def test_a_warning_in_a_frame_of_its_own_is_content() -> None:
    frame = "<div class=frame>{}</div>".format
    inner = frame(f"<p>{LEAD}</p>") + frame(BOXES[0].format(WARNING)) + frame(f"<p>{LAST}</p>")
    assert texts(inner) == [LEAD, WARNING, LAST]


@pytest.mark.parametrize(
    "inside",
    [
        "Bitte aktivieren Sie JavaScript in Ihrem Browser, um diese Seite zu sehen.",
        "<a href=/x>Lesen Sie hier alles über den Bau der neuen Brücke.</a>",
        "Telefon 09999 405-1010, presse@kreis.example",
        "<h3>Pressekontakt</h3><p>Kathrin Beil ist werktags unter 09999 405-1010 für Sie zu erreichen.</p>",
        "<h3>Weitere Meldungen</h3><p>Der zweite Bauabschnitt an der Brücke hat begonnen.</p>",
        "Verkehr, Brücke",
        "Teilen Sie diesen Beitrag mit Ihren Freunden und Bekannten.",
        "Veröffentlicht am 14. März 2025 von der Pressestelle des Landkreises.",
    ],
)
@pytest.mark.parametrize("box", ["<aside>{}</aside>", "<div class=kontakt>{}</div>", "<div role=alert>{}</div>"])
def test_a_box_between_the_paragraphs_that_is_the_sites_stays_out(box: str, inside: str) -> None:
    assert texts(f"<p>{LEAD}</p>{box.format(inside)}<p>{LAST}</p>") == [LEAD, LAST]


@pytest.mark.parametrize("box", ["<aside>{}</aside>", "<aside class=sidebar>{}</aside>", "<div role=alert>{}</div>"])
def test_a_box_outside_the_article_stays_out(box: str) -> None:
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p>", around=box.format(WARNING)) == [LEAD, LAST]


def test_a_panel_that_a_reader_cannot_open_stays_hidden() -> None:
    assert texts(f"<p>{LEAD}</p><div aria-hidden=true>{WARNING}</div><p>{LAST}</p>") == [LEAD, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Die Karte (© OpenStreetMap) zeigt, welche Straßen ab 3. Mai gesperrt sind.",
        "Zurück zur Normalität: Die B 3 ist seit heute wieder frei.",
        "Quelle: Das Wasser der Quelle in Ahrenfels ist ab sofort nicht mehr trinkbar.",
        "Foto: Die Ausstellung zeigt Bilder von Anna Müller und öffnet am 3. Mai um 10 Uhr.",
        "Bild: Im Museum ist ab 3. Mai ein neues Gemälde zu sehen, das der Kreis gekauft hat.",
        "Lesen Sie auch bei Kerzenschein: Die Bücherei öffnet am 3. Mai nachts.",
    ],
)
def test_a_whole_sentence_is_content_whatever_it_begins_with(line: str) -> None:
    assert texts(f"<p>{LEAD}</p><p>{line}</p><p>{LAST}</p>") == [LEAD, line, LAST]
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p><p>{line}</p>") == [LEAD, LAST, line]


def test_opening_hours_between_paragraphs_are_content_and_in_a_contact_block_are_not() -> None:
    hours = "Öffnungszeiten: Mo–Fr 8–12 Uhr"
    assert texts(f"<p>{LEAD}</p><p>{hours}</p><p>{LAST}</p>") == [LEAD, hours, LAST]
    assert texts(f"<p>{LEAD}</p><p>Pressekontakt:</p><p>{hours}</p><p>{LAST}</p>") == [LEAD, LAST]
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p><p>{hours}</p>") == [LEAD, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Foto: Landkreis Musterland, Pressestelle.",
        "Bild: Landrat Klein eröffnete am 3. Mai die neue Brücke in Hohenbach.",
        "Das neue Kreishaus. (Foto: K. Beil)",
        "Zurück zur Übersicht aller Meldungen",
    ],
)
def test_a_caption_between_paragraphs_is_none(line: str) -> None:
    assert texts(f"<p>{LEAD}</p><p>{line}</p><p>{LAST}</p>") == [LEAD, LAST]


REMNANTS = [
    "<p>Flyer-Impftag-2026Herunterladen</p>",
    "<p>Plan der Umleitung Herunterladen</p>",
    "<div><a href=/plan.pdf>Plan.pdf</a><a href=/plan.pdf download>Herunterladen</a></div>",
    "<p>PDF-Datei (PDF, 1.4 MB)</p>",
    "<p>Plan der Umleitung (1,4 MB)</p>",
    "<p>Plan der Umleitung, PDF, 1,4 MB</p>",
    "<p>- Ende der Pressemitteilung -</p>",
    "<p>+++ Ende +++</p>",
    "<p>Ende der Mitteilung</p>",
    "<p>(Ende)</p>",
    "<p>### Ende der Pressemeldung ###</p>",
    "<p>(kas)</p>",
    "<p>Hinweis für die Redaktionen: Fotos der Brücke können bei der Pressestelle angefordert werden.</p>",
    f"<p>Hinweis an die Redaktion: {'Wir laden Sie herzlich zu einem Termin mit der Landrätin vor Ort ein. ' * 8}</p>",
    "<p><b>Hinweis für die Medien:</b></p><p>Die Landrätin steht um 9 Uhr für Fragen bereit.</p>",
    "<h3>Hinweise für Journalisten</h3><p>Die Landrätin steht um 9 Uhr bereit.</p><p>Fotos sind erlaubt.</p>",
    "<p>Foto (v.l.n.r.): Max Muster, Erika Beispiel</p>",
    "<p>Weitere Informationen: www.landkreis-musterland.example/bruecke</p>",
    "<p>Weitere Informationen unter www.landkreis-musterland.example.</p>",
    "<p>Mehr Infos zur Brücke: https://www.landkreis-musterland.example/bruecke</p>",
]


@pytest.mark.parametrize("remnant", REMNANTS)
def test_what_is_the_sites_or_for_the_press_stays_out(remnant: str) -> None:
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p>{remnant}") == [LEAD, LAST]


@pytest.mark.parametrize(
    "end",
    [
        "- Ende der Pressemitteilung -",
        "+++ Ende +++",
        "– Ende der Mitteilung –",
        "Ende der Pressemitteilung",
        "(Ende)",
        "(kas)",
        "(kas/pm)",
    ],
)
def test_the_last_paragraph_ends_with_its_last_sentence(end: str) -> None:
    linked = f"{LAST} Alles steht im <a href=/plan>Plan</a>."
    assert texts(f"<p>{LEAD}</p><p>{LAST} {end}</p>") == [LEAD, LAST]
    html = f"<html><body><main><h1>{TITLE}</h1><p>{LEAD}</p><p>{linked} {end}</p></main></body></html>"
    assert len(article_from_page(html.encode(), url=URL, title=TITLE).blocks[-1].links) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Weitere Informationen gibt es unter www.landkreis-musterland.example/bruecke.",
        "Weitere Informationen: Die Sperrung dauert voraussichtlich bis 3. Mai.",
        "Weitere Informationen: Wer betroffen ist, kann sich im Rathaus beraten lassen.",
        "Die Pläne gibt es im Internet zum Herunterladen.",
        "Am Ende der Mitteilung steht eine Telefonnummer.",
        "Die Bücherei öffnet wieder (bis zum Ende der Ferien).",
        "Presseausweise brauchen Besucher des Museums nicht.",
        "Für die Medien war es das Ereignis des Jahres.",
    ],
)
def test_what_tells_citizens_something_stays(line: str) -> None:
    assert texts(f"<p>{LEAD}</p><p>{LAST}</p><p>{line}</p>") == [LEAD, LAST, line]


@pytest.mark.parametrize(
    "stub",
    ["Ahrenfels.", "(kas)", "(pm)", "Ahrenfels (kas).", "AHRENFELS.", "Bad Orlau –", "Ahrenfels/Hohenbach (kas/pm):"],
)
def test_a_dateline_before_the_text_or_in_a_line_of_its_own_goes(stub: str) -> None:
    assert texts(f"<p>{stub} {LEAD}</p><p>{LAST}</p>") == [LEAD, LAST]
    assert texts(f"<p>{stub}</p><p>{LEAD}</p><p>{LAST}</p>") == [LEAD, LAST]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Die Wache. Foto: Freiwillige Feuerwehr Ahrenfels e. V.", "Foto: Freiwillige Feuerwehr Ahrenfels e. V."),
        ("Die Wache. Foto: Max Muster (Kreis Musterland)", "Foto: Max Muster (Kreis Musterland)"),
        ("Copyright Landkreis Musterland", "Copyright Landkreis Musterland"),
        ("© 2026 Landkreis Musterland", "© 2026 Landkreis Musterland"),
        ("Symbolfoto/Pixabay", "Symbolfoto/Pixabay"),
        ("Foto (v.l.n.r.): Max Muster, Erika Beispiel", ""),
    ],
)
def test_the_credit_below_a_picture_is_whole(line: str, credit: str) -> None:
    figure = (
        f"<figure><img src=/wache.jpg width=800 height=600 alt='Die Wache'><figcaption>{line}</figcaption></figure>"
    )
    html = f"<html><body><main><h1>{TITLE}</h1><p>{LEAD}</p>{figure}<p>{LAST}</p></main></body></html>"
    article = article_from_page(html.encode(), url=URL, title=TITLE)
    assert [one.credit for one in article.pictures] == [credit]
    assert f"{article.pictures[0].caption} {credit}".strip() == line
    assert [block.text for block in article.blocks] == [LEAD, LAST]


def test_a_family_of_emoji_stays_one_and_what_is_invisible_between_letters_goes() -> None:
    family, chef = "👨\u200d👩\u200d👧", "👩🏽\u200d🍳"
    line = f"Das Fest für Familien {family} mit einer Köchin {chef} ist um 16 Uhr."
    hidden = (
        "Das Fest für Fa\u200dmi\u200blien 👨\u200d👩\u200d👧\u200d mit einer Kö\u200cchin 👩🏽\u200d🍳 ist um 16 Uhr."
    )
    assert texts(f"<p>{LEAD}</p><p>{hidden}</p><p>{LAST}</p>") == [LEAD, line, LAST]


def test_a_warning_keeps_its_heading() -> None:
    html = f"<p>{LEAD}</p><aside class=infobox><h3>Was zu tun ist</h3><p>{WARNING}</p></aside><p>{LAST}</p>"
    page = f"<html><body><main><h1>{TITLE}</h1>{html}</main></body></html>"
    kinds = [b.kind for b in article_from_page(page.encode(), url=URL, title=TITLE).blocks]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.BOX_HEADING, BlockKind.BOX, BlockKind.PARAGRAPH]


def test_a_form_around_the_whole_page_is_no_form_of_the_article() -> None:
    search = "<form><p>Bitte geben Sie hier ein, was Sie auf dieser Seite suchen.</p></form>"
    inner = f"<form id=aspnetForm><h1>{TITLE}</h1><p>{LEAD}</p>{search}<p>{LAST}</p></form>"
    html = f"<html><head><title>{TITLE}</title></head><body>{inner}</body></html>"
    assert LAST in [b.text for b in article_from_page(html.encode(), url=URL, title=TITLE).blocks]


def test_thousands_of_boxes_are_read_in_a_moment() -> None:
    unended = f"<p>{'Wort ' * 290}</p>"
    boxes = f"<div role=alert>{WARNING}</div>" * 2000
    started = time.process_time()
    assert LEAD in texts(f"<p>{LEAD}</p>{unended * 8}<div><div>{boxes}</div></div><p>{LAST}</p>")
    assert time.process_time() - started < 10
