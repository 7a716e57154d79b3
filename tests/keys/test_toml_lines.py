"""The line of a key is found however the file is written."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from relay.keys.lines import line_of

TEXT = """\
# relay
language = "de"

[fetch]
interval = "5m"   # often

[[source]]
id = "presse"
url = "https://www.landkreis-musterland.example/presse.rss"

[[ source ]]  # another one
"id" = "amtsblatt"
  interval = "2m"

[[channel]]
'id' = "main"
"""


def test_a_key_at_the_top() -> None:
    assert line_of(TEXT, ("language",)) == 2


def test_a_key_in_a_table() -> None:
    assert line_of(TEXT, ("fetch", "interval")) == 5


def test_a_table() -> None:
    assert line_of(TEXT, ("fetch",)) == 4


def test_a_key_in_the_second_of_several_tables() -> None:
    assert line_of(TEXT, ("source", 0, "id")) == 8
    assert line_of(TEXT, ("source", 1, "interval")) == 13


def test_quoted_keys() -> None:
    assert line_of(TEXT, ("source", 1, "id")) == 12
    assert line_of(TEXT, ("channel", 0, "id")) == 16


def test_a_key_that_is_missing_is_told_with_its_table() -> None:
    assert line_of(TEXT, ("source", 1, "url")) == 11
    assert line_of(TEXT, ("channel", 0, "chat")) == 15
    assert line_of(TEXT, ("fetch", "timeout")) == 4


def test_an_item_of_a_list_is_told_with_its_key() -> None:
    assert line_of(TEXT, ("source", 0, "url", 3)) == 9


def test_what_stands_nowhere_has_no_line() -> None:
    assert line_of(TEXT, ("mode",)) is None
    assert line_of(TEXT, ("telegram", "token_file")) is None
    assert line_of("", ("mode",)) is None


def test_dotted_keys() -> None:
    text = 'language = "de"\nfetch.interval = "5m"\n"fetch" . timeout = "1s"\n'
    assert line_of(text, ("fetch", "interval")) == 2
    assert line_of(text, ("fetch", "timeout")) == 3


def test_a_table_within_a_table() -> None:
    text = '[[source]]\nid = "a"\n[[source]]\nid = "b"\n[source.more]\nx = 1\n[telegram.more]\ny = 1\n'
    assert line_of(text, ("source", 1, "more")) == 5
    assert line_of(text, ("source", 1, "more", "x")) == 6
    assert line_of(text, ("source", 0, "more")) == 1
    assert line_of(text, ("telegram", "more")) == 7


def test_a_list_of_tables_is_told_with_the_first_of_them() -> None:
    assert line_of(TEXT, ("source",)) == 7
    assert line_of("# a\nfetch.interval = 1\nfetch.timeout = 2\n", ("fetch",)) == 2


def test_a_value_within_braces_is_told_with_its_key() -> None:
    text = 'language = "de"\nfetch = { interval = "x" }\nsource = [{ id = "a" }]\n'
    assert line_of(text, ("fetch", "interval")) == 2
    assert line_of(text, ("source", 0, "id")) == 3


def test_a_comment_is_no_key() -> None:
    assert line_of('# mode = "live"\nmode = "test"\n', ("mode",)) == 2


def test_text_in_a_list_over_several_lines_is_no_key() -> None:
    text = '[[source]]\ninclude = [\n  "a = b",\n  "[c]",\n]\nid = "presse"\n'
    assert line_of(text, ("source", 0, "id")) == 6


def test_windows_line_ends_and_odd_separators_do_not_shift_lines() -> None:
    assert line_of('# a\r\nmode = "live"\r\n[fetch]\r\ninterval = 1\r\n', ("fetch", "interval")) == 4
    assert line_of('# a\u2028b\x85c\nmode = "live"\n', ("mode",)) == 2


NAMES = st.text("abcdefgh_-0123456789", min_size=1, max_size=6)


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.lists(st.dictionaries(NAMES, st.integers()), min_size=1, max_size=3), max_size=4))
def test_every_key_of_every_table_is_found_where_it_was_written(tables: dict[str, list[dict[str, int]]]) -> None:
    lines: list[str] = []
    places: dict[tuple[str | int, ...], int] = {}
    for name, rows in tables.items():
        for index, row in enumerate(rows):
            lines += ["", f"[[{name}]]"]
            places[name, index] = len(lines)
            for key, value in row.items():
                lines.append(f"{key} = {value}")
                places[name, index, key] = len(lines)
    text = "\n".join(lines)
    assert tomllib.loads(text) == tables
    assert {place: line_of(text, place) for place in places} == places
