"""Hand-written stand-ins for the edges (website, channel, pictures, time), and made-up values to fill them with."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

from relay.delivery.intent import Intent, Seen
from relay.delivery.message import Message, Rendered
from relay.delivery.uploads import AttachedFile, PictureFile, Upload
from relay.errors import SourceError
from relay.model import (
    Attachment,
    Block,
    BlockKind,
    Decision,
    Entry,
    EntryKeys,
    Fetched,
    Finding,
    Known,
    MessageReceipt,
    NotModified,
    Picture,
    Post,
    Receipt,
    Validators,
    Verdict,
)
from relay.render.markup import fingerprint
from relay.settings import SourceSpec
from relay.state import SourceState

SITE = "https://www.landkreis-musterland.example"
FEED = f"{SITE}/presse.xml"
NOTHING_KNOWN = Validators()
CHAT = -1001
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


# --- time -------------------------------------------------------------------------------------------------------------


class SetClock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> datetime:
        self.at += timedelta(seconds=seconds)
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Like asyncio.sleep, on this clock."""
        self.pass_by(seconds)
        await asyncio.sleep(0)


# --- website ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """An item of a fake feed."""

    guid: str
    title: str = ""
    text: str = ""
    link: str | None = None
    """None: one of its own; empty: none."""
    published: datetime | None = None

    @property
    def url(self) -> str:
        return f"{SITE}/presse/{self.guid}" if self.link is None else self.link

    def xml(self) -> str:
        parts = {
            "guid": self.guid,
            "title": self.title or f"Meldung {self.guid}",
            "link": self.url,
            "description": self.text,
            "pubDate": format_datetime(self.published) if self.published else "",
        }
        inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text)
        inside = inside.replace("<guid>", '<guid isPermaLink="false">')
        return f"<item>{inside}</item>"


@dataclass(frozen=True)
class Asked:
    """A request that reached the website."""

    url: str
    validators: Validators


class FakeSite:
    """`relay.ports.Fetcher`: answers by address, remembers what it was asked, hangs where it is told to."""

    def __init__(self) -> None:
        self.answers: dict[str, Fetched | NotModified | Exception] = {}
        self.asked: list[Asked] = []
        self.gates: dict[str, asyncio.Event] = {}
        """Addresses that answer when these are set."""
        self.reached: dict[str, asyncio.Event] = {}
        """Set when a gate is reached."""
        self.open: set[str] = set()
        """Addresses that are being answered."""

    async def get(
        self, url: str, *, validators: Validators = NOTHING_KNOWN, accept: str = "*/*", max_bytes: int | None = None
    ) -> Fetched | NotModified:
        self.asked.append(Asked(url, validators))
        assert url not in self.open, "asked twice at once"
        self.open.add(url)
        try:
            await asyncio.sleep(0)
            if url in self.gates:
                self.reached[url].set()
                await self.gates[url].wait()
        finally:
            self.open.discard(url)
        answer = self.answers.get(url, SourceError("{url} answers 404", permanent=True, url=url))
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Fetched) and answer.validators == validators != NOTHING_KNOWN:
            return NotModified(answer.max_age)
        return answer

    def hang(self, url: str) -> None:
        """Answer this address only after `gates[url]` is set; `reached[url]` is set when somebody waits."""
        self.gates[url], self.reached[url] = asyncio.Event(), asyncio.Event()

    def feed(
        self, *items: Item, url: str = FEED, etag: str | None = None, max_age: float | None = None, more: str = ""
    ) -> None:
        """Serve a feed, items newest first as on any website."""
        inside = "".join(item.xml() for item in items)
        body = f'<rss version="2.0"><channel><title>Presse</title><link>{SITE}/</link>{more}{inside}</channel></rss>'
        self.serve(url, body, "application/rss+xml", etag=etag, max_age=max_age)

    def page(self, item: Item, *paragraphs: str, heading: str = "") -> None:
        """Serve the page of a release."""
        body = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
        title = escape(heading or item.title or f"Meldung {item.guid}")
        html = f"<!doctype html><html><body><main><article><h1>{title}</h1>{body}</article></main></body></html>"
        self.serve(item.url, html, "text/html; charset=utf-8")

    def serve(
        self, url: str, body: str | bytes, kind: str, *, etag: str | None = None, max_age: float | None = None
    ) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.answers[url] = Fetched(url, raw, kind, Validators(etag), max_age)

    def times(self, url: str) -> int:
        """How often an address was asked for."""
        return sum(asked.url == url for asked in self.asked)


def paragraphs(about: str, count: int = 3) -> tuple[str, ...]:
    """Some text of a release."""
    return tuple(
        f"Zum Thema {about} teilt der Landkreis Musterland in Absatz {number} mit, dass die Arbeiten an der "
        "Kreisstraße zwischen Ahrenfels und Birkenau am Montag beginnen. Eine Umleitung ist ausgeschildert."
        for number in range(1, count + 1)
    )


# --- channel ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lost:
    """Raised after the deed was done: the answer was lost on the wire."""

    error: BaseException


Rule = Callable[[str, Message | None, Upload | None], BaseException | None]


def kind_of(upload: Upload | None) -> str:
    """What Telegram makes of it."""
    return "text" if upload is None else upload.kind if isinstance(upload, AttachedFile) else "photo"


@dataclass
class FakeChannel:
    """`relay.ports.Channel`: remembers what stands in it and what was done to it; fails as scripted."""

    script: deque[BaseException | Lost | None] = field(default_factory=deque)
    """What becomes of the next calls, in order; None is success, as is the end of the script."""
    rule: Rule = lambda _call, _message, _picture: None
    """What it refuses on principle."""
    standing: dict[int, Message] = field(default_factory=dict)
    pictures: dict[int, Upload | None] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    """``publish``, ``edit``, ``delete``: what took effect."""
    tried: int = 0

    @property
    def texts(self) -> list[str]:
        """What a reader sees, oldest first."""
        return [message.html or message.plain for message in self.standing.values()]

    def kind(self, number: int) -> str:
        """Of a message that stands there."""
        return "rich" if self.standing[number].rich else kind_of(self.pictures[number])

    async def publish(self, message: Message, upload: Upload | None, more: Sequence[PictureFile] = ()) -> Receipt:
        def post() -> Receipt:
            first = max((*self.standing, 100)) + 1
            uploads = (upload,) if message.rich else (upload, *more)
            for number, one in enumerate(uploads, first):
                words = message if number == first else Message(html="", plain="")
                self.standing[number], self.pictures[number] = words, one
            receipts = tuple(
                MessageReceipt(number, "rich" if message.rich else kind_of(one), "", part=number > first)
                for number, one in enumerate(uploads, first)
            )
            return Receipt(-1001, receipts, f"https://t.example/{first}", START)

        receipt: Receipt = await self._do("publish", message, upload, post)
        return receipt

    async def edit(
        self,
        chat: int,
        old: MessageReceipt,
        message: Message,
        upload: Upload | None,
        more: Sequence[PictureFile] = (),
    ) -> MessageReceipt:
        def change() -> MessageReceipt:
            assert old.message_id in self.standing
            assert chat == -1001
            self.standing[old.message_id] = message
            if message.rich:
                assert old.is_text
                return replace(old, digest="", kind="rich")
            if upload:
                self.pictures[old.message_id] = upload
            kind = "text" if old.is_text else old.kind
            return replace(old, digest="", kind=kind_of(upload) if upload else kind)

        receipt: MessageReceipt = await self._do("edit", message, upload, change)
        return receipt

    async def delete(self, chat: int, old: MessageReceipt) -> None:
        def take_away() -> None:
            assert chat == -1001
            self.standing.pop(old.message_id, None)

        await self._do("delete", None, None, take_away)

    async def _do(self, call: str, message: Message | None, picture: Upload | None, deed: Callable[[], Any]) -> Any:
        self.tried += 1
        await asyncio.sleep(0)
        if error := self.rule(call, message, picture):
            raise error
        step = self.script.popleft() if self.script else None
        if isinstance(step, BaseException):
            raise step
        result = deed()
        self.done.append(call)
        if isinstance(step, Lost):
            raise step.error
        return result


class FakeWitness:
    """`relay.ports.Witness`: looks into a fake channel; fails as scripted."""

    def __init__(self, channel: FakeChannel) -> None:
        self.channel = channel
        self.script: deque[BaseException | None] = deque()
        self.looked = 0

    async def chat(self) -> int:
        return CHAT

    async def find(self, intent: Intent, *, after: int, known: frozenset[int]) -> Receipt | None:
        self.looked += 1
        await asyncio.sleep(0)
        if self.script and (error := self.script.popleft()):
            raise error
        for number, message in self.channel.standing.items():
            if (
                number > after
                and number not in known
                and fingerprint(message.html, message.plain) == intent.fingerprint
            ):
                numbers = [one for one in range(number, number + intent.parts) if one in self.channel.standing]
                found = tuple(MessageReceipt(one, self.channel.kind(one), "") for one in numbers)
                return Receipt(CHAT, found, f"https://t.example/{number}", START)
        return None

    async def beyond(self, after: int, known: frozenset[int]) -> tuple[Seen, ...]:
        return tuple(
            Seen(number, message.plain, (message.button.url,) if message.button else (), by_bot=bool(message.button))
            for number, message in self.channel.standing.items()
            if number > after and number not in known
        )


class FakePictures:
    """`relay.ports.Pictures`: every picture can be had, but for those named."""

    def __init__(self, missing: Iterable[str] = ()) -> None:
        self.missing = set(missing)

    async def load(self, picture: Picture) -> PictureFile:
        if picture.url in self.missing:
            raise SourceError("{url} answers 404", permanent=True, url=picture.url)
        return PictureFile(b"jpeg", "bild.jpg", 800, 600)

    async def fetch(self, attachment: Attachment) -> AttachedFile:
        if attachment.url in self.missing:
            raise SourceError("{url} is too large", permanent=True, url=attachment.url, size=62_000_000)
        return AttachedFile(b"%PDF-", "Anlage.pdf", "document")


def withdrawn_notice(post: Post, *, at: datetime) -> Rendered:
    """What is put in the place of a post that was withdrawn."""
    return Rendered((Message(html=f"<b>{post.title}</b> withdrawn", plain=f"{post.title} withdrawn"),))


def superseded_notice(*, link: str) -> Message:
    """What is put in the place of a message that a correction made needless."""
    return Message(html=f"<i>see {link}</i>", plain=f"see {link}")


def one_message(post: Post, *, corrected: datetime | None = None, classic: bool | None = None) -> Rendered:
    """A renderer for one message: the first of `one_message_a_block`."""
    return Rendered(one_message_a_block(post).messages[:1])


def one_message_a_block(post: Post, *, corrected: datetime | None = None, classic: bool | None = None) -> Rendered:
    """A renderer whose output can be foretold: each block is a message, the first one with title and picture."""
    texts = [block.text for block in post.blocks] or [""]
    picture = post.pictures[0] if post.pictures else None
    tags = "".join(f" #{tag}" for tag in post.hashtags)
    heads = [f"{post.title}{tags}: ", *[""] * (len(texts) - 1)]
    return Rendered(
        tuple(
            Message(html=f"<b>{head}{text}</b>", plain=f"{head}{text}", picture=None if index else picture)
            for index, (head, text) in enumerate(zip(heads, texts, strict=True))
        )
    )


# --- crashes ----------------------------------------------------------------------------------------------------------


class Crash(BaseException):
    """The process is gone: nothing may catch this."""


@dataclass
class Fuse:
    """Counts the points at which a process can die, and lets it die at one of them."""

    at: int | None = None
    passed: int = 0

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            raise Crash


class Fused:
    """Wraps a port: a point to die at before and after every call."""

    def __init__(self, port: object, fuse: Fuse) -> None:
        self._port = port
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        call: Callable[..., Awaitable[Any]] = getattr(self._port, name)

        async def called(*args: Any, **kwargs: Any) -> Any:
            self._fuse.point()
            result = await call(*args, **kwargs)
            self._fuse.point()
            return result

        return called


# --- values -----------------------------------------------------------------------------------------------------------


def source(name: str = "presse", **more: Any) -> SourceSpec:
    """A source that posts to the channel ``main``."""
    return SourceSpec(**{"id": name, "url": FEED, "channels": ("main",), "interval": 60.0, **more})


def key(text: str) -> bytes:
    """An identity."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def post(title: str, *texts: str, **more: Any) -> Post:
    """A post of one paragraph a text."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, (text,)) for text in texts or (f"Text von {title}.",))
    return Post(title=title, url=f"{SITE}/presse/{title}", blocks=blocks, **more)


def finding(name: str, verdict: Verdict = Verdict.NEW, *texts: str, **more: Any) -> Finding:
    """A finding about the release `name`; `known`, `says`, `title`, `guid` and `link` tell more of the entry."""
    known: Known | None = more.pop("known", None)
    said = more.pop("says", "") or " ".join(texts) or name
    title = more.pop("title", name)
    guid, link = more.pop("guid", name), more.pop("link", f"{SITE}/presse/{name}")
    entry = Entry(guid=guid, url=link, title=title)
    keys = EntryKeys(key("guid" + guid), key(link) if link else None)
    decision = Decision(verdict, entry, keys, key(said), known)
    if "post" not in more and verdict not in {Verdict.BASELINE, Verdict.UNWANTED, Verdict.JOINED}:
        more["post"] = post(title, *texts, hashtags=more.get("hashtags", ()))
    return Finding(decision, **more)


def state(**more: Any) -> SourceState:
    """The state of a source that is well."""
    return SourceState(**{"url": FEED, "baselined": True, "polled": START, "success": START, **more})
