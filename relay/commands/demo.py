"""`relay demo`: a county's website, a Telegram channel, and the real daemon between them, all on this machine."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from relay.commands.common import console, escaped, print_json, said
from relay.emulator.scenario import play
from relay.emulator.site.emulator import SiteEmulator
from relay.emulator.telegram.emulator import TelegramEmulator
from relay.errors import RelayError
from relay.state import SourceState
from relay.store.database import open_database
from relay.store.overview import channel_overview
from relay.store.sources import Sources
from relay.timing import now

PORT = 8480
"""Of the channel's page, if nobody asks for another."""
CHAT = -1001000000001
USERNAME = "landkreis_musterland"
NOTIFY = "notify"
SOURCES = 2
STARTED_WITHIN = 60.0
"""Seconds: a small machine takes a while to load aiogram."""
DONE_WITHIN = 120.0
"""Seconds for the fixed scenario to reach the channel."""
STOPPED_WITHIN = 30.0
"""Seconds for the daemon to see through what it is sending."""
PAUSE, PAUSE_ONCE = 8.0, 1.0
"""Seconds between two releases."""

CONFIG = """\
language = "de"
database = "relay.db"

[fetch]
interval = "1s"
host_gap = "0s"
contact = "demo@landkreis-musterland.example"
allow_networks = ["127.0.0.0/8"]

[telegram]
api_base = "{api}"

[[source]]
id = "presse"
url = "{press}"
channels = ["main"]
backfill = 1
hashtags = ["LandkreisMusterland"]

[[source]]
id = "aktuelles"
url = "{highlights}"
channels = ["main"]
hashtags = ["LandkreisMusterland"]

[[channel]]
id = "main"
kind = "telegram"
chat = {chat}
pace = "1s"
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """What the demo consists of."""

    site: SiteEmulator
    telegram: TelegramEmulator
    folder: Path


def demo(*, once: bool, as_json: bool, port: int | None) -> int:
    """Run it: until Ctrl-C, or with `once` until a fixed scenario has played.

    `port` is the page's: 0 for any free one, None for the usual one, or a free one if that is taken.
    Raises RelayError if relay fails, or the port is taken.
    """
    teller, caught = Teller(quiet=as_json), list[int]()
    try:
        posts = asyncio.run(_demo(teller, caught, once=once, port=port))
    except asyncio.CancelledError:
        teller.say("demo", said("The end. Nothing is left behind."))
        return 128 + caught[0] if once else 0
    if as_json:
        print_json({"posts": posts})
    corrected = sum(1 for post in posts if post["corrected"])
    teller.say("demo", said("{posts} posts, {corrected} of them corrected.", posts=len(posts), corrected=corrected))
    return 0


def _end_on_signals(caught: list[int]) -> None:
    """Cancel this task at the first Ctrl-C, SIGTERM or SIGHUP, so that all is tidied up; a second one changes nothing.

    SIGHUP is how a terminal that is closed says so; under nohup it stays ignored.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def end(number: int) -> None:
        if task and not caught:
            task.cancel()
        caught.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, end, number)


class Teller:
    """Says in the terminal what happens, step by step."""

    def __init__(self, *, quiet: bool) -> None:
        self._console = console(stderr=True)
        self._quiet = quiet

    def say(self, who: str, what: str) -> None:
        """One line with the time and who it is about."""
        if not self._quiet:
            colour = {"Website": "cyan", "relay": "green"}.get(who, "bold")
            clock = time.strftime("%H:%M:%S")
            try:
                self._console.print(f"[dim]{clock}[/] [{colour}]{who:8}[/] {escaped(what)}")
            except OSError:
                # The terminal was closed: there is nobody to tell, and still everything to tidy up.
                self._quiet = True


async def _demo(teller: Teller, caught: list[int], *, once: bool, port: int | None) -> list[dict[str, Any]]:
    _end_on_signals(caught)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relay-demo-")))
        stage = await stack.enter_async_context(_stage(folder, port))
        teller.say("Website", stage.site.url)
        teller.say("Telegram", said("{url}  <- open this", url=stage.telegram.page_url(CHAT)))
        teller.say("relay", said("is starting"))
        await stack.enter_async_context(_relay(stage, teller))
        await _until_read(stage)
        if once:
            await play(stage.site, pause=PAUSE_ONCE, say=lambda line: teller.say("Website", line), stop_after=3)
            await _until_quiet(stage)
            return [_post(message) for message in stage.telegram.messages(CHAT) if _is_post(message)]
        teller.say("demo", said("A new release every {seconds:g} seconds. Ctrl-C ends it.", seconds=PAUSE))
        await play(stage.site, pause=PAUSE, say=lambda line: teller.say("Website", line))
        teller.say("demo", said("That was the last release. Ctrl-C ends it."))
        await asyncio.Event().wait()
    raise AssertionError


@asynccontextmanager
async def _stage(folder: Path, port: int | None) -> AsyncIterator[Stage]:
    site, telegram = SiteEmulator(), TelegramEmulator(allow_local_links=True)
    telegram.add_channel(CHAT, title="Landkreis Musterland", username=USERNAME)
    await site.start()
    try:
        await _start(telegram, port)
        try:
            yield Stage(site, telegram, folder)
        finally:
            await telegram.stop()
    finally:
        await site.stop()


async def _start(telegram: TelegramEmulator, port: int | None) -> None:
    try:
        await telegram.start(port=PORT if port is None else port)
    except OSError as error:
        if port is not None:
            raise RelayError(
                "Port {port} is taken, or not allowed: name another one, or leave out --port.", port=port
            ) from error
        # The usual port is taken, perhaps by another demo.
        await telegram.start()


@asynccontextmanager
async def _relay(stage: Stage, teller: Teller) -> AsyncIterator[None]:
    """The real daemon as a process of its own, told where everything is by a real configuration file."""
    config = stage.folder / "config.toml"
    config.write_text(
        CONFIG.format(
            api=stage.telegram.url, press=stage.site.feed_url, highlights=stage.site.second_feed_url, chat=CHAT
        ),
        encoding="utf-8",
    )
    with _notify_socket(stage.folder) as listener:
        environ = {
            **os.environ,
            "RELAY_TELEGRAM_TOKEN": stage.telegram.token,
            "NOTIFY_SOCKET": str(stage.folder / NOTIFY),
            # The form of the journal: each line with its priority (<6>) instead of the time, which the demo tells.
            "JOURNAL_STREAM": "demo",
        }
        for name in ("STATE_DIRECTORY", "CREDENTIALS_DIRECTORY", "WATCHDOG_USEC"):
            environ.pop(name, None)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "relay", "run", "--config", str(config)),
            env=environ,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        lines: list[str] = []
        telling = asyncio.create_task(_tell(process, teller, lines))
        try:
            await _until_ready(process, listener, lines)
            yield
        finally:
            await _stop(process)
            await telling


async def _stop(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOPPED_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()


@contextmanager
def _notify_socket(folder: Path) -> Iterator[socket.socket]:
    """Where the daemon says READY=1, as it says it to systemd."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.setblocking(False)
        listener.bind(str(folder / NOTIFY))
        yield listener


async def _tell(process: Process, teller: Teller, lines: list[str]) -> None:
    """Pass on what the daemon logs."""
    assert process.stderr is not None  # noqa: S101 - asked for
    async for raw in process.stderr:
        line = re.sub(r"^<\d>", "", raw.decode("utf-8", "replace").rstrip())
        lines.append(line)
        teller.say("relay", line)


async def _until_ready(process: Process, listener: socket.socket, lines: list[str]) -> None:
    ready = asyncio.create_task(_ready(listener))
    ended = asyncio.create_task(process.wait())
    try:
        done, _ = await asyncio.wait({ready, ended}, timeout=STARTED_WITHIN, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ready.cancel()
        ended.cancel()
    if ready not in done:
        raise RelayError("relay did not start: {why}", why="\n".join(lines[-5:]) or "?")


async def _ready(listener: socket.socket) -> None:
    while b"READY=1" not in await asyncio.get_running_loop().sock_recv(listener, 4096):
        pass


async def _until_read(stage: Stage) -> None:
    """Wait until relay has read every source once, so that what comes now is new to it."""
    await _until(stage, lambda states, _: len(states) == SOURCES and all(state.success for state in states))


async def _until_quiet(stage: Stage) -> None:
    """Wait until relay has read every source again and posted all it knows of."""
    end = now()
    await _until(stage, lambda states, waiting: not waiting and all((s.success or end) > end for s in states))


async def _until(stage: Stage, reached: Callable[[Collection[SourceState], int], bool]) -> None:
    """Look into relay's own database until something is reached; raises RelayError if it never is."""
    try:
        async with asyncio.timeout(DONE_WITHIN), open_database(stage.folder / "relay.db", read_only=True) as database:
            sources = Sources(database)
            while True:
                states = (await sources.source_states()).values()
                if reached(states, (await channel_overview(database, "main")).pending):
                    return
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise RelayError("relay did not come to an end within {seconds:g} s", seconds=DONE_WITHIN) from None


def _is_post(message: dict[str, Any]) -> bool:
    return "text" in message or "caption" in message


def _post(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the Bot API, as a script wants to read it."""
    buttons = [one for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
    text = message.get("text") or message.get("caption", "")
    return {
        "message_id": message["message_id"],
        "title": text.partition("\n")[0],
        "text": text,
        "picture": "photo" in message,
        "url": buttons[0]["url"] if buttons else None,
        "button": buttons[0]["text"] if buttons else None,
        "posted": datetime.fromtimestamp(message["date"], UTC),
        "corrected": datetime.fromtimestamp(message["edit_date"], UTC) if "edit_date" in message else None,
    }
