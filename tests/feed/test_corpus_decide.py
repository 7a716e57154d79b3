"""Two hundred real feeds, and three that were watched for months, if they are there: nothing twice, nothing lost."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from relay.errors import ParseError
from relay.feed.decide import keys
from relay.feed.parse import parse
from relay.model import Decision, Entry, Fetched, ParsedFeed, Verdict
from relay.settings import SourceSpec
from tests.feed.memory import Memory, counts, rewritten

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


def names(entry: Entry) -> tuple[str, ...]:
    """What an editor would tell it apart by."""
    if entry.guid:
        return (entry.guid,)
    return (entry.url, entry.title) if entry.url and entry.title else (entry.url, entry.title, entry.summary)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_feed_is_known_after_first_sight_and_each_of_its_entries_when_the_others_have_gone(path: Path) -> None:
    feed = read(path)
    if feed is None:
        return
    memory = Memory(SOURCE)

    first = memory.decide(feed)

    assert {decision.verdict for decision in first} <= {Verdict.BASELINE}
    assert len({key.entry for key in keys(feed)}) == len(set(map(names, feed.entries))), "no two of them are one"
    assert memory.decide(feed) == ()
    if len(feed.entries) < 2:
        return
    for entry in feed.entries[:20]:
        alone = memory.decide(ParsedFeed((entry,), url=feed.url))
        # One that stood there in two versions may be corrected.
        assert {decision.verdict for decision in alone} <= {Verdict.CHANGED}, entry.title


# --- watched for months -----------------------------------------------------------------------------------------------


@cache
def replayed(folder: str) -> tuple[tuple[ParsedFeed, tuple[Decision, ...]], ...]:
    """The feed at each poll, and what was decided."""
    memory = Memory(SOURCE)
    found = []
    for path in sorted((CORPUS / folder).iterdir()):
        feed = read(path)
        assert feed
        decisions = memory.decide(feed)
        assert memory.decide(feed) == ()
        found.append((feed, decisions))
    return tuple(found)


def counted(folder: str) -> list[dict[str, int]]:
    return [counts(decisions) for _, decisions in replayed(folder)]


def test_a_city_watched_day_by_day_brings_one_release_a_day_and_one_correction() -> None:
    steps = counted("sequence-karlsruhe")

    # Its feed shows nine: after a month all of them are others, which no daemon that was at work has to see at once.
    assert steps[:7] == [{"baseline": 9}, *[{"flood": 9}] * 6]
    assert steps[7:] == [{"new": 1}, {"new": 1}, {"new": 1, "changed": 1}, {"new": 1}]


def test_police_reports_that_share_a_page_are_kept_apart() -> None:
    steps = replayed("sequence-polizei")

    assert [counts(decisions) for _, decisions in steps] == [
        {"baseline": 201},
        {"new": 12, "flood": 1, "changed": 189, "joined": 2},  # all texts were shortened that day
        {"new": 21},
    ]
    shared = [feed for feed, _ in steps if max(Counter(entry.url for entry in feed.entries).values()) > 1]
    assert len(shared) == 3
    joined = [d.entry.title for _, decisions in steps for d in decisions if d.verdict is Verdict.JOINED]
    assert joined == ["In der Pressemeldung Nr."] * 2  # the title was cut off, and the guid is made of it
    (late,) = [d for _, decisions in steps for d in decisions if d.verdict is Verdict.FLOOD]
    assert late.entry.published
    assert "much older" in str(late.reason)  # it was slipped in twelve days back


def test_a_town_that_keeps_its_old_releases_in_the_feed_brings_only_the_others() -> None:
    steps = [decisions for _, decisions in replayed("sequence-salzkotten")]

    # Half a year goes by between two polls: what was put up and taken down again meanwhile is marked "[GELÖSCHT]".
    assert [counts(decisions) for decisions in steps] == [
        {"baseline": 258},
        {"new": 70, "doubtful": 49, "changed": 258},  # a footer was added to all texts
        {"new": 94, "doubtful": 36, "changed": 5},
    ]
    marked = [d for decisions in steps for d in decisions if d.reason]
    assert {str(d.reason) for d in marked} == {'the website says "GELÖSCHT"'}
    assert all(d.entry.title.startswith("[GELÖSCHT]") for d in marked)
    changed = [d for d in marked if d.verdict is Verdict.CHANGED]
    assert len(changed) == 7
    assert not any(d.known and d.known.owner for d in changed)


@pytest.mark.parametrize(("folder", "steps"), [("karlsruhe", 11), ("polizei", 3), ("salzkotten", 3)])
def test_no_two_releases_of_a_feed_that_was_watched_are_taken_for_one(folder: str, steps: int) -> None:
    decided = [decisions for _, decisions in replayed(f"sequence-{folder}")]

    assert len(decided) == steps
    assert not [d.entry.title for decisions in decided for d in decisions if d.same_as]


@pytest.mark.parametrize("folder", ["sequence-karlsruhe", "sequence-polizei", "sequence-salzkotten"])
def test_a_relaunch_of_a_feed_that_was_watched_posts_nothing(folder: str) -> None:
    memory = Memory(SOURCE)
    feed = read(sorted((CORPUS / folder).iterdir())[0])
    assert feed
    memory.decide(feed)

    moved = tuple(rewritten(entry, number) for number, entry in enumerate(feed.entries))
    found = counts(memory.decide(ParsedFeed(moved, url=feed.url)))

    assert not found.keys() & {"new", "changed"}


@pytest.mark.parametrize("folder", ["sequence-karlsruhe", "sequence-polizei", "sequence-salzkotten"])
def test_no_release_of_a_feed_that_was_watched_is_new_twice(folder: str) -> None:
    before: set[tuple[str, str]] = set()
    for feed, decisions in replayed(folder):
        assert not before & {(d.entry.title, d.entry.url) for d in decisions if d.verdict is Verdict.NEW}
        before |= {(entry.title, entry.url) for entry in feed.entries}
