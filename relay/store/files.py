"""What Telegram knows of pictures and files that were uploaded before, so that they need not be uploaded again.

Bot API, "Sending by file_id": there are no limits for files sent this way. An id belongs to one bot; that of another
one is refused, and the file uploaded again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from relay.store.codec import stamp
from relay.store.database import Database

KEPT = timedelta(days=90)
"""After its last use: a release is not corrected or posted elsewhere after that."""


class Files:
    """`relay.delivery.uploads.KnownFiles` in the database."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def known(self, digest: bytes, kind: str) -> str:
        """The id of a file of this content that was sent as this kind; empty if there is none. Raises StoreError."""
        async with self._database.turn() as database:
            row = await database.row("SELECT file_id FROM files WHERE digest = ? AND kind = ?", digest, kind)
        return str(row["file_id"]) if row else ""

    async def keep(self, digest: bytes, kind: str, file_id: str) -> None:
        """Remember an id. Raises StoreError."""
        now = self._clock()
        async with self._database.transaction() as database:
            await database.change("DELETE FROM files WHERE seen < ?", stamp(now - KEPT))
            await database.insert(
                "INSERT INTO files (digest, kind, file_id, seen) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET file_id = excluded.file_id, seen = excluded.seen",
                digest,
                kind,
                file_id,
                stamp(now),
            )

    async def forget(self, digest: bytes) -> None:
        """An id was refused. Raises StoreError."""
        async with self._database.transaction() as database:
            await database.change("DELETE FROM files WHERE digest = ?", digest)
