"""What a file of a release is: told by its content, whatever its name and its server say."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.article.filetype import identified
from relay.errors import ParseError
from relay.model import Attachment
from tests.media import M4A, MP3, MP4, OPUS, PDF

FILE = Attachment("https://www.landkreis-musterland.example/a.bin", "Haushaltsplan 2026", "application/pdf")


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (PDF, "document", "Haushaltsplan 2026.pdf"),
        (b"\n\n" + PDF, "document", "Haushaltsplan 2026.pdf"),
        (MP4, "video", "Haushaltsplan 2026.mp4"),
        (M4A, "audio", "Haushaltsplan 2026.m4a"),
        (MP3, "audio", "Haushaltsplan 2026.mp3"),
        (b"\xff\xfb\x90\x64" + bytes(400), "audio", "Haushaltsplan 2026.mp3"),
        (OPUS, "voice", "Haushaltsplan 2026.ogg"),
    ],
)
def test_a_file_is_what_its_content_is(data: bytes, kind: str, name: str) -> None:
    file = identified(data, FILE)

    assert (file.kind, file.name, file.data) == (kind, name, data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><html><body>Anmeldung</body></html>",
        b"PK\x03\x04" + bytes(100),
        b"\xd0\xcf\x11\xe0" + bytes(100),
        b"OggS" + bytes(24) + b"\x01vorbis",
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(100),
        b"\0\0\0\x14ftypqt  " + MP4[16:],
        b"\0\0\0\x18ftypisom" + bytes(100),
        b"\xff\xf1\x50\x80" + bytes(100),  # AAC without a container
        b"\xff\xfe<\0?\0x\0m\0l\0",  # text in UTF-16
        b"GIF89a" + bytes(100),
    ],
)
def test_everything_else_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        identified(data, FILE)

    assert caught.value.permanent


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("flyer.pdf", "flyer.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('Straße & Brücke: "Plan"', "Straße Brücke Plan.pdf"),
        ("x" * 300, "x" * 60 + ".pdf"),
        ("…", "Anlage.pdf"),
        ("", "Anlage.pdf"),
    ],
)
def test_the_name_comes_from_the_title_and_can_do_no_harm(title: str, name: str) -> None:
    assert identified(PDF, Attachment(FILE.url, title)).name == name


@given(st.binary(max_size=100), st.sampled_from([b"", b"%PDF-", b"OggS", b"\0\0\0\x18ftypisom", b"ID3", b"\xff\xfb"]))
def test_any_bytes_are_a_file_or_refused(data: bytes, start: bytes) -> None:
    with suppress(ParseError):
        assert identified(start + data, FILE).kind in {"document", "voice", "video", "audio"}
