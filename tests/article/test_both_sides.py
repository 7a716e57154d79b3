"""What tells one side of a matter stands with the other or not at all, for alone it turns the meaning round."""

from __future__ import annotations

import pytest

from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import explained, teaser
from relay.article.teaser.leaning import leans, tells_one_side
from relay.model import Block, BlockKind
from tests.growth import grows_with_length

LEAD = "Der Kreistag hat am Montag, 9. Dezember, den Haushalt beschlossen."
ONE = "Zwar steigen die Einnahmen um 14 Millionen Euro auf 310 Millionen Euro."
OTHER = "Die Ausgaben wachsen jedoch noch stärker."
FILLER = "Über den Haushalt war seit dem Sommer in den Ausschüssen beraten worden. " * 4


def blocks(*paragraphs: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, split_sentences(text)) for text in paragraphs]


@pytest.mark.parametrize(
    "sentence",
    [
        "Zwar ist die Brücke fertig.",
        "Die Brücke ist zwar seit 3. Mai fertig.",
        "Einerseits sinken die Gebühren für Bioabfall um 4 Euro.",
        "Zum einen wird die Leitung erneuert.",
        "Auf der einen Seite stiegen die Steuern um 3 Prozent.",
        "Der Umbau betrifft nicht nur die Aula.",
    ],
)
def test_this_tells_one_side(sentence: str) -> None:
    assert tells_one_side(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Zwar ist die Brücke fertig, die Straße aber noch gesperrt.",
        "Zwar ist die Brücke fertig, sie bleibt jedoch gesperrt.",
        "Gesperrt wird am 3. Mai, und zwar ab 8 Uhr.",
        "Einerseits sinken die Gebühren, andererseits wird seltener geleert.",
        "Zum einen wird die Leitung erneuert, zum anderen die Fahrbahn.",
        "Der Umbau betrifft nicht nur die Aula, sondern die ganze Schule.",
        "Nicht nur in Musterhausen, auch in Neudorf wird gebaut.",
        "So etwas wünscht sich zum einen oder anderen Anlass jeder.",
        "„Das ist zwar viel Geld.“",
        "Der Umbau kostet 3 Millionen Euro.",
    ],
)
def test_this_tells_both_or_has_none(sentence: str) -> None:
    assert not tells_one_side(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        OTHER,
        "Der Zuzug glich das jedoch aus.",
        "Geschlossen bleibt dagegen die Nebenstelle in Neudorf.",
        "Die Nebenstelle in Neudorf hingegen öffnet um 8 Uhr.",
        "Der Bus fährt allerdings eine andere Strecke.",
        "Das Fest findet trotzdem statt.",
        "Andererseits sinken die Gebühren.",
        "Stattdessen fährt ein Bus.",
        "Zum anderen wird die Fahrbahn erneuert.",
    ],
)
def test_the_other_side_leans_on_what_was_told_before(sentence: str) -> None:
    assert leans((sentence,))


@pytest.mark.parametrize(
    "sentence",
    [
        "Trotz des Regens kamen dennoch 300 Gäste.",
        "Obwohl die Kosten gestiegen sind, wird dennoch gebaut.",
        "Die Schule ist alt, wird jedoch gern besucht.",
        "Ein kleiner und dennoch heller Raum steht am 3. Mai offen.",
        "30 Mitglieder waren dafür und 14 dagegen.",
        "Mitzubringen sind Lampen, höchstens jedoch zwei.",
    ],
)
def test_what_has_both_sides_in_itself_does_not(sentence: str) -> None:
    assert not leans((sentence,))


@pytest.mark.parametrize("texts", [(f"{LEAD} {ONE} {OTHER} {FILLER}",), (LEAD, ONE, OTHER, FILLER)])
def test_both_sides_are_taken_together_from_one_paragraph_or_two(texts: tuple[str, ...]) -> None:
    assert teaser(blocks(*texts), title="Haushalt", length=250).text == f"{LEAD} {ONE} {OTHER}"


def test_where_both_do_not_fit_neither_is_taken() -> None:
    made = teaser(blocks(f"{LEAD} {ONE} {OTHER} {FILLER}"), title="Haushalt", length=len(f"{LEAD} {ONE}") + 5)
    assert made.text == LEAD


def test_both_sides_are_the_lead_together_or_the_next_sentence_is() -> None:
    after = "Der Kreistag stimmt am 9. Dezember ab."
    text = f"{ONE} {OTHER} {after} {FILLER}"
    assert teaser(blocks(text), title="Haushalt", length=120).text.startswith(f"{ONE} {OTHER}")
    assert teaser(blocks(text), title="Haushalt", length=80).text == after


def test_a_sentence_between_the_sides_is_taken_too() -> None:
    between = "Das sind 5 Prozent mehr."
    made = teaser(blocks(f"{LEAD} {ONE} {between} {OTHER} {FILLER}"), title="Haushalt", length=250)
    assert made.text == f"{LEAD} {ONE} {between} {OTHER}"


def test_one_side_alone_at_the_end_is_left_out_and_that_is_told() -> None:
    release = blocks(LEAD, FILLER, ONE)
    assert ONE not in teaser(release, title="Haushalt", length=300).text
    last = explained(release, title="Haushalt", length=300)[-1]
    assert (last.taken, last.reason.message) == (False, "it tells one side of a matter and the other is missing")


@pytest.mark.parametrize("part", ["zwar ", "und zwar ", "nicht nur ", "jedoch ", "zum einen ", "wort "])
def test_hostile_sentences_are_read_in_no_more_than_their_length(part: str) -> None:
    def read(text: str) -> bool:
        return tells_one_side(text) or leans((text,)) is not None

    grows_with_length(read, part, 20_000)
