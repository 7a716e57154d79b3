"""What `relay check` asks of Telegram: the token, the channels, the editors' chat, and what stands in the channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from relay.commands.common import has_database
from relay.commands.findings import DATABASE, TOKEN, UNCERTAIN, Check, place_of
from relay.config import ChannelSection, Config, telegram_token
from relay.errors import ChannelError, ConfigError, RelayError, Text, TryLater, Uncertain

if TYPE_CHECKING:
    from relay.app import Store
    from relay.channels.telegram import Standing, TelegramBot

EDITORS = Text("editors' chat")
_NUMBER = Text(
    "a private one has a number only (-100...): it is at the end of the address when you open it on "
    "https://web.telegram.org/a/"
)


async def check_telegram(config: Config) -> list[Check]:
    """The bot's name and its rights. Raises ConfigError where there is no token."""
    from relay.app import chat_of  # noqa: PLC0415 - brings the network code
    from relay.channels.telegram import telegram_bot  # noqa: PLC0415 - seconds, and only when Telegram is asked

    async with telegram_bot(telegram_token(config), config.telegram.api_base) as bot:
        try:
            checks = [Check(TOKEN, well=True, says=Text("the bot is {name}", {"name": await bot.name()}))]
        except ChannelError as error:
            return [Check(TOKEN, well=False, says=error.text, place=_server(config) or _token(config))]
        channels: dict[int, str] = {}
        for index, section in enumerate(config.channel):
            found = await _standing(bot, chat_of(section, config))
            checks.append(_channel(found, section, index, config))
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
            checks.append(_editors(await _standing(bot, config.telegram.editors_chat), channels, config))
        if all(one.well for one in checks):
            checks.extend(await _posts(config, bot))
    return checks


async def _standing(bot: TelegramBot, chat: int | str) -> Standing | ChannelError:
    try:
        return await bot.standing(chat)
    except ChannelError as error:
        return error


def _server(config: Config) -> Text | None:
    return place_of(config, "telegram", "api_base")


def _token(config: Config) -> Text | None:
    return place_of(config, "telegram", "token_file")


def _channel(standing: Standing | ChannelError, section: ChannelSection, index: int, config: Config) -> Check:
    what = Text("channel {id}", {"id": section.id})
    trial = config.mode == "test"
    place = place_of(config, "telegram", "test_chat") if trial else place_of(config, "channel", index, "chat")
    if isinstance(standing, ChannelError):
        if isinstance(standing, TryLater | Uncertain):
            return Check(what, well=False, says=standing.text, place=_server(config))
        says = Text(
            "{why}. Make the bot an administrator of the channel, with the right to post messages, and check chat: a "
            "public channel has an @name; {number}",
            {"why": _reason(standing), "number": _NUMBER},
        )
        return Check(what, well=False, says=says, place=place)
    facts: dict[str, object] = {"title": standing.title, "chat": standing.chat}
    if not standing.may_post:
        says = Text(
            "the bot may not post in {title}: make it an administrator of the channel, with the right to post", facts
        )
        return Check(what, well=False, says=says, place=place)
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


def _editors(standing: Standing | ChannelError, channels: Mapping[int, str], config: Config) -> Check:
    """`channels` are the names of the channels by the numbers of their chats."""
    place = place_of(config, "telegram", "editors_chat")
    if isinstance(standing, ChannelError):
        if isinstance(standing, TryLater | Uncertain):
            return Check(EDITORS, well=False, says=standing.text, place=_server(config))
        says = Text(
            "{why}. Make the bot a member of the group, and check [telegram] editors_chat: {number}",
            {"why": _reason(standing), "number": _NUMBER},
        )
        return Check(EDITORS, well=False, says=says, place=place)
    facts = {"title": standing.title, "chat": standing.chat, "id": channels.get(standing.chat)}
    if standing.chat in channels:
        says = Text("it is the channel {id} itself, where everybody reads what is meant for the press office", facts)
        return Check(EDITORS, well=False, says=says, place=place)
    if standing.kind == "channel":
        says = Text(
            "{title} ({chat}) is a channel, not a group: whoever follows it could press the buttons, and so decide "
            "what is posted. Make a private group of those who may decide, add the bot, and name the group here",
            facts,
        )
        return Check(EDITORS, well=False, says=says, place=place)
    if not standing.may_post:
        return Check(EDITORS, well=False, says=Text("the bot may not write in {title}: let it", facts), place=place)
    if standing.public:
        says = Text("{title} ({chat}) is public: anybody can read what relay tells the press office", facts)
        return Check(EDITORS, well=True, warning=True, says=says, place=place)
    return Check(EDITORS, well=True, says=Text("{title} ({chat}), the bot may write", facts))


def _reason(error: ChannelError) -> Text | str:
    """In words that a person understands who does not know Telegram's."""
    why = error.text.facts.get("why")
    known = isinstance(why, str) and "chat not found" in why.lower()
    return Text("Telegram knows no such chat, or the bot is not in it ({why})", {"why": why}) if known else error.text


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
