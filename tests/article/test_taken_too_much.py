"""Rules that take furniture out of a page may take the release: then what is left is not published in its place."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.model import Entry
from tests.article.test_extract import BODY, LEAD, MORE, SITE, TITLE, URL, WHY, read, texts

TEXT = [LEAD, WHY, MORE]
STRAY = "Bitte beachten Sie unsere Hinweise zum Datenschutz auf dieser Seite."
BOXES = [
    "<div class='portlet'>{0}</div>",
    "<div class='content-sidebar'>{0}</div>",
    "<div id='share-content'>{0}</div>",
    "<section class='portlet' id='portlet_7'><div class='portlet-body'>{0}</div></section>",
    "<form>{0}</form>",
    "<form method='post'><input type='text' name='q'><button>Suchen</button>{0}</form>",
    "<div aria-hidden='true'>{0}</div>",
    "<div style='visibility:hidden'>{0}</div>",
    "<div style='opacity:0'>{0}</div>",
]


def page(body: str) -> bytes:
    return (
        f"<!DOCTYPE html><html lang=de><head><title>{TITLE} | Landkreis</title></head><body>"
        f"<nav><a href=/>Start</a></nav><main>{body}</main><footer><p>Am Kreishaus 1</p></footer></body></html>"
    ).encode()


def with_feed(body: str, summary: str) -> list[str]:
    entry = Entry(guid="1", url=URL, title=TITLE, summary=summary)
    return texts(article_from_page(page(body), url=URL, entry=entry))


@pytest.mark.parametrize("box", BOXES)
def test_a_stray_sentence_below_the_release_is_not_published_in_its_place(box: str) -> None:
    found = texts(read(f"{box.format(BODY)}<p>{STRAY}</p>"))
    assert found[:3] == TEXT
    assert texts(read(box.format(BODY)))[:3] == TEXT


@pytest.mark.parametrize("box", BOXES)
def test_what_the_feed_says_tells_the_release_from_a_notice_above_it(box: str) -> None:
    assert with_feed(f"<h1>{TITLE}</h1><p>{STRAY}</p>{box.format(BODY)}", f"<p>{LEAD} {WHY[:40]} …</p>")[-3:] == TEXT


def test_headline_and_text_in_boxes_of_their_own_are_one_release() -> None:
    box = "<section class='portlet'><div class='portlet-body'>{0}</div></section>"
    left = "<div class='x'><p>Melden Sie sich an, um Kommentare zu schreiben.</p></div>"
    body = box.format(f"<h1>{TITLE}</h1>") + box.format(BODY) + left
    assert with_feed(body, "") == TEXT
    assert with_feed(body, LEAD) == TEXT


@pytest.mark.parametrize(
    "box",
    [
        "<div class='portlet'><h2>Termine</h2>{0}</div>",
        "<div class='sidebar'>{0}</div>",
        "<form><label>Name<input name=n></label>{0}</form>",
        "<div aria-hidden='true'>{0}</div>",
        "<div style='opacity:0'>{0}</div>",
    ],
)
def test_a_short_release_is_not_lost_beside_a_long_box(box: str) -> None:
    other = "<p>Das Amt bleibt am Freitag wegen einer Schulung für alle geschlossen. Am Montag ist es offen.</p>"
    long = box.format(other * 4)
    assert texts(read(f"<p>{LEAD}</p>{long}")) == [LEAD]
    assert with_feed(f"<h1>{TITLE}</h1><p>{LEAD}</p>{long}", LEAD) == [LEAD]
    assert with_feed(f"<h1>{TITLE}</h1>{long}<p>{LEAD}</p>", LEAD) == [LEAD]


@pytest.mark.parametrize("style", ["display:none", "font-size:0"])
def test_what_no_script_brings_into_sight_is_not_published_for_being_long(style: str) -> None:
    assert texts(read(f"<div style='{style}'>{BODY}</div><p>{STRAY}</p>")) == [STRAY]


def test_a_form_to_fill_in_is_none_of_the_text() -> None:
    form = (
        f"<form action='{SITE}/kontakt'><p>Mit diesem Formular erreichen Sie die Redaktion der Website.</p>"
        "<p>Ihre Angaben werden nur zur Antwort auf Ihre Nachricht verwendet.</p><textarea></textarea></form>"
    )
    assert texts(read(BODY + form)) == TEXT
