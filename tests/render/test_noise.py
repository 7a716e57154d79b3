"""What is noise in a release, and what is news."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed.picture_links import picture_address
from relay.model import Article, Attachment, Block, BlockKind, Entry, Picture, Post
from relay.render.changes import changes
from relay.render.noise import essence, telling
from relay.render.post import compose
from tests.growth import grows_with_length

HOST = "https://www.landkreis-musterland.example"
LEAD = "Die Kreisstraße bei Ahrenfels ist gesperrt."


def block(*sentences: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, sentences)


def post(*blocks: Block, **more: Any) -> Post:
    return replace(Post("Sperrung in Neukirch", f"{HOST}/presse/1", (block(LEAD), *blocks)), **more)


STAMPS = [
    "Aufrufe: 1.234",
    "1.234 Aufrufe",
    "1234 mal gelesen",
    "1.234-mal gelesen",
    "Bisher 1234 Mal gelesen",
    "Gelesen: 1234",
    "Dieser Artikel wurde 1.234 mal aufgerufen.",
    "3 Kommentare",
    "Zuletzt aktualisiert: 03.12.2026, 12:05 Uhr",
    "Zuletzt aktualisiert am Donnerstag, 3. Dezember 2026 um 12:05 Uhr",
    "Letzte Änderung: 03.12.2026",
    "Stand: 3. Dezember 2026, 12:05 Uhr",
    "(Stand: 3. Dezember 2026, 12:05 Uhr)",
    "Stand: 12:05 Uhr",
    "Stand: Dez. 2026",
    "Aktualisiert: vor 5 Minuten",
    "Geändert am 3.12.2026, 12:05 Uhr",
    "Last updated: 2026-12-03 12:05",
    "vor 5 Minuten",
    "vor einer Stunde",
    "Lesezeit 3 Min.",
    "Lesezeit: ca. 3 Minuten",
    "3 Min. Lesezeit",
    "Stand: 3. Dezember 2026 | Aufrufe: 17 | Lesezeit 3 Min.",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_paragraph_that_is_only_a_stamp_or_a_counter_is_noise(stamp: str) -> None:
    assert essence(post(block(stamp))) == essence(post())


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_or_a_counter_behind_the_last_sentence_is_noise(stamp: str) -> None:
    last = "Der Bus fährt wieder ab 3. Januar."
    assert essence(post(block(last, stamp))) == essence(post(block(last)))
    assert essence(post(block(f"{last} {stamp}"))) == essence(post(block(last)))


def test_a_stamp_above_the_text_is_noise() -> None:
    stamped = post()
    stamped = replace(stamped, blocks=(block("Stand: 3. Dezember 2026, 12:05 Uhr"), *stamped.blocks))
    assert essence(stamped) == essence(post())


@pytest.mark.parametrize(
    "text",
    [
        "Die Sperrung dauert bis 14:05 Uhr.",
        "Die Sperrung dauert bis 3. Dezember 2026, 14:05 Uhr",
        "3. Dezember 2026, 14:05 Uhr",
        "Neuer Termin: 3. Dezember 2026, 14:05 Uhr",
        "Geändert: 3. Dezember 2026, 18 Uhr",
        "Abfahrt: 14:05 Uhr",
        "Stand: Der Landkreis baut seit 3. Dezember 2026.",
        "Der Stand vom 3. Dezember 2026, 12:05 Uhr gilt weiter.",
        "Das Buch wurde 1234 mal gelesen und 17 mal verliehen.",
        "Vor 50 Jahren",
        "Besucher: 1.234",
        "1.234 Besucher",
        "Die Straße ist gesperrt (Stand: 3. Dezember 2026).",
        "Wie berichtet Stand: 3. Dezember 2026",
    ],
)
def test_times_and_numbers_of_the_release_itself_are_news(text: str) -> None:
    changed = text.replace("14:05", "15:05").replace("3. Dez", "4. Dez").replace("234", "235").replace("50", "60")
    for around in ((block(text),), (block(LEAD, text),)):
        said = post(*around)
        assert telling(said.blocks) == said.blocks
    if changed != text:
        assert essence(post(block(text))) != essence(post(block(changed)))


def test_only_the_last_line_of_the_whole_text_may_be_a_stamp() -> None:
    stamped = post(block("Es regnet. Stand: 3. Dezember 2026"), block("Der Bus fährt."))
    assert essence(stamped) != essence(post(block("Es regnet."), block("Der Bus fährt.")))


def test_sentences_stay_apart_when_the_stamp_behind_them_goes() -> None:
    (only,) = telling((block("Es regnet.", "Es schneit.", "Stand: 3. Dezember 2026"),))
    assert only.sentences == ("Es regnet.", "Es schneit.")


# --- any text ---------------------------------------------------------------------------------------------------------

words = st.sampled_from(
    ["Kreis", "größer", "ab", "23.", "12:05", "Uhr", "Stand", "Aufrufe", "1.234", "mal", "3", "gelesen", "–", "Bus"]
)
sentences = st.lists(words, min_size=1, max_size=8).map(lambda some: f"Am Montag {' '.join(some)} baut der Kreis.")
blanks = st.text(" \t\n\r\f\v\u00a0\u2009\u2028\u202f\u3000", min_size=1, max_size=3)


@settings(deadline=None)
@given(st.lists(sentences, min_size=1, max_size=4), st.data())
def test_white_space_and_soft_hyphens_never_count(texts: list[str], data: st.DataObject) -> None:
    def spread(text: str) -> str:
        parts = text.split(" ")
        return data.draw(blanks) + data.draw(blanks).join(part[:2] + "\u00ad" + part[2:] for part in parts) + " "

    picture = Picture(f"{HOST}/a.jpg", alt="Die Brücke", caption="Die alte Brücke", credit="Foto: Kreis")
    spread_picture = replace(picture, alt=spread(picture.alt), caption=spread(picture.caption))
    tidy = Post("Bus und Bahn", HOST, tuple(map(block, texts)), (picture,))
    untidy = Post(spread(tidy.title), HOST, (*(block(spread(one)) for one in texts), block(" ")), (spread_picture,))

    assert essence(untidy) == essence(tidy)


@settings(deadline=None)
@given(st.lists(sentences, min_size=1, max_size=4), st.data())
def test_any_changed_word_of_a_sentence_counts(texts: list[str], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(texts) - 1))
    parts = texts[which].split(" ")
    place = data.draw(st.integers(0, len(parts) - 1))
    other = data.draw(words.filter(lambda word: word != parts[place]))
    changed = [*texts]
    changed[which] = " ".join([*parts[:place], other, *parts[place + 1 :]])

    assert essence(post(*map(block, changed))) != essence(post(*map(block, texts)))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80), st.text(max_size=20))
def test_any_text_and_address_has_an_essence(text: str, end: str) -> None:
    pictures = (Picture(f"{HOST}/{text}?{end}"), Picture(text))
    said = Post(text, text, (block(text, end),), pictures, (Attachment(text, end),))
    assert essence(said) == essence(replace(said, hashtags=("Kreis",), url=HOST))


@pytest.mark.parametrize(
    "piece",
    ["3 Views ", "Stand 1.1. ", "vor 5 Tagen ", "1 mal gelesen; ", "Stand: 3. Mai, ", "12:05 ", "1.1.", "Aufrufe 1"],
)
def test_hostile_lines_take_no_more_than_their_length(piece: str) -> None:
    def read(text: str) -> None:
        for line in (text, f"{text}x", f"Es regnet. {text}x"):
            essence(post(block(line)))

    for line in ((piece * 60)[:190] + "x", piece * 20_000, f"Es regnet. {(piece * 60)[:180]}x"):
        assert essence(post(block(line))) != essence(post())
    # Longer lines are no noise, and are not looked at.
    grows_with_length(read, piece, 200 // len(piece))
    grows_with_length(read, piece, 20_000)


marks = {"“": '„“”«»"', "-": "-–—−‑", "'": "'’‘‚`"}


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_which_kind_of_quotation_marks_and_dashes_is_used_never_counts(data: st.DataObject) -> None:
    def spelt(text: str) -> str:
        return "".join(data.draw(st.sampled_from(marks.get(one, one))) for one in text)

    said = "Der “Tag der Region” - mit 5-8 Ständen - ist Kreis' größtes Fest."
    title, caption = "“Tag der Region” 2027", "Foto: “Presse”"
    picture = Picture(f"{HOST}/a.jpg", caption=caption)
    one = post(block(said), title=title, pictures=(picture,))
    other = post(block(spelt(said)), title=spelt(title), pictures=(replace(picture, caption=spelt(caption)),))
    assert essence(one) == essence(other)
    assert changes(one, other) == ()
    other = replace(other, title="“Tag der Regionen” 2027")
    assert [line.message for line in changes(one, other)] == ["Headline so far: {text}", "Headline now: {text}"]


RELEASE = (
    "Die Kreisstraße 17 ist von Montag, 23. März 2026, bis Freitag um 14:05 Uhr gesperrt.",
    "Der Eintritt kostet 12,50 Euro, für Kinder 5 Euro.",
    "Auskunft gibt das Bürgertelefon unter 01234 5678-90.",
    "Die Halle ist geöffnet.",
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("23. März", "24. März"),
        ("2026", "2027"),
        ("14:05", "14:50"),
        ("Montag", "Dienstag"),
        ("12,50", "15,20"),
        ("12,50", "125,0"),
        ("5 Euro", "6 Euro"),
        ("5678-90", "5678-91"),
        ("01234", "01235"),
        ("ist geöffnet", "ist nicht geöffnet"),
        ("ist geöffnet", "ist geschlossen"),
        ("17", "71"),
    ],
)
def test_whatever_a_reader_acts_on_counts_wherever_it_stands(before: str, after: str) -> None:
    for end in ((), ("Stand: 12.03., 14:05 Uhr",), ("123 Aufrufe",)):
        old = post(*map(block, RELEASE), *map(block, end))
        new = post(*(block(one.replace(before, after)) for one in RELEASE), *map(block, end))
        assert essence(old) != essence(new)
        assert changes(old, new)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Stand: 12.03., 14:05 Uhr", "Stand: 12.03., 15:10 Uhr"),
        ("Stand: 12.03.2026", "Stand: 13.03.2026"),
        ("vor 3 Stunden", "vor 4 Stunden"),
        ("Veröffentlicht vor 3 Stunden", "Veröffentlicht vor 2 Tagen"),
        ("123 Aufrufe", "1.024 Aufrufe"),
        ("Aufrufe: 99 | Lesezeit: 3 Minuten", "Aufrufe: 100 | Lesezeit: 4 Minuten"),
        ("Zuletzt geändert: gestern, 14:05 Uhr", "Zuletzt geändert: heute, 14:05 Uhr"),
        ("(Stand: 12. März 2026, 9 Uhr)", "(Stand: 12. März 2026, 10 Uhr)"),
        ("17 Kommentare", "18 Kommentare"),
        ("23\u00a0Aufrufe", "24 Auf\u00adrufe"),
    ],
)
@pytest.mark.parametrize("where", ["above", "below", "within"])
def test_what_a_website_counts_by_itself_never_counts(before: str, after: str, where: str) -> None:
    def said(stamp: str) -> Post:
        body = (*map(block, RELEASE[:3]), block(RELEASE[3]))
        if where == "within":
            return post(*body[:3], block(f"{RELEASE[3]} {stamp}"))
        return replace(post(), blocks=(block(stamp), *body) if where == "above" else (*body, block(stamp)))

    assert essence(said(before)) == essence(said(after))
    assert changes(said(before), said(after)) == ()


# --- what counts beside the text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Sperrung in Ahrenfels"},
        {"pictures": (Picture(f"{HOST}/bild.jpg"),)},
        {"attachments": (Attachment(f"{HOST}/plan.pdf", "Plan"),)},
        {"blocks": (block(LEAD, kind=BlockKind.QUOTE),)},
        {"blocks": ()},
    ],
)
def test_title_pictures_files_and_kinds_of_paragraphs_count(other: dict[str, Any]) -> None:
    assert essence(replace(post(), **other)) != essence(post())


def test_a_credit_counts() -> None:
    pictures = [Picture(f"{HOST}/a.jpg", credit=credit) for credit in ("Foto: Kreis", "Foto: Feuerwehr")]
    assert essence(post(pictures=(pictures[0],))) != essence(post(pictures=(pictures[1],)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/bild.jpg?v=1", "/bild.jpg?v=2"),
        ("/bild.jpg?1674829292", "/bild.jpg?1674829300"),
        ("/bild.jpg?h=ddb1ad0c&itok=MJ5cWZ6p", "/bild.jpg?h=ddb1ad0d&itok=abc"),
        ("/bild.php?id=3&_=1", "/bild.php?id=3&_=2"),
        ("/bild.jpg?utm_source=feed", "/bild.jpg"),
        ("/bild.jpg?t=1&w=800", "/bild.jpg?w=800"),
        ("/bild.jpg?h=600", "/bild.jpg?h=800"),
        ("/bild.jpg?width=800&height=600&quality=80", "/bild.jpg?width=1200&height=900&dpr=2"),
        ("/bild.jpg?maxwidth=800", "/bild.jpg"),
    ],
)
def test_what_only_keeps_caches_fresh_does_not_count(one: str, other: str) -> None:
    assert picture_address(HOST + one) == picture_address(HOST + other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/bild.jpg", "/bild2.jpg"),
        ("/bild.php?v=1", "/bild.php?v=2"),
        ("/bild?id=1", "/bild?id=2"),
        ("/bild.jpg?crop=80x60&w=800", "/bild.jpg?crop=60x60&w=800"),
        ("/bild.jpg?size=large", "/bild.jpg?size=other"),
        ("/bild?w=1", "/bild?w=2"),
        ("/bild.jpg?crop=1", "/bild.jpg?crop=2"),
    ],
)
def test_what_tells_pictures_apart_counts(one: str, other: str) -> None:
    assert picture_address(HOST + one) != picture_address(HOST + other)


def test_a_composed_post_carries_its_essence() -> None:
    article = Article("Sperrung in Neukirch", f"{HOST}/presse/1", (block(LEAD), block("Aufrufe: 17")))
    made = compose(article, entry=Entry("1", f"{HOST}/presse/1", "Sperrung in Neukirch"), hashtags=("Kreis",))
    assert made.essence == essence(post())
