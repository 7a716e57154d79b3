"""What listens for hubs, and takes nobody's word for anything."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from relay.errors import StoreError
from relay.websub import server
from relay.websub.server import listening
from relay.websub.signature import METHODS, Signature

NAME, SECRET = "kennung", "geheim"


class FakeHubs:
    """One subscription, or one that is left."""

    def __init__(self) -> None:
        self.left = False
        self.agrees = True
        self.broken = False
        self.asked: list[tuple[str, ...]] = []
        self.heard: list[bool] = []

    def secret(self, name: str) -> str | None:
        return SECRET if name == NAME else None

    def leaving(self, name: str) -> bool:
        return self.left

    async def verify(self, name: str, mode: str, topic: str, lease: str | None) -> bool:
        if self.broken:
            raise StoreError("The disk is full.")
        self.asked.append((name, mode, topic, str(lease)))
        return self.agrees and name == NAME

    async def deny(self, name: str, topic: str, reason: str) -> bool:
        self.asked.append((name, "denied", topic, reason))
        return self.agrees and name == NAME

    async def told(self, name: str, *, signed: bool) -> None:
        self.heard.append(signed)


class Door:
    """What is reached over HTTP."""

    def __init__(self, hubs: FakeHubs, session: aiohttp.ClientSession, where: tuple[str, int]) -> None:
        self.hubs, self.session, self.where = hubs, session, where
        self.url = "http://{}:{}".format(*where)

    async def get(self, path: str = f"/websub/{NAME}", **query: str) -> tuple[int, str, dict[str, str]]:
        params = {f"hub.{name}": value for name, value in query.items()}
        async with self.session.get(self.url + path, params=params) as answer:
            return answer.status, await answer.text(), dict(answer.headers)

    async def post(self, body: bytes, signature: str = "", path: str = f"/websub/{NAME}", **headers: str) -> int:
        given = {"X-Hub-Signature": signature} if signature else {}
        async with self.session.post(self.url + path, data=body, headers={**given, **headers}) as answer:
            return answer.status

    async def raw(self, *parts: bytes) -> bytes:
        """Send these bytes, and read until the other side has had enough."""
        reader, writer = await asyncio.open_connection(*self.where)
        for part in parts:
            writer.write(part)
            await writer.drain()
        try:
            return await asyncio.wait_for(reader.read(), 5)
        finally:
            writer.close()

    async def first_line(self, sent: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self.where)
        try:
            writer.write(sent)
            return await asyncio.wait_for(reader.readline(), 5)
        finally:
            writer.close()


@asynccontextmanager
async def open_door(limit: int = 1000) -> AsyncIterator[Door]:
    hubs = FakeHubs()
    async with listening("127.0.0.1:0", hubs, limit=limit) as where, aiohttp.ClientSession() as session:
        assert where
        yield Door(hubs, session, where)


def signed(body: bytes, method: str = "sha256", secret: str = SECRET) -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


# --- questions --------------------------------------------------------------------------------------------------------


async def test_a_challenge_that_is_agreed_to_comes_back_as_it_was() -> None:
    async with open_door() as door:
        status, text, _ = await door.get(mode="subscribe", topic="https://a.example/?x=1&y", challenge="ä <&>+%")
        assert (status, text) == (200, "ä <&>+%")
        assert door.hubs.asked == [(NAME, "subscribe", "https://a.example/?x=1&y", "None")]


async def test_a_challenge_is_no_page() -> None:
    async with open_door() as door:
        _, _, headers = await door.get(mode="subscribe", topic="t", challenge="<script>alert(1)</script>")
        assert headers["Content-Type"].startswith("text/plain")
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_what_stands_before_the_id_in_the_address_is_the_proxy_s() -> None:
    async with open_door() as door:
        for path in (f"/{NAME}", f"/a/b/{NAME}"):
            assert (await door.get(path, mode="subscribe", topic="t", challenge="c"))[0] == 200


async def test_whoever_knows_no_subscription_learns_nothing() -> None:
    async with open_door() as door:
        assert (await door.get("/websub/falsch", mode="subscribe", topic="t", challenge="c"))[:2] == (404, "")
        assert (await door.get("/websub/falsch", mode="denied", topic="t"))[0] == 404
        assert (await door.get("/"))[0] == 404
        assert await door.post(b"x", signed(b"x"), "/websub/falsch") == 404
        async with door.session.put(door.url + f"/{NAME}") as answer:
            assert answer.status == 405
        assert door.hubs.heard == []


async def test_what_is_not_agreed_to_or_has_no_challenge_is_refused() -> None:
    async with open_door() as door:
        assert (await door.get(mode="subscribe", topic="t"))[0] == 404
        assert door.hubs.asked == [], "nothing was agreed to"
        door.hubs.agrees = False
        assert (await door.get(mode="subscribe", topic="t", challenge="c"))[0] == 404


async def test_a_denial_is_handed_on() -> None:
    async with open_door() as door:
        assert (await door.get(mode="denied", topic="t", reason="voll"))[0] == 200
        assert door.hubs.asked == [(NAME, "denied", "t", "voll")]


async def test_a_hub_is_told_to_come_again_while_the_database_fails(caplog: pytest.LogCaptureFixture) -> None:
    async with open_door() as door:
        door.hubs.broken = True
        assert (await door.get(mode="subscribe", topic="t", challenge="c"))[0] == 503
    assert "The disk is full." in caplog.text
    assert NAME not in caplog.text


async def test_a_bug_of_ours_is_told_and_costs_the_hub_a_second_try(caplog: pytest.LogCaptureFixture) -> None:
    async with open_door() as door:
        door.hubs.asked = None  # type: ignore[assignment]  # so that it fails
        assert (await door.get(mode="subscribe", topic="t", challenge="c"))[0] == 503
    assert "AttributeError" in caplog.text


# --- messages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
async def test_each_algorithm_of_the_recommendation_signs(method: str) -> None:
    async with open_door() as door:
        assert await door.post(b"<rss/>", signed(b"<rss/>", method)) == 202
        assert await door.post(b"", signed(b"", method).upper()) == 202
        assert door.hubs.heard == [True, True]


@pytest.mark.parametrize(
    "signature",
    [
        *("", "sha256", "sha256=", "sha256=ä", "new=0", "__doc__=1"),
        *(signed(b"other"), signed(b"<rss/>", secret="x"), signed(b"<rss/>", "md5")),
        *(signed(b"<rss/>")[:-1], signed(b"<rss/>").replace("sha256", "sha1")),
    ],
)
async def test_a_message_without_the_right_signature_counts_for_nothing(signature: str) -> None:
    async with open_door() as door:
        assert await door.post(b"<rss/>", signature) == 202
        assert door.hubs.heard == [False]


async def test_what_is_signed_are_the_bytes_as_sent() -> None:
    body = gzip.compress(b"<rss/>")
    async with open_door() as door:
        assert await door.post(body, signed(body), **{"Content-Encoding": "gzip"}) == 202
        assert door.hubs.heard == [True]


async def test_a_message_is_hashed_up_to_its_limit_and_no_further() -> None:
    async with open_door(limit=1000) as door:
        assert await door.post(b"x" * 1000, signed(b"x" * 1000)) == 202
        assert await door.post(b"x" * 1001, signed(b"x" * 1001)) == 413
        head = b"POST /%s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" % NAME.encode()
        assert b" 413 " in await door.first_line(head + b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n0\r\n\r\n")
        assert door.hubs.heard == [True]


async def test_a_hub_whose_messages_are_wanted_no_longer_is_told_so() -> None:
    async with open_door() as door:
        door.hubs.left = True
        assert await door.post(b"x", signed(b"x")) == 410
        assert door.hubs.heard == []


async def test_a_body_drop_by_drop_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.05)
    async with open_door() as door:
        head = b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx" % NAME.encode()
        assert b" 408 " in await door.first_line(head)
        assert door.hubs.heard == []


async def test_no_connection_lasts_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LIFE", 0.05)
    async with open_door() as door:
        assert await door.raw() == b""
        assert await door.raw(b"GET / HTTP/1.1\r\nHost") == b""
        assert await door.raw(b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx" % NAME.encode()) == b""
        assert door.hubs.heard == []


async def test_one_connection_too_many_is_closed_and_keeps_nobody_out_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CONNECTIONS", 2)
    async with open_door() as door:
        kept = [await asyncio.open_connection(*door.where) for _ in range(2)]
        assert await door.raw() == b""
        for _, writer in kept:
            writer.close()
        async with asyncio.timeout(5):
            while True:
                try:
                    assert await door.post(b"x", signed(b"x")) == 202
                    break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.01)


async def test_a_hub_that_breaks_off_in_the_middle_is_no_error_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with open_door() as door:
        for lines in (b"Content-Length: 9\r\n\r\nx", b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\nzz\r\n"):
            _, writer = await asyncio.open_connection(*door.where)
            writer.write(b"POST /%s HTTP/1.1\r\nHost: x\r\n" % NAME.encode() + lines)
            await writer.drain()
            await asyncio.sleep(0.02)
            writer.close()
        assert await door.post(b"x", signed(b"x")) == 202
        assert door.hubs.heard == [True]
        await door.raw(b"GET /%s SMTP/1.1\r\n\r\n" % NAME.encode())
    assert caplog.text == ""


async def test_it_can_listen_at_a_socket_of_the_file_system_that_a_proxy_reaches(tmp_path: Path) -> None:
    hubs, path = FakeHubs(), tmp_path / "websub.sock"
    for _ in range(2):
        async with listening(f"unix:{path}", hubs, limit=100) as where:
            assert where is None
            assert path.stat().st_mode & 0o777 == 0o666
            socket = aiohttp.UnixConnector(str(path))
            async with (
                aiohttp.ClientSession(connector=socket, headers={"X-Hub-Signature": signed(b"x")}) as session,
                session.post(f"http://x/{NAME}", data=b"x") as answer,
            ):
                assert answer.status == 202


async def test_a_place_that_is_taken_is_an_os_error() -> None:
    async with open_door() as door:
        with pytest.raises(OSError, match="in use"):
            async with listening("{}:{}".format(*door.where), door.hubs, limit=1):
                pass


def test_a_signature_is_the_same_however_its_body_comes_in() -> None:
    signature = Signature(SECRET, signed(b"abc"))
    for piece in (b"a", b"", b"bc"):
        signature.feed(piece)
    assert signature.right
