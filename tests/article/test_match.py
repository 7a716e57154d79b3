"""Whether a page is that of the release: right pages in all their forms, and the wrong ones that websites answer."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.errors import ParseError
from relay.model import Entry

SITE = "https://www.landkreis-musterland.example"
URL = f"{SITE}/presse/2025/orlebruecke.html"
TITLE = "Orlebrücke in Ahrenfels ab Montag gesperrt"
TEXT = (
    "Der Landkreis Musterland sperrt die Orlebrücke in Ahrenfels für alle Fahrzeuge.",
    "Grund sind Risse an zwei Trägern, die bei der Hauptprüfung entdeckt worden sind.",
)
NEWS = (
    f"<ul><li><a href='/presse/2025/orlebruecke.html'>{TITLE}</a></li><li><a href='/presse/2'>Neues Bad</a></li></ul>"
)
ENTRY = Entry("1", URL, TITLE, summary=f"<p>{TEXT[0]}</p>")


def page(headline: str, *paragraphs: str, title: str = "Landkreis Musterland", more: str = "") -> bytes:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body>"
        f"<main><h1>{headline}</h1>{body}</main><section>{more}</section></body></html>"
    ).encode()


def read(html: bytes, entry: Entry = ENTRY, *, url: str = URL) -> str:
    return " ".join(article_from_page(html, url=url, entry=entry).sentences)


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "Orlebrücke in Ahrenfels ab Montag gesp…",
        "Orlebruecke in Ahrenfels gesperrt",
        "ORLEBRÜCKE IN AHRENFELS AB MONTAG GESPERRT",
        "Verkehr: Orlebrücke in Ahrenfels ab Montag gesperrt",
        "Pressemitteilung",
        "Risse in der Brücke: Träger beschädigt, Hauptprüfung mit Folgen",
        "Sperrung",
        "",
    ],
)
@pytest.mark.parametrize("summary", ["", f"<p>{TEXT[0]}</p>", "Pressemitteilung Nr. 71 vom 14. März, Rubrik Verkehr"])
def test_the_right_page_is_read_however_the_feed_words_its_title(title: str, summary: str) -> None:
    assert read(page(TITLE, *TEXT), Entry("1", URL, title, summary=summary)) == " ".join(TEXT)


@pytest.mark.parametrize(
    "html",
    [
        page("Aktuelles", *TEXT),
        page("Aktuelles", *TEXT, title=f"{TITLE} | Landkreis Musterland"),
        page(f"<a href='{URL}'>{TITLE}</a>", *TEXT),
        page(f"<a href='#top'>{TITLE}</a>", *TEXT),
        page("Brücke dicht", *TEXT, more=NEWS),
        page("Brücke dicht", *TEXT, more="<h2>Anmelden</h2><h3>Login</h3>"),
        page("500 Tonnen sind der Brücke zu schwer", *TEXT),
        page("Anmelden für die Umleitung: so geht es", *TEXT),
        page("Wartungsarbeiten an einer Brücke", *TEXT),
    ],
)
def test_the_right_page_may_have_another_headline_or_one_that_links_to_itself(html: bytes) -> None:
    assert TEXT[0] in read(html)


def test_a_release_about_a_failure_of_the_website_is_no_failure() -> None:
    title = "Seite nicht gefunden: Landkreis erneuert seinen Auftritt im Netz"
    assert TEXT[0] in read(page(title, *TEXT), Entry("1", URL, title))


WRONG = {
    "login": page("Anmelden", "Bitte geben Sie Ihren Benutzernamen und Ihr Kennwort ein, um fortzufahren."),
    "not found": page("Seite nicht gefunden", "Die Seite, die Sie suchen, gibt es nicht oder nicht mehr. Schade."),
    "not found, with the newest releases": page("404", "Leider gibt es diese Seite nicht.", more=NEWS),
    "not found, naming the address": page(
        "Die Seite wurde nicht gefunden", "Unter presse/2025/orlebruecke-in-ahrenfels-ab-montag-gesperrt ist nichts."
    ),
    "out of order": page("Wartungsarbeiten", "Unser Auftritt ist bald wieder für Sie da. Wir bitten um Geduld."),
    "another release": page(
        "Hallenbad in Hohenbach öffnet wieder",
        "Das Hallenbad in Hohenbach hat nach dem Umbau von Samstag an wieder für alle Gäste geöffnet.",
        "Die Kosten von zwei Millionen Euro tragen Stadt und Landkreis zu gleichen Teilen.",
        more=NEWS,
    ),
    "cookie wall": page(
        "Ihre Privatsphäre",
        "Wir verwenden Dienste, denen Sie zustimmen müssen, bevor es weitergeht.",
        title="Zustimmung",
    ),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("summary", ["", f"<p>{TEXT[0]}</p>"])
def test_a_wrong_page_is_recognised_and_not_used(what: str, summary: str) -> None:
    with pytest.raises(ParseError, match="does not show Orlebrücke in Ahrenfels"):
        read(WRONG[what], Entry("1", URL, TITLE, summary=summary))


@pytest.mark.parametrize("home", [f"{SITE}/", SITE, f"{SITE}/index.html", f"{SITE}/startseite/"])
def test_the_home_page_after_a_redirect_is_not_used_though_it_names_the_release(home: str) -> None:
    with pytest.raises(ParseError, match="its home page"):
        read(page("Willkommen", *TEXT, more=f"<h2><a href='{URL}'>{TITLE}</a></h2>"), url=home)


def test_a_release_that_leads_to_a_website_of_its_own_is_read() -> None:
    assert TEXT[0] in read(page(TITLE, *TEXT), url="https://www.orlebruecke.example/")


@pytest.mark.parametrize("asked", [f"{SITE}/?id=71", f"{SITE}/", "http://[kaputt"])
def test_a_website_of_one_page_is_no_home_page_after_a_redirect(asked: str) -> None:
    assert TEXT[0] in read(page(TITLE, *TEXT), Entry("1", asked, TITLE), url=asked)


def test_a_login_is_recognised_of_a_short_title_too() -> None:
    with pytest.raises(ParseError, match="does not show Stellenangebote"):
        read(WRONG["login"], Entry("1", URL, "Stellenangebote"))


def test_without_an_entry_any_page_is_read() -> None:
    assert article_from_page(WRONG["another release"], url=URL).blocks


def test_a_page_of_very_many_headings_is_looked_at_up_to_a_limit() -> None:
    html = page("<span>Orle</span>", *TEXT, more="<h2>Zwischentitel ohne Sinn</h2>" * 500)
    assert TEXT[0] in read(html)
