"""When what looks new in a feed is held back, all of it, until a person has looked at it. Pure.

A website that is relaunched, moved, or restored from a backup shows its old releases as if they were new. What is
recognised with certainty all the same is simply known; where that leaves nothing, editors only get a letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from relay.errors import Text
from relay.feed.links import host_of
from relay.feed.renamed import fleeting, is_usual
from relay.model import Decision, ParsedFeed, Verdict
from relay.settings import SourceSpec
from relay.state import Past

RELAUNCH = 3
"""Entries that must look new before a feed can be mostly new: fewer are an ordinary day."""
OLD = timedelta(days=7)
"""How much older than the newest release a new one may be: websites date a release back by a day or two."""

_RENAMED = (
    "most entries have new addresses or identifiers, and these were not recognised: {count} of {entries}\n{facts}"
)
_UNSEEN = {Verdict.NEW, Verdict.DOUBTFUL}


def guard(
    decisions: Sequence[Decision],
    feed: ParsedFeed,
    source: SourceSpec,
    past: Past,
    *,
    vanished: bool,
    emptied: bool,
    zone: tzinfo,
) -> tuple[Decision, ...]:
    """The decisions with a flood held back, every entry of it for the same reason.

    `vanished` says that at least half of what the feed listed before is gone, `emptied` that all of it is.
    """
    fresh = [d for d in decisions if d.verdict in _UNSEEN]
    if not fresh:
        return tuple(decisions)
    moved = _moved(decisions)
    facts = {"count": len(fresh), "entries": len(feed.entries), "facts": _facts(fresh, moved, feed, past)}
    if len(fresh) > source.flood_limit or (vanished and _is_most(len(fresh), feed)):
        message = "too many new releases at once: {count} of {entries} entries\n{facts}"
        return tuple(_held(d, Text(message, facts)) if d.verdict in _UNSEEN else d for d in decisions)
    if emptied:
        message = "nothing is left in the feed of what was there before; new: {count} of {entries} entries\n{facts}"
        return tuple(_held(d, Text(message, facts)) if d.verdict is Verdict.NEW else d for d in decisions)
    if vanished and _is_most(len(fresh) + len(moved), feed) and not is_usual(moved):
        return _without_unknown(decisions, past.newest, Text(_RENAMED, facts))
    return _without_old(decisions, past.newest, zone)


def _is_most(count: int, feed: ParsedFeed) -> bool:
    return count >= RELAUNCH and count * 2 > len(feed.entries)


def _without_unknown(decisions: Sequence[Decision], newest: datetime | None, reason: Text) -> tuple[Decision, ...]:
    """Where a feed is renamed for the first time, what is not recognised may be known; not what is newer than all."""
    return tuple(
        _held(d, reason) if d.verdict in _UNSEEN and not (newest and _before_that(newest, d)) else d for d in decisions
    )


def _before_that(day: datetime, decision: Decision) -> bool:
    published = decision.entry.published
    return decision.verdict is Verdict.NEW and published is not None and day < published


def letter(decisions: Sequence[Decision], source: SourceSpec) -> Text | None:
    """What editors are told of a relaunch of which nothing is held; None where there was none."""
    count = sum(decision.relaunched for decision in decisions)
    if always := fleeting(decisions, _moved(decisions), source):
        return always
    if is_usual(_moved(decisions)):
        return None
    if not count or any(d.verdict is Verdict.FLOOD for d in decisions):
        return None
    return Text(
        "{count} entries of {source} have new addresses or identifiers. They were recognised as known: "
        "none of them was posted again.",
        {"count": count, "source": source.id},
    )


def quiet(decisions: tuple[Decision, ...], feed: ParsedFeed) -> tuple[Decision, ...]:
    """Where most of a feed consists of known releases with another identity or address: the words stay as they are.

    That is a relaunch: all pages look different then, and nobody corrected anything. The links stay as well: a website
    that moves all of its pages redirects the old addresses, and hundreds of edits at once are a flood too.
    """
    elsewhere = sum(map(_is_elsewhere, decisions))
    if elsewhere < RELAUNCH or elsewhere * 2 <= len(feed.entries):
        return decisions
    return tuple(_quietened(d) if _is_elsewhere(d) else d for d in decisions)


def _quietened(decision: Decision) -> Decision:
    decision = replace(decision, moved=False, relaunched=True)
    if decision.verdict is Verdict.JOINED and decision.adopts and decision.known:
        return replace(decision, known=replace(decision.known, owner=False))
    return decision


def _moved(decisions: Sequence[Decision]) -> list[Decision]:
    """Known releases that their own source shows under another identity."""
    return [d for d in decisions if d.verdict is Verdict.JOINED and d.adopts]


def _is_elsewhere(d: Decision) -> bool:
    """Whether it is one of those, or is shown at another address under the identity that it had."""
    return d.moved or (d.adopts and (d.verdict is Verdict.JOINED or not (d.known and d.known.owner)))


def _without_old(decisions: Sequence[Decision], newest: datetime | None, zone: tzinfo) -> tuple[Decision, ...]:
    if newest is None:
        return tuple(decisions)
    old = [_before(d, newest - OLD) for d in decisions]
    reason = Text(
        "much older than the newest release, of {day}; new entries: {count}",
        {"count": sum(old), "day": f"{newest.astimezone(zone):%d.%m.%Y}"},
    )
    return tuple(_held(d, reason) if is_old else d for d, is_old in zip(decisions, old, strict=True))


def _before(decision: Decision, day: datetime) -> bool:
    """Whether it is new, and older than that."""
    published = decision.entry.published
    return decision.verdict is Verdict.NEW and published is not None and published < day


def _held(decision: Decision, reason: Text) -> Decision:
    return replace(decision, verdict=Verdict.FLOOD, reason=reason)


def _facts(fresh: Sequence[Decision], moved: Sequence[Decision], feed: ParsedFeed, past: Past) -> tuple[Text, ...]:
    """What helps a person to tell a relaunch from a busy day."""
    unseen = [*fresh, *moved]
    facts = []
    guids = sum(bool(d.entry.guid) for d in unseen)
    if guids:
        message = "the identifiers of {count} of {entries} entries are new"
        facts.append(Text(message, {"count": guids, "entries": len(feed.entries)}))
    before, after = _folder(past.links), _folder([d.entry.url for d in unseen if d.entry.url])
    if before and after and before != after:
        facts.append(Text("their addresses moved from {before} to {after}", {"before": before, "after": after}))
    if known := len(moved) + sum(d.looks_like is not None for d in fresh):
        facts.append(Text("known already, as far as can be seen: {count}", {"count": known}))
    return tuple(facts) or (Text("nothing else is known of them"),)


def _folder(links: Sequence[str]) -> str:
    """The part of their addresses that all links have in common, in whole folders; empty where there is none."""
    if not links:
        return ""
    hosts = {host_of(link) for link in links}
    paths = [link.partition("://")[2].partition("?")[0].split("/")[1:-1] for link in links]
    shared = []
    for names in zip(*paths, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    folder = "/".join(["", *shared, ""])
    return f"{hosts.pop()}{folder}" if len(hosts) == 1 else folder if shared else ""
