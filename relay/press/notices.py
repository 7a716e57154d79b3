"""What people are told, and when. Pure.

    facts -> conditions(facts)              what is wrong, or waits, right now: by key, with words and buttons
    conditions, told -> due(...)            what is to be said about them, and what is to be kept in mind

Nothing elsewhere calls for an alert: whatever is wrong stands in the store, and is told from there: once when it came,
once when it is over, and once a day while it lasts. A hiccup, which is over before its patience ends, is never told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from relay.errors import Text
from relay.press.source_notices import about_hubs, about_sources, over
from relay.press.telling import ANSWERED, REFUSED, ChannelTrouble, Choice, Decided, Facts, HeldGroup, Told
from relay.press.unsaved import unsaved
from relay.state import Confirmed, ManyGone

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
ASKED = ("held/", "gone/", "many-gone/")
"""Beginnings of the keys of what people decide by buttons."""
EDITORS = "editors"
"""The role of whoever is in the editors' chat, in the ledger."""
LISTENING = "bot/updates"
"""Key of the condition that somebody else reads what the bot is told of."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be watched."""

    sources: frozenset[str]
    channels: frozenset[str]
    """As configured: what else stands in the store is nobody's business any more."""
    callback: str = ""
    """Where hubs are told to call; empty: none is."""
    after: float = PAUSE
    """Seconds for which a source may fail before people are told."""
    zone: tzinfo | None = None
    """In which times are told; None: the machine's."""
    chat: bool = False
    """Whether there is an editors' chat."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names of the sources' websites, by source."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is wrong, or waits."""

    text: Text
    choices: tuple[Choice, ...] = ()
    patience: float = 0.0
    """Seconds for which it must last before it is told; infinite: not at all for now."""
    once: bool = False
    """Whether nobody is reminded of it."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the process itself knows to be wrong: it stands in no store."""

    conditions: Mapping[str, Condition] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    """Keys of which nobody can say yet whether they are so."""


class Kind(StrEnum):
    """Why something is said."""

    NEW = "new"
    MORE = "more"
    REMINDER = "reminder"
    OWED = "owed"
    """The editors' chat has not heard of it yet; the alert addresses have."""
    OVER = "over"
    ANSWERED = "answered"
    """It is over, as the editors know who decided so; the alert addresses do not."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to tell people now."""

    kind: Kind
    text: Text
    told: Told
    """What to remember once it is told; of what is over, what to forget."""
    choices: tuple[Choice, ...] = ()
    before: int | None = None
    """The message in the editors' chat that told of it before: its buttons go."""
    group: tuple[int, int] | None = None
    """First and last delivery of what waited and is over: who decided so stands in the ledger."""


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
        **{
            one.key: Condition(one.text, patience=0.0 if one.at_once else scope.after, once=one.once)
            for one in (
                *about_sources(facts, scope.sources, scope.zone, scope.aliases),
                *about_hubs(facts, scope.sources, scope.callback),
            )
        },
        **{
            f"channel/{one.id}": _channel(one, facts.waiting.get(one.id, 0), now)
            for one in facts.channels
            if one.id in scope.channels
        },
        **{f"held/{one.source}/{one.mark}": _held(one) for one in facts.held},
        **{f"gone/{one.release}": _gone(one) for one in facts.gone},
        **{f"many-gone/{one.source}": _many_gone(one) for one in facts.many_gone},
        **({"backup/": Condition(saved, once=True)} if (saved := unsaved(facts.backups, scope.zone, now)) else {}),
    }


def _channel(trouble: ChannelTrouble, waiting: int, now: datetime) -> Condition:
    facts = {"id": trouble.id, "problem": trouble.problem, "count": waiting}
    text = Text("The channel {id} takes no posts: {problem}\nNothing is lost; waiting to go out: {count}", facts)
    if trouble.problem.message == REFUSED:
        text = Text(
            "{text}\nMake the bot an administrator of the channel, with the right to post messages; then relay goes on "
            "by itself. If the channel has another name or number now, write that into the configuration.",
            {"text": text},
        )
    return Condition(text, patience=_patience(trouble, waiting, now))


def _patience(trouble: ChannelTrouble, waiting: int, now: datetime) -> float:
    """How long a channel's trouble must last. Where nothing waits, nobody knows whether it still does."""
    left = trouble.wait_until - now if trouble.wait_until else timedelta()
    if trouble.failures and left > CLOSED:
        return 0.0
    if not waiting:
        return math.inf
    if not trouble.failures:
        return 0.0 if left.total_seconds() > PAUSE else PAUSE
    return HICCUP if trouble.failures > 1 else PAUSE


def _held(group: HeldGroup) -> Condition:
    reason = group.reason or Text("it gives no reason")
    facts = {
        "source": group.source,
        "reason": reason,
        "first": group.first,
        "last": group.last,
        "count": group.releases,
    }
    if group.releases == 1:
        text = Text(
            "A release of the source {source} waits for you: {reason}\n\n{title}\n\nOn the command line: relay holds",
            {**facts, "title": group.titles[0]},
        )
    else:
        text = Text(
            "{count} releases of the source {source} wait for you: {reason}\n\n{titles}\n\n"
            "On the command line: relay holds",
            {**facts, "titles": _bullets(group.titles, group.releases)},
        )
    return Condition(text, _held_choices(group))


def _bullets(titles: tuple[str, ...], count: int) -> tuple[object, ...]:
    lines: tuple[object, ...] = tuple(f"• {title}" for title in titles)
    more = count - len(titles)
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


def _many_gone(many: ManyGone) -> Condition:
    text = Text(
        "{gone} of {count} releases of the source {source} that relay looked for are gone from the website. That looks "
        "like a website that moved or is being worked on, not like withdrawals, so relay does not ask about each.\n\n"
        "{titles}\n\nTheir posts stand. Were some of them withdrawn? On the command line: relay withdraw",
        {"gone": many.gone, "count": many.looked_at, "source": many.source, "titles": _bullets(many.titles, many.gone)},
    )
    return Condition(text, (Choice(Text("Leave all posts"), f"keep-all|{many.last}|{many.mark}"),))


def read_elsewhere(problem: Text) -> Condition:
    """That somebody else reads what the bot is told of (`LISTENING`)."""
    return Condition(
        Text(
            "The buttons in the editors' chat do nothing: {problem}\nPosting goes on. Give relay a bot of its own, or "
            "end the other program (or its webhook). Until then: relay holds, on the command line.",
            {"problem": problem},
        ),
        patience=HICCUP,
    )


def moved(before: int, after: int) -> tuple[str, Condition]:
    """That a group became a supergroup, with another number (Bot API, ResponseParameters): its key, and the words."""
    text = Text(
        "The group {before} became a supergroup and has the number {after} now. relay goes along with it; please write "
        "the new number into the configuration.",
        {"before": before, "after": after},
    )
    return f"moved/{before}", Condition(text)


_WHO = {EDITORS: Text("the editors"), "administrator": Text("the administrator")}
_DECIDED = {
    "released": "to be posted: {count}",
    "absorbed": "absorbed as known: {count}",
    "discarded": "discarded: {count}",
}


def verdicts(decided: Sequence[Decided], zone: tzinfo | None) -> tuple[Text, ...]:
    """Who decided what about releases that waited, by role, a line each. Pure."""
    by_role: dict[str, list[Decided]] = {}
    for one in decided:
        by_role.setdefault(one.who, []).append(one)
    lines = []
    for who, its in by_role.items():
        what = [Text(_DECIDED[one.event], {"count": one.releases}) for one in its]
        lines.append(verdict(who, what, max(one.at for one in its), zone))
    return tuple(lines)


def verdict(who: str, what: Sequence[Text], at: datetime, zone: tzinfo | None) -> Text:
    """Who (a role) decided what, and when. Pure."""
    local = at.astimezone(zone)
    said = what[0]
    for more in what[1:]:
        said = Text("{one}; {other}", {"one": said, "other": more})
    facts = {"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}", "who": _WHO.get(who, who), "what": said}
    return Text("Decided on {day} at {time} by {who}: {what}", facts)


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
            old = before.message or None if before and condition.choices else None
            sayings.append(Saying(kind, condition.text, replace(now_so, told=now), condition.choices, old))
        elif before is None:
            seen.append(now_so)
    for key, before in told.items():
        if key in found:
            continue
        text = _over(before, facts, scope)
        if before.told and text:
            kind = Kind.ANSWERED if before.message == ANSWERED else Kind.OVER
            asked = before.message or None if key.startswith(ASKED) else None
            sayings.append(Saying(kind, text, before, before=asked, group=_group(before.text)))
        else:
            forgotten.append(key)
    return Due(tuple(sayings), tuple(seen), tuple(forgotten))


def _why(condition: Condition, before: Told | None, scope: Scope, now: datetime) -> Kind | None:
    """Why something is to be said about a condition; None if nothing is."""
    if before is None or before.told is None:
        lasted = (now - before.since).total_seconds() if before else 0.0
        return Kind.NEW if lasted >= condition.patience else None
    if before.message == ANSWERED:
        # There is more than what was decided.
        return Kind.NEW
    if _grown(condition.text, before.text) and now - before.told >= ANEW:
        return Kind.MORE
    if now - before.told >= REMINDER and condition.patience < math.inf and not condition.once:
        return Kind.REMINDER
    return Kind.OWED if scope.chat and before.message is None else None


def _grown(text: Text, before: Text) -> bool:
    """Whether something waits that people were not told of."""
    newest, known = text.facts.get("last"), before.facts.get("last")
    return isinstance(newest, int) and isinstance(known, int) and newest > known


def _group(text: Text) -> tuple[int, int] | None:
    first, last = text.facts.get("first"), text.facts.get("last")
    return (first, last) if isinstance(first, int) and isinstance(last, int) else None


def _over(before: Told, facts: Facts, scope: Scope) -> Text | None:
    """What is said of something that is over; None for what is not watched any more."""
    kind, _, name = before.key.partition("/")
    match kind:
        case "source" | "quiet" | "unmatched" | "lost" | "empty" | "hub" if name in scope.sources:
            return over(kind, name)
        case "channel" if name in scope.channels:
            return Text(
                "The channel {id} takes posts again; waiting to go out: {count}",
                {"id": name, "count": facts.waiting.get(name, 0)},
            )
        case "held":
            return Text("Nothing of the source {source} waits for you any more: {reason}", before.text.facts)
        case "backup":
            return Text("The database is backed up again.")
        case "bot":
            return Text("The buttons in the editors' chat work again.")
        case "many-gone":
            return Text(
                "The releases of the source {source} are no longer missing from the website.", before.text.facts
            )
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
