"""Releases as counties write them, from the page to the teaser: what must be in it, and what must not."""

from __future__ import annotations

import pytest

from relay.article.extract import article_from_page
from relay.article.summarise import teaser

URL = "https://www.landkreis-musterland.example/presse/1.html"


def made(title: str, inner: str, length: int) -> str:
    html = (
        f"<!DOCTYPE html><html lang=de><head><meta charset=utf-8><title>{title}</title></head><body>"
        f"<nav><a href=/>Start</a></nav><main><h1>{title}</h1>{inner}</main><footer>Impressum</footer></body></html>"
    )
    return teaser(article_from_page(html.encode(), url=URL, title=title).blocks, title=title, length=length).text


WATER = (
    "Trinkwasser in Ahrenfels verunreinigt",
    """
<p>Ahrenfels (kas). Bei einer Routinekontrolle hat das Gesundheitsamt des Landkreises Musterland coliforme Keime
nachgewiesen. Betroffen sind die Kernstadt und die Ortsteile Oberrode und Unterrode mit rund 6.200 Menschen.</p>
<p>„Es besteht kein Grund zur Panik“, sagt Amtsleiter Dr. Max Muster. „Wir haben sofort gehandelt.“</p>
<p>Bitte kochen Sie das Trinkwasser ab sofort ab. Lassen Sie es einmal sprudelnd aufkochen. Zum Duschen kann das
Wasser weiter genutzt werden.</p>
<p>Die Stadtwerke chloren das Netz seit Donnerstag, 14. Mai, 18 Uhr.</p>
""",
)
STORM = (
    "Orkantief zieht über Musterland",
    """
<p>Der Deutsche Wetterdienst hat für den Landkreis Musterland eine amtliche Warnung vor orkanartigen Böen
herausgegeben. Sie gilt von Donnerstag, 18 Uhr, bis Freitag, 9 Uhr. In den Höhenlagen sind Geschwindigkeiten bis 120
km/h möglich.</p>
<p>Der Unterricht fällt am Freitag aus. Das Betreten der Wälder ist verboten.</p>
<ul><li>Im Haus bleiben</li><li>Fenster und Türen schließen</li></ul><p>Die Leitstelle ist auf alles vorbereitet. -
Ende der Pressemitteilung -</p>
""",
)
FLOOD = (
    "Hochwasser an Orle und Wetsch",
    """
<p>Nach dem Dauerregen steigen die Pegel an Orle und Wetsch weiter. In Ahrenfels wurde am Morgen mit 4,35 Metern die
Meldestufe 2 überschritten, der Scheitel wird in der Nacht zu Freitag erwartet.</p>
<p>Was jetzt zu tun ist:</p>
<ul><li>Keller nicht betreten</li><li>Fahrzeuge aus Ufernähe entfernen</li></ul><p>Das Bürgertelefon ist unter 09999
405-112 erreichbar.</p>
""",
)
BOMB = (
    "Bombe in Hohenbach gefunden",
    """
<p>Hohenbach – Bei Bauarbeiten in der Güterstraße ist am Mittwoch eine 250 Kilogramm schwere Fliegerbombe aus dem
Zweiten Weltkrieg entdeckt worden. Der Kampfmittelräumdienst will sie noch heute entschärfen.</p>
<p>Der Gefahrenbereich hat einen Radius von 500 Metern. Betroffen sind rund 3.000 Menschen, zwei Kitas und ein
Pflegeheim. Alle müssen das Gebiet bis 15 Uhr verlassen haben.</p>
<p>Der Bahnverkehr ruht ab 16 Uhr.</p>
""",
)
FLU = (
    "Geflügelpest in Talheim bestätigt",
    """
<p>In einer Hobbyhaltung in Talheim i. O. ist die Geflügelpest ausgebrochen. Das Landeslabor hat das Virus H5N1 am
Dienstagabend bestätigt. 64 Hühner und Enten sind verendet.</p>
<p>Der Landkreis hat zwei Zonen eingerichtet. In beiden Zonen leben 41.000 Tiere. Tierhalter müssen ihr Geflügel ab
Samstag in Ställen halten (Aufstallungspflicht).</p>
<p>„Nehmen Sie das ernst“, appelliert Amtstierärztin Dr. Erika Beispiel.</p>
""",
)
ALGAE = (
    "Blaualgen im Orlesee",
    """
<div class='alert alert-danger' role=alert><p>Bitte baden Sie bis auf Weiteres nicht im Orlesee.</p>
</div><p>Bei der Untersuchung am Montag hat das Gesundheitsamt eine starke Vermehrung von Blaualgen festgestellt. Die
Gifte der Algen können Hautreizungen, Übelkeit und Durchfall auslösen, gefährdet sind vor allem kleine Kinder und
Hunde.</p>
""",
)
ROAD = (
    "B 299a bei Lindengrund: Vollsperrung ab Montag",
    """
<p>Musterstadt. Straßenbehörde und Landkreis erneuern ab Montag, 7. September, die Fahrbahn der B 299a zwischen
Lindengrund und Ober-Steinau. Die Strecke wird dafür bis Freitag, 2. Oktober, voll gesperrt.</p>
<p>Die Umleitung führt über die K 17 und die L 3219. „Die Fahrbahn stammt aus dem Jahr 1978“, so Projektleiterin Jana
Beispiel.</p>
<p>Plan-der-UmleitungHerunterladen</p>
<p>Weitere Informationen: www.strassen.example/b299a</p>
""",
)
VACCINES = (
    "Impftag im Kreishaus",
    """
<p>Liebe Bürgerinnen und Bürger,</p>
<p>der Winter naht, und mit ihm die Grippe. Das Gesundheitsamt lädt für Samstag, 24. Oktober, zu einem offenen Impftag
ins Kreishaus ein. Von 9 bis 15 Uhr können sich alle ab 18 Jahren ohne Termin impfen lassen.</p>
<p>Die Impfungen sind kostenlos. (jb)</p>
<p>Foto (v.l.n.r.): Dr. Max Muster und Jana Kern</p>
""",
)
HONOUR = (
    "Ehrennadel für Jugendtrainerin Jana Kern",
    """
<p>„Ohne Sie wäre der Landkreis ärmer“: Mit diesen Worten hat Landrat Max Muster am Freitagabend die Trainerin Jana
Kern aus Hohenbach mit der Ehrennadel ausgezeichnet. Seit 31 Jahren trainiert sie Kinder und Jugendliche.</p>
<p>Die 52-Jährige leitet zwei Gruppen. „Ich bekomme viel zurück“, sagt Kern.</p>
<p>Foto: TV 1886 Hohenbach e. V.</p>
""",
)
OBITUARY = (
    "Landkreis nimmt Abschied von Elfriede Beispiel",
    """
<p>Musterstadt (mm). Der Landkreis Musterland trauert um seine frühere Kreistagsvorsitzende Elfriede Beispiel. Sie ist
am 3. Februar im Alter von 84 Jahren gestorben.</p>
<p>Beispiel gehörte dem Kreistag von 1974 bis 2006 an, davon 15 Jahre als Vorsitzende. Für ihr Wirken erhielt sie 1998
den Verdienstorden.</p>
<p>Die Trauerfeier ist am Freitag, 13. Februar, um 14 Uhr in der Stadtkirche Ahrenfels.</p>
""",
)
HERITAGE = (
    "Tag des offenen Denkmals",
    """
<p>„Wahr-Zeichen“ heißt das Motto des Tags des offenen Denkmals am Sonntag, 13. September. 21 Denkmäler öffnen von 10
bis 17 Uhr ihre Türen. „So viele waren es noch nie“, so Denkmalpflegerin Erika Muster.</p>
<p>Der Eintritt ist überall frei.</p>
<p>Hinweis für die Redaktionen: Fotos gibt es ab 12 Uhr bei der Pressestelle.</p>
""",
)
WASTE = (
    "Feiertage: Müllabfuhr kommt später",
    """
<p>Wegen des Feiertags am 4. Juni verschiebt sich die Müllabfuhr im gesamten Landkreis um einen Tag. Die Leerung vom
Freitag wird am Samstag, 6. Juni, nachgeholt.</p>
<p>Die Wertstoffhöfe bleiben am 4. Juni geschlossen.</p>
<p>Abfallkalender-2026Herunterladen</p>
<p>PDF-Datei (PDF, 1.4 MB)</p>
""",
)
NEVER = (
    "kas)",
    "(mm)",
    "(jb)",
    "Musterstadt",
    "Herunterladen",
    "Ende der",
    "Foto",
    "Redaktion",
    "PDF",
    "www.",
    "Liebe ",
)

EXPECTED = [
    (WATER, 200, "Bei einer Routinekontrolle", "Bitte kochen Sie das Trinkwasser ab sofort ab."),
    (WATER, 350, "Bei einer Routinekontrolle", "Bitte kochen Sie das Trinkwasser ab sofort ab."),
    (STORM, 200, "Der Deutsche Wetterdienst", "Das Betreten der Wälder ist verboten."),
    (STORM, 350, "Der Deutsche Wetterdienst", "Das Betreten der Wälder ist verboten."),
    (FLOOD, 200, "Nach dem Dauerregen", "Keller nicht betreten"),
    (FLOOD, 350, "Nach dem Dauerregen", "Keller nicht betreten"),
    (BOMB, 200, "Bei Bauarbeiten", "Alle müssen das Gebiet bis 15 Uhr verlassen haben."),
    (BOMB, 350, "Bei Bauarbeiten", "Alle müssen das Gebiet bis 15 Uhr verlassen haben."),
    (FLU, 200, "In einer Hobbyhaltung", "Tierhalter müssen ihr Geflügel ab Samstag in Ställen halten"),
    (FLU, 350, "In einer Hobbyhaltung", "Tierhalter müssen ihr Geflügel ab Samstag in Ställen halten"),
    (ALGAE, 200, "Bitte baden Sie", "Blaualgen festgestellt."),
    (ROAD, 200, "Straßenbehörde und Landkreis", "ab Montag, 7. September"),
    (ROAD, 350, "Straßenbehörde und Landkreis", "bis Freitag, 2. Oktober, voll gesperrt."),
    (VACCINES, 200, "Das Gesundheitsamt lädt", "Samstag, 24. Oktober"),
    (VACCINES, 350, "Das Gesundheitsamt lädt", "Von 9 bis 15 Uhr"),
    (HONOUR, 350, "„Ohne Sie wäre der Landkreis ärmer“: Mit diesen Worten", "trainiert sie Kinder und Jugendliche."),
    (OBITUARY, 350, "Der Landkreis Musterland trauert", "Die Trauerfeier ist am Freitag, 13. Februar, um 14 Uhr"),
    (HERITAGE, 200, "„Wahr-Zeichen“ heißt das Motto", "21 Denkmäler öffnen von 10 bis 17 Uhr"),
    (WASTE, 350, "Wegen des Feiertags am 4. Juni", "am Samstag, 6. Juni, nachgeholt."),
]


@pytest.mark.parametrize(
    ("release", "length", "first", "held"), EXPECTED, ids=[f"{release[0]}-{length}" for release, length, *_ in EXPECTED]
)
def test_the_teaser_says_what_matters(release: tuple[str, str], length: int, first: str, held: str) -> None:
    text = made(*release, length)
    assert text.startswith(first)
    assert held in text
    assert len(text) <= length
    assert not [one for one in NEVER if one in text]


def test_what_leans_on_a_sentence_that_is_left_out_is_left_out_as_well() -> None:
    assert "In beiden Zonen" not in made(*FLU, 350)
    assert "Die 52-Jährige" not in made(*HONOUR, 200)


def test_what_was_in_another_age_gives_way_to_what_comes() -> None:
    assert "1974" not in made(*OBITUARY, 300)
    assert "13. Februar" in made(*OBITUARY, 300)
