"""The beginnings of files of each kind that can be sent."""

from __future__ import annotations

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0\0\0\x20hdlr\0\0\0\0\0\0\0\0vide" + bytes(64)
M4A = b"\0\0\0\x18ftypM4A \0\0\2\0isomiso2" + b"\0\0\0\x20hdlr\0\0\0\0\0\0\0\0soun" + bytes(64)
MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" + bytes(400)
OPUS = b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead\1\1" + bytes(64)
