"""Whole pages as the website programs of counties make them: what is made of each of their parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from relay.article.extract import article_from_page
from relay.model import Article, BlockKind, Entry

PAGES = Path(__file__).resolve().parents[1] / "data/pages"
SITE = "https://www.landkreis-musterland.example"


@dataclass(frozen=True)
class Page:
    """What is to be found on one."""

    title: str
    texts: tuple[str, ...]
    """How its blocks begin, in order; a table by its headings."""
    pictures: tuple[tuple[str, str, str], ...] = ()
    """Alt text, caption, credit."""
    files: tuple[tuple[str, str, int], ...] = ()
    """Title, type, size."""


EXPECTED = {
    "typo3": Page(
        "Neue Fahrpläne für die Schulbusse ab Montag",
        (
            "Im Landkreis Musterland gelten",
            "Grund ist der Umzug",
            "Das ändert sich",
            "Abfahrten am Morgen",
            "Linie | Ahrenfels Bahnhof bisher | Ahrenfels Bahnhof neu",
            "Alle Fahrpläne stehen",
        ),
        (
            (
                "Schulbus an einer Haltestelle, Kinder steigen ein",
                "Ein Bus hält vor der Gesamtschule Ahrenfels.",
                "Foto: Landkreis Musterland/J. Ohm",
            ),
        ),
        (("Fahrplan der Linien 41 bis 52", "application/pdf", 1_800_000),),
    ),
    "wordpress": Page(
        "Kreis vergibt Preis für Ehrenamt",
        (
            "Der Landkreis Musterland hat am Donnerstagabend",
            "Landrätin Dr. Ute Sommer",
            "Zwei der sechs Preisträger",
            "Verein | Ort",
        ),
        (("Sechs Menschen mit Urkunden auf einer Bühne", "", ""),),
        (("Begründung der Jury", "application/pdf", 0),),
    ),
    "drupal": Page(
        "Blaualgen im Orlesee: Baden verboten",
        (
            "Baden Sie bis auf Weiteres nicht",
            "Das Gesundheitsamt des Landkreises",
            "Die Algen können",
            "Die letzten Messungen",
            "Tag | Sichttiefe",
        ),
        (("Grüne Schlieren auf dem Wasser eines Sees", "", "Foto: Gesundheitsamt Musterland"),),
        (("Allgemeinverfügung zum Badeverbot", "application/pdf", 211_500),),
    ),
    "gsb": Page(
        "Gesundheitsamt bietet Sprechstunde in Hohenbach an",
        ("Das Gesundheitsamt des Landkreises", "Die Sprechstunde findet", "Das Amt beantwortet dort"),
        (("Eine Ärztin spricht mit einem Mann", "", "Quelle: Landkreis Musterland"),),
        (("Faltblatt zur Sprechstunde", "application/pdf", 2_000_000),),
    ),
    "nolis": Page(
        "Biotonne wird seltener geleert",
        ("Die Biotonne wird im Landkreis", "Die Termine für jede Straße"),
        (("Braune Tonne am Straßenrand", "Die Biotonne im Winter.", "© Landkreis Musterland"),),
        (
            ("Abfallkalender 2025", "application/pdf", 1_200_000),
            ("Satzung über die Abfallentsorgung", "application/pdf", 840_000),
        ),
    ),
    "ikiss": Page(
        "Feuerwehren üben den Ernstfall",
        ("Rund 250 Einsatzkräfte", "Von 8 bis 16 Uhr", "Anwohner sollen Fenster"),
        (("", "Einsatzkräfte rollen Schläuche aus.", "© Kreisfeuerwehrverband Musterland"),),
        (("Lageplan", "application/pdf", 1_400_000),),
    ),
    "sitepark": Page(
        "Bürgerbüro öffnet samstags",
        (
            "Das Bürgerbüro im Kreishaus",
            "Geöffnet ist von 9 bis 12 Uhr",
            "Öffnungszeiten ab April",
            "Tag | Vormittag | Nachmittag",
        ),
        (("Eine Frau steht an einem Schalter", "Am Schalter im Kreishaus", "© Landkreis Musterland / K. Beil"),),
        (("Übersicht der Gebühren", "application/pdf", 84_000), ("So buchen Sie einen Termin", "video/*", 0)),
    ),
    "imperia": Page(
        "Kreisstraße 57 wird bei Hohenbach saniert",
        ("Der Landkreis Musterland saniert", "Die Straße ist bis Ende Mai gesperrt", "Abschnitt | von | bis"),
        (("Bagger auf einer Straße", "Bagger tragen die alte Decke ab.", "Foto: Bauamt"),),
        (("Plan der Umleitung", "application/pdf", 312_000),),
    ),
    "joomla": Page(
        "Musikschule sucht Lehrkräfte",
        ("Die Musikschule des Landkreises", "Bewerbungen sind bis 30. April"),
        (("Ein Kind spielt Geige", "", "Foto: Musikschule"),),
        (
            ("geige.mp3", "audio/mpeg", 0),
            ("Ausschreibung", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 56_000),
            ("rundgang.mp4", "video/mp4", 0),
            ("YouTube", "video/*", 0),
        ),
    ),
    "tables": Page(
        "Kreis gibt Saatgut für Blühwiesen aus",
        ("Der Landkreis Musterland gibt am Samstag", "Ausgegeben wird von 9 bis 12 Uhr", "Ort | Zeit"),
        (("Wiese mit Mohn", "", "Foto: Untere Naturschutzbehörde"),),
        (("Merkblatt", "application/pdf", 120_000),),
    ),
}


def read(name: str) -> Article:
    url = f"{SITE}/presse/{name}.html"
    entry = Entry("1", url, EXPECTED[name].title)
    return article_from_page((PAGES / f"{name}.html").read_bytes(), url=url, entry=entry)


def texts(article: Article) -> list[str]:
    return [" | ".join(one.head) if one.kind is BlockKind.TABLE else one.text for one in article.blocks]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_text_of_a_page_is_all_of_the_release_and_nothing_else(name: str) -> None:
    found = texts(read(name))
    assert len(found) == len(EXPECTED[name].texts), found
    assert all(one.startswith(begins) for one, begins in zip(found, EXPECTED[name].texts, strict=True)), found


@pytest.mark.parametrize("name", EXPECTED)
def test_the_pictures_of_a_page_have_their_own_captions_and_credits(name: str) -> None:
    found = [(one.alt, one.caption, one.credit) for one in read(name).pictures]
    assert found == list(EXPECTED[name].pictures)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_files_of_a_page_have_their_titles_types_and_sizes(name: str) -> None:
    found = [(one.title, one.type, one.size) for one in read(name).attachments]
    assert found == list(EXPECTED[name].files)
