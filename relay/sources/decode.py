"""Undoing a content coding in small steps. No I/O."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator

STEP = 64 * 1024
"""Bytes that are read, and at most decompressed, at once."""
_MEMBERS = 16
"""Parts of one gzip body; a bomb of many small ones costs time instead of memory."""


class Decoder:
    """Undoes a content coding (RFC 9110, 8.4.1) in small steps, so that a bomb unfolds no further than the limit.

    Its methods raise zlib.error for what is damaged or cut short.
    """

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._stream: zlib._Decompress | None = None
        self._members = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what the data becomes, at most 64 KiB at a time."""
        if not self._coding:
            yield data
            return
        while data:
            if self._stream is None:
                # several gzip members are one body (RFC 1952, 2.2); servers pad and overrun, which is ignored
                if self._members and (self._coding != "gzip" or data[0] != 0x1F):
                    return
                self._stream = self._open(data[0])
            data = yield from self._inflate(self._stream, data)

    def close(self) -> None:
        """Say that nothing follows."""
        if self._coding and (self._stream is not None or not self._members):
            raise zlib.error("cut short")

    def _open(self, first: int) -> zlib._Decompress:
        self._members += 1
        if self._members > _MEMBERS:
            raise zlib.error("too many members")
        if self._coding == "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # "deflate" means the zlib format, but some servers send it bare (RFC 9110, 8.4.1.2)
        return zlib.decompressobj(zlib.MAX_WBITS if first & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS)

    def _inflate(self, stream: zlib._Decompress, data: bytes) -> Generator[bytes, None, bytes]:
        while True:
            piece = stream.decompress(data, STEP)
            data = stream.unconsumed_tail
            if piece:
                yield piece
            if stream.eof:
                self._stream = None
                return stream.unused_data
            if not data and len(piece) < STEP:
                return b""
