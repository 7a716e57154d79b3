"""What a summary that somebody else wrote may say: what the release says, inflected and shortened, and nothing else."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.article.numerals import number_in_digits, number_in_words, scaled
from relay.article.sentences.splitting import split_sentences
from relay.article.summarise import teaser
from relay.article.truth.claims import claims, masked
from relay.article.truth.vocabulary import Vocabulary, Word, words_of
from relay.article.truthful import refusal
from relay.model import Block, BlockKind
from tests.article.test_corpus import CORPUS, OWN, predict, read
from tests.growth import grows_with_length

FILES = [path for path in (OWN, CORPUS / "releases.jsonl") if path.exists()]
RELEASE = """\
Die Kreisstraße (K) 17 zwischen Wiesental und Neukirch ist von Montag, 24. März, bis voraussichtlich Freitag, 11. \
April, voll gesperrt. Grund ist die Erneuerung der Fahrbahndecke auf einer Länge von rund 1,8 Kilometern. Der \
Landkreis investiert dafür mehr als 420.000 Euro, das Land gibt 2,7 Mio. Euro dazu. Kinder zahlen 10 bis 20 Euro.
Landrätin Dr. Maria Muster sagte: „Die Strecke ist in einem schlechten Zustand.“ Kreisbrandinspektor Peter Beispiel \
dankte den Anliegern. Die Busse der Linie 12 fahren nicht über Neukirch. Die Baustelle öffnet am 5.4.2025 um 19.00 \
Uhr für Radler:innen. Drei Haltestellen der Kreisverkehrsgesellschaft entfallen. Anmeldungen sind bis zum 15. Mai \
unter bau@landkreis-musterland.example möglich. Die Städte zahlen nichts. Die Teilnahme ist unzulässig."""
BLOCKS = tuple(Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in RELEASE.splitlines())


def refused(summary: str) -> str:
    found = refusal(summary, title="K 17 wird gesperrt", blocks=BLOCKS, length=350)
    return str(found) if found else ""


@pytest.mark.parametrize(
    "summary",
    [
        "Ab Montag, 24. März, ist die Kreisstraße 17 bis voraussichtlich Freitag, 11. April, voll gesperrt.",
        "Von Mo., 24.03., bis voraussichtlich 11.4. ist die K 17 zwischen Neukirch und Wiesental gesperrt.",
        "Der Landkreis investiert dafür mehr als 420 000 Euro, das Land gibt 2,7 Millionen Euro dazu.",
        "Das Land gibt 2.700.000 Euro dazu.",
        "Kinder zahlen 10 Euro bis 20 Euro.",
        "Nicht über Neukirch fahren die Busse der Linie 12.",
        "3 Haltestellen der Kreisverkehrsgesellschaft entfallen.",
        "Die Baustelle öffnet am 5. April 2025 um 19 Uhr für Radler:innen.",
        "Am 5. April um 19:00 Uhr öffnet die Baustelle für Radlerinnen und Radler.",
        "Kreisbrandinspektor Beispiel dankte dem Anlieger.",
        "Eine Anmeldung ist bis zum 15. Mai unter bau@landkreis-musterland.example möglich.",
        "Drei Haltestellen der Gesellschaft entfallen.",
    ],
)
def test_what_the_release_says_may_be_said_in_other_words(summary: str) -> None:
    assert not refused(summary)


@pytest.mark.parametrize(
    ("summary", "why"),
    [
        ("Der Landkreis investiert 2,7 Mio. Euro, das Land gibt mehr als 420.000 Euro dazu.", "of something else"),
        ("Der Landkreis investiert 420.000 Euro.", "a limit of 420.000 Euro"),
        ("Der Landkreis investiert höchstens 420.000 Euro.", "a limit of 420.000 Euro"),
        ("Das Land gibt 2,7 Milliarden Euro dazu.", "2,7 Milliarden Euro, which"),
        ("Das Land gibt 2,7 Prozent dazu.", "2,7 Prozent, which"),
        ("Vier Haltestellen der Gesellschaft entfallen auf der Strecke.", "Vier, which"),
        ("Die Busse der Linie 12 fahren über Neukirch.", "denies"),
        ("Die Anmeldung ist ab dem 15. Mai möglich.", "beginning"),
        ("Die Kreisstraße 17 ist ab Freitag, 24. März, gesperrt.", "another weekday"),
        ("Die Landesstraße 17 zwischen Wiesental und Neukirch ist gesperrt.", "Landesstraße 17, which"),
        ("Die Kreisstraße 17 ist ab 24. März 2026 gesperrt.", "24. März 2026, which"),
        ("Die Kreisstraße 17 zwischen Wiesental und Neukirchen ist gesperrt.", "Neukirchen, which"),
        ("Landrätin Maria Beispiel nannte die Strecke schlecht.", "puts Maria and Beispiel together"),
        ("Landrat Maria Muster nannte die Strecke schlecht.", "Landrat, which"),
        ("Die Strecke sei „wieder in Ordnung“, sagte Landrätin Maria Muster.", "quotes"),
        ("Die Teilnahme ist zulässig und möglich.", "zulässig, which"),
        ("Die Kreisstraße 17 zwischen Wiesental und Neukirch ist geöffnet.", "geöffnet, which"),
        ("Mehr über die Strecke bei bau@angreifer.example und Neukirch.", "an address"),
        ("die Kreisstraße 17 zwischen Wiesental und Neukirch ist gesperrt.", "not whole"),
        ("Kurz gesagt: Die Strecke bleibt gesperrt:", "breaks off"),
        ("12 17 24 11 20", "language"),
        ("Die Strecke glänzt wunderbar golden, während alle dort singend tanzen.", "most of a sentence"),
        ("Niemand hat hier jemals gelacht.", "denies"),
    ],
)
def test_what_the_release_does_not_say_is_refused_with_the_reason(summary: str, why: str) -> None:
    assert why in refused(summary)


def test_a_sentence_of_the_release_needs_no_proof_whatever_stands_in_it() -> None:
    said = [s for block in BLOCKS for s in block.sentences if len(s.split()) > 4]
    assert [s for s in said if refused(s)] == [s for s in said if "sagte: „" in s]


CLOSED = """\
Ab Montag, 30. November, bis Freitag, 18. Dezember 2026, wird die K 57 zwischen Neuhof und Altdorf voll gesperrt.
Die Umleitung führt über die B 3 nach Altdorf. Für Anlieger bleibt die Zufahrt bis zur Baustelle frei.
Die Kosten betragen 1,25 Mio. Euro, davon trägt das Land 900.000 Euro und der Kreis 350.000 Euro. Landrätin Maria \
Muster dankt der Firma Muhme, Bürgermeister Peter Beispiel bittet um Geduld.
Fragen beantwortet das Straßenamt unter 09999 7667-0. Die Baustelle in Neuhof beginnt um 7 Uhr, die Baustelle in \
Altdorf um 9 Uhr. Geflügel darf nur noch in geschlossenen Ställen gehalten werden. Der Verzehr von Eiern ist \
unbedenklich. Betroffen sind 12 Betriebe in Adorf und drei Betriebe in Bdorf. Radfahrer können am Sonntag fahren."""
CLOSURE = tuple(Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in CLOSED.splitlines())


@pytest.mark.parametrize(
    "lie",
    [
        "Am Freitag wird die K 57 zwischen Neuhof und Altdorf voll gesperrt.",
        "Die K 57 wird am Freitag, 18. Dezember 2026, voll gesperrt.",
        "Am Montag wird die K 57 zwischen Neuhof und Altdorf voll gesperrt.",
        "Radfahrer können ab Sonntag fahren.",
        "Radfahrer können am Freitag fahren.",
        "Die Baustelle in Neuhof beginnt am Freitag um 7 Uhr.",
        "Die Baustelle in Neuhof beginnt Freitag 7 Uhr.",
        "Die K 57 wird am Montag voll gesperrt, ab Freitag ist sie frei.",
        "Ab morgen wird die K 57 zwischen Neuhof und Altdorf voll gesperrt.",
        "Die K 57 wird ab heute zwischen Neuhof und Altdorf voll gesperrt.",
        "Die K 57 wird ab sofort zwischen Neuhof und Altdorf voll gesperrt.",
        "Die K 57 wird zwischen Neuhof und Altdorf für immer voll gesperrt.",
        "Die K 57 wird nächste Woche zwischen Neuhof und Altdorf voll gesperrt.",
        "Die K 57 bleibt ab Montag, 30. November, zwischen Neuhof und Altdorf frei.",
        "Die K 57 ist zwischen Neuhof und Altdorf wieder frei.",
        "Für Anlieger ist die Zufahrt bis zur Baustelle gesperrt.",
        "Für Anlieger ist die Zufahrt bis zur Baustelle verboten.",
        "Die Umleitung führt über die K 57 nach Neuhof.",
        "Die Umleitung über die B 3 entfällt.",
        "Die Baustelle in Neuhof endet um 7 Uhr.",
        "Die Baustelle in Altdorf beginnt um 7 Uhr.",
        "Davon trägt der Kreis 1,25 Mio. Euro.",
        "Das Land trägt 900.000 Euro und die Firma Muhme 350.000 Euro.",
        "Die Firma Muhme trägt 900.000 Euro der Kosten.",
        "Fragen beantwortet die Firma Muhme unter 09999 7667-0.",
        "Landrätin Maria Muster bittet um Geduld.",
        "Bürgermeister Peter Beispiel dankt der Firma Muhme.",
        "Geflügel darf außerhalb von geschlossenen Ställen gehalten werden.",
        "Geflügel darf in Ställen nur noch geschlossen gehalten werden.",
        "Geflügel darf in geschlossenen Ställen gehalten werden.",
        "Der Verzehr von Eiern ist gefährlich.",
        "Der Verzehr von Eiern ist bedenklich.",
        "Betroffen sind 12 Betriebe in Bdorf.",
        "Radfahrer müssen am Sonntag fahren.",
    ],
)
def test_right_words_of_different_sentences_make_no_true_one(lie: str) -> None:
    assert refusal(lie, title="Vollsperrung der K 57", blocks=CLOSURE, length=350) is not None


@pytest.mark.parametrize(
    "summary",
    [
        "Die K 57 wird ab Montag, 30. November, bis Freitag, 18. Dezember 2026, zwischen Neuhof und Altdorf gesperrt.",
        "Bis Freitag, 18. Dezember 2026, wird die K 57 gesperrt.",
        "Bis zur Baustelle bleibt die Zufahrt für Anlieger frei.",
        "Die Baustelle in Neuhof beginnt um 7 Uhr.",
        "Das Land trägt 900.000 Euro, der Kreis 350.000 Euro.",
        "Betroffen sind 12 Betriebe in Adorf.",
        "Landrätin Maria Muster dankt der Firma Muhme.",
        "Radfahrer können am Sonntag fahren.",
    ],
)
def test_what_one_part_of_a_sentence_says_may_be_said(summary: str) -> None:
    assert refusal(summary, title="Vollsperrung der K 57", blocks=CLOSURE, length=350) is None


def test_a_number_counts_what_it_counts_in_the_release() -> None:
    blocks = (Block(BlockKind.PARAGRAPH, ("Eine 24-köpfige Gruppe war vier Tage lang auf dreitägiger Tour zu Gast.",)),)
    assert refusal("Die 24-köpfige Gruppe war vier Tage zu Gast.", title="Tour", blocks=blocks, length=99) is None
    for lie in (
        "Die 4-köpfige Gruppe war vier Tage da.",
        "Die vierköpfige Gruppe war zu Gast.",
        "Die Gruppe war auf viertägiger Tour.",
        "Die Gruppe war 24 Tage lang zu Gast.",
    ):
        assert refusal(lie, title="Tour", blocks=blocks, length=99), lie


def test_an_adjective_in_a_name_may_be_inflected() -> None:
    known = Vocabulary(["Das Hessische Amt und die Neue Mitte", "Müller"])
    said = {word: known.has(Word(word, 9)) for word in ("Hessischen", "Neuer", "Müllers", "Hessen", "Müllerin", "Neun")}
    assert said == {
        "Hessischen": True,
        "Neuer": True,
        "Müllers": True,
        "Hessen": False,
        "Müllerin": False,
        "Neun": False,
    }


def test_an_english_release_is_summed_up_in_english() -> None:
    blocks = (Block(BlockKind.PARAGRAPH, ("The bridge over the Muster is closed from Monday.", "Buses take the B 3.")),)
    assert refusal("The bridge over the Muster is closed.", title="Closed", blocks=blocks, length=99) is None
    assert refusal("Die Muster ist ab Monday closed.", title="Closed", blocks=blocks, length=99) is not None


@cache
def accepted() -> list[tuple[str, str, tuple[Block, ...]]]:
    """Extractive teasers with their releases."""
    found = []
    for path in FILES:
        for release in read(path):
            article, short = predict(release)
            found.append((short.text, str(release["title"]), article.blocks))
    return found


@pytest.mark.parametrize("length", [150, 350, 900])
def test_every_extractive_teaser_of_the_corpus_is_accepted(length: int) -> None:
    for _, title, blocks in accepted():
        text = teaser(blocks, title=title, length=length).text
        if text and not text.endswith("…"):
            assert refusal(text, title=title, blocks=blocks, length=length) is None, text


def stated(text: str) -> list[tuple[int, int]]:
    """Places of what could be falsified: what is stated, and names and nouns inside sentences."""
    found = claims(text)
    places = [(one.start, one.end) for one in found]
    bare = masked(text, found)
    position = 0
    for sentence in split_sentences(text):
        start = text.index(sentence, position)
        position = start + len(sentence)
        places += [
            (start + word.start, start + word.start + len(word.text))
            for word in words_of(bare[start:position])
            if word.capital and not word.opens and word.text not in {"Sie", "Ihr", "Ihre", "Ihren", "Ihnen"}
        ]
    return places


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_number_date_or_name_of_an_accepted_summary_can_be_replaced(data: st.DataObject) -> None:
    text, title, blocks = data.draw(st.sampled_from(accepted()))
    places = stated(text)
    if not places:
        return
    start, end = data.draw(st.sampled_from(places))
    old = text[start:end]
    whole = " ".join([title, *(block.text for block in blocks)])
    if old[0].isdigit():
        digits = re.findall(r"\d+", old)
        number = data.draw(st.integers(1, 28).filter(lambda n: str(n) != digits[0].lstrip("0")))
        new = old.replace(digits[0], str(number), 1)
        same = {(one.kind, one.value, one.unit) for one in claims(whole)}
        if {(one.kind, one.value, one.unit) for one in claims(text[:start] + new + text[end:])} <= same:
            return  # another number of the release: not always to be seen
    else:
        new = data.draw(st.sampled_from(["Quirlbach", "Xaver", "Zwetschgenau", "Yvonne", "Pfützinger", "Vogtsrode"]))
    changed = text[:start] + new + text[end:]
    assert refusal(changed, title=title, blocks=blocks, length=len(changed)) is not None, changed


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_said_gets_an_answer(text: str) -> None:
    found = refusal(text, title="K 17 wird gesperrt", blocks=BLOCKS, length=350)
    assert found is None or str(found)


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("1", 5000), ("1.000", 2000), ("(", 3000), ("A ", 3000), ("„", 3000), ("a-", 3000), ("1/", 5000),
        (", ", 8000), ("und ", 5000), ("a: ", 5000), ("19 Uhr, ", 2000), ("Montag, ", 2000),
    ],
)  # fmt: skip
def test_hostile_text_takes_no_more_than_its_length(unit: str, count: int) -> None:
    def read(text: str) -> None:
        blocks = (Block(BlockKind.PARAGRAPH, (text,)),)
        refusal(f"Die Strecke {text} ist gesperrt.", title="x", blocks=blocks, length=2 * len(text) + 99)

    grows_with_length(read, unit, count)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("drei", "3"), ("Zwölf", "12"), ("einundzwanzig", "21"), ("hundert", "100"), ("dreihundertfünf", "305"),
        ("zweitausend", "2000"), ("tausendundeins", "1001"), ("dritten", "3"), ("achte", "8"), ("ein", ""),
        ("Haus", ""), ("hundertlos", ""), ("tausendfach", ""), ("dreissig", "30"), ("hausundhof", ""),
    ],
)  # fmt: skip
def test_numbers_in_words(word: str, value: str) -> None:
    assert number_in_words(word) == value


def test_numbers_in_digits() -> None:
    assert [number_in_digits(one) for one in ("2.740", "17,80", "0999", "3.07", "1 000,5")] == [
        "2740", "17.8", "0999", "3.07", "1000.5",
    ]  # fmt: skip
    assert scaled("2.7", "Mio.") == "2700000"
    assert scaled("3", "") == "3"


@pytest.mark.parametrize("listed", ["1,2,3", "1.2,3", "1.2.3", "24.03.2026,5"])
def test_a_list_of_digits_is_no_decimal_and_stays(listed: str) -> None:
    assert number_in_digits(listed) == listed
    assert scaled(listed, "Mio.") == f"{listed} Mio."


def test_a_release_that_lists_numbers_without_spaces_can_be_summed_up() -> None:
    sentence = "Gesperrt sind die Wege 1,2,3 und 4 im Stadtwald von Ahrenfels."
    blocks = (Block(BlockKind.PARAGRAPH, (sentence, "Das Forstamt fällt dort Bäume.")),)
    assert refusal(sentence, title="Wege gesperrt", blocks=blocks, length=350) is None
    assert refusal(sentence.replace("1,2,3", "1,2,5"), title="Wege gesperrt", blocks=blocks, length=350) is not None


def test_what_no_person_wrote_upholds_nothing() -> None:
    sentence = "Die Wege im Stadtwald von Ahrenfels sind gesperrt"
    blocks = (Block(BlockKind.PARAGRAPH, (f"{sentence}{', und sie sind es' * 100}.",)),)
    assert refusal(f"{sentence}.", title="Wege gesperrt", blocks=blocks, length=350) is not None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("vom 3. bis 5. März, 6. und 7. September", ["3.3", "5.3", "6.9", "7.9"]),
        ("am 24.03.25 und 2025-04-01", ["24.3", "1.4"]),
        ("von 9 bis 12.30 Uhr, um 18:15", ["9:00", "12:30", "18:15"]),
        ("die B 299a und die Bundesstraße 3", ["B 299a", "B 3"]),
        ("eine 24-köpfige Gruppe, dreitägig, einfach, zweimal", ["24", "3", "2"]),
        ("Raum 0.12, Tel. 09999 405-1001", ["0.12", "09999", "405", "1001"]),
        ("am 45.13. um 99 Uhr", ["45.13", "99"]),
    ],
)
def test_each_thing_that_is_stated_is_read_once(text: str, values: list[str]) -> None:
    assert [one.value for one in claims(text)] == values
