"""The words of releases as they are to stand in channels, and what becomes due when they change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from relay.model import Post
from relay.store.codec import POST, stamp
from relay.store.database import Database
from relay.store.letters import tell_correction


async def save(database: Database, release: int, post: Post, now: datetime) -> int:
    """A post that reads differently makes its sent deliveries due again, as corrections; returns how many.

    The editors are told what changes in what stands in a channel.
    """
    row = await database.row("SELECT revision, body, changed FROM posts WHERE release = ?", release)
    corrected = None
    if row:
        old = POST.load(row["body"])
        post = replace(post, hashtags=tuple(dict.fromkeys((*old.hashtags, *post.hashtags))))
        if _reads_the_same(old, post):
            return 0
        # Another hashtag is no correction that readers are told of, nor is what was corrected before it was posted.
        corrected = row["changed"]
        if not _says_the_same(old, post) and await stands(database, release):
            corrected = stamp(now)
            await tell_correction(database, release, old, post, now)
    await database.insert(
        "INSERT OR REPLACE INTO posts (release, revision, body, changed) VALUES (?, ?, ?, ?)",
        release,
        row["revision"] + 1 if row else 1,
        POST.dump(post),
        corrected,
    )
    return await due_again(database, release, now)


def _says_the_same(old: Post, new: Post) -> bool:
    """Whether only hashtags differ, and noise."""
    if old.essence and new.essence:
        return old.essence == new.essence
    return replace(old, essence="", hashtags=()) == replace(new, essence="", hashtags=())


def _reads_the_same(old: Post, new: Post) -> bool:
    """Whether a post needs no correction to become another one."""
    return old.hashtags == new.hashtags and _says_the_same(old, new)


async def stands(database: Database, release: int, *, before: datetime | None = None) -> bool:
    """Whether a post of the release is in a channel, or may be; `before`: one that came before then."""
    found = await database.row(
        "SELECT 1 FROM deliveries WHERE release = ? AND withdraw = 0 AND (receipt IS NOT NULL OR intent <> '') "
        "AND (? IS NULL OR sent < ?)",
        release,
        stamp(before),
        stamp(before),
    )
    return found is not None


async def due_again(database: Database, release: int, now: datetime) -> int:
    """What stands in channels is to be edited; returns how many deliveries."""
    return await database.change(
        "UPDATE deliveries SET state = 'pending', due = ?, attempts = 0, changed = ? "
        "WHERE release = ? AND state = 'sent' AND withdraw = 0",
        stamp(now),
        stamp(now),
        release,
    )
