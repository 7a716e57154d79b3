"""Pages as trees: whatever their markup is, and however much of it there is, the text of the release is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.article.clean import clean_text, decode_html, letters, squeeze
from relay.article.dom import is_removed, parse, remove, stands_below, sweep, text_of, tree
from relay.article.extract import article_from_page

URL = "https://www.landkreis-musterland.example/presse/1.html"
TITLE = "Orlebrücke in Ahrenfels gesperrt"
LEAD = "Der Landkreis Musterland sperrt ab Montag, 24. März, die Orlebrücke in Ahrenfels für alle Fahrzeuge."
WHY = "Grund sind Risse an zwei Trägern, die bei der Hauptprüfung im Februar entdeckt worden sind."


def texts(html: str, *, selector: str = "", title: str = TITLE) -> list[str]:
    return [b.text for b in article_from_page(html.encode(), url=URL, title=title, selector=selector).blocks]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Ein <b>Wort</b>",
        "nur Text",
        '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>größer</p></body></html>',
        "<ul><li>a<li>b</ul><table><td>c",
        "<p>a\x00b</p>",
        "<p>\ud800 halbes Zeichen</p>",
        "<p>a<!-- Bemerkung -->b<?php echo 1 ?></p>",
    ],
)
def test_both_trees_hold_the_same_text(html: str) -> None:
    theirs = parse(html.replace("\ud800", "?")).get_text("")
    assert "".join(tree(html).itertext()).split() == theirs.split()


@pytest.mark.parametrize("html", ["", "<!-- nichts -->", "<", "<>", "\x00"])
def test_of_no_page_there_is_a_tree_all_the_same(html: str) -> None:
    assert text_of(tree(html)).strip() in {"", "<", "<>"}


@pytest.mark.parametrize("depth", [140, 200, 300, 3000])
def test_the_text_of_a_page_that_is_nested_without_measure_is_read(depth: int) -> None:
    html = f"{'<div>' * depth}<p>{LEAD}</p><p>{WHY}</p>"
    assert " ".join(texts(html)).startswith(LEAD)
    deepest = max(len(list(tag.iterancestors())) for tag in tree(html).iter())
    assert deepest <= 151


def test_removing_tags_keeps_the_text_behind_them_in_its_place() -> None:
    root = tree("<div>a<i>b</i>c<i>d<u>e</u></i>f<p>g</p></div>")
    gone = list(root.iter("i"))
    for tag in gone:
        remove(tag)
    assert all(is_removed(tag) for tag in gone)
    sweep(root, "p")
    assert "".join(root.itertext()) == "acf"
    assert not any(stands_below(tag, root) for tag in gone)
    assert stands_below(root, root)


@pytest.mark.parametrize(
    ("selector", "html"),
    [
        (".a", f"<div class=a><p>{LEAD}</p></div><p>anderes</p>"),
        ("p.x", f"<p class=x>{LEAD}</p><p>anderes</p>"),
        ("div, p.x", f"<div data-relay='x' id=data-relay-x><p class=x>{LEAD}</p></div><h2>anderes</h2>"),
        ("main p", f"<main><div class=sidebar><p>{LEAD}</p></div></main>"),
    ],
)
def test_what_a_selector_names_is_read_whatever_stands_on_the_page(selector: str, html: str) -> None:
    found = texts(f"<html><body><h1>{TITLE}</h1>{html}</body></html>", selector=selector)
    assert found == [LEAD]


def test_a_selected_part_that_no_reader_sees_is_not_read() -> None:
    html = f"<html><body><h1>{TITLE}</h1><div hidden class=a><p>{WHY}</p></div><p>{LEAD}</p></body></html>"
    assert texts(html, selector=".a") == [LEAD]


def test_a_page_of_very_many_pieces_is_read_by_its_known_places() -> None:
    html = f"<html><body>{'<p>x y</p>' * 3500}<article><p>{LEAD}</p><p>{WHY}</p></article></body></html>"
    assert texts(html) == [LEAD, WHY]


def test_a_very_large_page_is_read_by_its_known_places() -> None:
    filler = f"<div title='{'x' * 1_600_000}'></div>"
    assert texts(f"<html><body>{filler}<article><p>{LEAD}</p><p>{WHY}</p></article></body></html>") == [LEAD, WHY]


def test_related_releases_go_with_their_list_and_removed_neighbours_do_not_count() -> None:
    related = "<section><div class=share>x</div><h2>Mehr zum Thema</h2><ul><li>Neues Bad</li></ul></section>"
    twice = "<p><span>Mehr zum Thema</span><span>Siehe auch</span></p><ul><li>Alt</li></ul>"
    html = f"<html><body><main><h1>{TITLE}</h1><p>{LEAD}</p><p>{WHY}</p>{related}{twice}</main></body></html>"
    assert texts(html) == [LEAD, WHY]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Größe", "Größe"),
        ("Gro\u0308ße", "Größe"),
        ("Land\u00adkreis\u200b \u00a0Muster\u2028land", "Landkreis Muster land"),
        ("a\ufffdb\ufffcc\x07d", "abcd"),
        ("Externer Link: www.kreis.example , dort ; hier", "www.kreis.example, dort; hier"),
        ("Hier (Öffnet in einem neuen Tab)", "Hier"),
    ],
)
def test_text_is_as_a_reader_sees_it(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
    assert squeeze(squeeze(raw)) == squeeze(raw)


def test_letters_are_compared_without_marks_and_case() -> None:
    assert letters("„Orle_Brücke“ (2.\u00ad Teil)") == letters("ORLE BRÜCKE 2 Teil") == "orlebrücke2teil"


@pytest.mark.parametrize("error", [RecursionError(), ValueError("?"), AttributeError("?"), TypeError("?")])
def test_a_failure_of_trafilatura_costs_no_page(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(*_: object, **__: object) -> str:
        raise error

    monkeypatch.setattr("trafilatura.extract", extract)
    assert texts(f"<html><body><article><p>{LEAD}</p><p>{WHY}</p></article><p>x</p></body></html>") == [LEAD, WHY]


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x0c", "\ufffe", "\uffff", "\ud800", "&#1;", "&#12;", "&#xfffe;"])
@pytest.mark.parametrize("depth", [10, 149, 200, 400])
def test_signs_that_no_text_may_have_are_left_out_of_what_is_nested_too_deeply(sign: str, depth: int) -> None:
    html = "<div>" * depth + f"<p>Die Brücke{sign} ist <b>gesperrt{sign}.</b></p>" + "</div>" * depth

    for said in (text_of(tree(html)), parse(html).get_text(" ")):
        assert re.sub(r"[\W_]+", " ", said).strip() == "Die Brücke ist gesperrt"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_tree(body: bytes) -> None:
    html = decode_html(b"<div>" * 160 + b"<p>" + body)

    assert isinstance(text_of(tree(html)), str)
    assert isinstance(parse(html).get_text(), str)
