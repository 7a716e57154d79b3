"""Lines that are no text of a release, and lines that look like it and are."""

from __future__ import annotations

import pytest

from relay.article.boilerplate import is_caption, is_contact, is_furniture, is_related_heading, split_credit

FURNITURE = [
    "Pressemitteilung 071/2025",
    "Pressemitteilung Nr. 301a/2025",
    "(Pressemitteilung 71/2012 vom 14.03.2012)",
    "Pressemeldung vom 14. März 2025",
    "14.03.2025",
    "Fr., 14.03.2025, 09:30 Uhr",
    "Stand: 14. März 2025, 14 Uhr",
    "Meldung vom 22.05.2025 Letzte Aktualisierung: 22.05.2025",
    "Veröffentlicht am 14.03.2025",
    "Autor/in: Pressestelle",
    "erstellt von Pressestelle — zuletzt verändert: 07.01.2025 12:30",
    "Sperrfrist: 15. Mai 2025, 18 Uhr",
    "Es gilt das gesprochene Wort!",
    "Lage Nr. 7, Stand 14 Uhr",
    "Sie sind hier: Startseite > Aktuelles",
    "Zum Inhalt springen",
    "Seite teilen",
    "Drucken",
    "nach oben",
    "« zurück",
    "Zurück zur Übersicht",
    "[ Fenster schließen ]",
    "[…]",
    "Weiterlesen …",
    "mehr",
    "Ihr Browser unterstützt das Audio-Element nicht.",
    "Flyer „Ausbildung 2026“ (PDF, 1,2 MB)",
    "Pressemitteilung herunterladen",
    "Diese Website verwendet Cookies, um Ihnen die bestmögliche Nutzung zu ermöglichen.",
    "(pm/red)",
    "Original-Content von: Landkreis Musterland, übermittelt durch presseportal",
]
TEXT = [
    "Die Pressemitteilung vom 14. März enthielt einen Fehler.",
    "Am 14. März 2025 beginnt die Sperrung der K 17.",
    "Der Stand der Arbeiten ist gut.",
    "Mehr Platz für Mittagessen und Betreuung.",
    "Drucken und Kopieren kosten künftig zehn Cent je Seite.",
    "Zurück bleibt eine Gemeinde, die trauert.",
    "Kekse, auch Cookies genannt, backt die Landfrauengruppe am Samstag.",
    "Die Weiterlesung folgt am Freitag.",
]


@pytest.mark.parametrize("text", FURNITURE)
def test_this_is_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize("text", TEXT)
def test_this_is_text(text: str) -> None:
    assert not is_furniture(text)
    assert not is_caption(text)
    assert not is_contact(text)
    assert not is_related_heading(text)


@pytest.mark.parametrize(
    ("caption", "parts"),
    [
        ("Die Brücke. Foto: K. Beil", ("Die Brücke.", "Foto: K. Beil")),
        ("Die Brücke. (Foto: Landkreis Musterland/K. Beil)", ("Die Brücke.", "Foto: Landkreis Musterland/K. Beil")),
        ("Die Brücke (r.). © Landkreis Musterland", ("Die Brücke (r.).", "© Landkreis Musterland")),
        ("Die rote Linie zeigt es. Karte: Landkreis", ("Die rote Linie zeigt es.", "Karte: Landkreis")),
        ("Bild: vhs Musterland", ("", "Bild: vhs Musterland")),
        ("Gruppe vor dem Rathaus Foto: privat", ("Gruppe vor dem Rathaus", "Foto: privat")),
        ("Die Brücke im März.", ("Die Brücke im März.", "")),
        ("", ("", "")),
    ],
)
def test_a_credit_is_split_from_its_caption(caption: str, parts: tuple[str, str]) -> None:
    assert split_credit(caption) == parts
    assert is_caption(caption) is bool(parts[1])


def test_a_source_in_a_sentence_is_no_picture_credit() -> None:
    assert not is_caption("Die Inzidenz beträgt 118,4. (Quelle: Robert Koch-Institut)")
    assert not is_caption("Alle Standorte zeigt die Karte: www.kreis.example")


@pytest.mark.parametrize(
    "text",
    [
        "Kontakt: Gesundheitsamt, Telefon 09999 405-4100, E-Mail: ga@kreis.example",
        "Sprechzeiten: Mo.–Do. 8–12 Uhr und 13–15.30 Uhr, Fr. 8–12 Uhr",
        "Noch Fragen? Nina Brandt, Telefon 09999 405-1313, ausbildung@kreis.example",
        "Ansprechpartner für die Presse: Pressestelle, Kathrin Beil, Tel. 09999 405-1010, Fax 09999 405-1099",
        "Anmeldung: Jugendförderung, Zi. 214, Tel. 09999 405-2210, jugend@kreis.example",
        "Rückfragen bitte an:",
        "Pressekontakt",
        "Landkreis Musterland Pressestelle Telefon: 09999 405-1010 E-Mail: presse@kreis.example",
        "Landkreis Musterland · Am Kreishaus 1 · 99990 Ahrenfels",
    ],
)
def test_this_is_contact(text: str) -> None:
    assert is_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Eine Anmeldung ist bis Montag, 2. Juni, unter Telefon 09999 405-1001 möglich.",
        "Themenwünsche nimmt die Redaktion per E-Mail entgegen: podcast@kreis.example.",
        "Kontakte zu anderen Eltern sind vielen wichtig, sagt die Leiterin des Jugendamts.",
        "Im Notfall gilt die 112.",
    ],
)
def test_this_is_no_contact(text: str) -> None:
    assert not is_contact(text)
