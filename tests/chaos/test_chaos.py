"""A bounded part of `make chaos`: the same runs, spread evenly over everything that can go wrong.

The points are the same every time, so that a failure is one of the code, not of chance; the line that an error begins
with repeats it: ``make chaos ONLY='...'``.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from pydantic import SecretStr

from relay.channels.telegram import telegram_bot
from tests.chaos import plans
from tests.chaos.runs import FAILURES, METHODS, Run, Stage, killed_at_points, perform
from tests.chaos.world import CHAT, EDITORS, Broken, world_in

SHARES = {
    "deaths": [*plans.kills(10, seed=1), *plans.kills(2, seed=1, kind="kill-alone")],
    "albums and files": [*plans.media_kills(6, seed=1), *plans.media_lost(4, seed=1)],
    "rich messages": [*plans.media_kills(4, 1, "rich"), *plans.media_lost(4, 1, "rich")],
    "everything else": [
        *plans.lost_answers(5, seed=1),
        *plans.random_kills(2, seed=1),
        *plans.database_failures(2, seed=1),
        *plans.clock_jumps(1, seed=1),
        *plans.races(1, seed=1),
    ],
}


@pytest.mark.parametrize("share", SHARES)
async def test_nothing_is_lost_doubled_or_out_of_order(share: str, tmp_path: Path) -> None:
    runs = [half for run in SHARES[share] for half in _halves(run)]
    results = await asyncio.gather(*(_perform(run, tmp_path / str(index)) for index, run in enumerate(runs)))
    steps = sum(len(run.steps) for run in runs)
    assert sum(results) >= steps * 0.6, "too few faults struck: are the points still right?"


def _halves(run: Run) -> list[Run]:
    """Two worlds are quicker than one, as they mostly wait, if there is enough to do in each."""
    if len(run.steps) < 5:
        return [run]
    return [Run(run.kind, run.seed, steps) for steps in (run.steps[::2], run.steps[1::2])]


async def _perform(run: Run, folder: Path) -> int:
    try:
        return (await perform(run, folder)).faults
    except Broken as broken:
        raise AssertionError(f"make chaos ONLY='{run}'\n{broken}") from broken


async def test_the_schedule_goes_through_all_of_a_delivery_and_hardly_beyond_it(tmp_path: Path) -> None:
    scenarios = ("long", "withdraw")
    passed = await _points(Run("kill", 1, tuple(f"{name}-d100000" for name in scenarios)), tmp_path)
    for name in scenarios:
        # An answer that comes at once, or in two parts, is an await less or more.
        assert 0.7 < passed[f"{name}-d"] / plans.POINTS[name] < 1.15, f"set tests.chaos.plans.POINTS right: {passed}"


async def _points(run: Run, folder: Path) -> dict[str, int]:
    async with world_in(folder) as world:
        stage = Stage(world, run)
        await killed_at_points(stage)
        return stage.result.passed


@pytest.mark.parametrize("how", ["no-intent", "no-check"])
async def test_a_relay_that_does_not_know_what_it_was_about_to_send_or_does_not_look_is_found_guilty(
    how: str, tmp_path: Path
) -> None:
    async with world_in(tmp_path) as world:
        world.environ["CHAOS_SABOTAGE"] = how
        await world.baseline()
        world.telegram.plan(FAILURES["cut-after"](), METHODS["send"])
        world.newsroom.short()
        with pytest.raises(Broken, match="doubled: Z1-0-1"):
            await world.settle()


async def test_a_channel_that_somebody_tampered_with_and_a_copy_left_behind_are_noticed(tmp_path: Path) -> None:
    async with world_in(tmp_path) as world:
        life = await world.baseline()
        world.newsroom.short()
        await world.settle()
        await world.check()
        await world.end(life)
        (post,) = world.telegram.messages(CHAT)
        with world.database() as database, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute("DELETE FROM ledger")
        async with telegram_bot(SecretStr(world.telegram.token), world.telegram.url) as bot:
            for _ in range(world.killed + 1):
                await bot.api.forward_message(EDITORS, CHAT, post["message_id"])
        with pytest.raises(Broken, match="copies left in the editors' chat"):
            await world.check()
        world.telegram.delete_as_human(CHAT, post["message_id"])
        with pytest.raises(Broken, match="lost: Z1-0-1"):
            await world.check()
