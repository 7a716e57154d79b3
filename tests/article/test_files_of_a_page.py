"""Which files belong to a release, what they are called, and that nothing of them is taken for its text."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_entry, article_from_page
from relay.article.page.players import video_page
from relay.model import Article, Entry, EntryMedia
from tests.growth import grows_with_length

SITE = "https://www.landkreis-musterland.example"
URL = f"{SITE}/presse/haushalt.html"
TITLE = "Haushalt 2025 beschlossen"
LEAD = "Der Kreistag des Landkreises Musterland hat am Montag, 24. März, den Haushalt für das Jahr 2025 beschlossen."
MORE = "Er sieht Ausgaben von rund 212 Millionen Euro vor, vor allem für Schulen, Straßen und den Nahverkehr."
END = "Der Haushalt tritt in Kraft, wenn das Regierungspräsidium ihn genehmigt hat."
PDF = "application/pdf"


def read(inside: str, *, below: str = "", url: str = URL) -> Article:
    html = (
        f"<!doctype html><html><head><meta charset=utf-8><title>{TITLE}</title></head><body><main><article><h1>{TITLE}"
        f"</h1><p>{LEAD}</p><p>{MORE}</p>{inside}</article>{below}</main></body></html>"
    )
    return article_from_page(html.encode(), url=url, title=TITLE)


def files(article: Article) -> list[tuple[str, str, str, int]]:
    return [(one.url.removeprefix(SITE), one.title, one.type, one.size) for one in article.attachments]


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


@pytest.mark.parametrize(
    "box",
    [
        "<div class='news-related news-related-files'><h4>Dateien</h4>{0}</div>",
        "<div class='related-documents'>{0}</div>",
        "<section class='field-related-documents'><h2>Dokumente</h2>{0}</section>",
        "<div class=related><h3>Verwandte Dokumente</h3>{0}</div>",
        "<div class=downloads><h3>Downloads</h3>{0}</div>",
        "<aside class='sidebar-downloads'>{0}</aside>",
        "<div class='marginal downloads'>{0}</div>",
        "<h3>Weiterführende Informationen</h3>{0}",
        "<aside><h3>Downloads</h3>{0}</aside>",
        "<div class=sidebar><h4>Dokumente zum Haushalt</h4>{0}</div>",
        "<div class=dateien>{0}</div>",
    ],
)
@pytest.mark.parametrize(
    "lines",
    [
        "<ul><li><a href=/f/plan.pdf>Haushaltsplan</a></li><li><a href=/f/rede.pdf>Rede der Landrätin</a></li></ul>",
        "<p><a href=/f/plan.pdf>Haushaltsplan</a></p><p><a href=/f/rede.pdf>Rede der Landrätin</a></p>",
        "<a href=/f/plan.pdf>Haushaltsplan</a><br><a href=/f/rede.pdf>Rede der Landrätin</a>",
        (
            "<table><tr><td><a href=/f/plan.pdf>Haushaltsplan</a></td></tr>"
            "<tr><td><a href=/f/rede.pdf>Rede der Landrätin</a></td></tr></table>"
        ),
    ],
)
def test_a_box_of_files_is_the_release_s_whatever_it_is_called(box: str, lines: str) -> None:
    article = read(box.format(lines) + f"<p>{END}</p>")
    assert [title for _, title, _, _ in files(article)] == ["Haushaltsplan", "Rede der Landrätin"]
    assert texts(article) == [LEAD, MORE, END]


@pytest.mark.parametrize(
    "box",
    [
        "<div class=related-news><h3>Weitere Meldungen</h3>{0}</div>",
        "<div class='news-related news-related-news'>{0}</div>",
        "<aside class=related>{0}</aside>",
        "<h3>Das könnte Sie auch interessieren</h3>{0}",
    ],
)
@pytest.mark.parametrize(
    "lines",
    [
        "<ul><li><a href=/presse/bad.html>Neues Bad</a></li><li><a href=/presse/bus.html>Neue Busse</a></li></ul>",
        "<ul><li><a href=/presse/bad.html>Neues Bad</a> <a href=/f/bad.pdf>Bauplan (PDF)</a></li></ul>",
        (
            "<ul><li><a href=/presse/bad.html>Bad</a><li><a href=/presse/bus.html>Bus</a><li><a href=/f/x.pdf>Blatt</a>"
            "</ul>"
        ),
    ],
)
def test_a_box_of_other_releases_is_cut_with_the_files_of_those(box: str, lines: str) -> None:
    article = read(f"<p>{END}</p>" + box.format(lines))
    assert files(article) == []
    assert texts(article) == [LEAD, MORE, END]


def test_of_a_box_of_files_and_news_only_the_files_are_kept() -> None:
    article = read(
        "<div class=news-related-wrap><div class=news-related-news><a href=/a.html>Bad</a><a href=/b.html>Bus</a></div>"
        "<div class=news-related-files><p><a href=/f/plan.pdf>Plan</a> <span>(1,5 MB)</span></p></div></div>"
    )
    assert files(article) == [("/f/plan.pdf", "Plan", PDF, 1_500_000)]
    assert texts(article) == [LEAD, MORE]


def test_files_in_a_box_below_the_article_are_the_release_s() -> None:
    box = "<div class=frame><div class=downloads><ul><li><a href=/f/plan.pdf>Plan</a></li></ul></div></div>"
    assert files(read(f"<p>{END}</p>", below=box)) == [("/f/plan.pdf", "Plan", PDF, 0)]


@pytest.mark.parametrize(
    "links",
    [
        "<a href=/f/plan.pdf><img src=/icons/pdf.png alt=PDF></a> <a href=/f/plan.pdf>Haushaltsplan (2 MB)</a>",
        "<a href=/f/plan.pdf><img src=/f/d.jpg alt=''></a><br><a href=/f/plan.pdf>Haushaltsplan</a> (PDF, 2 MB)",
        "<a href=/f/plan.pdf>Haushaltsplan (PDF, 2 MB)</a> <a href=/f/plan.pdf>Herunterladen</a>",
    ],
)
def test_a_file_that_is_linked_twice_is_one_with_the_words_of_the_better_link(links: str) -> None:
    assert files(read(f"<p>{links}</p>")) == [("/f/plan.pdf", "Haushaltsplan", PDF, 2_000_000)]


def test_a_file_that_only_a_picture_leads_to_is_called_as_that() -> None:
    assert files(read("<p><a href=/f/plan.pdf><img src=/f/d.jpg alt='Haushaltsplan 2025'></a></p>"))[0][1] == (
        "Haushaltsplan 2025"
    )


def test_a_table_that_only_names_files_is_none_of_the_text() -> None:
    rows = "<tr><td><a href=/f/a.pdf>Plan</a></td><td>PDF</td><td>1,2 MB</td></tr>" * 2
    article = read(f"<table><tr><th>Datei</th><th>Format</th><th>Größe</th></tr>{rows}</table><p>{END}</p>")
    assert files(article) == [("/f/a.pdf", "Plan", PDF, 1_200_000)]
    assert texts(article) == [LEAD, MORE, END]


def test_a_hidden_box_of_files_is_none() -> None:
    assert files(read("<div class=related-files style='display:none'><a href=/f/a.pdf>A</a></div>")) == []


# --- what leads to a file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("<a href='/portal/dokumente/plan-900000012-21.html?titel=Plan'>Haushaltsplan (PDF, 1,2 MB)</a>", 1_200_000),
        ("<a href='/dokument/12'>Haushaltsplan (PDF, 62 MB)</a>", 62_000_000),
        ("<a href='/dokument/12'>Haushaltsplan</a> (PDF, 62 MB)", 62_000_000),
        ("<a href='/dokument/12'>Haushaltsplan</a> <span class=info>[PDF; 840 KB]</span>", 840_000),
        ("<a href='/dokument/12'>Haushaltsplan</a> <small>PDF, 840 KB</small>", 840_000),
        ("<a href='/dokument/12'>Haushaltsplan <span>PDF-Datei</span></a>", 0),
        ("<a href='/dokument/12' title='PDF-Datei, 2 MB, öffnet in neuem Fenster'>Haushaltsplan</a>", 2_000_000),
        ("<a href='/dokument/12' aria-label='Haushaltsplan, PDF, 1.234 KB'>Haushaltsplan</a>", 1_234_000),
        ("<a href='/dokument/12' type='application/pdf'>Haushaltsplan</a>", 0),
        ("<a href='/dokument/12' class='download pdf'>Haushaltsplan</a>", 0),
        ("<a href='/dokument/12' class='icon-pdf'>Haushaltsplan herunterladen</a>", 0),
        ("<a href='/dokument/12' download='plan.pdf'>Haushaltsplan</a>", 0),
        ("<a href='/download.php?id=12&file=plan.pdf'>Download: Haushaltsplan</a>", 0),
        ("<a href='/dokument/12'>Haushaltsplan (nicht barrierefrei, PDF, 3 MB)</a>", 3_000_000),
        ("<a href='/dokument/plan.pdf'>Haushaltsplan (PDF-Datei, 3 MB, nicht barrierefrei)</a>", 3_000_000),
        ("<a href='/dokument/plan.pdf'>Download Haushaltsplan (PDF)</a>", 0),
        ("<a href='/dokument/plan.pdf'>Haushaltsplan als PDF herunterladen</a>", 0),
        ("<a href='/dokument/plan.pdf'>PDF-Datei: Haushaltsplan</a>", 0),
        ("<a href='/dokument/plan.pdf'>Haushaltsplan zum Download</a>", 0),
        ("<strong>Haushaltsplan</strong> <a href='/dokument/plan.pdf'>Herunterladen (PDF, 3 MB)</a>", 3_000_000),
        ("<a href='/dokument/plan.pdf' title='Haushaltsplan'>Download</a>", 0),
        ("Haushaltsplan <a href='/dokument/12' class=pdf>PDF</a>", 0),
    ],
)
@pytest.mark.parametrize("around", ["<p>{0}</p>", "<ul><li>{0}</li></ul>", "<div class=download>{0}</div>"])
def test_a_link_that_leads_to_a_file_is_one_with_its_type_and_size(around: str, line: str, size: int) -> None:
    found = files(read(around.format(line)))
    assert [(title, kind, count) for _, title, kind, count in found] == [("Haushaltsplan", PDF, size)]


def test_a_file_whose_type_nobody_names_is_a_file() -> None:
    assert files(read("<p><a href='/dokument/12' download>Haushaltsplan</a></p>")) == [
        ("/dokument/12", "Haushaltsplan", "", 0)
    ]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/haushalt'>Haushalt im Netz</a>",
        "<a href='/haushalt'>Haushalt (2025)</a>",
        "<a href='?print=1' class=pdf>PDF</a>",
        "<a href='/presse/haushalt.html?type=98' class=pdf>Haushalt (PDF)</a>",
        "<a href='/pdf/haushalt' class=pdf>PDF-Version</a>",
        "<a href='/pdf/haushalt' class=pdf>Seite als PDF speichern</a>",
        "<a href='#plan' type='application/pdf'>Plan (PDF, 2 MB)</a>",
        "<a href='mailto:a@kreis.example' class=pdf>Plan (PDF)</a>",
        "<a href='javascript:x()' download>Plan (PDF)</a>",
        "<a href='/bilder/plan.jpg' download>Plan (JPG, 2 MB)</a>",
        "<a href='https://share.example/?u=https%3A%2F%2Fx.example%2Fa.pdf'>teilen</a>",
        "<a href='http://[kaputt' class=pdf>Plan (PDF)</a>",
        "<a class=pdf>Plan (PDF)</a>",
    ],
)
def test_a_link_to_a_page_or_to_this_page_in_another_form_is_no_file(link: str) -> None:
    assert files(read(f"<p>{END} {link}</p>")) == []


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Merkblatt (Leichte Sprache)", "Merkblatt (Leichte Sprache)"),
        ("Merkblatt (Stand Mai 2025)", "Merkblatt (Stand Mai 2025)"),
        ("Merkblatt (Leichte Sprache) (PDF, 2 MB)", "Merkblatt (Leichte Sprache)"),
        ("Regeln für Downloads an Schulen", "Regeln für Downloads an Schulen"),
        ("Video: Rede zum Haushalt", "Rede zum Haushalt"),
        ("", "plan.pdf"),
        ("PDF", "plan.pdf"),
    ],
)
def test_a_title_loses_only_what_says_that_it_is_a_file(said: str, title: str) -> None:
    assert [one[1] for one in files(read(f"<p><a href=/f/plan.pdf>{said}</a></p>"))] == [title]


@pytest.mark.parametrize(
    "line",
    [
        "<p><a href=/f/a.mp4>Mitschnitt der Rede.mp4</a></p>",
        "<ul><li><a href=/f/a.mp3>Rede der Landrätin</a></li><li><a href=/f/b.mp3>Rede Ohm</a> (MP3)</li></ul>",
        "<p><a href=/f/a.mp4>Rede</a> | <a href=/f/a.mp3>Nur Ton</a></p>",
        "<h3>Videos und Töne</h3><p><a href=/f/a.mp4>Rede</a></p>",
        "<p>Zum Anhören:</p><ul><li><a href=/f/a.mp3>Rede</a></li></ul>",
        "<p>Audio: <a href=/f/a.mp3>a.mp3</a></p>",
        "<p>Anlage 2: <a href=/f/a.pdf>Rede</a> (PDF)</p>",
        "<p><b>Unterlagen</b></p><p><a href=/f/a.pdf>Rede</a>, 2 MB</p>",
        "<div><a href=/f/a.mp3>Rede der Landrätin</a></div>",
    ],
)
def test_the_name_of_a_file_is_no_paragraph(line: str) -> None:
    article = read(f"{line}<h2>Genehmigung</h2><p>{END}</p>")
    assert article.attachments
    assert texts(article) == [LEAD, MORE, "Genehmigung", END]


def test_the_words_around_a_link_in_a_sentence_are_no_title() -> None:
    article = read("<p>Den Plan können Sie <a href=/f/plan.pdf>hier herunterladen</a>.</p>")
    assert files(article) == [("/f/plan.pdf", "plan.pdf", PDF, 0)]
    assert texts(article)[-1] == "Den Plan können Sie hier herunterladen."


def test_a_sentence_around_a_file_is_one_of_the_release() -> None:
    said = "Der Plan steht als PDF-Datei auf der Website des Landkreises."
    article = read(
        f"<p>Der <a href=/f/plan.pdf>Plan</a> steht als PDF-Datei auf der Website des Landkreises.</p><p>{END}</p>"
    )
    assert texts(article) == [LEAD, MORE, said, END]
    assert files(article) == [("/f/plan.pdf", "Plan", PDF, 0)]


def test_a_heading_of_files_and_text_stays() -> None:
    article = read(f"<h2>Der Plan</h2><p><a href=/f/plan.pdf>Plan</a></p><p>{END}</p>")
    assert texts(article) == [LEAD, MORE, "Der Plan", END]


# --- players of other websites ----------------------------------------------------------------------------------------

WATCH = "https://www.youtube.com/watch?v=Ab3_dE-gH1k"


@pytest.mark.parametrize(
    ("player", "address", "title"),
    [
        (
            "<iframe src='https://www.youtube.com/embed/Ab3_dE-gH1k?rel=0' title='Rede zum Haushalt'></iframe>",
            WATCH,
            "Rede zum Haushalt",
        ),
        ("<iframe src='//www.youtube-nocookie.com/embed/Ab3_dE-gH1k'></iframe>", WATCH, "YouTube"),
        (
            "<iframe data-src='https://www.youtube.com/embed/Ab3_dE-gH1k' title='YouTube video player'></iframe>",
            WATCH,
            "YouTube",
        ),
        (
            "<p><iframe hidden data-src='https://youtu.be/Ab3_dE-gH1k' aria-label='Rede zum Haushalt'></iframe></p>",
            WATCH,
            "Rede zum Haushalt",
        ),
        (
            (
                "<div class='video-consent'><p>Beim Laden des Videos werden Daten an YouTube übertragen.</p>"
                "<button>Video laden</button><div data-embed='https://www.youtube.com/embed/Ab3_dE-gH1k'></div></div>"
            ),
            WATCH,
            "YouTube",
        ),
        (
            "<div class='consent youtube'><a href='https://youtu.be/Ab3_dE-gH1k'>Auf YouTube ansehen</a></div>",
            WATCH,
            "YouTube",
        ),
        (
            "<div class='embed youtube' data-id='Ab3_dE-gH1k' data-title='Rede zum Haushalt'></div>",
            WATCH,
            "Rede zum Haushalt",
        ),
        (
            "<lite-youtube videoid='Ab3_dE-gH1k' playlabel='Rede zum Haushalt'></lite-youtube>",
            WATCH,
            "Rede zum Haushalt",
        ),
        ("<noscript><iframe src='https://www.youtube.com/embed/Ab3_dE-gH1k'></iframe></noscript>", WATCH, "YouTube"),
        ("<figure><object data='https://www.youtube.com/v/Ab3_dE-gH1k'></object></figure>", WATCH, "YouTube"),
        (
            "<iframe src='https://player.vimeo.com/video/123456789?h=0a1b2c3d4e'></iframe>",
            "https://vimeo.com/123456789/0a1b2c3d4e",
            "Vimeo",
        ),
        ("<div data-vimeo-id='123456789'></div>", "https://vimeo.com/123456789", "Vimeo"),
        (
            "<iframe src='https://www.youtube.com/embed/videoseries?list=PLab-0123456789'></iframe>",
            "https://www.youtube.com/playlist?list=PLab-0123456789",
            "YouTube",
        ),
        (
            "<iframe title='Rede' src='https://tube.example/videos/embed/0a1b2c3d-aaaa-bbbb'></iframe>",
            "https://tube.example/videos/watch/0a1b2c3d-aaaa-bbbb",
            "Rede",
        ),
    ],
)
def test_a_video_on_another_website_is_a_link_to_it(player: str, address: str, title: str) -> None:
    article = read(f"{player}<p>{END}</p>")
    assert files(article) == [(address, title, "video/*", 0)]
    assert texts(article) == [LEAD, MORE, END]


@pytest.mark.parametrize(
    "other",
    [
        "<iframe src='https://karten.example/embed?x=1' title='Karte'></iframe>",
        "<iframe src='https://www.youtube.com/'></iframe>",
        "<div class=social-share><a href='https://www.youtube.com/user/kreis'>YouTube</a></div>",
        "<div class=related><iframe src='https://www.youtube.com/embed/Ab3_dE-gH1k'></iframe></div>",
        "<img src='https://i.ytimg.com/vi/Ab3_dE-gH1k/hqdefault.jpg' width=1 height=1>",
        f"<p>{END} <a href='{WATCH}'>Zur Rede</a></p>",
    ],
)
def test_what_plays_no_video_of_the_release_is_no_file(other: str) -> None:
    assert files(read(other)) == []


@pytest.mark.parametrize(
    "asks",
    [
        "<div class=two-click><p>Wenn Sie das Video ansehen, werden Daten an YouTube übertragen.</p>{0}</div>",
        "<p>Mit dem Laden des Videos akzeptieren Sie die Datenschutzerklärung von YouTube.</p>{0}",
        "<div><div>{0}</div><p>Hier wird ein Video von YouTube gezeigt. Dem müssen Sie zustimmen.</p></div>",
    ],
)
def test_what_asks_for_consent_to_a_player_is_no_text(asks: str) -> None:
    player = "<iframe data-src='https://www.youtube.com/embed/Ab3_dE-gH1k' title='Rede'></iframe>"
    article = read(f"{asks.format(player)}<p>{END}</p>")
    assert texts(article) == [LEAD, MORE, END]
    assert files(article) == [(WATCH, "Rede", "video/*", 0)]


def test_a_player_within_what_asks_for_consent_is_kept() -> None:
    inside = "<p>Beim Abspielen gehen Daten an YouTube.<lite-youtube videoid='Ab3_dE-gH1k'></lite-youtube></p>"
    outside = "<iframe src='https://www.youtube.com/embed/zzzzzzzzzzz'></iframe>"
    other = WATCH.replace("Ab3_dE-gH1k", "z" * 11)
    assert [url for url, *_ in files(read(f"<div>{outside}{inside}</div>"))] == [other, WATCH]
    assert [url for url, *_ in files(read(f"<div>{inside}{outside}</div>"))] == [WATCH, other]


def test_a_sentence_about_votes_and_videos_beside_a_player_is_text() -> None:
    said = "Das Video zeigt, wie die Stimmen im Kreishaus ausgezählt werden und wer zustimmen muss."
    article = read(f"<p>{said}</p><iframe src='https://www.youtube.com/embed/Ab3_dE-gH1k'></iframe><p>{END}</p>")
    assert texts(article) == [LEAD, MORE, said, END]


def test_a_player_that_is_shown_twice_is_one() -> None:
    one = "<iframe src='https://www.youtube.com/embed/Ab3_dE-gH1k'></iframe>"
    assert len(read(one + one).attachments) == 1


def test_a_player_that_the_feed_names_is_a_link_too() -> None:
    media = (EntryMedia("https://www.youtube.com/v/Ab3_dE-gH1k", "application/x-shockwave-flash", "Rede"),)
    article = article_from_entry(Entry("1", URL, TITLE, summary=f"<p>{LEAD}</p>", media=media))
    assert article is not None
    assert files(article) == [(WATCH, "Rede", "video/*", 0)]


@pytest.mark.parametrize("address", ["", "https://vimeo.com/kreis", "https://youtu.be/kurz", "//[kaputt"])
def test_an_address_without_a_video_is_none(address: str) -> None:
    assert video_page(address) == ("", "")


# --- hostile ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("around", "unit", "count"),
    [
        ("<div class='related files'><ul>{}</ul></div>", "<li><a href=/a.pdf>x</a></li>", 4000),
        ("<div>" + "<a href=/a.pdf>Datei</a> " * 60 + "{}</div>", "x<br><br>", 6000),
        ("{}", "<div class=downloads><a href=/b.pdf>x</a></div>", 3000),
        ("<p><a href=/a.pdf>{}</a></p>", "(", 30_000),
        ("<p><a href=/x>{}</a></p>", "(PDF ", 6000),
        ("{}", "<iframe src='https://www.youtube.com/embed/Ab3_dE-gH1k'></iframe>", 5000),
        ("<div data-x='{}'>x</div>", "//youtube.com/embed/videoseries?", 3000),
    ],
)
def test_very_many_files_take_no_more_than_their_number(around: str, unit: str, count: int) -> None:
    def given(units: str) -> None:
        assert LEAD in texts(read(around.format(units)))

    grows_with_length(given, unit, count)


def test_a_file_with_a_session_in_its_address_is_one_with_a_clean_address() -> None:
    links = (
        "<a href='/f/plan.pdf;jsessionid=1A2B.node1?PHPSESSID=0123456789abcdef0123'>Plan</a> "
        "<a href='/f/plan.pdf?utm_source=rss&fbclid=x'>Plan (2 MB)</a> "
        "<a href='/f/holen.php?id=5&PHPSESSID=0123456789abcdef0123' type=application/pdf>Rede</a>"
    )
    assert [(url, title) for url, title, _, _ in files(read(f"<p>{links}</p>"))] == [
        ("/f/plan.pdf", "Plan"),
        ("/f/holen.php?id=5", "Rede"),
    ]
