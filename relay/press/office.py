"""The press office's side of a relay that runs: it is told what is wrong or waits, and answers with buttons.

Put together here from the notifier, the editors' chat and the look after releases that may have been withdrawn.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from relay.app import App, chat_of
from relay.config import Config
from relay.delivery.outcome import CLOSED
from relay.errors import Text
from relay.ingestion.withdrawals import Withdrawals
from relay.press.alerts import AppriseAlerts
from relay.press.editors import Editors
from relay.press.notices import LISTENING, Condition, Own, Scope, moved, read_elsewhere
from relay.press.notifier import Notifier
from relay.press.telling import Posted, Rights
from relay.store.notices import Notices
from relay.store.withdrawals import VanishedReleases
from relay.timing import now

if TYPE_CHECKING:
    from relay.channels.telegram_editors import TelegramEditors

log = logging.getLogger(__name__)

_LOST = Text("Telegram refuses the bot: {why}", {"why": Text("it may not post there any more")})
"""As the next post would have found out."""


@dataclass(frozen=True, slots=True)
class Press:
    """What has to be done every now and then."""

    notifier: Notifier
    withdrawals: Withdrawals


@asynccontextmanager
async def press_office(app: App, on_due: Callable[[], None]) -> AsyncIterator[Press]:
    """Listen to the editors as long as this is open. `on_due` is called when a channel may be worked off again."""
    from relay.channels.telegram_editors import TelegramEditors  # noqa: PLC0415 - brings aiogram

    config, store = app.config, app.store
    telegram = TelegramEditors(app.bot.api, config.telegram.editors_chat)
    # One for both: no decision falls between a look and the words that tell of it.
    turn = asyncio.Lock()
    notifier = Notifier(
        (notices := Notices(store.database)),
        chat=None if config.telegram.editors_chat is None else telegram,
        alerts=[AppriseAlerts(url, place) for place, url in enumerate(config.alerts.urls, start=1)],
        clock=now,
        language=config.language,
        scope=_scope(config),
        turn=turn,
        own=lambda: _own(app, editors),
    )
    vanished = VanishedReleases(store.database)
    editors = _editors(app, telegram, notices=notices, vanished=vanished, turn=turn, ears=_Ears(app, on_due))
    listening = asyncio.create_task(editors.listen(), name="editors")
    try:
        yield Press(notifier, Withdrawals(fetcher=app.pages, store=vanished, clock=now))
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


def _editors(
    app: App,
    telegram: TelegramEditors,
    *,
    notices: Notices,
    vanished: VanishedReleases,
    turn: asyncio.Lock,
    ears: _Ears,
) -> Editors:
    chat_id = app.config.telegram.editors_chat
    return Editors(
        telegram,
        chat=None if chat_id is None else telegram,
        chat_id=chat_id,
        store=notices,
        decisions=app.store.decisions,
        withdrawals=vanished,
        clock=now,
        language=app.config.language,
        zone=app.config.zone,
        turn=turn,
        on_rights=ears.rights,
        on_foreign=ears.foreign,
        moved=app.bot.moved,
    )


def _scope(config: Config) -> Scope:
    return Scope(
        frozenset(source.id for source in config.source),
        frozenset(channel.id for channel in config.channel),
        callback=config.websub.callback,
        after=config.alerts.after,
        zone=config.zone,
        chat=config.telegram.editors_chat is not None,
        aliases={source.id: source.host_aliases for source in config.source},
    )


def _own(app: App, editors: Editors) -> Own:
    """What is wrong with the process itself: it stands in no store."""
    found: dict[str, Condition] = dict(moved(*move) for move in app.bot.moved.items())
    if app.config.telegram.editors_chat is None:
        return Own(found)
    if editors.elsewhere:
        found[LISTENING] = read_elsewhere(editors.elsewhere.text)
    return Own(found, unknown=frozenset() if editors.heard else frozenset({LISTENING}))


class _Ears:
    """What the bot hears of the channels' chats."""

    def __init__(self, app: App, on_due: Callable[[], None]) -> None:
        self._app = app
        self._on_due = on_due
        sections = {section.id: section for section in app.config.channel}
        self._named = {deliver: chat_of(sections[deliver.name], app.config) for deliver in app.delivers}

    async def rights(self, heard: Rights) -> None:
        """The bot may post again where it could not, or may not any more."""
        if heard.chat < 0:
            # Of a group or channel: so an administrator learns its number. Those of people are above 0.
            log.info("the bot's place in the chat %s has changed", heard.chat)
        deliveries = self._app.store.deliveries
        for deliver, named in self._named.items():
            if heard.chat not in {deliver.chat, named} and not (heard.name and heard.name == named):
                continue
            if not heard.may_post:
                log.warning("%s: %s", deliver.name, _LOST)
                await deliveries.close(deliver.name, _LOST, now() + timedelta(seconds=CLOSED))
            elif await deliveries.resume(deliver.name):
                self._on_due()

    async def foreign(self, heard: Posted) -> None:
        """Somebody else posted: the next message of ours has a higher id."""
        await self._app.store.deliveries.foreign(heard.chat, [heard.message])
