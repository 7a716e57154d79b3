"""`relay status --releases`: every release, where it stands, since when, and how often it was corrected."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from relay.commands.common import console, escaped, has_database, load, local, print_json, said
from relay.config import Config
from relay.errors import Text
from relay.model import DeliveryState
from relay.store.database import open_database
from relay.store.overview import ReleaseLine, release_lines

LIMIT = 20
"""Lines, if nobody asks for more."""

_STATES = {
    DeliveryState.PENDING: Text("waits"),
    DeliveryState.SENDING: Text("is being posted"),
    DeliveryState.HELD: Text("on hold"),
    DeliveryState.DISCARDED: Text("not posted"),
}


def releases(option: Path | None, *, limit: int = LIMIT, as_json: bool) -> int:
    """Print them, newest first. Raises ConfigError, StoreError."""
    config = load(option)
    path = config.database_path()
    lines = asyncio.run(_lines(path, limit)) if has_database(path) else []
    if as_json:
        # One level deep: a sentence stays a sentence, to be told in the reader's language.
        shown = [{field.name: getattr(one, field.name) for field in fields(one)} for one in lines]
        print_json({"database": str(path), "releases": shown})
        return 0
    out = console()
    if not lines:
        out.print(said("There is no release yet."))
    for one in lines:
        out.print("\n    ".join(_told(one, config)))
    return 0


async def _lines(path: Path, limit: int) -> list[ReleaseLine]:
    async with open_database(path, read_only=True) as database:
        return await release_lines(database, limit)


def _told(line: ReleaseLine, config: Config) -> Iterator[str]:
    """Lines, not a table: an address that is cut is none."""
    yield f"[bold]{escaped(line.title)}[/]"
    state = said(_state(line))
    if line.test:
        state += f" ({said('in the test chat')})"
    yield f"{escaped(line.channel)}: {escaped(state)}  {local(line.sent, config.zone)}  {escaped(line.link)}".rstrip()
    if line.edits:
        last = local(line.last_edit, config.zone)
        yield escaped(said("edits: {count}, the last one {last}", count=line.edits, last=last))
    if line.withdrawn:
        yield f"[yellow]{said('withdrawn')}[/]: {local(line.withdrawn, config.zone)}"
    if line.reason:
        yield escaped(said(line.reason))
    yield escaped(line.url)


def _state(line: ReleaseLine) -> Text:
    if line.withdrawn:
        return Text("withdrawn")
    if line.withdrawing:
        return Text("to be withdrawn")
    if line.sent and line.state in {DeliveryState.PENDING, DeliveryState.SENDING}:
        return Text("posted, corrections wait")
    if line.sent:
        # Discarded with a time: it stands there, and relay leaves it alone.
        return Text("posted")
    return _STATES[line.state]
