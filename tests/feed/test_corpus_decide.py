"""Two hundred real feeds, and three that were watched for months, if they are there: nothing twice, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from relay.errors import ParseError
from relay.feed.decide import decide, keys
from relay.feed.parse import parse
from relay.model import Decision, Entry, Fetched, Known, ParsedFeed, Verdict
from relay.settings import SourceSpec

CORPUS = Path(__file__).resolve().parents[2] / "../shared/corpus/feeds"
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file() and path.suffix != ".csv")
pytestmark = pytest.mark.skipif(not FILES, reason="the corpus is not beside this repository")
SOURCE = SourceSpec("presse", "https://www.landkreis-musterland.example/presse", ("main",), 120.0, flood_limit=10**6)


@cache
def read(path: Path) -> ParsedFeed | None:
    try:
        return parse(Fetched(SOURCE.url, path.read_bytes()))
    except ParseError:
        return None


def recorded(decisions: Sequence[Decision], known: dict[bytes, Known]) -> None:
    """What a store does with decisions."""
    for decision in decisions:
        release = (
            decision.known.release if decision.known else 1 + max((one.release for one in known.values()), default=0)
        )
        known[decision.keys.entry] = Known(release, decision.digest, True, frozenset({"main"}), True)
        if decision.keys.link:
            known.setdefault(decision.keys.link, Known(release, None, True, frozenset({"main"}), True))


def names(entry: Entry) -> tuple[str, ...]:
    """What an editor would tell it apart by."""
    if entry.guid:
        return (entry.guid,)
    return (entry.url, entry.title) if entry.url and entry.title else (entry.url, entry.title, entry.summary)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_feed_is_known_after_first_sight_and_no_two_entries_are_one(path: Path) -> None:
    feed = read(path)
    if feed is None:
        return
    known: dict[bytes, Known] = {}

    first = decide(feed, known, SOURCE, baselined=False)
    recorded(first, known)

    assert {decision.verdict for decision in first} <= {Verdict.BASELINE}
    assert len({key.entry for key in keys(feed)}) == len(set(map(names, feed.entries)))
    assert decide(feed, known, SOURCE, baselined=True) == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_entry_of_a_real_feed_is_the_same_when_the_others_have_gone(path: Path) -> None:
    feed = read(path)
    if feed is None or len(feed.entries) < 2:
        return
    known: dict[bytes, Known] = {}
    recorded(decide(feed, known, SOURCE, baselined=False), known)

    for entry in feed.entries[:20]:
        alone = decide(ParsedFeed((entry,), url=feed.url), known, SOURCE, baselined=True)
        # One that stood there in two versions may be corrected.
        assert {decision.verdict for decision in alone} <= {Verdict.CHANGED}, entry.title


# --- watched for months -----------------------------------------------------------------------------------------------


def replayed(folder: str) -> Iterator[tuple[ParsedFeed, tuple[Decision, ...]]]:
    """The feed at each poll, and what was decided."""
    known: dict[bytes, Known] = {}
    for step, path in enumerate(sorted((CORPUS / folder).iterdir())):
        feed = read(path)
        assert feed
        decisions = decide(feed, known, SOURCE, baselined=step > 0)
        recorded(decisions, known)
        assert decide(feed, known, SOURCE, baselined=True) == ()
        yield feed, decisions


def counted(folder: str) -> list[dict[str, int]]:
    return [Counter(decision.verdict.value for decision in decisions) for _, decisions in replayed(folder)]


def test_a_city_watched_day_by_day_brings_one_release_a_day_and_one_correction() -> None:
    weeks_apart, day_by_day = counted("sequence-karlsruhe")[:7], counted("sequence-karlsruhe")[7:]

    # Its feed shows nine: after a month all of them are others.
    assert weeks_apart == [{"baseline": 9}, *[{"new": 9}] * 6]
    assert day_by_day == [{"new": 1}, {"new": 1}, {"new": 1, "changed": 1}, {"new": 1}]


def test_police_reports_that_share_a_page_are_kept_apart() -> None:
    steps = list(replayed("sequence-polizei"))

    assert [Counter(d.verdict.value for d in decisions) for _, decisions in steps] == [
        {"baseline": 201},
        {"new": 13, "changed": 189, "joined": 2},  # all texts were shortened that day
        {"new": 21},
    ]
    shared = [feed for feed, _ in steps if max(Counter(entry.url for entry in feed.entries).values()) > 1]
    assert len(shared) == 3
    joined = [d.entry.title for _, decisions in steps for d in decisions if d.verdict is Verdict.JOINED]
    assert joined == ["In der Pressemeldung Nr."] * 2  # the title was cut off, and the guid is made of it


def test_a_town_that_keeps_its_old_releases_in_the_feed_brings_only_the_others() -> None:
    assert counted("sequence-salzkotten") == [
        {"baseline": 258},
        {"new": 119, "changed": 258},  # a footer was added to all texts
        {"new": 130, "changed": 5},
    ]


@pytest.mark.parametrize("folder", ["sequence-karlsruhe", "sequence-polizei", "sequence-salzkotten"])
def test_no_release_of_a_feed_that_was_watched_is_new_twice(folder: str) -> None:
    before: set[tuple[str, str]] = set()
    for feed, decisions in replayed(folder):
        assert not before & {(d.entry.title, d.entry.url) for d in decisions if d.verdict is Verdict.NEW}
        before |= {(entry.title, entry.url) for entry in feed.entries}
