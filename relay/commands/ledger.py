"""`relay ledger`: whether the record of what was published is whole, and the record itself for others to check."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from relay.commands.common import console, escaped, existing_database, load, local, print_json, said
from relay.config import Config
from relay.errors import ConfigError, StoreError
from relay.store.backup import new_file
from relay.store.database import open_database
from relay.store.ledger import Chain, Head, canonical, records
from relay.store.ledger import verify as verify_chain

STDOUT = Path("-")


def verify(option: Path | None, *, head: str = "", as_json: bool) -> int:
    """Print whether the ledger is whole: 0 if it is, 1 if not.

    `head` is what an earlier run printed: that the ledger still holds it shows that its end was not cut off.
    Raises ConfigError, StoreError.
    """
    config = load(option)
    expected = Head.parse(head) if head else None
    chain = asyncio.run(_verify(existing_database(config), expected))
    if as_json:
        print_json(
            {
                "whole": chain.broken is None,
                "records": chain.head.count,
                "first": chain.first,
                "last": chain.last,
                "head": str(chain.head),
                "broken": chain.broken,
                "problem": chain.problem,
            }
        )
    else:
        _show(chain, config)
    return 0 if chain.broken is None else 1


def export(option: Path | None, file: Path = STDOUT, *, since: str = "") -> int:
    """Write the ledger as JSON Lines, to stdout or into a new file, as `relay.store.ledger` describes them.

    `since` is a day (or a time) in ISO 8601, in the configured time zone where it names none.
    Raises ConfigError, and StoreError if the ledger is broken: stdout then ends before the first record that does not
    fit, and no file is made.
    """
    config = load(option)
    path, start = existing_database(config), _moment(since, config)
    if file == STDOUT:
        asyncio.run(_export(path, sys.stdout, start))
        return 0
    with new_file(file) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        count = asyncio.run(_export(path, out, start))
    console(stderr=True).print(escaped(said("Records exported: {count}", count=count)))
    return 0


async def _verify(path: Path, expected: Head | None) -> Chain:
    async with open_database(path, read_only=True) as database:
        return await verify_chain(database, expected)


async def _export(path: Path, out: TextIO, since: datetime | None) -> int:
    chain, count = Chain(), 0
    async with open_database(path, read_only=True) as database:
        async for record, digest in records(database, chain):
            if since is None or datetime.fromisoformat(record.time) >= since:
                out.write(canonical({**record.told(), "digest": digest.hex()}) + "\n")
                count += 1
    if chain.problem:
        raise StoreError("The ledger in {file} is broken: {why}.", file=str(path), why=chain.problem)
    return count


def _show(chain: Chain, config: Config) -> None:
    out = console()
    count = chain.head.count
    if chain.problem:
        told = said("Ledger: {why}. Records that fit before it: {count}.", why=chain.problem, count=count)
        out.print(f"[red]{escaped(told)}[/]")
        return
    if not count:
        out.print(said("The ledger is empty."))
        return
    first, last = local(chain.first, config.zone), local(chain.last, config.zone)
    out.print(said("Ledger: {count} records, whole, from {first} to {last}.", count=count, first=first, last=last))
    out.print(said("Head: {head}", head=chain.head), soft_wrap=True)


def _moment(text: str, config: Config) -> datetime | None:
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError("{text} is not a date: write it as 2025-06-30.", text=text) from error
    return (time if time.tzinfo else time.replace(tzinfo=config.zone)).astimezone(UTC)
