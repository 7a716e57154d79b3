"""What can go wrong, as a tree. Errors carry data; nobody needs to read their text.

    RelayError
    ├── ConfigError            the configuration, a secret or an argument is wrong: a person must act
    ├── SourceError            a website did not give what was asked for (retry_after, permanent)
    │   ├── ParseError         it answered, but not with a feed or a page
    │   │   └── Unmatched      the configured selector matches nothing on a page
    │   └── Disallowed         its robots.txt keeps programs away from a page
    ├── SummaryError           a language model gave no summary
    ├── StoreError             the database cannot be used
    ├── Overtaken              another source recorded what may be the same release: decide again
    │   └── TakenOver          another relay posts from it now
    └── ChannelError           a channel did not take a message
        ├── TryLater           not now (after)
        ├── Rejected           this message never: the next one may pass (part)
        ├── Unavailable        nothing at present: rights, token, chat
        ├── Uncertain          nobody knows whether it was posted
        └── Blind              nor can it be found out (lasting)

A message is an English format string with its facts, so that it can be told in the reader's language
(`relay.language.tell`). A fact may be such a text itself, or a tuple of them, which become lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce


@dataclass(frozen=True, slots=True)
class Text:
    """Something to say to a person: an English format string and the facts that fill it."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.facts:
            return self.message
        return self.message.format(**{name: _plain(fact) for name, fact in self.facts.items()})


def listed(texts: Sequence[Text]) -> Text:
    """Several, at least one, in one line."""
    return reduce(lambda one, other: Text("{one}; {other}", {"one": one, "other": other}), texts)


def _plain(fact: object) -> object:
    return "\n".join(str(one) for one in fact) if isinstance(fact, tuple) else fact


class RelayError(Exception):
    """Base of all errors that relay raises on purpose; `text` is what to tell a person."""

    def __init__(self, message: str, **facts: object) -> None:
        self.text = Text(message, facts)
        super().__init__(str(self.text))


class ConfigError(RelayError):
    """The configuration, a secret or an argument is wrong."""


class SourceError(RelayError):
    """A website did not give what was asked for.

    `retry_after` is the pause in seconds that the server asked for, None where it did not.
    `permanent` says that asking again soon will not help (404, a refused address, the wrong kind of file).
    `gone` says that the website has no such page (404 and 410; RFC 9110, 15.5.5 and 15.5.11).
    """

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        permanent: bool = False,
        gone: bool = False,
        **facts: object,
    ) -> None:
        super().__init__(message, **facts)
        self.retry_after = retry_after
        self.permanent = permanent
        self.gone = gone

    @property
    def status(self) -> int | None:
        """The HTTP status that was answered; None where there was no answer, or the status was not what was wrong."""
        status = self.text.facts.get("status")
        return status if isinstance(status, int) else None


class Disallowed(SourceError):
    """The website's robots.txt keeps programs away from a page (RFC 9309)."""


class ParseError(SourceError):
    """The website answered, but not with what was expected: HTML instead of a feed, a PDF instead of a page."""


class Unmatched(ParseError):
    """The CSS selector of the article that is configured matches nothing on a page (facts: selector, url)."""


class SummaryError(RelayError):
    """A language model gave no summary: the teaser is made of the release's own sentences."""


class StoreError(RelayError):
    """The database cannot be used: locked, read-only, full, damaged, or made by a newer relay."""


class Overtaken(RelayError):
    """While a feed was read, another source recorded what may be the same release: nothing was recorded of this one."""


class TakenOver(StoreError):
    """Another relay has taken over the database: this one may write nothing any more."""


class ChannelError(RelayError):
    """A channel did not take a message."""


class TryLater(ChannelError):
    """The message was not posted and may be tried again.

    `after` is the pause in seconds that the channel named (429), None where it named none.
    """

    def __init__(self, message: str, *, after: float | None = None, **facts: object) -> None:
        super().__init__(message, **facts)
        self.after = after


class Rejected(ChannelError):
    """The channel will never take this message as it is.

    `part` names what it refused, where it says so: ``picture``, ``markup``, ``button``, ``gone`` (the message to
    correct is no longer there), else an empty string.
    """

    def __init__(self, message: str, *, part: str = "", **facts: object) -> None:
        super().__init__(message, **facts)
        self.part = part


class Unavailable(ChannelError):
    """The channel takes nothing at present: token revoked, chat not found, rights lost."""


class Uncertain(ChannelError):
    """The request left, the answer did not arrive: nobody knows whether the message was posted."""


class Blind(ChannelError):
    """It cannot be found out whether a message stands in a channel.

    `lasting` says that it never will be (the channel forbids forwarding), otherwise it may be tried again (the editors'
    chat cannot be reached).
    """

    def __init__(self, message: str, *, lasting: bool = False, **facts: object) -> None:
        super().__init__(message, **facts)
        self.lasting = lasting


def hidden() -> Blind:
    """Of messages that may not be forwarded, and one of which may be ours."""
    return Blind("the channel forbids forwarding, so relay cannot see what stands there", lasting=True)
