"""Ends of sentences that are told by what stands on both sides: small names, names with stops, verbs, numbers."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.sentences.verbs import begins_a_clause, has_verb
from tests.growth import grows_with_length

TEXTS = """
Die Stelle ist zum nächstmögl. Zeitpunkt zu besetzen. | Die Vergütung erfolgt nach Tarif.
Tatsächl. Kosten werden erstattet, zusätzl. Fahrten nicht.
Der Verein „Leben mit Krebs e. V.“ berät Betroffene. | Die Beratung ist kostenlos.
Fragen beantwortet Frau Ott (Sachgebiet 3). | Bürozeiten sind von 8 bis 12 Uhr.
Anmeldungen nimmt die Kreis-vhs. entgegen.
Kurse gibt es für Anfänger*innen. | musik@mittag beginnt im Mai.
Fragen beantwortet die Redaktion unter presse@lk.example. | vhs-Leiterin Kern hilft gern.
Das Angebot gilt für Schüler:innen. | eBooks sind inbegriffen.
Kostenlos ist der Verleih (bis 31. Mai). | eScooter stehen am Bahnhof.
Lust auf Technik? | iPads liegen bereit.
Kommen Sie vorbei! | vhs-Kurse kosten nichts.
Partner ist die Sparkasse. | dm hilft mit.
Partner ist die Sparkasse. | toom spendet Farbe.
Die Warn-App ist kostenlos. | hessenWARN meldet Unwetter.
Die Fahrt kostet 3,50 €. | eTickets gibt es online.
Die Strecke misst 30 km. | eBikes sind erlaubt.
Der Kreis liegt auf Platz 3. | 12 Kreise nahmen teil.
Es gilt Tempo 50. | 2024 waren es noch 70.
Am 24. und 25. Mai ist Markt. | Am 26. wird aufgeräumt.
Der Markt ist am 24./25. Mai. | Händler zahlen nichts.
Für die 1. und 2. Klasse beginnt der Unterricht um 9 Uhr.
Im III. Quartal sank die Zahl. | Im IV. Quartal stieg sie wieder.
Die Burg gehörte Ludwig XIV. | Danach verfiel sie.
Unter Karl V. blühte die Stadt auf. | Unter Philipp II. brannte sie nieder.
Nach §§ 3 f. der Satzung sind Hunde anzuleinen.
Dies regelt § 16 Abs. 2. | Die Frist beträgt einen Monat.
Es sprach Dr.-Ing. Jan Muster. | Ihm folgte Dipl.-Ing. (FH) Ina Kern.
Sie ist Dipl.-Ing. und leitet das Bauamt.
Unterzeichnet hat i. A. Jan Kern. | Die Urschrift liegt im Amt.
Mitzubringen sind Stifte, Papier usw. | Getränke gibt es vor Ort.
Träger ist der Verein Hilfe e. V. | 2024 zählte er 300 Mitglieder.
Träger ist die Energie Musterland e. G. | Sie hat 400 Mitglieder.
Autor ist J. F. Muster aus Hohenbach.
Er wohnt in Hausnr. 12 a. | Die Nachbarn kennen ihn.
Am Bhf. Talheim hält der Bus. | Dort gibt es Toiletten.
Treffpunkt ist der Bhf. | Von dort geht es los.
Der Brand war im OT Talheim. | Die Feuerwehr rückte aus.
Es kamen ca. 40 Gäste bzw. Freunde. | Sie blieben lange.
Die sog. Randzeiten, d. h. von 6 bis 8 Uhr, entfallen.
Die Scherben stammen aus dem Jahr 50 v. Chr. | Gefunden wurden sie 1998.
Die Münze aus dem 2. Jh. n. Chr. ist selten.
„Wir. Sind. Da.“ lautet das Motto.
Die Kampagne „Stopp! Kein Platz für Gewalt“ beginnt im Mai.
Die Kampagne „Stopp! Kein Platz für Gewalt“ beginnt im Mai. | „Wir sind dabei“, sagt Kern.
„Wann beginnt der Bau?“, wollte Kern wissen. | „Im Mai“, sagte Ott.
(Fotos dürfen verwendet werden.) | Der Kreis dankt.
Die Bücherei ist zu (Inventur!). | Am Montag öffnet sie.
Infos gibt es unter https://lk.example/a.b/c.html. | Flyer liegen aus.
Die Führung dauert 2 Std. | Kinder sind willkommen.
Die Fahrt dauert 20 bis 25 Min. | Schülerinnen und Schüler, die mit dem Rad kommen, gelten als pünktlich.
Die Wanderung dauert 90 Min. | Familien, die mitlaufen wollen, melden sich an.
Rufen Sie an: Tel. 09999/405110. | 2025 kamen 300 Anrufe.
Die IBAN lautet DE12 5005 0000 0012 3456 78. | Spenden sind absetzbar.
Gezählt wurden 1.250. | Das waren mehr als 2024.
Die Schule hat 1.250 Schüler. | 320 kommen mit dem Bus.
Die Frist läuft bis 12.5.2025. | Anträge gibt es online.
Am 12.05. um 8 Uhr geht es los.
Der Bus fährt von 6.05 bis 22.10 Uhr. | Sonntags fährt er nicht.
Die Messe läuft vom 3.–5. Mai. | Parkplätze gibt es am Bad.
Das Ergebnis ist 3:2. | Trainer Kern ist zufrieden.
Die Klassen 5a und 6b. | Auch die 7c war dabei.
Er kam als 3. ins Ziel.
Er wurde 3. | Den Sieg holte Jan Kern.
Der 1. Vorsitzende des TSV 1890 e. V. Talheim sprach.
Zum 50. Mal trafen sich die Züchter. | Im Jahr 2027 folgt das 51. Treffen.
Heute beginnt Phase 2. | Sie dauert bis Mai.
Das betrifft Gruppe B. | Alle anderen haben frei.
Die Buslinien 12 und 14. | Fahrgäste steigen um.
Die A 5 ist ab AS Talheim gesperrt. | Die Umleitung führt über die B 3.
Der Förderverein sammelt Kleider, Schuhe u. v. a. m. | Die Sachen gehen an Bedürftige.
Die Tür ist offen (z. B. für Rollstühle, Kinderwagen etc.). | Der Aufzug fährt wieder.
Sie ist seit 2020 Dr. med. | In Talheim hat sie ihre Praxis.
Zuständig ist das Ordnungsamt Abt. 3. | Es prüft den Fall.
Das Kreishaus hat 4 OG. | Im 5. ist die Kantine.
Das Vorhaben ist in Bauabschnitt 2. | Bis 2027 soll es fertig sein.
Der Pegel lag bei 3,20 m ü. NN. | Am Abend fiel er.
Das Team vom Jugendamt hilft. | www.hilfe.example nennt Adressen.
Die Stimmen zählten bei Pkt. 3. | Dann ging es weiter.
Vom 3. Mai bis 4. Juni ist zu. | Vom 5. an ist offen.
Bei Rot heißt es: Stopp! | Bei Grün geht es weiter.
Sie haben gewählt. | Und nun? | Nun wird gezählt.
Geschlossen am 24.12., 25.12. und 31.12. | Ab dem 2.1. ist wieder offen.
Das Fest ist am Samstag, 3. 5., in Talheim.
Zitat Kern: „Gut gemacht!“ – Beifall folgte.
Die Tagesordnung: 1. Begrüßung, 2. Haushalt, 3. Verschiedenes.
Beim Amt f. Soziales gibt es Hilfe. | Anträge liegen aus.
Die Anlage ist i. O. und läuft.
Der Bus 12 hält an der Kita Str. d. Friedens. | Danach fährt er weiter.
Um 8 Uhr morgens, d. h. vor Schulbeginn, wird geräumt.
Im Kreis leben rd. 5 % Geflüchtete. | Darunter sind viele Kinder.
Sie wurde am 1.1.1950 geb. | Seit 1970 lebt sie in Talheim.
Der Kurs umfasst 10 UE. | Er kostet 80 Euro.
Das Gerät misst bis 5 µg/m³. | Grenzwert sind 10 µg/m³.
Der nächste Termin ist Montag, der 5. | Wer kommen will, meldet sich an.
Der Rettungswagen kam um 3.15 Uhr, der Notarzt um 3.20. | Beide waren schnell.
Die Versicherungs-Nr. 123 456. | Bitte immer angeben.
Es fehlen Pfleger, Ärzte, Hebammen... | Das soll sich ändern.
Die Firma Kern & Söhne OHG baut. | Partner ist die Ott AG.
Geöffnet ist an Sonn- u. Feiertagen. | Werktags ist zu.
Es kamen Abg. aus drei Fraktionen. | MdL Kern sprach.
Der Stv. Landrat Ott sprach. | Der stv. Vors. fehlte.
Die Straße wird ab der Einmündung Lindenstr. bis zur Kirche St. Kilian gesperrt. | Busse fahren eine Umleitung.
Das Programm „Aktiv. Gesund. Zusammen.“ läuft bis Mai. | Es kostet nichts.
Mit „Los geht's! Musterland radelt“ will der Kreis werben. | Start ist im Mai.
„Wir bauen. | Wir sparen und helfen, wo es geht“, sagte Kern.
Kern sagt: „Das ist gut! | Wir freuen uns sehr“ und lacht.
Die Fahrt dauert 20 Min. | Fahrgäste, die in Talheim einsteigen, zahlen 3 Euro.
Die Fahrt dauert 20 Min. länger als sonst.
Die Gruppe traf sich am Bhf. Familien, die später kamen, warteten.
Die Zahl stieg auf 12. | 2023 lag sie bei 8.
Die Zahl der Unfälle liegt bei 30. | 15 davon gab es in Talheim.
Beginn ist am Freitag, 3. 5., um 18 Uhr.
Es gibt die 12. und 14. Gruppe seit Mai.
Das gilt für die Jahrgänge 9 und 10. | Schüler melden sich online an.
Er ist geb. Talheimer und bleibt es.
Zu Gast ist Dr. med. Will aus Steinau und hat ein Buch dabei.
Das Gespräch führt Dipl.-Ing. Ott und wird aufgezeichnet.
Die GmbH wurde 1950 gegr. | In ihr arbeiten 40 Leute.
Das Projekt heißt „Jugend. Macht. Kultur.“ | Es läuft zwei Jahre.
Das Motto „Nicht reden! Machen!“ kam gut an.
Sie ruft: „Kommt alle! | Es wird schön“, und lacht.
Der Chor sang „Freude! Schöner Götterfunken“ und erhielt Applaus. | Danach gab es Wein.
Er ist erreichbar unter 0170 1234567. | Mo bis Fr ist jemand da.
Verboten ist das nach § 12 StVO. | § 13 regelt den Rest.
Das Ergebnis lautet 5 : 4. | Ott traf zweimal.
Die Bühne misst 5 x 6 m. | Zuschauer sitzen davor.
Sprechzeiten: Mo.-Fr. 8-12 Uhr, Do. 14-18 Uhr. | Um Anmeldung wird gebeten.
Das Büro ist ab 1. Juli in der Schulstr. 3, 2. Stock links. | Ein Aufzug ist da.
Der Preis ging an Platz 1 bis 3. | Alle anderen bekamen Urkunden.
Das Turnier gewann der SV Talheim II. | Der TSV wurde Letzter.
Im Zimmer 3 wartet Hr. Ott. | Er hilft gern.
In der Lesung geht es um F. W. Raiffeisen. | Er wurde 1818 geboren.
Seit 1.1. gilt das Gesetz. | Ab 1.7. gelten neue Sätze.
Der Zuschuss beträgt max. 50 v. H. | Ein Eigenanteil bleibt.
Anrufen kann man unter 115. | E-Mails beantwortet das Amt bis abends.
Frei sind noch Plätze am 3., 4. und 5. | Anmelden kann man sich online.
Zu Ostern (5. und 6. April) ist zu. | Ab dem 7. ist offen.
Die Karten kosten 10,- Euro. | Ermäßigt sind es 5,- Euro.
Kaltenborn a. d. O., Talheim i. T. und Steinau sind dabei.
Die Gemarkung Talheim, Fl. 3, Flst. 12/4, wird vermessen. | Eigentümer werden angehört.
Der Preis beträgt 3,- €/m². | Das Angebot gilt bis Mai.
Bei Fragen: Frau Ott (Tel.: 09999 405-12). | Bürozeiten: 8 bis 12 Uhr.
Das Land NRW und das Bundesland B.-W. zahlen.
Die Auszeichnung ging an die Dr.-Kern-Schule, die GS Talheim u. die KGS. | Alle freuten sich.
Wie geht's weiter?! | Niemand weiß es.
Bauherr ist der Kreis; die Kosten: 3 Mio. €. | Fertig ist alles 2027.
Die Wahl ist am So., 14. März. | Am Mo., 15. März, wird ausgezählt.
Er feiert am 14. seinen 80. Geburtstag. | Gratulieren kann man ab zehn.
Sie kommt aus Frankfurt a. M. | Dort lehrte sie.
Sie kommt aus Frankfurt a. M. und lehrt in Steinau.
Sie spielt op. 12 Nr. 3 in D-Dur. | Danach folgt KV 12.
Die Aufgaben: a) zählen, b) melden. | Mehr nicht.
Der Hund ist im Tierheim e.V. | Er heißt Bello.
Der Hund ist im Tierheim Talheim e.V. und heißt Bello.
Vermisst wird Jan K. aus Talheim. | Er trägt eine rote Jacke.
Die Aktion heißt „#WirSindMehr“. | Tausende kamen.
Der Umsatz stieg um 3,5 v. H. | Im Vorjahr sank er.
Das Ministerium f. Soziales u. Integration fördert. | Der Bescheid kam am 3.5.
Die Stadt Talheim, Ortst. Neukirch, feiert. | Es gibt Musik.
Die Ausschreibung endet zum 31.5. | eVergabe ist Pflicht.
Sie lesen den Newsletter. | mitmachen.musterland.example ist die neue Adresse.
Wir suchen Helfer für den Deutschlandtag. | mach-mit@lk.example nimmt Meldungen an.
Die App heißt „Kreis-App“. | iOS und Android werden bedient.
Das Amt zieht um. | www.lk.example zeigt den Weg.
Die Schule ist in der Goethestr. / Ecke Schillerstr. | Dort hält der Bus.
Das gilt ab 1. d. M. für alle. | Ausnahmen gibt es nicht.
Seine Hobbys: Lesen, Rad fahren u. ä. | Er hat zwei Kinder.
Das Amt in der Bahnhofstr. kontrolliert Autos. | Fahrer, die zu schnell sind, zahlen.
Die Arbeiten in der Gartenstr. Anlieger, die dort wohnen, kommen durch.
Nach 3 Std. Fahrt, die ruhig verlief, kam er an.
Sie studierte in Hann. Münden und wurde 1990 Lehrerin.
Träger ist der Kulturverein e. V. | Besucher, die Mitglied sind, zahlen nichts.
Das Konzert war gut besucht. | iRobot und Co. waren da.
Im 1. vhs-Kurs sind Plätze frei.
Die Nr. 1 für eBikes: Talheim.
Sie fährt 30 km. | vhs-Kurse beginnen um acht.
Es gilt § 5. | 2026 wird er geändert.
Die Preise gehen an die Plätze 1 bis 3. | 20 Teams waren dabei.
Ab dem 1. 1. 2026 gilt das neue Recht, das der Bund gab.
Die Frist ist der 1. 10. 2025 und gilt für alle.
Er ist Dr. med. dent. und praktiziert in Talheim.
Dr. rer. nat. Ina Kern lehrt in Steinau.
Der Vortrag von Dr. phil. Im Hof beginnt um acht.
Ina Ott geb. Von der Au ist da.
Unter dem Motto „Sicher. Zu. Fuß.“ lernen Kinder den Schulweg. | Eltern helfen mit.
Die Ausstellung „Stein. Zeit.“ im Museum endet. | Danach folgt „Eisen. Zeit.“ im Mai.
Er rief „Halt! Polizei!“ | Der Dieb lief weg.
Er rief „Halt! Polizei!“ und rannte los.
Sie sagten „Ja! Wir wollen!“ vor 200 Gästen.
Die Reihe „Kennen Sie? Ja!“ startet. | Gäste sind willkommen.
Landrat Kern nannte das „ein gutes Zeichen. Wir sind stolz darauf“ und dankte allen.
Das neue Heft „Pflege. Hilfe. Rat.“ liegt aus. | „Es hilft. | Sehr“, sagt Kern.
Die App „Meine Pegel“. | Sie warnt vor Hochwasser.
Die Züge der Linien RE 30 und RB 41. | Fahrgäste steigen um.
Das Modul 3. | Es dauert zwei Tage.
Das Bad ist vom 12 bis 15. Mai zu.
Mehr zum Thema steht im Heft. | abfall-info.example hilft auch.
Mehr zum Thema steht im Heft. | service@lk.example hilft auch.
Das Amt bittet darum. | eMails bitte kurz halten.
Der Vertrag läuft ab. | eAkten werden Pflicht.
Sie macht mit. | dm ebenfalls.
Gelesen wird aus „Momo“. | vhs-Dozentin Kern moderiert.
Gelesen wird „Wo ist Walter?“ von M. Handford.
Abschnitt 1 dauert bis Juli. | Abschnitt 2 beginnt im August.
Der Bus um 7.05 fährt. | Der um 8.05 nicht.
Der Bescheid geht an Kern, Ott usw. | iPads werden gesondert verteilt.
Die Feuerwehr half bei 3 Einsätzen, u. a. in der Kita St. Anna. | Verletzt wurde niemand.
Es gibt Plätze in Zi. 3, 4 und 5. | Frei ist ab acht.
Im Jan., Feb. und März ist zu. | Ab April ist offen.
Der Pegel fiel um 15 cm auf 2,05 m. | Am Abend stieg er.
"""


@pytest.mark.parametrize("text", TEXTS.strip().splitlines())
def test_a_text_ends_its_sentences_where_the_strokes_stand(text: str) -> None:
    assert " | ".join(split_sentences(text.replace(" | ", " "))) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fahrgäste zahlen drei Euro.", True),
        ("Kinder und Eltern, die mit dem Rad kommen, melden sich an.", True),
        ("Kinder, mit denen alle rechnen, gelten als angemeldet.", True),
        ("Seit 2020 lehrt sie in Steinau.", True),
        ("Melden Sie sich an.", True),
        ("Kinder, die mit dem Rad kommen, samt Eltern", False),
        ("Ahrenfels gesperrt und bleibt es bis Mai.", False),
        ("Fußweg durch den Wald", False),
    ],
)
def test_a_main_clause_begins_with_a_subject_or_so_and_a_verb(text: str, expected: bool) -> None:
    assert begins_a_clause(text) is expected


def test_a_list_of_days_is_no_border_of_clauses() -> None:
    assert has_verb("Frei sind Plätze am 3., 4. und 5.", within=", ")
    assert not has_verb("Frei sind Plätze, am 3. Mai", within=", ")


@pytest.mark.parametrize(
    "unit",
    [
        "„Gut. ",
        "» ! ",
        "Min. Kinder, die kommen, ",
        "Es sind 20 Min. Kinder, die ",
        "zu. dm-",
        "a-a*a:a. iA ",
        "Tempo 30. 2025 gab es ",
        "ist Dr. med. Die ",
        "„Ja! ",
        "3., ",
    ],
)
def test_what_is_said_over_and_over_takes_no_more_than_its_length(unit: str) -> None:
    grows_with_length(split_sentences, unit, 6_000)
