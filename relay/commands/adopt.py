"""`relay adopt`: take what the channels have for posted, after an older copy of the database was brought back."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from relay.ahead import take_over
from relay.app import App, holding, open_app
from relay.commands.common import console, escaped, load, print_json, said
from relay.config import Config, require_work, telegram_token
from relay.poller import Poller
from relay.store.adoption import Adopted
from relay.store.instance import cleared
from relay.timing import now


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    adopted: tuple[Adopted, ...]
    """Posts of the channels that are known from now on."""
    held: int
    """Posts that wait for a person, because nobody can see whether the channel has them."""
    failing: tuple[str, ...]
    """Sources that could not be read."""


def adopt(option: Path | None, *, as_json: bool) -> int:
    """Look at the channels, or hold what is new where that can't be done. Raises RelayError."""
    config = load(option)
    require_work(config)
    outcome = asyncio.run(_adopt(config))
    if as_json:
        print_json(asdict(outcome))
        return 1 if outcome.failing else 0
    out = console()
    for one in outcome.adopted:
        out.print(f"[green]✓[/] {escaped(one.title)}\n    {escaped(one.channel)}: {escaped(one.url)}")
    out.print(said("Known from now on: {count}", count=len(outcome.adopted)))
    if outcome.held:
        out.print(said("Waiting for you: {count}; see `relay holds`", count=outcome.held))
    for name in outcome.failing:
        console(stderr=True).print(said("The source {id} could not be read; run `relay adopt` again.", id=name))
    return 1 if outcome.failing else 0


async def _adopt(config: Config) -> Outcome:
    async with holding(config) as store, open_app(config, telegram_token(config), store) as app:
        failing = await _read(app)
        taken = await take_over(app)
        # What nobody can look up must be held: what is new on a website that could not be read would go out later.
        missing = failing if taken.unseen else ()
        if not missing:
            await cleared(store.database)
        return Outcome(taken.adopted, len(await store.decisions.holds()), missing)


async def _read(app: App) -> tuple[str, ...]:
    """Read what the website has now, and post nothing; returns the sources that could not be read."""
    states = await app.store.sources.source_states()
    unhurried = {name: replace(state, polled=None, wait_until=None) for name, state in states.items()}
    poller = Poller(app.ingest, app.config.sources, unhurried, clock=now, on_due=lambda: None)
    await poller.tick()
    await poller.settle()
    return poller.failing
