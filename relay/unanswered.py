"""Counts how often Telegram gave no answer to one post while it answered other things. Pure.

A picture or a text can be such that Telegram answers 500 each time, or never: then the post goes without its picture,
and if that does not help it waits for a person, so that the others can go on. An outage looks the same for a moment; so
a round counts only if Telegram answered something else in between, and where nobody can look into the channel a second
post is not given up before one has passed.
"""

from __future__ import annotations

ROUNDS = 3
"""Messages without an answer, and found to be not there, after which the picture is left out; as many again, and the
post waits for a person."""


class Unanswered:
    """What a channel's deliveries got no answer to. Forgotten with the process: then it is counted anew."""

    def __init__(self) -> None:
        self._delivery = 0
        self._rounds = 0
        self._given_up: int | None = None

    def again(self, delivery: int) -> None:
        """No answer to this delivery once more, though Telegram answers."""
        self._rounds = self._rounds + 1 if self._delivery == delivery else 1
        self._delivery = delivery

    def passed(self, delivery: int) -> None:
        """A message of this delivery passed."""
        self._given_up = None
        if self._delivery == delivery:
            self._delivery, self._rounds = 0, 0

    def bare(self, delivery: int) -> bool:
        """Whether it goes without its picture."""
        return self._delivery == delivery and self._rounds >= ROUNDS

    def hopeless(self, delivery: int, *, sure: bool) -> bool:
        """Whether it is to wait for a person. `sure` says that the channel itself was looked into."""
        tried = self._delivery == delivery and self._rounds >= 2 * ROUNDS
        return tried and (sure or self._given_up in {None, delivery})

    def give_up(self, delivery: int) -> None:
        """It waits for a person now; should it be tried again, that is from the beginning."""
        self._given_up = delivery
        self._delivery, self._rounds = 0, 0
