"""`relay holds`: what waits for a person, and what the person decides."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from relay.commands.common import (
    console,
    escaped,
    existing_database,
    has_database,
    indented,
    load,
    local,
    print_json,
    said,
)
from relay.errors import ConfigError
from relay.state import Hold
from relay.store.database import open_database
from relay.store.decisions import Decisions
from relay.store.ledger import Event
from relay.timing import now

LARGEST = 2**63 - 1
"""The largest number that SQLite knows."""
_DONE = {
    Event.RELEASED: "Posts that go out: {count}",
    Event.DISCARDED: "Posts discarded: {count}",
    Event.ABSORBED: "Posts known already, not posted: {count}",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the held posts are meant."""

    ids: tuple[int, ...] = ()
    every: bool = False
    newest: int = 0
    """The latest so many of them."""


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
    width, several = len(str(max(one.id for one in held))), len({one.channel for one in held}) > 1
    for reason, group in _by_reason(held).items():
        out.print(f"[bold]{escaped(reason)}[/]")
        for one in group:
            place = f"{one.channel}  " if several else ""
            line = escaped(f"{local(one.since, config.zone)[:16]}  {place}{one.title or one.url}")
            indented(out, f"  [bold]{one.id:>{width}}[/] ", line)
    out.print(
        said(
            "\nLet them go out: relay holds release ID... (or --all, or --newest N). Known already, under other names: "
            "relay holds absorb ID... Not to be posted: relay holds discard ID..."
        )
    )
    return 0


def _by_reason(held: Sequence[Hold]) -> dict[str, list[Hold]]:
    """In the order in which the first of each came."""
    groups: dict[str, list[Hold]] = {}
    for one in held:
        groups.setdefault(said(one.reason or ""), []).append(one)
    return groups


def decide(option: Path | None, choice: Choice, what: Event) -> int:
    """Let held posts go out (RELEASED), discard them, or take them for known (ABSORBED).

    Raises ConfigError, StoreError.
    """
    config = load(option)
    if sum((bool(choice.ids), choice.every, choice.newest > 0)) != 1:
        raise ConfigError("Name the posts by their numbers, or say --all, or --newest and how many.")
    if any(abs(one) > LARGEST for one in choice.ids):
        raise ConfigError("No post has such a number: {number}", number=max(choice.ids, key=abs))
    path = existing_database(config)
    done, unknown = asyncio.run(_decide(path, choice, what))
    console().print(said(_DONE[what], count=len(done)))
    if unknown:
        console(stderr=True).print(said("Not on hold: {ids}", ids=", ".join(map(str, unknown))))
    return 1 if unknown else 0


async def _held(path: Path) -> list[Hold]:
    async with open_database(path, read_only=True) as database:
        return await Decisions(database).holds()


async def _decide(path: Path, choice: Choice, what: Event) -> tuple[list[int], list[int]]:
    async with open_database(path) as database:
        decisions = Decisions(database)
        wanted = list(choice.ids)
        if not wanted:
            held = [hold.id for hold in await decisions.holds()]
            wanted = held[-choice.newest :] if choice.newest else held
        if what is Event.RELEASED:
            done = await decisions.release(wanted, now(), who="administrator")
        else:
            absorbed = what is Event.ABSORBED
            done = await decisions.discard(wanted, now(), who="administrator", absorbed=absorbed)
    return done, [one for one in wanted if one not in done]
