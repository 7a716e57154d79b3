"""The teaser: whole sentences, the lead first, never a wrong word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.article.clean import squeeze
from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import teaser
from relay.model import Block, BlockKind, Teaser

TITLE = "Brücke in Ahrenfels gesperrt"
LEAD = "Der Landkreis Musterland sperrt ab Montag, 24. März, die Orlebrücke in Ahrenfels."
WHY = "Grund sind Risse an zwei Trägern."
COST = "Die Sanierung kostet 2,7 Millionen Euro und dauert bis 30. Juni."


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, split_sentences(text))


def made(*paragraphs: str, length: int = 350, title: str = TITLE) -> str:
    return teaser([block(p) for p in paragraphs], title=title, length=length).text


def test_an_empty_body_gives_no_teaser() -> None:
    assert teaser([], title=TITLE, length=350) == Teaser("", ())


@pytest.mark.parametrize(
    "sentence",
    [
        "Diese Woche beginnt die Sanierung der Kreisstraße 12 bei Ahrenfels.",
        "Er eröffnet am Montag die neue Schule in Ahrenfels.",
    ],
)
def test_a_sentence_that_leans_on_another_is_not_cut_where_it_fits(sentence: str) -> None:
    assert made(sentence) == sentence


def test_it_is_made_of_whole_sentences_in_their_order() -> None:
    result = teaser([block(f"{LEAD} {WHY}"), block(COST)], title=TITLE, length=350)
    assert result == Teaser(f"{LEAD} {WHY} {COST}", (LEAD, WHY, COST))


def test_a_release_that_fits_as_a_whole_is_its_own_teaser() -> None:
    plain = "Die Umleitung ist ausgeschildert."
    last = "Der Landkreis bittet um Verständnis."
    assert made(LEAD, WHY, plain, plain.replace("Umleitung", "Baustelle"), last).endswith(last)


def test_when_it_is_weighs_more_than_how_much_it_costs() -> None:
    when, cost = "Beginn ist um 19 Uhr im Kreishaus von Ahrenfels.", "Der Eintritt kostet an diesem Tag 12 Euro."
    room = len(LEAD) + 1 + max(len(when), len(cost))
    assert made(LEAD, cost, when, length=room) == f"{LEAD} {when}"


def test_it_never_exceeds_its_length_and_leaves_out_what_does_not_fit() -> None:
    assert made(f"{LEAD} {WHY}", COST, length=len(LEAD) + 1 + len(WHY)) == f"{LEAD} {WHY}"


def test_a_sentence_with_amount_and_date_is_preferred_where_there_is_room_for_one_only() -> None:
    assert made(f"{LEAD} {WHY}", COST, length=len(LEAD) + 1 + len(COST)) == f"{LEAD} {COST}"


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.BOX_HEADING, BlockKind.ITEM, BlockKind.BOX])
def test_headings_items_and_boxes_are_left_out(kind: BlockKind) -> None:
    blocks = [block("Was ist am 3. Mai zu beachten?", kind), block(LEAD)]
    assert teaser(blocks, title=TITLE, length=350).text == LEAD


def test_a_list_without_paragraphs_gives_its_sentences() -> None:
    assert teaser([block(LEAD, BlockKind.ITEM)], title=TITLE, length=350).text == LEAD


@pytest.mark.parametrize(
    "first",
    [
        "Brücke in Ahrenfels gesperrt.",
        "Sehr geehrte Damen und Herren,",
        "Hinweis der Redaktion: In unserer Mitteilung war ein falsches Datum. Richtig muss es heißen:",
        "Haben Sie noch einen anderen Weg zur Arbeit?",
        "„Das ist eine schwere Entscheidung“, sagt die Landrätin.",
        "Pressemitteilung 71/2025 vom 14.03.2025",
        "Freuen sich über den Bescheid: Landrätin Vollmer und andere. Foto: Landkreis Musterland",
        "Lage Nr. 7, Stand 14 Uhr",
        "Dies ist die zweite Meldung.",
    ],
)
def test_it_does_not_begin_with(first: str) -> None:
    assert made(first, LEAD).startswith(LEAD)


@pytest.mark.parametrize(
    "line",
    [
        "Musterland – ",
        "Ahrenfels (ots) – ",
        "AHRENFELS/HOHENBACH. ",
        "(pm) ",
        "Ahrenfels. ",
        "Ahrenfels, 7. Mai 2025 – ",
    ],
)
def test_a_dateline_is_left_out(line: str) -> None:
    assert made(line + LEAD) == LEAD


def test_a_question_whose_answer_leans_on_it_stays() -> None:
    question = "Was schrieben Menschen im 19. Jh. in die Heimat?"
    answer = "Antworten gibt Dr. Ellinghaus am 14. November."
    assert made(f"{question} {answer}") == f"{question} {answer}"


def test_what_leans_on_a_sentence_that_is_left_out_is_left_out_too() -> None:
    long = (
        "Die Umleitung ist in beide Richtungen ausgeschildert " + "und führt über viele Orte " * 10 + "nach Hohenbach."
    )
    leaning = "Sie ist 12 Kilometer lang."
    assert made(f"{LEAD} {long} {leaning}", length=200) == LEAD


def test_it_does_not_end_with_what_announces_a_list() -> None:
    assert made(LEAD, "Diese Linien fahren ab 3. Mai anders:") == LEAD


def test_a_quotation_of_several_sentences_is_taken_whole_or_not_at_all() -> None:
    quotation = "Auf dem Schild steht am 3. Mai: „Es dauert 12 Wochen. Es kostet 3 Millionen Euro.“"
    for length in range(len(LEAD), len(LEAD) + 1 + len(quotation)):
        assert made(LEAD, quotation, length=length) == LEAD
    assert made(LEAD, quotation, length=len(LEAD) + 1 + len(quotation)) == f"{LEAD} {quotation}"


def test_the_same_text_gives_the_same_teaser() -> None:
    assert len({made(f"{LEAD} {WHY}", COST, length=150) for _ in range(20)}) == 1


LONG = (
    "Der Landkreis Musterland baut am Montag, 24. März, in der Mühlenstr. 4 (Ahrenfels, Ortsteil Oberrode) eine Brücke "
    "für 2,7 Mio. Euro, weil die alte marode ist; Grund ist Rost."
)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0, ""),
        (5, ""),
        (20, "Der Landkreis …"),
        (40, "Der Landkreis Musterland baut …"),
        (55, "Der Landkreis Musterland baut am Montag, 24. März …"),
        (100, "Der Landkreis Musterland baut am Montag, 24. März …"),
        (160, LONG.partition(";")[0] + " …"),
        (len(LONG), LONG),
    ],
)
def test_where_no_sentence_fits_one_is_cut_at_a_clause_and_never_inside_a_date_or_number(
    length: int, text: str
) -> None:
    assert made(LONG, length=length) == text


WORDS = [
    "Der",
    "Kreis",
    "baut",
    "z. B.",
    "am",
    "3. Mai",
    "eine",
    "Brücke.",
    "„Gut",
    "so!“",
    "Sie",
    "kostet",
    "3",
    "Euro.",
    "(ja)",
    "–",
    ",",
]


def test_of_nothing_but_a_dash_no_teaser_is_cut() -> None:
    assert teaser([Block(BlockKind.PARAGRAPH, ("– z. B.",))], title="Neue Brücke", length=3).text == ""


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.builds(
            lambda kind, text: Block(kind, split_sentences(text)),
            st.sampled_from(list(BlockKind)),
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join) | st.text(min_size=1, max_size=200),
        ),
        max_size=6,
    ),
    st.integers(0, 400),
)
def test_it_fits_and_its_sentences_are_sentences_of_the_article(blocks: list[Block], length: int) -> None:
    result = teaser(blocks, title="Neue Brücke", length=length)
    assert len(result.text) <= length
    assert result.text == " ".join(result.sentences)
    whole = {s for b in blocks for s in b.sentences}
    if len(result.sentences) == 1 and result.text.endswith(" …"):
        assert any(result.text.removesuffix(" …") in s for s in whole)
    else:
        assert all(any(s.endswith(sentence) for s in whole) for sentence in result.sentences)
    assert squeeze(result.text) == result.text
