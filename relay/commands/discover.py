"""`relay discover`: finds the releases of a website, shows them, and says what to write into the configuration."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from relay.commands.common import console, escaped, print_json, said
from relay.commands.optional import advising, optional
from relay.config import Config
from relay.discover.asking import REQUESTS, Asking
from relay.discover.rank import FoundFeed, FoundListing, Offer
from relay.discover.search import Report, Sample, Search
from relay.discover.toml import section
from relay.errors import ConfigError, SourceError, Text
from relay.keys.values import web_address
from relay.model import Entry
from relay.timing import now

if TYPE_CHECKING:
    from rich.console import Console

_NOTHING = (
    "Nothing was found on {url} that relay can read: no feed, no list of releases, no sitemap of them.\n"
    "Open the website in a browser, go to the page that lists the press releases, and name that one: relay discover "
    "ADDRESS.\nIf that page is the one you named, it may build its list with JavaScript only: ask the website's "
    "operator for an RSS feed."
)


def discover(option: Path | None, address: str, *, allow: Sequence[str], contact: str, as_json: bool) -> int:
    """Print what was found; 0 if there is something to take, 1 if not. Raises ConfigError, SourceError."""
    config = _config(option, allow, contact)
    with advising():
        report = asyncio.run(_search(config, *_addresses(address)))
    text = _toml(report, config)
    if as_json:
        print_json(_as_json(report, text))
        return 0 if report.offer else 1
    if report.offer is None:
        _show_hindrances(report)
        raise SourceError(_NOTHING, url=report.url)
    _show(report, text, config)
    return 0


def _config(option: Path | None, allow: Sequence[str], contact: str) -> Config:
    """The configuration if there is one; a search needs none."""
    config = optional(option, allow)
    if contact and not contact.isprintable():
        raise ConfigError("{value} must be one line of text", value=repr(contact))
    fetch = config.fetch.model_copy(update={"contact": contact.strip() or config.fetch.contact})
    return config.model_copy(update={"fetch": fetch})


def _addresses(text: str) -> tuple[str, ...]:
    """The address as it may be meant: people leave out https://. Raises ConfigError."""
    text = text.strip()
    try:
        return tuple(
            str(web_address(one)) for one in ([text] if "://" in text else [f"https://{text}", f"http://{text}"])
        )
    except ValueError:
        raise ConfigError('{value} is not a web address: write "https://..."', value=text) from None


async def _search(config: Config, *addresses: str) -> Report:
    """Look behind the first of the addresses that answers. Raises SourceError."""
    from relay.app import web  # noqa: PLC0415 - brings the network code
    from relay.sources.robots import PolitePages  # noqa: PLC0415 - as above

    length = config.channel[0].teaser_length if config.channel else 350
    async with web(config) as fetcher:
        asking = Asking(fetcher, _progress())
        search = Search(asking, PolitePages(asking, now), zone=config.zone, now=now(), length=length)
        try:
            for other in addresses[:-1]:
                with suppress(SourceError):
                    return await search.run(other)
            return await search.run(addresses[-1])
        finally:
            _clear()


def _progress() -> Any:
    """Tells on a terminal what is being asked, on one line."""
    out = console(stderr=True)

    def tell(count: int, url: str) -> None:
        if out.is_terminal:
            line = said("Request {count} of at most {most}: {url}", count=count, most=REQUESTS, url=url)
            sys.stderr.write(f"\r\x1b[K{line[: max(20, out.width - 1)]}")
            sys.stderr.flush()

    return tell


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _toml(report: Report, config: Config) -> str:
    if report.offer is None:
        return ""
    taken = {source.id for source in config.source}
    free = (name for name in ("presse", *(f"presse-{number}" for number in range(2, 1000))) if name not in taken)
    channels = (config.channel[0].id if config.channel else "main",)
    lines = section(report.offer, next(free), channels)
    return "\n".join(line if isinstance(line, str) else f"# {said(line)}" for line in lines) + "\n"


# --- for programs -----------------------------------------------------------------------------------------------------


def _as_json(report: Report, text: str) -> dict[str, Any]:
    return {
        "url": report.url,
        "system": report.system,
        "requests": report.requests,
        "pages": report.pages,
        "offer": _offer_of(report.offer) if report.offer else None,
        "toml": text,
        "samples": [
            {**_entry_of(one.entry), "title": one.title, "teaser": one.teaser, "problem": one.problem}
            for one in report.samples
        ],
        "feeds": [_feed_of(one) for one in report.feeds],
        "listings": [_listing_of(one) for one in report.listings],
        "sitemaps": [{"url": one.url, "path": one.path, "entries": len(one.feed.entries)} for one in report.sitemaps],
        "hindrances": report.hindrances,
    }


def _offer_of(offer: Offer) -> dict[str, Any]:
    selectors = asdict(offer.selectors) if offer.selectors else {}
    given = {"path": offer.path, "audit": offer.audit, **selectors}
    return {
        "kind": offer.kind,
        "url": offer.url,
        "sure": offer.sure,
        **{key: value for key, value in given.items() if value},
        "entries": [_entry_of(one) for one in offer.entries],
    }


def _feed_of(one: FoundFeed) -> dict[str, Any]:
    return {
        "url": one.place.url,
        "title": one.feed.title,
        "entries": len(one.feed.entries),
        "newest": one.newest,
        "points": round(one.points(now()), 1),
        "listed": round(one.listed, 2),
    }


def _listing_of(one: FoundListing) -> dict[str, Any]:
    return {
        "url": one.url,
        **{key: value for key, value in asdict(one.proposal.selectors).items() if value},
        "entries": len(one.proposal.rows),
        "dated": one.proposal.dated,
        "points": round(one.proposal.points, 1),
    }


def _entry_of(entry: Entry) -> dict[str, Any]:
    return {"title": entry.title, "url": entry.url, "published": entry.published}


# --- for people -------------------------------------------------------------------------------------------------------


def _show(report: Report, text: str, config: Config) -> None:
    out = console()
    facts = {"url": report.url, "requests": report.requests, "system": report.system}
    looked = "{url}, made with {system}; requests: {requests}" if report.system else "{url}; requests: {requests}"
    out.print(escaped(said(Text(looked, facts))))
    if report.feeds:
        out.print(f"\n[bold]{said('Feeds')}[/]")
        for feed in report.feeds[:6]:
            _show_feed(out, feed, report, config)
    if report.listings:
        out.print(f"\n[bold]{said('Pages that list releases')}[/]")
        for listing in report.listings:
            _show_listing(out, listing, report)
    if report.sitemaps:
        out.print(f"\n[bold]{said('Sitemaps')}[/]")
        for sitemap in report.sitemaps:
            _mark(out, sitemap.url, report)
            facts = {"count": len(sitemap.feed.entries), "path": sitemap.path or "/"}
            out.print(f"    {escaped(said(Text('{count} pages below {path}', facts)))}")
    _show_hindrances(report)
    out.print(f"\n[bold]{said('What the latest releases would look like')}[/]")
    for sample in report.samples:
        _show_sample(out, sample, config)
    out.print(f"\n[bold]{said('For config.toml')}[/]\n")
    out.print(escaped(text), soft_wrap=True, end="")


def _show_feed(out: Console, feed: FoundFeed, report: Report, config: Config) -> None:
    _mark(out, feed.place.url, report)
    newest = f"{feed.newest.astimezone(config.zone):%d.%m.%Y}" if feed.newest else "–"
    facts = {"title": feed.feed.title or feed.place.text or "–", "count": len(feed.feed.entries), "newest": newest}
    line = said(Text("{title}; entries: {count}, newest: {newest}", facts))
    if feed.listed:
        percent = round(100 * feed.listed)
        line += "; " + said(Text("{percent} % of them stand on the press page", {"percent": percent}))
    out.print(f"    {escaped(line)}")


def _show_listing(out: Console, listing: FoundListing, report: Report) -> None:
    _mark(out, listing.url, report)
    proposal = listing.proposal
    facts = {"count": len(proposal.rows), "dated": proposal.dated, "item": proposal.selectors.item}
    out.print(f"    {escaped(said(Text('entries: {count}, with a date: {dated}, each of them “{item}”', facts)))}")


def _mark(out: Console, url: str, report: Report) -> None:
    taken = report.offer is not None and report.offer.url == url
    out.print(f"  {'[green]✓[/]' if taken else '–'} {escaped(url)}", soft_wrap=True)


def _show_sample(out: Console, sample: Sample, config: Config) -> None:
    at = sample.entry.published
    day = f"{at.astimezone(config.zone):%d.%m.%Y}" if at else "–"
    out.print(f"\n  [bold]{escaped(sample.title or '–')}[/] ({day})")
    out.print(f"  {escaped(sample.entry.url)}", style="blue", soft_wrap=True)
    text = said(sample.problem) if sample.problem else sample.teaser
    width = min(out.width, 100) - 2 if out.is_terminal else 10_000
    for line in wrap(text, width):
        out.print(f"  [yellow]{escaped(line)}[/]" if sample.problem else f"  {escaped(line)}")


def _show_hindrances(report: Report) -> None:
    err = console(stderr=True)
    for one in report.hindrances[:5]:
        err.print(f"[yellow]! {escaped(said(one))}[/]")
