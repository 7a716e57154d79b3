"""German sentences: where one ends and, above all, where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.article.clean import squeeze
from relay.article.sentences.splitting import split_sentences

WHOLE = [
    "Die Karte gilt z. B. im Bus und z.B. in der Bahn.",
    "Gesucht werden u. a. Erzieherinnen, u.a. Köche und d. h. viele.",
    "Das ist i. d. R. Sache der Gemeinde, i.d.R. Montag bis Freitag.",
    "Es kommt u. U. Wasser, v. a. Grundwasser, o. Ä. Stoffe.",
    "Die Kosten, s. o. Tabelle, sind z. T. Landesmittel.",
    "Ein Träger i. S. d. Gesetzes nach § 13 Abs. 1 i. V. m. § 65 der Verordnung.",
    "Eine Förderung i. H. v. 3.000 Euro, z. Hd. Frau Reuter, wird gewährt.",
    "Die Mannschaft gewann 3:2 n. V. gegen Ahrenfels.",
    "Rund 10 Min. früher bzw. später fährt der Bus ca. zwölf Mal.",
    "Das Ticket kostet inkl. Mehrwertsteuer zzgl. Versand max. 20 Euro.",
    "Eine Genehmigung gem. § 18 Abs. 1 lt. Bescheid vgl. Anlage ist nötig.",
    "Die sog. Graue Flecken insb. Täler haben mtl. Kosten.",
    "Der stellv. Amtsleiter und die ehem. Rektorin kamen.",
    "Es spricht Prof. Dr. med. Dr. h. c. Sabine Naumann, Dr.-Ing. Bernd Achterberg und Dipl.-Ing. Ute Kern.",
    "Ltd. Medizinaldirektorin Dr. Elfriede Sommer, Hr. Meier und Landrat a. D. Wilhelm Harbusch kamen.",
    "Die Kirche St. Veitsberg und die Hl. Elisabeth laden ein.",
    "Der Autor E. T. Winter und Hans-Jürgen K. aus Ahrenfels lesen.",
    "Otto v. Hagen las Nr. 5 aus Bd. 2, Kap. 3, S. 14.",
    "Nach § 28b Abs. 1 Satz 2 Nr. 3 IfSG, Art. 6 Abs. 1 Buchst. e DSGVO und Ziff. 2.1 gilt das.",
    "Die §§ 12 ff. BauGB und das BGBl. I S. 123 sind maßgeblich.",
    "Am Eingang Mühlenstr. 4, Bahnhofstr. 11, Hst. Marktplatz, Tel. 09999 405-10, Zi. 214 ist offen.",
    "Die OrleNet GmbH & Co. KG und die Fa. Beil eG i. Gr. bauen.",
    "Er hat an der Univ. Göttingen und in Hann. Steinau studiert.",
    "Der Bus fährt nach Kaltenborn a. d. Wetsch und Talheim i. O. über Kirchberg i. T. nach Ahrenfels.",
    "Es kostet 2,7 Mio. Euro, 3 Mrd. Kilometer und 20 Tsd. Liter.",
    "Im 19. Jh. und im 3. Jh. n. Chr. lebten hier Menschen.",
    "Von Mo. bis Fr. und Sa. Vormittag, im Jan. und Sept. 2025 d. J. ist offen.",
    "Gespielt werden op. 27 Nr. 2 und KV 331.",
    "Zecken (Ixodes spp.) mögen Gänseblümchen (Bellis perennis L.) nicht.",
    "Die Sperrung beginnt am Montag, 24. März, um 8 Uhr.",
    "Die 21. Kreistagssitzung war am Mi., 3. Juni 2021.",
    "Der 2. Bauabschnitt folgt zum 12. Mal vom 22. bis 26. April.",
    "Schülerinnen der 1. und 2. Klasse sowie der 9. und 10. Klassen kamen.",
    "Er war von 1988 bis 2022 1. Vorsitzender des 1. SV Ahrenfels.",
    "Er trägt das Bundesverdienstkreuz 1. Klasse der 2. Orletalmesse.",
    "Als Friedrich II. die Stadt gründete, war Ludwig I. noch nicht geboren.",
    "Es sind 3.000 Euro und 1.234,56 Euro um 18.30 Uhr am 24.03. um 6.55 Uhr.",
    "Nach Ziff. 2.1 bis 2.3 gilt Version 2.0 und B.1.1.7 weiter.",
    "3. Wer bezahlt das?",
    "Mehr unter www.landkreis-musterland.example, nah.bei, flyer.pdf oder wetter.app im Netz.",
    "Das ist … wie soll ich sagen … neu.",
    "Es gibt Ausbildungs- und Studienplätze sowie Hin- und Rückfahrt.",
    "„Was tun?“, fragt er.",
    "„Endlich geht es los!“, freute sich Schulleiterin Petra Wolff-Hagen.",
    "Das Programm „Ab ins Grüne!“ startet im Mai.",
    "Der Termin (bitte anmelden!) ist im Mai.",
    "„Bienvenue !“ rief sie.",
    "Klar ist: Jede Tonne zählt.",
    "Die Landrätin sagt: „Gut so.“",
    "HOHENBACH. Nach elf Monaten Bauzeit ist der Radweg frei.",
    "AHRENFELS/HOHENBACH. Nach elf Monaten Bauzeit ist der Radweg frei.",
    "Ahrenfels. Nach elf Monaten Bauzeit ist der neue Radweg frei.",
    "Der 3. bis. 9. August ist frei.",
    "Bürger:innen, Bürger*innen, Partner/-innen und Teilnehmende (m/w/d) sind willkommen.",
    "Er ist das 187. Todesopfer im Kreis.",
    "Die Kirche liegt 212 m ü. NHN, davor v. l. n. r. die Gäste.",
]

SPLIT = [
    ("Veranstalter ist der Geschichtsverein Orletal e. V.", "Der Eintritt ist frei."),
    ("Angenommen werden Äste, Laub u. Ä.", "Nicht angenommen wird Bauschutt."),
    ("Gehalten wird in Kirchberg i. T.", "Dort wartet der Bus."),
    ("Nötig sind Nachweise über Rente usw.", "Die Behörde hilft."),
    ("Geöffnet ist bis 18 Uhr.", "Der Eintritt ist frei."),
    ("Der Bau beginnt im Jahr 2024.", "Die Kosten trägt der Kreis."),
    ("Das Fest findet am 12. Juni statt.", "Am Abend gibt es Musik."),
    ("Der nächste Termin ist der 9.", "Danach ist Pause."),
    ("„Endlich ist es so weit!“", "Mit diesen Worten begann die Feier."),
    ("„Uns ist bewusst, dass es dauert.", "Es lohnt sich aber“, sagt sie."),
    ("Das rechnet der Rechner aus.", "(Das Ergebnis ist unverbindlich.)", "Bezieher haben keinen Anspruch."),
    ("Am Mittwoch kommen 40 Gruppen u. a. m.", "Das Orchester spielt."),
    ("Die Kosten betragen 2,7 Millionen Euro.", "75 Prozent davon trägt der Bund."),
    ("Wahlberechtigt waren 142.318 Bürger.", "65.751 gaben ihre Stimme ab."),
    ("Frei sind zwölf Plätze.", "2022 waren es neun."),
    ("Er lebt in Göttingen und Marburg.", "1958 kam er in den Kreis."),
    ("Der Ort heißt Kaltenborn a. d. Wetsch.", "Dort gibt es Kuchen."),
    ("Die Nummer lautet 09999 405-1010.", "Sie ist immer besetzt."),
    ("Die Inzidenz liegt bei 118.", "Angesteckt haben sich wenige."),
    ("Die Adresse ist Am Kreishaus 1.", "Parkplätze sind da."),
    ("Die Meldung steht unter www.kreis.example.", "Sie wird täglich neu gefasst."),
    ("Es gibt Kurse für alle.", "vhs-Kurse beginnen im Mai."),
    ("Was schrieben Menschen im 19. Jh. in die Heimat?", "Antworten gibt es am 14. November."),
    ("Wann öffnet das Bad?", "Ab Mai.", "Schön!"),
    (
        "Nowak sagte: „Sie sagte: ‚Ein Freund ist jemand, der kommt.‘",
        "So ein Freund war Musterland.“",
        "Damals kamen Pumpen.",
    ),
    ("Das dauert genau 180 Sek.", "Die Jury stoppt die Zeit."),
    ("Man muss nicht perfekt sein.", "Wichtiger ist Geduld."),
]


@pytest.mark.parametrize("text", WHOLE)
def test_this_is_one_sentence(text: str) -> None:
    assert split_sentences(text) == (text,)


@pytest.mark.parametrize("sentences", SPLIT, ids=lambda s: s[0])
def test_these_are_several_sentences(sentences: tuple[str, ...]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


def test_nothing_has_no_sentences() -> None:
    assert split_sentences("") == ()
    assert split_sentences(" \u00ad\u200b\n\x00 ") == ()


def test_what_is_invisible_is_gone_and_spaces_are_one() -> None:
    assert split_sentences("Die Volks\u00adhoch\u00adschule\u00a0hat\n auf.  Sie schließt.") == (
        "Die Volkshochschule hat auf.",
        "Sie schließt.",
    )


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_the_sentences_joined_are_the_text(text: str) -> None:
    assert " ".join(split_sentences(text)) == squeeze(text)


PIECES = [
    "z. B.",
    "Dr.",
    "3.",
    "März",
    "Der",
    "kam",
    "„Gut.",
    "so!“",
    "(ja.)",
    "…",
    "e. V.",
    "2024.",
    "Uhr.",
    "I.",
    "?",
    "a.",
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_german_pieces_joined_are_the_text_and_no_sentence_is_empty(text: str) -> None:
    sentences = split_sentences(text)
    assert " ".join(sentences) == text
    assert all(sentences)


def test_a_very_long_text_takes_no_long_time() -> None:
    text = "Der Kreis hat z. B. Bänke für 2,7 Mio. Euro bestellt (bitte anmelden!) usw. Die „Bank“ kommt am 3. Juni. "
    assert len(split_sentences(text * 900)) == 1800
    assert " ".join(split_sentences("„Ja. " * 200_000)) == ("„Ja. " * 200_000).strip()
