"""A warning says what to do, whatever else there is no room for; elsewhere orders weigh no more than other words."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import teaser
from relay.article.teaser.instructions import instructs, warns
from relay.model import Block, BlockKind
from tests.growth import grows_with_length

FILLER = (
    "Rund 3.900 Menschen in 12 Ortsteilen sind betroffen. Die Leitung ist 1,8 Kilometer lang und kostet 420.000 Euro. "
    "Am Montag, 24. März, um 8 Uhr kommen 14 Fachleute zusammen. Der Kreis hat 3 Messwagen und 40 Helfer im Einsatz."
)


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, split_sentences(text))


ORDERS = [
    "Bitte kochen Sie das Trinkwasser ab sofort ab.",
    "Kochen Sie das Wasser vor dem Trinken mindestens zehn Minuten lang ab.",
    "Das Leitungswasser muss bis auf Weiteres abgekocht werden.",
    "Das Wasser ist vor dem Verzehr abzukochen.",
    "Es gilt ein Abkochgebot.",
    "Tierhalter müssen ihr Geflügel ab Samstag in Ställen halten (Aufstallungspflicht).",
    "Geflügel darf nicht mehr ins Freie gelassen werden.",
    "Ab Samstag gilt im ganzen Kreis die Stallpflicht.",
    "Der Landkreis ordnet ab Samstag, 8. November, die Aufstallung an.",
    "Fenster und Türen geschlossen halten.",
    "Fenster und Türen bitte geschlossen halten!",
    "Bitte Lüftungen und Klimaanlagen abschalten.",
    "Anwohner werden gebeten, Fenster und Türen geschlossen zu halten.",
    "Die Feuerwehr bittet, den Ort zu meiden.",
    "Meiden Sie den Bereich.",
    "Meiden Sie den Bereich um die Altstadt weiträumig!",
    "Der Bereich ist weiträumig zu umfahren.",
    "Das Betreten der Wälder ist verboten.",
    "Das Betreten der Wälder ist bis Sonntag untersagt.",
    "Das Baden im Orlesee ist ab sofort nicht mehr erlaubt.",
    "Wälder und Parks sollten nicht betreten werden.",
    "Niemand darf das Gebiet betreten.",
    "Die Bevölkerung soll Fenster und Türen geschlossen halten und Lüftungen ausschalten.",
    "Landrätin Erika Beispiel: „Bleiben Sie, wenn möglich, zu Hause.“",
    "Alle Menschen im Umkreis von 500 Metern müssen ihre Wohnungen bis 9 Uhr verlassen.",
    "Wenn Sie Rauch riechen, schließen Sie die Fenster.",
    "Liebe Bürgerinnen und Bürger, bitte bleiben Sie zu Hause!",
    "„Bitte bleiben Sie zu Hause“, sagt Landrätin Erika Beispiel.",
    "Das Gesundheitsamt rät, befallene Bäume zu meiden.",
    "Das Veterinäramt ruft dazu auf, tote Vögel nicht anzufassen.",
]

NO_ORDERS = [
    "Haben Sie Fragen?",
    "Wie schützen Sie sich?",
    "Weitere Auskünfte finden Sie auf der Website.",
    "Der Landkreis bittet um Verständnis.",
    "Mit Behinderungen ist zu rechnen.",
    "Die Ursache ist noch zu klären.",
    "Der Radweg darf ab Montag wieder befahren werden.",
    "Die Feuerwehr konnte das Haus rechtzeitig verlassen.",
    "Die Kinder spielten draußen.",
    "Die Helferinnen und Helfer haben Sandsäcke gefüllt.",
    "Es besteht keine Meldepflicht.",
    "Ein Vertrag muss nicht geschlossen werden.",
    "Um 17 Uhr beginnt eine Kundgebung, zu der die Vereine aufrufen.",
    "Das Gesundheitsamt hat Keime nachgewiesen.",
]


@pytest.mark.parametrize("sentence", ORDERS)
def test_this_says_what_to_do(sentence: str) -> None:
    assert instructs(sentence)


@pytest.mark.parametrize("sentence", NO_ORDERS)
def test_this_does_not(sentence: str) -> None:
    assert not instructs(sentence)


DANGERS = [
    ("Wasser in Ahrenfels belastet", "Das Gesundheitsamt hat im Netz von Ahrenfels Keime nachgewiesen."),
    ("Information für Hohenbach", "In einer Lagerhalle in Hohenbach ist am Morgen ein Feuer ausgebrochen."),
    ("Geflügelpest im Kreis", "Das Veterinäramt hat bei einer Wildente aus Bad Orlau das Virus gefunden."),
    ("Fund am Bahnhof", "Bei Bauarbeiten ist ein Blindgänger aus dem Zweiten Weltkrieg gefunden worden."),
    ("Unwetter über Musterland", "Für den ganzen Landkreis Musterland wird ein schwerer Sturm vorhergesagt."),
]


@pytest.mark.parametrize(("title", "danger"), DANGERS)
@pytest.mark.parametrize("length", [200, 350])
def test_in_a_warning_the_order_is_in_the_teaser(title: str, danger: str, length: int) -> None:
    for order in ORDERS:
        short = teaser([block(f"{danger} {FILLER}"), block(order), block(FILLER)], title=title, length=length)
        assert short.sentences[0] == danger
        assert order in short.sentences


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_that_leads_stays_first(order: str) -> None:
    title, danger = DANGERS[4]
    short = teaser([block(order), block(f"{danger} {FILLER}")], title=title, length=200)
    assert short.sentences[0] == order


@pytest.mark.parametrize("kind", [BlockKind.ITEM, BlockKind.BOX, BlockKind.QUOTE])
def test_where_no_paragraph_says_it_a_line_of_a_list_or_box_does(kind: BlockKind) -> None:
    title, danger = DANGERS[1]
    lines = [block(line, kind) for line in ("Die Feuerwehr löscht.", "Fenster und Türen geschlossen halten.")]
    short = teaser([block(f"{danger} Die Feuerwehr ist im Einsatz."), *lines], title=title, length=200)
    assert short.sentences == (danger, "Die Feuerwehr ist im Einsatz.", "Fenster und Türen geschlossen halten.")


def test_a_line_without_a_full_stop_is_the_last() -> None:
    title, danger = DANGERS[1]
    lines = [block(line, BlockKind.ITEM) for line in ("Fenster geschlossen halten", "Bitte Lüftungen abschalten")]
    last = "Der Einsatz endet um 19 Uhr."
    short = teaser([block(danger), *lines, block(last)], title=title, length=300)
    assert short.sentences[-1] == last or not short.sentences[-1].endswith(".")
    assert "halten Bitte" not in short.text
    assert "halten Der" not in short.text


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        ("Für Neukirch hat das Gesundheitsamt ein Abkochgebot angeordnet.", "Kochen Sie das Wasser drei Minuten lang."),
        ("Ab Samstag gilt im ganzen Landkreis die Stallpflicht.", "Geflügel muss in Ställen gehalten werden."),
        ("In den Wäldern um Ahrenfels gilt ein Betretungsverbot.", "Melden Sie Rauch sofort unter 112."),
    ],
)
@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.BOX])
def test_the_name_of_a_rule_does_not_tell_readers_what_to_do(rule: str, order: str, kind: BlockKind) -> None:
    blocks = [block(f"{rule} {FILLER}"), block(order, kind)]
    assert order in teaser(blocks, title="Warnung: Gefahr durch Keime", length=330).sentences


def test_measures_in_the_paragraphs_are_worth_more_than_a_line_of_a_list() -> None:
    sizes = "Örtlich sind 40 Liter in 2 Stunden, Hagel von 3 cm und Böen um 100 km/h möglich, vor allem im Orletal."
    title, danger = DANGERS[4]
    line = block("Sichern Sie alles, was im Garten und auf dem Balkon steht, und bleiben Sie im Haus.", BlockKind.ITEM)
    assert teaser([block(f"{danger} {sizes}"), line], title=title, length=200).sentences == (danger, sizes)


@pytest.mark.parametrize(
    "part",
    ["muss ", "ist zu ", "bittet zu ", "gilt ", "pflicht ", "a, ", "Bitte ", "abc", "keine ", "Rauch ", "„", "er "],
)
def test_hostile_text_takes_no_more_than_its_length(part: str) -> None:
    def read(text: str) -> None:
        instructs(text)
        warns(text)

    grows_with_length(read, part, 20_000)
    grows_with_length(
        lambda text: teaser([Block(BlockKind.PARAGRAPH, (f"{text}.",) * 20)], title="Bombe gefunden", length=350),
        part,
        300,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Warntag am 11. September: Um 11 Uhr heulen die Sirenen",
        "Neuer Gerätewagen Gefahrstoff in Dienst gestellt",
        "Konzert der Musikschule: Karten gibt es noch",
        "Feuerwehr lädt zur Übung mit Rauch ein",
        "Gefahrgut-Zug bekommt Verstärkung",
        "Der Landkreis stürmt an die Spitze",
    ],
)
def test_this_is_no_warning(text: str) -> None:
    assert not warns(text)
