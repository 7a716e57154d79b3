"""`relay audit`: what the website lists, held against what relay posted. Reads the database only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relay.commands.common import console, escaped, has_database, load, local, print_json, said
from relay.config import Config
from relay.discover.propose import propose
from relay.errors import ConfigError, ParseError, RelayError, StoreError, Text
from relay.feed.alike import title_key
from relay.feed.decide import keys
from relay.feed.listing import page_tree, parse_listing, selectors_of
from relay.model import DeliveryState, Entry, EntryKeys, Fetched, NotModified, ParsedFeed
from relay.settings import PAGE_ACCEPT, SourceSpec
from relay.store.audit import Trace, traces
from relay.store.database import Database, open_database
from relay.timing import now

if TYPE_CHECKING:
    from rich.console import Console

    from relay.ports import Fetcher


class Fate(StrEnum):
    """What became of a release that the website lists; the worse first."""

    MISSING = "missing"
    """relay has never seen it."""
    HELD = "held"
    WAITING = "waiting"
    NOT_POSTED = "not posted"
    """By a decision: it was there before relay, its words sorted it out, or a person discarded it."""
    POSTED = "posted"


_BAD = (Fate.MISSING, Fate.HELD)
"""What somebody has to look at."""
_TOLD = {
    Fate.MISSING: "relay has never seen it",
    Fate.HELD: "waits for a person (relay holds)",
    Fate.WAITING: "is about to be posted",
    Fate.NOT_POSTED: "not posted",
    Fate.POSTED: "posted",
}
_SORTED_OUT = Text("include or exclude sorts it out")


@dataclass(frozen=True, slots=True)
class Line:
    """One release of the listing page."""

    entry: Entry
    fate: Fate
    reason: Text | None
    channel: str
    link: str


@dataclass(frozen=True, slots=True)
class Audit:
    """One source."""

    source: str
    page: str
    lines: tuple[Line, ...] = ()
    problem: Text | None = None
    """Why its page cannot be read."""

    @property
    def well(self) -> bool:
        """Whether nobody has to look at anything."""
        return self.problem is None and not any(line.fate in _BAD for line in self.lines)


def audit(option: Path | None, source: str, *, as_json: bool) -> int:
    """Print it; 0 if nothing is missing, 1 if something is. Raises ConfigError, StoreError."""
    config = load(option)
    chosen = _chosen(config, source)
    path = config.database_path()
    if not has_database(path):
        raise StoreError("There is no database yet: {file}", file=str(path))
    audits = asyncio.run(_audit(config, path, chosen))
    well = all(one.well for one in audits)
    if as_json:
        print_json({"well": well, "sources": [_as_json(one) for one in audits]})
        return 0 if well else 1
    out = console()
    for one in audits:
        _show(out, one, config)
    return 0 if well else 1


def _chosen(config: Config, name: str) -> list[SourceSpec]:
    """The sources with a page to compare with. Raises ConfigError if there is none."""
    named = [source for source in config.sources if name in ("", source.id)]
    if not named:
        raise ConfigError("There is no source {id} in the configuration.", id=name)
    audited = [source for source in named if _page_of(source)]
    if not audited:
        raise ConfigError(
            'No page to compare with is configured: write audit = "https://..." (the page of the website that lists '
            "the press releases) into the [[source]]."
        )
    return audited


def _page_of(source: SourceSpec) -> str:
    return source.audit or (source.url if source.kind == "listing" else "")


async def _audit(config: Config, path: Path, sources: Sequence[SourceSpec]) -> list[Audit]:
    from relay.app import web  # noqa: PLC0415 - brings the network code

    async with open_database(path, read_only=True) as database, web(config) as fetcher:
        return [await _audit_one(config, database, fetcher, source) for source in sources]


async def _audit_one(config: Config, database: Database, fetcher: Fetcher, source: SourceSpec) -> Audit:
    page = _page_of(source)
    try:
        answer = await fetcher.get(page, accept=PAGE_ACCEPT)
        if isinstance(answer, NotModified):
            return Audit(source.id, page, problem=Text("it answers 304 to a first question"))
        feed = await asyncio.to_thread(listed, answer, source, config)
    except StoreError:
        raise
    except RelayError as error:
        return Audit(source.id, page, problem=error.text)
    # What makes a link one of many, the page itself, is no obstacle here: it was chosen as the link of an entry.
    named = keys(replace(feed, url=""), source)
    lines = [await _line(database, source, *pair) for pair in zip(feed.entries, named, strict=True)]
    return Audit(source.id, page, tuple(lines))


def listed(answer: Fetched, source: SourceSpec, config: Config) -> ParsedFeed:
    """What the page lists: by the source's selectors, or by those that `relay discover` would find.

    Raises ParseError.
    """
    if source.item:
        try:
            return parse_listing(answer, selectors_of(source), config.zone)
        except ParseError:
            if source.kind != "listing" or not source.audit:
                raise
            # The selectors belong to another page: the one that is polled.
    proposal = propose(page_tree(answer), answer.url, zone=config.zone, now=now())
    if proposal is None:
        raise ParseError("no list of releases was found on {url}: name its entries with item", url=answer.url)
    return ParsedFeed(tuple(row.entry for row in proposal.rows), url=answer.url)


async def _line(database: Database, source: SourceSpec, entry: Entry, key: EntryKeys) -> Line:
    links = (key.link, *key.also) if key.link else ()
    found = await traces(database, source.id, links, title_key(entry.title))
    if not found:
        return Line(entry, Fate.MISSING, None, "", "")
    meant = [one for one in found if one.channel in (*source.channels, "")] or found
    # A release that stands in several channels is as well as it is in the worst of them.
    return min((_fate(entry, one) for one in meant), key=lambda line: list(Fate).index(line.fate))


def _fate(entry: Entry, trace: Trace) -> Line:
    if trace.state is None:
        return Line(entry, Fate.NOT_POSTED, _SORTED_OUT, "", "")
    fate = {
        DeliveryState.PENDING: Fate.WAITING,
        DeliveryState.SENDING: Fate.WAITING,
        DeliveryState.HELD: Fate.HELD,
        DeliveryState.DISCARDED: Fate.NOT_POSTED,
        DeliveryState.SENT: Fate.POSTED,
    }[trace.state]
    # One that was posted and waits now waits as a correction only.
    fate = Fate.POSTED if trace.posted else fate
    return Line(entry, fate, None if fate is Fate.POSTED else trace.reason, trace.channel, trace.link)


def _as_json(one: Audit) -> dict[str, Any]:
    releases = [
        {
            "title": line.entry.title,
            "url": line.entry.url,
            "published": line.entry.published,
            "fate": str(line.fate),
            "reason": line.reason,
            "channel": line.channel,
            "link": line.link,
        }
        for line in one.lines
    ]
    return {
        "id": one.source,
        "page": one.page,
        "well": one.well,
        "problem": one.problem,
        "missing": [shown for shown in releases if shown["fate"] in {str(fate) for fate in _BAD}],
        "releases": releases,
    }


def _show(out: Console, one: Audit, config: Config) -> None:
    out.print(f"[bold]{said('Source')} {escaped(one.source)}[/]  {escaped(one.page)}", soft_wrap=True)
    if one.problem:
        out.print(f"  [red]✗ {escaped(said(one.problem))}[/]")
        return
    posted = sum(line.fate is Fate.POSTED for line in one.lines)
    facts = {"count": len(one.lines), "posted": posted}
    out.print("  " + escaped(said(Text("The page lists {count} releases; {posted} of them were posted.", facts))))
    for line in one.lines:
        if line.fate is not Fate.POSTED:
            _show_line(out, line, config)
    if one.well:
        out.print(f"  [green]✓[/] {said('Nothing is missing.')}")


def _show_line(out: Console, line: Line, config: Config) -> None:
    mark = "[red]✗[/]" if line.fate in _BAD else "–"
    day = local(line.entry.published, config.zone)[:10]
    out.print(f"  {mark} {day}  {escaped(line.entry.title or '–')}")
    out.print(f"    {escaped(line.entry.url)}", style="blue", soft_wrap=True)
    why = said(Text(_TOLD[line.fate]))
    out.print(f"    {escaped(why)}" + (f": {escaped(said(line.reason))}" if line.reason else ""))
