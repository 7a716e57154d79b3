"""What stands in place of a message that a correction made needless, and of a rich one that cannot be corrected."""

from __future__ import annotations

import pytest

from relay.delivery.message import Rendered, Skip
from relay.model import Attachment, Block, BlockKind, Picture, Post
from relay.render.single import single
from relay.render.superseded import superseded
from relay.settings import Look, Style

SITE = "https://www.landkreis-musterland.example"
LINK = "https://t.me/landkreis_musterland/7"
LOOK = Look(style=Style.FULL, rich=True, pictures="all", link="text", files="send")
PICTURES = tuple(Picture(f"{SITE}/{name}.jpg", credit="Foto: Landkreis Musterland") for name in "ab")
PLAN = Attachment(f"{SITE}/plan.pdf", "Plan", "application/pdf")


def release(paragraphs: int, url: str = f"{SITE}/presse/1") -> Post:
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, (f"Der {number}. Abschnitt der Straße ist fertig.",)) for number in range(paragraphs)
    )
    return Post("Straße wieder frei", url, blocks, pictures=PICTURES, attachments=(PLAN,))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Dieser Teil der Meldung wurde korrigiert; sie steht weiter oben."),
        ("en", "This part of the release was corrected; it stands further up."),
    ],
)
def test_it_says_where_the_post_stands(language: str, words: str) -> None:
    message = superseded(Look(language=language), link=LINK)

    assert message.plain == words
    assert f'<a href="{LINK}">' in message.html
    assert superseded(Look(language=language), link="").html == words
    assert message.silent


def test_a_long_post_is_one_message_and_its_button_leads_to_the_rest() -> None:
    rendered = single(release(600), LOOK)

    assert isinstance(rendered, Rendered)
    words, file = rendered.messages
    assert words.plain.startswith("Straße wieder frei")
    assert words.button
    assert words.button.url == f"{SITE}/presse/1"
    assert not words.rich
    assert file.file == PLAN


def test_a_short_post_is_as_it_would_be_anyway() -> None:
    rendered = single(release(2), LOOK)

    assert isinstance(rendered, Rendered)
    words, _ = rendered.messages
    assert words.button is None
    assert words.picture == PICTURES[0]


def test_without_a_page_there_is_nothing_to_lead_to() -> None:
    rendered = single(release(600, url=""), LOOK)

    assert isinstance(rendered, Rendered)
    assert rendered.messages[0].button is None


def test_a_post_that_says_nothing_is_none() -> None:
    assert isinstance(single(Post("", f"{SITE}/presse/1", ()), LOOK), Skip)
