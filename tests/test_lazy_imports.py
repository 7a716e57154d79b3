"""What a command does not need it does not load: aiogram alone takes seconds and 165 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.configs import CONFIG

RUN = """
import json, sys
from relay.cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    code = end.code
print("\\n" + json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""
HEAVY = {
    "aiogram",
    "aiohttp",
    "apscheduler",
    "feedparser",
    "trafilatura",
    "bs4",
    "lxml",
    "PIL",
    "sentencex",
    "apprise",
    "jinja2",
}
ALERTS = """\

[alerts]
urls = ["mailtos://relay:geheim@mail.musterland.example?to=presse@musterland.example"]
"""
PAGE = """<!doctype html><html lang="de"><title>Brücke gesperrt</title><main><article><h1>Brücke gesperrt</h1>
<p>Die Brücke über die Muster ist ab Montag gesperrt. Grund sind Arbeiten am Geländer.</p>
<p>Die Umleitung führt über Musterhausen. Die Arbeiten dauern voraussichtlich zwei Wochen.</p>
</article></main></html>"""


def loaded(folder: Path, *arguments: str, code: int = 0) -> set[str]:
    """The modules that are there when a command has ended."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("RELAY_", "COVERAGE_"))}
    process = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=folder,
        env={**environ, "RELAY_TELEGRAM_TOKEN": "123:ABC"},
        check=False,
    )
    assert process.stdout, process.stderr
    answer = json.loads(process.stdout.splitlines()[-1])
    assert answer["code"] == code, process.stderr
    return set(answer["modules"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG + ALERTS, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_help_loads_next_to_nothing(folder: Path) -> None:
    modules = loaded(folder, "--help")
    assert not modules & {*HEAVY, "pydantic", "rich", "aiosqlite", "relay.config", "relay.model", "relay.german"}


@pytest.mark.parametrize("arguments", [["--version"], ["preview", "--help"], ["holds", "release", "--help"]])
def test_the_help_of_a_command_loads_nothing_of_the_command(folder: Path, arguments: list[str]) -> None:
    """Typer itself reads parameters by pydantic."""
    assert not loaded(folder, *arguments) & {*HEAVY, "rich", "aiosqlite", "relay.config", "relay.model"}


def test_a_slip_on_the_command_line_is_told_without_loading_anything(folder: Path) -> None:
    assert not loaded(folder, "statsu", code=2) & {*HEAVY, "rich", "relay.config"}


def test_status_loads_neither_the_network_nor_the_reading_of_pages(folder: Path) -> None:
    modules = loaded(folder, "status")
    assert "aiosqlite" in modules
    assert not modules & HEAVY


def test_holds_loads_neither_the_network_nor_the_reading_of_pages(folder: Path) -> None:
    assert not loaded(folder, "holds", "--json") & HEAVY


def test_an_offline_check_loads_neither_the_network_nor_the_reading_of_pages(folder: Path) -> None:
    """But what understands the alert addresses: it is asked about them."""
    assert not loaded(folder, "check", "--offline") & (HEAVY - {"apprise"})


def test_the_preview_of_a_saved_page_loads_no_network(folder: Path) -> None:
    modules = loaded(
        folder, "preview", "--page", "page.html", "--title", "Brücke gesperrt", "--url", "https://x.example/"
    )
    assert "bs4" in modules
    assert not modules & {"aiogram", "aiohttp", "apscheduler", "aiosqlite", "PIL"}


def test_json_needs_no_console(folder: Path) -> None:
    assert "rich" not in loaded(folder, "status", "--json")
