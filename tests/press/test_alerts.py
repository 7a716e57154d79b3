"""Alert addresses are told by apprise in a process of its own, against servers on this machine."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import traceback
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from relay.config import load_config
from relay.errors import ConfigError
from relay.language import tell
from relay.press import alerts
from relay.press.alerts import TOOK, AppriseAlerts, check_addresses, require_addresses
from relay.press.telling import AlertError

PASSWORD = "geheim-4711"


@asynccontextmanager
async def listening(status: int = 200) -> AsyncIterator[tuple[SecretStr, list[dict[str, str]]]]:
    """A web hook's address, and what it was told."""
    told: list[dict[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        told.append(json.loads(await request.text()))
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        yield SecretStr(f"json://relay:{PASSWORD}@127.0.0.1:{port}/"), told
    finally:
        await runner.cleanup()


@asynccontextmanager
async def mail_server() -> AsyncIterator[tuple[SecretStr, list[Message]]]:
    """As much of RFC 5321 as a mail needs, and the mails that came."""
    mails: list[Message] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example\r\n")
        while line := (await reader.readline()).decode():
            match line.split()[0].upper():
                case "EHLO":
                    writer.write(b"250 mail.example\r\n")
                case "DATA":
                    writer.write(b"354 go on\r\n")
                    lines = []
                    while (text := (await reader.readline()).decode()) != ".\r\n":
                        lines.append(text.removeprefix("."))
                    mails.append(message_from_string("".join(lines)))
                    writer.write(b"250 taken\r\n")
                case "QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                case _:
                    writer.write(b"250 ok\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        to = "presse@landkreis-musterland.example"
        yield SecretStr(f"mailto://127.0.0.1:{port}/?from=relay@musterland.example&to={to}&mode=insecure"), mails


@asynccontextmanager
async def silent() -> AsyncIterator[SecretStr]:
    """The address of a server that takes the connection and says nothing."""
    over = asyncio.Event()

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield SecretStr(f"json://127.0.0.1:{server.sockets[0].getsockname()[1]}/?rto=60")
        over.set()


async def test_a_web_hook_and_a_mailbox_are_told_and_no_proxy_of_the_environment_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with listening() as (hook, told), mail_server() as (mailbox, mails):
        for address in (hook, mailbox):
            await AppriseAlerts(address).tell("relay: Quelle gestört", "Zeile eins\nZeile <b>zwei</b> & drei")

    assert [(one["title"], one["message"]) for one in told] == [
        ("relay: Quelle gestört", "Zeile eins\nZeile <b>zwei</b> & drei")
    ]
    (mail,) = mails
    assert mail["To"] == "presse@landkreis-musterland.example"
    texts = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/plain"]
    assert any(isinstance(text, bytes) and "Zeile <b>zwei</b> & drei" in text.decode() for text in texts)


async def test_an_address_that_does_not_take_it_is_named_by_its_place_and_never_shown() -> None:
    async with listening(status=500) as (broken, told):
        with pytest.raises(AlertError, match=r"^the alert address no\. 3 took nothing$") as caught:
            await AppriseAlerts(broken, 3).tell("a", "b")
    assert PASSWORD not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert len(told) == 1, "it is for the notifier to try again"


async def test_an_address_that_hangs_is_given_up_and_the_loop_goes_on_meanwhile() -> None:
    async with silent() as hanging:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.05)
                ticks += 1

        ticking = asyncio.create_task(tick())
        with pytest.raises(AlertError):
            await AppriseAlerts(hanging, timeout=1.5).tell("a", "b")
        ticking.cancel()
    assert ticks > 10


async def test_a_cancelled_alert_leaves_no_process_behind() -> None:
    async with silent() as hanging:
        telling = asyncio.create_task(AppriseAlerts(hanging).tell("a", "b"))
        await asyncio.sleep(0.2)
        telling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await telling


def test_addresses_that_nobody_understands_are_named_by_place_and_not_shown(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    urls = [
        SecretStr("mailtos://relay:x@mail.musterland.example?to=presse@musterland.example"),
        SecretStr(f"maılto://{PASSWORD}@musterland.example"),
        SecretStr("json://musterland.example"),
        SecretStr(PASSWORD),
        SecretStr(""),
    ]
    assert check_addresses(urls) == [1, 3, 4]
    said = caplog.text + "".join(capfd.readouterr())
    assert PASSWORD not in said


GOOD = SecretStr("mailtos://relay:x@mail.musterland.example?to=presse@musterland.example")


def configured(folder: Path, *urls: SecretStr) -> Path:
    config = folder / "config.toml"
    listed = ", ".join(f'"{url.get_secret_value()}"' for url in urls)
    config.write_text(f'language = "de"\n\n[alerts]\nafter = "5m"\nurls = [{listed}]\n', "utf-8")
    return config


def test_an_address_that_apprise_does_not_know_is_an_error_of_the_configuration_with_file_line_and_place(
    tmp_path: Path,
) -> None:
    urls = [GOOD, SecretStr(f"mialto://relay:{PASSWORD}@musterland.example")]
    config = configured(tmp_path, *urls)
    with pytest.raises(ConfigError) as caught:
        require_addresses(config, urls)
    said = str(caught.value)
    assert said.startswith(f"{config}, line 5: [alerts] urls: the address no. 2 is none that apprise understands")
    assert PASSWORD not in said
    assert "[alerts] urls: die Adresse Nr. 2 ist keine, die apprise versteht" in tell(caught.value.text, "de")


def test_where_there_are_no_addresses_nobody_is_asked_about_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere")
    require_addresses(configured(tmp_path), [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            f'[alerts]\nurls = ["relay:{PASSWORD}@mail.musterland.example"]',
            "line 2: [alerts] urls: one of the addresses",
        ),
        (f'[alerts]\nurls = ["json://x", "{PASSWORD}"]', "line 2: [alerts] urls: one of the addresses is none"),
        (
            f'[alerts]\nurls = "mailtos://relay:{PASSWORD}@mail.musterland.example"',
            "line 2: [alerts] urls: *** must be",
        ),
        (f'[alerts]\nurl = "mailtos://relay:{PASSWORD}@mail.musterland.example"', 'did you mean "urls"?'),
        (f'alerts = "mailtos://relay:{PASSWORD}@mail.musterland.example"', "this must be a table"),
    ],
)
def test_what_cannot_be_an_address_is_refused_when_the_file_is_read_and_not_shown(
    tmp_path: Path, lines: str, expected: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(lines, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(config)
    assert expected in str(caught.value)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("chat", ["-1001234567890", '"@landkreis_musterland"'])
def test_the_editors_chat_is_never_a_channel(tmp_path: Path, chat: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f"""[telegram]
editors_chat = {chat}
[[channel]]
id = "main"
kind = "telegram"
chat = {chat.replace("landkreis", "Landkreis")}
""",
        "utf-8",
    )
    with pytest.raises(ConfigError, match=r"line 2: \[telegram\] editors_chat: this is a channel"):
        load_config(config)


# --- what the process does --------------------------------------------------------------------------------------------


def answer(request: object, deed: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What the process says, done in this one."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(request)))
    monkeypatch.setattr(sys, "stdout", out)
    with warnings.catch_warnings():
        # Of modules that apprise imports.
        warnings.simplefilter("ignore")
        getattr(alerts, deed)()
    out.flush()
    return raw.getvalue()


async def test_the_process_says_that_an_address_took_it_only_if_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening() as (good, told), listening(status=500) as (bad, refused):
        for url, expected in ((good, TOOK), (bad, b""), (SecretStr("nonsense://x"), b"")):
            request = {"url": url.get_secret_value(), "title": "a", "body": "b"}
            assert await asyncio.to_thread(answer, request, "_tell_it", monkeypatch) == expected
    assert (len(told), len(refused)) == (1, 1)


def test_the_process_names_the_places_of_what_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer([GOOD.get_secret_value(), "nonsense://x"], "_check_them", monkeypatch) == b"[1]"


def test_the_process_finds_no_module_of_relay_under_the_name_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\npwd -P > {tmp_path}/where\necho '[]'\n")
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    require_addresses(configured(tmp_path, GOOD), [GOOD])
    where = Path((tmp_path / "where").read_text().strip())
    assert (where / "relay" / "press" / "alerts.py").samefile(alerts.__file__)
