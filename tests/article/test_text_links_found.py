"""The links of a release's text are found where they stand, and none is guessed."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_entry, article_from_page
from relay.model import Block, Entry
from tests.render.test_posts import HOST, URL

SITE = f"https://{HOST}"
MORE = "Die Brücke über die Muster ist ab Montag gesperrt. Grund sind Arbeiten am Geländer, die zwei Wochen dauern."


def linked(*paragraphs: str) -> list[tuple[str, str]]:
    """The words of all links of a page with these paragraphs, and where they lead."""
    body = "".join(f"<p>{one}</p>" for one in (MORE, *paragraphs))
    page = f"<!doctype html><html><body><main><article><h1>Brücke gesperrt</h1>{body}</article></main></body></html>"
    article = article_from_page(page.encode(), url=URL, title="Brücke gesperrt")
    return [(block.text[start:end], url) for block in article.blocks for start, end, url in block.links]


def test_a_link_is_kept_with_its_words_and_its_absolute_address() -> None:
    assert linked(
        'Der <a href="/plan">Plan der Umleitung</a> und die <a href="https://a.example/x">Karte</a> helfen.'
    ) == [
        ("Plan der Umleitung", f"{SITE}/plan"),
        ("Karte", "https://a.example/x"),
    ]


def test_of_words_that_stand_there_twice_the_right_ones_are_the_link() -> None:
    text = 'Die Karte zeigt alles. Die <a href="/karte">Karte</a> ist neu. Eine Karte hängt aus.'
    body = f"<p>{MORE}</p><p>{text}</p>"
    page = f"<html><body><main><h1>Brücke gesperrt</h1>{body}</main></body></html>".encode()
    block = article_from_page(page, url=URL, title="Brücke gesperrt").blocks[-1]

    assert [start for start, _, _ in block.links] == [block.text.index("Karte ist neu")]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/plan"><b>Plan</b> der\n <i>Umleitung</i></a> (Öffnet in einem neuen Tab)',
        '<span>Der </span>\u00ad<a href=" /plan "> Plan der Umleitung </a>',
        '<a href="/plan">Plan der<br>Umleitung</a>',
    ],
)
def test_markup_and_white_space_around_a_link_do_not_matter(markup: str) -> None:
    assert linked(f"Hier steht ein langer Satz: {markup} hilft weiter.") == [("Plan der Umleitung", f"{SITE}/plan")]


@pytest.mark.parametrize(
    "href",
    ["mailto:presse@a.example", "javascript:alert(1)", "#oben", "", URL, f"{URL}#oben", "tel:110", "https://[x/"],
)
def test_what_leads_to_no_other_page_is_no_link(href: str) -> None:
    assert linked(f'Hier steht ein langer Satz mit einem <a href="{href}">Verweis</a> in der Mitte.') == []


def test_a_paragraph_of_nothing_but_links_is_none() -> None:
    assert linked("Alle Orte: " + ", ".join(f'<a href="/{n}">Ort Nummer {n}</a>' for n in range(30)) + ".") == []


def test_two_paragraphs_in_one_tag_have_their_own_links() -> None:
    text = 'Der <a href="/a">erste Plan</a> hilft sehr.<br><br>Der <a href="/b">zweite Plan</a> hilft auch.'
    assert linked(text) == [("erste Plan", f"{SITE}/a"), ("zweite Plan", f"{SITE}/b")]


def test_a_feed_s_own_text_has_its_links_too() -> None:
    entry = Entry("1", URL, "Brücke gesperrt", content=f'<p>{MORE}</p><p>Der <a href="/plan">Plan</a> hilft sehr.</p>')
    article = article_from_entry(entry)

    assert article
    assert [block.links for block in article.blocks] == [(), ((4, 8, f"{SITE}/plan"),)]
    assert isinstance(article.blocks[0], Block)
