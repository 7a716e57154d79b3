"""The words of releases as they are to stand in channels, and what becomes due when they change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta

from relay.errors import Text
from relay.model import Post
from relay.store import letters
from relay.store.codec import POST, stamp
from relay.store.database import Database

A_DAY = timedelta(days=1)
"""How long it is remembered what a post said, and how long one is left alone that goes to and fro."""
MOST_VERSIONS = 10
"""That are remembered of a day."""
TO_AND_FRO = (
    "The website changes {title} back and forth. What stands in the channels is corrected again tomorrow at the "
    "earliest, or once it reads differently."
)


async def save(database: Database, release: int, post: Post, now: datetime) -> int:
    """A post that reads differently makes its sent deliveries due again, as corrections; returns how many.

    The editors are told what changes in what stands in a channel.
    """
    row = await database.row("SELECT revision, body, changed, former FROM posts WHERE release = ?", release)
    corrected, former = None, "[]"
    due = now
    if row:
        old = POST.load(row["body"])
        post = replace(post, hashtags=tuple(dict.fromkeys((*old.hashtags, *post.hashtags))))
        if _says_the_same(old, post):
            # A language model may find other words for it; what stands in the channels is not changed for that.
            post = replace(post, summary=old.summary)
        if _reads_the_same(old, post):
            return 0
        # Another hashtag is no correction that readers are told of, nor is what was corrected before it was posted.
        corrected, former = row["changed"], row["former"]
        if not _says_the_same(old, post) and await stands(database, release):
            corrected = stamp(now)
            former, to_and_fro = _versions(former, old, post, now)
            if to_and_fro:
                due = now + A_DAY
                await letters.write(database, Text(TO_AND_FRO, {"title": old.title}), now)
            else:
                await letters.tell_correction(database, release, old, post, now)
    await database.insert(
        "INSERT OR REPLACE INTO posts (release, revision, body, changed, former) VALUES (?, ?, ?, ?, ?)",
        release,
        row["revision"] + 1 if row else 1,
        POST.dump(post),
        corrected,
        former,
    )
    return await due_again(database, release, now, due=due)


def _versions(former: str, old: Post, new: Post, now: datetime) -> tuple[str, bool]:
    """What a post said during the last day, and whether it goes to and fro.

    One return to what it said before takes back a correction, which a person may do. The next one is no person's work:
    two web servers that differ, or two entries under one name.
    """
    day = [one for one in json.loads(former) if one[0] > (now - A_DAY).timestamp()]
    day = [*day, [now.timestamp(), _version(old)]][-MOST_VERSIONS:]
    said = [version for _, version in day]
    return json.dumps(day), _version(new) in said and len(said) > len(set(said))


def _version(post: Post) -> str:
    """Equal for posts that say the same."""
    said = post.essence or POST.dump(replace(post, hashtags=(), summary=""))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def _says_the_same(old: Post, new: Post) -> bool:
    """Whether only hashtags differ, and noise."""
    if old.essence and new.essence:
        return old.essence == new.essence
    return replace(old, essence="", hashtags=(), summary="") == replace(new, essence="", hashtags=(), summary="")


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


async def due_again(database: Database, release: int, now: datetime, *, due: datetime | None = None) -> int:
    """What stands in channels is to be edited, at once or when it is `due`; returns how many deliveries.

    A correction that waits until tomorrow, because the website went to and fro, does not hold up a real one.
    """
    if due in (None, now):
        await database.change(
            "UPDATE deliveries SET due = ? WHERE release = ? AND state = 'pending' AND withdraw = 0 AND intent = '' "
            "AND revision IS NOT NULL AND receipt IS NOT NULL AND due > ?",
            stamp(now),
            release,
            stamp(now),
        )
    return await database.change(
        "UPDATE deliveries SET state = 'pending', due = ?, attempts = 0, changed = ? "
        "WHERE release = ? AND state = 'sent' AND withdraw = 0",
        stamp(due or now),
        stamp(now),
        release,
    )
