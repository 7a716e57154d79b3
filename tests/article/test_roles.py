"""A summary in other words keeps who does what to whom, when, why, how surely and on whose authority."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.truthful import refusal
from relay.model import Block, BlockKind

RELEASE = """\
Für den Bau des Radwegs erhält der Landkreis Musterland 640.000 Euro vom Land. Der Pegel in Musterhausen stieg von \
11 auf 29 Zentimeter. Die Musterbrücke darf ab sofort nur noch von Fahrzeugen bis 3,5 Tonnen befahren werden. Für \
Lastwagen über 7,5 Tonnen gilt eine Umleitung über Neudorf. Das Rathaus ist ab Montag, 3. Februar, gesperrt. Gegen \
22 Uhr wird die Muster einen Stand von 3,40 Metern erreichen.
Wer 59 ist, darf noch nicht kandidieren, aber schon wählen. Die Impfung ist freiwillig. Verstöße können mit bis zu \
30.000 Euro geahndet werden. Der Unterricht fällt in Neudorf am Freitag aus. Kreisbrandmeister Peter Beispiel rettete \
die Katze der Landrätin. Der Kreistag hat das Programm über 84 Millionen Euro mit großer Mehrheit abgelehnt. \
Voraussichtlich öffnet die Sporthalle im Mai. Kinder zahlen nichts, wenn sie unter sechs Jahre alt sind. \
Die stellvertretende Landrätin Eva Probe eröffnete die Ausstellung im Museum.
Kämmerer Paul Zahl erklärte, die Umlage dürfe nicht über 35 Prozent steigen. Ab 2028 sei das Geld da. \
Der Landkreis prüft, ob die Halle verkauft wird. Landrätin Maria Muster sagte: „Wir bauen eine Schule. Die Halle wird \
verkauft. Das Geld ist da.“ Sie verteilen 500 rote Taschen. Es stimmt nicht, dass die Klinik schließt. Bürgermeister \
Kai Beispiel lobte die Feuerwehr. Man habe lange darauf gewartet. Die Halle ist alt oder der Boden ist kaputt."""
BLOCKS = tuple(Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in RELEASE.splitlines())


def refused(summary: str) -> bool:
    return refusal(summary, title="Neues aus dem Kreis", blocks=BLOCKS, length=350) is not None


@pytest.mark.parametrize(
    "summary",
    [
        "Der Landkreis Musterland erhält 640.000 Euro vom Land.",
        "Vom Land erhält der Landkreis Musterland 640.000 Euro für den Bau des Radwegs.",
        "In Musterhausen stieg der Pegel von 11 auf 29 Zentimeter.",
        "Ab sofort darf die Musterbrücke nur noch von Fahrzeugen bis 3,5 Tonnen befahren werden.",
        "Eine Umleitung über Neudorf gilt für Lastwagen über 7,5 Tonnen.",
        "Ab 3. Februar ist das Rathaus gesperrt.",
        "Die Muster wird einen Stand von 3,40 Metern erreichen.",
        "Wer 59 ist, darf schon wählen, aber noch nicht kandidieren.",
        "Am Freitag fällt der Unterricht in Neudorf aus.",
        "Im Mai öffnet voraussichtlich die Sporthalle.",
    ],
)
def test_a_sentence_may_be_shortened_and_begin_with_another_of_its_phrases(summary: str) -> None:
    assert not refused(summary)


@pytest.mark.parametrize(
    "lie",
    [
        "Das Land erhält 640.000 Euro vom Landkreis Musterland.",
        "Vom Landkreis Musterland erhält das Land 640.000 Euro.",
        "Für den Landkreis Musterland erhält das Land 640.000 Euro.",
        "Der Bau des Radwegs erhält vom Land 640.000 Euro.",
        "Die Katze der Landrätin rettete Kreisbrandmeister Peter Beispiel.",
        "Kreisbrandmeister Peter Beispiel rettete die Landrätin.",
        "Die Landrätin Eva Probe eröffnete die Ausstellung im Museum.",
        "Die Ausstellung eröffnete die stellvertretende Landrätin Eva Probe im Museum.",
    ],
)
def test_who_does_what_to_whom_is_kept(lie: str) -> None:
    assert refused(lie)


@pytest.mark.parametrize(
    "lie",
    [
        "Der Pegel in Musterhausen stieg von 29 auf 11 Zentimeter.",
        "Der Pegel in Musterhausen stieg auf 11 Zentimeter.",
        "Die Musterbrücke darf ab sofort nur noch von Fahrzeugen über 3,5 Tonnen befahren werden.",
        "Die Musterbrücke ist ab sofort für Fahrzeuge über 3,5 Tonnen gesperrt.",
        "Für Lastwagen bis 7,5 Tonnen gilt eine Umleitung über Neudorf.",
        "Verstöße können mit 30.000 Euro geahndet werden.",
        "Verstöße können mit mindestens 30.000 Euro geahndet werden.",
        "Das Rathaus ist bis Montag, 3. Februar, gesperrt.",
    ],
)
def test_from_and_to_and_limits_are_kept(lie: str) -> None:
    assert refused(lie)


@pytest.mark.parametrize(
    "lie",
    [
        "Das Rathaus war ab Montag, 3. Februar, gesperrt.",
        "Das Rathaus soll ab Montag, 3. Februar, gesperrt werden.",
        "Die Muster hat einen Stand von 3,40 Metern erreicht.",
        "Gegen 22 Uhr hat die Muster einen Stand von 3,40 Metern erreicht.",
        "Die Muster könnte einen Stand von 3,40 Metern erreichen.",
        "Verstöße werden mit bis zu 30.000 Euro geahndet.",
        "Verstöße wurden mit bis zu 30.000 Euro geahndet.",
        "Die Sporthalle öffnet im Mai.",
        "Im Mai öffnete voraussichtlich die Sporthalle.",
        "Der Kreistag hat das Programm über 84 Millionen Euro.",
        "Der Unterricht fällt in Neudorf am Freitag.",
    ],
)
def test_time_mood_and_the_verb_are_kept(lie: str) -> None:
    assert refused(lie)


@pytest.mark.parametrize(
    "lie",
    [
        "Die Impfung ist freiwillig, weil Verstöße mit bis zu 30.000 Euro geahndet werden können.",
        "Verstöße können mit bis zu 30.000 Euro geahndet werden, weil die Impfung freiwillig ist.",
        "Verstöße können mit bis zu 30.000 Euro geahndet werden, da die Impfung freiwillig ist.",
        "Die Impfung ist freiwillig, denn der Unterricht fällt in Neudorf am Freitag aus.",
        "Die Impfung ist freiwillig, damit Verstöße geahndet werden können.",
        "Die Impfung ist freiwillig, deshalb fällt der Unterricht in Neudorf am Freitag aus.",
        "Die Impfung ist freiwillig, sodass der Unterricht in Neudorf am Freitag ausfällt.",
        "Wegen der Impfung fällt der Unterricht in Neudorf am Freitag aus.",
        "Durch die Impfung fällt der Unterricht in Neudorf am Freitag aus.",
        "Aufgrund der Impfung fällt der Unterricht in Neudorf am Freitag aus.",
        "Dadurch fällt der Unterricht in Neudorf am Freitag aus.",
        "Der Unterricht fällt am Freitag in Neudorf aus, um die Halle zu bauen.",
        "Die Impfung ist freiwillig, aber der Unterricht fällt am Freitag in Neudorf aus.",
        "Die Impfung ist freiwillig, der Unterricht fällt am Freitag in Neudorf aus.",
        "Grund ist die Impfung in Neudorf.",
    ],
)
def test_two_sentences_are_not_made_one(lie: str) -> None:
    assert refused(lie)


@pytest.mark.parametrize(
    "lie",
    [
        "Die Umlage steigt nicht über 35 Prozent.",
        "Die Umlage dürfe nicht über 35 Prozent steigen.",
        "Die Umlage darf nicht über 35 Prozent steigen.",
        "Ab 2028 ist das Geld da.",
        "Bürgermeister Kai Beispiel erklärte, die Umlage dürfe nicht über 35 Prozent steigen.",
        "Kämmerer Paul Zahl erklärte, die Impfung ist freiwillig.",
        "Bürgermeister Kai Beispiel sagte, ab 2028 sei das Geld da.",
        "Laut Landrätin Maria Muster ist die Impfung freiwillig.",
        "Nach Angaben von Paul Zahl ist die Impfung freiwillig.",
        "Die Halle wird verkauft.",
        "Die Halle wird sofort verkauft.",
        "Der Landkreis prüft die Halle.",
        "Wir bauen eine Schule.",
        "Landrätin Maria Muster sagte, das Geld ist da.",
        "Die Klinik schließt nicht mehr.",
        "Die Klinik schließt in Neudorf.",
        "Es stimmt, dass die Klinik schließt.",
    ],
)
def test_what_somebody_says_or_wonders_is_no_fact_and_stays_his(lie: str) -> None:
    assert refused(lie)


@pytest.mark.parametrize(
    "lie",
    [
        "Wer 59 ist, darf noch nicht wählen.",
        "Wer 59 ist, darf noch nicht wählen, aber schon kandidieren.",
        "Wer 59 ist, darf schon kandidieren, aber noch nicht wählen.",
        "Wer 59 ist, darf schon kandidieren.",
        "Kinder zahlen in Neudorf nichts.",
        "Kinder zahlen heute nichts.",
        "Der Boden ist kaputt und alt.",
        "Die Halle ist alt und der Boden ist kaputt.",
        "Die Halle ist leider alt.",
    ],
)
def test_denials_and_conditions_stay_where_they_are(lie: str) -> None:
    assert refused(lie)


@pytest.mark.parametrize(
    "summary",
    [
        "Sie verteilen 500 rote Taschen.",
        "Die Impfung ist freiwillig. Sie verteilen 500 rote Taschen.",
        "Die Impfung ist freiwillig. Man habe lange darauf gewartet.",
        "Ab 2028 sei das Geld da.",
        "Bürgermeister Kai Beispiel lobte die Feuerwehr. Ab 2028 sei das Geld da.",
        "Die Halle wird verkauft. Das Geld ist da.“",
        "Bürgermeister Kai Beispiel lobte die Feuerwehr. Die Impfung ist freiwillig. Man habe lange darauf gewartet.",
    ],
)
def test_a_sentence_of_the_release_that_leans_stands_behind_its_own(summary: str) -> None:
    assert refused(summary)


@pytest.mark.parametrize(
    "summary",
    [
        "Die Impfung ist freiwillig. Verstöße können mit bis zu 30.000 Euro geahndet werden.",
        "Die Impfung ist freiwillig. Bürgermeister Kai Beispiel lobte die Feuerwehr. Man habe lange darauf gewartet.",
        "Kämmerer Paul Zahl erklärte, die Umlage dürfe nicht über 35 Prozent steigen. Ab 2028 sei das Geld da.",
    ],
)
def test_sentences_of_the_release_that_stand_by_themselves_or_behind_their_own_are_accepted(summary: str) -> None:
    assert not refused(summary)
