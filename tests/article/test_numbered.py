"""Releases of a series, whose titles differ in a number alone."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.article.numbered import is_of_another_number, lacks_number
from relay.errors import ParseError
from relay.model import Entry

URL = "https://www.landkreis-musterland.example/presse/2025/meldung-71.html"
OWN = (
    "Der Landkreis Musterland saniert dort auf vier Kilometern die Decke und zwei Durchlässe.",
    "Anlieger kommen bis auf wenige Tage zu ihren Grundstücken, der Busverkehr wird umgeleitet.",
)
OTHERS = (
    "Nach einem Unwetter liegen Bäume auf der Fahrbahn, die Feuerwehr räumt seit dem frühen Morgen.",
    "Wie lange das dauert, kann die Leitstelle noch nicht sagen; Reisende sollen mehr Zeit einplanen.",
)
SERIES = [
    ("Kreisstraße K 57 gesperrt", "Kreisstraße K 75 gesperrt"),
    ("Kreisstraße K 5 gesperrt", "Kreisstraße K 57 gesperrt"),
    ("Sperrung der K 5", "Sperrung der K 57"),
    ("21. Sitzung", "22. Sitzung"),
    ("21. Sitzung", "121. Sitzung"),
    ("21. Sitzung des Kreistags", "22. Sitzung des Kreistags Musterland"),
    ("Kreistag: 21. Sitzung", "22. Sitzung"),
    ("Fallzahlen 3. Mai", "Fallzahlen 4. Mai"),
    ("Fallzahlen 3. Mai", "Fallzahlen 3. Juni"),
    ("Fallzahlen vom 3. Mai 2021", "Fallzahlen vom 04.05.2021"),
    ("Haushalt 2025 beschlossen", "Haushalt 2024 beschlossen"),
    ("Landkreis fördert 12 Vereine mit 1.200 Euro", "Landkreis fördert 12 Vereine mit 1.400 Euro"),
]


def read(title: str, headline: str, said: str, shown: tuple[str, ...], *, tag: str = "h1") -> str:
    text = "".join(f"<p>{one}</p>" for one in shown)
    html = (
        f"<html><head><meta charset=utf-8><title>Landkreis Musterland</title></head><body><main><h1>Aktuelles</h1>"
        f"<{tag}>{headline}</{tag}>{text}</main></body></html>"
    )
    entry = Entry("1", URL, title, summary=said)
    return " ".join(article_from_page(html.encode(), url=URL, entry=entry).sentences)


@pytest.mark.parametrize(("title", "headline"), SERIES)
@pytest.mark.parametrize("said", ["", f"<p>{OWN[0]}</p>", f"{OWN[0]} {OWN[1][:40]} …"])
@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_the_page_of_another_number_is_that_of_another_release(title: str, headline: str, said: str, tag: str) -> None:
    with pytest.raises(ParseError, match="does not show"):
        read(title, headline, said, OTHERS, tag=tag)


@pytest.mark.parametrize(("title", "headline"), SERIES)
@pytest.mark.parametrize("said", [f"<p>{OWN[0]}</p>", f"{OWN[0]} {OWN[1][:40]} …", f"{OWN[0]} [...] weiterlesen"])
def test_a_number_that_was_mended_on_the_page_alone_does_no_harm_as_the_words_are_the_same(
    title: str, headline: str, said: str
) -> None:
    assert read(title, headline, said, OWN).count(OWN[0])


def test_words_that_are_the_same_every_day_do_not_make_the_page_of_another_day_the_right_one() -> None:
    said = "Im Landkreis gibt es heute {} neue Fälle, der Wert der letzten Tage liegt bei {},3 je 100.000 Einwohner."
    with pytest.raises(ParseError, match="does not show"):
        read("Fallzahlen 3. Mai", "Fallzahlen 4. Mai", said.format(15, 120), (said.format(23, 131), OTHERS[0]))


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Fallzahlen 3. Mai", "Fallzahlen vom 03.05.2021"),
        ("Fallzahlen 3. Mai", "Fallzahlen für den 3. Mai 2021"),
        ("Kreisstraße K 57 gesperrt", "Kreisstraße K57 gesperrt"),
        ("Kreisstraße K 57 gesperrt", "Kreisstraße gesperrt"),
        ("Haushalt beschlossen", "Haushalt 2025 beschlossen"),
        ("Landkreis fördert Vereine mit 1.200 Euro", "Landkreis fördert Vereine mit 1200 Euro"),
        ("Sitzung am 3. Mai um 18 Uhr", "Sitzung am 03.05. um 18:00 Uhr"),
        (
            "Ab 3. Mai: Impfzentrum in Ahrenfels schließt",
            "Impfzentrum in Ahrenfels nach 150 Tagen am Ende: Dank an alle",
        ),
    ],
)
def test_numbers_that_are_spelt_otherwise_or_left_out_are_no_others(title: str, headline: str) -> None:
    assert read(title, headline, "", OWN).count(OWN[0])


def test_of_several_headlines_one_with_the_number_is_enough() -> None:
    assert not lacks_number("Die 21. und die 22. Sitzung", "21. Sitzung")
    assert read("21. Sitzung", "22. Sitzung</h1><h1>21. Sitzung", "", OWN).count(OWN[0])


def test_titles_that_say_other_things_do_not_differ_in_a_number_alone() -> None:
    assert not is_of_another_number("3 neue Busse für Ahrenfels", ["Hallenbad öffnet am 12. Mai wieder"])
    assert not is_of_another_number("", ["12"])


def test_headings_within_a_release_may_name_other_numbers() -> None:
    assert read("Haushalt 2025 beschlossen", "Haushalt beschlossen</h1><h2>Haushalt 2024</h2><h1>", "", OWN).count(
        OWN[0]
    )


# --- another headline, the same text ----------------------------------------------------------------------------------

WHOLLY_OTHER = "Vier Kilometer neue Decke"


@pytest.mark.parametrize(
    "headline", [WHOLLY_OTHER, "Anmelden", "Login", "500", "Wartungsarbeiten", "Fehler 404 im Amt"]
)
@pytest.mark.parametrize(
    "said",
    [
        f"<p>{OWN[0]}</p>",
        "&lt;p&gt;" + OWN[0] + "&lt;/p&gt;",
        "Auf vier Kilometern die Decke.",
        OWN[0][:50] + "…",
        f"Sperrung zwischen Ahrenfels und Hohenbach {OWN[0]}",
        f"<p>{OWN[1]}</p><p>{OWN[0]}</p><p><a href='/x'>weiterlesen</a></p>",
    ],
)
def test_a_page_that_shows_the_feed_s_own_words_is_right_whatever_its_headline(headline: str, said: str) -> None:
    title = "Sperrung zwischen Ahrenfels und Hohenbach"
    assert OWN[0] in read(title, f"{headline}</h1><h1>{headline}", said, OWN)


@pytest.mark.parametrize(
    "said", ["", "Landkreis Musterland", "Sperrung zwischen Ahrenfels und Hohenbach", f"<p>{OWN[0]}</p>"]
)
def test_a_page_of_another_headline_and_other_words_is_wrong(said: str) -> None:
    with pytest.raises(ParseError, match="does not show"):
        read("Sperrung zwischen Ahrenfels und Hohenbach", "Bäume auf der Fahrbahn", said, OTHERS)


def test_a_link_in_a_sentence_is_part_of_the_feed_s_words() -> None:
    shown = (OWN[0].replace("vier Kilometern", "<a href='/plan'>vier Kilometern</a>"), OWN[1])
    assert "vier Kilometern" in read("K 57 gesperrt", "K 75 gesperrt", f"<p>{OWN[0]} {OWN[1]}</p>", shown)


def test_the_feed_s_words_as_the_text_of_a_link_to_the_release_are_not_the_release() -> None:
    listed = f"<a href='/presse/2025/meldung-71.html'>{OWN[0]} {OWN[1]}</a>"
    with pytest.raises(ParseError, match="does not show"):
        read("K 57 gesperrt", "K 75 gesperrt", f"<p>{OWN[0]} {OWN[1]}</p>", (*OTHERS, listed))


@pytest.mark.parametrize("name", ["name=description", "property=og:description"])
def test_a_page_that_tells_search_engines_what_the_feed_says_is_right(name: str) -> None:
    html = f"<head><meta {name} content='{OWN[0]}'></head><body><h1>Vier Kilometer</h1><p>{OTHERS[0]}</p></body>"
    entry = Entry("1", URL, "Sperrung zwischen Ahrenfels und Hohenbach", summary=OWN[0])
    assert article_from_page(html.encode(), url=URL, entry=entry).sentences == (OTHERS[0],)
