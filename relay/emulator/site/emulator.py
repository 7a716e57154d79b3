"""A sample county website on this machine: pages, pictures, three feeds, and failures on demand.

It shares no code and no belief with the rest of relay: what it sends is what county websites send.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files

from aiohttp import web

from relay.emulator.site.control import FEEDS, Desk, control_routes
from relay.emulator.site.failures import Failure, FailurePlan, Planned
from relay.emulator.site.feeds import atom, json_feed, rss
from relay.emulator.site.http import ATOM, JSON_FEED, RSS, Content, respond
from relay.emulator.site.office import PressOffice
from relay.emulator.site.pages import SECTIONS, article_page, home_page, message_page, press_page, section_page
from relay.emulator.site.pictures import paint
from relay.emulator.site.release import Picture, Release

REMEMBERED = 5_000
"""Requests that are remembered, so that a demo can run for days."""

_LANDSCAPE = Picture("landschaft", caption="", credit="", alt="")
_DOCUMENT = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
_PICTURE_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request that arrived. Headers are those of the client, with their names as it wrote them."""

    at: datetime
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """Read without regard to case."""
    status: int | None = None
    """Of the answer; None while there is none, and for good where the connection was lost first."""


class SiteEmulator:
    """The website of the invented "Landkreis Musterland", with six releases published and more in the drawer.

    All its times come from `clock`, which returns aware datetimes.
    """

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._url = ""
        self._runner: web.AppRunner | None = None
        self._log: dict[int, Recorded] = {}
        self._tickets = itertools.count()
        self._office = PressOffice(clock)
        self._failures = FailurePlan()

    # --- life ---------------------------------------------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. Raises OSError where that fails, RuntimeError when started already."""
        if self._runner is not None:
            raise RuntimeError("the site is running already")
        app = web.Application()
        app.router.add_routes(control_routes(Desk(self._office, self._failures, lambda: self._url)))
        app.router.add_route("*", "/{path:.*}", self._handle)
        # A handler that hangs on purpose ends with its client, and does not keep the site from stopping.
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.05, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        address = runner.addresses[0]
        self._url = f"http://{host}:{address[1]}"

    async def stop(self) -> None:
        """Stop listening and drop what hangs. What is published stays; the site can be started again."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    # --- what a test or a demo wants to know --------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Address of the website, without a slash at the end. Raises RuntimeError before the first start."""
        if not self._url:
            raise RuntimeError("the site was not started")
        return self._url

    @property
    def feed_url(self) -> str:
        """RSS 2.0 of all releases, with cut descriptions."""
        return self.url + FEEDS[0]

    @property
    def second_feed_url(self) -> str:
        """Atom of the highlights, with other ids and other links than the RSS feed."""
        return self.url + FEEDS[1]

    @property
    def json_feed_url(self) -> str:
        """JSON Feed of all releases with their whole text."""
        return self.url + FEEDS[2]

    @property
    def drafts(self) -> Sequence[Release]:
        """What is ready and not published yet, in the order in which it is meant to be."""
        return self._office.drafts

    @property
    def releases(self) -> Sequence[Release]:
        """What stands on the website, newest first."""
        return self._office.releases

    @property
    def requests(self) -> list[Recorded]:
        """The requests so far, oldest first, without those to the control address."""
        return list(self._log.values())

    @property
    def planned(self) -> Sequence[Planned]:
        """The failures that are still to come."""
        return self._failures.planned

    # --- the press office ---------------------------------------------------------------------------------------------

    def publish(self, release: Release) -> Release:
        """Publish a draft, now, with the next number; raises ValueError where its slug stands there already."""
        return self._office.publish(release)

    def correct(
        self, slug: str, *, title: str | None = None, old: str | None = None, new: str | None = None
    ) -> Release:
        """Give a release another title, or replace `old` by `new` wherever it stands.

        Raises LookupError for an unknown slug, ValueError where nothing would change.
        """
        return self._office.correct(slug, title=title, old=old, new=new)

    def withdraw(self, slug: str, *, status: int = 410) -> None:
        """Take a release down: out of all feeds and lists, its page answers with `status`.

        Raises LookupError for an unknown slug.
        """
        self._office.withdraw(slug, status=status)

    def plan(self, failure: Failure, *, path: str | None = None, times: int = 1) -> None:
        """Let the next `times` requests to `path` (None: to any path but the control address) fail.

        Plans are used up in the order in which they were made; raises ValueError for less than one time.
        """
        self._failures.add(failure, path=path, times=times)

    def heal(self) -> None:
        """Forget the failures that are still planned."""
        self._failures.clear()

    # --- HTTP ---------------------------------------------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        ticket, now = next(self._tickets), self._clock()
        recorded = Recorded(now, request.method, request.path, request.query_string, request.headers)
        self._log[ticket] = recorded
        if len(self._log) > REMEMBERED:
            del self._log[next(iter(self._log))]
        response = await self._answer(request, now)
        if request.transport is not None and not request.transport.is_closing() and ticket in self._log:
            self._log[ticket] = replace(recorded, status=response.status)
        return response

    async def _answer(self, request: web.Request, now: datetime) -> web.StreamResponse:
        if request.method not in {"GET", "HEAD"}:
            page = message_page("Fehler 405", "Diese Seite kann nur gelesen werden.")
            return respond(request, Content(page.encode(), status=405, headers={"Allow": "GET, HEAD"}), now)
        failure = self._failures.take(request.path)
        usual = await self._content(request.path)
        return respond(request, usual, now) if failure is None else await failure.answer(request, usual, now)

    async def _content(self, path: str) -> Content:
        folder, _, name = path.lstrip("/").partition("/")
        match folder, name:
            case "bilder", _:
                return await self._picture(path)
            case "dateien", _ if any(release.document_path == path for release in self.releases):
                return Content(_DOCUMENT, "application/pdf")
            case "presse", slug if slug.endswith(".html"):
                return self._article(slug.removesuffix(".html"))
            case section, "" if section in SECTIONS and not path.endswith("/"):
                return Content(b"", status=301, headers={"Location": f"/{section}/"})
            case section, "" if section in SECTIONS and section != "presse":
                return Content(section_page(section).encode())
        return self._listing(path)

    def _listing(self, path: str) -> Content:
        match path:
            case "/":
                return Content(home_page(self.releases).encode(), modified=self._office.changed)
            case "/presse/":
                return Content(press_page(self.releases).encode(), modified=self._office.changed)
            case "/presse.rss":
                return Content(rss(self.url, self.releases, self._office.changed).encode(), RSS, self._office.changed)
            case "/aktuelles.atom":
                return Content(atom(self.url, self.releases, self._office.changed).encode(), ATOM, self._office.changed)
            case "/feed.json":
                return Content(json_feed(self.url, self.releases).encode(), JSON_FEED, self._office.changed)
            case "/site.css":
                return Content(_file("site.css"), "text/css; charset=utf-8")
            case "/wappen.svg" | "/favicon.ico":
                return Content(_file("coat.svg"), "image/svg+xml")
            case "/robots.txt":
                return Content(b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")
        return _message(404, "Seite nicht gefunden", "Diese Seite gibt es nicht oder nicht mehr.")

    def _article(self, slug: str) -> Content:
        status = self._office.withdrawn(slug)
        if status is not None:
            return _message(status, "Meldung zurückgezogen", "Diese Meldung wurde zurückgezogen.")
        if slug not in {release.slug for release in self.releases}:
            return _message(404, "Seite nicht gefunden", "Diese Seite gibt es nicht oder nicht mehr.")
        release = self._office.find(slug)
        others = [other for other in self.releases if other.slug != slug]
        # Its list of other releases changes with every one of them.
        return Content(article_page(self.url, release, others).encode(), modified=self._office.changed)

    async def _picture(self, path: str) -> Content:
        if path == "/bilder/landschaft.jpg":
            return Content(await asyncio.to_thread(paint, _LANDSCAPE, "landschaft"), "image/jpeg")
        for release in self.releases:
            if release.picture and path in release.picture_paths:
                body = await asyncio.to_thread(paint, release.picture, release.slug)
                return Content(body, _PICTURE_TYPES[release.picture.format], modified=release.date)
        return _message(404, "Seite nicht gefunden", "Dieses Bild gibt es nicht oder nicht mehr.")


def _message(status: int, title: str, text: str) -> Content:
    return Content(message_page(title, text).encode(), status=status)


def _file(name: str) -> bytes:
    return (files(__package__) / name).read_bytes()
