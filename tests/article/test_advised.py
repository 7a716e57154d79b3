"""What readers are advised or asked to do, and how to answer a call, is news where nobody warns of anything, too."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import teaser
from relay.article.teaser.facts import facts
from relay.article.teaser.instructions import advises, answers, calls
from relay.model import Block, BlockKind
from tests.growth import grows_with_length


def blocks(text: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, split_sentences(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Das Veterinäramt empfiehlt Halterinnen und Haltern deshalb, ihre Hunde chippen zu lassen.",
        "Die Kfz-Zulassung rät dazu, Termine früh zu buchen.",
        "Fahrgäste werden gebeten, auf die Linie 7 auszuweichen.",
        "Der Landkreis ruft alle Vereine auf, ihre Termine zu melden.",
        "Um Anmeldung bis 3. Mai wird gebeten.",
    ],
)
def test_this_advises_readers(sentence: str) -> None:
    assert advises(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Landkreis bittet um Verständnis.",
        "Wir bitten um Ihr Verständnis für die Behinderungen.",
        "Wir bitten, den Fehler zu entschuldigen.",
        "Der Kreisausschuss empfiehlt, den Vertrag zu verlängern.",
        "Die Landrätin appelliert an den Bund, mehr zu zahlen.",
        "Die Anwohner waren gebeten worden, zu Hause zu bleiben.",
        "Geimpft wird mit dem Mittel, das die Fachleute empfehlen.",
        "Rät das Amt dazu?",
        "Der Radweg ist 3 Kilometer lang.",
    ],
)
def test_this_asks_nothing_of_them(sentence: str) -> None:
    assert not advises(sentence)


def test_advice_below_the_lead_counts_for_more_than_the_cases_of_last_year() -> None:
    lead = "Im Landkreis Musterland breitet sich die Staupe unter Füchsen aus."
    advice = "Das Veterinäramt empfiehlt allen, die einen Hund halten, ihn impfen zu lassen."
    cases = "2024 wurden 14 Fälle gezählt, im Jahr davor waren es 9 Fälle in 5 Gemeinden."
    text = f"{lead} {advice} {cases} " + "Füchse leben im ganzen Kreis. " * 9
    made = teaser(blocks(text), title="Staupe: Amt rät zur Impfung", length=150)
    assert made.text == f"{lead} {advice}"


def test_a_plea_for_patience_does_not() -> None:
    lead = "Die Kreisstraße 9 wird von Montag, 4. Mai, an erneuert."
    plea = "Der Landkreis bittet um Verständnis für den Lärm und den Staub."
    costs = "Die Arbeiten kosten 300.000 Euro und dauern bis 22. Mai."
    text = f"{lead} {plea} {costs} " + "Gebaut wird in mehreren Abschnitten. " * 9
    assert teaser(blocks(text), title="Kreisstraße 9 wird erneuert", length=125).text == f"{lead} {costs}"


CALL = "Der Landkreis Musterland sucht für sein Archiv Freiwillige, die alte Schriften lesen können."
FURTHER = (
    "Das Archiv hat seit dem Umbau viel Platz. Die Schriften stammen aus vielen Dörfern. Gelesen wird in kleinen "
    "Gruppen. Der Lesesaal öffnet um 9 Uhr. Die Arbeit ist ein Ehrenamt. "
)
ANSWER = "Interessierte melden sich bei ihrer Stadt oder Gemeinde oder per E-Mail an archiv@kreis-musterland.example."


@pytest.mark.parametrize(("title", "taken"), [("Kreisarchiv sucht Freiwillige", True), ("Neues vom Archiv", False)])
def test_how_to_answer_a_call_is_worth_going_down_for(title: str, *, taken: bool) -> None:
    text = f"{CALL} {FURTHER}{ANSWER} " + "Der Kreis dankt allen. " * 9
    assert (ANSWER in teaser(blocks(text), title=title, length=205).text) == taken


@pytest.mark.parametrize(
    "title",
    [
        "Kreis sucht Schöffinnen und Schöffen",
        "Zeugen gesucht",
        "Heimatpreis: Jetzt Vorschläge einreichen",
        "Landkreis bittet um Hinweise",
    ],
)
def test_this_title_calls(title: str) -> None:
    assert calls(title)


@pytest.mark.parametrize("title", ["Landrätin besucht Feuerwehr", "Haushalt beschlossen", "Suchtberatung zieht um"])
def test_this_title_does_not(title: str) -> None:
    assert not calls(title)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (ANSWER, True),
        ("Wer Interesse hat, meldet sich bei Eva Muster.", True),
        ("Wer mitmachen möchte, kann sich bis 3. Mai melden.", True),
        ("Bewerbungen nimmt das Archiv bis 3. Mai entgegen.", True),
        ("Hinweise auf den Täter fehlen.", False),
        ("Bewerbungen gab es viele.", False),
        ("Die Freiwilligen melden Funde.", False),
    ],
)
def test_this_tells_how_to_answer(sentence: str, *, expected: bool) -> None:
    assert answers(sentence) == expected


def test_whom_to_write_to_weighs_as_much_as_whom_to_call_but_not_beside_it() -> None:
    mail, call = "archiv@kreis-musterland.example", "09999 405-1770"
    assert facts(f"Anmelden kann man sich unter {mail}.")[mail] == facts(f"Anmelden kann man sich unter {call}.")[call]
    both = facts(f"Anmelden kann man sich unter {call} oder {mail}.")
    assert both[mail] < both[call]


@pytest.mark.parametrize("part", ["bittet ", "um ", "ruft ", "Hinweise ", "sucht auf ", "wort "])
def test_hostile_sentences_are_read_in_no_more_than_their_length(part: str) -> None:
    grows_with_length(lambda text: (advises(text), answers(text), calls(text)), part, 20_000)
