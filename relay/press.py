"""The press office's side of a relay that runs: it is told what is wrong or waits, and answers with buttons.

Put together here from the notifier, the editors' chat and the look after releases that may have been withdrawn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from relay.alerts import AppriseAlerts
from relay.app import App, chat_of
from relay.config import Config
from relay.editors import Editors
from relay.notices import Scope
from relay.notifier import Notifier
from relay.store.notices import Notices
from relay.store.withdrawals import VanishedReleases
from relay.telling import Posted, Rights
from relay.timing import now
from relay.withdrawals import Withdrawals


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
    chat_id = config.telegram.editors_chat
    telegram = TelegramEditors(app.bot.api, chat_id)
    chat = None if chat_id is None else telegram
    # One for both: no decision falls between a look and the words that tell of it.
    turn = asyncio.Lock()
    notifier = Notifier(
        (notices := Notices(store.database)),
        chat=chat,
        alerts=AppriseAlerts(config.alerts.urls) if config.alerts.urls else None,
        clock=now,
        language=config.language,
        scope=_scope(config),
        turn=turn,
    )
    ears = _Ears(app, on_due)
    vanished = VanishedReleases(store.database)
    editors = Editors(
        telegram,
        chat=chat,
        chat_id=chat_id,
        store=notices,
        decisions=store.decisions,
        withdrawals=vanished,
        clock=now,
        language=config.language,
        zone=config.zone,
        turn=turn,
        on_rights=ears.rights,
        on_foreign=ears.foreign,
    )
    listening = asyncio.create_task(editors.listen(), name="editors")
    try:
        yield Press(notifier, Withdrawals(fetcher=app.fetcher, store=vanished, clock=now))
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


def _scope(config: Config) -> Scope:
    return Scope(
        frozenset(source.id for source in config.source),
        frozenset(channel.id for channel in config.channel),
        after=config.alerts.after,
        zone=config.zone,
        chat=config.telegram.editors_chat is not None,
    )


class _Ears:
    """What the bot hears of the channels' chats."""

    def __init__(self, app: App, on_due: Callable[[], None]) -> None:
        self._app = app
        self._on_due = on_due
        sections = {section.id: section for section in app.config.channel}
        self._named = {deliver: chat_of(sections[deliver.name], app.config) for deliver in app.delivers}

    async def rights(self, heard: Rights) -> None:
        """The bot may post again where it could not."""
        for deliver, named in self._named.items():
            its = heard.chat in {deliver.chat, named} or (heard.name and heard.name == named)
            if its and await self._app.store.deliveries.resume(deliver.name):
                self._on_due()

    async def foreign(self, heard: Posted) -> None:
        """Somebody else posted: the next message of ours has a higher id."""
        await self._app.store.deliveries.foreign(heard.chat, [heard.message])
