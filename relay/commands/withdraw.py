"""`relay withdraw`: releases that are gone from the website, and what a person decides about their posts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from relay.commands.common import console, escaped, existing_database, has_database, load, local, print_json, said
from relay.config import Config
from relay.state import Confirmed, ManyGone
from relay.store.database import Database, open_database
from relay.store.withdrawals import VanishedReleases, channels_of, find_release
from relay.store.withdrawals import keep as keep_posts
from relay.store.withdrawals import withdraw as withdraw_posts
from relay.timing import now

WHO = "administrator"
"""Whoever may call this command (`relay.store.ledger`)."""
ALL = "all"
"""Instead of numbers."""


def show(option: Path | None, *, as_json: bool) -> int:
    """List the releases that are certainly gone and of which nobody has decided. Raises ConfigError, StoreError."""
    config = load(option)
    path = config.database_path()
    gone, moved = asyncio.run(_confirmed(path)) if has_database(path) else ([], [])
    if as_json:
        print_json({"withdrawals": [_as_json(one) for one in gone]})
        return 0
    out = console()
    if not gone:
        out.print(said("No release is gone from the website."))
        return 0
    for many in moved:
        facts = {"gone": many.gone, "count": many.looked_at, "source": escaped(many.source)}
        out.print(
            said(
                "{source}: {gone} of {count} releases that relay looked for are gone. That looks like a website that "
                "moved or is being worked on.\n",
                **facts,
            )
        )
    for one in gone:
        out.print(f"[bold]{one.release}[/]  {escaped(one.title)}")
        out.print(f"    {local(one.posted, config.zone)}: {escaped(' '.join(one.links) or one.url)}")
        out.print(f"    {escaped(said('{why}', why=one.reason or ''))}")
    out.print(said("\nWithdraw the posts: relay withdraw ID... They stay: relay withdraw --keep ID... (or all)"))
    return 0


def withdraw(option: Path | None, what: Sequence[str]) -> int:
    """Withdraw the posts of these releases, named by number or address. Raises ConfigError, StoreError."""
    config = load(option)
    path = existing_database(config)
    posts, channels, unknown = asyncio.run(_withdraw(path, what))
    console().print(said("Posts that are withdrawn: {count}", count=posts))
    for line in _what_follows(config, channels):
        console().print(line)
    return _end(unknown)


def keep(option: Path | None, what: Sequence[str]) -> int:
    """Let the posts of these releases stay, named by number or address; ``all``: of all that are listed.

    Raises ConfigError, StoreError.
    """
    kept, unknown = asyncio.run(_keep(existing_database(load(option)), what))
    console().print(said("Releases whose posts stay: {count}", count=kept))
    return _end(unknown)


def _what_follows(config: Config, channels: Sequence[str]) -> list[str]:
    """What becomes of the posts in each channel."""
    lines = []
    for section in config.channel:
        if section.id not in channels:
            continue
        lines.append(
            said(
                "{channel}: relay deletes the posts, or edits those too old for that into a notice."
                if section.withdrawal == "delete"
                else "{channel}: relay edits the posts into a notice.",
                channel=escaped(section.id),
            )
        )
    return lines


def _end(unknown: Sequence[str]) -> int:
    if unknown:
        console(stderr=True).print(escaped(said("relay knows no such release: {what}", what=", ".join(unknown))))
    return 1 if unknown else 0


def _as_json(one: Confirmed) -> dict[str, object]:
    return {
        "id": one.release,
        "title": one.title,
        "url": one.url,
        "reason": one.reason,
        "posts": list(one.links),
        "posted": one.posted,
    }


async def _confirmed(path: Path) -> tuple[list[Confirmed], list[ManyGone]]:
    async with open_database(path, read_only=True) as database:
        vanished = VanishedReleases(database)
        return await vanished.confirmed(), (await vanished.to_ask())[1]


async def _found(database: Database, what: Sequence[str]) -> tuple[list[int], list[str]]:
    """The releases that are meant, each once, and what means none."""
    found = {one: await find_release(database, one) for one in what}
    releases = dict.fromkeys(release for release in found.values() if release is not None)
    return list(releases), [one for one, release in found.items() if release is None]


async def _withdraw(path: Path, what: Sequence[str]) -> tuple[int, list[str], list[str]]:
    async with open_database(path) as database:
        releases, unknown = await _found(database, what)
        channels = [channel for release in releases for channel in await channels_of(database, release)]
        posts = sum([await withdraw_posts(database, release, now(), WHO) for release in releases])
    return posts, channels, unknown


async def _keep(path: Path, what: Sequence[str]) -> tuple[int, list[str]]:
    async with open_database(path) as database:
        if list(what) == [ALL]:
            what = [str(one.release) for one in await VanishedReleases(database).confirmed()]
        releases, unknown = await _found(database, what)
        for release in releases:
            await keep_posts(database, release, now(), WHO)
    return len(releases), unknown
