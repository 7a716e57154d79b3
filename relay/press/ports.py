"""What the drivers of the press office's side need of the edges: who is told, what is asked, what a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from relay.errors import Text
from relay.press.telling import Decided, Facts, HeldOne, Letter, Told, Update
from relay.state import Vanished


class EditorsChat(Protocol):
    """The private chat of the press office."""

    async def say(self, text: str, choices: Sequence[tuple[str, str]], *, silent: bool = ...) -> int:
        """Write plain text with buttons (label, data) below it, and return the message's id; raises ChannelError."""
        ...

    async def settle(self, message: int, text: str | None) -> None:
        """Take the buttons of a message away, and put another text in its place, if one is given.

        Raises ChannelError.
        """
        ...


class Updates(Protocol):
    """What the bot is told of."""

    async def updates(self, after: int, seconds: float) -> Sequence[Update]:
        """Those from the number `after` on, oldest first, as soon as there are any, at most `seconds` later.

        Raises ChannelError: ReadElsewhere and NothingToRead among them.
        """
        ...

    async def answer(self, query: str, text: str) -> None:
        """Tell the person who pressed a button what became of it; raises ChannelError."""
        ...


class Alerts(Protocol):
    """The addresses that hear of what is wrong, beside the editors' chat."""

    async def tell(self, title: str, body: str) -> None:
        """Tell all of them; raises AlertError if none took it."""
        ...


class NoticeStore(Protocol):
    """What the notifier needs to remember."""

    async def trouble(self) -> Text | None:
        """Why nothing can be written at present; None if it can, as far as anybody knows. Raises TakenOver."""
        ...

    async def facts(self) -> Facts:
        """Everything that may have to be told."""
        ...

    async def told(self) -> Mapping[str, Told]:
        """What is remembered of conditions, by key."""
        ...

    async def remember(self, told: Told) -> None:
        """Keep what is known of a condition, in the place of what was known."""
        ...

    async def forget(self, key: str) -> None:
        """The condition is over."""
        ...

    async def letters(self) -> Sequence[Letter]:
        """Those that nobody was told of yet, oldest first."""
        ...

    async def letter_told(self, letter: int, now: datetime) -> None:
        """A letter was told."""
        ...

    async def decided(self, first: int, last: int) -> Sequence[Decided]:
        """What people decided last about the deliveries of a group, from its first to its last."""
        ...


class PressStore(Protocol):
    """What the editors' buttons need to remember."""

    async def next_update(self) -> int:
        """The number of the first update that was not dealt with; 0 before the first."""
        ...

    async def dealt_with(self, update: int) -> None:
        """An update was dealt with, as were those before it."""
        ...

    async def all_confirmed(self) -> None:
        """The server knows what was dealt with: the next update is the first that it has, whatever its number."""
        ...

    async def held(self, first: int, last: int, mark: str) -> Sequence[HeldOne]:
        """Those of a group that still wait, the oldest release first."""
        ...

    async def answered(self, message: int) -> None:
        """Whatever the message asked was decided: the editors need not be told that it is over."""
        ...

    async def decided(self, first: int, last: int) -> Sequence[Decided]:
        """What people decided last about the deliveries of a group, from its first to its last."""
        ...


class Decisions(Protocol):
    """What a person may decide about deliveries that wait. `who` is a role, never a name."""

    async def release(self, ids: Sequence[int], now: datetime, *, who: str) -> list[int]:
        """Let them go out; returns those that were held."""
        ...

    async def discard(self, ids: Sequence[int], now: datetime, *, who: str, absorbed: bool = ...) -> list[int]:
        """Do not post them; returns those that were held. `absorbed` says that they count as known."""
        ...


class WithdrawalStore(Protocol):
    """What is remembered of releases that may have been withdrawn."""

    async def vanished(self, now: datetime, limit: int) -> Sequence[Vanished]:
        """Those whose pages are to be looked at by now, longest due first, at most `limit`."""
        ...

    async def gone(self, release: int, reason: Text, next_look: datetime) -> None:
        """It was found gone, once more."""
        ...

    async def look_again(self, release: int, next_look: datetime) -> None:
        """Nobody knows; ask the page again then."""
        ...

    async def back(self, release: int, next_look: datetime | None) -> None:
        """Its page is there, and is looked at again then; None: it was not withdrawn."""
        ...


class Withdrawals(Protocol):
    """What a person may decide about the post of a release that was taken off the website. `who` is a role."""

    async def withdraw(self, release: int, now: datetime, *, who: str) -> bool:
        """Withdraw the post; False if there is nothing to decide (any more)."""
        ...

    async def keep(self, release: int, now: datetime, *, who: str) -> bool:
        """Leave it where it stands; False if there is nothing to decide (any more)."""
        ...

    async def keep_all(self, mark: str, last: int, now: datetime, *, who: str) -> int:
        """Leave all where they stand, of a source of which many are gone, up to this release; returns how many."""
        ...
