"""What stands in the place of a release that was withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from relay.emulator.telegram.links import LinkRules
from relay.emulator.telegram.text import read_text
from relay.model import Block, BlockKind, Picture, Post
from relay.render.markup import fingerprint, fingerprint_of_text
from relay.render.withdrawn import notice
from relay.settings import Look

URL = "https://www.landkreis-musterland.example/presse/1"
NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
POST = Post(
    "Sperrung <in> Neukirch",
    URL,
    (Block(BlockKind.PARAGRAPH, ("Die Straße ist gesperrt.",)),),
    pictures=(Picture(f"{URL}.jpg"),),
    hashtags=("Kreis",),
)


def test_the_notice_is_the_title_and_the_day_by_the_readers_calendar() -> None:
    (message,) = notice(POST, Look(zone=ZoneInfo("Europe/Berlin"), silent=True), at=NEW_YEAR).messages
    assert message.html == (
        "<b>Sperrung &lt;in&gt; Neukirch</b>\n\nDiese Meldung wurde am 1. Januar 2027 zurückgezogen."
    )
    assert message.plain == "Sperrung <in> Neukirch\n\nDiese Meldung wurde am 1. Januar 2027 zurückgezogen."
    assert (message.picture, message.button, message.silent) == (None, None, True)


def test_the_notice_in_english() -> None:
    (message,) = notice(POST, Look(language="en"), at=NEW_YEAR).messages
    assert message.plain.endswith("\n\nThis release was withdrawn on 31 December 2026.")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_the_notice_of_any_post_is_taken_by_telegram(title: str) -> None:
    (message,) = notice(Post(title, URL, ()), Look(), at=NEW_YEAR).messages
    seen = read_text(message.html, "HTML", None, LinkRules())
    assert "zurückgezogen" in seen.text
    assert fingerprint(message.html, message.plain) == fingerprint_of_text(seen.text)
