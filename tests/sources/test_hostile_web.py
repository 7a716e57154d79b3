"""Websites that want to do harm, over real sockets: whatever they answer, they get nothing, and it ends in time."""

from __future__ import annotations

import asyncio
import gzip
import io
import socket
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from ipaddress import ip_network

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from PIL import Image

from relay.errors import SourceError
from relay.feed.parse import parse
from relay.model import Fetched, Picture
from relay.sources.guard import AddressGuard
from relay.sources.http import Fetcher, FetchLimits
from relay.sources.pictures import ACCEPT, WebPictures

FEED = b'<rss version="2.0"><channel><item><title>a</title></item></channel></rss>'
NAME = "presse.musterland.example"
Play = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Names(AbstractResolver):
    """DNS that says one thing first, and another one from then on."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


class Site:
    """A server that answers each request with the next of its answers, the last one for ever."""

    def __init__(self, answers: list[bytes | Play]) -> None:
        self.answers, self.requests, self.port = answers, list[bytes](), 0
        self.talks: set[asyncio.Task[None] | None] = set()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talks.add(asyncio.current_task())
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            now = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(now, bytes):
                writer.write(now)
                await writer.drain()
            else:
                await now(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client had enough
        finally:
            writer.close()


@asynccontextmanager
async def site(*answers: bytes | Play) -> AsyncIterator[Site]:
    told = Site(list(answers))
    server = await asyncio.start_server(told.talk, "127.0.0.1", 0)
    told.port = server.sockets[0].getsockname()[1]
    try:
        yield told
    finally:
        server.close()
        async with asyncio.timeout(5):
            await asyncio.gather(*(talk for talk in told.talks if talk))


def answer(body: bytes = FEED, *headers: str, status: str = "200 OK") -> bytes:
    return (
        "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]).encode("latin-1") + body
    )


def moved(to: str) -> bytes:
    return answer(b"", f"Location: {to}", status="302 Found")


def fetcher(*allowed: str, names: AbstractResolver | None = None, seconds: float = 10.0) -> Fetcher:
    return Fetcher(
        guard=AddressGuard([ip_network(network) for network in allowed]),
        limits=FetchLimits(timeout=seconds, max_bytes=1_000_000, host_gap=0.0),
        user_agent="relay/0.1",
        resolver=names,
    )


async def refusal(url: str, *allowed: str, names: AbstractResolver | None = None, seconds: float = 10.0) -> SourceError:
    async with fetcher(*allowed, names=names, seconds=seconds) as web:
        with pytest.raises(SourceError) as caught:
            await web.get(url)
    return caught.value


# --- where a connection leads -----------------------------------------------------------------------------------------

INSIDE = [
    "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "100.100.100.200", "169.254.169.254",
    "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::",
    "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_is_not_asked(address: str) -> None:
    async with site(answer()) as inside:
        error = await refusal(f"http://{NAME}:{inside.port}/", names=Names(address))

    assert "which is not public" in str(error)
    assert (error.permanent, inside.requests) == (True, [])


@pytest.mark.parametrize("address", [address for address in INSIDE if "7f00:1" not in address and "127" not in address])
async def test_a_redirect_that_leads_inside_is_not_followed(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    async with site(answer()) as inside, site(moved(f"http://{host}:{inside.port}/")) as outside:
        # 127.0.0.1 is the public internet here, for a name only; its redirect leads elsewhere
        error = await refusal(f"http://{NAME}:{outside.port}/", "127.0.0.1/32", names=Names("127.0.0.1"))

    assert inside.requests == []
    assert error.permanent


HOSTS = [
    "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1", "127.0.0.1.", "0",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[::1%25lo]", "127.0.0.1%00.example",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
async def test_an_address_in_disguise_is_not_asked(host: str) -> None:
    async with site(answer()) as inside:
        for url in (f"http://{host}:{inside.port}/", f"http://erika@{host}:{inside.port}/"):
            assert (await refusal(url)).permanent

    assert inside.requests == []


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "data:text/xml,<rss/>", "javascript:alert(1)",
        "dict://127.0.0.1:11211/", "unix:/run/x.sock", "http:///", "http://erika:geheim@127.0.0.1/",
        "//0x7f.1/",
    ],
)  # fmt: skip
async def test_a_redirect_to_something_else_than_a_website_is_not_followed(target: str) -> None:
    async with site(moved(target), answer()) as web:
        error = await refusal(f"http://127.0.0.1:{web.port}/", "127.0.0.1/32")

    assert error.permanent or "(404)" in str(error)
    assert "geheim" not in str(error)
    assert len(web.requests) == 1


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"])
async def test_a_proxy_in_the_environment_is_not_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with site(answer()) as web, site(answer(b"proxy")) as proxy:
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        async with fetcher("127.0.0.1/32") as fetch:
            await fetch.get(f"http://127.0.0.1:{web.port}/")

    assert (len(web.requests), proxy.requests) == (1, [])


# --- what an answer says ----------------------------------------------------------------------------------------------


async def test_cookies_and_where_we_came_from_are_told_to_nobody() -> None:
    first = answer(b"", "Location: /b", "Set-Cookie: a=b; Path=/", status="302 Found")
    names = Names("127.0.0.1")
    async with site(first, answer()) as web, fetcher("127.0.0.1/32", names=names) as fetch:
        for _ in range(2):
            await fetch.get(f"http://{NAME}:{web.port}/a")

    assert len(web.requests) == 3
    for request in web.requests:
        said = {line.partition(b":")[0].lower() for line in request.split(b"\r\n")[1:] if line}
        assert said == {b"host", b"user-agent", b"accept", b"accept-encoding", b"connection"}


@pytest.mark.parametrize("target", ["/a\tb", "/a b", "/%0d%0aX-Evil:%201", "/ü\x0bX-Evil: 1", "/a\x85X-Evil: 1"])
async def test_a_redirect_cannot_write_headers_of_its_own(target: str) -> None:
    async with site(moved(target), answer()) as web, fetcher("127.0.0.1/32") as fetch:
        try:
            await fetch.get(f"http://127.0.0.1:{web.port}/")
        except SourceError:
            return  # refused, which is as well
    for request in web.requests:
        assert not [line for line in request.splitlines() if line.lower().startswith(b"x-evil")]


@pytest.mark.parametrize("tag", ['"a\x85X-Evil: 1"', '"a\x0bX-Evil: 1"', '"\x7f"'])
async def test_a_validator_cannot_write_headers_of_its_own(tag: str) -> None:
    async with site(answer(FEED, f"ETag: {tag}")) as web, fetcher("127.0.0.1/32") as fetch:
        try:
            first = await fetch.get(f"http://127.0.0.1:{web.port}/")
        except SourceError:
            return  # refused, which is as well
        assert isinstance(first, Fetched)
        await fetch.get(f"http://127.0.0.1:{web.port}/", validators=first.validators)
    assert not [line for line in web.requests[-1].splitlines() if line.lower().startswith(b"x-evil")]


@cache
def zeros(megabytes: int) -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return b"".join(press.compress(bytes(1 << 20)) for _ in range(megabytes)) + press.flush()


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip": (lambda: zeros(64), "gzip"),
    "x-gzip": (lambda: zeros(64), "x-gzip"),
    "deflate": (lambda: zlib.compress(bytes(64 << 20), 9), "deflate"),
    "gzip in gzip": (lambda: gzip.compress(zeros(64)), "gzip, gzip"),
    "many codings": (lambda: gzip.compress(FEED), ", ".join(["gzip"] * 50)),
    "many members": (lambda: gzip.compress(b"a") * 20_000, "gzip"),
    "members of nothing": (lambda: gzip.compress(b"") * 40_000, "gzip"),
    "br": (lambda: b"\x1b\xff\xff\x7f", "br"),
    "zstd": (lambda: b"\x28\xb5\x2f\xfd", "zstd"),
    "compress": (lambda: b"\x1f\x9d\x90", "compress"),
    "no end": (lambda: zeros(1)[:-8], "gzip"),
    "not compressed at all": (lambda: FEED, "gzip"),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_unfolds_no_further_than_the_limit(name: str) -> None:
    bomb, coding = BOMBS[name]
    taken = []
    async with site(answer(bomb(), f"Content-Encoding: {coding}")) as web:
        for _ in range(3):
            begin = time.thread_time()
            error = await refusal(f"http://127.0.0.1:{web.port}/", "127.0.0.1/32")
            taken.append(time.thread_time() - begin)

    assert min(taken) < 1.0
    assert any(words in str(error) for words in ("larger than", "was not asked for", "arrives damaged"))


async def test_gzip_within_gzip_is_no_feed() -> None:
    async with (
        site(answer(gzip.compress(gzip.compress(FEED)), "Content-Encoding: gzip")) as web,
        fetcher("127.0.0.1/32") as fetch,
    ):
        fetched = await fetch.get(f"http://127.0.0.1:{web.port}/")
    assert isinstance(fetched, Fetched)
    with pytest.raises(SourceError, match="compressed data instead of a feed"):
        parse(fetched)


def drop_by_drop(start: bytes, drop: bytes) -> Play:
    async def play(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.01)

    return play


@pytest.mark.parametrize(
    "play",
    [
        drop_by_drop(b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        drop_by_drop(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"),
        drop_by_drop(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        drop_by_drop(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    ],
    ids=["header", "body", "chunks", "hints"],
)  # fmt: skip
async def test_an_answer_drop_by_drop_is_cut_off_in_time(play: Play) -> None:
    async with site(play) as web:
        begin = time.monotonic()
        error = await refusal(f"http://127.0.0.1:{web.port}/", "127.0.0.1/32", seconds=0.3)

    assert "does not answer in full within 0.3 s" in str(error)
    assert time.monotonic() - begin < 5


async def test_endless_headers_are_cut_off() -> None:
    async with site(drop_by_drop(b"HTTP/1.1 200 OK\r\n", b"".join(b"X-%d: a\r\n" % n for n in range(1000)))) as web:
        error = await refusal(f"http://127.0.0.1:{web.port}/", "127.0.0.1/32")

    assert "headers that are too long" in str(error)


async def test_redirects_in_a_circle_and_without_end_are_given_up() -> None:
    count = iter(range(1000))

    async def further(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(moved(f"/{next(count)}"))

    async with site(further) as endless, site(moved("/a"), moved("/b"), moved("/a")) as circle:
        assert "more than 5 times" in str(await refusal(f"http://127.0.0.1:{endless.port}/", "127.0.0.1/32"))
        assert "in a circle" in str(await refusal(f"http://127.0.0.1:{circle.port}/a", "127.0.0.1/32"))
    assert len(endless.requests) == 6


# --- pictures ---------------------------------------------------------------------------------------------------------


def picture(size: tuple[int, int], kind: str = "PNG", frames: int = 1) -> bytes:
    out = io.BytesIO()
    image = Image.new("L", size)
    if frames > 1:
        others = [Image.new("L", size, n % 256) for n in range(1, frames)]
        image.save(out, kind, save_all=True, append_images=others, duration=1)
    else:
        image.save(out, kind)
    return out.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG that says it is larger than it is."""
    data = bytearray(picture((100, 100)))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


REFUSED = {
    "50,000 x 50,000": (claims(50_000, 50_000), "the picture is too large"),
    "a bomb of many pixels": (claims(2**31 - 1, 2**31 - 1), "the picture is too large"),
    "10,000 x 10,000": (claims(10_000, 10_000), "too large"),
    "larger than it is": (claims(4_000, 4_000), "damaged"),
    "cut short": (picture((600, 600))[:-60], "damaged"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not a picture"),
    "SVG with an entity": (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "not a picture"),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(%pipe%id) (r) file\n", "not a picture"),
    "a page": (b"<html></html>", "not a picture"),
    "one pixel": (picture((1, 1)), "too small"),
    "a line": (picture((5_000, 60)), "too narrow"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_hostile_picture_is_refused_in_words(name: str) -> None:
    body, words = REFUSED[name]
    async with site(answer(body, "Content-Type: image/png")) as web, fetcher("127.0.0.1/32") as fetch:
        begin = time.thread_time()
        with pytest.raises(SourceError) as caught:
            await WebPictures(fetch).load(Picture(f"http://127.0.0.1:{web.port}/bild.png"))

    assert words in str(caught.value)
    assert time.thread_time() - begin < 2


async def test_of_a_picture_that_moves_only_the_first_is_taken() -> None:
    async with site(answer(picture((64, 64), "GIF", 2_000))) as web, fetcher("127.0.0.1/32") as fetch:
        file = await WebPictures(fetch).load(Picture(f"http://127.0.0.1:{web.port}/bild.gif"))

    with Image.open(io.BytesIO(file.data)) as shown:
        assert (shown.format, getattr(shown, "n_frames", 1)) == ("JPEG", 1)


async def test_a_picture_inside_is_not_fetched_either() -> None:
    async with site(answer(picture((100, 100)))) as inside, fetcher() as fetch:
        with pytest.raises(SourceError, match="not public"):
            await WebPictures(fetch).load(Picture(f"http://127.0.0.1:{inside.port}/bild.png"))
        with pytest.raises(SourceError, match="not public"):
            await fetch.get(f"http://127.0.0.1:{inside.port}/seite", accept=ACCEPT)
    assert inside.requests == []
