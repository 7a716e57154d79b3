"""What can go wrong, as a tree. Errors carry data; nobody needs to read their text.

    RelayError
    ├── ConfigError            the configuration, a secret or an argument is wrong: a person must act
    ├── SourceError            a website did not give what was asked for (retry_after, permanent)
    │   └── ParseError         it answered, but not with a feed or a page
    ├── StoreError             the database cannot be used
    └── ChannelError           a channel did not take a message
        ├── TryLater           not now (after)
        ├── Rejected           this message never: the next one may pass
        ├── Unavailable        nothing at present: rights, token, chat
        └── Uncertain          nobody knows whether it was posted

A message is a format string and its facts, so that it can be told in the reader's language (`relay.language`).
"""

from __future__ import annotations


class RelayError(Exception):
    """Base of all errors that relay raises on purpose.

    `message` is an English format string, `facts` fill it in.
    """

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message.format(**facts) if facts else message)
        self.message = message
        self.facts = facts


class ConfigError(RelayError):
    """The configuration, a secret or an argument is wrong."""


class SourceError(RelayError):
    """A website did not give what was asked for.

    `retry_after` is the pause in seconds that the server asked for, None where it did not.
    `permanent` says that asking again soon will not help (404, a refused address, the wrong kind of file).
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, permanent: bool = False, **facts: object
    ) -> None:
        super().__init__(message, **facts)
        self.retry_after = retry_after
        self.permanent = permanent


class ParseError(SourceError):
    """The website answered, but not with what was expected: HTML instead of a feed, a PDF instead of a page."""


class StoreError(RelayError):
    """The database cannot be used: locked, read-only, full, damaged, or made by a newer relay."""


class ChannelError(RelayError):
    """A channel did not take a message."""


class TryLater(ChannelError):
    """The message was not posted and may be tried again in `after` seconds.

    `named` says that the channel itself named the time (429); otherwise the caller may wait longer.
    """

    def __init__(self, message: str, *, after: float, named: bool = False, **facts: object) -> None:
        super().__init__(message, **facts)
        self.after = after
        self.named = named


class Rejected(ChannelError):
    """The channel will never take this message as it is.

    `part` names what it refused, where it says so: ``picture``, ``markup``, ``length``, ``gone`` (an edit of a
    message that is no longer there) or an empty string.
    """

    def __init__(self, message: str, *, part: str = "", **facts: object) -> None:
        super().__init__(message, **facts)
        self.part = part


class Unavailable(ChannelError):
    """The channel takes nothing at present: token revoked, chat not found, rights lost."""


class Uncertain(ChannelError):
    """The request left, the answer did not arrive: nobody knows whether the message was posted."""
