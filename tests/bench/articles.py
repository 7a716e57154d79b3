"""Part f: releases from their saved page to the teaser, against trafilatura alone on the same pages."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import trafilatura

from relay.article.extract import article_from_page
from relay.article.summarise import teaser
from relay.model import Entry
from tests.bench.table import Row, against, measure

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "../shared/corpus/releases.jsonl"
OWN = ROOT / "tests/data/releases/releases.jsonl"
LENGTH = 350
LEAST = 40
"""Pages in one run; a smaller set is read several times."""


@cache
def _releases() -> tuple[tuple[bytes, Entry], ...]:
    """Annotated releases, each with its page and what the feed says: the whole corpus, or the few of our own."""
    path = CORPUS if CORPUS.exists() else OWN
    said = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    once = [
        (one["html"].encode(), Entry(one["id"], one["url"], one["title"], summary=one["feed_description"]))
        for one in said
    ]
    return tuple(once * -(-LEAST // len(once)))


def bare() -> float:
    """The floor: trafilatura as it comes. CPU milliseconds a page."""
    began = time.process_time()
    for page, _ in _releases():
        trafilatura.extract(page)
    return (time.process_time() - began) * 1000 / len(_releases())


def relay() -> float:
    """Article with pictures and files, and teaser. CPU milliseconds a page."""
    began = time.process_time()
    for page, entry in _releases():
        article = article_from_page(page, url=entry.url, entry=entry)
        assert teaser(article.blocks, title=article.title, length=LENGTH).text
    return (time.process_time() - began) * 1000 / len(_releases())


def rows() -> Iterator[Row]:
    """Part f."""
    ours, floor = measure(relay, bare)
    each = 1000 / statistics.median(ours)
    what = f"(f) a page to its teaser, {len(_releases())} pages, {each:.0f} releases a second"
    yield against(what, ours, floor, "trafilatura.extract", 1.4)
