"""From a page to an article."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relay.article.clean import decode_html
from relay.article.extract import article_from_page
from relay.errors import ParseError
from relay.model import Article, Attachment, BlockKind, Entry, EntryMedia, Picture

URL = "https://www.landkreis-musterland.example/presse/bruecke.html"
SITE = "https://www.landkreis-musterland.example"
TITLE = "Orlebrücke in Ahrenfels gesperrt"
LEAD = "Der Landkreis Musterland sperrt ab Montag, 24. März, die Orlebrücke in Ahrenfels für alle Fahrzeuge."
WHY = "Grund sind Risse an zwei Trägern, die bei der Hauptprüfung im Februar entdeckt worden sind."
MORE = "Die Umleitung führt über Hohenbach und Lindengrund und ist in beide Richtungen ausgeschildert."


def page(body: str, *, above: str = "", below: str = "", head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang=de><head><meta charset=utf-8><title>{TITLE} | Landkreis</title>{head}</head>"
        f"<body><nav><ul><li><a href=/>Start</a></li><li><a href=/presse>Presse</a></li></ul></nav>{above}"
        f"<main><h1>{TITLE}</h1>{body}</main>{below}<footer><p>Am Kreishaus 1, Ahrenfels</p></footer></body></html>"
    ).encode()


def read(body: str, *, above: str = "", below: str = "", head: str = "", selector: str = "") -> Article:
    return article_from_page(page(body, above=above, below=below, head=head), url=URL, title=TITLE, selector=selector)


def texts(article: Article) -> list[str]:
    return [b.text for b in article.blocks]


BODY = f"<p>{LEAD}</p><p>{WHY}</p><p>{MORE}</p>"


def test_paragraphs_are_read_without_menu_headline_and_footer() -> None:
    article = read(BODY)
    assert texts(article) == [LEAD, WHY, MORE]
    assert (article.title, article.url) == (TITLE, URL)


def test_every_kind_of_block_is_told_apart() -> None:
    article = read(
        f"<p>{LEAD}</p><h2>Umleitung</h2><ul><li>Linie 41</li><li><p>Linie 43</p></li></ul>"
        f"<blockquote><p>{WHY}</p></blockquote><p><strong>Was kostet das?</strong></p><p>{MORE}</p>"
        f"<div class='infobox'><h3>Hintergrund</h3><p>{WHY} Das war so.</p></div>"
    )
    assert [b.kind.value for b in article.blocks] == ["p", "h", "li", "li", "quote", "h", "p", "box-h", "box"]


def test_a_lead_in_bold_is_a_paragraph() -> None:
    assert read(f"<p><b>{LEAD}</b></p><p>{WHY}</p>").blocks[0].kind is BlockKind.PARAGRAPH


def test_two_line_breaks_end_a_paragraph_and_one_is_a_space() -> None:
    assert texts(read(f"<div>{LEAD}<br>{WHY}<br><br>\n{MORE}</div>")) == [f"{LEAD} {WHY}", MORE]


def test_a_page_laid_out_with_tables_is_read_and_its_data_tables_are_not() -> None:
    body = (
        f"<table><tr><td><p>{LEAD}</p><p>{WHY}</p><table><tr><th>Tag</th></tr><tr><td>Montag, 8 Uhr</td></tr></table>"
    )
    assert texts(read(f"{body}<p>{MORE}</p></td></tr></table>")) == [LEAD, WHY, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Pressemitteilung 071/2025</p>",
        "<p>(Pressemitteilung 71/2012 vom 14.03.2012)</p>",
        "<p>14.03.2025</p>",
        "<p>Freitag, 14. März 2025, 09:30 Uhr</p>",
        "<p>Veröffentlicht am: 14.03.2025 Kategorien: Verkehr</p>",
        "<p class='kicker'>Ab 24. März geht es über Hohenbach</p>",
        "<p>Ab 24. März geht es über Hohenbach</p>",
        "<p>Sperrfrist: 14. März, 10 Uhr</p>",
        "<div class=social-share><span>Seite teilen</span><a href=#>Facebook</a></div>",
        "<p>Vorlesen</p>",
        "<p>[ Fenster schließen ]</p>",
        "<p>Foto: Landkreis Musterland</p>",
        "<p>Diese Website verwendet Cookies, um Ihnen die bestmögliche Nutzung zu ermöglichen.</p>",
        "<div style='display:none'><p>Dieser Absatz ist für niemanden zu sehen und steht nur so da.</p></div>",
        "<p hidden>Dieser Absatz ist für niemanden zu sehen und steht nur so da.</p>",
        f"<h2>{TITLE}</h2>",
    ],
)
def test_a_line_above_the_text_is_no_text(line: str) -> None:
    assert texts(read(line + BODY)) == [LEAD, WHY, MORE]


@pytest.mark.parametrize(
    "rest",
    [
        "<p>Pressekontakt:</p><p>Landkreis Musterland<br>Pressestelle<br>Telefon: 09999 405-1010</p>",
        "<p>Rückfragen bitte an:</p><p>Kathrin Beil</p><p>Tel. 09999 405-1010, presse@landkreis.example</p>",
        "<p>Kontakt: Bauamt, Telefon 09999 405-4100, E-Mail: bau@landkreis.example</p>",
        "<p>Ansprechpartner für die Presse: Kathrin Beil, Tel. 09999 405-1010</p>",
        "<h3>Das könnte Sie auch interessieren</h3><ul><li><a href=/x>Neue Zeiten</a><p>Ab Mai gilt das.</p></li></ul>",
        "<section><h2>Weitere Pressemitteilungen</h2><p>Der zweite Bauabschnitt hat begonnen.</p></section>",
        "<p>(pm/red)</p>",
        "<p>Original-Content von: Landkreis Musterland, übermittelt durch presseportal</p>",
        "<p><a href=/presse>« zurück</a></p><p>nach oben</p><p>Drucken</p>",
        "<p>Letzte Aktualisierung: 22.05.2025</p>",
        "<p>Der Beitrag Orlebrücke gesperrt erschien zuerst auf Landkreis Musterland.</p>",
        "<div class=video-consent><p>Beim Laden des Videos werden Daten übertragen.</p><b>Video laden</b></div>",
        "<audio controls><source src=/a.mp3>Ihr Browser unterstützt das Audio-Element nicht.</audio>",
        "<p>Schlagworte: Verkehr, Brücke</p>",
    ],
)
def test_what_stands_below_the_text_is_no_text(rest: str) -> None:
    assert texts(read(BODY + rest)) == [LEAD, WHY, MORE]


def test_deadlines_and_telephone_numbers_in_sentences_belong_to_the_release() -> None:
    call = "Eine Anmeldung ist bis 2. Juni unter Telefon 09999 405-1001 oder per Mail an bau@kreis.example möglich."
    assert texts(read(BODY + f"<p>{call}</p>"))[-1] == call


def test_notices_above_the_headline_are_no_text() -> None:
    notice = "<div><p>Die Kfz-Zulassungsstelle ist am Freitag geschlossen.</p></div>"
    assert texts(read(BODY, above=notice)) == [
        LEAD,
        WHY,
        MORE,
    ]


def test_a_lead_that_the_template_sets_apart_belongs_to_the_text() -> None:
    body = f"<div class=intro><p>{LEAD}</p></div><div class=text><p>{WHY}</p><p>{MORE}</p></div>"
    assert texts(read(body)) == [LEAD, WHY, MORE]


def test_names_of_a_template_do_not_hide_the_text() -> None:
    article = article_from_page(page(f"<div class='related contact sidebar'>{BODY}</div>"), url=URL, title=TITLE)
    assert texts(article) == [LEAD, WHY, MORE]


def test_link_hints_soft_hyphens_and_odd_spaces_are_gone() -> None:
    body = (
        f"<p>{LEAD}</p><p>Mehr steht auf der Web&shy;seite <a href=/x>"
        "www.kreis.example<span>(Öffnet in einem neuen Tab)</span></a>"
        "&nbsp;und&#8203;&#8239;im Amts\u00adblatt des Land\u00adkreises.</p>"
    )
    assert texts(read(body))[1] == "Mehr steht auf der Webseite www.kreis.example und im Amtsblatt des Landkreises."


def test_the_dateline_of_the_first_paragraph_goes() -> None:
    assert read(f"<p>Musterland – {LEAD}</p><p>{WHY}</p>").sentences[0] == LEAD


# --- selector -------------------------------------------------------------------------------------------------------


def test_a_configured_selector_wins() -> None:
    article = read(f"<div class=a>{BODY}</div><div class=b><p>{MORE} Nur das.</p></div>", selector="main .b")
    assert texts(article) == [f"{MORE} Nur das."]


def test_a_selector_may_match_several_parts() -> None:
    body = f"<p class=lead>{LEAD}</p><p>x y z</p><div class=lead><p>{WHY}</p></div>"
    assert texts(read(body, selector=".lead")) == [
        LEAD,
        WHY,
    ]


@pytest.mark.parametrize("selector", [".nowhere", "p[", "::::", "p:has("])
def test_a_selector_that_finds_nothing_or_is_none_is_told(selector: str) -> None:
    with pytest.raises(ParseError, match="selector"):
        read(BODY, selector=selector)


def test_a_selector_without_text_is_told() -> None:
    with pytest.raises(ParseError, match="no text"):
        read(BODY + "<div id=leer></div>", selector="#leer")


# --- not a page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (b"%PDF-1.7 ...", "text/html", "PDF"),
        (b"<p>x</p>", "application/pdf", "PDF"),
        (b"", "text/html", "empty"),
        (b" \n\t ", "text/html", "empty"),
        (b"\x89PNG\r\n\x1a\n<", "image/png", "no HTML"),
        (b'{"a": "<b"}', "application/json", "no HTML"),
        (b"just words, no markup", "text/plain", "no HTML"),
        (b"<html><body><nav>Start</nav></body></html>", "text/html", "no text"),
        (b"<html><body><script>let a = 1</script></body></html>", "text/html", "no text"),
    ],
)
def test_what_is_no_page_with_text_is_told(body: bytes, kind: str, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        article_from_page(body, url=URL, content_type=kind)


# --- characters -----------------------------------------------------------------------------------------------------

UMLAUTS = "„Größe“ – über Änderung"


@pytest.mark.parametrize(
    ("encoding", "header", "meta"),
    [
        ("utf-8", "", ""),
        ("utf-8", "text/html; charset=iso-8859-1", "iso-8859-1"),
        ("utf-8-sig", "", ""),
        ("cp1252", "text/html; charset=ISO-8859-1", ""),
        ("cp1252", "", "iso-8859-1"),
        ("cp1252", "", ""),
        ("cp1252", "text/html; charset=no-such-thing", "windows-1252"),
        ("cp1252", "text/html; charset=punycode", ""),
        ("utf-16", "", ""),
    ],
)
def test_umlauts_and_quotation_marks_survive_what_servers_declare(encoding: str, header: str, meta: str) -> None:
    html = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={meta}'></head><p>{UMLAUTS}</p>"
    assert UMLAUTS in decode_html(html.encode(encoding), header)


def test_the_header_is_believed_before_the_page() -> None:
    html = "<meta charset=windows-1252>Wierzbica: Zdzisław".encode("iso-8859-2")
    assert "Zdzisław" in decode_html(html, "text/html; charset=iso-8859-2")


# --- pictures and files ---------------------------------------------------------------------------------------------


def test_a_figure_gives_picture_caption_and_credit() -> None:
    body = (
        '<figure><img src="/bilder/bruecke.jpg" alt="Brücke von Westen"><figcaption>Die Brücke im März. Foto: K. Beil'
        f"</figcaption></figure>{BODY}"
    )
    article = read(body)
    assert article.pictures == (
        Picture(f"{SITE}/bilder/bruecke.jpg", "Brücke von Westen", "Die Brücke im März.", "Foto: K. Beil"),
    )
    assert texts(article) == [LEAD, WHY, MORE]


def test_a_caption_in_the_flow_below_a_picture_belongs_to_it() -> None:
    article = read(f"<p>{LEAD}</p><p><img src=a.jpg></p><p>Die Brücke im März. © Landkreis Musterland</p><p>{WHY}</p>")
    assert texts(article) == [LEAD, WHY]
    assert article.pictures == (Picture(f"{SITE}/presse/a.jpg", "", "Die Brücke im März.", "© Landkreis Musterland"),)


def test_pictures_of_other_releases_are_left_out() -> None:
    assert read(BODY, below='<aside><img src="b.jpg"></aside><div class=related><img src="c.jpg"></div>').pictures == ()


def test_pictures_of_the_feed_come_first_and_each_comes_once() -> None:
    media = (
        EntryMedia(f"{SITE}/a.jpg", "image/jpeg", "Die Brücke. Foto: privat"),
        EntryMedia(f"{SITE}/ton.mp3", "audio/mpeg", "Gespräch"),
    )
    entry = Entry(guid="1", url=URL, title=TITLE, media=media)
    article = article_from_page(
        page(f'{BODY}<img src=/b.jpg><img src="/a.jpg?w=1" alt="Brücke">'), url=URL, entry=entry
    )
    assert article.pictures == (
        Picture(f"{SITE}/a.jpg", "Brücke", "Die Brücke.", "Foto: privat"),
        Picture(f"{SITE}/b.jpg"),
    )
    assert article.attachments == (Attachment(f"{SITE}/ton.mp3", "Gespräch", "audio/mpeg"),)


def test_files_in_the_article_are_attachments_with_their_title_and_no_text() -> None:
    body = (
        f"{BODY}<p class=download><a href='/f/merkblatt.pdf'>Merkblatt</a> <span>(PDF, 312 KB)</span></p>"
        "<p><a href='/f/plan.docx?x=1'>Bauplan (DOCX, 1,2 MB)</a></p>"
        "<div class=audio><p>Folge 18 anhören</p><audio><source src=/f/18.mp3>Ihr Browser kann das nicht.</audio></div>"
        "<p><a href='/f/merkblatt.pdf'>Merkblatt</a> (PDF, 312 KB)</p>"
    )
    article = read(body)
    assert [(a.url.removeprefix(SITE), a.title, a.type.split("/")[0]) for a in article.attachments] == [
        ("/f/merkblatt.pdf", "Merkblatt", "application"),
        ("/f/plan.docx?x=1", "Bauplan", "application"),
        ("/f/18.mp3", "Folge 18 anhören", "audio"),
    ]
    assert texts(article) == [LEAD, WHY, MORE]


# --- hostile --------------------------------------------------------------------------------------------------------

P = f"<p>{LEAD}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + P,
        "<html><body>" + "<b>" * 10_000 + P + "</b>" * 10_000,
        "<table><tr><td>" * 2_000 + P,
        "<ul><li>" * 3_000 + P,
        "<html><body>\x00" + P + "\x00" * 1000,
        "<p>" + "„Ja. " * 20_000,
        "<p>" + "(" * 100_000 + ". A",
        "<h2>Meistgelesen</h2>" * 1_000 + P,
        "<div class='a-b-c related'>x</div>" * 1_000 + P,
        P + "<!--" * 10_000,
        "<script>" * 10_000 + P,
        "<" * 50_000,
        "<p>" + "&" * 50_000,
        "<?xml version='1.0'?><html>" + P,
        P + "<img src=a.jpg>" * 1_000,
    ],
    ids=str.__len__,
)
def test_a_hostile_page_is_an_article_or_an_error(html: str) -> None:
    try:
        article = article_from_page(html.encode(), url=URL, title=TITLE)
    except ParseError:
        return
    assert article.blocks


def test_nesting_beyond_all_measure_does_not_lose_the_text() -> None:
    article = article_from_page(("<html><body>" + "<div>" * 10_000 + P).encode(), url=URL, title=TITLE)
    assert texts(article) == [LEAD]


TAGS = st.sampled_from(
    """
    <p> </p> <div/class="related"> <div> </div> <ul><li> </ul> <table><tr><td> </table> <h1> </h1> <h2> </h2> <br>
    <br><br> <b> </b> <img/src=a.jpg> <a/href="x.pdf"> </a> <figure> </figure> <article> </article> <!-- -->
    <![CDATA[ ]]> <?xml ?> <blockquote> </blockquote> <svg> <math> <template> <body> </body> </html> <frameset>
    <plaintext> <title> &amp; &#0; &#xD800;
    """.split()  # noqa: SIM905 - easier to read than a list
)
WORDS = st.sampled_from(
    [LEAD, WHY, "Foto: privat", "Kontakt:", "14.03.2025", "weiterlesen", "z. B.", "„", "“", TITLE, ""]
)


def is_sound(html: bytes, content_type: str = "") -> bool:
    try:
        article = article_from_page(html, url=URL, title=TITLE, content_type=content_type)
    except ParseError:
        return True
    return bool(article.blocks) and all(b.sentences and all(b.sentences) for b in article.blocks)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TAGS | WORDS | st.text(max_size=30), max_size=40).map("".join))
def test_any_markup_is_an_article_or_an_error(html: str) -> None:
    assert is_sound(html.encode("utf-8", errors="replace"))


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=utf-16", "text/html; charset=iso-8859-1"]))
def test_any_bytes_are_an_article_or_an_error(html: bytes, content_type: str) -> None:
    assert is_sound(b"<p>" + html, content_type)
