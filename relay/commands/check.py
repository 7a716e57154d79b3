"""`relay check`: everything that could keep relay from working, asked before it matters. Posts nothing."""

from __future__ import annotations

import asyncio
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relay.commands.common import console, escaped, has_database, load, print_json, said
from relay.config import ChannelSection, Config, require_work, telegram_token
from relay.errors import ChannelError, RelayError, Text
from relay.model import NotModified
from relay.settings import SourceSpec

if TYPE_CHECKING:
    from relay.channels.telegram import TelegramBot
    from relay.ports import Fetcher

CONFIGURATION, DATABASE, TOKEN = Text("configuration"), Text("database"), Text("token")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: Text
    """``configuration``, ``database``, ``token``, ``source NAME``, ``channel NAME``: in scripts always English."""
    well: bool
    says: Text
    warning: bool = False
    """It works, but a person should know."""


def check(option: Path | None, *, offline: bool, as_json: bool) -> int:
    """Print the checks; 0 if all is well, 1 if not. Raises ConfigError."""
    config = load(option)
    require_work(config)
    checks = asyncio.run(_look(config, offline=offline))
    well = all(one.well for one in checks)
    if as_json:
        shown = [{**asdict(one), "what": str(one.what), "says": one.says} for one in checks]
        print_json({"well": well, "config": str(config.path), "findings": shown})
        return 0 if well else 1
    out = console()
    for one in checks:
        mark = "[red]✗[/]" if not one.well else "[yellow]![/]" if one.warning else "[green]✓[/]"
        out.print(f"{mark} [bold]{escaped(said(one.what))}[/]: {escaped(said(one.says))}")
    out.print(said("All is well.") if well else f"[red]{said('Something is wrong, see above.')}[/]")
    return 0 if well else 1


async def _look(config: Config, *, offline: bool) -> list[Check]:
    checks = [Check(CONFIGURATION, well=True, says=Text("{file}", {"file": str(config.path)}))]
    checks.append(await _database(config))
    try:
        token = telegram_token(config)
    except RelayError as error:
        checks.append(Check(TOKEN, well=False, says=error.text))
        token = None
    if offline:
        if token:
            checks.append(Check(TOKEN, well=True, says=Text("there is one (Telegram was not asked)")))
        return checks
    checks.extend(await _sources(config))
    if token:
        from relay.channels.telegram import telegram_bot  # noqa: PLC0415 - seconds, and only when Telegram is asked

        async with telegram_bot(token, config.telegram.api_base) as bot:
            try:
                checks.append(Check(TOKEN, well=True, says=Text("the bot is {name}", {"name": await bot.name()})))
            except ChannelError as error:
                checks.append(Check(TOKEN, well=False, says=error.text))
                return checks
            checks.extend([await _channel(bot, section, config) for section in config.channel])
    return checks


async def _database(config: Config) -> Check:
    from relay.store.database import open_database  # noqa: PLC0415 - only here

    path = config.database_path()
    try:
        # Without making one: relay may run as another user, whose it is to be.
        if not has_database(path):
            if not path.parent.is_dir():
                return _no_folder(path.parent)
            return Check(DATABASE, well=True, says=Text("{file} will be made at the first start", {"file": path}))
        async with open_database(path) as database:
            if damage := await database.damage():
                says = Text("The database {file} is damaged: {why}. Restore a backup.", {"file": path, "why": damage})
                return Check(DATABASE, well=False, says=says)
            return Check(DATABASE, well=True, says=Text("{file}", {"file": path}))
    except RelayError as error:
        return Check(DATABASE, well=False, says=error.text)


def _no_folder(folder: Path) -> Check:
    if os.environ.get("STATE_DIRECTORY", "").split(":")[0] == str(folder):
        says = Text("systemd makes the folder {folder} at the first start", {"folder": folder})
        return Check(DATABASE, well=True, says=says)
    return Check(DATABASE, well=False, says=Text("there is no folder {folder}", {"folder": folder}))


async def _sources(config: Config) -> list[Check]:
    from relay.app import web  # noqa: PLC0415 - brings the network code

    async with web(config) as fetcher:
        return list(await asyncio.gather(*(_source(fetcher, source, config) for source in config.sources)))


async def _source(fetcher: Fetcher, source: SourceSpec, config: Config) -> Check:
    from relay.feed.parse import parse  # noqa: PLC0415 - feedparser

    what = Text("source {id}", {"id": source.id})
    try:
        fetched = await fetcher.get(source.url)
        if isinstance(fetched, NotModified):
            return Check(what, well=False, says=Text("it answers 304 to a first question"))
        feed = await asyncio.to_thread(parse, fetched, timezone=config.zone)
    except RelayError as error:
        return Check(what, well=False, says=error.text)
    if not feed.entries:
        return Check(what, well=True, warning=True, says=Text("a feed without entries, at present"))
    newest = feed.entries[0]
    facts = {"count": len(feed.entries), "title": newest.title, "version": feed.version}
    says = Text("{count} entries ({version}), on top: {title}", facts)
    if feed.problems:
        says = Text("{says}. It could be read, but:\n{problems}", {"says": says, "problems": feed.problems})
    return Check(what, well=True, warning=bool(feed.problems), says=says)


async def _channel(bot: TelegramBot, section: ChannelSection, config: Config) -> Check:
    from relay.app import chat_of  # noqa: PLC0415 - brings the network code

    what = Text("channel {id}", {"id": section.id})
    try:
        standing = await bot.standing(chat_of(section, config))
    except ChannelError as error:
        return Check(what, well=False, says=error.text)
    facts = {"title": standing.title, "chat": standing.chat}
    if not standing.may_post:
        return Check(
            what,
            well=False,
            says=Text(
                "the bot may not post in {title}: make it an administrator of the channel, with the right to post",
                facts,
            ),
        )
    if standing.discussion:
        return Check(
            what,
            well=True,
            warning=True,
            says=Text("{title} ({chat}); a group for comments is linked, which somebody has to watch", facts),
        )
    return Check(what, well=True, says=Text("{title} ({chat}), the bot may post", facts))
