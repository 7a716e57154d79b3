from __future__ import annotations

import asyncio
import gc
import gzip
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_reqrep import ConnectionKey
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from relay.errors import SourceError, StoreError
from relay.language import tell
from relay.model import Fetched, NotModified, Validators
from relay.sources.decode import Decoder
from relay.sources.guard import AddressGuard, web_url
from relay.sources.headers import freshness, pause_asked, user_agent, validators_of
from relay.sources.http import Fetcher, FetchLimits, _host
from relay.sources.http_errors import translated
from relay.sources.pauses import Pauses
from relay.sources.turns import Turns
from relay.timing import now

AGENT = "relay/0.1 (+mailto:presse@musterland.example)"
FEED = b"<rss/>"
SECRET = "?key=geheim"
LOCAL = ("127.0.0.0/8",)

Stream = asyncio.StreamWriter
Play = Callable[[asyncio.StreamReader, Stream], Awaitable[None]]


def answer(body: bytes = FEED, *headers: str | bytes, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines) + body


def moved(to: str, status: int = 302) -> bytes:
    return answer(b"", f"Location: {to}", status=f"{status} Moved")


def slowly(*parts: bytes, then: str = "close") -> Play:
    """Send part after part, each on its own; then close the connection, reset it, or keep it open."""

    async def play(reader: asyncio.StreamReader, writer: Stream) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.02)
        if then == "hang":
            await reader.read()
        if then == "reset":
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    return play


class Site:
    """A server that says what it is told to, byte by byte; the last answer is repeated."""

    def __init__(self, answers: Sequence[bytes | Play]) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.connections = self.busy = self.most_busy = self.port = 0
        self.host = ""
        self.asked = asyncio.Event()
        self.talks: set[asyncio.Task[None] | None] = set()

    def url(self, path: str = "/", host: str = "", scheme: str = "http") -> str:
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    async def talk(self, reader: asyncio.StreamReader, writer: Stream) -> None:
        self.talks.add(asyncio.current_task())
        self.connections += 1
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            self.asked.set()
            now = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(now, bytes):
                writer.write(now)
                await writer.drain()
            else:
                await now(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client had enough
        finally:
            self.busy -= 1
            writer.close()


@asynccontextmanager
async def site(
    *answers: bytes | Play, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Site]:
    told = Site(answers or [answer()])
    server = await asyncio.start_server(told.talk, host, 0, ssl=tls)
    told.host, told.port = server.sockets[0].getsockname()[:2]
    try:
        yield told
    finally:
        server.close()
        async with asyncio.timeout(5):
            await asyncio.gather(*(talk for talk in told.talks if talk))


class Names(AbstractResolver):
    """DNS: each question for a name gets its next answer, the last one for ever."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {name.replace("_", "."): list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        now = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ResolveResult(hostname=host, host=ip, port=port, family=socket.AF_INET, proto=0, flags=0) for ip in now]

    async def close(self) -> None:
        """Nothing is open."""


def fetcher(*, allow: Sequence[str] = LOCAL, limits: dict[str, Any] | None = None, **more: Any) -> Fetcher:
    return Fetcher(
        guard=AddressGuard([ip_network(net) for net in allow]),
        limits=FetchLimits(**{"timeout": 10.0, "host_gap": 0.0} | (limits or {})),
        user_agent=AGENT,
        **more,
    )


async def get(url: str, *, limits: dict[str, Any] | None = None, **options: Any) -> Fetched:
    async with fetcher(limits=limits, **options) as web:
        fetched = await web.get(url)
    assert isinstance(fetched, Fetched)
    return fetched


async def refusal(url: str, **options: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await get(url, **options)
    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


# --- what goes out, what comes back -----------------------------------------------------------------------------------


async def test_a_body_comes_with_all_that_was_said_about_it() -> None:
    said = ('ETag: W/"a"', "Last-Modified: Mon, 01 Jun 2026 08:00:00 GMT", "Content-Type: text/xml; charset=latin-1")
    async with site(answer(FEED, *said, "Cache-Control: max-age=300")) as web:
        fetched = await get(web.url("/presse.rss?a=b"))
    assert fetched == Fetched(
        url=web.url("/presse.rss?a=b"),
        body=FEED,
        content_type="text/xml; charset=latin-1",
        validators=Validators('W/"a"', "Mon, 01 Jun 2026 08:00:00 GMT"),
        max_age=300.0,
    )


async def test_a_request_says_who_asks_and_nothing_else() -> None:
    names = Names(presse_musterland_example=[["127.0.0.1"]])  # cookies are for names
    async with site(answer(FEED, "Set-Cookie: a=b; Path=/")) as web, fetcher(resolver=names) as fetch:
        for _ in range(2):
            await fetch.get(web.url(host="presse.musterland.example"), accept="text/html")
    lines = {line.partition(b":")[0]: line for line in web.requests[1].split(b"\r\n") if b":" in line}
    assert lines.pop(b"User-Agent") == f"User-Agent: {AGENT}".encode()
    assert lines.pop(b"Accept") == b"Accept: text/html"
    assert lines.pop(b"Accept-Encoding") == b"Accept-Encoding: gzip, deflate"
    assert set(lines) == {b"Host", b"Connection"}


@pytest.mark.parametrize(
    "etag",
    [
        *(b'"abc"', b'W/"a b"', b"unquoted", b'"a,b\\-gzip"', '"straße"'.encode(), b'""', b'W/"a", "b"', b"'x'"),
        *(b'"stra\xdfe"', b'"\xff\xfe"', b'"\xc3"', b'"a\tb"', b'"\xed\xa0\x80"', b'"\xc2\x85\xc2\xa0"', b'"\x80\x9f"'),
        bytes(range(0x80, 0x100)),
    ],
)
async def test_an_etag_is_sent_back_byte_exact(etag: bytes) -> None:
    async with site(answer(FEED, b"ETag: " + etag), answer(b"", status="304 Not Modified")) as web, fetcher() as fetch:
        first = await fetch.get(web.url())
        assert isinstance(first, Fetched)
        assert await fetch.get(web.url(), validators=first.validators) == NotModified()
    assert b"\r\nIf-None-Match: " + etag + b"\r\n" in web.requests[1]


async def test_a_last_modified_is_sent_back_byte_exact_even_if_it_is_no_date() -> None:
    async with site(answer(FEED, "Last-Modified: gestern  um 8:00")) as web, fetcher() as fetch:
        first = await fetch.get(web.url())
        assert isinstance(first, Fetched)
        await fetch.get(web.url(), validators=first.validators)
    assert b"\r\nIf-Modified-Since: gestern  um 8:00\r\n" in web.requests[1]
    assert b"If-None-Match" not in web.requests[1]


async def test_validators_that_are_not_utf_8_are_sent_back_byte_exact_together() -> None:
    said = answer(FEED, b'ETag: "f\xfcr alle"', b"Last-Modified: M\xe4rz")
    async with site(said) as web, fetcher() as fetch:
        first = await fetch.get(web.url())
        assert isinstance(first, Fetched)
        assert f"{first.validators.etag}".encode().decode("utf-8").encode("latin-1") == b'"f\xfcr alle"'  # as stored
        assert await fetch.get(web.url(), validators=first.validators) == first
    assert web.requests[1].endswith(b"\r\n\r\n")
    lines = web.requests[1].split(b"\r\n")
    assert lines.count(b'If-None-Match: "f\xfcr alle"') == lines.count(b"If-Modified-Since: M\xe4rz") == 1
    # Nothing else is different from any other request.
    assert len(lines) == len(web.requests[0].split(b"\r\n")) + 2


async def test_an_etag_that_was_stored_as_text_by_an_older_relay_is_sent_as_text() -> None:
    async with site(answer(b"", status="304 Not Modified")) as web, fetcher() as fetch:
        await fetch.get(web.url(), validators=Validators(etag='"10 €"'))
    assert '\r\nIf-None-Match: "10 €"\r\n'.encode() in web.requests[0]


@pytest.mark.parametrize("value", ["", '"a\nb"', '"a\rb"', '"\0"', '"\x7f"', '"\x1b[1m"'])
def test_a_validator_with_control_characters_is_not_kept(value: str) -> None:
    assert validators_of(value, value, date="", now=now()) == Validators()


async def test_not_modified_says_how_long_for() -> None:
    async with site(answer(b"", "Cache-Control: max-age=60", status="304 Not Modified")) as web, fetcher() as fetch:
        assert await fetch.get(web.url(), validators=Validators(etag='"a"')) == NotModified(60.0)


async def test_not_modified_without_being_asked_is_an_error() -> None:
    async with site(answer(b"", status="304 Not Modified")) as web:
        assert "status 304" in str(await refusal(web.url(SECRET)))


async def test_validators_go_to_every_hop() -> None:
    async with site(moved("/neu"), answer(b"", status="304 Not Modified")) as web, fetcher() as fetch:
        validators = Validators('"a"', "Mon, 01 Jun 2026 08:00:00 GMT")
        assert await fetch.get(web.url(), validators=validators) == NotModified()
    assert all(b'If-None-Match: "a"\r\nIf-Modified-Since: Mon' in request for request in web.requests)


async def test_international_names_and_paths_are_asked_in_ascii() -> None:
    names = Names(**{"xn--mller-kva_example": [["127.0.0.1"]]})
    async with site() as web:
        fetched = await get(f"  {web.url('/straße 1?ort=süd', host='müller.example')}\n", resolver=names)
    assert names.asked == ["xn--mller-kva.example"]
    assert web.requests[0].startswith(b"GET /stra%C3%9Fe%201?ort=s%C3%BCd HTTP/1.1\r\nHost: xn--mller-kva.example:")
    assert fetched.url == f"http://xn--mller-kva.example:{web.port}/stra%C3%9Fe%201?ort=s%C3%BCd"


async def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with site() as web, site() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert (await get(web.url())).body == FEED
    assert proxy.connections == 0


async def test_the_fetcher_leaves_nothing_open() -> None:
    async with site(answer(), moved("/neu"), answer(b"a" * 9000), answer(b"", status="404 Not Found")) as web:
        async with fetcher(limits={"max_bytes": 100}) as fetch:
            await fetch.get(web.url())
            for _ in range(2):
                with pytest.raises(SourceError):
                    await fetch.get(web.url())
        assert web.connections == 4
    gc.collect()  # a connection that was left open would warn now, and warnings are errors


async def test_a_fetch_that_is_given_up_frees_its_host() -> None:
    async with site(slowly(then="hang"), answer()) as web, fetcher() as fetch:
        task = asyncio.create_task(fetch.get(web.url()))
        await web.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert isinstance(await fetch.get(web.url()), Fetched)


# --- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(status: int) -> None:
    async with site(moved("neu?a=b#c", status), answer()) as web:
        assert (await get(web.url("/presse/alt"))).url == web.url("/presse/neu?a=b")


async def test_as_many_redirects_as_allowed_are_followed_and_no_more() -> None:
    hops = [moved(f"/{n}") for n in range(3)]
    async with site(*hops, answer()) as web:
        assert (await get(web.url("/presse"), limits={"redirects": 3})).body == FEED
    async with site(*hops, answer()) as web:
        error = await refusal(web.url("/presse" + SECRET), limits={"redirects": 2})
        assert str(error) == f"{web.url('/presse')} redirects more than 2 times"
    assert (error.permanent, len(web.requests)) == (True, 3)


@pytest.mark.parametrize(
    ("statuses", "ends"),
    [((301,), "/1"), ((308, 301), "/2"), ((302,), ""), ((307, 301), ""), ((301, 302), "/1"), ((303,), ""), ((), "")],
)
async def test_how_far_a_feed_has_moved_for_good_is_told(statuses: Sequence[int], ends: str) -> None:
    hops = [moved(f"/{number}", status) for number, status in enumerate(statuses, start=1)]
    async with site(*hops, answer()) as web:
        assert (await get(web.url("/0"))).moved == (web.url(ends) if ends else "")
    async with site(*hops, answer(b"", status="304 Not Modified")) as web, fetcher() as fetch:
        unchanged = await fetch.get(web.url("/0"), validators=Validators('"a"'))
    assert unchanged == NotModified(moved=web.url(ends) if ends else "")


async def test_a_redirect_without_a_place_is_told_as_it_is() -> None:
    async with site(answer(b"", status="301 Moved")) as web:
        assert "status 301" in str(await refusal(web.url()))


async def test_each_hop_is_admitted_before_it_is_asked() -> None:
    admitted: list[str] = []

    async def admit(url: str) -> None:
        admitted.append(url)
        if url.endswith("/c"):
            raise SourceError("not that one")

    async with site(moved("/b"), moved("/c")) as web, fetcher() as fetch:
        with pytest.raises(SourceError, match="not that one"):
            await fetch.get(web.url("/a"), admit=admit)
        assert admitted == [web.url("/a"), web.url("/b"), web.url("/c")]
        assert len(web.requests) == 2


async def test_a_circle_is_noticed() -> None:
    async with site(moved("/b"), moved("/a"), answer()) as web:
        error = await refusal(web.url("/a"))
    assert "in a circle" in str(error)
    assert (error.permanent, len(web.requests)) == (True, 2)


async def test_a_redirect_to_nowhere_is_an_error() -> None:
    async with site(answer(b"", status="302 Found")) as web:
        assert "status 302" in str(await refusal(web.url()))


# --- what is not asked ------------------------------------------------------------------------------------------------

ATTACKS = [
    "http://127.0.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://①②⑦.0.0.1:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1%25lo]:{port}/",
    "http://localhost:{port}/",
    "http://intern.musterland.example:{port}/",
    "http://erika:geheim@intern.musterland.example:{port}/",
    "http://93.184.215.14:25/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_GET",
    "ftp://127.0.0.1:{port}/",
]
INSIDE = {"localhost": [["127.0.0.1"]], "intern_musterland_example": [["127.0.0.1"]]}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_address_inside_is_not_asked(attack: str) -> None:
    async with site() as inside:
        error = await refusal(attack.format(port=inside.port), allow=(), resolver=Names(**INSIDE))
    assert error.permanent
    assert inside.connections == 0


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_redirect_to_an_address_inside_is_not_followed(attack: str) -> None:
    async with site() as inside:
        async with site(moved(attack.format(port=inside.port)), host="127.0.0.2") as outside:
            error = await refusal(outside.url(), allow=["127.0.0.2/32"], resolver=Names(**INSIDE))
        assert len(outside.requests) == 1
    assert error.permanent
    assert inside.connections == 0


async def test_a_name_that_moves_inside_between_two_questions_is_not_followed() -> None:
    names = Names(presse_musterland_example=[["127.0.0.2"], ["127.0.0.1"]])
    async with site() as inside:
        there = inside.url(host="presse.musterland.example")
        async with site(moved(there), host="127.0.0.2") as outside:
            url = outside.url(host="presse.musterland.example")
            error = await refusal(url, allow=["127.0.0.2/32"], resolver=names)
    assert str(error) == (
        f"presse.musterland.example:{inside.port} has the address 127.0.0.1, "
        "which is not public (exceptions: fetch.allow_networks)"
    )
    assert (len(names.asked), inside.connections) == (2, 0)


@pytest.mark.parametrize("order", [["127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.1"]])
async def test_of_a_name_with_two_addresses_only_the_permitted_one_is_asked(order: list[str]) -> None:
    async with site(host="127.0.0.2") as outside:
        inside = Site([answer()])
        async with await asyncio.start_server(inside.talk, "127.0.0.1", outside.port):
            url = outside.url(host="presse.musterland.example")
            names = Names(presse_musterland_example=[order])
            assert (await get(url, allow=["127.0.0.2/32"], resolver=names)).body == FEED
    assert (outside.connections, inside.connections) == (1, 0)


async def test_a_name_whose_addresses_are_all_inside_is_told_so() -> None:
    names = Names(presse_musterland_example=[["10.0.0.1", "192.168.0.1", "fd00::1"]])
    error = await refusal("http://presse.musterland.example/", allow=(), resolver=names)
    assert error.permanent
    assert "is not public" in str(error)


async def test_a_port_of_another_service_is_told_so() -> None:
    error = await refusal("http://93.184.215.14:25/", allow=())
    assert str(error).startswith("port 25 of 93.184.215.14 is not one that websites use")


# --- statuses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "permanent", "words"),
    [
        ("204 No Content", False, "status 204"),
        ("206 Partial Content", False, "status 206"),
        ("400 Bad Request", False, "status 400"),
        ("401 Unauthorized", True, "asks for a password (401)"),
        ("403 Forbidden", True, "is closed to relay (403)"),
        ("404 Not Found", True, "does not exist (404)"),
        ("410 Gone", True, "was removed for good (410)"),
        ("429 Too Many Requests", False, "asks for fewer requests (429)"),
        ("500 Internal Server Error", False, "has trouble (500)"),
        ("503 Service Unavailable", False, "has trouble (503)"),
    ],
)
async def test_a_status_without_content_is_told_in_words(status: str, permanent: bool, words: str) -> None:
    async with site(answer(b"", "Retry-After: 90", status=status)) as web:
        error = await refusal(web.url("/presse.rss" + SECRET))
    assert words in str(error)
    assert error.permanent == permanent
    assert error.gone == (status[:3] in ("404", "410"))
    assert error.retry_after == (90.0 if status[:3] in ("429", "500", "503") else None)


async def test_a_cloudflare_challenge_is_called_by_its_name() -> None:
    async with site(answer(b"<html>", "cf-mitigated: challenge", status="503 Service Unavailable")) as web:
        error = await refusal(web.url())
    assert error.permanent
    assert "Cloudflare challenge" in str(error)


async def test_a_host_that_asked_for_a_pause_is_left_alone_by_everybody() -> None:
    clock = Watch()
    kept: dict[str, datetime] = {}

    async def keep(host: str, until: datetime, _: datetime) -> None:
        kept[host] = until

    def at() -> datetime:
        return datetime.fromtimestamp(clock(), UTC)

    async with site(answer(b"", "Retry-After: 30", status="503 Busy"), answer()) as web, site() as other:
        async with fetcher(clock=at, pauses=Pauses(at, keep=keep)) as fetch:
            with pytest.raises(SourceError, match="503"):
                await fetch.get(web.url("/presse.rss"))
            clock.now += 29
            with pytest.raises(SourceError, match="asked for a pause") as caught:
                await fetch.get(web.url("/bild.jpg"))
            assert caught.value.retry_after == 1.0
            await fetch.get(other.url())
        async with fetcher(clock=at, pauses=Pauses(at, kept)) as fetch:
            with pytest.raises(SourceError, match="asked for a pause"):
                await fetch.get(web.url())
            clock.now += 1
            await fetch.get(web.url())
    assert len(web.requests) == 2


async def test_a_pause_holds_even_if_it_cannot_be_written_down(caplog: pytest.LogCaptureFixture) -> None:
    async def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    busy = answer(b"", "Retry-After: 30", status="429 Busy")
    async with site(busy) as web, fetcher(pauses=Pauses(now, keep=full)) as fetch:
        for words in ("429", "asked for a pause"):
            with pytest.raises(SourceError, match=words):
                await fetch.get(web.url())
    assert "The disk is full." in caplog.text


async def test_a_pause_is_no_longer_than_a_day_and_none_lasts_if_the_clock_was_ahead() -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    pauses = Pauses(lambda: at, {"b": at + timedelta(days=300)})
    await pauses.note("a", 1e9)
    assert (pauses.left("a"), pauses.left("b"), pauses.left("c")) == (86400.0, 0.0, 0.0)


async def test_a_server_error_without_a_word_of_how_long_keeps_nobody_else_waiting() -> None:
    async with site(answer(b"", status="503 Busy"), answer()) as web, fetcher() as fetch:
        with pytest.raises(SourceError):
            await fetch.get(web.url("/a"))
        await fetch.get(web.url("/b"))


async def test_a_203_counts_as_content() -> None:
    async with site(answer(status="203 Non-Authoritative Information")) as web:
        assert (await get(web.url())).body == FEED


# --- broken servers ---------------------------------------------------------------------------------------------------

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("play", "words"),
    [
        (slowly(), "without an answer"),
        (slowly(then="reset"), "without an answer"),
        (slowly(b"HTTP/1.1 200 OK\r\nConte"), "without an answer"),
        (slowly(answer(b"<rss>", length=100)), "in the middle"),
        (slowly(answer(b"<rss>", length=100), then="reset"), "in the middle"),
        (slowly(CHUNKED + b"10\r\n<rss>"), "in the middle"),
        (slowly(CHUNKED + b"5\r\n<rss>\r\n"), "in the middle"),
        (slowly(CHUNKED + b"ZZ\r\n<rss>"), "in the middle"),
        (slowly(CHUNKED, b"ZZ\r\n<rss>", then="hang"), "in the middle"),
        (slowly(b"SSH-2.0-OpenSSH_9.2\r\n", then="hang"), "not HTTP"),
        (slowly(b"<rss/>"), "not HTTP"),
        (slowly(answer(FEED, "X: " + "a" * 40_000)), "too long"),
        (slowly(answer(FEED, *(f"X{n}: a" for n in range(500)))), "too long"),
    ],
)
async def test_a_broken_answer_is_told_in_words_and_not_asked_for_twice(play: Play, words: str) -> None:
    async with site(play) as web:
        error = await refusal(web.url("/presse.rss" + SECRET))
    assert words in str(error)
    assert str(error).startswith(f"127.0.0.1:{web.port} ")
    assert not error.permanent
    assert len(web.requests) == 1


@pytest.mark.parametrize(
    "play",
    [
        slowly(then="hang"),
        slowly(answer(b"<rss>", length=100), then="hang"),
        slowly(CHUNKED, b"5\r\n<rss>\r\n", b"5\r\n<r", then="hang"),
        slowly(answer(b"", length=10_000), *[b"a"] * 1000),
    ],
)
async def test_everything_together_takes_no_longer_than_the_limit(play: Play) -> None:
    async with site(play) as web:
        error = await refusal(web.url(SECRET), limits={"timeout": 0.25})
    assert str(error) == f"127.0.0.1:{web.port} does not answer in full within 0.25 s"
    assert not error.permanent


async def test_the_time_limit_spans_all_hops() -> None:
    async def late(_: asyncio.StreamReader, writer: Stream) -> None:
        await asyncio.sleep(0.2)
        writer.write(moved(f"/{len(web.requests)}"))

    async with site(late) as web:
        assert "within 0.5 s" in str(await refusal(web.url(), limits={"timeout": 0.5, "redirects": 100}))
    assert len(web.requests) <= 3


async def test_a_refused_connection_is_told() -> None:
    async with site() as web:
        pass
    assert str(await refusal(web.url(SECRET))) == f"127.0.0.1:{web.port} takes no connection: Connection refused"


async def test_an_unknown_name_is_told() -> None:
    error = await refusal("http://presse.musterland.example/" + SECRET, resolver=Names())
    assert str(error) == "the name presse.musterland.example leads nowhere: DNS knows no address for it"
    assert not error.permanent


# --- TLS --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl")
    file = tmp_path / "presse.pem"
    key: list[str | Path] = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        file,
        "-out",
        file,
    ]
    name = ["-subj", "/CN=presse", "-addext", "subjectAltName=DNS:presse.musterland.example"]
    subprocess.run([openssl, "req", "-x509", "-days", "2", *key, *name], check=True, capture_output=True)
    return file


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


SECURE = {"presse_musterland_example": [["127.0.0.1"]], "www_musterland_example": [["127.0.0.1"]]}


async def test_a_certificate_is_checked(certificate: Path) -> None:
    async with site(tls=server_side(certificate)) as web:
        url = web.url(SECRET, host="presse.musterland.example", scheme="https")
        assert "is self-signed" in str(await refusal(url, resolver=Names(**SECURE)))
        trusted = ssl.create_default_context(cafile=certificate)
        assert (await get(url, resolver=Names(**SECURE), tls=trusted)).body == FEED
        url = web.url(SECRET, host="www.musterland.example", scheme="https")
        error = await refusal(url, resolver=Names(**SECURE), tls=trusted)
    assert str(error) == f"the certificate of www.musterland.example:{web.port} is one for other names"
    assert len(web.requests) == 1


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("expired", "Das Zertifikat von presse.musterland.example:{port} ist abgelaufen"),
        ("future", "Das Zertifikat von presse.musterland.example:{port} gilt noch nicht, oder die Uhr"),
    ],
)
async def test_a_certificate_that_is_not_valid_today_is_told_in_plain_words(file: str, told: str) -> None:
    pem = Path(__file__).parent.parent / "data" / "tls" / f"{file}.pem"
    trusted = ssl.create_default_context(cafile=pem)
    async with site(tls=server_side(pem)) as web:
        url = web.url(SECRET, host="presse.musterland.example", scheme="https")
        error = await refusal(url, resolver=Names(**SECURE), tls=trusted)
    said = tell(error, "de")
    assert (said[0].upper() + said[1:]).startswith(told.format(port=web.port))
    assert not error.permanent
    assert web.requests == []


def test_a_certificate_of_an_unknown_issuer_is_told_with_the_usual_cause() -> None:
    why = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    why.verify_code, why.verify_message = 20, "unable to get local issuer certificate"
    assert "an intermediate certificate is not sent with it" in str(certificate_error(why))
    why.verify_code, why.verify_message = 68, "CA signature digest algorithm too weak"
    assert (
        str(certificate_error(why)) == "a.example shows an invalid certificate: CA signature digest algorithm too weak"
    )


def certificate_error(why: ssl.SSLCertVerificationError) -> SourceError:
    key = ConnectionKey("a.example", 443, True, True, None, None, None)
    with pytest.raises(SourceError) as caught, translated(URL("https://a.example/")):
        raise aiohttp.ClientConnectorCertificateError(key, why) from None
    return caught.value


async def test_a_redirect_from_https_to_http_is_not_followed(certificate: Path) -> None:
    trusted = ssl.create_default_context(cafile=certificate)
    async with site() as plain:
        away = moved(plain.url(SECRET, host="presse.musterland.example"))
        async with site(away, tls=server_side(certificate)) as web:
            url = web.url(SECRET, host="presse.musterland.example", scheme="https")
            error = await refusal(url, resolver=Names(**SECURE), tls=trusted)
    assert "redirects from https to unprotected http" in str(error)
    assert (error.permanent, plain.connections) == (True, 0)


async def test_a_server_without_tls_is_told() -> None:
    async def plain(reader: asyncio.StreamReader, writer: Stream) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        error = await refusal(f"https://127.0.0.1:{port}/{SECRET}")
    assert "does not manage an encrypted connection" in str(error)


# --- size and compression ---------------------------------------------------------------------------------------------


async def test_a_body_as_large_as_the_limit_passes_and_one_byte_more_does_not() -> None:
    async with site(answer(b"a" * 1000)) as web:
        assert len((await get(web.url(), limits={"max_bytes": 1000})).body) == 1000
        error = await refusal(web.url(SECRET), limits={"max_bytes": 999})
    assert str(error) == f"{web.url()} is larger than the 999 bytes that are allowed"
    assert error.text.facts["size"] == 1000
    assert error.permanent


async def test_a_limit_of_ones_own_goes_before_the_general_one() -> None:
    async with site(answer(b"a" * 1000)) as web, fetcher(limits={"max_bytes": 10}) as fetch:
        assert isinstance(await fetch.get(web.url(), max_bytes=1000), Fetched)


async def test_a_body_announced_as_too_large_is_not_read() -> None:
    async with site(slowly(answer(b"", length=10_000_001), then="hang")) as web:
        assert "larger" in str(await refusal(web.url()))


async def test_a_body_that_grows_too_large_is_not_read_to_its_end() -> None:
    sent = 0

    async def endless(_: asyncio.StreamReader, writer: Stream) -> None:
        nonlocal sent
        writer.write(CHUNKED)
        while True:
            writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
            sent += 0x10000
            await writer.drain()

    async with site(endless) as web:
        assert "larger" in str(await refusal(web.url(), limits={"max_bytes": 1_000_000}))
    assert sent < 20_000_000  # what fits into the buffers of two sockets on the way


def bomb(megabytes: int) -> bytes:
    """A gzip body of zeros: one compressed megabyte, over and over."""
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = press.compress(bytes(1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + block * megabytes + press.flush()


def test_the_bomb_is_real() -> None:
    inflated = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(bomb(3)[:-1])
    assert inflated == bytes(3 << 20)


async def test_a_bomb_of_a_gigabyte_costs_no_more_memory_than_the_limit() -> None:
    async with site(answer(bomb(1024), "Content-Encoding: gzip")) as web:
        tracemalloc.start()
        try:
            error = await refusal(web.url(), limits={"max_bytes": 2_000_000})
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert "larger than the 2000000 bytes" in str(error)
    assert peak < 8_000_000


async def test_a_bomb_of_many_small_members_is_refused() -> None:
    async with site(answer(gzip.compress(b"") * 10_000, "Content-Encoding: gzip")) as web:
        assert "arrives damaged" in str(await refusal(web.url()))


def bare(data: bytes) -> bytes:
    press = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return press.compress(data) + press.flush()


PACKED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "gzip in two members": ("gzip", lambda data: gzip.compress(data[:3]) + gzip.compress(data[3:])),
    "gzip and padding": ("gzip", lambda data: gzip.compress(data) + bytes(100)),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare),
    "nothing": ("", lambda data: data),
}


@pytest.mark.parametrize("packed", PACKED)
async def test_a_compressed_body_is_unpacked(packed: str) -> None:
    coding, pack = PACKED[packed]
    for name in (coding, f"X-{coding}".upper()) if coding == "gzip" else (coding,):
        async with site(answer(pack(FEED * 9000), f"Content-Encoding: {name}")) as web:
            assert (await get(web.url())).body == FEED * 9000


@given(st.sampled_from(sorted(PACKED)), st.binary(min_size=1), st.integers(1, 300_000), st.integers(1, 400))
def test_a_body_is_unpacked_the_same_however_it_arrives(packed: str, data: bytes, size: int, step: int) -> None:
    coding, pack = PACKED[packed]
    data = (data * (size // len(data) + 1))[:size]
    wire, decoder = pack(data), Decoder(coding)
    if coding == "":
        step = max(step, size // 100)
    pieces = [piece for at in range(0, len(wire), step) for piece in decoder.feed(wire[at : at + step])]
    decoder.close()
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) <= max(64 * 1024, step)


@pytest.mark.parametrize("size", range(65_530, 65_800, 10))
def test_the_last_bytes_come_out_even_if_no_more_data_comes_in(size: int) -> None:
    for coding, pack in PACKED.values():
        decoder = Decoder(coding)
        assert b"".join(decoder.feed(pack(bytes(size)))) == bytes(size)
        decoder.close()


async def test_padding_behind_a_compressed_body_counts_towards_the_limit() -> None:
    padded = gzip.compress(FEED) + bytes(2000)
    chunked = CHUNKED.replace(b"\r\n", b"\r\nContent-Encoding: gzip\r\n", 1)
    async with site(slowly(chunked + b"%x\r\n%b\r\n0\r\n\r\n" % (len(padded), padded))) as web:
        assert "larger" in str(await refusal(web.url(), limits={"max_bytes": 1000}))


@pytest.mark.parametrize("packed", ["gzip", "gzip in two members", "deflate", "bare deflate"])
@pytest.mark.parametrize("length", ["Content-Length", "Connection: close"])
async def test_a_compressed_body_that_was_cut_short_is_an_error(packed: str, length: str) -> None:
    coding, pack = PACKED[packed]
    cut = answer(pack(FEED * 100)[:-1], f"Content-Encoding: {coding}")
    async with site(cut.replace(b"Content-Length", b"X", 1) if length != "Content-Length" else cut) as web:
        assert str(await refusal(web.url(SECRET))) == f"{web.url()} arrives damaged: it cannot be decompressed"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_body_that_is_not_what_it_is_labelled_is_an_error(coding: str) -> None:
    async with site(answer(b"<rss version='2.0'/>", f"Content-Encoding: {coding}")) as web:
        assert "arrives damaged" in str(await refusal(web.url()))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip, br"])
async def test_a_compression_that_was_not_asked_for_is_an_error(coding: str) -> None:
    async with site(answer(FEED, f"Content-Encoding: {coding}")) as web:
        assert f'compressed with "{coding}"' in str(await refusal(web.url()))


@pytest.mark.parametrize("coding", ["identity", "utf-8", "none"])
async def test_a_coding_that_means_nothing_changes_nothing(coding: str) -> None:
    async with site(answer(FEED, f"Content-Encoding: {coding}")) as web:
        assert (await get(web.url())).body == FEED


@pytest.mark.parametrize("connection", ["close", "keep-alive"])
@pytest.mark.parametrize("cuts", [(), (-50,), (-3,), (-1,), (0,), (10,), (47,), (48,), (-3, -2, -1, 20, 48)])
async def test_of_a_body_that_is_longer_than_announced_what_is_announced_is_read(
    cuts: tuple[int, ...], connection: str
) -> None:
    body = "<rss>Müll für alle Bürgerinnen und Bürger</rss>"
    whole = answer(body.encode(), f"Connection: {connection}", length=len(body))
    start = whole.index(b"\r\n\r\n") + 4
    pieces = [whole[a:b] for a, b in pairwise([0, *(start + cut for cut in cuts), len(whole)])]
    async with site(slowly(*pieces)) as web:
        assert (await get(web.url())).body == body.encode()[: len(body)]


@pytest.mark.parametrize("surplus", [b"\r\n", b"<!-- x -->", b"HTTP/1.1 200 OK\r\n\r\n", b"\0" * 100_000])
async def test_what_follows_a_whole_body_does_no_harm(surplus: bytes) -> None:
    async with site(answer(FEED, "ETag: x") + surplus) as web:
        fetched = await get(web.url())
        assert fetched.body == FEED
        assert fetched.validators.etag == "x"


@pytest.mark.parametrize("headers", [(), ("Content-Encoding: gzip",)])
async def test_an_empty_body_is_an_error(headers: Sequence[str]) -> None:
    async with site(answer(b"", *headers)) as web:
        assert str(await refusal(web.url(SECRET))) == f"{web.url()} is empty"


# --- politeness -------------------------------------------------------------------------------------------------------


class Watch:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


async def test_between_two_requests_to_a_host_there_is_a_pause() -> None:
    watch = Watch()
    patient = fetcher(limits={"host_gap": 1.5}, monotonic=watch, sleep=watch.sleep)
    async with site() as web, site() as other, patient as fetch:
        await fetch.get(web.url("/a"))
        await fetch.get(other.url())
        assert watch.slept == []
        watch.now += 0.5
        await fetch.get(web.url("/b"))
        assert watch.slept == [1.0]
        watch.now += 60
        await fetch.get(web.url("/c"))
        assert watch.slept == [1.0]


async def test_a_failed_request_and_a_redirect_count_too() -> None:
    watch = Watch()
    patient = fetcher(limits={"host_gap": 2.0}, monotonic=watch, sleep=watch.sleep)
    async with site(answer(b"", status="500 Oops"), moved("/neu"), answer()) as web, patient as fetch:
        with pytest.raises(SourceError):
            await fetch.get(web.url())
        await fetch.get(web.url())
    assert watch.slept == [2.0, 2.0]


async def test_a_host_is_asked_one_thing_at_a_time() -> None:
    async def late(_: asyncio.StreamReader, writer: Stream) -> None:
        await asyncio.sleep(0.02)
        writer.write(answer())

    async with site(late) as web, fetcher() as fetch:
        await asyncio.gather(*(fetch.get(web.url(f"/{n}")) for n in range(8)))
    assert (len(web.requests), web.most_busy) == (8, 1)


def test_http_and_https_of_a_name_are_one_host_and_other_ports_are_others() -> None:
    names = ["http://a.example/x", "https://a.example/", "https://A.example:443/", "http://a.example:8080/"]
    assert [_host(web_url(name)) for name in names] == ["a.example", "a.example", "a.example", "a.example:8080"]


async def test_a_host_may_want_longer_pauses() -> None:
    watch = Watch()
    patient = fetcher(limits={"host_gap": 1.0, "timeout": 1e6}, monotonic=watch, sleep=watch.sleep)
    async with site() as web, site() as other, patient:
        patient.slow(web.url(), 7.0)
        patient.slow(other.url(), 0.5)
        for _ in range(2):
            await patient.get(web.url())
            await patient.get(other.url())
        assert watch.slept == [7.0]
        for _ in range(2):
            await patient.get(other.url())
        assert watch.slept == [7.0, 1.0, 1.0]
        patient.slow(web.url(), 0.0)
        for _ in range(2):
            await patient.get(web.url())
    assert watch.slept == [7.0, 1.0, 1.0, 5.0, 1.0]


async def test_a_name_that_nobody_answers_for_keeps_no_other_work_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    real = socket.getaddrinfo

    def look_up(host: str, *more: Any, **options: Any) -> Any:
        if host.endswith(".example"):
            answered.wait(10)
        return real("127.0.0.1", *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    async with site() as web, fetcher(limits={"timeout": 60.0}) as fetch:
        waiting = [asyncio.create_task(fetch.get(web.url(host=f"n{number}.example"))) for number in range(20)]
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(len, "parsing") == 7
            await fetch.get(web.url(host="localhost"))
        answered.set()
        assert all(isinstance(one, Fetched) for one in await asyncio.gather(*waiting))


async def test_a_slow_host_delays_no_other() -> None:
    async with site(slowly(then="hang")) as slow, site() as quick, fetcher() as fetch:
        waiting = asyncio.create_task(fetch.get(slow.url()))
        await slow.asked.wait()
        assert isinstance(await fetch.get(quick.url()), Fetched)
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_two_hosts_that_redirect_to_each_other_do_not_wait_for_ever() -> None:
    async with site(answer()) as one, site(answer()) as two, fetcher() as fetch:
        one.answers.insert(0, moved(two.url("/a")))
        two.answers.insert(0, moved(one.url("/b")))
        both = await asyncio.gather(fetch.get(one.url()), fetch.get(two.url()))
    assert [fetched.body for fetched in both if isinstance(fetched, Fetched)] == [FEED, FEED]


async def test_waiting_for_ones_turn_does_not_count_as_slowness() -> None:
    async def late(_: asyncio.StreamReader, writer: Stream) -> None:
        await asyncio.sleep(0.3)
        writer.write(answer())

    async with site(late) as web, fetcher(limits={"timeout": 0.8}) as fetch:
        await asyncio.gather(*(fetch.get(web.url(f"/{n}")) for n in range(4)))


async def test_hosts_are_forgotten_when_their_pause_is_over() -> None:
    watch = Watch()
    turns = Turns(1.0, watch, watch.sleep)
    for n in range(50):
        async with turns.take(f"{n}.example:443"):
            watch.now += 0.1
    assert len(turns._turns) <= 11


# --- headers ----------------------------------------------------------------------------------------------------------

DATE = "Mon, 01 Jun 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=300"}, 300.0),
        ({"cache-control": 'public, Max-Age = "300" ,s-maxage=9'}, 300.0),
        ({"cache-control": "max-age=300", "age": "100"}, 200.0),
        ({"cache-control": "max-age=300", "age": "400"}, 0.0),
        ({"cache-control": "max-age=300, no-cache"}, 0.0),
        ({"cache-control": "no-store"}, 0.0),
        ({"cache-control": 'private="a, no-store", max-age=5'}, 5.0),
        ({"cache-control": "s-maxage=300"}, None),
        ({"cache-control": "max-age=soon"}, 0.0),
        ({"cache-control": "max-age"}, 0.0),
        ({"cache-control": "max-age=-1"}, 0.0),
        ({"cache-control": "max-age=" + "9" * 6000}, 2.0**31),
        ({"cache-control": "max-age=5", "expires": "Mon, 01 Jun 2026 09:00:00 GMT", "date": DATE}, 5.0),
        ({"expires": "Mon, 01 Jun 2026 08:05:00 GMT", "date": DATE}, 300.0),
        ({"expires": "Monday, 01-Jun-26 08:05:00 GMT", "date": DATE}, 300.0),
        ({"expires": "Mon Jun  1 08:05:00 2026", "date": DATE}, 300.0),
        ({"expires": "Mon, 01 Jun 2020 08:00:00 GMT", "date": DATE}, 0.0),
        ({"expires": "0", "date": DATE}, 0.0),
        ({"expires": "Mon, 01 Jun 2026 08:05:00 GMT"}, None),
    ],
)
def test_freshness_is_what_the_answer_says_of_itself(headers: dict[str, str], seconds: float | None) -> None:
    assert freshness(headers) == seconds


def test_without_a_date_expires_counts_from_now() -> None:
    assert freshness({"expires": "Mon, 01 Jun 2026 08:02:00 GMT"}, AT_ONE_PAST) == 60.0
    assert freshness({"expires": "Mon, 01 Jun 2026 08:02:00 GMT", "date": "nie"}, AT_ONE_PAST) == 60.0
    assert freshness({"expires": "-1"}, AT_ONE_PAST) == 0.0


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ("max-age=60, max-age=600", 60.0),
        ('no-cache="Set-Cookie", max-age=60', 60.0),
        ("no-cache, max-age=60", 0.0),
        ('private="a, no-cache", max-age=60', 60.0),
    ],
)
def test_of_several_directives_the_first_counts_and_those_about_headers_do_not(
    cache_control: str, seconds: float
) -> None:
    assert freshness({"cache-control": cache_control}) == seconds


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("", DATE, None),
        ("120", "", 120.0),
        (" 0 ", "", 0.0),
        ("Mon, 01 Jun 2026 08:02:00 GMT", DATE, 120.0),
        ("Mon, 01 Jun 2026 07:00:00 GMT", DATE, 0.0),
        ("Mon, 01 Jun 2026 08:02:00 GMT", "", 60.0),
        ("Mon, 01 Jun 2026 08:02:00 GMT", "gestern", 60.0),
        ("120, 120", DATE, 120.0),
        ("2.5", DATE, 2.0),
        ("90 Sekunden", DATE, None),
        ("soon", DATE, None),
        ("-5", DATE, None),
        ("²", DATE, None),
    ],
)
def test_the_pause_a_server_asks_for_is_read(value: str, date: str, seconds: float | None) -> None:
    assert pause_asked({"retry-after": value, "date": date}, AT_ONE_PAST) == seconds


AT_ONE_PAST = datetime(2026, 6, 1, 8, 1, tzinfo=UTC)
HEADER = st.text() | st.sampled_from(["max-age=", "Mon, 01 Jun 2026 08:00:00 ", "Mon, 99 Jun 99999 99:99:99 +9999"])


@given(st.fixed_dictionaries(dict.fromkeys(("cache-control", "expires", "date", "age", "retry-after"), HEADER)))
def test_any_headers_can_be_read(headers: dict[str, str]) -> None:
    assert (freshness(headers) or 0.0) >= 0.0
    assert (pause_asked(headers, AT_ONE_PAST) or 0.0) >= 0.0
    validators_of(headers["date"], headers["expires"], date=headers["date"], now=AT_ONE_PAST)


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("presse@musterland.example", "relay/0.1 (+mailto:presse@musterland.example)"),
        (" https://musterland.example/?a=b ", "relay/0.1 (+https://musterland.example/?a=b)"),
        ("mailto:presse@musterland.example", "relay/0.1 (+mailto:presse@musterland.example)"),
        ("presse@müller.example", "relay/0.1 (+mailto:presse@m%C3%BCller.example)"),
        ("a)\r\nX-Evil: b", "relay/0.1 (+mailto:a%29%0D%0AX-Evil:%20b)"),
        ("", "relay/0.1"),
    ],
)
def test_the_user_agent_names_the_contact(contact: str, agent: str) -> None:
    assert user_agent("0.1", contact) == agent


@given(st.text(), st.text())
def test_no_contact_breaks_out_of_the_user_agent(version: str, contact: str) -> None:
    agent = user_agent(version, contact)
    assert agent.isascii()
    assert agent.isprintable()
    assert (agent.count("("), agent.count(")")) in ((0, 0), (1, 1))
