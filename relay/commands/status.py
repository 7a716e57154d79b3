"""`relay status`: how the sources and channels are, from the database alone."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from relay.commands.common import console, escaped, has_database, load, local, print_json, said
from relay.config import Config
from relay.errors import Text
from relay.feed.health import Usual, empty_for_web_team, for_web_team, last_release, quiet_for_web_team, usual
from relay.feed.manners import due
from relay.feed.mend import EMPTY, emptied
from relay.feed.rhythm import Rhythm
from relay.press.telling import REFUSED
from relay.settings import SourceSpec
from relay.state import SourceState
from relay.store.database import open_database
from relay.store.lock import holder
from relay.store.overview import ChannelOverview, channel_overview
from relay.store.source_rows import unmatched
from relay.store.sources import Sources
from relay.store.subscriptions import Subscriptions
from relay.timing import now
from relay.websub.subscription import Phase, Subscription


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
        selectors = await unmatched(database)
        subscriptions = {one.source: one for one in await Subscriptions(database).all() if _shown(one, config)}
        channels = [
            {"id": one.id, **_fields(await channel_overview(database, one.id, now()))} for one in config.channel
        ]
    sources = [
        {
            **_of_source(source, states.get(source.id, SourceState()), config),
            "selector": _selector(selectors.get(source.id), source),
            "push": _push(subscriptions.get(source.id)) if source.websub else None,
        }
        for source in config.sources
    ]
    return {"sources": sources, "channels": channels}


def _of_source(source: SourceSpec, state: SourceState, config: Config) -> dict[str, Any]:
    """What is known of a source; `state` is that of another address if the configuration was changed meanwhile."""
    if state.url != source.url:
        state = replace(state, stopped=False, address="", moved=None, barred="")
    usually = usual(state.days)
    report: dict[str, Any] = {
        "id": source.id,
        "url": source.url,
        "address": state.address or source.url,
        "moved_to": state.moved.to if state.moved else None,
        "last_poll": state.polled,
        "last_success": state.success,
        "last_new": state.new,
        "last_release": last_release(state.days),
        "usual": _fields(usually) if usually else None,
        "quiet": bool(state.quiet_from and state.success and state.quiet_from <= state.success),
        "next_poll": due(source, state, now(), interval=_gap(source, state)),
        "failures": state.failures,
        "failing_since": state.failing,
        "stopped": state.stopped,
        "robots": state.barred or None,
        "problem": state.problem,
        "lost": state.lost,
        "web_team": None,
    }
    if state.problem:
        report["web_team"] = for_web_team(
            state.problem,
            kind=source.kind,
            url=report["address"],
            since=state.failing,
            success=state.success,
            asked=state.polled,
            zone=config.zone,
        )
    elif emptied(state.lost):
        report["web_team"] = empty_for_web_team(kind=source.kind, url=source.url)
    elif report["quiet"]:
        report["web_team"] = quiet_for_web_team(kind=source.kind, url=source.url, last=report["last_release"])
    return report


def _selector(wrong: Text | None, source: SourceSpec) -> Text | None:
    """What is wrong with the selector, if it is still the one that was tried."""
    return wrong if wrong and wrong.facts.get("selector") == source.selector else None


def _shown(one: Subscription, config: Config) -> bool:
    return one.callback == config.websub.callback and one.phase is not Phase.LEAVING


def _push(one: Subscription | None) -> dict[str, Any]:
    """How the source's subscription at its hub is (WebSub); its id and its secret are nobody's business."""
    if one is None:
        return {"state": "none", "hub": None, "topic": None, "until": None, "problem": None}
    active = one.active(now())
    state = "active" if active else "denied" if one.phase is Phase.DENIED else "asked"
    until = one.until if active else None
    return {
        "state": state,
        "hub": _address(one.hub),
        "topic": _address(one.topic),
        "until": until,
        "problem": one.problem,
    }


def _address(url: str) -> str:
    """Without its query, which may be secret."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def _push_line(push: dict[str, Any] | None, config: Config) -> None:
    if push is None:
        return
    told = {
        "none": said("the source names no hub, or was not read yet"),
        "asked": said("asked for"),
        "denied": said("refused"),
        "active": said("active until {until}", until=local(push["until"], config.zone)),
    }[push["state"]]
    console().print(f"  {said('push')}: {escaped(told)}")
    _problem(push["problem"])


def _gap(source: SourceSpec, state: SourceState) -> float:
    if source.adaptive is None or state.polled is None:
        return source.interval
    return Rhythm(source.id, source.adaptive).gap(state.polled, state.times)


def _fields(overview: ChannelOverview | Usual) -> dict[str, Any]:
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
        _push_line(source["push"], config)
        _health(source)
        _problem(source["problem"])
        if source["web_team"]:
            out.print(escaped(f"\n{said(source['web_team'])}"))
    for channel in report["channels"]:
        _channel(channel, config)


def _channel(channel: dict[str, Any], config: Config) -> None:
    out = console()
    out.print(f"\n[bold]{said('Channel')} {escaped(channel['id'])}[/]")
    counts = said("{sent} posted, {pending} waiting, {held} on hold", **channel)
    out.print(f"  {counts}")
    if channel["later"]:
        facts = {"count": channel["later"], "at": local(channel["next_at"], config.zone)}
        later = said("of these wait for their time: {count}, the next until {at}", **facts)
        out.print(f"  {escaped(later)}  {escaped(channel['next_title'])}")
    if channel["last_sent"]:
        shown = f"{local(channel['last_sent'], config.zone)}  {channel['last_title']}  {channel['last_link']}"
        out.print(f"  {said('last post')}: {escaped(shown)}")
    if channel["wait_until"] and channel["wait_until"] > now():
        out.print(f"  {said('waits until')}: {local(channel['wait_until'], config.zone)}")
    if channel["held"]:
        out.print(f"  [yellow]{said('see `relay holds`')}[/]")
    _problem(channel["problem"])


def _health(source: dict[str, Any]) -> None:
    out = console()
    if source["usual"]:
        facts = {"count": round(source["usual"]["a_week"] * 52 / 12), "days": round(source["usual"]["gap"])}
        rhythm = said("about {count} releases a month; days from one to the next: {days}", **facts)
        out.print(f"  {said('usually')}: {rhythm}")
    if source["address"] != source["url"]:
        out.print(f"  {said('has moved for good, and is read at')}: {escaped(source['address'])}")
    elif source["moved_to"]:
        out.print(f"  {said('perhaps moved to')}: {escaped(source['moved_to'])}")
    for told, so in (
        (said("quiet for much longer than usual"), source["quiet"]),
        (said("removed for good (410): asked once a week, and when relay is started anew"), source["stopped"]),
        (said("its pages are closed to programs (robots.txt): posts say what the feed says"), source["robots"]),
    ):
        if so:
            out.print(f"  [yellow]{told}[/]")
    if emptied(source["lost"]):
        _problem(EMPTY)
    elif source["lost"]:
        _problem(Text("not all of its entries can be read: {lost}", {"lost": source["lost"]}))
    if source["selector"]:
        _problem(Text("{why}. Posts come late and say only what the feed says", {"why": source["selector"]}))


def _problem(problem: Text | None) -> None:
    if not problem:
        return
    console().print(f"  [red]{said('problem')}: {escaped(said(problem))}[/]")
    if problem.message == REFUSED:
        console().print(f"  [red]{said('relay check says what to do')}[/]")
