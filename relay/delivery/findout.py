"""Finding out whether a message is out whose answer was lost, or whose sender was killed.

Where there is a witness it is looked up; where there is none, or the channel can't be looked into, a setting decides.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relay.delivery.intent import Delivery, Intent, unknown
from relay.errors import Blind, Text, TryLater
from relay.model import MessageReceipt, Receipt
from relay.ports import Witness

PATIENCE = timedelta(minutes=10)
"""How long the editors' chat may be out of reach before the setting decides, from the first look that failed."""
STEP = timedelta(minutes=5)
"""What counts of it between two looks, at most: relay may have stood still, or its clock may have jumped."""
SCHEDULED = timedelta(minutes=10)
"""How long Telegram may take to publish what it took without naming an id."""
AGAIN = 30.0
"""Seconds between two looks for that."""


@dataclass(frozen=True, slots=True)
class Found:
    """It is out."""

    receipt: Receipt
    """Of all that stands in the channel of this delivery."""


@dataclass(frozen=True, slots=True)
class Absent:
    """It is to be sent (again)."""

    why: Text
    looked: bool = False
    """Whether the channel was looked into: so Telegram answers."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A person has to look."""

    reason: Text


async def find_out(
    intent: Intent,
    *,
    delivery: Delivery,
    witness: Witness | None,
    messages: Callable[[int], Awaitable[Mapping[int, int | None]]],
    blind: Callable[[Intent], Awaitable[None]],
    now: datetime,
    uncertain: str,
) -> Found | Absent | Undecided:
    """What became of an intended message.

    `messages` tells the ids known in a chat, with the delivery that each belongs to; `blind` writes down how long it
    could not be found out; `uncertain` is ``resend`` or ``hold``. Raises ChannelError if it cannot be found out now,
    but may be later.
    """
    if witness is None:
        return _as_set(intent, delivery, uncertain, Text("there is no editors' chat to find it out with"))
    try:
        chat = await witness.chat()
        known = await messages(chat)
        # Nothing of ours was sent to the chat since.
        last = max((one for one, owner in known.items() if owner is not None), default=0)
        found = await witness.find(intent, after=intent.after or last, known=frozenset(known))
    except Blind as error:
        still = _blind_once_more(intent, now)
        if error.lasting or timedelta(seconds=still.blind) > PATIENCE:
            return _as_set(intent, delivery, uncertain, error.text)
        await blind(still)
        raise
    if found:
        return Found(_added(delivery, _signed(found, intent)))
    if not intent.scheduled:
        return Absent(Text("it is not in the channel, and is sent now"), looked=True)
    if now - intent.at < SCHEDULED:
        raise TryLater("Telegram took it, and will publish it later", after=AGAIN)
    return Found(_added(delivery, _nameless(chat, intent)))


def _blind_once_more(intent: Intent, now: datetime) -> Intent:
    passed = min(max(now - intent.looked, timedelta(0)), STEP) if intent.looked else timedelta(0)
    return replace(intent, blind=intent.blind + passed.total_seconds(), looked=now)


def _as_set(intent: Intent, delivery: Delivery, uncertain: str, why: Text) -> Found | Absent | Undecided:
    if intent.scheduled:
        return Found(_added(delivery, _nameless(0, intent)))
    if uncertain == "hold":
        return Undecided(unknown(why))
    return Absent(Text("nobody knows whether it was posted, it is sent again: {why}", {"why": why}))


def _nameless(chat: int, intent: Intent) -> Receipt:
    """Of a message that Telegram took without ever naming its id: it can't be corrected."""
    return _signed(Receipt(chat, (MessageReceipt(0, "text", ""),), at=intent.at), intent)


def _signed(receipt: Receipt, intent: Intent) -> Receipt:
    first = replace(receipt.messages[0], digest=intent.digest, picture=intent.picture, place=intent.place)
    rest = (replace(one, place=intent.place, part=True) for one in receipt.messages[1:])
    return replace(receipt, messages=(first, *rest))


def _added(delivery: Delivery, found: Receipt) -> Receipt:
    if delivery.receipt is None:
        return found
    return replace(delivery.receipt, messages=delivery.receipt.messages + found.messages)
