"""The units agree with each other, with the program and with the manual."""

from __future__ import annotations

import os
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from relay.cli import USAGE

ROOT = Path(__file__).resolve().parents[1]
UNITS = ("relay.service", "relay-backup.service", "relay-backup.timer")


def unit(name: str) -> ConfigParser:
    """Of keys that stand there several times the last one."""
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.read_string((ROOT / "systemd" / name).read_text("utf-8"))
    return parser


def test_a_relay_that_needs_a_person_is_not_started_again_and_again() -> None:
    service = unit("relay.service")["Service"]
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == str(USAGE)


@pytest.mark.parametrize("key", ["User", "DynamicUser", "StateDirectory", "StateDirectoryMode", "UMask"])
def test_the_backup_has_the_user_and_the_folder_of_the_daemon(key: str) -> None:
    assert unit("relay.service")["Service"][key] == unit("relay-backup.service")["Service"][key]


def test_regular_backups_do_not_fill_the_disk_and_are_missed_when_they_fail() -> None:
    command = unit("relay-backup.service")["Service"]["ExecStart"].split()
    assert int(command[command.index("--keep") + 1]) >= 7
    assert unit("relay-backup.timer")["Timer"]["Persistent"] == "true"


def test_the_manual_takes_away_every_unit() -> None:
    manual = (ROOT / "docs" / "betrieb.de.md").read_text("utf-8")
    uninstall = manual.partition("\n## Deinstallieren\n")[2].partition("\n## ")[0]
    for name in UNITS:
        assert f"/etc/systemd/system/{name}" in uninstall


# --- relay.sh: relay by hand ------------------------------------------------------------------------------------------

PLAIN, ENCRYPTED = "etc/relay/telegram-token", "etc/credstore.encrypted/telegram-token"
RELAY = """#!/bin/sh
echo "$RELAY_CONFIG|$STATE_DIRECTORY|${RELAY_TELEGRAM_TOKEN-none}|$*${RELAY_SUMMARY_KEY:+|$RELAY_SUMMARY_KEY}"
exit 7
"""
CREDS = """#!/bin/sh
# `systemd-creds decrypt --name=NAME FILE -`, where encrypting is to move every letter by thirteen.
[ "$1 $2 $4" = "decrypt --name=$(basename "$3") -" ] || exit 64
grep -q . "$3" && tr a-z n-za-m < "$3"
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The folders of a machine on which relay is installed, with a `systemd-creds` that knows its key."""
    for name, script in (("opt/relay/.venv/bin/relay", RELAY), ("bin/systemd-creds", CREDS), ("relay.sh", "")):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        # The script with its paths below this folder.
        own = (ROOT / "systemd" / "relay.sh").read_text("utf-8").replace("/etc/", f"{tmp_path}/etc/")
        file.write_text(script or own.replace("/opt/", f"{tmp_path}/opt/"), "utf-8")
        file.chmod(0o755)
    for name in (PLAIN, ENCRYPTED):
        (tmp_path / name).parent.mkdir(parents=True)
    return tmp_path


def by_hand(machine: Path, *arguments: str, **environ: str) -> tuple[list[str], str]:
    """What relay gets (its configuration, its folder, its token, its arguments), and what is said on stderr."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RELAY_")}
    path = f"{machine / 'bin'}:{clean['PATH']}"
    command = ["sh", str(machine / "relay.sh"), *arguments]
    ended = subprocess.run(
        command, env={**clean, **environ, "PATH": path}, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 7, "relay's own exit code"
    return ended.stdout.rstrip("\n").split("|"), ended.stderr


def test_by_hand_relay_has_the_configuration_the_database_and_the_token_of_the_service(machine: Path) -> None:
    (machine / PLAIN).write_text("7:secret\n", "utf-8")
    given, said = by_hand(machine, "holds", "release", "3")
    assert given == [f"{machine}/etc/relay/config.toml", "/var/lib/relay", "7:secret", "holds release 3"]
    assert said == ""


def test_by_hand_another_configuration_can_be_named(machine: Path) -> None:
    assert by_hand(machine, "check", RELAY_CONFIG="/tmp/other.toml")[0][0] == "/tmp/other.toml"


def test_by_hand_an_encrypted_token_is_decrypted_and_counts_before_one_that_was_left_behind(machine: Path) -> None:
    (machine / ENCRYPTED).write_text("7:frperg\n", "utf-8")
    given, said = by_hand(machine, "check")
    assert (given[2], said) == ("7:secret", "")
    (machine / PLAIN).write_text("6:older\n", "utf-8")
    assert by_hand(machine, "check")[0][2] == "7:secret"


def test_by_hand_the_key_of_the_language_model_comes_the_same_way(machine: Path) -> None:
    (machine / PLAIN).write_text("7:secret\n", "utf-8")
    (machine / "etc/relay/summary-key").write_text("offen\n", "utf-8")
    assert by_hand(machine, "check")[0][2:] == ["7:secret", "check", "offen"]
    (machine / "etc/credstore.encrypted/summary-key").write_text("trurvz\n", "utf-8")
    assert by_hand(machine, "check")[0][2:] == ["7:secret", "check", "geheim"]


def test_by_hand_a_token_that_cannot_be_decrypted_is_told_and_keeps_nobody_from_the_rest(machine: Path) -> None:
    (machine / ENCRYPTED).write_text("", "utf-8")
    given, said = by_hand(machine, "status")
    assert given[2:] == ["none", "status"]
    assert "cannot be decrypted" in said


def test_by_hand_without_a_token_relay_says_itself_what_is_missing(machine: Path) -> None:
    assert by_hand(machine, "status") == (
        [f"{machine}/etc/relay/config.toml", "/var/lib/relay", "none", "status"],
        "",
    )


def test_the_service_and_relay_by_hand_read_the_same_token() -> None:
    script = (ROOT / "systemd" / "relay.sh").read_text("utf-8")
    assert unit("relay.service")["Service"]["LoadCredential"] == f"telegram-token:/{PLAIN}"
    folder, name = f"/{PLAIN}".rsplit("/", 1)
    assert f'plain="{folder}/$1"\n' in script
    assert f'token="$(secret {name})"\n' in script
    manual = (ROOT / "systemd" / "README.md").read_text("utf-8")
    assert f"LoadCredentialEncrypted=telegram-token:/{ENCRYPTED}\n" in manual
    assert f'encrypted="/{ENCRYPTED.rpartition("/")[0]}/$1"\n' in script
