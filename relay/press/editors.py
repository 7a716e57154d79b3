"""Drives what the bot is told of: buttons pressed in the editors' chat, rights that came back, posts of others.

    updates.updates(offset)          a long poll
    handle(update)                   may happen again after a crash: what was decided stays decided
    store.dealt_with(update)         only then it is forgotten

Whoever is in the editors' chat may decide. Neither their names nor their numbers are kept or shown: the ledger knows
the role alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import tzinfo

from relay.errors import ChannelError, StoreError, Text, TryLater
from relay.language import tell
from relay.ports import Clock
from relay.press.notices import EDITORS, verdict, verdicts
from relay.press.ports import Decisions, EditorsChat, PressStore, Updates, Withdrawals
from relay.press.telling import HeldOne, NothingToRead, Posted, Pressed, ReadElsewhere, Rights, Update

log = logging.getLogger(__name__)

POLL = 25.0
"""Seconds of a long poll."""
BACK_OFF = (1.0, 60.0)
"""Seconds to wait after updates could not be read, doubled with each time, and at most."""
ELSEWHERE = (10.0, 300.0)
"""The same while somebody else reads the updates."""
BREATH = 1.0
"""Seconds that a poll takes at least, should a server not know how to wait."""
_NOTHING = Text("There is nothing to decide here any more.")
NO_MOVES: Mapping[int, int] = {}


class Editors:
    """Listens to the bot's updates and acts on them."""

    def __init__(
        self,
        updates: Updates,
        *,
        chat: EditorsChat | None,
        chat_id: int | str | None,
        store: PressStore,
        decisions: Decisions,
        withdrawals: Withdrawals,
        clock: Clock,
        language: str,
        zone: tzinfo,
        turn: asyncio.Lock,
        on_rights: Callable[[Rights], Awaitable[None]],
        on_foreign: Callable[[Posted], Awaitable[None]],
        moved: Mapping[int, int] = NO_MOVES,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`on_rights` hears of the bot's place in a chat, `on_foreign` that somebody else posted in a channel.

        Both may hear of the same twice. `turn` is shared with `relay.press.notifier.Notifier`. `moved` are the new
        numbers of groups that became supergroups, as they become known.
        """
        self.heard = False
        """Whether it is known if updates can be read."""
        self.elsewhere: ReadElsewhere | None = None
        """That somebody else reads them at present."""
        self._updates = updates
        self._chat = chat
        self._chat_id = chat_id
        self._store = store
        self._decisions = decisions
        self._withdrawals = withdrawals
        self._clock = clock
        self._language = language
        self._zone = zone
        self._turn = turn
        self._on_rights = on_rights
        self._on_foreign = on_foreign
        self._moved = moved
        self._sleep = sleep

    # --- listening ----------------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Read updates and act on them until cancelled, or until the server says that it has none for anybody."""
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._read()
            except NothingToRead as error:
                log.warning("%s: buttons in the editors' chat do nothing", error)
                return
            except (ChannelError, StoreError) as error:
                failures += 1
                if isinstance(error, ReadElsewhere):
                    self.heard, self.elsewhere = True, error
                if failures == 1:
                    log.warning("what the bot is told of cannot be read: %s", error)
                await self._sleep(_pause(error, failures))
                continue
            self.heard, self.elsewhere = True, None
            if failures:
                log.info("what the bot is told of can be read again")
                failures = 0
            await self._sleep(max(0.0, BREATH - (asyncio.get_running_loop().time() - began)))

    async def _read(self) -> None:
        """Wait for updates once and deal with them, each as far as it goes. Raises ChannelError, StoreError."""
        after = await self._store.next_update()
        found = await self._updates.updates(after, POLL)
        if after and not found:
            # After a quiet week their numbers begin anew, maybe below this one (Bot API, Update): none may be lost.
            await self._store.all_confirmed()
        for update in found:
            try:
                await self.handle(update)
            except (StoreError, asyncio.CancelledError):
                raise
            except Exception:
                # A bug must not stop at one update for ever.
                log.exception("relay itself failed at an update of the bot")
            await self._store.dealt_with(update.update)

    async def handle(self, update: Update) -> None:
        """Act on one update; a second time changes nothing. Raises StoreError."""
        match update:
            case Pressed():
                await self._pressed(update)
            case Rights():
                await self._on_rights(update)
            case Posted():
                await self._on_foreign(update)

    # --- buttons ------------------------------------------------------------------------------------------------------

    async def _pressed(self, press: Pressed) -> None:
        if not self._from_editors(press):
            log.warning("a button was pressed outside of the editors' chat")
            await self._answer(press, Text("This is not allowed here."))
            return
        async with self._turn:
            known, done = await self._decide(press)
            if known:
                # Also of what was decided before a crash, or by two people at once.
                await self._store.answered(press.message)
            lines = await self._verdicts(press, done) if known else ()
        if not known:
            await self._answer(press, Text("relay does not know this button."))
            return
        await self._answer(press, done or (Text("already decided") if lines else _NOTHING))
        if done:
            log.info("the editors decided: %s", done)
        await self._settle(press, lines)

    def _from_editors(self, press: Pressed) -> bool:
        if isinstance(self._chat_id, str):
            return press.name.lower() == self._chat_id.lower()
        return self._chat_id is not None and press.chat == self._moved.get(self._chat_id, self._chat_id)

    async def _verdicts(self, press: Pressed, done: Text | None) -> tuple[Text, ...]:
        """Who decided what: by the ledger, as this may be the second press, or the first one, again, after a crash."""
        match press.data.split("|"):
            case [*_, first, last, _] if _numbers(first, last):
                return verdicts(await self._store.decided(int(first), int(last)), self._zone)
            case _:
                return (verdict(EDITORS, (done,), self._clock(), self._zone),) if done else ()

    async def _decide(self, press: Pressed) -> tuple[bool, Text | None]:
        """Do what a button says; returns whether relay knows it, and what was done, None if nothing was left to do."""
        match press.data.split("|"):
            case ["absorb" | "release" | "discard" as verb, first, last, mark] if _numbers(first, last):
                return True, await self._decide_held(verb, await self._store.held(int(first), int(last), mark))
            case ["newest", count, first, last, mark] if _numbers(count, first, last):
                return True, await self._newest(int(count), await self._store.held(int(first), int(last), mark))
            case ["withdraw", release] if _numbers(release):
                done = await self._withdrawals.withdraw(int(release), self._clock(), who=EDITORS)
                return True, Text("the post is withdrawn") if done else None
            case ["keep", release] if _numbers(release):
                done = await self._withdrawals.keep(int(release), self._clock(), who=EDITORS)
                return True, Text("the post stays") if done else None
            case ["keep-all", last, mark] if _numbers(last):
                kept = await self._withdrawals.keep_all(mark, int(last), self._clock(), who=EDITORS)
                return True, Text("posts that stay: {count}", {"count": kept}) if kept else None
            case _:
                return False, None

    async def _decide_held(self, verb: str, held: Sequence[HeldOne]) -> Text | None:
        ids, now = [one.id for one in held], self._clock()
        if verb == "release":
            count = _releases(held, await self._decisions.release(ids, now, who=EDITORS))
            return Text("to be posted: {count}", {"count": count}) if count else None
        if verb == "discard":
            count = _releases(held, await self._decisions.discard(ids, now, who=EDITORS))
            return Text("discarded: {count}", {"count": count}) if count else None
        count = _releases(held, await self._decisions.discard(ids, now, who=EDITORS, absorbed=True))
        return Text("absorbed as known: {count}", {"count": count}) if count else None

    async def _newest(self, count: int, held: Sequence[HeldOne]) -> Text | None:
        """Post the newest ones, absorb the others.

        These first: were relay cut off in between, the press would come again, and find just the newest left.
        """
        newest = set(list(dict.fromkeys(one.release for one in reversed(held)))[:count])
        absorbed = await self._decide_held("absorb", [one for one in held if one.release not in newest])
        posted = await self._decide_held("release", [one for one in held if one.release in newest])
        if absorbed and posted:
            return Text("{one}; {other}", {"one": posted, "other": absorbed})
        return posted or absorbed

    async def _answer(self, press: Pressed, text: Text) -> None:
        try:
            await self._updates.answer(press.query, tell(text, self._language))
        except ChannelError as error:
            # After some minutes Telegram takes no answer any more; what was decided is decided.
            log.info("a press of a button could not be answered: %s", error)

    async def _settle(self, press: Pressed, lines: Sequence[Text]) -> None:
        """Take the buttons away, and write below the message what was decided, unless it stands there already."""
        if self._chat is None:
            return
        below = "\n".join(tell(line, self._language) for line in lines)
        text = f"{press.text}\n\n{below}" if below and press.text and below not in press.text else None
        try:
            await self._chat.settle(press.message, text)
        except ChannelError as error:
            log.warning("a message in the editors' chat keeps its buttons: %s", error)


def _pause(error: Exception, failures: int) -> float:
    first, most = ELSEWHERE if isinstance(error, ReadElsewhere) else BACK_OFF
    growing = min(first * 2.0 ** min(failures - 1, 16), most)
    return max(growing, error.after or 0.0) if isinstance(error, TryLater) else growing


def _numbers(*parts: str) -> bool:
    """Whether these are numbers as relay writes them: what comes back from a chat is anybody's."""
    return all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts)


def _releases(held: Sequence[HeldOne], decided: Sequence[int]) -> int:
    return len({one.release for one in held if one.id in set(decided)})
