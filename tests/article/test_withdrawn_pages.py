"""Whether a page says that its release was withdrawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.article.withdrawn import says_withdrawn


def page(
    *, title: str = "Landkreis Musterland", heading: str = "Brücke gesperrt", body: str = "<p>Es regnet.</p>"
) -> bytes:
    head = f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head>"
    return f"{head}<nav><p>Zurückgezogen: alles</p></nav><main><h1>{heading}</h1>{body}</main></html>".encode()


@pytest.mark.parametrize(
    "heading",
    [
        "Zurückgezogen",
        "ZURÜCKGEZOGEN: Brücke gesperrt",
        "Zurückgezogen – Brücke gesperrt",
        "[Zurückgezogen] Brücke gesperrt",
        "Brücke gesperrt (zurückgezogen)",
        "Brücke gesperrt – zurückgezogen",
        "Zurückgezogene Pressemitteilung",
        "Diese Pressemitteilung wurde zurückgezogen",
        "Zu\u00adrück\u00adge\u00adzo\u00adgen",
    ],
)
def test_a_headline_or_title_may_say_so(heading: str) -> None:
    assert says_withdrawn(page(heading=heading))
    assert says_withdrawn(page(title=heading))


@pytest.mark.parametrize(
    "text",
    [
        "Die Pressemitteilung vom 3. Dezember wurde vom Landkreis zurückgezogen.",
        "Diese Meldung haben wir zurückgezogen.",
        "Der Beitrag wurde zurückgezogen. Wir bitten um Entschuldigung.",
    ],
)
def test_the_first_paragraph_may_say_so(text: str) -> None:
    assert says_withdrawn(page(body=f"<p>{text}</p>"))
    assert says_withdrawn(page(body=f"<p>3. Dezember</p><p>{text}</p><p>Es regnet.</p>"))
    assert not says_withdrawn(page(body=f"<p>Es regnet in Ahrenfels.</p><p>{text}</p>"))


@pytest.mark.parametrize(
    "said",
    [
        "Antrag zurückgezogen",
        "Die Stadt Ahrenfels hat ihren Antrag zurückgezogen.",
        "Bürgermeisterin zieht Vorschlag zurück",
        "Der Wolf hat sich zurückgezogen",
        "Zurückgezogen lebende Luchse",
        "Die Mitteilung gilt. Der Wolf hat sich zurückgezogen.",
    ],
)
def test_news_about_something_else_that_was_withdrawn_says_nothing(said: str) -> None:
    assert not says_withdrawn(page(title=said, heading=said, body=f"<p>{said}</p>"))


def test_the_declared_encoding_is_heeded() -> None:
    raw = page(heading="Zurückgezogen").decode().replace("charset=utf-8", "").encode("latin-1")
    assert says_withdrawn(raw, content_type="text/html; charset=ISO-8859-1")


def test_a_page_without_a_headline_is_read_too() -> None:
    assert says_withdrawn(b"<p>Dieser Artikel wurde zur&uuml;ckgezogen.</p>")
    assert not says_withdrawn(b"")


@given(st.binary(max_size=200))
def test_any_bytes_can_be_asked(html: bytes) -> None:
    assert says_withdrawn(html) in {True, False}
