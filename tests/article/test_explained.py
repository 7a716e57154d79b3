"""Why each sentence is in the teaser, or not."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay import cli
from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import explained, teaser
from relay.language import tell
from relay.model import Block, BlockKind

TITLE = "Orlebrücke gesperrt"
LEAD = "Die Orlebrücke in Ahrenfels ist ab Montag, 24. März, für alle Fahrzeuge gesperrt."
WHEN = "Beginn ist um 19 Uhr."
URL = "https://www.landkreis-musterland.example/presse/1.html"


def blocks(*paragraphs: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in paragraphs]


def told(*paragraphs: str, length: int = 350, title: str = TITLE) -> list[tuple[bool, str]]:
    judged = explained(blocks(*paragraphs), title=title, length=length)
    return [(one.taken, tell(one.reason, "de")) for one in judged]


def test_a_short_release_is_taken_whole() -> None:
    assert told(LEAD, WHEN) == [(True, "der ganze Text passt"), (True, "der ganze Text passt")]


@pytest.mark.parametrize(
    ("sentence", "taken", "reason"),
    [
        (WHEN, True, "bringt 19 Uhr"),
        ("Die Feuerwehr weiß Bescheid.", True, "folgt dicht darauf"),
        (f"Die Umleitung ist {'sehr ' * 80}lang.", False, "zu lang: noch 268 Zeichen frei"),
        ("Was bedeutet das?", False, "eine Frage"),
        ("Das gilt für:", False, "kündigt an, was nicht folgt"),
        ("Und so weiter …", False, "bricht ab"),
        ("„Das dauert länger als uns allen lieb ist.“", False, "ein Zitat, dessen Sprecher fehlt"),
        ("Orlebrücke gesperrt.", False, "steht schon im Titel"),
        ("Drucken", False, "eine Zeile der Website, eine Bildunterschrift oder ein Kontakt, nicht die Mitteilung"),
    ],
)
def test_what_follows_the_lead_has_its_reason(sentence: str, taken: bool, reason: str) -> None:
    assert told(f"{LEAD} {sentence}", f"Das Ende ist {'sehr ' * 80}lang.")[:2] == [
        (True, "der Anfang"),
        (taken, reason),
    ]


def test_what_leans_on_a_sentence_that_was_left_out_is_left_out() -> None:
    reasons = told(f"{LEAD} Was bedeutet das? Dies wissen alle. Ein Satz {'ohne Halt ' * 60}endet.")
    assert reasons[2] == (False, "lehnt sich an einen Satz an, der fehlt")


def test_what_brings_too_little_for_how_far_down_it_stands() -> None:
    fill = [f"Der Satz Nummer {word} {'dehnt sich ' * 40}aus." for word in ("eins", "zwei", "drei")]
    assert told(LEAD, *fill, "Das Wetter ist gut.")[-1] == (False, "bringt zu wenig dafür, wie weit unten es steht")


@pytest.mark.parametrize(
    "quotation",
    [
        "„Wir freuen uns“, sagt Dr. Muster.",
        "„Das ist ein guter Tag für den Landkreis“, so Landrat Max Muster.",
        "„Endlich!“, sagt die Amtsleiterin.",
        "„Das war nötig. Nun geht es weiter“, betont Amtsleiterin Jana Beispiel.",
        "„Das war nötig“, erklärt Max Muster, „und nun geht es weiter.“",
        "„Wir danken allen.“ – Landrätin Erika Beispiel",
    ],
)
def test_a_quotation_with_its_speaker_is_not_said_to_have_none(quotation: str) -> None:
    reasons = told(f"{LEAD} {quotation}", f"Das Ende ist {'sehr ' * 80}lang.")
    assert reasons[1] == (False, "ein Zitat: sagt, was jemand von der Nachricht hält")


@pytest.mark.parametrize(
    "quotation", ["„Das dauert.“", "„Das dauert. Aber es hilft.“", '"Das dauert."', "»Das dauert.«"]
)
def test_a_quotation_without_one_is(quotation: str) -> None:
    reasons = told(f"{LEAD} {quotation}", f"Das Ende ist {'sehr ' * 80}lang.")
    assert reasons[1] == (False, "ein Zitat, dessen Sprecher fehlt")


@pytest.mark.parametrize(
    "sentence",
    ["„Großes Kino“ heißt das Konzert um 19 Uhr.", "„Tag der offenen Tür“ ist das Motto ab 19 Uhr im Kreishaus."],
)
def test_a_name_in_quotation_marks_is_no_quotation(sentence: str) -> None:
    assert told(f"{LEAD} {sentence}", f"Das Ende ist {'sehr ' * 80}lang.")[1] == (True, "bringt 19 Uhr")
    assert told(sentence, LEAD)[0] == (True, "der ganze Text passt")


ORDER = "Bitte meiden Sie den Bereich um die Brücke."
DANGER = "Am Markt in Ahrenfels ist bei Bauarbeiten eine Bombe aus dem Zweiten Weltkrieg gefunden worden."
BACKGROUND = "Die 250 Kilogramm schwere Bombe liegt 4 Meter tief neben 3 Leitungen aus 1962."


def test_in_a_warning_it_is_told_that_a_sentence_says_what_to_do() -> None:
    reasons = told(DANGER, BACKGROUND, ORDER, "Das Ende ist offen.", length=len(DANGER) + 1 + len(ORDER))
    assert reasons[0] == (True, "der Anfang")
    assert reasons[1] == (False, "zu lang: noch 43 Zeichen frei")
    assert reasons[2] == (True, "sagt, was zu tun ist")


def test_where_there_is_room_for_one_sentence_it_is_the_one_that_says_what_to_do() -> None:
    reasons = told(DANGER, ORDER, "Die Feuerwehr ist vor Ort. Die Polizei ist auch vor Ort.", length=len(DANGER))[:2]
    assert reasons == [(False, "lässt keinen Platz für das, was zu tun ist"), (True, "sagt, was zu tun ist")]


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("Guten Tag!", "eine Anrede"),
        ("Wollen Sie wissen, was kommt?", "eine Frage an die Leser vor der Nachricht"),
        ("„Das ist ein guter Tag für uns alle“, sagt sie.", "ein Zitat vor der Nachricht"),
        ("Dies ist neu.", "lehnt sich an einen Satz an, der fehlt"),
    ],
)
def test_what_stands_before_the_lead_is_named(first: str, reason: str) -> None:
    reasons = told(first, LEAD)
    assert reasons[0] == (False, reason)
    assert reasons[1][0]


def test_a_beginning_that_leans_is_better_than_none() -> None:
    reason = "keiner der ersten Sätze beginnt, wie ein Teaser soll; dies ist immerhin der Anfang"
    assert told("Dies ist neu.") == [(True, reason)]


def test_a_sentence_that_is_cut_is_told() -> None:
    assert told(LEAD, length=60) == [(True, "kein Satz passt; dieser ist gekürzt")]


def test_where_nothing_can_be_cut_nothing_is_taken() -> None:
    assert told(LEAD, length=4) == [(False, "zu lang: noch 4 Zeichen frei")]


def test_a_release_that_only_repeats_its_title_has_no_teaser_and_says_why() -> None:
    assert told("Orlebrücke gesperrt.") == [(False, "steht schon im Titel")]


words = st.sampled_from(
    [
        LEAD,
        WHEN,
        "Dies folgt.",
        "Was nun?",
        "„Ja“, sagt er.",
        "So:",
        "Drucken",
        "24. März",
        *string.ascii_letters,
        "Ende.",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.lists(words, min_size=1, max_size=6).map(" ".join), max_size=8), st.integers(0, 400))
def test_the_reasons_are_those_of_the_teaser_itself(paragraphs: list[str], length: int) -> None:
    found = blocks(*paragraphs)
    short = teaser(found, title=TITLE, length=length)
    taken = [s for one in explained(found, title=TITLE, length=length) if one.taken for s in one.sentences]
    if short.text.endswith(" …"):
        assert taken[0].startswith(short.text.removesuffix(" …"))
    else:
        assert tuple(taken) == short.sentences


@pytest.fixture
def page(tmp_path: Path) -> str:
    cells = "<table><tr><th>Tag</th><th>Zeit</th></tr><tr><td>Montag</td><td>8 Uhr</td></tr></table>"
    saved = tmp_path / "page.html"
    html = f"<html><body><article><h1>{TITLE}</h1><p>{LEAD}</p>{cells}<p>{WHEN}</p></article></body></html>"
    saved.write_text(html, "utf-8")
    return str(saved)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.app(["preview", "--title", TITLE, "--url", URL, *arguments])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_preview_explains_when_asked(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "--page", page, "--explain")
    assert f"): {LEAD}" in " ".join(shown.split())
    assert f"): {LEAD}" not in " ".join(run(capsys, "--page", page).split())


def test_in_json_the_reasons_and_the_tables_are_given(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(run(capsys, "--page", page, "--explain", "--json"))
    assert [(one["taken"], one["sentences"]) for one in shown["explained"]] == [(True, [LEAD]), (True, [WHEN])]
    assert all(isinstance(one["reason"], str) for one in shown["explained"])
    assert shown["tables"] == [{"head": ["Tag", "Zeit"], "rows": [["Montag", "8 Uhr"]]}]
    assert shown["paragraphs"] == [LEAD, WHEN]
    assert "explained" not in json.loads(run(capsys, "--page", page, "--json"))
