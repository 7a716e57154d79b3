"""Which pictures of a page belong to its release, which of their files is taken, and what is said about them."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.model import Entry, EntryMedia, Picture

SITE = "https://www.landkreis-musterland.example"
URL = f"{SITE}/presse/bruecke.html"
TEXT = (
    "<p>Der Landkreis Musterland saniert ab Montag, 24. März, die Brücke über die Muster bei Ahrenfels.</p>"
    "<p>Das Bauwerk stammt aus dem Jahr 1962 und wird für rund 1,2 Millionen Euro erneuert.</p>"
)


def pictures(inside: str, head: str = "") -> tuple[Picture, ...]:
    html = (
        f"<html><head><title>Brücke wird saniert</title>{head}</head><body><main><article>"
        f"<h1>Brücke wird saniert</h1>{TEXT}{inside}</article></main></body></html>"
    )
    return article_from_page(html.encode(), url=URL, title="Brücke wird saniert").pictures


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ('<img src="a.jpg" srcset="a-400.jpg 400w, a-1600.jpg 1600w, a-9000.jpg 9000w">', "/presse/a-1600.jpg"),
        ('<img src="a.jpg" srcset="a-400.jpg 400w,a-1600.jpg 1600w,a-9000.jpg 9000w">', "/presse/a-1600.jpg"),
        ('<img src="a.jpg" srcset="a-9000.jpg 9000w, a-4000.jpg 4000w">', "/presse/a-4000.jpg"),
        ('<img src="a.jpg" srcset="a.jpg 1x, a-2.jpg 2x">', "/presse/a-2.jpg"),
        ('<img src="a.jpg" srcset="a.jpg, a-2.jpg 2x">', "/presse/a-2.jpg"),
        ('<img src="a.jpg" srcset="/w_400,h_300/a.jpg 400w, /w_800,h_600/a.jpg 800w">', "/w_800,h_600/a.jpg"),
        ('<img src="a.jpg" data-srcset="/b-800.jpg 800w" srcset="data:image/gif;base64,R0lGOD 1w">', "/b-800.jpg"),
        ('<img src="data:image/gif;base64,R0lGOD" data-src="/b.jpg">', "/b.jpg"),
        ('<a href="/gross.jpg"><img src="/klein.jpg"></a>', "/gross.jpg"),
        ('<picture><source srcset="/c-1200.webp 1200w"><img src="/c.jpg"></picture>', "/c-1200.webp"),
        (
            (
                '<picture><source type="image/avif" srcset="/c.avif 1200w"><source type="image/webp" '
                'srcset="/c.webp 1200w"><img src="/c.jpg"></picture>'
            ),
            "/c.avif",
        ),
        (
            (
                '<picture><source type="image/svg+xml" srcset="/c.svg 2000w"><source type="image/jxl" '
                'srcset="/c.jxl 2000w"><source srcset="/c.webp 800w"><img src="/c.jpg"></picture>'
            ),
            "/c.webp",
        ),
        (
            (
                '<picture><source media="(prefers-color-scheme: dark)" srcset="/dunkel.jpg 2000w">'
                '<source media="(min-width: 40em)" srcset="/hell.jpg 1200w"><img src="/c.jpg"></picture>'
            ),
            "/hell.jpg",
        ),
        ('<img src="/mit leer.jpg">', "/mit%20leer.jpg"),
    ],
)
def test_the_best_address_of_a_picture_is_taken(image: str, address: str) -> None:
    assert [p.url for p in pictures(image)] == [SITE + address]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/img/logo.png">',
        '<img src="/img/icon-pdf.png">',
        '<img src="/x.svg">',
        '<img src="/zaehlpixel.gif" width=1 height=1>',
        '<img src="/piwik.php?idsite=1" style="width: 1px; height: 1px">',
        '<img src="/piwik.php?idsite=1" style="border:0;display:none">',
        '<img src="/share.png" alt="Teilen">',
        '<img src="/fa/1f600.png" alt="😀">',
        '<img src="/fa/26a0.png" alt="⚠️">',
        '<img class="emoji" src="/fa/1f600.png" alt="lachend">',
        '<img src="https://s.example/images/core/emoji/14.0.0/72x72/1f600.png">',
        '<img src="javascript:alert(1)">',
        '<img src="http://[kaputt">',
        '<img alt="nichts">',
    ],
)
def test_logos_icons_pixels_and_emoji_are_no_pictures_of_the_release(image: str) -> None:
    assert pictures(image) == ()


def test_a_picture_made_for_sharing_is_none_of_the_release() -> None:
    assert pictures("", head='<meta property="og:image" content="/og.jpg">') == ()


@pytest.mark.parametrize(
    ("address", "alt"),
    [
        ("a.jpg", "IMG_2041.JPG"),
        ("a.jpg", "bruecke-03.jpg"),
        ("a.jpg", "Brücke-über-die-Muster.jpg"),
        ("a.jpg", "DSC0012"),
        ("a.jpg", "20250314_0930"),
        ("a.jpg", "Bruecke_Ahrenfels_Westseite"),
        ("bruecke-ahrenfels-2.jpg", "Bruecke-Ahrenfels-2"),
    ],
)
def test_a_file_name_is_no_description(address: str, alt: str) -> None:
    assert pictures(f'<img src="{address}" alt="{alt}">')[0].alt == ""


@pytest.mark.parametrize(
    ("address", "alt"), [("kreishaus.jpg", "Kreishaus"), ("a.jpg", "Brücke von Westen"), ("x.jpg", "B-Plan Nr. 7")]
)
def test_words_are_a_description(address: str, alt: str) -> None:
    assert pictures(f'<img src="{address}" alt="{alt}">')[0].alt == alt


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "title", "size"),
    [
        ("Haushaltsplan (PDF, 62 MB)", "Haushaltsplan", 62_000_000),
        ("Haushaltsplan (PDF, 1,2 MB)", "Haushaltsplan", 1_200_000),
        ("Haushaltsplan [PDF; 1.234 KB]", "Haushaltsplan", 1_234_000),
        ("Haushaltsplan PDF 840 kB", "Haushaltsplan", 840_000),
        ("Haushaltsplan (PDF)", "Haushaltsplan", 0),
        ("Haushaltsplan", "Haushaltsplan", 0),
        ("Plan für 2 MB Speicher und mehr", "Plan für 2 MB Speicher und mehr", 0),
    ],
)
def test_the_size_that_the_page_names_is_the_file_s(said: str, title: str, size: int) -> None:
    assert attachments(f'<p>Siehe <a href="/plan.pdf">{said}</a></p>') == ((f"{SITE}/plan.pdf", title, size),)


def test_a_file_that_the_feed_names_has_the_size_that_the_page_names() -> None:
    entry = Entry("1", URL, "Brücke wird saniert", media=(EntryMedia(f"{SITE}/plan.pdf", "application/pdf", "Plan"),))

    assert attachments('<a href="/plan.pdf">Bauplan (PDF, 2 MB)</a>', entry) == (
        (f"{SITE}/plan.pdf", "Plan", 2_000_000),
    )


def attachments(inside: str, entry: Entry | None = None) -> tuple[tuple[str, str, int], ...]:
    html = f"<main><article><h1>Brücke wird saniert</h1>{TEXT}{inside}</article></main>"
    article = article_from_page(html.encode(), url=URL, title="Brücke wird saniert", entry=entry)
    return tuple((one.url, one.title, one.size) for one in article.attachments)


# --- which addresses are one picture ----------------------------------------------------------------------------------


def figures(*addresses: str) -> tuple[Picture, ...]:
    """Pictures at these addresses; the second is credited, the first is not."""
    told = ("Die Landrätin spricht", "Die Feuerwehr. Foto: E. Beispiel")
    return pictures(
        "".join(
            f'<figure><img src="{one}"><figcaption>{said}</figcaption></figure>'
            for one, said in zip(addresses, told, strict=True)
        )
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/index.php?eID=dumpFile&amp;t=f&amp;f=11", "/index.php?eID=dumpFile&amp;t=f&amp;f=12"),
        ("/image.php?id=1", "/image.php?id=2"),
        ("/image.php?h=1", "/image.php?h=2"),
        ("/image.php?w=100", "/image.php?w=200"),
        ("/bilder?v=1", "/bilder?v=2"),
        ("/foto.jpg?id=1", "/foto.jpg?id=2"),
        ("/media/?file=a.jpg", "/media/?file=b.jpg"),
    ],
)
def test_a_credit_never_goes_to_another_picture(one: str, other: str) -> None:
    assert [(p.caption, p.credit) for p in figures(one, other)] == [
        ("Die Landrätin spricht", ""),
        ("Die Feuerwehr.", "Foto: E. Beispiel"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/foto.jpg?v=1", "/foto.jpg?v=2"),
        ("/foto.jpg?ts=1790000000", "/foto.jpg"),
        ("/foto.jpg?itok=aB3", "/foto.jpg?itok=Zx9"),
        ("/foto.jpg?w=300&amp;h=200&amp;crop=1", "/foto.jpg?width=1600&amp;format=webp"),
        ("/image.php?id=1&amp;w=300&amp;h=200", "/image.php?id=1&amp;w=1600&amp;format=webp&amp;q=80"),
        ("/media/4711?w=300", "/media/4711?w=1600"),
        ("/image.php?id=1&amp;PHPSESSID=0123456789abcdef0123", "/image.php?id=1&amp;utm_source=rss"),
        ("http://www.landkreis-musterland.example/foto.jpg#oben", "/foto.jpg"),
    ],
)
def test_a_picture_in_another_size_or_session_is_the_same_one(one: str, other: str) -> None:
    (picture,) = figures(one, other)

    assert (picture.caption, picture.credit) == ("Die Landrätin spricht", "Foto: E. Beispiel")


def test_pictures_have_clean_addresses() -> None:
    (picture,) = pictures('<img src="/bild.php;jsessionid=1A2B?id=1&amp;PHPSESSID=0123456789abcdef0123&amp;fbclid=x">')

    assert picture.url == f"{SITE}/bild.php?id=1"


def test_it_is_known_below_how_much_of_the_text_a_picture_stands() -> None:
    inside = (
        "<figure><img src=/c.jpg><figcaption>Die Baustelle</figcaption></figure><h2>Umleitung</h2>"
        "<ol><li>Über Birkenau</li><li>Über Ahrenfels <img src=/d.jpg></li></ol>"
        "<p>Das dauert bis Juni.</p><img src=/e.jpg>"
    )
    html = f"<main><article><img src=/a.jpg><h1>Brücke wird saniert</h1><img src=/b.jpg>{TEXT}{inside}</article></main>"
    article = article_from_page(html.encode(), url=URL, title="Brücke wird saniert")

    found = {picture.url[-5]: picture.below for picture in article.pictures}
    assert found == {"a": 0, "b": 0, "c": 2, "d": 5, "e": 6}
    assert len(article.blocks) == 6


def test_a_picture_that_the_feed_names_has_its_place_on_the_page() -> None:
    media = (EntryMedia(f"{SITE}/c.jpg", "image/jpeg"),)
    entry = Entry("a", URL, "Brücke wird saniert", media=media)
    html = (
        f"<main><article><h1>Brücke wird saniert</h1>{TEXT}<img src=/c.jpg><p>Das dauert bis Juni.</p></article></main>"
    )
    (picture,) = article_from_page(html.encode(), url=URL, entry=entry).pictures

    assert picture.below == 2


def test_a_picture_that_moves_is_no_other_one() -> None:
    assert Picture(URL, below=1) == Picture(URL, below=2)


@pytest.mark.parametrize(
    ("image", "other"),
    [
        ('<img src="a.jpg" srcset="a-400.jpg 400w, a-1600.jpg 1600w">', "/presse/a.jpg"),
        ('<img src="a.jpg" srcset="a.jpg 1x">', ""),
        ('<img src="/platzhalter.png" srcset="a-400.jpg 400w">', ""),
        ('<img src="data:image/gif;base64,R0lGOD" data-src="/b.jpg" srcset="a-400.jpg 400w">', "/b.jpg"),
        ('<a href="/gross.jpg"><img src="/klein.jpg"></a>', "/klein.jpg"),
        ('<picture><source srcset="/c-1200.webp 1200w"><img src="/c.jpg#xywh=1"></picture>', "/c.jpg"),
        ('<img src="/d.jpg">', ""),
    ],
)
def test_the_file_that_every_browser_knows_is_remembered_for_when_the_best_one_is_gone(image: str, other: str) -> None:
    (picture,) = pictures(image)

    assert picture.other == (SITE + other if other else "")
