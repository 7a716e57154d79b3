"""A website on 127.0.0.1, served by a thread of its own, so that commands can be called as from a shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

HTML, RSS, XML = "text/html; charset=utf-8", "application/rss+xml", "application/xml"


@dataclass
class Site:
    """Pages by path and query; HOST in them stands for the website's own address."""

    pages: dict[str, tuple[str, str | bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def body(self, path: str) -> tuple[str, bytes] | None:
        if path not in self.pages:
            return None
        kind, body = self.pages[path]
        return kind, body.replace("HOST", self.host).encode() if isinstance(body, str) else body


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """The website, as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers.get("User-Agent", ""))
            kind, body = site.body(self.path) or ("", b"Nicht gefunden")
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
