"""Which address a page may give its release, and that no other one is believed."""

from __future__ import annotations

import pytest

from relay.article.dom import tree
from relay.article.extract import article_from_page
from relay.article.page.links import canonical_link
from relay.model import Entry

HOST = "www.landkreis-musterland.example"
PAGE = f"https://{HOST}/presse/bruecke.html"


def canonical(href: str, url: str, link: str = "") -> str:
    return canonical_link(tree(f"<head><link rel='canonical' href='{href}'></head><p>Text</p>"), url, link)


@pytest.mark.parametrize(
    ("href", "link"),
    [
        (PAGE, PAGE),
        (PAGE, f"{PAGE}?utm_source=rss&utm_medium=feed"),
        (PAGE, f"{PAGE}?no_cache=1&cHash=0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
        (PAGE, f"{PAGE}?L=0"),
        (PAGE, f"{PAGE};jsessionid=0A1B2C3D4E"),
        (PAGE, f"{PAGE}?sid=0a1b2c3d4e5f60718293"),
        (PAGE, "http://landkreis-musterland.example/presse/bruecke.html"),
        (PAGE, f"https://{HOST}:443/presse/bruecke.html"),
        ("/presse/bruecke.html", f"{PAGE}?rss=1"),
        (f"{PAGE}#inhalt", f"{PAGE}?rss=1"),
        (f"https://{HOST}/presse/71/", f"https://{HOST}/presse/71"),
        (PAGE, f"{PAGE}?xtor=RSS-1&at_medium=rss&_ga=1.2#xtor=RSS-1"),
        (f"{PAGE}?utm_source=web", f"{PAGE}?utm_source=rss"),
        (PAGE, f"https://{HOST}/(S(lit3py55t21z5v55vlm25s55))/presse/bruecke.html"),
        ("https://WWW.Landkreis-Musterland.EXAMPLE/presse/bruecke.html", PAGE),
        (f"https://{HOST}/index.php?id=71", f"https://{HOST}/index.php?id=71&utm_campaign=a"),
    ],
)
def test_the_canonical_address_is_a_cleaner_form_of_the_feed_s_link(href: str, link: str) -> None:
    found = canonical(href, PAGE, link)
    assert found.startswith(f"https://{HOST}/")
    assert not any(
        noise in found for noise in ("utm", "cHash", "sid=", "jsession", "rss", "#", "L=", "xtor", "WWW", "(S(")
    )


def test_a_page_that_is_read_over_tls_is_not_named_without() -> None:
    assert canonical(PAGE.replace("https", "http"), PAGE) == PAGE
    assert canonical(PAGE, PAGE.replace("https", "http")) == PAGE


@pytest.mark.parametrize(
    ("href", "link"),
    [
        (f"https://{HOST}/", PAGE),
        ("/", PAGE),
        (f"https://{HOST}/presse/", PAGE),
        (f"https://{HOST}/presse", f"https://{HOST}/presse/71/bruecke"),
        ("https://portal.example/presse/bruecke.html", PAGE),
        (f"https://neu.{HOST}/presse/bruecke.html", PAGE),
        (f"https://{HOST}:8443/presse/bruecke.html", PAGE),
        (f"https://{HOST}/presse/bad.html", PAGE),
        (f"https://{HOST}/index.php", f"https://{HOST}/index.php?id=71"),
        (f"https://{HOST}/index.php?id=70", f"https://{HOST}/index.php?id=71"),
        (f"https://{HOST}/aktuelles", f"https://{HOST}/aktuelles?artikel=bruecke"),
        (f"https://{HOST}/aktuelles", f"https://{HOST}/aktuelles?sid=71"),
        (f"https://{HOST}/presse", f"https://{HOST}/presse#meldung-71"),
        (f"{PAGE}?page=2", PAGE),
        (PAGE.replace("https://", "https://presse:geheim@"), PAGE),
        (PAGE.replace("https://", "https://presse@"), PAGE),
        ("", PAGE),
        ("javascript:x()", PAGE),
        ("http://[kaputt", PAGE),
        (PAGE, "http://[kaputt"),
        ("https://www.landkreis-musterland.example:x/presse/bruecke.html", PAGE),
    ],
)
def test_the_address_of_anything_else_is_not_believed(href: str, link: str) -> None:
    assert canonical(href, PAGE, link) == ""


@pytest.mark.parametrize("head", ["", f"<link rel=canonical href={PAGE}><link rel=canonical href=/presse/bad.html>"])
def test_a_page_that_names_none_or_two_has_none(head: str) -> None:
    assert canonical_link(tree(f"<head>{head}</head>"), PAGE) == ""


def test_an_article_has_the_canonical_address_else_the_feed_s_link() -> None:
    text = "<h1>Brücke gesperrt</h1><p>Die Brücke über die Muster ist ab Montag für zwei Wochen gesperrt.</p>"
    entry = Entry("1", f"{PAGE}?rss=1", "Brücke gesperrt")
    named = f"<head><link rel=canonical href={PAGE}></head><body>{text}</body>".encode()
    assert article_from_page(named, url=f"{PAGE}?rss=1", entry=entry).url == PAGE
    assert article_from_page(text.encode(), url=f"{PAGE}?moved", entry=entry).url == f"{PAGE}?rss=1"
    assert article_from_page(text.encode(), url=PAGE).url == PAGE
