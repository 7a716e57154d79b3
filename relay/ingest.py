"""Drives one poll of one source, from the website to the store.

    fetched  <- fetcher.get(source.url, validators)      nothing new (304): record that, done
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
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from relay.article.extract import article_from_page, fallback_article, is_whole
from relay.errors import Overtaken, SourceError, StoreError, Text
from relay.feed import decide as rules
from relay.feed import flood, schedule
from relay.feed.parse import parse
from relay.model import (
    Article,
    Decision,
    Entry,
    Fetched,
    Finding,
    NotModified,
    ParsedFeed,
    Post,
    Validators,
    Verdict,
)
from relay.ports import Clock, Dice, Fetcher, SourceStore
from relay.render.post import compose
from relay.settings import PAGE_ACCEPT, SourceSpec
from relay.state import Reread, SourceState

log = logging.getLogger(__name__)

REREAD_AFTER = (10.0, 20.0, 40.0, 300.0, 1800.0, 7200.0)
"""Seconds after which a page that could not be read is tried again, and again."""
PAGE_PATIENCE = timedelta(seconds=80)
"""How long a delivery waits for its page; then it says what the feed says, and is corrected if the page comes later."""

CORRECTIONS_AT_ONCE = 5
"""Corrections that one poll takes: after a change of the website's templates every entry reads differently, and reading
all of their pages first would keep the news waiting."""

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
    """Polls sources. Holds no state of its own."""

    def __init__(
        self, *, fetcher: Fetcher, store: SourceStore, clock: Clock, dice: Dice, zone: tzinfo, obey_hints: bool
    ) -> None:
        self._fetcher = fetcher
        self._store = store
        self._clock = clock
        self._dice = dice
        self._zone = zone
        self._obey_hints = obey_hints

    async def poll(self, source: SourceSpec, state: SourceState) -> Polled:
        """Ask the source once and record what came of it. Raises StoreError: then nothing has happened."""
        if state.url != source.url:
            state = replace(state, url=source.url, validators=Validators(), wait_until=None)
        state = replace(state, polled=self._clock())
        try:
            fetched = await self._fetcher.get(source.url, validators=state.validators)
            polled = await self._read(source, state, fetched)
        except SourceError as error:
            return await self._failed(source, state, error)
        except StoreError:
            raise
        except Exception as error:
            # A bug that one website's bytes bring to light must not cost the other websites.
            wrong = _own_failure(error)
            if state.problem != wrong.text:
                log.exception("%s: relay itself failed", source.id)
            return await self._failed(source, state, wrong)
        return polled

    async def _read(self, source: SourceSpec, state: SourceState, fetched: Fetched | NotModified) -> Polled:
        if isinstance(fetched, NotModified):
            well = self._well(source, state, hints=(fetched.max_age,))
            return Polled(well, await self._store.record(source, well, (), self._clock()))
        feed = await asyncio.to_thread(parse, fetched, timezone=self._zone)
        for problem in feed.problems if not state.baselined else ():
            log.warning("%s: %s", source.id, problem)
        for _ in range(OVERTAKEN_AT_MOST):
            try:
                return await self._decide(source, state, fetched, feed)
            except Overtaken as overtaken:
                log.info("%s: %s: looking again", source.id, overtaken)
        raise SourceError("other sources bring the same releases at the same time: the next poll sorts it out")

    async def _decide(self, source: SourceSpec, state: SourceState, fetched: Fetched, feed: ParsedFeed) -> Polled:
        """Decide and record what a feed brings; raises Overtaken where that has to be done again."""
        keys = rules.keys(feed, source)
        known = await self._store.known(source.id, keys)
        strangers = rules.strangers(feed, known, source)
        past = await self._store.past(source, strangers) if strangers else rules.NOTHING_PAST
        decisions = rules.decide(
            feed,
            known,
            source,
            baselined=state.baselined,
            past=past,
            listed=rules.unpacked(state.listed),
            zone=self._zone,
            now=self._clock(),
        )
        later = [d for d in decisions if d.verdict not in _POSTED and _needs_post(d)][:-CORRECTIONS_AT_ONCE]
        findings = [
            await self._find(source, one, first_sight=not state.baselined) for one in decisions if one not in later
        ]
        well = self._well(source, state, hints=(fetched.max_age, feed.ttl))
        # Without validators the next poll brings the feed again, and with it the corrections that are left.
        well = replace(well, validators=Validators() if later else fetched.validators, baselined=True)
        well = replace(well, listed=rules.packed(keys))
        if any(decision.verdict in _POSTED for decision in decisions):
            well = replace(well, new=self._clock())
        well = self._asked_again(well, findings, source)
        due = await self._store.record(
            source,
            well,
            findings,
            self._clock(),
            last=past.last if strangers else None,
            letter=flood.letter(decisions, feed, source) if state.baselined else None,
        )
        if held := sum(decision.verdict in _HELD for decision in decisions):
            log.warning("%s: %d new releases wait for a person: see `relay holds`", source.id, held)
        return Polled(well, due, tuple(decision.verdict for decision in decisions))

    def _asked_again(self, well: SourceState, findings: Sequence[Finding], source: SourceSpec) -> SourceState:
        """The state with the time at which the feed is asked once more before what waits is posted."""
        asked = [
            schedule.ask_again(finding.reread_at, first_seen=well.polled or finding.reread_at, grace=source.grace)
            for finding in findings
            if finding.planned and finding.reread_at
        ]
        if well.again and well.again > self._clock():
            asked.append(well.again)
        if not asked:
            return replace(well, again=None)
        again = min(asked)
        # What a server wishes by ttl or max-age does not keep a mistake in the post; Retry-After would.
        return replace(well, again=again, wait_until=min(well.wait_until, again) if well.wait_until else None)

    def _well(self, source: SourceSpec, state: SourceState, *, hints: tuple[float | None, ...]) -> SourceState:
        now = self._clock()
        if state.problem:
            log.info("%s: well again", source.id)
        wait = schedule.after_success(now, interval=source.interval, hints=hints) if self._obey_hints else None
        # What the website brought while its answer was being read was not seen yet.
        return replace(state, failures=0, polled=now, wait_until=wait, success=state.polled, problem=None)

    async def _failed(self, source: SourceSpec, state: SourceState, error: SourceError) -> Polled:
        now = self._clock()
        failures = state.failures + 1
        wait = schedule.after_failure(
            now,
            interval=source.interval,
            failures=failures,
            retry_after=error.retry_after,
            dice=self._dice(),
        )
        if state.problem != error.text:
            log.warning("%s: %s", source.id, error)
        failed = replace(state, failures=failures, polled=now, wait_until=wait, problem=error.text)
        await self._store.record(source, failed, (), now)
        return Polled(failed)

    async def _find(self, source: SourceSpec, decision: Decision, *, first_sight: bool) -> Finding:
        if not _needs_post(decision):
            return Finding(decision, hashtags=source.hashtags)
        if decision.verdict in _HELD:
            # Forty pages are read only when a person lets their releases go out.
            return _finding(source, decision, await _own_text(decision.entry), reread_at=self._clock())
        # What is posted at first sight is old already.
        wait = None if first_sight else self._waits_until(source, decision)
        try:
            article = await self._article(source, decision.entry)
        except SourceError as error:
            log.warning("%s: %s: %s", source.id, decision.entry.url or decision.entry.title, error)
            again = None if error.permanent else self._clock() + timedelta(seconds=REREAD_AFTER[0])
            if decision.verdict not in _POSTED:
                # What stands in the channel was made from the page; the feed's few words would be no correction.
                return Finding(decision, hashtags=source.hashtags, reread_at=again)
            own = await _own_text(decision.entry)
            return _finding(source, decision, own, reread_at=wait or again, planned=wait is not None)
        return _finding(source, decision, article, reread_at=wait, planned=wait is not None)

    def _waits_until(self, source: SourceSpec, decision: Decision) -> datetime | None:
        if decision.verdict is not Verdict.NEW:
            return None
        return schedule.waits_until(self._clock(), grace=source.grace, published=decision.entry.published)

    async def _article(self, source: SourceSpec, entry: Entry) -> Article:
        """What the release says; raises SourceError if its page is needed and cannot be read."""
        try:
            return await self._read_article(source, entry)
        except SourceError:
            raise
        except Exception as error:
            # A bug that one page brings to light must not cost the source's other releases.
            log.exception("%s: %s: relay itself failed", source.id, entry.url or entry.title)
            raise _own_failure(error) from error

    async def _read_article(self, source: SourceSpec, entry: Entry) -> Article:
        if not source.selector and await asyncio.to_thread(is_whole, entry):
            return await asyncio.to_thread(fallback_article, entry)
        if not entry.url:
            return await _own_text(entry)
        page = await self._page(entry)
        return await asyncio.to_thread(
            article_from_page,
            page.body,
            url=page.url,
            content_type=page.content_type,
            entry=entry,
            title=entry.title,
            selector=source.selector,
        )

    async def _page(self, entry: Entry) -> Fetched:
        """The page of a release; raises SourceError."""
        page = await self._fetcher.get(entry.url, accept=PAGE_ACCEPT)
        if isinstance(page, NotModified):
            raise SourceError("{url} answers 304 although nothing was known of it", url=entry.url)
        return page

    async def reread(self, sources: Sequence[SourceSpec]) -> int:
        """Try again the pages that are due; returns how many deliveries need not wait any longer."""
        by_id = {source.id: source for source in sources}
        done = 0
        for reread in await self._store.rereads(self._clock()):
            done += await self._reread_one(reread, by_id.get(reread.source))
        return done

    async def _reread_one(self, reread: Reread, source: SourceSpec | None) -> int:
        if source is None:
            await self._store.reread_done(reread.release, None, self._clock())
            return 1
        try:
            if reread.tries == 0 and not reread.listed and reread.entry.url:
                # Even one that needs no page, as the feed brought its whole text.
                await self._page(reread.entry)
            article = await self._article(source, reread.entry)
        except SourceError as error:
            if error.gone and reread.tries == 0:
                reason = Text("its page was gone before it was posted")
                held = await self._store.reread_gone(reread.release, reason, self._clock())
                log.warning("%s: %s: %s", source.id, error, "held" if held else "given up")
                return 0
            if not error.permanent and reread.tries < len(REREAD_AFTER):
                again = self._clock() + timedelta(seconds=REREAD_AFTER[reread.tries])
                await self._store.reread_failed(reread.release, again)
                return 0
            log.warning("%s: %s: given up", source.id, error)
            await self._store.reread_done(reread.release, None, self._clock())
            return 1
        await self._store.reread_done(reread.release, _post(source, reread.entry, article), self._clock())
        return 1


def _needs_post(decision: Decision) -> bool:
    """Whether words are to be posted or corrected, and this source is the one to say them."""
    known = decision.known
    if decision.verdict in _POSTED:
        return known is None or not known.live
    if decision.verdict in {Verdict.CHANGED, Verdict.JOINED}:
        return known is not None and known.owner and known.live
    return False


def _finding(
    source: SourceSpec,
    decision: Decision,
    article: Article,
    *,
    reread_at: datetime | None = None,
    planned: bool = False,
) -> Finding:
    return Finding(
        decision,
        post=_post(source, decision.entry, article),
        hashtags=source.hashtags,
        reread_at=reread_at,
        not_before=reread_at + PAGE_PATIENCE if reread_at else None,
        planned=planned,
    )


def _post(source: SourceSpec, entry: Entry, article: Article) -> Post:
    return compose(article, entry=entry, hashtags=source.hashtags)


async def _own_text(entry: Entry) -> Article:
    """What the feed says; its title if relay itself cannot read more: that can always be posted."""
    try:
        return await asyncio.to_thread(fallback_article, entry)
    except Exception:
        log.exception("%s: relay itself failed", entry.url or entry.title)
        return Article(entry.title, entry.url, ())


def _own_failure(error: Exception) -> SourceError:
    return SourceError("relay itself failed ({why}); the log says how", why=type(error).__name__)
