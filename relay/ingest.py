"""Drives one poll of one source, from the website to the store.

    fetched  <- fetcher.get(address, validators)         nothing new (304, or the same body): record that, done
    feed     <- parse(fetched)                           off the event loop
    findings <- for each decide(feed, store.known(...)):
                    article <- the feed's own text if it is whole, else the release's page
                    post    <- compose(article)
    store.record(validators, findings)                   ONE transaction; until then nothing has happened

A page that cannot be read now is read again soon: until then its delivery waits, and in the end the post says what the
feed says. So neither a broken page nor the next 304 hides a release.

A post that waits on purpose (grace, or a date in the future) is read again at the end of that time, feed and page; if
its page is gone by then, a person decides.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from importlib.metadata import version
from urllib.parse import urlsplit

from relay.errors import Overtaken, SourceError, StoreError, Text, Unmatched
from relay.feed import decide as rules
from relay.feed import health, manners, reuse, rhythm, schedule
from relay.feed.alike import title_key
from relay.feed.hints import wishes_of
from relay.feed.remembered import Remembered
from relay.ingestion import embargo
from relay.ingestion.articles import Articles, own_failure, own_text
from relay.ingestion.corrections import Corrections, is_correction
from relay.ingestion.reading import log_problems, read_source
from relay.ingestion.summaries import Summaries
from relay.model import (
    Article,
    Decision,
    Entry,
    Fetched,
    Finding,
    Known,
    NotModified,
    ParsedFeed,
    Post,
    Verdict,
)
from relay.ports import Clock, Dice, Fetcher, SourceStore
from relay.render.post import compose, hashtags_of
from relay.settings import SourceSpec
from relay.state import NO_WISHES, Reread, SourceState, Wishes

log = logging.getLogger(__name__)

_VERSION = version("relay")

REREAD_AFTER = (10.0, 20.0, 40.0, 300.0, 1800.0, 7200.0)
"""Seconds after which a page that could not be read is tried again, and again."""
PAGE_PATIENCE = timedelta(seconds=80)
"""How long a delivery waits for its page; then it says what the feed says, and is corrected if the page comes later."""
TITLE_PATIENCE = timedelta(days=30)
"""How long it waits where only the page has a title (sitemaps): reading it, or giving that up, ends the wait."""

HOSTS_AT_ONCE = 16
"""Hosts whose pages are read again at the same time, so that one that hangs keeps no other waiting."""
OVERTAKEN_AT_MOST = 3
"""How often a poll is decided again because other sources brought what may be the same; then its next turn does it."""

_POSTED = {Verdict.NEW, Verdict.FLOOD, Verdict.DOUBTFUL}
_HELD = {Verdict.FLOOD, Verdict.DOUBTFUL}


@dataclass(frozen=True, slots=True)
class Polled:
    """How a poll went."""

    state: SourceState
    """The source's, afterwards."""
    due: int = 0
    """Deliveries that are due because of it."""
    verdicts: tuple[Verdict, ...] = ()


class Ingest:
    """Polls sources. Holds no state of its own, but for what need not be read again."""

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        store: SourceStore,
        clock: Clock,
        dice: Dice,
        zone: tzinfo,
        obey_hints: bool,
        pages: Fetcher | None = None,
        summaries: Summaries | None = None,
    ) -> None:
        """`pages` fetches the pages of releases, if they are to be treated differently from what is configured."""
        self._fetcher = fetcher
        self._articles = Articles(pages or fetcher, summaries)
        self._store = store
        self._clock = clock
        self._dice = dice
        self._zone = zone
        self._obey_hints = obey_hints
        self.heard: Callable[[SourceSpec, Fetched], None] | None = None
        """Is shown each body of a source that was read, and recorded."""
        # Another relay, or another time zone, may read something else from the same body: each is read once more.
        self._reader = f"{_VERSION} {zone}"
        self._remembered = Remembered()
        self._corrections = Corrections()

    async def poll(self, source: SourceSpec, state: SourceState) -> Polled:
        """Ask the source once and record what came of it. Raises StoreError: then nothing has happened."""
        state = manners.begun(source, state, self._clock(), self._reader)
        try:
            conditions = manners.conditions(state, self._clock())
            fetched = await self._fetcher.get(state.address or source.url, validators=conditions)
            polled = await self._read(source, state, fetched)
        except SourceError as error:
            return await self._failed(source, state, error)
        except StoreError:
            raise
        except Exception as error:
            # A bug that one website's bytes bring to light must not cost the other websites.
            wrong = own_failure(error)
            if state.problem != wrong.text:
                log.exception("%s: relay itself failed", source.id)
            return await self._failed(source, state, wrong)
        if self.heard and isinstance(fetched, Fetched):
            self.heard(source, fetched)
        return polled

    async def _read(self, source: SourceSpec, state: SourceState, fetched: Fetched | NotModified) -> Polled:
        read = manners.digest(source, fetched, self._reader) if isinstance(fetched, Fetched) else b""
        if isinstance(fetched, NotModified) or manners.unchanged(state, read):
            well = self._well(source, state, fetched)
            if isinstance(fetched, Fetched):
                well = replace(well, validators=fetched.validators)
            well = manners.asked_again(well, (), self._clock())
            return Polled(well, await self._store.record(source, well, (), self._clock()))
        feed, validators = await read_source(self._fetcher, source, fetched, self._zone, self._remembered)
        if not manners.stands_for(source, fetched, validators):
            read = read[: manners.SETTINGS]
        state = replace(
            state, wishes=self._wishes(source, fetched), digest=read, lost=log_problems(source, state, feed)
        )
        fetched = replace(fetched, validators=validators)
        for _ in range(OVERTAKEN_AT_MOST):
            try:
                return await self._decide(source, state, fetched, feed)
            except Overtaken as overtaken:
                log.info("%s: %s: looking again", source.id, overtaken)
        raise SourceError("other sources bring the same releases at the same time: the next poll sorts it out")

    async def _decide(self, source: SourceSpec, state: SourceState, fetched: Fetched, feed: ParsedFeed) -> Polled:
        """Decide and record what a feed brings; raises Overtaken where that has to be done again."""
        told, known = await self._known(source, feed)
        feed = told.feed
        strangers = rules.strangers(feed, known, source)
        past = await self._store.past(source, strangers) if strangers else rules.NOTHING_PAST
        # A thousand strangers compared with what is known take seconds, in which other sources have their turn.
        decisions = await asyncio.to_thread(
            rules.decide,
            feed,
            known,
            source,
            baselined=state.baselined,
            past=past,
            listed=rules.unpacked(state.listed) - told.guids,
            doubts=told.doubts,
            zone=self._zone,
            now=self._clock(),
        )
        turns = self._corrections.turns(source.id, decisions, self._clock())
        later = {one.keys.entry for one in turns.later}
        taken = [one for one in decisions if one.keys.entry not in later]
        findings = [await self._find(source, one, first_sight=not state.baselined) for one in taken]
        well = self._after(source, state, fetched, decisions, findings)
        well = turns.kept(replace(well, listed=rules.packed(told.keys)))
        due = await self._store.record(
            source,
            well,
            findings,
            self._clock(),
            last=past.last if strangers else None,
            letter=embargo.letter(decisions, source, self._clock(), self._zone) if state.baselined else None,
        )
        self._corrections.done(source.id, findings, self._clock())
        if held := sum(decision.verdict in _HELD for decision in decisions):
            log.warning("%s: %d new releases wait for a person: see `relay holds`", source.id, held)
        return Polled(well, due, tuple(decision.verdict for decision in decisions))

    async def _known(self, source: SourceSpec, feed: ParsedFeed) -> tuple[reuse.Told, Mapping[bytes, Known]]:
        """What is known of a feed's entries, whatever their guids were before."""
        keys = rules.keys(feed, source)
        known = await self._store.known(source.id, keys)
        bare = reuse.suspected(feed, keys, known)
        if bare is None:
            return reuse.Told(feed, keys), known
        known = {**known, **await self._store.known(source.id, rules.keys(bare, source))}
        return reuse.told_apart(feed, keys, known, source, self._zone), known

    def _after(
        self,
        source: SourceSpec,
        state: SourceState,
        fetched: Fetched,
        decisions: Sequence[Decision],
        findings: Sequence[Finding],
    ) -> SourceState:
        """The source's state with what a feed brought."""
        well = replace(self._well(source, state, fetched), validators=fetched.validators, baselined=True)
        well = _learned(well, decisions, findings, self._zone)
        if any(decision.verdict in _POSTED for decision in decisions):
            well = replace(well, new=self._clock())
        if learned := _release_times(decisions, state, self._zone):
            well = replace(well, times=rhythm.remembered(well.times, learned))
        asked = [
            schedule.ask_again(one.reread_at, first_seen=well.polled or one.reread_at, grace=source.grace)
            for one in findings
            if one.planned and one.reread_at
        ]
        return manners.asked_again(well, asked, self._clock())

    def _wishes(self, source: SourceSpec, fetched: Fetched) -> Wishes:
        return wishes_of(fetched.body) if self._obey_hints and source.kind == "feed" else NO_WISHES

    def _well(self, source: SourceSpec, state: SourceState, answer: Fetched | NotModified) -> SourceState:
        if state.problem:
            log.info("%s: well again", source.id)
        well = manners.well(source, state, answer, self._clock(), obey_hints=self._obey_hints)
        if well.address != state.address:
            log.warning("%s: has moved for good to %s, and is read there from now on", source.id, well.address)
        return well

    async def _failed(self, source: SourceSpec, state: SourceState, error: SourceError) -> Polled:
        if state.problem != error.text:
            log.warning("%s: %s", source.id, error)
        failed = manners.failed(source, state, error, self._clock(), dice=self._dice())
        await self._store.record(source, failed, (), self._clock())
        return Polled(failed)

    async def _find(self, source: SourceSpec, decision: Decision, *, first_sight: bool) -> Finding:
        if not _needs_post(decision):
            return Finding(decision, hashtags=hashtags_of(source, decision.entry))
        if decision.verdict in _HELD:
            # Forty pages are read only when a person lets their releases go out.
            return _finding(source, decision, await own_text(decision.entry), reread_at=self._clock())
        # What is posted at first sight is old already.
        wait = None if first_sight else self._waits_until(source, decision)
        try:
            article, barred = await self._articles.read(source, decision.entry)
        except SourceError as error:
            log.warning("%s: %s: %s", source.id, decision.entry.url or decision.entry.title, error)
            final = error.permanent and decision.entry.title
            again = None if final else self._clock() + _pause(0, error)
            if decision.verdict not in _POSTED:
                # What stands in the channel was made from the page; the feed's few words would be no correction.
                known = decision.known.likeness.title if decision.known and decision.known.likeness else ""
                return Finding(_titled(decision, known), hashtags=hashtags_of(source, decision.entry), reread_at=again)
            own = await own_text(decision.entry)
            soonest = wait or self._clock() + timedelta(seconds=REREAD_AFTER[0])
            finding = _finding(source, decision, own, reread_at=wait or again, planned=bool(wait), waits_from=soonest)
            return replace(finding, unmatched=error.text if isinstance(error, Unmatched) else None)
        decision = _titled(decision, article.title)
        finding = _finding(source, decision, article, reread_at=wait, planned=wait is not None)
        return replace(finding, barred=barred)

    def _waits_until(self, source: SourceSpec, decision: Decision) -> datetime | None:
        if decision.verdict is not Verdict.NEW:
            return None
        return schedule.waits_until(self._clock(), grace=source.grace, published=decision.entry.published)

    async def reread(self, sources: Sequence[SourceSpec]) -> int:
        """Try again the pages that are due; returns how many deliveries need not wait any longer."""
        rereads = await self._store.rereads(self._clock())
        if not rereads:
            return 0
        by_id = {source.id: source for source in sources}
        by_host: dict[str | None, list[Reread]] = {}
        for reread in rereads:
            by_host.setdefault(urlsplit(reread.entry.url).hostname, []).append(reread)
        turns = asyncio.Semaphore(HOSTS_AT_ONCE)

        async def of_host(rereads: Sequence[Reread]) -> int:
            async with turns:
                return sum([await self._reread_one(one, by_id.get(one.source)) for one in rereads])

        done = await asyncio.gather(*map(of_host, by_host.values()), return_exceptions=True)
        if failed := [one for one in done if isinstance(one, BaseException)]:
            raise failed[0]
        return sum(one for one in done if isinstance(one, int))

    async def _reread_one(self, reread: Reread, source: SourceSpec | None) -> int:
        if source is None:
            await self._store.reread_done(reread.release, None, self._clock())
            return 1
        try:
            if reread.tries <= 1 and not reread.listed and reread.entry.url:
                # Even one that needs no page, as the feed brought its whole text.
                await self._articles.look_for(reread.entry)
            article, _ = await self._articles.read(source, reread.entry)
        except SourceError as error:
            if error.gone:
                reason = Text("its page was gone before it was posted")
                held = await self._store.reread_gone(reread.release, reason, self._clock())
                log.warning("%s: %s: %s", source.id, error, "held" if held else "given up")
                return 0
            if not error.permanent and reread.tries < len(REREAD_AFTER):
                await self._store.reread_failed(reread.release, self._clock() + _pause(reread.tries, error))
                return 0
            log.warning("%s: %s: given up", source.id, error)
            if not reread.entry.title:
                reason = Text("only its page tells what it is, and that cannot be read: {why}", {"why": error.text})
                await self._store.reread_gone(reread.release, reason, self._clock())
                return 0
            await self._store.reread_done(reread.release, None, self._clock())
            return 1
        await self._store.reread_done(reread.release, _post(source, reread.entry, article), self._clock())
        return 1


def _release_times(decisions: Sequence[Decision], state: SourceState, zone: tzinfo) -> list[datetime]:
    """When what is new came out, as nearly as it is known; `state` is the source's before, asked just now.

    Not of what is held: a relaunch says nothing about habits.
    """
    since, seen = state.success if state.baselined else None, state.polled
    published = [one.entry.published for one in decisions if one.verdict in {Verdict.NEW, Verdict.BASELINE}]
    times = [rhythm.release_time(one, seen=seen, since=since, zone=zone) for one in published if seen]
    return [time for time in times if time]


def _pause(tries: int, error: SourceError) -> timedelta:
    """How long a page is left alone that could not be read, so many times before: as long as its host wants."""
    return timedelta(seconds=max(REREAD_AFTER[tries], min(error.retry_after or 0.0, schedule.PATIENCE)))


def _learned(
    state: SourceState, decisions: Sequence[Decision], findings: Sequence[Finding], zone: tzinfo
) -> SourceState:
    """The state with what the releases of a poll teach: on which days they come, whether their pages may be read."""
    now = state.success
    dates = [one.entry.published or (now if one.verdict in _POSTED else None) for one in decisions if _first_seen(one)]
    if now and (came := [min(date, now) for date in dates if date]):
        days = health.with_days(state.days, came, zone)
        state = replace(state, days=days, quiet_from=health.quiet_from(days, zone))
    made = [one for one in findings if one.post and one.decision.verdict not in _HELD]
    return replace(state, barred=max(one.barred for one in made)) if made else state


def _first_seen(decision: Decision) -> bool:
    return decision.verdict in _POSTED or decision.verdict is Verdict.BASELINE


def _needs_post(decision: Decision) -> bool:
    """Whether words are to be posted or corrected, and this source is the one to say them."""
    if decision.verdict in _POSTED:
        return decision.known is None or not decision.known.live
    return is_correction(decision)


def _finding(
    source: SourceSpec,
    decision: Decision,
    article: Article,
    *,
    reread_at: datetime | None = None,
    planned: bool = False,
    waits_from: datetime | None = None,
) -> Finding:
    """`waits_from` is when the page would be read again at the soonest: a host's long pause keeps no post waiting."""
    patience = PAGE_PATIENCE if decision.entry.title else TITLE_PATIENCE
    return Finding(
        decision,
        post=_post(source, decision.entry, article),
        hashtags=hashtags_of(source, decision.entry),
        reread_at=reread_at,
        not_before=(waits_from or reread_at) + patience if reread_at else None,
        planned=planned,
    )


def _post(source: SourceSpec, entry: Entry, article: Article) -> Post:
    return compose(article, entry=entry, hashtags=hashtags_of(source, entry))


def _titled(decision: Decision, title: str) -> Decision:
    """With the title that its page has, where the source knows none: a sitemap lists addresses only."""
    if decision.entry.title or not title:
        return decision
    looks = replace(decision.likeness, title=title, key=title_key(title)) if decision.likeness else None
    return replace(decision, entry=replace(decision.entry, title=title), likeness=looks)
