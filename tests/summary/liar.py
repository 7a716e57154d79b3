"""An endpoint of a language model on this machine that says what it is told to say, however wrong, for tests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from relay.article.sentences.splitting import split_sentences
from relay.model import Block, BlockKind

TITLE = "Brücke über die Muster wird erneuert"
RELEASE = """\
Die Brücke über die Muster zwischen Musterhausen und Neudorf wird ab Montag, 24. März, voll gesperrt. Grund sind \
Arbeiten am Geländer, die bis zum 11. April dauern. Der Landkreis Musterland investiert 420.000 Euro, das Land gibt \
2,7 Millionen Euro dazu.
Landrätin Maria Muster sagte: „Die Brücke ist alt, sie muss dringend erneuert werden.“ Die Busse der Linie 12 fahren \
in dieser Zeit nicht über Neudorf. Drei Haltestellen entfallen. Am Donnerstag, 20. März, um 19 Uhr gibt es im \
Bürgerhaus in Musterhausen einen Abend mit Informationen für die Anlieger."""
BLOCKS = tuple(Block(BlockKind.PARAGRAPH, split_sentences(one)) for one in RELEASE.splitlines())
TRUE = (
    "Ab Montag, 24. März, wird die Brücke über die Muster voll gesperrt. Drei Haltestellen entfallen. "
    "Das Land gibt 2,7 Millionen Euro dazu."
)
KEY = "sk-geheim-0123456789abcdef"


@dataclass(frozen=True)
class Question:
    """What reached the endpoint."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


def response(body: str | bytes, status: int = 200, *headers: str) -> bytes:
    """An answer in the form of HTTP."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(raw)}", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + raw


def completion(text: str, finish: str = "stop") -> bytes:
    """An answer as the chat completions API says."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
    return response(json.dumps({"object": "chat.completion", "choices": [choice]}))


@dataclass
class Liar:
    """Answers each question with the next answer, the last one for ever."""

    port: int = 0
    answers: list[bytes] = field(default_factory=lambda: [completion(TRUE)])
    questions: list[Question] = field(default_factory=list)
    hangs: bool = False
    """It answers nothing."""
    drips: bool = False
    """It answers a byte now and then."""
    dropped: asyncio.Event = field(default_factory=asyncio.Event)
    """The other side had enough."""

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def says(self, *texts: str) -> None:
        self.answers = [completion(text) for text in texts]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip("\r\n").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.questions.append(Question(first.split(" ")[1], headers, json.loads(body or b"{}")))
            if self.hangs:
                await reader.read()
                return
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            await self._drip(answer, writer) if self.drips else writer.write(answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client had enough
        finally:
            self.dropped.set()
            writer.close()

    async def _drip(self, answer: bytes, writer: asyncio.StreamWriter) -> None:
        for place in range(len(answer)):
            writer.write(answer[place : place + 1])
            await writer.drain()
            await asyncio.sleep(0.02)


@asynccontextmanager
async def liar(change: Callable[[Liar], object] = lambda _: None) -> AsyncIterator[Liar]:
    """A fake endpoint at a port of its own."""
    endpoint = Liar()
    change(endpoint)
    server = await asyncio.start_server(endpoint.talk, "127.0.0.1", 0)
    endpoint.port = server.sockets[0].getsockname()[1]
    try:
        yield endpoint
    finally:
        server.close()
