"""What people are told about sources: one cannot be read, was stopped, has moved, is quiet, shuts us out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from urllib.parse import urlsplit

from relay.errors import Text
from relay.feed.health import empty_for_web_team, for_web_team, last_release, quiet_for_web_team
from relay.feed.manners import certain, same_site
from relay.feed.mend import emptied
from relay.press.telling import Facts, SourceRemark, SourceTrouble

NO_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class About:
    """Something to tell about a source."""

    key: str
    text: Text
    at_once: bool = True
    """Whether it need not last to be told."""
    once: bool = True
    """Whether nobody is reminded of it."""


def about_sources(
    facts: Facts, watched: frozenset[str], zone: tzinfo | None, aliases: Mapping[str, tuple[str, ...]] = NO_ALIASES
) -> Iterator[About]:
    """What is to be told about the sources that are watched; times in `zone` (None: the machine's).

    `aliases` are other names of their websites, by source (`relay.settings.SourceSpec.host_aliases`).
    """
    for trouble in facts.sources:
        if trouble.id in watched:
            text = _stopped(trouble, zone) if trouble.stopped else _unreadable(trouble, zone)
            yield About(f"source/{trouble.id}", text, at_once=trouble.stopped, once=trouble.stopped)
    for remark in facts.remarks:
        if remark.id in watched:
            yield from _remarks(remark, aliases.get(remark.id, ()))


def about_hubs(facts: Facts, watched: frozenset[str], callback: str) -> Iterator[About]:
    """What is to be told about hubs that may call relay at `callback`, for the sources that are watched."""
    for trouble in facts.hubs:
        if trouble.id in watched and trouble.callback == callback:
            text = Text(
                "The hub {hub} does not tell relay what is new in the source {id}: {problem}\n"
                "Nothing is lost: the source is asked as often as ever, so its news come a little later.",
                # What else stands in its address may be secret.
                {"hub": urlsplit(trouble.hub).hostname or "", "id": trouble.id, "problem": trouble.problem},
            )
            yield About(f"hub/{trouble.id}", text, at_once=False)


def over(kind: str, name: str) -> Text | None:
    """What is said when something about a source is over; None for what goes without a word."""
    match kind:
        case "source":
            return Text("The source {id} can be read again.", {"id": name})
        case "quiet":
            return Text("The source {id} brings releases again.", {"id": name})
        case "empty":
            return Text("The source {id} has entries again.", {"id": name})
        case "lost":
            return Text("All entries of the source {id} can be read again.", {"id": name})
        case "hub":
            return Text("There is no trouble any more with the hub of the source {id}.", {"id": name})
        case "unmatched":
            return Text("The selector of the source {id} fits its pages again.", {"id": name})
        case _:
            return None


def _unreadable(trouble: SourceTrouble, zone: tzinfo | None) -> Text:
    last: object = Text("never")
    if trouble.success:
        last = trouble.success.astimezone(zone).strftime("%d.%m.%Y %H:%M")
    facts: dict[str, object] = {"id": trouble.id, "problem": trouble.problem, "last": last}
    if web := _web_team(trouble, zone):
        return Text("The source {id} cannot be read: {problem}\nLast read: {last}\n\n{web}", {**facts, "web": web})
    return Text("The source {id} cannot be read: {problem}\nLast read: {last}", facts)


def _stopped(trouble: SourceTrouble, zone: tzinfo | None) -> Text:
    return Text(
        "The website says that the source {id} was removed for good (410), so relay asks for it only once "
        "a week now. If it has a new address, write that into the configuration as url; if it is back at the old one, "
        "start relay anew.\n\n{web}",
        {"id": trouble.id, "web": _web_team(trouble, zone) or trouble.problem},
    )


def _web_team(trouble: SourceTrouble, zone: tzinfo | None) -> Text | None:
    if not trouble.url:
        return None
    return for_web_team(
        trouble.problem,
        kind=trouble.kind,
        url=trouble.url,
        since=trouble.since,
        success=trouble.success,
        asked=trouble.asked,
        zone=zone,
    )


def _remarks(remark: SourceRemark, aliases: tuple[str, ...]) -> Iterator[About]:
    if remark.moved and certain(remark.moved) and not same_site(remark.url, remark.moved.to, aliases):
        text = Text(
            "The source {id} has moved for good to another website: {to}\nrelay follows it there each time."
            " If that is right, write the new address into the configuration as url.",
            {"id": remark.id, "to": remark.moved.to},
        )
        yield About(f"feed-moved/{remark.id}", text)
    if remark.barred:
        text = Text(
            "The website's robots.txt keeps programs away from the pages of the source {id}, so posts say only what "
            "its feed says. For the web team: please allow the User-agent relay in robots.txt.\nA page, for example: "
            "{url}",
            {"id": remark.id, "url": remark.barred},
        )
        yield About(f"barred/{remark.id}", text)
    if remark.lost:
        yield _lost(remark, remark.lost)
    if remark.unmatched:
        yield About(f"unmatched/{remark.id}", _unmatched(remark.id, remark.unmatched), at_once=False)
    last = last_release(remark.days)
    if remark.quiet and last:
        text = Text(
            "The source {id} is quiet for much longer than usual: nothing new since {day}. It can be read, so perhaps "
            "the website no longer puts its releases there.\n\n{web}",
            {
                "id": remark.id,
                "day": f"{last:%d.%m.%Y}",
                "web": quiet_for_web_team(kind=remark.kind, url=remark.url, last=last),
            },
        )
        yield About(f"quiet/{remark.id}", text)


def _lost(remark: SourceRemark, lost: Text) -> About:
    if emptied(lost):
        text = Text(
            "The source {id} can be read, but is empty: it had entries, and has none any more. relay looks at it as "
            "often as ever.\n\n{web}",
            {"id": remark.id, "web": empty_for_web_team(kind=remark.kind, url=remark.url)},
        )
        return About(f"empty/{remark.id}", text, at_once=False)
    text = Text(
        "The source {id} can be read, but not all of its entries:\n{lost}\nThe others are published as ever. relay "
        "looks at it again whenever the website changes something there.",
        {"id": remark.id, "lost": lost},
    )
    return About(f"lost/{remark.id}", text, at_once=False)


def _unmatched(source: str, why: Text) -> Text:
    return Text(
        "The selector of the source {id} does not fit the website (any more): {why}. Each post waits until relay "
        "gives up reading its page, and says only what the feed says. Correct selector in its [[source]], or "
        "remove it; relay check tries it.",
        {"id": source, "why": why},
    )
