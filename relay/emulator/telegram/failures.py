"""Failures on demand: what goes wrong between a bot and the server, and whether the call was done before."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from .errors import ApiError

Kind = Literal["error", "hang", "close", "gateway", "cut", "delay"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One way to fail.

    =========  =======================================================================================
    kind       what the bot sees
    =========  =======================================================================================
    error      the Bot API's JSON for `status`, with `description`, `retry_after`, `migrate_to_chat_id`
    hang       nothing, until the emulator stops or the bot gives up
    close      the connection ends without an answer
    gateway    an HTML page of a proxy with `status`
    cut        200, and half of the JSON of the answer
    delay      the usual answer, `seconds` later
    =========  =======================================================================================

    `processed` says whether the server did what was asked for before it failed: then a message stands in the channel
    although nobody was told. A cut answer is always processed, since it needs an answer; for a delay it says whether
    the time passes after the work or before it.
    """

    kind: Kind
    processed: bool = False
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 0
    migrate_to_chat_id: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.kind == "cut" and not self.processed:
            raise ValueError("an answer can only be cut where there is one: processed=True")

    @classmethod
    def too_many_requests(cls, retry_after: int) -> Failure:
        """A 429 that names the seconds to wait."""
        return cls("error", status=429, description=f"retry after {retry_after}", retry_after=retry_after)

    @classmethod
    def refusal(cls, status: int, description: str, *, processed: bool = False) -> Failure:
        """Any other error of the Bot API, such as 400, 403 or 500; `description` without the status in words."""
        return cls("error", processed, status, description)

    @classmethod
    def restart(cls, *, processed: bool = True) -> Failure:
        """What the server answers for calls under way while it restarts (Client.cpp: "restart")."""
        return cls("error", processed, 500, "restart")

    @classmethod
    def hang(cls, *, processed: bool = False) -> Failure:
        """No answer, ever."""
        return cls("hang", processed)

    @classmethod
    def close(cls, *, processed: bool = False) -> Failure:
        """The connection ends; with `processed` this is the lost answer."""
        return cls("close", processed)

    @classmethod
    def gateway(cls, status: int = 502, *, processed: bool = False) -> Failure:
        """A proxy's page instead of JSON."""
        return cls("gateway", processed, status)

    @classmethod
    def cut(cls) -> Failure:
        """Half an answer, after the work is done."""
        return cls("cut", processed=True)

    @classmethod
    def delay(cls, seconds: float, *, processed: bool = False) -> Failure:
        """The usual answer, late."""
        return cls("delay", processed, seconds=seconds)

    def error(self) -> ApiError:
        """What an ``error`` answers."""
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        return ApiError(self.status, self.description, {name: value for name, value in parameters.items() if value})


@dataclass(slots=True)
class _Planned:
    failure: Failure
    method: str
    skip: int
    times: int


@dataclass(slots=True)
class FailurePlan:
    """The failures that are still to come, in the order in which they were planned."""

    planned: list[_Planned] = field(default_factory=list)

    def add(self, failure: Failure, method: str | None, times: int, skip: int) -> None:
        """Plan a failure for `times` calls of a method (``send*`` and None take several), after `skip` good ones."""
        if times < 1 or skip < 0:
            raise ValueError("times must be at least 1, skip at least 0")
        self.planned.append(_Planned(failure, (method or "*").lower(), skip, times))

    def next_for(self, method: str) -> Failure | None:
        """The failure that this call is to meet; counts it."""
        for planned in self.planned:
            if not fnmatchcase(method.lower(), planned.method):
                continue
            if planned.skip:
                planned.skip -= 1
                continue
            planned.times -= 1
            if not planned.times:
                self.planned.remove(planned)
            return planned.failure
        return None
