"""What a website says around a text is not published; what a release says in the same words is."""

from __future__ import annotations

import time

import pytest

from relay.article.extract import article_from_page
from tests.article.test_extract import BODY, LEAD, MORE, URL, WHY, page, read, texts

TEXT = [LEAD, WHY, MORE]
BELOW = [
    "<p>Folgen Sie dem Landkreis Musterland auf Instagram und Facebook!</p>",
    "<p>Folgen Sie uns auch in den sozialen Medien.</p>",
    "<p>Immer informiert: Hier können Sie den Newsletter des Landkreises abonnieren.</p>",
    "<h3>Newsletter</h3><p>Abonnieren Sie unseren Newsletter.</p>",
    "<p>Folgen Sie uns auf Mastodon. Abonnieren Sie unseren Newsletter.</p>",
    "<p>Alle Pressemitteilungen des Landkreises finden Sie unter www.kreis.example/presse.</p>",
    "<p>Das Pressefoto darf bei Nennung der Quelle honorarfrei verwendet werden.</p>",
    "<p>Die beigefügten Bilder sind zum Abdruck frei, bitte mit Quellenangabe.</p>",
    "<p>Für Rückfragen steht Ihnen Sabine Muster unter 09999 405-1010 gern zur Verfügung.</p>",
    "<p>Für Rückfragen der Presse steht Ihnen die Pressestelle unter 09999 405-1010 zur Verfügung.</p>",
    "<p>#Verkehr #Hohenbach</p>",
    "<div><span>#Verkehr</span> <span>#Hohenbach</span></div>",
    "<p><a href='#'>Übersicht</a></p>",
    "<div><a href='#'>Nächste Pressemitteilung</a></div>",
    "<div class=pn><a href='#'>← Neue Leiterin im Archiv</a> <a href='#'>Haushalt liegt aus →</a></div>",
    "<p><a class='btn btn-primary' href='/a'>Antrag stellen</a></p>",
    "<div class=wp-block-button><a href='/n'>Newsletter abonnieren</a></div>",
    "<p>(Stand: 24. März 2025)</p><p>Folgen Sie uns auf Instagram!</p>",
    "<h3>Bildergalerie</h3><span>Bild 1 von 3</span>",
    "<p>Landkreis Musterland</p><p>Am Kreishaus 1</p><p>99990 Ahrenfels</p>",
    "<dl><dt>Kontakt</dt><dd>Sabine Muster</dd><dt>Telefon</dt><dd>09999 405-1010</dd></dl>",
    "<p>V. i. S. d. P.: Sabine Muster, Pressesprecherin</p>",
]
ANYWHERE = [
    "<p>War diese Information hilfreich?</p><label>Ja</label><label>Nein</label>",
    "<h3>0 Kommentare</h3><p>Schreiben Sie den ersten Kommentar.</p>",
    "<p>Melden Sie sich an, um einen Kommentar zu schreiben.</p>",
    "<p>Gefällt mir: 12</p>",
    "<div><a>Artikel anhören</a> <span>2:14 Min.</span></div>",
    "<p>Video: Landrätin Vollmer erklärt die Baustelle (2:31 Min.)</p>",
    "<p>Diese Seite wurde zuletzt am 02.10.2025 geändert.</p>",
    "<p>Hinweis: Diese Meldung ist älter als ein Jahr und möglicherweise nicht mehr aktuell.</p>",
    "<p>Dokument-Nr. 123456 | Druckdatum 02.10.2025</p>",
    "<p>The post Orlebrücke appeared first on Landkreis Musterland.</p>",
    "<p>[ Seite drucken ]</p><p>[ nach oben ]</p>",
    "<p>* * *</p>",
    "<p>Zum Anzeigen der Karte müssen Sie externe Inhalte zulassen. Dabei werden Daten an Dritte übertragen.</p>",
    "<p>Um dieses Video anzusehen, stimmen Sie bitte der Übertragung von Daten an Drittanbieter zu.</p>",
    "<p>Mit dem Laden der Karte akzeptieren Sie die Datenschutzerklärung des Anbieters.</p>",
    "<p><img src='/b.jpg' alt=Bagger><br><small>Ein Bagger steht an der Brücke bereit.</small></p>",
    "<p>Zum Bild: Ein Bagger steht an der Brücke bereit (Foto Muster).</p>",
]


@pytest.mark.parametrize("talk", [*BELOW, *ANYWHERE])
def test_talk_of_the_website_below_the_text_is_not_published(talk: str) -> None:
    assert texts(read(BODY + talk)) == TEXT
    assert texts(read(f"<div>{BODY}</div><div>{talk}</div><p>Pressekontakt: presse@kreis.example</p>")) == TEXT


@pytest.mark.parametrize("talk", ANYWHERE)
def test_what_only_a_website_says_is_published_nowhere(talk: str) -> None:
    assert texts(read(f"{talk}<p>{LEAD}</p>{talk}<p>{WHY}</p><p>{MORE}</p>")) == TEXT


INSIDE = [
    "Folgen Sie der Umleitung über Hohenbach, sie ist ausgeschildert.",
    "Folgen Sie auf dem Weg zum Fest den Schildern.",
    "Das Formular können Sie herunterladen oder im Kreishaus abholen.",
    "Die Seite www.kreis.example/baustelle ist ab Montag erreichbar.",
    "Für Rückfragen steht das Bürgertelefon unter 09999 405-1000 zur Verfügung.",
    "Für Rückfragen steht Ihnen das Jugendamt unter 09999 405-2000 gern zur Verfügung.",
    "Unter dem Schlagwort #Musterland zeigt der Landkreis Bilder der Baustelle.",
    "Die Fotos der Ausstellung dürfen nicht verwendet werden.",
    "Alle Meldungen über Schäden finden Eingang in eine Karte.",
    "War die Information hilfreich, so soll sie künftig jede Gemeinde bekommen.",
    "Gefällt mir sehr, sagte die Landrätin bei ihrem Besuch der Baustelle.",
    "Zum Anzeigen der Karte im Geoportal brauchen Sie kein Programm.",
    "Diese Seite der Brücke wurde zuletzt 1984 erneuert.",
    "Diese Meldung ist älter als die Brücke, scherzte der Bürgermeister.",
]


def test_a_page_that_is_nothing_but_talk_of_the_website_keeps_it() -> None:
    assert texts(read("<p>Folgen Sie uns auf Instagram und auf Facebook, wo wir Bilder zeigen!</p>"))


@pytest.mark.parametrize("said", INSIDE)
def test_the_same_words_in_a_release_are_its_text(said: str) -> None:
    assert texts(read(f"{BODY}<p>{said}</p>")) == [*TEXT, said]
    assert texts(read(f"<p>{LEAD}</p><p>{said}</p><p>{MORE}</p>")) == [LEAD, said, MORE]


@pytest.mark.parametrize("talk", BELOW[:9])
def test_what_stands_above_more_of_the_text_is_its_text(talk: str) -> None:
    assert len(texts(read(f"<p>{LEAD}</p>{talk}<p>{MORE}</p>"))) > 2


def test_a_release_about_a_newsletter_says_where_to_subscribe() -> None:
    about = "Der Landkreis gibt einen Newsletter für Familien heraus, der jeden Monat erscheint."
    ask = "Hier können Sie den Newsletter abonnieren: www.kreis.example/familie."
    assert texts(read(f"<p>{about}</p><p>{WHY}</p><p>{ask}</p>")) == [about, WHY, ask]
    titled = article_from_page(
        page(f"<p>{LEAD}</p><p>{ask}</p>").replace("Orlebrücke".encode(), b"Newsletter"), url=URL, title=""
    )
    assert texts(titled)[-1] == ask


@pytest.mark.parametrize(
    ("inner", "last"),
    [
        (f"{BODY}<h3>Öffnungszeiten</h3><p>Mo. bis Fr. 8 bis 12 Uhr</p>", "Mo. bis Fr. 8 bis 12 Uhr"),
        (f"{BODY}<p>Den Antrag gibt es hier:</p><p><a href='/a'>Zum Antrag</a></p>", "Zum Antrag"),
        (f"{BODY}<h3>Museen</h3><p><a href='/a'>Burgmuseum Lindengrund</a></p>", "Burgmuseum Lindengrund"),
        (f"{BODY}<ul><li><a href='/a'>Hohenbach</a></li><li><a href='/b'>Ahrenfels</a></li></ul>", "Ahrenfels"),
        (f"{BODY}<h3>Ort</h3><p>Stadthalle</p><p>Am Markt 1</p><p>99990 Ahrenfels</p>", "99990 Ahrenfels"),
        (
            f"{BODY}<p>Anträge nimmt an:</p><p>Landkreis Musterland</p><p>Am Kreishaus 1</p><p>99990 Ahrenfels</p>",
            "99990 Ahrenfels",
        ),
        (f"{BODY}<p>Bilder zeigt der Landkreis unter:</p><p>#Orlebrücke</p>", "#Orlebrücke"),
        (f"{BODY}<p>Dafür braucht es mehr Geld. Sehr viel mehr</p>", "Dafür braucht es mehr Geld. Sehr viel mehr"),
        (f"{BODY}<dl><dt>Wann?</dt><dd>Montag</dd><dt>Telefon</dt><dd>09999 405-1010</dd></dl>", "Wann? Montag"),
    ],
)
def test_what_is_announced_or_named_by_the_release_stays(inner: str, last: str) -> None:
    assert last in texts(read(inner))


def test_a_link_to_read_on_behind_the_last_word_goes_and_the_same_word_without_one_stays() -> None:
    assert texts(read(f"<p>{LEAD} <a href='/x'>mehr</a></p><p>{WHY} <a href='/y'>Weiterlesen …</a></p>")) == [LEAD, WHY]
    assert texts(read(f"<p>{LEAD} {MORE} mehr</p><p>{WHY}</p>")) == [f"{LEAD} {MORE} mehr", WHY]


def test_a_list_of_links_to_the_headings_below_is_not_published() -> None:
    heads = f"<h2 id=a>Umleitung</h2><p>{WHY}</p><h2 id=b>Zeitplan</h2><p>{MORE}</p>"
    links = "<ul><li><a href='#a'>Umleitung</a></li><li><a href='#b'>Zeitplan</a></li></ul>"
    told = [LEAD, "Umleitung", WHY, "Zeitplan", MORE]
    assert texts(read(f"<p>{LEAD}</p>{links}{heads}")) == told
    assert texts(read(f"<p>{LEAD}</p><h2>Inhalt</h2>{links}{heads}")) == told
    points = "<ul><li>Umleitung</li><li>Zeitplan</li></ul>"
    assert texts(read(f"<p>{LEAD}</p>{points}{heads}")) == [LEAD, "Umleitung", "Zeitplan", *told[1:]]


CARD = "<div class=card><h3><a href='/{0}'>{1}</a></h3><p>{2}</p><a href='/{0}'>{3}</a></div>"


@pytest.mark.parametrize("end", ["Weiterlesen", "Mehr lesen …", "Zum Artikel"])
def test_teasers_of_other_releases_without_a_heading_are_not_published(end: str) -> None:
    cards = CARD.format("a", "Neue Leiterin im Archiv", "Sie tritt ihr Amt im Herbst an.", end)
    cards += CARD.format("b", "Haushalt liegt aus", "Einwendungen sind bis zum 4. Mai möglich.", end)
    assert texts(read(f"{BODY}<div class=cards>{cards}</div>")) == TEXT
    listed = cards.replace("<div class=card>", "<li>").replace("</div>", "</li>")
    assert texts(read(f"{BODY}<ul>{listed}</ul>")) == TEXT


def test_boxes_of_a_release_that_lead_to_what_it_is_about_are_published() -> None:
    cards = CARD.format("a", "Kürbisfest", "Am 4. Oktober feiert Hohenbach das Kürbisfest.", "Mehr erfahren")
    cards += CARD.format("b", "Herbstmarkt", "Am 5. Oktober ist Markt in Lindengrund.", "Mehr erfahren")
    assert "Herbstmarkt" in texts(read(f"<p>{LEAD}</p><div>{cards}</div><p>{MORE}</p>"))
    one = CARD.format("a", "Zeitplan", "Die Arbeiten dauern bis zum 4. Oktober.", "Weiterlesen")
    assert "Zeitplan" in texts(read(f"<p>{LEAD}</p><div>{one}</div><p>{MORE}</p>"))


@pytest.mark.parametrize("heading", ["Ebenfalls interessant für Sie", "Passend zum Thema", "Passend dazu:"])
def test_what_stands_below_a_heading_of_other_releases_is_not_published(heading: str) -> None:
    assert texts(read(f"{BODY}<h2>{heading}</h2><ul><li><a href='/a'>Neue Leiterin</a></li></ul>")) == TEXT


def test_a_heading_that_only_begins_like_one_is_the_releases() -> None:
    inner = f"<p>{LEAD}</p><h2>Passend zum Thema Klima zeigt das Museum Filme</h2><p>{MORE}</p>"
    assert texts(read(inner))[-1] == MORE


def test_thousands_of_lines_of_a_website_are_read_in_linear_time() -> None:
    began = time.perf_counter()
    for talk in (*BELOW[:12], CARD.format("a", "A", "B.", "Weiterlesen"), BELOW[14], "<p><a href=/>Newsletter</a></p>"):
        read(BODY + talk * 1500)
    assert time.perf_counter() - began < 20
