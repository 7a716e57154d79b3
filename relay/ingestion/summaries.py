"""Decides whether a release is summed up by a language model, and whether its summary may be posted.

    text    <- cache                             the same text is asked about once
    text    <- summarise(title, blocks, length)  within the time that is allowed, unless the model is left alone
    refusal <- truthful(text)                    then the teaser is made of the release's own sentences, as always

Whatever goes wrong here is logged and costs a little time: no release is lost, late by more than that time, or untrue.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from relay.article.truthful import refusal
from relay.errors import SummaryError, Text
from relay.model import Article, Block
from relay.ports import Clock
from relay.summary.circuit import Budget, Circuit

log = logging.getLogger(__name__)

LONGEST = 20_000
"""Characters of a release that the model is asked about; longer ones are no press releases."""
REMEMBERED = 500
"""Texts whose summaries are remembered while relay runs; what is posted is kept with its post."""

Summarise = Callable[[str, Sequence[Block], int], Awaitable[str]]
"""Asks for a summary of a title and a text in at most so many characters; raises SummaryError."""


class Summaries:
    """Summaries of releases. `lengths` are in characters, by source; `timeout` is in seconds for one release.

    All releases of a source that come within a minute may be waited for about as long as one.
    """

    def __init__(self, summarise: Summarise, *, lengths: Mapping[str, int], timeout: float, clock: Clock) -> None:
        self._summarise = summarise
        self._lengths = lengths
        self._timeout = timeout
        self._clock = clock
        self._circuit = Circuit()
        self._budgets = {source: Budget(timeout) for source in lengths}
        self._known: dict[bytes, str] = {}
        self._problem: Text | None = None

    async def of(self, source: str, article: Article, title: str) -> str:
        """A summary of a release that may be posted; empty where there is none, or none is needed."""
        length = self._lengths.get(source)
        size = sum(len(block.text) + 1 for block in article.blocks) - 1
        if length is None or not length < size <= LONGEST:
            return ""
        key = _digest(title, article.blocks, length)
        if key not in self._known:
            text = await self._asked(source, article.blocks, title, length)
            if text is None:
                return ""
            self._remember(key, await self._believed(source, article.blocks, title, text, length))
        return self._known[key]

    async def _asked(self, source: str, blocks: Sequence[Block], title: str, length: int) -> str | None:
        """What the model says; None where it says nothing, or is not asked."""
        started, budget = self._clock(), self._budgets[source]
        if not (self._circuit.closed(started) and budget.left(started)):
            return None
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self._timeout):
                text = await self._summarise(title, blocks, length)
        except TimeoutError:
            message = "the language model does not answer within {seconds:g} s"
            self._failed(Text(message, {"seconds": self._timeout}))
            return None
        except SummaryError as error:
            self._failed(error.text)
            return None
        except Exception as error:
            # A bug here must not cost the release.
            log.exception("%s: %s: relay itself failed", source, title)
            self._failed(Text("relay itself failed ({why}); the log says how", {"why": type(error).__name__}))
            return None
        finally:
            budget.spend(asyncio.get_running_loop().time() - begun)
        if self._circuit.well():
            log.info("the language model is well again")
        self._problem = None
        return text

    def _failed(self, problem: Text) -> None:
        """Say once what is wrong, and leave the model alone if it goes on."""
        if problem != self._problem:
            log.warning("no summary, teasers are made of the releases' own sentences: %s", problem)
        self._problem = problem
        if self._circuit.failed(self._clock()):
            log.warning("the language model is left alone for ten minutes")

    async def _believed(self, source: str, blocks: Sequence[Block], title: str, text: str, length: int) -> str:
        """The text, if it is true as far as relay can see; else nothing."""
        try:
            wrong = await asyncio.to_thread(refusal, text, title=title, blocks=blocks, length=length)
        except Exception:
            log.exception("%s: %s: relay itself failed", source, title)
            return ""
        if wrong:
            # What it said is not logged: whoever reads the log might take it for the county's words.
            log.warning("%s: %s: the summary is not used: %s", source, title, wrong)
            return ""
        return text

    def _remember(self, key: bytes, text: str) -> None:
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[key] = text


def _digest(title: str, blocks: Sequence[Block], length: int) -> bytes:
    said = json.dumps([title, [[block.kind.value, *block.sentences] for block in blocks], length])
    return hashlib.blake2b(said.encode("ascii"), digest_size=16).digest()


def shortest(lengths: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Of the teasers of each source's channels the shortest: one summary is to fit them all."""
    found: dict[str, int] = {}
    for source, length in lengths:
        found[source] = min(length, found.get(source, length))
    return found
