"""What the editors are told once, by letter: written in the transaction of the deed, told by `relay.press.notifier`."""

from __future__ import annotations

from datetime import datetime, timedelta

from relay.errors import Text
from relay.model import Post
from relay.render.changes import changes
from relay.render.markup import cut
from relay.store.codec import POST, RECEIPT, dump_text, stamp
from relay.store.database import Database

NEWS = timedelta(days=30)
"""The same letter is not written again within this time, and told ones are kept for so long; of corrections, which may
be many, also those that nobody was told of."""
TITLE = 200
"""Characters of a title."""


async def write(database: Database, text: Text, now: datetime) -> None:
    """A letter, unless the same one was written of late: a feed whose identifiers are others each time repeats it."""
    await _forget_old(database, now)
    await database.change(
        "INSERT INTO letters (text, at) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM letters WHERE text = ? AND at > ?)",
        dump_text(text),
        stamp(now),
        dump_text(text),
        stamp(now - NEWS),
    )


async def tell_correction(database: Database, release: int, old: Post, new: Post, now: datetime) -> None:
    """What a correction changes in a post that stands in a channel.

    Several that come before the editors were told of the first are one letter; what was taken back by then is none.
    """
    await _forget_old(database, now)
    open_one = await database.row("SELECT id, before FROM letters WHERE release = ? AND told IS NULL", release)
    before = POST.load(open_one["before"]) if open_one else old
    if lines := changes(before, new):
        receipts = await database.rows(
            "SELECT receipt FROM deliveries WHERE release = ? AND receipt IS NOT NULL ORDER BY id", release
        )
        links = [link for row in receipts if (link := RECEIPT.load(row["receipt"]).link)]
        text = Text("Corrected: {post}\n\n{changes}", {"post": (cut(new.title, TITLE), *links), "changes": lines})
        # Under a number of its own: whoever is telling the one before at this moment has not told this one.
        await database.insert(
            "INSERT INTO letters (text, at, release, before) VALUES (?, ?, ?, ?)",
            dump_text(text),
            stamp(now),
            release,
            POST.dump(before),
        )
    if open_one:
        await database.change("DELETE FROM letters WHERE id = ?", open_one["id"])


async def _forget_old(database: Database, now: datetime) -> None:
    await database.change(
        "DELETE FROM letters WHERE at < ? AND (told IS NOT NULL OR release IS NOT NULL)", stamp(now - NEWS)
    )
