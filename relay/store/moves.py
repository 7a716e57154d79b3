"""Pages that moved: the posts of their releases follow them to the new address, silently and within measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from relay.feed.links import link_identity, posted_link
from relay.model import Decision, Entry, Verdict
from relay.settings import SourceSpec
from relay.store.codec import ENTRY, POST
from relay.store.database import Database
from relay.store.posts import due_again, stands

MOST_LINKS = 6
"""That an entry may bring for one release: an address that is another at every poll is no longer followed."""
MOST_NAMES = 8
"""Keys that are kept of one release in a source: there are feeds that bring others whenever they are read."""
RECENT = timedelta(days=14)
"""How long after it was posted a post follows its page to another address. People read what is new, and a website that
is rebuilt moves all of its pages at once: older posts are left to its redirects."""


async def keep_link(database: Database, decision: Decision, release: int) -> bool:
    """Whether nobody had seen the link, by no name of its host: of two that take turns, none is new twice."""
    keys = decision.keys
    if not keys.link:
        return False
    if decision.verdict in {Verdict.CHANGED, Verdict.JOINED}:
        row = await database.row("SELECT count(*) AS count FROM links WHERE release = ?", release)
        if row and row["count"] >= MOST_LINKS:
            return False
    marks = ", ".join("?" * len(keys.also))
    by_another = f"SELECT 1 FROM links WHERE key IN ({marks})"  # noqa: S608 - question marks
    other_name = await database.row(by_another, *keys.also)
    added = await database.change("INSERT OR IGNORE INTO links (key, release) VALUES (?, ?)", keys.link, release)
    return bool(added) and other_name is None


async def keep_names(database: Database, source: SourceSpec, release: int) -> None:
    """Forget keys of a release beyond `MOST_NAMES`; never those that its feed shows now, nor that of its words."""
    rows = await database.rows(
        "SELECT key, instr((SELECT coalesce(listed, x'') FROM sources WHERE id = ?), key) > 0 AS shown "
        "FROM entries WHERE release = ? AND source = ? AND key IS NOT (SELECT entry FROM releases WHERE id = ?)",
        source.id,
        release,
        source.id,
        release,
    )
    spare = [row["key"] for row in rows if not row["shown"]]
    for key in spare[: max(0, len(rows) + 1 - MOST_NAMES)]:
        await database.change("DELETE FROM entries WHERE source = ? AND key = ?", source.id, key)


async def follow(database: Database, source: SourceSpec, release: int, entry: Entry, now: datetime) -> int:
    """What is known, and what stands in channels, leads to the page where it is now."""
    if not await database.row("SELECT 1 FROM releases WHERE id = ? AND source = ?", release, source.id):
        return 0
    await database.change("UPDATE rereads SET entry = ? WHERE release = ?", ENTRY.dump(entry), release)
    return await _move(database, release, entry.url, now)


async def _move(database: Database, release: int, url: str, now: datetime) -> int:
    """The page of a release has another address; returns how many of its posts are to be edited.

    Nobody is told of it, neither readers nor editors: the words are the same. See `RECENT`.
    """
    row = await database.row("SELECT body FROM posts WHERE release = ?", release)
    if row is None:
        return 0
    old = POST.load(row["body"])
    if link_identity(posted_link(old.url)) == link_identity(posted_link(url)) or await stands(
        database, release, before=now - RECENT
    ):
        return 0
    await database.change(
        "UPDATE posts SET revision = revision + 1, body = ? WHERE release = ?",
        POST.dump(replace(old, url=posted_link(url))),
        release,
    )
    return await due_again(database, release, now)
