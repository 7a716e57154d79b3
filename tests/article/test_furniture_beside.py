"""What stands beside a release: teasers below a heading, buttons in a row, notes of the press office."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.article.page.boilerplate import is_related_heading, is_site_line
from relay.article.page.share import asks_to_share
from relay.model import Article, BlockKind
from tests.article.test_extract import BODY, LEAD, MORE, TITLE, URL, WHY, read, texts
from tests.growth import grows_with_length

TEXT = [LEAD, WHY, MORE]
CARD = (
    "<div class=col><div class=card><h5><a href=/r{0}>Museum {0} zeigt Karten</a></h5>"
    "<p>Bis Mai, ohne Eintritt.</p></div></div>"
)
CARDS = "<div class=row>" + CARD.format(1) + CARD.format(2) + "</div>"
ARTICLES = "".join(
    f"<article><time>0{n}.03.2026</time><h3><a href=/r{n}>Museum {n} zeigt Karten</a></h3><p>Bis Mai.</p></article>"
    for n in (1, 2)
)
LINES = (
    "<p>03.03.2026 <a href=/r1>Museum zeigt Karten</a></p><p><a href=/r2>Halle öffnet</a> – mit einem Fest im Mai</p>"
)
BARE = (
    "<h3><a href=/r1>Museum zeigt Karten</a></h3><p>Bis Mai ist sie zu sehen.</p><p><a href=/r1>mehr</a></p>"
    "<h3><a href=/r2>Halle öffnet</a></h3><p>Es gibt ein Fest.</p>"
)
READ_ON = "".join(
    f"<div class=card><h5>Museum {n} zeigt Karten</h5><p>Bis Mai.</p><a href=/r{n}>Weiterlesen</a></div>"
    for n in (1, 2)
)
WHOLE = "<a class=card href=/r1><span>Kultur</span><h4>Museum zeigt Karten</h4><p>Bis Mai.</p></a>" * 2
TOPICS = "<div><span>Kultur</span> <a href=/r1>Museum zeigt Karten</a></div>"
TEASERS = [CARDS, ARTICLES, LINES, BARE, READ_ON, WHOLE, TOPICS]
HEADINGS = [
    "<h2>Weitere Pressemitteilungen</h2>",
    "<h3>Mehr Meldungen</h3>",
    "<p><strong>Das könnte Sie auch interessieren</strong></p>",
    "<div class=hd><h2>Weitere Meldungen</h2></div>",
    "<header><h2>Aktuelle Meldungen aus dem Landkreis</h2></header>",
]


@pytest.mark.parametrize("teasers", TEASERS)
@pytest.mark.parametrize("heading", HEADINGS)
def test_teasers_beside_a_heading_that_leads_on_are_none_of_the_release(heading: str, teasers: str) -> None:
    assert texts(read(f"{BODY}{heading}{teasers}")) == TEXT
    assert texts(read(f"{BODY}<section>{heading}{teasers}</section>")) == TEXT


@pytest.mark.parametrize("teasers", [CARDS, ARTICLES, BARE])
@pytest.mark.parametrize("heading", ["<h2>Aktuelles</h2>", "<h2>Neues aus dem Landkreis</h2>", "<h3>Nachrichten</h3>"])
def test_a_heading_that_may_be_the_release_s_own_leads_on_where_nothing_but_teasers_follows(
    heading: str, teasers: str
) -> None:
    assert texts(read(f"{BODY}{heading}{teasers}")) == TEXT
    assert texts(read(f"{heading}{BODY}"))[-3:] == TEXT
    assert MORE in texts(read(f"<p>{LEAD}</p>{heading}{teasers}<p>{MORE}</p>"))


def test_in_a_layout_of_tables_rows_below_a_heading_lead_on() -> None:
    rows = "".join(f"<tr><td><a href=r{n}.htm><b>Museum {n} zeigt Karten</b></a><br>Bis Mai.</td></tr>" for n in (1, 2))
    side = f"<table><tr><td><b>Aktuelle Themen</b></td></tr>{rows}</table>"
    page = f"<table><tr><td><h2>{TITLE}</h2>{BODY}</td><td>{side}</td></tr></table>"
    article = article_from_page(f"<body>{page}</body>".encode(), url=URL, title=TITLE)
    assert texts(article) == TEXT


def test_teasers_end_where_the_release_goes_on() -> None:
    inner = (
        f"<p>{LEAD}</p><p><strong>Lesen Sie auch:</strong></p><p><a href=/r1>Museum zeigt Karten</a></p><p>{WHY}</p>"
    )
    assert texts(read(inner)) == [LEAD, WHY]
    inner = f"<p>{LEAD}</p><h2>Weitere Meldungen</h2>{CARDS}<h2>Umleitung</h2><p>{MORE}</p>"
    assert texts(read(inner)) == [LEAD, "Umleitung", MORE]


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        (
            "<h3>Weitere Informationen</h3><p>Es gibt <a href=/a>Karten</a> im Rathaus von Ahrenfels.</p>",
            "Es gibt Karten",
        ),
        ("<h3>Weitere Informationen</h3><p><a href=/a>Karten</a> gibt es im Rathaus von Ahrenfels.</p>", "Karten gibt"),
        (
            "<h3>Weitere Termine</h3><div><h4><a href=/a>Hohenbach</a></h4><p>Der Bus hält am Markt.</p></div>",
            "Der Bus",
        ),
        ("<h3>Weitere Meldungen</h3><p>Schäden nimmt das Amt bis Mai an.</p>", "Schäden nimmt"),
        ("<h3>Weitere Meldungen</h3><p>Am 5. Mai spricht <a href=/a>Eva Muster</a> im Amt.</p>", "Am 5. Mai spricht"),
        ("<h3>Aktuelle Themen</h3><div><h4>Bahn</h4><p>Der <a href=/a>Plan</a> liegt aus.</p></div>", "Der Plan"),
        (
            "<h3>Weiterführende Informationen</h3><p><a href=/a>Zum Antrag auf Umleitung</a></p><p>Er ist frei.</p>",
            "Er ist",
        ),
        ("<p>Aktuell sind noch 20 Plätze frei.</p>", "Aktuell sind"),
        ("<p>Zum Thema Energie spricht Eva Muster.</p>", "Zum Thema"),
    ],
)
def test_what_the_release_says_below_a_heading_of_its_own_stays(inner: str, kept: str) -> None:
    assert any(text.startswith(kept) for text in texts(read(f"<p>{LEAD}</p><p>{WHY}</p>{inner}<p>{MORE}</p>")))


@pytest.mark.parametrize("item", ["Adresse speichern", "Inhalte teilen", "Medien teilen", "In den Medien posten"])
def test_advice_in_a_list_of_the_release_is_no_button(item: str) -> None:
    assert not asks_to_share(item)
    assert texts(read(f"{BODY}<ul><li>Nummern notieren</li><li>{item}</li><li>Nachbarn helfen</li></ul>"))[4] == item


DATES = "".join(f"<li><a href=/k{n}>Konzert in der Halle {n}</a>, {n}. Mai, 19 Uhr</li>" for n in (3, 4))


@pytest.mark.parametrize(
    "part",
    [
        f"<section><h2>Neues aus den Fachbereichen</h2>{BARE}</section>",
        f"<div><h2>Neues aus der Musikschule</h2><ul>{DATES}</ul></div>",
        f"<div><div><h2>Mehr aus dem Programm</h2><ul>{DATES}</ul></div></div>",
    ],
)
@pytest.mark.parametrize(
    "behind",
    [
        "<section><h2>Umleitung</h2><p>{0}</p></section>",
        "<p>{0}</p>",
        "<div><div>{0}</div></div>",
        "<div><b>Umleitung</b><br>{0}</div>",
    ],
)
def test_a_part_of_the_release_that_links_stays_where_its_text_goes_on_behind_it(part: str, behind: str) -> None:
    found = texts(read(f"<p>{LEAD}</p><p>{WHY}</p>{part}{behind.format(MORE)}"))
    assert any(text.startswith(("Museum zeigt", "Konzert in der Halle")) for text in found)
    assert any(MORE in text for text in found)


def test_furniture_behind_the_last_teasers_is_no_text_that_goes_on() -> None:
    for behind in ("<div>Seite teilen</div>", "<section><h2>Veranstaltungen</h2>" + CARDS + "</section>"):
        found = texts(read(f"{BODY}<section><h2>Aktuelles</h2>{CARDS}</section>{behind}"))
        assert found[:3] == TEXT
        assert "Aktuelles" not in found


def test_above_its_headline_nothing_leads_on_from_a_release() -> None:
    page = (
        f"<body><h2>Aktuelle Meldungen</h2><div><h3><a href=/b>{TITLE}</a></h3><p>{LEAD}</p><p>{WHY}</p></div></body>"
    )
    assert texts(article_from_page(page.encode(), url=URL, title=TITLE)) == [LEAD, WHY]


def test_files_among_what_leads_on_are_still_offered() -> None:
    box = "<div><p><a href=/plan.pdf>Plan der Umleitung</a></p></div>"
    found = read(f"{BODY}<h3>Weitere Meldungen</h3>{box}")
    assert (texts(found), [file.title for file in found.attachments]) == (TEXT, ["Plan der Umleitung"])


@pytest.mark.parametrize("said", ["Aktuell sind noch Plätze frei.", "Weitere Themen sind Müll und Strom im Haus."])
def test_a_sentence_is_no_heading_of_others(said: str) -> None:
    assert not is_related_heading(said)


@pytest.mark.parametrize(
    "said", ["Aktuell", "Zum Thema", "Lesen Sie auch: Museum zeigt Karten", "Mehr zum Thema Energie"]
)
def test_a_label_is(said: str) -> None:
    assert is_related_heading(said)


@pytest.mark.parametrize(
    "line",
    [
        "Jetzt teilen",
        "Auf Facebook teilen",
        "Per WhatsApp teilen",
        "Diesen Beitrag in sozialen Netzwerken teilen",
        "Seite als PDF speichern",
        "Als PDF speichern",
        "Link zur Seite in die Zwischenablage kopieren",
        "Meldung als PDF",
        "PDF erstellen",
        "Per WhatsApp versenden",
        "Teilen Sie diese Seite",
        "↑ Nach oben",
        "Zur Übersicht",
        "Text und Foto honorarfrei",
        "Seitenanfang",
        "Nach oben springen",
        "3 Min. Lesezeit",
        "Lesedauer: 2 Minuten",
        "Zur Startseite",
        "Kommentare (0)",
        "Kommentar schreiben",
        "Barrierefreie Ansicht",
        "Abdruck honorarfrei, Belegexemplar erbeten",
        "Nachdruck honorarfrei - Beleg erbeten",
        "Um ein Belegexemplar wird gebeten.",
        "Zeichen (mit Leerzeichen): 2.345",
        "Abdruck kostenfrei, Beleg erbeten",
        "Abdruck der Fotos kostenfrei",
        "Veröffentlichung ist kostenfrei bei Nennung der Quelle.",
        "Um Beleg wird gebeten.",
        "Beleg an die Pressestelle erbeten",
        "In sozialen Netzwerken teilen",
        "In den Lesezeichen speichern",
        "Link kopieren",
    ],
)
def test_buttons_and_notes_of_the_press_office_are_no_text(line: str) -> None:
    assert is_site_line(line)
    assert texts(read(f"{BODY}<div>{line}</div>")) == TEXT
    assert texts(read(f"{BODY}<div><span>{line}</span><a href='#'>Mastodon</a></div>")) == TEXT
    assert texts(read(f"{BODY}<div>{line} <a href='#'>Mastodon</a></div>")) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "Wir teilen diese Sorge.",
        "Autos teilen",
        "Kosten teilen",
        "Per Post senden",
        "Das Lesen dauert 3 Min.",
        "Die Kommentare gehen an das Rathaus",
        "Der Abdruck des Siegels ist verboten",
        "Mit dem Bus zum Anfang des Wegs fahren",
        "Jetzt anmelden",
        "Foto einreichen und gewinnen",
        "Antrag als PDF",
        "Zur Übersicht der Kurse",
        "Auf dem Markt teilen sich zwei Vereine einen Stand",
        "Bilder aus 50 Jahren Musterland sind kostenfrei im Foyer zu sehen.",
        "Foto-Workshop für Jugendliche, kostenfrei",
        "Text in Leichter Sprache kostenfrei erhältlich",
        "Fotos vom Markt sind kostenfrei erhältlich.",
        "Verwendung der Karten kostenfrei für Kinder bis 12 Jahre.",
        "Veröffentlichung des Kalenders kostenfrei in der App",
        "Belege für den Antrag werden bis Freitag erbeten.",
        "Um Beleg der Qualifikation wird gebeten.",
        "Anschläge: 2",
    ],
)
def test_words_about_sharing_are_no_button(line: str) -> None:
    assert not is_site_line(line)
    assert line in texts(read(f"<p>{LEAD}</p><p>{line}</p><p>{MORE}</p>"))


@pytest.mark.parametrize(
    "row",
    [
        "<p>[Druckansicht] [nach oben]</p>",
        "<td><a href='#'>[Druckansicht]</a> <a href='#oben'>[nach oben]</a></td>",
        "<div>Seite teilen<a href='#'>Mastodon</a><a href='#'>Facebook</a></div>",
        "<p><a href='/a'>zurück zur Übersicht</a> <a href='#'>Seite drucken</a></p>",
    ],
)
def test_buttons_glued_to_one_another_are_judged_one_by_one(row: str) -> None:
    assert texts(read(f"{BODY}{row}")) == TEXT


def test_a_link_in_a_sentence_is_no_button_whatever_its_words() -> None:
    said = "Es geht nach oben: Die Zahl der Kurse steigt, und <a href=/a>Facebook</a> hilft mit."
    assert texts(read(f"<p>{LEAD}</p><p>{said}</p><p>{MORE}</p>"))[1].startswith("Es geht nach oben")
    assert "12. Mai 2026" in texts(read(f"<p>{LEAD}</p><p><span>12. Mai 2026</span></p><p>{MORE}</p>"))


def kinds(article: Article) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in article.blocks]


def test_a_step_that_names_a_file_stays_where_its_list_needs_it() -> None:
    step = "<li>Formular <a href=/antrag.pdf>herunterladen (PDF, 120 KB)</a></li>"
    named = "<li><a href=/antrag.pdf>Antrag ausfüllen (PDF, 120 KB)</a></li>"
    for first, said in ((step, "Formular herunterladen"), (named, "Antrag ausfüllen")):
        found = read(f"{BODY}<ol>{first}<li>Ausdrucken</li><li>Im Rathaus abgeben</li></ol>")
        assert texts(found)[3:] == [said, "Ausdrucken", "Im Rathaus abgeben"]
        assert [block.marker.number for block in found.blocks[3:]] == [1, 2, 3]
        assert [file.url for file in found.attachments] == ["https://www.landkreis-musterland.example/antrag.pdf"]
    found = read(f"{BODY}<ul><li>Kommen Sie</li>{named}<li>Bleiben Sie</li></ul>")
    assert texts(found)[3:] == ["Kommen Sie", "Antrag ausfüllen", "Bleiben Sie"]


def test_a_list_of_nothing_but_files_is_no_text() -> None:
    files = "<li><a href=/a.pdf>Plan (PDF, 1 MB)</a></li><li><a href=/b.pdf>Karte</a></li>"
    for tag in ("ol", "ul"):
        found = read(f"{BODY}<{tag}>{files}</{tag}>")
        assert (texts(found), len(found.attachments)) == (TEXT, 2)


@pytest.mark.parametrize(
    "unit",
    [
        "<h2>Weitere Meldungen</h2><p><a href=/a>Museum</a></p>",
        "<h2>Aktuelles</h2><div><a href=/a>Museum</a></div>",
        "<div><h2>Aktuelles</h2><div><a href=/a>Museum</a></div><div><a href=/b>Halle</a></div></div>",
        "<p><span>Teilen</span><a href=/a>Facebook</a></p>",
        "<ol><li><a href=/a.pdf>Plan</a></li>",
        "<li><a href=/a.pdf>Plan</a></li>",
    ],
)
def test_many_neighbours_take_no_more_than_their_length(unit: str) -> None:
    grows_with_length(lambda inner: read(f"{BODY}<ol>{inner}"), unit, 400)
