"""JSON Feed, and JSON that only looks like it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.errors import ParseError
from relay.feed.parse import parse
from relay.model import Entry, Fetched, ParsedFeed

URL = "https://www.landkreis-musterland.example/feed.json"


def feed(*items: object, **fields: object) -> ParsedFeed:
    body = {"version": "https://jsonfeed.org/version/1.1", "items": items, **fields}
    return parse(Fetched(URL, json.dumps(body).encode(), "application/feed+json"))


def problems(read: ParsedFeed) -> list[str]:
    return [str(problem) for problem in read.problems]


def entry(**fields: object) -> Entry:
    return feed(fields).entries[0]


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("https://jsonfeed.org/version/1", "json1"),
        ("https://jsonfeed.org/version/1.1", "json11"),
        ("http://www.jsonfeed.org/version/1.1/", "json11"),
    ],
)
def test_the_version_is_named(declared: str, name: str) -> None:
    assert feed(version=declared).version == name


@pytest.mark.parametrize(("number", "text"), [(7, "7"), (7.0, "7"), (3.5, "3.5"), (10**30, "1" + "0" * 30)])
def test_a_number_as_id_is_read_as_its_text(number: float, text: str) -> None:
    assert entry(id=number).guid == text


def test_missing_and_null_fields_are_no_problem() -> None:
    result = feed(
        {"id": "1", "url": f"{URL}/1", "title": None, "tags": None, "date_published": "2025-01-01", "summary": None}
    )

    assert result.entries[0].title == ""
    assert problems(result) == ["Entries without a title: 1 of 1."]


def test_wrong_types_in_one_item_leave_its_neighbours_alone() -> None:
    fields = ("id", "title", "content_html", "summary", "date_published", "tags", "attachments")
    wrong = {"url": "/1"} | {field: {"a": 1} for field in fields}

    result = feed(wrong, {"id": "gut", "title": "Gut"})

    assert [one.guid for one in result.entries] == ["", "gut"]
    assert 'Item 1 has no text in "title", but an object.' in problems(result)
    assert 'Item 1 has no list in "tags", but an object.' in problems(result)


def test_a_bool_is_no_id() -> None:
    assert entry(id=True, title="a").guid == ""


def test_the_own_page_is_preferred_to_the_page_it_is_about() -> None:
    assert entry(id="1", url="/1", external_url="https://andere.example/").url.endswith(".example/1")
    assert entry(id="1", external_url="https://andere.example/").url == "https://andere.example/"
    assert entry(id="https://kreis.example/1").url == "https://kreis.example/1"
    assert entry(id="eins", title="a").url == ""


def test_text_becomes_html_and_html_stays() -> None:
    assert entry(id="1", content_text="a < b").content == "a &lt; b"
    assert entry(id="1", content_text="x", content_html="<p>y</p>").content == "<p>y</p>"


def test_half_characters_are_dropped() -> None:
    item = b'{"id": "a\\ud800\\u0000b", "title": "\\ud83d\\ude92"}'
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [' + item + b"]}"

    first = parse(Fetched(URL, body)).entries[0]

    assert (first.guid, first.title) == ("ab", "🚒")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{}", "JSON that is not a JSON Feed"),
        ("[1]", "JSON that is not a JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/2"}', "JSON that is not a JSON Feed"),
        ('{"version": 1.1, "items": []}', "JSON that is not a JSON Feed"),
        ('{"version": ', "broken JSON instead of a feed: "),
        ("[" * 200_000, "JSON that is nested too deeply instead of a feed"),
        ('{"a": ' + "9" * 5000 + "}", "broken JSON instead of a feed: "),
    ],
)
def test_other_json_is_refused_by_name(body: str, message: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(Fetched(URL, body.encode()))

    assert str(caught.value).startswith(message)


def test_a_feed_without_a_list_of_items_is_told() -> None:
    assert problems(feed(items=None)) == ["The JSON Feed has no list of items."]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("https://kreis.example/"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ["id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"]
FIELDS += ["date_published", "date_modified", "tags", "attachments"]


@settings(deadline=None)  # a busy machine is no bug
@given(st.lists(VALUES | st.dictionaries(st.sampled_from(FIELDS), VALUES), max_size=4))
def test_whatever_an_item_is_it_costs_no_neighbour(items: list[object]) -> None:
    result = feed(*items, {"id": "der letzte", "title": "ist gut"})

    assert (result.entries[-1].guid, result.entries[-1].title) == ("der letzte", "ist gut")


def test_an_item_that_says_nothing_is_left_out_and_told() -> None:
    result = feed({}, {"id": "1", "url": "/1", "title": "a", "date_published": "2025-01-01"})

    assert [one.guid for one in result.entries] == ["1"]
    assert problems(result) == ["Entries that say nothing at all and were left out: 1 of 2."]
