"""A release that disappears: found out by its page, confirmed twice, decided by a person."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from relay.commands import withdraw as command
from relay.errors import ConfigError, SourceError
from relay.ingestion.withdrawals import AT_ONCE, Withdrawals
from relay.language import tell
from relay.model import NotModified
from relay.press.notices import Scope, conditions
from relay.press.telling import Facts
from relay.sources.http_errors import refusal
from relay.state import Confirmed
from relay.store.database import Database, open_database
from relay.store.withdrawals import VanishedReleases, keep
from tests.fakes import SITE, FakeSite, SetClock
from tests.store.test_withdrawals import delivery, release, states

MINUTE, DAY = 60.0, 86400.0


@dataclass
class Watch:
    """A website, a store, and what looks for releases that are gone."""

    database: Database
    site: FakeSite = field(default_factory=FakeSite)
    clock: SetClock = field(default_factory=SetClock)

    async def vanish(self, number: int = 1) -> str:
        """A release that was posted is in the feed no more; its page answers 404."""
        await release(self.database, number, seen=0)
        await delivery(self.database, number, "sent", posted=number)
        self.gone(url := f"{SITE}/presse/{number}")
        return url

    def gone(self, url: str) -> None:
        self.site.answers[url] = SourceError("{url} was removed", permanent=True, gone=True, url=url)

    async def look(self, after: float = 0) -> int:
        self.clock.pass_by(after)
        store = VanishedReleases(self.database)
        return await Withdrawals(fetcher=self.site, store=store, clock=self.clock).look()

    async def confirmed(self) -> list[Confirmed]:
        return await VanishedReleases(self.database).confirmed()

    async def left(self) -> list[int]:
        return [
            row["release"]
            for row in await self.database.rows("SELECT release FROM vanished WHERE seen >= 0 ORDER BY release")
        ]


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    async with open_database(tmp_path / "relay.db") as database:
        yield Watch(database)


async def test_a_page_that_is_gone_twice_ten_minutes_apart_is_certain(watch: Watch) -> None:
    url = await watch.vanish()
    assert await watch.look() == 0
    assert await watch.look(9 * MINUTE) == 0
    assert await watch.confirmed() == []
    assert await watch.look(MINUTE) == 1
    (one,) = await watch.confirmed()
    assert (one.release, str(one.reason)) == (1, f"{url} was removed")
    assert watch.site.times(url) == 2


async def test_a_page_that_is_there_means_that_nothing_was_withdrawn(watch: Watch) -> None:
    url = await watch.vanish()
    await watch.look()
    watch.site.serve(url, "<h1>Brücke gesperrt</h1><p>Die Brücke ist gesperrt.</p>", "text/html")
    assert await watch.look(10 * MINUTE) == 0
    assert await watch.left() == []


async def test_a_page_that_a_cache_shows_for_a_while_is_found_to_be_gone_all_the_same(watch: Watch) -> None:
    url = await watch.vanish()
    watch.site.serve(url, "<h1>Brücke gesperrt</h1>", "text/html")
    await watch.look()
    watch.gone(url)
    assert await watch.look(10 * MINUTE - 1) == 0
    assert await watch.look(1) == 0
    assert await watch.look(10 * MINUTE) == 1


async def test_a_page_that_stays_is_looked_at_after_ten_minutes_an_hour_and_a_day_and_then_left_alone(
    watch: Watch,
) -> None:
    url = await watch.vanish()
    watch.site.serve(url, "<h1>Brücke gesperrt</h1>", "text/html")
    looks = []
    for minute in range(0, 4 * 24 * 60, 10):
        before = watch.site.times(url)
        await watch.look(10 * MINUTE if minute else 0)
        if watch.site.times(url) > before:
            looks.append(minute)
    assert looks == [0, 10, 70, 70 + 24 * 60]
    assert await watch.database.rows("SELECT * FROM vanished") == []


@pytest.mark.parametrize(("status", "why"), [(404, "not there any more (404)"), (410, "removed for good (410)")])
async def test_what_is_said_of_a_page_is_no_advice_for_feeds(watch: Watch, status: int, why: str) -> None:
    url = await watch.vanish()
    watch.site.answers[url] = refusal(URL(url), status, {}, watch.clock())
    assert await watch.look() + await watch.look(10 * MINUTE) == 1
    (one,) = await watch.confirmed()
    assert why in str(one.reason)
    assert "address" not in str(one.reason)


async def test_a_page_that_says_it_was_withdrawn_counts_as_gone(watch: Watch) -> None:
    url = await watch.vanish()
    watch.site.serve(url, "<h1>Zurückgezogen: Brücke gesperrt</h1>", "text/html; charset=utf-8")
    assert await watch.look() + await watch.look(10 * MINUTE) == 1
    (one,) = await watch.confirmed()
    assert str(one.reason) == "its page says that it was withdrawn"


@pytest.mark.parametrize(
    "error",
    [SourceError("{host} has trouble (503)", host="x"), SourceError("closed (403)", permanent=True), ValueError("bug")],
)
async def test_what_cannot_be_known_now_is_asked_half_an_hour_later_and_counts_nothing(
    watch: Watch, error: Exception
) -> None:
    url = await watch.vanish()
    await watch.look()
    watch.site.answers[url] = error
    assert await watch.look(10 * MINUTE) == 0
    watch.gone(url)
    assert await watch.look(29 * MINUTE) == 0
    assert watch.site.times(url) == 2
    assert await watch.look(MINUTE) == 1


async def test_a_page_that_makes_relay_stumble_does_not_keep_others_from_being_looked_at(watch: Watch) -> None:
    first, second = await watch.vanish(1), await watch.vanish(2)
    watch.site.answers[first] = RuntimeError("a bug")
    await watch.look()
    assert (watch.site.times(first), watch.site.times(second)) == (1, 1)


async def test_an_answer_without_content_shows_that_the_page_is_there(watch: Watch) -> None:
    url = await watch.vanish()
    watch.site.answers[url] = NotModified()
    await watch.look()
    assert await watch.left() == []


async def test_a_certain_release_is_looked_at_once_a_day_until_somebody_decides(watch: Watch) -> None:
    url = await watch.vanish()
    await watch.look()
    await watch.look(10 * MINUTE)
    assert await watch.look(DAY - 1) == 0
    assert watch.site.times(url) == 2
    assert await watch.look(1) == 0  # certain already
    assert watch.site.times(url) == 3
    watch.site.answers[url] = SourceError("out of order")
    await watch.look(DAY)
    await watch.look(DAY - 1)
    assert watch.site.times(url) == 4
    await keep(watch.database, 1, watch.clock(), "administrator")
    await watch.look(10 * DAY)
    assert watch.site.times(url) == 4


async def test_a_certain_release_whose_page_comes_back_is_no_longer_asked_about(watch: Watch) -> None:
    url = await watch.vanish()
    await watch.look()
    await watch.look(10 * MINUTE)
    watch.site.serve(url, "<h1>Brücke gesperrt</h1>", "text/html")
    await watch.look(DAY)
    assert await watch.confirmed() == []


async def test_of_very_many_pages_some_are_looked_at_in_one_go_and_the_rest_next_time(watch: Watch) -> None:
    for number in range(1, AT_ONCE + 4):
        await watch.vanish(number)
    await watch.look()
    assert len(watch.site.asked) == AT_ONCE
    await watch.look()
    assert len(watch.site.asked) == AT_ONCE + 3


async def test_a_website_that_answers_404_for_everything_is_one_question_not_one_for_each(watch: Watch) -> None:
    for number in range(1, 2 * AT_ONCE + 3):
        await watch.vanish(number)
    watch.site.serve(f"{SITE}/presse/1", "<h1>Brücke gesperrt</h1>", "text/html")
    for _ in range(4):
        await watch.look(5 * MINUTE)
        one_by_one, _ = await VanishedReleases(watch.database).to_ask()
        assert one_by_one == []
    await watch.look(5 * MINUTE)
    one_by_one, (one,) = await VanishedReleases(watch.database).to_ask()

    assert (one_by_one, one.gone, one.looked_at) == ([], 2 * AT_ONCE + 1, 2 * AT_ONCE + 2)
    text = tell(conditions(Facts(many_gone=(one,)), Scope(frozenset(), frozenset()), watch.clock())[
        "many-gone/presse"
    ].text, "de")  # fmt: skip
    assert text.startswith("21 von 22 Pressemitteilungen der Quelle presse, nach denen relay gesehen hat, sind nicht")
    assert "• Meldung 22\n" in text

    for number in range(1, 2 * AT_ONCE + 3):
        watch.site.serve(f"{SITE}/presse/{number}", "<h1>Da</h1>", "text/html")
    for _ in range(4):
        await watch.look(DAY)
    assert await VanishedReleases(watch.database).to_ask() == ([], [])


# --- the command ------------------------------------------------------------------------------------------------------

CONFIG = """
language = "{language}"
database = "relay.db"

[[channel]]
id = "main"
kind = "telegram"
chat = "@landkreis_musterland"
withdrawal = "{withdrawal}"

[[channel]]
id = "jugend"
kind = "telegram"
chat = "@jugend_musterland"
"""


def configured(folder: Path, *, language: str = "en", withdrawal: str = "notice") -> Path:
    path = folder / "config.toml"
    path.write_text(CONFIG.format(language=language, withdrawal=withdrawal), encoding="utf-8")
    return path


@pytest.fixture
async def gone(tmp_path: Path) -> Path:
    """The configuration of a relay that has confirmed that release 1 is gone."""
    async with open_database(tmp_path / "relay.db") as database:
        await release(database, 1, seen=2)
        await delivery(database, 1, "sent", posted=7)
        await release(database, 2)
        await delivery(database, 2, "sent", "jugend", posted=8)
    return configured(tmp_path)


async def state_of(config: Path) -> dict[str, tuple[str, int]]:
    async with open_database(config.parent / "relay.db") as database:
        return await states(database)


async def called(function: Any, *arguments: Any, **more: Any) -> int:
    """Run a command as the program does: outside of any event loop."""
    code: int = await asyncio.to_thread(function, *arguments, **more)
    return code


async def test_candidates_are_listed(gone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await called(command.show, gone, as_json=False) == 0
    out = capsys.readouterr().out
    assert "1  Meldung 1" in out
    assert "https://t.example/main/7" in out
    assert "its page says that it was withdrawn" in out
    assert "Meldung 2" not in out


async def test_candidates_as_json(gone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await called(command.show, gone, as_json=True) == 0
    (one,) = json.loads(capsys.readouterr().out)["withdrawals"]
    assert (one["id"], one["title"], one["posts"]) == (1, "Meldung 1", ["https://t.example/main/7"])
    assert one["reason"] == "its page says that it was withdrawn"


async def test_without_candidates_or_a_database_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(tmp_path, language="de")
    assert await called(command.show, config, as_json=False) == 0
    assert "Keine Pressemitteilung ist von der Website verschwunden." in capsys.readouterr().out
    assert await called(command.show, config, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"withdrawals": []}
    for decide in (command.withdraw, command.keep):
        with pytest.raises(ConfigError, match="no database yet"):
            await called(decide, config, ["1"])


async def test_withdrawing_says_what_happens_next(gone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await called(command.withdraw, gone, ["1", f"{SITE}/presse/1"]) == 0
    assert capsys.readouterr().out == ("Posts that are withdrawn: 1\nmain: relay edits the posts into a notice.\n")
    assert await state_of(gone) == {"main": ("pending", 1), "jugend": ("sent", 0)}


async def test_what_is_being_withdrawn_already_is_not_counted_again(
    gone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for count in (1, 0):
        assert await called(command.withdraw, gone, ["1"]) == 0
        assert capsys.readouterr().out.startswith(f"Posts that are withdrawn: {count}\n")


async def test_where_posts_are_deleted_that_is_said_of_their_channel_only(
    gone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(gone.parent, withdrawal="delete")
    assert await called(command.withdraw, gone, ["1", "https://t.example/jugend/8"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Posts that are withdrawn: 2"
    assert lines[1].startswith("main: relay deletes the posts")
    assert lines[2] == "jugend: relay edits the posts into a notice."


async def test_what_is_no_release_is_named_and_the_rest_is_done(gone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await called(command.withdraw, gone, ["3", "1", "[x]"]) == 1
    said = capsys.readouterr()
    assert "relay knows no such release: 3, [x]" in said.err
    assert "Posts that are withdrawn: 1" in said.out


async def test_what_is_kept_stays_and_is_not_listed_again(gone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await called(command.keep, gone, ["1"]) == 0
    assert "Releases whose posts stay: 1" in capsys.readouterr().out
    assert await state_of(gone) == {"main": ("sent", 0), "jugend": ("sent", 0)}
    await called(command.show, gone, as_json=False)
    assert "No release is gone from the website." in capsys.readouterr().out


async def test_many_that_are_gone_at_once_are_told_as_what_they_look_like_and_kept_together(
    gone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_database(gone.parent / "relay.db") as database:
        for number in range(3, 8):
            await release(database, number, seen=2)
            await delivery(database, number, "sent", posted=number + 10)
        await database.change("UPDATE vanished SET reason = ''")
    await called(command.show, gone, as_json=False)
    assert "presse: 6 of 6 releases that relay looked for are gone." in capsys.readouterr().out
    assert await called(command.keep, gone, ["all"]) == 0
    assert "Releases whose posts stay: 6" in capsys.readouterr().out
    await called(command.show, gone, as_json=False)
    assert "No release is gone from the website." in capsys.readouterr().out
