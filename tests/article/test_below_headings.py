"""What stands below a heading and does not name its subject again is not understood in a teaser: it has no headings."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import explained, teaser
from relay.article.teaser.leaning import no_news
from relay.language import tell
from relay.model import Block, BlockKind
from tests.growth import grows_with_number

LEAD = "Zum 1. Juni ändert der Landkreis Musterland vieles."


def part(heading: str, *paragraphs: str) -> list[Block]:
    texts = [Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in paragraphs]
    return [Block(BlockKind.HEADING, (heading,)), *texts]


def made(*blocks: Block, lead: str = LEAD) -> tuple[str, ...]:
    lines = [Block(BlockKind.PARAGRAPH, (lead,))] if lead else []
    return teaser([*lines, *blocks], title="Neues im Sommer", length=350).sentences


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Wie hoch ist der Zuschuss?", "Je Haushalt sind es 250 Euro."),
        ("Bis wann muss man sich melden?", "Möglich ist das bis zum 3. Mai um 12 Uhr."),
        ("Gibt es Ausnahmen?", "Nein. Sie gelten ab dem 3. Mai um 12 Uhr."),
        ("Linie 12", "Der Bus um 7.10 Uhr entfällt. Neu ist eine Fahrt um 13.20 Uhr."),
        ("Linie 12 (Musterhausen – Neudorf)", "Der Bus um 7.10 Uhr entfällt."),
        ("K 48", "Gesperrt wird vom 3. bis 9. Mai."),
        ("2. Bauabschnitt: K 48", "Bis zum 3. Mai."),
    ],
)
def test_without_its_heading_this_is_not_understood(heading: str, text: str) -> None:
    assert made(*part(heading, text)) == (LEAD,)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Wie hoch ist der Zuschuss?", "Der Zuschuss beträgt 250 Euro je Haushalt."),
        ("Was ist bei Verlust zu tun?", "Wer seine Karte verliert, ruft sofort unter 09999 405-1230 an."),
        ("Was ist zu tun?", "Fenster und Türen geschlossen halten."),
        ("Linie 12", "Auf der Linie 12 entfällt der Bus um 7.10 Uhr."),
        ("Anmeldung", "Karten gibt es ab dem 3. Mai um 12 Uhr im Kreishaus."),
        ("Am 3. Mai geht es los", "Die Musikschule eröffnet den Sommer um 19 Uhr im Kreishaus."),
        ("Der Landkreis baut weiter", "Die Musikschule bekommt für 250.000 Euro ein neues Dach."),
        ("Musikschule", "Ab dem 3. Mai gibt es Karten im Kreishaus."),
    ],
)
def test_this_is(heading: str, text: str) -> None:
    assert made(*part(heading, text)) == (LEAD, text)


def test_a_release_that_falls_into_parts_tells_of_another_thing_in_each() -> None:
    parts = [
        *part("Musikschule", "Ab dem 3. Mai gibt es Karten um 5 Euro.", "Die Musikschule öffnet um 19 Uhr."),
        *part("Museum Neudorf", "Im Museum beginnt am 9. Juni die Schau.", "Der Eintritt kostet 4 Euro."),
        *part("Termine", "Der nächste Markt ist am 1. August."),
    ]
    assert made(*parts) == (
        LEAD,
        "Die Musikschule öffnet um 19 Uhr.",
        "Im Museum beginnt am 9. Juni die Schau.",
        "Der nächste Markt ist am 1. August.",
    )


def test_what_leans_on_such_a_sentence_goes_with_it() -> None:
    blocks = part("Was kostet das?", "Je Monat sind es 25 Euro. Dazu kommen einmalig 10 Euro.")
    assert made(*blocks) == (LEAD,)
    judged = explained([Block(BlockKind.PARAGRAPH, (LEAD,)), *blocks], title="Neues im Sommer", length=350)
    assert [tell(one.reason, "de") for one in judged[1:]] == [
        "lehnt sich an die Überschrift darüber an",
        "lehnt sich an einen Satz an, der fehlt",
    ]


def test_a_heading_above_the_first_paragraph_is_a_title_of_the_release() -> None:
    text = "Der Bus um 7.10 Uhr entfällt."
    assert made(*part("Linie 12", text), lead="") == (text,)


def test_where_there_is_nothing_else_it_is_taken_all_the_same() -> None:
    assert made(*part("Linie 12", "Bis zum 3. Mai."), lead="") == ("Bis zum 3. Mai.",)
    first = [Block(BlockKind.PARAGRAPH, ("Neues im Sommer.",)), *part("Linie 12", "Der Bus um 7.10 Uhr entfällt.")]
    assert teaser(first, title="Neues im Sommer", length=350).sentences == ("Der Bus um 7.10 Uhr entfällt.",)


@pytest.mark.parametrize(
    "text", ["Bis zum 31. Januar 2027.", "Alle Musikerinnen und Musiker.", "Montags bis freitags."]
)
def test_a_part_of_a_sentence_is_none(text: str) -> None:
    assert no_news((text,)) is not None
    assert made(Block(BlockKind.PARAGRAPH, (text,))) == (LEAD,)


@pytest.mark.parametrize(
    "text",
    [
        "Eintritt frei.",
        "Anmeldung bis 3. Mai unter 09999 405-1230.",
        "Beginn: 19 Uhr.",
        "Ab Montag: Tempo 30.",
        "Alle sind eingeladen.",
        "Der Kurs kostet 5 Euro.",
        "Am Montag entfällt der Bus.",
        "Bei Schwindel sofort den Notruf 112 wählen!",
        "Fenster und Türen geschlossen halten.",
    ],
)
def test_this_is_understood_though_it_is_short(text: str) -> None:
    assert no_news((text,)) is None


def test_many_headings_take_no_more_than_their_number() -> None:
    lines = part("Linie 12 " + "Neudorf " * 20, "Der Bus um 7.10 Uhr entfällt.")
    grows_with_number(lambda count: teaser(lines * count, title="Neues", length=350), 240)


@pytest.mark.parametrize(
    "text", ["Die Gebühr steigt am 1. Mai um 3 Euro.", "Alle 40.000 Haushalte erhalten bis 15. April Post."]
)
def test_an_answer_that_says_of_what_it_speaks_needs_no_question(text: str) -> None:
    assert made(*part("Was kostet das?", text)) == (LEAD, text)
