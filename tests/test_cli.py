"""The command line: exit codes, what goes to stdout and what to stderr, and what each command says."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from relay import cli
from relay.commands import common
from relay.config import Config
from relay.errors import Text
from relay.model import Decision, Entry, EntryKeys, Finding, Post, Verdict
from relay.settings import PAGE_ACCEPT, SourceSpec
from relay.state import SourceState
from relay.store.codec import dump_text
from relay.store.database import open_database
from relay.store.deliveries import Deliveries
from relay.store.lock import instance_lock
from relay.store.sources import Sources
from tests.configs import CONFIG as ONE_CHANNEL
from tests.discover.web import Site, serving

TOKEN = "123456789:AAExampleExampleExampleExampleExample"
CONFIG = f"""\
{ONE_CHANNEL}
[[channel]]
id = "short"
kind = "telegram"
chat = -1002
style = "link"
"""
PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Brücke [rot] gesperrt</title></head>
<body><nav><a href="/">Startseite</a></nav><main><article><h1>Brücke [rot] gesperrt</h1>
<p>Die Brücke über die Muster ist ab Montag gesperrt. Grund sind Arbeiten am Geländer.</p>
<p>Die Umleitung führt über Musterhausen. Die Arbeiten dauern voraussichtlich zwei Wochen.</p>
</article></main></body></html>"""
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Presse</title>
<link>https://www.landkreis-musterland.example/</link><description>x</description>
<item><title>Brücke gesperrt</title><link>https://www.landkreis-musterland.example/1</link><guid>1</guid>
<pubDate>Mon, 02 Jun 2025 10:00:00 +0200</pubDate><description>Die Brücke ist ab Montag gesperrt.</description></item>
<item><title>Museum öffnet</title><link>https://www.landkreis-musterland.example/2</link><guid>2</guid>
<pubDate>Mon, 02 Jun 2025 09:00:00 +0200</pubDate><description>Das Museum öffnet am Sonntag.</description></item>
</channel></rss>"""
URL = "https://www.landkreis-musterland.example/1"
NOW = datetime(2025, 6, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, which is one JSON object and nothing else."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


class Relay:
    """The command line in this process, in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Ended:
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.app(list(arguments), prog_name="relay")
        code = end.value.code
        assert isinstance(code, int)
        return Ended(code, *self._capsys.readouterr())


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """Nothing is configured."""
    for name in list(os.environ):
        if name.startswith("RELAY_") or name in {"STATE_DIRECTORY", "CREDENTIALS_DIRECTORY", "LC_ALL", "FORCE_COLOR"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    common.speak("en")
    yield Relay(tmp_path, capsys)
    common.speak("en")


@pytest.fixture
def relay(empty: Relay) -> Relay:
    """There is a configuration in the folder."""
    (empty.folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    return empty


async def fill(path: Path, titles: list[str]) -> None:
    """Put releases on hold, as after a flood."""
    source = SourceSpec(id="presse", url=URL, channels=("main",), interval=300)
    findings = []
    for title in titles:
        entry = Entry(guid=title, url=URL, title=title)
        decision = Decision(Verdict.FLOOD, entry, EntryKeys(title.encode(), None), b"digest")
        findings.append(Finding(decision, Post(title=title, url=URL, blocks=())))
    state = SourceState(url=URL, baselined=True, polled=NOW, success=NOW, new=NOW)
    async with open_database(path) as database:
        await Sources(database).record(source, state, findings, NOW)


@pytest.fixture
def held(relay: Relay) -> Relay:
    """Two posts are on hold."""
    asyncio.run(fill(relay.folder / "relay.db", ["Brücke [rot] gesperrt", "Museum öffnet"]))
    return relay


async def states(path: Path) -> list[tuple[int, str]]:
    async with open_database(path, read_only=True) as database:
        return [(row["id"], row["state"]) for row in await database.rows("SELECT * FROM deliveries ORDER BY id")]


def process(*arguments: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RELAY_", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "relay", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1", **environ},
        check=False,
    )


# --- usage ------------------------------------------------------------------------------------------------------------


def test_the_module_is_the_program(tmp_path: Path) -> None:
    ended = process("--version", folder=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("relay 0.")


def test_the_script_is_the_program(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("relay")
    ended = subprocess.run([script, "--version"], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False)
    assert ended.stdout.startswith("relay 0.")


def test_every_command_is_there(empty: Relay) -> None:
    ended = empty("--help")
    assert ended.code == 0
    for command in (
        "run",
        "once",
        "check",
        "preview",
        "status",
        "backup",
        "restore",
        "withdraw",
        "adopt",
        "ledger",
        "holds",
        "demo",
    ):
        assert f"\n  {command} " in ended.out


def test_the_list_of_commands_is_not_cut_on_a_narrow_terminal(tmp_path: Path) -> None:
    ended = process("--help", folder=tmp_path, COLUMNS="60")
    lines = ended.stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert len(lines) == 14
    assert [line for line in lines if not re.search(r"\w\.$", line)] == []


@pytest.mark.parametrize(
    "command",
    ["run", "once", "check", "preview", "status", "holds", "demo", "holds release", "holds discard"],
)
def test_every_command_says_what_it_does(empty: Relay, command: str) -> None:
    ended = empty(*command.split(), "--help")
    assert ended.code == 0
    usage, _, text = ended.out.strip().partition("\n\n")
    assert usage.startswith(f"Usage: relay {command}")
    assert text.strip().split("\n")[0].strip()[0].isupper()
    assert not text.startswith("Options:")


@pytest.mark.parametrize(
    "arguments",
    [
        ["statsu"],
        ["status", "--jsn"],
        ["holds", "release", "x"],
        ["preview", "--page"],
        ["demo", "--port", "x"],
        ["demo", "--port", "99999999"],
        ["demo", "--port", "-1"],
    ],
)
def test_wrong_usage_is_2_and_told_on_stderr(empty: Relay, arguments: list[str]) -> None:
    ended = empty(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Error" in ended.err


@pytest.mark.parametrize("command", ["run", "once", "check", "status", "holds"])
def test_without_a_configuration_commands_end_with_2(empty: Relay, command: str) -> None:
    ended = empty(command)
    assert (ended.code, ended.out) == (2, "")
    assert "Error: No configuration found" in ended.err


@pytest.mark.parametrize("command", ["run", "once", "check", "status", "holds"])
def test_a_wrong_configuration_is_2_and_told_on_stderr(relay: Relay, command: str) -> None:
    (relay.folder / "config.toml").write_text('language = "de"\n[fetch]\nintervall = "5m"\n', encoding="utf-8")
    ended = relay(command)
    assert (ended.code, ended.out) == (2, "")
    assert "Fehler: config.toml, Zeile 3: [fetch] intervall: diesen Schlüssel gibt es nicht" in ended.err


@pytest.mark.parametrize("command", ["once", "check"])
def test_a_configuration_without_work_is_2(relay: Relay, command: str) -> None:
    (relay.folder / "config.toml").write_text("", encoding="utf-8")
    ended = relay(command)
    assert (ended.code, ended.out) == (2, "")
    assert "[[source]]" in ended.err


def test_the_configuration_may_be_named_before_or_after_the_command(relay: Relay) -> None:
    other = relay.folder / "other.toml"
    other.write_text(CONFIG + '\n[fetch]\ncontact = "a"\n', encoding="utf-8")
    (relay.folder / "config.toml").unlink()
    for arguments in (
        ["--config", "other.toml", "status", "--json"],
        ["status", "--config", "other.toml", "--json"],
        ["-c", "other.toml", "holds", "--json"],
        ["holds", "-c", "other.toml", "--json"],
        ["check", "--offline", "-c", "other.toml", "--json"],
    ):
        ended = relay(*arguments)
        assert ended.err == ""
        assert ended.json


def test_the_configuration_named_after_the_command_counts(relay: Relay) -> None:
    assert relay("--config", "nowhere.toml", "status", "--config", "config.toml").code == 0
    assert relay("--config", "config.toml", "status", "--config", "nowhere.toml").code == 2


def test_the_configuration_may_be_named_anywhere_among_the_holds(held: Relay) -> None:
    (held.folder / "config.toml").rename(held.folder / "other.toml")
    for arguments in (
        ["-c", "other.toml", "holds", "release", "1"],
        ["holds", "-c", "other.toml", "discard", "2"],
    ):
        assert held(*arguments).code == 0
    assert held("holds", "release", "1", "-c", "other.toml").code == 1


@pytest.mark.parametrize("number", ["9" * 30, str(2**63)])
@pytest.mark.parametrize("verb", ["release", "discard", "absorb"])
def test_a_number_that_no_post_can_have_is_a_mistake_and_no_crash(held: Relay, verb: str, number: str) -> None:
    ended = held("holds", verb, number)
    assert ended.code == 2
    assert f"No post has such a number: {number}" in ended.err
    assert held("holds", verb, str(2**63 - 1)).code == 1


def test_the_environment_may_name_the_configuration(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    (relay.folder / "config.toml").rename(relay.folder / "other.toml")
    monkeypatch.setenv("RELAY_CONFIG", str(relay.folder / "other.toml"))
    assert relay("status").code == 0


# --- preview ----------------------------------------------------------------------------------------------------------


def test_a_saved_page_is_shown_as_it_would_be_posted(empty: Relay) -> None:
    ended = empty("preview", "--page", "page.html", "--title", "Brücke [rot] gesperrt", "--url", URL)
    assert (ended.code, ended.err) == (0, "")
    assert "Brücke [rot] gesperrt" in ended.out
    assert "Die Brücke über die Muster ist ab Montag gesperrt." in ended.out
    assert "Startseite" not in ended.out


def test_a_saved_page_as_json(empty: Relay) -> None:
    shown = empty("preview", "--page", "page.html", "--title", "Brücke gesperrt", "--url", URL, "--json").json
    assert {"title", "teaser", "sentences", "paragraphs", "media", "url", "telegram"} <= shown.keys()
    assert shown["title"] == "Brücke gesperrt"
    assert shown["url"] == URL
    assert shown["sentences"] == [
        "Die Brücke über die Muster ist ab Montag gesperrt.",
        "Grund sind Arbeiten am Geländer.",
        "Die Umleitung führt über Musterhausen.",
        "Die Arbeiten dauern voraussichtlich zwei Wochen.",
    ]
    assert len(shown["paragraphs"]) == 2
    assert shown["telegram"]["messages"][0]["html"].startswith("<b>Brücke gesperrt</b>")


def test_a_preview_has_the_look_of_the_channel_that_is_named(relay: Relay) -> None:
    page = ["preview", "--page", "page.html", "--title", "Brücke", "--url", URL, "--json"]
    assert relay(*page).json["telegram"]["style"] == "teaser"
    assert relay(*page, "--channel", "short").json["telegram"]["style"] == "link"
    assert relay(*page, "--style", "full").json["telegram"]["style"] == "full"


def test_a_saved_feed_is_shown_entry_by_entry(empty: Relay) -> None:
    ended = empty("preview", "--feed", "feed.xml", "--url", "https://www.landkreis-musterland.example/presse.rss")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.index("Brücke gesperrt") < ended.out.index("Museum öffnet")


def test_a_saved_feed_as_json(empty: Relay) -> None:
    shown = empty("preview", "--feed", "feed.xml", "--url", URL, "--json").json
    assert [entry["title"] for entry in shown["entries"]] == ["Brücke gesperrt", "Museum öffnet"]
    first = shown["entries"][0]
    assert {"identity", "title", "link", "published", "teaser"} <= first.keys()
    assert first["link"] == URL
    assert first["published"] == "2025-06-02T08:00:00+00:00"
    assert first["teaser"] == "Die Brücke ist ab Montag gesperrt."
    assert len({entry["identity"] for entry in shown["entries"]}) == 2


def test_what_is_wrong_with_a_feed_is_told_in_the_readers_language(relay: Relay) -> None:
    (relay.folder / "config.toml").write_text(CONFIG.replace('"en"', '"de"'), encoding="utf-8")
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": URL, "title": ["[red]"]}]}
    (relay.folder / "feed.json").write_text(json.dumps(feed), encoding="utf-8")
    told = [
        "Eintrag 1 hat in „title“ keinen Text, sondern eine Liste.",
        "Einträge ohne Zeitangabe: 1 von 1.",
        "Einträge ohne Titel: 1 von 1.",
    ]
    used = "Konfiguration: config.toml"
    assert relay("preview", "--feed", "feed.json", "--url", URL).err.splitlines() == [used, *told]
    assert relay("preview", "--feed", "feed.json", "--url", URL, "--json").json["problems"] == told


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--page", "page.html", "--feed", "feed.xml"],
        [URL, "--page", "page.html"],
        ["notaurl"],
        ["ftp://www.landkreis-musterland.example/1"],
        ["http://["],
        ["--page", "page.html", "--source", "nowhere"],
        ["--page", "nothing.html"],
        ["--feed", "."],
        ["--page", "page.html", "--channel", "nowhere"],
        ["--page", "page.html", "--style", "long"],
    ],
)
def test_a_preview_of_nothing_that_can_be_shown_is_2(relay: Relay, arguments: list[str]) -> None:
    ended = relay("preview", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.removeprefix("Configuration: config.toml\n").startswith("Error: ")


def test_a_preview_goes_on_without_a_configuration_that_is_broken_unless_it_was_named(relay: Relay) -> None:
    (relay.folder / "config.toml").write_text('language = "de"\n[fetch]\nintervall = "5m"\n', encoding="utf-8")
    page = ["preview", "--page", "page.html", "--url", URL]
    ended = relay(*page)
    assert (ended.code, "Brücke" in ended.out) == (0, True)
    assert "Dies braucht keine Konfiguration" in ended.err
    assert "config.toml, Zeile 3: [fetch] intervall: diesen Schlüssel gibt es nicht" in ended.err
    ended = relay(*page, "--config", "config.toml")
    assert (ended.code, ended.out) == (2, "")


LIST = """<html><body><main><ul><li class="pm"><a href="/1">Brücke gesperrt</a> 02.06.2025</li>
<li class="pm"><a href="/2">Museum öffnet</a> 01.06.2025</li></ul></main></body></html>"""


def test_a_preview_of_a_list_page_reads_it_as_its_source_does(relay: Relay) -> None:
    (relay.folder / "list.html").write_text(LIST, encoding="utf-8")
    page = "https://www.landkreis-musterland.example/presse/"
    listing = f'[[source]]\nid = "liste"\nkind = "listing"\nurl = "{page}"\nitem = "li.pm"\nchannels = ["main"]\n'
    (relay.folder / "config.toml").write_text(CONFIG + listing, encoding="utf-8")
    by_address = relay("preview", "--feed", "list.html", "--url", page, "--json").json
    assert [one["title"] for one in by_address["entries"]] == ["Brücke gesperrt", "Museum öffnet"]
    by_name = relay("preview", "--feed", "list.html", "--url", page, "--source", "liste", "--json").json
    assert by_name == by_address
    ended = relay("preview", "--feed", "list.html", "--url", f"{page}archiv/")
    assert ended.code == 1
    assert "relay discover URL" in ended.err
    (relay.folder / "list.html").write_text("<html><body>Leer</body></html>", encoding="utf-8")
    ended = relay("preview", "--feed", "list.html", "--url", page)
    assert (ended.code, "matched nothing today" in ended.err) == (1, True)


def test_of_a_saved_index_of_sitemaps_nothing_else_is_asked_for(relay: Relay) -> None:
    home = "https://www.landkreis-musterland.example/"
    (relay.folder / "index.xml").write_text(
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{home}teil.xml</loc></sitemap></sitemapindex>",
        encoding="utf-8",
    )
    sitemap = f'[[source]]\nid = "karte"\nkind = "sitemap"\nurl = "{home}karte.xml"\nchannels = ["main"]\n'
    (relay.folder / "config.toml").write_text(CONFIG + sitemap, encoding="utf-8")
    ended = relay("preview", "--feed", "index.xml", "--url", f"{home}karte.xml")
    assert (ended.code, ended.out) == (1, "")
    assert f"{home}teil.xml is not asked" in ended.err


def test_a_preview_of_a_feed_by_its_address_asks_the_web_if_it_may(empty: Relay) -> None:
    with serving(Site({"/presse.rss": ("application/rss+xml", FEED)})) as site:
        address = f"{site.url}/presse.rss"
        ended = empty("preview", "--feed", address)
        assert (ended.code, "To ask there this once: --allow-network" in ended.err) == (1, True)
        assert site.asked == []
        shown = empty("preview", "--feed", address, "--allow-network", "127.0.0.0/8", "--json").json
    assert [one["title"] for one in shown["entries"]] == ["Brücke gesperrt", "Museum öffnet"]


def test_what_is_no_network_is_told(empty: Relay) -> None:
    ended = empty("preview", "--page", "page.html", "--allow-network", "hier")
    assert (ended.code, "is not a network" in ended.err) == (2, True)


def test_a_preview_of_a_page_as_a_feed_fails_with_1(empty: Relay) -> None:
    ended = empty("preview", "--feed", "page.html", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "an HTML page instead of a feed" in ended.err


def test_a_preview_of_a_private_address_fails_with_1(empty: Relay) -> None:
    ended = empty("preview", "http://127.0.0.1/secret")
    assert (ended.code, ended.out) == (1, "")
    assert "127.0.0.1" in ended.err


SOURCE_OPTIONS = 'hashtags = ["Musterland"]\nselector = "#ort"\n'


@pytest.fixture
def particular(relay: Relay) -> Relay:
    """The source has hashtags, and a selector that finds another part of the page."""
    text = CONFIG.replace('channels = ["main"]\n', 'channels = ["main"]\n' + SOURCE_OPTIONS)
    (relay.folder / "config.toml").write_text(text, encoding="utf-8")
    page = PAGE.replace("<main>", '<div id="ort"><p>Hier steht die Meldung, an einem ungewohnten Ort.</p></div><main>')
    (relay.folder / "page.html").write_text(page, encoding="utf-8")
    return relay


@pytest.mark.parametrize(
    "more", [["--url", URL], ["--url", "https://elsewhere.example/1", "--source", "presse"], ["--source", "presse"]]
)
def test_a_preview_uses_the_selector_and_the_hashtags_of_its_source(particular: Relay, more: list[str]) -> None:
    shown = particular("preview", "--page", "page.html", "--title", "Brücke", "--json", *more).json
    assert shown["sentences"] == ["Hier steht die Meldung, an einem ungewohnten Ort."]
    assert "#Musterland" in shown["telegram"]["messages"][0]["text"]


def test_a_preview_of_a_page_of_another_website_uses_no_source(particular: Relay) -> None:
    url = "https://elsewhere.example/1"
    shown = particular("preview", "--page", "page.html", "--title", "Brücke", "--json", "--url", url).json
    assert "Die Brücke über die Muster ist ab Montag gesperrt." in shown["sentences"]
    assert "#Musterland" not in shown["telegram"]["messages"][0]["text"]


class Moved(BaseHTTPRequestHandler):
    """A website that moves a release, and notes how it is asked."""

    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Accept"]))
        self.send_response(200 if self.path == "/new" else 301)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Location", "/new")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_preview_asks_for_a_page_as_relay_does_and_posts_the_address_that_was_given(relay: Relay) -> None:
    (relay.folder / "config.toml").write_text(CONFIG + '\n[fetch]\nallow_networks = ["127.0.0.0/8"]\n', "utf-8")
    Moved.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Moved) as server:
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        serving.start()
        try:
            given = f"http://127.0.0.1:{server.server_port}/old"
            ended = relay("preview", given, "--json")
        finally:
            server.shutdown()
            serving.join()
    assert ended.err == "Configuration: config.toml\n"
    assert ended.json["url"] == given
    assert [one for one in Moved.asked if one[0] != "/robots.txt"] == [("/old", PAGE_ACCEPT), ("/new", PAGE_ACCEPT)]


LONG_TITLED = ["preview", "--page", "page.html", "--title", "Ein Titel [rot], " + "sehr " * 40 + "lang", "--url", URL]


def unboxed(message: dict[str, str], out: str) -> bool:
    """Whether every word of a message was printed, and none of them in a box that would cut it."""
    return set(message["text"].split()) <= set(re.sub(r"\x1b\[[0-9;]*m", "", out).split()) and "╭" not in out


@pytest.mark.parametrize("style", ["teaser", "full", "link"])
@pytest.mark.parametrize("environ", [{}, {"FORCE_COLOR": "1"}, {"COLUMNS": "30"}], ids=["", "coloured", "narrow"])
def test_a_preview_that_is_piped_has_every_word_of_the_message(
    relay: Relay, monkeypatch: pytest.MonkeyPatch, style: str, environ: dict[str, str]
) -> None:
    (message,) = relay(*LONG_TITLED, "--style", style, "--json").json["telegram"]["messages"]
    monkeypatch.delenv("COLUMNS")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    ended = relay(*LONG_TITLED, "--style", style)
    assert (ended.code, ended.err) == (0, "Configuration: config.toml\n")
    assert unboxed(message, ended.out)


def test_a_preview_through_a_pipe_has_every_word_of_the_message(relay: Relay) -> None:
    (message,) = relay(*LONG_TITLED, "--json").json["telegram"]["messages"]
    ended = process(*LONG_TITLED, folder=relay.folder, FORCE_COLOR="1", COLUMNS="30")
    assert (ended.returncode, ended.stderr) == (0, "Configuration: config.toml\n")
    assert unboxed(message, ended.stdout)


def test_only_where_a_teaser_is_posted_its_length_is_told(relay: Relay) -> None:
    page = ["preview", "--page", "page.html", "--title", "Brücke", "--url", URL]
    told = {style: "Teaser: " in relay(*page, "--style", style).out for style in ("teaser", "full", "link")}
    assert told == {"teaser": True, "full": False, "link": False}


# --- status -----------------------------------------------------------------------------------------------------------


def test_status_without_a_database(relay: Relay) -> None:
    ended = relay("status")
    assert (ended.code, ended.err) == (0, "")
    assert "relay does not run." in ended.out
    assert f"There is no database yet: {relay.folder / 'relay.db'}" in ended.out
    assert not (relay.folder / "relay.db").exists()


def test_status_as_json_without_a_database(relay: Relay) -> None:
    assert relay("status", "--json").json == {
        "database": str(relay.folder / "relay.db"),
        "exists": False,
        "mode": "live",
        "running": None,
        "sources": [],
        "channels": [],
    }


def test_status_shows_how_sources_and_channels_are(held: Relay) -> None:
    ended = held("status")
    assert (ended.code, ended.err) == (0, "")
    assert "Source presse" in ended.out
    assert "last read: 02.06.2025 10:00:00" in ended.out  # in Europe/Berlin
    assert "0 posted, 0 waiting, 2 on hold" in ended.out
    assert "see `relay holds`" in ended.out


def test_status_speaks_german(held: Relay) -> None:
    (held.folder / "config.toml").write_text(CONFIG.replace('"en"', '"de"'), encoding="utf-8")
    ended = held("status")
    assert "relay läuft nicht." in ended.out
    assert "0 veröffentlicht, 0 in der Warteschlange, 2 zurückgehalten" in ended.out


async def wait(path: Path, titles: dict[str, timedelta]) -> None:
    """Put releases into the database that wait for their own date."""
    source = SourceSpec(id="presse", url=URL, channels=("main",), interval=300)
    now, findings = datetime.now(UTC), []
    for title, ahead in titles.items():
        entry = Entry(guid=title, url=f"{URL}#{title}", title=title)
        decision = Decision(Verdict.NEW, entry, EntryKeys(title.encode(), None), b"digest")
        at = now + ahead
        post = Post(title=title, url=entry.url, blocks=())
        findings.append(Finding(decision, post, reread_at=at, not_before=at + timedelta(seconds=80), planned=True))
    async with open_database(path) as database:
        await Sources(database).record(source, SourceState(url=URL, baselined=True), findings, now)


def test_status_shows_what_waits_for_its_time(relay: Relay) -> None:
    began, ahead = datetime.now(UTC), timedelta(days=3)
    titles = {"Brücke [rot] gesperrt": ahead, "Museum öffnet": timedelta(days=9), "Jetzt": -timedelta(minutes=3)}
    asyncio.run(wait(relay.folder / "relay.db", titles))

    (main, short) = relay("status", "--json").json["channels"]
    assert (main["later"], main["next_title"]) == (2, "Brücke [rot] gesperrt")
    later = datetime.fromisoformat(main["next_at"])
    assert began + ahead <= later <= datetime.now(UTC) + ahead
    out = relay("status").out
    assert "0 posted, 3 waiting, 0 on hold" in out
    local = later.astimezone(ZoneInfo("Europe/Berlin"))
    assert f"of these wait for their time: 2, the next until {local:%d.%m.%Y %H:%M:%S}  Brücke [rot] gesperrt" in out
    assert (short["later"], short["next_at"]) == (0, None)


def test_status_as_json(held: Relay) -> None:
    report = held("status", "--json").json
    (source,) = report["sources"]
    assert source["id"] == "presse"
    assert source["last_success"] == "2025-06-02T08:00:00+00:00"
    assert [(one["id"], one["held"], one["sent"]) for one in report["channels"]] == [("main", 2, 0), ("short", 0, 0)]


def test_status_names_the_process_that_runs(held: Relay) -> None:
    with instance_lock(held.folder / "relay.db"):
        assert f"relay runs (process {os.getpid()})." in held("status").out


def test_status_says_that_all_goes_to_the_test_chat(relay: Relay) -> None:
    text = 'mode = "test"\n' + CONFIG + "\n[telegram]\ntest_chat = -5\n"
    (relay.folder / "config.toml").write_text(text, encoding="utf-8")
    assert "Test: all posts go to the test chat." in relay("status").out


@pytest.mark.parametrize("command", [["status"], ["holds"], ["holds", "release", "1"]])
def test_what_is_no_database_fails_with_1(relay: Relay, command: list[str]) -> None:
    (relay.folder / "relay.db").write_bytes(b"something else, and long enough to be read as a header" * 10)
    ended = relay(*command)
    assert (ended.code, ended.out) == (1, "")
    assert "is not a database" in ended.err


@pytest.mark.parametrize("command", [["status"], ["holds"], ["holds", "release", "1"], ["check", "--offline"]])
def test_a_folder_that_this_user_may_not_enter_is_told_and_no_traceback(
    held: Relay, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    database = held.folder / "relay.db"
    real = os.stat

    def stat(path: Any, **how: Any) -> os.stat_result:
        if os.fspath(path) == str(database):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **how)

    monkeypatch.setattr(os, "stat", stat)
    ended = held(*command)
    assert ended.code == 1
    told = f"The database {database} belongs to another user: run relay as root, or as that user."
    assert told in ended.out + ended.err


def test_a_channel_that_refuses_the_bot_leads_to_check(held: Relay) -> None:
    async def refuse() -> None:
        problem = dump_text(Text("Telegram refuses the bot: {why}", {"why": "chat not found"}))
        async with open_database(held.folder / "relay.db") as database, database.transaction():
            await database.insert("INSERT OR REPLACE INTO channels (id, problem) VALUES ('main', ?)", problem)

    asyncio.run(refuse())
    out = held("status").out
    assert "problem: Telegram refuses the bot: chat not found" in out
    assert "relay check says what to do" in out


# --- holds ------------------------------------------------------------------------------------------------------------


def test_without_a_database_nothing_is_held(relay: Relay) -> None:
    assert relay("holds") == Ended(0, "Nothing waits for you.\n", "")
    assert relay("holds", "--json").json == {"holds": []}
    assert not (relay.folder / "relay.db").exists()


def test_holds_are_listed_with_their_reason(held: Relay) -> None:
    ended = held("holds")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.split("\n")
    assert lines[0] == "too many new releases at once"
    assert lines[1] == "  1  02.06.2025 10:00  Brücke [rot] gesperrt"
    assert lines[2] == "  2  02.06.2025 10:00  Museum öffnet"
    assert "relay holds release ID" in ended.out


def test_holds_as_json(held: Relay) -> None:
    first, second = held("holds", "--json").json["holds"]
    assert first == {
        "id": 1,
        "channel": "main",
        "title": "Brücke [rot] gesperrt",
        "url": URL,
        "reason": "too many new releases at once",
        "since": "2025-06-02T08:00:00+00:00",
    }
    assert second["id"] == 2


def test_a_hold_is_released(held: Relay) -> None:
    ended = held("holds", "release", "1")
    assert ended == Ended(0, "Posts that go out: 1\n", "")
    assert asyncio.run(states(held.folder / "relay.db")) == [(1, "pending"), (2, "held")]


def test_a_hold_is_discarded(held: Relay) -> None:
    ended = held("holds", "discard", "2")
    assert ended == Ended(0, "Posts discarded: 1\n", "")
    assert asyncio.run(states(held.folder / "relay.db")) == [(1, "held"), (2, "discarded")]


def test_all_holds_are_released(held: Relay) -> None:
    assert held("holds", "release", "--all") == Ended(0, "Posts that go out: 2\n", "")
    assert held("holds").out == "Nothing waits for you.\n"


def test_unknown_numbers_are_1_and_told_on_stderr_and_the_others_are_released(held: Relay) -> None:
    ended = held("holds", "release", "7", "2", "9")
    assert ended == Ended(1, "Posts that go out: 1\n", "Not on hold: 7, 9\n")
    assert asyncio.run(states(held.folder / "relay.db")) == [(1, "held"), (2, "pending")]


def test_what_was_released_is_no_longer_on_hold(held: Relay) -> None:
    held("holds", "release", "1")
    assert held("holds", "discard", "1").code == 1
    assert asyncio.run(states(held.folder / "relay.db"))[0] == (1, "pending")


@pytest.mark.parametrize("arguments", [[], ["1", "--all"]])
def test_either_numbers_or_all(held: Relay, arguments: list[str]) -> None:
    ended = held("holds", "release", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Name the posts by their numbers, or say --all, or --newest and how many." in ended.err


def test_releasing_without_a_database_is_2(relay: Relay) -> None:
    ended = relay("holds", "release", "1")
    assert (ended.code, ended.out) == (2, "")
    assert "There is no database yet" in ended.err
    assert not (relay.folder / "relay.db").exists()


# --- check ------------------------------------------------------------------------------------------------------------


def test_an_offline_check_that_finds_nothing_wrong(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_TELEGRAM_TOKEN", TOKEN)
    ended = relay("check", "--offline")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.split("\n") == [
        f"✓ configuration: {relay.folder / 'config.toml'}",
        f"✓ database: {relay.folder / 'relay.db'} will be made at the first start",
        "✓ token: there is one (Telegram was not asked)",
        "All is well.",
        "",
    ]
    assert not (relay.folder / "relay.db").exists()


def test_an_offline_check_without_a_token_is_1(relay: Relay) -> None:
    ended = relay("check", "--offline")
    assert ended.code == 1
    assert "✗ token: There is no Telegram token." in ended.out
    assert "[telegram] token_file" in ended.out
    assert "Something is wrong, see above." in ended.out


def test_a_check_as_json_names_things_in_english_and_tells_in_the_readers_language(relay: Relay) -> None:
    (relay.folder / "config.toml").write_text(CONFIG.replace('"en"', '"de"'), encoding="utf-8")
    ended = relay("check", "--offline", "--json")
    assert ended.code == 1
    assert ended.json["well"] is False
    found = {one["what"]: one for one in ended.json["findings"]}
    assert [(name, one["well"]) for name, one in found.items()] == [
        ("configuration", True),
        ("database", True),
        ("token", False),
    ]
    assert found["token"]["says"].startswith("Es fehlt das Telegram-Token.")


def test_a_check_does_not_show_the_token(relay: Relay) -> None:
    text = CONFIG + f'\n[telegram]\ntoken_file = "{TOKEN}"\n'
    (relay.folder / "config.toml").write_text(text, encoding="utf-8")
    ended = relay("check", "--offline")
    assert ended.code == 1
    assert "token_file must name a file" in ended.out
    assert TOKEN not in ended.out + ended.err


def test_the_folder_that_systemd_will_make_need_not_be_there_yet(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("STATE_DIRECTORY", str(relay.folder / "nowhere"))
    ended = relay("check", "--offline")
    assert ended.code == 0
    assert f"✓ database: systemd makes the folder {relay.folder / 'nowhere'} at the first start" in ended.out


def test_a_check_finds_a_missing_folder(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_TELEGRAM_TOKEN", TOKEN)
    text = f'database = "{relay.folder / "nowhere" / "relay.db"}"\n{CONFIG}'
    (relay.folder / "config.toml").write_text(text, encoding="utf-8")
    ended = relay("check", "--offline")
    assert ended.code == 1
    assert f"✗ database: there is no folder {relay.folder / 'nowhere'}" in ended.out


def test_a_check_finds_a_bad_database(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_TELEGRAM_TOKEN", TOKEN)
    (relay.folder / "relay.db").write_bytes(b"x" * 5000)
    ended = relay("check", "--offline")
    assert ended.code == 1
    assert "✗ database:" in ended.out
    assert "is not a database" in ended.out


# --- the terminal -----------------------------------------------------------------------------------------------------


def test_without_a_terminal_there_are_no_colours(held: Relay) -> None:
    for arguments in (["status"], ["holds"], ["check", "--offline"], ["status", "-c", "nowhere.toml"]):
        ended = process(*arguments, folder=held.folder)
        assert ended.stdout + ended.stderr
        assert "\x1b" not in ended.stdout + ended.stderr


def on_a_terminal(folder: Path, *arguments: str, **environ: str) -> str:
    """What a terminal gets to see."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    running = subprocess.Popen(
        [sys.executable, "-m", "relay", *arguments],
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env={**kept, "TERM": "xterm", **environ},
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:
        pass  # how Linux says that nobody holds the other end any more (EIO)
    finally:
        os.close(ours)
    assert running.wait(60) == 0
    return seen.decode()


def test_a_terminal_gets_colours_unless_it_wants_none(held: Relay) -> None:
    assert "\x1b[1m" in on_a_terminal(held.folder, "holds")
    plain = on_a_terminal(held.folder, "holds", NO_COLOR="1")
    assert "\x1b[3" not in plain.replace("\x1b[39m", "")  # no colour; bold is none
    assert "Museum öffnet" in plain


def test_a_reader_that_goes_away_is_no_error(held: Relay) -> None:
    page = f"preview --page page.html --title Brücke --url {URL}"
    # Unbuffered output fails where it is printed, the usual one when the program ends.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for command in (f"{page} --json", "holds --json", "status", "--help"):
        ended = subprocess.run(
            ["sh", "-c", f'"$0" -m relay {command} | true', sys.executable],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=held.folder,
            env={**environ, "PYTHONUTF8": "1"},
            check=False,
        )
        assert ended.stderr.removeprefix("Configuration: config.toml\n") == "", command


def test_errors_are_told_in_the_language_of_the_environment_before_there_is_a_configuration(tmp_path: Path) -> None:
    ended = process("status", folder=tmp_path, LANG="de_DE.UTF-8", RELAY_CONFIG=str(tmp_path / "nothing.toml"))
    assert ended.returncode == 2
    assert ended.stderr.startswith("Fehler: ")
    assert "kann nicht gelesen werden: Datei oder Ordner nicht gefunden." in ended.stderr


def test_a_bug_is_not_hidden(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes with a traceback, for a report, and not as an error of the configuration."""
    monkeypatch.setattr(Config, "database_path", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.app(["status"], prog_name="relay")


async def test_held_posts_that_are_released_are_due_at_once(held: Relay) -> None:
    await asyncio.to_thread(held, "holds", "release", "--all")
    async with open_database(held.folder / "relay.db") as database:
        due = await Deliveries(database).next_due("main")
    assert due is not None
    assert due <= datetime.now(UTC)
