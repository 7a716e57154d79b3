"""What the editors are shown of a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from relay.language import tell
from relay.model import Attachment, Block, BlockKind, Picture, Post
from relay.render.changes import MOST_CHARACTERS, changes
from relay.render.markup import length
from relay.render.noise import essence
from tests.growth import grows_with_number

HOST = "https://www.landkreis-musterland.example"


def post(*sentences: str, **more: Any) -> Post:
    said = Post("Sperrung in Neukirch", f"{HOST}/presse/1", (Block(BlockKind.PARAGRAPH, sentences),))
    return replace(said, **more)


def shown(old: Post, new: Post, language: str = "en") -> list[str]:
    return [tell(line, language) for line in changes(old, new)]


OLD = post("Die Straße ist bis 5. März gesperrt.", "Eine Umleitung ist ausgeschildert.")


def test_a_corrected_sentence_is_shown_before_and_after() -> None:
    new = post("Die Straße ist bis 8. März gesperrt.", "Eine Umleitung ist ausgeschildert.")
    assert shown(OLD, new) == ["− Die Straße ist bis 5. März gesperrt.", "+ Die Straße ist bis 8. März gesperrt."]


def test_new_and_removed_sentences_are_shown_alone() -> None:
    assert shown(OLD, post(*OLD.blocks[0].sentences, "Busse fahren.")) == ["+ Busse fahren."]
    assert shown(OLD, post(OLD.blocks[0].sentences[0])) == ["− Eine Umleitung ist ausgeschildert."]


def test_noise_and_hashtags_are_no_changes() -> None:
    noisy = post(*OLD.blocks[0].sentences, "Stand: 3. Dezember 2026, 12:05 Uhr", hashtags=("Kreis",))
    assert shown(OLD, noisy) == []


def test_title_address_pictures_and_files_are_named_as_such() -> None:
    old = replace(
        OLD,
        pictures=(Picture(f"{HOST}/alt.jpg", caption="Die alte Brücke"), Picture(f"{HOST}/b.jpg", credit="Foto: A")),
        attachments=(Attachment(f"{HOST}/plan.pdf", "Plan"),),
    )
    new = replace(
        old,
        title="Sperrung in Ahrenfels",
        url=f"{HOST}/presse/2",
        pictures=(Picture(f"{HOST}/b.jpg?v=2", credit="Foto: B"), Picture(f"{HOST}/neue%20br%C3%BCcke.jpg")),
        attachments=(Attachment(f"{HOST}/karte.pdf", ""),),
    )
    assert shown(old, new) == [
        "Headline so far: Sperrung in Neukirch",
        "Headline now: Sperrung in Ahrenfels",
        "Picture removed: Die alte Brücke",
        "Picture with another description or credit: Foto: B",
        "New picture: neue brücke.jpg",
        "File removed: Plan",
        "New file: karte.pdf",
        f"New address: {HOST}/presse/2",
    ]
    assert shown(old, new, "de")[:3] == [
        "Überschrift bisher: Sperrung in Neukirch",
        "Überschrift jetzt: Sperrung in Ahrenfels",
        "Bild entfernt: Die alte Brücke",
    ]


def test_pictures_in_another_order_are_a_change() -> None:
    pictures = (Picture(f"{HOST}/a.jpg"), Picture(f"{HOST}/b.jpg"))
    assert shown(replace(OLD, pictures=pictures), replace(OLD, pictures=pictures[::-1])) == [
        "The pictures are in another order."
    ]


def test_the_same_sentences_in_other_paragraphs_are_a_change() -> None:
    parted = replace(OLD, blocks=tuple(Block(BlockKind.PARAGRAPH, (one,)) for one in OLD.blocks[0].sentences))
    assert shown(OLD, parted) == ["The text is divided into other paragraphs."]


def test_other_paragraphs_are_seen_beside_other_quotation_marks() -> None:
    old = post('Am "Tag der Region".', "Es regnet.")
    new = replace(
        old, blocks=tuple(Block(BlockKind.PARAGRAPH, (one,)) for one in ("Am „Tag der Region“.", "Es regnet."))
    )
    assert shown(old, new) == ["The text is divided into other paragraphs."]


def test_of_many_changes_eight_are_shown_and_the_rest_counted() -> None:
    lines = shown(post(*[f"Satz {n} ist alt." for n in range(20)]), post(*[f"Satz {n} ist neu." for n in range(20)]))
    assert lines[:2] == ["− Satz 0 ist alt.", "+ Satz 0 ist neu."]
    assert len(lines) == 17
    assert lines[-1] == "… further changes: 12"


def test_a_change_far_back_in_an_endless_sentence_is_seen() -> None:
    start = "Der Landkreis Musterland " * 30
    gone, come = shown(post(f"{start} baut bis 5. März."), post(f"{start} baut bis 8. März."))
    assert gone.endswith("baut bis 5. März.")
    assert come.endswith("baut bis 8. März.")
    assert gone.startswith("− … ")


def test_a_text_of_endless_repetition_takes_no_more_than_its_length() -> None:
    def compare(count: int) -> None:
        assert shown(post(*["Ja."] * count), post("Nein.", *["Ja."] * (count - 1)))

    grows_with_number(compare, 16_000)


texts = st.lists(st.text(st.characters(exclude_categories=()), max_size=300), max_size=5)


@settings(deadline=None)
@given(texts, texts, st.text(max_size=300), st.text(max_size=300))
def test_whenever_the_essence_differs_something_short_is_shown(
    old: list[str], new: list[str], title: str, other: str
) -> None:
    before, after = post(*old, title=title), post(*new, title=other)
    told = changes(before, after)

    assert bool(told) == (essence(before) != essence(after))
    assert all(length(str(fact)) <= MOST_CHARACTERS for line in told for fact in line.facts.values())
