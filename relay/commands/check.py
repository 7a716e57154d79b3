"""`relay check`: everything that could keep relay from working, asked before it matters. Posts nothing."""

from __future__ import annotations

import asyncio
import os
from dataclasses import asdict
from pathlib import Path

from relay.commands.check_telegram import check_telegram
from relay.commands.check_web import check_push, check_sources
from relay.commands.common import console, escaped, has_database, indented, load, print_json, said
from relay.commands.findings import DATABASE, TOKEN, UNCERTAIN, Check, place_of
from relay.config import Config, require_work, telegram_token
from relay.errors import ConfigError, RelayError, SummaryError, Text

CONFIGURATION, ALERTS, LOST_ANSWERS = Text("configuration"), Text("alerts"), Text("lost answers")


def check(option: Path | None, *, offline: bool, as_json: bool) -> int:
    """Print the checks; 0 if all is well, 1 if not. Raises ConfigError."""
    config = load(option)
    require_work(config)
    checks = asyncio.run(_look(config, offline=offline))
    well = all(one.well for one in checks)
    if as_json:
        shown = [{**asdict(one), "what": str(one.what), "says": one.says, "place": one.place} for one in checks]
        print_json({"well": well, "config": str(config.path), "findings": shown})
        return 0 if well else 1
    out = console()
    for one in checks:
        mark = "[red]✗[/]" if not one.well else "[yellow]![/]" if one.warning else "[green]✓[/]"
        lines = [f"[bold]{escaped(said(one.what))}[/]: {escaped(said(one.says))}"]
        if one.place and (one.warning or not one.well):
            lines.append(escaped(f"→ {said(one.place)}"))
        indented(out, mark, *lines)
    out.print(said("All is well.") if well else f"[red]{said('Something is wrong, see above.')}[/]")
    return 0 if well else 1


async def _look(config: Config, *, offline: bool) -> list[Check]:
    checks = [Check(CONFIGURATION, well=True, says=Text("{file}", {"file": str(config.path)}))]
    checks.append(await _database(config))
    checks.extend(await _alerts(config, offline=offline))
    checks.extend(await _summary(config, offline=offline))
    try:
        token = telegram_token(config)
    except RelayError as error:
        checks.append(Check(TOKEN, well=False, says=error.text, place=place_of(config, "telegram", "token_file")))
        token = None
    if offline:
        if token:
            checks.append(Check(TOKEN, well=True, says=Text("there is one (Telegram was not asked)")))
        return checks
    checks.extend(await check_sources(config))
    checks.extend(await check_push(config))
    checks.append(_lost_answers(config))
    if token:
        checks.extend(await check_telegram(config))
    return checks


async def _alerts(config: Config, *, offline: bool) -> list[Check]:
    from relay.press.alerts import check_addresses  # noqa: PLC0415 - apprise, where there are addresses

    urls = config.alerts.urls
    if not urls:
        if offline or config.telegram.editors_chat is not None:
            return []
        says = Text(
            "nobody is told when something is wrong: there is neither [telegram] editors_chat nor [alerts] urls"
        )
        return [Check(ALERTS, well=True, warning=True, says=says)]
    if wrong := await asyncio.to_thread(check_addresses, urls):
        places = ", ".join(str(place + 1) for place in wrong)
        says = Text(
            "these addresses in [alerts] urls are none that relay can write to, by their place: {places}. How they "
            "are written is told on https://github.com/caronc/apprise/wiki",
            {"places": places},
        )
        return [Check(ALERTS, well=False, says=says, place=place_of(config, "alerts", "urls"))]
    return [Check(ALERTS, well=True, says=Text("{count} addresses (nothing was sent to them)", {"count": len(urls)}))]


async def _summary(config: Config, *, offline: bool) -> list[Check]:
    if config.summary.kind != "llm":
        return []
    from relay.app import endpoint  # noqa: PLC0415 - as the next one: brings the network code
    from relay.summary.check import SUMMARY, tried_out  # noqa: PLC0415

    try:
        place = endpoint(config)
        if place is None or offline:
            return []
        says, careful = await tried_out(place, seconds=config.summary.timeout)
    except ConfigError as error:
        return [Check(SUMMARY, well=False, says=error.text, place=place_of(config, "summary", "key_file"))]
    except SummaryError as error:
        return [Check(SUMMARY, well=False, says=error.text, place=place_of(config, "summary", "base_url"))]
    return [Check(SUMMARY, well=True, warning=careful, says=says, place=place_of(config, "summary", "base_url"))]


def _lost_answers(config: Config) -> Check:
    """What is done with a post of which Telegram's answer was lost."""
    facts = {"setting": config.telegram.uncertain, "meaning": UNCERTAIN[config.telegram.uncertain]}
    if config.telegram.editors_chat is None:
        says = Text(
            "there is no [telegram] editors_chat. When Telegram's answer to a post is lost, which is rare, relay "
            'cannot look whether the post is out, and uncertain = "{setting}" decides: {meaning}. With an editors\' '
            "chat relay would find it out",
            facts,
        )
        return Check(LOST_ANSWERS, well=True, warning=True, says=says)
    says = Text(
        "when Telegram's answer to a post is lost, relay looks whether the post is out, by way of the editors' chat: "
        "none is lost, and none stands there twice. Only where that cannot be seen for more than 10 minutes "
        'uncertain = "{setting}" decides: {meaning}',
        facts,
    )
    return Check(LOST_ANSWERS, well=True, says=says)


async def _database(config: Config) -> Check:
    from relay.store.database import NotSetUp, open_database  # noqa: PLC0415 - only here
    from relay.store.tryout import try_out  # noqa: PLC0415 - only here

    path = config.database_path()
    try:
        # Without making one: relay may run as another user, whose it is to be.
        if not has_database(path):
            if not path.parent.is_dir():
                return _no_folder(path.parent)
            return Check(DATABASE, well=True, says=Text("{file} will be made at the first start", {"file": path}))
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            says = Text("The database {file} cannot be written: check its owner and its folder's.", {"file": path})
            return Check(DATABASE, well=False, says=says)
        # Without bringing it up to date, or changing anything: relay may be at work.
        await asyncio.to_thread(try_out, path)
        async with open_database(path, read_only=True) as database:
            if damage := await database.damage():
                says = Text("The database {file} is damaged: {why}. Restore a backup.", {"file": path, "why": damage})
                return Check(DATABASE, well=False, says=says)
            return Check(DATABASE, well=True, says=Text("{file}", {"file": path}))
    except NotSetUp:
        says = Text("the next start of relay brings {file} up to date", {"file": path})
        return Check(DATABASE, well=True, warning=True, says=says)
    except RelayError as error:
        return Check(DATABASE, well=False, says=error.text)


def _no_folder(folder: Path) -> Check:
    if os.environ.get("STATE_DIRECTORY", "").split(":")[0] == str(folder):
        says = Text("systemd makes the folder {folder} at the first start", {"folder": folder})
        return Check(DATABASE, well=True, says=says)
    return Check(DATABASE, well=False, says=Text("there is no folder {folder}", {"folder": folder}))
