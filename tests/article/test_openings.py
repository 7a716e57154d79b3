"""How a release opens: with questions and their answer, a quotation and whose it is, never with what points back."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import explained, teaser
from relay.article.teaser.leaning import leans, no_opening
from relay.language import tell
from relay.model import Block, BlockKind


def made(*paragraphs: str, length: int = 350) -> str:
    texts = [Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in paragraphs]
    return teaser(texts, title="Angebot im Kreishaus", length=length).text


QUESTIONS = ("Was kostet ein Pflegedienst?", "Wer hilft bei Anträgen?", "Wie lange dauert das?")
REST = "Eine Anmeldung unter 09999 405-1230 ist erwünscht. " + "Der Weg ist weit. " * 20
ANSWERS = [
    "Antworten auf solche Fragen gibt der Pflegestützpunkt am 3. Mai um 18 Uhr im Kreishaus.",
    "Darum geht es am 3. Mai um 18 Uhr im Kreishaus von Musterhausen.",
    "Um diese Fragen geht es am 3. Mai um 18 Uhr im Kreishaus von Musterhausen.",
    "Fragen wie diese beantwortet der Pflegestützpunkt am 3. Mai um 18 Uhr.",
    "Die Antworten gibt der Pflegestützpunkt am 3. Mai um 18 Uhr.",
]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_questions_and_what_answers_them_stand_together(answer: str, count: int) -> None:
    asked = " ".join(QUESTIONS[:count])
    assert made(f"{asked} {answer} {REST}").startswith(f"{asked} {answer} Eine Anmeldung")


@pytest.mark.parametrize("answer", ANSWERS)
def test_where_there_is_no_room_for_all_questions_the_last_ones_do(answer: str) -> None:
    last = f"{QUESTIONS[2]} {answer}"
    assert made(f"{' '.join(QUESTIONS)} {answer} {REST}", length=len(last) + 5) == last


def test_several_questions_before_news_that_stand_by_themselves_are_left_out() -> None:
    news = "Der Pflegestützpunkt des Landkreises Musterland berät am 3. Mai im Kreishaus."
    assert made(f"{' '.join(QUESTIONS)} {news} {REST}").startswith(news)
    assert made(f"{QUESTIONS[0]} {news} {REST}").startswith(f"{QUESTIONS[0]} {news}")


def test_it_is_told_that_such_questions_are_left_out() -> None:
    news = "Der Pflegestützpunkt berät am 3. Mai."
    texts = [Block(BlockKind.PARAGRAPH, (*QUESTIONS, news))]
    judged = explained(texts, title="Angebot", length=350)
    assert [(one.sentences[0], one.taken) for one in judged] == [*((one, False) for one in QUESTIONS), (news, True)]
    assert tell(judged[0].reason, "de") == "eine Frage an die Leser vor der Nachricht"


def test_nothing_but_questions_is_better_than_nothing() -> None:
    assert made(" ".join(QUESTIONS)) != ""


QUOTED = "„Glück und Segen diesem Haus!“"
WHOSE = "Mit diesen Worten hat Zimmerin Eva Muster am Freitag das Richtfest der Schule in Neudorf eröffnet."


@pytest.mark.parametrize(
    "leaning", ["Ab August sollen dort 340 Kinder lernen.", "Die Künstlerin aus Musterhausen zeigt 40 Bilder."]
)
def test_a_quotation_and_whose_it_is_open_the_release_where_what_follows_leans_on_them(leaning: str) -> None:
    assert made(f"{QUOTED} {WHOSE} {leaning} {REST}").startswith(f"{QUOTED} {WHOSE} {leaning}")


def test_a_quotation_before_news_that_stand_by_themselves_is_left_out() -> None:
    news = "Der Landkreis Musterland zeigt ab dem 3. Mai das Stück im Kreishaus."
    assert made(f"{QUOTED} So beginnt das neue Stück. {news} {REST}").startswith(news)


def test_what_somebody_thinks_is_no_opening_though_something_leans_on_it() -> None:
    said = "„Das ist ein guter Tag“, sagt Landrat Max Muster."
    assert not made(f"{said} Die Landrätin der Nachbarn sieht das anders. {REST}").startswith(said)


@pytest.mark.parametrize(
    "sentence",
    [
        "Zum Schuljahr sollen dort 340 Kinder lernen.",
        "In fünf Fällen wurde anschließend Schmuck vermisst.",
        "Rund 40 Menschen waren zuvor erkrankt.",
        "Für Kinder gibt es darin 40 Spiele.",
        "Mehr als 300 Besucher haben dabei 40 Bäume gepflanzt.",
        "Im Anschluss gibt es Kaffee.",
        "In seine Amtszeit fiel der Bau der Leitstelle.",
        "Zu ihren Aufgaben gehört die Beratung.",
        "Ja, das geht.",
    ],
)
def test_this_points_to_what_was_told_before(sentence: str) -> None:
    assert leans((sentence,)) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "Das Geld gibt es dort, wo gebaut wird.",
        "Wer nach Neudorf fährt, kann dort parken.",
        "Das Konzert beginnt um 18 Uhr, anschließend gibt es Kaffee.",
        "Die Läufer starten am Markt und kehren danach zurück.",
        "Die Feuerwehr löschte den Brand und anschließend eine Wiese.",
        "Rund 612 Menschen mehr als ein Jahr zuvor leben im Landkreis.",
        "Im Landkreis machen so viele Kinder mit wie nie zuvor.",
        "Rund 80 Betriebe sind dabei und zeigen Berufe.",
        "Wer am 3. Mai wählt und dabei Fragen hat, ruft an.",
        "Der Landkreis zahlt dafür 40.000 Euro.",
        "Der Landkreis bietet darüber hinaus Kurse an.",
        "Im Anschluss an die Sitzung gibt es Kaffee.",
        "In seiner Sitzung am 3. Mai hat der Kreisausschuss den Plan beschlossen.",
        "Mit ihrem neuen Programm startet die Volkshochschule in das Frühjahr.",
    ],
)
def test_this_says_itself_what_it_means(sentence: str) -> None:
    assert leans((sentence,)) is None


@pytest.mark.parametrize("who", ["Die Malerin aus Neudorf", "Der Verstorbene", "Der bekannte Musiker"])
def test_nobody_is_known_before_a_name_was_told(who: str) -> None:
    units = [("Der Landkreis zeigt Kunst.",), (f"{who} war im Landkreis beliebt.",)]
    assert no_opening(units, 1) is not None


@pytest.mark.parametrize("who", ["Die Malerin Eva Muster", "Der Gewinner des Preises", "Die Landrätin", "Der Kreistag"])
def test_a_name_or_an_office_is(who: str) -> None:
    units = [("Der Landkreis zeigt Kunst.",), (f"{who} kommt am 3. Mai nach Neudorf.",)]
    assert no_opening(units, 1) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Wegen eines Rohrbruchs in Talheim haben die Häuser dort seit Montag kein Wasser.",
        "Der Landkreis hat 2025 doppelt so viele Wohnungen gefördert wie im Jahr zuvor.",
        "Landrat Muster hat am Montag die neue Feuerwache besucht und mit den Einsatzkräften dort gesprochen.",
        "Bei einem Unfall ist am Montag ein Mann gestorben und seine Frau wurde dabei schwer verletzt.",
        "Der Landkreis weist auf Betrüger in Neukirch hin und warnt die Menschen dort vor falschen Polizisten.",
        "Die Antwort des Landkreises auf die Klage liegt vor.",
        "Eine Antwort auf den Mangel an Fachkräften gibt die Jobmesse am 3. Mai.",
    ],
)
def test_what_the_sentence_has_told_before_is_what_it_points_at(sentence: str) -> None:
    assert leans((sentence,)) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Malerin aus Grünau zeigt dort ab 3. Mai 40 Bilder.",
        "In den Ferien sollen dort 340 Kinder betreut werden.",
        "Bis Ende Mai entstehen dort 40 Wohnungen.",
        "Der Mann wurde anschließend in ein Krankenhaus gebracht.",
        "Die Antworten gibt es am 3. Mai im Kreishaus.",
    ],
)
def test_what_points_at_something_that_was_told_before_leans(sentence: str) -> None:
    assert leans((sentence,)) is not None
