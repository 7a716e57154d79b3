"""Bytes become the right characters, whatever is declared."""

from __future__ import annotations

import codecs

import pytest

from relay.feed.parse import parse
from relay.feed.text import decode
from relay.model import Fetched

TITLE = "Größe – „schön“ für 5 €"


def read(encoding: str, declared: str = "", content_type: str = "", mark: bytes = b"", title: str = TITLE) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    xml = f'{declaration}<rss version="2.0"><channel><item><title>{title}</title></item></channel></rss>'
    return parse(Fetched("https://kreis.example/f", mark + xml.encode(encoding), content_type)).entries[0].title


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type", "mark"),
    [
        ("utf-8", "utf-8", "application/rss+xml", b""),
        ("utf-8", "", "text/xml", b""),
        ("utf-8", "utf-8", "", codecs.BOM_UTF8),
        ("utf-8", "ISO-8859-1", "text/xml; charset=iso-8859-1", b""),
        ("windows-1252", "windows-1252", "", b""),
        ("windows-1252", "ISO-8859-1", "text/xml", b""),
        ("windows-1252", "", "text/xml; charset=windows-1252", b""),
        ("windows-1252", "windows-1252", "text/xml; charset=utf-8", b""),
        ("windows-1252", "utf-8", "text/xml; charset=utf-8", b""),
        ("windows-1252", "", "", b""),
        ("windows-1252", "bogus", "", b""),
        ("windows-1252", "punycode", "", b""),
        ("windows-1252", "iso-8859-99", "", b""),
        ("windows-1252", "euc-jp", "text/xml; charset=utf-16", b""),
        ("iso-8859-15", "iso-8859-15", "", b""),
        ("utf-16-le", "utf-16", "", codecs.BOM_UTF16_LE),
        ("utf-16-be", "", "", b""),
        ("utf-16-le", "utf-8", "", b""),
        ("utf-32-le", "", "", codecs.BOM_UTF32_LE),
    ],
)
def test_german_text_is_read_right(encoding: str, declared: str, content_type: str, mark: bytes) -> None:
    title = TITLE.translate({ord(c): None for c in "–„“"}) if encoding == "iso-8859-15" else TITLE

    assert read(encoding, declared, content_type, mark, title) == " ".join(title.split())


def test_a_few_stray_bytes_do_not_spoil_the_rest() -> None:
    text, problem = decode("für ".encode() + "schön ".encode("latin-1") + "„groß“".encode())

    assert text == "für schön „groß“"
    assert str(problem).startswith("The feed is not valid UTF-8")


def test_a_wrong_declaration_is_told() -> None:
    text, problem = decode("ä".encode(), "text/xml; charset=ISO-8859-1")

    assert text == "ä"
    assert str(problem) == "The feed is declared as ISO-8859-1, but it is UTF-8."


def test_a_declaration_that_makes_no_difference_is_not_told() -> None:
    assert decode(b"abc", "text/xml; charset=ISO-8859-1") == ("abc", None)


def test_json_in_utf_16_is_read() -> None:
    body = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "ä"}]}'.encode("utf-16")

    assert parse(Fetched("https://kreis.example/f", body)).entries[0].guid == "ä"
