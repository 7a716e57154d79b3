"""Markup that a website sends is read with work that grows with its length, and not with the square of that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relay.errors import ParseError
from relay.feed.cut import cut
from relay.feed.hints import wishes_of
from relay.feed.pages import refuse_page
from relay.feed.repair import repaired
from relay.feed.sitemap import below
from relay.feed.text import plain
from relay.model import Entry, ParsedFeed
from relay.state import Wishes
from tests.growth import grows_with_length


def comments_that_are_never_closed(text: str) -> None:
    refuse_page(f"{text}<rss>")


def declarations(text: str) -> None:
    with pytest.raises(ParseError, match="declares XML entities"):
        repaired(f"<rss>{text}<!ENTITY")


def beside_the_entries(text: str) -> None:
    assert wishes_of(f"<ttl>5</ttl>{text}".encode()) == Wishes(ttl=300.0)


def tags_in_tags(text: str) -> None:
    assert cut(text.encode()) is None


def addresses(text: str) -> None:
    feed = ParsedFeed((Entry("", f"https://www.musterland.example/a{text}", ""),))
    with pytest.raises(ParseError, match="none below"):
        below(feed, "/a*b*b*c")


def entities(text: str) -> None:
    assert plain(f"&#{text};") == "\ufffd"


@pytest.mark.parametrize(
    ("read", "unit", "count"),
    [
        (comments_that_are_never_closed, "<!--a>", 4_000),
        (declarations, "<!DOCTYPE ", 6_000),
        (beside_the_entries, "<!---->", 50_000),
        (beside_the_entries, "<![CDATA[]]>", 50_000),
        (tags_in_tags, "<a>", 20_000),
        (addresses, "b", 2_000),
        (entities, "1", 100_000),
    ],
)
def test_long_markup_takes_no_more_than_its_length(read: Callable[[str], None], unit: str, count: int) -> None:
    grows_with_length(read, unit, count)
