"""What the feed itself says about a release."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.article.extract import article_from_entry, fallback_article, is_whole
from relay.model import Attachment, Entry, EntryMedia, Picture

URL = "https://www.landkreis-musterland.example/presse/1"
TITLE = "Orlebrücke in Ahrenfels gesperrt"
LEAD = "Der Landkreis Musterland sperrt ab Montag, 24. März, die Orlebrücke in Ahrenfels."
WHY = "Grund sind Risse an zwei Trägern."
LONG = " ".join([WHY] * 12)
THEN = " ".join([LEAD] * 5)


def entry(summary: str = "", content: str = "", media: tuple[EntryMedia, ...] = ()) -> Entry:
    return Entry(guid="1", url=URL, title=TITLE, summary=summary, content=content, media=media)


def said(summary: str = "", content: str = "") -> str | None:
    article = article_from_entry(entry(summary, content))
    return " ".join(article.sentences) if article else None


@pytest.mark.parametrize(
    "summary",
    [
        "",
        TITLE,
        "Pressemitteilung 71/2025",
        "Landrätin Vollmer (Mitte) mit den Geehrten. Foto: Stadt Bad Orlau",
        "Ab 24. März geht es über Hohenbach",
        "Der Landkreis Musterland sperrt ab Montag, 24....",
        "Der Landkreis Musterland sperrt ab Montag, 24. März, die Orlebrü",
        '<img src="a.jpg">',
        "weiterlesen",
    ],
)
def test_a_description_that_says_nothing_gives_nothing(summary: str) -> None:
    assert said(summary) is None
    assert fallback_article(entry(summary)).blocks == ()
    assert fallback_article(entry(summary)).title == TITLE


@pytest.mark.parametrize(
    "summary",
    [
        f"{LEAD} {WHY}",
        f"<p>{LEAD}</p><p>{WHY}</p>",
        f"Musterland – {LEAD} {WHY} Die Umleitung führt...",
        f"{LEAD} {WHY} Die Umleitung […]",
        f"{LEAD} {WHY}…",
        f"{LEAD} {WHY} Die Umleitung führt ...<br><hr><p>Übersicht unter: <a href=x>https://kreis.example/presse</a></p>",
        f"&lt;p&gt;{LEAD} {WHY} Die ...&lt;/p&gt;",
        f"&amp;lt;p&amp;gt;{LEAD} {WHY}&amp;lt;/p&amp;gt;",
        f"<p>{LEAD} {WHY} […]</p><p>Der Beitrag <a href=x>Orlebrücke</a> erschien zuerst auf <a href=y>Kreis</a>.</p>",
        f"<p>{LEAD} {WHY}</p><a href=x>Weiterlesen …</a>",
    ],
)
def test_whole_sentences_of_a_description_are_kept_and_a_cut_one_is_not(summary: str) -> None:
    assert said(summary) == f"{LEAD} {WHY}"


def test_content_is_preferred_to_the_summary() -> None:
    assert said(LEAD, f"<p>{LEAD}</p><p>{WHY}</p>") == f"{LEAD} {WHY}"
    assert said(LEAD, "<p></p>") == LEAD


def test_the_number_of_a_character_may_have_any_number_of_digits() -> None:
    escaped = f"&lt;p&gt;{LEAD} &amp;#{'1' * 5000}; {WHY}&lt;/p&gt;"
    assert said(summary=escaped) == f"{LEAD} {WHY}"


def test_pictures_and_files_of_an_entry_are_found() -> None:
    media = (
        EntryMedia("https://kreis.example/b.jpg", "image/jpeg"),
        EntryMedia("https://kreis.example/b.pdf", "application/pdf"),
    )
    article = article_from_entry(entry(f'<img src="/a.jpg" alt="Brücke"><p>{LEAD}</p>', media=media))
    assert article is not None
    assert article.pictures == (
        Picture("https://kreis.example/b.jpg"),
        Picture("https://www.landkreis-musterland.example/a.jpg", "Brücke"),
    )
    assert article.attachments == (Attachment("https://kreis.example/b.pdf", "b.pdf", "application/pdf"),)


def test_content_with_several_long_paragraphs_is_whole() -> None:
    assert is_whole(entry(content=f"<p>{LEAD}</p><p>{LONG}</p><p>{THEN} Ende.</p>"))
    assert is_whole(entry(f"<p>{LEAD}</p>" + "".join(f"<p>Punkt {n} lautet. {LONG}</p>" for n in range(4))))


@pytest.mark.parametrize("end", [" …", "...", " […]", "</p><p><a href=x>Weiterlesen</a>", " und"])
def test_content_that_is_cut_is_not_whole(end: str) -> None:
    assert not is_whole(entry(content=f"<p>{LEAD}</p><p>{LONG}</p><p>{THEN} Ende.{end}</p>"))


def test_a_short_text_is_not_whole() -> None:
    assert not is_whole(entry())
    assert not is_whole(entry(LEAD))
    assert not is_whole(entry(content=f"<p>{LEAD}</p><p>{WHY}</p>"))
    assert not is_whole(entry(f"<p>{LEAD}</p><p>{LONG}</p>"))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_entry_has_a_fallback(summary: str, content: str) -> None:
    article = fallback_article(entry(summary, content))
    assert article.title == TITLE
    assert isinstance(is_whole(entry(summary, content)), bool)
    assert all(b.sentences for b in article.blocks)
