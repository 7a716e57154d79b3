"""`relay check`: everything that could keep relay from working, asked before it matters. Posts nothing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relay.commands.common import console, escaped, has_database, load, print_json, said
from relay.config import ChannelSection, Config, require_work, telegram_token
from relay.errors import ChannelError, ConfigError, RelayError, Text
from relay.model import NotModified
from relay.settings import SourceSpec

if TYPE_CHECKING:
    from relay.app import Store
    from relay.channels.telegram import Standing, TelegramBot
    from relay.ports import Fetcher

CONFIGURATION, DATABASE, TOKEN = Text("configuration"), Text("database"), Text("token")
ALERTS, EDITORS, LOST_ANSWERS = Text("alerts"), Text("editors' chat"), Text("lost answers")
UNCERTAIN = {
    "resend": Text("the post is sent again, and may then stand in the channel twice"),
    "hold": Text("the post waits for a person (`relay holds`), and may then come late"),
}
"""What the settings mean."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: Text
    """``configuration``, ``database``, ``alerts``, ``source NAME``, ``lost answers``, ``token``, ``channel NAME``,
    ``chat of channel NAME``, ``editors' chat``, ``database and channel NAME``: in scripts always English."""
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
    checks.extend(await _alerts(config, offline=offline))
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
    checks.append(_lost_answers(config))
    if token:
        checks.extend(await _telegram(config))
    return checks


async def _alerts(config: Config, *, offline: bool) -> list[Check]:
    from relay.alerts import check_addresses  # noqa: PLC0415 - apprise, where there are addresses

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
        return [Check(ALERTS, well=False, says=says)]
    return [Check(ALERTS, well=True, says=Text("{count} addresses (nothing was sent to them)", {"count": len(urls)}))]


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


async def _telegram(config: Config) -> list[Check]:
    from relay.app import chat_of  # noqa: PLC0415 - brings the network code
    from relay.channels.telegram import telegram_bot  # noqa: PLC0415 - seconds, and only when Telegram is asked

    async with telegram_bot(telegram_token(config), config.telegram.api_base) as bot:
        try:
            checks = [Check(TOKEN, well=True, says=Text("the bot is {name}", {"name": await bot.name()}))]
        except ChannelError as error:
            return [Check(TOKEN, well=False, says=error.text)]
        channels: dict[int, str] = {}
        for section in config.channel:
            found = await _standing(bot, chat_of(section, config))
            checks.append(_channel(found, section, config))
            if config.mode == "live" and not isinstance(found, ChannelError) and found.chat in channels:
                says = Text(
                    "it is the same chat as that of the channel {other}: both post there, in turn",
                    {"other": channels[found.chat]},
                )
                what = Text("chat of channel {id}", {"id": section.id})
                checks.append(Check(what, well=True, warning=True, says=says))
            # On trial the posts may well go to the editors.
            if config.mode == "live" and not isinstance(found, ChannelError):
                channels.setdefault(found.chat, section.id)
        if config.telegram.editors_chat is not None:
            checks.append(_editors(await _standing(bot, config.telegram.editors_chat), channels))
        if all(one.well for one in checks):
            checks.extend(await _posts(config, bot))
    return checks


async def _standing(bot: TelegramBot, chat: int | str) -> Standing | ChannelError:
    try:
        return await bot.standing(chat)
    except ChannelError as error:
        return error


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


async def _sources(config: Config) -> list[Check]:
    from relay.app import web  # noqa: PLC0415 - brings the network code

    async with web(config) as fetcher:
        return list(await asyncio.gather(*(_source(fetcher, source, config) for source in config.sources)))


async def _source(fetcher: Fetcher, source: SourceSpec, config: Config) -> Check:
    from relay.reading import read_source  # noqa: PLC0415 - feedparser

    what = Text("source {id}", {"id": source.id})
    try:
        fetched = await fetcher.get(source.url)
        if isinstance(fetched, NotModified):
            return Check(what, well=False, says=Text("it answers 304 to a first question"))
        feed, _ = await read_source(fetcher, source, fetched, config.zone)
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


def _channel(standing: Standing | ChannelError, section: ChannelSection, config: Config) -> Check:
    what = Text("channel {id}", {"id": section.id})
    if isinstance(standing, ChannelError):
        return Check(what, well=False, says=standing.text)
    facts: dict[str, object] = {"title": standing.title, "chat": standing.chat}
    if not standing.may_post:
        says = Text(
            "the bot may not post in {title}: make it an administrator of the channel, with the right to post", facts
        )
        return Check(what, well=False, says=says)
    if standing.protected and config.telegram.editors_chat is not None:
        facts |= {"setting": config.telegram.uncertain, "meaning": UNCERTAIN[config.telegram.uncertain]}
        says = Text(
            "{title} ({chat}) forbids forwarding, so relay cannot look whether a post is out when Telegram's answer is "
            'lost; uncertain = "{setting}" decides then: {meaning}',
            facts,
        )
        return Check(what, well=True, warning=True, says=says)
    if standing.discussion:
        says = Text("{title} ({chat}); a group for comments is linked, which somebody has to watch", facts)
        return Check(what, well=True, warning=True, says=says)
    return Check(what, well=True, says=Text("{title} ({chat}), the bot may post", facts))


def _editors(standing: Standing | ChannelError, channels: Mapping[int, str]) -> Check:
    """`channels` are the names of the channels by the numbers of their chats."""
    if isinstance(standing, ChannelError):
        says = Text(
            "{why}. Make the bot a member of the group, and check [telegram] editors_chat", {"why": standing.text}
        )
        return Check(EDITORS, well=False, says=says)
    facts = {"title": standing.title, "chat": standing.chat, "id": channels.get(standing.chat)}
    if standing.chat in channels:
        says = Text("it is the channel {id} itself, where everybody reads what is meant for the press office", facts)
        return Check(EDITORS, well=False, says=says)
    if not standing.may_post:
        return Check(EDITORS, well=False, says=Text("the bot may not write in {title}: let it", facts))
    if standing.public:
        says = Text("{title} ({chat}) is public: anybody can read what relay tells the press office", facts)
        return Check(EDITORS, well=True, warning=True, says=says)
    return Check(EDITORS, well=True, says=Text("{title} ({chat}), the bot may write", facts))


async def _posts(config: Config, bot: TelegramBot) -> list[Check]:
    """Whether the channels have posts that the database knows nothing of. Reads the database, and nothing more."""
    from relay.app import open_store  # noqa: PLC0415 - brings the network code
    from relay.store.database import NotSetUp  # noqa: PLC0415 - only here

    try:
        if not has_database(config.database_path()):
            return []
        async with open_store(config.database_path(), read_only=True) as store:
            return [check for section in config.channel if (check := await _ahead(bot, section, config, store))]
    except NotSetUp:
        return []
    except RelayError as error:
        return [Check(DATABASE, well=False, says=error.text)]


async def _ahead(bot: TelegramBot, section: ChannelSection, config: Config, store: Store) -> Check | None:
    """None where nobody can see it, and it need not be seen."""
    from relay.ahead import checked  # noqa: PLC0415 - brings the network code
    from relay.app import chat_of, witness  # noqa: PLC0415 - brings the network code

    what = Text("database and channel {id}", {"id": section.id})
    try:
        found = await checked(section.id, witness(bot, chat_of(section, config), config), store, config)
    except (ChannelError, ConfigError) as error:
        return Check(what, well=False, says=error.text)
    if found is None:
        return None
    return Check(what, well=True, says=Text("nothing is in the channel that the database does not know"))
