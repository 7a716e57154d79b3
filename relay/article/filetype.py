"""What a file of a release is, told by its first bytes: neither its name nor what the server calls it counts. Pure."""

from __future__ import annotations

import re

from relay.article.clean import clean_text
from relay.delivery.uploads import AttachedFile
from relay.errors import ParseError
from relay.model import Attachment

_HEAD = 1024
"""Bytes in which a PDF has to say that it is one (ISO 32000-1, Annex H, implementation note 13)."""
_LONGEST_NAME = 60
_NO_NAME = re.compile(r"[^\w .()+-]+")
_VIDEO = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_SOUND = re.compile(rb"hdlr.{8}soun", re.DOTALL)
"""The kinds of a track (ISO/IEC 14496-12, 8.4.3: Handler Reference Box)."""
_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4A ", b"M4B ", b"dash")
"""Of MPEG-4 files (ISO/IEC 14496-12, 4.3); pictures (heic, avif) and QuickTime films have others."""


def identified(data: bytes, attachment: Attachment) -> AttachedFile:
    """The file as Telegram takes it (Bot API: sendVideo MP4, sendAudio MP3 and M4A, sendVoice OGG with Opus).

    Raises ParseError for everything else, whatever its name promises.
    """
    kind, ending = _kind(data)
    if not kind:
        raise ParseError("it is no file that can be sent (PDF, MP4, MP3, M4A, OGG with Opus)", permanent=True)
    return AttachedFile(data, _name(attachment.title, ending), kind)


def _kind(data: bytes) -> tuple[str, str]:
    """How Telegram shows it, and how its name is to end; both empty for what is not known."""
    if b"%PDF-" in data[:_HEAD]:
        return "document", "pdf"
    if data[:4] == b"OggS" and b"OpusHead" in data[:_HEAD]:
        return "voice", "ogg"
    if data[4:8] == b"ftyp" and data[8:12] in _BRANDS:
        if _VIDEO.search(data):
            return "video", "mp4"
        return ("audio", "m4a") if _SOUND.search(data) else ("", "")
    if data[:3] == b"ID3" or _is_mpeg_frame(data[:4]):
        return "audio", "mp3"
    return "", ""


def _is_mpeg_frame(head: bytes) -> bool:
    """Whether it begins with the header of an MPEG frame, layer III (ISO/IEC 11172-3, 2.4.1.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bit_rate not in {0, 15} and frequency != 3


def _name(title: str, ending: str) -> str:
    """A name from our title of it: the website's own names are for the website, and hostile until proven otherwise."""
    said = _NO_NAME.sub(" ", clean_text(title))[:_LONGEST_NAME]
    stem = " ".join(said.split()).strip(". ").removesuffix(f".{ending}")
    return f"{stem or 'Anlage'}.{ending}"
