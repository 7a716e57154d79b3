"""What a relay's posts are known by among those of people and of other bots."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from relay.delivery.intent import Seen
from relay.model import Post
from relay.render.signs import folder, is_notice, page_of, says_ours
from relay.render.telegram import render
from relay.render.withdrawn import notice
from relay.settings import Look
from tests.fakes import SITE, post

HOST = SITE.removeprefix("https://").removeprefix("www.")
PAGE = f"{SITE}/presse/eins"


def seen(text: str, *links: str, **more: Any) -> Seen:
    return Seen(7, text, links, by_bot=bool(more.get("buttons")), **more)


def look(language: str, link: str = "button") -> Look:
    return Look(language=language, link=link)


def words(rendered: Any) -> str:
    return str(rendered.messages[-1].plain.removesuffix(f"\n\n{PAGE}"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_post_is_known_by_the_words_on_its_button_or_on_its_link(language: str) -> None:
    one: Post = post("eins", "Ab Montag.")
    with_button: Any = render(one, look(language))
    label = with_button.messages[0].button.text
    assert says_ours(seen("eins", PAGE, buttons=(label,)), {HOST})
    assert says_ours(seen(words(render(one, look(language, "text"))), PAGE), {HOST})
    assert not says_ours(seen("eins", PAGE, buttons=(label,)), {"kreis-anderswo.example"})
    assert not says_ours(seen("eins", PAGE, buttons=("Mehr",)), {HOST})
    assert not says_ours(seen(f"eins\n\n{label}"), {HOST})


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_withdrawn_post_is_known_by_its_notice(language: str) -> None:
    shown = notice(post("eins", "Ab Montag."), look(language), at=datetime(2031, 5, 3, tzinfo=UTC))
    text = shown.messages[0].plain
    assert is_notice(seen(text))
    assert not is_notice(seen(text + "\n\nDas bedauern wir."))
    assert not is_notice(seen("Ab Montag."))


def test_a_post_leads_where_its_button_or_else_its_last_link_does() -> None:
    assert page_of(seen("eins", PAGE, f"{SITE}/karte", buttons=("Mehr",))) == PAGE
    assert page_of(seen("eins", f"{SITE}/karte", PAGE)) == PAGE
    assert page_of(seen("eins")) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/presse/eins", "/presse/zwei/", True),
        ("/presse/2031/05/eins", "/presse/2032/11/zwei", True),
        ("/presse/eins", "/buergerservice/zwei", False),
        ("/index.php?id=7&news=8", "/index.php?news=9&id=7", True),
        ("/index.php?id=7&news=8", "/index.php?id=7", False),
    ],
)
def test_pages_of_one_kind_have_a_folder_in_common(one: str, other: str, same: bool) -> None:
    assert folder(SITE + one) is not None
    assert (folder(SITE + one) == folder(SITE + other)) is same


@pytest.mark.parametrize("url", [SITE, f"{SITE}/eins", "", "mailto:presse@landkreis-musterland.example"])
def test_what_stands_on_top_of_a_website_tells_nothing(url: str) -> None:
    assert folder(url) is None
