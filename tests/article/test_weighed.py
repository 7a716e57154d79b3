"""What a sentence weighs in a teaser: dates, hours, amounts, whom to call, whatever their form; and what is talk."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import explained, teaser
from relay.article.teaser.facts import facts
from relay.article.teaser.instructions import instructs
from relay.article.teaser.leaning import is_talk
from relay.language import tell
from relay.model import Block, BlockKind


def blocks(*paragraphs: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        "Spenden gehen an die IBAN DE00 1234 5678 9012 3456 78.",
        "Spenden bitte auf das Konto (IBAN: DE00123456789012345678).",
        "Das gilt nach § 2a Abs. 3 BioAbfV.",
        "Das regeln die §§ 4 und folgende sowie Art. 12.",
        "Der Rat tagt zum 4. Mal.",
        "Alle Angaben gelten bis auf Weiteres (Stand: 2. Januar).",
        "Der Bescheid hat das Az. 12/345-6.",
        "Am Ende steht das Mal.",
    ],
)
def test_accounts_laws_and_how_often_weigh_nothing(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Es beginnt am 3. Juni.", "3. Juni"),
        ("Es beginnt am 3. Juni 2026.", "3. Juni 2026"),
        ("Es beginnt am 03.06.2026.", "03.06.2026"),
        ("Es beginnt am 3.6. im Kreishaus.", "3.6."),
        ("Es läuft vom 24.–26. März.", "24.–26. März"),
        ("Es läuft vom 24. bis 26. März.", "24. bis 26. März"),
        ("Es endet am 30. September.", "30. September"),
        ("Es endet am 30. Sept. um Mitternacht.", "30. Sept."),
        ("Gebaut wird ab Frühjahr 2026.", "Frühjahr 2026"),
        ("Gebaut wird im Sommer 2026.", "Sommer 2026"),
        ("Gebaut wird ab Ende 2026.", "Ende 2026"),
        ("Gebaut wird Mitte Mai.", "Mitte Mai"),
        ("Der Eintritt kostet 5,- Euro.", "5,- Euro"),
        ("Der Eintritt kostet 5,– € an der Kasse.", "5,– €"),
        ("Der Eintritt kostet zehn Euro.", "zehn Euro"),
        ("Es waren 23,1 % der Stimmen.", "23,1 %"),
        ("Die Fahrt dauert 20 Min. und mehr.", "20 Min."),
    ],
)
def test_a_day_and_an_amount_weigh_the_same_in_any_form(text: str, fact: str) -> None:
    assert facts(text) == {fact: 2}


@pytest.mark.parametrize(
    "text",
    [
        "Möglich ist das bis 3. Mai.",
        "Möglich ist das bis zum 3. Mai.",
        "Möglich ist das bis Montag, 3. Mai.",
        "Möglich ist das bis spätestens Mittwoch, den 3. Mai.",
        "Möglich ist das spätestens am 3. Mai.",
        "Spätestens am 3. Mai ist Schluss.",
    ],
)
def test_the_last_day_weighs_more_than_another(text: str) -> None:
    assert facts(text) == {"3. Mai": 3}


def test_a_last_day_weighs_more_than_what_is_counted() -> None:
    assert sum(facts("Für 162 Plätze gibt es Listen.").values()) < sum(facts("Das geht bis zum 3. Mai.").values())


@pytest.mark.parametrize(
    "text", ["Es läuft vom 1. bis 3. Mai.", "Es beginnt am 3. Mai.", "Bis Neudorf sind es am 3. Mai"]
)
def test_this_is_no_last_day(text: str) -> None:
    assert set(facts(text).values()) == {2}


def test_a_programme_of_hours_weighs_less_than_so_many_beginnings() -> None:
    assert facts("Um 11 Uhr und um 13.30 Uhr gibt es Führungen.") == {"11 Uhr": 3, "13.30 Uhr": 1.5}


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("Die Satzung hat 40 Seiten.", {1}),
        ("Die Halle von 1963 hat 40 Plätze.", {0.5, 0.25}),
        ("Seit 2011 gab es 40 Treffen.", {0.5, 0.25}),
        ("Im vergangenen Jahr gab es 40 Treffen.", {0.5}),
        ("Im Vorjahr gab es 40 Treffen.", {0.5}),
        ("Das sind 40 Treffen mehr als im Vorjahr.", {1}),
        ("Auskunft gibt es unter 09999 2012.", {3}),
    ],
)
def test_what_was_before_is_background(text: str, weights: set[float]) -> None:
    assert set(facts(text).values()) == weights


def test_the_day_of_a_law_is_no_news() -> None:
    assert facts("Das steht in der Abfallsatzung vom 3. Dezember 2001.") == {}
    assert facts("Das steht im Kreistagsbeschluss vom 12.5.2024.") == {}


@pytest.mark.parametrize(
    "text", ["Eine Anmeldung ist nicht nötig.", "Anmeldungen sind ab sofort im Kreishaus möglich."]
)
def test_whether_to_register_counts(text: str) -> None:
    assert list(facts(text).values()) == [1]


ACCOUNT = "Spenden erbittet der Landkreis auf das Konto IBAN DE00 1234 5678 9012 3456 78 der Sparkasse."


def test_where_to_give_counts_in_a_release_that_asks_for_donations() -> None:
    assert facts(ACCOUNT) == {}
    assert facts(ACCOUNT, donations=True) == {"IBAN DE00 1234 5678 9012 3456 78": 3}
    lead = "Für die Opfer des Brandes in Neudorf sammelt der Landkreis Musterland."
    fire = "Am 3. Mai hat die Feuerwehr den Brand gelöscht, die Straße ist wieder frei."
    text = blocks(f"{lead} {fire} {ACCOUNT}")
    room = len(lead) + 2 + max(len(fire), len(ACCOUNT))
    assert teaser(text, title="Spendenkonto für Neudorf", length=room).sentences == (lead, ACCOUNT)
    assert teaser(text, title="Nach dem Brand in Neudorf", length=room).sentences == (lead, fire)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Geöffnet ist von 8–12 Uhr.", "8–12 Uhr"),
        ("Geöffnet ist von 8 bis 12.30 Uhr.", "8 bis 12.30 Uhr"),
        ("Geöffnet ist von 8:00 - 12:00 Uhr.", "8:00 - 12:00 Uhr"),
        ("Anmeldung unter 09999 405-1230.", "09999 405-1230"),
    ],
)
def test_hours_and_whom_to_call_weigh_most(text: str, fact: str) -> None:
    assert facts(text) == {fact: 3}


def test_the_number_of_a_room_is_no_date() -> None:
    assert all(weight < 2 for weight in facts("Anträge gibt es in Zi. 3.07. und in Raum 2.11. im Kreishaus.").values())


def test_the_address_of_a_website_counts_with_and_without_its_www() -> None:
    assert facts("Mehr steht unter klima.landkreis-musterland.example.") == {"klima.landkreis-musterland.example": 1}
    assert facts("Mehr steht unter www.landkreis-musterland.example.") == {"www.landkreis-musterland.example": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Eva Muster antwortete: „Vor 25 Jahren gab es das nicht.“",
        "Landrätin Eva Muster betont: „Das ist ein guter Tag.",
        "So freute sich der Vorsitzende: „Wir haben es geschafft!“",
        "„Wir haben es geschafft“, sagte der Vorsitzende.",
    ],
)
def test_a_quotation_is_talk_whether_its_speaker_comes_first_or_last(text: str) -> None:
    assert is_talk(text)


@pytest.mark.parametrize(
    "text",
    [
        "Das Motto der Woche lautet: „Gemeinsam stark“.",
        "Gezeigt wird das Stück: „Der Besuch.“",
        "Eva Muster sagte, dass das Konzert „Großes Kino“ heißt.",
        "Sie berichtet aus drei Städten: Musterhausen, Neudorf und Altdorf.",
    ],
)
def test_a_name_or_a_motto_is_none(text: str) -> None:
    assert not is_talk(text)


@pytest.mark.parametrize(
    "text", ["Verboten ist das Pumpen aus Bächen.", "Untersagt ist jedes Feuer.", "Tabu sind Feuer und Grill im Wald."]
)
def test_a_ban_is_one_at_the_beginning_too(text: str) -> None:
    assert instructs(text)


LEAD = "Wegen des Hochwassers hat der Landkreis am Donnerstag die Meldestufe 2 für die Muster ausgerufen."
ORDERS = ("Bringen Sie Fahrzeuge aus Tiefgaragen in Sicherheit.", "Betreten Sie keine Keller.")
FAR = "Der Fluss ist ruhig."


def test_in_a_warning_the_second_order_is_worth_something_too() -> None:
    paragraphs = blocks(LEAD, ORDERS[0], FAR, ORDERS[1], "Das Wetter bleibt. " * 9)
    assert teaser(paragraphs, title="Hochwasser", length=190).sentences == (LEAD, *ORDERS)


def test_what_fitted_but_was_worth_less_is_told_beside_what() -> None:
    near = "Die Umleitung ist mit gelben Schildern auf beiden Seiten ausgeschildert."
    worth = "Karten gibt es ab dem 3. Juni um 19 Uhr unter 09999 405-1230 im Kreishaus."
    lead = "Der Markt in Musterhausen wird gefeiert."
    judged = explained(blocks(f"{lead} {near} {worth}"), title="Fest", length=len(lead) + len(worth) + 10)
    assert [(one.taken, tell(one.reason, "de")) for one in judged][1] == (
        False,
        "kein Platz neben „Karten gibt es ab dem 3. Juni um 19 Uhr unter 09999 …“, was mehr zählt",
    )
