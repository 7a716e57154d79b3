"""The units agree with each other, with the program and with the manual."""

from __future__ import annotations

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
