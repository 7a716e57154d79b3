from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.emulator.telegram.classic_html import utf16_length
from relay.emulator.telegram.errors import ApiError
from relay.emulator.telegram.links import LinkRules
from relay.emulator.telegram.text import FormattedText, read_text


def html(raw: str) -> FormattedText:
    return read_text(raw, "HTML", None, LinkRules())


def spans(body: FormattedText) -> list[tuple[str, str]]:
    data = body.text.encode("utf-16-le")
    return [(e.type, data[2 * e.offset : 2 * e.end].decode("utf-16-le")) for e in body.entities]


def test_a_text_is_trimmed_and_its_entities_move_along() -> None:
    body = html("\n  <b> Kreistag </b> tagt \n")
    assert body.text == "Kreistag  tagt"
    assert spans(body) == [("bold", "Kreistag ")]


def test_what_the_server_strips_is_stripped() -> None:
    body = html("Grüße\r\n\u2028aus\u202e\tA\u030a<b>bc</b>\u0333")
    assert body.text == "Grüße\naus Abc"
    assert spans(body) == [("bold", "bc")]


@pytest.mark.parametrize("raw", ["   ", "<b> </b>", "\u200b", "\n\u00a0\n", "\u2800"])
def test_a_text_without_anything_to_see_is_empty(raw: str) -> None:
    assert html(raw) == FormattedText()


def test_only_a_hundred_entities_survive() -> None:
    body = html("<b>x</b> " * 130)
    assert len(body.entities) == 100


def test_addresses_and_hashtags_are_found_where_the_sender_said_nothing() -> None:
    body = html('#Kreistag 🚲 https://kreis.example/a. <a href="https://kreis.example/b">https://x.example</a> 1#2')
    assert spans(body) == [
        ("hashtag", "#Kreistag"),
        ("url", "https://kreis.example/a"),
        ("text_link", "https://x.example"),
    ]


def test_entities_can_be_given_instead_of_a_parse_mode() -> None:
    given_entities = [{"type": "text_link", "offset": 0, "length": 4, "url": "kreis.example"}]
    body = read_text("hier", "", given_entities, LinkRules())
    assert [e.as_json() for e in body.entities] == [
        {"type": "text_link", "offset": 0, "length": 4, "url": "http://kreis.example/"}
    ]


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"type": "bold", "offset": 100, "length": 1}, "entity begins after the end of the text at UTF-16 offset 100"),
        ({"type": "bold", "offset": 0, "length": 100},
         "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100"),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "loud", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "text_link", "offset": 0, "length": 4}, 'can\'t parse MessageEntity: Can\'t find field "url"'),
        ({"type": "text_link", "offset": 0, "length": 4, "url": "not-a-url"},
         "entity URL 'not-a-url' is invalid: Wrong HTTP URL"),
    ],
)  # fmt: skip
def test_a_bad_entity_is_refused(entity: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        read_text("hier", "", [entity], LinkRules())
    assert refused.value.description == f"Bad Request: {reason}"


def test_a_raw_text_of_more_than_32768_bytes_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ApiError, match="Bad Request: text is too long"):
        html("ü" * 16_385)


@pytest.mark.parametrize("mode", ["Markdown", "MarkdownV2", "INVALID"])
def test_other_parse_modes_are_refused(mode: str) -> None:
    with pytest.raises(ApiError, match="Bad Request: "):
        read_text("x", mode, None, LinkRules())


@given(st.text(alphabet="ab \n\r\u2028\u030a🚲#"), st.text(alphabet="ab \n\r\u2028\u030a🚲#"))
def test_entities_stay_inside_the_text_whatever_is_stripped(before: str, inside: str) -> None:
    body = html(f"{before}<b>{inside}</b>")
    assert all(0 <= e.offset < e.end <= utf16_length(body.text) for e in body.entities)
    assert body.text == body.text.strip(" \n")
