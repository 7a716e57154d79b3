"""`relay status`: how the sources and channels are, from the database alone."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from pathlib import Path
from typing import Any

from relay.commands.common import console, escaped, has_database, load, local, print_json, said
from relay.config import Config
from relay.feed.schedule import next_poll
from relay.store.database import open_database
from relay.store.lock import holder
from relay.store.overview import ChannelOverview, channel_overview
from relay.store.sources import Sources
from relay.timing import now


def status(option: Path | None, *, as_json: bool) -> int:
    """Print it. Raises ConfigError, StoreError."""
    config = load(option)
    path = config.database_path()
    exists = has_database(path)
    found = asyncio.run(_look(config, path)) if exists else {"sources": [], "channels": []}
    report = {"database": str(path), "exists": exists, "mode": config.mode, "running": holder(path), **found}
    if as_json:
        print_json(report)
    else:
        _show(report, config)
    return 0


async def _look(config: Config, path: Path) -> dict[str, Any]:
    async with open_database(path, read_only=True) as database:
        states = await Sources(database).source_states()
        channels = [{"id": one.id, **_fields(await channel_overview(database, one.id))} for one in config.channel]
    sources = []
    for source in config.sources:
        state = states.get(source.id)
        due = next_poll(
            polled=state.polled if state else None,
            interval=source.interval,
            wait_until=state.wait_until if state else None,
            now=now(),
        )
        sources.append(
            {
                "id": source.id,
                "url": source.url,
                "last_poll": state.polled if state else None,
                "last_success": state.success if state else None,
                "last_new": state.new if state else None,
                "next_poll": due,
                "failures": state.failures if state else 0,
                "problem": state.problem if state else None,
            }
        )
    return {"sources": sources, "channels": channels}


def _fields(overview: ChannelOverview) -> dict[str, Any]:
    """One level deep: a sentence stays a sentence, to be told in the reader's language."""
    return {field.name: getattr(overview, field.name) for field in fields(overview)}


def _show(report: dict[str, Any], config: Config) -> None:
    out = console()
    running = report["running"]
    out.print(said("relay runs (process {process}).", process=running) if running else said("relay does not run."))
    if config.mode == "test":
        out.print(f"[yellow]{said('Test: all posts go to the test chat.')}[/]")
    if not report["exists"]:
        out.print(escaped(said("There is no database yet: {file}", file=report["database"])))
        return
    for source in report["sources"]:
        out.print(f"\n[bold]{said('Source')} {escaped(source['id'])}[/]  {escaped(source['url'])}")
        for label, key in (("last read", "last_success"), ("last new release", "last_new"), ("next", "next_poll")):
            out.print(f"  {said(label)}: {local(source[key], config.zone)}")
        _problem(source["problem"])
    for channel in report["channels"]:
        out.print(f"\n[bold]{said('Channel')} {escaped(channel['id'])}[/]")
        counts = said("{sent} posted, {pending} waiting, {held} on hold", **channel)
        out.print(f"  {counts}")
        if channel["last_sent"]:
            shown = f"{local(channel['last_sent'], config.zone)}  {channel['last_title']}  {channel['last_link']}"
            out.print(f"  {said('last post')}: {escaped(shown)}")
        if channel["wait_until"] and channel["wait_until"] > now():
            out.print(f"  {said('waits until')}: {local(channel['wait_until'], config.zone)}")
        if channel["held"]:
            out.print(f"  [yellow]{said('see `relay holds`')}[/]")
        _problem(channel["problem"])


def _problem(problem: object) -> None:
    if problem:
        console().print(f"  [red]{said('problem')}: {escaped(said(problem))}[/]")  # type: ignore[arg-type]  # a Text
