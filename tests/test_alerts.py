"""Alert addresses are told by apprise in a process of its own, against servers on this machine."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_string
from email.message import Message

import pytest
from aiohttp import web
from pydantic import SecretStr

from relay.alerts import AppriseAlerts, check_addresses
from relay.telling import AlertError

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


async def test_a_web_hook_and_a_mailbox_are_told() -> None:
    async with listening() as (hook, told), mail_server() as (mailbox, mails):
        await AppriseAlerts([hook, mailbox]).tell("relay: Quelle gestört", "Zeile eins\nZeile <b>zwei</b> & drei")

    assert [(one["title"], one["message"]) for one in told] == [
        ("relay: Quelle gestört", "Zeile eins\nZeile <b>zwei</b> & drei")
    ]
    (mail,) = mails
    assert mail["To"] == "presse@landkreis-musterland.example"
    texts = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/plain"]
    assert any(isinstance(text, bytes) and "Zeile <b>zwei</b> & drei" in text.decode() for text in texts)


async def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with listening() as (hook, told):
        await AppriseAlerts([hook]).tell("a", "b")
    assert len(told) == 1


async def test_an_address_that_fails_does_not_keep_the_others_from_being_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with listening(status=500) as (broken, _), listening() as (good, told):
        alerts = AppriseAlerts([broken, good])
        await alerts.tell("a", "b")
        await alerts.tell("a", "c")
    assert [one["message"] for one in told] == ["b", "c"]
    assert [record.getMessage() for record in caplog.records] == [
        "alert addresses that took nothing, by their place: 1"
    ]


async def test_when_no_address_takes_it_the_error_names_none() -> None:
    async with listening(status=500) as (broken, _):
        with pytest.raises(AlertError) as caught:
            await AppriseAlerts([broken, SecretStr(f"nonsense://{PASSWORD}")]).tell("a", "b")
    assert str(caught.value) == "no alert address took the message"


async def test_an_address_that_hangs_is_given_up_and_the_loop_goes_on_meanwhile() -> None:
    async with silent() as hanging, listening() as (good, told):
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.05)
                ticks += 1

        ticking = asyncio.create_task(tick())
        # Long enough for the good one, on a busy machine too.
        await AppriseAlerts([hanging, good], timeout=3.0).tell("a", "b")
        ticking.cancel()
    assert len(told) == 1
    assert ticks > 10


async def test_a_cancelled_alert_leaves_no_process_behind() -> None:
    async with silent() as hanging:
        telling = asyncio.create_task(AppriseAlerts([hanging]).tell("a", "b"))
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
