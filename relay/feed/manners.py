"""What an answer of a website means for the next requests to it: what is asked, where, and when. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from relay.errors import SourceError
from relay.feed import schedule
from relay.feed.hints import not_skipped, pauses
from relay.model import Fetched, NotModified, Validators
from relay.settings import SourceSpec
from relay.state import NO_WISHES, Moved, SourceState

FULL_AFTER = timedelta(days=1)
"""After this time everything is asked for once, whatever was remembered: some servers say "not modified" for ever."""
SIGHTINGS = 3
"""How often a feed must have moved to the same place for good before that is believed, or told to people."""
ADOPTED_AFTER = timedelta(days=2)
"""And for how long: a website under repair redirects everything, some of it "for good"."""
NEXT_LOOK = timedelta(days=7)
"""At a feed that was removed for good (410): websites are known to be wrong about that."""
LOOK_ANEW = timedelta(hours=1)
"""A relay that is started anew looks at such a feed too, unless it was looked at so recently."""

_GONE = 410
SETTINGS, _BODY = 8, 16
"""Bytes of the two parts of a digest; the first stands alone where no single body was all that was read."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


def begun(source: SourceSpec, state: SourceState, now: datetime, reader: str) -> SourceState:
    """The state at the beginning of a poll. `reader` names what reads: the version of relay, and its time zone.

    What a website said about another address than the configured one counts no more. Nor is what was read with other
    settings, or by another relay, known to be unchanged.
    """
    if state.url != source.url:
        state = replace(
            state,
            url=source.url,
            validators=Validators(),
            wait_until=None,
            stopped=False,
            address="",
            moved=None,
            wishes=NO_WISHES,
            barred="",
            lost=None,
            digest=b"",
        )
    elif state.digest and state.digest[:SETTINGS] != _settings(source, reader):
        state = replace(state, validators=Validators(), digest=b"")
    return replace(state, polled=now)


def conditions(state: SourceState, now: datetime) -> Validators:
    """What is sent so that an unchanged feed need not be: nothing if all of it did not come for a day."""
    known = state.full is not None and timedelta(0) <= now - state.full < FULL_AFTER
    return state.validators if known else Validators()


def digest(source: SourceSpec, fetched: Fetched, reader: str) -> bytes:
    """Of what was read, where, and with which settings."""
    of_body = hashlib.blake2b(fetched.body, digest_size=_BODY)
    of_body.update(f"\n{fetched.url}\n{fetched.content_type}".encode("utf-8", "surrogateescape"))
    return _settings(source, reader) + of_body.digest()


def stands_for(source: SourceSpec, fetched: Fetched, validators: Validators) -> bool:
    """Whether the body that was fetched is all that was read: an index of sitemaps is not, unless it says so.

    `validators` are those that stand for everything that was read.
    """
    return source.kind != "sitemap" or fetched.validators == validators != Validators()


def unchanged(state: SourceState, now_read: bytes) -> bool:
    """Whether reading it once more would bring nothing: its first sight is over, and no work was left."""
    return state.baselined and len(state.digest) > SETTINGS and state.digest == now_read


@lru_cache(maxsize=1 << 16)
def _settings(source: SourceSpec, reader: str) -> bytes:
    """A digest of all that decides what is made of a body; not of when it is asked for."""
    settled = replace(source, interval=0.0, adaptive=None, audit="")
    return hashlib.blake2b(f"{reader}\n{settled!r}".encode("utf-8", "surrogateescape"), digest_size=SETTINGS).digest()


def due(source: SourceSpec, state: SourceState, now: datetime, *, interval: float) -> datetime:
    """When a source is asked next. `interval` is in seconds: the configured one, or that of its rhythm."""
    same = state.url == source.url
    if state.success and state.polled and not state.failures:
        # An interval is from one request to the next, however long an answer took; a slow server rests half of it.
        since = max(state.success, state.polled - timedelta(seconds=interval / 2))
        interval -= max(0.0, (state.polled - since).total_seconds())
    at = schedule.next_poll(
        polled=state.polled,
        interval=interval,
        wait_until=state.wait_until if same else None,
        now=now,
        again=state.again,
        patience=NEXT_LOOK.total_seconds() if state.stopped else schedule.PATIENCE,
    )
    if state.polled is None or not same or at == state.again:
        return at
    return not_skipped(at, state.wishes, state.polled)


# --- when all went well -----------------------------------------------------------------------------------------------


def well(
    source: SourceSpec, state: SourceState, answer: Fetched | NotModified, now: datetime, *, obey_hints: bool
) -> SourceState:
    """The state after an answer that was read, or need not be. `state.polled` is when it was asked for."""
    hints = (answer.max_age, *pauses(state.wishes, now)) if obey_hints else ()
    state = replace(
        state,
        failures=0,
        # What the website brought while its answer was being read was not seen yet.
        success=state.polled,
        polled=now,
        wait_until=schedule.after_success(now, interval=source.shortest, hints=hints),
        problem=None,
        failing=None,
        stopped=False,
    )
    if isinstance(answer, Fetched):
        state = replace(state, full=state.success)
    return _followed(source, state, answer.moved, now)


def asked_again(state: SourceState, asked: Sequence[datetime], now: datetime) -> SourceState:
    """The state with the time at which the feed is asked once more before what waits is posted.

    `asked` are the times at which it is wanted for what is new.
    """
    wanted = [*asked, *([state.again] if state.again and state.again > now else [])]
    if not wanted:
        return replace(state, again=None) if state.again else state
    again = min(wanted)
    # What a server wishes by ttl or max-age does not keep a mistake in the post; Retry-After would.
    return replace(state, again=again, wait_until=min(state.wait_until, again) if state.wait_until else None)


def _followed(source: SourceSpec, state: SourceState, to: str, now: datetime) -> SourceState:
    """The state after an answer that came from `to`, where the feed has moved for good; empty: nowhere."""
    if not to:
        return replace(state, moved=None) if state.moved else state
    before = state.moved
    seen = Moved(to, before.since, before.seen + 1) if before and before.to == to else Moved(to, now, 1)
    if certain(seen) and now - seen.since >= ADOPTED_AFTER and same_site(source.url, to, source.host_aliases):
        return replace(state, address="" if to == source.url else to, moved=None)
    return replace(state, moved=seen)


def certain(moved: Moved) -> bool:
    """Whether a feed was seen to have moved so often that it is no whim."""
    return moved.seen >= SIGHTINGS


def same_site(url: str, to: str, aliases: Sequence[str] = ()) -> bool:
    """Whether an address is one of the website's own, so that relay may go there for good by itself.

    With or without ``www.``, or by one of its `aliases`; at the same port, or at those of
    http and https.
    """
    before, after = urlsplit(url), urlsplit(to)
    names = {_bare(name) for name in (before.hostname or "", *aliases)}
    ports = [one.port or _DEFAULT_PORTS.get(one.scheme) for one in (before, after)]
    usual = all(port in _DEFAULT_PORTS.values() for port in ports)
    return _bare(after.hostname or "") in names and (usual or ports[0] == ports[1])


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


# --- when it did not --------------------------------------------------------------------------------------------------


def failed(source: SourceSpec, state: SourceState, error: SourceError, now: datetime, *, dice: float) -> SourceState:
    """The state after a failure. `dice` is in [0, 1)."""
    failures = state.failures + 1
    wait = schedule.after_failure(
        now, interval=source.interval, failures=failures, retry_after=error.retry_after, dice=dice
    )
    state = replace(
        state,
        failures=failures,
        polled=now,
        wait_until=wait,
        problem=error.text,
        failing=state.failing or now,
    )
    if error.permanent and state.address:
        # Where it had moved to it is no longer: the configured address is asked next.
        return replace(state, address="", moved=None, wait_until=None)
    if error.status == _GONE:
        return replace(state, stopped=True, wait_until=now + NEXT_LOOK)
    return state


def started_anew(state: SourceState, now: datetime) -> SourceState:
    """A stored state for a relay that starts: somebody may have mended a feed that was removed for good."""
    looked = state.polled is not None and timedelta(0) <= now - state.polled < LOOK_ANEW
    return replace(state, wait_until=None) if state.stopped and not looked else state
