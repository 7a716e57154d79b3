"""What systemd hears: one datagram each."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from relay import systemd


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[socket.socket]:
    """The socket that systemd listens on."""
    # A path of its own, as that of a test can be longer than a socket's may be (unix(7): 108 bytes).
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        here = os.open(tmp_path, os.O_RDONLY)
        try:
            path = f"/proc/self/fd/{here}/notify"
            listening.bind(path)
            listening.settimeout(5)
            monkeypatch.setenv("NOTIFY_SOCKET", path)
            yield listening
        finally:
            os.close(here)


def heard(manager: socket.socket) -> str:
    return manager.recv(4096).decode()


def test_readiness_and_status_come_in_one_datagram(manager: socket.socket) -> None:
    assert systemd.ready("2 Quellen, 1 Kanal")
    assert heard(manager) == "READY=1\nSTATUS=2 Quellen, 1 Kanal"


def test_a_status_with_line_breaks_cannot_say_anything_else(manager: socket.socket) -> None:
    assert systemd.ready("Fehler\nSTOPPING=1\r\n\tbei „presse“")
    assert heard(manager) == "READY=1\nSTATUS=Fehler STOPPING=1 bei „presse“"


def test_reloading_says_when_by_the_clock_that_systemd_compares_it_with(manager: socket.socket) -> None:
    assert systemd.reloading()
    assert re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=[1-9]\d*", heard(manager))


def test_the_end_and_a_sign_of_life(manager: socket.socket) -> None:
    assert systemd.alive()
    assert systemd.stopping()
    assert (heard(manager), heard(manager)) == ("WATCHDOG=1", "STOPPING=1")


def test_a_socket_in_the_abstract_namespace_hears_it_too() -> None:
    name = f"relay-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{name}")
        listening.settimeout(5)

        assert systemd.notify("READY=1", {"NOTIFY_SOCKET": f"@{name}"})
        assert heard(listening) == "READY=1"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1"}])
def test_without_systemd_nothing_is_said(environ: dict[str, str]) -> None:
    assert not systemd.notify("READY=1", environ)


def test_a_socket_that_nobody_listens_on_is_no_reason_to_die(tmp_path: Path) -> None:
    deserted = tmp_path / "n"
    deserted.touch()

    assert not systemd.notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "missing")})
    assert not systemd.notify("READY=1", {"NOTIFY_SOCKET": str(deserted)})
    assert not systemd.notify("READY=1", {"NOTIFY_SOCKET": "/" + "x" * 200})


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": ""}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid() + 1)}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "-5"}, None),
        ({"WATCHDOG_USEC": "²"}, None),
    ],
)
def test_a_sign_of_life_is_due_twice_as_often_as_systemd_wants_it(
    environ: dict[str, str], seconds: float | None
) -> None:
    assert systemd.watchdog_interval(environ) == seconds
