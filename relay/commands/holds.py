"""`relay holds`: what waits for a person, and what the person decides."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from relay.commands.common import console, escaped, has_database, load, local, print_json, said
from relay.errors import ConfigError
from relay.state import Hold
from relay.store.database import open_database
from relay.store.deliveries import Deliveries
from relay.timing import now


def show(option: Path | None, *, as_json: bool) -> int:
    """List the holds. Raises ConfigError, StoreError."""
    config = load(option)
    path = config.database_path()
    held = asyncio.run(_held(path)) if has_database(path) else []
    if as_json:
        print_json(
            {
                "holds": [
                    {
                        "id": one.id,
                        "channel": one.channel,
                        "title": one.title,
                        "url": one.url,
                        "reason": one.reason,
                        "since": one.since,
                    }
                    for one in held
                ]
            }
        )
        return 0
    out = console()
    if not held:
        out.print(said("Nothing waits for you."))
        return 0
    for one in held:
        out.print(f"[bold]{one.id}[/]  {escaped(one.title)}")
        out.print(f"    {escaped(one.channel)}, {local(one.since, config.zone)}: {escaped(said(one.reason or ''))}")
        out.print(f"    {escaped(one.url)}")
    out.print(
        said("\nLet them go out: relay holds release ID... (or --all). Not to be posted: relay holds discard ID...")
    )
    return 0


def decide(option: Path | None, ids: Sequence[int], *, every: bool, release: bool) -> int:
    """Let held posts go out, or discard them. Raises ConfigError, StoreError."""
    config = load(option)
    if bool(ids) == every:
        raise ConfigError("Name the posts by their numbers, or say --all.")
    path = config.database_path()
    if not has_database(path):
        raise ConfigError("There is no database yet: {file}", file=str(path))
    done, unknown = asyncio.run(_decide(path, ids, every=every, release=release))
    console().print(said("Posts that go out: {count}" if release else "Posts discarded: {count}", count=len(done)))
    if unknown:
        console(stderr=True).print(said("Not on hold: {ids}", ids=", ".join(map(str, unknown))))
    return 1 if unknown else 0


async def _held(path: Path) -> list[Hold]:
    async with open_database(path, read_only=True) as database:
        return await Deliveries(database).holds()


async def _decide(path: Path, ids: Sequence[int], *, every: bool, release: bool) -> tuple[list[int], list[int]]:
    async with open_database(path) as database:
        deliveries = Deliveries(database)
        wanted = [hold.id for hold in await deliveries.holds()] if every else list(ids)
        done = await (deliveries.release(wanted, now()) if release else deliveries.discard(wanted, now()))
    return done, [one for one in wanted if one not in done]
