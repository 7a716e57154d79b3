"""Plain text from titles and from HTML."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed.text import as_html, line, once_escaped, plain, web_url


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A & B", "A & B"),
        ("1 < 2", "1 < 2"),
        ("5 <10 und 3>2", "5 <10 und 3>2"),
        ("<b>Wichtig</b>: x", "Wichtig: x"),
        ("&lt;b&gt;Wichtig&lt;/b&gt;: x", "Wichtig: x"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("R&D & Co;", "R&D & Co;"),
        ("M&uuml;ll &#8211; Abfuhr &#x1F69B;", "Müll – Abfuhr 🚛"),
        ("Zeile<br/>zwei", "Zeile zwei"),
        ("H<sub>2</sub>O", "H2O"),
        ("Schul\u00adaus\u200bfall\ufeff", "Schulausfall"),
        ("  viel\u00a0 \n Raum ", "viel Raum"),
        ("u\u0308ber", "über"),
        ("Feuerwehr 👩\u200d🚒", "Feuerwehr 👩\u200d🚒"),
        ("\u202egnurraw", "gnurraw"),
        ("Kreis <Musterland> tagt", "Kreis <Musterland> tagt"),
        ('<a href="x" title="a > b">Link</a>', "Link"),
        ("x<!-- kein Wort -->y", "xy"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("", ""),
    ],
)
def test_titles_are_read_as_they_are_meant(title: str, text: str) -> None:
    assert line(title) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Eins</p><p>zwei &amp; drei</p>", "Eins zwei & drei"),
        ("a<style>p {color: red}</style>b<script>if (a < b) {}</script>c", "a b c"),
        ("<SCRIPT>x</SCRIPT >y", "y"),
        ("vor <script>ohne Ende", "vor"),
        ("vor <!-- ohne Ende", "vor"),
        ("<unbekannt>x</unbekannt>", "x"),
        ("1 < 2", "1 < 2"),
        ("Wort<b>teil</b>", "Wortteil"),
        ("<img alt='a > b'>x", "x"),
        ("kein Markup", "kein Markup"),
        (f"a&#{'1' * 5000};b", "a\ufffdb"),
        (f"a&#{'0' * 5000}65;&#{'0' * 9};b", "aA\ufffdb"),
    ],
)
def test_html_becomes_one_line(html: str, text: str) -> None:
    assert plain(html) == text


@settings(deadline=None)  # a busy machine is no bug
@given(st.text() | st.text(alphabet="<>&;/!-abp\"' =#x3"))
def test_plain_text_is_folded_and_normal_whatever_comes(html: str) -> None:
    for text in (plain(html), line(html)):
        assert text == " ".join(text.split())
        assert unicodedata.is_normalized("NFC", text)


@settings(deadline=None)  # a busy machine is no bug
@given(st.text(alphabet="abc äöü.,:!?0123456789"))
def test_text_without_markup_stays_word_for_word(text: str) -> None:
    assert plain(text) == line(text) == " ".join(text.split())


@settings(deadline=None)  # a busy machine is no bug
@given(st.text(alphabet="ab <>&\n\"'"))
def test_plain_text_as_html_says_the_same(text: str) -> None:
    assert plain(as_html(text)) == " ".join(text.split())


def test_html_is_set_right_only_where_it_was_escaped_once_too_often() -> None:
    assert once_escaped("&lt;p&gt;a &amp;amp; b&lt;/p&gt;") == "<p>a &amp; b</p>"
    assert once_escaped("<p>Das Element &lt;p&gt;</p>") == "<p>Das Element &lt;p&gt;</p>"
    assert once_escaped("1 &lt; 2") == "1 &lt; 2"


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("https://kreis.example/a b", "https://kreis.example/a%20b"),
        (" https://kreis.example/\n  a ", "https://kreis.example/%20%20a"),
        ("/a", "https://kreis.example/a"),
        ("//andere.example/a", "https://andere.example/a"),
        ("ftp://kreis.example/a", ""),
        ("http:///a", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_addresses_are_absolute_web_addresses_or_nothing(url: str, absolute: str) -> None:
    assert web_url(url, "https://kreis.example/feed.xml") == absolute
