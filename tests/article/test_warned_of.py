"""Which releases warn: a sample is no trial of the sirens, what is over needs no orders, and where to go counts too."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import teaser
from relay.article.teaser.instructions import instructs, shelters, warns
from relay.model import Block, BlockKind
from tests.growth import grows_with_length


def blocks(*paragraphs: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in paragraphs]


def beginning(*paragraphs: str) -> list[tuple[str, ...]]:
    return [split_sentences(one) for one in paragraphs]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Rückruf: Keime in Käse", "In einer Probe des Käses wurden Listerien gefunden."),
        ("Trinkwasser in Neudorf verkeimt", "Bei der Probe vom Montag fand das Labor Bakterien."),
        ("Badeverbot wegen Blaualgen", "Am See gilt ein Badeverbot. Die nächste Probe wird am Freitag genommen."),
        ("Geflügelpest im Kreis", "Die Probe einer Wildgans wurde im Labor untersucht."),
        ("Warnung vor Starkregen", "Gewarnt wird vor Starkregen. Der Vortrag im Freien fällt aus."),
        ("Chlorgas ausgetreten", "Bei einer Übung ist im Hallenbad Chlorgas ausgetreten."),
        ("Großbrand: Das ist keine Übung", "In Neudorf brennt eine Halle."),
        ("Brand in Neudorf", "Die Feuerwehr löscht. Eine Entwarnung kann noch nicht gegeben werden."),
        ("Nach dem Brand in Neudorf: Gemüse muss gründlich gewaschen werden", "Die Halle ist gelöscht."),
        ("Nach dem Unwetter: Trinkwasser verunreinigt", "In Neudorf ist eine Leitung beschädigt."),
        ("Nach Starkregen: Badeverbot an allen Seen", "In die Seen ist Abwasser gelaufen."),
        ("Nach dem Hochwasser: Der Kreis informiert", "Der Deich bei Neudorf ist weiter in Gefahr."),
    ],
)
def test_this_is_a_warning(title: str, text: str) -> None:
    assert warns(title, beginning(text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Bevölkerungsschutz im Landkreis Musterland", "Am Warntag wird vor Gefahren gewarnt."),
        ("Probealarm: Sirenen warnen am Samstag", "Um 11 Uhr heulen die Sirenen."),
        ("Sirenen heulen am Samstag zur Probe", "Die Warnung dauert eine Minute."),
        ("Blindgänger im Hafen", "Für eine Übung der Feuerwehr wird am Samstag eine Bombe angenommen."),
        ("Was tun bei Starkregen?", "Die vhs lädt zu einem Vortrag über Starkregen ein."),
        (
            "Nach dem Unwetter: Landkreis zahlt Soforthilfe",
            "Nach dem Unwetter hilft der Landkreis. Es gab Überflutungen.",
        ),
        ("Nach schwerem Hochwasser: Landrat dankt den Helfern", "Landrat Max Muster dankt 300 Menschen."),
        ("Spendenkonto nach Großbrand", "Für die Familien hat der Landkreis ein Konto eingerichtet."),
    ],
)
def test_this_is_none_any_more_or_not_yet(title: str, text: str) -> None:
    assert not warns(title, beginning(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Menschen müssen das Wasser nicht mehr abkochen.",
        "Die Anwohner waren gebeten worden, Fenster und Türen geschlossen zu halten.",
        "Die Feuerwehr hatte empfohlen, den Ort zu meiden.",
        "Das Badeverbot gilt nicht mehr.",
    ],
)
def test_what_was_to_be_done_before_is_no_order(sentence: str) -> None:
    assert not instructs(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Das Wasser muss weiter abgekocht werden.", "Der Wald darf nicht mehr betreten werden."],
)
def test_what_is_still_to_be_done_is_one(sentence: str) -> None:
    assert instructs(sentence)


def test_when_it_is_over_there_may_be_something_left_to_do() -> None:
    over = "Das Leitungswasser in Neudorf muss ab sofort nicht mehr abgekocht werden."
    order = "Lassen Sie das Wasser vor dem ersten Trinken fünf Minuten lang laufen."
    counts = "In 14 Tagen wurden 120 Proben genommen, 3 Leitungen gespült und 2 Filter ersetzt."
    made = teaser(blocks(f"{over} {counts}", order), title="Entwarnung: Abkochgebot aufgehoben", length=190)
    assert made.sentences == (over, order)


RECALL = "Das Veterinäramt weist auf einen Rückruf der Molkerei Muster hin."
SAMPLE = "In einer Probe wurden am 3. Mai Listerien gefunden, im Labor am 4. Mai Bakterien."
LEAVE = "Der Käse sollte keinesfalls gegessen, sondern weggeworfen oder zurückgebracht werden."


def test_a_recall_says_what_to_do_though_there_was_a_sample() -> None:
    made = teaser(blocks(f"{RECALL} {SAMPLE} {LEAVE}"), title="Rückruf: Keime in Käse", length=160)
    assert made.sentences == (RECALL, LEAVE)


def test_an_order_of_somebody_far_below_is_not_looked_for() -> None:
    lead = "Wegen des Hochwassers hat der Landkreis am Donnerstag die Meldestufe 2 ausgerufen."
    filler = "Der Fluss ist ruhig. " * 11
    said = "„Bitte betreten Sie keine Keller“, sagt Landrat Max Muster."
    assert said not in teaser(blocks(lead, filler, said), title="Hochwasser", length=200).sentences
    said = "Betreten Sie keine Keller."
    assert said in teaser(blocks(lead, filler, said), title="Hochwasser", length=200).sentences


FOUND = (
    "Bei Bauarbeiten auf dem Gelände der alten Ziegelei am Rand von Musterhausen haben Arbeiter am Mittwochmorgen eine "
    "250 Kilogramm schwere Bombe aus dem Zweiten Weltkrieg gefunden."
)
GO = "Alle Menschen im Umkreis von 300 Metern müssen ihre Häuser bis 15 Uhr verlassen."
WHERE = "Eine Notunterkunft ist in der Sporthalle, Schulweg 2, eingerichtet."


def test_what_to_do_and_where_to_go_are_worth_more_than_what_the_title_says_already() -> None:
    release = blocks(FOUND, f"{GO} Der Zünder ist beschädigt.", WHERE)
    assert teaser(release, title="Bombe in Musterhausen gefunden", length=150).sentences == (GO, WHERE)


def test_where_all_of_it_fits_the_danger_comes_first() -> None:
    release = blocks(FOUND, f"{GO} Der Zünder ist beschädigt.", WHERE)
    made = teaser(release, title="Bombe in Musterhausen gefunden", length=330)
    assert (made.sentences[0], made.sentences[-1]) == (FOUND, WHERE)
    assert GO in made.sentences


def test_where_the_title_does_not_name_the_danger_the_lead_does() -> None:
    release = blocks(FOUND, f"{GO} Der Zünder ist beschädigt.", WHERE)
    assert teaser(release, title="Information für Musterhausen", length=270).sentences == (FOUND, GO)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (WHERE, True),
        ("Anlaufstellen sind alle Feuerwehrhäuser.", True),
        ("Gibt es eine Notunterkunft?", False),
        ("Die Feuerwehr ist im Einsatz.", False),
    ],
)
def test_it_says_where_to_go(sentence: str, *, expected: bool) -> None:
    assert shelters(sentence) is expected


@pytest.mark.parametrize("part", ["nach dem ", "Nach schwerem ", "Sirenen ", "waren ", "hatten nicht mehr "])
def test_a_long_beginning_is_read_in_no_more_than_its_length(part: str) -> None:
    grows_with_length(lambda text: warns(f"Nach dem Brand {text}", [(text,)]), part, 20_000)
