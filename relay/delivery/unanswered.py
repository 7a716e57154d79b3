"""Counts how often Telegram gave no answer to one post while it answered other things. Pure.

A picture or a text can be such that Telegram answers 500 each time, or never: then the post goes with less (no picture,
no rich message), and if that does not help it waits for a person, so that the others can go on. An outage looks the
same for a moment; so a round counts only if Telegram answered something else in between.

Where nobody can look into the channel, each of these messages may stand there: then one is sent twice at most, the
second time with less unless it was an outage.
"""

from __future__ import annotations

from datetime import datetime

ROUNDS = 3
"""Messages without an answer, and found to be not there, after which a post goes with less; as many again, and it waits
for a person."""
BLIND = 2
"""Messages without an answer, of which nobody knows whether they are there, after which a post waits for a person."""
PAUSE = 60.0
"""Seconds before such a message is sent the second time: what keeps Telegram from answering has passed by then."""


class Unanswered:
    """What a channel's deliveries got no answer to. Forgotten with the process: then it is counted anew."""

    def __init__(self) -> None:
        self._given_up: int | None = None
        self._begin(0)

    def _begin(self, delivery: int) -> None:
        self._delivery = delivery
        self._rounds = self._silent = 0
        self._outage = False

    def _about(self, delivery: int) -> None:
        if self._delivery != delivery:
            self._begin(delivery)

    def again(self, delivery: int) -> None:
        """No answer to this delivery once more, though Telegram answers, and its message is not there."""
        self._about(delivery)
        self._rounds += 1
        self._silent = 0

    def silent(self, delivery: int) -> None:
        """No answer to a message of this delivery: it may be there."""
        self._about(delivery)
        self._silent += 1

    def outage(self, delivery: int) -> None:
        """Telegram answers nothing else either."""
        self._about(delivery)
        self._outage = True

    def passed(self, delivery: int) -> None:
        """A message of this delivery passed."""
        self._given_up = None
        if self._delivery == delivery:
            self._begin(0)

    def less(self, delivery: int) -> bool:
        """Whether it goes without its picture, and not as a rich message."""
        return self._delivery == delivery and (self._rounds >= ROUNDS or (self._silent > 0 and not self._outage))

    def pause(self, delivery: int, sent: datetime, now: datetime) -> float:
        """Seconds until a message that was sent then, unanswered, may be sent once more unseen; at most 0: now."""
        return PAUSE - (now - sent).total_seconds() if self._delivery == delivery and self._silent == 1 else 0.0

    def spent(self, delivery: int) -> bool:
        """Whether it must not be sent once more unless somebody has looked."""
        return self._delivery == delivery and self._silent >= BLIND

    def hopeless(self, delivery: int, *, sure: bool) -> bool:
        """Whether it is to wait for a person. `sure` says that the channel itself was looked into.

        Where it was not, no second one does before another has passed: it may be an outage after all.
        """
        tried = self._delivery == delivery and self._rounds >= 2 * ROUNDS
        return tried and (sure or self._given_up in {None, delivery})

    def forget(self, delivery: int) -> None:
        """It stands in the channel, or waits for a person."""
        if self._delivery == delivery:
            self._begin(0)

    def give_up(self, delivery: int) -> None:
        """It waits for a person now; should it be tried again, that is from the beginning."""
        self._given_up = delivery
        self._begin(0)
