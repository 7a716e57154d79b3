"""Lines that are no text of a release, and lines that look like it and are."""

from __future__ import annotations

import pytest

from relay.article.page.boilerplate import is_caption, is_contact, is_furniture, is_related_heading, split_credit

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
    "Hinweis für die Redaktionen: Fotos gibt es bei der Pressestelle.",
    "Plan der UmleitungHerunterladen",
    "+++ Ende +++",
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
        ("Foto: Freiwillige Feuerwehr Ahrenfels e. V.", ("", "Foto: Freiwillige Feuerwehr Ahrenfels e. V.")),
        ("Die Wache. Foto: Feuerwehr St. Veitsberg e.V.", ("Die Wache.", "Foto: Feuerwehr St. Veitsberg e.V.")),
        ("Die Wache (Foto: DRK Musterland e. V.)", ("Die Wache", "Foto: DRK Musterland e. V.")),
        ("Die Wache. (Foto: DRK Musterland e. V.).", ("Die Wache.", "Foto: DRK Musterland e. V.")),
        ("Die Wache. Foto: Max Muster.", ("Die Wache.", "Foto: Max Muster")),
        ("Foto: Max M.", ("", "Foto: Max M.")),
        ("Foto: Max Muster (Kreis Musterland)", ("", "Foto: Max Muster (Kreis Musterland)")),
        ("Das Fest. Foto: Max Muster (Kreis).", ("Das Fest.", "Foto: Max Muster (Kreis)")),
        ("Das Fest (Foto: Max Muster (Kreis))", ("Das Fest", "Foto: Max Muster (Kreis)")),
        ("Das Fest [Bild: Kreis Musterland]", ("Das Fest", "Bild: Kreis Musterland")),
        ("Copyright Landkreis Musterland", ("", "Copyright Landkreis Musterland")),
        ("Die Brücke. Copyright: Landkreis Musterland", ("Die Brücke.", "Copyright: Landkreis Musterland")),
        ("Die Brücke. Copyright Kreis Musterland", ("Die Brücke.", "Copyright Kreis Musterland")),
        ("Copyright © 2026 Landkreis Musterland", ("", "Copyright © 2026 Landkreis Musterland")),
        ("© 2026 Landkreis Musterland", ("", "© 2026 Landkreis Musterland")),
        ("Die Brücke © 2026 Landkreis Musterland", ("Die Brücke", "© 2026 Landkreis Musterland")),
        ("Symbolbild: Pixabay", ("", "Symbolbild: Pixabay")),
        ("Symbolfoto", ("", "Symbolfoto")),
        ("Symbolfoto/Pixabay", ("", "Symbolfoto/Pixabay")),
        ("Symbolfoto (Pixabay)", ("", "Symbolfoto (Pixabay)")),
        ("Ein Impfpass (Symbolfoto/Pixabay)", ("Ein Impfpass", "Symbolfoto/Pixabay")),
        ("Ein Impfpass. Symbolbild – Pixabay", ("Ein Impfpass.", "Symbolbild – Pixabay")),
        ("Ein Impfpass Archivfoto: Kreis", ("Ein Impfpass", "Archivfoto: Kreis")),
        ("Bild: Kreis/M. Muster", ("", "Bild: Kreis/M. Muster")),
        ("Fotonachweis: Kreis/M. Muster", ("", "Fotonachweis: Kreis/M. Muster")),
        ("Text und Foto: M. Muster", ("", "Text und Foto: M. Muster")),
        ("Foto/Grafik: M. Muster", ("", "Foto/Grafik: M. Muster")),
        ("Die Brücke im März.", ("Die Brücke im März.", "")),
        ("", ("", "")),
    ],
)
def test_a_credit_is_split_from_its_caption(caption: str, parts: tuple[str, str]) -> None:
    assert split_credit(caption) == parts
    assert is_caption(caption) is bool(parts[1])


WHO_IS_WHO = [
    "Foto (v.l.n.r.): Landrat Max Muster, Erika Beispiel und Jana Kern",
    "Foto (v. l.): Landrat Max Muster und Erika Beispiel bei der Übergabe am 3. Mai.",
    "Foto: v. l. n. r. Max Muster, Erika Beispiel",
    "Foto (von links nach rechts): Max Muster, Erika Beispiel",
    "Bild: von links Max Muster und Erika Beispiel",
    "Auf dem Foto (von links): Max Muster, Erika Beispiel",
    "Bildunterschrift: Max Muster und Erika Beispiel",
]


@pytest.mark.parametrize("text", WHO_IS_WHO)
def test_who_is_who_in_a_picture_is_its_caption_and_no_credit(text: str) -> None:
    assert is_caption(text)
    assert split_credit(text) == (text, "")
    assert split_credit(f"{text} Foto: Kreis Musterland") == (text, "Foto: Kreis Musterland")


@pytest.mark.parametrize(
    "text",
    [
        "Die Fotos von links und rechts des Ufers hängen ab 3. Mai im Kreishaus.",
        "Copyright ist das Thema eines Vortrags am 3. Mai im Kreishaus.",
        "Symbolbilder der Romantik zeigt das Museum ab 3. Mai.",
    ],
)
def test_a_sentence_about_pictures_is_no_caption(text: str) -> None:
    assert not is_caption(text)


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
        "Telefon 09999 405-1010 oder presse@kreis.example, Sabine Muster.",
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
        "Fragen beantwortet das Bauamt unter bauamt@kreis.example gerne.",
        "Karten gibt es unter Tel. 09999 405-10.",
    ],
)
def test_this_is_no_contact(text: str) -> None:
    assert not is_contact(text)
