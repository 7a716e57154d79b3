"""The documents say what the program does: keys, defaults, commands, messages, links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from pydantic import BaseModel

from relay.cli import app
from relay.config import (
    AlertsSection,
    ChannelSection,
    Config,
    FetchSection,
    SourceSection,
    TelegramSection,
    load_config,
)
from relay.german.words import GERMAN
from relay.keys.summary import SummarySection
from relay.keys.websub import WebsubSection

REPOSITORY = Path(__file__).resolve().parents[1]
README, GERMAN_MANUAL = "README.md", "docs/betrieb.de.md"
MANUALS = (README, GERMAN_MANUAL)
CONFIG_TABLES = {README: "| key | default | means |", GERMAN_MANUAL: "| Schlüssel | Vorgabe | Bedeutung |"}
TROUBLE_TABLE = "| Was Sie sehen | Ursache | Was zu tun ist |"
COMMANDS = {README: "## Commands", GERMAN_MANUAL: "## Alle Befehle"}

SECTIONS: dict[str, type[BaseModel]] = {
    "": Config,
    "fetch": FetchSection,
    "telegram": TelegramSection,
    "alerts": AlertsSection,
    "websub": WebsubSection,
    "summary": SummarySection,
    "source": SourceSection,
    "channel": ChannelSection,
}
NEEDED: dict[str, dict[str, Any]] = {
    "source": {"id": "presse", "url": "https://www.landkreis-musterland.example/presse.rss", "channels": ["main"]},
    "channel": {"id": "main", "kind": "telegram", "chat": "@landkreis_musterland"},
}
"""What a section cannot be without."""
Key = tuple[str, str]
"""A section and a key of it."""


@dataclass(frozen=True)
class Row:
    """One key in a manual's table of the configuration."""

    default: str
    """TOML, without its backticks; empty where the table gives none."""
    meaning: str


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def keys() -> list[Key]:
    """Every key that the configuration may have."""
    return [
        (section, name)
        for section, model in SECTIONS.items()
        for name, field in model.model_fields.items()
        if not field.exclude and (section or name not in SECTIONS)
    ]


def table(text: str, header: str) -> list[list[str]]:
    """The rows of the table with this header, cut into cells."""
    assert header in text, f"there is no table {header}"
    lines = text.partition(header)[2].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


@cache
def documented(name: str) -> dict[Key, Row]:
    """The manual's table of the configuration. Two keys in one row share a default, or have one each."""
    found: dict[Key, Row] = {}
    section = ""
    for first, default, meaning in table(read(name), CONFIG_TABLES[name]):
        if header := re.match(r"\*\*`\[+(\w+)\]+`\*\*", first):
            section = header[1]
        names = re.findall(r"`(\w+)`", first)
        defaults = re.findall(r"`([^`]+)`", default) or [""]
        if len(defaults) == 1:
            defaults *= len(names)
        for key, one in zip(names, defaults, strict=True):
            assert (section, key) not in found, f"{key} stands twice in {name}"
            found[section, key] = Row(one, meaning)
    return found


def default_of(key: Key) -> Any:
    """What the program takes where the key is missing; None where it has to be there, or nothing is taken."""
    field = SECTIONS[key[0]].model_fields[key[1]]
    return None if field.is_required() else field.default


def as_read(key: Key, toml: str) -> Any:
    """What the program makes of a value in TOML."""
    section, name = key
    value = tomllib.loads(f"value = {toml}")["value"]
    return getattr(SECTIONS[section].model_validate({**NEEDED.get(section, {}), name: value}), name)


@pytest.mark.parametrize("manual", MANUALS)
def test_every_key_of_the_configuration_stands_in_the_manuals_and_nothing_that_is_no_key(manual: str) -> None:
    assert set(documented(manual)) == set(keys())


@pytest.mark.parametrize("manual", MANUALS)
@pytest.mark.parametrize("key", keys(), ids=".".join)
def test_the_defaults_in_the_manuals_are_those_of_the_program(manual: str, key: Key) -> None:
    said, default = documented(manual)[key].default, default_of(key)
    if default is None or default == "":
        assert not said
    else:
        assert as_read(key, said) == default


@pytest.mark.parametrize("manual", MANUALS)
def test_every_key_in_the_manuals_has_a_meaning(manual: str) -> None:
    assert [key for key, row in documented(manual).items() if not row.meaning] == []


def sample() -> Iterator[tuple[Key, str, bool]]:
    """Every key of config.toml, its value in TOML, and whether it is commented out."""
    section = ""
    for line in read("config.toml").splitlines():
        if header := re.fullmatch(r"\[+(\w+)\]+", line):
            section = header[1]
        elif found := re.match(r"(# )?(\w+) = (.+?)(?:\s{2,}#.*)?$", line):
            yield (section, found[2]), found[3], bool(found[1])


def test_every_key_stands_once_in_the_sample_configuration() -> None:
    assert sorted(key for key, _, _ in sample()) == sorted(keys())


def test_what_the_sample_configuration_shows_in_comments_is_the_default_where_there_is_one() -> None:
    shown = {key: as_read(key, value) for key, value, commented in sample() if commented}
    telling = {key: value for key, value in shown.items() if default_of(key) not in {None, "", ()}}
    assert telling == {key: default_of(key) for key in telling}


def test_the_sample_configuration_is_right_as_it_is_and_with_all_of_its_comments_taken_away(tmp_path: Path) -> None:
    assert load_config(REPOSITORY / "config.toml").source
    everything = tmp_path / "config.toml"
    everything.write_text(re.sub(r"^# (?=\w+ = )", "", read("config.toml"), flags=re.MULTILINE), encoding="utf-8")
    assert load_config(everything).source[0].selector


@cache
def commands() -> dict[str, frozenset[str]]:
    """Every command as it is typed (``holds release``), and its long options; the program itself is ``""``."""
    found: dict[str, frozenset[str]] = {}

    def walk(name: str, command: Any) -> None:
        found[name] = frozenset(o for one in command.params for o in one.opts if o.startswith("--")) - {"--help"}
        for sub, inner in getattr(command, "commands", {}).items():
            walk(f"{name} {sub}".strip(), inner)

    walk("", typer.main.get_command(app))
    return found


def chapter(name: str) -> str:
    """The manual's chapter about the commands."""
    heading = COMMANDS[name]
    return re.split(r"^## ", read(name).partition(f"{heading}\n")[2], flags=re.MULTILINE)[0]


def test_the_commands_are_found() -> None:
    assert {"run", "check", "holds", "holds release"} <= set(commands())
    assert {"--page", "--feed", "--json"} <= commands()["preview"]


@pytest.mark.parametrize("manual", MANUALS)
@pytest.mark.parametrize("command", sorted(filter(None, commands())))
def test_every_command_stands_in_the_manuals(manual: str, command: str) -> None:
    # In code: `relay holds [--json]`, `holds release ID...`
    assert re.search(rf"`(?:relay )?{command}(?![\w-])", chapter(manual))


@pytest.mark.parametrize("manual", MANUALS)
@pytest.mark.parametrize("option", sorted(set().union(*commands().values())))
def test_every_option_stands_in_the_manuals(manual: str, option: str) -> None:
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", chapter(manual))


@pytest.mark.parametrize("manual", MANUALS)
def test_the_table_of_commands_shows_which_of_them_print_json_and_which_do_not(manual: str) -> None:
    typed = re.findall(
        r"`(?:relay )?([a-z][^`]*)`", "\n".join(re.findall(r"^\| ([^|]*(?:\\\|[^|]*)*) \|", chapter(manual), re.M))
    )
    longest = sorted(filter(None, commands()), key=len, reverse=True)
    shown = {next((one for one in longest if re.match(rf"{one}\b", line)), "") for line in typed if "--json" in line}
    assert shown == {name for name, options in commands().items() if "--json" in options}


def test_the_changelog_names_every_command() -> None:
    assert [one for one in commands() if one and " " not in one and f"`{one}`" not in read("CHANGELOG.md")] == []


def documents() -> list[str]:
    """All Markdown files of the repository."""
    folders = (one for one in REPOSITORY.iterdir() if one.is_dir() and not one.name.startswith("."))
    files = [*REPOSITORY.glob("*.md"), *(file for folder in folders for file in folder.rglob("*.md"))]
    return sorted(file.relative_to(REPOSITORY).as_posix() for file in files)


FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def code(text: str) -> str:
    """What stands in code, one piece a line, without the comments."""
    fences = "\n".join(re.sub(r"#.*", "", fence) for fence in FENCE.findall(text))
    return fences + "\n" + "\n".join(re.findall(r"`([^`\n]+)`", FENCE.sub("", text)))


@pytest.mark.parametrize("name", documents())
def test_no_document_names_a_command_that_does_not_exist(name: str) -> None:
    # But for `git -C /opt/relay pull`.
    typed = r"(?:^|\s|(?<!-C /opt)/)relay (?:--config \S+ )?([a-z]+(?: release| discard)?)\b"
    called = re.findall(typed, code(read(name)), re.MULTILINE)
    assert set(called) <= set(commands())


def prose(name: str) -> str:
    """A document without its code."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", read(name)))


def links(name: str) -> list[str]:
    """Where a document's links and pictures lead, other websites left out."""
    text = prose(name)
    found = re.findall(r"\]\(([^)\s]+)[^)]*\)", text) + re.findall(r"""(?:src|href)=["']([^"']+)["']""", text)
    return [link for link in found if not re.match(r"[a-z][a-z0-9+.-]*:", link)]


def anchors(text: str) -> set[str]:
    """The names that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_links_are_found() -> None:
    assert {"docs/channel.png", "docs/betrieb.de.md", "config.toml", "LICENSE"} <= set(links(README))
    assert {"../README.md", "#sichern"} <= set(links(GERMAN_MANUAL))


@pytest.mark.parametrize("name", documents())
def test_every_link_in_the_documents_leads_somewhere(name: str) -> None:
    astray = []
    for link in links(name):
        path, _, anchor = link.partition("#")
        target = (REPOSITORY / name).parent / path if path else REPOSITORY / name
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            astray.append(link)
    assert astray == []


@cache
def everything_said() -> str:
    """All that relay says in German, and its source, in which its English stands."""
    sources = (file.read_text(encoding="utf-8") for file in (REPOSITORY / "relay").rglob("*.py"))
    return "\n".join([*GERMAN.values(), *sources])


def test_the_messages_that_the_german_manual_explains_are_those_of_the_program() -> None:
    rows = table(read(GERMAN_MANUAL), TROUBLE_TABLE)
    quoted = [quote for row in rows for quote in re.findall(r"„([^“]+)“", row[0])]
    assert len(quoted) >= 15
    assert [one for one in quoted if not all(part in everything_said() for part in re.split(r"\s*…\s*", one))] == []
