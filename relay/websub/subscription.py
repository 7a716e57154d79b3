"""What becomes of a subscription: asked for, verified, renewed in time, denied, left. Pure: time and dice handed in.

    WANTED --asked--> ASKED --verified--> ACTIVE --asked again at two thirds of the lease--> ACTIVE --verified--> ...
                        |                   |  `--lease over--> ASKED
                        `----- denied ------+--> DENIED --a day later, asked--> ASKED
    any of them --left--> LEAVING --asked--> LEAVING --verified, refused too often, or lease over--> forgotten

What is told to a hub is written down before it is told: the hub may ask back before it has answered (WebSub, 5.3).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from relay.errors import Text

LEASE = timedelta(days=10)
"""That is asked for."""
UNTOLD = timedelta(days=1)
"""What a lease counts as that the hub does not name, or not as a number."""
LONGEST = timedelta(days=30)
"""What a longer lease counts as: a hub that has lost its memory is noticed by then."""
SHORTEST_RENEWAL = timedelta(minutes=5)
"""A subscription is not renewed more often, however short its lease: in between there is polling."""
ASKS_BACK = timedelta(hours=1)
"""After this time, and after ever longer ones, a hub that does not ask back is asked again."""
DENIED_FOR = timedelta(days=1)
"""After which a hub that refused for good is asked again."""
BACK_OFF, BACK_OFF_LIMIT = 60.0, 86400.0
"""Seconds: the first, and the longest."""
FAREWELLS = 3
"""How often a hub is told that nothing more is wanted; then its lease ends by itself."""


UNSIGNED = Text("its messages are not signed as was agreed, so they are ignored")


class Phase(StrEnum):
    """How far a subscription is."""

    WANTED = "wanted"
    ASKED = "asked"
    ACTIVE = "active"
    DENIED = "denied"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One source at one hub."""

    id: str = field(repr=False)
    """Unguessable: the end of the callback's address. Whoever knows it may speak as the hub (WebSub, 8)."""
    secret: str = field(repr=False)
    """With which the hub signs its messages."""
    source: str
    callback: str
    """Where the callback's addresses begin: after a change of the configuration it is another one."""
    topic: str
    hub: str
    due: datetime
    """When something is to be done next."""
    phase: Phase = Phase.WANTED
    asked: datetime | None = None
    """When the hub was asked last; None if no answer of it is waited for."""
    verified: datetime | None = None
    """When it asked back last."""
    until: datetime | None = None
    """End of the lease."""
    tries: int = 0
    """Requests since the hub asked back last, the one that runs included."""
    problem: Text | None = None
    """What is wrong at present, for a person."""

    @property
    def address(self) -> str:
        """The callback's, for this subscription alone."""
        return f"{self.callback.rstrip('/')}/{self.id}"

    def active(self, now: datetime) -> bool:
        """Whether the hub tells us what is new."""
        return self.phase is Phase.ACTIVE and self.until is not None and now < self.until


def form(one: Subscription) -> dict[str, str]:
    """What is posted to the hub (WebSub, 5.1)."""
    leaving = one.phase is Phase.LEAVING
    request = {
        "hub.callback": one.address,
        "hub.mode": "unsubscribe" if leaving else "subscribe",
        "hub.topic": one.topic,
    }
    if leaving:
        return request
    return request | {"hub.lease_seconds": f"{LEASE.total_seconds():.0f}", "hub.secret": one.secret}


def over(one: Subscription, now: datetime) -> bool:
    """Whether one that is due can be forgotten: the hub was told often enough, or tells us nothing more by itself."""
    ended = one.until is None or one.until <= now
    return one.phase is Phase.LEAVING and (ended or one.tries >= FAREWELLS)


def asking(one: Subscription, now: datetime) -> Subscription:
    """The hub is about to be asked. If it does not ask back, it is asked again later, and later."""
    phase = one.phase if one.phase is Phase.LEAVING or one.active(now) else Phase.ASKED
    unheard = one.asked is not None and one.verified is None
    return replace(
        one,
        phase=phase,
        asked=now,
        verified=None,
        until=None if phase is Phase.ASKED else one.until,
        tries=one.tries + 1,
        due=now + timedelta(seconds=_growing(ASKS_BACK.total_seconds(), one.tries)),
        problem=one.problem or (Text("the hub does not ask back") if unheard else None),
    )


def refused(
    one: Subscription, problem: Text, now: datetime, *, dice: float, retry_after: float | None = None
) -> Subscription:
    """The hub did not take the request: it is asked again after a pause that grows; `dice` is in [0, 1).

    What it has asked back meanwhile counts, since only its answer was lost, and so does what it has denied.
    """
    if one.asked is None or one.verified is not None:
        return one
    pause = max(_growing(BACK_OFF, one.tries - 1), min(retry_after or 0.0, BACK_OFF_LIMIT))
    return replace(one, problem=problem, due=now + timedelta(seconds=pause * (1 + 0.1 * dice)))


def verified(
    one: Subscription, mode: str, topic: str, lease: str | None, now: datetime
) -> tuple[bool, Subscription | None]:
    """The hub asks back whether that is what was wanted (WebSub, 5.3).

    Returns whether it is, and what becomes of the subscription (None: it is forgotten). A hub to which the answer was
    lost asks once more: it gets the same one, and nothing changes.
    """
    wanted = "unsubscribe" if one.phase is Phase.LEAVING else "subscribe"
    if mode != wanted or topic != one.topic or one.asked is None:
        return False, one
    if one.phase is Phase.LEAVING:
        return True, None
    if one.verified is not None:
        return True, one
    length = _lease(lease)
    renewal = max(length * 2 / 3, SHORTEST_RENEWAL)
    return True, replace(
        one, phase=Phase.ACTIVE, verified=now, until=now + length, due=now + renewal, tries=0, problem=None
    )


def denied(one: Subscription, topic: str, reason: str, now: datetime) -> Subscription | None:
    """The hub will not, or not any longer (WebSub, 5.2); returns None if that is about something else."""
    if topic != one.topic or one.phase in (Phase.WANTED, Phase.LEAVING):
        return None
    # What a hub writes is shown to people: little of it, and on one line.
    said = "".join(sign if sign.isprintable() else " " for sign in reason[:200]).strip()
    problem = (
        Text('the hub refuses: "{reason}"', {"reason": said}) if said else Text("the hub refuses without a reason")
    )
    return replace(
        one, phase=Phase.DENIED, asked=None, verified=None, until=None, due=now + DENIED_FOR, problem=problem
    )


def message_came(one: Subscription, *, signed: bool) -> Subscription:
    """A message came. One that is not signed as agreed is a trouble, until one comes that is."""
    if one.phase is Phase.LEAVING:
        return one
    if signed:
        return replace(one, problem=None) if one.problem == UNSIGNED else one
    return replace(one, problem=UNSIGNED)


def left(one: Subscription, now: datetime) -> Subscription:
    """Nothing more is wanted of the hub."""
    if one.phase is Phase.LEAVING:
        return one
    return replace(one, phase=Phase.LEAVING, asked=None, verified=None, due=now, tries=0)


def _growing(first: float, before: int) -> float:
    """Seconds to wait after so many tries before this one."""
    return min(first * 2.0 ** min(before, 16), BACK_OFF_LIMIT)


def _lease(said: str | None) -> timedelta:
    digits = (said or "").strip()
    if not (digits.isascii() and digits.isdigit()) or not int(digits[:12]):
        return UNTOLD
    return min(timedelta(seconds=min(int(digits[:12]), LONGEST.total_seconds())), LONGEST)
