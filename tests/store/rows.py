"""What a deliverer leaves in the tables, for tests that need none."""

from __future__ import annotations

from relay.store.database import Database


async def stands(database: Database) -> None:
    """All that is due by the latest poll stands in its channel, as it is to stand."""
    await database.change(
        "UPDATE deliveries SET state = 'sent', sent = coalesce(sent, due), edits = '[]', "
        'receipt = \'{"chat": -100, "messages": [], "link": "", "at": null}\', '
        "revision = (SELECT revision FROM posts WHERE posts.release = deliveries.release) "
        "WHERE state = 'pending' AND due <= (SELECT max(polled) FROM sources)"
    )
