"""Whether a feed itself says that a release is withdrawn, and whether it is news that something was."""

from __future__ import annotations

import pytest

from relay.feed.withdrawn import says_withdrawn
from relay.model import Entry


def said(title: str, summary: str = "", was: str | None = None) -> str | None:
    return says_withdrawn(Entry("a", "", title, summary=summary), was)


@pytest.mark.parametrize(
    "title",
    [
        "Zurückgezogen: Brücke gesperrt",
        "ZURÜCKGEZOGEN - Brücke gesperrt",
        "[GELÖSCHT] Brücke gesperrt",
        "(zurückgezogen) Brücke gesperrt",
        "Brücke gesperrt – zurückgezogen",
        "Brücke gesperrt [zurückgezogen]",
        "Zurückgezogen",
        "Pressemitteilung zurückgezogen",
        "Diese Meldung wurde zurückgezogen",
        "Brücke gesperrt Zurückgezogen",
    ],
)
def test_a_mark_in_the_title_says_so_at_first_sight_and_later(title: str) -> None:
    assert said(title)
    assert said(title, was="Brücke gesperrt")


@pytest.mark.parametrize(
    "summary", ["<p>Zurückgezogen!</p> Die Brücke", "Diese Pressemitteilung wurde leider zurückgezogen.", "[Gelöscht]"]
)
def test_so_does_the_beginning_of_the_text(summary: str) -> None:
    assert said("Brücke gesperrt", summary)


@pytest.mark.parametrize(
    "title",
    [
        "Kreis hat Klage zurückgezogen",
        "Zurückgezogen lebende Wildkatzen kehren heim",
        "Antrag zurückgezogen, Kreistag vertagt",
        "Brand gelöscht",
        "Feuer in Ahrenfels gelöscht: Straße wieder frei",
        "Alte Daten werden gelöscht",
        "Brücke gesperrt",
    ],
)
def test_news_of_something_withdrawn_is_news(title: str) -> None:
    assert said(title, "Die Feuerwehr hat den Brand gelöscht. Der Antrag wurde zurückgezogen.") is None
    assert said(title, was=title) is None


def test_a_title_that_came_by_the_word_says_so() -> None:
    assert said("Brücke gesperrt wird zurückgezogen", was="Brücke gesperrt") == "zurückgezogen"
    assert said("Klage endgültig zurückgezogen", was="Klage zurückgezogen") is None
