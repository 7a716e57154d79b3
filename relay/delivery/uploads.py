"""What is uploaded to a channel: pictures and files with their bytes. Never stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from relay.model import Picture

BLANK = Picture("relay:blank")
"""Nothing to see: relay makes it itself. A photo message cannot become a text, so this takes the place of a picture
that is not to be shown any more."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture ready for upload: converted, turned, scaled, without EXIF."""

    data: bytes
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a release, as the website has it."""

    data: bytes
    name: str
    kind: str
    """What Telegram shows it as, told by its content: ``document``, ``video``, ``audio`` or ``voice``."""


Upload = PictureFile | AttachedFile


class KnownFiles(Protocol):
    """What a channel remembers of what was uploaded, by digest of the content and kind of the message."""

    async def known(self, digest: bytes, kind: str) -> str:
        """Its id in the channel; empty if it is not known. Raises StoreError."""
        ...

    async def keep(self, digest: bytes, kind: str, file_id: str) -> None:
        """Remember its id. Raises StoreError."""
        ...

    async def forget(self, digest: bytes) -> None:
        """The id was refused. Raises StoreError."""
        ...


def digest_of(upload: Upload) -> bytes:
    """By what its content is known."""
    return hashlib.blake2b(upload.data, digest_size=16).digest()
