"""What people are told, and when. Pure.

    facts -> conditions(facts)              what is wrong, or waits, right now: by key, with words and buttons
    conditions, told -> due(...)            what is to be said about them, and what is to be kept in mind

Nothing elsewhere calls for an alert: whatever is wrong stands in the store, and is told from there: once when it came,
once when it is over, and once a day while it lasts. A hiccup, which is over before its patience ends, is never told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from relay.errors import Text
from relay.state import Confirmed
from relay.telling import ChannelTrouble, Choice, Facts, HeldGroup, SourceTrouble, Told

REMINDER = timedelta(hours=24)
"""After this time people are told again of what is still so."""
ANEW = timedelta(minutes=10)
"""More that waits is told of again, but not sooner than this."""
CLOSED = timedelta(seconds=30)
"""A channel that waits longer than this after its failures takes nothing (a minute), or failed five times in a row."""
HICCUP = 60.0
"""Seconds for which a channel may fail before people are told."""
PAUSE = 900.0
"""Seconds for which a channel may ask for pauses (429) before people are told."""
NEWEST = 3
"""How many of many are offered to be posted."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be watched."""

    sources: frozenset[str]
    channels: frozenset[str]
    """As configured: what else stands in the store is nobody's business any more."""
    after: float = PAUSE
    """Seconds for which a source may fail before people are told."""
    zone: tzinfo | None = None
    """In which times are told; None: the machine's."""
    chat: bool = False
    """Whether there is an editors' chat."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is wrong, or waits."""

    text: Text
    choices: tuple[Choice, ...] = ()
    patience: float = 0.0
    """Seconds for which it must last before it is told; infinite: not at all for now."""


class Kind(StrEnum):
    """Why something is said."""

    NEW = "new"
    MORE = "more"
    REMINDER = "reminder"
    OWED = "owed"
    """The editors' chat has not heard of it yet; the alert addresses have."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to tell people now."""

    kind: Kind
    text: Text
    told: Told
    """What to remember once it is told; of what is over, what to forget."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """What a look comes to."""

    sayings: tuple[Saying, ...] = ()
    seen: tuple[Told, ...] = ()
    """To be remembered, but not told yet."""
    forgotten: tuple[str, ...] = ()
    """Keys of what is over without a word."""


# --- what is so -------------------------------------------------------------------------------------------------------


def conditions(facts: Facts, scope: Scope, now: datetime) -> dict[str, Condition]:
    """What is wrong, or waits, by key. Pure."""
    return {
        **{f"source/{one.id}": _source(one, scope) for one in facts.sources if one.id in scope.sources},
        **{
            f"channel/{one.id}": _channel(one, facts.waiting.get(one.id, 0), now)
            for one in facts.channels
            if one.id in scope.channels
        },
        **{f"held/{one.source}/{one.mark}": _held(one) for one in facts.held},
        **{f"gone/{one.release}": _gone(one) for one in facts.gone},
    }


def _source(trouble: SourceTrouble, scope: Scope) -> Condition:
    if trouble.success:
        last: object = trouble.success.astimezone(scope.zone).strftime("%d.%m.%Y %H:%M")
    else:
        last = Text("never")
    return Condition(
        Text(
            "The source {id} cannot be read: {problem}\nLast read: {last}",
            {"id": trouble.id, "problem": trouble.problem, "last": last},
        ),
        patience=scope.after,
    )


def _channel(trouble: ChannelTrouble, waiting: int, now: datetime) -> Condition:
    return Condition(
        Text(
            "The channel {id} takes no posts: {problem}\nNothing is lost; waiting to go out: {count}",
            {"id": trouble.id, "problem": trouble.problem, "count": waiting},
        ),
        patience=_patience(trouble, waiting, now),
    )


def _patience(trouble: ChannelTrouble, waiting: int, now: datetime) -> float:
    """How long a channel's trouble must last. Where nothing waits, nobody knows whether it still does."""
    left = trouble.wait_until - now if trouble.wait_until else timedelta()
    if not waiting:
        return math.inf
    if not trouble.failures:
        return 0.0 if left.total_seconds() > PAUSE else PAUSE
    if left > CLOSED:
        return 0.0
    return HICCUP if trouble.failures > 1 else PAUSE


def _held(group: HeldGroup) -> Condition:
    reason = group.reason or Text("it gives no reason")
    facts = {"source": group.source, "reason": reason, "last": group.last, "count": group.releases}
    if group.releases == 1:
        text = Text(
            "A release of the source {source} waits for you: {reason}\n\n{title}\n\nOn the command line: relay holds",
            {**facts, "title": group.titles[0]},
        )
    else:
        text = Text(
            "{count} releases of the source {source} wait for you: {reason}\n\n{titles}\n\n"
            "On the command line: relay holds",
            {**facts, "titles": _listed(group)},
        )
    return Condition(text, _held_choices(group))


def _listed(group: HeldGroup) -> tuple[object, ...]:
    lines: tuple[object, ...] = tuple(f"• {title}" for title in group.titles)
    more = group.releases - len(group.titles)
    return (*lines, Text("and {count} more", {"count": more})) if more > 0 else lines


def _held_choices(group: HeldGroup) -> tuple[Choice, ...]:
    where = f"{group.first}|{group.last}|{group.mark}"
    if group.releases == 1:
        return (Choice(Text("Publish"), f"release|{where}"), Choice(Text("Discard"), f"discard|{where}"))
    publish = Choice(Text("Publish these {count}", {"count": group.releases}), f"release|{where}")
    absorb = Choice(Text("Absorb as known"), f"absorb|{where}")
    if group.releases <= NEWEST:
        return (absorb, publish)
    return (absorb, publish, Choice(Text("Publish the newest {count}", {"count": NEWEST}), f"newest|{NEWEST}|{where}"))


def _gone(gone: Confirmed) -> Condition:
    facts = {"title": gone.title, "url": gone.url, "reason": gone.reason or Text("it gives no reason")}
    return Condition(
        Text(
            'The release "{title}" is no longer on the website: {reason}\n{url}\n\nIts posts still stand:\n{links}',
            {**facts, "links": gone.links},
        ),
        (
            Choice(Text("Withdraw the post"), f"withdraw|{gone.release}"),
            Choice(Text("Leave it"), f"keep|{gone.release}"),
        ),
    )


# --- what is said -----------------------------------------------------------------------------------------------------


def due(found: Mapping[str, Condition], told: Mapping[str, Told], facts: Facts, scope: Scope, now: datetime) -> Due:
    """What is to be said and remembered, from what is so and what people were told. Pure."""
    sayings: list[Saying] = []
    seen: list[Told] = []
    forgotten: list[str] = []
    for key, condition in found.items():
        before = told.get(key)
        now_so = replace(before, text=condition.text) if before else Told(key, condition.text, now, None, None)
        if kind := _why(condition, before, scope, now):
            sayings.append(Saying(kind, condition.text, replace(now_so, told=now), condition.choices))
        elif before is None:
            seen.append(now_so)
    for key, before in told.items():
        if key in found:
            continue
        text = _over(before, facts, scope)
        if before.told and text:
            sayings.append(Saying(Kind.OVER, text, before))
        else:
            forgotten.append(key)
    return Due(tuple(sayings), tuple(seen), tuple(forgotten))


def _why(condition: Condition, before: Told | None, scope: Scope, now: datetime) -> Kind | None:
    """Why something is to be said about a condition; None if nothing is."""
    if before is None or before.told is None:
        lasted = (now - before.since).total_seconds() if before else 0.0
        return Kind.NEW if lasted >= condition.patience else None
    if _grown(condition.text, before.text) and now - before.told >= ANEW:
        return Kind.MORE
    if now - before.told >= REMINDER and condition.patience < math.inf:
        return Kind.REMINDER
    return Kind.OWED if scope.chat and before.message is None else None


def _grown(text: Text, before: Text) -> bool:
    """Whether something waits that people were not told of."""
    newest, known = text.facts.get("last"), before.facts.get("last")
    return isinstance(newest, int) and isinstance(known, int) and newest > known


def _over(before: Told, facts: Facts, scope: Scope) -> Text | None:
    """What is said of something that is over; None for what is not watched any more."""
    kind, _, name = before.key.partition("/")
    match kind:
        case "source" if name in scope.sources:
            return Text("The source {id} can be read again.", {"id": name})
        case "channel" if name in scope.channels:
            return Text(
                "The channel {id} takes posts again; waiting to go out: {count}",
                {"id": name, "count": facts.waiting.get(name, 0)},
            )
        case "held":
            return Text("Nothing of the source {source} waits for you any more: {reason}", before.text.facts)
        case "gone":
            return Text('There is nothing to decide any more about the release "{title}".', before.text.facts)
        case _:
            return None


# --- in how many messages ---------------------------------------------------------------------------------------------


def pieces(text: str, limit: int) -> list[str]:
    """A text in pieces of at most `limit` characters, cut at ends of lines where there are any. Pure."""
    cut = []
    while len(text) > limit:
        at = text.rfind("\n", 1, limit + 1)
        cut.append(text[: at if at > 0 else limit])
        text = text[at + 1 if at > 0 else limit :]
    return [*cut, text]


def together(texts: list[str], limit: int) -> list[int]:
    """How many of the texts, in order, go into each message of at most `limit` characters. Pure.

    A longer one goes alone. Texts are parted by an empty line.
    """
    counts: list[int] = []
    length = 0
    for text in texts:
        if counts and length + 2 + len(text) <= limit:
            counts[-1] += 1
            length += 2 + len(text)
        else:
            counts.append(1)
            length = len(text)
    return counts
